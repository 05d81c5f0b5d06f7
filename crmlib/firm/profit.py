"""What each customer of the simulated firm brought in its last year, part by part."""

import numpy as np
import pandas as pd

from crmlib._guard.checks import refuse_no_firm
from crmlib.simulate.club import MONTHS

YEAR = pd.Timedelta(days=365)


def yearly_profit(firm):
    """The profit of the last 365 days with each customer of the simulated firm, and what it is made of.

    Parameters
    ----------
    firm : Firm
        With the tables customers, orders, order_lines, returns, complaints, cost_to_serve, points and
        subscriptions.

    Returns
    -------
    pandas.DataFrame
        ¥ by `customer_id`: `margin` of completed orders, answers to campaigns among them; what lowers it,
        each below 0: `returns`, `compensation`, `cost_to_serve` and redeemed `points`; `club`, fees less
        services of the periods that began in these days; and `profit`, the sum of these columns. A firm of
        the first edition has no costs of points and services; there both columns are 0.

    Raises
    ------
    TypeError
        If no firm is given.

    Notes
    -----
    Of a return that can be sold again the margin is lost, of another one the refund. Incentives of campaigns
    are in the table `campaign_members` and not here.

    Examples
    --------
    >>> from crmlib import datasets
    >>> parts = yearly_profit(datasets.load_firm())
    >>> parts.sum().round().astype(int).tolist()[-3:]
    [-4782, 34171, 269402]
    """
    refuse_no_firm(firm, "customers", "orders", "order_lines", "cost_to_serve", "truth")
    end = pd.Timestamp(firm.truth.parameters.end)
    start = end - YEAR
    parts = {
        "margin": _margins(firm, start),
        "returns": -_returns(firm, start),
        "compensation": -_since(start, firm.complaints, "resolved")["compensation"],
        "cost_to_serve": -firm.cost_to_serve.set_index("customer_id")["cost"],
        "points": -_points(firm, start),
        "club": _club(firm, start, end),
    }
    everyone = pd.Index(firm.customers["customer_id"], name="customer_id")
    sums = {
        name: amounts.groupby("customer_id").sum().reindex(everyone, fill_value=0.0)
        for name, amounts in parts.items()
    }
    table = pd.DataFrame(sums)
    return table.assign(profit=table.sum(axis=1)).round(2)


def _since(start, table, date):
    """The rows after a day, with the customer as index."""
    return table[table[date].dt.normalize() > start].set_index("customer_id")


def _margins(firm, start):
    orders = firm.orders[(firm.orders["status"] == "completed")]
    orders = orders[orders["date"].dt.normalize() > start]
    lines = firm.order_lines.merge(orders[["order_id", "customer_id"]], on="order_id")
    return lines.set_index("customer_id")["margin"]


def _returns(firm, start):
    back = _since(start, firm.returns, "returned").reset_index()
    back = back.merge(firm.order_lines[["order_id", "line", "margin"]], on=["order_id", "line"])
    # What cannot be sold again is lost with its purchase cost.
    back["lost"] = np.where(back["resaleable"], back["margin"], back["refund"])
    return back.set_index("customer_id")["lost"]


def _points(firm, start):
    entries = _since(start, firm.points, "date")
    return entries["cost"] if "cost" in entries else 0.0 * entries["points"]


def _club(firm, start, end):
    """Fees less services of each period of a subscription that began after the first day."""
    spells = firm.subscriptions
    if "service_cost" not in spells:
        return pd.Series(0.0, index=pd.Index(spells["customer_id"]))
    spells = spells.assign(earned=spells["fee"] - spells["service_cost"])
    paid = [
        (spell.customer_id, spell.earned)
        for spell in spells.itertuples()
        for period in range(spell.periods_paid)
        if start < spell.start + pd.DateOffset(months=period * MONTHS[spell.plan]) <= end
    ]
    return pd.DataFrame(paid, columns=["customer_id", "earned"]).set_index("customer_id")["earned"]
