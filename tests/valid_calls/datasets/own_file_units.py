"""Valid calls of crmlib.datasets.own_file.units, which only other modules call."""

INTERNAL = {"heading_units"}
