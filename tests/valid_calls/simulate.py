"""Valid calls of crmlib.simulate."""

CALLS = {
    "firm": dict(seed=1, customers=30, tables=["customers", "orders"]),
    "trial": dict(name="tiers", seed=1, customers=60),
}

# An even clock, and a firm without campaigns.
ALLOWED = {"firm.seasonality": {"none"}, "firm.campaigns": {"empty list"}}

# `datasets.load_firm` reads with it.
INTERNAL = {"read_firm"}
