"""Valid calls of crmlib.segmentation.tier_reviews."""

CALLS = {"review_rhythms": dict(band=5)}

# One cut makes two tiers.
ALLOWED = {"review_rhythms.cuts": {"list"}}
