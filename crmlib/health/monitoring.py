"""Whether a score still says what it said: calibration of its risks, and drift of its distribution."""

import numpy as np

from crmlib._guard.checks import Kind, check, checked, one, share
from crmlib._guard.columns import read_flags, read_numbers, refuse_lengths
from crmlib._guard.tables import result_table
from crmlib.intervals import wilson_interval

_GROUPS = one(Kind("a whole number from 2 to 100", low=2, high=100, whole=True))


@checked(groups=_GROUPS)
def risk_calibration(risks, churned, groups=10):
    """Whether risks mean what they say: in each group of like risk, who was expected to leave and who left.

    Parameters
    ----------
    risks : list, array or Series
        The probability of leaving that each customer was given beforehand, 0 to 1.
    churned : list, array or Series
        Whether each customer left afterwards, 1 or 0.
    groups : int
        How many groups of about equal size, 2 to 100. Customers of equal risk stay together.

    Returns
    -------
    pandas.DataFrame
        A row per group that has customers, the lowest risk first: `group` (from 1), `customers`, `expected`
        (mean risk), `observed` (share that left), `lower` and `upper` (Wilson's 95 % interval for it).

    Raises
    ------
    TypeError, ValueError
        If the columns differ in length or hold missing values, a risk is not from 0 to 1, or `groups` is not
        a whole number from 2 to 100.

    Notes
    -----
    For the customers :math:`C_g` of a group, with risks :math:`p_i` and :math:`y_i` of 1 for who left

    .. math:: \\text{expected} = \\frac{1}{|C_g|} \\sum_{i \\in C_g} p_i, \\qquad
        \\text{observed} = \\frac{1}{|C_g|} \\sum_{i \\in C_g} y_i

    A score may rank well and be badly calibrated: half of all risks rank customers as the risks do. Money
    needs calibration, since `call_value` multiplies by the risk.

    References
    ----------
    Niculescu-Mizil, A. and Caruana, R. (2005). Predicting good probabilities with supervised learning.
    Proceedings of the 22nd International Conference on Machine Learning.

    Examples
    --------
    Of the two of low risk nobody left, of the two of high risk one:

    >>> table = risk_calibration([0.1, 0.2, 0.6, 0.8], [0, 0, 1, 0], groups=2)
    >>> table[["group", "customers", "expected", "observed"]].round(2)
       group  customers  expected  observed
    0      1          2      0.15       0.0
    1      2          2      0.70       0.5
    """
    numbers, left = read_numbers("risks", risks), read_flags("churned", churned)
    check("risks", numbers, share)
    refuse_lengths(risks=numbers, churned=left)
    below = np.searchsorted(np.sort(numbers), numbers, side="left")
    names, group = np.unique(below * int(groups) // len(numbers), return_inverse=True)
    customers, leavers = np.bincount(group), np.bincount(group, weights=left).astype(int)
    lower, upper = wilson_interval(leavers, customers)
    return result_table(
        {
            "group": names + 1,
            "customers": customers,
            "expected": np.bincount(group, weights=numbers) / customers,
            "observed": leavers / customers,
            "lower": lower,
            "upper": upper,
        }
    )


@checked(groups=_GROUPS)
def population_stability(before, after, groups=10):
    """How far a score's distribution has drifted: the population stability index.

    Parameters
    ----------
    before : list, array or Series
        The score (or an indicator) of each customer when the threshold was set.
    after : list, array or Series
        The same of each customer now; they need not be the same customers, nor as many.
    groups : int
        Into how many groups of about equal size `before` is cut, 2 to 100. Equal scores stay together.

    Returns
    -------
    float
        The index, at least 0; 0 where both have the same shares in every group.

    Raises
    ------
    TypeError, ValueError
        If a column is empty or holds something else than numbers, or `groups` is not a whole number from 2
        to 100.

    Notes
    -----
    .. math:: \\sum_k (a_k - b_k) \\ln \\frac{a_k}{b_k}

    with :math:`b_k` and :math:`a_k` the shares of the customers in group :math:`k` before and after. Half a
    customer is added to each group, so that an empty one has a logarithm. By a rule of banks an index below
    0.1 is little and above 0.25 much. The rule knows nothing of chance: with nothing changed the index is
    about :math:`(K - 1)(1 / n_a + 1 / n_b)` for :math:`K` groups, far above 0.1 for a few dozen. It tells
    that the customers differ, and not whether the score still finds the leavers.

    References
    ----------
    Yurdakul, B. and Naranjo, J. (2020). Statistical properties of the population stability index. Journal of
    Risk Model Validation 14(4).

    Examples
    --------
    Half of the customers scored 40 or less, now three quarters do (with the halves, 198.5 and 298.5 of 397):

    >>> round(population_stability([40] * 198 + [60] * 198, [40] * 298 + [60] * 98, groups=2), 3)
    0.279
    """
    earlier, later = read_numbers("before", before), read_numbers("after", after)
    placed = [_group_of(numbers, earlier, int(groups)) for numbers in (earlier, later)]
    names = np.unique(np.concatenate(placed))
    counts = [np.searchsorted(np.sort(group), [names, names + 1]) for group in placed]
    b, a = (high - low + 0.5 for low, high in counts)
    b, a = b / b.sum(), a / a.sum()
    return float((a - b) @ np.log(a / b))


def _group_of(numbers, among, groups):
    """The group of each number by its rank among others, from 0; equal numbers stay together."""
    rising = np.sort(among)
    ranks = sum(np.searchsorted(rising, numbers, side=side) for side in ("left", "right"))
    return np.minimum(ranks * groups // (2 * len(rising)), groups - 1)
