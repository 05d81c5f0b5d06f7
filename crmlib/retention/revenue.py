"""Revenue by customer in two periods: what was lost, what shrank, what grew, what is new."""

from typing import NamedTuple

from crmlib._guard.checks import nonnegative
from crmlib._guard.columns import read_column, refuse_lengths


class RevenueBridge(NamedTuple):
    """The steps from the revenue of one period to that of the next (money)."""

    start: float
    churned: float
    contraction: float
    expansion: float
    new: float
    end: float


def revenue_bridge(before, after):
    """The steps from the revenue of one period to that of the next, customer by customer.

    Parameters
    ----------
    before : list, array or Series
        What each customer brought in the first period (money), 0 if nothing.
    after : list, array or Series
        What the same customer brought in the next period of equal length, in the same order.

    Returns
    -------
    RevenueBridge
        A named tuple of money: `start`; `churned` (of customers who brought nothing any more); `contraction`
        (what others brought less); `expansion` (what others brought more); `new` (of customers who had
        brought nothing before); `end`. start - churned - contraction + expansion + new = end.

    Raises
    ------
    TypeError, ValueError
        If the two differ in length, a value is missing or below 0, or nobody brought anything before.

    Notes
    -----
    With :math:`x_i` before and :math:`y_i` after, over the customers of the start (:math:`x_i > 0`):

    .. math::

        \\text{churned} = \\sum_{y_i = 0} x_i, \\quad
        \\text{contraction} = \\sum_{0 < y_i < x_i} (x_i - y_i), \\quad
        \\text{expansion} = \\sum_{y_i > x_i} (y_i - x_i)

    The parts go into `rates.net_revenue_retention` and `rates.gross_revenue_retention`. "Churned" is who
    brought nothing in the period: without a contract that is silence and not departure. "New" holds old
    customers who come back. Who joined in the middle of the first period seems to expand.

    Examples
    --------
    One customer stays as she was, one halves, one doubles, one is gone, one is new.

    >>> revenue_bridge(before=[100, 80, 50, 30, 0], after=[100, 40, 100, 0, 60])
    RevenueBridge(start=260.0, churned=30.0, contraction=40.0, expansion=50.0, new=60.0, end=300.0)
    """
    first, then = (
        read_column(name, values, nonnegative) for name, values in {"before": before, "after": after}.items()
    )
    refuse_lengths(before=first, after=then)
    if not first.sum():
        raise ValueError("before must hold some revenue: nobody brought anything in the first period")
    gone, old = (first > 0) & (then == 0), (first > 0) & (then > 0)
    change = (then - first)[old]
    steps = first[gone].sum(), -change[change < 0].sum(), change[change > 0].sum(), then[first == 0].sum()
    return RevenueBridge(*map(float, (first.sum(), *steps, then.sum())))
