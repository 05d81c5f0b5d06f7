"""Loyalty: how much of their spending customers give a firm, and what a loyalty programme or a referral costs
and brings.

Points are worth money on redemption: `value_per_point` is that money. Shares are fractions.
"""

import math
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
    share_above_zero,
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


@formula(margin_rate=share, reward_rate=share, fixed_cost_rate=share, cannibalised_share=share)
@rule(
    lambda reward_rate, margin_rate, cannibalised_share: reward_rate < margin_rate * (1 - cannibalised_share),
    "reward_rate must be below margin_rate × (1 - cannibalised_share), or no growth of spend can pay for the "
    "reward",
)
def break_even_lift(margin_rate, reward_rate, fixed_cost_rate=0.0, cannibalised_share=0.0):
    """By how much members must spend more for a loyalty programme to pay for itself.

    Parameters
    ----------
    margin_rate : float, array, Series or expression
        Contribution as a share of spend, before the reward, 0 to 1.
    reward_rate : float, array, Series or expression
        Reward as a share of all that members spend, below the margin rate, as from `effective_reward_rate`.
    fixed_cost_rate : float, array, Series or expression
        Fixed cost of the programme as a share of what members would spend without it, 0 to 1.
    cannibalised_share : float, array, Series or expression
        Share of the growth that the firm would have sold anyway, later or elsewhere in its shops, 0 to 1.

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
    With margin rate q, reward rate w, fixed cost rate f, cannibalised share c and lift x, the margin of what
    is really added, (1 - c) q x, has to equal the reward w (1 + x) and the fixed cost:

    .. math:: x = \\frac{w + f}{q (1 - c) - w}

    The reward is paid on all spend, also on what members would have spent anyway. That is why 2 % of reward
    need more than 2 % of lift.

    References
    ----------
    Dowling, G. R. and Uncles, M. (1997). Do customer loyalty programs really work? Sloan Management Review
    38(4).

    Examples
    --------
    A margin of 30 % and a reward of 2 %: 0.02/0.28. If half of the growth is only bought earlier: 0.02/0.13.

    >>> round(break_even_lift(margin_rate=0.30, reward_rate=0.02), 4)
    0.0714
    >>> round(break_even_lift(margin_rate=0.30, reward_rate=0.02, cannibalised_share=0.5), 4)
    0.1538
    """
    return (reward_rate + fixed_cost_rate) / (margin_rate * (1 - cannibalised_share) - reward_rate)


# ----------------------------------------------------------------------------------------------------------
# Thresholds


@formula(benefit=nonnegative, lift=positive, margin_rate=share_above_zero)
def break_even_spend(benefit, lift, margin_rate):
    """What a member must spend without a programme for a fixed benefit to pay.

    Parameters
    ----------
    benefit : float, array, Series or expression
        What the benefit costs for a member (money per period).
    lift : float, array, Series or expression
        Growth of her spend by the benefit, as a share of what she would spend without it, above 0.
    margin_rate : float, array, Series or expression
        Contribution as a share of spend, above 0 and at most 1.

    Returns
    -------
    float, array, Series or expression
        The spend (money per the same period). Below it the benefit costs more than it brings.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    With benefit R, lift x and margin rate q:

    .. math:: \\frac{R}{q\\,x}

    It is the spend without the programme. What she spent last year is only an estimate of it.

    Examples
    --------
    ¥15 a year, 5 % more spend, 40 % of margin: 15 ÷ (0.4 × 0.05).

    >>> round(break_even_spend(benefit=15, lift=0.05, margin_rate=0.4))
    750
    """
    return benefit / (margin_rate * lift)


@formula(reached_anyway=nonnegative, gap=positive, reward=nonnegative, margin_rate=share)
@rule(
    lambda reward, margin_rate, gap: reward < margin_rate * gap,
    "reward must be below margin_rate × gap, or closing the gap can never pay for it",
)
def break_even_stretch(reached_anyway, gap, reward, margin_rate):
    """How many members must close the gap to a threshold for its reward to pay.

    Parameters
    ----------
    reached_anyway : float, array, Series or expression
        Members who would reach the threshold without a reward, and get it for nothing.
    gap : float, array, Series or expression
        What the others spend more to reach it (money per member, above 0).
    reward : float, array, Series or expression
        What the reward costs (money per member who reaches the threshold).
    margin_rate : float, array, Series or expression
        Contribution as a share of spend, 0 to 1.

    Returns
    -------
    float, array, Series or expression
        Members who must close the gap.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or the reward eats the margin of the gap. An expression
        passes unchecked.

    Notes
    -----
    With A who reach it anyway, gap g, reward R and margin rate q, (q g - R) n = A R gives

    .. math:: n = \\frac{A R}{q\\,g - R}

    Examples
    --------
    40 are there anyway; each of the others has to spend ¥200 more, at 30 % of margin: 40 × 20 ÷ (60 - 20).

    >>> break_even_stretch(reached_anyway=40, gap=200, reward=20, margin_rate=0.3)
    20.0
    """
    return reached_anyway * reward / (margin_rate * gap - reward)


class ThresholdResult(NamedTuple):
    """What a reward from a threshold on does, a member of the whole base."""

    rewarded: float
    extra_spend: float
    cost: float
    profit: float


@formula(
    threshold=positive,
    reward=nonnegative,
    mean_spend=positive,
    margin_rate=share,
    lift=nonnegative,
    pull=share,
    reach=share_above_zero,
    cannibalised_share=share,
)
def threshold_programme(
    threshold, reward, mean_spend, margin_rate, lift, pull, reach, cannibalised_share=0.0
):
    """What a reward for all who spend a threshold earns: a model with points pressure near it.

    Parameters
    ----------
    threshold : float, array, Series or expression
        Spend from which on a member gets the reward (money per period, above 0).
    reward : float, array, Series or expression
        What the reward costs (money per member who gets it).
    mean_spend : float, array, Series or expression
        Mean spend of a member without the programme (money per period, above 0).
    margin_rate : float, array, Series or expression
        Contribution as a share of spend, 0 to 1.
    lift : float, array, Series or expression
        Growth of the spend of those who reach the threshold anyway, as a share of it (rewarded behaviour).
    pull : float, array, Series or expression
        Chance that a member who is only just short of the threshold spends what is missing (points pressure).
    reach : float, array, Series or expression
        Share of the threshold, above 0 and at most 1. Who lacks more than that is not moved; in between the
        chance falls in a straight line.
    cannibalised_share : float, array, Series or expression
        Share of the extra spend that the firm would have sold anyway, later or elsewhere in its shops.

    Returns
    -------
    ThresholdResult
        A named tuple, a member of the whole base: `rewarded` (share of the members who get the reward),
        `extra_spend`, `cost` of the rewards and `profit`, the margin of what is really added less this cost
        (money per period).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    Assumed are spends of an exponential distribution with mean m, and a chance p (1 - z/h) of closing
    a gap z, where h, the reach times the threshold T, is the widest gap that moves anybody. Then with k = h/m

    .. math::

        A = e^{-T/m} \\qquad B = p\\,A\\,\\frac{e^k - 1 - k}{k} \\qquad
        E = x (T + m) A + p\\,m\\,A\\,\\frac{(k - 2)\\,e^k + k + 2}{k}

    are the shares who reach T anyway and who close the gap, and the extra spend at the lift x. With margin
    rate q, cannibalised share c and reward R the profit is

    .. math:: q (1 - c) E - R (A + B)

    That efforts grow with the share of the way that is done is a finding; the straight line, and one lift for
    all, are our simplification. Without a pull the best threshold is `break_even_spend`.

    References
    ----------
    Kivetz, R., Urminsky, O. and Zheng, Y. (2006). The goal-gradient hypothesis resurrected. Journal of
    Marketing Research 43(1).

    Taylor, G. A. and Neslin, S. A. (2005). The current and future sales impact of a retail frequency reward
    program. Journal of Retailing 81(4).

    Examples
    --------
    ¥60 for all who spend ¥1,500 a year, where the mean is ¥1,000. A third of those who would spend just less
    close the gap, and nobody who lacks more than ¥300 does.

    >>> result = threshold_programme(threshold=1500, reward=60, mean_spend=1000, margin_rate=0.4, lift=0.1,
    ...                              pull=1/3, reach=0.2)
    >>> round(result.rewarded, 4), round(result.extra_spend, 2), round(result.profit, 2)
    (0.2355, 57.08, 8.7)
    """
    past = threshold / mean_spend
    width = reach * past
    anyway, at_reach = math.e ** (-past), math.e ** (width - past)
    closed = pull * (at_reach - (1 + width) * anyway) / width
    stretched = pull * mean_spend * ((width - 2) * at_reach + (width + 2) * anyway) / width
    extra = lift * (threshold + mean_spend) * anyway + stretched
    cost = reward * (anyway + closed)
    return ThresholdResult(
        anyway + closed, extra, cost, margin_rate * (1 - cannibalised_share) * extra - cost
    )


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
