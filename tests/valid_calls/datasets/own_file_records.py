"""Valid calls of crmlib.datasets.own_file.records, which only other modules call."""

INTERNAL = {"read_json", "read_parquet"}
