"""What leaving costs, and what a lost customer is still worth."""

from typing import NamedTuple

from crmlib._guard.checks import (
    formula,
    nonnegative,
    number,
    positive,
    require,
)
from crmlib._guard.checks import share as a_share


class ChurnLoss(NamedTuple):
    """Three views of one loss. They overlap: their sum means nothing."""

    lost_margin: float
    lost_clv: float
    replacement_cost: float


@formula(customers_lost=nonnegative, margin=number, clv=number, acquisition_cost=nonnegative)
def churn_loss(customers_lost, margin, clv, acquisition_cost):
    """What lost customers cost the firm, in three competing views that must not be added up.

    Parameters
    ----------
    customers_lost : float, array, Series or expression
        Customers who left.
    margin : float, array, Series or expression
        Contribution of one such customer (money per period).
    clv : float, array, Series or expression
        Lifetime value of one such customer had she not left now (money).
    acquisition_cost : float, array, Series or expression
        What it costs to win one new customer like her (money).

    Returns
    -------
    ChurnLoss
        A named tuple of three answers to three questions: `lost_margin` (money per period: what is missing
        from the next period's result?), `lost_clv` (money: what would it have been worth to keep them?),
        `replacement_cost` (money: what does it take to have as many customers again?). There is no total.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    With n customers lost, margin m, lifetime value V and acquisition cost a:

    .. math:: n\\,m \\qquad n\\,V \\qquad n\\,a

    V already holds the margins m of all periods to come. And a customer who is replaced brings her margin
    again: then the loss is the cost a, and the difference of the two lifetime values if they differ.

    Examples
    --------
    >>> churn_loss(customers_lost=40, margin=100, clv=267, acquisition_cost=120)
    ChurnLoss(lost_margin=4000, lost_clv=10680, replacement_cost=4800)
    """
    return ChurnLoss(customers_lost * margin, customers_lost * clv, customers_lost * acquisition_cost)


@formula(
    win_back_probability=a_share,
    second_lifetime_value=number,
    contact_cost=nonnegative,
    incentive=nonnegative,
    would_return=a_share,
)
def winback_value(win_back_probability, second_lifetime_value, contact_cost, incentive=0.0, would_return=0.0):
    """The expected value of trying to win a lost customer back.

    Parameters
    ----------
    win_back_probability : float, array, Series or expression
        Probability that she returns if she gets the offer, 0 to 1.
    second_lifetime_value : float, array, Series or expression
        What she is worth from her return on (money): a new life, not the rest of the first one.
    contact_cost : float, array, Series or expression
        What the attempt costs, whether it works or not (money).
    incentive : float, array, Series or expression
        What the offer costs if she takes it (money).
    would_return : float, array, Series or expression
        Probability that she returns without any offer, 0 to 1. At 0.0, the default, the offer gets the credit
        for every return.

    Returns
    -------
    float, array, Series or expression
        Money per attempt; at or below 0 the loss is better accepted.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    With probability p with the offer and q without, second lifetime value V, incentive :math:`\\delta`,
    contact cost c:

    .. math:: p (V - \\delta) - q V - c

    Kumar, Bhagwat and Zhang find that the probability of return, the length of the second life and its profit
    do not move together: the offer that wins most back need not earn most.

    References
    ----------
    Kumar, V., Bhagwat, Y. and Zhang, X. (2015). Regaining "lost" customers: the predictive power of
    first-lifetime behavior, the reason for defection, and the nature of the win-back offer. Journal of
    Marketing 79(4).

    Examples
    --------
    One in five returns and is worth 150, less an incentive of 20; a letter costs 5: 0.2 × 130 - 5.

    >>> winback_value(win_back_probability=0.2, second_lifetime_value=150, contact_cost=5, incentive=20)
    21.0
    """
    returning = win_back_probability * (second_lifetime_value - incentive)
    return returning - would_return * second_lifetime_value - contact_cost


@formula(
    second_lifetime_value=positive, contact_cost=nonnegative, incentive=nonnegative, would_return=a_share
)
def break_even_winback(second_lifetime_value, contact_cost, incentive=0.0, would_return=0.0):
    """The probability of return at which an attempt to win a customer back earns exactly what it costs.

    Parameters
    ----------
    second_lifetime_value : float, array, Series or expression
        What she is worth from her return on (money), above 0.
    contact_cost : float, array, Series or expression
        What the attempt costs, whether it works or not (money).
    incentive : float, array, Series or expression
        What the offer costs if she takes it (money), below the second lifetime value.
    would_return : float, array, Series or expression
        Probability that she returns without any offer, 0 to 1.

    Returns
    -------
    float, array, Series or expression
        A probability; above 1 means that no attempt can pay.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or the incentive is not below the value. An expression passes
        unchecked.

    Notes
    -----
    `winback_value` at 0, solved for p:

    .. math:: p = \\frac{c + q V}{V - \\delta}

    Examples
    --------
    >>> round(break_even_winback(second_lifetime_value=150, contact_cost=5, incentive=20), 4)
    0.0385
    """
    require(
        incentive < second_lifetime_value,
        "incentive must be below second_lifetime_value, or no return can pay for it",
        incentive=incentive,
        second_lifetime_value=second_lifetime_value,
    )
    return (contact_cost + would_return * second_lifetime_value) / (second_lifetime_value - incentive)
