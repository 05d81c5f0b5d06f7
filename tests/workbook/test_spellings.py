"""Spellings of a number, by the list that the page's reader must know as well."""

import re

import pytest
from spelled import NOT_READ, SPELLED

from crmlib.workbook.marking import spellings
from crmlib.workbook.marking.reading import Unreadable, read_number


@pytest.mark.parametrize(
    ("unit", "text", "value"),
    [(unit, text, value) for unit, one in SPELLED.items() for text, value in one.items()],
)
def test_a_spelling_is_read(unit, text, value):
    assert read_number(text, unit)[0] == pytest.approx(value)


@pytest.mark.parametrize(
    ("unit", "text"), [(unit, text) for unit, texts in NOT_READ.items() for text in texts]
)
def test_what_may_mean_another_thing_is_not_read(unit, text):
    with pytest.raises(Unreadable, match=re.escape(repr(text))):
        read_number(text, unit)


def test_every_rule_is_used_by_some_spelling():
    unused = set(spellings.RULES)
    for unit, texts in SPELLED.items():
        for text in texts:
            for rule in list(unused):
                left = [one for one in spellings.RULES if one is not rule]
                if without(left, text, unit) != spellings.plain(text, unit, unit == "¥"):
                    unused.discard(rule)
    assert unused == set()


def without(rules, text, unit):
    """What is made of a text by some of the rules."""
    with pytest.MonkeyPatch.context() as patch:
        compiled = dict(zip(spellings.RULES, spellings._COMPILED, strict=True))
        patch.setattr(spellings, "_COMPILED", [compiled[rule] for rule in rules])
        return spellings.plain(text, unit, unit == "¥")
