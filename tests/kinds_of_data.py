"""The same numbers as other libraries hand them over: for the walk, each is refused or gives the same result.

A SQL driver gives `Decimal`, a survey tool categories, a measuring device short floats, a laboratory masked
arrays, an older lesson matrices.
"""

import functools
import math
import numbers
import warnings
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa


class Kind(NamedTuple):
    """How a list of numbers and a single one look in this kind; None leaves them alone."""

    column: object = None
    single: object = None


def series(dtype):
    """A column of pandas whose rows are labelled from 1."""
    return lambda values: pd.Series(values, index=range(1, len(values) + 1), dtype=dtype)


def decimal(value):
    return Decimal(str(value))


def mixed(values):
    """Numbers of several types in one array, as a spreadsheet reader leaves them."""
    forms = (decimal, Fraction, np.float64, float)
    return np.array([forms[row % 4](value) for row, value in enumerate(values)], dtype=object)


def read_only(values):
    """In the other order of bytes, and not to be written to, as from a memory-mapped file."""
    array = np.asarray(values).astype(">f8")
    array.flags.writeable = False
    return array


def as_read(values):
    """Whole numbers stay whole, and yes and no stay such."""
    return pd.Series(values).convert_dtypes(convert_boolean=True)


def matrix(values):
    """A table of one row that multiplies as a matrix; NumPy advises against it."""
    with warnings.catch_warnings(action="ignore"):
        return np.asmatrix([*values])


KINDS = {
    "decimals": Kind(lambda values: series(object)([*map(decimal, values)]), decimal),
    "categories": Kind(series("category")),
    "short floats": Kind(lambda values: np.array(values, dtype="float16"), np.float16),
    "matrix": Kind(matrix),
    "turned, read-only": Kind(read_only),
    "mixed numbers": Kind(mixed),
    "whole floats": Kind(lambda values: [*map(float, values)], np.array),
    "nullable": Kind(lambda values: series(None)(as_read(values).array)),
    "Arrow in pandas": Kind(
        lambda values: as_read(series(None)(values)).convert_dtypes(dtype_backend="pyarrow")
    ),
    "repeated row labels": Kind(lambda values: pd.Series([*values], index=[0] * len(values))),
    "PyArrow": Kind(lambda values: pa.array([*values]), lambda value: pa.scalar(value)),
    "Polars": Kind(lambda values: pl.Series([*values])),
    "masked, nothing hidden": Kind(lambda values: np.ma.array([*values], mask=[0] * len(values))),
}
# A column of a table cannot be each of them.
IN_A_TABLE = ("decimals", "categories", "short floats", "Arrow in pandas")


def is_number(value):
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def is_column(value):
    """Whether a value is many numbers."""
    rows = isinstance(value, list | tuple | pd.Series | np.ndarray) and getattr(value, "ndim", 1) == 1
    return rows and len(value) > 0 and all(map(is_number, value))


def changed(value, kind):
    """A value in another kind, or nothing where the kind does not apply."""
    if is_number(value) and KINDS[kind].single:
        return KINDS[kind].single(value)
    if is_column(value) and KINDS[kind].column:
        return KINDS[kind].column(value)
    if isinstance(value, pd.DataFrame) and kind in IN_A_TABLE:
        return changed_table(value, kind)
    return None


def changed_table(table, kind):
    """A table with each column of numbers in another kind."""
    columns = {
        name: pd.Series(KINDS[kind].column(column.tolist())).set_axis(table.index)
        for name, column in table.items()
        if is_column(column)
    }
    return table.assign(**columns) if columns else None


def as_rounded(value, kind):
    """The plain value that a kind holds: short floats have three digits."""
    if kind != "short floats":
        return value
    if isinstance(value, pd.DataFrame):
        short = {name: as_rounded(column, kind) for name, column in value.items() if is_column(column)}
        return value.assign(**short)
    rounded = np.asarray(value, dtype="float16").astype(float)
    return rounded.item() if is_number(value) else rounded


def is_same(one, other):
    """Whether two results say the same, whatever kind of table or column they are."""
    ours, theirs = plain(one), plain(other)
    return len(ours) == len(theirs) and all(map(functools.partial(is_close), ours, theirs))


def is_close(one, other):
    if is_number(one) and is_number(other):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12) or (one != one and other != other)
    return str(one) == str(other) or (is_missing(one) and is_missing(other))


def is_missing(value):
    return value is None or value is pd.NA or value != value


def plain(result):
    """A result as a flat list of numbers and words; row labels do not count."""
    if isinstance(result, pd.DataFrame):
        return [part for name, column in result.items() for part in (name, *plain(column))]
    if hasattr(result, "collect"):
        return plain(result.collect())
    if hasattr(result, "_asdict"):
        return plain(result._asdict())
    if isinstance(result, dict):
        return [part for key, value in result.items() for part in (key, *plain(value))]
    if isinstance(result, list | tuple):
        return [part for value in result for part in plain(value)]
    if hasattr(result, "to_list") or hasattr(result, "tolist"):
        values = result.to_list() if hasattr(result, "to_list") else result.tolist()
        return plain(values) if isinstance(values, list) else [values]
    if isinstance(result, Decimal | Fraction | np.bool_):
        return [float(result)]
    return [float(result) if isinstance(result, bool) else result]
