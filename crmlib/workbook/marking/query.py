"""The keys of questions answered by SQL: a query and the table that it gives, compared row by row."""

import functools
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from crmlib._guard.checks import describe
from crmlib.workbook.finding.agreement import agreement, is_numeric, is_rounded
from crmlib.workbook.marking.key import KeyWithSlips, Verdict
from crmlib.workbook.marking.value import Mismatch, _in_pandas, _near

TOLERANCE = 0.001
PATIENCE = 10  # seconds that a query may take
MEMORY = "1GB"  # that it may take, without a file beside the database
MOST_CHUNKS = 50  # of 2,048 rows each; a join without a condition gives more than anybody reads
LONGEST_PROBLEM = 200  # characters of what the database says


@dataclass(frozen=True, kw_only=True, repr=False)
class QueryKey(KeyWithSlips):
    """The key of a question whose answer is a table that SQL gives.

    Parameters
    ----------
    database : callable
        Gives the path of the database on which queries are run.
    answer : callable
        The drawn numbers to a right query; any other that gives the same rows is right, too.
    slips : sequence of Slip
        ``wrong`` gives the query of a foreseen error, with the columns that are asked.
    """

    database: Callable
    answer: Callable

    @property
    def any_draw_will_do(self):
        """Never, unless nothing is drawn: what was foreseen must give other rows."""
        return not self.question.draws

    def accepts(self, numbers):
        """Whether the right query finds something, and no foreseen error finds the same."""
        queries = [self.solution(numbers), *(slip.wrong(**numbers) for slip in self.slips)]
        found = [sorted(_rows(self._own(query))) for query in queries]
        apart = all(one != other for one, other in combinations(found, 2))
        return super().accepts(numbers) and len(found[0]) > 0 and apart

    def table(self, given):
        """The rows that a query gives on the database; a table as it is.

        Raises
        ------
        Mismatch
            If it is neither, or the database refuses the query.
        """
        if isinstance(given, str):
            readable = str.__str__(given).encode("utf-8", "replace").decode()
            return _run(readable, self.database())
        found = _in_pandas(given.df() if hasattr(given, "df") else given)
        if not isinstance(found, pd.DataFrame):
            raise Mismatch(f"The text of a query or the table that it gives is asked; got {describe(given)}.")
        if not found.columns.is_unique:
            raise Mismatch(f"The column `{found.columns[found.columns.duplicated()][0]}` stands there twice.")
        return found

    def _mark(self, given, numbers, before):
        right = self._own(self.solution(numbers))
        try:
            table = self.table(given)
            renamed = _with_columns(table, right)
        except Mismatch as problem:
            return Verdict("unreadable", str(problem))
        if alike(renamed, right):
            return self._same_rows(table, renamed, right, numbers)
        for index, slip in enumerate(self.slips):
            if alike(renamed, self._own(slip.wrong(**numbers))):
                return Verdict("slip", slip.message, index)
        return Verdict("wrong", _difference(renamed, right))

    def _own(self, query):
        """The columns that are asked of a query of this key."""
        return _known(query, self.database())[list(self.question.columns)]

    def _same_rows(self, table, renamed, right, numbers):
        """The rows are right; are the names of the columns, and the order where it is asked?"""
        names = {str(column).casefold() for column in table.columns}
        if named := [name for name in right if name not in names]:
            asked = f"The rows are right. The column `{named[0]}` must have this name: write `AS {named[0]}`."
            return Verdict("close", asked)
        order = list(self.question.order)
        if order and not _agree(renamed[order], right[order]):
            listed = ", ".join(f"`{name}`" for name in order)
            return Verdict(
                "close", f"The rows are right, and stand in another order. Which is asked of {listed}?"
            )
        return self._right(numbers)


def alike(table, other):
    """Whether two tables have the same rows, in any order; numbers to a thousandth.

    >>> alike(pd.DataFrame({"n": [1, 2, 2]}), pd.DataFrame({"n": [2.0, 1.0, 2.0]}))
    True
    >>> alike(pd.DataFrame({"n": [1, 2, 2]}), pd.DataFrame({"n": [1, 1, 2]}))
    False
    """
    return len(table) == len(other) and _agree(_sorted(table), _sorted(other))


@functools.lru_cache(maxsize=2048)
def _known(query, path):
    """What a query of the keys gives; the same ones are asked again at each check."""
    return _run(query, path)


@functools.cache
def _opened(path):
    """A database, open for queries that can neither change nor leave it; to open it takes longest."""
    import duckdb

    settings = {
        "enable_external_access": "false",
        "lock_configuration": "true",
        "memory_limit": MEMORY,
        "temp_directory": "",
    }
    return duckdb.connect(path, read_only=True, config=settings)


def _run(query, path):
    """What a query gives, if it gives anything in time."""
    import duckdb

    cursor = _opened(path).cursor()
    clock = threading.Timer(PATIENCE, cursor.interrupt)
    clock.start()
    try:
        statements = duckdb.extract_statements(query)
        if len(statements) == 1:
            return cursor.execute(query).fetch_df_chunk(MOST_CHUNKS)
    except duckdb.InterruptException:
        sentence = f"The query takes more than {PATIENCE} seconds. Does a join lack its ON?"
        raise Mismatch(sentence) from None
    except duckdb.OutOfMemoryException:
        sentence = (
            f"The query needs more than {MEMORY} of memory. Does a join lack its ON, or a recursion its end?"
        )
        raise Mismatch(sentence) from None
    except (duckdb.Error, ValueError) as problem:
        raise Mismatch(f"The database cannot run this query: {_said(problem)}") from None
    finally:
        clock.cancel()
        cursor.close()
    # A text of comments holds none, and of several nobody knows which is meant.
    count = f"{len(statements)} statements" if statements else "no statement"
    raise Mismatch(f"One query is asked; this text holds {count}.")


def _said(problem):
    """What the database says, with the names that it proposes, and without its drawing of the place."""
    first, *others = str(problem).strip().splitlines()
    proposed = [line for line in others if line.startswith(("Did you mean", "Candidate"))]
    said = [line[:LONGEST_PROBLEM] for line in [first, *proposed[:1]]]
    return " ".join(line if line.endswith((".", "!", "?")) else f"{line}." for line in said)


def _with_columns(table, right):
    """The columns that are asked, by name; where one has another name, all by their places if these fit."""
    names = {str(column).casefold(): column for column in table.columns}
    if missing := [column for column in right if column not in names]:
        if len(table.columns) != len(right.columns):
            near = _near(missing[0], table.columns, right.columns) if len(table.columns) else ""
            raise Mismatch(f"The column `{missing[0]}` is missing.{near}")
        by_place = table.set_axis(right.columns, axis=1)
        if not alike(by_place, right):
            near = _near(missing[0], table.columns, right.columns)
            raise Mismatch(f"The column `{missing[0]}` is missing.{near}")
        return by_place
    return table[[names[column] for column in right]].set_axis(right.columns, axis=1)


def _agree(table, other):
    """Whether two tables agree in every row, in their order."""
    return all(agreement(table[column], other[column], TOLERANCE).all() for column in other)


def _sorted(table):
    """The rows in an order that is the same whatever order they came in."""
    return table.iloc[sorted(range(len(table)), key=_rows(table).__getitem__)].reset_index(drop=True)


def _rows(table):
    """Each row as texts, the same for the same values: a whole number and a float, a day and a time."""
    return list(zip(*(map(_word, table[column]) for column in table.columns), strict=True))


def _word(value):
    try:
        if pd.isna(value) is True:
            return ""
        return f"{float(value):+.3e}"
    except (TypeError, ValueError, OverflowError):
        return str(value).strip().casefold().removesuffix(" 00:00:00")


def _difference(table, right):
    """How the rows differ from those asked; the first column says which row is which."""
    mine, asked = Counter(_rows(table)), Counter(_rows(right))
    if set(mine) == set(asked) and len(table) > len(right):
        return (
            f"All {len(right)} rows are there, and {len(table) - len(right)} more that repeat them. "
            "A join gives a row for each match; GROUP BY or DISTINCT makes one of them."
        )
    return _of_names(table, right) or _of_values(*map(_sorted, (table, right)))


def _of_names(table, right):
    """What is said where rows are missing, too many or repeated; nothing where they are those asked."""
    name = right.columns[0]
    mine, asked = (Counter(map(_word, one[name])) for one in (table, right))
    missing, extra = asked - mine, mine - asked
    if repeated := [one for one in extra if one in asked]:
        shown = next(one for one in table[name] if _word(one) == repeated[0])
        return f"`{name}` {shown} stands in {mine[repeated[0]]} rows. By what is grouped?"
    if missing and extra:
        others = f"{extra.total()} others are" if extra.total() != 1 else "1 other is"
        instead = f"{missing.total()} of {len(right)} rows are missing, and {others} there"
        return f"{instead}. Which condition chooses them?"
    if missing:
        left_out = "Does a condition or a join leave them out?"
        return f"{missing.total()} of {len(right)} rows are missing. {left_out}"
    if "" in extra:
        return f"One row is without `{name}`. NULL makes a group or a row of its own."
    return f"{_count(extra.total())} too many. Which condition is missing?" if extra else ""


def _of_values(table, right):
    """What is said of the first column whose values are not those asked."""
    for column in right:
        agrees = agreement(table[column], right[column], TOLERANCE)
        if agrees.all():
            continue
        if missing := int((table[column].isna() & right[column].notna()).sum()):
            return (
                f"Column `{column}` has no value in {_count(missing)}. What is asked where there is nothing?"
            )
        count = f"Column `{column}`: {int(agrees.sum())} of {len(right)} values are right"
        if is_numeric(right[column]) and is_rounded(table[column], right[column]):
            return f"{count}, and the others are rounded. Leave all digits."
        return f"{count}. Work out `{right.columns[0]}` {right.iloc[int(agrees.argmin()), 0]} by hand."
    raise AssertionError("tables that agree in each column are alike")


def _count(rows):
    return f"{rows} rows" if rows != 1 else "1 row"
