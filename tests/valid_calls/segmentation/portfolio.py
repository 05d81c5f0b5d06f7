"""Valid calls of crmlib.segmentation.portfolio."""

# Two segments may move against each other.
ALLOWED = {"mix_risk.correlation": {"negative"}, "least_risk_share.correlation": {"negative"}}
