"""Intervals for shares, and tools that the models have in common: columns of numbers, formulas on arrays."""

import functools
import inspect
import math
import numbers
from statistics import NormalDist

import numpy as np

from crmlib.checks import check, checked, count, describe, open_share, positive_count


@checked(successes=count, trials=positive_count)
def wilson_interval(successes, trials, confidence=0.95):
    """The interval of Wilson for a share: sensible with few trials, and never below 0 or above 1.

    Parameters
    ----------
    successes : int or array
        How many responded.
    trials : int or array
        How many were asked, at least 1.
    confidence : float
        How often such an interval holds the true share, above 0 and below 1.

    Returns
    -------
    tuple
        The lower and the upper end, each a share from 0 to 1, of the shape of the input.

    Raises
    ------
    ValueError
        If there are more successes than trials, or a number is out of range.

    Notes
    -----
    With p = successes / trials, n trials and z the normal quantile (1.96 for 95 %):

    .. math::

        \\frac{p + \\frac{z^2}{2n} \\pm z \\sqrt{\\frac{p(1-p)}{n} + \\frac{z^2}{4n^2}}}{1 + \\frac{z^2}{n}}

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the
    American Statistical Association 22(158).

    Examples
    --------
    >>> lower, upper = wilson_interval(0, 20)
    >>> round(float(lower), 3), round(float(upper), 3)
    (0.0, 0.161)
    """
    successes, trials = _plain("successes", successes), _plain("trials", trials)
    _refuse_lengths(successes=successes, trials=trials)
    _refuse_more(successes, trials)
    z = _normal_quantile(confidence)
    share, spread = successes / trials, z**2 / trials
    centre = (share + spread / 2) / (1 + spread)
    half = np.sqrt(share * (1 - share) * spread + spread**2 / 4) / (1 + spread)
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)


def _refuse_more(successes, trials):
    pairs = np.column_stack(np.broadcast_arrays(successes.ravel(), trials.ravel()))
    if (more := pairs[pairs[:, 0] > pairs[:, 1]]).size:
        raise ValueError(f"successes must not exceed trials; got {more[0, 0]:g} of {more[0, 1]:g}")


def _normal_quantile(confidence):
    """The z of a two-sided interval: 1.96 for 95 %."""
    check("confidence", confidence, open_share)
    tail = (1 - float(_one("confidence", confidence))) / 2
    if not tail > 0:
        raise ValueError(f"confidence must be a share above 0 and below 1; got {describe(confidence)}")
    return -NormalDist().inv_cdf(tail)


# ----------------------------------------------------------------------------------------------------------
# What a caller gives, as arrays


def _column(name, values, kind):
    """One number a row, as an array of floats, each of the kind that is allowed."""
    array = _as_array(values)
    if array.ndim != 1 or not array.size:
        allowed = "a column of numbers (a list, an array or a Series) with at least one row"
        raise ValueError(f"{name} must be {allowed}; got {describe(values)}")
    check(name, array, kind)
    return array.astype(float)


def _is_column(value):
    """Whether a value is many numbers rather than one."""
    return isinstance(value, list | tuple) or (hasattr(value, "__array__") and value.__array__().ndim > 0)


def _as_array(values):
    """Data as an array; a list that is not all numbers keeps its values, so that a sentence can show one."""
    try:
        array = np.asarray(values)
    except ValueError:
        array = np.empty((), dtype=object)
    if isinstance(values, list | tuple) and array.dtype.kind not in "iuf":
        return np.fromiter(values, dtype=object, count=len(values))
    return array


def _names(name, values, rows):
    """The names of the rows, none missing; without names, numbers from 1."""
    if values is None:
        return list(range(1, rows + 1))
    if not _is_column(values) or _as_array(values).ndim != 1 or len(values) != rows:
        raise ValueError(f"{name} must be a column of {rows} names; got {describe(values)}")
    for value in values:
        if _is_missing(value) or value in (math.inf, -math.inf):
            raise ValueError(f"each value of {name} must be a name; got {_named(value)}")
    return list(values)


def _named(value):
    return f"a missing value ({value})" if _is_missing(value) else describe(value)


def _is_missing(value):
    """Whether a single value stands for "nothing here"."""
    return value is None or type(value).__name__ in {"NAType", "NaTType"} or bool(_differs_from_itself(value))


def _differs_from_itself(value):
    return isinstance(value, float | np.floating | np.datetime64) and value != value


def _refuse_lengths(**columns):
    """Refuse columns of different lengths; a single number goes with any length."""
    lengths = {name: len(column) for name, column in columns.items() if np.ndim(column)}
    if len(set(lengths.values())) > 1:
        found = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise ValueError(f"{' and '.join(lengths)} must have the same length; got {found}")


def _one(name, value):
    """A single number; an array or an expression is refused."""
    array = _plain(name, value)
    if array.ndim:
        raise ValueError(f"{name} must be a single number; got {describe(value)}")
    return array.item()


def _plain(name, value):
    """A number, or a column of numbers, as an array of floats."""
    try:
        array = np.asarray(value).astype(float)
    except (TypeError, ValueError):
        raise TypeError(f"{name} must be a number or an array of numbers; got {describe(value)}") from None
    if array.ndim > 1 or not array.size:
        raise ValueError(f"{name} must be a number or one column of numbers; got {describe(value)}")
    return array


def _elementwise(function):
    """Let a formula that is written for single numbers take arrays of equal length too."""
    signature = inspect.signature(function)
    many = np.vectorize(function)

    @functools.wraps(function)
    def each(*args, **kwargs):
        given = signature.bind(*args, **kwargs).arguments
        plain = {name: _unless_text(name, value) for name, value in given.items()}
        _refuse_lengths(**plain)
        result = many(**plain)
        return tuple(map(_unwrap, result)) if isinstance(result, tuple) else _unwrap(result)

    return each


def _formula(function):
    """Let a formula made of operators take numbers, columns of equal length, and expressions as they are."""
    signature = inspect.signature(function)

    @functools.wraps(function)
    def computed(*args, **kwargs):
        given = signature.bind(*args, **kwargs).arguments
        if any(_is_expression(value) for value in given.values()):
            return function(**given)
        plain = {name: _plain(name, value) for name, value in given.items()}
        _refuse_lengths(**plain)
        with np.errstate(over="ignore"):
            return _unwrap(function(**plain))

    return computed


def _is_expression(value):
    """Whether a value, already checked, has no number yet: a Polars expression, an Altair parameter."""
    return not isinstance(value, numbers.Number) and not hasattr(value, "__array__")


def _unless_text(name, value):
    """Numbers as Python's own, which warn of nothing; an option such as "both" as it is."""
    return value if isinstance(value, str) else _plain(name, value).astype(object)


def _unwrap(result):
    """A plain number for a single result, the array for many."""
    return result if np.ndim(result) else np.asarray(result).item()


def _whole_up(number):
    """The next whole number; a hair of rounding error above a whole number does not count."""
    return math.ceil(number - 1e-9 * max(1.0, abs(number)))
