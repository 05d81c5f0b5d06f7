"""The next-product trial: lifts exact and found, the truth against 100 trials, offers by hand."""

import numpy as np
import pandas as pd
import pytest

from crmlib import simulate
from crmlib.simulate.tables import CATEGORIES
from crmlib.simulate.trials import next_product

SMALL = 900
HAD = [f"had_{name.replace(' ', '_')}" for name in CATEGORIES]
BOUGHT = [f"bought_{name.replace(' ', '_')}" for name in CATEGORIES]


@pytest.fixture(scope="module")
def trial():
    return simulate.trial("next product")


def results(trial):
    """Purchases and profit of each customer, as the table says."""
    table, p = trial.customers, trial.parameters
    bought = table[BOUGHT].to_numpy()
    offer = np.select(
        [table["arm"] == "best seller", table["arm"] == "next product"],
        [table["best_seller"].cat.codes, table["next_product"].cat.codes],
        -1,
    )
    used = (offer >= 0) & bought[np.arange(len(bought)), offer]
    profit = bought @ np.array(p.margins) - p.voucher * used - p.contact_cost * (offer >= 0)
    made = {"arm": table["arm"], "purchases": bought.sum(axis=1), "profit": profit, "offered": offer >= 0}
    return pd.DataFrame(made)


def test_the_truth_is_the_mean_of_100_trials(trial):
    truth = trial.truth.effects().set_index("arm")
    means = pd.DataFrame(
        [
            results(simulate.trial("next product", seed, SMALL)).groupby("arm", observed=True).mean().stack()
            for seed in range(100)
        ]
    )
    for arm in next_product.ARMS:
        for column in ("purchases", "profit", "offered"):
            found = means[arm, column]
            assert abs(found.mean() - truth.loc[arm, column]) < 3 * found.sem() + 1e-12, (arm, column)


def test_lifts_are_exact_and_found(trial):
    """Lifts of 3, 2, 1.5 and 1, and those of the stored table within 3.5 standard errors."""
    lifts = trial.truth.lifts()
    assert lifts["lift"].round(9).tolist() == [3, 3, 2, 2, 1.5, 1.5] + [1] * 24
    table = trial.customers[HAD].set_axis(CATEGORIES, axis=1)
    for row in lifts.itertuples():
        both = (table[row.has] & table[row.category]).mean()
        found = both / table[row.has].mean() / table[row.category].mean()
        error = np.sqrt((1 - row.support) / (row.support * len(table)))
        assert abs(found / row.lift - 1) < 3.5 * error


def test_confidence_by_hand(trial):
    """Sports and books and toys: each 20 %, lift 3: both 12 %, so 60 % of those with one have the other."""
    top = trial.truth.lifts().iloc[0]
    assert (top["support"], top["confidence"]) == pytest.approx((0.12, 0.6))


def test_patterns_are_all_sets_with_the_shares_of_the_parameters():
    p = simulate.NextProductTrial()
    had, chance = p.patterns()
    assert len(had) == 64 and chance.sum() == pytest.approx(1) and (chance >= 0).all()
    assert chance @ had == pytest.approx(p.had)


def test_offers_follow_their_rules():
    p = simulate.NextProductTrial()
    #                home  clothing beauty  tea    sports books
    had = np.array(
        [
            [False, False, False, False, False, False],
            [True, True, False, False, False, False],
            [True, True, False, False, True, False],
            [True] * 6,
            [False, True, True, False, False, False],
        ]
    )
    assert next_product.best_sellers(had, p).tolist() == [1, 2, 2, -1, 0]
    # Home goes with tea (lift 2), clothing with beauty (1.5), sports with books and toys (3).
    assert next_product.next_products(had, p).tolist() == [-1, 3, 5, -1, -1]


def test_the_table_shows_the_offers_of_the_rules(trial):
    table, p = trial.customers, trial.parameters
    had = table[HAD].to_numpy()
    assert (table["best_seller"].cat.codes == next_product.best_sellers(had, p)).all()
    assert (table["next_product"].cat.codes == next_product.next_products(had, p)).all()


def test_chances_by_hand():
    """Beauty for one with clothing: 25 % of 60 % buy anyway, the offer wins 7 % × 1.5 of the others."""
    p = simulate.NextProductTrial()
    had = np.array([[False, True, False, False, False, False]])
    assert p.anyway(had)[0, 2] == pytest.approx(0.15)
    assert p.anyway(had)[0, 1] == 0.4
    chance = next_product.purchase_chances(had, np.array([2]), p)
    assert chance[0, 2] == pytest.approx(0.15 + 0.85 * 0.105)
    none = next_product.purchase_chances(had, np.array([-1]), p)
    assert none == pytest.approx(p.anyway(had))


def test_profit_by_hand():
    """The same offer: 8.925 % win ¥88, 23.925 % use ¥10, and ¥0.50 for the contact: ¥4.96."""
    truth = simulate.trial("next product", 1, 500).truth
    had = simulate.trial("next product", 1, 500).customers.set_index("customer_id")[HAD]
    only = had["had_clothing"] & ~had["had_beauty"]
    profit = truth.expected_profits(["beauty"] * 500)[only]
    assert profit.to_numpy() == pytest.approx(np.full(only.sum(), 0.08925 * 88 - 0.23925 * 10 - 0.5))


def test_a_high_lift_is_no_reason_for_an_offer(trial):
    """Books and toys to those with sports: the highest lift, and a loss; beauty: the lowest, and the best."""
    offers = trial.truth.offers()
    with_partner = offers[offers["has_partner"]].set_index("category")
    assert with_partner.at["books and toys", "profit"] < 0 < with_partner.at["beauty", "profit"]
    assert with_partner["profit"].idxmax() == "beauty"
    without = offers[~offers["has_partner"]].set_index("category")
    assert (with_partner["anyway"] > without["anyway"]).all()
    assert offers["customers"].sum() == pytest.approx(np.sum(1 - np.array(simulate.NextProductTrial().had)))


def test_the_best_offers_beat_both_rules(trial):
    truth = trial.truth
    best = truth.best_offers()
    earned = {rule: truth.expected_profit(rule) for rule in next_product.ARMS}
    assert earned["control"] == 0 < earned["next product"] < earned["best seller"]
    assert truth.expected_profit(best) > 2 * earned["best seller"]
    had = trial.customers.set_index("customer_id")[HAD].set_axis(CATEGORIES, axis=1)
    for category in CATEGORIES:
        assert not had.loc[best == category, category].any()
    assert (truth.expected_profits(best) >= 0).all()


def test_the_mean_over_the_customers_is_the_populations(trial):
    effects = trial.truth.effects().set_index("arm")
    for arm in next_product.ARMS[1:]:
        profits = trial.truth.expected_profits(arm)
        error = profits.std() / np.sqrt(len(profits))
        assert abs(profits.mean() - effects.loc[arm, "profit_effect"]) < 3.3 * error


def test_profit_adds_up(trial):
    truth = trial.truth
    profits = truth.expected_profits("best seller")
    assert truth.expected_profit("best seller", [9, 4]) == pytest.approx(profits[[9, 4]].sum())
    named = trial.customers["best_seller"]
    assert truth.expected_profit(named) == pytest.approx(profits.sum())


@pytest.mark.parametrize(
    ("parameter", "place", "arm", "column", "sign"),
    [
        ("had", 1, "control", "purchases", 1),
        ("lifts", 2, "next product", "offered", -1),
        ("again", 3, "control", "purchases", 1),
        ("first", None, "best seller", "anyway", 1),
        ("won", 2, "next product", "won", 1),
        ("won_with_partner", None, "next product", "won", 1),
        ("margins", 2, "next product", "profit_effect", 1),
        ("voucher", None, "best seller", "profit_effect", -1),
        ("contact_cost", None, "best seller", "profit_effect", -1),
    ],
)
def test_a_parameter_raised_by_a_fifth_moves_the_truth(parameter, place, arm, column, sign):
    value = getattr(simulate.NextProductTrial(), parameter)
    if place is None:
        raised = 1.2 * value
    else:
        raised = tuple(v * (1.2 if k == place else 1) for k, v in enumerate(value))
    usual, moved = (
        simulate.trial("next product", 1, 3, parameters=one).truth.effects().set_index("arm")
        for one in (simulate.NextProductTrial(), simulate.NextProductTrial(**{parameter: raised}))
    )
    assert sign * (moved.loc[arm, column] - usual.loc[arm, column]) > 1e-6


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (dict(lifts=(1.5, 2.0, 6.0)), "NextProductTrial.lifts must leave each of the four cases of a pair"),
        (dict(lifts=(1.5, 2.0)), "NextProductTrial.lifts must be a tuple of 3 numbers"),
        (dict(had=(0.5,) * 5), "NextProductTrial.had must be a tuple of 6 numbers"),
        (dict(had=(1.5,) + (0.2,) * 5), "each value of NextProductTrial.had must be a share"),
        (dict(won_with_partner=20.0), "NextProductTrial.won times NextProductTrial.won_with_partner must be"),
        (dict(voucher=-1), "NextProductTrial.voucher must be a number of at least 0; got -1"),
    ],
)
def test_bad_parameters_get_a_sentence(changes, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        simulate.NextProductTrial(**changes)


@pytest.mark.parametrize(
    ("offers", "sentence"),
    [
        ("books", "offers must be one of 'control', 'best seller', 'next product'; got 'books'"),
        (["books"] * 10, "offers must hold categories such as 'home'; got 'books'"),
        (["home"], "offers must be 10, one a customer; got 1"),
        (3, "offers must be an arm or a column of categories; got 3"),
        (None, "offers must be an arm or a column of categories; got None"),
    ],
)
def test_bad_offers_get_a_sentence(offers, sentence):
    truth = simulate.trial("next product", 1, 10).truth
    with pytest.raises((TypeError, ValueError), match=sentence):
        truth.expected_profits(offers)
