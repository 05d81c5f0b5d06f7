"""Columns that are related to the right ones: changed, exchanged, summed up, under other names."""

import numpy as np
import pandas as pd
import pytest

from crmlib.workbook.finding import relations
from crmlib.workbook.finding.tables import Comparison, best

RNG = np.random.default_rng(3)
IDS = pd.Index(range(30), name="customer_id")
TARGET = pd.DataFrame({"share": RNG.uniform(0.05, 0.9, 30), "days": RNG.uniform(-40, 90, 30)}, index=IDS)
ORDERS = pd.DataFrame({"customer_id": np.repeat(IDS, 3), "amount": RNG.uniform(5, 90, 90).round(2)})
OWN_ORDER = TARGET["days"].sort_values(ascending=False).index


def said(given, target=TARGET, order=OWN_ORDER, **tables):
    """What the relations that explain a table best say."""
    found = [*relations.rivals(target, order, tables), *relations.rivals_of(given, target)]
    return [rival.says for rival, _ in best(Comparison(given, target, 0.001), found, lambda fit: fit.is_sure)]


@pytest.mark.parametrize(
    ("column", "change", "words"),
    [
        ("days", lambda x: 7 * x, "7 times what is asked"),
        ("days", lambda x: x / 365, "divided by 365"),
        ("days", np.floor, "cut off to whole numbers"),
        ("days", lambda x: -x, "sign turned round"),
        ("days", np.abs, "lost its signs"),
        ("days", lambda x: x + 1, "1 too high"),
        ("days", lambda x: 1 / x, "upside down"),
        ("days", lambda x: x / x.sum(), "share of the column's total"),
        ("days", lambda x: 1.37 * x, "same ratio to what is asked in every row"),
        ("days", lambda x: x - 4.2, "same amount below what is asked"),
        ("days", lambda x: x.mean() + 0 * x, "same number in every row"),
        ("days", lambda x: x.reindex(OWN_ORDER).shift(1, fill_value=0), "shifted down by one row"),
        ("days", lambda x: x.reindex(OWN_ORDER).cumsum(), "running total"),
        ("days", lambda x: x.rank(), "places from the lowest up"),
        ("share", lambda x: 100 * x, "in per cent"),
        ("share", lambda x: 1 - x, "other part of the whole"),
        ("share", lambda x: x - TARGET["days"], "without what column `days` holds"),
    ],
)
def test_a_changed_column_is_told_by_what_was_done_to_it(column, change, words):
    given = TARGET.assign(**{column: change(TARGET[column]).reindex(IDS)})
    assert [words in one for one in said(given)] == [True]


def test_a_change_of_two_columns_counts_as_one():
    found = said(7 * TARGET)
    assert found == ["is 7 times what is asked. Which unit is asked?"]


def test_two_columns_exchanged():
    given = TARGET.set_axis(["days", "share"], axis=1)[["share", "days"]]
    assert said(given) == ["holds what belongs into column `days`, and that one what belongs here."]


def test_classes_under_other_names_need_many_rows():
    target = pd.DataFrame({"class": np.where(np.arange(30) % 3, "high", "low")}, index=IDS)
    given = target.replace({"high": "A", "low": "B"})
    assert said(given, target) == [relations.OTHER_NAMES]
    assert said(given[:9], target[:9], order=IDS[:9]) == []


@pytest.mark.parametrize(("summary", "word"), relations.SUMMARIES.items())
def test_a_summary_of_many_rows(summary, word):
    given = TARGET.assign(days=ORDERS.groupby("customer_id")["amount"].agg(summary))
    if summary == "nunique":
        assert (
            relations.summaries({"orders": ORDERS}, IDS)[f"the {word} `amount` of each `customer_id`"]
            .eq(3)
            .all()
        )
    else:
        assert said(given, orders=ORDERS) == [f"is the {word} `amount` of each `customer_id`."]


def test_columns_of_one_row_each_and_pairs_of_them():
    people = pd.DataFrame(
        {"customer_id": IDS, "price": RNG.uniform(2, 9, 30), "pieces": RNG.uniform(2, 9, 30)}
    )
    given = TARGET.assign(days=(people["price"] * people["pieces"]).to_numpy())
    assert said(given, people=people) == ["is `price` × `pieces`."]


def test_noise_is_related_to_nothing():
    for seed in range(40):
        noise = np.random.default_rng(seed).uniform(-40, 90, 30)
        assert said(TARGET.assign(days=noise), orders=ORDERS) == []
