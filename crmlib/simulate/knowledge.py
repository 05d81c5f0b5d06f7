"""What can be known of a customer's future: from her own rates and state, or from her orders alone."""

from typing import NamedTuple

import numpy as np

from crmlib.btyd import BetaGeoNBD


class Life(NamedTuple):
    """Lives of customers up to a day: rates, whether it goes on, and what was seen of it, in weeks.

    `likelihood_left` says how much likelier her answers to campaigns are if she left after her last order: 0
    if she answered one since, above 1 if she answered none, infinite if she was won back. A life that did not
    begin has missing values.
    """

    rate: np.ndarray
    leaving: np.ndarray
    active: np.ndarray
    frequency: np.ndarray
    recency: np.ndarray
    age: np.ndarray
    likelihood_left: np.ndarray

    @property
    def began(self):
        """Which rows have such a life."""
        return np.isfinite(self.age)

    @property
    def history(self):
        """Frequency, recency and age; nothing bought in no time where there is no life."""
        # Where two orders are minutes apart, the recency of a table may be rounded to 0.
        recency = np.where(np.asarray(self.frequency) > 0, np.maximum(self.recency, 1e-4), self.recency)
        columns = (self.frequency, recency, np.maximum(self.age, recency))
        return tuple(np.where(self.began, column, 0.0) for column in columns)


def population_model(purchases):
    """The BG/NBD model with the population's parameters."""
    names = ("r", "alpha", "a", "b")
    return BetaGeoNBD.from_parameters(**{name: getattr(purchases, name) for name in names})


def chance_active(life, knowing, purchases):
    """The probability that a life goes on.

    Knowing "state" it is 0 or 1; knowing "history" it follows from the customer's own rates and her orders,
    knowing "orders" from her orders and the population's parameters.
    """
    if knowing == "state":
        return np.where(life.began, life.active, 0.0).astype(float)
    frequency, recency, age = life.history
    if knowing == "orders":
        alive = population_model(purchases).probability_alive(frequency, recency, age)
    else:
        silent = np.minimum(life.rate * (age - recency), 700)
        with np.errstate(divide="ignore", invalid="ignore"):
            alive = 1 / (1 + life.leaving / (1 - life.leaving) * np.exp(silent))
        alive = np.where(frequency == 0, 1.0, alive)
    with np.errstate(invalid="ignore"):
        # Infinity says that she was won back, and so had left; without a repeat order nobody leaves.
        alive = np.where(alive < 1, alive / (alive + (1 - alive) * life.likelihood_left), 1.0)
    return np.where(life.began, alive, 0.0)


def orders_if_active(life, weeks, knowing, purchases):
    """The expected orders in the coming weeks of a customer whose life goes on.

    From her own rates it is :math:`(1 - e^{-\\lambda p t}) / p`; knowing "orders", the mean of that over the
    rates that her orders leave possible.
    """
    if knowing == "orders":
        frequency, recency, age = life.history
        model = population_model(purchases)
        found = model.conditional_expected_purchases(weeks, frequency, recency, age)
        return found / model.probability_alive(frequency, recency, age)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(
            life.leaving > 0, -np.expm1(-life.rate * life.leaving * weeks) / life.leaving, life.rate * weeks
        )


def chance_to_last(life, weeks, knowing, purchases):
    """The probability that a customer whose life goes on has not left after some more weeks.

    From her own rates it is :math:`e^{-\\lambda p t}`, as she leaves after the share p of her orders. Knowing
    "orders", the rates of who is still there are gamma(r + x, alpha + T) and beta(a, b + x), which gives

    .. math::

        {}_2F_1 \\left( r + x, a; a + b + x; \\frac{-t}{\\alpha + T} \\right)
    """
    if knowing != "orders":
        return np.exp(-life.rate * life.leaving * weeks)
    from scipy.special import hyp2f1

    frequency, _, age = life.history
    shape = purchases.a + purchases.b + frequency
    return hyp2f1(purchases.r + frequency, purchases.a, shape, -weeks / (purchases.alpha + age))
