"""Valid calls of crmlib.datasets.own_file.formats, which only other modules call."""

INTERNAL = {"read_table"}
