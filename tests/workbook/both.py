"""A question and its key as one, for tests that look at both."""

import dataclasses
import functools

from crmlib.workbook import banks, marking
from crmlib.workbook.kinds.code import Decision, Function, Value
from crmlib.workbook.kinds.number import Interval, Number
from crmlib.workbook.marking.key import UNTRIED


class Both:
    """What the key says, and where it says nothing, what the statement does."""

    def __init__(self, question, key):
        self.question, self.key = question, key

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.key if hasattr(self.key, name) else self.question, name)

    def __repr__(self):
        return repr(self.question)

    @property
    def id(self):
        """With the exercise in which it is asked again, which the key does not know."""
        return self.question.id

    def mark(self, given, numbers, before=UNTRIED):
        return self.key.mark(given, numbers, before)

    def changed(self, **fields):
        """The same with other fields, each of the part that has it."""
        own = {field.name for field in dataclasses.fields(self.question)}
        statement = {name: value for name, value in fields.items() if name in own}
        answers = {name: value for name, value in fields.items() if name not in own}
        question = dataclasses.replace(self.question, **statement)
        return Both(question, dataclasses.replace(self.key, question=question, **answers))


def both(id):
    """The question of an id with its key; ``"clv.slide~1"`` is the first further item of a pool."""
    name, _, item = id.partition("~")
    question = banks.question(name).with_item(int(item or 0))
    return Both(question, marking.key_of(question))


@functools.cache
def remembering(id):
    """The question with its key, whose answer and slips are worked out once for each student's numbers."""
    asked = both(id)
    if isinstance(asked.question, Function):
        return asked
    fields = {field.name for field in dataclasses.fields(asked.key)}
    changes = {name: getattr(asked.key, name) for name in {"answer", "profit", "policy", "where"} & fields}
    changes = {name: _remembered(function) for name, function in changes.items() if callable(function)}
    if isinstance(asked.question, Number | Value | Decision | Interval):
        changes["slips"] = [dataclasses.replace(slip, wrong=_remembered(slip.wrong)) for slip in asked.slips]
    return Both(asked.question, dataclasses.replace(asked.key, **changes))


def _remembered(function):
    """A function of drawn numbers that is worked out once for each (a table counts by its identity)."""
    known = {}

    def remembering(**numbers):
        key = tuple(id(value) if hasattr(value, "columns") else value for value in numbers.values())
        if key not in known:
            known[key] = function(**numbers), numbers
        return known[key][0]

    return remembering
