"""A build is a build: made twice, elsewhere or over an old one, the book is the same, byte for byte.

Here of a book of three pages; `make same` compares the whole course.
"""

import json
import os
import shutil

import build_again
import build_book
import nbformat
import pytest
from notebook_files import ROOT

from crmlib import clv
from crmlib.explore import Slider, curve

CONTENTS = {"format": "jb-book", "root": "intro", "chapters": [{"file": "terms"}, {"file": "chart"}]}
INTRO = """# A small book

A formula, $\\frac{a}{b} + \\sum_i x_i$, a term, {term}`churn rate`, and a box:

:::{admonition} Definition: recency
:class: definition
Days since the last purchase.
:::
"""
TERMS = """# Terms

```{glossary}
churn rate
  流失率. The share of customers who leave in a period.

recency
  最近一次消费. Days since the last purchase.
```
"""


@pytest.fixture(scope="module")
def small_book(tmp_path_factory):
    """The source of a small book: the course's own settings, styles and extension."""
    return source_of(tmp_path_factory.mktemp("book"))


def source_of(folder):
    config = (ROOT / "_config.yml").read_text(encoding="utf-8")
    assert "book_pages: tools" in config
    (folder / "_config.yml").write_text(
        config.replace("book_pages: tools", f"book_pages: {json.dumps(str(ROOT / 'tools'))}"),
        encoding="utf-8",
    )
    shutil.copytree(ROOT / "_static", folder / "_static")
    (folder / "reference").mkdir()
    shutil.copy(ROOT / "reference" / "references.bib", folder / "reference")
    (folder / "intro.md").write_text(INTRO, encoding="utf-8")
    (folder / "terms.md").write_text(TERMS, encoding="utf-8")
    nbformat.write(notebook(), folder / "chart.ipynb")
    return folder


def notebook():
    """A page with a live chart."""
    chart = curve(
        clv.expected_lifetime,
        over="retention_rate",
        sliders={"retention_rate": Slider(0.8, 0.5, 0.95, 0.01, "%")},
        answer="expected lifetime",
    )
    output = nbformat.v4.new_output(
        "execute_result", chart._repr_mimebundle_(), execution_count=1, metadata={}
    )
    cells = [
        nbformat.v4.new_markdown_cell("# A chart", id="title"),
        nbformat.v4.new_code_cell("chart", outputs=[output], execution_count=1, id="chart"),
    ]
    metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python", "pygments_lexer": "ipython3"},
    }
    return nbformat.v4.new_notebook(cells=cells, metadata=metadata)


@pytest.fixture(scope="module")
def clean(small_book, tmp_path_factory):
    """A clean build, kept apart."""
    build_book.build(small_book / "_build" / "html", CONTENTS, root=small_book)
    kept = tmp_path_factory.mktemp("kept") / "html"
    shutil.copytree(small_book / "_build" / "html", kept)
    return kept


def entries(html):
    """What the search knows of the index, each entry with its places."""
    text = (html / "searchindex.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))["indexentries"]


def test_a_build_over_an_old_one_is_a_clean_one(small_book, clean):
    """Neither a page that is gone stays, nor is what the search knows lost, nor is a font made anew."""
    html = small_book / "_build" / "html"
    (html / "gone.html").write_text("a page that is gone", encoding="utf-8")
    build_book.build(html, CONTENTS, root=small_book)
    assert {"churn rate", "recency"} <= entries(html).keys()
    assert build_again.differing(clean, html) == []


def test_a_build_elsewhere_under_another_locale_and_time_zone_is_the_same(clean, tmp_path, monkeypatch):
    for name, value in build_again.OTHERWISE.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    folder = tmp_path / "客户 价值"
    folder.mkdir()
    build_book.build(folder / "_build" / "html", CONTENTS, root=source_of(folder))
    assert build_again.differing(clean, folder / "_build" / "html") == []


def test_what_differs_is_named(tmp_path):
    for folder, texts in {
        "one": {"a": "1", "b": "2", "c": "3"},
        "two": {"a": "1", "b": "3", "d": "4"},
    }.items():
        (tmp_path / folder).mkdir()
        for name, text in texts.items():
            (tmp_path / folder / name).write_text(text, encoding="utf-8")
    assert build_again.differing(tmp_path / "one", tmp_path / "two") == ["b", "c", "d"]


def test_what_was_made_to_print_is_offered_once_and_only_if_it_is_there(tmp_path):
    page, file = tmp_path / "book" / "evening.html", tmp_path / "booklet.pdf"
    page.parent.mkdir()
    page.write_text(f"<p>a</p>{build_book.MARK}<p>b</p>", encoding="utf-8")
    build_book.offer(page, file, "Here.")
    assert "Here." not in page.read_text(encoding="utf-8")
    file.write_bytes(b"%PDF")
    for _ in range(2):
        build_book.offer(page, file, "Here.")
    assert page.read_text(encoding="utf-8").count("<p>Here.</p>") == 1
    assert (page.parent / "booklet.pdf").read_bytes() == b"%PDF"


def test_each_offer_is_marked_on_its_page():
    for page in build_book.OFFERS:
        sources = [*ROOT.glob(f"{page}.md"), *ROOT.glob(f"{page}.ipynb")]
        assert [build_book.MARK in path.read_text(encoding="utf-8") for path in sources] == [True], page
