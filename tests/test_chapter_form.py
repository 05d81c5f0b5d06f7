"""Chapters of the model form keep its limits: length, density, and a short way through that stands alone."""

import re

import chapter_form
import gaps
import nbformat
import pytest
from book_pages import course
from notebook_files import ROOT, code_of, notebooks_of, read

from crmlib.workbook import question

CHAPTERS = [chapter for chapter in course.chapters().values() if not gaps.gaps(chapter.name)]
MODEL = [one for one in CHAPTERS if chapter_form.in_ten_minutes(read(notebooks_of(one.name)[0]).cells)]
each_model = pytest.mark.parametrize("chapter", MODEL, ids=lambda chapter: chapter.name)
TEXT = nbformat.v4.new_markdown_cell
CODE = nbformat.v4.new_code_cell


def test_there_is_a_model():
    assert "05-clv" in [chapter.name for chapter in MODEL]


@each_model
def test_a_chapter_keeps_the_limits(chapter):
    assert not (found := chapter_form.faults(chapter_form.measure(chapter.name))), "\n".join(found)


@each_model
def test_each_section_ends_with_its_quiz(chapter):
    """But the short one, which an executive reads; what goes deeper may end without."""
    cells = read(notebooks_of(chapter.name)[0]).cells
    timed = {section.title for section in course.sections(chapter_form.texts_of(cells))}
    title, asked = "", {}
    for cell in cells:
        for line in cell.source.splitlines():
            if line.startswith("## "):
                title = line.removeprefix("## ")
        if course.QUIZ.search(cell.source):
            asked[title] = True
    assert timed - asked.keys() == {"In ten minutes"}


@each_model
def test_the_short_way_shows_one_figure_and_no_code(chapter):
    short = chapter_form.in_ten_minutes(read(notebooks_of(chapter.name)[0]).cells)
    code = [cell for cell in short if cell.cell_type == "code"]
    assert [cell.metadata.get("tags") for cell in code] == [["remove-input"]]
    assert ["image/png" in output.get("data", {}) for cell in code for output in cell.outputs] == [True]
    assert "$" not in chapter_form.texts_of(short)
    assert len(course.boxes(chapter_form.texts_of(short))) == 2
    kinds = [box.kind for box in course.boxes(chapter_form.texts_of(short))]
    assert kinds == ["Decision", "Common mistake"]


@each_model
def test_no_quiz_asks_what_the_exercise_asks_with_the_same_numbers(chapter):
    texts = [code_of(read(path).cells) for path in notebooks_of(chapter.name)]
    asked = {
        id for text in texts for ids in course.QUIZ.findall(text) for id in re.findall(r'"([^"]+)"', ids)
    }
    exercise = code_of(read(ROOT / "exercises" / f"{chapter.exercise.page}.ipynb").cells)
    assert asked and not asked & set(course.CHECK.findall(exercise))
    for id in asked:
        base = id.partition("@")[0]
        assert id == base or question(id).numbers() != question(base).numbers()


def test_words_by_hand():
    cell = TEXT("(a-b)=\n## Two words\n\n| a | b |\n| --- | ---: |\n\nOf $x^2$ and `code`, see [it](c.md#d).")
    assert chapter_form.count(chapter_form.prose(cell)) == 2 + 2 + 4


def test_sentences_by_hand():
    found = chapter_form.sentences("One is short. This one has exactly nine words in its row! 3.")
    assert [chapter_form.is_short(one) for one in found] == [True, False]


def test_what_is_folded_is_not_counted():
    cell = CODE("a = 1\n\nb = 2", metadata={"tags": ["hide-input"]})
    assert chapter_form.visible_lines(cell) == 0
    assert chapter_form.visible_lines(CODE("a = 1\n\nb = 2")) == 2


def test_the_short_section_ends_before_the_set_up_cell():
    cells = [TEXT("# Title"), TEXT("(a-short)=\n## In ten minutes"), TEXT("More."), CODE("import numpy")]
    assert [cell.source for cell in chapter_form.in_ten_minutes(cells)][1:] == ["More."]
    assert chapter_form.in_ten_minutes(cells[:1]) == []


def test_what_is_too_long_is_named():
    found = chapter_form.measure("05-clv") | {"words": 5_001, "words in ten minutes": 349}
    assert chapter_form.faults(found) == [
        "words: 5,001, and 0 to 5,000 are the limits",
        "words in ten minutes: 349, and 350 to 500 are the limits",
    ]
