"""Valid calls of crmlib.datasets.own_file.values, which only other modules call."""

CALLS = {}

INTERNAL = {"distinct", "empty_cells", "is_nothing", "objects", "read_amounts", "spread"}
