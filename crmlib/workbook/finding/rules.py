"""The rule behind a list that was chosen: a cut in one column, or all of some groups."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

FEWEST, NEAR = 20, 0.03  # a list so long may differ from the rule by this share; a shorter one must agree
LEAST = 5  # of a shorter list anything can be said
MOST_GROUPS = 12


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


def named(chosen, best, numbers, profit, things="customers"):
    """What can be said of a list that is not right; None if no simple rule makes it.

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
    """
    index = profit.index
    own, reference = index.isin(list(chosen)), index.isin(list(best))
    columns = features(numbers, index)
    if own.sum() < LEAST or own.all():
        return None
    if groups := whole_groups(own, columns):
        return groups
    found = [
        one for one in cuts(own, columns) if is_near(one, own) and one.misfits < (own != reference).sum()
    ]
    if not found:
        return None
    rule = min(found, key=lambda one: (one.misfits, one.column.count(" ")))
    same = [one for one in cuts(reference, columns[[rule.column]]) if one.highest == rule.highest]
    if same and not same[0].misfits:
        return f"{rule.says(things, own.sum())} The order is right, and another cut earns more."
    return f"{rule.says(things, own.sum())} Nothing else plays a part in it."


def features(numbers, index):
    """What a student can see of each thing: columns, sums over rows, products and ratios of two.

    Returns
    -------
    DataFrame
        A row each, in the order of the index.
    """
    found = {}
    for table in (one for one in numbers.values() if hasattr(one, "columns")):
        if (name := id_column(table, index)) is None:
            continue
        rows = table.rename_axis(None)
        if rows[name].is_unique:
            found |= dict(rows.set_index(name).reindex(index).items())
        else:
            found |= summed(rows, name, index)
    seen = pd.DataFrame(found, index=index)
    plain = [name for name in seen if is_measure(seen[name])]
    for one, other in combinations(plain, 2):
        found[f"{one} × {other}"] = seen[one] * seen[other]
        for above, below in ((one, other), (other, one)):
            found[f"{above} ÷ {below}"] = (seen[above] / seen[below]).replace([np.inf, -np.inf], np.nan)
    return pd.DataFrame(found, index=index).dropna(axis="columns", how="all")


def is_measure(column):
    """Whether a column holds numbers, and not yes or no."""
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def id_column(table, index):
    """The column that names each of the things; None without one."""
    return next(
        (name for name in table if table[name].dtype == index.dtype and index.isin(table[name]).all()), None
    )


def summed(rows, name, index):
    """Of many rows a thing: how many, first and last day, and total, mean and largest of each number."""
    by = rows.groupby(name)
    found = {"number of rows": by.size()}
    for column in rows.columns.drop(name):
        values = rows[column]
        if pd.api.types.is_datetime64_any_dtype(values):
            found |= {f"last {column}": by[column].max(), f"first {column}": by[column].min()}
        elif is_measure(values):
            found |= {f"total {column}": by[column].sum(), f"mean {column}": by[column].mean()}
            found[f"largest {column}"] = by[column].max()
    return {label: column.reindex(index) for label, column in found.items()}


def whole_groups(own, columns):
    """The sentence for a list of all of some groups, and nobody else."""
    for name in columns:
        column = columns[name]
        if is_measure(column) or not 1 < column.nunique() <= MOST_GROUPS:
            continue
        shares = pd.Series(own).groupby(column.to_numpy()).mean()
        if shares.isin([0, 1]).all():
            taken = ", ".join(map(str, shares.index[shares == 1]))
            return f"Your list is all with {name} {taken}, and no others. Nothing else plays a part in it."
    return None


def cuts(own, columns):
    """Of each column the cut from above and from below that comes nearest to a list."""
    for name in columns:
        column = columns[name]
        if pd.api.types.is_datetime64_any_dtype(column):
            values = column.astype("int64").where(column.notna()).to_numpy(dtype=float)
        elif is_measure(column):
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


def is_near(rule, own):
    """Whether a rule fits well enough to be said."""
    return rule.misfits <= (NEAR * own.sum() if own.sum() >= FEWEST else 0)


def _written(value):
    return f"{value:%d %B %Y}" if isinstance(value, pd.Timestamp) else f"{value:,.6g}"
