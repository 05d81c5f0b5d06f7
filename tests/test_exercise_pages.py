"""Each exercise's page has its script, which holds all its questions and is light."""

import gzip
import json
import re

import pytest
from book_pages import exercise_pages
from notebook_files import ROOT, exercises

from crmlib.workbook.banks import exercise_questions
from crmlib.workbook.screen.exercise import page_question

MOST = 170_000  # bytes, as a server sends them
each_exercise = pytest.mark.parametrize("path", exercises(), ids=lambda path: path.stem)


@each_exercise
def test_a_page_leads_to_its_script_and_marks_each_question(built_book, path):
    page = built_book / path.relative_to(ROOT).with_suffix(".html")
    text = page.read_text(encoding="utf-8")
    address = re.search(r'class="exercise-page"[^>]* data-data="([^"]+)"', text)[1]
    script = (page.parent / address).resolve()
    held = json.loads(exercise_pages.readable(script.read_text(encoding="utf-8")))
    assert {one.id for one in exercise_questions(path.parent.name)} <= set(held)
    assert re.findall(r'class="exercise-question" data-question="([^"]+)"', text) == list(held)
    assert len(gzip.compress(script.read_bytes(), 6)) <= MOST


@each_exercise
def test_the_built_script_is_what_the_banks_say_now(built_book, path):
    """Of one question of each exercise; the build makes them all anew."""
    script = built_book / exercise_pages.FOLDER / f"{path.stem}.js"
    held = json.loads(exercise_pages.readable(script.read_text(encoding="utf-8")))
    asked = exercise_questions(path.parent.name)[0]
    assert held[asked.id] == json.loads(json.dumps(exercise_pages.packed(page_question(asked))))
