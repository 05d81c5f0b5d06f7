"""Service: hand values, published values, simulation, agreement with scipy and statsmodels, and bad input."""

import inspect
import math

import altair as alt
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib import service as s

shares = st.floats(0, 1)
counts = st.integers(1, 1000)


SYMBOLIC = {
    s.expected_false_alarms: (8, 52, 0.025),
    s.offered_load: (18, 6),
    s.waiting_cost: (18, 2, 267, 0.0005),
    s.value_at_risk: (200, 0.25, 400),
    s.most_for_recovery: (400, 0.75, 0.5),
    s.recovery_profit: (50, 400, 0.75, 0.5, 60),
    s.accounts_per_manager: (1300, 10, 2.5),
}
every_formula = pytest.mark.parametrize("formula", SYMBOLIC, ids=lambda formula: formula.__name__)


@every_formula
def test_formulas_take_numbers_columns_and_expressions(formula):
    first, *others = SYMBOLIC[formula]
    single = formula(first, *others)
    assert isinstance(single, float)
    assert formula(np.array([first, 2 * first]), *others)[0] == single
    assert formula(pd.Series([first], index=[9]), *others).tolist() == [single]
    assert list(formula(pl.Series([first]), *others)) == [single]
    frame = pl.DataFrame({"first": [first]})
    assert frame.select(formula(pl.col("first"), *others)).item() == pytest.approx(single)
    in_the_browser = repr(formula(alt.param(name="first", value=first), *others).expr)
    assert eval(in_the_browser, {"first": first}) == pytest.approx(single)


@every_formula
def test_formulas_refuse_columns_of_different_lengths(formula):
    first, second, *others = SYMBOLIC[formula]
    with pytest.raises(ValueError, match="must have the same length"):
        formula(np.full(2, first), np.full(3, second), *others)


# ----------------------------------------------------------------------------------------------------------
# Bad input: one sentence with the argument, the value and what is allowed

TIMES = dict(opened=["2026-03-01", "2026-03-02"], closed=["2026-03-03", None])
GAINS = [[0, 4, 5], [0, 2, 3]]
BAD = [
    (
        s.share_limits,
        dict(usual_share=80, answers=10),
        r"usual_share must be .*; got 80 \(for 80 %, write 0.8\)",
    ),
    (s.share_limits, dict(usual_share=0.8, answers=0), "answers must be a whole number of at least 1; got 0"),
    (s.share_limits, dict(usual_share=np.full(2, 0.8), answers=np.full(3, 9)), "must have the same length"),
    (s.false_alarm_probability, dict(sigmas=3, sides="two"), "sides must be one of 'both', 'one'; got 'two'"),
    (s.control_sigmas, dict(false_alarm_rate=0.7, sides="one"), "false_alarm_rate must be at most 0.5"),
    (s.touchpoint_scores, dict(touchpoints=["a"], scores=[2]), "each value of scores must be a share"),
    (
        s.touchpoint_scores,
        dict(touchpoints=["a"], scores=[0.5]),
        "each value of scores must be 0 or 1 for a share",
    ),
    (
        s.touchpoint_scores,
        dict(touchpoints=["a", None], scores=[1, 0]),
        "touchpoints is missing in 1 of 2 rows",
    ),
    (
        s.touchpoint_scores,
        dict(touchpoints=["a", 1], scores=[1, 0]),
        "touchpoints mixes values of type int and str",
    ),
    (s.touchpoint_scores, dict(touchpoints=["a"], scores=[1, 0]), "must have the same length"),
    (
        s.touchpoint_scores,
        dict(touchpoints=["a"], scores=[3], chart="mean"),
        "two answers at some touchpoint",
    ),
    (
        s.touchpoint_scores,
        dict(touchpoints=["a"], scores=[1], usual={"b": 1}),
        "usual has no score for touchpoint 'a'",
    ),
    (s.complaint_times, dict(TIMES, opened=["2026-03-01", None]), "opened is missing in 1 of 2 rows"),
    (s.complaint_times, dict(TIMES, closed=["2026-02-03", None]), "closed must not lie before opened; row 0"),
    (
        s.complaint_times,
        dict(TIMES, closed=["yesterday", None]),
        "closed must be a column of dates .*; got 'yesterday'",
    ),
    (s.complaint_times, dict(TIMES, closed=[5, 6]), "each value of closed must be a date with a time; got 5"),
    (
        s.complaint_times,
        dict(TIMES, closed=["2026-03-03"]),
        "must have the same length; got opened 2, closed 1",
    ),
    (
        s.complaint_times,
        dict(TIMES, closed=["2026-03-03T00:00Z", None]),
        "must all have a time zone, or none",
    ),
    (
        s.complaint_times,
        dict(TIMES, as_of="2026-03-01 12:00"),
        "opened must not lie after as_of 2026-03-01 12:00:00; row 1",
    ),
    (s.share_within, dict(TIMES, target_hours=-1), "target_hours must be a number of at least 0; got -1"),
    (s.erlang_c, dict(load=-1, agents=2), "load must be a load from 0 to 10,000 erlangs; got -1"),
    (s.erlang_c, dict(load=1, agents=2.5), "agents must be a whole number from 1 to 20,000; got 2.5"),
    (
        s.mean_wait,
        dict(contacts_per_hour=1e9, handling_minutes=6, agents=2),
        "contacts_per_hour times .* erlangs; got",
    ),
    (
        s.mean_wait,
        dict(contacts_per_hour=18, handling_minutes=0, agents=2),
        "handling_minutes must be a number above 0",
    ),
    (
        s.agents_needed,
        dict(contacts_per_hour=18, handling_minutes=6, within_minutes=1, wanted_share=1),
        "wanted_share must be",
    ),
    (
        s.waiting_cost,
        dict(contacts_per_hour=18, mean_wait_minutes=math.inf, customer_value=1, retention_loss_per_minute=0),
        "mean_wait_minutes must be .*; got inf",
    ),
    (
        s.contact_gain,
        dict(contacts=2, potential=80, share_per_contact=1),
        "share_per_contact must be a share from 0.001 to 0.999",
    ),
    (
        s.best_contacts,
        dict(potential=80, share_per_contact=0.5, cost_per_contact=0),
        "cost_per_contact must be a number above 0",
    ),
    (
        s.managers_needed,
        dict(accounts=[1, 2], calls_per_account=[1], hours_per_call=1, selling_hours=9),
        "must have the same length",
    ),
    (s.call_plan, dict(gains=[0, 1], calls=1), "gains must be a table with a row per account"),
    (s.call_plan, dict(gains=[[0, math.nan]], calls=1), "each value of gains must be a number; got nan"),
    (s.call_plan, dict(gains=GAINS, calls=1.5), "calls must be a whole number of at least 0; got 1.5"),
    (s.call_plan, dict(gains=GAINS, calls=1, accounts=["A"]), "accounts must be a column of 2 names"),
    (
        s.manager_plan,
        dict(gains=GAINS, most_managers=0, calls_per_manager=1, cost_per_manager=1),
        "most_managers must be",
    ),
]


@pytest.mark.parametrize(("function", "arguments", "sentence"), BAD)
def test_bad_input_gets_a_sentence(function, arguments, sentence):
    with pytest.raises((ValueError, TypeError), match=sentence) as caught:
        function(**arguments)
    assert "\n" not in str(caught.value)


numbers = st.one_of(st.floats(), st.integers(), st.none(), st.booleans(), st.text(max_size=3))
NUMERIC = [
    s.share_limits,
    s.mean_limits,
    s.false_alarm_probability,
    s.control_sigmas,
    s.offered_load,
    s.erlang_b,
    s.erlang_c,
    s.service_level,
    s.most_for_recovery,
    s.contact_profit,
    s.best_contacts,
]


@pytest.mark.parametrize("function", NUMERIC, ids=lambda function: function.__name__)
@given(data=st.data())
def test_any_input_gives_a_number_or_a_sentence(function, data):
    required = [p for p in inspect.signature(function).parameters.values() if p.default is p.empty]
    arguments = [data.draw(numbers) for _ in required]
    try:
        result = function(*arguments)
        assert not np.isnan(result).any()
    except (ValueError, TypeError) as refused:
        assert "must" in str(refused) or "has no finite result" in str(refused)
