"""What a question is: one definition, from which the widget, the page and the check are made."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from crmlib.workbook.kinds.draws import generator

BOOK = "book"
MOST_DRAWS = 1_000


@dataclass(frozen=True)
class Slip:
    """A wrong answer that was foreseen.

    Parameters
    ----------
    wrong : callable
        The question's numbers to the wrong answer.
    message : str
        "This is the number you get if …", then what to look at again. It never gives the answer.
    because : str
        Where this error was met: a source, a paper, an issue thread, an observed answer.
    """

    wrong: Callable
    message: str
    because: str


@dataclass(frozen=True)
class Twin:
    """The last hint: the same question with other numbers, solved line by line.

    Parameters
    ----------
    lines : callable
        Numbers to text.
    """

    lines: Callable


@dataclass(frozen=True)
class Verdict:
    """What a check found.

    Parameters
    ----------
    stage : str
        The stage of the check that spoke: ``"placeholder"``, ``"unreadable"``, ``"range"``, ``"slip"``,
        ``"close"``, ``"wrong"``, ``"right"`` or ``"handed in"``.
    message : str
        What the student reads (inline Markdown).
    slip : int or str, optional
        Which foreseen error it was.
    """

    stage: str
    message: str
    slip: object = None

    @property
    def right(self):
        """Whether the question is done."""
        return self.stage in {"right", "handed in"}


@dataclass(frozen=True, kw_only=True)
class Question:
    """What all kinds of question share.

    Parameters
    ----------
    id : str
        ``"topic.name"``; the topic names the bank.
    section : str
        The section that teaches it, as ``"04-rfm#heading"``.
    title : str
        A few words for the record of progress.
    prompt : str
        What is asked (Markdown); ``{name}`` stands for a drawn number.
    hints : sequence of str or Twin
        Opened one by one; the last is a worked twin.
    draws : mapping
        Name to what is drawn (`crmlib.workbook.kinds.draws`).
    where : callable, optional
        Numbers to whether they will do; others are drawn again.
    means : str or callable
        One sentence that reads the right answer in business terms.
    after : str
        A question to think on, once the answer is right.
    core : bool
        Whether it is core or optional.
    """

    id: str
    section: str
    title: str
    prompt: str
    hints: Sequence
    draws: Mapping = field(default_factory=dict)
    where: Callable | None = None
    means: str | Callable = ""
    after: str = ""
    core: bool = True

    @property
    def version(self):
        """Eight characters that change when the wording does."""
        return hashlib.sha256(f"{self.title}|{self.prompt}".encode()).hexdigest()[:8]

    def numbers(self, student=None):
        """The numbers of one student (None: the book's own).

        Returns
        -------
        dict
            Name to drawn value; the same on every call and every machine.
        """
        return self._draw(generator(student or BOOK, self.id))

    def twin_numbers(self, student=None):
        """Numbers for the worked twin, other than the student's own."""
        return self._draw(generator("twin", student or BOOK, self.id), unlike=self.numbers(student))

    def statement(self, student=None):
        """The prompt with a student's numbers (None: the book's own), as Markdown."""
        return self.fill(self.prompt, self.numbers(student))

    def hint_texts(self, student=None):
        """The hints in order, as Markdown, filled with a student's numbers."""
        return [self._hint(hint, student) for hint in self.hints]

    def mark(self, given, numbers):
        """Check an answer, stage by stage; the first stage that applies speaks.

        Parameters
        ----------
        given : object
            What the student gave; nothing makes this raise.
        numbers : dict
            The student's numbers.

        Returns
        -------
        Verdict
        """
        if given is ... or given is None or (isinstance(given, str) and not given.strip()):
            return Verdict(
                "placeholder",
                "This still holds the placeholder. Put your answer in its place.",
            )
        try:
            return self._mark(given, numbers)
        except Exception as problem:  # a student may give any object, and any operation on it may fail
            kind = type(given).__name__
            return Verdict("unreadable", f"This {kind} cannot be read as an answer ({problem}).")

    def solution(self, numbers):
        """The right answer for some numbers."""
        raise NotImplementedError

    def foreseen(self, numbers):
        """The wrong answers that were foreseen: name, what a student would give, message."""
        return [
            (index, slip.wrong(**numbers), slip.message)
            for index, slip in enumerate(getattr(self, "slips", ()))
        ]

    def recorded(self, given):
        """What the record keeps of an answer."""
        return given

    def attributes(self, student=None):
        """What the asked question gives beside its numbers: attribute to value."""
        return {}

    def _mark(self, given, numbers):
        raise NotImplementedError

    def _right(self, numbers):
        means = self.means(**numbers) if callable(self.means) else self.fill(self.means, numbers)
        return Verdict("right", " ".join(part for part in ("Right.", spaced(means), self.after) if part))

    def _draw(self, rng, unlike=None):
        for _ in range(MOST_DRAWS):
            drawn = {name: draw.draw(rng) for name, draw in self.draws.items()}
            if self.where and not self.where(**drawn):
                continue
            if unlike is None or not self.draws or self._is_other(drawn, unlike):
                return drawn
        raise RuntimeError(f"{self.id}: `where` refuses all of {MOST_DRAWS} draws")

    def _is_other(self, drawn, known):
        """Whether drawn numbers make another question than known ones."""
        return not _same(drawn, known)

    def fill(self, text, numbers):
        """A text with numbers in its places, each shown with its unit."""
        shown = {name: self.draws[name].show(value) for name, value in numbers.items()}
        return spaced(text.format(**shown))

    def fill_with(self, numbers):
        """`fill` for these numbers."""
        return lambda text: self.fill(text, numbers)

    def _hint(self, hint, student):
        if isinstance(hint, Twin):
            return spaced(hint.lines(**self.twin_numbers(student)))
        return self.fill(hint, self.numbers(student))


def spaced(text):
    """A text in which a blank stands before each per cent sign, as everywhere in the book.

    >>> spaced("78.5% of 200 buyers are 157; 12 % are 24")
    '78.5 % of 200 buyers are 157; 12 % are 24'
    """
    return re.sub(r"(?<=\d)%", " %", text)


def _same(drawn, other):
    return all(_equal(drawn[name], other[name]) for name in drawn)


def _equal(left, right):
    return left.equals(right) if hasattr(left, "equals") else left == right
