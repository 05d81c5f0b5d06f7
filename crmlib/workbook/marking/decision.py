"""The keys of questions answered by a decision, which is scored in money by its regret."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from crmlib._guard.checks import describe
from crmlib.workbook.finding import policies, rules
from crmlib.workbook.marking.key import KeyWithSlips, Slip, Verdict
from crmlib.workbook.marking.value import Mismatch

RESAMPLES = 1_000
EARNS_ENOUGH = "Here that earns enough."


@dataclass(frozen=True)
class Made:
    """What made a list: its name, what is said of it, and whether that is known to be a fault."""

    name: object = None
    message: str = ""
    fault: bool = False


@dataclass(frozen=True, kw_only=True, repr=False)
class DecisionKey(KeyWithSlips):
    """The key of a decision, scored by the profit of the choice beside that of other policies.

    A choice is right if it earns `enough` of the reference policy's profit. One that earns less is right only
    where others like those to choose from could turn its regret into a gain, and no known fault made it. What
    made it is named either way.

    Parameters
    ----------
    profit : callable
        The drawn numbers to a Series: what choosing each customer earns (index: who may be chosen).
    policy : callable
        The drawn numbers to the customers that the reference policy chooses, on what the student could know.
    slips : sequence of Slip
        ``wrong`` gives the customers that a foreseen error chooses; all earn less than the policy.
    lucky : sequence of Slip
        Errors that happen to earn about as much as the policy or more; the message says why.
    enough : float
        The share of the reference policy's profit that counts as right.
    most : callable, optional
        The drawn numbers to the most customers that the budget pays for.
    redrawn : bool
        Whether others like those to choose from could have been drawn, so that the regret has an interval.
    knows : callable, optional
        The drawn numbers to a table, a row for each customer: scores that a student may compute and cut.
    simple : str
        What a list is told that is right by a simple rule: why the rule is enough, or only lucky.
    """

    profit: Callable
    policy: Callable
    lucky: Sequence[Slip] = ()
    enough: float = 0.95
    most: Callable | None = None
    redrawn: bool = True
    knows: Callable | None = None
    simple: str = EARNS_ENOUGH

    def solution(self, numbers):
        """The customers that the reference policy chooses."""
        return sorted(self.policy(**numbers))

    def foreseen(self, numbers):
        """The foreseen errors, then those that are lucky."""
        lucky = [(f"lucky {i}", one.wrong(**numbers), one.message) for i, one in enumerate(self.lucky)]
        return [*super().foreseen(numbers), *lucky]

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
        made = self._made_by(chosen, best, numbers, profit)
        return self._verdict(score, made)

    def _made_by(self, chosen, best, numbers, profit):
        """What made a list: a foreseen error, the policy with a change, a simple rule, or nothing known."""
        for name, wrong, message in self.foreseen(numbers):
            if chosen == read_customers(list(wrong), profit.index):
                return Made(name, message, fault=isinstance(name, int))
        if changed := policies.named(chosen, best, self.policy, numbers, profit.index):
            return Made("policy", changed, fault=True)
        known = {"known": self.knows(**numbers).reset_index()} if self.knows else {}
        rule = rules.named(chosen, best, numbers | known, profit, self.question.things)
        return Made("rule", rule.sentence, fault=not rule.in_order) if rule else Made()

    def _verdict(self, score, made):
        """Right or not yet, the money, what made the list; then the question to think on."""
        right = self.is_enough(score) or (not made.fault and self._could_gain(score))
        luck = self._of_luck(score, right)
        if not right:
            said = ["Not yet.", self._report(score), luck, made.message]
            return Verdict("slip" if made.message else "wrong", " ".join(filter(None, said)), made.name)
        if made.name == "rule" and not made.fault:
            made = Made()
        enough = (self.simple if made.name == "rule" else EARNS_ENOUGH) if made.fault else ""
        said = ["Right.", self._report(score), luck, made.message, enough, self.after]
        return Verdict("right", " ".join(filter(None, said)), made.name)

    def is_enough(self, score):
        """Whether a choice earns the share of the reference policy's profit that counts as right."""
        return score["yours"] >= self.enough * score["reference policy"]

    def _could_gain(self, score):
        """Whether the regret cannot be told from a gain."""
        return self.redrawn and score["interval"][0] < 0

    def _of_luck(self, score, right):
        """What is said where those to choose from are too few to be sure of the verdict."""
        things, (low, high) = self.question.things, score["interval"]
        if right and not self.is_enough(score):
            return f"These {things} cannot tell your list from the reference policy's."
        doubtful = self.redrawn and low < (1 - self.enough) * score["reference policy"] < high
        return "Luck could turn this." if doubtful else ""

    def _too_many(self, places):
        """How many can be chosen."""
        things = self.question.things
        return (
            f"The budget pays for {places:,} {things}"
            if places > 1
            else f"Only one of the {things} can be chosen"
        )

    def _report(self, score):
        """Every policy's profit, then the regret with its interval and the bar, in sentences."""
        beside = ", ".join(f"{words} {self._money(score[name])}" for name, words in self._policies().items())
        return (
            f"You choose {score['chosen']:,} of {score['customers']:,} {self.question.things} "
            f"and earn {self._money(score['yours'])}. Beside it: {beside}. {self._regret(score)}"
        )

    def _regret(self, score):
        """The regret in money and as a share of what the reference policy earns, and the bar."""
        best, most = score["reference policy"], 1 - self.enough
        share, low, high = (_in_per_cent(one / best, most) for one in (score["regret"], *score["interval"]))
        redrawn = f" (95 % interval {low} to {high} %, {self.question.things} redrawn)"
        interval = redrawn if self.redrawn and any(score["interval"]) else ""
        bar = f"right up to {_in_per_cent(most, most)} %"
        return f"Regret {self._money(score['regret'])}, {share} % of that{interval}; {bar}."

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


def _in_per_cent(share, bar):
    """A share in per cent, with as many decimals as show on which side of the bar it lies."""
    number, limit = round(100 * share, 9), round(100 * bar, 9)
    digits = next(
        few
        for few in range(10)
        if round(limit, few) == limit and (round(number, few) <= limit) == (number <= limit)
    )
    return f"{round(number, digits) + 0:.12g}".replace("-", "−")


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
    """A 95 % bootstrap interval for a sum, drawn with replacement; those worth 0 are drawn as one."""
    counted = values[values != 0]
    shares = np.append(np.full(len(counted), 1 / len(values)), 1 - len(counted) / len(values))
    draws = np.random.default_rng(seed).multinomial(len(values), shares, size=RESAMPLES)
    return tuple(np.quantile(draws[:, :-1] @ counted, [0.025, 0.975]).tolist())
