"""Loyalty points: earned with orders, redeemed at orders, expired at the end of the year after."""

import numpy as np

from crmlib.simulate import draws

KINDS = ("earned", "redeemed", "expired")


def points_table(seed, orders, points, calendar):
    """The table of the movements. Points earned in a year expire on 31 December of the year after."""
    rows = np.flatnonzero(orders.completed)
    customer, moment = orders.customer[rows], orders.moment[rows]
    year = moment.astype("datetime64[Y]").astype(int)
    first = calendar.start.astype("datetime64[Y]").astype(int)
    uniform = draws.stream(seed, "points").random(len(orders))[rows]
    earned = np.floor(points.points_per_yuan * orders.amount[rows]).astype("int64")
    wants = uniform < points.redemption_rate
    ledger = _Ledger(customer, year - first, rows, moment, earned, wants)
    table = ledger.run(points.least_redeemed, calendar, first)
    redeemed = table["kind"] == "redeemed"
    return table | dict(cost=draws.cents(np.where(redeemed, table["points"] * points.value_per_point, 0.0)))


def redemption_cost(held, points):
    """What accounts with so many points are expected to cost at the next order: full hundreds, if enough."""
    redeemed = np.where(np.asarray(held) >= points.least_redeemed, np.asarray(held) // 100 * 100, 0)
    return points.redemption_rate * points.value_per_point * redeemed


class _Ledger:
    """The points accounts, brought forward by one order of every customer at a time."""

    def __init__(self, customer, year, order, moment, earned, wants):
        self.customer, self.year, self.order, self.moment = customer, year, order, moment
        self.earned, self.wants = earned, wants
        customers, years = int(customer.max(initial=0)) + 1, int(year.max(initial=0)) + 1
        self.balance = np.zeros((customers, years), dtype="int64")
        self.entries = []

    def run(self, least, calendar, first):
        """All entries, sorted by date."""
        self.year_end = np.array(
            [np.datetime64(f"{1970 + first + k}-12-31") for k in range(self.balance.shape[1] + 2)]
        )
        rounds = np.argsort(self.customer, kind="stable")
        place = np.arange(len(rounds)) - np.searchsorted(self.customer[rounds], self.customer[rounds])
        by_round = rounds[np.argsort(place, kind="stable")]
        for now in np.split(by_round, np.cumsum(np.bincount(place))[:-1]):
            self._order(now, least)
        everyone = np.arange(len(self.balance))
        due = int(np.searchsorted(self.year_end, calendar.end, side="right"))
        self._expire(everyone, np.full(len(everyone), due))
        return self._table()

    def _order(self, now, least):
        """One order each: old points expire, then some are redeemed, then new ones earned."""
        who, year, day = self.customer[now], self.year[now], self.moment[now].astype("datetime64[D]")
        self._expire(who, year)
        total = self.balance[who].sum(axis=1)
        redeems = self.wants[now] & (total >= least)
        spent = np.where(redeems, total // 100 * 100, 0)
        self._note(1, who, day, spent, self.order[now])
        for column in range(self.balance.shape[1]):
            used = np.minimum(self.balance[who, column], spent)
            self.balance[who, column] -= used
            spent = spent - used
        self.balance[who, year] += self.earned[now]
        self._note(0, who, day, self.earned[now], self.order[now])

    def _expire(self, who, year):
        """Points earned more than a year before the current one are gone since its beginning."""
        for column in range(self.balance.shape[1]):
            gone = np.where(column + 1 < year, self.balance[who, column], 0)
            self.balance[who, column] -= gone
            self._note(2, who, np.full(len(who), self.year_end[column + 1]), gone, np.full(len(who), -1))

    def _note(self, kind, who, day, points, order):
        rows = points > 0
        self.entries.append([np.full(rows.sum(), kind), who[rows], day[rows], points[rows], order[rows]])

    def _table(self):
        kind, who, day, points, order = (np.concatenate(column) for column in zip(*self.entries, strict=True))
        rows = np.lexsort((kind == 0, order, who, day))
        return dict(
            entry_id=np.arange(1, len(rows) + 1),
            customer_id=who[rows] + 1,
            date=day[rows],
            kind=np.array(KINDS, dtype=object)[kind[rows]],
            points=points[rows],
            order_id=np.where(order[rows] < 0, np.nan, order[rows] + 1.0),
        )
