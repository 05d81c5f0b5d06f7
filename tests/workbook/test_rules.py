"""The rule behind a list: a cut in one column, sums over rows, whole groups, or nothing to say."""

import numpy as np
import pandas as pd
import pytest
from both import both

from crmlib.workbook import banks
from crmlib.workbook.finding import policies, rules
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
    found = rules.named(set(chosen), set(best), tables or {"people": PEOPLE}, PROFIT)
    return found and found.sentence


def test_a_cut_by_hand():
    own, values = np.array([True, True, False, True]), np.array([9.0, 7.0, 5.0, 1.0])
    assert rules.nearest_cut(own, values) == (1, 1)
    assert rules.nearest_cut(own, np.array([9.0, 7.0, 7.0, np.nan]))[1] == 2


def test_the_highest_of_a_column_with_its_cut():
    chosen = PEOPLE.nlargest(50, "revenue")["customer_id"]
    assert said(chosen) == (
        "Your list is the 50 customers with the highest revenue (from 1,500). Nothing else counts in it."
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
    assert said(chosen) == "Your list is all with city east, and no others. Nothing else counts in it."


def test_another_cut_in_the_right_column():
    best = PEOPLE.nlargest(80, "revenue")["customer_id"]
    chosen = PEOPLE.nlargest(30, "revenue")["customer_id"]
    assert said(chosen, best).endswith("The order is right, and another cut earns more.")


@pytest.mark.parametrize("chosen", [[3], [1, 5, 9, 44]])
def test_of_few_nothing_is_said(chosen):
    assert said(chosen) is None


def test_all_or_nobody_is_said_so_unless_that_is_best():
    assert said([], [1]).startswith("None fits: do both sides compare the same money")
    assert said(range(200), [1]) == "Some of the customers cost more than they bring."
    assert said([], []) is None and said(range(200), range(200)) is None


def test_a_sum_and_a_difference_of_two_columns():
    both = PEOPLE.assign(other=RNG.uniform(0, 2000, 200))
    for words, total in (
        ("revenue + other", both["revenue"] + both["other"]),
        ("revenue − other", both["revenue"] - both["other"]),
    ):
        assert f"the highest {words}" in said(both.loc[total.nlargest(60).index, "customer_id"], people=both)


def test_the_corner_of_two_cuts_and_a_strip():
    corner = PEOPLE.loc[(PEOPLE["revenue"] >= 800) & (PEOPLE["margin"] <= 0.4), "customer_id"]
    assert said(corner).startswith("Your list is all customers with revenue from 8")
    assert " and margin up to 0.39" in said(corner) and said(corner).endswith(rules.ALONE)
    strip = PEOPLE.loc[PEOPLE["revenue"].between(500, 1200), "customer_id"]
    assert "revenue from 500 and revenue up to 1,200." in said(strip)
    group = PEOPLE.loc[(PEOPLE["city"] == "east") & (PEOPLE["revenue"] >= 900), "customer_id"]
    assert "with revenue from 9" in said(group) and "and city east." in said(group)


def test_another_corner_of_the_right_columns():
    def corner(revenue, margin):
        return PEOPLE.loc[(PEOPLE["revenue"] >= revenue) & (PEOPLE["margin"] <= margin), "customer_id"]

    assert said(corner(800, 0.4), corner(1000, 0.45)).endswith(rules.ANOTHER_CUT)


def test_ties_are_not_broken():
    """As many as would fit, taken from all with the same few visits, are no rule."""
    visits = PEOPLE.sort_values("visits", kind="stable")["customer_id"]
    at_most = (PEOPLE["visits"] <= 1).sum()
    assert said(visits[: at_most - 20]) is None or "lowest visits" not in said(visits[: at_most - 20])
    assert "lowest visits" in said(visits[:at_most])


def test_nearly_all_are_no_rule_by_the_few_that_are_left_out():
    assert said(set(range(200)) - {3, 50, 77}) is None


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
    assert verdict.message.startswith("Not yet. You choose 12 of 40 accounts")


HOW_MANY = (6, 12, 30, 80)


def lists_of_other_columns(index, student):
    """By chance, and by a column that no table holds, in four lengths."""
    rng = np.random.default_rng(int(student))
    for size in (size for size in HOW_MANY if size < len(index)):
        yield rng.choice(index, size, replace=False).tolist()
        yield index[np.argsort(rng.normal(size=len(index)))[:size]].tolist()


def test_lists_of_chance_and_of_hidden_columns_are_seldom_named():
    """At most 2 % over all decisions."""
    named = []
    for id in DECISIONS:
        asked = both(id)
        numbers = asked.numbers("20260017")
        profit, best = asked.profit(**numbers), set(asked.policy(**numbers))
        known = {"known": asked.knows(**numbers).reset_index()} if asked.knows else {}
        for chosen in map(set, lists_of_other_columns(profit.index, "20260017")):
            rule = rules.named(chosen, best, numbers | known, profit)
            named.append(bool(rule or policies.named(chosen, best, asked.policy, numbers, profit.index)))
    assert len(named) > 100 and np.mean(named) <= 0.02
