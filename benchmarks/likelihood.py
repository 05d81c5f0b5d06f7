"""The log-likelihood of the BG/NBD, written down once more, so that no program judges itself."""

import numpy as np
from scipy.special import betaln, gammaln


def log_likelihood(frequency, recency, T, r, alpha, a, b):
    """Equation 6 of Fader, Hardie and Lee (2005), summed over the customers."""
    x = frequency
    alive = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + T)
    repeats = np.maximum(x, 1)
    gone = betaln(a + 1, b + repeats - 1) - betaln(a, b) - (r + x) * np.log(alpha + recency)
    either = np.where(x > 0, np.logaddexp(alive, gone), alive)
    return float(np.sum(gammaln(r + x) - gammaln(r) + r * np.log(alpha) + either))
