"""The keys of questions answered by data made in code: a table, a Series, a list or a dictionary."""

import difflib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from crmlib._guard.checks import describe
from crmlib.workbook.marking.key import KeyWithSlips, Verdict

VALUE = "the value asked"  # of a Series, list or dictionary; no column of a table is called so


@dataclass(frozen=True, kw_only=True, repr=False)
class ValueKey(KeyWithSlips):
    """The key of a question whose answer is data, compared column by column.

    Parameters
    ----------
    answer : callable
        The drawn numbers to a DataFrame, Series, list or dictionary.
    row : str, optional
        The column (or index) that says which row is which; without it rows are compared in order.
    slips : sequence of Slip
        ``wrong`` gives a rival of the same shape; its message completes "Column … is what you get …".
    tolerance : float
        Relative, for numbers.
    """

    answer: Callable
    row: str | None = None
    tolerance: float = 0.001

    def _mark(self, given, numbers, before):
        right = self.solution(numbers)
        try:
            table, target = as_table(given, right, self.row), as_table(right, right, self.row)
            table = with_names_of(target, table)
            check_shape(table, target)
            check_types(table, target)
        except Mismatch as problem:
            return Verdict("unreadable", str(problem))
        for column in target.columns:
            agrees = _agreement(table[column], target[column], self.tolerance)
            if not agrees.all():
                return self._foreseen(column, table, target, right, numbers) or _unforeseen(
                    column, table, agrees, target[column]
                )
        return self._right(numbers)

    def _foreseen(self, column, table, target, right, numbers):
        """The slip that explains this column; of several, the one that explains the most columns."""
        explained = {}
        for index, slip in enumerate(self.slips):
            rival = as_table(slip.wrong(**numbers), right, self.row)
            if not rival.index.equals(target.index):
                continue
            alike = self._alike(table, rival, target.columns)
            if column in alike and column not in self._alike(rival, target, target.columns):
                explained[index] = len(alike)
        if not explained:
            return None
        index = max(explained, key=explained.get)
        return Verdict("slip", f"{_named(column)} {self.slips[index].message}", index)

    def _alike(self, table, other, columns):
        """The columns in which two tables agree in every row."""
        both = [column for column in columns if column in table and column in other]
        return {column for column in both if _agreement(table[column], other[column], self.tolerance).all()}


class Mismatch(ValueError):
    """Data of another type or shape than asked; the message says how."""


def as_table(given, like, key):
    """Any data as a pandas table whose sorted index says which row is which.

    Parameters
    ----------
    given : DataFrame, Series, list, dict or array
        What the student gave (Polars and PyArrow tables too).
    like : object
        What is asked: a DataFrame, a Series, a dictionary or a list.
    key : str or None
        The column or index that names the rows.

    Raises
    ------
    Mismatch
        If the data are of another type, or do not say whose row is whose.
    """
    given = _in_pandas(given)
    if isinstance(given, pd.DataFrame) and not given.columns.is_unique:
        raise Mismatch(f"The column `{given.columns[given.columns.duplicated()][0]}` stands there twice.")
    table = _frame(given, key) if isinstance(like, pd.DataFrame) else _column(given, like, key)
    if not table.index.is_unique:
        repeated = table.index[table.index.duplicated()][0]
        raise Mismatch(f"Each `{key}` may stand in one row only; {repeated} stands in several.")
    return _sorted(table)


def with_names_of(target, table):
    """A table whose rows are called as in another one, if capitals and spaces at the ends do not count."""
    names = {_word(name): name for name in target.index if isinstance(name, str)}
    renamed = table.rename(index=lambda name: names.get(_word(name), name) if isinstance(name, str) else name)
    return _sorted(renamed) if names and renamed.index.is_unique else table


def _word(text):
    return text.strip().casefold()


def check_shape(table, target):
    """Raise `Mismatch` if columns, rows or missing values already tell the answer from the right one."""
    for column in target.columns:
        if column not in table.columns:
            raise Mismatch(f"The column `{column}` is missing.{_near(column, table.columns, target.columns)}")
    if _is_numeric(target.index) and not _is_numeric(table.index) and len(table):
        found = f"it holds {describe(table.index[0])}"
        raise Mismatch(
            f"The column `{target.index.name}` must hold numbers, to tell whose row is whose; {found}."
        )
    if (absent := target.index.difference(table.index)).size and table.index.name:
        name = table.index.name
        raise Mismatch(f"{len(absent)} of {len(target)} rows are missing, `{name}` {absent[0]} among them.")
    if absent.size and not isinstance(target.index, pd.RangeIndex):
        raise Mismatch(f"{absent[0]} is missing.{_near(absent[0], table.index, target.index)}")
    if len(table) != len(target):
        raise Mismatch(
            f"{len(target)} {'rows are' if len(target) != 1 else 'row is'} asked; got {len(table)}."
        )
    for column in target.columns:
        if missing := int((table[column].isna() & target[column].notna()).sum()):
            values = "a missing value" if missing == 1 else f"{missing} missing values"
            raise Mismatch(f"{_named(column)} has {values}.")


def check_types(table, target):
    """Raise `Mismatch` if a column of numbers is asked and holds something else."""
    for column in target.columns:
        values = table[column]
        if not _is_numeric(target[column]):
            continue
        if pd.api.types.is_timedelta64_dtype(values):
            raise Mismatch(f"{_named(column)} holds time spans; numbers are asked. Take `.dt.days`.")
        if (no_number := _to_numbers(values).isna() & values.notna()).any():
            first = values[no_number].iloc[0]
            raise Mismatch(f"{_named(column)} must hold numbers; it holds {describe(first)}.")


def _is_numeric(values):
    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)


def _to_numbers(values):
    """Numbers, from text too; what is no number becomes a missing value."""
    if _is_numeric(values) and not pd.api.types.is_complex_dtype(values):
        return values.astype(float)
    return values.astype(object).map(_to_number).astype(float)


def _to_number(value):
    try:
        return math.nan if pd.isna(value) is True else float(value)
    except (TypeError, ValueError, OverflowError):
        return math.nan


def _in_pandas(given):
    given = given.collect() if hasattr(given, "collect") and hasattr(given, "lazy") else given
    return given.to_pandas() if hasattr(given, "to_pandas") else given


def _frame(given, key):
    """A table with the key as its index; without a key, rows in their order."""
    if not isinstance(given, pd.DataFrame):
        hint = " Its `reset_index()` is one." if isinstance(given, pd.Series) else ""
        raise Mismatch(f"A DataFrame is asked; got {describe(given)}.{hint}")
    if key is None:
        return given.reset_index(drop=True)
    if key not in given.columns and key in given.index.names:
        given = given.reset_index(level=key)
    if key not in given.columns:
        raise Mismatch(
            f"The column `{key}` says whose row is whose, and is missing.{_near(key, given.columns)}"
        )
    return given.set_index(key)


def _column(given, like, key):
    """A Series, a dictionary, a list, or a table of one column, as a table of one column."""
    like = pd.Series(like)
    if isinstance(given, pd.DataFrame):
        given = (_frame(given, key) if key in (*given.columns, *given.index.names) else given).squeeze(axis=1)
    if isinstance(given, Mapping):
        given = pd.Series(given, dtype=object).infer_objects()
    if isinstance(given, list | tuple | np.ndarray) and np.ndim(given) == 1:
        if len(given) != len(like):
            raise Mismatch(f"{len(like)} values are asked; got {len(given)}.")
        given = pd.Series(list(given), index=like.index)
    if not isinstance(given, pd.Series):
        raise Mismatch(f"A {type(like).__name__} is asked; got {describe(given)}.")
    return given.rename_axis(like.index.name or key).to_frame(VALUE)


def _sorted(table):
    try:
        return table.sort_index()
    except TypeError:
        return table.sort_index(key=lambda index: index.astype(str))


def _agreement(values, target, tolerance):
    """Row by row, whether two columns agree."""
    if _is_numeric(target):
        numbers = _to_numbers(values).to_numpy()
        return np.isclose(numbers, target.to_numpy(dtype=float), rtol=tolerance, atol=1e-9, equal_nan=True)
    both_missing = (values.isna() & target.isna()).to_numpy()
    return (_words(values) == _words(target)) | both_missing


def _words(values):
    """Texts as they are compared: capitals and spaces at the ends do not count."""
    return values.astype(str).str.strip().str.casefold().to_numpy()


def _unforeseen(column, table, agrees, target):
    place = table.index[int(np.argmin(agrees))]
    where = f"`{table.index.name}` {place}" if table.index.name else f"row {place}"
    count = f"{_named(column)}: {int(agrees.sum())} of {len(agrees)} values are right"
    if _is_numeric(target) and _is_rounded(table[column], target):
        return Verdict("close", f"{count}, and the others are rounded. Leave all digits.")
    return Verdict("wrong", f"{count}. Work out {where} by hand and compare.")


def _is_rounded(values, target):
    """Whether a column is the right one, rounded to some number of decimals."""
    numbers, right = _to_numbers(values).to_numpy(), target.to_numpy(dtype=float)
    return any(np.allclose(numbers, right.round(digits), atol=1e-9, equal_nan=True) for digits in range(4))


def _named(column):
    return "Your answer" if column == VALUE else f"Column `{column}`"


def _near(name, columns, asked=()):
    """The name that may have been meant, of those that are not asked themselves; else all that are there."""
    names = {str(column).casefold(): column for column in columns if column not in asked}
    near = [names[found] for found in difflib.get_close_matches(str(name).casefold(), names, n=1)]
    return (
        f" Is it your `{near[0]}`?"
        if near
        else f" There are: {', '.join(f'`{column}`' for column in columns)}."
    )
