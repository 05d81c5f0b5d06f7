"""From transactions to what the models of future purchases read: one row per customer."""

import datetime
import warnings
from typing import NamedTuple

import narwhals as nw
import numpy as np

from crmlib._guard.checks import checked, describe, one_of
from crmlib._guard.tables import DataWarning, as_frame, single_value
from crmlib.rates import PERIODS_PER_YEAR
from crmlib.rfm.transactions import (
    calendar_day,
    count_findings,
    day_number,
    observation_day,
    order_rows,
    policy_sentences,
    refuse_missing,
    refuse_result_name,
    sum_by_customer,
    until_day,
)

PERIOD = one_of(*PERIODS_PER_YEAR)
DAYS_PER_PERIOD = {period: PERIODS_PER_YEAR["day"] / number for period, number in PERIODS_PER_YEAR.items()}
DAYS_PER_PERIOD["week"] = 7.0
_MILLISECONDS_A_DAY = 86_400_000
_WHO = "who"  # the customer column while the work is done, so that it may have any name
_DAY_0 = datetime.date(1970, 1, 1).toordinal()
_RESULT = ("frequency", "recency", "T", "monetary_value")
_HOLDOUT = ("holdout_frequency", "holdout_spend", "holdout_length")


@checked(period=PERIOD, returns=one_of("net", "drop"), zero_orders=one_of("count", "drop"))
def purchase_summary(
    transactions,
    customer="customer_id",
    date="date",
    amount="amount",
    period="week",
    observation_end=None,
    *,
    returns=None,
    zero_orders=None,
):
    """Repeat purchases, recency, time observed and mean spend of each customer: what `btyd` reads.

    Frequency and recency follow the convention of the probability models, not that of the RFM table.
    Frequency counts repeat purchases only, a day with several orders as one purchase, where `rfm_table`
    counts every order. Recency is the time from the first to the last purchase, so that a large one is
    recent, where `rfm_table` counts the days since the last.

    Parameters
    ----------
    transactions : DataFrame
        One row per order, of any kind that narwhals knows (pandas, Polars eager or lazy, PyArrow, DuckDB,
        Dask, PySpark). The work is done by the frame's own engine; by NumPy and SciPy for a pandas frame and
        for a frame in memory whose customers are integers.
    customer, date : str
        The names of the columns: who bought, when (dates, with or without a time of day).
    amount : str or None
        The name of the column of amounts (money). None if there is none: each row is an order then, and the
        result has no `monetary_value`.
    period : {"day", "week", "month", "quarter", "year"}
        The unit of recency and T. A week has 7 days; a year has 365.25 days, 12 months and 4 quarters.
    observation_end : date, datetime, numpy.datetime64 or str, optional
        The last day that was observed, its end included; text as "1997-09-30". Without it, the last date in
        the data. Rows after it are left out, with a `DataWarning`.
    returns : {"net", "drop"}, optional
        A row with an amount below 0 is a return and no purchase. "net" takes it from the spend of the repeat
        purchases, unless it comes on the day of the first purchase or before; "drop" ignores the row.
        Without a choice "net" is taken, with a `DataWarning` if there are returns.
    zero_orders : {"count", "drop"}, optional
        A row with an amount of 0 is an order that cost nothing. "count" counts it as an order; "drop" ignores
        the row. Without a choice "count" is taken, with a `DataWarning` if there are such rows.

    Returns
    -------
    DataFrame
        The kind of frame that was given, a row per customer with at least one order, sorted by customer: the
        customer column, `frequency` (days with an order after the first such day), `recency` (time from the
        first to the last of them), `T` (time from the first to `observation_end`), `monetary_value` (mean
        spend of a repeat purchase, money; 0 without one). Times are not rounded: 10 days are 1.4286 weeks.

    Raises
    ------
    TypeError, ValueError
        As `rfm_table`.

    Warns
    -----
    DataWarning
        When a policy that was not chosen changes something, with the number of rows.

    Notes
    -----
    With a customer's purchase days :math:`d_0 < d_1 < \\dots < d_x`, her spend :math:`s_j` on each, the end
    of observation :math:`e` and the length of a period :math:`\\ell` in days:

    .. math::

        \\text{frequency} &= x & \\qquad \\text{recency} &= \\frac{d_x - d_0}{\\ell} \\\\
        T &= \\frac{e - d_0}{\\ell} & \\qquad \\text{monetary value} &= \\frac{1}{x} \\sum_{j=1}^{x} s_j

    The first purchase is not in the mean, because every customer has one: it says how she came, not how she
    goes on. A customer with returns only is left out, and her returns with her.

    References
    ----------
    Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005). "Counting your customers" the easy way: an
    alternative to the Pareto/NBD model. Marketing Science 24(2).

    Examples
    --------
    Ann buys twice on day 0, and again after 14 days; 28 days are watched. Bob does not buy again.

    >>> import pandas as pd
    >>> orders = pd.DataFrame({
    ...     "customer_id": ["Ann", "Ann", "Bob", "Ann"],
    ...     "date": pd.to_datetime(["1997-03-03", "1997-03-03", "1997-03-24", "1997-03-17"]),
    ...     "amount": [20.0, 5.0, 15.0, 40.0],
    ... })
    >>> purchase_summary(orders, observation_end="1997-03-31")
      customer_id  frequency  recency    T  monetary_value
    0         Ann          1      2.0  4.0            40.0
    1         Bob          0      0.0  1.0             0.0
    """
    counted, facts, last_day = _observed(transactions, customer, date, amount, observation_end, zero_orders)
    netted = facts["returns"] > 0 and returns != "drop"
    everyone = _by_customer(counted, zero_orders, netted, facts)
    with_orders = sum_by_customer(counted, _WHO, returns, zero_orders) if netted and not returns else None
    for sentence in policy_sentences(
        facts, with_orders, last_day, amount, returns, zero_orders, "observation_end"
    ):
        warnings.warn(sentence, DataWarning, stacklevel=3)
    return _finish(everyone, customer, last_day, DAYS_PER_PERIOD[period], amount).to_native()


@checked(
    period=PERIOD,
    returns=one_of("net", "drop"),
    zero_orders=one_of("count", "drop"),
    newcomers=one_of("drop"),
)
def holdout_split(
    transactions,
    calibration_end,
    customer="customer_id",
    date="date",
    amount="amount",
    period="week",
    observation_end=None,
    *,
    returns=None,
    zero_orders=None,
    newcomers=None,
):
    """The purchase summary of a first stretch of time, with what each customer did afterwards.

    A model is fitted to the first stretch, the calibration period, and tested on the second, the hold-out.

    Parameters
    ----------
    transactions : DataFrame
        One row per order, of any kind that narwhals knows, as for `purchase_summary`.
    calibration_end : date, datetime, numpy.datetime64 or str
        The last day of the calibration period, its end included; text as "1997-09-30".
    customer, date : str
        The names of the columns: who bought, when.
    amount : str or None
        The name of the column of amounts (money). None if there is none: the result has no spend then.
    period : {"day", "week", "month", "quarter", "year"}
        The unit of recency, T and the length of the hold-out.
    observation_end : date, datetime, numpy.datetime64 or str, optional
        The last day of the hold-out, after `calibration_end`. Without it, the last date in the data.
    returns : {"net", "drop"}, optional
        As for `purchase_summary`. "net" also takes a return in the hold-out from the spend there.
    zero_orders : {"count", "drop"}, optional
        As for `purchase_summary`.
    newcomers : {"drop"}, optional
        Customers first seen in the hold-out have no history to predict from, and are left out: with a
        `DataWarning` that counts them, or in silence where "drop" is said.

    Returns
    -------
    DataFrame
        The kind of frame that was given, a row per customer of the calibration period, sorted by customer:
        the columns of `purchase_summary` up to `calibration_end`, and `holdout_frequency` (days with an order
        after it), `holdout_spend` (their total, money, less returns) and `holdout_length` (how long the
        hold-out is, the same for all).

    Raises
    ------
    TypeError, ValueError
        As `purchase_summary`; or if the hold-out has no day.

    Warns
    -----
    DataWarning
        When a policy that was not chosen changes something, with the number of rows or customers.

    References
    ----------
    Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005). "Counting your customers" the easy way: an
    alternative to the Pareto/NBD model. Marketing Science 24(2).

    Examples
    --------
    Ann comes back in the hold-out of two weeks. Bob does not; Cai is new, and nothing could be said of her.

    >>> import pandas as pd
    >>> orders = pd.DataFrame({
    ...     "customer_id": ["Ann", "Bob", "Ann", "Ann", "Cai"],
    ...     "date": pd.to_datetime(["1997-03-03", "1997-03-10", "1997-03-17", "1997-04-07", "1997-04-08"]),
    ...     "amount": [20.0, 15.0, 40.0, 25.0, 30.0],
    ... })
    >>> table = holdout_split(orders, "1997-03-31", observation_end="1997-04-14", newcomers="drop")
    >>> table[["customer_id", "frequency", "T", "holdout_frequency", "holdout_spend", "holdout_length"]]
      customer_id  frequency    T  holdout_frequency  holdout_spend  holdout_length
    0         Ann          1  4.0                  1           25.0             2.0
    1         Bob          0  3.0                  0            0.0             2.0
    """
    observed, facts, last_day = _observed(transactions, customer, date, amount, observation_end, zero_orders)
    first_end = _calibration_day(facts, calibration_end, last_day, date)
    before = until_day(observed, first_end)
    calibration, later = observed.filter(before), observed.filter(~before)
    netted = facts["returns"] > 0 and returns != "drop"
    _refuse_no_order(calibration, first_end, zero_orders)
    everyone = _by_customer(calibration, zero_orders, netted, facts)
    with_orders = sum_by_customer(observed, _WHO, returns, zero_orders) if netted and not returns else None
    length = DAYS_PER_PERIOD[period]
    sentences = [
        *policy_sentences(facts, with_orders, last_day, amount, returns, zero_orders, "observation_end")
    ]
    sentences += _newcomer_sentences(everyone, later, zero_orders, first_end, newcomers)
    for sentence in sentences:
        warnings.warn(sentence, DataWarning, stacklevel=3)
    table = _finish(everyone, customer, first_end, length, amount)
    held = _holdout(later, zero_orders, netted)
    return _with_holdout(table, held, customer, (last_day - first_end).days / length, amount).to_native()


def _observed(transactions, customer, date, amount, observation_end, zero_orders):
    """The rows up to the end of observation, what was found in all rows, and that end."""
    rows = _rows(transactions, customer, date, amount)
    facts = count_findings(rows, customer, calendar_day(observation_end, "observation_end"))
    refuse_missing(rows, facts, {customer: customer, date: "recency", amount: "monetary"})
    last_day = observation_day(facts, observation_end, date, zero_orders, "observation_end")
    rows = rows.rename({customer: _WHO})
    return rows.filter(until_day(rows, last_day)) if facts["late"] else rows, facts, last_day


def _calibration_day(facts, calibration_end, last_day, date):
    """The last day of the calibration period, once it lies between the first and the last day."""
    first = calendar_day(facts["first"])
    if calibration_end is None:
        raise TypeError(f"calibration_end must be a date, or text such as '1997-09-30'; got {describe(None)}")
    day = calendar_day(calibration_end, "calibration_end")
    if day < first:
        raise ValueError(f"calibration_end is {day}, before the first date in column {date!r}, {first}")
    if day >= last_day:
        raise ValueError(
            f"calibration_end is {day}, not before the last day observed, {last_day}: no hold-out"
        )
    return day


def _refuse_no_order(calibration, day, zero_orders):
    if single_value(calibration.filter(_is_order(zero_orders)), nw.len()) == 0:
        raise ValueError(f"transactions has no order up to calibration_end {day}: no amount is above 0")


def _is_order(zero_orders):
    return nw.col("monetary") > 0 if zero_orders == "drop" else nw.col("monetary") >= 0


def _newcomer_sentences(everyone, later, zero_orders, day, newcomers):
    """A sentence on customers first seen in the hold-out, unless it was said that they are left out."""
    if newcomers is None:
        found = later.filter(_is_order(zero_orders)).select(_WHO).unique()
        found = found.join(everyone.select(_WHO), on=_WHO, how="anti")
        if number := single_value(found, nw.len()):
            people = "1 customer" if number == 1 else f"{number} customers"
            choice = "(to choose, say newcomers='drop')"
            yield f"left out: {people} first seen after calibration_end {day} {choice}"


def _holdout(later, zero_orders, netted):
    """Per customer of the hold-out: days with an order, and spend, less returns if they count."""
    counts = later if netted else later.filter(nw.col("monetary") >= 0)
    dated = counts.with_columns(
        _day(later).alias("day"), _is_order(zero_orders).cast(nw.Int64).alias("is_order")
    )
    days = dated.group_by(_WHO, "day").agg(nw.col("monetary").sum(), nw.col("is_order").max())
    return days.group_by(_WHO).agg(
        nw.col("is_order").sum().alias("holdout_frequency"),
        nw.col("monetary").sum().alias("holdout_spend"),
    )


def _with_holdout(table, held, customer, length, amount):
    """The summary with the columns of the hold-out; 0 for customers who are not in it."""
    spend = [nw.col("holdout_spend").fill_null(0.0)] if amount is not None else []
    joined = table.join(held.rename({_WHO: customer}), on=customer, how="left").select(
        *table.collect_schema().names(),
        nw.col("holdout_frequency").fill_null(0).cast(nw.Int64),
        *spend,
        nw.lit(length).alias("holdout_length"),
    )
    joined = joined.sort(customer)
    return joined if isinstance(joined, nw.LazyFrame) else nw.maybe_reset_index(joined)


class PurchaseDays(NamedTuple):
    """Of all customers together: first purchases and repeat purchases by day number, and the last day."""

    births: dict
    repeats: dict
    last: int


def purchase_days(
    transactions, customer, date, amount, observation_end, calibration_end, zero_orders, stacklevel
):
    """How many customers begin on each day, and how many buy again; for `btyd.tracking_table`."""
    observed, facts, last_day = _observed(transactions, customer, date, amount, observation_end, zero_orders)
    dated = observed.filter(_is_order(zero_orders)).with_columns(_day(observed).alias("day"))
    dated = dated.with_columns(_number_of(dated, "day").alias("day"))
    days = dated.group_by(_WHO, "day").agg(nw.len().alias("orders"))
    first = days.group_by(_WHO).agg(nw.col("day").min().alias("first"))
    sentences = list(policy_sentences(facts, None, last_day, amount, "drop", zero_orders, "observation_end"))
    if calibration_end is not None:
        day = _calibration_day(facts, calibration_end, last_day, date)
        late = single_value(first.filter(nw.col("first") > day.toordinal()), nw.len())
        first = first.filter(nw.col("first") <= day.toordinal())
        sentences += [f"left out: {late} customers first seen after calibration_end {day}"] if late else []
    for sentence in sentences:
        warnings.warn(sentence, DataWarning, stacklevel=stacklevel)
    again = days.join(first, on=_WHO).filter(nw.col("day") > nw.col("first"))
    return PurchaseDays(_counts(first, "first"), _counts(again, "day"), last_day.toordinal())


def _counts(frame, column):
    """How many rows there are of each value, as a dictionary."""
    table = frame.group_by(column).agg(nw.len().alias("rows")).lazy().collect()
    return dict(zip(table[column].to_list(), table["rows"].to_list(), strict=True))


def _rows(transactions, customer, date, amount):
    """The three columns that count; without amounts, each order counts 1."""
    refuse_result_name(customer, (*_RESULT, *_HOLDOUT))
    if amount is not None:
        return order_rows(transactions, customer, date, amount)
    frame = as_frame(transactions).with_columns(nw.lit(1.0).alias("amount of 1 a row"))
    return order_rows(frame.to_native(), customer, date, "amount of 1 a row")


def _by_customer(rows, zero_orders, netted, facts):
    """Per customer: first and last day with an order, how many days, and the spend after the first."""
    dated = rows.with_columns(_day(rows).alias("day"))
    others = facts["returns"] + (facts["zero"] if zero_orders == "drop" else 0)
    # A filter that leaves all rows would copy them.
    orders = dated.filter(_is_order(zero_orders)) if others else dated
    everyone = _by_arrays(orders) if _fits_arrays(orders) else _as_one_plan(orders, _by_groups)
    return _less_returns(everyone, dated) if netted else everyone


def _fits_arrays(orders):
    """Whether the rows are in memory and their customers soon numbered: text is for pandas alone to read."""
    in_memory = isinstance(orders, nw.DataFrame)
    return orders.implementation.is_pandas() or (in_memory and orders.collect_schema()[_WHO].is_integer())


def _by_arrays(orders):
    """By a matrix of customers and days, most of it empty: several times as quick as groups in pandas."""
    import pandas as pd
    from scipy import sparse

    people, day = orders[_WHO], orders["day"].to_numpy()
    who, _ = pd.factorize(people.to_native() if orders.implementation.is_pandas() else people.to_numpy())
    rows_of = np.empty(who.max() + 1, dtype=int)
    rows_of[who] = np.arange(len(who))
    day_0 = day.min()
    spend = sparse.coo_array((orders["monetary"].to_numpy(), (who, day - day_0))).tocsr()
    begin, end = spend.indptr[:-1], spend.indptr[1:]
    first, last = spend.indices[begin] + day_0, spend.indices[end - 1] + day_0
    spend.data[begin] = 0.0
    columns = {_WHO: people[rows_of], "first": first, "last": last, "days": end - begin}
    columns |= {"spend": np.add.reduceat(spend.data, begin)}
    # Without a backend: with one, narwhals would rebuild the customers from plain values.
    return nw.from_dict(columns)


def _as_one_plan(frame, work):
    """Polars is quicker with all steps in view than with one after the other."""
    if frame.implementation.is_polars() and isinstance(frame, nw.DataFrame):
        return work(frame.lazy()).collect()
    return work(frame)


def _by_groups(orders):
    """One row a customer and day comes first, so that everything after it is small."""
    days = orders.group_by(_WHO, "day").agg(nw.col("monetary").sum().alias("spend"))
    everyone = days.group_by(_WHO).agg(
        nw.col("day").min().alias("first"),
        nw.col("day").max().alias("last"),
        nw.len().alias("days"),
        nw.col("spend").sum(),
    )
    of_first_day = days.select(_WHO, nw.col("day").alias("first"), nw.col("spend").alias("first_spend"))
    later = nw.col("spend") - nw.col("first_spend")
    # What is left of the sum by rounding alone is nothing.
    spend = nw.when(later > 1e-12 * nw.col("spend")).then(later).otherwise(nw.lit(0.0))
    return everyone.join(of_first_day, on=[_WHO, "first"]).with_columns(spend.alias("spend"))


def _less_returns(everyone, dated):
    """The spend after the first day, less the returns after the first day."""
    given_back = dated.filter(nw.col("monetary") < 0).join(everyone.select(_WHO, "first"), on=_WHO)
    given_back = given_back.filter(nw.col("day") > nw.col("first"))
    given_back = given_back.group_by(_WHO).agg(nw.col("monetary").sum())
    spend = nw.col("spend") + nw.col("monetary").fill_null(0.0)
    return everyone.join(given_back, on=_WHO, how="left").with_columns(spend.alias("spend"))


def _day(rows):
    """The day of a row: a number where that is quickest, in memory; else a date."""
    date = nw.col("recency")
    if rows.collect_schema()["recency"] == nw.Date:
        return day_number(date) if isinstance(rows, nw.DataFrame) else date
    if rows.implementation.is_spark_like() or rows.implementation.is_duckdb():
        return date.dt.truncate("1d")
    return date.dt.timestamp("ms") // _MILLISECONDS_A_DAY + _DAY_0


def _number_of(frame, day):
    """The number of a day that is one already, or is a date."""
    return nw.col(day) if frame.collect_schema()[day].is_integer() else day_number(nw.col(day))


def _finish(everyone, customer, last_day, days, amount):
    """The summary from first and last day, the number of days and the spend after the first."""
    first, last = _number_of(everyone, "first"), _number_of(everyone, "last")
    repeats = nw.col("days").cast(nw.Int64) - 1
    # A column, because Polars multiplies by the reciprocal of a constant: a rounding away from other engines.
    length = first * 0 + float(days)
    mean = nw.when(repeats > 0).then(nw.col("spend") / repeats).otherwise(nw.lit(0.0))
    table = everyone.select(
        nw.col(_WHO).alias(customer),
        repeats.alias("frequency"),
        ((last - first) / length).alias("recency"),
        ((last_day.toordinal() - first) / length).alias("T"),
        *([mean.alias("monetary_value")] if amount is not None else []),
    ).sort(customer)
    return table if isinstance(table, nw.LazyFrame) else nw.maybe_reset_index(table)
