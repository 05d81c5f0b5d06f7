"""The name of a wrong function: how its results differ, or which change of a plain one gives them."""

import functools
import math
import numbers
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
import pandas as pd

from crmlib.workbook.finding.mutants import mutants
from crmlib.workbook.kinds.patience import TooSlow, patience

NEAR = 0.85  # of the wrong results that a name must explain
FEW_RESULTS = 5  # so many different right results, or fewer, agree by chance: nothing but all will do
FEWEST = 5  # inputs on which it shows that something is always the same
SECONDS = 0.4  # for a name; without one by then, none is given
ROUNDED = [lambda value, digits=digits: round(value, digits) for digits in range(7)] + [math.floor, math.ceil]
# How a result can come from the right one.
FROM_RIGHT = {
    "Your function returns per cent. A share is asked.": [lambda value: value * 100],
    "Your function returns a hundredth of what is asked: a share, or hundreds.": [lambda value: value / 100],
    "Your function returns the result with its sign turned round.": [lambda value: -value],
    "Your function returns 1 less the result: what is missing to the whole.": [lambda value: 1 - value],
    "Your function returns 100 less the result.": [lambda value: 100 - value],
    "Your function returns the result turned upside down.": [lambda value: 1 / value],
    "Your function returns the result without its sign.": [abs],
    "Your function never goes below 0. What is right here may.": [lambda value: max(value, 0)],
    "Your function rounds its result. Return all digits, and round where you print.": ROUNDED,
}
# What can be done with a result to make it right.
TO_RIGHT = {
    "Your function returns text. Return the number.": lambda got: float(_text(got).strip().rstrip("%")),
    "Your function returns a whole list. Its last value alone is asked.": lambda got: _in_a_row(got)[-1],
    "Your function returns a whole list. Its first value alone is asked.": lambda got: _in_a_row(got)[0],
    "Your function returns a whole list. Its sum is asked.": lambda got: sum(_in_a_row(got)),
}
SAME = "Your function gives the same for all inputs that were tried."
MORE = "Each result differs from the right one by the same amount. What is counted twice, or left out?"
TIMES = "Each result is the right one times the same number. What is multiplied or divided once too often?"
# What comes first if several changes give the same results.
KINDS = [
    "left out",
    "off by one",
    "order",
    "turned",
    "edge",
    "complement",
    "early",
    "name",
    "sign",
    "function",
]


@dataclass(frozen=True)
class Name:
    """What can be said of a function, and on how many inputs it holds."""

    says: str
    agree: int


@dataclass(frozen=True)
class Tried:
    """A function's results beside the right ones.

    Parameters
    ----------
    cases : list of dict
        The inputs.
    got, right : list
        What the function gave for them, and what is right.
    same : callable
        Whether two results are the same.
    """

    cases: Sequence
    got: Sequence
    right: Sequence
    same: Callable

    @functools.cached_property
    def wrong(self):
        """The places of the results that are not right."""
        pairs = zip(self.got, self.right, strict=True)
        return [place for place, pair in enumerate(pairs) if not self.same(*pair)]

    @functools.cached_property
    def order(self):
        """The places, those first that are not right."""
        return [*self.wrong, *(place for place in range(len(self.cases)) if place not in self.wrong)]

    @functools.cached_property
    def are_few(self):
        """Whether right results are so few that functions agree by chance."""
        return _are_few(self.right)

    @functools.cached_property
    def misfits(self):
        """How many results a name need not explain."""
        return 0 if self.are_few or _are_few(self.got) else math.floor(round((1 - NEAR) * len(self.wrong), 9))

    def fit(self, function):
        """On how many inputs another function gives the same; 0 if they are too few.

        Parameters
        ----------
        function : callable
            A place of an input to a result. Where it fails although the given result is right, this says
            nothing: a student may have seen to such inputs.
        """
        misfits = failures = 0
        for place in self.order:
            try:
                misfits += not self.same(self.got[place], function(place))
            except Exception:  # a changed function may fail in any way
                misfits, failures = misfits + (place in self.wrong), failures + (place not in self.wrong)
            if misfits > self.misfits:
                return 0
        return len(self.cases) - misfits - failures


def _are_few(results):
    return len({repr(one) for one in results}) <= FEW_RESULTS


def named(got, cases, right, plain, same, again=None):
    """What can be said of a wrong function; None if nothing fits.

    Parameters
    ----------
    got : list
        What it gave for the inputs.
    cases : list of dict
        The inputs.
    right : list
        What is right for them.
    plain : sequence of callable
        The right function as a student would write it, in one way or several.
    same : callable
        Whether two results, what was given and what is right, are the same.
    again : callable, optional
        An input to what the wrong function gives for it; left out if it cannot be called here.

    Returns
    -------
    Name or None
    """
    tried = Tried(cases, got, right, same)
    try:
        with patience(SECONDS), warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            return _named(tried, plain, again)
    except TooSlow:
        return None


def _named(tried, plain, again):
    sure = _first(tried, [*_relations(tried), *_orders(tried, plain)])
    if sure and sure.agree == len(tried.cases) and not tried.are_few:
        return sure
    changed = _changed(tried, plain)
    if changed and changed.agree == len(tried.cases):
        return changed
    return (again and _idle(tried, plain, again)) or sure or changed


def _first(tried, candidates):
    """The candidate that agrees on most inputs; the first of equals."""
    names = [Name(says, tried.fit(function)) for says, function in candidates]
    return max((name for name in names if name.agree), key=lambda name: name.agree, default=None)


def _relations(tried):
    """Results that come from the right ones, each with its sentence."""
    for says, change in TO_RIGHT.items():
        yield says, lambda place, change=change: _turned(tried, change, place)
    for says, changes in FROM_RIGHT.items():
        for change in changes:
            yield says, lambda place, change=change: change(float(tried.right[place]))
    yield from _always_the_same(tried)


def _turned(tried, change, place):
    """What was given, where a change makes it right."""
    return tried.got[place] if tried.same(change(tried.got[place]), tried.right[place]) else _Other()


def _text(got):
    if isinstance(got, str):
        return got
    raise TypeError


class _Other:
    """A result that is no other."""


def _in_a_row(got):
    if isinstance(got, pd.Series):
        return got.to_numpy()
    if isinstance(got, list | tuple | np.ndarray):
        return got
    raise TypeError


def _always_the_same(tried):
    """One amount added to each result, one factor, or one result whatever is given."""
    if len(tried.wrong) < FEWEST or len({repr(tried.right[place]) for place in tried.wrong}) < FEWEST:
        return
    first = tried.wrong[0]
    yield SAME, lambda place: tried.got[first]
    if not isinstance(tried.got[first], numbers.Real):
        return
    try:
        more, times = tried.got[first] - tried.right[first], tried.got[first] / tried.right[first]
    except (TypeError, ZeroDivisionError, ValueError):  # no numbers
        return
    yield MORE, lambda place: tried.right[place] + more
    yield TIMES, lambda place: tried.right[place] * times


def _orders(tried, plain):
    """The right function, given its arguments in another order."""
    names = list(tried.cases[0])
    orders = [(_moved(names, order), order) for order in permutations(names)] if plain else []
    for moved, order in sorted(orders, key=lambda one: len(one[0]))[1:]:
        yield (
            f"This is what you get if {_listed(moved)} are exchanged. Look at the order of the arguments.",
            lambda place, order=order: plain[0](*(tried.cases[place][name] for name in order)),
        )


def _moved(names, order):
    """The arguments that stand elsewhere in another order."""
    return [name for name, other in zip(names, order, strict=True) if name != other]


def _listed(names):
    *first, last = (f"`{name}`" for name in names)
    return f"{', '.join(first)} and {last}" if first else last


def _changed(tried, plain):
    """The plain function with a change in one place."""
    found = []
    for function in plain:
        for mutant in _mutants(function):
            agree = tried.fit(lambda place, mutant=mutant: mutant.function(*tried.cases[place].values()))
            if agree:
                found.append((agree, mutant))
    if not found:
        return None
    most = max(agree for agree, _ in found)
    best = min((mutant for agree, mutant in found if agree == most), key=_rank)
    return Name(f"This is what you get if {best.says}.", most)


@functools.lru_cache(maxsize=64)
def _mutants(function):
    return tuple(mutants(function))


def _rank(mutant):
    return KINDS.index(mutant.kind) if mutant.kind in KINDS else len(KINDS)


def _idle(tried, plain, again):
    """The arguments that change nothing in what a function gives, although they should."""
    if _are_few(tried.got):  # nothing changes much in these
        return None
    try:
        idle = [name for name in tried.cases[0] if plain and _is_idle(tried, plain[0], again, name)]
    except Exception:  # a student's function may fail on an input that was not tried before
        return None
    if not idle or len(idle) == len(tried.cases[0]):
        return None
    listed = _listed(idle)
    verb = "plays" if len(idle) == 1 else "play"
    return Name(f"{listed} {verb} no part in what your function gives.", len(tried.cases))


def _is_idle(tried, right, again, name):
    """Whether a function gives the same with another value of an argument where the right one does not."""
    shown = 0
    for place, case in enumerate(tried.cases):
        other = case | {name: tried.cases[place - 1][name]}
        if tried.same(tried.right[place], right(*other.values())):
            continue
        if not tried.same(tried.got[place], again(other)):
            return False
        shown += 1
    return shown >= FEWEST
