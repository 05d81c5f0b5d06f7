"""Fairness between groups of customers: whether the same thing costs them the same.

Groups buy different things, so the mean price that each pays says nothing. Like is compared with like: the
price of an item in one group beside its price in another, over all items.
"""

import math
from dataclasses import replace

import numpy as np

from crmlib._guard.checks import checked, describe, open_share, positive
from crmlib._guard.columns import as_list, groups_in_order, is_column, read_column, read_names, refuse_lengths
from crmlib._guard.tables import result_table

_CONFIDENCE = replace(open_share, single=True)


@checked(confidence=_CONFIDENCE)
def price_gap(prices, groups, items, customers=None, reference=None, confidence=0.95):
    """Whether groups of customers pay different prices for the same items.

    Parameters
    ----------
    prices : list, array or Series
        What was paid, or shown, for one item (money), above 0; one row a price.
    groups : list, array or Series
        In the same order: the group of the customer (tier, new or old, phone).
    items : list, array or Series
        In the same order: what was priced. Prices that may differ for another reason (day, size, delivery)
        belong to different items.
    customers : list, array or Series, optional
        In the same order: whose price it was. The prices of one customer go together, so the interval is
        one over customers. Without it, each row counts as a customer of its own.
    reference : str or int, optional
        The group with which the others are compared. Without it, the first in order.
    confidence : float
        How often such an interval holds the true gap, above 0 and below 1.

    Returns
    -------
    pandas.DataFrame
        A row per other group: `group`, `prices` (its rows that have something to be compared with), `gap`
        (mean relative difference from the reference: 0.1 is a tenth more), `lower` and `upper`, `p_value`
        (two-sided test of no gap).

    Raises
    ------
    TypeError, ValueError
        If a column is missing values or differs in length, there are fewer than two groups, the reference
        is none of them, a group shares no items with the others, or it has only one customer who does.

    Notes
    -----
    Least squares with a level :math:`a_j` for each item and a gap :math:`b_g` for each group:

    .. math:: \\ln p_i = a_{j(i)} + b_{g(i)} + e_i \\qquad \\text{gap}_g = e^{b_g} - 1

    The standard errors are clustered by customer. A gap is a difference, and no proof of its reason: a coupon
    that everybody may have makes one, too.

    References
    ----------
    Cameron, A. C. and Miller, D. L. (2015). A practitioner's guide to cluster-robust inference. Journal of
    Human Resources 50(2).

    Examples
    --------
    Old customers buy the dearer items more often, and pay a tenth more for two of three items, 15 % for one:

    >>> table = price_gap(
    ...     prices=[100, 200, 110, 220, 220, 20, 23],
    ...     groups=["new", "new", "old", "old", "old", "new", "old"],
    ...     items=["a", "b", "a", "b", "b", "c", "c"],
    ... )
    >>> table[["group", "prices", "gap"]].round(3)
      group  prices    gap
    0   old       4  0.115
    >>> bool(table["lower"][0] > 0)
    True
    """
    paid = read_column("prices", prices, positive)
    given = {"groups": groups, "items": items} | ({} if customers is None else {"customers": customers})
    columns = {name: _labels(name, values) for name, values in given.items()}
    refuse_lengths(prices=paid, **columns)
    names, group = groups_in_order("groups", groups)
    item = _places("items", columns["items"])
    customer = np.arange(len(paid)) if customers is None else _places("customers", columns["customers"])
    if len(names) < 2:
        raise ValueError(f"groups must hold two groups or more; got only {describe(names[0])}")
    base = 0 if reference is None else _place_of(reference, names)
    others = [row for row in range(len(names)) if row != base]
    levels, gaps = _within(np.log(paid), item), (group[:, None] == others).astype(float)
    gaps = np.column_stack([_within(column, item) for column in gaps.T])
    compared = np.abs(gaps).max(axis=1) > 0
    if np.linalg.matrix_rank(gaps) < len(others):
        raise ValueError("items must be shared: each group needs prices of items that another group has, too")
    _refuse_single_customers(names, group[compared], customer[compared])
    found, errors, freedom = _clustered(levels, gaps, customer)
    rows = [int((compared & (group == row)).sum()) for row in others]
    return result_table(_gaps([names[row] for row in others], rows, found, errors, freedom, confidence))


def _refuse_single_customers(names, group, customer):
    """One customer in a group leaves no difference between customers to measure an error by."""
    for place, name in enumerate(names):
        if len({*customer[group == place]}) < 2:
            raise ValueError(
                "customers must be two or more in each group, with items that another group has, too, or no "
                f"interval can be given; group {describe(name)} has 1"
            )


def _labels(name, values):
    """The labels of a column, row by row."""
    if not is_column(values):
        raise ValueError(f"{name} must be a column of labels, one a price; got {describe(values)}")
    return as_list(values)


def _places(name, labels):
    """The place of each row among the different labels; 3 and 3.0 are one."""
    order = {label: place for place, label in enumerate(dict.fromkeys(read_names(name, labels, len(labels))))}
    return np.array([order[label] for label in labels])


def _place_of(reference, names):
    if not isinstance(reference, str | int | np.integer) or reference not in names:
        listed = ", ".join(map(str, names))
        raise ValueError(f"reference must be one of the groups {listed}; got {describe(reference)}")
    return names.index(reference)


def _within(values, item):
    """Values less the mean of their item."""
    return values - (np.bincount(item, values) / np.bincount(item))[item]


def _clustered(levels, gaps, customer):
    """The gaps by least squares, their standard errors by customer, and the degrees of freedom."""
    inverse = np.linalg.inv(gaps.T @ gaps)
    found = inverse @ gaps.T @ levels
    pulls = gaps * (levels - gaps @ found)[:, None]
    scores = np.column_stack([np.bincount(customer, column) for column in pulls.T])
    clusters = len(scores)
    variance = inverse @ scores.T @ scores @ inverse * clusters / max(clusters - 1, 1)
    return found, np.sqrt(np.diag(variance)), max(clusters - 1, 1)


def _gaps(names, rows, found, errors, freedom, confidence):
    """The columns of the result."""
    from scipy.stats import t

    half = t.ppf((1 + confidence) / 2, freedom) * errors
    size = np.abs(found)
    # Prices that differ by exactly the same share leave no error to divide by.
    z = np.where(errors > 1e-12, size / np.maximum(errors, 1e-12), np.where(size > 1e-12, math.inf, 0.0))
    return {
        "group": names,
        "prices": rows,
        "gap": np.expm1(found),
        "lower": np.expm1(found - half),
        "upper": np.expm1(found + half),
        "p_value": 2 * t.sf(z, freedom),
    }
