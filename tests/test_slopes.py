"""Slopes: by hand, adjusted, beside another library, and on data whose answer is known."""

import numpy as np
import pytest

from crmlib.satisfaction.slopes import slope_interval


def test_slope_by_hand():
    """x = 0, 0, 1, 1: the slope is the difference of the two means, 5 - 2."""
    found = slope_interval([1, 3, 4, 6], [0, 0, 1, 1])
    assert found.slope == pytest.approx(3)
    # White: each group's squared rests over its squared size, 2/4 + 2/4, times n / (n - k) = 2.
    assert found.high - found.slope == pytest.approx(1.959964 * 2**0.5, rel=1e-6)


def test_two_shares_give_nearly_the_textbook_interval():
    outcome, cause = np.repeat([1, 0, 1, 0], [60, 40, 30, 70]), np.repeat([1, 0], 100)
    found = slope_interval(outcome, cause)
    half = 1.959964 * ((0.6 * 0.4 + 0.3 * 0.7) / 100 * 200 / 198) ** 0.5
    assert found.slope == pytest.approx(0.3)
    assert found.high - found.slope == pytest.approx(half, rel=1e-6)


def test_a_common_cause_is_taken_out():
    rng = np.random.default_rng(13)
    third = rng.normal(size=20_000)
    cause = third + rng.normal(size=20_000)
    outcome = 0.5 * cause - 2 * third + rng.normal(size=20_000)
    assert slope_interval(outcome, cause).slope == pytest.approx(-0.5, abs=0.05)
    low, high = slope_interval(outcome, cause, third)[1:]
    assert low < 0.5 < high and high - low < 0.06


def test_unit_and_order_of_rows_do_not_matter():
    rng = np.random.default_rng(7)
    cause, third, outcome = rng.normal(size=(3, 50))
    first, order = slope_interval(outcome, cause, third), rng.permutation(50)
    thousand = slope_interval(outcome[order], 1_000 * cause[order], third[order] + 5)
    assert np.array(thousand) * 1_000 == pytest.approx(np.array(first))


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        (([1, 2, 3, 4], [1, 1, 1, 1]), "cause must vary by itself"),
        (([1, 2, 3, 4], [1, 2, 3, 5], [2, 4, 6, 10]), "nor go up and down with adjust_for alone"),
        (([1, 2, 3], [1, 2, 3]), "at least four rows"),
        (([1, 2, 3, 4], [1, 2, 3]), "outcome and cause must have the same length"),
    ],
)
def test_bad_input(columns, sentence):
    with pytest.raises(ValueError, match=sentence):
        slope_interval(*columns)
