"""Draws by which an error gives the right answer: numbers exchanged, one left out, the rest for a share."""

import math

from crmlib.workbook.finding import edits as editing
from crmlib.workbook.finding import formulas, tracing
from crmlib.workbook.finding.finder import units_of

KINDS = {"complement", "left out", "nothing", "exchanged"}
SAME = 1e-9


def coincides(question, ways, numbers):
    """Whether an error of a common kind gives the answer, but only with the numbers that were drawn.

    Parameters
    ----------
    question : Number
        The statement.
    ways : sequence of callable
        The drawn numbers to the answer.
    numbers : dict
        The drawn numbers.
    """
    plain = {name: one for name, one in numbers.items() if tracing.is_traceable(one)}
    units, found = _alike(question, plain), (tracing.traced(way, numbers) for way in ways)
    return any(by_chance(formula, plain, units) for formula in found if formula is not None)


def _alike(question, numbers):
    """The unit of each number; numbers without one are alike if they are drawn from the same range."""
    ends = {
        name: (getattr(draw, "low", name), getattr(draw, "high", name))
        for name, draw in question.draws.items()
    }
    return {name: unit or str(ends.get(name)) for name, unit in units_of(question, numbers).items()}


def by_chance(formula, numbers, units):
    """Whether an edit is equal to a formula here, and is not with numbers near by, as a symmetry would be.

    >>> pay, of_two = formulas.times(formulas.Input("a"), formulas.Input("b")), dict(a="", b="")
    >>> by_chance(pay, dict(a=3.0, b=7.0), of_two), by_chance(pay, dict(a=3.0, b=1.0), of_two)
    (False, True)
    """
    near = {name: one * (1 + math.sqrt(place) / 97) for place, (name, one) in enumerate(numbers.items(), 2)}
    here, there = {}, {}
    edits = [edit.formula for edit in editing.edits(formula, numbers, units) if edit.kind in KINDS]
    return any(
        _same(formula, edit, numbers, here) and not _same(formula, edit, near, there) for edit in edits
    )


def _same(formula, edit, numbers, known):
    one, other = (formulas.value(each, numbers, known) for each in (formula, edit))
    return math.isclose(one, other, rel_tol=SAME)
