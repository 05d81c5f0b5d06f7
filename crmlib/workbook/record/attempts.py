"""What the record says of a question, and what is added to it: attempts and opened hints."""

import warnings
from dataclasses import replace
from typing import NamedTuple

from crmlib.workbook.kinds.code import Function
from crmlib.workbook.kinds.number import Interval
from crmlib.workbook.kinds.patience import in_spite_of
from crmlib.workbook.marking.key import UNTRIED, Before, is_unnamed
from crmlib.workbook.record import store
from crmlib.workbook.record.keeping import kept

# In this session, also where nothing can be recorded: hints opened, and how often an answer was tried.
_opened, _tried = {}, {}


class Standing(NamedTuple):
    """What the record says of one question, read once.

    Parameters
    ----------
    solved_at : int
        The number of the attempt that solved it; 0 if none did.
    hints : int
        How many hints were opened.
    text : str
        The text that was given last; empty without one.
    tried : Before
        How many answers were given, in all and since the last hint was opened.
    """

    solved_at: int
    hints: int
    text: str
    tried: Before


def standing(question, path, student=None):
    """What a record says of a question, for who gives the next answer."""
    own = history(question, path)
    hints = [entry["hint"] for entry in own if entry.get("event") == "hint"]
    texts = [entry["given"] for entry in own if isinstance(entry.get("given"), str)]
    opened = max([_opened.get((path, question.id), 0), *hints])
    tried = replace(_tried_by(own) if path else _tried.get(question.id, UNTRIED), student=student)
    return Standing(solved_at(own), min(opened, question.number_of_hints), texts[-1] if texts else "", tried)


def history(question, path):
    """The entries of one question, in order."""
    return [
        entry for entry in store.read(path) if entry["question"] == question.id and counts(question, entry)
    ]


def counts(question, entry):
    """Whether an entry is an answer of the exercise.

    A quiz of a chapter is none. A page asks of a function what it gives, and of an interval which one it is:
    another question than code answers.
    """
    where = entry.get("where")
    return where is None or (where == "page" and not isinstance(question, Function | Interval))


def solved_at(entries):
    """The number of the attempt that solved a question; 0 if none did."""
    stages = [entry.get("stage") for entry in entries if entry.get("event") == "attempt"]
    return next((number for number, stage in enumerate(stages, 1) if stage in {"right", "handed in"}), 0)


def save_attempt(question, path, student, given, verdict, hints=0, confidence=None):
    """Append an attempt to the record; a placeholder is no attempt.

    Parameters
    ----------
    question : Question
        What was asked.
    path : Path or None
        The record.
    student : str or None
        By whose numbers the answer was marked.
    given : object
        The answer.
    verdict : Verdict
        What was found.
    hints : int
        How many hints were open.
    confidence : str, optional
        How sure the student was.

    Returns
    -------
    bool
        Whether the attempt stands in the record. If not, or if the answer is not there whole, a
        `RecordWarning` says so.
    """
    if verdict.stage == "placeholder":
        return False
    if path is None:
        _tried[question.id] = _once_more(_tried.get(question.id, UNTRIED), verdict.unnamed)
        return False
    answer = kept(in_spite_of(lambda: question.recorded(given), given))
    if answer.cut and verdict.stage != "unreadable":
        warnings.warn(f"About your answer in the record: {answer.cut}", store.RecordWarning, stacklevel=2)
    which = {} if question.item is None else {"item": question.item}
    return store.append(
        path,
        question=question.id,
        **which,
        version=question.version,
        event="attempt",
        student=student,
        given=answer,
        stage=verdict.stage,
        slip=verdict.slip,
        hints=hints,
        confidence=confidence,
    )


def open_hint(question, path, student):
    """The text of the next hint, recorded as opened; after the last one, the last again."""
    texts = question.hint_texts(student)
    before = standing(question, path)
    opened = min(before.hints + 1, len(texts))
    if path is None and opened > before.hints:
        _tried[question.id] = Before(before.tried.attempts)
    store.append(path, question=question.id, version=question.version, event="hint", hint=opened)
    _opened[path, question.id] = opened
    return f"Hint {opened} of {len(texts)}. {texts[opened - 1]}"


def forget():
    """Forget what was opened and tried in this session."""
    _opened.clear()
    _tried.clear()


def _tried_by(entries):
    """How often a question was tried, in all and since another hint was opened."""
    tried, opened = UNTRIED, 0
    for entry in entries:
        if entry.get("event") == "attempt":
            tried = _once_more(tried, is_unnamed(entry.get("stage"), entry.get("slip")))
        elif entry.get("event") == "hint" and (entry["hint"] or 0) > opened:
            tried, opened = Before(tried.attempts), entry["hint"]
    return tried


def _once_more(tried, unnamed):
    """How often a question was tried after another answer."""
    return Before(tried.attempts + 1, tried.since_hint + 1, tried.unnamed + 1 if unnamed else 0)
