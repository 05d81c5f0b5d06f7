"""Reading a number as people write it."""

import math
import numbers
import re
import unicodedata
from decimal import Decimal

from crmlib._guard.checks import describe
from crmlib._guard.written_numbers import currencies_named, leading_sign, number_with, take_apart
from crmlib.workbook.marking.spellings import plain, without_raised

_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[ ,.']\d{3})+")
_MIXED = re.compile(r"(\d+) (\d{1,2})/(\d{1,2})")  # "1 200/3" may be many things
_FRACTION = re.compile(r"(\d+\.?\d*|\.\d+)(e[+-]?\d+)?/(\d+\.?\d*|\.\d+)", re.IGNORECASE)


class Unreadable(ValueError):
    """A value that cannot be read as one number; the message says why."""


def read_number(given, unit=""):
    """All sensible readings of one number, the likeliest first.

    Parameters
    ----------
    given : object
        A number, or text such as ``"26.7 %"``, ``"1,234.5"``, ``"1234,5"``, ``"¥1 200"``, ``"1.2万"``.
    unit : str
        The unit asked for, which may stand behind the number, as in ``"57 days"``; points of a
        ``"share"`` are hundredths.

    Returns
    -------
    list of float
        One reading, or two where a separator is ambiguous (``"1,234"``).

    Raises
    ------
    Unreadable
        If it is not one finite number; the sentence says what was given.

    Examples
    --------
    >>> read_number("26.7 %"), read_number("1,234.5"), read_number("1234,5"), read_number("1,234")
    ([0.267], [1234.5], [1234.5], [1234.0, 1.234])
    """
    if isinstance(given, str):
        return _read_text(given, unit)
    value = _as_float(given)
    if not math.isfinite(value):
        raise Unreadable(f"The answer must be a finite number; got {value}.")
    return [value]


def other_currency(given, unit):
    """The words of a currency that is not the one asked, as they stand in a text; None without one.

    Parameters
    ----------
    given : object
        What was given; only a text can name a currency.
    unit : str
        The unit asked for.

    Examples
    --------
    >>> other_currency("$1,200", "¥"), other_currency("1,200 yuan", "¥"), other_currency("¥0.8", "share")
    ('$', None, '¥')
    """
    written = _taken_apart(given, unit) if isinstance(given, str) else None
    asked = _currency(unit)
    others = (sign for sign in (written.signs if written else ()) if asked not in currencies_named(sign))
    return next(others, None)


def is_money(unit):
    """Whether a unit is one of money.

    >>> is_money("¥ per year"), is_money("US dollars"), is_money("customers")
    (True, True, False)
    """
    return _currency(unit) is not None


def _currency(unit):
    """The currency of a unit: "¥ per year" is one of yuan, "customers" of none."""
    words = unit.partition(" per ")[0]
    named = (currencies_named(word) for word in (words, leading_sign(words), *words.split()))
    return next((names[0] for names in named if names), None)


def _as_float(given):
    """One number from a scalar, or from data that holds exactly one."""
    if type(given).__name__ in {"bool", "bool_"}:
        raise Unreadable(f"The answer must be a number; got {given}, which is true or false.")
    if isinstance(given, numbers.Real | Decimal) and type(given).__name__ != "timedelta64":
        return _finite_float(given)
    if type(given).__name__ in {"timedelta", "timedelta64", "Timedelta"}:
        raise Unreadable("The answer must be a number; this is a time span. Take its days.")
    if type(given).__name__ in {"NAType", "NaTType"}:
        raise Unreadable("The answer is a missing value (NA). A number is asked.")
    if getattr(given, "shape", None) in [(), (1,), (1, 1)]:
        given = given.to_pandas() if hasattr(given, "to_pandas") else given
        return _as_float(given.item() if hasattr(given, "item") else given.iloc[0, 0])
    if hasattr(given, "__len__") and getattr(given, "shape", None) != ():
        values = "one value" if len(given) == 1 else f"{len(given)} values"
        raise Unreadable(f"One number is asked; got a {type(given).__name__} of {values}.")
    raise Unreadable(f"The answer must be a number; got {describe(given)}.")


def _finite_float(given):
    """A float; what no float can hold (a huge integer, a signalling NaN) is no finite number."""
    try:
        return float(given)
    except (OverflowError, ValueError):
        raise Unreadable(f"The answer must be a finite number; got {describe(given)}.") from None


def _read_text(text, unit):
    if any(unicodedata.category(character) == "No" for character in without_raised(text)):
        raise Unreadable(f"The answer must be a number in plain digits; got {describe(text)}.")
    written = _taken_apart(text, unit)
    readings = [value * written.factor for value in _readings(written.digits)] if written else []
    if not readings:
        raise Unreadable(f"The answer must be a number; {describe(text)} cannot be read as one.")
    if not all(map(math.isfinite, readings)):
        raise Unreadable(f"The answer must be a finite number; got {describe(text)}.")
    return readings


def _taken_apart(text, unit):
    """The parts of an answer, without what may stand around its number."""
    spelled = plain(text, unit, is_money(unit))
    whole = take_apart(spelled, ratios=True) if currencies_named(unit) else None
    return whole or take_apart(_without(spelled, unit), ratios=True)


def _without(text, unit):
    """A text without the unit behind its number, in the plural or the singular."""
    for word in (unit, unit.removesuffix("s")):
        if word and text.casefold().endswith(word.casefold()):
            return text[: -len(word)].strip()
    return text


def _readings(digits):
    """What the digits may be, the point as decimal mark first; a fraction is one number."""
    if mixed := _MIXED.fullmatch(digits):
        whole, above, below = map(int, mixed.groups())
        return [whole + above / below] if above < below else []
    if "/" in digits:
        parts = _FRACTION.fullmatch(digits)
        bottom = float(parts[3]) if parts else 0
        return [float(parts[1] + (parts[2] or "")) / bottom] if bottom else []
    found = [*(number_with(digits, mark) for mark in (".", ",")), number_with(_closed(digits), ".")]
    return list(dict.fromkeys(value for value in found if value is not None))


def _closed(digits):
    """Digits with the gaps between them closed: "12 34,5" is one number in an answer."""
    closed = re.sub(r"(?<=\d)[ '](?=\d)", "", digits)
    if closed == digits:
        return digits
    return re.sub(r"[,.]", "", closed) if _GROUPED.fullmatch(digits) else closed.replace(",", ".")
