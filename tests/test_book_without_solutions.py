"""The book for a graded class (`make book SOLUTIONS=no`): nothing of a solution is in any of its files."""

import html
import json
import os
import re
import subprocess
import sys
import zlib

import build_book
import pytest
from book_pages import exercise_pages, quizzes, without_solutions
from notebook_files import ROOT, chapters, exercises, reference_pages, solutions

SITE = build_book.WITHOUT_SOLUTIONS / "html"
ANSWER = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", re.DOTALL)
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
SCRIPTS = f"{exercise_pages.FOLDER}/"
FORM = re.compile(r"<form class=\"quiz-question\".*?</form>", re.DOTALL)
TEXT = {".html", ".js", ".json", ".ipynb", ".md", ".txt", ".xml", ".css", ".py", ".csv"}


@pytest.fixture(scope="module")
def site():
    """The book without solutions, built by its own command; `make test` has just done so."""
    if os.environ.get("BOTH_ARE_BUILT"):
        return SITE
    run = subprocess.run(
        [sys.executable, "tools/build_book.py", "--without-solutions"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return SITE


@pytest.fixture(scope="module")
def texts(site):
    """Every file of the book that holds text, as a reader or a search would find it."""
    files = (path for path in site.rglob("*") if path.suffix in TEXT)
    found = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in files}
    found |= {file: exercise_pages.readable(text) for file, text in found.items() if file.startswith(SCRIPTS)}
    return found | {"objects.inv": inventory(site / "objects.inv")}


def inventory(path):
    """The names of an objects.inv, which is compressed behind four lines."""
    return zlib.decompress(path.read_bytes().split(b"\n", 4)[4]).decode()


def plain(text):
    """A text without tags, markup, escapes and spaces, so that a line is found however it was set."""
    text = html.unescape(re.sub(r"<[^<>]*>", "", text.replace('\\"', '"').replace("\\n", " ")))
    return re.sub(r"[\s*`\\_$]+", "", text)


def answer_lines(path):
    """The lines and sentences of a solution that its exercise does not have."""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if "solution-only" not in cell["metadata"].get("tags", []):
            source = "\n".join(ANSWER.findall(source))
        yield from re.split(r"\n|(?<=[.!?]) ", LINK.sub(r"\1", source))


def distinctive():
    """What only the solutions say, by solution."""
    others = [
        *chapters(),
        *exercises(),
        *reference_pages(),
        *ROOT.glob("reference/*.md"),
        *ROOT.glob("crmlib/**/*.py"),
        *ROOT.glob("tests/*.py"),
    ]
    # Line by line: a "less than" of code would otherwise begin a tag that ends lines below.
    lines = (line for path in others for line in path.read_text(encoding="utf-8").splitlines())
    elsewhere = "".join(plain(text) for line in lines for text in (line, LINK.sub(r"\1", line)))
    return {
        path: {
            line for text in answer_lines(path) if len(line := plain(text)) >= 25 and line not in elsewhere
        }
        for path in solutions()
    }


DISTINCTIVE = distinctive()


@pytest.fixture(scope="module")
def searched(texts):
    return {name: plain(text) for name, text in texts.items()}


@pytest.mark.parametrize("path", solutions(), ids=lambda path: path.stem)
def test_nothing_a_solution_says_is_in_any_file(searched, path):
    leaks = [(name, line) for name, text in searched.items() for line in DISTINCTIVE[path] if line in text]
    assert not leaks, leaks[:5]


@pytest.mark.parametrize("path", solutions(), ids=lambda path: path.stem)
def test_the_search_would_find_the_solutions(built_book, path):
    page = built_book / path.relative_to(ROOT).with_suffix(".html")
    text, lines = plain(page.read_text(encoding="utf-8")), DISTINCTIVE[path]
    assert len(lines) >= 20
    assert sum(line in text for line in lines) > 0.7 * len(lines)


def test_no_file_names_a_solution_page(site, texts):
    names = [path.relative_to(ROOT / "solutions").with_suffix("").as_posix() for path in solutions()]
    assert not list(site.rglob("*solutions/*"))
    for file, text in texts.items():
        assert not [name for name in names if f"solutions/{name}" in text], file
        assert "Solutions of chapter" not in text, file


def test_every_other_page_is_there(site):
    expected = [page for page in build_book.pages() if not page.startswith("solutions/")]
    assert len(expected) > 20
    assert not [page for page in expected if not (site / f"{page}.html").exists()]


def test_a_quiz_checks_only_what_no_exercise_asks(site):
    asked, checked, read = without_solutions.ids_of_exercises(), set(), set()
    for page in site.glob("chapters/*.html"):
        for form in FORM.findall(page.read_text(encoding="utf-8")):
            name = re.search(r'data-question="([^"]+)"', form)[1]
            (checked if 'type="submit"' in form or "text/plain" in form else read).add(name)
    assert checked and not checked & asked and read <= asked


def test_a_quiz_of_an_exercises_question_is_shown_and_not_checked():
    """No chapter has one: a quiz draws numbers of its own."""
    items = [{"id": name, "kind": "number", "answer": 42} for name in ("rfm.recency", "rfm.recency@quiz")]
    cell = {"cell_type": "code", "source": "", "outputs": [{"data": {quizzes.QUIZ: {"items": items}}}]}
    cleaned = json.loads(without_solutions.without_answers(json.dumps({"cells": [cell]})))
    read, checked = cleaned["cells"][0]["outputs"][0]["data"][quizzes.QUIZ]["items"]
    assert read["kind"] == "read" and "answer" not in read and "An exercise asks this" in read["prompt"]
    assert checked == items[1]


def test_the_sources_to_download_hold_no_answer_of_an_exercise(site):
    asked = without_solutions.ids_of_exercises()
    stored = [
        item
        for path in site.glob("_sources/chapters/*.ipynb")
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        for output in cell.get("outputs", [])
        for item in output.get("data", {}).get(quizzes.QUIZ, {}).get("items", [])
    ]
    assert stored
    assert {item["kind"] for item in stored if item["id"] in asked} <= {"read"}


def test_the_scripts_of_the_exercises_mark_nothing(texts):
    scripts = {file: text for file, text in texts.items() if file.startswith(SCRIPTS)}
    assert len(scripts) == len(exercises())
    for file, text in scripts.items():
        assert '"unchecked":' in text and '"prompt":' in text, file
        assert not {"answer", "slips", "right", "verdicts", "own"} & set(re.findall(r'"(\w+)":', text)), file


def test_links_to_solutions_become_text():
    text = "See [the key](../solutions/04-rfm/rfm.ipynb#a) and [RFM](../chapters/04-rfm.ipynb)."
    assert without_solutions.as_text(text) == "See the key and [RFM](../chapters/04-rfm.ipynb)."


def test_contents_without_solutions():
    contents = {"root": "intro", "chapters": [{"file": "a", "sections": [{"file": "solutions/a/a"}]}]}
    assert without_solutions.table_of_contents(contents) == {"root": "intro", "chapters": [{"file": "a"}]}


def test_work_and_the_full_book_are_not_touched(site):
    assert build_book.HTML not in site.parents and site not in build_book.HTML.parents
    assert not list(site.rglob("work"))
