"""What a question is before its answer: the statement, its drawn numbers and its hints."""

import dataclasses
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crmlib.workbook.kinds.bank_folders import BankError
from crmlib.workbook.kinds.draws import BOOK, Sample, generator, hashed
from crmlib.workbook.kinds.variants import FULL, farthest, variants

ANSWER, CODE = "answer", "code"
KEPT_IN_A_POOL = {"id", "section", "pool", "item", "core", "counts"}
_CODE = re.compile(r"(```.*?```|`[^`]*`)", re.DOTALL)


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
    pool : sequence of mapping
        Further items, of which each student gets one: the fields in which each differs from the question
        itself, which is item 0 and the book's.
    item : int, optional
        Which item of its pool this is; None where there is no pool, or before a student is known.
    """

    id: str
    section: str
    title: str
    prompt: str
    hints: Sequence
    draws: Mapping = field(default_factory=dict)
    core: bool = True
    counts: str = ANSWER
    pool: Sequence[Mapping] = ()
    item: int | None = None

    def __post_init__(self):
        changeable = {field.name for field in dataclasses.fields(self)} - KEPT_IN_A_POOL
        for item, changes in enumerate(self.pool, start=1):
            if unknown := sorted(set(changes) - changeable):
                raise BankError(f"{self.id}: item {item} of its pool cannot change {', '.join(unknown)}.")

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
    def drawn_id(self):
        """Under which id the numbers that will do are kept: each further item of a pool has its own."""
        return f"{self.base_id}~{self.item}" if self.item else self.base_id

    def own(self, student=None):
        """The question as a student gets it: her item of the pool; asked again, another one.

        Parameters
        ----------
        student : str or None
            None is the book, which always shows the question itself.
        """
        if not self.pool or student is None:
            return self.with_item(None)
        count = len(self.pool) + 1
        first = generator("item", student, self.base_id).randrange(count)
        if self.id == self.base_id:
            return self.with_item(first)
        return self.with_item((first + 1 + generator("item", student, self.id).randrange(count - 1)) % count)

    def with_item(self, item):
        """One item of the pool, as the record names it; None is the question itself."""
        if not 0 <= (item or 0) <= len(self.pool):
            raise BankError(f"{self.id} has the items 0 to {len(self.pool)}; there is no item {item}.")
        if not self.pool:
            return self
        changes = self.pool[item - 1] if item else {}
        return dataclasses.replace(self, **changes, item=item or 0, pool=())

    def items(self):
        """All items of the pool, the question itself first."""
        return [self.with_item(item) for item in range(len(self.pool) + 1)]

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
        found = variants(self.drawn_id)
        if student is None and self.id == self.base_id:
            return self.drawn(generator(BOOK, self.id), passed=found.book)
        if found.places is None:
            return self.drawn(generator(student or BOOK, self.id))
        return self.variant(found.places[self.position(student, found)])

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
        return self.hints_with(self.numbers(student), self._own_position(student))

    def hints_with(self, numbers, position=None):
        """The hints filled with the numbers that stand at a position of the row; None is the book's."""
        texts = [spaced(one.text) if isinstance(one, Twin) else self.fill(one, numbers) for one in self.hints]
        return texts + self._written_twin(numbers, position)

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

    def shown(self, numbers):
        """Each drawn number as a prompt shows it; tables left out."""
        single = {name: value for name, value in numbers.items() if not isinstance(self.draws[name], Sample)}
        return {name: str(self.draws[name].show(value)) for name, value in single.items()}

    def fill_with(self, numbers):
        """`fill` for these numbers."""
        return lambda text: self.fill(text, numbers)

    def _written_twin(self, numbers, position):
        """The twin that the key wrote for some numbers, in a list; empty where a `Twin` stands."""
        if isinstance(self.hints[-1], Twin):
            return []
        twins = variants(self.drawn_id).twins
        return [twins[0 if position is None else farthest(twins, self.shown(numbers), position)].text]

    def _own_position(self, student):
        """Where a student's numbers stand in their row; None for the book's."""
        if isinstance(self.hints[-1], Twin) or (student is None and self.id == self.base_id):
            return None
        found = variants(self.drawn_id)
        return self.position(student, found) if found.places else 0

    def position(self, student, found):
        """Where in the row of its variants a student's own stands; asked again, a question has another.

        In a full row the place is a polynomial of the question's slot in its bank, whose three coefficients
        are the student's. Two students whose coefficients differ have the same numbers at most twice.
        """
        student, count = student or BOOK, len(found.places)
        own = hashed(student, self.base_id) % count
        if count == FULL:
            bank = self.base_id.partition(".")[0]
            own = sum(hashed(student, bank, power) % FULL * found.slot**power for power in range(3)) % FULL
        if self.id == self.base_id or count == 1:
            return own
        return (own + 1 + hashed(student, self.id) % (count - 1)) % count


def spaced(text):
    """A text with the signs of the book: a blank before per cent, and a minus, not a hyphen, before numbers.

    What stands as code stays as it is.

    >>> spaced("78.5% of 200 buyers are 157; 12 % are 24")
    '78.5 % of 200 buyers are 157; 12 % are 24'
    >>> spaced("20 - 25 = -5, ¥-1.50 less; `shift(-1)` on 2025-01-07")
    '20 − 25 = −5, −¥1.50 less; `shift(-1)` on 2025-01-07'
    >>> spaced("¥-0.00 or -0.0")
    '¥0.00 or 0.0'
    >>> spaced("Steps:\\n- 4.3 a visit")
    'Steps:\\n- 4.3 a visit'
    """
    parts = _CODE.split(text)
    return "".join(part if place % 2 else _signs(part) for place, part in enumerate(parts))


def _signs(words):
    words = re.sub(r"(?<=\d)%", " %", words)
    words = re.sub(
        r"(?<![\w.,)\]/-])([¥$€£]?)[-−](?=0(?:\.0*)?(?![\d.,]))", r"\1", words
    )  # nothing has no sign
    words = re.sub(r"([¥$€£])[-−](?=\d)", r"−\1", words)
    return re.sub(r"(?<=\S )-(?= \d)|(?<![\w.,)\]/-])-(?=[¥$€£]?\d)", "−", words)
