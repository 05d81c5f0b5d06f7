"""Reviews of tiers: how often tiers are reviewed, and what a written policy would have done.

A review can change a tier, so frequent reviews follow a noisy score more closely and take more moves back. A
policy is a small table that staff and code read alike; run on past scores, it shows its moves and its cost
before anyone is told of it.
"""

from dataclasses import replace

import numpy as np

from crmlib._guard.checks import checked, nonnegative, number, positive_count
from crmlib._guard.columns import read_column, read_names
from crmlib._guard.tables import result_table
from crmlib.segmentation.tiers import tier_history

_BAND = replace(nonnegative, single=True)
_COLUMNS = ("tier", "reach", "keep", "benefit")


@checked(band=_BAND)
def review_rhythms(scores, cuts, band=0.0, every=(1, 7, 30)):
    """How many moves between tiers come of a review each day, each week, each month.

    Parameters
    ----------
    scores : array, DataFrame or list of lists
        A row per day (or other shortest period), in order of time, a column per customer.
    cuts : list, array or Series
        The cut points between tiers, rising.
    band : float
        How far beyond a cut the score must lie to change tier (in units of the score), at least 0.
    every : list of int
        The rhythms: 7 reviews the rows 1, 8, 15 and so on. Each must leave two reviews or more.

    Returns
    -------
    pandas.DataFrame
        A row per rhythm: `every` (rows), `reviews`, `moves` (of all customers), `moves_per_customer`,
        `movers` (share of the customers who moved at all), `taken_back` (share of the moves that go against
        the customer's move before; 0 without moves).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, the cuts do not rise, or a rhythm leaves fewer than two
        reviews.

    Notes
    -----
    With :math:`k_{it}` the tier of customer i at review t, the moves are
    :math:`\\sum_i \\sum_t [k_{it} \\neq k_{i,t-1}]`.

    Examples
    --------
    A score that swings around the cut moves at every review; every second row shows one side only:

    >>> review_rhythms([[510], [490], [520], [480], [530]], cuts=[500], every=[1, 2])
       every  reviews  moves  moves_per_customer  movers  taken_back
    0      1        5      4                 4.0     1.0        0.75
    1      2        3      0                 0.0     0.0        0.00
    """
    rhythms = read_column("every", every, positive_count).astype(int)
    daily = _scores(scores)
    if (too_long := rhythms[rhythms >= len(daily)]).size:
        raise ValueError(
            f"each value of every must leave two reviews of the {len(daily)} rows; got {too_long[0]}"
        )
    return result_table([_rhythm(int(step), tier_history(daily[::step], cuts, band)) for step in rhythms])


def _rhythm(step, history):
    moves = np.sign(np.diff(history, axis=0))
    count, customers = int((moves != 0).sum()), history.shape[1]
    return {
        "every": step,
        "reviews": len(history),
        "moves": count,
        "moves_per_customer": count / customers,
        "movers": float((moves != 0).any(axis=0).mean()),
        "taken_back": sum(map(_turns, moves.T)) / max(count, 1),
    }


def _turns(moves):
    """How many moves of one customer go against the one before."""
    real = moves[moves != 0]
    return int((real[1:] != real[:-1]).sum())


def _scores(scores):
    """The scores as an array, a row per review; `tier_history` says what is wrong with others."""
    table = np.asarray(scores)
    tier_history(scores, [0.0])
    return table.astype(float)


def back_test_policy(policy, scores):
    """What a tier policy would have done at past reviews: customers, moves and cost.

    Parameters
    ----------
    policy : pandas.DataFrame
        A row per tier, the lowest first: `tier` (its name), `reach` (the score from which a customer rises
        into it, rising from row to row), `keep` (the score below which she falls out of it, at most `reach`;
        nobody falls out of the lowest), `benefit` (what a customer of the tier costs per review, money).
    scores : array, DataFrame or list of lists
        A row per review, in order of time, a column per customer; none below the lowest `reach`.

    Returns
    -------
    pandas.DataFrame
        A row per review: `review` (from 1), a column with the number of customers of each tier, `moved_up`,
        `moved_down` (customers, since the review before) and `cost` (money, of this review). At the first
        review nobody has a tier to keep, so it uses `reach` only.

    Raises
    ------
    TypeError, ValueError
        If the policy lacks a column or a tier, names a tier twice, does not rise, has a tier that is kept at
        a higher score than it is reached, or leaves a score without a tier.

    Examples
    --------
    Tier A is reached at 500 and kept down to 450:

    >>> import pandas as pd
    >>> columns = {"tier": ["C", "A"], "reach": [0, 500], "keep": [0, 450], "benefit": [1, 20]}
    >>> back_test_policy(pd.DataFrame(columns), [[510, 100], [490, 560], [430, 620]])
       review  C  A  moved_up  moved_down  cost
    0       1  1  1         0           0  21.0
    1       2  0  2         1           0  40.0
    2       3  1  1         0           1  21.0
    """
    names, reach, keep, benefits = _read_policy(policy)
    reviews = _scores(scores)
    if (reviews < reach[0]).any():
        raise ValueError(
            f"policy must have a tier for each score; the lowest begins at {reach[0]:g}, "
            f"and a score is {reviews.min():g}"
        )
    tiers = [np.searchsorted(reach[1:], reviews[0], side="right")]
    for review in reviews[1:]:
        reached = np.searchsorted(reach[1:], review, side="right")
        kept = np.searchsorted(keep[1:], review, side="right")
        tiers.append(np.minimum(np.maximum(tiers[-1], reached), kept))
    moves = np.diff(tiers, axis=0, prepend=tiers[:1])
    sizes = (np.array(tiers)[:, :, None] == np.arange(len(names))).sum(axis=1)
    return result_table(
        {
            "review": np.arange(1, len(tiers) + 1),
            **dict(zip(names, sizes.T, strict=True)),
            "moved_up": (moves > 0).sum(axis=1),
            "moved_down": (moves < 0).sum(axis=1),
            "cost": sizes @ benefits,
        }
    )


def _read_policy(policy):
    """The names of the tiers, from where they are reached and kept, and their benefits."""
    columns = list(getattr(policy, "columns", []))
    if missing := [name for name in _COLUMNS if name not in columns]:
        listed = ", ".join(_COLUMNS)
        raise ValueError(f"policy must be a table with the columns {listed}; {missing[0]} is missing")
    if len(policy) < 2:
        raise ValueError(f"policy must have two tiers or more; got {len(policy)}")
    names = list(map(str, read_names("tier of policy", policy["tier"], len(policy))))
    taken = {"review", "moved_up", "moved_down", "cost"}
    if len({*names}) < len(names) or taken & {*names}:
        raise ValueError(f"policy must name each tier once, by none of {', '.join(sorted(taken))}")
    reach, keep = (read_column(f"{name} of policy", policy[name], number) for name in ("reach", "keep"))
    if (np.diff(reach) <= 0).any() or (np.diff(keep) < 0).any():
        raise ValueError("reach and keep of policy must rise from tier to tier")
    if (keep > reach).any():
        raise ValueError("keep of policy must be at most reach in each tier")
    return names, reach, keep, read_column("benefit of policy", policy["benefit"], nonnegative)
