"""Quizzes on a page: a form for each question, which answers with the same words as the workbook.

A notebook stores a quiz as plain data (`crmlib.workbook.screen.page`). Here it becomes forms of ordinary
controls, which `quizzes.js` brings to life: one script a site, loaded by the pages that have a quiz.
jupyterquiz does not do here: it puts its 38 kB script into every cell, knows three of our kinds, says nothing
to a screen reader (no live region, no group, no label) and takes no number with a unit or a comma.
"""

import base64
import html
import json
from pathlib import Path

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from book_pages import mathematics
from crmlib._guard import written_numbers
from crmlib.workbook.banks import UnknownQuestion, question
from crmlib.workbook.marking import key, spellings
from crmlib.workbook.screen.names import named_numbers
from crmlib.workbook.screen.page import marked_item

QUIZ = "application/vnd.crmlib.quiz+json"
FOLDER = "vendor/quizzes"
SCRIPT = Path(__file__).parent / "quizzes.js"
NO_SCRIPT = (
    "<noscript><p>The quiz needs JavaScript; the questions and hints can be read without.</p></noscript>"
)


def _mathematics(content, options):
    return mathematics.drawn(content.strip(), options["display_mode"])


MARKDOWN = (
    MarkdownIt("commonmark", {"html": False})
    .enable("table")
    .use(dollarmath_plugin, allow_space=False, double_inline=True, renderer=_mathematics)
)


def with_quizzes(notebook_text, docname, format="html"):
    """A notebook in which each stored quiz is a piece of page; the PDF shows its statements."""
    if QUIZ not in notebook_text:
        return notebook_text
    notebook, place = json.loads(notebook_text), 0
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            if (stored := output.get("data", {}).pop(QUIZ, None)) and format == "html":
                place += 1
                items = [with_names(item) for item in stored["items"]]
                page = on_page(items, f"quiz-{place}") + (script(docname) if place == 1 else "")
                output["data"] = {"text/html": page}
    return json.dumps(notebook)


def with_names(item):
    """An item in which a number is marked as the workbook does, with what the finder names outright."""
    asked = question(item["id"]).own() if item["kind"] == "number" and "answer" in item else None
    marks = marked_item(asked, asked.numbers()) if asked else {}
    if not marks:
        return item
    named = named_numbers(key(item["id"]), asked.numbers())
    words = list(dict.fromkeys([*marks["words"], *(text for _, _, text in named)]))
    places = {text: place for place, text in enumerate(words)}
    return item | marks | {"named": [[*one, places[text]] for *one, text in named], "words": words}


def copy_script(app, exception):
    """Write the quizzes' script into the book."""
    if exception or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "_static" / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SCRIPT.name).write_text(script_text(), encoding="utf-8")


def script_text():
    """The script, with the tables of words and spellings by which `crmlib` reads a number."""
    tables = written_numbers.table() | {"spellings": spellings.table()}
    words = json.dumps(tables, ensure_ascii=False, separators=(",", ":"))
    return SCRIPT.read_text(encoding="utf-8").replace("/* table */ {}", words)


def script(docname):
    """The tag that loads the script, once a page."""
    root = "../" * docname.count("/")
    return f'<script defer src="{root}_static/{FOLDER}/{SCRIPT.name}"></script>'


def on_page(items, name):
    """A quiz as a piece of page."""
    forms = "".join(form(item, f"{name}-{place}") for place, item in enumerate(items, start=1))
    return f'<div class="quiz" id="{name}">{forms}{NO_SCRIPT}</div>\n'


def form(item, name):
    """A question: what is asked, where the answer is given, the place for the verdict, the hints."""
    answer = FIELDS[item["kind"]](item, name)
    button = '<button type="submit">Check</button>' if answer else ""
    told = '<p class="quiz-told" role="status" aria-live="polite"></p>' if answer else ""
    known = f'<script type="text/plain">{packed(item)}</script>' if answer else ""
    return (
        f'<form class="quiz-question" id="{name}" data-question="{item["id"]}" '
        f'data-version="{version(item["id"])}" data-keys="{html.escape(json.dumps(keys(item)))}" '
        f'autocomplete="off" novalidate><div role="group" aria-labelledby="{name}-title">'
        f'<p class="quiz-title" id="{name}-title">Question: {inline(item["title"])}</p>'
        f'<div class="quiz-prompt" id="{name}-prompt">{MARKDOWN.render(item["prompt"])}</div>'
        f"{answer}{button}{told}{hints(item)}{known}</div></form>"
    )


def asked(id):
    """The question of an item; None of one that is in no bank here."""
    try:
        return question(id)
    except UnknownQuestion:
        return None


def version(id):
    """The version of a question's wording, which the record keeps."""
    return asked(id).version if asked(id) else ""


def keys(item):
    """What code gives for each option, step or row, in the order of the page."""
    if item["kind"] == "match":
        return item["rows"]
    given = asked(item["id"]).attributes() if asked(item["id"]) else {}
    found = next((given[name] for name in ("options", "steps", "lines") if name in given), [])
    return found or item.get("options", [])


def number_field(item, name):
    """A text field, because a number is written in many ways."""
    unit = "share, 0 to 1" if item["unit"] == "share" else inline(item["unit"])
    label = f"Your answer ({unit})" if unit else "Your answer"
    return (
        f'<p class="quiz-field"><label for="{name}-field">{label}</label> '
        f'<input type="text" id="{name}-field" inputmode="text" spellcheck="false" '
        f'aria-describedby="{name}-prompt"></p>'
    )


def choices(item, name):
    """Radio buttons for one option, checkboxes for several."""
    kind = "radio" if item["kind"] == "choice" else "checkbox"
    legend = "Choose one" if kind == "radio" else "Choose all that fit"
    options = "".join(
        f'<label><input type="{kind}" name="{name}-option" value="{place}"> '
        f"<span>{f'{place + 1}. ' if item.get('numbered') else ''}{inline(option)}</span></label>"
        for place, option in enumerate(item["options"])
    )
    return f"<fieldset><legend>{legend}</legend>{options}</fieldset>"


def sequence(item, name):
    """A list of steps, each with two buttons that move it."""
    steps = "".join(
        f'<li data-step="{place}"><span>{step_text(item, text)}</span>'
        f'<span class="quiz-moves">{move(text, "up", "↑")}{move(text, "down", "↓")}</span></li>'
        for place, text in enumerate(item["options"])
    )
    return f'<ol class="quiz-steps" aria-label="Your order">{steps}</ol>'


def step_text(item, text):
    """A step's text; a line of code keeps its spaces."""
    return f"<code>{html.escape(text)}</code>" if item["code"] else inline(text)


def move(text, way, sign):
    """A button that moves a step."""
    words = html.escape(f"Move {way}: {text.strip()}")
    return f'<button type="button" data-move="{way}" aria-label="{words}">{sign}</button>'


def table(item, name):
    """A list to choose from for each row."""
    options = "".join(
        f'<option value="{place}">{html.escape(option)}</option>'
        for place, option in enumerate(item["options"])
    )
    rows = "".join(
        f'<p class="quiz-field"><label for="{name}-{place}">{inline(row)}</label> '
        f'<select id="{name}-{place}"><option value="">…</option>{options}</select></p>'
        for place, row in enumerate(item["rows"])
    )
    return f'<fieldset class="quiz-rows"><legend>Choose for each</legend>{rows}</fieldset>'


def hints(item):
    """The hints, folded; with the script each shows when the one before was opened."""
    return "".join(
        hint(text, f"{place} of {len(item['hints'])}") for place, text in enumerate(item["hints"], 1)
    )


def hint(text, which):
    """A hint, folded."""
    return f'<details class="quiz-hint"><summary>Hint {which}</summary>{MARKDOWN.render(text)}</details>'


def packed(item):
    """What the script needs, not to be read at a glance; texts are HTML already."""
    shown = ("id", "title", "prompt", "hints", "rows")
    known = {name: value for name, value in item.items() if name not in shown}
    known["words"] = [inline(text) for text in item["words"]]
    return base64.b64encode(json.dumps(known, separators=(",", ":")).encode()).decode()


def inline(text):
    """Inline Markdown as HTML."""
    return MARKDOWN.renderInline(text)


FIELDS = {
    "number": number_field,
    "choice": choices,
    "several": choices,
    "order": sequence,
    "match": table,
    "read": lambda item, name: "",
}
