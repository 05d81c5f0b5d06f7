"""Rates: who stays, who leaves, what revenue stays, and the same rate per day, week, month or year.

Every rate is a fraction per period. A rate of one period never meets a margin of another: convert it first.
"""

from crmlib._guard.checks import formula, nonnegative, one_of, positive, rate, rule, share

#: How many of each period make a year: the one convention of time in this library. A week has 7 days.
PERIODS_PER_YEAR = {"day": 365.25, "week": 365.25 / 7, "month": 12, "quarter": 4, "year": 1}

_PERIOD = one_of(*PERIODS_PER_YEAR)
_losses_within_start = rule(
    lambda revenue_start, contraction, churned: contraction + churned <= revenue_start,
    "contraction and churned together must not exceed revenue_start",
)


@formula(customers_start=positive, customers_end=nonnegative, customers_new=nonnegative)
@rule(
    lambda customers_new, customers_end: customers_new <= customers_end,
    "customers_new must not exceed customers_end: count only the new customers still there at the end",
)
@rule(
    lambda customers_start, customers_end, customers_new: customers_end - customers_new <= customers_start,
    "customers_end less customers_new must not exceed customers_start: who stayed was there at the start",
)
def retention_rate(customers_start, customers_end, customers_new):
    """The share of the customers at the start of a period who are still customers at its end.

    Parameters
    ----------
    customers_start : float, array, Series or expression
        Customers at the start of the period, above 0.
    customers_end : float, array, Series or expression
        Customers at its end.
    customers_new : float, array, Series or expression
        Customers who joined in the period and are still there at its end. Those who joined and left again
        are not among them: subtracting them too would count them as losses of the old base.

    Returns
    -------
    float, array, Series or expression
        A share from 0 to 1, per period.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or the three do not fit together. An expression passes
        unchecked.

    Notes
    -----
    .. math::

        \\text{retention rate} =
        \\frac{\\text{customers at end} - \\text{new customers}}{\\text{customers at start}}

    References
    ----------
    Farris, P. W., Bendle, N. T., Pfeifer, P. E. and Reibstein, D. J. (2010). Marketing Metrics, 2nd edition.
    Pearson.

    Examples
    --------
    Of 100 customers 90 stay; 15 join, of whom 5 leave again before the end, so that 100 are there.

    >>> retention_rate(customers_start=100, customers_end=100, customers_new=10)
    0.9
    """
    return (customers_end - customers_new) / customers_start


@formula(customers_start=positive, customers_lost=nonnegative)
@rule(
    lambda customers_lost, customers_start: customers_lost <= customers_start,
    "customers_lost must not exceed customers_start: count only the customers of the start",
)
def churn_rate(customers_start, customers_lost):
    """The share of the customers at the start of a period who left in it.

    Parameters
    ----------
    customers_start : float, array, Series or expression
        Customers at the start of the period, above 0.
    customers_lost : float, array, Series or expression
        Customers of that start who left. Who joined in the period and left again is not among them; then
        churn is 1 - retention.

    Returns
    -------
    float, array, Series or expression
        A share from 0 to 1, per period.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or more customers left than there were. An expression
        passes unchecked.

    Notes
    -----
    .. math:: \\text{churn rate} = \\frac{\\text{customers lost}}{\\text{customers at start}}

    References
    ----------
    Farris, P. W., Bendle, N. T., Pfeifer, P. E. and Reibstein, D. J. (2010). Marketing Metrics, 2nd edition.
    Pearson.

    Examples
    --------
    >>> churn_rate(customers_start=100, customers_lost=10)
    0.1
    """
    return customers_lost / customers_start


@formula(revenue_start=positive, expansion=nonnegative, contraction=nonnegative, churned=nonnegative)
@_losses_within_start
def net_revenue_retention(revenue_start, expansion, contraction, churned):
    """The revenue that the customers of the start bring at the end, growth included, as a share of the start.

    Parameters
    ----------
    revenue_start : float, array, Series or expression
        Recurring revenue per period at the start (money per period, above 0).
    expansion : float, array, Series or expression
        What customers of the start spend more at the end (money per period).
    contraction : float, array, Series or expression
        What customers who stayed spend less (money per period).
    churned : float, array, Series or expression
        What the customers who left spent at the start (money per period).

    Returns
    -------
    float, array, Series or expression
        A share of the revenue at the start; above 1 where growth exceeds the losses. Revenue of new customers
        is not in it.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or more revenue was lost than there was. An expression
        passes unchecked.

    Notes
    -----
    .. math::

        \\text{NRR} = \\frac{\\text{revenue at start} + \\text{expansion} - \\text{contraction} -
        \\text{churned}}{\\text{revenue at start}}

    Examples
    --------
    >>> net_revenue_retention(revenue_start=1000, expansion=150, contraction=50, churned=80)
    1.02
    """
    return (revenue_start + expansion - contraction - churned) / revenue_start


@formula(revenue_start=positive, contraction=nonnegative, churned=nonnegative)
@_losses_within_start
def gross_revenue_retention(revenue_start, contraction, churned):
    """The revenue that the customers of the start still bring at the end, growth left out.

    Parameters
    ----------
    revenue_start : float, array, Series or expression
        Recurring revenue per period at the start (money per period, above 0).
    contraction : float, array, Series or expression
        What customers who stayed spend less at the end (money per period).
    churned : float, array, Series or expression
        What the customers who left spent at the start (money per period).

    Returns
    -------
    float, array, Series or expression
        A share from 0 to 1 of the revenue at the start.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or more revenue was lost than there was. An expression
        passes unchecked.

    Notes
    -----
    .. math::

        \\text{GRR} = \\frac{\\text{revenue at start} - \\text{contraction} - \\text{churned}}
        {\\text{revenue at start}}

    Examples
    --------
    >>> gross_revenue_retention(revenue_start=1000, contraction=50, churned=80)
    0.87
    """
    return (revenue_start - contraction - churned) / revenue_start


@formula(rate=share, from_period=_PERIOD, to_period=_PERIOD)
def convert_retention_rate(rate, from_period, to_period):
    """A retention rate of one period as the rate of another that keeps the same customers.

    Parameters
    ----------
    rate : float, array, Series or expression
        Retention rate per `from_period`, 0 to 1.
    from_period, to_period : {"day", "week", "month", "quarter", "year"}
        The period of the rate, and the period that is wanted. A year has 12 months, 4 quarters, 365.25 days.

    Returns
    -------
    float, array, Series or expression
        Retention rate per `to_period`, 0 to 1.

    Raises
    ------
    TypeError, ValueError
        If the rate is missing or out of range, or a period is unknown. An expression passes unchecked.

    Notes
    -----
    With k = the length of `to_period` in units of `from_period`, such as 12 from month to year:

    .. math:: r_{\\text{to}} = r_{\\text{from}}^{\\,k}

    Examples
    --------
    Who keeps 97 % a month keeps 69.4 % a year, not 64 %.

    >>> round(convert_retention_rate(0.97, "month", "year"), 3)
    0.694
    """
    return rate ** _periods_in(from_period, to_period)


@formula(rate=share, from_period=_PERIOD, to_period=_PERIOD)
def convert_churn_rate(rate, from_period, to_period):
    """A churn rate of one period as the rate of another that loses the same customers.

    Parameters
    ----------
    rate : float, array, Series or expression
        Churn rate per `from_period`, 0 to 1.
    from_period, to_period : {"day", "week", "month", "quarter", "year"}
        The period of the rate, and the period that is wanted. A year has 12 months, 4 quarters, 365.25 days.

    Returns
    -------
    float, array, Series or expression
        Churn rate per `to_period`, 0 to 1.

    Raises
    ------
    TypeError, ValueError
        If the rate is missing or out of range, or a period is unknown. An expression passes unchecked.

    Notes
    -----
    With k = the length of `to_period` in units of `from_period`, such as 12 from month to year:

    .. math:: c_{\\text{to}} = 1 - (1 - c_{\\text{from}})^k

    Examples
    --------
    A churn of 3 % a month is 30.6 % a year, not 36 %: who has left cannot leave again.

    >>> round(convert_churn_rate(0.03, "month", "year"), 3)
    0.306
    """
    return 1 - (1 - rate) ** _periods_in(from_period, to_period)


@formula(rate=rate, from_period=_PERIOD, to_period=_PERIOD)
def convert_discount_rate(rate, from_period, to_period):
    """A discount rate of one period as the rate of another that discounts the same.

    Parameters
    ----------
    rate : float, array, Series or expression
        Discount rate (cost of capital) per `from_period`, 0 to 1.
    from_period, to_period : {"day", "week", "month", "quarter", "year"}
        The period of the rate, and the period that is wanted. A year has 12 months, 4 quarters, 365.25 days.

    Returns
    -------
    float, array, Series or expression
        Discount rate per `to_period`, at least 0.

    Raises
    ------
    TypeError, ValueError
        If the rate is missing or out of range, or a period is unknown. An expression passes unchecked.

    Notes
    -----
    With k = the length of `to_period` in units of `from_period`, such as 12 from month to year:

    .. math:: d_{\\text{to}} = (1 + d_{\\text{from}})^k - 1

    Examples
    --------
    One per cent a month is 12.68 % a year.

    >>> round(convert_discount_rate(0.01, "month", "year"), 4)
    0.1268
    """
    return (1 + rate) ** _periods_in(from_period, to_period) - 1


def _periods_in(from_period, to_period):
    """How many of the one period make one of the other."""
    return PERIODS_PER_YEAR[from_period] / PERIODS_PER_YEAR[to_period]
