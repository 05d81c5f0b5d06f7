"""Complaints, how they are handled, and contacts at the touchpoints."""

from dataclasses import dataclass

import numpy as np

from crmlib.simulate import draws
from crmlib.simulate.experience import DAYS_LATE
from crmlib.simulate.tables import COMPLAINT_REASONS, OUTCOMES, TOUCHPOINTS

# By touchpoint: latent mean of the scores, and the share of contacts that are rated.
TOUCHPOINT_MEAN = dict(zip(TOUCHPOINTS, (3.9, 3.8, 4.3, 4.0, 4.1, 3.6, 3.7, 3.5), strict=True))
TOUCHPOINT_RATED = dict(zip(TOUCHPOINTS, (0.1, 0.15, 0.2, 0.15, 0.3, 0.45, 0.45, 0.4), strict=True))
TOUCHPOINT_CHANNEL = dict(
    zip(TOUCHPOINTS, ("web", "app", "store", "web", "courier", "phone", "chat", "store"), strict=True)
)
APP_SHARE = 0.45
MOST_ENQUIRIES = 0.9
SCORE_SLOPE, SCORE_NOISE = 0.5, 0.9
SERVICE_OUTCOMES = np.array([0.0, 0.5, 0.38, 0.12])


@dataclass(frozen=True)
class Complaints:
    """For each placed order whether it brought a complaint, and whether that was handled well."""

    order: np.ndarray
    well: np.ndarray


def complaint_chances(people, service):
    """For each customer: complaints an order, and the share of them that is handled well."""
    rate = service.complaint_rate * np.exp(
        -service.quality_pull * people.quality - service.quality_pull**2 / 2
    )
    odds = np.log(service.well_handled_share / (1 - service.well_handled_share))
    return np.minimum(rate, 0.2), draws.logistic(odds + service.quality_pull * people.quality)


def leaving_after(probability, well, badly, service):
    """The probability of leaving after an order without complaint, handled well, handled badly.

    The three add up, by the chances `well` and `badly` of the complaints, to the given probability.
    """
    after_well = 1 - (1 - probability) ** service.well_handled_odds
    after_badly = 1 - (1 - probability) ** service.badly_handled_odds
    without = (probability - well * after_well - badly * after_badly) / (1 - well - badly)
    return np.clip(without, 0, 1), after_well, after_badly


def drawn_complaints(seed, people, placed, service, renewals=None, pull=0.0):
    """Complaints given who left after which order: Bayes' rule turns the causal model round.

    After the first order nobody leaves in the BG/NBD, so a complaint about it has no effect. In the second
    edition a complaint also acts on the next renewal of the club, with the power `pull` of its k.
    """
    rate, good = complaint_chances(people, service)
    who = placed.customer
    well, badly = (rate * good)[who], (rate * (1 - good))[who]
    probability = people.leaving_probability[who]
    _, after_well, after_badly = leaving_after(probability, well, badly, service)
    repeat = placed.sequence > 0
    weight_well = well * np.where(repeat, _likelihood(placed.last, after_well, probability), 1.0)
    weight_badly = badly * np.where(repeat, _likelihood(placed.last, after_badly, probability), 1.0)
    if renewals is not None:
        weight_well *= renewal_likelihood(renewals, service.well_handled_odds**pull)
        weight_badly *= renewal_likelihood(renewals, service.badly_handled_odds**pull)
    uniform = draws.stream(seed, "complaints").random(len(who))
    is_well = uniform < weight_well
    order = np.flatnonzero(uniform < weight_well + weight_badly)
    return Complaints(order, is_well[order])


def late_after(probability, complaint, late, experience):
    """The probability of leaving after a parcel in time and after a late one, both without a complaint.

    `probability` is that of leaving after an order without a complaint. The two add up to it.
    """
    after_late = 1 - (1 - probability) ** experience.late_odds
    in_time = 1 - late / (1 - complaint)
    return np.clip((probability - (1 - in_time) * after_late) / in_time, 0, 1), after_late


def drawn_late_parcels(seed, people, placed, web, complaints, service, experience, late, renewals):
    """Which web orders without complaint came late, by Bayes' rule again: given who left and renewed."""
    rate, good = (chance[placed.customer] for chance in complaint_chances(people, service))
    probability = people.leaving_probability[placed.customer]
    smooth, _, _ = leaving_after(probability, rate * good, rate * (1 - good), service)
    late = late[placed.customer]
    _, after_late = late_after(smooth, rate, late, experience)
    chance = (
        late / (1 - rate) * np.where(placed.sequence > 0, _likelihood(placed.last, after_late, smooth), 1.0)
    )
    # The renewal of an order without a complaint, as the leaving after it, is a little likelier.
    odds = (service.well_handled_odds, service.badly_handled_odds, experience.late_odds)
    of_well, of_badly, of_late = (odd**experience.renewal_pull for odd in odds)
    without = 1 - rate * good * renewal_likelihood(renewals, of_well)
    without -= rate * (1 - good) * renewal_likelihood(renewals, of_badly)
    chance *= (1 - rate) / without * renewal_likelihood(renewals, of_late)
    uniform = draws.stream(seed, "late parcels").random((2, len(web)))
    without = np.ones(len(web), bool)
    without[complaints.order] = False
    order = np.flatnonzero(web & without & (uniform[0] < chance))
    first, most = DAYS_LATE
    return order, first + np.floor(uniform[1, order] * (most - first)).astype(int)


def renewal_likelihood(renewals, odds):
    """How much likelier the outcome of the next renewal is if the chance to end becomes 1 - (1 - churn)^k."""
    after = 1 - (1 - renewals.probability) ** odds
    return np.where(renewals.probability > 0, _likelihood(renewals.ends, after, renewals.probability), 1.0)


def _likelihood(left, after, probability):
    """How much likelier leaving (or staying) is after such a complaint than on average."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(left, after / probability, (1 - after) / (1 - probability))
    return np.nan_to_num(ratio)


def complaints_table(seed, complaints, orders, calendar):
    """The table of the complaints received up to the last day."""
    uniform = draws.stream(seed, "complaint clocks").random((8, len(complaints.order)))
    order, well = places(orders)[complaints.order], complaints.well
    received, answered, resolved = _clocks(uniform, orders.moment[order], well)
    stop = (calendar.end + 1).astype("datetime64[m]")
    columns = dict(
        customer_id=orders.customer[order] + 1,
        order_id=order + 1,
        channel=draws.pick(uniform[4], ("phone", "chat", "e-mail", "store"), [0.45, 0.3, 0.15, 0.1]),
        reason=draws.pick(uniform[5], COMPLAINT_REASONS, [0.34, 0.2, 0.13, 0.1, 0.08, 0.15]),
        received=received,
        answered=np.where(answered < stop, answered, np.datetime64("NaT")),
        resolved=np.where(resolved < stop, resolved, np.datetime64("NaT")),
        well_handled=well & (resolved < stop),
        compensation=_compensation(uniform[3], orders.amount[order], well) * (resolved < stop),
    )
    keep = np.flatnonzero(received < stop)
    keep = keep[np.lexsort((order[keep], received[keep]))]
    columns = {name: column[keep] for name, column in columns.items()}
    return dict(complaint_id=np.arange(1, len(keep) + 1)) | columns


def places(orders):
    """Where each placed order stands among all orders."""
    own = np.flatnonzero(orders.completed & (orders.source >= 0))
    places = np.full(int(orders.source.max(initial=-1)) + 1, -1)
    places[orders.source[own]] = own
    return places


def _clocks(uniform, ordered, well):
    """When complaints were received, answered and resolved; handled well is answered within a day."""
    received = _at_work(ordered + _hours(24 + 120 * uniform[0]), uniform[7])
    answered = received + _hours(np.where(well, 1 + 20 * uniform[1] ** 2, 4 + 110 * uniform[1]))
    return (
        received,
        answered,
        answered + _hours(np.where(well, 2 + 60 * uniform[2] ** 2, 8 + 240 * uniform[2] ** 2)),
    )


def _compensation(uniform, amount, well):
    """A tenth of the order and ¥5, for some."""
    paid = uniform < np.where(well, 0.65, 0.15)
    return np.where(paid, np.round(np.minimum(0.1 * amount, 100) + 5, 0), 0.0)


def _hours(hours):
    return np.floor(60 * np.asarray(hours)).astype("timedelta64[m]")


def _at_work(moment, uniform):
    """The same day, between 8 and 22 o'clock."""
    return moment.astype("datetime64[D]").astype("datetime64[m]") + _hours(8 + 14 * uniform)


def contacts_table(seed, people, orders, complaints, returns, service, calendar, days_late=None, state=None):
    """The table of the contacts: on the way of each order, enquiries, complaints, returns.

    The second edition knows by how many days each order came late, and scores follow the state of
    satisfaction.
    """
    parts = [*_on_the_way(seed, orders, days_late), *_enquiries(seed, people, orders, service)]
    parts += [_of_complaints(complaints, orders), _of_returns(seed, returns)]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    keep = np.flatnonzero(columns["date"] < calendar.end + 1)
    keep = keep[np.lexsort((columns["order"][keep], columns["date"][keep]))]
    columns = {name: column[keep] for name, column in columns.items()}
    if state is None:
        return _contacts(seed, people.satisfaction[columns["customer"]], columns, service)
    content = state.at(columns["customer"], columns["date"])
    delivered = columns["touchpoint"] == "delivery"
    late = dict(days_late=np.where(delivered, days_late[columns["order"]], np.nan))
    return _contacts(seed, content, columns, service) | late


def _part(touchpoint, date, customer, order, service=False):
    """Contacts of one touchpoint; those of service may end without a solution."""
    words = np.full(len(date), touchpoint, dtype=object)
    return dict(
        touchpoint=words, date=date, customer=customer, order=order, service=np.full(len(date), service)
    )


def arrivals(orders, uniform, days_late=None):
    """When parcels come: after a day or more, at work hours, and later if they are late."""
    late = 0 if days_late is None else days_late.astype("timedelta64[D]")
    return _at_work(orders.moment + np.timedelta64(1, "D") + _hours(60 * uniform[1] ** 2) + late, uniform[2])


def journeys(seed, orders):
    """The uniform numbers of the way of each order."""
    return draws.stream(seed, "journeys").random((3, len(orders)))


def _on_the_way(seed, orders, days_late):
    """Looking, checking out and delivery of each completed order; in a store, the visit."""
    uniform = journeys(seed, orders)
    web = orders.completed & (orders.channel == "web")
    store = orders.completed & (orders.channel == "store")
    # Not before the day of the order: an early visit of the first day would lie before the firm's years.
    minute = (orders.moment - orders.moment.astype("datetime64[D]")).astype(int)
    looked = orders.moment - np.floor(np.minimum(20 * uniform[1], minute)).astype("timedelta64[m]")
    arrived = arrivals(orders, uniform, days_late)
    app = uniform[0] < APP_SHARE
    for touchpoint, rows, date in (
        ("app", web & app, looked),
        ("website", web & ~app, looked),
        ("checkout", web, orders.moment),
        ("delivery", web, arrived),
        ("store visit", store, orders.moment),
    ):
        rows = np.flatnonzero(rows)
        yield _part(touchpoint, date[rows], orders.customer[rows], rows)


def enquiry_chance(people, service):
    """The chance that an order brings an enquiry, for each customer."""
    return np.minimum(service.enquiry_rate * people.enquiry_factor, MOST_ENQUIRIES)


def _enquiries(seed, people, orders, service):
    uniform = draws.stream(seed, "enquiries").random((4, len(orders)))
    asks = orders.completed & (uniform[0] < enquiry_chance(people, service)[orders.customer])
    date = _at_work(orders.moment + _hours(72 * uniform[1]), uniform[2])
    for touchpoint, chosen in (("hotline", uniform[3] < 0.45), ("online chat", uniform[3] >= 0.45)):
        rows = np.flatnonzero(asks & chosen)
        yield _part(touchpoint, date[rows], orders.customer[rows], rows, service=True)


def _of_complaints(complaints, orders):
    """Complaints by telephone or chat are contacts too."""
    rows = np.flatnonzero(np.isin(complaints["channel"], ("phone", "chat")))
    part = _part(
        "hotline", complaints["received"][rows], complaints["customer_id"][rows] - 1, None, service=True
    )
    chat = complaints["channel"][rows] == "chat"
    return part | dict(
        order=complaints["order_id"][rows] - 1, touchpoint=np.where(chat, "online chat", part["touchpoint"])
    )


def _of_returns(seed, returns):
    uniform = draws.stream(seed, "returns desk").random(len(returns["returned"]))
    date = _at_work(returns["returned"].astype("datetime64[m]"), uniform)
    return _part("returns desk", date, returns["customer_id"] - 1, returns["order_id"] - 1, service=True)


def _contacts(seed, content, columns, service):
    count = len(columns["date"])
    uniform = draws.stream(seed, "contact scores").random((3, count))
    names = columns["touchpoint"]
    outcome = np.where(columns["service"], draws.choice(uniform[2], SERVICE_OUTCOMES), 0)
    mean, rated = (_by_touchpoint(names, values) for values in (TOUCHPOINT_MEAN, TOUCHPOINT_RATED))
    latent = mean + SCORE_SLOPE * content
    latent += _incidents(names, columns["date"], service) - np.array([0, -0.2, 0.2, 0.9])[outcome]
    score = draws.whole(latent + SCORE_NOISE * draws.normal(uniform[0]), 1, 5)
    return dict(
        contact_id=np.arange(1, count + 1),
        customer_id=columns["customer"] + 1,
        date=columns["date"],
        touchpoint=names,
        channel=_by_touchpoint(names, TOUCHPOINT_CHANNEL),
        outcome=np.array(OUTCOMES, dtype=object)[outcome],
        score=np.where(uniform[1] < rated, score, np.nan),
        order_id=columns["order"] + 1,
    )


def _by_touchpoint(names, values):
    result = np.empty(len(names), dtype=object if isinstance(next(iter(values.values())), str) else float)
    for name, value in values.items():
        result[names == name] = value
    return result


def _incidents(names, dates, service):
    """The change of the scores by what went wrong at a touchpoint in a period."""
    change = np.zeros(len(names))
    for touchpoint, first, last, shift in service.incidents:
        hit = (names == touchpoint) & (dates >= np.datetime64(first)) & (dates < np.datetime64(last) + 1)
        change[hit] += shift
    return change
