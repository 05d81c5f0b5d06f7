"""Checking an answer from code, recording it, and opening hints one by one."""

import re

from crmlib.workbook.banks import question as find
from crmlib.workbook.record import store
from crmlib.workbook.record.attempts import hints_opened, history, save_attempt, save_hint, solved_at
from crmlib.workbook.record.student import student_id


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
        One or two sentences, if the answer is right.

    Raises
    ------
    NotYet
        If it is not: one sentence that says how, and how to open the next hint.
    """
    question, path = find(id), store.record_path()
    verdict = question.mark(given, question.numbers(student_id()))
    if verdict.stage == "placeholder" and (solved := _solved(question, path)):
        return Feedback(f"Solved already, at attempt {solved}.")
    save_attempt(question, path, given, verdict)
    if not verdict.right:
        raise NotYet(plain(f"{verdict.message} {_offer(question, path)}".strip()))
    return Feedback(verdict.message)


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
    question, path = find(id), store.record_path()
    return Feedback(open_hint(question, path))


def open_hint(question, path):
    """The text of the next hint, recorded as opened; after the last one, the last again."""
    texts = question.hint_texts(student_id())
    opened = min(hints_opened(question, path) + 1, len(texts))
    save_hint(question, path, opened)
    return f"Hint {opened} of {len(texts)}. {texts[opened - 1]}"


def plain(text):
    """Inline Markdown as plain text.

    >>> plain("Column `recency`: **3 of 5** rows")
    'Column recency: 3 of 5 rows'
    """
    return re.sub(r"`([^`]*)`", r"\1", text.replace("**", "").replace("\\$", "$"))


def _solved(question, path):
    return solved_at(history(question, path))


def _offer(question, path):
    left = len(question.hints) - hints_opened(question, path)
    return f'For the next hint: hint("{question.id}").' if left > 0 else ""
