"""Gamma-gamma: what a customer spends on a purchase."""

from typing import NamedTuple

import numpy as np

from crmlib._guard.checks import check, count, one
from crmlib._guard.columns import unwrap
from crmlib.btyd.fitting import FittedModel
from crmlib.btyd.histories import alike, as_columns, by_value, refuse_rows
from crmlib.intervals import normal_quantile


class _Spends(NamedTuple):
    """Mean spends of repeat buyers: each with its number of purchases, and those numbers by value."""

    weight: np.ndarray
    x: np.ndarray
    z: np.ndarray
    counts: tuple


class GammaGamma(FittedModel):
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
        columns = np.atleast_1d(*as_columns(frequency=frequency, monetary_value=monetary_value))
        x, z = np.broadcast_arrays(*columns)
        rule = "monetary_value must be above 0 where frequency is: the model knows no purchase for nothing"
        refuse_rows((x > 0) & (z == 0), rule, frequency=x, monetary_value=z)
        x, z = x[x > 0], z[x > 0]
        if not len(x):
            raise ValueError("frequency must be above 0 for at least one customer; got 0 for all")
        first, code = alike(x, z)
        weight = np.bincount(code).astype(float)
        return _Spends(weight, x[first], z[first], by_value(x[first], weight))

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
        x, z = as_columns(frequency=frequency, monetary_value=monetary_value)
        refuse_rows((x > 0) & (z == 0), "monetary_value must be above 0 where frequency is", frequency=x)
        below = self.p_ * x + self.q_ - 1
        rule = f"frequency is too low: with p {self.p_:.3g} and q {self.q_:.3g} the mean spend is not finite"
        refuse_rows(below <= 0, rule, frequency=x)
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
        x = np.atleast_1d(*as_columns(frequency=frequency))
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
    x, z = np.broadcast_arrays(
        *np.atleast_1d(*as_columns(frequency=frequency, monetary_value=monetary_value))
    )
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
