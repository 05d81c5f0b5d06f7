"""Ratios of data quality: what is missing, double, wrong or old."""

import itertools
import re
import warnings
from dataclasses import dataclass

import narwhals as nw
import numpy as np

from crmlib._guard.checks import (
    check,
    checked,
    count,
    describe,
    formula,
    nonnegative,
    one,
    one_of,
    positive,
    rule,
)
from crmlib._guard.columns import is_missing
from crmlib._guard.tables import (
    DataWarning,
    as_frame,
    refuse_kind,
    refuse_missing_column,
    refuse_no_rows,
    result_table,
)
from crmlib.rfm.transactions import calendar_day

_KINDS = one_of("number", "whole number", "text", "date")


@formula(failures=nonnegative, total=positive)
@rule(lambda failures, total: failures <= total, "failures must not exceed total")
def quality_ratio(failures, total):
    """The ratio behind every measure of quality: the share of values that are as they should be.

    Parameters
    ----------
    failures : float, array, Series or expression
        How many values are not as they should be.
    total : float, array, Series or expression
        How many values were judged, above 0.

    Returns
    -------
    float, array, Series or expression
        A share from 0 (the worst) to 1.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or there are more failures than values. An expression passes
        unchecked.

    Notes
    -----
    .. math:: 1 - \\frac{\\text{failures}}{\\text{total}}

    A ratio of several columns together is that of their sums, which is the mean of the columns' ratios
    weighted by their numbers of values.

    References
    ----------
    Pipino, L. L., Lee, Y. W. and Wang, R. Y. (2002). Data quality assessment. Communications of the ACM
    45(4).

    Examples
    --------
    >>> quality_ratio(failures=20, total=1000)
    0.98
    """
    return 1 - failures / total


def completeness(table, columns=None, also_missing=("",)):
    """The share of values that are there, column by column.

    Parameters
    ----------
    table : DataFrame
        Any table that narwhals knows.
    columns : str or list of str, optional
        The columns to judge. Without it, all.
    also_missing : list of str
        Texts that stand for "nothing here", besides missing values: by default the empty text. Spaces around
        a text do not count. Placeholders such as "n/a", "unknown" or "13800000000" must be named.

    Returns
    -------
    pandas.DataFrame
        A row per column: `dimension` ("completeness"), `column`, `rule`, `rows` (all), `failures` (missing)
        and `ratio` (0 to 1).

    Raises
    ------
    TypeError, ValueError
        If `table` is no table or has no rows, or a column is not there.

    Notes
    -----
    .. math:: 1 - \\frac{\\text{missing values}}{\\text{rows}}

    A complete column may still be wrong: a form that insists on a birthday collects many a first of January.

    References
    ----------
    Pipino, L. L., Lee, Y. W. and Wang, R. Y. (2002). Data quality assessment. Communications of the ACM
    45(4).

    Examples
    --------
    >>> import pandas as pd
    >>> people = pd.DataFrame({"name": ["Ann", "Bob", "Cai", "Dee"], "phone": ["138", None, " ", "n/a"]})
    >>> completeness(people)[["column", "rows", "failures", "ratio"]]
      column  rows  failures  ratio
    0   name     4         0    1.0
    1  phone     4         2    0.5
    >>> completeness(people, "phone", also_missing=["", "n/a"])["ratio"].tolist()
    [0.25]
    """
    frame = _read(table)
    nothing = set(_texts("also_missing", also_missing))
    lines = []
    for column in _columns(frame, columns):
        missing = sum(_is_nothing(value, nothing) for value in frame[column].to_list())
        lines.append(_line("completeness", column, "not missing", len(frame), missing))
    return _report(lines)


def uniqueness(table, keys):
    """The share of rows that do not repeat the key of an earlier row.

    Parameters
    ----------
    table : DataFrame
        Any table that narwhals knows.
    keys : str or list
        A column, or a list of keys: each a column, or a tuple of columns that make a key together. Rows in
        which a part of the key is missing are not judged.

    Returns
    -------
    pandas.DataFrame
        A row per key: `dimension` ("uniqueness"), `column` (the key), `rule`, `rows` (with a key),
        `failures` (rows that repeat an earlier one) and `ratio` (0 to 1).

    Raises
    ------
    TypeError, ValueError
        If `table` is no table or has no rows, or a column is not there.

    Warns
    -----
    DataWarning
        When a key is missing in every row: it is left out.

    Notes
    -----
    .. math:: 1 - \\frac{\\text{repeats}}{\\text{rows}} = \\frac{\\text{distinct keys}}{\\text{rows}}

    Keys are compared as they stand: "Ann@X.com" and "ann@x.com" are two. `key_duplicates` compares them
    after normalisation.

    References
    ----------
    Pipino, L. L., Lee, Y. W. and Wang, R. Y. (2002). Data quality assessment. Communications of the ACM
    45(4).

    Examples
    --------
    >>> import pandas as pd
    >>> people = pd.DataFrame({"id": [1, 2, 2, 3], "city": ["Xi'an", "Xi'an", "Lyon", None]})
    >>> uniqueness(people, ["id", ("id", "city")])[["column", "rows", "failures", "ratio"]].round(3)
         column  rows  failures  ratio
    0        id     4         1   0.75
    1  id, city     3         0   1.00
    """
    frame = _read(table)
    lines = []
    for key in _keys(frame, keys):
        rows = zip(*(frame[column].to_list() for column in key), strict=True)
        present = [row for row in rows if not any(map(is_missing, row))]
        repeats = len(present) - len(set(present))
        lines.append(_line("uniqueness", ", ".join(key), "no repeated key", len(present), repeats))
    return _report(lines)


@dataclass(frozen=True)
class Rule:
    """A rule that the values of a column must keep.

    Parameters
    ----------
    column : str
        The column.
    kind : {"number", "whole number", "text", "date"}, optional
        What a value must be.
    low, high : number, date or str, optional
        The smallest and the largest value allowed.
    pattern : str, optional
        A regular expression that the whole text must match.
    allowed : sequence, optional
        The values allowed.

    Raises
    ------
    TypeError, ValueError
        If the rule asks for nothing, or a part of it cannot be used.

    Examples
    --------
    >>> Rule("age", kind="whole number", low=0, high=120).words
    'a whole number, at least 0, at most 120'
    """

    column: str
    kind: str | None = None
    low: object = None
    high: object = None
    pattern: str | None = None
    allowed: tuple | None = None

    def __post_init__(self):
        if not isinstance(self.column, str) or not self.column:
            raise TypeError(f"column must be the name of a column; got {describe(self.column)}")
        if self.kind is not None:
            check("kind", self.kind, _KINDS)
        self._check_allowed()
        self._check_pattern()
        if not self.words:
            raise ValueError(f"a Rule for {self.column!r} must ask for something: kind, low, pattern, ...")

    def _check_allowed(self):
        allowed = self.allowed
        if allowed is not None:
            if (
                isinstance(allowed, str)
                or not isinstance(allowed, list | tuple | set | frozenset)
                or not allowed
            ):
                raise TypeError(f"allowed must be a list of values; got {describe(allowed)}")
            in_order = sorted(allowed, key=str) if isinstance(allowed, set | frozenset) else allowed
            object.__setattr__(self, "allowed", tuple(in_order))

    def _check_pattern(self):
        try:
            re.compile(self.pattern or "")
        except (re.error, TypeError):
            raise ValueError(f"pattern must be a regular expression; got {describe(self.pattern)}") from None

    @property
    def words(self):
        """The rule in words."""
        parts = [f"a {self.kind}" if self.kind else ""]
        parts += [f"at least {self.low}" if self.low is not None else ""]
        parts += [f"at most {self.high}" if self.high is not None else ""]
        parts += [f"like {self.pattern}" if self.pattern is not None else ""]
        parts += [f"one of {', '.join(map(str, self.allowed))}" if self.allowed is not None else ""]
        return ", ".join(filter(None, parts))

    def keeps(self, value):
        """Whether a value keeps the rule. One that cannot be compared with a bound does not."""
        try:
            return (
                (self.kind is None or _is_kind(value, self.kind))
                and (self.low is None or bool(value >= self.low))
                and (self.high is None or bool(value <= self.high))
                and (self.pattern is None or re.fullmatch(self.pattern, value) is not None)
                and (self.allowed is None or value in self.allowed)
            )
        except TypeError:
            return False


def _is_kind(value, kind):
    if kind == "text":
        return isinstance(value, str)
    if kind == "date":
        return hasattr(value, "toordinal")
    is_number = not isinstance(value, bool) and isinstance(value, int | float | np.number)
    return is_number and bool(np.isfinite(value)) and (kind == "number" or value == int(value))


def validity(table, rules):
    """The share of values that keep their rules.

    Parameters
    ----------
    table : DataFrame
        Any table that narwhals knows.
    rules : Rule or list of Rule
        What the values must be. A missing value is not judged: that is `completeness`.

    Returns
    -------
    pandas.DataFrame
        A row per rule: `dimension` ("validity"), `column`, `rule` (in words), `rows` (with a value),
        `failures` (that break the rule) and `ratio` (0 to 1).

    Raises
    ------
    TypeError, ValueError
        If `table` is no table or has no rows, `rules` holds no rules, or a column is not there.

    Warns
    -----
    DataWarning
        When a column has no value at all: it is left out.

    Notes
    -----
    .. math:: 1 - \\frac{\\text{values that break the rule}}{\\text{values}}

    A valid value may still be wrong: 35 is a valid age for someone who is 53.

    References
    ----------
    Pipino, L. L., Lee, Y. W. and Wang, R. Y. (2002). Data quality assessment. Communications of the ACM
    45(4).

    Examples
    --------
    >>> import pandas as pd
    >>> people = pd.DataFrame({"age": [31, 45, 230, None], "tier": ["A", "b", "C", "A"]})
    >>> rules = [Rule("age", low=0, high=120), Rule("tier", allowed=["A", "B", "C"])]
    >>> validity(people, rules)[["column", "rule", "rows", "failures", "ratio"]].round(3)
      column                        rule  rows  failures  ratio
    0    age  at least 0, at most 120     3         1  0.667
    1   tier             one of A, B, C     4         1  0.750
    """
    frame = _read(table)
    lines = []
    for each in _rules(rules):
        refuse_missing_column(frame, each.column, "rules: table")
        present = [value for value in frame[each.column].to_list() if not is_missing(value)]
        broken = sum(not each.keeps(value) for value in present)
        lines.append(_line("validity", each.column, each.words, len(present), broken))
    return _report(lines)


@checked(max_age_days=one(count))
def timeliness(table, date, as_of, max_age_days):
    """The share of rows that are recent enough.

    Parameters
    ----------
    table : DataFrame
        Any table that narwhals knows.
    date : str
        The column of dates: when the row was last confirmed. A missing date is not judged.
    as_of : date, datetime, numpy.datetime64 or str
        The day from which the age counts; text as "2026-03-31".
    max_age_days : int
        The oldest age allowed, in days. A row from the future fails too.

    Returns
    -------
    pandas.DataFrame
        One row: `dimension` ("timeliness"), `column`, `rule`, `rows` (with a date), `failures` (too old, or
        after `as_of`) and `ratio` (0 to 1).

    Raises
    ------
    TypeError, ValueError
        If `table` is no table or has no rows, the column is not there or holds no dates, or `as_of` is no
        date.

    Notes
    -----
    .. math:: \\frac{\\#\\{0 \\le a_i \\le m\\}}{n}

    with :math:`a_i` the age of row i, :math:`m` the age limit and :math:`n` the rows with a date. Pipino, Lee
    and Wang (2002) measure timeliness by the graded form :math:`\\max(0, 1 - \\text{age} / \\text{life})`; a
    share within a limit is easier to act on.

    References
    ----------
    Pipino, L. L., Lee, Y. W. and Wang, R. Y. (2002). Data quality assessment. Communications of the ACM
    45(4).

    Examples
    --------
    >>> import pandas as pd
    >>> people = pd.DataFrame({"confirmed": pd.to_datetime(["2026-03-01", "2024-01-15", "2025-12-31", None])})
    >>> timeliness(people, "confirmed", as_of="2026-03-31", max_age_days=365)["ratio"].round(3).tolist()
    [0.667]
    """
    day = calendar_day(as_of)
    if day is None:
        raise TypeError("as_of must be a date, or text such as '1997-09-30'; got None")
    frame = _read(table)
    if not isinstance(date, str):
        raise TypeError(f"date must be the name of a column; got {describe(date)}")
    refuse_missing_column(frame, date, "date: table")
    refuse_kind(frame, date, frame.collect_schema()[date] in (nw.Date, nw.Datetime), "dates")
    present = [value for value in frame[date].to_list() if not is_missing(value)]
    ages = [day.toordinal() - value.toordinal() for value in present]
    failures = sum(not 0 <= age <= max_age_days for age in ages)
    rule_words = f"at most {max_age_days:g} days before {day}"
    return _report([_line("timeliness", date, rule_words, len(present), failures)])


def quality_report(table, keys=(), rules=(), date=None, as_of=None, max_age_days=365, also_missing=("",)):
    """Completeness, uniqueness, validity and timeliness of a table in one report.

    Parameters
    ----------
    table : DataFrame
        Any table that narwhals knows.
    keys : str or list
        What must not repeat, as for `uniqueness`.
    rules : Rule or list of Rule
        What the values must be, as for `validity`.
    date : str, optional
        The column of dates for `timeliness`.
    as_of : date, datetime, numpy.datetime64 or str, optional
        The day from which the age counts. It must be given where `date` is.
    max_age_days : int
        The oldest age allowed, in days.
    also_missing : list of str
        Texts that stand for "nothing here", as for `completeness`.

    Returns
    -------
    pandas.DataFrame
        A row per judgement: `dimension`, `column`, `rule`, `rows`, `failures` and `ratio` (0 to 1).

    Raises
    ------
    TypeError, ValueError
        As the four functions.

    Notes
    -----
    .. math:: \\text{ratio} = 1 - \\frac{\\text{failures}}{\\text{rows}}

    in every row. No mean over the four dimensions is given: a base with every phone number and each of
    them wrong is not half good.

    References
    ----------
    Pipino, L. L., Lee, Y. W. and Wang, R. Y. (2002). Data quality assessment. Communications of the ACM
    45(4).

    Examples
    --------
    >>> import pandas as pd
    >>> people = pd.DataFrame({"id": [1, 2, 2], "age": [31, None, 230]})
    >>> report = quality_report(people, keys="id", rules=[Rule("age", high=120)])
    >>> report[["dimension", "column", "rows", "failures", "ratio"]].round(2)
          dimension column  rows  failures  ratio
    0  completeness     id     3         0   1.00
    1  completeness    age     3         1   0.67
    2    uniqueness     id     3         1   0.67
    3      validity    age     2         1   0.50
    """
    import pandas as pd

    parts = [completeness(table, also_missing=also_missing)]
    parts += [] if _is_empty(keys) else [uniqueness(table, keys)]
    parts += [] if _is_empty(rules) else [validity(table, rules)]
    parts += [] if date is None else [timeliness(table, date, as_of, max_age_days)]
    if date is None and as_of is not None:
        raise ValueError("as_of is given without date, the column of dates that it is for")
    return pd.concat(parts, ignore_index=True)


def _read(table):
    """A table in memory, with at least one row."""
    frame = as_frame(table, "table")
    refuse_no_rows(frame, "table")
    return frame.lazy().collect()


def _is_empty(listed):
    return isinstance(listed, list | tuple) and not listed


def _is_nothing(value, nothing):
    return is_missing(value) or (isinstance(value, str) and value.strip() in nothing)


def _texts(name, values):
    if not isinstance(values, list | tuple | set) or not all(isinstance(value, str) for value in values):
        raise TypeError(f"{name} must be a list of texts; got {describe(values)}")
    return values


def _columns(frame, columns):
    """The columns that are meant, each of them there."""
    columns = frame.columns if columns is None else [columns] if isinstance(columns, str) else columns
    if not isinstance(columns, list | tuple) or not columns:
        raise TypeError(f"columns must be a column or a list of columns; got {describe(columns)}")
    for column in columns:
        refuse_missing_column(frame, column, "columns: table")
    return columns


def _keys(frame, keys):
    """Each key as a tuple of columns, each of them there."""
    keys = [keys] if isinstance(keys, str) else keys
    if not isinstance(keys, list | tuple) or not keys:
        raise TypeError(f"keys must be a column or a list of keys; got {describe(keys)}")
    tuples = [(key,) if not isinstance(key, tuple) else key for key in keys]
    for column in itertools.chain.from_iterable(tuples):
        refuse_missing_column(frame, column, "keys: table")
    return tuples


def _rules(rules):
    rules = [rules] if isinstance(rules, Rule) else rules
    if not isinstance(rules, list | tuple) or not rules or not all(isinstance(each, Rule) for each in rules):
        raise TypeError(f"rules must be a Rule or a list of them; got {describe(rules)}")
    return rules


def _line(dimension, column, rule_words, rows, failures):
    return {
        "dimension": dimension,
        "column": column,
        "rule": rule_words,
        "rows": rows,
        "failures": failures,
    }


def _report(lines):
    """The lines that judge at least one value, with their ratios."""
    judged = [line for line in lines if line["rows"]]
    if empty := [line["column"] for line in lines if not line["rows"]]:
        left_out = f"column {empty[0]!r} has no value to judge: left out"
        warnings.warn(left_out, DataWarning, stacklevel=3)
    columns = {key: [line[key] for line in judged] for key in lines[0]}
    columns["ratio"] = [float(quality_ratio(line["failures"], line["rows"])) for line in judged]
    return result_table(columns)
