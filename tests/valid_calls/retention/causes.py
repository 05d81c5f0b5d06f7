"""Valid calls of crmlib.retention.causes."""

CALLS = {
    "pareto_table": dict(reasons=["late", "price", "late"]),
    "share_bounds": dict(named=27, answered=60, asked=200),
    "odds_ratios": dict(
        outcome=[1, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0], factors={"complained": [1] * 4 + [0] * 8}
    ),
}

# Any text is a reason.
ALLOWED = {"pareto_table.reasons": {"array of text"}}
