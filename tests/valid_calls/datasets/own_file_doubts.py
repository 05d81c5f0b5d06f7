"""Valid calls of crmlib.datasets.own_file.doubts, which only other modules call."""

INTERNAL = {"discount_columns", "fewer_people", "placeholders", "total_rows"}
