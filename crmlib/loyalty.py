"""Loyalty: how much of their spending customers give a firm, and what a loyalty programme or a referral costs
and brings.

Points are worth money on redemption: `value_per_point` is that money. Shares are fractions.
"""

from collections.abc import Mapping
from typing import NamedTuple

from crmlib._guard.checks import (
    describe,
    each,
    formula,
    nonnegative,
    number,
    positive,
    require,
    rule,
    share,
)

_redeemed_within_expected = rule(
    lambda points_redeemed, points_expected: points_redeemed <= points_expected,
    "points_redeemed must not exceed points_expected: raise the estimate first",
)

# ----------------------------------------------------------------------------------------------------------
# Points


@formula(points_per_money=nonnegative, value_per_point=nonnegative, redemption_rate=share)
def effective_reward_rate(points_per_money, value_per_point, redemption_rate=1.0):
    """What a points programme gives back of each unit of money spent.

    Parameters
    ----------
    points_per_money : float, array, Series or expression
        Points for each unit of money spent (points per money).
    value_per_point : float, array, Series or expression
        What a point is worth on redemption (money per point).
    redemption_rate : float, array, Series or expression
        Share of the points that are ever redeemed, 0 to 1. At 1.0, the default, the result is the rate that
        is promised.

    Returns
    -------
    float, array, Series or expression
        Reward as a share of spend.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    .. math::

        \\text{points per unit of money} \\times \\text{value per point} \\times \\text{redemption rate}

    References
    ----------
    O'Brien, L. and Jones, C. (1995). Do rewards really create loyalty? Harvard Business Review 73(3).

    Examples
    --------
    One point for each ¥10, worth ¥0.2, of which 80 % are redeemed: 1.6 % of spend.

    >>> round(effective_reward_rate(points_per_money=0.1, value_per_point=0.2, redemption_rate=0.8), 4)
    0.016
    """
    return points_per_money * value_per_point * redemption_rate


@formula(points_issued=positive, points_redeemed=nonnegative)
@rule(
    lambda points_redeemed, points_issued: points_redeemed <= points_issued,
    "points_redeemed must not exceed points_issued",
)
def breakage_rate(points_issued, points_redeemed):
    """The share of points that are never redeemed.

    Parameters
    ----------
    points_issued : float, array, Series or expression
        Points that customers earned, above 0.
    points_redeemed : float, array, Series or expression
        Points of these that they redeemed, or are expected to redeem in the end.

    Returns
    -------
    float, array, Series or expression
        A share from 0 to 1. While points can still be redeemed, redemptions so far overstate it.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or more was redeemed than issued. An expression passes
        unchecked.

    Notes
    -----
    .. math:: 1 - \\frac{\\text{points redeemed}}{\\text{points issued}}

    References
    ----------
    IASB (2014). IFRS 15 Revenue from Contracts with Customers.

    Examples
    --------
    >>> round(breakage_rate(points_issued=10_000, points_redeemed=9_500), 2)
    0.05
    """
    return 1 - points_redeemed / points_issued


@formula(points_outstanding=nonnegative, value_per_point=nonnegative, redemption_rate=share)
def points_liability(points_outstanding, value_per_point, redemption_rate):
    """What the points that are still out are expected to cost.

    Parameters
    ----------
    points_outstanding : float, array, Series or expression
        Points earned and not yet redeemed or lapsed.
    value_per_point : float, array, Series or expression
        What redeeming a point costs the firm (money per point).
    redemption_rate : float, array, Series or expression
        Share of these points that is expected to be redeemed, 0 to 1.

    Returns
    -------
    float, array, Series or expression
        Money. It is the manager's estimate of the cost; the accounts defer revenue instead, see
        `allocate_revenue`.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    .. math:: \\text{points outstanding} \\times \\text{redemption rate} \\times \\text{value per point}

    Examples
    --------
    >>> points_liability(points_outstanding=50_000, value_per_point=0.2, redemption_rate=0.8)
    8000.0
    """
    return points_outstanding * redemption_rate * value_per_point


class RevenueAllocation(NamedTuple):
    """Sales, split between what was sold at once and the points, which are owed (money)."""

    products: float
    points: float


@formula(sales=positive, points_expected=nonnegative, value_per_point=nonnegative)
def allocate_revenue(sales, points_expected, value_per_point):
    """Sales, split between the products and the points by their stand-alone prices, as IFRS 15 asks.

    Parameters
    ----------
    sales : float, array, Series or expression
        What customers paid, which is also the stand-alone price of the products (money, above 0).
    points_expected : float, array, Series or expression
        Points earned by these sales that are expected to be redeemed.
    value_per_point : float, array, Series or expression
        What a point is worth on redemption (money per point).

    Returns
    -------
    RevenueAllocation
        A named tuple (money): `products`, revenue at once, and `points`, revenue deferred until the points
        are redeemed. They add up to the sales.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    With sales S and points expected to be redeemed at the price P together:

    .. math:: \\text{products} = S \\frac{S}{S + P} \\qquad \\text{points} = S \\frac{P}{S + P}

    References
    ----------
    IASB (2014). IFRS 15 Revenue from Contracts with Customers, Illustrative Example 52.

    Examples
    --------
    Sales of 100,000 earn 10,000 points worth 1 each, of which 9,500 are expected to be redeemed:

    >>> allocation = allocate_revenue(sales=100_000, points_expected=9_500, value_per_point=1)
    >>> round(allocation.products), round(allocation.points)
    (91324, 8676)
    """
    price_of_points = points_expected * value_per_point
    return RevenueAllocation(
        products=sales * sales / (sales + price_of_points),
        points=sales * price_of_points / (sales + price_of_points),
    )


@formula(deferred=nonnegative, points_redeemed=nonnegative, points_expected=positive)
@_redeemed_within_expected
def points_revenue(deferred, points_redeemed, points_expected):
    """The revenue that redeemed points have earned so far.

    Parameters
    ----------
    deferred : float, array, Series or expression
        Revenue that was allocated to the points (money), as from `allocate_revenue`.
    points_redeemed : float, array, Series or expression
        Points redeemed so far, since they were issued.
    points_expected : float, array, Series or expression
        Points that are expected to be redeemed in the end, by today's estimate, above 0.

    Returns
    -------
    float, array, Series or expression
        Revenue so far (money); what earlier periods showed of it is to be taken off.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or more was redeemed than expected. An expression passes
        unchecked.

    Notes
    -----
    .. math:: \\text{deferred} \\times \\frac{\\text{points redeemed}}{\\text{points expected}}

    References
    ----------
    IASB (2014). IFRS 15 Revenue from Contracts with Customers, Illustrative Example 52.

    Examples
    --------
    Of 9,500 points expected 4,500 are redeemed in the first year:

    >>> round(points_revenue(deferred=8_676, points_redeemed=4_500, points_expected=9_500))
    4110
    """
    return deferred * points_redeemed / points_expected


@formula(deferred=nonnegative, points_redeemed=nonnegative, points_expected=positive)
@_redeemed_within_expected
def contract_liability(deferred, points_redeemed, points_expected):
    """The deferred revenue that is still owed: points that are expected to be redeemed and are not yet.

    Parameters
    ----------
    deferred : float, array, Series or expression
        Revenue that was allocated to the points (money), as from `allocate_revenue`.
    points_redeemed : float, array, Series or expression
        Points redeemed so far, since they were issued.
    points_expected : float, array, Series or expression
        Points that are expected to be redeemed in the end, by today's estimate, above 0.

    Returns
    -------
    float, array, Series or expression
        Money.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or more was redeemed than expected. An expression passes
        unchecked.

    Notes
    -----
    .. math::

        \\text{deferred} \\times
        \\left(1 - \\frac{\\text{points redeemed}}{\\text{points expected}}\\right)

    References
    ----------
    IASB (2014). IFRS 15 Revenue from Contracts with Customers, Illustrative Example 52.

    Examples
    --------
    >>> round(contract_liability(deferred=8_676, points_redeemed=4_500, points_expected=9_500))
    4566
    """
    return deferred * (1 - points_redeemed / points_expected)


@formula(margin_rate=share, reward_rate=share, fixed_cost_rate=share)
@rule(
    lambda reward_rate, margin_rate: reward_rate < margin_rate,
    "reward_rate must be below margin_rate, or no growth of spend can pay for the reward",
)
def break_even_lift(margin_rate, reward_rate, fixed_cost_rate=0.0):
    """By how much members must spend more for a loyalty programme to pay for itself.

    Parameters
    ----------
    margin_rate : float, array, Series or expression
        Contribution as a share of spend, before the reward, 0 to 1.
    reward_rate : float, array, Series or expression
        Reward as a share of all that members spend, below the margin rate, as from `effective_reward_rate`.
    fixed_cost_rate : float, array, Series or expression
        Fixed cost of the programme as a share of what members would spend without it, 0 to 1.

    Returns
    -------
    float, array, Series or expression
        The growth of spend that is needed, as a share of what members would spend without the programme.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or the reward eats the whole margin. An expression passes
        unchecked.

    Notes
    -----
    With margin rate q, reward rate w, fixed cost rate f and lift x, (1 + x)(q - w) - f = q gives

    .. math:: x = \\frac{w + f}{q - w}

    The reward is paid on all spend, also on what members would have spent anyway. That is why 2 % of reward
    need more than 2 % of lift.

    References
    ----------
    Dowling, G. R. and Uncles, M. (1997). Do customer loyalty programs really work? Sloan Management Review
    38(4).

    Examples
    --------
    A margin of 30 % and a reward of 2 %: 0.02/0.28.

    >>> round(break_even_lift(margin_rate=0.30, reward_rate=0.02), 4)
    0.0714
    """
    return (reward_rate + fixed_cost_rate) / (margin_rate - reward_rate)


# ----------------------------------------------------------------------------------------------------------
# Referrals


@formula(
    referrals=nonnegative,
    clv=number,
    would_have_joined=share,
    acquisition_cost=nonnegative,
    reward=nonnegative,
)
def referral_value(referrals, clv, would_have_joined=0.0, acquisition_cost=0.0, reward=0.0):
    """What the customers whom someone brought are worth to the firm, net of the reward for bringing them.

    Parameters
    ----------
    referrals : float, array, Series or expression
        Customers who joined on her referral.
    clv : float, array, Series or expression
        Lifetime value of such a customer before any cost of acquisition (money).
    would_have_joined : float, array, Series or expression
        Share of them who would have joined without her, 0 to 1.
    acquisition_cost : float, array, Series or expression
        What it would have cost to win one of these in another way (money). The referral saves it.
    reward : float, array, Series or expression
        What the firm pays for one referral (money).

    Returns
    -------
    float, array, Series or expression
        Money; below 0 where rewards cost more than the referrals bring.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    With n referrals, lifetime value V, share p who would have joined anyway, acquisition cost a, reward w:

    .. math:: n \\left( (1 - p) V + p\\,a - w \\right)

    Kumar, Petersen and Leone also credit the saved acquisition cost to those who would not have joined. Here
    they bring their whole lifetime value, of which no acquisition cost was taken off.

    References
    ----------
    Kumar, V., Petersen, J. A. and Leone, R. P. (2007). How valuable is word of mouth? Harvard Business Review
    85(10).

    Schmitt, P., Skiera, B. and Van den Bulte, C. (2011). Referral programs and customer value. Journal of
    Marketing 75(1).

    Examples
    --------
    Four referrals, a quarter of whom would have come anyway: 4 × (0.75 × 200 + 0.25 × 60 - 25).

    >>> referral_value(referrals=4, clv=200, would_have_joined=0.25, acquisition_cost=60, reward=25)
    560.0
    """
    return referrals * ((1 - would_have_joined) * clv + would_have_joined * acquisition_cost - reward)


# ----------------------------------------------------------------------------------------------------------
# Loyalty, measured


@formula(own_spend=nonnegative, category_spend=positive)
@rule(
    lambda own_spend, category_spend: own_spend <= category_spend,
    "own_spend must not exceed category_spend, of which it is a part",
)
def share_of_wallet(own_spend, category_spend):
    """The share of a customer's spending in a category that goes to the firm.

    Parameters
    ----------
    own_spend : float, array, Series or expression
        What she spends with the firm (money per period).
    category_spend : float, array, Series or expression
        What she spends in the category with all firms (money per the same period, above 0).

    Returns
    -------
    float, array, Series or expression
        A share from 0 to 1. Of a group it is the share of the sums, not the mean of the shares.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or she spends more with the firm than with all. An expression
        passes unchecked.

    Notes
    -----
    .. math:: \\frac{\\text{spend with the firm}}{\\text{spend in the category}}

    References
    ----------
    Cooil, B., Keiningham, T. L., Aksoy, L. and Hsu, M. (2007). A longitudinal analysis of customer
    satisfaction and share of wallet. Journal of Marketing 71(1).

    Examples
    --------
    >>> share_of_wallet(own_spend=150, category_spend=600)
    0.25
    """
    return own_spend / category_spend


@formula(customers=positive, customers_again=nonnegative)
@rule(
    lambda customers_again, customers: customers_again <= customers,
    "customers_again must not exceed customers, of whom they are a part",
)
def repurchase_rate(customers, customers_again):
    """The share of the buyers of one period who buy again in the next.

    Parameters
    ----------
    customers : float, array, Series or expression
        Customers who bought in the first period, above 0.
    customers_again : float, array, Series or expression
        Those of them who bought again in the next.

    Returns
    -------
    float, array, Series or expression
        A share from 0 to 1.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or more bought again than bought. An expression passes
        unchecked.

    Notes
    -----
    .. math:: \\frac{\\text{customers who bought again}}{\\text{customers}}

    Examples
    --------
    >>> repurchase_rate(customers=400, customers_again=140)
    0.35
    """
    return customers_again / customers


@formula()
def loyalty_index(measures, weights=None):
    """Several measures of loyalty in one number from 0 to 100.

    Parameters
    ----------
    measures : dict
        Shares from 0 to 1 by name, such as share of wallet, repurchase rate and the share who would
        recommend. A value may be a number, an array, a Series or an expression.
    weights : dict, optional
        How much each measure counts, by the same names; at least 0, and not all 0. Without it, all alike.

    Returns
    -------
    float, array, Series or expression
        The index: 100 where every measure is 1.

    Raises
    ------
    TypeError, ValueError
        If the names differ, or a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    With measures :math:`x_i` and weights :math:`w_i`:

    .. math:: 100 \\frac{\\sum_i w_i x_i}{\\sum_i w_i}

    The weights are a choice. State them with the index, and show the measures beside it.

    Examples
    --------
    >>> round(loyalty_index({"share_of_wallet": 0.25, "repurchase_rate": 0.35, "recommend": 0.6}), 1)
    40.0
    >>> loyalty_index({"share_of_wallet": 0.25, "repurchase_rate": 0.75},
    ...               weights={"share_of_wallet": 3, "repurchase_rate": 1})
    37.5
    """
    shares = _named("measures", measures, share)
    factors = _named("weights", dict.fromkeys(shares, 1) if weights is None else weights, nonnegative)
    if factors.keys() != shares.keys():
        raise ValueError(f"weights must name the same as measures; got {describe(list(factors))}")
    require(sum(factors.values()) > 0, "weights must not all be 0", weights=list(factors.values()))
    weighted = sum(factors[name] * value for name, value in shares.items())
    return 100 * weighted / sum(factors.values())


def _named(name, values, kind):
    """Numbers by name, each checked."""
    if not isinstance(values, Mapping):
        raise TypeError(f"{name} must be a dict of numbers by name; got {describe(values)}")
    each(name, list(values.values()), kind)
    return values
