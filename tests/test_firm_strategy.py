"""The strategy table at the simulated firm: its columns by hand, its gains against the truth."""

import numpy as np
import pandas as pd
import pytest

from crmlib import datasets
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


def test_the_profit_of_one_customer_by_hand(firm, table):
    best = table.loc[table["profit"].idxmax()]
    who = best["customer_id"]
    orders = firm.orders[(firm.orders["customer_id"] == who) & (firm.orders["status"] == "completed")]
    orders = orders[orders["date"] >= "2025-01-01"]
    lines = firm.order_lines[firm.order_lines["order_id"].isin(orders["order_id"])]
    profit = lines["margin"].sum()
    back = firm.returns[(firm.returns["customer_id"] == who) & (firm.returns["returned"] >= "2025-01-01")]
    for _, row in back.iterrows():
        line = firm.order_lines.query("order_id == @row.order_id and line == @row.line").iloc[0]
        profit -= line["margin"] if row["resaleable"] else row["refund"]
    claims = firm.complaints[
        (firm.complaints["customer_id"] == who) & (firm.complaints["resolved"] >= "2025-01-01")
    ]
    profit -= claims["compensation"].sum()
    profit -= firm.cost_to_serve.loc[firm.cost_to_serve["customer_id"] == who, "cost"].sum()
    assert (best["orders"], best["profit"]) == (len(orders), pytest.approx(profit, abs=0.01))


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


def test_who_has_left_gains_nothing(firm):
    gone = ~firm.truth.customers["active"].to_numpy()
    assert (programme_gains(firm, keeping=0.5, developing=0.1, referring=1)[gone] == 0).all()


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
    staying = truth.customers.assign(leaving_probability=0.0)
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
