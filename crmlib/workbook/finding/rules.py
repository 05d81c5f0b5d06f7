"""The rule behind a list that was chosen: a cut in one column, all of some groups, or two cuts together."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from crmlib.workbook.finding.agreement import is_numeric
from crmlib.workbook.finding.columns import pairs, seen

FEWEST, NEAR = 20, 0.03  # so many in or out: the list may differ by this share; of fewer it must agree
LEAST = 5  # of a shorter list anything can be said
MOST_GROUPS = 12
ALONE = "Nothing else counts in it."
ANOTHER_CUT = "The order is right, and another cut earns more."


@dataclass(frozen=True)
class Rule:
    """A cut in one column: its name, which end is taken, from where, and how many do not fit."""

    column: str
    highest: bool
    cut: float
    misfits: int

    def says(self, things, how_many):
        """The rule in a sentence."""
        ends = ("latest", "earliest") if isinstance(self.cut, pd.Timestamp) else ("highest", "lowest")
        end = ends[not self.highest]
        but = f", but for {self.misfits:,}," if self.misfits else ""
        bound = f"{'from' if self.highest else 'up to'} {_written(self.cut)}"
        return f"Your list is{but} the {how_many:,} {things} with the {end} {self.column} ({bound})."


@dataclass(frozen=True)
class Said:
    """What is said of a list, and whether it takes the right order and only another cut."""

    sentence: str
    in_order: bool = False


def named(chosen, best, numbers, profit, things="customers"):
    """What can be said of a list, right or not; None if it is the best one, or no simple rule makes it.

    Parameters
    ----------
    chosen, best : set
        Who was chosen, and whom the reference policy chooses.
    numbers : dict
        The student's numbers, with the tables that she decides on.
    profit : Series
        Its index says who can be chosen.
    things : str
        What is chosen.

    Returns
    -------
    Said or None
    """
    index = profit.index
    own, reference = index.isin(list(chosen)), index.isin(list(best))
    if (own == reference).all():
        return None
    if not own.any() or own.all():
        return Said(of_all_or_none(bool(own.all()), things))
    if own.sum() < LEAST:
        return None
    columns = seen(numbers, index)
    return (
        whole_groups(own, columns)
        or of_one_cut(own, reference, columns, things, exact=True)
        or two_cuts(own, reference, columns, things)
        or of_one_cut(own, reference, pd.concat([columns, pairs(columns)], axis=1), things)
    )


def of_all_or_none(all_of_them, things):
    """The sentence for a list of everything, or of nothing."""
    if all_of_them:
        return f"Some of the {things} cost more than they bring."
    return "None fits: do both sides compare the same money and time?"


def of_one_cut(own, reference, columns, things, exact=False):
    """What is said of a list that is, nearly, one end of a column."""
    off = (own != reference).sum()
    found = [one for one in cuts(own, columns) if is_near(one, own, exact) and one.misfits < off]
    if not found:
        return None
    rule = min(found, key=lambda one: (one.misfits, one.column.count(" ")))
    same = [one for one in cuts(reference, columns[[rule.column]]) if one.highest == rule.highest]
    return _said(rule.says(things, own.sum()), bool(same) and not same[0].misfits)


def _said(sentence, in_order):
    return Said(f"{sentence} {ANOTHER_CUT if in_order else ALONE}", in_order)


def whole_groups(own, columns):
    """The sentence for a list of all of some groups, and nobody else."""
    for name in columns:
        column = columns[name]
        if is_numeric(column) or not 1 < column.nunique() <= MOST_GROUPS:
            continue
        shares = pd.Series(own).groupby(column.to_numpy()).mean()
        if shares.isin([0, 1]).all():
            taken = ", ".join(map(str, shares.index[shares == 1]))
            return Said(f"Your list is all with {name} {taken}, and no others. {ALONE}")
    return None


def two_cuts(own, reference, columns, things):
    """What is said of a list of all that lie in the corner, or strip, of two cuts."""
    found = list(sides(own, columns))
    if not found:
        return None
    outside = np.array([side.holds[~own] for side in found], dtype=np.float32)
    fits = np.argwhere(np.triu(outside @ outside.T == 0, 1)).tolist()
    if not fits:
        return None
    two = [found[place] for place in min(fits, key=lambda pair: pair[::-1])]
    same = [side.holds for side in sides(reference, columns) if side.where in {one.where for one in two}]
    in_order = len(same) == 2 and ((same[0] & same[1]) == reference).all()
    return _said(
        f"Your list is all {things} with {' and '.join(side.words for side in two)}.", bool(in_order)
    )


@dataclass(frozen=True)
class Side:
    """A part of a column in which a list lies: which end of which column, in words, and who is in it."""

    where: tuple
    words: str
    holds: np.ndarray


def sides(own, columns):
    """Of each column the least part, from above or below, in which a list lies; none that holds all."""
    for name in columns if own.any() else ():
        column = columns[name]
        found = _ends(name, column, own) if is_numeric(column) else _levels(name, column, own)
        yield from (side for side in found if side.holds[own].all() and not side.holds.all())


def _ends(name, column, own):
    values = column.to_numpy(dtype=float)
    low, high = values[own].min(), values[own].max()
    yield Side((name, "from"), f"{name} from {_written(low)}", values >= low)
    yield Side((name, "up to"), f"{name} up to {_written(high)}", values <= high)


def _levels(name, column, own):
    if column.nunique() <= MOST_GROUPS:
        taken = ", ".join(sorted(map(str, column[own].dropna().unique())))
        yield Side((name, "of"), f"{name} {taken}", column.isin(column[own]).to_numpy())


def cuts(own, columns):
    """Of each column the cut from above and from below that comes nearest to a list."""
    for name in columns:
        column = columns[name]
        if pd.api.types.is_datetime64_any_dtype(column):
            values = column.astype("int64").where(column.notna()).to_numpy(dtype=float)
        elif is_numeric(column):
            values = column.to_numpy(dtype=float)
        else:
            continue
        for highest in (True, False):
            place, misfits = nearest_cut(own, values if highest else -values)
            if place is not None:
                yield Rule(name, highest, column.iloc[place], misfits)


def nearest_cut(own, values):
    """Where a column, from its largest value down, agrees best with a list, and how many do not fit."""
    known = ~np.isnan(values)
    order = np.flatnonzero(known)[np.argsort(-values[known], kind="stable")]
    if not len(order):
        return None, 0
    # Those taken who were not chosen, less those taken who were, plus all who were chosen.
    misfits = np.cumsum(np.where(own[order], -1, 1)) + own.sum()
    ends = np.append(values[order][1:] != values[order][:-1], True)
    best = np.flatnonzero(ends)[np.argmin(misfits[ends])]
    return order[best], int(misfits[best])


def is_near(rule, own, exact=False):
    """Whether a rule fits well enough to be said."""
    fewer = min(own.sum(), (~own).sum())
    return rule.misfits <= (NEAR * fewer if fewer >= FEWEST and not exact else 0)


def _written(value):
    return f"{value:%d %B %Y}" if isinstance(value, pd.Timestamp) else f"{value:,.6g}"
