"""Valid calls of crmlib.segmentation.portfolio."""

CALLS = {
    "mix_risk": dict(first_share=0.5, first_risk=0.3, second_risk=0.4, correlation=0.2),
    "least_risk_share": dict(first_risk=0.3, second_risk=0.4, correlation=0.2),
}

# Two segments may move against each other.
ALLOWED = {"mix_risk.correlation": {"negative"}, "least_risk_share.correlation": {"negative"}}
