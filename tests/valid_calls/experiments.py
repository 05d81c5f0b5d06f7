"""Valid calls of crmlib.experiments."""

CALLS = {
    "campaign_profit": dict(fixed_cost=100),
    "break_even_churn_rate": dict(incentive=10),
    "targeting_policies": dict(
        risk=[0.9, 0.4, 0.1], uplift=[0.02, 0.2, 0.0], value=[100.0, 80.0, 60.0], cost=5, contacts=1
    ),
}

# A customer may cost more than she brings; one value may stand for all.
ALLOWED = {
    "campaign_profit.clv": {"negative"},
    "targeting_policies.value": {"negative"},
}
