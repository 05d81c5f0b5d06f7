"""Waiting lines: Erlang's formulas turn arrivals and agents into waiting time."""

import math

from crmlib._guard.checks import Kind, check, checked, formula, nonnegative, positive
from crmlib._guard.columns import elementwise

_AGENTS = Kind("a whole number from 1 to 20,000", low=1, high=20_000, whole=True)
_LOAD = Kind("a load from 0 to 10,000 erlangs", low=0, high=10_000)
_PATIENT = Kind("a number of contacts from 0 to 100,000", low=0, high=100_000)
_NEARLY_ALL = Kind("a share from 0 to 0.9999", low=0, high=0.9999)


@formula(contacts_per_hour=nonnegative, handling_minutes=nonnegative)
def offered_load(contacts_per_hour, handling_minutes):
    """The work that arrives, in agents who would be busy all the time (erlangs).

    Parameters
    ----------
    contacts_per_hour : float, array, Series or expression
        Calls or complaints that arrive (per hour).
    handling_minutes : float, array, Series or expression
        The mean time an agent needs for one (minutes).

    Returns
    -------
    float, array or expression
        The load in erlangs. As many agents or fewer cannot cope.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. A symbolic expression passes unchecked.

    Notes
    -----
    .. math:: a = \\frac{\\lambda h}{60}

    with :math:`\\lambda` the contacts an hour and :math:`h` the handling time in minutes.

    References
    ----------
    Gans, N., Koole, G. and Mandelbaum, A. (2003). Telephone call centers: tutorial, review, and research
    prospects. Manufacturing and Service Operations Management 5(2).

    Examples
    --------
    >>> offered_load(18, 6)
    1.8
    """
    return contacts_per_hour * handling_minutes / 60


@checked(load=_LOAD, agents=_AGENTS)
@elementwise
def erlang_b(load, agents):
    """Erlang's loss formula: how many contacts find all agents busy, if those that do are lost.

    Parameters
    ----------
    load : float or array
        The work that arrives (erlangs).
    agents : int or array
        Agents, at least 1.

    Returns
    -------
    float or array
        A probability.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range.

    Notes
    -----
    .. math:: B(0) = 1 \\qquad B(m) = \\frac{a B(m - 1)}{m + a B(m - 1)}

    with :math:`a` the load and :math:`m` the agents. The recursion equals
    :math:`(a^m / m!) / \\sum_{k=0}^{m} a^k / k!`, whose
    factorials no computer can hold for hundreds of agents.

    References
    ----------
    Erlang, A. K. (1918). Solution of some problems in the theory of probabilities of significance in
    automatic telephone exchanges. Post Office Electrical Engineers' Journal 10. (In Danish 1917.)

    Examples
    --------
    One agent with one erlang loses half, two lose a fifth:

    >>> erlang_b(1, 1), erlang_b(1, 2)
    (0.5, 0.2)
    """
    blocked = 1.0
    for agent in range(1, int(agents) + 1):
        blocked = load * blocked / (agent + load * blocked)
    return blocked


@checked(load=_LOAD, agents=_AGENTS)
@elementwise
def erlang_c(load, agents):
    """Erlang's delay formula: how many contacts have to wait, if all wait until they are served.

    Parameters
    ----------
    load : float or array
        The work that arrives (erlangs).
    agents : int or array
        Agents, at least 1.

    Returns
    -------
    float or array
        A probability. With no more agents than erlangs the queue grows without end: 1.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range.

    Notes
    -----
    .. math:: C = \\frac{m B}{m - a (1 - B)}

    with :math:`B` Erlang's loss formula, :math:`a` the load and :math:`m` the agents. Arrivals come at random
    (Poisson), handling times are exponential, the line is one, and nobody hangs up; since people do, waiting
    is overstated when it is long.

    References
    ----------
    Erlang, A. K. (1918). Solution of some problems in the theory of probabilities of significance in
    automatic telephone exchanges. Post Office Electrical Engineers' Journal 10. (In Danish 1917.)

    Gans, N., Koole, G. and Mandelbaum, A. (2003). Telephone call centers: tutorial, review, and research
    prospects. Manufacturing and Service Operations Management 5(2).

    Examples
    --------
    One agent busy half the time: half of all wait.

    >>> erlang_c(0.5, 1)
    0.5
    >>> round(erlang_c(1.8, 2), 3)
    0.853
    """
    if load >= agents:
        return 1.0
    return _waiting(load, agents, erlang_b(load, agents))


def _waiting(load, agents, blocked):
    """Erlang's delay formula from his loss formula."""
    return min(1.0, agents * blocked / (agents - load * (1 - blocked)))


@checked(contacts_per_hour=nonnegative, handling_minutes=positive, agents=_AGENTS)
@elementwise
def mean_wait(contacts_per_hour, handling_minutes, agents):
    """The mean time that contacts wait, those that do not wait included (Erlang C).

    Parameters
    ----------
    contacts_per_hour : float or array
        Calls or complaints that arrive (per hour).
    handling_minutes : float or array
        The mean time an agent needs for one (minutes).
    agents : int or array
        Agents, at least 1.

    Returns
    -------
    float or array
        Minutes. With no more agents than erlangs the queue grows without end: infinity.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range.

    Notes
    -----
    .. math:: W = C \\, \\frac{h}{m - a}

    with :math:`C` the probability of waiting (`erlang_c`), :math:`h` the handling time, :math:`m` the agents
    and :math:`a = \\lambda h / 60` the load.

    References
    ----------
    Gans, N., Koole, G. and Mandelbaum, A. (2003). Telephone call centers: tutorial, review, and research
    prospects. Manufacturing and Service Operations Management 5(2).

    Examples
    --------
    18 complaints an hour of 6 minutes each, for two agents and for three:

    >>> round(mean_wait(18, 6, 2), 1), round(mean_wait(18, 6, 3), 1)
    (25.6, 1.8)
    """
    load = _load(contacts_per_hour, handling_minutes)
    if load >= agents:
        return math.inf
    return erlang_c(load, agents) * handling_minutes / (agents - load)


def _load(contacts_per_hour, handling_minutes):
    load = float(offered_load(contacts_per_hour, handling_minutes))
    check("contacts_per_hour times handling_minutes, over 60,", load, _LOAD)
    return load


@checked(contacts_per_hour=nonnegative, handling_minutes=positive, agents=_AGENTS, within_minutes=nonnegative)
@elementwise
def service_level(contacts_per_hour, handling_minutes, agents, within_minutes):
    """The share of contacts served within a given wait (Erlang C).

    Parameters
    ----------
    contacts_per_hour : float or array
        Calls or complaints that arrive (per hour).
    handling_minutes : float or array
        The mean time an agent needs for one (minutes).
    agents : int or array
        Agents, at least 1.
    within_minutes : float or array
        The longest wait that is still in time (minutes).

    Returns
    -------
    float or array
        A share. With no more agents than erlangs the queue grows without end: 0.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range.

    Notes
    -----
    .. math:: 1 - C \\, e^{-(m - a) t / h}

    with :math:`C` the probability of waiting (`erlang_c`), :math:`m` the agents, :math:`a = \\lambda h / 60`
    the load, :math:`t` the wait allowed and :math:`h` the handling time.

    References
    ----------
    Gans, N., Koole, G. and Mandelbaum, A. (2003). Telephone call centers: tutorial, review, and research
    prospects. Manufacturing and Service Operations Management 5(2).

    Examples
    --------
    200 calls an hour of 3 minutes each, 14 agents, 20 seconds:

    >>> round(service_level(200, 3, 14, within_minutes=20 / 60), 3)
    0.888
    """
    load = _load(contacts_per_hour, handling_minutes)
    if load >= agents:
        return 0.0
    return _in_time(load, agents, erlang_b(load, agents), within_minutes / handling_minutes)


def _in_time(load, agents, blocked, within):
    """The share served within so many handling times."""
    return 1 - _waiting(load, agents, blocked) * math.exp(-(agents - load) * within)


@checked(
    contacts_per_hour=nonnegative,
    handling_minutes=positive,
    within_minutes=nonnegative,
    wanted_share=_NEARLY_ALL,
)
@elementwise
def agents_needed(contacts_per_hour, handling_minutes, within_minutes, wanted_share=0.8):
    """The fewest agents who serve a wanted share of contacts within a given wait (Erlang C).

    Parameters
    ----------
    contacts_per_hour : float or array
        Calls or complaints that arrive (per hour).
    handling_minutes : float or array
        The mean time an agent needs for one (minutes).
    within_minutes : float or array
        The longest wait that is still in time (minutes).
    wanted_share : float or array
        The share that is to be served in time, at most 0.9999.

    Returns
    -------
    int or array
        Agents at work at the same time, at least 1. Breaks and absence come on top.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range.

    Notes
    -----
    .. math:: \\min \\{ m > a : 1 - C \\, e^{-(m - a) t / h} \\ge s \\}

    with :math:`a` the load, :math:`C` the probability of waiting with m agents, :math:`t` the wait allowed,
    :math:`h` the handling time and :math:`s` the wanted share.

    References
    ----------
    Gans, N., Koole, G. and Mandelbaum, A. (2003). Telephone call centers: tutorial, review, and research
    prospects. Manufacturing and Service Operations Management 5(2).

    Examples
    --------
    >>> agents_needed(200, 3, within_minutes=20 / 60, wanted_share=0.8)
    14
    """
    load = _load(contacts_per_hour, handling_minutes)
    agents = math.floor(load) + 1
    blocked = erlang_b(load, agents)
    while _in_time(load, agents, blocked, within_minutes / handling_minutes) < wanted_share:
        agents += 1
        # One more step of the recursion in `erlang_b`, in place of all of them again.
        blocked = load * blocked / (agents + load * blocked)
    return agents


@checked(contacts_per_hour=nonnegative, handling_minutes=positive, agents=_AGENTS, patience_minutes=positive)
@elementwise
def hang_up_share(contacts_per_hour, handling_minutes, agents, patience_minutes):
    """The share of callers who hang up before an agent is free (Erlang A).

    Parameters
    ----------
    contacts_per_hour : float or array
        Calls that arrive (per hour).
    handling_minutes : float or array
        The mean time an agent needs for one (minutes).
    agents : int or array
        Agents, at least 1.
    patience_minutes : float or array
        The mean time after which a caller who waits hangs up (minutes).

    Returns
    -------
    float or array
        A share. The mean wait of all callers, those who hang up included, is this share times the patience.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or more than 100,000 contacts arrive in the time of patience.

    Notes
    -----
    .. math::

        \\frac{B \\sum_{k \\ge 1} k \\, s_k}{a_p \\left( 1 - B + B \\sum_{k \\ge 0} s_k \\right)}
        \\qquad s_0 = 1 \\qquad s_k = s_{k-1} \\frac{a}{m + k h / p}

    with the load :math:`a`, :math:`m` agents, Erlang's loss formula :math:`B`, the handling time :math:`h`,
    the patience :math:`p` and the contacts :math:`a_p = \\lambda p / 60` that arrive in it. Arrivals come at
    random (Poisson), handling times and patience are exponential. Those who hang up leave the line, so that
    it never grows without end.

    References
    ----------
    Gans, N., Koole, G. and Mandelbaum, A. (2003). Telephone call centers: tutorial, review, and research
    prospects. Manufacturing and Service Operations Management 5(2).

    Examples
    --------
    One call a minute of a minute each, one agent, patience of a minute: 1/e hang up.

    >>> round(hang_up_share(60, 1, 1, patience_minutes=1), 4)
    0.3679

    18 calls an hour of 6 minutes each, patience 3 minutes, for two agents and for three:

    >>> [round(hang_up_share(18, 6, agents, patience_minutes=3), 3) for agents in (2, 3)]
    [0.278, 0.114]

    The mean wait in seconds:

    >>> [round(60 * 3 * hang_up_share(18, 6, agents, patience_minutes=3), 1) for agents in (2, 3)]
    [50.0, 20.4]
    """
    load, patient = _load(contacts_per_hour, handling_minutes), contacts_per_hour * patience_minutes / 60
    check("contacts_per_hour times patience_minutes, over 60,", patient, _PATIENT)
    if not load:
        return 0.0
    blocked = erlang_b(load, agents)
    empty, states, waiting = _line(load, agents, handling_minutes / patience_minutes)
    return min(1.0, blocked * waiting / (patient * ((1 - blocked) * empty + blocked * states)))


def _line(load, agents, leaving):
    """How likely lines of 0, 1, 2, ... are: an empty one, all added up, and added up times their lengths."""
    empty = states = weight = 1.0
    waiting, length = 0.0, 0
    while weight > 1e-17 * states or load > agents + length * leaving:
        length += 1
        weight *= load / (agents + length * leaving)
        states += weight
        waiting += length * weight
        if weight > 1e200:
            empty, states, weight, waiting = (value / 1e200 for value in (empty, states, weight, waiting))
    return empty, states, waiting
