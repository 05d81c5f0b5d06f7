"""Names for wrong numbers that nobody foresaw: formulas, their trace, their edits, and what may be said."""

import functools
import math
import random
import re

import pytest
from both import both

from crmlib import clv
from crmlib.workbook import banks
from crmlib.workbook.finding import edits as editing
from crmlib.workbook.finding import formulas, tracing, weighing
from crmlib.workbook.finding.finder import Finder, finder, unit_of
from crmlib.workbook.finding.formulas import ONE, Constant, Input, Product, Sum, minus, over, plus, times
from crmlib.workbook.kinds.number import Number
from crmlib.workbook.marking.key import Before

A, B, C = map(Input, "abc")
NUMBERS = {"a": 6.0, "b": 4.0, "c": 0.5}
QUESTIONS = [
    id for name in banks.bank_names() for id, one in banks.bank(name).items() if isinstance(one, Number)
]


def key_of(id):
    return both(id).key


def sentences(id, number, student="20260017"):
    asked = both(id)
    return asked.mark(number, asked.numbers(student))


# Formulas ---------------------------------------------------------------------------------------------


def test_sums_open_sums_and_products_open_products():
    assert plus(A, plus(B, C)) == Sum(((1, A), (1, B), (1, C)))
    assert minus(A, minus(B, C)) == Sum(((1, A), (-1, B), (1, C)))
    assert times(A, over(B, C)) == Product(((A, ONE), (B, ONE), (C, Constant(-1.0))))


def test_constants_are_computed():
    assert plus(ONE, plus(A, ONE)) == Sum(((1, Constant(2.0)), (1, A)))
    assert times(Constant(2.0), Constant(3.0)) == Constant(6.0)
    assert minus(A, formulas.ZERO) == A == times(A, ONE)


@pytest.mark.parametrize(
    ("formula", "right"),
    [
        (over(A, plus(ONE, C)), 4.0),
        (formulas.to_power(plus(ONE, C), minus(A, B)), 2.25),
        (formulas.negative(minus(A, B)), -2.0),
        (formulas.upside_down(over(A, B)), 4 / 6),
        (formulas.call(math.ceil, over(A, B)), 2.0),
    ],
)
def test_values_by_hand(formula, right):
    assert formulas.value(formula, NUMBERS) == pytest.approx(right, rel=1e-12)


def test_what_cannot_be_computed_is_not_a_number():
    assert math.isnan(formulas.value(over(A, minus(B, B)), NUMBERS | {"b": 0.0}))
    assert math.isnan(formulas.value(formulas.to_power(minus(B, A), C), NUMBERS))


def test_a_function_without_a_value_makes_no_edit_fail():
    assert math.isnan(formulas.value(formulas.call(math.log, formulas.minus(ONE, ONE)), {}))


def test_a_part_is_replaced_wherever_it_stands():
    formula = over(times(A, C), minus(ONE, C))
    assert formulas.replaced(formula, C, B) == over(times(A, B), minus(ONE, B))


# Traces -----------------------------------------------------------------------------------------------


def test_a_function_of_crmlib_writes_itself_down():
    answer = lambda margin, kept, cost: margin * clv.margin_multiple(kept, 0.1) - cost  # noqa: E731
    formula = tracing.traced(answer, {"margin": 100, "kept": 0.8, "cost": 60})
    for other in (
        {"margin": 250.0, "kept": 0.65, "cost": 10.0},
        {"margin": 80.0, "kept": 0.9, "cost": 500.0},
    ):
        assert formulas.value(formula, other) == pytest.approx(answer(**other), rel=1e-12)


def test_a_loop_over_a_count_is_written_out():
    answer = lambda margin, years: sum(margin / 1.1**year for year in range(1, years + 1))  # noqa: E731
    formula = tracing.traced(answer, {"margin": 100, "years": 3})
    assert formulas.value(formula, {"margin": 100}) == pytest.approx(answer(100, 3), rel=1e-12)


def test_what_is_no_number_is_not_traced():
    assert tracing.traced(lambda rows: float(rows.sum()), {"rows": __import__("numpy").ones(3)}) is None


# Edits ------------------------------------------------------------------------------------------------


def kinds(formula, wrong, numbers=NUMBERS):
    """The kinds of the edits that are a formula, told by values at two places."""
    units = dict.fromkeys([*numbers, ""], "")
    places = [numbers, {name: number * 0.9 + 0.03 for name, number in numbers.items()}]
    return {
        edit.kind
        for edit in editing.edits(formula, numbers, units)
        if all(formulas.value(edit.formula, one) == pytest.approx(wrong(**one), rel=1e-12) for one in places)
    }


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        (lambda a, b, c: a, "given back"),
        (lambda a, b, c: a * (1 - c) / b, "complement"),
        (lambda a, b, c: a / b, "nothing"),
        (lambda a, b, c: a * c / (b + 1), "one more"),
        (lambda a, b, c: b / (a * c), "upside down"),
        (lambda a, b, c: b * c / a, "exchanged"),
        (lambda a, b, c: a / b / c, "upside down"),
        (lambda a, b, c: a * c, "left out"),
        (lambda a, b, c: a * c / b / 12, "period"),
        (lambda a, b, c: a * c / b * a, "further"),
        (lambda a, b, c: a - b, "two numbers"),
    ],
)
def test_edits_of_a_ratio(wrong, kind):
    assert kind in kinds(over(times(A, C), B), wrong)


@pytest.mark.parametrize(
    ("formula", "one", "where"),
    [
        (over(A, plus(B, C)), B, ""),
        (over(plus(A, C), plus(A, B)), A, " in one place"),
        (over(times(A, minus(ONE, B)), B), B, " in one place"),
    ],
)
def test_what_stands_in_another_place_as_well_is_left_out_in_one(formula, one, where):
    found = editing.edits(formula, NUMBERS, dict.fromkeys([*NUMBERS, ""], ""))
    told = {edit.says for edit in found if edit.kind == "left out" and edit.shown == (one,)}
    assert told == {f"{{:the}} is left out{where}."}


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        (lambda a, b, c: a * c + b, "sign"),
        (lambda a, b, c: a - b, "nothing"),
        (lambda a, b, c: c * (a - b), "bracket"),
        (lambda a, b, c: a * a - b, "in place of"),
    ],
)
def test_edits_of_a_difference(wrong, kind):
    assert kind in kinds(minus(times(A, C), B), wrong)


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        (lambda a, b, c: a / (1 + 3 * c), "discounting"),
        (lambda a, b, c: a * (1 - c) ** 3, "discounting"),
        (lambda a, b, c: a / (1 + c) ** 2, "power"),
        (lambda a, b, c: a / (1 + c) ** 4, "power"),
        (lambda a, b, c: a, "nothing"),
    ],
)
def test_edits_of_a_discount(wrong, kind):
    assert kind in kinds(over(A, formulas.to_power(plus(ONE, C), Constant(3.0))), wrong)


# Weighing ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "formula_gives", "met"),
    [
        (0.246, 0.24613, True),
        (0.246, 0.24661, False),
        (0.24613, 0.24613, True),
        (0.25, 0.2534, False),
        (240.0, 240.0, True),
        (0.313, 0.3125, True),
        (0.312, 0.3125, True),
        (0.388, 1 - 0.6125, True),
        (0.9999, 1.0003, False),
        (10.02, 10.018, True),
        (-0.246, -0.24613, True),
    ],
)
def test_a_number_is_met_to_the_digits_that_were_given(number, formula_gives, met):
    assert weighing.meets(number, formula_gives, weighing.digits_of(number)) is met


def test_one_name_two_or_none():
    edit = lambda kind: editing.Edit(kind, A, "")  # noqa: E731
    match = lambda kind: weighing.Match(edit(kind), editing.WEIGHTS[kind] / 1000, True)  # noqa: E731
    assert len(weighing.named(0.1234567, [match("left out")], 200)) == 1
    assert len(weighing.named(0.1234567, [match("left out"), match("sign")], 200)) == 2
    assert weighing.named(0.123, [match("left out")], 200) == []  # three digits are too few for an edit
    assert len(weighing.named(0.123, [match("step")], 200)) == 1
    assert weighing.named(0.1234567, [], 200) == []


# The finder -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", QUESTIONS)
def test_a_trace_gives_the_answer_for_twenty_students(id):
    key = key_of(id)
    numbers = key.question.numbers("20260017")
    if key.answer is None or not Finder(key.question, [key.answer], numbers).candidates:
        return
    for student in range(20):
        numbers = key.question.numbers(f"2026{student:04d}")
        formula = tracing.traced(key.answer, numbers)
        assert formulas.value(formula, numbers) == pytest.approx(key.solution(numbers), rel=1e-9)


def test_most_questions_are_traced():
    ready = [id for id in QUESTIONS if finder(key_of(id), key_of(id).question.numbers("20260017")).candidates]
    assert len(ready) >= 0.7 * len(QUESTIONS)


def strangers(id, rng, how_many):
    """Numbers of which no edit in one place is the reason: two edits at once."""
    key = key_of(id)
    numbers = key.question.numbers("20260017")
    one = finder(key, numbers)
    formula = key.answer and tracing.traced(key.answer, numbers)
    if not one.candidates or formula is None:
        return
    single = {f"{number:.9g}" for _, number in one.candidates} | {f"{key.solution(numbers):.9g}"}
    choices = editing.edits(formula, one.plain, one.units)
    for _ in range(how_many):
        twice = editing.edits(rng.choice(choices).formula, one.plain, one.units)
        number = formulas.value(rng.choice(twice).formula, one.plain) if twice else math.nan
        if math.isfinite(number) and number and f"{number:.9g}" not in single:
            yield one, number


def test_strangers_are_seldom_named():
    rng, named, tried = random.Random(17), 0, 0
    for id in QUESTIONS:
        for one, number in strangers(id, rng, 12):
            tried += 1
            named += one.says(number) is not None
    assert tried > 600
    assert named / tried <= 0.03


def guesses(right, rng, digits, how_many=30):
    """Random numbers within a factor ten of the answer, and none within 1 % of it."""
    while how_many:
        number = float(f"{right * 10 ** rng.uniform(-1, 1):.{digits - 1}e}")
        if not math.isclose(number, right, rel_tol=0.01):
            how_many -= 1
            yield number


@functools.cache
def told_at_random(digits):
    """What a robot is told that guesses at every question: key, numbers, its number, the verdict."""
    rng, told = random.Random(digits), []
    for key in map(key_of, QUESTIONS):
        numbers = key.question.numbers("20260017")
        for number in guesses(key.solution(numbers), rng, digits):
            told.append((key, numbers, number, key.mark(number, numbers)))
    return told


@pytest.mark.parametrize("digits", [3, 4])
def test_random_numbers_are_seldom_named(digits):
    slips = [verdict.slip for *_, verdict in told_at_random(digits)]
    assert slips.count("edited") / len(slips) <= 0.02
    assert sum(slip is not None for slip in slips) / len(slips) <= 0.04  # those foreseen by hand among them


@pytest.mark.parametrize("digits", [3, 4])
def test_no_guess_is_handed_the_answer_or_its_formula(digits):
    for key, numbers, number, verdict in told_at_random(digits):
        right, one = key.solution(numbers), finder(key, numbers)
        known = amounts(key.question.fill(key.question.prompt, numbers)) | amounts(f"{number:,.10g}")
        shown = amounts(verdict.message) - known
        assert not any(math.isclose(abs(right), given, rel_tol=5e-4) for given in shown), (key.id, verdict)
        assert not any(one.shown(formula) in verdict.message for formula in one.formulas), (key.id, verdict)


def amounts(text):
    """The numbers in a text."""
    return {float(digits.replace(",", "")) for digits in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}


@pytest.mark.parametrize("id", QUESTIONS)
def test_no_sentence_shows_the_right_formula(id):
    key = key_of(id)
    numbers = key.question.numbers("20260017")
    formula = key.answer and tracing.traced(key.answer, numbers)
    right = key.solution(numbers)
    one = finder(key, numbers)
    for edit, _ in one.candidates:
        assert formula not in edit.shown
        assert not any(one.shown(whole) in one.sentence(edit) for whole in one.formulas), edit
        shown = [formulas.value(part, numbers) for part in edit.shown]
        assert not any(math.isclose(one, right, rel_tol=1e-9) for one in shown), edit


def edited(id):
    """A number that is named as an edit, and the student's numbers."""
    key = key_of(id)
    numbers = key.question.numbers("20260017")
    wrong = (number for _, number in finder(key, numbers).candidates)
    return next(one for one in wrong if key.mark(one, numbers).slip == "edited"), numbers


def test_a_wrong_number_is_named_by_its_place():
    number, numbers = edited("strategy.keep-or-develop")
    verdict = key_of("strategy.keep-or-develop").mark(number, numbers)
    assert verdict.stage == "slip" and verdict.message.endswith((".", "?"))


def test_after_many_answers_nothing_is_named():
    number, numbers = edited("strategy.keep-or-develop")
    assert key_of("strategy.keep-or-develop").mark(number, numbers, Before(9, 9)).slip != "edited"


def test_the_finder_is_kept_for_a_students_numbers():
    key = key_of("clv.npv")
    numbers = key.question.numbers("20260017")
    assert finder(key, numbers) is finder(key, dict(numbers))


def test_routes_are_edited_too():
    key = key_of("clv.npv")
    numbers = key.question.numbers("20260017")
    direct = Finder(key.question, [lambda **n: n["first"] * 3], numbers)
    assert direct.candidates and direct.candidates != finder(key, numbers).candidates


@pytest.mark.parametrize(
    ("text", "unit"), [("¥1,240", "¥"), ("2.5 %", "%"), ("1,200", ""), ("−3 weeks", "weeks")]
)
def test_units_stand_beside_the_digits(text, unit):
    assert unit_of(text) == unit


ROUTES = [id for id in QUESTIONS if both(id).key.routes]


@pytest.mark.parametrize("id", ROUTES)
def test_a_route_is_the_answer(id):
    key = key_of(id)
    for student in range(20):
        numbers = key.question.numbers(f"2026{student:04d}")
        for route in key.routes:
            assert route(**numbers) == pytest.approx(key.solution(numbers), rel=1e-9, abs=1e-12)
    assert finder(key, numbers).candidates
