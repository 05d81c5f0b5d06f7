"""A firm with a known truth: an online and store retailer with a subscription club, counting in yuan (¥).

>>> from crmlib import simulate
>>> firm = simulate.firm(seed=1, customers=500, tables=["customers", "orders"])
>>> len(firm.customers)
500

`firm.truth` holds what nobody in the firm knows, and gives the expected profit of a decision.
"""

from crmlib.simulate.assembly import BOOK_SEED, Firm, firm, read_firm
from crmlib.simulate.chains import ChainService, chain, read_chain
from crmlib.simulate.digital import DigitalChannels, digital_channels, read_digital_channels
from crmlib.simulate.parameters import (
    CAMPAIGNS,
    Accounts,
    Activity,
    Campaign,
    Club,
    Costs,
    Experience,
    Points,
    Population,
    Purchases,
    Satisfaction,
    Seasonality,
    Service,
    Signals,
    Spend,
    Surveys,
)
from crmlib.simulate.tables import TABLES, TRUTH_TABLES
from crmlib.simulate.trials import NextProductTrial, RenewalTrial, TiersTrial, read_trial, trial
from crmlib.simulate.truth import Truth

__all__ = [
    "BOOK_SEED",
    "CAMPAIGNS",
    "TABLES",
    "TRUTH_TABLES",
    "Accounts",
    "Activity",
    "Campaign",
    "ChainService",
    "Club",
    "Costs",
    "DigitalChannels",
    "Experience",
    "Firm",
    "NextProductTrial",
    "Points",
    "Population",
    "Purchases",
    "RenewalTrial",
    "Satisfaction",
    "Seasonality",
    "Service",
    "Signals",
    "Spend",
    "Surveys",
    "TiersTrial",
    "Truth",
    "chain",
    "digital_channels",
    "firm",
    "read_chain",
    "read_digital_channels",
    "read_firm",
    "read_trial",
    "trial",
]
