"""Complaints on the clock: how fast they are answered and settled, those still open included."""

import datetime
import math

import numpy as np

from crmlib._guard.checks import checked, describe, nonnegative
from crmlib._guard.columns import as_list, is_column, is_missing, read_single, refuse_lengths
from crmlib.retention.survival import kaplan_meier

_TIMES = "a column of dates with times, such as '2026-03-01 09:30'"


def complaint_times(opened, closed, as_of=None):
    """How long each complaint has taken, and whether it is closed.

    Parameters
    ----------
    opened : list, array or Series
        When each complaint came in: dates with times, or text such as "2026-03-01 09:30".
    closed : list, array or Series
        When it was answered or settled, in the same order; missing (None, NaT) if it is still open.
    as_of : datetime or str, optional
        Until when the complaints were watched; a date alone is its first moment, 00:00. Without it, the last
        time in the data.

    Returns
    -------
    pandas.DataFrame
        A row per complaint: `hours` (from opening to closing, or to `as_of` if still open) and `closed`
        (whether it was closed by `as_of`).

    Raises
    ------
    TypeError, ValueError
        If the columns differ in length, a value is no time, an opening is missing, a complaint is closed
        before it is opened or opened after `as_of`.

    Notes
    -----
    .. math:: t_i = \\min(\\text{closed}_i, \\text{as of}) - \\text{opened}_i

    Hours of the clock, nights and week-ends included. A complaint closed after `as_of` was open then, and
    counts as open.

    Examples
    --------
    >>> complaint_times(["2026-03-01 09:00", "2026-03-01 10:00"], ["2026-03-01 12:00", None])
       hours  closed
    0    3.0    True
    1    2.0   False
    """
    import pandas as pd

    starts, ends, last = _watched(opened, closed, as_of)
    done = (ends <= last).to_numpy()
    hours = (ends.where(done, last) - starts) / pd.Timedelta(hours=1)
    return pd.DataFrame({"hours": hours.to_numpy(dtype=float), "closed": done})


def _watched(opened, closed, as_of):
    """Openings, closings and the end of the watch, once they make sense together."""
    import pandas as pd

    starts, ends = _times("opened", opened), _times("closed", closed)
    refuse_lengths(opened=starts, closed=ends)
    if starts.isna().any():
        raise ValueError(f"opened is missing in {int(starts.isna().sum())} of {len(starts)} rows")
    if ends.isna().all():
        ends = pd.Series(pd.NaT, index=starts.index, dtype=starts.dtype)
    last = _last_time(opened=starts, closed=ends) if as_of is None else _as_of(as_of)
    _refuse_order(starts, ends, last)
    return starts, ends, last


def _as_of(as_of):
    last = _times("as_of", [as_of])
    if last.isna().any():
        raise ValueError(f"as_of must be a date with a time; got a missing value ({as_of})")
    return last[0]


def _last_time(**columns):
    """The last time in any of the columns."""
    try:
        return max(column.dropna().max() for column in columns.values() if column.notna().any())
    except TypeError:
        raise ValueError(f"{', '.join(columns)} must all have a time zone, or none") from None
    except ValueError:
        raise ValueError("opened must hold at least one time; all are missing") from None


def _refuse_order(starts, ends, last):
    try:
        early, late = ends < starts, starts > last
    except TypeError:
        raise ValueError("opened, closed and as_of must all have a time zone, or none") from None
    if early.any():
        row = int(np.argmax(early))
        raise ValueError(f"closed must not lie before opened; row {row} has {ends[row]} before {starts[row]}")
    if late.any():
        row = int(np.argmax(late))
        raise ValueError(f"opened must not lie after as_of {last}; row {row} has {starts[row]}")


def _times(name, values):
    """Dates with times as a pandas column; missing ones stay missing."""
    import pandas as pd

    items = _time_items(name, values)
    try:
        times = pd.to_datetime(pd.Series(items, dtype=object), format="ISO8601")
        return times if times.dtype.kind == "M" else times.astype("datetime64[us]")
    except (ValueError, TypeError, OverflowError):
        example = next((item for item in items if isinstance(item, str)), items[0])
        allowed = f"{_TIMES}, all with a time zone or none"
        raise ValueError(f"{name} must be {allowed}; got {describe(example)}") from None


def _time_items(name, values):
    """What a column of times holds, each a time or None."""
    if not is_column(values) or not len(values):
        raise ValueError(f"{name} must be {_TIMES}; got {describe(values)}")
    items = [None if is_missing(value) else value for value in as_list(values)]
    for item in items:
        if not isinstance(item, datetime.date | np.datetime64 | str | None):
            raise TypeError(f"each value of {name} must be a date with a time; got {describe(item)}")
    return items


@checked(target_hours=nonnegative)
def share_within(opened, closed, target_hours, as_of=None):
    """The share of complaints closed within a target, with open ones treated as censored.

    Parameters
    ----------
    opened, closed : list, array or Series
        When each complaint came in, and when it was answered or settled (missing if still open), as for
        `complaint_times`.
    target_hours : float
        The target (hours of the clock).
    as_of : datetime or str, optional
        Until when the complaints were watched; a date alone is its first moment, 00:00. Without it, the last
        time in the data.

    Returns
    -------
    float
        A share from 0 to 1.

    Raises
    ------
    TypeError, ValueError
        As `complaint_times`; or if no complaint was watched as long as the target while some stayed open:
        then nobody can know.

    Notes
    -----
    .. math:: 1 - \\prod_{t_k \\le \\text{target}} \\left( 1 - \\frac{d_k}{n_k} \\right)

    with :math:`d_k` the complaints closed after exactly :math:`t_k` hours and :math:`n_k` those watched for
    at least as long. An open complaint counts as not yet closed for as long as it was watched, and then
    leaves the count (Kaplan and Meier). Leaving open ones out makes the firm look fast, because slow
    complaints are the open ones; counting them as missed makes it look slow.

    References
    ----------
    Kaplan, E. L. and Meier, P. (1958). Nonparametric estimation from incomplete observations. Journal of the
    American Statistical Association 53(282).

    Examples
    --------
    One closed after 2 hours, one after 30; one still open after 10 hours. 1 of 3 within a day:

    >>> opened = ["2026-03-01 00:00", "2026-03-01 00:00", "2026-03-01 20:00"]
    >>> closed = ["2026-03-01 02:00", "2026-03-02 06:00", None]
    >>> round(share_within(opened, closed, target_hours=24), 3)
    0.333
    >>> round(share_within(opened, closed, target_hours=30), 3)
    1.0
    """
    target = read_single("target_hours", target_hours)
    times = complaint_times(opened, closed, as_of)
    hours, still_open = _still_open(times)
    longest = times["hours"].max()
    if target > longest and still_open[-1] > 0:
        watched = f"no complaint was watched that long (the longest {longest:g} hours), and some are open"
        raise ValueError(f"target_hours {target:g} is too long to judge: {watched}")
    return float(1 - still_open[np.searchsorted(hours, target, side="right") - 1])


def median_hours(opened, closed, as_of=None):
    """The time by which half of all complaints are closed, with open ones treated as censored.

    Parameters
    ----------
    opened, closed : list, array or Series
        When each complaint came in, and when it was answered or settled (missing if still open), as for
        `complaint_times`.
    as_of : datetime or str, optional
        Until when the complaints were watched; a date alone is its first moment, 00:00. Without it, the last
        time in the data.

    Returns
    -------
    float
        Hours of the clock. Infinity if fewer than half were closed in the time watched.

    Raises
    ------
    TypeError, ValueError
        As `complaint_times`.

    Notes
    -----
    .. math:: \\min \\{ t : S(t) \\le 0.5 \\} \\qquad
        S(t) = \\prod_{t_k \\le t} \\left( 1 - \\frac{d_k}{n_k} \\right)

    with :math:`d_k` the complaints closed after exactly :math:`t_k` hours and :math:`n_k` those watched for
    at least as long.

    References
    ----------
    Kaplan, E. L. and Meier, P. (1958). Nonparametric estimation from incomplete observations. Journal of the
    American Statistical Association 53(282).

    Examples
    --------
    >>> opened = ["2026-03-01 00:00", "2026-03-01 00:00", "2026-03-01 20:00"]
    >>> closed = ["2026-03-01 02:00", "2026-03-02 06:00", None]
    >>> median_hours(opened, closed)
    30.0
    """
    hours, still_open = _still_open(complaint_times(opened, closed, as_of))
    half = np.flatnonzero(still_open <= 0.5 + 1e-12)
    return float(hours[half[0]]) if len(half) else math.inf


def _still_open(times):
    """The share still open after each time at which a complaint was last watched, from 1 at the start."""
    hours, _, _, still_open = kaplan_meier(times["hours"], times["closed"])
    return np.append(-1.0, hours), np.append(1.0, still_open)


@checked(answer_target=nonnegative, resolve_target=nonnegative)
def complaint_clocks(opened, answered, resolved, answer_target, resolve_target, as_of=None):
    """The two clocks of a complaint: time to the first answer and time to its resolution.

    Parameters
    ----------
    opened, answered, resolved : list, array or Series
        When each complaint came in, was first answered and was resolved; the last two missing if not yet. A
        complaint resolved without a recorded answer counts as answered when it was resolved.
    answer_target, resolve_target : float
        The targets (hours of the clock).
    as_of : datetime or str, optional
        Until when the complaints were watched; a date alone is its first moment, 00:00. Without it, the last
        time in the data.

    Returns
    -------
    pandas.DataFrame
        A row per clock ("answer", "resolve"): `clock`, `complaints`, `closed`, `open`, `target_hours`,
        `share_within` (open ones treated as censored), `median_hours` (infinity if not reached).

    Raises
    ------
    TypeError, ValueError
        As `share_within`.

    Notes
    -----
    .. math:: 1 - \\prod_{t_k \\le \\text{target}} \\left( 1 - \\frac{d_k}{n_k} \\right)

    with :math:`d_k` the complaints closed after exactly :math:`t_k` hours and :math:`n_k` those watched for
    at least as long.

    References
    ----------
    Kaplan, E. L. and Meier, P. (1958). Nonparametric estimation from incomplete observations. Journal of the
    American Statistical Association 53(282).

    Examples
    --------
    >>> opened = ["2026-03-01 00:00", "2026-03-01 00:00", "2026-03-01 20:00"]
    >>> answered = ["2026-03-01 01:00", "2026-03-01 04:00", "2026-03-01 22:00"]
    >>> resolved = ["2026-03-01 02:00", "2026-03-02 06:00", None]
    >>> clocks = complaint_clocks(opened, answered, resolved, answer_target=2, resolve_target=24)
    >>> clocks[["clock", "open", "share_within", "median_hours"]].round(3)
         clock  open  share_within  median_hours
    0   answer     0         0.667           2.0
    1  resolve     1         0.333          30.0
    """
    import pandas as pd

    targets = {
        "answer": read_single("answer_target", answer_target),
        "resolve": read_single("resolve_target", resolve_target),
    }
    first, last = _times("answered", answered), _times("resolved", resolved)
    refuse_lengths(answered=first, resolved=last)
    if as_of is None:
        as_of = _last_time(opened=_times("opened", opened), answered=first, resolved=last)
    first = last if first.isna().all() else first.fillna(last) if last.notna().any() else first
    ends = {"answer": first, "resolve": last}
    return pd.DataFrame([_clock(name, opened, ends[name], targets[name], as_of) for name in targets])


def _clock(name, opened, ends, target, as_of):
    times = complaint_times(opened, ends, as_of)
    return {
        "clock": name,
        "complaints": len(times),
        "closed": int(times["closed"].sum()),
        "open": int((~times["closed"]).sum()),
        "target_hours": target,
        "share_within": share_within(opened, ends, target, as_of),
        "median_hours": median_hours(opened, ends, as_of),
    }
