"""What the page remembers, in a real browser: answers, pages read, the place, and whether code is shown."""

import json
import sys

import build_book
import pytest
from browser import DESK, ROOT, chromium, reading

sys.path.insert(0, str(ROOT / "tests" / "workbook"))
from both import both

from crmlib.workbook.record import store

pytestmark = pytest.mark.browser
CODE = "chapters/05-clv-averages"
QUIZ, OPENING, OTHER = "chapters/05-clv-stay", "chapters/05-clv", "chapters/05-clv-months"


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def reader(browser, book_url):
    yield from reading(browser, book_url, viewport=DESK)


def answered(reader, given=None):
    """A reader who has answered the quizzes of a page, rightly if not said otherwise; their ids."""
    shown = reader.open(QUIZ)
    forms = shown.locator("form.quiz-question[data-ready]")
    forms.first.wait_for()
    for form in forms.all():
        asked = both(form.get_attribute("data-question"))
        form.locator("input[type=text]").fill(given or f"{asked.solution(asked.numbers()):.10g}")
        form.locator("button[type=submit]").click()
    return [form.get_attribute("data-question") for form in forms.all()]


def ticked(shown, page):
    """What stands beside the link to a page, in the list of an opening or at the side."""
    name = page.rpartition("/")[2]
    return shown.locator(
        f".chapter-pages a[href^='{name}.html'], .bd-links a[href^='{name}.html']"
    ).first.locator(".tick-words")


def test_what_was_answered_on_one_page_is_shown_on_the_next(reader):
    answered(reader)
    shown = reader.open(OTHER)
    assert "(done)" in ticked(shown, QUIZ).inner_text()
    shown = reader.open(OPENING)
    assert "(done)" in ticked(shown, QUIZ).inner_text()
    assert ticked(shown, OTHER).count() == 0
    assert (
        shown.locator(".bd-links a[aria-current], .bd-links .current > a").first.inner_text().count("of 11")
    )


def test_a_wrong_answer_is_kept_and_ticks_nothing(reader):
    ids = answered(reader, "123456")
    lines = reader.page.evaluate("workbook.lines()").splitlines()
    assert [json.loads(line)["question"] for line in lines] == ids
    assert {json.loads(line)["stage"] for line in lines} == {"range"}
    assert ticked(reader.open(OPENING), QUIZ).count() == 0


def test_the_first_page_leads_on_to_the_last_place(reader):
    assert reader.open("intro").locator(".continue").count() == 0
    shown = reader.open(QUIZ)
    shown.locator("article h2").last.scroll_into_view_if_needed()
    shown.evaluate("scrollTo(0, document.body.scrollHeight)")
    link = reader.open("intro").locator(".continue a")
    assert "Retention, counted from the start" in link.inner_text()
    link.click()
    reader.page.wait_for_url(f"**/{QUIZ}.html#*")


def test_the_saved_file_is_a_record_that_python_reads(reader, tmp_path):
    ids = answered(reader)
    shown = reader.open("intro")
    with shown.expect_download() as waiting:
        shown.get_by_role("button", name="Save as a file").click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    entries = store.read(path)
    assert path.name == store.RECORD_FILE
    assert [entry["question"] for entry in entries] == ids
    assert {(entry["event"], entry["stage"], entry["where"]) for entry in entries} == {
        ("attempt", "right", "quiz")
    }
    assert all(entry["version"] == both(entry["question"]).version for entry in entries)


def test_a_file_is_taken_in_once_and_a_torn_line_is_told(reader, tmp_path):
    answered(reader)
    lines = reader.page.evaluate("workbook.lines()")
    path = tmp_path / "record.jsonl"
    path.write_text(lines + '{"torn', encoding="utf-8")
    shown = reader.open("intro")
    reader.page.on("dialog", lambda dialog: dialog.accept())
    shown.get_by_role("button", name="Forget everything").click()
    shown.get_by_text("Nothing yet.").wait_for()
    many = len(lines.splitlines())
    for told in (f"{many} taken, 0 known already, 1 could", f"0 taken, {many} known already, 1 could"):
        shown.locator("[data-your-work] input[type=file]").set_input_files(path)
        shown.get_by_text(told).wait_for()
    assert "answered rightly" in shown.locator("[data-your-work] [data-done]").inner_text()


def test_forgetting_leaves_other_settings_alone(reader):
    answered(reader)
    reader.page.evaluate("localStorage.setItem('other', 'setting')")
    shown = reader.open("intro")
    reader.page.on("dialog", lambda dialog: dialog.accept())
    shown.get_by_role("button", name="Forget everything").click()
    shown.get_by_text("Nothing yet.").wait_for()
    assert shown.evaluate("Object.keys(localStorage).filter(key => /record|last|read|asks/.test(key))") == []
    assert shown.evaluate("localStorage.getItem('other')") == "setting"
    assert reader.open(OPENING).locator(".tick").count() == 0


def test_a_browser_that_keeps_nothing_says_so_and_the_quiz_goes_on(reader):
    reader.page.add_init_script(
        "Storage.prototype.setItem = Storage.prototype.getItem = () => { throw new Error('refused'); }"
    )
    answered(reader)
    assert len(reader.page.evaluate("workbook.lines()").splitlines()) >= 1
    assert "keeps nothing" in reader.open("intro").locator("[data-where]").inner_text()


def test_from_a_folder_the_pages_share_what_was_done(browser, built_book):
    for reader in reading(browser, f"{built_book.as_uri()}/", viewport=DESK):
        answered(reader)
        assert "(done)" in ticked(reader.open(OPENING), QUIZ).inner_text()
        assert "read from a folder" in reader.open("intro").locator("[data-where]").inner_text()


def test_code_is_hidden_by_a_button_and_stays_so(reader):
    shown = reader.open(QUIZ)
    button = shown.get_by_role("button", name="Hide the code")
    assert shown.locator("article .cell_input").first.is_visible()
    button.click()
    assert not shown.locator("article .cell_input").first.is_visible()
    assert shown.get_by_role("button", name="Show the code").get_attribute("aria-pressed") == "false"
    shown = reader.open(CODE)
    assert not shown.locator("article .cell_input").first.is_visible()
    shown.get_by_role("button", name="Show the code").click()
    assert shown.locator("article .cell_input").first.is_visible()


def test_who_comes_as_a_reader_sees_no_code(reader):
    reader.open("intro").locator(".sd-card", has_text="Reader").click()
    reader.page.wait_for_url("**/guide.html?code=hidden")
    shown = reader.open(QUIZ)
    assert not shown.locator("article .cell_input").first.is_visible()
    empty = "cells => cells.filter(cell => cell.checkVisibility() && !cell.innerText.trim()).length"
    assert shown.locator("article .cell:not(:has(img))").evaluate_all(empty) == 0


def test_with_code_hidden_the_tools_are_not_spoken_of(reader):
    reader.open("reference/guide")
    reader.page.goto(f"{reader.base}{QUIZ}.html?code=hidden")
    text = reader.page.locator("article").inner_text()
    assert "loads the tools" not in text and "Core, 7 minutes" in text


def test_every_page_with_code_can_hide_it_before_it_is_drawn(built_book):
    for page in build_book.pages():
        head = (built_book / f"{page}.html").read_text(encoding="utf-8").split("</head>")[0]
        assert "dataset.code=" in head, page
