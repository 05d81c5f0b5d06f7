"""Valid calls of crmlib.retention."""

import pandas as pd

ORDERS = pd.DataFrame(
    {
        "customer_id": [1, 1, 2, 3],
        "date": pd.to_datetime(["2024-01-05", "2024-03-21", "2024-03-01", "2024-02-10"]),
        "amount": [20.0, 40.0, 15.0, 60.0],
    }
)

CALLS = {
    "cohort_table": dict(transactions=ORDERS, amount="amount", as_of="2024-03-31"),
    "purchase_gaps": dict(transactions=ORDERS, amount="amount", as_of="2024-03-31"),
    "customer_alerts": dict(least=2),
    "winback_value": dict(would_return=0.02),
    "break_even_winback": dict(would_return=0.02),
}

# A customer may cost more than she brings.
ALLOWED = {
    "churn_loss.margin": {"negative"},
    "churn_loss.clv": {"negative"},
    "winback_value.second_lifetime_value": {"negative"},
}

# The data may end before so many have left.
ENDLESS = {"survival_quantile", "median_lifetime", "alert_point", "customer_alerts"}
