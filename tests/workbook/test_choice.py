"""Choice and match questions."""

import math

import numpy as np
import pandas as pd
import pytest
import toy

from crmlib.workbook.marking import choice, match


def mark(given, question=toy.choice):
    return question.mark(given, {})


@pytest.mark.parametrize("given", ["right", "RIGHT", " right ", "the right one", "The right one "])
def test_a_choice_by_key_or_by_words(given):
    assert mark(given).message == "Right. It fits. Why?"


def test_a_wrong_choice_gets_its_why():
    verdict = mark("wrong")
    assert (verdict.stage, verdict.slip, verdict.message) == (
        "slip",
        "wrong",
        "Not this one. It does not fit.",
    )


@pytest.mark.parametrize("given", ["maybe", 1, math.nan, ["right"], {"right"}, b"right", np.array(["right"])])
def test_what_is_no_option_gets_the_options(given):
    verdict = mark(given)
    assert verdict.stage == "unreadable"
    shown = ", ".join(f'"{option.key}"' for option in toy.choice.shuffled())
    assert verdict.message.startswith(f"Choose one of {shown}; got ")


def test_the_statement_lists_the_options_in_a_students_own_order():
    for student in ("a", "b"):
        statement = toy.choice.statement(student)
        places = [
            statement.index(f"`{option.key}`: {option.text}") for option in toy.choice.shuffled(student)
        ]
        assert places == sorted(places)
    assert len({toy.choice.statement(student) for student in range(20)}) == 6


FILLED = {"grass": "green", "sky": "blue", "sea": "blue"}


@pytest.mark.parametrize(
    "given",
    [
        FILLED,
        pd.Series(FILLED),
        {row: f" {option.upper()}" for row, option in FILLED.items()},
        FILLED | {"more": 1},
    ],
    ids=["dictionary", "Series", "capitals", "more rows"],
)
def test_a_filled_table(given):
    assert mark(given, toy.match).message == "Right. Colours."


def test_a_foreseen_cell():
    verdict = mark(FILLED | {"sky": "red"}, toy.match)
    assert verdict.slip == "sky: red"
    assert verdict.message == "2 of 3 rows are right. Look at “sky”. Only at sunset."


def test_a_foreseen_cell_is_named_before_another_wrong_one():
    assert mark(FILLED | {"grass": "red", "sky": "red"}, toy.match).message.startswith(
        "1 of 3 rows is right."
    )
    assert mark(FILLED | {"grass": "red", "sky": "red"}, toy.match).stage == "slip"


def test_a_cell_that_nothing_explains():
    verdict = mark(FILLED | {"sea": "green"}, toy.match)
    assert (verdict.stage, verdict.message) == ("wrong", "2 of 3 rows are right. Look again at “sea”.")


def test_a_missing_row():
    message = mark({"grass": "green", "sky": "blue"}, toy.match).message
    assert message == "The row “sea” is missing."


def test_a_missing_row_that_was_misspelt():
    message = mark({"grass": "green", "sky": "blue", "seas": "blue"}, toy.match).message
    assert message == "The row “sea” is missing. Did you mean it by “seas”?"


@pytest.mark.parametrize("cell", ["purple", None, 3, ["blue"], math.nan])
def test_a_cell_that_is_no_option(cell):
    verdict = mark(FILLED | {"sky": cell}, toy.match)
    assert verdict.stage == "unreadable" and "The row “sky” must hold one of" in verdict.message


@pytest.mark.parametrize(
    "given", ["green", ["green", "blue", "blue"], 3, pd.DataFrame([FILLED]), np.zeros(3)]
)
def test_what_is_no_filled_table(given):
    verdict = mark(given, toy.match)
    assert verdict.stage == "unreadable" and verdict.message.startswith("A dictionary is asked")


def test_the_statement_of_a_match_shows_rows_and_each_option_once():
    statement = toy.match.statement()
    assert "- grass\n- sky\n- sea\n" in statement
    assert statement.count("`blue`") == 1


def test_an_option_is_known_by_its_head_and_by_any_minus():
    options = ["now: (1+d)/(1+d−r)", "certain: 1/(1+d−r)"]
    named = match._with_names(options)
    assert choice.chosen("Now", named) == choice.chosen("now: (1+d)/(1+d-r)", named) == options[0]
    assert choice.chosen("later", named) is None


def test_an_option_in_two_languages_is_known_by_either_unless_two_options_share_it():
    options = ["service (服务)", "keep (维持)", "care (维持)"]
    named = match._with_names(options)
    assert choice.chosen("Service", named) == choice.chosen("服务", named) == options[0]
    assert choice.chosen("keep", named) == options[1]
    assert choice.chosen("维持", named) is None


def test_an_option_is_known_by_the_words_before_its_bracket_unless_two_options_share_them():
    options = ["everyone (cross-functional)", "sales (north)", "sales (south)", "P(alive)"]
    named = match._with_names(options)
    assert choice.chosen("Everyone", named) == options[0]
    assert choice.chosen("sales", named) is None and choice.chosen("P", named) is None
