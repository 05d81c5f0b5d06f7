"""A sequence: slips by their order, and for the rest how many steps are in place."""

import pytest
import toy

from crmlib.workbook.marking.order import rotate, sequence, swap

RIGHT = ["ant", "cat", "cow", "whale"]


def told(*keys):
    return toy.order.mark(list(keys), {})


def test_slips_are_made_of_the_right_order():
    assert swap("ant", "whale")(RIGHT) == ["whale", "cat", "cow", "ant"]
    assert rotate(3)(RIGHT) == ["whale", "ant", "cat", "cow"]
    assert sequence(*RIGHT[::-1])(RIGHT) == RIGHT[::-1]


def test_the_right_order_and_its_slips():
    assert told(*RIGHT).message == "Right. Animals."
    assert told("cat", "ant", "cow", "whale").slip == 0
    assert told("ant", "cow", "cat", "whale").message == "This is the order of their legs."


def test_rotation_and_reverse_are_said_as_such():
    assert "starts at another step" in told("cow", "whale", "ant", "cat").message
    assert "from its end to its beginning" in told(*RIGHT[::-1]).message


def test_otherwise_the_steps_in_place_are_counted_and_not_named():
    assert told("ant", "cat", "whale", "cow").message == "2 of 4 are in place: two have changed places."
    assert told("cow", "ant", "whale", "cat").message == "None of the 4 is in place."
    assert told("ant", "cow", "whale", "cat").message == "1 of 4 is in place."


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["ant", "cat"], "4 steps are asked; got 2"),
        (["ant", "ant", "cow", "whale"], "“ant” stands there twice"),
        (["ant", "bee", "cow", "whale"], "The steps are"),
        (set(RIGHT), "A list of steps in order"),
    ],
)
def test_what_is_no_order_is_told_what_is_asked(given, words):
    assert words in toy.order.mark(given, {}).message


def test_lines_of_code_keep_their_braces_and_indentation():
    assert "`for value in {1, 2}:`" in toy.lines.statement()
    assert toy.lines.mark(["total = 0", "for value in {1, 2}:", "    total += value"], {}).right


def test_a_second_right_order_is_right():

    both = toy.order.changed(also=[("cat", "ant", "whale", "cow")])
    assert both.mark(["cat", "ant", "whale", "cow"], {}).right
