"""Valid calls of crmlib.segmentation."""

import pandas as pd

ORDERS = pd.DataFrame(
    {
        "customer_id": [1, 1, 2, 3],
        "date": pd.to_datetime(["2024-01-05", "2024-03-21", "2024-03-01", "2024-02-10"]),
        "amount": [20.0, 40.0, 15.0, 60.0],
    }
)
GRID = dict(value=[900, 100, 800, 50], potential=[50, 700, 600, 20], value_cut=500, potential_cut=500)

CALLS = {
    "abc_classes": dict(values=[50, 30, 10, 6, 4]),
    "abc_table": dict(values=[50, 30, 10, 6, 4]),
    "spend_potential": dict(own_spend=300, category_spend=1200),
    "estimate_potential": dict(
        own_spend=[10, 20, 30, 40], peers=["a", "a", "b", "b"], min_peers=2, few_peers="own"
    ),
    "value_potential": GRID,
    "value_potential_summary": GRID,
    "life_cycle_stage": dict(
        first_purchase=["2024-01-10", "2026-02-20", "2023-05-01"],
        last_purchase=["2024-06-30", "2026-03-15", "2026-03-20"],
        previous_spend=[0, 0, 100],
        current_spend=[0, 80, 130],
        as_of="2026-03-31",
    ),
    "two_period_spend": dict(transactions=ORDERS, as_of="2024-03-31", days=40),
}

# A single customer has all the value; one cut makes two classes; a cut may lie below every customer.
ALLOWED = {
    "abc_classes.values": {"list"},
    "abc_classes.cuts": {"list"},
    "abc_table.values": {"list"},
    "abc_table.cuts": {"list"},
    "value_potential.value_cut": {"negative"},
    "value_potential.potential_cut": {"negative"},
    "value_potential_summary.value_cut": {"negative"},
    "value_potential_summary.potential_cut": {"negative"},
}
