"""Valid calls of crmlib.service.account_managers."""

GAINS = [[0, 40, 60, 70], [0, 30, 33, 36]]

CALLS = {
    "accounts_per_manager": dict(selling_hours=1300, calls_per_account=10, hours_per_call=2.5),
    "managers_needed": dict(
        accounts=[100, 200, 300], calls_per_account=[12, 6, 2], hours_per_call=2, selling_hours=1300
    ),
    "call_gains": dict(potential=[80, 40], share_per_call=[0.5, 0.25], most_calls=3),
    "call_plan": dict(gains=GAINS, calls=3, accounts=["A", "B"]),
    "manager_plan": dict(gains=GAINS, most_managers=2, calls_per_manager=2, cost_per_manager=25),
}

# An account may be named by any word or flag.
ALLOWED = {
    "call_plan.accounts": {"array of text", "array of booleans"},
}
