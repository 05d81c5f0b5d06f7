"""What to look at in a file before using it."""

import numpy as np
import pandas as pd
import pytest

from crmlib.datasets.own_file.doubts import discount_columns, orders_come_to_nothing, placeholders, total_rows
from crmlib.datasets.own_file.formats import Table


def totals(*customers):
    column = pd.Series(customers, dtype=object)
    return total_rows(column, np.ones(len(column), dtype=bool)).tolist()


def test_a_word_for_a_sum_in_the_last_row_is_a_total():
    assert totals("A", "B", "Total") == [False, False, True]
    assert totals("A", "B", "小计", "合计：") == [False, False, True, True]


def test_a_customer_of_that_name_is_none():
    assert totals("Total", "A", "B") == [False] * 3
    assert totals("Total", "A", "Total") == [False] * 3
    assert totals(7, 8, 9) == [False] * 3


def test_only_the_rows_that_are_kept_are_looked_at():
    column = pd.Series(["A", "Total", ""], dtype=object)
    assert total_rows(column, np.array([True, True, False])).tolist() == [False, True, False]


def test_words_for_a_guest_are_counted():
    ids = pd.Series(["guest", "A", "Walk-in", "guest", "散客"], dtype=object)
    assert placeholders(ids).to_dict() == {"guest": 2, "Walk-in": 1, "散客": 1}


@pytest.mark.parametrize(
    ("ids", "found"), [([0, 0, 1], {0: 2}), ([0, 1, 1], {}), ([0, 1, 2], {}), (["-1", "-1", "5"], {"-1": 2})]
)
def test_zero_is_doubtful_only_if_nobody_has_more_rows(ids, found):
    assert placeholders(pd.Series(ids)).to_dict() == found


@pytest.mark.parametrize(
    "state", ["cancelled", "Refunded", "Payment failed", "交易关闭", "已取消", "storniert"]
)
def test_a_state_that_came_to_nothing(state):
    table = Table(["Order Status"], [pd.Series(["paid", state, state, "fulfilled", None], dtype=object)])
    kept = np.array([True, True, False, True, True])
    assert list(orders_come_to_nothing(table, kept)) == [("Order Status", state, 1)]


@pytest.mark.parametrize(
    "state", ["completed", "not cancelled", "无退款", "no refund", "交易成功", "shipped"]
)
def test_a_state_that_did_not(state):
    table = Table(["状态", "note"], [pd.Series([state]), pd.Series(["cancelled"])])
    assert list(orders_come_to_nothing(table, np.array([True]))) == []


def test_discounts_by_their_headings():
    assert discount_columns(["Discount_Rate", "折扣", "discounted price"]) == ["Discount_Rate", "折扣"]
