"""Progress: what is solved, at which attempt, with how many hints."""

import pytest
from both import both
from notebook_files import exercises

from crmlib.workbook import check, hint, progress, question, warm_up
from crmlib.workbook.banks import exercise_questions
from crmlib.workbook.checking import NotYet
from crmlib.workbook.record import store
from crmlib.workbook.record.progress import all_progress
from crmlib.workbook.record.start import UnknownExercise, start
from crmlib.workbook.record.store import RecordWarning

ID = "rfm.order-value"
TITLE = question(ID).title
ALL = exercise_questions("04-rfm")
EARLIER = "value.lost-profit"


def solve(id=ID):
    asked = both(id)
    check(id, asked.solution(asked.numbers()))


def row(table, title=TITLE):
    return next(cells for cells in table if cells[0] == title)


def test_at_first_all_is_open(own):
    table = progress()
    assert table.heading == f"04-rfm: 0 of {len(ALL)} solved"
    assert [cells[0] for cells in table] == [asked.title for asked in ALL]
    assert {cells[2:4] for cells in table} == {("open", 0)}


def test_tried_then_solved_with_hints(own):
    with pytest.raises(NotYet):
        check(ID, 3.14)
    assert row(progress()) == (TITLE, "core", "tried", 1, "0 of 3")
    hint(ID)
    solve()
    assert row(progress()) == (TITLE, "core", "solved at attempt 2", 2, "1 of 3")
    assert progress().heading.startswith("04-rfm: 1 of ")


def test_solved_stays_solved(own):
    solve()
    with pytest.raises(NotYet):
        check(ID, 3.14)
    assert row(progress())[2:4] == ("solved at attempt 1", 2)


def test_a_memo_is_handed_in_and_counts(own):
    solve("rfm.memo")
    assert row(progress(), question("rfm.memo").title)[2] == "handed in"
    assert progress().heading.startswith("04-rfm: 1 of ")


def test_core_and_optional_are_told_apart(own):
    assert {cells[1] for cells in progress()} == {"core", "optional"}


def test_a_warm_up_has_lines_of_its_own(own):
    asked = both(f"{EARLIER}@04-rfm")
    with pytest.raises(NotYet):
        check(asked.id, 3.14159)
    table = progress()
    assert table.heading == f"04-rfm: 0 of {len(ALL)} solved, and 0 of 1 of the warm-up"
    assert list(table)[len(ALL) :] == [(asked.title, "warm-up", "tried", 1, f"0 of {len(asked.hints)}")]
    check(asked.id, asked.solution(asked.numbers()))
    assert progress().heading.endswith("and 1 of 1 of the warm-up")
    assert row(progress(), asked.title)[2] == "solved at attempt 2"


def test_a_warm_up_of_another_exercise_or_of_no_bank_any_more_is_left_out(own):
    for id in ("rfm.recency@05-clv", "rfm.gone@04-rfm", "gone.gone@04-rfm"):
        store.append(own / "record.jsonl", question=id, event="attempt", stage="right")
    assert len(progress()) == len(ALL)


def test_labs_are_no_exercise(own):
    assert question("rfm.lab-weights").title not in {cells[0] for cells in progress()}


def test_from_the_project_an_exercise_is_named(own, project, monkeypatch):
    solve()
    monkeypatch.chdir(project)
    assert row(progress("04-rfm"))[2] == "solved at attempt 1"


def test_outside_there_is_a_sentence(outside):
    table = progress()
    assert list(table) == []
    assert repr(table) == table._repr_markdown_() == table.heading
    assert "Nothing is recorded here" in table.heading


def test_shown_as_text_and_as_markdown(own):
    solve()
    table = progress()
    text, markdown = repr(table).splitlines(), table._repr_markdown_().splitlines()
    assert text[0] == markdown[0] == table.heading
    assert text[4].split() == ["question", "kind", "state", "attempts", "hints"]
    assert len(text) == len(ALL) + 5 and len(markdown) == len(ALL) + 8
    assert all(line.count("|") == 6 for line in markdown[6:])


def test_a_square_for_each_question_and_the_next_one(own):
    with pytest.raises(NotYet):
        check(ALL[0].id, 3.14159)
    solve()
    table, place = progress(), [asked.id for asked in ALL].index(ID)
    assert (
        table.squares[0] == "◧" and table.squares[place] == "■" and table.squares.count("□") == len(ALL) - 1
    )
    first = f"1. {ALL[0].title} (core)"
    assert f"Next: {first}" in repr(table)
    assert f"Next: [{first}](<#{first.replace(' ', '-')}>)" in table._repr_markdown_()


def test_the_next_question_is_a_heading_of_the_exercise():
    texts = {path.stem: path.read_text(encoding="utf-8") for path in exercises()}
    for place, asked in enumerate(ALL, 1):
        assert f"## {place}. {asked.title} ({'core' if asked.core else 'optional'})" in texts["rfm"]


def test_with_all_solved_nothing_comes_next(own):
    for asked in ALL:
        store.append(own / "record.jsonl", question=asked.id, event="attempt", stage="right")
    assert "Next" not in repr(progress()) and progress().squares.startswith("■" * len(ALL))


def test_all_exercises_at_once(own, project):
    solve()
    (project / "work" / "my-notes").mkdir()
    assert all_progress(project) == repr(progress("04-rfm"))


def test_before_the_first_start(project):
    assert all_progress() == "No exercise was started yet. Begin with: python -m crmlib start 04-rfm"


def test_a_damaged_record_still_shows_its_whole_lines(own):
    solve()
    file = own / "record.jsonl"
    file.write_bytes(b"broken\n" + file.read_bytes())
    with pytest.warns(RecordWarning):
        assert row(progress())[2] == "solved at attempt 1"


# Names ----------------------------------------------------------------------------------------------


def test_an_exercise_that_is_none_gets_one_sentence(own):
    for name, said in [
        ("04-RMF", "there is no exercise '04-RMF'. Did you mean 04-rfm?"),
        ("zzz", "there is no exercise 'zzz'. There are: 01-relationships, "),
        (4, 'exercise must be a name such as "01-relationships"; got 4'),
    ]:
        for door in (progress, warm_up):
            with pytest.raises(UnknownExercise) as caught:
                door(name)
            assert str(caught.value).startswith(said)
            assert caught.value._render_traceback_() == [str(caught.value)]


@pytest.mark.parametrize("questions", [0, -1, 1.5, "2", None])
def test_so_many_questions_cannot_be_asked_again(own, questions):
    with pytest.raises((TypeError, ValueError), match="questions must be a whole number of at least 1"):
        warm_up("05-clv", questions)


@pytest.mark.parametrize("name", ["04-rfm (1)", "04-rfm-backup", "my rfm"])
def test_a_renamed_folder_is_still_its_exercise(project, monkeypatch, name):
    start("04-rfm")
    renamed = (project / "work" / "04-rfm").rename(project / "work" / name)
    monkeypatch.chdir(renamed)
    solve()
    assert progress().heading.startswith(f"{name}: 1 of {len(ALL)} solved")
    assert progress("04-rfm").heading == progress().heading and repr(progress()) in all_progress(project)


def test_more_hints_than_there_are_count_as_all(own):
    store.append(own / "record.jsonl", question=ID, event="hint", hint=10**9)
    assert row(progress())[4] == "3 of 3" and hint(ID).startswith("Hint 3 of 3")
