"""Trials: firms of their own in which one thing is tried at random, each with its truth.

- `trial`: makes one; `renewal`, `tiers` and `next_product` hold the three kinds.
- `shared`: what they have in common.
"""

from crmlib.simulate.trials.next_product import NextProductTrial, NextProductTruth
from crmlib.simulate.trials.renewal import RenewalTrial, RenewalTruth
from crmlib.simulate.trials.tiers import TiersTrial, TiersTruth
from crmlib.simulate.trials.trial import (
    KINDS,
    TRIAL_SEED,
    Trial,
    read_trial,
    trial,
    write_trials,
)

__all__ = [
    "KINDS",
    "TRIAL_SEED",
    "NextProductTrial",
    "NextProductTruth",
    "RenewalTrial",
    "RenewalTruth",
    "TiersTrial",
    "TiersTruth",
    "Trial",
    "read_trial",
    "trial",
    "write_trials",
]
