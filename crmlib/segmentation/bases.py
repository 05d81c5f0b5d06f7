"""Bases of segmentation: how much of the differences between customers a base explains."""

from dataclasses import replace

import numpy as np

from crmlib._guard.checks import Kind, checked, count, describe, number, one, one_of, open_share
from crmlib._guard.columns import as_list, is_missing, read_column
from crmlib._guard.tables import as_eager_frame, result_table

_AMOUNT = replace(number, words="a number from -1e15 to 1e15", low=-1e15, high=1e15)
_DRAWS = Kind("a whole number from 100 to 100,000", low=100, high=100_000, whole=True, single=True)
_SEED = replace(count, words="a whole number from 0 to 4,294,967,295", high=2**32 - 1, single=True)
_CORRECTION = one_of("groups", "none")


@checked(correction=_CORRECTION)
def variance_explained(values, groups, correction="groups"):
    """The share of the differences between customers that lies between groups rather than within them.

    Parameters
    ----------
    values : list, array or Series
        What each customer did (orders, spend: any unit), not the same for all.
    groups : list, array or Series
        The group of each customer by one base of segmentation, in the same order; at least two groups, and
        fewer groups than customers.
    correction : {"groups", "none"}
        "groups" takes off what a split into as many groups explains by chance; the result may then be a
        little below 0. "none" does not, and the result never is.

    Returns
    -------
    float
        A share: 1 if customers of one group are all alike, 0 if the groups have the same mean.

    Raises
    ------
    TypeError, ValueError
        If a value or a group is missing, the columns differ in length, all values are equal, or there are
        too few groups or customers.

    Notes
    -----
    With customer i in group g(i), the mean of her group and the mean of all n customers in k groups:

    .. math::

        \\eta^2 = \\frac{\\sum_i (\\bar{x}_{g(i)} - \\bar{x})^2}{\\sum_i (x_i - \\bar{x})^2} \\qquad
        \\varepsilon^2 = 1 - (1 - \\eta^2) \\frac{n - 1}{n - k}

    :math:`\\eta^2` grows with every further group, also where groups are drawn at random: on average it is
    (k - 1) / (n - 1) then. :math:`\\varepsilon^2` is 0 on average.

    References
    ----------
    Kelley, T. L. (1935). An unbiased correlation ratio measure. Proceedings of the National Academy of
    Sciences 21(9).

    Examples
    --------
    >>> round(variance_explained([1, 3, 5, 7], ["a", "a", "b", "b"], correction="none"), 3)
    0.8
    >>> round(variance_explained([1, 3, 5, 7], ["a", "a", "b", "b"]), 3)
    0.7
    """
    amounts = read_column("values", values, _AMOUNT)
    codes = _group_codes(groups, len(amounts))
    if np.ptp(amounts) == 0:
        raise ValueError(f"values must not all be the same; each is {amounts[0]:g}, so nothing is explained")
    return float(_explained(amounts, codes, correction == "groups"))


def _group_codes(groups, customers):
    """A whole number from 0 for the group of each customer."""
    row = isinstance(groups, list | tuple) or len(getattr(groups, "shape", ())) == 1
    if not row or len(groups) != customers:
        raise ValueError(f"groups must be one label per value of values, {customers}; got {describe(groups)}")
    labels = as_list(groups)
    if missing := sum(map(is_missing, labels)):
        raise ValueError(f"groups is missing in {missing} of {customers} rows; drop or fill them first")
    codes = np.unique([str(label) for label in labels], return_inverse=True)[1]
    if not 2 <= codes.max() + 1 < customers:
        raise ValueError(
            f"groups must be at least 2 and fewer than the {customers} customers; got {codes.max() + 1}"
        )
    return codes


def _explained(amounts, codes, corrected):
    sizes = np.bincount(codes)
    totals = np.bincount(codes, weights=amounts - amounts.mean())
    filled = sizes > 0
    within = 1 - (totals[filled] ** 2 / sizes[filled]).sum() / ((amounts - amounts.mean()) ** 2).sum()
    customers = len(amounts)
    return 1 - within * ((customers - 1) / (customers - filled.sum()) if corrected else 1)


@checked(confidence=one(open_share), draws=_DRAWS, seed=_SEED)
def compare_bases(values, bases, confidence=0.95, draws=500, seed=0):
    """How much of the differences between customers each of several bases explains, with an interval.

    Parameters
    ----------
    values : list, array or Series
        What each customer did (orders, spend: any unit), best after the bases were recorded.
    bases : DataFrame
        A column of group labels for each base (pandas, Polars or PyArrow), a row per customer in the same
        order. Customers for whom a base is missing are left out of its row.
    confidence : float
        How often such an interval holds the true share, above 0 and below 1.
    draws : int
        How many bootstrap samples, 100 to 100,000.
    seed : int
        Seed of the samples.

    Returns
    -------
    pandas.DataFrame
        A row per base: `base`, `customers` (for whom it is known), `groups`, `explained`, `lower`, `upper`
        (shares, corrected for the number of groups).

    Raises
    ------
    TypeError, ValueError
        If a value is missing, the two differ in length, or a base has too few groups.

    Notes
    -----
    Customers are drawn with replacement, and the share is computed as by `variance_explained`. A sample with
    repeated customers explains a little too much, so the quantiles are moved down until the mean of the
    samples meets the estimate.

    References
    ----------
    Efron, B. and Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Chapman and Hall.

    Examples
    --------
    >>> import pandas as pd
    >>> spend = [10, 12, 11, 30, 28, 32] * 5
    >>> bases = pd.DataFrame({"city": list("ababab") * 5, "club": list("nnnyyy") * 5})
    >>> compare_bases(spend, bases).drop(columns=["lower", "upper"]).round(2)
       base  customers  groups  explained
    0  city         30       2       0.16
    1  club         30       2       0.98
    """
    amounts, frame = read_column("values", values, _AMOUNT), as_eager_frame(bases, "bases")
    labels = {name: frame[name].to_list() for name in frame.columns}
    if len(frame) != len(amounts):
        raise ValueError(f"bases must have one row per value of values, {len(amounts)}; got {len(frame)}")
    rows = [_base_row(amounts, *base, confidence, int(draws), int(seed)) for base in labels.items()]
    return result_table(rows)


def _base_row(amounts, base, labels, confidence, draws, seed):
    known = [row for row, label in enumerate(labels) if not is_missing(label)]
    amounts, labels = amounts[known], [labels[row] for row in known]
    explained = variance_explained(amounts, labels)
    codes, generator = _group_codes(labels, len(amounts)), np.random.default_rng(seed)
    samples = generator.integers(len(amounts), size=(draws, len(amounts)))
    shares = np.array([_explained(amounts[rows], codes[rows], True) for rows in samples])
    tail = (1 - confidence) / 2
    lower, upper = np.quantile(shares - shares.mean() + explained, [tail, 1 - tail])
    sizes = {"base": base, "customers": len(amounts), "groups": int(codes.max()) + 1}
    return sizes | {"explained": explained, "lower": float(lower), "upper": float(upper)}
