"""Satisfaction: hand values, published values, limits, identities, agreement with statsmodels, bad input."""

import itertools
import math

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from crmlib import satisfaction as s

TEN = [10, 10, 9, 9, 9, 8, 8, 7, 6, 0]
CONTAINERS = {
    "list": list,
    "tuple": tuple,
    "array": np.array,
    "small integers": lambda values: np.array(values, dtype=np.uint8),
    "pandas": lambda values: pd.Series(values, index=range(7, 7 + len(values))),
    "pandas nullable": lambda values: pd.Series(values, dtype="Int64"),
    "polars": pl.Series,
}
every_container = pytest.mark.parametrize("container", CONTAINERS.values(), ids=CONTAINERS.keys())

likelihoods = st.lists(st.integers(0, 10), min_size=1, max_size=60)
fives = st.lists(st.integers(1, 5), min_size=2, max_size=60)
confidences = st.floats(0.01, 0.999)
tens = st.floats(1, 10)


# ----------------------------------------------------------------------------------------------------------
# CSAT


def test_csat_by_hand():
    assert s.csat([5, 4, 4, 3, 1]) == 0.6
    assert s.csat([5, 4, 4, 3, 1], satisfied_from=5) == 0.2
    assert s.csat([0, 3, 7, 10], satisfied_from=7, scale=(0, 10)) == 0.5


def test_csat_limits():
    assert s.csat([5, 5]) == 1
    assert s.csat([1]) == 0
    assert s.csat([1, 2, 5], satisfied_from=1) == 1


@every_container
def test_csat_takes_columns_of_every_kind(container):
    answers = [5, 4, 4, 3, 1]
    assert s.csat(container(answers)) == 0.6
    assert s.csat_interval(container(answers)) == s.csat_interval(answers)


# Newcombe (1998), two-sided confidence intervals for the single proportion: 95 %, the score method.
NEWCOMBE = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
]


@pytest.mark.parametrize(("satisfied", "answers", "lower", "upper"), NEWCOMBE)
def test_csat_interval_newcombe_1998(satisfied, answers, lower, upper):
    scores = [5] * satisfied + [2] * (answers - satisfied)
    assert s.csat_interval(scores) == pytest.approx((lower, upper), abs=0.00005)


# The README of the package wilson-score-interval, which takes z = 1.96.
PACKAGE = [
    (430, 474, 0.8776750858242243, 0.9301239839930541),
    (392, 436, 0.8672311846637769, 0.9239627360567735),
    (10, 14, 0.4535045882751561, 0.882788120898909),
]


@pytest.mark.parametrize(("satisfied", "answers", "lower", "upper"), PACKAGE)
def test_csat_interval_of_the_package_wilson_score_interval(satisfied, answers, lower, upper):
    scores = [4] * satisfied + [1] * (answers - satisfied)
    rounded_z = 2 * stats.norm.cdf(1.96) - 1
    assert s.csat_interval(scores, confidence=rounded_z) == pytest.approx((lower, upper), rel=1e-9)


@given(answers=fives, confidence=confidences)
def test_csat_interval_agrees_with_statsmodels(answers, confidence):
    satisfied = sum(answer >= 4 for answer in answers)
    theirs = proportion_confint(satisfied, len(answers), alpha=1 - confidence, method="wilson")
    assert s.csat_interval(answers, confidence=confidence) == pytest.approx(theirs, abs=1e-9)


def test_csat_sample_size_by_hand():
    assert s.csat_sample_size(0.05) == 385
    assert s.csat_sample_size(0.05, share=0.9) == 139  # 1.96² · 0.09 / 0.0025 = 138.3
    assert s.csat_sample_size(0.5, share=0.0) == 1


def test_csat_sample_size_of_many_equals_one_by_one():
    margins = np.array([0.01, 0.05, 0.1])
    assert s.csat_sample_size(margins).tolist() == [s.csat_sample_size(margin) for margin in margins]


@given(margin=st.floats(0.001, 0.9), share=st.floats(0.01, 0.99), confidence=st.floats(0.5, 0.999))
def test_csat_sample_size_is_just_enough(margin, share, confidence):
    answers = s.csat_sample_size(margin, share, confidence)
    z = stats.norm.ppf(0.5 + confidence / 2)
    error = z * math.sqrt(share * (1 - share) / answers)
    assert error <= margin * (1 + 1e-6)
    assert answers == 1 or z * math.sqrt(share * (1 - share) / (answers - 1)) >= margin * (1 - 1e-6)


# ----------------------------------------------------------------------------------------------------------
# NPS


def test_nps_by_hand():
    assert s.nps(TEN) == 30
    assert s.nps([9, 8, 6]) == 0


def test_nps_limits():
    assert s.nps([9, 10]) == 100
    assert s.nps([0, 6]) == -100
    assert s.nps([7, 8]) == 0


@every_container
def test_nps_takes_columns_of_every_kind(container):
    assert s.nps(container(TEN)) == 30
    assert s.nps_interval(container(TEN)) == s.nps_interval(TEN)


@given(likelihoods)
def test_nps_is_the_mean_of_plus_one_zero_and_minus_one(scores):
    marks = [1 if score >= 9 else -1 if score <= 6 else 0 for score in scores]
    assert s.nps(scores) == pytest.approx(100 * np.mean(marks))
    assert -100 <= s.nps(scores) <= 100


def test_nps_interval_by_hand():
    half = 1.959964 * math.sqrt((0.7 - 0.09) / 10) * 100
    assert s.nps_interval(TEN) == pytest.approx((30 - half, 30 + half), abs=1e-4)


def test_nps_interval_cybaea_2016_rule_of_thumb():
    """With a third each of promoters, passives and detractors the 95 % interval is about 320 / √n wide."""
    lower, upper = s.nps_interval([10, 8, 0] * 300)
    assert (upper - lower) * math.sqrt(900) == pytest.approx(320, abs=0.5)


def test_nps_interval_cross_validated_18603():
    """Its worked example: half promoters, a third passives, a sixth detractors; a variance of 5/9."""
    lower, upper = s.nps_interval([10] * 162 + [8] * 108 + [0] * 54)
    error = 100 * math.sqrt(5 / 9 / 324)
    assert s.nps([10] * 162 + [8] * 108 + [0] * 54) == pytest.approx(100 / 3)
    assert (upper - lower) / 2 == pytest.approx(stats.norm.ppf(0.975) * error)


@given(scores=likelihoods, confidence=confidences)
def test_nps_interval_is_that_of_a_mean_of_marks(scores, confidence):
    marks = np.array([1 if score >= 9 else -1 if score <= 6 else 0 for score in scores])
    half = stats.norm.ppf(0.5 + confidence / 2) * marks.std() / math.sqrt(len(marks))
    ends = np.clip(100 * (marks.mean() + np.array([-half, half])), -100, 100)
    assert s.nps_interval(scores, confidence) == pytest.approx(tuple(ends), abs=1e-5)


def test_adjusted_nps_interval_by_hand():
    """Lewis and Sauro on Rocks 2016: add 3 respondents, 3/4 promoters and 3/4 detractors."""
    score, spread = 3 / 13, (8.5 / 13 - (3 / 13) ** 2) / 13
    half = stats.norm.ppf(0.975) * math.sqrt(spread)
    found = s.nps_interval(TEN, method="adjusted")
    assert found == pytest.approx((100 * (score - half), 100 * (score + half)))


def test_where_all_agree_only_the_adjusted_interval_has_a_width():
    assert s.nps_interval([9, 10, 10]) == (100, 100)
    lower, upper = s.nps_interval([9, 10, 10], method="adjusted")
    assert lower < 70
    assert upper <= 100


def test_nps_interval_holds_the_truth_about_as_often_as_it_says():
    draws = np.random.default_rng(20260101).multinomial(300, [0.45, 0.35, 0.2], size=800)
    ends = [s.nps_interval([10] * p + [7] * n + [3] * d) for p, n, d in draws]
    assert np.mean([lower <= 25 <= upper for lower, upper in ends]) == pytest.approx(0.95, abs=0.02)


def test_nps_sample_size_by_hand():
    assert s.nps_sample_size(10) == s.csat_sample_size(0.05) == 385
    assert s.nps_sample_size(10, promoters=0.5, detractors=0.2) == 235  # 384.1 · 0.61 = 234.3
    assert s.nps_sample_size(10, promoters=1.0, detractors=0.0) == 1


def test_nps_sample_size_of_many_equals_one_by_one():
    assert s.nps_sample_size(np.array([5, 10])).tolist() == [s.nps_sample_size(5), s.nps_sample_size(10)]


@given(
    margin=st.floats(0.5, 60), promoters=st.floats(0, 1), detractors=st.floats(0, 1), confidence=confidences
)
def test_no_mix_takes_more_answers_than_half_and_half(margin, promoters, detractors, confidence):
    assume(promoters + detractors <= 1)
    worst = s.nps_sample_size(margin, confidence=confidence)
    assert 1 <= s.nps_sample_size(margin, promoters, detractors, confidence) <= worst


# ----------------------------------------------------------------------------------------------------------
# CES


def test_ces_by_hand():
    assert s.ces([1, 2, 2, 5], version="1.0") == 2.5
    assert s.ces([7, 6, 6, 1]) == 5


def test_the_versions_of_ces_have_their_own_scales():
    assert s.ces([6, 7], version="2.0") == 6.5
    with pytest.raises(
        ValueError, match=r"each value of scores must be a whole number from 1 to 5 \(CES 1.0\); got 6"
    ):
        s.ces([6, 7], version="1.0")
    with pytest.raises(ValueError, match=r"version must be one of '1.0', '2.0'; got 2.0"):
        s.ces([6, 7], version=2.0)


@every_container
def test_ces_takes_columns_of_every_kind(container):
    assert s.ces(container([1, 2, 2, 5]), version="1.0") == 2.5


@given(answers=fives, confidence=confidences)
def test_ces_interval_agrees_with_statsmodels_within_the_scale(answers, confidence):
    assume(len(set(answers)) > 1)
    theirs = DescrStatsW(answers).tconfint_mean(alpha=1 - confidence)
    found = s.ces_interval(answers, version="1.0", confidence=confidence)
    assert found == pytest.approx(np.clip(theirs, 1, 5), abs=1e-9)


def test_ces_interval_agrees_with_scipy():
    answers = [7, 6, 6, 1, 5, 4, 7, 6]
    theirs = stats.ttest_1samp(answers, 0).confidence_interval(0.9)
    assert s.ces_interval(answers, confidence=0.9) == pytest.approx(tuple(theirs))


def test_one_answer_has_no_interval():
    assert s.ces_interval([4, 4, 4]) == (4, 4)
    with pytest.raises(ValueError, match="at least two answers"):
        s.ces_interval([4])


def test_ces_sample_size_by_hand():
    assert s.ces_sample_size(0.2, standard_deviation=1.5) == 217
    assert s.ces_sample_size(0.2, standard_deviation=0) == 1
    assert s.ces_sample_size(np.array([0.2, 0.1]), 1.5).tolist() == [217, 865]


# ----------------------------------------------------------------------------------------------------------
# Expectation: disconfirmation, SERVQUAL, ACSI


def test_disconfirmation_by_hand():
    assert s.disconfirmation(8, 6) == -2
    assert s.disconfirmation(expected=5, perceived=7) == 2


def test_disconfirmation_of_many_equals_one_by_one():
    expected, perceived = np.array([8, 5], dtype=np.uint8), np.array([6, 7], dtype=np.uint8)
    assert s.disconfirmation(expected, perceived).tolist() == [-2, 2]
    assert list(s.disconfirmation(8, pl.Series([6, 7]))) == [-2, -1]


def test_disconfirmation_refuses_other_row_labels():
    expected, perceived = pd.Series([8, 5], index=[1, 2]), pd.Series([6, 7], index=[2, 3])
    with pytest.raises(ValueError, match="must have the same row labels"):
        s.disconfirmation(expected, perceived)


@pytest.mark.parametrize(
    ("expected", "perceived", "code"),
    [
        (99, 5, "99"),
        (5, -9, "-9"),
        (np.array([5, 6, 99]), np.array([5, 4, 6]), "99"),
        (pd.Series([5, 6, 7]), pd.Series([5, 4, 999]), "999"),
        (5, pl.Series([6, 88]), "88"),
    ],
)
def test_disconfirmation_refuses_codes_for_no_answer(expected, perceived, code):
    with pytest.raises(ValueError, match=rf"^expected and perceived hold {code} beside ratings from"):
        s.disconfirmation(expected, perceived)


def test_disconfirmation_on_a_scale():
    assert s.disconfirmation(40, 99, scale=(0, 100)) == 59
    assert s.disconfirmation(np.array([1, 7]), np.array([7, 1]), scale=(1, 7)).tolist() == [6, -6]
    with pytest.raises(ValueError, match=r"perceived must be on the scale, from 1 to 7; got 8"):
        s.disconfirmation(5, 8, scale=(1, 7))


def test_servqual_gaps_by_hand():
    assert s.servqual_gaps([6, 7, 5], [5, 4, 6]).tolist() == [-1, -3, 1]
    weighted = s.servqual_gaps([6, 7, 5], [5, 4, 6], weights=[0.5, 0.3, 0.2])
    np.testing.assert_allclose(weighted, [-0.5, -0.9, 0.2])


@pytest.mark.parametrize(
    ("ratings", "code"),
    [
        ([[5, 6], [7, 99]], "99"), ([[5, 6], [7, -9]], "-9"), ([[5, 6], [7, -99]], "-99"),
        ([[0, 6], [7, -1]], "-1"), ([[5, 6], [7, 9999]], "9999"), ([[5, 6], [7, 88]], "88"),
        ([5, 4, 99], "99"), ([1.5, 4.2, 999], "999"),
        ([[-3, 3], [2, -9]], "-9"), ([[1, 5], [3, 4]] * 6 + [[9, 2]], "9"), ([[0, 10], [10, 77]], "77"),
    ],
)  # fmt: skip
def test_codes_for_no_answer_are_refused(ratings, code):
    whole = np.full(np.shape(ratings), 3)
    with pytest.raises(ValueError, match=rf"^expectations holds {code} beside ratings from .* say scale="):
        s.servqual_gaps(ratings, whole)
    with pytest.raises(ValueError, match=f"^perceptions holds {code} beside"):
        s.servqual_gaps(whole, ratings)
    if np.ndim(ratings) == 1:
        with pytest.raises(ValueError, match=f"^importance holds {code} beside"):
            s.importance_performance(ratings, whole)
        with pytest.raises(ValueError, match=f"^performance holds {code} beside"):
            s.importance_performance(whole, ratings)


@pytest.mark.parametrize(
    "ratings", [[99, 98, 60], [8, 9, 7], [-3, -1, 2], [9, 9, 9], [-3, -3, 3], [[1, 9], [5, 4]], [99, 99]]
)
def test_ratings_that_lie_near_the_others_are_no_codes(ratings):
    assert s.servqual_gaps(ratings, ratings).tolist() == [0] * np.shape(ratings)[-1]


def test_a_scale_decides_what_is_a_rating():
    assert s.servqual_gaps([99, 20], [20, 20], scale=(0, 100)).tolist() == [-79, 0]
    table = s.importance_performance([99, 20], [20, 20], scale=(0, 100))
    assert table["importance"].tolist() == [99, 20]
    with pytest.raises(
        ValueError, match=r"each value of expectations must be on the scale, from 1 to 7; got 8"
    ):
        s.servqual_gaps([[5, 6], [7, 8]], [[5, 6], [7, 7]], scale=(1, 7))
    with pytest.raises(
        ValueError, match=r"each value of importance must be on the scale, from 1 to 5; got 5\.5"
    ):
        s.importance_performance([5.5, 4], [4, 4], scale=(1, 5))
    with pytest.raises(ValueError, match="scale must be the lowest and the highest answer"):
        s.servqual_gaps([1, 2], [1, 2], scale=5)
    with pytest.raises(ValueError, match=r"scale must rise, such as \(1, 5\)"):
        s.importance_performance([1, 2], [1, 2], scale=(5, 1))


def test_servqual_gaps_are_one_dimensional_also_from_answers():
    expected = pd.DataFrame({"tangibles": [6, 7, 5], "empathy": [7, 7, 7]})
    perceived = pd.DataFrame({"tangibles": [5, 5, 5], "empathy": [4, 6, 5]})
    gaps = s.servqual_gaps(expected, perceived)
    assert gaps.shape == (2,)
    assert gaps.tolist() == [-1, -2]
    assert s.servqual_gaps(pl.from_pandas(expected), perceived.to_numpy()).tolist() == [-1, -2]


@given(
    st.lists(st.tuples(st.floats(1, 7), st.floats(1, 7), st.floats(0.1, 100)), min_size=1, max_size=8),
    st.floats(0.01, 100),
)
def test_only_the_ratios_of_servqual_weights_count(items, factor):
    expected, perceived, weights = (list(column) for column in zip(*items, strict=True))
    gaps = s.servqual_gaps(expected, perceived, weights)
    scaled = s.servqual_gaps(expected, perceived, [weight * factor for weight in weights])
    overall = np.average(np.subtract(perceived, expected), weights=weights)
    np.testing.assert_allclose(gaps, scaled, atol=1e-12)
    assert gaps.sum() == pytest.approx(overall, abs=1e-12)


UNEQUAL = (0.3885, 0.3190, 0.2925)


def test_acsi_ends_with_unequal_weights():
    assert sum(UNEQUAL) == pytest.approx(1, abs=1e-9)
    assert s.acsi(10, 10, 10, weights=UNEQUAL) == pytest.approx(100, abs=1e-9)
    assert s.acsi(1, 1, 1, weights=UNEQUAL) == pytest.approx(0, abs=1e-9)


def test_acsi_by_hand():
    by_hand = (7 * 0.3885 + 6 * 0.3190 + 5 * 0.2925) / 9 * 100
    assert s.acsi(8, 7, 6, weights=UNEQUAL) == pytest.approx(by_hand)


@given(tens, tens, tens)
def test_acsi_with_equal_weights_is_the_short_form(x1, x2, x3):
    assert s.acsi(x1, x2, x3) == pytest.approx((x1 + x2 + x3 - 3) / 27 * 100, abs=1e-9)
    assert 0 <= s.acsi(x1, x2, x3) <= 100


@given(st.lists(st.tuples(tens, tens, tens), min_size=1, max_size=20))
def test_acsi_of_respondents_is_that_of_their_means(answers):
    columns = np.array(answers).T
    assert s.acsi(*columns, weights=UNEQUAL) == pytest.approx(s.acsi(*columns.mean(axis=1), weights=UNEQUAL))
    each = [s.acsi(*row, weights=UNEQUAL) for row in answers]
    assert s.acsi(*columns, weights=UNEQUAL) == pytest.approx(np.mean(each))


# ----------------------------------------------------------------------------------------------------------
# Kano


def test_kano_table_berger_1993():
    """The three clear categories, and the edges of the evaluation table."""
    assert s.kano_classify("like", "dislike") == "O"
    for middle in ("must-be", "neutral", "live with"):
        assert s.kano_classify("like", middle) == "A"
        assert s.kano_classify(middle, "dislike") == "M"
        assert s.kano_classify(middle, "like") == s.kano_classify("dislike", middle) == "R"
    for pair in itertools.product(("must-be", "neutral", "live with"), repeat=2):
        assert s.kano_classify(*pair) == "I"
    assert s.kano_classify("dislike", "like") == "R"
    assert s.kano_classify("like", "like") == s.kano_classify("dislike", "dislike") == "Q"


@given(st.integers(1, 5), st.integers(1, 5))
def test_asking_the_other_way_round_turns_a_wish_into_its_reverse(functional, dysfunctional):
    ours, turned = s.kano_classify(functional, dysfunctional), s.kano_classify(dysfunctional, functional)
    assert (ours == "R") == (turned in set("AOM"))
    assert (ours in set("IQ")) == (turned in set("IQ"))


@every_container
def test_kano_takes_columns_of_every_kind(container):
    functional, dysfunctional = [1, 1, 3, 5], [3, 5, 5, 1]
    letters = s.kano_classify(container(functional), container(dysfunctional))
    assert letters.tolist() == ["A", "O", "M", "R"]


@pytest.mark.parametrize("container", [list, tuple, np.array, pd.Series, pl.Series])
def test_kano_categories_come_in_columns_of_every_kind(container):
    letters = container(list("MMAO"))
    assert s.kano_category(letters) == "M"
    assert s.kano_coefficients(letters) == (0.5, -0.75)


def test_kano_numbers_and_words_say_the_same():
    pairs = list(itertools.product(range(1, 6), repeat=2))
    words = [[s.KANO_ANSWERS[number - 1] for number in column] for column in zip(*pairs, strict=True)]
    numbers = [list(column) for column in zip(*pairs, strict=True)]
    assert s.kano_classify(*numbers).tolist() == s.kano_classify(*words).tolist()
    assert "".join(s.kano_classify(*numbers)) == "".join(s.KANO_TABLE)


def test_kano_category_settles_ties_by_what_hurts_most():
    assert s.kano_category(list("AAOI")) == "A"
    assert s.kano_category(list("AOMI")) == "M"
    assert s.kano_category(list("IAO")) == "O"
    assert s.kano_category(list("RI")) == "I"


def test_kano_coefficients_by_hand():
    assert s.kano_coefficients(list("AOOMIQ")) == (0.6, -0.6)
    assert s.kano_coefficients(pd.Series(["A", "A"])) == (1, 0)
    assert s.kano_coefficients(["M"]) == (0, -1)
    with pytest.raises(ValueError, match="all are R or Q"):
        s.kano_coefficients(["R", "Q"])


@given(st.lists(st.sampled_from("AOMIRQ"), min_size=1, max_size=40))
def test_kano_coefficients_stay_in_their_range(letters):
    assume(set(letters) & set("AOMI"))
    satisfaction, dissatisfaction = s.kano_coefficients(letters)
    assert 0 <= satisfaction <= 1
    assert -1 <= dissatisfaction <= 0


# ----------------------------------------------------------------------------------------------------------
# Importance and performance


def test_importance_performance_by_hand():
    table = s.importance_performance([5, 5, 2, 2], [2, 5, 2, 5], items=["speed", "price", "music", "coffee"])
    assert table.set_index("item")["quadrant"].to_dict() == {
        "speed": "concentrate here",
        "price": "keep up the good work",
        "music": "low priority",
        "coffee": "possible overkill",
    }


def test_importance_performance_with_given_cuts():
    table = s.importance_performance([4.5, 4.4], [4.2, 4.1], importance_cut=3, performance_cut=3)
    assert set(table["quadrant"]) == {"keep up the good work"}
    assert table["item"].tolist() == [1, 2]


@pytest.mark.parametrize("rating", [0.1, 1 / 3, 4.7])
@pytest.mark.parametrize("attributes", [1, 3, 10])
def test_a_rating_on_the_cut_counts_as_high(rating, attributes):
    table = s.importance_performance([rating] * attributes, [rating] * attributes)
    assert set(table["quadrant"]) == {"keep up the good work"}


@given(st.lists(st.tuples(st.floats(1, 7), st.floats(1, 7)), min_size=1, max_size=15))
def test_some_attribute_is_always_important(ratings):
    importance, performance = (list(column) for column in zip(*ratings, strict=True))
    table = s.importance_performance(importance, performance)
    assert table["quadrant"].isin(["concentrate here", "keep up the good work"]).any()
    assert set(table["quadrant"]) <= set(s.QUADRANTS.values())


# ----------------------------------------------------------------------------------------------------------
# Bad input: one sentence with the argument, the value and what is allowed

BAD = [
    (s.nps, dict(scores=[]), "scores must be a column of numbers .* with at least one row; got"),
    (s.nps, dict(scores=9), "scores must be a column of numbers .*; got 9"),
    (s.nps, dict(scores=[9, 11]), "each value of scores must be a whole number from 0 to 10; got 11"),
    (s.nps, dict(scores=[9, 8.5]), "each value of scores must be a whole number from 0 to 10; got 8.5"),
    (s.nps, dict(scores=[9, None]), "each value of scores must be .*; got nan"),
    (s.nps, dict(scores=[9, "ten"]), r"each value of scores must be .*; got 'ten' \(text\)"),
    (s.nps, dict(scores=[True, False]), "scores must hold numbers only; got values of type bool"),
    (s.nps, dict(scores=[9, True]), r"each value of scores must be .*; got True \(a boolean\)"),
    (s.nps, dict(scores=pd.Series([9, pd.NA], dtype="Int64")), "each value of scores must be .*; got nan"),
    (s.nps, dict(scores=pl.Series([9, None])), "each value of scores must be .*; got nan"),
    (s.nps, dict(scores=pl.col("score")), "scores must be a column of numbers"),
    (s.nps, dict(scores=pd.DataFrame({"score": [9]})), "scores must be a column of numbers"),
    (
        s.nps_interval,
        dict(scores=TEN, confidence=95),
        r"confidence must be .*; got 95 \(for 95 %, write 0.95\)",
    ),
    (s.nps_interval, dict(scores=TEN, method="wald"), "method must be one of 'multinomial', 'adjusted'"),
    (s.nps_sample_size, dict(margin_of_error=0), "margin_of_error must be a number of NPS points above 0"),
    (s.nps_sample_size, dict(margin_of_error=5, promoters=0.7), "must add up to at most 1; got 0.7 and 0.5"),
    (s.nps_sample_size, dict(margin_of_error=1e-9), "margin_of_error .* is too small"),
    (s.csat, dict(scores=[1, 7]), "each value of scores must be on the scale, .* from 1 to 5; got 7"),
    (s.csat, dict(scores=[1], satisfied_from=9), "satisfied_from must be on the scale, .*; got 9"),
    (s.csat, dict(scores=[1], scale=(5, 1)), r"scale must rise, such as \(1, 5\)"),
    (s.csat, dict(scores=[1], scale=5), "scale must be the lowest and the highest answer"),
    (
        s.csat_sample_size,
        dict(margin_of_error=5),
        r"margin_of_error must be .*; got 5 \(for 5 %, write 0.05\)",
    ),
    (s.csat_sample_size, dict(margin_of_error=pl.col("x")), "margin_of_error must be a number or an array"),
    (s.ces_sample_size, dict(margin_of_error=0.1, standard_deviation=-1), "standard_deviation must be"),
    (s.disconfirmation, dict(expected=[1, 2], perceived=3), r"expected must be a number; got \[1, 2\]"),
    (s.acsi, dict(satisfaction=[8, 9], expectancy=[5, 6], ideal=[5]), "must have the same length"),
    (s.disconfirmation, dict(expected=np.ones(2), perceived=np.ones(3)), "must have the same length"),
    (
        s.servqual_gaps,
        dict(expectations=[1, 2], perceptions=[1]),
        "must have the same length; got expectations 2",
    ),
    (s.servqual_gaps, dict(expectations=[1], perceptions=[1], weights=[0]), "weights must not all be 0"),
    (
        s.servqual_gaps,
        dict(expectations=[1], perceptions=[1], weights=[1, 2]),
        "weights must be one number per item",
    ),
    (
        s.acsi,
        dict(satisfaction=11, expectancy=5, ideal=5),
        "satisfaction must be a number from 1 to 10; got 11",
    ),
    (s.acsi, dict(satisfaction=8, expectancy=5, ideal=None), "ideal must be a number from 1 to 10; got None"),
    (s.kano_classify, dict(functional="love", dysfunctional="dislike"), "functional must be .*; got 'love'"),
    (
        s.kano_classify,
        dict(functional=[1, 6], dysfunctional=[1, 2]),
        "each value of functional must be .*; got 6",
    ),
    (s.kano_classify, dict(functional=[1, 2], dysfunctional=[1]), "must have the same length; got 2 and 1"),
    (s.kano_category, dict(categories="MMM"), "categories must be a column of letters"),
    (
        s.kano_category,
        dict(categories=["M", "X"]),
        "each value of categories must be one of A, O, M, I, R, Q; got 'X'",
    ),
    (s.importance_performance, dict(importance=[1, 2], performance=[1]), "must have the same length"),
    (
        s.importance_performance,
        dict(importance=[1], performance=[1], items=["a", "b"]),
        "items must be a column of 1",
    ),
]


@pytest.mark.parametrize(("function", "arguments", "sentence"), BAD)
def test_bad_input_gets_a_sentence(function, arguments, sentence):
    with pytest.raises((ValueError, TypeError), match=sentence) as caught:
        function(**arguments)
    assert "\n" not in str(caught.value)


anything = st.one_of(st.floats(), st.integers(), st.none(), st.booleans(), st.text(max_size=3))


@given(st.one_of(anything, st.lists(anything, max_size=5)))
def test_any_scores_give_a_finite_number_or_a_sentence(scores):
    for score in (s.csat, s.nps, s.ces):
        try:
            assert math.isfinite(score(scores))
        except (ValueError, TypeError) as refused:
            assert "scores" in str(refused)


def test_a_margin_of_error_next_to_nothing_gets_a_sentence():
    with pytest.raises(ValueError, match=r"^nps_sample_size has no finite result for margin_of_error 5e-324"):
        s.nps_sample_size(5e-324, 0.5, 0.2)
