"""Valid calls of crmlib.datasets.own_file.headings, which only other modules call."""

INTERNAL = {"candidates", "is_heading", "listed", "named_column", "only_column", "plain_heading", "shown"}
