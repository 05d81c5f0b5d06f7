"""A base of customers: where it settles, and what a change of churn does to it."""

from typing import NamedTuple

from crmlib._guard.checks import (
    Kind,
    formula,
    nonnegative,
    positive,
    share,
    share_above_zero,
)

_GROWTH = Kind("a growth above 0 and at most 10, such as 0.2 for 20 %", low=0, high=10, open_low=True)


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
