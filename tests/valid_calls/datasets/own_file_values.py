"""Valid calls of crmlib.datasets.own_file.values, which only other modules call."""

CALLS = {}

INTERNAL = {
    "currency_named",
    "distinct",
    "empty_cells",
    "is_nothing",
    "number_with",
    "read_amounts",
    "read_dates",
    "take_apart",
}
