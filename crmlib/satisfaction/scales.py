"""Ratings on a scale, and the codes that survey programs write for no answer."""

import numpy as np

from crmlib._guard.checks import Kind, check, describe, number
from crmlib._guard.columns import as_array, read_column, read_single

# Codes of one sign and more than one digit; below 0 also those of one digit.
_MANY_DIGITS = (77, 88, 97, 98, 99, 777, 888, 997, 998, 999, 7777, 8888, 9997, 9998, 9999)
_BELOW_0 = tuple(-code for code in (*range(1, 10), *_MANY_DIGITS))
# On five points 8 and 9 are codes too, if so many answers leave out 6 and 7.
_ON_FIVE_POINTS, _MANY_ANSWERS = (8, 9), 20


def scale_ends(scale):
    """The lowest and the highest answer of a scale."""
    try:
        low, high = scale
    except (TypeError, ValueError):
        raise ValueError(
            f"scale must be the lowest and the highest answer, such as (1, 5); got {describe(scale)}"
        ) from None
    for end in (low, high):
        check("each end of scale", end, Kind("a whole number", whole=True))
    low, high = read_single("scale", low), read_single("scale", high)
    if not low < high:
        raise ValueError(f"scale must rise, such as (1, 5); got {describe(scale)}")
    return low, high


def refuse_off_scale(scale, **ratings):
    """Refuse ratings off a scale; without one, a code for no answer among all of them.

    Expressions are left alone: they hold no ratings yet.
    """
    known = {
        name: np.ravel(value).astype(float)
        for name, value in ratings.items()
        if isinstance(value, int | float | np.ndarray)
        or (hasattr(value, "__array__") and hasattr(value, "to_numpy"))
    }
    if scale is not None:
        kind = _on_scale(scale)
        for name, values in known.items():
            check(name, values, kind)
    elif known:
        _refuse_codes(" and ".join(known), np.concatenate(list(known.values())))


def _on_scale(scale):
    """The kind of a rating on a scale."""
    low, high = scale_ends(scale)
    return Kind(f"on the scale, from {low:g} to {high:g}", low=low, high=high)


def read_ratings(name, ratings, scale=None):
    """Ratings as an array: a column, or a row per respondent and a column per item.

    With a scale each lies on it. Without one, a code for no answer that stands far off the others is refused.
    """
    kind = number if scale is None else _on_scale(scale)
    table = as_array(ratings)
    if table.ndim != 2:
        values = read_column(name, ratings, kind)
    elif table.size:
        values = np.column_stack([read_column(name, answers, kind) for answers in table.T])
    else:
        raise ValueError(
            f"{name} must have a row per respondent and a column per item; got {describe(ratings)}"
        )
    if scale is None:
        _refuse_codes(name, values)
    return values


def _refuse_codes(name, values):
    found = np.unique(values)
    suspects = np.isin(found, (*_MANY_DIGITS, *_BELOW_0, *_ON_FIVE_POINTS))
    low, high = found[~suspects].min(initial=np.inf), found[~suspects].max(initial=-np.inf)
    for code in found[suspects]:
        above = code in _MANY_DIGITS and code > 2 * max(abs(low), abs(high))
        # A scale through 0 rarely goes farther than 3 to each side.
        below = code in _BELOW_0 and (high > 3 or code <= -7 if low >= 0 else code < 2 * min(low, -high))
        five = code in _ON_FIVE_POINTS and low >= 1 and 2 < high <= 5 and values.size >= _MANY_ANSWERS
        if np.isfinite(low) and (above or below or (five and not (values % 1).any())):
            verb = "hold" if " and " in name else "holds"
            raise ValueError(
                f"{name} {verb} {code:g} beside ratings from {low:g} to {high:g}; survey programs write it "
                "for no answer: leave it out, or say scale=(lowest, highest) if it is a rating"
            )
