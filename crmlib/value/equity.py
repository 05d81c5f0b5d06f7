"""The worth of a base: customer equity and its elasticities."""

from typing import NamedTuple

from crmlib._guard.checks import (
    Kind,
    formula,
    nonnegative,
    number,
    require,
    share,
)

_DISCOUNT_RATE = Kind("a rate above 0 and at most 1", low=0, high=1, open_low=True)


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
