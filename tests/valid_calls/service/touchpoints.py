"""Valid calls of crmlib.service.touchpoints."""

# A scale may run through 0, as from -3 to 3.
ALLOWED = {
    "mean_limits.usual_mean": {"negative"},
}
