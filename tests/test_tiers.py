"""Tiers: hand values, flips by formula and simulation, the best budget against scipy and chance."""

import math

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from crmlib.segmentation import tiers

MANY = settings(max_examples=100, deadline=None)
CUSTOMERS, CEILING, SPEED = [200, 800, 4000], [300, 120, 20], [0.02, 0.04, 0.10]
COURSE = (CUSTOMERS, CEILING, SPEED)
SCORES = st.lists(st.floats(0, 1500), min_size=1, max_size=20)


def test_a_score_at_a_cut_belongs_above():
    assert tiers.assign_tier([499.9, 500, 999.9, 1000], [500, 1000]).tolist() == [0, 1, 1, 2]


def test_hysteresis_by_hand():
    moved = tiers.assign_tier(
        [450, 449, 550, 549, 1200, 200], [500, 1000], current=[1, 1, 0, 0, 0, 2], band=50
    )
    assert moved.tolist() == [1, 0, 1, 0, 2, 0]


@MANY
@given(SCORES, st.integers(0, 2))
def test_without_a_band_history_does_not_count(scores, current):
    fresh = tiers.assign_tier(scores, [500, 1000])
    assert tiers.assign_tier(scores, [500, 1000], [current] * len(scores)).tolist() == fresh.tolist()


@MANY
@given(SCORES, st.integers(0, 2), st.floats(0, 800))
def test_a_band_only_ever_holds_back(scores, current, band):
    fresh = tiers.assign_tier(scores, [500, 1000])
    held = tiers.assign_tier(scores, [500, 1000], [current] * len(scores), band)
    assert (np.minimum(fresh, current) <= held).all()
    assert (held <= np.maximum(fresh, current)).all()
    again = tiers.assign_tier(scores, [500, 1000], held, band)
    assert again.tolist() == held.tolist()


def test_history_reviews_one_by_one():
    reviews = [[510, 990], [490, 1010], [520, 1060], [420, 940]]
    assert tiers.tier_history(reviews, [500, 1000]).tolist() == [[1, 1], [0, 2], [1, 2], [0, 1]]
    assert tiers.tier_history(reviews, [500, 1000], band=50).tolist() == [[1, 1], [1, 1], [1, 2], [0, 1]]
    assert tiers.tier_history(pd.DataFrame(reviews), [500, 1000], 50).shape == (4, 2)


def test_flips_of_a_customer_at_the_cut():
    assert tiers.flip_probability(0, 0, 100) == 0.5
    assert tiers.flip_probability(0, 100, 100) == pytest.approx(1 - stats.norm.cdf(1))
    assert round(tiers.flip_probability(0, 100, 100), 2) == 0.16


@pytest.mark.parametrize(("distance", "band"), [(0, 0), (0, 1), (0.5, 0), (0.5, 1), (-1, 0.5)])
def test_flips_equal_a_simulation(distance, band):
    scores = 500 + 100 * distance + 100 * np.random.default_rng(3).standard_normal((2000, 200))
    history = tiers.tier_history(scores, [500], band=100 * band)[100:]
    flips = (np.diff(history, axis=0) != 0).mean()
    assert tiers.flip_probability(distance, band, 1) == pytest.approx(flips, abs=0.003)


@MANY
@given(st.floats(-50, 50), st.floats(0, 50), st.floats(0.1, 50))
def test_flips_are_a_probability_and_symmetric(distance, band, deviation):
    flips = tiers.flip_probability(distance, band, deviation)
    assert 0 <= flips <= 0.5
    assert flips == pytest.approx(tiers.flip_probability(-distance, band, deviation))
    assert tiers.flip_probability(distance, band + 1, deviation) <= flips + 1e-12


def test_flips_of_columns():
    distances = np.array([0.0, 50.0, 100.0])
    one_by_one = [tiers.flip_probability(distance, 50, 100) for distance in distances]
    assert tiers.flip_probability(distances, 50, 100).tolist() == pytest.approx(one_by_one)


def test_far_from_the_cut_nothing_flips():
    assert tiers.flip_probability(1e9, 0, 1) == 0
    assert tiers.flip_probability(0, 1e9, 1) == 0


def test_gain_by_hand():
    assert tiers.tier_gain(0, 800, 120, 0.04) == 0
    assert tiers.tier_gain(800 * math.log(2) / 0.04, 800, 120, 0.04) == pytest.approx(48_000)
    assert tiers.tier_gain(1e9, 800, 120, 0.04) == pytest.approx(96_000)


def test_gain_of_columns_and_expressions():
    spent = [48_000.0, 9_000.0, 3_000.0]
    one_by_one = [tiers.tier_gain(*row) for row in zip(spent, *COURSE, strict=True)]
    together = tiers.tier_gain(*(np.array(column) for column in (spent, *COURSE)))
    assert together.tolist() == pytest.approx(one_by_one)
    frame = pl.DataFrame({"spent": spent, "n": CUSTOMERS, "most": CEILING, "speed": SPEED})
    expression = tiers.tier_gain(*map(pl.col, frame.columns))
    assert frame.select(expression.alias("gain"))["gain"].to_list() == pytest.approx(one_by_one)


def test_three_budgets_of_the_course():
    rule = tiers.budget_table([48_000, 9_000, 3_000], *COURSE)
    equal = tiers.budget_table([60_000 * n / 5_000 for n in CUSTOMERS], *COURSE)
    best = tiers.best_budget(60_000, *COURSE)
    assert [round(table["gain"].sum()) for table in (rule, equal, best)] == [100_074, 105_304, 146_738]
    assert (100 * best["budget_share"]).round().tolist() == [26, 44, 30]


def test_the_best_budget_equals_the_one_of_scipy():
    n, most, k = map(np.array, COURSE)

    def loss(share):
        return -tiers.tier_gain(60_000 * share, n, most, k).sum() / 1e5

    whole = {"type": "eq", "fun": lambda share: share.sum() - 1}
    found = optimize.minimize(
        loss, np.full(3, 1 / 3), bounds=[(0, 1)] * 3, constraints=whole, tol=1e-12, method="SLSQP"
    )
    best = tiers.best_budget(60_000, *COURSE)
    assert best["budget_share"].to_numpy() == pytest.approx(found.x, abs=1e-4)
    assert best["gain"].sum() == pytest.approx(-1e5 * found.fun, rel=1e-9)


ROW = st.tuples(st.integers(1, 5000), st.floats(0.1, 1000), st.floats(0.001, 1))


@MANY
@given(st.lists(ROW, min_size=1, max_size=6), st.floats(1, 1e6))
def test_the_best_budget_equals_a_bisection(rows, budget):
    n, most, k = (np.array(column, dtype=float) for column in zip(*rows, strict=True))

    def spent(log_marginal):
        return n * np.maximum(0, (np.log(most * k) - log_marginal) / k)

    level = optimize.brentq(lambda log: spent(log).sum() - budget, -5e6, np.log(most * k).max(), xtol=1e-12)
    best = tiers.best_budget(budget, n, most, k)
    assert best["budget"].to_numpy() == pytest.approx(spent(level), rel=1e-5, abs=1e-3)


@MANY
@given(st.lists(ROW, min_size=2, max_size=6), st.floats(1, 1e6), st.integers(0, 2**32 - 1))
def test_no_random_split_beats_the_best(rows, budget, seed):
    columns = list(zip(*rows, strict=True))
    best = tiers.best_budget(budget, *columns)
    random = np.random.default_rng(seed).dirichlet(np.ones(len(rows))) * budget
    assert best["budget"].sum() == pytest.approx(budget)
    assert best["budget_share"].sum() == pytest.approx(1)
    earned = tiers.budget_table(random, *columns)["gain"].sum()
    assert earned <= best["gain"].sum() * (1 + 1e-9) + 1e-9


@MANY
@given(st.lists(ROW, min_size=2, max_size=6), st.floats(1, 1e6))
def test_the_last_unit_brings_the_same_wherever_money_goes(rows, budget):
    best = tiers.best_budget(budget, *zip(*rows, strict=True))
    served = best["budget"] > 1e-9 * budget
    level = best.loc[served, "marginal_gain"]
    assert level.to_numpy() == pytest.approx(level.max(), rel=1e-6)
    assert (best.loc[~served, "marginal_gain"] <= level.max() * (1 + 1e-6)).all()


def test_a_small_budget_goes_to_the_steepest_tier():
    best = tiers.best_budget(100, *COURSE)
    assert best["budget"].tolist() == [100, 0, 0]
    assert tiers.best_budget(1e-300, *COURSE)["budget_share"].tolist() == [1, 0, 0]


def test_marginal_gain_is_the_slope():
    low, high = (tiers.budget_table([spent, 9_000, 3_000], *COURSE) for spent in (20_000, 20_000.01))
    slope = (high["gain"][0] - low["gain"][0]) / 0.01
    assert low["marginal_gain"][0] == pytest.approx(slope, rel=1e-4)


def test_when_the_80_per_cent_rule_would_be_right():
    rule = tiers.budget_table([48_000, 9_000, 3_000], *COURSE)
    top = tiers.ceiling_that_justifies(48_000, 200, 0.02, rule["marginal_gain"][1])
    low = tiers.ceiling_that_justifies(3_000, 4_000, 0.10, rule["marginal_gain"][1])
    best = tiers.best_budget(60_000, CUSTOMERS, [top, 120, low], SPEED)
    assert (100 * best["budget_share"]).tolist() == pytest.approx([80, 15, 5])
    assert top == pytest.approx(18_595, abs=1)


BAD = [
    (lambda: tiers.assign_tier([1, 2], [5, 5]), "cuts must rise"),
    (
        lambda: tiers.assign_tier([1, 2], [5], current=[0, 2]),
        "each value of current must be a tier from 0 to 1",
    ),
    (lambda: tiers.assign_tier([1, 2], [5], current=[0]), "same length"),
    (lambda: tiers.assign_tier([1, 2], [5], current=[0, 0], band=-1), "band must be"),
    (lambda: tiers.tier_history([1, 2], [5]), "a row per review"),
    (lambda: tiers.tier_history([[1, 2], [3]], [5]), "all rows of one length"),
    (lambda: tiers.flip_probability(0, 0, 0), "standard_deviation must be a number above 0"),
    (lambda: tiers.budget_table([0, 0, 0], *COURSE), "allocation must not be 0 in every tier"),
    (lambda: tiers.budget_table([1, 2], *COURSE), "same length"),
    (lambda: tiers.best_budget(0, *COURSE), "budget must be a number above 0"),
    (lambda: tiers.best_budget(1, [0, 1, 2], CEILING, SPEED), "each value of customers"),
    (lambda: tiers.best_budget(1, *COURSE, tiers=["A"]), "tiers must be a column of 3 names"),
    (lambda: tiers.ceiling_that_justifies(1e6, 1, 1, 1), "ceiling_that_justifies has no finite result"),
]


@pytest.mark.parametrize(("call", "sentence"), BAD)
def test_bad_input_gets_a_sentence(call, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        call()


# ----------------------------------------------------------------------------------------------------------
# A curve fitted to a trial


def test_a_curve_by_hand():
    """Every further 10 halve what is missing from 120: 60, 90, 105."""
    curve = tiers.fit_gain([10, 20, 30], [60, 90, 105])
    assert curve == pytest.approx((120, math.log(2) / 10), rel=1e-6)
    assert tiers.fit_gain([10, 20], [60, 90]) == pytest.approx((120, math.log(2) / 10), rel=1e-6)


@MANY
@given(st.floats(1, 1000), st.floats(0.004, 0.3))
def test_a_curve_is_found_again(ceiling, speed):
    per_head = np.array([5.0, 20.0, 80.0])
    found = tiers.fit_gain(per_head, tiers.tier_gain(per_head, 1, ceiling, speed))
    assert found == pytest.approx((ceiling, speed), rel=1e-3)


def test_the_fit_equals_the_one_of_scipy():
    per_head, gain = np.array([15.0, 60.0, 240.0]), np.array([40.0, 160.0, 260.0])
    errors = np.array([20.0, 30.0, 30.0])
    expected, _ = optimize.curve_fit(
        lambda x, most, k: most * (1 - np.exp(-k * x)), per_head, gain, p0=(250, 0.01), sigma=errors
    )
    assert tiers.fit_gain(per_head, gain, 1 / errors**2) == pytest.approx(expected, rel=1e-4)


def test_the_unit_of_money_plays_no_part():
    yuan, cents = (
        tiers.fit_gain([15, 60, 240], [40, 160, 260]),
        tiers.fit_gain([1500, 6000, 24000], [40, 160, 260]),
    )
    assert cents == pytest.approx((yuan.ceiling, yuan.speed / 100), rel=1e-6)


def test_a_weight_of_two_is_an_arm_twice():
    weighted = tiers.fit_gain([15, 60, 240], [40, 160, 260], [1, 2, 1])
    assert weighted == pytest.approx(tiers.fit_gain([15, 60, 60, 240], [40, 160, 160, 260]), rel=1e-6)


@pytest.mark.parametrize(
    ("per_head", "gain", "sentence"),
    [
        ([10, 10], [5, 6], "per_head must have two different levels"),
        ([10, 20, 30], [10, 20, 30], "gain must be above 0, rise with per_head, and rise ever less"),
        ([10, 20, 30], [10, 10, 10], "gain must be above 0, rise with per_head, and rise ever less"),
        ([10, 20, 30], [-10, -15, -17], "gain must be above 0"),
        ([10, 20], [1, 2, 3], "same length"),
        ([0, 20], [1, 2], "each value of per_head must be a number above 0"),
        ([10, 20], [1, math.nan], "gain"),
    ],
)
def test_gains_without_a_bend_are_refused(per_head, gain, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        tiers.fit_gain(per_head, gain)
