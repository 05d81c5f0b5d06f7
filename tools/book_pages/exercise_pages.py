"""Exercises answered on their page: questions with the numbers of all students, one script an exercise.

A build of the book writes them beside Sphinx, which leaves a core free.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from notebook_files import ROOT

from book_pages import columns, quizzes, without_solutions
from crmlib.workbook import question
from crmlib.workbook.screen.exercise import page_question
from crmlib.workbook.screen.review import warm_up_ids

FOLDER = "_static/exercises"
ASK = re.compile(r"""^[^#\n]*\bask\(\s*["']([^"']+)["']""", re.MULTILINE)
WARM_UP = re.compile(r"""^[^#\n]*\bwarm_up\(\s*["']([^"']+)["']""", re.MULTILINE)
HERE = Path(__file__).parent
SCRIPT = "exercise-pages.js"
SCRIPTS = [HERE / name for name in ("own-numbers.js", "named-edits.js", SCRIPT)]
SHIFT = {code: (code + 14) % 94 + 33 for code in range(33, 127)}
SHOWN = ("id", "title", "prompt", "hints", "rows", "options")
# A package that imports this module cannot run it with -m.
WRITE = [sys.executable, "-c", "from book_pages.exercise_pages import main; main()"]
_runs = {}  # of an output folder: what writes its scripts


def page_parts(docname):
    """The piece of an exercise's page that its script makes one question a screen of."""
    root, (_, lesson, topic) = "../" * docname.count("/"), docname.split("/")
    own = f'<script defer src="{root}_static/{SCRIPT}"></script>'
    return (
        f'<div class="exercise-page" data-lesson="{lesson}" data-data="{root}{FOLDER}/{topic}.js" '
        f'data-notebook="{root}_sources/{docname}.ipynb" hidden></div>{quizzes.script(docname)}{own}'
    )


def mark(name):
    """The piece of page by which the script finds a question."""
    return f'<div class="exercise-question" data-question="{name}" hidden></div>'


def start(app):
    """Begin to write the scripts of the exercises that the book has."""
    if app.builder.format != "html":
        return
    found = sorted(name for name in app.env.found_docs if name.startswith("exercises/"))
    unchecked = ["--unchecked"] if without_solutions.is_chosen(app.env) else []
    command = [*WRITE, app.outdir, *unchecked, *found]
    paths = os.pathsep.join([str(HERE.parent), str(HERE.parents[1]), os.environ.get("PYTHONPATH", "")])
    _runs[app.outdir] = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": paths})


def finish(app, exception):
    """Wait for the scripts, and write the one of their pages."""
    run = _runs.pop(app.outdir, None)
    if run and run.wait() and not exception:
        raise RuntimeError("The scripts of the exercises were not written: see above.")
    if exception or app.builder.format != "html":
        return
    (Path(app.outdir) / "_static" / SCRIPT).write_text(script_text(), encoding="utf-8")


def script_text():
    """The script of the exercises' pages."""
    return "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS)


def write(folder, docnames, checked=True):
    """Write the scripts of some exercises."""
    folder.mkdir(parents=True, exist_ok=True)
    for docname in docnames:
        topic = docname.rpartition("/")[2]
        script = as_script(topic, map(question, ids_of(ROOT / f"{docname}.ipynb")), checked)
        (folder / f"{topic}.js").write_text(script, encoding="utf-8")


def ids_of(path):
    """The ids of the questions that a notebook asks, in their order."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [
        name for cell in cells if cell["cell_type"] == "code" for name in asked_by("".join(cell["source"]))
    ]


def asked_by(source):
    """The ids of the questions that a cell asks."""
    again = [name for exercise in WARM_UP.findall(source) for name in warm_up_ids(exercise)]
    return [*ASK.findall(source), *again]


def as_script(name, asked, checked=True):
    """Questions as a script, its letters shifted, so that no answer is read at a glance."""
    found = {one.id: packed(page_question(one, checked)) for one in asked}
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":")).translate(SHIFT)
    return f"workbook.exercise({json.dumps(name)}, {json.dumps(text, ensure_ascii=False)});\n"


def readable(script):
    """The text that a script of `as_script` holds."""
    text = json.loads(script.partition(", ")[2].removesuffix(");\n"))
    return text.translate({after: code for code, after in SHIFT.items()})


def packed(asked):
    """A question whose variants stand in columns."""
    items = [
        item | {"title": quizzes.inline(item["title"]), "names": with_html(item["names"])}
        for item in asked["items"]
    ]
    for item in items:
        item["variants"] = columns.packed([face(one) for one in item["variants"]])
    return {"items": items}


def with_html(names):
    """What the finder names, its sentences as HTML and its sets in columns."""
    sets = [one | {"sentences": list(map(quizzes.inline, one["sentences"]))} for one in names.get("sets", ())]
    return names and names | {"sets": columns.packed(sets)}


def face(item):
    """A page item as the script wants it: HTML for what is shown, and what marks an answer."""
    known = {name: value for name, value in item.items() if name not in SHOWN}
    if "words" in known and "keys" in known:
        known["words"] = [quizzes.inline(text) for text in known["words"]]
    if item["kind"] == "match":
        known["choices"] = item["options"]
    field = quizzes.FIELDS.get(item["kind"])
    return {
        "prompt": quizzes.MARKDOWN.render(item["prompt"]),
        "field": field(item, "own") if field else "",
        "hints": [
            quizzes.hint(text, f"{place} of {len(item['hints'])}")
            for place, text in enumerate(item["hints"], 1)
        ],
        "known": known,
    }


def main():
    """Write the scripts of some exercises into a folder; `--unchecked` leaves out what marks answers."""
    out, *names = sys.argv[1:]
    write(Path(out) / FOLDER, [name for name in names if name != "--unchecked"], "--unchecked" not in names)
