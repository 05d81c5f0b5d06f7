"""The estimate of Kaplan and Meier, behind customers who stay and complaints that are still open.

The public faces are `retention.survival_curve` and `service.share_within`, which check what they are given.
"""

import numpy as np


def kaplan_meier(durations, observed):
    """Per distinct time: how many are at risk, how many leave, which share stays longer."""
    times, position = np.unique(durations, return_inverse=True)
    events = np.bincount(position, weights=observed).astype(int)
    at_risk = still_there(np.bincount(position))
    return times, at_risk, events, np.cumprod(1 - events / at_risk)


def still_there(last_seen):
    """How many are still there at each time, from how many are last seen at it."""
    return last_seen[::-1].cumsum()[::-1]
