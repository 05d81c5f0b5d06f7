"""The simulated firm's club: who left within a year of joining, beside what the surveys say."""

import pandas as pd

from crmlib._guard.checks import refuse_no_firm


def first_year(firm):
    """The monthly members who could be watched for a year: how satisfied they were, and whether they left.

    Parameters
    ----------
    firm : Firm
        A simulated firm with orders, subscriptions and surveys.

    Returns
    -------
    pandas.DataFrame
        A row per member who pays by the month and began her first subscription a year or more before the
        firm's last order: `customer_id`, `start`, `periods_paid` (months, the first counted), `left` (1 if
        she ended it after at most twelve payments, else 0) and `csat` (mean of all her answers, points from
        1 to 5; missing if she never answered).

    Raises
    ------
    TypeError
        If no firm is given.

    Examples
    --------
    >>> from crmlib import datasets
    >>> members = first_year(datasets.load_firm())
    >>> len(members), int(members["csat"].notna().sum()), round(float(members["left"].mean()), 3)
    (364, 189, 0.508)
    """
    refuse_no_firm(firm, "subscriptions", "surveys")
    a_year_ago = firm.orders["date"].max().normalize() - pd.DateOffset(years=1)
    first = firm.subscriptions.drop_duplicates("customer_id")
    members = first[(first["plan"] == "monthly") & (first["start"] <= a_year_ago)]
    left = members["end"].notna() & (members["periods_paid"] <= 12)
    scores = firm.surveys.groupby("customer_id")["csat"].mean().astype(float)
    columns = members[["customer_id", "start", "periods_paid"]].reset_index(drop=True)
    return columns.assign(left=left.to_numpy().astype(int), csat=columns["customer_id"].map(scores))
