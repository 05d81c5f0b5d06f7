"""What is bought: products, lines, discounts, margins, returns, cancelled orders."""

from dataclasses import dataclass

import numpy as np

from crmlib.simulate import draws
from crmlib.simulate.names import PRODUCTS, pairs
from crmlib.simulate.tables import CATEGORIES, RETURN_REASONS

LADDER = 12
LOWEST_PRICE, HIGHEST_PRICE = 4.9, 1499.0
# By category: purchase cost as a share of the price, and the share of lines that come back.
COST_SHARE = np.array([0.58, 0.48, 0.45, 0.66, 0.6, 0.62])
RETURN_RATE = np.array([0.04, 0.14, 0.03, 0.01, 0.05, 0.02])
RESALEABLE = 0.75
DISCOUNTS = np.array([0.05, 0.1, 0.15, 0.2, 0.3])
DISCOUNT_WEIGHTS = np.array([0.2, 0.35, 0.2, 0.15, 0.1])
LINE_CONTINUES = 0.5
MOST_LINES = 6
QUANTITIES = np.array([0.76, 0.17, 0.07])
RETURN_DAYS = 21
MOST_RETURNED = 0.6


@dataclass(frozen=True)
class Lines:
    """The lines of the orders: order (position), and their columns."""

    order: np.ndarray
    line: np.ndarray
    product: np.ndarray
    category: np.ndarray
    quantity: np.ndarray
    unit_price: np.ndarray
    discount: np.ndarray
    amount: np.ndarray
    margin: np.ndarray


def product_prices():
    """The prices of a category's ladder, and where the category lies around it."""
    ladder = np.geomspace(LOWEST_PRICE, HIGHEST_PRICE, LADDER)
    return np.floor(np.outer([1.0, 1.08, 0.95, 0.9, 1.1, 0.85], ladder)) + 0.9


def products_table():
    """The table of the products."""
    prices = product_prices().ravel()
    names = [pair for category in CATEGORIES for pair in pairs(PRODUCTS[category])]
    return dict(
        product_id=np.arange(1, len(names) + 1),
        name=[name for name, _ in names],
        chinese_name=[name for _, name in names],
        category=np.repeat(np.array(CATEGORIES, dtype=object), LADDER),
        list_price=prices,
        unit_cost=draws.cents(prices * np.repeat(COST_SHARE, LADDER)),
    )


def discount_chance(price_sensitivity, discount_rate, waiting=1.0):
    """The chance of a discount on an order; its odds double with each standard deviation, and rise by the
    factor of those who wait for an offer."""
    odds = np.log(discount_rate / (1 - discount_rate)) + np.log(2) * price_sensitivity
    return draws.logistic(odds + np.log(waiting))


def order_lines(seed, topic, people, spend, customer, waiting=1.0):
    """The lines of orders whose values follow the gamma-gamma model, up to the rounding of prices.

    A discount changes what is bought for the value, and not the value: so it costs margin.
    """
    uniform = draws.stream(seed, f"{topic} values").random((4, len(customer)))
    value = draws.gamma(uniform[0], spend.p, people.order_scale[customer])
    count = np.minimum(draws.geometric(uniform[1], 1 - LINE_CONTINUES), MOST_LINES)
    chance = discount_chance(people.price_sensitivity[customer], spend.discount_rate, waiting)
    rate = np.where(uniform[2] < chance, DISCOUNTS[draws.choice(uniform[3], DISCOUNT_WEIGHTS)], 0.0)
    order = np.repeat(np.arange(len(customer)), count)
    line = np.arange(len(order)) - np.repeat(np.cumsum(count) - count, count)
    return _fill(seed, topic, people, spend, customer[order], order, line, value, rate[order])


def _fill(seed, topic, people, spend, customer, order, line, value, rate):
    uniform = draws.stream(seed, f"{topic} lines").random((6, len(order)))
    weight = 0.3 + draws.exponential(uniform[0])
    target = value[order] * weight / np.bincount(order, weight)[order] / (1 - rate)
    quantity = 1 + draws.choice(uniform[1], QUANTITIES)
    unit_price = np.maximum(np.round(target / quantity, 1), 0.5)
    drawn = (uniform[3] * len(CATEGORIES)).astype(int)
    category = np.where(uniform[2] < spend.favourite_share, people.favourite[customer], drawn)
    gross = quantity * unit_price
    discount = draws.cents(gross * rate)
    amount = draws.cents(gross - discount)
    return Lines(
        order=order,
        line=line + 1,
        product=category * LADDER + _rung(unit_price, uniform[4]),
        category=category,
        quantity=quantity,
        unit_price=unit_price,
        discount=discount,
        amount=amount,
        margin=draws.cents(amount - gross * COST_SHARE[category]),
    )


def _rung(unit_price, uniform):
    """The product of the ladder whose usual price is near; a variant may cost somewhat more or less."""
    step = np.log(HIGHEST_PRICE / LOWEST_PRICE) / (LADDER - 1)
    place = np.log(unit_price / LOWEST_PRICE) / step + 0.3 * (2 * uniform - 1)
    return np.clip(np.round(place), 0, LADDER - 1).astype(int)


def return_rates(people):
    """The share of lines that comes back: a row for each customer, a column for each category."""
    return np.minimum(np.outer(people.return_factor, RETURN_RATE), MOST_RETURNED)


def contribution_rates(people, spend):
    """Expected for each customer: margin and what returns take of it, as shares of an order's amount, and the
    lines of an order that come back."""
    gross = mean_gross(people.price_sensitivity, spend)
    mix = (1 - spend.favourite_share) / len(CATEGORIES) + spend.favourite_share * np.eye(len(CATEGORIES))
    mix = mix[people.favourite]
    back = mix * return_rates(people)
    margin = 1 - mix @ COST_SHARE * gross
    # A line that comes back takes its margin along, and its cost too if it cannot be sold again.
    lost = back.sum(axis=1) - back @ COST_SHARE * gross * RESALEABLE
    return margin, lost, back.sum(axis=1) * mean_lines()


def mean_gross(price_sensitivity, spend, waiting=1.0):
    """What is expected to go over the counter at full prices for each ¥ that is paid."""
    chance = discount_chance(price_sensitivity, spend.discount_rate, waiting)
    return 1 - chance + chance * (DISCOUNT_WEIGHTS / (1 - DISCOUNTS)).sum()


def mean_lines():
    """The mean number of lines of an order."""
    return (1 - LINE_CONTINUES**MOST_LINES) / (1 - LINE_CONTINUES)


def returned_lines(seed, people, lines, customer, moment, end):
    """The lines that come back up to the last day: positions, and the day."""
    uniform = draws.stream(seed, "returns").random((2, len(lines.order)))
    rate = np.minimum(
        people.return_factor[customer[lines.order]] * RETURN_RATE[lines.category], MOST_RETURNED
    )
    day = moment[lines.order].astype("datetime64[D]") + (3 + uniform[1] * (RETURN_DAYS - 3)).astype(int)
    back = np.flatnonzero((uniform[0] < rate) & (day <= end))
    back = back[np.argsort(day[back], kind="stable")]
    return back, day[back]


def returns_table(seed, lines, orders, back, day):
    """The table of the returns."""
    uniform = draws.stream(seed, "reasons of returns").random((2, len(back)))
    return dict(
        return_id=np.arange(1, len(back) + 1),
        order_id=orders["order_id"][lines.order[back]],
        line=lines.line[back],
        customer_id=orders["customer_id"][lines.order[back]],
        returned=day,
        reason=draws.pick(uniform[0], RETURN_REASONS, [0.35, 0.3, 0.15, 0.1, 0.1]),
        refund=lines.amount[back],
        resaleable=uniform[1] < RESALEABLE,
    )
