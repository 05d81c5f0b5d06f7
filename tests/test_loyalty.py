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
# Published years of points


def test_ifric_13_example_1():
    # 100 points for a revenue of 100: 80 expected, then 90; redeemed in all 40, 81 and 90.
    so_far = [
        loyalty.points_revenue(100, redeemed, expected)
        for redeemed, expected in [(40, 80), (81, 90), (90, 90)]
    ]
    assert np.diff([0, *so_far]) == pytest.approx([50, 40, 10])


def test_kpmg_handbook_example_10():
    # 4,500 of 9,700 points in the second year, then 8,500 of 9,200.
    second = loyalty.points_revenue(9_000, 4_500, 9_700)
    third = loyalty.points_revenue(9_000, 8_500, 9_200)
    assert [round(second), round(third - second)] == [4_175, 4_140]


def test_an_illustration_of_ifrs_15_with_a_grocer():
    assert loyalty.allocate_revenue(7_200_000, 8_000, 100) == pytest.approx((6_480_000, 720_000))


# ----------------------------------------------------------------------------------------------------------
# Lift


@given(margin=st.floats(0.01, 1), reward=share, fixed=share, cannibalised=share, sales=money)
def test_at_the_break_even_lift_the_programme_earns_nothing(margin, reward, fixed, cannibalised, sales):
    assume(reward < 0.95 * margin * (1 - cannibalised))
    lift = loyalty.break_even_lift(margin, reward, fixed, cannibalised)
    added = sales * lift * (1 - cannibalised) * margin
    given_away = sales * (1 + lift) * reward + fixed * sales
    assert added == pytest.approx(given_away)
    assert lift >= reward


def test_break_even_lift_by_hand():
    assert loyalty.break_even_lift(0.30, 0.02) == pytest.approx(2 / 28)
    assert loyalty.break_even_lift(0.30, 0.02, fixed_cost_rate=0.012) == pytest.approx(3.2 / 28)
    assert loyalty.break_even_lift(0.30, 0.02, cannibalised_share=0.5) == pytest.approx(2 / 13)
    assert loyalty.break_even_lift(0.30, 0.0) == 0


@pytest.mark.parametrize(
    ("margin", "cut", "lift"), [(0.3, 0.1, 0.5), (0.2, 0.05, 0.333), (0.4, 0.1, 0.333), (0.45, 0.05, 0.125)]
)
def test_the_break_even_table_of_a_price_cut(margin, cut, lift):
    assert loyalty.break_even_lift(margin, cut) == pytest.approx(lift, abs=5e-4)


@pytest.mark.parametrize(("margin", "reward", "cannibalised"), [(0.3, 0.3, 0.0), (0.3, 0.2, 0.5)])
def test_a_reward_that_eats_the_margin_never_pays(margin, reward, cannibalised):
    sentence = (
        r"reward_rate must be below margin_rate × \(1 - cannibalised_share\), or no growth.*; got reward_"
    )
    with pytest.raises(ValueError, match=sentence):
        loyalty.break_even_lift(margin, reward, cannibalised_share=cannibalised)


# ----------------------------------------------------------------------------------------------------------
# Thresholds

PROGRAMME = dict(reward=60, mean_spend=1_000, margin_rate=0.4, lift=0.1, pull=0.5, reach=0.2)


def test_break_even_spend_by_hand():
    assert loyalty.break_even_spend(15, lift=0.05, margin_rate=0.4) == pytest.approx(750)
    assert loyalty.break_even_spend(pd.Series([0, 60]), 0.1, 0.4).tolist() == pytest.approx([0, 1_500])
    with pytest.raises(ValueError, match="lift must be a number above 0; got 0"):
        loyalty.break_even_spend(15, lift=0, margin_rate=0.4)


def test_break_even_stretch_by_hand():
    assert loyalty.break_even_stretch(40, gap=200, reward=20, margin_rate=0.3) == 20
    assert loyalty.break_even_stretch(0, gap=200, reward=20, margin_rate=0.3) == 0
    with pytest.raises(ValueError, match=r"reward must be below margin_rate × gap.*got reward 60"):
        loyalty.break_even_stretch(40, gap=200, reward=60, margin_rate=0.3)


@given(anyway=st.floats(0, 1e4), gap=money, reward=share, margin=st.floats(0.01, 1))
def test_with_so_many_who_stretch_the_reward_earns_nothing(anyway, gap, reward, margin):
    price = 0.9 * reward * margin * gap
    closed = loyalty.break_even_stretch(anyway, gap, price, margin)
    assert closed * margin * gap == pytest.approx((anyway + closed) * price)


def by_the_gap(threshold, reward, mean_spend, margin_rate, lift, pull, reach, cannibalised_share=0.0):
    """The programme member by member: the spends just below the threshold, and those above, in fine steps."""
    steps, widest = 20_000, reach * threshold
    gap = (np.arange(steps) + 0.5) / steps * widest
    members = np.exp(-(threshold - gap) / mean_spend) / mean_spend * widest / steps
    moved = members * pull * (1 - gap / widest)
    anyway = np.exp(-threshold / mean_spend)
    extra = lift * anyway * (threshold + mean_spend) + moved @ gap
    rewarded = anyway + moved.sum()
    profit = margin_rate * (1 - cannibalised_share) * extra - reward * rewarded
    return rewarded, extra, reward * rewarded, profit


@pytest.mark.parametrize("threshold", [50, 500, 1_500, 5_000])
@pytest.mark.parametrize("reach", [0.05, 0.2, 1.0])
@pytest.mark.parametrize("cannibalised_share", [0.0, 0.3])
def test_the_programme_is_the_sum_over_its_members(threshold, reach, cannibalised_share):
    given = PROGRAMME | dict(threshold=threshold, reach=reach, cannibalised_share=cannibalised_share)
    assert loyalty.threshold_programme(**given) == pytest.approx(by_the_gap(**given), rel=1e-6)


def test_the_programme_against_drawn_members():
    spend = np.random.default_rng(12).exponential(1_000, 400_000)
    chance = 0.5 * np.clip(1 - (1_500 - spend) / 300, 0, 1)
    rewarded = np.where(spend >= 1_500, 1, chance)
    extra = np.where(spend >= 1_500, 0.1 * spend, chance * (1_500 - spend))
    result = loyalty.threshold_programme(threshold=1_500, **PROGRAMME)
    assert result.rewarded == pytest.approx(rewarded.mean(), rel=0.01)
    assert result.extra_spend == pytest.approx(extra.mean(), rel=0.01)


@given(reward=st.floats(1, 200), lift=st.floats(0.02, 0.5), shift=st.floats(0.2, 3))
def test_without_a_pull_the_best_threshold_is_the_break_even_spend(reward, lift, shift):
    assume(abs(shift - 1) > 0.01)
    best = loyalty.break_even_spend(reward, lift, 0.4)
    given = PROGRAMME | dict(reward=reward, lift=lift, pull=0)
    there = loyalty.threshold_programme(best, **given).profit
    assert there >= loyalty.threshold_programme(best * shift, **given).profit
    # Each who is rewarded spends the mean more than the threshold.
    assert there == pytest.approx(0.4 * lift * 1_000 * np.exp(-best / 1_000))


def test_a_programme_at_its_limits():
    # From almost nothing on: everyone is rewarded and spends the lift more.
    everyone = loyalty.threshold_programme(threshold=1e-3, **PROGRAMME)
    assert everyone == pytest.approx((1, 100, 60, -20), abs=1e-3)
    # Far above all spends nobody is.
    assert loyalty.threshold_programme(threshold=1e5, **PROGRAMME) == pytest.approx((0, 0, 0, 0))
    # What moves nobody only costs.
    still = loyalty.threshold_programme(threshold=1_500, **PROGRAMME | dict(lift=0, pull=0))
    assert still == pytest.approx((np.exp(-1.5), 0, 60 * np.exp(-1.5), -60 * np.exp(-1.5)))
    # If everything was to be sold anyway, so does the reward.
    all_sold = loyalty.threshold_programme(threshold=1_500, **PROGRAMME, cannibalised_share=1)
    assert all_sold.profit == -all_sold.cost


def test_many_thresholds_at_once():
    thresholds = pd.Series([800.0, 1_500.0], index=["low", "high"])
    results = loyalty.threshold_programme(thresholds, **PROGRAMME)
    for label in thresholds.index:
        one = loyalty.threshold_programme(thresholds[label], **PROGRAMME)
        assert [part[label] for part in results] == pytest.approx(list(one))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"threshold": 0}, "threshold must be a number above 0; got 0"),
        ({"pull": 40}, r"pull must be a share from 0 to 1; got 40 \(for 40 %, write 0.4\)"),
        ({"reach": 0}, "reach must be a share above 0 and at most 1; got 0"),
        ({"mean_spend": -1}, "mean_spend must be a number above 0; got -1"),
        ({"reward": None}, "reward must be a number of at least 0; got None"),
        ({"lift": float("nan")}, "lift must be a number of at least 0"),
    ],
)
def test_the_programme_refuses_what_it_cannot_use(change, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        loyalty.threshold_programme(**PROGRAMME | {"threshold": 1_500} | change)


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
