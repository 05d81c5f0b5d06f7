"""The book for a class that is graded: no solution page, no link to one, no checked answer of an exercise.

A book is such a book when its table of contents names no solution.
"""

import json
import re
from pathlib import Path

from book_pages import quizzes
from crmlib.workbook import question

LINK = re.compile(r"\[([^\[\]]*)\]\((?:\.\./)*solutions/[^)\s]*\)")
SAID = "The exercises and the solutions of a chapter stand"
SAID_HERE = "The exercises of a chapter stand"
IN_THE_EXERCISE = "\n\n*An exercise asks this question: answer it in your notebook.*"
EXERCISES = Path(__file__).resolve().parents[2] / "exercises"
CHECK = re.compile(r"""\b(?:ask|check)\(\s*["']([^"']+)["']""")


def is_chosen(env):
    """Whether the book that is being built leaves the solutions out."""
    return not any(name.startswith("solutions/") for name in env.found_docs)


def table_of_contents(entry):
    """A table of contents, or a part of it, without the solutions."""
    if isinstance(entry, list):
        kept = [table_of_contents(part) for part in entry]
        return [part for part in kept if part]
    if not isinstance(entry, dict):
        return entry
    if str(entry.get("file", "")).startswith("solutions/"):
        return None
    kept = {name: table_of_contents(part) for name, part in entry.items()}
    return {name: part for name, part in kept.items() if part != []}


def as_text(source):
    """A page whose links to solutions are plain text."""
    return LINK.sub(r"\1", source.replace(SAID, SAID_HERE))


def without_answers(notebook_text):
    """A notebook in which a quiz does not check what an exercise asks: it shows the question."""
    if quizzes.QUIZ not in notebook_text:
        return notebook_text
    notebook, asked = json.loads(notebook_text), ids_of_exercises()
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            stored = output.get("data", {}).get(quizzes.QUIZ)
            if stored:
                stored["items"] = [to_read(item) if item["id"] in asked else item for item in stored["items"]]
    return json.dumps(notebook)


def to_read(item):
    """A quiz item that can be read but not checked."""
    asked = question(item["id"]).own()
    return {
        "id": item["id"],
        "title": asked.title,
        "prompt": asked.statement() + IN_THE_EXERCISE,
        "hints": asked.hint_texts(),
        "kind": "read",
    }


def ids_of_exercises():
    """The ids of all questions that the exercises ask."""
    texts = (path.read_text(encoding="utf-8") for path in EXERCISES.glob("*/*.ipynb"))
    cells = (cell for text in texts for cell in json.loads(text)["cells"])
    return {name for cell in cells for name in CHECK.findall("".join(cell["source"]))}


def clean_sources(app, exception):
    """Take the same answers and links out of the sources that the book offers for download."""
    if exception or app.builder.format != "html" or not is_chosen(app.env):
        return
    for path in Path(app.outdir, "_sources").rglob("*"):
        if path.suffix in {".ipynb", ".md"}:
            text = path.read_text(encoding="utf-8")
            cleaned = as_text(without_answers(text) if path.suffix == ".ipynb" else text)
            path.write_text(cleaned, encoding="utf-8")
