"""An interval: too narrow, too wide, in another place."""

import pytest
import toy

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
