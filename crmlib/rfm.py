"""Recency, frequency and monetary value (RFM): from raw transactions to scores, segments and a decision.

The order of work: `transaction_audit` counts what is odd in the data, `rfm_table` sums them up per
customer, `rfm_score` turns the three measures into scores of 1 to 5, `rfm_segment` names the customers, and
`gains_table` and `response_by_cell` tell on later purchases whether the scores were worth anything.
"""

import datetime
import difflib
import warnings
from dataclasses import dataclass
from statistics import NormalDist

import narwhals as nw
import numpy as np

from crmlib.checks import (
    Kind,
    check,
    checked,
    count,
    describe,
    nonnegative,
    number,
    one_of,
    positive,
    positive_count,
)

MEASURES = ("recency", "frequency", "monetary")

_SCORES = tuple(f"{measure}_score" for measure in MEASURES)
_RETURNS = one_of("net", "drop")
_ZERO_ORDERS = one_of("count", "drop")
_METHODS = one_of("quantile", "nested", "cuts")
_TIES = one_of("share", "spread")
_BINS = Kind("a whole number from 2 to 9", low=2, high=9, whole=True)
_SCORE = Kind("a score from 1 to 9", low=1, high=9, whole=True)


class DataWarning(UserWarning):
    """A default policy changed, or left out, something in the data; the sentence says what and how much."""


# ----------------------------------------------------------------------------------------------------------
# From transactions to the RFM table


@checked(returns=_RETURNS, zero_orders=_ZERO_ORDERS)
def rfm_table(
    transactions,
    customer="customer_id",
    date="date",
    amount="amount",
    as_of=None,
    *,
    returns=None,
    zero_orders=None,
):
    """Recency, frequency and monetary value of each customer, from one row per order.

    Parameters
    ----------
    transactions : DataFrame
        One row per order, of any kind that narwhals knows (pandas, Polars eager or lazy, PyArrow, DuckDB,
        Dask, PySpark). The work is done by the frame's own engine.
    customer, date, amount : str
        The names of the columns: who bought, when (dates, with or without a time of day), for how much
        (money).
    as_of : date, datetime, numpy.datetime64 or str, optional
        The day from which recency is counted, its end included; text as "1997-09-30". Without it, the last
        date in the data. Rows after it are left out, with a `DataWarning`.
    returns : {"net", "drop"}, optional
        A row with an amount below 0 is a return. "net" lowers monetary by it and counts no order; "drop"
        ignores the row. Without a choice "net" is taken, with a `DataWarning` if there are returns.
    zero_orders : {"count", "drop"}, optional
        A row with an amount of 0 is an order that cost nothing. "count" counts it as an order; "drop" ignores
        the row. Without a choice "count" is taken, with a `DataWarning` if there are such rows.

    Returns
    -------
    DataFrame
        The kind of frame that was given, a row per customer with at least one order, sorted by customer: the
        customer column, `recency` (whole days from the last order to `as_of`), `frequency` (orders),
        `monetary` (total spend, money), `average_order_value` (monetary / frequency, money per order).

    Raises
    ------
    TypeError
        If `transactions` is no table, or `as_of` is no date.
    ValueError
        If a column is missing, holds text where dates or amounts belong, or has missing or infinite values;
        if there are no rows or no orders; if `as_of` lies before the first date; if no `as_of` is given and
        the last date lies in the future.

    Warns
    -----
    DataWarning
        When a policy that was not chosen changes something, with the number of rows.

    Notes
    -----
    A customer with returns only has no order, so no recency: she is left out, and her returns with her.
    Rows that are equal in every column are kept, because two equal orders on one day are possible;
    `transaction_audit` counts them. A time of day is cut off. A date with a time zone counts as the calendar
    day in that time zone, and so does `as_of`.

    References
    ----------
    Hughes, A. M. (2006). Strategic Database Marketing, 3rd edition. McGraw-Hill.

    Examples
    --------
    >>> import pandas as pd
    >>> orders = pd.DataFrame({
    ...     "customer_id": ["Ann", "Bob", "Ann"],
    ...     "date": pd.to_datetime(["1997-01-05", "1997-03-01", "1997-03-21"]),
    ...     "amount": [20.0, 15.0, 40.0],
    ... })
    >>> rfm_table(orders, as_of="1997-03-31")
      customer_id  recency  frequency  monetary  average_order_value
    0         Ann       10          2      60.0                 30.0
    1         Bob       30          1      15.0                 15.0
    """
    rows = _order_rows(transactions, customer, date, amount)
    facts = _facts(rows, customer, _calendar_day(as_of))
    _refuse_missing(rows, facts, {customer: customer, date: "recency", amount: "monetary"})
    last_day = _last_day(facts, as_of, date, zero_orders)
    everyone = _sum_up(rows.filter(_until(rows, last_day)), customer, returns, zero_orders)
    for sentence in _policies(facts, everyone, last_day, amount, returns, zero_orders):
        warnings.warn(sentence, DataWarning, stacklevel=3)
    return _finish(everyone, customer, last_day).to_native()


def transaction_audit(transactions, customer="customer_id", date="date", amount="amount", as_of=None):
    """What is in a table of transactions, and what `rfm_table` does with it unless told otherwise.

    Parameters
    ----------
    transactions : DataFrame
        One row per order, as for `rfm_table`.
    customer, date, amount : str
        The names of the columns.
    as_of : date, datetime, numpy.datetime64 or str, optional
        The day up to which rows count. Without it, the last date in the data.

    Returns
    -------
    pandas.DataFrame
        Columns `finding`, `rows` (how many; customers where the finding says so) and `treatment`. Orders,
        returns and zero orders are counted up to `as_of`; the other findings are of the whole table.

    Raises
    ------
    TypeError, ValueError
        As `rfm_table`, but missing values are counted, not refused.

    Examples
    --------
    >>> import pandas as pd
    >>> orders = pd.DataFrame({
    ...     "customer_id": [1, 1, 1, 2],
    ...     "date": pd.to_datetime(["1997-01-05", "1997-03-01", "1997-03-01", "1997-03-21"]),
    ...     "amount": [20.0, 15.0, 15.0, -40.0],
    ... })
    >>> audit = transaction_audit(orders).set_index("finding")["rows"]
    >>> audit[["rows", "customers", "orders", "returns", "exact duplicates"]].to_dict()
    {'rows': 4, 'customers': 2, 'orders': 3, 'returns': 1, 'exact duplicates': 1}
    """
    rows = _order_rows(transactions, customer, date, amount)
    facts = _facts(rows, customer, _calendar_day(as_of))
    kept = rows.filter(_until(rows, _calendar_day(as_of)), nw.col("monetary").is_finite())
    facts["people"] = _one_row(rows.filter(~_missing(rows, customer)), nw.col(customer).n_unique())
    facts["without_order"] = _without_order(_sum_up(kept, customer, None, None))
    facts["repeated"] = facts["rows"] - _one_row(_frame(transactions).unique(), nw.len())
    facts["orders"] = facts["positive"] + facts["zero"]
    lines = [(finding, facts[key], treatment) for finding, key, treatment in _FINDINGS]
    return _report(dict(zip(("finding", "rows", "treatment"), zip(*lines, strict=True), strict=True)))


_REFUSED = "refused: drop or fill these rows first"
_FINDINGS = (
    ("rows", "rows", "a row is an order, unless a line below says otherwise"),
    ("customers", "people", "a row of the RFM table for each with at least one order"),
    ("orders", "orders", "counted by frequency, summed by monetary"),
    ("returns", "returns", "amount below 0: lower monetary, are no orders (returns='net')"),
    ("customers with returns only", "without_order", "left out: no order, so no recency"),
    ("zero orders", "zero", "amount of 0: counted as orders (zero_orders='count')"),
    ("exact duplicates", "repeated", "kept: two equal orders on one day are possible"),
    ("after as_of", "late", "left out"),
    ("missing customer", "no_customer", _REFUSED),
    ("missing date", "no_recency", _REFUSED),
    ("missing or infinite amount", "no_monetary", _REFUSED),
)


def _order_rows(transactions, customer, date, amount):
    """The three columns that count, checked by kind, under the names that the RFM table will have."""
    frame = _frame(transactions)
    _refuse_no_rows(frame)
    _refuse_names(frame, {"customer": customer, "date": date, "amount": amount})
    schema = frame.collect_schema()
    _refuse_kind(frame, date, schema[date] in (nw.Date, nw.Datetime), "dates")
    _refuse_kind(frame, amount, schema[amount].is_numeric(), "numbers")
    _refuse_mixed(frame, customer)
    zoned = schema[date] == nw.Datetime and schema[date].time_zone is not None
    day = nw.col(date).dt.replace_time_zone(None) if zoned else nw.col(date)
    return frame.select(
        nw.col(customer), day.alias("recency"), nw.col(amount).cast(nw.Float64).alias("monetary")
    )


def _facts(rows, customer, as_of):
    """One pass over the rows: how many there are of each finding, and the first and last date."""
    amount, kept = nw.col("monetary"), _until(rows, as_of)
    counts = rows.select(
        nw.len().alias("rows"),
        nw.col("recency").min().alias("first"),
        nw.col("recency").max().alias("last"),
        _missing(rows, customer).sum().alias("no_customer"),
        _missing(rows, "recency").sum().alias("no_recency"),
        _missing(rows, "monetary").sum().alias("no_monetary"),
        (~kept & ~_missing(rows, "recency")).sum().alias("late"),
        (kept & (amount < 0)).sum().alias("returns"),
        (kept & (amount == 0)).sum().alias("zero"),
        (kept & (amount > 0)).sum().alias("positive"),
    )
    return counts.lazy().collect().rows(named=True)[0]


def _sum_up(rows, customer, returns, zero_orders):
    """Per customer: the date of the last order (as recency), the number of orders, the sum of amounts."""
    amount = nw.col("monetary")
    is_order = amount > 0 if zero_orders == "drop" else amount >= 0
    counted = rows.filter(is_order) if returns == "drop" else rows
    orders = counted.with_columns(
        nw.when(is_order).then(nw.col("recency")).alias("recency"),
        is_order.cast(nw.Int64).alias("frequency"),
    )
    return orders.group_by(customer).agg(
        nw.col("recency").max(), nw.col("frequency").sum(), nw.col("monetary").sum()
    )


def _finish(everyone, customer, last_day):
    """The RFM table from the sums: customers with orders, days since the last, money an order."""
    ordered = everyone.filter(nw.col("frequency") > 0)
    table = ordered.select(
        nw.col(customer),
        (last_day.toordinal() - _day_number(nw.col("recency"))).alias("recency"),
        nw.col("frequency"),
        nw.col("monetary"),
        (nw.col("monetary") / nw.col("frequency")).alias("average_order_value"),
    ).sort(customer)
    return table if isinstance(table, nw.LazyFrame) else nw.maybe_reset_index(table)


def _day_number(date):
    """A date as the number that `datetime.date.toordinal` gives it.

    Year and day of the year are what every engine knows of a date; differences of dates are not.
    """
    past_years = date.dt.year().cast(nw.Int64) - 1
    leap_days = past_years // 4 - past_years // 100 + past_years // 400
    return past_years * 365 + leap_days + date.dt.ordinal_day().cast(nw.Int64)


def _until(rows, as_of):
    """Whether a row lies on or before a day."""
    date = nw.col("recency")
    if as_of is None:
        return ~date.is_null()
    dtype = rows.collect_schema()["recency"]
    if dtype == nw.Date:
        return date <= as_of
    # A column in nanoseconds ends in April 2262; no comparison may leave its range.
    last = datetime.date(2262, 4, 1) if dtype.time_unit == "ns" else datetime.date(9999, 12, 30)
    return date < datetime.datetime.combine(min(as_of, last), datetime.time()) + datetime.timedelta(days=1)


def _missing(rows, column):
    """Whether a value is null, not a number or infinite."""
    missing = nw.col(column).is_null()
    return missing | ~nw.col(column).is_finite() if rows.collect_schema()[column].is_float() else missing


def _calendar_day(as_of):
    """The day that `as_of` names: the calendar day of its own time zone."""
    allowed = "as_of must be a date, or text such as '1997-09-30'"
    day = as_of.astype("datetime64[s]").item() if isinstance(as_of, np.datetime64) else as_of
    try:
        day = datetime.datetime.fromisoformat(day) if isinstance(day, str) else day
        day = day.date() if isinstance(day, datetime.datetime) else day
    except ValueError:
        raise ValueError(f"{allowed}; got {describe(as_of)}") from None
    # pandas.NaT calls itself a date, and differs from itself.
    if as_of is not None and (not isinstance(day, datetime.date) or day != day):
        raise TypeError(f"{allowed}; got {describe(as_of)}")
    return day


def _last_day(facts, as_of, date, zero_orders):
    """The day from which recency is counted, once it is known to make sense for these data."""
    first, last = _calendar_day(facts["first"]), _calendar_day(facts["last"])
    day = last if as_of is None else _calendar_day(as_of)
    # East of here it may be tomorrow already.
    if as_of is None and last > datetime.date.today() + datetime.timedelta(days=1):
        raise ValueError(
            f"the last date in column {date!r} is {last}, in the future; correct it or give as_of"
        )
    if day < first:
        raise ValueError(f"as_of is {day}, before the first date in column {date!r}, {first}")
    if facts["positive"] + (0 if zero_orders == "drop" else facts["zero"]) == 0:
        raise ValueError(f"transactions has no order up to {day}: no amount is above 0")
    return day


def _policies(facts, everyone, last_day, amount, returns, zero_orders):
    """A sentence for each policy that was not chosen and changed something."""
    if facts["late"]:
        yield f"left out: {_rows(facts['late'])} after as_of {last_day}"
    if facts["returns"] and returns is None:
        yield (
            f"column {amount!r} is below 0 in {_rows(facts['returns'])}: returns, which lower monetary and "
            f"are no orders; customers with returns only, left out: {_without_order(everyone)} "
            "(to choose, say returns='net' or returns='drop')"
        )
    if facts["zero"] and zero_orders is None:
        yield (
            f"column {amount!r} is 0 in {_rows(facts['zero'])}: counted as orders "
            "(to choose, say zero_orders='count' or zero_orders='drop')"
        )


def _rows(number_of_rows):
    return "1 row" if number_of_rows == 1 else f"{number_of_rows} rows"


def _without_order(everyone):
    return _one_row(everyone.filter(nw.col("frequency") == 0), nw.len())


def _one_row(frame, expression):
    """A single number taken from a frame of any engine."""
    return frame.select(expression.alias("value")).lazy().collect()["value"].to_list()[0]


# ----------------------------------------------------------------------------------------------------------
# Bad tables, each with its sentence


def _frame(table, name="transactions"):
    """A table as narwhals sees it, its column names unique."""
    # PyArrow keeps its names apart; a lazy frame has no shape, and asking for its columns would cost a query.
    columns = getattr(table, "column_names", getattr(table, "columns", [])) if hasattr(table, "shape") else []
    names = list(map(str, columns))
    if twice := sorted({column for column in names if names.count(column) > 1}):
        raise ValueError(f"{name} has two columns named {twice[0]!r}; rename or drop one of them")
    try:
        return nw.from_native(table)
    except TypeError:
        allowed = "a table with columns (pandas, Polars, PyArrow, DuckDB, Dask or PySpark)"
        raise TypeError(f"{name} must be {allowed}; got {describe(table)}") from None


def _refuse_names(frame, names):
    """Refuse columns that are not there, are given twice, or would clash with the result."""
    for name in names.values():
        _refuse_missing_column(frame, name)
    if len(set(names.values())) < len(names):
        raise ValueError(f"customer, date and amount must be three columns; got {list(names.values())}")
    if names["customer"] in (*MEASURES, "average_order_value"):
        raise ValueError(f"the customer column must not be named {names['customer']!r}, a name of the result")


def _refuse_missing_column(frame, name, table="transactions"):
    columns = frame.collect_schema().names()
    if name not in columns:
        found = ", ".join(map(str, columns))
        raise ValueError(f"{table} has no column {name!r}; its columns are {found}{_guess(frame, name)}")


def _guess(frame, name):
    """What was meant by the name of a column that is not there."""
    if name in getattr(getattr(frame.to_native(), "index", None), "names", []):
        return f"; {name!r} is the index, so call .reset_index() first"
    by_lower = {str(column).lower(): column for column in frame.collect_schema().names()}
    near = difflib.get_close_matches(str(name).lower(), by_lower, n=1, cutoff=0.5)
    return f"; did you mean {by_lower[near[0]]!r}?" if near else ""


def _refuse_no_rows(frame, name="transactions"):
    if _one_row(frame, nw.len()) == 0:
        raise ValueError(f"{name} has no rows")


def _refuse_kind(frame, name, right, wanted):
    """Refuse a column of another kind, with an example of what is in it and a way out."""
    if right:
        return
    value = _first_value(frame, name)
    if value is None:
        raise ValueError(f"column {name!r} holds no {wanted}: every value is missing")
    what = "text" if isinstance(value, str) else f"values of type {type(value).__name__}"
    raise ValueError(f"column {name!r} holds {what} such as {value!r}; {_conversion(frame, wanted)}")


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


def _refuse_mixed(frame, customer):
    """Refuse a pandas column in which 7 and "7" would be two customers."""
    if frame.collect_schema()[customer] == nw.Object:
        kinds = {type(value).__name__ for value in frame[customer].drop_nulls().to_list()}
        if len(kinds) > 1:
            found = " and ".join(sorted(kinds))
            raise ValueError(f"column {customer!r} mixes values of type {found}; make them one type first")


def _refuse_missing(rows, facts, columns):
    """Refuse missing values, with their number and the first customers that have them."""
    for name, column in columns.items():
        key = column if column in MEASURES else "customer"
        if missing := facts[f"no_{key}"]:
            whose = "" if key == "customer" else f" (first customers: {_first_customers(rows, column)})"
            what = "missing or infinite" if key == "monetary" else "missing"
            raise ValueError(f"column {name!r} is {what} in {_rows(missing)}{whose}; drop or fill them first")


def _first_customers(rows, column):
    customer = rows.collect_schema().names()[0]
    found = (
        rows.filter(_missing(rows, column)).select(customer).head(100).lazy().collect()[customer].to_list()
    )
    return ", ".join(map(str, list(dict.fromkeys(found))[:3]))


# ----------------------------------------------------------------------------------------------------------
# Scores


@checked(bins=_BINS, method=_METHODS, ties=_TIES)
def rfm_score(table, bins=5, method="quantile", cuts=None, *, ties=None):
    """Scores for recency, frequency and monetary value: 1 to `bins`, the best score the highest in all three.

    Parameters
    ----------
    table : DataFrame
        The RFM table: columns recency (days), frequency (orders), monetary (money), a row per customer.
        pandas, Polars or PyArrow; a lazy table has to be collected first, since a score compares with
        everyone.
    bins : int
        The number of scores, 2 to 9.
    method : {"quantile", "nested", "cuts"}
        "quantile" cuts each measure by itself into `bins` parts of about equal size. "nested" cuts recency
        so, then frequency within each recency score, then monetary within each recency and frequency score.
        "cuts" takes the cut points from `cuts`.
    cuts : dict or DataFrame, optional
        For "cuts" only: `bins` - 1 rising numbers for each measure, as in
        ``{"recency": [30, 60, 90, 180], ...}``, or the table that `rfm_cuts` gives. A value equal to a cut
        point belongs to the part below it.
    ties : {"share", "spread"}, optional
        "share": equal values get equal scores, so some scores may stay empty. "spread": customers are ranked
        and cut into equal parts, equal values in the order of the table (the later one the higher score), so
        that no score is empty but equal customers may differ. Without a choice "share" is taken, with a
        `DataWarning` that names the empty scores.

    Returns
    -------
    DataFrame
        The table, of the same kind, with the whole numbers `recency_score`, `frequency_score`,
        `monetary_score` and the text `rfm_score` such as "543".

    Raises
    ------
    TypeError, ValueError
        If the table is lazy, has no rows, lacks a measure or has missing values; if `cuts` does not fit.

    Warns
    -----
    DataWarning
        When scores stay empty, because of equal values or because there are fewer customers than scores.

    Notes
    -----
    With the cut points :math:`c_1 \\le \\dots \\le c_{b-1}` of a measure, the score of a value :math:`x` is

    .. math:: 1 + \\#\\{k : c_k < x\\}

    and for recency, where few days are good, :math:`b - \\#\\{k : c_k < x\\}`. The k-th cut point is the
    quantile k/b, interpolated linearly between the two nearest values (definition 7 of Hyndman and Fan 1996).

    References
    ----------
    Hughes, A. M. (2006). Strategic Database Marketing, 3rd edition. McGraw-Hill. (Nested scoring.)

    Hyndman, R. J. and Fan, Y. (1996). Sample quantiles in statistical packages. The American Statistician
    50(4).

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"recency": [5, 40, 90], "frequency": [9, 4, 1], "monetary": [50, 300, 20]})
    >>> rfm_score(table, bins=3)["rfm_score"].tolist()
    ['332', '223', '111']
    """
    frame = _eager(table)
    values = _measures(frame)
    _refuse_options(method, cuts, ties)
    if method == "cuts":
        points = _given_cuts(cuts, bins)
        scores = {measure: _score(measure, values[measure], points[measure]) for measure in MEASURES}
        sentences = _unreachable(points)
    else:
        scores, empty = _score_all(values, bins, method, ties)
        sentences = _collapsed(empty, len(frame), bins, method)
    if ties is None:
        for sentence in sentences:
            warnings.warn(sentence, DataWarning, stacklevel=3)
    return _with_scores(frame, scores).to_native()


@checked(bins=_BINS, method=one_of("quantile", "nested"))
def rfm_cuts(table, bins=5, method="quantile"):
    """The cut points behind the scores, in a table that a person can read and `rfm_score` can use.

    Parameters
    ----------
    table : DataFrame
        The RFM table, as for `rfm_score`.
    bins : int
        The number of scores, 2 to 9.
    method : {"quantile", "nested"}
        How the parts are cut, as in `rfm_score`.

    Returns
    -------
    pandas.DataFrame
        A row per measure and score, best score first: `measure`, `score`, `above` and `up_to` (the values
        that get the score, in days, orders or money; the outer ends are infinite), `customers` (how many
        have it). With "nested" also `recency_score` and `frequency_score`, the cell that is cut (0 where
        there is none).

    Raises
    ------
    TypeError, ValueError
        If the table is lazy, has no rows, lacks a measure or has missing values.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"recency": [5, 40, 90], "frequency": [9, 4, 1], "monetary": [50, 300, 20]})
    >>> rfm_cuts(table, bins=2).head(2)
       measure  score  above  up_to  customers
    0  recency      2   -inf   40.0          2
    1  recency      1   40.0    inf          1
    """
    values = _measures(_eager(table))
    scores, _ = _score_all(values, bins, method, "share")
    lines = [line for measure in MEASURES for line in _cut_lines(measure, values, scores, bins, method)]
    report = _report({key: [line[key] for line in lines] for key in lines[0]})
    return report if method == "nested" else report.drop(columns=["recency_score", "frequency_score"])


def weighted_score(scores, weights=(1, 1, 1)):
    """One score of the three: their weighted mean.

    Parameters
    ----------
    scores : DataFrame
        A table with `recency_score`, `frequency_score` and `monetary_score`, as `rfm_score` gives it.
    weights : sequence of three numbers
        The weights of recency, frequency and monetary value, at least 0 and not all 0; only their ratios
        count.

    Returns
    -------
    Series
        One number a customer, from 1 to the number of bins, in the order of the table and of its kind.

    Raises
    ------
    TypeError, ValueError
        If a score column is missing, or the weights are not three numbers of at least 0 that are not all 0.

    Notes
    -----
    .. math:: \\frac{w_R R + w_F F + w_M M}{w_R + w_F + w_M}

    Examples
    --------
    >>> import pandas as pd
    >>> scores = pd.DataFrame({"recency_score": [5, 1], "frequency_score": [4, 1], "monetary_score": [3, 2]})
    >>> weighted_score(scores, weights=(2, 1, 1)).tolist()
    [4.25, 1.25]
    """
    shares = _weight_shares(weights)
    frame = _eager(scores, "scores")
    _score_columns(frame)
    recency, frequency, monetary = (share * nw.col(name) for share, name in zip(shares, _SCORES, strict=True))
    mean = (recency + frequency + monetary).alias("weighted_score")
    return frame.select(mean)["weighted_score"].to_native()


def _weight_shares(weights):
    values = np.asarray(weights)
    if values.shape != (3,):
        raise ValueError(
            f"weights must be three numbers (recency, frequency, monetary); got {describe(weights)}"
        )
    check("weights", values, nonnegative)
    if values.sum() == 0:
        raise ValueError(f"weights must not all be 0; got {describe(weights)}")
    return (values / values.sum()).tolist()


def _eager(table, name="table"):
    """A table in memory, with at least one row."""
    frame = _frame(table, name)
    if isinstance(frame, nw.LazyFrame):
        raise TypeError(f"{name} is lazy, and a score compares with everyone: call .collect() on it first")
    _refuse_no_rows(frame, name)
    return frame


def _measures(frame):
    """The three measures as arrays of numbers, none missing."""
    return {measure: _column(frame, measure, number, "table") for measure in MEASURES}


def _score_columns(frame):
    return [_column(frame, name, _SCORE, "scores").astype(int) for name in _SCORES]


def _column(frame, name, kind, table):
    _refuse_missing_column(frame, name, table)
    _refuse_kind(frame, name, frame.schema[name].is_numeric(), "numbers")
    values = frame[name].cast(nw.Float64).to_numpy()
    check(name, values, kind)
    return values


def _refuse_options(method, cuts, ties):
    """Refuse options that the method does not use: they would do nothing in silence."""
    if (method == "cuts") != (cuts is not None):
        raise ValueError("cut points in cuts and method='cuts' go together; give both or neither")
    if method == "cuts" and ties == "spread":
        raise ValueError(
            "ties='spread' ranks the customers and uses no cut points; drop it or use method='quantile'"
        )


def _quantile_cuts(values, bins):
    """The cut points: quantiles 1/bins to (bins-1)/bins.

    The position is computed in whole numbers. In floats a quantile that is a value of the data can come out
    a hair below it, and that customer's score one too high.
    """
    rising = np.sort(values)
    whole, part = np.divmod(np.arange(1, bins) * (len(values) - 1), bins)
    below, above = rising[whole], rising[np.minimum(whole + 1, len(values) - 1)]
    return below + (above - below) * part / bins


def _score(measure, values, cuts):
    """The score of each value: how many cut points lie strictly below it, turned round for recency."""
    below = np.searchsorted(cuts, values, side="left")
    return len(cuts) + 1 - below if measure == "recency" else 1 + below


def _rank_score(measure, values, bins):
    """Scores that fill all bins equally: by rank, equal values in the order of the table."""
    worst_first = np.argsort(-values if measure == "recency" else values, kind="stable")
    scores = np.empty(len(values), dtype=int)
    scores[worst_first] = 1 + np.arange(len(values)) * bins // len(values)
    return scores


def _score_all(values, bins, method, ties):
    """The scores of each measure, and for each measure and cell the scores that stay empty."""
    scores, empty = {}, []
    for measure in MEASURES:
        scores[measure] = np.zeros(len(values[measure]), dtype=int)
        for _, members in _cells(scores, measure, method):
            own = values[measure][members]
            given = (
                _rank_score(measure, own, bins)
                if ties == "spread"
                else _score(measure, own, _quantile_cuts(own, bins))
            )
            scores[measure][members] = given
            empty.append((measure, sorted(set(range(1, bins + 1)) - set(np.unique(given).tolist()))))
    return scores, empty


def _cells(scores, measure, method):
    """The cells in which a measure is cut, as pairs of (recency score, frequency score) and a selection.

    0 stands for "not cut by it": a quantile takes everyone together, the nested method goes by the scores of
    the measures before.
    """
    before = MEASURES[: MEASURES.index(measure)] if method == "nested" else ()
    recency, frequency = (scores[m] if m in before else np.zeros_like(scores[measure]) for m in MEASURES[:2])
    cell = 10 * recency + frequency
    return [(divmod(code, 10), cell == code) for code in np.unique(cell).tolist()]


def _collapsed(empty, customers, bins, method):
    """A sentence for each measure of which scores stay empty."""
    if customers < bins:
        yield f"{customers} customers cannot fill {bins} scores; take fewer bins"
        return
    for measure in MEASURES:
        cells = [missing for name, missing in empty if name == measure]
        if short := [missing for missing in cells if missing]:
            what = f"scores empty in {len(short)} of {len(cells)} cells"
            what = f"no one in score {_and(short[0])}" if method == "quantile" or len(cells) == 1 else what
            yield f"{measure}: equal values leave {what} (to choose, say ties='share' or ties='spread')"


def _unreachable(points):
    """A sentence for each measure whose cut points repeat, so that no value can lie between them."""
    for measure, cuts in points.items():
        steps = np.flatnonzero(np.diff(cuts) == 0)
        if len(steps):
            scores = sorted((len(cuts) - steps if measure == "recency" else steps + 2).tolist())
            yield f"{measure}: equal cut points leave no one in score {_and(scores)} (fine? say ties='share')"


def _and(numbers):
    *most, last = map(str, numbers)
    return f"{', '.join(most)} and {last}" if most else last


def _with_scores(frame, scores):
    backend = frame.implementation
    code = 100 * scores["recency"] + 10 * scores["frequency"] + scores["monetary"]
    texts = np.array([str(number) for number in range(1000)], dtype=object)[code]
    columns = [
        nw.new_series(name, scores[measure], nw.Int64, backend=backend)
        for name, measure in zip(_SCORES, MEASURES, strict=True)
    ]
    return frame.with_columns(
        *columns, nw.new_series("rfm_score", texts.tolist(), nw.String, backend=backend)
    )


def _cut_lines(measure, values, scores, bins, method):
    """The lines of `rfm_cuts` for one measure, best score first."""
    for (recency, frequency), members in _cells(scores, measure, method):
        inner = _quantile_cuts(values[measure][members], bins)
        ends = [-np.inf, *inner.tolist(), np.inf]
        parts = range(bins) if measure == "recency" else range(bins - 1, -1, -1)
        for score, part in zip(range(bins, 0, -1), parts, strict=True):
            yield {
                "measure": measure,
                "recency_score": recency,
                "frequency_score": frequency,
                "score": score,
                "above": ends[part],
                "up_to": ends[part + 1],
                "customers": int((scores[measure][members] == score).sum()),
            }


def _given_cuts(cuts, bins):
    """The cut points of each measure from a dict or from the table of `rfm_cuts`, checked."""
    lists = cuts if isinstance(cuts, dict) else _cuts_of_table(cuts)
    for measure in MEASURES:
        if measure not in lists:
            raise ValueError(f"cuts must name recency, frequency and monetary; {measure} is missing")
        _refuse_cut_points(f"cuts[{measure!r}]", lists[measure], bins)
    return {measure: np.asarray(lists[measure], dtype=float) for measure in MEASURES}


def _cuts_of_table(cuts):
    """The inner ends of the parts; the nested method has too many of them to be one list a measure."""
    frame = _frame(cuts, "cuts")
    for name in ("measure", "up_to"):
        _refuse_missing_column(frame, name, "cuts")
    if "recency_score" in frame.columns:
        raise ValueError(
            "cuts of the nested method differ from cell to cell; use rfm_score(method='nested') instead"
        )
    lines = frame.filter(nw.col("up_to").is_finite()).sort("up_to")
    return {m: lines.filter(nw.col("measure") == m)["up_to"].to_numpy() for m in lines["measure"].unique()}


def _refuse_cut_points(name, points, bins):
    values = np.asarray(points)
    if values.shape != (bins - 1,):
        raise ValueError(f"{name} must be {bins - 1} numbers for {bins} bins; got {describe(points)}")
    check(name, values, number)
    if (np.diff(values) < 0).any():
        raise ValueError(f"{name} must rise from the smallest to the largest; got {values.tolist()}")


# ----------------------------------------------------------------------------------------------------------
# Segments


@dataclass(frozen=True)
class Segment:
    """A named group of customers, defined by ranges of the three scores.

    Parameters
    ----------
    name, chinese : str
        The name in English and in Chinese.
    boxes : tuple of tuple
        One or more boxes; a box is three ranges (lowest, highest score), of recency, frequency and monetary
        value, both ends included. A customer in any box belongs to the segment.
    advice : str
        One sentence: what to do.

    Examples
    --------
    >>> Segment("champions", "冠军客户", (((4, 5), (4, 5), (4, 5)),), "Thank them.").boxes
    (((4, 5), (4, 5), (4, 5)),)
    """

    name: str
    chinese: str
    boxes: tuple
    advice: str = ""


_ANY = (1, 5)

SEGMENTS = (
    Segment(
        "champions",
        "冠军客户",
        (((4, 5), (4, 5), (4, 5)),),
        "Thank them, show them new products first and ask for referrals; they need no discount.",
    ),
    Segment(
        "loyal",
        "忠诚客户",
        (((4, 5), (4, 5), (1, 3)), ((3, 3), (4, 5), _ANY)),
        "Offer products that go with what they buy and raise the value of each order.",
    ),
    Segment(
        "potential loyalists",
        "潜在忠诚客户",
        (((4, 5), (2, 3), _ANY),),
        "Give a reason for the next order soon, such as membership or a personal suggestion.",
    ),
    Segment(
        "new customers",
        "新客户",
        (((5, 5), (1, 1), _ANY),),
        "Welcome them and make the first order a success before selling again.",
    ),
    Segment(
        "promising",
        "有望客户",
        (((4, 4), (1, 1), _ANY),),
        "Remind them of the first order and make the second one easy.",
    ),
    Segment(
        "need attention",
        "需关注客户",
        (((3, 3), (2, 3), (3, 5)),),
        "Send an offer with a date, built on what they bought before.",
    ),
    Segment(
        "about to sleep",
        "即将休眠客户",
        (((3, 3), (2, 3), (1, 2)), ((3, 3), (1, 1), _ANY)),
        "Try one cheap reminder and see who answers.",
    ),
    Segment(
        "cannot lose them",
        "不可流失客户",
        (((1, 2), (4, 5), (4, 5)),),
        "Call in person, ask what went wrong and win them back while the value justifies it.",
    ),
    Segment(
        "at risk",
        "流失风险客户",
        (((1, 2), (4, 5), (1, 3)), ((1, 2), (3, 3), _ANY)),
        "Send a personal win-back offer, at a cost below what they may bring.",
    ),
    Segment(
        "hibernating",
        "休眠客户",
        (((2, 2), (1, 2), _ANY),),
        "Include them only in mailings whose expected response lies above break-even.",
    ),
    Segment(
        "lost",
        "已流失客户",
        (((1, 1), (1, 2), _ANY),),
        "Stop paid contact unless a test shows that it pays.",
    ),
)


def rfm_segment(scores, rules=SEGMENTS):
    """The named segment of each customer.

    Parameters
    ----------
    scores : DataFrame
        A table with `recency_score`, `frequency_score` and `monetary_score`, as `rfm_score` gives it.
    rules : sequence of Segment
        The segments. Each combination of three scores must belong to exactly one of them; the number of
        scores is the highest that the rules name.

    Returns
    -------
    DataFrame
        The table, of the same kind, with the text column `segment`.

    Raises
    ------
    TypeError, ValueError
        If the rules leave a gap or overlap, if a score column is missing, or if a score is not covered.

    Warns
    -----
    DataWarning
        When no score reaches the highest that the rules name: they were made for another number of bins.

    Examples
    --------
    >>> import pandas as pd
    >>> scores = pd.DataFrame({"recency_score": [5, 1], "frequency_score": [5, 1], "monetary_score": [4, 2]})
    >>> rfm_segment(scores)["segment"].tolist()
    ['champions', 'lost']
    """
    grid = segment_grid(rules)
    frame = _eager(scores, "scores")
    triples = _score_columns(frame)
    highest = max(column.max() for column in triples)
    if highest > len(grid):
        raise ValueError(f"rules name scores up to {len(grid)}; the table has {highest}")
    if highest < len(grid):
        warnings.warn(
            f"no score is above {highest}, but rules name scores up to {len(grid)}: made for other bins?",
            DataWarning,
            stacklevel=2,
        )
    names = np.array([rule.name for rule in rules], dtype=object)
    which = grid[tuple(column - 1 for column in triples)]
    segment = nw.new_series("segment", names[which].tolist(), nw.String, backend=frame.implementation)
    return frame.with_columns(segment).to_native()


def segment_grid(rules=SEGMENTS):
    """The segment of every combination of scores; refuses rules that overlap or leave a gap.

    Parameters
    ----------
    rules : sequence of Segment
        The segments.

    Returns
    -------
    numpy.ndarray
        Whole numbers of shape (bins, bins, bins): at [R - 1, F - 1, M - 1] the position of the segment in
        `rules`.

    Raises
    ------
    TypeError
        If something in `rules` is no Segment.
    ValueError
        If a box is no box, two segments claim one combination, or none does; with the combination.

    Examples
    --------
    >>> SEGMENTS[segment_grid()[5 - 1, 1 - 1, 3 - 1]].name
    'new customers'
    """
    bins = _highest_score(rules)
    grid = np.full((bins, bins, bins), -1)
    for position, rule in enumerate(rules):
        for box in rule.boxes:
            part = grid[tuple(slice(low - 1, high) for low, high in box)]
            _refuse_overlap(part, position, box, rules)
            part[...] = position
    _refuse_gap(grid)
    return grid


def _highest_score(rules):
    for rule in rules:
        if not isinstance(rule, Segment):
            raise TypeError(f"rules must be a list of Segment; got {describe(rule)}")
        if not isinstance(rule.boxes, tuple | list):
            raise ValueError(f"the boxes of segment {rule.name!r} must be a list; got {describe(rule.boxes)}")
        for box in rule.boxes:
            _refuse_box(rule, box)
    highest = [high for rule in rules for box in rule.boxes for _, high in box]
    if not highest:
        raise ValueError("rules must hold at least one Segment with a box")
    return max(highest)


def _refuse_box(rule, box):
    """Refuse anything but three ranges of whole scores, the lower end first."""
    try:
        ends = np.array(box)
        fits = ends.shape == (3, 2) and ends.dtype.kind == "i" and (ends >= 1).all() and (ends <= 9).all()
        fits = fits and (ends[:, 0] <= ends[:, 1]).all()
    except ValueError:
        fits = False
    if not fits:
        allowed = "three ranges of scores such as ((4, 5), (1, 3), (1, 5))"
        raise ValueError(f"a box of segment {rule.name!r} must be {allowed}; got {describe(box)}")


def _refuse_overlap(part, position, box, rules):
    """Two boxes of one segment may overlap, boxes of two segments may not."""
    others = np.argwhere((part >= 0) & (part != position))
    if len(others):
        triple = [int(low + offset) for (low, _), offset in zip(box, others[0], strict=True)]
        other = rules[part[tuple(others[0])]].name
        raise ValueError(
            f"rules overlap: scores {_triple(triple)} belong to {other!r} and {rules[position].name!r}"
        )


def _refuse_gap(grid):
    gaps = np.argwhere(grid < 0)
    if len(gaps):
        raise ValueError(
            f"rules leave a gap: scores {_triple((gaps[0] + 1).tolist())} belong to no segment "
            f"({len(gaps)} of {grid.size} combinations)"
        )


def _triple(scores):
    return "(R {}, F {}, M {})".format(*scores)


# ----------------------------------------------------------------------------------------------------------
# Does it predict, and does it pay?


@checked(groups=positive_count)
def gains_table(score, outcome, groups=10):
    """How much of an outcome the best-scored customers bring: a gains and lift table.

    Parameters
    ----------
    score : Series or array
        One number a customer; higher is better.
    outcome : Series or array
        What she did afterwards, in the same order: 0 or 1, or an amount of money.
    groups : int
        The number of groups, of about equal size. Customers with equal scores are never split: the group
        goes on to the end of the tie, so there may be fewer groups, with a `DataWarning`.

    Returns
    -------
    pandas.DataFrame
        A row per group, the best first: `group`, `customers`, `responses` (sum of the outcome),
        `response_rate` (responses a customer), `cumulative_customers` and `cumulative_responses` (shares of
        the whole, the second is the gain), `lift` (response rate over that of all) and `cumulative_lift`.

    Raises
    ------
    TypeError, ValueError
        If the two differ in length, hold missing values or no numbers, or the outcome does not add up to more
        than 0.

    Notes
    -----
    .. math:: \\text{lift}_g = \\frac{y_g / n_g}{Y / N}

    with :math:`y_g` the responses and :math:`n_g` the customers of group g, :math:`Y` and :math:`N` those
    of all.

    References
    ----------
    Blattberg, R. C., Kim, B.-D. and Neslin, S. A. (2008). Database Marketing: Analyzing and Managing
    Customers. Springer.

    Examples
    --------
    >>> table = gains_table([5, 4, 2, 1], [1, 1, 1, 0], groups=2)
    >>> table[["group", "customers", "responses", "cumulative_responses", "lift"]].round(3)
       group  customers  responses  cumulative_responses   lift
    0      1          2        2.0                 0.667  1.333
    1      2          2        1.0                 1.000  0.667
    """
    scores, outcomes = _numbers("score", score), _numbers("outcome", outcome)
    _refuse_lengths({"score": scores, "outcome": outcomes})
    if outcomes.sum() <= 0:
        raise ValueError(
            f"outcome must add up to more than 0; got {outcomes.sum():g}: there is nothing to gain"
        )
    best_first = np.argsort(-scores, kind="stable")
    ends = _group_ends(scores[best_first], groups)
    if len(ends) < groups:
        sentence = (
            f"equal scores are not split: {len(ends)} of the {groups} groups that were asked for are left"
        )
        warnings.warn(sentence, DataWarning, stacklevel=3)
    return _gains(ends, outcomes[best_first])


def _group_ends(scores, groups):
    """Where each group ends, in scores that fall: at an equal share, moved on to the end of a tie."""
    shares = -(-np.arange(1, groups + 1) * len(scores) // groups)
    return np.unique(np.searchsorted(-scores, -scores[shares - 1], side="right"))


def _gains(ends, outcomes):
    cumulative = np.cumsum(outcomes)[ends - 1]
    customers, responses = np.diff(ends, prepend=0), np.diff(cumulative, prepend=0)
    overall = cumulative[-1] / ends[-1]
    cumulative_customers, cumulative_responses = ends / ends[-1], cumulative / cumulative[-1]
    return _report(
        {
            "group": np.arange(1, len(ends) + 1),
            "customers": customers,
            "responses": responses,
            "response_rate": responses / customers,
            "cumulative_customers": cumulative_customers,
            "cumulative_responses": cumulative_responses,
            "lift": responses / customers / overall,
            "cumulative_lift": cumulative_responses / cumulative_customers,
        }
    )


@checked(margin=positive, cost=nonnegative)
def response_by_cell(cells, responded, margin=None, cost=None):
    """Response rate of each cell with its uncertainty and, if money is given, its profit.

    Parameters
    ----------
    cells : Series or array
        The cell or segment of each customer, such as "543" or "loyal".
    responded : Series or array
        Whether she responded, in the same order: 0 or 1, or true or false.
    margin : float, optional
        Contribution from one response (money). Goes together with `cost`.
    cost : float, optional
        Cost of one contact (money).

    Returns
    -------
    pandas.DataFrame
        A row per cell, sorted: `cell`, `customers`, `responses`, `response_rate`, `lower` and `upper` (the
        95 % interval of Wilson). With money also `profit` (of contacting the whole cell) and
        `above_break_even` (whether the profit is above 0, that is the response rate above cost / margin).

    Raises
    ------
    TypeError, ValueError
        If the two differ in length, a cell is missing, a response is not 0 or 1, or only one of `margin` and
        `cost` is given.

    Notes
    -----
    .. math:: \\text{responses} \\times \\text{margin} - \\text{customers} \\times \\text{cost}

    Examples
    --------
    >>> table = response_by_cell(["a", "a", "b", "b"], [1, 0, 0, 0], margin=30, cost=2)
    >>> table[["cell", "response_rate", "lower", "upper", "profit"]].round(2)
      cell  response_rate  lower  upper  profit
    0    a            0.5   0.09   0.91    26.0
    1    b            0.0   0.00   0.66    -4.0
    """
    if (margin is None) != (cost is None):
        raise ValueError("margin and cost go together: the profit of a cell needs both")
    labels, table = _count_cells(cells, responded)
    customers, responses = table
    lower, upper = wilson_interval(responses, customers)
    columns = {"cell": labels, "customers": customers, "responses": responses}
    columns |= {"response_rate": responses / customers, "lower": lower, "upper": upper}
    if margin is not None:
        columns["profit"] = responses * float(margin) - customers * cost
        columns["above_break_even"] = columns["profit"] > 0
    return _report(columns)


def _count_cells(cells, responded):
    """The cells, sorted, and an array of two rows: customers and responses of each."""
    import pandas as pd

    labels, flags = pd.Series(np.asarray(cells)), _flags("responded", responded)
    _refuse_lengths({"cells": labels, "responded": flags})
    if labels.isna().any():
        raise ValueError(f"cells is missing in {_rows(int(labels.isna().sum()))}; drop or fill them first")
    counts = pd.Series(flags).groupby(labels.to_numpy()).agg(["size", "sum"])
    return counts.index.to_numpy(), counts.to_numpy(dtype=int).T


@checked(successes=count, trials=positive_count)
def wilson_interval(successes, trials, confidence=0.95):
    """The interval of Wilson for a share: sensible with few trials, and never below 0 or above 1.

    Parameters
    ----------
    successes : int or array
        How many responded.
    trials : int or array
        How many were asked, at least 1.
    confidence : float
        How often such an interval holds the true share, above 0 and below 1.

    Returns
    -------
    tuple
        The lower and the upper end, each a share from 0 to 1, of the shape of the input.

    Raises
    ------
    ValueError
        If there are more successes than trials, or a number is out of range.

    Notes
    -----
    With p = successes / trials, n trials and z the normal quantile (1.96 for 95 %):

    .. math::

        \\frac{p + \\frac{z^2}{2n} \\pm z \\sqrt{\\frac{p(1-p)}{n} + \\frac{z^2}{4n^2}}}{1 + \\frac{z^2}{n}}

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the
    American Statistical Association 22(158).

    Examples
    --------
    >>> lower, upper = wilson_interval(0, 20)
    >>> round(float(lower), 3), round(float(upper), 3)
    (0.0, 0.161)
    """
    check("confidence", confidence, Kind("a share above 0 and below 1", 0, 1, open_low=True, open_high=True))
    if np.any(np.asarray(successes) > np.asarray(trials)):
        raise ValueError("successes must not exceed trials")
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share, spread = successes / trials, z**2 / trials
    centre = (share + spread / 2) / (1 + spread)
    half = np.sqrt(share * (1 - share) * spread + spread**2 / 4) / (1 + spread)
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)


@checked(cost_per_contact=nonnegative, margin_per_response=positive)
def break_even_response_rate(cost_per_contact, margin_per_response):
    """The response rate at which a mailing earns exactly what it costs.

    Parameters
    ----------
    cost_per_contact : float, array, Series or expression
        What one contact costs (money).
    margin_per_response : float, array, Series or expression
        Contribution from one response, before the cost of the contact (money, above 0).

    Returns
    -------
    float, array, Series or expression
        A share; above 1 means that no response rate can pay.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. A symbolic expression passes unchecked.

    Notes
    -----
    .. math:: \\text{break-even response rate} = \\frac{\\text{cost per contact}}{\\text{margin per response}}

    References
    ----------
    Hughes, A. M. (2006). Strategic Database Marketing, 3rd edition. McGraw-Hill.

    Examples
    --------
    >>> break_even_response_rate(cost_per_contact=0.5, margin_per_response=10)
    0.05
    """
    return cost_per_contact / margin_per_response


def mailing_profit(mailed, margin_earned, cost_per_contact):
    """What a mailing earns: the margin of the customers who were mailed, less the cost of mailing them.

    Parameters
    ----------
    mailed : Series or array
        Whether each customer is mailed: 0 or 1, or true or false.
    margin_earned : Series or array
        The margin that each customer brings if she is mailed (money), in the same order.
    cost_per_contact : float
        What one contact costs (money).

    Returns
    -------
    float
        The profit (money).

    Raises
    ------
    TypeError, ValueError
        If the two differ in length, or a number is missing or out of range.

    Notes
    -----
    .. math:: \\sum_{i \\text{ mailed}} (\\text{margin}_i - \\text{cost per contact})

    Examples
    --------
    >>> mailing_profit([True, True, False], [30.0, 0.0, 50.0], cost_per_contact=2)
    26.0
    """
    check("cost_per_contact", cost_per_contact, nonnegative)
    flags, margins = _flags("mailed", mailed), _numbers("margin_earned", margin_earned)
    _refuse_lengths({"mailed": flags, "margin_earned": margins})
    return float((flags * (margins - cost_per_contact)).sum())


def _numbers(name, values):
    """One number a customer, as an array of floats; true and false become 1 and 0."""
    array = np.asarray(values)
    if array.ndim != 1 or not len(array):
        raise ValueError(f"{name} must be a column with one value a customer; got {describe(values)}")
    array = array.astype(float) if array.dtype.kind == "b" else array
    check(name, array, number)
    return array.astype(float)


def _flags(name, values):
    """Yes or no for each customer, as 1 and 0."""
    numbers = _numbers(name, values)
    other = numbers[~np.isin(numbers, (0, 1))]
    if len(other):
        raise ValueError(f"each value of {name} must be 0 or 1 (no or yes); got {other[0]:g}")
    return numbers


def _refuse_lengths(columns):
    (first, ours), (second, theirs) = columns.items()
    if len(ours) != len(theirs):
        raise ValueError(f"{first} and {second} must have the same length; got {len(ours)} and {len(theirs)}")


def _report(columns):
    """A small result table; pandas is loaded only here."""
    import pandas as pd

    return pd.DataFrame(columns)
