"""The keys of questions whose answer is one number."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from crmlib.workbook.finding.coincidences import coincides
from crmlib.workbook.finding.finder import finder
from crmlib.workbook.finding.weighing import digits_of, meets
from crmlib.workbook.kinds.draws import apart
from crmlib.workbook.marking.key import KeyWithSlips, Verdict
from crmlib.workbook.marking.reading import Unreadable, is_money, other_currency, read_number
from crmlib.workbook.marking.rounding import is_rounded

EXACT, CLOSE = 0.001, 0.02
LEAST_DIGITS = 3
TOLD = 8  # answers since the last hint of which it is said whether they are too large or too small


@dataclass(frozen=True)
class General:
    """A slip that any question of some unit or period invites: a change of the answer itself."""

    change: Callable[[float], float]
    message: str
    units: tuple = ()


GENERAL_SLIPS = {
    "per cent": General(
        lambda value: value * 100,
        "This is the number you get in per cent. A share is asked, from 0 to 1.",
        units=("share",),
    ),
    "sign": General(
        lambda value: -value,
        "This is the number you get with the sign turned round. What is to be taken from what?",
    ),
    "times 12": General(
        lambda value: value * 12,
        "This is the number you get by multiplying by 12. Look again at which period each number belongs to.",
        units=("per month", "per year", "months", "years"),
    ),
    "by 12": General(
        lambda value: value / 12,
        "This is the number you get by dividing by 12. Look again at which period each number belongs to.",
        units=("per month", "per year", "months", "years"),
    ),
    "thousand": General(
        lambda value: value / 1000 if abs(value) >= 1000 else math.nan,
        "This is the number you get in thousands, or with a thousands separator read as a decimal point.",
    ),
}

# What is said of a number that is neither right nor foreseen.
UNFORESEEN = {
    "range": "{value:g} is not sensible here: an answer {limits} is to be expected.",
    "share": "{value:g} is no share, which is {limits}. For per cent, write %; a count is no share yet.",
    "rounded": "Right as far as it goes, but rounded too much: give at least three digits.",
    "close": "Close, but not close enough: the method differs in one point, or a step was rounded early.",
    "sign": "The sign is not right. What is to be taken from what?",
    "large": "Not yet: {value:g} is too large.",
    "small": "Not yet: {value:g} is too small.",
}
ROUNDED_STEP = "This comes of rounding an intermediate step. Round once, at the end."
TWO_THINGS = ("Two things to look at again.", "And:")
COULD_BE = ("Your number could be one of two things.", "Or:")
# What is said in place of the size after many answers: halving would find the number, without a thought.
NOT_TOLD = f"Not yet. How a number differs is told of {TOLD} answers, and again once the next hint is open."
# What is said of a right number in the wrong money; the page's script (`quizzes.js`) says the same.
OTHER_CURRENCY = "The number is right, the currency is not: you wrote {sign}, and the answer is in {unit}."
NO_CURRENCY = "The number is right, but it is no amount of money: leave out {sign}."


@dataclass(frozen=True, kw_only=True, repr=False)
class NumberKey(KeyWithSlips):
    """The key of a question whose answer is one number.

    Numbers are drawn only if the answer and what each slip gives lie apart, whatever `where` says.

    Parameters
    ----------
    answer : callable
        The drawn numbers to the right answer.
    tolerance : float
        Relative; 0 for a count.
    early_rounding : callable, optional
        The answer as it comes out if intermediate steps are rounded.
    turned : str, optional
        What is said of the answer with its sign turned round, in place of the general sentence.
    routes : sequence of callable
        Other ways to the answer, in a student's terms; her errors are edits of these.
    """

    answer: Callable
    routes: Sequence[Callable] = ()
    tolerance: float = 0.005
    early_rounding: Callable | None = None
    turned: str = ""

    @property
    def any_draw_will_do(self):
        """Never: what was foreseen must lie apart."""
        return not self.question.draws

    def accepts(self, numbers):
        """Whether the answer is a sensible one, and nothing that was foreseen comes near to it."""
        return super().accepts(numbers) and self._in_range(numbers) and self._told_apart(numbers)

    def hides_an_error(self, numbers):
        """Whether a common error of which nothing was foreseen gives the answer by chance."""
        return coincides(self.question, self.ways, numbers)

    def is_other(self, numbers, known):
        """A twin with the student's own answer would give it away."""
        same_answer = agrees(self.solution(numbers), self.solution(known), max(CLOSE, self.tolerance))
        return super().is_other(numbers, known) and not same_answer

    def _in_range(self, numbers):
        return self.question.low <= self.solution(numbers) <= self.question.high

    def _told_apart(self, numbers):
        values = [self.solution(numbers), *(slip.wrong(**numbers) for slip in self.slips)]
        if not self.tolerance:
            return all(high - low >= 1 for low, high in pairwise(sorted(values)))
        sizes = map(abs, values) if self.turned else ()  # a turned sign is a slip of its own
        return apart(*values) and apart(*sizes)

    def _mark(self, given, numbers, before):
        try:
            readings = read_number(given, self.question.unit)
        except Unreadable as problem:
            return Verdict("unreadable", str(problem))
        if any(self.is_right(value, numbers) for value in readings):
            return self._in_other_money(given) or self._right(numbers)
        return (
            self._foreseen(readings, numbers)
            or self._edited(readings[0], numbers, before)
            or self._unforeseen(readings[0], numbers, before)
        )

    @property
    def ways(self):
        """The formulas that give the answer."""
        return (self.answer, *self.routes) if self.answer else tuple(self.routes)

    def _edited(self, value, numbers, before):
        """What is said of a number that an edit of the formula gives, in one place."""
        digits, right = digits_of(value), self.solution(numbers)
        if before.since_hint >= TOLD or (
            digits < 3 and math.isclose(value, float(f"{right:.{digits - 1}e}"))
        ):
            return None
        found = finder(self, numbers)
        if agrees(value, right, CLOSE) and found.has_rounded_steps(value):
            return Verdict("slip", ROUNDED_STEP, "early rounding")
        text = found.says(value)
        return text and Verdict("slip", text, "edited")

    def _in_other_money(self, given):
        """What is said of a right number beside which another currency stands than the one asked."""
        unit = self.question.unit
        sign = other_currency(given, unit)
        text = OTHER_CURRENCY if is_money(unit) else NO_CURRENCY
        return sign and Verdict("close", text.format(sign=sign, unit=unit))

    def is_right(self, value, numbers):
        """Whether a number is the answer: within the tolerance, or rounded, unless a slip is nearer."""
        return self.is_near(value, numbers) or self._is_well_rounded(value, numbers)

    def is_near(self, value, numbers):
        """Whether a number is the answer within the tolerance."""
        return agrees(value, self.solution(numbers), self.tolerance)

    def _is_well_rounded(self, value, numbers):
        right = self.solution(numbers)
        if not self.tolerance or not is_rounded(value, right, self.question.unit):
            return False
        return not any(abs(wrong - value) < abs(right - value) for _, wrong, _ in self.candidates(numbers))

    def _foreseen(self, readings, numbers):
        """The slip that gives the number, to the digits that were given; two if it could be either."""
        fitting = self._fitting(readings, numbers)
        if not fitting:
            return None
        name, _ = fitting[0]
        own = [" ".join(texts) for other, texts in fitting if other == name or isinstance(other, int)]
        texts = list(dict.fromkeys(own))
        if self.tolerance and _is_rounded(readings[0], self.solution(numbers)):
            texts.insert(0, UNFORESEEN["rounded"])
        return Verdict("slip", could_be(texts), name)

    def _fitting(self, readings, numbers):
        """The foreseen numbers that are exactly the one given; if none is, those that are it when rounded."""
        candidates = list(self.candidates(numbers))
        for fits in (lambda value, wrong: agrees(value, wrong, 0), meets_digits):
            if found := [
                (name, parts)
                for name, wrong, parts in candidates
                if any(fits(value, wrong) for value in readings)
            ]:
                return found
        return []

    def candidates(self, numbers):
        """All foreseen wrong numbers, those of one slip first: name, number, the parts of the message."""
        return [*self.single_slips(numbers), *self._combined_slips(numbers)]

    def single_slips(self, numbers):
        """The foreseen wrong numbers of one slip: name, number, the parts of the message."""
        right = self.solution(numbers)
        for index, slip in enumerate(self.slips):
            yield index, slip.wrong(**numbers), [slip.message]
        if self.early_rounding:
            yield (
                "early rounding",
                self.early_rounding(**numbers),
                [ROUNDED_STEP],
            )
        for name, general in self.generals():
            yield name, general.change(right), [general.message]

    def _combined_slips(self, numbers):
        for index, slip in enumerate(self.slips):
            for name, general in self.generals():
                wrong = general.change(slip.wrong(**numbers))
                yield (
                    f"{index} and {name}",
                    wrong,
                    [TWO_THINGS[0], slip.message, TWO_THINGS[1], general.message],
                )

    def generals(self):
        """The general slips of the question's unit: name and slip."""
        sign = GENERAL_SLIPS["sign"]
        slips = GENERAL_SLIPS | {"sign": replace(sign, message=self.turned or sign.message)}
        return [
            (name, slip) for name, slip in slips.items() if not slip.units or self.question.unit in slip.units
        ]

    def _unforeseen(self, value, numbers, before):
        right, asked = self.solution(numbers), self.question
        stage = "wrong"
        if not asked.low <= value <= asked.high:
            stage, name = "range", "share" if asked.unit == "share" and 1 < value <= 100 else "range"
        elif self.tolerance and _is_rounded(value, right):
            stage, name = "close", "rounded"
        elif agrees(-value, right, self.tolerance):
            name = "sign"
        elif before.since_hint >= TOLD:
            return Verdict(stage, NOT_TOLD)
        elif self.tolerance and agrees(value, right, CLOSE):
            stage = name = "close"
        else:
            name = "large" if value > right else "small"
        return Verdict(stage, said(name, value, asked))


def no_mirror(answer, slips, least):
    """A `where` of signed numbers: the answer is clearly not 0, and no slip is it with the other sign.

    Parameters
    ----------
    answer : callable
        The drawn numbers to the right answer.
    slips : sequence of Slip
        The foreseen errors.
    least : float
        What the answer exceeds, whatever its sign.
    """

    def holds(**numbers):
        right = answer(**numbers)
        others = [slip.wrong(**numbers) for slip in slips]
        return abs(right) > least and all(abs(right + other) > 0.03 * abs(right) for other in others)

    return holds


def in_digits(value):
    """A number as a sentence can show it: six digits, or whole millions.

    >>> in_digits(2.92308), in_digits(4636842.1)
    ('2.92308', '4,636,842')
    """
    return f"{value:,.0f}" if 1e6 <= abs(value) < 1e15 else f"{value + 0.0:g}"  # no minus before 0


def said(name, value, question):
    """What is said of a number that is neither right nor foreseen."""
    return with_limits(UNFORESEEN[name], question).replace("{value:g}", in_digits(value))


def with_limits(text, question):
    """A text with the range in which any sensible answer lies.

    Parameters
    ----------
    text : str
        ``{limits}`` stands for the range.
    question : Number
        The statement.
    """
    low, high = (f"{end:,.6g}".replace("-", "−") for end in (question.low, question.high))
    limits = f"between {low} and {high}"
    if math.isinf(question.low) or math.isinf(question.high):
        limits = f"of at most {high}" if math.isinf(question.low) else f"of at least {low}"
    return text.replace("{limits}", limits)


def could_be(texts):
    """The first text, or the first two as what a number could be."""
    if len(texts) < 2:
        return texts[0]
    return f"{COULD_BE[0]} {texts[0]} {COULD_BE[1]} {texts[1]}"


def meets_digits(value, wrong):
    """Whether a number is a foreseen one as far as its digits go; three are read where zeros may be left out.

    >>> meets_digits(0.267, 4 / 15), meets_digits(0.25, 0.2504), meets_digits(35_928, 36_000)
    (True, True, False)
    """
    return meets(value, wrong, max(LEAST_DIGITS, digits_of(value)))


def _is_rounded(value, right):
    """Whether a number is the right one, rounded to two digits."""
    return math.isclose(value, float(f"{right:.1e}"))


def agrees(value, target, tolerance):
    """Whether two numbers agree, the tolerance being relative."""
    return math.isclose(value, target, rel_tol=max(tolerance, 1e-9), abs_tol=1e-9)
