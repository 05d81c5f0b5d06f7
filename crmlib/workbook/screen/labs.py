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
    student = student_id()
    question = question.own(student)
    browser, entry = Browser(), choice_entry(question, student)
    predict = _predict_button("unlock the controls")
    verdict = ipw.HTML(box("", ""))
    picture = ipw.interactive_output(draw, controls)
    for control in controls.values():
        control.disabled = True
    predict.on_click(lambda _: browser.then(lambda: _unlock(question, student, entry, verdict, controls)))
    statement = html(question.fill(question.prompt, question.numbers(student)))
    return browser.showing(
        [statement, *entry.parts, predict, browser.view, verdict, *controls.values(), picture]
    )


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
        fill = question.fill_with(question.numbers())
        self.chart = chart.asking(
            fill(question.prompt), [fill(one.text) for one in question.shuffled()], _after(question)
        )

    def __repr__(self):
        return repr(self.chart)

    def view(self):
        """The widget: the prediction, and then the chart."""
        student = student_id()
        question = self._question.own(student)
        entry, verdict, picture = choice_entry(question, student), ipw.HTML(box("", "")), ipw.Output()
        browser, parts = Browser(), {"chart": _Shown(picture, self.chart)}
        predict = _predict_button("show the chart")
        predict.on_click(lambda _: browser.then(lambda: _unlock(question, student, entry, verdict, parts)))
        statement = html(question.fill(question.prompt, question.numbers(student)))
        return browser.showing([statement, *entry.parts, predict, browser.view, verdict, picture])

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


def _predict_button(what):
    return ipw.Button(
        description="Predict", button_style="primary", tooltip=f"Record the prediction and {what}"
    )


def _after(question):
    """What the key asks once the prediction is made; nothing where the answers are not here."""
    found = key_of(question)
    return found.after if found else ""


def _unlock(question, student, entry, verdict, controls):
    given, confidence = entry.read(), entry.confidence()
    if given is None or confidence is None:
        verdict.value = box("Choose a prediction, and say how sure you are.", "range")
        return
    path = store.record_path()
    found = mark(question, given, question.numbers(student), standing(question, path).tried)
    with store.telling() as said:
        recorded = save_attempt(question, path, student, given, found, confidence=confidence)
    for control in controls.values():
        control.disabled = False
    kept = "Recorded." if recorded else "Noted, and not recorded."
    if path is None:
        kept = "Noted; a record is kept only in your own copy of an exercise."
    then = f"Then: {after}" if (after := _after(question)) else ""
    move = "Now move the controls and see whether you were right."
    told = " ".join(filter(None, [kept, *said, move, then]))
    verdict.value = box(told, "handed in")
