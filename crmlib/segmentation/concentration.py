"""Concentration: how unequally customers bring revenue and profit, and how much of it is luck.

Profit per customer may be negative, so it is drawn as a whale curve. Revenue may not, so it has a Lorenz
curve and a Gini coefficient. Customers who all buy at one rate look concentrated too: `poisson_top_share`
says by how much.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from crmlib._guard.checks import Kind, checked, describe, formula, nonnegative, number
from crmlib._guard.checks import share as a_share
from crmlib._guard.columns import read_column, read_names, refuse_lengths
from crmlib._guard.tables import result_table

_SHARE = replace(a_share, single=True)
_TOP = Kind("a share from 0.0001 to 0.9999", low=0.0001, high=0.9999, single=True)
_MOST_PURCHASES = 1_000_000
_PURCHASES = Kind(
    "a number above 0 and at most 1,000,000", low=0, high=_MOST_PURCHASES, open_low=True, single=True
)


# ----------------------------------------------------------------------------------------------------------
# Profit: table, whale curve, what to do


def profitability_table(revenue, cost, customers=None):
    """Profit of each customer, the most profitable first, with the running total that makes the whale curve.

    Parameters
    ----------
    revenue : list, array or Series
        What each customer brings (money per period); below 0 where more was returned than bought.
    cost : list, array or Series
        What she costs: goods and cost to serve (money per the same period, at least 0), in the same order.
    customers : list, array or Series, optional
        Their names. Without it, they are numbered from 1.

    Returns
    -------
    pandas.DataFrame
        A row per customer, by falling profit (equal profits in the order given): `customer`, `revenue`,
        `cost`, `profit`, `customer_share` (of all customers, up to this row), `cumulative_profit` (money).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or the columns differ in length.

    Notes
    -----
    .. math:: \\pi_i = \\text{revenue}_i - \\text{cost}_i

    References
    ----------
    Kaplan, R. S. and Cooper, R. (1998). Cost and Effect. Harvard Business School Press.

    Examples
    --------
    >>> profitability_table([100, 80, 60], [70, 100, 20], customers=["Ann", "Bob", "Cy"]).round(2)
      customer  revenue   cost  profit  customer_share  cumulative_profit
    0       Cy     60.0   20.0    40.0            0.33               40.0
    1      Ann    100.0   70.0    30.0            0.67               70.0
    2      Bob     80.0  100.0   -20.0            1.00               50.0
    """
    income, spent = read_column("revenue", revenue, number), read_column("cost", cost, nonnegative)
    refuse_lengths(revenue=income, cost=spent)
    names = read_names("customers", customers, len(income))
    profit = income - spent
    table = result_table({"customer": names, "revenue": income, "cost": spent, "profit": profit})
    table = table.iloc[np.argsort(-profit, kind="stable")].reset_index(drop=True)
    table["customer_share"] = np.arange(1, len(table) + 1) / len(table)
    return table.assign(cumulative_profit=_running_total("revenue less cost", table["profit"]))


def whale_curve(profit):
    """Cumulative profit of customers ranked by profit: it rises to a peak and falls over the loss makers.

    Parameters
    ----------
    profit : list, array or Series
        Profit of each customer (money per period); it may be below 0.

    Returns
    -------
    pandas.DataFrame
        A row per customer and one before them: `customers` (0, 1, 2, …), `customer_share` (0 to 1),
        `cumulative_profit` (money; the last one is the profit of all).

    Raises
    ------
    TypeError, ValueError
        If there is no number, or one is missing.

    Notes
    -----
    .. math:: W_k = \\sum_{i=1}^{k} \\pi_{(i)} \\qquad \\pi_{(1)} \\ge \\pi_{(2)} \\ge \\dots

    with :math:`\\pi_{(i)}` the i-th largest profit.

    References
    ----------
    Kaplan, R. S. and Narayanan, V. G. (2001). Measuring and managing customer profitability. Journal of Cost
    Management 15(5).

    Examples
    --------
    >>> whale_curve([30, -20, 40]).round(2)
       customers  customer_share  cumulative_profit
    0          0            0.00                0.0
    1          1            0.33               40.0
    2          2            0.67               70.0
    3          3            1.00               50.0
    """
    best_first = np.sort(read_column("profit", profit, number))[::-1]
    customers = np.arange(len(best_first) + 1)
    return result_table(
        {
            "customers": customers,
            "customer_share": customers / len(best_first),
            "cumulative_profit": np.append(0.0, _running_total("profit", best_first)),
        }
    )


class Peak(NamedTuple):
    """The peak of a whale curve.

    Parameters
    ----------
    customers : int
        How many customers, the most profitable first, are before the peak: those with a profit above 0.
    customer_share : float
        The same as a share of all customers.
    peak_profit : float
        Their profit together (money).
    total_profit : float
        The profit of all customers (money).
    lost_profit : float
        What the others lose: peak less total (money).
    """

    customers: int
    customer_share: float
    peak_profit: float
    total_profit: float
    lost_profit: float


def whale_peak(profit):
    """The peak of the whale curve: its height, its place, and what is lost behind it.

    Parameters
    ----------
    profit : list, array or Series
        Profit of each customer (money per period); it may be below 0.

    Returns
    -------
    Peak
        `customers`, `customer_share`, `peak_profit`, `total_profit` and `lost_profit` (money).

    Raises
    ------
    TypeError, ValueError
        If there is no number, or one is missing.

    Notes
    -----
    .. math:: W_{\\max} = \\sum_i \\max(\\pi_i, 0) \\qquad W_{\\max} - W_n = \\sum_i \\max(-\\pi_i, 0)

    The loss is not what dropping the loss makers would save: fixed cost stays (`account_options`).

    Examples
    --------
    >>> whale_peak([30, -20, 40, -10])
    Peak(customers=2, customer_share=0.5, peak_profit=70.0, total_profit=40.0, lost_profit=30.0)
    """
    curve = whale_curve(profit)["cumulative_profit"].to_numpy()
    place, total = int(curve.argmax()), float(curve[-1])
    peak = float(curve[place])
    return Peak(place, place / (len(curve) - 1), peak, total, peak - total)


class AccountOptions(NamedTuple):
    """Profit of an account under four ways to treat it (money per period).

    Parameters
    ----------
    as_now : float
        Profit if nothing changes.
    repriced : float
        Profit after a price rise.
    served_cheaper : float
        Profit after a cut in the cost to serve.
    dropped : float
        Profit without the account: fixed cost to serve stays, so it is 0 or below.
    """

    as_now: float
    repriced: float
    served_cheaper: float
    dropped: float


@formula(
    revenue=nonnegative,
    margin_rate=a_share,
    service_cost=nonnegative,
    fixed_share=a_share,
    price_rise=nonnegative,
    volume_lost=a_share,
    cost_cut=a_share,
)
def account_options(
    revenue, margin_rate, service_cost, fixed_share=0.0, price_rise=0.0, volume_lost=0.0, cost_cut=0.0
):
    """Profit of an account as it is, repriced, served more cheaply, or dropped.

    Parameters
    ----------
    revenue : float, array, Series or expression
        Revenue of the account (money per period, at least 0).
    margin_rate : float, array, Series or expression
        Gross margin as a share of revenue, 0 to 1.
    service_cost : float, array, Series or expression
        Cost to serve that is charged to the account (money per the same period).
    fixed_share : float, array, Series or expression
        The share of it that stays if the account leaves, 0 to 1.
    price_rise : float, array, Series or expression
        The rise of the price, as a share of today's price (0.05 for 5 %).
    volume_lost : float, array, Series or expression
        The share of the volume that is lost by the price rise, 0 to 1.
    cost_cut : float, array, Series or expression
        The share of the variable cost to serve that cheaper service saves, 0 to 1.

    Returns
    -------
    AccountOptions
        `as_now`, `repriced`, `served_cheaper` and `dropped` (money per period).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    With revenue :math:`R`, margin :math:`m`, cost to serve :math:`S`, of which the share :math:`f` is fixed,
    price rise :math:`g`, volume lost :math:`v` and cost cut :math:`c`:

    .. math::

        \\text{as now} &= mR - S \\\\
        \\text{repriced} &= (m + g)(1 - v)R - fS - (1 - f)(1 - v)S \\\\
        \\text{served cheaper} &= mR - fS - (1 - f)(1 - c)S \\\\
        \\text{dropped} &= -fS

    The goods behind a yuan of revenue cost what they did: a price rise is all margin. Variable cost to serve
    falls with the volume.

    References
    ----------
    Kaplan, R. S. and Cooper, R. (1998). Cost and Effect. Harvard Business School Press.

    Examples
    --------
    An account that loses 100, with 40 % of its cost to serve fixed. Dropping it loses more:

    >>> options = account_options(1000, 0.3, 400, fixed_share=0.4, price_rise=0.05, cost_cut=0.25)
    >>> [round(value, 6) for value in options]
    [-100.0, -50.0, -40.0, -160.0]
    """
    margin, fixed = revenue * margin_rate, service_cost * fixed_share
    variable = service_cost - fixed
    repriced = (revenue * (margin_rate + price_rise) - variable) * (1 - volume_lost) - fixed
    return AccountOptions(
        margin - service_cost, repriced, margin - fixed - variable * (1 - cost_cut), 0 - fixed
    )


@checked(share=_SHARE)
def top_share(values, share=0.2):
    """What share of the whole the best customers bring: the top 20 %, unless told otherwise.

    Parameters
    ----------
    values : list, array or Series
        Revenue or profit of each customer (money per period). Values below 0 are allowed, but the sum must be
        above 0; of profit, the best may bring more than the whole.
    share : float
        The share of customers that counts as the top, 0 to 1. A fraction of a customer counts as a fraction:
        of 12 customers, 20 % are the two best and 0.4 of the third.

    Returns
    -------
    float
        A share of the whole; above 1 where others lose money.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or the sum is not above 0.

    Notes
    -----
    .. math::

        \\frac{\\sum_{i \\le k} x_{(i)} + (qn - k)\\, x_{(k+1)}}{\\sum_i x_i} \\qquad k = \\lfloor qn \\rfloor

    with :math:`x_{(i)}` the i-th largest value, :math:`n` the customers and :math:`q` the share.

    Examples
    --------
    >>> top_share([50, 20, 10, 10, 10])
    0.5
    >>> top_share([50, 20, 10, 10, 10], share=0.3)
    0.6
    """
    best_first = np.sort(read_column("values", values, number))[::-1]
    cumulative = np.append(0.0, _running_total("values", best_first))
    if not cumulative[-1] > 0:
        raise ValueError(f"values must add up to more than 0 to be shared; got {cumulative[-1]:g}")
    top = np.interp(share * len(best_first), np.arange(len(cumulative)), cumulative)
    return float(top / cumulative[-1])


@checked(share=_SHARE)
def later_share(values, later, share=0.2):
    """What the best customers of one period bring in the next: the same people, ranked by the first.

    Parameters
    ----------
    values : list, array or Series
        What each customer brings in the first period: purchases, revenue or profit.
    later : list, array or Series
        What the same customers bring in the next period, in the same order; the sum must be above 0.
    share : float
        The share of customers that counts as the top, 0 to 1.

    Returns
    -------
    float
        A share of the second period's whole. If the first period says nothing about the second, `share`.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, the columns differ in length, or later does not add up to more
        than 0.

    Notes
    -----
    Customers who are equal in the first period share the places that are left among them, which is what to
    expect if ties are broken at random. With :math:`w_i` the chance of customer i to be among the top:

    .. math:: \\frac{\\sum_i w_i y_i}{\\sum_i y_i} \\qquad
              w_i = \\min\\left(1, \\max\\left(0, \\frac{qn - \\#\\{j : x_j > x_i\\}}
              {\\#\\{j : x_j = x_i\\}}\\right)\\right)

    Examples
    --------
    The best two of ten made 6 of 10 purchases, and make 3 of 10 in the next period:

    >>> later_share([3, 3, 1, 1, 1, 1, 0, 0, 0, 0], [2, 1, 1, 1, 1, 1, 1, 1, 1, 0])
    0.3
    """
    first, second = read_column("values", values, number), read_column("later", later, number)
    refuse_lengths(values=first, later=second)
    total = _running_total("later", second)[-1]
    if not total > 0:
        raise ValueError(f"later must add up to more than 0 to be shared; got {total:g}")
    _, rank, equal = np.unique(first, return_inverse=True, return_counts=True)
    better = len(first) - np.cumsum(equal)
    chance = np.clip((share * len(first) - better) / equal, 0, 1)
    return float((chance[rank] * second).sum() / total)


def _running_total(name, values):
    """The running total, refused where it grows beyond what a number can hold."""
    with np.errstate(over="ignore", invalid="ignore"):
        total = np.cumsum(np.asarray(values))
    if not np.isfinite(total).all():
        raise ValueError(f"{name} must be smaller numbers: their sum is larger than a number can be")
    return total


# ----------------------------------------------------------------------------------------------------------
# Revenue: Lorenz curve and Gini coefficient


def lorenz_curve(revenue):
    """The Lorenz curve: what share of revenue the smallest customers bring, for each share of customers.

    Parameters
    ----------
    revenue : list, array or Series
        Revenue of each customer (money per period, at least 0, not all 0). Profit is refused where it is
        negative: the curve would sink below 0. `whale_curve` is for profit.

    Returns
    -------
    pandas.DataFrame
        A row per customer, the smallest first, and one before them: `customer_share` and `revenue_share`,
        both from 0 to 1. Equal customers give the diagonal.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or below 0, or all are 0.

    Notes
    -----
    .. math:: L(k/n) = \\frac{\\sum_{i=1}^{k} x_{(i)}}{\\sum_{i=1}^{n} x_{(i)}}
              \\qquad x_{(1)} \\le x_{(2)} \\le \\dots

    References
    ----------
    Lorenz, M. O. (1905). Methods of measuring the concentration of wealth. Publications of the American
    Statistical Association 9(70).

    Examples
    --------
    >>> lorenz_curve([60, 10, 30])["revenue_share"].tolist()
    [0.0, 0.1, 0.4, 1.0]
    """
    smallest_first = _revenue(revenue)
    cumulative = np.append(0.0, np.cumsum(smallest_first))
    customers = np.arange(len(cumulative)) / len(smallest_first)
    return result_table({"customer_share": customers, "revenue_share": cumulative / cumulative[-1]})


def gini(revenue):
    """The Gini coefficient of revenue: 0 if all customers bring the same, near 1 if one brings it all.

    Parameters
    ----------
    revenue : list, array or Series
        Revenue of each customer (money per period, at least 0, not all 0).

    Returns
    -------
    float
        From 0 to (n - 1) / n for n customers.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or below 0, or all are 0. Of profit with losses the coefficient can exceed 1,
        so negative values are refused.

    Notes
    -----
    Half the mean difference between two customers over the mean, which is twice the area between the
    diagonal and the Lorenz curve:

    .. math::

        G = \\frac{\\sum_i \\sum_j |x_i - x_j|}{2 n^2 \\bar{x}}
          = \\frac{\\sum_{i=1}^{n} (2i - n - 1)\\, x_{(i)}}{n \\sum_i x_i}

    with :math:`x_{(i)}` the i-th smallest revenue.

    References
    ----------
    Gini, C. (1912). Variabilità e mutabilità. Bologna: Cuppini.

    Examples
    --------
    >>> gini([10, 10, 10, 10])
    0.0
    >>> round(gini([60, 10, 30]), 4)
    0.3333
    """
    smallest_first = _revenue(revenue)
    n = len(smallest_first)
    weights = 2 * np.arange(1, n + 1) - n - 1
    return max(0.0, float((weights * smallest_first).sum() / (n * smallest_first.sum())))


def _revenue(revenue):
    """Revenue as shares of the largest, the smallest first."""
    values = np.sort(read_column("revenue", revenue, number))
    if values[0] < 0:
        raise ValueError(
            f"each value of revenue must be at least 0; got {values[0]:g}: with losses the Gini coefficient "
            "leaves 0 to 1, so take revenue, or whale_curve for profit"
        )
    if not values[-1] > 0:
        raise ValueError("revenue must not be 0 for every customer: there is nothing to share")
    return values / values[-1]


# ----------------------------------------------------------------------------------------------------------
# Concentration by luck


@checked(mean_purchases=_PURCHASES, share=_TOP)
def poisson_top_share(mean_purchases, share=0.2):
    """The share of purchases that the top customers make if all customers are alike: luck alone.

    Parameters
    ----------
    mean_purchases : float
        Purchases that each customer makes on average (per period), above 0 and at most 1,000,000; the same
        rate for all. For customers who were chosen because they bought once, the mean of repeat purchases.
    share : float
        The share of customers that counts as the top, 0.0001 to 0.9999.

    Returns
    -------
    float
        A share of all purchases. Next period the same customers are expected to make only their share of
        customers: 20 % of them make 20 %.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range.

    Notes
    -----
    Purchases :math:`N` are Poisson with mean :math:`\\lambda`. With :math:`m` the smallest number for which
    :math:`P(N > m) \\le q`, everyone above m is at the top, and of those at m as many as are needed:

    .. math:: \\frac{\\lambda P(N \\ge m) + m \\left( q - P(N > m) \\right)}{\\lambda}

    because :math:`\\sum_{n > m} n P(N = n) = \\lambda P(N \\ge m)`. The top 20 % make half at a mean of 1.02
    purchases and 70 % at a mean of 0.37.

    References
    ----------
    Schmittlein, D. C., Cooper, L. G. and Morrison, D. G. (1993). Truth in concentration in the land of
    (80/20) laws. Marketing Science 12(2).

    Examples
    --------
    At a mean of 1, P(N > 2) = 0.0803 and P(N ≥ 2) = 0.2642: 0.2642 + 2 (0.2 - 0.0803) = 0.5036.

    >>> round(poisson_top_share(1), 4)
    0.5036
    """
    from scipy.stats import poisson

    edge = poisson.isf(share, mean_purchases)
    above, edge_or_above = poisson.sf(edge, mean_purchases), poisson.sf(edge - 1, mean_purchases)
    return float(edge_or_above + edge * (share - above) / mean_purchases)


@checked(top_share=_TOP, share=_TOP)
def mean_purchases_for_top_share(top_share, share=0.2):
    """The mean number of purchases at which luck alone gives the top customers a stated share.

    Parameters
    ----------
    top_share : float
        The share of purchases that the top customers make, above `share`, at most 0.9999.
    share : float
        The share of customers that counts as the top, 0.0001 to 0.9999.

    Returns
    -------
    float
        Purchases per customer (per period). At a lower mean, luck makes even more.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or `top_share` is so near to `share` that the mean would
        exceed 1,000,000 purchases.

    Notes
    -----
    The inverse of `poisson_top_share`, which falls from 1 (rare purchases) to `share` (many purchases).

    Examples
    --------
    >>> round(mean_purchases_for_top_share(0.5), 2), round(mean_purchases_for_top_share(0.7), 2)
    (1.02, 0.37)
    """
    from scipy.optimize import brentq

    lowest = poisson_top_share(_MOST_PURCHASES, share)
    if not top_share > lowest:
        raise ValueError(
            f"top_share must be above {lowest:.4f}, the least that the top {share:g} of customers make; "
            f"got {describe(top_share)}"
        )
    # At this mean half as many customers buy as count as the top, so that the top makes everything.
    ends = np.log(-np.log1p(-share / 2)), np.log(_MOST_PURCHASES)
    return float(np.exp(brentq(lambda log: poisson_top_share(np.exp(log), share) - top_share, *ends)))
