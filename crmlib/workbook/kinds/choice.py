"""Questions answered by choosing: one option, several, or one for each row of a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from crmlib.workbook.kinds.draws import BOOK, generator
from crmlib.workbook.kinds.questions import Question, spaced


@dataclass(frozen=True)
class Option:
    """One option of a choice.

    Parameters
    ----------
    key : str
        What code gives to choose it.
    text : str
        What the student reads.
    """

    key: str
    text: str


@dataclass(frozen=True, kw_only=True, repr=False)
class WithOptions(Question):
    """What all questions share that show options.

    Parameters
    ----------
    options : sequence of Option
        As the book shows them, in an order that says nothing; shuffled for each student.
    """

    options: Sequence[Option]

    def shuffled(self, student=None):
        """The options in a student's own order."""
        return shuffle(self.options, self.id, student)

    def attributes(self, student=None):
        """The keys of the options."""
        return {"options": [option.key for option in self.shuffled(student)]}

    def statement(self, student=None):
        """The prompt and the options, as Markdown."""
        return "\n".join([super().statement(student), "", *self._listed(student)])

    def _listed(self, student):
        fill = self.fill_with(self.numbers(student))
        return [f"- `{option.key}`: {fill(option.text)}" for option in self.shuffled(student)]


@dataclass(frozen=True, kw_only=True, repr=False)
class Choice(WithOptions):
    """A question with one right option."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Definition(Choice):
    """Which of rival definitions fits the stated use?"""


@dataclass(frozen=True, kw_only=True, repr=False)
class Audit(Choice):
    """One line of a slide, a table or a calculation is wrong: which?

    Parameters
    ----------
    options : sequence of Option
        The lines, in their order, which is kept. A line's ``text`` may be a function of the drawn numbers.
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

    def _listed(self, student):
        numbers = self.numbers(student)
        return [
            f"{place}. {self.fill(line.text, numbers)} (`{line.key}`)"
            for place, line in enumerate(self.options, start=1)
        ]


@dataclass(frozen=True, kw_only=True, repr=False)
class Several(WithOptions):
    """A question with several right options."""

    def _listed(self, student):
        return ["Choose all that fit.", "", *super()._listed(student)]


@dataclass(frozen=True, kw_only=True, repr=False)
class Match(Question):
    """A table to fill: for each row one option.

    Parameters
    ----------
    rows : sequence of str
        The rows.
    options : sequence of str
        What may be chosen, as the book shows them, in an order that says nothing.
    """

    rows: Sequence[str]
    options: Sequence[str]

    def choices(self, student=None):
        """The options in a student's own order."""
        return shuffle(self.options, self.id, student)

    def attributes(self, student=None):
        """The rows and the options."""
        return {"rows": list(self.rows), "options": self.choices(student)}

    def statement(self, student=None):
        """The prompt, the rows and the options, as Markdown."""
        rows = [f"- {row}" for row in self.rows]
        options = ", ".join(f"`{option}`" for option in self.choices(student))
        return "\n".join([super().statement(student), "", *rows, "", f"Options: {options}."])


def shuffle(options, id, student):
    """Options in a student's own order, the same on every call; the book shows them as they stand."""
    if student is None and "@" not in id:
        return list(options)
    return generator("options", student or BOOK, id).sample(options, len(options))
