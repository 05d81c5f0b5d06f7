"""Reasons, bounds and odds ratios: by hand, against statsmodels, at the limits, with bad input."""

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as statsmodels
from hypothesis import given
from hypothesis import strategies as st

from crmlib.retention import causes

RNG = np.random.default_rng(11)
FACTORS = pd.DataFrame({"price": RNG.normal(50, 15, 400), "complained": RNG.random(400) < 0.2})
LEFT = (RNG.random(400) < 1 / (1 + np.exp(2 - 0.04 * FACTORS["price"] - FACTORS["complained"]))).astype(int)


def test_pareto_by_hand():
    table = causes.pareto_table(["a", "b", "b", "c", "b", "a", "d", "b"])
    assert table["reason"].tolist() == ["b", "a", "c", "d"]
    assert table["count"].tolist() == [4, 2, 1, 1]
    assert table["cumulative_share"].tolist() == pytest.approx([0.5, 0.75, 0.875, 1])


@given(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=60))
def test_pareto_counts_every_row_and_falls(reasons):
    table = causes.pareto_table(reasons)
    assert table["count"].sum() == len(reasons) and table["count"].is_monotonic_decreasing
    assert table["cumulative_share"].iloc[-1] == 1


@pytest.mark.parametrize(
    ("reasons", "sentence"),
    [
        (["a", None], "reasons is missing in 1 of 2 rows"),
        ("price", "reasons must be a column"),
        ([], "reasons must be a column"),
        (["a", 3], "each of reasons must be a text"),
    ],
)
def test_bad_reasons_get_a_sentence(reasons, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        causes.pareto_table(reasons)


def test_bounds_by_hand_and_where_everyone_answers():
    assert causes.share_bounds(27, 60, 200) == pytest.approx((0.135, 0.835))
    assert causes.share_bounds(27, 60, 60) == pytest.approx((0.45, 0.45))
    assert causes.share_bounds(0, 0, 10) == (0, 1)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(1, 50))
def test_bounds_hold_whatever_the_silent_would_say(named, others, silent):
    asked = named + others + silent
    low, high = causes.share_bounds(named, named + others, asked)
    for of_the_silent in (0, silent // 2, silent):
        assert low - 1e-12 <= (named + of_the_silent) / asked <= high + 1e-12


def test_bounds_of_columns_and_bad_bounds():
    many = causes.share_bounds(np.array([27, 10]), 60, 200)
    assert many.upper.tolist() == pytest.approx([0.835, 0.75])
    with pytest.raises(ValueError, match="named must not exceed answered"):
        causes.share_bounds(70, 60, 200)
    with pytest.raises(ValueError, match="answered must not exceed asked"):
        causes.share_bounds(27, 60, 50)


def test_one_yes_or_no_factor_gives_the_odds_ratio_of_its_table():
    left = [1] * 30 + [0] * 20 + [1] * 40 + [0] * 110
    table = causes.odds_ratios(left, {"complained": [1] * 50 + [0] * 150})
    assert table["odds_ratio"][0] == pytest.approx((30 / 20) / (40 / 110))
    error = math.sqrt(1 / 30 + 1 / 20 + 1 / 40 + 1 / 110)  # Woolf's standard error of the log odds ratio
    assert math.log(table["upper"][0] / table["odds_ratio"][0]) == pytest.approx(1.959964 * error, rel=1e-5)


def test_against_statsmodels():
    peer = statsmodels.Logit(LEFT, statsmodels.add_constant(FACTORS.astype(float))).fit(disp=False)
    ours = causes.odds_ratios(LEFT, FACTORS, confidence=0.9)
    assert ours["odds_ratio"].to_numpy() == pytest.approx(np.exp(peer.params.to_numpy()[1:]), rel=1e-6)
    ends = np.exp(peer.conf_int(0.1).to_numpy()[1:])
    assert ours[["lower", "upper"]].to_numpy() == pytest.approx(ends, rel=1e-5)
    assert ours["p_value"].to_numpy() == pytest.approx(peer.pvalues.to_numpy()[1:], rel=1e-4)


def test_another_unit_of_a_factor_changes_the_ratio_by_its_power():
    tens = causes.odds_ratios(LEFT, FACTORS.assign(price=FACTORS["price"] / 10))
    ones = causes.odds_ratios(LEFT, FACTORS)
    assert tens["odds_ratio"][0] == pytest.approx(ones["odds_ratio"][0] ** 10)
    assert tens["p_value"].to_numpy() == pytest.approx(ones["p_value"].to_numpy())


@pytest.mark.parametrize(
    ("outcome", "factors", "sentence"),
    [
        ([1, 1, 1], {"x": [1, 2, 3]}, "outcome must hold both 0 and 1"),
        ([0, 0, 1, 1], {"x": [1, 2, 3, 4]}, "factors separate the outcomes"),
        ([0, 1, 0, 1], {"x": [1, 1, 1, 1]}, "factors\\['x'\\] must vary; it is 1 in every row"),
        ([0, 1, 0, 1], {"x": [1, 2, 2, 1], "y": [2, 4, 4, 2]}, "factors must not follow from one another"),
        ([0, 1, 0, 1], {"x": [1, 2, 3]}, "outcome and factors\\['x'\\] must have the same length"),
        ([0, 1, 0, 1], [1, 2, 3, 4], "factors must be a table or a dictionary of columns"),
        ([0, 1, 0, 1], {}, "factors must be a table or a dictionary of columns"),
        ([0, 1, 0, 2], {"x": [1, 2, 3, 4]}, "each value of outcome must be 0 or 1"),
        ([0, 1, 0, 1], {"x": [1, 2, 3, None]}, "factors\\['x'\\]"),
    ],
)
def test_bad_models_get_a_sentence(outcome, factors, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        causes.odds_ratios(outcome, factors)
