"""Random draws that are the same on every platform: uniform numbers, turned by inverse distributions.

A uniform number of NumPy's PCG64 is the same bits everywhere. NumPy's own gamma, beta and Poisson draws
reject candidates, so that one last bit can shift all that follows, and they may change with a new version.
One uniform number for each value has a second use: with another parameter the same customer keeps her luck.
"""

import zlib

import numpy as np


def stream(seed, topic):
    """The generator of uniform numbers of one topic: a new topic changes no other."""
    key = zlib.crc32(topic.encode("utf-8"))
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(key,))))


def normal(uniform):
    """Standard normal values."""
    from scipy.special import ndtri

    return ndtri(np.clip(uniform, 1e-12, 1 - 1e-12))


def rank(normals):
    """The share of a standard normal population below each value."""
    from scipy.special import ndtr

    return ndtr(normals)


def logistic(score):
    """A probability from a score on the whole line."""
    return 1 / (1 + np.exp(-np.asarray(score, dtype=float)))


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
    """The number of the first success, from 1; a probability near 0 gives a number beyond any count here."""
    with np.errstate(divide="ignore", invalid="ignore"):
        trials = np.ceil(np.log1p(-uniform) / np.log1p(-probability))
    return np.clip(np.nan_to_num(trials, nan=1, posinf=2**40), 1, 2**40).astype("int64")


def poisson(uniform, mean):
    """Poisson counts, by adding the probabilities of 0, 1, 2, ... until the uniform number is passed."""
    mean = np.broadcast_to(np.asarray(mean, dtype=float), np.shape(uniform))
    count = np.zeros(np.shape(uniform), dtype="int64")
    open_ = np.arange(count.size)
    chance = np.exp(-mean)
    below = chance.copy()
    for next_count in range(1, 1000):
        open_ = open_[(uniform[open_] > below[open_]) & (below[open_] < 1 - 1e-12)]
        if not open_.size:
            break
        count[open_] = next_count
        chance[open_] *= mean[open_] / next_count
        below[open_] += chance[open_]
    return count


def choice(uniform, weights):
    """Positions drawn by weight: one row of weights for all, or a row for each value."""
    steps = np.cumsum(weights, axis=-1)
    steps = steps / steps[..., -1:]
    if steps.ndim == 1:
        return np.minimum(np.searchsorted(steps, uniform, side="right"), len(steps) - 1)
    return np.minimum((steps <= uniform[:, None]).sum(axis=1), steps.shape[1] - 1)


def pick(uniform, words, weights=None):
    """Words drawn by weight."""
    weights = np.ones(len(words)) if weights is None else weights
    return np.array(words, dtype=object)[choice(uniform, weights)]


def whole(values, low, high):
    """Answers on a scale of whole numbers."""
    return np.clip(np.floor(np.asarray(values) + 0.5), low, high)


def cents(values):
    """Money, rounded to the cent."""
    return np.round(values, 2)
