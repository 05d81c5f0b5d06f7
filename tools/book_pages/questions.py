"""Show on an exercise page what its cells ask: exercises carry no outputs, so the page has to."""

import json
import re

from crmlib.workbook import question

DOLLAR = re.compile(r"(?<!\\)US\$")
TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
ASK = re.compile(r"""^[^#\n]*\bask\(\s*["']([^"']+)["']""", re.MULTILINE)


def money_not_mathematics(text):
    """The text with the dollar sign of "US$" escaped: two of them would enclose a formula."""
    return DOLLAR.sub(r"US\\$", text)


def with_statements(notebook_text):
    """The notebook's JSON with a markdown cell after each cell that asks."""
    notebook = json.loads(notebook_text)
    cells = []
    for cell in notebook["cells"]:
        cells.append(cell)
        if cell["cell_type"] == "code":
            cells += [statement_cell(name) for name in ASK.findall("".join(cell["source"]))]
    notebook["cells"] = cells
    return json.dumps(notebook)


def as_solution(notebook_text):
    """The notebook's JSON with a title of its own, and "US$" escaped in stored statements of questions."""
    notebook = json.loads(notebook_text)
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "text/markdown" in data:
                data["text/markdown"] = money_not_mathematics("".join(data["text/markdown"]))
    first = notebook["cells"][0]
    first["source"] = TITLE.sub(r"# \1: solutions", "".join(first["source"]), count=1)
    return json.dumps(notebook)


def statement_cell(name):
    """A markdown cell with the question, in the book's own numbers, and its hints folded."""
    asked = question(name)
    hints = [
        f"::::{{dropdown}} Hint {number}\n{text.strip()}\n::::"
        for number, text in enumerate(asked.hint_texts(), start=1)
    ]
    body = money_not_mathematics("\n\n".join([asked.statement().strip(), *hints]))
    return {
        "cell_type": "markdown",
        "id": "shown-" + re.sub(r"[^a-zA-Z0-9]+", "-", name)[:50],
        "metadata": {},
        "source": f":::::{{admonition}} Question: {asked.title}\n:class: question\n{body}\n:::::\n",
    }
