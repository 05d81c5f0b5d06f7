"""Purchase summary: hand values, one result on every engine, published figures of CDNOW, and bad input."""

import datetime
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
from crmlib.rfm.summary import holdout_split, purchase_summary

COLUMNS = ["frequency", "recency", "T", "monetary_value"]
# Observed to 1997-03-31. In days, by hand: repeat purchases, first to last, first to end, repeat spend.
FIVE = [
    ("A", "1997-03-03", 20.0),
    ("A", "1997-03-17", 30.0),
    ("A", "1997-03-17 18:30", 20.0),
    ("A", "1997-03-24 23:59", 10.0),
    ("B", "1997-03-10 08:00", 40.0),
    ("B", "1997-03-10 20:00", 60.0),
    ("C", "1997-02-28", 70.0),
    ("C", "1997-03-01", 50.0),
    ("C", "1997-03-05", -20.0),
    ("D", "1997-03-20", 0.0),
    ("D", "1997-03-30", 15.0),
    ("E", "1997-03-12", -9.0),
]
FIVE_BY_HAND = {"A": (2, 21, 28, 30.0), "B": (0, 0, 21, 0.0), "C": (1, 1, 31, 30.0), "D": (1, 10, 11, 15.0)}
CHOSEN = {"returns": "net", "zero_orders": "count", "observation_end": "1997-03-31"}


def transactions(rows):
    customers, dates, amounts = zip(*rows, strict=True)
    when = pd.to_datetime(list(dates), format="ISO8601")
    return pd.DataFrame({"customer_id": customers, "date": when, "amount": amounts})


def as_pandas(frame):
    """Any frame in pandas with plain types, to compare engines by value."""
    frame = frame.collect() if isinstance(frame, pl.LazyFrame) else frame
    names = frame.column_names if isinstance(frame, pa.Table) else frame.columns
    return pd.DataFrame({name: frame[name].to_numpy() for name in names})


@pytest.fixture
def five():
    return transactions(FIVE)


@pytest.fixture(scope="module")
def calibration():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rfm.DataWarning)
        return purchase_summary(datasets.load_cdnow(), observation_end="1997-09-30")


def test_it_is_offered_by_rfm():
    assert rfm.purchase_summary is purchase_summary


@every_engine
def test_five_customers_by_hand(five, engine):
    result = purchase_summary(engine(five), period="day", **CHOSEN)
    assert type(result) is type(engine(five))
    table = as_pandas(result)
    assert table.columns.tolist() == ["customer_id", *COLUMNS]
    assert table["customer_id"].tolist() == list(FIVE_BY_HAND)
    assert table[COLUMNS].to_numpy().tolist() == [list(row) for row in FIVE_BY_HAND.values()]


@pytest.mark.parametrize(
    ("period", "days"), [("day", 1), ("week", 7), ("month", 30.4375), ("quarter", 91.3125), ("year", 365.25)]
)
def test_periods_are_lengths_in_days(five, period, days):
    table = purchase_summary(five, period=period, **CHOSEN)
    assert table["recency"].to_numpy() == pytest.approx([row[1] / days for row in FIVE_BY_HAND.values()])
    assert table["T"].to_numpy() == pytest.approx([row[2] / days for row in FIVE_BY_HAND.values()])


def test_weeks_are_exact(five):
    assert purchase_summary(five, **CHOSEN)["T"].tolist() == [28 / 7, 21 / 7, 31 / 7, 11 / 7]


def test_kinds_of_columns_and_index(five):
    table = purchase_summary(five.set_index(pd.Index(range(100, 112))).iloc[::-1], **CHOSEN)
    assert table["customer_id"].tolist() == list("ABCD")
    assert isinstance(table.index, pd.RangeIndex) and table.index.start == 0
    assert table[COLUMNS].dtypes.astype(str).tolist() == ["int64", "float64", "float64", "float64"]


@every_engine
def test_returns_dropped(five, engine):
    table = as_pandas(purchase_summary(engine(five), **CHOSEN | {"returns": "drop"}))
    assert table["monetary_value"].tolist() == [30, 0, 50, 15]


@every_engine
def test_zero_orders_dropped(five, engine):
    table = as_pandas(purchase_summary(engine(five), period="day", **CHOSEN | {"zero_orders": "drop"}))
    assert table.set_index("customer_id").loc["D"].tolist() == [0, 0, 1, 0]


def test_a_return_on_the_first_day_or_before_belongs_to_the_first_purchase():
    rows = transactions(
        [
            ("A", "1997-03-01", -5.0),
            ("A", "1997-03-03", 20.0),
            ("A", "1997-03-03", -9.0),
            ("A", "1997-03-10", 7.0),
        ]
    )
    table = purchase_summary(rows, returns="net", period="day", observation_end="1997-03-31")
    assert table[COLUMNS].to_numpy().tolist() == [[1, 7, 28, 7]]


@every_engine
def test_default_policies_warn_with_counts(five, engine):
    with pytest.warns(rfm.DataWarning) as caught:
        purchase_summary(engine(five), observation_end="1997-03-29")
    assert [str(warning.message) for warning in caught] == [
        "left out: 1 row after observation_end 1997-03-29",
        "column 'amount' is below 0 in 2 rows: returns, which lower monetary and are no orders; "
        "customers with returns only, left out: 1 (to choose, say returns='net' or returns='drop')",
        "column 'amount' is 0 in 1 row: counted as orders (to choose, say zero_orders='count' or "
        "zero_orders='drop')",
    ]
    assert {warning.filename for warning in caught} == {__file__}


@pytest.mark.filterwarnings("error")
def test_chosen_policies_and_plain_data_are_silent(five):
    purchase_summary(five, **CHOSEN)
    purchase_summary(five[five["amount"] > 0], observation_end="1997-03-31")


def test_the_last_date_is_the_end_of_observation(five):
    table = purchase_summary(five, period="day", returns="net", zero_orders="count")
    assert table["T"].tolist() == [27, 20, 30, 10]


@every_engine
def test_without_amounts_each_row_is_an_order(five, engine):
    bought = five[five["amount"] >= 0].drop(columns="amount")
    table = as_pandas(purchase_summary(engine(bought), amount=None, observation_end="1997-03-31"))
    expected = purchase_summary(five, **CHOSEN).drop(columns="monetary_value")
    pd.testing.assert_frame_equal(table, expected)


@every_engine
def test_dates_without_a_time_count_the_same(five, engine):
    dated = engine(five.assign(date=five["date"].dt.normalize()))
    if isinstance(dated, pl.DataFrame | pl.LazyFrame):
        dated = dated.with_columns(pl.col("date").cast(pl.Date))
    if isinstance(dated, pa.Table):
        dated = dated.set_column(1, "date", dated["date"].cast(pa.timestamp("s")).cast(pa.date32()))
    expected = purchase_summary(five, **CHOSEN)
    pd.testing.assert_frame_equal(as_pandas(purchase_summary(dated, **CHOSEN)), expected)


@every_engine
def test_time_zone_counts_the_local_day(engine):
    # 18:00 UTC on 30 June is 2 a.m. on 1 July in Shanghai, the day of the other purchase.
    rows = transactions([("A", "1997-06-30 18:00", 5.0), ("A", "1997-07-01 10:00", 5.0)])
    rows["date"] = rows["date"].dt.tz_localize("UTC").dt.tz_convert("Asia/Shanghai")
    table = as_pandas(purchase_summary(engine(rows), observation_end="1997-07-08"))
    assert table[["frequency", "T"]].to_numpy().tolist() == [[0, 1]]


def test_other_column_names_and_one_customer():
    rows = pd.DataFrame({"household": ["A"], "T": pd.to_datetime(["1997-03-03"]), "sales": [5.0]})
    table = purchase_summary(rows, "household", "T", "sales", observation_end=datetime.date(1997, 3, 31))
    assert table.to_numpy().tolist() == [["A", 0, 0.0, 4.0, 0.0]]


@every_engine
@pytest.mark.parametrize("name", ["day", "days", "first", "number", "spend", "who", "recency_of"])
def test_the_customer_column_may_have_any_other_name(five, engine, name):
    renamed = five.rename(columns={"customer_id": name})
    table = as_pandas(purchase_summary(engine(renamed), name, period="day", **CHOSEN))
    assert [tuple(row) for row in table.to_numpy()] == [(who, *row) for who, row in FIVE_BY_HAND.items()]
    split = holdout_split(engine(renamed), "1997-03-15", name, newcomers="drop", **CHOSEN)
    assert as_pandas(split).columns[0] == name


# Integers are numbered together with their days, unless they lie too far apart.
@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("int8", [-128, -1, 0, 127]),
        ("uint16", [0, 1, 2, 65_535]),
        ("int64", [-(2**63), -1, 0, 2**63 - 1]),
        ("uint64", [0, 1, 2**63, 2**64 - 1]),
    ],
)
@pytest.mark.parametrize("engine", list(ENGINES.values()), ids=list(ENGINES))
def test_customers_who_are_integers(five, engine, kind, names):
    named = five[five["customer_id"] != "E"]
    numbers = named["customer_id"].map(dict(zip("ABCD", names, strict=True))).astype(kind)
    table = purchase_summary(engine(named.assign(customer_id=numbers)), period="day", **CHOSEN)
    table = table.collect() if isinstance(table, pl.LazyFrame) else table
    if not isinstance(table, pd.DataFrame):
        assert kind in str(table.schema).lower()
    rows = as_pandas(table).set_index("customer_id")[COLUMNS]
    assert {int(who): tuple(row) for who, row in zip(rows.index, rows.to_numpy(), strict=True)} == dict(
        zip(names, FIVE_BY_HAND.values(), strict=True)
    )


@given(
    st.lists(
        st.tuples(st.sampled_from("ABC"), st.integers(0, 60), st.floats(0.01, 1e6)), min_size=1, max_size=30
    )
)
def test_it_equals_a_plain_count(rows):
    start = pd.Timestamp("1999-12-20")
    frame = transactions([(who, start + pd.Timedelta(days=day), money) for who, day, money in rows])
    table = purchase_summary(frame, period="day", observation_end="2000-03-01").set_index("customer_id")
    for who, line in table.iterrows():
        spend = {}
        for other, day, money in rows:
            spend[day] = spend.get(day, 0) + (money if other == who else 0)
        days = sorted({day for other, day, _ in rows if other == who})
        mean = sum(spend[day] for day in days[1:]) / len(days[1:]) if days[1:] else 0
        expected = [len(days) - 1, days[-1] - days[0], 72 - days[0], mean]
        assert line.tolist() == pytest.approx(expected)


@every_engine
def test_the_last_day_of_all(engine):
    rows = transactions([("A", "1999-01-01", 5.0), ("A", "9999-12-31", 5.0)])
    table = as_pandas(purchase_summary(engine(rows), period="day", observation_end="9999-12-31"))
    assert table["frequency"].tolist() == [1] and table["recency"].tolist() == table["T"].tolist()


@pytest.mark.parametrize("year", ["-0005", "10005"])
def test_years_that_python_does_not_know(five, year):
    dates = np.array([f"{year}-01-05"] * len(five), dtype="datetime64[s]")
    with pytest.raises(ValueError, match=r"^dates must lie in the years 1 to 9999; got "):
        purchase_summary(five.assign(date=dates))


# --- published -----------------------------------------------------------------------


def test_cdnow_calibration_customers(calibration):
    assert len(calibration) == 2357


def test_btyd_walkthrough_frequencies(calibration):
    bins = np.bincount(np.minimum(calibration["frequency"], 7))
    assert bins.tolist() == [1411, 439, 214, 100, 62, 38, 29, 64]


def test_gamma_gamma_note_repeat_spend(calibration):
    spend = calibration.loc[calibration["frequency"] > 0, "monetary_value"]
    assert len(spend) == 946
    assert (round(spend.mean(), 2), round(spend.max(), 2)) == (35.08, 299.63)


def test_clvtools_customer_days(calibration):
    whole = purchase_summary(datasets.load_cdnow(), zero_orders="count")
    assert (whole["frequency"] + 1).sum() == 6696


def test_fader_hardie_lee_first_customer(calibration):
    # x = 2, t_x = 30.43 and T = 38.86 weeks, in the worked example of the BG/NBD.
    first = calibration.iloc[0]
    assert first[["frequency", "recency", "T"]].round(2).tolist() == [2, 30.43, 38.86]


# --- bad input -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (dict(period="fortnight"), "^period must be one of 'day', 'week', 'month', 'quarter', 'year'; got"),
        (
            dict(observation_end="1996-01-01"),
            "^observation_end is 1996-01-01, before the first date in column",
        ),
        (dict(observation_end="soon"), "^observation_end must be a date, or text such as '1997-09-30'; got"),
        (dict(customer="client"), "^customer: transactions has no column 'client'; its columns are"),
        (dict(amount="date"), "^customer, date and amount must be three columns"),
        (dict(returns="keep"), "^returns must be one of 'net', 'drop'; got 'keep'$"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_bad_arguments(five, change, sentence):
    with pytest.raises(ValueError, match=sentence):
        purchase_summary(five, **CHOSEN | change)


def test_a_customer_column_named_like_a_result(five):
    renamed = five.rename(columns={"customer_id": "T"})
    with pytest.raises(
        ValueError, match=r"^the customer column must not be named 'T', a name of the result$"
    ):
        purchase_summary(renamed, "T", **CHOSEN)


def test_missing_values_and_an_empty_table(five):
    with pytest.raises(
        ValueError, match=r"^column 'amount' is missing or infinite in 1 row .first customers: A"
    ):
        purchase_summary(five.assign(amount=five["amount"].mask(five.index == 0)), **CHOSEN)
    with pytest.raises(ValueError, match=r"^transactions has no rows$"):
        purchase_summary(five.head(0), **CHOSEN)
    with pytest.raises(
        ValueError, match=r"^transactions has no order up to 1997-03-31: no amount is above 0$"
    ):
        purchase_summary(five[five["amount"] < 0], **CHOSEN)


# --- hold-out ------------------------------------------------------------------------

SPLIT = {"calibration_end": "1997-03-15", "returns": "net", "zero_orders": "count"}
HELD = ["holdout_frequency", "holdout_spend", "holdout_length"]
# To 1997-03-15 and to 1997-03-31: D and E come later. In days: repeat purchases, first to last, first to end,
# repeat spend, then purchase days and spend in the hold-out.
HELD_BY_HAND = {"A": (0, 0, 12, 0.0, 2, 60.0), "B": (0, 0, 5, 0.0, 0, 0.0), "C": (1, 1, 15, 30.0, 0, 0.0)}


@pytest.fixture(scope="module")
def cdnow_split():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rfm.DataWarning)
        return holdout_split(datasets.load_cdnow(), "1997-09-30", observation_end="1998-06-30")


def test_hold_out_is_offered_by_rfm():
    assert rfm.holdout_split is holdout_split


@every_engine
def test_hold_out_of_five_customers_by_hand(five, engine):
    split = dict(**SPLIT, observation_end="1997-03-31", period="day", newcomers="drop")
    result = holdout_split(engine(five), **split)
    assert type(result) is type(engine(five))
    table = as_pandas(result)
    assert table.columns.tolist() == ["customer_id", *COLUMNS, *HELD]
    assert table["customer_id"].tolist() == list(HELD_BY_HAND)
    assert table.drop(columns=["customer_id", "holdout_length"]).to_numpy().tolist() == [
        list(row) for row in HELD_BY_HAND.values()
    ]
    assert table["holdout_length"].tolist() == [16.0] * 3


@every_engine
def test_newcomers_are_counted_in_a_warning(five, engine):
    with pytest.warns(rfm.DataWarning) as caught:
        holdout_split(engine(five), **SPLIT, observation_end="1997-03-31")
    # E has a return only, and is no customer.
    assert [str(warning.message) for warning in caught] == [
        "left out: 1 customer first seen after calibration_end 1997-03-15 (to choose, say newcomers='drop')"
    ]
    assert {warning.filename for warning in caught} == {__file__}


@pytest.mark.filterwarnings("error")
def test_newcomers_left_out_on_purpose_are_silent(five):
    holdout_split(five, **SPLIT, newcomers="drop")


def test_policies_of_the_hold_out_warn_too(five):
    with pytest.warns(rfm.DataWarning) as caught:
        holdout_split(five, "1997-03-15", observation_end="1997-03-29")
    said = [str(warning.message).partition(" (")[0] for warning in caught]
    assert [sentence[:26] for sentence in said] == [
        "left out: 1 row after obse",
        "column 'amount' is below 0",
        "column 'amount' is 0 in 1 ",
        "left out: 1 customer first",
    ]


@every_engine
def test_returns_and_zero_orders_in_the_hold_out(engine):
    rows = transactions(
        [
            ("A", "1997-03-01", 5.0),
            ("A", "1997-03-20", 30.0),
            ("A", "1997-03-20", -10.0),
            ("A", "1997-03-22", -4.0),
            ("A", "1997-03-25", 0.0),
        ]
    )
    call = dict(calibration_end="1997-03-15", observation_end="1997-03-31")
    found = {
        (returns, zero): as_pandas(holdout_split(engine(rows), **call, returns=returns, zero_orders=zero))
        for returns in ("net", "drop")
        for zero in ("count", "drop")
    }
    held = {chosen: table[HELD[:2]].to_numpy().tolist()[0] for chosen, table in found.items()}
    assert held == {
        ("net", "count"): [2, 16],
        ("net", "drop"): [1, 16],
        ("drop", "count"): [2, 30],
        ("drop", "drop"): [1, 30],
    }


@every_engine
def test_hold_out_without_amounts(five, engine):
    bought = five[five["amount"] >= 0].drop(columns="amount")
    call = dict(calibration_end="1997-03-15", newcomers="drop")
    table = as_pandas(holdout_split(engine(bought), amount=None, **call))
    assert table.columns.tolist() == ["customer_id", *COLUMNS[:3], "holdout_frequency", "holdout_length"]
    assert table["holdout_frequency"].tolist() == [2, 0, 0]


def test_hold_out_begins_with_the_purchase_summary(cdnow_split, calibration):
    pd.testing.assert_frame_equal(cdnow_split[calibration.columns.tolist()], calibration)


def test_hold_out_and_calibration_make_the_whole(cdnow_split):
    whole = purchase_summary(datasets.load_cdnow(), zero_orders="count")
    both = cdnow_split["frequency"] + cdnow_split["holdout_frequency"]
    assert both.tolist() == whole["frequency"].tolist()
    money = cdnow_split["frequency"] * cdnow_split["monetary_value"] + cdnow_split["holdout_spend"]
    assert money.to_numpy() == pytest.approx((whole["frequency"] * whole["monetary_value"]).to_numpy())


def test_cdnow_39_and_39_weeks(cdnow_split):
    assert cdnow_split["holdout_length"].unique().tolist() == [39.0]
    assert (len(cdnow_split), cdnow_split["holdout_frequency"].sum()) == (2357, 1882)


@pytest.mark.parametrize(
    ("change", "error", "sentence"),
    [
        (dict(calibration_end=None), TypeError, "^calibration_end must be a date, or text such as"),
        (dict(calibration_end="soon"), ValueError, "^calibration_end must be a date, .* got 'soon'"),
        (
            dict(calibration_end="1996-01-01"),
            ValueError,
            "^calibration_end is 1996-01-01, before the first date in column 'date', 1997-02-28$",
        ),
        (
            dict(calibration_end="1997-03-31"),
            ValueError,
            "^calibration_end is 1997-03-31, not before the last day observed, 1997-03-31: no hold-out$",
        ),
        (dict(newcomers="keep"), ValueError, "^newcomers must be one of 'drop'; got 'keep'$"),
        (dict(period="fortnight"), ValueError, "^period must be one of 'day', 'week'"),
        (dict(customer="client"), ValueError, "^customer: transactions has no column 'client'"),
    ],
)
def test_bad_splits(five, change, error, sentence):
    with pytest.raises(error, match=sentence):
        holdout_split(five, **SPLIT | {"observation_end": "1997-03-31"} | change)


def test_a_calibration_period_without_an_order(five):
    later = five.assign(amount=five["amount"].where(five["date"] > "1997-03-15", -1.0))
    with pytest.raises(
        ValueError, match=r"^transactions has no order up to calibration_end 1997-03-15: no amount"
    ):
        holdout_split(later, **SPLIT)


def test_a_customer_column_named_like_the_hold_out(five):
    renamed = five.rename(columns={"customer_id": "holdout_spend"})
    with pytest.raises(ValueError, match=r"^the customer column must not be named 'holdout_spend'"):
        holdout_split(renamed, "1997-03-15", "holdout_spend")
