"""The subscription club: shifted beta-geometric lifetimes."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from crmlib.simulate import draws
from crmlib.simulate.calendar import add_months
from crmlib.simulate.population import propensity_to_leave

MONTHS = {"monthly": 1, "yearly": 12}
MEAN_WAIT_DAYS = 30
BACK_DAYS = (60, 240)
PAUSES = np.arange(*BACK_DAYS)
DAYS_A_YEAR = 365.25


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
        fee=fees(spells["yearly"], club),
        service_cost=draws.cents(club.cost_share * fees(spells["yearly"], club)),
        periods_paid=_whole_months(start, last) // months + 1,
    )


def fees(yearly, club):
    """The price of a period of each plan."""
    return np.where(yearly, club.yearly_fee, club.monthly_fee)


def standing(subscriptions, customers):
    """Where each customer stands with the club on the last day (second edition)."""
    who = subscriptions["customer_id"] - 1
    plan = np.full(customers, None, dtype=object)
    renews, ended = (np.full(customers, np.datetime64("NaT", "D")) for _ in range(2))
    plan[who] = subscriptions["plan"]
    months = np.where(subscriptions["plan"] == "yearly", 12, 1) * subscriptions["periods_paid"]
    due = add_months(subscriptions["start"], months)
    running = np.isnat(subscriptions["end"])
    renews[who[running]] = due[running]
    returned = np.bincount(who, minlength=customers) > 1
    ended[who[~running]] = subscriptions["end"][~running]
    ended[returned] = np.datetime64("NaT")
    return dict(club_plan=plan, club_renews_on=renews, club_ended_on=ended, club_returned=returned)


class Renewals(NamedTuple):
    """The next renewal after a day, for each of some customers: probability not to renew, and outcome.

    Where no subscription runs the probability is 0 and nothing ends, so that nothing can be learnt from it.
    """

    probability: np.ndarray
    ends: np.ndarray


def next_renewals(subscriptions, churn, customer, day):
    """What the next renewal of each customer's subscription after a day comes to."""
    probability, ends = np.zeros(len(customer)), np.zeros(len(customer), bool)
    spells = np.arange(len(subscriptions["start"]))
    second = np.zeros(len(churn), int) - 1
    first = second.copy()
    # Spells are in order of their starts: what is written first is overwritten by a second spell.
    who = subscriptions["customer_id"] - 1
    second[who] = spells
    first[who[::-1]] = spells[::-1]
    for spell in (first, np.where(second != first, second, -1)):
        rows = np.flatnonzero(spell[customer] >= 0)
        mine = spell[customer[rows]]
        start, end = subscriptions["start"][mine], subscriptions["true_end"][mine]
        runs = (day[rows] >= start) & (day[rows] < end)
        rows, mine, start, end = rows[runs], mine[runs], start[runs], end[runs]
        months = np.where(subscriptions["plan"][mine] == "yearly", 12, 1)
        due = add_months(start, (_whole_months(start, day[rows]) // months + 1) * months)
        probability[rows], ends[rows] = churn[customer[rows]], due == end
    return Renewals(probability, ends)


def renewal_after(club, plan, odds):
    """The mean probability not to renew if it becomes 1 - (1 - churn)^k, over the members of a plan."""
    from scipy.special import betaln

    a, b = (getattr(club, f"{plan}_{name}") for name in ("alpha", "beta"))
    return -np.expm1(betaln(a, b + odds) - betaln(a, b))


def club_value(table, club, end, days, discount_rate):
    """The expected present value of the fees to come, less what their services cost, of each customer.

    A subscription that runs is renewed with the chance 1 - churn each time. Whoever has had one subscription
    alone may return, once, in the pause after its end.
    """
    plan = table["club_plan"].astype(object).to_numpy()
    yearly, member = plan == "yearly", np.isin(plan, list(MONTHS))
    months = np.where(yearly, 12, 1)
    stays = np.where(member, 1 - table["club_churn"].to_numpy(), 0.0)
    force = np.log1p(discount_rate) / DAYS_A_YEAR
    again = _return_value(stays, months, days, force)
    due = table["club_renews_on"].to_numpy().astype("datetime64[D]")
    running, fresh = ~np.isnat(due), ~table["club_returned"].to_numpy()
    value, reached = np.zeros(len(table)), running.astype(float)
    for k in range(int(days / (DAYS_A_YEAR / 12)) + 1):
        ahead = (add_months(np.where(running, due, end), k * months) - end).astype(float)
        asked = np.where(running & (ahead <= days), reached, 0.0)
        value += asked * stays * np.exp(-force * ahead)
        value += asked * (1 - stays) * fresh * club.return_share * again(ahead)
        reached = asked * stays
    value += _of_the_ended(table, club, end, again)
    return np.where(member, value * fees(yearly, club) * (1 - club.cost_share), 0.0)


def _return_value(stays, months, days, force):
    """What a second subscription is worth today in fees, by the days from today to the end of the first."""
    length = months * DAYS_A_YEAR / 12
    kept = stays * np.exp(-force * length)

    def paid(start):
        """The fees of a subscription that starts so many days from today: one at once, and the renewals."""
        periods = np.floor((days - start) / length) + 1
        with np.errstate(divide="ignore", invalid="ignore"):
            fees_paid = np.where(kept < 1, (1 - kept**periods) / (1 - kept), periods)
        return np.where(start <= days, fees_paid * np.exp(-force * start), 0.0)

    def again(ended):
        # A pause that would be over by today has not led to a return.
        parts = [np.where(ended + pause > 0, paid(ended + pause), 0.0) for pause in PAUSES]
        return np.mean(parts, axis=0)

    return again


def _of_the_ended(table, club, end, again):
    """What those bring who have ended their only subscription, and have not returned so far."""
    ended = table["club_ended_on"].to_numpy().astype("datetime64[D]")
    ago = np.where(np.isnat(ended), BACK_DAYS[1], (end - np.where(np.isnat(ended), end, ended)).astype(float))
    over = np.mean([pause <= ago for pause in PAUSES], axis=0)
    chance = club.return_share / (1 - club.return_share * over)
    return np.where(np.isnat(ended), 0.0, chance * again(-ago))


def _whole_months(start, day):
    """Whole months from a start to a day."""
    months = (day.astype("datetime64[M]") - start.astype("datetime64[M]")).astype(int)
    return months - (add_months(start, months) > day)
