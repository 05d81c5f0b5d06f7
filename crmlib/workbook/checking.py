"""Checking an answer from code and opening hints one by one: the door to marking and to the record."""

import re

from crmlib.workbook.banks import UnknownQuestion
from crmlib.workbook.banks import question as find
from crmlib.workbook.kinds.patience import in_spite_of
from crmlib.workbook.marking import mark
from crmlib.workbook.marking.key import Verdict
from crmlib.workbook.record import store
from crmlib.workbook.record.attempts import open_hint, save_attempt, standing
from crmlib.workbook.record.keeping import type_name
from crmlib.workbook.record.student import student_id
from crmlib.workbook.record.told import notice


class NotYet(Exception):
    """An answer that is not right yet; it shows as one plain sentence, without a traceback."""

    def _render_traceback_(self):
        return [str(self)]


class Feedback(str):
    """A sentence for the student, shown without quotes."""

    def __repr__(self):
        return plain(self)

    def _repr_markdown_(self):
        return str(self)


def check(id, given=...):
    """Check an answer, record the attempt and say what was found.

    Parameters
    ----------
    id : str
        The question, such as ``"rfm.recency"``.
    given : object
        The answer.

    Returns
    -------
    Feedback
        One or two sentences, if the answer is right, or only kept because the answers are not here. Where the
        attempt could not be recorded, or nothing is recorded, it says so.

    Raises
    ------
    NotYet
        If it is not: one sentence that says how, and how to open the next hint.
    UnknownQuestion
        If there is no such question: one sentence with the nearest ids.
    """
    question = _first(id, given)
    with store.telling() as said:
        student = student_id()
        verdict, offer = _attempt(question, student, given)
    message = " ".join(filter(None, [verdict.message, offer, *said, notice("check", student)]))
    if not verdict.right and verdict.stage != "kept":
        raise NotYet(plain(message))
    return Feedback(message)


def hint(id):
    """Open the next hint of a question.

    Parameters
    ----------
    id : str
        The question.

    Returns
    -------
    Feedback
        The hint; after the last one, the last again.
    """
    question = find(id)
    with store.telling() as said:
        text = open_hint(question, store.record_path(), student_id())
    return Feedback(" ".join([text, *said]))


def plain(text):
    """Inline Markdown as plain text.

    >>> plain("Column `recency`: **3 of 5** rows")
    'Column recency: 3 of 5 rows'
    """
    return re.sub(r"`([^`]*)`", r"\1", text.replace("**", "").replace("\\$", "$"))


def _first(id, given):
    """The question whose id comes first, as it should."""
    try:
        return find(id)
    except UnknownQuestion:
        if type(id) is not str and type(given) is str and _is_known(given):
            raise UnknownQuestion(f'the id comes first: write check("{given}", ...)') from None
        raise


def _is_known(id):
    try:
        return bool(find(id))
    except UnknownQuestion:
        return False


def _attempt(question, student, given):
    """The verdict on an answer, which is recorded, and the offer of the next hint."""
    path = store.record_path()
    before = standing(question, path, student)
    verdict = _marked(question, given, question.numbers(student), before.tried)
    if verdict.stage == "placeholder" and before.solved_at:
        return Verdict("right", f"Solved already, at attempt {before.solved_at}."), ""
    save_attempt(question, path, student, given, verdict, before.hints)
    more = not verdict.right and question.number_of_hints > before.hints
    return verdict, f'For the next hint: hint("{question.id}").' if more else ""


def _marked(question, given, numbers, tried):
    """The verdict on any object: whatever its methods raise ends in a sentence."""
    unreadable = Verdict("unreadable", f"This {type_name(given)} cannot be read as an answer.")
    return in_spite_of(lambda: mark(question, given, numbers, tried), unreadable)
