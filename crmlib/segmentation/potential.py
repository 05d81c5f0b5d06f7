"""Value and potential: who is worth how much, and who could be worth more."""

import warnings
from dataclasses import replace

import numpy as np

from crmlib._guard.checks import Kind, checked, describe, formula, nonnegative, number, one_of, require
from crmlib._guard.columns import is_missing, read_column, refuse_lengths
from crmlib._guard.tables import DataWarning, as_frame, result_table

_SPEND = Kind("a number from 0 to 1e15", low=0, high=1e15)
_EITHER_WAY = Kind("a number from -1e15 to 1e15", low=-1e15, high=1e15)
_ONE_NUMBER = replace(number, single=True)
_QUANTILE = Kind("a share from 0.5 to 0.99", low=0.5, high=0.99, single=True)
_FEWEST = Kind("a whole number of at least 2", low=2, whole=True, single=True)
_FEW_PEERS = one_of("everyone", "own")


@formula(own_spend=nonnegative, category_spend=nonnegative)
def spend_potential(own_spend, category_spend):
    """What a customer spends on the category elsewhere: category spend less what she spends here.

    Parameters
    ----------
    own_spend : float, array, Series or expression
        What she spends on the category with us (money per period).
    category_spend : float, array, Series or expression
        What she spends on the category in all (money per the same period), at least `own_spend`.

    Returns
    -------
    float, array, Series or expression
        The potential (money per period).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or negative, or she spends more with us than in all. An expression passes
        unchecked.

    Notes
    -----
    .. math:: \\text{potential} = \\text{category spend} - \\text{own spend}

    It is the most that could be won, not what can be.

    Examples
    --------
    >>> spend_potential(own_spend=300, category_spend=1200)
    900
    """
    require(
        category_spend >= own_spend,
        "category_spend must be at least own_spend",
        own_spend=own_spend,
        category_spend=category_spend,
    )
    return category_spend - own_spend


@checked(quantile=_QUANTILE, min_peers=_FEWEST, few_peers=_FEW_PEERS)
def estimate_potential(own_spend, peers, quantile=0.9, min_peers=20, few_peers=None):
    """Potential without category data: what comparable customers who spend much spend more than she does.

    Parameters
    ----------
    own_spend : list, array or Series
        What each customer spends with us (money per period), at least 0.
    peers : list, array, Series or DataFrame
        The group of comparable customers she belongs to, one label a customer; or a table of features (such
        as region and household size): those equal in all of them are peers.
    quantile : float
        The quantile of peers' spend that is the benchmark, 0.5 to 0.99.
    min_peers : int
        The fewest customers in a group whose quantile is used, at least 2.
    few_peers : {"everyone", "own"}, optional
        What a smaller group is compared with: all customers, or itself all the same. Without a choice
        "everyone" is taken, with a `DataWarning` if there are such groups.

    Returns
    -------
    pandas.DataFrame
        A row per customer, in the order given: `own_spend`, `peers` (customers she is compared with, herself
        included), `benchmark` (money), `potential` (money, at least 0).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or negative, a feature is missing, or the columns differ in length.

    Warns
    -----
    DataWarning
        When groups are too small and no choice was made.

    Notes
    -----
    .. math:: \\text{potential}_i = \\max\\left( 0,\\; Q_q(\\text{spend of the peers of } i) - x_i \\right)

    The benchmark is an upper frontier: what a customer like her has been seen to spend *here*. Its limits:
    (1) It is no category spend. Where all peers split their wallets, it is too low, and who is above it gets
    a potential of 0 however much she spends elsewhere. (2) Peers differ in what the features do not say
    (income, need), so part of the gap can never be won. (3) A high quantile of one period holds luck, and
    the luckier a period the larger the gap: test it on the next one.

    References
    ----------
    Perlich, C., Rosset, S., Lawrence, R. D. and Zadrozny, B. (2007). High-quantile modeling for customer
    wallet estimation and other applications. Proceedings of the 13th ACM SIGKDD Conference.

    Examples
    --------
    >>> estimate_potential([10, 20, 30, 40, 50, 100], ["a"] * 5 + ["b"], min_peers=5, few_peers="own")
       own_spend  peers  benchmark  potential
    0       10.0      5       46.0       36.0
    1       20.0      5       46.0       26.0
    2       30.0      5       46.0       16.0
    3       40.0      5       46.0        6.0
    4       50.0      5       46.0        0.0
    5      100.0      1      100.0        0.0
    """
    import pandas as pd

    spend = pd.Series(read_column("own_spend", own_spend, _SPEND))
    groups = spend.groupby(_peer_groups(peers, len(spend)))
    size = groups.transform("size")
    small = (size < min_peers) & (few_peers != "own")
    if small.any() and few_peers is None:
        warnings.warn(_few_peers_sentence(small.sum(), min_peers), DataWarning, stacklevel=3)
    frontier = groups.transform(lambda own: own.quantile(quantile))
    benchmark = frontier.where(~small, spend.quantile(quantile))
    gap = (benchmark - spend).clip(lower=0.0)
    compared = size.where(~small, len(spend))
    return result_table({"own_spend": spend, "peers": compared, "benchmark": benchmark, "potential": gap})


def _few_peers_sentence(customers, min_peers):
    return (
        f"{customers} customers have fewer than {min_peers} peers and are compared with everyone (to choose, "
        "say few_peers='everyone' or few_peers='own')"
    )


def _peer_groups(peers, customers):
    """The number of each customer's group."""
    import pandas as pd

    features = {"peers": peers}
    if len(getattr(peers, "shape", ())) == 2:
        table = as_frame(peers, "peers")
        features = {f"feature {name!r} of peers": table[name] for name in table.columns}
    labels = [_labels(name, column, customers) for name, column in features.items()]
    if not labels:
        raise ValueError("peers must have at least one feature; got a table without columns")
    return pd.MultiIndex.from_arrays(labels).factorize()[0]


def _labels(name, values, rows):
    """One label a row as text, so that any features go together."""
    if not _is_row(values) or len(values) != rows:
        raise ValueError(f"{name} must be one label per value of own_spend, {rows}; got {describe(values)}")
    if missing := sum(map(is_missing, values)):
        raise ValueError(f"{name} is missing in {missing} of {rows} rows; drop or fill them first")
    return [str(value) for value in values]


def _is_row(values):
    return isinstance(values, list | tuple) or len(getattr(values, "shape", ())) == 1


@checked(value_cut=_ONE_NUMBER, potential_cut=_ONE_NUMBER)
def value_potential(value, potential, value_cut=None, potential_cut=None):
    """Where each customer stands in the grid of value and potential.

    Parameters
    ----------
    value : list, array or Series
        What each customer brings today (spend or contribution, money per period).
    potential : list, array or Series
        What more she could bring (money per period, at least 0), from `spend_potential` or
        `estimate_potential`, in the same order.
    value_cut, potential_cut : float, optional
        From where on value and potential count as high (money per period). Without it, the median.

    Returns
    -------
    pandas.DataFrame
        A row per customer, in the order given: `value`, `potential`, `value_level` and `potential_level`
        ("high" from the cut on, else "low"), `cell` such as "high value, low potential".

    Raises
    ------
    TypeError, ValueError
        If a number is missing or a potential is negative, or the columns differ in length.

    Examples
    --------
    >>> value_potential([900, 100, 800, 50], [50, 700, 600, 20], 500, 500)["cell"].tolist()
    ['high value, low potential', 'low value, high potential', 'high value, high potential', \
'low value, low potential']
    """
    own, more = read_column("value", value, _EITHER_WAY), read_column("potential", potential, _SPEND)
    refuse_lengths(value=own, potential=more)
    value_level, potential_level = _level(own, value_cut), _level(more, potential_cut)
    cell = [
        f"{high} value, {wide} potential" for high, wide in zip(value_level, potential_level, strict=True)
    ]
    levels = {"value_level": value_level, "potential_level": potential_level, "cell": cell}
    return result_table({"value": own, "potential": more} | levels)


def _level(values, cut):
    return np.where(values >= (np.median(values) if cut is None else cut), "high", "low")


@checked(value_cut=_ONE_NUMBER, potential_cut=_ONE_NUMBER)
def value_potential_summary(value, potential, value_cut=None, potential_cut=None):
    """The grid of value and potential: customers, value and potential of its four cells.

    Parameters
    ----------
    value, potential, value_cut, potential_cut
        As in `value_potential`.

    Returns
    -------
    pandas.DataFrame
        Four rows: `value_level`, `potential_level`, `customers`, `value` and `potential` (sums, money).

    Raises
    ------
    TypeError, ValueError
        As `value_potential`.

    Examples
    --------
    >>> value_potential_summary([900, 100, 800, 50], [50, 700, 600, 20], 500, 500)
      value_level potential_level  customers  value  potential
    0        high            high          1  800.0      600.0
    1        high             low          1  900.0       50.0
    2         low            high          1  100.0      700.0
    3         low             low          1   50.0       20.0
    """
    table = value_potential(value, potential, value_cut, potential_cut)
    cells = [(high, wide) for high in ("high", "low") for wide in ("high", "low")]
    parts = [
        table[(table["value_level"] == high) & (table["potential_level"] == wide)] for high, wide in cells
    ]
    return result_table(
        {
            "value_level": [high for high, _ in cells],
            "potential_level": [wide for _, wide in cells],
            "customers": [len(part) for part in parts],
            "value": [float(part["value"].sum()) for part in parts],
            "potential": [float(part["potential"].sum()) for part in parts],
        }
    )
