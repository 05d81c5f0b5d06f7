"""Rival definitions, each with its number."""

import toy

NUMBERS = dict(a=10, b=30)


def test_each_definition_says_the_number_that_it_gives():
    assert toy.definition.mark("mean", NUMBERS).message == "Right. It gives ¥20.0. It lies in the middle."
    wrong = toy.definition.mark("sum", NUMBERS)
    assert wrong.message == "Not this one. It gives ¥40.0. It lies above both." and wrong.slip == "sum"
