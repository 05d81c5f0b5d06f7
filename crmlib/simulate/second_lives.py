"""Second lives of customers who had left and were won back: rates anew, orders of their own."""

from typing import NamedTuple

import numpy as np

from crmlib.simulate import draws
from crmlib.simulate.purchases import MOST_ORDERS


class SecondLives:
    """Who was won back when, and the orders of these second lives, added one campaign at a time.

    Rates and leaving come from one stream by customer, and the waits before each order from one of their
    own, so that one customer more shifts no draw of another.
    """

    def __init__(self, seed, people, purchases, calendar):
        self.seed, self.calendar = seed, calendar
        uniform = draws.stream(seed, "second lives").random((3, len(people)))
        self._rate = draws.gamma(uniform[0], purchases.r, purchases.alpha)
        self._leaving = draws.beta(uniform[1], purchases.a, purchases.b)
        # As in the first life nobody leaves after the order that begins it.
        self._total = draws.geometric(uniform[2], self._leaving)
        self.lives = _none(len(people), self._rate, self._leaving)
        self._orders = [_NO_ORDERS]

    def add(self, customer, moment):
        """Customers who are won back, and when; each can be so once."""
        weeks = self.calendar.weeks(moment)
        self.lives.began[customer], self.lives.began_weeks[customer] = moment, weeks
        active, sequence = customer, 0
        while len(active):
            sequence += 1
            waits = draws.stream(self.seed, f"waits in second lives {sequence}").random(len(self._rate))
            weeks = weeks + draws.exponential(waits[active]) / self._rate[active]
            inside = weeks < self.calendar.span
            active, weeks = active[inside], weeks[inside]
            last = self._total[active] == sequence
            moments = self.calendar.moments(weeks)
            self._orders.append(_Orders(active, weeks, moments))
            self.lives.left[active[last]] = moments[last]
            self.lives.left_weeks[active[last]] = weeks[last]
            active, weeks = active[~last], weeks[~last]
            if sequence == MOST_ORDERS:
                break

    @property
    def orders(self):
        """Their orders of their own accord, by time: customer, weeks of the clock, date and time."""
        columns = [np.concatenate(column) for column in zip(*self._orders, strict=True)]
        order = np.lexsort((columns[0], columns[1]))
        return _Orders(*(column[order] for column in columns))


class Lives(NamedTuple):
    """One life by customer: when it began and ended (a day far off if it did not), and its rates."""

    began: np.ndarray
    began_weeks: np.ndarray
    left: np.ndarray
    left_weeks: np.ndarray
    rate: np.ndarray
    leaving: np.ndarray


class _Orders(NamedTuple):
    customer: np.ndarray
    weeks: np.ndarray
    moment: np.ndarray


_NO_ORDERS = _Orders(np.array([], int), np.array([]), np.array([], "datetime64[m]"))
NEVER = np.datetime64("2200-01-01", "m")


def _none(customers, rate, leaving):
    day, week = np.full(customers, NEVER), np.full(customers, np.inf)
    return Lives(day, week, day.copy(), week.copy(), rate, leaving)


def first_lives(people, placed, calendar):
    """The first lives, as the placed orders have them."""
    lives = _none(len(people), people.rate, people.leaving_probability)
    last = placed.last
    lives.began[:], lives.began_weeks[:] = calendar.moments(people.joined), people.joined
    lives.left[placed.customer[last]] = placed.moment[last]
    lives.left_weeks[placed.customer[last]] = placed.weeks[last]
    return lives


def history(orders, began_weeks, moment, weeks):
    """Of each customer up to a moment: orders after the first, weeks from it to the last one, and to now.

    Parameters
    ----------
    orders : object
        With customer, weeks and moment; the first order of a life may be among them or not.
    began_weeks : array
        When the life of each customer began, in weeks of the clock.
    moment, weeks : datetime, float
        The moment, and what the clock shows then.
    """
    before = (orders.moment < moment) & (orders.weeks > began_weeks[orders.customer])
    customer, last = orders.customer[before], began_weeks.copy()
    # The orders are in order of time: the last of each customer is what stays.
    last[customer] = orders.weeks[before]
    frequency = np.bincount(customer, minlength=len(began_weeks))
    with np.errstate(invalid="ignore"):
        return frequency, last - began_weeks, weeks - began_weeks
