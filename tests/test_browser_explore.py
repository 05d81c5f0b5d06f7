"""Live charts in a real browser: their numbers are Python's, and the keyboard moves them."""

import ast
import functools
import random
import re
import shutil
from collections import Counter
from types import SimpleNamespace

import build_book
import pytest
from book_pages import chapter_pages, live_charts
from browser import CONTRAST, SCREENSHOTS, Sheltered, chromium
from compressing_server import serving
from live_charts_demos import demos
from notebook_files import ROOT

from crmlib.explore.chart import VEGALITE

pytestmark = pytest.mark.browser

DEMOS = demos()
COLOURS = {
    "light": "--pst-color-text-base: #222; --pst-color-background: #fff; --pst-color-primary: #005a8f",
    "dark": "--pst-color-text-base: #ddd; --pst-color-background: #121212; --pst-color-primary: #6cb8ec",
}
SET = """([figure, values]) => {
  for (const [signal, value] of Object.entries(values)) {
    const slider = figure.querySelector(`input[data-signal="${signal}"]`);
    slider.value = value;
    slider.dispatchEvent(new Event("input"));
  }
}"""
VALUES = "figure => [...figure.querySelectorAll('data')].map(one => Number(one.value))"
TEXT_COLOURS = """figure => [...figure.querySelectorAll("p, label, legend, output, data, button, svg text")]
  .filter(element => element.textContent.trim() && element.getBoundingClientRect().height > 0)"""


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def demo_url(tmp_path_factory):
    """A page with a chart of each form, as the book writes them."""
    folder = tmp_path_factory.mktemp("charts")
    live_charts.copy_runtime(SimpleNamespace(builder=SimpleNamespace(format="html"), outdir=folder), None)
    for name in ("live-charts.css", "memory.js"):
        shutil.copy(ROOT / "_static" / name, folder)
    body = "".join(live_charts.on_page(chart.specification, name) for name, chart in DEMOS.items())
    for theme, colours in COLOURS.items():
        (folder / f"{theme}.html").write_text(
            f'<!doctype html><html lang="en" data-theme="{theme}" style="{colours}"><head>'
            '<meta charset="utf-8"><title>Charts</title><meta name="viewport" content="width=device-width">'
            '<link rel="stylesheet" href="live-charts.css"><script defer src="memory.js"></script></head>'
            '<body style="margin: 0; background: var(--pst-color-background)">'
            f"<main><h1>Charts</h1>{body}</main>{live_charts.script('page')}</body></html>",
            encoding="utf-8",
        )
    with serving(folder) as server:
        yield f"http://127.0.0.1:{server.server_port}/"


@pytest.fixture(scope="module")
def reader(browser):
    sheltered = Sheltered(browser, viewport={"width": 900, "height": 900})
    page = sheltered.page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert errors == [] and sheltered.foreign == []
    sheltered.close()


@pytest.fixture
def demo(reader, demo_url):
    """The page of the demonstrations; a function that waits for one of them."""
    reader.goto(f"{demo_url}light.html")
    return functools.partial(ready, reader)


def ready(page, name):
    """A chart that is drawn and can be moved; one that asks first is answered."""
    figure = page.locator(f"#{name}")
    figure.scroll_into_view_if_needed()
    page.locator(f"#{name}[data-ready]").wait_for()
    if figure.get_attribute("data-locked") is not None:
        figure.locator(".live-chart-predict input").first.check()
        figure.get_by_role("button", name="Predict").click()
    return figure


def settings(chart, rng):
    """The sliders somewhere: for Python by argument, for the browser by signal."""
    ours, theirs = {}, {}
    for one in chart.about["sliders"]:
        steps = round((one["high"] - one["low"]) / one["step"])
        shown = round(one["low"] + rng.randint(0, steps) * one["step"], 9)
        name = one["signal"].removesuffix("_shown")
        ours[name] = shown / 100 if one["unit"].startswith("%") else shown
        theirs[one["signal"]] = shown
    return ours, theirs


def same_numbers(page, figure, chart, seed, times=12):
    """Compare the browser's numbers with Python's at random settings."""
    rng = random.Random(seed)
    for _ in range(times):
        ours, theirs = settings(chart, rng)
        page.evaluate(SET, [figure.element_handle(), theirs])
        expected = list(chart.numbers(**ours).values())
        page.wait_for_function(
            f"""([figure, numbers]) => {{
              const found = ({VALUES})(figure);
              const close = (a, b) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
              return found.every((one, place) => close(one, numbers[place]));
            }}""",
            arg=[figure.element_handle(), expected],
            timeout=20_000,
        )


@pytest.mark.parametrize("name", DEMOS)
def test_the_browsers_numbers_are_pythons(reader, demo, name):
    figure = demo(name)
    assert figure.evaluate(VALUES) == pytest.approx(list(DEMOS[name].numbers().values()))
    same_numbers(reader, figure, DEMOS[name], seed=6)


def test_a_number_and_a_slider_are_shown_as_python_shows_them(reader, demo):
    figure = demo("curve")
    reader.evaluate(SET, [figure.element_handle(), {"margin": -20, "retention_rate_shown": 35}])
    reader.locator("#curve data", has_text="−¥").first.wait_for()
    value = DEMOS["curve"].numbers(margin=-20, retention_rate=0.35)["lifetime value 客户终身价值"]
    assert figure.locator("data").first.inner_text() == f"−¥{abs(value):,.0f}"
    assert figure.locator("output").all_inner_texts() == ["−¥20 per year", "35 %", "10 % per year"]


# Charts of the book


def stored_charts():
    """Each live chart of a chapter: the page, its place there, the code up to it."""
    places, before = Counter(), {}
    for page, (own, chapter) in chapter_pages.all_pages().items():
        sources = before.setdefault(chapter, [])
        for cell in (cell for cell in own.cells if cell["cell_type"] == "code"):
            sources.append(chapter_pages.source(cell))
            if any(VEGALITE in output.get("data", {}) for output in cell["outputs"]):
                places[page] += 1
                yield page, places[page], list(sources)


def made_again(sources):
    """The object at the end of a cell, from the statements that it needs and from no others."""
    *before, last = [node for source in sources for node in ast.parse(source).body]
    needed, kept = names(last), []
    for node in reversed(before):
        if given(node) & needed:
            kept.insert(0, node)
            needed |= names(node)
    space = {}
    exec(compile(ast.Module(kept, type_ignores=[]), "chapter", "exec"), space)
    return eval(compile(ast.Expression(last.value), "chapter", "eval"), space)


def names(node):
    """The names that a statement uses."""
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def given(node):
    """The names that a statement gives."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {(one.asname or one.name).split(".")[0] for one in node.names}
    if isinstance(node, ast.FunctionDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return {one.id for target in targets if target for one in ast.walk(target) if isinstance(one, ast.Name)}


CHAPTER_CHARTS = list(stored_charts())


def test_there_are_live_charts_in_the_book():
    assert CHAPTER_CHARTS


@pytest.mark.parametrize(
    ("page", "place", "sources"), CHAPTER_CHARTS, ids=[f"{page} {place}" for page, place, _ in CHAPTER_CHARTS]
)
def test_the_books_numbers_are_pythons(reader, book_url, page, place, sources):
    made = made_again(sources)
    chart = getattr(made, "chart", made)
    if reader.url != f"{book_url}{page}.html":
        reader.goto(f"{book_url}{page}.html")
    figure = ready(reader, f"chart-{place}")
    assert figure.locator(".live-chart-title").text_content() == chart.about["title"]
    same_numbers(reader, figure, chart, seed=place)


def test_a_page_without_charts_loads_no_script_of_theirs(built_book):
    with_charts = {page for page, _, _ in CHAPTER_CHARTS}
    for page in set(build_book.pages()) - with_charts:
        assert "live-charts.js" not in (built_book / f"{page}.html").read_text(encoding="utf-8"), page


# The reader


def test_the_keyboard_moves_a_slider_and_the_numbers_follow(reader, demo):
    figure = demo("curve")
    slider = figure.get_by_role("slider", name="retention rate")
    slider.focus()
    reader.keyboard.press("ArrowRight")
    reader.keyboard.press("ArrowRight")
    assert slider.input_value() == "82" and slider.get_attribute("aria-valuetext") == "82 %"
    figure.locator("data", has_text="¥173").wait_for()
    assert DEMOS["curve"].numbers(retention_rate=0.82)["lifetime value 客户终身价值"] == pytest.approx(
        172.857, abs=0.01
    )
    reader.keyboard.press("Home")
    assert slider.get_attribute("aria-valuetext") == "30 %"


def test_every_slider_is_named_and_every_picture_is_told(reader, demo):
    for name, chart in DEMOS.items():
        figure = demo(name)
        for one in chart.about["sliders"]:
            assert figure.get_by_role("slider", name=one["label"], exact=True).count() == 1
        assert (
            figure.locator(".live-chart-picture[role=img]").get_attribute("aria-label") == chart.about["alt"]
        )
        assert figure.locator(".live-chart-answers").get_attribute("aria-live") == "polite"


LABELS = """figure => [...figure.querySelectorAll(".live-chart-picture .role-axis-label text")]
  .map(one => one.textContent)"""


def reach(labels):
    """The largest number at the axes of a chart, up to a tick."""
    numbers = [label.replace("−", "-").replace(",", "").replace("¥", "") for label in labels]
    return max(float(one) for one in numbers if re.fullmatch(r"-?[\d.]+", one))


@pytest.mark.parametrize(("name", "grows"), [("curve", True), ("bars", False), ("path", True)])
def test_an_axis_does_not_shrink_with_what_it_shows(reader, demo, name, grows):
    figure = demo(name)
    signal = {"curve": "margin", "bars": "retention_rate_shown", "path": "inflow"}[name]
    slider = next(one for one in DEMOS[name].about["sliders"] if one["signal"] == signal)

    def reach_at(value):
        reader.evaluate(SET, [figure.element_handle(), {signal: value}])
        reader.wait_for_timeout(300)
        return reach(figure.evaluate(LABELS))

    before = figure.evaluate(LABELS)
    low, high, again = map(reach_at, (slider["low"], slider["high"], slider["low"]))
    assert 0.8 * reach(before) <= low and 0.8 * high <= again
    assert reach(before) < high if grows else reach(before) == low == high
    figure.get_by_role("button", name="Reset").click()
    reader.wait_for_timeout(300)
    assert sorted(figure.evaluate(LABELS)) == sorted(before)


def test_reset_puts_everything_back(reader, demo):
    figure = demo("tornado")
    before = figure.evaluate(VALUES)
    picture = figure.locator(".live-chart-picture").inner_html()
    reader.evaluate(SET, [figure.element_handle(), {"margin": 300, "discount_rate_shown": 20}])
    reader.wait_for_function(
        f"([figure, before]) => ({VALUES})(figure)[0] !== before[0]", arg=[figure.element_handle(), before]
    )
    assert figure.locator(".live-chart-picture").inner_html() != picture
    figure.get_by_role("button", name="Reset").click()
    reader.wait_for_function(
        f"([figure, before]) => ({VALUES})(figure)[0] === before[0]", arg=[figure.element_handle(), before]
    )
    assert figure.locator("output").first.inner_text() == "¥100 per year"


def test_a_lab_opens_after_the_prediction(browser, demo_url):
    sheltered = Sheltered(browser)
    page = sheltered.page()
    page.goto(f"{demo_url}light.html")
    figure = page.locator("#asked")
    figure.scroll_into_view_if_needed()
    page.locator("#asked[data-ready]").wait_for()
    slider = figure.get_by_role("slider", name="margin")
    assert slider.is_disabled()
    picture, after = figure.locator(".live-chart-picture"), figure.locator(".live-chart-after")
    assert not picture.is_visible() and not after.is_visible()
    figure.get_by_role("button", name="Predict").click()
    assert (
        figure.locator(".live-chart-told").inner_text() == "Choose one of them first."
        and slider.is_disabled()
    )
    figure.get_by_label("down").check()
    figure.get_by_role("button", name="Predict").click()
    assert slider.is_enabled() and slider.evaluate("one => one === document.activeElement")
    assert picture.is_visible() and not after.is_visible()
    told = figure.locator(".live-chart-told")
    assert told.inner_text() == "Noted. Move the sliders and see."
    page.keyboard.press("ArrowRight")
    assert after.inner_text() == "Why?" and told.inner_text() == "You said: down."
    page.reload()
    figure.scroll_into_view_if_needed()
    page.locator("#asked[data-ready]").wait_for()
    assert slider.is_enabled() and figure.get_by_label("down").is_checked()
    sheltered.close()


def test_without_a_connection_the_chart_says_so_and_can_be_tried_again(reader, demo_url):
    reader.route("**/vega.js", lambda route: route.abort())
    reader.goto(f"{demo_url}light.html")
    figure = reader.locator("#curve")
    figure.scroll_into_view_if_needed()
    again = figure.get_by_role("button", name="Try again")
    again.click()
    assert "could not be loaded" in figure.locator(".live-chart-again").inner_text()
    assert figure.get_by_role("slider").first.is_disabled()
    reader.unroute("**/vega.js")
    again.click()
    reader.locator("#curve[data-ready]").wait_for()
    assert figure.get_by_role("slider").first.is_enabled() and again.count() == 0


def test_nothing_jumps_when_a_chart_starts(reader, demo_url):
    reader.goto(f"{demo_url}light.html")
    height = reader.evaluate("document.body.scrollHeight")
    for name in DEMOS:
        figure = reader.locator(f"#{name}")
        figure.scroll_into_view_if_needed()
        reader.locator(f"#{name}[data-ready]").wait_for()
    assert reader.evaluate("document.body.scrollHeight") == height


@pytest.mark.parametrize("theme", COLOURS)
def test_text_is_readable_in_both_themes(reader, demo_url, theme):
    reader.goto(f"{demo_url}{theme}.html")
    figure = ready(reader, "rivals")
    weak = figure.evaluate(
        f"""figure => ({TEXT_COLOURS})(figure).filter(element => {{
          if (!element.closest("svg")) return ({CONTRAST})(element) < 4.5;
          return getComputedStyle(element).fill !== getComputedStyle(figure).color;
        }}).map(element => element.outerHTML)"""
    )
    assert weak == []


@pytest.mark.parametrize("theme", COLOURS)
def test_no_number_lies_on_its_bar_also_below_zero(reader, demo_url, theme):
    reader.goto(f"{demo_url}{theme}.html")
    figure = ready(reader, "losses")
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    figure.screenshot(path=SCREENSHOTS / f"live-chart-losses-{theme}.png")
    places = "marks => marks.map(mark => (({left, right}) => [left, right])(mark.getBoundingClientRect()))"
    bars = figure.locator(".mark-rect path:not([stroke-dasharray])").evaluate_all(places)
    texts = figure.locator(".mark-text.role-mark text").filter(has_not_text="start").evaluate_all(places)
    box = figure.locator("svg").first.bounding_box()
    assert len(bars) == len(texts) == 3 and any(right - left > 20 for left, right in bars)
    for (_, end), (start, stop) in zip(bars, texts, strict=True):
        assert end < start and stop < box["x"] + box["width"]


def test_a_change_of_theme_changes_a_running_chart(reader, demo_url):
    reader.goto(f"{demo_url}light.html")
    ready(reader, "curve")
    line = "getComputedStyle(document.querySelector('#curve .mark-line path[stroke=\"#0072B2\"]')).stroke"
    light = reader.evaluate(line)
    reader.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert (light, reader.evaluate(line)) == ("rgb(0, 114, 178)", "rgb(79, 168, 232)")


def test_it_fits_a_phone(browser, demo_url):
    sheltered = Sheltered(browser, viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True)
    page = sheltered.page()
    page.goto(f"{demo_url}light.html")
    for name in DEMOS:
        figure = ready(page, name)
        assert figure.locator(".live-chart-picture svg").bounding_box()["width"] <= 344
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 360
    sheltered.close()


def test_without_javascript_there_is_a_picture_with_its_numbers(browser, demo_url):
    sheltered = Sheltered(browser, java_script_enabled=False)
    page = sheltered.page()
    page.goto(f"{demo_url}light.html")
    for name, chart in DEMOS.items():
        figure = page.locator(f"#{name}")
        assert figure.locator(".live-chart-picture svg").bounding_box()["width"] > 300
        assert figure.locator("data").all_inner_texts() == [one["text"] for one in chart.about["answers"]]
        assert "The sliders need JavaScript" in figure.locator("noscript").inner_text()
        assert figure.get_by_role("slider").first.is_disabled()
    sheltered.close()
