"""Memos: long enough, with a number, then read by a person."""

import pytest
import toy
from hypothesis import given
from hypothesis import strategies as st

from crmlib.workbook.kinds.memo import RUBRIC
from crmlib.workbook.marking.memo import count_words


def mark(given):
    return toy.memo.mark(given, {})


def test_a_memo_is_handed_in_not_marked():
    verdict = mark(toy.memo.model)
    assert verdict.stage == "handed in" and verdict.right and not verdict.slip
    assert verdict.message.startswith("Handed in, 7 words. A person reads it for: number, uncertainty")


@pytest.mark.parametrize(("text", "words"), [("Mail 3.", 2), ("one two three four five 6 7 8 9 10 11", 11)])
def test_too_short_or_too_long(text, words):
    verdict = mark(text)
    assert verdict.stage == "range"
    assert verdict.message == f"Your memo has {words} words; 5 to 10 are asked."


def test_a_memo_needs_a_number():
    assert mark("Mail the best and leave the rest").message.startswith("Your memo holds no number.")


@pytest.mark.parametrize("given", [3, ["a"], b"text", {"memo": "text"}])
def test_a_memo_is_text(given):
    assert mark(given).message.startswith("A text is asked; got ")


def test_the_statement_says_what_a_reader_looks_for():
    statement = toy.memo.statement()
    assert "Write 5 to 10 words." in statement and all(part in statement for part in RUBRIC)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("We don't mail 1,234.5 of them", 6),
        ("客单价 and 笔单价", 7),
        ("十月邮寄 503 位客户。", 8),
        ("year-end", 1),
        ("— … —", 0),
    ],
)
def test_words_are_counted_in_english_and_chinese(text, words):
    assert count_words(text) == words


@given(st.text(), st.text())
def test_words_of_two_paragraphs_add_up(first, second):
    assert count_words(f"{first}\n\n{second}") == count_words(first) + count_words(second)


@given(st.text())
def test_any_text_gets_a_sentence(text):
    assert mark(text).message.strip()
