"""The state of satisfaction: a trait, moved by late parcels and complaints, partly repaired, fading back.

It is a trace: answers and scores follow it. What a late parcel or a complaint does to leaving is laid under
the orders by Bayes' rule (`service`), and not by way of this state.
"""

from dataclasses import dataclass

import numpy as np

from crmlib.simulate import draws

MOST_LATE = 0.2
DAYS_LATE = (2, 8)
START = np.datetime64("2010-01-01", "m")
MINUTES_A_WEEK = 7 * 24 * 60


def expectations(seed, content, effect):
    """Expectation and performance, independent and standard normal, whose difference is satisfaction.

    With the effect e of expectation: satisfaction = sqrt(1 - e²) × performance - e × expectation.
    """
    rest = draws.normal(draws.stream(seed, "expectations").random(len(content)))
    expectation = -effect * content + np.sqrt(1 - effect**2) * rest
    return expectation, performance(content, expectation, effect)


def performance(content, expectation, effect):
    """The performance that satisfies so much who expects so much."""
    return (content + effect * expectation) / np.sqrt(1 - effect**2)


def late_chance(people, experience, service):
    """The chance that a parcel is late, for each customer; less with better quality, like complaints."""
    pull = service.quality_pull
    return np.minimum(experience.late_share * np.exp(-pull * people.quality - pull**2 / 2), MOST_LATE)


class State:
    """The state of satisfaction of each customer at any time.

    Parameters
    ----------
    content : array
        The trait of each customer.
    events : list of tuple
        (customer, when it happened, how much satisfaction it moved then, from when on that counts).
    half_life_weeks : float
        After how many weeks half of a change is gone.
    """

    def __init__(self, content, events, half_life_weeks):
        self.content, self.half_life = content, half_life_weeks
        customer, when, change, counts = (np.concatenate(column) for column in zip(*events, strict=True))
        order = np.lexsort((counts, customer))
        # The sum of what has happened, each change grown to the size that fading undoes.
        grown = change[order] * np.exp2(self._halvings(when[order]))
        self._sum = np.concatenate([[0.0], np.cumsum(grown)])
        self._key = self._keys(customer[order], counts[order])

    def at(self, customer, moment):
        """Satisfaction of these customers at these times."""
        moment = np.asarray(moment, "datetime64[m]")
        first = np.searchsorted(self._key, self._keys(customer, np.full(len(customer), START)))
        upto = np.searchsorted(self._key, self._keys(customer, moment), side="right")
        moved = (self._sum[upto] - self._sum[first]) * np.exp2(-self._halvings(moment))
        return self.content[customer] + moved

    def _halvings(self, moment):
        return (moment - START).astype(float) / MINUTES_A_WEEK / self.half_life

    @staticmethod
    def _keys(customer, moment):
        return np.asarray(customer, "int64") * 10**8 + (moment - START).astype("int64")


@dataclass(frozen=True)
class Judgement:
    """What customers who are asked on a day go by: satisfaction, what they expect, and what they met.

    What moved satisfaction by then was performance: nobody expects more after a late parcel.
    """

    state: State
    expectation: np.ndarray
    effect: float
    shown: float

    def content(self, customer, day):
        """The state of satisfaction on the day."""
        return self.state.at(customer, day)

    def performance(self, customer, day):
        """What the customer has met by the day, standardised."""
        return performance(self.state.at(customer, day), self.expectation[customer], self.effect)

    def expected(self, customer, mood):
        """What is answered as expected, standardised: the expectation and the day's mood."""
        return self.shown * self.expectation[customer] + np.sqrt(1 - self.shown**2) * mood


def events(complaints, late, experience):
    """What moved satisfaction: complaints, their repair when handled well, and late parcels."""
    who, received = complaints["customer_id"] - 1, complaints["received"].astype("datetime64[m]")
    fall = np.full(len(who), -experience.complaint_fall)
    well = complaints["well_handled"]
    repair = experience.repaired_share * experience.complaint_fall
    resolved = complaints["resolved"].astype("datetime64[m]")
    customer, arrived = late
    return [
        (who, received, fall, received),
        # Given back is a share of what is still felt: it fades from the day of the complaint on.
        (who[well], received[well], np.full(well.sum(), repair), resolved[well]),
        (customer, arrived, np.full(len(customer), -experience.late_fall), arrived),
    ]
