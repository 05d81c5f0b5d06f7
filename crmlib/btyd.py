"""Buy till you die: from a customer's past purchases to her future ones, and from renewals to lifetimes.

Three models. `BetaGeoNBD` (BG/NBD): how often customers buy and when they stop, where nobody says goodbye.
`GammaGamma`: what they spend on a purchase. `ShiftedBetaGeometric` (sBG): how long customers stay who renew a
contract or do not. Each is fitted by maximum likelihood and answers questions about customers afterwards.

The BG/NBD reads frequency and recency in another convention than the RFM table: `rfm.purchase_summary` makes
its input from transactions.
"""

import itertools
import warnings
from typing import NamedTuple

import numpy as np

from crmlib.checks import (
    check,
    checked,
    count,
    describe,
    nonnegative,
    number,
    one,
    one_of,
    open_share,
    positive,
    positive_count,
    rate,
)
from crmlib.columns import as_array, is_column, refuse_lengths, unwrap
from crmlib.intervals import normal_quantile
from crmlib.rates import PERIODS_PER_YEAR, convert_discount_rate
from crmlib.tables import result_table

_PERIOD = one_of(*PERIODS_PER_YEAR)
# What is allowed in each column of numbers, by its name.
_KINDS = {
    "frequency": count,
    "recency": nonnegative,
    "T": nonnegative,
    "t": nonnegative,
    "n": count,
    "monetary_value": nonnegative,
    "spend": nonnegative,
    "survivors": nonnegative,
    "renewals": count,
}
# A parameter is known to within a factor of exp(±1.96 × 3), about 350, or it counts as not identified.
_LOOSEST = 3.0
# The search keeps each parameter within a factor of exp(14), about a million, of where it starts.
_FARTHEST = 14.0


class IdentificationWarning(UserWarning):
    """The data do not determine some parameters of a model: other values would fit them as well."""


# ----------------------------------------------------------------------------------------------------------
# What the models have in common


class _Model:
    """A model fitted by maximum likelihood, its parameters positive and searched for by their logarithms."""

    _parameters = ()
    _least_customers = 0.0

    @classmethod
    def from_parameters(cls, **parameters):
        """A model with given parameters, such as published ones, ready to be asked without a fit.

        Parameters
        ----------
        **parameters : float
            Each parameter of the model by its name without the underscore, above 0.

        Returns
        -------
        model
            The model, with the parameters as its fitted attributes.

        Raises
        ------
        TypeError, ValueError
            If a parameter is missing, unknown, or no number above 0.
        """
        if parameters.keys() != set(cls._parameters):
            needed = ", ".join(cls._parameters)
            raise TypeError(
                f"parameters of {cls.__name__} are {needed}; got {', '.join(parameters) or 'none'}"
            )
        model = cls()
        for name, value in parameters.items():
            check(name, value, one(positive))
            setattr(model, f"{name}_", float(value))
        return model

    def __getattr__(self, name):
        if name.endswith("_") and not name.startswith("_"):
            raise AttributeError(f"{type(self).__name__} has no {name} yet: call fit first")
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")

    def __repr__(self):
        known = [
            f"{name}={getattr(self, name + '_'):.4g}" for name in self._parameters if name + "_" in vars(self)
        ]
        return f"{type(self).__name__}({', '.join(known)})"

    @checked(confidence=one(open_share))
    def summary(self, confidence=0.95):
        """The parameters with their standard errors and intervals, computed when asked.

        Parameters
        ----------
        confidence : float
            How often an interval holds the true parameter, above 0 and below 1.

        Returns
        -------
        pandas.DataFrame
            A row per parameter: `parameter`, `estimate`, `standard_error`, `lower`, `upper`. A parameter that
            the data do not identify has an infinite standard error.

        Raises
        ------
        ValueError
            If the model was not fitted to data.

        Notes
        -----
        With :math:`H` the second derivatives of minus the log-likelihood by the log parameters (differences
        of its analytic first derivatives), the delta method gives

        .. math:: \\text{se}(\\theta_j) = \\theta_j \\sqrt{(H^{-1})_{jj}}

        The interval is :math:`\\theta_j \\exp(\\pm z \\sqrt{(H^{-1})_{jj}})`, so it never reaches below 0.
        """
        if "_data" not in vars(self):
            raise ValueError(f"summary needs data: this {type(self).__name__} was not fitted")
        estimate, relative = self._values(), self._log_standard_errors()
        factor = np.exp(np.minimum(normal_quantile(confidence) * relative, 700))
        columns = {"parameter": self._parameters, "estimate": estimate, "standard_error": estimate * relative}
        with np.errstate(over="ignore"):
            return result_table(columns | {"lower": estimate / factor, "upper": estimate * factor})

    def _values(self):
        return np.array([getattr(self, f"{name}_") for name in self._parameters])

    def _maximise(self, data, start):
        """Fit the parameters to data, from a start; say in a warning what the data do not tell."""
        from scipy.optimize import minimize

        self._data, weight = data, data.weight.sum()
        start = np.log(start)

        def loss(logs):
            value, gradient = self._log_likelihood(np.exp(logs), data)
            return -value / weight, -gradient * np.exp(logs) / weight

        bounds = [(middle - _FARTHEST, middle + _FARTHEST) for middle in start]
        options = {"maxiter": 1000, "ftol": 1e-15, "gtol": 1e-8, "maxcor": 20}
        found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
        for name, value in zip(self._parameters, np.exp(found.x), strict=True):
            setattr(self, f"{name}_", float(value))
        self.log_likelihood_ = float(-found.fun * weight)
        at_end = abs(found.x - start) > _FARTHEST - 1e-6
        self._warn(loss(found.x)[1], at_end)
        return self

    def _warn(self, slope, at_end):
        """Warn of parameters that the data do not identify, or of a search that did not end on a top."""
        customers = self._data.weight.sum()
        values, vectors = np.linalg.eigh(self._curvature())
        values = values * max(1.0, self._least_customers / customers)
        open_ = at_end | np.any(abs(vectors[:, values < _LOOSEST**-2]) > 0.2, axis=1)
        loose = list(itertools.compress(self._parameters, open_))
        model = type(self).__name__
        if loose:
            sentence = f"the data do not identify {', '.join(loose)} of {model}: {self._why_open(loose)}"
        elif np.abs(slope).max() > 1e-4:
            sentence = f"the fit of {model} did not reach a maximum of the likelihood"
        else:
            return
        warnings.warn(f"{sentence}. Do not read its parameters", IdentificationWarning, stacklevel=4)

    def _curvature(self, step=1e-4):
        """Second derivatives of minus the log-likelihood by the log parameters."""
        values = self._values()

        def slope(logs):
            return -self._log_likelihood(values * np.exp(logs), self._data)[1] * values * np.exp(logs)

        steps = step * np.eye(len(values))
        rows = [(slope(one_step) - slope(-one_step)) / (2 * step) for one_step in steps]
        return (np.array(rows) + np.transpose(rows)) / 2

    def _log_standard_errors(self):
        """Standard errors of the log parameters; infinite along directions in which nothing changes."""
        values, vectors = np.linalg.eigh(self._curvature())
        seen = values > 1e-9
        variances = (vectors[:, seen] ** 2 / values[seen]).sum(axis=1)
        return np.where(np.any(abs(vectors[:, ~seen]) > 1e-6, axis=1), np.inf, np.sqrt(variances))


def _columns(**values):
    """Numbers, or one number a row, as arrays of floats, refused where rows do not go together."""
    arrays = {name: _numbers(name, value, _KINDS[name]) for name, value in values.items()}
    refuse_lengths(**arrays)
    labels = [(name, value.index) for name, value in values.items() if hasattr(value, "iloc")]
    for (first, ours), (second, theirs) in itertools.pairwise(labels):
        if not ours.equals(theirs):
            raise ValueError(f"{first} and {second} must have the same row labels (index); reset one of them")
    return list(arrays.values())


def _numbers(name, value, kind):
    """A number as an array of no dimension, a column as one of one dimension, each value of its kind."""
    array = as_array(value) if is_column(value) else value
    check(name, array, kind)
    array = np.asarray(array, dtype=float)
    if array.ndim > 1 or not array.size:
        raise ValueError(f"{name} must be a number or one column of numbers; got {describe(value)}")
    return array


def _history(frequency, recency, T):
    """Frequency, recency and T as arrays, once they make sense for each customer."""
    x, t_x, T = _columns(frequency=frequency, recency=recency, T=T)
    _refuse(t_x > T, "recency must not exceed T, the time observed", recency=t_x, T=T)
    _refuse((x > 0) & (t_x == 0), "recency must be above 0 where frequency is", frequency=x, recency=t_x)
    _refuse((x == 0) & (t_x > 0), "recency must be 0 where frequency is 0", frequency=x, recency=t_x)
    return x, t_x, T


def _refuse(wrong, rule, **columns):
    """Refuse rows that break a rule, with the numbers of the first."""
    if np.any(wrong):
        row = int(np.argmax(wrong))
        values = [np.broadcast_to(column, np.shape(wrong)).ravel()[row] for column in columns.values()]
        found = ", ".join(f"{name} {value:g}" for name, value in zip(columns, values, strict=True))
        raise ValueError(f"{rule}; got {found}{f' in row {row}' if np.ndim(wrong) else ''}")


def _alike(*columns):
    """Which rows are equal: the first place of each different row, and which of these each row equals."""
    import pandas as pd

    code = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        position, values = pd.factorize(column)
        code, _ = pd.factorize(code * len(values) + position)
    first = np.empty(code.max() + 1, dtype=np.int64)
    first[code[::-1]] = np.arange(len(code))[::-1]
    return first, code


def _by_value(column, weight):
    """The different values of a column, and the weight of each."""
    values, position = np.unique(column, return_inverse=True)
    return values, np.bincount(position, weights=weight)


def _mean_over_beta(function, a, b):
    """The mean of a function of a beta-distributed share, for parameters at which hyp2f1 gives up."""
    from scipy.special import betaincinv

    levels = (np.arange(1000) + 0.5) / 1000
    return sum(function(np.maximum(betaincinv(a, b, level), 1e-300)) for level in levels) / len(levels)


# ----------------------------------------------------------------------------------------------------------
# BG/NBD


class _Histories(NamedTuple):
    """Purchase histories, equal ones together, with the number of customers (weight) of each."""

    weight: np.ndarray  # all customers, by history
    counts: tuple  # x and weight, by number of purchases
    buyers: tuple  # x, t_x, T and weight of those who bought again, by history
    once: tuple  # T and weight of those who did not


def _histories(x, t_x, T):
    first, code = _alike(x, t_x, T)
    x, t_x, T, weight = x[first], t_x[first], T[first], np.bincount(code).astype(float)
    again = x > 0
    buyers = (x[again], t_x[again], T[again], weight[again])
    return _Histories(weight, _by_value(x, weight), buyers, (T[~again], weight[~again]))


def _ln_a1_a2(parameters, x, weight):
    """The part of the log-likelihood that depends on the number of purchases alone, and its slope."""
    from scipy.special import digamma, gammaln

    r, alpha, a, b = parameters
    log_A1 = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    log_A2 = gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    by_r = digamma(r + x) - digamma(r) + np.log(alpha)
    by_a = digamma(a + b) - digamma(a + b + x)
    by_b = by_a + digamma(b + x) - digamma(b)
    slope = [weight @ by_r, weight.sum() * r / alpha, weight @ by_a, weight @ by_b]
    return weight @ (log_A1 + log_A2), np.array(slope)


def _ln_a3(parameters, T, weight):
    """Nobody knows when she bought: a customer without a repeat purchase has A3 only, and x of 0."""
    r, alpha, _, _ = parameters
    total = weight @ np.log(alpha + T)
    return -r * total, np.array([-total, -r * (weight @ (1 / (alpha + T))), 0, 0])


def _ln_a3_a4(parameters, x, t_x, T, weight):
    """A repeat buyer is alive (A3) or has left at her last purchase (A4); added on the log scale."""
    r, alpha, a, b = parameters
    log_A3 = -(r + x) * np.log(alpha + T)
    log_A4 = np.log(a) - np.log(b + x - 1) - (r + x) * np.log(alpha + t_x)
    both = np.logaddexp(log_A3, log_A4)
    left = np.exp(log_A4 - both)
    alive = 1 - left
    by_r = -alive * np.log(alpha + T) - left * np.log(alpha + t_x)
    by_alpha = -(r + x) * (alive / (alpha + T) + left / (alpha + t_x))
    slope = [weight @ by_r, weight @ by_alpha, weight @ left / a, -weight @ (left / (b + x - 1))]
    return weight @ both, np.array(slope)


class BetaGeoNBD(_Model):
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
        """
        x, t_x, T = np.broadcast_arrays(*np.atleast_1d(*_history(frequency, recency, T)))
        if not T.max() > 0:
            raise ValueError("T must be above 0 for at least one customer; got 0 for all")
        return self._maximise(_histories(x, t_x, T), (1.0, T.mean(), 1.0, 1.0))

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
        x, t_x, T = np.broadcast_arrays(*np.atleast_1d(*_history(frequency, recency, T)))
        return float(self._log_likelihood(self._values(), _histories(x, t_x, T))[0])

    @staticmethod
    def _log_likelihood(parameters, data):
        """The log-likelihood and its slope by each parameter."""
        counts = _ln_a1_a2(parameters, *data.counts)
        once = _ln_a3(parameters, *data.once)
        buyers = _ln_a3_a4(parameters, *data.buyers)
        return tuple(sum(parts) for parts in zip(counts, once, buyers, strict=True))

    def _why_open(self, loose):
        x, _, _, weight = self._data.buyers
        if not len(x):
            return "no customer bought again"
        if len(self._data.weight) == 1:
            return "all customers have the same history"
        if self.a_ < 0.01 * (self.a_ + self.b_) and {"a", "b"} & set(loose):
            return "hardly anyone seems to stop buying"
        if "r" in loose and self.r_ > 1:
            return "the customers seem to buy at one rate"
        if {"a", "b"} & set(loose) and weight.sum() > 100:
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
        return unwrap(self._alive(*_history(frequency, recency, T)))

    def _alive(self, x, t_x, T):
        from scipy.special import expit

        chances = np.log(self.a_) - np.log(np.where(x > 0, self.b_ + x - 1, 1))
        log_odds_left = chances + (self.r_ + x) * (np.log(self.alpha_ + T) - np.log(self.alpha_ + t_x))
        return np.where(x > 0, expit(-log_odds_left), 1.0)

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
        (t,) = _columns(t=t)
        return unwrap(self._expected_while_alive(t, 0.0, 0.0))

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
        x, t_x, T = _history(frequency, recency, T)
        t, *_ = _columns(t=t, frequency=x, recency=t_x, T=T)
        return unwrap(self._alive(x, t_x, T) * self._expected_while_alive(t, x, T))

    def _expected_while_alive(self, t, x, T):
        """The published formula after Euler's transformation, which keeps the terms small when x is large."""
        from scipy.special import hyp2f1

        # At a = 1 and at a + b + x = 1 the formula is 0 / 0; a hair beside them it is exact enough.
        a = 1 + 1e-6 if abs(self.a_ - 1) < 1e-6 else self.a_
        c = a + self.b_ + x - 1
        c = np.where(abs(c) < 1e-9, 1e-9, c)
        z = t / (self.alpha_ + T + t)
        with np.errstate(all="ignore"):
            shrunk = (1 - z) ** (a - 1) * hyp2f1(a - 1, a + self.b_ - 1 - self.r_, c, z)
        expected = c / (a - 1) * (1 - shrunk)
        if not np.isfinite(expected).all():
            expected = np.where(np.isfinite(expected), expected, self._expected_by_quantiles(t, x, T))
        return np.clip(expected, 0, (self.r_ + x) * t / (self.alpha_ + T))

    def _expected_by_quantiles(self, t, x, T):
        """The expectation given the probability p of leaving, as a mean over p."""
        r, time = self.r_ + x, t / (self.alpha_ + T)
        return _mean_over_beta(lambda p: -np.expm1(-r * np.log1p(p * time)) / p, self.a_, self.b_ + x)

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
        n, t = _columns(n=n, t=t)
        return unwrap(self._alive_after(n, t) + self._left_at(n, t))

    def _alive_after(self, n, t):
        """She bought n times and stayed after each."""
        from scipy.special import betaln, gammaln, xlog1py, xlogy

        z = t / (self.alpha_ + t)
        stayed = betaln(self.a_, self.b_ + n) - betaln(self.a_, self.b_)
        bought = gammaln(self.r_ + n) - gammaln(self.r_) - gammaln(n + 1) + xlogy(n, z)
        return np.exp(stayed + bought + xlog1py(self.r_, -z))

    def _left_at(self, n, t):
        """She left at her n-th repeat purchase, which came in time."""
        from scipy.special import betainc, betaln

        times = np.maximum(n, 1)
        left = np.exp(betaln(self.a_ + 1, self.b_ + times - 1) - betaln(self.a_, self.b_))
        return np.where(n > 0, left * betainc(times, self.r_, t / (self.alpha_ + t)), 0.0)

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
        x, t_x, T = _history(frequency, recency, T)
        shape = np.broadcast_shapes(x.shape, t_x.shape, T.shape)
        x, t_x, T = (np.broadcast_to(column, shape).ravel() for column in (x, t_x, T))
        first, code = _alike(x, T)
        growth = 1 + convert_discount_rate(discount_rate, discount_period, purchase_period)
        total, before = 0.0, 0.0
        for k in range(1, int(horizon) + 1):
            expected = self._expected_while_alive(float(k), x[first], T[first])
            total, before = total + (expected - before) / growth**k, expected
        return unwrap((self._alive(x, t_x, T) * total[code]).reshape(shape))

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
        spend, x, t_x, T = _columns(spend=spend, frequency=frequency, recency=recency, T=T)
        purchases = self.discounted_purchases(
            x,
            t_x,
            T,
            horizon=horizon,
            discount_rate=discount_rate,
            purchase_period=purchase_period,
            discount_period=discount_period,
        )
        return unwrap(margin * spend * purchases)

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
        T = np.atleast_1d(*_columns(T=T))
        check("seed", seed, one(count))
        draw = np.random.default_rng(int(seed))
        purchase_rate = draw.gamma(self.r_, 1 / self.alpha_, len(T))
        leaving = draw.beta(self.a_, self.b_, len(T))
        x, t_x, alive = np.zeros(len(T)), np.zeros(len(T)), np.ones(len(T), dtype=bool)
        watched = np.flatnonzero(purchase_rate > 0)
        while len(watched):
            next_time = t_x[watched] + draw.exponential(1 / purchase_rate[watched])
            watched, next_time = watched[next_time <= T[watched]], next_time[next_time <= T[watched]]
            x[watched], t_x[watched] = x[watched] + 1, next_time
            alive[watched] = draw.random(len(watched)) >= leaving[watched]
            watched = watched[alive[watched]]
        return result_table({"frequency": x.astype(int), "recency": t_x, "T": T, "alive": alive})


# ----------------------------------------------------------------------------------------------------------
# Gamma-gamma


class _Spends(NamedTuple):
    """Mean spends of repeat buyers: each with its number of purchases, and those numbers by value."""

    weight: np.ndarray
    x: np.ndarray
    z: np.ndarray
    counts: tuple


class GammaGamma(_Model):
    """Gamma-gamma: what a customer spends on a purchase, where the mean of a few is not yet her mean.

    The spend of a customer on each purchase varies around her own mean by a gamma distribution of shape p.
    Its scale differs between customers by another gamma distribution, of shape q and scale v. Spend is taken
    to be independent of how often she buys.

    Attributes
    ----------
    p_, q_, v_ : float
        The parameters. v is in money (γ in the note cited below).
    log_likelihood_ : float
        The log-likelihood of the data of the fit.

    Notes
    -----
    The likelihood of a mean spend :math:`\\bar z` over :math:`x` purchases:

    .. math::

        \\frac{\\Gamma(px+q)}{\\Gamma(px) \\Gamma(q)}
        \\frac{v^q \\, \\bar z^{\\, px-1} x^{px}}{(v + x \\bar z)^{px+q}}

    References
    ----------
    Fader, P. S. and Hardie, B. G. S. (2013). The gamma-gamma model of monetary value. Note 025,
    brucehardie.com.

    Examples
    --------
    The parameters published for CDNOW (US dollars): a customer of whom nothing is known yet.

    >>> model = GammaGamma.from_parameters(p=6.25, q=3.74, v=15.44)
    >>> round(model.expected_spend(frequency=0, monetary_value=0), 2)
    35.22
    """

    _parameters = ("p", "q", "v")

    def fit(self, frequency, monetary_value):
        """Find the parameters that make the mean spends of the repeat buyers most likely.

        Parameters
        ----------
        frequency : list, array or Series
            Repeat purchases of each customer (`rfm.purchase_summary`). Customers with 0 say nothing about
            spend and are left out.
        monetary_value : list, array or Series
            The mean spend of her repeat purchases (money), above 0 where there is one.

        Returns
        -------
        GammaGamma
            The model itself, fitted.

        Raises
        ------
        TypeError, ValueError
            If the two differ in length, a value is missing or below 0, a frequency is no whole number, a
            repeat buyer has a spend of 0, or nobody bought again.

        Warns
        -----
        IdentificationWarning
            When the data leave parameters open: too few customers, or all with one spend.
        """
        data = self._spends(frequency, monetary_value)
        return self._maximise(data, (1.0, 2.0, np.average(data.z, weights=data.weight)))

    def log_likelihood(self, frequency, monetary_value):
        """The log-likelihood of mean spends under the parameters of the model.

        Parameters
        ----------
        frequency, monetary_value : list, array or Series
            As for `fit`.

        Returns
        -------
        float
            The sum over all repeat buyers.
        """
        return float(self._log_likelihood(self._values(), self._spends(frequency, monetary_value))[0])

    @staticmethod
    def _spends(frequency, monetary_value):
        columns = np.atleast_1d(*_columns(frequency=frequency, monetary_value=monetary_value))
        x, z = np.broadcast_arrays(*columns)
        rule = "monetary_value must be above 0 where frequency is: the model knows no purchase for nothing"
        _refuse((x > 0) & (z == 0), rule, frequency=x, monetary_value=z)
        x, z = x[x > 0], z[x > 0]
        if not len(x):
            raise ValueError("frequency must be above 0 for at least one customer; got 0 for all")
        first, code = _alike(x, z)
        weight = np.bincount(code).astype(float)
        return _Spends(weight, x[first], z[first], _by_value(x[first], weight))

    @staticmethod
    def _log_likelihood(parameters, data):
        """The log-likelihood and its slope by each parameter."""
        from scipy.special import digamma, gammaln

        p, q, v = parameters
        weight, x, z, (n, customers) = data
        total, spent = v + x * z, np.log(x * z) - np.log(v + x * z)
        left = np.log(v) - np.log(total)
        by_count = gammaln(p * n + q) - gammaln(p * n) - gammaln(q)
        value = customers @ by_count + weight @ (p * x * spent + q * left - np.log(z))
        by_p = customers @ (n * (digamma(p * n + q) - digamma(p * n))) + weight @ (x * spent)
        by_q = customers @ (digamma(p * n + q) - digamma(q)) + weight @ left
        by_v = weight @ (q / v - (p * x + q) / total)
        return value, np.array([by_p, by_q, by_v])

    def _why_open(self, loose):
        if np.ptp(self._data.z) == 0:
            return "all customers have the same mean spend"
        return "the customers are too few or too much alike"

    def expected_spend(self, frequency, monetary_value):
        """The mean spend per purchase to expect of a customer: between her own so far and everybody's.

        Parameters
        ----------
        frequency : float, list, array or Series
            Her repeat purchases.
        monetary_value : float, list, array or Series
            Their mean spend (money). It does not count where frequency is 0.

        Returns
        -------
        float or array
            Money per purchase.

        Raises
        ------
        TypeError, ValueError
            As `fit`; or if q + p x is not above 1, so that the mean is not finite.

        Notes
        -----
        .. math:: E[M] = \\frac{p (v + x \\bar z)}{px + q - 1}

        It is a weighted mean of :math:`\\bar z` and the mean of all customers, pv / (q - 1): the more
        purchases, the more her own mean counts.

        Examples
        --------
        With one purchase of 100 at p = 1, q = 2, v = 20: halfway from 20, the mean of all, to 100.

        >>> GammaGamma.from_parameters(p=1, q=2, v=20).expected_spend(1, 100)
        60.0
        """
        x, z = _columns(frequency=frequency, monetary_value=monetary_value)
        _refuse((x > 0) & (z == 0), "monetary_value must be above 0 where frequency is", frequency=x)
        below = self.p_ * x + self.q_ - 1
        rule = f"frequency is too low: with p {self.p_:.3g} and q {self.q_:.3g} the mean spend is not finite"
        _refuse(below <= 0, rule, frequency=x)
        return unwrap(self.p_ * (self.v_ + x * z) / below)

    def simulate(self, frequency, seed):
        """Mean spends drawn from the model.

        Parameters
        ----------
        frequency : list, array or Series
            Repeat purchases of each customer.
        seed : int
            The seed of the random numbers.

        Returns
        -------
        array
            The mean spend of each customer, 0 where frequency is 0.
        """
        x = np.atleast_1d(*_columns(frequency=frequency))
        check("seed", seed, one(count))
        draw = np.random.default_rng(int(seed))
        scale = draw.gamma(self.q_, 1 / self.v_, len(x))
        many = np.maximum(x, 1)
        return np.where(x > 0, draw.gamma(self.p_ * many) / (scale * many), 0.0)


class Correlation(NamedTuple):
    """A correlation with its interval."""

    correlation: float
    lower: float
    upper: float


def spend_frequency_correlation(frequency, monetary_value, confidence=0.95):
    """How far repeat buyers who buy more often also spend more: the check before gamma-gamma and BG/NBD meet.

    Parameters
    ----------
    frequency : list, array or Series
        Repeat purchases of each customer. Customers with 0 are left out.
    monetary_value : list, array or Series
        The mean spend of her repeat purchases (money).
    confidence : float
        How often the interval holds the true correlation, above 0 and below 1.

    Returns
    -------
    Correlation
        A named tuple `correlation`, `lower`, `upper`, each from -1 to 1. Far from 0, the product of expected
        purchases and expected spend misstates a customer's value.

    Raises
    ------
    TypeError, ValueError
        If the two differ in length, a value is missing or below 0, or fewer than four repeat buyers differ in
        both.

    Notes
    -----
    Pearson's correlation :math:`\\rho` of the n repeat buyers, with the interval of Fisher:

    .. math:: \\tanh \\left( \\operatorname{artanh} \\rho \\pm \\frac{z}{\\sqrt{n-3}} \\right)

    One customer with many purchases and a large spend can make the whole of it: look at the picture too.

    References
    ----------
    Fisher, R. A. (1915). Frequency distribution of the values of the correlation coefficient in samples from
    an indefinitely large population. Biometrika 10(4).

    Examples
    --------
    >>> spend_frequency_correlation([1, 2, 3, 4, 0], [10, 20, 20, 10, 0]).correlation
    0.0
    """
    x, z = np.broadcast_arrays(*np.atleast_1d(*_columns(frequency=frequency, monetary_value=monetary_value)))
    x, z = x[x > 0], z[x > 0]
    if len(x) < 4 or not np.ptp(x) or not np.ptp(z):
        raise ValueError(
            f"frequency and monetary_value must differ among at least four repeat buyers; got {len(x)}"
        )
    correlation = np.clip(np.corrcoef(x, z)[0, 1], -1, 1)
    half = normal_quantile(confidence) / np.sqrt(len(x) - 3)
    # artanh of a perfect correlation is infinite.
    middle = np.arctanh(np.clip(correlation, -1 + 1e-15, 1 - 1e-15))
    return Correlation(float(correlation), float(np.tanh(middle - half)), float(np.tanh(middle + half)))


# ----------------------------------------------------------------------------------------------------------
# Shifted beta-geometric


class _Contracts(NamedTuple):
    """How many customers left in each period, and how many were still there after the last."""

    weight: np.ndarray
    left: np.ndarray
    stayed: float


class ShiftedBetaGeometric(_Model):
    """Shifted beta-geometric (sBG): how long customers stay who renew or leave at the end of each period.

    Each customer leaves at every renewal with her own, constant probability, which differs between customers
    by a beta distribution. The retention rate of a group rises over time although nobody becomes more loyal:
    those who leave easily are gone first.

    Attributes
    ----------
    alpha_, beta_ : float
        The beta distribution of the probability of leaving: its mean is alpha / (alpha + beta).
    log_likelihood_ : float
        The log-likelihood of the data of the fit.

    Notes
    -----
    With B the beta function, the share still there after :math:`t` renewals, and the retention rate, are

    .. math::

        S(t) = \\frac{B(\\alpha, \\beta+t)}{B(\\alpha, \\beta)} \\qquad
        r(t) = \\frac{S(t)}{S(t-1)} = \\frac{\\beta+t-1}{\\alpha+\\beta+t-1}

    References
    ----------
    Fader, P. S. and Hardie, B. G. S. (2007). How to project customer retention. Journal of Interactive
    Marketing 21(1).

    Examples
    --------
    >>> model = ShiftedBetaGeometric().fit([1000, 631, 468, 382, 326])
    >>> round(model.alpha_, 3), round(model.beta_, 3)
    (0.764, 1.296)
    """

    _parameters = ("alpha", "beta")
    # Shares say nothing about the number of customers: what is open is judged as if there were many.
    _least_customers = 1000.0

    def fit(self, survivors, customers=None):
        """Find the parameters that make the numbers of customers who left most likely.

        Parameters
        ----------
        survivors : list, array or Series
            Customers still there at t = 0, 1, 2, …: counts, shares or per cent, the first the whole group.
        customers : float, optional
            How many customers the group had. Needed for the log-likelihood and the standard errors where
            survivors are shares or per cent; without it, the first of survivors.

        Returns
        -------
        ShiftedBetaGeometric
            The model itself, fitted.

        Raises
        ------
        TypeError, ValueError
            If there are fewer than two survivors, a value is missing or below 0, the first is 0, or they
            rise.

        Warns
        -----
        IdentificationWarning
            When the data leave parameters open: one renewal only, nobody left, everybody left at once, or
            one probability for all.
        """
        return self._maximise(self._contracts(survivors, customers), (1.0, 1.0))

    def log_likelihood(self, survivors, customers=None):
        """The log-likelihood of survivors under the parameters of the model.

        Parameters
        ----------
        survivors, customers
            As for `fit`.

        Returns
        -------
        float
            The sum over all customers.
        """
        return float(self._log_likelihood(self._values(), self._contracts(survivors, customers))[0])

    @staticmethod
    def _contracts(survivors, customers):
        if not is_column(survivors) or len(survivors) < 2:
            raise ValueError(
                f"survivors must be at least two numbers, t = 0, 1, …; got {describe(survivors)}"
            )
        (there,) = _columns(survivors=survivors)
        rises = np.diff(there) > 0
        rule = "survivors must not rise: nobody who left comes back"
        _refuse(rises, rule, survivors=there[:-1], then=there[1:])
        if not there[0] > 0:
            raise ValueError("survivors must begin with the whole group, above 0; got 0")
        if customers is not None:
            check("customers", customers, one(positive))
            there = there * (customers / there[0])
        return _Contracts(there[:1], -np.diff(there), there[-1])

    @staticmethod
    def _log_likelihood(parameters, data):
        """The log-likelihood and its slope by each parameter."""
        from scipy.special import betaln, digamma

        alpha, beta = parameters
        t, n = np.arange(1, len(data.left) + 1), len(data.left)
        log_left = betaln(alpha + 1, beta + t - 1) - betaln(alpha, beta)
        log_stayed = betaln(alpha, beta + n) - betaln(alpha, beta)
        whole = digamma(alpha + beta)
        left_by_alpha = digamma(alpha + 1) - digamma(alpha) - digamma(alpha + beta + t) + whole
        left_by_beta = digamma(beta + t - 1) - digamma(beta) - digamma(alpha + beta + t) + whole
        stayed_by_alpha = whole - digamma(alpha + beta + n)
        stayed_by_beta = digamma(beta + n) - digamma(beta) + stayed_by_alpha
        by_alpha = data.left @ left_by_alpha + data.stayed * stayed_by_alpha
        by_beta = data.left @ left_by_beta + data.stayed * stayed_by_beta
        return data.left @ log_left + data.stayed * log_stayed, np.array([by_alpha, by_beta])

    def _why_open(self, loose):
        left, stayed = self._data.left, self._data.stayed
        if not left.any():
            return "nobody left"
        if stayed == 0 and not left[1:].any():
            return "everybody left at once"
        if len(left) == 1:
            return "one renewal cannot tell how customers differ"
        return "the retention rate hardly rises, as if all customers left with one probability"

    def survival(self, t):
        """The share of customers still there after a number of renewals.

        Parameters
        ----------
        t : int, list, array or Series
            The number of renewals, at least 0.

        Returns
        -------
        float or array
            The share, from 0 to 1.

        Notes
        -----
        .. math:: S(t) = \\frac{B(\\alpha, \\beta+t)}{B(\\alpha, \\beta)}

        Examples
        --------
        With every probability of leaving equally likely, half are left after one renewal, a third after two.

        >>> ShiftedBetaGeometric.from_parameters(alpha=1, beta=1).survival([0, 1, 2]).round(3)
        array([1.   , 0.5  , 0.333])
        """
        from scipy.special import betaln

        t = _numbers("t", t, count)
        return unwrap(np.exp(betaln(self.alpha_, self.beta_ + t) - betaln(self.alpha_, self.beta_)))

    def retention_rate(self, t):
        """The share of the customers still there at t - 1 who are there at t as well.

        Parameters
        ----------
        t : int, list, array or Series
            The number of the renewal, at least 1.

        Returns
        -------
        float or array
            The rate, from 0 to 1, per period.

        Notes
        -----
        .. math:: r(t) = \\frac{\\beta+t-1}{\\alpha+\\beta+t-1}

        Examples
        --------
        >>> ShiftedBetaGeometric.from_parameters(alpha=1, beta=1).retention_rate([1, 2, 3])
        array([0.5       , 0.66666667, 0.75      ])
        """
        t = _numbers("t", t, positive_count)
        return unwrap((self.beta_ + t - 1) / (self.alpha_ + self.beta_ + t - 1))

    @checked(discount_rate=one(rate))
    def residual_lifetime(self, renewals, discount_rate):
        """The periods that a customer is expected to stay from now on, at present value.

        Parameters
        ----------
        renewals : int, list, array or Series
            How often she has renewed so far. The next renewal is just about to be decided.
        discount_rate : float
            The cost of capital per period, 0 to 1.

        Returns
        -------
        float or array
            Periods. The one that begins now, if she renews, counts in full.

        Raises
        ------
        TypeError, ValueError
            If a number is out of range; or without discounting, where alpha is at most 1 and the expected
            lifetime is infinite.

        Notes
        -----
        With :math:`k` renewals so far:

        .. math::

            \\sum_{t=k+1}^{\\infty} \\frac{S(t)}{S(k)} \\frac{1}{(1+d)^{t-k-1}}
            = \\frac{\\beta+k}{\\alpha+\\beta+k} \\,
            {}_2F_1 \\left( 1, \\beta+k+1; \\alpha+\\beta+k+1; \\frac{1}{1+d} \\right)

        References
        ----------
        Fader, P. S. and Hardie, B. G. S. (2010). Customer-base valuation in a contractual setting: the perils
        of ignoring heterogeneity. Marketing Science 29(1).

        Examples
        --------
        Without discounting, and alpha = 2, beta = 1: (beta + k) / (alpha - 1).

        >>> ShiftedBetaGeometric.from_parameters(alpha=2, beta=1).residual_lifetime([0, 1], 0).round(6)
        array([1., 2.])
        """
        from scipy.special import hyp2f1

        (k,) = _columns(renewals=renewals)
        if discount_rate == 0 and self.alpha_ <= 1:
            raise ValueError(
                f"discount_rate must be above 0: with alpha {self.alpha_:.3g} the sum is infinite"
            )
        next_rate = (self.beta_ + k) / (self.alpha_ + self.beta_ + k)
        later = hyp2f1(1, self.beta_ + k + 1, self.alpha_ + self.beta_ + k + 1, 1 / (1 + discount_rate))
        if np.isfinite(later).all():
            return unwrap(next_rate * later)
        d = discount_rate
        return unwrap(_mean_over_beta(lambda p: (1 - p) * (1 + d) / (d + p), self.alpha_, self.beta_ + k))
