"""What the trials share: parameters by kind, random assignment in equal groups, chosen customers."""

from dataclasses import field

import numpy as np
import pandas as pd

from crmlib._guard.checks import check, describe, one_of
from crmlib.simulate import draws

KNOWING = one_of("state", "firm")


def of(kind, default, moves):
    """A parameter: its kind (None: checked elsewhere), its default, and what a fifth more of it moves."""
    return field(default=default, metadata={"kind": kind, "moves": moves})


def check_numbers(name, values, kind, length=None):
    """Refuse what is no tuple of so many numbers (without a length: of two or more) of a kind."""
    if not isinstance(values, tuple) or len(values) != (length or max(len(values), 2)):
        size = f"{length} numbers" if length else "two numbers or more"
        raise ValueError(f"{name} must be a tuple of {size}; got {describe(values)}")
    for value in values:
        check(f"each value of {name}", value, kind)


def at_random(seed, topic, strata, arms):
    """An arm for each customer at random: within each stratum the groups are as equal as they can be."""
    order = np.lexsort((draws.stream(seed, topic).random(len(strata)), strata))
    arm = np.empty(len(strata), dtype=int)
    arm[order] = np.arange(len(strata)) % arms
    return arm


def by_customer(values, name):
    """Values by customer_id."""
    customer = pd.RangeIndex(1, len(values) + 1, name="customer_id")
    return pd.Series(np.asarray(values, dtype=float), index=customer, name=name)


def chosen(customers, everyone):
    """Positions of chosen customers; all of them without a choice."""
    if customers is None:
        return np.arange(everyone)
    ids = pd.Index(np.asarray(customers).ravel())
    if isinstance(customers, str) or np.ndim(customers) != 1:
        raise TypeError(f"customers must be a column of customer_id; got {describe(customers)}")
    known = ids.isin(np.arange(1, everyone + 1))
    if not known.all():
        raise ValueError(f"customers must be from 1 to {everyone}; got {describe(ids[~known][0])}")
    if ids.has_duplicates:
        raise ValueError(
            f"customers must name each customer once; got {ids[ids.duplicated()][0]} more than once"
        )
    return ids.to_numpy(dtype=int) - 1


def check_arm(arm, arms):
    """Refuse what is no arm of the trial."""
    check("arm", arm, tuple(arms))
