"""What a question is before its answer: the statement, its drawn numbers and its hints."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crmlib.workbook.kinds.draws import BOOK, generator
from crmlib.workbook.kinds.variants import variants

ANSWER, CODE = "answer", "code"


@dataclass(frozen=True)
class Twin:
    """The last hint of a question whose twin is the same for everyone: a like question, solved line by line.

    Where the twin has numbers of its own, the key of the question writes it.

    Parameters
    ----------
    text : str
        The twin.
    """

    text: str


@dataclass(frozen=True, kw_only=True, repr=False)
class Question:
    """What all kinds of question share. Nothing in it tells the answer: that is its key's.

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
    hints : sequence of str
        Opened one by one. A worked twin comes after them: written by the key with drawn numbers, or a
        `Twin` at the end of the sequence.
    draws : mapping
        Name to what is drawn (`crmlib.workbook.kinds.draws`).
    core : bool
        Whether it is core or optional.
    counts : str
        How it counts in a grade: as an ``"answer"``, which is marked again from the record, or as
        ``"code"``, which is run again with other numbers.
    """

    id: str
    section: str
    title: str
    prompt: str
    hints: Sequence
    draws: Mapping = field(default_factory=dict)
    core: bool = True
    counts: str = ANSWER

    def __repr__(self):
        return f"<{self.id}: {self.title}>"

    @property
    def version(self):
        """Eight characters that change when the wording does."""
        return hashlib.sha256(f"{self.title}|{self.prompt}".encode()).hexdigest()[:8]

    @property
    def base_id(self):
        """The id in its bank, without the exercise in which it is asked again."""
        return self.id.partition("@")[0]

    @property
    def number_of_hints(self):
        """How many hints can be opened, the worked twin among them."""
        return len(self.hints) + (not isinstance(self.hints[-1], Twin))

    def numbers(self, student=None):
        """The numbers of one student (None: the book's own).

        Returns
        -------
        dict
            Name to drawn value; the same on every call and every machine.
        """
        if not self.draws:
            return {}
        found = variants(self.id)
        if student is None and self.id == self.base_id:
            return self.drawn(generator(BOOK, self.id), passed=found.book)
        if found.places is None:
            return self.drawn(generator(student or BOOK, self.id))
        return self.variant(found.places[self._position(student, len(found.places))])

    def variant(self, place):
        """The numbers that stand at a place in the row of all that can be drawn."""
        return self.drawn(generator("variant", place, self.base_id))

    def drawn(self, rng, passed=0):
        """One draw of every number, after as many as are passed over."""
        for _ in range(passed + 1):
            numbers = {name: draw.draw(rng) for name, draw in self.draws.items()}
        return numbers

    def statement(self, student=None):
        """The prompt with a student's numbers (None: the book's own), as Markdown."""
        return self.fill(self.prompt, self.numbers(student))

    def hint_texts(self, student=None):
        """The hints in order, as Markdown, filled with a student's numbers; the last is the worked twin."""
        numbers = self.numbers(student)
        return [
            spaced(one.text) if isinstance(one, Twin) else self.fill(one, numbers) for one in self.hints
        ] + (self._written_twin(student))

    def attributes(self, student=None):
        """What the asked question gives beside its numbers: attribute to value."""
        return {}

    def recorded(self, given):
        """What the record keeps of an answer."""
        return given

    def fill(self, text, numbers):
        """A text with numbers in its places, each shown with its unit."""
        shown = {name: self.draws[name].show(value) for name, value in numbers.items()}
        return spaced(text.format(**shown))

    def fill_with(self, numbers):
        """`fill` for these numbers."""
        return lambda text: self.fill(text, numbers)

    def _written_twin(self, student):
        """The twin that the key wrote for a student's numbers, in a list; empty where a `Twin` stands."""
        if isinstance(self.hints[-1], Twin):
            return []
        found = variants(self.id)
        own = (
            0
            if found.places is None or self._is_the_books(student)
            else self._position(student, len(found.places))
        )
        return [found.twins[own % len(found.twins)].text]

    def _is_the_books(self, student):
        return student is None and self.id == self.base_id

    def _position(self, student, count):
        """Where in the row of its variants a student's own stands; asked again, a question has another."""
        own = generator(student or BOOK, self.base_id).randrange(count)
        if self.id == self.base_id or count == 1:
            return own
        return (own + 1 + generator(student or BOOK, self.id).randrange(count - 1)) % count


def spaced(text):
    """A text with per cent signs and minus signs as everywhere in the book: 5 %, and a loss of money as −¥5.

    >>> spaced("78.5% of 200 buyers are 157; 12 % are 24"), spaced("¥-1.45 a letter"), spaced("¥-0.00")
    ('78.5 % of 200 buyers are 157; 12 % are 24', '−¥1.45 a letter', '¥0.00')
    """
    text = re.sub(r"(?<=\d)%", " %", text)
    text = re.sub(r"([¥$€£])-(?=0[.,0]*(?![\d.,]))", r"\1", text)  # a loss of nothing
    return re.sub(r"([¥$€£])-(?=\d)", r"−\1", text)
