"""Campaigns and experiments: Neslin's profit term by term, published intervals, statsmodels, and coverage."""

import math

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats import proportion

from crmlib import experiments

CAMPAIGN = dict(
    customers=10_000,
    contacted_share=0.1,
    churn_rate=0.05,
    success_rate=0.3,
    clv=300,
    contact_cost=1,
    incentive=10,
    lift=3,
)

rates = st.floats(0.01, 0.99)
groups = st.tuples(st.integers(1, 300), st.integers(1, 300)).flatmap(
    lambda sizes: st.tuples(
        st.integers(0, sizes[0]), st.just(sizes[0]), st.integers(0, sizes[1]), st.just(sizes[1])
    )
)


# ----------------------------------------------------------------------------------------------------------
# The profit of a retention campaign


def test_campaign_profit_by_hand():
    """1,000 contacts; 150 would leave, 45 are kept; 895 take the incentive: 13,500 - 8,950 - 1,000."""
    assert experiments.campaign_profit(**CAMPAIGN) == pytest.approx(3550)
    assert experiments.campaign_profit(**CAMPAIGN, fixed_cost=500) == pytest.approx(3050)


@given(rates, rates, rates, st.floats(0, 1000), st.floats(0, 20), st.floats(0, 50), st.floats(0.1, 5))
def test_neslin_2006_profit_is_the_sum_over_three_kinds_of_customers(
    contacted, churn, success, clv, cost, incentive, lift
):
    lift = min(lift, 1 / churn, 1 / contacted)
    leaving = churn * lift
    each = leaving * success * (clv - cost - incentive)
    each += leaving * (1 - success) * -cost
    each += (1 - leaving) * (-cost - incentive)
    profit = experiments.campaign_profit(
        1000, contacted, churn, success, clv, cost, incentive, lift=lift, fixed_cost=70
    )
    assert profit == pytest.approx(1000 * contacted * each - 70, abs=1e-6)


def test_campaign_limits():
    nobody = CAMPAIGN | dict(contacted_share=0, lift=1)
    assert experiments.campaign_profit(**nobody, fixed_cost=500) == -500
    failing = CAMPAIGN | dict(success_rate=0)
    assert experiments.campaign_profit(**failing) == pytest.approx(-1000 * (1 + 0.85 * 10))
    ideal = CAMPAIGN | dict(churn_rate=0.1, lift=10, success_rate=1, incentive=0, contact_cost=0)
    assert experiments.campaign_profit(**ideal) == pytest.approx(1000 * 300)


def test_campaign_of_arrays_and_expressions():
    lifts = [1.0, 2.0, 3.0]
    one_by_one = [experiments.campaign_profit(**CAMPAIGN | dict(lift=lift)) for lift in lifts]
    many = experiments.campaign_profit(**CAMPAIGN | dict(lift=np.array(lifts)))
    np.testing.assert_allclose(many, one_by_one)
    symbolic = experiments.campaign_profit(**CAMPAIGN | dict(lift=pl.col("lift")))
    assert pl.DataFrame({"lift": lifts}).select(symbolic).to_series().to_list() == pytest.approx(one_by_one)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (dict(lift=25, contacted_share=0.01), "lift times churn_rate must not exceed 1"),
        (dict(lift=12), "lift times contacted_share must not exceed 1"),
        (dict(churn_rate=5), r"churn_rate must be a share from 0 to 1; got 5 \(for 5 %, write 0\.05\)"),
        (dict(incentive=-1), "incentive must be a number of at least 0; got -1"),
    ],
)
def test_bad_campaigns_get_a_sentence(change, sentence):
    with pytest.raises(ValueError, match=sentence):
        experiments.campaign_profit(**CAMPAIGN | change)


def test_break_even_churn_by_hand():
    """A call costs 10, keeps a fifth of the leavers, each worth 267: it returns 6.4 of 12 %, 18.7 of 35 %."""
    call = dict(success_rate=0.2, clv=267, contact_cost=10, incentive=0)
    churn = experiments.break_even_churn_rate(**call)
    assert churn == pytest.approx(0.1873, abs=5e-5)
    everyone = dict(customers=1, contacted_share=1) | call
    assert experiments.campaign_profit(**everyone, churn_rate=0.12) == pytest.approx(6.4 - 10, abs=0.01)
    assert experiments.campaign_profit(**everyone, churn_rate=0.35) == pytest.approx(18.7 - 10, abs=0.01)


@given(st.floats(0.01, 1), st.floats(1, 1000), st.floats(0, 20), st.floats(0, 50))
def test_at_break_even_churn_a_campaign_earns_nothing(success, clv, cost, incentive):
    offer = dict(success_rate=success, clv=clv, contact_cost=cost, incentive=incentive)
    churn = experiments.break_even_churn_rate(**offer)
    if churn <= 1:
        profit = experiments.campaign_profit(customers=1, contacted_share=1, churn_rate=churn, **offer)
        assert profit == pytest.approx(0, abs=1e-9)


# ----------------------------------------------------------------------------------------------------------
# What an experiment says


@pytest.mark.parametrize(
    ("counts", "interval"),
    [((56, 70, 48, 80), (0.0524, 0.3339)), ((9, 10, 3, 10), (0.1705, 0.8090))],
)
def test_newcombe_1998_method_10(counts, interval):
    assert experiments.uplift_interval(*counts) == pytest.approx(interval, abs=1e-4)


@given(groups, st.floats(0.5, 0.999))
def test_statsmodels_newcombe_interval(counts, confidence):
    theirs = proportion.confint_proportions_2indep(
        *counts, method="newcomb", alpha=1 - confidence, correction=False
    )
    assert experiments.uplift_interval(*counts, confidence) == pytest.approx(theirs, abs=1e-9)


@given(groups)
def test_the_interval_holds_the_uplift_and_turns_with_the_groups(counts):
    lower, upper = experiments.uplift_interval(*counts)
    uplift = counts[0] / counts[1] - counts[2] / counts[3]
    assert -1 <= lower <= uplift + 1e-12 and uplift - 1e-12 <= upper <= 1
    turned = experiments.uplift_interval(*counts[2:], *counts[:2])
    assert turned == pytest.approx((-upper, -lower), abs=1e-12)


def test_the_interval_covers():
    """In 4,000 experiments with a true uplift of 3 points, the 95 % interval holds it 95 % of the time."""
    draws = np.random.default_rng(7)
    treated = draws.binomial(400, 0.13, 4000)
    control = draws.binomial(200, 0.10, 4000)
    lower, upper = experiments.uplift_interval(treated, np.full(4000, 400), control, np.full(4000, 200))
    held = np.mean((lower <= 0.03) & (upper >= 0.03))
    assert 0.94 <= held <= 0.965


@given(groups)
def test_statsmodels_test_of_two_rates(counts):
    test = experiments.uplift_test(*counts)
    responses, sizes = counts[0] + counts[2], counts[1] + counts[3]
    if responses in (0, sizes):
        assert test == (0, 1)
    else:
        theirs = proportion.proportions_ztest([counts[0], counts[2]], [counts[1], counts[3]])
        assert test == pytest.approx(theirs, abs=1e-9)


def test_without_an_effect_the_test_is_wrong_one_time_in_twenty():
    draws = np.random.default_rng(3)
    responses = draws.binomial(500, 0.1, (2, 4000))
    sizes = np.full(4000, 500)
    found = experiments.uplift_test(responses[0], sizes, responses[1], sizes).p_value < 0.05
    assert 0.04 <= found.mean() <= 0.06


def test_intervals_and_tests_of_arrays_are_those_of_each():
    treated, control = np.array([5, 9]), np.array([3, 3])
    sizes = np.array([10, 10])
    lower, upper = experiments.uplift_interval(treated, sizes, control, sizes)
    test = experiments.uplift_test(treated, sizes, control, sizes)
    for row in range(2):
        counts = int(treated[row]), 10, int(control[row]), 10
        assert experiments.uplift_interval(*counts) == (lower[row], upper[row])
        assert experiments.uplift_test(*counts) == (test.z[row], test.p_value[row])
        assert isinstance(experiments.uplift_test(*counts).z, float)


def test_more_responses_than_customers_get_a_sentence():
    with pytest.raises(ValueError, match="treated_responses must not exceed treated"):
        experiments.uplift_interval(71, 70, 48, 80)
    with pytest.raises(ValueError, match="control_responses must not exceed control"):
        experiments.uplift_test(56, 70, 81, 80)


def people(counts, segment):
    """One row a customer, from treated responses, treated, control responses, control."""
    yes, treated, control_yes, control = counts
    responded = [1] * yes + [0] * (treated - yes) + [1] * control_yes + [0] * (control - control_yes)
    flags = [1] * treated + [0] * control
    return pd.DataFrame({"treated": flags, "responded": responded, "segment": segment})


SEGMENTS = {"loyal": (56, 70, 48, 80), "new": (9, 10, 3, 10)}


def experiment():
    parts = [people(counts, segment) for segment, counts in SEGMENTS.items()]
    return pd.concat(parts).sample(frac=1, random_state=5)


def test_uplift_table_by_hand():
    data = experiment()
    table = experiments.uplift_table(data["treated"], data["responded"], data["segment"])
    assert table["segment"].tolist() == ["loyal", "new", "all"]
    assert table["treated"].tolist() == [70, 10, 80]
    assert table["control"].tolist() == [80, 10, 90]
    assert table["uplift"].tolist() == pytest.approx([0.2, 0.6, 65 / 80 - 51 / 90])
    for row, counts in enumerate([*SEGMENTS.values(), (65, 80, 51, 90)]):
        lower, upper = experiments.uplift_interval(*counts)
        assert table.loc[row, ["lower", "upper"]].tolist() == pytest.approx([lower, upper])
        assert table["p_value"][row] == pytest.approx(experiments.uplift_test(*counts).p_value)


def test_uplift_without_segments_is_the_row_of_all():
    data = experiment()
    alone = experiments.uplift_table(data["treated"], data["responded"])
    in_all = experiments.uplift_table(data["treated"], data["responded"], data["segment"]).tail(1)
    pd.testing.assert_frame_equal(alone, in_all.reset_index(drop=True))


@given(st.lists(groups, min_size=1, max_size=4))
def test_segments_sum_to_all(counts):
    data = pd.concat(people(each, f"segment {name}") for name, each in enumerate(counts))
    table = experiments.uplift_table(data["treated"], data["responded"], data["segment"])
    parts, whole = table[:-1], table.iloc[-1]
    for group in ("treated", "control"):
        assert parts[group].sum() == whole[group]
        responses = (parts[group] * parts[f"{group}_rate"]).sum()
        assert responses == pytest.approx(whole[group] * whole[f"{group}_rate"])
    assert not table.isna().any().any()


@pytest.mark.parametrize(
    ("treated", "responded", "segment", "sentence"),
    [
        ([1, 1], [0, 1], None, "segment 'all' has no customer who was held out"),
        ([0, 0], [0, 1], None, "segment 'all' has no customer with treated 1"),
        ([1, 0, 1], [0, 1, 1], ["a", "a", "b"], "segment 'b' has no customer who was held out"),
        ([1, 0], [0, 1], ["a", None], "segment is missing in 1 of 2 rows"),
        ([1, 0], [0, 1], ["a"], "treated and segment must have the same length"),
        ([1, 0], [0, 1], "a", "segment must be a column with one label a customer"),
        ([1, 0], [0, 1, 1], None, "treated and responded must have the same length"),
        ([1, 2], [0, 1], None, "treated must be 0 or 1"),
        ([1, 0], [0, math.nan], None, "responded"),
    ],
)
def test_bad_experiments_get_a_sentence(treated, responded, segment, sentence):
    with pytest.raises((ValueError, TypeError), match=sentence):
        experiments.uplift_table(treated, responded, segment)


# ----------------------------------------------------------------------------------------------------------
# How large an experiment has to be


def test_sample_size_by_hand():
    """(1.95996 √(2 × 0.11 × 0.89) + 0.84162 √(0.09 + 0.1056))² / 0.0004 = 3840.8"""
    top = 1.959964 * math.sqrt(0.1958) + 0.841621 * math.sqrt(0.1956)
    assert math.ceil(top**2 / 0.0004) == 3841
    assert experiments.experiment_sample_size(0.10, 0.12) == 3841


@given(rates, rates, st.floats(0.7, 0.99), st.floats(0.001, 0.1))
def test_the_sample_size_has_the_power_and_one_fewer_has_not(control, treated, power, significance):
    if abs(control - treated) < 0.005:
        return
    size = experiments.experiment_sample_size(control, treated, power, significance)
    found = experiments.experiment_power(control, treated, size, size, significance)
    assert found >= power - 1e-9
    if size > 1:
        nearly = experiments.experiment_power(control, treated, size - 1, size - 1, significance)
        # The formula leaves out the tail on the wrong side, which only a hopeless experiment reaches.
        assert nearly < power + 1e-3


@given(rates, rates, st.integers(10, 5000), st.integers(10, 5000), st.floats(0.001, 0.2))
def test_statsmodels_power_of_two_rates(control, treated, controls, contacted, significance):
    theirs = proportion.power_proportions_2indep(
        treated - control,
        control,
        contacted,
        ratio=controls / contacted,
        alpha=significance,
        return_results=False,
    )
    ours = experiments.experiment_power(control, treated, contacted, controls, significance)
    assert ours == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize(("control", "treated"), [(0.1, 0.12), (0.5, 0.55), (0.02, 0.03)])
def test_statsmodels_effect_size_needs_about_as_many(control, treated):
    """The arcsine form of statsmodels' NormalIndPower is another approximation of the same number."""
    from statsmodels.stats.power import NormalIndPower

    effect = proportion.proportion_effectsize(treated, control)
    theirs = NormalIndPower().solve_power(effect, power=0.8, alpha=0.05)
    assert experiments.experiment_sample_size(control, treated) == pytest.approx(theirs, rel=0.01)


def test_half_the_uplift_needs_four_times_the_customers():
    ratio = experiments.experiment_sample_size(0.1, 0.11) / experiments.experiment_sample_size(0.1, 0.12)
    assert 3.5 < ratio < 4


@given(rates, st.integers(1, 1000), st.integers(1, 1000), st.floats(0.001, 0.2))
def test_the_power_against_no_uplift_is_the_significance(rate, treated, control, significance):
    power = experiments.experiment_power(rate, rate, treated, control, significance)
    assert power == pytest.approx(significance)


def test_power_in_a_simulation():
    draws = np.random.default_rng(9)
    sizes = np.full(4000, 1000)
    control, treated = draws.binomial(1000, 0.10, 4000), draws.binomial(1000, 0.14, 4000)
    found = np.mean(experiments.uplift_test(treated, sizes, control, sizes).p_value < 0.05)
    assert found == pytest.approx(experiments.experiment_power(0.10, 0.14, 1000, 1000), abs=0.02)


def test_sizes_and_powers_of_arrays_are_those_of_each():
    treated = np.array([0.12, 0.15, 0.2])
    sizes = experiments.experiment_sample_size(0.1, treated)
    assert sizes.tolist() == [experiments.experiment_sample_size(0.1, rate) for rate in treated.tolist()]
    powers = experiments.experiment_power(0.1, treated, 500, 500)
    assert powers.tolist() == [experiments.experiment_power(0.1, rate, 500, 500) for rate in treated.tolist()]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (dict(control_rate=0.1, treated_rate=0.1), "control_rate and treated_rate must differ"),
        (dict(control_rate=0.1, treated_rate=0.1 + 1e-9), "control_rate and treated_rate must differ"),
        (dict(control_rate=0.1, treated_rate=12), r"for 12 %, write 0\.12"),
        (dict(control_rate=0, treated_rate=0.1), "control_rate must be a share above 0 and below 1; got 0"),
        (dict(control_rate=0.1, treated_rate=0.2, power=0.3), "power must be a share from 0.5 to below 1"),
    ],
)
def test_bad_plans_get_a_sentence(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        experiments.experiment_sample_size(**arguments)


# ----------------------------------------------------------------------------------------------------------
# Whom to contact


def test_targeting_by_hand():
    """Contacts for two. By risk: 0.02 × 100 + 0.1 × 100 - 10 = 2; by uplift 0.3 × 100 - 10 = 20."""
    table = experiments.targeting_policies(
        risk=[0.9, 0.6, 0.4, 0.1], uplift=[0.02, 0.1, 0.2, -0.05], value=100, cost=5, contacts=2
    ).set_index("policy")
    assert table["contacted"].to_dict() == {
        "no one": 0,
        "everyone": 4,
        "highest risk": 2,
        "highest uplift": 2,
        "highest expected gain": 2,
    }
    assert table["profit"].tolist() == pytest.approx([0, 7, 2, 20, 20])
    assert table["changed"].tolist() == pytest.approx([0, 0.27, 0.12, 0.3, 0.3])


def test_a_small_uplift_of_a_dear_customer_may_earn_more():
    table = experiments.targeting_policies(
        risk=[0.5, 0.5], uplift=[0.2, 0.1], value=[100, 500], cost=5, contacts=1
    ).set_index("policy")
    assert table.loc["highest uplift", "profit"] == pytest.approx(15)
    assert table.loc["highest expected gain", "profit"] == pytest.approx(45)


@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(-1, 1), st.floats(0, 1000)), min_size=1, max_size=30),
    st.floats(0, 50),
    st.integers(1, 30),
)
def test_no_policy_within_the_budget_earns_more_than_the_highest_gain(customers, cost, contacts):
    risk, uplift, value = (list(column) for column in zip(*customers, strict=True))
    contacts = min(contacts, len(customers))
    table = experiments.targeting_policies(risk, uplift, value, cost, contacts).set_index("policy")
    best = table.loc["highest expected gain", "profit"]
    for policy in ("no one", "highest risk", "highest uplift"):
        assert best >= table.loc[policy, "profit"] - 1e-6
    assert (table["contacted"].drop("everyone") <= contacts).all()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (dict(contacts=3), "contacts must not exceed the number of customers, 2; got 3"),
        (dict(uplift=[0.1, 2]), "uplift must be a change of a probability, from -1 to 1; got 2"),
        (dict(uplift=[0.1]), "risk and uplift must have the same length"),
        (dict(value=[1, 2, 3]), "uplift and value must have the same length"),
        (dict(value="much"), "value must be a number; got 'much'"),
    ],
)
def test_bad_targets_get_a_sentence(change, sentence):
    valid = dict(risk=[0.5, 0.2], uplift=[0.1, 0.1], value=100, cost=1, contacts=1)
    with pytest.raises((ValueError, TypeError), match=sentence):
        experiments.targeting_policies(**valid | change)


@pytest.mark.parametrize(
    ("segment", "names"),
    [
        ([10, 10, 9, 9, 2, 2], ["2", "9", "10", "all"]),
        (pd.Categorical([*"ssmmll"], categories=["s", "m", "l"], ordered=True), ["s", "m", "l", "all"]),
        (pl.Series([*"ssmmll"], dtype=pl.Enum(["s", "m", "l"])), ["s", "m", "l", "all"]),
        (pa.array([*"ssmmll"]), ["l", "m", "s", "all"]),
        ([False, False, True, True, 2, 2], ["2", "False", "True", "all"]),
    ],
)
def test_segments_come_in_their_own_order(segment, names):
    table = experiments.uplift_table([1, 0] * 3, [1, 0, 0, 0, 1, 1], segment)
    assert table["segment"].tolist() == names
    assert table["treated"].tolist() == [1, 1, 1, 3]
    # The first two customers differ, the others do not.
    uplift = dict(zip(table["segment"], table["uplift"], strict=True))
    assert uplift[str(next(iter(segment)))] == 1 and sum(uplift.values()) == pytest.approx(1 + 1 / 3)


def test_a_significance_next_to_nothing():
    assert 0 < experiments.experiment_power(0.02, 0.03, 1000, 1000, significance=1e-20) < 1e-12
    for function, call in (
        (
            experiments.experiment_power,
            dict(control_rate=0.02, treated_rate=0.03, treated=1000, control=1000),
        ),
        (experiments.experiment_sample_size, dict(control_rate=0.02, treated_rate=0.03)),
    ):
        with pytest.raises(ValueError, match=r"has no finite result for .*significance 5e-324$"):
            function(**call, significance=5e-324)


# ----------------------------------------------------------------------------------------------------------
# What a test is worth, and how large it should be

BASE = dict(customers=2_000, outcome_spread=22.5, effect_spread=1.1)


def test_the_best_test_size_by_hand():
    """s²/σ² = 500: √(250 × 500 + 375²) - 375 = 140.4 of 1,000, and 800 × 4 / (√π × 4) for 100 of them."""
    assert experiments.best_test_size(1000, 500**0.5, 1) == pytest.approx(math.sqrt(265_625) - 375)
    assert experiments.worth_of_test(1000, 100, 1200**0.5, 2) == pytest.approx(800 / math.sqrt(math.pi))


def test_feit_berman_2019_website():
    """A response of 0.68, priors of 0.03, 100,000 visitors: as pytestroll tests its function."""
    size = experiments.best_test_size(100_000, math.sqrt(0.68 * 0.32), 0.03)
    assert size == pytest.approx(2283.89002819, abs=1e-8)


def test_test_sizes_at_the_limits():
    assert experiments.best_test_size(600, 1, 0) == pytest.approx(100)
    assert experiments.worth_of_test(600, 100, 1, 0) == 0
    assert experiments.worth_of_test(600, 300, 1, 1) == 0
    size = [experiments.best_test_size(customers, 1, 1) for customers in (10**8, 4 * 10**8)]
    assert size[1] / size[0] == pytest.approx(2, abs=0.001)


def test_test_sizes_of_extremes_are_right_or_refused():
    """For a large base the size nears √N s ÷ 2σ, also where a square has no number."""
    assert experiments.best_test_size(1e308, 22.5, 1.1) == pytest.approx(1e154 / 2 * 22.5 / 1.1)
    assert experiments.best_test_size(2_000, 1e-200, 1) == pytest.approx(2_000**0.5 / 2 * 1e-200)
    many = experiments.best_test_size(np.array([2_000.0]), 22.5, 1e200)
    assert many[0] == pytest.approx(2_000**0.5 / 2 * 22.5e-200)
    with pytest.raises(ValueError, match="best_test_size has no finite result"):
        experiments.best_test_size(2_000, 5e-324, 1.1)


@given(st.floats(10, 1e6), st.floats(0.01, 100), st.floats(0.01, 100))
def test_no_other_size_is_worth_more(customers, outcome, effect):
    best = experiments.best_test_size(customers, outcome, effect)
    most = experiments.worth_of_test(customers, best, outcome, effect)
    for factor in (0.5, 0.9, 1.1, 2):
        assert experiments.worth_of_test(customers, factor * best, outcome, effect) <= most * (1 + 1e-9)


def test_the_worth_of_a_test_in_a_simulation():
    rng = np.random.default_rng(11)
    means = rng.normal(5, BASE["effect_spread"], (200_000, 2))
    seen = means + rng.normal(0, BASE["outcome_spread"] / math.sqrt(241), means.shape)
    gain = 1_518 * (means[np.arange(len(means)), seen.argmax(axis=1)] - 5)
    error = gain.std() / math.sqrt(len(gain))
    assert abs(gain.mean() - experiments.worth_of_test(group_size=241, **BASE)) < 4 * error


def test_test_sizes_of_arrays_and_expressions():
    bases = [500.0, 2_000.0, 10_000.0]
    one_by_one = [experiments.best_test_size(**BASE | dict(customers=base)) for base in bases]
    many = experiments.best_test_size(**BASE | dict(customers=np.array(bases)))
    np.testing.assert_allclose(many, one_by_one)
    symbolic = experiments.best_test_size(**BASE | dict(customers=pl.col("base")))
    assert pl.DataFrame({"base": bases}).select(symbolic).to_series().to_list() == pytest.approx(one_by_one)
    worth = experiments.worth_of_test(**BASE | dict(customers=np.array(bases)), group_size=100)
    assert worth[1] == pytest.approx(experiments.worth_of_test(group_size=100, **BASE))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (dict(group_size=1_001), "group_size must not exceed half of the customers"),
        (dict(outcome_spread=0), "outcome_spread must be"),
        (dict(effect_spread=-1), "effect_spread must be"),
        (dict(customers=0), "customers must be"),
    ],
)
def test_bad_test_sizes_get_a_sentence(change, sentence):
    with pytest.raises(ValueError, match=sentence):
        experiments.worth_of_test(**BASE | dict(group_size=100) | change)
