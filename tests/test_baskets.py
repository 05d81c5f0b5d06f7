"""Baskets: association rules by hand, by counting and from a lecture; the next product."""

import warnings

import numpy as np
import pandas as pd
import pytest
from engines import every_engine
from hypothesis import given
from hypothesis import strategies as st

from crmlib import baskets

FOUR_BASKETS = [[1, 3, 4], [2, 3, 5], [1, 2, 3, 5], [2, 5]]


def by_sides(rules):
    return {(line["antecedent"], line["consequent"]): line for line in rules.to_dict("records")}


def test_itemsets_by_hand():
    rules = baskets.association_rules(FOUR_BASKETS, min_support=0.5, min_confidence=0, most_items=3)
    found = {tuple(sorted(a + c)): n for a, c, n in rules[["antecedent", "consequent", "baskets"]].to_numpy()}
    assert found == {(1, 3): 2, (2, 3): 2, (2, 5): 3, (3, 5): 2, (2, 3, 5): 2}


def test_a_lecture_example_of_four_transactions():
    """A slide of Advanced Topics in Data Mining: A => C [50 %, 66.6 %] and C => A [50 %, 100 %]."""
    lines = by_sides(baskets.association_rules([list("ABC"), list("AC"), list("AD"), list("BEF")], 0.5, 0.5))
    assert {sides: (line["support"], round(line["confidence"], 3)) for sides, line in lines.items()} == {
        (("A",), ("C",)): (0.5, 0.667),
        (("C",), ("A",)): (0.5, 1.0),
    }


def test_association_rules_by_hand():
    lines = by_sides(baskets.association_rules(FOUR_BASKETS, min_support=0.5, min_confidence=0, most_items=3))
    sure = lines[(2,), (5,)]
    assert (sure["baskets"], sure["support"], sure["confidence"], sure["lift"]) == (
        3,
        0.75,
        1.0,
        pytest.approx(4 / 3),
    )
    below_chance = lines[(2,), (3,)]
    assert below_chance["confidence"] == pytest.approx(2 / 3) and below_chance["lift"] == pytest.approx(8 / 9)
    assert lines[(2, 3), (5,)]["confidence"] == 1
    assert len(lines) == 4 * 2 + 6


sets_of_things = st.lists(st.sets(st.sampled_from("abcde"), min_size=1), min_size=1, max_size=25).map(
    lambda sets: [sorted(each) for each in sets]
)


@given(sets_of_things, st.sampled_from([0.05, 0.2, 0.5]), st.sampled_from([0.0, 0.3, 0.7]))
def test_rules_are_what_counting_gives(sets, min_support, min_confidence):
    rules = by_sides(baskets.association_rules(sets, min_support, min_confidence))
    n = len(sets)
    expected = {}
    for one in "abcde":
        for other in set("abcde") - {one}:
            both = sum(one in each and other in each for each in sets)
            if (
                both
                and both >= min_support * n - 1e-9
                and both / sum(one in each for each in sets) >= min_confidence
            ):
                expected[(one,), (other,)] = both
    assert {sides: line["baskets"] for sides, line in rules.items()} == expected
    for ((one,), (other,)), line in rules.items():
        n_one, n_other = (sum(item in each for each in sets) for item in (one, other))
        assert line["support"] == pytest.approx(line["baskets"] / n)
        assert line["confidence"] == pytest.approx(line["baskets"] / n_one)
        assert line["lift"] == pytest.approx(line["baskets"] * n / n_one / n_other)


@every_engine
def test_a_table_of_lines_gives_what_lists_give(engine):
    lines = pd.DataFrame(
        [(number, item) for number, items in enumerate(FOUR_BASKETS) for item in [*items, items[0]]],
        columns=["basket_id", "item"],
    )
    pd.testing.assert_frame_equal(
        baskets.association_rules(engine(lines), min_support=0.3),
        baskets.association_rules(FOUR_BASKETS, min_support=0.3),
    )


def test_no_rule_is_an_empty_table():
    rules = baskets.association_rules([["a"], ["b"]], min_support=0.5)
    assert len(rules) == 0 and list(rules) == [
        "antecedent",
        "consequent",
        "baskets",
        "support",
        "confidence",
        "lift",
    ]
    assert len(baskets.next_product(rules, ["a"])) == 0


def test_rules_warn_of_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        baskets.association_rules(FOUR_BASKETS, min_support=0.3)


def test_next_product_by_hand():
    rules = baskets.association_rules(FOUR_BASKETS, min_support=0.25, min_confidence=0, most_items=3)
    offers = baskets.next_product(rules, {2, 3}, products=5)
    # With 2 and 3: always 5; 1 in half the baskets (4 never); with 3 alone: 1 in two of three.
    assert offers["product"].tolist() == [5, 1, 4]
    np.testing.assert_allclose(offers["confidence"], [1, 2 / 3, 1 / 3])
    assert offers["because"].tolist()[1] == (3,)
    assert baskets.next_product(rules, {2, 3}, products=1, by="lift")["product"].tolist() == [1]
    assert set(baskets.next_product(rules, {1, 2, 3, 4, 5})["product"]) == set()


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: baskets.association_rules([]), "baskets must hold at least one basket"),
        (lambda: baskets.association_rules([["a"], []]), "each of baskets must be a list of items"),
        (lambda: baskets.association_rules(["ab"]), "each of baskets must be a list of items; got 'ab'"),
        (
            lambda: baskets.association_rules([["a", None]]),
            "each item in baskets must be a name or a whole number",
        ),
        (lambda: baskets.association_rules([["a"]], min_support=5), "min_support must be a share above 0"),
        (lambda: baskets.association_rules([["a"]], most_items=1), "most_items must be at least 2"),
        (
            lambda: baskets.association_rules(pd.DataFrame({"basket_id": [1], "item": [None]})),
            "baskets has a row without 'basket_id' or 'item'",
        ),
        (
            lambda: baskets.association_rules(pd.DataFrame({"basket_id": [1], "product": ["a"]})),
            "item: baskets has no column 'item'",
        ),
        (lambda: baskets.next_product(pd.DataFrame({"id": [1]}), ["a"]), "rules has no column 'antecedent'"),
        (lambda: baskets.next_product(baskets.association_rules([["a", "b"]]), [["a"]]), "not of lists"),
    ],
)
def test_bad_baskets_get_a_sentence(call, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        call()


def test_a_flood_of_rules_gets_a_sentence():
    flood = [[f"item {number}" for number in range(30)]] * 3
    sentence = (
        r"^most_items 10+\.\.\. and min_support 0.5 leave over 1,000,000 rules at 5 items: lower the one"
    )
    with pytest.raises(ValueError, match=sentence):
        baskets.association_rules(flood, min_support=0.5, most_items=10**60)


def test_a_limit_that_no_basket_reaches_does_no_harm():
    few = [["tea", "milk", "bread"], ["tea", "milk", "bread"], ["tea"]]
    far, near = (baskets.association_rules(few, min_support=0.5, most_items=most) for most in (10**30, 3))
    pd.testing.assert_frame_equal(far, near)
