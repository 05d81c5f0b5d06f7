"""Whether a number is another one, rounded as a careful person rounds it; the page's script does the same."""

import math

from crmlib.workbook.marking.reading import is_money

FIGURES = 3  # significant, after the zeros with which a small number begins
SHARE_DECIMALS = 3  # a per cent to one decimal
CENTS = 2


def is_rounded(value, right, unit):
    """Whether a number is the right one to three digits, a share to three decimals, or to the cent.

    Parameters
    ----------
    value : float
        What was given; 0 is never a rounding.
    right : float
        The number in full.
    unit : str
        The unit asked for.

    Examples
    --------
    >>> is_rounded(21.1, 21.142857, "weeks"), is_rounded(21, 21.142857, "weeks")
    (True, False)
    >>> is_rounded(0.057, 0.05671, "share"), is_rounded(-0.7, -0.7043, "¥"), is_rounded(0.057, 0.05671, "")
    (True, True, False)
    """
    if not value or not right:
        return False
    return any(_is_to(value, right, decimals) for decimals in _decimals(right, unit))


def _decimals(right, unit):
    """How many decimals will do; below 0, the digits before the point that may be 0."""
    yield FIGURES - 1 - math.floor(math.log10(abs(right)))
    if unit == "share":
        yield SHARE_DECIMALS
    if is_money(unit):
        yield CENTS


def _is_to(value, right, decimals):
    """A half may go up or down, as the last bit of a computed number is chance."""
    written = math.isclose(value, round(value, decimals), rel_tol=1e-9)
    return written and abs(value - right) <= 0.5 * 10.0**-decimals * (1 + 1e-9)
