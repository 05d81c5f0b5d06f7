"""Surveys: who is asked, who answers, and what."""

import numpy as np

from crmlib.simulate import draws
from crmlib.simulate.names import FEATURES, ITEMS

# Weight of each attribute in overall satisfaction, and how well the firm does in it (latent, scale 1 to 7).
ITEM_WEIGHTS = np.array([0.15, 0.1, 0.6, 0.5, 0.55, 0.35, 0.3, 0.3, 0.45, 0.1])
ITEM_EXPECTED = np.array([5.2, 5.4, 6.5, 6.4, 6.1, 6.0, 5.8, 6.6, 5.6, 5.3])
ITEM_PERCEIVED = np.array([5.6, 5.8, 5.3, 6.0, 5.0, 5.2, 5.5, 6.2, 4.8, 5.7])
ITEM_SLOPE = 0.45
YEARLY_DAY = "-03-15"
# Of each ten respondents six give a feature its own category; the others are drawn from this mixture.
KANO_LETTERS = "MOAIR"
KANO_OTHERS = np.array([0.2, 0.25, 0.2, 0.3, 0.05])
KANO_OWN = 0.6


def surveys_table(seed, people, orders, surveys, calendar, judgement=None):
    """The table of the invitations, and the answers of those who answered.

    In the second edition they follow the judgement on the day of the invitation: satisfaction its state, what
    is answered as expected the expectation, and what is answered as perceived the performance.
    """
    invited = _stack(_after_orders(seed, orders, surveys), _yearly(seed, people, orders, surveys, calendar))
    keep = np.flatnonzero(invited["sent"] <= calendar.end)
    keep = keep[np.lexsort((invited["order"][keep], invited["customer"][keep], invited["sent"][keep]))]
    invited = {name: column[keep] for name, column in invited.items()}
    uniform = draws.stream(seed, "survey answers").random((9, len(keep)))
    content = met = people.satisfaction[invited["customer"]]
    noise = [draws.normal(row) for row in uniform[2:7]]
    if judgement is not None:
        content = judgement.content(invited["customer"], invited["sent"])
        met = judgement.performance(invited["customer"], invited["sent"])
        noise[3] = judgement.expected(invited["customer"], noise[3])
    chance = np.log(surveys.response_rate / (1 - surveys.response_rate))
    chance = draws.logistic(chance + surveys.response_pull * (content + np.abs(content) - 0.8))
    answered_on = invited["sent"] + np.floor(10 * uniform[0] ** 2).astype("timedelta64[D]")
    answered = (uniform[1] < chance) & (answered_on <= calendar.end)
    blanks = np.where(answered, 0.0, np.nan)
    told = _answers(noise, content, met, _orders_so_far(orders, invited), surveys)
    return dict(
        survey_id=np.arange(1, len(keep) + 1),
        customer_id=invited["customer"] + 1,
        kind=np.where(invited["order"] < 0, "relationship", "order"),
        order_id=np.where(invited["order"] < 0, np.nan, invited["order"] + 1.0),
        sent=invited["sent"],
        answered=answered,
        answered_on=np.where(answered, answered_on, np.datetime64("NaT")),
        **{name: values + blanks for name, values in told.items()},
    )


def _answers(noise, content, met, orders, surveys):
    """The answers on their scales; the number of orders so far raises them a little.

    What is perceived takes after what was met, and a little after what was expected.
    """
    used_to = surveys.familiarity * np.log(np.maximum(orders, 1))
    csat = surveys.csat_mean + surveys.csat_slope * content + surveys.csat_noise * noise[0] + used_to
    nps = surveys.nps_mean + surveys.nps_slope * content + surveys.nps_noise * noise[1] + 2 * used_to
    expected = 5.7 + 0.7 * noise[3]
    return dict(
        csat=draws.whole(csat, 1, 5),
        nps=draws.whole(nps, 0, 10),
        ces=draws.whole(5.2 + 0.8 * content + 0.9 * noise[2], 1, 7),
        expected=draws.whole(expected, 1, 7),
        perceived=draws.whole(0.6 * expected + 1.9 + 0.8 * met + 0.6 * noise[4], 1, 7),
    )


def _stack(*parts):
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _after_orders(seed, orders, surveys):
    """A week after some of the completed orders."""
    uniform = draws.stream(seed, "surveys after orders").random(len(orders))
    rows = np.flatnonzero(orders.completed & (uniform < surveys.order_share))
    return dict(
        customer=orders.customer[rows], order=rows, sent=orders.moment[rows].astype("datetime64[D]") + 7
    )


def _yearly(seed, people, orders, surveys, calendar):
    """On one day of the year, to customers who ordered in the twelve months before: those who left long ago
    are never asked."""
    first, last = (day.astype("datetime64[Y]").astype(int) + 1970 for day in (calendar.start, calendar.end))
    customer, sent = [np.array([], int)], [np.array([], "datetime64[D]")]
    for year in range(first, last + 1):
        day = np.datetime64(f"{year}{YEARLY_DAY}")
        recent = orders.completed & (orders.moment < day) & (orders.moment >= day - 365)
        bought = np.zeros(len(people), bool)
        bought[orders.customer[recent]] = True
        uniform = draws.stream(seed, f"yearly survey {year}").random(len(people))
        rows = np.flatnonzero(bought & (uniform < surveys.yearly_share) & (day >= calendar.start))
        customer.append(rows)
        sent.append(np.full(len(rows), day))
    customer = np.concatenate(customer)
    return dict(customer=customer, order=np.full(len(customer), -1), sent=np.concatenate(sent))


def _orders_so_far(orders, invited):
    """How many orders the customer had completed when the survey was sent."""
    rows = np.flatnonzero(orders.completed)
    days = orders.moment[rows].astype("datetime64[D]").astype("int64")
    keys = np.sort(orders.customer[rows] * 10**6 + days)
    sent = invited["sent"].astype("int64")
    upper = np.searchsorted(keys, invited["customer"] * 10**6 + sent, side="right")
    return upper - np.searchsorted(keys, invited["customer"] * 10**6)


def items_table():
    """The table of the attributes of service."""
    dimensions, names, chinese = zip(*ITEMS, strict=True)
    return dict(item_id=np.arange(1, 11), dimension=dimensions, name=names, chinese_name=chinese)


def features_table():
    """The table of the features that the Kano questions ask about."""
    names, chinese, _ = zip(*FEATURES, strict=True)
    return dict(feature_id=np.arange(1, len(FEATURES) + 1), name=names, chinese_name=chinese)


def survey_items_table(seed, surveys, parameters, judgement=None):
    """Expected and perceived for each attribute, in each answered survey of the relationship.

    What an attribute is perceived to be follows the respondent's overall answer, the more so the more the
    attribute weighs in it. In the second edition what expectation does to that answer is taken out of it: an
    attribute is perceived by performance and mood, and expectation shows in what is expected of it.
    """
    rows = _answered_yearly(surveys)
    count = len(ITEMS)
    uniform = draws.stream(seed, "survey items").random((2, len(rows) * count)).reshape(2, len(rows), count)
    overall = surveys["csat"][rows] - 3.8
    noise = draws.normal(uniform[0])
    if judgement is not None:
        who, day = surveys["customer_id"][rows] - 1, surveys["sent"][rows]
        without = judgement.performance(who, day) - judgement.content(who, day)
        overall = overall + parameters.csat_slope * without
        noise = judgement.expected(who[:, None], noise)
    slopes = ITEM_SLOPE + ITEM_WEIGHTS
    expected = ITEM_EXPECTED + 0.6 * noise
    perceived = ITEM_PERCEIVED + slopes * overall[:, None] + 0.8 * draws.normal(uniform[1])
    return dict(
        survey_id=np.repeat(surveys["survey_id"][rows], count),
        item_id=np.tile(np.arange(1, count + 1), len(rows)),
        expected=draws.whole(expected, 1, 7).ravel(),
        perceived=draws.whole(perceived, 1, 7).ravel(),
    )


def kano_table(seed, surveys):
    """The pairs of Kano answers, one for each feature in each answered survey of the relationship."""
    rows = _answered_yearly(surveys)
    own = np.array([KANO_LETTERS.index(letter) for _, _, letter in FEATURES])
    shape = (4, len(rows) * len(own))
    uniform = draws.stream(seed, "kano answers").random(shape)
    letter = np.where(uniform[0] < KANO_OWN, np.tile(own, len(rows)), draws.choice(uniform[1], KANO_OTHERS))
    middle, other = 2 + (uniform[2] * 3).astype(int), 2 + (uniform[3] * 3).astype(int)
    return dict(
        survey_id=np.repeat(surveys["survey_id"][rows], len(own)),
        feature_id=np.tile(np.arange(1, len(own) + 1), len(rows)),
        functional=np.choose(
            letter, [middle, np.ones_like(middle), np.ones_like(middle), middle, np.full_like(middle, 5)]
        ),
        dysfunctional=np.choose(
            letter, [np.full_like(other, 5), np.full_like(other, 5), other, other, other - 1]
        ),
    )


def _answered_yearly(surveys):
    return np.flatnonzero(surveys["answered"] & (surveys["kind"] == "relationship"))
