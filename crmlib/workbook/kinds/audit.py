"""Questions answered by finding the wrong line in a slide, a table or a calculation."""

import re
from dataclasses import dataclass

import numpy as np

from crmlib._guard.checks import describe
from crmlib.workbook.kinds.choice import Choice
from crmlib.workbook.kinds.questions import Question, Verdict, spaced

LINE = re.compile(r"(?:line\s*)?(\d{1,9})\.?", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Audit(Choice):
    """One line is wrong: which?

    Parameters
    ----------
    options : sequence of Option
        The lines, in their order, which is kept. A line's ``text`` may be a function of the drawn numbers.
        ``why`` says what is wrong with the wrong line, and why a right line is right.
    answer : str
        The key of the wrong line.
    """

    def shuffled(self, student=None):
        """The lines in their own order."""
        return list(self.options)

    def fill(self, text, numbers):
        """A text with numbers in its places; a line that is a function is called."""
        return spaced(text(**numbers)) if callable(text) else super().fill(text, numbers)

    def attributes(self, student=None):
        """The keys of the lines."""
        return {"lines": [line.key for line in self.options]}

    def statement(self, student=None):
        """The prompt and the numbered lines, as Markdown."""
        numbers = self.numbers(student)
        lines = [
            f"{place}. {self.fill(line.text, numbers)} (`{line.key}`)"
            for place, line in enumerate(self.options, start=1)
        ]
        return "\n".join([Question.statement(self, student), "", *lines])

    def _mark(self, given, numbers):
        place = _place(given)
        if place is not None and not 1 <= place <= len(self.options):
            lines = f"There are lines 1 to {len(self.options)}"
            return Verdict("unreadable", f"{lines}; got {describe(given)}.")
        return super()._mark(given if place is None else self.options[place - 1].key, numbers)

    def why(self, option, numbers):
        """Why a line is right, or what is wrong with it."""
        return option.why if option.key == self.answer else f"This line is right. {option.why}"


def _place(given):
    """The number of a line, given as a number, as digits or as "line 4"; None otherwise."""
    if isinstance(given, str) and (words := LINE.fullmatch(given.strip())):
        return int(words[1])
    return given if isinstance(given, int | np.integer) and not isinstance(given, bool) else None
