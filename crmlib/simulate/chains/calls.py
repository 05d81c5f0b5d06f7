"""The chain's calls: how many come in each half-hour, who waits, hangs up, is cut off or helped."""

from dataclasses import dataclass

import numpy as np

from crmlib.simulate import draws
from crmlib.simulate.chains.queue import waits

AGAIN_MINUTES = (5, 60)
MOST_ATTEMPTS = 4
IN_TIME = 20 / 60
# Calls follow orders by up to five days: what is ordered today is asked about on the days after.
DELAYS = np.array([0.3, 0.25, 0.2, 0.1, 0.1, 0.05])


@dataclass(frozen=True)
class Opening:
    """The days and half-hours for which calls are known: rates, agents, and how often ours call."""

    dates: np.ndarray
    rate: np.ndarray
    agents: np.ndarray
    own_rate: float
    first_minute: int

    @property
    def starts(self):
        """The beginning of each half-hour, a row a day."""
        minutes = self.first_minute + 30 * np.arange(self.rate.shape[1])
        return self.dates.astype("datetime64[m]")[:, None] + minutes


def opening(calendar, incidents, own_calls, parameters):
    """The rates of the half-hours: the orders of the days before, the weekday and the hour."""
    p = parameters
    days = min(p.days, calendar.days)
    dates = calendar.end - days + 1 + np.arange(days)
    before = dates[0] - len(DELAYS) + 1 + np.arange(days + len(DELAYS) - 1)
    day = np.convolve(_busy(calendar, before), DELAYS, mode="valid") * np.array(p.weekdays)[_weekday(dates)]
    rate = np.outer(day / day.mean(), np.repeat(p.hours, 2) / np.mean(p.hours)) * p.calls_per_hour / 2
    short = np.zeros(days, dtype=bool)
    for touchpoint, first, last, _ in incidents:
        if touchpoint == "hotline":
            short |= (dates >= np.datetime64(first)) & (dates <= np.datetime64(last))
    agents = np.where(short, p.short_agents, p.agents)
    return Opening(dates, rate, agents, own_calls / rate.size, 60 * p.opens)


def _busy(calendar, dates):
    """How fast the firm's clock runs on each day; before its first day as on average."""
    inside = np.maximum(dates, calendar.start)
    weeks = calendar.weeks(inside + 1) - calendar.weeks(inside)
    return np.where(dates < calendar.start, 1.0, 7 * weeks)


def _weekday(dates):
    return (dates.astype("datetime64[D]").astype(int) + 3) % 7


@dataclass(frozen=True)
class Calls:
    """Calls in any order: day, minute of the day, and what is drawn of each."""

    day: np.ndarray
    minute: np.ndarray
    handling: np.ndarray
    patience: np.ndarray
    cut_off: np.ndarray
    solved: np.ndarray

    def waits(self, agents):
        """Minutes waited and who hung up, with so many agents on each day."""
        return waits(self.day, self.minute, self.handling, self.patience, agents)

    def joined(self, other):
        """These calls and others after them."""
        pairs = ((getattr(self, name), getattr(other, name)) for name in self.__dataclass_fields__)
        return Calls(*map(np.concatenate, pairs))


def others(seed, topic, opening, parameters):
    """The calls of all other customers: counts more uneven than Poisson, moments even within a half-hour."""
    p, shape = parameters, opening.rate.shape
    uniform = draws.stream(seed, f"{topic} counts").random((3, *shape))
    day = draws.gamma(uniform[0, :, :1], p.day_shape, p.day_shape)
    half_hour = draws.gamma(uniform[1], p.half_hour_shape, p.half_hour_shape)
    mean = np.maximum(opening.rate - opening.own_rate, 0) * day * half_hour
    count = draws.poisson(uniform[2].ravel(), mean.ravel())
    slot = np.repeat(np.arange(count.size), count)
    uniform = draws.stream(seed, topic).random((5, len(slot)))
    minute = opening.first_minute + 30 * (slot % shape[1] + uniform[0])
    return Calls(slot // shape[1], minute, *drawn(uniform[1:], p))


def drawn(uniform, parameters):
    """Handling, patience, cut off and solved of each call, from four rows of uniform numbers."""
    p = parameters
    return (
        p.handling_minutes * draws.exponential(uniform[0]),
        p.patience_minutes * draws.exponential(uniform[1]),
        uniform[2] < p.cut_off_share,
        uniform[3] < p.solved_share,
    )


def with_ours(seed, opening, calls, contacts, parameters):
    """The calls with those of our customers, who call again until the contact ends as it is known to.

    `contacts` are the day, minute and outcome of each. Whoever hung up or was cut off calls again within the
    hour, unless the contact is known to have ended unresolved. At the last attempt she waits as long as it
    takes.

    Returns
    -------
    tuple
        All calls; for each the position of our contact, -1 for the others; and its attempt, from 0.
    """
    day, minute, outcome = contacts
    unresolved, resolved = outcome == "unresolved", outcome == "resolved"
    uniform = draws.stream(seed, "chain ours").random((MOST_ATTEMPTS, 5, len(day)))
    handling, patience, cut_off, _ = drawn(uniform[0], parameters)
    first = Calls(day, minute + uniform[0, 4], handling, patience, cut_off, resolved)
    everything = calls.joined(first)
    contact = np.concatenate([np.full(len(calls.day), -1), np.arange(len(day))])
    attempt = np.zeros(len(contact), dtype=int)
    while len(again := _to_call_again(everything, contact, attempt, unresolved, opening)):
        who, number = contact[again], attempt[again] + 1
        later, last = uniform[number, 4, who], 60 * parameters.closes - 1
        at = everything.minute[again] + AGAIN_MINUTES[0] + later * (AGAIN_MINUTES[1] - AGAIN_MINUTES[0])
        handling, patience, cut_off, _ = drawn(uniform[number, :4, who].T, parameters)
        end = number == MOST_ATTEMPTS - 1
        repeated = Calls(
            everything.day[again],
            # After closing time the line is empty, and she is answered at once.
            np.where(everything.minute[again] >= last, everything.minute[again] + 1, np.minimum(at, last)),
            handling,
            np.where(end, np.inf, patience),
            cut_off & ~end,
            resolved[who],
        )
        everything = everything.joined(repeated)
        contact, attempt = np.concatenate([contact, who]), np.concatenate([attempt, number])
    return everything, contact, attempt


def _to_call_again(calls, contact, attempt, unresolved, opening):
    """Our first failed call of each day that is not yet repeated; an earlier one may change a later one."""
    ours = np.flatnonzero(contact >= 0)
    _, hung_up = calls.waits(opening.agents)
    failed = ours[(hung_up | calls.cut_off)[ours] & ~unresolved[contact[ours]]]
    last = np.zeros(len(unresolved), dtype=int)
    np.maximum.at(last, contact[ours], attempt[ours])
    failed = failed[attempt[failed] == last[contact[failed]]]
    failed = failed[np.lexsort((calls.minute[failed], calls.day[failed]))]
    _, first = np.unique(calls.day[failed], return_index=True)
    return failed[first]


def half_hours(opening, calls, waited, hung_up):
    """The columns of the table of the half-hours."""
    shape = opening.rate.shape
    slot = np.clip(((calls.minute - opening.first_minute) // 30).astype(int), 0, shape[1] - 1)
    slot = calls.day * shape[1] + slot
    answered = ~hung_up

    def total(values):
        return np.bincount(slot, values, minlength=opening.rate.size)

    return dict(
        start=opening.starts.ravel(),
        agents=np.repeat(opening.agents, shape[1]),
        calls=total(None),
        answered=total(answered).astype(int),
        hung_up=total(hung_up).astype(int),
        cut_off=total(answered & calls.cut_off).astype(int),
        solved=total(answered & ~calls.cut_off & calls.solved).astype(int),
        in_20_seconds=total(answered & (waited <= IN_TIME)).astype(int),
        wait_seconds=np.round(60 * total(waited)).astype(int),
    )
