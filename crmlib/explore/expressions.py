"""Formulas as text: a closed form, called with expressions in place of numbers, writes itself down.

The text is what a browser computes, so that a live chart has no second copy of a formula.
"""

import math
from numbers import Real

_SIGNS = {
    "add": "({} + {})",
    "sub": "({} - {})",
    "mul": "({} * {})",
    "truediv": "({} / {})",
    "pow": "pow({}, {})",
}
_COMPARISONS = {"lt": "({} < {})", "le": "({} <= {})", "gt": "({} > {})", "ge": "({} >= {})"}


_DIGITS = 12


class Expression:
    """A number that only the reader's browser will know.

    Parameters
    ----------
    text : str
        The expression as the browser reads it.

    Examples
    --------
    >>> from crmlib import clv
    >>> clv.expected_renewals(Expression("retention_rate"))
    (retention_rate / (1 - retention_rate))
    """

    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text

    def __bool__(self):
        raise TypeError("a formula that asks `if` about its arguments cannot be written as one expression")

    def __neg__(self):
        return 0 - self

    def exp(self):
        """e to this power; NumPy's `exp` calls it."""
        return _call("exp", self)

    def log(self):
        """The natural logarithm; NumPy's `log` calls it."""
        return _call("log", self)

    def sqrt(self):
        """The square root; NumPy's `sqrt` calls it."""
        return _call("sqrt", self)


def written(value):
    """A number or an expression as the browser reads it.

    Of a number twelve digits stay: enough for every result, few enough to be the same on every processor.

    >>> written(0.8), written(5.0), written(0.1 + 0.2), written(Expression("margin"))
    ('0.8', '5', '0.3', 'margin')
    """
    if isinstance(value, Expression):
        return value.text
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"a number in a formula must be finite; got {value}")
    number = number if number.is_integer() else float(f"{number:.{_DIGITS}g}")
    text = repr(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    return f"({text})" if number < 0 else text


def exp(x):
    """e to the power x, for a number or an expression.

    >>> exp(0), exp(Expression("x"))
    (1.0, exp(x))
    """
    return x.exp() if isinstance(x, Expression) else math.exp(x)


def log(x):
    """The natural logarithm of x, for a number or an expression.

    >>> log(1), log(Expression("x"))
    (0.0, log(x))
    """
    return x.log() if isinstance(x, Expression) else math.log(x)


def smaller(x, y):
    """The smaller of two numbers or expressions.

    >>> smaller(2, 3), smaller(Expression("x"), 3)
    (2, min(x, 3))
    """
    return _call("min", x, y) if Expression in (type(x), type(y)) else min(x, y)


def larger(x, y):
    """The larger of two numbers or expressions.

    >>> larger(2, 3), larger(Expression("x"), 3)
    (3, max(x, 3))
    """
    return _call("max", x, y) if Expression in (type(x), type(y)) else max(x, y)


def _call(name, *arguments):
    return Expression(f"{name}({', '.join(map(written, arguments))})")


def _forward(form):
    def combine(self, other):
        known = isinstance(other, Real | Expression)
        return Expression(form.format(self, written(other))) if known else NotImplemented

    return combine


def _backward(form):
    def combine(self, other):
        return Expression(form.format(written(other), self)) if isinstance(other, Real) else NotImplemented

    return combine


for _name, _form in (_SIGNS | _COMPARISONS).items():
    setattr(Expression, f"__{_name}__", _forward(_form))
for _name, _form in _SIGNS.items():
    setattr(Expression, f"__r{_name}__", _backward(_form))
