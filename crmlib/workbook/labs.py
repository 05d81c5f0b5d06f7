"""Labs: predict, move, explain. The prediction is recorded before the controls unlock."""

import ipywidgets as ipw

from crmlib.workbook import record
from crmlib.workbook.banks import question as find
from crmlib.workbook.checking import save_attempt
from crmlib.workbook.student import student_id
from crmlib.workbook.widgets import box, choice_entry, html


def lab(id, controls, draw):
    """A lab: a prediction, then controls that redraw a picture, then the question's why.

    Parameters
    ----------
    id : str
        A choice question: the prediction.
    controls : dict
        Argument of `draw` to its ipywidgets control.
    draw : callable
        The controls' values to a picture or a table, shown by itself.

    Returns
    -------
    ipywidgets.VBox
        The lab; its controls are locked until a prediction is made, right or wrong.
    """
    question = find(id)
    entry = choice_entry(question, student_id())
    predict = ipw.Button(
        description="Predict", button_style="primary", tooltip="Record the prediction and unlock the controls"
    )
    verdict = ipw.HTML(box("", ""))
    picture = ipw.interactive_output(draw, controls)
    for control in controls.values():
        control.disabled = True
    predict.on_click(lambda _: _unlock(question, entry, verdict, controls))
    statement = html(question.fill(question.prompt, question.numbers(student_id())))
    return ipw.VBox([statement, *entry.parts, predict, verdict, *controls.values(), picture])


def _unlock(question, entry, verdict, controls):
    given, confidence = entry.read(), entry.confidence()
    if given is None or confidence is None:
        verdict.value = box("Choose a prediction, and say how sure you are.", "range")
        return
    found, path = question.mark(given, question.numbers(student_id())), record.record_path()
    save_attempt(question, path, given, found, confidence)
    for control in controls.values():
        control.disabled = False
    kept = "Recorded." if path else "Noted; a record is kept below work/ only."
    told = f"{kept} Now move the controls and see whether you were right. Then: {question.after}"
    verdict.value = box(told, "handed in")
