"""axe-core finds nothing on the pages: on a desk, in the dark, on a phone.

It looks at one page of each kind, and at every page where EVERY_PAGE is set, as .ci/run does. The two rules
of colour take nine tenths of its time, because they ask for each text what lies behind it. They look at one
text of each kind (its tag and class, and those of the two elements around it), on a desk and in the dark; the
other rules do not depend on colour, so they are asked on a desk and on a phone.
"""

import os

import build_book
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import DESK, PHONE, chromium, reading

pytestmark = pytest.mark.browser

PAGES = build_book.pages()
LOOKED_AT = (
    PAGES if os.environ.get("EVERY_PAGE") else [*{page.split("/")[0]: page for page in PAGES}.values()]
)
looked_at = pytest.mark.parametrize("page", LOOKED_AT, scope="module")
# What axe-core finds in the theme's own frame around the text.
OF_THE_THEME = {"label-content-name-mismatch", "region"}
OF_COLOUR = ("color-contrast", "link-in-text-block")
STRUCTURE = {"resultTypes": ["violations"], "rules": {rule: {"enabled": False} for rule in OF_COLOUR}}
# Formulas have the colour of the text around them.
COLOURS = """rules => {
  const kinds = new Map();
  for (const element of document.body.querySelectorAll("*")) {
    const text = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!text || element.closest("mjx-container, script, style") || !element.checkVisibility()) continue;
    const around = [element, element.parentElement, element.parentElement?.parentElement];
    const kind = around.map(one => `${one?.tagName} ${one?.getAttribute("class")}`).join();
    if (!kinds.has(kind)) kinds.set(kind, element);
  }
  const options = {resultTypes: ["violations"], runOnly: rules};
  return axe.run({include: [...kinds.values()]}, options).then(found => [kinds.size, found.violations]);
}"""
IN_TEXT = "target => !!document.querySelector(target)?.closest('article')"


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


def ours(page, rules):
    """What was found on a page, without what belongs to the theme."""
    found = [(rule["id"], node) for rule in rules for node in rule["nodes"]]
    return [
        f"{rule}: {node['html'][:200]}"
        for rule, node in found
        if rule not in OF_THE_THEME or page.evaluate(IN_TEXT, node["target"][0])
    ]


def faults_of_structure(page):
    """What all rules but those of colour find."""
    return ours(page, Axe().run(page, options=STRUCTURE).response["violations"])


def faults_of_colour(page):
    """What the rules of colour find in one text of each kind."""
    page.evaluate(Axe().axe_script)
    kinds, rules = page.evaluate(COLOURS, OF_COLOUR)
    assert kinds > 10
    return ours(page, rules)


@looked_at
def test_axe_finds_nothing_on_a_desk(desk, page):
    shown = desk.open(page)
    assert faults_of_structure(shown) == []
    assert faults_of_colour(shown) == []


@looked_at
def test_axe_finds_nothing_in_the_dark(dark, page):
    assert faults_of_colour(dark.open(page)) == []


@looked_at
def test_axe_finds_nothing_on_a_phone(phone, page):
    assert faults_of_structure(phone.open(page)) == []


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
