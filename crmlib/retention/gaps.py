"""Gaps between purchases, and the silence after which a customer deserves an alert."""

import math
import warnings

import narwhals as nw
import numpy as np

from crmlib._guard.checks import (
    Kind,
    check,
    checked,
    nonnegative,
    open_share,
    positive_count,
)
from crmlib._guard.columns import read_single
from crmlib._guard.tables import (
    DataWarning,
    as_eager_frame,
    refuse_kind,
    result_table,
)
from crmlib.retention.cohorts import _purchases
from crmlib.retention.curves import _first_below, _lifetimes, survival_quantile
from crmlib.retention.survival import kaplan_meier
from crmlib.rfm.transactions import (
    day_number,
    refuse_columns,
    refuse_result_name,
)

_FLAG = Kind("0 or 1", low=0, high=1, whole=True)


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
    refuse_result_name(customer, ("days", "observed"))
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
    # Without a backend: with one, narwhals would rebuild the customers from plain values.
    return nw.maybe_reset_index(nw.from_dict(columns)).to_native()


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
    refuse_result_name(customer, ("closed_gaps", "basis", "alert_point", "silence", "alert"))
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
    return nw.maybe_reset_index(nw.from_dict(columns)).to_native()


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
