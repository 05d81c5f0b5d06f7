"""Shifted beta-geometric (sBG): how long customers stay who renew a contract or do not."""

from typing import NamedTuple

import numpy as np

from crmlib._guard.checks import check, checked, count, describe, one, positive, positive_count, rate
from crmlib._guard.columns import is_column, unwrap
from crmlib.btyd.fitting import FittedModel
from crmlib.btyd.histories import as_columns, as_floats, mean_over_beta, refuse_rows


class _Contracts(NamedTuple):
    """How many customers left in each period, and how many were still there after the last."""

    weight: np.ndarray
    left: np.ndarray
    stayed: float


class ShiftedBetaGeometric(FittedModel):
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
        (there,) = as_columns(survivors=survivors)
        rises = np.diff(there) > 0
        rule = "survivors must not rise: nobody who left comes back"
        refuse_rows(rises, rule, survivors=there[:-1], then=there[1:])
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

        t = as_floats("t", t, count)
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
        t = as_floats("t", t, positive_count)
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

        (k,) = as_columns(renewals=renewals)
        if discount_rate == 0 and self.alpha_ <= 1:
            raise ValueError(
                f"discount_rate must be above 0: with alpha {self.alpha_:.3g} the sum is infinite"
            )
        if discount_rate == 0:
            return unwrap((self.beta_ + k) / (self.alpha_ - 1))
        next_rate = (self.beta_ + k) / (self.alpha_ + self.beta_ + k)
        later = hyp2f1(1, self.beta_ + k + 1, self.alpha_ + self.beta_ + k + 1, 1 / (1 + discount_rate))
        if np.isfinite(later).all():
            return unwrap(next_rate * later)
        d = discount_rate
        return unwrap(
            mean_over_beta(lambda p: (1 - p) * (1 + d) / (d + p), self.alpha_, self.beta_ + k, 1 / d)
        )
