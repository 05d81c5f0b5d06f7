"""Valid calls of crmlib.datasets.own_file.values, which only other modules call."""

INTERNAL = {"distinct", "empty_cells", "is_nothing", "objects", "read_amounts", "spread"}
