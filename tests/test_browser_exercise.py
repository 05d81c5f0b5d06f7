"""Exercises on their page in a real browser: the numbers, texts and verdicts of Python, kept and taken into work/."""

import html
import json
import re
import sys

import pytest
from book_pages import exercise_pages, quizzes
from browser import ROOT, Sheltered, chromium

sys.path.insert(0, str(ROOT / "tests" / "workbook"))
from both import both

from crmlib.workbook.banks import exercise_questions, question
from crmlib.workbook.finding.finder import finder
from crmlib.workbook.kinds.choice import Choice, Match, Several
from crmlib.workbook.kinds.number import Number, Reverse
from crmlib.workbook.kinds.order import Order
from crmlib.workbook.marking import key_of, mark
from crmlib.workbook.record.student import normal_id
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
    "satisfaction.index",
    "satisfaction.nps",
    *[one.id for one in exercise_questions("08-strategy-table") if isinstance(one, Several | Match)][:3],
    *[one.id for one in exercise_questions("13-satisfaction") if isinstance(one, Choice)][:2],
]
EDITS = 6  # wrong numbers that have a name, of each question and student

# What a student does, all at once: her number, then each question, its text, the order of its options, its answers.
WORK = """jobs => jobs.map(({student, id, answers}) => {
  const field = document.querySelector("#exercise-student"), page = workbook.exercisePage;
  field.value = student ?? "";
  field.dispatchEvent(new Event("change"));
  page.show(id);
  workbook.keep("record", []);
  const form = document.querySelector(`form[data-question="${id}"]:not([hidden])`), q = what => [...form.querySelectorAll(what)];
  const give = {
    text: given => { q("input")[0].value = given; },
    places: given => q("input").forEach(one => { one.checked = given.includes(Number(one.value)); }),
    order: given => q("ol")[0].append(...given.map(place => q(`[data-step="${place}"]`)[0])),
    options: given => q("select").forEach((one, row) => { one.value = given[row]; }),
  };
  return {
    prompt: q(".quiz-prompt")[0].textContent, hints: q("details.quiz-hint").map(one => one.textContent),
    shown: [...q("label > input + span, ol.quiz-steps li > span:first-child"), ...[...q("select")[0]?.options ?? []].slice(1)]
      .map(one => one.textContent),
    told: answers.map(([how, given]) => {
      give[how](given);
      form.requestSubmit();
      const {stage, slip, variant, item} = workbook.answers().at(-1);
      return {stage, slip: slip ?? null, variant, item, text: q("[role=status] span").map(one => one.textContent).join("")};
    }),
  };
})"""


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def page(browser, tmp_path_factory):
    """A page from a folder with all the questions, as an exercise has them."""
    folder = tmp_path_factory.mktemp("exercise")
    (folder / "data.js").write_text(exercise_pages.as_script("rfm", map(question, IDS)), encoding="utf-8")
    asked = "".join(
        f'<section id="s{place}"><h2>{place}. Question</h2><div class="admonition">{exercise_pages.mark(id)}</div></section>'
        for place, id in enumerate(IDS)
    )
    scripts = [
        (ROOT / "_static" / "memory.js").read_text("utf-8"),
        quizzes.script_text(),
        exercise_pages.script_text(),
    ]
    (folder / "page.html").write_text(
        '<!doctype html><html lang="en" data-content_root="./"><meta charset="utf-8"><title>Exercise</title><article>'
        f'<section><h1>Exercise</h1>{asked}</section></article><div class="exercise-page" data-lesson="{LESSON}" '
        f'data-data="data.js" data-notebook="rfm.ipynb"></div>{"".join(f"<script>{one}</script>" for one in scripts)}',
        encoding="utf-8",
    )
    reader = Sheltered(browser)
    shown = reader.page()
    shown.goto((folder / "page.html").as_uri())
    shown.get_by_role("button", name="Answer on this page").click()
    shown.locator(".quiz-question").first.wait_for()
    yield shown
    assert reader.foreign == []
    reader.close()


def answers(asked, key, numbers):
    """Answers as Python has them: the right one, all that were foreseen, some of which only the finder knows."""
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


def test_every_student_gets_on_the_page_what_python_gives_her(page):
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
