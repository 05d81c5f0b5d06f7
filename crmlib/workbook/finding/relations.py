"""How a wrong column is related to the right one, to the other right columns, and to the data behind them."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations, permutations

import numpy as np
import pandas as pd

from crmlib.workbook.finding.agreement import is_numeric, to_numbers, words

UNITS = (7, 12, 24, 30, 52, 60, 365, 1_000)
LEAST = 3  # different values that show a ratio or a difference to be the same in every row
MANY_ROWS, MOST_LABELS = 20, 12  # that show classes to be the same under other names
MOST_COLUMNS = 8  # of which all products and ratios of two are formed
OTHER_NAMES = "has the right classes under other names. Which name is whose?"
SAME_RATIO = "stands in the same ratio to what is asked in every row. Which factor is too much, or left out?"
SAME_DISTANCE = "lies the same amount {} what is asked in every row. What is counted that differs?"
SUMMARIES = {
    "sum": "total",
    "mean": "mean",
    "median": "median",
    "max": "largest",
    "min": "smallest",
    "first": "first",
    "last": "last",
    "nunique": "number of different",
    "std": "standard deviation of the",
}


@dataclass(frozen=True, eq=False)
class Rival:
    """A column or a table that an error would give.

    Parameters
    ----------
    says : str
        Completes "Column … "; begins with "is".
    table : DataFrame
        With one or more of the columns that are asked, and their rows.
    whole : bool
        Whether an answer that has one of its columns should have the others too.
    together : bool
        Whether it explains only an answer that has all of its columns.
    weak : int
        How late it is said: what several errors would give after what one gives.
    seen : bool
        Whether the column itself shows it, so that nothing else need be compared.
    """

    says: str
    table: pd.DataFrame
    whole: bool = False
    together: bool = False
    weak: int = 0
    seen: bool = False


@dataclass(frozen=True)
class Change:
    """What may be done to a whole column, and when it can be said."""

    change: Callable
    says: str
    fits: Callable = lambda right: True


def _is_share(right):
    return bool(right.between(-1, 1).all())


def _is_whole(right):
    return bool((right == right.round()).all())


CHANGES = [
    Change(lambda x: 100 * x, "is in per cent. A share is asked.", _is_share),
    Change(lambda x: 100 * x, "is 100 times what is asked.", lambda x: not _is_share(x)),
    Change(lambda x: x / 100, "is what is asked divided by 100."),
    *(Change(lambda x, k=k: k * x, f"is {k:,} times what is asked. Which unit is asked?") for k in UNITS),
    *(
        Change(lambda x, k=k: x / k, f"is what is asked divided by {k:,}. Which unit is asked?")
        for k in UNITS
    ),
    Change(np.floor, "is cut off to whole numbers. Leave all digits.", lambda x: not _is_whole(x)),
    Change(np.ceil, "is rounded up to whole numbers. Leave all digits.", lambda x: not _is_whole(x)),
    Change(lambda x: 1 - x, "is 1 minus what is asked, so it is the other part of the whole.", _is_share),
    Change(lambda x: -x, "has the sign turned round. What is to be taken from what?"),
    Change(np.abs, "has lost its signs. Some values lie below 0."),
    Change(lambda x: x + 1, "is 1 too high. What is counted that should not be?"),
    Change(lambda x: x - 1, "is 1 too low. What is not counted that should be?"),
    Change(lambda x: 1 / x, "is upside down. What is divided by what?"),
    Change(lambda x: x**2, "is squared."),
    Change(lambda x: np.sqrt(x), "is the square root of what is asked."),
    Change(lambda x: x / x.sum(), "is the share of the column's total, and the amount is asked."),
    Change(lambda x: 100 * x / x.sum(), "is the column's share of its total in per cent."),
    Change(lambda x: x / x.max(), "is divided by the column's largest value."),
    Change(lambda x: x - x.mean(), "is the distance from the column's mean."),
    Change(
        lambda x: (x - x.mean()) / x.std(), "is standardised: the mean is taken off, the spread divided out."
    ),
    Change(lambda x: x.max() + x.min() - x, "runs the other way: the highest where the lowest should be."),
    Change(lambda x: x.rank(method="first"), "holds places from the lowest up, not values."),
    Change(lambda x: x.rank(method="first", ascending=False), "holds places from the highest down."),
]
IN_ORDER = [
    Change(lambda x: x.shift(1), "is shifted down by one row."),
    Change(lambda x: x.shift(1, fill_value=0), "is shifted down by one row, with 0 in the first."),
    Change(lambda x: x.shift(-1), "is shifted up by one row."),
    Change(lambda x: x.cumsum(), "is a running total."),
    Change(lambda x: x.cumsum() - x, "is a running total, before each row's own part."),
    Change(lambda x: x[::-1].cumsum(), "is a running total from the other end."),
    Change(lambda x: x.diff(), "is the difference from the row before, and the whole is asked."),
    Change(lambda x: x.diff().fillna(x), "is what each row adds to those before it."),
    Change(lambda x: pd.Series(x.to_numpy()[::-1], x.index), "stands in the opposite order of rows."),
]


def rivals(target, order, numbers):
    """All columns that are related to the right ones, whatever was given.

    Parameters
    ----------
    target : DataFrame
        What is asked.
    order : Index
        The rows of the right answer in its own order.
    numbers : dict
        The student's numbers, with the tables that she computes from.

    Yields
    ------
    Rival
    """
    measures = {name: target[name].astype(float) for name in target if is_numeric(target[name])}
    with np.errstate(all="ignore"):
        yield from _changed(measures, order)
        yield from _of_others(target, measures)
        yield from _of_the_data(measures, numbers, target.index)


def rivals_of(given, target):
    """Columns that are related to the right ones in a way that the answer itself shows.

    Parameters
    ----------
    given, target : DataFrame
        What was given and what is asked, with the same index.

    Yields
    ------
    Rival
    """
    with np.errstate(all="ignore"):
        yield from _constant_parts(given, target)
    yield from _recoded(given, target)


def _changed(measures, order):
    """Each change of `CHANGES` in all columns that it fits; those by order in three orders."""
    for one in CHANGES:
        made = {name: one.change(right) for name, right in measures.items() if one.fits(right)}
        yield Rival(one.says, pd.DataFrame(made))
    for one in IN_ORDER:
        for sort in (lambda x: x.reindex(order), lambda x: x, lambda x: x.sort_values(ascending=False)):
            made = {name: one.change(sort(right)).reindex(right.index) for name, right in measures.items()}
            yield Rival(one.says, pd.DataFrame(made))


def _of_others(target, measures):
    """Columns that hold another right column, or the right one and another one together."""
    for name, other in combinations(target, 2):
        both = target[[other, name]].set_axis([name, other], axis=1)
        says = f"holds what belongs into column `{other}`, and that one what belongs here."
        yield Rival(says, both, together=True)
        for there, here in ((name, other), (other, name)):
            yield Rival(f"holds what belongs into column `{there}`.", both[[here]], weak=2)
    for name, other in permutations(measures, 2):
        one, two = measures[name], measures[other]
        for says, made in (
            (f"holds column `{other}` with the sign turned round.", -two),
            (f"has column `{other}` added to it.", one + two),
            (f"is without what column `{other}` holds in the same row.", one - two),
            (f"is multiplied by column `{other}`.", one * two),
            (f"is divided by column `{other}`.", one / two),
            (f"is divided by the total of column `{other}`.", one / two.sum()),
        ):
            yield Rival(says, made.to_frame(name), weak=2)


def _constant_parts(given, target):
    """A ratio or a difference that is the same in every row; a column of one value."""
    for name in (one for one in target if is_numeric(target[one]) and target[one].nunique() >= LEAST):
        right, numbers = target[name].astype(float), to_numbers(given[name])
        if numbers.nunique() == 1:
            says = "holds the same number in every row. What is asked differs from row to row."
            yield Rival(says, numbers.to_frame(name), seen=True)
        ratio, distance = (numbers / right)[right != 0].median(), (numbers - right).median()
        if math.isfinite(ratio) and ratio not in (0, 1):
            yield Rival(SAME_RATIO, (right * ratio).to_frame(name), weak=3)
        if math.isfinite(distance) and distance:
            where = "above" if distance > 0 else "below"
            yield Rival(SAME_DISTANCE.format(where), (right + distance).to_frame(name), weak=3)


def _of_the_data(measures, numbers, index):
    """Columns that are a column or a summary of the drawn tables."""
    for label, column in summaries(numbers, index).items():
        yield Rival(f"is {label}.", pd.DataFrame(dict.fromkeys(measures, column)), weak=2)


def summaries(numbers, index):
    """What the drawn tables say of each row that is asked: summaries of many rows; columns and pairs of one.

    Parameters
    ----------
    numbers : dict
        The student's numbers.
    index : Index
        The rows; its name is the column that names them.

    Returns
    -------
    dict
        Of words to a Series in the order of the index.
    """
    found = {}
    for table in (one for one in numbers.values() if isinstance(one, pd.DataFrame)):
        if index.name not in table or not index.isin(table[index.name]).all():
            continue
        columns = [name for name in table if name != index.name and is_numeric(table[name])]
        if table[index.name].is_unique:
            found |= _pairs(table.set_index(index.name)[columns].reindex(index).astype(float))
            continue
        rows = table.groupby(index.name, observed=True)
        found[f"the number of rows of each `{index.name}`"] = rows.size().reindex(index)
        for name in columns:
            for summary, word in SUMMARIES.items():
                label = f"the {word} `{name}` of each `{index.name}`"
                found[label] = rows[name].agg(summary).reindex(index)
    return found


def _pairs(table):
    """The columns of a table of one row each, and the products, ratios, sums and differences of two."""
    found = {f"the column `{name}` as it stands in the table": table[name] for name in table}
    for name in table:
        found[f"the share of each row in the total `{name}`"] = table[name] / table[name].sum()
    for one, other in combinations(table.columns[:MOST_COLUMNS], 2):
        found[f"`{one}` × `{other}`"] = table[one] * table[other]
        found[f"`{one}` ÷ `{other}`"] = table[one] / table[other]
        found[f"`{other}` ÷ `{one}`"] = table[other] / table[one]
        found[f"`{one}` + `{other}`"] = table[one] + table[other]
        found[f"`{one}` − `{other}`"] = table[one] - table[other]
        found[f"`{other}` − `{one}`"] = table[other] - table[one]
    return found


def _recoded(given, target):
    """A column whose classes are the right ones under other names."""
    for name in target:
        right, own = words(target[name]), words(given[name])
        pairs = {*zip(right, own, strict=True)}
        classes = {one for one, _ in pairs}
        is_one_to_one = len(pairs) == len(classes) == len({other for _, other in pairs})
        if len(right) >= MANY_ROWS and 1 < len(classes) <= MOST_LABELS and is_one_to_one:
            yield Rival(
                "has the right classes under other names. Which name is whose?", given[[name]], seen=True
            )
