"""Loyalty: IFRS 15's own example, hand values, break-even in money, identities, refusals."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crmlib import loyalty

money = st.floats(0.01, 1e6)
share = st.floats(0, 1)
points = st.floats(1, 1e6)

# ----------------------------------------------------------------------------------------------------------
# Points


def test_ifrs_15_example_52():
    # 10,000 points of 1 each, of which 95 % are expected to be redeemed, on sales of 100,000.
    allocation = loyalty.allocate_revenue(100_000, points_expected=0.95 * 10_000, value_per_point=1)
    assert [round(part) for part in allocation] == [91_324, 8_676]
    first_year = loyalty.points_revenue(allocation.points, 4_500, 9_500)
    assert round(first_year) == 4_110
    assert round(loyalty.contract_liability(allocation.points, 4_500, 9_500)) == 4_566
    # In the second year 8,500 points are redeemed in all, and 9,700 are expected.
    both_years = loyalty.points_revenue(allocation.points, 8_500, 9_700)
    assert round(both_years - first_year) == 3_493
    assert round(loyalty.contract_liability(allocation.points, 8_500, 9_700)) == 1_073


@given(sales=money, expected=st.floats(0, 1e6), worth=st.floats(0, 100))
def test_the_allocation_sums_to_the_sales(sales, expected, worth):
    allocation = loyalty.allocate_revenue(sales, expected, worth)
    assert sum(allocation) == pytest.approx(sales)
    # In proportion to the stand-alone prices.
    assert allocation.points * sales == pytest.approx(allocation.products * expected * worth, rel=1e-6)


@given(deferred=money, expected=points, redeemed=share)
def test_what_is_earned_and_what_is_owed_sum_to_what_was_deferred(deferred, expected, redeemed):
    earned = loyalty.points_revenue(deferred, redeemed * expected, expected)
    owed = loyalty.contract_liability(deferred, redeemed * expected, expected)
    assert earned + owed == pytest.approx(deferred)


def test_reward_rate_and_breakage_by_hand():
    assert loyalty.effective_reward_rate(0.1, 0.2) == pytest.approx(0.02)
    assert loyalty.effective_reward_rate(0.1, 0.2, redemption_rate=0.8) == pytest.approx(0.016)
    assert loyalty.breakage_rate(10_000, 9_500) == pytest.approx(0.05)
    assert loyalty.points_liability(50_000, 0.2, 0.8) == pytest.approx(8_000)


@given(issued=points, redeemed=share, worth=st.floats(0, 10))
def test_breakage_and_liability_share_the_points(issued, redeemed, worth):
    breakage = loyalty.breakage_rate(issued, redeemed * issued)
    liability = loyalty.points_liability(issued, worth, 1 - breakage)
    assert liability == pytest.approx(redeemed * issued * worth, abs=1e-6)


@pytest.mark.parametrize("function", [loyalty.points_revenue, loyalty.contract_liability])
def test_no_more_points_come_back_than_are_expected(function):
    with pytest.raises(
        ValueError, match="points_redeemed must not exceed points_expected: raise the estimate"
    ):
        function(8_676, 9_600, 9_500)
    with pytest.raises(ValueError, match="points_redeemed must not exceed points_issued"):
        loyalty.breakage_rate(9_500, 9_600)


# ----------------------------------------------------------------------------------------------------------
# Lift


@given(margin=st.floats(0.01, 1), reward=share, fixed=share, sales=money)
def test_at_the_break_even_lift_the_programme_earns_nothing(margin, reward, fixed, sales):
    assume(reward < 0.95 * margin)
    lift = loyalty.break_even_lift(margin, reward, fixed)
    without = sales * margin
    with_programme = sales * (1 + lift) * (margin - reward) - fixed * sales
    assert with_programme == pytest.approx(without)
    assert lift >= reward


def test_break_even_lift_by_hand():
    assert loyalty.break_even_lift(0.30, 0.02) == pytest.approx(2 / 28)
    assert loyalty.break_even_lift(0.30, 0.02, fixed_cost_rate=0.012) == pytest.approx(3.2 / 28)
    assert loyalty.break_even_lift(0.30, 0.0) == 0


def test_a_reward_that_eats_the_margin_never_pays():
    with pytest.raises(
        ValueError, match=r"reward_rate must be below margin_rate.*got reward_rate 0.3, margin_rate 0.3"
    ):
        loyalty.break_even_lift(0.30, 0.30)


# ----------------------------------------------------------------------------------------------------------
# Referrals


def test_referral_value_by_hand():
    assert loyalty.referral_value(4, 200, would_have_joined=0.25, acquisition_cost=60, reward=25) == 560
    assert loyalty.referral_value(4, 200) == 800
    # Where all would have joined, only the saved cost is hers.
    assert loyalty.referral_value(4, 200, would_have_joined=1, acquisition_cost=60) == 240


@given(st.floats(0, 1e4), money, share, money, money)
def test_referral_value_person_by_person(referrals, clv, anyway, cost, reward):
    brought, saved = referrals * (1 - anyway) * (clv - reward), referrals * anyway * (cost - reward)
    total = loyalty.referral_value(referrals, clv, anyway, cost, reward)
    assert total == pytest.approx(brought + saved, abs=1e-6 * (1 + referrals * (clv + cost + reward)))


# ----------------------------------------------------------------------------------------------------------
# Measures of loyalty


@given(own=share, category=money)
def test_a_share_of_wallet_is_at_most_one(own, category):
    wallet = loyalty.share_of_wallet(min(own * category, category), category)
    assert 0 <= wallet <= 1


def test_share_of_wallet_and_repurchase_by_hand():
    assert loyalty.share_of_wallet(150, 600) == 0.25
    assert loyalty.repurchase_rate(400, 140) == 0.35
    with pytest.raises(ValueError, match="own_spend must not exceed category_spend"):
        loyalty.share_of_wallet(601, 600)
    with pytest.raises(ValueError, match="customers_again must not exceed customers"):
        loyalty.repurchase_rate(400, 401)


def test_the_share_of_sums_is_not_the_mean_of_shares():
    own, category = pd.Series([90.0, 10.0]), pd.Series([100.0, 1000.0])
    assert loyalty.share_of_wallet(own.sum(), category.sum()) == pytest.approx(100 / 1100)
    assert loyalty.share_of_wallet(own, category).mean() == pytest.approx(0.455)


MEASURES = {"share_of_wallet": 0.25, "repurchase_rate": 0.35, "recommend": 0.6}


def test_loyalty_index_by_hand():
    assert loyalty.loyalty_index(MEASURES) == pytest.approx(40)
    weights = {"recommend": 2, "share_of_wallet": 1, "repurchase_rate": 1}
    assert loyalty.loyalty_index(MEASURES, weights) == pytest.approx((0.25 + 0.35 + 1.2) / 4 * 100)


@given(st.dictionaries(st.text(), st.tuples(share, st.floats(0.01, 100)), min_size=1))
def test_the_index_lies_between_its_measures(table):
    measures = {name: pair[0] for name, pair in table.items()}
    index = loyalty.loyalty_index(measures, {name: pair[1] for name, pair in table.items()})
    assert 100 * min(measures.values()) - 1e-9 <= index <= 100 * max(measures.values()) + 1e-9


def test_the_index_of_many_customers():
    index = loyalty.loyalty_index({"wallet": np.array([0.2, 0.4]), "repeat": pd.Series([0.4, 1.0])})
    assert index.tolist() == pytest.approx([30, 70])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (([0.2, 0.4],), r"measures must be a dict of numbers by name; got \[0.2, 0.4\]"),
        (({},), "measures must hold at least one number"),
        (({"a": 40},), r"each value of measures must be a share from 0 to 1; got 40 \(for 40 %, write 0.4\)"),
        (({"a": "x"},), "each value of measures must be a share"),
        (({"a": 0.4}, {"b": 1}), r"weights must name the same as measures; got \['b'\]"),
        (({"a": 0.4}, {"a": 0}), "weights must not all be 0"),
        (({"a": 0.4}, {"a": -1}), "each value of weights must be a number of at least 0"),
        (({"a": 0.4}, [1]), "weights must be a dict"),
        (({"a": np.array([0.1, 0.2]), "b": np.array([0.1] * 3)},), "must have the same length; got 2 and 3"),
        (({"a": 0.4, "b": 0.5}, {"a": 1e308, "b": 1e308}), "loyalty_index has no finite result for measures"),
    ],
)
def test_the_index_refuses_what_it_cannot_use(arguments, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        loyalty.loyalty_index(*arguments)
