"""The keys of questions whose answer is an interval, as low and high end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from crmlib._guard.checks import describe
from crmlib.workbook.marking.ends import ends_of
from crmlib.workbook.marking.key import KeyWithSlips, Verdict, is_placeholder
from crmlib.workbook.marking.number import EXACT, NOT_TOLD, TOLD
from crmlib.workbook.marking.reading import Unreadable, read_number
from crmlib.workbook.marking.rounding import is_rounded

MULTIPLES = {1.0: 68, 1.28: 80, 1.645: 90, 1.96: 95, 2.576: 99}  # of a standard error: how sure, in per cent
NEAR = 0.01  # a multiple and a middle are told to this share
OTHERWISE_SURE = "Your interval goes {:g} standard errors to each side, which is {} %. How sure is it to be?"
IN_PER_CENT = "This is the interval you get in per cent. Shares are asked: for per cent, write %."


@dataclass(frozen=True, kw_only=True, repr=False)
class IntervalKey(KeyWithSlips):
    """The key of an interval.

    Parameters
    ----------
    answer : callable
        The drawn numbers to the right interval ``(low, high)``.
    slips : sequence of Slip
        ``wrong`` gives the interval of a foreseen error: one standard error, n for its root.
    tolerance : float
        How far an end may lie off, as a share of the right interval's width.
    plain : callable, optional
        The drawn numbers to the plain interval of one standard error, of which students take another
        multiple.
    """

    answer: Callable
    tolerance: float = 0.05
    plain: Callable | None = None

    def solution(self, numbers):
        """The right interval."""
        return tuple(float(end) for end in self.answer(**numbers))

    def _mark(self, given, numbers, before):
        try:
            low, high = self._read(given)
        except Unreadable as problem:
            return Verdict("unreadable", str(problem))
        right = self.solution(numbers)
        if low >= high:
            return Verdict(
                "unreadable", f"The low end must lie below the high end; got {low:g} and {high:g}."
            )
        for name, wrong, message in self.foreseen(numbers):
            if _same_ends((low, high), wrong, EXACT):
                return Verdict("slip", message, name)
        if self._is_right((low, high), right, numbers):
            return self._right(numbers)
        if self.question.unit == "share" and _same_ends((low / 100, high / 100), right, self.tolerance):
            return Verdict("slip", IN_PER_CENT, "per cent")
        if before.since_hint >= TOLD:
            return Verdict("wrong", NOT_TOLD)
        if sure := self._sure(low, high, numbers):
            return Verdict("slip", OTHERWISE_SURE.format(*sure), "multiple")
        return Verdict("wrong", self._how_it_differs(low, high, *right))

    def _is_right(self, ends, right, numbers):
        """Whether the ends are near enough, or well rounded, unless a foreseen interval is nearer."""
        if _same_ends(ends, right, self.tolerance):
            return True
        unit = self.question.unit
        if not all(is_rounded(end, other, unit) for end, other in zip(ends, right, strict=True)):
            return False
        return all(_distance(ends, right) <= _distance(ends, wrong) for _, wrong, _ in self.foreseen(numbers))

    def _sure(self, low, high, numbers):
        """Of the plain interval with another multiple: the standard errors, and how sure it is."""
        if self.plain is None:
            return None
        one_low, one_high = self.plain(**numbers)
        reach = (high - low) / (one_high - one_low)
        multiple, sure = min(MULTIPLES.items(), key=lambda one: abs(one[0] - reach))
        aside = abs(low + high - one_low - one_high) / 2
        there = aside < NEAR * (high - low) and abs(reach / multiple - 1) < NEAR
        return (multiple, sure) if there and sure != round(100 * self.question.confidence) else None

    def _how_it_differs(self, low, high, right_low, right_high):
        """Whether the interval lies apart, is too wide, too narrow or in another place."""
        width, right_width = high - low, right_high - right_low
        sure = f"{self.question.confidence * 100:.0f} %"
        if high < right_low or low > right_high:
            return "No part of your interval lies in the right one, so it misses what it is to contain."
        if width > right_width * (1 + self.tolerance):
            return (
                f"Your interval is too wide: it would hold the quantity more often than {sure}, and say less."
            )
        if width < right_width * (1 - self.tolerance):
            return f"Your interval is too narrow: it would hold the quantity less often than {sure}."
        return "The width is right, but the interval lies in another place. What is its middle?"

    def _read(self, given):
        """The two ends."""
        ends = _two(given, self.question.unit)
        if ends is None:
            raise Unreadable(f"Two numbers are asked, the low end and the high end; got {describe(given)}.")
        for name, end in zip(("low", "high"), ends, strict=True):
            if is_placeholder(end):
                raise Unreadable(f"The {name} end is missing.")
        return tuple(read_number(end, self.question.unit)[0] for end in ends)


def _two(given, unit):
    """The two ends from a pair, a mapping with low and high, or a text; else None."""
    if isinstance(given, str):
        return ends_of(given, unit)
    if isinstance(given, Mapping):
        ends = [given[name] for name in ("low", "high") if name in given]
    else:
        ends = _listed(given)
    return ends if ends is not None and len(ends) == 2 else None


def _listed(given):
    if isinstance(given, bytes | type | set | frozenset) or hasattr(type(given), "columns"):
        return None
    try:
        return list(given)
    except Exception:  # no sequence, or one that cannot be gone through
        return None


def _same_ends(interval, target, tolerance):
    return _distance(interval, target) <= tolerance * abs(target[1] - target[0])


def _distance(interval, target):
    """How far the end lies off that lies further off."""
    return max(abs(end - other) for end, other in zip(interval, target, strict=True))
