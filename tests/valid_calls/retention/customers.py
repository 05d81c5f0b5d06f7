"""Valid calls of crmlib.retention."""

import pandas as pd

ORDERS = pd.DataFrame(
    {
        "customer_id": [1, 1, 2, 3],
        "date": pd.to_datetime(["2024-01-05", "2024-03-21", "2024-03-01", "2024-02-10"]),
        "amount": [20.0, 40.0, 15.0, 60.0],
    }
)
GAPS = pd.DataFrame({"customer_id": [1, 1, 1, 2], "days": [10, 20, 50, 12], "observed": [1, 1, 0, 0]})
LIFETIMES = dict(durations=[1.0, 2.0, 3.0, 4.0], observed=[1, 0, 1, 1])

CALLS = {
    "survival_curve": LIFETIMES,
    "survival_quantile": LIFETIMES | dict(share=0.75),
    "median_lifetime": LIFETIMES,
    "hazard_table": LIFETIMES,
    "cohort_table": dict(transactions=ORDERS, amount="amount", as_of="2024-03-31"),
    "purchase_gaps": dict(transactions=ORDERS, amount="amount", as_of="2024-03-31"),
    "alert_point": LIFETIMES,
    "customer_alerts": dict(gaps=GAPS, share=0.5, least=2),
    "churn_loss": dict(customers_lost=40, margin=100, clv=267, acquisition_cost=120),
    "winback_value": dict(
        win_back_probability=0.2, second_lifetime_value=150, contact_cost=5, incentive=20, would_return=0.02
    ),
    "break_even_winback": dict(second_lifetime_value=150, contact_cost=5, incentive=20, would_return=0.02),
}

# A customer may cost more than she brings.
ALLOWED = {
    "churn_loss.margin": {"negative"},
    "churn_loss.clv": {"negative"},
    "winback_value.second_lifetime_value": {"negative"},
}

# The data may end before so many have left.
ENDLESS = {"survival_quantile", "median_lifetime", "alert_point", "customer_alerts"}
