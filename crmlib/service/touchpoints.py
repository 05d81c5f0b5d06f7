"""Touchpoints under control: is a score's change a change, or chance?

Control limits of shares and means, the false alarms that they cost, and a table of touchpoints against them.
"""

import math
from statistics import NormalDist

import numpy as np

from crmlib._guard.checks import (
    Kind,
    check,
    checked,
    describe,
    formula,
    nonnegative,
    number,
    one,
    one_of,
    open_share,
    positive_count,
    share,
)
from crmlib._guard.columns import (
    as_list,
    elementwise,
    groups_in_order,
    is_column,
    is_missing,
    read_column,
    read_single,
    refuse_lengths,
)

_SIDES = one_of("both", "one")
_CHARTS = one_of("share", "mean")
_SIGMAS = Kind("a number of standard errors from 0 to 8", low=0, high=8)


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


@formula(touchpoints=nonnegative, checks_per_year=nonnegative, false_alarm_rate=share)
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

    with :math:`n_j` the answers and :math:`s_j` the standard deviation of touchpoint j. Books and programs of
    quality control estimate it in other ways too, from the mean of the standard deviations over :math:`c_4`
    or the mean range over :math:`d_2`; the limits then differ by a little.

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
    labels, place = _labels("touchpoints", touchpoints)
    refuse_lengths(touchpoints=place, scores=answers)
    groups = pd.Series(answers).groupby(place)
    return {
        "touchpoint": labels,
        "answers": groups.size().to_numpy(),
        "score": groups.mean().to_numpy(),
        "variance": groups.var().fillna(0).to_numpy(),
    }


def _labels(name, values):
    """The labels in their order, and the place of each row among them."""
    if not is_column(values) or not len(values) or np.ndim(values) != 1:
        raise ValueError(f"{name} must be a column of names, at least one; got {describe(values)}")
    if len(kinds := sorted({type(value).__name__ for value in as_list(values) if not is_missing(value)})) > 1:
        raise ValueError(f"{name} mixes values of type {' and '.join(kinds)}; make them one type first")
    if isinstance(values, np.ndarray):
        # Pandas groups no array whose bytes are turned.
        values = values.astype(values.dtype.newbyteorder("="))
    return groups_in_order(name, values)


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
