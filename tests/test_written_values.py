"""Amounts and dates as people write them, value by value and by the evidence of a column."""

import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib._guard.written_numbers import number_with, take_apart
from crmlib.datasets.own_file.dates import read_dates
from crmlib.datasets.own_file.values import empty_cells, read_amounts


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12), ("1,234.5", 1234.5), ("1 234.5", 1234.5), ("1'234.5", 1234.5), (".5", 0.5), ("5.", 5),
        ("1.5E+05", 150_000), ("-¥3", -3), ("¥-3", -3), ("(3.5)", -3.5), ("3-", -3), ("3元", 3), ("RMB 3", 3),
        ("US$1,000.00", 1000), ("1.2万", 12_000), ("+3.5", 3.5), ("12,34,567.5", 1_234_567.5),
        ("－3.5", -3.5), ("€ 3.-", 3), ("3.--", 3), ("1,250.—", 1250), ("-5.-", -5), ("$(3.50)", -3.5),
        ("$ (1,250.00)", -1250), ("CHF 1’250.50", 1250.5), ("R$ 3", 3), ("₹1,25,000.50", 125_000.5),
    ],
)  # fmt: skip
def test_an_amount_is_read(text, number):
    amounts, *_ = read_amounts(pd.Series([text, "0.5"]), "amount")
    assert amounts[0] == pytest.approx(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "3 %",
        "1.2.3",
        "1,23",
        "12,34.5",
        "1 23.5",
        "3 apples",
        "--3",
        "(-3)",
        "(3",
        "$",
        "NaN",
        "1/2",
        "$3€",
    ],
)
def test_what_is_no_amount_is_missing(text):
    amounts, *_ = read_amounts(pd.Series([text, "1.5", "2.5"]), "amount", decimal=".")
    assert np.isnan(amounts[0]) and amounts[1:].tolist() == [1.5, 2.5]


@given(st.integers(-(10**9), 10**9), st.booleans())
def test_a_written_amount_comes_back_under_its_own_mark(cents, comma):
    text = f"{cents / 100:,.2f}"
    mark = "," if comma else "."
    text = text.translate(str.maketrans(",.", ".,")) if comma else text
    written = take_apart(text)
    assert number_with(written.digits, mark) * written.factor == pytest.approx(cents / 100, abs=1e-9)
    assert written.currency is None


def test_the_other_values_decide_the_mark():
    amounts, _, mark, _ = read_amounts(pd.Series(["1.234", "1,5"]), "amount")
    assert (amounts.tolist(), mark) == ([1234, 1.5], ",")
    amounts, _, mark, _ = read_amounts(pd.Series(["1.234", "1.5"]), "amount")
    assert (amounts.tolist(), mark) == ([1.234, 1.5], ".")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-3-7", "2025-03-07"), ("2025/03/07", "2025-03-07"), ("2025.3.7", "2025-03-07"),
        ("20250307", "2025-03-07"), ("202503071230", "2025-03-07 12:30"), ("2025年3月7日", "2025-03-07"),
        ("2025年3月7日下午3:05", "2025-03-07 15:05"), ("2025-03-07 12:05 AM", "2025-03-07 00:05"),
        ("2025-03-07 12:05 PM", "2025-03-07 12:05"), ("2025-03-07T08:05:09.25", "2025-03-07 08:05:09.25"),
        ("7 March 2025", "2025-03-07"), ("Mar 7th, 2025", "2025-03-07"), ("07-MAR-25", "2025-03-07"),
        ("7. Mai 2025", "2025-05-07"), ("7 févr. 2025", "2025-02-07"),
        ("Fri, 7 Mar 2025 08:05", "2025-03-07 08:05"),
        ("2025-03-07T08:05:00+0800", "2025-03-07 08:05"),
        ("1741334400", "2025-03-07 08:00"), ("45723", "2025-03-07"),
    ],
)  # fmt: skip
def test_a_date_is_read(text, moment):
    dates, _ = read_dates(pd.Series([text]), "date")
    assert dates.tolist() == [pd.Timestamp(moment)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2025-13-01",
        "2025-02-30",
        "1066-10-14",
        "2025-03-07 25:00",
        "7 Foo 2025",
        "123",
        "99999",
        "2025-03",
        "2025/3/9 晚上12:30",
        "9999999999.5",
        "9999999999999999",
    ],
)
def test_what_is_no_date_is_missing(text):
    dates, _ = read_dates(pd.Series([text, "2025-03-07"]), "date")
    assert dates.isna().tolist() == [True, False]


@given(
    st.lists(
        st.datetimes(datetime.datetime(1970, 1, 1), datetime.datetime(2068, 12, 31)), min_size=1, max_size=20
    )
)
def test_day_first_is_read_right_or_asked_for(days):
    days = [day.replace(microsecond=0) for day in days]
    written = pd.Series([day.strftime("%d/%m/%Y %H:%M:%S") for day in days])
    assert read_dates(written, "date", date_order="day first")[0].tolist() == days
    try:
        dates, _ = read_dates(written, "date")
    except ValueError as problem:
        assert str(problem).startswith("date_order: ")
        return
    assert dates.tolist() == days


def test_summer_and_winter_time_of_one_place_go_together():
    dates, _ = read_dates(pd.Series(["2025-01-07T08:00+01:00", "2025-07-07T08:00+02:00"]), "date")
    assert dates.dt.hour.tolist() == [8, 8]


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc"])
def test_an_unknown_time_zone_is_refused(zone):
    with pytest.raises(ValueError, match="time_zone must be the name of a time zone"):
        read_dates(pd.Series(["2025-01-07T08:00Z"]), "date", time_zone=zone)


@pytest.mark.parametrize("text", ["€ 3,-", "3,--", "3,– €"])
def test_a_price_without_cents_is_no_return(text):
    assert read_amounts(pd.Series([text, "1.250,-", "3,00-"]), "Betrag")[0].tolist() == [3, 1250, -3]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025年3月7日 星期五", "2025-03-07"),
        ("2025/3/8 (周六)", "2025-03-08"),
        ("2025年3月9日星期日 晚上8:30", "2025-03-09 20:30"),
        ("2025/3/9 凌晨12:30", "2025-03-09 00:30"),
        ("1741334400.25", "2025-03-07 08:00:00.25"),
        ("1741334400250000", "2025-03-07 08:00:00.25"),
    ],
)
def test_clocks_and_weekdays_of_exports(text, moment):
    assert read_dates(pd.Series([text]), "date")[0].tolist() == [pd.Timestamp(moment)]


def test_words_for_nothing_are_empty_in_text_and_in_objects():
    cells = ["", " NULL ", "n/a", "#N/A", "无", "-", "(null)", "(Blank)", "?", "0", "none of it"]
    wanted = [True] * 9 + [False] * 2
    assert empty_cells(pd.Series(cells)).tolist() == wanted
    assert empty_cells(pd.Series([*cells, None, float("nan")], dtype=object)).tolist() == [
        *wanted,
        True,
        True,
    ]
