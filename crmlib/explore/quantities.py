"""Numbers with units: how a slider and an answer are shown, the same in Python and in the browser."""

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from crmlib._guard.checks import check, describe, number, positive
from crmlib._guard.written_numbers import leading_sign

_MOST_STEPS = 2000
_DIGITS_USED = 6


@dataclass(frozen=True)
class Slider:
    """What a reader may move: where it stands, from where to where it goes, and its unit.

    Parameters
    ----------
    value : float
        Where it stands at first. A share is a fraction: 0.8.
    low, high : float
        Its ends.
    step : float
        One key press.
    unit : str
        The unit, with the period where there is one: "¥ per year", "orders", "years". "%" shows a fraction in
        per cent: 0.8 as 80 %.
    label : str, optional
        What it is called. Without one, the name of the argument.

    Raises
    ------
    TypeError, ValueError
        If a number is missing, or the start is not on a step between the ends.

    Examples
    --------
    >>> Slider(0.8, 0, 0.95, 0.01, "%").text
    '80 %'
    >>> Slider(100, 0, 500, 10, "¥ per year").text
    '¥100 per year'
    """

    value: float
    low: float
    high: float
    step: float
    unit: str = ""
    label: str | None = None

    def __post_init__(self):
        for name in ("value", "low", "high"):
            check(name, getattr(self, name), number)
        check("step", self.step, positive)
        check_text("unit", self.unit)
        if self.label is not None:
            check_text("label", self.label)
        if not self.low <= self.value <= self.high or self.low == self.high:
            raise ValueError(f"low <= value <= high must hold; got {self.low}, {self.value}, {self.high}")
        for name in ("value", "high"):
            steps = (getattr(self, name) - self.low) / self.step
            if abs(steps - round(steps)) > 1e-6 or steps > _MOST_STEPS:
                rule = f"{name} must lie a whole number of steps above low, at most {_MOST_STEPS}"
                raise ValueError(f"{rule}; got {steps:g} steps")

    @property
    def factor(self):
        """What the shown number is larger than the true one: 100 for per cent."""
        return _factor(self.unit)

    @property
    def digits(self):
        """Decimals of the shown number."""
        return max(0, -Decimal(repr(self.shown(self.step))).normalize().as_tuple().exponent)

    @property
    def text(self):
        """Where it stands at first, in words."""
        return shown(self.value, self.unit, self.digits)

    def shown(self, value):
        """A number in the unit that the reader sees, free of what binary fractions leave."""
        return round(value * self.factor, 9)


@dataclass(frozen=True)
class Answer:
    """A number that follows the sliders.

    Parameters
    ----------
    formula : callable
        A closed form. It takes those of the chart's arguments that it names.
    unit : str
        As for `Slider`.
    digits : int, optional
        Decimals; without them 0 for money, 1 for per cent and 2 for others.

    Examples
    --------
    >>> from crmlib import clv
    >>> Answer(clv.expected_lifetime, "years", digits=1)  # doctest: +ELLIPSIS
    Answer(formula=<function expected_lifetime at ...>, unit='years', digits=1)
    """

    formula: Any
    unit: str = ""
    digits: int | None = None

    def __post_init__(self):
        if not callable(self.formula):
            raise TypeError(f"formula must be a function; got {describe(self.formula)}")
        check_text("unit", self.unit)
        if self.digits is not None and self.digits not in range(7):
            raise ValueError(f"digits must be a whole number from 0 to 6; got {describe(self.digits)}")


def check_text(name, text):
    """Refuse what is not one line of text."""
    if not isinstance(text, str) or "\n" in text:
        raise TypeError(f"{name} must be one line of text; got {describe(text)}")


def is_per_cent(unit):
    """Whether a unit shows a fraction in per cent."""
    return unit.startswith("%")


def is_money(unit):
    """Whether a unit is money: its sign stands before the number."""
    return leading_sign(unit) != ""


def usual_digits(unit):
    """Decimals where none are named."""
    return 0 if is_money(unit) else 1 if is_per_cent(unit) else 2


def shown(value, unit, digits):
    """A number with its unit.

    >>> shown(266.67, "¥", 0), shown(-0.1275, "% per year", 1), shown(5, "years", 1)
    ('¥267', '−12.8 % per year', '5.0 years')
    """
    before, after = around(unit)
    size = _size_shown(value, unit, digits)
    sign = "−" if value < 0 and size else ""
    return f"{sign}{before}{size:,f}{after}"


def _size_shown(value, unit, digits):
    size = Decimal(abs(value) * _factor(unit))
    return size.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _factor(unit):
    return 100 if is_per_cent(unit) else 1


def usable(value):
    """A number without the digits that nobody uses, and that differ from one processor to another.

    Six digits stay, and all those before the decimal point.

    >>> usable(12525.717506544916), usable(0.6067994337515273), usable(1231587.04)
    (12525.7, 0.606799, 1231587.0)
    """
    return round(value, max(0, _DIGITS_USED - 1 - math.floor(math.log10(abs(value))))) if value else value


def usable_as_shown(value, unit, digits):
    """The same for a number that will be shown: what it shows stays, because it is not rounded twice.

    >>> usable_as_shown(12525.46, "¥", 0), usable_as_shown(12525.41, "¥", 0)
    (12525.0, 12525.4)
    """
    few = usable(value)
    if shown(few, unit, digits) == shown(value, unit, digits):
        return few
    return usable(math.copysign(float(_size_shown(value, unit, digits) / _factor(unit)), value))


def shown_in_browser(text, unit, digits):
    """The browser's expression for `shown`."""
    before, after = around(unit)
    size = f"abs({text}){' * 100' if is_per_cent(unit) else ''}"
    least = 0.5 * 10.0**-digits
    sign = f"({text} < 0 && {size} >= {least!r} ? '−' : '')"
    return f"{sign} + {quoted(before)} + format({size}, ',.{digits}f') + {quoted(after)}"


def axis(label, unit):
    """Title, number format and count of ticks of an axis."""
    return {"title": named(label, unit), "format": "~%" if is_per_cent(unit) else ",~f", "tickCount": 8}


def named(label, unit):
    """What is measured, with its unit unless the name has it already.

    >>> named("lifetime value", "¥"), named("mean purchases", "purchases"), named("threshold", "")
    ('lifetime value (¥)', 'mean purchases', 'threshold')
    """
    return f"{label} ({unit})" if unit and f" {unit} " not in f" {label} " else label


def quoted(text):
    """Text inside an expression.

    >>> quoted("the buyer's")
    "'the buyer\\\\'s'"
    """
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def around(unit):
    """What stands before and after a number.

    >>> around("¥ per year"), around("HK$"), around("%")
    (('¥', ' per year'), ('HK$', ''), ('', ' %'))
    """
    if sign := leading_sign(unit):
        return sign, unit.removeprefix(sign)
    return "", f" {unit}" if unit else ""
