"""Answers made in code: tables, Series, dictionaries and lists, compared column by column."""

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import toy

from crmlib.workbook.marking.key import Slip

RIGHT = toy.value.solution({})


def mark(given, question=toy.value):
    return question.mark(given, {})


def asking(answer, **changes):
    """The toy question with another right answer, without slips."""
    return toy.value.changed(answer=lambda: answer, slips=(), **changes)


@pytest.mark.parametrize(
    "given",
    [
        RIGHT,
        RIGHT[::-1],
        RIGHT[["name", "recency", "customer_id"]],
        RIGHT.assign(more=1),
        RIGHT.set_index("customer_id"),
        RIGHT.set_index("customer_id").sort_index(ascending=False),
        RIGHT.set_index(["name", "customer_id"]).reset_index("name"),
        RIGHT.astype({"recency": float}),
        RIGHT.astype({"recency": "Int64"}),
        RIGHT.astype({"recency": str}),
        RIGHT.astype({"recency": "category", "name": "category"}),
        RIGHT.assign(recency=RIGHT["recency"] * 1.0005),
        pl.from_pandas(RIGHT),
        pl.from_pandas(RIGHT).lazy(),
        pa.Table.from_pandas(RIGHT),
    ],
    ids=range(15),
)
def test_the_same_table_in_any_form_is_right(given):
    assert mark(given).message == "Right. A table."


def test_numbers_that_stand_as_objects_name_rows_as_well():
    assert mark(RIGHT.astype(object)).right
    assert mark(RIGHT.astype(object).set_index("customer_id")).right


def test_capitals_and_spaces_at_the_ends_of_a_word_do_not_count():
    assert mark(RIGHT.assign(name=" " + RIGHT["name"].str.upper() + " ")).right
    assert not mark(RIGHT.assign(name=RIGHT["name"] + "x")).right


def test_nor_do_they_in_the_names_of_rows():
    by_name = asking(RIGHT[["name", "recency"]], row="name")
    shouted = RIGHT.assign(name=" " + RIGHT["name"].str.upper())
    assert mark(shouted, by_name).right
    assert mark(shouted.astype({"name": "category"}), by_name).right
    other = shouted.assign(name=["x", *shouted["name"][1:]])
    assert "1 of 3 rows are missing" in mark(other, by_name).message
    twice = pd.concat([RIGHT, shouted]).assign(recency=1)
    assert mark(twice, by_name).stage == "unreadable"


def test_the_column_of_a_slip_is_named():
    verdict = mark(RIGHT.assign(recency=[11, 21, 31]))
    assert (verdict.stage, verdict.slip) == ("slip", 0)
    assert verdict.message == "Column `recency` is what you get counting both ends."


def test_a_slip_is_seen_although_another_column_is_wrong_too():
    assert mark(RIGHT.assign(recency=[11, 21, 31], name=["x", "y", "z"])).stage == "slip"


def test_of_two_slips_in_one_column_the_one_that_explains_the_other_column_too_is_named():
    whole = Slip(
        lambda: RIGHT.assign(recency=[11, 21, 31], name=["x", "y", "z"]), "is the whole of it.", "both"
    )
    asked = toy.value.changed(slips=[*toy.value.slips, whole])
    assert mark(RIGHT.assign(recency=[11, 21, 31], name=["x", "y", "z"]), asked).slip == 1
    assert mark(RIGHT.assign(recency=[11, 21, 31]), asked).slip == 0


def test_what_nothing_explains_says_how_many_are_right_and_where_to_look():
    verdict = mark(RIGHT.assign(recency=[10, 21, 30]))
    assert verdict.stage == "wrong"
    assert verdict.message == (
        "Column `recency`: 2 of 3 values are right. Work out `customer_id` 2 by hand and compare."
    )


def test_a_column_of_words_is_compared_as_words():
    assert mark(RIGHT.assign(name=["a", "b", "x"])).message.startswith("Column `name`: 2 of 3")


@pytest.mark.parametrize("kind", [object, "category", "Int64", float])
def test_keys_may_be_numbers_of_any_kind(kind):
    assert mark(RIGHT.astype({"customer_id": kind})).right


CONFUSED = {
    "no table": ([10, 20, 30], "A DataFrame is asked; got [10, 20, 30] (a list)."),
    "a Series": (RIGHT["recency"], "A DataFrame is asked; got a Series of 3 rows."),
    "no key": (
        RIGHT.drop(columns="customer_id"),
        "The column `customer_id` says whose row is whose, and is missing.",
    ),
    "key misspelt": (RIGHT.rename(columns={"customer_id": "customerid"}), "Is it your `customerid`?"),
    "no column": (RIGHT.drop(columns="recency"), "The column `recency` is missing. There are: `name`."),
    "column misspelt": (RIGHT.rename(columns={"recency": "Recency"}), "Is it your `Recency`?"),
    "a row short": (RIGHT[:2], "1 of 3 rows are missing, `customer_id` 3 among them."),
    "a row more": (
        pd.concat([RIGHT, RIGHT[:1].assign(customer_id=9)]),
        "3 rows are asked; got 4. `customer_id` 9 is not among them.",
    ),
    "a row twice": (
        pd.concat([RIGHT, RIGHT[:1]]),
        "Each `customer_id` may stand in one row only; 1 stands in several.",
    ),
    "keys as text": (
        RIGHT.astype({"customer_id": str}),
        "The column `customer_id` must hold numbers, to tell whose row is whose; it holds '1' (text).",
    ),
    "missing value": (RIGHT.assign(recency=[10, None, 30]), "Column `recency` has a missing value."),
    "missing key": (
        RIGHT.assign(customer_id=[1, 2, None]),
        "1 of 3 rows are missing, `customer_id` 3 among them.",
    ),
    "time spans": (
        RIGHT.assign(recency=pd.to_timedelta(RIGHT["recency"], unit="D")),
        "Column `recency` holds time spans; numbers are asked. Take `.dt.days`.",
    ),
    "dates": (
        RIGHT.assign(recency=pd.Timestamp("1997-09-30")),
        "Column `recency` must hold numbers; it holds Timestamp",
    ),
    "words": (
        RIGHT.assign(recency=["ten", 20, 30]),
        "Column `recency` must hold numbers; it holds 'ten' (text).",
    ),
    "lists": (
        RIGHT.assign(recency=[[1], [2], [3]]),
        "Column `recency` must hold numbers; it holds [1] (a list).",
    ),
    "complex": (RIGHT.assign(recency=[1j, 2j, 3j]), "Column `recency` must hold numbers; it holds 1j."),
    "intervals": (
        RIGHT.assign(recency=pd.cut(RIGHT["recency"], 3)),
        "Column `recency` must hold numbers; it holds Interval",
    ),
    "a column twice": (
        pd.concat([RIGHT, RIGHT["recency"]], axis=1),
        "The column `recency` stands there twice.",
    ),
    "no rows": (RIGHT[:0], "3 of 3 rows are missing, `customer_id` 1 among them."),
    "two-level columns": (
        RIGHT.set_index("customer_id").agg([max]).unstack().to_frame().T,
        "The column `customer_id` says whose row is whose, and is missing.",
    ),
    "the frame twice grouped": (RIGHT.groupby("customer_id"), "A DataFrame is asked; got "),
}


@pytest.mark.parametrize("name", CONFUSED)
def test_one_sentence_at_a_time_before_any_value_is_compared(name):
    given, words = CONFUSED[name]
    verdict = mark(given)
    assert verdict.stage == "unreadable" and words in verdict.message
    assert "cannot be read as an answer" not in verdict.message


def test_infinite_values_are_wrong_values():
    assert mark(RIGHT.assign(recency=[10, np.inf, 30])).stage == "wrong"


def test_missing_values_that_are_asked_for_are_right():
    with_gap = RIGHT.assign(recency=[10, None, 30], name=["a", None, "c"])
    assert mark(with_gap, asking(with_gap)).right
    assert not mark(RIGHT, asking(with_gap)).right


def test_without_a_key_rows_are_compared_in_order():
    question = asking(RIGHT, row=None)
    assert mark(RIGHT.set_index(pd.Index([7, 8, 9])), question).right
    verdict = mark(RIGHT[::-1], question)
    assert verdict.message.startswith("Column `customer_id`: 1 of 3 values are right. Work out row 0 by hand")


NAMED = pd.Series({"a": 1.0, "b": 2.0}, name="spend").rename_axis("customer")


@pytest.mark.parametrize(
    "given",
    [
        NAMED,
        NAMED[::-1],
        NAMED.to_frame(),
        NAMED.to_dict(),
        {"b": "2", "a": 1},
        [1, 2],
        (1, 2),
        np.array([1, 2]),
        NAMED.rename_axis("whoever"),
        NAMED.reset_index(),
    ],
    ids=range(10),
)
def test_a_series_in_any_form_is_right(given):
    assert mark(given, asking(NAMED, row="customer")).right


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([1, 2, 3], "2 values are asked; got 3."),
        ([1, 3], "Your answer: 1 of 2 values are right. Work out `customer` b by hand and compare."),
        ({"a": 1}, "1 of 2 rows are missing, `customer` b among them."),
        ({"a": 1, "b": None}, "Your answer has a missing value."),
        ({"a": 1, "b": "much"}, "Your answer must hold numbers; it holds 'much' (text)."),
        (NAMED.reset_index().assign(more=1), "A Series is asked; got a DataFrame of 2 rows."),
        (7, "A Series is asked; got 7."),
        (np.zeros((2, 2)), "A Series is asked; got a ndarray of 2 rows."),
        (
            NAMED.to_frame().assign(more=1).set_index("more", append=True)["spend"],
            "Each row has one name; in yours it has 2. Take the others off the index.",
        ),
    ],
    ids=range(9),
)
def test_a_series_that_is_confused(given, words):
    assert mark(given, asking(NAMED, row="customer")).message == words


def test_a_dictionary_without_a_key_names_what_is_missing():
    question = asking({"mean": 2.0, "median": 1.5}, row=None)
    assert mark({"median": 1.5, "mean": 2}, question).right
    assert mark({"mean": 2, "medain": 1.5}, question).message == "median is missing. Is it your `medain`?"


def test_a_list_is_compared_in_order():
    question = asking([1, 2, 3], row=None)
    assert mark(pd.Series([1, 2, 3]), question).right and mark([1.0, 2.0, 3.0], question).right
    assert mark([1, 3, 2], question).message.startswith("Your answer: 1 of 3 values are right.")


def test_a_column_that_is_asked_itself_is_not_offered_for_another():
    scores = RIGHT.assign(recency_score=[1, 2, 3], frequency_score=[3, 2, 1])
    short = scores.drop(columns="recency_score")
    assert "Is it your" not in mark(short, asking(scores)).message
    assert mark(short.assign(recency_scor=1), asking(scores)).message.endswith("Is it your `recency_scor`?")


def test_a_column_in_capitals_is_found_and_rounding_is_told():
    assert mark(RIGHT.rename(columns={"recency": "RECENCY"})).message.endswith("Is it your `RECENCY`?")
    exact = RIGHT.assign(recency=[10.26, 20.51, 30.0])
    verdict = asking(exact).mark(exact.round(0), {})
    assert verdict.stage == "close" and "are rounded. Leave all digits." in verdict.message


MANY = pd.DataFrame({"customer_id": range(60), "spend": np.linspace(3.5, 90.25, 60), "days": range(60)})


def test_a_slip_is_named_with_its_count_where_a_few_of_many_rows_differ():
    slip = Slip(lambda: MANY.assign(spend=MANY["spend"] * 2), "is what you get twice.", "twice")
    given = slip.wrong()
    given.loc[:4, "spend"] = -7.0
    asked = asking(MANY).changed(slips=[slip])
    verdict = mark(given, asked)
    assert (verdict.stage, verdict.slip) == ("slip", 0)
    assert verdict.message == "In 55 of 60 rows column `spend` is what you get twice."
    given.loc[:29, "spend"] = -7.0
    assert mark(given, asked).stage == "wrong"


WAYS = pd.DataFrame(
    {
        "customer_id": range(6),
        "way": ["keep", "drop", "keep", "drop", "sell", "sell"],
        "profit": [90.5, -3.25, 41.0, -9.0, 7.5, 12.0],
    }
)


def test_a_slip_that_agrees_in_a_few_labels_only_could_be_it():
    all_kept = WAYS.assign(way="keep", profit=WAYS["profit"] + [0, 8, 0, 5, 3, 9])
    asked = asking(WAYS).changed(
        slips=[Slip(lambda: all_kept, "is what you get if nobody is dropped.", "kept")]
    )
    assert mark(all_kept, asked).message == "Column `way` is what you get if nobody is dropped."
    other = all_kept.assign(profit=[1.0, 7.0, 2.0, 8.0, 2.5, 4.0])
    verdict = mark(other, asked)
    assert verdict.message == "Column `way` could be what you get if nobody is dropped."
    right_money = mark(all_kept.assign(profit=WAYS["profit"]), asked)
    assert right_money.message == "Column `way` could be what you get if nobody is dropped."


def test_what_nobody_foresaw_is_named_by_its_relation_to_what_is_asked():
    verdict = mark(MANY.assign(spend=MANY["spend"] / 7), asking(MANY))
    assert (verdict.stage, verdict.slip) == ("slip", "edited")
    assert verdict.message == "Column `spend` is what is asked divided by 7. Which unit is asked?"


def test_an_error_that_explains_all_comes_before_a_slip_that_explains_a_part():
    slip = Slip(lambda: MANY.assign(spend=MANY["days"] * 1.0), "is what you get from the days.", "part")
    exchanged = MANY.rename(columns={"spend": "days", "days": "spend"})
    verdict = mark(exchanged, asking(MANY).changed(slips=[slip]))
    assert (
        verdict.message
        == "Column `spend` holds what belongs into column `days`, and that one what belongs here."
    )
    assert mark(exchanged.assign(days=-1), asking(MANY).changed(slips=[slip])).slip == 0


def test_two_errors_that_give_the_same_are_both_said():
    right = MANY.assign(spend=-MANY["spend"] - 1)
    verdict = mark(right.assign(spend=right["spend"].abs()), asking(right))
    assert verdict.message == (
        "Column `spend` could have the sign turned round. What is to be taken from what? "
        "Or it could have lost its signs. Some values lie below 0."
    )


def test_where_nobody_can_work_a_row_out_by_hand_another_way_is_told():
    asked = asking(RIGHT, instead="Fit it again.")
    verdict = mark(RIGHT.assign(recency=[10, 21, 30]), asked)
    assert verdict.message == "Column `recency`: 2 of 3 values are right. Fit it again."


def test_noise_is_not_named():
    for seed in range(30):
        noise = np.random.default_rng(seed).uniform(0, 90, 60)
        assert mark(MANY.assign(spend=noise), asking(MANY)).stage == "wrong"
