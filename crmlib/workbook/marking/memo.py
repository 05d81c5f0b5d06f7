"""The keys of questions answered in words: what a machine can say of a text before a person reads it."""

import re
from dataclasses import dataclass

from crmlib._guard.checks import describe
from crmlib.workbook.marking.key import Key, Verdict

# What is said of a memo; the page's script (`exercise-pages.js`) says the same.
SAYS = {
    "range": "Your memo has {length} words; {fewest} to {most} are asked.",
    "wrong": "Your memo holds no number. Say what the decision rests on.",
    "handed in": "Handed in, {length} words. A person reads it for: {rubric}.",
}


@dataclass(frozen=True, kw_only=True, repr=False)
class MemoKey(Key):
    """The key of a short text for a decision maker.

    Parameters
    ----------
    model : str
        A memo that would be marked well, for the solution.
    """

    model: str = ""

    def solution(self, numbers):
        """A memo that would be marked well."""
        return self.model

    def _mark(self, given, numbers, before):
        if not isinstance(given, str):
            return Verdict("unreadable", f"A text is asked; got {describe(given)}.")
        length, (fewest, most) = count_words(given), self.question.words
        number = re.search(r"\d", given)
        stage = "range" if not fewest <= length <= most else "handed in" if number else "wrong"
        return Verdict(stage, said(stage, self.question).replace("{length}", str(length)))


def said(stage, question):
    """What is said of a memo; ``{length}`` stands for its words."""
    fewest, most = question.words
    return SAYS[stage].format(length="{length}", fewest=fewest, most=most, rubric=", ".join(question.rubric))


def count_words(text):
    """Words of a text; each Chinese character counts as one.

    >>> count_words("Mail 120 customers"), count_words("邮寄给客户")
    (3, 5)
    """
    return len(re.findall(r"[\u4e00-\u9fff]|[^\W\u4e00-\u9fff]+(?:[.,'’\-][^\W\u4e00-\u9fff]+)*", text))
