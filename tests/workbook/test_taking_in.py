"""What was answered on a page comes into work/: over nothing, and nothing twice."""

import json

import pytest
from toy import EXERCISE

from crmlib.__main__ import main
from crmlib.workbook.banks import exercise_questions
from crmlib.workbook.record import store
from crmlib.workbook.record.progress import progress
from crmlib.workbook.record.start import start
from crmlib.workbook.record.student import read_student
from crmlib.workbook.record.taking_in import take_in

ASKED = exercise_questions(EXERCISE)[0]


def entry(**fields):
    """A line as the page writes it."""
    return {
        "time": "2026-11-30T10:00:00+00:00",
        "event": "attempt",
        "where": "page",
        "question": ASKED.id,
        "version": ASKED.version,
        "student": "20260017",
        "given": "3",
        "stage": "right",
        "hints": 0,
    } | fields


@pytest.fixture
def saved(tmp_path):
    """A file as the page saves it."""

    def write(*entries, torn=""):
        path = tmp_path / "saved.jsonl"
        path.write_text("".join(f"{json.dumps(one)}\n" for one in entries) + torn, encoding="utf-8")
        return path

    return write


def record(project, exercise=EXERCISE):
    return store.read(project / "work" / exercise / store.RECORD_FILE)


def test_an_exercise_that_was_not_begun_is_begun_and_its_answers_are_there(project, saved):
    assert take_in(saved(entry())) == f"{EXERCISE}: 1 taken in, 0 known already."
    assert read_student(project / "work") == "20260017"
    assert record(project)[-1] == entry()
    assert "solved at attempt 1" in repr(progress(EXERCISE))


def test_taken_in_twice_it_adds_nothing_and_earlier_work_stays(project, saved):
    start(EXERCISE, "20260017")
    path = project / "work" / EXERCISE / store.RECORD_FILE
    before = path.read_bytes()
    file = saved(entry(stage="wrong"), entry(time="2026-11-30T10:01:00+00:00"))
    take_in(file)
    after = path.read_bytes()
    assert after.startswith(before)
    assert take_in(file) == f"{EXERCISE}: 0 taken in, 2 known already." and path.read_bytes() == after


def test_what_a_warm_up_asks_again_goes_into_the_exercise_that_asks(project, saved):
    later = f"{ASKED.id}@{EXERCISE}"
    take_in(saved(entry(question=later)))
    assert record(project)[-1]["question"] == later


def test_a_quiz_of_a_chapter_is_no_answer_of_the_exercise(project, saved):
    with pytest.raises(ValueError, match="holds no answer that was given on the page of an exercise"):
        take_in(saved(entry(where="quiz")))
    start(EXERCISE, "20260017")
    store.append(project / "work" / EXERCISE / store.RECORD_FILE, **entry(where="quiz"))
    assert ": 0 of " in repr(progress(EXERCISE))


def test_what_a_page_asks_of_a_function_does_not_stand_for_its_code(project, saved):
    function = next(one for one in exercise_questions(EXERCISE) if type(one).__name__ == "Function")
    take_in(saved(entry(question=function.id)))
    assert ": 0 of " in repr(progress(EXERCISE))


@pytest.mark.parametrize("others", [("20260018",), ("20260017", "20260018")])
def test_the_answers_of_another_student_are_refused_and_nothing_is_written(project, saved, others):
    start(EXERCISE, "20260017")
    before = record(project)
    with pytest.raises(ValueError, match="holds answers of 20260018, and work is the work of 20260017"):
        take_in(saved(*(entry(student=one) for one in others)))
    assert record(project) == before


def test_a_torn_line_is_passed_over_and_the_file_left_as_it_is(project, saved):
    file = saved(entry(), torn='{"question": ')
    before = file.read_bytes()
    take_in(file)
    assert file.read_bytes() == before and len(record(project)) == 2


def test_the_command_says_what_it_did_or_that_there_is_no_file(project, saved, capsys):
    assert main(["take-in", str(saved(entry()))]) == 0
    assert "1 taken in" in capsys.readouterr().out
    assert main(["take-in", "nowhere.jsonl"]) == 1
    assert capsys.readouterr().err == "crmlib: there is no file nowhere.jsonl.\n"
