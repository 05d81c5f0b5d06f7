"""Valid calls of crmlib.file_formats, which only other modules call."""

CALLS = {}

INTERNAL = {"read_table"}
