"""Valid calls of crmlib.service.account_managers."""

CALLS = {
    "call_gains": dict(potential=[80, 40], share_per_call=[0.5, 0.25], most_calls=3),
    "call_plan": dict(accounts=["A", "B"]),
}

# An account may be named by any word or flag.
ALLOWED = {
    "call_plan.accounts": {"array of text", "array of booleans"},
}
