"""Valid calls of crmlib.datasets.own_file.doubts, which only other modules call."""

CALLS = {}

INTERNAL = {"discount_columns", "orders_come_to_nothing", "placeholders", "total_rows"}
