"""The input that makes a claim true: the answer is put into the forward formula."""

import math

import pytest
import toy

from crmlib.workbook.marking.key import Before
from crmlib.workbook.marking.number import NOT_TOLD, TOLD

NUMBERS = dict(asked=3_000, margin=150)


def told(given, asked=toy.reverse):
    return asked.mark(given, NUMBERS)


def test_the_answer_is_found_by_halving():
    assert toy.reverse.solution(NUMBERS) == pytest.approx(20, rel=1e-12)
    falling = toy.reverse.changed(forward=lambda given, asked, margin: 60_000 / (1 + given))
    assert falling.solution(NUMBERS) == pytest.approx(19, rel=1e-12)


def test_an_input_whose_result_comes_near_enough_is_right():
    assert told("20 years").right and told(20.09).right and not told(20.2).right
    flat = toy.reverse.changed(forward=lambda given, asked, margin: 3_000 + given / 100)
    assert told(90, flat).right


def test_a_wrong_input_is_told_what_it_gives():
    assert told(10).message == "Not yet: 10 gives ¥1,500, and ¥3,000 is asked."


def test_an_input_outside_the_range_is_told_the_range_even_if_the_formula_would_take_it():
    assert told(200).stage == "range"
    even = toy.reverse.changed(forward=lambda given, asked, margin: given**2 * 7.5, answer=lambda **_: 20)
    assert even.mark(-20, NUMBERS).stage == "slip"  # the sign turned round


def test_a_formula_that_refuses_an_input_does_not_stop_the_check():
    def refuses(given, asked, margin):
        raise ValueError("no")

    strict = toy.reverse.changed(forward=refuses, answer=lambda **_: 20)
    assert math.isnan(strict.result(3, NUMBERS))
    assert told(10, strict).message == "Not yet: 10 is too small."


def test_after_many_answers_it_is_not_told_what_an_input_gives():
    assert toy.reverse.mark(10, NUMBERS, Before(TOLD, TOLD)).message == NOT_TOLD
    assert toy.reverse.mark(200, NUMBERS, Before(TOLD, TOLD)).stage == "range"


def test_a_loss_is_written_as_in_the_book():
    loss = toy.reverse.changed(forward=lambda given, asked, margin: given - 11.45, says="¥{:.2f} a letter")
    assert told(10, loss).message.startswith("Not yet: 10 gives −¥1.45 a letter, and ¥3000.00")
    assert told(11.4499, loss).message.startswith("Not yet: 11.4499 gives ¥0.00 a letter")
