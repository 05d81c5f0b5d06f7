"""Cumulative-share (ABC) classes: the few customers who bring most of the value."""

import narwhals as nw
import numpy as np

from crmlib._guard.checks import Kind, check, checked, describe, number, one_of, share
from crmlib._guard.columns import read_column
from crmlib._guard.tables import result_table

_MONEY = Kind("a number above 0 and at most 1e15", low=0, high=1e15, open_low=True)
_BOUNDARY = one_of("reach", "within")
# A hair of rounding in a sum of shares.
_HAIR = 1e-9


@checked(boundary=_BOUNDARY)
def abc_classes(values, cuts=(0.7, 0.9), boundary="reach"):
    """The class of each customer by cumulative share of value: A brings the first 70 %, B the next 20 %.

    Parameters
    ----------
    values : list, array or Series
        The value of each customer (revenue or contribution, money per period), above 0. A customer with 0 or
        less has no share of the whole; leave her out and treat her apart.
    cuts : sequence of float
        The shares at which the next class begins, rising, above 0 and below 1: two cuts make the classes A, B
        and C.
    boundary : {"reach", "within"}
        Where a class ends. "reach": with the customer who makes the cumulative share reach the cut, so that A
        brings at least 70 %. "within": before her, so that A brings at most 70 % and may be empty.

    Returns
    -------
    Series or numpy.ndarray
        "A", "B", "C", … for each customer, in the order given; a Series for a Series. Equal values are in
        one class: with "reach" the better of their classes, with "within" the worse.

    Raises
    ------
    TypeError, ValueError
        If a value is missing, 0 or negative, or the cuts are not rising shares.

    Notes
    -----
    With the values from the largest, and the cumulative share :math:`F_i` up to customer i:

    .. math::

        F_i = \\frac{\\sum_{j \\le i} x_{(j)}}{\\sum_j x_j} \\qquad
        \\text{class} = 1 + \\#\\{c : c \\le F_{i-1}\\} \\ (\\text{reach})
        \\qquad 1 + \\#\\{c : c < F_i\\} \\ (\\text{within})

    References
    ----------
    Dickie, H. F. (1951). ABC inventory analysis shoots for dollars, not pennies. Factory Management and
    Maintenance 109(7).

    Examples
    --------
    >>> abc_classes([50, 30, 10, 6, 4]).tolist()
    ['A', 'A', 'B', 'C', 'C']
    >>> abc_classes([50, 30, 10, 6, 4], boundary="within").tolist()
    ['A', 'B', 'B', 'C', 'C']
    """
    amounts, ends = _amounts(values), _cut_shares(cuts)
    largest_first = np.sort(amounts)[::-1]
    cumulative = np.append(0.0, np.cumsum(largest_first / largest_first.sum()))
    if boundary == "reach":
        before = cumulative[np.searchsorted(-largest_first, -amounts, side="left")]
        classes = np.searchsorted(ends, before + _HAIR, side="right")
    else:
        up_to = cumulative[np.searchsorted(-largest_first, -amounts, side="right")]
        classes = np.searchsorted(ends, up_to - _HAIR, side="left")
    return _like(values, np.array([chr(ord("A") + place) for place in classes]), "abc_class")


@checked(boundary=_BOUNDARY)
def abc_table(values, cuts=(0.7, 0.9), boundary="reach"):
    """How many customers each cumulative-share class has, and what it brings.

    Parameters
    ----------
    values, cuts, boundary
        As in `abc_classes`.

    Returns
    -------
    pandas.DataFrame
        A row per class: `abc_class`, `customers`, `customer_share`, `value` (money), `value_share`.

    Raises
    ------
    TypeError, ValueError
        As `abc_classes`.

    Examples
    --------
    >>> abc_table([50, 30, 10, 6, 4])
      abc_class  customers  customer_share  value  value_share
    0         A          2             0.4   80.0          0.8
    1         B          1             0.2   10.0          0.1
    2         C          2             0.4   10.0          0.1
    """
    amounts, classes = _amounts(values), np.asarray(abc_classes(values, cuts, boundary))
    letters = [chr(ord("A") + place) for place in range(len(_cut_shares(cuts)) + 1)]
    customers = np.array([(classes == letter).sum() for letter in letters])
    value = np.array([amounts[classes == letter].sum() for letter in letters])
    return result_table(
        {
            "abc_class": letters,
            "customers": customers,
            "customer_share": customers / customers.sum(),
            "value": value,
            "value_share": value / value.sum(),
        }
    )


def _amounts(values):
    amounts = read_column("values", values, number)
    if (low := amounts[amounts <= 0]).size:
        raise ValueError(
            f"each value of values must be above 0; got {low[0]:g}: it has no share of the whole, and with a "
            "negative one shares exceed 1; leave such customers out and treat them apart"
        )
    check("values", amounts, _MONEY)
    return amounts


def _cut_shares(cuts):
    ends = read_column("cuts", cuts, share)
    if len(ends) > 25 or (np.diff(ends, prepend=0, append=1) <= 0).any():
        raise ValueError(
            f"cuts must be 1 to 25 rising shares above 0 and below 1; got {describe(tuple(ends.tolist()))}"
        )
    return ends


def _like(values, results, name):
    """Results as a Series of the caller's kind, or as an array where there was none."""
    try:
        series = nw.from_native(values, series_only=True)
    except TypeError:
        return results
    if hasattr(values, "index") and hasattr(values, "iloc"):
        return type(values)(results, index=values.index, name=name)
    return nw.new_series(name, results.tolist(), nw.String, backend=series.implementation).to_native()
