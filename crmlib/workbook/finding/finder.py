"""The name of a wrong number: which place of the formula differs, said with the student's own numbers."""

import math
import re

from crmlib.workbook.finding import edits as editing
from crmlib.workbook.finding import formulas, tracing, weighing
from crmlib.workbook.finding.formulas import ONE, Constant, Input, Product, Sum, is_number

OTHERS = ("told apart 1", "told apart 2", "told apart 3")
IN_A_COUNT = {"given back", "step", "one more"}  # what may be said where the answer is a whole number
MOST_KEPT = 256
_kept = {}  # of an id and drawn numbers: the key and its finder
AMOUNT = re.compile(r"[\d.,\s−-]+")


class Finder:
    """What a question's wrong numbers can be, for one student.

    Parameters
    ----------
    question : Number
        The statement.
    ways : sequence of callable
        The drawn numbers to the answer: the key's own formula, and routes that a student may take.
    numbers : dict
        The student's numbers.
    whole : bool
        Whether the answer is a count.
    """

    def __init__(self, question, ways, numbers, whole=False):
        self.question, self.numbers = question, numbers
        self.others = [question.numbers(one) for one in OTHERS]
        self.plain = {name: one for name, one in numbers.items() if tracing.is_traceable(one)}
        self.units = units_of(question, self.plain)
        self.allowed = IN_A_COUNT if whole else set(editing.WEIGHTS)
        right = ways[0](**numbers) if ways else math.nan
        self.candidates = [one for one in self._candidates(ways) if not self._gives_away(*one, right)]
        self.known = [{} for _ in self.others]

    def _candidates(self, ways):
        found = {}
        for way in ways:
            formula = tracing.traced(way, self.numbers)
            if formula is None or not self._is_whole(formula, way):
                continue
            for edit in editing.edits(formula, self.plain, self.units):
                if edit.kind in self.allowed:
                    found.setdefault(edit.formula, edit)
        known = {}
        return [(edit, formulas.value(edit.formula, self.plain, known)) for edit in found.values()]

    def _gives_away(self, edit, number, right):
        """Whether a sentence would show a part that is worth what is asked."""
        shown = [formulas.value(part, self.plain) for part in edit.shown]
        return any(math.isclose(one, right, rel_tol=1e-9) for one in [number, *shown])

    def _is_whole(self, formula, way):
        """Whether nothing was lost on the way: the formula gives the answer at other numbers as well."""
        lost = {name for name in self.numbers if name not in self.plain}
        for other in self.others:
            mixed = other | {name: self.numbers[name] for name in lost}
            if not math.isclose(formulas.value(formula, mixed), way(**mixed), rel_tol=1e-9, abs_tol=1e-12):
                return False
        return True

    def says(self, number):
        """What can be said of a wrong number; None if nothing is sure enough.

        Parameters
        ----------
        number : float
            What was given.
        """
        if not self.candidates:
            return None
        found = weighing.matches(number, self.candidates, self.others, self.known)
        sentences = [self._sentence(edit) for edit in weighing.named(number, found, len(self.candidates))]
        if len(sentences) < 2:
            return sentences[0] if sentences else None
        return f"Your number could be one of two things. {sentences[0]} Or: {sentences[1]}"

    def _sentence(self, edit):
        inside = "Your number is" not in edit.says
        return edit.says.format(*(self.shown(part, inside) for part in edit.shown))

    def shown(self, part, inside=False):
        """A formula with the student's numbers in place of letters."""
        match part:
            case Input(name):
                return self.question.draws[name].show(self.numbers[name])
            case Constant(number):
                return f"{number:,.6g}".replace("-", "−")
            case Sum(terms):
                text = "".join(
                    f" {'+' if sign > 0 else '−'} {self.shown(term, True)}" for sign, term in terms
                )
                text = text.removeprefix(" + ").removeprefix(" ")
                return f"({text})" if inside else text
            case Product(factors):
                text = self._product(factors)
                return f"({text})" if inside and "÷" in text else text
        return "a rounded part"

    def _product(self, factors):
        above = [self._power(base, power) for base, power in factors if not _is_below(power)]
        below = [self._power(base, formulas.negative(power)) for base, power in factors if _is_below(power)]
        return " ÷ ".join([" × ".join(above) or "1", *below])

    def _power(self, base, power):
        shown = self.shown(base, True)
        return shown if power == ONE else f"{shown}^{self.shown(power, True)}"


def _is_below(power):
    return is_number(power) and power.number < 0


def units_of(question, numbers):
    """The unit of each number of a question, and of its answer (under an empty name)."""
    answer = "%" if question.unit == "share" else question.unit
    drawn = {name: unit_of(question.draws[name].show(one)) for name, one in numbers.items()}
    return drawn | {"": unit_of(answer)}


def unit_of(text):
    """What stands beside the digits of an amount.

    >>> unit_of("¥1,240"), unit_of("85 %"), unit_of("0.65 US dollars")
    ('¥', '%', 'USdollars')
    """
    return AMOUNT.sub("", text)


def finder(key, numbers):
    """The finder of a key for some numbers; kept, because a student tries more than once.

    Parameters
    ----------
    key : NumberKey
        The key.
    numbers : dict
        The student's numbers; with a table among them nothing is kept.
    """
    try:
        drawn = key.id, tuple(numbers.items())
        known = _kept.get(drawn)
    except TypeError:
        return Finder(key.question, key.ways, numbers, whole=not key.tolerance)
    if known is None or known[0] is not key:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        known = _kept[drawn] = key, Finder(key.question, key.ways, numbers, whole=not key.tolerance)
    return known[1]
