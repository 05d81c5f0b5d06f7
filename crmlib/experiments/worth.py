"""What a test is worth that decides for the rest of the customers, and how large it should be."""

import math

from crmlib._guard.checks import formula, nonnegative, positive, require

# A share of the customers that is exactly one half may come out a hair above it.
_HAIR = 1e-12


@formula(customers=positive, group_size=positive, outcome_spread=positive, effect_spread=nonnegative)
def worth_of_test(customers, group_size, outcome_spread, effect_spread):
    """What is gained if two treatments are tried on two groups, and the better one goes to all others.

    Parameters
    ----------
    customers : float, array, Series or expression
        N, all customers whom the decision concerns, those in the test included.
    group_size : float, array, Series or expression
        n, customers in each of the two groups, at most half of all.
    outcome_spread : float, array, Series or expression
        s, the standard deviation of the outcome between customers (money, say), above 0.
    effect_spread : float, array, Series or expression
        σ, how far the mean outcomes of such treatments lie apart, as a standard deviation (same unit).

    Returns
    -------
    float, array, Series or expression
        Expected gain (unit of the outcome, over all customers) against one treatment for all without a test.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or the two groups have more customers than there are. An
        expression passes unchecked.

    Notes
    -----
    .. math:: (N - 2n) \\, \\frac{\\sigma^2}{\\sqrt{\\pi} \\sqrt{\\sigma^2 + s^2 / n}}

    The means of the two treatments are drawn from one normal distribution, so that before the test nothing
    speaks for either. They cost the same, outcomes are normal or many, and the better one in the test goes to
    the others, significant or not.

    References
    ----------
    Feit, E. M. and Berman, R. (2019). Test & Roll: profit-maximizing A/B tests. Marketing Science 38(6).

    Examples
    --------
    1,000 customers, 100 in each group: 800 × 4 / (√π × √(4 + 1200 / 100)) = 800 × 0.5642.

    >>> round(worth_of_test(customers=1000, group_size=100, outcome_spread=1200**0.5, effect_spread=2), 1)
    451.4
    """
    require(
        2 * group_size <= customers * (1 + _HAIR),
        "group_size must not exceed half of the customers: there are two groups",
        group_size=group_size,
        customers=customers,
    )
    found = (effect_spread**2 + outcome_spread**2 / group_size) ** 0.5
    return (customers - 2 * group_size) * effect_spread**2 / (math.sqrt(math.pi) * found)


@formula(customers=positive, outcome_spread=positive, effect_spread=nonnegative)
def best_test_size(customers, outcome_spread, effect_spread):
    """How many customers each of two groups needs, so that test and roll-out together earn most.

    Parameters
    ----------
    customers : float, array, Series or expression
        N, all customers whom the decision concerns, those in the test included.
    outcome_spread : float, array, Series or expression
        s, the standard deviation of the outcome between customers (money, say), above 0.
    effect_spread : float, array, Series or expression
        σ, how far the mean outcomes of such treatments lie apart, as a standard deviation (same unit).

    Returns
    -------
    float, array, Series or expression
        Customers in each group, not rounded: at most a sixth of all.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    .. math::

        n^* = \\sqrt{\\frac{N}{4} \\left( \\frac{s}{\\sigma} \\right)^2 +
        \\left( \\frac{3}{4} \\left( \\frac{s}{\\sigma} \\right)^2 \\right)^2}
        - \\frac{3}{4} \\left( \\frac{s}{\\sigma} \\right)^2
        = \\frac{N}{3 + \\sqrt{9 + 4 N \\sigma^2 / s^2}}

    The group size at which `worth_of_test` is highest. It grows with the root of the customers, where a test
    for significance asks for the same size whatever their number. The two treatments cost the same, and
    nothing speaks for either before.

    References
    ----------
    Feit, E. M. and Berman, R. (2019). Test & Roll: profit-maximizing A/B tests. Marketing Science 38(6).

    Examples
    --------
    1,000 customers, s²/σ² = 500: 1000 / (3 + √(9 + 4000 / 500)) = 1000 / 7.1231.

    >>> round(best_test_size(customers=1000, outcome_spread=500**0.5, effect_spread=1), 1)
    140.4
    """
    ratio = 2 * customers**0.5 * (effect_spread / outcome_spread)
    # √(9 + ratio²), written so that no square grows too large to be a number.
    root = (3 + ratio) * (1 - 6 * (ratio / (3 + ratio)) / (3 + ratio)) ** 0.5
    return customers / (3 + root)
