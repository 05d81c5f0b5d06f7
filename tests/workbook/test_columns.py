"""What a student can see of each thing: her columns, sums over rows, and two columns as one."""

import numpy as np
import pandas as pd

from crmlib.workbook.finding import columns

INDEX = pd.Index([1, 2, 3])
ACCOUNTS = pd.DataFrame(
    {"account_id": [3, 1, 2], "revenue": [30.0, 10, 20], "city": ["c", "a", "b"], "open": [True, False, True]}
)
ORDERS = pd.DataFrame(
    {
        "account_id": [1, 1, 2],
        "amount": [5.0, 7, 9],
        "date": pd.to_datetime(["2025-01-01", "2025-02-01", "2025-03-01"]),
    }
)


def test_a_row_each_comes_in_the_order_of_what_is_chosen():
    seen = columns.seen({"accounts": ACCOUNTS, "cost": 5}, INDEX)
    assert seen["revenue"].tolist() == [10, 20, 30] and seen["city"].tolist() == ["a", "b", "c"]
    assert list(seen) == ["revenue", "city", "open"]


def test_many_rows_are_summed():
    rows = columns.summed(ORDERS, "account_id", INDEX)
    assert rows["number of rows"].tolist()[:2] == [2, 1] and rows["total amount"].tolist()[:2] == [12, 9]
    assert rows["mean amount"][1] == 6 and rows["largest amount"][1] == 7
    assert rows["last date"][1] == pd.Timestamp("2025-02-01") and rows["first date"][1] == pd.Timestamp(
        "2025-01-01"
    )


def test_a_table_of_others_holds_nothing_of_these():
    others = ACCOUNTS.assign(account_id=[7, 8, 9])
    assert columns.seen({"others": others}, INDEX).empty
    empty = ACCOUNTS.assign(never=np.nan)
    assert "never" not in columns.seen({"accounts": empty}, INDEX)


def test_two_columns_as_one():
    table = pd.DataFrame({"a": [6.0, 4], "b": [3.0, 0], "yes": [True, False]}, index=[1, 2])
    pairs = columns.pairs(table)
    assert list(pairs) == ["a × b", "a + b", "a ÷ b", "b ÷ a", "a − b"]
    assert pairs.loc[1].tolist() == [18, 9, 2, 0.5, 3] and np.isnan(pairs.loc[2, "a ÷ b"])
