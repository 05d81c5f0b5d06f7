"""A chapter's notebook becomes pages: nothing is lost, all has one place, and old addresses lead on."""

import json
import re
from collections import Counter

import build_book
import pytest
import yaml
from book_pages import chapter_pages
from book_pages.chapter_pages import lines_of, pages_of, raised, sections, source
from notebook_files import ROOT, chapters

NAMES = [f"chapters/{path.stem}" for path in chapters()]
each_chapter = pytest.mark.parametrize("name", NAMES)
LABEL = re.compile(r"^\(([\w-]+)\)=$", re.MULTILINE)


def markdown(text):
    return {"cell_type": "markdown", "id": "m", "metadata": {}, "source": text}


def code(text, *tags):
    return {"cell_type": "code", "id": "c", "metadata": {"tags": list(tags)}, "source": text, "outputs": []}


SMALL = [
    markdown("# Chapter"),
    markdown("(x-short)=\n## In ten minutes\n\nA figure."),
    code("figure", "remove-input"),
    markdown("Below it."),
    markdown(chapter_pages.TOOLS),
    code("import tools"),
    markdown("(x-one)=\n## One\n\n*Core, 7 minutes.*"),
    code("work"),
    markdown("End of one.\n\n(x-two)=\n## Two\n\n```\n## no heading\n```\n\n### Within"),
    markdown("## Key ideas\n\nIdeas."),
    markdown("## Further reading\n\nBooks."),
]
WITH_CODE = f"{{.with-code}}\n{chapter_pages.TOOLS}"
FOUND = pages_of({"cells": SMALL}, "chapters/07-x")


def test_a_page_begins_at_each_labelled_section_and_one_at_the_close():
    assert [(page.docname, page.title, page.minutes) for page in FOUND] == [
        ("chapters/07-x", "", 0),
        ("chapters/07-x-one", "One", 7),
        ("chapters/07-x-two", "Two", 0),
        ("chapters/07-x-close", "Chapter 7: key ideas, case, tasks", 0),
    ]


def test_the_tools_are_loaded_where_code_begins():
    assert [source(cell) for cell in FOUND[0].cells][-1] == "Below it."
    assert [source(cell) for cell in FOUND[1].cells][1:4] == [WITH_CODE, "import tools", "work"]


def test_a_fence_hides_what_looks_like_a_heading():
    text = "## A\n\n````\n```\n## B\n```\n````\n\n:::{box}\n## C\n:::\n\n## D"
    assert [title for _, title, _ in sections(text) if title] == ["A", "D"]
    assert [line for line, level in lines_of(text) if level] == ["## A", "## D"]


def test_headings_of_a_page_stand_one_level_higher():
    assert raised("## A\n\n### B\n\n```\n## C\n```") == "# A\n\n## B\n\n```\n## C\n```"


def test_a_notebook_without_labelled_sections_stays_one_page():
    assert len(pages_of({"cells": SMALL[:6]}, "chapters/07-x")) == 1


def test_without_its_pages_in_the_table_of_contents_a_chapter_stays_whole():
    text = json.dumps({"cells": SMALL})
    assert chapter_pages.page_text(text, "chapters/05-clv", {"chapters/05-clv", "intro"}) == text


@each_chapter
def test_every_cell_stands_on_one_page(name):
    notebook = json.loads((ROOT / f"{name}.ipynb").read_text(encoding="utf-8"))
    pieces = Counter(
        source(cell).removeprefix("{.with-code}\n").strip()
        for page in chapter_pages.pages(name)
        for cell in page.cells
    )
    for cell in notebook["cells"]:
        own = [source(cell)]
        if cell["cell_type"] == "markdown":
            own = [text for _, _, text in sections(source(cell))]
        pieces.subtract(text.strip() for text in own if text.strip())
    assert not +pieces and not -pieces


@each_chapter
def test_every_label_stands_on_one_page_and_is_no_name_of_a_page(name):
    texts = [source(cell) for page in chapter_pages.pages(name) for cell in page.cells]
    labels = Counter(label for text in texts for label in LABEL.findall(text))
    assert set(labels.values()) == {1}
    assert not set(labels) & {page.docname.rpartition("/")[2] for page in chapter_pages.pages(name)}


def test_the_pages_have_names_of_their_own():
    every = build_book.pages()
    assert len(every) == len(set(every)) and set(NAMES) <= set(every)
    assert set(chapter_pages.all_pages()) <= set(every)
    written = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    assert set(build_book.pages(written)) < set(every)


@pytest.mark.parametrize("name", [name for name in NAMES if "deeper" not in name])
def test_an_opening_shows_a_figure_and_the_list_of_its_pages(built_book, name):
    text = (built_book / f"{name}.html").read_text(encoding="utf-8")
    assert "_images/" in text or "live-chart" in text
    for page in chapter_pages.pages(name)[1:]:
        assert f"{page.docname.removeprefix('chapters/')}.html#{page.label}" in text
        assert f"· {page.minutes} min" in text or not page.minutes


@each_chapter
def test_an_old_address_leads_to_the_page_that_has_its_anchor_now(built_book, name):
    text = (built_book / f"{name}.html").read_text(encoding="utf-8")
    leads = json.loads(re.search(r"const pages=(\{.*?\}),page=", text)[1])
    for page in chapter_pages.pages(name)[1:]:
        assert leads[page.label] == f"{page.docname.removeprefix('chapters/')}.html"
        for cell in page.cells:
            assert set(LABEL.findall(source(cell))) <= {*leads, page.label}
    for anchor, target in leads.items():
        there = (built_book / "chapters" / target).read_text(encoding="utf-8")
        assert f'id="{anchor}"' in there and f'id="{anchor}"' not in text.split("<article", 1)[1]


@each_chapter
def test_every_page_offers_the_whole_notebook(built_book, name):
    for page in chapter_pages.pages(name):
        text = (built_book / f"{page.docname}.html").read_text(encoding="utf-8")
        assert f'href="../_sources/{name}.ipynb"' in text
    assert (built_book / "_sources" / f"{name}.ipynb").read_bytes() == (ROOT / f"{name}.ipynb").read_bytes()


def test_a_page_says_where_it_stands(built_book):
    text = (built_book / "chapters" / "05-clv-multiple.html").read_text(encoding="utf-8")
    assert re.search(
        r'data-of="11"><a href="05-clv.html"><span [^>]*>Chapter </span>5</a> · 5 of 11 · \d+ min<', text
    )
