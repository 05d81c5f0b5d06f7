"""The course's real data, read offline: CDNOW, Complete Journey and a survey of advertisers.

Source, licence, units and quirks of every table stand in datasets/README.md. The types of the columns are
read from datasets/datapackage.json, so that the description and the data cannot drift apart.
"""

import json
from pathlib import Path

from crmlib._guard.checks import check
from crmlib.datasets.online_retail import fetch_online_retail as fetch_online_retail
from crmlib.datasets.own_file.purchases import read_transactions as read_transactions

JOURNEY_TABLES = (
    "baskets",
    "demographics",
    "campaigns",
    "campaign_descriptions",
    "coupons",
    "redemptions",
    "brands",
    "categories",
)
TRIALS = ("renewal", "tiers", "next product")


def load_cdnow():
    """Purchases of 2,357 new customers of a web shop for music, January 1997 to June 1998.

    Returns
    -------
    pandas.DataFrame
        6,919 rows, one a purchase: customer_id (int), date (datetime, the day), quantity (int, CDs),
        amount (float, US$). A new copy at each call.

    Notes
    -----
    All customers bought for the first time from 1997-01-01 to 1997-03-25. A customer can have several rows on
    one day; the literature adds them up to one purchase (6,696 customer-days). 8 amounts are 0, none is
    negative.

    References
    ----------
    Fader, P. S. and Hardie, B. G. S. (2001). Forecasting repeat sales at CDNOW: a case study. Interfaces
    31(3, part 2).

    Examples
    --------
    >>> load_cdnow().head(4)
       customer_id       date  quantity  amount
    0            1 1997-01-01         2   29.33
    1            1 1997-01-18         2   29.73
    2            1 1997-08-02         1   14.96
    3            1 1997-12-12         2   26.48
    """
    return _read("cdnow")


def load_journey(table="baskets"):
    """One table of Complete Journey: households at a grocery retailer, 2017, with campaigns and coupons.

    Parameters
    ----------
    table : str
        "baskets" (the purchases), "demographics" (801 of the households), "campaigns" (which household
        received which), "campaign_descriptions" (type and dates), "coupons" (of each
        campaign), "redemptions" (of coupons), "brands" (makers of three categories: who bought them, how
        often), "categories" (which of thirty food categories each basket of March held).

    Returns
    -------
    pandas.DataFrame
        The table, a new copy at each call. "baskets" has 155,848 rows, one a basket of one of 2,469
        households: customer_id (int, the household), basket_id (int), date (datetime, to the minute, New York
        time), store_id (int), amount (float, US$ received by the retailer), lines (int, different products),
        loyalty_discount, coupon_discount, coupon_match_discount (float, US$). The tables are joined by
        customer_id, campaign_id and coupon_upc.

    Raises
    ------
    ValueError
        If there is no table of that name.

    Notes
    -----
    478 baskets have amount 0, none is negative. A household paid amount minus coupon_discount. Nothing says
    when a household became a customer: its first basket in the table need not be its first purchase.

    References
    ----------
    Boehmke, B. and Mortimer, S. M. (2019). completejourney: Retail Shopping Data. R package, version 1.1.0.

    Examples
    --------
    >>> load_journey()[["customer_id", "basket_id", "date", "store_id", "amount"]].head(3)
       customer_id    basket_id                date  store_id  amount
    0          900  31198570044 2017-01-01 06:53:00       330    0.50
    1          900  31198570047 2017-01-01 07:10:00       330    0.99
    2         1228  31198655051 2017-01-01 07:26:00       406    1.43
    >>> load_journey("campaign_descriptions").head(3)
       campaign_id campaign_type start_date   end_date
    0            1        Type B 2017-03-03 2017-04-09
    1            2        Type B 2017-03-08 2017-04-09
    2            3        Type C 2017-03-13 2017-05-08
    >>> load_journey("receipts")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ValueError: table must be one of 'baskets', 'demographics', 'campaigns', ...; got 'receipts'
    """
    check("table", table, JOURNEY_TABLES)
    return _read(f"journey_{table}")


def load_advertisers():
    """Answers of 1,811 business customers on their advertisements in the Yellow Pages: ten ratings each.

    Returns
    -------
    pandas.DataFrame
        1,811 rows, one a respondent: overall (overall satisfaction), competitive_prices, price_increases
        (holding them to a minimum), price_for_volume, effectiveness (demonstrating it), many_customers
        (reaching them), reach, long_exposure, distribution, right_areas (int, points from 1, poor, to 10,
        excellent). A new copy at each call.

    Raises
    ------
    FileNotFoundError
        In an installed package: the survey is under the GPL and stays in the folder datasets of the project.

    Notes
    -----
    No answer is missing. Nothing says how the respondents were chosen or how many were asked.

    References
    ----------
    Rossi, P. E., Gilula, Z. and Allenby, G. M. (2001). Overcoming scale usage heterogeneity. Journal of the
    American Statistical Association 96, 20-31.

    Examples
    --------
    >>> load_advertisers()[["overall", "competitive_prices", "price_for_volume", "reach"]].head(3)
       overall  competitive_prices  price_for_volume  reach
    0        2                   8                 2      2
    1        7                   8                 8      8
    2        5                   3                 2      4
    """
    if not (_folder() / "advertisers.csv").is_file():
        raise FileNotFoundError(
            "The advertisers' survey is under the GPL and not part of the installed package: "
            "take advertisers.csv from the folder datasets of the project."
        )
    return _read("advertisers")


def load_firm():
    """The book's own firm: 2,000 customers of a simulated retailer, 2023 to 2025, with its truth.

    Returns
    -------
    Firm
        22 tables as attributes, such as `firm.customers` and `firm.orders` (in ¥), and `firm.truth`. The same
        as `simulate.firm(simulate.BOOK_SEED)`, read from the files in datasets/firm. A new copy at each call.

    Notes
    -----
    The tables and columns stand in `simulate.TABLES` and in the data dictionary. For another firm of the same
    kind, give `simulate.firm` a seed of your own.

    Examples
    --------
    >>> firm = load_firm()
    >>> firm.orders[["customer_id", "date", "amount"]].head(2)
       customer_id                date  amount
    0            1 2023-01-01 15:30:00   369.9
    1            2 2023-01-01 23:51:00   127.2
    """
    from crmlib import simulate

    return simulate.read_firm(_folder() / "firm")


def load_trial(name):
    """A randomised trial of 30,000 customers in a simulated firm of its own, with its truth.

    Parameters
    ----------
    name : str
        "renewal" (a letter, a discount or nothing before the next renewal of a club), "tiers" (benefits of
        four sizes in tiers A, B and C, and status at random for those near a cut) or "next product" (an offer
        of a category by rule, of the best seller, or none).

    Returns
    -------
    Trial
        `customers` (a row each: what was known before, the arm, what came of it), `arms` and `truth`. The
        same as `simulate.trial(name)`, read from the files in datasets/trials. A new copy at each call.

    Raises
    ------
    ValueError
        If there is no trial of that name.

    Notes
    -----
    The columns stand in the data dictionary. For another trial of the same kind, give `simulate.trial` a seed
    of your own.

    Examples
    --------
    >>> renewal = load_trial("renewal")
    >>> renewal.customers.groupby("arm", observed=True)["left"].mean().round(3).to_dict()
    {'control': 0.333, 'letter': 0.33, 'discount': 0.277}
    >>> renewal.truth.effects()["effect"].round(3).tolist()
    [0.0, 0.002, 0.053]
    """
    from crmlib import simulate

    check("name", name, TRIALS)
    return simulate.read_trial(_folder() / "trials", name)


def load_chain():
    """The service of the chain of whose customers the book's own firm has a sample: calls and scores.

    Returns
    -------
    Chain
        `calls` (a row each half-hour of 2025: agents, calls, waiting, hung up, solved), `our_calls` (how the
        firm's contacts with the hotline fared in that line), `touchpoint_weeks` (answers and satisfied at
        eight touchpoints in 104 weeks) and `truth`. The same as `simulate.chain(load_firm())`, read from the
        files in datasets/chain. A new copy at each call.

    Notes
    -----
    The columns stand in the data dictionary. The firm's 2,000 customers alone call once a day: nobody would
    wait.

    Examples
    --------
    >>> chain = load_chain()
    >>> chain.calls[["start", "agents", "calls", "answered", "hung_up"]].head(2)
                    start  agents  calls  answered  hung_up
    0 2025-01-01 08:00:00       2     11        10        1
    1 2025-01-01 08:30:00       2      8         7        1
    """
    from crmlib import simulate

    return simulate.read_chain(_folder() / "chain")


def load_digital_channels():
    """WeChat, WeCom groups, a Tmall store and an app beside the book's own firm, with consents by channel.

    Returns
    -------
    Digital
        `links` (a row each customer and channel), `groups`, `storefronts` (where each completed order was
        placed) and `consents` (by channel and purpose, with the days on which they were given and
        withdrawn). The same as `simulate.digital_channels(load_firm())`, read from the files in
        datasets/digital. A new copy at each call.

    Notes
    -----
    The columns stand in the data dictionary. `in_force(day)` gives the consents that hold on a day.

    Examples
    --------
    >>> digital = load_digital_channels()
    >>> digital.in_force("2025-12-31")["channel"].value_counts().head(3).to_dict()
    {'e-mail': 1432, 'app push': 1273, 'SMS': 1094}
    """
    from crmlib import simulate

    return simulate.read_digital_channels(_folder() / "digital")


def load_silos():
    """700 customers of the book's own firm as three systems know them: raw, all text, nothing cleaned.

    Returns
    -------
    Silos
        The tables `shop` (an order a row, 2024 to 2026), `service_desk` (a ticket a row, as JSON in the
        column `line`) and `survey` (an answer a row), each with `source_file` and `source_row`.

    Notes
    -----
    The files lie in datasets/silos: yearly CSV files, one of them in GB18030; JSON lines; a workbook. Their
    dirt is made by `silos.export`, and its truth is known: `silo_key` says whose each record is.
    `database.build` makes a customer database of them.

    Examples
    --------
    The last row of the sheet is nobody's:

    >>> load_silos().survey[["response_no", "name"]].iloc[-1].tolist()
    ['合计', '235 份']
    """
    from crmlib.database import silos

    return silos.read_silos(silo_folder())


def silo_folder():
    """Where the raw silos of the book's own firm lie, for `database.build`.

    Returns
    -------
    pathlib.Path
        The folder with the files that `load_silos` reads.

    Examples
    --------
    >>> sorted(path.name for path in silo_folder().glob("shop_*.csv"))
    ['shop_2024.csv', 'shop_2025.csv', 'shop_2026.csv']
    """
    return _folder() / "silos"


def silo_key():
    """Whose each record of the raw silos is.

    Returns
    -------
    pandas.DataFrame
        A row per record: `silo`, `record` (account, ticket or response) and `customer_id`, the customer in
        `load_firm`; missing for a test account.

    Examples
    --------
    A person may have several accounts, tickets and responses:

    >>> key = silo_key()
    >>> len(key), key["customer_id"].nunique()
    (1584, 700)
    """
    import pandas as pd

    return pd.read_csv(silo_folder() / "key.csv", dtype={"customer_id": "Int64"}, encoding="utf-8")


def _read(name):
    import pandas as pd

    folder = _folder()
    resource = _resource(folder, name)
    fields = resource["schema"]["fields"]
    dates = {field["name"]: field["format"] for field in fields if field["type"].startswith("date")}
    frame = pd.read_csv(
        folder / resource["path"],
        encoding="utf-8",
        dtype={field["name"]: _dtype(field) for field in fields if field["name"] not in dates},
        parse_dates=list(dates),
        date_format=dates,
        keep_default_na=False,
        na_values=[""],
    )
    return frame.astype(dict.fromkeys(dates, "datetime64[us]"))


def _folder():
    """The data beside the package in a built wheel, in the repository otherwise."""
    packed = Path(__file__).parents[1] / "_data"
    return packed if packed.is_dir() else Path(__file__).parents[2] / "datasets"


def _resource(folder, name):
    """A table's description in datapackage.json."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return next(resource for resource in package["resources"] if resource["name"] == name)


def _dtype(field):
    """The pandas type of a described column; words from a fixed list become a category."""
    import pandas as pd

    if field["type"] == "string":
        return pd.CategoricalDtype(field["constraints"]["enum"], ordered=field.get("ordered", False))
    return {"integer": "int64", "number": "float64"}[field["type"]]
