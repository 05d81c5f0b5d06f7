"""The RFM table: recency, frequency and monetary value of each customer, from raw transactions."""

import warnings

import narwhals as nw

from crmlib._guard.checks import (
    checked,
    one_of,
)
from crmlib._guard.tables import (
    DataWarning,
)
from crmlib.rfm.transactions import (
    calendar_day,
    count_findings,
    day_number,
    observation_day,
    order_rows,
    policy_sentences,
    refuse_missing,
    sum_by_customer,
    until_day,
)

_RETURNS = one_of("net", "drop")
_ZERO_ORDERS = one_of("count", "drop")


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

    This is the convention of RFM: recency counts the days since the last order, frequency counts orders, and
    monetary is the total. `purchase_summary` has the other convention, that of the models of future
    purchases: recency from the first to the last purchase, repeat purchases only, the mean spend of these.

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
    Hughes, A. M. (2012). Strategic Database Marketing, 4th edition. McGraw-Hill, New York.

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
    rows = order_rows(transactions, customer, date, amount)
    facts = count_findings(rows, customer, calendar_day(as_of))
    refuse_missing(rows, facts, {customer: customer, date: "recency", amount: "monetary"})
    last_day = observation_day(facts, as_of, date, zero_orders)
    everyone = sum_by_customer(rows.filter(until_day(rows, last_day)), customer, returns, zero_orders)
    for sentence in policy_sentences(facts, everyone, last_day, amount, returns, zero_orders):
        warnings.warn(sentence, DataWarning, stacklevel=3)
    return _finish(everyone, customer, last_day).to_native()


def _finish(everyone, customer, last_day):
    """The RFM table from the sums: customers with orders, days since the last, money an order."""
    ordered = everyone.filter(nw.col("frequency") > 0)
    table = ordered.select(
        nw.col(customer),
        (last_day.toordinal() - day_number(nw.col("recency"))).alias("recency"),
        # DuckDB adds whole numbers up to a wider kind, which others read as a fraction.
        nw.col("frequency").cast(nw.Int64),
        nw.col("monetary"),
        (nw.col("monetary") / nw.col("frequency")).alias("average_order_value"),
    ).sort(customer)
    return table if isinstance(table, nw.LazyFrame) else nw.maybe_reset_index(table)
