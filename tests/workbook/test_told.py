"""A student is told whose numbers she has and whether anything is kept: once, in one line."""

import pytest
from toy import EXERCISE

from crmlib.workbook import NotYet, ask, check, question, quiz, warm_up
from crmlib.workbook.marking import key
from crmlib.workbook.record import store, told
from crmlib.workbook.record.start import start
from crmlib.workbook.record.student import STUDENT_VARIABLE

ID, OTHER = "rfm.break-even", "rfm.order-value"
NOWHERE = "Nothing is recorded here, and these are the book's numbers"


def first_line(asked):
    lines = repr(asked).splitlines()
    shown = asked._repr_mimebundle_()["text/markdown"].splitlines()
    assert lines[0].replace("`", "") == shown[0].replace("`", "")
    widget = asked.view().children[0].value
    assert lines[0].partition(".")[0] in widget
    return lines[0]


def said_by_check(given=3):
    with pytest.raises(NotYet) as caught:
        check(ID, given)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.fixture
def begun(project, monkeypatch):
    start(EXERCISE, "20260017")
    monkeypatch.chdir(project / "work" / EXERCISE)
    return project


def test_in_her_own_work_she_is_told_her_id_and_nothing_else(begun):
    assert [first_line(ask(ID)) for _ in range(2)] == ["Student 20260017."] * 2
    assert "recorded" not in said_by_check()


def test_without_an_id_in_her_own_work_nothing_stands_above(project, monkeypatch):
    start(EXERCISE)
    monkeypatch.chdir(project / "work" / EXERCISE)
    asked = ask(ID)
    assert repr(asked) == question(ID).statement().replace("`", "") and asked.above == ""


def test_where_nothing_is_recorded_ask_and_check_say_so_once_each(outside):
    assert first_line(ask(ID)) == f"{NOWHERE}."
    assert NOWHERE in said_by_check() and NOWHERE not in said_by_check()
    assert NOWHERE not in repr(ask(ID))
    told.forget()
    right = check(OTHER, key(OTHER).solution(ask(OTHER).numbers))
    assert right.startswith("Right.") and right.endswith(f"{NOWHERE}.")


def test_an_instructors_numbers_outside_are_named(outside, monkeypatch):
    monkeypatch.setenv(STUDENT_VARIABLE, "class-7")
    assert (
        first_line(ask(ID))
        == "Student class-7. Nothing is recorded here, and the numbers are those of class-7."
    )


def test_the_released_exercise_is_not_her_own(begun, monkeypatch):
    from crmlib.workbook.record import place

    place.forget()
    monkeypatch.chdir(begun / "exercises" / EXERCISE)
    line = first_line(ask(ID))
    assert line.startswith(f"{NOWHERE}: this is the course's own copy") and "python -m crmlib start" in line


def test_on_the_pages_of_the_book_nothing_is_said(project, outside):
    (project / "_toc.yml").write_text("- file: chapters/04-rfm", encoding="utf-8")
    assert ask(ID).above == "" and "recorded" not in said_by_check()
    assert "recorded" not in repr(quiz(ID)) and warm_up("05-clv").above == ""


def test_another_students_record_is_said(begun):
    store.append(store.record_path(), question=ID, event="attempt", student="20260018", given=3)
    expected = (
        "The record beside this notebook holds answers of 20260018; the numbers are now those of 20260017."
    )
    assert first_line(ask(ID)) == f"Student 20260017. {expected}"
    assert said_by_check().endswith(expected) and not said_by_check().endswith(expected)


def test_the_same_id_written_in_another_way_is_no_other_student(begun):
    store.append(store.record_path(), question=ID, event="attempt", student="２０２６００１７ ", given=3)
    assert first_line(ask(ID)) == "Student 20260017."


def test_an_id_taken_from_the_record_is_said(begun):
    (begun / "work" / "student.toml").unlink()
    expected = "There is no student.toml any more: the id is taken from the record."
    assert first_line(ask(ID)) == f"Student 20260017. {expected}"
    assert said_by_check().endswith(expected)


def test_a_warm_up_and_a_quiz_name_the_student_once(begun):
    for together in (warm_up("05-clv"), quiz(ID, "rfm.recency")):
        assert repr(together).count("Student 20260017.") == 1
        assert together._repr_mimebundle_()["text/markdown"].startswith("Student 20260017.\n\n")


def test_what_happened_to_the_record_is_told_with_the_question(begun):
    (begun / "work" / "student.toml").unlink()
    path = store.record_path()
    path.write_bytes(b"broken\n" + path.read_bytes())
    assert "kept as record.damaged-1.jsonl" in first_line(ask(ID))
