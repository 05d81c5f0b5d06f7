"""After a wrong answer: the next hint by name, or the section and what is still open."""

import json
import os
import re
from pathlib import Path

import pytest
from both import both
from test_widgets import user

from crmlib.workbook import NotYet, banks, check, hint, question
from crmlib.workbook.banks import exercise_questions
from crmlib.workbook.record.sections import NOWHERE, section_of
from crmlib.workbook.record.way_on import UNNAMED

ID = "rfm.order-value"
RIGHT = both(ID).solution(both(ID).numbers())
LABEL = question(ID).section.partition("#")[2]
NEXT = exercise_questions("04-rfm")[[one.id for one in exercise_questions("04-rfm")].index(ID) + 1]


def wrong(id=ID, value=RIGHT * 1.31):
    with pytest.raises(NotYet) as caught:
        check(id, value)
    return str(caught.value)


def open_all(id=ID):
    for _ in range(question(id).number_of_hints):
        hint(id)


@pytest.fixture
def chapter(own, project):
    """The chapter lies beside the student's work."""
    cells = [{"cell_type": "markdown", "source": [f"({LABEL})=\n", "## Money, with a $ and `code`\n"]}]
    folder = project / "chapters"
    folder.mkdir()
    file = folder / "04-rfm.ipynb"
    file.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return file


# The next hint --------------------------------------------------------------------------------------


def test_after_some_answers_without_a_name_the_next_hint_is_named(own):
    said = [wrong(value=RIGHT * (1.31 + attempt / 100)) for attempt in range(UNNAMED + 1)]
    named = ["Hint 1 of 3 takes you further" in text for text in said]
    assert named == [False] * (UNNAMED - 1) + [True, True]
    assert all(text.endswith(f'For the next hint: hint("{ID}").') for text in said)
    hint(ID)
    assert "takes you further" not in wrong()


def test_an_answer_with_a_name_begins_the_count_anew(own):
    named = both(ID).slips[0].wrong(**both(ID).numbers())
    answers = [RIGHT * 1.31] * (UNNAMED - 1) + [named] + [RIGHT * 1.31] * (UNNAMED - 1)
    assert not any("takes you further" in wrong(value=one) for one in answers)
    assert "takes you further" in wrong()


def test_the_widget_names_the_hint_in_the_same_words(own):
    one = user(ID)
    for _ in range(UNNAMED):
        assert "takes you further" not in one.told
        one.write(f"{RIGHT * 1.31}")
        one.press("Submit")
    assert one.told.endswith(
        f"For {UNNAMED} answers in a row nothing here could say what went wrong. "
        "Hint 1 of 3 takes you further."
    )


def test_where_nothing_is_recorded_the_answers_are_counted_too(outside):
    assert ["takes you further" in wrong() for _ in range(UNNAMED)] == [False] * (UNNAMED - 1) + [True]


# After the last hint --------------------------------------------------------------------------------


def test_then_the_section_and_what_is_still_open_are_named(chapter):
    assert "Read again" not in wrong()
    open_all()
    place = f"../../chapters/04-rfm.ipynb#{LABEL}"
    assert wrong().endswith(
        f"All hints are open. Read again: Money, with a $ and code ({place}). "
        f"Or go on and come back: still open is “{NEXT.title}” ({NEXT.id})."
    )


def test_the_widget_links_to_the_section(chapter):
    open_all()
    one = user(ID)
    one.write(f"{RIGHT * 1.31}")
    one.press("Submit")
    link = re.search(r'<a href="([^"#]*)#([^"]*)" target="_blank">(.*?)</a>', one.status)
    assert (Path(link[1]).resolve(), link[2]) == (chapter.resolve(), LABEL)
    assert NEXT.title in one.told and "Read again: Money, with a $ and code." in one.told


def test_what_is_solved_is_not_named_and_what_comes_before_is_named_last(own):
    others = [one for one in exercise_questions("04-rfm") if one.id != ID]
    open_all()
    check(NEXT.id, both(NEXT.id).solution(both(NEXT.id).numbers()))
    after = exercise_questions("04-rfm")
    place = [one.id for one in after].index(NEXT.id)
    assert f"({after[place + 1].id})" in wrong()
    first = others[0]
    for one in others[1:]:
        check_in(one.id, own)
    assert f"({first.id})" in wrong()
    check_in(first.id, own)
    assert "still open" not in wrong()


def check_in(id, own):
    """Note that a question is solved."""
    with (own / "record.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({"question": id, "event": "attempt", "stage": "right"}) + "\n")


def test_without_its_chapter_the_section_is_named_by_its_label(own):
    open_all()
    assert f"Read again: section {LABEL} of chapter 04-rfm." in wrong()


@pytest.mark.parametrize("broken", ["{", '{"cells": 1}', '{"cells": [{}]}', "[]", ""])
def test_a_chapter_that_cannot_be_read_stops_nothing(chapter, broken):
    chapter.write_text(broken, encoding="utf-8")
    assert section_of(question(ID)) == NOWHERE


def test_a_warm_up_names_what_is_open_in_the_exercise_it_opens(own):
    id = "value.lost-profit@04-rfm"
    open_all(id)
    assert f"({exercise_questions('04-rfm')[0].id})" in wrong(id, 3.14159)


def test_after_a_right_answer_or_none_nothing_follows(own):
    open_all()
    assert "Read again" not in check(ID, RIGHT)
    assert "Read again" not in wrong("rfm.recency", ...)


def test_outside_nothing_is_said_to_be_open(outside):
    open_all()
    said = wrong()
    assert "Read again" in said and "still open" not in said


def test_each_question_of_the_banks_has_a_section_to_read_again(monkeypatch):
    monkeypatch.chdir(Path(__file__).parents[2] / "exercises" / "04-rfm")
    missing = []
    for name in banks.bank_names():
        for id, asked in banks.bank(name).items():
            found = section_of(asked)
            file = found.link.partition("#")[0]
            missing += [id] if not found.heading or not os.path.isfile(file) else []
    assert [id for id in missing if not id.startswith("toy")] == []
