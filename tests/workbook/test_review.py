"""Questions of earlier chapters at the opening of an exercise."""

import pytest
from both import both

from crmlib.workbook import banks, check, question, warm_up
from crmlib.workbook.record import store
from crmlib.workbook.record.student import write_student
from crmlib.workbook.screen.review import SHORT, warm_up_ids


def test_two_questions_of_earlier_chapters_with_fresh_numbers():
    first, second = warm_up_ids("05-clv", "ada")
    assert first != second
    for id in (first, second):
        name, place = id.split("@")
        asked, known = question(id), question(name)
        assert place == "05-clv" and asked.id == id and type(known) in SHORT
        assert banks.chapter_of(known) < "05-clv"
        fresh = [asked.numbers(f"student {n}") != known.numbers(f"student {n}") for n in range(20)]
        assert any(fresh) == bool(known.draws)


def test_the_same_student_meets_the_same_questions_and_others_meet_others():
    assert warm_up_ids("05-clv", "ada") == warm_up_ids("05-clv", "ada")
    met = {tuple(name.split("@")[0] for name in warm_up_ids("05-clv", f"student {n}")) for n in range(20)}
    assert len(met) > 5
    other = [name.split("@")[0] for name in warm_up_ids("06-prediction", "ada")]
    assert {*other} <= {asked.id for asked in banks.all_exercise_questions()}


def test_nothing_comes_from_the_same_chapter_or_a_later_one(outside):
    assert warm_up_ids("01-relationships", "ada") == []
    assert repr(warm_up("01-relationships")) == "No chapter before this one has questions yet."
    assert "text/markdown" in warm_up("01-relationships")._repr_mimebundle_()


def test_answers_are_recorded_under_the_warm_up(own):
    write_student(own.parent, "ada")
    asked = warm_up("05-clv")
    assert len(asked) == 2 and "widget-view" in str(asked._repr_mimebundle_().keys())
    one = both(asked[0]._question.id)
    assert check(one.id, one.solution(one.numbers("ada"))).startswith("Right.")
    (entry,) = store.read(own / "record.jsonl")
    assert entry["question"] == one.id and "@05-clv" in one.id


def test_an_unknown_question_at_a_warm_up_is_told_so():
    with pytest.raises(KeyError, match="did you mean"):
        question("rfm.recencie@05-clv")
