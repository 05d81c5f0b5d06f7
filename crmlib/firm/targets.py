"""The simulated firm's buyers on its last day: what the firm can know when it chooses whom to develop."""

import pandas as pd

from crmlib import btyd, rfm, segmentation
from crmlib._guard.checks import refuse_no_firm
from crmlib.firm.lives import still_customer
from crmlib.segmentation import wallet

_AGES = [0, 29, 39, 49, 120]
_MEASURES = ("frequency", "recency", "T")


def target_table(firm):
    """What the firm can know of each buyer on its last day: value, signs of life, and estimates of potential.

    Parameters
    ----------
    firm : Firm
        A simulated firm with customers and orders, from `datasets.load_firm` or `simulate.firm`.

    Returns
    -------
    pandas.DataFrame
        A row per customer with a completed order, the index `customer_id`: `spend` (of the last 365 days, ¥),
        `total` (¥), `orders`, `days` since the first order, `silent` (days since the last), `category_spend`
        (¥ a year, missing outside the panel), `price_sensitivity` (0 to 100), `potential` (¥ a year, from the
        panel or by regression on it), `peers` (potential by the 90th percentile of peers, ¥ a year) and
        `active` (probability of still being a customer, from the BG/NBD model).

    Notes
    -----
    Amounts, orders and days are of all completed orders. The BG/NBD model is fitted to orders of the
    customers' own accord in the first life, and read at those of the present life of each customer. So a
    second life counts from the answer that began it, and other answers to campaigns tell the model nothing.

    Raises
    ------
    TypeError
        If no firm is given.

    Examples
    --------
    >>> from crmlib import datasets
    >>> table = target_table(datasets.load_firm())
    >>> len(table), round(float(table["spend"].mean()))
    (1905, 485)
    """
    refuse_no_firm(firm, "orders", "truth")
    orders = firm.orders[firm.orders["status"] == "completed"]
    people = firm.customers.set_index("customer_id")
    table = _histories(orders, orders["date"].max().normalize())
    table = table.join(people[["category_spend", "price_sensitivity"]])
    table["potential"] = _potential(table)
    return table.assign(peers=_peer_potential(table, people), active=_active(orders))


def _histories(orders, today):
    by_customer = orders.groupby("customer_id")
    table = pd.DataFrame({"total": by_customer["amount"].sum(), "orders": by_customer.size()})
    days = by_customer["date"].agg(["min", "max"])
    table["days"] = (today - days["min"].dt.normalize()).dt.days
    table["silent"] = (today - days["max"].dt.normalize()).dt.days
    recent = orders[orders["date"].dt.normalize() > today - pd.Timedelta(days=365)]
    spend = recent.groupby("customer_id")["amount"].sum()
    table.insert(0, "spend", spend.reindex(table.index, fill_value=0.0))
    return table


def _potential(table):
    """Category spend from the panel, or learned from it, less own spend."""
    # A month and ten days more, so that a customer of yesterday has no logarithm of 0.
    features = table[["total", "orders", "days", "silent"]] + [0, 0, 30, 10]
    features["total"] = features["total"].clip(lower=1.0)
    category = wallet.estimate_category_spend(features, table["category_spend"])
    return (category - table["spend"]).clip(lower=0.0)


def _peer_potential(table, people):
    people = people.loc[table.index]
    income = pd.qcut(people["income"], 4, labels=list("1234")).astype(object)
    groups = pd.DataFrame({"age": pd.cut(people["age"], _AGES).astype(str), "income": income.fillna("none")})
    guess = segmentation.estimate_potential(table["spend"], groups, few_peers="everyone")
    return guess["potential"].to_numpy()


def _active(orders):
    end = orders["date"].max().normalize()
    orders = orders if "life" in orders else orders.assign(life=1)
    own = orders[orders["campaign_id"].isna()]
    # The answer that began a second life is its first order.
    began = orders[orders["life"] == 2].drop_duplicates("customer_id")
    present = pd.concat([own, began]).drop_duplicates("order_id")
    present = present[present["life"] == present.groupby("customer_id")["life"].transform("max")]
    histories, now = (_summary(rows, end) for rows in (own[own["life"] == 1], present))
    model = btyd.BetaGeoNBD().fit(*(histories[name] for name in _MEASURES))
    alive = model.probability_alive(*(now[name] for name in _MEASURES))
    return pd.Series(alive, index=now.index)


def _summary(orders, end):
    return rfm.purchase_summary(orders, observation_end=end).set_index("customer_id")


def development_profits(firm, won_share=0.1, margin_share=0.25, cost=60.0):
    """What developing each buyer truly earns, if the programme wins a share of the potential of the active.

    Parameters
    ----------
    firm : Firm
        A simulated firm.
    won_share, margin_share, cost
        As in `wallet.development_profit`. Who has left and is in no second life brings nothing.

    Returns
    -------
    pandas.Series
        The profit (¥ a year) by `customer_id`, for the customers of `target_table`.

    Raises
    ------
    TypeError, ValueError
        If no firm is given, or a number is out of range.

    Examples
    --------
    >>> from crmlib import datasets
    >>> profits = development_profits(datasets.load_firm())
    >>> round(float(profits.mean()), 2)
    -22.86
    """
    refuse_no_firm(firm, "orders", "truth")
    truth = firm.truth.customers.set_index("customer_id")
    buyers = firm.customers.set_index("customer_id")["first_purchase"].dropna().index
    potential, active = truth["potential"][buyers], still_customer(firm)[buyers].astype(float)
    profits = wallet.development_profit(potential, won_share, margin_share, cost, active)
    return profits.rename("profit")
