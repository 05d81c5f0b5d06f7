"""The customer life cycle: who is new, growing, steady, declining or gone."""

import datetime
import math
import warnings
from typing import NamedTuple

import narwhals as nw
import numpy as np

from crmlib._guard.checks import (
    Kind,
    checked,
    describe,
)
from crmlib._guard.columns import is_missing, read_column, refuse_lengths
from crmlib._guard.tables import DataWarning
from crmlib.rfm.transactions import (
    calendar_day,
    count_findings,
    count_rows,
    observation_day,
    order_rows,
    refuse_missing,
    refuse_result_name,
    until_day,
)
from crmlib.segmentation.classes import _like
from crmlib.segmentation.potential import _SPEND, _is_row

_DAYS = Kind("a whole number of days from 1 to 36,500", low=1, high=36_500, whole=True, single=True)
_CHANGE = Kind("a share from 0 to 1", low=0, high=1, single=True)
_SPENDS = ("previous_spend", "current_spend")


class Stage(NamedTuple):
    """A stage of the customer life cycle.

    Parameters
    ----------
    name, chinese : str
        The name in English and in Chinese.
    rule : str
        Who is in it, if no stage before it fits.
    """

    name: str
    chinese: str
    rule: str


LIFE_CYCLE = (
    Stage("prospect", "潜在客户", "has not bought yet"),
    Stage("lost", "流失客户", "last purchase more than lost_days ago"),
    Stage("new", "新客户", "first purchase at most new_days ago"),
    Stage("growing", "成长期客户", "spends more than the period before, by more than the share change"),
    Stage("declining", "衰退期客户", "spends less, by more than the share change, or nothing"),
    Stage("mature", "成熟期客户", "all others: spends about as much as the period before"),
)


@checked(new_days=_DAYS, lost_days=_DAYS, change=_CHANGE)
def life_cycle_stage(
    first_purchase,
    last_purchase,
    previous_spend,
    current_spend,
    as_of,
    new_days=90,
    lost_days=365,
    change=0.2,
):
    """The life-cycle stage of each customer, from her dates and her spend in two periods.

    Parameters
    ----------
    first_purchase, last_purchase : list, array or Series
        The dates of the first and the last purchase (dates, or text such as "2026-03-01"); both missing for
        a prospect.
    previous_spend, current_spend : list, array or Series
        What she spent in the period before and in the period that ends on `as_of`, two periods of one length
        (money, at least 0).
    as_of : date or str
        The day on which the stages are taken.
    new_days : int
        Up to how many days after the first purchase a customer is new.
    lost_days : int
        After how many days without a purchase a customer is lost, more than `new_days`.
    change : float
        By which share spend must differ from that of the period before to count as growing or declining, 0
        to 1.

    Returns
    -------
    Series or numpy.ndarray
        One of "prospect", "lost", "new", "growing", "declining", "mature" for each customer, in the order
        given; a Series if `first_purchase` is one.

    Raises
    ------
    TypeError, ValueError
        If dates do not fit together (last before first, after `as_of`, only one missing), a prospect has
        spend, a number is missing or negative, or the columns differ in length.

    Notes
    -----
    The rules are asked in the order of `LIFE_CYCLE`, and the first that fits decides; the last takes all who
    are left. So each customer has exactly one stage. With the spend :math:`x_1` of this period, :math:`x_0`
    of the period before and the change :math:`g`:

    .. math::

        \\text{growing: } x_1 > (1 + g) x_0 \\qquad
        \\text{declining: } x_1 < (1 - g) x_0 \\text{ or } x_1 = 0

    The thresholds are choices. A shop for groceries loses customers after weeks, one for cars after years:
    take them from the times between purchases.

    Examples
    --------
    >>> life_cycle_stage(
    ...     first_purchase=[None, "2024-01-10", "2026-02-20", "2023-05-01"],
    ...     last_purchase=[None, "2024-06-30", "2026-03-15", "2026-03-20"],
    ...     previous_spend=[0, 0, 0, 100], current_spend=[0, 0, 80, 130], as_of="2026-03-31",
    ... ).tolist()
    ['prospect', 'lost', 'new', 'growing']
    """
    if not lost_days > new_days:
        raise ValueError(f"lost_days must exceed new_days; got lost_days {lost_days}, new_days {new_days}")
    first, last = _purchases(first_purchase, last_purchase, as_of)
    before, now = _spends(first, previous_spend=previous_spend, current_spend=current_spend)
    fits = {
        "prospect": np.isnan(first),
        "lost": last > lost_days,
        "new": first <= new_days,
        "growing": now > before * (1 + change),
        "declining": (now < before * (1 - change)) | (now == 0),
    }
    return _like(first_purchase, np.select(list(fits.values()), list(fits), "mature"), "stage")


def _purchases(first_purchase, last_purchase, as_of):
    """How many days ago the first and the last purchase were, once they make sense together."""
    first = _days_ago("first_purchase", first_purchase, as_of)
    last = _days_ago("last_purchase", last_purchase, as_of)
    refuse_lengths(first_purchase=first, last_purchase=last)
    _refuse_rows(
        np.isnan(first) != np.isnan(last),
        "first_purchase and last_purchase must both be there or both be missing",
    )
    _refuse_rows(first < last, "last_purchase must not lie before first_purchase")
    return first, last


def _spends(first, **spends):
    """The spend of both periods; there is none without a first purchase."""
    columns = [read_column(name, spend, _SPEND) for name, spend in spends.items()]
    refuse_lengths(first_purchase=first, **dict(zip(spends, columns, strict=True)))
    without = np.isnan(first) & (sum(columns) > 0)
    _refuse_rows(without, "previous_spend and current_spend must be 0 without first_purchase")
    return columns


def _refuse_rows(wrong, sentence):
    if wrong.any():
        raise ValueError(f"{sentence}; see row {int(np.argmax(wrong))}")


@checked(days=_DAYS)
def two_period_spend(transactions, as_of, days=365, customer="customer_id", date="date", amount="amount"):
    """First and last purchase and the spend of two periods per customer: what `life_cycle_stage` needs.

    Parameters
    ----------
    transactions : DataFrame
        One row per order, of any kind that narwhals knows, as for `rfm.rfm_table`.
    as_of : date or str
        The day on which the second period ends. Rows after it are left out, with a `DataWarning`.
    days : int
        The length of each period, 1 to 36,500 days.
    customer, date, amount : str
        The names of the columns: who bought, when, for how much (money).

    Returns
    -------
    DataFrame
        The kind of frame that was given, a row per customer with at least one order, sorted by customer: the
        customer column, `first_purchase`, `last_purchase` (dates of orders), `previous_spend` and
        `current_spend` (money per period).

    Raises
    ------
    TypeError, ValueError
        As `rfm.rfm_table`.

    Warns
    -----
    DataWarning
        When rows lie after `as_of`.

    Notes
    -----
    The current period is the last `days` days up to `as_of`, the previous period the `days` days before. A
    row with an amount below 0 is a return: it lowers the spend of its period, down to 0, and is no purchase.

    Examples
    --------
    >>> import pandas as pd
    >>> orders = pd.DataFrame({
    ...     "customer_id": ["Ann", "Ann", "Bob"],
    ...     "date": pd.to_datetime(["2025-01-15", "2025-02-20", "2025-01-31"]),
    ...     "amount": [20.0, 50.0, 30.0],
    ... })
    >>> table = two_period_spend(orders, as_of="2025-02-28", days=28)
    >>> table[["customer_id", "previous_spend", "current_spend"]]
      customer_id  previous_spend  current_spend
    0         Ann            20.0           50.0
    1         Bob            30.0            0.0
    """
    refuse_result_name(customer, ("first_purchase", "last_purchase", *_SPENDS))
    rows = order_rows(transactions, customer, date, amount)
    today = _as_of(as_of)
    facts = count_findings(rows, customer, today)
    refuse_missing(rows, facts, {customer: customer, date: "recency", amount: "monetary"})
    observation_day(facts, today, date, None)
    if facts["late"]:
        warnings.warn(f"left out: {count_rows(facts['late'])} after as_of {today}", DataWarning, stacklevel=3)
    return _spend_by_period(rows, customer, today, int(days))


def _spend_by_period(rows, customer, today, days):
    """One pass over the rows: dates of orders, and the amounts of the two periods that end today."""
    spent, ends = nw.col("monetary"), [today - datetime.timedelta(days=days * back) for back in (0, 1, 2)]
    by_now, by_start, by_earlier = (until_day(rows, end) for end in ends)
    purchase = nw.when(spent >= 0).then(nw.col("recency"))
    dated = rows.filter(by_now).with_columns(
        purchase.alias("first_purchase"),
        purchase.alias("last_purchase"),
        nw.when(by_start & ~by_earlier).then(spent).otherwise(0.0).alias("previous_spend"),
        nw.when(~by_start).then(spent).otherwise(0.0).alias("current_spend"),
    )
    first, last = nw.col("first_purchase").min(), nw.col("last_purchase").max()
    sums = dated.group_by(customer).agg(first, last, *(nw.col(name).sum() for name in _SPENDS))
    floors = (nw.when(nw.col(name) > 0).then(nw.col(name)).otherwise(0.0).alias(name) for name in _SPENDS)
    table = sums.filter(~nw.col("first_purchase").is_null()).with_columns(*floors).sort(customer)
    return (table if isinstance(table, nw.LazyFrame) else nw.maybe_reset_index(table)).to_native()


def _as_of(as_of):
    """The day that `as_of` names; it must be given."""
    _day("as_of", as_of)
    return calendar_day(as_of)


def _days_ago(name, values, as_of):
    """How many days before a day each date lies; NaN where it is missing."""
    if not _is_row(values) or not len(values):
        raise ValueError(f"{name} must be a column of dates, one a customer; got {describe(values)}")
    today = _day("as_of", as_of)
    days = [math.nan if is_missing(date) else today - _day(f"each value of {name}", date) for date in values]
    if min(days) < 0:
        raise ValueError(f"{name} must not lie after as_of; one lies {-min(days):.0f} days after it")
    return np.array(days, dtype=float)


def _day(name, date):
    """The number of a calendar day."""
    try:
        return calendar_day(date).toordinal()
    except (AttributeError, TypeError, ValueError):
        allowed = "a date, or text such as '2026-03-31'"
        raise ValueError(f"{name} must be {allowed}; got {describe(date)}") from None
