"""Which edit of the formula gives a wrong number, and whether it is sure enough to be named."""

import math
from dataclasses import dataclass

from crmlib.workbook.finding import edits as editing
from crmlib.workbook.finding import formulas

SURE, LIKELY, TOGETHER = 0.9, 0.5, 0.8
NEAR = 0.01  # two numbers of the same three digits are no farther apart
DIGITS = 4  # given, for all but what is less than the answer
STRANGERS = 0.25  # the share of answers that no edit in one place gives
# How often a stranger's number meets some edit, by its digits: all of them, or those to which it was rounded.
EXACT_BY_CHANCE = {1: 0.27, 2: 0.27, 3: 0.10}
ROUNDED_BY_CHANCE = {3: 0.16, 4: 0.06}
OTHERWISE = 0.04


@dataclass(frozen=True)
class Match:
    """Edits that are one formula, with their weight."""

    edit: editing.Edit
    weight: float
    exact: bool


def digits_of(number):
    """How many digits of a number were given, without zeros before and behind.

    >>> digits_of(0.0250), digits_of(2400.0), digits_of(1234.56)
    (2, 2, 6)
    """
    return len(f"{number:.12g}".partition("e")[0].replace(".", "").replace("-", "").strip("0")) or 1


def meets(number, found, digits):
    """Whether what an edit gives is the number, as far as its digits go; a half may go up or down."""
    if found == 0 or number == 0 or not math.isclose(number, found, rel_tol=NEAR):
        return False
    if math.isclose(number, found, rel_tol=1e-9):
        return True
    last = 10.0 ** (math.floor(math.log10(min(abs(number), abs(found)))) + 1 - digits)
    return digits >= 3 and abs(number - found) <= last / 2 * (1 + 1e-9)


def matches(number, candidates, others, known):
    """The edits that give a number; those of one formula together.

    Parameters
    ----------
    number : float
        What was given.
    candidates : list of (Edit, float)
        Edits with what they give.
    others : list of dict
        Other students' numbers, at which formulas are told apart.
    known : list of dict
        Of each of the others, the parts that were computed already.
    """
    digits, groups = digits_of(number), {}
    for edit, found in candidates:
        if meets(number, found, digits):
            elsewhere = tuple(
                f"{formulas.value(edit.formula, one, parts):.9g}"
                for one, parts in zip(others, known, strict=True)
            )
            groups.setdefault(elsewhere, []).append((edit, found))
    return [
        Match(
            max((edit for edit, _ in group), key=lambda edit: edit.weight),
            sum(edit.weight for edit, _ in group) / 1000,
            any(math.isclose(number, found, rel_tol=1e-9) for _, found in group),
        )
        for group in groups.values()
    ]


def named(number, found, how_many):
    """The edits that may be named: one that is sure, two that could be, or none.

    Parameters
    ----------
    number : float
        What was given.
    found : list of Match
        The formulas that give it.
    how_many : int
        How many edits were tried.
    """
    digits = digits_of(number)
    found = [one for one in found if digits >= DIGITS or one.edit.kind in editing.LESS | {"complement"}]
    if not found:
        return []
    table = EXACT_BY_CHANCE if any(one.exact for one in found) else ROUNDED_BY_CHANCE
    chance = table.get(digits, OTHERWISE) * STRANGERS / how_many
    whole = sum(one.weight for one in found) + chance
    ranked = sorted(found, key=lambda one: -one.weight)
    shares = [one.weight / whole for one in ranked]
    if shares[0] >= SURE:
        return [ranked[0].edit]
    if shares[0] >= LIKELY or sum(shares[:2]) >= TOGETHER:
        return [one.edit for one in ranked[:2]]
    return []
