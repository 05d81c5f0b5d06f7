"""RFM: hand values, one result on every engine, identities, every combination of scores, and bad input."""

import datetime
import itertools
import math
import warnings

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from engines import ENGINES, every_engine
from hypothesis import given
from hypothesis import strategies as st

from crmlib import datasets, rfm
from crmlib.intervals import wilson_interval

MEASURES = list(rfm.MEASURES)
SCORES = [f"{measure}_score" for measure in MEASURES]

# Ten customers with every case of the definitions, and K, who only returned something.
TEN = [
    ("A", "1997-11-01", 20.0),
    ("A", "1997-12-01", 30.0),
    ("A", "1997-12-21", 50.0),
    ("B", "1997-12-30", 10.0),
    ("C", "1997-10-31", 60.0),
    ("C", "1997-11-30", 40.0),
    ("D", "1997-12-31", 5.0),
    ("D", "1997-12-31", 5.0),
    ("E", "1997-12-11", 80.0),
    ("E", "1997-12-20", -30.0),
    ("F", "1997-10-02", 0.0),
    ("G", "1997-09-02", 25.0),
    ("G", "1997-12-16 23:59", 75.0),
    ("H", "1997-07-04", 120.0),
    ("I", "1997-01-01", 15.0),
    ("I", "1997-04-02", 15.0),
    ("I", "1997-12-26", 15.0),
    ("I", "1997-12-28", 15.0),
    ("J", "1996-12-31", 200.0),
    ("K", "1997-12-24", -9.0),
]
# Counted by hand on 1997-12-31: days since the last order, orders, money, money an order.
TEN_BY_HAND = {
    "A": (10, 3, 100.0, 100 / 3),
    "B": (1, 1, 10.0, 10.0),
    "C": (31, 2, 100.0, 50.0),
    "D": (0, 2, 10.0, 5.0),
    "E": (20, 1, 50.0, 50.0),
    "F": (90, 1, 0.0, 0.0),
    "G": (15, 2, 100.0, 50.0),
    "H": (180, 1, 120.0, 120.0),
    "I": (3, 4, 60.0, 15.0),
    "J": (365, 1, 200.0, 200.0),
}
# Cut points by hand: recency 2.6, 13, 24.4, 108; frequency 1, 1, 2, 2.2; monetary 10, 56, 100, 104.
TEN_SCORES = dict(
    zip("ABCDEFGHIJ", ["453", "511", "233", "531", "312", "211", "333", "115", "453", "115"], strict=True)
)
TEN_SEGMENTS = {
    "A": "loyal",
    "B": "new customers",
    "C": "at risk",
    "D": "potential loyalists",
    "E": "about to sleep",
    "F": "hibernating",
    "G": "need attention",
    "H": "lost",
    "I": "loyal",
    "J": "lost",
}

CHOSEN = {"returns": "net", "zero_orders": "count"}


def transactions(rows):
    customers, dates, amounts = zip(*rows, strict=True)
    when = pd.to_datetime(list(dates), format="ISO8601")
    return pd.DataFrame({"customer_id": customers, "date": when, "amount": amounts})


def as_pandas(frame):
    """Any frame in pandas with plain types, to compare engines by value."""
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    return pd.DataFrame({str(name): frame[name].to_numpy() for name in column_names(frame)})


def column_names(frame):
    return frame.column_names if isinstance(frame, pa.Table) else list(frame.columns)


@pytest.fixture
def ten():
    return transactions(TEN)


@pytest.fixture
def ten_table(ten):
    return rfm.rfm_table(ten, **CHOSEN)


@pytest.fixture(scope="module")
def cdnow():
    return datasets.load_cdnow()


@pytest.fixture
def no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


# --- the table -----------------------------------------------------------------------


@every_engine
def test_ten_customers_by_hand(ten, engine):
    result = rfm.rfm_table(engine(ten), **CHOSEN)
    assert type(result) is type(engine(ten))
    table = as_pandas(result)
    assert table.columns.tolist() == ["customer_id", *MEASURES, "average_order_value"]
    assert table["customer_id"].tolist() == list(TEN_BY_HAND)
    assert table[MEASURES].to_numpy().tolist() == [list(row[:3]) for row in TEN_BY_HAND.values()]
    assert table["average_order_value"].to_numpy() == pytest.approx([row[3] for row in TEN_BY_HAND.values()])


def test_kinds_of_columns_and_index(ten):
    last_customer_first = ten.set_index(pd.Index(range(100, 120))).iloc[::-1]
    table = rfm.rfm_table(last_customer_first, **CHOSEN)
    assert table["customer_id"].tolist() == list(TEN_BY_HAND)
    assert isinstance(table.index, pd.RangeIndex) and table.index.start == 0
    assert table[MEASURES].dtypes.astype(str).tolist() == ["int64", "int64", "float64"]


@every_engine
@pytest.mark.filterwarnings("ignore:left out")
def test_dates_without_a_time_count_the_same(ten, engine):
    days = ten.assign(date=ten["date"].dt.normalize())
    dated = engine(days)
    if isinstance(dated, pl.DataFrame | pl.LazyFrame):
        dated = dated.with_columns(pl.col("date").cast(pl.Date))
    if isinstance(dated, pa.Table):
        dated = dated.set_column(1, "date", dated["date"].cast(pa.timestamp("s")).cast(pa.date32()))
    expected = rfm.rfm_table(ten, as_of="1997-12-25", **CHOSEN | {"returns": "drop"})
    result = rfm.rfm_table(dated, as_of="1997-12-25", **CHOSEN | {"returns": "drop"})
    pd.testing.assert_frame_equal(as_pandas(result), as_pandas(expected))


@every_engine
def test_order_of_rows_does_not_matter(ten, engine):
    shuffled = ten.sample(frac=1, random_state=4)
    pd.testing.assert_frame_equal(
        as_pandas(rfm.rfm_table(engine(shuffled), **CHOSEN)), as_pandas(rfm.rfm_table(engine(ten), **CHOSEN))
    )


def test_other_column_names(ten):
    renamed = ten.rename(columns={"customer_id": "household", "date": "day", "amount": "sales"})
    table = rfm.rfm_table(renamed, "household", "day", "sales", **CHOSEN)
    assert table.columns[0] == "household" and table["monetary"].sum() == 750


@pytest.mark.parametrize(
    "as_of",
    [
        "1998-01-10",
        "1998-01-10T18:30",
        datetime.date(1998, 1, 10),
        datetime.datetime(1998, 1, 10, 23, 59),
        pd.Timestamp("1998-01-10 08:00"),
        pd.Timestamp("1998-01-10 23:00", tz="Asia/Shanghai"),
        np.datetime64("1998-01-10"),
        np.datetime64("1998-01-10T12:00:00.000000000"),
    ],
    ids=repr,
)
def test_as_of_in_many_forms(ten, as_of):
    table = rfm.rfm_table(ten, as_of=as_of, **CHOSEN)
    assert table["recency"].tolist() == [row[0] + 10 for row in TEN_BY_HAND.values()]


@every_engine
def test_as_of_day_counts_to_its_end_and_later_rows_are_left_out(ten, engine):
    with pytest.warns(rfm.DataWarning, match=r"^left out: 8 rows after as_of 1997-12-16$"):
        table = as_pandas(rfm.rfm_table(engine(ten), as_of="1997-12-16", **CHOSEN))
    row = table.set_index("customer_id").loc["G"]
    assert row.tolist() == [0, 2, 100, 50]
    assert "B" not in set(table["customer_id"])


def test_as_of_beyond_every_calendar(ten):
    far = rfm.rfm_table(ten.assign(date=ten["date"].dt.as_unit("ns")), as_of="9999-12-31", **CHOSEN)
    days = (datetime.date(9999, 12, 31) - datetime.date(1997, 12, 31)).days
    assert far["recency"].tolist() == [row[0] + days for row in TEN_BY_HAND.values()]


def test_recency_over_leap_years_equals_the_difference_of_dates():
    days = pd.date_range("1895-02-27", "2005-03-02", freq="17D").append(pd.DatetimeIndex(["2000-02-29"]))
    table = rfm.rfm_table(
        pd.DataFrame({"customer_id": range(len(days)), "date": days, "amount": 1.0}), as_of="2026-11-21"
    )
    assert table["recency"].tolist() == [(datetime.date(2026, 11, 21) - day.date()).days for day in days]


@every_engine
def test_time_zone_counts_the_local_day(engine):
    # 18:00 UTC on 30 June is 2 a.m. on 1 July in Shanghai.
    rows = transactions(
        [("A", "1997-06-30 18:00", 5.0), ("A", "1997-06-01 10:00", 5.0), ("B", "1997-07-03", 5.0)]
    )
    rows["date"] = rows["date"].dt.tz_localize("UTC").dt.tz_convert("Asia/Shanghai")
    table = as_pandas(rfm.rfm_table(engine(rows)))
    assert table["recency"].tolist() == [2, 0]
    with pytest.warns(rfm.DataWarning, match="left out: 2 rows after as_of 1997-06-30"):
        assert as_pandas(rfm.rfm_table(engine(rows), as_of="1997-06-30"))["recency"].tolist() == [29]


def test_one_customer():
    table = rfm.rfm_table(transactions([("A", "1997-06-30", 5.0)]))
    assert table.to_numpy().tolist() == [["A", 0, 1, 5.0, 5.0]]


def test_duplicated_rows_are_two_orders(ten):
    twice = rfm.rfm_table(pd.concat([ten, ten]), **CHOSEN)
    once = rfm.rfm_table(ten, **CHOSEN)
    assert (twice["frequency"] == 2 * once["frequency"]).all()
    assert twice["recency"].equals(once["recency"])


# --- policies ------------------------------------------------------------------------


@every_engine
def test_default_policies_warn_with_counts(ten, engine):
    with pytest.warns(rfm.DataWarning) as caught:
        rfm.rfm_table(engine(ten))
    assert [str(warning.message) for warning in caught] == [
        "column 'amount' is below 0 in 2 rows: returns, which lower monetary and are no orders; "
        "customers with returns only, left out: 1 (to choose, say returns='net' or returns='drop')",
        "column 'amount' is 0 in 1 row: counted as orders (to choose, say zero_orders='count' or "
        "zero_orders='drop')",
    ]
    assert {warning.filename for warning in caught} == {__file__}


def test_chosen_policies_are_silent(ten, no_warning):
    rfm.rfm_table(ten, returns="drop", zero_orders="drop")


def test_plain_data_are_silent(ten, no_warning):
    rfm.rfm_table(ten[ten["amount"] > 0], as_of="1997-12-31")


@every_engine
def test_returns_dropped(ten, engine):
    dropped = as_pandas(rfm.rfm_table(engine(ten), returns="drop", zero_orders="count"))
    assert dropped.set_index("customer_id").loc["E"].tolist() == [20, 1, 80, 80]
    assert dropped["monetary"].sum() == 780


@every_engine
def test_zero_orders_dropped(ten, engine):
    dropped = as_pandas(rfm.rfm_table(engine(ten), returns="net", zero_orders="drop"))
    assert dropped["customer_id"].tolist() == list("ABCDEGHIJ")


def test_a_zero_order_can_be_the_last_order():
    rows = transactions([("A", "1997-06-01", 5.0), ("A", "1997-06-30", 0.0)])
    assert rfm.rfm_table(rows, zero_orders="count")["recency"].tolist() == [0]
    assert rfm.rfm_table(rows, as_of="1997-06-30", zero_orders="drop")["recency"].tolist() == [29]


@every_engine
@pytest.mark.parametrize(
    ("as_of", "orders", "returns", "returns_only", "late"),
    [(None, 18, 2, 1, 0), ("1997-12-30", 16, 2, 1, 2), ("1997-12-22", 13, 1, 0, 6)],
)
def test_audit_counts(ten, engine, as_of, orders, returns, returns_only, late):
    audit = rfm.transaction_audit(engine(ten), as_of=as_of)
    assert audit.columns.tolist() == ["finding", "rows", "treatment"]
    assert dict(zip(audit["finding"], audit["rows"], strict=True)) == {
        "rows": 20,
        "customers": 11,
        "orders": orders,
        "returns": returns,
        "customers with returns only": returns_only,
        "zero orders": 1,
        "exact duplicates": 1,
        "after as_of": late,
        "missing customer": 0,
        "missing date": 0,
        "missing or infinite amount": 0,
    }


@pytest.mark.parametrize("engine", [ENGINES["pandas"], ENGINES["polars"], ENGINES["polars lazy"]])
def test_audit_counts_missing_values_and_refuses_none(ten, engine):
    ten["customer_id"] = ten["customer_id"].where(ten.index != 3)
    ten["date"] = ten["date"].where(ten.index > 2)
    ten["amount"] = ten["amount"].mask(ten.index == 7, math.nan).mask(ten.index == 8, math.inf)
    audit = rfm.transaction_audit(engine(ten)).set_index("finding")["rows"]
    assert audit[["missing customer", "missing date", "missing or infinite amount"]].tolist() == [1, 3, 2]
    assert audit[["customers", "returns", "customers with returns only"]].tolist() == [10, 2, 2]


def test_audit_orders_equal_frequencies(cdnow):
    audit = rfm.transaction_audit(cdnow).set_index("finding")["rows"]
    table = rfm.rfm_table(cdnow, zero_orders="count")
    assert audit["orders"] == table["frequency"].sum()
    assert audit["customers"] == len(table)


# --- published -----------------------------------------------------------------------


def test_cdnow_customers_and_orders(cdnow, no_warning):
    table = rfm.rfm_table(cdnow, zero_orders="count")
    assert len(table) == 2357
    assert table["frequency"].sum() == 6919
    assert table["monetary"].sum() == pytest.approx(cdnow["amount"].sum())


def test_cdnow_repeat_purchases_of_the_btyd_walkthrough(cdnow):
    """Repeat purchases in the first 39 weeks, one purchase a day: vignette of the R package BTYD."""
    purchases = cdnow.groupby(["customer_id", "date"], as_index=False)["amount"].sum()
    with pytest.warns(rfm.DataWarning, match="left out: 1882 rows after as_of 1997-09-30"):
        table = rfm.rfm_table(purchases, as_of="1997-09-30", zero_orders="count")
    repeats = (table["frequency"] - 1).clip(upper=7).value_counts().sort_index()
    assert repeats.tolist() == [1411, 439, 214, 100, 62, 38, 29, 64]


def test_wilson_interval_of_newcombe_1998():
    """Newcombe (1998), Statistics in Medicine 17, table I, method 3: the score interval."""
    lower, upper = wilson_interval(np.array([81, 15, 0, 1]), np.array([263, 148, 20, 29]))
    assert lower == pytest.approx([0.2553, 0.0624, 0, 0.0061], abs=5e-5)
    assert upper == pytest.approx([0.3662, 0.1605, 0.1611, 0.1718], abs=5e-5)


# --- properties of the table ---------------------------------------------------------

orders = st.lists(
    st.tuples(
        st.integers(1, 6),
        st.datetimes(datetime.datetime(1996, 1, 1), datetime.datetime(2004, 12, 31)).map(str),
        st.integers(-500, 2000).map(lambda cents: cents / 4),
    ),
    min_size=1,
    max_size=40,
).filter(lambda rows: any(amount >= 0 for _, _, amount in rows))


@given(orders)
def test_table_equals_a_plain_loop(rows):
    expected = {}
    last_day = max(datetime.date.fromisoformat(date[:10]) for _, date, _ in rows)
    for customer, date, amount in rows:
        days, spend = expected.setdefault(customer, ([], []))
        spend.append(amount)
        if amount >= 0:
            days.append((last_day - datetime.date.fromisoformat(date[:10])).days)
    lines = {c: (min(days), len(days), sum(spend)) for c, (days, spend) in sorted(expected.items()) if days}
    for engine in ENGINES.values():
        table = as_pandas(rfm.rfm_table(engine(transactions(rows)), **CHOSEN))
        assert table["customer_id"].tolist() == list(lines)
        assert table[MEASURES].to_numpy().tolist() == [list(line) for line in lines.values()]


@given(orders)
def test_money_is_neither_made_nor_lost(rows):
    frame = transactions(rows)
    table = rfm.rfm_table(frame, **CHOSEN)
    kept = frame[frame["customer_id"].isin(table["customer_id"])]
    assert table["monetary"].sum() == kept["amount"].sum()
    assert table["frequency"].sum() == (frame["amount"] >= 0).sum()
    assert (table["average_order_value"] * table["frequency"]).to_numpy() == pytest.approx(table["monetary"])


# --- bad tables ----------------------------------------------------------------------


def refused(error, sentence, call, *args, **kwargs):
    with pytest.raises(error, match=sentence) as caught:
        call(*args, **kwargs)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "thing", [None, [1, 2], {"amount": [1]}, "orders.csv", np.zeros((2, 3)), 7], ids=repr
)
def test_not_a_table(thing):
    refused(TypeError, "^transactions must be a table with columns .*; got ", rfm.rfm_table, thing)


@every_engine
def test_missing_column(ten, engine):
    frame = engine(ten.rename(columns={"amount": "Amount"}))
    sentence = (
        "^amount: transactions has no column 'amount'; its columns are .*, Amount; did you mean 'Amount'[?]$"
    )
    refused(ValueError, sentence, rfm.rfm_table, frame)


def test_missing_column_without_a_near_one(ten):
    sentence = "^customer: transactions has no column 'household'; its columns are customer_id, date, amount$"
    refused(ValueError, sentence, rfm.rfm_table, ten, customer="household")


def test_missing_column_that_is_the_index(ten):
    sentence = r"'customer_id' is the index, so call .reset_index\(\) first$"
    refused(ValueError, sentence, rfm.rfm_table, ten.set_index("customer_id"))


WAYS = {"pandas": r"pandas.to_datetime\(..., format=...\)", "polars": r".str.to_date\(format\)"}


@pytest.mark.parametrize("name", ["pandas", "polars", "polars lazy"])
def test_text_date(ten, name):
    frame = ENGINES[name](ten.assign(date="03/04/1997"))
    way = WAYS[name.split()[0]]
    sentence = f"^column 'date' holds text such as '03/04/1997'; convert it to dates first, e.g. with {way}$"
    refused(ValueError, sentence, rfm.rfm_table, frame)


def test_date_as_number(ten):
    sentence = "^column 'date' holds values of type int such as 19970304; convert it to dates first"
    refused(ValueError, sentence, rfm.rfm_table, ten.assign(date=19970304))


def test_text_amount(ten):
    sentence = r"^column 'amount' holds text such as '\$ 5'; convert it to numbers first, e.g. with pandas"
    refused(ValueError, sentence, rfm.rfm_table, ten.assign(amount="$ 5"))


@every_engine
def test_missing_and_infinite_amounts(ten, engine):
    ten["amount"] = ten["amount"].mask(ten.index == 3, math.nan).mask(ten.index == 9, math.inf)
    sentence = (
        r"^column 'amount' is missing or infinite in 2 rows \(first customers: B, E\); drop or fill them"
    )
    refused(ValueError, sentence, rfm.rfm_table, engine(ten))


def test_nan_in_polars_is_missing_too(ten):
    frame = pl.from_pandas(ten).with_columns(pl.Series("amount", [math.nan, None] + [1.0] * 18))
    refused(ValueError, r"missing or infinite in 2 rows \(first customers: A\)", rfm.rfm_table, frame)


@every_engine
def test_missing_dates(ten, engine):
    ten["date"] = ten["date"].where(ten.index > 2)
    sentence = r"^column 'date' is missing in 3 rows \(first customers: A\); drop or fill them first$"
    refused(ValueError, sentence, rfm.rfm_table, engine(ten))


@every_engine
def test_missing_customers(ten, engine):
    ten["customer_id"] = ten["customer_id"].where(ten.index > 0)
    sentence = "^column 'customer_id' is missing in 1 row; drop or fill them first$"
    refused(ValueError, sentence, rfm.rfm_table, engine(ten))


def test_mixed_customers(ten):
    ten["customer_id"] = pd.Series([7, "7"] * 10, dtype=object)
    sentence = "^column 'customer_id' mixes values of type int and str; make them one type first$"
    refused(ValueError, sentence, rfm.rfm_table, ten)


@every_engine
@pytest.mark.parametrize("call", [rfm.rfm_table, rfm.transaction_audit], ids=["table", "audit"])
def test_empty_frame(ten, engine, call):
    refused(ValueError, "^transactions has no rows$", call, engine(ten.head(0)))


def test_empty_frame_without_columns():
    refused(ValueError, "^transactions has no rows$", rfm.rfm_table, pd.DataFrame())


def test_column_that_is_missing_throughout(ten):
    ten["date"] = None
    refused(ValueError, "^column 'date' holds no dates: every value is missing$", rfm.rfm_table, ten)


def test_two_columns_of_one_name(ten):
    twice = pd.concat([ten, ten["date"]], axis=1)
    arrow = pa.table([[1], [2], [3]], names=["customer_id", "date", "date"])
    for frame in (twice, arrow):
        refused(
            ValueError, "^transactions has two columns named 'date'; rename or drop", rfm.rfm_table, frame
        )


def test_one_column_for_two_roles(ten):
    refused(ValueError, "must be three columns", rfm.rfm_table, ten, customer="date")


def test_customer_column_named_as_a_measure(ten):
    renamed = ten.rename(columns={"customer_id": "recency"})
    refused(ValueError, "must not be named 'recency'", rfm.rfm_table, renamed, customer="recency")


@pytest.mark.parametrize("as_of", ["soon", "1997-13-01", "30/09/1997"])
def test_as_of_unreadable(ten, as_of):
    sentence = f"^as_of must be a date, or text such as '1997-09-30'; got '{as_of}' .text.$"
    refused(ValueError, sentence, rfm.rfm_table, ten, as_of=as_of)


@pytest.mark.parametrize("as_of", [5, True, math.nan, pd.NaT, np.datetime64("NaT"), ["1997-09-30"]], ids=repr)
def test_as_of_no_date(ten, as_of):
    refused(
        TypeError,
        "^as_of must be a date, or text such as '1997-09-30'; got ",
        rfm.rfm_table,
        ten,
        as_of=as_of,
    )


def test_as_of_before_the_first_date(ten):
    sentence = "^as_of is 1990-01-01, before the first date in column 'date', 1996-12-31$"
    refused(ValueError, sentence, rfm.rfm_table, ten, as_of="1990-01-01")


def test_future_dates(ten):
    later = ten.assign(date=ten["date"] + pd.DateOffset(years=1000))
    sentence = "^the last date in column 'date' is 2997-12-31, in the future; correct it or give as_of$"
    refused(ValueError, sentence, rfm.rfm_table, later)
    assert rfm.rfm_table(later, as_of="2997-12-31", **CHOSEN)["recency"].min() == 0


def test_no_order_at_all(ten):
    sentence = "^transactions has no order up to 1997-12-24: no amount is above 0$"
    refused(ValueError, sentence, rfm.rfm_table, ten[ten["amount"] < 0])
    refused(ValueError, "no order", rfm.rfm_table, ten[ten["amount"] == 0], zero_orders="drop")


def test_unknown_policy(ten):
    refused(
        ValueError, "^returns must be one of 'net', 'drop'; got 'keep'$", rfm.rfm_table, ten, returns="keep"
    )
    refused(ValueError, "^zero_orders must be one of", rfm.rfm_table, ten, zero_orders="net")


# --- scores --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["pandas", "pandas nullable", "pandas arrow", "polars", "pyarrow"])
def test_scores_and_segments_of_ten_customers_by_hand(ten_table, name):
    table = ENGINES[name](ten_table)
    scores = rfm.rfm_score(table, ties="share")
    assert type(scores) is type(table)
    frame = as_pandas(rfm.rfm_segment(scores))
    assert dict(zip(frame["customer_id"], frame["rfm_score"], strict=True)) == TEN_SCORES
    assert dict(zip(frame["customer_id"], frame["segment"], strict=True)) == TEN_SEGMENTS
    assert (frame[SCORES].astype(str).sum(axis=1) == frame["rfm_score"]).all()


def test_index_of_the_table_stays(ten_table):
    table = ten_table.set_index("customer_id").sort_index(ascending=False)
    scores = rfm.rfm_segment(rfm.rfm_score(table, ties="share"))
    assert scores.index.equals(table.index)
    assert scores["rfm_score"].to_dict() == TEN_SCORES
    assert rfm.weighted_score(scores).index.equals(table.index)


def test_cut_points_of_ten_customers_by_hand(ten_table):
    cuts = rfm.rfm_cuts(ten_table)
    assert cuts.columns.tolist() == ["measure", "score", "above", "up_to", "customers"]
    inner = cuts[np.isfinite(cuts["up_to"])].sort_values("up_to").groupby("measure")["up_to"].apply(list)
    assert inner["recency"] == pytest.approx([2.6, 13, 24.4, 108])
    assert inner["frequency"] == pytest.approx([1, 1, 2, 2.2])
    assert inner["monetary"] == pytest.approx([10, 56, 100, 104])
    assert cuts["customers"].tolist() == [2, 2, 2, 2, 2, 2, 0, 3, 0, 5, 2, 0, 4, 1, 3]
    assert cuts["score"].tolist() == [5, 4, 3, 2, 1] * 3


def test_nested_scores_by_hand():
    table = pd.DataFrame(
        {
            "recency": [1, 2, 3, 4, 5, 6, 7, 8],
            "frequency": [4, 1, 3, 2, 10, 40, 20, 30],
            "monetary": [50, 10, 70, 30, 5, 9, 7, 8],
        }
    )
    # Recency is cut at 4.5; frequency at 2.5 among the recent, at 25 among the others; then pairs by money.
    nested = rfm.rfm_score(table, bins=2, method="nested")
    assert nested["rfm_score"].tolist() == ["221", "211", "222", "212", "111", "122", "112", "121"]
    plain = rfm.rfm_score(table, bins=2)
    assert plain["rfm_score"].tolist() == ["212", "212", "212", "212", "121", "121", "121", "121"]


def test_nested_cut_points_give_the_nested_scores(cdnow):
    table = rfm.rfm_table(cdnow, zero_orders="count")
    scores = rfm.rfm_score(table, method="nested", ties="share")
    cuts = rfm.rfm_cuts(table, method="nested").query("measure == 'monetary'")
    joined = scores.merge(
        cuts,
        left_on=SCORES,
        right_on=["recency_score", "frequency_score", "score"],
        validate="many_to_one",
        suffixes=("", "_of_cuts"),
    )
    assert len(joined) == len(table)
    assert ((joined["monetary"] > joined["above"]) & (joined["monetary"] <= joined["up_to"])).all()
    assert cuts["customers"].sum() == len(table)


def test_quantile_scores_equal_pandas_qcut():
    frequency = np.random.default_rng(5).permutation(1001)
    table = pd.DataFrame({"recency": frequency, "frequency": frequency, "monetary": frequency * 1.5})
    scores = rfm.rfm_score(table)
    expected = pd.qcut(table["frequency"], 5, labels=False) + 1
    assert scores["frequency_score"].tolist() == expected.tolist()
    assert scores["recency_score"].tolist() == (6 - expected).tolist()


def test_few_days_are_the_best_recency():
    table = pd.DataFrame(
        {"recency": [1, 2, 3, 4, 5], "frequency": [1, 2, 3, 4, 5], "monetary": [1, 2, 3, 4, 5]}
    )
    assert rfm.rfm_score(table)["rfm_score"].tolist() == ["511", "422", "333", "244", "155"]


def test_spread_fills_every_score_in_table_order():
    table = pd.DataFrame({"recency": [9] * 5, "frequency": [1] * 5, "monetary": [1.0, 1.0, 7.0, 1.0, 1.0]})
    scores = rfm.rfm_score(table, ties="spread")
    assert scores["rfm_score"].tolist() == ["111", "222", "335", "443", "554"]


def test_all_ties_warn_and_give_one_score():
    table = pd.DataFrame({"recency": [9] * 6, "frequency": [2] * 6, "monetary": [7.0] * 6})
    with pytest.warns(rfm.DataWarning) as caught:
        scores = rfm.rfm_score(table)
    assert scores["rfm_score"].unique().tolist() == ["511"]
    choose = "(to choose, say ties='share' or ties='spread')"
    assert [str(warning.message) for warning in caught] == [
        f"recency: equal values leave no one in score 1, 2, 3 and 4 {choose}",
        f"frequency: equal values leave no one in score 2, 3, 4 and 5 {choose}",
        f"monetary: equal values leave no one in score 2, 3, 4 and 5 {choose}",
    ]
    assert {warning.filename for warning in caught} == {__file__}


def test_nested_ties_warn_by_cell(cdnow):
    table = rfm.rfm_table(cdnow, zero_orders="count")
    with pytest.warns(rfm.DataWarning, match="^frequency: equal values leave scores empty in 4 of 5 cells "):
        rfm.rfm_score(table, method="nested")


def test_fewer_customers_than_bins_warn(ten_table):
    with pytest.warns(rfm.DataWarning, match="^3 customers cannot fill 5 scores; take fewer bins$"):
        rfm.rfm_score(ten_table.head(3))


def test_chosen_ties_are_silent(ten_table, no_warning):
    rfm.rfm_score(ten_table, ties="share")
    rfm.rfm_score(ten_table, ties="spread", method="nested")


def test_given_cut_points_by_hand(ten_table):
    cuts = {"recency": [30, 90], "frequency": [1, 2], "monetary": [50, 100]}
    scores = rfm.rfm_score(ten_table, bins=3, method="cuts", cuts=cuts)
    expected = ["332", "311", "222", "321", "311", "211", "322", "113", "332", "113"]
    assert scores["rfm_score"].tolist() == expected


tables = st.integers(1, 60).flatmap(
    lambda n: st.fixed_dictionaries(
        {
            "recency": st.lists(st.integers(0, 30), min_size=n, max_size=n),
            "frequency": st.lists(st.integers(1, 8), min_size=n, max_size=n),
            "monetary": st.lists(st.floats(-1e6, 1e6), min_size=n, max_size=n),
        }
    ).map(pd.DataFrame)
)
bin_counts = st.integers(2, 9)


@given(tables, bin_counts)
def test_cut_points_give_the_quantile_scores(table, bins):
    scores = rfm.rfm_score(table, bins, ties="share")
    again = rfm.rfm_score(table, bins, method="cuts", cuts=rfm.rfm_cuts(table, bins), ties="share")
    pd.testing.assert_frame_equal(scores, again)
    polars_cuts = pl.from_pandas(rfm.rfm_cuts(table, bins))
    by_polars = rfm.rfm_score(pl.from_pandas(table), bins, method="cuts", cuts=polars_cuts, ties="share")
    assert by_polars["rfm_score"].to_list() == scores["rfm_score"].tolist()


@given(tables, bin_counts, st.sampled_from(["share", "spread"]))
def test_scores_rise_with_the_value(table, bins, ties):
    scores = rfm.rfm_score(table, bins, ties=ties)
    for measure, better in zip(MEASURES, [-1, 1, 1], strict=True):
        value, score = better * scores[measure].to_numpy(), scores[f"{measure}_score"].to_numpy()
        assert ((value[:, None] <= value) | (score[:, None] >= score)).all()
        assert score.min() >= 1 and score.max() <= bins
        if ties == "share":
            assert ((value[:, None] != value) | (score[:, None] == score)).all()


@given(tables, bin_counts)
def test_spread_scores_are_equally_many(table, bins):
    scores = rfm.rfm_score(table, bins, ties="spread")
    for name in SCORES:
        sizes = np.bincount(scores[name], minlength=bins + 1)[1:]
        assert sizes.max() - sizes.min() <= 1


@given(tables, bin_counts)
def test_nested_is_the_quantile_within_each_cell(table, bins):
    nested = rfm.rfm_score(table, bins, method="nested", ties="share")
    assert nested["recency_score"].equals(rfm.rfm_score(table, bins, ties="share")["recency_score"])
    for _, cell in nested.groupby("recency_score"):
        alone = rfm.rfm_score(cell[MEASURES], bins, ties="share")
        assert alone["frequency_score"].equals(cell["frequency_score"])
    for _, cell in nested.groupby(["recency_score", "frequency_score"]):
        alone = rfm.rfm_score(cell[MEASURES], bins, ties="share")
        assert alone["monetary_score"].equals(cell["monetary_score"])


def test_a_value_on_a_quantile_belongs_below_it():
    # 0.1 * 3 is 0.30000000000000004: a cut point computed with it would push the value 3 up.
    for bins, customers in itertools.product(range(2, 10), range(2, 40)):
        values = np.arange(bins * customers + 1.0)
        table = pd.DataFrame(dict.fromkeys(MEASURES, values))
        sizes = np.bincount(rfm.rfm_score(table, bins)["monetary_score"])[1:]
        assert sizes.tolist() == [customers + 1] + [customers] * (bins - 1)


# --- bad scores ----------------------------------------------------------------------


def test_score_needs_every_measure(ten_table):
    sentence = "^table has no column 'monetary'; its columns are customer_id, recency, frequency, average_"
    refused(ValueError, sentence, rfm.rfm_score, ten_table.drop(columns="monetary"))


def test_score_needs_numbers(ten_table):
    refused(
        ValueError,
        "^recency must be|^each value of recency",
        rfm.rfm_score,
        ten_table.assign(recency=math.nan),
    )
    refused(
        ValueError, "^column 'recency' holds text such as 'x'", rfm.rfm_score, ten_table.assign(recency="x")
    )


def test_score_needs_a_table_with_rows(ten_table):
    refused(ValueError, "^table has no rows$", rfm.rfm_score, ten_table.head(0))
    refused(TypeError, "^table must be a table", rfm.rfm_score, [1, 2])


def test_score_needs_a_collected_table(ten_table):
    lazy = pl.from_pandas(ten_table).lazy()
    refused(TypeError, r"^table is lazy, .*: call .collect\(\) on it first$", rfm.rfm_score, lazy)


@pytest.mark.parametrize("bins", [1, 10, 2.5, -3])
def test_number_of_bins(ten_table, bins):
    sentence = f"^bins must be a whole number from 2 to 9; got {bins}$"
    refused(ValueError, sentence, rfm.rfm_score, ten_table, bins=bins)
    refused(ValueError, sentence, rfm.rfm_cuts, ten_table, bins=bins)


def test_unknown_method(ten_table):
    refused(
        ValueError,
        "^method must be one of 'quantile', 'nested', 'cuts'; got 'q'$",
        rfm.rfm_score,
        ten_table,
        5,
        "q",
    )
    refused(
        ValueError,
        "^ties must be one of 'share', 'spread'; got 'first'$",
        rfm.rfm_score,
        ten_table,
        ties="first",
    )


FOUR = {"recency": [30, 60, 90, 180], "frequency": [1, 2, 3, 4], "monetary": [10, 20, 30, 40]}


@pytest.mark.parametrize(
    ("cuts", "error", "sentence"),
    [
        (None, ValueError, "^cut points in cuts and method='cuts' go together; give both or neither$"),
        ([1, 2, 3, 4], TypeError, "^cuts must be a table"),
        ({"recency": [30, 60, 90, 180]}, ValueError, "frequency is missing$"),
        (
            FOUR | {"monetary": [1, 2, 3]},
            ValueError,
            r"^cuts\['monetary'\] must be 4 numbers for 5 bins; got \[1, 2, 3\]",
        ),
        (
            FOUR | {"monetary": [1, 2, 4, 3]},
            ValueError,
            r"^cuts\['monetary'\] must rise from .*; got \[1, 2, 4, 3\]$",
        ),
        (
            FOUR | {"monetary": [1, 2, 3, math.nan]},
            ValueError,
            r"^each value of cuts\['monetary'\] must be a number",
        ),
        (FOUR | {"monetary": ["1", "2", "3", "4"]}, TypeError, r"monetary'\] must be a number; got '1'"),
        (FOUR | {"monetary": 5}, ValueError, r"^cuts\['monetary'\] must be 4 numbers for 5 bins; got 5$"),
        (pd.DataFrame({"a": [1]}), ValueError, "^cuts has no column 'measure'"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_bad_cut_points(ten_table, cuts, error, sentence):
    refused(error, sentence, rfm.rfm_score, ten_table, method="cuts", cuts=cuts)


def test_options_that_would_do_nothing_are_refused(ten_table):
    refused(ValueError, "go together", rfm.rfm_score, ten_table, cuts=FOUR)
    refused(
        ValueError, "^ties='spread' ranks", rfm.rfm_score, ten_table, method="cuts", cuts=FOUR, ties="spread"
    )


def test_nested_cut_points_are_refused(ten_table):
    nested = rfm.rfm_cuts(ten_table, method="nested")
    refused(ValueError, "^cuts of the nested method", rfm.rfm_score, ten_table, method="cuts", cuts=nested)


def test_equal_cut_points_warn(ten_table):
    cuts = FOUR | {"recency": [30, 30, 90, 180], "frequency": [1, 1, 2, 3]}
    with pytest.warns(rfm.DataWarning) as caught:
        scores = rfm.rfm_score(ten_table, method="cuts", cuts=cuts)
    assert [str(warning.message) for warning in caught] == [
        "recency: equal cut points leave no one in score 4 (fine? say ties='share')",
        "frequency: equal cut points leave no one in score 2 (fine? say ties='share')",
    ]
    assert 4 not in set(scores["recency_score"]) and 2 not in set(scores["frequency_score"])


# --- weighted score ------------------------------------------------------------------


def all_triples(bins=5):
    grid = list(itertools.product(range(1, bins + 1), repeat=3))
    return pd.DataFrame(grid, columns=SCORES)


def test_weighted_score_by_hand():
    scores = pd.DataFrame([[5, 4, 3], [1, 1, 2]], columns=SCORES)
    assert rfm.weighted_score(scores).tolist() == pytest.approx([4, 4 / 3])
    assert rfm.weighted_score(scores, (2, 1, 1)).tolist() == [4.25, 1.25]
    by_polars = rfm.weighted_score(pl.from_pandas(scores), [0, 0, 7])
    assert isinstance(by_polars, pl.Series) and by_polars.to_list() == [3, 2]


@pytest.mark.parametrize(
    "weights", [(1, 1, 1), (5, 1, 1), (0.2, 0.3, 0.5), (0.1, 0.7, 0.2), (1 / 3, 1 / 3, 1 / 3)]
)
def test_customers_whose_weighted_means_are_equal_tie(weights):
    whole = [round(60 * weight) for weight in weights]
    exact = (all_triples()[SCORES] * whole).sum(axis=1)
    score = rfm.weighted_score(all_triples(), weights)
    assert score.groupby(exact).nunique().eq(1).all()
    assert score.nunique() == exact.nunique()


@given(st.tuples(*[st.floats(0, 1e6)] * 3).filter(lambda weights: sum(weights) > 1e-6))
def test_weighted_score_lies_between_the_worst_and_the_best_score(weights):
    score = rfm.weighted_score(all_triples(), weights)
    assert score.min() == pytest.approx(1) and score.max() == pytest.approx(5)
    assert rfm.weighted_score(all_triples(), np.array(weights) * 3).to_numpy() == pytest.approx(
        score.to_numpy()
    )


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        ((1, 2), r"^weights must be three numbers \(recency, frequency, monetary\); got \(1, 2\)"),
        ((1, -1, 1), "^each value of weights must be a number of at least 0; got -1$"),
        ((0, 0, 0), r"^weights must not all be 0; got \(0, 0, 0\)"),
        ((1, 1, math.nan), "^each value of weights must be a number of at least 0; got nan$"),
        (5, "^weights must be three numbers"),
    ],
)
def test_bad_weights(weights, sentence):
    refused(ValueError, sentence, rfm.weighted_score, all_triples(), weights)


def test_weighted_score_needs_scores(ten_table):
    refused(ValueError, "^scores has no column 'recency_score'", rfm.weighted_score, ten_table)


# --- segments ------------------------------------------------------------------------


def holds(box, triple):
    return all(low <= score <= high for (low, high), score in zip(box, triple, strict=True))


def test_each_of_125_combinations_belongs_to_exactly_one_segment():
    for triple in itertools.product(range(1, 6), repeat=3):
        owners = [rule.name for rule in rfm.SEGMENTS if any(holds(box, triple) for box in rule.boxes)]
        assert len(owners) == 1, triple
        assert rfm.SEGMENTS[rfm.segment_grid()[tuple(score - 1 for score in triple)]].name == owners[0]


def test_segment_names_are_told_apart():
    assert len({rule.name for rule in rfm.SEGMENTS}) == len(rfm.SEGMENTS)
    assert len({rule.chinese for rule in rfm.SEGMENTS}) == len(rfm.SEGMENTS)
    assert all(rule.advice.endswith(".") and rule.advice.count(".") == 1 for rule in rfm.SEGMENTS)


def test_the_eight_classes_by_their_chinese_names():
    """重要: much money; 价值 lately, often; 发展 lately, seldom; 保持 long ago, often; 挽留 neither."""
    kinds = {(2, 2): "价值", (2, 1): "发展", (1, 2): "保持", (1, 1): "挽留"}
    triples = list(itertools.product((1, 2), repeat=3))
    scores = pd.DataFrame(triples, columns=SCORES)
    chinese = {rule.name: rule.chinese for rule in rfm.EIGHT_CLASSES}
    found = rfm.rfm_segment(scores, rules=rfm.EIGHT_CLASSES)["segment"].map(chinese).tolist()
    assert found == [("重要" if m == 2 else "一般") + kinds[r, f] + "客户" for r, f, m in triples]
    assert len(set(found)) == 8


def test_segment_of_every_combination_follows_its_boxes():
    named = rfm.rfm_segment(all_triples())
    boxes = {rule.name: rule.boxes for rule in rfm.SEGMENTS}
    assert all(
        any(holds(box, row[:3]) for box in boxes[row[3]]) for row in named[[*SCORES, "segment"]].to_numpy()
    )
    assert set(named["segment"]) == set(boxes)


ANY = (1, 2)
HIGH = rfm.Segment("high", "高", (((2, 2), ANY, ANY),))
LOW = rfm.Segment("low", "低", (((1, 1), ANY, ANY),))


def test_own_rules_with_two_bins():
    named = rfm.rfm_segment(all_triples(2), [HIGH, LOW])
    assert named["segment"].tolist() == ["low"] * 4 + ["high"] * 4


def test_boxes_of_one_segment_may_overlap():
    wide = rfm.Segment("all", "全部", ((ANY, ANY, ANY), ((2, 2), ANY, ANY)))
    assert set(rfm.rfm_segment(all_triples(2), [wide])["segment"]) == {"all"}


@pytest.mark.parametrize(
    ("rules", "error", "sentence"),
    [
        (
            [HIGH],
            ValueError,
            r"^rules leave a gap: scores \(R 1, F 1, M 1\) belong to no segment \(4 of 8 combinations\)$",
        ),
        (
            [HIGH, LOW, rfm.Segment("rich", "富", ((ANY, ANY, (2, 2)),))],
            ValueError,
            r"^rules overlap: scores \(R 1, F 1, M 2\) belong to 'low' and 'rich'$",
        ),
        ([HIGH, "low"], TypeError, "^rules must be a list of Segment; got 'low'"),
        ([], ValueError, "^rules must hold at least one Segment with a box$"),
        (
            [rfm.Segment("x", "x", (((2, 1), ANY, ANY),))],
            ValueError,
            "^a box of segment 'x' must be three ranges of scores",
        ),
        (
            [rfm.Segment("x", "x", ((ANY, ANY),))],
            ValueError,
            "^a box of segment 'x' must be three ranges of scores",
        ),
        (
            [rfm.Segment("x", "x", ((ANY, ANY, (0, 2)),))],
            ValueError,
            "^a box of segment 'x' must be three ranges",
        ),
        (
            [rfm.Segment("x", "x", ((ANY, ANY, 2),))],
            ValueError,
            "^a box of segment 'x' must be three ranges of scores",
        ),
        ([rfm.Segment("x", "x", 5)], ValueError, "^the boxes of segment 'x' must be a list; got 5$"),
    ],
    ids=["gap", "overlap", "text", "none", "turned round", "two ranges", "zero", "number", "no boxes"],
)
def test_bad_rules(rules, error, sentence):
    refused(error, sentence, rfm.rfm_segment, all_triples(2), rules)
    refused(error, sentence, rfm.segment_grid, rules)


def test_rules_and_scores_of_different_bins():
    refused(ValueError, "^rules name scores up to 5; the table has 7$", rfm.rfm_segment, all_triples(7))
    with pytest.warns(rfm.DataWarning, match="^no score is above 3, but rules name scores up to 5") as caught:
        rfm.rfm_segment(all_triples(3))
    assert caught[0].filename == __file__


def test_segment_needs_whole_scores():
    halves = all_triples() + 0.5
    refused(ValueError, "recency_score must be a score from 1 to 9; got 1.5$", rfm.rfm_segment, halves)


# --- gains ---------------------------------------------------------------------------


def test_gains_by_hand():
    table = rfm.gains_table([9, 8, 7, 6, 5, 4, 3, 2, 1, 0], [1, 1, 1, 0, 1, 0, 0, 0, 0, 1], groups=5)
    assert table["group"].tolist() == [1, 2, 3, 4, 5]
    assert table["customers"].tolist() == [2] * 5
    assert table["responses"].tolist() == [2, 1, 1, 0, 1]
    assert table["response_rate"].tolist() == [1, 0.5, 0.5, 0, 0.5]
    assert table["cumulative_customers"].to_numpy() == pytest.approx([0.2, 0.4, 0.6, 0.8, 1])
    assert table["cumulative_responses"].to_numpy() == pytest.approx([0.4, 0.6, 0.8, 0.8, 1])
    assert table["lift"].to_numpy() == pytest.approx([2, 1, 1, 0, 1])
    assert table["cumulative_lift"].to_numpy() == pytest.approx([2, 1.5, 4 / 3, 1, 1])


def test_gains_of_money():
    table = rfm.gains_table(pd.Series([1, 2, 3, 4]), pd.Series([10.0, 0.0, 30.0, 60.0]), groups=2)
    assert table["responses"].tolist() == [90, 10]
    assert table["response_rate"].tolist() == [45, 5]


def test_gains_never_split_a_tie():
    with pytest.warns(rfm.DataWarning, match="^equal scores are not split: 4 of the 5 groups") as caught:
        table = rfm.gains_table([5, 5, 5, 4, 3, 3, 3, 3, 3, 1], [1] * 10, groups=5)
    assert table["customers"].tolist() == [3, 1, 5, 1]
    assert table["lift"].tolist() == [1, 1, 1, 1]
    assert caught[0].filename == __file__


def test_groups_that_ties_leave_fewer_are_silent_when_said():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        said = rfm.gains_table([5, 5, 5, 4, 3, 3, 3, 3, 3, 1], [1] * 10, groups=5, ties="share")
    assert len(said) == 4


def test_gains_of_all_ties_is_one_group():
    with pytest.warns(rfm.DataWarning, match="1 of the 10 groups"):
        table = rfm.gains_table([3] * 20, [0, 1] * 10)
    assert table[["customers", "cumulative_responses", "lift"]].to_numpy().tolist() == [[20, 1, 1]]


outcomes = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), min_size=1, max_size=80).filter(
    lambda pairs: any(outcome for _, outcome in pairs)
)


@given(outcomes, st.integers(1, 12))
@pytest.mark.filterwarnings("ignore::crmlib.rfm.DataWarning")
def test_gains_add_up(pairs, groups):
    score, outcome = map(np.array, zip(*pairs, strict=True))
    table = rfm.gains_table(score, pl.Series(outcome), groups)
    assert table["customers"].sum() == len(score) and (table["customers"] > 0).all()
    assert table["responses"].sum() == outcome.sum()
    assert table[["cumulative_customers", "cumulative_responses"]].iloc[-1].tolist() == [1, 1]
    assert (table["lift"] * table["customers"]).sum() / len(score) == pytest.approx(1)
    best = score.argsort(kind="stable")[::-1][: table["customers"][0]]
    assert score[best].min() == sorted(score, reverse=True)[table["customers"][0] - 1]
    assert set(score[best]).isdisjoint(np.delete(score, best))
    shuffled = np.random.default_rng(1).permutation(len(score))
    pd.testing.assert_frame_equal(rfm.gains_table(score[shuffled], outcome[shuffled], groups), table)


@pytest.mark.parametrize(
    ("score", "outcome", "error", "sentence"),
    [
        (
            [1, 2, 3],
            [0, 1],
            ValueError,
            "^score and outcome must have the same length; got score 3, outcome 2$",
        ),
        ([1, 2], [0, 0], ValueError, "^outcome must add up to more than 0; got 0: there is nothing to gain$"),
        ([1, math.nan], [0, 1], ValueError, "^each value of score must be a number; got nan$"),
        ([1, 2], [math.nan, 1], ValueError, "^each value of outcome must be a number; got nan$"),
        ([1, 2], [None, 1], ValueError, "^each value of outcome must be a number; got nan$"),
        (["543", "111"], [0, 1], TypeError, r"^each value of score must be a number; got '543' \(text\)$"),
        ([], [], ValueError, "^score must be a column of numbers "),
        (5, [1], ValueError, "^score must be a column of numbers .*; got 5$"),
    ],
    ids=["length", "nothing", "score", "outcome", "none", "text", "empty", "number"],
)
def test_bad_gains(score, outcome, error, sentence):
    refused(error, sentence, rfm.gains_table, score, outcome)


def test_text_score_of_a_series_is_refused(ten_table):
    scores = rfm.rfm_score(ten_table, ties="share")
    refused(
        TypeError,
        "^each value of score must be a number; got '453' .text.$",
        rfm.gains_table,
        scores["rfm_score"],
        [1] * 10,
    )


# --- response and money --------------------------------------------------------------


def test_response_by_cell_by_hand():
    cells = ["543"] * 20 + ["111"] * 29
    responded = [0] * 20 + [1] + [0] * 28
    table = rfm.response_by_cell(pd.Series(cells), pl.Series(responded), margin=40, cost=1)
    assert table["cell"].tolist() == ["111", "543"]
    assert table["customers"].tolist() == [29, 20] and table["responses"].tolist() == [1, 0]
    assert table["response_rate"].to_numpy() == pytest.approx([1 / 29, 0])
    assert table["lower"].to_numpy() == pytest.approx([0.0061, 0], abs=5e-5)
    assert table["upper"].to_numpy() == pytest.approx([0.1718, 0.1611], abs=5e-5)
    assert table["profit"].tolist() == [11, -20]
    assert table["above_break_even"].tolist() == [True, False]


def test_a_cell_at_break_even_is_not_above_it():
    table = rfm.response_by_cell(["a"] * 10, [1] + [0] * 9, margin=10, cost=1)
    assert table["profit"].tolist() == [0] and table["above_break_even"].tolist() == [False]


def test_response_by_cell_without_money():
    table = rfm.response_by_cell(np.array(["a", "b"]), [True, False])
    assert table.columns.tolist() == ["cell", "customers", "responses", "response_rate", "lower", "upper"]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), min_size=1, max_size=60))
def test_profit_of_cells_adds_up_to_profit_of_mailing_everyone(pairs):
    cells, responded = zip(*pairs, strict=True)
    table = rfm.response_by_cell(cells, responded, margin=3, cost=0.3)
    everyone = rfm.mailing_profit([True] * len(pairs), 3.0 * np.array(responded), cost_per_contact=0.3)
    assert table["profit"].sum() == pytest.approx(everyone, abs=1e-9)
    assert (table["above_break_even"] == (table["profit"] > 0)).all()
    assert ((table["lower"] <= table["response_rate"]) & (table["response_rate"] <= table["upper"])).all()


@pytest.mark.parametrize(
    ("cells", "responded", "money", "sentence"),
    [
        (["a", "b"], [1], {}, "^cells and responded must have the same length; got cells 2, responded 1$"),
        (["a", "b"], [1, 2], {}, "^each value of responded must be 0 or 1 .no or yes.; got 2$"),
        (["a", None], [1, 0], {}, "^cells is missing in 1 of 2 rows; drop or fill them first$"),
        (["a", "b"], [1, 0], {"margin": 5}, "^margin and cost go together"),
        (["a", "b"], [1, 0], {"margin": -5, "cost": 1}, "^margin must be a number above 0; got -5$"),
    ],
    ids=["length", "two", "missing", "half", "negative"],
)
def test_bad_response_by_cell(cells, responded, money, sentence):
    refused(ValueError, sentence, rfm.response_by_cell, cells, responded, **money)


def test_wilson_interval_solves_its_equation():
    successes, trials = np.array([0, 3, 7, 10]), np.array([10, 10, 10, 10])
    z = 1.959963984540054
    for end in wilson_interval(successes, trials):
        assert (successes / trials - end) ** 2 == pytest.approx(z**2 * end * (1 - end) / trials)


def test_wilson_interval_one_at_a_time():
    assert wilson_interval(3, 10) == pytest.approx(
        [end[0] for end in wilson_interval(np.array([3]), np.array([10]))]
    )
    assert wilson_interval(0, 5)[0] == 0 and wilson_interval(5, 5)[1] == 1


def test_bad_wilson_interval():
    refused(ValueError, "^successes must not exceed trials", wilson_interval, 3, 2)
    refused(ValueError, "^trials must be a whole number of at least 1", wilson_interval, 0, 0)
    refused(
        ValueError,
        "^confidence must be a share above 0 and below 1",
        wilson_interval,
        1,
        2,
        confidence=95,
    )


def test_break_even_by_hand():
    assert rfm.break_even_response_rate(2, 40) == 0.05


def test_break_even_of_many_equals_one_by_one():
    costs, margins = [0.5, 1.0, 2.0], [10.0, 20.0, 25.0]
    expected = [rfm.break_even_response_rate(*pair) for pair in zip(costs, margins, strict=True)]
    assert rfm.break_even_response_rate(np.array(costs), np.array(margins)).tolist() == expected
    assert rfm.break_even_response_rate(pd.Series(costs), pd.Series(margins)).tolist() == expected
    frame = pl.DataFrame({"cost": costs, "margin": margins})
    rate = rfm.break_even_response_rate(pl.col("cost"), pl.col("margin"))
    assert frame.select(rate.alias("rate"))["rate"].to_list() == expected


@given(st.floats(0, 1e3), st.floats(0.01, 1e4))
def test_mailing_at_break_even_earns_nothing(cost, margin):
    rate = rfm.break_even_response_rate(cost, margin)
    assert rate * margin - cost == pytest.approx(0, abs=1e-9)


def test_bad_break_even():
    refused(
        ValueError,
        "^margin_per_response must be a number above 0; got 0$",
        rfm.break_even_response_rate,
        1,
        0,
    )
    refused(
        ValueError, "^cost_per_contact must be a number of at least 0", rfm.break_even_response_rate, -1, 5
    )


def test_mailing_profit_by_hand():
    assert rfm.mailing_profit([1, 1, 0], [30.0, 0.0, 50.0], 2) == 26
    assert rfm.mailing_profit(pd.Series([False] * 3), pl.Series([30.0, 0.0, 50.0]), 2) == 0


def test_bad_mailing_profit():
    refused(
        ValueError, "^mailed and margin_earned must have the same length", rfm.mailing_profit, [1], [1, 2], 2
    )
    refused(
        ValueError,
        "^each value of mailed must be 0 or 1 .no or yes.; got 101$",
        rfm.mailing_profit,
        [101, 207],
        [1, 2],
        2,
    )
    refused(ValueError, "^cost_per_contact must be a number of at least 0", rfm.mailing_profit, [1], [1], -2)


def test_cells_come_in_their_own_order():
    sizes = pd.Categorical([*"sslm"], categories=["s", "m", "l"], ordered=True)
    assert rfm.response_by_cell(sizes, [1, 0, 0, 1])["cell"].tolist() == ["s", "m", "l"]
    assert rfm.response_by_cell([10, 9, 10], [1, 0, 1], margin=10, cost=10**30)["cell"].tolist() == [9, 10]


@pytest.mark.parametrize("bins", [3.0, np.float64(3), np.uint64(3)])
def test_a_whole_number_of_bins_may_be_a_float(ten_table, bins):
    pd.testing.assert_frame_equal(
        rfm.rfm_score(ten_table, bins, ties="share"), rfm.rfm_score(ten_table, 3, ties="share")
    )
    pd.testing.assert_frame_equal(rfm.rfm_cuts(ten_table, bins), rfm.rfm_cuts(ten_table, 3))


def test_weights_and_scores_of_short_floats():
    scores = pd.DataFrame({"recency_score": [5, 1], "frequency_score": [5, 1], "monetary_score": [4, 2]})
    short = rfm.weighted_score(scores.astype("float16"), weights=np.array([50, 30, 20], dtype="float16"))
    assert short.tolist() == rfm.weighted_score(scores, weights=(50, 30, 20)).tolist() == [4.8, 1.2]
