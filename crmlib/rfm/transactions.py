"""Transactions as they come: what is odd in them, counted, refused or handled by a stated policy."""

import datetime

import narwhals as nw
import numpy as np

from crmlib._guard.checks import describe
from crmlib._guard.tables import (
    as_frame,
    refuse_kind,
    refuse_missing_column,
    refuse_no_rows,
    result_table,
    single_value,
)

MEASURES = ("recency", "frequency", "monetary")


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
    rows = order_rows(transactions, customer, date, amount)
    facts = count_findings(rows, customer, calendar_day(as_of))
    kept = rows.filter(until_day(rows, calendar_day(as_of)), nw.col("monetary").is_finite())
    facts["people"] = single_value(rows.filter(~_missing(rows, customer)), nw.col(customer).n_unique())
    facts["without_order"] = count_without_order(sum_by_customer(kept, customer, None, None))
    facts["repeated"] = facts["rows"] - single_value(as_frame(transactions).unique(), nw.len())
    facts["orders"] = facts["positive"] + facts["zero"]
    lines = [(finding, facts[key], treatment) for finding, key, treatment in _FINDINGS]
    return result_table(dict(zip(("finding", "rows", "treatment"), zip(*lines, strict=True), strict=True)))


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


def order_rows(transactions, customer, date, amount):
    """The three columns that count, checked by kind, under the names that the RFM table will have."""
    frame = as_frame(transactions)
    refuse_no_rows(frame)
    _refuse_names(frame, {"customer": customer, "date": date, "amount": amount})
    schema = frame.collect_schema()
    refuse_kind(frame, date, schema[date] in (nw.Date, nw.Datetime), "dates")
    refuse_kind(frame, amount, schema[amount].is_numeric(), "numbers")
    _refuse_mixed(frame, customer)
    zoned = schema[date] == nw.Datetime and schema[date].time_zone is not None
    day = nw.col(date).dt.replace_time_zone(None) if zoned else nw.col(date)
    # Dask finds no least of dates without a time.
    day = day.cast(nw.Datetime) if frame.implementation.is_dask() and schema[date] == nw.Date else day
    return frame.select(
        nw.col(customer), day.alias("recency"), nw.col(amount).cast(nw.Float64).alias("monetary")
    )


def count_findings(rows, customer, as_of):
    """One pass over the rows: how many there are of each finding, and the first and last date."""
    amount, kept = nw.col("monetary"), until_day(rows, as_of)
    findings = {
        "no_customer": _missing(rows, customer),
        "no_recency": _missing(rows, "recency"),
        "no_monetary": _missing(rows, "monetary"),
        "late": ~kept & ~_missing(rows, "recency"),
        "returns": kept & (amount < 0),
        "zero": kept & (amount == 0),
        "positive": kept & (amount > 0),
    }
    counts = rows.select(
        nw.len().alias("rows"),
        nw.col("recency").min().alias("first"),
        nw.col("recency").max().alias("last"),
        *(_count(rows, found).alias(name) for name, found in findings.items()),
    )
    return counts.lazy().collect().rows(named=True)[0]


def _count(rows, condition):
    """How many rows meet a condition; Spark adds up numbers only."""
    return (condition.cast(nw.Int64) if rows.implementation.is_spark_like() else condition).sum()


def sum_by_customer(rows, customer, returns, zero_orders):
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


def observation_day(facts, as_of, date, zero_orders, argument="as_of"):
    """The day from which recency is counted, once it is known to make sense for these data."""
    first, last = calendar_day(facts["first"]), calendar_day(facts["last"])
    day = last if as_of is None else calendar_day(as_of, argument)
    # East of here it may be tomorrow already.
    if as_of is None and last > datetime.date.today() + datetime.timedelta(days=1):
        raise ValueError(
            f"the last date in column {date!r} is {last}, in the future; correct it or give {argument}"
        )
    if day < first:
        raise ValueError(f"{argument} is {day}, before the first date in column {date!r}, {first}")
    if facts["positive"] + (0 if zero_orders == "drop" else facts["zero"]) == 0:
        raise ValueError(f"transactions has no order up to {day}: no amount is above 0")
    return day


def calendar_day(as_of, argument="as_of"):
    """The day that `as_of` names: the calendar day of its own time zone."""
    allowed = f"{argument} must be a date, or text such as '1997-09-30'"
    day = as_of.astype("datetime64[s]").item() if isinstance(as_of, np.datetime64) else as_of
    try:
        day = datetime.datetime.fromisoformat(day) if isinstance(day, str) else day
        day = day.date() if isinstance(day, datetime.datetime) else day
    except ValueError:
        raise ValueError(f"{allowed}; got {describe(as_of)}") from None
    except NotImplementedError:  # pandas holds years that Python does not know
        raise ValueError(f"dates must lie in the years 1 to 9999; got {describe(as_of)}") from None
    # pandas.NaT calls itself a date, and differs from itself.
    if as_of is not None and (not isinstance(day, datetime.date) or day != day):
        raise TypeError(f"{allowed}; got {describe(as_of)}")
    return day


def until_day(rows, as_of):
    """Whether a row lies on or before a day."""
    date = nw.col("recency")
    # No date lies after the last day that Python knows, and no comparison with the day after it can be made.
    if as_of in (None, datetime.date.max):
        return ~date.is_null()
    dtype = rows.collect_schema()["recency"]
    # Spark would read a Python datetime in Python's own time zone, not in that of its session.
    if dtype == nw.Date or rows.implementation.is_spark_like():
        return date.cast(nw.Date) <= as_of
    # A column in nanoseconds ends in April 2262; no comparison may leave its range.
    last = datetime.date(2262, 4, 1) if dtype.time_unit == "ns" else datetime.date(9999, 12, 30)
    return date < datetime.datetime.combine(min(as_of, last), datetime.time()) + datetime.timedelta(days=1)


def _missing(rows, column):
    """Whether a value is null, not a number or infinite."""
    missing = nw.col(column).is_null()
    return missing | ~nw.col(column).is_finite() if rows.collect_schema()[column].is_float() else missing


def policy_sentences(facts, everyone, last_day, amount, returns, zero_orders, argument="as_of"):
    """A sentence for each policy that was not chosen and changed something."""
    if facts["late"]:
        yield f"left out: {count_rows(facts['late'])} after {argument} {last_day}"
    if facts["returns"] and returns is None:
        yield (
            f"column {amount!r} is below 0 in {count_rows(facts['returns'])}: returns, which lower monetary "
            f"and are no orders; customers with returns only, left out: {count_without_order(everyone)} "
            "(to choose, say returns='net' or returns='drop')"
        )
    if facts["zero"] and zero_orders is None:
        yield (
            f"column {amount!r} is 0 in {count_rows(facts['zero'])}: counted as orders "
            "(to choose, say zero_orders='count' or zero_orders='drop')"
        )


def day_number(date):
    """A date as the number that `datetime.date.toordinal` gives it.

    Year and day of the year are what every engine knows of a date; differences of dates are not.
    """
    past_years = date.dt.year().cast(nw.Int64) - 1
    leap_days = past_years // 4 - past_years // 100 + past_years // 400
    return past_years * 365 + leap_days + date.dt.ordinal_day().cast(nw.Int64)


def count_without_order(everyone):
    return single_value(everyone.filter(nw.col("frequency") == 0), nw.len())


def count_rows(number_of_rows):
    return "1 row" if number_of_rows == 1 else f"{number_of_rows} rows"


def _refuse_names(frame, names):
    """Refuse columns that are not there, are given twice, or would clash with the result."""
    refuse_columns(frame, **names)
    if len(set(names.values())) < len(names):
        raise ValueError(f"customer, date and amount must be three columns; got {list(names.values())}")
    refuse_result_name(names["customer"], (*MEASURES, "average_order_value"))


def refuse_result_name(customer, result):
    """Refuse a customer column with the name of another column of the result."""
    if isinstance(customer, str) and customer in result:
        raise ValueError(f"the customer column must not be named {customer!r}, a name of the result")


def refuse_columns(frame, table="transactions", **names):
    """Refuse arguments that do not name a column of the table."""
    for argument, name in names.items():
        if not isinstance(name, str) or not name:
            raise TypeError(f"{argument} must be the name of a column; got {describe(name)}")
        refuse_missing_column(frame, name, f"{argument}: {table}")


def _refuse_mixed(frame, customer):
    """Refuse a pandas column in which 7 and "7" would be two customers."""
    if frame.collect_schema()[customer] == nw.Object:
        kinds = {type(value).__name__ for value in frame[customer].drop_nulls().to_list()}
        if len(kinds) > 1:
            found = " and ".join(sorted(kinds))
            raise ValueError(f"column {customer!r} mixes values of type {found}; make them one type first")


def refuse_missing(rows, facts, columns):
    """Refuse missing values, with their number and the first customers that have them."""
    for name, column in columns.items():
        key = column if column in MEASURES else "customer"
        if missing := facts[f"no_{key}"]:
            whose = "" if key == "customer" else f" (first customers: {_first_customers(rows, column)})"
            what = "missing or infinite" if key == "monetary" else "missing"
            raise ValueError(
                f"column {name!r} is {what} in {count_rows(missing)}{whose}; drop or fill them first"
            )


def _first_customers(rows, column):
    customer = rows.collect_schema().names()[0]
    found = (
        rows.filter(_missing(rows, column)).select(customer).head(100).lazy().collect()[customer].to_list()
    )
    return ", ".join(map(str, list(dict.fromkeys(found))[:3]))
