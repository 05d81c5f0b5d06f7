"""Campaigns and experiments: what a contact changes, how surely it is known, and whom to contact.

What customers do after a contact says little of what the contact did: many would have stayed, or bought,
without it. A randomised control group says what they would have done. The difference is the uplift.

The profit of a campaign (`campaign_profit`) takes its success as known. An experiment measures it
(`uplift_interval`, `uplift_test`, `uplift_table`), once it is large enough (`experiment_sample_size`,
`experiment_power`). Then `targeting_policies` compares contacting those at risk with contacting those whom it
changes.
"""

import math
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from crmlib.checks import (
    Kind,
    check,
    checked,
    count,
    describe,
    formula,
    nonnegative,
    number,
    one_number,
    open_share,
    positive,
    positive_count,
    require,
    share_above_zero,
)
from crmlib.checks import share as a_share
from crmlib.columns import (
    as_numbers,
    elementwise,
    read_column,
    read_flags,
    read_single,
    refuse_lengths,
    unwrap,
    whole_up,
)
from crmlib.intervals import two_sided_p, wilson_interval
from crmlib.tables import result_table

_POWER = Kind("a share from 0.5 to below 1", low=0.5, high=1, open_high=True)
_CHANGE = Kind("a change of a probability, from -1 to 1", low=-1, high=1)
# More customers in a group than there are people: the difference asked for is a slip.
_MOST_CUSTOMERS = 10**12
# Shares that multiply to exactly 1 may come out a hair above it.
_HAIR = 1e-12


# ----------------------------------------------------------------------------------------------------------
# The profit of a retention campaign


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


# ----------------------------------------------------------------------------------------------------------
# What an experiment says


@checked(treated_responses=count, treated=positive_count, control_responses=count, control=positive_count)
def uplift_interval(treated_responses, treated, control_responses, control, confidence=0.95):
    """The interval of Newcombe for an uplift, the difference of the response rates of two random groups.

    Parameters
    ----------
    treated_responses, control_responses : int or array
        How many responded (or stayed) of those contacted, and of those held out.
    treated, control : int or array
        How many customers are in each group, at least 1.
    confidence : float
        How often such an interval holds the true uplift, above 0 and below 1.

    Returns
    -------
    tuple of two float or array
        The lower and the upper end, differences of shares from -1 to 1.

    Raises
    ------
    TypeError, ValueError
        If a group has more responses than customers, a number is missing or out of range, or lengths differ.

    Notes
    -----
    With rates :math:`p_1, p_0` and their Wilson intervals :math:`(l_1, u_1), (l_0, u_0)`:

    .. math::

        p_1 - p_0 - \\sqrt{(p_1 - l_1)^2 + (u_0 - p_0)^2} \\quad \\text{to} \\quad
        p_1 - p_0 + \\sqrt{(u_1 - p_1)^2 + (p_0 - l_0)^2}

    Newcombe's method 10. It holds for groups drawn at random, and for customers who do not influence one
    another.

    References
    ----------
    Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions: comparison
    of eleven methods. Statistics in Medicine 17(8).

    Examples
    --------
    80 % against 60 %, in groups of 70 and 80:

    >>> [round(end, 4) for end in uplift_interval(56, 70, 48, 80)]
    [0.0524, 0.3339]
    """
    treated_rate, control_rate = _rates(treated_responses, treated, control_responses, control)
    low, high = wilson_interval(treated_responses, treated, confidence)
    control_low, control_high = wilson_interval(control_responses, control, confidence)
    uplift = treated_rate - control_rate
    lower = uplift - np.hypot(treated_rate - low, control_high - control_rate)
    upper = uplift + np.hypot(high - treated_rate, control_rate - control_low)
    return unwrap(np.clip(lower, -1, 1)), unwrap(np.clip(upper, -1, 1))


def _rates(treated_responses, treated, control_responses, control):
    """The response rates of the two groups, once the four numbers make sense together."""
    counts = dict(
        treated_responses=as_numbers("treated_responses", treated_responses),
        treated=as_numbers("treated", treated),
        control_responses=as_numbers("control_responses", control_responses),
        control=as_numbers("control", control),
    )
    refuse_lengths(**counts)
    for group in ("treated", "control"):
        if np.any(counts[f"{group}_responses"] > counts[group]):
            raise ValueError(f"{group}_responses must not exceed {group}: not more respond than are there")
    return (counts[f"{group}_responses"] / counts[group] for group in ("treated", "control"))


class UpliftTest(NamedTuple):
    """A two-sided test of no uplift."""

    z: float
    p_value: float


@checked(treated_responses=count, treated=positive_count, control_responses=count, control=positive_count)
def uplift_test(treated_responses, treated, control_responses, control):
    """Test whether two random groups respond at the same rate.

    Parameters
    ----------
    treated_responses, control_responses : int or array
        How many responded (or stayed) of those contacted, and of those held out.
    treated, control : int or array
        How many customers are in each group, at least 1.

    Returns
    -------
    UpliftTest
        A named tuple: `z`, the uplift in standard errors, and `p_value`, how often chance alone would give
        one at least as far from 0. Where all respond or none does, 0 and 1.

    Raises
    ------
    TypeError, ValueError
        As `uplift_interval`.

    Notes
    -----
    With rates :math:`p_1, p_0` of :math:`n_1, n_0` customers, and p the rate of both together:

    .. math::

        z = \\frac{p_1 - p_0}{\\sqrt{p (1 - p) \\left( \\frac{1}{n_1} + \\frac{1}{n_0} \\right)}} \\qquad
        2 \\, \\Phi(-|z|)

    The normal approximation, two-sided, without correction for continuity. A small p-value says that there is
    an effect, not that it is large enough to pay.

    References
    ----------
    Fleiss, J. L., Levin, B. and Paik, M. C. (2003). Statistical Methods for Rates and Proportions, 3rd
    edition. Wiley.

    Examples
    --------
    0.2 / √(0.6933 × 0.3067 × (1/70 + 1/80)):

    >>> test = uplift_test(56, 70, 48, 80)
    >>> round(test.z, 2), round(test.p_value, 3)
    (2.65, 0.008)
    """
    treated_rate, control_rate = _rates(treated_responses, treated, control_responses, control)
    sizes = as_numbers("treated", treated), as_numbers("control", control)
    together = (treated_rate * sizes[0] + control_rate * sizes[1]) / (sizes[0] + sizes[1])
    error = np.sqrt(together * (1 - together) * (1 / sizes[0] + 1 / sizes[1]))
    z = (treated_rate - control_rate) / np.where(error > 0, error, 1)
    return UpliftTest(unwrap(z), unwrap(two_sided_p(z)))


def uplift_table(treated, responded, segment=None, confidence=0.95):
    """What a randomised contact changed, in each segment and in all, with intervals.

    Parameters
    ----------
    treated : list, array or Series
        For each customer 1 if she was contacted, 0 if she was held out; drawn at random.
    responded : list, array or Series
        In the same order: 1 if she responded (or stayed), 0 if not.
    segment : list, array or Series, optional
        In the same order: her segment, known before the contact.
    confidence : float
        How often such an interval holds the true uplift, above 0 and below 1.

    Returns
    -------
    pandas.DataFrame
        A row per segment, sorted, and a last row "all": `segment`, `treated` and `control` (customers),
        `treated_rate` and `control_rate` (shares who responded), `uplift` (their difference), `lower` and
        `upper` (Newcombe), `p_value` (two-sided test of no uplift).

    Raises
    ------
    TypeError, ValueError
        If the columns differ in length, hold anything but 0 and 1, or a segment lacks one of the groups or is
        missing.

    Notes
    -----
    .. math:: \\text{uplift}_s = p_{1s} - p_{0s}

    Each interval is for one segment. Of twenty segments without any effect, one is expected to have a 95 %
    interval without 0; the best of many looks better than it is (winner's curse). That one segment's interval
    leaves 0 out and another's does not is no proof that the two differ. If segments were contacted in
    different shares, the row "all" mixes the effect with the segments.

    References
    ----------
    Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions: comparison
    of eleven methods. Statistics in Medicine 17(8).

    Examples
    --------
    >>> table = uplift_table([1, 1, 0, 0] * 2, [1, 1, 0, 1, 0, 1, 1, 0], ["new"] * 4 + ["old"] * 4)
    >>> table[["segment", "treated", "control", "treated_rate", "control_rate", "uplift"]]
      segment  treated  control  treated_rate  control_rate  uplift
    0     new        2        2          1.00           0.5    0.50
    1     old        2        2          0.50           0.5    0.00
    2     all        4        4          0.75           0.5    0.25
    """
    contacted, outcome = read_flags("treated", treated), read_flags("responded", responded)
    refuse_lengths(treated=contacted, responded=outcome)
    labels, place = _segments(segment, len(contacted))
    groups = [
        np.bincount(place, weights=weights, minlength=len(labels)).astype(int)
        for weights in (contacted * outcome, contacted, (1 - contacted) * outcome, 1 - contacted)
    ]
    groups = [np.append(numbers, numbers.sum()) for numbers in groups]
    _refuse_no_group([*labels, "all"], groups[1], groups[3])
    lower, upper = uplift_interval(*groups, confidence)
    treated_rate, control_rate = _rates(*groups)
    columns = {"segment": [*labels, "all"], "treated": groups[1], "control": groups[3]}
    columns |= {"treated_rate": treated_rate, "control_rate": control_rate}
    columns |= {"uplift": treated_rate - control_rate, "lower": lower, "upper": upper}
    table = result_table(columns | {"p_value": uplift_test(*groups).p_value})
    return table if segment is not None else table.tail(1).reset_index(drop=True)


def _segments(segment, customers):
    """The segments, sorted, and the place of each customer among them; one segment if none are given."""
    import pandas as pd

    if segment is None:
        return ["all"], np.zeros(customers, dtype=int)
    if isinstance(segment, str | bytes) or np.ndim(segment) != 1:
        raise TypeError(f"segment must be a column with one label a customer; got {describe(segment)}")
    labels = pd.Series(list(segment), dtype=object)
    refuse_lengths(treated=np.zeros(customers), segment=labels)
    if labels.isna().any():
        raise ValueError(f"segment is missing in {int(labels.isna().sum())} of {customers} rows")
    place, names = pd.factorize(labels.map(str), sort=True)
    return names.tolist(), place


def _refuse_no_group(labels, treated, control):
    for label, contacted, held_out in zip(labels, treated, control, strict=True):
        if not contacted or not held_out:
            group = "no customer who was held out (treated 0)" if contacted else "no customer with treated 1"
            raise ValueError(f"treated: segment {label!r} has {group}, so there is nothing to compare with")


# ----------------------------------------------------------------------------------------------------------
# How large an experiment has to be


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
    z = NormalDist().inv_cdf(1 - significance / 2), NormalDist().inv_cdf(power)
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
    reach = normal.inv_cdf(1 - significance / 2) * null
    return normal.cdf((difference - reach) / real) + normal.cdf((-difference - reach) / real)


# ----------------------------------------------------------------------------------------------------------
# Whom to contact


@checked(cost=nonnegative, contacts=positive_count)
def targeting_policies(risk, uplift, value, cost, contacts):
    """What a budget of contacts earns if it goes to those at risk, and if it goes to those whom it changes.

    Parameters
    ----------
    risk : list, array or Series
        Each customer's probability of leaving without a contact, 0 to 1.
    uplift : list, array or Series
        In the same order: by how much a contact raises her probability of staying, -1 to 1; below 0 it drives
        her away.
    value : float, list, array or Series
        What her staying is worth (money): one number for all, or one a customer.
    cost : float
        What one contact costs (money).
    contacts : int
        How many may be contacted, at most all.

    Returns
    -------
    pandas.DataFrame
        A row per policy: `policy`, `contacted` (customers), `kept` (expected customers who stay because of
        the contact) and `profit` (expected, money, against contacting no one). "highest risk" and "highest
        uplift" use all contacts; "highest expected gain" ranks by uplift × value and stops where that falls
        to the cost.

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
                      policy  contacted  kept  profit
    0                 no one          0  0.00     0.0
    1               everyone          3  0.22     7.0
    2           highest risk          1  0.02    -3.0
    3         highest uplift          1  0.20    15.0
    4  highest expected gain          1  0.20    15.0
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
    columns |= {"kept": [changes[who].sum() for who in people], "profit": [gain[who].sum() for who in people]}
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
