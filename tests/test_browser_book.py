"""The built book in a real browser: on a desk, on a phone, in the dark, and with no other machine to ask."""

import os
import re

import build_book
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import CONTRAST, SCREENSHOTS, Sheltered, chromium
from compressing_server import serving

pytestmark = pytest.mark.browser

PAGES = build_book.pages()
CHAPTERS = [page for page in PAGES if page.startswith("chapters/")]
EXERCISES = [page for page in PAGES if page.startswith("exercises/")]
SOLUTIONS = [page for page in PAGES if page.startswith("solutions/")]
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
# With the scope of a module, the tests of one page run one after the other, so each reader opens it once.
each_page = pytest.mark.parametrize("page", PAGES, scope="module")
# axe-core looks at one page of each kind, and at every page where EVERY_PAGE is set, as .ci/run does.
LOOKED_AT = (
    PAGES if os.environ.get("EVERY_PAGE") else [*{page.split("/")[0]: page for page in PAGES}.values()]
)
looked_at = pytest.mark.parametrize("page", LOOKED_AT, scope="module")
# What axe-core finds in the theme's own frame around the text.
OF_THE_THEME = {"label-content-name-mismatch", "region"}
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
MATHEMATICS_DONE = """() => !document.querySelector("article .math")
  || (window.MathJax?.startup?.promise && MathJax.startup.promise.then(() => true))"""
# Text that is hard to read: one element of each kind (tag, class, parent's class) is looked at.
WEAK = f"""() => [...new Map([...document.querySelectorAll("article *")]
    .filter(element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .filter(element => element.offsetParent !== null && !element.closest("mjx-container"))
    .map(element => [[element.tagName, element.className, element.parentElement.className].join(), element]))
  .values()].filter(element => ({CONTRAST})(element) < 4.5).map(element => element.outerHTML.slice(0, 200))"""
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


class Reader:
    """A reader's browser: it notes what a page complains of and which other machine it asks for something."""

    def __init__(self, browser, base, **options):
        self.sheltered, self.base, self.errors = Sheltered(browser, **options), base, []
        self.page = self.sheltered.page()
        self.opened = None
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, page):
        """Open a page, unless it is open, and wait until its mathematics is drawn."""
        if self.opened == page == self.page.url.removeprefix(self.base).removesuffix(".html"):
            return self.page
        self.opened = page
        self.errors.clear()
        self.page.goto(f"{self.base}{page}.html", wait_until="load")
        self.page.wait_for_function(MATHEMATICS_DONE)
        return self.page

    def picture(self, kind, page):
        """A picture for those who look at the test's artefacts; not of the long reference pages."""
        if not page.startswith("reference/"):
            SCREENSHOTS.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=SCREENSHOTS / f"{kind}-{page.replace('/', '-')}.png", full_page=True)

    def _note(self, message):
        if message.type == "error":
            self.errors.append(f"{message.text} {message.location.get('url', '')}")


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


def reading(browser, base, **options):
    reader = Reader(browser, base, **options)
    yield reader
    reader.sheltered.close()


@pytest.fixture(scope="module")
def desk(browser, book_url):
    yield from reading(browser, book_url, viewport=DESK)


@pytest.fixture(scope="module")
def phone(browser, book_url):
    yield from reading(browser, book_url, viewport=PHONE, is_mobile=True, has_touch=True)


@pytest.fixture(scope="module")
def dark(browser, book_url):
    yield from reading(browser, book_url, viewport=DESK, color_scheme="dark")


@each_page
def test_page_is_drawn_whole(desk, page):
    shown = desk.open(page)
    pictures = shown.evaluate(PICTURES)
    assert [picture for picture in pictures if picture["width"] == 0] == []
    for picture in pictures:
        assert len(picture["alt"]) > 10 and not re.search(r"_images/|\.(png|svg)$", picture["alt"])
    assert all(height > 5 for height in shown.evaluate(FORMULAS))
    assert shown.locator("article mjx-merror, article mjx-container [data-mjx-error]").count() == 0
    text = shown.locator("article").inner_text()
    assert "Traceback" not in text
    assert shown.locator(".jupyter-widgets, [class*='widget-view']").count() == 0
    assert "interactive(children" not in text and "VBox(children" not in text
    desk.picture("desk", page)
    assert desk.errors == []
    assert desk.sheltered.foreign == []


@each_page
def test_page_fits_a_phone(phone, page):
    shown = phone.open(page)
    shown.evaluate(PICTURES)
    phone.picture("phone", page)
    assert shown.evaluate(TOO_WIDE) <= 0
    assert phone.sheltered.foreign == []


@each_page
def test_text_is_readable_in_the_dark(dark, page):
    shown = dark.open(page)
    assert shown.locator("html").get_attribute("data-theme") == "dark"
    dark.picture("dark", page)
    assert shown.evaluate(WEAK) == []
    cards = shown.locator(".cell_output img").evaluate_all(
        "images => images.map(image => getComputedStyle(image).backgroundColor)"
    )
    assert set(cards) <= {"rgb(255, 255, 255)"}


def violations(page):
    """What axe-core finds on a page, without what belongs to the theme."""
    found = []
    for rule in Axe().run(page).response["violations"]:
        for node in rule["nodes"]:
            inside = page.evaluate(
                "target => !!document.querySelector(target)?.closest('article')", node["target"][0]
            )
            if inside or rule["id"] not in OF_THE_THEME:
                found.append(f"{rule['id']}: {node['html'][:200]}")
    return found


@looked_at
def test_axe_finds_nothing_on_a_desk(desk, page):
    assert violations(desk.open(page)) == []


@looked_at
def test_axe_finds_nothing_in_the_dark(dark, page):
    assert violations(dark.open(page)) == []


@looked_at
def test_axe_finds_nothing_on_a_phone(phone, page):
    assert violations(phone.open(page)) == []


@pytest.mark.parametrize("page", CHAPTERS)
def test_chapter_transfers_little_before_its_figures(browser, built_book, page):
    with serving(built_book) as server:
        for reader in reading(browser, f"http://127.0.0.1:{server.server_port}/", viewport=DESK):
            reader.open(page).wait_for_load_state("networkidle")
        weights = {path: size for path, size in server.sent if "/_images/" not in path}
    assert any("mathjax" in path for path in weights)
    assert sum(weights.values()) <= LIMIT, sorted(weights.items(), key=lambda item: -item[1])[:8]


@pytest.mark.parametrize("page", CHAPTERS)
def test_chapter_shows_its_figures_and_formulas(desk, page):
    shown = desk.open(page)
    drawn = [picture for picture in shown.evaluate(PICTURES) if picture["width"] >= 300]
    assert len(drawn) >= 6
    assert len(shown.evaluate(FORMULAS)) >= 3


@pytest.mark.parametrize("page", EXERCISES)
def test_exercise_shows_its_questions(desk, page):
    questions = desk.open(page).locator("article .question.admonition")
    assert questions.count() >= 10
    assert all(len(text.strip()) > 40 for text in questions.all_inner_texts())


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


def test_book_opens_from_the_file_system(browser, built_book):
    for reader in reading(browser, f"{built_book.as_uri()}/", viewport=DESK):
        page = (CHAPTERS or PAGES)[0]
        shown = reader.open(page)
        assert all(height > 5 for height in shown.evaluate(FORMULAS))
        assert shown.evaluate("getComputedStyle(document.querySelector('article')).fontFamily") != "serif"
        assert shown.evaluate("document.styleSheets.length") >= 3
        assert reader.sheltered.foreign == []
