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
        she ended it after at most twelve payments, else 0), `csat` (mean of all her answers, points from 1 to
        5; missing if she never answered) and `csat_before` (the mean of those that she gave before she left,
        or before her first year was over; missing if there is none). To explain or to foresee who left, use
        `csat_before`: a score that was given afterwards cannot have moved her.

    Raises
    ------
    TypeError
        If no firm is given.

    Examples
    --------
    >>> from crmlib import datasets
    >>> members = first_year(datasets.load_firm())
    >>> len(members), round(float(members["left"].mean()), 3)
    (364, 0.503)
    >>> members[["csat", "csat_before"]].notna().sum().tolist()
    [191, 121]
    """
    refuse_no_firm(firm, "subscriptions", "surveys")
    a_year_ago = firm.orders["date"].max().normalize() - pd.DateOffset(years=1)
    first = firm.subscriptions.drop_duplicates("customer_id")
    members = first[(first["plan"] == "monthly") & (first["start"] <= a_year_ago)]
    left = members["end"].notna() & (members["periods_paid"] <= 12)
    first_year_over = members["start"] + pd.DateOffset(years=1)
    known_by = members["end"].where(left, first_year_over).set_axis(members["customer_id"])
    in_time = firm.surveys["answered_on"] < firm.surveys["customer_id"].map(known_by)
    columns = members[["customer_id", "start", "periods_paid"]].reset_index(drop=True)
    return columns.assign(
        left=left.to_numpy().astype(int),
        csat=_mean_score(firm.surveys, columns["customer_id"]),
        csat_before=_mean_score(firm.surveys[in_time], columns["customer_id"]),
    )


def _mean_score(surveys, customers):
    """The mean satisfaction score of each customer, missing where she gave none."""
    return customers.map(surveys.groupby("customer_id")["csat"].mean().astype(float))
