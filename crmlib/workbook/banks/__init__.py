"""The question banks, one file a topic: what is asked. A question's id begins with its bank's name.

The answers lie apart, in `crmlib.workbook.keys`, so that these files can be handed out without them.
"""

import dataclasses
import difflib
import functools

from crmlib._guard.checks import describe
from crmlib.workbook.kinds.bank_folders import BankError, files_of, load


def bank_names():
    """The names of all banks, private ones among them where ``CRMLIB_BANKS`` names their folder.

    >>> "rfm" in bank_names()
    True
    """
    return sorted(files_of("banks"))


def bank(name):
    """The questions of a bank, of its exercise, its chapter's labs and quizzes: id to question.

    Parameters
    ----------
    name : str
        Such as ``"rfm"``.
    """
    return _listed(load("banks", name))


def question(id):
    """One question by its id: what is asked, without the answer.

    Parameters
    ----------
    id : str
        Such as ``"rfm.recency"``; ``"rfm.recency@05-clv"`` is the same question with the fresh numbers
        that it has when it is asked again in the exercise of chapter 5.

    Raises
    ------
    UnknownQuestion
        If there is none, with the nearest ids of all banks.

    Examples
    --------
    >>> question("rfm.nothing-of-the-kind")
    Traceback (most recent call last):
    crmlib.workbook.banks.UnknownQuestion: there is no question 'rfm.nothing-of-the-kind'
    """
    if type(id) is not str:
        raise UnknownQuestion(_no_id(id))
    name, _, place = id.partition("@")
    topic = name.partition(".")[0]
    known = bank(topic) if topic in bank_names() else {}
    if name not in known:
        raise UnknownQuestion(f"there is no question {id!r}{_or_nearest(name)}")
    return dataclasses.replace(known[name], id=f"{name}@{place}") if place else known[name]


def exercise_questions(exercise):
    """The questions of one exercise, such as ``"04-rfm"``, in order."""
    return [question for question in all_exercise_questions() if chapter_of(question) == exercise]


def all_exercise_questions():
    """The questions of all exercises, bank by bank."""
    return [question for name in bank_names() for question in load("banks", name).QUESTIONS]


def chapter_of(question):
    """The chapter that teaches a question, such as ``"04-rfm"``; the names of chapters sort in their order."""
    return question.section.partition("#")[0]


@functools.cache
def _listed(module):
    """The questions that a module lists, by their ids, each of which begins with its name and stands there once."""
    name = module.__name__.rpartition(".")[2]
    if not hasattr(module, "QUESTIONS"):
        raise BankError(
            f"{module.__file__} lists no QUESTIONS, the questions of its exercise in their order."
        )
    listed = [one for part in ("QUESTIONS", "LABS", "QUIZ") for one in getattr(module, part, ())]
    found = {one.id: one for one in listed}
    for one in listed:
        if not one.id.startswith(f"{name}."):
            raise BankError(
                f"{module.__file__}: the id {one.id} must begin with {name}, the name of its bank."
            )
        if found[one.id] is not one:
            raise BankError(f"{module.__file__}: two questions have the id {one.id}.")
    return found


def _no_id(given):
    """What is said of something that is no text: the question itself, say, or the answer in its place."""
    known = getattr(vars(given).get("_question"), "id", None) if hasattr(given, "__dict__") else None
    if known:
        return f'a question is named by its id: write "{known}" in place of the question itself'
    return f'a question is named by its id, a text such as "rfm.recency"; got {describe(given)}'


def _or_nearest(name):
    """The ids of all banks that may have been meant, as the end of a sentence; capitals do not count."""
    ids = [id for topic in bank_names() for id in bank(topic)]
    wanted = name.casefold()
    near = difflib.get_close_matches(wanted, ids, n=3)
    near += [id for id in ids if id.partition(".")[2] == wanted and id not in near]
    return f"; did you mean {' or '.join(repr(id) for id in near[:3])}?" if near else ""


class UnknownQuestion(KeyError):
    """No bank holds a question of this id; it shows as one plain sentence, without a traceback."""

    def __str__(self):
        return self.args[0]

    def _render_traceback_(self):
        return [str(self)]
