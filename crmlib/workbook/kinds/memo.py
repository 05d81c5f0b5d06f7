"""Questions answered in words and read by a person."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crmlib._guard.checks import describe
from crmlib.workbook.kinds.questions import Question, Verdict

RUBRIC = ("number", "uncertainty", "alternative", "cost of error")


@dataclass(frozen=True, kw_only=True)
class Memo(Question):
    """A short text for a decision maker.

    Parameters
    ----------
    words : tuple of int
        The fewest and the most words.
    rubric : sequence of str
        What a reader looks for.
    model : str
        A memo that would be marked well, for the solution.
    """

    words: tuple = (40, 250)
    rubric: Sequence[str] = RUBRIC
    model: str = ""

    def solution(self, numbers):
        """A memo that would be marked well."""
        return self.model

    def statement(self, student=None):
        """The prompt and what a reader looks for."""
        asked = (
            f"Write {self.words[0]} to {self.words[1]} words. A reader looks for: {', '.join(self.rubric)}."
        )
        return f"{super().statement(student)}\n\n{asked}"

    def _mark(self, given, numbers):
        if not isinstance(given, str):
            return Verdict("unreadable", f"A text is asked; got {describe(given)}.")
        length = count_words(given)
        if not self.words[0] <= length <= self.words[1]:
            return Verdict(
                "range", f"Your memo has {length} words; {self.words[0]} to {self.words[1]} are asked."
            )
        if not re.search(r"\d", given):
            return Verdict("wrong", "Your memo holds no number. Say what the decision rests on.")
        return Verdict(
            "handed in", f"Handed in, {length} words. A person reads it for: {', '.join(self.rubric)}."
        )


def count_words(text):
    """Words of a text; each Chinese character counts as one.

    >>> count_words("Mail 120 customers"), count_words("邮寄给客户")
    (3, 5)
    """
    return len(re.findall(r"[\u4e00-\u9fff]|[^\W\u4e00-\u9fff]+(?:[.,'’\-][^\W\u4e00-\u9fff]+)*", text))
