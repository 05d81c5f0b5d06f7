"""What customers spend elsewhere: estimated from a panel, and what winning a part of it earns."""

import numpy as np

from crmlib._guard.checks import Kind, formula, nonnegative, share, share_above_zero
from crmlib._guard.columns import read_column
from crmlib._guard.tables import as_eager_frame

_FEATURE = Kind("a number above 0 and at most 1e15", low=0, high=1e15, open_low=True)


def estimate_category_spend(features, category_spend):
    """Category spend of every customer, from a panel that knows it of some.

    Parameters
    ----------
    features : DataFrame
        What the firm knows of every customer, numbers above 0 (pandas, Polars or PyArrow): a row per
        customer, such as total spend, orders, days since the first order.
    category_spend : list, array or Series
        What each customer spends on the category in all (money per period), above 0, in the same order;
        missing (NaN or None) where the panel does not know it. It must be known of at least ten customers
        more than there are features.

    Returns
    -------
    numpy.ndarray
        The category spend: as it is where it is known, estimated elsewhere (money per period).

    Raises
    ------
    TypeError, ValueError
        If a number is 0 or less, a feature is missing, the two differ in length, or the panel is too small.

    Notes
    -----
    The logarithm of category spend is regressed on the logarithms of the features; for the customers who are
    not in the panel

    .. math::

        \\hat{c}_i = e^{b_0 + \\sum_j b_j \\ln x_{ij}}
        \\cdot \\frac{1}{m} \\sum_{k \\in \\text{panel}} e^{u_k}

    with the residuals :math:`u_k` of the m customers in the panel. Without the last factor (the smearing
    factor) the estimate would aim at the median and be too low on average. The panel must be like the rest of
    the customers: one of volunteers may not be.

    References
    ----------
    Duan, N. (1983). Smearing estimate: a nonparametric retransformation method. Journal of the American
    Statistical Association 78(383).

    Examples
    --------
    >>> import pandas as pd
    >>> own = pd.DataFrame({"spend": [1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 20]})
    >>> known = [3.0, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, None]
    >>> estimate_category_spend(own, known).round(1).tolist()[-2:]
    [33.0, 60.0]
    """
    frame, spend = as_eager_frame(features, "features"), _panel(category_spend)
    columns = [read_column(f"features[{name!r}]", frame[name].to_numpy(), _FEATURE) for name in frame.columns]
    known = ~np.isnan(spend)
    _refuse_panel(len(frame), spend, known.sum(), len(columns))
    logs = np.column_stack([np.ones(len(spend)), *map(np.log, columns)])
    weights = np.linalg.lstsq(logs[known], np.log(spend[known]), rcond=None)[0]
    residuals = np.log(spend[known]) - logs[known] @ weights
    return np.where(known, spend, np.exp(logs @ weights) * np.exp(residuals).mean())


def _panel(category_spend):
    """The known spends, NaN where the panel does not know."""
    import pandas as pd

    if not isinstance(category_spend, list | tuple) and len(getattr(category_spend, "shape", ())) != 1:
        read_column("category_spend", category_spend, _FEATURE)
    column = pd.Series(list(category_spend), dtype=object)
    if (missing := column.isna()).all():
        raise ValueError("category_spend must be known of some customers; every value is missing")
    known = read_column("category_spend", column[~missing].tolist(), _FEATURE)
    spend = np.full(len(column), np.nan)
    spend[~missing.to_numpy()] = known
    return spend


def _refuse_panel(customers, spend, known, features):
    if len(spend) != customers:
        raise ValueError(
            f"category_spend must have one value per row of features, {customers}; got {len(spend)}"
        )
    if known < features + 10:
        raise ValueError(
            f"category_spend must be known of at least {features + 10} customers for {features} features; "
            f"got {known}"
        )


@formula(
    potential=nonnegative, won_share=share, margin_share=share, cost=nonnegative, active_probability=share
)
def development_profit(potential, won_share, margin_share, cost, active_probability=1.0):
    """What developing a customer earns: margin on the part of her potential that is won, less the cost.

    Parameters
    ----------
    potential : float, array, Series or expression
        What she spends elsewhere (money per period).
    won_share : float, array, Series or expression
        The share of it that the programme wins from a customer who is still active, 0 to 1.
    margin_share : float, array, Series or expression
        Contribution as a share of the spend that is won, 0 to 1.
    cost : float, array, Series or expression
        What the programme costs for her (money per the same period).
    active_probability : float, array, Series or expression
        The probability that she is still active, 0 to 1.

    Returns
    -------
    float, array, Series or expression
        The expected profit (money per period).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    .. math:: \\pi_i = q_i \\, w \\, m \\, P_i - c

    with the probability :math:`q_i` of being active, the share won w, the margin share m, the potential
    :math:`P_i` and the cost c. The share won is what no table knows: it takes an experiment (chapter 11).

    Examples
    --------
    >>> round(development_profit(potential=4000, won_share=0.1, margin_share=0.25, cost=60), 2)
    40.0
    >>> round(development_profit(4000, 0.1, 0.25, 60, active_probability=0.5), 2)
    -10.0
    """
    return active_probability * won_share * margin_share * potential - cost


@formula(
    cost=nonnegative,
    won_share=share_above_zero,
    margin_share=share_above_zero,
    active_probability=share_above_zero,
)
def break_even_potential(cost, won_share, margin_share, active_probability=1.0):
    """The potential from which on developing a customer pays.

    Parameters
    ----------
    cost : float, array, Series or expression
        What the programme costs for a customer (money per period).
    won_share, margin_share, active_probability : float, array, Series or expression
        As in `development_profit`, each above 0 and at most 1.

    Returns
    -------
    float, array, Series or expression
        The potential (money per period).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    .. math:: P^* = \\frac{c}{q \\, w \\, m}

    Examples
    --------
    >>> round(break_even_potential(cost=60, won_share=0.1, margin_share=0.25))
    2400
    """
    return cost / (active_probability * won_share * margin_share)
