"""Wilson's interval: hand and published values, limits, identities, scipy and statsmodels, bad input."""

import inspect

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from crmlib.intervals import two_sided_p, wilson_interval

tries = st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
confidences = st.floats(0.01, 0.999)


def test_by_hand():
    """Half of four with z = 2: centre (0.5 + 0.5) / 2, half width √(0.25 + 0.25) / 2."""
    confidence = 2 * stats.norm.cdf(2) - 1
    half = np.sqrt(0.5) / 2
    assert wilson_interval(2, 4, confidence) == pytest.approx((0.5 - half, 0.5 + half))


# 95 %, the score method without continuity correction.
NEWCOMBE = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
]


@pytest.mark.parametrize(("successes", "trials", "lower", "upper"), NEWCOMBE)
def test_newcombe_1998_two_sided_confidence_intervals_for_the_single_proportion(
    successes, trials, lower, upper
):
    found = wilson_interval(successes, trials)
    assert [round(float(end), 4) for end in found] == [lower, upper]


def test_no_success_has_the_short_form():
    """With none of n the ends are 0 and z² / (n + z²)."""
    z = stats.norm.ppf(0.975)
    lower, upper = wilson_interval(0, 20)
    assert lower == pytest.approx(0, abs=1e-15)
    assert upper == pytest.approx(z**2 / (20 + z**2))


def test_a_single_trial():
    assert wilson_interval(1, 1) == pytest.approx((0.2065, 1), abs=0.00005)


def test_many_trials_come_to_the_share():
    lower, upper = wilson_interval(3 * 10**11, 10**12)
    assert lower == pytest.approx(0.3, abs=1e-5) and upper == pytest.approx(0.3, abs=1e-5)
    assert lower < 0.3 < upper


def test_four_times_the_trials_halve_the_width():
    first, second = (np.diff(wilson_interval(n // 2, n))[0] for n in (10_000, 40_000))
    assert first / second == pytest.approx(2, rel=1e-3)


@given(tries, confidences)
def test_the_interval_holds_the_share_and_stays_within_0_and_1(pair, confidence):
    successes, trials = pair
    lower, upper = wilson_interval(successes, trials, confidence)
    assert 0 <= lower <= upper <= 1
    assert lower - 1e-12 <= successes / trials <= upper + 1e-12


@given(tries, confidences)
def test_failures_have_the_mirrored_interval(pair, confidence):
    successes, trials = pair
    lower, upper = wilson_interval(successes, trials, confidence)
    mirrored = wilson_interval(trials - successes, trials, confidence)
    assert mirrored == pytest.approx((1 - upper, 1 - lower), abs=1e-12)


@given(tries, confidences)
def test_the_ends_are_as_far_from_the_share_as_z_standard_errors_there(pair, confidence):
    """What defines the interval: (share − end)² = z² end (1 − end) / trials."""
    successes, trials = pair
    z = stats.norm.ppf(0.5 + confidence / 2)
    for end in wilson_interval(successes, trials, confidence):
        assert (successes / trials - end) ** 2 == pytest.approx(z**2 * end * (1 - end) / trials, abs=1e-9)


@given(tries)
def test_more_confidence_is_wider(pair):
    narrow, wide = wilson_interval(*pair, 0.8), wilson_interval(*pair, 0.95)
    assert wide[0] <= narrow[0] + 1e-15 and narrow[1] <= wide[1] + 1e-15


@given(tries, confidences)
def test_agrees_with_scipy_and_statsmodels(pair, confidence):
    successes, trials = pair
    found = wilson_interval(successes, trials, confidence)
    scipys = stats.binomtest(successes, trials).proportion_ci(confidence, method="wilson")
    assert found == pytest.approx(tuple(scipys), abs=1e-9)
    theirs = proportion_confint(successes, trials, alpha=1 - confidence, method="wilson")
    assert found == pytest.approx(theirs, abs=1e-9)


def test_it_holds_the_truth_about_as_often_as_it_says():
    for truth in (0.02, 0.3):
        drawn = np.random.default_rng(22).binomial(100, truth, size=20_000)
        lower, upper = wilson_interval(drawn, 100)
        assert np.mean((lower <= truth) & (truth <= upper)) == pytest.approx(0.95, abs=0.03)


@pytest.mark.parametrize("column", [np.array, pd.Series, pl.Series])
def test_many_equal_one_by_one(column):
    lower, upper = wilson_interval(column([0, 3, 9]), column([20, 5, 9]))
    singles = [wilson_interval(x, n) for x, n in [(0, 20), (3, 5), (9, 9)]]
    assert np.column_stack([lower, upper]).tolist() == [list(single) for single in singles]


def test_one_number_of_trials_goes_with_many_successes():
    lower, upper = wilson_interval(np.array([0, 1, 2]), 20)
    assert (lower[2], upper[2]) == wilson_interval(2, 20)


def test_columns_match_by_position_not_by_index():
    lower, _ = wilson_interval(pd.Series([1, 2], index=[0, 1]), pd.Series([3, 4], index=[1, 2]))
    assert lower.tolist() == [wilson_interval(1, 3)[0], wilson_interval(2, 4)[0]]


BAD = [
    (dict(successes=3, trials=2), "successes must not exceed trials; got 3 of 2"),
    (dict(successes=np.array([1, 9]), trials=5), "successes must not exceed trials; got 9 of 5"),
    (dict(successes=-1, trials=2), "successes must be a whole number of at least 0; got -1"),
    (dict(successes=0.5, trials=2), "successes must be a whole number of at least 0; got 0.5"),
    (dict(successes=0, trials=0), "trials must be a whole number of at least 1; got 0"),
    (dict(successes=1, trials=2, confidence=95), r"confidence must be .*; got 95 \(for 95 %, write 0.95\)"),
    (dict(successes=1, trials=2, confidence=1), "confidence must be a share above 0 and below 1; got 1"),
    (dict(successes=np.array([1, 2]), trials=np.array([3, 4, 5])), "must have the same length"),
    (dict(successes=np.array([]), trials=2), "successes must be a number or one column of numbers"),
    (dict(successes=pl.col("x"), trials=2), "successes must be a number or an array of numbers"),
]


@pytest.mark.parametrize(("arguments", "sentence"), BAD)
def test_bad_input_gets_a_sentence(arguments, sentence):
    with pytest.raises((ValueError, TypeError), match=sentence) as caught:
        wilson_interval(**arguments)
    assert "\n" not in str(caught.value)


@given(st.data())
def test_any_input_gives_shares_or_a_sentence(data):
    anything = st.one_of(st.floats(), st.integers(), st.none(), st.booleans(), st.text(max_size=3))
    names = list(inspect.signature(wilson_interval).parameters)
    given = {name: data.draw(anything) for name in names}
    try:
        assert all(0 <= end <= 1 for end in wilson_interval(**given))
    except (ValueError, TypeError) as refused:
        assert any(name in str(refused) for name in names)


def test_p_value_of_a_z_by_the_table_and_by_scipy():
    assert two_sided_p(1.959964) == pytest.approx(0.05, abs=1e-7)
    z = np.array([-40, -2.5, 0, 0.3, 9])
    np.testing.assert_allclose(two_sided_p(z), 2 * stats.norm.sf(abs(z)), rtol=1e-13)
