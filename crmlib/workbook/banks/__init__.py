"""The question banks, one file a topic; a question's id begins with its bank's name."""

import dataclasses
import difflib
import functools
import importlib
import pkgutil


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
    KeyError
        If there is none, with the nearest ids.

    Examples
    --------
    >>> question("rfm.nothing-of-the-kind")
    Traceback (most recent call last):
    crmlib.workbook.banks.UnknownQuestion: there is no question 'rfm.nothing-of-the-kind'
    """
    name, _, place = str(id).partition("@")
    topic = name.partition(".")[0]
    known = bank(topic) if topic in bank_names() else {}
    if name not in known:
        raise UnknownQuestion(id, difflib.get_close_matches(name, list(known), n=3))
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


class UnknownQuestion(KeyError):
    """No bank holds a question of this id."""

    def __init__(self, id, near):
        hint = f"; did you mean {' or '.join(repr(name) for name in near)}?" if near else ""
        super().__init__(f"there is no question {id!r}{hint}")

    def __str__(self):
        return self.args[0]
