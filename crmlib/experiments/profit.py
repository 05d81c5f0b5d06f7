"""The profit of a retention campaign, its success taken as known."""

from crmlib._guard.checks import (
    formula,
    nonnegative,
    number,
    positive,
    require,
    share_above_zero,
)
from crmlib._guard.checks import share as a_share

# Shares that multiply to exactly 1 may come out a hair above it.
_HAIR = 1e-12


@formula(
    customers=nonnegative,
    contacted_share=a_share,
    churn_rate=a_share,
    success_rate=a_share,
    clv=number,
    contact_cost=nonnegative,
    incentive=nonnegative,
    lift=positive,
    fixed_cost=nonnegative,
)
def campaign_profit(
    customers,
    contacted_share,
    churn_rate,
    success_rate,
    clv,
    contact_cost,
    incentive,
    lift=1.0,
    fixed_cost=0.0,
):
    """What a retention campaign earns that offers an incentive to the customers most likely to leave.

    Parameters
    ----------
    customers : float, array, Series or expression
        N, customers of the firm.
    contacted_share : float, array, Series or expression
        α, the share of them who are contacted, 0 to 1.
    churn_rate : float, array, Series or expression
        β₀, the share of all customers who would leave without the campaign (per the period that it covers).
    success_rate : float, array, Series or expression
        γ, the share of those contacted who would leave, and who take the incentive and stay, 0 to 1.
    clv : float, array, Series or expression
        Lifetime value of a customer who is kept (money).
    contact_cost : float, array, Series or expression
        c, the cost of one contact (money).
    incentive : float, array, Series or expression
        δ, the cost of the incentive to the firm when a customer takes it (money).
    lift : float, array, Series or expression
        λ, how many times the churn rate of all is that of those contacted, above 0. At 1.0, the default,
        customers are picked by chance.
    fixed_cost : float, array, Series or expression
        A, the cost of running the campaign (money).

    Returns
    -------
    float, array, Series or expression
        Profit (money).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or the lift is more than there are leavers. An expression
        passes unchecked.

    Notes
    -----
    .. math::

        \\Pi = N \\alpha \\left\\{ \\left[ \\gamma\\,\\text{CLV} + \\delta (1 - \\gamma) \\right]
        \\beta_0 \\lambda - \\delta - c \\right\\} - A

    It is the sum over those contacted, of whom :math:`\\beta = \\beta_0 \\lambda` would leave:

    .. math::

        N \\alpha \\left[ \\beta\\gamma (\\text{CLV} - c - \\delta) + \\beta (1 - \\gamma)(-c)
        + (1 - \\beta)(-c - \\delta) \\right] - A

    Who would have stayed takes the incentive too; who leaves in spite of it does not. That a contact may make
    a customer leave, or that those most likely to leave may be the hardest to keep, is not in it (Ascarza
    2018): only an experiment tells.

    References
    ----------
    Neslin, S. A., Gupta, S., Kamakura, W., Lu, J. and Mason, C. H. (2006). Defection detection: measuring and
    understanding the predictive accuracy of customer churn models. Journal of Marketing Research 43(2).

    Ascarza, E. (2018). Retention futility: targeting high-risk customers might be ineffective. Journal of
    Marketing Research 55(1).

    Examples
    --------
    1,000 of 10,000 are contacted; 3 × 5 % of them would leave, 150, and 30 % of these stay: 45 × 300. All but
    the 105 who leave take the incentive: 895 × 10. Contacts cost 1,000 × 1.

    >>> round(campaign_profit(customers=10_000, contacted_share=0.1, churn_rate=0.05, success_rate=0.3,
    ...                       clv=300, contact_cost=1, incentive=10, lift=3), 2)
    3550.0
    """
    require(
        lift * churn_rate <= 1 + _HAIR,
        "lift times churn_rate must not exceed 1: no more can leave than are contacted",
        lift=lift,
        churn_rate=churn_rate,
    )
    require(
        lift * contacted_share <= 1 + _HAIR,
        "lift times contacted_share must not exceed 1: no more leavers can be contacted than there are",
        lift=lift,
        contacted_share=contacted_share,
    )
    kept = success_rate * clv + incentive * (1 - success_rate)
    return customers * contacted_share * (kept * churn_rate * lift - incentive - contact_cost) - fixed_cost


@formula(success_rate=share_above_zero, clv=positive, contact_cost=nonnegative, incentive=nonnegative)
def break_even_churn_rate(success_rate, clv, contact_cost, incentive=0.0):
    """The churn rate above which it pays to contact a customer in a retention campaign.

    Parameters
    ----------
    success_rate : float, array, Series or expression
        γ, the share of would-be leavers who take the incentive and stay, above 0 to 1.
    clv : float, array, Series or expression
        Lifetime value of a customer who is kept (money), above 0.
    contact_cost : float, array, Series or expression
        c, the cost of one contact (money).
    incentive : float, array, Series or expression
        δ, the cost of the incentive when a customer takes it (money).

    Returns
    -------
    float, array, Series or expression
        A probability of leaving; above 1 means that no contact can pay.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    `campaign_profit` of one contact at 0, without fixed cost:

    .. math:: \\beta = \\frac{c + \\delta}{\\gamma\\,\\text{CLV} + \\delta (1 - \\gamma)}

    It takes the success rate as the same for all, whatever their risk.

    References
    ----------
    Neslin, S. A., Gupta, S., Kamakura, W., Lu, J. and Mason, C. H. (2006). Defection detection: measuring and
    understanding the predictive accuracy of customer churn models. Journal of Marketing Research 43(2).

    Examples
    --------
    A call costs 10 and keeps one leaver in five, each worth 267: 10 / 53.4.

    >>> round(break_even_churn_rate(success_rate=0.2, clv=267, contact_cost=10), 3)
    0.187
    """
    return (contact_cost + incentive) / (success_rate * clv + incentive * (1 - success_rate))
