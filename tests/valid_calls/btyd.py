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
    "renewal_rate": dict(renewal=2, alpha=0.7, beta=1.2),
    "share_staying": dict(renewals=3, alpha=0.7, beta=1.2),
    "chance_alive": dict(frequency=2, recency=30.4, silence=8.4, r=0.243, alpha=4.414, a=0.793, b=2.426),
    "chance_to_buy_if_alive": dict(t=13, frequency=2, T=38.9, r=0.243, alpha=4.414),
    "shrunk_spend": dict(frequency=2, monetary_value=30.0, p=6.25, q=3.74, v=15.44),
    "spend_frequency_correlation": dict(
        frequency=[1, 2, 3, 4, 5], monetary_value=[10.0, 25.0, 20.0, 15.0, 30.0], confidence=0.9
    ),
    "calibration_table": dict(
        frequency=[0, 1, 2, 9], actual=[0, 1, 1, 4], predictions={"model": [0.2, 0.8, 1.5, 5.0]}, most=2
    ),
    "error_table": dict(actual=[0, 1, 1, 4], predictions={"model": [0.2, 0.8, 1.5, 5.0]}),
    "tracking_table": dict(
        model=MODEL, transactions=ORDERS, observation_end="2024-03-31", calibration_end="2024-03-10"
    ),
}

# Rows share what a single row is worth; without a column of amounts each row is an order.
ALLOWED = {
    "tracking_table.amount": {"none"},
}
