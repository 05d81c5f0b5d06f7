"""When customers buy: the BG/NBD process in the clock of the calendar."""

from typing import NamedTuple

import numpy as np

from crmlib.simulate import draws
from crmlib.simulate.calendar import CLOSES, OPENS

MOST_ORDERS = 5000


class Placed(NamedTuple):
    """The orders in order of time: customer (position), weeks of the clock, date and time, place in the
    customer's own sequence (0 first), and whether the customer left after it."""

    customer: np.ndarray
    weeks: np.ndarray
    moment: np.ndarray
    sequence: np.ndarray
    last: np.ndarray


def placed_orders(seed, people, calendar):
    """The first order at registration, and repeat orders until the customer leaves or the last day comes."""
    uniform = draws.stream(seed, "orders until leaving").random(len(people))
    # In the BG/NBD nobody leaves after the first order: hence its P(alive) of 1 without a repeat order.
    total = 1 + draws.geometric(uniform, people.leaving_probability)
    waits = draws.stream(seed, "waits between orders")
    active = np.flatnonzero(~people.prospect)
    weeks = people.joined[active]
    found = [(active, weeks)]
    for sequence in range(1, MOST_ORDERS):
        active, weeks = active[total[active] > sequence], weeks[total[active] > sequence]
        weeks = weeks + draws.exponential(waits.random(len(active))) / people.rate[active]
        active, weeks = active[weeks < calendar.span], weeks[weeks < calendar.span]
        if not len(active):
            break
        found.append((active, weeks))
    customer, weeks = (np.concatenate(column) for column in zip(*found, strict=True))
    sequence = np.repeat(np.arange(len(found)), [len(column) for column, _ in found])
    order = np.lexsort((sequence, customer, weeks))
    customer, weeks, sequence = customer[order], weeks[order], sequence[order]
    return Placed(customer, weeks, calendar.moments(weeks), sequence, sequence + 1 == total[customer])


def order_channels(uniform, moments, store_share):
    """Web, or a store while stores are open."""
    hours = (moments - moments.astype("datetime64[D]")).astype(int) // 60
    is_open = (hours >= OPENS) & (hours < CLOSES)
    in_hours = store_share * len(hours) / max(is_open.sum(), 1)
    return np.where(is_open & (uniform < min(in_hours, 1.0)), "store", "web").astype(object)
