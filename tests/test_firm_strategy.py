"""The strategy table at the simulated firm: its columns by hand, its gains against the truth."""

import numpy as np
import pandas as pd
import pytest

from crmlib import datasets
from crmlib.firm.lives import still_customer
from crmlib.firm.profit import yearly_profit
from crmlib.firm.strategy import (
    FIRM_PROGRAMMES,
    FIRM_RULES,
    FirmProgramme,
    expected_net,
    programme_gains,
    strategy_columns,
)
from crmlib.segmentation import strategy
from crmlib.simulate import Truth


@pytest.fixture(scope="module")
def firm():
    return datasets.load_firm()


@pytest.fixture(scope="module")
def table(firm):
    return strategy_columns(firm)


def test_profit_is_that_of_the_last_year(firm, table):
    assert table["profit"].tolist() == yearly_profit(firm)["profit"].tolist()


def test_the_rules_say_what_their_reasons_say(firm, table):
    """The A class has 70 % of all profit above 0; the lower half is a half; three tenths have potential."""
    from_ = {rule.row: rule.conditions[0][2] for rule in FIRM_RULES}
    gains = table.loc[table["profit"] > 0, "profit"]
    assert gains[gains >= from_["large"]].sum() / gains.sum() == pytest.approx(0.7, abs=0.005)
    assert (table["profit"] < from_["low"]).mean() == pytest.approx(0.5, abs=0.005)
    assert (table["potential"] >= from_["growth"]).mean() == pytest.approx(0.3, abs=0.025)


def test_a_row_per_customer_and_nothing_missing(firm, table):
    assert table["customer_id"].tolist() == firm.customers["customer_id"].tolist()
    assert not table.isna().any().any()


def test_potential_is_that_of_the_panel_where_it_is_known(firm, table):
    known = table[table["potential_known"]]
    category = firm.customers.set_index("customer_id").loc[known["customer_id"], "category_spend"]
    gap = np.maximum(category.to_numpy() - known["spend"].to_numpy(), 0)
    assert known["potential"].to_numpy() == pytest.approx(gap, abs=0.01)


def test_the_estimated_potential_ranks_the_others_better_than_chance(firm, table):
    true = firm.truth.customers["potential"]
    others = ~table["potential_known"]
    assert table.loc[others, "potential"].corr(true[others], method="spearman") > 0.3


def test_a_programme_that_does_nothing_gains_nothing(firm):
    assert (programme_gains(firm) == 0).all()


def test_who_has_left_gains_nothing_but_in_a_second_life(firm):
    people = firm.truth.customers
    gone, back = ~still_customer(firm).to_numpy(), people["second_active"].to_numpy()
    gains = programme_gains(firm, keeping=0.5, developing=0.1, referring=1).to_numpy()
    assert (gains[gone] == 0).all() and back.any()
    assert (gains[back] > 0).all() and not people["active"][back].any()


def test_a_second_life_is_kept_like_a_first(firm):
    """Nobody leaves any more: the discounted orders of one second life, by hand."""
    people, truth = firm.truth.customers, firm.truth
    one = people[people["second_active"]].iloc[0]
    weeks, force = truth._future_weeks(1826), np.log(1.1) / (365.25 / 7)
    leaving = one["second_leaving_probability"] * one["second_rate"]
    orders = [one["second_rate"] * (1 - np.exp(-(e + force) * weeks)) / (e + force) for e in (0, leaving)]
    gain = programme_gains(firm, keeping=1.0)[one["customer_id"]]
    assert gain == pytest.approx((orders[0] - orders[1]) * one["order_contribution"])


def test_a_referred_customer_is_worth_what_the_rules_say(firm):
    people = firm.truth.customers
    worth = firm.truth.value_of_channel(1826, 0.1)["referral"]
    expected = 0.5 * still_customer(firm).to_numpy() * people["expected_referrals"].to_numpy() * worth
    assert programme_gains(firm, referring=0.5).to_numpy() == pytest.approx(expected)


def test_the_parts_of_a_programme_add_up(firm):
    whole = programme_gains(firm, keeping=0.2, developing=0.02, referring=0.5)
    parts = (
        programme_gains(firm, keeping=0.2)
        + programme_gains(firm, developing=0.02)
        + programme_gains(firm, referring=0.5)
    )
    assert whole.to_numpy() == pytest.approx(parts.to_numpy())


def test_keeping_everyone_for_good_is_the_value_without_leaving(firm):
    truth = firm.truth
    staying = truth.customers.assign(leaving_probability=0.0, second_leaving_probability=0.0)
    forever = Truth(staying, truth.campaigns, truth.accounts, truth.parameters)
    gain = forever.expected_value() - truth.expected_value()
    assert programme_gains(firm, keeping=1.0).to_numpy() == pytest.approx(gain.to_numpy())


def test_net_is_gain_less_cost_and_nothing_where_no_programme_is(firm, table):
    rows = strategy.assign_strategy(table, FIRM_RULES)["strategy_row"]
    net = expected_net(firm, rows)
    growth = (rows == "growth").to_numpy()
    gain = programme_gains(firm, developing=FIRM_PROGRAMMES["growth"].developing)
    assert net[growth].sum() == pytest.approx(gain[growth].sum() - 30 * growth.sum())
    assert (net[rows.isin(["low", "none"]).to_numpy()] == 0).all()


def test_a_customer_who_fits_one_row_earns_the_same_under_every_precedence(firm, table):
    one = strategy.assign_strategy(table, FIRM_RULES)
    two = strategy.assign_strategy(table, FIRM_RULES, ("low", "growth", "loyal", "large", "strategic"))
    same = (one["rows_fitting"] <= 1).to_numpy()
    difference = expected_net(firm, one["strategy_row"]) - expected_net(firm, two["strategy_row"])
    assert (difference[same] == 0).all()
    assert (difference[~same] != 0).any()


def test_bad_input(firm):
    with pytest.raises(TypeError, match="firm must be a firm"):
        strategy_columns(pd.DataFrame())
    with pytest.raises(ValueError, match="rows must name a strategy row for each of the 2000 customers"):
        expected_net(firm, ["large"])
    with pytest.raises(TypeError, match="must be a dict from a row to a FirmProgramme"):
        expected_net(firm, ["large"] * 2000, {"large": 3})
    with pytest.raises(ValueError, match="the cost of programme 'large'"):
        expected_net(firm, ["large"] * 2000, {"large": FirmProgramme(cost=-1)})
