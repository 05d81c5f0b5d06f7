"""Columns of numbers as a caller gives them: read as arrays, refused with a sentence.

A list, an array or a Series is a column; a formula may also take single numbers and expressions.
"""

import functools
import inspect
import math
from decimal import Decimal
from statistics import StatisticsError

import numpy as np

from crmlib._guard.checks import MISSING, check, describe, listed, number, refuse_masked


def read_column(name, values, kind):
    """One number a row, as an array of floats, each of the kind that is allowed."""
    array = as_array(values)
    if array.ndim != 1 or not array.size:
        allowed = "a column of numbers (a list, an array or a Series) with at least one row"
        raise ValueError(f"{name} must be {allowed}; got {describe(values)}")
    check(name, array, kind)
    return array.astype(float)


def is_column(value):
    """Whether a value is many numbers rather than one."""
    return isinstance(value, list | tuple) or (hasattr(value, "__array__") and value.__array__().ndim > 0)


def as_array(values):
    """Data as an array; a list that is not all numbers keeps its values, so that a sentence can show one."""
    # A masked value is a missing one; NumPy would take the number behind the mask.
    if np.ma.is_masked(values):
        return values.astype(float).filled(np.nan)
    try:
        array = np.asarray(values)
    except ValueError:
        array = np.empty((), dtype=object)
    if isinstance(values, list | tuple) and (array.dtype.kind not in "iufb" or _mixes_flags(values, array)):
        return np.fromiter(values, dtype=object, count=len(values))
    return array


def _mixes_flags(values, array):
    """Whether booleans stand among numbers, which NumPy would take for 0 and 1."""
    return array.dtype.kind != "b" and any(isinstance(value, bool) for value in values)


def read_names(name, values, rows):
    """The names of the rows, none missing; without names, numbers from 1."""
    if values is None:
        return list(range(1, rows + 1))
    if not is_column(values) or as_array(values).ndim != 1 or len(values) != rows:
        raise ValueError(f"{name} must be a column of {rows} names; got {describe(values)}")
    names = as_list(values)
    for value in names:
        if is_missing(value) or value in (math.inf, -math.inf):
            raise ValueError(f"each value of {name} must be a name; got {_named(value)}")
    return names


def as_list(values):
    """One value a row, those of PyArrow as Python's own."""
    return values.to_pylist() if hasattr(values, "to_pylist") else list(values)


def groups_in_order(name, values):
    """The different labels of a column, none missing, in their order, and the place of each row among them.

    Categories come in their own order, numbers and dates by size, text and mixed labels as text.
    """
    import pandas as pd

    column = pd.Series(values.to_pandas() if hasattr(values, "to_pandas") else values)
    if missing := int(column.isna().sum()):
        raise ValueError(f"{name} is missing in {missing} of {len(column)} rows; drop or fill them first")
    # Outside pandas only categories that say so are ordered.
    plain = column.dtype == "category" and hasattr(values, "to_pandas") and not column.cat.ordered
    if plain or (column.dtype == object and len({*map(type, column)}) > 1):
        column = column.astype(object).map(str)
    place, labels = pd.factorize(column, sort=True)
    return labels.tolist(), place


def _named(value):
    return f"a missing value ({value})" if is_missing(value) else describe(value)


def is_missing(value):
    """Whether a single value stands for "nothing here"."""
    return value is None or type(value).__name__ in MISSING or bool(_differs_from_itself(value))


def _differs_from_itself(value):
    if isinstance(value, Decimal):
        return value.is_nan()
    return isinstance(value, float | np.floating | np.datetime64) and value != value


def refuse_lengths(**columns):
    """Refuse columns of different lengths; a single number goes with any length."""
    lengths = {name: len(column) for name, column in columns.items() if np.ndim(column)}
    if len(set(lengths.values())) > 1:
        found = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise ValueError(f"{' and '.join(lengths)} must have the same length; got {found}")


def read_single(name, value):
    """A single number; an array or an expression is refused."""
    array = as_numbers(name, value)
    if array.ndim:
        raise ValueError(f"{name} must be a single number; got {describe(value)}")
    return array.item()


def as_numbers(name, value):
    """A number, or a column of numbers, as an array of floats."""
    if isinstance(value, np.ma.MaskedArray):
        refuse_masked(name, value)
    try:
        array = np.asarray(value).astype(float)
    except (TypeError, ValueError):
        raise TypeError(f"{name} must be a number or an array of numbers; got {describe(value)}") from None
    if array.ndim > 1 or not array.size:
        raise ValueError(f"{name} must be a number or one column of numbers; got {describe(value)}")
    return array


def elementwise(function):
    """Let a formula that is written for single numbers take arrays of equal length too."""
    signature = inspect.signature(function)
    many = np.vectorize(function)

    @functools.wraps(function)
    def each(*args, **kwargs):
        given = signature.bind(*args, **kwargs).arguments
        plain = {name: _unless_text(name, value) for name, value in given.items()}
        refuse_lengths(**plain)
        try:
            result = many(**plain)
        except (ArithmeticError, StatisticsError):
            raise ValueError(f"{function.__name__} has no finite result for {listed(given)}") from None
        return tuple(map(unwrap, result)) if isinstance(result, tuple) else unwrap(result)

    return each


def _unless_text(name, value):
    """Numbers as Python's own, which warn of nothing; an option such as "both" as it is."""
    return value if isinstance(value, str) else as_numbers(name, value).astype(object)


def unwrap(result):
    """A plain number for a single result, the array for many."""
    return result if np.ndim(result) else np.asarray(result).item()


def whole_up(number):
    """The next whole number; a hair of rounding error above a whole number does not count."""
    return math.ceil(number - 1e-9 * max(1.0, abs(number)))


def read_numbers(name, values):
    """One number a row, as an array of floats; true and false become 1 and 0."""
    array = as_array(values)
    return read_column(name, array.astype(float) if array.dtype.kind == "b" else values, number)


def read_flags(name, values):
    """Yes or no in each row, as 1 and 0."""
    flags = read_numbers(name, values)
    other = flags[~np.isin(flags, (0, 1))]
    if len(other):
        raise ValueError(f"each value of {name} must be 0 or 1 (no or yes); got {other[0]:g}")
    return flags
