"""The simulated firm: its tables together, with their truth."""

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np

from crmlib.checks import check, count, describe, one, positive_count
from crmlib.simulate import accounts as accounts_
from crmlib.simulate import activity as activity_
from crmlib.simulate import baskets, draws, serving
from crmlib.simulate import campaigns as campaigns_
from crmlib.simulate import club as club_
from crmlib.simulate import orders as orders_
from crmlib.simulate import points as points_
from crmlib.simulate import population as population_
from crmlib.simulate import purchases as purchases_
from crmlib.simulate import service as service_
from crmlib.simulate import surveys as surveys_
from crmlib.simulate.calendar import Calendar
from crmlib.simulate.parameters import (
    CAMPAIGNS,
    Accounts,
    Activity,
    Campaign,
    Club,
    Costs,
    Points,
    Population,
    Purchases,
    Satisfaction,
    Seasonality,
    Service,
    Spend,
    Surveys,
)
from crmlib.simulate.tables import TABLES, TRUTH_TABLES, typed
from crmlib.simulate.truth import WEEKS_A_YEAR, Truth

FIRST_START, LAST_END, LEAST_DAYS, MOST_DAYS = "2018-01-01", "2029-12-31", 90, 3653
LARGE = 50_000


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
    >>> len(small.customers), small.orders["amount"].round(0).head(2).tolist()
    """

    def __init__(self, tables, truth):
        self.tables = MappingProxyType(dict(tables))
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


@dataclass(frozen=True)
class Settings:
    """All parameters of a firm, as its truth keeps them."""

    start: str
    end: str
    population: Population
    purchases: Purchases
    spend: Spend
    seasonality: Seasonality | None
    satisfaction: Satisfaction
    club: Club
    service: Service
    surveys: Surveys
    campaigns: tuple
    points: Points
    costs: Costs
    accounts: Accounts
    activity: Activity

    def calendar(self):
        """The firm's calendar."""
        return Calendar(self.start, self.end, self.seasonality)


GROUPS = {
    "population": Population(),
    "purchases": Purchases(),
    "spend": Spend(),
    "seasonality": Seasonality(),
    "satisfaction": Satisfaction(),
    "club": Club(),
    "service": Service(),
    "surveys": Surveys(),
    "points": Points(),
    "costs": Costs(),
    "accounts": Accounts(),
    "activity": Activity(),
}


def firm(
    seed,
    customers=2000,
    *,
    start="2023-01-01",
    end="2025-12-31",
    population=GROUPS["population"],
    purchases=GROUPS["purchases"],
    spend=GROUPS["spend"],
    seasonality=GROUPS["seasonality"],
    satisfaction=GROUPS["satisfaction"],
    club=GROUPS["club"],
    service=GROUPS["service"],
    surveys=GROUPS["surveys"],
    campaigns=CAMPAIGNS,
    points=GROUPS["points"],
    costs=GROUPS["costs"],
    accounts=GROUPS["accounts"],
    activity=GROUPS["activity"],
    tables=None,
):
    """A retailer with web shop, stores and a subscription club, simulated with a known truth.

    Parameters
    ----------
    seed : int
        The same seed gives the same firm on every platform; another seed another firm of the same kind.
    customers : int
        How many people register in the years.
    start, end : str or date
        The first and the last day; customers register all through, and nothing after the last day is known.
    population, purchases, spend, seasonality, satisfaction, club, service, surveys, points, costs, accounts, \
activity : Population, Purchases, Spend, ...
        The parameters by topic; each group has defaults. `seasonality=None` gives an even clock.
    campaigns : tuple of Campaign
        The campaigns; () for none. One that does not fall into the years is left out.
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
    >>> firm(seed=1, customers=100, tables=["customers", "orders"])
    """
    given = {name: value for name, value in locals().items() if name in GROUPS or name in ("start", "end")}
    check("seed", seed, one(count))
    check("customers", customers, one(positive_count))
    settings = _settings(given, campaigns)
    wanted = _wanted(tables)
    maker = _Maker(int(seed), int(customers), settings)
    return Firm(
        {name: typed(TABLES[name], maker[name]) for name in _with_progress(wanted, customers)},
        maker.truth(wanted),
    )


def _settings(given, campaigns):
    """The parameters, each group checked for its kind."""
    for name, default in GROUPS.items():
        allowed = type(default)
        if not isinstance(given[name], allowed) and not (name == "seasonality" and given[name] is None):
            none = " or None" if name == "seasonality" else ""
            raise TypeError(f"{name} must be {allowed.__name__}(...){none}; got {describe(given[name])}")
    start, end = _day("start", given["start"]), _day("end", given["end"])
    if not LEAST_DAYS <= (end - start).astype(int) + 1 <= MOST_DAYS:
        raise ValueError(
            f"end must be {LEAST_DAYS} to {MOST_DAYS} days after start; got start {start}, end {end}"
        )
    return Settings(
        **(given | dict(start=str(start), end=str(end), campaigns=_campaigns(campaigns, start, end)))
    )


def _day(name, value):
    """A day within the years for which the holidays are known."""
    sentence = (
        f"{name} must be a day from {FIRST_START} to {LAST_END}, such as '2025-12-31'; got {describe(value)}"
    )
    try:
        day = np.datetime64(value, "D")
    except (TypeError, ValueError, OverflowError):
        raise ValueError(sentence) from None
    if isinstance(value, bool) or not np.datetime64(FIRST_START) <= day <= np.datetime64(LAST_END):
        raise ValueError(sentence)
    return day


def _campaigns(campaigns, start, end):
    """The campaigns whose days fall into the years."""
    if not isinstance(campaigns, tuple | list) or not all(isinstance(one, Campaign) for one in campaigns):
        raise TypeError(f"campaigns must be a tuple of Campaign(...); got {describe(campaigns)}")
    codes = [campaign.campaign_id for campaign in campaigns]
    if len(set(codes)) < len(codes):
        raise ValueError(f"campaigns must differ in campaign_id; got {', '.join(map(str, codes))}")
    first = [np.datetime64(campaign.start, "D") for campaign in campaigns]
    return tuple(
        campaign
        for campaign, day in zip(campaigns, first, strict=True)
        if start < day and day + campaign.days - 1 <= end
    )


def _wanted(tables):
    """The names of the tables wanted, in the order of `TABLES`."""
    if tables is None:
        return list(TABLES)
    if isinstance(tables, str) or not hasattr(tables, "__iter__"):
        raise TypeError(f"tables must be a list of names such as ['orders']; got {describe(tables)}")
    for name in tables:
        check("each name in tables", name, tuple(TABLES))
    return [name for name in TABLES if name in set(tables)]


def _with_progress(names, customers):
    """The names, with a progress bar where the work takes a while."""
    if customers < LARGE:
        return names
    from tqdm import tqdm

    return tqdm(names, desc="Tables", disable=None)


class _Maker:
    """The firm in the making: each part is made when it is first asked for."""

    def __init__(self, seed, customers, settings):
        self.seed, self.customers, self.settings = seed, customers, settings
        self.calendar = settings.calendar()
        self._made = {}

    def __getitem__(self, table):
        if table not in self._made:
            self._made[table] = getattr(self, f"_{table}")()
        return self._made[table]

    @cached_property
    def people(self):
        s = self.settings
        return population_.population(
            self.seed, self.customers, self.calendar, s.population, s.purchases, s.spend, s.satisfaction
        )

    @cached_property
    def placed(self):
        return purchases_.placed_orders(self.seed, self.people, self.calendar)

    @cached_property
    def drawn(self):
        campaigns = self.settings.campaigns
        return campaigns_.drawn_campaigns(self.seed, campaigns, self.people, self.placed, self.calendar)

    @cached_property
    def orders(self):
        answers = campaigns_.campaign_orders(self.drawn)
        s = self.settings
        return orders_.all_orders(self.seed, self.people, s.purchases, s.spend, self.placed, answers)

    @cached_property
    def members(self):
        s = self.settings
        return club_.club_members(self.seed, self.people, s.club, s.satisfaction, self.calendar)

    @cached_property
    def complaints(self):
        return service_.drawn_complaints(self.seed, self.people, self.placed, self.settings.service)

    @cached_property
    def returned(self):
        moment = np.where(self.orders.completed, self.orders.moment, np.datetime64("2200-01-01"))
        return baskets.returned_lines(
            self.seed, self.people, self.orders.lines, self.orders.customer, moment, self.calendar.end
        )

    @cached_property
    def accounts_truth(self):
        return accounts_.accounts_truth(self.seed, self.settings.accounts)

    @cached_property
    def wallet(self):
        """The share of the category spend that comes here, and the category spend a year in ¥."""
        who = self.settings.population
        uniform = draws.stream(self.seed, "wallet").random(self.customers)
        share = np.clip(draws.beta(uniform, who.wallet_a, who.wallet_b), 0.01, 0.99)
        expected = self.people.rate * WEEKS_A_YEAR * self.mean_order
        return share, draws.cents(np.maximum(expected / share, 1.1 * self._most_in_a_year()))

    @cached_property
    def mean_order(self):
        return self.settings.spend.p / self.people.order_scale

    def _most_in_a_year(self):
        """The most that a customer spent here in 365 days, counted back from the last day."""
        rows = np.flatnonzero(self.orders.completed)
        ago = (self.calendar.end - self.orders.moment[rows].astype("datetime64[D]")).astype(int) // 365
        spent = np.zeros((self.customers, int(ago.max(initial=0)) + 1))
        np.add.at(spent, (self.orders.customer[rows], ago), self.orders.amount[rows])
        return spent.max(axis=1)

    def _customers(self):
        member = self.members.member
        return population_.customers_table(
            self.seed, self.people, self.calendar, self.settings.population, member, self.wallet[1]
        )

    def _products(self):
        return baskets.products_table()

    def _orders(self):
        return orders_.orders_table(self.orders, [one.campaign_id for one in self.settings.campaigns])

    def _order_lines(self):
        return orders_.lines_table(self.orders.lines)

    def _returns(self):
        return baskets.returns_table(self.seed, self.orders.lines, self["orders"], *self.returned)

    def _subscriptions(self):
        return club_.subscriptions_table(self.seed, self.members, self.settings.club, self.calendar)

    def _complaints(self):
        return service_.complaints_table(self.seed, self.complaints, self.orders, self.calendar)

    def _contacts(self):
        parts = (self["complaints"], self["returns"], self.settings.service, self.calendar)
        return service_.contacts_table(self.seed, self.people, self.orders, *parts)

    def _surveys(self):
        return surveys_.surveys_table(
            self.seed, self.people, self.orders, self.settings.surveys, self.calendar
        )

    def _survey_items(self):
        return surveys_.survey_items_table(self.seed, self["surveys"])

    def _items(self):
        return surveys_.items_table()

    def _kano_answers(self):
        return surveys_.kano_table(self.seed, self["surveys"])

    def _features(self):
        return surveys_.features_table()

    def _campaigns(self):
        return campaigns_.campaigns_table(self.settings.campaigns)

    def _campaign_members(self):
        return campaigns_.members_table(self.drawn, self.orders)

    def _points(self):
        return points_.points_table(self.seed, self.orders, self.settings.points, self.calendar)

    def _activities(self):
        return serving.activities_table(self.settings.costs)

    def _cost_to_serve(self):
        return serving.cost_to_serve_table(self, self.settings.costs, self.calendar)

    def _managers(self):
        return accounts_.managers_table(self.seed, self.settings.accounts)

    def _account_quarters(self):
        return accounts_.account_quarters_table(
            self.seed, self.accounts_truth, self.settings.accounts, self.calendar
        )

    def _accounts(self):
        quarters = self["account_quarters"]
        return accounts_.accounts_table(self.seed, self.accounts_truth, quarters, self.settings.accounts)

    def _weekly_activity(self):
        return activity_.activity_table(
            self.seed, self.people, self.placed, self, self.settings.activity, self.calendar
        )

    def truth(self, wanted):
        """The truth; of the campaigns only if their table is wanted."""
        campaigns = campaigns_.truth_table(self.drawn) if "campaigns" in wanted else {}
        columns = dict(
            truth_customers=self._truth_customers(),
            truth_campaigns=campaigns,
            truth_accounts=self.accounts_truth,
        )
        return Truth(*(typed(TRUTH_TABLES[name], columns[name]) for name in TRUTH_TABLES), self.settings)

    def _truth_customers(self):
        people, buyer = self.people, ~self.people.prospect
        frequency, recency, age, left_on = self._histories()
        margin, returned, lines_back = baskets.contribution_rates(people, self.settings.spend)
        costs, mean = self.settings.costs, self.mean_order
        serving_cost = (
            serving.mean_handling(costs, self.settings.purchases.store_share)
            + lines_back * costs.return_
            + serving.mean_service(people, self.settings.service, costs)
        )
        active = buyer & np.isnat(left_on)
        share, category = self.wallet
        expected = np.where(active, self._expected_year(people), 0.0) * mean
        return dict(
            customer_id=np.arange(1, self.customers + 1),
            buyer=buyer,
            purchase_rate=np.round(people.rate, 6),
            leaving_probability=np.round(people.leaving_probability, 6),
            active=active,
            left_on=left_on,
            frequency=frequency,
            recency_weeks=np.round(recency, 4),
            age_weeks=np.round(age, 4),
            mean_order_value=draws.cents(mean),
            margin_rate=np.round(margin, 4),
            order_contribution=draws.cents(mean * (margin - returned) - serving_cost),
            satisfaction=np.round(people.satisfaction, 4),
            quality=np.round(people.quality, 4),
            price_sensitivity=np.round(people.price_sensitivity, 4),
            club_churn=np.where(self.members.member, np.round(self.members.churn, 6), np.nan),
            wallet_share=np.round(share, 4),
            category_spend=category,
            potential=draws.cents(np.maximum(category - expected, 0.0)),
            expected_referrals=np.round(people.expected_referrals, 4),
        )

    def _expected_year(self, people):
        weeks, chance = self.calendar.future_weeks(365), np.maximum(people.leaving_probability, 1e-12)
        return -np.expm1(-people.rate * chance * weeks) / chance

    def _histories(self):
        """Repeat orders, recency and age in weeks of the clock, and the day on which customers left."""
        placed, count_ = self.placed, self.customers
        frequency = np.maximum(np.bincount(placed.customer, minlength=count_) - 1, 0)
        last = self.people.joined.copy()
        last[placed.customer] = placed.weeks
        left_on = np.full(count_, np.datetime64("NaT", "D"))
        left_on[placed.customer[placed.last]] = placed.moment[placed.last].astype("datetime64[D]")
        return frequency, last - self.people.joined, self.calendar.span - self.people.joined, left_on
