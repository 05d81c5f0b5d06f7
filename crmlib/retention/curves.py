"""Survival: how long customers stay, from lifetimes that may not have ended yet."""

import math
from typing import NamedTuple

import numpy as np

from crmlib._guard.checks import (
    checked,
    nonnegative,
    open_share,
    positive,
)
from crmlib._guard.columns import read_column, read_flags, read_single, refuse_lengths
from crmlib._guard.tables import (
    result_table,
)
from crmlib.intervals import normal_quantile
from crmlib.retention.survival import kaplan_meier, still_there

_MOST_INTERVALS = 10_000
# Shares that multiply to exactly one half may come out a hair above it.
_HAIR = 1e-12
_CURVES = ("survival", "lower", "upper")


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
