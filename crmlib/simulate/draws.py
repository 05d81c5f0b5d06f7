"""Random draws that are the same on every platform: uniform numbers, turned by inverse distributions.

A uniform number of NumPy's PCG64 is the same bits everywhere. NumPy's own gamma, beta and Poisson draws reject
candidates, so that one last bit can shift all that follows, and they may change with a new version. One
uniform number for each value has a second use: with another parameter the same customer keeps her luck.
"""

import zlib

import numpy as np


def stream(seed, name):
    """The generator of uniform numbers of one topic: adding a topic changes no other."""
    return np.random.Generator(
        np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(zlib.crc32(name.encode()),)))
    )


def normal(uniform):
    """Standard normal values."""
    from scipy.special import ndtri

    return ndtri(np.clip(uniform, 1e-12, 1 - 1e-12))


def normal_rank(values):
    """The share of a standard normal population below each value."""
    from scipy.special import ndtr

    return ndtr(values)


def gamma(uniform, shape, rate=1.0):
    """Gamma values, mean shape / rate."""
    from scipy.special import gammaincinv

    return gammaincinv(shape, uniform) / rate


def beta(uniform, a, b):
    """Beta values, mean a / (a + b)."""
    from scipy.special import betaincinv

    return betaincinv(a, b, uniform)


def exponential(uniform):
    """Exponential values, mean 1."""
    return -np.log1p(-uniform)


def geometric(uniform, probability):
    """The number of the first success, from 1; a probability near 0 may give a huge number."""
    with np.errstate(divide="ignore"):
        trials = np.ceil(np.log1p(-uniform) / np.log1p(-probability))
    return np.clip(trials, 1, 2**40).astype("int64")


def poisson(uniform, mean):
    """Poisson counts."""
    mean = np.broadcast_to(np.asarray(mean, dtype=float), np.shape(uniform))
    count = np.zeros(np.shape(uniform), dtype="int64")
    chance = np.exp(-mean)
    below = chance.copy()
    while (more := uniform > below).any():
        count[more] += 1
        chance = np.where(more, chance * mean / np.maximum(count, 1), chance)
        below = np.where(more, below + chance, below)
        # Beyond the precision of the sum no further count is told apart.
        if (chance[more] < 1e-15).all() and (count[more] > mean[more]).all():
            break
    return count


def choice(uniform, weights):
    """Positions drawn with the given weights: one row for all, or a row of weights for each value."""
    cumulative = np.cumsum(weights, axis=-1)
    cumulative = cumulative / cumulative[..., -1:]
    if cumulative.ndim == 1:
        return np.minimum(np.searchsorted(cumulative, uniform, side="right"), len(cumulative) - 1)
    return np.minimum((cumulative <= uniform[:, None]).sum(axis=1), cumulative.shape[1] - 1)
