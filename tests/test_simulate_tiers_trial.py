"""The tiers trial: closed forms by hand, the truth against 100 trials, status, and what is known."""

import numpy as np
import pandas as pd
import pytest

from crmlib import simulate
from crmlib.segmentation.tiers import tier_gain
from crmlib.simulate.trials import tiers

SMALL = 1_200


@pytest.fixture(scope="module")
def trial():
    return simulate.trial("tiers")


@pytest.fixture(scope="module")
def replications():
    """100 trials of 1,200 customers, all rows together."""
    parts = [simulate.trial("tiers", seed, SMALL).customers.assign(seed=seed) for seed in range(100)]
    return pd.concat(parts, ignore_index=True)


def test_the_truth_is_the_mean_of_100_trials(trial, replications):
    """Orders and spend by tier and benefit; the customers are independent, so their own spread counts."""
    truth = trial.truth.effects().set_index(["tier", "benefit"])
    for cell, rows in replications.groupby(["tier", "benefit"], observed=True):
        for column in ("orders", "spend"):
            found = rows[column]
            assert abs(found.mean() - truth.loc[cell, column]) < 3.5 * found.sem(), (cell, column)


def test_everyone_is_the_mean_of_100_trials(trial, replications):
    truth = trial.truth.effects().set_index(["tier", "benefit"]).loc["all"]
    means = replications.groupby(["seed", "benefit"])[["orders", "spend"]].mean().unstack("benefit")
    for benefit in truth.index:
        for column in ("orders", "spend"):
            found = means[column][benefit]
            assert abs(found.mean() - truth.loc[benefit, column]) < 3 * found.sem(), (benefit, column)


def test_shares_of_the_tiers(trial, replications):
    truth = trial.truth.effects().set_index(["tier", "benefit"])["customers"]
    for tier, share in replications["tier"].value_counts(normalize=True).items():
        error = np.sqrt(share * (1 - share) / len(replications))
        assert abs(share - truth[tier, 0]) < 3.3 * error
    assert truth["A", 0] == pytest.approx(0.09, abs=0.005) and truth["B", 0] == pytest.approx(0.21, abs=0.005)


def test_moves_are_found_and_a_move_down_hurts_more(trial, replications):
    effects = trial.truth.status_effects()
    assert effects["effect"].tolist() == pytest.approx(
        (effects["kept_orders"] * np.where(effects["status"] == "moved up", 0.06, -0.15)).tolist()
    )
    table = replications[replications["benefit"] == 0]
    cell = np.searchsorted(trial.parameters.edges, table["spend_before"], side="right") - 1
    for row, number in zip(effects.itertuples(), (1, 2, 4, 5), strict=True):
        for status, expected in (("kept", row.kept_orders), (row.status, row.moved_orders)):
            found = table.loc[(cell == number) & (table["status"] == status), "orders"]
            assert abs(found.mean() - expected) < 3.5 * found.sem(), (number, status)


def test_half_of_those_near_a_cut_move_and_nobody_else(trial):
    table, p = trial.customers, trial.parameters
    near = sum(abs(table["spend_before"] / cut - 1) <= p.band for cut in (p.cut_b, p.cut_a)) > 0
    moved = table["status"] != "kept"
    assert not moved[~near].any()
    assert moved[near].mean() == pytest.approx(0.5, abs=0.005)
    tier = np.select([table["spend_before"] >= p.cut_a, table["spend_before"] >= p.cut_b], ["A", "B"], "C")
    assert (table["tier"] == tier).all()
    assert not (moved & (table["status"] == "moved up") & (tier == "A")).any()


def test_one_rate_by_hand():
    """Gamma with shape 1 and mean 1, one order: the posterior mean is (1 + 1) / (1 + 1) = 1."""
    one = simulate.TiersTrial(r=1.0, yearly_orders=1.0)
    trial = simulate.trial("tiers", 1, 400, parameters=one)
    orders = trial.truth.expected_orders()
    once = trial.customers.set_index("customer_id")["orders_before"] == 1
    assert orders[once].to_numpy() == pytest.approx(np.ones(once.sum()))
    count, chance = tiers.order_chances(one)
    assert chance[:3].tolist() == pytest.approx([1 / 2, 1 / 4, 1 / 8])
    assert count[0] == 1


def test_spend_given_last_year_by_hand(trial):
    """The gamma-gamma estimate of an order: p (v + S) / (p n + q - 1)."""
    customers = trial.truth.customers
    rate, value = (0.8 + customers.orders) / (0.8 / 4.6 + 1), trial.truth._expected(0, "kept", "firm")[1]
    expected = 4 * (135 + customers.spend) / (4 * customers.orders + 3)
    assert value / rate == pytest.approx(expected)


def test_last_years_orders_fall_back_to_the_mean(trial):
    """Regression to the mean: the best of last year order less, with nothing done to them."""
    table = trial.customers[(trial.customers["benefit"] == 0) & (trial.customers["status"] == "kept")]
    best = table[table["tier"] == "A"]
    assert best["orders"].mean() < 0.95 * best["orders_before"].mean()


def test_the_gain_has_the_form_of_the_library(trial):
    """Without spend lift and far from a store by a factor of 1: customers × ceiling × (1 - e^(-k x))."""
    one = simulate.TiersTrial(near_share=0.0, spend_lift=(0.0, 0.0, 0.0), near_factor=0.0)
    truth = simulate.trial("tiers", 1, 2_000, parameters=one).truth
    plain = truth._expected(0, "kept", "firm")[1]
    for number, tier in enumerate(tiers.TIERS):
        rows = np.flatnonzero(truth.customers.tier == number)
        ceiling = one.margin_rate * one.order_lift[number] * plain[rows].mean()
        gain = tier_gain(50 * len(rows), len(rows), ceiling, one.speed[number])
        assert truth.expected_profit(50, rows + 1) == pytest.approx(gain - 50 * len(rows)), tier


def test_equal_shares_of_a_budget_are_beaten(trial):
    """The most for A, some for B, next to nothing for C."""
    truth = trial.truth
    equal, best = truth.expected_profit(20), truth.expected_profit({"A": 80, "B": 45, "C": 3})
    assert 0 < equal < 0.6 * best
    assert truth.expected_profit({"A": 0, "B": 0, "C": 60}) < 0


def test_lifts_fall_off(trial):
    effects = trial.truth.effects().set_index(["tier", "benefit"])["orders_effect"]
    for tier in tiers.TIERS:
        steps = np.diff(effects[tier]) / np.diff(effects[tier].index)
        assert (steps > 0).all() and (np.diff(steps) < 0).all()


def test_the_lift_is_larger_near_a_store(trial):
    gain = (trial.truth.expected_orders(60) / trial.truth.expected_orders() - 1).to_numpy()
    near, tier = trial.truth.customers.near, trial.truth.customers.tier
    for number in range(3):
        here, there = gain[(tier == number) & near], gain[(tier == number) & ~near]
        assert here.std() < 1e-9 and here[0] / there[0] == pytest.approx(1.6 / 0.6)
    assert trial.parameters.near_factors(np.array([True, False])) @ [0.4, 0.6] == pytest.approx(1)


def test_what_is_known_does_not_change_the_mean(trial):
    state, firm = (trial.truth.expected_profits(60, knowing=knowing) for knowing in ("state", "firm"))
    assert abs(state.mean() - firm.mean()) < 3.3 * (state - firm).std() / np.sqrt(len(state))
    assert firm.std() < state.std()
    for orders in (1, 4, 12):
        alike = trial.truth.customers.orders == orders
        gap = (state - firm)[alike]
        assert abs(gap.mean()) < 3.5 * gap.sem()


def test_the_mean_over_the_customers_is_the_populations(trial):
    effects = trial.truth.effects().set_index(["tier", "benefit"])
    profits = trial.truth.expected_profits(15)
    # Status is averaged over the moves in the one and kept in the other: compare where nobody is moved.
    still = simulate.trial("tiers", parameters=simulate.TiersTrial(up_lift=0.0, down_drop=0.0)).truth
    expected = still.effects().set_index(["tier", "benefit"]).loc[("all", 15), "profit_effect"]
    assert profits.mean() == pytest.approx(expected, abs=3.3 * profits.std() / np.sqrt(len(profits)))
    assert effects.loc[("all", 15), "profit_effect"] == pytest.approx(expected, abs=0.2)


def test_nobody_moves_beyond_the_ends(trial):
    tier = trial.truth.customers.tier
    up, down = (trial.truth.expected_profits(status=status) for status in ("moved up", "moved down"))
    assert (up.to_numpy()[tier == 0] == 0).all() and (down.to_numpy()[tier == 2] == 0).all()
    assert (down.to_numpy()[tier == 0] < 0).mean() > 0.9


def test_profit_adds_up(trial):
    truth = trial.truth
    profits = truth.expected_profits({"A": 60, "B": 15, "C": 0})
    assert truth.expected_profit({"A": 60, "B": 15, "C": 0}, [7, 2]) == pytest.approx(profits[[7, 2]].sum())
    assert (truth.expected_profits() == 0).all()


@pytest.mark.parametrize(
    ("parameter", "value", "column", "sign"),
    [
        ("r", 0.96, "orders_effect", -1),
        ("yearly_orders", 5.52, "orders", 1),
        ("p", 4.8, "spend", 1),
        ("q", 4.8, "spend", -1),
        ("v", 162.0, "spend", 1),
        ("cut_b", 1_320.0, "orders", 1),
        ("cut_a", 3_120.0, "customers", 1),
        ("margin_rate", 0.48, "profit_effect", 1),
        ("order_lift", (0.12, 0.24, 0.12), "orders_effect", 1),
        ("spend_lift", (0.05, 0.036, 0.0), "spend_effect", 1),
        ("speed", (0.015, 0.036, 0.06), "orders_effect", 1),
        ("near_share", 0.48, "spend_effect", 1),
        ("near_factor", 1.92, "spend_effect", 1),
        ("up_lift", 0.072, "orders", 1),
        ("down_drop", 0.18, "orders", -1),
        ("band", 0.3, "orders", -1),
    ],
)
def test_a_parameter_raised_by_a_fifth_moves_tier_b(parameter, value, column, sign):
    usual, moved = (
        simulate.trial("tiers", 1, 3, parameters=one).truth.effects().set_index(["tier", "benefit"])
        for one in (simulate.TiersTrial(), simulate.TiersTrial(**{parameter: value}))
    )
    assert sign * (moved.loc[("B", 60), column] - usual.loc[("B", 60), column]) > 1e-6


def test_higher_benefits_bring_more_orders():
    most = [
        simulate.trial("tiers", 1, 3, parameters=one).truth.effects()["orders_effect"][3]
        for one in (simulate.TiersTrial(), simulate.TiersTrial(benefits=(0, 18, 72, 288)))
    ]
    assert most[1] > most[0]


def test_a_dearer_status_pays_less():
    usual, moved = (
        simulate.trial("tiers", 1, 200, parameters=one).truth.expected_profit(status="moved up")
        for one in (simulate.TiersTrial(), simulate.TiersTrial(status_cost=36.0))
    )
    assert moved < usual


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (dict(q=1), "TiersTrial.q must be above 1"),
        (dict(cut_a=1_200.0), "TiersTrial.cut_a must lie so far above TiersTrial.cut_b"),
        (dict(benefits=(15, 60)), "TiersTrial.benefits must be whole numbers that rise from 0"),
        (dict(benefits=(0, 60, 15)), "TiersTrial.benefits must be whole numbers that rise from 0"),
        (dict(benefits=(0, 1.5)), "TiersTrial.benefits must be whole numbers that rise from 0"),
        (dict(benefits=(0,)), "TiersTrial.benefits must be a tuple of two numbers or more"),
        (dict(benefits=()), "TiersTrial.benefits must be a tuple of two numbers or more"),
        (dict(speed=(1, 2)), "TiersTrial.speed must be a tuple of 3 numbers"),
        (dict(speed=(1, 2, 0)), "each value of TiersTrial.speed must be a number above 0; got 0"),
        (dict(near_factor=3.0), "TiersTrial.near_share times TiersTrial.near_factor must be at most 1"),
    ],
)
def test_bad_parameters_get_a_sentence(changes, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        simulate.TiersTrial(**changes)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda t: t.expected_profit(-1), "benefit must be a number of at least 0; got -1"),
        (lambda t: t.expected_profit("much"), "benefit must be a number of at least 0; got 'much'"),
        (lambda t: t.expected_profit([1, 2]), "benefit must be"),
        (lambda t: t.expected_profit(np.array([1, 2])), "benefit must be a number or a dictionary by tier"),
        (lambda t: t.expected_profit({"A": 1}), "benefit must have a number for each of A, B and C"),
        (lambda t: t.expected_profit({"A": 1, "B": 1, "C": -1}), "benefit of tier C must be a number of at"),
        (lambda t: t.expected_orders(0, "up"), "status must be one of 'kept', 'moved up', 'moved down'"),
        (lambda t: t.expected_orders(0, knowing="all"), "knowing must be one of 'state', 'firm'; got 'all'"),
    ],
)
def test_bad_questions_get_a_sentence(call, sentence):
    truth = simulate.trial("tiers", 1, 10).truth
    with pytest.raises((TypeError, ValueError), match=sentence):
        call(truth)
