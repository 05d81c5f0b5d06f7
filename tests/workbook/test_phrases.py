"""What each drawn number is, in words: every number of a bank has its phrase once one of them has."""

import math
import re

import pytest
from both import both

from crmlib.workbook import banks
from crmlib.workbook.finding.finder import Finder
from crmlib.workbook.finding.formulas import ONE, Constant, Input, call, minus, over, plus, times, to_power
from crmlib.workbook.finding.tracing import is_traceable
from crmlib.workbook.kinds.draws import Sample, money, rate, whole
from crmlib.workbook.kinds.number import Interval, Number


def phrases(bank):
    """Of every drawn number of a bank's number questions: question, name, phrase."""
    for id, question in banks.bank(bank).items():
        if isinstance(question, Number | Interval):
            drawn = question.numbers()
            for name, draw in question.draws.items():
                if not isinstance(draw, Sample) and is_traceable(drawn[name]):
                    yield id, name, draw.says


BEGUN = [name for name in banks.bank_names() if any(phrase for *_, phrase in phrases(name))]


def test_a_bank_is_the_example():
    assert "value" in BEGUN


@pytest.mark.parametrize("bank", BEGUN)
def test_each_number_has_a_phrase(bank):
    missing = [f"{id}: {name}" for id, name, phrase in phrases(bank) if not phrase]
    assert not missing, f"Say what these numbers are: money(80, 400, says='the margin'). {missing}"


@pytest.mark.parametrize("bank", BEGUN)
def test_a_phrase_stands_behind_a_number_and_shows_none(bank):
    for id, name, phrase in phrases(bank):
        assert not re.search(r"[\d=×÷*/%¥{}.,:;?]", phrase), (id, name, phrase)
        assert phrase == phrase.strip() and phrase[0].islower(), (id, name, phrase)


@pytest.mark.parametrize("bank", BEGUN)
def test_two_numbers_of_a_question_have_two_phrases(bank):
    found = [(id, phrase) for id, _, phrase in phrases(bank)]
    assert len(found) == len(set(found))


@pytest.mark.parametrize("draw", [money(1, 9), rate(0.1, 0.9), whole(1, 9)])
def test_without_a_phrase_a_number_stands_alone(draw):
    assert draw.says == ""


def changed(**phrases):
    """A question of two equal amounts, its finder, and what can be said of some number."""
    asked = both("value.chain-margin")
    draws = {name: money(10, 90, says=phrases.get(name, "")) for name in ("sold", "bought", "own")}
    question = asked.changed(draws=draws).question
    numbers = dict(sold=80, bought=30, own=30)
    return Finder(question, [lambda sold, bought, own: sold - bought - own], numbers)


def test_a_sentence_says_what_a_number_is():
    said = changed(sold="the price").names(80.0)
    assert said == ["Your number is a number of the question: ¥80, the price."]


def test_equal_numbers_are_told_apart():
    finder = changed(bought="what the tea costs", own="what packing costs")
    shown = {finder.shown(part) for edit, _ in finder.candidates for part in edit.shown}
    assert {"¥80 ÷ ¥30 (what the tea costs)", "¥80 ÷ ¥30 (what packing costs)"} <= shown


SOLD, OWN = Input("sold"), Input("own")


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (minus(times(SOLD, OWN), ONE), "¥80 × ¥30 − 1"),
        (over(SOLD, plus(ONE, OWN)), "¥80 ÷ (1 + ¥30)"),
        (minus(ONE, over(OWN, SOLD)), "1 − ¥30 ÷ ¥80"),
        (to_power(plus(ONE, OWN), Constant(12.0)), "(1 + ¥30)¹²"),
        (to_power(SOLD, Constant(0.5)), "√¥80"),
        (to_power(SOLD, minus(OWN, ONE)), "¥80^(¥30 − 1)"),
        (times(SOLD, Constant(1 / 365.25)), "¥80 ÷ 365.25"),
        (minus(Constant(-1.0), SOLD), "−1 − ¥80"),
        (call(math.log, over(SOLD, OWN)), "ln(¥80 ÷ ¥30)"),
        (call(math.ceil, over(SOLD, OWN)), "(¥80 ÷ ¥30) rounded up"),
    ],
)
def test_a_formula_is_written_as_on_paper(formula, text):
    assert changed().shown(formula) == text


def test_a_sentence_begins_with_a_capital_and_ends_with_one_mark():
    one = changed(sold="the price", own="what packing costs")
    for edit, _ in one.candidates:
        sentence = one.sentence(edit)
        assert re.match("[A-Z¥(−0-9√]", sentence) and re.search(r"[^,.:;?!][.?]$", sentence), sentence
        assert not re.search(r",[.,:;?]|\(\(|\)\)|  ", sentence), sentence
