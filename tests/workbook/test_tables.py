"""Which error explains a wrong table: by columns, by the rows that tell, by how much labels say."""

import numpy as np
import pandas as pd

from crmlib.workbook.finding.relations import Rival
from crmlib.workbook.finding.tables import Comparison, best

IDS = pd.Index(range(60), name="customer_id")
RIGHT = pd.DataFrame({"spend": np.linspace(3.5, 90.25, 60), "class": np.arange(60) % 3 + 1}, index=IDS)


def fit(given, rival, target=RIGHT, whole=True):
    return Comparison(given, target, 0.001).fit(Rival("is so.", rival, whole))


def test_an_error_that_gives_the_table_explains_all_that_is_wrong():
    wrong = RIGHT.assign(spend=2 * RIGHT["spend"])
    found = fit(wrong, wrong)
    assert (found.columns, found.all_wrong, found.share, found.alike) == (("spend",), True, 1, 60)
    assert found.is_sure and not found.spoils


def test_an_error_that_agrees_in_no_wrong_column_explains_nothing():
    assert fit(RIGHT.assign(spend=2 * RIGHT["spend"]), RIGHT.assign(spend=3 * RIGHT["spend"])) is None
    assert fit(RIGHT.assign(spend=2 * RIGHT["spend"]), RIGHT) is None
    assert fit(RIGHT.assign(spend=2 * RIGHT["spend"]), RIGHT[:50]) is None


def test_a_few_of_many_rows_may_differ_and_none_of_few():
    error = RIGHT.assign(spend=2 * RIGHT["spend"])
    most, half = error.copy(), error.copy()
    most.loc[:4, "spend"], half.loc[:29, "spend"] = -7.0, -7.0
    assert (fit(most, error).alike, round(fit(most, error).share, 3)) == (55, round(55 / 60, 3))
    assert fit(half, error) is None
    assert fit(most[:12], error[:12], RIGHT[:12]) is None


def test_rows_that_are_right_and_should_be_wrong_speak_against_an_error():
    given = RIGHT.copy()
    given.loc[:9, "spend"] *= 2
    assert fit(given, RIGHT.assign(spend=2 * RIGHT["spend"])) is None


def test_a_few_labels_say_little_and_numbers_much():
    few = RIGHT[:6].assign(**{"class": [2, 2, 2, 1, 2, 3]})
    assert not fit(few, few, RIGHT[:6]).is_sure
    few = RIGHT[:6].assign(spend=RIGHT["spend"][:6] ** 2)
    assert fit(few, few, RIGHT[:6]).is_sure


def test_an_error_that_would_spoil_a_right_column_ranks_below_one_that_does_not():
    given = RIGHT.assign(spend=2 * RIGHT["spend"])
    spoils = Rival("is one.", given.assign(**{"class": 9}), whole=True)
    fits = Rival("is other.", given, whole=True)
    named = best(Comparison(given, RIGHT, 0.001), [spoils, fits], lambda fit: True)
    assert [rival.says for rival, _ in named] == ["is other."]


def test_of_equal_errors_the_weaker_is_left_out_and_the_closer_preferred():
    given = RIGHT.assign(spend=2 * RIGHT["spend"])
    near = RIGHT.assign(spend=2.0005 * RIGHT["spend"])
    errors = [Rival("is near.", near), Rival("is weak.", given, weak=1), Rival("is it.", given)]
    named = best(Comparison(given, RIGHT, 0.001), errors, lambda fit: True)
    assert [rival.says for rival, _ in named] == ["is it."]
