"""Migration of customers between states: the matrix of an open system, where it leads, what it is worth.

A base is open: customers enter and leave. So `migration_matrix` has a row for those who entered and a column
for those who left; what follows is computed from the customers who stay (`distribution_given_alive`), with an
inflow (`project_base`, `steady_base_by_state`), for those who ever upgrade (`time_to_upgrade`), or in money
(`customer_migration_value`).
"""

from dataclasses import replace

import numpy as np

from crmlib._guard.checks import Kind, check, checked, describe, nonnegative, number, one_of, rate, share
from crmlib._guard.columns import as_array, is_missing, read_column, refuse_lengths
from crmlib._guard.tables import result_table

ENTERED, LEFT = "entered", "left"

_CELLS = one_of("shares", "counts")
_DISCOUNT = replace(rate, single=True)
_MONEY = Kind("a number", single=True)
_COST = replace(nonnegative, single=True)
_CUSTOMERS = Kind("a number from 0 to 1e12", low=0, high=1e12)
_PERIODS = Kind("a whole number from 0 to 10,000", low=0, high=10_000, whole=True, single=True)
# A hair of rounding in a sum of shares.
_HAIR = 1e-6
# A move so rare counts as none.
_TINY = 1e-9
_MOST_STEPS = 100_000


# ----------------------------------------------------------------------------------------------------------
# The matrix


@checked(cells=_CELLS)
def migration_matrix(before, after, states=None, cells="shares"):
    """How customers moved between states, with those who entered and those who left.

    Parameters
    ----------
    before, after : list, array, Series or dict
        The state of each customer (tier, segment) at two times. Lists and arrays go together row by row, with
        None or NaN where she was no customer. Series of pandas and dicts go together by label: the customer.
        A customer who is missing before entered, one who is missing after left, one who is missing both times
        is not counted.
    states : list, optional
        The states in the order wanted. Without it, all that occur, sorted.
    cells : {"shares", "counts"}
        "shares": each row adds up to 1. "counts": numbers of customers.

    Returns
    -------
    pandas.DataFrame
        From (rows) to (columns): a row per state and a row `entered`; a column per state and a column
        `left`. With shares, the row `entered` is there only if someone entered.

    Raises
    ------
    TypeError, ValueError
        If the two do not go together, a state is not in `states`, or shares are wanted of a state in which no
        one was before.

    Notes
    -----
    .. math:: \\hat{p}_{ij} = \\frac{n_{ij}}{\\sum_{j} n_{ij} + n_{i,\\text{left}}}

    with :math:`n_{ij}` the customers who moved from i to j.

    References
    ----------
    Anderson, T. W. and Goodman, L. A. (1957). Statistical inference about Markov chains. Annals of
    Mathematical Statistics 28(1).

    Examples
    --------
    >>> before = {"Ann": "gold", "Bob": "gold", "Cy": "basic", "Dee": "basic"}
    >>> after = {"Ann": "gold", "Bob": "basic", "Cy": "basic", "Eve": "basic"}
    >>> migration_matrix(before, after, cells="counts")
             basic  gold  left
    basic        1     0     1
    gold         1     1     0
    entered      1     0     0
    >>> migration_matrix(before, after)
             basic  gold  left
    basic      0.5   0.0   0.5
    gold       0.5   0.5   0.0
    entered    1.0   0.0   0.0
    """
    ours, theirs = _pairs(before, after)
    order = _state_order({*ours, *theirs} - {None}, states)
    place = {state: row for row, state in enumerate([*order, None])}
    counts = np.zeros((len(place), len(place)), dtype=int)
    np.add.at(counts, ([place[state] for state in ours], [place[state] for state in theirs]), 1)
    return _matrix(counts, order) if cells == "counts" else _shares(_matrix(counts, order))


def _matrix(numbers, order):
    import pandas as pd

    return pd.DataFrame(numbers, index=[*order, ENTERED], columns=[*order, LEFT])


def _shares(counts):
    totals = counts.sum(axis=1)
    if empty := [state for state in counts.index[:-1] if not totals[state]]:
        raise ValueError(
            f"before has no customer in {empty[0]!r}, so the shares of its row are not known; take "
            "cells='counts', or leave it out of states"
        )
    kept = counts[totals > 0]
    return kept.div(totals[totals > 0], axis=0)


def _pairs(before, after):
    """The states of the customers at both times, None where someone was no customer; at one time she was."""
    ours, theirs = _states("before", before), _states("after", after)
    if isinstance(ours, dict) != isinstance(theirs, dict):
        raise TypeError("before and after must both be labelled by customer (Series, dict), or both be lists")
    if not isinstance(ours, dict) or (_numbered(ours) and _numbered(theirs)):
        refuse_lengths(before=list(ours), after=list(theirs))
    if isinstance(ours, dict):
        customers = {**ours, **theirs}
        ours, theirs = ([states.get(customer) for customer in customers] for states in (ours, theirs))
    pairs = [pair for pair in zip(ours, theirs, strict=True) if pair != (None, None)]
    if not pairs:
        raise ValueError("before and after name no state: every value is missing")
    return zip(*pairs, strict=True)


def _states(name, values):
    """A list of states, or a dict of them where they are labelled by customer; a missing one is None."""
    labelled = hasattr(values, "items") and (isinstance(values, dict) or np.ndim(values) == 1)
    is_list = isinstance(values, list | tuple) or len(getattr(values, "shape", ())) == 1
    if not (labelled or is_list) or not len(values):
        raise ValueError(f"{name} must be a column of states, one a customer; got {describe(values)}")
    if not labelled:
        return [_state(name, value) for value in values]
    states = {customer: _state(name, value) for customer, value in values.items()}
    if len(states) < len(values):
        twice = values.index[values.index.duplicated()][0]
        raise ValueError(f"{name} has customer {twice} twice; give one state a customer")
    return states


def _state(name, value):
    """A state as a name or a whole number."""
    if is_missing(value):
        return None
    if isinstance(value, str) and value in (ENTERED, LEFT):
        raise ValueError(f"{name} must not name a state {value!r}: leave the value missing (None) instead")
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool) or not isinstance(value, int | float | np.integer) or value % 1:
        raise TypeError(f"each value of {name} must be a name or a whole number; got {describe(value)}")
    return int(value)


def _numbered(states):
    """Whether the labels are row numbers, which name no customer."""
    return list(states) == list(range(len(states)))


def _state_order(found, states):
    if len({isinstance(state, str) for state in found}) > 1:
        raise TypeError("before and after mix names and numbers as states; make them one type first")
    if states is None:
        return sorted(found)
    if not isinstance(states, list | tuple) or not states:
        raise ValueError(f"states must be a list of states; got {describe(states)}")
    order = [_state("states", state) for state in states]
    if len({*order} - {None}) < len(order):
        raise ValueError(f"states must be different from one another, none missing; got {describe(states)}")
    if unknown := sorted(found - {*order}):
        raise ValueError(f"states lacks {unknown[0]!r}, which occurs in before or after")
    return order


# ----------------------------------------------------------------------------------------------------------
# Where it leads


def distribution_given_alive(transitions, start, periods=None):
    """How those who are still customers are spread over the states, after some periods or in the long run.

    Parameters
    ----------
    transitions : DataFrame, array or list of lists
        Shares from (rows) to (columns) per period: the matrix of `migration_matrix`, or a square array of the
        states, whose rows add up to 1 or less. What is missing from 1 leaves.
    start : list, array or Series
        Customers in each state at the start (numbers or shares, at least 0, not all 0), in the order of the
        matrix.
    periods : int, optional
        After how many periods, 0 to 10,000. Without it, the long run.

    Returns
    -------
    pandas.Series
        The share of each state among those who are still there; they add up to 1.

    Raises
    ------
    TypeError, ValueError
        If the matrix holds no shares, the start does not fit, everyone has left, or no long run is reached.

    Notes
    -----
    .. math:: a_t = \\frac{a_0 Q^t}{a_0 Q^t \\mathbf{1}}

    with :math:`a_0` the start and :math:`Q` the moves among the states. Without the division by those who are
    left, every share would sink to 0.

    References
    ----------
    Darroch, J. N. and Seneta, E. (1965). On quasi-stationary distributions in absorbing discrete-time finite
    Markov chains. Journal of Applied Probability 2(1).

    Examples
    --------
    >>> moves = [[0.6, 0.1], [0.2, 0.7]]
    >>> distribution_given_alive(moves, start=[100, 0], periods=1).round(3).tolist()
    [0.857, 0.143]
    >>> distribution_given_alive(moves, start=[100, 0]).round(3).tolist()
    [0.5, 0.5]
    """
    states, moves = _moves(transitions)
    alive = _normalised(_customers("start", start, states))
    if periods is not None:
        check("periods", periods, _PERIODS)
    for _ in range(_MOST_STEPS if periods is None else int(periods)):
        before, alive = alive, _normalised(alive @ moves)
        if np.abs(alive - before).max() < 1e-14:
            break
    else:
        if periods is None:
            raise ValueError("transitions leads to no long run: the shares go on changing; give periods")
    return _series(alive, states)


def _normalised(customers):
    if not customers.sum() > 0:
        raise ValueError("transitions leaves no one: everyone has left by then")
    return customers / customers.sum()


def project_base(transitions, start, inflow, periods):
    """The number of customers in each state over time, with those who leave and those who enter.

    Parameters
    ----------
    transitions : DataFrame, array or list of lists
        Shares from (rows) to (columns) per period, as in `distribution_given_alive`.
    start : list, array or Series
        Customers in each state at the start, at least 0.
    inflow : list, array or Series
        Customers who enter each state (per period), at least 0; they count from the end of the period on.
    periods : int
        How many periods, 0 to 10,000.

    Returns
    -------
    pandas.DataFrame
        A row per period from 0, a column per state.

    Raises
    ------
    TypeError, ValueError
        If the matrix holds no shares, or start or inflow does not fit.

    Notes
    -----
    .. math:: n_t = n_{t-1} Q + e

    with :math:`n_t` the customers in each state, :math:`Q` the moves among the states and :math:`e` the
    inflow.

    Examples
    --------
    >>> project_base([[0.6, 0.1], [0.2, 0.7]], start=[100, 0], inflow=[10, 5], periods=2)
           1     2
    0  100.0   0.0
    1   70.0  15.0
    2   55.0  22.5
    """
    import pandas as pd

    states, moves = _moves(transitions)
    check("periods", periods, _PERIODS)
    base = [_per_state("start", start, states, _CUSTOMERS)]
    entering = _per_state("inflow", inflow, states, _CUSTOMERS)
    for _ in range(int(periods)):
        base.append(base[-1] @ moves + entering)
    return pd.DataFrame(base, columns=states)


def steady_base_by_state(transitions, inflow):
    """The number of customers in each state at which a base with a steady inflow settles.

    Parameters
    ----------
    transitions : DataFrame, array or list of lists
        Shares from (rows) to (columns) per period, as in `distribution_given_alive`.
    inflow : list, array or Series
        Customers who enter each state (per period), at least 0, not all 0.

    Returns
    -------
    pandas.Series
        Customers in each state.

    Raises
    ------
    TypeError, ValueError
        If the matrix holds no shares, the inflow does not fit, or customers of some states never leave, so
        that the base grows without end.

    Notes
    -----
    .. math:: n = e \\, (I - Q)^{-1}

    With one state and churn c it is the inflow over the churn rate, A/c.

    References
    ----------
    Kemeny, J. G. and Snell, J. L. (1960). Finite Markov Chains. Van Nostrand. (The fundamental matrix.)

    Examples
    --------
    >>> steady_base_by_state([[0.85]], inflow=[15]).round(6).tolist()
    [100.0]
    >>> steady_base_by_state([[0.6, 0.1], [0.2, 0.7]], inflow=[10, 5]).round(6).tolist()
    [40.0, 30.0]
    """
    states, moves = _moves(transitions)
    entering = _customers("inflow", inflow, states)
    if not _everyone_leaves(moves):
        raise ValueError("transitions must let customers leave from every state, at least in the end")
    return _series(np.linalg.solve((np.eye(len(moves)) - moves).T, entering), states)


def time_to_upgrade(transitions, target):
    """How likely customers of each state ever upgrade, and how long it takes those who do.

    Parameters
    ----------
    transitions : DataFrame, array or list of lists
        Shares from (rows) to (columns) per period, as in `distribution_given_alive`.
    target : str, int or list
        The state, or states, that count as upgraded: reaching any of them is enough. States of an array are
        numbered from 1.

    Returns
    -------
    pandas.DataFrame
        A row per state that is no target: `state`, `ever_upgrades` (probability), `periods` (mean number of
        periods until the upgrade, given that it comes; NaN for a state from which it never comes).

    Raises
    ------
    TypeError, ValueError
        If the matrix holds no shares, a target is no state, or every state is a target.

    Notes
    -----
    The target is made absorbing. With :math:`Q` the moves among the other states and :math:`b` the step from
    each of them into the target:

    .. math::

        h = (I - Q)^{-1} b \\qquad
        \\tilde{q}_{ij} = q_{ij} \\frac{h_j}{h_i} \\qquad
        t = (I - \\tilde{Q})^{-1} \\mathbf{1}

    :math:`h` is the probability of ever upgrading, :math:`\\tilde{Q}` are the moves of those who will. The
    mean over all customers would be infinite, since some leave first.

    References
    ----------
    Kemeny, J. G. and Snell, J. L. (1960). Finite Markov Chains. Van Nostrand.

    Examples
    --------
    Each year 10 % upgrade, 30 % leave: one in four ever upgrades, and that after 2.5 years.

    >>> time_to_upgrade([[0.6, 0.1], [0.0, 0.9]], target=2)
       state  ever_upgrades  periods
    0      1           0.25      2.5
    """
    states, moves = _moves(transitions)
    up = np.isin(np.arange(len(states)), _targets(target, states))
    inner, step = moves[np.ix_(~up, ~up)], moves[np.ix_(~up, up)].sum(axis=1)
    can = _can_reach(inner, step)
    ever, periods = np.zeros(len(step)), np.full(len(step), np.nan)
    ever[can], periods[can] = _absorbed(inner[np.ix_(can, can)], step[can])
    others = [state for state, is_up in zip(states, up, strict=True) if not is_up]
    return result_table({"state": others, "ever_upgrades": ever, "periods": periods})


def _absorbed(inner, step):
    """The probability of absorption, and the mean time to it of those who are absorbed."""
    identity = np.eye(len(inner))
    ever = np.linalg.solve(identity - inner, step)
    conditional = inner * ever / ever[:, None]
    return np.minimum(ever, 1.0), np.linalg.solve(identity - conditional, np.ones(len(inner)))


def _can_reach(inner, step):
    """The states from which the step can be reached, in any number of moves."""
    can = step > _TINY
    for _ in range(len(inner)):
        can = can | (inner[:, can] > _TINY).any(axis=1)
    return can


def _targets(target, states):
    names = target if isinstance(target, list | tuple) else [target]
    chosen = [row for row, state in enumerate(states) for name in names if _same(state, name)]
    if not names or len({*chosen}) < len(names) or len({*chosen}) == len(states):
        listed = ", ".join(map(str, states))
        raise ValueError(
            f"target must be one or more of the states {listed}, but not all; got {describe(target)}"
        )
    return chosen


def _same(state, name):
    """Whether a name means a state; an array or a missing value means none, and True is not state 1."""
    return type(name) in (str, int, np.int64) and state == name


# ----------------------------------------------------------------------------------------------------------
# What it is worth


@checked(discount_rate=_DISCOUNT)
def customer_migration_value(transitions, rewards, discount_rate):
    """What a customer in each state is worth, if she goes on moving between the states as before.

    Parameters
    ----------
    transitions : DataFrame, array or list of lists
        Shares from (rows) to (columns) per period, as in `distribution_given_alive`. Who leaves brings
        nothing more.
    rewards : list, array or Series
        What a customer brings in each state (contribution less marketing, money per period), at the start of
        the period; it may be below 0. In the order of the matrix.
    discount_rate : float
        Cost of capital per period, 0 to 1.

    Returns
    -------
    pandas.Series
        Present value of a customer in each state (money), the reward of the period that begins included.

    Raises
    ------
    TypeError, ValueError
        If the matrix holds no shares, the rewards do not fit, or the discount rate is 0 and customers of some
        states never leave.

    Notes
    -----
    .. math::

        V = R + \\frac{1}{1+d} P V \\quad\\Rightarrow\\quad V = \\left( I - \\frac{P}{1+d} \\right)^{-1} R

    with :math:`P` the transitions, :math:`R` the rewards and :math:`d` the discount rate. The value holds for
    today's policy: another one changes P and R.

    References
    ----------
    Pfeifer, P. E. and Carraway, R. L. (2000). Modeling customer relationships as Markov chains. Journal of
    Interactive Marketing 14(2).

    Examples
    --------
    >>> transitions, rewards = recency_chain([0.30, 0.20, 0.15, 0.05], margin=40, contact_cost=4)
    >>> customer_migration_value(transitions, rewards, discount_rate=0.20).round(2).tolist()
    [52.32, 5.55, 1.25, -1.82]
    """
    states, moves = _moves(transitions)
    gains = _per_state("rewards", rewards, states, number)
    if discount_rate < 1e-9 and not _everyone_leaves(moves):
        raise ValueError("discount_rate must be above 0, or all must leave in the end; the value is infinite")
    values = np.linalg.solve(np.eye(len(moves)) - moves / (1 + discount_rate), gains)
    if not np.isfinite(values).all():
        raise ValueError("rewards must be smaller numbers: the value is larger than a number can be")
    return _series(values, states)


@checked(margin=_MONEY, contact_cost=_COST)
def recency_chain(purchase_probabilities, margin, contact_cost):
    """The states of a mail-order customer by recency, with their moves and rewards.

    Parameters
    ----------
    purchase_probabilities : list, array or Series
        The probability that a customer buys in a period in which she is mailed, 0 to 1: of those who bought a
        period ago, two periods ago, and so on. Who does not buy in the last of these states is given up.
    margin : float
        Contribution of a purchase (money).
    contact_cost : float
        Cost of mailing a customer for a period (money, at least 0).

    Returns
    -------
    transitions : pandas.DataFrame
        Shares from (rows) to (columns): states "recency 1", "recency 2", … and the column `left`.
    rewards : pandas.Series
        What each state brings (money per period).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range.

    Notes
    -----
    A customer who buys moves to recency 1 and brings the margin on arrival; otherwise she moves one state
    further. In every state she is mailed, at the start of the period:

    .. math::

        p_{i1} = p_i \\qquad p_{i,i+1} = 1 - p_i \\qquad
        R_1 = \\text{margin} - \\text{contact cost} \\qquad R_{i>1} = -\\text{contact cost}

    So the value of recency 1 counts the purchase that has just been made.

    References
    ----------
    Pfeifer, P. E. and Carraway, R. L. (2000). Modeling customer relationships as Markov chains. Journal of
    Interactive Marketing 14(2).

    Examples
    --------
    >>> transitions, rewards = recency_chain([0.3, 0.2], margin=40, contact_cost=4)
    >>> transitions
               recency 1  recency 2  left
    recency 1        0.3        0.7   0.0
    recency 2        0.2        0.0   0.8
    >>> rewards.tolist()
    [36.0, -4.0]
    """
    import pandas as pd

    buys = read_column("purchase_probabilities", purchase_probabilities, share)
    states = [f"recency {number}" for number in range(1, len(buys) + 1)]
    moves = np.diag(1 - buys, k=1)[:-1]
    moves[:, 0] += buys
    rewards = np.append(float(margin), np.zeros(len(buys) - 1)) - contact_cost
    return pd.DataFrame(moves, index=states, columns=[*states, LEFT]), pd.Series(rewards, index=states)


@checked(margin=_MONEY, contact_cost=_COST, discount_rate=_DISCOUNT)
def mailing_policies(purchase_probabilities, margin, contact_cost, discount_rate):
    """When to stop mailing a customer who does not buy: what each rule makes a fresh buyer worth.

    Parameters
    ----------
    purchase_probabilities, margin, contact_cost
        As in `recency_chain`.
    discount_rate : float
        Cost of capital per period, 0 to 1.

    Returns
    -------
    pandas.DataFrame
        A row per rule: `mail_until` (the last recency that is mailed; 0 is never), `value` (of a customer
        who has just bought, that purchase included, money). The best rule has the highest value.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or a value is infinite.

    Notes
    -----
    Each rule is a chain with fewer states: a customer who is not mailed is assumed not to buy.

    References
    ----------
    Pfeifer, P. E. and Carraway, R. L. (2000). Modeling customer relationships as Markov chains. Journal of
    Interactive Marketing 14(2).

    Examples
    --------
    >>> mailing_policies([0.30, 0.20, 0.15, 0.05], margin=40, contact_cost=4, discount_rate=0.20).round(2)
       mail_until  value
    0           0  40.00
    1           1  48.00
    2           2  51.57
    3           3  53.15
    4           4  52.32
    """
    buys = read_column("purchase_probabilities", purchase_probabilities, share)
    chains = [recency_chain(buys[:last], margin, contact_cost) for last in range(1, len(buys) + 1)]
    values = [customer_migration_value(*chain, discount_rate).iloc[0] for chain in chains]
    return result_table({"mail_until": range(len(buys) + 1), "value": [float(margin), *values]})


# ----------------------------------------------------------------------------------------------------------
# What a caller gives


def _moves(transitions):
    """The names of the states, and the shares that move among them."""
    labelled = hasattr(transitions, "columns") and hasattr(transitions, "index")
    states, table = _labelled_moves(transitions) if labelled else (None, _square(transitions))
    for row in table:
        read_column("transitions", row, share)
    table = table.astype(float)
    if (table.sum(axis=1) > 1 + _HAIR).any():
        row = int(np.argmax(table.sum(axis=1)))
        raise ValueError(
            f"each row of transitions must add up to 1 at most; row {row + 1} adds up to {table[row].sum():g}"
        )
    return states or list(range(1, len(table) + 1)), table


def _square(transitions):
    allowed = "transitions must be a square table of shares, from (rows) to (columns)"
    table = as_array(transitions)
    if table.ndim != 2 or table.shape[0] != table.shape[1] or not table.size:
        raise ValueError(f"{allowed}; got {describe(transitions)}")
    return table


def _labelled_moves(transitions):
    """Rows and columns in one order, without those who entered or left."""
    states = [state for state in transitions.index if not _same(ENTERED, state)]
    columns = [state for state in transitions.columns if not _same(LEFT, state)]
    if (
        not states
        or set(states) != set(columns)
        or len({*states}) < len(states)
        or len(columns) > len(states)
    ):
        raise ValueError(
            f"transitions must have the same states as rows ({_listed(states)}) and as columns "
            f"({_listed(columns)})"
        )
    return states, transitions.loc[states, states].to_numpy()


def _listed(states):
    return ", ".join(map(str, states[:5])) or "none"


def _everyone_leaves(moves):
    """Whether from each state a customer leaves in the end."""
    leaving = np.maximum(0.0, 1 - moves.sum(axis=1))
    leaving[leaving < _HAIR] = 0.0
    return bool(_can_reach(moves, leaving).all())


def _per_state(name, values, states, kind):
    column = read_column(name, values, kind)
    if len(column) != len(states):
        raise ValueError(f"{name} must be one number per state, {len(states)} in all; got {len(column)}")
    return column


def _customers(name, values, states):
    column = _per_state(name, values, states, _CUSTOMERS)
    if not column.any():
        raise ValueError(f"{name} must not be 0 in every state")
    return column


def _series(values, states):
    import pandas as pd

    return pd.Series(values, index=states)
