"""Service: hand values, published values, simulation, agreement with scipy and statsmodels, and bad input."""

import heapq
import inspect
import itertools
import math

import altair as alt
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.stats.proportion import proportion_confint

from crmlib import service as s

shares = st.floats(0, 1)
counts = st.integers(1, 1000)


# ----------------------------------------------------------------------------------------------------------
# Control limits


def test_share_limits_by_hand():
    assert s.share_limits(0.8, 100) == pytest.approx((0.68, 0.92))
    assert s.share_limits(0.9, 9) == pytest.approx((0.6, 1.0))


def test_share_limits_montgomery_and_runger_ceramic_substrate():
    """Applied Statistics and Probability for Engineers, example 16-4: 800 of 2,000, samples of 100."""
    assert [round(limit, 2) for limit in s.share_limits(800 / 2000, 100)] == [0.25, 0.55]


def test_share_limits_an_introduction_to_business_statistics_example_16_6():
    """The textbook's p-chart: 320 defective in ten samples of 200 items."""
    assert [round(limit, 4) for limit in s.share_limits(320 / 2000, 200)] == [0.0822, 0.2378]


# Keller and Pyzdek, The Handbook for Quality Management, table 9.6: peaches per shipment, bruised ones.
# The table prints each share and the totals; the limits checked here are our own computation.
PEACHES = [
    *[(250, bruised) for bruised in (47, 42, 55, 51, 46, 61, 39, 44, 41, 51)],
    *[(500, bruised) for bruised in (88, 101, 101)],
    *[(250, bruised) for bruised in (40, 48, 47, 50, 48, 57, 45, 43)],
    *[(500, bruised) for bruised in (105, 98, 100, 96)],
]


def test_touchpoint_scores_on_the_data_of_keller_and_pyzdek_bruised_peaches():
    shipment = np.repeat(np.arange(1, 26), [crate for crate, _ in PEACHES])
    bruised = np.concatenate([np.arange(crate) < found for crate, found in PEACHES]).astype(int)
    table = s.touchpoint_scores(shipment, bruised)
    assert (table["answers"].sum(), bruised.sum()) == (8000, 1544)
    assert table["score"].round(3).tolist()[:6] == [0.188, 0.168, 0.22, 0.204, 0.184, 0.244]
    half = 3 * math.sqrt(0.193 * 0.807 / 250)
    assert table.loc[0, ["lower", "upper"]].tolist() == pytest.approx([0.193 - half, 0.193 + half])
    centre = ((table["lower"] + table["upper"]) / 2).to_numpy()
    np.testing.assert_allclose(centre, 0.193)
    assert set(table["signal"]) == {"usual"}
    assert len(set(table["lower"].round(9))) == 2


def test_mean_limits_by_hand():
    assert s.mean_limits(4.2, 1.0, 25) == pytest.approx((3.6, 4.8))


def test_limits_of_many_equal_one_by_one():
    answers = np.array([12, 100, 900])
    for many, single in [
        (s.share_limits(0.8, answers), lambda n: s.share_limits(0.8, n)),
        (s.mean_limits(4.2, 1.0, answers), lambda n: s.mean_limits(4.2, 1.0, n)),
    ]:
        assert np.column_stack(many).tolist() == [list(single(n)) for n in answers.tolist()]


@given(share=st.floats(0.05, 0.95), answers=counts)
def test_share_limits_are_the_wald_interval_around_the_usual(share, answers):
    lower, upper = s.share_limits(share, answers, sigmas=2)
    half = 2 * math.sqrt(share * (1 - share) / answers)
    assert lower == pytest.approx(max(share - half, 0))
    assert upper == pytest.approx(min(share + half, 1))
    theirs = proportion_confint(share * answers, answers, alpha=2 * stats.norm.cdf(-2), method="normal")
    assert (lower, upper) == pytest.approx(theirs)


def test_false_alarm_probability_of_shewhart_limits():
    assert s.false_alarm_probability(3) == pytest.approx(0.0027, abs=0.00001)
    assert s.false_alarm_probability(1.96, sides="one") == pytest.approx(0.025, abs=0.00001)
    assert s.false_alarm_probability(np.array([0, 3])).tolist() == [1, s.false_alarm_probability(3)]


@given(st.floats(1e-9, 0.5), st.sampled_from(["both", "one"]))
def test_control_sigmas_turn_the_probability_back(rate, sides):
    assert s.false_alarm_probability(s.control_sigmas(rate, sides), sides) == pytest.approx(rate)


def test_eight_touchpoints_weekly_give_about_ten_false_alarms_a_year():
    alarms = s.expected_false_alarms(8, 52, 0.025)
    assert alarms == pytest.approx(10.4)
    assert alarms * 400 == pytest.approx(4160)


def test_false_alarms_come_as_often_as_expected():
    """A year of eight touchpoints where nothing changes, a thousand times over."""
    answers = np.array([12, 30, 60, 100, 150, 250, 500, 900])
    scores = np.random.default_rng(14).normal(4, 1 / np.sqrt(answers), size=(1000, 52, 8))
    lower, _ = s.mean_limits(4, 1, answers, sigmas=s.control_sigmas(0.025, sides="one"))
    assert (scores < lower).sum() / 1000 == pytest.approx(s.expected_false_alarms(8, 52, 0.025), rel=0.03)


def test_touchpoint_scores_by_hand():
    where = ["e-mail"] * 10 + ["store"] * 100
    satisfied = [1] * 7 + [0] * 3 + [1] * 70 + [0] * 30
    table = s.touchpoint_scores(where, satisfied, usual=0.9).set_index("touchpoint")
    assert table["answers"].to_dict() == {"e-mail": 10, "store": 100}
    assert table["signal"].to_dict() == {"e-mail": "usual", "store": "low"}
    assert table.loc["store", "lower"] == pytest.approx(0.81)


def test_each_touchpoint_may_have_its_own_usual_score():
    table = s.touchpoint_scores(["a", "a", "b", "b"], [1, 0, 1, 1], usual={"a": 0.5, "b": 0.01})
    assert table["signal"].tolist() == ["usual", "high"]


def test_touchpoint_means_use_the_spread_within_touchpoints():
    table = s.touchpoint_scores(["a", "a", "b", "b", "b"], [1, 3, 6, 7, 8], chart="mean")
    spread = math.sqrt((2 + 2) / 3)  # (1·2 + 2·1) / (1 + 2)
    assert table["upper"].tolist() == pytest.approx([5 + 3 * spread / math.sqrt(n) for n in (2, 3)])
    given_spread = s.touchpoint_scores(["a", "b"], [1, 7], chart="mean", usual=4, standard_deviation=1)
    assert given_spread["signal"].tolist() == ["usual", "usual"]


def test_a_score_on_its_limit_is_usual():
    table = s.touchpoint_scores(["a"] * 9, [1] * 9, usual=1.0)
    assert table["signal"].tolist() == ["usual"]
    table = s.touchpoint_scores(["a"] * 3, [0.1] * 3, chart="mean", usual=0.1, standard_deviation=0)
    assert table["signal"].tolist() == ["usual"]


def test_touchpoint_scores_of_polars_equal_those_of_pandas():
    where, scores = ["b", "a", "b"], [1, 0, 0]
    theirs = s.touchpoint_scores(pl.Series(where), pl.Series(scores))
    pd.testing.assert_frame_equal(theirs, s.touchpoint_scores(pd.Series(where), pd.Series(scores)))


# ----------------------------------------------------------------------------------------------------------
# Complaint clocks

START = pd.Timestamp("2026-03-01 08:00")


def after(hours):
    """A time so many hours after the start; None stays missing."""
    return [None if hour is None else START + pd.Timedelta(hours=hour) for hour in hours]


def test_complaint_times_by_hand():
    table = s.complaint_times(after([0, 1, 2]), after([3, None, 10]))
    assert table["hours"].tolist() == [3, 9, 8]
    assert table["closed"].tolist() == [True, False, True]


def test_a_complaint_closed_after_as_of_was_open_then():
    table = s.complaint_times(after([0, 1]), after([3, 10]), as_of=START + pd.Timedelta(hours=5))
    assert table["hours"].tolist() == [3, 4]
    assert table["closed"].tolist() == [True, False]


FORMS = {
    "text": lambda times: [None if time is None else time.isoformat(" ") for time in times],
    "pandas": pd.Series,
    "numpy": lambda times: pd.to_datetime(pd.Series(times)).to_numpy(),
    "polars": lambda times: pl.Series([None if time is None else time.to_pydatetime() for time in times]),
    "time zone": lambda times: pd.to_datetime(pd.Series(times)).dt.tz_localize("Asia/Shanghai"),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_complaint_times_come_in_many_forms(form):
    opened, closed = after([0, 1, 2]), after([3, None, 10])
    expected = s.complaint_times(opened, closed)
    pd.testing.assert_frame_equal(s.complaint_times(form(opened), form(closed)), expected)


def test_all_complaints_may_be_open():
    table = s.complaint_times(after([0, 1]), [None, None], as_of=START + pd.Timedelta(hours=2))
    assert table["hours"].tolist() == [2, 1]
    assert not table["closed"].any()
    assert s.median_hours(after([0, 1]), [np.nan, np.nan]) == math.inf


def test_share_within_by_hand():
    """Closed after 2 and 30 hours, one open after 10: the open one counts until the tenth hour."""
    opened, closed = after([0, 0, 20]), after([2, 30, None])
    assert s.share_within(opened, closed, 24) == pytest.approx(1 / 3)
    assert s.share_within(opened, closed, 2) == pytest.approx(1 / 3)
    assert s.share_within(opened, closed, 1.9) == 0
    assert s.share_within(opened, closed, 30) == pytest.approx(1)
    assert s.share_within(opened, closed, 1000) == pytest.approx(1)
    assert s.median_hours(opened, closed) == 30


def test_a_target_beyond_what_was_watched_is_refused():
    with pytest.raises(ValueError, match=r"target_hours 24 is too long to judge: .* longest 3 hours"):
        s.share_within(after([0, 1]), after([2, None]), 24, as_of=START + pd.Timedelta(hours=4))


durations = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=2, max_size=30)


def watched(pairs):
    """Complaints all watched until hour 100; an open one was opened so many hours before."""
    hours, closed = zip(*pairs, strict=True)
    opened = after([100 - hour for hour in hours])
    ends = [START + pd.Timedelta(hours=100) if done else None for done in closed]
    return opened, ends, START + pd.Timedelta(hours=100)


@given(durations)
def test_the_clocks_agree_with_statsmodels(pairs):
    opened, ends, as_of = watched(pairs)
    hours, closed = (np.array(column) for column in zip(*pairs, strict=True))
    theirs = SurvfuncRight(hours, closed.astype(int))
    for time, survival in zip(theirs.surv_times, theirs.surv_prob, strict=True):
        assert s.share_within(opened, ends, float(time), as_of) == pytest.approx(1 - survival)
    reached = theirs.surv_times[theirs.surv_prob <= 0.5 + 1e-12]
    assert s.median_hours(opened, ends, as_of) == (reached[0] if len(reached) else math.inf)


@given(durations, st.integers(0, 40))
def test_without_open_complaints_the_share_is_the_plain_share(pairs, target):
    opened, ends, as_of = watched([(hour, True) for hour, _ in pairs])
    plain = np.mean([hour <= target for hour, _ in pairs])
    assert s.share_within(opened, ends, target, as_of) == pytest.approx(plain)


def test_censoring_comes_near_the_truth_and_the_shortcuts_do_not():
    random = np.random.default_rng(15)
    opened, needed = random.uniform(0, 60, 4000), random.exponential(40, 4000)
    ends = [hour + need if hour + need <= 60 else None for hour, need in zip(opened, needed, strict=True)]
    found = s.share_within(after(opened), after(ends), 24, as_of=START + pd.Timedelta(hours=60))
    truth = 1 - math.exp(-24 / 40)
    closed_only = np.mean([need <= 24 for need, end in zip(needed, ends, strict=True) if end is not None])
    open_as_missed = np.mean([end is not None and need <= 24 for need, end in zip(needed, ends, strict=True)])
    assert found == pytest.approx(truth, abs=0.03)
    assert closed_only > truth + 0.2
    assert open_as_missed < truth - 0.05


def test_complaint_clocks_by_hand():
    opened, answered, resolved = after([0, 0, 20]), after([1, 4, 22]), after([2, 30, None])
    table = s.complaint_clocks(opened, answered, resolved, answer_target=2, resolve_target=24)
    assert table["clock"].tolist() == ["answer", "resolve"]
    assert table["open"].tolist() == [0, 1]
    assert table["share_within"].tolist() == pytest.approx([2 / 3, 1 / 3])
    assert table["median_hours"].tolist() == [2, 30]


def test_a_complaint_resolved_without_a_recorded_answer_was_answered_then():
    table = s.complaint_clocks(after([0, 0]), after([None, 1]), after([5, 6]), 5, 6)
    assert table["closed"].tolist() == [2, 2]
    assert table["share_within"].tolist() == pytest.approx([1, 1])


def test_both_clocks_are_watched_until_the_last_time_of_all():
    table = s.complaint_clocks(after([0, 0]), after([1, None]), after([9, None]), 5, 9)
    assert table.loc[0, "share_within"] == pytest.approx(0.5)


# ----------------------------------------------------------------------------------------------------------
# Erlang


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


# ----------------------------------------------------------------------------------------------------------
# Recovery


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
    assert formula(pl.Series([first]), *others).tolist() == [single]
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
# Contacts


def test_contacts_by_hand():
    assert [s.contact_gain(k, 80, 0.5) for k in range(4)] == pytest.approx([0, 40, 60, 70])
    assert s.contact_profit(3, 80, 0.5, 15) == pytest.approx(25)
    assert s.best_contacts(80, 0.5, 15) == 2
    assert s.best_contacts(80, 0.5, 40) == 0
    assert s.best_contacts(80, 0.5, 20) == 1  # the second brings just its cost
    assert s.best_contacts(0, 0.5, 1) == 0


@given(st.floats(0, 1000), st.floats(0.02, 0.98), st.floats(0.5, 50))
def test_no_other_number_of_contacts_earns_more(potential, taken, cost):
    best = s.best_contacts(potential, taken, cost)
    profits = s.contact_profit(np.arange(best + 20), potential, taken, cost)
    assert profits[best] == pytest.approx(profits.max(), abs=1e-6)


def test_contacts_of_many_equal_one_by_one():
    potentials = np.array([10.0, 80.0, 500.0])
    assert s.best_contacts(potentials, 0.5, 15).tolist() == [s.best_contacts(p, 0.5, 15) for p in potentials]
    assert s.contact_gain(2, potentials, 0.5).tolist() == [s.contact_gain(2, p, 0.5) for p in potentials]


# ----------------------------------------------------------------------------------------------------------
# Managers and calls


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
        assert "must" in str(refused)
