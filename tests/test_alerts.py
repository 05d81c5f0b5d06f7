"""Tests of crmlib.retention.alerts."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib import experiments, health
from crmlib.retention.alerts import alert_profit, alert_quality, break_even_precision, value_drop

flags = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30)
money = st.floats(0, 1000)


def test_a_fall_from_400_to_100_is_three_quarters_and_a_rise_is_negative():
    assert value_drop(400, 100) == 0.75
    assert value_drop(400, 600) == -0.5


def test_vector_equals_scalar():
    before, now = np.array([400.0, 50.0, 10.0]), np.array([100.0, 50.0, 0.0])
    assert value_drop(before, now).tolist() == [value_drop(*pair) for pair in zip(before, now, strict=True)]
    assert break_even_precision(before, 5.0, 1.0).tolist() == [
        break_even_precision(saved, 5.0, 1.0) for saved in before
    ]


def test_ten_customers_by_hand():
    quality = alert_quality([1, 1, 1, 1, 0, 0, 0, 0, 0, 0], [1, 1, 1, 0, 1, 0, 0, 0, 0, 0])
    assert quality == (4, 3, 1, 1, 0.75, 0.75)


@given(flags)
def test_the_parts_add_up(pairs):
    alert, left = (list(map(int, column)) for column in zip(*pairs, strict=True))
    if not any(alert) or not any(left):
        with pytest.raises(ValueError, match="must hold at least one 1"):
            alert_quality(alert, left)
        return
    quality = alert_quality(alert, left)
    assert quality.found + quality.false_alarms == quality.alerts == sum(alert)
    assert quality.found + quality.missed == sum(left)


@given(st.lists(st.tuples(st.integers(0, 100), st.booleans()), min_size=2, max_size=30))
def test_it_is_one_row_of_the_back_test(rows):
    scores, left = zip(*rows, strict=True)
    alert = [score < 50 for score in scores]
    if len(set(left)) == 2 and any(alert):
        row = health.back_test(list(map(float, scores)), list(left), thresholds=[50]).iloc[0]
        quality = alert_quality(alert, list(left))
        assert (quality.alerts, quality.found, quality.missed) == tuple(
            row[["alerts", "leavers_found", "leavers_missed"]].astype(int)
        )
        assert (quality.precision, quality.recall) == tuple(row[["precision", "recall"]])


def test_true_and_false_count_as_flags_in_a_series():
    assert alert_quality(pd.Series([True, False, True]), pd.Series([True, True, False])).precision == 0.5


@given(flags, money, money, money)
def test_the_profit_is_that_of_the_parts(pairs, saved, contact, false_alarm):
    alert, left = (list(map(int, column)) for column in zip(*pairs, strict=True))
    found = sum(a and b for a, b in pairs)
    expected = found * saved - contact * sum(alert) - false_alarm * (sum(alert) - found)
    assert alert_profit(alert, left, [saved] * len(pairs), contact, false_alarm) == pytest.approx(expected)


def test_contacting_nobody_earns_nothing():
    assert alert_profit([0, 0], [1, 0], [50, 50], contact_cost=10) == 0


@given(st.floats(1, 1000), money, money)
def test_at_the_break_even_precision_a_contact_earns_nothing(saved, contact, false_alarm):
    share = break_even_precision(saved, contact, false_alarm)
    earned = share * saved - contact - (1 - share) * false_alarm
    assert earned == pytest.approx(0, abs=1e-6 * (saved + contact + false_alarm))


def test_without_cost_of_false_alarms_it_is_the_break_even_churn_rate_of_a_campaign():
    campaign = experiments.break_even_churn_rate(success_rate=0.2, clv=267, contact_cost=10)
    assert break_even_precision(saved=0.2 * 267, contact_cost=10) == pytest.approx(campaign)


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="alert and left must have the same length"):
        alert_quality([1, 0], [1])
    with pytest.raises(ValueError, match="each value of left must be 0 or 1"):
        alert_quality([1, 0], [1, 2])
    with pytest.raises(ValueError, match="alert and saved must have the same length"):
        alert_profit([1, 0], [1, 0], [5.0], contact_cost=1)
    with pytest.raises(ValueError, match="saved"):
        break_even_precision(saved=0, contact_cost=1)
