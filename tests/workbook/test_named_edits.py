"""What the finder knows, as data: each edit of each variant is there, and gives what it gives the finder."""

import math

import pytest
from both import both

from crmlib.workbook.finding import formulas
from crmlib.workbook.finding.finder import finder
from crmlib.workbook.kinds.variants import variants
from crmlib.workbook.screen.named_edits import drawn, named_edits

IDS = ["clv.retention", "rfm.break-even", "predicting.renewal", "satisfaction.servqual"]


def rows_of(asked):
    return [asked.question.variant(place) for place in variants(asked.id).places]


def value(parts, place, numbers):
    """What a part gives."""
    match parts[place]:
        case str(name):
            return numbers[name][0]
        case ["+", *terms]:
            return sum(
                sign * value(parts, at, numbers) for sign, at in zip(terms[::2], terms[1::2], strict=True)
            )
        case ["*", *factors]:
            pairs = zip(factors[::2], factors[1::2], strict=True)
            return math.prod(value(parts, a, numbers) ** value(parts, b, numbers) for a, b in pairs)
        case [function, argument]:
            return getattr(math, function)(value(parts, argument, numbers))
        case number:
            return number


@pytest.mark.parametrize("id", IDS)
def test_each_variant_has_the_edits_of_its_finder(id):
    asked = both(id)
    rows = rows_of(asked)
    found = named_edits(asked.key, rows)
    for place in (0, 7, 50, 100):
        chosen, numbers = found["sets"][found["of"][place]], drawn(asked.question, rows[place])
        own = [one for one in chosen["edits"] if len(one) == 5 or place in one[5]]
        expected = finder(asked.key, rows[place])
        edits = expected.edits(expected.plain)
        assert [abs(one[2]) for one in own] == [
            edit.weight for edit in sorted(edits, key=lambda one: -one.weight)
        ]
        for one, edit in zip(own, sorted(edits, key=lambda one: -one.weight), strict=True):
            there = formulas.value(edit.formula, expected.plain)
            if math.isfinite(there):
                assert value(chosen["parts"], one[0], numbers) == pytest.approx(there, rel=1e-9)


def test_formulas_that_differ_have_sets_of_their_own():
    same, four, many = both("clv.retention"), both("predicting.renewal"), both("tiers.next-yuan")
    sets = [len(named_edits(one.key, rows_of(one))["sets"]) for one in (same, four, many)]
    assert sets[0] == 1 and sets[1] == 4 and sets[2] > 50


def test_where_nothing_is_traced_nothing_is_named():
    untraced = both("rfm.recency")
    assert named_edits(untraced.key, rows_of(untraced)) == {}


def test_a_sentence_has_a_place_for_each_number():
    asked = both("clv.retention")
    said = named_edits(asked.key, rows_of(asked))["sets"][0]["sentences"]
    assert any("«" in one for one in said)
    assert not any(text in one for one in said for _, text in drawn(asked.question, asked.numbers()).values())
