"""What customers do week by week: visits, minutes in the app, newsletters opened, purchases."""

import numpy as np

from crmlib.simulate import draws

MINUTES_PER_VISIT = 6.0
BASE_VISITS = 0.05


def activity_table(seed, people, placed, made, activity, calendar):
    """The table of the weeks; visits fall after a customer leaves, and before a subscription ends."""
    monday = calendar.end - (int(calendar.end.astype(int)) + 3 + 1) % 7
    weeks = monday - 6 - 7 * np.arange(activity.weeks - 1, -1, -1)
    joined = made["customers"]["joined"]
    customer, week = np.nonzero(joined[:, None] <= weeks[None, :])
    uniform = draws.stream(seed, "weekly activity").random((4, len(people), activity.weeks))[
        :, customer, week
    ]
    visits = draws.poisson(
        uniform[0], _expected_visits(people, placed, made, activity, weeks)[customer, week]
    )
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


def _expected_visits(people, placed, made, activity, weeks):
    """The mean number of visits of each customer in each week."""
    left = np.full(len(people), np.datetime64("2200-01-01"))
    left[placed.customer[placed.last]] = placed.moment[placed.last].astype("datetime64[D]")
    gone = np.maximum((weeks[None, :] - left[:, None]).astype(int), 0) / 7
    mean = (BASE_VISITS + activity.visits_per_order * people.rate)[:, None] * 0.5 ** (
        gone / activity.half_life_weeks
    )
    return np.minimum(mean, 100) * (1 - activity.warning_drop * _warned(people, made, activity, weeks))


def _warned(people, made, activity, weeks):
    """Whether a subscription ends within the weeks of warning."""
    spells = made["subscriptions"]
    end, customer = spells["true_end"], spells["customer_id"] - 1
    ahead = (end[:, None] - weeks[None, :]).astype(int)
    rows, columns = np.nonzero((ahead > 0) & (ahead <= 7 * activity.warning_weeks))
    warned = np.zeros((len(people), len(weeks)))
    warned[customer[rows], columns] = 1.0
    return warned


def _purchases(orders, customers, weeks):
    day = orders["date"].astype("datetime64[D]")
    number = (day - weeks[0]).astype(int) // 7
    rows = (orders["status"] == "completed") & (day >= weeks[0]) & (number < len(weeks))
    counts = np.zeros((customers, len(weeks)), dtype="int64")
    np.add.at(counts, (orders["customer_id"][rows] - 1, number[rows]), 1)
    return counts
