"""A student's function beside the right one: what is said of each way to fail."""

import math
import re
from datetime import date
from decimal import Decimal
from unittest import mock

import numpy as np
import pytest
import toy

from crmlib.workbook.kinds.draws import Sample
from crmlib.workbook.marking.function import alike, short
from crmlib.workbook.marking.key import Before
from crmlib.workbook.record import store
from crmlib.workbook.record.attempts import save_attempt


def told(given, asked=toy.function):
    return asked.mark(given, {})


def right(margin, orders):
    return np.where(np.asarray(orders) > 0, margin / np.maximum(orders, 1), 0.0)


def test_a_function_that_agrees_everywhere_is_right_for_numbers_and_arrays():
    assert told(right).message == "Right. A function."


def test_an_error_is_told_with_the_input_on_which_it_happens():
    verdict = told(lambda margin, orders: margin / orders)
    assert verdict.message == (
        "For margin = 5, orders = 0 your function stops with ZeroDivisionError: division by zero."
    )


def test_a_rival_is_told_apart_by_an_input_that_is_shown():
    verdict = told(lambda margin, orders: margin * orders)
    case, got, wanted = toy.function.first_difference(lambda m, o: m * o, toy.function.answer)
    assert verdict.slip == 0 and verdict.message.startswith("This function multiplies. For margin = ")
    assert (
        f"margin = {case['margin']}, orders = {case['orders']} your function gives {got};" in verdict.message
    )
    assert f"{short(float(wanted))} is right" in verdict.message


def test_an_unforeseen_function_is_told_an_input_and_how_often_it_is_right():
    key = toy.function.key
    tried = key.tried()
    right_ones = sum(case["orders"] == 0 or case["orders"] >= 3 for case in tried)
    message = told(lambda margin, orders: 0 if orders < 3 else margin / orders).message
    assert "your function gives 0, which is not right." in message
    assert message.endswith(f"It is right for {right_ones} of {len(tried)} inputs that were tried.")


def test_results_that_differ_late_are_shown_with_all_their_digits():
    message = told(lambda margin, orders: right(margin, orders) * (1 + 1e-5)).message
    for gives, wanted in re.findall(r"your function gives (\S+); (\S+) is right", message):
        assert gives != wanted


def test_a_number_of_numpy_is_shown_like_any_other():
    assert short(np.int64(6)) == "6" and short(np.float64(2.5)) == "2.5"


def test_what_works_for_numbers_alone_is_told_so():
    message = told(lambda margin, orders: margin / orders if orders else 0.0).message
    assert message.startswith("Right for single numbers, not for arrays. For margin = [")
    assert "ValueError" in message and len(message) < 400


def test_printing_in_place_of_returning_and_returning_nothing():
    assert "prints its result and returns nothing" in told(lambda m, o: print(m / (o or 1))).message
    assert "returns nothing" in told(lambda m, o: None).message


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (right(5, 2), "A function is asked: its name, without brackets"),
        (float, "A function is asked"),
        (lambda margin: margin, "must take 2 arguments (margin, orders), in this order; it takes (margin)"),
        (lambda: 1, "must take 2 arguments"),
        (lambda *all: "much", "your function gives 'much'"),
        (lambda m, o: np.zeros(3), "your function gives [0.0, 0.0, 0.0]"),
        (lambda m, o: exit(), "SystemExit"),
    ],
)
def test_what_is_no_such_function_is_told_in_a_sentence(given, words):
    assert words in told(given).message


def test_a_function_may_have_more_arguments_if_they_have_a_default():
    assert told(lambda margin, orders, digits=2: right(margin, orders)).right


listed = toy.function.changed(
    answer=lambda values: sorted(values)[0],
    inputs=dict(values=Sample(lambda rng: [rng.randint(1, 9) for _ in range(4)], "values")),
    edges=[dict(values=[3, 1, 2])],
    slips=[],
    arrays=False,
)


def test_a_function_that_changes_its_input_is_told_so():
    def changes(values):
        values.sort()
        return values[0]

    assert told(changes, listed).message == (
        "Your function changes the `values` that it is given. Work on a copy."
    )
    assert told(min, listed).right


def endless(values):
    while True:
        pass


def test_a_loop_that_never_ends_is_stopped():
    hasty = listed.changed(seconds=0.2)
    assert "does not come to an end in 0.2 seconds" in told(endless, hasty).message


def test_recursion_without_end_is_an_error_like_others():
    def deeper(values):
        return deeper(values)

    assert "RecursionError" in told(deeper, listed).message


def test_the_record_keeps_the_source(own):
    path = own / "record.jsonl"
    save_attempt(toy.function, path, None, right, told(right))
    assert "np.maximum(orders, 1)" in store.read(path)[0]["given"]


@pytest.mark.parametrize(
    ("got", "wanted", "same"),
    [
        (1, 1.0, True),
        (True, True, True),
        (np.bool_(True), True, True),
        (1, True, False),
        ("a", "a", True),
        ("1", 1, False),
        ([1, 2], (1, 2), True),
        ([1, 2], [1, 2, 3], False),
        ({"a": 1.0}, {"a": 1}, True),
        ({"a": 1.0}, {"b": 1}, False),
        (float("nan"), float("nan"), True),
        (["a"], ["a"], True),
        (None, 0, False),
        (object(), 1, False),
        (mock.ANY, 1.0, False),
        (mock.ANY, "a", False),
        (mock.ANY, True, False),
        (mock.ANY, None, False),
        (mock.ANY, {"a": 1}, False),
        (mock.ANY, [1, "a"], False),
        ([mock.ANY, mock.ANY], ["a", "b"], False),
        ({"a": mock.ANY}, {"a": 1}, False),
        (None, math.nan, False),
        (None, None, True),
        (Decimal("0.5"), 0.5, True),
        (np.str_("a"), "a", True),
        ([1, "a"], [1, "a"], True),
        (date(2026, 1, 2), date(2026, 1, 2), True),
    ],
)
def test_when_two_results_are_alike(got, wanted, same):
    assert alike(got, wanted, 1e-9) is same


def test_a_function_that_rounds_is_told_so():
    message = told(lambda margin, orders: round(float(right(margin, orders)), 2)).message
    assert message.startswith("Your function rounds its result.")


def test_right_results_are_shown_for_the_edges_and_the_first_drawn_input_alone():
    cases = toy.function.tried()
    shown = []
    for place in range(len(cases)):
        known = [right(**case) for case in cases[:place]]

        def knows_some(margin, orders, known=known, cases=cases):
            here = [case == dict(margin=margin, orders=orders) for case in cases[: len(known)]]
            return known[here.index(True)] if True in here else -1.0

        shown.append(bool(re.search(r"; \S+ is right\.", told(knows_some).message)))
    edges = len(toy.function.edges)
    assert shown == [place <= edges for place in range(len(cases))]


def test_inputs_are_drawn_anew_at_each_check_but_for_those_that_are_shown():
    first, second, again = (toy.function.tried(Before(attempts=n)) for n in (0, 1, 1))
    fixed = len(toy.function.edges) + 1
    assert first[:fixed] == second[:fixed] and first[fixed:] != second[fixed:]
    assert second == again and len(first) == len(second)


def test_a_table_that_the_messages_filled_does_not_pass():
    """A function that knows nothing but what it was told."""
    known = {}

    def looked_up(margin, orders):
        return known.get((margin, orders), -1.0)

    for attempt in range(60):
        verdict = toy.function.mark(looked_up, {}, Before(attempt, attempt))
        assert not verdict.right
        said = re.search(
            r"margin = (\d+), orders = (\d+) your function gives [^;]+; (\S+) is right", verdict.message
        )
        if said:
            known[int(said[1]), int(said[2])] = float(said[3])
    assert len(known) == len(toy.function.edges) + 1


def test_what_a_function_gave_elsewhere_is_compared_like_what_it_gives_here():
    cases = toy.function.tried()
    got = [float(right(**case)) for case in cases]
    assert toy.function.key.compare(cases, got, {}).right
    twice = toy.function.key.compare(cases, [one * 2 for one in got], {})
    assert twice == told(lambda margin, orders: 2 * float(right(margin, orders))) and not twice.right


def test_inputs_are_another_student_s_own():
    mine, yours = (toy.function.tried(Before(2, 0, student)) for student in ("mine", "yours"))
    fixed = len(toy.function.edges) + 1
    assert mine[:fixed] == yours[:fixed] and mine[fixed:] != yours[fixed:]


class Chameleon(float):
    """A number that calls itself equal to everything."""

    __hash__ = None

    def __eq__(self, other):
        return True


class Word(str):
    """A text that calls itself equal to everything."""

    __hash__ = None

    def __eq__(self, other):
        return True


@pytest.mark.parametrize("anything", [mock.ANY, Chameleon(7), Word("7"), [mock.ANY]])
def test_what_calls_itself_equal_to_everything_is_not_right(anything):
    assert not told(lambda margin, orders: anything).right


def test_a_rival_may_differ_on_a_few_inputs_and_it_is_told_on_how_many_it_fits():
    verdict = told(lambda margin, orders: margin * orders if orders else 7)
    assert verdict.slip == 0 and verdict.message.startswith("This function multiplies. So it looks on ")


def test_a_change_of_the_plain_function_is_named_before_an_input_is_shown():
    one = toy.function.changed(answer=gain, plain=[gain], slips=[], arrays=False)
    assert told(lambda margin, orders: margin, one).message.startswith(
        "This is what you get if `orders` is left out of `margin - orders`. For margin = "
    )


def gain(margin, orders):
    return margin - orders
