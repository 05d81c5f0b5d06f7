"""Valid calls of crmlib.clv."""

from crmlib import clv

BASE = {"margin": 100, "retention_rate": 0.8, "discount_rate": 0.1}

CALLS = {
    "average_clv": dict(average_order_value=50, orders_per_year=4, lifespan_years=5, margin=0.3),
    "npv_clv": dict(profits=[110, 121], discount_rate=0.1),
    "annuity_factor": dict(periods=5, discount_rate=0.1),
    "geometric_annuity_factor": dict(expected_periods=5, discount_rate=0.1),
    "margin_multiple": dict(retention_rate=0.8, discount_rate=0.1),
    "growing_margin_multiple": dict(retention_rate=0.8, discount_rate=0.1, growth=0.05),
    "finite_margin_multiple": dict(retention_rate=0.8, discount_rate=0.1, horizon=5),
    "retention_clv": BASE | dict(acquisition_cost=50),
    "expected_lifetime": dict(retention_rate=0.75),
    "expected_renewals": dict(retention_rate=0.75),
    "payback_period": BASE | dict(acquisition_cost=250),
    "break_even_retention": dict(acquisition_cost=200, margin=100, discount_rate=0.1),
    "break_even_acquisition_cost": BASE,
    "clv_to_cac": dict(clv=300, acquisition_cost=120),
    "tornado_table": dict(function=clv.retention_clv, base=BASE, ranges={"margin": (90, 110)}),
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
