"""Valid calls of crmlib.own_doubts, which only other modules call."""

CALLS = {}

INTERNAL = {"discount_columns", "orders_come_to_nothing", "placeholders", "total_rows"}
