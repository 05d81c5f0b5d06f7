"""Concentration: hand values, identities, agreement with scipy and simulation, limits, bad input."""

import math

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from crmlib.segmentation import concentration
from crmlib.value import customer_contribution

MANY = settings(max_examples=100, deadline=None)
PROFITS = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30)
REVENUES = st.lists(st.floats(0, 1e6, allow_subnormal=False), min_size=1, max_size=30).filter(
    lambda values: max(values) > 0
)
SIX = [900, 650, 400, 150, -200, -400]


def test_profitability_table_by_hand():
    table = concentration.profitability_table([100, 80, 60], [70, 100, 20], customers=["Ann", "Bob", "Cy"])
    assert table["customer"].tolist() == ["Cy", "Ann", "Bob"]
    assert table["profit"].tolist() == [40, 30, -20]
    assert table["cumulative_profit"].tolist() == [40, 70, 50]
    assert table["customer_share"].tolist() == pytest.approx([1 / 3, 2 / 3, 1])


def test_equal_profits_keep_their_order():
    table = concentration.profitability_table([5, 5, 5], [1, 1, 1])
    assert table["customer"].tolist() == [1, 2, 3]


def test_profit_from_activities_goes_into_the_table():
    contribution = customer_contribution(
        np.array([100.0, 200.0]), 0.5, orders=np.array([1, 9]), cost_per_order=10
    )
    cost = [50 + 10, 100 + 90]
    assert (
        concentration.profitability_table([100, 200], cost)["profit"].tolist() == sorted(contribution)[::-1]
    )


def test_whale_of_six_accounts():
    curve = concentration.whale_curve(SIX)
    assert curve["cumulative_profit"].tolist() == [0, 900, 1550, 1950, 2100, 1900, 1500]
    assert concentration.whale_peak(SIX) == (4, pytest.approx(4 / 6), 2100, 1500, 600)


def test_whale_without_losses_ends_at_its_peak_and_without_gains_starts_there():
    assert concentration.whale_peak([3, 2, 1]) == (3, 1, 6, 6, 0)
    assert concentration.whale_peak([-3, -2]) == (0, 0, 0, -5, 5)


@MANY
@given(PROFITS)
def test_the_peak_is_the_sum_of_gains(profits):
    peak = concentration.whale_peak(profits)
    assert peak.peak_profit == pytest.approx(sum(value for value in profits if value > 0), abs=1e-6)
    assert peak.total_profit == pytest.approx(sum(profits), abs=1e-6)
    assert peak.customers <= sum(value > 0 for value in profits)
    assert peak.lost_profit >= 0


@MANY
@given(PROFITS)
def test_the_whale_is_concave_and_ends_at_the_total(profits):
    curve = concentration.whale_curve(profits)["cumulative_profit"].to_numpy()
    assert (np.diff(curve, 2) <= 1e-6).all()
    assert curve[-1] == pytest.approx(math.fsum(profits), abs=1e-6)


def test_account_options_by_hand():
    # 300 margin, 400 to serve, of which 160 are fixed.
    options = concentration.account_options(
        1000, 0.3, 400, fixed_share=0.4, price_rise=0.05, volume_lost=0.1, cost_cut=0.25
    )
    assert options.as_now == -100
    assert options.repriced == pytest.approx(350 * 0.9 - 160 - 240 * 0.9)
    assert options.served_cheaper == pytest.approx(300 - 160 - 180)
    assert options.dropped == -160


def test_dropping_a_loss_maker_pays_only_if_little_is_fixed():
    options = concentration.account_options(1000, 0.3, 400, fixed_share=np.array([0.0, 0.25, 0.5]))
    assert (options.dropped > options.as_now).tolist() == [True, False, False]


def test_account_options_of_columns_equal_those_of_each_account():
    revenue, cost = pd.Series([1000.0, 500.0, 80.0]), pd.Series([400.0, 90.0, 30.0])
    columns = concentration.account_options(revenue, 0.3, cost, 0.4, 0.05, 0.1, 0.25)
    for row in range(3):
        one = concentration.account_options(revenue[row], 0.3, cost[row], 0.4, 0.05, 0.1, 0.25)
        assert [column[row] for column in columns] == pytest.approx(list(one))


def test_account_options_of_an_expression():
    frame = pl.DataFrame({"revenue": [1000.0]})
    options = concentration.account_options(pl.col("revenue"), 0.3, 400, fixed_share=0.4)
    assert frame.select(options.as_now).item() == -100


def test_top_share_by_hand():
    assert concentration.top_share([50, 20, 10, 10, 10]) == 0.5
    assert concentration.top_share([50, 20, 10, 10, 10], 0.3) == pytest.approx(0.6)
    assert concentration.top_share([10, 10, 50, 20, 10], 0) == 0
    assert concentration.top_share([10, 10, 50, 20, 10], 1) == 1


def test_the_best_can_bring_more_than_the_whole_profit():
    assert concentration.top_share(SIX, 1 / 6) == pytest.approx(900 / 1500)
    assert concentration.top_share(SIX, 4 / 6) == pytest.approx(2100 / 1500)


@MANY
@given(REVENUES, st.floats(0, 1))
def test_top_share_is_the_lorenz_curve_from_the_other_end(revenue, share):
    curve = concentration.lorenz_curve(revenue)
    lower = np.interp(1 - share, curve["customer_share"], curve["revenue_share"])
    assert concentration.top_share(revenue, share) == pytest.approx(1 - lower, abs=1e-9)


def test_lorenz_by_hand():
    curve = concentration.lorenz_curve([60, 10, 30])
    assert curve["revenue_share"].tolist() == pytest.approx([0, 0.1, 0.4, 1])
    assert curve["customer_share"].tolist() == pytest.approx([0, 1 / 3, 2 / 3, 1])


@MANY
@given(REVENUES)
def test_lorenz_ends_at_one_is_convex_and_below_the_diagonal(revenue):
    curve = concentration.lorenz_curve(revenue)
    customers, share = curve["customer_share"].to_numpy(), curve["revenue_share"].to_numpy()
    assert (customers[0], share[0], customers[-1], share[-1]) == (0, 0, 1, 1)
    assert (share <= customers + 1e-12).all()
    assert (np.diff(share, 2) >= -1e-12).all()


@MANY
@given(REVENUES)
def test_gini_equals_the_mean_difference_and_the_area(revenue):
    values = np.array(revenue)
    mean_difference = np.abs(values[:, None] - values).mean()
    curve = concentration.lorenz_curve(revenue)
    area = np.trapezoid(curve["revenue_share"], curve["customer_share"])
    coefficient = concentration.gini(revenue)
    assert coefficient == pytest.approx(mean_difference / (2 * values.mean()), abs=1e-9)
    assert coefficient == pytest.approx(1 - 2 * area, abs=1e-9)
    assert 0 <= coefficient <= 1 - 1 / len(values) + 1e-12


@MANY
@given(REVENUES, st.floats(1e-3, 1e3))
def test_gini_does_not_depend_on_the_currency(revenue, rate):
    assume(min(value for value in revenue if value) > 1e-100)
    scaled = [value * rate for value in revenue]
    assert concentration.gini(scaled) == pytest.approx(concentration.gini(revenue), abs=1e-9)


def test_gini_limits():
    assert concentration.gini([7] * 9) == 0
    assert concentration.gini([0] * 99 + [1]) == pytest.approx(0.99)


def test_gini_of_an_exponential_is_one_half():
    quantiles = stats.expon.ppf((np.arange(200_000) + 0.5) / 200_000)
    assert concentration.gini(quantiles) == pytest.approx(0.5, abs=1e-4)


def test_losses_are_refused_with_the_reason():
    for function in (concentration.gini, concentration.lorenz_curve):
        with pytest.raises(ValueError, match="revenue must be at least 0; got -5: with losses the Gini"):
            function([10, -5, 20])


def test_why_losses_are_refused():
    values = np.array(SIX)
    assert np.abs(values[:, None] - values).mean() / (2 * values.mean()) > 1


def test_later_share_by_hand():
    assert concentration.later_share([3, 3, 1, 1, 1, 1, 0, 0, 0, 0], [2, 1, 1, 1, 1, 1, 1, 1, 1, 0]) == 0.3
    # Of the three who tie, two of three places are left after the best: each counts two thirds.
    assert concentration.later_share([9, 5, 5, 5, 1], [1, 2, 3, 4, 0], 0.6) == pytest.approx(
        0.1 + 2 / 3 * 0.9
    )


@MANY
@given(REVENUES, st.floats(0, 1))
def test_later_share_of_the_same_period_is_the_top_share(revenue, share):
    same = concentration.later_share(revenue, revenue, share)
    assert same == pytest.approx(concentration.top_share(revenue, share), abs=1e-9)


@MANY
@given(REVENUES, st.floats(0, 1))
def test_later_share_of_equal_customers_is_the_share(revenue, share):
    assert concentration.later_share(revenue, [2] * len(revenue), share) == pytest.approx(share)
    assert concentration.later_share([2] * len(revenue), revenue, share) == pytest.approx(share)


def test_later_share_refuses_columns_of_different_length_and_an_empty_later():
    with pytest.raises(ValueError, match="same length"):
        concentration.later_share([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match="more than 0"):
        concentration.later_share([1, 2], [0, 0])


def test_poisson_top_share_by_hand():
    upper = 1 - math.exp(-1) * (1 + 1)
    above = upper - math.exp(-1) / 2
    assert concentration.poisson_top_share(1) == pytest.approx(upper + 2 * (0.2 - above))
    assert concentration.poisson_top_share(1) == pytest.approx(0.5036, abs=5e-5)


@pytest.mark.parametrize("mean", [0.3, 1, 2.5, 12])
def test_poisson_top_share_equals_a_simulation(mean):
    purchases = np.random.default_rng(1).poisson(mean, 400_000)
    simulated = concentration.top_share(purchases)
    assert concentration.poisson_top_share(mean) == pytest.approx(simulated, abs=0.003)


def test_luck_does_not_last():
    rng = np.random.default_rng(2)
    this_year, next_year = rng.poisson(1.0, 200_000), rng.poisson(1.0, 200_000)
    best = np.argsort(-this_year, kind="stable")[:40_000]
    assert this_year[best].sum() / this_year.sum() == pytest.approx(0.50, abs=0.01)
    assert next_year[best].sum() / next_year.sum() == pytest.approx(0.20, abs=0.01)


def test_half_and_seventy_per_cent_by_luck():
    assert concentration.mean_purchases_for_top_share(0.5) == pytest.approx(1.0156, abs=5e-5)
    assert concentration.mean_purchases_for_top_share(0.7) == pytest.approx(0.3745, abs=5e-5)


def test_poisson_limits():
    assert concentration.poisson_top_share(1e-6) == pytest.approx(1)
    assert concentration.poisson_top_share(1e6) == pytest.approx(0.2, abs=1e-3)


@MANY
@given(st.floats(0.01, 0.9), st.floats(0.02, 0.9999))
def test_mean_purchases_is_the_inverse(share, top):
    assume(top > share + 0.01)
    mean = concentration.mean_purchases_for_top_share(top, share)
    assert concentration.poisson_top_share(mean, share) == pytest.approx(top, abs=1e-9)


@MANY
@given(st.floats(1e-6, 1e6), st.floats(1.001, 3))
def test_rarer_purchases_look_more_concentrated(mean, factor):
    assume(mean * factor <= 1e6)
    rare, frequent = concentration.poisson_top_share(mean), concentration.poisson_top_share(mean * factor)
    assert 0.2 <= frequent <= rare + 1e-9
    assert rare <= 1 + 1e-9


@pytest.mark.parametrize("kind", [list, np.array, pd.Series, pl.Series])
def test_any_column_will_do(kind):
    revenue = kind([60.0, 10.0, 30.0])
    assert concentration.gini(revenue) == pytest.approx(1 / 3)
    assert concentration.top_share(revenue, 1 / 3) == pytest.approx(0.6)
    assert concentration.whale_peak(revenue).total_profit == 100


BAD = [
    (lambda: concentration.top_share([1, -2]), "values must add up to more than 0"),
    (lambda: concentration.top_share([1, 2], 20), r"share must be .* \(for 20 %, write 0.2\)"),
    (lambda: concentration.gini([0, 0]), "revenue must not be 0 for every customer"),
    (lambda: concentration.gini([]), "revenue must be a column"),
    (lambda: concentration.gini([1, math.nan]), "each value of revenue"),
    (lambda: concentration.whale_curve([1e308, 1e308]), "profit must be smaller numbers"),
    (lambda: concentration.profitability_table([1, 2], [1]), "same length"),
    (
        lambda: concentration.profitability_table([1, 2], [1, 1], ["Ann"]),
        "customers must be a column of 2 names",
    ),
    (
        lambda: concentration.profitability_table([1, 2], [1, 1], ["Ann", None]),
        "each value of customers must be a name; got a missing value",
    ),
    (lambda: concentration.poisson_top_share(0), "mean_purchases must be a number above 0"),
    (lambda: concentration.mean_purchases_for_top_share(0.15), "top_share must be above 0.2003"),
]


@pytest.mark.parametrize(("call", "sentence"), BAD)
def test_bad_input_gets_a_sentence(call, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        call()
