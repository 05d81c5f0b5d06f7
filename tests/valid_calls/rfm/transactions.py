"""Valid calls of crmlib.rfm.transactions."""

import pandas as pd

ORDERS = pd.DataFrame(
    {
        "customer_id": [1, 1, 2, 3],
        "date": pd.to_datetime(["2024-01-05", "2024-03-21", "2024-03-01", "2024-02-10"]),
        "amount": [20.0, 40.0, 15.0, 60.0],
    }
)

CALLS = {"transaction_audit": dict(transactions=ORDERS, as_of="2024-03-31")}

INTERNAL = {
    "calendar_day",
    "count_findings",
    "count_rows",
    "count_without_order",
    "day_number",
    "observation_day",
    "order_rows",
    "policy_sentences",
    "refuse_columns",
    "refuse_missing",
    "refuse_result_name",
    "sum_by_customer",
    "until_day",
}
