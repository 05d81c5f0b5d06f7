"""Customer lifetime value (CLV): what a customer is worth today, from her margin, her retention and the cost
of capital.

Margin is contribution after variable cost, cost to serve and retention spend (money per period). Retention
rate, discount rate and margin are of the same period. When the first margin comes is a convention; the three
in use are told apart by `first_margin`:

- "retained": after one period, if she stays;
- "certain": after one period, for sure;
- "now": at once, for sure.
"""

import inspect
import math
from collections.abc import Mapping

from crmlib._guard.checks import (
    Kind,
    by_element,
    check,
    checked,
    count,
    describe,
    each,
    formula,
    nonnegative,
    number,
    one,
    one_number,
    one_of,
    positive,
    rate,
    rule,
    share,
    share_below_one,
)

_FIRST_MARGIN = one_of("retained", "certain", "now")
_GROWTH = Kind("a growth rate from -1 to 1", low=-1, high=1)
_HORIZON = Kind("a whole number from 1 to 100000", low=1, high=100_000, whole=True, single=True)


# ----------------------------------------------------------------------------------------------------------
# Simple and classical


@formula(
    average_order_value=nonnegative, orders_per_year=nonnegative, lifespan_years=nonnegative, margin=share
)
def average_clv(average_order_value, orders_per_year, lifespan_years, margin=1.0):
    """Lifetime value by the averages formula: order value times orders times years.

    Parameters
    ----------
    average_order_value : float, array, Series or expression
        Money per order, so total spend over orders. Total spend over *customers* would count the orders
        twice.
    orders_per_year : float, array, Series or expression
        Orders of one customer in a year.
    lifespan_years : float, array, Series or expression
        How long she stays (years).
    margin : float, array, Series or expression
        Contribution as a share of revenue, 0 to 1. At 1.0, the default, the result is lifetime revenue, not
        value.

    Returns
    -------
    float, array, Series or expression
        Undiscounted lifetime contribution (money); lifetime revenue if `margin` is 1.0.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    .. math::

        \\text{CLV} = \\text{order value} \\times \\text{orders per year} \\times \\text{years} \\times
        \\text{margin}

    Averages multiply rightly only where order value, frequency and lifespan do not go together.

    Examples
    --------
    Orders of 50, four a year, five years, 30 % margin:

    >>> average_clv(average_order_value=50, orders_per_year=4, lifespan_years=5, margin=0.3)
    300.0
    """
    return average_order_value * orders_per_year * lifespan_years * margin


@formula(discount_rate=rate, first_period=one(count))
def npv_clv(profits, discount_rate, first_period=1):
    """Net present value of a customer's stream of profits: the classical lifetime value.

    Parameters
    ----------
    profits : list, array or Series
        The profit of each period, in order (money per period); losses are below 0.
    discount_rate : float, array, Series or expression
        Cost of capital per period, 0 to 1.
    first_period : int
        When the first profit comes: 1 after one period, 0 now.

    Returns
    -------
    float, array, Series or expression
        Value today (money).

    Raises
    ------
    TypeError, ValueError
        If there are no profits, or a number is missing or out of range.

    Notes
    -----
    With profit :math:`P_t` in period t, discount rate d and n periods:

    .. math:: \\text{CLV} = \\sum_{t=1}^{n} \\frac{P_t}{(1 + d)^t}

    References
    ----------
    Berger, P. D. and Nasr, N. I. (1998). Customer lifetime value: marketing models and applications. Journal
    of Interactive Marketing 12(1).

    Examples
    --------
    110 in a year and 121 in two years are worth 100 each today, at 10 %.

    >>> round(npv_clv([110, 121], discount_rate=0.10), 2)
    200.0
    """
    stream = each("profits", profits, number)
    discount_factor = 1 / (1 + discount_rate)
    return sum(profit * discount_factor**t for t, profit in enumerate(stream, start=int(first_period)))


@formula(periods=_HORIZON, discount_rate=rate)
def annuity_factor(periods, discount_rate):
    """Present value of a margin of 1 per period over a life whose length is certain.

    Parameters
    ----------
    periods : int
        How many margins come; the first after one period.
    discount_rate : float, array, Series or expression
        Cost of capital per period, 0 to 1.

    Returns
    -------
    float, array, Series or expression
        The factor, in periods of margin.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression of the discount rate passes unchecked.

    Notes
    -----
    .. math:: \\sum_{t=1}^{n} \\frac{1}{(1 + d)^t} = \\frac{1 - (1 + d)^{-n}}{d}

    A life of uncertain length with the same mean is worth less: see `geometric_annuity_factor`.

    References
    ----------
    Berger, P. D. and Nasr, N. I. (1998). Customer lifetime value: marketing models and applications. Journal
    of Interactive Marketing 12(1).

    Examples
    --------
    >>> round(annuity_factor(periods=5, discount_rate=0.10), 2)
    3.79
    """
    discount_factor = 1 / (1 + discount_rate)
    return sum(discount_factor**t for t in range(1, int(periods) + 1))


@formula(expected_periods=Kind("a number of at least 1", low=1), discount_rate=rate)
def geometric_annuity_factor(expected_periods, discount_rate):
    """Present value of a margin of 1 per period over a life of uncertain length with a known mean.

    Parameters
    ----------
    expected_periods : float, array, Series or expression
        Mean length of life L (periods, at least 1). She leaves with probability 1/L after each period.
    discount_rate : float, array, Series or expression
        Cost of capital per period, 0 to 1.

    Returns
    -------
    float, array, Series or expression
        The factor, in periods of margin; the first margin comes after one period, for sure.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    With retention r = 1 - 1/L this is the margin multiple 1/(1+d-r):

    .. math:: \\frac{1}{d + 1/L}

    Examples
    --------
    Five years for certain are worth 3.79 at 10 %; five years on average are worth less.

    >>> round(geometric_annuity_factor(expected_periods=5, discount_rate=0.10), 2)
    3.33
    """
    return 1 / (discount_rate + 1 / expected_periods)


# ----------------------------------------------------------------------------------------------------------
# With retention


@formula(retention_rate=share, discount_rate=rate, first_margin=_FIRST_MARGIN)
@rule(
    lambda retention_rate, discount_rate: retention_rate < 1 + discount_rate,
    "retention_rate must be below 1 + discount_rate, or the value has no end",
)
def margin_multiple(retention_rate, discount_rate, first_margin="retained"):
    """Present value of a margin of 1 per period from a customer who may leave.

    Parameters
    ----------
    retention_rate : float, array, Series or expression
        Probability of staying, each period, 0 to 1.
    discount_rate : float, array, Series or expression
        Cost of capital per the same period, 0 to 1.
    first_margin : {"retained", "certain", "now"}
        When the first margin of 1 comes: after one period, if she stays; after one period, for sure; at once.

    Returns
    -------
    float, array, Series or expression
        The multiple, in periods of margin.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or she never leaves and nothing is discounted. An expression
        passes unchecked.

    Notes
    -----
    With retention rate r and discount rate d, in the order of the conventions:

    .. math:: \\frac{r}{1 + d - r} \\qquad \\frac{1}{1 + d - r} \\qquad \\frac{1 + d}{1 + d - r}

    References
    ----------
    Gupta, S. and Lehmann, D. R. (2003). Customers as assets. Journal of Interactive Marketing 17(1).

    Examples
    --------
    >>> round(margin_multiple(retention_rate=0.8, discount_rate=0.10), 2)
    2.67
    >>> round(margin_multiple(0.8, 0.10, first_margin="certain"), 2)
    3.33
    >>> round(margin_multiple(0.8, 0.10, first_margin="now"), 2)
    3.67
    """
    first = {"retained": retention_rate, "certain": 1, "now": 1 + discount_rate}[first_margin]
    return first / (1 + discount_rate - retention_rate)


@formula(retention_rate=share, discount_rate=rate, growth=_GROWTH, first_margin=_FIRST_MARGIN)
@rule(
    lambda retention_rate, growth, discount_rate: retention_rate * (1 + growth) < 1 + discount_rate,
    "retention_rate × (1 + growth) must be below 1 + discount_rate, or the value has no end; "
    "a finite horizon gives it one",
)
def growing_margin_multiple(retention_rate, discount_rate, growth, first_margin="retained"):
    """The margin multiple of a customer whose margin grows each period that she stays.

    Parameters
    ----------
    retention_rate : float, array, Series or expression
        Probability of staying, each period, 0 to 1.
    discount_rate : float, array, Series or expression
        Cost of capital per the same period, 0 to 1.
    growth : float, array, Series or expression
        Growth of the margin from one period to the next, -1 to 1. The first margin is 1, the k-th
        (1 + growth)^(k-1).
    first_margin : {"retained", "certain", "now"}
        As for `margin_multiple`.

    Returns
    -------
    float, array, Series or expression
        The multiple, in periods of the first margin.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or the margin grows so fast that the value is endless:
        r(1+g) must be below 1+d. An expression passes unchecked.

    Notes
    -----
    With retention rate r, discount rate d and growth g, in the order of the conventions:

    .. math:: \\frac{r}{1 + d - r(1 + g)} \\qquad \\frac{1}{1 + d - r(1 + g)} \\qquad
        \\frac{1 + d}{1 + d - r(1 + g)}

    References
    ----------
    Gupta, S. and Lehmann, D. R. (2005). Managing Customers as Investments. Wharton School Publishing.

    Examples
    --------
    With 0.8/(1.1 - 0.8 × 1.05) = 0.8/0.26:

    >>> round(growing_margin_multiple(retention_rate=0.8, discount_rate=0.10, growth=0.05), 2)
    3.08
    """
    first = {"retained": retention_rate, "certain": 1, "now": 1 + discount_rate}[first_margin]
    return first / (1 + discount_rate - retention_rate * (1 + growth))


@formula(
    retention_rate=share, discount_rate=rate, horizon=_HORIZON, growth=_GROWTH, first_margin=_FIRST_MARGIN
)
def finite_margin_multiple(retention_rate, discount_rate, horizon, growth=0.0, first_margin="retained"):
    """The margin multiple of the first margins only: what comes after the horizon is left out.

    Parameters
    ----------
    retention_rate : float, array, Series or expression
        Probability of staying, each period, 0 to 1.
    discount_rate : float, array, Series or expression
        Cost of capital per the same period, 0 to 1.
    horizon : int
        How many margins count, 1 to 100000.
    growth : float, array, Series or expression
        Growth of the margin from one period to the next, -1 to 1.
    first_margin : {"retained", "certain", "now"}
        As for `margin_multiple`.

    Returns
    -------
    float, array, Series or expression
        The multiple, in periods of the first margin.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    With n margins, of which the first is worth :math:`f` today: r/(1+d), 1/(1+d) or 1, in the order of the
    conventions. Each later one is worth the one before times the same factor:

    .. math:: f \\sum_{k=0}^{n-1} \\left( \\frac{r(1 + g)}{1 + d} \\right)^k

    References
    ----------
    Berger, P. D. and Nasr, N. I. (1998). Customer lifetime value: marketing models and applications. Journal
    of Interactive Marketing 12(1).

    Examples
    --------
    0.8/1.1 and its square: 0.727 + 0.529.

    >>> round(finite_margin_multiple(retention_rate=0.8, discount_rate=0.10, horizon=2), 3)
    1.256
    """
    factor = retention_rate * (1 + growth) / (1 + discount_rate)
    first = _first_value(retention_rate, discount_rate, first_margin)
    return first * sum(factor**k for k in range(int(horizon)))


@formula(
    margin=number,
    retention_rate=share,
    discount_rate=rate,
    horizon=_HORIZON,
    growth=_GROWTH,
    first_margin=_FIRST_MARGIN,
    acquisition_cost=nonnegative,
)
def retention_clv(
    margin,
    retention_rate,
    discount_rate,
    *,
    horizon=None,
    growth=0.0,
    first_margin="retained",
    acquisition_cost=0.0,
):
    """Lifetime value of a customer who may leave, net of what it costs to acquire her.

    Parameters
    ----------
    margin : float, array, Series or expression
        The first margin (money per period).
    retention_rate : float, array, Series or expression
        Probability of staying, each period, 0 to 1.
    discount_rate : float, array, Series or expression
        Cost of capital per the same period, 0 to 1.
    horizon : int, optional
        How many margins count. Without it, all of them.
    growth : float, array, Series or expression
        Growth of the margin from one period to the next, -1 to 1; the k-th margin is
        margin × (1 + growth)^(k-1).
    first_margin : {"retained", "certain", "now"}
        When the first margin comes: after one period, if she stays; after one period, for sure; at once.
    acquisition_cost : float, array, Series or expression
        What it costs to win her (money, paid now).

    Returns
    -------
    float, array, Series or expression
        Value today (money).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or, without a horizon, the value is endless: r(1+g) must be
        below 1+d. An expression passes unchecked.

    Notes
    -----
    With margin m, retention rate r, discount rate d, growth g and acquisition cost a, for the convention
    "retained":

    .. math::

        \\text{CLV} = m \\sum_{k=1}^{\\infty} \\frac{(1 + g)^{k-1} r^k}{(1 + d)^k} - a
        = \\frac{m\\,r}{1 + d - r(1 + g)} - a

    With a horizon of n the sum ends at k = n. The other conventions are those of `margin_multiple`.

    References
    ----------
    Gupta, S. and Lehmann, D. R. (2003). Customers as assets. Journal of Interactive Marketing 17(1).

    Examples
    --------
    >>> round(retention_clv(margin=100, retention_rate=0.8, discount_rate=0.10), 2)
    266.67
    >>> round(retention_clv(100, 0.8, 0.10, horizon=2, acquisition_cost=50), 2)
    75.62
    """
    if horizon is None:
        multiple = growing_margin_multiple(retention_rate, discount_rate, growth, first_margin)
    else:
        multiple = finite_margin_multiple(retention_rate, discount_rate, horizon, growth, first_margin)
    return margin * multiple - acquisition_cost


def _first_value(retention_rate, discount_rate, first_margin):
    """What the first margin of 1 is worth today."""
    return {
        "retained": retention_rate / (1 + discount_rate),
        "certain": 1 / (1 + discount_rate),
        "now": 1,
    }[first_margin]


# ----------------------------------------------------------------------------------------------------------
# How long she stays


@formula(retention_rate=share_below_one)
def expected_lifetime(retention_rate):
    """How many periods a customer stays on average, the first one counted.

    Parameters
    ----------
    retention_rate : float, array, Series or expression
        Probability of staying, each period, 0 to below 1.

    Returns
    -------
    float, array, Series or expression
        Periods, at least 1.

    Raises
    ------
    TypeError, ValueError
        If a rate is missing or out of range. An expression passes unchecked.

    Notes
    -----
    .. math:: 1 + r + r^2 + \\dots = \\frac{1}{1 - r}

    References
    ----------
    Farris, P. W., Bendle, N. T., Pfeifer, P. E. and Reibstein, D. J. (2010). Marketing Metrics, 2nd edition.
    Pearson.

    Examples
    --------
    >>> expected_lifetime(retention_rate=0.75)
    4.0
    """
    return 1 / (1 - retention_rate)


@formula(retention_rate=share_below_one)
def expected_renewals(retention_rate):
    """How often a customer renews on average: her lifetime without its first period.

    Parameters
    ----------
    retention_rate : float, array, Series or expression
        Probability of renewing, each time, 0 to below 1.

    Returns
    -------
    float, array, Series or expression
        Renewals, at least 0.

    Raises
    ------
    TypeError, ValueError
        If a rate is missing or out of range. An expression passes unchecked.

    Notes
    -----
    .. math:: r + r^2 + r^3 + \\dots = \\frac{r}{1 - r}

    Examples
    --------
    >>> expected_renewals(retention_rate=0.75)
    3.0
    """
    return retention_rate / (1 - retention_rate)


# ----------------------------------------------------------------------------------------------------------
# Does she pay back?


@checked(
    acquisition_cost=nonnegative,
    margin=number,
    retention_rate=share,
    discount_rate=rate,
    first_margin=_FIRST_MARGIN,
)
@by_element("acquisition_cost", "margin", "retention_rate", "discount_rate")
def payback_period(acquisition_cost, margin, retention_rate=1.0, discount_rate=0.0, first_margin="retained"):
    """After how many whole periods the expected margins have repaid the cost of acquiring a customer.

    Parameters
    ----------
    acquisition_cost : float, array or Series
        What it costs to win her (money, paid now).
    margin : float, array or Series
        Margin of each period that she stays (money per period).
    retention_rate : float, array or Series
        Probability of staying, each period, 0 to 1.
    discount_rate : float, array or Series
        Cost of capital per the same period, 0 to 1.
    first_margin : {"retained", "certain", "now"}
        When the first margin comes: after one period, if she stays; after one period, for sure; at once.

    Returns
    -------
    int, array or Series
        Periods until the discounted expected margins reach the cost; 0 if they do at once, infinity if they
        never do. Data give floats.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. Expressions are refused: the result takes steps.

    Notes
    -----
    The smallest n for which, with the first margin worth :math:`f` today (r/(1+d), 1/(1+d) or 1):

    .. math:: m f \\sum_{k=0}^{n-1} \\left( \\frac{r}{1 + d} \\right)^k \\ge \\text{acquisition cost}

    With the first margin now, the n-th comes at the end of period n - 1.

    References
    ----------
    Farris, P. W., Bendle, N. T., Pfeifer, P. E. and Reibstein, D. J. (2010). Marketing Metrics, 2nd edition.
    Pearson.

    Examples
    --------
    A cost of 250 and margins of 100: three periods if she stays for sure. If she stays with 0.8 each year,
    at 10 %, all her margins together are worth 266.7, and 250 of it takes nine years.

    >>> payback_period(acquisition_cost=250, margin=100)
    3
    >>> payback_period(250, 100, retention_rate=0.8, discount_rate=0.10)
    9
    >>> payback_period(300, 100, retention_rate=0.8, discount_rate=0.10)
    inf
    """
    first = margin * _first_value(retention_rate, discount_rate, first_margin)
    if acquisition_cost == 0:
        return 0
    if first <= 0:
        return math.inf
    margins = _terms_needed(acquisition_cost / first, retention_rate / (1 + discount_rate))
    return margins - 1 if first_margin == "now" else margins


def _terms_needed(total, factor):
    """How many terms of 1 + q + q² + … reach a total; infinity if they never do."""
    if total <= 1:
        return 1
    if factor == 1:
        return math.ceil(total) if math.isfinite(total) else math.inf
    of_all = total * (1 - factor)
    if of_all >= 1:
        return math.inf
    # A sum that meets the total exactly must not need one more term because of rounding.
    return math.ceil(math.log1p(-of_all) / math.log(factor) - 1e-9)


@formula(acquisition_cost=positive, margin=positive, discount_rate=rate, first_margin=_FIRST_MARGIN)
def break_even_retention(acquisition_cost, margin, discount_rate, first_margin="retained"):
    """The retention rate at which a customer is worth exactly what it costs to acquire her.

    Parameters
    ----------
    acquisition_cost : float, array, Series or expression
        What it costs to win her (money, above 0).
    margin : float, array, Series or expression
        Margin of each period that she stays (money per period, above 0).
    discount_rate : float, array, Series or expression
        Cost of capital per period, 0 to 1.
    first_margin : {"retained", "certain", "now"}
        As for `margin_multiple`.

    Returns
    -------
    float, array, Series or expression
        A retention rate per period. Above 1, no retention pays for her; at 0 or below, any does.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    With acquisition cost a, margin m and discount rate d, solved for r, in the order of the conventions:

    .. math::

        \\frac{a(1 + d)}{m + a} \\qquad 1 + d - \\frac{m}{a} \\qquad
        (1 + d)\\left(1 - \\frac{m}{a}\\right)

    Examples
    --------
    Someone who costs 200 and brings 100 a year must stay with 220/300:

    >>> round(break_even_retention(acquisition_cost=200, margin=100, discount_rate=0.10), 3)
    0.733
    """
    return {
        "retained": acquisition_cost * (1 + discount_rate) / (margin + acquisition_cost),
        "certain": 1 + discount_rate - margin / acquisition_cost,
        "now": (1 + discount_rate) * (1 - margin / acquisition_cost),
    }[first_margin]


@formula(margin=number, retention_rate=share, discount_rate=rate, first_margin=_FIRST_MARGIN)
def break_even_acquisition_cost(margin, retention_rate, discount_rate, first_margin="retained"):
    """The most that may be spent to acquire a customer: all that she is worth.

    Parameters
    ----------
    margin : float, array, Series or expression
        Margin of each period that she stays (money per period).
    retention_rate : float, array, Series or expression
        Probability of staying, each period, 0 to 1.
    discount_rate : float, array, Series or expression
        Cost of capital per the same period, 0 to 1.
    first_margin : {"retained", "certain", "now"}
        As for `margin_multiple`.

    Returns
    -------
    float, array, Series or expression
        Money. Below 0, she would have to be paid for.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or the value is endless. An expression passes unchecked.

    Notes
    -----
    With margin m and the margin multiple of the convention, here "retained":

    .. math:: a = \\frac{m\\,r}{1 + d - r}

    Examples
    --------
    >>> round(break_even_acquisition_cost(margin=100, retention_rate=0.8, discount_rate=0.10), 2)
    266.67
    """
    return margin * margin_multiple(retention_rate, discount_rate, first_margin)


@formula(clv=number, acquisition_cost=positive)
def clv_to_cac(clv, acquisition_cost):
    """How many times over a customer brings back what it costs to acquire her.

    Parameters
    ----------
    clv : float, array, Series or expression
        Lifetime value before the acquisition cost is taken off (money).
    acquisition_cost : float, array, Series or expression
        Customer acquisition cost, CAC (money, above 0).

    Returns
    -------
    float, array, Series or expression
        A ratio; below 1 she is not worth her cost.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    .. math:: \\frac{\\text{CLV}}{\\text{CAC}}

    Examples
    --------
    >>> clv_to_cac(clv=300, acquisition_cost=120)
    2.5
    """
    return clv / acquisition_cost


# ----------------------------------------------------------------------------------------------------------
# What the value depends on


def tornado_table(function, base, ranges):
    """How a result moves when each argument in turn goes to its low and its high value.

    Parameters
    ----------
    function : callable
        Any function that gives a number, such as `retention_clv`.
    base : dict
        Its arguments by name, at their base values.
    ranges : dict
        For each argument to be moved the pair (low, high). The others stay at their base values.

    Returns
    -------
    list of dict
        The rows of a tornado chart, one per argument, the widest swing first: `parameter`, `low`, `high`,
        `value_at_low`, `value_at_high` (in the unit of the result) and `swing`, the distance of these two.

    Raises
    ------
    TypeError, ValueError
        If an argument to be moved is not in `base`, a range is no pair of numbers, or the function refuses a
        value.

    Notes
    -----
    With base values b and the range of parameter i:

    .. math:: \\text{swing}_i = \\left| f(b, x_i = \\text{high}_i) - f(b, x_i = \\text{low}_i) \\right|

    The ranges should be equally likely for all arguments, or the order says nothing.

    Examples
    --------
    >>> base = {"margin": 100, "retention_rate": 0.8, "discount_rate": 0.10}
    >>> ranges = {"margin": (90, 110), "retention_rate": (0.7, 0.9)}
    >>> for row in tornado_table(retention_clv, base, ranges):
    ...     print(row["parameter"], round(row["value_at_low"]), round(row["value_at_high"]))
    retention_rate 175 450
    margin 240 293
    """
    _check_arguments(function, base, ranges)
    rows = [_tornado_row(function, base, name, *ends) for name, ends in ranges.items()]
    return sorted(rows, key=lambda row: -row["swing"])


def _tornado_row(function, base, name, low, high):
    at_low, at_high = (function(**(base | {name: end})) for end in (low, high))
    for value in (at_low, at_high):
        check(f"the result of function for {name}", value, one_number)
    return {
        "parameter": name,
        "low": low,
        "high": high,
        "value_at_low": at_low,
        "value_at_high": at_high,
        "swing": abs(at_high - at_low),
    }


def _check_arguments(function, base, ranges):
    if not callable(function):
        raise TypeError(f"function must be a function such as retention_clv; got {describe(function)}")
    for name, given in {"base": base, "ranges": ranges}.items():
        if not isinstance(given, Mapping):
            raise TypeError(f"{name} must be a dict of arguments by name; got {describe(given)}")
    if not ranges:
        raise ValueError("ranges must hold at least one argument; got none")
    for name, ends in ranges.items():
        if name not in base:
            raise ValueError(f"ranges names {name!r}, which is not in base ({', '.join(map(str, base))})")
        if not isinstance(ends, tuple | list) or len(ends) != 2:
            raise TypeError(f"ranges must give {name} a pair (low, high); got {describe(ends)}")
        each(f"ranges[{name!r}]", ends, one_number)
    _check_fit(function, base)


def _check_fit(function, base):
    """Refuse base values that the function cannot be called with."""
    try:
        inspect.signature(function).bind(**base)
    except TypeError as problem:
        raise TypeError(f"base does not fit function: {problem}") from None
