"""Reviews of tiers: moves counted by hand, the formula of flips, and a policy run on past scores."""

import numpy as np
import pandas as pd
import pytest

from crmlib.segmentation import tiers
from crmlib.segmentation.tier_reviews import back_test_policy, review_rhythms

POLICY = pd.DataFrame(
    {"tier": ["C", "B", "A"], "reach": [0, 500, 1000], "keep": [0, 400, 900], "benefit": [0, 15, 60]}
)


def test_moves_by_hand():
    """Back and forth every day, seen every day and every second day; the other customer never moves."""
    scores = [[510, 900], [490, 900], [520, 900], [480, 900], [530, 900]]
    table = review_rhythms(scores, [500], every=[1, 2, 3]).set_index("every")
    assert table["moves"].tolist() == [4, 0, 1]
    assert table["reviews"].tolist() == [5, 3, 2]
    assert table["moves_per_customer"].tolist() == [2, 0, 0.5]
    assert table["movers"].tolist() == [0.5, 0, 0.5]
    assert table["taken_back"].tolist() == [0.75, 0, 0]


def test_a_jump_over_two_tiers_is_one_move():
    table = review_rhythms([[100], [1100], [600]], [500, 1000], every=[1])
    assert table.loc[0, ["moves", "taken_back"]].tolist() == [2, 0.5]


def test_independent_scores_flip_as_the_formula_says():
    scores = 500 + 100 * np.random.default_rng(5).standard_normal((1_201, 200))
    table = review_rhythms(scores, [500], band=100, every=[1, 30])
    per_review = table["moves_per_customer"] / (table["reviews"] - 1)
    assert per_review.tolist() == pytest.approx([tiers.flip_probability(0, 100, 100)] * 2, abs=0.01)
    assert table["moves"][0] > 25 * table["moves"][1]


def test_a_wider_band_moves_fewer():
    scores = 500 + 100 * np.random.default_rng(6).standard_normal((100, 50))
    moves = [review_rhythms(scores, [500], band, every=[1])["moves"][0] for band in (0, 50, 100, 1000)]
    assert moves == sorted(moves, reverse=True) and moves[-1] == 0


def test_a_policy_by_hand():
    """B is reached at 500 and kept to 400; A is reached at 1,000 and kept to 900."""
    scores = [[510, 990, 1000], [410, 1000, 890], [399, 950, 1000]]
    table = back_test_policy(POLICY, scores)
    assert table[["C", "B", "A"]].to_numpy().tolist() == [[0, 2, 1], [0, 2, 1], [1, 0, 2]]
    assert table["moved_up"].tolist() == [0, 1, 1]
    assert table["moved_down"].tolist() == [0, 1, 1]
    assert table["cost"].tolist() == [90, 90, 120]
    assert (table[["C", "B", "A"]].sum(axis=1) == 3).all()


def test_a_policy_kept_below_only_is_a_shifted_band():
    """A band on both sides is a tier that is reached above the cut and kept below it."""
    scores = 500 + 100 * np.random.default_rng(7).standard_normal((20, 60)).cumsum(axis=0)
    scores = np.maximum(scores, 0)
    policy = pd.DataFrame({"tier": ["C", "A"], "reach": [0, 550], "keep": [0, 450], "benefit": [0, 1]})
    ours = back_test_policy(policy, scores)["A"]
    # The first review of a history uses the cut; one below both makes the start the same.
    history = tiers.tier_history(np.vstack([np.zeros(60), scores]), [500], band=50)[1:]
    assert ours.tolist() == history.sum(axis=1).tolist()


def test_a_policy_without_soft_landing_is_the_cuts():
    hard = POLICY.assign(keep=POLICY["reach"])
    scores = np.random.default_rng(8).uniform(0, 1500, (6, 40))
    table = back_test_policy(hard, scores)
    history = tiers.tier_history(scores, [500, 1000])
    assert table["A"].tolist() == (history == 2).sum(axis=1).tolist()
    assert table["moved_up"].sum() == (np.diff(history, axis=0) > 0).sum()


def test_the_order_of_the_columns_of_a_policy_plays_no_part():
    turned = POLICY[["benefit", "keep", "reach", "tier"]]
    scores = [[510.0, 990.0], [410.0, 1000.0]]
    pd.testing.assert_frame_equal(
        back_test_policy(turned, pd.DataFrame(scores)),
        back_test_policy(POLICY, scores),
    )


BAD = [
    (
        lambda: review_rhythms([[1], [2]], [1], every=[2]),
        "each value of every must leave two reviews",
    ),
    (lambda: review_rhythms([[1], [2]], [1], every=[0]), "every"),
    (lambda: review_rhythms([1, 2], [1]), "a row per review"),
    (lambda: review_rhythms([[1], [2]], [2, 1], every=[1]), "cuts must rise"),
    (lambda: review_rhythms([[1], [2]], [1], band=-1, every=[1]), "band must be"),
    (lambda: back_test_policy(POLICY.drop(columns="keep"), [[1]]), "keep is missing"),
    (lambda: back_test_policy([1], [[1]]), "policy must be a table with the columns"),
    (lambda: back_test_policy(POLICY[:1], [[1]]), "two tiers or more"),
    (lambda: back_test_policy(POLICY.assign(tier="A"), [[1]]), "name each tier once"),
    (lambda: back_test_policy(POLICY.replace("A", "cost"), [[1]]), "name each tier once"),
    (lambda: back_test_policy(POLICY[::-1], [[1]]), "must rise from tier to tier"),
    (
        lambda: back_test_policy(POLICY.assign(keep=[0, 450, 440]), [[1]]),
        "must rise from tier to tier",
    ),
    (lambda: back_test_policy(POLICY.assign(keep=[0, 501, 900]), [[1]]), "at most reach"),
    (lambda: back_test_policy(POLICY, [[-1]]), "a tier for each score; the lowest begins at 0"),
    (lambda: back_test_policy(POLICY.assign(benefit=-1), [[1]]), "benefit of policy"),
]


@pytest.mark.parametrize(("call", "sentence"), BAD)
def test_bad_input_gets_a_sentence(call, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        call()
