"""The contribution of a customer: revenue less variable cost and cost to serve."""

from typing import NamedTuple

from crmlib._guard.checks import (
    formula,
    nonnegative,
    number,
    share,
)


class ContributionBySource(NamedTuple):
    """What a customer contributes in a period, by where it comes from (money)."""

    continued_purchase: float
    growing_spend: float
    lower_cost_to_serve: float
    word_of_mouth: float

    @property
    def total(self):
        """The whole contribution."""
        return self.continued_purchase + self.growing_spend + self.lower_cost_to_serve + self.word_of_mouth


@formula(
    first_spend=nonnegative,
    spend=nonnegative,
    margin_rate=share,
    first_cost_to_serve=nonnegative,
    cost_to_serve=nonnegative,
    referred_contribution=number,
)
def contribution_by_source(
    first_spend, spend, margin_rate, first_cost_to_serve, cost_to_serve, referred_contribution=0.0
):
    """What a customer contributes now, split by its four sources since her first period.

    Parameters
    ----------
    first_spend, spend : float, array, Series or expression
        What she spent in her first period, and spends now (money per period).
    margin_rate : float, array, Series or expression
        Contribution before cost to serve as a share of spend, 0 to 1.
    first_cost_to_serve, cost_to_serve : float, array, Series or expression
        What serving her cost in her first period, and costs now (money per period).
    referred_contribution : float, array, Series or expression
        What the customers whom she brought contribute now (money per period).

    Returns
    -------
    ContributionBySource
        A named tuple (money per period): `continued_purchase`, as in her first period; `growing_spend`;
        `lower_cost_to_serve`; `word_of_mouth`; and `total`, their sum. A source is below 0 where she spends
        less or costs more than at first.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    With spend S, margin rate q and cost to serve K, in her first period (0) and now (t), and contribution W
    of those she referred:

    .. math:: (S_0 q - K_0) + (S_t - S_0) q + (K_0 - K_t) + W = S_t q - K_t + W

    References
    ----------
    Reichheld, F. F. and Sasser, W. E. (1990). Zero defections: quality comes to services. Harvard Business
    Review 68(5).

    Examples
    --------
    Spend grew from 200 to 260, serving her costs 10 in place of 20, a friend of hers brings 15:

    >>> sources = contribution_by_source(200, 260, margin_rate=0.5, first_cost_to_serve=20, cost_to_serve=10,
    ...                                  referred_contribution=15)
    >>> tuple(sources), sources.total
    ((80.0, 30.0, 10, 15), 135.0)
    """
    return ContributionBySource(
        continued_purchase=first_spend * margin_rate - first_cost_to_serve,
        growing_spend=(spend - first_spend) * margin_rate,
        lower_cost_to_serve=first_cost_to_serve - cost_to_serve,
        word_of_mouth=referred_contribution,
    )


@formula(
    revenue=number,
    margin_rate=share,
    orders=nonnegative,
    returns=nonnegative,
    visits=nonnegative,
    cost_per_order=nonnegative,
    cost_per_return=nonnegative,
    cost_per_visit=nonnegative,
)
def customer_contribution(
    revenue,
    margin_rate,
    orders=0,
    returns=0,
    visits=0,
    cost_per_order=0.0,
    cost_per_return=0.0,
    cost_per_visit=0.0,
):
    """What is left of a customer's revenue after goods and after the activities that she causes.

    Parameters
    ----------
    revenue : float, array, Series or expression
        Revenue after returns (money per period); below 0 where more was returned than bought.
    margin_rate : float, array, Series or expression
        Gross margin as a share of revenue, 0 to 1.
    orders, returns, visits : float, array, Series or expression
        How many of each she causes (per the same period).
    cost_per_order, cost_per_return, cost_per_visit : float, array, Series or expression
        Activity rates: what one of each costs (money).

    Returns
    -------
    float, array, Series or expression
        Contribution (money per period); it may be below 0.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    .. math::

        \\text{revenue} \\times \\text{margin rate} - \\sum_{\\text{activity}} \\text{times} \\times
        \\text{cost each}

    References
    ----------
    Kaplan, R. S. and Cooper, R. (1998). Cost and Effect. Harvard Business School Press.

    Examples
    --------
    >>> customer_contribution(10_000, margin_rate=0.3, orders=20, returns=5, visits=4,
    ...                       cost_per_order=30, cost_per_return=60, cost_per_visit=150)
    1500.0
    """
    activities = orders * cost_per_order + returns * cost_per_return + visits * cost_per_visit
    return revenue * margin_rate - activities
