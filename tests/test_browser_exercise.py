"""Exercises on their page in a real browser: numbers, texts and verdicts of Python; kept, and taken in."""

import html
import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from book_pages import exercise_pages, quizzes
from browser import ROOT, Sheltered, chromium

from crmlib.workbook.banks import exercise_questions, question
from crmlib.workbook.finding.finder import finder
from crmlib.workbook.kinds.choice import Choice, Match, Several
from crmlib.workbook.kinds.number import Number, Reverse
from crmlib.workbook.kinds.order import Order
from crmlib.workbook.marking import key_of, mark
from crmlib.workbook.marking.number import TOLD
from crmlib.workbook.record.progress import progress
from crmlib.workbook.record.student import normal_id
from crmlib.workbook.record.taking_in import take_in
from crmlib.workbook.screen.review import warm_up_ids

pytestmark = pytest.mark.browser

STUDENTS = (None, "20260017", " 20260018 ", "学生 一", "Jose\u0301")
LESSON = "04-rfm"
IDS = [
    *warm_up_ids(LESSON),
    "rfm.order-value",
    "rfm.weighted-score",
    "clv.needed-retention",
    "clv.settled",
    "clv.deck",
    "clv.which-convention",
    "clv.channel-steps",
    "clv.lifetime-value",
    "predicting.renewal",
    "tiers.next-yuan",
    "satisfaction.nps",
    *[one.id for one in exercise_questions("08-strategy-table") if isinstance(one, Several | Match)][:3],
    *[one.id for one in exercise_questions("13-satisfaction") if isinstance(one, Choice)][:2],
]
# What marks an answer, in an exercise's script.
MARKS = {"answer", "slips", "right", "verdicts", "called", "generals", "parts", "counts", "own", "again"}
EDITS = 6  # wrong numbers that have a name, of each question and student

# What a student does, all at once: her number, then each question, its text, its options, its answers.
WORK = """jobs => jobs.map(({student, id, answers}) => {
  const field = document.querySelector("#exercise-student");
  field.value = student ?? "";
  field.dispatchEvent(new Event("change"));
  workbook.exercisePage.show(id);
  const form = document.querySelector(`form[data-question="${id}"]:not([hidden])`);
  const q = what => [...form.querySelectorAll(what)];
  const give = {
    text: given => { q("input")[0].value = given; },
    places: given => q("input").forEach(one => { one.checked = given.includes(Number(one.value)); }),
    order: given => q("ol")[0].append(...given.map(place => q(`[data-step="${place}"]`)[0])),
    options: given => q("select").forEach((one, row) => { one.value = given[row]; }),
  };
  const fresh = () => workbook.keep("record", []);  // each answer is the first one
  return {
    prompt: q(".quiz-prompt")[0].textContent,
    hints: q("details.quiz-hint").map(one => one.textContent),
    shown: [
      ...q("label > input + span, ol.quiz-steps li > span:first-child"),
      ...[...q("select")[0]?.options ?? []].slice(1),
    ].map(one => one.textContent),
    told: answers.map(([how, given]) => {
      give[how](given);
      fresh();
      form.requestSubmit();
      const {stage, slip} = workbook.answers().at(-1);
      return {stage, slip: slip ?? null, text: q("[role=status] span").map(one => one.textContent).join("")};
    }),
  };
})"""


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


def exercise_page(folder, ids, checked=True):
    """The address of a page from a folder, which has questions as an exercise has them."""
    data = exercise_pages.as_script("rfm", map(question, ids), checked)
    (folder / "data.js").write_text(data, encoding="utf-8")
    asked = "".join(
        f'<section id="s{place}"><h2>{place}. Question</h2><p>Steps.</p>'
        f'<div class="admonition">{exercise_pages.mark(id)}</div></section>'
        for place, id in enumerate(ids, 1)
    )
    memory = (ROOT / "_static" / "memory.js").read_text(encoding="utf-8")
    scripts = (memory, quizzes.script_text(), exercise_pages.script_text())
    style = (ROOT / "_static" / "quizzes.css").read_text(encoding="utf-8")
    (folder / "page.html").write_text(
        '<!doctype html><html lang="en" data-content_root="./"><head><meta charset="utf-8">'
        f"<title>Exercise</title><style>{style}</style></head><body><main><article><section>"
        f'<h1>Exercise</h1>{asked}</section></article></main><div class="exercise-page" '
        f'data-lesson="{LESSON}" data-data="data.js" data-notebook="rfm.ipynb"></div>'
        f"{''.join(f'<script>{one}</script>' for one in scripts)}</body></html>",
        encoding="utf-8",
    )
    return (folder / "page.html").as_uri()


def begun(reader, address):
    """The page, on which the reader has begun."""
    shown = reader.page()
    shown.goto(address)
    shown.get_by_role("button", name="Answer on this page").click()
    shown.locator(".quiz-question").first.wait_for()
    return shown


def open_first_hint(shown):
    """The first hint is opened; the page has heard of it when the second shows."""
    hints = card(shown).locator("summary")
    hints.first.click()
    hints.nth(1).wait_for()


def says_who(shown, student):
    """The reader gives a student number."""
    shown.locator("#exercise-student").evaluate("one => one.closest('details').open = true")
    shown.locator("#exercise-student").fill(student)
    shown.keyboard.press("Enter")


@pytest.fixture
def reader(browser):
    reader = Sheltered(browser)
    yield reader
    assert reader.foreign == []
    reader.close()


def answers(asked, key, numbers):
    """Answers as Python has them: the right one, all that were foreseen, some that only the finder knows."""
    right = key.solution(numbers)
    if not isinstance(asked, Number):
        return [right, *(wrong for _, wrong, _ in key.foreseen(numbers))]
    foreseen = [wrong for _, wrong, _ in key.candidates(numbers)]
    edits = [value for _, value in finder(key, numbers).candidates]
    values = [
        right,
        *foreseen,
        *edits[:: max(1, len(edits) // EDITS)],
        right * 1.01,
        right * 1.4,
        right * 0.6,
    ]
    return [f"{value:.12g}" for value in values if value == value and abs(value) != float("inf")]


def as_given(asked, given):
    """An answer as the page takes it."""
    if isinstance(asked, Number):
        return ["text", given]
    if isinstance(asked, Order):
        return ["order", [[step.key for step in asked.steps].index(key) for key in given]]
    if isinstance(asked, Match):
        return ["options", [str(list(asked.options).index(given[row])) for row in asked.rows]]
    every, chosen = [option.key for option in asked.options], [given] if isinstance(given, str) else given
    return ["places", [every.index(key) for key in chosen]]


def shown_options(asked, student):
    """The options, steps or lines in the student's order."""
    fill = asked.fill_with(asked.numbers(student))
    if isinstance(asked, Match):
        return asked.choices(student)
    return [fill(one.text) for one in asked.shuffled(student)] if not isinstance(asked, Number) else []


def as_text(markdown):
    """Markdown as the page's text."""
    return words(html.unescape(re.sub("<[^>]+>", "", quizzes.MARKDOWN.render(markdown))))


def words(text):
    return " ".join(text.split())


def without_label(message):
    return re.sub(r"^(Right|Not yet)[.:] ?", "", message)


def test_every_student_gets_on_the_page_what_python_gives_her(reader, tmp_path):
    page = begun(reader, exercise_page(tmp_path, IDS))
    jobs, expected, compared = [], [], 0
    for student in STUDENTS:
        who = normal_id(student) if student else None
        for id in IDS:
            asked = question(id).own(who)
            numbers = asked.numbers(who)
            given = answers(asked, key_of(asked), numbers)
            jobs.append({"student": student, "id": id, "answers": [as_given(asked, one) for one in given]})
            expected.append((asked, who, [mark(asked, one, numbers) for one in given]))
    for job, got, (asked, who, verdicts) in zip(jobs, page.evaluate(WORK, jobs), expected, strict=True):
        at = (job["student"], job["id"])
        assert words(got["prompt"]) == as_text(asked.fill(asked.prompt, asked.numbers(who))), at
        hints = [as_text(text) for text in asked.hint_texts(who)]
        assert [words(text).partition(" of 3")[2].strip() for text in got["hints"]] == hints, at
        options = [as_text(text) for text in shown_options(asked, who)]
        assert [re.sub(r"^\d+\. ", "", words(text)) for text in got["shown"]] == options, at
        for one, verdict, told in zip(job["answers"], verdicts, got["told"], strict=True):
            compared += 1
            if isinstance(asked, Reverse) and verdict.stage in {"wrong", "close"}:
                assert told["stage"] == "wrong"  # the page has no formula: it says too large or too small
                continue
            assert told["stage"] == verdict.stage, (*at, one, told, verdict)
            assert words(told["text"]) == as_text(without_label(verdict.message)), (*at, one)
            assert str(told["slip"]) == str(verdict.slip), (*at, one, told, verdict)
    assert compared >= 600


FEW = ["rfm.order-value", "clv.deck", "rfm.lift", "clv.finite-multiple", "rfm.memo"]


def card(shown):
    """The question that is on the screen."""
    return shown.locator("form.quiz-question:visible")


def answer(shown, text):
    card(shown).locator("input[type=text]").fill(text)
    card(shown).locator("input[type=text]").press("Enter")


def kept(shown):
    return [json.loads(line) for line in shown.evaluate("workbook.lines()").splitlines()]


def right_answer(id, student):
    asked = question(id).own(student)
    return f"{key_of(asked).solution(asked.numbers(student)):.10g}"


def test_one_question_is_on_the_screen_and_the_keyboard_leads_through(reader, tmp_path):
    shown = begun(reader, exercise_page(tmp_path, FEW))
    says_who(shown, "20260017")
    answer(shown, "-1")
    status = card(shown).get_by_role("status")
    assert status.get_attribute("data-stage") == "wrong"
    assert card(shown).get_by_role("button", name="Next question").count() == 0
    answer(shown, right_answer(FEW[0], "20260017"))
    assert status.get_attribute("data-stage") == "right"
    shown.get_by_role("button", name="Next question").focus()
    shown.keyboard.press("Enter")
    assert shown.locator("form.quiz-question:visible").count() == 1
    assert card(shown).get_attribute("data-question") == FEW[1]
    assert shown.evaluate("document.activeElement.closest('form')?.dataset.question") == FEW[1]
    states = shown.locator(".exercise-squares button").evaluate_all(
        "all => all.map(one => one.dataset.state)"
    )
    assert states == ["solved", "open", "open", "open", "open"]
    shown.reload()
    shown.locator("form.quiz-question:visible").wait_for()
    assert card(shown).get_attribute("data-question") == FEW[1]
    shown.get_by_role("button", name="← Previous").click()
    assert card(shown).get_attribute("data-question") == FEW[0]


def test_after_many_answers_nothing_is_told_of_the_size_until_a_hint_is_opened(reader, tmp_path):
    shown = begun(reader, exercise_page(tmp_path, FEW))
    for place in range(TOLD + 1):
        answer(shown, f"{271.8 + place}")
        told = card(shown).get_by_role("status").inner_text()
        assert ("How a number differs is told of 8 answers" in told) == (place == TOLD)
    open_first_hint(shown)
    answer(shown, "271.8")
    assert "is too" in card(shown).get_by_role("status").inner_text()


def test_practice_is_not_kept_and_has_other_numbers(reader, tmp_path):
    shown = begun(reader, exercise_page(tmp_path, FEW))
    before = card(shown).locator(".quiz-prompt").inner_text()
    shown.get_by_role("button", name="Practise with new numbers").click()
    assert card(shown).locator(".quiz-prompt").inner_text() != before
    assert "does not count" in card(shown).inner_text()
    answer(shown, "3")
    open_first_hint(shown)
    assert kept(shown) == []
    shown.get_by_role("button", name="Back to my numbers").click()
    assert card(shown).locator(".quiz-prompt").inner_text() == before


def test_what_the_page_keeps_is_taken_into_work(reader, tmp_path, monkeypatch):
    shown = begun(reader, exercise_page(tmp_path, FEW))
    says_who(shown, "20260017")
    open_first_hint(shown)
    answer(shown, "-1")
    answer(shown, right_answer(FEW[0], "20260017"))
    shown.evaluate("workbook.exercisePage.show('rfm.memo')")
    card(shown).locator("textarea").fill("Mail 120 customers. " * 30)
    card(shown).get_by_role("button", name="Hand in").click()
    lines = kept(shown)
    assert [(one["event"], one.get("stage"), one["where"]) for one in lines[1:]] == [
        ("attempt", lines[1]["stage"], "page"),
        ("attempt", "right", "page"),
        ("attempt", "handed in", "page"),
    ]
    assert lines[0] | {"time": ""} == lines[0] | {"time": "", "event": "hint", "hint": 1}
    assert lines[2]["hints"] == 1 and lines[2]["student"] == "20260017" and lines[2]["variant"] in range(101)
    monkeypatch.chdir(tmp_path)
    released = tmp_path / "exercises" / LESSON
    released.mkdir(parents=True)
    (released / "rfm.ipynb").write_text("{}", encoding="utf-8")
    shown.evaluate("document.querySelectorAll('.exercise-folded').forEach(one => { one.open = true; })")
    with shown.expect_download() as waiting:
        shown.get_by_role("button", name="Save them as a file").click()
    waiting.value.save_as(tmp_path / "saved.jsonl")
    assert take_in(tmp_path / "saved.jsonl") == f"{LESSON}: 4 taken in, 0 known already."
    table = repr(progress(LESSON))
    assert ": 2 of " in table and "solved at attempt 2" in table and "handed in" in table


def test_a_question_for_code_says_how_it_is_opened(reader, tmp_path):
    value = next(one.id for one in exercise_questions(LESSON) if type(one).__name__ == "Value")
    shown = begun(reader, exercise_page(tmp_path, [value]))
    assert f"make lab LESSON={LESSON}, question 1." in card(shown).inner_text()
    assert card(shown).get_by_role("link", name="Download the notebook").get_attribute("href") == "rfm.ipynb"


REGISTERED = """window.workbook = {kinds: {decision: {
  build: (holder, item) => { holder.innerHTML = '<label>Rule <input type="text"></label>'; },
  mark: (item, holder) => Object.assign(["slip", "Too many."], {slip: "everybody"}),
  given: (item, holder) => [holder.querySelector("input").value],
}}};"""


def test_a_kind_that_another_script_brings_is_built_marked_and_kept(reader, tmp_path):
    decision = next(one.id for one in exercise_questions(LESSON) if type(one).__name__ == "Decision")
    address = exercise_page(tmp_path, [decision])
    assert "answered by code" in card(begun(reader, address)).inner_text()
    reader.context.add_init_script(REGISTERED)
    shown = reader.page()
    shown.goto(address)
    answer(shown, "more than 3 orders")
    assert card(shown).get_by_role("status").inner_text() == "✗ Not yet\nToo many."
    assert [(one["given"], one["slip"]) for one in kept(shown)] == [(["more than 3 orders"], "everybody")]


def test_where_the_answers_are_not_here_any_is_kept_unchecked_and_none_is_in_the_file(reader, tmp_path):
    shown = begun(reader, exercise_page(tmp_path, FEW, checked=False))
    answer(shown, "")
    assert card(shown).get_by_role("status").get_attribute("data-stage") == "empty"
    answer(shown, "-1")
    assert card(shown).get_by_role("status").inner_text() == "Kept, not checked."
    assert [(one["stage"], one["given"]) for one in kept(shown)] == [("kept", "-1")]
    shown.evaluate("workbook.exercisePage.show('rfm.memo')")
    card(shown).locator("textarea").fill("Mail them.")
    card(shown).get_by_role("button", name="Hand in").click()
    assert card(shown).get_by_role("status").inner_text() == "Kept, not checked."
    script = (tmp_path / "data.js").read_text(encoding="utf-8")
    assert not MARKS & set(re.findall(r'"(\w+)":', exercise_pages.readable(script)))


def test_axe_finds_nothing_on_the_begun_page(reader, tmp_path):
    shown = begun(reader, exercise_page(tmp_path, FEW))
    answer(shown, "-1")
    found = Axe().run(shown).response["violations"]
    assert [(rule["id"], node["html"][:150]) for rule in found for node in rule["nodes"]] == []
