"""Contact frequency: each contact brings less than the one before."""

import math

from crmlib._guard.checks import Kind, checked, count, nonnegative, positive
from crmlib._guard.columns import elementwise, whole_up

_TAKEN = Kind("a share from 0.001 to 0.999", low=0.001, high=0.999)


@checked(contacts=count, potential=nonnegative, share_per_contact=_TAKEN)
@elementwise
def contact_gain(contacts, potential, share_per_contact):
    """What contacts bring, if each takes the same share of what is left to gain.

    Parameters
    ----------
    contacts : int or array
        Contacts or calls in the period.
    potential : float or array
        What no number of contacts can exceed (contribution in the period, money).
    share_per_contact : float or array
        The share of what is left that one contact brings, 0.001 to 0.999.

    Returns
    -------
    float or array
        Contribution in the period (money).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range.

    Notes
    -----
    .. math:: G(k) = M \\left( 1 - (1 - q)^k \\right)

    with :math:`M` the potential, :math:`q` the share a contact takes and :math:`k` the contacts. It is
    :math:`M (1 - e^{-bk})` with :math:`q = 1 - e^{-b}`: a simple model with diminishing returns, to be fitted
    to an experiment, not to past contacts, which went to whoever was likely to buy.

    Examples
    --------
    Of 80, half of what is left each time: 40, then 20, then 10.

    >>> contact_gain(3, potential=80, share_per_contact=0.5)
    70.0
    """
    return float(-potential * math.expm1(float(contacts) * math.log1p(-share_per_contact)))


@checked(contacts=count, potential=nonnegative, share_per_contact=_TAKEN, cost_per_contact=nonnegative)
@elementwise
def contact_profit(contacts, potential, share_per_contact, cost_per_contact):
    """What contacts earn: their gain less their cost.

    Parameters
    ----------
    contacts : int or array
        Contacts or calls in the period.
    potential : float or array
        What no number of contacts can exceed (contribution in the period, money).
    share_per_contact : float or array
        The share of what is left that one contact brings, 0.001 to 0.999.
    cost_per_contact : float or array
        What one contact costs (money). Annoyance belongs in it: the probability that a contact makes the
        customer opt out times what she is worth.

    Returns
    -------
    float or array
        Profit in the period (money).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range.

    Notes
    -----
    .. math:: M \\left( 1 - (1 - q)^k \\right) - c k

    with :math:`M` the potential, :math:`q` the share a contact takes, :math:`k` the contacts and :math:`c`
    the cost of one.

    Examples
    --------
    >>> contact_profit(3, potential=80, share_per_contact=0.5, cost_per_contact=15)
    25.0
    """
    return contact_gain(contacts, potential, share_per_contact) - cost_per_contact * contacts


@checked(potential=nonnegative, share_per_contact=_TAKEN, cost_per_contact=positive)
@elementwise
def best_contacts(potential, share_per_contact, cost_per_contact):
    """The number of contacts that earns most: go on while the next one brings more than it costs.

    Parameters
    ----------
    potential : float or array
        What no number of contacts can exceed (contribution in the period, money).
    share_per_contact : float or array
        The share of what is left that one contact brings, 0.001 to 0.999.
    cost_per_contact : float or array
        What one contact costs, annoyance included (money, above 0).

    Returns
    -------
    int or array
        Contacts in the period; 0 if not even the first pays. Where the last one brings just its cost, it is
        left out.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range.

    Notes
    -----
    The contact after k brings :math:`M q (1 - q)^k`, so

    .. math::

        k^* = \\max \\left( 0, \\left\\lceil \\frac{\\ln (c / (M q))}{\\ln (1 - q)} \\right\\rceil \\right)

    with :math:`M` the potential, :math:`q` the share a contact takes and :math:`c` the cost of one.

    Examples
    --------
    Contacts bring 40, 20, 10 and 5, and cost 15 each:

    >>> best_contacts(potential=80, share_per_contact=0.5, cost_per_contact=15)
    2
    """
    first = potential * share_per_contact
    if first <= cost_per_contact:
        return 0
    return whole_up((math.log(cost_per_contact) - math.log(first)) / math.log1p(-share_per_contact))
