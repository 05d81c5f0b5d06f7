"""The course in an evening: the short ways of all chapters on one page, in English and in Chinese.

The English is gathered from the sections *In ten minutes* of the chapters. The Chinese stands in notebooks
such as `zh/05-clv.ipynb`, each with the fingerprint of the English that it says again.
"""

import hashlib
import json
import re

import nbformat
from notebook_files import ROOT, notebooks_of, read

from book_pages import course

SHORT = re.compile(r"^\([\w-]+-short\)=\n## In ten minutes$", re.MULTILINE)
FOLDED = {"hide-input", "hide-cell", "remove-input", "remove-cell"}
OPENING = re.compile(r"^\([\w-]+-short\)=\n## In ten minutes\s+\*[^*\n]+\*\s*", re.MULTILINE)
TITLE = re.compile(r"^# (?:\d+\. )?(.+)\n*")
BESIDE = re.compile(r"\]\((?=[\w-]+\.ipynb)")
MINUTES = "<!-- generated: minutes -->"
PAGES = {"reference/evening": "english", "zh/evening": "chinese"}


def in_ten_minutes(cells):
    """The cells of the section *In ten minutes*; none where a chapter has no such section."""
    starts = [place for place, cell in enumerate(cells) if SHORT.search(cell.source)]
    if not starts:
        return []
    rest = cells[starts[0] :]
    ends = [place for place, cell in enumerate(rest) if place and is_end(cell)]
    return rest[: ends[0]] if ends else rest


def is_end(cell):
    """Whether a cell ends the short section: the next heading, or the set-up cell that a page shows."""
    if cell.cell_type == "code":
        return not FOLDED & set(cell.metadata.get("tags", []))
    return bool(re.search(r"^## ", cell.source, re.MULTILINE)) or "next cell is the same" in cell.source


def short_way(name):
    """The cells of a chapter's short way, such as that of "05-clv"."""
    return in_ten_minutes(read(notebooks_of(name)[0]).cells)


def translations(root=ROOT):
    """The notebooks that say the short ways in Chinese, by the name of their chapter."""
    return {path.stem: path for path in sorted(root.glob("zh/[0-9]*.ipynb"))}


def fingerprint(cells):
    """What changes when a text or the code of a figure does."""
    return hashlib.sha256("\n\n".join(cell.source for cell in cells).encode()).hexdigest()[:16]


def gathered(notebook_text, docname):
    """The page with the short ways below its opening; any other notebook as it is."""
    if docname not in PAGES:
        return notebook_text
    notebook = json.loads(notebook_text)
    chapters = [one for one in course.chapters().values() if short_way(one.name)]
    minutes = sum(minutes_of(one) for one in chapters)
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"]).replace(MINUTES, str(minutes))
    below = {"english": english, "chinese": chinese}[PAGES[docname]]
    more = [cell for one in chapters for cell in below(one)]
    notebook["cells"] += [cell | {"id": f"short-{place}"} for place, cell in enumerate(more)]
    return json.dumps(notebook)


def minutes_of(chapter):
    """The minutes that the short way of a chapter names."""
    return next(one.core for one in chapter.sections if one.label.endswith("-short"))


def english(chapter):
    """The cells of a chapter's short way, under its title."""
    heading = (
        f"## {chapter.title}\n\n*{minutes_of(chapter)} minutes. [The whole chapter]({chapter.name}.ipynb)*"
    )
    return elsewhere([markdown(heading), *short_way(chapter.name)])


def chinese(chapter):
    """The cells of a chapter's short way in Chinese, under its title; none while nobody has written it."""
    path = translations().get(chapter.name)
    if path is None:
        return []
    first, *rest = read(path).cells
    title = TITLE.match(first.source)[1]
    more = f"约{minutes_of(chapter)}分钟。[英文全章](../chapters/{chapter.name}.ipynb)"
    heading = f"## {chapter.number}. {title}\n\n{more}"
    return [markdown(heading), markdown(TITLE.sub("", first.source)), *rest]


def elsewhere(cells):
    """Cells of a chapter as another folder shows them: without labels, and with links that lead back."""
    for cell in cells:
        if cell["cell_type"] == "markdown":
            cell["source"] = BESIDE.sub("](../chapters/", OPENING.sub("", cell["source"]))
    return cells


def markdown(text):
    """A cell of text."""
    return nbformat.v4.new_markdown_cell(text)
