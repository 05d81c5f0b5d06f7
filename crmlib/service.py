"""Service: touchpoints under control, complaints on the clock, agents, recovery, contacts and calls.

`touchpoint_scores` and the control limits tell a change from chance; `complaint_clocks` measures how fast
complaints are answered and settled; Erlang's formulas turn arrivals and agents into waiting time; the
recovery functions weigh its cost against the value at risk; contact frequency and the call plan spend a
limited effort where the next contact brings most.
"""

import datetime
import math
from statistics import NormalDist

import numpy as np

from crmlib.checks import (
    Kind,
    check,
    checked,
    count,
    describe,
    nonnegative,
    number,
    one,
    one_of,
    open_share,
    positive,
    positive_count,
    share,
)
from crmlib.columns import (
    as_numbers,
    column_formula,
    elementwise,
    is_column,
    is_missing,
    read_column,
    read_names,
    read_single,
    refuse_lengths,
    whole_up,
)
from crmlib.survival import kaplan_meier

_SIDES = one_of("both", "one")
_CHARTS = one_of("share", "mean")
_SIGMAS = Kind("a number of standard errors from 0 to 8", low=0, high=8)
_AGENTS = Kind("a whole number from 1 to 20,000", low=1, high=20_000, whole=True)
_LOAD = Kind("a load from 0 to 10,000 erlangs", low=0, high=10_000)
_NEARLY_ALL = Kind("a share from 0 to 0.9999", low=0, high=0.9999)
_TIMES = "a column of dates with times, such as '2026-03-01 09:30'"
_TAKEN = Kind("a share from 0.001 to 0.999", low=0.001, high=0.999)


# ----------------------------------------------------------------------------------------------------------
# Touchpoints: a change, or chance?


@checked(usual_share=share, answers=positive_count, sigmas=_SIGMAS)
@elementwise
def share_limits(usual_share, answers, sigmas=3.0):
    """Control limits of a share (a p-chart): between them, a score differs from the usual by chance.

    Parameters
    ----------
    usual_share : float or array
        The share when all is as usual, from a longer period.
    answers : int or array
        How many answers the score rests on.
    sigmas : float
        The distance of the limits in standard errors, 0 to 8. Usually 3.

    Returns
    -------
    tuple of two float or array
        The lower and the upper limit, cut off at 0 and 1.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range.

    Notes
    -----
    .. math:: \\bar{p} \\pm k \\sqrt{\\frac{\\bar{p} (1 - \\bar{p})}{n}}

    with :math:`\\bar{p}` the usual share, :math:`n` the answers and :math:`k` the sigmas. The limits narrow
    as answers grow, which a fixed cut does not. They take a share as normal: below about 5 expected answers
    of either kind they are rough.

    References
    ----------
    Shewhart, W. A. (1931). Economic Control of Quality of Manufactured Product. Van Nostrand.

    Montgomery, D. C. (2005). Introduction to Statistical Quality Control, 5th edition. Wiley.

    Examples
    --------
    0.8 ± 3 √(0.8 · 0.2 / 100) = 0.8 ± 0.12:

    >>> [round(limit, 2) for limit in share_limits(0.8, 100)]
    [0.68, 0.92]
    """
    half = sigmas * math.sqrt(usual_share * (1 - usual_share) / answers)
    return max(usual_share - half, 0.0), min(usual_share + half, 1.0)


@checked(usual_mean=number, standard_deviation=nonnegative, answers=positive_count, sigmas=_SIGMAS)
@elementwise
def mean_limits(usual_mean, standard_deviation, answers, sigmas=3.0):
    """Control limits of a mean (an x-bar chart): between them, a score differs from the usual by chance.

    Parameters
    ----------
    usual_mean : float or array
        The mean when all is as usual (points of the scale).
    standard_deviation : float or array
        The spread of single answers when all is as usual (points of the scale).
    answers : int or array
        How many answers the score rests on.
    sigmas : float
        The distance of the limits in standard errors, 0 to 8. Usually 3.

    Returns
    -------
    tuple of two float or array
        The lower and the upper limit (points of the scale).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range.

    Notes
    -----
    .. math:: \\mu \\pm k \\frac{\\sigma}{\\sqrt{n}}

    with :math:`\\mu` the usual mean, :math:`\\sigma` the standard deviation, :math:`n` the answers and
    :math:`k` the sigmas.

    References
    ----------
    Shewhart, W. A. (1931). Economic Control of Quality of Manufactured Product. Van Nostrand.

    Montgomery, D. C. (2005). Introduction to Statistical Quality Control, 5th edition. Wiley.

    Examples
    --------
    4.2 ± 3 · 1 / √25 = 4.2 ± 0.6:

    >>> [round(limit, 1) for limit in mean_limits(4.2, 1.0, 25)]
    [3.6, 4.8]
    """
    half = sigmas * standard_deviation / math.sqrt(answers)
    return usual_mean - half, usual_mean + half


@checked(sigmas=_SIGMAS, sides=_SIDES)
@elementwise
def false_alarm_probability(sigmas, sides="both"):
    """How often a touchpoint where nothing has changed lies outside its limits.

    Parameters
    ----------
    sigmas : float or array
        The distance of the limits in standard errors, 0 to 8.
    sides : {"both", "one"}
        Whether an alarm sounds on both sides, or on one (the bad one).

    Returns
    -------
    float or array
        A probability per check.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range.

    Notes
    -----
    .. math:: 2 (1 - \\Phi(k)) \\qquad 1 - \\Phi(k)

    for both sides and for one, with :math:`\\Phi` the normal distribution function and :math:`k` the sigmas.

    References
    ----------
    Montgomery, D. C. (2005). Introduction to Statistical Quality Control, 5th edition. Wiley.

    Examples
    --------
    >>> round(false_alarm_probability(3), 4), round(false_alarm_probability(1.96, sides="one"), 3)
    (0.0027, 0.025)
    """
    return NormalDist().cdf(-sigmas) * (2 if sides == "both" else 1)


@checked(false_alarm_rate=open_share, sides=_SIDES)
@elementwise
def control_sigmas(false_alarm_rate, sides="both"):
    """The distance of the limits that gives a wanted probability of a false alarm.

    Parameters
    ----------
    false_alarm_rate : float or array
        The probability of a false alarm per check, above 0 and below 1 (at most one half for one side).
    sides : {"both", "one"}
        Whether an alarm sounds on both sides, or on one.

    Returns
    -------
    float or array
        Standard errors.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range.

    Notes
    -----
    .. math:: \\Phi^{-1}(1 - \\alpha / 2) \\qquad \\Phi^{-1}(1 - \\alpha)

    for both sides and for one, with :math:`\\alpha` the rate of false alarms.

    References
    ----------
    Montgomery, D. C. (2005). Introduction to Statistical Quality Control, 5th edition. Wiley.

    Examples
    --------
    >>> round(control_sigmas(0.025, sides="one"), 2)
    1.96
    """
    tail = false_alarm_rate / 2 if sides == "both" else false_alarm_rate
    if not 0 < tail <= 0.5:
        raise ValueError(f"false_alarm_rate must be at most 0.5 on one side; got {false_alarm_rate:g}")
    return abs(NormalDist().inv_cdf(tail))


@checked(touchpoints=nonnegative, checks_per_year=nonnegative, false_alarm_rate=share)
@column_formula
def expected_false_alarms(touchpoints, checks_per_year, false_alarm_rate):
    """False alarms a year, if nothing ever changes.

    Parameters
    ----------
    touchpoints : int, array, Series or expression
        How many scores are watched.
    checks_per_year : float, array, Series or expression
        How often each is checked: 52 for weekly.
    false_alarm_rate : float, array, Series or expression
        The probability of a false alarm per check.

    Returns
    -------
    float, array or expression
        False alarms a year.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. A symbolic expression passes unchecked.

    Notes
    -----
    .. math:: \\text{touchpoints} \\times \\text{checks a year} \\times \\text{false alarms a check}

    Examples
    --------
    Eight touchpoints checked weekly at 2.5 %:

    >>> round(expected_false_alarms(8, 52, 0.025), 1)
    10.4
    """
    return touchpoints * checks_per_year * false_alarm_rate


@checked(chart=_CHARTS, standard_deviation=one(nonnegative), sigmas=one(_SIGMAS))
def touchpoint_scores(touchpoints, scores, chart="share", usual=None, standard_deviation=None, sigmas=3.0):
    """The touchpoint thermometer: the score of each touchpoint between its control limits.

    Parameters
    ----------
    touchpoints : list, array or Series
        The touchpoint of each answer, such as "store" or "e-mail".
    scores : list, array or Series
        The answers, in the same order: 0 or 1 (satisfied) for a share, any ratings for a mean.
    chart : {"share", "mean"}
        Limits of a share (p-chart) or of a mean (x-bar chart).
    usual : float or dict, optional
        The usual score, one for all or one per touchpoint, best taken from an earlier period. Without it, the
        score of all answers given here: then the limits ask whether a touchpoint differs from the others.
    standard_deviation : float, optional
        For "mean" only: the usual spread of single answers. Without it, that within the touchpoints (pooled).
    sigmas : float
        The distance of the limits in standard errors, 0 to 8.

    Returns
    -------
    pandas.DataFrame
        A row per touchpoint, sorted: `touchpoint`, `answers`, `score`, `lower`, `upper`, `signal` ("low",
        "usual" or "high"). A score on a limit is usual.

    Raises
    ------
    TypeError, ValueError
        If the columns differ in length, a value is missing, an answer of a share is not 0 or 1, `usual` lacks
        a touchpoint, or the spread cannot be known because no touchpoint has two answers.

    Notes
    -----
    .. math::

        \\bar{p} \\pm k \\sqrt{\\frac{\\bar{p} (1 - \\bar{p})}{n_j}} \\qquad
        \\mu \\pm k \\frac{s}{\\sqrt{n_j}}, \\quad
        s^2 = \\frac{\\sum_j (n_j - 1) s_j^2}{\\sum_j (n_j - 1)}

    with :math:`n_j` the answers and :math:`s_j` the standard deviation of touchpoint j.

    References
    ----------
    Montgomery, D. C. (2005). Introduction to Statistical Quality Control, 5th edition. Wiley.

    Examples
    --------
    Seven of ten are no alarm where nine of ten are usual, seventy of a hundred are:

    >>> where = ["e-mail"] * 10 + ["store"] * 100
    >>> satisfied = [1] * 7 + [0] * 3 + [1] * 70 + [0] * 30
    >>> touchpoint_scores(where, satisfied, usual=0.9).round(2)
      touchpoint  answers  score  lower  upper signal
    0     e-mail       10    0.7   0.62   1.00  usual
    1      store      100    0.7   0.81   0.99    low
    """
    import pandas as pd

    table = _answers(touchpoints, scores, chart)
    centres = _centres(usual, table, chart)
    if chart == "share":
        lower, upper = share_limits(centres, table["answers"], sigmas)
    else:
        spread = _pooled_spread(table) if standard_deviation is None else standard_deviation
        lower, upper = mean_limits(centres, spread, table["answers"], sigmas)
    hair = 1e-12 * np.maximum(1, np.abs(table["score"]))
    signal = np.select(
        [table["score"] < lower - hair, table["score"] > upper + hair], ["low", "high"], "usual"
    )
    shown = {name: table[name] for name in ("touchpoint", "answers", "score")}
    return pd.DataFrame(shown | {"lower": lower, "upper": upper, "signal": signal})


def _answers(touchpoints, scores, chart):
    """Name, number of answers, mean and variance of each touchpoint."""
    import pandas as pd

    answers = read_column("scores", scores, share if chart == "share" else number)
    if chart == "share" and (other := answers[(answers != 0) & (answers != 1)]).size:
        raise ValueError(f"each value of scores must be 0 or 1 for a share; got {other[0]:g}")
    labels = _labels("touchpoints", touchpoints)
    refuse_lengths(touchpoints=labels, scores=answers)
    groups = pd.Series(answers).groupby(labels)
    return {
        "touchpoint": list(groups.groups),
        "answers": groups.size().to_numpy(),
        "score": groups.mean().to_numpy(),
        "variance": groups.var().fillna(0).to_numpy(),
    }


def _labels(name, values):
    """One label a row, none missing."""
    import pandas as pd

    if not is_column(values) or not len(values):
        raise ValueError(f"{name} must be a column of names, at least one; got {describe(values)}")
    labels = pd.Series(list(values))
    if missing := int(labels.isna().sum()):
        raise ValueError(f"{name} is missing in {missing} of {len(labels)} rows; drop or fill them first")
    if len(kinds := sorted({type(value).__name__ for value in labels})) > 1:
        raise ValueError(f"{name} mixes values of type {' and '.join(kinds)}; make them one type first")
    return labels.to_numpy()


def _centres(usual, table, chart):
    """The usual score of each touchpoint."""
    kind = share if chart == "share" else number
    if usual is None:
        overall = np.average(table["score"], weights=table["answers"])
        return np.full(len(table["score"]), overall)
    if not isinstance(usual, dict):
        check("usual", usual, kind)
        return np.full(len(table["score"]), float(read_single("usual", usual)))
    if lacking := [name for name in table["touchpoint"] if name not in usual]:
        raise ValueError(f"usual has no score for touchpoint {lacking[0]!r}")
    return read_column("usual", [usual[name] for name in table["touchpoint"]], kind)


def _pooled_spread(table):
    """The standard deviation of answers within touchpoints."""
    freedom = table["answers"] - 1
    if not freedom.sum():
        raise ValueError("scores must have two answers at some touchpoint, or give standard_deviation")
    return math.sqrt((freedom * table["variance"]).sum() / freedom.sum())


# ----------------------------------------------------------------------------------------------------------
# Complaints on the clock


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
    items = [None if is_missing(value) else value for value in values]
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


# ----------------------------------------------------------------------------------------------------------
# Waiting lines: Erlang


@checked(contacts_per_hour=nonnegative, handling_minutes=nonnegative)
@column_formula
def offered_load(contacts_per_hour, handling_minutes):
    """The work that arrives, in agents who would be busy all the time (erlangs).

    Parameters
    ----------
    contacts_per_hour : float, array, Series or expression
        Calls or complaints that arrive (per hour).
    handling_minutes : float, array, Series or expression
        The mean time an agent needs for one (minutes).

    Returns
    -------
    float, array or expression
        The load in erlangs. As many agents or fewer cannot cope.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. A symbolic expression passes unchecked.

    Notes
    -----
    .. math:: a = \\frac{\\lambda h}{60}

    with :math:`\\lambda` the contacts an hour and :math:`h` the handling time in minutes.

    References
    ----------
    Gans, N., Koole, G. and Mandelbaum, A. (2003). Telephone call centers: tutorial, review, and research
    prospects. Manufacturing and Service Operations Management 5(2).

    Examples
    --------
    >>> offered_load(18, 6)
    1.8
    """
    return contacts_per_hour * handling_minutes / 60


@checked(load=_LOAD, agents=_AGENTS)
@elementwise
def erlang_b(load, agents):
    """Erlang's loss formula: how many contacts find all agents busy, if those that do are lost.

    Parameters
    ----------
    load : float or array
        The work that arrives (erlangs).
    agents : int or array
        Agents, at least 1.

    Returns
    -------
    float or array
        A probability.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range.

    Notes
    -----
    .. math:: B(0) = 1 \\qquad B(m) = \\frac{a B(m - 1)}{m + a B(m - 1)}

    with :math:`a` the load and :math:`m` the agents. The recursion equals
    :math:`(a^m / m!) / \\sum_{k=0}^{m} a^k / k!`, whose
    factorials no computer can hold for hundreds of agents.

    References
    ----------
    Erlang, A. K. (1918). Solution of some problems in the theory of probabilities of significance in
    automatic telephone exchanges. Post Office Electrical Engineers' Journal 10. (In Danish 1917.)

    Examples
    --------
    One agent with one erlang loses half, two lose a fifth:

    >>> erlang_b(1, 1), erlang_b(1, 2)
    (0.5, 0.2)
    """
    blocked = 1.0
    for agent in range(1, int(agents) + 1):
        blocked = load * blocked / (agent + load * blocked)
    return blocked


@checked(load=_LOAD, agents=_AGENTS)
@elementwise
def erlang_c(load, agents):
    """Erlang's delay formula: how many contacts have to wait, if all wait until they are served.

    Parameters
    ----------
    load : float or array
        The work that arrives (erlangs).
    agents : int or array
        Agents, at least 1.

    Returns
    -------
    float or array
        A probability. With no more agents than erlangs the queue grows without end: 1.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range.

    Notes
    -----
    .. math:: C = \\frac{m B}{m - a (1 - B)}

    with :math:`B` Erlang's loss formula, :math:`a` the load and :math:`m` the agents. Arrivals come at random
    (Poisson), handling times are exponential, the line is one, and nobody hangs up; since people do, waiting
    is overstated when it is long.

    References
    ----------
    Erlang, A. K. (1918). Solution of some problems in the theory of probabilities of significance in
    automatic telephone exchanges. Post Office Electrical Engineers' Journal 10. (In Danish 1917.)

    Gans, N., Koole, G. and Mandelbaum, A. (2003). Telephone call centers: tutorial, review, and research
    prospects. Manufacturing and Service Operations Management 5(2).

    Examples
    --------
    One agent busy half the time: half of all wait.

    >>> erlang_c(0.5, 1)
    0.5
    >>> round(erlang_c(1.8, 2), 3)
    0.853
    """
    if load >= agents:
        return 1.0
    return _waiting(load, agents, erlang_b(load, agents))


def _waiting(load, agents, blocked):
    """Erlang's delay formula from his loss formula."""
    return min(1.0, agents * blocked / (agents - load * (1 - blocked)))


@checked(contacts_per_hour=nonnegative, handling_minutes=positive, agents=_AGENTS)
@elementwise
def mean_wait(contacts_per_hour, handling_minutes, agents):
    """The mean time that contacts wait, those that do not wait included (Erlang C).

    Parameters
    ----------
    contacts_per_hour : float or array
        Calls or complaints that arrive (per hour).
    handling_minutes : float or array
        The mean time an agent needs for one (minutes).
    agents : int or array
        Agents, at least 1.

    Returns
    -------
    float or array
        Minutes. With no more agents than erlangs the queue grows without end: infinity.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range.

    Notes
    -----
    .. math:: W = C \\, \\frac{h}{m - a}

    with :math:`C` the probability of waiting (`erlang_c`), :math:`h` the handling time, :math:`m` the agents
    and :math:`a = \\lambda h / 60` the load.

    References
    ----------
    Gans, N., Koole, G. and Mandelbaum, A. (2003). Telephone call centers: tutorial, review, and research
    prospects. Manufacturing and Service Operations Management 5(2).

    Examples
    --------
    18 complaints an hour of 6 minutes each, for two agents and for three:

    >>> round(mean_wait(18, 6, 2), 1), round(mean_wait(18, 6, 3), 1)
    (25.6, 1.8)
    """
    load = _load(contacts_per_hour, handling_minutes)
    if load >= agents:
        return math.inf
    return erlang_c(load, agents) * handling_minutes / (agents - load)


def _load(contacts_per_hour, handling_minutes):
    load = float(offered_load(contacts_per_hour, handling_minutes))
    check("contacts_per_hour times handling_minutes, over 60,", load, _LOAD)
    return load


@checked(contacts_per_hour=nonnegative, handling_minutes=positive, agents=_AGENTS, within_minutes=nonnegative)
@elementwise
def service_level(contacts_per_hour, handling_minutes, agents, within_minutes):
    """The share of contacts served within a given wait (Erlang C).

    Parameters
    ----------
    contacts_per_hour : float or array
        Calls or complaints that arrive (per hour).
    handling_minutes : float or array
        The mean time an agent needs for one (minutes).
    agents : int or array
        Agents, at least 1.
    within_minutes : float or array
        The longest wait that is still in time (minutes).

    Returns
    -------
    float or array
        A share. With no more agents than erlangs the queue grows without end: 0.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range.

    Notes
    -----
    .. math:: 1 - C \\, e^{-(m - a) t / h}

    with :math:`C` the probability of waiting (`erlang_c`), :math:`m` the agents, :math:`a = \\lambda h / 60`
    the load, :math:`t` the wait allowed and :math:`h` the handling time.

    References
    ----------
    Gans, N., Koole, G. and Mandelbaum, A. (2003). Telephone call centers: tutorial, review, and research
    prospects. Manufacturing and Service Operations Management 5(2).

    Examples
    --------
    200 calls an hour of 3 minutes each, 14 agents, 20 seconds:

    >>> round(service_level(200, 3, 14, within_minutes=20 / 60), 3)
    0.888
    """
    load = _load(contacts_per_hour, handling_minutes)
    if load >= agents:
        return 0.0
    return _in_time(load, agents, erlang_b(load, agents), within_minutes / handling_minutes)


def _in_time(load, agents, blocked, within):
    """The share served within so many handling times."""
    return 1 - _waiting(load, agents, blocked) * math.exp(-(agents - load) * within)


@checked(
    contacts_per_hour=nonnegative,
    handling_minutes=positive,
    within_minutes=nonnegative,
    wanted_share=_NEARLY_ALL,
)
@elementwise
def agents_needed(contacts_per_hour, handling_minutes, within_minutes, wanted_share=0.8):
    """The fewest agents who serve a wanted share of contacts within a given wait (Erlang C).

    Parameters
    ----------
    contacts_per_hour : float or array
        Calls or complaints that arrive (per hour).
    handling_minutes : float or array
        The mean time an agent needs for one (minutes).
    within_minutes : float or array
        The longest wait that is still in time (minutes).
    wanted_share : float or array
        The share that is to be served in time, at most 0.9999.

    Returns
    -------
    int or array
        Agents at work at the same time, at least 1. Breaks and absence come on top.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range.

    Notes
    -----
    .. math:: \\min \\{ m > a : 1 - C \\, e^{-(m - a) t / h} \\ge s \\}

    with :math:`a` the load, :math:`C` the probability of waiting with m agents, :math:`t` the wait allowed,
    :math:`h` the handling time and :math:`s` the wanted share.

    References
    ----------
    Gans, N., Koole, G. and Mandelbaum, A. (2003). Telephone call centers: tutorial, review, and research
    prospects. Manufacturing and Service Operations Management 5(2).

    Examples
    --------
    >>> agents_needed(200, 3, within_minutes=20 / 60, wanted_share=0.8)
    14
    """
    load = _load(contacts_per_hour, handling_minutes)
    agents = math.floor(load) + 1
    blocked = erlang_b(load, agents)
    while _in_time(load, agents, blocked, within_minutes / handling_minutes) < wanted_share:
        agents += 1
        # One more step of the recursion in `erlang_b`, in place of all of them again.
        blocked = load * blocked / (agents + load * blocked)
    return agents


# ----------------------------------------------------------------------------------------------------------
# Recovery: what it costs, what is at risk


@checked(
    contacts_per_hour=nonnegative,
    mean_wait_minutes=nonnegative,
    customer_value=nonnegative,
    retention_loss_per_minute=share,
)
@column_formula
def waiting_cost(contacts_per_hour, mean_wait_minutes, customer_value, retention_loss_per_minute):
    """What waiting costs an hour in customers who leave because of it.

    Parameters
    ----------
    contacts_per_hour : float, array, Series or expression
        Customers who get in touch (per hour).
    mean_wait_minutes : float, array, Series or expression
        Their mean wait (minutes).
    customer_value : float, array, Series or expression
        What a customer is worth if she stays (money).
    retention_loss_per_minute : float, array, Series or expression
        By how much a minute's wait lowers the probability that she stays (a share per minute): 0.0005 if ten
        minutes cost half a point. It is assumed to grow in step with the wait.

    Returns
    -------
    float, array or expression
        Money per hour.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. A symbolic expression passes unchecked.

    Notes
    -----
    .. math:: \\lambda \\, W \\, \\delta \\, V

    with :math:`\\lambda` the contacts an hour, :math:`W` the mean wait in minutes, :math:`\\delta` the
    retention lost a minute and :math:`V` the value of a customer.

    Examples
    --------
    18 complaints an hour, a customer worth ¥267, half a point of retention per ten minutes. The third agent
    shortens the wait from 25.6 to 1.8 minutes, and is worth ¥57 an hour:

    >>> round(waiting_cost(18, 25.6, 267, 0.0005) - waiting_cost(18, 1.8, 267, 0.0005))
    57
    """
    return contacts_per_hour * mean_wait_minutes * retention_loss_per_minute * customer_value


@checked(unhappy_customers=nonnegative, leaving_rate=share, customer_value=nonnegative)
@column_formula
def value_at_risk(unhappy_customers, leaving_rate, customer_value):
    """What is expected to be lost with unhappy customers if nothing is done.

    Parameters
    ----------
    unhappy_customers : float, array, Series or expression
        Customers with a problem, those who do not complain included.
    leaving_rate : float, array, Series or expression
        The share of them who leave *because of it*: more than would have left anyway.
    customer_value : float, array, Series or expression
        What a customer is worth if she stays (money).

    Returns
    -------
    float, array or expression
        Money.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. A symbolic expression passes unchecked.

    Notes
    -----
    .. math:: N \\, \\ell \\, V

    with :math:`N` the customers, :math:`\\ell` the leaving rate and :math:`V` the value of one.

    References
    ----------
    Fornell, C. and Wernerfelt, B. (1987). Defensive marketing strategy by customer complaint management: a
    theoretical analysis. Journal of Marketing Research 24(4).

    Examples
    --------
    >>> value_at_risk(200, 0.25, 400)
    20000.0
    """
    return unhappy_customers * leaving_rate * customer_value


@checked(customer_value=nonnegative, stay_if_recovered=share, stay_if_not=share)
@column_formula
def most_for_recovery(customer_value, stay_if_recovered, stay_if_not):
    """The most that the recovery of one complaint may cost.

    Parameters
    ----------
    customer_value : float, array, Series or expression
        What the customer is worth if she stays (money).
    stay_if_recovered, stay_if_not : float, array, Series or expression
        The probability that she stays after a good recovery, and without one.

    Returns
    -------
    float, array or expression
        Money per complaint; below 0 if recovery drives customers away.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. A symbolic expression passes unchecked.

    Notes
    -----
    .. math:: V (r_1 - r_0)

    with :math:`V` the value, :math:`r_1` and :math:`r_0` the probabilities of staying with recovery and
    without. It may exceed the price of the product: what is defended is the relationship.

    References
    ----------
    Fornell, C. and Wernerfelt, B. (1987). Defensive marketing strategy by customer complaint management: a
    theoretical analysis. Journal of Marketing Research 24(4).

    Examples
    --------
    >>> most_for_recovery(400, stay_if_recovered=0.75, stay_if_not=0.5)
    100.0
    """
    return customer_value * (stay_if_recovered - stay_if_not)


@checked(
    complaints=nonnegative,
    customer_value=nonnegative,
    stay_if_recovered=share,
    stay_if_not=share,
    cost_per_complaint=nonnegative,
)
@column_formula
def recovery_profit(complaints, customer_value, stay_if_recovered, stay_if_not, cost_per_complaint):
    """What the recovery of complaints earns: the value it keeps, less what it costs.

    Parameters
    ----------
    complaints : float, array, Series or expression
        Complaints that are recovered.
    customer_value : float, array, Series or expression
        What a customer is worth if she stays (money).
    stay_if_recovered, stay_if_not : float, array, Series or expression
        The probability that she stays after a good recovery, and without one.
    cost_per_complaint : float, array, Series or expression
        Time, compensation and replacement (money per complaint).

    Returns
    -------
    float, array or expression
        Money.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. A symbolic expression passes unchecked.

    Notes
    -----
    .. math:: N \\left( V (r_1 - r_0) - c \\right)

    with :math:`N` the complaints, :math:`V` the value, :math:`r_1` and :math:`r_0` the probabilities of
    staying with recovery and without, and :math:`c` the cost. Observed, :math:`r_1 - r_0` is an association:
    who gets recovery is rarely drawn by lot.

    References
    ----------
    Fornell, C. and Wernerfelt, B. (1987). Defensive marketing strategy by customer complaint management: a
    theoretical analysis. Journal of Marketing Research 24(4).

    Examples
    --------
    >>> recovery_profit(50, 400, stay_if_recovered=0.75, stay_if_not=0.5, cost_per_complaint=60)
    2000.0
    """
    return complaints * (customer_value * (stay_if_recovered - stay_if_not) - cost_per_complaint)


# ----------------------------------------------------------------------------------------------------------
# Contact frequency: each contact brings less than the one before


@checked(contacts=count, potential=nonnegative, share_per_contact=_TAKEN)
@elementwise
def contact_gain(contacts, potential, share_per_contact):
    """What contacts bring, if each takes the same share of what is left to gain.

    Parameters
    ----------
    contacts : int or array
        Contacts or calls in the period.
    potential : float or array
        What no number of contacts can exceed (contribution in the period, money).
    share_per_contact : float or array
        The share of what is left that one contact brings, 0.001 to 0.999.

    Returns
    -------
    float or array
        Contribution in the period (money).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range.

    Notes
    -----
    .. math:: G(k) = M \\left( 1 - (1 - q)^k \\right)

    with :math:`M` the potential, :math:`q` the share a contact takes and :math:`k` the contacts. It is
    :math:`M (1 - e^{-bk})` with :math:`q = 1 - e^{-b}`: a simple model with diminishing returns, to be fitted
    to an experiment, not to past contacts, which went to whoever was likely to buy.

    Examples
    --------
    Of 80, half of what is left each time: 40, then 20, then 10.

    >>> contact_gain(3, potential=80, share_per_contact=0.5)
    70.0
    """
    return float(-potential * math.expm1(float(contacts) * math.log1p(-share_per_contact)))


@checked(contacts=count, potential=nonnegative, share_per_contact=_TAKEN, cost_per_contact=nonnegative)
@elementwise
def contact_profit(contacts, potential, share_per_contact, cost_per_contact):
    """What contacts earn: their gain less their cost.

    Parameters
    ----------
    contacts : int or array
        Contacts or calls in the period.
    potential : float or array
        What no number of contacts can exceed (contribution in the period, money).
    share_per_contact : float or array
        The share of what is left that one contact brings, 0.001 to 0.999.
    cost_per_contact : float or array
        What one contact costs (money). Annoyance belongs in it: the probability that a contact makes the
        customer opt out times what she is worth.

    Returns
    -------
    float or array
        Profit in the period (money).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range.

    Notes
    -----
    .. math:: M \\left( 1 - (1 - q)^k \\right) - c k

    with :math:`M` the potential, :math:`q` the share a contact takes, :math:`k` the contacts and :math:`c`
    the cost of one.

    Examples
    --------
    >>> contact_profit(3, potential=80, share_per_contact=0.5, cost_per_contact=15)
    25.0
    """
    return contact_gain(contacts, potential, share_per_contact) - cost_per_contact * contacts


@checked(potential=nonnegative, share_per_contact=_TAKEN, cost_per_contact=positive)
@elementwise
def best_contacts(potential, share_per_contact, cost_per_contact):
    """The number of contacts that earns most: go on while the next one brings more than it costs.

    Parameters
    ----------
    potential : float or array
        What no number of contacts can exceed (contribution in the period, money).
    share_per_contact : float or array
        The share of what is left that one contact brings, 0.001 to 0.999.
    cost_per_contact : float or array
        What one contact costs, annoyance included (money, above 0).

    Returns
    -------
    int or array
        Contacts in the period; 0 if not even the first pays. Where the last one brings just its cost, it is
        left out.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range.

    Notes
    -----
    The contact after k brings :math:`M q (1 - q)^k`, so

    .. math::

        k^* = \\max \\left( 0, \\left\\lceil \\frac{\\ln (c / (M q))}{\\ln (1 - q)} \\right\\rceil \\right)

    with :math:`M` the potential, :math:`q` the share a contact takes and :math:`c` the cost of one.

    Examples
    --------
    Contacts bring 40, 20, 10 and 5, and cost 15 each:

    >>> best_contacts(potential=80, share_per_contact=0.5, cost_per_contact=15)
    2
    """
    first = potential * share_per_contact
    if first <= cost_per_contact:
        return 0
    return whole_up((math.log(cost_per_contact) - math.log(first)) / math.log1p(-share_per_contact))


# ----------------------------------------------------------------------------------------------------------
# Account managers: workload against marginal profit


@checked(selling_hours=nonnegative, calls_per_account=positive, hours_per_call=positive)
@column_formula
def accounts_per_manager(selling_hours, calls_per_account, hours_per_call):
    """How many accounts one manager can look after.

    Parameters
    ----------
    selling_hours : float, array, Series or expression
        Hours a manager has for calls (per year).
    calls_per_account : float, array, Series or expression
        Calls an account gets (per year).
    hours_per_call : float, array, Series or expression
        Hours a call takes, with preparation and travel.

    Returns
    -------
    float, array or expression
        Accounts.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. A symbolic expression passes unchecked.

    Notes
    -----
    .. math:: \\frac{H}{n h}

    with :math:`H` the selling hours, :math:`n` the calls per account and :math:`h` the hours per call.

    Examples
    --------
    1,300 hours, ten calls of two and a half hours each:

    >>> accounts_per_manager(1300, 10, 2.5)
    52.0
    """
    return selling_hours / (calls_per_account * hours_per_call)


@checked(selling_hours=positive)
def managers_needed(accounts, calls_per_account, hours_per_call, selling_hours):
    """The workload method: how many managers a given service of all accounts takes.

    Parameters
    ----------
    accounts : float, list, array or Series
        Accounts, one number or one per class of accounts.
    calls_per_account : float, list, array or Series
        Calls an account gets (per year), one number or one per class.
    hours_per_call : float, list, array or Series
        Hours a call takes, one number or one per class.
    selling_hours : float
        Hours a manager has for calls (per year).

    Returns
    -------
    int
        Managers.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or the classes differ in number.

    Notes
    -----
    .. math:: \\left\\lceil \\frac{\\sum_j N_j n_j h_j}{H} \\right\\rceil

    with :math:`N_j` the accounts of class j, :math:`n_j` the calls each gets, :math:`h_j` the hours a call
    takes and :math:`H` the selling hours. Who gets how many calls is decided beforehand; whether the last
    call earns its cost is not asked. `call_plan` asks.

    References
    ----------
    Talley, W. J. (1961). How to design sales territories. Journal of Marketing 25(3).

    Examples
    --------
    100 accounts with 12 calls, 200 with 6 and 300 with 2, two hours each: 6,000 hours.

    >>> managers_needed([100, 200, 300], [12, 6, 2], 2, selling_hours=1300)
    5
    """
    given = {
        "accounts": accounts,
        "calls_per_account": calls_per_account,
        "hours_per_call": hours_per_call,
    }
    columns = {name: _number_or_column(name, value) for name, value in given.items()}
    refuse_lengths(**columns)
    hours = np.prod(np.broadcast_arrays(*columns.values()), axis=0).sum()
    return whole_up(_managers(float(hours) / read_single("selling_hours", selling_hours)))


def _number_or_column(name, value):
    """One number, or one per class, as an array of floats of at least 0."""
    if is_column(value):
        return read_column(name, value, nonnegative)
    check(name, value, nonnegative)
    return as_numbers(name, value)


def _managers(number_of_managers):
    if not math.isfinite(number_of_managers):
        raise ValueError("accounts times calls times hours must be a number that a computer can hold")
    return number_of_managers


@checked(most_calls=Kind("a whole number from 1 to 1,000", low=1, high=1000, whole=True))
def call_gains(potential, share_per_call, most_calls):
    """A table of what each account brings with no call, one call, two calls and so on.

    Parameters
    ----------
    potential : list, array or Series
        What no number of calls to the account can exceed (contribution per year, money).
    share_per_call : float, list, array or Series
        The share of what is left that one call brings, 0.001 to 0.999: one number, or one per account.
    most_calls : int
        The most calls an account may get, 1 to 1,000.

    Returns
    -------
    numpy.ndarray
        A row per account, a column per number of calls from 0 to `most_calls` (money per year).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or the columns differ in length.

    Notes
    -----
    .. math:: G_i(k) = M_i \\left( 1 - (1 - q_i)^k \\right)

    with :math:`M_i` the potential of account i, :math:`q_i` the share a call takes and :math:`k` the calls.
    A manager's own estimates, as in CALLPLAN, may stand in the table just as well.

    References
    ----------
    Lodish, L. M. (1971). CALLPLAN: an interactive salesman's call planning system. Management Science 18(4).

    Examples
    --------
    >>> call_gains([80, 40], 0.5, most_calls=3).tolist()
    [[0.0, 40.0, 60.0, 70.0], [0.0, 20.0, 30.0, 35.0]]
    """
    most = read_column("potential", potential, nonnegative)
    if is_column(share_per_call):
        taken = read_column("share_per_call", share_per_call, _TAKEN)
    else:
        check("share_per_call", share_per_call, _TAKEN)
        taken = np.full(len(most), read_single("share_per_call", share_per_call))
    refuse_lengths(potential=most, share_per_call=taken)
    calls = np.arange(int(read_single("most_calls", most_calls)) + 1)
    return most[:, None] * (1 - (1 - taken[:, None]) ** calls)


@checked(calls=count, cost_per_call=nonnegative)
def call_plan(gains, calls, cost_per_call=0.0, accounts=None):
    """A call plan: each next call goes to the account where it brings most, until the calls are used up.

    Parameters
    ----------
    gains : array or DataFrame
        What each account brings (money per year): a row per account, a column per number of calls 0, 1, 2, …,
        from `call_gains` or from the managers' own estimates. Each further call must bring no more than the
        one before.
    calls : int
        The calls there is time for.
    cost_per_call : float
        What one call costs (money). A call that brings no more than this is not made.
    accounts : list, array or Series, optional
        The names of the accounts. Without it, they are numbered from 1.

    Returns
    -------
    pandas.DataFrame
        A row per account: `account`, `calls`, `gain` (with these calls, money), `next_gain` (what one more
        would bring; 0 where the table ends).

    Raises
    ------
    TypeError, ValueError
        If a number is missing, there is no column for one call, or a call brings more than the one before it
        (then the best first step may lead away from the best plan).

    Notes
    -----
    .. math:: \\max \\sum_i \\left( G_i(k_i) - c k_i \\right) \\quad \\text{with} \\quad \\sum_i k_i \\le K

    with :math:`G_i(k)` the gain of account i with k calls, :math:`c` the cost of a call and :math:`K` the
    calls. For returns that diminish, taking the largest next gain each time is optimal: in the end no call
    brings less than any that was left out.

    References
    ----------
    Lodish, L. M. (1971). CALLPLAN: an interactive salesman's call planning system. Management Science 18(4).

    Examples
    --------
    The gains of a call are 40, 20, 10 and 30, 3, 3. Three calls:

    >>> call_plan([[0, 40, 60, 70], [0, 30, 33, 36]], calls=3)
       account  calls  gain  next_gain
    0        1      2  60.0       10.0
    1        2      1  30.0        3.0
    """
    import pandas as pd

    table = _gain_table(gains)
    names = read_names("accounts", accounts, len(table))
    given = _calls_given(table, read_single("calls", calls), read_single("cost_per_call", cost_per_call))
    rows = np.arange(len(table))
    next_gains = np.append(np.diff(table, axis=1), np.zeros((len(table), 1)), axis=1)
    plan = {
        "account": names,
        "calls": given,
        "gain": table[rows, given],
        "next_gain": next_gains[rows, given],
    }
    return pd.DataFrame(plan)


def _calls_given(table, calls, cost):
    """Calls per account: the largest next gains, as far as calls last and gains exceed the cost."""
    # A hair of rounding error must not put a call before the one it builds on.
    steps = np.minimum.accumulate(np.diff(table, axis=1), axis=1)
    best_first = np.argsort(-steps, axis=None, kind="stable")[: int(calls)]
    chosen = best_first[steps.ravel()[best_first] > cost]
    return np.bincount(chosen // steps.shape[1], minlength=len(table))


def _gain_table(gains):
    """A table of gains as an array, with diminishing returns in each row."""
    allowed = "a table with a row per account and a column per number of calls (0, 1, 2, …)"
    try:
        table = np.asarray(gains)
    except ValueError:
        table = np.empty(0)
    if table.ndim != 2 or not len(table) or table.shape[1] < 2:
        raise ValueError(f"gains must be {allowed}; got {describe(gains)}")
    check("gains", table, number)
    _refuse_rising(table.astype(float))
    return table.astype(float)


def _refuse_rising(table):
    """Refuse gains where a call brings more than the one before it."""
    steps = np.diff(table, axis=1)
    hair = 1e-9 * np.abs(table).max()
    rising = np.argwhere(np.diff(steps, axis=1) > hair)
    if len(rising):
        row, column = rising[0].tolist()
        found = f"in row {row} call {column + 2} brings {steps[row, column + 1]:g}, more than the call before"
        raise ValueError(f"gains must diminish from call to call; {found}, {steps[row, column]:g}")


@checked(
    most_managers=Kind("a whole number from 1 to 10,000", low=1, high=10_000, whole=True),
    calls_per_manager=positive_count,
    cost_per_manager=nonnegative,
)
def manager_plan(gains, most_managers, calls_per_manager, cost_per_manager):
    """How many account managers to have: what each further one would earn with the best call plan.

    Parameters
    ----------
    gains : array or DataFrame
        What each account brings (money per year): a row per account, a column per number of calls, as for
        `call_plan`.
    most_managers : int
        The most managers to be looked at, 1 to 10,000.
    calls_per_manager : int
        Calls a manager can make (per year): selling hours over hours per call.
    cost_per_manager : float
        What a manager costs (money per year).

    Returns
    -------
    pandas.DataFrame
        A row per number of managers, from 0: `managers`, `calls` (made), `accounts_without_call`, `gain`,
        `last_manager_brings` (gain over the row before), `profit` (gain less the cost of managers). The best
        number has the highest profit.

    Raises
    ------
    TypeError, ValueError
        As `call_plan`; or if a number is missing or out of range.

    Notes
    -----
    .. math:: \\max_{n} \\left( \\sum_i G_i(k_i^*(n)) - C n \\right)

    with :math:`k_i^*(n)` the calls of account i in the best plan for n managers and :math:`C` the cost of a
    manager. Another manager pays as long as what she adds exceeds her cost.

    References
    ----------
    Lodish, L. M. (1971). CALLPLAN: an interactive salesman's call planning system. Management Science 18(4).

    Examples
    --------
    Two calls a manager; the gains of a call are 40, 20, 10 and 30, 3, 3. The second manager adds 30:

    >>> manager_plan([[0, 40, 60, 70], [0, 30, 33, 36]], 2, calls_per_manager=2, cost_per_manager=25)
       managers  calls  accounts_without_call   gain  last_manager_brings  profit
    0         0      0                      2    0.0                  0.0     0.0
    1         1      2                      0   70.0                 70.0    45.0
    2         2      4                      0  100.0                 30.0    50.0
    """
    import pandas as pd

    table = _gain_table(gains)
    managers = np.arange(int(read_single("most_managers", most_managers)) + 1)
    made = _best_plans(table, managers * read_single("calls_per_manager", calls_per_manager))
    gain = table[np.arange(len(table)), made].sum(axis=1)
    columns = {
        "managers": managers,
        "calls": made.sum(axis=1),
        "accounts_without_call": (made == 0).sum(axis=1),
        "gain": gain,
        "last_manager_brings": np.diff(gain, prepend=gain[0]),
        "profit": gain - managers * read_single("cost_per_manager", cost_per_manager),
    }
    return pd.DataFrame(columns)


def _best_plans(table, calls):
    """The best plan for each number of calls: a row per number, a column per account."""
    return np.array([_calls_given(table, min(number_of_calls, table.size), 0.0) for number_of_calls in calls])
