"""The guard: arguments are checked by kind before a formula runs.

A formula names the kind of each argument in a decorator, so that its body stays the formula alone:

>>> @checked(retention_rate=share)
... def expected_renewals(retention_rate):
...     return retention_rate / (1 - retention_rate)
>>> expected_renewals(0.75)
3.0
>>> expected_renewals(80)
Traceback (most recent call last):
ValueError: retention_rate must be a share from 0 to 1; got 80 (for 80 %, write 0.8)

A number, and each number in an array or a Series, is checked. A symbolic value (a Polars expression,
an Altair parameter) has no values yet and passes unchecked.
"""

import functools
import inspect
import math
import numbers
from dataclasses import dataclass
from decimal import Decimal

_TEXT = (str, bytes)
_MISSING = {"NAType", "NaTType"}
_TIME_SPANS = {"timedelta", "Timedelta"}
MOST_CHARACTERS = 40


@dataclass(frozen=True)
class Kind:
    """A kind of number: the values it allows, in words and as bounds.

    Parameters
    ----------
    words : str
        What is allowed, as it reads after "must be".
    low, high : float
        The bounds.
    open_low, open_high : bool
        Whether a bound is itself left out.
    whole : bool
        Whether only whole numbers are allowed.
    """

    words: str
    low: float = -math.inf
    high: float = math.inf
    open_low: bool = False
    open_high: bool = False
    whole: bool = False

    def allows(self, value):
        """Whether one finite number is of this kind."""
        above = value > self.low if self.open_low else value >= self.low
        below = value < self.high if self.open_high else value <= self.high
        return above and below and not (self.whole and value != math.floor(value))


number = Kind("a number")
positive = Kind("a number above 0", low=0, open_low=True)
nonnegative = Kind("a number of at least 0", low=0)
share = Kind("a share from 0 to 1", low=0, high=1)
open_share = Kind("a share above 0 and below 1", low=0, high=1, open_low=True, open_high=True)
share_below_one = Kind("a share from 0 to below 1", low=0, high=1, open_high=True)
count = Kind("a whole number of at least 0", low=0, whole=True)
positive_count = Kind("a whole number of at least 1", low=1, whole=True)


def one_of(*options):
    """A kind that allows the named options only."""
    return tuple(options)


def checked(**kinds):
    """Check the named arguments of a function by kind, each time it is called.

    Parameters
    ----------
    **kinds : Kind or tuple
        For each argument its kind, or the tuple of options that `one_of` gives.

    Returns
    -------
    callable
        A decorator.

    Raises
    ------
    TypeError
        At the decoration, if a kind names no argument of the function.
    """

    def decorate(function):
        signature = inspect.signature(function)
        if unknown := kinds.keys() - signature.parameters.keys():
            raise TypeError(f"{function.__name__} has no argument {', '.join(sorted(unknown))}")

        @functools.wraps(function)
        def guarded(*args, **kwargs):
            given = signature.bind(*args, **kwargs).arguments
            for name, kind in kinds.items():
                if name in given and not _is_default(given[name], signature.parameters[name]):
                    check(name, given[name], kind)
            return function(*args, **kwargs)

        return guarded

    return decorate


def check(name, value, kind):
    """Raise a sentence that names the argument, the value and what is allowed.

    Parameters
    ----------
    name : str
        The argument's name.
    value : object
        What was given.
    kind : Kind or tuple
        What is allowed.

    Raises
    ------
    TypeError
        If the value is not a number (or data made of numbers).
    ValueError
        If a number is missing, infinite or out of range, or an option is unknown.

    Examples
    --------
    >>> check("weeks", 52, positive_count)
    >>> check("first_margin", "later", one_of("now", "certain"))
    Traceback (most recent call last):
    ValueError: first_margin must be one of 'now', 'certain'; got 'later'
    """
    if isinstance(kind, tuple):
        _check_option(name, value, kind)
    elif _is_number(value):
        _check_number(name, value, kind)
    elif type(value).__name__ in _MISSING:
        raise ValueError(f"{name} must be {kind.words}; got a missing value ({value})")
    elif hasattr(value, "__array__"):
        _check_data(name, value, kind)
    elif not _is_symbolic(value):
        raise TypeError(f"{name} must be {kind.words}; got {describe(value)}")


def describe(value):
    """A value as a sentence can show it: short, and with its type where the type is the point.

    >>> describe(True), describe([1, 2]), describe("80 %")
    ('True (a boolean)', '[1, 2] (a list)', "'80 %' (text)")
    """
    if value is None:
        return "None"
    if hasattr(value, "__len__") and hasattr(value, "__array__") and getattr(value, "shape", None) != ():
        return f"a {type(value).__name__} of {len(value)} rows"
    shown = _short(value)
    if isinstance(value, bool):
        return f"{shown} (a boolean)"
    if isinstance(value, _TEXT):
        return f"{shown} (text)"
    if isinstance(value, numbers.Number):
        return _short(value, str)
    article = "an" if type(value).__name__[0] in "aeiouAEIO" else "a"
    return f"{shown} ({article} {type(value).__name__})"


def _short(value, form=repr):
    """A value's text, cut where it grows long; any object may come, also one whose text cannot be made."""
    try:
        text = form(value)
    except Exception:
        return "something that cannot be shown"
    return text if len(text) <= MOST_CHARACTERS else text.splitlines()[0][: MOST_CHARACTERS - 3] + "..."


def _is_default(value, parameter):
    """Whether None was given where None is the default: nothing to check."""
    return value is None and parameter.default is None


def _is_number(value):
    return isinstance(value, numbers.Real | Decimal) and not isinstance(value, bool)


def _is_symbolic(value):
    """Whether a value is an expression: it takes part in arithmetic but is no data, text or flag."""
    plain = isinstance(value, (*_TEXT, bool, complex, list, tuple, dict, set, type(None)))
    plain = plain or type(value).__name__ in _TIME_SPANS
    return not plain and hasattr(value, "__truediv__") and hasattr(value, "__rsub__")


def _check_option(name, value, options):
    if not isinstance(value, str) or value not in options:
        allowed = ", ".join(repr(option) for option in options)
        raise ValueError(f"{name} must be one of {allowed}; got {value!r}")


def _check_number(name, value, kind):
    if not _is_finite(value) or not kind.allows(value):
        raise ValueError(f"{name} must be {kind.words}; got {describe(value)}{_per_cent_hint(value, kind)}")


def _is_finite(value):
    """Whether a number is one that a float can hold; a signalling NaN and a huge integer are not."""
    try:
        return math.isfinite(value)
    except (OverflowError, ValueError):
        return False


def _per_cent_hint(value, kind):
    """A reading of 80 as 80 %, where only a share is allowed."""
    per_cent = kind.high == 1 and _is_finite(value) and 1 < value <= 100
    return f" (for {value} %, write {float(value / 100):g})" if per_cent else ""


def _check_data(name, data, kind):
    values = data.__array__().ravel()
    if values.dtype.kind in "iuf":
        for extreme in _extremes(values, kind):
            _check_number(f"each value of {name}", extreme, kind)
    elif values.dtype.kind == "O":
        for item in values.tolist():
            check(f"each value of {name}", _missing_as_nan(item), kind)
    else:
        raise TypeError(f"{name} must hold numbers only; got values of type {values.dtype}")


def _extremes(values, kind):
    """The numbers that decide whether a whole array is of a kind (NaN is both its minimum and maximum)."""
    if values.size:
        yield values.min().item()
        yield values.max().item()
    if kind.whole:
        yield from values[values % 1 != 0][:1].tolist()


def _missing_as_nan(item):
    return math.nan if item is None or type(item).__name__ in _MISSING else item
