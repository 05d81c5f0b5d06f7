"""The small closed forms of the models, made of operators: for numbers, for data, and for live charts.

They say what the fitted models say, one customer's formula at a time; the models take whole columns, check
that histories make sense, and know the cases that need a branch.
"""

from crmlib._guard.checks import Kind, count, formula, nonnegative, one, positive, positive_count

_RENEWALS = Kind("a whole number from 0 to 10,000", low=0, high=10_000, whole=True, single=True)
_RENEWAL = Kind("a whole number from 1 to 10,000", low=1, high=10_000, whole=True, single=True)


@formula(renewal=one(_RENEWAL), alpha=positive, beta=positive)
def renewal_rate(renewal, alpha, beta):
    """The share of the customers still there who renew at the t-th renewal, by the shifted beta-geometric.

    Parameters
    ----------
    renewal : int
        Which renewal, 1 for the first, up to 10,000.
    alpha, beta : float, array, Series or expression
        The beta distribution of the probability of leaving, above 0: its mean is alpha / (alpha + beta).

    Returns
    -------
    float, array, Series or expression
        The retention rate of that renewal (a share, per period).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    .. math:: r(t) = \\frac{\\beta+t-1}{\\alpha+\\beta+t-1}

    References
    ----------
    Fader, P. S. and Hardie, B. G. S. (2007). How to project customer retention. Journal of Interactive
    Marketing 21(1).

    Examples
    --------
    >>> renewal_rate(1, alpha=1, beta=1), renewal_rate(3, alpha=1, beta=1)
    (0.5, 0.75)
    """
    return (beta + renewal - 1) / (alpha + beta + renewal - 1)


@formula(renewals=one(_RENEWALS), alpha=positive, beta=positive)
def share_staying(renewals, alpha, beta):
    """The share of customers still there after some renewals, by the shifted beta-geometric.

    Parameters
    ----------
    renewals : int
        How many renewals, 0 to 10,000.
    alpha, beta : float, array, Series or expression
        The beta distribution of the probability of leaving, above 0: its mean is alpha / (alpha + beta).

    Returns
    -------
    float, array, Series or expression
        A share from 0 to 1.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    The product of the retention rates so far:

    .. math:: S(t) = \\prod_{k=1}^{t} \\frac{\\beta+k-1}{\\alpha+\\beta+k-1}

    References
    ----------
    Fader, P. S. and Hardie, B. G. S. (2007). How to project customer retention. Journal of Interactive
    Marketing 21(1).

    Examples
    --------
    With every probability of leaving equally likely, half are left after one renewal, a third after two.

    >>> [round(share_staying(t, alpha=1, beta=1), 3) for t in (0, 1, 2)]
    [1.0, 0.5, 0.333]
    """
    share = alpha / alpha
    for renewal in range(1, int(renewals) + 1):
        share = share * (beta + renewal - 1) / (alpha + beta + renewal - 1)
    return share


@formula(
    frequency=positive_count,
    recency=positive,
    silence=nonnegative,
    r=positive,
    alpha=positive,
    a=positive,
    b=positive,
)
def chance_alive(frequency, recency, silence, r, alpha, a, b):
    """The probability that a customer with a repeat purchase has not left, by the BG/NBD.

    Parameters
    ----------
    frequency : float, array, Series or expression
        Her repeat purchases, at least 1. Without one the model says 1, whatever the silence.
    recency : float, array, Series or expression
        Time from her first to her last purchase, above 0 (the unit of the fit).
    silence : float, array, Series or expression
        Time since her last purchase, T less recency, at least 0 (the same unit).
    r, alpha, a, b : float, array, Series or expression
        The parameters of `BetaGeoNBD`, above 0.

    Returns
    -------
    float, array, Series or expression
        A probability.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    With the silence :math:`s`:

    .. math::

        P(\\text{alive}) = \\frac{1}{1 + \\frac{a}{b+x-1}
        \\left( \\frac{\\alpha+t_x+s}{\\alpha+t_x} \\right)^{r+x}}

    References
    ----------
    Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005). "Counting your customers" the easy way: an
    alternative to the Pareto/NBD model. Marketing Science 24(2).

    Examples
    --------
    With all other parameters 1 and alpha = 10, (10 + 10 + 20) / (10 + 10) squared is 4: 1 / (1 + 4).

    >>> chance_alive(frequency=1, recency=10, silence=20, r=1, alpha=10, a=1, b=1)
    0.2
    """
    stretch = (alpha + recency + silence) / (alpha + recency)
    return 1 / (1 + a / (b + frequency - 1) * stretch ** (r + frequency))


@formula(t=nonnegative, frequency=count, T=nonnegative, r=positive, alpha=positive)
def chance_to_buy_if_alive(t, frequency, T, r, alpha):
    """The probability that a customer who has not left buys at least once in the coming time.

    Times P(alive) it is the probability of buying, which P(alive) alone is not.

    Parameters
    ----------
    t : float, array, Series or expression
        The coming time, counted from the end of T, at least 0 (the unit of the fit).
    frequency : float, array, Series or expression
        Her repeat purchases so far.
    T : float, array, Series or expression
        Time from her first purchase to now, at least 0 (the same unit).
    r, alpha : float, array, Series or expression
        The gamma distribution of purchase rates, parameters of `BetaGeoNBD`, above 0.

    Returns
    -------
    float, array, Series or expression
        A probability.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    Her rate is gamma distributed with shape r + x and scale alpha + T, so that

    .. math::

        P(\\text{buys within } t \\mid \\text{alive}) =
        1 - \\left( \\frac{\\alpha+T}{\\alpha+T+t} \\right)^{r+x}

    References
    ----------
    Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005). "Counting your customers" the easy way: an
    alternative to the Pareto/NBD model. Marketing Science 24(2).

    Examples
    --------
    At r = 1 and alpha = 10, no repeat purchase in 30 weeks and 40 weeks to come: 1 - 40 / 80.

    >>> chance_to_buy_if_alive(40, frequency=0, T=30, r=1, alpha=10)
    0.5
    """
    return 1 - ((alpha + T) / (alpha + T + t)) ** (r + frequency)


@formula(
    t=nonnegative,
    frequency=positive_count,
    recency=positive,
    silence=nonnegative,
    r=positive,
    alpha=positive,
    a=positive,
    b=positive,
)
def chance_to_buy(t, frequency, recency, silence, r, alpha, a, b):
    """The probability that a customer buys at least once in the coming time, by the BG/NBD.

    Parameters
    ----------
    t : float, array, Series or expression
        The coming time, counted from now, at least 0 (the unit of the fit).
    frequency : float, array, Series or expression
        Her repeat purchases, at least 1. Without one, `chance_to_buy_if_alive` is the answer.
    recency : float, array, Series or expression
        Time from her first to her last purchase, above 0 (the same unit).
    silence : float, array, Series or expression
        Time since her last purchase, at least 0 (the same unit).
    r, alpha, a, b : float, array, Series or expression
        The parameters of `BetaGeoNBD`, above 0.

    Returns
    -------
    float, array, Series or expression
        A probability, 0 at t = 0 and at most P(alive).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    With :math:`T`, recency and silence together:

    .. math::

        P(Y(t) > 0) = P(\\text{alive}) \\left[ 1 -
        \\left( \\frac{\\alpha+T}{\\alpha+T+t} \\right)^{r+x} \\right]

    References
    ----------
    Fader, P. S. and Hardie, B. G. S. (2019). A step-by-step derivation of the BG/NBD model. Note 039,
    brucehardie.com.

    Examples
    --------
    She is alive with 0.2, and buys in the next 40 weeks, if she is, with 1 - (40 / 80) squared.

    >>> round(chance_to_buy(40, frequency=1, recency=10, silence=20, r=1, alpha=10, a=1, b=1), 3)
    0.15
    """
    alive = chance_alive(frequency, recency, silence, r, alpha, a, b)
    return alive * chance_to_buy_if_alive(t, frequency, recency + silence, r, alpha)


@formula(frequency=count, monetary_value=nonnegative, p=positive, q=positive, v=positive)
def shrunk_spend(frequency, monetary_value, p, q, v):
    """The mean spend per purchase to expect, by the gamma-gamma: between her own mean and everybody's.

    Parameters
    ----------
    frequency : float, array, Series or expression
        Her repeat purchases.
    monetary_value : float, array, Series or expression
        Their mean spend (money).
    p, q, v : float, array, Series or expression
        The parameters of `GammaGamma`, above 0, with p x + q above 1.

    Returns
    -------
    float, array, Series or expression
        Money per purchase.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or p x + q is 1. An expression passes unchecked.

    Notes
    -----
    .. math:: E[M] = \\frac{p (v + x \\bar z)}{px + q - 1}

    References
    ----------
    Fader, P. S. and Hardie, B. G. S. (2013). The gamma-gamma model of monetary value. Note 025,
    brucehardie.com.

    Examples
    --------
    With one purchase of 100 at p = 1, q = 2, v = 20: halfway from 20, the mean of all, to 100.

    >>> shrunk_spend(1, 100, p=1, q=2, v=20)
    60.0
    """
    return p * (v + frequency * monetary_value) / (p * frequency + q - 1)
