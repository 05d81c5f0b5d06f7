"""The profit of a year with a customer, by hand and in sum."""

import pandas as pd
import pytest

from crmlib import datasets, simulate
from crmlib.firm.profit import yearly_profit

FIRM = datasets.load_firm()
PARTS = yearly_profit(FIRM)
SINCE = "2025-01-01"


def mine(table, who):
    return table[table["customer_id"] == who]


def by_hand(who):
    """The parts of one customer, line by line."""
    orders = mine(FIRM.orders, who)
    orders = orders[(orders["status"] == "completed") & (orders["date"] >= SINCE)]
    lines = FIRM.order_lines[FIRM.order_lines["order_id"].isin(orders["order_id"])]
    lost = 0.0
    for _, row in mine(FIRM.returns, who).query("returned >= @SINCE").iterrows():
        line = FIRM.order_lines.query("order_id == @row.order_id and line == @row.line").iloc[0]
        lost += line["margin"] if row["resaleable"] else row["refund"]
    claims, points = mine(FIRM.complaints, who), mine(FIRM.points, who)
    redeemed = points[(points["kind"] == "redeemed") & (points["date"] >= SINCE)]
    fees = 0.0
    for _, spell in mine(FIRM.subscriptions, who).iterrows():
        months = 12 if spell["plan"] == "yearly" else 1
        begins = [spell["start"] + pd.DateOffset(months=months * k) for k in range(spell["periods_paid"])]
        fees += 0.45 * spell["fee"] * sum(day >= pd.Timestamp(SINCE) for day in begins)
    return dict(
        margin=lines["margin"].sum(),
        returns=-lost,
        compensation=-claims.loc[claims["resolved"] >= SINCE, "compensation"].sum(),
        cost_to_serve=-mine(FIRM.cost_to_serve, who)["cost"].sum(),
        points=-0.01 * redeemed["points"].sum(),
        club=fees,
    )


@pytest.mark.parametrize("extreme", ["margin", "returns", "compensation", "points", "club"])
def test_the_parts_of_one_customer_by_hand(extreme):
    """Of each part the customer of whom it is largest."""
    who = PARTS[extreme].abs().idxmax()
    expected = by_hand(who)
    assert expected[extreme] != 0
    assert PARTS.loc[who].drop("profit").to_dict() == pytest.approx(expected, abs=0.01)


def test_profit_is_the_sum_of_its_parts():
    assert PARTS.index.tolist() == FIRM.customers["customer_id"].tolist()
    assert PARTS["profit"].to_numpy() == pytest.approx(PARTS.drop(columns="profit").sum(axis=1), abs=0.011)
    assert (PARTS.drop(columns=["margin", "club", "profit"]) <= 0).all(axis=None)


def test_every_order_point_and_fee_of_the_year_is_in_it():
    done = FIRM.orders[(FIRM.orders["status"] == "completed") & (FIRM.orders["date"] >= SINCE)]
    margin = FIRM.order_lines[FIRM.order_lines["order_id"].isin(done["order_id"])]["margin"].sum()
    assert PARTS["margin"].sum() == pytest.approx(margin)
    points = FIRM.points[FIRM.points["date"] >= SINCE]
    assert PARTS["points"].sum() == pytest.approx(-points["cost"].sum())
    assert PARTS["cost_to_serve"].sum() == pytest.approx(-FIRM.cost_to_serve["cost"].sum())


def test_in_the_first_edition_points_and_club_cost_nothing():
    first = yearly_profit(simulate.firm(1, 100, edition=1))
    assert (first[["points", "club"]] == 0).all(axis=None) and (first["margin"] > 0).any()


def test_no_firm_gets_a_sentence():
    with pytest.raises(TypeError, match="firm must be a simulated firm"):
        yearly_profit(pd.DataFrame())
