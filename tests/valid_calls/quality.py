"""Valid calls of crmlib.quality."""

import pandas as pd

from crmlib import quality

PEOPLE = pd.DataFrame(
    {
        "id": [1, 2, 3],
        "name": ["Anna Miller", "Miller, Ana", "王小明"],
        "email": ["ann@x.com", "Ann@X.com", None],
        "age": [31, 45, 230],
        "seen": pd.to_datetime(["2026-03-01", "2024-01-15", "2025-12-31"]),
    }
)
RULES = [quality.Rule("age", low=0, high=120)]

CALLS = {
    "completeness": dict(table=PEOPLE, columns=["email"]),
    "quality_report": dict(table=PEOPLE, keys=["id"], rules=RULES, date="seen", as_of="2026-03-31"),
}

# Nothing may stand for missing besides what is missing; nothing need be found or met. A weight below 0 speaks
# against one person.
ALLOWED = {
    "completeness.also_missing": {"empty list"},
    "quality_report.also_missing": {"empty list"},
    "quality_report.keys": {"empty list"},
    "quality_report.rules": {"empty list"},
    "match_probability.weight": {"negative"},
    "normalise_name.name": {"text"},
    "normalise_phone.trunk_prefix": {"empty text"},
    "pair_quality.found": {"empty list"},
}
