"""The numbers that the finder would name, for a page that runs no Python.

On a page the numbers are the book's own, so that all edits of the formula can be worked out beforehand.
"""

import math

from crmlib.workbook.finding.finder import finder

FULL = 12  # digits, as many as a page's numbers have
LEVELS = (6, 5, 4, 3)  # between 6 digits and all of them nothing else is met


def named_numbers(key, numbers):
    """What is said outright of wrong numbers.

    Parameters
    ----------
    key : NumberKey
        The key.
    numbers : dict
        The book's numbers.

    Returns
    -------
    list of (float, int, str)
        The number, from how many digits on it is named, and the sentence. A number that could be one of two
        things is left out.
    """
    found = finder(key, numbers)
    values = {_to(FULL, value) for _, value in found.candidates if math.isfinite(value) and value}
    said = ((value, _outright(key, numbers, value)) for value in sorted(values))
    return [(value, _digits(key, numbers, value, text), text) for value, text in said if text]


def _outright(key, numbers, value):
    """The sentence on a number that is named, and as one thing only."""
    names = finder(key, numbers).names(value)
    if len(names) != 1 or key.mark(value, numbers).slip != "edited":
        return None
    return names[0]


def _digits(key, numbers, value, text):
    """With how few digits the number is still named so."""
    least = FULL
    for digits in LEVELS:
        if _outright(key, numbers, _to(digits, value)) != text:
            break
        least = digits
    return least


def _to(digits, value):
    return float(f"{value:.{digits - 1}e}")
