"""Campaigns with randomised treatment: members, kinds of customers, answers."""

from dataclasses import dataclass, fields

import numpy as np

from crmlib.simulate import draws
from crmlib.simulate.second_lives import NEVER, Lives, SecondLives, first_lives, history
from crmlib.simulate.tables import CUSTOMER_TYPES

SEGMENTS = ("recent", "cooling", "lapsed")
SEGMENT_DAYS = (90, 270)
SURE, PERSUADABLE, LOST, SLEEPING = range(4)


@dataclass(frozen=True)
class Drawn:
    """One campaign among all who had bought by its first day (eligible), drawn as members or not."""

    campaign: object
    customer: np.ndarray
    segment: np.ndarray
    shares: np.ndarray
    type: np.ndarray
    member: np.ndarray
    contacts: np.ndarray
    responded: np.ndarray
    moment: np.ndarray
    standing: "Standing | None" = None


@dataclass(frozen=True)
class Standing:
    """How customers stand on the first day of a campaign (second edition).

    Which life they are in (1 or 2) and when it ends, whether it goes on, what was seen of it, and whether a
    second life can still begin.
    """

    life: np.ndarray
    active: np.ndarray
    left: np.ndarray
    last_order: np.ndarray
    frequency: np.ndarray
    recency: np.ndarray
    age: np.ndarray
    likelihood_left: np.ndarray
    may_return: np.ndarray

    def of(self, customer):
        """The rows of these customers."""
        return Standing(*(getattr(self, field.name)[customer] for field in fields(Standing)))


def drawn_campaigns(seed, campaigns, people, placed, calendar):
    """Each campaign with its members and answers; who has left answers like anyone else (first edition)."""
    return [_draw(seed, campaign, people, placed, calendar) for campaign in campaigns]


class Drive:
    """The campaigns one after the other, since who is won back by one may answer the next (second edition).

    Parameters
    ----------
    seed, campaigns, people, placed, purchases, calendar : object
        Of the firm.
    """

    def __init__(self, seed, campaigns, people, placed, purchases, calendar):
        self.people, self.placed, self.calendar = people, placed, calendar
        self.first = first_lives(people, placed, calendar)
        self.second = SecondLives(seed, people, purchases, calendar)
        self._past = []
        by_start = sorted(range(len(campaigns)), key=lambda k: campaigns[k].start)
        drawn = {k: self._run(seed, campaigns[k]) for k in by_start}
        self.drawn = [drawn[k] for k in range(len(campaigns))]

    def _run(self, seed, campaign):
        start = np.datetime64(campaign.start, "D")
        one = _draw(seed, campaign, self.people, self.placed, self.calendar, self._standing(start))
        begins = one.responded & one.standing.may_return
        self.second.add(one.customer[begins], one.moment[begins])
        self._past.append(_Past.of(one, len(self.people), self.calendar))
        return one

    def _standing(self, start):
        """How everyone stands on a day."""
        now = float(self.calendar.weeks(start))
        again = self.second.lives.began < start
        lives = Lives(*(np.where(again, b, a) for a, b in zip(self.first, self.second.lives, strict=True)))
        frequency, recency, age = history(self.placed, self.first.began_weeks, start, now)
        last_order = self._last_orders(start)
        if again.any():
            later = history(self.second.orders, self.second.lives.began_weeks, start, now)
            frequency, recency, age = (
                np.where(again, b, a) for a, b in zip((frequency, recency, age), later, strict=True)
            )
        active = lives.left >= start
        likelihood = self.likelihood_left(lives.began_weeks + recency)
        return Standing(
            life=np.where(again, 2, 1),
            active=active,
            left=lives.left,
            last_order=last_order,
            frequency=frequency,
            recency=recency,
            age=age,
            likelihood_left=likelihood,
            may_return=~active & (self.second.lives.began == NEVER),
        )

    def _last_orders(self, start):
        """When each customer last ordered before a day, of her own accord or to begin a second life."""
        last = _last_orders(self.placed, start, len(self.people))
        began = self.second.lives.began
        last = np.where(began < start, began, last)
        later = self.second.orders
        before = later.moment < start
        last[later.customer[before]] = later.moment[before]
        return last

    def not_won_back(self, last_weeks):
        """The chance that no contact since her last own order had won her back, had she left after it."""
        chance = np.ones(len(self.people))
        for past in self._past:
            chance *= np.where(last_weeks < past.start, 1 - past.returns, 1.0)
        return chance

    def likelihood_left(self, last_weeks):
        """How much likelier what the campaigns brought is, had a customer left after her last own order.

        Parameters
        ----------
        last_weeks : array
            When that order was, in weeks of the clock.
        """
        ratio = np.ones(len(self.people))
        for past in self._past:
            ratio *= past.likelihood_left(last_weeks)
        return ratio

    @property
    def waiting(self):
        """The factor on the odds of a discount on each placed order, for those who wait for an offer."""
        odds = np.ones(len(self.placed.customer))
        for one in self.drawn:
            if one.campaign.waiting_odds > 1:
                asked = np.zeros(len(self.people), bool)
                asked[one.customer] = one.contacts > 0
                start = np.datetime64(one.campaign.start, "D")
                waits = (self.placed.moment >= start) & (
                    self.placed.moment < start + one.campaign.waiting_days
                )
                waits &= asked[self.placed.customer]
                odds[waits] = np.maximum(odds[waits], one.campaign.waiting_odds)
        return odds


@dataclass(frozen=True)
class _Past:
    """What a campaign showed of each customer: the chance to respond while there, the chance that she was won
    back if not, and when she responded (weeks of the clock, infinite if she did not)."""

    start: float
    chance: np.ndarray
    returns: np.ndarray
    responded: np.ndarray
    moments: np.ndarray

    @classmethod
    def of(cls, one, customers, calendar):
        """The past of a drawn campaign."""
        chance, returns, responded = np.zeros(customers), np.zeros(customers), np.full(customers, np.inf)
        chance[one.customer] = one.member * response_chance(one.campaign, one.shares, one.contacts)
        returns[one.customer] = one.campaign.won_back * (one.contacts > 0)
        answered = one.customer[one.responded]
        responded[answered] = calendar.weeks(one.moment[one.responded])
        moments = calendar.weeks(answer_moments(one.campaign, np.linspace(0, 1, 400)))
        start = float(calendar.weeks(np.datetime64(one.campaign.start, "D")))
        return cls(start, chance, returns, responded, moments)

    def likelihood_left(self, last):
        """Of what it showed: the likelihood if she left after her last own order, over that if she did not.

        An answer after that order shows that she is still there. No answer is what who left gives surely,
        but for answers before that order, and unless she is won back.
        """
        before = np.interp(last, self.moments, np.linspace(0, 1, len(self.moments)))
        silent_left = np.where(last < self.start, 1 - self.returns, 1 - self.chance * before)
        silent = silent_left / (1 - self.chance)
        return np.where(np.isinf(self.responded), silent, np.where(self.responded > last, 0.0, 1.0))


def _draw(seed, campaign, people, placed, calendar, standing=None):
    start = np.datetime64(campaign.start, "D")
    last = _last_orders(placed, start, len(people)) if standing is None else standing.last_order
    customer = np.flatnonzero(~np.isnat(last))
    days = (start - last[customer].astype("datetime64[D]")).astype(int)
    uniform = draws.stream(seed, f"campaign {campaign.campaign_id}").random((7, len(people)))[:, customer]
    segment = np.searchsorted(SEGMENT_DAYS, days)
    shares = type_shares(campaign, segment, people.price_sensitivity[customer])
    kind = draws.choice(uniform[0], shares)
    member = uniform[1] < campaign.member_share
    dose = np.array(campaign.contacts)[(uniform[3] * len(campaign.contacts)).astype(int)]
    contacts = np.where(member & (uniform[2] < campaign.treated_share), dose, 0)
    moment = answer_moments(campaign, uniform[5])
    in_time = member & (moment < calendar.end + 1)
    responded = in_time & answers(campaign, kind, contacts, uniform[4])
    if standing is not None:
        standing = standing.of(customer)
        there = standing.active & (moment < standing.left)
        returns = standing.may_return & (uniform[6] < campaign.won_back)
        kind = np.where(there, kind, np.where(returns, PERSUADABLE, LOST))
        responded = np.where(there, responded, in_time & returns & (contacts > 0))
    return Drawn(campaign, customer, segment, shares, kind, member, contacts, responded, moment, standing)


def answer_moments(campaign, uniform):
    """When answers come: half of them in the first quarter of the time, as the square of a uniform number."""
    minutes = np.floor(60 * 9 + uniform**2 * (campaign.days * 1440 - 60 * 10)).astype("timedelta64[m]")
    return np.datetime64(campaign.start, "m") + minutes


def _last_orders(placed, start, customers):
    """When each customer last placed an order before the first day; NaT if she had not."""
    before = placed.moment < start
    last = np.full(customers, np.datetime64("NaT", "m"))
    last[placed.customer[before]] = placed.moment[before]
    return last


def type_shares(campaign, segment, price_sensitivity):
    """The probabilities of the four kinds, a row for each customer."""
    sure, persuadable, sleeping = np.array([campaign.recent, campaign.cooling, campaign.lapsed])[segment].T
    lost = 1 - sure - persuadable - sleeping
    weights = np.column_stack(
        [sure, persuadable * np.exp(campaign.price_pull * price_sensitivity), lost, sleeping]
    )
    return weights / weights.sum(axis=1, keepdims=True)


def answers(campaign, kind, contacts, uniform):
    """Whether customers of each kind respond, given the contacts that they get."""
    won = uniform < 1 - (1 - campaign.success_per_contact) ** contacts
    driven_off = uniform < 1 - (1 - campaign.harm_per_contact) ** contacts
    return np.select([kind == SURE, kind == PERSUADABLE, kind == SLEEPING], [True, won, ~driven_off], False)


def response_chance(campaign, shares, contacts):
    """The probability of a response with so many contacts, for each row of shares."""
    won = 1 - (1 - campaign.success_per_contact) ** contacts
    stays = (1 - campaign.harm_per_contact) ** contacts
    return shares[:, SURE] + shares[:, PERSUADABLE] * won + shares[:, SLEEPING] * stays


def campaign_orders_by_campaign(drawn):
    """For each campaign the stream of its baskets, and customer, date and time, campaign of its answers.

    With a stream of its own no campaign's baskets depend on another's answers.
    """
    for position, one in enumerate(drawn):
        customer, moment, campaign = campaign_orders([one])
        yield f"campaign orders {one.campaign.campaign_id}", (customer, moment, campaign + position)


def campaign_orders(drawn):
    """Customer, date and time, and campaign of each answer."""
    customer = [one.customer[one.responded] for one in drawn]
    moment = [one.moment[one.responded] for one in drawn]
    campaign = np.repeat(np.arange(len(drawn)), [len(part) for part in customer])
    none = np.array([], dtype="datetime64[m]")
    return np.concatenate([np.array([], int), *customer]), np.concatenate([none, *moment]), campaign


def campaigns_table(campaigns):
    """The table of the campaigns."""
    names = ("campaign_id", "name", "kind", "channel", "start", "days", "contact_cost", "incentive")
    columns = {
        name: [getattr(campaign, name) for campaign in campaigns] for name in (*names, "treated_share")
    }
    return columns | {"start": np.array(columns["start"], dtype="datetime64[D]")}


def members_table(drawn, orders):
    """The table of the campaign members; profit is the order's margin less contacts and incentive."""
    margin, completed = orders.margin, orders.campaign >= 0
    parts = []
    for position, one in enumerate(drawn):
        mine = completed & (orders.campaign == position)
        earned = np.zeros(int(orders.customer.max(initial=0)) + 1)
        earned[orders.customer[mine]] = margin[mine]
        rows = np.flatnonzero(one.member)
        contacts, responded = one.contacts[rows], one.responded[rows]
        given = one.campaign.incentive * (responded & (contacts > 0))
        profit = earned[one.customer[rows]] * responded - given - one.campaign.contact_cost * contacts
        parts.append(
            dict(
                campaign_id=np.full(len(rows), one.campaign.campaign_id, dtype=object),
                customer_id=one.customer[rows] + 1,
                segment=np.array(SEGMENTS, dtype=object)[one.segment[rows]],
                treated=contacts > 0,
                contacts=contacts,
                responded=responded,
                profit_after=draws.cents(profit),
            )
        )
    return stacked(parts)


def stacked(parts):
    """Columns of several parts below each other."""
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]} if parts else {}


def truth_table(drawn):
    """The kinds of all who could be members: probabilities, and the kind that was drawn."""
    names = ("sure_thing", "persuadable", "lost_cause", "sleeping_dog")
    return stacked(
        [
            dict(
                campaign_id=np.full(len(one.customer), one.campaign.campaign_id, dtype=object),
                customer_id=one.customer + 1,
                segment=np.array(SEGMENTS, dtype=object)[one.segment],
                **{name: np.round(one.shares[:, k], 6) for k, name in enumerate(names)},
                type=np.array(CUSTOMER_TYPES, dtype=object)[one.type],
                **_standing_columns(one.standing),
            )
            for one in drawn
        ]
    )


def _standing_columns(standing):
    if standing is None:
        return {}
    return dict(
        life=standing.life,
        active=standing.active,
        frequency=standing.frequency,
        recency_weeks=np.round(standing.recency, 3),
        age_weeks=np.round(standing.age, 3),
        likelihood_left=np.round(standing.likelihood_left, 6),
    )
