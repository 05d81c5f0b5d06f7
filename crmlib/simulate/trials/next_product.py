"""The next-product trial: an offer of a category that the customer has not bought, by rule or best seller."""

import itertools
from dataclasses import dataclass

import numpy as np
import pandas as pd

from crmlib._guard.checks import check, describe, nonnegative, positive, require, share
from crmlib.simulate import draws
from crmlib.simulate.parameters import Parameters
from crmlib.simulate.tables import CATEGORIES, Column, Table
from crmlib.simulate.trials.shared import at_random, by_customer, check_numbers, chosen, of

ARMS = ("control", "best seller", "next product")
# Pairs of categories that go together, as positions in CATEGORIES, in the order of their lifts.
PAIRS = ((1, 2), (0, 3), (4, 5))
PARTNER = np.array([3, 2, 1, 0, 5, 4])
NONE = -1


@dataclass(frozen=True)
class NextProductTrial(Parameters):
    """Six categories, what goes with what, and what an offer of a category brings.

    Three pairs of categories go together: clothing and beauty, home and tea and food, sports and books and
    toys. Categories of different pairs are independent. An offer of a category wins a share of those who
    would not have bought it anyway; all who buy it use the voucher.

    Parameters
    ----------
    had : tuple
        Share of the customers who bought each category last year, in the order home, clothing, beauty, tea
        and food, sports, books and toys; clothing is the best seller.
    lifts : tuple
        Lift of the three pairs: how many times more often both were bought than if they were independent.
    again : tuple
        Chance to buy a category again within 60 days, for those who bought it last year.
    first : float
        Chance to buy a category for the first time within 60 days, as a share of the chance to have it
        given her other categories; so what goes together is also bought together without any offer.
    won : tuple
        Share of those who would not have bought anyway that an offer wins, by category offered.
    won_with_partner : float
        Factor on it for customers who have the category that goes with it.
    margins : tuple
        Margin of a purchase in ¥, by category.
    voucher : float
        ¥ off for whoever buys the category offered.
    contact_cost : float
        ¥ for the contact.
    """

    had: tuple = of(None, (0.45, 0.5, 0.4, 0.35, 0.2, 0.2), "purchases up")
    lifts: tuple = of(None, (1.5, 2.0, 3.0), "next-product offers down")
    again: tuple = of(None, (0.25, 0.4, 0.45, 0.6, 0.3, 0.25), "purchases up")
    first: float = of(share, 0.25, "offers bought anyway up")
    won: tuple = of(None, (0.03, 0.04, 0.07, 0.05, 0.06, 0.05), "purchases won by next-product offers up")
    won_with_partner: float = of(nonnegative, 1.5, "purchases won by next-product offers up")
    margins: tuple = of(None, (62.0, 70.0, 88.0, 24.0, 75.0, 30.0), "profit of next-product offers up")
    voucher: float = of(nonnegative, 10.0, "profit of best-seller offers down")
    contact_cost: float = of(nonnegative, 0.5, "profit of best-seller offers down")

    def _check_together(self):
        for name, kind in (("had", share), ("again", share), ("won", share), ("margins", nonnegative)):
            check_numbers(f"NextProductTrial.{name}", getattr(self, name), kind, len(CATEGORIES))
        check_numbers("NextProductTrial.lifts", self.lifts, positive, len(PAIRS))
        for (one, other), lift in zip(PAIRS, self.lifts, strict=True):
            low, high = sorted((self.had[one], self.had[other]))
            both = lift * low * high
            require(
                low > 0 and high < 1 and max(0, low + high - 1) <= both <= low,
                "NextProductTrial.lifts must leave each of the four cases of a pair a chance of at least 0",
                lift=lift,
                shares=(low, high),
            )
        require(
            max(self.won) * self.won_with_partner <= 1,
            "NextProductTrial.won times NextProductTrial.won_with_partner must be at most 1",
            won=max(self.won),
            won_with_partner=self.won_with_partner,
        )

    def arms(self):
        """The arms, what they are, and what they cost."""
        return pd.DataFrame(
            {
                "arm": ARMS,
                "what": (
                    "nothing",
                    "an offer of the category that most customers have, of those she has not",
                    "an offer of the category with the highest lift, of those that go with hers",
                ),
                "contact_cost": (0.0, self.contact_cost, self.contact_cost),
                "voucher": (0.0, self.voucher, self.voucher),
            }
        )

    def pair_chances(self, pair):
        """The chances of the four cases of a pair: neither, the first, the second, both."""
        one, other = (self.had[category] for category in PAIRS[pair])
        both = self.lifts[pair] * one * other
        return np.array([1 - one - other + both, one - both, other - both, both])

    def given_partner(self):
        """For each category the chance to have it without (row 0) and with (row 1) what goes with it."""
        chance = np.empty((2, len(CATEGORIES)))
        for pair, (one, other) in enumerate(PAIRS):
            neither, first, second, both = self.pair_chances(pair)
            chance[:, other] = second / (neither + second), both / (first + both)
            chance[:, one] = first / (neither + first), both / (second + both)
        return chance

    def patterns(self):
        """All sets of categories (rows of true and false), and their chances."""
        had = np.array(list(itertools.product((False, True), repeat=len(CATEGORIES))))
        chance = np.ones(len(had))
        for pair, (one, other) in enumerate(PAIRS):
            chance *= self.pair_chances(pair)[had[:, one] + 2 * had[:, other]]
        return had, chance

    def anyway(self, had):
        """The chance of each customer (row) to buy each category within 60 days without any offer."""
        new = self.first * np.where(had[:, PARTNER], *self.given_partner()[::-1])
        return np.where(had, self.again, new)

    def won_share(self, had):
        """The share that an offer of each category wins of those who would not have bought it anyway."""
        return np.array(self.won) * np.where(had[:, PARTNER], self.won_with_partner, 1.0)


def best_sellers(had, parameters):
    """For each customer the category that most customers have, of those she has not; -1 with all."""
    rank = np.argsort(-np.array(parameters.had), kind="stable")
    missing = ~had[:, rank]
    return np.where(missing.any(axis=1), rank[missing.argmax(axis=1)], NONE)


def next_products(had, parameters):
    """For each customer the category with the highest lift, of those that go with hers; -1 without."""
    offer = np.full(len(had), NONE)
    for pair in np.argsort(parameters.lifts, kind="stable"):
        for category in PAIRS[pair]:
            offer[had[:, PARTNER[category]] & ~had[:, category]] = category
    return offer


def _column(prefix, category):
    return f"{prefix}_{category.replace(' ', '_')}"


PARAMETERS = NextProductTrial
TABLE = Table(
    "One row a customer in the next-product trial, with the offer drawn at random.",
    ("customer_id",),
    (
        Column("customer_id", "integer", "number of the customer"),
        *(Column(_column("had", name), "boolean", f"bought {name} last year") for name in CATEGORIES),
        Column("arm", "string", "by which rule she got an offer, at random", words=ARMS),
        Column(
            "best_seller",
            "string",
            "category that most customers have, of those she has not; missing if she has all",
            words=CATEGORIES,
            missing=True,
        ),
        Column(
            "next_product",
            "string",
            "category with the highest lift, of those that go with hers; missing if there is none",
            words=CATEGORIES,
            missing=True,
        ),
        *(
            Column(_column("bought", name), "boolean", f"bought {name} in the 60 days of the trial")
            for name in CATEGORIES
        ),
    ),
    {},
)


@dataclass(frozen=True)
class Customers:
    """The customers: what they had, the arm, and their luck."""

    had: np.ndarray
    arm: np.ndarray
    luck: np.ndarray

    def offers(self, arm, parameters):
        """The category that each customer would be offered in an arm; -1 for none."""
        if arm == ARMS[0]:
            return np.full(len(self.had), NONE)
        rule = best_sellers if arm == ARMS[1] else next_products
        return rule(self.had, parameters)


def drawn(seed, customers, parameters):
    """The customers of a seed."""
    uniform = draws.stream(seed, "next-product trial").random((len(PAIRS), customers))
    had = np.empty((customers, len(CATEGORIES)), dtype=bool)
    for pair, (one, other) in enumerate(PAIRS):
        case = draws.choice(uniform[pair], parameters.pair_chances(pair))
        had[:, one], had[:, other] = case % 2 == 1, case >= 2
    return Customers(
        had=had,
        arm=at_random(seed, "next-product trial arms", np.zeros(customers), len(ARMS)),
        luck=draws.stream(seed, "next-product trial luck").random((customers, len(CATEGORIES))),
    )


def table(customers, parameters):
    """The columns of the trial's table."""
    offered = np.array([customers.offers(arm, parameters) for arm in ARMS])
    offer = offered[customers.arm, np.arange(len(customers.arm))]
    bought = customers.luck < purchase_chances(customers.had, offer, parameters)
    words = np.array([*CATEGORIES, None], dtype=object)
    return (
        dict(customer_id=np.arange(1, len(offer) + 1))
        | {_column("had", name): customers.had[:, k] for k, name in enumerate(CATEGORIES)}
        | dict(
            arm=np.array(ARMS, dtype=object)[customers.arm],
            best_seller=words[offered[1]],
            next_product=words[offered[2]],
        )
        | {_column("bought", name): bought[:, k] for k, name in enumerate(CATEGORIES)}
    )


def purchase_chances(had, offer, parameters):
    """The chance of each customer (row) to buy each category within 60 days, given what she is offered."""
    chance = parameters.anyway(had)
    rows = np.flatnonzero(offer != NONE)
    category = offer[rows]
    before = chance[rows, category]
    chance[rows, category] = before + (1 - before) * parameters.won_share(had)[rows, category]
    return chance


class NextProductTruth:
    """What is true of the next-product trial: lifts, who buys anyway, and what offers earn.

    Parameters
    ----------
    customers : Customers
        The customers with what they had.
    parameters : NextProductTrial
        The parameters.

    Notes
    -----
    What decides about a purchase here is what a customer had, which the firm sees. So the firm could know as
    much as the truth: the probabilities, and not the luck.

    Examples
    --------
    The highest lift is no reason for an offer: it earns less than the best seller.

    >>> from crmlib import simulate
    >>> truth = simulate.trial("next product", seed=1, customers=30).truth
    >>> truth.effects().set_index("arm")["profit_effect"].round(2).to_dict()
    {'control': 0.0, 'best seller': 1.12, 'next product': 0.73}
    """

    def __init__(self, customers, parameters):
        self.customers, self.parameters = customers, parameters

    def lifts(self):
        """Support, confidence and lift of every pair of categories: exact.

        Returns
        -------
        pandas.DataFrame
            A row an ordered pair: `has`, `category`, `support` (share with both), `confidence` (share with
            the category among those with the other) and `lift`.
        """
        had, chance = self.parameters.patterns()
        both = (had * chance[:, None]).T @ had
        alone = np.diag(both)
        rows = [
            (CATEGORIES[i], CATEGORIES[j], both[i, j], both[i, j] / alone[i], alone[j])
            for i, j in itertools.permutations(range(len(CATEGORIES)), 2)
        ]
        made = pd.DataFrame(rows, columns=["has", "category", "support", "confidence", "lift"])
        made["lift"] = made["confidence"] / made["lift"]
        return made.sort_values("lift", ascending=False, ignore_index=True, kind="stable")

    def effects(self):
        """Purchases and profit by arm: expected of the population, as the sum over all sets of categories.

        Returns
        -------
        pandas.DataFrame
            A row an arm: `arm`, `offered` (share with an offer), `anyway` (share of all who would have bought
            what they are offered without the offer), `won` (share of all who buy it because of the offer),
            `purchases` (categories bought a customer), `profit` (¥ a customer: margins less vouchers and
            contacts), and the difference of the two to the control group.
        """
        had, chance = self.parameters.patterns()
        people = Customers(had, None, None)
        rows = [self._by_arm(arm, people, chance) for arm in ARMS]
        columns = ["arm", "offered", "anyway", "won", "purchases", "profit"]
        made = pd.DataFrame(rows, columns=columns)
        return made.assign(
            purchases_effect=made["purchases"] - made["purchases"][0],
            profit_effect=made["profit"] - made["profit"][0],
        )

    def offers(self):
        """What an offer of each category earns, by whether she has what goes with it.

        Returns
        -------
        pandas.DataFrame
            A row a category and case: `category`, `partner`, `has_partner`, `customers` (share of all), and
            of these `anyway` (share who buy it without an offer), `won` (share who buy it because of the
            offer) and `profit` (¥ an offer).
        """
        had, chance = self.parameters.patterns()
        rows = []
        for category, with_partner in itertools.product(range(len(CATEGORIES)), (True, False)):
            cases = ~had[:, category] & (had[:, PARTNER[category]] == with_partner)
            one = np.flatnonzero(cases)[:1]
            anyway = self.parameters.anyway(had[one])[0, category]
            won = (1 - anyway) * self.parameters.won_share(had[one])[0, category]
            profit = self._profits(had[one], np.array([category]))[0]
            names = CATEGORIES[category], CATEGORIES[PARTNER[category]]
            rows.append((*names, with_partner, chance[cases].sum(), anyway, won, profit))
        columns = ["category", "partner", "has_partner", "customers", "anyway", "won", "profit"]
        return pd.DataFrame(rows, columns=columns)

    def expected_profits(self, offers):
        """What offers earn with each customer, on top of none.

        Parameters
        ----------
        offers : str, list, array or Series
            The category offered to each customer, in the order of customer_id; missing for no offer. Or the
            name of an arm, whose rule is then used.

        Returns
        -------
        pandas.Series
            ¥ by customer_id: the margin of what the offer won, less the vouchers, also of those who would
            have bought anyway, and the contact.

        Raises
        ------
        ValueError
            If a name is no category, or there are not as many offers as customers.
        """
        return by_customer(self._profits(self.customers.had, self._offers(offers)), "profit")

    def expected_profit(self, offers, customers=None):
        """What offers to chosen customers earn.

        Parameters
        ----------
        offers : str, list, array or Series
            As for `expected_profits`.
        customers : list, array or Series, optional
            Who gets one, by customer_id; without it all.

        Returns
        -------
        float
            ¥.

        Raises
        ------
        TypeError, ValueError
            As `expected_profits`; or if a customer is unknown or named twice.
        """
        rows = chosen(customers, len(self.customers.had))
        return float(self.expected_profits(offers).to_numpy()[rows].sum())

    def best_offers(self):
        """The offer that earns most with each customer; missing where none earns anything.

        Returns
        -------
        pandas.Series
            Categories by customer_id.
        """
        had, count = self.customers.had, len(self.customers.had)
        each = np.array([self._profits(had, np.full(count, k)) for k in range(len(CATEGORIES))])
        each[had.T] = 0
        best = np.where(each.max(axis=0) > 0, each.argmax(axis=0), NONE)
        words = np.array([*CATEGORIES, None], dtype=object)[best]
        index = pd.RangeIndex(1, count + 1, name="customer_id")
        return pd.Series(words, index=index, name="offer", dtype=pd.CategoricalDtype(list(CATEGORIES)))

    def _by_arm(self, arm, people, chance):
        p = self.parameters
        offer = people.offers(arm, p)
        rows = np.flatnonzero(offer != NONE)
        plain, after = p.anyway(people.had), purchase_chances(people.had, offer, p)
        anyway = chance[rows] @ plain[rows, offer[rows]]
        won = chance @ (after - plain).sum(axis=1)
        profit = chance @ (plain @ np.array(p.margins) + self._profits(people.had, offer))
        return arm, chance[rows].sum(), anyway, won, chance @ after.sum(axis=1), profit

    def _profits(self, had, offer):
        p = self.parameters
        rows = np.flatnonzero(offer != NONE)
        category, profit = offer[rows], np.zeros(len(had))
        before = p.anyway(had)[rows, category]
        after = purchase_chances(had, offer, p)[rows, category]
        won = (after - before) * np.array(p.margins)[category]
        profit[rows] = won - after * p.voucher - p.contact_cost
        return profit

    def _offers(self, offers):
        """Positions of the categories offered; -1 for none."""
        count = len(self.customers.had)
        if isinstance(offers, str):
            check("offers", offers, ARMS)
            return self.customers.offers(offers, self.parameters)
        if not hasattr(offers, "__len__") or np.ndim(offers) != 1:
            raise TypeError(f"offers must be an arm or a column of categories; got {describe(offers)}")
        if len(offers) != count:
            raise ValueError(f"offers must be {count}, one a customer; got {len(offers)}")
        words = pd.Series(list(offers), dtype=object)
        known = words.isin(CATEGORIES) | words.isna()
        if not known.all():
            wrong = describe(words[~known].iloc[0])
            raise ValueError(f"offers must hold categories such as {CATEGORIES[0]!r}; got {wrong}")
        return pd.Categorical(words, categories=CATEGORIES).codes.astype(int)


TRUTH = NextProductTruth
