"""The numbers that the finder names on a page, without Python."""

import pytest
from both import both

from crmlib.workbook.screen.names import named_numbers

IDS = ["strategy.keep-or-develop", "rfm.break-even", "clv.npv"]


@pytest.mark.parametrize("id", IDS)
def test_each_number_is_named_as_the_workbook_does_from_its_digits_on(id):
    asked = both(id)
    numbers = asked.numbers()
    named = named_numbers(asked.key, numbers)
    assert named and len({value for value, _, _ in named}) == len(named)
    for value, least, text in named:
        for digits in range(least, 13):
            assert asked.mark(float(f"{value:.{digits - 1}e}"), numbers).message == text, (value, digits)


@pytest.mark.parametrize("id", IDS)
def test_neither_the_answer_nor_a_foreseen_number_is_among_them(id):
    asked = both(id)
    numbers = asked.numbers()
    values = [value for value, _, _ in named_numbers(asked.key, numbers)]
    foreseen = [asked.solution(numbers), *(wrong for _, wrong, _ in asked.foreseen(numbers))]
    assert not any(value == pytest.approx(other, rel=1e-9) for value in values for other in foreseen)


def test_where_nothing_is_traced_nothing_is_named():
    asked = both("rfm.recency")
    untraced = asked.changed(answer=lambda first, second, last: float(str((last - second).days)), routes=())
    assert named_numbers(untraced.key, asked.numbers()) == []
