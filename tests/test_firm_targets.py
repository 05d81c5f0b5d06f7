"""The firm's target table against its orders and its truth, and the profits by hand."""

import pytest

from crmlib import datasets
from crmlib.firm import targets as firm_targets

FIRM = datasets.load_firm()
TABLE = firm_targets.target_table(FIRM)
TRUTH = FIRM.truth.customers.set_index("customer_id").loc[TABLE.index]


def test_a_row_for_each_buyer_and_the_money_of_the_orders():
    orders = FIRM.orders[FIRM.orders["status"] == "completed"]
    assert TABLE.index.tolist() == sorted(orders["customer_id"].unique())
    assert TABLE["total"].sum() == pytest.approx(orders["amount"].sum())
    last_year = orders[orders["date"].dt.year == 2025]
    assert TABLE["spend"].sum() == pytest.approx(last_year["amount"].sum())


def test_the_panel_keeps_its_category_spend():
    panel = TABLE["category_spend"].notna()
    gap = (TABLE["category_spend"] - TABLE["spend"])[panel]
    assert TABLE["potential"][panel].to_numpy() == pytest.approx(gap.to_numpy())


def test_the_regression_ranks_potential_and_peers_do_not():
    others = TABLE["category_spend"].isna()
    regression = TABLE["potential"][others].corr(TRUTH["potential"][others], method="spearman")
    peers = TABLE["peers"][others].corr(TRUTH["potential"][others], method="spearman")
    assert regression > 0.5 and peers < 0


def test_probabilities_of_being_active_are_right_on_average():
    assert TABLE["active"].between(0, 1).all()
    for part in (TABLE["active"] < 0.3, TABLE["active"] > 0.9):
        assert TRUTH["active"][part].mean() == pytest.approx(TABLE["active"][part].mean(), abs=0.08)


def test_profit_by_hand_for_one_who_stays_and_one_who_left():
    profits = firm_targets.development_profits(FIRM, won_share=0.2, margin_share=0.5, cost=10)
    stays, left = TRUTH.index[TRUTH["active"]][0], TRUTH.index[~TRUTH["active"]][0]
    assert profits[stays] == pytest.approx(0.1 * TRUTH["potential"][stays] - 10)
    assert profits[left] == -10
