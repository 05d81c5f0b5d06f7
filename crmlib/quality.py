"""Quality of customer data: what is missing, double, wrong or old; who stands twice; keys; rules.

`completeness`, `uniqueness`, `validity` and `timeliness` give ratios with their counts, `quality_report` all
of them in one table. `key_duplicates` and `fuzzy_duplicates` propose pairs of records that may be one person,
and `pair_quality` judges them against a truth. `pseudonym` replaces an identifier by a keyed code.
`association_rules` and `next_product` tell what is bought together.
"""

import hashlib
import hmac
import itertools
import re
import unicodedata
import warnings
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import narwhals as nw
import numpy as np

from crmlib.checks import (
    Kind,
    check,
    checked,
    count,
    describe,
    formula,
    nonnegative,
    one,
    one_of,
    open_share,
    positive,
    positive_count,
    rule,
    share,
)
from crmlib.columns import is_column, is_missing
from crmlib.tables import (
    DataWarning,
    as_frame,
    refuse_kind,
    refuse_missing_column,
    refuse_no_rows,
    result_table,
)
from crmlib.transactions import calendar_day

_KINDS = one_of("number", "whole number", "text", "date")
_IDENTIFIERS = one_of("phone", "email", "name", "exact")
_MEASURES = one_of("confidence", "lift")
_POINTS = Kind("a similarity from 0 to 100", low=0, high=100, single=True)
_COUNTRY_CODE = re.compile(r"[1-9][0-9]{0,2}")
# The longest number that E.164 allows, country code included; fewer than 8 digits are no subscriber.
_PHONE_DIGITS = range(8, 16)
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
# As long as the output of SHA-256: RFC 2104 advises no shorter key.
_SHORTEST_SECRET = 32
_MOST_PAIRS = 5_000_000
_MOST_CELLS = 500_000_000


# ----------------------------------------------------------------------------------------------------------
# Ratios


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


# ----------------------------------------------------------------------------------------------------------
# One form for one thing


def normalise_email(email):
    """An e-mail address in one form, so that two ways to write it are equal.

    Parameters
    ----------
    email : str
        An address.

    Returns
    -------
    str
        The address with wide characters made narrow (Unicode NFKC), without spaces around it, in lower case.

    Raises
    ------
    TypeError, ValueError
        If it is no text, or has no form such as name@host.domain.

    Notes
    -----
    Upper and lower case could differ before the @ by the standard (RFC 5321); in practice they do not. Dots
    and "+shop" before the @ are kept: whether they count depends on the host.

    Examples
    --------
    >>> normalise_email(" Ann.Lee@Example.COM ")
    'ann.lee@example.com'
    """
    form = _narrow("email", email).lower()
    if not _EMAIL.fullmatch(form):
        raise ValueError(f"email must have the form name@host.domain; got {describe(email)}")
    return form


def normalise_phone(phone, country_code="86", trunk_prefix="0"):
    """A phone number in one form: plus, country code, digits.

    Parameters
    ----------
    phone : str
        A number. One that begins with + or 00 is international already; any other is taken as national.
    country_code : str
        The country of a national number: "86" is China, "1" North America, "44" Britain.
    trunk_prefix : str
        What is dialled before a national number within the country, and dropped from abroad: "0" in most
        countries, "1" in North America, "" in Italy.

    Returns
    -------
    str
        The number as "+8613800138000".

    Raises
    ------
    TypeError, ValueError
        If it is no text, holds letters (an extension goes elsewhere), or does not have the 8 to 15 digits of
        an international number.

    Notes
    -----
    The form is that of the recommendation E.164 of the International Telecommunication Union: at most 15
    digits. Spaces, dots, dashes, slashes and brackets are dropped, wide digits made narrow. A country code
    without + or 00 before it is taken for a part of the number, as the digits alone cannot tell. Whether the
    number exists is not checked.

    Examples
    --------
    >>> [normalise_phone(phone) for phone in ["138 0013-8000", "+86 13800138000", "(010) 6552 9988"]]
    ['+8613800138000', '+8613800138000', '+861065529988']
    """
    _check_prefixes(country_code, trunk_prefix)
    digits = re.sub(r"[\s().\-‐-―−/]", "", _narrow("phone", phone))
    if not re.fullmatch(r"\+?[0-9]+", digits):
        raise ValueError(f"phone must be made of digits, and a + before them at most; got {describe(phone)}")
    if digits.startswith("+"):
        number_abroad = digits[1:]
    elif digits.startswith("00"):
        number_abroad = digits[2:]
    else:
        number_abroad = country_code + digits.removeprefix(trunk_prefix)
    if len(number_abroad) not in _PHONE_DIGITS:
        found = f"{describe(phone)}, {len(number_abroad)} digits"
        raise ValueError(f"phone must have 8 to 15 digits with its country code; got {found}")
    return f"+{number_abroad}"


def _check_prefixes(country_code, trunk_prefix):
    if not isinstance(country_code, str) or not _COUNTRY_CODE.fullmatch(country_code):
        raise ValueError(f"country_code must be text of 1 to 3 digits; got {describe(country_code)}")
    if not isinstance(trunk_prefix, str) or not re.fullmatch("[0-9]{0,2}", trunk_prefix):
        raise ValueError(f"trunk_prefix must be text of at most 2 digits; got {describe(trunk_prefix)}")


def normalise_name(name):
    """A person's name in one form, so that two ways to write it are equal.

    Parameters
    ----------
    name : str
        A name in any script.

    Returns
    -------
    str
        Western names in lower case without accents and punctuation, their parts sorted by the alphabet;
        Chinese names without spaces.

    Raises
    ------
    TypeError, ValueError
        If it is no text, or holds no letter.

    Notes
    -----
    Parts are sorted because "Lee, Ann" and "Ann Lee" are one name. What is not done: traditional and
    simplified characters are kept apart, and so are a Chinese name and its pinyin.

    Examples
    --------
    >>> normalise_name("Müller, Anna-Lena"), normalise_name("王 小明")
    ('anna lena muller', '王小明')
    """
    plain = unicodedata.normalize("NFKD", _narrow("name", name).casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", letters).replace("'", "").replace("’", ""))
    if not words:
        raise ValueError(f"name must hold at least one letter; got {describe(name)}")
    return "".join(words) if all(map(_is_chinese, words)) else " ".join(sorted(words))


def _narrow(name, value):
    """A text without spaces around it, its wide characters made narrow."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be text; got {describe(value)}")
    return unicodedata.normalize("NFKC", value).strip()


def _is_chinese(word):
    """Whether a word is made of Chinese characters."""
    return all("\u3400" <= letter <= "\u9fff" for letter in word)


# ----------------------------------------------------------------------------------------------------------
# Who stands twice


@checked(largest_group=one(positive_count))
def key_duplicates(table, record, keys, largest_group=20):
    """Pairs of records that share a key after normalisation: candidates for being one person.

    Parameters
    ----------
    table : DataFrame
        Any table that narwhals knows.
    record : str
        The column that names each record, no name twice.
    keys : dict
        For each column of keys the function that brings a value to one form, such as
        ``{"email": normalise_email, "phone": normalise_phone}``.
    largest_group : int
        The most records that may share a key. A key of more records is a switchboard or a dummy, and is left
        out.

    Returns
    -------
    pandas.DataFrame
        A row per pair: `first` and `second` (records, in the order of the table), `keys` (the columns that
        agree, such as "email, phone").

    Raises
    ------
    TypeError, ValueError
        If `table` is no table or has no rows, a column is not there, a record has no name or one that stands
        twice, or no value of a column can be normalised.

    Warns
    -----
    DataWarning
        When values cannot be normalised, or a key is shared by too many: they are left out, with the number.

    Notes
    -----
    A missing key agrees with nothing. A family shares a telephone and a firm an address: a shared key is
    evidence, not proof.

    References
    ----------
    Christen, P. (2012). Data Matching: Concepts and Techniques for Record Linkage, Entity Resolution, and
    Duplicate Detection. Springer.

    Examples
    --------
    >>> import pandas as pd
    >>> people = pd.DataFrame({
    ...     "id": [1, 2, 3],
    ...     "email": ["ann@x.com", "Ann@X.com", "bob@x.com"],
    ...     "phone": ["13800138000", "13900139000", "+86 138 0013 8000"],
    ... })
    >>> key_duplicates(people, "id", {"email": normalise_email, "phone": normalise_phone})
       first  second   keys
    0      1       2  email
    1      1       3  phone
    """
    frame = _read(table)
    names = _record_names(frame, record)
    agreeing = defaultdict(list)
    for column, normalise in _normalisers(frame, keys).items():
        groups = _groups(column, _normalised(column, frame[column].to_list(), normalise), largest_group)
        for pair in sorted(_pairs_within(groups)):
            agreeing[pair].append(column)
    pairs = sorted(agreeing)
    return result_table(
        {
            "first": [names[first] for first, _ in pairs],
            "second": [names[second] for _, second in pairs],
            "keys": [", ".join(agreeing[pair]) for pair in pairs],
        }
    )


def _record_names(frame, record):
    """The name of each record, none missing and none twice."""
    if not isinstance(record, str):
        raise TypeError(f"record must be the name of a column; got {describe(record)}")
    refuse_missing_column(frame, record, "record: table")
    names = frame[record].to_list()
    if any(map(is_missing, names)):
        raise ValueError(f"record: column {record!r} must name each record; got a missing value")
    if len(set(names)) < len(names):
        raise ValueError(f"record: column {record!r} must name each record once; a name stands twice")
    return names


def _normalisers(frame, keys):
    if not isinstance(keys, Mapping) or not keys:
        raise TypeError(f"keys must be a dictionary from column to function; got {describe(keys)}")
    for column, normalise in keys.items():
        refuse_missing_column(frame, column, "keys: table")
        if not isinstance(normalise, Callable):
            raise TypeError(f"keys must give a function for {column!r}; got {describe(normalise)}")
    return keys


def _normalised(column, values, normalise):
    """The normal form of each value; None where there is none."""
    forms, problems = [], []
    for value in values:
        try:
            forms.append(None if _is_nothing(value, {""}) else normalise(value))
        except (TypeError, ValueError) as problem:
            forms.append(None)
            problems.append(str(problem))
    if problems and not any(forms):
        raise ValueError(f"no value of column {column!r} can be brought to one form: {problems[0]}")
    if problems:
        what = "1 value" if len(problems) == 1 else f"{len(problems)} values"
        sentence = f"left out: {what} of column {column!r} that cannot be brought to one form"
        warnings.warn(sentence, DataWarning, stacklevel=4)
    return forms


def _groups(column, forms, largest_group):
    """The rows that share a form, by form."""
    rows = defaultdict(list)
    for row, form in enumerate(forms):
        if form is not None:
            rows[form].append(row)
    if large := sum(len(group) > largest_group for group in rows.values()):
        what = "1 key" if large == 1 else f"{large} keys"
        sentence = f"left out: {what} of column {column!r} shared by more than {largest_group} records"
        warnings.warn(sentence, DataWarning, stacklevel=4)
    return [group for group in rows.values() if len(group) <= largest_group]


def _pairs_within(groups):
    """Each pair of rows that are together in a group, once."""
    return {pair for group in groups for pair in itertools.combinations(group, 2)}


@checked(threshold=_POINTS)
def fuzzy_duplicates(table, record, name, threshold=90, block=None):
    """Pairs of records whose names are nearly the same: candidates for being one person.

    Parameters
    ----------
    table : DataFrame
        Any table that narwhals knows.
    record : str
        The column that names each record, no name twice.
    name : str
        The column of persons' names.
    threshold : float
        The least similarity of a pair, 0 to 100.
    block : str or list of str, optional
        Columns that both records of a pair must agree in, such as the city: only these pairs are compared.
        Without it, pairs are compared that share the first two letters of a part of the name, or the first or
        the last character of a Chinese name.

    Returns
    -------
    pandas.DataFrame
        A row per pair, the most similar first: `first` and `second` (records, in the order of the table),
        `first_name` and `second_name` (as they stand), `similarity` (0 to 100).

    Raises
    ------
    TypeError, ValueError
        If `table` is no table or has no rows, a column is not there, a record has no name or one that stands
        twice, or more than five million pairs would have to be compared.

    Warns
    -----
    DataWarning
        When names cannot be normalised: they are left out, with the number.

    Notes
    -----
    Names are compared after `normalise_name`, by the similarity of rapidfuzz (`fuzz.ratio`):

    .. math:: 100 \\, \\frac{2 M}{a + b}

    with :math:`a` and :math:`b` the lengths of the names and :math:`M` the length of their longest common
    subsequence. One wrong letter in a name of 12 leaves 92. One wrong character in a Chinese name of three
    leaves 67, and so does another person of that family name who shares one more character: lower the
    threshold only where `block` holds something that tells persons apart, such as the date of birth.

    Of n records, n (n − 1) / 2 pairs are possible. Blocks make that bearable, and lose the pairs that do not
    agree in any block.

    References
    ----------
    Christen, P. (2012). Data Matching: Concepts and Techniques for Record Linkage, Entity Resolution, and
    Duplicate Detection. Springer.

    Examples
    --------
    >>> import pandas as pd
    >>> people = pd.DataFrame({"id": [1, 2, 3], "name": ["Anna Miller", "Miller, Ana", "Bob Stone"]})
    >>> fuzzy_duplicates(people, "id", "name")[["first", "second", "similarity"]].round(1)
       first  second  similarity
    0      1       2        95.2
    """
    frame = _read(table)
    records = _record_names(frame, record)
    names = _name_column(frame, name)
    forms = _normalised(name, names, normalise_name)
    near = _near_pairs(forms, _block_rows(frame, forms, block), float(threshold))
    lines = [
        (records[first], records[second], names[first], names[second], similarity)
        for (first, second), similarity in sorted(near.items(), key=lambda line: (-line[1], line[0]))
    ]
    return _table_of(lines, ("first", "second", "first_name", "second_name", "similarity"))


def _near_pairs(forms, blocks, threshold):
    """The similarity of each pair of rows that share a block and are similar enough."""
    from rapidfuzz import fuzz, process

    _refuse_crowds(blocks)
    near = {}
    for rows in blocks:
        block = [forms[row] for row in rows]
        table = process.cdist(block, block, scorer=fuzz.ratio, score_cutoff=threshold, dtype=np.float64)
        for first, second in np.argwhere(np.triu(table >= threshold, k=1)):
            near[rows[first], rows[second]] = float(table[first, second])
    return near


def _refuse_crowds(blocks):
    pairs = sum(len(block) * (len(block) - 1) // 2 for block in blocks)
    if pairs > _MOST_PAIRS:
        raise ValueError(
            f"block leaves {pairs:,} pairs to compare, above {_MOST_PAIRS:,}: add a column to it"
        )


def _name_column(frame, name):
    if not isinstance(name, str):
        raise TypeError(f"name must be the name of a column; got {describe(name)}")
    refuse_missing_column(frame, name, "name: table")
    return frame[name].to_list()


def _table_of(lines, titles):
    return result_table({title: [line[place] for line in lines] for place, title in enumerate(titles)})


def _block_rows(frame, forms, block):
    """The rows of each block."""
    blocks = defaultdict(list)
    if block is None:
        for row, form in enumerate(forms):
            for key in _name_blocks(form) if form else ():
                blocks[key].append(row)
        return list(blocks.values())
    columns = [block] if isinstance(block, str) else block
    if not isinstance(columns, list | tuple) or not columns:
        raise TypeError(f"block must be a column or a list of columns; got {describe(block)}")
    for column in columns:
        refuse_missing_column(frame, column, "block: table")
    keys = zip(*(frame[column].to_list() for column in columns), strict=True)
    for row, (form, key) in enumerate(zip(forms, keys, strict=True)):
        if form and not any(map(is_missing, key)):
            blocks[key].append(row)
    return list(blocks.values())


def _name_blocks(form):
    """The blocks of a normal name: near names share at least one, unless each part of them is wrong."""
    if _is_chinese(form):
        return {("first", form[0]), ("last", form[-1])}
    return {word[:2] for word in form.split()}


def pair_quality(found, truth):
    """How good proposed duplicates are, judged by who is really one person.

    Parameters
    ----------
    found : DataFrame or list
        The proposed pairs: a table with the columns `first` and `second`, or a list of pairs.
    truth : list or dict
        The true pairs, as a list or such a table; or a dictionary from record to person, of which all pairs
        of records of one person are true.

    Returns
    -------
    dict
        `found`, `true` and `right` (numbers of pairs), `precision` (the share of found pairs that are true;
        None if none was found), `recall` (the share of true pairs that were found) and `f1`.

    Raises
    ------
    TypeError, ValueError
        If a pair is no pair, or the truth holds none.

    Notes
    -----
    .. math::

        P = \\frac{\\text{right}}{\\text{found}}, \\quad R = \\frac{\\text{right}}{\\text{true}}, \\quad
        F_1 = \\frac{2 \\cdot \\text{right}}{\\text{found} + \\text{true}} = \\frac{2 P R}{P + R}

    A pair counts once, whichever record comes first. Pairs that are rightly left alone do not count at all:
    there are so many that every method would look good.

    References
    ----------
    Christen, P. (2012). Data Matching: Concepts and Techniques for Record Linkage, Entity Resolution, and
    Duplicate Detection. Springer.

    Examples
    --------
    Records 1, 2 and 3 are one person, so three pairs are true. Two were found, and one of them is right:

    >>> quality = pair_quality([(1, 2), (3, 4)], {1: "Ann", 2: "Ann", 3: "Ann", 4: "Bob"})
    >>> quality["precision"], round(quality["recall"], 3), quality["f1"]
    (0.5, 0.333, 0.4)
    """
    proposed = _pair_set("found", found)
    true = _true_pairs(truth) if isinstance(truth, Mapping) else _pair_set("truth", truth)
    if not true:
        raise ValueError("truth must hold at least one pair of records of one person")
    right = len(proposed & true)
    return {
        "found": len(proposed),
        "true": len(true),
        "right": right,
        "precision": right / len(proposed) if proposed else None,
        "recall": right / len(true),
        "f1": 2 * right / (len(proposed) + len(true)),
    }


def _pair_set(argument, pairs):
    """Pairs without order, each once."""
    if not isinstance(pairs, list | tuple | set):
        frame = as_frame(pairs, argument).lazy().collect()
        for column in ("first", "second"):
            refuse_missing_column(frame, column, argument)
        pairs = list(zip(frame["first"].to_list(), frame["second"].to_list(), strict=True))
    for pair in pairs:
        if not isinstance(pair, list | tuple) or len(pair) != 2 or any(map(is_missing, pair)):
            raise TypeError(f"each of {argument} must be a pair of records; got {describe(pair)}")
    try:
        both = {frozenset(pair) for pair in pairs}
    except TypeError:
        raise TypeError(f"each of {argument} must be a pair of names or numbers") from None
    if any(len(pair) == 1 for pair in both):
        raise ValueError(f"each of {argument} must be a pair of two records; got a record with itself")
    return both


def _true_pairs(persons):
    """All pairs of records of one person."""
    records = defaultdict(list)
    for record, person in persons.items():
        if is_missing(person):
            raise ValueError(f"truth must name a person for each record; got none for {record!r}")
        records[person].append(record)
    return {frozenset(pair) for group in records.values() for pair in itertools.combinations(group, 2)}


# ----------------------------------------------------------------------------------------------------------
# Pseudonymous keys


@checked(kind=_IDENTIFIERS)
def pseudonym(identifier, secret, kind, country_code="86"):
    """A code in place of an identifier: the same person gets the same code, and only the secret makes it.

    Parameters
    ----------
    identifier : str, list, array or Series
        A phone number, an e-mail address, a name or another text; or a column of them, none missing.
    secret : bytes or str
        The key, at least 32 bytes long. Make it with ``secrets.token_bytes(32)``, and keep it away from the
        data: who has both can make every code again.
    kind : {"phone", "email", "name", "exact"}
        How the identifier is brought to one form first, by `normalise_phone` and so on; "exact" takes it as
        it stands.
    country_code : str
        The country of a national phone number.

    Returns
    -------
    str, list or Series
        The code, 64 hexadecimal digits; a Series for a Series, and a list for another column.

    Raises
    ------
    TypeError, ValueError
        If an identifier is missing or cannot be brought to one form, or the secret is missing or too short.

    Notes
    -----
    .. math:: \\text{code} = \\text{HMAC-SHA256}(\\text{secret}, \\text{normal form})

    A plain hash would not do. The mobile numbers of China have 11 digits and begin with 1: ten thousand
    million, of which a computer that makes a hundred million hashes a second tries every one in 100 seconds.
    Who has a list of plain hashes therefore has the numbers; Hagen et al. (2021) compare three ways to get
    them. Without the secret nothing can be tried.

    A code is still personal data: it singles out one person, follows her from table to table, and whoever
    holds the secret gets back to her. The law calls it pseudonymous, not anonymous (GDPR Art. 4(5) and
    Recital 26; PIPL Art. 73 tells de-identified from anonymous).

    References
    ----------
    Krawczyk, H., Bellare, M. and Canetti, R. (1997). HMAC: keyed-hashing for message authentication. RFC
    2104.

    Hagen, C., Weinert, C., Sendner, C., Dmitrienko, A. and Schneider, T. (2021). All the numbers are US:
    large-scale abuse of contact discovery in mobile messengers. Network and Distributed System Security
    Symposium (NDSS).

    Examples
    --------
    Two ways to write a number give one code:

    >>> secret = bytes(range(32))
    >>> pseudonym("138 0013 8000", secret, kind="phone") == pseudonym("+8613800138000", secret, kind="phone")
    True
    >>> pseudonym("138 0013 8000", secret, kind="phone")[:12]
    'eee9810e7b83'
    """
    key = _secret(secret)
    _check_prefixes(country_code, "0")
    if isinstance(identifier, str):
        return _code(identifier, key, kind, country_code)
    if not is_column(identifier) or np.ndim(identifier) != 1 or not len(identifier):
        raise TypeError(f"identifier must be text, or a column of texts; got {describe(identifier)}")
    codes = [_code(each, key, kind, country_code) for each in identifier]
    return identifier.map(dict(zip(identifier, codes, strict=True))) if _is_series(identifier) else codes


def _is_series(column):
    return hasattr(column, "map") and hasattr(column, "index")


def _secret(secret):
    key = secret.encode("utf-8") if isinstance(secret, str) else secret
    if not isinstance(key, bytes | bytearray):
        raise TypeError(f"secret must be bytes or text; got {describe(type(secret).__name__)}")
    if len(key) < _SHORTEST_SECRET:
        length = f"{_SHORTEST_SECRET} bytes, such as secrets.token_bytes({_SHORTEST_SECRET}) gives"
        raise ValueError(f"secret must have at least {length}; got {len(key)}")
    return bytes(key)


def _code(identifier, key, kind, country_code):
    if not isinstance(identifier, str) or not identifier:
        raise TypeError(f"identifier must be text; got {describe(identifier)}")
    return hmac.new(
        key, _normal_form(identifier, kind, country_code).encode("utf-8"), hashlib.sha256
    ).hexdigest()


def _normal_form(identifier, kind, country_code):
    """The one form of an identifier; the sentence of a refusal names the identifier."""
    forms = {
        "phone": lambda text: normalise_phone(text, country_code),
        "email": normalise_email,
        "name": normalise_name,
        "exact": lambda text: text,
    }
    try:
        return forms[kind](identifier)
    except ValueError as problem:
        raise ValueError(f"identifier as {problem}") from None


# ----------------------------------------------------------------------------------------------------------
# What is bought together


@checked(min_support=one(open_share), min_confidence=one(share), most_items=one(positive_count))
def association_rules(
    baskets, min_support=0.01, min_confidence=0.1, most_items=2, basket="basket_id", item="item"
):
    """Rules of the form "who buys this buys that": how often they hold, and how much more than by chance.

    Parameters
    ----------
    baskets : list or DataFrame
        The baskets, each a list of items; or a table with a row per basket and item. That an item stands in a
        basket twice does not count.
    min_support : float
        The least share of baskets that must hold all items of a rule, above 0 and below 1.
    min_confidence : float
        The least confidence of a rule, 0 to 1.
    most_items : int
        The most items of a rule, both sides together, at least 2.
    basket, item : str
        The columns of such a table.

    Returns
    -------
    pandas.DataFrame
        A row per rule, the highest lift first: `antecedent` and `consequent` (tuples of items), `baskets`
        (how many hold all of them), `support`, `confidence` (shares) and `lift` (a ratio).

    Raises
    ------
    TypeError, ValueError
        If there is no basket, a basket is empty or an item missing, a column is not there, or a number is
        out of range.

    Notes
    -----
    .. math::

        \\text{support} = \\frac{n_{AB}}{n}, \\quad \\text{confidence} = \\frac{n_{AB}}{n_A}, \\quad
        \\text{lift} = \\frac{n_{AB} / n_A}{n_B / n}

    with :math:`n` baskets, of which :math:`n_A` hold the antecedent, :math:`n_B` the consequent and
    :math:`n_{AB}` both. A lift of 1 is what chance gives. Confidence alone misleads: where nearly everyone
    buys milk, every rule that ends in milk is sure. Of many rules the highest lifts are partly luck, the more
    so the fewer baskets they rest on. And bought together does not mean that advertising one sells the other.

    The search is that of the library mlxtend (`fpgrowth` and `association_rules`).

    References
    ----------
    Agrawal, R. and Srikant, R. (1994). Fast algorithms for mining association rules. Proceedings of the 20th
    International Conference on Very Large Data Bases.

    Raschka, S. (2018). MLxtend: providing machine learning and data science utilities and extensions to
    Python's scientific computing stack. Journal of Open Source Software 3(24).

    Examples
    --------
    Three of five baskets hold milk, three hold bread, two hold both. So milk is followed by bread in 2 / 3,
    where 3 / 5 would be chance:

    >>> baskets = [["milk", "bread"], ["milk", "bread", "tea"], ["milk"], ["bread"], ["tea"]]
    >>> association_rules(baskets, min_support=0.3).round(3)
      antecedent consequent  baskets  support  confidence   lift
    0   (bread,)    (milk,)        2      0.4       0.667  1.111
    1    (milk,)   (bread,)        2      0.4       0.667  1.111
    """
    from mlxtend.frequent_patterns import association_rules as rules_of
    from mlxtend.frequent_patterns import fpgrowth

    if most_items < 2:
        raise ValueError(f"most_items must be at least 2, one on each side; got {most_items}")
    sets = _baskets(baskets, basket, item)
    matrix = _item_matrix(sets, min_support)
    itemsets = fpgrowth(matrix, min_support=float(min_support), use_colnames=True, max_len=int(most_items))
    if not (itemsets["itemsets"].map(len) > 1).any():
        return _rule_table([], len(sets))
    # Of its other measures, one divides by 0 where an item is in every basket.
    with np.errstate(divide="ignore", invalid="ignore"):
        rules = rules_of(itemsets, len(sets), metric="confidence", min_threshold=float(min_confidence))
    return _rule_table(list(rules.to_dict("records")), len(sets))


def _baskets(baskets, basket, item):
    """Each basket as a set of items."""
    if not isinstance(baskets, list | tuple):
        return _baskets_of_table(baskets, basket, item)
    if not baskets:
        raise ValueError("baskets must hold at least one basket; got an empty list")
    for each in baskets:
        if not isinstance(each, list | tuple | set | frozenset) or not each:
            raise TypeError(f"each of baskets must be a list of items; got {describe(each)}")
        if not all(
            isinstance(thing, str | int | np.integer) and not isinstance(thing, bool) for thing in each
        ):
            raise TypeError(f"each item in baskets must be a name or a whole number; got {describe(each)}")
    return [set(each) for each in baskets]


def _baskets_of_table(table, basket, item):
    frame = as_frame(table, "baskets")
    refuse_no_rows(frame, "baskets")
    for argument, column in {"basket": basket, "item": item}.items():
        if not isinstance(column, str):
            raise TypeError(f"{argument} must be the name of a column; got {describe(column)}")
        refuse_missing_column(frame, column, f"{argument}: baskets")
    rows = frame.select(basket, item).lazy().collect()
    sets = defaultdict(set)
    for name, thing in zip(rows[basket].to_list(), rows[item].to_list(), strict=True):
        if is_missing(name) or is_missing(thing):
            raise ValueError(f"baskets has a row without {basket!r} or {item!r}; drop these rows first")
        sets[name].add(thing)
    return list(sets.values())


def _item_matrix(sets, min_support):
    """Which basket holds which item, for the items that are frequent enough to be in a rule."""
    import pandas as pd

    how_many = defaultdict(int)
    for thing in itertools.chain.from_iterable(sets):
        how_many[thing] += 1
    items = sorted((thing for thing, n in how_many.items() if n >= min_support * len(sets) - 1e-9), key=str)
    if len(sets) * len(items) > _MOST_CELLS:
        raise ValueError(f"min_support {min_support:g} leaves {len(items):,} items: too many; raise it")
    place = {thing: column for column, thing in enumerate(items)}
    matrix = np.zeros((len(sets), len(items)), dtype=bool)
    for row, basket in enumerate(sets):
        matrix[row, [place[thing] for thing in basket if thing in place]] = True
    return pd.DataFrame(matrix, columns=pd.Index(items, dtype=object))


def _rule_table(rules, baskets):
    """The rules in the words of the course, the highest lift first."""
    lines = [
        (
            tuple(sorted(rule["antecedents"], key=str)),
            tuple(sorted(rule["consequents"], key=str)),
            round(rule["support"] * baskets),
            rule["support"],
            rule["confidence"],
            rule["lift"],
        )
        for rule in rules
    ]
    # Equal lifts, computed in another order, differ in the last digits.
    lines.sort(key=lambda line: (-round(line[5], 9), -line[2], -round(line[4], 9), str(line[:2])))
    return _table_of(lines, ("antecedent", "consequent", "baskets", "support", "confidence", "lift"))


@checked(products=one(positive_count), by=_MEASURES)
def next_product(rules, owned, products=3, by="confidence"):
    """What to offer a customer next, by the rules that her purchases meet.

    Parameters
    ----------
    rules : DataFrame
        Rules, as `association_rules` gives them.
    owned : list or set
        The items that she has.
    products : int
        The most items to name, at least 1.
    by : {"confidence", "lift"}
        "confidence" names what she most probably buys, which is often what everyone buys; "lift" what sets
        her apart from everyone.

    Returns
    -------
    pandas.DataFrame
        A row per item, best first: `product`, `confidence`, `lift` and `because` (the items of hers that the
        best rule for it rests on). No row if no rule is met.

    Raises
    ------
    TypeError, ValueError
        If a column of `rules` is not there, or `owned` is no list of items.

    Notes
    -----
    .. math:: \\max_{A \\subseteq \\text{owned}} \\; \\frac{n_{AB}}{n_A} \\quad \\text{for each item } B

    over the rules with a single item B that she does not have.

    Examples
    --------
    >>> baskets = [["milk", "bread"], ["milk", "bread", "tea"], ["milk"], ["bread"], ["tea"]]
    >>> rules = association_rules(baskets, min_support=0.1)
    >>> next_product(rules, ["tea"]).round(3)
      product  confidence   lift because
    0   bread         0.5  0.833  (tea,)
    1    milk         0.5  0.833  (tea,)
    """
    frame = as_frame(rules, "rules").lazy().collect()
    for column in ("antecedent", "consequent", "confidence", "lift"):
        refuse_missing_column(frame, column, "rules")
    if not isinstance(owned, list | tuple | set | frozenset):
        raise TypeError(f"owned must be a list of items; got {describe(owned)}")
    best = _best_rules(frame.iter_rows(named=True), set(owned), by)
    ranked = sorted(best.items(), key=lambda line: (-round(line[1][by], 9), str(line[0])))[:products]
    lines = [(thing, each["confidence"], each["lift"], each["antecedent"]) for thing, each in ranked]
    return _table_of(lines, ("product", "confidence", "lift", "because"))


def _best_rules(rules, owned, by):
    """For each item that the customer does not have, the best rule that her purchases meet."""
    best = {}
    for each in rules:
        thing, *more = each["consequent"]
        met = set(each["antecedent"]) <= owned and not more and thing not in owned
        if met and (thing not in best or each[by] > best[thing][by]):
            best[thing] = each
    return best
