"""The name of a wrong number: which place of the formula differs, said with the student's own numbers."""

import itertools
import math
import re

from crmlib.workbook.finding import edits as editing
from crmlib.workbook.finding import formulas, tracing, weighing
from crmlib.workbook.finding.formulas import MINUS, ONE, Call, Constant, Input, Product, Sum, is_number
from crmlib.workbook.kinds.questions import spaced

OTHERS = ("told apart 1", "told apart 2", "told apart 3")
IN_A_COUNT = {"given back", "step", "one more"}  # what may be said where the answer is a whole number
# How many numbers a shown part has at most, as a place of the formula and as a step: more would show the way.
MOST_SHOWN = (2, 3)
MOST_KEPT = 256
_kept = {}  # of an id and drawn numbers: the key and its finder
CALLS = {math.exp: "e^{}", math.log: "ln{}", math.ceil: "{} rounded up", math.floor: "{} rounded down"}
TIME = re.compile(r"\b(year|month|week|day|quarter|hour)(ly|s|ily)?\b")
ROOT = 0.5
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
COMMA = re.compile(",(?=[.,:?])")  # of a phrase that ends with its clause
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
        self.texts = {name: spaced(str(question.draws[name].show(one))) for name, one in self.plain.items()}
        self.units = units_of(question, self.plain)
        timeless = set() if TIME.search(f"{question.prompt} {question.unit}") else {"period"}
        self.allowed = IN_A_COUNT if whole else set(editing.WEIGHTS) - timeless
        right = ways[0](**numbers) if ways else math.nan
        self.candidates = [one for one in self._candidates(ways) if not self._gives_away(*one, right)]
        self.known = [{} for _ in self.others]

    def _candidates(self, ways):
        traces = ((tracing.traced(way, self.numbers), way) for way in ways)
        self.formulas = [one for one, way in traces if one is not None and self._is_whole(one, way)]
        known = {}
        return [(edit, formulas.value(edit.formula, self.plain, known)) for edit in self.edits(self.plain)]

    def edits(self, numbers):
        """The edits of the formulas, with any student's numbers."""
        found, units = {}, units_of(self.question, numbers)
        for formula in self.formulas:
            for edit in editing.edits(formula, numbers, units):
                if edit.kind in self.allowed:
                    found.setdefault(edit.formula, edit)
        return list(found.values())

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
        sentences = self.names(number)
        if len(sentences) < 2:
            return sentences[0] if sentences else None
        return f"Your number could be one of two things. {sentences[0]} Or: {sentences[1]}"

    def has_rounded_steps(self, number):
        """Whether the answer comes out as this number if the steps on the way to it are rounded."""
        digits = weighing.digits_of(number)
        met = (weighing.meets(number, one, digits) for one in self._with_rounded_steps())
        return digits >= weighing.DIGITS and any(met)

    def _with_rounded_steps(self):
        """The answers that come of rounding the steps to some decimals, or to some digits."""
        for formula, places in itertools.product(self.formulas, range(5)):
            for pattern in (f".{places}f", f".{places}e"):
                yield formulas.value_rounding(formula, self.plain, pattern)

    def names(self, number):
        """One sentence if a name is sure, two if it could be either, else none."""
        found = weighing.matches(number, self.candidates, self.others, self.known)
        return [self.sentence(edit) for edit in weighing.named(number, found, len(self.candidates))]

    def sentence(self, edit):
        """What is said of an edit."""
        most = MOST_SHOWN[edit.kind in editing.LESS]
        is_told = all(size(part) <= most and not is_odd(part) for part in edit.shown)
        says = edit.says if is_told else editing.BRIEFLY.get(edit.kind, edit.says)
        text = COMMA.sub("", says.format(*(Called(self, part) for part in edit.shown)))
        return text.replace("the", "The", text.startswith("the "))

    def called(self, part):
        """A part with the student's numbers; one number alone with its phrase behind it."""
        phrase = isinstance(part, Input) and self.question.draws[part.name].says
        return f"{self.texts[part.name]}, {phrase}," if phrase else self.shown(part)

    def shown(self, part):
        """A formula with the student's numbers in place of letters."""
        match part:
            case Input(name):
                return self._input(name)
            case Constant(number):
                return constant(number)
            case Sum(terms):
                text = "".join(f" {'+' if sign > 0 else '−'} {self.shown(term)}" for sign, term in terms)
                return re.sub("^ − ", "−", text.removeprefix(" + "))
            case Product(factors):
                return self._product(factors)
            case Call(function, (argument,)):
                return CALLS.get(function, "{} rounded").format(self._inside(argument))
        return "a step of several numbers"

    def _input(self, name):
        """A number as the prompt shows it; where another looks the same, what it is stands behind it."""
        draw, text = self.question.draws[name], self.texts[name]
        return f"{text} ({draw.says})" if draw.says and list(self.texts.values()).count(text) > 1 else text

    def _inside(self, part):
        return f"({self.shown(part)})" if isinstance(part, Sum | Product) else self.shown(part)

    def _product(self, factors):
        factors = [_as_divided(*factor) for factor in factors]
        above = [self._power(base, power) for base, power in factors if not _is_below(power)]
        below = [self._power(base, formulas.negative(power)) for base, power in factors if _is_below(power)]
        return " ÷ ".join([" × ".join(above) or "1", *below])

    def _power(self, base, power):
        shown = self._inside(base)
        if not is_number(power):
            return f"{shown}^{self._inside(power)}"
        if power.number == ROOT:
            return f"√{shown}"
        raised = f"{power.number:g}"
        return (
            shown
            if power == ONE
            else shown + (raised.translate(RAISED) if raised.isdigit() else f"^{raised}")
        )


class Called:
    """A part of a sentence: `{}` shows it, `{:the}` with an article if it is one number."""

    def __init__(self, finder, part):
        self.finder, self.part = finder, part

    def __format__(self, article):
        called = self.finder.called(self.part)
        return f"{article} {called}" if article and isinstance(self.part, Input | Constant) else called


def size(part):
    """How many numbers a formula has."""
    inner = formulas.inner_parts(part)
    return sum(map(size, inner)) if inner else 1


def is_odd(part):
    """Whether a part is a constant that means nothing to a student: 1, or a folded number such as 0.0192."""
    return (
        isinstance(part, Constant) and not math.isclose(part.number, round(part.number, 2))
    ) or part == ONE


def constant(number):
    """A number that is the same for everyone, as it is written.

    >>> constant(1200.0), constant(-0.5), constant(1 / 365.25)
    ('1,200', '−0.5', '1 ÷ 365.25')
    """
    divided = _divisor(number)
    return f"1 ÷ {divided:,.6g}" if divided else f"{number:,.6g}".replace("-", "−")


def _divisor(number):
    """What 1 is divided by where the quotient has no end: 3 for 0.333…; else None."""
    plain = math.isclose(number, round(number, 4), rel_tol=1e-9)
    if plain or not 0 < number < 1 or not math.isclose(1 / number, round(1 / number, 2), rel_tol=1e-9):
        return None
    return round(1 / number, 2)


def _as_divided(base, power):
    """A factor such as 1 ÷ 365.25 as what is divided by."""
    divisor = is_number(base) and power == ONE and _divisor(base.number)
    return (Constant(divisor), MINUS) if divisor else (base, power)


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
