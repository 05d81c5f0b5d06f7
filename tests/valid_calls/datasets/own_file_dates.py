"""Valid calls of crmlib.datasets.own_file.dates, which only other modules call."""

INTERNAL = {"read_dates"}
