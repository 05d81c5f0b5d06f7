"""Which error explains a wrong table, and whether it can be named: an error is a rival table."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from crmlib.workbook.finding.agreement import agreement, is_numeric

MANY, MOST = 20, 0.85  # so many rows may differ from an error in the rest of this share; fewer must all agree
CLOSE = 1e-7
SURE = 14  # bits: a few hundred errors are tried
BITS_OF_A_NUMBER, LARGEST_CODE = 8, 100  # a whole number up to there is told apart like a label


@dataclass(frozen=True)
class Fit:
    """How an error explains a table.

    Parameters
    ----------
    columns : tuple
        The wrong columns that it explains, in their order.
    all_wrong : bool
        Whether it explains all wrong columns.
    spoils : bool
        Whether it should have made a column wrong that is right.
    share : float
        Of the rows that tell it from the right answer, how many agree.
    alike, rows : int
        In how many rows the first of the columns agrees, of all.
    bits : float
        How much that says.
    """

    columns: tuple
    all_wrong: bool
    spoils: bool
    share: float
    alike: int
    rows: int
    bits: float

    @property
    def is_sure(self):
        """Whether what agrees is more than labels that many an error would give."""
        return self.bits >= SURE

    @property
    def rank(self):
        """What an error must have more of to be preferred."""
        return self.all_wrong, not self.spoils, len(self.columns), self.share


class Comparison:
    """A wrong table beside the right one.

    Parameters
    ----------
    given, target : DataFrame
        What was given and what is asked, with the same index.
    tolerance : float
        Relative, for numbers.
    """

    def __init__(self, given, target, tolerance):
        self.given, self.target, self.tolerance = given, target, tolerance
        self.right = {name: agreement(given[name], target[name], tolerance) for name in target}
        self.wrong = [name for name in target if not self.right[name].all()]

    def fit(self, rival):
        """How a rival explains the table; None if it explains no wrong column."""
        if not rival.table.index.equals(self.target.index):
            return None
        there = [name for name in self.target if name in rival.table]
        found = {name: self._column(rival.table, name) for name in self.wrong if name in there}
        explained = [name for name in self.wrong if found.get(name)]
        if not explained or (rival.together and len(explained) < len(there)):
            return None
        found |= {name: self._column(rival.table, name) for name in there if name not in found}
        spoilt = rival.whole and any(not found[name] for name in found if name not in self.wrong)
        alike, share, _ = found[explained[0]]
        return Fit(
            tuple(explained),
            len(explained) == len(self.wrong),
            spoilt,
            share,
            alike,
            len(self.target),
            math.inf if rival.seen else sum(found[name][2] for name in explained),
        )

    def is_close(self, rival, fit):
        """Whether a rival agrees to more digits than it must."""
        return all(
            agreement(self.given[name], rival.table[name], CLOSE).mean() >= MOST for name in fit.columns
        )

    def _column(self, table, name):
        """In how many rows a column agrees with an error, the share of those that tell, and the bits."""
        rival, target = table[name], self.target[name]
        wrong = ~self.right[name]
        if agreement(self.given[name][wrong], rival[wrong], self.tolerance).sum() < MOST * wrong.sum():
            return None  # most errors cannot be it, and need not be compared any further
        alike = agreement(self.given[name], rival, self.tolerance)
        telling = wrong | ~agreement(rival, target, self.tolerance)
        if not telling.any():
            return int(alike.sum()), 1.0, 0.0
        share = (alike & telling).sum() / telling.sum()
        if share < (MOST if telling.sum() >= MANY else 1):
            return None
        return int(alike.sum()), float(share), _bits(rival[alike & telling], target, alike.all())


def _bits(agreeing, target, exact):
    """What rows that agree say: numbers by how many differ, labels by how many there are to choose from."""
    numbers = agreeing.to_numpy(dtype=float) if is_numeric(agreeing) else np.array([])
    if len(numbers) and (np.any(numbers != numbers.round()) or np.nanmax(np.abs(numbers)) > LARGEST_CODE):
        return BITS_OF_A_NUMBER * agreeing.nunique()
    if exact and len(target) >= MANY:
        return len(agreeing) * math.log2(max(2, pd.concat([agreeing, target]).astype(str).nunique()))
    shares = agreeing.astype(str).value_counts(normalize=True)
    return float(len(agreeing) * -(shares * np.log2(shares)).sum() / 2)


def best(comparison, rivals, is_named):
    """Of several errors those that explain a table best, each with its fit.

    Parameters
    ----------
    comparison : Comparison
        The wrong table beside the right one.
    rivals : iterable of Rival
        The errors, the likelier first.
    is_named : callable
        Of a fit, whether it counts.

    Returns
    -------
    list of (Rival, Fit)
        Those of the highest rank and the least weak, with different sentences.
    """
    found = [(rival, fit) for rival in rivals if (fit := comparison.fit(rival)) and is_named(fit)]
    ranks = [(*fit.rank, comparison.is_close(rival, fit), -rival.weak) for rival, fit in found]
    top = max(ranks, default=None)
    said = {rival.says: (rival, fit) for (rival, fit), rank in zip(found, ranks, strict=True) if rank == top}
    return list(said.values())
