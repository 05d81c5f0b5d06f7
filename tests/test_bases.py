"""Bases of segmentation: hand values, limits, chance, and what is refused."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import f_oneway

from crmlib.segmentation import bases

GROUPS = ["a", "a", "b", "b"]
RNG = np.random.default_rng(3)
CUSTOMERS = pd.DataFrame(
    {
        "club": np.tile(["yes", "no"], 200),
        "lot": RNG.permutation(np.arange(400) % 8).astype(str),
        "spend": np.tile([30.0, 10.0], 200) + RNG.normal(0, 10, 400),
    }
)


def test_by_hand():
    assert bases.variance_explained([1, 3, 5, 7], GROUPS, correction="none") == pytest.approx(16 / 20)
    assert bases.variance_explained([1, 3, 5, 7], GROUPS) == pytest.approx(1 - 0.2 * 3 / 2)


def test_limits_alike_within_and_alike_between():
    assert bases.variance_explained([2, 2, 9, 9], GROUPS) == 1
    assert bases.variance_explained([2, 9, 2, 9], GROUPS, correction="none") == pytest.approx(0, abs=1e-12)


def test_agrees_with_the_f_of_analysis_of_variance():
    parts = [group["spend"] for _, group in CUSTOMERS.groupby("lot")]
    share = bases.variance_explained(CUSTOMERS["spend"], CUSTOMERS["lot"], correction="none")
    assert f_oneway(*parts).statistic == pytest.approx(share / (1 - share) * (400 - 8) / (8 - 1))


def test_groups_by_lot_explain_their_number_before_the_correction_and_nothing_after_it():
    values, groups = RNG.normal(size=300), np.arange(300) % 15
    lots = [RNG.permutation(groups) for _ in range(300)]
    raw = np.mean([bases.variance_explained(values, lot, correction="none") for lot in lots])
    corrected = np.mean([bases.variance_explained(values, lot) for lot in lots])
    assert raw == pytest.approx(14 / 299, abs=0.004) and corrected == pytest.approx(0, abs=0.004)


@given(st.floats(0.1, 100), st.floats(-1000, 1000))
def test_unit_and_zero_of_the_outcome_do_not_matter(scale, shift):
    moved = [scale * value + shift for value in (1, 3, 5, 7)]
    assert bases.variance_explained(moved, GROUPS) == pytest.approx(0.7)


def test_a_base_that_separates_and_one_that_does_not():
    table = bases.compare_bases(CUSTOMERS["spend"], CUSTOMERS[["club", "lot"]]).set_index("base")
    assert table.loc["club", "lower"] > 0.3 and table.loc["club", "upper"] < 0.7
    assert table.loc["lot", "lower"] < 0 < table.loc["lot", "upper"] < 0.1
    assert table["groups"].tolist() == [2, 8]


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    """Half of the variance lies between two groups: 25 of 50."""
    held = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        group = np.tile([0, 1], 100)
        sample = pd.DataFrame({"g": group, "y": 10 * group + rng.normal(0, 5, 200)})
        row = bases.compare_bases(sample["y"], sample[["g"]], confidence=0.9, draws=200).iloc[0]
        held += row["lower"] <= 0.5 <= row["upper"]
    assert 80 <= held <= 98


def test_who_is_not_known_is_left_out():
    some = CUSTOMERS.assign(club=CUSTOMERS["club"].where(CUSTOMERS.index >= 100))
    assert bases.compare_bases(some["spend"], some[["club"]])["customers"].tolist() == [300]


def test_polars_gives_the_same():
    ours = bases.compare_bases(CUSTOMERS["spend"], CUSTOMERS[["club"]])
    assert bases.compare_bases(CUSTOMERS["spend"], pl.from_pandas(CUSTOMERS[["club"]])).equals(ours)


@pytest.mark.parametrize(
    "values, groups, sentence",
    [
        ([1, 2, 3], ["a", "b"], "one label per value of values, 3"),
        ([1, 2, 3], ["a", "b", None], "missing in 1 of 3"),
        ([1, 2, 3], ["a", "a", "a"], "at least 2"),
        ([1, 2, 3], ["a", "b", "c"], "fewer than the 3"),
        ([4, 4, 4], ["a", "b", "b"], "not all be the same"),
    ],
)
def test_what_says_nothing_is_refused(values, groups, sentence):
    with pytest.raises(ValueError, match=sentence):
        bases.variance_explained(values, groups)
