"""The keys of questions answered by a decision, which is scored in money by its regret."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from crmlib._guard.checks import describe
from crmlib.workbook.finding import rules
from crmlib.workbook.marking.key import KeyWithSlips, Verdict
from crmlib.workbook.marking.value import Mismatch

RESAMPLES = 1_000


@dataclass(frozen=True, kw_only=True, repr=False)
class DecisionKey(KeyWithSlips):
    """The key of a decision, scored by the profit of the choice beside that of other policies.

    Parameters
    ----------
    profit : callable
        The drawn numbers to a Series: what choosing each customer earns (index: who may be chosen).
    policy : callable
        The drawn numbers to the customers that the reference policy chooses, on what the student could know.
    slips : sequence of Slip
        ``wrong`` gives the customers that a foreseen error chooses.
    enough : float
        The share of the reference policy's profit that counts as right.
    most : callable, optional
        The drawn numbers to the most customers that the budget pays for.
    redrawn : bool
        Whether others like those to choose from could have been drawn, so that the regret has an interval.
    """

    profit: Callable
    policy: Callable
    enough: float = 0.95
    most: Callable | None = None
    redrawn: bool = True

    def solution(self, numbers):
        """The customers that the reference policy chooses."""
        return sorted(self.policy(**numbers))

    def _mark(self, given, numbers, before):
        profit = self.profit(**numbers)
        try:
            chosen = read_customers(given, profit.index, self.question.things)
        except Mismatch as problem:
            return Verdict("unreadable", str(problem))
        if self.most and len(chosen) > (places := self.most(**numbers)):
            return Verdict("wrong", f"Not yet. {self._too_many(places)}; you choose {len(chosen):,}.")
        best = set(self.policy(**numbers))
        score = score_decision(chosen, best, profit)
        for index, slip in enumerate(self.slips):
            if chosen == read_customers(list(slip.wrong(**numbers)), profit.index):
                return Verdict("slip", f"{slip.message} {self._report(score)}", index)
        if score["yours"] >= self.enough * score["reference policy"]:
            return Verdict("right", f"Right. {self._report(score)} {self.after}".strip())
        rule = rules.named(chosen, best, numbers, profit, self.question.things)
        stage, name = ("slip", "rule") if rule else ("wrong", None)
        return Verdict(stage, " ".join(filter(None, ("Not yet.", rule, self._report(score)))), name)

    def _too_many(self, places):
        """How many can be chosen."""
        things = self.question.things
        return (
            f"The budget pays for {places:,} {things}"
            if places > 1
            else f"Only one of the {things} can be chosen"
        )

    def _report(self, score):
        """Every policy's profit, then the regret with its interval, in sentences."""
        beside = ", ".join(f"{words} {self._money(score[name])}" for name, words in self._policies().items())
        low, high = map(self._money, score["interval"])
        interval = f" (95 % interval {low} to {high}, {self.question.things} redrawn)" if self.redrawn else ""
        return (
            f"You choose {score['chosen']:,} of {score['customers']:,} {self.question.things} "
            f"and earn {self._money(score['yours'])}. Beside it: {beside}. "
            f"Regret against the reference policy: {self._money(score['regret'])}{interval}."
        )

    def _policies(self):
        """The policies beside which a choice is set, and what they are called."""
        people = self.question.things == "customers"
        return {
            "everyone": "everyone" if people else "all of them",
            "no one": "no one" if people else "none",
            "chance": "chance",
            "reference policy": "reference policy",
        }

    def _money(self, value):
        """Whole money with its sign; nothing has no minus."""
        size = f"{abs(value):,.0f}"
        minus = "−" if value < 0 and size != "0" else ""
        return (
            f"{minus}{self.question.unit}{size}"
            if len(self.question.unit) == 1
            else f"{minus}{size} {self.question.unit}"
        )


def score_decision(chosen, best, profit, seed=0):
    """The profit of a choice beside that of everyone, no one, chance and the reference policy.

    Parameters
    ----------
    chosen, best : set
        Customers chosen by the student and by the reference policy.
    profit : Series
        What choosing each customer earns.
    seed : int
        Of the bootstrap.

    Returns
    -------
    dict
        ``yours``, ``everyone``, ``no one``, ``chance`` (as many, drawn at random: the expected profit),
        ``reference policy``, ``regret``, ``interval`` (95 %, bootstrap over customers), ``chosen``,
        ``customers``.

    Examples
    --------
    >>> score = score_decision({1}, {1, 2}, pd.Series({1: 5.0, 2: 3.0, 3: -4.0}))
    >>> score["yours"], score["reference policy"], score["regret"], score["everyone"]
    (5.0, 8.0, 3.0, 4.0)
    """
    yours, best_mask = profit.index.isin(list(chosen)), profit.index.isin(list(best))
    values = profit.to_numpy(dtype=float)
    lost = values * (best_mask.astype(float) - yours)
    return {
        "yours": float(values[yours].sum()),
        "everyone": float(values.sum()),
        "no one": 0.0,
        "chance": float(values.mean() * yours.sum()),
        "reference policy": float(values[best_mask].sum()),
        "regret": float(lost.sum()),
        "interval": _interval_of_sum(lost, seed),
        "chosen": int(yours.sum()),
        "customers": len(values),
    }


def read_customers(given, customers, things="customers"):
    """The set of chosen customers from a list, a set, a Series or an array of ids, or a mask.

    Raises
    ------
    Mismatch
        If an id is unknown or repeated, or a mask has another length.
    """
    if hasattr(type(given), "columns"):
        raise Mismatch(f"A list of {things} is asked; got a table. Give its column of ids.")
    items = _items(given, things)
    flags = _as_mask(items)
    if flags is not None and len(flags) != len(customers):
        asked = f"one value for each of the {things}: {len(customers)} are asked"
        raise Mismatch(f"A mask must hold {asked}, got {len(flags)}.")
    chosen = list(_masked(given, flags, customers)) if flags is not None else items
    return _known(chosen, customers, things)


def _items(given, things):
    """What was given, one by one; it is gone through once, for it may be a generator."""
    try:
        if not isinstance(given, str | bytes | Mapping):
            return list(given)
    except TypeError:
        pass
    raise Mismatch(f"A list of {things} is asked; got {describe(given)}.")


def _as_mask(items):
    flags = items and all(type(item).__name__ in {"bool", "bool_"} for item in items)
    return np.asarray(items, dtype=bool) if flags else None


def _masked(given, flags, customers):
    """A Series says by its index whose flag is whose; anything else is in the order of the customers."""
    own_index = isinstance(given, pd.Series) and given.index.isin(customers).all() and given.index.is_unique
    return (given.index if own_index else customers)[flags]


def _known(chosen, customers, things):
    unknown = [customer for customer in chosen if not _is_among(customer, customers)]
    if unknown:
        raise Mismatch(
            f"{len(unknown)} of the {len(chosen)} ids are unknown here, {describe(unknown[0])} among them."
        )
    if again := len(chosen) - len(set(chosen)):
        raise Mismatch(f"Each of the {things} can be chosen once; {again} stand in your list again.")
    return set(chosen)


def _is_among(customer, customers):
    try:
        return customer in customers
    except TypeError:  # a list, say, can be no customer's id
        return False


def _interval_of_sum(values, seed):
    """A 95 % bootstrap interval for a sum, customers drawn with replacement."""
    equal_shares = np.full(len(values), 1 / len(values))
    draws = np.random.default_rng(seed).multinomial(len(values), equal_shares, size=RESAMPLES)
    return tuple(np.quantile(draws @ values, [0.025, 0.975]).tolist())
