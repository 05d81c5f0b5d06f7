"""Several right options: what is missing is counted, what does not fit is named."""

import dataclasses

import pytest
import toy

from crmlib.workbook.marking.several import _items

RIGHT = "two", "four"


def told(*keys):
    return toy.several.mark(list(keys), {})


def test_all_right_options_and_no_other_are_right_in_any_order():
    assert told("four", "two").message == "Right. Pairs."


def test_a_missing_option_gets_its_own_words_and_not_its_name():
    verdict = told("four")
    assert verdict.message == "All that you chose fit; one is missing. Begin with the smallest."
    assert verdict.slip == "without two"
    assert told("two").message == "All that you chose fit; one is missing."


def test_where_more_than_one_is_missing_the_first_that_was_foreseen_gets_its_words():
    key = dataclasses.replace(toy.several.key, answer={"two", "three", "four"})
    verdict = key.mark(["four"], {})
    assert (
        verdict.message == "All that you chose fit; 2 are missing. For one of them: Begin with the smallest."
    )
    assert verdict.stage == "wrong"


def test_an_option_too_many_is_named_with_its_why_and_the_rest_counted():
    assert told(*RIGHT, "three").message == "“3” does not fit. It is odd."
    verdict = told("two", "three", "five")
    assert (
        verdict.message == "“3” does not fit. It is odd. Another does not fit either. One is missing besides."
    )
    assert verdict.slip == "three"
    assert told("three", "five").message.endswith("2 are missing besides.")


@pytest.mark.parametrize("given", [["two", "six"], "two / four", [2, 4], 7, {"two": True}])
def test_what_is_no_option_is_told_the_options(given):
    verdict = toy.several.mark(given, {})
    assert verdict.stage == "unreadable"


def test_an_empty_list_is_told_so():
    assert toy.several.mark([], {}).message == "Your list is empty; at least one option fits."


def test_text_is_parted_at_semicolons_and_arrows():
    assert _items("two; four") == _items("two -> four") == _items("two → four") == ["two", "four"]
