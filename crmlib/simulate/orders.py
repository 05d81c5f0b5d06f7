"""The orders together: placed of the customers' own accord, answers to campaigns, and cancelled ones."""

from dataclasses import dataclass, fields, replace

import numpy as np

from crmlib.simulate import draws
from crmlib.simulate.baskets import Lines, order_lines
from crmlib.simulate.purchases import order_channels


@dataclass(frozen=True)
class Orders:
    """All orders in order of time.

    `source` is the position of the order among the placed ones, -1 for an answer to a campaign; a cancelled
    order has the source of the order that replaced it. `campaign` is the position of the campaign, or -1.
    """

    customer: np.ndarray
    moment: np.ndarray
    channel: np.ndarray
    completed: np.ndarray
    source: np.ndarray
    campaign: np.ndarray
    lines: Lines

    def __len__(self):
        return len(self.customer)

    @property
    def amount(self):
        return draws.cents(np.bincount(self.lines.order, self.lines.amount, minlength=len(self)))

    @property
    def discount(self):
        return draws.cents(np.bincount(self.lines.order, self.lines.discount, minlength=len(self)))

    @property
    def margin(self):
        return draws.cents(np.bincount(self.lines.order, self.lines.margin, minlength=len(self)))


def all_orders(seed, people, purchases, spend, placed, answers, waiting=1.0, second=()):
    """Placed orders, answers to campaigns, cancelled orders and those of second lives, by time.

    `answers` and `second` name for each stream of baskets customer, moment and campaign (-1 for none) of its
    orders; `waiting` is the factor on the odds of a discount on each placed order.
    """
    lines = order_lines(seed, "orders", people, spend, placed.customer, waiting)
    uniform = draws.stream(seed, "order channels").random((3, len(placed.customer)))
    channel = order_channels(uniform[0], placed.moment, purchases.store_share)
    count = len(placed.customer)
    own = Orders(
        placed.customer,
        placed.moment,
        channel,
        np.ones(count, bool),
        np.arange(count),
        np.full(count, -1),
        lines,
    )
    twice = np.flatnonzero((uniform[1] < purchases.cancelled_share) & (channel == "web"))
    more = [_answers(seed, people, spend, *one) for one in answers]
    more += [_second(seed, people, purchases, spend, *one) for one in second]
    return _sorted([own, _cancelled(own, twice, uniform[2, twice]), *more])


def _cancelled(own, which, uniform):
    """The same basket up to an hour earlier on the same day, cancelled and placed again."""
    minute = (own.moment[which] - own.moment[which].astype("datetime64[D]")).astype(int)
    earlier = np.floor(uniform * np.minimum(minute, 60)).astype("timedelta64[m]")
    position = np.full(len(own), -1)
    position[which] = np.arange(len(which))
    copied = np.flatnonzero(position[own.lines.order] >= 0)
    lines = _take(own.lines, copied, position[own.lines.order[copied]])
    moment, none = own.moment[which] - earlier, np.full(len(which), -1)
    return Orders(own.customer[which], moment, own.channel[which], none > 0, which, none, lines)


def _answers(seed, people, spend, topic, answers):
    customer, moment, campaign = answers
    lines = order_lines(seed, topic, people, spend, customer)
    web = np.full(len(customer), "web", dtype=object)
    return Orders(
        customer, moment, web, np.ones(len(customer), bool), np.full(len(customer), -1), campaign, lines
    )


def _second(seed, people, purchases, spend, topic, orders):
    """Orders of second lives; like answers they bring no complaint, and none of them is cancelled."""
    made = _answers(seed, people, spend, topic, orders)
    uniform = draws.stream(seed, f"{topic} channels").random(len(made))
    return replace(made, channel=order_channels(uniform, made.moment, purchases.store_share))


def _take(lines, rows, order):
    columns = {field.name: getattr(lines, field.name)[rows] for field in fields(Lines)}
    return Lines(**(columns | {"order": order}))


def _sorted(parts):
    """The parts as one, sorted by time; the lines follow their orders."""
    names = [field.name for field in fields(Orders) if field.name != "lines"]
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    order = np.lexsort((columns["completed"], columns["customer"], columns["moment"]))
    place = np.empty(len(order), int)
    place[order] = np.arange(len(order))
    starts = np.cumsum([0] + [len(part) for part in parts])
    lines = {
        field.name: np.concatenate([getattr(part.lines, field.name) for part in parts])
        for field in fields(Lines)
    }
    lines["order"] = place[
        np.concatenate([part.lines.order + start for part, start in zip(parts, starts, strict=False)])
    ]
    rows = np.lexsort((lines["line"], lines["order"]))
    lines = Lines(**{name: column[rows] for name, column in lines.items()})
    return Orders(**{name: column[order] for name, column in columns.items()}, lines=lines)


def orders_table(orders, campaign_ids, second_began=None):
    """The table of the orders; the second edition marks those from the beginning of a second life on."""
    codes = np.array([*campaign_ids, None], dtype=object)
    life = {}
    if second_began is not None:
        life = dict(life=np.where(orders.moment >= second_began[orders.customer], 2, 1))
    return dict(
        order_id=np.arange(1, len(orders) + 1),
        customer_id=orders.customer + 1,
        date=orders.moment,
        channel=orders.channel,
        status=np.where(orders.completed, "completed", "cancelled"),
        discount=orders.discount,
        amount=orders.amount,
        campaign_id=codes[orders.campaign],
        **life,
    )


def lines_table(lines):
    """The table of the order lines."""
    return dict(
        order_id=lines.order + 1,
        line=lines.line,
        product_id=lines.product + 1,
        quantity=lines.quantity,
        unit_price=lines.unit_price,
        discount=lines.discount,
        amount=lines.amount,
        margin=lines.margin,
    )
