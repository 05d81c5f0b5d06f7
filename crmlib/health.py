"""Customer health: one score from several indicators, the alert list, and what a threshold is worth.

The order of work: `health_score` weighs the indicators, `alerts` lists who is below the threshold,
`back_test` tells on later churn whether the list was worth anything, and `threshold_profits` derives the
threshold from what a call costs and saves. A `DriverTree` takes a key figure apart into its drivers, and
`driver_contributions` says how much of a change each of them made.
"""

import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import narwhals as nw
import numpy as np

from crmlib.checks import (
    Kind,
    by_element,
    check,
    checked,
    describe,
    formula,
    nonnegative,
    number,
    one,
    one_of,
    positive,
    rule,
    share,
)
from crmlib.columns import is_column, is_missing, read_flags, read_names, read_numbers, refuse_lengths
from crmlib.tables import (
    DataWarning,
    as_eager_frame,
    refuse_kind,
    refuse_missing_column,
    result_table,
)

_SCORE = Kind("a score from 0 to 100", low=0, high=100)
_ENDS = one_of("high", "low")
_OPERATIONS = one_of("product", "sum")
_NOT_SCORED = one_of("drop", "missing")
# What adding up shares of a weight leaves behind.
_ROUNDING = 1e-9


# ----------------------------------------------------------------------------------------------------------
# One indicator on a scale of 0 to 100


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


# ----------------------------------------------------------------------------------------------------------
# The score


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


# ----------------------------------------------------------------------------------------------------------
# The alert list, and whether it was right


@checked(threshold=one(_SCORE))
def alerts(scores, threshold=75):
    """The customers whose score is below a threshold, the lowest first.

    Parameters
    ----------
    scores : DataFrame, list, array, Series or dict
        The table that `health_score` gives (any table with a column `score`); or the scores alone, 0 to 100,
        in a column or as a dictionary from customer to score.
    threshold : float
        A score from 0 to 100. A customer at the threshold is not alerted.

    Returns
    -------
    DataFrame
        A row per alerted customer, so that its length is their number: of a table its rows; otherwise
        `customer` (the row label of a Series, the key of a dictionary, else a number from 1) and `score`.
        Customers with equal scores stay in the order that they came in.

    Raises
    ------
    TypeError, ValueError
        If there is no score, a score is missing or not from 0 to 100, or `threshold` is not.

    Notes
    -----
    Nothing makes 75 right: `threshold_profits` derives a threshold from what a call costs and saves.

    Examples
    --------
    >>> alerts({"Ann": 84, "Bob": 40, "Cai": 75, "Dee": 62})
      customer  score
    0      Bob   40.0
    1      Dee   62.0
    """
    frame = _score_frame(scores)
    below = frame.with_row_index("_row").filter(nw.col("score") < threshold)
    return nw.maybe_reset_index(below.sort("score", "_row").drop("_row")).to_native()


def _score_frame(scores):
    """Scores, however they came, as a table with a column of them."""
    if isinstance(scores, Mapping):
        scores = result_table({"customer": list(scores), "score": _score_column(list(scores.values()))})
    elif is_column(scores) and np.ndim(scores) == 1:
        labels = list(scores.index) if hasattr(scores, "index") and hasattr(scores, "iloc") else None
        numbers = _score_column(scores)
        scores = result_table({"customer": read_names("scores", labels, len(numbers)), "score": numbers})
    frame = as_eager_frame(scores, "scores")
    refuse_missing_column(frame, "score", "scores")
    refuse_kind(frame, "score", frame.collect_schema()["score"].is_numeric(), "numbers")
    _score_column(frame["score"].cast(nw.Float64).to_numpy())
    return frame


def _score_column(scores):
    numbers = read_numbers("scores", scores)
    check("scores", numbers, _SCORE)
    return numbers


def back_test(scores, churned, thresholds=None):
    """What alerts at several thresholds would have found, judged by who left later.

    Parameters
    ----------
    scores : list, array or Series
        The health scores, 0 to 100, one a customer, as they stood before.
    churned : list, array or Series
        Whether each customer left afterwards: 1 (or true) for a leaver, 0 for a stayer. Both must occur.
    thresholds : list of float, optional
        The thresholds to try, scores from 0 to 100. Without it 5, 10, ..., 100.

    Returns
    -------
    pandas.DataFrame
        A row per threshold, rising: `threshold`; `alerts` (customers below it); `leavers_found`,
        `false_alerts`, `leavers_missed` and `stayers_left_alone` (customers, which add up to all);
        `precision` (the share of alerts who left; missing where nobody is alerted), `recall` (the share of
        leavers who were alerted) and `specificity` (the share of stayers who were not).

    Raises
    ------
    TypeError, ValueError
        If the columns differ in length or hold missing values, a score or threshold is not from 0 to 100, or
        everyone left or nobody did.

    Notes
    -----
    With found leavers :math:`TP`, false alerts :math:`FP`, missed leavers :math:`FN` and stayers left alone
    :math:`TN`:

    .. math::

        \\text{precision} = \\frac{TP}{TP + FP}, \\quad \\text{recall} = \\frac{TP}{TP + FN}, \\quad
        \\text{specificity} = \\frac{TN}{TN + FP}

    The scores must come from before the time in which customers left. If alerted customers were called and
    some of them saved, the back-test undercounts what the alerts had found.

    References
    ----------
    Fawcett, T. (2006). An introduction to ROC analysis. Pattern Recognition Letters 27(8).

    Examples
    --------
    >>> table = back_test([20, 40, 60, 80, 90], [1, 0, 1, 0, 0], thresholds=[50, 75])
    >>> table[["threshold", "alerts", "leavers_found", "precision", "recall", "specificity"]].round(2)
       threshold  alerts  leavers_found  precision  recall  specificity
    0       50.0       2              1       0.50     0.5         0.67
    1       75.0       3              2       0.67     1.0         0.67
    """
    numbers, left = _back_test_columns(scores, churned)
    cuts = _thresholds(thresholds)
    alerted = _below(numbers, cuts)
    found = _below(numbers[left], cuts)
    leavers, stayers = left.sum(), (~left).sum()
    false_alerts = alerted - found
    with np.errstate(invalid="ignore"):
        precision = found / alerted
    return result_table(
        {
            "threshold": cuts,
            "alerts": alerted,
            "leavers_found": found,
            "false_alerts": false_alerts,
            "leavers_missed": leavers - found,
            "stayers_left_alone": stayers - false_alerts,
            "precision": precision,
            "recall": found / leavers,
            "specificity": (stayers - false_alerts) / stayers,
        }
    )


def _back_test_columns(scores, churned):
    """The scores, and whether each customer left."""
    numbers, left = _score_column(scores), read_flags("churned", churned) == 1
    refuse_lengths(scores=numbers, churned=left)
    if left.all() or not left.any():
        raise ValueError("churned must hold leavers (1) and stayers (0), or there is nothing to tell apart")
    return numbers, left


def _thresholds(thresholds):
    if thresholds is None:
        return np.arange(5.0, 101.0, 5.0)
    numbers = read_numbers("thresholds", thresholds)
    check("thresholds", numbers, _SCORE)
    return np.unique(numbers)


def _below(numbers, cuts):
    """How many numbers lie below each cut."""
    return np.searchsorted(np.sort(numbers), cuts, side="left")


def roc_table(scores, churned):
    """The ROC curve of a health score: what each alert list finds, and its false alerts.

    Parameters
    ----------
    scores : list, array or Series
        The health scores, 0 to 100, one a customer.
    churned : list, array or Series
        Whether each customer left afterwards, 1 or 0.

    Returns
    -------
    pandas.DataFrame
        A row per point of the curve: `alert_up_to` (the highest score that is alerted; minus infinity where
        nobody is), `false_alert_rate` (the share of stayers alerted, the horizontal axis) and `recall` (the
        share of leavers alerted, the vertical axis).

    Raises
    ------
    TypeError, ValueError
        As `back_test`.

    Notes
    -----
    Computed by scikit-learn's `roc_curve` on the scores with their sign turned, because a low score is the
    alarm. A score that tells nothing follows the diagonal.

    References
    ----------
    Fawcett, T. (2006). An introduction to ROC analysis. Pattern Recognition Letters 27(8).

    Examples
    --------
    >>> roc_table([20, 40, 60, 80], [1, 0, 1, 0])
       alert_up_to  false_alert_rate  recall
    0         -inf               0.0     0.0
    1         20.0               0.0     0.5
    2         40.0               0.5     0.5
    3         60.0               0.5     1.0
    4         80.0               1.0     1.0
    """
    from sklearn.metrics import roc_curve

    numbers, left = _back_test_columns(scores, churned)
    false_alert_rate, recall, cuts = roc_curve(left, -numbers, drop_intermediate=False)
    return result_table({"alert_up_to": -cuts, "false_alert_rate": false_alert_rate, "recall": recall})


def auc(scores, churned):
    """The area under the ROC curve of a health score: how well it ranks leavers below stayers.

    Parameters
    ----------
    scores : list, array or Series
        The health scores, 0 to 100, one a customer.
    churned : list, array or Series
        Whether each customer left afterwards, 1 or 0.

    Returns
    -------
    float
        From 0 to 1: 1 if every leaver scored below every stayer, 0.5 for a score that tells nothing.

    Raises
    ------
    TypeError, ValueError
        As `back_test`.

    Notes
    -----
    .. math:: \\text{AUC} = P(S_L < S_B) + \\tfrac{1}{2} P(S_L = S_B)

    with :math:`S_L` the score of a leaver and :math:`S_B` that of a stayer, each drawn at random. It judges
    the ranking alone: it knows no threshold and no cost.

    References
    ----------
    Hanley, J. A. and McNeil, B. J. (1982). The meaning and use of the area under a receiver operating
    characteristic (ROC) curve. Radiology 143(1).

    Examples
    --------
    Of the four pairs of a leaver and a stayer, three are in the right order:

    >>> auc([20, 40, 60, 80], [1, 0, 1, 0])
    0.75
    """
    from sklearn.metrics import roc_auc_score

    numbers, left = _back_test_columns(scores, churned)
    return float(roc_auc_score(left, -numbers))


# ----------------------------------------------------------------------------------------------------------
# The threshold from costs


@formula(churn_rate=share, success_rate=share, clv=nonnegative)
def call_value(churn_rate, success_rate, clv):
    """What a call to a customer saves on average, before the cost of the call.

    Parameters
    ----------
    churn_rate : float, array, Series or expression
        The probability that the customer leaves if she is not called, 0 to 1 (in the period ahead).
    success_rate : float, array, Series or expression
        The share of would-be leavers whom a call keeps, 0 to 1.
    clv : float, array, Series or expression
        Lifetime value of a customer who is kept (money).

    Returns
    -------
    float, array, Series or expression
        Money per call.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    .. math:: p \\, \\gamma \\, \\text{CLV}

    with :math:`p` the churn rate and :math:`\\gamma` the success rate. A call pays where this is more than
    the call costs: above the churn rate that `experiments.break_even_churn_rate` gives. It takes the success
    rate as the same for all, and assumes that no call drives a customer away.

    References
    ----------
    Neslin, S. A., Gupta, S., Kamakura, W., Lu, J. and Mason, C. H. (2006). Defection detection: measuring and
    understanding the predictive accuracy of customer churn models. Journal of Marketing Research 43(2).

    Examples
    --------
    A call that costs 10 and keeps one leaver in five, each worth 267, loses money at a churn of 12 % and
    makes money at 35 %:

    >>> round(call_value(churn_rate=0.12, success_rate=0.2, clv=267), 2)
    6.41
    >>> round(call_value(churn_rate=0.35, success_rate=0.2, clv=267), 2)
    18.69
    """
    return churn_rate * success_rate * clv


@checked(success_rate=one(share), clv=one(nonnegative), contact_cost=one(nonnegative))
def threshold_profits(table, success_rate, clv, contact_cost):
    """What calling all alerted customers would have earned at each threshold of a back-test.

    Parameters
    ----------
    table : DataFrame
        A back-test, as `back_test` gives it: columns `threshold`, `alerts` and `leavers_found`.
    success_rate : float
        The share of would-be leavers whom a call keeps, 0 to 1.
    clv : float
        Lifetime value of a customer who is kept (money).
    contact_cost : float
        The cost of one call (money).

    Returns
    -------
    pandas.DataFrame
        A row per threshold, rising: `threshold`, `alerts`, `leavers_found`, `value_saved` and `call_cost`
        and `profit` (money).

    Raises
    ------
    TypeError, ValueError
        If a column is not there or holds no numbers, more leavers were found than customers alerted, or a
        number is missing or out of range.

    Notes
    -----
    .. math:: \\text{profit} = TP \\, \\gamma \\, \\text{CLV} - c \\, A

    with :math:`TP` the leavers found, :math:`\\gamma` the success rate, :math:`c` the cost of a call and
    :math:`A` the alerts.

    Examples
    --------
    >>> table = back_test([20, 40, 60, 80, 90], [1, 0, 1, 0, 0], thresholds=[50, 75, 95])
    >>> profits = threshold_profits(table, success_rate=0.2, clv=267, contact_cost=10)
    >>> profits[["threshold", "value_saved", "call_cost", "profit"]].round(1)
       threshold  value_saved  call_cost  profit
    0       50.0         53.4       20.0    33.4
    1       75.0        106.8       30.0    76.8
    2       95.0        106.8       50.0    56.8
    """
    columns = _back_test_counts(table)
    with np.errstate(over="ignore", invalid="ignore"):
        saved = columns["leavers_found"] * float(success_rate) * float(clv)
        cost = columns["alerts"] * float(contact_cost)
        profit = saved - cost
    if not np.isfinite(profit).all():
        raise ValueError(f"clv {clv:g} and contact_cost {contact_cost:g} are too large to calculate with")
    result = columns | {"value_saved": saved, "call_cost": cost, "profit": profit}
    return result_table(result).sort_values("threshold", ignore_index=True)


def _back_test_counts(table):
    """The three columns of a back-test that money needs."""
    frame = as_eager_frame(table, "table")
    columns = {}
    for name, kind in {"threshold": _SCORE, "alerts": nonnegative, "leavers_found": nonnegative}.items():
        refuse_missing_column(frame, name, "table")
        refuse_kind(frame, name, frame.collect_schema()[name].is_numeric(), "numbers")
        columns[name] = frame[name].to_numpy()
        check(f"column {name!r} of table", columns[name], kind)
    if (columns["leavers_found"] > columns["alerts"]).any():
        raise ValueError("leavers_found in table must not exceed alerts: whoever is found was alerted")
    return columns


def best_threshold(table, success_rate, clv, contact_cost):
    """The threshold of a back-test at which calling all alerted customers would have earned most.

    Parameters
    ----------
    table : DataFrame
        A back-test, as `back_test` gives it.
    success_rate : float
        The share of would-be leavers whom a call keeps, 0 to 1.
    clv : float
        Lifetime value of a customer who is kept (money).
    contact_cost : float
        The cost of one call (money).

    Returns
    -------
    float
        A score from 0 to 100; of several that earn the same the lowest. 0 (nobody is called) where no
        threshold earns anything.

    Raises
    ------
    TypeError, ValueError
        As `threshold_profits`.

    Notes
    -----
    .. math:: \\arg\\max_t \\; TP(t) \\, \\gamma \\, \\text{CLV} - c \\, A(t)

    in the notation of `threshold_profits`. Raising the threshold pays as long as the customers whom it adds
    leave at a rate above :math:`c / (\\gamma \\, \\text{CLV})`. The best of many thresholds on the same data
    looks better than it is: check its profit on customers of another period.

    Examples
    --------
    >>> table = back_test([20, 40, 60, 80, 90], [1, 0, 1, 0, 0], thresholds=[50, 75, 95])
    >>> best_threshold(table, success_rate=0.2, clv=267, contact_cost=10)
    75.0
    >>> best_threshold(table, success_rate=0.2, clv=267, contact_cost=60)
    0.0
    """
    profits = threshold_profits(table, success_rate, clv, contact_cost)
    best = profits.loc[profits["profit"].idxmax()]
    return float(best["threshold"]) if best["profit"] > 0 else 0.0


# ----------------------------------------------------------------------------------------------------------
# Drivers of a key figure


@dataclass(frozen=True)
class DriverTree:
    """A key figure as the product or the sum of its parts.

    Parameters
    ----------
    name : str
        The figure's name.
    operation : {"product", "sum"}
        How its parts make it.
    parts : sequence of str or DriverTree
        The parts: the name of a driver, or a tree again. No name stands twice.

    Raises
    ------
    TypeError, ValueError
        If there are no parts, a part is neither a name nor a tree, or a name stands twice.

    Examples
    --------
    >>> visits = DriverTree("visits", "sum", ("new_visits", "repeat_visits"))
    >>> DriverTree("orders", "product", (visits, "conversion")).drivers
    ['new_visits', 'repeat_visits', 'conversion']
    """

    name: str
    operation: str
    parts: tuple

    def __post_init__(self):
        check(f"operation of {self.name!r}", self.operation, _OPERATIONS)
        if isinstance(self.parts, str) or not isinstance(self.parts, Sequence) or not self.parts:
            raise TypeError(f"parts must be a list of drivers and trees; got {describe(self.parts)}")
        object.__setattr__(self, "parts", tuple(self.parts))
        names = list(_node_names(self))
        if wrong := [name for name in names if not isinstance(name, str) or not name]:
            raise TypeError(f"a part must be a name or a DriverTree; got {describe(wrong[0])}")
        if twice := [name for name in names if names.count(name) > 1]:
            raise ValueError(f"a name must stand once in a DriverTree; got {twice[0]!r} twice")

    @property
    def drivers(self):
        """The names of the drivers, which are no trees themselves, in their order."""
        return [name for part in self.parts for name in (part.drivers if _is_tree(part) else [part])]


def _is_tree(part):
    return isinstance(part, DriverTree)


def _node_names(node):
    """The name of a node, and of all below it."""
    yield node.name if _is_tree(node) else node
    for part in node.parts if _is_tree(node) else ():
        yield from _node_names(part)


REVENUE_TREE = DriverTree("revenue", "product", ("customers", "orders_per_customer", "average_order_value"))


def driver_value(tree, values):
    """A key figure from its drivers.

    Parameters
    ----------
    tree : DriverTree
        How the figure is made of its drivers.
    values : dict
        A number for each driver, each in its own unit.

    Returns
    -------
    float
        The figure, in the unit that the drivers make.

    Raises
    ------
    TypeError, ValueError
        If `tree` is no tree, a driver has no number or an unknown one has, or the figure is not finite.

    Notes
    -----
    For the tree of revenue:

    .. math:: \\text{revenue} = \\text{customers} \\times \\frac{\\text{orders}}{\\text{customers}} \\times
        \\frac{\\text{revenue}}{\\text{orders}}

    Examples
    --------
    >>> driver_value(REVENUE_TREE, {"customers": 1000, "orders_per_customer": 2.5, "average_order_value": 40})
    100000.0
    """
    return _checked_value(tree, "values", values)


def _checked_value(tree, argument, values):
    """The value of a tree whose drivers are checked first."""
    if not _is_tree(tree):
        raise TypeError(f"tree must be a DriverTree; got {describe(tree)}")
    if not isinstance(values, Mapping):
        raise TypeError(
            f"{argument} must be a dictionary with a number for each driver; got {describe(values)}"
        )
    for name in tree.drivers:
        if name not in values:
            raise ValueError(f"{argument} has no driver {name!r}; it has {', '.join(map(str, values))}")
        check(f"driver {name!r} in {argument}", values[name], one(number))
    if unknown := [name for name in values if name not in tree.drivers]:
        raise ValueError(f"{argument} has {unknown[0]!r}, which is no driver of {tree.name!r}")
    figure = float(_value(tree, values))
    if not math.isfinite(figure):
        raise ValueError(f"{argument} are too large: {tree.name!r} is not finite")
    return figure


def _value(node, values):
    if not _is_tree(node):
        return float(values[node])
    parts = [_value(part, values) for part in node.parts]
    return math.prod(parts) if node.operation == "product" else sum(parts)


@formula(first=positive, second=positive)
@by_element("first", "second")
def log_mean(first, second):
    """The logarithmic mean of two numbers: between their geometric and their arithmetic mean.

    Parameters
    ----------
    first, second : float, array or Series
        Numbers above 0, in the same unit.

    Returns
    -------
    float, array or Series
        The mean, in that unit.

    Raises
    ------
    TypeError, ValueError
        If a number is missing, infinite or not above 0.

    Notes
    -----
    .. math:: L(a, b) = \\frac{a - b}{\\ln a - \\ln b}, \\qquad L(a, a) = a

    It turns a ratio into a difference, because :math:`L(a, b) \\ln(a / b) = a - b`.

    References
    ----------
    Carlson, B. C. (1972). The logarithmic mean. The American Mathematical Monthly 79(6).

    Examples
    --------
    100 / ln 2:

    >>> round(log_mean(100, 200), 2)
    144.27
    """
    low, high = sorted((float(first), float(second)))
    return low if low == high else (high - low) / math.log1p((high - low) / low)


def driver_contributions(tree, before, after):
    """How much of the change of a key figure each of its drivers made, between two periods.

    Parameters
    ----------
    tree : DriverTree
        How the figure is made of its drivers.
    before, after : dict
        A number for each driver in the two periods. What stands in a product must be above 0 in both.

    Returns
    -------
    pandas.DataFrame
        A row per figure and driver, each tree above its parts: `driver` (the name), `level` (0 for the tree
        itself), `operation` ("product", "sum", or "" for a driver), `before` and `after` (each in its own
        unit), `contribution` (in the unit of the figure). The contributions of the parts add up to that of
        their tree, and those of all drivers to the change of the figure.

    Raises
    ------
    TypeError, ValueError
        As `driver_value`; or if a part of a product is not above 0.

    Notes
    -----
    The additive logarithmic mean Divisia index (LMDI). In a product :math:`V = x_1 x_2 \\cdots x_n`

    .. math:: \\Delta V = \\sum_k L(V^1, V^0) \\, \\ln\\frac{x_k^1}{x_k^0}, \\qquad
        L(a, b) = \\frac{a - b}{\\ln a - \\ln b}

    and in a sum each part contributes its own change. Both hold without a remainder, and do not depend on
    the order of the drivers. Changing one driver after the other also adds up, but gives each a contribution
    that depends on who came first. It is arithmetic, not cause: a price cut that brought new customers is
    a loss under one driver and a gain under another.

    References
    ----------
    Ang, B. W. (2005). The LMDI approach to decomposition analysis: a practical guide. Energy Policy 33(7).

    Examples
    --------
    A tenth more customers, who order 12 % less often. Revenue falls by 3,200: the new customers would have
    brought 9,378, fewer orders took 12,578.

    >>> before = {"customers": 1000, "orders_per_customer": 2.5, "average_order_value": 40}
    >>> after = {"customers": 1100, "orders_per_customer": 2.2, "average_order_value": 40}
    >>> table = driver_contributions(REVENUE_TREE, before, after)
    >>> table[["driver", "before", "after", "contribution"]].round(1)
                    driver    before    after  contribution
    0              revenue  100000.0  96800.0       -3200.0
    1            customers    1000.0   1100.0        9377.7
    2  orders_per_customer       2.5      2.2      -12577.7
    3  average_order_value      40.0     40.0           0.0
    """
    _checked_value(tree, "before", before)
    _checked_value(tree, "after", after)
    lines = list(_contributions(tree, before, after, weight=1.0, level=0))
    table = result_table({key: [line[key] for line in lines] for key in lines[0]})
    if not np.isfinite(table["contribution"]).all():
        raise ValueError(f"before and after leave no finite contributions to {tree.name!r}")
    return table


def _contributions(node, before, after, weight, level):
    """The lines of a node and of all below it; `weight` turns the node's own change into a contribution."""
    start, end = _value(node, before), _value(node, after)
    yield {
        "driver": node.name if _is_tree(node) else node,
        "level": level,
        "operation": node.operation if _is_tree(node) else "",
        "before": start,
        "after": end,
        "contribution": weight * (end - start),
    }
    is_product = _is_tree(node) and node.operation == "product"
    if is_product:
        _check_product(node, before, after)
    for part in node.parts if _is_tree(node) else ():
        of_part = weight * (_product_weight(node, part, before, after) if is_product else 1)
        yield from _contributions(part, before, after, of_part, level + 1)


def _product_weight(node, part, before, after):
    """What a change of one unit in a part of a product makes in the product: L(V) / L(x)."""
    pairs = [(_value(each, before), _value(each, after)) for each in (node, part)]
    return log_mean(*pairs[0]) / log_mean(*pairs[1])


def _check_product(node, before, after):
    """Refuse a product that is not above 0 in all its parts, for want of a logarithm."""
    for each in (*node.parts, node):
        for period, values in {"before": before, "after": after}.items():
            if not _value(each, values) > 0:
                name, found = each.name if _is_tree(each) else each, _value(each, values)
                rule_words = f"{name!r} stands in a product and must be above 0"
                raise ValueError(f"{rule_words}; got {found:g} in {period}")
