"""Rates: hand values, conversion there and back, identities, and rules between the numbers."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib import rates

PERIODS = st.sampled_from(sorted(rates.PERIODS_PER_YEAR))
CONVERTERS = [rates.convert_retention_rate, rates.convert_churn_rate, rates.convert_discount_rate]
counts = st.integers(0, 10**9)
each_converter = pytest.mark.parametrize("convert", CONVERTERS, ids=lambda convert: convert.__name__)


def test_one_convention_of_time():
    assert rates.PERIODS_PER_YEAR == {
        "day": 365.25,
        "week": 365.25 / 7,
        "month": 12,
        "quarter": 4,
        "year": 1,
    }


def test_retention_counts_the_old_customers_alone():
    # 90 of 100 stay; 15 joined, of whom 5 are gone again.
    assert rates.retention_rate(customers_start=100, customers_end=100, customers_new=10) == 0.9
    # The slip: all 15 subtracted.
    assert rates.retention_rate(100, 100, 15) == 0.85


def test_all_may_stay_and_all_may_leave():
    assert rates.retention_rate(100, 110, 10) == 1
    assert rates.retention_rate(100, 10, 10) == 0
    assert rates.churn_rate(100, 100) == 1
    assert rates.gross_revenue_retention(1000, 400, 600) == 0


@given(start=st.integers(1, 10**9), stayed=st.floats(0, 1), new=counts)
def test_churn_is_one_less_retention(start, stayed, new):
    kept = math.floor(start * stayed)
    retention = rates.retention_rate(start, kept + new, new)
    assert retention == pytest.approx(1 - rates.churn_rate(start, start - kept))
    assert 0 <= retention <= 1


@pytest.mark.parametrize(
    "numbers", [(100, 120, 10), (100, 5, 10)], ids=["too many at the end", "too many new"]
)
def test_numbers_of_customers_must_fit_together(numbers):
    with pytest.raises(ValueError, match=r"customers_.* must not exceed .*; got "):
        rates.retention_rate(*numbers)


def test_more_than_all_cannot_leave():
    with pytest.raises(
        ValueError, match=r"customers_lost must not exceed customers_start.*got customers_lost 101"
    ):
        rates.churn_rate(100, 101)


def test_revenue_retention_by_hand():
    assert rates.net_revenue_retention(1000, expansion=150, contraction=50, churned=80) == 1.02
    assert rates.gross_revenue_retention(1000, contraction=50, churned=80) == 0.87


@given(
    start=st.floats(1, 1e9),
    expansion=st.floats(0, 1e9),
    contraction=st.floats(0, 0.4),
    churned=st.floats(0, 0.5),
)
def test_net_is_gross_and_expansion(start, expansion, contraction, churned):
    losses = {"contraction": contraction * start, "churned": churned * start}
    net = rates.net_revenue_retention(start, expansion, **losses)
    gross = rates.gross_revenue_retention(start, **losses)
    assert net == pytest.approx(gross + expansion / start)
    assert 0 <= gross <= 1


def test_more_revenue_than_all_cannot_be_lost():
    with pytest.raises(ValueError, match="contraction and churned together must not exceed revenue_start"):
        rates.gross_revenue_retention(1000, 600, 600)


def test_three_per_cent_churn_a_quarter_or_a_month_is_not_three_per_cent_a_year():
    assert rates.convert_retention_rate(0.97, "quarter", "year") == pytest.approx(0.885, abs=0.0005)
    assert rates.convert_retention_rate(0.97, "month", "year") == pytest.approx(0.694, abs=0.0005)


@pytest.mark.parametrize(
    ("convert", "monthly", "yearly"),
    [
        (rates.convert_retention_rate, 0.97, 0.97**12),
        (rates.convert_churn_rate, 0.03, 1 - 0.97**12),
        (rates.convert_discount_rate, 0.01, 1.01**12 - 1),
    ],
)
def test_compounding_by_hand(convert, monthly, yearly):
    assert convert(monthly, "month", "year") == pytest.approx(yearly, rel=1e-12)
    assert convert(yearly, "year", "month") == pytest.approx(monthly, rel=1e-12)


@each_converter
@given(rate=st.floats(0, 1), period=PERIODS)
def test_a_period_to_itself_changes_nothing(convert, rate, period):
    assert convert(rate, period, period) == pytest.approx(rate, abs=1e-15)


@each_converter
@given(rate=st.floats(0.01, 0.99), periods=st.tuples(PERIODS, PERIODS))
def test_there_and_back(convert, rate, periods):
    there, back = sorted(periods, key=rates.PERIODS_PER_YEAR.get)
    assert convert(convert(rate, there, back), back, there) == pytest.approx(rate, rel=1e-9)


@given(rate=st.floats(0, 1), periods=st.tuples(PERIODS, PERIODS))
def test_retention_and_churn_convert_alike(rate, periods):
    kept = rates.convert_retention_rate(1 - rate, *periods)
    assert kept == pytest.approx(1 - rates.convert_churn_rate(rate, *periods), abs=1e-12)


@each_converter
@given(rate=st.floats(0, 1), periods=st.tuples(PERIODS, PERIODS))
def test_a_conversion_is_finite_or_says_why_not(convert, rate, periods):
    try:
        assert math.isfinite(convert(rate, *periods))
    except ValueError as problem:
        assert "no finite result for rate" in str(problem)


@each_converter
@pytest.mark.parametrize("bad", ["years", "Month", "", None, 12, ["month"]])
def test_unknown_periods_are_named(convert, bad):
    with pytest.raises(
        ValueError, match="to_period must be one of 'day', 'week', 'month', 'quarter', 'year'; got"
    ):
        convert(0.5, "month", bad)


@each_converter
@pytest.mark.parametrize("per_cent", [3, 80, 100])
def test_per_cent_is_recognised(convert, per_cent):
    with pytest.raises(ValueError, match=rf"got {per_cent} \(for {per_cent} %, write {per_cent / 100:g}\)"):
        convert(per_cent, "month", "year")
