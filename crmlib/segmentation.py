"""Segments: who is worth how much, who could be worth more, and who is where in the customer life cycle.

Cumulative-share classes, the grid of value and potential, and life-cycle stages are here. The strategy table,
tiers, migration, clusters and concentration have files of their own; their names can be taken from here too.
"""

import datetime
import math
import warnings
from dataclasses import replace
from typing import NamedTuple

import narwhals as nw
import numpy as np

from crmlib.checks import Kind, check, checked, describe, formula, nonnegative, number, one_of, require, share
from crmlib.clusters import BehaviourClusters, elbow_table, silhouette_table, stability_table
from crmlib.columns import is_missing, read_column, refuse_lengths
from crmlib.concentration import (
    account_options,
    gini,
    later_share,
    lorenz_curve,
    mean_purchases_for_top_share,
    poisson_top_share,
    profitability_table,
    top_share,
    whale_curve,
    whale_peak,
)
from crmlib.migration import (
    customer_migration_value,
    distribution_given_alive,
    mailing_policies,
    migration_matrix,
    project_base,
    recency_chain,
    steady_base_by_state,
    time_to_upgrade,
)
from crmlib.strategy import (
    PRECEDENCE,
    STRATEGY_RULES,
    STRATEGY_TABLE,
    LowValueOptions,
    Programme,
    StrategyRow,
    StrategyRule,
    assign_strategy,
    compare_precedence,
    low_value_options,
    programme_table,
    strategy_table,
)
from crmlib.tables import DataWarning, as_frame, result_table
from crmlib.tiers import (
    assign_tier,
    best_budget,
    budget_table,
    ceiling_that_justifies,
    flip_probability,
    tier_gain,
    tier_history,
)
from crmlib.transactions import (
    calendar_day,
    count_findings,
    count_rows,
    observation_day,
    order_rows,
    refuse_missing,
    until_day,
)

__all__ = [
    "LIFE_CYCLE",
    "PRECEDENCE",
    "STRATEGY_RULES",
    "STRATEGY_TABLE",
    "BehaviourClusters",
    "DataWarning",
    "LowValueOptions",
    "Programme",
    "Stage",
    "StrategyRow",
    "StrategyRule",
    "abc_classes",
    "abc_table",
    "account_options",
    "assign_strategy",
    "assign_tier",
    "best_budget",
    "budget_table",
    "ceiling_that_justifies",
    "compare_precedence",
    "customer_migration_value",
    "distribution_given_alive",
    "elbow_table",
    "estimate_potential",
    "flip_probability",
    "gini",
    "later_share",
    "life_cycle_stage",
    "lorenz_curve",
    "low_value_options",
    "mailing_policies",
    "mean_purchases_for_top_share",
    "migration_matrix",
    "poisson_top_share",
    "profitability_table",
    "programme_table",
    "project_base",
    "recency_chain",
    "silhouette_table",
    "spend_potential",
    "stability_table",
    "steady_base_by_state",
    "strategy_table",
    "tier_gain",
    "tier_history",
    "time_to_upgrade",
    "top_share",
    "two_period_spend",
    "value_potential",
    "value_potential_summary",
    "whale_curve",
    "whale_peak",
]

_MONEY = Kind("a number above 0 and at most 1e15", low=0, high=1e15, open_low=True)
_SPEND = Kind("a number from 0 to 1e15", low=0, high=1e15)
_EITHER_WAY = Kind("a number from -1e15 to 1e15", low=-1e15, high=1e15)
_ONE_NUMBER = replace(number, single=True)
_QUANTILE = Kind("a share from 0.5 to 0.99", low=0.5, high=0.99, single=True)
_FEWEST = Kind("a whole number of at least 2", low=2, whole=True, single=True)
_DAYS = Kind("a whole number of days from 1 to 36,500", low=1, high=36_500, whole=True, single=True)
_CHANGE = Kind("a share from 0 to 1", low=0, high=1, single=True)
_SPENDS = ("previous_spend", "current_spend")
_BOUNDARY = one_of("reach", "within")
_FEW_PEERS = one_of("everyone", "own")
# A hair of rounding in a sum of shares.
_HAIR = 1e-9


# ----------------------------------------------------------------------------------------------------------
# Cumulative-share (ABC) classes


@checked(boundary=_BOUNDARY)
def abc_classes(values, cuts=(0.7, 0.9), boundary="reach"):
    """The class of each customer by cumulative share of value: A brings the first 70 %, B the next 20 %.

    Parameters
    ----------
    values : list, array or Series
        The value of each customer (revenue or contribution, money per period), above 0. A customer with 0 or
        less has no share of the whole; leave her out and treat her apart.
    cuts : sequence of float
        The shares at which the next class begins, rising, above 0 and below 1: two cuts make the classes A, B
        and C.
    boundary : {"reach", "within"}
        Where a class ends. "reach": with the customer who makes the cumulative share reach the cut, so that A
        brings at least 70 %. "within": before her, so that A brings at most 70 % and may be empty.

    Returns
    -------
    Series or numpy.ndarray
        "A", "B", "C", … for each customer, in the order given; a Series for a Series. Equal values are in
        one class: with "reach" the better of their classes, with "within" the worse.

    Raises
    ------
    TypeError, ValueError
        If a value is missing, 0 or negative, or the cuts are not rising shares.

    Notes
    -----
    With the values from the largest, and the cumulative share :math:`F_i` up to customer i:

    .. math::

        F_i = \\frac{\\sum_{j \\le i} x_{(j)}}{\\sum_j x_j} \\qquad
        \\text{class} = 1 + \\#\\{c : c \\le F_{i-1}\\} \\ (\\text{reach})
        \\qquad 1 + \\#\\{c : c < F_i\\} \\ (\\text{within})

    References
    ----------
    Dickie, H. F. (1951). ABC inventory analysis shoots for dollars, not pennies. Factory Management and
    Maintenance 109(7).

    Examples
    --------
    >>> abc_classes([50, 30, 10, 6, 4]).tolist()
    ['A', 'A', 'B', 'C', 'C']
    >>> abc_classes([50, 30, 10, 6, 4], boundary="within").tolist()
    ['A', 'B', 'B', 'C', 'C']
    """
    amounts, ends = _amounts(values), _cut_shares(cuts)
    largest_first = np.sort(amounts)[::-1]
    cumulative = np.append(0.0, np.cumsum(largest_first / largest_first.sum()))
    if boundary == "reach":
        before = cumulative[np.searchsorted(-largest_first, -amounts, side="left")]
        classes = np.searchsorted(ends, before + _HAIR, side="right")
    else:
        up_to = cumulative[np.searchsorted(-largest_first, -amounts, side="right")]
        classes = np.searchsorted(ends, up_to - _HAIR, side="left")
    return _like(values, np.array([chr(ord("A") + place) for place in classes]), "abc_class")


@checked(boundary=_BOUNDARY)
def abc_table(values, cuts=(0.7, 0.9), boundary="reach"):
    """How many customers each cumulative-share class has, and what it brings.

    Parameters
    ----------
    values, cuts, boundary
        As in `abc_classes`.

    Returns
    -------
    pandas.DataFrame
        A row per class: `abc_class`, `customers`, `customer_share`, `value` (money), `value_share`.

    Raises
    ------
    TypeError, ValueError
        As `abc_classes`.

    Examples
    --------
    >>> abc_table([50, 30, 10, 6, 4])
      abc_class  customers  customer_share  value  value_share
    0         A          2             0.4   80.0          0.8
    1         B          1             0.2   10.0          0.1
    2         C          2             0.4   10.0          0.1
    """
    amounts, classes = _amounts(values), np.asarray(abc_classes(values, cuts, boundary))
    letters = [chr(ord("A") + place) for place in range(len(_cut_shares(cuts)) + 1)]
    customers = np.array([(classes == letter).sum() for letter in letters])
    value = np.array([amounts[classes == letter].sum() for letter in letters])
    return result_table(
        {
            "abc_class": letters,
            "customers": customers,
            "customer_share": customers / customers.sum(),
            "value": value,
            "value_share": value / value.sum(),
        }
    )


def _amounts(values):
    amounts = read_column("values", values, number)
    if (low := amounts[amounts <= 0]).size:
        raise ValueError(
            f"each value of values must be above 0; got {low[0]:g}: it has no share of the whole, and with a "
            "negative one shares exceed 1; leave such customers out and treat them apart"
        )
    check("values", amounts, _MONEY)
    return amounts


def _cut_shares(cuts):
    ends = read_column("cuts", cuts, share)
    if len(ends) > 25 or (np.diff(ends, prepend=0, append=1) <= 0).any():
        raise ValueError(
            f"cuts must be 1 to 25 rising shares above 0 and below 1; got {describe(tuple(ends.tolist()))}"
        )
    return ends


def _like(values, results, name):
    """Results as a Series of the caller's kind, or as an array where there was none."""
    try:
        series = nw.from_native(values, series_only=True)
    except TypeError:
        return results
    if hasattr(values, "index") and hasattr(values, "iloc"):
        return type(values)(results, index=values.index, name=name)
    return nw.new_series(name, results.tolist(), nw.String, backend=series.implementation).to_native()


# ----------------------------------------------------------------------------------------------------------
# Value and potential


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


# ----------------------------------------------------------------------------------------------------------
# Life cycle


class Stage(NamedTuple):
    """A stage of the customer life cycle.

    Parameters
    ----------
    name, chinese : str
        The name in English and in Chinese.
    rule : str
        Who is in it, if no stage before it fits.
    """

    name: str
    chinese: str
    rule: str


LIFE_CYCLE = (
    Stage("prospect", "潜在客户", "has not bought yet"),
    Stage("lost", "流失客户", "last purchase more than lost_days ago"),
    Stage("new", "新客户", "first purchase at most new_days ago"),
    Stage("growing", "成长期客户", "spends more than the period before, by more than the share change"),
    Stage("declining", "衰退期客户", "spends less, by more than the share change, or nothing"),
    Stage("mature", "成熟期客户", "all others: spends about as much as the period before"),
)


@checked(new_days=_DAYS, lost_days=_DAYS, change=_CHANGE)
def life_cycle_stage(
    first_purchase,
    last_purchase,
    previous_spend,
    current_spend,
    as_of,
    new_days=90,
    lost_days=365,
    change=0.2,
):
    """The life-cycle stage of each customer, from her dates and her spend in two periods.

    Parameters
    ----------
    first_purchase, last_purchase : list, array or Series
        The dates of the first and the last purchase (dates, or text such as "2026-03-01"); both missing for
        a prospect.
    previous_spend, current_spend : list, array or Series
        What she spent in the period before and in the period that ends on `as_of`, two periods of one length
        (money, at least 0).
    as_of : date or str
        The day on which the stages are taken.
    new_days : int
        Up to how many days after the first purchase a customer is new.
    lost_days : int
        After how many days without a purchase a customer is lost, more than `new_days`.
    change : float
        By which share spend must differ from that of the period before to count as growing or declining, 0
        to 1.

    Returns
    -------
    Series or numpy.ndarray
        One of "prospect", "lost", "new", "growing", "declining", "mature" for each customer, in the order
        given; a Series if `first_purchase` is one.

    Raises
    ------
    TypeError, ValueError
        If dates do not fit together (last before first, after `as_of`, only one missing), a prospect has
        spend, a number is missing or negative, or the columns differ in length.

    Notes
    -----
    The rules are asked in the order of `LIFE_CYCLE`, and the first that fits decides; the last takes all who
    are left. So each customer has exactly one stage. With the spend :math:`x_1` of this period, :math:`x_0`
    of the period before and the change :math:`g`:

    .. math::

        \\text{growing: } x_1 > (1 + g) x_0 \\qquad
        \\text{declining: } x_1 < (1 - g) x_0 \\text{ or } x_1 = 0

    The thresholds are choices. A shop for groceries loses customers after weeks, one for cars after years:
    take them from the times between purchases.

    Examples
    --------
    >>> life_cycle_stage(
    ...     first_purchase=[None, "2024-01-10", "2026-02-20", "2023-05-01"],
    ...     last_purchase=[None, "2024-06-30", "2026-03-15", "2026-03-20"],
    ...     previous_spend=[0, 0, 0, 100], current_spend=[0, 0, 80, 130], as_of="2026-03-31",
    ... ).tolist()
    ['prospect', 'lost', 'new', 'growing']
    """
    if not lost_days > new_days:
        raise ValueError(f"lost_days must exceed new_days; got lost_days {lost_days}, new_days {new_days}")
    first, last = _purchases(first_purchase, last_purchase, as_of)
    before, now = _spends(first, previous_spend=previous_spend, current_spend=current_spend)
    fits = {
        "prospect": np.isnan(first),
        "lost": last > lost_days,
        "new": first <= new_days,
        "growing": now > before * (1 + change),
        "declining": (now < before * (1 - change)) | (now == 0),
    }
    return _like(first_purchase, np.select(list(fits.values()), list(fits), "mature"), "stage")


def _purchases(first_purchase, last_purchase, as_of):
    """How many days ago the first and the last purchase were, once they make sense together."""
    first = _days_ago("first_purchase", first_purchase, as_of)
    last = _days_ago("last_purchase", last_purchase, as_of)
    refuse_lengths(first_purchase=first, last_purchase=last)
    _refuse_rows(
        np.isnan(first) != np.isnan(last),
        "first_purchase and last_purchase must both be there or both be missing",
    )
    _refuse_rows(first < last, "last_purchase must not lie before first_purchase")
    return first, last


def _spends(first, **spends):
    """The spend of both periods; there is none without a first purchase."""
    columns = [read_column(name, spend, _SPEND) for name, spend in spends.items()]
    refuse_lengths(first_purchase=first, **dict(zip(spends, columns, strict=True)))
    without = np.isnan(first) & (sum(columns) > 0)
    _refuse_rows(without, "previous_spend and current_spend must be 0 without first_purchase")
    return columns


def _refuse_rows(wrong, sentence):
    if wrong.any():
        raise ValueError(f"{sentence}; see row {int(np.argmax(wrong))}")


@checked(days=_DAYS)
def two_period_spend(transactions, as_of, days=365, customer="customer_id", date="date", amount="amount"):
    """First and last purchase and the spend of two periods per customer: what `life_cycle_stage` needs.

    Parameters
    ----------
    transactions : DataFrame
        One row per order, of any kind that narwhals knows, as for `rfm.rfm_table`.
    as_of : date or str
        The day on which the second period ends. Rows after it are left out, with a `DataWarning`.
    days : int
        The length of each period, 1 to 36,500 days.
    customer, date, amount : str
        The names of the columns: who bought, when, for how much (money).

    Returns
    -------
    DataFrame
        The kind of frame that was given, a row per customer with at least one order, sorted by customer: the
        customer column, `first_purchase`, `last_purchase` (dates of orders), `previous_spend` and
        `current_spend` (money per period).

    Raises
    ------
    TypeError, ValueError
        As `rfm.rfm_table`.

    Warns
    -----
    DataWarning
        When rows lie after `as_of`.

    Notes
    -----
    The current period is the last `days` days up to `as_of`, the previous period the `days` days before. A
    row with an amount below 0 is a return: it lowers the spend of its period, down to 0, and is no purchase.

    Examples
    --------
    >>> import pandas as pd
    >>> orders = pd.DataFrame({
    ...     "customer_id": ["Ann", "Ann", "Bob"],
    ...     "date": pd.to_datetime(["2025-01-15", "2025-02-20", "2025-01-31"]),
    ...     "amount": [20.0, 50.0, 30.0],
    ... })
    >>> table = two_period_spend(orders, as_of="2025-02-28", days=28)
    >>> table[["customer_id", "previous_spend", "current_spend"]]
      customer_id  previous_spend  current_spend
    0         Ann            20.0           50.0
    1         Bob            30.0            0.0
    """
    rows = order_rows(transactions, customer, date, amount)
    today = _as_of(as_of)
    facts = count_findings(rows, customer, today)
    refuse_missing(rows, facts, {customer: customer, date: "recency", amount: "monetary"})
    observation_day(facts, today, date, None)
    if facts["late"]:
        warnings.warn(f"left out: {count_rows(facts['late'])} after as_of {today}", DataWarning, stacklevel=3)
    return _spend_by_period(rows, customer, today, int(days))


def _spend_by_period(rows, customer, today, days):
    """One pass over the rows: dates of orders, and the amounts of the two periods that end today."""
    spent, ends = nw.col("monetary"), [today - datetime.timedelta(days=days * back) for back in (0, 1, 2)]
    by_now, by_start, by_earlier = (until_day(rows, end) for end in ends)
    purchase = nw.when(spent >= 0).then(nw.col("recency"))
    dated = rows.filter(by_now).with_columns(
        purchase.alias("first_purchase"),
        purchase.alias("last_purchase"),
        nw.when(by_start & ~by_earlier).then(spent).otherwise(0.0).alias("previous_spend"),
        nw.when(~by_start).then(spent).otherwise(0.0).alias("current_spend"),
    )
    first, last = nw.col("first_purchase").min(), nw.col("last_purchase").max()
    sums = dated.group_by(customer).agg(first, last, *(nw.col(name).sum() for name in _SPENDS))
    floors = (nw.when(nw.col(name) > 0).then(nw.col(name)).otherwise(0.0).alias(name) for name in _SPENDS)
    table = sums.filter(~nw.col("first_purchase").is_null()).with_columns(*floors).sort(customer)
    return (table if isinstance(table, nw.LazyFrame) else nw.maybe_reset_index(table)).to_native()


def _as_of(as_of):
    """The day that `as_of` names; it must be given."""
    _day("as_of", as_of)
    return calendar_day(as_of)


def _days_ago(name, values, as_of):
    """How many days before a day each date lies; NaN where it is missing."""
    if not _is_row(values) or not len(values):
        raise ValueError(f"{name} must be a column of dates, one a customer; got {describe(values)}")
    today = _day("as_of", as_of)
    days = [math.nan if is_missing(date) else today - _day(f"each value of {name}", date) for date in values]
    if min(days) < 0:
        raise ValueError(f"{name} must not lie after as_of; one lies {-min(days):.0f} days after it")
    return np.array(days, dtype=float)


def _day(name, date):
    """The number of a calendar day."""
    try:
        return calendar_day(date).toordinal()
    except (AttributeError, TypeError, ValueError):
        allowed = "a date, or text such as '2026-03-31'"
        raise ValueError(f"{name} must be {allowed}; got {describe(date)}") from None
