"""Valid calls of crmlib.simulate."""

from crmlib.simulate import ChainService, firm

SMALL = firm(seed=1, customers=30)
CALLS = {
    "chain": dict(firm=SMALL, seed=1, parameters=ChainService(days=30, weeks=5)),
    "digital_channels": dict(firm=SMALL, seed=1),
    "firm": dict(seed=1, customers=30, tables=["customers", "orders"]),
    "trial": dict(name="tiers", seed=1, customers=60),
}

# An even clock, and a firm without campaigns.
ALLOWED = {"firm.seasonality": {"none"}, "firm.campaigns": {"empty list"}}

# `crmlib.datasets` reads with them.
INTERNAL = {"read_chain", "read_digital_channels", "read_firm", "read_trial"}
