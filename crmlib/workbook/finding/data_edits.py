"""A student's tables and numbers, changed in one place, as an error before the first step would."""

from itertools import combinations

import pandas as pd

from crmlib.workbook.finding.agreement import is_numeric
from crmlib.workbook.finding.edits import PERIODS
from crmlib.workbook.kinds.draws import Grid

MOST_COLUMNS = 6  # of which any two may be exchanged
MOST_OTHERS = 12
MOST_VALUES = 6  # of a column whose rows of one value may be taken alone


def data_edits(numbers, key, draws):
    """The numbers changed in one place, and how that is said; the likelier first.

    Parameters
    ----------
    numbers : dict
        The student's numbers and tables.
    key : str or None
        The column that names the rows of the answer.
    draws : dict
        Of the question: they say how a number stands in the prompt, and which others could have been drawn.

    Yields
    ------
    (str, dict)
        What goes on after "if", and the changed numbers.
    """
    tables = {name: one for name, one in numbers.items() if isinstance(one, pd.DataFrame)}
    plain = {name: one for name, one in numbers.items() if _is_number(one)}
    edited = [(name, _of_number(draws[name], one)) for name, one in plain.items()]
    edited += [(name, edits(table, key)) for edits in (_rows, _columns) for name, table in tables.items()]
    for name, edits in edited:
        for says, changed in edits:
            yield says, numbers | {name: changed}
    for one, other in combinations(plain, 2):
        shown = [draws[name].show(plain[name]) for name in (one, other)]
        says = f"{shown[0]} and {shown[1]} are exchanged"
        yield says, numbers | {one: plain[other], other: plain[one]}


def _is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def _rows(table, key):
    """Rows left out."""
    if table.duplicated().any():
        yield "rows that are alike count once", table.drop_duplicates()
    if table.isna().any(axis=None):
        yield "rows with a missing value are left out", table.dropna()
        yield "missing values count as 0", table.fillna(dict.fromkeys(_measures(table, key), 0))
    if key in table and not table[key].is_unique:
        yield from _rows_of_each(table, key)
    for name in _measures(table, key):
        yield from _rows_by_size(table, name)
    for name in table.columns.drop(key, errors="ignore"):
        values = table[name].dropna().unique()
        for value in values if 1 < len(values) <= MOST_VALUES else ():
            yield f"only rows with `{name}` {value} are taken", table[table[name] == value]
            if len(values) > 2:
                yield f"rows with `{name}` {value} are left out", table[table[name] != value]


def _rows_of_each(table, key):
    """Of each thing the first or last row only, or one row a day."""
    for column in table.columns[pd.Index([str(one).startswith("datetime") for one in table.dtypes])]:
        if table.duplicated([key, column]).any():
            yield f"of each `{key}` and `{column}` one row is taken", table.drop_duplicates([key, column])
    yield f"of each `{key}` the first row is taken alone", table.drop_duplicates(key)
    yield f"of each `{key}` the last row is taken alone", table.drop_duplicates(key, keep="last")
    yield f"the first row of each `{key}` is left out", table[table.duplicated(key)]


def _rows_by_size(table, name):
    """Rows with zeros, or with nothing above 0, left out."""
    column = table[name]
    if (column == 0).any():
        yield f"rows with `{name}` 0 are left out", table[column != 0]
    if (column < 0).any():
        yield f"rows with `{name}` of 0 or less are left out", table[column > 0]
        yield f"rows with `{name}` below 0 are left out", table[column >= 0]
        yield f"`{name}` below 0 counts as 0", table.assign(**{name: column.clip(lower=0)})
        yield f"`{name}` loses its sign", table.assign(**{name: column.abs()})


def _measures(table, key):
    return [name for name in table if name != key and is_numeric(table[name])]


def _columns(table, key):
    """One column for another, two exchanged, a share for the rest of the whole."""
    names = [name for name in table if name != key][:MOST_COLUMNS]
    alike = [pair for pair in combinations(names, 2) if _are_alike(table, pair)]
    for one, other in alike:
        swapped = table.assign(**{one: table[other], other: table[one]})
        yield f"the columns `{one}` and `{other}` are exchanged", swapped
        for there, here in ((one, other), (other, one)):
            yield f"column `{there}` is taken in place of `{here}`", table.assign(**{here: table[there]})
    for name in _measures(table, key):
        column = table[name]
        if column.between(0, 1).all():
            yield f"1 minus `{name}` is taken in place of `{name}`", table.assign(**{name: 1 - column})
        if (column > 0).all():
            yield f"`{name}` counts 1 in every row", table.assign(**{name: 1})


def _are_alike(table, pair):
    one, other = (table[name] for name in pair)
    return one.dtype == other.dtype or (is_numeric(one) and is_numeric(other))


def _of_number(draw, number):
    """A number left out, turned, of another period, or another that could have been drawn."""
    shown = draw.show(number)
    yield f"the {shown} is left out", 0
    if 0 < number < 1:
        yield f"1 minus the {shown} is taken in its place", 1 - number
    if isinstance(number, int) and number > 1:
        yield f"the {shown} is 1 too high", number + 1
        yield f"the {shown} is 1 too low", number - 1
        for period in PERIODS:
            yield f"the {shown} is divided by {period}", number / period
            yield f"the {shown} is multiplied by {period}", number * period
    for other in _others(draw, number):
        yield f"{draw.show(other)} is taken in place of {shown}", other


def _others(draw, number):
    """The few other numbers that could have been drawn."""
    if isinstance(draw, Grid):
        steps = round((draw.high - draw.low) / draw.step)
        found = [round(draw.low + step * draw.step, 6) for step in range(min(steps, MOST_OTHERS) + 1)]
    else:
        found = getattr(draw, "options", ())[: MOST_OTHERS + 1]
    return [one for one in found if one != number] if len(found) <= MOST_OTHERS else []
