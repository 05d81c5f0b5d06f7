"""What is said after an answer that is not right: the next hint, or where to read again and what is open."""

from crmlib.workbook.banks import chapter_of, exercise_questions
from crmlib.workbook.record import store
from crmlib.workbook.record.attempts import solved_at
from crmlib.workbook.record.sections import section_of

UNNAMED = 3  # answers in a row whose error nothing explains; then the next hint is named
_NO_ANSWER = {"placeholder", "kept"}


def way_on(question, verdict, known, path, call=""):
    """The words that follow a verdict.

    Parameters
    ----------
    question : Question
        What was asked.
    verdict : Verdict
        What was found.
    known : Standing
        What the record said before this answer.
    path : Path or None
        The record.
    call : str
        How a hint is opened, where no button does it; it is told every time.

    Returns
    -------
    str
        Inline Markdown; empty if there is nothing to say.
    """
    if verdict.right:
        return ""
    if known.hints < question.number_of_hints:
        return _to_the_hint(question, verdict, known, call)
    if verdict.stage in _NO_ANSWER:
        return ""
    return " ".join(filter(None, [_read_again(question), _still_open(question, path)]))


def _to_the_hint(question, verdict, known, call):
    """How the next hint is opened; with a reason after some answers that nothing explains."""
    how = f"For the next hint: {call}." if call else ""
    in_a_row = known.tried.unnamed + 1 if verdict.unnamed else 0
    if in_a_row < UNNAMED:
        return how
    why = (
        f"For {in_a_row} answers in a row nothing here could say what went wrong. "
        f"Hint {known.hints + 1} of {question.number_of_hints} takes you further."
    )
    return " ".join(filter(None, [why, how]))


def _read_again(question):
    chapter, _, label = question.section.partition("#")
    found = section_of(question)
    if not found.link:
        return f"All hints are open. Read again: section {label} of chapter {chapter}."
    return f"All hints are open. Read again: [{found.heading}]({found.link})."


def _still_open(question, path):
    """The next question of the exercise that is not solved, after this one or from the start."""
    ids = [one for one in _after(question) if path and one.id not in _solved(path)]
    return f"Or go on and come back: still open is “{ids[0].title}” (`{ids[0].id}`)." if ids else ""


def _after(question):
    """The other questions of the exercise in which a question is asked, in order, those behind it first."""
    exercise = question.id.partition("@")[2] or chapter_of(question)
    listed = exercise_questions(exercise)
    place = next((at for at, one in enumerate(listed, 1) if one.id == question.id), 0)
    return [one for one in [*listed[place:], *listed[:place]] if one.id != question.id]


def _solved(path):
    """The ids that a record holds a right answer to."""
    entries = {}
    for entry in store.read(path):
        entries.setdefault(entry["question"], []).append(entry)
    return {id for id, own in entries.items() if solved_at(own)}
