"""Neighbours cannot copy: enough different numbers for each question, and items for what has none."""

import dataclasses

import fair_draws
import pytest

from crmlib.workbook.banks import question

EXERCISES = fair_draws.exercises()
each = pytest.mark.parametrize("exercise", EXERCISES)


@each
def test_each_question_with_numbers_has_a_hundred_different_draws(exercise):
    few = fair_draws.few(EXERCISES[exercise])
    assert not few, f"Draw from wider or finer ranges, then run tools/draw_variants.py: {few}"


@each
def test_no_two_students_of_a_class_share_more_than_two_questions(exercise):
    """But for one pair in a million, whose three coefficients are the same."""
    assert fair_draws.sharing(EXERCISES[exercise]) <= 1


@each
def test_each_question_without_numbers_has_a_pool(exercise):
    missing = fair_draws.without_pool(EXERCISES[exercise])
    assert not missing, f"Write two further items into `pool` of statement and key: {missing}"


def test_classmates_who_share_more_than_two_questions_are_counted():
    one = question("clv.npv")
    assert fair_draws.sharing([one] * 2) == 0
    alike = fair_draws.sharing([one] * 3)
    assert 0.005 < alike / fair_draws.PAIRS < 0.02  # one pair in a hundred has the same place


def test_what_has_few_draws_or_no_pool_is_named():
    audit = question("clv.deck")
    assert fair_draws.without_pool([audit]) == []
    assert fair_draws.without_pool([dataclasses.replace(audit, pool=())]) == ["clv.deck"]
    assert fair_draws.report("05-clv", [question("clv.lab-retention")]).endswith(
        "\n  clv.lab-retention: no pool"
    )


def test_an_exercise_that_is_not_there_is_refused():
    with pytest.raises(SystemExit, match="no exercise 99-none"):
        fair_draws.main(["99-none"])
