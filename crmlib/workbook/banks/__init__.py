"""The question banks, one file a topic; a question's id begins with its bank's name."""

import dataclasses
import difflib
import functools
import importlib
import pkgutil

from crmlib._guard.checks import describe


def bank_names():
    """The names of all banks.

    >>> "rfm" in bank_names()
    True
    """
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


@functools.cache
def bank(name):
    """The questions of a bank, of its exercise, its chapter's labs and quizzes: id to question.

    Parameters
    ----------
    name : str
        Such as ``"rfm"``.
    """
    module = _module(name)
    listed = (*module.QUESTIONS, *module.LABS, *getattr(module, "QUIZ", ()))
    return {question.id: question for question in listed}


def question(id):
    """One question by its id.

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
    return [question for name in bank_names() for question in _module(name).QUESTIONS]


def chapter_of(question):
    """The chapter that teaches a question, such as ``"04-rfm"``; the names of chapters sort in their order."""
    return question.section.partition("#")[0]


def _module(name):
    return importlib.import_module(f"{__name__}.{name}")


def _no_id(given):
    """What is said of something that is no text: the question itself, say, or the answer in its place."""
    known = getattr(vars(given).get("question"), "id", None) if hasattr(given, "__dict__") else None
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
