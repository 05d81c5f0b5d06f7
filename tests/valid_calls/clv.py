"""Valid calls of crmlib.clv."""

CALLS = {
    "retention_clv": dict(acquisition_cost=50),
    "payback_period": dict(retention_rate=0.8, discount_rate=0.1),
}

# A customer may cost more than she brings, and a margin may shrink.
ALLOWED = {
    "npv_clv.profits": {"list"},
    "growing_margin_multiple.growth": {"negative"},
    "finite_margin_multiple.growth": {"negative"},
    "retention_clv.margin": {"negative"},
    "retention_clv.growth": {"negative"},
    "payback_period.margin": {"negative"},
    "break_even_acquisition_cost.margin": {"negative"},
    "clv_to_cac.clv": {"negative"},
}

# Never paid back.
ENDLESS = {"payback_period"}
