"""Valid calls of the functions of crmlib.btyd; its models are tested in tests/test_btyd_*.py."""

import pandas as pd

from crmlib import btyd

ORDERS = pd.DataFrame(
    {
        "customer_id": [1, 1, 2, 3],
        "date": pd.to_datetime(["2024-01-05", "2024-03-21", "2024-03-01", "2024-02-10"]),
        "amount": [20.0, 40.0, 15.0, 60.0],
    }
)
MODEL = btyd.BetaGeoNBD.from_parameters(r=0.243, alpha=4.414, a=0.793, b=2.426)

CALLS = {
    "spend_frequency_correlation": dict(confidence=0.9),
    "tracking_table": dict(
        model=MODEL, transactions=ORDERS, observation_end="2024-03-31", calibration_end="2024-03-10"
    ),
}

# Rows share what a single row is worth; without a column of amounts each row is an order.
ALLOWED = {
    "tracking_table.amount": {"none"},
}
