"""Valid calls of crmlib.datasets.own_file.encodings, which only other modules call."""

INTERNAL = {"decode"}
