"""Health: scores by hand, ranks against scipy, back-tests against scikit-learn, drivers against LMDIR."""

import math
import warnings
from statistics import NormalDist

import altair as alt
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from engines import ENGINES, on
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import percentileofscore
from sklearn.metrics import precision_score, recall_score, roc_auc_score

from crmlib import experiments, health
from crmlib._guard.tables import DataWarning
from crmlib.health import DriverTree

# A score is given for a table in memory; whatever its row labels are, they are not data.
IN_MEMORY = {name: make for name, make in ENGINES.items() if name != "polars lazy"}
IN_MEMORY["pandas with row labels"] = lambda frame: frame.set_axis(list("xyz"))
each_engine = on(IN_MEMORY)

INDICATORS = pd.DataFrame(
    {"customer": ["Ann", "Bob", "Cai"], "logins": [16.0, 8.0, None], "survey": [90.0, None, 20.0]}
)
WEIGHTS = {"logins": 0.6, "survey": 0.4}
LOGINS = {"logins": (0, 20)}

scores = st.lists(st.tuples(st.integers(0, 100), st.booleans()), min_size=2, max_size=60).filter(
    lambda pairs: len({left for _, left in pairs}) == 2
)
amounts = st.floats(0.01, 1e6)


def columns(pairs):
    return [score for score, _ in pairs], [int(left) for _, left in pairs]


# One indicator


@pytest.mark.parametrize(
    ("value", "worst", "best", "expected"),
    [(12, 0, 20, 60), (0, 0, 20, 0), (25, 0, 20, 100), (-3, 0, 20, 0), (30, 90, 0, 200 / 3), (120, 90, 0, 0)],
)
def test_min_max_by_hand(value, worst, best, expected):
    assert health.min_max_score(value, worst, best) == pytest.approx(expected)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_turning_the_scale_round_turns_the_score_round(value, worst, best):
    if abs(worst - best) > 1e-3:
        score = health.min_max_score(value, worst, best)
        assert 0 <= score <= 100
        assert score + health.min_max_score(value, best, worst) == pytest.approx(100, abs=1e-6)


def test_min_max_takes_columns_of_the_callers_kind():
    values = [12.0, -3.0, 25.0]
    for kind in (np.array, pd.Series, pl.Series):
        result = health.min_max_score(kind(values), 0, 20)
        assert isinstance(result, type(kind(values)))
        assert list(result) == [health.min_max_score(value, 0, 20) for value in values]


def test_min_max_refuses_equal_ends_and_expressions():
    with pytest.raises(ValueError, match="worst and best must differ; got worst 5, best 5"):
        health.min_max_score(3, 5, 5)
    with pytest.raises(TypeError, match="value must be a number, an array or a Series here"):
        health.min_max_score(pl.col("x"), 0, 5)


@given(st.lists(st.integers(-20, 20), min_size=1, max_size=50))
def test_percentiles_agree_with_scipy_and_have_a_mean_of_50(values):
    result = health.percentile_score(values)
    np.testing.assert_allclose(result, [percentileofscore(values, value, kind="mean") for value in values])
    assert result.mean() == pytest.approx(50)
    np.testing.assert_allclose(health.percentile_score(values, "low"), 100 - result)


# The score


@each_engine
def test_scores_by_hand_in_every_engine(engine):
    table = engine(INDICATORS)
    result = health.health_score(table, WEIGHTS, LOGINS, minimum_coverage=0.4)
    assert isinstance(result, type(table))
    result = result.to_pandas() if not isinstance(result, pd.DataFrame) else result
    # (0.6 · 80 + 0.4 · 90) / 1, 40 and 20: a missing indicator hands its weight to the other.
    np.testing.assert_allclose(result["score"].astype(float), [84, 40, 20])
    np.testing.assert_allclose(result["coverage"].astype(float), [1, 0.6, 0.4])
    assert list(result["customer"]) == ["Ann", "Bob", "Cai"]


@each_engine
def test_who_has_too_little_weight_is_left_out_with_a_warning(engine):
    with pytest.warns(DataWarning, match="not scored, left out: 1 customer whose indicators have less than"):
        result = health.health_score(engine(INDICATORS), WEIGHTS, LOGINS)
    assert list(
        pd.DataFrame(result if not isinstance(result, pa.Table) else result.to_pandas()).iloc[:, 0]
    ) == [
        "Ann",
        "Bob",
    ]


@pytest.mark.parametrize(("choice", "rows"), [("drop", 2), ("missing", 3)])
def test_a_choice_is_silent(choice, rows):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = health.health_score(INDICATORS, WEIGHTS, LOGINS, not_scored=choice)
    assert len(result) == rows
    assert result["score"].isna().sum() == rows - 2


def test_a_minimum_coverage_that_is_just_met_is_met():
    result = health.health_score(
        INDICATORS, {"logins": 6, "survey": 4}, LOGINS, minimum_coverage=0.6, not_scored="drop"
    )
    assert result["customer"].tolist() == ["Ann", "Bob"]


def test_nobody_is_scored_on_nothing():
    empty = pd.DataFrame({"a": [50.0, None]})
    assert len(health.health_score(empty, {"a": 1}, minimum_coverage=0, not_scored="drop")) == 1
    with pytest.raises(ValueError, match="no customer in indicators has enough of them"):
        health.health_score(
            INDICATORS[["customer", "logins"]][2:], {"logins": 1}, LOGINS, not_scored="missing"
        )


def test_only_ratios_of_weights_count():
    first = health.health_score(INDICATORS, WEIGHTS, LOGINS, not_scored="drop")
    second = health.health_score(INDICATORS, {"logins": 3e307, "survey": 2e307}, LOGINS, not_scored="drop")
    np.testing.assert_allclose(first["score"], second["score"])


def test_a_list_of_weights_goes_with_the_columns():
    table = INDICATORS[["logins", "survey"]]
    pd.testing.assert_frame_equal(
        health.health_score(table, [0.6, 0.4], LOGINS, not_scored="drop"),
        health.health_score(table, WEIGHTS, LOGINS, not_scored="drop"),
    )


def test_a_score_by_rank_uses_the_percentiles_of_those_who_have_a_value():
    table = pd.DataFrame({"orders": [1.0, 5.0, None, 9.0], "tickets": [4, 0, 1, 2]})
    result = health.health_score(
        table, {"orders": 1, "tickets": 1}, {"orders": "high", "tickets": "low"}, not_scored="drop"
    )
    orders, tickets = [100 / 6, 50, math.nan, 500 / 6], [12.5, 87.5, 62.5, 37.5]
    np.testing.assert_allclose(result["score"], np.nanmean([orders, tickets], axis=0))


@given(
    st.lists(st.lists(st.none() | st.floats(0, 100), min_size=3, max_size=3), min_size=1, max_size=20),
    st.lists(st.floats(0.01, 100), min_size=3, max_size=3),
)
def test_a_score_lies_between_the_lowest_and_the_highest_indicator(rows, weights):
    if not any(value is not None for row in rows for value in row):
        return
    table = pd.DataFrame(rows, columns=list("abc"), dtype=float)
    result = health.health_score(table, weights, minimum_coverage=0, not_scored="missing")
    present = table.notna().any(axis=1)
    assert (result["score"].notna() == present).all()
    low, high, score = table[present].min(axis=1), table[present].max(axis=1), result["score"][present]
    assert (low - 1e-9 <= score).all() and (score <= high + 1e-9).all()


@given(
    st.lists(st.floats(0, 100), min_size=2, max_size=2), st.lists(st.floats(0.1, 9), min_size=2, max_size=2)
)
def test_one_customer_scores_what_her_row_scores(values, weights):
    one = health.health_score(dict(zip("ab", values, strict=True)), dict(zip("ab", weights, strict=True)))
    table = pd.DataFrame([values, [0, 100]], columns=list("ab"), dtype=float)
    assert one == pytest.approx(health.health_score(table, weights)["score"][0])


def test_one_customer_with_too_little_weight_gets_a_sentence():
    assert health.health_score({"logins": 16, "survey": None}, WEIGHTS, LOGINS) == 80
    with pytest.raises(
        ValueError, match=r"the indicators have 0\.4 of the weight, and minimum_coverage is 0\.5"
    ):
        health.health_score({"logins": None, "survey": 70}, WEIGHTS, LOGINS)
    with pytest.raises(ValueError, match="need indicators of many customers, not of one"):
        health.health_score({"logins": 16, "survey": 70}, WEIGHTS, {"logins": "high"})


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"weights": {"logins": 0, "survey": 0}}, "weights must not all be 0"),
        ({"weights": {"login": 1}}, "weights: indicators has no column 'login'.*did you mean 'logins'"),
        ({"weights": {"logins": -1}}, "the weight of 'logins' in weights must be a number of at least 0"),
        ({"weights": {"logins": math.nan}}, "the weight of 'logins' in weights must be"),
        ({"weights": [1, 2]}, "weights must have one number for each column of indicators; got 2 for 3"),
        ({"weights": {"customer": 1}, "scales": None}, "column 'customer' holds text such as 'Ann'"),
        (
            {"weights": {"logins": 1}, "scales": {"survey": (0, 9)}},
            "scales names 'survey', which has no weight",
        ),
        (
            {"scales": {"logins": (0, 20, 30)}},
            r"the scale of 'logins' in scales must be a pair \(worst, best\)",
        ),
        ({"scales": {"logins": (5, 5)}}, "worst and best of 'logins' in scales must differ"),
        ({"scales": {"logins": "up"}}, "the scale of 'logins' in scales must be one of 'high', 'low'"),
        ({"scales": {"logins": (0, math.inf)}}, "each end of 'logins' in scales must be a number"),
        ({"indicators": INDICATORS.assign(score=1)}, "indicators already has a column 'score'"),
        (
            {"indicators": INDICATORS.assign(logins=math.inf)},
            "each value of each indicator|indicator 'logins'",
        ),
        ({"indicators": {"logins": [1, 2], "survey": [1]}}, "columns of the same length"),
        ({"indicators": INDICATORS[:0]}, "indicators has no rows"),
        ({"indicators": pl.from_pandas(INDICATORS).lazy()}, "indicators is lazy"),
    ],
)
def test_bad_input_to_a_score_gets_a_sentence(changed, sentence):
    call = {"indicators": INDICATORS, "weights": WEIGHTS, "scales": LOGINS} | changed
    with pytest.raises((TypeError, ValueError), match=sentence):
        health.health_score(**call)


def test_an_indicator_off_the_scale_asks_for_its_ends():
    with pytest.raises(
        ValueError, match="indicator 'logins' is not on 0 to 100: its values run from 8 to 160"
    ):
        health.health_score(INDICATORS.replace({16.0: 160.0}), WEIGHTS)


# The alert list


def test_alerts_by_hand():
    given_scores = [84, 40, 75, 62, 40]
    result = health.alerts(given_scores)
    assert result["customer"].tolist() == [2, 5, 4]
    assert result["score"].tolist() == [40, 40, 62]
    assert len(health.alerts(given_scores, threshold=0)) == 0


@each_engine
def test_alerts_of_a_table_are_its_rows(engine):
    scored = health.health_score(engine(INDICATORS), WEIGHTS, LOGINS, minimum_coverage=0)
    result = health.alerts(scored, threshold=50)
    assert isinstance(result, type(scored))
    assert list(pd.DataFrame(result.to_pandas() if hasattr(result, "to_pandas") else result)["score"]) == [
        20,
        40,
    ]


def test_alerts_keep_the_names_that_they_got():
    labelled = pd.Series([84.0, 40.0, 62.0], index=["Ann", "Bob", "Dee"])
    expected = {"customer": ["Bob", "Dee"], "score": [40.0, 62.0]}
    for given_scores in (labelled, labelled.to_dict()):
        assert health.alerts(given_scores).to_dict("list") == expected


@pytest.mark.parametrize(
    ("given_scores", "sentence"),
    [
        ([80, 101], "each value of scores must be a score from 0 to 100; got 101"),
        ([80, math.nan], "scores must be a number; got nan"),
        (pd.DataFrame({"points": [1]}), "scores has no column 'score'"),
        (pd.DataFrame({"score": [1, None]}), "scores must be a number; got nan"),
        (pd.DataFrame({"score": ["a"]}), "column 'score' holds text"),
        ([], "scores must be a column"),
    ],
)
def test_bad_scores_get_a_sentence(given_scores, sentence):
    with pytest.raises(ValueError, match=sentence):
        health.alerts(given_scores)


# The back-test


def test_back_test_by_hand():
    table = health.back_test([20, 40, 60, 80, 90], [1, 0, 1, 0, 0], thresholds=[75, 50])
    assert table["threshold"].tolist() == [50, 75]
    counts = ["alerts", "leavers_found", "false_alerts", "leavers_missed", "stayers_left_alone"]
    assert table[counts].to_numpy().tolist() == [[2, 1, 1, 1, 2], [3, 2, 1, 0, 2]]


@given(scores)
def test_back_test_agrees_with_scikit_learn(pairs):
    given_scores, left = columns(pairs)
    for line in health.back_test(given_scores, left, thresholds=[10, 50, 75]).to_dict("records"):
        alerted = np.array(given_scores) < line["threshold"]
        if alerted.any():
            assert line["precision"] == precision_score(left, alerted)
        else:
            assert math.isnan(line["precision"]) and line["alerts"] == 0
        assert line["recall"] == recall_score(left, alerted)
        assert line["specificity"] == recall_score(left, alerted, pos_label=0)


@given(scores)
def test_the_four_counts_add_up_and_grow_with_the_threshold(pairs):
    table = health.back_test(*columns(pairs))
    counts = table[["leavers_found", "false_alerts", "leavers_missed", "stayers_left_alone"]]
    assert (counts.sum(axis=1) == len(pairs)).all()
    assert (table["recall"].diff().dropna() >= 0).all() and (table["specificity"].diff().dropna() <= 0).all()


@pytest.mark.filterwarnings("ignore:scores rank the wrong way round")
@given(scores)
def test_auc_is_the_share_of_pairs_in_the_right_order_and_the_area_of_the_curve(pairs):
    given_scores, left = columns(pairs)
    leavers = np.array([score for score, is_leaver in pairs if is_leaver], dtype=float)
    stayers = np.array([score for score, is_leaver in pairs if not is_leaver], dtype=float)
    differences = stayers[None, :] - leavers[:, None]
    expected = ((differences > 0) + 0.5 * (differences == 0)).mean()
    assert health.auc(given_scores, left) == pytest.approx(expected)
    assert health.auc(given_scores, left) == roc_auc_score(left, -np.array(given_scores))
    curve = health.roc_table(given_scores, left)
    assert np.trapezoid(curve["recall"], curve["false_alert_rate"]) == pytest.approx(expected)


@given(scores)
def test_each_point_of_the_curve_is_a_list_of_alerts(pairs):
    given_scores, left = map(np.array, columns(pairs))
    for line in health.roc_table(given_scores, left).to_dict("records"):
        alerted = given_scores <= line["alert_up_to"]
        assert line["recall"] == pytest.approx(alerted[left == 1].mean())
        assert line["false_alert_rate"] == pytest.approx(alerted[left == 0].mean())


def test_auc_of_a_perfect_a_reversed_and_an_idle_score():
    assert health.auc([10, 20, 80, 90], [1, 1, 0, 0]) == 1
    with pytest.warns(DataWarning, match=r"^scores rank the wrong way round \(area 0\): is a high score"):
        assert health.auc([10, 20, 80, 90], [0, 0, 1, 1]) == 0
    assert health.auc([50, 50, 50, 50], [0, 1, 0, 1]) == 0.5


@pytest.mark.filterwarnings("error")
def test_an_area_a_little_below_a_half_may_be_chance():
    assert health.auc([20, 40, 60, 80], [0, 1, 0, 1]) == 0.25


def ratings(stayers, leavers):
    """Ratings 1 to 5 (1 healthy) as scores, and who left, from how many have each rating."""
    scores = np.array([100, 75, 50, 25, 0])
    return np.repeat([*scores, *scores], [*stayers, *leavers]), np.repeat(
        [0, 1], [sum(stayers), sum(leavers)]
    )


def standard_error(interval, area):
    """What an interval on the scale of log odds says of its standard error."""
    lower, upper = (np.log(end / (1 - end)) for end in interval)
    return (upper - lower) / (2 * NormalDist().inv_cdf(0.975)) * area * (1 - area)


def test_auc_interval_hanley_and_mcneil_1982():
    given_scores, left = ratings(stayers=[33, 6, 6, 11, 2], leavers=[3, 2, 2, 11, 33])
    area = health.auc(given_scores, left)
    assert area == pytest.approx(0.893, abs=0.0005)
    hanley = health.auc_interval(given_scores, left, method="hanley")
    assert standard_error(hanley, area) == pytest.approx(0.032, abs=0.0005)


def test_auc_interval_proc_variance_of_delong():
    # The grade "wfns" of the 113 patients of pROC's aSAH, and the variance in pROC's own tests.
    given_scores, left = ratings(stayers=[37, 20, 3, 8, 4], leavers=[2, 12, 1, 8, 18])
    area = health.auc(given_scores, left)
    assert area == pytest.approx(0.823678861788618, rel=1e-12)
    error = standard_error(health.auc_interval(given_scores, left), area)
    assert error**2 == pytest.approx(0.00146991470882363, rel=1e-9)


@pytest.mark.parametrize("method", ["delong", "hanley"])
def test_auc_interval_holds_the_true_area_as_often_as_it_says(method):
    draws, found = np.random.default_rng(5), 0
    for _ in range(400):
        drawn = np.concatenate([draws.normal(45, 10, 40), draws.normal(55, 10, 60)])
        lower, upper = health.auc_interval(drawn, np.repeat([1, 0], [40, 60]), 0.9, method)
        found += lower < NormalDist().cdf(1 / math.sqrt(2)) < upper
    assert 0.86 * 400 < found < 0.94 * 400


@pytest.mark.parametrize(
    ("given_scores", "left"),
    [([10, 20, 80, 90], [1, 1, 0, 0]), ([50, 50, 50, 50], [1, 1, 0, 0]), ([10, 5, 80], [1, 0, 0])],
)
def test_auc_interval_without_an_error_to_estimate(given_scores, left):
    with pytest.raises(ValueError, match=r"^scores must leave an error to estimate; got an area of"):
        health.auc_interval(given_scores, left)


@pytest.mark.parametrize("function", [health.back_test, health.roc_table, health.auc])
@pytest.mark.parametrize(
    ("given_scores", "left", "sentence"),
    [
        ([10, 20], [1, 1], "churned must hold leavers"),
        ([10, 20], [0, 0], "churned must hold leavers"),
        ([10, 20], [0, 1, 1], "scores and churned must have the same length; got scores 2, churned 3"),
        ([10, 20], [0, 2], "each value of churned must be 0 or 1"),
        ([10, 200], [0, 1], "each value of scores must be a score from 0 to 100"),
        (["a", "b"], [0, 1], "each value of scores must be a number; got 'a'"),
    ],
)
def test_bad_back_tests_get_a_sentence(function, given_scores, left, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        function(given_scores, left)


# The threshold from costs


def test_a_call_at_12_and_at_35_per_cent_churn():
    assert health.call_value(0.12, 0.2, 267) == pytest.approx(6.408)
    assert health.call_value(0.35, 0.2, 267) == pytest.approx(18.69)


def test_at_the_break_even_churn_rate_a_call_saves_what_it_costs():
    churn_rate = experiments.break_even_churn_rate(success_rate=0.2, clv=267, contact_cost=10)
    assert churn_rate == pytest.approx(0.1873, abs=5e-5)
    assert health.call_value(churn_rate, 0.2, 267) == pytest.approx(10)


def test_the_value_of_a_call_is_symbolic():
    churn_rates = [0.12, 0.35]
    expected = [health.call_value(churn_rate, 0.2, 267) for churn_rate in churn_rates]
    for kind in (np.array, pd.Series, pl.Series):
        np.testing.assert_allclose(health.call_value(kind(churn_rates), 0.2, 267), expected)
    frame = pl.DataFrame({"p": churn_rates})
    np.testing.assert_allclose(
        frame.select(health.call_value(pl.col("p"), 0.2, 267)).to_series().to_numpy(), expected
    )
    expression = health.call_value(alt.param(name="p"), 0.2, 267).to_dict()["expr"]
    assert eval(expression, {"__builtins__": {}}, {"p": 0.12}) == pytest.approx(expected[0])


def test_threshold_profits_by_hand():
    table = health.back_test([20, 40, 60, 80, 90], [1, 0, 1, 0, 0], thresholds=[50, 75, 95])
    profits = health.threshold_profits(table, success_rate=0.2, clv=267, contact_cost=10)
    np.testing.assert_allclose(profits["profit"], [53.4 - 20, 106.8 - 30, 106.8 - 50])
    assert health.best_threshold(table, 0.2, 267, 10) == 75
    assert health.best_threshold(table, 0.2, 267, 60) == 0


@given(scores, st.floats(0, 1), st.floats(0, 1000), st.floats(0.01, 100))
def test_no_threshold_earns_more_than_the_best(pairs, success_rate, clv, contact_cost):
    table = health.back_test(*columns(pairs))
    profits = health.threshold_profits(table, success_rate, clv, contact_cost).set_index("threshold")[
        "profit"
    ]
    best = health.best_threshold(table, success_rate, clv, contact_cost)
    assert profits.get(best, 0.0) == pytest.approx(max(profits.max(), 0))


def test_the_best_threshold_finds_the_break_even_of_a_known_risk():
    # Customers at score s leave at the rate 1 - s / 100, so the break-even of 18.7 % lies at a score of 81.3.
    generator = np.random.default_rng(1)
    given_scores = generator.uniform(0, 100, 200_000)
    left = (generator.uniform(0, 100, 200_000) > given_scores).astype(int)
    table = health.back_test(given_scores, left, thresholds=range(0, 101))
    assert health.best_threshold(table, 0.2, 267, 10) == pytest.approx(81.3, abs=2.5)


def test_the_order_of_thresholds_does_not_matter():
    table = health.back_test([20, 40, 60, 80], [1, 1, 0, 0], thresholds=[30, 50, 70])
    turned = table.iloc[::-1]
    pd.testing.assert_frame_equal(
        health.threshold_profits(table, 0.2, 267, 10), health.threshold_profits(turned, 0.2, 267, 10)
    )


def test_bad_tables_of_a_back_test_get_a_sentence():
    table = pd.DataFrame({"threshold": [50.0], "alerts": [1], "leavers_found": [2]})
    with pytest.raises(ValueError, match="leavers_found in table must not exceed alerts"):
        health.threshold_profits(table, 0.2, 267, 10)
    with pytest.raises(ValueError, match="table has no column 'alerts'"):
        health.best_threshold(table.drop(columns="alerts"), 0.2, 267, 10)
    with pytest.raises(ValueError, match="too large to calculate with"):
        health.threshold_profits(table.assign(alerts=9e200), 0.2, 1e300, 1e300)


# Drivers

FACTORS = ("factor 1", "factor 2", "factor 3")
CATEGORIES = DriverTree(
    "aggregate",
    "sum",
    [DriverTree(f"category {row}", "product", [f"{name} of {row}" for name in FACTORS]) for row in (1, 2)],
)


def matrix(first, second):
    rows = zip((1, 2), (first, second), strict=True)
    return {f"{name} of {row}": x for row, values in rows for name, x in zip(FACTORS, values, strict=True)}


LMDIR_YEARS = [
    matrix((1, 10, 2), (4, 5, 3)),
    matrix((4, 5, 3), (5, 6, 4)),
    matrix((8, 2, 4), (5, 7, 5)),
    matrix((10, 1, 5), (6, 8, 6)),
]


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (0, (69.79006598, -9.455125793, 39.66505981)),
        (1, (42.96021467, -34.31902656, 50.3588119)),
        (2, (54.01064234, -9.021284671, 54.01064234)),
    ],
)
def test_lmdir_additive_decomposition(year, expected):
    """The tests of the R package LMDIR, which follows Ang (2005): two categories by three factors."""
    table = health.driver_contributions(CATEGORIES, LMDIR_YEARS[year], LMDIR_YEARS[year + 1])
    by_name = table.set_index("driver")["contribution"]
    found = [by_name[f"{name} of 1"] + by_name[f"{name} of 2"] for name in FACTORS]
    np.testing.assert_allclose(found, expected, rtol=1e-8)
    assert by_name["aggregate"] == pytest.approx((100, 59, 99)[year])


def test_the_change_of_one_driver_is_the_change_of_the_figure():
    before = {"customers": 1000, "orders_per_customer": 2.5, "average_order_value": 40}
    table = health.driver_contributions(health.REVENUE_TREE, before, before | {"customers": 1100})
    assert table["contribution"].tolist() == pytest.approx([10_000, 10_000, 0, 0])
    assert health.driver_value(health.REVENUE_TREE, before) == 100_000


# profit = (new + old customers) × orders × (price − cost), the cost as a number below 0.
PROFIT = DriverTree(
    "profit",
    "product",
    (
        DriverTree("customers", "sum", ("new", "old")),
        "orders",
        DriverTree("margin", "sum", ("price", "cost")),
    ),
)
profits = st.fixed_dictionaries(
    {"new": amounts, "old": amounts, "orders": amounts, "price": st.floats(10, 100), "cost": st.floats(-9, 0)}
)


@given(profits, profits)
def test_contributions_add_up_at_every_tree(before, after):
    table = health.driver_contributions(PROFIT, before, after)
    by_name = table.set_index("driver")["contribution"]
    scale = table.loc[0, ["before", "after"]].max()
    assert by_name["profit"] == pytest.approx(
        health.driver_value(PROFIT, after) - health.driver_value(PROFIT, before), abs=1e-9 * scale
    )
    for whole, parts in {
        "profit": ["customers", "orders", "margin"],
        "customers": ["new", "old"],
        "margin": ["price", "cost"],
    }.items():
        assert by_name[parts].sum() == pytest.approx(by_name[whole], abs=1e-9 * scale)
    assert by_name[PROFIT.drivers].sum() == pytest.approx(by_name["profit"], abs=1e-9 * scale)


@given(profits, profits)
def test_the_way_back_undoes_the_way_there(before, after):
    there = health.driver_contributions(PROFIT, before, after)["contribution"]
    back = health.driver_contributions(PROFIT, after, before)["contribution"]
    scale = max(health.driver_value(PROFIT, before), health.driver_value(PROFIT, after))
    np.testing.assert_allclose(there, -back, atol=1e-9 * scale)


@given(amounts, amounts, amounts, amounts)
def test_the_order_of_drivers_does_not_matter(a, b, c, d):
    one, other = DriverTree("v", "product", ("x", "y")), DriverTree("v", "product", ("y", "x"))
    before, after = {"x": a, "y": b}, {"x": c, "y": d}
    first = health.driver_contributions(one, before, after).set_index("driver")["contribution"]
    second = health.driver_contributions(other, before, after).set_index("driver")["contribution"]
    assert first["x"] == pytest.approx(second["x"])


@given(st.floats(1e-3, 1e9), st.floats(1e-3, 1e9))
def test_log_mean_lies_between_the_geometric_and_the_arithmetic_mean(first, second):
    mean = health.log_mean(first, second)
    assert math.sqrt(first) * math.sqrt(second) <= mean * (1 + 1e-9)
    assert mean <= (first + second) / 2 * (1 + 1e-9)
    assert mean == health.log_mean(second, first)
    assert mean * math.log(first / second) == pytest.approx(first - second, rel=1e-6, abs=1e-6 * mean)


def test_log_mean_of_nearly_equal_numbers_and_of_columns():
    assert health.log_mean(5, 5) == 5
    assert health.log_mean(1, 1 + 1e-12) == pytest.approx(1, rel=1e-11)
    result = health.log_mean(np.array([100.0, 5.0]), 200.0)
    np.testing.assert_allclose(result, [100 / math.log(2), 195 / math.log(40)])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("v", "ratio", ("x",)), "operation of 'v' must be one of 'product', 'sum'; got 'ratio'"),
        (("v", "sum", ()), "parts must be a list of drivers and trees"),
        (("v", "sum", "x"), "parts must be a list of drivers and trees"),
        (("v", "sum", ("x", 3)), "a part must be a name or a DriverTree; got 3"),
        (("v", "sum", ("x", "x")), "a name must stand once in a DriverTree; got 'x' twice"),
        (("v", "sum", ("v",)), "a name must stand once in a DriverTree; got 'v' twice"),
    ],
)
def test_bad_trees_get_a_sentence(arguments, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        DriverTree(*arguments)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"x": 1}, "before has no driver 'y'; it has x"),
        ({"x": 1, "y": 2, "z": 3}, "before has 'z', which is no driver of 'v'"),
        ({"x": 1, "y": math.nan}, "driver 'y' in before must be a number; got nan"),
        ({"x": 1, "y": 0}, "'y' stands in a product and must be above 0; got 0 in before"),
        ({"x": 1, "y": -2}, "'y' stands in a product and must be above 0; got -2 in before"),
        ({"x": 1e200, "y": 1e200}, "before are too large: 'v' is not finite"),
    ],
)
def test_bad_drivers_get_a_sentence(values, sentence):
    tree = DriverTree("v", "product", ("x", "y"))
    with pytest.raises(ValueError, match=sentence):
        health.driver_contributions(tree, values, {"x": 1, "y": 1})
