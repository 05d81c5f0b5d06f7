"""The health score: several indicators, each on a scale of 0 to 100, weighed into one."""

import math
import warnings
from collections.abc import Mapping

import narwhals as nw
import numpy as np

from crmlib._guard.checks import (
    by_element,
    check,
    checked,
    describe,
    formula,
    nonnegative,
    number,
    one,
    one_of,
    rule,
    share,
)
from crmlib._guard.columns import is_column, is_missing, read_numbers
from crmlib._guard.tables import (
    DataWarning,
    as_eager_frame,
    refuse_kind,
    refuse_missing_column,
    result_table,
)

_ENDS = one_of("high", "low")
_NOT_SCORED = one_of("drop", "missing")
# What adding up shares of a weight leaves behind.
_ROUNDING = 1e-9


@formula(value=number, worst=number, best=number)
@rule(lambda worst, best: worst != best, "worst and best must differ")
@by_element("value", "worst", "best")
def min_max_score(value, worst, best):
    """An indicator on a scale from 0 (its worst value) to 100 (its best).

    Parameters
    ----------
    value : float, array or Series
        The indicator, in its own unit.
    worst : float, array or Series
        The value that scores 0, in the same unit. It lies above `best` where little is good: for days since
        the last login, 90 is the worst and 0 the best.
    best : float, array or Series
        The value that scores 100.

    Returns
    -------
    float, array or Series
        Points from 0 to 100. A value beyond `worst` scores 0 and one beyond `best` 100.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or infinite, or `worst` equals `best`.

    Notes
    -----
    .. math:: 100 \\min\\left(\\max\\left(\\frac{x - w}{b - w},\\, 0\\right),\\, 1\\right)

    with :math:`x` the value, :math:`w` the worst and :math:`b` the best. The two bounds are a judgement, made
    before the data are seen. Taken from the data (their minimum and maximum), they change every week, and one
    odd customer moves everyone's score.

    Examples
    --------
    Twelve logins a month, where 0 is the worst and 20 the best: 12 / 20.

    >>> min_max_score(12, worst=0, best=20)
    60.0

    Thirty days since the last order, where 90 is the worst and 0 the best: (30 − 90) / (0 − 90).

    >>> round(min_max_score(30, worst=90, best=0), 1)
    66.7
    """
    return 100 * min(max((value - worst) / (best - worst), 0.0), 1.0)


@checked(best=_ENDS)
def percentile_score(values, best="high"):
    """An indicator on a scale of 0 to 100 by rank: the percentage of customers who do worse.

    Parameters
    ----------
    values : list, array or Series
        The indicator, one number a customer.
    best : {"high", "low"}
        Which end is the good one.

    Returns
    -------
    numpy.ndarray
        Points above 0 and below 100, in the order of the customers. Their mean is always 50.

    Raises
    ------
    TypeError, ValueError
        If there is no customer, a number is missing or infinite, or `best` is neither.

    Notes
    -----
    .. math:: 100 \\, \\frac{\\#\\{x_j < x\\} + \\frac{1}{2} \\#\\{x_j = x\\}}{n}

    with :math:`x` the customer's value and :math:`x_j` those of all :math:`n` customers, herself included.
    It needs no bounds, and one odd customer moves nobody. But it is relative: if all customers get worse
    together, no score falls, and a fixed threshold always finds about the same number of them.

    Examples
    --------
    >>> percentile_score([3, 10, 10, 40])
    array([12.5, 50. , 50. , 87.5])
    """
    numbers = read_numbers("values", values)
    numbers = numbers if best == "high" else -numbers
    in_order = np.sort(numbers)
    below = np.searchsorted(in_order, numbers, side="left")
    not_above = np.searchsorted(in_order, numbers, side="right")
    return 100 * (below + not_above) / 2 / len(numbers)


@checked(minimum_coverage=one(share), not_scored=_NOT_SCORED)
def health_score(indicators, weights, scales=None, minimum_coverage=0.5, *, not_scored=None):
    """The health of each customer: the weighted mean of her indicators, 0 to 100.

    Parameters
    ----------
    indicators : DataFrame or dict
        A row per customer and a column per indicator (pandas, Polars or PyArrow); other columns, such as a
        customer's id, stay as they are. A dict of columns is a table too. A dict of single numbers is one
        customer.
    weights : dict or list
        For each indicator its weight, at least 0 and not all 0; only their ratios count. A list goes with the
        columns in their order.
    scales : dict, optional
        How an indicator comes to a scale of 0 to 100: a pair (worst, best) in its own unit, as for
        `min_max_score`, or "high" or "low", the good end for `percentile_score`. An indicator that is not
        named here is on that scale already.
    minimum_coverage : float
        The share of the weight, 0 to 1, that a customer's present indicators must have for a score.
    not_scored : {"drop", "missing"}, optional
        What becomes of a customer below `minimum_coverage`, or without any indicator: "drop" leaves her out,
        "missing" keeps her with a missing score. Without a choice she is left out, with a `DataWarning`.

    Returns
    -------
    DataFrame or float
        The table, of the kind that was given, with the columns `score` (0 to 100) and `coverage` (the share
        of the weight that is present, 0 to 1). For a single customer the score alone.

    Raises
    ------
    TypeError, ValueError
        If an indicator is not there, holds no numbers or infinite ones, or does not fit its scale; if a
        weight is missing or below 0, or all are 0; if no customer can be scored.

    Warns
    -----
    DataWarning
        When customers are left out, with their number.

    Notes
    -----
    .. math:: \\text{score} = \\frac{\\sum_{k \\in P} w_k s_k}{\\sum_{k \\in P} w_k}, \\qquad
        \\text{coverage} = \\frac{\\sum_{k \\in P} w_k}{\\sum_k w_k}

    with :math:`s_k` the indicators on 0 to 100, :math:`w_k` their weights and :math:`P` the indicators that
    the customer has. So the weights of the missing ones are shared out over the present ones. That is right
    only if an indicator is missing by chance: a customer who did not answer the survey is seldom a customer
    who would have answered like the rest.

    Examples
    --------
    Bob has answered no survey. His score is 40, and stands on 0.6 of the weight:

    >>> import pandas as pd
    >>> indicators = pd.DataFrame({"customer": ["Ann", "Bob"], "logins": [16, 8], "survey": [90, None]})
    >>> health_score(indicators, {"logins": 0.6, "survey": 0.4}, scales={"logins": (0, 20)})
      customer  logins  survey  score  coverage
    0      Ann      16    90.0   84.0       1.0
    1      Bob       8     NaN   40.0       0.6

    >>> health_score({"logins": 80, "survey": 90}, {"logins": 0.6, "survey": 0.4})
    84.0
    """
    if _is_one_customer(indicators):
        return _score_one(indicators, weights, scales, minimum_coverage)
    frame = _indicator_frame(indicators)
    score, coverage = _scores(frame, weights, scales)
    scored = _is_enough(coverage, minimum_coverage)
    if not_scored is None and not scored.all():
        warnings.warn(_left_out(scored, minimum_coverage), DataWarning, stacklevel=3)
    return _score_rows(frame, np.where(scored, score, np.nan), coverage, not_scored or "drop")


def _scores(frame, weights, scales):
    """The weighted mean of the indicators that are there, and the share of the weight that they have."""
    shares = _weight_shares(frame, weights)
    scaled = np.column_stack([_scaled(frame, name, scale) for name, scale in _scales(scales, shares).items()])
    return _weigh(scaled, np.array(list(shares.values())))


def _weigh(scaled, shares):
    present = ~np.isnan(scaled)
    coverage = present @ shares
    with np.errstate(invalid="ignore"):
        return np.nan_to_num(scaled) @ shares / coverage, np.minimum(coverage, 1)


def _is_enough(coverage, minimum_coverage):
    """Whether enough of the weight is there for a score, and anything at all."""
    return coverage >= max(minimum_coverage - _ROUNDING, _ROUNDING)


def _is_one_customer(indicators):
    return isinstance(indicators, Mapping) and not any(map(is_column, indicators.values()))


def _score_one(indicators, weights, scales, minimum_coverage):
    """The score of a customer who comes as a dictionary of single numbers."""
    if isinstance(scales, Mapping) and any(isinstance(scale, str) for scale in scales.values()):
        raise ValueError("scales by rank ('high', 'low') need indicators of many customers, not of one")
    row = {name: [math.nan if is_missing(value) else value] for name, value in indicators.items()}
    frame = _indicator_frame(row)
    score, coverage = _scores(frame, weights, scales)
    if not _is_enough(coverage, minimum_coverage)[0]:
        found = f"the indicators have {coverage[0]:.2g} of the weight"
        raise ValueError(f"{found}, and minimum_coverage is {minimum_coverage:g}: no score")
    return float(score[0])


def _indicator_frame(indicators):
    if isinstance(indicators, Mapping):
        if not indicators:
            raise ValueError("indicators must hold at least one indicator; got an empty dictionary")
        lengths = {len(column) if is_column(column) else None for column in indicators.values()}
        if len(lengths) != 1:
            raise ValueError("indicators must be columns of the same length, one value a customer")
        indicators = result_table(dict(indicators))
    frame = as_eager_frame(indicators, "indicators")
    for name in ("score", "coverage"):
        if name in frame.columns:
            raise ValueError(f"indicators already has a column {name!r}, a name of the result; rename it")
    return frame


def _weight_shares(frame, weights):
    """For each indicator its share of the weight."""
    weights = _weights_by_name(frame, weights)
    for name, weight in weights.items():
        refuse_missing_column(frame, name, "weights: indicators")
        check(f"the weight of {name!r} in weights", weight, one(nonnegative))
    largest = float(max(weights.values(), default=0))
    if not largest > 0:
        raise ValueError(f"weights must not all be 0; got {describe(weights)}")
    total = math.fsum(float(weight) / largest for weight in weights.values())
    return {name: float(weight) / largest / total for name, weight in weights.items()}


def _weights_by_name(frame, weights):
    """The weights as a dictionary."""
    if isinstance(weights, list | tuple) and weights:
        if len(weights) != len(frame.columns):
            found = f"{len(weights)} for {len(frame.columns)}"
            raise ValueError(f"weights must have one number for each column of indicators; got {found}")
        weights = dict(zip(frame.columns, weights, strict=True))
    if not hasattr(weights, "keys") or not hasattr(weights, "items"):
        raise TypeError(
            f"weights must be a dictionary of a weight for each indicator; got {describe(weights)}"
        )
    return dict(weights.items())


def _scales(scales, shares):
    """For each indicator with a weight its scale, or None."""
    if not isinstance(scales, Mapping | None):
        raise TypeError(f"scales must be a dictionary of a scale for each indicator; got {describe(scales)}")
    if unknown := [name for name in scales or {} if name not in shares]:
        raise ValueError(f"scales names {unknown[0]!r}, which has no weight")
    return {name: (scales or {}).get(name) for name in shares}


def _scaled(frame, name, scale):
    """An indicator on 0 to 100; what is missing stays missing."""
    dtype = frame.collect_schema()[name]
    refuse_kind(frame, name, dtype.is_numeric() or dtype == nw.Boolean, "numbers")
    values = np.array(frame[name].cast(nw.Float64).to_numpy())
    present = ~np.isnan(values)
    if present.any():
        values[present] = _on_scale(name, values[present], scale)
    return values


def _on_scale(name, values, scale):
    check(f"each indicator {name!r}", values, number)
    if isinstance(scale, str):
        check(f"the scale of {name!r} in scales", scale, _ENDS)
        return percentile_score(values, scale)
    if scale is not None:
        return min_max_score(values, *_bounds(name, scale))
    if values.min() < 0 or values.max() > 100:
        found = f"its values run from {values.min():g} to {values.max():g}"
        raise ValueError(f"indicator {name!r} is not on 0 to 100: {found}; give its worst and best in scales")
    return values


def _bounds(name, scale):
    if not isinstance(scale, list | tuple) or len(scale) != 2:
        allowed = "a pair (worst, best), 'high' or 'low'"
        raise ValueError(f"the scale of {name!r} in scales must be {allowed}; got {describe(scale)}")
    for end in scale:
        check(f"each end of {name!r} in scales", end, one(number))
    if scale[0] == scale[1]:
        raise ValueError(f"worst and best of {name!r} in scales must differ; got {describe(scale)}")
    return tuple(map(float, scale))


def _left_out(scored, minimum_coverage):
    customers = "1 customer" if (~scored).sum() == 1 else f"{(~scored).sum()} customers"
    return (
        f"not scored, left out: {customers} whose indicators have less than {minimum_coverage:g} of the "
        "weight, or none at all (to choose, say not_scored='drop' or not_scored='missing')"
    )


def _score_rows(frame, score, coverage, not_scored):
    """The table with its two new columns."""
    if np.isnan(score).all():
        raise ValueError("no customer in indicators has enough of them for a score; lower minimum_coverage")
    backend = frame.implementation
    missing = [None if math.isnan(value) else value for value in score.tolist()]
    table = frame.with_columns(
        nw.new_series("score", missing, nw.Float64, backend=backend),
        nw.new_series("coverage", coverage.tolist(), nw.Float64, backend=backend),
    )
    if not_scored == "drop":
        table = nw.maybe_reset_index(table.filter((~np.isnan(score)).tolist()))
    return table.to_native()
