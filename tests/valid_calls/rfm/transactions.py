"""Valid calls of crmlib.rfm.transactions."""

CALLS = {
    "transaction_audit": dict(as_of="2024-03-31"),
}

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
