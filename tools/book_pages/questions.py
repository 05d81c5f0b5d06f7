"""Exercise and solution pages: what the notebooks do in JupyterLab, said on a page that runs nothing."""

import json
import re

from book_pages import exercise_pages
from crmlib.workbook import question

DOLLAR = re.compile(r"(?<!\\)US\$")
SECTION_LINK = re.compile(r"\]\([\w./-]+\.ipynb#([\w-]+)\)")
SCAFFOLD = re.compile(r"^(\w+ = \.\.\.|### (BEGIN|END) SOLUTION)\n?", re.MULTILINE)
TITLE = re.compile(r"^# Exercise", re.MULTILINE)


def as_exercise(notebook_text, docname):
    """An exercise carries no outputs, so the page shows after each cell that asks what it asks."""
    notebook = with_section_links(json.loads(notebook_text))
    first, *others = notebook["cells"]
    notebook["cells"] = [first, how_to_answer(docname)]
    for cell in others:
        notebook["cells"].append(cell)
        if cell["cell_type"] == "code":
            source = "".join(cell["source"])
            notebook["cells"] += [statement(name) for name in exercise_pages.asked_by(source)]
    return json.dumps(notebook)


def as_solution(notebook_text):
    """A solution carries its exercise's title and scaffold: the page has its own title and no scaffold."""
    notebook = with_section_links(json.loads(notebook_text))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["source"] = SCAFFOLD.sub("", cell["source"])
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "text/markdown" in data:
                data["text/markdown"] = money_not_mathematics("".join(data["text/markdown"]))
    first = notebook["cells"][0]
    first["source"] = TITLE.sub("# Solution", first["source"], count=1)
    return json.dumps(notebook)


def with_section_links(notebook):
    """Links to a section of another notebook, as the book resolves them: by the label of the section."""
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            cell["source"] = SECTION_LINK.sub(r"](#\1)", cell["source"])
    return notebook


def money_not_mathematics(text):
    """The text with the dollar sign of "US$" escaped: two of them would enclose a formula."""
    return DOLLAR.sub(r"US\\$", text)


def how_to_answer(docname):
    """A cell that says where the exercise is solved, and the scripts by which it is on the page."""
    lesson = docname.split("/")[1]
    return markdown_cell(
        f"how-to-answer-{lesson}",
        ":::{note}\nThis page shows the questions with the book's own numbers; with JavaScript they are "
        f"answered here. To answer them in JupyterLab, run `python -m crmlib start {lesson}` and open "
        "the notebook: see [how to use the workbook](#guide-student).\n:::\n\n"
        f"{exercise_pages.page_parts(docname)}\n",
    )


def statement(name):
    """A cell with the question, in the book's own numbers, and its hints folded."""
    asked = question(name).own()
    hints = [
        f"::::{{dropdown}} Hint {number}\n{text.strip()}\n::::"
        for number, text in enumerate(asked.hint_texts(), start=1)
    ]
    body = money_not_mathematics("\n\n".join([asked.statement().strip(), *hints]))
    heading = f":::::{{admonition}} Question: {asked.title}\n:class: question\n"
    return markdown_cell(f"shown-{name}", f"{heading}{exercise_pages.mark(name)}\n\n{body}\n:::::\n")


def markdown_cell(name, source):
    """A markdown cell with an id made from its name."""
    return {
        "cell_type": "markdown",
        "id": re.sub(r"[^a-zA-Z0-9]+", "-", name)[:60],
        "metadata": {},
        "source": source,
    }
