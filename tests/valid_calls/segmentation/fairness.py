"""Valid calls of crmlib.segmentation.fairness."""

CALLS = {"price_gap": dict(customers=[1, 2, 3, 3, 4, 1, 4], reference="new")}
