"""Kaplan and Meier's estimate itself; test_retention.py and test_service.py test its public faces."""

import numpy as np

from crmlib.retention.survival import kaplan_meier, still_there


def test_by_hand():
    # Two leave at 1 and 3, one is last seen at 2: 2/3 stay after 1, none after 3.
    times, at_risk, events, survival = kaplan_meier(np.array([1, 2, 3]), np.array([1, 0, 1]))
    assert (times.tolist(), at_risk.tolist(), events.tolist()) == ([1, 2, 3], [3, 2, 1], [1, 0, 1])
    np.testing.assert_allclose(survival, [2 / 3, 2 / 3, 0])


def test_without_censoring_it_is_the_share_that_stays_longer():
    durations = np.random.default_rng(1).integers(1, 20, 200)
    times, _, _, survival = kaplan_meier(durations, np.ones(200))
    np.testing.assert_allclose(survival, [(durations > time).mean() for time in times], atol=1e-12)


def test_everyone_is_there_at_the_first_time():
    assert still_there(np.array([2, 0, 3])).tolist() == [5, 3, 3]
