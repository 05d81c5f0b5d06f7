"""Retention: how long customers stay, when silence means that one has left, and what leaving costs.

Three kinds of data, three tables: lifetimes that may not have ended yet (`survival_curve`, `hazard_table`),
purchases by cohort (`cohort_table`), and the gaps between purchases (`purchase_gaps`, `alert_point`). Then
money: what churn costs (`churn_loss`) and what a lost customer is still worth (`winback_value`). What an
offer changes, only an experiment tells: see `crmlib.experiments`.

A lifetime or gap that has not ended is censored: known to be at least that long. Leaving it out, or counting
it as ended, makes customers look as if they left sooner than they do.
"""

import datetime
import math
import warnings
from typing import NamedTuple

import narwhals as nw
import numpy as np

from crmlib.checks import (
    Kind,
    check,
    checked,
    formula,
    nonnegative,
    number,
    one_of,
    open_share,
    positive,
    positive_count,
    require,
)
from crmlib.checks import share as a_share
from crmlib.columns import read_column, read_flags, read_single, refuse_lengths
from crmlib.intervals import normal_quantile
from crmlib.rates import PERIODS_PER_YEAR
from crmlib.survival import kaplan_meier, still_there
from crmlib.tables import (
    DataWarning,
    as_eager_frame,
    as_frame,
    refuse_kind,
    result_table,
)
from crmlib.transactions import (
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
_MOST_INTERVALS = 10_000
_FLAG = Kind("0 or 1", low=0, high=1, whole=True)
# Shares that multiply to exactly one half may come out a hair above it.
_HAIR = 1e-12
_CURVES = ("survival", "lower", "upper")


# ----------------------------------------------------------------------------------------------------------
# Survival


def survival_curve(durations, observed, confidence=0.95):
    """The share of customers who stay longer than each time, from lifetimes that may not have ended.

    Parameters
    ----------
    durations : list, array or Series
        How long each customer stayed, or has stayed so far (any one unit of time), at least 0.
    observed : list, array or Series
        In the same order: 1 if she left then, 0 if she was still there when last seen (censored).
    confidence : float
        How often the interval at one time holds the true share, above 0 and below 1.

    Returns
    -------
    pandas.DataFrame
        A row per distinct time: `time`, `at_risk` (customers seen up to that time, who had not left before),
        `events` (those of them who left then), `survival` (share staying longer), `lower` and `upper`.

    Raises
    ------
    TypeError, ValueError
        If the two differ in length, a duration is missing or below 0, or something observed is not 0 or 1.

    Notes
    -----
    The estimate of Kaplan and Meier, with :math:`d_k` events among :math:`n_k` at risk at time :math:`t_k`:

    .. math:: S(t) = \\prod_{t_k \\le t} \\left( 1 - \\frac{d_k}{n_k} \\right)

    The interval is log-log (exponential Greenwood), with z the normal quantile (1.96 for 95 %):

    .. math::

        S(t)^{\\exp(\\pm z \\, s(t))} \\qquad
        s(t) = \\frac{1}{|\\ln S(t)|} \\sqrt{\\sum_{t_k \\le t} \\frac{d_k}{n_k (n_k - d_k)}}

    Where the curve is 1 (nobody has left yet) or 0, this interval has no width. The interval is for one time;
    all of them at once hold the whole curve less often. A customer who is censored at a time counts as at
    risk at that time. Censoring must not depend on the risk of leaving.

    References
    ----------
    Kaplan, E. L. and Meier, P. (1958). Nonparametric estimation from incomplete observations. Journal of the
    American Statistical Association 53(282).

    Kalbfleisch, J. D. and Prentice, R. L. (2002). The Statistical Analysis of Failure Time Data, 2nd edition.
    Wiley.

    Examples
    --------
    Four customers. One is still there after 2 months, so that 2 are at risk at month 3: 3/4 × 1/2.

    >>> survival_curve([1, 2, 3, 4], [1, 0, 1, 0])[["time", "at_risk", "events", "survival"]]
       time  at_risk  events  survival
    0   1.0        4       1     0.750
    1   2.0        3       0     0.750
    2   3.0        2       1     0.375
    3   4.0        1       0     0.375
    """
    times, at_risk, events, survival = kaplan_meier(*_lifetimes(durations, observed))
    lower, upper = _log_log_limits(survival, at_risk, events, confidence)
    return result_table(
        {
            "time": times,
            "at_risk": at_risk,
            "events": events,
            "survival": survival,
            "lower": lower,
            "upper": upper,
        }
    )


def _lifetimes(durations, observed):
    """Durations and flags as arrays, checked."""
    lengths = read_column("durations", durations, nonnegative)
    flags = read_flags("observed", observed)
    refuse_lengths(durations=lengths, observed=flags)
    return lengths, flags


def _log_log_limits(survival, at_risk, events, confidence):
    z = normal_quantile(confidence)
    # Nothing is defined where the curve is 1 or 0: there the limits are the curve.
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.cumsum(events / (at_risk * (at_risk - events)))
        spread = z * np.sqrt(variance) / -np.log(survival)
        limits = survival ** np.exp(spread), survival ** np.exp(-spread)
    inside = (survival > 0) & (survival < 1)
    return [np.where(inside, limit, survival) for limit in limits]


class TimeUntil(NamedTuple):
    """A time with its interval; infinity where the data do not reach it."""

    time: float
    lower: float
    upper: float


@checked(share=open_share)
def survival_quantile(durations, observed, share=0.5, confidence=0.95):
    """The time by which a share of the customers has left, with its interval.

    Parameters
    ----------
    durations, observed : list, array or Series
        Lifetimes, and 1 if ended or 0 if censored, as for `survival_curve`.
    share : float
        The share that has left, above 0 and below 1.
    confidence : float
        How often the interval holds the true time, above 0 and below 1.

    Returns
    -------
    TimeUntil
        A named tuple `time`, `lower`, `upper` (the unit of the durations). Infinity means that the data end
        before so many have left.

    Raises
    ------
    TypeError, ValueError
        As `survival_curve`; or if `share` is not above 0 and below 1.

    Notes
    -----
    .. math:: t_q = \\min \\{ t : S(t) \\le 1 - q \\}

    with :math:`q` the share. The ends of the interval are read in the same way from the limits of the curve
    (Brookmeyer and Crowley, with log-log limits).

    References
    ----------
    Brookmeyer, R. and Crowley, J. (1982). A confidence interval for the median survival time. Biometrics
    38(1).

    Examples
    --------
    >>> survival_quantile([1, 2, 3, 4], [1, 1, 1, 1], share=0.75).time
    3.0
    """
    curve = survival_curve(durations, observed, confidence)
    staying = 1 - float(read_single("share", share))
    return TimeUntil(*(_first_below(curve[column], staying, curve["time"]) for column in _CURVES))


def _first_below(curve, level, times):
    """The first time at which a falling curve is at a level or below; infinity if it never is."""
    below = np.flatnonzero(np.asarray(curve) <= level + _HAIR)
    return float(times[below[0]]) if len(below) else math.inf


def median_lifetime(durations, observed, confidence=0.95):
    """The time by which half of the customers have left (the half-life), with its interval.

    Parameters
    ----------
    durations, observed : list, array or Series
        Lifetimes, and 1 if ended or 0 if censored, as for `survival_curve`.
    confidence : float
        How often the interval holds the true median, above 0 and below 1.

    Returns
    -------
    TimeUntil
        A named tuple `time`, `lower`, `upper` (the unit of the durations). Infinity means that more than half
        were still there at the end of the data.

    Raises
    ------
    TypeError, ValueError
        As `survival_curve`.

    Notes
    -----
    .. math:: t_{1/2} = \\min \\{ t : S(t) \\le 0.5 \\}

    It is not the mean lifetime 1 / (1 - retention rate), which a few who stay long make larger.

    References
    ----------
    Brookmeyer, R. and Crowley, J. (1982). A confidence interval for the median survival time. Biometrics
    38(1).

    Examples
    --------
    >>> median_lifetime([1, 2, 3, 4], [1, 0, 1, 0]).time
    3.0
    >>> median_lifetime([1, 2, 3], [0, 0, 0]).time
    inf
    """
    return survival_quantile(durations, observed, 0.5, confidence)


@checked(width=positive)
def hazard_table(durations, observed, width=1.0, confidence=0.95):
    """The risk of leaving in each interval of a lifetime, among those who are still there.

    Parameters
    ----------
    durations, observed : list, array or Series
        Lifetimes, and 1 if ended or 0 if censored, as for `survival_curve`.
    width : float
        How long an interval is (the unit of the durations), above 0.
    confidence : float
        How often the interval of a hazard holds the true one, above 0 and below 1.

    Returns
    -------
    pandas.DataFrame
        A row per interval: `start`, `end`, `at_risk` (customers there at the start), `events` (who left in
        it, its end included), `exposure` (time spent in it by all, customers × time), `hazard` (events per
        customer and unit of time), `lower` and `upper`.

    Raises
    ------
    TypeError, ValueError
        As `survival_curve`; or if all durations are 0, or `width` makes more than 10000 intervals.

    Notes
    -----
    With :math:`d_j` events in interval j and :math:`E_j` the time that customers spent in it:

    .. math:: h_j = \\frac{d_j}{E_j}

    The interval is the exact one of Garwood for a Poisson count. A hazard that falls with time does not mean
    that anyone becomes more loyal: those who leave easily leave first.

    References
    ----------
    Garwood, F. (1936). Fiducial limits for the Poisson distribution. Biometrika 28(3/4).

    Examples
    --------
    Of four customers one leaves after half a year, so that she adds half a year: 1 / 3.5.

    >>> table = hazard_table([0.5, 2, 2, 2], [1, 1, 0, 0])
    >>> table[["start", "end", "at_risk", "events", "exposure", "hazard"]].round(3)
       start  end  at_risk  events  exposure  hazard
    0    0.0  1.0        4       1       3.5   0.286
    1    1.0  2.0        3       1       3.0   0.333
    """
    lengths, flags = _lifetimes(durations, observed)
    width = float(read_single("width", width))
    place = _interval_of(lengths, width)
    start = width * np.arange(place.max() + 1)
    events = np.bincount(place, weights=flags).astype(int)
    last_seen = np.bincount(place)
    at_risk = still_there(last_seen)
    exposure = width * (at_risk - last_seen) + np.bincount(place, weights=lengths - start[place])
    lower, upper = (limit / exposure for limit in _poisson_limits(events, confidence))
    columns = {"start": start, "end": start + width, "at_risk": at_risk, "events": events}
    columns |= {"exposure": exposure, "hazard": events / exposure, "lower": lower, "upper": upper}
    return result_table(columns)


def _interval_of(lengths, width):
    """In which interval each lifetime ends; one that ends on a border belongs to the interval before it."""
    if lengths.max() == 0:
        raise ValueError("durations must not all be 0: nobody was watched for any time")
    if lengths.max() / width > _MOST_INTERVALS:
        found = f"got width {width:g} with durations up to {lengths.max():g}"
        raise ValueError(f"width must leave at most {_MOST_INTERVALS} intervals; {found}")
    return np.maximum(np.ceil(lengths / width - 1e-9).astype(int) - 1, 0)


def _poisson_limits(events, confidence):
    from scipy.special import gammaincinv

    normal_quantile(confidence)
    tail = (1 - float(read_single("confidence", confidence))) / 2
    lower = np.where(events > 0, gammaincinv(np.maximum(events, 1), tail), 0)
    return lower, gammaincinv(events + 1, 1 - tail)


# ----------------------------------------------------------------------------------------------------------
# Cohorts


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


# ----------------------------------------------------------------------------------------------------------
# Alert point


def purchase_gaps(transactions, customer="customer_id", date="date", amount=None, as_of=None):
    """The days from each purchase to the next, and from the last purchase to today.

    Parameters
    ----------
    transactions : DataFrame
        One row per purchase, of any kind that narwhals knows.
    customer, date : str
        The names of the columns: who bought, when (dates, with or without a time of day).
    amount : str, optional
        The column of amounts (money), if there is one. Rows below 0 are returns, so no purchases. Without it,
        each row is a purchase.
    as_of : date, datetime, numpy.datetime64 or str, optional
        The day up to which purchases were watched. Without it, the last date in the data. Rows after it are
        left out, with a `DataWarning`.

    Returns
    -------
    DataFrame
        A row per gap, by customer and time: the customer column, `days` (whole days), `observed` (1 if the
        next purchase came, 0 for the open gap after the last one). The kind of frame that was given; of a
        lazy one a frame in memory.

    Raises
    ------
    TypeError, ValueError
        As `rfm_table`.

    Warns
    -----
    DataWarning
        When rows after `as_of` are left out.

    Notes
    -----
    .. math:: g_i = t_{i+1} - t_i \\qquad g_{\\text{open}} = \\text{as of} - t_{\\text{last}}

    Purchases on the same day count as one.

    Examples
    --------
    >>> import pandas as pd
    >>> orders = pd.DataFrame({
    ...     "customer_id": ["Ann", "Bob", "Ann"],
    ...     "date": pd.to_datetime(["1997-01-05", "1997-01-20", "1997-02-04"]),
    ... })
    >>> purchase_gaps(orders, as_of="1997-02-28")
      customer_id  days  observed
    0         Ann    30         1
    1         Ann    24         0
    2         Bob    39         0
    """
    rows, last_day, sentences = _purchases(transactions, customer, date, amount, as_of)
    for sentence in sentences:
        warnings.warn(sentence, DataWarning, stacklevel=2)
    days = rows.select("customer", day=day_number(nw.col("day"))).unique().lazy().collect()
    days = days.sort("customer", "day")
    # No shift: pandas would turn long numbers into floats, and take two customers for one.
    people, others = days["customer"], len(days) - 1
    same = np.append((people.tail(others) == people.head(others)).to_numpy().astype(bool), False)
    day = days["day"].to_numpy()
    gaps = np.where(same, np.append(day[1:], 0), last_day.toordinal()) - day
    columns = {customer: days["customer"], "days": gaps, "observed": same.astype(int)}
    return nw.from_dict(columns, backend=days.implementation).to_native()


@checked(share=open_share)
def alert_point(durations, observed, share=0.9, confidence=0.95):
    """The silence after which a customer is unusual: a quantile of the gap between purchases (流失警戒点).

    Parameters
    ----------
    durations : list, array or Series
        Gaps between purchases and open gaps since the last one (any one unit of time), as `purchase_gaps`
        gives them.
    observed : list, array or Series
        In the same order: 1 if the next purchase came, 0 if the gap is still open (censored).
    share : float
        The share of gaps that have ended by the alert point, above 0 and below 1. At 0.9 one gap in ten
        raises an alert though the customer comes back, or would have.
    confidence : float
        How often the interval holds the true point, above 0 and below 1.

    Returns
    -------
    pandas.DataFrame
        Two rows: `method`, `gaps` (how many it uses), `alert_point` (the unit of the durations), `lower`,
        `upper`. "open gaps censored" is the alert point; "closed gaps only" is the naive quantile beside it,
        which is too early because long gaps are the ones still open. Infinity: the share is never reached.

    Raises
    ------
    TypeError, ValueError
        As `survival_curve`; or if no gap is closed.

    Notes
    -----
    With S the Kaplan-Meier estimate of `survival_curve` and q the share:

    .. math:: t_q = \\min \\{ t : S(t) \\le 1 - q \\}

    Customers who have left for good never close their gap: they raise the point, up to infinity where more
    than 1 - q of the gaps belong to them. Those who buy often bring most of the gaps. The interval takes gaps
    as independent, though one customer has several.

    References
    ----------
    Kaplan, E. L. and Meier, P. (1958). Nonparametric estimation from incomplete observations. Journal of the
    American Statistical Association 53(282).

    Examples
    --------
    Three gaps ended, after 10, 20 and 30 days. One is open for 25 days.

    >>> alert_point([10, 20, 30, 25], [1, 1, 1, 0], share=0.6)[["method", "gaps", "alert_point"]]
                   method  gaps  alert_point
    0  open gaps censored     4         30.0
    1    closed gaps only     3         20.0
    """
    lengths, flags = _lifetimes(durations, observed)
    closed = lengths[flags == 1]
    if not len(closed):
        raise ValueError("observed must hold at least one 1: no gap is closed, so no alert point is known")
    right = survival_quantile(lengths, flags, share, confidence)
    naive = survival_quantile(closed, np.ones(len(closed)), share, confidence)
    columns = {"method": ["open gaps censored", "closed gaps only"], "gaps": [len(lengths), len(closed)]}
    columns |= {"alert_point": [right.time, naive.time]}
    return result_table(columns | {"lower": [right.lower, naive.lower], "upper": [right.upper, naive.upper]})


@checked(share=open_share, least=positive_count)
def customer_alerts(gaps, customer="customer_id", share=0.9, least=None):
    """The alert point of each customer, her own where her history is long enough, and who is past it.

    Parameters
    ----------
    gaps : DataFrame
        The customer column, `days` and `observed`, as `purchase_gaps` gives them; each customer has one open
        gap. pandas, Polars or PyArrow.
    customer : str
        The name of the customer column.
    share : float
        The share of gaps that have ended by the alert point, above 0 and below 1.
    least : int, optional
        How many closed gaps a customer needs for a point of her own. Without it the fewest with which her own
        point is never infinite, share / (1 - share): 9 for a share of 0.9.

    Returns
    -------
    DataFrame
        The kind of frame that was given, a row per customer, sorted: the customer column, `closed_gaps`,
        `basis` ("own" or "pooled"), `alert_point` (days), `silence` (days since the last purchase), `alert`
        (1 if the silence is longer than the alert point, else 0).

    Raises
    ------
    TypeError, ValueError
        If a column is missing, a customer has no open gap or several, or no gap at all is closed.

    Notes
    -----
    .. math:: \\text{alert} = [\\, \\text{silence} > t_q \\,]

    with :math:`t_q` from `alert_point`, of the customer's own gaps or of all. The open gap is in both. Most
    customers have too short a history; those who buy often have the most of it.

    Examples
    --------
    >>> import pandas as pd
    >>> gaps = pd.DataFrame({
    ...     "customer_id": ["Ann"] * 3 + ["Bob"], "days": [10, 20, 50, 12], "observed": [1, 1, 0, 0],
    ... })
    >>> customer_alerts(gaps, share=0.5)
      customer_id  closed_gaps   basis  alert_point  silence  alert
    0         Ann            2     own         20.0       50      1
    1         Bob            0  pooled         20.0       12      0
    """
    frame = _gaps_by_customer(gaps, customer)
    share = float(read_single("share", share))
    least = math.ceil(share / (1 - share) - 1e-9) if least is None else read_single("least", least)
    days, flags = frame["days"].to_numpy().astype(float), frame["observed"].to_numpy()
    open_gap = np.flatnonzero(flags == 0)
    closed, silence = np.diff(open_gap, prepend=-1) - 1, days[open_gap]
    points = _alert_points(days, flags, np.where(closed >= least, closed, 0), share)
    columns = {customer: frame.filter(nw.col("observed") == 0)[customer], "closed_gaps": closed}
    columns |= {"basis": np.where(closed >= least, "own", "pooled").tolist(), "alert_point": points}
    columns |= {"silence": silence.astype(int), "alert": (silence > points).astype(int)}
    return nw.from_dict(columns, backend=frame.implementation).to_native()


def _gaps_by_customer(gaps, customer):
    """Gaps sorted by customer, the one open gap of each the last."""
    frame = as_eager_frame(gaps, "gaps")
    refuse_columns(frame, "gaps", customer=customer, days="days", observed="observed")
    for name, kind in (("days", nonnegative), ("observed", _FLAG)):
        refuse_kind(frame, name, frame.schema[name].is_numeric(), "numbers")
        check(f"gaps column {name!r}", frame[name].to_numpy(), kind)
    people = frame[customer].n_unique()
    still_open = frame.filter(nw.col("observed") == 0)[customer]
    if len(still_open) != people or still_open.n_unique() != people:
        found = f"got {len(still_open)} open gaps of {people} customers"
        raise ValueError(f"gaps must hold one open gap (observed 0) of each customer; {found}")
    if len(still_open) == len(frame):
        raise ValueError("gaps must hold at least one closed gap (observed 1), or no alert point is known")
    return frame.sort(customer, "observed", descending=[False, True])


def _alert_points(days, flags, own_gaps, share):
    """Each customer's alert point, from her own gaps where she has some that count, else from all."""
    open_gap = np.flatnonzero(flags == 0)
    points = np.full(len(open_gap), _gap_quantile(days, flags, share))
    for row in np.flatnonzero(own_gaps):
        hers = slice(open_gap[row] - own_gaps[row], open_gap[row] + 1)
        points[row] = _gap_quantile(days[hers], flags[hers], share)
    return points


def _gap_quantile(days, flags, share):
    times, _, _, survival = kaplan_meier(days, flags)
    return _first_below(survival, 1 - share, times)


# ----------------------------------------------------------------------------------------------------------
# What leaving costs, and what may be done about it


class ChurnLoss(NamedTuple):
    """Three views of one loss. They overlap: their sum means nothing."""

    lost_margin: float
    lost_clv: float
    replacement_cost: float


@formula(customers_lost=nonnegative, margin=number, clv=number, acquisition_cost=nonnegative)
def churn_loss(customers_lost, margin, clv, acquisition_cost):
    """What lost customers cost the firm, in three competing views that must not be added up.

    Parameters
    ----------
    customers_lost : float, array, Series or expression
        Customers who left.
    margin : float, array, Series or expression
        Contribution of one such customer (money per period).
    clv : float, array, Series or expression
        Lifetime value of one such customer had she not left now (money).
    acquisition_cost : float, array, Series or expression
        What it costs to win one new customer like her (money).

    Returns
    -------
    ChurnLoss
        A named tuple of three answers to three questions: `lost_margin` (money per period: what is missing
        from the next period's result?), `lost_clv` (money: what would it have been worth to keep them?),
        `replacement_cost` (money: what does it take to have as many customers again?). There is no total.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    With n customers lost, margin m, lifetime value V and acquisition cost a:

    .. math:: n\\,m \\qquad n\\,V \\qquad n\\,a

    V already holds the margins m of all periods to come. And a customer who is replaced brings her margin
    again: then the loss is the cost a, and the difference of the two lifetime values if they differ.

    Examples
    --------
    >>> churn_loss(customers_lost=40, margin=100, clv=267, acquisition_cost=120)
    ChurnLoss(lost_margin=4000, lost_clv=10680, replacement_cost=4800)
    """
    return ChurnLoss(customers_lost * margin, customers_lost * clv, customers_lost * acquisition_cost)


@formula(
    win_back_probability=a_share,
    second_lifetime_value=number,
    contact_cost=nonnegative,
    incentive=nonnegative,
    would_return=a_share,
)
def winback_value(win_back_probability, second_lifetime_value, contact_cost, incentive=0.0, would_return=0.0):
    """The expected value of trying to win a lost customer back.

    Parameters
    ----------
    win_back_probability : float, array, Series or expression
        Probability that she returns if she gets the offer, 0 to 1.
    second_lifetime_value : float, array, Series or expression
        What she is worth from her return on (money): a new life, not the rest of the first one.
    contact_cost : float, array, Series or expression
        What the attempt costs, whether it works or not (money).
    incentive : float, array, Series or expression
        What the offer costs if she takes it (money).
    would_return : float, array, Series or expression
        Probability that she returns without any offer, 0 to 1. At 0.0, the default, the offer gets the credit
        for every return.

    Returns
    -------
    float, array, Series or expression
        Money per attempt; at or below 0 the loss is better accepted.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    With probability p with the offer and q without, second lifetime value V, incentive :math:`\\delta`,
    contact cost c:

    .. math:: p (V - \\delta) - q V - c

    Kumar, Bhagwat and Zhang find that the probability of return, the length of the second life and its profit
    do not move together: the offer that wins most back need not earn most.

    References
    ----------
    Kumar, V., Bhagwat, Y. and Zhang, X. (2015). Regaining "lost" customers: the predictive power of
    first-lifetime behavior, the reason for defection, and the nature of the win-back offer. Journal of
    Marketing 79(4).

    Examples
    --------
    One in five returns and is worth 150, less an incentive of 20; a letter costs 5: 0.2 × 130 - 5.

    >>> winback_value(win_back_probability=0.2, second_lifetime_value=150, contact_cost=5, incentive=20)
    21.0
    """
    returning = win_back_probability * (second_lifetime_value - incentive)
    return returning - would_return * second_lifetime_value - contact_cost


@formula(
    second_lifetime_value=positive, contact_cost=nonnegative, incentive=nonnegative, would_return=a_share
)
def break_even_winback(second_lifetime_value, contact_cost, incentive=0.0, would_return=0.0):
    """The probability of return at which an attempt to win a customer back earns exactly what it costs.

    Parameters
    ----------
    second_lifetime_value : float, array, Series or expression
        What she is worth from her return on (money), above 0.
    contact_cost : float, array, Series or expression
        What the attempt costs, whether it works or not (money).
    incentive : float, array, Series or expression
        What the offer costs if she takes it (money), below the second lifetime value.
    would_return : float, array, Series or expression
        Probability that she returns without any offer, 0 to 1.

    Returns
    -------
    float, array, Series or expression
        A probability; above 1 means that no attempt can pay.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or the incentive is not below the value. An expression passes
        unchecked.

    Notes
    -----
    `winback_value` at 0, solved for p:

    .. math:: p = \\frac{c + q V}{V - \\delta}

    Examples
    --------
    >>> round(break_even_winback(second_lifetime_value=150, contact_cost=5, incentive=20), 4)
    0.0385
    """
    require(
        incentive < second_lifetime_value,
        "incentive must be below second_lifetime_value, or no return can pay for it",
        incentive=incentive,
        second_lifetime_value=second_lifetime_value,
    )
    return (contact_cost + would_return * second_lifetime_value) / (second_lifetime_value - incentive)
