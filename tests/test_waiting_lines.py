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
