"""Account managers: workload, and the calls that bring most."""

import math

import numpy as np

from crmlib._guard.checks import (
    Kind,
    check,
    checked,
    count,
    describe,
    formula,
    nonnegative,
    number,
    positive,
    positive_count,
)
from crmlib._guard.columns import (
    as_array,
    as_numbers,
    is_column,
    read_column,
    read_names,
    read_single,
    refuse_lengths,
    whole_up,
)

_TAKEN = Kind("a share from 0.001 to 0.999", low=0.001, high=0.999)


@formula(selling_hours=nonnegative, calls_per_account=positive, hours_per_call=positive)
def accounts_per_manager(selling_hours, calls_per_account, hours_per_call):
    """How many accounts one manager can look after.

    Parameters
    ----------
    selling_hours : float, array, Series or expression
        Hours a manager has for calls (per year).
    calls_per_account : float, array, Series or expression
        Calls an account gets (per year).
    hours_per_call : float, array, Series or expression
        Hours a call takes, with preparation and travel.

    Returns
    -------
    float, array or expression
        Accounts.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. A symbolic expression passes unchecked.

    Notes
    -----
    .. math:: \\frac{H}{n h}

    with :math:`H` the selling hours, :math:`n` the calls per account and :math:`h` the hours per call.

    Examples
    --------
    1,300 hours, ten calls of two and a half hours each:

    >>> accounts_per_manager(1300, 10, 2.5)
    52.0
    """
    return selling_hours / (calls_per_account * hours_per_call)


@checked(selling_hours=positive)
def managers_needed(accounts, calls_per_account, hours_per_call, selling_hours):
    """The workload method: how many managers a given service of all accounts takes.

    Parameters
    ----------
    accounts : float, list, array or Series
        Accounts, one number or one per class of accounts.
    calls_per_account : float, list, array or Series
        Calls an account gets (per year), one number or one per class.
    hours_per_call : float, list, array or Series
        Hours a call takes, one number or one per class.
    selling_hours : float
        Hours a manager has for calls (per year).

    Returns
    -------
    int
        Managers.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or the classes differ in number.

    Notes
    -----
    .. math:: \\left\\lceil \\frac{\\sum_j N_j n_j h_j}{H} \\right\\rceil

    with :math:`N_j` the accounts of class j, :math:`n_j` the calls each gets, :math:`h_j` the hours a call
    takes and :math:`H` the selling hours. Who gets how many calls is decided beforehand; whether the last
    call earns its cost is not asked. `call_plan` asks.

    References
    ----------
    Talley, W. J. (1961). How to design sales territories. Journal of Marketing 25(3).

    Examples
    --------
    100 accounts with 12 calls, 200 with 6 and 300 with 2, two hours each: 6,000 hours.

    >>> managers_needed([100, 200, 300], [12, 6, 2], 2, selling_hours=1300)
    5
    """
    given = {
        "accounts": accounts,
        "calls_per_account": calls_per_account,
        "hours_per_call": hours_per_call,
    }
    columns = {name: _number_or_column(name, value) for name, value in given.items()}
    refuse_lengths(**columns)
    hours = np.prod(np.broadcast_arrays(*columns.values()), axis=0).sum()
    return whole_up(_managers(float(hours) / read_single("selling_hours", selling_hours)))


def _number_or_column(name, value):
    """One number, or one per class, as an array of floats of at least 0."""
    if is_column(value):
        return read_column(name, value, nonnegative)
    check(name, value, nonnegative)
    return as_numbers(name, value)


def _managers(number_of_managers):
    if not math.isfinite(number_of_managers):
        raise ValueError("accounts times calls times hours must be a number that a computer can hold")
    return number_of_managers


@checked(most_calls=Kind("a whole number from 1 to 1,000", low=1, high=1000, whole=True))
def call_gains(potential, share_per_call, most_calls):
    """A table of what each account brings with no call, one call, two calls and so on.

    Parameters
    ----------
    potential : list, array or Series
        What no number of calls to the account can exceed (contribution per year, money).
    share_per_call : float, list, array or Series
        The share of what is left that one call brings, 0.001 to 0.999: one number, or one per account.
    most_calls : int
        The most calls an account may get, 1 to 1,000.

    Returns
    -------
    numpy.ndarray
        A row per account, a column per number of calls from 0 to `most_calls` (money per year).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or the columns differ in length.

    Notes
    -----
    .. math:: G_i(k) = M_i \\left( 1 - (1 - q_i)^k \\right)

    with :math:`M_i` the potential of account i, :math:`q_i` the share a call takes and :math:`k` the calls.
    A manager's own estimates, as in CALLPLAN, may stand in the table just as well, as long as each call
    brings no more than the one before. CALLPLAN also takes estimates in the shape of an S, where the first
    calls bring little and the next ones much: it replaces the S by the concave curve over it. `call_plan`
    does not; it refuses an S, because the best first step would then mislead.

    References
    ----------
    Lodish, L. M. (1971). CALLPLAN: an interactive salesman's call planning system. Management Science 18(4).

    Examples
    --------
    >>> call_gains([80, 40], 0.5, most_calls=3).tolist()
    [[0.0, 40.0, 60.0, 70.0], [0.0, 20.0, 30.0, 35.0]]
    """
    most = read_column("potential", potential, nonnegative)
    if is_column(share_per_call):
        taken = read_column("share_per_call", share_per_call, _TAKEN)
    else:
        check("share_per_call", share_per_call, _TAKEN)
        taken = np.full(len(most), read_single("share_per_call", share_per_call))
    refuse_lengths(potential=most, share_per_call=taken)
    calls = np.arange(int(read_single("most_calls", most_calls)) + 1)
    return most[:, None] * (1 - (1 - taken[:, None]) ** calls)


@checked(calls=count, cost_per_call=nonnegative)
def call_plan(gains, calls, cost_per_call=0.0, accounts=None):
    """A call plan: each next call goes to the account where it brings most, until the calls are used up.

    Parameters
    ----------
    gains : array or DataFrame
        What each account brings (money per year): a row per account, a column per number of calls 0, 1, 2, …,
        from `call_gains` or from the managers' own estimates. Each further call must bring no more than the
        one before.
    calls : int
        The calls there is time for.
    cost_per_call : float
        What one call costs (money). A call that brings no more than this is not made.
    accounts : list, array or Series, optional
        The names of the accounts. Without it, they are numbered from 1.

    Returns
    -------
    pandas.DataFrame
        A row per account: `account`, `calls`, `gain` (with these calls, money), `next_gain` (what one more
        would bring; 0 where the table ends).

    Raises
    ------
    TypeError, ValueError
        If a number is missing, there is no column for one call, or a call brings more than the one before it
        (then the best first step may lead away from the best plan).

    Notes
    -----
    .. math:: \\max \\sum_i \\left( G_i(k_i) - c k_i \\right) \\quad \\text{with} \\quad \\sum_i k_i \\le K

    with :math:`G_i(k)` the gain of account i with k calls, :math:`c` the cost of a call and :math:`K` the
    calls. For returns that diminish, taking the largest next gain each time is optimal: in the end no call
    brings less than any that was left out.

    References
    ----------
    Lodish, L. M. (1971). CALLPLAN: an interactive salesman's call planning system. Management Science 18(4).

    Examples
    --------
    The gains of a call are 40, 20, 10 and 30, 3, 3. Three calls:

    >>> call_plan([[0, 40, 60, 70], [0, 30, 33, 36]], calls=3)
       account  calls  gain  next_gain
    0        1      2  60.0       10.0
    1        2      1  30.0        3.0
    """
    import pandas as pd

    table = _gain_table(gains)
    names = read_names("accounts", accounts, len(table))
    given = _calls_given(table, read_single("calls", calls), read_single("cost_per_call", cost_per_call))
    rows = np.arange(len(table))
    next_gains = np.append(np.diff(table, axis=1), np.zeros((len(table), 1)), axis=1)
    plan = {
        "account": names,
        "calls": given,
        "gain": table[rows, given],
        "next_gain": next_gains[rows, given],
    }
    return pd.DataFrame(plan)


def _calls_given(table, calls, cost):
    """Calls per account: the largest next gains, as far as calls last and gains exceed the cost."""
    # A hair of rounding error must not put a call before the one it builds on.
    steps = np.minimum.accumulate(np.diff(table, axis=1), axis=1)
    best_first = np.argsort(-steps, axis=None, kind="stable")[: int(calls)]
    chosen = best_first[steps.ravel()[best_first] > cost]
    return np.bincount(chosen // steps.shape[1], minlength=len(table))


def _gain_table(gains):
    """A table of gains as an array, with diminishing returns in each row."""
    allowed = "a table with a row per account and a column per number of calls (0, 1, 2, …)"
    table = as_array(gains)
    if table.ndim != 2 or not len(table) or table.shape[1] < 2:
        raise ValueError(f"gains must be {allowed}; got {describe(gains)}")
    check("gains", table, number)
    _refuse_rising(table.astype(float))
    return table.astype(float)


def _refuse_rising(table):
    """Refuse gains where a call brings more than the one before it."""
    steps = np.diff(table, axis=1)
    hair = 1e-9 * np.abs(table).max()
    rising = np.argwhere(np.diff(steps, axis=1) > hair)
    if len(rising):
        row, column = rising[0].tolist()
        found = f"in row {row} call {column + 2} brings {steps[row, column + 1]:g}, more than the call before"
        raise ValueError(f"gains must diminish from call to call; {found}, {steps[row, column]:g}")


@checked(
    most_managers=Kind("a whole number from 1 to 10,000", low=1, high=10_000, whole=True),
    calls_per_manager=positive_count,
    cost_per_manager=nonnegative,
)
def manager_plan(gains, most_managers, calls_per_manager, cost_per_manager):
    """How many account managers to have: what each further one would earn with the best call plan.

    Parameters
    ----------
    gains : array or DataFrame
        What each account brings (money per year): a row per account, a column per number of calls, as for
        `call_plan`.
    most_managers : int
        The most managers to be looked at, 1 to 10,000.
    calls_per_manager : int
        Calls a manager can make (per year): selling hours over hours per call.
    cost_per_manager : float
        What a manager costs (money per year).

    Returns
    -------
    pandas.DataFrame
        A row per number of managers, from 0: `managers`, `calls` (made), `accounts_without_call`, `gain`,
        `last_manager_brings` (gain over the row before), `profit` (gain less the cost of managers). The best
        number has the highest profit.

    Raises
    ------
    TypeError, ValueError
        As `call_plan`; or if a number is missing or out of range.

    Notes
    -----
    .. math:: \\max_{n} \\left( \\sum_i G_i(k_i^*(n)) - C n \\right)

    with :math:`k_i^*(n)` the calls of account i in the best plan for n managers and :math:`C` the cost of a
    manager. Another manager pays as long as what she adds exceeds her cost.

    References
    ----------
    Lodish, L. M. (1971). CALLPLAN: an interactive salesman's call planning system. Management Science 18(4).

    Examples
    --------
    Two calls a manager; the gains of a call are 40, 20, 10 and 30, 3, 3. The second manager adds 30:

    >>> manager_plan([[0, 40, 60, 70], [0, 30, 33, 36]], 2, calls_per_manager=2, cost_per_manager=25)
       managers  calls  accounts_without_call   gain  last_manager_brings  profit
    0         0      0                      2    0.0                  0.0     0.0
    1         1      2                      0   70.0                 70.0    45.0
    2         2      4                      0  100.0                 30.0    50.0
    """
    import pandas as pd

    table = _gain_table(gains)
    managers = np.arange(int(read_single("most_managers", most_managers)) + 1)
    made = _best_plans(table, managers * read_single("calls_per_manager", calls_per_manager))
    gain = table[np.arange(len(table)), made].sum(axis=1)
    columns = {
        "managers": managers,
        "calls": made.sum(axis=1),
        "accounts_without_call": (made == 0).sum(axis=1),
        "gain": gain,
        "last_manager_brings": np.diff(gain, prepend=gain[0]),
        "profit": gain - managers * read_single("cost_per_manager", cost_per_manager),
    }
    return pd.DataFrame(columns)


def _best_plans(table, calls):
    """The best plan for each number of calls: a row per number, a column per account."""
    return np.array([_calls_given(table, min(number_of_calls, table.size), 0.0) for number_of_calls in calls])
