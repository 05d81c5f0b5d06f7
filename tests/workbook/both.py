"""A question and its key as one, for tests that look at both."""

import dataclasses

from crmlib.workbook import banks, marking
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
    """The question of an id with its key."""
    return Both(banks.question(id), marking.key(id))
