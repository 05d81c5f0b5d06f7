"""Touchpoints: hand values, published charts, and simulation."""

import math

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from crmlib.service import touchpoints as s

shares = st.floats(0, 1)
counts = st.integers(1, 1000)


def test_share_limits_by_hand():
    assert s.share_limits(0.8, 100) == pytest.approx((0.68, 0.92))
    assert s.share_limits(0.9, 9) == pytest.approx((0.6, 1.0))


def test_share_limits_montgomery_and_runger_ceramic_substrate():
    """Applied Statistics and Probability for Engineers, example 16-4: 800 of 2,000, samples of 100."""
    assert [round(limit, 2) for limit in s.share_limits(800 / 2000, 100)] == [0.25, 0.55]


def test_share_limits_an_introduction_to_business_statistics_example_16_6():
    """The textbook's p-chart: 320 defective in ten samples of 200 items."""
    assert [round(limit, 4) for limit in s.share_limits(320 / 2000, 200)] == [0.0822, 0.2378]


# Keller and Pyzdek, The Handbook for Quality Management, table 9.6: peaches per shipment, bruised ones.
# The table prints each share and the totals; the limits checked here are our own computation.
PEACHES = [
    *[(250, bruised) for bruised in (47, 42, 55, 51, 46, 61, 39, 44, 41, 51)],
    *[(500, bruised) for bruised in (88, 101, 101)],
    *[(250, bruised) for bruised in (40, 48, 47, 50, 48, 57, 45, 43)],
    *[(500, bruised) for bruised in (105, 98, 100, 96)],
]


def test_touchpoint_scores_on_the_data_of_keller_and_pyzdek_bruised_peaches():
    shipment = np.repeat(np.arange(1, 26), [crate for crate, _ in PEACHES])
    bruised = np.concatenate([np.arange(crate) < found for crate, found in PEACHES]).astype(int)
    table = s.touchpoint_scores(shipment, bruised)
    assert (table["answers"].sum(), bruised.sum()) == (8000, 1544)
    assert table["score"].round(3).tolist()[:6] == [0.188, 0.168, 0.22, 0.204, 0.184, 0.244]
    half = 3 * math.sqrt(0.193 * 0.807 / 250)
    assert table.loc[0, ["lower", "upper"]].tolist() == pytest.approx([0.193 - half, 0.193 + half])
    centre = ((table["lower"] + table["upper"]) / 2).to_numpy()
    np.testing.assert_allclose(centre, 0.193)
    assert set(table["signal"]) == {"usual"}
    assert len(set(table["lower"].round(9))) == 2


def test_mean_limits_by_hand():
    assert s.mean_limits(4.2, 1.0, 25) == pytest.approx((3.6, 4.8))


def test_limits_of_many_equal_one_by_one():
    answers = np.array([12, 100, 900])
    for many, single in [
        (s.share_limits(0.8, answers), lambda n: s.share_limits(0.8, n)),
        (s.mean_limits(4.2, 1.0, answers), lambda n: s.mean_limits(4.2, 1.0, n)),
    ]:
        assert np.column_stack(many).tolist() == [list(single(n)) for n in answers.tolist()]


@given(share=st.floats(0.05, 0.95), answers=counts)
def test_share_limits_are_the_wald_interval_around_the_usual(share, answers):
    lower, upper = s.share_limits(share, answers, sigmas=2)
    half = 2 * math.sqrt(share * (1 - share) / answers)
    assert lower == pytest.approx(max(share - half, 0))
    assert upper == pytest.approx(min(share + half, 1))
    theirs = proportion_confint(share * answers, answers, alpha=2 * stats.norm.cdf(-2), method="normal")
    assert (lower, upper) == pytest.approx(theirs)


def test_false_alarm_probability_of_shewhart_limits():
    assert s.false_alarm_probability(3) == pytest.approx(0.0027, abs=0.00001)
    assert s.false_alarm_probability(1.96, sides="one") == pytest.approx(0.025, abs=0.00001)
    assert s.false_alarm_probability(np.array([0, 3])).tolist() == [1, s.false_alarm_probability(3)]


@given(st.floats(1e-9, 0.5), st.sampled_from(["both", "one"]))
def test_control_sigmas_turn_the_probability_back(rate, sides):
    assert s.false_alarm_probability(s.control_sigmas(rate, sides), sides) == pytest.approx(rate)


def test_eight_touchpoints_weekly_give_about_ten_false_alarms_a_year():
    alarms = s.expected_false_alarms(8, 52, 0.025)
    assert alarms == pytest.approx(10.4)
    assert alarms * 400 == pytest.approx(4160)


def test_false_alarms_come_as_often_as_expected():
    """A year of eight touchpoints where nothing changes, a thousand times over."""
    answers = np.array([12, 30, 60, 100, 150, 250, 500, 900])
    scores = np.random.default_rng(14).normal(4, 1 / np.sqrt(answers), size=(1000, 52, 8))
    lower, _ = s.mean_limits(4, 1, answers, sigmas=s.control_sigmas(0.025, sides="one"))
    assert (scores < lower).sum() / 1000 == pytest.approx(s.expected_false_alarms(8, 52, 0.025), rel=0.03)


def test_touchpoint_scores_by_hand():
    where = ["e-mail"] * 10 + ["store"] * 100
    satisfied = [1] * 7 + [0] * 3 + [1] * 70 + [0] * 30
    table = s.touchpoint_scores(where, satisfied, usual=0.9).set_index("touchpoint")
    assert table["answers"].to_dict() == {"e-mail": 10, "store": 100}
    assert table["signal"].to_dict() == {"e-mail": "usual", "store": "low"}
    assert table.loc["store", "lower"] == pytest.approx(0.81)


def test_each_touchpoint_may_have_its_own_usual_score():
    table = s.touchpoint_scores(["a", "a", "b", "b"], [1, 0, 1, 1], usual={"a": 0.5, "b": 0.01})
    assert table["signal"].tolist() == ["usual", "high"]


def test_touchpoint_means_use_the_spread_within_touchpoints():
    table = s.touchpoint_scores(["a", "a", "b", "b", "b"], [1, 3, 6, 7, 8], chart="mean")
    spread = math.sqrt((2 + 2) / 3)  # (1·2 + 2·1) / (1 + 2)
    assert table["upper"].tolist() == pytest.approx([5 + 3 * spread / math.sqrt(n) for n in (2, 3)])
    given_spread = s.touchpoint_scores(["a", "b"], [1, 7], chart="mean", usual=4, standard_deviation=1)
    assert given_spread["signal"].tolist() == ["usual", "usual"]


def test_a_score_on_its_limit_is_usual():
    table = s.touchpoint_scores(["a"] * 9, [1] * 9, usual=1.0)
    assert table["signal"].tolist() == ["usual"]
    table = s.touchpoint_scores(["a"] * 3, [0.1] * 3, chart="mean", usual=0.1, standard_deviation=0)
    assert table["signal"].tolist() == ["usual"]


def test_touchpoint_scores_of_polars_equal_those_of_pandas():
    where, scores = ["b", "a", "b"], [1, 0, 0]
    theirs = s.touchpoint_scores(pl.Series(where), pl.Series(scores))
    pd.testing.assert_frame_equal(theirs, s.touchpoint_scores(pd.Series(where), pd.Series(scores)))


def test_touchpoints_come_in_the_order_of_the_journey():
    stages = pd.Categorical(["shop", "web", "web", "shop"], categories=["web", "shop"], ordered=True)
    assert s.touchpoint_scores(stages, [1, 0, 1, 1])["touchpoint"].tolist() == ["web", "shop"]
