"""Valid calls of crmlib.service.recovery."""

RECOVERY = dict(customer_value=400, stay_if_recovered=0.75, stay_if_not=0.5)

CALLS = {
    "waiting_cost": dict(
        contacts_per_hour=18, mean_wait_minutes=25.6, customer_value=267, retention_loss_per_minute=0.0005
    ),
    "value_at_risk": dict(unhappy_customers=200, leaving_rate=0.25, customer_value=400),
    "most_for_recovery": RECOVERY,
    "recovery_profit": RECOVERY | dict(complaints=50, cost_per_complaint=60),
}
