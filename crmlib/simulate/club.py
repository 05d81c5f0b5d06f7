"""The subscription club: shifted beta-geometric lifetimes."""

from dataclasses import dataclass

import numpy as np

from crmlib.simulate import draws
from crmlib.simulate.calendar import add_months
from crmlib.simulate.population import propensity_to_leave

MONTHS = {"monthly": 1, "yearly": 12}
MEAN_WAIT_DAYS = 30
BACK_DAYS = (60, 240)


@dataclass(frozen=True)
class Members:
    """The club by customer: who is in it, the plan, the probability not to renew."""

    member: np.ndarray
    yearly: np.ndarray
    churn: np.ndarray
    start: np.ndarray


def club_members(seed, people, club, satisfaction, calendar):
    """Who joins, when, with which plan; among members the probability not to renew is beta."""
    uniform = draws.stream(seed, "club").random((5, len(people)))
    wait = np.floor(MEAN_WAIT_DAYS * draws.exponential(uniform[0]) ** 2 / 2).astype("timedelta64[D]")
    start = calendar.moments(people.joined).astype("datetime64[D]") + wait
    # Selection: the chance to join rises with the rank of the purchase rate, mean join_share.
    chance = _rank(people.rate) * 2 * club.join_share if club.join_share <= 0.5 else club.join_share
    member = (uniform[1] < chance) & ~people.prospect & (start <= calendar.end)
    yearly = uniform[2] < club.yearly_share
    rest = draws.normal(uniform[3])
    leaving = propensity_to_leave(satisfaction, people.satisfaction, people.price_sensitivity, rest)
    rank = draws.rank(leaving)
    monthly = draws.beta(rank, club.monthly_alpha, club.monthly_beta)
    churn = np.where(yearly, draws.beta(rank, club.yearly_alpha, club.yearly_beta), monthly)
    return Members(member, yearly, churn, start)


def _rank(values):
    """The share of customers at or below each value."""
    order = np.argsort(values, kind="stable")
    ranks = np.empty(len(values))
    ranks[order] = (np.arange(len(values)) + 0.5) / len(values)
    return ranks


def subscriptions_table(seed, members, club, calendar):
    """The table of the subscriptions: the first of each member, and the second of those who come back."""
    who = np.flatnonzero(members.member)
    uniform = draws.stream(seed, "subscriptions").random((4, len(members.member)))[:, who]
    first = _spell(who, members, members.start[who], uniform[0])
    pause = (BACK_DAYS[0] + uniform[2] * (BACK_DAYS[1] - BACK_DAYS[0])).astype("timedelta64[D]")
    again = first["end"] + pause
    back = (uniform[1] < club.return_share) & (again <= calendar.end)
    second = _spell(who[back], members, again[back], uniform[3, back])
    spells = {name: np.concatenate([first[name], second[name]]) for name in first}
    order = np.lexsort((spells["customer"], spells["start"]))
    return _table({name: column[order] for name, column in spells.items()}, club, calendar)


def _spell(who, members, start, uniform):
    """A subscription from its start to the day on which it is not renewed."""
    months = np.where(members.yearly[who], 12, 1)
    # A century is long enough, and keeps the dates in range.
    periods = np.minimum(draws.geometric(uniform, members.churn[who]), 1200 // months)
    return dict(
        customer=who, yearly=members.yearly[who], start=start, end=add_months(start, periods * months)
    )


def _table(spells, club, calendar):
    months = np.where(spells["yearly"], 12, 1)
    start, last = spells["start"], np.minimum(spells["end"] - 1, calendar.end)
    return dict(
        subscription_id=np.arange(1, len(start) + 1),
        customer_id=spells["customer"] + 1,
        plan=np.where(spells["yearly"], "yearly", "monthly"),
        start=start,
        end=np.where(spells["end"] <= calendar.end, spells["end"], np.datetime64("NaT")),
        # Not a column of the table: the customer's activity falls before it.
        true_end=spells["end"],
        fee=np.where(spells["yearly"], club.yearly_fee, club.monthly_fee),
        periods_paid=_whole_months(start, last) // months + 1,
    )


def _whole_months(start, day):
    """Whole months from a start to a day."""
    months = (day.astype("datetime64[M]") - start.astype("datetime64[M]")).astype(int)
    return months - (add_months(start, months) > day)
