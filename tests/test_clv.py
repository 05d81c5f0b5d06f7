"""Lifetime value: hand values, published values, limits, identities, and what is refused."""

import itertools
import json
import math
import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crmlib import clv, rates

CONVENTIONS = ("retained", "certain", "now")
retention = st.floats(0, 0.99)
discount = st.floats(0.001, 1)
growth = st.floats(-0.5, 0.3)
money = st.floats(0.01, 1e6)
convention = st.sampled_from(CONVENTIONS)
anything = st.floats(allow_nan=False, allow_infinity=False)
each_convention = pytest.mark.parametrize("first_margin", CONVENTIONS)


def stream_of_margins(margin, retention_rate, first_margin, periods, growth=0.0):
    """The expected margins one by one, the first at period 0 where it comes now: a slow second way."""
    stays = [retention_rate**k for k in range(periods + 1)]
    stays = stays[1:] if first_margin == "retained" else stays[:-1]
    return [margin * (1 + growth) ** k * stay for k, stay in enumerate(stays)]


def npv_of_margins(margin, retention_rate, discount_rate, first_margin, periods, growth=0.0):
    stream = stream_of_margins(margin, retention_rate, first_margin, periods, growth)
    return clv.npv_clv(stream, discount_rate, first_period=0 if first_margin == "now" else 1)


# ----------------------------------------------------------------------------------------------------------
# Published


def test_gupta_lehmann_margin_multiples():
    published = {
        0.6: (1.20, 1.15, 1.11, 1.07),
        0.7: (1.75, 1.67, 1.59, 1.52),
        0.8: (2.67, 2.50, 2.35, 2.22),
        0.9: (4.50, 4.09, 3.75, 3.46),
    }
    for retention_rate, row in published.items():
        multiples = clv.margin_multiple(retention_rate, np.array([0.10, 0.12, 0.14, 0.16]))
        np.testing.assert_allclose(multiples, row, atol=0.005)


def test_farris_internet_service_provider():
    margin = 19.95 - 1.50 - 6 / 12
    multiple = clv.margin_multiple(1 - 0.005, 0.01, first_margin="now")
    assert margin == pytest.approx(17.95)
    assert multiple == pytest.approx(67.33, abs=0.005)
    assert clv.retention_clv(margin, 0.995, 0.01, first_margin="now") == pytest.approx(1209, abs=0.5)
    assert clv.retention_clv(margin, 0.995, 0.01) == pytest.approx(1191, abs=0.5)


def test_sharp_lifetimes():
    assert clv.expected_lifetime(1 - 0.10) == pytest.approx(10)
    assert clv.expected_lifetime(1 - 0.05) == pytest.approx(20)


def test_the_three_conventions_at_eighty_and_ten_per_cent():
    multiples = [round(clv.margin_multiple(0.8, 0.1, first), 2) for first in CONVENTIONS]
    assert multiples == [2.67, 3.33, 3.67]


def test_churn_from_15_to_12_per_cent_raises_a_customer_from_340_to_400():
    before, after = (clv.retention_clv(100, 1 - churn, 0.10) for churn in (0.15, 0.12))
    assert (before, after) == (pytest.approx(340), pytest.approx(400))


# ----------------------------------------------------------------------------------------------------------
# By hand


def test_averages_formula_by_hand():
    assert clv.average_clv(50, 4, 5) == 1000
    assert clv.average_clv(50, 4, 5, margin=0.3) == 300


def test_present_values_by_hand():
    assert clv.npv_clv([110, 121], 0.10) == pytest.approx(200)
    assert clv.npv_clv([110, 121], 0.10, first_period=0) == pytest.approx(220)
    assert clv.npv_clv([-100, 50, 50], 0.0) == 0
    for profits in ((110, 121), np.array([110, 121]), pd.Series([110, 121])):
        assert clv.npv_clv(profits, 0.10) == pytest.approx(200)


def test_a_certain_life_is_worth_more_than_an_uncertain_one_of_the_same_mean():
    assert clv.annuity_factor(5, 0.10) == pytest.approx(3.79, abs=0.005)
    assert clv.geometric_annuity_factor(5, 0.10) == pytest.approx(3.33, abs=0.005)


@given(periods=st.integers(1, 200), discount=discount)
def test_annuity_in_closed_form_and_against_the_geometric_life(periods, discount):
    certain = clv.annuity_factor(periods, discount)
    assert certain == pytest.approx((1 - (1 + discount) ** -periods) / discount)
    assert clv.geometric_annuity_factor(periods, discount) <= certain * (1 + 1e-12)


@given(mean=st.floats(1, 1e4), discount=discount)
def test_a_geometric_life_is_a_retention_rate(mean, discount):
    multiple = clv.margin_multiple(1 - 1 / mean, discount, first_margin="certain")
    assert clv.geometric_annuity_factor(mean, discount) == pytest.approx(multiple)


def test_finite_margin_multiple_by_hand():
    """Two margins that come if she stays: 0.8/1.1 + 1.05 (0.8/1.1)² = 0.7273 + 0.5554."""
    assert clv.finite_margin_multiple(0.8, 0.1, horizon=2, growth=0.05) == pytest.approx(1.28264, abs=1e-5)
    assert clv.finite_margin_multiple(0.8, 0.1, horizon=1, first_margin="now") == 1


def test_growth_and_horizon_by_hand():
    assert clv.retention_clv(100, 0.8, 0.10, growth=0.05) == pytest.approx(100 * 0.8 / 0.26)
    two = 100 * 0.8 / 1.1 + 105 * 0.8**2 / 1.1**2
    assert clv.retention_clv(100, 0.8, 0.10, horizon=2, growth=0.05) == pytest.approx(two)
    assert clv.retention_clv(100, 0.8, 0.10, acquisition_cost=50) == pytest.approx(800 / 3 - 50)


# ----------------------------------------------------------------------------------------------------------
# Identities and limits


@given(retention, discount)
def test_the_conventions_differ_as_stated(retention, discount):
    retained, certain, now = (clv.margin_multiple(retention, discount, first) for first in CONVENTIONS)
    assert now == pytest.approx(1 + retained)
    assert retention * certain == pytest.approx(retained)
    assert now == pytest.approx((1 + discount) * certain)


@given(
    margin=money, retention=st.floats(0, 0.9), discount=st.floats(0.02, 1), growth=growth, first=convention
)
def test_the_value_is_that_of_the_stream_of_expected_margins(margin, retention, discount, growth, first):
    assume(retention * (1 + growth) < 0.95 * (1 + discount))
    value = clv.retention_clv(margin, retention, discount, growth=growth, first_margin=first)
    assert value == pytest.approx(npv_of_margins(margin, retention, discount, first, 800, growth), rel=1e-9)


@given(
    margin=money,
    retention=st.floats(0, 1),
    discount=st.floats(0, 1),
    growth=growth,
    first=convention,
    horizon=st.integers(1, 40),
)
def test_a_horizon_is_a_number_of_margins(margin, retention, discount, growth, first, horizon):
    value = clv.retention_clv(margin, retention, discount, horizon=horizon, growth=growth, first_margin=first)
    assert value == pytest.approx(npv_of_margins(margin, retention, discount, first, horizon, growth))


@each_convention
def test_a_long_horizon_tends_to_no_horizon(first_margin):
    whole = clv.retention_clv(100, 0.8, 0.1, growth=0.05, first_margin=first_margin)
    parts = [
        clv.retention_clv(100, 0.8, 0.1, growth=0.05, first_margin=first_margin, horizon=horizon)
        for horizon in (1, 10, 100, 1000)
    ]
    assert parts == sorted(parts)
    assert parts[-1] == pytest.approx(whole, rel=1e-12)


@given(retention, discount, convention)
def test_no_growth_is_the_plain_multiple(retention, discount, first):
    assert clv.growing_margin_multiple(retention, discount, 0.0, first) == pytest.approx(
        clv.margin_multiple(retention, discount, first)
    )


def test_who_never_leaves_is_a_perpetuity_and_who_leaves_at_once_brings_nothing():
    assert clv.retention_clv(100, 1.0, 0.10) == pytest.approx(1000)
    assert clv.retention_clv(100, 0.0, 0.10) == 0
    assert clv.retention_clv(100, 0.0, 0.10, first_margin="now") == 100
    assert clv.retention_clv(100, 1.0, 0.0, horizon=7) == 700


@given(retention)
def test_lifetime_is_one_more_than_renewals(retention):
    assert clv.expected_lifetime(retention) == pytest.approx(1 + clv.expected_renewals(retention))
    assert clv.expected_lifetime(retention) == pytest.approx(clv.margin_multiple(retention, 0.0, "now"))
    assert clv.expected_renewals(retention) == pytest.approx(clv.margin_multiple(retention, 0.0))


def test_expected_lifetime_of_simulated_customers():
    draw = random.Random(20260017)
    lives = [next(k for k in itertools.count(1) if draw.random() >= 0.75) for _ in range(20_000)]
    assert sum(lives) / len(lives) == pytest.approx(clv.expected_lifetime(0.75), abs=0.1)


def test_a_month_of_margin_wants_monthly_rates():
    monthly = clv.margin_multiple(
        rates.convert_retention_rate(0.8, "year", "month"), rates.convert_discount_rate(0.1, "year", "month")
    )
    # 0.98158 / (1.00797 - 0.98158) months; the year counted as one payment at its end is worth less.
    assert monthly == pytest.approx(37.18, abs=0.01)
    assert monthly / 12 > 1.1 * clv.margin_multiple(0.8, 0.1)


# ----------------------------------------------------------------------------------------------------------
# Payback and break-even


@given(cost=st.integers(1, 10**6), margin=st.integers(1, 10**4))
def test_payback_of_a_customer_who_stays_is_a_division(cost, margin):
    assert clv.payback_period(cost, margin) == math.ceil(cost / margin)
    assert clv.payback_period(cost, margin, first_margin="now") == math.ceil(cost / margin) - 1


@given(
    cost=st.floats(1, 1e4),
    margin=st.floats(1, 1e4),
    retention=retention,
    discount=st.floats(0, 0.5),
    first=convention,
)
def test_payback_is_the_first_period_in_which_the_margins_reach_the_cost(
    cost, margin, retention, discount, first
):
    periods = clv.payback_period(cost, margin, retention, discount, first)
    worth = margin * clv.margin_multiple(retention, discount, first)
    assume(abs(worth - cost) > 1e-6 * cost)
    if periods == math.inf:
        assert worth < cost
        return
    margins = periods + 1 if first == "now" else periods
    assert npv_of_margins(margin, retention, discount, first, margins) >= cost * (1 - 1e-9)
    if margins > 1:
        assert npv_of_margins(margin, retention, discount, first, margins - 1) < cost * (1 + 1e-9)


def test_payback_by_hand():
    assert clv.payback_period(0, 100) == 0
    assert clv.payback_period(100, 100, first_margin="now") == 0
    assert clv.payback_period(250, 100, 0.8, 0.1) == 9
    for never in ((100, 0), (100, -5), (300, 100, 0.8, 0.1), (100, 100, 0.0)):
        assert clv.payback_period(*never) == math.inf
    # 80 + 64 is reached by the second margin, to the cent.
    assert clv.payback_period(144, 100, 0.8) == 2


def test_payback_of_many_customers_at_once():
    costs = pd.Series([0.0, 250.0, 300.0], index=["a", "b", "c"])
    periods = clv.payback_period(costs, 100, retention_rate=0.8, discount_rate=np.array([0.1, 0.1, 0.1]))
    assert periods.to_dict() == {"a": 0, "b": 9, "c": math.inf}
    table = clv.payback_period(np.array([[100], [200]]), np.array([50, 100]))
    np.testing.assert_array_equal(table, [[2, 1], [4, 2]])


@given(cost=st.floats(1, 1e4), margin=st.floats(1, 1e4), discount=st.floats(0, 1), first=convention)
def test_at_break_even_retention_a_customer_is_worth_her_cost(cost, margin, discount, first):
    rate = clv.break_even_retention(cost, margin, discount, first)
    assume(0 <= rate <= 1 and 1 + discount - rate > 1e-6)
    value = clv.retention_clv(margin, rate, discount, first_margin=first, acquisition_cost=cost)
    assert value == pytest.approx(0, abs=1e-6 * cost)


@given(margin=money, retention=retention, discount=discount, first=convention)
def test_at_break_even_cost_a_customer_is_worth_her_cost(margin, retention, discount, first):
    cost = clv.break_even_acquisition_cost(margin, retention, discount, first)
    value = clv.retention_clv(margin, retention, discount, first_margin=first, acquisition_cost=cost)
    assert value == pytest.approx(0, abs=1e-9 * margin)


def test_clv_to_cac_by_hand():
    assert clv.clv_to_cac(clv.retention_clv(100, 0.8, 0.1), 100) == pytest.approx(8 / 3)


# ----------------------------------------------------------------------------------------------------------
# Tornado

BASE = {"margin": 100, "retention_rate": 0.8, "discount_rate": 0.10}


def test_tornado_by_hand():
    ranges = {"margin": (90, 110), "discount_rate": (0.08, 0.12), "retention_rate": (0.7, 0.9)}
    rows = clv.tornado_table(clv.retention_clv, BASE, ranges)
    assert [row["parameter"] for row in rows] == ["retention_rate", "margin", "discount_rate"]
    assert list(rows[0]) == ["parameter", "low", "high", "value_at_low", "value_at_high", "swing"]
    assert rows[0]["value_at_low"] == pytest.approx(175)
    assert rows[0]["value_at_high"] == pytest.approx(450)
    assert rows[0]["swing"] == pytest.approx(275)
    assert rows[2]["value_at_low"] == pytest.approx(100 * 0.8 / 0.28)
    assert rows[2]["value_at_high"] == pytest.approx(100 * 0.8 / 0.32)
    assert json.loads(json.dumps(rows)) == rows
    assert len(pd.DataFrame(rows)) == 3


def test_tornado_of_any_function():
    rows = clv.tornado_table(lambda price, units: price * units, dict(price=2, units=10), dict(units=(5, 20)))
    assert rows == [
        {"parameter": "units", "low": 5, "high": 20, "value_at_low": 10, "value_at_high": 40, "swing": 30}
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("retention_clv", BASE, {"margin": (1, 2)}), "function must be a function"),
        ((clv.retention_clv, [100, 0.8], {"margin": (1, 2)}), "base must be a dict"),
        ((clv.retention_clv, BASE, ["margin"]), "ranges must be a dict"),
        ((clv.retention_clv, BASE, {}), "ranges must hold at least one argument"),
        ((clv.retention_clv, BASE, {"margins": (1, 2)}), "ranges names 'margins', which is not in base"),
        ((clv.retention_clv, BASE, {"margin": 90}), r"ranges must give margin a pair \(low, high\); got 90"),
        ((clv.retention_clv, BASE, {"margin": (90, None)}), "must be a number; got None"),
        ((clv.retention_clv, {"margin": 100}, {"margin": (1, 2)}), "base does not fit function: missing"),
        ((clv.retention_clv, BASE, {"retention_rate": (0.7, 90)}), "retention_rate must be a share"),
        ((lambda x: "?", {"x": 1}, {"x": (1, 2)}), "the result of function for x must be a number"),
    ],
)
def test_tornado_refuses_what_it_cannot_use(arguments, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        clv.tornado_table(*arguments)


# ----------------------------------------------------------------------------------------------------------
# What is refused


@pytest.mark.parametrize(
    ("retention_rate", "discount_rate", "growth"), [(1, 0, 0), (1, 0.05, 0.05), (0.95, 0, 0.2)]
)
@each_convention
def test_a_value_without_end_is_refused_unless_there_is_a_horizon(
    retention_rate, discount_rate, growth, first_margin
):
    arguments = {"growth": growth, "first_margin": first_margin}
    with pytest.raises(ValueError, match=r"must be below 1 \+ discount_rate, or the value has no end"):
        clv.retention_clv(100, retention_rate, discount_rate, **arguments)
    assert clv.retention_clv(100, retention_rate, discount_rate, horizon=10, **arguments) > 0


@pytest.mark.parametrize("per_cent", [2, 10, 8.5])
def test_a_discount_rate_in_per_cent_is_recognised(per_cent):
    with pytest.raises(ValueError, match=rf"discount_rate must be a rate from 0 to 1; got {per_cent} \(for"):
        clv.margin_multiple(0.8, per_cent)


@pytest.mark.parametrize("horizon", [0, -1, 2.5, 10**9, "5", [5], np.array([5, 6]), True])
def test_a_horizon_is_one_whole_number(horizon):
    with pytest.raises((TypeError, ValueError), match="horizon must be a whole number from 1 to 100000; got"):
        clv.retention_clv(100, 0.8, 0.1, horizon=horizon)


def test_unknown_conventions_are_named():
    with pytest.raises(
        ValueError, match="first_margin must be one of 'retained', 'certain', 'now'; got 'later'"
    ):
        clv.margin_multiple(0.8, 0.1, first_margin="later")


def finite_or_sentence(margin, retention, discount, growth, cost, first, horizon):
    options = {"growth": growth, "first_margin": first, "horizon": horizon, "acquisition_cost": cost}
    try:
        value = clv.retention_clv(margin, retention, discount, **options)
    except ValueError as problem:
        assert any(words in str(problem) for words in ("must be", "no finite result"))
    else:
        assert math.isfinite(value)


@given(st.tuples(anything, anything, anything, anything, anything, convention, st.none() | st.integers()))
def test_whatever_numbers_come_the_value_is_finite_or_says_why_not(numbers):
    finite_or_sentence(*numbers)


share = st.floats(0, 1)
horizons = st.none() | st.integers(1, 2000)


@given(st.tuples(anything, share, share, st.floats(-1, 1), st.floats(0, 1e308), convention, horizons))
def test_numbers_of_the_right_kind_give_a_finite_value_or_a_sentence(numbers):
    finite_or_sentence(*numbers)


@given(
    cost=st.floats(0, 1e308),
    margin=anything,
    retention=st.floats(0, 1),
    discount=st.floats(0, 1),
    first=convention,
)
def test_payback_is_never_missing(cost, margin, retention, discount, first):
    periods = clv.payback_period(cost, margin, retention, discount, first)
    assert periods >= 0
