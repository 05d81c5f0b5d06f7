"""Account managers: hand values, Lodish's greedy plan against every plan."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib.service import account_managers as s

shares = st.floats(0, 1)
counts = st.integers(1, 1000)


def test_workload_by_hand():
    assert s.accounts_per_manager(1300, 10, 2.5) == 52
    assert s.managers_needed(600, 10, 2.5, selling_hours=1300) == 12  # 15,000 hours / 1,300 = 11.5
    assert s.managers_needed([100, 200, 300], [12, 6, 2], 2, selling_hours=1300) == 5
    assert s.managers_needed(52, 10, 2.5, selling_hours=1300) == 1
    assert s.managers_needed(0, 10, 2.5, selling_hours=1300) == 0


def test_call_gains_by_hand():
    assert s.call_gains([80, 40], 0.5, 3).tolist() == [[0, 40, 60, 70], [0, 20, 30, 35]]
    each = s.call_gains([80, 40], [0.5, 0.25], 2)
    assert each[1].tolist() == [0, 10, 17.5]


def test_call_plan_by_hand():
    plan = s.call_plan([[0, 40, 60, 70], [0, 30, 33, 36]], calls=3, accounts=["A", "B"])
    assert plan.to_dict("list") == {
        "account": ["A", "B"],
        "calls": [2, 1],
        "gain": [60, 30],
        "next_gain": [10, 3],
    }


def test_a_call_that_does_not_earn_its_cost_is_not_made():
    gains = [[0, 40, 60, 70], [0, 30, 33, 36]]
    assert s.call_plan(gains, calls=100, cost_per_call=20)["calls"].tolist() == [1, 1]
    assert s.call_plan(gains, calls=100)["calls"].tolist() == [3, 3]
    assert s.call_plan(gains, calls=0)["calls"].tolist() == [0, 0]


def test_returns_that_grow_are_refused():
    with pytest.raises(
        ValueError, match=r"gains must diminish from call to call; in row 1 call 2 brings 8, .* before, 2"
    ):
        s.call_plan([[0, 4, 5], [0, 2, 10]], calls=2)


concave = st.lists(
    st.lists(st.integers(0, 30), min_size=3, max_size=3).map(lambda steps: sorted(steps, reverse=True)),
    min_size=1,
    max_size=4,
)


@given(concave, st.integers(0, 12), st.integers(0, 20))
def test_greedy_call_plan_is_optimal_lodish_1971(steps, calls, cost):
    """For diminishing returns no plan at all does better: every one is tried."""
    gains = np.cumsum([[0, *row] for row in steps], axis=1)
    plan = s.call_plan(gains, calls, cost_per_call=cost)
    every_plan = (given for given in itertools.product(range(4), repeat=len(steps)) if sum(given) <= calls)
    best = max(sum(gains[i, k] for i, k in enumerate(given)) - cost * sum(given) for given in every_plan)
    assert plan["gain"].sum() - cost * plan["calls"].sum() == best
    assert plan["calls"].sum() <= calls


def six_hundred_accounts():
    random = np.random.default_rng(600)
    return s.call_gains(random.lognormal(8, 1.2, 600), random.uniform(0.05, 0.4, 600), most_calls=40)


def test_six_hundred_accounts_at_1300_selling_hours():
    """Another manager pays as long as what she adds exceeds her cost; some accounts get no call."""
    calls_each = int(s.accounts_per_manager(1300, 1, 2.5))
    plan = s.manager_plan(six_hundred_accounts(), 20, calls_each, cost_per_manager=120_000)
    brings = plan["last_manager_brings"].iloc[1:]
    assert brings.is_monotonic_decreasing
    best = int(plan["profit"].idxmax())
    assert brings.loc[best] > 120_000 >= brings.loc[best + 1]
    assert plan.loc[best, "calls"] == best * calls_each
    assert 0 < plan.loc[best, "accounts_without_call"] < 600
    in_the_plan = s.call_plan(six_hundred_accounts(), best * calls_each)
    assert (in_the_plan["calls"] == 0).sum() == plan.loc[best, "accounts_without_call"]
    assert in_the_plan["gain"].sum() == pytest.approx(plan.loc[best, "gain"])


def test_in_the_best_plan_no_call_brings_less_than_one_left_out():
    gains = six_hundred_accounts()
    plan = s.call_plan(gains, 1000)
    made = plan["calls"].to_numpy()
    last = gains[np.arange(600), made] - gains[np.arange(600), np.maximum(made - 1, 0)]
    assert last[made > 0].min() >= plan["next_gain"].max() - 1e-9
