"""Number questions: what is right, which slip is named, and what is said of the rest."""

import dataclasses
import math

import pytest
import toy
from both import both
from hypothesis import given
from hypothesis import strategies as st

from crmlib.workbook.finding.finder import finder
from crmlib.workbook.finding.weighing import DIGITS, digits_of
from crmlib.workbook.marking.key import Before
from crmlib.workbook.marking.number import NOT_TOLD, ROUNDED_STEP, TOLD, UNFORESEEN, said

STUDENTS = [str(number) for number in range(20260001, 20260021)]

NUMBERS = toy.NUMBERS  # 2,000 and 75 %: the answer is 1,500


def mark(given, question=toy.number, numbers=NUMBERS):
    return question.mark(given, numbers)


@pytest.mark.parametrize(
    "given", [1500, 1500.0, "1,500", "1.500", "¥1 500", "1500,0", "１５００", 1493, 1507, "1.5k"]
)
def test_right(given):
    assert mark(given).stage == "right"


@pytest.mark.parametrize(
    ("given", "sign"),
    [("$1,500", "$"), ("1500 USD", "USD"), ("1500 US dollars", "US dollars"), ("€1500", "€"), ("£1.5k", "£")],
)
def test_a_right_number_in_another_currency_is_told_so(given, sign):
    told = f"The number is right, the currency is not: you wrote {sign}, and the answer is in ¥."
    assert (mark(given).stage, mark(given).message) == ("close", told)


@pytest.mark.parametrize("given", ["1500 yuan", "RMB 1500", "￥1,500", "1500元", "1500"])
def test_the_currency_asked_may_be_written_in_any_way(given):
    assert mark(given).right
    dollars = toy.number.changed(unit="US dollars")
    assert mark(given, dollars).right == (given == "1500")
    assert mark("US$ 1,500", dollars).right and mark("1500 dollars", dollars).right


def test_a_number_that_is_no_money_is_told_so():
    assert mark("25 %", toy.share, {}).right
    assert mark("25 points", toy.share, {}).right and mark("百分之25", toy.share, {}).right
    assert mark("¥0.25", toy.share, {}).message.endswith("it is no amount of money: leave out ¥.")
    assert mark("$57", toy.count, {}).stage == "close"


def test_a_wrong_number_is_told_its_slip_whatever_the_currency():
    assert mark("$500").slip == 0


def test_right_reads_the_number_and_asks_on():
    assert mark(1500).message == "Right. So much is left. And next year?"


@pytest.mark.parametrize(
    ("given", "slip"),
    [
        (500, 0),
        (2666.667, 1),
        (2667, 1),
        (1600, "early rounding"),
        (-1500, "sign"),
        (1.5, "thousand"),
        (-500, "0 and sign"),
        (2.666667, "1 and thousand"),
    ],
)
def test_slips(given, slip):
    verdict = mark(given)
    assert (verdict.stage, verdict.slip) == ("slip", slip)


def test_two_slips_at_once_get_both_messages():
    message = mark(-500).message
    assert message.startswith("Two things to look at again. This is the number you get with churn.")
    assert "sign turned round" in message


def test_a_question_may_have_its_own_words_for_a_turned_sign():
    question = toy.number.changed(turned="This is the loss.")
    assert mark(-1500, question).message == "This is the loss."
    assert mark(-500, question).message.endswith("And: This is the loss.")


@pytest.mark.parametrize("given", [25, "25", "25.0"])
def test_per_cent_for_a_share(given):
    assert mark(given, toy.share, {}).slip == "per cent"


def test_per_cent_written_as_such_is_right():
    assert mark("25 %", toy.share, {}).right


def test_per_cent_is_no_slip_of_an_amount_of_money():
    assert mark(150_000).stage == "range"


@pytest.mark.parametrize(("unit", "times"), [("per month", 12), ("years", 12), ("per year", 1 / 12)])
def test_a_month_for_a_year(unit, times):
    question = toy.number.changed(unit=unit, slips=(), early_rounding=None, high=1e6)
    assert mark(1500 * times, question).slip == ("times 12" if times > 1 else "by 12")
    assert mark(1500 * times, question.changed(unit="¥")).stage == "wrong"


def test_small_numbers_have_no_thousands_separator_to_misread():
    assert mark(0.057, toy.count, {}).stage == "wrong"


@pytest.mark.parametrize("given", [1.02 * 1500 - 1, 0.985 * 1500])
def test_close(given):
    assert mark(given).stage == "close"


def test_an_exact_slip_comes_before_close():
    near = toy.number.changed(
        slips=[dataclasses.replace(toy.number.slips[0], wrong=lambda **_: 1485.0)],
        early_rounding=None,
    )
    assert mark(1485, near).stage == "slip"
    assert mark(1477, near).stage == "close"


def test_of_two_slips_the_nearer_is_named():
    first, second = (
        dataclasses.replace(toy.number.slips[0], wrong=lambda wrong=wrong, **_: wrong)
        for wrong in (1000.0, 1003.0)
    )
    question = toy.number.changed(slips=[first, second], early_rounding=None)
    assert [mark(value, question).slip for value in (1000, 1003, 999)] == [0, 1, None]


def test_a_count_must_be_exact():
    assert mark("57 days", toy.count, {}).right
    assert [mark(near, toy.count, {}).stage for near in (56, 58, 57.1)] == ["wrong"] * 3


@pytest.mark.parametrize(
    ("given", "words"), [(10_001, "10001 is not sensible"), (-1234, "between 0 and 10,000")]
)
def test_out_of_range(given, words):
    verdict = mark(given)
    assert verdict.stage == "range" and words in verdict.message


def test_wrong_says_which_way_and_not_how_far():
    assert mark(1200).message == "Not yet: 1200 is too small."
    assert mark(1800).message == "Not yet: 1800 is too large."
    unbounded = toy.number.changed(low=-math.inf)
    assert mark(-1800, unbounded).message == "Not yet: -1800 is too small."
    assert mark(-1494, unbounded).message == UNFORESEEN["sign"]


def test_below_zero_the_larger_number_is_the_nearer_to_zero():
    loss = toy.number.changed(low=-math.inf, answer=lambda **_: -1.787, slips=[])
    assert mark(-1.2, loss).message == "Not yet: -1.2 is too large."
    assert mark(-2.5, loss).message == "Not yet: -2.5 is too small."


def test_a_number_rounded_too_much_is_told_so():
    share = toy.number.changed(answer=lambda **_: 0.2153, slips=[], unit="share", low=0, high=1)
    assert [mark(given, share).message for given in (0.22, "22 %", "22 per cent")] == [
        UNFORESEEN["rounded"]
    ] * 3
    assert "For per cent" in mark(22, share).message and mark(22, share).stage == "range"
    assert "For per cent" not in mark(220, share).message


def test_large_numbers_are_written_out():
    assert said("large", 4636842.1, toy.number) == "Not yet: 4,636,842 is too large."


def test_a_chinese_unit_is_read():
    assert mark("57 天", toy.count, {}).right


def test_an_ambiguous_number_counts_as_what_fits():
    question = toy.count.changed(answer=lambda: 1.234, tolerance=0.005)
    assert mark("1,234", question, {}).right
    assert mark("1,234", question.changed(answer=lambda: 1234, high=1e5), {}).right


@pytest.mark.parametrize("nothing", [None, ..., "", " \n"])
def test_placeholder(nothing):
    assert mark(nothing).stage == "placeholder"


@given(
    st.one_of(
        st.text(),
        st.floats(),
        st.integers(),
        st.decimals(),
        st.booleans(),
        st.binary(),
        st.lists(st.floats()),
    )
)
def test_anything_gets_a_sentence(given):
    verdict = mark(given)
    assert verdict.message and "cannot be read as an answer" not in verdict.message


@given(st.floats(0.996, 1.004), st.integers(1_000, 4_000), st.integers(1, 99))
def test_what_lies_within_the_tolerance_is_right(factor, margin, per_cent):
    numbers = dict(margin=margin, kept=per_cent / 100)
    assert mark(toy.number.solution(numbers) * factor, numbers=numbers).right


def test_after_eight_answers_the_size_is_told_again_once_a_hint_is_open():
    assert [toy.number.mark(1200, NUMBERS, Before(n, n)).message for n in (TOLD - 1, TOLD)] == [
        "Not yet: 1200 is too small.",
        NOT_TOLD,
    ]
    assert toy.number.mark(1800, NUMBERS, Before(TOLD, TOLD)).message == NOT_TOLD
    assert toy.number.mark(1800, NUMBERS, Before(30, 2)).message == "Not yet: 1800 is too large."


@pytest.mark.parametrize(
    ("given", "stage"),
    [(1500, "right"), (500, "slip"), (1600, "slip"), (99_999, "range"), ("x", "unreadable")],
)
def test_what_is_no_guess_is_told_however_often_it_was_tried(given, stage):
    assert toy.number.mark(given, NUMBERS, Before(99, 99)).stage == stage


@pytest.mark.parametrize("id", ["value.sources", "value.added-order", "clv.lifetime-value", "clv.npv"])
def test_the_edges_of_close_do_not_find_a_number_either(id):
    asked = both(id)
    numbers = asked.numbers("20260017")
    right = asked.solution(numbers)

    def told(value, attempt):
        return asked.mark(value, numbers, Before(attempt, attempt)).message

    above = 1.03 * right
    assert told(above, TOLD) == NOT_TOLD  # too large, and neither this nor "close" is said
    for attempt in range(TOLD, 60):
        assert told(right + (above - right) / 1.05**attempt, attempt) in {NOT_TOLD, told(right, 0)}


@pytest.mark.parametrize(
    ("wrong", "given", "slip"),
    [
        (2664.4, 2664.4, 1),
        (2664.4, 2664, 1),
        (2664.4, "2.66k", 1),
        (2664.4, 2669, None),
        (2664.4, 2700, None),
        (36_000.0, 35_928, None),
        (14.916, 14.909, None),
        (0.2504, "0.250", 1),
    ],
)
def test_a_slip_is_met_to_the_digits_that_were_given(wrong, given, slip):
    second = dataclasses.replace(toy.number.slips[1], wrong=lambda **_: wrong)
    question = toy.number.changed(slips=[toy.number.slips[0], second], early_rounding=None, high=1e6)
    assert mark(given, question).slip == slip


def test_a_number_that_fits_two_slips_could_be_either():
    first, second = (
        dataclasses.replace(toy.number.slips[0], wrong=lambda **_: 12, message=f"This is {name}.")
        for name in "AB"
    )
    question = toy.count.changed(slips=[first, second])
    assert (
        mark(12, question, {}).message == "Your number could be one of two things. This is A. Or: This is B."
    )


def test_a_slip_that_is_also_the_right_number_rounded_could_be_either():
    slip = dataclasses.replace(toy.number.slips[0], wrong=lambda **_: 0.22)
    share = toy.number.changed(
        answer=lambda **_: 0.2153, slips=[slip], early_rounding=None, unit="share", high=1
    )
    message = mark(0.22, share).message
    assert message.startswith("Your number could be") and UNFORESEEN["rounded"] in message
    assert message.endswith(slip.message)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(0, 100, "between 0 and 100"), (-math.inf, 100, "at most 100"), (0, math.inf, "at least 0")],
)
def test_the_range_is_said_in_words(low, high, words):
    outside = -5 if low == 0 else 500
    assert words in said("range", outside, toy.number.changed(low=low, high=high))


def test_the_answer_to_one_digit_gets_no_name_by_chance():
    key = both("keeping.winback").key
    named = [
        key.mark(float(f"{key.solution(one):.0e}"), one).slip for one in map(key.question.numbers, STUDENTS)
    ]
    assert "edited" not in named


def test_rounding_on_the_way_is_said_only_where_it_gives_the_number():
    key = both("predicting.alive").key
    said_of = []
    for numbers in map(key.question.numbers, STUDENTS):
        right = key.solution(numbers)
        values = set(finder(key, numbers)._with_rounded_steps())
        near = [one for one in values if not key.is_right(one, numbers) and abs(one / right - 1) < 0.02]
        said_of += [key.mark(one, numbers).message for one in near if digits_of(one) >= DIGITS]
        assert key.mark(right * 1.0123456, numbers).message == UNFORESEEN["close"]
    assert set(said_of) == {ROUNDED_STEP}


def test_halving_no_longer_finds_a_number():
    low, high, right = 0.0, 10_000.0, toy.number.solution(NUMBERS)
    for attempt in range(60):
        middle = (low + high) / 2
        message = toy.number.mark(middle, NUMBERS, Before(attempt, attempt)).message
        low, high = (middle, high) if message.endswith("too small.") else (low, middle)
    assert abs((low + high) / 2 - right) > 0.005 * right
