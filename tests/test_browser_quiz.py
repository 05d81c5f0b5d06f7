"""Quizzes on a page in a real browser, by keyboard: right answers and every slip get the words of Python."""

import math
import re
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from book_pages import chapter_pages, quizzes
from browser import CONTRAST, ROOT, SCREENSHOTS, Sheltered, chromium

sys.path.insert(0, str(ROOT / "tests" / "workbook"))
import toy
from both import both
from spelled import NOT_READ, SPELLED

from crmlib.workbook.banks import bank
from crmlib.workbook.finding.finder import finder
from crmlib.workbook.kinds.bank_folders import BANKS_VARIABLE
from crmlib.workbook.kinds.choice import Choice, Match, Several
from crmlib.workbook.kinds.code import Function
from crmlib.workbook.kinds.number import Interval, Number
from crmlib.workbook.kinds.order import Order
from crmlib.workbook.marking.function import in_words, short
from crmlib.workbook.screen.page import page_item

pytestmark = pytest.mark.browser

CHAPTER = "chapters/04-rfm"
ASKED = {one.id: one for one in (*toy.ALL, *map(both, bank("rfm")))}
with pytest.MonkeyPatch.context() as patch:
    patch.setenv(BANKS_VARIABLE, str(toy.FOLDER))
    ITEMS = {id: page_item(one.question) for id, one in ASKED.items()}
ANSWERED = [id for id, item in ITEMS.items() if item["kind"] != "read"]
VARIABLES = """:root { --pst-color-border: #999; --pst-color-primary: #005a8f; --pst-color-background: #fff;
  --pst-color-text-base: #222; --pst-color-text-muted: #555; --pst-color-surface: #eee;
  --pst-color-success: #00744f; --pst-color-warning: #b84a00; }"""
WEAK = f"""elements => elements.filter(one => one.checkVisibility() && ({CONTRAST})(one) < 4.5)
  .map(one => one.outerHTML.slice(0, 150))"""


@pytest.fixture(autouse=True)
def small_questions(monkeypatch):
    """The small questions can be asked."""
    monkeypatch.setenv(BANKS_VARIABLE, str(toy.FOLDER))


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A page with all questions, in the file system."""
    folder = tmp_path_factory.mktemp("quiz")
    forms = quizzes.on_page(list(ITEMS.values()), "quiz-1")
    style = (ROOT / "_static" / "quizzes.css").read_text(encoding="utf-8")
    script = quizzes.script_text()
    (folder / "page.html").write_text(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Quiz</title>'
        f"<style>{VARIABLES}{style}</style></head><body><main><h1>Quiz</h1>{forms}</main>"
        f"<script>{script}</script></body></html>",
        encoding="utf-8",
    )
    return (folder / "page.html").as_uri()


@pytest.fixture(scope="module")
def reader(browser):
    context = Sheltered(browser, viewport={"width": 1000, "height": 900})
    yield context
    assert context.foreign == []
    context.close()


def opened(reader, address):
    page = reader.page()
    page.goto(address)
    return page


desk = pytest.fixture(opened, scope="module")
# The same page, on which no question has an answer yet.
untouched = pytest.fixture(opened, scope="module")


def form_of(page, id):
    return page.locator(f'form[data-question="{id}"]')


def plain(text):
    """A message without its marks of emphasis, as the browser shows it."""
    return re.sub(r"[*`]", "", text)


# What a student does with her two hands ------------------------------------------------------------


def write(form, text):
    field = form.get_by_role("textbox")
    field.focus()
    field.press("Control+A")
    form.page.keyboard.type(text)
    field.press("Enter")


def fill_in(form, text):
    """As `write`, all letters at once."""
    form.get_by_role("textbox").fill(text)
    form.get_by_role("textbox").press("Enter")


def choose(form, place):
    """Go to a radio button by the arrow keys, and press Enter on it."""
    radios = form.get_by_role("radio")
    radios.nth(0).focus()
    form.page.keyboard.press("Space")
    for _ in range(place):
        form.page.keyboard.press("ArrowDown")
    assert radios.nth(place).is_checked()
    form.page.keyboard.press("Enter")


def tick(form, places):
    boxes = form.get_by_role("checkbox")
    for place in range(boxes.count()):
        if boxes.nth(place).is_checked() != (place in places):
            boxes.nth(place).focus()
            form.page.keyboard.press("Space")
    submit(form)


def sort(form, texts):
    """Move each step up to its place; the button keeps the focus."""
    steps = form.locator("li > span:first-child")
    for place, text in enumerate(texts):
        now = [one.strip() for one in steps.all_inner_texts()].index(text.strip())
        button = form.get_by_role("button", name=f"Move up: {text.strip()}", exact=True)
        button.focus()
        for _ in range(now - place):
            form.page.keyboard.press("Enter")
            assert button.evaluate("button => button === document.activeElement")
    submit(form)


def fill(form, options):
    for row, option in options.items():
        form.get_by_label(plain(row), exact=True).select_option(label=option)
    submit(form)


def submit(form):
    form.get_by_role("button", name="Check").focus()
    form.page.keyboard.press("Enter")


def give(form, asked, given):
    """Give an answer as Python has it."""
    numbers = asked.numbers()
    shown = asked.fill_with(numbers)
    if isinstance(asked.question, Number):
        write(form, f"{given:.10g}")
    elif isinstance(asked.question, Choice):
        choose(form, [option.key for option in asked.shuffled()].index(given))
    elif isinstance(asked.question, Several):
        tick(form, [place for place, option in enumerate(asked.shuffled()) if option.key in given])
    elif isinstance(asked.question, Order):
        texts = {step.key: shown(step.text) for step in asked.steps}
        sort(form, [plain(texts[key]) for key in given])
    elif isinstance(asked.question, Match):
        fill(form, given)
    else:
        choose(form, ITEMS[asked.id]["options"].index(as_option(asked, given)))


def as_option(asked, given):
    """The option of the page that stands for an interval or a function."""
    if isinstance(asked.question, Interval):
        return f"{given[0]:#.4g} to {given[1]:#.4g}"
    case = ITEMS[asked.id]["prompt"].rpartition("give for ")[2].removesuffix("?")
    tried = next(one for one in asked.tried() if in_words(one) == case)
    return short(given(*tried.values()))


def told(form):
    return " ".join(form.get_by_role("status").inner_text().split("\n"))


def as_told(message, sign="✗"):
    """How the page says a message: the label in front, which is not said twice."""
    text = re.sub(r"^(Right|Not yet)[.:] ?", "", plain(message))
    return f"{'✓ Right' if sign == '✓' else '✗ Not yet'} {text}".strip()


# The same words ------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", ANSWERED)
def test_right_answers_and_every_slip_are_told_the_words_of_python(desk, id):
    asked, form = ASKED[id], form_of(desk, id)
    numbers = asked.numbers()
    right = asked.solution(numbers)
    foreseen = [(wrong, text) for _, wrong, text in asked.foreseen(numbers)]
    if isinstance(
        asked.question, Function
    ):  # of two rivals that give the same number on the page, the first is named
        foreseen = list({as_option(asked, wrong): (wrong, text) for wrong, text in foreseen[::-1]}.values())
    for given, message in [(right, None), *foreseen]:
        give(form, asked, given)
        if message is None or not isinstance(asked.question, Function):
            message = asked.mark(given, numbers).message
        sign = "✓" if given is right else "✗"
        assert told(form) == as_told(message, sign)
        assert form.get_by_role("status").get_attribute("data-stage") == ("right" if sign == "✓" else "wrong")


WRITTEN = (
    "1,500", "1.500", "¥1 500", "1.5k", "150000 %", "2e3", "−1500", "１５００", "99999999", "1/2", "0",
    "1,500.5", "1.500,5", "0.15万", "1'500", "+1500", "USD 1500", "1500 yuan", ".5", "1e-7", "12 345 678",
    "(1500)", "1500-", "1.5 thousand", "2亿", "$1,500", "(¥1,500)", "¥ 1500.-", "12,34,567.5", "12 34",
    "1 500,5",
    "$3€", "5 kEUR", "5 thousand euros", "Rs. 1500", "5 ZAR",
)  # fmt: skip
CURRENCIES = "$", "US dollars", "元", "￥", "Euro", "£", "USD", "CHF", "円", "JPY", "NZD", "₦", "kr."
SHARES = "25 points", "25 个百分点", "0.5pp", "百分之25", "0.25x", "0.5 to 1", "0.25 share"


@pytest.mark.parametrize("id", ["toy.number", "toy.share", "toy.count", "toy.reverse", "rfm.break-even"])
def test_a_number_is_read_as_python_reads_it(desk, id):
    asked, form = ASKED[id], form_of(desk, id)
    numbers = asked.numbers()
    right = asked.solution(numbers)
    unit = "" if asked.unit == "share" else asked.unit
    written = [
        *WRITTEN,
        *(SHARES if asked.unit == "share" else ()),
        f"{right * 1.01:.12g}",
        f"{right * 1.003:.12g}",
        f"{right:.6f} {unit}",
        f"{-right!r}",
        *(f"{right:.12g} {currency}" for currency in CURRENCIES),
        *(f"{sign}{right:.12g}" for sign in ("US$", "¥", "€", "RMB ")),
    ]
    for text in written:
        fill_in(form, text)
        verdict = asked.mark(text, numbers)
        expected = as_told(verdict.message, "✓" if verdict.right else "✗")
        if id == "toy.reverse" and verdict.stage in {"wrong", "close"}:
            expected = expected.partition(" gives ")[0]  # the page has no formula: too large or too small
        assert told(form).startswith(expected), text
    for text in ("twelve", "1,2,3", "10²", "--1", "1.2.3", "½", "5 pears", "(5", "(-5)", "5 all", "k5"):
        fill_in(form, text)
        assert asked.mark(text, numbers).stage == "unreadable", text
        assert told(form) == as_told(f"The answer must be a number; “{text}” cannot be read as one."), text


@pytest.fixture(scope="module")
def spelling_desk(reader, tmp_path_factory):
    """A page with one question for each unit, which asks for no number in particular."""
    items = [
        ITEMS["toy.number"] | {"id": unit or "none", "unit": unit, "slips": [], "range": [None, None]}
        for unit in SPELLED
    ]
    path = tmp_path_factory.mktemp("spelling") / "page.html"
    forms = quizzes.on_page(items, "quiz-1")
    path.write_text(
        f'<meta charset="utf-8">{forms}<script>{quizzes.script_text()}</script>', encoding="utf-8"
    )
    return opened(reader, path.as_uri())


@pytest.mark.parametrize("unit", SPELLED)
def test_a_number_is_spelled_on_the_page_as_in_python(spelling_desk, unit):
    form = form_of(spelling_desk, unit or "none")
    for text, value in SPELLED[unit].items():
        fill_in(form, text)
        size = "large" if value > ITEMS["toy.number"]["answer"] else "small"
        assert re.fullmatch(rf"✗ Not yet (.*) is too {size}\.", told(form)) or value < 0, (text, told(form))
        shown = re.search(r"-?[\d.,]+(?:e[-+]\d+)?(?= is too|$)", told(form))
        assert value < 0 or float(shown[0].replace(",", "")) == pytest.approx(value, rel=1e-4), text
    for text in NOT_READ.get(unit, ()):
        fill_in(form, text)
        assert told(form) == as_told(f"The answer must be a number; “{text}” cannot be read as one."), text


NAMED = ["strategy.keep-or-develop", "rfm.break-even", "rfm.lift"]
FIRST = 40  # of the numbers that are named


@pytest.fixture(scope="module")
def naming_desk(reader, tmp_path_factory):
    """A page with questions whose wrong numbers have names, as the book has it."""
    path = tmp_path_factory.mktemp("naming") / "page.html"
    items = [quizzes.with_names(page_item(both(id).question)) for id in NAMED]
    script = f"<script>{quizzes.script_text()}</script>"
    path.write_text(f'<meta charset="utf-8">{quizzes.on_page(items, "quiz-1")}{script}', encoding="utf-8")
    return opened(reader, path.as_uri())


@pytest.mark.parametrize("id", NAMED)
def test_the_finder_says_on_the_page_what_it_says_in_python_or_nothing(naming_desk, id):
    asked, form = both(id), form_of(naming_desk, id)
    numbers, told_as_edited = asked.numbers(), 0
    found = finder(asked.key, numbers)
    for value in [value for _, value in found.candidates if math.isfinite(value)][:FIRST]:
        for given in [value, *(float(f"{value:.{digits}e}") for digits in range(1, 8))]:
            fill_in(form, f"{given:.12g}")
            verdict = asked.mark(given, numbers)
            if verdict.slip != "edited" or len(found.names(given)) != 1:
                assert told(form) == as_told(verdict.message) or verdict.slip == "edited"
                continue
            same = told(form) == as_told(verdict.message)
            assert same or given != value, (given, told(form), verdict.message)
            told_as_edited += same
    assert told_as_edited > FIRST


@pytest.mark.parametrize("id", ANSWERED)
def test_no_answer_is_asked_for_one(untouched, id):
    form = form_of(untouched, id)
    submit(form)
    assert told(form) == "Answer first." or isinstance(ASKED[id].question, Order)


def test_a_table_partly_filled_is_told_the_missing_row(untouched):
    form = form_of(untouched, "toy.match")
    fill(form, {"grass": "green"})
    assert told(form) == as_told("The row “sky” is missing.")
    fill(form, {"sky": "red", "sea": "green"})
    given = {"grass": "green", "sky": "red", "sea": "green"}
    assert told(form) == as_told(toy.match.mark(given, {}).message)


def test_a_step_that_moves_is_said_and_stops_at_the_ends(desk):
    form = form_of(desk, "toy.order")
    first = form.locator("li").first.locator("span").first.inner_text()
    up, down = (form.get_by_role("button", name=f"Move {way}: {first}") for way in ("up", "down"))
    up.focus()
    desk.keyboard.press("Enter")
    assert form.locator("li").first.locator("span").first.inner_text() == first
    down.focus()
    desk.keyboard.press("Space")
    assert told(form) == "Now at place 2 of 4."


def test_hints_are_folded_and_open_by_keyboard(desk):
    form = form_of(desk, "toy.number")
    hint = form.locator("details").first
    assert not hint.get_by_text("Look at the unit.").is_visible()
    hint.locator("summary").focus()
    desk.keyboard.press("Enter")
    assert hint.get_by_text("Look at the unit.").is_visible()


def test_a_hint_shows_only_after_the_one_before(desk):
    hints = form_of(desk, "toy.share").locator("details")
    assert [one.is_visible() for one in hints.all()] == [True, False, False]
    for place in (0, 1):
        hints.nth(place).locator("summary").click()
        hints.nth(place + 1).wait_for()
    assert hints.nth(2).is_visible()


def test_before_the_verdict_there_is_no_hole_and_an_empty_answer_is_not_wrong(desk):
    desk.reload()
    form = form_of(desk, "toy.choice")
    status = form.get_by_role("status")
    assert status.bounding_box()["height"] == 0
    submit(form)
    assert status.get_attribute("data-stage") == "empty" and not re.search("[✗✓]", told(form))


def test_answers_cannot_be_read_in_the_page(desk):
    text = desk.content()
    for one in ("This is the number you get with churn.", "She has come back already.", "Only at sunset."):
        assert one not in text


def test_axe_finds_nothing(desk):
    found = Axe().run(desk).response["violations"]
    assert [(rule["id"], node["html"][:150]) for rule in found for node in rule["nodes"]] == []


# In the book ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["desk", "phone", "dark"])
def test_the_chapters_quizzes_work_in_the_book(browser, book_url, kind):
    settings = {
        "desk": {"viewport": {"width": 1280, "height": 900}},
        "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
        "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    }
    reader = Sheltered(browser, **settings[kind])
    page = reader.page()
    answered = 0
    for own in chapter_pages.pages(CHAPTER):
        page.goto(f"{book_url}{own.docname}.html")
        forms = page.locator("form.quiz-question[data-ready]")
        if page.locator("form.quiz-question").count():
            forms.first.wait_for()
        for place in range(forms.count()):
            answered += 1
            answered_rightly(forms.nth(place), kind)
    assert answered >= 5
    assert reader.foreign == []
    reader.close()


def answered_rightly(form, kind):
    """Answer a quiz of the book, and look at it."""
    asked = both(form.get_attribute("data-question"))
    give(form, asked, asked.solution(asked.numbers()))
    assert told(form).startswith("✓ Right")
    assert form.evaluate("form => form.scrollWidth <= form.clientWidth")
    assert form.locator("p, label, legend, button, summary, input, select").evaluate_all(WEAK) == []
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    form.screenshot(path=SCREENSHOTS / f"quiz-{kind}-{asked.id}.png")
