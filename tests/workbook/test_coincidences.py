"""Draws by which an error gives the right answer are no student's."""

import pytest
import toy
from both import both

from crmlib.workbook.finding.coincidences import coincides
from crmlib.workbook.kinds.draws import rate, whole
from crmlib.workbook.marking.acceptance import find


def hides(answer, draws, numbers):
    asked = toy.number.changed(draws=draws, prompt="?", slips=[])
    return coincides(asked.question, [answer], numbers)


COUNTS, SHARES = dict(a=whole(1, 9), b=whole(1, 9)), dict(a=rate(0.1, 0.9), b=rate(0.1, 0.9))


@pytest.mark.parametrize(
    ("answer", "draws", "numbers"),
    [
        (lambda a, b: a / b, COUNTS, dict(a=4, b=4)),  # exchanged
        (lambda a, b: a * b, COUNTS, dict(a=4, b=1)),  # left out
        (lambda a, b: a / (1 - b), SHARES, dict(a=0.3, b=0.5)),  # the rest for a share
    ],
)
def test_an_error_that_gives_the_answer_by_chance_is_found(answer, draws, numbers):
    assert hides(answer, draws, numbers)


@pytest.mark.parametrize(
    ("answer", "draws", "numbers"),
    [
        (lambda a, b: a / b, COUNTS, dict(a=4, b=3)),
        (lambda a, b: a * b, COUNTS, dict(a=4, b=3)),  # whoever exchanges them makes no error
        (lambda a, b: a / (1 - b), SHARES, dict(a=0.3, b=0.2)),
        (lambda a, b: a / b, dict(a=whole(1, 9), b=whole(3, 5)), dict(a=4, b=4)),  # no two of a kind
        (lambda a, b: str(a + b), COUNTS, dict(a=4, b=4)),  # no formula to look at
    ],
)
def test_a_symmetry_and_numbers_that_differ_are_none(answer, draws, numbers):
    assert not hides(answer, draws, numbers)


def test_such_numbers_stay_with_no_student():
    draws = dict(margin=whole(1_000, 2_000, 10), kept=rate(0.3, 0.7))
    asked = toy.number.changed(draws=draws, answer=lambda margin, kept: margin / (1 - kept), slips=[])
    found = find(asked.key)
    assert any(asked.variant(place)["kept"] == 0.5 for place in range(300))
    assert all(asked.variant(place)["kept"] != 0.5 for place in found.places)


def test_the_weight_of_one_is_no_students():
    asked = both("predicting.shrink")
    assert not any(asked.hides_an_error(asked.numbers(f"student{number}")) for number in range(40))
