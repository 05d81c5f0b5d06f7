"""Pools of items: each student gets one, which is shown, marked, recorded and marked again."""

import dataclasses
import json
from collections import Counter

import ipywidgets as ipw
import pytest
import toy

from crmlib.workbook import ask, check, hint, quiz
from crmlib.workbook.banks import question
from crmlib.workbook.checking import NotYet
from crmlib.workbook.kinds.bank_folders import BankError
from crmlib.workbook.kinds.choice import Option
from crmlib.workbook.marking import key_of, mark
from crmlib.workbook.record.keeping import restored
from crmlib.workbook.record.student import STUDENT_VARIABLE
from crmlib.workbook.screen.quiz import QUIZ
from crmlib.workbook.screen.widgets import form

ID = "clv.deck"
STUDENTS = [f"student{number}" for number in range(300)]
POOL = (
    dict(prompt="Which is heavier?", options=[Option("iron", "iron"), Option("cork", "cork")]),
    dict(prompt="Which is older?"),
)
asked = dataclasses.replace(toy.choice.question, pool=POOL)
KEY_POOL = (dict(answer="iron", whys={"iron": "It sinks.", "cork": "It floats."}), dict(answer="other"))


def test_an_item_changes_what_it_names_and_keeps_the_rest():
    first, second, third = asked.items()
    assert (first.prompt, second.prompt, third.prompt) == ("Which?", "Which is heavier?", "Which is older?")
    assert [option.key for option in second.options] == ["iron", "cork"]
    assert third.options == first.options == asked.options
    assert {one.title for one in asked.items()} == {asked.title}
    assert [one.drawn_id for one in asked.items()] == ["toy.choice", "toy.choice~1", "toy.choice~2"]


def test_each_student_has_an_item_of_her_own_and_the_book_the_question_itself():
    met = Counter(asked.own(student).item for student in STUDENTS)
    assert set(met) == {0, 1, 2} and min(met.values()) > 70
    assert asked.own().item == 0 and asked.own().statement() == asked.statement()
    assert all(asked.own(student).prompt == asked.own(student).prompt for student in STUDENTS)
    assert asked.own("ada").own("bob").item == asked.own("ada").item


def test_asked_again_it_is_another_item():
    again = dataclasses.replace(asked, id="toy.choice@05-clv")
    assert all(again.own(student).item != asked.own(student).item for student in STUDENTS)
    assert {again.own(student).item for student in STUDENTS} == {0, 1, 2} and again.own().item == 0


def test_a_question_without_a_pool_is_its_own():
    assert toy.choice.question.own("ada") is toy.choice.question
    assert toy.choice.question.own("ada").item is None and toy.choice.key.with_item(None) is toy.choice.key


def test_the_key_of_an_item_marks_this_item():
    keys = dataclasses.replace(toy.choice.key, question=asked, pool=KEY_POOL).items()
    assert [one.solution({}) for one in keys] == ["right", "iron", "other"]
    assert keys[1].mark("cork", {}).message == "Not this one. It floats."
    assert "iron" in keys[1].mark("right", {}).message and keys[1].mark("right", {}).stage == "unreadable"
    assert keys[2].whys == toy.choice.whys


@pytest.mark.parametrize("pool", [(), KEY_POOL[:1], (*KEY_POOL, {})])
def test_pools_of_different_lengths_are_refused(pool):
    with pytest.raises(
        BankError, match=r"^toy\.choice: the pools .* must have the same length; .* 2 further"
    ):
        dataclasses.replace(toy.choice.key, question=asked, pool=pool)


@pytest.mark.parametrize("name", ["id", "section", "core", "steps"])
def test_what_an_item_cannot_change_is_refused(name):
    with pytest.raises(BankError, match=rf"^toy\.choice: item 2 of its pool cannot change {name}\.$"):
        dataclasses.replace(asked, pool=({}, {name: "x"}))


@pytest.mark.parametrize("item", [3, -1])
def test_an_item_that_is_not_there_is_refused(item):
    with pytest.raises(BankError, match=r"items 0 to 2; there is no item"):
        asked.with_item(item)


def every(widget, kind):
    """All widgets of a kind in a box and in its boxes."""
    inner = [found for child in getattr(widget, "children", ()) for found in every(child, kind)]
    return [widget, *inner] if isinstance(widget, kind) else inner


def students_by_item():
    found = {question(ID).own(student).item: student for student in STUDENTS}
    assert set(found) == {0, 1, 2}
    return sorted(found.items())


@pytest.mark.parametrize(("item", "student"), students_by_item())
def test_every_door_leads_to_the_students_own_item(item, student, own, monkeypatch):
    monkeypatch.setenv(STUDENT_VARIABLE, student)
    hers = question(ID).with_item(item)
    q = ask(ID)
    assert hers.statement(student).replace("`", "") in repr(q)
    assert q.lines == [line.key for line in hers.options] and q.numbers == hers.numbers(student)
    shown = [radio.options for radio in every(form(question(ID), student), ipw.RadioButtons)]
    assert [key for _, key in shown[0]] == q.lines
    assert hint(ID).endswith(hers.hint_texts(student)[0])
    right = key_of(hers).answer
    wrong = next(line for line in q.lines if line != right)
    with pytest.raises(NotYet, match="This line is right"):
        check(ID, wrong)
    assert check(ID, right).startswith("Right.")


@pytest.mark.parametrize(("item", "student"), students_by_item())
def test_the_record_names_the_item_so_that_it_can_be_marked_again(item, student, own, monkeypatch):
    monkeypatch.setenv(STUDENT_VARIABLE, student)
    check(ID, key_of(question(ID).with_item(item)).answer)
    entry = json.loads((own / "record.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert entry["question"] == ID and entry["item"] == item
    again = question(ID).with_item(entry["item"])
    assert mark(again, restored(entry["given"]), again.numbers(entry["student"])).right


def test_an_entry_from_before_the_pool_is_of_the_question_itself():
    entry = {"question": ID, "given": "multiple", "student": "ada"}
    again = question(ID).with_item(entry.get("item"))
    assert again.item == 0 and mark(again, entry["given"], again.numbers("ada")).right


def test_a_page_shows_the_books_item_whoever_makes_it(own, monkeypatch):
    monkeypatch.setenv(STUDENT_VARIABLE, dict(students_by_item())[2])
    (item,) = quiz(ID)._repr_mimebundle_()[QUIZ]["items"]
    book = question(ID)
    assert item["prompt"] == book.fill(book.prompt, book.numbers())
    assert item["options"] == [book.fill(line.text, book.numbers()) for line in book.options]
    assert [verdict for verdict in item["words"] if "Right." in str(verdict)]
