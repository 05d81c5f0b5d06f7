"""What customers do week by week: visits, minutes in the app, newsletters opened, purchases."""

import numpy as np

from crmlib.simulate import draws

MINUTES_PER_VISIT = 6.0
BASE_VISITS = 0.05


def activity_table(seed, people, placed, made, activity, calendar, signals=None, second=None):
    """The table of the weeks; visits fall after a customer leaves, and before a subscription ends.

    In the second edition some ends come without a warning, some warnings without an end, and second lives
    have visits of their own.
    """
    monday = calendar.end - (int(calendar.end.astype(int)) + 3 + 1) % 7
    weeks = monday - 6 - 7 * np.arange(activity.weeks - 1, -1, -1)
    joined = made["customers"]["joined"]
    customer, week = np.nonzero(joined[:, None] <= weeks[None, :])
    uniform = draws.stream(seed, "weekly activity").random((4, len(people), activity.weeks))
    warned = _warned(seed, people, made, activity, weeks, signals)
    if signals is not None:
        warned = np.maximum(warned, _false_alarms(uniform[3], signals, activity.warning_weeks))
    uniform = uniform[:, customer, week]
    mean = _expected_visits(people, placed, activity, weeks, second) * (1 - activity.warning_drop * warned)
    visits = draws.poisson(uniform[0], mean[customer, week])
    by_app = draws.logistic(0.3 - 0.03 * (people.age - 38))[customer]
    minutes = draws.poisson(uniform[1], MINUTES_PER_VISIT * visits * by_app)
    opens = made["customers"]["consent_email"][customer] * activity.open_rate * np.minimum(0.3 + visits, 1)
    return dict(
        customer_id=customer + 1,
        week=weeks[week],
        visits=visits,
        app_minutes=minutes,
        emails_opened=(uniform[2] < opens).astype(int),
        purchases=_purchases(made["orders"], len(people), weeks)[customer, week],
    )


def _expected_visits(people, placed, activity, weeks, second):
    """The mean number of visits of each customer in each week, warnings left out."""
    left = np.full(len(people), np.datetime64("2200-01-01"))
    left[placed.customer[placed.last]] = placed.moment[placed.last].astype("datetime64[D]")
    mean = (BASE_VISITS + activity.visits_per_order * people.rate)[:, None] * _fading(left, activity, weeks)
    if second is not None:
        began, left = (moment.astype("datetime64[D]") for moment in (second.began, second.left))
        visits = np.where(
            weeks[None, :] >= began[:, None], activity.visits_per_order * second.rate[:, None], 0.0
        )
        mean = mean + visits * _fading(left, activity, weeks)
    return np.minimum(mean, 100)


def _fading(left, activity, weeks):
    """The share of the visits that is left some weeks after a customer left."""
    gone = np.maximum((weeks[None, :] - left[:, None]).astype(int), 0) / 7
    return 0.5 ** (gone / activity.half_life_weeks)


def _warned(seed, people, made, activity, weeks, signals):
    """Whether a subscription ends within the weeks of warning, and visits say so."""
    spells = made["subscriptions"]
    end, customer = spells["true_end"], spells["customer_id"] - 1
    ahead = (end[:, None] - weeks[None, :]).astype(int)
    warns = (ahead > 0) & (ahead <= 7 * activity.warning_weeks)
    if signals is not None:
        missed = draws.stream(seed, "missed warnings").random(len(people)) < signals.missed_share
        warns &= ~missed[customer][:, None]
    rows, columns = np.nonzero(warns)
    warned = np.zeros((len(people), len(weeks)))
    warned[customer[rows], columns] = 1.0
    return warned


def _false_alarms(uniform, signals, length):
    """Whether visits fall without an end, as they do for some weeks from each false alarm on."""
    begins = uniform < signals.false_alarm_rate
    alarm = begins.copy()
    for week in range(1, min(length, begins.shape[1])):
        alarm[:, week:] |= begins[:, :-week]
    return alarm


def _purchases(orders, customers, weeks):
    day = orders["date"].astype("datetime64[D]")
    number = (day - weeks[0]).astype(int) // 7
    rows = (orders["status"] == "completed") & (day >= weeks[0]) & (number < len(weeks))
    counts = np.zeros((customers, len(weeks)), dtype="int64")
    np.add.at(counts, (orders["customer_id"][rows] - 1, number[rows]), 1)
    return counts
