"""The name of a wrong function: from its results, its arguments, or one change of a plain function."""

import math
import time

import numpy as np
import pandas as pd
import pytest

from crmlib.workbook import banks
from crmlib.workbook.finding.functions import named
from crmlib.workbook.kinds.code import Function
from crmlib.workbook.marking import key as key_of
from crmlib.workbook.marking.function import alike
from crmlib.workbook.marking.key import Before

FUNCTIONS = [
    id for name in banks.bank_names() for id, one in banks.bank(name).items() if isinstance(one, Function)
]
HALF_A_SECOND = 0.5
LEAST = 2  # orders, of a few inputs alone


def earned(orders, margin, cost):
    gain = orders * margin
    return gain - cost


RNG = np.random.default_rng(3)
CASES = [
    dict(orders=int(orders), margin=float(margin), cost=float(cost))
    for orders, margin, cost in zip(
        RNG.integers(1, 30, 20), RNG.uniform(2, 9, 20), RNG.uniform(1, 80, 20), strict=True
    )
]


def said(wrong, plain=(earned,), cases=CASES, right=earned, again=True):
    name = named(
        [wrong(**case) for case in cases],
        cases,
        [right(**case) for case in cases],
        plain,
        lambda got, wanted: alike(got, wanted, 1e-6),
        (lambda case: wrong(**case)) if again else None,
    )
    return name and name.says


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda right: 100 * right, "per cent"),
        (lambda right: -right, "sign turned round"),
        (lambda right: 1 - right, "1 less the result"),
        (lambda right: 1 / right, "upside down"),
        (lambda right: round(right, 1), "rounds its result"),
        (round, "rounds its result"),
        (math.floor, "rounds its result"),
        (str, "returns text"),
        (lambda right: [1.0, right], "Its last value alone"),
        (lambda right: pd.Series([1.0, right]), "Its last value alone"),
        (lambda right: [right - 7, 3, 4], "Its sum"),
        (lambda right: right + 12.5, "by the same amount"),
        (lambda right: right * 7, "times the same number"),
        (lambda right: max(right, 0), "never goes below 0"),
    ],
)
def test_a_result_that_comes_from_the_right_one_is_told_how(change, words):
    assert words in said(lambda **case: change(earned(**case)), plain=())


def test_a_result_that_is_no_number_differs_by_no_amount():
    assert said(lambda **case: pd.DataFrame([[earned(**case), 1.0]]), plain=()) is None


def test_arguments_in_another_order_are_told_without_a_formula():
    assert said(lambda orders, margin, cost: cost * margin - orders) == (
        "This is what you get if `orders` and `cost` are exchanged. Look at the order of the arguments."
    )


def test_an_argument_that_plays_no_part_is_told_where_the_function_can_be_called_again():
    def wrong(orders, margin, cost):
        return orders**2 - cost / 3

    assert said(wrong) == "`margin` plays no part in what your function gives."
    assert said(wrong, again=False) is None


def test_a_function_that_fails_on_other_inputs_is_not_called_idle():
    def once(orders, margin, cost):
        if dict(orders=orders, margin=margin, cost=cost) not in CASES:
            raise ValueError
        return orders**2 - cost / 3

    assert said(once) is None


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda orders, margin, cost: orders * margin, "`cost` is left out of `gain - cost`"),
        (lambda orders, margin, cost: orders + margin - cost, "`margin` is added to `orders`"),
        (lambda orders, margin, cost: round(orders * margin) - cost, "`gain` is rounded on the way"),
    ],
)
def test_one_change_of_the_plain_function_is_told_by_its_place(wrong, says):
    assert said(wrong) == f"This is what you get if {says}."


def test_a_few_inputs_may_differ_and_their_number_is_told():
    def wrong(orders, margin, cost):
        return orders * margin if orders > LEAST else 99.0

    few = sum(case["orders"] <= LEAST for case in CASES)
    name = named(
        [wrong(**case) for case in CASES],
        CASES,
        [earned(**case) for case in CASES],
        (earned,),
        lambda got, wanted: alike(got, wanted, 1e-6),
    )
    assert 0 < few <= 3 and name.agree == len(CASES) - few


def test_nothing_is_said_of_a_stranger():
    assert said(lambda orders, margin, cost: orders**2 + margin * cost - math.sqrt(cost)) is None


@pytest.mark.parametrize("id", FUNCTIONS)
def test_the_plain_functions_are_the_right_one(id):
    key = key_of(id)
    assert key.plain
    for student in range(20):
        for case in key.tried(Before(student, 0, f"{student}")):
            for plain in key.plain:
                assert alike(plain(*case.values()), key.answer(*case.values()), key.tolerance), case


@pytest.mark.parametrize("id", FUNCTIONS)
def test_rivals_keep_their_message_on_any_student_s_inputs(id):
    key = key_of(id)
    for student in range(5):
        for name, rival, message in key.foreseen({}):
            verdict = key.mark(rival, {}, Before(1, 1, student=f"{student}"))
            assert (verdict.slip, verdict.message.startswith(message)) == (name, True), verdict.message


@pytest.mark.parametrize("id", FUNCTIONS)
def test_a_stranger_is_looked_at_within_half_a_second(id):
    key = key_of(id)

    def stranger(*inputs):
        numbers = np.concatenate([np.ravel(one) for one in inputs])
        return float(numbers.sum() * 1.37 + len(inputs))

    key.mark(stranger, {})  # the plain functions are changed once and kept
    start = time.process_time()
    assert not key.mark(stranger, {}).right
    assert time.process_time() - start < HALF_A_SECOND
