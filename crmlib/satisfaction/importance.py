"""Importance and performance: which attributes to work on."""

import numpy as np

from crmlib._guard.checks import (
    checked,
    number,
)
from crmlib._guard.columns import (
    read_column,
    read_names,
    read_single,
    refuse_lengths,
)
from crmlib.satisfaction.scales import read_ratings

# The four quadrants, by (high importance, high performance).
QUADRANTS = {
    (True, False): "concentrate here",
    (True, True): "keep up the good work",
    (False, False): "low priority",
    (False, True): "possible overkill",
}


@checked(importance_cut=number, performance_cut=number)
def importance_performance(
    importance, performance, items=None, importance_cut=None, performance_cut=None, *, scale=None
):
    """Importance-performance analysis: the quadrant of each attribute.

    Parameters
    ----------
    importance, performance : list, array or Series
        The mean rating of each attribute (points), in the same order of attributes.
    items : list, array or Series, optional
        The names of the attributes. Without it, they are numbered from 1.
    importance_cut, performance_cut : float, optional
        Where the grid is cut (points). Without it, at the mean of the attributes. That cut is relative: some
        attribute always lies below it, however good all are. The middle of the scale is the other choice.
    scale : tuple of two int, optional
        The lowest and the highest rating, such as (1, 7). With it, a rating off the scale is refused. Without
        it, only a code for no answer that stands far off the others is (99, -9 and the like).

    Returns
    -------
    pandas.DataFrame
        A row per attribute: `item`, `importance`, `performance`, `quadrant` ("concentrate here": important,
        done badly; "keep up the good work"; "low priority"; "possible overkill": done well, unimportant).

    Raises
    ------
    TypeError, ValueError
        If a rating is missing or no number, or off the scale, or the columns differ in length.

    Notes
    -----
    .. math:: \\text{important} \\iff I_j \\ge c_I \\qquad \\text{done well} \\iff P_j \\ge c_P

    with :math:`I_j` and :math:`P_j` the ratings of attribute j and :math:`c` the cuts. A rating equal to the
    cut counts as high.

    References
    ----------
    Martilla, J. A. and James, J. C. (1977). Importance-performance analysis. Journal of Marketing 41(1).

    Examples
    --------
    >>> importance_performance([5, 5, 2, 2], [2, 5, 2, 5], items=["speed", "price", "music", "coffee"])
         item  importance  performance               quadrant
    0   speed         5.0          2.0       concentrate here
    1   price         5.0          5.0  keep up the good work
    2   music         2.0          2.0           low priority
    3  coffee         2.0          5.0      possible overkill
    """
    import pandas as pd

    weight, rating = (
        _means("importance", importance, scale),
        _means("performance", performance, scale),
    )
    refuse_lengths(importance=weight, performance=rating)
    important = _high("importance_cut", weight, importance_cut)
    good = _high("performance_cut", rating, performance_cut)
    quadrants = [QUADRANTS[pair] for pair in zip(important.tolist(), good.tolist(), strict=True)]
    names = read_names("items", items, len(weight))
    return pd.DataFrame({"item": names, "importance": weight, "performance": rating, "quadrant": quadrants})


def _means(name, ratings, scale):
    """One mean rating an attribute."""
    read_column(name, ratings, number)
    return read_ratings(name, ratings, scale)


def _high(name, ratings, cut):
    """Whether each rating reaches the cut; a mean may lie a hair above the equal values it is made of."""
    cut = ratings.mean() if cut is None else read_single(name, cut)
    return (ratings > cut) | np.isclose(ratings, cut, rtol=1e-12, atol=0)
