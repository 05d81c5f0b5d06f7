"""A student's data changed in one place: rows, columns, numbers."""

import pandas as pd

from crmlib.workbook.finding.data_edits import data_edits
from crmlib.workbook.kinds.draws import OneOf, money, rate, whole

ORDERS = pd.DataFrame(
    {
        "customer_id": [1, 1, 1, 2],
        "date": pd.to_datetime(["2025-01-01", "2025-01-01", "2025-03-01", "2025-02-01"]),
        "amount": [5.0, 0.0, -2.0, 9.0],
        "pieces": [1, 2, 1, 3],
    }
)
DRAWS = dict(weeks=whole(2, 90), share=rate(0.1, 0.9), cost=money(0, 90), least=OneOf((1, 2, 5)))


def edits(**numbers):
    return dict(data_edits(numbers, "customer_id", DRAWS))


def test_rows_are_left_out():
    found = edits(orders=ORDERS)
    kept = {says: list(changed["orders"]["amount"]) for says, changed in found.items()}
    assert kept["rows with `amount` 0 are left out"] == [5, -2, 9]
    assert kept["rows with `amount` of 0 or less are left out"] == [5, 9]
    assert kept["of each `customer_id` the first row is taken alone"] == [5, 9]
    assert kept["of each `customer_id` the last row is taken alone"] == [-2, 9]
    assert kept["the first row of each `customer_id` is left out"] == [0, -2]
    assert kept["of each `customer_id` and `date` one row is taken"] == [5, -2, 9]
    assert kept["only rows with `pieces` 1 are taken"] == [5, -2]
    assert "rows that are alike count once" not in kept


def test_columns_stand_for_one_another():
    found = edits(orders=ORDERS)
    changed = found["column `pieces` is taken in place of `amount`"]["orders"]
    assert list(changed["amount"]) == list(ORDERS["pieces"])
    changed = found["the columns `amount` and `pieces` are exchanged"]["orders"]
    assert list(changed["pieces"]) == list(ORDERS["amount"])
    assert not any("`date`" in says and "exchanged" in says for says in found)


def test_numbers_are_changed_in_the_words_of_the_prompt():
    found = edits(weeks=28, share=0.3, cost=40, least=2)
    assert found["the 28 is divided by 7"]["weeks"] == 4
    assert found["1 minus the 30 % is taken in its place"]["share"] == 0.7
    assert found["the ¥40 is left out"]["cost"] == 0
    assert found["5 is taken in place of 2"]["least"] == 5
    assert found["28 and ¥40 are exchanged"] == dict(weeks=40, share=0.3, cost=28, least=2)


def test_what_was_drawn_is_left_as_it_is():
    before = ORDERS.copy()
    edits(orders=ORDERS)
    pd.testing.assert_frame_equal(ORDERS, before)
