"""What all keys share: the right answer, the foreseen wrong ones, and how an answer is marked."""

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass

from crmlib.workbook.kinds.draws import Sample
from crmlib.workbook.kinds.questions import Question, spaced


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
class Verdict:
    """What a check found.

    Parameters
    ----------
    stage : str
        The stage of the check that spoke: ``"placeholder"``, ``"unreadable"``, ``"range"``, ``"slip"``,
        ``"close"``, ``"wrong"``, ``"right"``, ``"handed in"``, or ``"kept"`` where the answers are not here.
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


PLACEHOLDER = Verdict("placeholder", "This still holds the placeholder. Put your answer in its place.")


def is_placeholder(given):
    """Whether nothing was given yet."""
    return given is ... or given is None or (isinstance(given, str) and not given.strip())


@dataclass(frozen=True)
class Before:
    """What happened before an answer is marked.

    Parameters
    ----------
    attempts : int
        How many answers were given to this question so far.
    since_hint : int
        How many of them since the last hint was opened.
    student : str, optional
        Who gives it; nobody is the student of the book's own numbers.
    """

    attempts: int = 0
    since_hint: int = 0
    student: str | None = None


UNTRIED = Before()


@dataclass(frozen=True, repr=False)
class Key:
    """What the keys of all kinds share.

    Parameters
    ----------
    question : Question
        The statement that this is the key of.
    where : callable, optional
        Numbers to whether they make a good question; others are not drawn.
    twin : callable, optional
        Numbers to the last hint: the same question, solved line by line. Left out where a `Twin` stands
        among the hints.
    means : str or callable
        One sentence that reads the right answer in business terms.
    after : str
        A question to think on, once the answer is right.
    """

    question: Question
    _: KW_ONLY
    where: Callable | None = None
    twin: Callable | None = None
    means: str | Callable = ""
    after: str = ""

    def __repr__(self):
        return f"<key of {self.question.id}: {self.question.title}>"

    @property
    def id(self):
        """The id of the question."""
        return self.question.id

    def mark(self, given, numbers, before=UNTRIED):
        """Check an answer, stage by stage; the first stage that applies speaks.

        Parameters
        ----------
        given : object
            What the student gave; nothing makes this raise.
        numbers : dict
            The student's numbers.
        before : Before
            How often she has tried.

        Returns
        -------
        Verdict
        """
        if is_placeholder(given):
            return PLACEHOLDER
        try:
            return self._mark(given, numbers, before)
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

    @property
    def any_draw_will_do(self):
        """Whether a student's numbers are simply drawn: a table, of which nothing is asked beforehand."""
        tables = any(isinstance(draw, Sample) for draw in self.question.draws.values())
        return tables and self.where is None

    def accepts(self, numbers):
        """Whether drawn numbers make a good question."""
        return not self.where or bool(self.where(**numbers))

    def is_other(self, numbers, known):
        """Whether numbers make another question than known ones, so that a twin does not give it away."""
        return not _same(numbers, known) and (self.twin is None or self.twin(**numbers) != self.twin(**known))

    def _mark(self, given, numbers, before):
        raise NotImplementedError

    def _right(self, numbers):
        means = self.means(**numbers) if callable(self.means) else self.question.fill(self.means, numbers)
        return Verdict("right", " ".join(part for part in ("Right.", spaced(means), self.after) if part))


@dataclass(frozen=True, repr=False, kw_only=True)
class KeyWithSlips(Key):
    """A key whose foreseen errors are formulas.

    Parameters
    ----------
    slips : sequence of Slip
        Foreseen errors, the specific before the general.
    """

    slips: Sequence[Slip] = ()

    def solution(self, numbers):
        """The right answer for some numbers, of a kind whose `answer` is a formula, too."""
        return self.answer(**numbers)


def _same(drawn, other):
    return all(_equal(drawn[name], other[name]) for name in drawn)


def _equal(left, right):
    return left.equals(right) if hasattr(left, "equals") else left == right
