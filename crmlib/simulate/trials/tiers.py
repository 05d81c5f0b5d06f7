"""The tiers trial: benefits of several sizes for every tier, and status for those near a cut, at random."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from crmlib._guard.checks import (
    check,
    describe,
    nonnegative,
    number,
    one_of,
    positive,
    require,
    share,
    share_below_one,
)
from crmlib.simulate import draws
from crmlib.simulate.parameters import Parameters
from crmlib.simulate.tables import Column, Table
from crmlib.simulate.trials.shared import KNOWING, at_random, by_customer, check_numbers, chosen, of

TIERS = ("A", "B", "C")
STATUS = ("kept", "moved up", "moved down")
KEPT, UP, DOWN = range(3)
MOST_ORDERS = 400


@dataclass(frozen=True)
class TiersTrial(Parameters):
    """Customers in three tiers, and what benefits and status do to their orders of the next year.

    Orders a year are Poisson with a rate of her own, order values gamma-gamma. A benefit of ¥x a year lifts
    the rate of a customer by a share g (1 - exp(-k x)) and the value of her orders likewise; g and k are
    those of her tier, and g is larger where a store is near. So most orders come anyway.

    Parameters
    ----------
    r, yearly_orders : float
        Rate ~ gamma with this shape and this mean, orders a year; as in the firm, most below the mean.
    p, q, v : float
        Order value ~ gamma(p, nu), nu ~ gamma(q, v); mean p v / (q - 1) = ¥180, q above 1, as in the firm.
    cut_b, cut_a : float
        Spend of last year in ¥ from which a customer is in tier B and in tier A; a tenth of the
        customers and the next fifth, large enough for a trial.
    margin_rate : float
        Margin as a share of spend, before benefits.
    benefits : tuple
        ¥ a customer and year in each arm, the first of them 0; four levels show a bend.
    order_lift : tuple
        Lift of the rate that no benefit exceeds, in tiers A, B and C; the middle tier moves most.
    spend_lift : tuple
        The same for the value of an order.
    speed : tuple
        Share of the lift still missing that a further ¥ of benefit brings, in tiers A, B and C.
    near_share : float
        Share of customers with a store nearby.
    near_factor : float
        Factor on the lift where a store is near; elsewhere it is such that the mean factor is 1.
    band : float
        Who spent within this share of a cut last year is near it; half of them move, at random.
    up_lift, down_drop : float
        Lift of the rate by a move up, and drop by a move down; losing a status hurts more than winning it
        helps.
    status_cost : float
        What the upper tier of two costs more in ¥ a customer and year (a card, a telephone line of its own).
    """

    r: float = of(positive, 0.8, "effect of ¥60 on orders in tier B down")
    yearly_orders: float = of(positive, 4.6, "orders in tier B up")
    p: float = of(positive, 4.0, "spend in tier B up")
    q: float = of(positive, 4.0, "spend in tier B down")
    v: float = of(positive, 135.0, "spend in tier B up")
    cut_b: float = of(positive, 1_100.0, "orders in tier B up")
    cut_a: float = of(positive, 2_600.0, "customers in tier B up")
    margin_rate: float = of(share, 0.4, "profit of ¥60 in tier B up")
    benefits: tuple = of(None, (0, 15, 60, 240), "orders at the highest benefit up")
    order_lift: tuple = of(None, (0.12, 0.2, 0.12), "effect of ¥60 on orders in tier B up")
    spend_lift: tuple = of(None, (0.05, 0.03, 0.0), "effect of ¥60 on spend in tier B up")
    speed: tuple = of(None, (0.015, 0.03, 0.06), "effect of ¥60 on orders in tier B up")
    near_share: float = of(share_below_one, 0.4, "effect of ¥60 on spend in tier B up")
    near_factor: float = of(nonnegative, 1.6, "effect of ¥60 on spend in tier B up")
    band: float = of(share_below_one, 0.25, "orders in tier B down")
    up_lift: float = of(number, 0.06, "orders in tier B up")
    down_drop: float = of(share, 0.15, "orders in tier B down")
    status_cost: float = of(nonnegative, 30.0, "profit of moves up down")

    def _check_together(self):
        require(self.q > 1, "TiersTrial.q must be above 1, or the mean order has no finite value", q=self.q)
        require(
            self.cut_b * (1 + self.band) <= self.cut_a * (1 - self.band),
            "TiersTrial.cut_a must lie so far above TiersTrial.cut_b that their bands do not meet",
            cut_a=self.cut_a,
            cut_b=self.cut_b,
        )
        for name, kind in (("order_lift", nonnegative), ("spend_lift", nonnegative), ("speed", positive)):
            check_numbers(f"TiersTrial.{name}", getattr(self, name), kind, 3)
        check_numbers("TiersTrial.benefits", self.benefits, nonnegative)
        rising = all(low < high for low, high in zip(self.benefits, self.benefits[1:], strict=False))
        if self.benefits[0] != 0 or not rising or any(level != int(level) for level in self.benefits):
            raise ValueError(
                f"TiersTrial.benefits must be whole numbers that rise from 0; got {describe(self.benefits)}"
            )
        require(
            self.near_share * self.near_factor <= 1,
            "TiersTrial.near_share times TiersTrial.near_factor must be at most 1",
            near_share=self.near_share,
            near_factor=self.near_factor,
        )

    @property
    def rate(self):
        """The rate parameter of the gamma distribution of the purchase rates."""
        return self.r / self.yearly_orders

    @property
    def edges(self):
        """The spends that part the customers: the cuts, and the ends of the bands around them."""
        band = 1 + self.band * np.array([-1, 0, 1])
        return np.concatenate([[0.0], self.cut_b * band, self.cut_a * band, [np.inf]])

    def arms(self):
        """The arms, what they are, and what they cost."""
        what = [f"benefits worth ¥{level:g} a year" if level else "no benefits" for level in self.benefits]
        return pd.DataFrame({"benefit": self.benefits, "what": what, "cost": np.array(self.benefits, float)})

    def near_factors(self, near):
        """The factor on the lift, with a store nearby or not."""
        elsewhere = (1 - self.near_share * self.near_factor) / (1 - self.near_share)
        return np.where(near, self.near_factor, elsewhere)

    def lifts(self, tier, benefit, near_factor=1.0):
        """The factors on the purchase rate and on the value of an order."""
        reached = near_factor * -np.expm1(-np.array(self.speed)[tier] * benefit)
        return tuple(1 + np.array(lift)[tier] * reached for lift in (self.order_lift, self.spend_lift))

    def status_factor(self, status):
        """The factor on the purchase rate by status: kept, moved up, moved down."""
        return np.array([1.0, 1 + self.up_lift, 1 - self.down_drop])[status]


PARAMETERS = TiersTrial
TABLE = Table(
    "One row a customer in the tiers trial, with benefit and status drawn at random.",
    ("customer_id",),
    (
        Column("customer_id", "integer", "number of the customer"),
        Column("store_nearby", "boolean", "a store of the firm is near her home"),
        Column("orders_before", "integer", "orders in the year before the trial", "orders"),
        Column("spend_before", "integer", "spend in that year", "¥"),
        Column("tier", "string", "tier by the spend of that year", words=TIERS),
        Column("benefit", "integer", "benefits in the year of the trial, at random", "¥ a year"),
        Column(
            "status",
            "string",
            "the tier's status kept, or, for half of those near a cut, moved across it at random",
            words=STATUS,
        ),
        Column("orders", "integer", "orders in the year of the trial", "orders"),
        Column("spend", "integer", "spend in the year of the trial", "¥"),
    ),
    {},
)


@dataclass(frozen=True)
class Customers:
    """The customers: last year, what was assigned, and the rates, which nobody sees."""

    near: np.ndarray
    orders: np.ndarray
    spend: np.ndarray
    tier: np.ndarray
    benefit: np.ndarray
    status: np.ndarray
    rate: np.ndarray
    order_scale: np.ndarray
    luck: np.ndarray


def drawn(seed, customers, parameters):
    """The customers of a seed: all of them ordered last year."""
    p = parameters
    uniform = draws.stream(seed, "tiers trial").random((5, customers))
    orders = _orders(uniform[0], p)
    rate = draws.gamma(uniform[1], p.r + orders, p.rate + 1)
    order_scale = draws.gamma(uniform[2], p.q, p.v)
    spend = draws.whole(draws.gamma(uniform[3], p.p * orders, order_scale), 1, np.inf)
    cell = np.searchsorted(p.edges, spend, side="right") - 1
    tier = cell_tier(cell)
    benefit = at_random(seed, "tiers trial benefits", tier, len(p.benefits))
    # Half of those near a cut with each benefit.
    moves = at_random(seed, "tiers trial status", len(p.benefits) * cell + benefit, 2) == 1
    return Customers(
        near=uniform[4] < p.near_share,
        orders=orders,
        spend=spend,
        tier=tier,
        benefit=np.array(p.benefits)[benefit],
        status=np.where(moves, cell_move(cell), KEPT),
        rate=rate,
        order_scale=order_scale,
        luck=draws.stream(seed, "tiers trial luck").random((2, customers)),
    )


def cell_tier(cell):
    """The tier of each part of the edges: far below B, near it, above it, far above, ..."""
    return np.array([2, 2, 1, 1, 1, 0, 0])[cell]


def cell_move(cell):
    """The move that is drawn at random in each part of the edges."""
    return np.array([KEPT, UP, DOWN, KEPT, UP, DOWN, KEPT])[cell]


def order_chances(parameters):
    """The numbers of orders from 1 on, and their chances among those who ordered."""
    from scipy.stats import nbinom

    count = np.arange(1, MOST_ORDERS + 1)
    chance = nbinom.pmf(count, parameters.r, parameters.rate / (parameters.rate + 1))
    return count, chance / chance.sum()


def _orders(uniform, parameters):
    count, chance = order_chances(parameters)
    return count[draws.choice(uniform, chance)]


def table(customers, parameters):
    """The columns of the trial's table."""
    c, p = customers, parameters
    order_lift, spend_lift = p.lifts(c.tier, c.benefit, p.near_factors(c.near))
    orders = draws.poisson(c.luck[0], c.rate * order_lift * p.status_factor(c.status))
    some = orders > 0
    value = draws.gamma(c.luck[1], p.p * np.where(some, orders, 1), c.order_scale)
    return dict(
        customer_id=np.arange(1, len(orders) + 1),
        store_nearby=c.near,
        orders_before=c.orders,
        spend_before=c.spend,
        tier=np.array(TIERS, dtype=object)[c.tier],
        benefit=c.benefit,
        status=np.array(STATUS, dtype=object)[c.status],
        orders=orders,
        spend=np.where(some, draws.whole(value * spend_lift, 1, np.inf), 0),
    )


class TiersTruth:
    """What is true of the tiers trial: orders, spend and profit at each benefit and status.

    Parameters
    ----------
    customers : Customers
        The customers with their own rates.
    parameters : TiersTrial
        The parameters.

    Notes
    -----
    `knowing="state"`: her own purchase rate and mean order are known. `knowing="firm"`: averaged over them,
    given her orders and spend of last year; no estimate from the columns can be better on average.

    Examples
    --------
    Benefits of ¥60 for a year lift the orders of tier B by a sixth, and pay:

    >>> from crmlib import simulate
    >>> truth = simulate.trial("tiers", seed=1, customers=40).truth
    >>> table = truth.effects().set_index(["tier", "benefit"])
    >>> table.loc[("B", 60), ["orders", "orders_effect", "profit_effect"]].round(2).tolist()
    [10.3, 1.47, 60.54]
    """

    def __init__(self, customers, parameters):
        self.customers, self.parameters = customers, parameters

    def effects(self):
        """Orders, spend and profit by tier and benefit: expected of the population, in closed form.

        Returns
        -------
        pandas.DataFrame
            A row a tier and benefit, averaged over the moves of status: `tier`, `benefit`, `customers` (share
            of the customers), `orders` and `spend` (¥) a customer and year, `profit` (¥, margin less
            benefit), and the difference of each to no benefit. Tier "all" is everyone.
        """
        moved = 0.5 * (1 + self.parameters.status_factor(cell_move(np.arange(len(self._cells)))))
        rows = []
        for benefit in self.parameters.benefits:
            each = [self._outcomes(number, benefit, moved) for number in range(len(TIERS))]
            weights = np.array([outcome[0] for outcome in each])
            everyone = (1.0, *(weights @ np.array([outcome[1:] for outcome in each])))
            rows += [
                (name, benefit, *outcome)
                for name, outcome in zip((*TIERS, "all"), (*each, everyone), strict=True)
            ]
        made = pd.DataFrame(rows, columns=["tier", "benefit", "customers", "orders", "spend"])
        made["profit"] = self.parameters.margin_rate * made["spend"] - made["benefit"]
        none = made[made["benefit"] == 0].set_index("tier")
        for name in ("orders", "spend", "profit"):
            made[f"{name}_effect"] = made[name] - made["tier"].map(none[name])
        return made.sort_values(["tier", "benefit"], ignore_index=True)

    def status_effects(self):
        """Orders of those near a cut, kept and moved: expected of the population, without benefits.

        Returns
        -------
        pandas.DataFrame
            A row a side of a cut: `cut` ("B" or "A"), `status` ("moved up" or "moved down"), `customers`
            (share of all), `kept_orders`, `moved_orders` and `effect` (orders a customer and year).
        """
        rows = []
        for cell, (people, orders, _) in enumerate(self._cells):
            if (move := int(cell_move(cell))) != KEPT:
                kept = orders / people
                moved = kept * float(self.parameters.status_factor(move))
                rows.append(("BA"[cell > 2], STATUS[move], people, kept, moved, moved - kept))
        columns = ["cut", "status", "customers", "kept_orders", "moved_orders", "effect"]
        return pd.DataFrame(rows, columns=columns)

    def expected_orders(self, benefit=0, status="kept", knowing="firm"):
        """The orders that each customer places in a year.

        Parameters
        ----------
        benefit : float or dict
            ¥ of benefits a customer and year: one number for all, or a number for each tier.
        status : {"kept", "moved up", "moved down"}
            Her status. Nobody moves up from tier A or down from tier C.
        knowing : {"firm", "state"}
            What is known of a customer.

        Returns
        -------
        pandas.Series
            Orders by customer_id.
        """
        return by_customer(self._expected(benefit, status, knowing)[0], "orders")

    def expected_profits(self, benefit=0, status="kept", knowing="firm"):
        """What a benefit and a status earn with each customer, on top of none and her status kept.

        Parameters
        ----------
        benefit, status, knowing : optional
            As for `expected_orders`.

        Returns
        -------
        pandas.Series
            ¥ a year by customer_id: margin of the further spend, less the benefit and the cost of a move.
        """
        spend, plain = (self._expected(*case, knowing)[1] for case in ((benefit, status), (0, "kept")))
        cost = self.parameters.status_cost * np.array([0, 1, -1])[self._status(status)]
        profit = self.parameters.margin_rate * (spend - plain) - self._benefit(benefit) - cost
        return by_customer(profit, "profit")

    def expected_profit(self, benefit=0, customers=None, status="kept", knowing="firm"):
        """What a benefit and a status for chosen customers earn in a year.

        Parameters
        ----------
        benefit : float or dict
            ¥ of benefits a customer and year: one number for all, or a number for each tier, such as
            `{"A": 60, "B": 15, "C": 0}`.
        customers : list, array or Series, optional
            Who gets them, by customer_id; without it all.
        status, knowing : optional
            As for `expected_orders`.

        Returns
        -------
        float
            ¥ a year.

        Raises
        ------
        TypeError, ValueError
            If a benefit is negative, a tier is missing, or a customer is unknown or named twice.
        """
        rows = chosen(customers, len(self.customers.rate))
        return float(self.expected_profits(benefit, status, knowing).to_numpy()[rows].sum())

    def _expected(self, benefit, status, knowing):
        """Expected orders and spend of each customer."""
        check("knowing", knowing, KNOWING)
        c, p = self.customers, self.parameters
        lifts = p.lifts(c.tier, self._benefit(benefit), p.near_factors(c.near))
        if knowing == "state":
            rate, value = c.rate, p.p / c.order_scale
        else:
            rate = (p.r + c.orders) / (p.rate + 1)
            value = p.p * (p.v + c.spend) / (p.p * c.orders + p.q - 1)
        orders = rate * lifts[0] * p.status_factor(self._status(status))
        return orders, orders * value * lifts[1]

    def _status(self, status):
        """The status of each customer: a move only where there is a tier to move to."""
        check("status", status, one_of(*STATUS))
        ends = {UP: TIERS.index("A"), DOWN: TIERS.index("C")}
        move = STATUS.index(status)
        return np.where(self.customers.tier == ends.get(move), KEPT, move)

    def _benefit(self, benefit):
        """The benefit of each customer."""
        if not isinstance(benefit, dict):
            check("benefit", benefit, nonnegative)
            if np.ndim(benefit):
                raise TypeError(f"benefit must be a number or a dictionary by tier; got {describe(benefit)}")
            return np.full(len(self.customers.tier), float(benefit))
        if set(benefit) != set(TIERS):
            raise ValueError(f"benefit must have a number for each of A, B and C; got {describe(benefit)}")
        for tier, value in benefit.items():
            check(f"benefit of tier {tier}", value, nonnegative)
        return np.array([float(benefit[tier]) for tier in TIERS])[self.customers.tier]

    @cached_property
    def _cells(self):
        """For each part of the edges: share of the customers, and their expected orders and spend, summed.

        Last year's spend given n orders is v times a beta prime value with pn and q; its distribution and its
        partial mean are incomplete beta functions.
        """
        from scipy.special import betainc

        p = self.parameters
        count, chance = order_chances(p)
        shape, edges = p.p * count[:, None], p.edges
        with np.errstate(invalid="ignore"):
            ratio = np.where(np.isinf(edges), 1.0, edges / (edges + p.v))
        share_below = betainc(shape, p.q, ratio)
        spend_below = p.v * shape / (p.q - 1) * betainc(shape + 1, p.q - 1, ratio)
        people = np.diff(share_below, axis=1) * chance[:, None]
        rate = (p.r + count[:, None]) / (p.rate + 1)
        value = p.p * (p.v * np.diff(share_below, axis=1) + np.diff(spend_below, axis=1))
        value *= chance[:, None] / (shape + p.q - 1)
        sums = ((part * rate_).sum(axis=0) for part, rate_ in ((people, 1), (people, rate), (value, rate)))
        return [*zip(*sums, strict=True)]

    def _outcomes(self, tier, benefit, moved):
        """Share of the customers in a tier, and their mean orders and spend at a benefit."""
        p = self.parameters
        cells = np.flatnonzero(cell_tier(np.arange(len(self._cells))) == tier)
        people, orders, spend = np.array([self._cells[cell] for cell in cells]).T
        order_lift = spend_lift = 0.0
        for near, weight in ((True, p.near_share), (False, 1 - p.near_share)):
            by_order, by_spend = p.lifts(tier, benefit, float(p.near_factors(near)))
            order_lift += weight * by_order
            spend_lift += weight * by_order * by_spend
        return (
            people.sum(),
            (orders * moved[cells]).sum() * order_lift / people.sum(),
            (spend * moved[cells]).sum() * spend_lift / people.sum(),
        )


TRUTH = TiersTruth
