"""Valid calls of crmlib.segmentation.concentration."""

CALLS = {
    "top_share": dict(share=0.3),
    "later_share": dict(share=0.4),
}

# One customer is a base too; customers without a name are numbered.
ALLOWED = {
    "whale_curve.profit": {"list"},
    "whale_peak.profit": {"list"},
    "top_share.values": {"list"},
    "lorenz_curve.revenue": {"list"},
    "gini.revenue": {"list"},
}
