"""The question banks, one file a topic; a question's id begins with its bank's name."""

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
    """The questions of a bank, of its exercise and of its chapter's labs: id to question.

    Parameters
    ----------
    name : str
        Such as ``"rfm"``.
    """
    module = _module(name)
    return {question.id: question for question in (*module.QUESTIONS, *module.LABS)}


def question(id):
    """One question by its id.

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
    topic = str(id).partition(".")[0]
    known = bank(topic) if topic in bank_names() else {}
    if id not in known:
        raise UnknownQuestion(id, difflib.get_close_matches(str(id), list(known), n=3))
    return known[id]


def exercise_questions(exercise):
    """The questions of one exercise, such as ``"04-rfm"``, in order."""
    questions = [question for name in bank_names() for question in _module(name).QUESTIONS]
    return [question for question in questions if question.section.startswith(f"{exercise}#")]


def _module(name):
    return importlib.import_module(f"{__name__}.{name}")


class UnknownQuestion(KeyError):
    """No bank holds a question of this id."""

    def __init__(self, id, near):
        hint = f"; did you mean {' or '.join(repr(name) for name in near)}?" if near else ""
        super().__init__(f"there is no question {id!r}{hint}")

    def __str__(self):
        return self.args[0]
