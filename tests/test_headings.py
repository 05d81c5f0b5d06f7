"""Headings: how they are compared, which is taken, and which are refused."""

import itertools

import pytest

from crmlib.datasets.own_file.headings import (
    HEADINGS,
    candidates,
    is_heading,
    listed,
    named_column,
    only_column,
    plain_heading,
    shown,
)


@pytest.mark.parametrize(
    "heading",
    [
        "Order Date",
        "order_date",
        "ORDER-DATE",
        "OrderDate",
        ' "order date" ',
        "Order date (UTC)",
        "\ufefforder.date",
    ],
)
def test_spellings_of_one_heading_are_the_same(heading):
    assert plain_heading(heading) == "order date"


@pytest.mark.parametrize("heading", ["金额（元）", "金额(¥)", " 金额 ", "金额[CNY]"])
def test_units_are_no_part_of_a_heading(heading):
    assert only_column(["会员号", heading], "amount") == 1


@pytest.mark.parametrize(
    "heading", ["discount amount", "shipping date", "birth date", "customers", "退款金额", "发货时间"]
)
def test_a_heading_counts_whole(heading):
    assert not is_heading(heading)


def test_no_heading_says_two_roles():
    names = {
        role: {plain_heading(name) for tier in tiers for name in tier.split(",") if name.strip()}
        for role, tiers in HEADINGS.items()
    }
    for one, other in itertools.combinations(names, 2):
        assert not names[one] & names[other], (one, other)


def test_what_will_do_counts_only_without_what_says_it():
    assert candidates(["email", "customer id"], "customer") == [1]
    assert candidates(["email", "colour"], "customer") == [0]


def test_two_candidates_are_named_with_the_argument():
    with pytest.raises(
        ValueError,
        match=r"^amount: 2 columns could be it, 'Total' and 'Amount'; say which, e\.g\. amount='Total'$",
    ):
        only_column(["Total", "x", "Amount"], "amount")


def test_a_named_column_is_found_or_refused():
    assert named_column(["a", " b "], "b", "date") == 1
    with pytest.raises(
        ValueError, match=r"date: the file has no column 'c' \(text\); its columns are 'a', 'b'"
    ):
        named_column(["a", "b"], "c", "date")
    with pytest.raises(TypeError, match="date must be the name of a column; got 3"):
        named_column(["a"], 3, "date")


def test_long_lists_and_values_are_cut_for_a_sentence():
    assert len(listed([f"column {n}" for n in range(100)])) <= 110
    assert len(shown("x" * 1000)) <= 36
    assert shown("a\nb") == "'a\\nb'"
