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
PHONE = "138 0013 8000"

CALLS = {
    "quality_ratio": dict(failures=20, total=1000),
    "completeness": dict(table=PEOPLE, columns=["email"]),
    "uniqueness": dict(table=PEOPLE, keys=["id"]),
    "validity": dict(table=PEOPLE, rules=RULES),
    "timeliness": dict(table=PEOPLE, date="seen", as_of="2026-03-31", max_age_days=365),
    "quality_report": dict(table=PEOPLE, keys=["id"], rules=RULES, date="seen", as_of="2026-03-31"),
    "normalise_email": dict(email="Ann@X.com"),
    "normalise_phone": dict(phone=PHONE),
    "normalise_name": dict(name="Anna Miller"),
    "key_duplicates": dict(table=PEOPLE, record="id", keys={"email": quality.normalise_email}),
    "fuzzy_duplicates": dict(table=PEOPLE, record="id", name="name"),
    "pair_quality": dict(found=[(1, 2), (3, 4)], truth={1: "Ann", 2: "Ann", 3: "Cy", 4: "Bob"}),
    "pseudonym": dict(identifier=PHONE, secret=bytes(range(32)), kind="phone"),
}

# Nothing may stand for missing besides what is missing; nothing need be found or met.
ALLOWED = {
    "completeness.also_missing": {"empty list"},
    "quality_report.also_missing": {"empty list"},
    "quality_report.keys": {"empty list"},
    "quality_report.rules": {"empty list"},
    "normalise_name.name": {"text"},
    "normalise_phone.trunk_prefix": {"empty text"},
    "pair_quality.found": {"empty list"},
}
