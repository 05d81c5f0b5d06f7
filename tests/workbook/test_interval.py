"""An interval: too narrow, too wide, in another place."""

import pytest
import toy
from both import both

from crmlib.workbook import banks
from crmlib.workbook.kinds.number import Interval
from crmlib.workbook.marking.key import Before
from crmlib.workbook.marking.number import NOT_TOLD, TOLD

NUMBERS = dict(n=100)  # 0.41775 to 0.58225


def told(given):
    return toy.interval.mark(given, NUMBERS)


def test_ends_within_a_twentieth_of_the_width_are_right():
    assert told((0.41775, 0.58225)).right and told((0.42, 0.58)).right and not told((0.43, 0.57)).right


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((0.3, 0.7), "too wide"),
        ((0.46, 0.54), "too narrow"),
        ((0.47, 0.64), "in another place"),
        ((0.7, 0.8), "No part of your interval"),
        ((0.58, 0.42), "must lie below"),
        ((0.5,), "Two numbers are asked"),
        ((0.1, "about"), "must be a number"),
        ((0.1, None), "The high end is missing."),
        (("", 0.1), "The low end is missing."),
        ("0.4", "Two numbers are asked"),
        ({"low": 0.4}, "Two numbers are asked"),
        ({0.4, 0.6}, "Two numbers are asked"),
    ],
)
def test_another_interval_is_told_how_it_differs(given, words):
    assert words in told(given).message


def test_an_interval_in_per_cent_is_told_so():
    assert told((41.8, 58.2)).slip == "per cent" and not told((41.8, 58.2)).right
    assert told((40, 50)).slip is None


def test_a_foreseen_interval_gets_its_message():
    assert told((0.45, 0.55)).slip == 0


@pytest.mark.parametrize(
    "given",
    [
        "41.8 % to 58.2 %",
        "41.8 to 58.2 %",
        "41.8 to 58.2 points",
        "0,418; 0,582",
        "0.418, 0.582",
        ["41.8%", "58.2%"],
    ],
)
def test_both_ends_are_read_as_people_write_them(given):
    assert told(given).right


def test_after_many_answers_its_width_and_place_are_told_no_more():
    tried = Before(TOLD, TOLD)
    for wrong in ((0.3, 0.7), (0.46, 0.54), (0.7, 0.9), (0.31775, 0.48225)):
        assert toy.interval.mark(wrong, NUMBERS, tried).message == NOT_TOLD
    assert toy.interval.mark((0.41775, 0.58225), NUMBERS, tried).right


PLAIN = [
    id
    for name in banks.bank_names()
    for id, one in banks.bank(name).items()
    if isinstance(one, Interval) and both(id).key.plain
]


def test_most_intervals_have_a_plain_one():
    assert len(PLAIN) >= 5


@pytest.mark.parametrize("id", PLAIN)
def test_another_multiple_of_the_standard_error_is_told(id):
    asked = both(id)
    for student in range(20):
        numbers = asked.numbers(f"2026{student:04d}")
        low, high = asked.plain(**numbers)
        middle, error = (low + high) / 2, (high - low) / 2
        verdict = asked.mark((middle - 1.28 * error, middle + 1.28 * error), numbers)
        assert verdict.message.startswith(
            "Your interval goes 1.28 standard errors to each side, which is 80 %."
        )
        aside = asked.mark((middle - 0.9 * error, middle + 1.66 * error), numbers)
        assert aside.slip != "multiple"


@pytest.mark.parametrize("id", PLAIN)
def test_the_plain_interval_is_near_the_right_one(id):
    asked = both(id)
    multiple = {0.9: 1.645, 0.95: 1.96}[asked.question.confidence]
    for student in range(20):
        numbers = asked.numbers(f"2026{student:04d}")
        low, high = asked.plain(**numbers)
        middle, error = (low + high) / 2, (high - low) / 2
        right_low, right_high = asked.solution(numbers)
        assert middle - multiple * error == pytest.approx(right_low, abs=0.2 * (right_high - right_low))
        assert middle + multiple * error == pytest.approx(right_high, abs=0.2 * (right_high - right_low))
