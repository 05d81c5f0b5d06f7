"""How an answer is computed: numbers that write down what is done with them."""

import math
import operator

from crmlib.workbook.finding import formulas


class Traced(float):
    """A number with its formula; all that is computed with it has one too."""

    def __new__(cls, number, formula):
        """The number, which carries its formula."""
        made = super().__new__(cls, number)
        made.formula = formula
        return made

    def __round__(self, digits=None):
        return _applied(lambda x: round(x, digits), self)

    def __floor__(self):
        return _applied(math.floor, self)

    def __ceil__(self):
        return _applied(math.ceil, self)

    def __abs__(self):
        return self if self >= 0 else -self

    def __neg__(self):
        return Traced(-float(self), formulas.negative(self.formula))

    def __pos__(self):
        return self


def _formula(number):
    return number.formula if isinstance(number, Traced) else formulas.Constant(float(number))


def _applied(function, number):
    return Traced(function(float(number)), formulas.call(function, number.formula))


def _operator(compute, combine, turned=False):
    def combined(self, other):
        if not isinstance(other, int | float):
            return NotImplemented
        pair = (other, self) if turned else (self, other)
        number = compute(*map(float, pair))
        return number if isinstance(number, complex) else Traced(number, combine(*map(_formula, pair)))

    return combined


for _name, _combine in {
    "add": formulas.plus,
    "sub": formulas.minus,
    "mul": formulas.times,
    "truediv": formulas.over,
    "pow": formulas.to_power,
}.items():
    setattr(Traced, f"__{_name}__", _operator(getattr(operator, _name), _combine))
    setattr(Traced, f"__r{_name}__", _operator(getattr(operator, _name), _combine, turned=True))


def log(number):
    """The natural logarithm, traced.

    >>> log(1), log(Traced(1.0, formulas.Input("x")))
    (0.0, 0.0)
    """
    return _applied(math.log, number) if isinstance(number, Traced) else math.log(number)


def exp(number):
    """e to a power, traced.

    >>> exp(0), exp(Traced(0.0, formulas.Input("x")))
    (1.0, 1.0)
    """
    return _applied(math.exp, number) if isinstance(number, Traced) else math.exp(number)


def traced(answer, numbers):
    """The formula by which an answer is computed, or None where it cannot be written down.

    Parameters
    ----------
    answer : callable
        The drawn numbers to the answer.
    numbers : dict
        Drawn numbers.

    Examples
    --------
    >>> formula = traced(lambda margin, kept: margin * kept / (1 - kept), {"margin": 100, "kept": 0.8})
    >>> formulas.value(formula, {"margin": 50, "kept": 0.5})
    50.0
    """
    followed = {name: number for name, number in numbers.items() if is_traceable(number)}
    counts = [name for name, number in followed.items() if isinstance(number, int)]
    # A count that a loop needs stays as it is: none, each by itself, all.
    for plain in (set(), *({name} for name in counts), set(counts)):
        marked = {
            name: Traced(one, formulas.Input(name)) for name, one in followed.items() if name not in plain
        }
        try:
            found = answer(**numbers | marked)
        except Exception:  # a formula may refuse a number that is not whole in any way
            continue
        if isinstance(found, Traced):
            return found.formula
    return None


def is_traceable(number):
    """Whether a drawn value is a number that can be followed."""
    return isinstance(number, int | float) and not isinstance(number, bool)
