"""Recovery: the course's example, hand values, identities."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib import service as s

shares = st.floats(0, 1)
counts = st.integers(1, 1000)


def test_the_third_agent_of_the_course_example_is_worth_her_wage():
    waits = [s.mean_wait(18, 6, agents) for agents in (2, 3, 4)]
    costs = [s.waiting_cost(18, wait, 267, 0.005 / 10) for wait in waits]
    assert costs[0] - costs[1] == pytest.approx(57.2, abs=0.1)
    assert costs[0] - costs[1] > 30 > costs[1] - costs[2]


def test_recovery_by_hand():
    assert s.value_at_risk(200, 0.25, 400) == 20_000
    assert s.most_for_recovery(400, 0.75, 0.5) == 100
    assert s.recovery_profit(50, 400, 0.75, 0.5, 60) == 2000


@given(st.integers(0, 1000), st.floats(0, 1e6), shares, shares)
def test_at_the_most_it_may_cost_recovery_earns_nothing(complaints, value, recovered, unresolved):
    most = s.most_for_recovery(value, recovered, unresolved)
    if most >= 0:
        assert s.recovery_profit(complaints, value, recovered, unresolved, most) == pytest.approx(0, abs=1e-3)
