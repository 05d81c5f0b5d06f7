"""Empty cells, and amounts as people write them: read by the evidence of the whole column, or refused.

A column is read value by value in its distinct values. Where one value can be read in two ways, the other
values decide; where they do not, a sentence shows a value and names the argument that decides.
"""

import numpy as np
import pandas as pd

from crmlib._guard.written_numbers import Written, number_with, take_apart
from crmlib.datasets.own_file.headings import shown

_NOTHING_WORDS = (
    r"null none nan nat na n/a #n/a #na <na> (null) (blank) (none) - -- — － / ? . \n #ref! #value! #div/0! "
    "无 空 暂无"
)
_AROUND = " \t\r\n'\u00a0\u200b\ufeff"
NOTHING = frozenset({"", *_NOTHING_WORDS.split(" ")})


def distinct(values):
    """The number of each row's distinct value (-1: missing), and the distinct values."""
    codes, found = pd.factorize(values)
    return codes, np.asarray(found, dtype=object)


def is_nothing(value):
    """Whether a value stands for an empty cell."""
    return (
        value is None
        or value != value
        or (isinstance(value, str) and value.strip(_AROUND).lower() in NOTHING)
    )


def empty_cells(values):
    """Whether each cell of a column stands for nothing."""
    if values.dtype == "str":
        return (values.str.strip(_AROUND).str.lower().isin(NOTHING) | values.isna()).to_numpy(dtype=bool)
    codes, found = distinct(values)
    return np.array([*map(is_nothing, found), True], dtype=bool)[codes]


def read_amounts(values, name, decimal=None):
    """Amounts of a column as floats, NaN where there is none.

    Parameters
    ----------
    values : Series
        Numbers, or amounts as text.
    name : str
        The column's name, for sentences.
    decimal : str, optional
        The decimal mark, "." or ",".

    Returns
    -------
    tuple
        The amounts, what the currency of each row may be (None: none said), the decimal mark (None: nothing
        shows it) and the changes made.
    """
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        return _finite(values), np.full(len(values), None, dtype=object), None, set()
    codes, found = distinct(values)
    if decimal != "," and _all_plain(found):
        numbers = pd.to_numeric(pd.Series(found), errors="coerce").to_numpy(dtype=float)
        return spread(numbers, codes, np.nan), np.full(len(codes), None, dtype=object), None, set()
    parts = [_parts(value) for value in found]
    mark = decimal or _decimal_mark([part.digits for part in parts if isinstance(part, Written)], name)
    numbers = np.array([_number(part, mark or ".") for part in parts], dtype=float)
    currencies = objects([*(part.currency if isinstance(part, Written) else None for part in parts), None])
    return spread(numbers, codes, np.nan), currencies[codes], mark, _amount_changes(found, parts)


def _finite(values):
    numbers = values.to_numpy(dtype=float, na_value=np.nan)
    return np.where(np.isfinite(numbers), numbers, np.nan)


def _all_plain(found):
    text = pd.Series(found)
    return text.dtype == "str" and bool(text.str.fullmatch(r"(?:-?[0-9]{1,15}(?:\.[0-9]{1,2})?)?").all())


def spread(numbers, codes, missing):
    """The value of each row from those of the distinct values."""
    return np.append(numbers, missing)[codes]


def objects(values):
    """An array of Python's own objects, also where they are tuples."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _parts(value):
    if isinstance(value, str):
        written = take_apart(value)
        return None if written and written.currency == () else written
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | float | np.number):
        return _as_decimal(value)
    return float(value)


def _as_decimal(value):
    """Decimals of a data file are numbers; dates and flags are not."""
    import decimal

    return float(value) if isinstance(value, decimal.Decimal) and value.is_finite() else None


def _number(part, mark):
    if isinstance(part, Written):
        number = number_with(part.digits, mark)
        return np.nan if number is None or not np.isfinite(number) else number * part.factor
    return np.nan if part is None or not np.isfinite(part) else part


def _decimal_mark(digits, name):
    """The mark that reads every amount, if only one does."""
    only, either = {}, None
    for text in digits:
        point, comma = number_with(text, "."), number_with(text, ",")
        if point is None and comma is not None:
            only[","] = text
        elif comma is None and point is not None:
            only["."] = text
        elif point != comma:
            either = text
    if len(only) == 2:
        raise ValueError(
            f"decimal: column {shown(name)} mixes two marks: {shown(only['.'])} and {shown(only[','])}; "
            'say decimal="." or decimal="," and the others are left out'
        )
    if not only and either:
        one, other = sorted((number_with(either, "."), number_with(either, ",")))
        raise ValueError(
            f"decimal: column {shown(name)} can be read in two ways: {shown(either)} is "
            f"{one:g} or {other:g}, and no "
            'other value decides; say decimal="." or decimal=","'
        )
    return next(iter(only), None)


def _amount_changes(found, parts):
    """What was taken off or turned, in words."""
    texts = [
        (str(value), part) for value, part in zip(found, parts, strict=True) if isinstance(part, Written)
    ]
    changes = set()
    if any(part.signs for _, part in texts):
        changes.add("currency signs taken off")
    if any("(" in text or "（" in text for text, _ in texts):
        changes.add("brackets read as a minus")
    return changes | {
        f"times {abs(part.factor):,.15g} for {''.join(part.multiples)!r}"
        for _, part in texts
        if part.multiples
    }
