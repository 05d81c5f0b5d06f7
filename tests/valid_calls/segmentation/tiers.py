"""Valid calls of crmlib.segmentation.tiers."""

CALLS = {
    "assign_tier": dict(band=50, current=[1, 0, 2]),
    "tier_history": dict(band=50),
    "budget_table": dict(tiers=["A", "B", "C"]),
    "best_budget": dict(tiers=["A", "B", "C"]),
}

# A cut may lie anywhere, and so may a customer's distance from it.
ALLOWED = {
    "assign_tier.cuts": {"wrong length"},
    "tier_history.cuts": {"list"},
    "flip_probability.distance": {"negative"},
}
