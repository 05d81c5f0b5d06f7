"""Valid calls of crmlib.datasets.own_file.text, which only other modules call."""

INTERNAL = {"read_text"}
