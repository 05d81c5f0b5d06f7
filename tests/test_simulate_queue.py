"""The line with several agents and patience: calls by hand, and Erlang A."""

import numpy as np
import pytest

from crmlib.service.waiting_lines import hang_up_share
from crmlib.simulate import draws
from crmlib.simulate.chains.queue import by_day, waits

FOREVER = 1e6


def test_one_agent_by_hand():
    """Calls at 0, 1 and 2 of 5 minutes: the third would wait 8 minutes and hangs up after 3."""
    day, minute = np.zeros(3, int), np.array([0.0, 1.0, 2.0])
    waited, hung_up = waits(day, minute, np.full(3, 5.0), np.array([9.0, 9.0, 3.0]), np.array([1]))
    assert waited.tolist() == [0, 4, 3]
    assert hung_up.tolist() == [False, False, True]


def test_who_hangs_up_takes_no_agent():
    """The second hangs up, so the third is next at minute 5."""
    waited, hung_up = waits(
        np.zeros(3, int), np.array([0.0, 1.0, 2.0]), np.full(3, 5.0), np.array([9.0, 1.0, 9.0]), np.array([1])
    )
    assert waited.tolist() == [0, 1, 3] and hung_up.tolist() == [False, True, False]


def test_two_agents_by_hand():
    minute, handling = np.array([0.0, 1.0, 2.0, 3.0]), np.array([10.0, 3.0, 5.0, 1.0])
    waited, _ = waits(np.zeros(4, int), minute, handling, np.full(4, FOREVER), np.array([2]))
    assert waited.tolist() == [0, 0, 2, 6]


def test_days_are_apart_and_calls_come_in_any_order():
    day, minute = np.array([1, 0, 1, 0, 2]), np.array([3.0, 1.0, 0.0, 0.0, 5.0])
    waited, _ = waits(day, minute, np.full(5, 4.0), np.full(5, FOREVER), np.array([1, 2, 1]))
    assert waited.tolist() == [0, 3, 0, 0, 0]


def test_a_day_without_calls():
    waited, hung_up = waits(np.array([2]), np.array([1.0]), np.ones(1), np.ones(1), np.array([1, 1, 1]))
    assert (waited.tolist(), hung_up.tolist()) == ([0], [False])
    none = np.array([])
    assert waits(none.astype(int), none, none, none, np.array([1, 1]))[0].size == 0


def test_places_by_day():
    assert [part.tolist() for part in by_day(np.array([1, 0, 1]), np.array([2.0, 1.0, 1.0]), 2)] == [
        [1, 0, 1],
        [1, 0, 0],
    ]


@pytest.mark.parametrize("agents", [1, 2, 3])
def test_a_long_even_line_is_erlang_a(agents):
    """40 lines of 4,000 minutes: 18 calls an hour of 6 minutes, patience 3 minutes."""
    count = 48_000
    uniform = draws.stream(agents, "line").random((4, count))
    day, minute = (uniform[0] * 40).astype(int), 4_000 * uniform[1]
    handling, patience = 6 * draws.exponential(uniform[2]), 3 * draws.exponential(uniform[3])
    waited, hung_up = waits(day, minute, handling, patience, np.full(40, agents))
    lines = [(hung_up[day == one].mean(), waited[day == one].mean()) for one in range(40)]
    mean, error = np.mean(lines, axis=0), np.std(lines, axis=0, ddof=1) / np.sqrt(40)
    share = hang_up_share(18, 6, agents, 3)
    expected = share, 3 * share
    assert (abs(mean - expected) < 3.3 * error).all()
