"""Two segments of customers together: how much their contribution varies."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlib.segmentation.portfolio import least_risk_share, mix_risk

risks = st.floats(0.05, 2)
correlations = st.floats(-1, 0.95)


def test_by_hand():
    """0.5 of each: 0.15 and 0.20, squares 0.0225 + 0.04 = 0.0625."""
    assert mix_risk(0.5, 0.3, 0.4, 0) == pytest.approx(0.25)


def test_one_segment_alone_has_its_own_risk():
    assert mix_risk(1, 0.3, 0.4, 0.5) == pytest.approx(0.3)
    assert mix_risk(0, 0.3, 0.4, 0.5) == pytest.approx(0.4)


def test_segments_that_move_as_one_do_not_steady_each_other():
    assert mix_risk(0.25, 0.3, 0.4, 1) == pytest.approx(0.25 * 0.3 + 0.75 * 0.4)


def test_opposite_segments_can_cancel_out():
    assert mix_risk(4 / 7, 0.3, 0.4, -1) == pytest.approx(0)
    assert least_risk_share(0.3, 0.4, -1) == pytest.approx(4 / 7)


def test_the_formula_is_the_standard_deviation_of_the_sum():
    quarters = np.random.default_rng(8).multivariate_normal([1, 1], [[0.09, 0.06], [0.06, 0.16]], 12)
    first, second = quarters.T
    risk = first.std() / first.mean(), second.std() / second.mean()
    together = 0.3 * first / first.mean() + 0.7 * second / second.mean()
    assert mix_risk(0.3, *risk, np.corrcoef(first, second)[0, 1]) == pytest.approx(together.std())


@settings(max_examples=100, deadline=None)
@given(risks, risks, correlations, st.floats(0, 1))
def test_no_share_varies_less_than_the_least(first, second, correlation, share):
    best = min(max(least_risk_share(first, second, correlation), 0), 1)
    assert mix_risk(best, first, second, correlation) <= mix_risk(share, first, second, correlation) + 1e-9


def test_arrays_equal_scalars():
    shares = np.array([0.0, 0.5, 1.0])
    assert mix_risk(shares, 0.3, 0.4, 0.2).tolist() == [mix_risk(w, 0.3, 0.4, 0.2) for w in shares]


def test_bad_input():
    with pytest.raises(ValueError, match=r"correlation must be a correlation from -1 to 1; got 2"):
        mix_risk(0.5, 0.3, 0.4, 2)
    with pytest.raises(ValueError, match="must differ"):
        least_risk_share(0.3, 0.3, 1)
