"""What the people whom the simulated firm won in its first year brought in their first two years."""

import pandas as pd

from crmlib._guard.checks import refuse_no_firm
from crmlib.firm.profit import YEAR


def first_two_years(firm):
    """What each person who registered in the firm's first year contributed in her first and second year.

    Parameters
    ----------
    firm : Firm
        With the tables customers, orders, order_lines, returns and cost_to_serve.

    Returns
    -------
    pandas.DataFrame
        By `customer_id`: `channel` and `cost` of her acquisition (¥), and her contribution in the year from
        her first purchase, `first`, and in the year after it, `second` (¥); both are 0 of who has not bought.

    Raises
    ------
    TypeError
        If no firm is given.

    Notes
    -----
    A year begins on the anniversary of her first purchase. The contribution of a completed order is the
    margin of its lines that were not sent back, less the cost to serve. The firm knows this cost for its last
    year only. It is spread over the orders of that year, campaign contacts left out, and taken to be the same
    for every order.

    Examples
    --------
    >>> from crmlib import datasets
    >>> people = first_two_years(datasets.load_firm())
    >>> len(people), people[["first", "second"]].mean().round(2).tolist()
    (700, [196.18, 98.31])
    """
    refuse_no_firm(firm, "customers", "orders", "order_lines", "returns", "cost_to_serve", "truth")
    orders = firm.orders[firm.orders["status"] == "completed"].merge(firm.customers, on="customer_id")
    brought = orders["order_id"].map(_kept(firm)) - _cost_of_an_order(firm, orders)
    began = orders["first_purchase"]
    joined = pd.Timestamp(firm.truth.parameters.start) + pd.DateOffset(years=1)
    people = firm.customers[firm.customers["joined"] < joined].set_index("customer_id")
    found = people[["acquisition_channel", "acquisition_cost"]].set_axis(["channel", "cost"], axis=1)
    for years, name in enumerate(["first", "second"]):
        start, end = began + pd.DateOffset(years=years), began + pd.DateOffset(years=years + 1)
        within = orders["date"].between(start, end, inclusive="left")
        found[name] = brought[within].groupby(orders["customer_id"]).sum()
    return found.fillna({"first": 0.0, "second": 0.0})


def _kept(firm):
    """The margin of each order without the lines that were sent back."""
    lines = firm.order_lines.set_index(["order_id", "line"])["margin"]
    returned = firm.returns.set_index(["order_id", "line"]).index
    return lines.where(~lines.index.isin(returned), 0).groupby("order_id").sum()


def _cost_of_an_order(firm, orders):
    served = firm.cost_to_serve[firm.cost_to_serve["activity"] != "campaign contact"]["cost"].sum()
    last_year = orders["date"].dt.normalize() > pd.Timestamp(firm.truth.parameters.end) - YEAR
    return served / last_year.sum()
