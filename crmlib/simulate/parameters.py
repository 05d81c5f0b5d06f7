"""The parameters of the simulated firm, grouped by topic, each with a default and its reason."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Purchases:
    """When customers buy: the BG/NBD population. Time in weeks.

    Parameters
    ----------
    r, alpha : float
        Purchase rate a week ~ gamma(r, alpha): the mean r / alpha is 0.09, about 4.6 orders a year.
    a, b : float
        Probability of leaving after an order ~ beta(a, b): the mean a / (a + b) is 0.13.
    """

    r: float = 0.8
    alpha: float = 9.0
    a: float = 0.7
    b: float = 4.7


@dataclass(frozen=True)
class Spend:
    """What an order is worth: the gamma-gamma population. Money in ¥.

    Parameters
    ----------
    p, q, v : float
        Order value ~ gamma(p, nu), nu ~ gamma(q, v): the mean p v / (q - 1) is ¥180.
    """

    p: float = 4.0
    q: float = 4.0
    v: float = 135.0
