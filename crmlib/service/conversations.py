"""Conversations coded by two people: do they agree more than chance would make them?"""

import math
from typing import NamedTuple

import numpy as np

from crmlib._guard.columns import refuse_lengths
from crmlib.intervals import normal_quantile
from crmlib.service.touchpoints import _labels


class Agreement(NamedTuple):
    """How far two coders agree, and how far chance alone would bring them."""

    conversations: int
    observed: float
    by_chance: float
    kappa: float
    lower: float
    upper: float


def coder_agreement(first, second, confidence=0.95):
    """Cohen's kappa: the agreement of two coders beyond chance.

    Parameters
    ----------
    first, second : list, array or Series
        The code that each coder gave to each conversation, in the same order: words or numbers, nothing
        missing.
    confidence : float
        The confidence of the interval, above 0 and below 1.

    Returns
    -------
    Agreement
        A named tuple: `conversations`, `observed` (share coded alike), `by_chance` (the share that two
        coders with these habits would code alike blindly), `kappa`, `lower` and `upper`.

    Raises
    ------
    TypeError, ValueError
        If the two differ in length, a code is missing, or both coders gave one and the same code throughout:
        then chance alone explains everything and there is no kappa.

    Notes
    -----
    .. math:: \\kappa = \\frac{p_o - p_e}{1 - p_e} \\qquad p_e = \\sum_k p_{k \\cdot} \\, p_{\\cdot k}

    with :math:`p_o` the share coded alike and :math:`p_{k \\cdot}`, :math:`p_{\\cdot k}` the shares of
    conversations to which the first and the second coder gave code k. 1 is full agreement, 0 what chance
    brings. The interval takes kappa as normal, with the standard error of Fleiss, Cohen and Everitt; below
    some 50 conversations it is rough. Where one code is rare, kappa may be low although most are coded alike.

    References
    ----------
    Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement
    20(1).

    Fleiss, J. L., Cohen, J. and Everitt, B. S. (1969). Large sample standard errors of kappa and weighted
    kappa. Psychological Bulletin 72(5).

    Examples
    --------
    Of ten dialogues eight are coded alike. Each coder says "yes" to half, so chance makes half alike:

    >>> first = ["yes"] * 5 + ["no"] * 5
    >>> second = ["yes"] * 4 + ["no"] * 5 + ["yes"]
    >>> round(coder_agreement(first, second).kappa, 3)
    0.6
    """
    z = normal_quantile(confidence)
    shares = _shares(first, second)
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    observed, by_chance = float(np.trace(shares)), float(rows @ columns)
    if by_chance > 1 - 1e-12:
        raise ValueError("first and second hold one and the same code throughout; there is no kappa")
    kappa = (observed - by_chance) / (1 - by_chance)
    count = len(first)
    half = z * _error(shares, kappa, by_chance) / math.sqrt(count)
    return Agreement(count, observed, by_chance, kappa, max(kappa - half, -1.0), min(kappa + half, 1.0))


def _shares(first, second):
    """The share of conversations with each pair of codes: a row per code of the first coder."""
    import pandas as pd

    columns = {name: _labels(name, values) for name, values in (("first", first), ("second", second))}
    (one, one_place), (other, other_place) = columns.values()
    refuse_lengths(first=one_place, second=other_place)
    labels = pd.unique(pd.Series([*one, *other], dtype=object))
    table = np.zeros((len(labels), len(labels)))
    places = [pd.Index(labels).get_indexer(known) for known in (one, other)]
    np.add.at(table, (places[0][one_place], places[1][other_place]), 1)
    return table / len(one_place)


def _error(shares, kappa, by_chance):
    """The standard error of kappa, times the root of the number of conversations."""
    first, second = shares.sum(axis=1), shares.sum(axis=0)
    alike = np.diag(shares) @ (1 - (first + second) * (1 - kappa)) ** 2
    weights = (second[:, None] + first[None, :]) ** 2
    apart = (1 - kappa) ** 2 * ((shares * weights).sum() - np.diag(shares * weights).sum())
    variance = alike + apart - (kappa - by_chance * (1 - kappa)) ** 2
    return math.sqrt(max(variance, 0.0)) / (1 - by_chance)
