"""Labs: predict, move, explain. The prediction is recorded before the controls unlock."""

from collections.abc import Mapping

import ipywidgets as ipw

from crmlib._guard.checks import describe
from crmlib.workbook.banks import question as find
from crmlib.workbook.kinds.choice import Choice
from crmlib.workbook.marking import key_of, mark
from crmlib.workbook.record import store
from crmlib.workbook.record.attempts import save_attempt, standing
from crmlib.workbook.record.student import student_id
from crmlib.workbook.screen.widgets import Browser, box, choice_entry, html


def lab(id, controls, draw=None):
    """A lab: a prediction, then controls that redraw a picture, then the question's why.

    Parameters
    ----------
    id : str
        A choice question: the prediction.
    controls : dict or LiveChart
        Argument of `draw` to its ipywidgets control; or a live chart, which has its own sliders.
    draw : callable, optional
        The controls' values to a picture or a table, shown by itself. A live chart needs none.

    Returns
    -------
    ipywidgets.VBox or LiveLab
        The lab; its controls are locked until a prediction is made, right or wrong.
    """
    question = find(id)
    refuse(question, controls, draw)
    if hasattr(controls, "asking"):
        return LiveLab(question, controls)
    for control in controls.values():
        control.disabled = True
    asked = _Prediction(question, controls, "unlock the controls")
    return asked.above([*controls.values(), ipw.interactive_output(draw, controls)])


def refuse(question, controls, draw):
    """Refuse, with a sentence, what makes no lab."""
    if not isinstance(question, Choice):
        raise TypeError(f"id must name a choice, the prediction of a lab; {question.id!r} is another kind")
    if hasattr(controls, "asking"):
        return
    if not isinstance(controls, Mapping) or not all(isinstance(one, ipw.Widget) for one in controls.values()):
        wanted = "a live chart, or a dictionary from argument to ipywidgets control"
        raise TypeError(f"controls must be {wanted}; got {describe(controls)}")
    if not callable(draw):
        raise TypeError(f"draw must be a function of the controls' values; got {describe(draw)}")


class LiveLab:
    """A live chart behind a prediction, in JupyterLab and on the book's page.

    Parameters
    ----------
    question : Choice
        The prediction.
    chart : LiveChart
        What appears, or unlocks, after it.
    """

    def __init__(self, question, chart):
        self._question, question = question, question.own()
        options = [one.key for one in question.shuffled()]
        self.chart = chart.asking(
            question.fill(question.prompt, question.numbers()),
            [_text(question, option) for option in options],
            [_was_right(question, option) for option in options],
            _after(question),
        )

    def __repr__(self):
        return repr(self.chart)

    def view(self):
        """The widget: the prediction, and then the chart."""
        picture = ipw.Output()
        asked = _Prediction(self._question, {"chart": _Shown(picture, self.chart)}, "show the chart")
        return asked.above([picture])

    def _repr_mimebundle_(self, include=None, exclude=None):
        view = self.view()._repr_mimebundle_() or {}
        widget = {kind: part for kind, part in view.items() if kind.endswith("widget-view+json")}
        return self.chart._repr_mimebundle_() | widget


class _Shown:
    """A chart that appears when it is enabled, as a control is."""

    def __init__(self, output, chart):
        self.output, self.chart, self.shown = output, chart, False

    @property
    def disabled(self):
        return not self.shown

    @disabled.setter
    def disabled(self, value):
        if not value and not self.shown:
            self.output.append_display_data(self.chart)
            self.shown = True


class _Prediction:
    """The prediction: the question, what is noted, and what is said of it once the reader has looked.

    Parameters
    ----------
    question : Choice
        The prediction.
    controls : dict
        What it unlocks, by name.
    what : str
        The same, in words.
    """

    def __init__(self, question, controls, what):
        self.student = student_id()
        self.question, self.controls = question.own(self.student), controls
        self.browser, self.entry = Browser(), choice_entry(self.question, self.student)
        self.predict = ipw.Button(
            description="Predict", button_style="primary", tooltip=f"Record the prediction and {what}"
        )
        self.predict.on_click(lambda _: self.browser.then(self._note))
        self.told = ipw.HTML(box("", ""))
        self.look = ipw.Button(
            description="Was I right?", tooltip="Compare", layout=ipw.Layout(display="none")
        )
        self.look.on_click(lambda _: self._compare())

    def above(self, parts):
        """All in one box."""
        statement = html(self.question.fill(self.question.prompt, self.question.numbers(self.student)))
        asked = [statement, *self.entry.parts, self.predict, self.browser.view, self.told]
        return self.browser.showing([*asked, *parts, self.look])

    def _note(self):
        given, confidence = self.entry.read(), self.entry.confidence()
        if given is None or confidence is None:
            self.told.value = box("Choose a prediction, and say how sure you are.", "range")
            return
        path = store.record_path()
        tried = standing(self.question, path).tried
        found = mark(self.question, given, self.question.numbers(self.student), tried)
        with store.telling() as said:
            recorded = save_attempt(self.question, path, self.student, given, found, confidence=confidence)
        self._given = given
        for control in self.controls.values():
            control.disabled = False
        self.look.layout.display = ""
        kept = "Recorded." if recorded else "Noted, and not recorded."
        if path is None:
            kept = "Noted; a record is kept only in your own copy of an exercise."
        move = "Now move the controls and see whether you were right."
        self.told.value = box(" ".join(filter(None, [kept, *said, move])), "noted")

    def _compare(self):
        told = [_was_right(self.question, self._given, self.student), _after(self.question)]
        self.told.value = box(" ".join(filter(None, told)), "noted")


def _was_right(question, given, student=None):
    """What was said, and, where the answers are here, what it is."""
    said, found = _text(question, given, student), key_of(question)
    if found is None:
        return f"You said: “{said}”."
    right = found.solution(question.numbers(student))
    if given == right:
        return f"You said: “{said}”, and so it is."
    return f"You said: “{said}”. It is: “{_text(question, right, student)}”."


def _text(question, key, student=None):
    """An option's text, without the stop at its end."""
    text = next(option.text for option in question.options if option.key == key)
    return question.fill(text, question.numbers(student)).removesuffix(".")


def _after(question):
    """What the key asks once the prediction is made; nothing where the answers are not here."""
    found = key_of(question)
    return found.after if found else ""
