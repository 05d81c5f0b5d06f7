"""Campaigns with randomised treatment: members, kinds of customers, answers."""

from dataclasses import dataclass

import numpy as np

from crmlib.simulate import draws
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


def drawn_campaigns(seed, campaigns, people, placed, calendar):
    """Each campaign with its members and answers."""
    return [_draw(seed, campaign, people, placed, calendar) for campaign in campaigns]


def _draw(seed, campaign, people, placed, calendar):
    start = np.datetime64(campaign.start, "D")
    customer, days = _since_last_order(placed, start, len(people))
    uniform = draws.stream(seed, f"campaign {campaign.campaign_id}").random((7, len(people)))[:, customer]
    segment = np.searchsorted(SEGMENT_DAYS, days)
    shares = type_shares(campaign, segment, people.price_sensitivity[customer])
    kind = draws.choice(uniform[0], shares)
    member = uniform[1] < campaign.member_share
    dose = np.array(campaign.contacts)[(uniform[3] * len(campaign.contacts)).astype(int)]
    contacts = np.where(member & (uniform[2] < campaign.treated_share), dose, 0)
    # Early answers are more frequent; the square puts half of them in the first quarter of the time.
    minutes = np.floor(60 * 9 + uniform[5] ** 2 * (campaign.days * 1440 - 60 * 10)).astype("timedelta64[m]")
    moment = start.astype("datetime64[m]") + minutes
    in_time = moment < calendar.end + 1
    responded = member & in_time & answers(campaign, kind, contacts, uniform[4])
    return Drawn(campaign, customer, segment, shares, kind, member, contacts, responded, moment)


def _since_last_order(placed, start, customers):
    """Who had placed an order before the first day, and how many days ago the last one was."""
    before = placed.moment < start
    last = np.full(customers, np.datetime64("NaT", "m"))
    last[placed.customer[before]] = placed.moment[before]
    eligible = np.flatnonzero(~np.isnat(last))
    return eligible, (start - last[eligible].astype("datetime64[D]")).astype(int)


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
            )
            for one in drawn
        ]
    )
