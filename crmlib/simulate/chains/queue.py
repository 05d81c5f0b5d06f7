"""A waiting line with several agents, whose callers hang up when their patience ends: each day at once."""

import numpy as np

# A call that fills up a day's row: later than any real one.
NEVER = 1e9


def by_day(day, minute, days):
    """Places of calls in a table with a row a day, in the order of their minutes."""
    order = np.lexsort((minute, day))
    count = np.bincount(day, minlength=days)
    column = np.arange(len(day)) - np.repeat(np.cumsum(count) - count, count)
    place = np.empty((2, len(day)), dtype=int)
    place[:, order] = day[order], column
    return tuple(place)


def waits(day, minute, handling, patience, agents):
    """The minutes that each call waits, and whether its caller hangs up: first come, first served.

    Parameters
    ----------
    day, minute : array
        Day (from 0) and minute of each call.
    handling, patience : array
        Minutes with an agent, and minutes that the caller would wait.
    agents : array
        Agents at work on each day. They stay until the line is empty.

    Returns
    -------
    tuple of array
        Minutes waited until an agent came or the caller hung up; and whether she hung up.
    """
    place = by_day(day, minute, len(agents))
    shape = len(agents), int(place[1].max(initial=-1)) + 1
    came, needed, stays = (np.full(shape, fill) for fill in (NEVER, 0.0, NEVER))
    came[place], needed[place], stays[place] = minute, handling, patience
    free = np.where(np.arange(agents.max()) < agents[:, None], 0.0, 10 * NEVER)
    waited, rows = np.empty(shape), np.arange(shape[0])
    for call in range(shape[1]):
        agent = free.argmin(axis=1)
        wait = np.maximum(free[rows, agent] - came[:, call], 0)
        answered = wait <= stays[:, call]
        free[rows, agent] = np.where(answered, came[:, call] + wait + needed[:, call], free[rows, agent])
        waited[:, call] = np.where(answered, wait, -1)
    waited = waited[place]
    hung_up = waited < 0
    return np.where(hung_up, patience, waited), hung_up
