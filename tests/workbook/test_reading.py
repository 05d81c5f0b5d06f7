"""Numbers as people write them."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib.workbook.marking.reading import Unreadable, read_number

WRITTEN = {
    "26.7 %": [0.267],
    "26.7%": [0.267],
    "26,7 %": [0.267],
    "２６．７％": [0.267],
    "267 ‰": [0.267],
    "百分之26.7": [0.267],
    "约百分之 26.7": [0.267],
    "1,234.5": [1234.5],
    "1.234,5": [1234.5],
    "1 234,5": [1234.5],
    "1\u00a0234,5": [1234.5],
    "1\u202f234,5": [1234.5],
    "1'234.5": [1234.5],
    "1234,5": [1234.5],
    "1,234,567": [1234567],
    "1.234.567": [1234567],
    "12,345.678": [12345.678],
    "1,234": [1234, 1.234],
    "1.234": [1.234, 1234],
    "0.123": [0.123],
    "0,123": [0.123],
    "¥1,200": [1200, 1.2],
    "￥1,200": [1200, 1.2],
    "US$ 12.50": [12.5],
    "USD 12.50": [12.5],
    "12.50 US dollars": [12.5],
    "1 dollar": [1],
    "12 元": [12],
    "12 Euro": [12],
    "12 euros": [12],
    "1.2万": [12_000],
    "3亿": [300_000_000],
    "12k": [12_000],
    "26.7 per cent": [0.267],
    "26.7 Percent": [0.267],
    "4.95 million": [4_950_000],
    "= 7": [7],
    "≈ 7": [7],
    "about 7": [7],
    "–5": [-5],
    "1.28 : 1": [1.28],
    "3 to 1": [3],
    "3x": [3],
    "3 倍": [3],
    "１２３４": [1234],
    "−5": [-5],
    "- 5": [-5],
    "+5": [5],
    "5.": [5],
    ".5": [0.5],
    "1e3": [1000],
    "2.5E-2": [0.025],
    "1/8": [0.125],
    " 7 ": [7],
}
UNREADABLE = [
    "seven",
    "7 or 8",
    "1,23,4.5",
    "1.2.3",
    "--5",
    "%",
    "-",
    "¥",
    "nan",
    "inf",
    "1/0",
    "10²",
    "½",
    "1e999",
    "9" * 5000,
    "\ud800",
    "=SUM(A1:A3)",
    "<script>alert(1)</script>",
]
ONE_NUMBER = [
    7,
    7.0,
    Decimal(7),
    Fraction(14, 2),
    np.int8(7),
    np.float32(7),
    np.array(7),
    np.array([7]),
    np.array([[7]]),
    pd.Series([7], index=["a"]),
    pd.DataFrame({"a": [7]}),
    pl.Series([7]),
    pl.DataFrame({"a": [7]}),
    pa.table({"a": [7]}),
]
NO_NUMBER = [
    None,
    True,
    np.bool_(True),
    math.nan,
    math.inf,
    -math.inf,
    Decimal("sNaN"),
    10**400,
    10**6000,
    Fraction(10**400),
    pd.NA,
    pd.NaT,
    1j,
    b"7",
    [7],
    [],
    {},
    {"a": 7},
    np.array([]),
    np.array([7, 7]),
    np.array("7"),
    np.timedelta64(7, "D"),
    pd.Timedelta(days=7),
    pd.Series([7, 7]),
    pd.Series([pd.NA]),
    pd.DataFrame(),
    pl.Series([7, 7]),
    pl.LazyFrame({"a": [7]}),
    pl.col("a"),
    pa.table({"a": [7, 7]}),
    object(),
    len,
]


@pytest.mark.parametrize(("text", "readings"), WRITTEN.items())
def test_written_numbers(text, readings):
    assert read_number(text) == pytest.approx(readings)


@pytest.mark.parametrize("text", UNREADABLE, ids=range(len(UNREADABLE)))
def test_unreadable_text_gets_one_short_sentence(text):
    with pytest.raises(Unreadable, match=r"^The answer must be a (finite )?number.*\.$") as caught:
        read_number(text)
    assert len(str(caught.value)) < 150


@pytest.mark.parametrize("given", ONE_NUMBER, ids=range(len(ONE_NUMBER)))
def test_one_number_in_any_container(given):
    assert read_number(given) == [7]


@pytest.mark.parametrize("given", NO_NUMBER, ids=range(len(NO_NUMBER)))
def test_what_is_not_one_number_gets_one_short_sentence(given):
    with pytest.raises(Unreadable, match=r"^(The answer|One number) .*\.$") as caught:
        read_number(given)
    assert len(str(caught.value)) < 150


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("57 days", "days"),
        ("57 Days", "days"),
        ("57 day", "days"),
        ("57", "days"),
        ("57 US dollars", "US dollars"),
    ],
)
def test_the_unit_asked_may_stand_behind(text, unit):
    assert read_number(text, unit) == [57]


@pytest.mark.parametrize("text", ["9.1 points", "9.1 percentage points", "9.1pp", "9.1 个百分点"])
def test_a_share_may_be_given_in_points(text):
    assert read_number(text, "share") == [pytest.approx(0.091)]


def test_points_are_no_percentages_of_anything_else():
    assert read_number("57 points", "points") == [57]
    with pytest.raises(Unreadable):
        read_number("57 points", "customers")


def test_another_unit_may_not():
    with pytest.raises(Unreadable):
        read_number("8 weeks", "days")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_python_prints_is_read_back(value):
    assert value in read_number(repr(value))
    assert read_number(value) == [value]


@given(st.floats(-1e9, 1e9))
def test_groups_and_decimals_in_either_convention(value):
    point = f"{value:,.2f}"
    comma = point.translate(str.maketrans(",.", ".,"))
    for text in (point, comma, point.replace(",", " "), comma.replace(".", "'")):
        assert read_number(text)[0] == pytest.approx(float(f"{value:.2f}"))


@given(st.floats(0, 1))
def test_per_cent_is_a_hundredth(share):
    assert read_number(f"{share * 100:.6f} %") == pytest.approx([share], abs=1e-7)


@given(st.text() | st.text("0123456789.,' -+%万eE/¥"))
def test_any_text_is_read_or_gets_a_sentence(text):
    try:
        readings = read_number(text)
    except Unreadable as problem:
        assert len(str(problem)) < 150
    else:
        assert 1 <= len(readings) <= 2 and all(map(math.isfinite, readings))
