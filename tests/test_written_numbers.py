"""Numbers as people write them: what questions and own files both read, and the table of currencies."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib._guard.written_numbers import (
    agreed,
    currencies_named,
    leading_sign,
    number_with,
    table,
    take_apart,
)
from crmlib.datasets.own_file.headings import plain_heading
from crmlib.datasets.own_file.values import read_amounts
from crmlib.explore.quantities import around
from crmlib.workbook.marking.reading import Unreadable, read_number

BOTH = {
    "2亿": 200_000_000, "5k": 5_000, "5K": 5_000, "1.2万": 12_000, "3 千": 3_000, "2百万": 2_000_000,
    "1.5萬": 15_000,
    "4.95 million": 4_950_000, "2 thousand": 2_000, "1.5 billion": 1.5e9, "5 k€": 5_000, "5 kEUR": 5_000,
    "1.2万元": 12_000, "$5k": 5_000, "12 万亿": 12e12,
    "(50)": -50, "50-": -50, "（50）": -50, "(¥50.5)": -50.5, "$(50)": -50, "$ (50)": -50, "(50) CHF": -50,
    "-50": -50, "−50": -50, "–50": -50, "-¥50": -50, "¥-50": -50, "+50": 50, "- 50": -50, "50€-": -50,
    "5 CHF": 5, "CHF 5": 5, "1200円": 1200, "5 NZD": 5, "NZ$5": 5, "MXN 5": 5, "₦5": 5, "5 ₺": 5, "R$ 5": 5,
    "R 5": 5,
    "Rs. 5": 5, "kr. 5": 5, "5 kr": 5, "5 Kč": 5, "Fr. 5": 5, "₡5": 5, "5 ALL": 5, "US$ 5 dollars": 5,
    "¥5元": 5,
    "5 US dollars": 5, "F CFA 5": 5, "5,- €": 5, "5.--": 5, "1'250.5": 1250.5, "1’250.5": 1250.5,
    "1 250.5": 1250.5,
    "12,34,567.5": 1_234_567.5, "１２.５": 12.5, "1e3": 1000, ".5": 0.5, "5.": 5,
}  # fmt: skip
NEITHER = [
    "",
    "abc",
    "--5",
    "(-5)",
    "(5",
    "5)",
    "-5-",
    "+5-",
    "5 apples",
    "5 all",
    "5 r",
    "k5",
    "10²",
    "½",
    "$",
    "5 5 5 €5",
]


@pytest.mark.parametrize(("text", "number"), BOTH.items())
def test_a_question_and_a_file_read_the_same_number(text, number):
    assert read_number(text)[0] == pytest.approx(number)
    assert (
        read_amounts(pd.Series([text, "0.5"]), "amount", decimal=".")[0][0] == pytest.approx(number)
        or "," in text
    )
    assert read_amounts(pd.Series([text, "0.5" if "." in text else "0,5"]), "amount")[0][0] == pytest.approx(
        number
    )


@pytest.mark.parametrize("text", NEITHER)
def test_what_neither_reads(text):
    with pytest.raises(Unreadable):
        read_number(text)
    assert np.isnan(read_amounts(pd.Series([text, "0.5"]), "amount", decimal=".")[0][0])


@pytest.mark.parametrize("text", ["26.7 %", "267 ‰", "5 per cent", "1/8", "$1/8"])
def test_ratios_are_answers_but_no_amounts(text):
    assert take_apart(text) is None
    assert read_number(text) and take_apart(text, ratios=True)


def test_an_answer_in_two_currencies_is_read_and_an_amount_is_not():
    assert take_apart("$3€").currency == ()
    assert read_number("$3€") == [3]
    assert np.isnan(read_amounts(pd.Series(["$3€", "1"]), "amount")[0][0])


@given(
    st.floats(-1e9, 1e9),
    st.sampled_from(["", "$", "CHF ", "₹"]),
    st.sampled_from(["", "万", " k", " million"]),
)
def test_a_written_number_comes_back_from_both(value, before, after):
    text = f"{before}{value:,.2f}{after}"
    factor = {"": 1, "万": 1e4, " k": 1e3, " million": 1e6}[after]
    written = take_apart(text)
    assert number_with(written.digits, ".") * written.factor == pytest.approx(float(f"{value:.2f}") * factor)
    assert read_number(text)[0] == pytest.approx(float(f"{value:.2f}") * factor)


@given(st.text() | st.text("0123456789.,' -+%万亿kE/¥$€()（）"))
def test_any_text_is_taken_apart_or_not(text):
    for ratios in (False, True):
        written = take_apart(text, ratios)
        assert written is None or math.isfinite(written.factor)


# Currencies


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("CNY RMB ¥ ￥ 元 块 人民币 yuan Yuan", "yuan"), ("$ USD usd US$ 美元 dollar", "US dollar"),
        ("€ EUR Euro euros 欧元", "euro"), ("£ GBP pounds", "pound"), ("JPY 円 日元 yen JP¥", "yen"),
        ("CHF SFr", "Swiss franc"), ("NZD NZ$", "New Zealand dollar"), ("₦ NGN", "naira"), ("R ZAR", "rand"),
    ],
)  # fmt: skip
def test_the_words_of_a_currency(words, name):
    assert {currencies_named(word)[0] for word in words.split()} == {name}


@pytest.mark.parametrize("word", ["apples", "all", "top", "try", "", "%", "k", "X", "5"])
def test_other_words_are_no_currency(word):
    assert currencies_named(word) is None


def test_a_name_is_a_word_for_its_currency():
    for names in table()["meant"].values():
        assert all(currencies_named(name)[0] == name for name in names)


def test_a_shared_sign_and_a_code_agree_on_the_code():
    assert agreed(currencies_named("$"), currencies_named("CAD")) == ("Canadian dollar",)
    assert agreed(currencies_named("¥"), currencies_named("円")) == ("yen",)
    assert agreed(currencies_named("元"), currencies_named("TWD")) == ("Taiwan dollar",)
    assert agreed(currencies_named("$"), currencies_named("EUR")) == ()


def test_charts_headings_and_amounts_know_the_same_signs():
    for sign in ("¥", "€", "£", "$", "₹", "₩", "₽", "HK$", "US$"):
        assert leading_sign(f"{sign} per year") == sign
        assert around(f"{sign} per year") == (sign, " per year")
        assert plain_heading(f"Amount {sign}") == "amount"
        assert take_apart(f"{sign}5").currency
    assert leading_sign("% per year") == leading_sign("orders") == leading_sign("") == ""
    assert plain_heading("Amount CHF") == plain_heading("Amount NZD") == "amount"
    assert plain_heading("country") == "country"
