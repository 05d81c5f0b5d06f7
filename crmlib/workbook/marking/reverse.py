"""The keys of questions that ask for the input which makes a claim true."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from crmlib.workbook.kinds.questions import spaced
from crmlib.workbook.marking.key import Verdict
from crmlib.workbook.marking.number import TOLD, NumberKey, agrees

STEPS = 200  # halvings of an interval: more than a float can tell apart


@dataclass(frozen=True, kw_only=True, repr=False)
class ReverseKey(NumberKey):
    """What input gives a stated result? The answer is put into the forward formula.

    Parameters
    ----------
    forward : callable
        An input and the drawn numbers (by name) to the result, as in
        ``lambda given, margin, discount: ...``; one value of `given` gives the target.
    target : callable
        The drawn numbers to the result that is claimed.
    answer : callable, optional
        The drawn numbers to the input; found between `low` and `high` by halving if not given.
    says : str
        The result in words, for the message; ``{}`` stands for it: ``"a lifetime value of ¥{:,.0f}"``.
    tolerance : float
        Relative, of the input.
    result_tolerance : float
        Relative, of the result: an input that comes so near to the claim is right, too.
    """

    forward: Callable
    target: Callable
    answer: Callable | None = None
    says: str = "{:.4g}"
    result_tolerance: float = 0.005

    def solution(self, numbers):
        """The input that makes the claim true."""
        return self.answer(**numbers) if self.answer else self._solve(numbers)

    def result(self, given, numbers):
        """What an input gives; NaN where the formula refuses it."""
        try:
            return float(self.forward(given, **numbers))
        except (ValueError, TypeError, ZeroDivisionError, OverflowError):
            return math.nan

    def is_near(self, value, numbers):
        """Whether the input is the answer, or its result the claimed one, within the tolerance."""
        return super().is_near(value, numbers) or self.gives_the_claim(value, numbers)

    def gives_the_claim(self, value, numbers):
        """Whether the result of a sensible input is the claimed one, within the tolerance."""
        near = agrees(self.result(value, numbers), self.target(**numbers), self.result_tolerance)
        return self.question.low <= value <= self.question.high and near

    def _unforeseen(self, value, numbers, before):
        result = self.result(value, numbers)
        verdict = super()._unforeseen(value, numbers, before)
        if verdict.stage == "range" or before.since_hint >= TOLD or not math.isfinite(result):
            return verdict
        given, asked = (spaced(self.says.format(one)) for one in (result, self.target(**numbers)))
        return Verdict(verdict.stage, f"Not yet: {value:g} gives {given}, and {asked} is asked.")

    def _solve(self, numbers):
        """The input by halving: the formula rises or falls from `low` to `high`."""
        target, low, high = self.target(**numbers), self.question.low, self.question.high
        rising = self.result(high, numbers) > self.result(low, numbers)
        for _ in range(STEPS):
            middle = (low + high) / 2
            low, high = (middle, high) if (self.result(middle, numbers) < target) == rising else (low, middle)
        return (low + high) / 2
