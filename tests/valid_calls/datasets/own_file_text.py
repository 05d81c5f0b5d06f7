"""Valid calls of crmlib.datasets.own_file.text, which only other modules call."""

CALLS = {}

INTERNAL = {"read_text"}
