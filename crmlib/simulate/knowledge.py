"""What can be known of a customer's future: from her own rates and state, or from her orders alone."""

from typing import NamedTuple

import numpy as np

from crmlib.btyd import BetaGeoNBD
from crmlib.simulate import draws


class Life(NamedTuple):
    """Lives of customers up to a day: rates, whether it goes on, and what was seen of it, in weeks.

    `likelihood_left` says how much likelier what campaigns brought is if she left after her last order: 0 if
    she answered one since, above 1 if she answered none, infinite if she was won back. A life that did not
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


class ByState:
    """What is expected of customers whose rates and state are known.

    Parameters
    ----------
    life : Life
        Their lives.
    purchases : Purchases
        The population's parameters.
    """

    def __init__(self, life, purchases):
        self._life, self._purchases = life, purchases
        self.active = chance_active(life, "state", purchases)

    def there(self, weeks):
        """The probability of being there and of not having left after some more weeks."""
        return self.active * np.exp(-self._life.rate * self._life.leaving * weeks)

    def orders(self, weeks):
        """The expected orders in the coming weeks."""
        return self.active * orders_if_active(self._life, weeks, "state", self._purchases)


class ByOrders:
    """What is expected of customers whose orders, answers and price sensitivity are known.

    Price sensitivity drives leaving, and which kind of customer someone is. So the probability of leaving has
    for each customer a distribution of its own, given her price sensitivity; it is a sum over nodes. The
    purchase rate is gamma, and its integral is closed:

    .. math::

        P(\\text{there, and not left in } t) \\propto
        \\sum_i w_i (1 - p_i)^x \\left( \\frac{\\alpha + T}{\\alpha + T + p_i t} \\right)^{r + x}

    Parameters
    ----------
    life : Life
        Their lives; the rates are not looked at.
    scores, weights : arrays
        For each customer her possible propensities to leave (a row of scores), and the weight of each.
    purchases : Purchases
        The population's parameters.
    """

    def __init__(self, life, scores, weights, purchases):
        x, t_x, T = life.history
        self._shape, self._time = (purchases.r + x)[:, None], (purchases.alpha + T)[:, None]
        self._leaving = leaving_by_score(scores, purchases)
        stayed = weights * (1 - self._leaving) ** x[:, None]
        silence = (purchases.r + x) * np.log((purchases.alpha + T) / (purchases.alpha + t_x))
        left = np.exp(np.minimum(silence, 600)) * life.likelihood_left * (x > 0)
        odds = self._leaving / np.maximum(1 - self._leaving, 1e-300)
        total = (stayed * (1 + odds * left[:, None])).sum(axis=1)
        self._stayed = stayed / total[:, None]

    @property
    def active(self):
        """The probability of being there."""
        return self._stayed.sum(axis=1)

    def there(self, weeks):
        """The probability of being there and of not having left after some more weeks."""
        return (self._stayed * self._kept(weeks)).sum(axis=1)

    def orders(self, weeks):
        """The expected orders in the coming weeks."""
        return (self._stayed * (1 - self._kept(weeks)) / self._leaving).sum(axis=1)

    def _kept(self, weeks):
        return (self._time / (self._time + self._leaving * weeks)) ** self._shape


def leaving_by_score(scores, purchases):
    """The probability of leaving by the score of the propensity, from a table of its logarithm."""
    place = np.linspace(-8, 8, 1601)
    chance = np.maximum(draws.beta(draws.rank(place), purchases.a, purchases.b), 1e-15)
    return np.exp(np.interp(scores, place, np.log(chance)))
