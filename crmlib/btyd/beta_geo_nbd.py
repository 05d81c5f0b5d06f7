"""BG/NBD: how often customers buy and when they stop, where nobody says goodbye."""

import numpy as np

from crmlib._guard.checks import (
    Kind,
    check,
    checked,
    count,
    describe,
    number,
    one,
    one_of,
    open_share,
    positive_count,
    rate,
)
from crmlib._guard.columns import unwrap
from crmlib._guard.tables import result_table
from crmlib.btyd.beta_geo_likelihood import group_histories, ln_a1_a2, ln_a3, ln_a3_a4
from crmlib.btyd.fitting import FittedModel
from crmlib.btyd.gamma_gamma import GammaGamma
from crmlib.btyd.histories import alike, as_columns, mean_over_beta, read_history, tell_if_cut
from crmlib.btyd.value_interval import ValueInterval, in_chunks, mean_values, outcomes, quantiles
from crmlib.rates import PERIODS_PER_YEAR, convert_discount_rate

_PERIOD = one_of(*PERIODS_PER_YEAR)
_DRAWS = Kind("a whole number of at least 100", low=100, whole=True)


class BetaGeoNBD(FittedModel):
    """BG/NBD: how often customers buy, and when they stop without saying so.

    While alive, a customer buys at random at her own rate. After each repeat purchase she leaves for good
    with her own probability. Rates differ between customers by a gamma distribution, probabilities by a beta
    distribution, each independent of the other.

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
    The likelihood of :math:`x` repeat purchases, the last at :math:`t_x`, in a time :math:`T`, is
    :math:`A_1 A_2 (A_3 + \\delta_{x>0} A_4)` with

    .. math::

        A_1 &= \\frac{\\Gamma(r+x) \\alpha^r}{\\Gamma(r)} & \\qquad
        A_2 &= \\frac{\\Gamma(a+b) \\Gamma(b+x)}{\\Gamma(b) \\Gamma(a+b+x)} \\\\
        A_3 &= \\frac{1}{(\\alpha+T)^{r+x}} & \\qquad
        A_4 &= \\frac{a}{b+x-1} \\frac{1}{(\\alpha+t_x)^{r+x}}

    A customer can leave only after a repeat purchase, so the model holds everyone without one for alive. It
    must not feed an alert list.

    References
    ----------
    Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005). "Counting your customers" the easy way: an
    alternative to the Pareto/NBD model. Marketing Science 24(2).

    Examples
    --------
    The parameters published for CDNOW (weeks), and a customer with 2 repeat purchases, the last in week
    30.43 of 38.86: she is expected to buy 1.2 times in the next 39 weeks.

    >>> model = BetaGeoNBD.from_parameters(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> round(model.conditional_expected_purchases(39, frequency=2, recency=30.43, T=38.86), 2)
    1.23
    """

    _parameters = ("r", "alpha", "a", "b")
    # How often a customer could leave before her first repeat purchase.
    _first_chances = 0

    def fit(self, frequency, recency, T):
        """Find the parameters that make the purchase histories of all customers most likely.

        Parameters
        ----------
        frequency : list, array or Series
            Repeat purchases of each customer, the first one not counted (`rfm.purchase_summary`).
        recency : list, array or Series
            Time from her first to her last purchase, 0 without a repeat purchase (weeks or another unit).
        T : list, array or Series
            Time from her first purchase to the end of observation (the same unit).

        Returns
        -------
        BetaGeoNBD
            The model itself, fitted.

        Raises
        ------
        TypeError, ValueError
            If the three differ in length, a value is missing or below 0, a frequency is no whole number,
            recency exceeds T, or frequency and recency contradict each other.

        Warns
        -----
        IdentificationWarning
            When the data leave parameters open: nobody bought again, nobody stops, all customers are alike.
        DataWarning
            When nobody is without a repeat purchase, though the model expects some to be: those who bought
            once were probably left out, and every number of the fit is too high.
        """
        x, t_x, T = np.broadcast_arrays(*np.atleast_1d(*read_history(frequency, recency, T)))
        if not T.max() > 0:
            raise ValueError("T must be above 0 for at least one customer; got 0 for all")
        if T.max() < 1e-300 or T.max() > 1e307 / len(T):
            raise ValueError(f"T is too small or too large to compute with: {T.max():g}; take another unit")
        self._maximise(group_histories(x, t_x, T, self._first_chances), (1.0, T.mean(), 1.0, 1.0))
        tell_if_cut(self, x, T)
        return self

    def log_likelihood(self, frequency, recency, T):
        """The log-likelihood of purchase histories under the parameters of the model.

        Parameters
        ----------
        frequency, recency, T : float, list, array or Series
            As for `fit`.

        Returns
        -------
        float
            The sum over all customers.
        """
        x, t_x, T = np.broadcast_arrays(*np.atleast_1d(*read_history(frequency, recency, T)))
        data = group_histories(x, t_x, T, self._first_chances)
        return float(self._log_likelihood(self._values(), data)[0])

    @staticmethod
    def _log_likelihood(parameters, data):
        """The log-likelihood and its slope by each parameter."""
        counts = ln_a1_a2(parameters, *data.counts)
        others = ln_a3(parameters, *data.others)
        tempted = ln_a3_a4(parameters, *data.tempted)
        return tuple(sum(parts) for parts in zip(counts, others, tempted, strict=True))

    def _why_open(self, loose):
        x, _, weight = self._data.counts
        if not x.any():
            return "no customer bought again"
        if len(self._data.weight) == 1:
            return "all customers have the same history"
        if self.a_ < 0.01 * (self.a_ + self.b_) and {"a", "b"} & set(loose):
            return "hardly anyone seems to stop buying"
        if "r" in loose and self.r_ > 1:
            return "the customers seem to buy at one rate"
        if {"a", "b"} & set(loose) and weight[x > 0].sum() > 100:
            return "the customers seem to leave with one probability"
        return "the customers are too few or too much alike"

    def probability_alive(self, frequency, recency, T):
        """The probability that a customer has not left, given her purchases so far.

        It is 1 for every customer without a repeat purchase, however long ago she bought: under this model
        nobody leaves before a repeat purchase. Do not read that as loyalty.

        Parameters
        ----------
        frequency, recency, T : float, list, array or Series
            As for `fit`.

        Returns
        -------
        float or array
            A probability for each customer.

        Notes
        -----
        .. math::

            P(\\text{alive}) = \\frac{1}{1 + \\delta_{x>0} \\frac{a}{b+x-1}
            \\left( \\frac{\\alpha+T}{\\alpha+t_x} \\right)^{r+x}}

        Examples
        --------
        With all other parameters 1 and alpha = 10, (10 + 30) / (10 + 10) squared is 4: 1 / (1 + 4).

        >>> model = BetaGeoNBD.from_parameters(r=1, alpha=10, a=1, b=1)
        >>> round(model.probability_alive(frequency=1, recency=10, T=30), 3)
        0.2
        >>> model.probability_alive(frequency=0, recency=0, T=30)
        1.0
        """
        return unwrap(self._alive(*read_history(frequency, recency, T)))

    def _alive(self, x, t_x, T):
        from scipy.special import expit

        chances = x + self._first_chances
        odds = np.log(self.a_) - np.log(np.where(chances > 0, self.b_ + chances - 1, 1))
        log_odds_left = odds + (self.r_ + x) * (np.log(self.alpha_ + T) - np.log(self.alpha_ + t_x))
        return np.where(chances > 0, expit(-log_odds_left), 1.0)

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

            E[X(t)] = \\frac{a+b-1}{a-1} \\left[ 1 - \\left( \\frac{\\alpha}{\\alpha+t} \\right)^r
            {}_2F_1 \\left( r, b; a+b-1; \\frac{t}{\\alpha+t} \\right) \\right]

        Examples
        --------
        With a = 2, the other parameters 1 and t = alpha it is 2 (1 - ln 2).

        >>> model = BetaGeoNBD.from_parameters(r=1, alpha=1, a=2, b=1)
        >>> round(model.expected_purchases(1), 3)
        0.614
        """
        (t,) = as_columns(t=t)
        return unwrap(self._alive(0.0, 0.0, 0.0) * self._expected_while_alive(t, 0.0, 0.0))

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

            E[Y(t)] = P(\\text{alive}) \\frac{a+b+x-1}{a-1} \\left[ 1 -
            \\left( \\frac{\\alpha+T}{\\alpha+T+t} \\right)^{r+x}
            {}_2F_1 \\left( r+x, b+x; a+b+x-1; \\frac{t}{\\alpha+T+t} \\right) \\right]

        Examples
        --------
        The worked example of the authors, on CDNOW: what is expected in the next 39 weeks.

        >>> model = BetaGeoNBD.from_parameters(r=0.243, alpha=4.414, a=0.793, b=2.426)
        >>> round(model.conditional_expected_purchases(39, frequency=2, recency=30.43, T=38.86), 3)
        1.226
        """
        x, t_x, T = read_history(frequency, recency, T)
        t, *_ = as_columns(t=t, frequency=x, recency=t_x, T=T)
        return unwrap(self._alive(x, t_x, T) * self._expected_while_alive(t, x, T))

    def probability_of_purchase(self, t, frequency, recency, T):
        """The probability that a customer with a known past buys at least once in the coming time.

        P(alive) times the probability that a customer who is alive buys. It is 0 at t = 0 and never exceeds
        P(alive), which it reaches as t grows without end.

        Parameters
        ----------
        t : float, list, array or Series
            The coming time, counted from the end of T (the unit of the fit), at least 0.
        frequency, recency, T : float, list, array or Series
            As for `fit`.

        Returns
        -------
        float or array
            A probability for each customer.

        Notes
        -----
        Leaving after the next purchase does not matter, so only the next purchase is waited for:

        .. math::

            P(Y(t) > 0) = P(\\text{alive}) \\left[ 1 -
            \\left( \\frac{\\alpha+T}{\\alpha+T+t} \\right)^{r+x} \\right]

        It is 1 less the likelihood of her history with a silence that is t longer, divided by that of her
        history.

        References
        ----------
        Fader, P. S. and Hardie, B. G. S. (2019). A step-by-step derivation of the BG/NBD model. Note 039,
        brucehardie.com.

        Examples
        --------
        With all other parameters 1 and alpha = 10, P(alive) is 1/5 and the second factor 1 - (40 / 80)
        squared, 3/4.

        >>> model = BetaGeoNBD.from_parameters(r=1, alpha=10, a=1, b=1)
        >>> round(model.probability_of_purchase(40, frequency=1, recency=10, T=30), 3)
        0.15
        """
        x, t_x, T = read_history(frequency, recency, T)
        t, *_ = as_columns(t=t, frequency=x, recency=t_x, T=T)
        buys = -np.expm1(-(self.r_ + x) * np.log1p(t / (self.alpha_ + T)))
        return unwrap(self._alive(x, t_x, T) * buys)

    def _expected_while_alive(self, t, x, T):
        """The published formula after Euler's transformation, which keeps the terms small when x is large."""
        from scipy.special import hyp2f1

        stays = self.b_ + x + self._first_chances
        first, second = np.subtract(self.a_, 1), self.a_ + self.b_ + self._first_chances - 1 - self.r_
        c, z = first + stays, t / (self.alpha_ + T + t)
        with np.errstate(all="ignore"):
            shrunk = (1 - z) ** first * hyp2f1(first, second, c, z)
            expected = np.where(t == 0, 0.0, c / first * (1 - shrunk))
        # At a = 1 and at c = 0 the formula is 0 / 0, and near them it loses its digits.
        sound = (t == 0) | np.isfinite(expected) & (abs(1 - shrunk) > 1e-6)
        if not sound.all():
            parts = (self.a_, stays, self.r_ + x, t / (self.alpha_ + T))
            a, b, r, time = (np.broadcast_to(part, expected.shape)[~sound] for part in parts)
            expected[~sound] = mean_over_beta(
                lambda p: -np.expm1(-r * np.log1p(p * time)) / p, a, b, (1 + r) * time
            )
        return np.clip(expected, 0, (self.r_ + x) * t / (self.alpha_ + T))

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
        least n purchases if nobody left:

        .. math::

            P(X(t) = n) = \\frac{B(a, b+n)}{B(a, b)} \\frac{\\Gamma(r+n)}{\\Gamma(r) \\, n!} (1-z)^r z^n
            + \\delta_{n>0} \\frac{B(a+1, b+n-1)}{B(a, b)} I_z(n, r)

        Examples
        --------
        At t = alpha and with all other parameters 1, z is 1/2. None: 1/2. One: 1/2 × 1/4 if she stayed after
        it, and 1/2 × 1/2 if she left.

        >>> BetaGeoNBD.from_parameters(r=1, alpha=1, a=1, b=1).pmf([0, 1], t=1).round(3)
        array([0.5  , 0.375])
        """
        n, t = as_columns(n=n, t=t)
        return unwrap(self._alive_after(n, t) + self._left_at(n, t))

    def _alive_after(self, n, t):
        """She bought n times and stayed at each chance to leave."""
        from scipy.special import betaln, gammaln, xlog1py, xlogy

        z = t / (self.alpha_ + t)
        stayed = betaln(self.a_, self.b_ + n + self._first_chances) - betaln(self.a_, self.b_)
        bought = gammaln(self.r_ + n) - gammaln(self.r_) - gammaln(n + 1) + xlogy(n, z)
        return np.exp(stayed + bought + xlog1py(self.r_, -z))

    def _left_at(self, n, t):
        """She left at her n-th repeat purchase, which came in time."""
        from scipy.special import betainc, betaln

        chances, z = n + self._first_chances, t / (self.alpha_ + t)
        left = np.exp(betaln(self.a_ + 1, self.b_ + np.maximum(chances, 1) - 1) - betaln(self.a_, self.b_))
        in_time = np.where(n > 0, betainc(np.maximum(n, 1), self.r_, z), 1.0)
        return np.where(chances > 0, left * in_time, 0.0)

    @checked(
        horizon=one(positive_count), discount_rate=one(rate), purchase_period=_PERIOD, discount_period=_PERIOD
    )
    def discounted_purchases(
        self, frequency, recency, T, *, horizon, discount_rate, purchase_period, discount_period
    ):
        """The purchases that a customer is expected to make in the coming periods, counted at present value.

        Parameters
        ----------
        frequency, recency, T : float, list, array or Series
            As for `fit`. A new customer has 0 in all three.
        horizon : int
            How many purchase periods are looked ahead, at least 1.
        discount_rate : float
            The cost of capital per discount period, 0 to 1.
        purchase_period : {"day", "week", "month", "quarter", "year"}
            The unit of time of the fit: of recency and T.
        discount_period : {"day", "week", "month", "quarter", "year"}
            The period of the discount rate.

        Returns
        -------
        float or array
            The discounted number of expected purchases.

        Notes
        -----
        With :math:`d` the discount rate per purchase period (by compounding) and purchases counted at the end
        of their period:

        .. math:: \\sum_{k=1}^{n} \\frac{E[Y(k)] - E[Y(k-1)]}{(1+d)^k}

        Examples
        --------
        A new customer is expected to buy 0.614 times in the first week. At 10 % a week that is 0.614 / 1.1.

        >>> model = BetaGeoNBD.from_parameters(r=1, alpha=1, a=2, b=1)
        >>> now = model.discounted_purchases(0, 0, 0, horizon=1, discount_rate=0.10,
        ...                                  purchase_period="week", discount_period="week")
        >>> round(now, 3)
        0.558
        """
        x, t_x, T = read_history(frequency, recency, T)
        shape = np.broadcast_shapes(x.shape, t_x.shape, T.shape)
        x, t_x, T = (np.broadcast_to(column, shape).ravel() for column in (x, t_x, T))
        first, code = alike(x, T)
        growth = 1 + convert_discount_rate(discount_rate, discount_period, purchase_period)
        total = self._discounted_while_alive(x[first], T[first], int(horizon), growth)
        return unwrap((self._alive(x, t_x, T) * total[code]).reshape(shape))

    def _discounted_while_alive(self, x, T, horizon, growth):
        """The discounted purchases to expect of a customer who is alive."""
        total, before = 0.0, 0.0
        for k in range(1, horizon + 1):
            expected = self._expected_while_alive(float(k), x, T)
            total, before = total + (expected - before) / growth**k, expected
        return total

    @checked(
        horizon=one(positive_count),
        discount_rate=one(rate),
        purchase_period=_PERIOD,
        discount_period=_PERIOD,
        margin=one(number),
    )
    def lifetime_value(
        self,
        frequency,
        recency,
        T,
        spend,
        *,
        horizon,
        discount_rate,
        purchase_period,
        discount_period,
        margin=1.0,
    ):
        """What the coming purchases of a customer are worth today.

        Parameters
        ----------
        frequency, recency, T : float, list, array or Series
            As for `fit`. A new customer has 0 in all three.
        spend : float, list, array or Series
            Her expected spend per purchase (money), as `GammaGamma.expected_spend` gives it.
        horizon : int
            How many purchase periods are looked ahead, at least 1.
        discount_rate : float
            The cost of capital per discount period, 0 to 1.
        purchase_period : {"day", "week", "month", "quarter", "year"}
            The unit of time of the fit: of recency and T.
        discount_period : {"day", "week", "month", "quarter", "year"}
            The period of the discount rate.
        margin : float
            Contribution per unit of spend. 1.0 gives discounted revenue, not profit.

        Returns
        -------
        float or array
            Money, at present value. The purchases made so far are not in it.

        Notes
        -----
        .. math:: \\text{CLV} = \\text{margin} \\times \\text{spend} \\times
            \\sum_{k=1}^{n} \\frac{E[Y(k)] - E[Y(k-1)]}{(1+d)^k}

        Spend and the number of purchases are taken to be independent.

        Examples
        --------
        1.226 purchases of 35 in the next 39 weeks would be 42.9 without discounting.

        >>> model = BetaGeoNBD.from_parameters(r=0.243, alpha=4.414, a=0.793, b=2.426)
        >>> value = model.lifetime_value(2, 30.43, 38.86, spend=35, horizon=39, discount_rate=0.10,
        ...                              purchase_period="week", discount_period="year")
        >>> round(value, 1)
        41.5
        """
        spend, x, t_x, T = as_columns(spend=spend, frequency=frequency, recency=recency, T=T)
        purchases = self.discounted_purchases(
            x,
            t_x,
            T,
            horizon=horizon,
            discount_rate=discount_rate,
            purchase_period=purchase_period,
            discount_period=discount_period,
        )
        return unwrap(float(margin) * spend * purchases)

    @checked(
        horizon=one(positive_count),
        discount_rate=one(rate),
        purchase_period=_PERIOD,
        discount_period=_PERIOD,
        margin=one(number),
        uncertainty=one_of("outcome", "parameters"),
        confidence=one(open_share),
        draws=one(_DRAWS),
        seed=one(count),
    )
    def lifetime_value_interval(
        self,
        frequency,
        recency,
        T,
        monetary_value,
        spend_model,
        *,
        horizon,
        discount_rate,
        purchase_period,
        discount_period,
        margin=1.0,
        uncertainty="outcome",
        confidence=0.95,
        draws=1000,
        seed,
    ):
        """An interval for the future value of a customer: for what will come, or for what is expected.

        Parameters
        ----------
        frequency, recency, T : float, list, array or Series
            As for `fit`. A new customer has 0 in all three.
        monetary_value : float, list, array or Series
            The mean spend of her repeat purchases (money), 0 without one.
        spend_model : GammaGamma
            The fitted model of spend.
        horizon : int
            How many purchase periods are looked ahead, at least 1.
        discount_rate : float
            The cost of capital per discount period, 0 to 1.
        purchase_period : {"day", "week", "month", "quarter", "year"}
            The unit of time of the fit: of recency and T.
        discount_period : {"day", "week", "month", "quarter", "year"}
            The period of the discount rate.
        margin : float
            Contribution per unit of spend. 1.0 gives discounted revenue, not profit.
        uncertainty : {"outcome", "parameters"}
            "outcome": where her own future value lies. Whether she is alive, her purchases and their spends
            are drawn, with parameters that are drawn as well. "parameters": where her expected value lies,
            which is uncertain because the parameters are estimates. Data on more customers narrow the second
            to nothing, and leave most of the first.
        confidence : float
            How often the interval holds the value, above 0 and below 1.
        draws : int
            How many draws, at least 100. "parameters" takes some seconds for a thousand customers.
        seed : int
            The seed of the random numbers.

        Returns
        -------
        ValueInterval
            A named tuple `expected`, `lower`, `upper`: money at present value, a number or an array each.
            `expected` is what `lifetime_value` gives. The outcome of a customer who has probably left is 0
            nearly always: then both ends are 0, below the expected value.

        Raises
        ------
        TypeError, ValueError
            As `lifetime_value`; if the data of a fit do not identify its parameters; or if "parameters" is
            asked of a model that was not fitted to data. For "outcome" such parameters count as exact.

        Notes
        -----
        Parameters are drawn on the log scale from the normal distribution around the estimates, with the
        inverse second derivatives of minus the log-likelihood as covariance (see `summary`). Given the
        parameters and her history, a customer is alive with P(alive), and then

        .. math::

            \\lambda \\sim \\text{Gamma}(r+x, \\alpha+T), \\qquad p \\sim \\text{Beta}(a, b+x), \\qquad
            \\nu \\sim \\text{Gamma}(q + p_s x, v + x \\bar z)

        with :math:`p_s` the p of the gamma-gamma model, :math:`\\nu` the rate of her spends and the purchases
        at the rate :math:`\\lambda`, until she leaves after one of them. The ends are quantiles of the draws.

        Examples
        --------
        The parameters published for CDNOW: 41.5 US dollars are expected, and nothing at all is not unlikely.

        >>> from crmlib.btyd import GammaGamma
        >>> model = BetaGeoNBD.from_parameters(r=0.243, alpha=4.414, a=0.793, b=2.426)
        >>> spend = GammaGamma.from_parameters(p=6.25, q=3.74, v=15.44)
        >>> value = model.lifetime_value_interval(2, 30.43, 38.86, 35, spend, horizon=39, discount_rate=0.10,
        ...                                       purchase_period="week", discount_period="year", seed=1)
        >>> round(value.expected, 1), value.lower
        (41.5, 0.0)
        """
        if not isinstance(spend_model, GammaGamma):
            raise TypeError(f"spend_model must be a fitted GammaGamma; got {describe(spend_model)}")
        rows = as_columns(frequency=frequency, recency=recency, T=T, monetary_value=monetary_value)
        terms = dict(discount_rate=discount_rate, horizon=horizon, margin=margin)
        terms |= dict(purchase_period=purchase_period, discount_period=discount_period)
        expected = self.lifetime_value(*rows[:3], spend_model.expected_spend(rows[0], rows[3]), **terms)
        shape, rows = np.shape(expected), [column.ravel() for column in np.broadcast_arrays(*rows)]
        first, code = alike(*rows)
        growth = 1 + convert_discount_rate(discount_rate, discount_period, purchase_period)
        history = [column[first] for column in rows]
        values = self._value_quantiles(
            spend_model, history, int(horizon), growth, uncertainty, confidence, int(draws), int(seed)
        )
        ends = np.sort(float(margin) * values, axis=0)[:, code].reshape(2, *shape)
        return ValueInterval(expected, *map(unwrap, ends))

    def _value_quantiles(self, spend_model, history, horizon, growth, uncertainty, confidence, draws, seed):
        """The ends of the interval of each history, worked out some histories at a time."""
        draw = np.random.default_rng(seed)
        of_outcome = uncertainty == "outcome"
        many, many_spends = (model._drawn(draws, draw, of_outcome) for model in (self, spend_model))
        ends = []
        for rows in in_chunks(len(history[0]), draws):
            part = [column[rows] for column in history]
            if of_outcome:
                values = outcomes(many, many_spends, part, horizon, growth, draw)
            else:
                values = mean_values(many, many_spends, part, horizon, growth)
            ends.append(quantiles(values, confidence))
        return np.concatenate(ends, axis=1)

    def simulate(self, T, seed):
        """Customers drawn from the model, with the truth that real data hide.

        Parameters
        ----------
        T : list, array or Series
            How long each customer is observed (the unit of the fit).
        seed : int
            The seed of the random numbers.

        Returns
        -------
        pandas.DataFrame
            A row per customer: `frequency`, `recency`, `T`, and `alive` (whether she has not left).
        """
        T = np.atleast_1d(*as_columns(T=T))
        check("seed", seed, one(count))
        draw = np.random.default_rng(int(seed))
        purchase_rate = draw.gamma(self.r_, 1 / self.alpha_, len(T))
        leaving = draw.beta(self.a_, self.b_, len(T))
        x, t_x = np.zeros(len(T)), np.zeros(len(T))
        alive = draw.random(len(T)) >= leaving if self._first_chances else np.ones(len(T), dtype=bool)
        watched = np.flatnonzero(alive & (purchase_rate > 0))
        while len(watched):
            next_time = t_x[watched] + draw.exponential(1 / purchase_rate[watched])
            watched, next_time = watched[next_time <= T[watched]], next_time[next_time <= T[watched]]
            x[watched], t_x[watched] = x[watched] + 1, next_time
            alive[watched] = draw.random(len(watched)) >= leaving[watched]
            watched = watched[alive[watched]]
        return result_table({"frequency": x.astype(int), "recency": t_x, "T": T, "alive": alive})
