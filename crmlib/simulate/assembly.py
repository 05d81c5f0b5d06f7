"""The simulated firm: its tables together, with their truth."""

import difflib

from crmlib._guard.checks import check, count, describe, one, positive_count
from crmlib.simulate import files
from crmlib.simulate.maker import Maker
from crmlib.simulate.settings import END, GROUPS, START, settings
from crmlib.simulate.tables import EDITION, TABLES, TRUTH_TABLES, tables_of, typed
from crmlib.simulate.truth import Truth

BOOK_SEED = 2026
MOST_CUSTOMERS = 100_000_000
LARGE = 20_000


class Firm:
    """A firm: its tables by name, each also an attribute, and the truth.

    Parameters
    ----------
    tables : dict of pandas.DataFrame
        The tables, described in `TABLES`.
    truth : Truth
        What is true of the customers, campaigns and accounts.

    Examples
    --------
    >>> from crmlib import simulate
    >>> small = simulate.firm(seed=1, customers=100)
    >>> len(small.customers), list(small.campaigns["campaign_id"])
    (100, ['C1', 'C2', 'C3', 'C4', 'C5', 'C6'])
    """

    def __init__(self, tables, truth):
        self.tables = dict(tables)
        self.truth = truth

    def __getattr__(self, name):
        if not name.startswith("_") and name in TABLES:
            if name in self.tables:
                return self.tables[name]
            raise AttributeError(f"this firm was made without the table {name!r}; name it in tables=")
        raise AttributeError(f"a firm has no table {name!r}; its tables are {', '.join(TABLES)}")

    def __dir__(self):
        return [*super().__dir__(), *self.tables]

    def __repr__(self):
        rows = ", ".join(f"{name} {len(table)}" for name, table in self.tables.items())
        return f"Firm with {rows}"


def firm(
    seed,
    customers=2000,
    *,
    edition=EDITION,
    start=START,
    end=END,
    population=GROUPS["population"],
    purchases=GROUPS["purchases"],
    spend=GROUPS["spend"],
    seasonality=GROUPS["seasonality"],
    satisfaction=GROUPS["satisfaction"],
    club=GROUPS["club"],
    service=GROUPS["service"],
    surveys=GROUPS["surveys"],
    campaigns=None,
    points=GROUPS["points"],
    costs=GROUPS["costs"],
    accounts=GROUPS["accounts"],
    activity=GROUPS["activity"],
    experience=None,
    signals=None,
    tables=None,
):
    """A retailer with web shop, stores and a subscription club, simulated with a known truth.

    Parameters
    ----------
    seed : int
        The same seed gives the same firm on every platform; another seed another firm of the same kind.
    customers : int
        How many people register in the years.
    edition : int
        1, the firm that the book reads, or 2: who has left never answers a campaign, and a few are won back;
        further columns say so. See the page "The simulated firm".
    start, end : str or date
        The first and the last day; customers register all through, and nothing after the last day is known.
    population, purchases, spend, seasonality, satisfaction, club : Population, Purchases, ..., optional
        Parameters by topic, all with defaults. `seasonality=None` gives an even clock.
    service, surveys, points, costs, accounts, activity : Service, Surveys, Points, ..., optional
        More of them.
    experience, signals : Experience, Signals, optional
        How satisfaction moves, and what activity announces; of the second edition only.
    campaigns : tuple of Campaign, optional
        The campaigns; without it those of the edition, () for none. One that does not fall into the years is
        left out.
    tables : list of str, optional
        The tables wanted, of `TABLES`; without it all. A table is the same whichever others are made.

    Returns
    -------
    Firm
        The tables as attributes, such as `firm.orders`, and `firm.truth`.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of its kind; the sentence names it.

    Notes
    -----
    What is simulated and how, and what is unrealistic on purpose, stands on the page "The simulated firm".

    Examples
    --------
    >>> small = firm(seed=1, customers=100, tables=["customers", "orders"])
    >>> small.customers[["customer_id", "joined", "acquisition_channel"]].head(2)
       customer_id     joined acquisition_channel
    0            1 2023-01-02         marketplace
    1            2 2023-01-05              search
    >>> small.truth.expected_purchases(days=365).round(1).head(3).tolist()
    [1.2, 0.0, 0.3]
    """
    given = {name: value for name, value in locals().items() if name in GROUPS or name in ("start", "end")}
    seed, customers = check("seed", seed, one(count)), check("customers", customers, one(positive_count))
    if customers > MOST_CUSTOMERS:
        raise ValueError(f"customers must be at most {MOST_CUSTOMERS:,}; got {describe(customers)}")
    wanted = _wanted(tables)
    maker = Maker(seed, customers, settings(given, campaigns, edition))
    described = tables_of(maker.settings.edition)
    return Firm(
        {name: typed(described[name], maker[name]) for name in _with_progress(wanted, customers)},
        maker.truth(wanted),
    )


def read_firm(folder, edition=EDITION, **parameters):
    """A firm from the files that `files.write` wrote.

    Parameters
    ----------
    folder : str or Path
        Where the files are.
    edition : int
        The edition of the firm that was written.
    **parameters : object
        The parameters that the firm was made with, as in `firm`, where they are not the defaults.

    Returns
    -------
    Firm
        The same as the one that was written.
    """
    parameters = dict(start=START, end=END, campaigns=None) | GROUPS | parameters
    campaigns = parameters.pop("campaigns")
    tables = files.read(folder, edition)
    truth = Truth(*(tables.pop(name) for name in TRUTH_TABLES), settings(parameters, campaigns, edition))
    return Firm(tables, truth)


def _wanted(tables):
    """The names of the tables wanted, in the order of `TABLES`."""
    if tables is None:
        return list(TABLES)
    many = hasattr(tables, "__iter__") and getattr(tables, "shape", None) != ()
    if isinstance(tables, str) or not many or not len(tables):
        raise ValueError(f"tables must be a list of names such as ['orders']; got {describe(tables)}")
    for name in tables:
        if not isinstance(name, str) or name not in TABLES:
            near = difflib.get_close_matches(str(name), TABLES, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ", such as 'orders'"
            raise ValueError(f"tables must hold names of simulate.TABLES; got {describe(name)}{hint}")
    return [name for name in TABLES if name in set(tables)]


def _with_progress(names, customers):
    """The names, with a progress bar where the work takes a while."""
    if customers < LARGE:
        return names
    from tqdm import tqdm

    return tqdm(names, desc="Tables", disable=None)
