"""Questions answered in words and read by a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from crmlib.workbook.kinds.questions import Question

RUBRIC = ("number", "uncertainty", "alternative", "cost of error")
# Of an open task: her own data, or a text in which she finds the flaws.
OPEN_RUBRIC = (
    "what was counted",
    "what is wrong or missing",
    "the number that would settle it",
    "what you would do",
)


@dataclass(frozen=True, kw_only=True, repr=False)
class Memo(Question):
    """A short text for a decision maker.

    Parameters
    ----------
    words : tuple of int
        The fewest and the most words.
    rubric : sequence of str
        What a reader looks for.
    """

    words: tuple = (40, 250)
    rubric: Sequence[str] = RUBRIC

    def statement(self, student=None):
        """The prompt and what a reader looks for."""
        asked = (
            f"Write {self.words[0]} to {self.words[1]} words. A reader looks for: {', '.join(self.rubric)}."
        )
        return f"{super().statement(student)}\n\n{asked}"
