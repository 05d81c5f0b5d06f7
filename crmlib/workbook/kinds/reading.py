"""Reading a number as people write it."""

import math
import numbers
import re
import unicodedata
from decimal import Decimal

from crmlib._guard.checks import describe

_UNITS = re.compile(r"(USD|US|RMB|CNY|euros?|EUR|yuan|dollars?|[¥$€£元块])", re.IGNORECASE)
_CURRENCIES = {
    "¥": re.compile(r"[¥元块]|RMB|CNY|yuan", re.IGNORECASE),
    "US dollars": re.compile(r"US ?(?:\$|dollars?)|USD|\$|dollars?|\bUS\b", re.IGNORECASE),
    "euros": re.compile(r"€|euros?|EUR", re.IGNORECASE),
    "pounds": re.compile(r"£"),
}
_BEFORE = re.compile(r"^[=≈~约]\s*")
_HUNDREDTHS = re.compile(r"^百分之\s*(.+)$")
_POINTS = re.compile(r"(?<=\d)\s*(percentage points?|points?|pp|个?百分点)$", re.IGNORECASE)
_TO_ONE = re.compile(r"(?<=\d)\s*(x|×|倍|:\s*1|to\s+1)$", re.IGNORECASE)
_IN_CHINESE = {"years": "年", "months": "个月", "weeks": "周", "days": "天"}
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[ ,.']\d{3})+")
_MULTIPLES = {"%": 0.01, "‰": 0.001, "万": 10_000, "亿": 100_000_000, "k": 1_000}
_MULTIPLES |= {"per cent": 0.01, "percent": 0.01, "thousand": 1_000, "million": 1_000_000}


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
    if not isinstance(given, str):
        return None
    plain = unicodedata.normalize("NFKC", given)
    others = (words for words in _CURRENCIES.values() if not words.search(unit))
    return next((found[0] for words in others if (found := words.search(plain))), None)


def is_money(unit):
    """Whether a unit is one of money.

    >>> is_money("¥ per year"), is_money("US dollars"), is_money("customers")
    (True, True, False)
    """
    return any(words.search(unit) for words in _CURRENCIES.values())


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
    if any(unicodedata.category(character) == "No" for character in text):
        raise Unreadable(f"The answer must be a number in plain digits; got {describe(text)}.")
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-").strip()
    plain = _HUNDREDTHS.sub(r"\1%", _BEFORE.sub("", plain))
    plain = _POINTS.sub("%", plain) if unit == "share" else plain
    bare = _UNITS.sub("", _without(_TO_ONE.sub("", plain) if unit in {"", "share"} else plain, unit)).strip()
    bare, multiple = _multiple(bare)
    readings = [value * multiple for value in _plain_readings(bare)]
    if not readings:
        raise Unreadable(f"The answer must be a number; {describe(text)} cannot be read as one.")
    if not all(map(math.isfinite, readings)):
        raise Unreadable(f"The answer must be a finite number; got {describe(text)}.")
    return readings


def _multiple(text):
    """A text without the words behind its number that multiply it, and what they multiply it by."""
    multiple = 1
    while word := next((word for word in _MULTIPLES if text.casefold().endswith(word)), None):
        text, multiple = text[: -len(word)].strip(), multiple * _MULTIPLES[word]
    return text, multiple


def _without(text, unit):
    """A text without the unit behind its number, in the plural, the singular or in Chinese."""
    for word in (unit, unit.removesuffix("s"), _IN_CHINESE.get(unit)):
        if word and text.casefold().endswith(word.casefold()):
            return text[: -len(word)].strip()
    return text


def _plain_readings(text):
    sign, digits = (-1, text[1:].strip()) if text.startswith("-") else (1, text.removeprefix("+").strip())
    found = [_float(form) for form in _forms(digits)]
    return list(dict.fromkeys(sign * value for value in found if value is not None))


def _forms(digits):
    """The ways to write the same digits with a point as the only separator, likeliest first."""
    grouped = _GROUPED.fullmatch(digits)
    if "/" in digits:
        return [digits]
    if grouped and "." not in digits:
        return [re.sub(r"[ ,']", "", digits), digits.replace(",", ".")]
    if "," in digits and "." in digits:
        thousands, decimal = (",", ".") if digits.rfind(".") > digits.rfind(",") else (".", ",")
        whole = digits[: digits.rfind(decimal)]
        return [digits.replace(thousands, "").replace(decimal, ".")] if _GROUPED.fullmatch(whole) else []
    if grouped:
        return [digits, digits.replace(".", "")]
    return [re.sub(r"(?<=\d)[ '](?=\d)", "", digits).replace(",", ".")]


def _float(form):
    if not re.fullmatch(r"(\d+\.?\d*|\.\d+)(e[+-]?\d+)?(/(\d+\.?\d*|\.\d+))?", form, re.IGNORECASE):
        return None
    top, _, bottom = form.partition("/")
    return float(top) / float(bottom) if bottom and float(bottom) else None if bottom else float(top)
