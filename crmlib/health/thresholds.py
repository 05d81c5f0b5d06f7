"""The threshold from costs: what a call saves, and below which score it pays."""

import numpy as np

from crmlib._guard.checks import (
    check,
    checked,
    formula,
    nonnegative,
    one,
    share,
)
from crmlib._guard.tables import (
    as_eager_frame,
    refuse_kind,
    refuse_missing_column,
    result_table,
)
from crmlib.health.alert_list import _SCORE


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
    >>> from crmlib.health import back_test
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
    >>> from crmlib.health import back_test
    >>> table = back_test([20, 40, 60, 80, 90], [1, 0, 1, 0, 0], thresholds=[50, 75, 95])
    >>> best_threshold(table, success_rate=0.2, clv=267, contact_cost=10)
    75.0
    >>> best_threshold(table, success_rate=0.2, clv=267, contact_cost=60)
    0.0
    """
    profits = threshold_profits(table, success_rate, clv, contact_cost)
    best = profits.loc[profits["profit"].idxmax()]
    return float(best["threshold"]) if best["profit"] > 0 else 0.0
