"""Cohorts: who of those that came together still buys, period by period."""

import datetime
import warnings

import narwhals as nw
import numpy as np

from crmlib._guard.checks import (
    checked,
    one_of,
)
from crmlib._guard.tables import (
    DataWarning,
    as_frame,
)
from crmlib.rates import PERIODS_PER_YEAR
from crmlib.retention.curves import _MOST_INTERVALS
from crmlib.rfm.transactions import (
    calendar_day,
    count_findings,
    day_number,
    observation_day,
    order_rows,
    policy_sentences,
    refuse_columns,
    refuse_missing,
    until_day,
)

_PERIOD = one_of(*PERIODS_PER_YEAR)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "week": 7}


@checked(period=_PERIOD, value=one_of("share", "count"), incomplete=one_of("drop", "keep"))
def cohort_table(
    transactions,
    customer="customer_id",
    date="date",
    amount=None,
    period="month",
    as_of=None,
    *,
    value="share",
    incomplete=None,
):
    """How many of the customers who first bought in the same period buy again, period after period.

    Parameters
    ----------
    transactions : DataFrame
        One row per purchase, of any kind that narwhals knows. The counting is done by the frame's own engine.
    customer, date : str
        The names of the columns: who bought, when (dates, with or without a time of day).
    amount : str, optional
        The column of amounts (money), if there is one. Rows below 0 are returns, so no purchases; rows of 0
        are. Without it, each row is a purchase.
    period : {"day", "week", "month", "quarter", "year"}
        The length of a period. A week begins on Monday.
    as_of : date, datetime, numpy.datetime64 or str, optional
        The day up to which purchases were watched, its end included. Without it, the last date in the data.
        Rows after it are left out, with a `DataWarning`.
    value : {"share", "count"}
        What a cell holds: the share of the cohort that bought in the period, or the number.
    incomplete : {"drop", "keep"}, optional
        What to do with a last period of which `as_of` is not the last day. "drop": it counts as not observed,
        and so does a cohort that began in it. "keep": it counts as it is, and looks worse than it is.
        Without a choice "drop" is taken, with a `DataWarning`.

    Returns
    -------
    DataFrame
        A row per cohort, the first first: `cohort` (text such as "1997-01", "1997-Q1", "1997", or the
        first day of a week), `customers` (how many it has), then columns named "0", "1", "2", … for the
        periods since. "0" is the period of the first purchase, so its share is 1. A cell that was not
        observed is NaN, not 0. The kind of frame that was given; of a lazy one a frame in memory.

    Raises
    ------
    TypeError, ValueError
        As `rfm_table`; or if only an incomplete period is left.

    Warns
    -----
    DataWarning
        When rows after `as_of` or an incomplete last period are left out without a choice.

    Notes
    -----
    .. math:: \\frac{\\#\\{\\text{customers of cohort } c \\text{ who bought in period } c + k\\}}
        {\\#\\{\\text{customers of cohort } c\\}}

    Not buying in a period is not leaving: a share may rise again. Who bought before the data begin seems new
    in the first periods. A date with a time zone counts as the calendar day in that time zone.

    Examples
    --------
    >>> import pandas as pd
    >>> orders = pd.DataFrame({
    ...     "customer_id": ["Ann", "Bob", "Ann", "Cem"],
    ...     "date": pd.to_datetime(["1997-01-05", "1997-01-20", "1997-02-03", "1997-02-07"]),
    ... })
    >>> cohort_table(orders, as_of="1997-02-28")
        cohort  customers    0    1
    0  1997-01          2  1.0  0.5
    1  1997-02          1  1.0  NaN
    """
    rows, last_day, sentences = _purchases(transactions, customer, date, amount, as_of)
    last = _period_of(last_day, period)
    if incomplete != "keep" and not _ends_period(last_day, period):
        sentences += [] if incomplete else [_incomplete_sentence(last, period, last_day)]
        last -= 1
    for sentence in sentences:
        warnings.warn(sentence, DataWarning, stacklevel=3)
    active = _active_periods(rows, period)
    cohorts, counts = _count_cohorts(active, last, f"{period} up to {last_day}")
    cells = counts / counts[:, :1] if value == "share" else counts
    columns = {"cohort": [_period_name(cohort, period) for cohort in cohorts.tolist()]}
    columns |= {"customers": counts[:, 0].astype(int)}
    columns |= {str(since): cells[:, since] for since in range(cells.shape[1])}
    return nw.from_dict(columns, backend=active.implementation).to_native()


def _purchases(transactions, customer, date, amount, as_of):
    """The rows that are purchases, as columns customer and day; the last day; what was left out, in words."""
    frame = as_frame(transactions)
    refuse_columns(frame, customer=customer, date=date, **({} if amount is None else {"amount": amount}))
    if amount is None:
        amount = "amount of 1 a row"
        frame = frame.with_columns(nw.lit(1.0).alias(amount))
    rows = order_rows(frame.to_native(), customer, date, amount)
    facts = count_findings(rows, customer, calendar_day(as_of))
    refuse_missing(rows, facts, {customer: customer, date: "recency", amount: "monetary"})
    last_day = observation_day(facts, as_of, date, "count")
    sentences = list(policy_sentences(facts, None, last_day, amount, "net", "count"))
    bought = rows.filter(until_day(rows, last_day), nw.col("monetary") >= 0)
    return bought.select(nw.col(customer).alias("customer"), day="recency"), last_day, sentences


def _period_number(year, month, day, period):
    """Which day, week, month, quarter or year a date lies in, counted from a long time ago."""
    if period in _DAYS:
        return (day - 1) // _DAYS[period]
    return (year * 12 + month - 1) // _MONTHS[period]


def _period_of(day, period):
    return _period_number(day.year, day.month, day.toordinal(), period)


def _ends_period(day, period):
    """Whether a day is the last of its period; the calendar has no day after its last one."""
    last_of_all = day == datetime.date.max
    return last_of_all or _period_of(day, period) < _period_of(day + datetime.timedelta(days=1), period)


def _active_periods(rows, period):
    """Each customer's periods with a purchase, in memory, and the first of them (her cohort)."""
    day = nw.col("day")
    year, month = day.dt.year().cast(nw.Int64), day.dt.month().cast(nw.Int64)
    number_of = _period_number(year, month, day_number(day), period)
    active = rows.select("customer", number_of.alias("period")).unique().lazy().collect()
    # Not `over`: on Arrow tables of several chunks it may give the rows in another order.
    firsts = active.group_by("customer").agg(nw.col("period").min().alias("cohort"))
    return active.join(firsts, on="customer")


def _period_name(number, period):
    """A period as text: its first day, cut to what tells it from others."""
    if period in _DAYS:
        return datetime.date.fromordinal(number * _DAYS[period] + 1).isoformat()
    year, month = divmod(number * _MONTHS[period], 12)
    endings = {"month": f"-{month + 1:02}", "quarter": f"-Q{month // 3 + 1}", "year": ""}
    return f"{year}{endings[period]}"


def _incomplete_sentence(last, period, last_day):
    return (
        f"left out: the last {period}, {_period_name(last, period)}, which goes on after the last day, "
        f"{last_day} (to choose, say incomplete='drop' or incomplete='keep')"
    )


def _count_cohorts(active, last, when):
    """The cohorts that were observed, and how many of each bought how many periods later (NaN: not known)."""
    period, cohort = active["period"].to_numpy(), active["cohort"].to_numpy()
    known = period <= last
    if not known.any():
        raise ValueError(f"date holds no complete {when}: say incomplete='keep', or take a shorter period")
    cohorts, place = np.unique(cohort[known], return_inverse=True)
    since = np.arange(last - cohorts[0] + 1)
    if len(since) > _MOST_INTERVALS:
        raise ValueError(f"period must leave at most {_MOST_INTERVALS} columns; got {len(since)}")
    counts = np.zeros((len(cohorts), len(since)))
    np.add.at(counts, (place, (period - cohort)[known]), 1)
    return cohorts, np.where(cohorts[:, None] + since <= last, counts, np.nan)
