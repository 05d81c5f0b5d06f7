"""The rule behind a list: a cut in one column, sums over rows, whole groups, or nothing to say."""

import numpy as np
import pandas as pd
import pytest
from both import both

from crmlib.workbook import banks
from crmlib.workbook.finding import rules
from crmlib.workbook.kinds.code import Decision

DECISIONS = [
    id for name in banks.bank_names() for id, one in banks.bank(name).items() if isinstance(one, Decision)
]
RNG = np.random.default_rng(5)
PEOPLE = pd.DataFrame(
    {
        "customer_id": np.arange(200),
        "revenue": RNG.permutation(200) * 10.0,
        "margin": RNG.uniform(0.1, 0.5, 200),
        "visits": RNG.integers(0, 4, 200),
        "city": np.where(np.arange(200) % 2, "east", "west"),
    }
)
PROFIT = pd.Series(0.0, index=pd.Index(PEOPLE["customer_id"]))
NOBODY = set()


def said(chosen, best=NOBODY, **tables):
    return rules.named(set(chosen), set(best), tables or {"people": PEOPLE}, PROFIT)


def test_a_cut_by_hand():
    own, values = np.array([True, True, False, True]), np.array([9.0, 7.0, 5.0, 1.0])
    assert rules.nearest_cut(own, values) == (1, 1)
    assert rules.nearest_cut(own, np.array([9.0, 7.0, 7.0, np.nan]))[1] == 2


def test_the_highest_of_a_column_with_its_cut():
    chosen = PEOPLE.nlargest(50, "revenue")["customer_id"]
    assert said(chosen) == (
        "Your list is the 50 customers with the highest revenue (from 1,500). "
        "Nothing else plays a part in it."
    )


def test_few_that_do_not_fit_are_counted_and_more_are_too_many():
    chosen = set(PEOPLE.nsmallest(100, "revenue")["customer_id"])
    others = sorted(set(PEOPLE["customer_id"]) - chosen)
    one_off = {*sorted(chosen)[1:], others[0]}
    assert "but for 2, the 100 customers with the lowest revenue" in said(one_off)
    assert said({*sorted(chosen)[10:], *others[:10]}) is None


def test_a_product_of_two_columns():
    chosen = PEOPLE.assign(profit=PEOPLE["revenue"] * PEOPLE["margin"]).nlargest(60, "profit")["customer_id"]
    assert "the highest revenue × margin" in said(chosen)


def test_orders_are_summed_for_each_customer():
    orders = pd.DataFrame(
        {
            "customer_id": np.repeat(np.arange(200), 2),
            "date": pd.Timestamp("2025-01-01") + pd.to_timedelta(RNG.permutation(400), unit="D"),
            "amount": RNG.uniform(5, 90, 400),
        }
    )
    last = orders.groupby("customer_id")["date"].max().nlargest(40).index
    total = orders.groupby("customer_id")["amount"].sum().nlargest(40).index
    assert "with the latest last date (from " in said(last, orders=orders)
    assert "with the highest total amount" in said(total, orders=orders)


def test_all_of_a_group():
    chosen = PEOPLE.loc[PEOPLE["city"] == "east", "customer_id"]
    assert said(chosen) == "Your list is all with city east, and no others. Nothing else plays a part in it."


def test_another_cut_in_the_right_column():
    best = PEOPLE.nlargest(80, "revenue")["customer_id"]
    chosen = PEOPLE.nlargest(30, "revenue")["customer_id"]
    assert said(chosen, best).endswith("The order is right, and another cut earns more.")


@pytest.mark.parametrize("chosen", [[], [3], range(200), [1, 5, 9, 44]])
def test_of_none_few_or_all_nothing_is_said(chosen):
    assert said(chosen) is None


def test_chance_has_no_rule():
    lists = (RNG.choice(200, size, replace=False) for size in (20, 50, 100) for _ in range(20))
    assert [said(one) for one in lists] == [None] * 60


@pytest.mark.parametrize("id", DECISIONS)
def test_neither_chance_nor_a_list_near_the_best_is_named(id):
    """A tenth of the reference policy's list exchanged, and as many at random."""
    asked = both(id)
    numbers = asked.numbers("20260017")
    profit, best = asked.profit(**numbers), set(asked.policy(**numbers))
    others = sorted(set(profit.index) - best)
    if len(best) < 20 or len(others) < 20:
        return
    rng = np.random.default_rng(8)
    tenth = len(best) // 10 + 1
    swapped = {*sorted(best)[tenth:], *rng.choice(others, min(tenth, len(others)), replace=False).tolist()}
    chance = set(rng.choice(profit.index, len(best), replace=False).tolist())
    for chosen in (swapped, chance):
        assert rules.named(chosen, best, numbers, profit) is None


def test_a_naive_list_is_named_and_scored():
    asked = both("relationships.accounts")
    numbers = asked.numbers("20260017")
    verdict = asked.mark(list(numbers["accounts"].nlargest(12, "revenue")["account_id"]), numbers)
    assert (verdict.stage, verdict.slip) == ("slip", "rule")
    assert "the 12 accounts with the highest revenue" in verdict.message
    assert "Regret against the reference policy" in verdict.message
