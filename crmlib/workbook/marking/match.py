"""The keys of questions answered by filling a table: for each row one option."""

import difflib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from crmlib._guard.checks import describe
from crmlib.workbook.marking.choice import chosen
from crmlib.workbook.marking.key import Key, Verdict


@dataclass(frozen=True, kw_only=True, repr=False)
class MatchKey(Key):
    """The key of a table to fill: for each row one option.

    Parameters
    ----------
    answer : mapping
        Row to its right option.
    slips : mapping
        ``(row, wrong option)`` to the message.
    """

    answer: Mapping[str, str]
    slips: Mapping = field(default_factory=dict)

    def solution(self, numbers):
        """Row to its right option."""
        return dict(self.answer)

    def foreseen(self, numbers):
        """Each foreseen wrong cell in a table that is right otherwise."""
        return [
            (f"{row}: {option}", {**self.answer, row: option}, message)
            for (row, option), message in self.slips.items()
        ]

    def _mark(self, given, numbers, before):
        problem, filled = self._read(given)
        if problem:
            return Verdict("unreadable", problem)
        wrong = [row for row in self.answer if filled[row] != self.answer[row]]
        if not wrong:
            return self._right(numbers)
        count = self.count(len(self.answer) - len(wrong))
        for row in wrong:
            if message := self.slips.get((row, filled[row])):
                return Verdict("slip", f"{count} {self.at(row, message)}", f"{row}: {filled[row]}")
        return Verdict("wrong", f"{count} {self.again(wrong[0])}")

    def count(self, right):
        """How many rows are right, in a sentence."""
        return f"{right} of {len(self.answer)} rows {'is' if right == 1 else 'are'} right."

    @staticmethod
    def at(row, message):
        """The message of a foreseen wrong cell, with its row."""
        return f"Look at “{row}”. {message}"

    @staticmethod
    def again(row):
        """The first wrong row, of which nothing was foreseen."""
        return f"Look again at “{row}”."

    def _read(self, given):
        """A sentence on what is wrong with the filled table (or None), and the table as a dictionary."""
        given = (
            given.to_dict() if hasattr(given, "to_dict") and not hasattr(type(given), "columns") else given
        )
        if not isinstance(given, Mapping):
            return f"A dictionary is asked, from each row to its option; got {describe(given)}.", {}
        filled = {
            row: chosen(given.get(row, ...), _with_names(self.question.choices())) for row in self.answer
        }
        for row in self.answer:
            if row not in given:
                return f"The row “{row}” is missing.{_nearest(row, given.keys() - self.answer.keys())}", {}
            if filled[row] is None:
                options = ", ".join(f'"{option}"' for option in self.question.choices())
                return f"The row “{row}” must hold one of {options}; got {describe(given[row])}.", {}
        return None, filled


def _with_names(options):
    """Options by their own words, and by each name of theirs that only one has."""
    every = [(name, option) for option in options for name in _names(option)]
    once = Counter(name for name, _ in every)
    return {name: option for name, option in every if once[name] == 1} | {each: each for each in options}


def _names(option):
    """What else an option may be called: the words before its colon or its bracket, and the Chinese in it.

    >>> _names("service (服务)"), _names("now: (1+d)/(1+d−r)"), _names("everyone (all of us)"), _names("lost")
    (['service', '服务'], ['now'], ['everyone'], [])
    """
    head, colon, _ = option.partition(":")
    bracket = re.fullmatch(r"(.+) \(([^()]*)\)", head)
    inside = re.fullmatch(r".*[一-鿿].*", bracket[2]) if bracket else None
    return [
        *([head] if colon else []),
        *([bracket[1]] if bracket else []),
        *([inside[0]] if inside else []),
    ]


def _nearest(row, given):
    near = difflib.get_close_matches(row, [str(key) for key in given], n=1)
    return f" Did you mean it by “{near[0]}”?" if near else ""
