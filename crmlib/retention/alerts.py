"""Alerts judged: what a list of alerts finds, what it misses, and what acting on it earns.

An alert says that a customer may have left (a silence past `retention.alert_point`, a fall in spend, a low
P(alive)). Whether the alert is right shows later, or in the truth of a simulated firm.
"""

from typing import NamedTuple

import numpy as np

from crmlib._guard.checks import checked, formula, nonnegative, one, positive
from crmlib._guard.columns import read_flags, read_numbers, refuse_lengths


@formula(spend_before=positive, spend_now=nonnegative)
def value_drop(spend_before, spend_now):
    """The share by which a customer's spend has fallen though she still orders (价值下降).

    Parameters
    ----------
    spend_before : float, array, Series or expression
        What she spent before (money per period), above 0.
    spend_now : float, array, Series or expression
        What she spends now (money per the same period).

    Returns
    -------
    float, array, Series or expression
        1 where nothing is left, 0 where nothing has changed, below 0 where she spends more.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    .. math:: 1 - \\frac{\\text{spend now}}{\\text{spend before}}

    Spend swings by chance. Among those who fell most are many who had been unusually high before, and who
    rise again without any help (regression to the mean).

    Examples
    --------
    >>> value_drop(spend_before=400, spend_now=100)
    0.75
    """
    return 1 - spend_now / spend_before


class AlertQuality(NamedTuple):
    """What a list of alerts is worth as information."""

    alerts: int
    found: int
    false_alarms: int
    missed: int
    precision: float
    recall: float


def alert_quality(alert, left):
    """How many of the alerts are right, and how many of those who left are among them.

    Parameters
    ----------
    alert : list, array or Series
        1 (or true) for each customer who was alerted, else 0.
    left : list, array or Series
        In the same order: 1 (or true) for each customer who had really left, else 0.

    Returns
    -------
    AlertQuality
        A named tuple: `alerts`, `found` (alerts of customers who had left), `false_alarms` (alerts of
        customers who had not), `missed` (customers who had left without an alert), `precision` (share of the
        alerts that are right) and `recall` (share of those who had left that were alerted).

    Raises
    ------
    TypeError, ValueError
        If the two differ in length, something is not 0 or 1, nobody is alerted or nobody has left.

    Notes
    -----
    .. math::

        \\text{precision} = \\frac{\\text{found}}{\\text{found} + \\text{false alarms}} \\qquad
        \\text{recall} = \\frac{\\text{found}}{\\text{found} + \\text{missed}}

    Precision falls with the share of customers who have left: the same rule has another precision in another
    base. For many thresholds of a score at once see `health.back_test`.

    References
    ----------
    Fawcett, T. (2006). An introduction to ROC analysis. Pattern Recognition Letters 27(8).

    Examples
    --------
    Three alerts, two of them right; of four who left two were found.

    >>> alert_quality(alert=[1, 1, 1, 0, 0, 0], left=[1, 1, 0, 1, 1, 0])
    AlertQuality(alerts=3, found=2, false_alarms=1, missed=2, precision=0.6666666666666666, recall=0.5)
    """
    alerted, gone = _two_flags(alert, left)
    alerts, leavers, found = (int(flags.sum()) for flags in (alerted, gone, alerted & gone))
    if not alerts:
        raise ValueError("alert must hold at least one 1: without an alert there is no precision")
    if not leavers:
        raise ValueError("left must hold at least one 1: where nobody has left there is no recall")
    return AlertQuality(alerts, found, alerts - found, leavers - found, found / alerts, found / leavers)


def _two_flags(alert, left):
    alerted, gone = read_flags("alert", alert), read_flags("left", left)
    refuse_lengths(alert=alerted, left=gone)
    return alerted == 1, gone == 1


@checked(contact_cost=one(nonnegative), false_alarm_cost=one(nonnegative))
def alert_profit(alert, left, saved, contact_cost, false_alarm_cost=0.0):
    """What contacting every alerted customer earns, judged by who had really left.

    Parameters
    ----------
    alert : list, array or Series
        1 (or true) for each customer who is alerted and so contacted, else 0.
    left : list, array or Series
        In the same order: 1 (or true) for each customer who had really left, else 0.
    saved : list, array or Series
        In the same order: what a contact is expected to bring back if she had left (money): the chance that
        she returns, times what she is then worth.
    contact_cost : float
        What a contact costs (money).
    false_alarm_cost : float
        What else a contact costs if she had not left (money), such as a gift that she would not have needed.

    Returns
    -------
    float
        Money; contacting nobody earns 0.

    Raises
    ------
    TypeError, ValueError
        If the columns differ in length, hold missing values, or a cost is below 0.

    Notes
    -----
    With :math:`A` the alerted customers, :math:`L` those who had left, saved values :math:`v_i`, contact cost
    c and cost of a false alarm f:

    .. math:: \\sum_{i \\in A \\cap L} v_i - c\\,|A| - f\\,|A \\setminus L|

    Examples
    --------
    Two of three alerts are right and bring back 50 and 30; each call costs 10: 80 - 30.

    >>> alert_profit([1, 1, 1, 0], [1, 1, 0, 1], saved=[50, 30, 40, 60], contact_cost=10)
    50.0
    """
    alerted, gone = _two_flags(alert, left)
    values = read_numbers("saved", saved)
    refuse_lengths(alert=alerted, saved=values)
    contact, false_alarm = float(contact_cost), float(false_alarm_cost)
    return float(np.where(gone, values - contact, -contact - false_alarm)[alerted].sum())


@formula(saved=positive, contact_cost=nonnegative, false_alarm_cost=nonnegative)
def break_even_precision(saved, contact_cost, false_alarm_cost=0.0):
    """The share of alerts that must be right before contacting pays.

    Parameters
    ----------
    saved : float, array, Series or expression
        What a contact is expected to bring back from a customer who had left (money), above 0.
    contact_cost : float, array, Series or expression
        What a contact costs (money).
    false_alarm_cost : float, array, Series or expression
        What else a contact costs if she had not left (money).

    Returns
    -------
    float, array, Series or expression
        A share; above 1 means that no contact can pay. For one customer it is the probability that she has
        left above which contacting her pays.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    A contact at probability p earns :math:`p v - c - (1 - p) f`, which is 0 at

    .. math:: p^* = \\frac{c + f}{v + f}

    A contact that is not made at a customer who had left (a miss) costs :math:`v - c`, what it would have
    earned.

    References
    ----------
    Elkan, C. (2001). The foundations of cost-sensitive learning. Proceedings of the 17th International Joint
    Conference on Artificial Intelligence.

    Examples
    --------
    >>> break_even_precision(saved=40, contact_cost=20)
    0.5
    >>> round(break_even_precision(saved=40, contact_cost=20, false_alarm_cost=10), 2)
    0.6
    """
    return (contact_cost + false_alarm_cost) / (saved + false_alarm_cost)
