"""Do the scores predict, and does a mailing pay: gains, response by cell, break-even and profit."""

import warnings

import numpy as np

from crmlib._guard.checks import (
    checked,
    describe,
    formula,
    nonnegative,
    one,
    one_of,
    positive,
    positive_count,
)
from crmlib._guard.columns import (
    as_array,
    groups_in_order,
    is_column,
    read_flags,
    read_numbers,
    refuse_lengths,
)
from crmlib._guard.tables import (
    DataWarning,
    result_table,
)
from crmlib.intervals import wilson_interval


@checked(groups=one(positive_count), ties=one_of("share"))
def gains_table(score, outcome, groups=10, *, ties=None):
    """How much of an outcome the best-scored customers bring: a gains and lift table.

    Parameters
    ----------
    score : Series or array
        One number a customer; higher is better.
    outcome : Series or array
        What she did afterwards, in the same order: 0 or 1, or an amount of money.
    groups : int
        The number of groups, of about equal size.
    ties : {"share"}, optional
        Customers with equal scores share a group: it goes on to the end of the tie, so there may be fewer
        groups. That is always so; without this word a `DataWarning` says when it leaves fewer.

    Returns
    -------
    pandas.DataFrame
        A row per group, the best first: `group`, `customers`, `responses` (sum of the outcome),
        `response_rate` (responses a customer), `cumulative_customers` and `cumulative_responses` (shares of
        the whole, the second is the gain), `lift` (response rate over that of all) and `cumulative_lift`.

    Raises
    ------
    TypeError, ValueError
        If the two differ in length, hold missing values or no numbers, or the outcome does not add up to more
        than 0.

    Notes
    -----
    .. math:: \\text{lift}_g = \\frac{y_g / n_g}{Y / N}

    with :math:`y_g` the responses and :math:`n_g` the customers of group g, :math:`Y` and :math:`N` those
    of all.

    References
    ----------
    Blattberg, R. C., Kim, B.-D. and Neslin, S. A. (2008). Database Marketing: Analyzing and Managing
    Customers. Springer.

    Examples
    --------
    >>> table = gains_table([5, 4, 2, 1], [1, 1, 1, 0], groups=2)
    >>> table[["group", "customers", "responses", "cumulative_responses", "lift"]].round(3)
       group  customers  responses  cumulative_responses   lift
    0      1          2        2.0                 0.667  1.333
    1      2          2        1.0                 1.000  0.667
    """
    scores, outcomes = read_numbers("score", score), read_numbers("outcome", outcome)
    refuse_lengths(score=scores, outcome=outcomes)
    if outcomes.sum() <= 0:
        raise ValueError(
            f"outcome must add up to more than 0; got {outcomes.sum():g}: there is nothing to gain"
        )
    best_first = np.argsort(-scores, kind="stable")
    ends = _group_ends(scores[best_first], groups)
    if len(ends) < groups and ties is None:
        left = f"{len(ends)} of the {groups} groups that were asked for are left"
        sentence = f"equal scores are not split: {left} (fine? say ties='share')"
        warnings.warn(sentence, DataWarning, stacklevel=3)
    return _gains(ends, outcomes[best_first])


def _group_ends(scores, groups):
    """Where each group ends, in scores that fall: at an equal share, moved on to the end of a tie."""
    shares = -(-np.arange(1, groups + 1) * len(scores) // groups)
    return np.unique(np.searchsorted(-scores, -scores[shares - 1], side="right"))


def _gains(ends, outcomes):
    cumulative = np.cumsum(outcomes)[ends - 1]
    customers, responses = np.diff(ends, prepend=0), np.diff(cumulative, prepend=0)
    overall = cumulative[-1] / ends[-1]
    cumulative_customers, cumulative_responses = ends / ends[-1], cumulative / cumulative[-1]
    return result_table(
        {
            "group": np.arange(1, len(ends) + 1),
            "customers": customers,
            "responses": responses,
            "response_rate": responses / customers,
            "cumulative_customers": cumulative_customers,
            "cumulative_responses": cumulative_responses,
            "lift": responses / customers / overall,
            "cumulative_lift": cumulative_responses / cumulative_customers,
        }
    )


@checked(margin=one(positive), cost=one(nonnegative))
def response_by_cell(cells, responded, margin=None, cost=None):
    """Response rate of each cell with its uncertainty and, if money is given, its profit.

    Parameters
    ----------
    cells : Series or array
        The cell or segment of each customer, such as "543" or "loyal".
    responded : Series or array
        Whether she responded, in the same order: 0 or 1, or true or false.
    margin : float, optional
        Contribution from one response (money). Goes together with `cost`.
    cost : float, optional
        Cost of one contact (money).

    Returns
    -------
    pandas.DataFrame
        A row per cell, sorted (categories in their own order): `cell`, `customers`, `responses`,
        `response_rate`, `lower` and `upper` (the 95 % interval of Wilson). With money also `profit` (of
        contacting the whole cell) and `above_break_even` (whether the profit is above 0, that is the response
        rate above cost / margin).

    Raises
    ------
    TypeError, ValueError
        If the two differ in length, a cell is missing, a response is not 0 or 1, or only one of `margin` and
        `cost` is given.

    Notes
    -----
    .. math:: \\text{responses} \\times \\text{margin} - \\text{customers} \\times \\text{cost}

    Examples
    --------
    >>> table = response_by_cell(["a", "a", "b", "b"], [1, 0, 0, 0], margin=30, cost=2)
    >>> table[["cell", "response_rate", "lower", "upper", "profit"]].round(2)
      cell  response_rate  lower  upper  profit
    0    a            0.5   0.09   0.91    26.0
    1    b            0.0   0.00   0.66    -4.0
    """
    if (margin is None) != (cost is None):
        raise ValueError("margin and cost go together: the profit of a cell needs both")
    labels, table = _count_cells(cells, responded)
    customers, responses = table
    lower, upper = wilson_interval(responses, customers)
    columns = {"cell": labels, "customers": customers, "responses": responses}
    columns |= {"response_rate": responses / customers, "lower": lower, "upper": upper}
    if margin is not None:
        columns["profit"] = responses * float(margin) - customers * float(cost)
        columns["above_break_even"] = columns["profit"] > 0
    return result_table(columns)


def _count_cells(cells, responded):
    """The cells in order, and an array of two rows: customers and responses of each."""
    flags = read_flags("responded", responded)
    if not is_column(cells) or as_array(cells).ndim != 1:
        raise TypeError(f"cells must be a column with one label a customer; got {describe(cells)}")
    labels, place = groups_in_order("cells", cells)
    refuse_lengths(cells=place, responded=flags)
    counts = [np.bincount(place, weights=weights) for weights in (np.ones(len(flags)), flags)]
    return labels, np.array(counts, dtype=int)


@formula(cost_per_contact=nonnegative, margin_per_response=positive)
def break_even_response_rate(cost_per_contact, margin_per_response):
    """The response rate at which a mailing earns exactly what it costs.

    Parameters
    ----------
    cost_per_contact : float, array, Series or expression
        What one contact costs (money).
    margin_per_response : float, array, Series or expression
        Contribution from one response, before the cost of the contact (money, above 0).

    Returns
    -------
    float, array, Series or expression
        A share; above 1 means that no response rate can pay.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. A symbolic expression passes unchecked.

    Notes
    -----
    .. math:: \\text{break-even response rate} = \\frac{\\text{cost per contact}}{\\text{margin per response}}

    References
    ----------
    Hughes, A. M. (2012). Strategic Database Marketing, 4th edition. McGraw-Hill, New York.

    Examples
    --------
    >>> break_even_response_rate(cost_per_contact=0.5, margin_per_response=10)
    0.05
    """
    return cost_per_contact / margin_per_response


@checked(cost_per_contact=one(nonnegative))
def mailing_profit(mailed, margin_earned, cost_per_contact):
    """What a mailing earns: the margin of the customers who were mailed, less the cost of mailing them.

    Parameters
    ----------
    mailed : Series or array
        Whether each customer is mailed: 0 or 1, or true or false.
    margin_earned : Series or array
        The margin that each customer brings if she is mailed (money), in the same order.
    cost_per_contact : float
        What one contact costs (money).

    Returns
    -------
    float
        The profit (money).

    Raises
    ------
    TypeError, ValueError
        If the two differ in length, or a number is missing or out of range.

    Notes
    -----
    .. math:: \\sum_{i \\text{ mailed}} (\\text{margin}_i - \\text{cost per contact})

    Examples
    --------
    >>> mailing_profit([True, True, False], [30.0, 0.0, 50.0], cost_per_contact=2)
    26.0
    """
    flags, margins = read_flags("mailed", mailed), read_numbers("margin_earned", margin_earned)
    refuse_lengths(mailed=flags, margin_earned=margins)
    return float((flags * (margins - cost_per_contact)).sum())
