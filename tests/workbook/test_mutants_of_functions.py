"""Changes of a plain function: each in one place, said by its place, and the source as it was afterwards."""

import pytest

from crmlib.workbook.finding.mutants import mutants


def discounted(amount, rate, years):
    """What a yearly amount is worth."""
    total = 0
    for year in range(1, years + 1):
        total += amount / (1 + rate) ** year
    return total


def balance(votes, limit):
    above = sum(vote >= limit for vote in votes)
    below = sum(vote < limit for vote in votes if vote)
    return 100 * (above - below) / len(votes)


def largest(values, share):
    if share > 0 and values:
        return max(0, sorted(values, reverse=True)[0] * (1 - share))
    return 0


PLAIN = {
    discounted: (100, 0.1, 4),
    balance: ([0, 1, 2, 5, 5, 7, 9], 5),
    largest: ([3, 8, 5], 0.25),
}


def results(function):
    """What each change gives, by its sentence."""
    found = {}
    for one in mutants(function):
        try:
            found.setdefault(one.says, []).append(one.function(*PLAIN[function]))
        except Exception:  # some changes cannot be computed
            found.setdefault(one.says, []).append(None)
    return found


@pytest.mark.parametrize(
    ("function", "says", "gives"),
    [
        (discounted, "the power `year` of `1 + rate` is left out", 4 * 100 / 1.1),
        (discounted, "`rate` is not compounded", sum(100 / (1 + 0.1 * t) for t in range(1, 5))),
        (discounted, "the loop ends one too early", sum(100 / 1.1**t for t in range(1, 4))),
        (discounted, "the loop begins and ends one too early", sum(100 / 1.1**t for t in range(4))),
        (discounted, "the loop ends after its first turn", 100 / 1.1),
        (discounted, "`total` keeps nothing but the last turn of the loop", 100 / 1.1**4),
        (discounted, "`1 - rate` times stands in place of a division by `1 + rate`", 90 + 81 + 72.9 + 65.61),
        (discounted, "in one place `years` stands in place of `year`", 4 * 100 / 1.1**4),
        (balance, "`vote` equal to `limit` is on the other side", 100 * (2 - 2) / 7),
        (balance, "whatever is equal is on the other side", 100 * (2 - 4) / 7),
        (balance, "`below` is left out of `above - below`", 100 * 4 / 7),
        (balance, "`above` is taken from `below`", -100 * 2 / 7),
        (balance, "the condition on `vote` is left out", 100 * (4 - 3) / 7),
        (balance, "the function stops at `above`", 4),
        (largest, "nothing is sorted", 3 * 0.75),
        (largest, "the order is turned round", 3 * 0.75),
        (largest, "`share` stands in place of `1 - share`", 2),
    ],
)
def test_a_change_gives_what_its_sentence_says(function, says, gives):
    found = results(function)
    assert any(one == pytest.approx(gives) for one in found[says] if one is not None), found[says]


@pytest.mark.parametrize("function", PLAIN)
def test_no_change_is_made_twice_and_each_is_another_function(function):
    made = list(mutants(function))
    assert len(made) > 20 and len({one.function.__code__ for one in made}) > len(made) / 2
    assert all(one.function.__code__.co_code and one.function is not function for one in made)


@pytest.mark.parametrize("function", PLAIN)
def test_the_plain_function_stays_what_it_is(function):
    before = function(*PLAIN[function])
    first, again = ([one.says for one in mutants(function)] for _ in range(2))
    assert first == again and function(*PLAIN[function]) == before


@pytest.mark.parametrize("function", PLAIN)
def test_no_sentence_holds_a_whole_line_of_the_plain_function(function):
    lines = {
        "amount / (1 + rate) ** year",
        "100 * (above - below) / len(votes)",
        "sum(vote >= limit for vote in votes)",
        "max(0, sorted(values, reverse=True)[0] * (1 - share))",
    }
    assert not [one.says for one in mutants(function) for line in lines if line in one.says]


def test_changes_are_made_when_they_are_asked_for():
    first = next(iter(mutants("def half(value):\n    return value / 2")))
    assert first.function(6) in {6, 2, 12, 1 / 3, 4, 8, 3, 1 / 2}


def test_a_text_takes_its_names_from_a_scope_and_columns_stand_for_one_another():
    source = 'def total(table):\n    return floor(sum(table["paid"]))'
    found = {
        one.says: one.function
        for one in mutants(source, {"floor": lambda value: value // 1}, columns=("paid", "open"))
    }
    table = {"paid": [1.5, 2], "open": [5, 6]}
    assert found["in one place `open` stands in place of `paid`"](table) == 11
    assert found["`floor` is left out"](table) == 3.5


def test_a_function_of_another_kind_can_be_meant_everywhere():
    source = "def spread(table):\n    return table.mean() - table.low().mean()"
    says = [one.says for one in mutants(source)]
    assert "in one place `median` stands in place of `mean`" in says
    assert "`median` stands in place of `mean` everywhere" in says
