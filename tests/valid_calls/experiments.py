"""Valid calls of crmlib.experiments."""

CAMPAIGN = dict(success_rate=0.3, clv=300, contact_cost=1, incentive=10)
GROUPS = dict(treated_responses=56, treated=70, control_responses=48, control=80)

CALLS = {
    "campaign_profit": CAMPAIGN
    | dict(customers=10_000, contacted_share=0.1, churn_rate=0.05, lift=3, fixed_cost=100),
    "break_even_churn_rate": CAMPAIGN,
    "uplift_interval": GROUPS,
    "uplift_test": GROUPS,
    "uplift_table": dict(
        treated=[1, 1, 0, 0] * 2, responded=[1, 1, 0, 1, 0, 1, 1, 0], segment=["new"] * 4 + ["old"] * 4
    ),
    "experiment_sample_size": dict(control_rate=0.1, treated_rate=0.12),
    "experiment_power": dict(control_rate=0.1, treated_rate=0.14, treated=1000, control=1000),
    "targeting_policies": dict(
        risk=[0.9, 0.4, 0.1], uplift=[0.02, 0.2, 0.0], value=[100.0, 80.0, 60.0], cost=5, contacts=1
    ),
}

# A customer may cost more than she brings; one value may stand for all.
ALLOWED = {
    "campaign_profit.clv": {"negative"},
    "targeting_policies.value": {"negative"},
}
