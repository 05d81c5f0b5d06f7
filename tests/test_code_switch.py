"""With the code out of sight a chapter still reads: nothing announces what is gone, none speaks of cells."""

import itertools
import re

import pytest
from book_pages import chapter_pages
from notebook_files import chapters, read

SEEN = ("image/png", "text/html", "vegalite", "quiz")
OF_CELLS = re.compile(
    r"\b(?:next|this|last|hidden|previous|following) cells?\b(?! of every row| of February| lies)",
    re.IGNORECASE,
)
each_chapter = pytest.mark.parametrize("path", chapters(), ids=lambda path: path.stem)


def is_seen(cell):
    """Whether something of a cell stays without its code."""
    kinds = [kind for output in cell.get("outputs", []) for kind in output.get("data", {})]
    return cell.cell_type == "markdown" or any(seen in kind for seen in SEEN for kind in kinds)


def announced(cells):
    """The last words of each paragraph that ends in a colon before code of which nothing is seen."""
    return [
        one.source[-60:]
        for one, after in itertools.pairwise(cells)
        if one.cell_type == "markdown" and re.search(r"(?<!:):\s*$", one.source) and not is_seen(after)
    ]


@each_chapter
def test_no_paragraph_announces_code_that_may_be_hidden(path):
    assert announced(read(path).cells) == []


@each_chapter
def test_no_sentence_speaks_of_a_cell(path):
    texts = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
    said = [found[0] for text in texts if text != chapter_pages.TOOLS for found in OF_CELLS.finditer(text)]
    assert said == []


@each_chapter
def test_no_bare_pair_of_numbers_is_a_result(path):
    cells = [cell for cell in read(path).cells if cell.cell_type == "code"]
    texts = [
        output.data.get("text/plain", "")
        for cell in cells
        for output in cell.outputs
        if "data" in output and not is_seen(cell)
    ]
    assert [text for text in texts if text.startswith(("(", "["))] == []
