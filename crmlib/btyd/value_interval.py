"""Intervals for the future value of a customer: what the parameters leave open, and what chance adds."""

from typing import NamedTuple

import numpy as np

# Outcomes kept in memory at once.
_MOST_OUTCOMES = 2_000_000


class ValueInterval(NamedTuple):
    """An expected value with its interval (money), a number or an array each."""

    expected: float
    lower: float
    upper: float


def quantiles(values, confidence):
    """The ends that leave half of the rest on either side, of the draws in each column."""
    tail = (1 - confidence) / 2
    # No interpolation: the mean of infinity and minus infinity is no number.
    return np.quantile(values, [tail, 1 - tail], axis=0, method="inverted_cdf")


def in_chunks(rows, draws):
    """Slices of the rows, so that the draws of each fit into memory."""
    size = max(1, _MOST_OUTCOMES // draws)
    return [slice(start, start + size) for start in range(0, rows, size)]


def mean_values(model, spend_model, history, horizon, growth):
    """What each customer is worth in the mean, a row per set of parameters."""
    x, t_x, T, z = history
    purchases = model._alive(x, t_x, T) * model._discounted_while_alive(x, T, horizon, growth)
    with np.errstate(divide="ignore"):
        below = spend_model.p_ * x + spend_model.q_ - 1
        spend = np.where(below > 0, spend_model.p_ * (spend_model.v_ + x * z) / below, np.inf)
    return np.where(purchases > 0, purchases * spend, 0.0)


def outcomes(model, spend_model, history, horizon, growth, draw):
    """What each customer turns out to be worth, a row per set of parameters: purchases and spends drawn."""
    x, t_x, T, z = history
    shape = np.broadcast_shapes(x.shape, model.r_.shape)
    alive = draw.random(shape) < model._alive(x, t_x, T)
    purchase_rate = draw.gamma(model.r_ + x, 1 / (model.alpha_ + T), shape).ravel()
    leaving = draw.beta(model.a_, model.b_ + x + model._first_chances, shape).ravel()
    scale = draw.gamma(spend_model.q_ + spend_model.p_ * x, 1 / (spend_model.v_ + x * z), shape).ravel()
    spread = np.broadcast_to(spend_model.p_, shape).ravel()
    value = np.zeros(alive.size)
    buying = np.flatnonzero(alive.ravel() & (purchase_rate > 0))
    time = np.zeros(len(buying))
    while len(buying):
        time = time + draw.exponential(1 / purchase_rate[buying])
        buying, time = buying[time <= horizon], time[time <= horizon]
        spend = draw.gamma(spread[buying]) / np.maximum(scale[buying], 1e-300)
        value[buying] += spend * growth ** -np.ceil(time)
        stays = draw.random(len(buying)) >= leaving[buying]
        buying, time = buying[stays], time[stays]
    return value.reshape(shape)
