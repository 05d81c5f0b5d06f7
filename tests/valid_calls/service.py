"""Valid calls of crmlib.service."""

TIMES = dict(
    opened=["2026-03-01 00:00", "2026-03-01 00:00", "2026-03-01 20:00"],
    closed=["2026-03-01 02:00", "2026-03-02 06:00", None],
)
CLOCKS = dict(
    opened=TIMES["opened"],
    answered=["2026-03-01 01:00", "2026-03-01 04:00", "2026-03-01 22:00"],
    resolved=TIMES["closed"],
)
GAINS = [[0, 40, 60, 70], [0, 30, 33, 36]]
RECOVERY = dict(customer_value=400, stay_if_recovered=0.75, stay_if_not=0.5)

CALLS = {
    "share_limits": dict(usual_share=0.8, answers=100),
    "mean_limits": dict(usual_mean=4.2, standard_deviation=1.0, answers=25),
    "false_alarm_probability": dict(sigmas=3),
    "control_sigmas": dict(false_alarm_rate=0.025),
    "expected_false_alarms": dict(touchpoints=8, checks_per_year=52, false_alarm_rate=0.025),
    "touchpoint_scores": dict(touchpoints=["e-mail", "e-mail", "store", "store"], scores=[1, 0, 1, 1]),
    "complaint_times": TIMES,
    "share_within": TIMES | dict(target_hours=24),
    "median_hours": TIMES,
    "complaint_clocks": CLOCKS | dict(answer_target=2, resolve_target=24),
    "offered_load": dict(contacts_per_hour=18, handling_minutes=6),
    "erlang_b": dict(load=1.8, agents=2),
    "erlang_c": dict(load=1.8, agents=2),
    "mean_wait": dict(contacts_per_hour=18, handling_minutes=6, agents=3),
    "service_level": dict(contacts_per_hour=18, handling_minutes=6, agents=3, within_minutes=2),
    "agents_needed": dict(contacts_per_hour=200, handling_minutes=3, within_minutes=0.33, wanted_share=0.8),
    "waiting_cost": dict(
        contacts_per_hour=18, mean_wait_minutes=25.6, customer_value=267, retention_loss_per_minute=0.0005
    ),
    "value_at_risk": dict(unhappy_customers=200, leaving_rate=0.25, customer_value=400),
    "most_for_recovery": RECOVERY,
    "recovery_profit": RECOVERY | dict(complaints=50, cost_per_complaint=60),
    "contact_gain": dict(contacts=3, potential=80, share_per_contact=0.5),
    "contact_profit": dict(contacts=3, potential=80, share_per_contact=0.5, cost_per_contact=15),
    "best_contacts": dict(potential=80, share_per_contact=0.5, cost_per_contact=15),
    "accounts_per_manager": dict(selling_hours=1300, calls_per_account=10, hours_per_call=2.5),
    "managers_needed": dict(
        accounts=[100, 200, 300], calls_per_account=[12, 6, 2], hours_per_call=2, selling_hours=1300
    ),
    "call_gains": dict(potential=[80, 40], share_per_call=[0.5, 0.25], most_calls=3),
    "call_plan": dict(gains=GAINS, calls=3, accounts=["A", "B"]),
    "manager_plan": dict(gains=GAINS, most_managers=2, calls_per_manager=2, cost_per_manager=25),
}

# A scale may run through 0, as from -3 to 3; an account may be named by any word or flag.
ALLOWED = {
    "mean_limits.usual_mean": {"negative"},
    "call_plan.accounts": {"array of text", "array of booleans"},
}
