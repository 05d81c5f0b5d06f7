"""The alert list, and whether it was right."""

import warnings
from collections.abc import Mapping

import narwhals as nw
import numpy as np

from crmlib._guard.checks import (
    Kind,
    check,
    checked,
    one,
    one_of,
    open_share,
)
from crmlib._guard.columns import is_column, read_flags, read_names, read_numbers, refuse_lengths
from crmlib._guard.tables import (
    DataWarning,
    as_eager_frame,
    refuse_kind,
    refuse_missing_column,
    result_table,
)
from crmlib.intervals import normal_quantile

_SCORE = Kind("a score from 0 to 100", low=0, high=100)


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

    Warns
    -----
    DataWarning
        When the area is below 0.5 by more than chance: risks of leaving may stand where scores are wanted.

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
    numbers, left = _back_test_columns(scores, churned)
    area = _area(numbers, left)
    if area + 1.96 * _hanley_error(area, left) < 0.5:
        sentence = f"scores rank the wrong way round (area {area:.3g}): is a high score the healthy one?"
        warnings.warn(sentence, DataWarning, stacklevel=2)
    return area


def _area(numbers, left):
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(left, -numbers))


def _hanley_error(area, left):
    """The standard error of an area if scores had an exponential distribution (Hanley and McNeil)."""
    leavers, stayers = left.sum(), (~left).sum()
    two_leavers, two_stayers = area / (2 - area), 2 * area**2 / (1 + area)
    spread = area * (1 - area) + (leavers - 1) * (two_leavers - area**2)
    return float(np.sqrt((spread + (stayers - 1) * (two_stayers - area**2)) / (leavers * stayers)))


@checked(confidence=one(open_share), method=one_of("delong", "hanley"))
def auc_interval(scores, churned, confidence=0.95, method="delong"):
    """The interval of the area under the ROC curve: how far chance may have moved it.

    Parameters
    ----------
    scores : list, array or Series
        The health scores, 0 to 100, one a customer.
    churned : list, array or Series
        Whether each customer left afterwards, 1 or 0.
    confidence : float
        How often such an interval holds the true area, above 0 and below 1.
    method : {"delong", "hanley"}
        The standard error: from the scores themselves (DeLong and others 1988), or from the area and the
        numbers of leavers and stayers alone, which needs no scores (Hanley and McNeil 1982).

    Returns
    -------
    tuple
        The lower and the upper end, each from 0 to 1.

    Raises
    ------
    TypeError, ValueError
        As `back_test`; or if the customers are too few or too much alike for a standard error: one leaver or
        one stayer alone, all of one score, or no pair in the wrong order.

    Notes
    -----
    With :math:`V_i` the share of stayers above leaver :math:`i`, :math:`W_j` the share of leavers below
    stayer :math:`j` (equal scores count half), :math:`m` leavers and :math:`n` stayers, DeLong's variance is

    .. math:: \\sigma^2 = \\frac{\\operatorname{var}(V)}{m} + \\frac{\\operatorname{var}(W)}{n}

    and that of Hanley and McNeil, with :math:`A` the area,

    .. math::

        \\sigma^2 = \\frac{A(1 - A) + (m - 1)\\left(\\frac{A}{2 - A} - A^2\\right)
        + (n - 1)\\left(\\frac{2A^2}{1 + A} - A^2\\right)}{mn}

    The ends lie :math:`z \\sigma / (A(1 - A))` from the log odds of the area, so that none leaves 0 to 1.

    References
    ----------
    DeLong, E. R., DeLong, D. M. and Clarke-Pearson, D. L. (1988). Comparing the areas under two or more
    correlated receiver operating characteristic curves: a nonparametric approach. Biometrics 44(3).

    Hanley, J. A. and McNeil, B. J. (1982). The meaning and use of the area under a receiver operating
    characteristic (ROC) curve. Radiology 143(1).

    Examples
    --------
    Leavers scored 20 and 60, stayers 40 and 80. Each customer is in the right order with half or all of the
    others, so the variance is 0.125 / 2 + 0.125 / 2, and four customers say next to nothing:

    >>> lower, upper = auc_interval([20, 40, 60, 80], [1, 0, 1, 0])
    >>> round(lower, 2), round(upper, 2)
    (0.07, 0.99)
    """
    numbers, left = _back_test_columns(scores, churned)
    area = _area(numbers, left)
    error = _delong_error(numbers, left) if method == "delong" else _hanley_error(area, left)
    if not 0 < area < 1 or not error > 0:
        raise ValueError(
            f"scores must leave an error to estimate; got an area of {area:g} "
            f"from {left.sum()} leavers and {(~left).sum()} stayers"
        )
    log_odds, reach = np.log(area / (1 - area)), normal_quantile(confidence) * error / (area * (1 - area))
    lower, upper = 1 / (1 + np.exp(-log_odds - reach * np.array([-1, 1])))
    return float(lower), float(upper)


def _delong_error(numbers, left):
    """The standard error of the area from how the share of right pairs differs between customers."""
    if min(left.sum(), (~left).sum()) < 2:
        return 0.0
    leavers, stayers = numbers[left], numbers[~left]
    above, below = 1 - _share_below(leavers, stayers), _share_below(stayers, leavers)
    return float(np.sqrt(above.var(ddof=1) / len(leavers) + below.var(ddof=1) / len(stayers)))


def _share_below(numbers, others):
    """For each number the share of others that lie below it, equal ones counted half."""
    rising = np.sort(others)
    ends = (np.searchsorted(rising, numbers, side=side) for side in ("left", "right"))
    return sum(ends) / (2 * len(others))
