"""Valid calls of crmlib.rfm.summary."""

import pandas as pd

ORDERS = pd.DataFrame(
    {
        "customer_id": [1, 1, 2, 3],
        "date": pd.to_datetime(["2024-01-05", "2024-03-21", "2024-03-01", "2024-02-10"]),
        "amount": [20.0, 40.0, 15.0, 60.0],
    }
)

CALLS = {
    "purchase_summary": dict(transactions=ORDERS, observation_end="2024-03-31"),
    "holdout_split": dict(transactions=ORDERS, calibration_end="2024-03-10", observation_end="2024-03-31"),
}
# `btyd.tracking_table` calls it.
INTERNAL = {"purchase_days"}

# Without a column of amounts each row is an order.
ALLOWED = {"purchase_summary.amount": {"none"}, "holdout_split.amount": {"none"}}
