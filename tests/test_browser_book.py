"""The built book in a real browser: on a desk, on a phone, in the dark, and with no other machine to ask.

axe-core looks at a page of each kind: at colour on a desk and in the dark, at all else on a desk and on a
phone. With EVERY_PAGE set, as `make pages` in continuous integration has it, it looks at all of them, and
all are opened; else each chapter's opening and one page after it, exercises, and a page of each kind are.
Structure and links of each page are judged in `test_book.py`.
"""

import functools
import os
import re

import build_book
import pytest
from accessibility import faults_of_colour, faults_of_structure
from book_pages import chapter_pages
from browser import DESK, PHONE, chromium, reading
from compressing_server import serving
from fontTools.ttLib import TTFont
from notebook_files import chapters

from crmlib.explore.chart import VEGALITE

pytestmark = pytest.mark.browser

PAGES = build_book.pages()
NOTEBOOKS = [f"chapters/{path.stem}" for path in chapters()]
SECTIONS = [chapter_pages.pages(name)[1:] for name in NOTEBOOKS]
# Of each notebook the opening and one page more, at another place each time.
SOME = {own[place % len(own)].docname for place, own in enumerate(SECTIONS)} | set(NOTEBOOKS)
CHAPTERS = [page for page in PAGES if page.startswith("chapters/")]
CHAPTERS = CHAPTERS if os.environ.get("EVERY_PAGE") else [page for page in CHAPTERS if page in SOME]
EXERCISES = [page for page in PAGES if page.startswith("exercises/")]
WITH_A_CHART = "chapters/05-clv-multiple"  # formulas, code, a quiz and a live chart
# The door, chapters with live charts, labs, quizzes and wide tables, and pages of each folder.
KINDS = [
    PAGES[0],
    "chapters/05-clv",
    WITH_A_CHART,
    "chapters/13-satisfaction-kano",
    "chapters/14-touchpoints-close",
    "exercises/08-strategy-table/strategy",
    "solutions/04-rfm/rfm",
    "reference/guide",
    "reference/instructor-guide",
    "reference/formulas/retention",
    "reference/rival-definitions",
    "reference/data-dictionary",
    "zh/evening",
]
JUDGED = PAGES if os.environ.get("EVERY_PAGE") else KINDS
OPENED = [page for page in PAGES if page in {*JUDGED, *CHAPTERS, *EXERCISES}]
# With the scope of a module, the tests of one page run one after the other, so each reader opens it once.
each_page = pytest.mark.parametrize("page", OPENED, scope="module")
SCREENS = 12  # of a phone, that a page of a chapter is long at most
LIMIT = 400_000  # bytes that a page may transfer, compressed, before its figures

PICTURES = """() => Promise.all([...document.images].map(async image => {
  image.loading = "eager";
  await image.decode().catch(() => {});
  return {address: image.getAttribute("src"), width: image.naturalWidth, alt: image.alt};
}))"""
# Formulas in the text, each with the height at which it is drawn; 0 where none is.
FORMULAS = """() => [...document.querySelectorAll("article .math")].map(formula => {
  const drawn = formula.querySelector("mjx-container");
  return drawn && drawn.getBoundingClientRect().width > 0 ? drawn.getBoundingClientRect().height : 0;
})"""
# The characters that formulas draw, each after the fonts that may draw it.
CHARACTERS = """() => [...new Set([...document.querySelectorAll("mjx-container mjx-c")].map(letter => {
  const style = getComputedStyle(letter, "::before");
  return `${style.fontFamily} ${style.content}`;
}))]"""
# The element with the focus: where it is, and whether one sees that it has the focus.
FOCUSED = """() => {
  const element = document.activeElement;
  const parts = [element, ...element.children, element.closest(".sd-card") ?? element];
  const around = parts.map(one => [one.getBoundingClientRect(), getComputedStyle(one)]);
  const marked = style => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
    || style.boxShadow !== "none";
  const seen = around.some(([box, style]) => box.width > 0 && box.height > 0 && marked(style));
  return {name: element.outerHTML.slice(0, 150), tag: element.tagName, seen};
}"""
TOO_WIDE = "document.scrollingElement.scrollWidth - window.innerWidth"


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def desk(browser, book_url):
    yield from reading(browser, book_url, viewport=DESK)


@pytest.fixture(scope="module")
def phone(browser, book_url):
    yield from reading(browser, book_url, viewport=PHONE, is_mobile=True, has_touch=True)


@pytest.fixture(scope="module")
def dark(browser, book_url):
    yield from reading(browser, book_url, viewport=DESK, color_scheme="dark")


@functools.cache
def letters_of(folder, family):
    """The characters in the cut font of a family."""
    (sheet,) = folder.glob("_static/book.*.css")
    rule = rf'font-family: ?{family};\s*src: ?url\("([^"]+)"\)'
    font = re.search(rule, sheet.read_text(encoding="utf-8"))
    return set(TTFont(folder / "_static" / font[1]).getBestCmap()) if font else set()


def in_its_font(folder, character):
    """Whether one of the fonts that may draw a character of a formula has it; most letters have one font."""
    families, _, content = character.partition(' "')
    families = [name for name in families.split(", ") if name != "MJXZERO"]
    return all(any(ord(one) in letters_of(folder, name) for name in families) for one in content[:-1])


@each_page
def test_page_is_drawn_whole(desk, built_book, page):
    shown = desk.open(page)
    pictures = shown.evaluate(PICTURES)
    assert [picture for picture in pictures if picture["width"] == 0] == []
    for picture in pictures:
        assert len(picture["alt"]) > 10 and not re.search(r"_images/|\.(png|svg)$", picture["alt"])
    assert all(height > 5 for height in shown.evaluate(FORMULAS))
    assert shown.locator("article mjx-merror, article mjx-container [data-mjx-error]").count() == 0
    drawn_as = shown.evaluate(CHARACTERS)
    assert [character for character in drawn_as if not in_its_font(built_book, character)] == []
    text = shown.locator("article").inner_text()
    assert "Traceback" not in text
    assert shown.locator(".jupyter-widgets, [class*='widget-view']").count() == 0
    assert "interactive(children" not in text and "VBox(children" not in text
    assert desk.errors == []
    assert desk.sheltered.foreign == []
    if page in JUDGED:
        assert faults_of_structure(shown) == []
        assert faults_of_colour(shown) == []


@each_page
def test_page_fits_a_phone(phone, page):
    shown = phone.open(page)
    shown.evaluate(PICTURES)
    phone.picture("phone", page)
    assert shown.evaluate(TOO_WIDE) <= 0
    if page.startswith("chapters/"):
        length = shown.evaluate("document.querySelector('article').getBoundingClientRect().height")
        assert length <= SCREENS * PHONE["height"]
    assert phone.sheltered.foreign == []
    if page in JUDGED:
        assert faults_of_structure(shown) == []


@pytest.mark.parametrize("page", ["reference/notation", "reference/data-dictionary"])
def test_names_in_a_table_stay_whole(phone, page):
    names = phone.open(page).locator("article table code .pre")
    broken = """names => names.filter(name => name.getClientRects().length > 1).map(name => name.textContent)
      .filter(text => /^[a-z_]+$/.test(text))"""
    assert names.count() > 20
    assert names.evaluate_all(broken) == []


def test_a_page_of_each_kind_is_judged():
    assert set(JUDGED) <= set(PAGES), f"KINDS names pages that are gone: {sorted(set(JUDGED) - set(PAGES))}"
    folders = {page.rpartition("/")[0].partition("/")[0] for page in PAGES}
    unjudged = folders - {page.rpartition("/")[0].partition("/")[0] for page in JUDGED}
    assert not unjudged, f"name in KINDS a page of the folders {sorted(unjudged)}"


@pytest.mark.parametrize("page", JUDGED, scope="module")
def test_text_is_readable_in_the_dark(dark, page):
    shown = dark.open(page)
    assert shown.locator("html").get_attribute("data-theme") == "dark"
    dark.picture("dark", page)
    cards = shown.locator(".cell_output img").evaluate_all(
        "images => images.map(image => getComputedStyle(image).backgroundColor)"
    )
    assert set(cards) <= {"rgb(255, 255, 255)"}
    assert faults_of_colour(shown) == []


@pytest.mark.parametrize("page", CHAPTERS)
def test_chapter_transfers_little_before_its_figures_and_the_runtime_of_charts_when_one_is_in_sight(
    browser, built_book, page
):
    with serving(built_book) as server:
        for reader in reading(browser, f"http://127.0.0.1:{server.server_port}/", viewport=DESK):
            shown = reader.open(page)
            shown.wait_for_load_state("networkidle")
            weights = {path: size for path, size in server.sent if "/_images/" not in path}
            formulas = shown.evaluate(FORMULAS)
            charts = shown.locator(".live-chart").all()
            if charts:
                charts[0].scroll_into_view_if_needed()
                shown.locator(".live-chart[data-ready]").first.wait_for()
        runtimes = [path for path, _ in server.sent if path.endswith("vega.js")]
    assert any("/_static/mathematics/" in path for path in weights) == bool(formulas)
    assert sum(weights.values()) <= LIMIT, sorted(weights.items(), key=lambda item: -item[1])[:8]
    assert not [path for path in weights if path.endswith("vega.js")]
    assert len(runtimes) == bool(charts)


@pytest.mark.parametrize("page", CHAPTERS)
def test_chapter_shows_its_figures_and_formulas(desk, page):
    """As many as the cells of the page hold; an opening has a figure."""
    own, _ = chapter_pages.all_pages()[page]
    outputs = [output for cell in own.cells for output in cell.get("outputs", [])]
    kinds = [kind for output in outputs for kind in output.get("data", {})]
    shown = desk.open(page)
    pictures = [picture for picture in shown.evaluate(PICTURES) if picture["width"] >= 300]
    charts = shown.locator(".live-chart-picture:has(svg)").count()
    assert (len(pictures), charts) == (kinds.count("image/png"), kinds.count(VEGALITE))
    texts = [chapter_pages.source(cell) for cell in own.cells if cell["cell_type"] == "markdown"]
    assert bool(shown.evaluate(FORMULAS)) == any("$" in text for text in texts)
    if page in NOTEBOOKS and "deeper" not in page:
        end = shown.locator("article .cell_output img").first.bounding_box()
        assert end["y"] + shown.evaluate("scrollY") <= 2 * DESK["height"], "the first figure comes late"


@pytest.mark.parametrize("page", EXERCISES)
def test_exercise_shows_its_questions(desk, page):
    questions = desk.open(page).locator("article .question.admonition")
    assert questions.count() >= 10
    assert all(len(text.strip()) > 40 for text in questions.all_inner_texts())


def test_a_weak_text_a_picture_without_words_and_a_nameless_button_are_found(desk):
    shown = desk.open(PAGES[0])
    shown.evaluate(
        """() => document.querySelector("article").insertAdjacentHTML("beforeend",
          "<p style='color: #bbb' class='weak'>Hardly seen</p><img src='data:,'><button></button>")"""
    )
    assert [fault.split(":")[0] for fault in faults_of_colour(shown)] == ["color-contrast"]
    found = {fault.split(":")[0] for fault in faults_of_structure(shown)}
    assert {"image-alt", "button-name"} <= found
    desk.opened = None


def test_keyboard_reaches_the_text_and_the_navigation(desk):
    shown = desk.open(PAGES[0])
    shown.keyboard.press("Tab")
    assert "Skip to main content" in shown.evaluate("document.activeElement.textContent")
    chapter = shown.locator("nav a", has_text="RFM").first
    for _ in range(60):
        shown.keyboard.press("Tab")
        if chapter.evaluate("link => link === document.activeElement"):
            break
    shown.keyboard.press("Enter")
    shown.wait_for_url("**/04-rfm*")


def test_skip_link_leads_to_the_text(desk):
    shown = desk.open(PAGES[1])
    shown.keyboard.press("Tab")
    shown.keyboard.press("Enter")
    shown.keyboard.press("Tab")
    assert shown.evaluate("!!document.activeElement.closest('main')")


@pytest.mark.parametrize("page", [PAGES[0], *CHAPTERS[:1], *EXERCISES[:1]])
def test_focus_is_seen_at_every_step(desk, page):
    shown = desk.open(page)
    shown.keyboard.press("Control+Home")
    steps = []
    for _ in range(60):
        shown.keyboard.press("Tab")
        steps.append(shown.evaluate(FOCUSED))
    stops = [step for step in steps if step["tag"] != "BODY"]
    assert len({step["name"] for step in stops}) > 20
    assert [step["name"] for step in stops if not step["seen"]] == []


def test_menu_of_a_phone_opens_and_closes_by_keyboard(phone):
    shown = phone.open(PAGES[0])
    button = shown.locator("button.primary-toggle").first
    button.focus()
    shown.keyboard.press("Enter")
    chapter = shown.locator("dialog[open] nav a", has_text="RFM").first
    chapter.wait_for(state="visible")
    shown.keyboard.press("Escape")
    chapter.wait_for(state="hidden")


def test_search_finds_a_term_without_another_machine(desk):
    shown = desk.open(PAGES[0])
    shown.goto(f"{desk.base}search.html?q=recency")
    hits = shown.locator("#search-results a")
    hits.first.wait_for()
    assert "RFM" in " ".join(hits.all_inner_texts())
    assert desk.sheltered.foreign == []


def test_search_finds_a_chinese_word_inside_longer_ones(desk, built_book):
    desk.opened = None
    desk.page.goto(f"{desk.base}search.html?q=流失")
    summary = desk.page.locator("#search-results .search-summary", has_text="found")
    summary.wait_for()
    with_it = [page for page in PAGES if "流失" in (built_book / f"{page}.html").read_text(encoding="utf-8")]
    assert len(with_it) > 5
    assert int(re.search(r"found (\d+)", summary.inner_text())[1]) >= len(with_it) - 1


def test_what_is_searched_stands_beside_the_magnifying_glass(desk):
    desk.opened = None
    shown = desk.page
    shown.goto(f"{desk.base}search.html")
    glass = shown.locator("main .bd-search i").bounding_box()
    field = shown.locator("main .bd-search input")
    padding = field.evaluate("field => parseFloat(getComputedStyle(field).paddingLeft)")
    assert glass["x"] + glass["width"] < field.bounding_box()["x"] + padding


def test_a_dark_page_is_printed_light(dark):
    shown = dark.open(CHAPTERS[0])
    theme = shown.locator("html")
    shown.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert theme.get_attribute("data-theme") == "light"
    shown.evaluate("dispatchEvent(new Event('afterprint'))")
    assert theme.get_attribute("data-theme") == "dark"


def test_page_without_javascript_has_its_colours(browser, book_url):
    for reader in reading(browser, book_url, viewport=DESK, java_script_enabled=False):
        shown = reader.page
        shown.goto(f"{book_url}{WITH_A_CHART}.html")
        fill = "text => getComputedStyle(text).fill"
        text = "article => getComputedStyle(article).color"
        labels = shown.locator(".live-chart-picture text")
        assert labels.first.evaluate(fill) == shown.locator("article").evaluate(text) != "none"
        assert shown.locator("html").get_attribute("data-theme") == "light"


@pytest.mark.parametrize("width", [1280, 1366])
def test_code_fits_between_the_sidebars_of_a_small_laptop(browser, book_url, width):
    for reader in reading(browser, book_url, viewport={"width": width, "height": 800}):
        shown = reader.open(WITH_A_CHART)
        cut = (
            "cells => cells.filter(cell => cell.scrollWidth > cell.clientWidth).map(cell => cell.textContent)"
        )
        assert shown.locator("article .cell_input pre").evaluate_all(cut) == []


def test_book_opens_from_the_file_system(browser, built_book):
    for reader in reading(browser, f"{built_book.as_uri()}/", viewport=DESK):
        shown = reader.open(WITH_A_CHART)
        assert all(height > 5 for height in shown.evaluate(FORMULAS))
        assert shown.evaluate("getComputedStyle(document.querySelector('article')).fontFamily") != "serif"
        assert shown.evaluate("document.styleSheets.length") >= 3
        assert reader.sheltered.foreign == []
