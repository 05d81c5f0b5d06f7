"""The firm in the making: how its parts follow from each other."""

from functools import cached_property

import numpy as np

from crmlib.simulate import accounts as accounts_
from crmlib.simulate import activity as activity_
from crmlib.simulate import baskets, draws, serving
from crmlib.simulate import campaigns as campaigns_
from crmlib.simulate import club as club_
from crmlib.simulate import experience as experience_
from crmlib.simulate import orders as orders_
from crmlib.simulate import points as points_
from crmlib.simulate import population as population_
from crmlib.simulate import purchases as purchases_
from crmlib.simulate import service as service_
from crmlib.simulate import surveys as surveys_
from crmlib.simulate.second_lives import NEVER, history
from crmlib.simulate.tables import TRUTH_TABLES, truth_tables_of, typed
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
    def drive(self):
        """The campaigns of the second edition, one after the other; None in the first."""
        s = self.settings
        if s.edition == 1:
            return None
        return campaigns_.Drive(self.seed, s.campaigns, self.people, self.placed, s.purchases, self.calendar)

    @cached_property
    def drawn(self):
        if self.drive is not None:
            return self.drive.drawn
        campaigns = self.settings.campaigns
        return campaigns_.drawn_campaigns(self.seed, campaigns, self.people, self.placed, self.calendar)

    @cached_property
    def orders(self):
        s = self.settings
        parts = (self.seed, self.people, s.purchases, s.spend, self.placed)
        if self.drive is None:
            return orders_.all_orders(*parts, [("campaign orders", campaigns_.campaign_orders(self.drawn))])
        answers = campaigns_.campaign_orders_by_campaign(self.drawn)
        later = self.drive.second.orders
        second = later.customer, later.moment, np.full(len(later.customer), -1)
        return orders_.all_orders(*parts, answers, self.drive.waiting, [("orders of second lives", second)])

    @cached_property
    def members(self):
        s = self.settings
        return club_.club_members(self.seed, self.people, s.club, s.satisfaction, self.calendar)

    @cached_property
    def complaints(self):
        experience, parts = self.settings.experience, (self.people, self.placed, self.settings.service)
        if experience is None:
            return service_.drawn_complaints(self.seed, *parts)
        return service_.drawn_complaints(self.seed, *parts, self.renewals, experience.renewal_pull)

    @cached_property
    def renewals(self):
        """The next renewal of the club after each placed order (second edition)."""
        day = self.placed.moment.astype("datetime64[D]")
        return club_.next_renewals(self["subscriptions"], self.members.churn, self.placed.customer, day)

    @cached_property
    def expectations(self):
        """Expectation and performance of each customer (second edition)."""
        effect = self.settings.experience.expectation_effect
        return experience_.expectations(self.seed, self.people.satisfaction, effect)

    @cached_property
    def days_late(self):
        """By how many days each order came late (second edition)."""
        web = self.orders.channel[self.placed_at] == "web"
        parts = (self.complaints, self.settings.service, self.settings.experience)
        order, days = service_.drawn_late_parcels(
            self.seed, self.people, self.placed, web, *parts, self.late_chances, self.renewals
        )
        late = np.zeros(len(self.orders), int)
        late[self.placed_at[order]] = days
        return late

    @cached_property
    def placed_at(self):
        """Where each placed order stands among all orders."""
        return service_.places(self.orders)

    @cached_property
    def late_chances(self):
        """The chance of each customer that a parcel is late (second edition)."""
        return experience_.late_chance(self.people, self.settings.experience, self.settings.service)

    @cached_property
    def state(self):
        """The state of satisfaction (second edition)."""
        experience = self.settings.experience
        if experience is None:
            return None
        arrived = service_.arrivals(self.orders, service_.journeys(self.seed, self.orders), self.days_late)
        rows = np.flatnonzero(self.days_late > 0)
        late = self.orders.customer[rows], arrived[rows]
        events = experience_.events(self["complaints"], late, experience)
        return experience_.State(self.people.satisfaction, events, experience.half_life_weeks)

    @cached_property
    def judgement(self):
        """What customers who are asked go by (second edition)."""
        experience = self.settings.experience
        if experience is None:
            return None
        parts = (experience.expectation_effect, experience.expectation_shown)
        return experience_.Judgement(self.state, self.expectations[0], *parts)

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
        began = None if self.drive is None else self.drive.second.lives.began
        return orders_.orders_table(self.orders, [one.campaign_id for one in self.settings.campaigns], began)

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
        late = (None, None) if self.state is None else (self.days_late, self.state)
        return service_.contacts_table(self.seed, self.people, self.orders, *parts, *late)

    def _surveys(self):
        parts = (self.people, self.orders, self.settings.surveys, self.calendar)
        return surveys_.surveys_table(self.seed, *parts, self.judgement)

    def _survey_items(self):
        parts = (self["surveys"], self.settings.surveys, self.judgement)
        return surveys_.survey_items_table(self.seed, *parts)

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
        parts = (self.people, self.placed, self, self.settings.activity, self.calendar)
        second = None if self.drive is None else self.drive.second.lives
        return activity_.activity_table(self.seed, *parts, self.settings.signals, second)

    def truth(self, wanted):
        """The truth; of the campaigns only if their table is wanted."""
        columns = dict(truth_customers=self._truth_customers(), truth_accounts=self.accounts_truth)
        if "campaigns" in wanted:
            columns["truth_campaigns"] = campaigns_.truth_table(self.drawn)
        described = truth_tables_of(self.settings.edition)
        made = {name: typed(described[name], columns[name]) for name in columns}
        return Truth(*map(made.get, TRUTH_TABLES), self.settings)

    def _truth_customers(self):
        first = self._truth_of_orders() | self._truth_of_money() | self._truth_of_character()
        if self.drive is None:
            return first
        club = club_.standing(self["subscriptions"], self.customers)
        return first | self._truth_of_second_lives() | club | self._truth_of_satisfaction()

    def _truth_of_orders(self):
        people, left_on = self.people, self.histories["left_on"]
        buyer = ~people.prospect
        return dict(
            customer_id=np.arange(1, self.customers + 1),
            buyer=buyer,
            purchase_rate=np.round(people.rate, 6),
            leaving_probability=np.round(people.leaving_probability, 6),
            active=buyer & np.isnat(left_on),
            **self.histories,
        )

    def _truth_of_second_lives(self):
        second, joined = self.drive.second, self.people.joined
        lives, weeks = second.lives, self.calendar.span
        has = lives.began != NEVER
        frequency, recency, age = history(second.orders, lives.began_weeks, NEVER, weeks)
        last = joined + self.histories["recency_weeks"]
        columns = dict(
            second_rate=np.round(lives.rate, 6),
            second_leaving_probability=np.round(lives.leaving, 6),
            second_frequency=frequency,
            second_recency_weeks=np.round(recency, 4),
            second_age_weeks=np.round(age, 4),
        )
        columns = {name: np.where(has, column, np.nan) for name, column in columns.items()}
        return columns | dict(
            won_back_on=np.where(has, lives.began.astype("datetime64[D]"), np.datetime64("NaT")),
            second_active=has & (lives.left == NEVER),
            not_won_back=np.round(self.drive.not_won_back(last), 6),
        )

    def _truth_of_satisfaction(self):
        expectation, performance = self.expectations
        everyone = np.arange(self.customers)
        now = self.state.at(everyone, np.full(self.customers, self.calendar.end + 1, "datetime64[m]"))
        return dict(
            expectation=np.round(expectation, 4),
            performance=np.round(performance, 4),
            satisfaction_now=np.round(now, 4),
        )

    def _truth_of_money(self):
        margin, lost, lines_back = baskets.contribution_rates(self.people, self.settings.spend)
        share, category = self.wallet
        contribution = self.mean_order * (margin - lost) - self._serving_cost(lines_back)
        return dict(
            mean_order_value=draws.cents(self.mean_order),
            margin_rate=np.round(margin, 4),
            order_contribution=draws.cents(contribution),
            wallet_share=np.round(share, 4),
            category_spend=category,
            potential=draws.cents(np.maximum(category - self._expected_spend(), 0.0)),
        )

    def _truth_of_character(self):
        people, churn = self.people, np.round(self.members.churn, 6)
        return dict(
            satisfaction=np.round(people.satisfaction, 4),
            quality=np.round(people.quality, 4),
            price_sensitivity=np.round(people.price_sensitivity, 4),
            club_churn=np.where(self.members.member, churn, np.nan),
            expected_referrals=np.round(people.expected_referrals, 4),
        )

    def _serving_cost(self, lines_back):
        """What serving an order is expected to cost, for each customer."""
        costs, store_share = self.settings.costs, self.settings.purchases.store_share
        enquiries = service_.enquiry_chance(self.people, self.settings.service)
        service = serving.mean_service(self.people, self.settings.service, costs, enquiries)
        return serving.mean_handling(costs, store_share) + lines_back * costs.return_ + service

    def _expected_spend(self):
        """The spend expected in the next year, 0 of those who left and are in no second life."""
        people, left_on = self.people, self.histories["left_on"]
        active = ~people.prospect & np.isnat(left_on)
        orders = self._next_year(people.rate, people.leaving_probability, active)
        if self.drive is not None:
            lives = self.drive.second.lives
            active = (lives.began != NEVER) & (lives.left == NEVER)
            orders = orders + self._next_year(lives.rate, lives.leaving, active)
        return orders * self.mean_order

    def _next_year(self, rate, leaving, active):
        """The orders expected in the next year, 0 where nobody is active."""
        weeks, chance = self.calendar.future_weeks(365), np.maximum(leaving, 1e-12)
        return np.where(active, -np.expm1(-rate * chance * weeks) / chance, 0.0)

    @cached_property
    def histories(self):
        """Repeat orders, recency and age in weeks of the clock, and the day on which customers left."""
        placed, joined = self.placed, self.people.joined
        last, left_on = joined.copy(), np.full(self.customers, np.datetime64("NaT", "D"))
        last[placed.customer] = placed.weeks
        left_on[placed.customer[placed.last]] = placed.moment[placed.last].astype("datetime64[D]")
        return dict(
            left_on=left_on,
            frequency=np.maximum(np.bincount(placed.customer, minlength=self.customers) - 1, 0),
            recency_weeks=np.round(last - joined, 4),
            age_weeks=np.round(self.calendar.span - joined, 4),
        )
