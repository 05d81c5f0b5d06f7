"""The firm's target table against its orders and its truth, and the profits by hand."""

import numpy as np
import pytest

from crmlib import datasets
from crmlib.btyd import BetaGeoNBD
from crmlib.firm import targets as firm_targets
from crmlib.firm.lives import still_customer
from crmlib.rfm import purchase_summary

FIRM = datasets.load_firm()
TABLE = firm_targets.target_table(FIRM)
TRUTH = FIRM.truth.customers.set_index("customer_id").loc[TABLE.index]
STILL = still_customer(FIRM)[TABLE.index]


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
    for low, high in ((0, 0.3), (0.3, 0.9), (0.9, 1)):
        part = TABLE["active"].between(low, high)
        assert STILL[part].mean() == pytest.approx(TABLE["active"][part].mean(), abs=0.03)


def test_a_second_life_is_read_by_its_own_orders():
    """By hand: the answer that began it, and her orders since; and no other answer to a campaign."""
    orders = FIRM.orders[FIRM.orders["status"] == "completed"]
    own = orders[orders["campaign_id"].isna() & (orders["life"] == 1)]
    columns = ["frequency", "recency", "T"]
    fitted = purchase_summary(own, observation_end="2025-12-31")
    model = BetaGeoNBD().fit(*(fitted[name] for name in columns))
    second = orders[orders["life"] == 2]
    assert second["customer_id"].nunique() > 5
    for who, history in second.groupby("customer_id"):
        began = history["date"].min()
        history = history[history["campaign_id"].isna() | (history["date"] == began)]
        summary = purchase_summary(history, observation_end="2025-12-31")
        expected = model.probability_alive(*(summary[name] for name in columns))
        assert TABLE.at[who, "active"] == pytest.approx(np.asarray(expected).item())


def test_profit_by_hand_for_one_who_stays_and_one_who_left():
    profits = firm_targets.development_profits(FIRM, won_share=0.2, margin_share=0.5, cost=10)
    stays, left = TRUTH.index[STILL][0], TRUTH.index[~STILL][0]
    assert profits[stays] == pytest.approx(0.1 * TRUTH["potential"][stays] - 10)
    assert profits[left] == -10
    back = TRUTH.index[TRUTH["second_active"]][0]
    assert profits[back] == pytest.approx(0.1 * TRUTH["potential"][back] - 10)
