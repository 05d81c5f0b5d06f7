"""Valid calls of crmlib.segmentation.tiers."""

TIERS = dict(customers=[200, 800, 4000], ceiling=[300, 120, 20], speed=[0.02, 0.04, 0.10])

CALLS = {
    "assign_tier": dict(scores=[480, 520, 900], cuts=[500, 1000], current=[1, 0, 2], band=50),
    "tier_history": dict(scores=[[510], [490], [520]], cuts=[500], band=50),
    "flip_probability": dict(distance=20, band=100, standard_deviation=100),
    "tier_gain": dict(budget=8000, customers=800, ceiling=120, speed=0.07),
    "budget_table": TIERS | dict(allocation=[48000, 9000, 3000], tiers=["A", "B", "C"]),
    "best_budget": TIERS | dict(budget=60000, tiers=["A", "B", "C"]),
    "ceiling_that_justifies": dict(budget=9000, customers=800, speed=0.04, marginal_gain=3),
}

# A cut may lie anywhere, and so may a customer's distance from it.
ALLOWED = {
    "assign_tier.cuts": {"wrong length"},
    "tier_history.cuts": {"list"},
    "flip_probability.distance": {"negative"},
}
