"""The keys of questions answered by choosing one option: of any kind, of rival definitions, of lines."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from crmlib._guard.checks import describe
from crmlib.workbook.kinds.questions import spaced
from crmlib.workbook.marking.key import Key, Verdict

LINE = re.compile(r"(?:line\s*)?(\d{1,9})\.?", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, repr=False)
class ChoiceKey(Key):
    """The key of a question with one right option.

    Parameters
    ----------
    answer : str
        The key of the right option.
    whys : mapping
        Key of each option to why it is wrong, or in what sense it is right.
    """

    answer: str
    whys: Mapping[str, str]

    def solution(self, numbers):
        """The key of the right option."""
        return self.answer

    def foreseen(self, numbers):
        """Each wrong option with its why."""
        return [(key, key, self.why(key, numbers)) for key in self.whys if key != self.answer]

    def why(self, key, numbers):
        """Why an option is wrong, or in what sense it is right."""
        return self.whys[key]

    def _mark(self, given, numbers, before):
        asked = self.question
        option = by_words(given, asked.options, asked.fill_with(numbers))
        if option is None:
            return Verdict("unreadable", f"Choose one of {quoted(asked.shuffled())}; got {describe(given)}.")
        why = self.why(option.key, numbers)
        if option.key == self.answer:
            return Verdict("right", " ".join(part for part in ("Right.", why, self.after) if part))
        return Verdict("slip", f"Not this one. {why}", option.key)


@dataclass(frozen=True, kw_only=True, repr=False)
class DefinitionKey(ChoiceKey):
    """The key of a question that asks which of rival definitions fits a use.

    Parameters
    ----------
    values : mapping
        Key of each option to the number that this definition gives: a function of the drawn numbers.
    says : str
        The number in words; ``{}`` stands for it: ``"{:.0f} days"``.
    """

    values: Mapping[str, Callable]
    says: str

    def why(self, key, numbers):
        """The number that the definition gives, then its why."""
        return f"It gives {spaced(self.says.format(self.values[key](**numbers)))}. {self.whys[key]}"


@dataclass(frozen=True, kw_only=True, repr=False)
class AuditKey(ChoiceKey):
    """The key of a question that asks for the wrong line: ``answer`` names it.

    ``whys`` says what is wrong with the wrong line, and why a right line is right.
    """

    def why(self, key, numbers):
        """Why a line is right, or what is wrong with it."""
        return self.whys[key] if key == self.answer else f"This line is right. {self.whys[key]}"

    def _mark(self, given, numbers, before):
        place, lines = _place(given), self.question.options
        if place is not None and not 1 <= place <= len(lines):
            return Verdict("unreadable", f"There are lines 1 to {len(lines)}; got {describe(given)}.")
        return super()._mark(given if place is None else lines[place - 1].key, numbers, before)


def by_words(given, options, fill):
    """The option that was meant: by its key, or by its text as the student reads it."""
    return chosen(given, {fill(option.text): option for option in options} | by_key(options))


def by_key(options):
    """Key to option."""
    return {option.key: option for option in options}


def quoted(options):
    """The keys of options as code gives them."""
    return ", ".join(f'"{option.key}"' for option in options)


def chosen(given, options):
    """The option that was meant: by exact words, else without regard to case, space and kind of minus."""
    if not isinstance(given, str):
        return None
    folded = {_folded(key): value for key, value in options.items()}
    return options.get(given) or folded.get(_folded(given))


def _folded(text):
    """A text as it is compared.

    >>> _folded(" Certain: 1/(1+d−r)") == _folded("certain: 1/(1+d-r)")
    True
    """
    return unicodedata.normalize("NFKC", text).replace("−", "-").replace(" %", "%").casefold().strip()


def _place(given):
    """The number of a line, given as a number, as digits or as "line 4"; None otherwise."""
    if isinstance(given, str) and (words := LINE.fullmatch(given.strip())):
        return int(words[1])
    return given if isinstance(given, int | np.integer) and not isinstance(given, bool) else None
