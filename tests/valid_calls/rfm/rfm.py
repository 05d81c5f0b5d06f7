"""Valid calls of crmlib.rfm."""

import pandas as pd

ORDERS = pd.DataFrame(
    {
        "customer_id": [1, 1, 2, 3],
        "date": pd.to_datetime(["2024-01-05", "2024-03-21", "2024-03-01", "2024-02-10"]),
        "amount": [20.0, 40.0, 15.0, 60.0],
    }
)
TABLE = pd.DataFrame({"recency": [5, 40, 90], "frequency": [9, 4, 1], "monetary": [50.0, 300.0, 20.0]})
SCORES = pd.DataFrame({"recency_score": [5, 1], "frequency_score": [5, 1], "monetary_score": [4, 2]})

CALLS = {
    "rfm_table": dict(transactions=ORDERS, as_of="2024-03-31"),
    "rfm_score": dict(table=TABLE, bins=3),
    "rfm_cuts": dict(table=TABLE, bins=2),
    "weighted_score": dict(scores=SCORES, weights=(2, 1, 1)),
    "rfm_segment": dict(scores=SCORES),
    "segment_grid": dict(),
    "gains_table": dict(score=[5, 4, 2, 1], outcome=[1, 1, 1, 0], groups=2),
    "response_by_cell": dict(cells=["a", "a", "b", "b"], responded=[1, 0, 0, 0], margin=30, cost=2),
    "break_even_response_rate": dict(cost_per_contact=0.5, margin_per_response=10),
    "mailing_profit": dict(mailed=[1, 1, 0], margin_earned=[30.0, 0.0, 50.0], cost_per_contact=2),
}

# The outermost cut points.
ENDLESS = {"rfm_cuts"}
