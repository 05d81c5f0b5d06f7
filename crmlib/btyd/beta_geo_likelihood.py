"""The likelihood of purchase histories under the BG/NBD and the MBG/NBD, with its slope."""

from typing import NamedTuple

import numpy as np

from crmlib.btyd.histories import alike, by_value


class Histories(NamedTuple):
    """Purchase histories, equal ones together, with the number of customers (weight) of each.

    A chance is an occasion to leave. Under the BG/NBD each repeat purchase is one.
    """

    weight: np.ndarray  # all customers, by history
    counts: tuple  # purchases, chances and weight, by number of purchases
    tempted: tuple  # x, chances, t_x, T and weight of those who could have left, by history
    others: tuple  # T and weight of those who could not


def group_histories(x, t_x, T, first_chances=0):
    """Histories for the likelihood; `first_chances` counts the chances before the first repeat purchase."""
    first, code = alike(x, t_x, T)
    x, t_x, T, weight = x[first], t_x[first], T[first], np.bincount(code).astype(float)
    values, customers = by_value(x, weight)
    open_ = x + first_chances > 0
    tempted = (x[open_], x[open_] + first_chances, t_x[open_], T[open_], weight[open_])
    return Histories(
        weight, (values, values + first_chances, customers), tempted, (T[~open_], weight[~open_])
    )


def ln_a1_a2(parameters, x, chances, weight):
    """The part of the log-likelihood that depends on the number of purchases alone, and its slope."""
    from scipy.special import digamma, gammaln

    r, alpha, a, b = parameters
    log_A1 = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    log_A2 = gammaln(a + b) + gammaln(b + chances) - gammaln(b) - gammaln(a + b + chances)
    by_r = digamma(r + x) - digamma(r) + np.log(alpha)
    by_a = digamma(a + b) - digamma(a + b + chances)
    by_b = by_a + digamma(b + chances) - digamma(b)
    slope = [weight @ by_r, weight.sum() * r / alpha, weight @ by_a, weight @ by_b]
    return weight @ (log_A1 + log_A2), np.array(slope)


def ln_a3(parameters, T, weight):
    """A customer who had no chance to leave has A3 only, and x of 0."""
    r, alpha, _, _ = parameters
    total = weight @ np.log(alpha + T)
    return -r * total, np.array([-total, -r * (weight @ (1 / (alpha + T))), 0, 0])


def ln_a3_a4(parameters, x, chances, t_x, T, weight):
    """The others are alive (A3) or have left at their last purchase (A4); added on the log scale."""
    r, alpha, a, b = parameters
    log_A3 = -(r + x) * np.log(alpha + T)
    log_A4 = np.log(a) - np.log(b + chances - 1) - (r + x) * np.log(alpha + t_x)
    both = np.logaddexp(log_A3, log_A4)
    left = np.exp(log_A4 - both)
    alive = 1 - left
    by_r = -alive * np.log(alpha + T) - left * np.log(alpha + t_x)
    by_alpha = -(r + x) * (alive / (alpha + T) + left / (alpha + t_x))
    slope = [weight @ by_r, weight @ by_alpha, weight @ left / a, -weight @ (left / (b + chances - 1))]
    return weight @ both, np.array(slope)
