"""Valid calls of crmlib.retention.alerts."""

LISTS = dict(alert=[1, 1, 0, 0], left=[1, 0, 1, 0])
COSTS = dict(contact_cost=20, false_alarm_cost=5)

CALLS = {
    "alert_profit": LISTS | dict(saved=[40.0, 30.0, 50.0, 20.0]) | COSTS,
    "break_even_precision": dict(false_alarm_cost=5),
}
