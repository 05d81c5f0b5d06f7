"""Clusters of customers by behaviour: K-means on standardised columns, and how far to trust them.

Clusters are made, not found: K-means cuts any cloud of customers into as many parts as it is asked for.
`elbow_table` and `silhouette_table` tell how compact the parts are, `stability_table` whether another sample
of customers would have been cut alike.
"""

import warnings
from dataclasses import replace

import narwhals as nw
import numpy as np

from crmlib._guard.checks import Kind, check, checked, count, describe
from crmlib._guard.tables import as_eager_frame, refuse_kind, refuse_missing_column, result_table

_CLUSTERS = Kind("a whole number from 1 to 100", low=1, high=100, whole=True, single=True)
_MOST_CLUSTERS = Kind("a whole number from 2 to 100", low=2, high=100, whole=True, single=True)
_SEED = replace(count, words="a whole number from 0 to 4,294,967,295", high=2**32 - 1, single=True)
_STARTS = Kind("a whole number from 1 to 1,000", low=1, high=1000, whole=True, single=True)
_SAMPLE = Kind("a whole number from 100 to 1,000,000", low=100, high=1_000_000, whole=True, single=True)
_MEASURE = Kind("a number from -1e12 to 1e12", low=-1e12, high=1e12)


class BehaviourClusters:
    """K-means on standardised columns, with clusters numbered in a reproducible order.

    Parameters
    ----------
    clusters : int
        How many clusters to make, 1 to 100.
    seed : int
        Seed of the random starts: the same seed gives the same clusters.
    n_init : int
        How many random starts, 1 to 1,000; the best is kept.

    Attributes
    ----------
    labels_ : numpy.ndarray
        The cluster of each customer, from 1, in the order of the table. Cluster 1 has the lowest mean of the
        first column.
    centres_ : pandas.DataFrame
        The mean of each column in each cluster (rows 1, 2, …), in the units of the table.
    inertia_ : float
        The sum of squared distances to the own centre, in standard deviations squared.
    columns_ : list of str
        The columns used.

    Notes
    -----
    .. math::

        \\min \\sum_i \\lVert z_i - m_{c(i)} \\rVert^2 \\qquad z_{ij} = \\frac{x_{ij} - \\bar{x}_j}{s_j}

    Each column is standardised to mean 0 and standard deviation 1 (divided by n), or money in thousands would
    drown orders in units. Skewed columns are better taken as logarithms first: a few large customers
    otherwise make clusters of their own.

    References
    ----------
    Dolnicar, S., Grün, B. and Leisch, F. (2018). Market Segmentation Analysis. Springer.

    Examples
    --------
    >>> import pandas as pd
    >>> customers = pd.DataFrame({"orders": [1, 2, 9, 10], "spend": [10.0, 20.0, 200.0, 190.0]})
    >>> model = BehaviourClusters(clusters=2).fit(customers, ["orders", "spend"])
    >>> model.labels_.tolist()
    [1, 1, 2, 2]
    >>> model.summary()
       cluster  customers  share  orders  spend
    0        1          2    0.5     1.5   15.0
    1        2          2    0.5     9.5  195.0
    """

    @checked(clusters=_CLUSTERS, seed=_SEED, n_init=_STARTS)
    def __init__(self, clusters=4, seed=0, n_init=20):
        self.clusters, self.seed, self.n_init = int(clusters), int(seed), int(n_init)

    def fit(self, table, columns):
        """Make the clusters.

        Parameters
        ----------
        table : DataFrame
            A row per customer (pandas, Polars or PyArrow).
        columns : list of str
            The columns of numbers that count; the first gives the clusters their order.

        Returns
        -------
        BehaviourClusters
            Itself.

        Raises
        ------
        TypeError, ValueError
            If a column is missing, holds no numbers or the same number for all, or there are fewer different
            customers than clusters.
        """
        import pandas as pd

        values = _behaviour(table, columns)
        self.columns_ = list(columns)
        self._middle, self._spread = values.mean(axis=0), values.std(axis=0)
        _refuse_few(values, self.clusters)
        fitted = _kmeans(self._standard(values), self.clusters, self.seed, self.n_init)
        order = np.lexsort(fitted.cluster_centers_.T[::-1])
        self._centres = fitted.cluster_centers_[order]
        self.labels_, self.inertia_ = np.argsort(order)[fitted.labels_] + 1, float(fitted.inertia_)
        rows = range(1, self.clusters + 1)
        centres = self._centres * self._spread + self._middle
        self.centres_ = pd.DataFrame(centres, index=rows, columns=self.columns_)
        return self

    def _standard(self, values):
        return (values - self._middle) / self._spread

    def predict(self, table):
        """The cluster of customers who were not used to make the clusters: that of the nearest centre.

        Parameters
        ----------
        table : DataFrame
            A table with the same columns.

        Returns
        -------
        numpy.ndarray
            Whole numbers from 1.

        Raises
        ------
        TypeError, ValueError
            If `fit` was not called, or a column is missing or holds no numbers.
        """
        from sklearn.metrics import pairwise_distances_argmin

        self._refuse_unfitted()
        values = self._standard(_numbers(table, self.columns_))
        return pairwise_distances_argmin(values, self._centres) + 1

    def summary(self):
        """The size and the means of each cluster.

        Returns
        -------
        pandas.DataFrame
            A row per cluster: `cluster`, `customers`, `share` and the mean of each column, in its own units.

        Raises
        ------
        ValueError
            If `fit` was not called.
        """
        self._refuse_unfitted()
        customers = np.bincount(self.labels_, minlength=self.clusters + 1)[1:]
        sizes = {"cluster": self.centres_.index, "customers": customers, "share": customers / customers.sum()}
        return result_table(sizes | {name: self.centres_[name].to_numpy() for name in self.columns_})

    def _refuse_unfitted(self):
        if not hasattr(self, "labels_"):
            raise ValueError("there are no clusters yet: call fit(table, columns) first")


@checked(most_clusters=_MOST_CLUSTERS, seed=_SEED, n_init=_STARTS)
def elbow_table(table, columns, most_clusters=8, seed=0, n_init=20):
    """How much of the differences between customers 1, 2, 3, … clusters explain.

    Parameters
    ----------
    table : DataFrame
        A row per customer (pandas, Polars or PyArrow).
    columns : list of str
        The columns of numbers that count.
    most_clusters : int
        The most clusters to be looked at, 2 to 100.
    seed, n_init : int
        As in `BehaviourClusters`.

    Returns
    -------
    pandas.DataFrame
        A row per number of clusters from 1: `clusters`, `inertia` (sum of squared distances to the own
        centre, in standard deviations squared), `explained` (1 less inertia over that of one cluster, a
        share).

    Raises
    ------
    TypeError, ValueError
        If a column is missing, holds no numbers or the same number for all, or there are fewer different
        customers than clusters.

    Notes
    -----
    .. math:: \\text{inertia}(k) = \\sum_i \\lVert z_i - m_{c(i)} \\rVert^2

    The inertia falls with every further cluster, also where there are none: look for a bend, and do not be
    surprised to see no bend.

    References
    ----------
    Thorndike, R. L. (1953). Who belongs in the family? Psychometrika 18(4).

    Examples
    --------
    >>> import pandas as pd
    >>> customers = pd.DataFrame({"orders": [1, 2, 9, 10], "spend": [10.0, 20.0, 200.0, 190.0]})
    >>> elbow_table(customers, ["orders", "spend"], most_clusters=3).round(3)
       clusters  inertia  explained
    0         1    8.000      0.000
    1         2    0.074      0.991
    2         3    0.037      0.995
    """
    values = _standardised(table, columns, most_clusters)
    sizes = range(1, int(most_clusters) + 1)
    inertia = np.array([_kmeans(values, size, seed, n_init).inertia_ for size in sizes])
    return result_table({"clusters": sizes, "inertia": inertia, "explained": 1 - inertia / inertia[0]})


@checked(most_clusters=_MOST_CLUSTERS, seed=_SEED, n_init=_STARTS, sample=_SAMPLE)
def silhouette_table(table, columns, most_clusters=8, seed=0, n_init=20, sample=5000):
    """How clearly customers belong to their own cluster rather than to the next, for 2, 3, … clusters.

    Parameters
    ----------
    table : DataFrame
        A row per customer (pandas, Polars or PyArrow), more than `most_clusters` different ones.
    columns : list of str
        The columns of numbers that count.
    most_clusters : int
        The most clusters to be looked at, 2 to 100.
    seed, n_init : int
        As in `BehaviourClusters`.
    sample : int
        The silhouette takes the square of the number of customers; of more than this many (100 to 1,000,000)
        a random sample is taken.

    Returns
    -------
    pandas.DataFrame
        A row per number of clusters from 2: `clusters`, `silhouette` (mean over customers, -1 to 1).

    Raises
    ------
    TypeError, ValueError
        If a column is missing, holds no numbers or the same number for all, or there are too few different
        customers.

    Notes
    -----
    .. math:: s_i = \\frac{b_i - a_i}{\\max(a_i, b_i)}

    with :math:`a_i` the mean distance of customer i to the others of her cluster and :math:`b_i` that to the
    nearest other cluster. Near 0 she lies between two clusters, below 0 in the wrong one.

    References
    ----------
    Rousseeuw, P. J. (1987). Silhouettes: a graphical aid to the interpretation and validation of cluster
    analysis. Journal of Computational and Applied Mathematics 20.

    Examples
    --------
    >>> import pandas as pd
    >>> customers = pd.DataFrame({"orders": [1, 2, 9, 10], "spend": [10.0, 20.0, 200.0, 190.0]})
    >>> silhouette_table(customers, ["orders", "spend"], most_clusters=3).round(3)
       clusters  silhouette
    0         2       0.903
    1         3       0.451
    """
    values = _standardised(table, columns, int(most_clusters) + 1)
    sizes = range(2, int(most_clusters) + 1)
    partitions = [_kmeans(values, size, seed, n_init).labels_ for size in sizes]
    silhouettes = [_silhouette(values, labels, sample, seed) for labels in partitions]
    return result_table({"clusters": sizes, "silhouette": silhouettes})


def _silhouette(values, labels, sample, seed):
    from sklearn.metrics import silhouette_score

    rows = np.arange(len(values))
    if len(values) > sample:
        drawn = np.random.default_rng(int(seed)).choice(len(values), int(sample), replace=False)
        # One customer of each cluster at least, or a small cluster might be missed.
        rows = np.union1d(drawn, np.unique(labels, return_index=True)[1])
    return float(silhouette_score(values[rows], labels[rows]))


@checked(most_clusters=_MOST_CLUSTERS, seed=_SEED, n_init=_STARTS, pairs=_STARTS)
def stability_table(table, columns, most_clusters=8, seed=0, n_init=5, pairs=20):
    """Whether another sample of customers would have been cut alike, for 2, 3, … clusters.

    Parameters
    ----------
    table : DataFrame
        A row per customer (pandas, Polars or PyArrow).
    columns : list of str
        The columns of numbers that count.
    most_clusters : int
        The most clusters to be looked at, 2 to 100.
    seed, n_init : int
        As in `BehaviourClusters`; fewer starts, because it is fitted 2 x `pairs` times per row.
    pairs : int
        How many pairs of bootstrap samples, 1 to 1,000.

    Returns
    -------
    pandas.DataFrame
        A row per number of clusters from 2: `clusters`, `stability` (mean adjusted Rand index over the
        pairs), `lowest`, `highest`. 1: the same clusters each time; 0: no more alike than by chance.

    Raises
    ------
    TypeError, ValueError
        If a column is missing, holds no numbers or the same number for all, or there are too few different
        customers.

    Notes
    -----
    For each pair, two samples of as many customers as there are are drawn with replacement; clusters are made
    on each; all customers are given to the nearest centre of the one and of the other; and the two partitions
    are compared by the adjusted Rand index

    .. math::

        \\frac{\\text{agreeing pairs of customers} - \\text{expected by chance}}
              {\\text{most possible} - \\text{expected by chance}}

    Stable clusters need not be useful, and one stable number of clusters need not exist.

    References
    ----------
    Dolnicar, S. and Leisch, F. (2010). Evaluation of structure and reproducibility of cluster solutions using
    the bootstrap. Marketing Letters 21(1).

    Hennig, C. (2007). Cluster-wise assessment of cluster stability. Computational Statistics and Data
    Analysis 52(1).

    Hubert, L. and Arabie, P. (1985). Comparing partitions. Journal of Classification 2(1).

    Examples
    --------
    >>> import pandas as pd
    >>> orders, spend = [1, 2, 3, 9, 10, 11] * 5, [10, 20, 15, 190, 200, 210] * 5
    >>> customers = pd.DataFrame({"orders": orders, "spend": spend})
    >>> stability_table(customers, ["orders", "spend"], most_clusters=2, pairs=5)
       clusters  stability  lowest  highest
    0         2        1.0     1.0      1.0
    """
    values = _standardised(table, columns, most_clusters)
    sizes = range(2, int(most_clusters) + 1)
    indices = np.array([_agreement(values, size, seed, n_init, int(pairs)) for size in sizes])
    spread = {
        "stability": indices.mean(axis=1),
        "lowest": indices.min(axis=1),
        "highest": indices.max(axis=1),
    }
    return result_table({"clusters": sizes} | spread)


def _agreement(values, clusters, seed, n_init, pairs):
    """The adjusted Rand index of each pair of bootstrap samples."""
    from sklearn.metrics import adjusted_rand_score

    draws = np.random.default_rng(int(seed)).integers(len(values), size=(2 * pairs, len(values)))
    partitions = [_kmeans(values[rows], clusters, seed, n_init).predict(values) for rows in draws]
    return [adjusted_rand_score(*partitions[k : k + 2]) for k in range(0, 2 * pairs, 2)]


# ----------------------------------------------------------------------------------------------------------
# What they have in common


def _kmeans(values, clusters, seed, n_init):
    from sklearn.cluster import KMeans
    from sklearn.exceptions import ConvergenceWarning
    from threadpoolctl import threadpool_limits

    model = KMeans(n_clusters=int(clusters), n_init=int(n_init), random_state=int(seed))
    # So small a task is slower on many threads, by far where other work runs beside it.
    with threadpool_limits(limits=1), warnings.catch_warnings():
        # A bootstrap sample of few customers may hold fewer different ones than clusters.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit(values)


def _standardised(table, columns, fewest):
    values = _behaviour(table, columns)
    _refuse_few(values, int(fewest))
    return (values - values.mean(axis=0)) / values.std(axis=0)


def _behaviour(table, columns):
    """The columns as an array, a row per customer; none of them without differences."""
    values = _numbers(table, columns)
    for name, column in zip(columns, values.T, strict=True):
        if not column.std() > 1e-12 * max(1.0, np.abs(column).max()):
            raise ValueError(
                f"column {name!r} of columns is the same for all customers ({column[0]:g}): it tells nothing "
                "apart, so leave it out"
            )
    return values


def _numbers(table, columns):
    frame = as_eager_frame(table)
    if not isinstance(columns, list | tuple) or not columns or not all(isinstance(n, str) for n in columns):
        raise TypeError(f"columns must be a list of column names; got {describe(columns)}")
    if len({*columns}) < len(columns):
        raise ValueError(f"columns must be different from one another; got {describe(columns)}")
    return np.column_stack([_number_column(frame, name) for name in columns])


def _number_column(frame, name):
    refuse_missing_column(frame, name, "table")
    refuse_kind(frame, name, frame.schema[name].is_numeric(), "numbers")
    values = frame[name].cast(nw.Float64).to_numpy()
    check(f"column {name!r}", values, _MEASURE)
    return values


def _refuse_few(values, fewest):
    different = len(np.unique(values, axis=0))
    if different < fewest:
        raise ValueError(
            f"table has {different} different customers in these columns, fewer than the {fewest} needed for "
            "so many clusters"
        )
