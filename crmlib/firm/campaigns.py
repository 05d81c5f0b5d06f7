"""The simulated firm's randomised campaigns: what it knew of each member before it, and what came after."""

import pandas as pd

from crmlib._guard.checks import describe, refuse_no_firm


def campaign_table(firm, campaign):
    """The members of a campaign: what was known of them on its first day, who was contacted, who responded.

    Parameters
    ----------
    firm : Firm
        A simulated firm with orders, order lines, campaigns and their members.
    campaign : str
        Code of the campaign, such as "C3".

    Returns
    -------
    pandas.DataFrame
        A row per member: `customer_id`, `segment` (by days since her last order of her own accord, or since
        she was won back), `silence` (days from her last completed order to the first day, answers to
        campaigns counted), `orders` (completed, before it), `margin` (mean of these orders, ¥ an order),
        `treated` and `responded` (0 or 1). Who was treated was drawn at random.

    Raises
    ------
    TypeError, ValueError
        If no firm is given, or it has no such campaign.

    Examples
    --------
    >>> from crmlib import datasets
    >>> table = campaign_table(datasets.load_firm(), "C3")
    >>> len(table), round(float(table["responded"][table["treated"] == 1].mean()), 3)
    (1103, 0.128)
    """
    refuse_no_firm(firm, "campaign_members", "truth")
    first_day = _first_day(firm.campaigns, campaign)
    members = firm.campaign_members[firm.campaign_members["campaign_id"] == campaign]
    known = _histories(firm, first_day).reindex(members["customer_id"]).reset_index()
    known.insert(1, "segment", members["segment"].to_numpy())
    return known.assign(
        treated=members["treated"].to_numpy().astype(int),
        responded=members["responded"].to_numpy().astype(int),
    )


def _first_day(campaigns, campaign):
    codes = campaigns["campaign_id"].tolist()
    if not isinstance(campaign, str) or campaign not in codes:
        raise ValueError(f"campaign must be one of {', '.join(codes)}; got {describe(campaign)}")
    return campaigns.set_index("campaign_id")["start"][campaign]


def _histories(firm, first_day):
    """Silence, orders and mean margin of everyone who had bought by then."""
    margin = firm.order_lines.groupby("order_id")["margin"].sum()
    orders = firm.orders[(firm.orders["status"] == "completed") & (firm.orders["date"] < first_day)]
    by_customer = orders.assign(margin=orders["order_id"].map(margin)).groupby("customer_id")
    silence = (first_day - by_customer["date"].max().dt.normalize()).dt.days
    columns = {"silence": silence, "orders": by_customer.size(), "margin": by_customer["margin"].mean()}
    return pd.DataFrame(columns)
