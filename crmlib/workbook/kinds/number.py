"""Questions answered by a number, by the input that makes a claim true, or by an interval."""

import math
from dataclasses import dataclass

from crmlib.workbook.kinds.questions import Question


@dataclass(frozen=True, kw_only=True, repr=False)
class Number(Question):
    """A question whose answer is one number.

    Parameters
    ----------
    unit : str
        The answer's unit; ``"share"`` for a fraction of one.
    low, high : float, optional
        The range in which any sensible answer lies.
    """

    unit: str
    low: float = -math.inf
    high: float = math.inf


@dataclass(frozen=True, kw_only=True, repr=False)
class Reverse(Number):
    """What input gives a stated result? The answer is put into the forward formula."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Interval(Question):
    """An interval, as low and high end.

    Parameters
    ----------
    unit : str
        Of both ends; ``"share"`` for fractions of one.
    confidence : float
        How sure the interval is to be.
    """

    unit: str = ""
    confidence: float = 0.9
