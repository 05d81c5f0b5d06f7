"""Drivers of a key figure: a tree of products and sums, and who made how much of a change."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from crmlib._guard.checks import (
    by_element,
    check,
    describe,
    formula,
    number,
    one,
    one_of,
    positive,
)
from crmlib._guard.tables import (
    result_table,
)

_OPERATIONS = one_of("product", "sum")


@dataclass(frozen=True)
class DriverTree:
    """A key figure as the product or the sum of its parts.

    Parameters
    ----------
    name : str
        The figure's name.
    operation : {"product", "sum"}
        How its parts make it.
    parts : sequence of str or DriverTree
        The parts: the name of a driver, or a tree again. No name stands twice.

    Raises
    ------
    TypeError, ValueError
        If there are no parts, a part is neither a name nor a tree, or a name stands twice.

    Examples
    --------
    >>> visits = DriverTree("visits", "sum", ("new_visits", "repeat_visits"))
    >>> DriverTree("orders", "product", (visits, "conversion")).drivers
    ['new_visits', 'repeat_visits', 'conversion']
    """

    name: str
    operation: str
    parts: tuple

    def __post_init__(self):
        check(f"operation of {self.name!r}", self.operation, _OPERATIONS)
        if isinstance(self.parts, str) or not isinstance(self.parts, Sequence) or not self.parts:
            raise TypeError(f"parts must be a list of drivers and trees; got {describe(self.parts)}")
        object.__setattr__(self, "parts", tuple(self.parts))
        names = list(_node_names(self))
        if wrong := [name for name in names if not isinstance(name, str) or not name]:
            raise TypeError(f"a part must be a name or a DriverTree; got {describe(wrong[0])}")
        if twice := [name for name in names if names.count(name) > 1]:
            raise ValueError(f"a name must stand once in a DriverTree; got {twice[0]!r} twice")

    @property
    def drivers(self):
        """The names of the drivers, which are no trees themselves, in their order."""
        return [name for part in self.parts for name in (part.drivers if _is_tree(part) else [part])]


def _is_tree(part):
    return isinstance(part, DriverTree)


def _node_names(node):
    """The name of a node, and of all below it."""
    yield node.name if _is_tree(node) else node
    for part in node.parts if _is_tree(node) else ():
        yield from _node_names(part)


REVENUE_TREE = DriverTree("revenue", "product", ("customers", "orders_per_customer", "average_order_value"))


def driver_value(tree, values):
    """A key figure from its drivers.

    Parameters
    ----------
    tree : DriverTree
        How the figure is made of its drivers.
    values : dict
        A number for each driver, each in its own unit.

    Returns
    -------
    float
        The figure, in the unit that the drivers make.

    Raises
    ------
    TypeError, ValueError
        If `tree` is no tree, a driver has no number or an unknown one has, or the figure is not finite.

    Notes
    -----
    For the tree of revenue:

    .. math:: \\text{revenue} = \\text{customers} \\times \\frac{\\text{orders}}{\\text{customers}} \\times
        \\frac{\\text{revenue}}{\\text{orders}}

    Examples
    --------
    >>> driver_value(REVENUE_TREE, {"customers": 1000, "orders_per_customer": 2.5, "average_order_value": 40})
    100000.0
    """
    return _checked_value(tree, "values", values)


def _checked_value(tree, argument, values):
    """The value of a tree whose drivers are checked first."""
    if not _is_tree(tree):
        raise TypeError(f"tree must be a DriverTree; got {describe(tree)}")
    if not isinstance(values, Mapping):
        raise TypeError(
            f"{argument} must be a dictionary with a number for each driver; got {describe(values)}"
        )
    for name in tree.drivers:
        if name not in values:
            raise ValueError(f"{argument} has no driver {name!r}; it has {', '.join(map(str, values))}")
        check(f"driver {name!r} in {argument}", values[name], one(number))
    if unknown := [name for name in values if name not in tree.drivers]:
        raise ValueError(f"{argument} has {unknown[0]!r}, which is no driver of {tree.name!r}")
    figure = float(_value(tree, values))
    if not math.isfinite(figure):
        raise ValueError(f"{argument} are too large: {tree.name!r} is not finite")
    return figure


def _value(node, values):
    if not _is_tree(node):
        return float(values[node])
    parts = [_value(part, values) for part in node.parts]
    return math.prod(parts) if node.operation == "product" else sum(parts)


@formula(first=positive, second=positive)
@by_element("first", "second")
def log_mean(first, second):
    """The logarithmic mean of two numbers: between their geometric and their arithmetic mean.

    Parameters
    ----------
    first, second : float, array or Series
        Numbers above 0, in the same unit.

    Returns
    -------
    float, array or Series
        The mean, in that unit.

    Raises
    ------
    TypeError, ValueError
        If a number is missing, infinite or not above 0.

    Notes
    -----
    .. math:: L(a, b) = \\frac{a - b}{\\ln a - \\ln b}, \\qquad L(a, a) = a

    It turns a ratio into a difference, because :math:`L(a, b) \\ln(a / b) = a - b`.

    References
    ----------
    Carlson, B. C. (1972). The logarithmic mean. The American Mathematical Monthly 79(6).

    Examples
    --------
    100 / ln 2:

    >>> round(log_mean(100, 200), 2)
    144.27
    """
    low, high = sorted((float(first), float(second)))
    return low if low == high else (high - low) / math.log1p((high - low) / low)


def driver_contributions(tree, before, after):
    """How much of the change of a key figure each of its drivers made, between two periods.

    Parameters
    ----------
    tree : DriverTree
        How the figure is made of its drivers.
    before, after : dict
        A number for each driver in the two periods. What stands in a product must be above 0 in both.

    Returns
    -------
    pandas.DataFrame
        A row per figure and driver, each tree above its parts: `driver` (the name), `level` (0 for the tree
        itself), `operation` ("product", "sum", or "" for a driver), `before` and `after` (each in its own
        unit), `contribution` (in the unit of the figure). The contributions of the parts add up to that of
        their tree, and those of all drivers to the change of the figure.

    Raises
    ------
    TypeError, ValueError
        As `driver_value`; or if a part of a product is not above 0.

    Notes
    -----
    The additive logarithmic mean Divisia index (LMDI). In a product :math:`V = x_1 x_2 \\cdots x_n`

    .. math:: \\Delta V = \\sum_k L(V^1, V^0) \\, \\ln\\frac{x_k^1}{x_k^0}, \\qquad
        L(a, b) = \\frac{a - b}{\\ln a - \\ln b}

    and in a sum each part contributes its own change. Both hold without a remainder, and do not depend on
    the order of the drivers. Changing one driver after the other also adds up, but gives each a contribution
    that depends on who came first. It is arithmetic, not cause: a price cut that brought new customers is
    a loss under one driver and a gain under another.

    References
    ----------
    Ang, B. W. (2005). The LMDI approach to decomposition analysis: a practical guide. Energy Policy 33(7).

    Examples
    --------
    A tenth more customers, who order 12 % less often. Revenue falls by 3,200: the new customers would have
    brought 9,378, fewer orders took 12,578.

    >>> before = {"customers": 1000, "orders_per_customer": 2.5, "average_order_value": 40}
    >>> after = {"customers": 1100, "orders_per_customer": 2.2, "average_order_value": 40}
    >>> table = driver_contributions(REVENUE_TREE, before, after)
    >>> table[["driver", "before", "after", "contribution"]].round(1)
                    driver    before    after  contribution
    0              revenue  100000.0  96800.0       -3200.0
    1            customers    1000.0   1100.0        9377.7
    2  orders_per_customer       2.5      2.2      -12577.7
    3  average_order_value      40.0     40.0           0.0
    """
    _checked_value(tree, "before", before)
    _checked_value(tree, "after", after)
    lines = list(_contributions(tree, before, after, weight=1.0, level=0))
    table = result_table({key: [line[key] for line in lines] for key in lines[0]})
    if not np.isfinite(table["contribution"]).all():
        raise ValueError(f"before and after leave no finite contributions to {tree.name!r}")
    return table


def _contributions(node, before, after, weight, level):
    """The lines of a node and of all below it; `weight` turns the node's own change into a contribution."""
    start, end = _value(node, before), _value(node, after)
    yield {
        "driver": node.name if _is_tree(node) else node,
        "level": level,
        "operation": node.operation if _is_tree(node) else "",
        "before": start,
        "after": end,
        "contribution": weight * (end - start),
    }
    is_product = _is_tree(node) and node.operation == "product"
    if is_product:
        _check_product(node, before, after)
    for part in node.parts if _is_tree(node) else ():
        of_part = weight * (_product_weight(node, part, before, after) if is_product else 1)
        yield from _contributions(part, before, after, of_part, level + 1)


def _product_weight(node, part, before, after):
    """What a change of one unit in a part of a product makes in the product: L(V) / L(x)."""
    pairs = [(_value(each, before), _value(each, after)) for each in (node, part)]
    return log_mean(*pairs[0]) / log_mean(*pairs[1])


def _check_product(node, before, after):
    """Refuse a product that is not above 0 in all its parts, for want of a logarithm."""
    for each in (*node.parts, node):
        for period, values in {"before": before, "after": after}.items():
            if not _value(each, values) > 0:
                name, found = each.name if _is_tree(each) else each, _value(each, values)
                rule_words = f"{name!r} stands in a product and must be above 0"
                raise ValueError(f"{rule_words}; got {found:g} in {period}")
