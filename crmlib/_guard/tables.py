"""Tables and columns as a caller gives them: read for every engine, refused with a sentence.

Any frame that narwhals knows is a table; any list, array or Series is a column.
"""

import difflib

import narwhals as nw
import numpy as np

from crmlib._guard.checks import describe, short
from crmlib._guard.columns import is_missing


class DataWarning(UserWarning):
    """A default policy changed, or left out, something in the data; the sentence says what and how much."""


def as_frame(table, name="transactions"):
    """A table as narwhals sees it, its column names unique."""
    # PyArrow keeps its names apart; a lazy frame has no shape, and asking for its columns would cost a query.
    columns = getattr(table, "column_names", getattr(table, "columns", [])) if hasattr(table, "shape") else []
    names = list(map(str, columns))
    if twice := sorted({column for column in names if names.count(column) > 1}):
        raise ValueError(f"{name} has two columns named {twice[0]!r}; rename or drop one of them")
    for column in columns:
        if not isinstance(column, str):
            raise TypeError(
                f"{name} must have words as the names of its columns; got {describe(column)}: "
                "name them, e.g. with table.columns = [...]"
            )
    try:
        return nw.from_native(_as_usual(table))
    except TypeError:
        allowed = "a table with columns (pandas, Polars, PyArrow, DuckDB, Dask or PySpark)"
        raise TypeError(f"{name} must be {allowed}; got {describe(table)}") from None


def _as_usual(table):
    """A pandas table without what other tables do not have: names of the index, short or turned floats."""
    if type(table).__module__.partition(".")[0] != "pandas" or not hasattr(table, "columns"):
        return table
    if any(name in table.columns for name in table.index.names if name is not None):
        table = table.rename_axis(index=[None] * table.index.nlevels)
    odd = {column: _usual(dtype) for column, dtype in table.dtypes.items() if _usual(dtype) != dtype}
    return table.astype(odd) if odd else table


def _usual(dtype):
    """The kind of number that pandas groups by and narwhals knows: not short, bytes in the usual order."""
    if not isinstance(dtype, np.dtype):
        return dtype
    return np.dtype(float) if dtype == np.float16 else dtype.newbyteorder("=")


def as_eager_frame(table, name="table"):
    """A table in memory, with at least one row."""
    frame = as_frame(table, name)
    if isinstance(frame, nw.LazyFrame):
        raise TypeError(f"{name} is lazy, and a score compares with everyone: call .collect() on it first")
    refuse_no_rows(frame, name)
    return frame


def single_value(frame, expression):
    """A single number taken from a frame of any engine."""
    return frame.select(expression.alias("value")).lazy().collect()["value"].to_list()[0]


def refuse_no_rows(frame, name="transactions"):
    if single_value(frame, nw.len()) == 0:
        raise ValueError(f"{name} has no rows")


def refuse_missing_column(frame, name, table="transactions"):
    columns = frame.collect_schema().names()
    if is_missing(name) or name not in columns:
        found = ", ".join(map(str, columns))
        raise ValueError(f"{table} has no column {name!r}; its columns are {found}{_guess(frame, name)}")


def _guess(frame, name):
    """What was meant by the name of a column that is not there."""
    if is_missing(name):
        return ""
    if name in getattr(getattr(frame.to_native(), "index", None), "names", []):
        return f"; {name!r} is the index, so call .reset_index() first"
    by_lower = {str(column).lower(): column for column in frame.collect_schema().names()}
    near = difflib.get_close_matches(str(name).lower(), by_lower, n=1, cutoff=0.5)
    return f"; did you mean {by_lower[near[0]]!r}?" if near else ""


def refuse_kind(frame, name, right, wanted):
    """Refuse a column of another kind, with an example of what is in it and a way out."""
    if right:
        return
    value = _first_value(frame, name)
    if value is None:
        raise ValueError(f"column {name!r} holds no {wanted}: every value is missing")
    what = "text" if isinstance(value, str) else f"values of type {type(value).__name__}"
    raise ValueError(f"column {name!r} holds {what} such as {short(value)}; {_conversion(frame, wanted)}")


def _first_value(frame, name):
    values = frame.filter(~nw.col(name).is_null()).select(name).head(1).lazy().collect()[name].to_list()
    return values[0] if values else None


def _conversion(frame, wanted):
    """How to make dates or numbers of a column, in the words of the frame's own library."""
    pandas, polars = frame.implementation.is_pandas(), frame.implementation.is_polars()
    ways = {
        "dates": "pandas.to_datetime(..., format=...)"
        if pandas
        else ".str.to_date(format)"
        if polars
        else "",
        "numbers": "pandas.to_numeric(...)" if pandas else ".cast(pl.Float64)" if polars else "",
    }
    return f"convert it to {wanted} first" + (f", e.g. with {ways[wanted]}" if ways[wanted] else "")


def result_table(columns):
    """A small result table; pandas is loaded only here."""
    import pandas as pd

    return pd.DataFrame(columns)


def table_of_rows(rows, titles):
    """A result whose rows are tuples, under these titles."""
    return result_table({title: [row[place] for row in rows] for place, title in enumerate(titles)})
