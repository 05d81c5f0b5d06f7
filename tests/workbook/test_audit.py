"""The wrong line among right ones."""

import toy

NUMBERS = dict(a=12)


def test_lines_are_made_of_the_drawn_numbers_and_keep_their_order():
    assert [line.key for line in toy.audit.shuffled("anyone")] == ["half", "double", "same"]
    statement = toy.audit.statement()
    a = toy.audit.numbers()["a"]
    assert f"1. half of it is {a / 2:g}" in statement and f"3. once is ¥{a}" in statement


def test_a_right_line_that_is_accused_gets_its_reason():
    verdict = toy.audit.mark(1, NUMBERS)
    assert (
        verdict.message == "Not this one. This line is right. Two halves make it." and verdict.slip == "half"
    )


def test_the_wrong_line_by_number_key_or_words():
    for given in (2, "2", "2.", "Line 2", "double", "twice is 36"):
        assert toy.audit.mark(given, NUMBERS).message == "Right. That is three times. And four times?"


def test_a_number_of_no_line_is_told_the_lines():
    for given in (0, 4, "17", 10**6000):
        assert toy.audit.mark(given, NUMBERS).message.startswith("There are lines 1 to 3; got ")
    assert toy.audit.mark(True, NUMBERS).stage == "unreadable"
