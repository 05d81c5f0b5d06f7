"""Customer value: what a base, a customer and a chain of activities bring, and how it grows.

Contribution is what is left of revenue after variable cost and cost to serve (money per period). Rates are
fractions per the same period.
"""

from statistics import NormalDist
from typing import NamedTuple

from crmlib.checks import (
    Kind,
    by_element,
    checked,
    each,
    formula,
    nonnegative,
    number,
    one,
    positive,
    require,
    rule,
    share,
    share_above_zero,
)

MILLION = 1_000_000

_DISCOUNT_RATE = Kind("a rate above 0 and at most 1", low=0, high=1, open_low=True)
_GROWTH = Kind("a growth above 0 and at most 10, such as 0.2 for 20 %", low=0, high=10, open_low=True)
_PRICE = one(nonnegative)
# The lower bound keeps a share of a million within what a float can hold.
_DPMO = Kind("a number above 0 and below 1000000", low=1e-300, high=MILLION, open_high=True)


# ----------------------------------------------------------------------------------------------------------
# A base of customers


@formula(inflow=nonnegative, churn_rate=share_above_zero)
def steady_base(inflow, churn_rate):
    """Where a base of customers settles that gains the same number and loses the same share each period.

    Parameters
    ----------
    inflow : float, array, Series or expression
        Customers who join (customers per period).
    churn_rate : float, array, Series or expression
        Share of the base that leaves in each period, above 0 to 1.

    Returns
    -------
    float, array, Series or expression
        Customers.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    With inflow A and churn rate c, the base at which as many leave as join:

    .. math:: B = \\frac{A}{c}

    References
    ----------
    Sharp, B. (2010). How Brands Grow. Oxford University Press.

    Examples
    --------
    >>> steady_base(inflow=15, churn_rate=0.15)
    100.0
    """
    return inflow / churn_rate


@formula(
    customers=nonnegative,
    inflow=nonnegative,
    churn_rate=share,
    periods=Kind("a whole number from 0 to 100000", low=0, high=100_000, whole=True, single=True),
)
def base_after(customers, inflow, churn_rate, periods=1):
    """How many customers there are after some periods of the same inflow and churn.

    Parameters
    ----------
    customers : float, array, Series or expression
        Customers today.
    inflow : float, array, Series or expression
        Customers who join (customers per period). They do not leave in the period in which they join.
    churn_rate : float, array, Series or expression
        Share of the base that leaves in each period, 0 to 1.
    periods : int
        How many periods, 0 to 100000.

    Returns
    -------
    float, array, Series or expression
        Customers, those of today who are left and those who joined since.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    With base B, inflow A and churn rate c, period after period:

    .. math:: B_{t+1} = (1 - c) B_t + A

    Examples
    --------
    >>> round(base_after(customers=100, inflow=15, churn_rate=0.1275), 2)
    102.25
    """
    for _ in range(int(periods)):
        customers = customers * (1 - churn_rate) + inflow
    return customers


class LoyaltyEffect(NamedTuple):
    """What a change in churn does to a base: customers, and profit against that without the change."""

    customers_year_one: float
    customers_long_run: float
    customer_growth_year_one: float
    customer_growth_long_run: float
    profit_growth_year_one: float
    profit_growth_long_run: float


@formula(
    customers=positive,
    inflow=positive,
    churn_before=share_above_zero,
    churn_after=share_above_zero,
    profit_share=share_above_zero,
)
def loyalty_effect(customers, inflow, churn_before, churn_after, profit_share=1.0):
    """What a cut in churn does to the base and to profit, in year one and in the long run.

    Parameters
    ----------
    customers : float, array, Series or expression
        Customers today, above 0.
    inflow : float, array, Series or expression
        Customers who join (customers per year), above 0.
    churn_before, churn_after : float, array, Series or expression
        Share of the base that leaves in a year, before and after the cut, above 0 to 1.
    profit_share : float, array, Series or expression
        Profit without the cut as a share of contribution, above 0 to 1; the rest is fixed cost. At 1.0, the
        default, there is no fixed cost, and profit grows as the base does.

    Returns
    -------
    LoyaltyEffect
        A named tuple: `customers_year_one`, `customers_long_run` (customers), and the growth of the base and
        of profit against what they would be without the cut: `customer_growth_year_one`,
        `customer_growth_long_run`, `profit_growth_year_one`, `profit_growth_long_run` (shares).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    With base B, inflow A, churn c before and c' after, and profit as a share s of contribution:

    .. math::

        B_1 = (1 - c') B + A \\qquad B_\\infty = \\frac{A}{c'} \\qquad
        \\text{profit growth} = \\frac{\\text{growth of the base}}{s}

    Contribution per customer and fixed cost stay as they are; the cost of cutting churn is not in it.

    References
    ----------
    Reichheld, F. F. and Sasser, W. E. (1990). Zero defections: quality comes to services. Harvard Business
    Review 68(5).

    Examples
    --------
    100 customers, 15 join a year, and churn falls from 15 % to 12.75 %:

    >>> effect = loyalty_effect(customers=100, inflow=15, churn_before=0.15, churn_after=0.1275)
    >>> round(effect.customers_year_one, 2), round(effect.customers_long_run, 1)
    (102.25, 117.6)
    >>> round(effect.profit_growth_year_one, 4), round(effect.profit_growth_long_run, 3)
    (0.0225, 0.176)
    """
    first_year = customers * (1 - churn_after) + inflow
    first_growth = first_year / (customers * (1 - churn_before) + inflow) - 1
    long_run = inflow / churn_after
    long_growth = churn_before / churn_after - 1
    return LoyaltyEffect(
        first_year,
        long_run,
        first_growth,
        long_growth,
        first_growth / profit_share,
        long_growth / profit_share,
    )


@formula(customer_growth=_GROWTH, profit_growth=_GROWTH)
def implied_profit_share(customer_growth, profit_growth):
    """How thin a firm's profit must be for a growth of its base to make profit grow by as much as is claimed.

    Parameters
    ----------
    customer_growth : float, array, Series or expression
        Growth of the base, and so of contribution, as a share: above 0 to 10.
    profit_growth : float, array, Series or expression
        Growth of profit that is claimed, as a share: above 0 to 10.

    Returns
    -------
    float, array, Series or expression
        Profit as a share of contribution. Above 1 the claim is too small: profit would grow by more.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    The profit growth of `loyalty_effect`, solved for the profit share:

    .. math:: s = \\frac{\\text{growth of the base}}{\\text{growth of profit}}

    Examples
    --------
    The base is 2.25 % larger and profit is said to be 20 % larger:

    >>> round(implied_profit_share(customer_growth=0.0225, profit_growth=0.20), 4)
    0.1125
    """
    return customer_growth / profit_growth


# ----------------------------------------------------------------------------------------------------------
# The worth of a base


@formula(
    customers=nonnegative,
    inflow=nonnegative,
    margin=number,
    retention_rate=share,
    discount_rate=_DISCOUNT_RATE,
    acquisition_cost=nonnegative,
)
def customer_equity(customers, inflow, margin, retention_rate, discount_rate, acquisition_cost=0.0):
    """What all present and future customers are worth today, net of acquiring the future ones.

    Parameters
    ----------
    customers : float, array, Series or expression
        Customers today. Their next margin comes after one period, if they stay.
    inflow : float, array, Series or expression
        Customers who join at the end of each period, for ever; the first margin of each comes on joining.
    margin : float, array, Series or expression
        Margin of each customer (money per period).
    retention_rate : float, array, Series or expression
        Probability of staying, each period, 0 to 1.
    discount_rate : float, array, Series or expression
        Cost of capital per the same period, above 0 to 1.
    acquisition_cost : float, array, Series or expression
        What it costs to win one customer (money, paid on joining).

    Returns
    -------
    float, array, Series or expression
        Value today (money).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    With N customers, inflow A, margin m, retention rate r, discount rate d and acquisition cost a:

    .. math::

        N \\frac{m\\,r}{1 + d - r} + \\frac{A}{d} \\left( \\frac{m(1 + d)}{1 + d - r} - a \\right)

    It is the value of the margins of a base :math:`B_t = r B_{t-1} + A`, less the cost of each inflow.

    References
    ----------
    Gupta, S., Lehmann, D. R. and Stuart, J. A. (2004). Valuing customers. Journal of Marketing Research
    41(1).

    Blattberg, R. C. and Deighton, J. (1996). Manage marketing by the customer equity test. Harvard Business
    Review 74(4).

    Examples
    --------
    1,000 customers at 266.67 each, and 100 a year at 366.67 - 150 each, for ever at 10 %:

    >>> round(customer_equity(customers=1000, inflow=100, margin=100, retention_rate=0.8, discount_rate=0.10,
    ...                       acquisition_cost=150))
    483333
    """
    present_customer = margin * retention_rate / (1 + discount_rate - retention_rate)
    new_customer = margin * (1 + discount_rate) / (1 + discount_rate - retention_rate)
    return customers * present_customer + inflow / discount_rate * (new_customer - acquisition_cost)


class EquityElasticities(NamedTuple):
    """By how many per cent customer equity grows when one of its drivers grows by one per cent."""

    customers: float
    acquisition: float
    margin: float
    acquisition_cost: float
    retention: float


@formula(
    customers=nonnegative,
    inflow=nonnegative,
    margin=number,
    retention_rate=share,
    discount_rate=_DISCOUNT_RATE,
    acquisition_cost=nonnegative,
)
def customer_equity_elasticities(
    customers, inflow, margin, retention_rate, discount_rate, acquisition_cost=0.0
):
    """By how many per cent customer equity grows when one of its drivers grows by one per cent.

    Parameters
    ----------
    customers, inflow : float, array, Series or expression
        Customers today, and customers who join (customers per period).
    margin : float, array, Series or expression
        Margin of each customer (money per period).
    retention_rate : float, array, Series or expression
        Probability of staying, each period, 0 to 1.
    discount_rate : float, array, Series or expression
        Cost of capital per the same period, above 0 to 1.
    acquisition_cost : float, array, Series or expression
        What it costs to win one customer (money, paid on joining).

    Returns
    -------
    EquityElasticities
        A named tuple of numbers without unit: `customers`, `acquisition` (of the inflow), `margin`,
        `acquisition_cost` (at most 0) and `retention`.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or customer equity is not above 0. An expression passes
        unchecked.

    Notes
    -----
    With customer equity CE, of which :math:`F` is the part of future customers, and the symbols of
    `customer_equity`:

    .. math::

        \\epsilon_A = \\frac{F}{CE} \\qquad
        \\epsilon_m = \\frac{CE + aA/d}{CE} \\qquad
        \\epsilon_a = -\\frac{aA/d}{CE} \\qquad
        \\epsilon_r = \\frac{r\\,m(1 + d)(N + A/d)}{(1 + d - r)^2\\,CE}

    Those of customers and inflow add up to 1, as those of margin and acquisition cost do. One per cent more
    retention may cost more than one per cent more margin: elasticities are no profits.

    References
    ----------
    Gupta, S., Lehmann, D. R. and Stuart, J. A. (2004). Valuing customers. Journal of Marketing Research
    41(1).

    Examples
    --------
    Retention 0.8 → 0.808 makes a customer without inflow worth about 3.7 % more:

    >>> elasticities = customer_equity_elasticities(
    ...     customers=1000, inflow=0, margin=100, retention_rate=0.8, discount_rate=0.10)
    >>> round(elasticities.retention, 2), elasticities.margin
    (3.67, 1.0)
    """
    equity = customer_equity(customers, inflow, margin, retention_rate, discount_rate, acquisition_cost)
    require(
        equity > 0,
        "customer equity must be above 0 to have elasticities: raise margin or lower acquisition_cost",
        margin=margin,
        acquisition_cost=acquisition_cost,
    )
    present = customers * margin * retention_rate / (1 + discount_rate - retention_rate)
    cost = inflow * acquisition_cost / discount_rate
    slope = margin * (1 + discount_rate) / (1 + discount_rate - retention_rate) ** 2
    return EquityElasticities(
        customers=present / equity,
        acquisition=(equity - present) / equity,
        margin=(equity + cost) / equity,
        acquisition_cost=-cost / equity,
        retention=retention_rate * slope * (customers + inflow / discount_rate) / equity,
    )


# ----------------------------------------------------------------------------------------------------------
# The contribution of a customer


class ContributionBySource(NamedTuple):
    """What a customer contributes in a period, by where it comes from (money)."""

    continued_purchase: float
    growing_spend: float
    lower_cost_to_serve: float
    word_of_mouth: float

    @property
    def total(self):
        """The whole contribution."""
        return self.continued_purchase + self.growing_spend + self.lower_cost_to_serve + self.word_of_mouth


@formula(
    first_spend=nonnegative,
    spend=nonnegative,
    margin_rate=share,
    first_cost_to_serve=nonnegative,
    cost_to_serve=nonnegative,
    referred_contribution=number,
)
def contribution_by_source(
    first_spend, spend, margin_rate, first_cost_to_serve, cost_to_serve, referred_contribution=0.0
):
    """What a customer contributes now, split by its four sources since her first period.

    Parameters
    ----------
    first_spend, spend : float, array, Series or expression
        What she spent in her first period, and spends now (money per period).
    margin_rate : float, array, Series or expression
        Contribution before cost to serve as a share of spend, 0 to 1.
    first_cost_to_serve, cost_to_serve : float, array, Series or expression
        What serving her cost in her first period, and costs now (money per period).
    referred_contribution : float, array, Series or expression
        What the customers whom she brought contribute now (money per period).

    Returns
    -------
    ContributionBySource
        A named tuple (money per period): `continued_purchase`, as in her first period; `growing_spend`;
        `lower_cost_to_serve`; `word_of_mouth`; and `total`, their sum. A source is below 0 where she spends
        less or costs more than at first.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    With spend S, margin rate q and cost to serve K, in her first period (0) and now (t), and contribution W
    of those she referred:

    .. math:: (S_0 q - K_0) + (S_t - S_0) q + (K_0 - K_t) + W = S_t q - K_t + W

    References
    ----------
    Reichheld, F. F. and Sasser, W. E. (1990). Zero defections: quality comes to services. Harvard Business
    Review 68(5).

    Examples
    --------
    Spend grew from 200 to 260, serving her costs 10 in place of 20, a friend of hers brings 15:

    >>> sources = contribution_by_source(200, 260, margin_rate=0.5, first_cost_to_serve=20, cost_to_serve=10,
    ...                                  referred_contribution=15)
    >>> tuple(sources), sources.total
    ((80.0, 30.0, 10, 15), 135.0)
    """
    return ContributionBySource(
        continued_purchase=first_spend * margin_rate - first_cost_to_serve,
        growing_spend=(spend - first_spend) * margin_rate,
        lower_cost_to_serve=first_cost_to_serve - cost_to_serve,
        word_of_mouth=referred_contribution,
    )


@formula(
    revenue=number,
    margin_rate=share,
    orders=nonnegative,
    returns=nonnegative,
    visits=nonnegative,
    cost_per_order=nonnegative,
    cost_per_return=nonnegative,
    cost_per_visit=nonnegative,
)
def customer_contribution(
    revenue,
    margin_rate,
    orders=0,
    returns=0,
    visits=0,
    cost_per_order=0.0,
    cost_per_return=0.0,
    cost_per_visit=0.0,
):
    """What is left of a customer's revenue after goods and after the activities that she causes.

    Parameters
    ----------
    revenue : float, array, Series or expression
        Revenue after returns (money per period); below 0 where more was returned than bought.
    margin_rate : float, array, Series or expression
        Gross margin as a share of revenue, 0 to 1.
    orders, returns, visits : float, array, Series or expression
        How many of each she causes (per the same period).
    cost_per_order, cost_per_return, cost_per_visit : float, array, Series or expression
        Activity rates: what one of each costs (money).

    Returns
    -------
    float, array, Series or expression
        Contribution (money per period); it may be below 0.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    .. math::

        \\text{revenue} \\times \\text{margin rate} - \\sum_{\\text{activity}} \\text{times} \\times
        \\text{cost each}

    References
    ----------
    Kaplan, R. S. and Cooper, R. (1998). Cost and Effect. Harvard Business School Press.

    Examples
    --------
    >>> customer_contribution(10_000, margin_rate=0.3, orders=20, returns=5, visits=4,
    ...                       cost_per_order=30, cost_per_return=60, cost_per_visit=150)
    1500.0
    """
    activities = orders * cost_per_order + returns * cost_per_return + visits * cost_per_visit
    return revenue * margin_rate - activities


# ----------------------------------------------------------------------------------------------------------
# Value chain and quality


@formula(
    revenue=nonnegative,
    inbound_logistics=nonnegative,
    operations=nonnegative,
    outbound_logistics=nonnegative,
    marketing_and_sales=nonnegative,
    service=nonnegative,
    infrastructure=nonnegative,
    human_resources=nonnegative,
    technology_development=nonnegative,
    procurement=nonnegative,
)
def value_chain_margin(
    revenue,
    inbound_logistics=0.0,
    operations=0.0,
    outbound_logistics=0.0,
    marketing_and_sales=0.0,
    service=0.0,
    infrastructure=0.0,
    human_resources=0.0,
    technology_development=0.0,
    procurement=0.0,
):
    """The margin of a firm's value chain: what customers pay, less the cost of every activity.

    Parameters
    ----------
    revenue : float, array, Series or expression
        What customers pay (money per unit or per period).
    inbound_logistics, operations, outbound_logistics : float, array, Series or expression
        Cost of the primary activities: goods in, production, goods out (money, per the same).
    marketing_and_sales, service : float, array, Series or expression
        Cost of the primary activities that meet the customer (money, per the same).
    infrastructure, human_resources : float, array, Series or expression
        Cost of the support activities: management, finance and the like, and people (money, per the same).
    technology_development, procurement : float, array, Series or expression
        Cost of the support activities: technology, and buying (money, per the same).

    Returns
    -------
    float, array, Series or expression
        The margin (money, per the same); it may be below 0.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    .. math:: \\text{revenue} - \\sum \\text{primary activities} - \\sum \\text{support activities}

    References
    ----------
    Porter, M. E. (1985). Competitive Advantage. Free Press.

    Examples
    --------
    >>> value_chain_margin(100, inbound_logistics=10, operations=45, service=8, infrastructure=12)
    25.0
    """
    primary = inbound_logistics + operations + outbound_logistics + marketing_and_sales + service
    support = infrastructure + human_resources + technology_development + procurement
    return revenue - primary - support


@formula()
def margins_along_chain(prices, costs):
    """The margin of each stage of a chain of firms, from the first supplier to the shop.

    Parameters
    ----------
    prices : list, array or Series
        The price at which each stage sells to the next, in order (money per unit).
    costs : list, array or Series
        What each stage adds of its own cost, without what it buys from the stage before (money per unit).

    Returns
    -------
    list of float
        The margin of each stage (money per unit); below 0 where a stage loses.

    Raises
    ------
    TypeError, ValueError
        If the two differ in length, or a number is missing or out of range.

    Notes
    -----
    With price p and own cost k of stage i, and :math:`p_0 = 0`:

    .. math:: p_i - p_{i-1} - k_i \\qquad \\sum_i (p_i - p_{i-1} - k_i) = p_n - \\sum_i k_i

    References
    ----------
    Porter, M. E. (1985). Competitive Advantage. Free Press.

    Examples
    --------
    A grower sells to a roaster at 20, who sells to a shop at 50, which sells at 80:

    >>> margins_along_chain(prices=[20, 50, 80], costs=[15, 18, 22])
    [5, 12, 8]
    """
    sold_at, own_costs = each("prices", prices, _PRICE), each("costs", costs, _PRICE)
    if len(sold_at) != len(own_costs):
        raise ValueError(
            f"prices and costs must have the same length; got {len(sold_at)} and {len(own_costs)}"
        )
    bought_at = [0, *sold_at[:-1]]
    return [sold - bought - cost for sold, bought, cost in zip(sold_at, bought_at, own_costs, strict=True)]


@formula(defects=nonnegative, units=positive, opportunities=positive)
@rule(
    lambda defects, units, opportunities: defects / units <= opportunities,
    "defects must not exceed units × opportunities",
)
def dpmo(defects, units, opportunities):
    """Defects per million opportunities: how often what can go wrong does.

    Parameters
    ----------
    defects : float, array, Series or expression
        Defects that were found, such as late deliveries.
    units : float, array, Series or expression
        Units that were looked at, such as deliveries, above 0.
    opportunities : float, array, Series or expression
        Ways in which one unit can be defective, above 0.

    Returns
    -------
    float, array, Series or expression
        Defects per million opportunities, 0 to 1,000,000.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or there are more defects than opportunities. An expression
        passes unchecked.

    Notes
    -----
    .. math:: \\text{DPMO} = \\frac{\\text{defects}}{\\text{units} \\times \\text{opportunities}} \\times 10^6

    References
    ----------
    Pande, P. S., Neuman, R. P. and Cavanagh, R. R. (2000). The Six Sigma Way. McGraw-Hill.

    Examples
    --------
    12 late deliveries of 2,000, each of which can be late in one way:

    >>> dpmo(defects=12, units=2000, opportunities=1)
    6000.0
    """
    return defects / units / opportunities * MILLION


@checked(dpmo=_DPMO, shift=number)
@by_element("dpmo", "shift")
def sigma_level(dpmo, shift=1.5):
    """The sigma level of a process: how many standard deviations lie between its mean and the limit.

    Parameters
    ----------
    dpmo : float, array or Series
        Defects per million opportunities, above 0 and below 1,000,000. Without a defect no level can be told.
    shift : float, array or Series
        By how many standard deviations the process is taken to drift over time. 1.5 is a convention; 0 gives
        the level of the data themselves.

    Returns
    -------
    float, array or Series
        The sigma level.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. Expressions are refused: the normal quantile has no operator.

    Notes
    -----
    With the quantile function :math:`\\Phi^{-1}` of the normal distribution:

    .. math:: \\Phi^{-1}\\left(1 - \\frac{\\text{DPMO}}{10^6}\\right) + \\text{shift}

    References
    ----------
    Pande, P. S., Neuman, R. P. and Cavanagh, R. R. (2000). The Six Sigma Way. McGraw-Hill.

    Examples
    --------
    >>> round(sigma_level(3.4), 2), round(sigma_level(66_807), 2)
    (6.0, 3.0)
    """
    # The lower tail keeps the digits that 1 - share would lose.
    return -NormalDist().inv_cdf(dpmo / MILLION) + shift
