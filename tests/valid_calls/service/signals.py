"""Valid calls of crmlib.service.signals."""

# A customer may be named by any number, word or flag.
ALLOWED = {
    "signal_quality.event_customers": {"array of booleans"},
}
