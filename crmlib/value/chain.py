"""Value chain and quality: margins along the chain, defects per million, sigma level."""

from statistics import NormalDist

from crmlib._guard.checks import (
    Kind,
    by_element,
    checked,
    each,
    formula,
    nonnegative,
    number,
    one,
    positive,
    rule,
)

MILLION = 1_000_000
_PRICE = one(nonnegative)
# The lower bound keeps a share of a million within what a float can hold.
_DPMO = Kind("a number above 0 and below 1000000", low=1e-300, high=MILLION, open_high=True)


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
