"""Valid calls of crmlib.simulate."""

from crmlib.simulate import ChainService, firm

CALLS = {
    "chain": dict(firm=firm(seed=1, customers=30), seed=1, parameters=ChainService(days=30, weeks=5)),
    "firm": dict(seed=1, customers=30, tables=["customers", "orders"]),
    "trial": dict(name="tiers", seed=1, customers=60),
}

# An even clock, and a firm without campaigns.
ALLOWED = {"firm.seasonality": {"none"}, "firm.campaigns": {"empty list"}}

# `crmlib.datasets` reads with them.
INTERNAL = {"read_chain", "read_firm", "read_trial"}
