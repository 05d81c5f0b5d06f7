"""Valid calls of crmlib.intervals."""

CALLS = {
    "normal_quantile": dict(confidence=0.9),
    "wilson_interval": dict(confidence=0.9),
}
INTERNAL = {"two_sided_p"}
