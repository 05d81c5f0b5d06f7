"""Waiting lines: hand values, published values, simulation, agreement with scipy."""

import heapq
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from crmlib.service import waiting_lines as s

shares = st.floats(0, 1)
counts = st.integers(1, 1000)


def test_waiting_of_the_course_example():
    """18 complaints an hour of 6 minutes each: two agents wait 25.6 minutes, three 1.8."""
    assert s.offered_load(18, 6) == 1.8
    assert round(s.mean_wait(18, 6, 2), 1) == 25.6
    assert round(s.mean_wait(18, 6, 3), 1) == 1.8


def test_erlang_c_pyworkforce():
    """Its test_expected_erlangc_results: 100 calls in 30 minutes, 3 minutes each, 0.33 minutes, 80 %."""
    assert s.agents_needed(200, 3, within_minutes=0.33, wanted_share=0.8) == 14
    assert round(s.service_level(200, 3, 14, within_minutes=0.33), 3) == 0.888
    assert round(s.erlang_c(10, 14), 3) == 0.174
    assert round(s.offered_load(200, 3) / 14, 3) == 0.714


def test_erlang_c_stimulus():
    """Its test_erlang_c and test_erlang_c_service_level: 752 seconds a call, intervals of 900 seconds."""
    assert s.agents_needed(25 * 4, 752 / 60, within_minutes=20 / 60, wanted_share=0.9) == 28
    assert 0.9042 <= s.service_level(35 * 4, 752 / 60, 37, within_minutes=20 / 60) <= 0.9043


def test_erlang_b_by_hand():
    assert s.erlang_b(1, 1) == 0.5
    assert s.erlang_b(1, 2) == pytest.approx(0.2)
    assert s.erlang_b(2, 2) == pytest.approx(0.4)  # (4/2) / (1 + 2 + 4/2)
    assert s.erlang_b(0, 5) == 0


@given(st.floats(0.05, 2), st.integers(1, 500))
def test_erlang_b_is_the_poisson_share_of_scipy(utilisation, agents):
    load = utilisation * agents
    theirs = stats.poisson.logpmf(agents, load) - stats.poisson.logcdf(agents, load)
    assert s.erlang_b(load, agents) == pytest.approx(math.exp(theirs), rel=1e-6, abs=1e-200)


def test_one_agent_makes_others_wait_as_often_as_she_is_busy():
    assert s.erlang_c(0.5, 1) == 0.5
    assert s.mean_wait(5, 6, 1) == pytest.approx(6)  # h ρ / (1 − ρ) with ρ = 0.5


@given(st.floats(0, 300), st.integers(1, 300))
def test_erlang_c_is_a_probability_and_no_less_than_erlang_b(load, agents):
    assert 0 <= s.erlang_b(load, agents) <= s.erlang_c(load, agents) <= 1
    assert s.erlang_c(load, agents + 1) <= s.erlang_c(load, agents) + 1e-12


def test_with_no_more_agents_than_erlangs_the_queue_never_ends():
    for agents in (1, 2):
        assert s.mean_wait(20, 6, agents) == math.inf
        assert s.service_level(20, 6, agents, within_minutes=1000) == 0
        assert s.erlang_c(2, agents) == 1
    assert s.mean_wait(20, 6, 3) < 10


def test_hundreds_of_agents_are_no_trouble():
    assert 0 < s.erlang_c(480, 500) < 0.5
    assert s.erlang_c(9_990, 10_000) == pytest.approx(0.9, abs=0.05)
    agents = s.agents_needed(9_990 * 60, 1, within_minutes=0, wanted_share=0.5)
    assert s.erlang_c(9_990, agents) <= 0.5 < s.erlang_c(9_990, agents - 1)


def test_no_arrivals_no_waiting():
    assert s.mean_wait(0, 6, 1) == 0
    assert s.service_level(0, 6, 1, within_minutes=0) == 1
    assert s.agents_needed(0, 6, within_minutes=0) == 1


def test_erlang_of_many_equals_one_by_one():
    agents = np.array([1, 2, 3, 10])
    for function in (
        lambda m: s.erlang_b(1.8, m),
        lambda m: s.erlang_c(1.8, m),
        lambda m: s.mean_wait(18, 6, m),
        lambda m: s.service_level(18, 6, m, 2),
    ):
        assert function(agents).tolist() == [function(int(m)) for m in agents]
    assert s.agents_needed(pd.Series([18, 200]), 3, 1 / 3).tolist() == [
        s.agents_needed(18, 3, 1 / 3),
        s.agents_needed(200, 3, 1 / 3),
    ]


@given(
    arrivals=st.floats(0, 3000),
    handling=st.floats(0.1, 60),
    within=st.floats(0, 30),
    share=st.floats(0, 0.9999),
)
def test_agents_needed_are_just_enough(arrivals, handling, within, share):
    agents = s.agents_needed(arrivals, handling, within, share)
    assert agents > arrivals * handling / 60 - 1e-9
    assert s.service_level(arrivals, handling, agents, within) >= share
    fewer_would_do = agents > 1 and s.service_level(arrivals, handling, agents - 1, within) >= share
    assert not fewer_would_do or agents - 1 <= arrivals * handling / 60


def test_erlang_c_meets_a_simulated_waiting_line():
    random = np.random.default_rng(16)
    arrivals = np.cumsum(random.exponential(60 / 18, 200_000))
    handling = random.exponential(6, 200_000)
    free, waits = [0.0, 0.0, 0.0], []
    for arrival, minutes in zip(arrivals, handling, strict=True):
        start = max(arrival, heapq.heappop(free))
        waits.append(start - arrival)
        heapq.heappush(free, start + minutes)
    assert np.mean(waits) == pytest.approx(s.mean_wait(18, 6, 3), rel=0.04)
    assert np.mean(np.array(waits) > 0) == pytest.approx(s.erlang_c(1.8, 3), rel=0.03)
    assert np.mean(np.array(waits) <= 5) == pytest.approx(s.service_level(18, 6, 3, 5), rel=0.01)


def states_of_a_line(arrivals, handling, agents, patience, most=4_000):
    """The share who hang up, from the flows between all states of the line, in logarithms."""
    state = np.arange(1, most)
    leave = np.minimum(state, agents) / handling + np.maximum(state - agents, 0) / patience
    weight = np.concatenate([[0.0], np.cumsum(np.log(arrivals / 60) - np.log(leave))])
    chance = np.exp(weight - weight.max())
    waiting = np.maximum(np.arange(most) - agents, 0) @ chance / chance.sum()
    return waiting / patience / (arrivals / 60)


@pytest.mark.parametrize(
    ("arrivals", "handling", "agents", "patience"),
    [(18, 6, 1, 3), (18, 6, 2, 3), (18, 6, 3, 3), (200, 3, 9, 1), (200, 3, 14, 30), (600, 10, 5, 20)],
)
def test_hang_up_share_of_the_states(arrivals, handling, agents, patience):
    expected = states_of_a_line(arrivals, handling, agents, patience)
    assert s.hang_up_share(arrivals, handling, agents, patience) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("agents", [1, 2, 5])
def test_patience_as_long_as_handling_makes_callers_poisson(agents):
    """Everyone leaves at one rate, so those in the system are Poisson: E(N - m)+ over the load hang up."""
    load = 3.0
    beyond = [max(n - agents, 0) * math.exp(-load) * load**n / math.factorial(n) for n in range(100)]
    assert s.hang_up_share(36, 5, agents, 5) == pytest.approx(sum(beyond) / load)


def test_patient_callers_wait_as_erlang_c_says():
    share = s.hang_up_share(18, 6, 3, 300_000)
    assert share * 300_000 == pytest.approx(s.mean_wait(18, 6, 3), rel=1e-3)


def test_far_too_few_agents_lose_all_but_what_they_can_serve():
    """1,000 erlangs for 10 agents with much patience: 10 of 1,000 are served, the others hang up."""
    assert s.hang_up_share(60_000, 1, 10, 99) == pytest.approx(0.99, abs=1e-6)


def test_hang_up_share_at_the_ends():
    assert s.hang_up_share(0, 6, 2, 3) == 0
    assert s.hang_up_share(18, 6, 20_000, 3) == 0
    with pytest.raises(ValueError, match="contacts_per_hour times patience_minutes, over 60, must be a"):
        s.hang_up_share(1_000, 1, 10, 10_000)


@given(
    arrivals=st.floats(0.1, 2000),
    handling=st.floats(0.1, 60),
    patience=st.floats(0.1, 60),
    agents=st.integers(1, 200),
)
def test_more_agents_lose_fewer_callers(arrivals, handling, patience, agents):
    one, more = (s.hang_up_share(arrivals, handling, count, patience) for count in (agents, agents + 1))
    assert 0 <= more <= one <= 1
    # Nobody serves more than the agents can.
    assert arrivals * (1 - one) * handling / 60 <= agents * (1 + 1e-9)
