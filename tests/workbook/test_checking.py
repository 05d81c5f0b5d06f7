"""`check` and `hint`: one plain sentence, recorded in the student's own folder and nowhere else."""

import os
import re
import signal
import traceback
from unittest.mock import MagicMock, Mock

import pandas as pd
import pytest
from both import both
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from IPython.core.interactiveshell import InteractiveShell
from toy import files_below

from crmlib.workbook import NotYet, ask, check, hint, lab, question, quiz
from crmlib.workbook.banks import UnknownQuestion, bank, bank_names
from crmlib.workbook.checking import Feedback, plain
from crmlib.workbook.kinds.code import Function
from crmlib.workbook.marking.function import FunctionKey
from crmlib.workbook.marking.number import NOT_TOLD, TOLD
from crmlib.workbook.record import store
from crmlib.workbook.record.attempts import save_attempt
from crmlib.workbook.record.keeping import restored
from crmlib.workbook.record.student import STUDENT_VARIABLE, write_student

ID = "rfm.order-value"
QUESTION = both(ID)
NUMBERS = QUESTION.numbers()
RIGHT = QUESTION.solution(NUMBERS)
WRONG = QUESTION.slips[0].wrong(**NUMBERS)


def entries(own):
    return store.read(own / "record.jsonl")


def test_right_gives_feedback_and_is_recorded(own):
    feedback = check(ID, RIGHT)
    assert isinstance(feedback, Feedback) and feedback.startswith("Right. ")
    assert repr(feedback) == plain(feedback) and feedback._repr_markdown_() == str(feedback)
    (entry,) = entries(own)
    assert (
        entry.items()
        >= {
            "question": ID,
            "version": QUESTION.version,
            "event": "attempt",
            "student": None,
            "given": RIGHT,
            "stage": "right",
            "slip": None,
            "hints": 0,
            "confidence": None,
        }.items()
    )


def test_wrong_raises_one_sentence_and_offers_the_next_hint(own):
    with pytest.raises(NotYet) as caught:
        check(ID, WRONG)
    sentence = f'{QUESTION.slips[0].message} For the next hint: hint("{ID}").'
    assert str(caught.value) == sentence
    assert caught.value._render_traceback_() == [sentence] and "\n" not in sentence
    assert entries(own)[0]["slip"] == 0 and entries(own)[0]["given"] == WRONG


def test_in_a_notebook_the_sentence_stands_alone(own, capsys):
    shell = InteractiveShell.instance()
    outcome = shell.run_cell(f"from crmlib.workbook import check\ncheck({ID!r}, {WRONG!r})")
    assert isinstance(outcome.error_in_exec, NotYet)
    shown = capsys.readouterr().out.strip()
    assert shown == str(outcome.error_in_exec)


def test_a_wrong_answer_fails_as_an_exception_does(own):
    """A grader sees a failed cell."""
    with pytest.raises(NotYet) as caught:
        check(ID, WRONG)
    assert "NotYet" in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("nothing", [(), (...,), (None,), ("",)])
def test_a_placeholder_is_no_attempt(own, nothing):
    with pytest.raises(NotYet, match="still holds the placeholder"):
        check(ID, *nothing)
    assert entries(own) == []


def test_a_placeholder_of_a_solved_question_says_so(own):
    for answer in (WRONG, RIGHT):
        save_attempt(QUESTION, own / "record.jsonl", None, answer, QUESTION.mark(answer, NUMBERS))
    assert check(ID, ...) == "Solved already, at attempt 2."
    assert len(entries(own)) == 2


def test_a_solved_question_stays_solved_after_a_wrong_answer(own):
    check(ID, RIGHT)
    with pytest.raises(NotYet):
        check(ID, WRONG)
    assert check(ID) == "Solved already, at attempt 1."


def test_a_later_wording_keeps_the_solved_mark(own):
    check(ID, RIGHT)
    file = own / "record.jsonl"
    file.write_bytes(file.read_bytes().replace(QUESTION.version.encode(), b"00000000"))
    assert check(ID) == "Solved already, at attempt 1."


def test_outside_the_students_own_work_nothing_is_written(outside):
    before = files_below(outside.parent)
    check(ID, RIGHT)
    for wrong in (WRONG, ..., "text"):
        with pytest.raises(NotYet):
            check(ID, wrong)
    for _ in range(5):
        hint(ID)
    assert files_below(outside.parent) == before


def test_each_student_is_checked_against_her_own_numbers(own, monkeypatch):
    write_student(own.parent, "20260017")
    mine = QUESTION.solution(QUESTION.numbers("20260017"))
    assert check(ID, mine).startswith("Right.")
    with pytest.raises(NotYet):
        check(ID, RIGHT)
    assert entries(own)[0]["student"] == "20260017"
    monkeypatch.setenv(STUDENT_VARIABLE, "class-7")
    with pytest.raises(NotYet):
        check(ID, mine)
    assert check(ID, QUESTION.solution(QUESTION.numbers("class-7"))).startswith("Right.")


def test_an_unknown_question_names_the_nearest():
    with pytest.raises(
        UnknownQuestion, match=r"there is no question 'rfm.recancy'; did you mean 'rfm.recency'"
    ):
        check("rfm.recancy", 1)
    with pytest.raises(KeyError, match="there is no question 'clv'"):
        check("clv", 1)


def test_hints_open_one_by_one_and_the_last_again(own):
    texts = QUESTION.hint_texts()
    opened = [hint(ID) for _ in range(4)]
    assert opened == [f"Hint {number} of 3. {texts[number - 1]}" for number in (1, 2, 3, 3)]
    assert [entry["hint"] for entry in entries(own)] == [1, 2, 3, 3]


def test_when_all_hints_are_open_none_is_offered(own):
    for _ in range(3):
        hint(ID)
    with pytest.raises(NotYet) as caught:
        check(ID, WRONG)
    assert "hint(" not in str(caught.value)
    assert entries(own)[-1]["hints"] == 3


def test_hints_open_one_by_one_where_nothing_is_recorded(outside):
    assert [hint(ID)[:11] for _ in range(4)] == ["Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3", "Hint 3 of 3"]
    assert hint("rfm.lift").startswith("Hint 1 of 3")


def test_hints_opened_in_an_earlier_session_count(own):
    store.append(own / "record.jsonl", question=ID, event="hint", hint=2)
    assert hint(ID).startswith("Hint 3 of 3")


def test_a_record_that_cannot_be_written_does_not_stop_the_check(own):
    (own / "record.jsonl").mkdir()
    said = "record.jsonl cannot be written (Is a directory): what you just did is not recorded."
    for _ in range(2):  # each attempt that is lost is told
        feedback = check(ID, RIGHT)
        assert feedback.startswith("Right.") and feedback.endswith(said)
        with pytest.raises(NotYet) as caught:
            check(ID, WRONG)
        assert str(caught.value).endswith(said)
    hints = [hint(ID) for _ in range(2)]
    assert [text[:6] for text in hints] == ["Hint 1", "Hint 2"] and all(text.endswith(said) for text in hints)


def test_a_damaged_record_is_mended_on_the_way(own):
    check(ID, RIGHT)
    file = own / "record.jsonl"
    file.write_bytes(b"broken\n" + file.read_bytes())
    said = check(ID)
    assert said.startswith("Solved already, at attempt 1.") and "kept as record.damaged-1.jsonl" in said
    assert check(ID) == "Solved already, at attempt 1."


@given(st.one_of(st.text(), st.floats(), st.integers(), st.lists(st.none()), st.binary(), st.booleans()))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_checked_is_right_or_not_yet(own, given):
    (own / "record.jsonl").unlink(missing_ok=True)
    try:
        check(ID, given)
    except NotYet as not_yet:
        assert len(not_yet._render_traceback_()) == 1 and "\n" not in str(not_yet)
    assert len(entries(own)) <= 1


def test_a_table_is_recorded_whole(own):
    table = pd.DataFrame({"a": range(10_000)})
    with pytest.raises(NotYet):
        check("rfm.table", table)
    pd.testing.assert_frame_equal(restored(entries(own)[0]["given"]), table, check_index_type=False)


def test_an_answer_that_is_cut_is_said(own):
    with pytest.raises(NotYet, match=r"in the record: it is too long to be recorded whole \(1,200,002 char"):
        check("rfm.memo", "x " * 600_000)
    assert entries(own)[0]["given"]["start"].startswith('"x x x')
    with pytest.raises(NotYet) as caught:
        check(ID, object())
    assert "in the record" not in str(caught.value)  # no answer, so nothing is missed


@pytest.mark.parametrize(
    ("marked", "words"), [("`a` and **b**", "a and b"), ("5 \\$", "5 $"), ("no marks", "no marks")]
)
def test_plain_text(marked, words):
    assert plain(marked) == words


# Objects that do not want to be read ------------------------------------------------------------------


class NoAttributes:
    def __getattribute__(self, name):
        raise RuntimeError(name)


class AllAttributes:
    def __getattr__(self, name):
        return self

    def __call__(self, *_, **__):
        return self


class FalseClass:
    __class__ = property(lambda self: float)


def stops(method, problem):
    def stop(*_):
        raise problem

    return type("Stops", (), {"shape": (1,), method: stop})()


ODD_OBJECTS = {
    "no attributes": NoAttributes(),
    "all attributes": AllAttributes(),
    "a mock": Mock(),
    "a mock of everything": MagicMock(),
    "another class": FalseClass(),
    **{
        f"{method} {type(problem).__name__}": stops(method, problem)
        for method in ("__repr__", "item", "__eq__", "__len__", "__iter__", "__float__", "__hash__")
        for problem in (SystemExit(3), KeyboardInterrupt(), GeneratorExit(), RuntimeError("no"))
    },
}
KINDS = {type(question): question for name in bank_names() for question in bank(name).values()}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda question: type(question).__name__)
def test_no_object_gives_a_traceback(own, kind):
    for name, odd in ODD_OBJECTS.items():
        with pytest.raises(NotYet) as caught:
            check(kind.id, odd)
        assert "\n" not in str(caught.value), name
        assert len(entries(own)) == 1, name
        (own / "record.jsonl").unlink()


def test_a_function_that_says_it_was_interrupted_is_wrong(own):
    def interrupted(*_):
        raise KeyboardInterrupt

    with pytest.raises(NotYet):
        check(KINDS[Function].id, interrupted)


@pytest.mark.skipif(os.name == "nt", reason="POSIX only")
def test_a_pressed_interrupt_goes_through(own):
    """As from the keyboard, while a student's object is looked at."""

    class Slow:
        shape = ()

        def item(self):
            os.kill(os.getpid(), signal.SIGINT)
            for _ in range(10**9):
                pass

    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            check(ID, Slow())
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


# Slips of the pen -------------------------------------------------------------------------------------


UNKNOWN = {
    "rfm.recensy": "there is no question 'rfm.recensy'; did you mean 'rfm.recency'",
    "RFM.Break-Even": "there is no question 'RFM.Break-Even'; did you mean 'rfm.break-even'",
    "rmf.recency": "there is no question 'rmf.recency'; did you mean 'rfm.recency'",
    "recency": "there is no question 'recency'; did you mean 'rfm.recency'",
    "rfm.recensy@05-clv": "there is no question 'rfm.recensy@05-clv'; did you mean 'rfm.recency'",
    "": "there is no question ''",
    14: 'a question is named by its id, a text such as "rfm.recency"; got 14',
    None: 'a question is named by its id, a text such as "rfm.recency"; got None',
}


@pytest.mark.parametrize("id", UNKNOWN)
@pytest.mark.parametrize("door", [check, hint, ask, quiz, lambda id: lab(id, {}), question])
def test_a_mistyped_id_gets_one_sentence_with_the_nearest(outside, door, id):
    with pytest.raises(UnknownQuestion) as caught:
        door(id)
    assert str(caught.value).startswith(UNKNOWN[id])
    assert caught.value._render_traceback_() == [str(caught.value)]


def test_the_question_itself_or_the_answer_in_place_of_the_id(own):
    with pytest.raises(UnknownQuestion, match=f'write "{ID}" in place of the question itself'):
        check(ask(ID), 3)
    with pytest.raises(UnknownQuestion, match=rf'the id comes first: write check\("{ID}", \.\.\.\)'):
        check(3, ID)
    assert entries(own) == []


def test_a_number_that_a_question_does_not_give_is_one_sentence(own):
    asked = ask(ID)
    with pytest.raises(AttributeError, match="this question gives no 'recency'; it gives: ") as caught:
        _ = asked.recency
    assert caught.value._render_traceback_() == [str(caught.value)]


def test_after_eight_answers_the_size_is_not_told_until_another_hint_is_opened(own):
    for attempt in range(9):
        with pytest.raises(NotYet) as caught:
            check(ID, RIGHT * 1.3 + attempt / 100)
        assert (NOT_TOLD in str(caught.value)) == (attempt == TOLD), attempt
    hint(ID)
    with pytest.raises(NotYet, match="is too large"):
        check(ID, RIGHT * 1.31)


def test_answers_are_counted_where_nothing_is_recorded_too(outside):
    for _ in range(TOLD):
        with pytest.raises(NotYet, match="is too large"):
            check(ID, RIGHT * 1.31)
    with pytest.raises(NotYet, match=re.escape(NOT_TOLD)):
        check(ID, RIGHT * 1.31)
    hint(ID)
    with pytest.raises(NotYet, match="is too large"):
        check(ID, RIGHT * 1.31)


def test_the_last_hint_opened_again_tells_no_size(own):
    for _ in range(3):
        hint(ID)
    for _ in range(TOLD):
        with pytest.raises(NotYet):
            check(ID, RIGHT * 1.31)
    hint(ID)
    with pytest.raises(NotYet, match=re.escape(NOT_TOLD)):
        check(ID, RIGHT * 1.31)


def test_the_inputs_of_a_function_are_drawn_by_the_number_of_attempts(own, monkeypatch):
    tried, inputs = [], FunctionKey.tried

    def noted(key, before):
        tried.append(inputs(key, before))
        return tried[-1]

    monkeypatch.setattr(FunctionKey, "tried", noted)
    for _ in range(2):
        with pytest.raises(NotYet):
            check("toy.function", lambda margin, orders: 0)
    assert tried[0] != tried[1]
