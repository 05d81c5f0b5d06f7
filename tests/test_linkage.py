"""Linkage: weights by hand and probabilities as published, the threshold that costs set, whom errors hit."""

import itertools

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib import quality
from crmlib.quality import (
    agreement_weight,
    disagreement_weight,
    linking_threshold,
    linking_weight,
    match_probability,
    merge_errors,
)

shares = st.floats(0.001, 0.999)
costs = st.floats(0.01, 10_000)

# Weights


def test_a_weight_by_hand():
    """0.8 of the pairs of one person agree and 0.1 of two people: 8 = 2³; 0.2 and 0.9 disagree."""
    assert agreement_weight(0.8, 0.1) == pytest.approx(3)
    assert disagreement_weight(0.8, 0.1) == pytest.approx(np.log2(2 / 9))


def test_a_field_that_agrees_as_often_by_chance_says_nothing():
    assert agreement_weight(0.3, 0.3) == disagreement_weight(0.3, 0.3) == 0


@given(shares, shares)
def test_evidence_is_conserved(m, u):
    """Over the pairs of two people, 2 to the power of the weight is 1 on average."""
    mean = u * 2 ** agreement_weight(m, u) + (1 - u) * 2 ** disagreement_weight(m, u)
    assert mean == pytest.approx(1)


@given(shares, shares)
def test_the_two_weights_are_one_weight_of_the_opposite(m, u):
    assert disagreement_weight(m, u) == pytest.approx(agreement_weight(1 - m, 1 - u))


def test_arrays_and_series_as_numbers():
    m, u = [0.9, 0.5], [0.01, 0.1]
    for weight in (agreement_weight, disagreement_weight):
        expected = [weight(*pair) for pair in zip(m, u, strict=True)]
        np.testing.assert_allclose(weight(np.array(m), np.array(u)), expected)
        series = weight(pd.Series(m, index=["phone", "city"]), pd.Series(u, index=["phone", "city"]))
        assert series.to_dict() == pytest.approx(dict(zip(["phone", "city"], expected, strict=True)))


# Probability and threshold


def test_a_probability_by_hand():
    """Odds of 1 to 99 times 1,024 are 1,024 to 99."""
    assert match_probability(10, 0.01) == pytest.approx(1024 / 1123)
    assert match_probability(0, 0.01) == pytest.approx(0.01)


def test_the_pair_of_the_guide_of_splink():
    """Splink, topic guide "The Fellegi-Sunter model": −6.67 before, five fields, 9.48 in all, about 0.999."""
    fields = 4.74 + 6.49 - 1.97 - 1.12 + 8.00
    prior = 1 / (1 + 2**6.67)
    assert fields - 6.67 == pytest.approx(9.48, abs=0.011)
    assert round(match_probability(fields, prior), 3) == 0.999
    assert match_probability(fields, prior) == pytest.approx(2**9.47 / (1 + 2**9.47))


def test_the_limits_of_a_probability():
    assert match_probability(200, 1e-6) == pytest.approx(1)
    assert match_probability(-200, 0.5) == pytest.approx(0, abs=1e-50)


def test_a_probability_of_data_and_expressions():
    weights = [-3.0, 0.0, 12.5]
    expected = [match_probability(weight, 0.02) for weight in weights]
    np.testing.assert_allclose(match_probability(np.array(weights), 0.02), expected)
    frame = pl.DataFrame({"w": weights}).select(match_probability(pl.col("w"), 0.02))
    np.testing.assert_allclose(frame.to_series().to_list(), expected)


@given(shares, shares, shares)
def test_two_fields_one_after_the_other_are_two_at_once(m, u, prior):
    weight = agreement_weight(m, u)
    after_one = match_probability(weight, prior)
    if 0 < after_one < 1:
        assert match_probability(weight, after_one) == pytest.approx(match_probability(2 * weight, prior))


def test_a_threshold_by_hand():
    assert linking_threshold(120, 15) == pytest.approx(8 / 9)
    assert linking_threshold(0, 15) == 0 and linking_threshold(120, 0) == 1
    np.testing.assert_allclose(linking_threshold(np.array([120, 15]), 15), [8 / 9, 1 / 2])


@given(costs, costs)
def test_at_the_threshold_both_errors_cost_the_same(wrong, duplicate):
    p = linking_threshold(wrong, duplicate)
    assert (1 - p) * wrong == pytest.approx(p * duplicate)


@given(costs, costs, st.floats(0.001, 0.9))
def test_the_least_weight_reaches_the_threshold(wrong, duplicate, prior):
    weight = linking_weight(wrong, duplicate, prior)
    assert match_probability(weight, prior) == pytest.approx(linking_threshold(wrong, duplicate))


@given(costs, costs, st.floats(0.001, 0.9))
def test_a_merge_of_twice_the_cost_raises_it_by_one_bit(wrong, duplicate, prior):
    once, twice = (linking_weight(factor * wrong, duplicate, prior) for factor in (1, 2))
    assert twice - once == pytest.approx(1)


def test_no_other_threshold_costs_less_where_the_probabilities_are_right():
    """The expected cost of linking above each threshold, for pairs of all probabilities."""
    p = np.linspace(0.005, 0.995, 100)

    def cost(threshold):
        return np.where(p > threshold, (1 - p) * 120, p * 15).sum()

    assert cost(linking_threshold(120, 15)) == min(cost(one) for one in np.linspace(0, 1, 1001))


def test_the_links_of_the_vignette_of_recordlinkage():
    """RLdata500, "Weight-based deduplication": 15 links, 14 right, of 50 true pairs among 124,750."""
    true = [(2 * pair, 2 * pair + 1) for pair in range(50)]
    links = [*true[:14], (100, 101)]
    judged = quality.pair_quality(links, true)
    assert (judged["right"], judged["recall"]) == (14, 0.28)
    wrong, missed = judged["found"] - judged["right"], judged["true"] - judged["right"]
    assert round(1 - (wrong + missed) / (500 * 499 / 2), 4) == 0.9997


# Whom the errors hit


def test_errors_by_hand():
    truth = {"a1": "Ann", "a2": "Ann", "a3": "Ann", "b1": "Bob", "c1": "Cai", "c2": "Cai"}
    assert merge_errors(truth, truth) == {"people": 3, "pieces": 3, "duplicates": 0, "lost": 0}
    apart = {record: record for record in truth}
    assert merge_errors(apart, truth) == {"people": 3, "pieces": 6, "duplicates": 3, "lost": 0}
    together = dict.fromkeys(truth, "all")
    assert merge_errors(together, truth) == {"people": 3, "pieces": 1, "duplicates": 0, "lost": 2}


def test_of_several_with_as_many_records_the_first_has_the_letter():
    """Bob and Cai share a piece; Cai has another one as well, so it matters whose letter this is."""
    found = {"b": 1, "c": 1, "c2": 2}
    assert merge_errors(found, {"b": "Bob", "c": "Cai", "c2": "Cai"})["lost"] == 0
    assert merge_errors(found, {"c": "Cai", "b": "Bob", "c2": "Cai"}) == {
        "people": 2, "pieces": 2, "duplicates": 1, "lost": 1,
    }  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1))
def test_pieces_are_people_and_duplicates_less_those_lost(records):
    found, truth = ({row: ends[place] for row, ends in enumerate(records)} for place in (0, 1))
    errors = merge_errors(found, truth)
    assert errors["pieces"] == errors["people"] + errors["duplicates"] - errors["lost"]
    assert (errors["pieces"], errors["people"]) == (len(set(found.values())), len(set(truth.values())))


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2))
def test_no_error_where_every_pair_is_right_and_all_are_found(records):
    found, truth = ({row: ends[place] for row, ends in enumerate(records)} for place in (0, 1))
    pairs = [
        [pair for pair in itertools.combinations(truth, 2) if persons[pair[0]] == persons[pair[1]]]
        for persons in (found, truth)
    ]
    if pairs[1] and quality.pair_quality(*pairs)["f1"] == 1:
        errors = merge_errors(found, truth)
        assert errors["duplicates"] == errors["lost"] == 0


# Bad input


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: agreement_weight(95, 0.1), "match_agreement must be a share above 0 and below 1; got 95"),
        (lambda: agreement_weight(0.9, 0), "chance_agreement must be a share above 0 and below 1; got 0"),
        (lambda: disagreement_weight(1, 0.1), "match_agreement must be a share above 0 and below 1; got 1"),
        (lambda: match_probability(None, 0.1), "weight must be a number; got None"),
        (lambda: match_probability(3, 1), "prior must be a share above 0 and below 1; got 1"),
        (lambda: linking_threshold(-1, 2), "wrong_merge_cost must be a number of at least 0; got -1"),
        (lambda: linking_threshold(0, 0), "wrong_merge_cost and duplicate_cost must not both be 0"),
        (lambda: linking_weight(0, 1, 0.1), "wrong_merge_cost must be a number above 0; got 0"),
        (lambda: merge_errors([1], {1: 1}), "found must be a dictionary from record to person"),
        (lambda: merge_errors({1: 1}, {}), "truth must be a dictionary from record to person"),
        (lambda: merge_errors({1: 1}, {1: None}), "truth must name a piece or a person for each record"),
        (lambda: merge_errors({1: 1, 2: 1}, {1: 1}), "must hold the same records; only one has 2"),
    ],
)
def test_bad_input_gets_a_sentence(call, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        call()
