"""Questions answered by choosing: one option, or one option for each row of a table."""

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crmlib._guard.checks import describe
from crmlib.workbook.kinds.draws import generator
from crmlib.workbook.kinds.questions import BOOK, Question, Verdict


@dataclass(frozen=True)
class Option:
    """One option of a choice.

    Parameters
    ----------
    key : str
        What code gives to choose it.
    text : str
        What the student reads.
    why : str
        Why it is wrong, or in what sense it is right.
    """

    key: str
    text: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Choice(Question):
    """A question with one right option.

    Parameters
    ----------
    options : sequence of Option
        Shuffled for each student.
    answer : str
        The key of the right option.
    """

    options: Sequence[Option]
    answer: str

    def solution(self, numbers):
        """The key of the right option."""
        return self.answer

    def foreseen(self, numbers):
        """Each wrong option with its why."""
        return [
            (option.key, option.key, self.why(option, numbers))
            for option in self.options
            if option.key != self.answer
        ]

    def shuffled(self, student=None):
        """The options in a student's own order."""
        return shuffle(self.options, self.id, student)

    def why(self, option, numbers):
        """Why an option is wrong, or in what sense it is right."""
        return option.why

    def attributes(self, student=None):
        """The keys of the options."""
        return {"options": [option.key for option in self.shuffled(student)]}

    def statement(self, student=None):
        """The prompt and the options, as Markdown."""
        options = [
            f"- `{option.key}`: {self.fill(option.text, self.numbers(student))}"
            for option in self.shuffled(student)
        ]
        return "\n".join([super().statement(student), "", *options])

    def _mark(self, given, numbers):
        option = by_words(given, self.options, self.fill_with(numbers))
        if option is None:
            return Verdict("unreadable", f"Choose one of {quoted(self.shuffled())}; got {describe(given)}.")
        why = self.why(option, numbers)
        if option.key == self.answer:
            return Verdict("right", " ".join(part for part in ("Right.", why, self.after) if part))
        return Verdict("slip", f"Not this one. {why}", option.key)


@dataclass(frozen=True, kw_only=True)
class Match(Question):
    """A table to fill: for each row one option.

    Parameters
    ----------
    answer : mapping
        Row to its right option.
    options : sequence of str, optional
        What may be chosen; the right options themselves if not given.
    slips : mapping
        ``(row, wrong option)`` to the message.
    """

    answer: Mapping[str, str]
    options: Sequence[str] = ()
    slips: Mapping = field(default_factory=dict)

    def solution(self, numbers):
        """Row to its right option."""
        return dict(self.answer)

    def choices(self, student=None):
        """The options in a student's own order, each once."""
        return shuffle(list(dict.fromkeys(self.options or self.answer.values())), self.id, student)

    def foreseen(self, numbers):
        """Each foreseen wrong cell in a table that is right otherwise."""
        return [
            (f"{row}: {option}", {**self.answer, row: option}, message)
            for (row, option), message in self.slips.items()
        ]

    def attributes(self, student=None):
        """The rows and the options."""
        return {"rows": list(self.answer), "options": self.choices(student)}

    def statement(self, student=None):
        """The prompt, the rows and the options, as Markdown."""
        rows = [f"- {row}" for row in self.answer]
        options = ", ".join(f"`{option}`" for option in self.choices(student))
        return "\n".join([super().statement(student), "", *rows, "", f"Options: {options}."])

    def _mark(self, given, numbers):
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
        filled = {row: _chosen(given.get(row, ...), _with_names(self.choices())) for row in self.answer}
        for row in self.answer:
            if row not in given:
                return f"The row “{row}” is missing.{_nearest(row, given.keys() - self.answer.keys())}", {}
            if filled[row] is None:
                options = ", ".join(f'"{option}"' for option in self.choices())
                return f"The row “{row}” must hold one of {options}; got {describe(given[row])}.", {}
        return None, filled


def shuffle(options, id, student):
    """Options in a student's own order, the same on every call."""
    return generator("options", student or BOOK, id).sample(options, len(options))


def by_words(given, options, fill):
    """The option that was meant: by its key, or by its text as the student reads it."""
    return _chosen(given, {fill(option.text): option for option in options} | by_key(options))


def by_key(options):
    """Key to option."""
    return {option.key: option for option in options}


def quoted(options):
    """The keys of options as code gives them."""
    return ", ".join(f'"{option.key}"' for option in options)


def _chosen(given, options):
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


def _with_names(options):
    """Options by their own words, and by each name of theirs that only one has."""
    every = [(name, option) for option in options for name in _names(option)]
    once = Counter(name for name, _ in every)
    return {name: option for name, option in every if once[name] == 1} | {each: each for each in options}


def _names(option):
    """What else an option may be called: the words before its colon, its English half, its Chinese half.

    >>> _names("service (服务)"), _names("now: (1+d)/(1+d−r)"), _names("lost")
    (['service', '服务'], ['now'], [])
    """
    head, colon, _ = option.partition(":")
    halves = re.fullmatch(r"(.+) \(([^()]*[一-鿿][^()]*)\)", head)
    return [*([head] if colon else []), *(halves.groups() if halves else [])]


def _nearest(row, given):
    near = difflib.get_close_matches(row, [str(key) for key in given], n=1)
    return f" Did you mean it by “{near[0]}”?" if near else ""
