"""Portfolio thinking for two segments of customers: how far they steady each other."""

from crmlib._guard.checks import Kind, formula, nonnegative, require, share

_CORRELATION = Kind("a correlation from -1 to 1", low=-1, high=1)


@formula(first_share=share, first_risk=nonnegative, second_risk=nonnegative, correlation=_CORRELATION)
def mix_risk(first_share, first_risk, second_risk, correlation):
    """How much the contribution of two segments together varies from period to period.

    Parameters
    ----------
    first_share : float, array, Series or expression
        The share of the contribution that comes from the first segment, 0 to 1.
    first_risk, second_risk : float, array, Series or expression
        The standard deviation of each segment's contribution as a share of its mean (per period).
    correlation : float, array, Series or expression
        The correlation of the two contributions from period to period, -1 to 1.

    Returns
    -------
    float, array, Series or expression
        The standard deviation of the whole as a share of its mean.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    .. math::

        \\sigma = \\sqrt{w^2 \\sigma_1^2 + (1 - w)^2 \\sigma_2^2 + 2 w (1 - w) \\rho \\sigma_1 \\sigma_2}

    Below a correlation of 1 the whole varies less than the weighted mean of its parts. Unlike shares in a
    company, customers cannot be bought in any number at the day's price, and who serves more of them changes
    what they bring.

    References
    ----------
    Markowitz, H. (1952). Portfolio selection. Journal of Finance 7(1).

    Tarasi, C. O., Bolton, R. N., Hutt, M. D. and Walker, B. A. (2011). Balancing risk and return in a
    customer portfolio. Journal of Marketing 75(3).

    Examples
    --------
    >>> round(mix_risk(first_share=0.5, first_risk=0.3, second_risk=0.4, correlation=0), 4)
    0.25
    """
    first, second = first_share * first_risk, (1 - first_share) * second_risk
    # Written as a sum of two squares: rounding cannot push it below 0 at a correlation of -1.
    return ((first + correlation * second) ** 2 + (1 - correlation**2) * second**2) ** 0.5


@formula(first_risk=nonnegative, second_risk=nonnegative, correlation=_CORRELATION)
def least_risk_share(first_risk, second_risk, correlation):
    """The share of the first segment with which the contribution of both together varies least.

    Parameters
    ----------
    first_risk, second_risk, correlation : float, array, Series or expression
        As in `mix_risk`.

    Returns
    -------
    float, array, Series or expression
        The share, before it is cut to 0 and 1: below 0 or above 1 the steadier segment alone varies least.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or both segments move as one with the same risk, so that
        every share is as good. An expression passes unchecked.

    Notes
    -----
    .. math::

        w^{*} = \\frac{\\sigma_2^2 - \\rho \\sigma_1 \\sigma_2}
        {\\sigma_1^2 + \\sigma_2^2 - 2 \\rho \\sigma_1 \\sigma_2}

    Examples
    --------
    >>> round(least_risk_share(first_risk=0.3, second_risk=0.4, correlation=0), 4)
    0.64
    """
    together = correlation * first_risk * second_risk
    spread = first_risk**2 + second_risk**2 - 2 * together
    require(
        spread > 0,
        "first_risk and second_risk must differ, or correlation be below 1 and a risk above 0",
        first_risk=first_risk,
        second_risk=second_risk,
        correlation=correlation,
    )
    return (second_risk**2 - together) / spread
