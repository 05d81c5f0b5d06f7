"""Rules of thumb for future purchases: what a model has to beat."""

import numpy as np

from crmlib._guard.checks import check, nonnegative, one
from crmlib._guard.columns import unwrap
from crmlib.btyd.histories import as_columns, read_history


class PastRate:
    """Everybody goes on as before: the coming purchases at the rate of the past ones.

    There is nothing to estimate. It is asked as a model is, so that both stand in one table.

    References
    ----------
    Wübben, M. and von Wangenheim, F. (2008). Instant customer base analysis: managerial heuristics often "get
    it right". Journal of Marketing 72(3).

    Examples
    --------
    2 repeat purchases in 39 weeks are 4 in 78.

    >>> PastRate().conditional_expected_purchases(78, frequency=2, recency=20, T=39)
    4.0
    """

    def fit(self, frequency, recency, T):
        """Check the purchase histories; nothing is estimated.

        Parameters
        ----------
        frequency, recency, T : float, list, array or Series
            As for `BetaGeoNBD.fit`.

        Returns
        -------
        PastRate
            The rule itself.

        Raises
        ------
        TypeError, ValueError
            As `BetaGeoNBD.fit`.
        """
        read_history(frequency, recency, T)
        return self

    def conditional_expected_purchases(self, t, frequency, recency, T):
        """How many purchases a customer with a known past makes in the coming time, by the rule.

        Parameters
        ----------
        t : float, list, array or Series
            The coming time, counted from the end of T (the same unit), at least 0.
        frequency, recency, T : float, list, array or Series
            As for `BetaGeoNBD.fit`.

        Returns
        -------
        float or array
            The number of purchases; 0 where T is 0.

        Notes
        -----
        .. math:: \\frac{x}{T} t

        Examples
        --------
        >>> PastRate().conditional_expected_purchases([13, 26], 3, 20, 39)
        array([1., 2.])
        """
        x, t_x, T = read_history(frequency, recency, T)
        t, *_ = as_columns(t=t, frequency=x, recency=t_x, T=T)
        return unwrap(x / np.where(T > 0, T, 1.0) * t)


class Hiatus(PastRate):
    """Who has been silent for longer than a hiatus is gone; the others go on as before.

    Parameters
    ----------
    hiatus : float
        The longest silence of an active customer (the unit of recency and T), at least 0. Firms set it by
        experience; it is not estimated.

    References
    ----------
    Wübben, M. and von Wangenheim, F. (2008). Instant customer base analysis: managerial heuristics often "get
    it right". Journal of Marketing 72(3).

    Examples
    --------
    Two customers with 2 repeat purchases in 39 weeks; one has been silent for 4 weeks, one for 29.

    >>> Hiatus(26).conditional_expected_purchases(39, frequency=2, recency=[35, 10], T=39)
    array([2., 0.])
    """

    def __init__(self, hiatus):
        check("hiatus", hiatus, one(nonnegative))
        self.hiatus = float(hiatus)

    def __repr__(self):
        return f"Hiatus({self.hiatus:g})"

    def probability_alive(self, frequency, recency, T):
        """Whether a customer is active, by the rule: 1 or 0.

        Parameters
        ----------
        frequency, recency, T : float, list, array or Series
            As for `BetaGeoNBD.fit`. Without a repeat purchase the silence is T.

        Returns
        -------
        float or array
            1 where the silence T - recency is at most the hiatus, else 0.

        Notes
        -----
        With the hiatus :math:`h`:

        .. math::

            P(\\text{alive}) = \\begin{cases} 1 & T - t_x \\le h \\\\ 0 & T - t_x > h \\end{cases}

        Examples
        --------
        >>> Hiatus(26).probability_alive(frequency=[2, 0], recency=[35, 0], T=39)
        array([1., 0.])
        """
        x, t_x, T = read_history(frequency, recency, T)
        return unwrap(np.where(T - t_x <= self.hiatus, 1.0, 0.0) * np.ones(x.shape))

    def conditional_expected_purchases(self, t, frequency, recency, T):
        """How many purchases a customer with a known past makes in the coming time, by the rule.

        Parameters
        ----------
        t : float, list, array or Series
            The coming time, counted from the end of T (the same unit), at least 0.
        frequency, recency, T : float, list, array or Series
            As for `BetaGeoNBD.fit`.

        Returns
        -------
        float or array
            The number of purchases: at the past rate for the active, 0 for the others.

        Notes
        -----
        With the hiatus :math:`h`:

        .. math::

            \\begin{cases} \\frac{x}{T} t & T - t_x \\le h \\\\ 0 & T - t_x > h \\end{cases}

        Examples
        --------
        >>> Hiatus(26).conditional_expected_purchases(13, frequency=3, recency=30, T=39)
        1.0
        """
        by_rate = super().conditional_expected_purchases(t, frequency, recency, T)
        return unwrap(np.asarray(self.probability_alive(frequency, recency, T)) * by_rate)
