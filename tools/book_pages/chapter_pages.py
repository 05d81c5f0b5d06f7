"""A page a section: a chapter's notebook as an opening, a page for each labelled section, and a close.

The notebook stays one. A table of contents that names `chapters/05-clv-stay` asks for pages, and one that
names `chapters/05-clv` alone, such as the PDF's, gets the chapter whole. The pages lie beside the chapter and
not below it, so that a relative link of the notebook means the same on each of them.
"""

import copy
import functools
import json
import re
from dataclasses import dataclass, field

from notebook_files import ROOT, chapters

from book_pages.short_ways import FOLDED

HEADING = re.compile(r"(#{1,6}) (.+)")
LABEL = re.compile(r"\(([\w-]+)\)=")
FENCE = re.compile(r"\s*(`{3,}|~{3,}|:{3,})")
TIME = re.compile(r"^\*(?:Core|Optional), (\d+) minutes\b", re.MULTILINE)
TOOLS = "The next cell is the same in every chapter and loads the tools."
SHORT, CLOSE = "short", "close"
CLOSES = "key ideas, case, tasks"


@dataclass
class Page:
    """A page of a chapter: its name in the book, title, label and cells; the opening has no title."""

    docname: str
    title: str = ""
    label: str = ""
    cells: list = field(default_factory=list)

    @property
    def minutes(self):
        """The minutes that it takes, as its sections say."""
        texts = (source(cell) for cell in self.cells if cell["cell_type"] == "markdown")
        return sum(int(minutes) for text in texts for minutes in TIME.findall(text))


def source(cell):
    """The text of a cell."""
    return "".join(cell["source"])


def lines_of(text):
    """Each line of a text with its level as a heading, 0 for all that is none."""
    fence = None
    for line in text.split("\n"):
        mark = FENCE.match(line)
        if mark and fence is None:
            fence = mark[1]
        elif mark and line.strip().startswith(fence) and not line.strip().strip(fence[0]):
            fence = None
        heading = None if fence else HEADING.fullmatch(line)
        yield line, len(heading[1]) if heading else 0


def sections(text):
    """A markdown cell cut before each heading of the second level: label, title and text of each piece."""
    found = [["", "", []]]
    for line, level in lines_of(text):
        if level == 2:
            before = found[-1][2]
            label = LABEL.fullmatch(before[-1]) if before else None
            start = [before.pop()] if label else []
            found.append([label[1] if label else "", line.removeprefix("## "), start])
        found[-1][2].append(line)
    return [(label, title, "\n".join(lines)) for label, title, lines in found]


def pages_of(content, docname):
    """The pages of a chapter, from what its notebook holds."""
    found = [Page(docname)]
    for cell in content["cells"]:
        if cell["cell_type"] != "markdown":
            found[-1].cells.append(cell)
            continue
        for place, (label, title, text) in enumerate(sections(source(cell))):
            if begins := _begun(docname, label, title, found):
                found.append(begins)
            if text.strip():
                found[-1].cells.append(_piece(cell, text, place))
    return _with_tools_moved(found)


def _begun(docname, label, title, found):
    """The page that a heading begins; None if it stands on the page of the heading before."""
    name = docname.rpartition("/")[2]
    rest = label.partition("-")[2]
    if label and rest != SHORT:
        return Page(f"{docname}-{rest}", title, label)
    if title and not label and found[-1].label != f"{CLOSE}-{name}":
        return Page(f"{docname}-{CLOSE}", f"Chapter {int(name[:2])}: {CLOSES}", f"{CLOSE}-{name}")
    return None


def _piece(cell, text, place):
    """A part of a markdown cell as a cell of its own."""
    piece = {**copy.deepcopy(cell), "source": text}
    if place and "id" in cell:
        piece["id"] = f"{cell['id']}-{place}"
    return piece


def _with_tools_moved(found):
    """The cell that loads the tools stands where code begins: below the heading of the first section."""
    if len(found) == 1:
        return found
    opening, first = found[0].cells, found[1].cells
    shown = [
        place
        for place, cell in enumerate(opening)
        if cell["cell_type"] == "code" and not FOLDED & set(cell["metadata"].get("tags", []))
    ]
    if shown:
        start = shown[0] - (source(opening[shown[0] - 1]) == TOOLS)
        first[1:1] = [_with_code(cell) for cell in opening[start:]]
        del opening[start:]
    return found


def _with_code(cell):
    """The sentence on the tools goes where the code goes."""
    return {**cell, "source": f"{{.with-code}}\n{TOOLS}"} if source(cell) == TOOLS else cell


@functools.cache
def notebook(docname):
    """The notebook of a chapter of this course, read once for all of its pages."""
    return json.loads((ROOT / f"{docname}.ipynb").read_text(encoding="utf-8"))


@functools.cache
def pages(docname):
    """The pages of a chapter of this course."""
    return pages_of(notebook(docname), docname)


def with_pages(entry):
    """A table of contents, or a part of it, in which each chapter has its pages below it."""
    if isinstance(entry, list):
        return [with_pages(one) for one in entry]
    if not isinstance(entry, dict):
        return entry
    entry = {name: with_pages(value) for name, value in entry.items()}
    name = str(entry.get("file", ""))
    if name.startswith("chapters/"):
        own = [{"file": page.docname, "title": numbered(page, name)} for page in pages(name)[1:]]
        entry["sections"] = [*own, *entry.get("sections", [])]
    return entry


def numbered(page, chapter):
    """The title of a page with its number, such as "5.3 Break-even"; the close has its chapter's."""
    name = chapter.rpartition("/")[2]
    if page.label.startswith(f"{CLOSE}-") or name.endswith("-deeper"):
        return page.title
    return f"{int(name[:2])}.{pages(chapter).index(page)} {page.title}"


def chapter_of(docname, known):
    """The chapter of whose pages a page is one.

    Parameters
    ----------
    docname : str
        The page.
    known : collection of str
        The pages of the book; None where the chapter is one page there.
    """
    _, chapter = all_pages().get(docname, (None, None))
    is_split = chapter in known and any(page.docname in known for page in pages(chapter)[1:])
    return chapter if is_split else None


@functools.cache
def all_pages():
    """The pages of all chapters, by their names, each with its chapter."""
    names = [f"chapters/{path.stem}" for path in chapters()]
    return {page.docname: (page, name) for name in names for page in pages(name)}


def page_text(text, docname, known):
    """The notebook of one page, from that of its chapter; any other text as it is."""
    chapter = chapter_of(docname, known)
    if chapter is None:
        return text
    own, _ = all_pages()[docname]
    cells = [*own.cells, listed(pages(chapter), chapter)] if docname == chapter else promoted(own, chapter)
    return json.dumps(notebook(chapter) | {"cells": cells})


def listed(found, chapter):
    """The list of a chapter's pages, with their minutes."""
    lines = [f"- [{numbered(page, chapter)}](#{page.label}){_in_minutes(page)}" for page in found[1:]]
    text = "\n".join([":::{div} chapter-pages", "**The sections**", "", *lines, ":::"])
    return {"cell_type": "markdown", "id": "the-sections", "metadata": {}, "source": text}


def _in_minutes(page):
    return f" · {page.minutes} min" if page.minutes else ""


def promoted(page, chapter):
    """The cells of a page, its headings one level up; the close, which is several sections, gets a title."""
    if page.label.startswith(f"{CLOSE}-"):
        title = f"({page.label})=\n# {page.title}"
        return [{"cell_type": "markdown", "id": CLOSE, "metadata": {}, "source": title}, *page.cells]
    cells = [
        {**cell, "source": raised(source(cell))} if cell["cell_type"] == "markdown" else cell
        for cell in page.cells
    ]
    cells[0]["source"] = cells[0]["source"].replace(f"# {page.title}", f"# {numbered(page, chapter)}", 1)
    return cells


def raised(text):
    """A text whose headings stand one level higher."""
    return "\n".join(line[1:] if level > 1 else line for line, level in lines_of(text))
