"""Whom to contact: those at risk, or those whom the contact changes."""

import numpy as np

from crmlib._guard.checks import (
    Kind,
    check,
    checked,
    nonnegative,
    number,
    one_number,
    positive_count,
)
from crmlib._guard.checks import share as a_share
from crmlib._guard.columns import (
    read_column,
    read_single,
    refuse_lengths,
)
from crmlib._guard.tables import result_table

_CHANGE = Kind("a change of a probability, from -1 to 1", low=-1, high=1)


@checked(cost=nonnegative, contacts=positive_count)
def targeting_policies(risk, uplift, value, cost, contacts):
    """What a budget of contacts earns if it goes to those at risk, and if it goes to those whom it changes.

    Parameters
    ----------
    risk : list, array or Series
        Each customer's probability of leaving without a contact, 0 to 1.
    uplift : list, array or Series
        In the same order: by how much a contact raises the probability of what is wanted of her, such as an
        order or another year as a member, -1 to 1; below 0 it lowers it.
    value : float, list, array or Series
        What the order or the year is worth (money): one number for all, or one a customer.
    cost : float
        What one contact costs (money).
    contacts : int
        How many may be contacted, at most all.

    Returns
    -------
    pandas.DataFrame
        A row per policy: `policy`, `contacted` (customers), `changed` (the uplifts added up: the expected
        orders, or customers who stay, because of the contact) and `profit` (expected, money, against
        contacting no one). "highest risk" and "highest uplift" use all contacts; "highest expected gain"
        ranks by uplift × value and stops where that falls to the cost.

    Raises
    ------
    TypeError, ValueError
        If lengths differ, a number is missing or out of range, or there are more contacts than customers.

    Notes
    -----
    With uplift :math:`u_i`, value :math:`V_i` and cost c of those contacted:

    .. math:: \\sum_i (u_i V_i - c)

    Ascarza finds in two field experiments that those at the highest risk are not necessarily the best to
    contact. Estimated uplifts are uncertain: the profit of those picked for a high estimate comes out
    lower than the estimates say (winner's curse), so test the policy on other customers.

    References
    ----------
    Ascarza, E. (2018). Retention futility: targeting high-risk customers might be ineffective. Journal of
    Marketing Research 55(1).

    Examples
    --------
    The customer at the highest risk has made up her mind; the one in the middle can be kept.

    >>> targeting_policies(risk=[0.9, 0.4, 0.1], uplift=[0.02, 0.2, 0.0], value=100, cost=5, contacts=1)
                      policy  contacted  changed  profit
    0                 no one          0     0.00     0.0
    1               everyone          3     0.22     7.0
    2           highest risk          1     0.02    -3.0
    3         highest uplift          1     0.20    15.0
    4  highest expected gain          1     0.20    15.0
    """
    risks, changes = read_column("risk", risk, a_share), read_column("uplift", uplift, _CHANGE)
    refuse_lengths(risk=risks, uplift=changes)
    values = _values(value, changes)
    budget = _budget(contacts, len(risks))
    gain = changes * values - float(read_single("cost", cost))
    best = _highest(gain, budget)
    chosen = {
        "no one": [],
        "everyone": range(len(risks)),
        "highest risk": _highest(risks, budget),
        "highest uplift": _highest(changes, budget),
        "highest expected gain": best[gain[best] > 0],
    }
    people = [np.array(who, dtype=int) for who in chosen.values()]
    columns = {"policy": list(chosen), "contacted": [len(who) for who in people]}
    columns |= {
        "changed": [changes[who].sum() for who in people],
        "profit": [gain[who].sum() for who in people],
    }
    return result_table(columns)


def _values(value, changes):
    """One value a customer, from one number or a column."""
    if np.ndim(value) == 0:
        check("value", value, one_number)
        return np.full(len(changes), float(value))
    values = read_column("value", value, number)
    refuse_lengths(uplift=changes, value=values)
    return values


def _budget(contacts, customers):
    budget = int(read_single("contacts", contacts))
    if budget > customers:
        raise ValueError(f"contacts must not exceed the number of customers, {customers}; got {budget}")
    return budget


def _highest(values, how_many):
    """Where the highest values are; of equal ones the first."""
    return np.argsort(-values, kind="stable")[:how_many]
