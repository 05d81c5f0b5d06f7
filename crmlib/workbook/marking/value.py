"""The keys of questions answered by data made in code: a table, a Series, a list or a dictionary."""

import difflib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from crmlib._guard.checks import describe
from crmlib.workbook.finding.agreement import is_numeric, is_rounded, to_numbers
from crmlib.workbook.finding.edited_tables import EditedTables, edited_tables
from crmlib.workbook.finding.relations import Rival, rivals_of
from crmlib.workbook.finding.tables import MANY, Comparison, best
from crmlib.workbook.marking.key import KeyWithSlips, Verdict

INFINITIVES = {"is": "be", "has": "have", "holds": "hold", "runs": "run", "stands": "stand", "lies": "lie"}
MOST_NAMES = 3  # where so many errors give the same, none is said
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
    plain : callable, optional
        The drawn numbers to the answer in a few lines of pandas, as a student would write them; they stand by
        ``def``. A wrong answer that nobody foresaw is looked for among its edits.
    instead : str
        What to do with a wrong value, where nobody can work one out by hand.
    """

    answer: Callable
    row: str | None = None
    tolerance: float = 0.001
    plain: Callable | None = None
    instead: str = ""

    def _mark(self, given, numbers, before):
        began = time.perf_counter()
        right = self.solution(numbers)
        took = time.perf_counter() - began
        try:
            table, target = as_table(given, right, self.row), as_table(right, right, self.row)
            table = with_names_of(target, table)
            check_shape(table, target)
            check_types(table, target)
        except Mismatch as problem:
            return Verdict("unreadable", str(problem))
        compared = Comparison(table, target, self.tolerance)
        if not compared.wrong:
            return self._right(numbers)
        errors = edited_tables(self, numbers, lambda: self._errors(numbers, right, target))
        return (
            self._foreseen(compared, errors.foreseen, _explains_all)
            or _rounded(compared)
            or self._looked_for(compared, errors, took)
            or self._unforeseen(compared)
        )

    def _looked_for(self, compared, errors, took):
        """What an error in one place explains, or a slip that explains a part: the surer first."""
        found = [*errors.known(took), *rivals_of(compared.given, compared.target)]
        first, many = compared.wrong[0], len(compared.target) >= MANY
        return (
            self._found(compared, found, _explains_all)
            or self._foreseen(compared, errors.foreseen, lambda fit: fit.is_sure)
            or self._found(compared, found, lambda fit: many)
            or self._foreseen(compared, errors.foreseen, lambda fit: fit.columns[0] == first, sure=False)
        )

    def _errors(self, numbers, right, target):
        """The tables that the foreseen errors give, and those of an error in one place."""

        def in_shape(made):
            return as_table(made, right, self.row)

        slips = [Rival(slip.message, in_shape(slip.wrong(**numbers)), whole=True) for slip in self.slips]
        return EditedTables(self, numbers, slips, target, _in_own_order(right, self.row), in_shape)

    def _foreseen(self, compared, slips, counts, sure=True):
        """The slip that explains the table; of several, the one that explains the most columns."""
        named = best(compared, slips, counts)
        if not named:
            return None
        rival, fit = named[0]
        return Verdict("slip", _said(rival, fit, sure), slips.index(rival))

    def _found(self, compared, errors, counts):
        """What is said of a table that an error in one place explains, though nobody foresaw it."""
        named = best(compared, errors, lambda fit: fit.is_sure and counts(fit))
        if not named:
            return None
        rival, fit = named[0]
        others = [other for other, its in named[1:] if its.columns == fit.columns]
        if len(others) >= MOST_NAMES:
            return None
        first = _said(rival, fit, sure=not others)
        return Verdict("slip", f"{first} Or it {_perhaps(others[0].says)}" if others else first, "edited")

    def _unforeseen(self, compared):
        """How many values are right, and where to look."""
        column = compared.wrong[0]
        agrees = compared.right[column]
        place = compared.given.index[int(np.argmin(agrees))]
        name = compared.given.index.name
        where = f"`{name}` {place}" if name else f"row {place}"
        count = f"{_named(column)}: {int(agrees.sum())} of {len(agrees)} values are right"
        return Verdict("wrong", f"{count}. {self.instead or f'Work out {where} by hand and compare.'}")


def _explains_all(fit):
    """Whether an error explains all that is wrong, and not by a few labels that it would not give alone."""
    return fit.all_wrong and (fit.is_sure or not fit.spoils)


def _in_own_order(right, row):
    """The rows of the right answer in its own order."""
    return (_frame(right, row) if isinstance(right, pd.DataFrame) else _column(right, right, row)).index


def _rounded(compared):
    """What is said of a table whose wrong columns are the right ones with too few digits."""
    column, given, target = compared.wrong[0], compared.given, compared.target
    if not all(is_numeric(target[name]) and is_rounded(given[name], target[name]) for name in compared.wrong):
        return None
    agrees = compared.right[column]
    count = f"{_named(column)}: {int(agrees.sum())} of {len(agrees)} values are right"
    return Verdict("close", f"{count}, and the others are rounded. Leave all digits.")


def _perhaps(says):
    """What is said, less surely: "is what ..." becomes "could be what ..."."""
    verb, rest = says.split(" ", 1)
    return f"could {INFINITIVES[verb]} {rest}"


def _said(rival, fit, sure):
    """A sentence about the first column that an error explains; not more sure than the rows are."""
    column, says = _named(fit.columns[0]), rival.says if sure else _perhaps(rival.says)
    if fit.share == 1:
        return f"{column} {says}"
    return f"In {fit.alike} of {fit.rows} rows {column[0].lower()}{column[1:]} {says}"


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
    table = table.set_axis(_unpacked(table.index))
    if not table.index.is_unique:
        repeated = table.index[table.index.duplicated()][0]
        raise Mismatch(f"Each `{key}` may stand in one row only; {repeated} stands in several.")
    return _sorted(table)


def _unpacked(index):
    """An index of objects or categories as the numbers or words that they are."""
    if isinstance(index, pd.MultiIndex):
        return index
    return (index.astype(object) if isinstance(index, pd.CategoricalIndex) else index).infer_objects()


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
    if is_numeric(target.index) and not is_numeric(table.index) and len(table):
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
            + _not_asked(table, target)
        )
    for column in target.columns:
        if missing := int((table[column].isna() & target[column].notna()).sum()):
            values = "a missing value" if missing == 1 else f"{missing} missing values"
            raise Mismatch(f"{_named(column)} has {values}.")


def _not_asked(table, target):
    """A row that is there and is not asked, where rows have names."""
    more = table.index.difference(target.index)
    return f" `{table.index.name}` {more[0]} is not among them." if table.index.name and more.size else ""


def check_types(table, target):
    """Raise `Mismatch` if a column of numbers is asked and holds something else."""
    for column in target.columns:
        values = table[column]
        if not is_numeric(target[column]):
            continue
        if pd.api.types.is_timedelta64_dtype(values):
            raise Mismatch(f"{_named(column)} holds time spans; numbers are asked. Take `.dt.days`.")
        if (no_number := to_numbers(values).isna() & values.notna()).any():
            first = values[no_number].iloc[0]
            raise Mismatch(f"{_named(column)} must hold numbers; it holds {describe(first)}.")


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
    if given.index.nlevels > 1:
        raise Mismatch(
            f"Each row has one name; in yours it has {given.index.nlevels}. Take the others off the index."
        )
    return given.rename_axis(like.index.name or key).to_frame(VALUE)


def _sorted(table):
    try:
        return table.sort_index()
    except TypeError:
        return table.sort_index(key=lambda index: index.astype(str))


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
