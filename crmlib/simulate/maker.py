"""The firm in the making: how its parts follow from each other."""

from functools import cached_property

import numpy as np

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
from crmlib.simulate.tables import TRUTH_TABLES, typed
from crmlib.simulate.truth import WEEKS_A_YEAR, Truth


class Maker:
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
        columns = dict(truth_customers=self._truth_customers(), truth_accounts=self.accounts_truth)
        if "campaigns" in wanted:
            columns["truth_campaigns"] = campaigns_.truth_table(self.drawn)
        made = {name: typed(TRUTH_TABLES[name], columns[name]) for name in columns}
        return Truth(*map(made.get, TRUTH_TABLES), self.settings)

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
