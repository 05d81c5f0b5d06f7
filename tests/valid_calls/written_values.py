"""Valid calls of crmlib.written_values, which only other modules call."""

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
