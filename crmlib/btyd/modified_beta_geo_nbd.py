"""MBG/NBD: the BG/NBD, with a chance to leave right after the first purchase."""

from crmlib.btyd.beta_geo_nbd import BetaGeoNBD


class ModifiedBetaGeoNBD(BetaGeoNBD):
    """MBG/NBD: the BG/NBD, but a customer may also leave right after her first purchase.

    While alive, a customer buys at random at her own rate. After each purchase, the first one included, she
    leaves for good with her own probability. So a customer without a repeat purchase may have left, which the
    BG/NBD denies. All questions are asked as of `BetaGeoNBD`.

    Attributes
    ----------
    r_, alpha_ : float
        Shape and scale of the gamma distribution of purchase rates: the mean rate is r / alpha purchases per
        unit of time.
    a_, b_ : float
        The beta distribution of the probability of leaving after a purchase: its mean is a / (a + b).
    log_likelihood_ : float
        The log-likelihood of the data of the fit.

    Notes
    -----
    The likelihood of :math:`x` repeat purchases, the last at :math:`t_x`, in a time :math:`T`:

    .. math::

        \\frac{\\Gamma(r+x) \\alpha^r}{\\Gamma(r)} \\, \\frac{B(a, b+x+1)}{B(a, b)} \\left[
        \\frac{1}{(\\alpha+T)^{r+x}} + \\frac{a}{b+x} \\frac{1}{(\\alpha+t_x)^{r+x}} \\right]

    References
    ----------
    Batislam, E. P., Denizel, M. and Filiztekin, A. (2007). Empirical validation and comparison of models for
    customer base analysis. International Journal of Research in Marketing 24(3).

    Wagner, U. and Hoppe, D. (2008). Erratum on the MBG/NBD model. International Journal of Research in
    Marketing 25(3).

    Examples
    --------
    With all parameters 1, half of the new customers leave at once, and buy nothing in any time.

    >>> model = ModifiedBetaGeoNBD.from_parameters(r=1, alpha=1, a=1, b=1)
    >>> model.probability_alive(frequency=0, recency=0, T=0)
    0.5
    """

    _first_chances = 1

    def probability_alive(self, frequency, recency, T):
        """The probability that a customer has not left, given her purchases so far.

        Parameters
        ----------
        frequency, recency, T : float, list, array or Series
            As for `fit`.

        Returns
        -------
        float or array
            A probability for each customer, below 1 also without a repeat purchase.

        Notes
        -----
        .. math::

            P(\\text{alive}) = \\frac{1}{1 + \\frac{a}{b+x}
            \\left( \\frac{\\alpha+T}{\\alpha+t_x} \\right)^{r+x}}

        Examples
        --------
        With all other parameters 1 and alpha = 10, nothing bought in 30 weeks: 1 / (1 + 40 / 10).

        >>> model = ModifiedBetaGeoNBD.from_parameters(r=1, alpha=10, a=1, b=1)
        >>> round(model.probability_alive(frequency=0, recency=0, T=30), 3)
        0.2
        """
        return super().probability_alive(frequency, recency, T)

    def expected_purchases(self, t):
        """How many repeat purchases a new customer is expected to make in a time.

        Parameters
        ----------
        t : float, list, array or Series
            The time since her first purchase (the unit of the fit), at least 0.

        Returns
        -------
        float or array
            The expected number of repeat purchases.

        Notes
        -----
        .. math::

            E[X(t)] = \\frac{b}{a-1} \\left[ 1 - \\left( \\frac{\\alpha}{\\alpha+t} \\right)^r
            {}_2F_1 \\left( r, b+1; a+b; \\frac{t}{\\alpha+t} \\right) \\right]

        Examples
        --------
        Few leave at once where b is large against a: nearly the mean rate, 1 a week.

        >>> model = ModifiedBetaGeoNBD.from_parameters(r=1, alpha=1, a=0.001, b=1000)
        >>> round(model.expected_purchases(3), 3)
        3.0
        """
        return super().expected_purchases(t)

    def conditional_expected_purchases(self, t, frequency, recency, T):
        """How many purchases a customer with a known past is expected to make in the coming time.

        Parameters
        ----------
        t : float, list, array or Series
            The coming time, counted from the end of T (the unit of the fit), at least 0.
        frequency, recency, T : float, list, array or Series
            As for `fit`.

        Returns
        -------
        float or array
            The expected number of purchases.

        Notes
        -----
        .. math::

            E[Y(t)] = P(\\text{alive}) \\frac{a+b+x}{a-1} \\left[ 1 -
            \\left( \\frac{\\alpha+T}{\\alpha+T+t} \\right)^{r+x}
            {}_2F_1 \\left( r+x, b+x+1; a+b+x; \\frac{t}{\\alpha+T+t} \\right) \\right]

        Examples
        --------
        A new customer is one with a past of no length.

        >>> model = ModifiedBetaGeoNBD.from_parameters(r=0.5, alpha=6, a=0.9, b=1.7)
        >>> model.conditional_expected_purchases(39, 0, 0, 0) == model.expected_purchases(39)
        True
        """
        return super().conditional_expected_purchases(t, frequency, recency, T)

    def pmf(self, n, t):
        """The probability that a new customer makes exactly n repeat purchases in a time.

        Parameters
        ----------
        n : int, list, array or Series
            The number of repeat purchases.
        t : float, list, array or Series
            The time since her first purchase (the unit of the fit), at least 0.

        Returns
        -------
        float or array
            The probability.

        Notes
        -----
        With :math:`z = t / (\\alpha + t)`, B the beta function and :math:`I_z(n, r)` the probability of at
        least n purchases if nobody left, which is 1 for n = 0:

        .. math::

            P(X(t) = n) = \\frac{B(a, b+n+1)}{B(a, b)} \\frac{\\Gamma(r+n)}{\\Gamma(r) \\, n!} (1-z)^r z^n
            + \\frac{B(a+1, b+n)}{B(a, b)} I_z(n, r)

        Examples
        --------
        At t = alpha and with all parameters 1: none, because she left at once (1/2) or stayed and did not buy
        (1/2 × 1/2).

        >>> ModifiedBetaGeoNBD.from_parameters(r=1, alpha=1, a=1, b=1).pmf(0, t=1)
        0.75
        """
        return super().pmf(n, t)
