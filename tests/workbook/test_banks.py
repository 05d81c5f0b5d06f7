"""What every question of every bank passes without being named."""

import collections
import functools
import itertools
import json
import math
import os
import re
from datetime import date
from pathlib import Path
from types import MappingProxyType
from unittest import mock

import ipywidgets as ipw
import numpy as np
import pandas as pd
import polars as pl
import pytest
from both import both
from both import remembering as question
from notebook_files import notebooks_of

from crmlib.workbook import banks, marking
from crmlib.workbook.kinds.choice import Audit, Choice, Definition, Match, Several
from crmlib.workbook.kinds.code import Decision, Function, Query, Value
from crmlib.workbook.kinds.draws import BOOK, Sample, generator
from crmlib.workbook.kinds.memo import Memo
from crmlib.workbook.kinds.number import Interval, Number, Reverse
from crmlib.workbook.kinds.order import Order
from crmlib.workbook.kinds.questions import Twin, spaced
from crmlib.workbook.kinds.variants import farthest, stored
from crmlib.workbook.marking.function import alike
from crmlib.workbook.marking.number import GENERAL_SLIPS, with_limits
from crmlib.workbook.marking.query import alike as rows_alike
from crmlib.workbook.marking.reading import is_money
from crmlib.workbook.marking.value import as_table
from crmlib.workbook.screen.widgets import form

ROOT = Path(__file__).parents[2]


def listed(name):
    """The questions of a bank."""
    return list(banks.bank(name).values())


QUESTIONS = {
    item.drawn_id: both(item.drawn_id)
    for name in banks.bank_names()
    for asked in listed(name)
    for item in asked.items()
}
DONE = {"right", "handed in"}
FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


def of_kind(*kinds):
    """A test of each question of some kinds."""
    return pytest.mark.parametrize(
        "id", [id for id, question in QUESTIONS.items() if isinstance(question.question, kinds)]
    )


each = pytest.mark.parametrize("id", QUESTIONS)


def is_heavy(id):
    """Whether a table is drawn, or a function or a query asked, of which a few do."""
    tables = any(isinstance(draw, Sample) for draw in QUESTIONS[id].draws.values())
    return tables or isinstance(QUESTIONS[id].question, Function | Query)


@functools.cache
def students(id):
    """The book, and as many students as it takes to meet every variant; 3 where a table is drawn."""
    asked, names = QUESTIONS[id].question, (f"student {number}" for number in itertools.count())
    places = variants_of(id).places
    if is_heavy(id) or not places:
        return [None, *itertools.islice(names, 3 if is_heavy(id) else 20)]
    met = {}
    while len(met) < len(places):
        student = next(names)
        met.setdefault(asked.position(student, variants_of(id)), student)
    return [None, *met.values()]


def variants_of(id):
    """What is stored of a question."""
    found = stored(id.partition(".")[0]).get(id)
    assert found, f"{id} has no numbers yet. Run: python tools/draw_variants.py {id}"
    return found


@functools.cache
def all_numbers(id):
    """The numbers of the book and of each student."""
    return [question(id).numbers(student) for student in students(id)]


@functools.cache
def twins(id):
    """The numbers of the worked twin beside those of the book and of each student."""
    asked, found = QUESTIONS[id].question, variants_of(id)
    twin = found.twins[0].place if found.twins else 0
    drawn = [asked.drawn(generator("twin", BOOK, asked.id), passed=twin)]
    drawn += [asked.variant(solved.place) for solved in found.twins[1:]]
    if not found.twins:
        return [drawn[0]] * len(students(id))
    near = [
        farthest(found.twins, asked.shown(numbers), position(id, one))
        for one, numbers in zip(students(id), all_numbers(id), strict=True)
    ]
    return [drawn[0], *(drawn[one] for one in near[1:])]


def position(id, student):
    """Where in the row of variants a student's numbers stand; 0 where any draw will do."""
    found = variants_of(id)
    return QUESTIONS[id].question.position(student, found) if found.places else 0


def words_of(id):
    """Every text of a question that stands there as it is."""
    asked = QUESTIONS[id]
    slips = asked.slips if hasattr(asked, "slips") else []
    messages = slips.values() if isinstance(slips, dict) else [slip.message for slip in slips]
    prods = asked.overlooked.values() if isinstance(asked.question, Several) else []
    whys = asked.whys.values() if isinstance(asked.question, Choice | Several) else []
    return [asked.title, asked.after, *messages, *prods, *whys]


def numbers_in(text):
    return {float(found.replace(",", "")) for found in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}


# Statement and key --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", banks.bank_names())
def test_each_question_has_one_key_and_each_key_its_question(name):
    asked, answered = set(banks.bank(name)), set(marking.keys(name))
    assert asked == answered, (
        f"The files of `{name}` must hold a statement and a key for each question; only one has "
        f"{sorted(asked ^ answered)}. List the statement in QUESTIONS, LABS or QUIZ of banks/{name}.py, and "
        f"write its key into keys/{name}.py."
    )


@pytest.mark.parametrize("name", banks.bank_names())
def test_the_numbers_of_each_question_are_drawn_and_stored(name):
    asked = {item.drawn_id for question in listed(name) for item in question.items()}
    missing, gone = asked - set(stored(name)), set(stored(name)) - asked
    assert not missing | gone, (
        f"Run python tools/draw_variants.py {name}: numbers are missing of {sorted(missing)}, and stored of "
        f"{sorted(gone)}, which is no question."
    )


@each
def test_every_variant_makes_a_good_question(id):
    """Whatever number a student has, it is one of these, so this is proof and no sample."""
    asked, found = question(id), variants_of(id)
    advice = f"Run: python tools/draw_variants.py {id}"
    assert (found.places is None) == (not asked.draws or asked.any_draw_will_do), advice
    places = list(found.places or ())[: 3 if is_heavy(id) else None]
    book = asked.numbers()
    assert asked.accepts(book), f"{id}: the book's own numbers are refused. {advice}"
    for place in places:
        numbers = asked.variant(place)
        assert asked.accepts(numbers), f"{id}: the numbers {numbers} are refused. {advice}"
        assert not asked.hides_an_error(numbers), f"{id}: with {numbers} an error gives the answer. {advice}"
        assert not same(numbers, book), (
            f"{id}: a student has the book's numbers, whose answer is public. {advice}"
        )
    assert len(set(found.places or ())) == len(found.places or ())
    assert not set(found.places or ()) & {twin.place for twin in found.twins[1:]}


@each
def test_the_stored_twins_are_what_the_key_writes(id):
    asked, found = QUESTIONS[id], variants_of(id)
    drawn = {
        solved.place: asked.drawn(generator("twin", BOOK, asked.id), passed=solved.place)
        for solved in found.twins[:1]
    }
    written = [spaced(asked.twin(**one)) for one in drawn.values()] if asked.twin else []
    written += [spaced(asked.twin(**asked.variant(solved.place))) for solved in found.twins[1:]]
    assert written == [solved.text for solved in found.twins], (
        f"{id}: the key writes another twin than is stored. Run: python tools/draw_variants.py {id}"
    )


def test_the_right_option_stands_at_any_place():
    """In the files as in the book, for who reads only these."""
    chosen = [asked for asked in QUESTIONS.values() if type(asked.question) in (Choice, Definition)]
    first = sum(asked.options[0].key == asked.answer for asked in chosen)
    assert first < 0.5 * len(chosen), "Most right options stand first in the statements; put some elsewhere."


@each
def test_its_text_shows_neither_answer_nor_numbers(id):
    asked = QUESTIONS[id]
    assert (
        repr(asked.question) == f"<{asked.id}: {asked.title}>"
        and repr(asked.key) == f"<key of {asked.id}: {asked.title}>"
    )


# Pools --------------------------------------------------------------------------------------------

POOLS = {
    asked.id: [QUESTIONS[item.drawn_id] for item in asked.items()]
    for name in banks.bank_names()
    for asked in listed(name)
    if asked.pool
}
each_pool = pytest.mark.parametrize("id", POOLS)


@each_pool
def test_the_items_of_a_pool_are_different_questions_with_as_many_hints(id):
    statements = {item.statement() for item in POOLS[id]}
    assert len(statements) == len(POOLS[id]) > 2, (
        f"{id}: a pool has two further items at least, no two the same."
    )
    assert len({item.number_of_hints for item in POOLS[id]}) == 1


@each_pool
def test_the_right_answer_moves_in_a_pool(id):
    asked = POOLS[id]
    if isinstance(asked[0].question, Audit):
        places = [[line.key for line in item.options].index(item.answer) for item in asked]
        assert len(set(places)) > 1, f"{id}: the wrong line stands at the same place in all items."
    if isinstance(asked[0].question, Match):
        places = [[item.options.index(item.answer[row]) for row in item.rows] for item in asked]
        assert all(one != other for one, other in itertools.combinations(places, 2)), (
            f"{id}: two items have the same options in the same order of rows."
        )


def is_longest(asked):
    """Whether the right option is longer than each other."""
    text = {option.key: asked.fill(option.text, asked.numbers()) for option in asked.options}
    return all(len(text[asked.answer]) > len(text[key]) for key in text if key != asked.answer)


def chosen_among(asked):
    return isinstance(asked.question, Choice) and not isinstance(asked.question, Audit)


@pytest.mark.parametrize("id", [id for id, asked in POOLS.items() if chosen_among(asked[0])])
def test_the_right_option_is_seldom_the_longest_of_a_pool(id):
    longest = [item.drawn_id for item in POOLS[id] if is_longest(item)]
    assert len(longest) <= len(POOLS[id]) / 2, f"The right option is the longest in most items: {longest}."


@pytest.mark.parametrize("name", banks.bank_names())
def test_the_right_option_is_seldom_the_longest_of_a_bank(name):
    asked = [one for id, one in QUESTIONS.items() if id.startswith(f"{name}.") and chosen_among(one)]
    longest = [one.drawn_id for one in asked if is_longest(one)]
    assert len(longest) <= len(asked) / 2, f"The right option is the longest in most choices: {longest}."


# What is asked ------------------------------------------------------------------------------------


def test_there_are_questions_of_every_kind():
    assert {type(asked.question) for asked in QUESTIONS.values()} == set(FORMS)


def test_ids_are_unique_and_begin_with_the_name_of_their_bank():
    ids = [asked.id for name in banks.bank_names() for asked in listed(name)]
    assert len(set(ids)) == len(ids)
    for name in banks.bank_names():
        assert all(re.fullmatch(rf"{name}\.[a-z0-9-]+", asked.id) for asked in listed(name))


@each
def test_the_prompt_renders_for_every_student(id):
    asked = question(id)
    for student, numbers in zip(students(id), all_numbers(id), strict=True):
        statement = asked.statement(student)
        assert statement.strip() and not re.search(r"[{}]", statement)
        for name, value in numbers.items():
            assert asked.fill(f"{{{name}}}", {name: value}) in statement


@each
def test_the_prompt_uses_what_is_drawn(id):
    places = set(re.findall(r"{(\w+)}", QUESTIONS[id].prompt))
    assert places == set(QUESTIONS[id].draws), (
        f"{id}: the prompt and `draws` must name the same numbers; only one of them names "
        f"{sorted(places ^ set(QUESTIONS[id].draws))}."
    )


@each
def test_texts_are_whole_sentences_without_open_braces(id):
    asked = QUESTIONS[id]
    assert asked.title.strip() and re.fullmatch(r"[0-9a-f]{8}", asked.version)
    for text in words_of(id):
        assert not re.search(r"[{}]", text)
        assert not text.strip() or text is asked.title or text.strip()[-1] in ".?!”"


@each
def test_a_blank_stands_before_each_per_cent_sign(id):
    asked = question(id)
    shown = words_of(id)
    for student, numbers in zip(students(id)[:20], all_numbers(id), strict=False):
        shown += [asked.statement(student), *asked.hint_texts(student)]
        shown += [message for _, _, message in asked.foreseen(numbers)]
    shown.append(asked.mark(asked.solution(numbers), numbers).message)
    assert not re.search(r"\d%", " ".join(shown))


@each
def test_the_same_student_gets_the_same_numbers_and_others_get_others(id):
    asked = QUESTIONS[id]
    again = [asked.numbers(student) for student in students(id)[:3]]
    assert all(same(*pair) for pair in zip(again, all_numbers(id), strict=False))
    if asked.draws:
        distinct = {repr(sorted(numbers.items(), key=str)) for numbers in all_numbers(id)[:3]}
        assert len(distinct) > 1


def same(numbers, others):
    return all(
        value.equals(others[name]) if hasattr(value, "equals") else value == others[name]
        for name, value in numbers.items()
    )


@of_kind(Number)
def test_no_given_number_is_itself_the_answer(id):
    asked = question(id)
    for name in asked.draws:
        assert not all(numbers[name] == asked.solution(numbers) for numbers in all_numbers(id))


@of_kind(Choice, Match, Several, Order)
def test_options_are_shuffled_and_each_stands_there_once(id):
    asked = QUESTIONS[id]
    shown = asked.choices if isinstance(asked.question, Match) else asked.shuffled
    orders = {tuple(str(option) for option in shown(student)) for student in students(id)[:20]}
    assert (len(orders) > 1) != isinstance(asked.question, Audit)
    assert len({frozenset(order) for order in orders}) == 1
    assert len(set(shown())) == len(shown()) > 1


@of_kind(Choice)
def test_the_right_option_is_one_of_them_and_each_has_its_why(id):
    asked = QUESTIONS[id]
    keys = [option.key for option in asked.options]
    assert keys.count(asked.answer) == 1 and len(set(keys)) == len(keys)
    assert all(asked.whys[key].strip() for key in keys)


@of_kind(Several)
def test_some_options_are_right_and_some_are_wrong_and_each_has_its_why(id):
    asked = QUESTIONS[id]
    keys = [option.key for option in asked.options]
    assert len(set(keys)) == len(keys) and set(asked.overlooked) <= set(asked.answer) < set(keys)
    assert all(asked.whys[key].strip() for key in keys)


@of_kind(Audit)
def test_lines_of_different_numbers_read_differently(id):
    asked = question(id)
    for numbers in all_numbers(id):
        texts = [asked.fill(option.text, numbers) for option in asked.options]
        assert len(set(texts)) == len(texts) > 2 and not re.search(r"[{}]", "".join(texts))


@of_kind(Definition)
def test_rival_definitions_give_different_numbers(id):
    asked = question(id)
    for numbers in all_numbers(id):
        shown = [asked.says.format(asked.values[option.key](**numbers)) for option in asked.options]
        assert len(set(shown)) == len(shown)


@of_kind(Order)
def test_a_sequence_is_never_shown_in_the_right_order(id):
    asked = QUESTIONS[id]
    right, shown = asked.right_orders(), [step.key for step in asked.steps]
    assert all(len(set(order)) == len(asked.steps) for order in right)
    for first in range(len(shown)):
        assert [*shown[first:], *shown[:first]] not in right, (
            f"{id}: begun at another step, the order of the statement's `steps` is a right one. Students "
            "are shown that order from some step on, so put the steps into another one."
        )
    for student in students(id):
        assert [step.key for step in asked.shuffled(student)] not in right


@of_kind(Choice, Several, Order)
def test_what_is_said_of_an_unknown_option_does_not_give_the_order_of_the_bank(id):
    asked = question(id)
    verdict = asked.mark("no such option", all_numbers(id)[0])
    parts = asked.steps if isinstance(asked.question, Order) else asked.options
    named = re.findall(r'"([^"]+)"', verdict.message.split("; got")[0])
    assert verdict.stage == "unreadable" and sorted(named) == sorted(part.key for part in parts)
    assert named == [part.key for part in asked.shuffled()]
    assert not isinstance(asked.question, Order) or named not in [asked.solution({}), *map(list, asked.also)]


# The right answer ---------------------------------------------------------------------------------


def number_forms(asked, right, numbers):
    with_unit = f"{right * 100:.10g} %" if asked.unit == "share" else f"{right:.10g} {asked.unit}"
    return {
        "number": right,
        "NumPy": np.float64(right),
        "array": np.array([right]),
        "text": repr(float(right)),
        "with unit": with_unit,
        "thousands separator": f"{right:,.6f}",
        "decimal comma": f"{right:.6f}".replace(".", ","),
        "full width": f"{right:.6f}".translate(FULL_WIDTH),
        "spaces": f"  {right:.10g} ",
        "four digits": float(f"{right:.4g}"),
    } | (rounded_forms(asked.unit, right) if asked.tolerance else {})


def rounded_forms(unit, right):
    """What a careful person writes: three digits, three decimals of a share, a per cent to one, cents."""
    forms = {"three digits": float(f"{right:.2e}")}
    if unit == "share":
        forms |= {"three decimals": f"{right:.3f}", "one decimal": f"{right * 100:.1f} %"}
    return forms | ({"cents": f"{right:.2f}"} if is_money(unit) else {})


def value_forms(asked, right, numbers):
    return {
        "table": right,
        "shuffled": right.sample(frac=1, random_state=1),
        "key in the index": right.set_index(asked.row),
        "Polars": pl.from_pandas(right),
        "columns turned round, one more": right[right.columns[::-1]].assign(note="mine"),
        "floats": right.astype(dict.fromkeys(right.select_dtypes("number"), float)),
    }


def choice_forms(asked, right, numbers):
    text = next(option.text for option in asked.options if option.key == right)
    return {
        "key": right,
        "capitals": right.upper(),
        "spaces": f" {right} ",
        "text": text,
        "NumPy": np.str_(right),
    }


def match_forms(asked, right, numbers):
    return {
        "dictionary": right,
        "other order": dict(reversed(right.items())),
        "Series": pd.Series(right),
        "capitals": {row: option.upper() for row, option in right.items()},
        "mapping": MappingProxyType(right),
    }


def query_forms(asked, right, numbers):
    table = asked.table(right)
    return {
        "query": right,
        "with a semicolon": f"\n{right};\n",
        "table": table,
        "shuffled": table if asked.order else table.sample(frac=1, random_state=1),
        "Polars": pl.from_pandas(table),
        "columns turned round, one more": table[table.columns[::-1]].assign(note="mine"),
        "capitals": table.rename(columns=str.upper),
    }


def decision_forms(asked, right, numbers):
    customers = asked.profit(**numbers).index
    return {
        "list": right,
        "set": set(right),
        "Series": pd.Series(right),
        "array": np.array(right),
        "mask": customers.isin(right),
        "Series of flags": pd.Series(customers.isin(right), index=customers),
        "generator": (customer for customer in right),
    }


def several_forms(asked, right, numbers):
    texts = [asked.fill(option.text, numbers) for option in asked.options if option.key in right]
    return {
        "list": right,
        "set": set(right),
        "other order": tuple(reversed(right)),
        "text": ", ".join(right).upper(),
        "array": np.array(right),
        "Series": pd.Series(right),
        "one twice": [*right, right[0]],
        "words": texts,
    }


def order_forms(asked, right, numbers):
    texts = {step.key: asked.fill(step.text, numbers) for step in asked.steps}
    others = {f"also {place}": list(order) for place, order in enumerate(asked.also)}
    return {
        "list": right,
        "tuple": tuple(right),
        "text": ", ".join(right),
        "array": np.array(right),
        "words": [texts[key] for key in right],
        "capitals": [f" {key.upper()}" for key in right],
    } | others


def audit_forms(asked, right, numbers):
    place = 1 + [option.key for option in asked.options].index(right)
    forms = {"key": right, "capitals": right.upper(), "place": place, "digits": f" {place}"}
    return forms | {"NumPy": np.int64(place), "text": asked.fill(asked.options[place - 1].text, numbers)}


def interval_forms(asked, right, numbers):
    low, high = right
    return {
        "pair": right,
        "list": [low, high],
        "array": np.array(right),
        "dictionary": {"low": low, "high": high},
        "text": f"{low:.6f} to {high:.6f}",
        "dash": f"{low:.6f} – {high:.6f}",
        "words": (f"{low:.6f}", f"{high:.6f}".replace(".", ",")),
    } | {
        name: (form, rounded_forms(asked.unit, high)[name])
        for name, form in rounded_forms(asked.unit, low).items()
    }


def function_forms(asked, right, numbers):
    class Callable:
        def __call__(self, *inputs):
            return right(*inputs)

    def chatty(*inputs):
        print("on the way")
        return right(*inputs)

    return {
        "function": right,
        "lambda": lambda *inputs: right(*inputs),
        "partial": functools.partial(right),
        "object": Callable(),
        "printing, too": chatty,
    }


def memo_forms(asked, right, numbers):
    return {
        "text": right,
        "spaces": f"\n{right}\n",
        "lines": right.replace(". ", ".\n"),
        "NumPy": np.str_(right),
    }


FORMS = {
    Number: number_forms,
    Reverse: number_forms,
    Several: several_forms,
    Order: order_forms,
    Audit: audit_forms,
    Definition: choice_forms,
    Interval: interval_forms,
    Function: function_forms,
    Value: value_forms,
    Query: query_forms,
    Choice: choice_forms,
    Match: match_forms,
    Decision: decision_forms,
    Memo: memo_forms,
}


@each
def test_the_right_answer_is_accepted_in_every_written_form(id):
    asked = question(id)
    for numbers in all_numbers(id)[:1] if isinstance(asked.question, Decision) else all_numbers(id):
        for name, given in FORMS[type(asked.question)](asked, asked.solution(numbers), numbers).items():
            verdict = asked.mark(given, numbers)
            assert verdict.stage in DONE and verdict.slip is None, (name, numbers, verdict)
            assert not re.search(r"[{}]", verdict.message)


@of_kind(Number)
def test_the_answer_lies_in_the_sensible_range(id):
    asked = question(id)
    assert math.isfinite(asked.low) and math.isfinite(asked.high)
    assert all(asked.low <= asked.solution(numbers) <= asked.high for numbers in all_numbers(id))


@of_kind(Number)
def test_what_lies_outside_the_range_is_told_the_range(id):
    asked = question(id)
    for outside in (asked.low - 1234.5678, asked.high * 7.7 + 1234.5678):
        verdict = asked.mark(outside, all_numbers(id)[0])
        assert verdict.stage in {"range", "slip"}
        assert verdict.stage == "slip" or with_limits("{limits}", asked) in verdict.message


# Slips --------------------------------------------------------------------------------------------


@each
def test_each_foreseen_answer_gets_its_message(id):
    asked = question(id)
    assert isinstance(asked.question, Memo) or asked.foreseen(all_numbers(id)[0])
    for numbers in all_numbers(id):
        for name, given, message in asked.foreseen(numbers):
            verdict = asked.mark(given, numbers)
            by_money = isinstance(asked.question, Decision) and verdict.right  # it is named all the same
            assert (verdict.stage, verdict.slip) == ("right" if by_money else "slip", name), (
                message,
                numbers,
                verdict,
            )
            assert message in verdict.message


@of_kind(Order, Several, Interval)
def test_foreseen_answers_differ_from_one_another_and_from_the_right_one(id):
    asked = question(id)
    for numbers in all_numbers(id):
        given = [asked.solution(numbers), *(wrong for _, wrong, _ in asked.foreseen(numbers))]
        known = {
            tuple(one) if isinstance(asked.question, Order | Interval) else frozenset(one) for one in given
        }
        assert len(known) == len(given)


@of_kind(Order)
def test_every_swap_is_told_how_many_are_in_place_and_never_which(id):
    asked = QUESTIONS[id]
    right = asked.solution({})
    foreseen = [wrong for _, wrong, _ in asked.foreseen({})]
    for first in range(len(right)):
        for second in range(first):
            keys = list(right)
            keys[first], keys[second] = keys[second], keys[first]
            verdict = asked.mark(keys, {})
            if keys not in foreseen and not verdict.right:
                assert f"{len(right) - 2} of {len(right)} are in place" in verdict.message
                assert not any(step.text in verdict.message for step in asked.steps)


@of_kind(Several)
def test_no_choice_that_is_incomplete_is_told_which_option_is_missing(id):
    asked = QUESTIONS[id]
    for key in asked.answer:
        verdict = asked.mark([other for other in asked.answer if other != key], {})
        text = next(option.text for option in asked.options if option.key == key)
        assert "one is missing" in verdict.message and text not in verdict.message


@of_kind(Reverse)
def test_the_answer_makes_the_claim_true_and_no_slip_does(id):
    asked = question(id)
    for numbers in all_numbers(id):
        found = asked.result(asked.solution(numbers), numbers)
        assert math.isclose(found, asked.target(**numbers), rel_tol=1e-6)


@of_kind(Function)
def test_rival_functions_differ_from_one_another_and_from_the_right_one(id):
    asked = QUESTIONS[id]
    functions = [asked.answer, *(slip.wrong for slip in asked.slips)]
    for index, one in enumerate(functions):
        for other in functions[index + 1 :]:
            case, got, right = asked.first_difference(one, other)
            assert set(case) == set(asked.inputs) and not alike(got, right, asked.tolerance)


@of_kind(Function)
def test_a_function_that_fails_is_told_the_input_in_a_sentence(id):
    asked, wanted = QUESTIONS[id], len(QUESTIONS[id].inputs)

    def stops(*inputs):
        raise ValueError("oh")

    assert "stops with ValueError: oh" in asked.mark(stops, {}).message
    assert "returns nothing" in asked.mark(lambda *inputs: print(*inputs), {}).message
    assert f"must take {wanted} argument" in asked.mark(lambda: 1, {}).message
    assert next(iter(asked.inputs)) in asked.mark(lambda *inputs: "", {}).message


@of_kind(Choice)
def test_each_wrong_option_gets_its_why(id):
    asked = question(id)
    for option in asked.options:
        verdict = asked.mark(option.key, all_numbers(id)[0])
        assert verdict.right == (option.key == asked.answer)
        assert asked.whys[option.key] in verdict.message
        assert verdict.right or (verdict.stage, verdict.slip) == ("slip", option.key)


@of_kind(Match)
def test_each_foreseen_wrong_cell_gets_its_message(id):
    asked = question(id)
    assert asked.slips
    for (row, option), message in asked.slips.items():
        assert option in asked.choices() and asked.answer[row] != option
        verdict = asked.mark(asked.answer | {row: option}, {})
        assert verdict.stage == "slip" and message in verdict.message and row in verdict.message
        assert f"{len(asked.answer) - 1} of {len(asked.answer)} rows" in verdict.message


@of_kind(Match)
def test_each_wrong_cell_is_pointed_at(id):
    asked = question(id)
    for row, right in asked.answer.items():
        for option in set(asked.choices()) - {right}:
            verdict = asked.mark(asked.answer | {row: option}, {})
            assert not verdict.right and row in verdict.message


@of_kind(Number)
def test_answer_and_slips_stay_apart(id):
    asked = question(id)
    for numbers in all_numbers(id):
        values = [asked.solution(numbers), *(slip.wrong(**numbers) for slip in asked.slips)]
        for index, one in enumerate(values):
            for other in values[index + 1 :]:
                far = abs(one - other) >= 0.5 if asked.tolerance == 0 else apart(one, other, asked.tolerance)
                assert far, (
                    f"{id}: with {numbers} two of answer and slips are {one} and {other}: too near to tell. "
                    f"Run python tools/draw_variants.py {id}, or draw from wider ranges."
                )


def apart(one, other, tolerance):
    return abs(one - other) > max(0.02, tolerance) * max(abs(one), abs(other))


@of_kind(Number)
def test_counts_and_their_slips_differ_by_at_least_one(id):
    asked = question(id)
    for numbers in all_numbers(id) if asked.tolerance == 0 else []:
        assert all(abs(slip.wrong(**numbers) - asked.solution(numbers)) >= 1 for slip in asked.slips)


@of_kind(Number)
def test_general_slips_and_their_combinations_are_never_taken_for_right(id):
    asked = question(id)
    general = [slip for slip in GENERAL_SLIPS.values() if not slip.units or asked.unit in slip.units]
    for numbers in all_numbers(id):
        right = asked.solution(numbers)
        for slip in general:
            assert asked.mark(slip.change(right), numbers).stage in {"slip", "unreadable"}
            combined = [slip.change(specific.wrong(**numbers)) for specific in asked.slips]
            assert not any(asked.mark(value, numbers).right for value in combined)


@of_kind(Number)
def test_no_slip_is_taken_for_the_right_answer_rounded(id):
    asked = question(id)
    for numbers in all_numbers(id):
        for slip in asked.slips:
            for digits in (12, 4, 3):
                given = float(f"{slip.wrong(**numbers):.{digits}g}")
                assert not asked.mark(given, numbers).right, (numbers, slip.message, given)


@of_kind(Value)
def test_tables_of_answer_and_slips_differ(id):
    asked = question(id)
    for numbers in all_numbers(id):
        right = asked.solution(numbers)
        tables = [as_table(table, right, asked.row) for table in [right, *rivals(asked, numbers)]]
        for index, table in enumerate(tables):
            assert not any(table.equals(other[table.columns]) for other in tables[index + 1 :])


@of_kind(Query)
def test_tables_of_a_query_and_of_its_slips_differ(id):
    asked = question(id)
    for numbers in all_numbers(id):
        queries = [asked.solution(numbers), *rivals(asked, numbers)]
        tables = [asked.table(query)[list(asked.columns)] for query in queries]
        assert len(tables[0]), f"{id}: with {numbers} the right query finds nothing."
        for index, table in enumerate(tables):
            assert not any(rows_alike(table, other) for other in tables[index + 1 :]), (
                f"{id}: with {numbers} two of answer and slips give the same rows."
            )


@of_kind(Decision)
def test_choices_of_policy_and_slips_differ(id):
    asked = question(id)
    for numbers in all_numbers(id):
        lucky = [slip.wrong(**numbers) for slip in asked.lucky]
        choices = [frozenset(asked.solution(numbers)), *map(frozenset, [*rivals(asked, numbers), *lucky])]
        assert len(set(choices)) == len(choices)


def rivals(asked, numbers):
    return [slip.wrong(**numbers) for slip in asked.slips]


@of_kind(Decision)
def test_a_foreseen_error_is_right_where_it_earns_enough_and_nowhere_else(id):
    asked = question(id)
    for numbers in all_numbers(id):
        profit = asked.profit(**numbers)
        bar = asked.enough * profit[asked.solution(numbers)].sum()
        for choice in rivals(asked, numbers):
            assert asked.mark(choice, numbers).right == (profit[list(choice)].sum() >= bar)


@of_kind(Decision)
def test_what_is_called_lucky_earns_enough_more_often_than_not(id):
    asked = question(id)
    for slip in asked.lucky:
        right = [asked.mark(slip.wrong(**numbers), numbers).right for numbers in all_numbers(id)]
        assert sum(right) > len(right) / 2, slip.message


@of_kind(Decision)
def test_nobody_everybody_and_chance_are_refused(id):
    asked, rng = question(id), np.random.default_rng(3)
    for numbers in all_numbers(id):
        profit = asked.profit(**numbers)
        everyone = profit.index.tolist()
        chance = rng.choice(profit.index, len(asked.solution(numbers)), replace=False).tolist()
        for given in ([], everyone, *([chance] if len(chance) > 1 else [])):
            assert not asked.mark(given, numbers).right


@of_kind(Decision)
def test_what_is_said_of_a_decision_is_short_but_for_its_own_lesson(id):
    asked = question(id)
    for numbers in all_numbers(id)[:3]:
        for given in (asked.solution(numbers), [], *(given for _, given, _ in asked.foreseen(numbers))):
            verdict = asked.mark(given, numbers)
            lesson = [asked.after, *(message for _, _, message in asked.foreseen(numbers))]
            told = verdict.message.replace("US dollars", "$")
            for sentence in filter(None, lesson):
                told = told.replace(sentence, "")
            assert len(told.split()) <= 61, verdict.message


@of_kind(Decision)
def test_the_policy_beats_everyone_no_one_and_every_slip(id):
    asked = question(id)
    for numbers in all_numbers(id):
        profit = asked.profit(**numbers)
        best = profit[asked.solution(numbers)].sum()
        assert asked.enough * best > max(0, profit.sum())
        # A foreseen error may cost little; it is named before the money is looked at.
        assert all(profit[list(choice)].sum() < best for choice in rivals(asked, numbers))


OPENINGS = {
    Number: "This is the ",
    Reverse: "This is the ",
    Interval: "This is the interval ",
    Order: "This is the order ",
    Function: "This function ",
    Value: "is what you get ",
    Query: "This is the table ",
    Decision: ("This is the ", "You "),
}


@of_kind(Number, Value, Query, Decision, Order, Interval, Function)
def test_each_slip_says_what_gives_its_number_and_has_a_reason(id):
    slips = QUESTIONS[id].slips
    assert slips, f"{id} foresees no error: add slips to its key, each with a reason to be there."
    assert len({slip.message for slip in slips}) == len(slips), f"{id}: two slips say the same."
    opening = OPENINGS[type(QUESTIONS[id].question)]
    for slip in slips:
        assert slip.message.startswith(opening), f"{id}: a slip must begin with {opening!r}: {slip.message}"
        assert slip.because.strip(), f"{id}: say in `because` where this error was met: {slip.message}"


@of_kind(Number)
def test_no_message_of_a_slip_states_the_answer(id):
    asked = question(id)
    for slip in asked.slips:
        told = [asked.solution(numbers) in numbers_in(slip.message) for numbers in all_numbers(id)]
        assert sum(told) < len(told) / 4, slip.message  # fixed words may hold some student's number by chance


def test_a_silence_may_be_given_with_one_decimal():
    asked = question("predicting.needed-silence")
    assert "One decimal will do" in asked.prompt
    assert all(
        asked.mark(round(asked.solution(one), 1), one).right
        for one in all_numbers("predicting.needed-silence")
    )


# Hints --------------------------------------------------------------------------------------------


@each
def test_there_are_two_hints_at_least_and_the_last_alone_is_a_twin(id):
    asked = QUESTIONS[id]
    texts = [hint for hint in asked.hints if not isinstance(hint, Twin)]
    has_twin = isinstance(asked.hints[-1], Twin), asked.twin is not None
    assert texts and all(isinstance(hint, str) and hint.strip() for hint in texts), (
        f"{id} needs a hint before its worked twin: write one into `hints` of its statement."
    )
    assert len(asked.hints) - len(texts) == has_twin[0] and sum(has_twin) == 1, (
        f"{id} needs one worked twin as its last hint: `twin` of its key, a function of the drawn numbers, "
        "or `Twin` with a text at the end of `hints` where no number is drawn."
    )
    assert not (has_twin[0] and asked.draws), (
        f"{id} draws numbers: its twin needs some, too (`twin` of its key)."
    )


IN_EXERCISES = {asked.id for asked in banks.all_exercise_questions()}


@pytest.mark.parametrize("id", sorted(IN_EXERCISES))
def test_the_hints_of_an_exercise_are_three_steps_at_least(id):
    assert QUESTIONS[id].number_of_hints >= 3, (
        f"{id}: the first hint says what to look at, the second says the step in words, the last is the twin."
    )


# A line that computes: a loop, a definition, a chain of calls, an assignment, an operator between two names.
LINE_OF_A_PROGRAM = re.compile(
    r"\b(for|lambda|return|def|if|SELECT)\b|[)\]]\.|\s[-+*/<>]=?\s|[^<>=!]==|\s=\s"
)


def is_program(hint):
    """Whether a hint holds a line of a program, or more than one call."""
    code = re.findall(r"`([^`]+)`", hint)
    return any(map(LINE_OF_A_PROGRAM.search, code)) or sum(len(re.findall(r"\w\(", one)) for one in code) > 1


@each
def test_no_hint_before_the_twin_is_a_line_of_a_program(id):
    programs = [hint for hint in QUESTIONS[id].hints if isinstance(hint, str) and is_program(hint)]
    assert programs == [], (
        f"{id}: say the step in words; the twin may show a line that solves a like example."
    )


@pytest.mark.parametrize(
    "hint",
    [
        "Take `sum(-profit for profit in profits if profit < 0)`.",
        "Then `after_one = customers + inflow`.",
        'See `members.groupby("segment")["responded"].mean()`.',
        "Buy where `value > price`.",
        "`SELECT customer_id FROM star` is the beginning.",
        "`len(a)` and `sum(b)`.",
    ],
)
def test_lines_of_a_program_are_known(hint):
    assert is_program(hint)
    assert not is_program(
        "See what `experiments.uplift_table` does, or `sort_values(...)` with `ascending=False`."
    )


SINGLES_OUT = re.compile(
    r"\b(which|what) (of the |of these )?(lines?|steps?|claims?|one)\b|\bis there an? |\b(only|just) one\b",
    re.IGNORECASE,
)


@of_kind(Audit)
def test_no_hint_of_an_audit_points_to_a_line(id):
    """Not by asking for it, nor by a word that stands in the wrong line alone. A person reads the rest."""
    asked = QUESTIONS[id]
    fill = asked.question.fill_with(all_numbers(id)[0])
    words = {option.key: long_words(fill(option.text)) for option in asked.options}
    alone = words.pop(asked.answer) - set().union(*words.values())
    for hint in (hint for hint in asked.hints if isinstance(hint, str)):
        assert not SINGLES_OUT.search(hint), f"{id}: write the hint so that it is said of each line: {hint}"
        assert not alone & long_words(hint), (
            f"{id}: {alone & long_words(hint)} stands in the wrong line only."
        )


def long_words(text):
    return set(re.findall(r"[a-z]{5,}", text.lower()))


NO_MINUS = re.compile(r"(?<![\w.,)\]/-])-[¥$]?\d|(?<=\S )- \d|[¥$][-−]")
NO_SEPARATOR = re.compile(r"(?<![\w.,/-])(?!(?:19|20)\d\d(?!\d|\.\d))\d{4,}")


def told(id, student):
    """What a student reads of a question that is no code: prompt, hints, and what the answer means."""
    asked, numbers = QUESTIONS[id], question(id).numbers(student)
    means = asked.means(**numbers) if callable(asked.means) else asked.fill(asked.means, numbers)
    texts = [asked.statement(student), *asked.hint_texts(student), spaced(means)]
    return [re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL) for text in texts]


@each
def test_minus_signs_and_thousands_are_written_one_way(id):
    for student in students(id)[:4]:
        for text in told(id, student):
            assert not NO_MINUS.search(text), f"{id}: a hyphen stands for a minus in: {text}"
            assert not NO_SEPARATOR.search(text), f"{id}: write 1,000, not 1000, in: {text}"


@each
def test_hints_render_for_every_student(id):
    for student in students(id)[:50]:
        texts = question(id).hint_texts(student)
        assert len(texts) == QUESTIONS[id].number_of_hints
        assert all(text.strip() and not re.search(r"[{}]", text) for text in texts)


@each
def test_the_twin_has_other_numbers_and_other_words_than_the_question(id):
    asked = question(id)
    for numbers, twin in zip(all_numbers(id), twins(id), strict=True) if asked.draws else []:
        assert not same(numbers, twin)
        assert asked.twin(**twin) != asked.twin(**numbers)


@each
def test_the_twin_has_few_numbers_in_common_with_hers(id):
    shown = [QUESTIONS[id].question.shown(numbers) for numbers in all_numbers(id)]
    differ = [name for name in shown[0] if len({one[name] for one in shown}) > 1]
    pairs = zip(shown, twins(id), strict=True) if differ else []
    near = [like(own, QUESTIONS[id].question.shown(twin), differ) > len(differ) / 2 for own, twin in pairs]
    assert sum(near) <= len(near) / 8, f"{id}: draw from more, and run python tools/draw_variants.py {id}"


def like(own, other, names):
    """How many numbers are shown alike."""
    return sum(own[name] == other[name] for name in names)


@of_kind(Number)
def test_the_twin_has_another_answer(id):
    asked = question(id)
    for numbers, twin in zip(all_numbers(id), twins(id), strict=True) if asked.draws else []:
        assert apart(asked.solution(twin), asked.solution(numbers), 0.02), (
            f"{id}: the worked twin of {numbers} has the same answer. Run: python tools/draw_variants.py {id}"
        )


@of_kind(Number)
def test_no_hint_before_the_twin_states_the_answer(id):
    asked = question(id)
    told = []
    for student, numbers in zip(students(id), all_numbers(id), strict=True):
        hints = [asked.fill(hint, numbers) for hint in asked.hints if isinstance(hint, str)]
        new = set().union(*map(numbers_in, hints)) - numbers_in(asked.statement(student))
        told.append(any(math.isclose(number, asked.solution(numbers), rel_tol=1e-3) for number in new))
    assert sum(told) < len(told) / 4


@of_kind(Choice)
def test_no_hint_names_the_right_option(id):
    asked = QUESTIONS[id]
    right = next(option for option in asked.options if option.key == asked.answer)
    shown = asked.fill(right.text, all_numbers(id)[0])
    for text in asked.hint_texts(students(id)[0]):
        assert shown not in text and f"`{right.key}`" not in text


# Whatever is given --------------------------------------------------------------------------------


class Hostile:
    """An object on which every look fails."""

    def __getattribute__(self, name):
        if name in {"__class__", "__dict__"}:
            return object.__getattribute__(self, name)
        raise RuntimeError("do not look")

    def __repr__(self):
        raise RuntimeError("do not look")


AWKWARD = {
    "NaN": math.nan,
    "NA": pd.NA,
    "NaT": pd.NaT,
    "infinity": math.inf,
    "minus infinity": -math.inf,
    "huge": 1e300,
    "huge integer": 10**6000,
    "boolean": True,
    "complex": 1 + 2j,
    "text": "about half of them",
    "long text": "9" * 10_000,
    "Chinese text": "大约一半",
    "half a surrogate pair": "\ud800",
    "bytes": b"12",
    "list": [1.5, 2.5],
    "empty list": [],
    "ragged list": [[1], [2, 3]],
    "tuple": (None, None),
    "dictionary": {"a": [1]},
    "set": {"a"},
    "function": len,
    "class": int,
    "object": object(),
    "0-d array": np.array("x"),
    "two-dimensional array": np.zeros((2, 2)),
    "array of objects": np.array([None, [1], {}], dtype=object),
    "Series of another length": pd.Series([1, 2, 3]),
    "empty Series": pd.Series([], dtype=float),
    "table": pd.DataFrame({"a": [1, 2]}),
    "empty table": pd.DataFrame(),
    "table with a column twice": pd.DataFrame([[1, 2]], columns=["customer_id", "customer_id"]),
    "Polars table": pl.DataFrame({"a": [1, 2]}),
    "Polars lazy table": pl.LazyFrame({"a": [1, 2]}),
    "Polars expression": pl.col("a"),
    "time span": pd.Timedelta(days=57),
    "time": np.datetime64("1997-09-30"),
}


@each
def test_whatever_is_given_gets_a_sentence(id):
    verdicts = {name: question(id).mark(given, all_numbers(id)[0]) for name, given in AWKWARD.items()}
    assert [name for name, verdict in verdicts.items() if verdict.right] == []
    said = {name: verdict.message for name, verdict in verdicts.items()}
    assert {name: text for name, text in said.items() if not one_sentence(text)} == {}
    caught = {name: text for name, text in said.items() if "cannot be read as an answer" in text}
    assert caught == {}, "an error was caught, not foreseen"


def one_sentence(text):
    """Whether a message ends as a sentence does, on one line that can be read."""
    return text.strip()[-1] in ".?!”)" and "\n" not in text and len(text) < 700


class Agreeing:
    """An object that says it is equal to everything, and whatever it is asked for, agrees."""

    def __eq__(self, other):
        return True

    def __hash__(self):
        return hash("right")

    __lt__ = __le__ = __gt__ = __ge__ = __ne__ = __eq__


class AgreeingText(str):
    __slots__ = ()
    __eq__, __hash__ = Agreeing.__eq__, Agreeing.__hash__


AGREEING = {
    "ANY": mock.ANY,
    "mock": mock.MagicMock(),
    "object": Agreeing(),
    "text": AgreeingText("right"),
    "list": [Agreeing()] * 5,
    "function": lambda *_: mock.ANY,
    "function of a mock": lambda *_: mock.MagicMock(),
    "function of an object": lambda *_: Agreeing(),
    "function of a list": lambda *_: [mock.ANY] * 3,
    "function of a dictionary": lambda *_: collections.defaultdict(lambda: mock.ANY),
    "table": pd.DataFrame({"customer_id": [1, 2], "value": [mock.ANY, mock.ANY]}),
}


@each
def test_what_calls_itself_equal_to_everything_is_not_right(id):
    taken = [name for name, given in AGREEING.items() if question(id).mark(given, all_numbers(id)[0]).right]
    assert taken == []


@each
def test_nothing_is_the_placeholder_still(id):
    for nothing in (None, ..., "", "   "):
        verdict = question(id).mark(nothing, all_numbers(id)[0])
        assert verdict.stage == "placeholder" and "placeholder" in verdict.message, repr(nothing)


@each
def test_a_hostile_object_does_not_stop_the_check(id):
    verdict = question(id).mark(Hostile(), all_numbers(id)[0])
    assert verdict.stage == "unreadable" and verdict.message


# Its faces and its places -------------------------------------------------------------------------


@each
def test_the_widget_can_be_made(id, outside):
    view = form(question(id).question, None)
    assert isinstance(view, ipw.VBox) and view.children


@each
def test_the_section_stands_in_its_chapter(id):
    chapter, _, label = QUESTIONS[id].section.partition("#")
    paths = notebooks_of(chapter)
    assert chapter and label
    if not paths:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(
            f"chapter {chapter} does not exist yet"
        )
    assert any(f"({label})=" in words_of_notebook(path) for path in paths), (
        f"{id}: chapter {chapter} has no label ({label})= above a heading; correct the statement's `section`."
    )


def words_of_notebook(path):
    return "\n".join("".join(cell["source"]) for cell in cells(path))


def cells(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def notebooks(folder):
    """For each question of an exercise, the words of the notebooks in its folder."""
    for name in banks.bank_names():
        for asked in banks.load("banks", name).QUESTIONS:
            paths = sorted((ROOT / folder / asked.section.partition("#")[0]).glob("*.ipynb"))
            yield asked.id, "\n".join(words_of_notebook(path) for path in paths)


@pytest.mark.parametrize("folder", ["solutions", "exercises"])
def test_each_question_of_an_exercise_is_asked_and_checked_in_its_notebook(folder):
    for id, words in notebooks(folder):
        for call in (rf'ask\("{re.escape(id)}"\)', rf'check\("{re.escape(id)}", \w+\)'):
            assert re.search(call, words), (
                f"{id} stands in QUESTIONS, but no notebook of {folder}/ calls {call}. Add it to the "
                "solution and run `make exercises`, or move the question to QUIZ or LABS."
            )


@pytest.mark.parametrize("folder", ["solutions", "exercises"])
def test_what_is_checked_begins_as_a_placeholder(folder):
    for id, words in notebooks(folder):
        name = re.search(rf'check\("{re.escape(id)}", (\w+)\)', words)[1]
        given = re.findall(rf"^(?:{name} = |def (?={name}\())(.*)$", words, re.MULTILINE)
        assert given[0] == "..."
        assert (len(given) > 1) == (folder == "solutions"), (folder, id)


def test_exercises_hold_no_solution():
    for path in (ROOT / "exercises").glob("*/*.ipynb"):
        assert "SOLUTION" not in words_of_notebook(path)


PINNED = {
    "rfm.recency": {"first": date(1997, 1, 17), "second": date(1997, 5, 6), "last": date(1997, 9, 12)},
    "rfm.cell": {"recency": 240, "frequency": 2, "monetary": 75},
    "rfm.break-even": {"cost": 2.4, "order": 20, "margin": 0.25},
}


def test_draws_are_the_same_on_every_machine():
    """Literal values: a platform or version that draws others would change every exercise begun."""
    assert {id: QUESTIONS[id].numbers("20260017") for id in PINNED} == PINNED
    orders = QUESTIONS["rfm.table"].numbers("20260017")["orders"]
    assert (len(orders), *orders["customer_id"].iloc[[0, -1]]) == (259, 4, 2350)
    order = [option.key for option in QUESTIONS["rfm.ties"].shuffled("20260017")]
    assert order == ["fifths", "empty", "error", "three"]
