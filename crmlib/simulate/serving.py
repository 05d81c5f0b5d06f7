"""Activities, and what serving each customer cost in the last year."""

import numpy as np

from crmlib.simulate import draws
from crmlib.simulate.service import complaint_chances
from crmlib.simulate.tables import ACTIVITIES

LAST_YEAR = 365


def unit_costs(costs):
    """The cost of one of each activity, in the order of `ACTIVITIES`."""
    return np.array(
        [
            *(costs.web_order, costs.store_order, costs.return_, costs.phone_contact, costs.chat_contact),
            *(costs.email_contact, costs.complaint, costs.campaign_contact),
        ]
    )


def activities_table(costs):
    """The table of the activities."""
    fixed = np.full(len(ACTIVITIES), costs.fixed_share)
    fixed[-1] = 0.0
    return dict(activity=ACTIVITIES, unit_cost=unit_costs(costs), fixed_share=fixed)


def cost_to_serve_table(made, costs, calendar):
    """The counts of the last 365 days from the other tables, times the unit costs."""
    since = calendar.end - LAST_YEAR + 1
    counted = [_recent(table, since, **which) for table, which in _sources(made)]
    customer = np.concatenate(counted)
    activity = np.repeat(np.arange(len(counted)), [len(one) for one in counted])
    key, count = np.unique(customer * len(ACTIVITIES) + activity, return_counts=True)
    return dict(
        customer_id=key // len(ACTIVITIES),
        activity=np.array(ACTIVITIES, dtype=object)[key % len(ACTIVITIES)],
        count=count,
        cost=draws.cents(count * unit_costs(costs)[key % len(ACTIVITIES)]),
    )


def _sources(made):
    """For each activity its table, the column of its date, and which rows count."""
    orders, contacts, complaints = made["orders"], made["contacts"], made["complaints"]
    completed = orders["status"] == "completed"
    yield orders, dict(date="date", rows=completed & (orders["channel"] == "web"))
    yield orders, dict(date="date", rows=completed & (orders["channel"] == "store"))
    yield made["returns"], dict(date="returned")
    yield contacts, dict(date="date", rows=contacts["channel"] == "phone")
    yield contacts, dict(date="date", rows=contacts["channel"] == "chat")
    yield complaints, dict(date="received", rows=complaints["channel"] == "e-mail")
    yield complaints, dict(date="received")
    yield _contacted(made), dict(date="date")


def _contacted(made):
    """One row a contact of a campaign."""
    members, campaigns = made["campaign_members"], made["campaigns"]
    if not members:
        return dict(customer_id=np.array([], "int64"), date=np.array([], "datetime64[D]"))
    start = dict(zip(campaigns["campaign_id"], campaigns["start"], strict=True))
    date = np.array([start[code] for code in members["campaign_id"]], dtype="datetime64[D]")
    return dict(
        customer_id=np.repeat(members["customer_id"], members["contacts"]),
        date=np.repeat(date, members["contacts"]),
    )


def _recent(table, since, date, rows=True):
    return table["customer_id"][(table[date] >= since) & rows]


def mean_handling(costs, store_share):
    """The mean cost of an order's own handling."""
    return store_share * costs.store_order + (1 - store_share) * costs.web_order


def mean_service(people, service, costs, enquiries):
    """The mean cost of enquiries and complaints an order brings, without the compensation."""
    complaints, _ = complaint_chances(people, service)
    enquiry = enquiries * (0.45 * costs.phone_contact + 0.55 * costs.chat_contact)
    contact = 0.45 * costs.phone_contact + 0.3 * costs.chat_contact + 0.15 * costs.email_contact
    return enquiry + complaints * (costs.complaint + contact)
