"""BG/BB: who buys at the next occasion, where there are occasions such as a yearly appeal."""

from typing import NamedTuple

import numpy as np

from crmlib._guard.checks import Kind, check, count, one
from crmlib._guard.columns import refuse_lengths, unwrap
from crmlib._guard.tables import result_table
from crmlib.btyd.fitting import FittedModel
from crmlib.btyd.histories import alike, as_columns, as_floats, refuse_rows, tell_if_cut

_MOST_OCCASIONS = 10_000
_OCCASIONS = Kind("a whole number from 0 to 10,000", low=0, high=_MOST_OCCASIONS, whole=True)
# Beyond it the endings that a likelihood adds up fill the memory.
_MOST_ENDINGS = 20_000_000


class Endings(NamedTuple):
    """Histories with their possible endings, one after the other: left after `occasions`, or still there."""

    weight: np.ndarray  # customers, by history
    start: np.ndarray  # where the endings of each history begin
    history: np.ndarray  # whose ending it is
    x: np.ndarray  # her purchases
    occasions: np.ndarray  # the occasions for which she was there
    left: np.ndarray  # 1 if she left after them, 0 if she is still there


def _endings(x, t_x, n, weight):
    """All endings of each history: left after occasion t_x, t_x + 1, … n - 1, or still there at n."""
    lengths = (n - t_x + 1).astype(np.int64)
    if lengths.sum() > _MOST_ENDINGS:
        found = f"{lengths.sum():.3g} occasions after the last purchase"
        raise ValueError(f"opportunities are too many for this model: {found}; take longer occasions")
    start = np.cumsum(lengths) - lengths
    history = np.repeat(np.arange(len(x)), lengths)
    occasions = t_x[history] + np.arange(lengths.sum()) - start[history]
    return Endings(weight, start, history, x[history], occasions, (occasions < n[history]).astype(float))


def _chances_of_endings(parameters, data):
    """Of each history the log-chance of its likeliest ending; of each ending the chance beside that one."""
    log_chance = _log_chances(parameters, data)
    top = np.maximum.reduceat(log_chance, data.start)
    return top, np.exp(log_chance - top[data.history])


def _log_chances(parameters, data):
    """The logarithm of the chance of each history with each of its endings."""
    from scipy.special import betaln

    alpha, beta, gamma, delta = parameters
    bought = betaln(alpha + data.x, beta + data.occasions - data.x) - betaln(alpha, beta)
    return bought + betaln(gamma + data.left, delta + data.occasions) - betaln(gamma, delta)


class BetaGeoBetaBernoulli(FittedModel):
    """BG/BB: who buys or gives at the next occasion, and who has stopped without saying so.

    At each occasion, such as a yearly appeal, a customer who is there buys with her own probability. Before
    each occasion she leaves for good with another probability of her own. Both differ between customers by
    beta distributions, each independent of the other.

    Attributes
    ----------
    alpha_, beta_ : float
        The beta distribution of the probability of buying: its mean is alpha / (alpha + beta).
    gamma_, delta_ : float
        The beta distribution of the probability of leaving: its mean is gamma / (gamma + delta).
    log_likelihood_ : float
        The log-likelihood of the data of the fit.

    Notes
    -----
    The likelihood of :math:`x` purchases, the last at occasion :math:`t_x` of :math:`n`, with B the beta
    function:

    .. math::

        L = {} & \\frac{B(\\alpha+x, \\beta+n-x)}{B(\\alpha, \\beta)}
        \\frac{B(\\gamma, \\delta+n)}{B(\\gamma, \\delta)} \\\\
        & + \\sum_{i=t_x}^{n-1} \\frac{B(\\alpha+x, \\beta+i-x)}{B(\\alpha, \\beta)}
        \\frac{B(\\gamma+1, \\delta+i)}{B(\\gamma, \\delta)}

    References
    ----------
    Fader, P. S., Hardie, B. G. S. and Shang, J. (2010). Customer-base analysis in a discrete-time
    noncontractual setting. Marketing Science 29(6).

    Examples
    --------
    The parameters published for yearly donations: a donor who gave in 5 of 6 years, the last one included.

    >>> model = BetaGeoBetaBernoulli.from_parameters(alpha=1.204, beta=0.750, gamma=0.657, delta=2.783)
    >>> round(model.conditional_expected_purchases(5, frequency=5, recency=6, opportunities=6), 2)
    3.23
    """

    _parameters = ("alpha", "beta", "gamma", "delta")

    def fit(self, frequency, recency, opportunities):
        """Find the parameters that make the histories of all customers most likely.

        Parameters
        ----------
        frequency : list, array or Series
            At how many occasions each customer bought; the purchase that brought her is not counted.
        recency : list, array or Series
            The number of the last occasion at which she bought, 0 if she never did.
        opportunities : int, list, array or Series
            How many occasions there were for her.

        Returns
        -------
        BetaGeoBetaBernoulli
            The model itself, fitted.

        Raises
        ------
        TypeError, ValueError
            If the three differ in length, a value is missing or no whole number of at least 0, recency
            exceeds opportunities, or frequency and recency contradict each other.

        Warns
        -----
        IdentificationWarning
            When the data leave parameters open: nobody bought, nobody stops, one occasion, all are alike.
        DataWarning
            When everyone bought at some occasion, though the model expects some not to have: those who never
            did were probably left out, and every number of the fit is too high.
        """
        x, t_x, n = np.broadcast_arrays(*np.atleast_1d(*_occasions(frequency, recency, opportunities)))
        if not n.max() > 0:
            raise ValueError("opportunities must be above 0 for at least one customer; got 0 for all")
        self._maximise(_grouped(x, t_x, n)[0], (1.0, 1.0, 1.0, 1.0))
        tell_if_cut(self, x, n)
        return self

    def log_likelihood(self, frequency, recency, opportunities):
        """The log-likelihood of histories under the parameters of the model.

        Parameters
        ----------
        frequency, recency, opportunities : int, list, array or Series
            As for `fit`.

        Returns
        -------
        float
            The sum over all customers.
        """
        columns = np.broadcast_arrays(*np.atleast_1d(*_occasions(frequency, recency, opportunities)))
        return float(self._log_likelihood(self._values(), _grouped(*columns)[0])[0])

    @staticmethod
    def _log_likelihood(parameters, data):
        """The log-likelihood and its slope by each parameter."""
        from scipy.special import digamma

        alpha, beta, gamma, delta = parameters
        top, chance = _chances_of_endings(parameters, data)
        total = np.add.reduceat(chance, data.start)
        share, customers = chance * (data.weight / total)[data.history], data.weight.sum()
        buying = digamma(alpha + beta) * customers - share @ digamma(alpha + beta + data.occasions)
        leaving = digamma(gamma + delta) * customers
        leaving -= share @ digamma(gamma + delta + data.left + data.occasions)
        slope = [
            share @ digamma(alpha + data.x) - customers * digamma(alpha) + buying,
            share @ digamma(beta + data.occasions - data.x) - customers * digamma(beta) + buying,
            share @ digamma(gamma + data.left) - customers * digamma(gamma) + leaving,
            share @ digamma(delta + data.occasions) - customers * digamma(delta) + leaving,
        ]
        return data.weight @ (top + np.log(total)), np.array(slope)

    def _why_open(self, loose):
        if not self._data.x.any():
            return "no customer bought"
        if len(self._data.weight) == 1:
            return "all customers have the same history"
        if self._data.occasions.max() == 1:
            return "one occasion cannot tell how customers differ, or who left"
        if self.gamma_ < 0.01 * (self.gamma_ + self.delta_) and {"gamma", "delta"} & set(loose):
            return "hardly anyone seems to stop buying"
        if self.alpha_ + self.beta_ > 1e4 and {"alpha", "beta"} & set(loose):
            return "the customers seem to buy with one probability"
        return "the customers are too few or too much alike"

    def probability_alive(self, frequency, recency, opportunities):
        """The probability that a customer will be there at the next occasion, given her purchases so far.

        Parameters
        ----------
        frequency, recency, opportunities : int, list, array or Series
            As for `fit`.

        Returns
        -------
        float or array
            A probability for each customer.

        Notes
        -----
        With L the likelihood of her history:

        .. math::

            P(\\text{alive}) = \\frac{1}{L} \\, \\frac{B(\\alpha+x, \\beta+n-x)}{B(\\alpha, \\beta)}
            \\frac{B(\\gamma, \\delta+n+1)}{B(\\gamma, \\delta)}

        Examples
        --------
        With all parameters 1 and no occasion so far, she leaves before the first with probability 1/2.

        >>> model = BetaGeoBetaBernoulli.from_parameters(alpha=1, beta=1, gamma=1, delta=1)
        >>> round(model.probability_alive(frequency=0, recency=0, opportunities=0), 6)
        0.5
        """
        x, t_x, n = _occasions(frequency, recency, opportunities)
        return unwrap(self._alive(x, t_x, n) * (self.delta_ + n) / (self.gamma_ + self.delta_ + n))

    def _alive(self, x, t_x, n):
        """The probability that she was there at the last occasion."""
        shape = np.broadcast_shapes(x.shape, t_x.shape, n.shape)
        data, code = _grouped(*(np.broadcast_to(column, shape).ravel() for column in (x, t_x, n)))
        _, chance = _chances_of_endings(self._values(), data)
        return (chance[data.left == 0] / np.add.reduceat(chance, data.start))[code].reshape(shape)

    def expected_purchases(self, t):
        """At how many occasions a new customer is expected to buy.

        Parameters
        ----------
        t : int, list, array or Series
            The number of occasions, 0 to 10,000.

        Returns
        -------
        float or array
            The expected number of purchases.

        Notes
        -----
        .. math::

            E[X(t)] = \\frac{\\alpha}{\\alpha+\\beta}
            \\sum_{j=1}^{t} \\frac{B(\\gamma, \\delta+j)}{B(\\gamma, \\delta)}

        Examples
        --------
        With all parameters 1 she is there at the first occasion with 1/2, at the second with 1/3, and buys
        with 1/2.

        >>> model = BetaGeoBetaBernoulli.from_parameters(alpha=1, beta=1, gamma=1, delta=1)
        >>> round(model.expected_purchases(2), 4)
        0.4167
        """
        t = as_floats("t", t, _OCCASIONS)
        return unwrap(self.alpha_ / (self.alpha_ + self.beta_) * self._occasions_there(t, 0.0))

    def conditional_expected_purchases(self, t, frequency, recency, opportunities):
        """At how many of the coming occasions a customer with a known past is expected to buy.

        Parameters
        ----------
        t : int, list, array or Series
            The number of coming occasions, 0 to 10,000.
        frequency, recency, opportunities : int, list, array or Series
            As for `fit`.

        Returns
        -------
        float or array
            The expected number of purchases.

        Notes
        -----
        With L the likelihood of her history:

        .. math::

            E[Y(t)] = \\frac{1}{L} \\, \\frac{B(\\alpha+x+1, \\beta+n-x)}{B(\\alpha, \\beta)}
            \\sum_{j=1}^{t} \\frac{B(\\gamma, \\delta+n+j)}{B(\\gamma, \\delta)}

        Examples
        --------
        A new customer is one without a past.

        >>> model = BetaGeoBetaBernoulli.from_parameters(alpha=1, beta=1, gamma=1, delta=1)
        >>> round(model.conditional_expected_purchases(2, 0, 0, 0), 4)
        0.4167
        """
        x, t_x, n = _occasions(frequency, recency, opportunities)
        t = as_floats("t", t, _OCCASIONS)
        refuse_lengths(t=t, frequency=x, recency=t_x, opportunities=n)
        buys = (self.alpha_ + x) / (self.alpha_ + self.beta_ + n)
        return unwrap(self._alive(x, t_x, n) * buys * self._occasions_there(t, n))

    def probability_of_purchase(self, t, frequency, recency, opportunities):
        """The probability that a customer with a known past buys at one of the coming occasions at least.

        Parameters
        ----------
        t : int, list, array or Series
            The number of coming occasions, 0 to 10,000.
        frequency, recency, opportunities : int, list, array or Series
            As for `fit`.

        Returns
        -------
        float or array
            A probability for each customer, 0 for no occasion and at most P(alive).

        Notes
        -----
        With the likelihood of her history and of the same history with t more occasions in vain:

        .. math:: P(Y(t) > 0) = 1 - \\frac{L(x, t_x, n + t)}{L(x, t_x, n)}

        Examples
        --------
        With all parameters 1 and no past she is there at the next occasion with 1/2, and buys with 1/2.

        >>> model = BetaGeoBetaBernoulli.from_parameters(alpha=1, beta=1, gamma=1, delta=1)
        >>> round(model.probability_of_purchase(1, 0, 0, 0), 3)
        0.25
        """
        x, t_x, n = _occasions(frequency, recency, opportunities)
        t = as_floats("t", t, _OCCASIONS)
        refuse_lengths(t=t, frequency=x, recency=t_x, opportunities=n)
        columns = np.broadcast_arrays(x, t_x, n, n + t)
        x, t_x, n, later = (column.ravel() for column in columns)
        longer = self._log_chance(x, t_x, later) - self._log_chance(x, t_x, n)
        return unwrap(-np.expm1(np.minimum(longer, 0.0)).reshape(columns[0].shape))

    def _log_chance(self, x, t_x, n):
        """The log-likelihood of each history."""
        data, code = _grouped(x, t_x, n)
        top, chance = _chances_of_endings(self._values(), data)
        return (top + np.log(np.add.reduceat(chance, data.start)))[code]

    def _occasions_there(self, t, n):
        """The expected number of the next t occasions at which she is there, if she was at the n-th."""
        there, total = np.ones(np.broadcast_shapes(np.shape(t), np.shape(n))), 0.0
        for j in range(int(np.max(t))):
            there = there * (self.delta_ + n + j) / (self.gamma_ + self.delta_ + n + j)
            total = total + np.where(j < t, there, 0.0)
        return total + 0.0 * there

    def pmf(self, n, t):
        """The probability that a new customer buys at exactly n of the first t occasions.

        Parameters
        ----------
        n : int, list, array or Series
            The number of purchases.
        t : int, list, array or Series
            The number of occasions, 0 to 10,000.

        Returns
        -------
        float or array
            The probability; 0 where n exceeds t.

        Notes
        -----
        .. math::

            P(X(t) = n) = {} & \\binom{t}{n} \\frac{B(\\alpha+n, \\beta+t-n)}{B(\\alpha, \\beta)}
            \\frac{B(\\gamma, \\delta+t)}{B(\\gamma, \\delta)} \\\\
            & + \\sum_{i=n}^{t-1} \\binom{i}{n} \\frac{B(\\alpha+n, \\beta+i-n)}{B(\\alpha, \\beta)}
            \\frac{B(\\gamma+1, \\delta+i)}{B(\\gamma, \\delta)}

        Examples
        --------
        With all parameters 1 and one occasion: she is there with 1/2 and buys with 1/2.

        >>> BetaGeoBetaBernoulli.from_parameters(alpha=1, beta=1, gamma=1, delta=1).pmf([0, 1], t=1).round(3)
        array([0.75, 0.25])
        """
        (n,), t = as_columns(n=n), as_floats("t", t, _OCCASIONS)
        refuse_lengths(n=n, t=t)
        shape = np.broadcast_shapes(n.shape, t.shape)
        x, t = (np.broadcast_to(column, shape).ravel() for column in (n, t))
        possible = x <= t
        data = _endings(x[possible], x[possible], t[possible], np.ones(possible.sum()))
        chance = np.zeros(len(x))
        if possible.any():
            chance[possible] = np.add.reduceat(
                np.exp(_log_chances(self._values(), data) + _log_binomial(data.occasions, data.x)), data.start
            )
        return unwrap(chance.reshape(shape))

    def simulate(self, opportunities, seed):
        """Customers drawn from the model, with the truth that real data hide.

        Parameters
        ----------
        opportunities : list, array or Series
            How many occasions each customer has, 0 to 10,000.
        seed : int
            The seed of the random numbers.

        Returns
        -------
        pandas.DataFrame
            A row per customer: `frequency`, `recency`, `opportunities`, and `alive` (whether she was there at
            the last occasion).
        """
        n = np.atleast_1d(as_floats("opportunities", opportunities, _OCCASIONS))
        check("seed", seed, one(count))
        draw = np.random.default_rng(int(seed))
        buying, leaving = (
            draw.beta(self.alpha_, self.beta_, len(n)),
            draw.beta(self.gamma_, self.delta_, len(n)),
        )
        x, t_x, there = np.zeros(len(n)), np.zeros(len(n)), np.ones(len(n), dtype=bool)
        for occasion in range(1, int(n.max()) + 1):
            there &= (draw.random(len(n)) >= leaving) | (occasion > n)
            buys = there & (occasion <= n) & (draw.random(len(n)) < buying)
            x, t_x = x + buys, np.where(buys, occasion, t_x)
        whole = {"frequency": x, "recency": t_x, "opportunities": n}
        return result_table({name: column.astype(int) for name, column in whole.items()} | {"alive": there})


def _occasions(frequency, recency, opportunities):
    """Frequency, recency and opportunities as arrays, once they make sense for each customer."""
    x, t_x, n = as_columns(frequency=frequency, recency=recency, opportunities=opportunities)
    found = dict(frequency=x, recency=t_x, opportunities=n)
    as_floats("recency", t_x, count)
    refuse_rows(t_x > n, "recency must not exceed opportunities", **found)
    refuse_rows(x > t_x, "frequency must not exceed recency, the number of the last occasion", **found)
    refuse_rows((x == 0) & (t_x > 0), "recency must be 0 where frequency is 0", **found)
    return x, t_x, n


def _grouped(x, t_x, n):
    """The different histories with their endings, and which of them each customer has."""
    first, code = alike(x, t_x, n)
    return _endings(x[first], t_x[first], n[first], np.bincount(code).astype(float)), code


def _log_binomial(n, k):
    from scipy.special import gammaln

    return gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
