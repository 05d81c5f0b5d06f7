"""The question as a widget: read, answer, be told at once why it is wrong, open a hint."""

import asyncio
import warnings
from html import escape

import ipywidgets as ipw
from markdown_it import MarkdownIt

from crmlib.workbook.banks import question as find
from crmlib.workbook.kinds.choice import Audit, Choice, Match, Several
from crmlib.workbook.kinds.code import Function, Query
from crmlib.workbook.kinds.memo import Memo
from crmlib.workbook.kinds.number import Interval, Number
from crmlib.workbook.kinds.order import Order
from crmlib.workbook.marking import mark
from crmlib.workbook.record import store
from crmlib.workbook.record.attempts import open_hint, save_attempt, standing
from crmlib.workbook.record.told import greeting
from crmlib.workbook.record.way_on import way_on

CONFIDENCE = ("sure", "unsure", "guess")
PATIENCE = 10  # seconds; a browser that was asked and does not answer in this time has nothing to add
STEPS = 20  # of patience: what a cell keeps the kernel from hearing takes one of them, however long it runs
WIDE = ipw.Layout(width="auto", max_width="46rem")
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_MARKDOWN.add_render_rule("link_open", lambda *parts: _in_a_tab_of_its_own(*parts))
_COLOURS = {
    "right": "--jp-success-color1, #2e7d32",
    "handed in": "--jp-success-color1, #2e7d32",
    "noted": "--jp-border-color0, #767676",
}
TEXT_COLOUR = "color: var(--jp-ui-font-color1, inherit)"
_SIGNS = {"right": "✓", "handed in": "✓", "kept": "…", "noted": "•"}
_SAID = f'<div role="status" aria-live="polite" style="min-height: 1.5em; {TEXT_COLOUR}">{{}}</div>'
# JupyterLab marks a widget that has lost its kernel. Then this shows, above what was told before.
_AGAIN = (
    "<style>.crmlib-again { display: none; } .jupyter-widgets-disconnected .crmlib-again { display: block; }"
    f'</style><div class="crmlib-again" style="{TEXT_COLOUR}"><b>✗</b> The kernel has begun anew and does '
    "not hear this form. Run its cell again, then answer.</div>"
)
# In a narrow window the list of a row stands below its text, which is never cut.
_ROWS = (
    "<style>.jupyter-widgets.crmlib-row { flex-wrap: wrap; height: auto; } "
    ".crmlib-row > .widget-label { max-width: 100%; height: auto; white-space: normal; } "
    ".crmlib-row > select { flex: 1 1 12rem; height: var(--jp-widgets-inline-height, 28px); }</style>"
)
_CODE_FONT = "<style>.crmlib-code select { font-family: var(--jp-code-font-family, monospace); }</style>"


class Asked:
    """A question as asked of one student: its numbers as attributes, its widget as display.

    Parameters
    ----------
    question : Question
        What is asked.
    student : str or None
        Whose numbers.
    above : str
        The line above it: whose numbers these are, and whether anything is recorded.
    """

    def __init__(self, question, student, above=""):
        self._question, self.student, self.above = question.own(student), student, above
        self.numbers = self._question.numbers(student)
        self._view = None
        vars(self).update(self._question.attributes(student))

    def __getattr__(self, name):
        numbers = self.__dict__.get("numbers", {})
        if name in numbers:
            value = numbers[name]
            return value.copy() if hasattr(value, "copy") else value
        raise NoSuchNumber(f"this question gives no {name!r}; it gives: {', '.join(numbers) or 'none'}")

    def __dir__(self):
        return [*super().__dir__(), *self.numbers]

    def __repr__(self):
        return _below(self.above, self._question.statement(self.student)).replace("`", "")

    def view(self):
        """The widget, made once."""
        self._view = self._view or form(self._question, self.student, self.above)
        return self._view

    def _repr_mimebundle_(self, include=None, exclude=None):
        statement = _below(self.above, self._question.statement(self.student))
        bundle = {"text/plain": repr(self), "text/markdown": statement}
        return bundle | _view_alone(self.view())


class NoSuchNumber(AttributeError):
    """A question gives no number of this name; it shows as one plain sentence, without a traceback."""

    def _render_traceback_(self):
        return [str(self)]


class Together:
    """Several questions, shown one below the other.

    Parameters
    ----------
    asked : list of Asked
        The questions.
    otherwise : str
        What to show if there are none.
    above : str
        The line above them all.
    """

    def __init__(self, asked, otherwise="", above=""):
        self.asked, self.otherwise, self.above = asked, otherwise, above

    def __getitem__(self, place):
        return self.asked[place]

    def __len__(self):
        return len(self.asked)

    def __repr__(self):
        return _below(self.above, *map(repr, self.asked)) if self.asked else self.otherwise

    def _repr_mimebundle_(self, include=None, exclude=None):
        statements = [one._question.statement(one.student) for one in self.asked]
        shown = _below(self.above, *statements) if self.asked else self.otherwise
        bundle = {"text/plain": repr(self), "text/markdown": shown}
        if self.asked:
            above = [html(self.above)] if self.above else []
            bundle |= _view_alone(ipw.VBox([*above, *(one.view() for one in self.asked)]))
        return bundle


def _below(*texts):
    """Texts one below the other, those that are empty left out."""
    return "\n\n".join(filter(None, texts))


def _view_alone(widget):
    """A widget's own part of a bundle: text for those without widgets stands there already."""
    parts = widget._repr_mimebundle_() or {}
    return {kind: view for kind, view in parts.items() if kind.endswith("widget-view+json")}


def ask(id):
    """Ask a question: shows it, takes the answer, and gives this student's numbers.

    Parameters
    ----------
    id : str
        Such as ``"rfm.recency"``.

    Returns
    -------
    Asked
        Its drawn numbers are attributes, as in ``q.margin``.
    """
    question = find(id)
    return Asked(question, *greeting("ask"))


def form(question, student, above=""):
    """The widget of a question, with what the record says of it now."""
    question = question.own(student)
    browser, known = Browser(), standing(question, store.record_path())
    entry = _entry(question, student, browser, known)
    feedback = ipw.HTML(
        _status(known), layout=ipw.Layout(min_height="3.6em", width="auto", max_width="46rem")
    )
    hints = ipw.VBox([html(text) for text in question.hint_texts(student)[: known.hints]])
    hint_button = ipw.Button(
        description=_hint_label(question, known.hints), tooltip="Open the next hint", icon="lightbulb-o"
    )
    hint_button.on_click(lambda _: _show_hint(question, student, hints, hint_button, feedback))
    buttons = [hint_button]
    if entry is not None:
        submit = ipw.Button(description="Submit", button_style="primary", tooltip="Check this answer")
        buttons.insert(0, submit)
        for trigger in (submit.on_click, *([entry.on_enter] if entry.on_enter else [])):
            trigger(lambda _: browser.then(lambda: _submit(question, student, entry, feedback)))
    parts = [
        html(_below(above, _prompt(question, student))),
        *(entry.parts if entry else []),
        ipw.HBox(buttons),
        browser.view,
        feedback,
        hints,
    ]
    return browser.showing(parts)


class Browser:
    """The browser, which can be asked for a sign: all that it sent before has arrived by then.

    A field sends its next change only when the kernel is done with its last one, a button is heard at once.
    So a press may come before the choice that was made before it. A player that is started answers
    with its next value, after what was held back.

    A kernel may hear widgets on two threads. One that has sent nothing since it was made is heard on the
    thread of the cells, the others on a thread of their own, where the answer could overtake what was sent
    before it. So all parts send something as soon as the browser says that it shows them.
    """

    def __init__(self):
        hidden = ipw.Layout(display="none")
        self.view = ipw.Play(max=10**9, interval=10**9, layout=hidden, _view_count=0)
        self.view.observe(self._answered, "value")
        self._waiting = []

    def showing(self, parts):
        """The parts in one box, with a line above the browser's own that shows once the kernel is lost."""
        place = parts.index(self.view)
        shown = [*parts[:place], ipw.HTML(_AGAIN), *parts[place:]]
        self.view.observe(lambda _: _send_something(shown), "_view_count")
        return ipw.VBox(shown, layout=ipw.Layout(padding="0.4rem 0"))

    def then(self, act):
        """Do it when the browser has answered; at once where no kernel is running."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return act()
        self._waiting.append(act)
        self._be_patient(loop, act, STEPS)
        self._ask()

    def _be_patient(self, loop, act, steps):
        """Wait step by step: when a long cell is over, the answer lies there unread and steps are left."""
        if steps:
            loop.call_later(PATIENCE / STEPS, self._be_patient, loop, act, steps - 1)
        elif act in self._waiting:
            self._answered()

    def _ask(self):
        self.view.playing = bool(self._waiting)

    def _answered(self, _=None):
        """Do what waited longest; each press has an answer of its own."""
        self.view.playing = False
        if self._waiting:
            self._waiting.pop(0)()
        self._ask()


def _send_something(widgets):
    """Let the widgets and those in their boxes send what they hold already."""
    for widget in widgets:
        widget.send_state("_dom_classes")
        _send_something(getattr(widget, "children", ()))


class Entry:
    """Where an answer is given: the parts to show, how to read them, and the Enter key if it submits."""

    def __init__(self, parts, read, on_enter=None, confidence=lambda: None):
        self.parts, self.read, self.on_enter, self.confidence = parts, read, on_enter, confidence


def _entry(question, student, browser, known):
    """The entry that fits a kind of question; None where the answer is made in code."""
    if isinstance(question, Order):
        return _order_entry(question, student, browser)
    if isinstance(question, Memo | Query):
        return _text_entry("Memo" if isinstance(question, Memo) else "SQL", known.text)
    for kind, make in {
        Number: _number_entry,
        Choice: choice_entry,
        Several: _several_entry,
        Match: _match_entry,
        Interval: _interval_entry,
    }.items():
        if isinstance(question, kind):
            return make(question, student)
    return None


def _number_entry(question, student):
    label = "Answer" if question.unit in ("", "share") else f"Answer ({question.unit})"
    text = _number_field(label)
    return Entry([text], lambda: text.value, on_enter=lambda act: _on_enter(text, act))


def _number_field(label):
    return ipw.Text(
        description=label,
        placeholder="a number",
        continuous_update=False,
        style={"description_width": "initial"},
    )


def _interval_entry(question, student):
    unit = "" if question.unit in ("", "share") else f" ({question.unit})"
    fields = low, high = [_number_field(f"{end} end{unit}") for end in ("Low", "High")]
    return Entry(
        fields,
        lambda: (low.value, high.value) if low.value.strip() or high.value.strip() else None,
        on_enter=lambda act: [_on_enter(field, act) for field in fields],
    )


def _on_enter(text, act):
    """Enter submits; leaving the field does not (the library's newer way cannot tell the two apart)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        text.on_submit(act)


def _confidence():
    return ipw.ToggleButtons(
        options=CONFIDENCE,
        value=None,
        description="First: how sure are you?",
        style={"description_width": "initial"},
    )


def _options(question, student):
    """The text and the key of each option, in a student's own order."""
    fill = question.fill_with(question.numbers(student))
    return [(fill(option.text), option.key) for option in question.shuffled(student)]


def choice_entry(question, student):
    sure, options = _confidence(), _options(question, student)
    if isinstance(question, Audit):
        options = [(f"{place}. {text}", key) for place, (text, key) in enumerate(options, start=1)]
    radio = ipw.RadioButtons(
        options=options, value=None, description="Choose", layout=ipw.Layout(width="auto")
    )
    return Entry([sure, radio, _own_keys()], lambda: radio.value, confidence=lambda: sure.value)


def _several_entry(question, student):
    sure, layout = _confidence(), ipw.Layout(width="auto", max_width="46rem", height="auto")
    boxes = {
        key: ipw.Checkbox(description=text, indent=False, layout=layout)
        for text, key in _options(question, student)
    }
    chosen = ipw.VBox(list(boxes.values()))
    return Entry(
        [sure, html("Choose all that fit:"), chosen, _own_keys()],
        lambda: [key for key, field in boxes.items() if field.value] or None,
        confidence=lambda: sure.value,
    )


def _order_entry(question, student, browser):
    """A list whose chosen step two buttons move; the buttons keep the keyboard's focus while they do."""
    steps, fill = question.shuffled(student), question.fill_with(question.numbers(student))
    keys, texts = [step.key for step in steps], {step.key: fill(step.text) for step in steps}
    listed = ipw.Select(
        description="Order",
        options=_places(keys, texts),
        rows=len(keys),
        layout=ipw.Layout(width="auto", max_width="46rem"),
    )
    listed.add_class("crmlib-code" if question.code else "crmlib-steps")
    told = ipw.HTML(_SAID.format(""))

    def move(by):
        place = keys.index(listed.value)
        target = min(max(place + by, 0), len(keys) - 1)
        keys.insert(target, key := keys.pop(place))
        listed.options = _places(keys, texts)
        listed.value = key
        told.value = _SAID.format(
            f"“{escape(texts[key].strip())}” stands at place {target + 1} of {len(keys)}."
        )

    up, down = (
        ipw.Button(description=f"Move {way}", tooltip=f"Move the chosen step {way}", icon=f"arrow-{way}")
        for way in ("up", "down")
    )
    up.on_click(lambda _: browser.then(lambda: move(-1)))
    down.on_click(lambda _: browser.then(lambda: move(1)))
    return Entry([listed, ipw.HBox([up, down]), told, ipw.HTML(_CODE_FONT), _own_keys()], lambda: list(keys))


def _places(keys, texts):
    """The steps with their places; spaces before a line of code stay."""
    return [
        (f"{place}. {texts[key]}".replace("  ", "\u00a0\u00a0"), key)
        for place, key in enumerate(keys, start=1)
    ]


def _match_entry(question, student):
    options = [("…", ""), *((option, option) for option in question.choices(student))]
    longest = max(len(row) for row in question.rows)
    style = {"description_width": f"{longest}ch"}
    layout = ipw.Layout(width="auto", max_width=f"calc({longest}ch + 22rem)")
    fields = {
        row: ipw.Dropdown(options=options, description=row, style=style, layout=layout)
        for row in question.rows
    }
    for field in fields.values():
        field.add_class("crmlib-row")
    parts = [ipw.HTML(_ROWS), *fields.values(), _own_keys()]
    return Entry(parts, lambda: _filled({row: field.value for row, field in fields.items()}))


def _own_keys():
    """Keep JupyterLab's shortcuts out of the lists, radio buttons and sliders of the box this is in.

    It takes the arrow keys and single letters from them (``a`` inserts a cell, ``d`` twice deletes one).
    Lumino, its toolkit, spares what has this attribute, and ipywidgets has no way to set it.
    """
    own = "event.target.matches('select, input, [role=slider]')"
    spare = f"if ({own}) event.target.dataset.lmSuppressShortcuts = true"
    script = f"this.closest('.widget-vbox')?.addEventListener('focusin', event => {{ {spare} }})"
    return ipw.HTML(f'<style onload="{script}"></style>', layout=ipw.Layout(display="none"))


def _filled(rows):
    """The filled rows; nothing if none is filled."""
    return {row: value for row, value in rows.items() if value} or None


def _text_entry(label, text):
    """A field for a text, which begins with the one given last."""
    area = ipw.Textarea(description=label, rows=8, layout=WIDE, value=text, continuous_update=False)
    return Entry([area], lambda: area.value)


def _submit(question, student, entry, feedback):
    if isinstance(question, Choice | Several) and entry.confidence() is None:
        feedback.value = box("Say first how sure you are.", "range")
        return
    given, path = entry.read(), store.record_path()
    with store.telling() as said:  # a widget shows no warnings by itself
        known = standing(question, path, student)
        verdict = mark(question, given, question.numbers(student), known.tried)
        save_attempt(question, path, student, given, verdict, known.hints, entry.confidence())
        onwards = way_on(question, verdict, known, path)
    message = "Answer first." if verdict.stage == "placeholder" else verdict.message
    feedback.value = box(" ".join(filter(None, [message, onwards, *said])), verdict.stage)


def _show_hint(question, student, hints, button, feedback):
    path, shown = store.record_path(), len(hints.children)
    opened = standing(question, path).hints
    if opened > shown:  # opened in code, or in another form of this question: no further one for this press
        texts = question.hint_texts(student)[shown:opened]
    elif opened < question.number_of_hints:
        with store.telling() as said:
            text = open_hint(question, path, student)
        opened, texts = opened + 1, [text] if opened == shown else []
        if said:
            feedback.value = box(" ".join(said), "unrecorded")
    else:
        return
    hints.children = (*hints.children, *map(html, texts))
    # Not disabled even after the last hint: a disabled button drops the keyboard's focus.
    button.description = _hint_label(question, opened)


def _hint_label(question, opened):
    all_hints = question.number_of_hints
    return f"Hint {opened + 1} of {all_hints}" if opened < all_hints else "All hints open"


def _status(known):
    return box(f"Solved already, at attempt {known.solved_at}.", "right") if known.solved_at else box("", "")


def _prompt(question, student):
    """The prompt alone: options and rows stand in the entry."""
    full, bare = question.statement(student), question.fill(question.prompt, question.numbers(student))
    return full if isinstance(question, Memo | Function | Query) else bare


def box(message, stage):
    """A message that a screen reader speaks, with a sign and a colour that both say how it went."""
    if not message:
        return '<div role="status" aria-live="polite"></div>'
    colour, sign = _COLOURS.get(stage, "--jp-warn-color1, #b25900"), _SIGNS.get(stage, "✗")
    style = f"border-left: 4px solid var({colour}); padding: 0.2em 0.8em; line-height: 1.5; {TEXT_COLOUR}"
    shown = _MARKDOWN.renderInline(message)
    return f'<div role="status" aria-live="polite" style="{style}"><b>{sign}</b> {shown}</div>'


def _in_a_tab_of_its_own(renderer, tokens, place, options, env):
    """The start of a link that leaves the notebook, and what stands unsaved in it, where they are."""
    tokens[place].attrSet("target", "_blank")
    return renderer.renderToken(tokens, place, options, env)


def html(text):
    """Markdown as a widget, in the colours of the notebook's theme."""
    style = f"line-height: 1.5; max-width: 46rem; white-space: normal; {TEXT_COLOUR}"
    return ipw.HTML(f'<div style="{style}">{_MARKDOWN.render(text)}</div>')
