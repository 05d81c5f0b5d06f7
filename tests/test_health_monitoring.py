"""Calibration of risks against scikit-learn, the drift of a score by hand and under chance."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve

from crmlib.health import population_stability, risk_calibration
from crmlib.intervals import wilson_interval

columns = st.lists(st.integers(0, 100), min_size=1, max_size=80)


# Calibration


def test_calibration_by_hand():
    table = risk_calibration([0.8, 0.1, 0.6, 0.2], [0, 0, 1, 0], groups=2)
    assert table["customers"].tolist() == [2, 2]
    np.testing.assert_allclose(table["expected"], [0.15, 0.7])
    np.testing.assert_allclose(table["observed"], [0, 0.5])
    np.testing.assert_allclose(table[["lower", "upper"]].loc[1], wilson_interval(1, 2))


def test_calibration_agrees_with_scikit_learn():
    rng = np.random.default_rng(3)
    risks = rng.beta(1, 3, size=1000)
    left = rng.random(1000) < risks**1.5
    observed, expected = calibration_curve(left, risks, n_bins=10, strategy="quantile")
    table = risk_calibration(risks, left)
    np.testing.assert_allclose(table["expected"], expected)
    np.testing.assert_allclose(table["observed"], observed)


@given(st.lists(st.tuples(st.integers(0, 100), st.booleans()), min_size=1, max_size=80), st.integers(2, 20))
def test_groups_add_up_to_all_and_equal_risks_stay_together(pairs, groups):
    risks, left = np.array([risk for risk, _ in pairs]) / 100, [flag for _, flag in pairs]
    table = risk_calibration(risks, left, groups)
    assert table["customers"].sum() == len(risks)
    assert (table["customers"] * table["observed"]).sum() == pytest.approx(sum(left))
    assert (table["customers"] * table["expected"]).sum() == pytest.approx(risks.sum())
    assert table["expected"].is_monotonic_increasing and len(table) <= min(groups, len(set(risks)))
    assert table["group"].between(1, groups).all()


def test_halved_risks_rank_the_same_and_are_found_out():
    rng = np.random.default_rng(5)
    risks = rng.uniform(0.2, 0.9, size=4000)
    left = rng.random(4000) < risks
    honest, halved = risk_calibration(risks, left, 5), risk_calibration(risks / 2, left, 5)
    assert honest["expected"].between(honest["lower"], honest["upper"]).sum() >= 4
    assert not halved["expected"].between(halved["lower"], halved["upper"]).any()
    assert honest["observed"].tolist() == halved["observed"].tolist()


def test_calibration_takes_columns_of_any_kind():
    risks, left = [0.1, 0.2, 0.6, 0.8], [0, 0, 1, 0]
    expected = risk_calibration(risks, left, 2)
    for kind in (np.array, pd.Series, pl.Series):
        pd.testing.assert_frame_equal(risk_calibration(kind(risks), kind(left), 2), expected)


@pytest.mark.parametrize(
    ("risks", "left", "groups", "words"),
    [
        ([0.2, 1.2], [0, 1], 2, "risks must be a share from 0 to 1"),
        ([0.2, None], [0, 1], 2, "risks"),
        ([0.2, 0.3], [0, 2], 2, "churned"),
        ([0.2, 0.3], [0], 2, "the same length"),
        ([0.2, 0.3], [0, 1], 1, "groups must be a whole number from 2 to 100"),
        ([], [], 2, "risks"),
    ],
)
def test_calibration_refuses(risks, left, groups, words):
    with pytest.raises((TypeError, ValueError), match=words):
        risk_calibration(risks, left, groups)


# Drift


def test_drift_by_hand():
    found = population_stability([40] * 198 + [60] * 198, [40] * 298 + [60] * 98, groups=2)
    assert found == pytest.approx((100 / 397) * np.log(298.5 / 198.5) - (100 / 397) * np.log(98.5 / 198.5))


@pytest.mark.parametrize("before", [5, 40, 60, 95])
def test_two_scores_are_two_groups_however_many_have_each(before):
    first, second = [20] * before + [60] * (100 - before), [20] * 50 + [60] * 50
    b, a = (before + 0.5) / 101, 0.5
    by_hand = (a - b) * np.log(a / b) + (b - a) * np.log((1 - a) / (1 - b))
    assert population_stability(first, second, groups=2) == pytest.approx(by_hand)


@given(columns)
def test_the_same_scores_have_not_drifted(values):
    assert population_stability(values, values) == pytest.approx(0)
    assert population_stability(values, values[::-1]) == pytest.approx(0)


@given(columns, columns, st.integers(2, 20))
def test_drift_is_never_below_0_and_knows_no_unit(before, after, groups):
    found = population_stability(before, after, groups)
    assert found >= 0
    stretched = population_stability([2 * x + 7 for x in before], [2 * x + 7 for x in after], groups)
    assert stretched == pytest.approx(found)


def test_chance_alone_makes_the_index_that_the_notes_say():
    rng = np.random.default_rng(1)
    found = [population_stability(rng.normal(size=500), rng.normal(size=800)) for _ in range(300)]
    assert np.mean(found) == pytest.approx(9 * (1 / 500 + 1 / 800), rel=0.1)


def test_a_shift_grows_and_an_empty_group_is_finite():
    before = np.arange(1000) / 10
    drifts = [population_stability(before, np.clip(before - shift, 0, 100)) for shift in (0, 5, 20, 100)]
    assert drifts == sorted(drifts) and np.isfinite(drifts).all() and drifts[-1] > 0.25


def test_drift_takes_columns_of_any_kind():
    before, after = [10, 20, 30, 40], [10, 10, 20, 30]
    for kind in (np.array, pd.Series, pl.Series, tuple):
        assert population_stability(kind(before), kind(after)) == population_stability(before, after)


@pytest.mark.parametrize(
    ("before", "after", "groups", "words"),
    [
        ([], [1], 10, "before"),
        ([1], [], 10, "after"),
        ([1, None], [1], 10, "before"),
        ([1, 2], ["a"], 10, "after"),
        ([1, 2], [1, 2], 2.5, "groups must be a whole number from 2 to 100"),
        ([1, 2], [1, 2], 101, "groups must be a whole number from 2 to 100"),
    ],
)
def test_drift_refuses(before, after, groups, words):
    with pytest.raises((TypeError, ValueError), match=words):
        population_stability(before, after, groups)
