"""The widget used without a browser: what is typed and pressed, and what is then shown and recorded."""

import asyncio
import re
import time

import ipywidgets as ipw
import pandas as pd
import pytest
import toy
from toy import files_below

from crmlib.workbook import ask, check, hint, marking, question
from crmlib.workbook.marking import key
from crmlib.workbook.record import store
from crmlib.workbook.record.student import write_student
from crmlib.workbook.screen import widgets
from crmlib.workbook.screen.widgets import box, form

NUMBER, CHOICE, MATCH, MEMO = "rfm.order-value", "rfm.definition", "rfm.segments", "rfm.memo"
QUERY = "data.best-mailed"
RIGHT = key(NUMBER).solution(question(NUMBER).numbers())


class User:
    """Someone in front of a widget."""

    def __init__(self, view):
        self.view = view

    def parts(self, kind, widget=None):
        widget = widget or self.view
        here = [widget] if isinstance(widget, kind) else []
        return here + [part for child in getattr(widget, "children", ()) for part in self.parts(kind, child)]

    def press(self, label):
        (button,) = [button for button in self.parts(ipw.Button) if button.description.startswith(label)]
        button.click()

    def write(self, text):
        self.parts((ipw.Text, ipw.Textarea))[0].value = text

    def enter(self):
        """What the browser sends when Enter is pressed in the field."""
        self.parts(ipw.Text)[0]._handle_custom_msg({"event": "submit"}, [])

    def answer(self):
        """The browser's sign that all it had to send has been sent."""
        (player,) = self.parts(ipw.Play)
        assert player.playing
        player.value += 1

    def choose(self, key, sure="sure"):
        if sure:
            self.parts(ipw.ToggleButtons)[0].value = sure
        self.parts(ipw.RadioButtons)[0].value = key

    @property
    def status(self):
        """The feedback as HTML."""
        return [part.value for part in self.parts(ipw.HTML) if 'role="status"' in part.value][-1]

    @property
    def told(self):
        """The feedback as it is read."""
        return re.sub("<[^>]*>", "", self.status).strip()

    @property
    def hints(self):
        return self.view.children[-1].children


def user(id):
    return User(ask(id).view())


def entries(own):
    return store.read(own / "record.jsonl")


# Numbers ------------------------------------------------------------------------------------------


def send_by_button(one):
    one.press("Submit")


def send_by_enter(one):
    one.enter()


@pytest.mark.parametrize("send", [send_by_button, send_by_enter])
def test_a_number_is_marked_and_recorded(own, send):
    one = user(NUMBER)
    one.write("3,14")
    send(one)
    assert one.told.startswith("✗ Not yet: 3.14 is too small.")
    one.write(f" {RIGHT:,.2f} US dollars")
    send(one)
    assert one.told.startswith("✓ Right. A customer spends")
    assert [(entry["given"], entry["stage"]) for entry in entries(own)] == [
        ("3,14", "wrong"),
        (f" {RIGHT:,.2f} US dollars", "right"),
    ]


def test_typing_alone_marks_nothing(own):
    one = user(NUMBER)
    one.write("3.14")
    assert one.told == "" and entries(own) == []


def in_a_kernel(steps):
    """What a user does while a kernel is running, where a press waits for the browser's answer."""

    async def run():
        return steps()

    return asyncio.run(run())


@pytest.mark.parametrize("send", [send_by_button, send_by_enter])
def test_a_press_marks_what_the_browser_sends_before_it_answers(own, send):
    def type_fast():
        one = user(NUMBER)
        one.write("3.14")
        send(one)
        assert one.told == ""
        one.write(str(RIGHT))
        assert one.told == ""
        one.answer()
        assert one.told.startswith("✓ Right.")

    in_a_kernel(type_fast)
    assert [entry["given"] for entry in entries(own)] == [str(RIGHT)]


def test_a_press_on_an_unchanged_text_marks_it(own):
    def type_slowly():
        one = user(NUMBER)
        one.write(str(RIGHT))
        for _ in range(2):
            one.enter()
            one.answer()
        assert one.told.startswith("✓ Right.")

    in_a_kernel(type_slowly)
    assert len(entries(own)) == 2


def test_two_presses_in_a_row_wait_for_an_answer_each(own):
    def type_twice():
        one = user(NUMBER)
        one.enter()
        one.write("3.14")
        one.enter()
        one.answer()
        assert one.told.startswith("✗ Not yet")
        one.write(str(RIGHT))
        one.answer()
        assert one.told.startswith("✓ Right.")

    in_a_kernel(type_twice)
    assert [entry["given"] for entry in entries(own)] == ["3.14", str(RIGHT)]


def test_a_step_moves_that_was_chosen_before_the_press(own):
    def move():
        one = user("rfm.honest-test")
        steps = one.parts(ipw.Select)[0]
        keys = [key for _, key in steps.options]
        one.press("Move up")
        one.press("Move up")
        steps.value = keys[3]
        one.answer()
        one.answer()
        return keys, [key for _, key in steps.options]

    before, after = in_a_kernel(move)
    assert after == [before[0], before[3], before[1], before[2], *before[4:]]


def test_a_browser_that_does_not_answer_keeps_nobody_waiting(own, monkeypatch):
    monkeypatch.setattr(widgets, "PATIENCE", 0.01)

    async def press():
        one = user(NUMBER)
        one.write(str(RIGHT))
        one.enter()
        await asyncio.sleep(0.1)
        assert one.told.startswith("✓ Right.") and not one.parts(ipw.Play)[0].playing

    asyncio.run(press())


def test_a_long_cell_does_not_use_up_the_patience_with_the_browser(own, monkeypatch):
    monkeypatch.setattr(widgets, "PATIENCE", 0.2)

    async def press():
        one = user(NUMBER)
        one.write("1")
        one.enter()
        time.sleep(0.3)  # a cell runs: the kernel hears nothing
        await asyncio.sleep(0.01)
        one.write(str(RIGHT))  # what the browser sent meanwhile
        one.answer()
        assert one.told.startswith("✓ Right.")

    asyncio.run(press())
    assert [entry["stage"] for entry in entries(own)] == ["right"]


@pytest.mark.parametrize("id", [NUMBER, CHOICE, MATCH, MEMO, "rfm.honest-test"])
def test_all_parts_send_something_once_they_are_shown(own, id, monkeypatch):
    """A kernel hears a widget where it sent last; all are to be heard on one thread, in their order."""
    sent = []
    monkeypatch.setattr(ipw.Widget, "send_state", lambda widget, key=None: sent.append((widget, key)))
    one = user(id)
    inputs = one.parts((ipw.ValueWidget, ipw.Button))
    sent.clear()
    one.parts(ipw.Play)[0]._view_count = 1  # the browser says so
    assert {widget for widget, key in sent if key == "_dom_classes"} >= set(inputs)


def test_an_empty_field_is_no_attempt(own):
    one = user(NUMBER)
    one.press("Submit")
    assert one.told == "✗ Answer first." and entries(own) == []


@pytest.mark.parametrize(
    "typed",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))", "&lt;b&gt;"],
)
def test_what_a_student_types_is_shown_never_run(own, typed):
    one = user(NUMBER)
    one.write(typed)
    one.press("Submit")
    assert one.told.startswith("✗ The answer must be a number")
    tags = set(re.findall(r"<(\w+)", one.status))
    assert tags <= {"div", "b", "code", "em", "strong"} and "javascript:alert" not in re.findall(
        r'"([^"]*)"', one.status
    )


def test_the_field_names_its_unit():
    assert user(NUMBER).parts(ipw.Text)[0].description == "Answer (US dollars)"
    assert user("rfm.break-even").parts(ipw.Text)[0].description == "Answer"


# Choices ------------------------------------------------------------------------------------------


def test_confidence_comes_first(own):
    one = user(CHOICE)
    one.choose("both", sure=None)
    one.press("Submit")
    assert one.told == "✗ Say first how sure you are." and entries(own) == []
    one.choose("interval", sure="guess")
    one.press("Submit")
    assert one.told.startswith("✗ Not this one.")
    one.choose("both", sure="sure")
    one.press("Submit")
    assert one.told.startswith("✓ Right.")
    assert [(entry["given"], entry["confidence"]) for entry in entries(own)] == [
        ("interval", "guess"),
        ("both", "sure"),
    ]


def test_nothing_is_chosen_beforehand(own):
    one = user(CHOICE)
    assert one.parts(ipw.ToggleButtons)[0].value is None and one.parts(ipw.RadioButtons)[0].value is None
    one.parts(ipw.ToggleButtons)[0].value = "sure"
    one.press("Submit")
    assert one.told == "✗ Answer first." and entries(own) == []


def test_options_stand_in_the_students_own_order(own):
    write_student(own.parent, "20260017")
    shown = [key for _, key in user(CHOICE).parts(ipw.RadioButtons)[0].options]
    assert shown == [option.key for option in question(CHOICE).shuffled("20260017")]


# Tables -------------------------------------------------------------------------------------------


def test_a_table_filled_in_part_says_what_is_missing(own):
    one, answer = user(MATCH), key(MATCH).answer
    one.press("Submit")
    assert one.told == "✗ Answer first."
    fields = {field.description: field for field in one.parts(ipw.Dropdown)}
    assert list(fields) == list(answer)
    first, *others = fields.values()
    for field in others:
        field.value = answer[field.description]
    one.press("Submit")
    assert one.told == f"✗ The row “{first.description}” is missing."
    first.value = answer[first.description]
    one.press("Submit")
    assert one.told.startswith("✓ Right.")
    assert entries(own)[-1]["given"] == answer


def test_each_wrong_cell_of_the_widget_is_told(own):
    one, answer = user(MATCH), key(MATCH).answer
    (row, option), message = next(iter(key(MATCH).slips.items()))
    for field in one.parts(ipw.Dropdown):
        field.value = option if field.description == row else answer[field.description]
    one.press("Submit")
    assert message in one.told


# Memos --------------------------------------------------------------------------------------------


def test_a_memo_is_handed_in_and_stands_there_again(own):
    one = user(MEMO)
    assert one.parts(ipw.Textarea)[0].value == ""
    one.write("Mail 3.")
    one.press("Submit")
    assert one.told.startswith("✗ Your memo has 2 words")
    assert user(MEMO).parts(ipw.Textarea)[0].value == "Mail 3."
    one.write(key(MEMO).model)
    one.press("Submit")
    assert one.told.startswith("✓ Handed in")
    again = user(MEMO)
    assert again.parts(ipw.Textarea)[0].value == key(MEMO).model
    assert again.told == "✓ Solved already, at attempt 2."


def test_a_query_is_written_in_a_box_and_stays_there(own):
    one = user(QUERY)
    one.write("SELECT customer_id, revenue FROM customer_view LIMIT 3;\n")
    one.press("Submit")
    assert one.told.startswith("✗ ")
    one.write(key(QUERY).solution(question(QUERY).numbers()))
    one.press("Submit")
    assert one.told.startswith("✓ Right.")
    assert user(QUERY).parts(ipw.Textarea)[0].value.startswith("SELECT customer_id")


def test_enter_is_a_new_line_in_a_memo_and_in_a_query():
    assert user(MEMO).parts(ipw.Text) == user(QUERY).parts(ipw.Text) == []


# Hints and what was before ------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["own", "outside"])
def test_hints_open_one_by_one_and_stop(request, place):
    folder = request.getfixturevalue(place)
    one = user(NUMBER)
    (button,) = [button for button in one.parts(ipw.Button) if button.description.startswith("Hint")]
    labels = [button.description]
    for _ in range(5):
        button.click()
        labels.append(button.description)
    assert labels == ["Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3", *["All hints open"] * 3]
    assert len(one.hints) == 3
    for shown, text in zip(one.hints, question(NUMBER).hint_texts(), strict=True):
        assert text.split("÷")[0].strip()[:40] in shown.value
    assert len(entries(folder)) == (3 if place == "own" else 0)


def test_hints_opened_before_stand_there_again(own):
    user(NUMBER).press("Hint 1")
    again = user(NUMBER)
    assert len(again.hints) == 1
    again.press("Hint 2")
    assert len(again.hints) == 2
    assert hint(NUMBER).startswith("Hint 3 of 3")


def test_hints_opened_elsewhere_are_shown_before_another_is_opened(own):
    one, other = user(NUMBER), user(NUMBER)
    for expected in ("Hint 1", "Hint 2"):
        assert hint(NUMBER).startswith(expected)
    one.press("Hint 1")
    assert len(one.hints) == 2 and len(entries(own)) == 2
    one.press("Hint 3")
    assert len(one.hints) == 3 and len(entries(own)) == 3
    other.press("Hint 1")
    assert len(other.hints) == 3 and len(entries(own)) == 3
    other.press("All hints open")
    assert len(other.hints) == 3 and len(entries(own)) == 3


def test_a_form_without_its_kernel_says_so_in_words(own):
    (again,) = [part.value for part in user(NUMBER).parts(ipw.HTML) if "Run its cell again" in part.value]
    shown = re.search(r"\.jupyter-widgets-disconnected \.([\w-]+) { display: block; }", again)
    assert f'<div class="{shown[1]}"' in again and f".{shown[1]} {{ display: none; }}" in again


def test_an_interval_with_one_end_says_which_is_missing(own):
    one = user("satisfaction.nps-interval")
    low, high = one.parts(ipw.Text)
    one.press("Submit")
    assert "Answer first." in one.told and not entries(own)
    low.value = "0.2"
    one.press("Submit")
    assert "The high end is missing." in one.told
    low.value, high.value = " ", "0.2"
    one.press("Submit")
    assert "The low end is missing." in one.told
    assert [entry["given"] for entry in entries(own)] == [["0.2", ""], [" ", "0.2"]]


def test_an_attempt_says_how_many_hints_were_open(own):
    one = user(NUMBER)
    one.press("Hint")
    one.write("3.14")
    one.press("Submit")
    assert entries(own)[-1]["hints"] == 1


def test_solved_stays_solved_in_widget_and_in_code(own):
    one = user(NUMBER)
    one.write(str(RIGHT))
    one.press("Submit")
    assert user(NUMBER).told == "✓ Solved already, at attempt 1."
    assert check(NUMBER, ...) == "Solved already, at attempt 1."


def test_outside_the_students_own_work_nothing_is_written(outside):
    before = files_below(outside.parent)
    for id, act in {
        NUMBER: lambda one: one.write(str(RIGHT)),
        CHOICE: lambda one: one.choose("both"),
        MEMO: lambda one: one.write("Mail 3."),
    }.items():
        one = user(id)
        act(one)
        one.press("Submit")
        one.press("Hint")
        assert one.told[0] in "✓✗"
    assert files_below(outside.parent) == before


def test_a_record_that_cannot_be_written_is_said_in_the_feedback(own):
    (own / "record.jsonl").mkdir()
    one = user(NUMBER)
    one.write(str(RIGHT))
    one.press("Submit")
    assert one.told.startswith("✓ Right.") and "what you just did is not recorded" in one.told


@pytest.mark.parametrize("asked", toy.ALL, ids=lambda asked: asked.id)
def test_every_kind_has_prompt_hints_and_a_place_for_feedback(asked, outside):
    one = User(form(asked.question, None))
    assert one.told == "" and "Hint 1 of 3" in [button.description for button in one.parts(ipw.Button)]
    assert asked.prompt.partition("{")[0].rstrip() in one.view.children[0].value
    in_code = asked.id in {"toy.value", "toy.decision", "toy.function"}
    assert ("Submit" in [button.description for button in one.parts(ipw.Button)]) != in_code


@pytest.mark.parametrize("id", [NUMBER, CHOICE, MATCH, MEMO, QUERY])
def test_every_field_has_a_label(id):
    fields = user(id).parts((ipw.Text, ipw.Textarea, ipw.RadioButtons, ipw.ToggleButtons, ipw.Dropdown))
    assert fields and all(field.description for field in fields)


@pytest.mark.parametrize("stage", ["right", "handed in", "wrong", "slip", "range", "close", "unreadable"])
def test_feedback_is_spoken_and_told_by_sign_as_well_as_by_colour(stage):
    shown = box("So.", stage)
    assert 'role="status"' in shown and 'aria-live="polite"' in shown
    assert ("✓" in shown) == (stage in {"right", "handed in"}) and ("✗" in shown) != ("✓" in shown)


# What `ask` gives ---------------------------------------------------------------------------------


@pytest.mark.parametrize("id", [NUMBER, CHOICE, MATCH, MEMO, "rfm.table", "rfm.mail"])
def test_the_bundle_holds_text_markdown_and_the_widget(own, id):
    bundle = ask(id)._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/markdown", "application/vnd.jupyter.widget-view+json"}
    assert bundle["text/markdown"] == question(id).statement()
    assert "`" not in bundle["text/plain"]


def test_shown_twice_it_is_one_widget():
    q = ask(NUMBER)
    first, second = (q._repr_mimebundle_()["application/vnd.jupyter.widget-view+json"] for _ in range(2))
    assert first == second and q.view() is q.view()


def test_numbers_are_attributes(own):
    write_student(own.parent, "20260017")
    q = ask("rfm.order-value")
    assert {name: getattr(q, name) for name in q.numbers} == question(NUMBER).numbers("20260017")
    assert set(q.numbers) <= set(dir(q))


def test_a_table_is_given_as_a_copy():
    q = ask("rfm.table")
    mine = q.orders
    mine["amount"] = 0
    pd.testing.assert_frame_equal(q.orders, question("rfm.table").numbers()["orders"])


def test_an_unknown_number_says_which_there_are():
    with pytest.raises(AttributeError, match=r"gives no 'margin'; it gives: customers, orders, revenue"):
        _ = ask(NUMBER).margin
    with pytest.raises(AttributeError, match="it gives: none"):
        _ = ask(CHOICE).margin


def test_rows_and_options_of_a_match_are_given():
    q = ask(MATCH)
    assert q.rows == list(key(MATCH).answer) and set(q.options) == set(question(MATCH).choices())


def test_an_answer_is_recorded_for_whom_the_question_was_asked(own, monkeypatch):
    """The instructor's id may change between asking and answering; numbers and record stay one student's."""
    monkeypatch.setenv("CRMLIB_STUDENT", "ada")
    q = ask(NUMBER)
    one, numbers = User(q.view()), question(NUMBER).numbers("ada")
    monkeypatch.setenv("CRMLIB_STUDENT", "bob")
    assert question(NUMBER).numbers("bob") != numbers
    one.press("Hint 1")
    one.write(str(key(NUMBER).solution(numbers)))
    one.press("Submit")
    assert one.told.startswith("✓ Right.")
    (entry,) = [entry for entry in entries(own) if entry["event"] == "attempt"]
    assert (entry["student"], entry["stage"]) == ("ada", "right")


def test_the_asked_question_leads_to_no_answer(own):
    """Neither by a name that completion offers, nor by its text."""
    q = ask(CHOICE)
    offered = [name for name in dir(q) if not name.startswith("_")]
    assert sorted(offered) == ["above", "numbers", "options", "student", "view"]
    with pytest.raises(AttributeError):
        q.question  # noqa: B018
    why = key(CHOICE).whys[key(CHOICE).answer]
    assert not hasattr(q._question, "answer") and why not in repr(vars(q._question))


def test_without_its_key_an_answer_is_kept_and_not_marked(own, monkeypatch):
    monkeypatch.setattr(marking, "key", lambda id: None)
    one = user(NUMBER)
    one.write("12")
    one.press("Submit")
    assert one.told == "… Kept, not checked: the answers are not here."
    assert [(entry["given"], entry["stage"]) for entry in entries(own)] == [("12", "kept")]
