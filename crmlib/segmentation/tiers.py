"""Customer tiers: who is in which, how to stop flapping at a cut, and how to share a budget among tiers.

A score is noisy, so a customer near a cut changes tier by chance at each review. A band around the cut
(hysteresis) stops most of it. A budget has diminishing returns in each tier, so the best split equates what
the last unit of money brings, whatever an 80 % rule says.
"""

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from crmlib._guard.checks import Kind, checked, describe, formula, nonnegative, number, positive
from crmlib._guard.columns import as_array, elementwise, read_column, read_names, refuse_lengths
from crmlib._guard.tables import result_table

_BAND = replace(nonnegative, single=True)
_BUDGET = replace(positive, single=True)
# Outside of it, squares and exponentials leave what a number can hold.
_SENSIBLE = Kind("a number above 0, from 1e-9 to 1e12", low=1e-9, high=1e12)
_SPENT = Kind("a number from 0 to 1e12", low=0, high=1e12)
_GAIN = Kind("a number from -1e12 to 1e12", low=-1e12, high=1e12)
# Below the first share of the ceiling at the highest budget a curve is as good as straight; where only the
# second is missing at the lowest budget, it is as good as flat.
_STRAIGHT, _FLAT = 0.02, 0.001


# ----------------------------------------------------------------------------------------------------------
# Tiers with hysteresis


@checked(band=_BAND)
def assign_tier(scores, cuts, current=None, band=0.0):
    """The tier of each customer from her score, with a band around each cut that she must cross to move.

    Parameters
    ----------
    scores : list, array or Series
        One score a customer (points, money or whatever the rule counts); higher is better.
    cuts : list, array or Series
        The cut points between tiers, rising: two cuts make three tiers.
    current : list, array or Series, optional
        The tier of each customer before this review, whole numbers from 0. Without it, all are new, and the
        band plays no part.
    band : float
        How far beyond a cut the score must lie to change tier (in units of the score), at least 0.

    Returns
    -------
    numpy.ndarray
        Whole numbers, 0 for the lowest tier up to the number of cuts.

    Raises
    ------
    TypeError, ValueError
        If a number is missing, the cuts do not rise, a current tier does not exist, or the columns differ in
        length.

    Notes
    -----
    With the cuts :math:`c_1 < c_2 < \\dots`, score :math:`x`, band :math:`b` and current tier :math:`k`:

    .. math::

        \\text{tier} = \\min\\bigl( \\max( k,\\; \\#\\{j : c_j + b \\le x\\} ),
                              \\; \\#\\{j : c_j - b \\le x\\} \\bigr)

    She rises where her score reaches a cut plus the band, and falls where it lies below a cut less the band.
    A score at a cut belongs to the tier above it.

    Examples
    --------
    >>> assign_tier([480, 520, 900], cuts=[500, 1000]).tolist()
    [0, 1, 1]

    A customer of tier 1 at 480 stays with a band of 50, and one of tier 0 at 520 does not rise:

    >>> assign_tier([480, 520, 900], cuts=[500, 1000], current=[1, 0, 2], band=50).tolist()
    [1, 0, 1]
    """
    values, points = read_column("scores", scores, number), _cut_points(cuts)
    if current is None:
        return np.searchsorted(points, values, side="right")
    exists = Kind(f"a tier from 0 to {len(points)}, as the cuts make them", 0, len(points) + 0.5, whole=True)
    tiers = read_column("current", current, exists)
    refuse_lengths(scores=values, current=tiers)
    return _next_tier(values, points, tiers.astype(int), band)


def _next_tier(values, points, tiers, band):
    reached = np.searchsorted(points + band, values, side="right")
    held = np.searchsorted(points - band, values, side="right")
    return np.minimum(np.maximum(tiers, reached), held)


def _cut_points(cuts):
    points = read_column("cuts", cuts, number)
    if (np.diff(points) <= 0).any():
        raise ValueError(f"cuts must rise from the lowest to the highest; got {describe(cuts)}")
    return points


@checked(band=_BAND)
def tier_history(scores, cuts, band=0.0):
    """The tier of each customer at each review, from her scores.

    Parameters
    ----------
    scores : array, DataFrame or list of lists
        A row per review, in order of time, a column per customer.
    cuts : list, array or Series
        The cut points between tiers, rising.
    band : float
        How far beyond a cut the score must lie to change tier (in units of the score), at least 0. The first
        review has no tier before it, and uses the cuts alone.

    Returns
    -------
    numpy.ndarray
        Whole numbers of the shape of `scores`, 0 for the lowest tier.

    Raises
    ------
    TypeError, ValueError
        If a number is missing, the table has no rows, or the cuts do not rise.

    Examples
    --------
    >>> reviews = [[510], [490], [520], [420]]
    >>> tier_history(reviews, cuts=[500]).ravel().tolist()
    [1, 0, 1, 0]
    >>> tier_history(reviews, cuts=[500], band=50).ravel().tolist()
    [1, 1, 1, 0]
    """
    points, reviews = _cut_points(cuts), _review_table(scores)
    tiers = [np.searchsorted(points, reviews[0], side="right")]
    for review in reviews[1:]:
        tiers.append(_next_tier(review, points, tiers[-1], band))
    return np.array(tiers)


def _review_table(scores):
    allowed = "scores must be a table with a row per review and a column per customer, all rows of one length"
    table = as_array(scores)
    if table.ndim != 2 or not table.size:
        raise ValueError(f"{allowed}; got {describe(scores)}")
    return np.array([read_column("scores", row, number) for row in table])


@checked(distance=number, band=nonnegative, standard_deviation=positive)
@elementwise
def flip_probability(distance, band, standard_deviation):
    """How often a customer changes tier by chance alone: per review, in the long run.

    Parameters
    ----------
    distance : float, array or Series
        Her true score less the cut (in units of the score): 0 for a customer exactly at the cut.
    band : float, array or Series
        The band on each side of the cut, at least 0 (in units of the score).
    standard_deviation : float, array or Series
        The chance variation of her score from review to review (in units of the score), above 0.

    Returns
    -------
    float or array
        A probability from 0 to 0.5 per review.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or columns differ in length.

    Notes
    -----
    The scores of reviews are normal and independent, with mean :math:`\\mu` and standard deviation
    :math:`\\sigma`. From below she rises with probability :math:`u`, from above she falls with probability
    :math:`w`:

    .. math::

        u = 1 - \\Phi\\left( \\frac{c + b - \\mu}{\\sigma} \\right) \\qquad
        w = \\Phi\\left( \\frac{c - b - \\mu}{\\sigma} \\right) \\qquad
        \\text{flips a review} = \\frac{2uw}{u + w}

    because in the long run she is above for the share :math:`u / (u + w)` of reviews. Exactly at the cut it
    is :math:`1 - \\Phi(b / \\sigma)`. Independent reviews are the worst case: scores that change slowly flip
    less often.

    Examples
    --------
    A customer exactly at the cut, without a band and with a band of one standard deviation:

    >>> round(flip_probability(0, 0, 100), 2), round(flip_probability(0, 100, 100), 2)
    (0.5, 0.16)
    """
    rise = _upper_tail((band - distance) / standard_deviation)
    fall = _upper_tail((band + distance) / standard_deviation)
    return 2 * rise * fall / (rise + fall) if rise + fall > 0 else 0.0


def _upper_tail(z):
    """The probability that a standard normal number exceeds z."""
    return math.erfc(z / math.sqrt(2)) / 2


# ----------------------------------------------------------------------------------------------------------
# A budget across tiers


@formula(budget=nonnegative, customers=positive, ceiling=positive, speed=positive)
def tier_gain(budget, customers, ceiling, speed):
    """What a budget earns in a tier, with diminishing returns.

    Parameters
    ----------
    budget : float, array, Series or expression
        Money spent on the tier (per period), shared equally by its customers.
    customers : float, array, Series or expression
        How many customers the tier has.
    ceiling : float, array, Series or expression
        The gain per customer that no spending can exceed (contribution per period, money).
    speed : float, array, Series or expression
        How fast the ceiling is neared (per unit of money per customer): each further unit of money brings
        this share of what is still missing.

    Returns
    -------
    float, array, Series or expression
        Gain of the tier (contribution per period, money), before the budget is taken off.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    .. math:: G = n M \\left( 1 - e^{-k B / n} \\right)

    with :math:`n` customers, ceiling :math:`M`, speed :math:`k` and budget :math:`B`.

    Examples
    --------
    10 per head at a speed of 0.07 bring half the ceiling of 120:

    >>> round(tier_gain(budget=8000, customers=800, ceiling=120, speed=0.0693147), 1)
    48000.0
    """
    return customers * ceiling * (1 - math.e ** (-speed * budget / customers))


def budget_table(allocation, customers, ceiling, speed, tiers=None):
    """What a split of a budget among tiers earns, and what the last unit of money brings in each.

    Parameters
    ----------
    allocation : list, array or Series
        Money for each tier (per period), 0 to 1e12, not all 0.
    customers, ceiling, speed : list, array or Series
        For each tier, as in `tier_gain`, 1e-9 to 1e12.
    tiers : list, array or Series, optional
        Their names. Without it, they are numbered from 1.

    Returns
    -------
    pandas.DataFrame
        A row per tier: `tier`, `customers`, `budget` (money), `budget_share`, `per_head` (money per
        customer), `gain` (money), `marginal_gain` (what one more unit of money would bring). In the best
        split, `marginal_gain` is equal in all tiers that get money.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or the columns differ in length.

    Notes
    -----
    .. math::

        G_i = n_i M_i \\left( 1 - e^{-k_i B_i / n_i} \\right) \\qquad
        \\frac{dG_i}{dB_i} = M_i k_i e^{-k_i B_i / n_i}

    Examples
    --------
    The 80 % rule: 80, 15 and 5 % of 60,000.

    >>> rule = budget_table([48000, 9000, 3000], [200, 800, 4000], [300, 120, 20], [0.02, 0.04, 0.10])
    >>> rule[["gain", "marginal_gain"]].round(2)
           gain  marginal_gain
    0  59506.22           0.05
    1  34787.70           3.06
    2   5780.52           1.86
    >>> float(rule["gain"].sum().round())
    100074.0
    """
    spent = read_column("allocation", allocation, _SPENT)
    if not spent.any():
        raise ValueError("allocation must not be 0 in every tier")
    return _budget_table(spent, _tier_columns(customers, ceiling, speed, allocation=spent), tiers)


@checked(budget=_BUDGET)
def best_budget(budget, customers, ceiling, speed, tiers=None):
    """The split of a budget among tiers that earns most.

    Parameters
    ----------
    budget : float
        Money for all tiers together (per period), above 0 and at most 1e12. All of it is spent.
    customers, ceiling, speed : list, array or Series
        For each tier, as in `tier_gain`, 1e-9 to 1e12.
    tiers : list, array or Series, optional
        Their names. Without it, they are numbered from 1.

    Returns
    -------
    pandas.DataFrame
        As `budget_table`. Where `marginal_gain` is below 1, the last unit of money costs more than it brings.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or the columns differ in length.

    Notes
    -----
    The best split brings the same for the last unit of money, :math:`\\lambda`, in all tiers that get any,
    and no tier without money would bring more for its first:

    .. math::

        \\frac{B_i}{n_i} = \\max\\left( 0, \\frac{\\ln(M_i k_i) - \\ln \\lambda}{k_i} \\right) \\qquad
        \\ln \\lambda = \\frac{\\sum_{i \\in S} \\frac{n_i}{k_i} \\ln(M_i k_i) - B}
                              {\\sum_{i \\in S} \\frac{n_i}{k_i}}

    with :math:`S` the tiers that get money: those with the steepest first step :math:`M_i k_i`, as many as
    have it above :math:`\\lambda`.

    References
    ----------
    Koopman, B. O. (1953). The optimum distribution of effort. Journal of the Operations Research Society of
    America 1(2). (The same problem for a search.)

    Examples
    --------
    >>> best = best_budget(60000, [200, 800, 4000], [300, 120, 20], [0.02, 0.04, 0.10])
    >>> best[["budget_share", "gain", "marginal_gain"]].round(2)
       budget_share      gain  marginal_gain
    0          0.26  47248.26           1.28
    1          0.44  70496.51           1.28
    2          0.30  28993.03           1.28
    >>> float(best["gain"].sum().round())
    146738.0
    """
    read_column("budget", [budget], _SPENT)
    columns = _tier_columns(customers, ceiling, speed)
    return _budget_table(_best_split(budget, *columns.values()), columns, tiers)


def _best_split(budget, customers, ceiling, speed):
    """Money for each tier: the steepest tiers first, until the next one's first step brings too little."""
    first_step, room = np.log(ceiling * speed), customers / speed
    steepest = np.argsort(-first_step, kind="stable")
    weighted = np.cumsum((room * first_step)[steepest])
    last_step = (weighted - budget) / np.cumsum(room[steepest])
    served = np.flatnonzero(last_step <= first_step[steepest])[-1]
    split = room * np.maximum(0.0, first_step - last_step[served])
    # A budget lost in rounding goes to the steepest tier.
    split[steepest[0]] = split[steepest[0]] or 1.0
    return budget * split / split.sum()


def _tier_columns(customers, ceiling, speed, **others):
    given = {"customers": customers, "ceiling": ceiling, "speed": speed}
    columns = {name: read_column(name, values, _SENSIBLE) for name, values in given.items()}
    refuse_lengths(**others, **columns)
    return columns


def _budget_table(spent, columns, tiers):
    customers, ceiling, speed = columns.values()
    return result_table(
        {
            "tier": read_names("tiers", tiers, len(spent)),
            "customers": customers,
            "budget": spent,
            "budget_share": spent / spent.sum(),
            "per_head": spent / customers,
            "gain": tier_gain(spent, customers, ceiling, speed),
            "marginal_gain": ceiling * speed * np.exp(-speed * spent / customers),
        }
    )


@formula(budget=nonnegative, customers=positive, speed=positive, marginal_gain=positive)
def ceiling_that_justifies(budget, customers, speed, marginal_gain):
    """How high the ceiling of a tier would have to be for a given budget to be the best one.

    Parameters
    ----------
    budget : float, array, Series or expression
        Money for the tier (per period).
    customers : float, array, Series or expression
        How many customers the tier has.
    speed : float, array, Series or expression
        How fast the ceiling is neared (per unit of money per customer).
    marginal_gain : float, array, Series or expression
        What one more unit of money brings in the other tiers, from `budget_table`.

    Returns
    -------
    float, array, Series or expression
        The ceiling: gain per customer that no spending can exceed (money per period).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or the ceiling is larger than a number can be. An expression
        passes unchecked.

    Notes
    -----
    .. math:: M = \\frac{\\lambda}{k} \\, e^{k B / n}

    with :math:`\\lambda` the marginal gain, :math:`k` the speed, :math:`B` the budget and :math:`n` the
    customers.

    Examples
    --------
    For 48,000 of 60,000 on 200 customers to be right beside a tier where the last unit of money brings 3.06,
    each of them would have to be able to bring 18,600 more, not 300:

    >>> round(ceiling_that_justifies(48000, 200, speed=0.02, marginal_gain=3.0606), -2)
    18600.0
    """
    return marginal_gain / speed * math.e ** (speed * budget / customers)


class GainCurve(NamedTuple):
    """The two numbers of a gain with diminishing returns."""

    ceiling: float
    speed: float


def fit_gain(per_head, gain, weights=None):
    """The ceiling and the speed of a tier, from what a few benefits were seen to gain.

    Parameters
    ----------
    per_head : list, array or Series
        Money spent per customer (per period) in each arm of a trial, 1e-9 to 1e12: two different levels or
        more. The arm without benefits is no row; it is what the gain is measured against.
    gain : list, array or Series
        Gain per customer of each arm over the arm without benefits (money per period, before the benefit is
        taken off), -1e12 to 1e12.
    weights : list, array or Series, optional
        How much each arm counts, such as 1 over the square of its standard error. Without it, all alike.

    Returns
    -------
    GainCurve
        A named tuple: `ceiling` (gain per customer that no spending can exceed) and `speed` (per unit of
        money per customer), as `tier_gain` and `best_budget` take them.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, the columns differ in length, there is only one level, or the
        gains show no bend: they grow in a straight line, are the same at all levels, or are not above 0.

    Notes
    -----
    Least squares; for each speed the best ceiling is known in closed form:

    .. math::

        \\min_{M, k} \\sum_i w_i \\bigl( g_i - M (1 - e^{-k x_i}) \\bigr)^2 \\qquad
        M(k) = \\frac{\\sum_i w_i g_i f_i}{\\sum_i w_i f_i^2}, \\quad f_i = 1 - e^{-k x_i}

    with :math:`x_i` the money per customer, :math:`g_i` the gain and :math:`w_i` the weight of an arm. Two
    levels fix both numbers, so a third is needed to see whether the form fits.

    Examples
    --------
    Every further 10 per head halve what is still missing from 120:

    >>> curve = fit_gain(per_head=[10, 20, 30], gain=[60, 90, 105])
    >>> round(curve.ceiling, 3), round(curve.speed, 4)
    (120.0, 0.0693)
    """
    spent, gains = read_column("per_head", per_head, _SENSIBLE), read_column("gain", gain, _GAIN)
    counts = np.ones(len(spent)) if weights is None else read_column("weights", weights, _SENSIBLE)
    refuse_lengths(per_head=spent, gain=gains, weights=counts)
    if len({*spent}) < 2:
        raise ValueError(f"per_head must have two different levels or more; got {describe(per_head)}")
    low, high = math.log(_STRAIGHT / spent.max()), math.log(-math.log(_FLAT) / spent.min())
    log_speed = _lowest(lambda log: _misfit(math.exp(log), spent, gains, counts), low, high)
    curve = GainCurve(_ceiling(math.exp(log_speed), spent, gains, counts), math.exp(log_speed))
    if min(log_speed - low, high - log_speed) < 1e-3 or curve.ceiling <= 0:
        raise ValueError(
            "gain must be above 0, rise with per_head, and rise ever less, or ceiling and speed cannot be "
            f"told; got {describe(gain)}"
        )
    return curve


def _ceiling(speed, spent, gains, counts):
    """The best ceiling at a speed."""
    reached = -np.expm1(-speed * spent)
    return float((counts * gains * reached).sum() / (counts * reached**2).sum())


def _misfit(speed, spent, gains, counts):
    fitted = _ceiling(speed, spent, gains, counts) * -np.expm1(-speed * spent)
    return float((counts * (gains - fitted) ** 2).sum())


def _lowest(function, low, high, points=200):
    """Where a function is lowest: the best point of a grid, then more finely around it."""
    from scipy.optimize import minimize_scalar

    grid = np.linspace(low, high, points)
    best = int(np.argmin([function(point) for point in grid]))
    around = grid[max(best - 1, 0)], grid[min(best + 1, points - 1)]
    return float(minimize_scalar(function, bounds=around, method="bounded", options={"xatol": 1e-10}).x)
