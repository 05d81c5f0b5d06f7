"""Valid calls of crmlib.heading_units, which only other modules call."""

CALLS = {}

INTERNAL = {"heading_units"}
