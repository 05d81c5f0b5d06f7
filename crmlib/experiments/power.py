"""How large an experiment has to be."""

import math
from statistics import NormalDist

from crmlib._guard.checks import (
    Kind,
    checked,
    open_share,
    positive_count,
)
from crmlib._guard.columns import (
    elementwise,
    whole_up,
)

_POWER = Kind("a share from 0.5 to below 1", low=0.5, high=1, open_high=True)
# More customers in a group than there are people: the difference asked for is a slip.
_MOST_CUSTOMERS = 10**12


@checked(control_rate=open_share, treated_rate=open_share, power=_POWER, significance=open_share)
@elementwise
def experiment_sample_size(control_rate, treated_rate, power=0.8, significance=0.05):
    """How many customers each of two equal groups needs, so that an uplift of a given size is found.

    Parameters
    ----------
    control_rate : float or array
        Response rate expected without the contact, above 0 and below 1.
    treated_rate : float or array
        Response rate with it, if the uplift is as large as what you do not want to miss.
    power : float or array
        How often the experiment is to find such an uplift, 0.5 to below 1.
    significance : float or array
        How often it may find one where there is none, above 0 and below 1.

    Returns
    -------
    int or array
        Customers in each group; twice as many in all.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or the two rates are equal or almost so.

    Notes
    -----
    With control rate :math:`p_0`, treated rate :math:`p_1`, their mean :math:`\\bar p`, and normal quantiles
    z (1.96 for a significance of 5 %, 0.84 for a power of 80 %):

    .. math::

        n = \\left\\lceil \\frac{\\left( z_{1-\\alpha/2} \\sqrt{2 \\bar p (1 - \\bar p)} +
        z_{1-\\beta} \\sqrt{p_0 (1 - p_0) + p_1 (1 - p_1)} \\right)^2}{(p_1 - p_0)^2} \\right\\rceil

    For the two-sided test of `uplift_test`. Half the uplift needs about four times the customers.

    References
    ----------
    Fleiss, J. L., Levin, B. and Paik, M. C. (2003). Statistical Methods for Rates and Proportions, 3rd
    edition. Wiley.

    Examples
    --------
    From 10 % to 12 %: (1.96 √(2 × 0.11 × 0.89) + 0.8416 √(0.09 + 0.1056))² / 0.02² = 3840.8.

    >>> experiment_sample_size(control_rate=0.10, treated_rate=0.12)
    3841
    """
    difference = abs(treated_rate - control_rate)
    null, real = _spreads(control_rate, treated_rate, 1, 1)
    z = -NormalDist().inv_cdf(significance / 2), NormalDist().inv_cdf(power)
    if difference * math.sqrt(_MOST_CUSTOMERS) <= z[0] * null + z[1] * real:
        found = f"got control_rate {control_rate:g} and treated_rate {treated_rate:g}"
        raise ValueError(f"control_rate and treated_rate must differ by enough to be found; {found}")
    return max(1, whole_up(((z[0] * null + z[1] * real) / difference) ** 2))


def _spreads(control_rate, treated_rate, control, treated):
    """The standard error of an uplift if there is none, and if it is as assumed."""
    together = (control * control_rate + treated * treated_rate) / (control + treated)
    null = math.sqrt(together * (1 - together) * (1 / control + 1 / treated))
    spread = control_rate * (1 - control_rate) / control + treated_rate * (1 - treated_rate) / treated
    return null, math.sqrt(spread)


@checked(
    control_rate=open_share,
    treated_rate=open_share,
    treated=positive_count,
    control=positive_count,
    significance=open_share,
)
@elementwise
def experiment_power(control_rate, treated_rate, treated, control, significance=0.05):
    """How often an experiment finds an uplift of a given size.

    Parameters
    ----------
    control_rate : float or array
        Response rate without the contact, above 0 and below 1.
    treated_rate : float or array
        Response rate with it.
    treated, control : int or array
        Customers in each group, at least 1. A small hold-out saves little and costs much power.
    significance : float or array
        How often the test may find an uplift where there is none, above 0 and below 1.

    Returns
    -------
    float or array
        A share from 0 to 1. If the two rates are equal, the significance.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or lengths differ.

    Notes
    -----
    With the standard error :math:`\\sigma_0` of the uplift if there is none and :math:`\\sigma_1` if it is
    :math:`\\Delta = p_1 - p_0`:

    .. math::

        \\Phi\\left( \\frac{|\\Delta| - z_{1-\\alpha/2}\\,\\sigma_0}{\\sigma_1} \\right) +
        \\Phi\\left( \\frac{-|\\Delta| - z_{1-\\alpha/2}\\,\\sigma_0}{\\sigma_1} \\right)

    .. math::

        \\sigma_0^2 = \\bar p (1 - \\bar p) \\left( \\frac{1}{n_1} + \\frac{1}{n_0} \\right) \\qquad
        \\sigma_1^2 = \\frac{p_1 (1 - p_1)}{n_1} + \\frac{p_0 (1 - p_0)}{n_0}

    with :math:`\\bar p` the response rate of both groups together. The normal approximation to the two-sided
    test of `uplift_test`.

    References
    ----------
    Fleiss, J. L., Levin, B. and Paik, M. C. (2003). Statistical Methods for Rates and Proportions, 3rd
    edition. Wiley.

    Examples
    --------
    The same 2,000 customers, half held out and a tenth held out:

    >>> round(experiment_power(0.10, 0.14, treated=1000, control=1000), 2)
    0.79
    >>> round(experiment_power(0.10, 0.14, treated=1800, control=200), 2)
    0.33
    """
    difference = abs(treated_rate - control_rate)
    null, real = _spreads(control_rate, treated_rate, control, treated)
    normal = NormalDist()
    reach = -normal.inv_cdf(significance / 2) * null
    return normal.cdf((difference - reach) / real) + normal.cdf((-difference - reach) / real)
