"""What to look at in a file before using it."""

import numpy as np
import pandas as pd
import pytest

from crmlib.datasets.own_file.doubts import discount_columns, fewer_people, placeholders, total_rows
from crmlib.datasets.own_file.header import Table


def totals(*rows):
    """Which rows are totals (1) or perhaps so (2), of customers and amounts."""
    customers, amounts = (list(column) for column in zip(*rows, strict=True))
    found, perhaps = total_rows(
        pd.Series(customers, dtype=object), np.array(amounts, dtype=float), np.ones(len(rows), dtype=bool)
    )
    return (found + 2 * perhaps).tolist()


def test_a_word_for_a_sum_in_the_last_row_is_a_total():
    assert totals(("A", 1), ("B", 2), ("Total", 3)) == [0, 0, 1]
    assert totals(("A", 1), ("B", 2), ("小计", 3), ("合计：", 3)) == [0, 0, 1, 1]
    assert totals(("A", 1), ("B", 2), ("Total", 99)) == [0, 0, 1]


@pytest.mark.parametrize(
    "rows",
    [
        [("Total", 6), ("A", 1), ("B", 2), ("A", 3)],
        [("A", 1), ("B", 2), ("小计", 3), ("C", 3), ("小计", 3), ("合计", 6)],
        [("A", 1), ("A", 2), ("A Total", 3), ("B", 3), ("B Total", 3), ("Grand Total", 6)],
        [("张三", 1), ("张三 小计", 1), ("李四", 2), ("李四小计", 2), ("总计", 3)],
        [("Total A", 3), ("A", 1), ("A", 2), ("Total B", 4), ("B", 4)],
        [("A", 1), ("Zwischensumme", 1), ("B", 2), ("Zwischensumme", 2), ("Gesamtergebnis", 3), ("C", 5)],
        [("A", 1), ("sous-total", 1), ("B", 2.5), ("sous-total", 2.5), ("Total général", 3.5)],
        [("A", 1), ("小計", 1), ("B", 2), ("小計", 2), ("合計", 3)],
        [
            ("A", 1),
            ("小计", 1),
            ("B", 2),
            ("小计", 2),
            ("合计", 3),
            ("C", 4),
            ("小计", 4),
            ("合计", 4),
            ("总计", 7),
        ],
        [("A", 0.1), ("B", 0.2), ("Total", 0.3), ("C", 1)],
    ],
)
def test_a_row_that_adds_up_others_is_a_total_wherever_it_stands(rows):
    wanted = [int(not (len(name) == 1 or name in ("张三", "李四"))) for name, _ in rows]
    assert totals(*rows) == wanted


def test_a_customer_of_that_name_whose_amount_is_no_sum_is_perhaps_one():
    assert totals(("Total", 7), ("A", 1), ("B", 2)) == [2, 0, 0]
    assert totals(("Total", 7), ("A", 1), ("Total", 8)) == [2, 0, 2]
    assert totals(("Total Wine", 7), ("A", 1), ("Joe Sum", 2), ("B", 2)) == [0] * 4
    assert totals((7, 1), (8, 1), (9, 2)) == [0] * 3


def test_only_the_rows_that_are_kept_are_looked_at():
    column = pd.Series(["A", "B", "Total", ""], dtype=object)
    found, _ = total_rows(column, np.array([1.0, 5, 1, 1]), np.array([True, False, True, False]))
    assert found.tolist() == [False, False, True, False]


def test_words_for_a_guest_are_counted():
    ids = pd.Series(["guest", "A", "Walk-in", "guest", "散客"], dtype=object)
    assert placeholders(ids).to_dict() == {"guest": 2, "Walk-in": 1, "散客": 1}


@pytest.mark.parametrize(
    ("ids", "found"), [([0, 0, 1], {0: 2}), ([0, 1, 1], {}), ([0, 1, 2], {}), (["-1", "-1", "5"], {"-1": 2})]
)
def test_zero_is_doubtful_only_if_nobody_has_more_rows(ids, found):
    assert placeholders(pd.Series(ids)).to_dict() == found


PEOPLE = Table(
    ["customer_id", "customer_unique_id", "email", "Customer Name", "customer_city", "segment"],
    [pd.Series(list(cells)) for cells in ("abcd", "wwxy", ["1", "2", "1", None], "kkkl", "ssst", "uuuu")],
)


def test_columns_that_know_fewer_people():
    kept = np.ones(4, dtype=bool)
    found = [("customer_unique_id", 3), ("email", 2), ("Customer Name", 2)]
    assert fewer_people(PEOPLE, 0, kept) == found
    assert fewer_people(PEOPLE, 0, kept, names=False) == found[:2]
    assert fewer_people(PEOPLE, 1, kept, names=False) == []
    assert fewer_people(PEOPLE, 0, np.array([True, False, False, False])) == []


def test_discounts_by_their_headings():
    assert discount_columns(["Discount_Rate", "折扣", "discounted price"]) == ["Discount_Rate", "折扣"]
