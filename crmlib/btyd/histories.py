"""What the models read: columns of numbers, purchase histories, and equal rows grouped."""

import functools
import itertools
import warnings

import numpy as np

from crmlib._guard.checks import check, count, describe, nonnegative
from crmlib._guard.columns import as_array, is_column, refuse_lengths
from crmlib._guard.tables import DataWarning

# What is allowed in each column of numbers, by its name.
_KINDS = {
    "frequency": count,
    "recency": nonnegative,
    "T": nonnegative,
    "t": nonnegative,
    "n": count,
    "monetary_value": nonnegative,
    "spend": nonnegative,
    "survivors": nonnegative,
    "renewals": count,
    "actual": nonnegative,
    "opportunities": count,
}


def as_columns(**values):
    """Numbers, or one number a row, as arrays of floats, refused where rows do not go together."""
    arrays = {name: as_floats(name, value, _KINDS[name]) for name, value in values.items()}
    refuse_lengths(**arrays)
    refuse_labels(**values)
    return list(arrays.values())


def refuse_labels(**values):
    """Refuse pandas columns whose row labels differ, or name a customer twice."""
    labels = [(name, value.index) for name, value in values.items() if hasattr(value, "iloc")]
    for name, index in labels:
        _refuse_twice(name, index)
    for (first, ours), (second, theirs) in itertools.pairwise(labels):
        if not ours.equals(theirs):
            raise ValueError(f"{first} and {second} must have the same row labels (index); reset one of them")


def _refuse_twice(name, index):
    """Refuse a customer who stands in two rows; an index without a name says nothing of customers."""
    if index.name is not None and not index.is_unique:
        label = index[index.duplicated()].tolist()[0]
        raise ValueError(
            f"{name} has {index.name} {label!r} in more than one row; merge the rows, or call "
            ".reset_index(drop=True) if each is a customer of its own"
        )


def as_floats(name, value, kind):
    """A number as an array of no dimension, a column as one of one dimension, each value of its kind."""
    array = as_array(value) if is_column(value) else value
    check(name, array, kind)
    try:
        array = np.asarray(array, dtype=float)
    except TypeError:
        raise TypeError(f"{name} must be a number or a column of numbers; got {describe(value)}") from None
    if array.ndim > 1 or not array.size:
        raise ValueError(f"{name} must be a number or one column of numbers; got {describe(value)}")
    return array


def read_history(frequency, recency, T):
    """Frequency, recency and T as arrays, once they make sense for each customer."""
    x, t_x, T = as_columns(frequency=frequency, recency=recency, T=T)
    refuse_rows(t_x > T, "recency must not exceed T, the time observed", recency=t_x, T=T)
    refuse_rows((x > 0) & (t_x == 0), "recency must be above 0 where frequency is", frequency=x, recency=t_x)
    refuse_rows((x == 0) & (t_x > 0), "recency must be 0 where frequency is 0", frequency=x, recency=t_x)
    return x, t_x, T


def tell_if_cut(model, frequency, time):
    """Warn where nobody has frequency 0, though by the fitted model this has a chance below 1 in 1,000."""
    if not frequency.all():
        return
    times, customers = np.unique(time, return_counts=True)
    expected = customers @ model.pmf(0, times)
    if customers @ np.log1p(-model.pmf(0, times)) < np.log(0.001):
        warnings.warn(
            f"no customer has frequency 0, though {type(model).__name__} expects {expected:,.0f} of "
            f"{len(frequency):,}: were those without a repeat purchase left out? The fit needs them",
            DataWarning,
            stacklevel=3,
        )


def refuse_rows(wrong, rule, **columns):
    """Refuse rows that break a rule, with the numbers of the first."""
    if np.any(wrong):
        row = int(np.argmax(wrong))
        values = [np.broadcast_to(column, np.shape(wrong)).ravel()[row] for column in columns.values()]
        found = ", ".join(f"{name} {value:.12g}" for name, value in zip(columns, values, strict=True))
        raise ValueError(f"{rule}; got {found}{f' in row {row}' if np.ndim(wrong) else ''}")


def alike(*columns):
    """Which rows are equal: the first place of each different row, and which of these each row equals."""
    import pandas as pd

    code = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        position, values = pd.factorize(column)
        code, _ = pd.factorize(code * len(values) + position)
    first = np.empty(code.max() + 1, dtype=np.int64)
    first[code[::-1]] = np.arange(len(code))[::-1]
    return first, code


def by_value(column, weight):
    """The different values of a column, and the weight of each."""
    values, position = np.unique(column, return_inverse=True)
    return values, np.bincount(position, weights=weight)


def mean_over_beta(function, a, b, scale):
    """The mean of a function of a beta-distributed share, where hyp2f1 gives up or digits cancel.

    The function is added up over the log odds of the share. Below a share of 1e-13 / scale it stays the same.
    """
    from scipy.special import betainc, betaln, expit

    a, b, scale = np.broadcast_arrays(a, b, np.maximum(scale, 1e-300))
    middle, spread = np.log(a) - np.log(b), 9 * np.sqrt(1 / a + 1 / b)
    high = np.clip(middle + spread + 37 / b, -600, 32)
    low = np.minimum(np.maximum(middle - spread - 37 / a, np.log(1e-13) - np.log(scale)), high)
    total = betainc(a, b, expit(low)) * function(expit(low))
    total = total + betainc(b, a, expit(-high)) * function(expit(high))
    places, weights = _places_and_weights()
    for place, weight in zip(places, weights, strict=True):
        odds = low + (high - low) * place
        density = np.exp(-a * np.logaddexp(0, -odds) - b * np.logaddexp(0, odds) - betaln(a, b))
        total = total + weight * (high - low) * density * function(expit(odds))
    return total


@functools.cache
def _places_and_weights(parts=25, places=12):
    """Where from 0 to 1 a function is taken, and with what weight: Gauss and Legendre, part by part."""
    inner, weights = np.polynomial.legendre.leggauss(places)
    where = (np.arange(parts)[:, np.newaxis] + (inner + 1) / 2) / parts
    return where.ravel(), np.tile(weights, parts) / (2 * parts)
