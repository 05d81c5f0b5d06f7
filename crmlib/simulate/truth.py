"""What is true of the simulated firm, and nobody in it knows."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
import pandas as pd

from crmlib._guard.checks import (
    check,
    checked,
    describe,
    nonnegative,
    number,
    one,
    one_of,
    positive,
    positive_count,
)
from crmlib.simulate import accounts as accounts_
from crmlib.simulate import club as club_
from crmlib.simulate import draws
from crmlib.simulate import points as points_
from crmlib.simulate.campaign_truth import CampaignTruth
from crmlib.simulate.channel_value import population_nodes, value_of_channel
from crmlib.simulate.experience import late_chance
from crmlib.simulate.knowledge import Life, chance_active, orders_if_active
from crmlib.simulate.population import Propensity, bent
from crmlib.simulate.satisfaction_truth import left_by_satisfaction, satisfaction_slopes
from crmlib.simulate.service import complaint_chances, late_after, leaving_after
from crmlib.simulate.tables import CHANNELS

WEEKS_A_YEAR = 365.25 / 7
QUANTILES = 20_001
KNOWING = one_of("state", "history", "orders")
OLD_NAMES = {"population": "orders"}


class SatisfactionEffect(NamedTuple):
    """What one standard deviation of satisfaction does to a chance of leaving (a difference of shares).

    Parameters
    ----------
    true : float
        The effect at equal price sensitivity, as a regression that adjusts for price sensitivity estimates
        it. With a bend it is the slope of a straight line, and raising everyone by a whole standard deviation
        does less.
    naive : float
        The difference that a regression on satisfaction alone finds.
    """

    true: float
    naive: float


class Truth:
    """What is true of a simulated firm: of each customer, each campaign and each account.

    Parameters
    ----------
    customers, campaigns, accounts : pandas.DataFrame
        The truth by row, in the columns of `TRUTH_TABLES`.
    parameters : Settings
        All parameters that the firm was made with.
    """

    def __init__(self, customers, campaigns, accounts, parameters):
        self.customers, self.campaigns, self.accounts = customers, campaigns, accounts
        self.parameters = parameters
        self._calendar = parameters.calendar()

    def __repr__(self):
        return f"Truth of {len(self.customers)} customers"

    @property
    def tables(self):
        """The three tables by name; without that of the campaigns if the firm was made without it."""
        tables = dict(customers=self.customers, campaigns=self.campaigns, accounts=self.accounts)
        return {name: table for name, table in tables.items() if table is not None}

    def weeks(self, dates):
        """Dates and times in weeks of the firm's clock, in which the BG/NBD holds.

        Parameters
        ----------
        dates : array or Series of datetime
            When; at most ten years after the last day.

        Returns
        -------
        numpy.ndarray
            Weeks since the first day, more on busy days and fewer on quiet ones.
        """
        return self._calendar.weeks(np.asarray(dates))

    @checked(days=one(positive))
    def expected_purchases(self, days=365, knowing="state"):
        """The expected number of orders of each customer in the days after the last.

        Parameters
        ----------
        days : int
            How many days, at most ten years.
        knowing : str
            "state": the customer's own rates, and whether she has left; "history": her own rates and her
            orders; "orders": her orders and the population's parameters, which is the most that her orders
            tell. Her visits tell more: who has left is seen in them.

        Returns
        -------
        pandas.Series
            Orders placed of their own accord (campaigns come on top), those of a second life included, by
            customer_id; 0 for a prospect.

        Raises
        ------
        ValueError
            If days is not above 0 or more than ten years, or knowing is none of the three.

        Notes
        -----
        An active customer with purchase rate :math:`\\lambda` and leaving probability p expects in t weeks

        .. math::

            E[X(t) \\mid \\lambda, p, \\text{active}] = \\frac{1 - e^{-\\lambda p t}}{p}
        """
        knowing = OLD_NAMES.get(knowing, knowing) if isinstance(knowing, str) else knowing
        check("knowing", knowing, KNOWING)
        weeks, purchases = self._future_weeks(days), self.parameters.purchases
        return self._series(
            self._orders(knowing, lambda life: orders_if_active(life, weeks, knowing, purchases))
        )

    @checked(days=one(positive), discount_rate=one(nonnegative), knowing=one_of("state", "history"))
    def expected_value(self, days=1826, discount_rate=0.1, knowing="state"):
        """The expected present value of what each customer's future orders contribute.

        Parameters
        ----------
        days : int
            Horizon in days, at most ten years.
        discount_rate : float
            Cost of capital a year.
        knowing : str
            As in `expected_purchases`.

        Returns
        -------
        pandas.Series
            ¥ after returns and the cost to serve, by customer_id; the club's fees are not in it.

        Raises
        ------
        ValueError
            If a number is out of range, or knowing is none of the two.

        Notes
        -----
        With the contribution m of an order and the discount rate :math:`\\delta` a week, continuously
        compounded:

        .. math::

            m \\, \\lambda \\, \\frac{1 - e^{-(\\lambda p + \\delta) t}}{\\lambda p + \\delta}
        """
        weeks, force = self._future_weeks(days), _force(discount_rate)
        orders = self._orders(knowing, lambda life: _discounted_orders(life, weeks, force))
        return self._series(orders * self.customers["order_contribution"])

    @checked(days=one(positive), discount_rate=one(nonnegative))
    def value_on_joining(self, days=1826, discount_rate=0.1):
        """The expected present value of each customer on the day of her first order, that order included.

        Parameters
        ----------
        days : int
            Horizon in days, at most ten years.
        discount_rate : float
            Cost of capital a year.

        Returns
        -------
        pandas.Series
            ¥ after returns and the cost to serve, by customer_id; 0 for a prospect. The cost of acquiring her
            is not taken off.

        Raises
        ------
        ValueError
            If a number is out of range.

        Notes
        -----
        What `expected_value` gives an active customer, and the contribution of the first order on top: nobody
        leaves after it.
        """
        orders = 1 + _discounted_orders(self._first_life(), self._future_weeks(days), _force(discount_rate))
        return self._series(self.customers["buyer"] * orders * self.customers["order_contribution"])

    @checked(days=one(positive), discount_rate=one(nonnegative))
    def value_of_channel(self, days=1826, discount_rate=0.1):
        """The expected value of one more registration from each acquisition channel, under the firm's rules.

        The mean of `value_on_joining` of those who came by a channel is the luck of this firm's few hundred;
        this is the mean over all who could come.

        Parameters
        ----------
        days : int
            Horizon in days, at most ten years.
        discount_rate : float
            Cost of capital a year.

        Returns
        -------
        pandas.Series
            ¥ a registration after returns and the cost to serve, by channel; those who never buy count as 0.
            The cost of acquiring is not taken off.

        Raises
        ------
        ValueError
            If a number is out of range.

        Notes
        -----
        The integral of `value_on_joining` over the population, weighed by the chance of each channel. A
        second life depends on campaigns to come and is not in it.
        """
        values = value_of_channel(self.parameters, self._future_weeks(days), _force(discount_rate))
        return pd.Series(values, index=pd.Index(CHANNELS, name="acquisition_channel"), name="value")

    @checked(days=one(positive), discount_rate=one(nonnegative))
    def club_value(self, days=1826, discount_rate=0.1):
        """The expected present value of each member's fees to come, less what their services cost.

        Parameters
        ----------
        days : int
            Horizon in days, at most ten years.
        discount_rate : float
            Cost of capital a year.

        Returns
        -------
        pandas.Series
            ¥ by customer_id, of her subscription and of a return to the club; 0 for who never was a member.

        Raises
        ------
        ValueError
            If a number is out of range, or the firm is of the first edition.

        Notes
        -----
        With the chance :math:`\\theta` not to renew and the fee f of a period less its services, paid at the
        times :math:`t_1, t_2, \\ldots` of the renewals:

        .. math::

            f \\sum_k (1 - \\theta)^k (1 + d)^{-t_k}
        """
        self._refuse_first_edition("club_value")
        self._future_weeks(days)
        return self._series(
            club_.club_value(self.customers, self.parameters.club, self._calendar.end, days, discount_rate)
        )

    def redemption_cost(self, held):
        """What points on an account are expected to cost the firm at the customer's next order.

        Parameters
        ----------
        held : float, list, array or Series
            Points on the account.

        Returns
        -------
        float or array
            ¥: all full hundreds if there are enough, times the chance to redeem and the value of a point.

        Raises
        ------
        ValueError
            If a number is below 0.
        """
        return points_.redemption_cost(_numbers("held", held, nonnegative), self.parameters.points)

    @property
    def _of_campaigns(self):
        return CampaignTruth(self.customers, self.campaigns, self.parameters, self._calendar)

    def response_chance(self, campaign, contacts=1, knowing="state"):
        """The probability that each eligible customer responds to a campaign.

        Parameters
        ----------
        campaign : str
            Code of the campaign, such as "C1".
        contacts : int
            Contacts that the customer gets; 0 for none.
        knowing : str
            "state": whether she has left by the first day, and her own rates; "firm": her orders and
            answers before that day, her price sensitivity and the population's parameters, so that the answer
            is averaged over who may have left.
            In the first edition the two are the same, as who has left answers like anyone else.

        Returns
        -------
        pandas.Series
            The probability, by customer_id, of all who had bought before the campaign.

        Raises
        ------
        ValueError
            If there is no such campaign, contacts is no whole number of at least 0, or knowing is neither.

        Notes
        -----
        Exact where campaigns follow each other. Where two overlap, that the other may just have won her back
        is neglected.
        """
        return self._of_campaigns.response_chance(campaign, contacts, knowing)

    def uplift(self, campaign, contacts=1, knowing="state"):
        """What contacts add to each eligible customer's probability to respond, by customer_id.

        Parameters
        ----------
        campaign : str
            Code of the campaign.
        contacts : int
            Contacts that the customer gets.
        knowing : str
            As in `response_chance`.

        Returns
        -------
        pandas.Series
            The difference of two probabilities; negative where sleeping dogs outweigh persuadables.

        Raises
        ------
        ValueError
            As `response_chance`.
        """
        return self.response_chance(campaign, contacts, knowing) - self.response_chance(campaign, 0, knowing)

    def profit_parts(self, campaign, contacts=1, knowing="state", days=365):
        """What contacting each eligible customer is expected to add, part by part.

        Parameters
        ----------
        campaign : str
            Code of the campaign.
        contacts : int
            Contacts that the customer gets.
        knowing : str
            As in `response_chance`.
        days : int
            For how many days from the first day on the orders of a second life count.

        Returns
        -------
        pandas.DataFrame
            ¥ by customer_id against not contacting her, in five columns: answers (margin of those won or
            lost), incentives, contacts, waiting (margin lost by discounts on orders of her own accord) and
            second_life (margin of its orders after the first). The last two are 0 in the first edition.

        Raises
        ------
        ValueError
            As `response_chance`, or if days is not from 1 to 3650.
        """
        check("days", days, one(positive))
        self._future_weeks(days)
        return self._of_campaigns.profit_parts(campaign, contacts, knowing, days)

    def expected_profits(self, campaign, contacts=1, knowing="state", days=365):
        """What contacting each eligible customer is expected to add, against not contacting her.

        Parameters
        ----------
        campaign : str
            Code of the campaign.
        contacts : int
            Contacts that the customer gets.
        knowing, days : object
            As in `profit_parts`.

        Returns
        -------
        pandas.Series
            ¥ by customer_id: margin of the answers won or lost, less incentives, contacts and the discounts
            of those who wait for the next offer, with the margin of second lives.

        Raises
        ------
        ValueError
            As `profit_parts`.

        Notes
        -----
        With the response probabilities :math:`P_k` after k contacts, the expected margin m of an order, the
        incentive s (every treated customer who responds gets it, the sure thing too), the cost c, and in the
        second edition what waiting costs, w, and a second life brings, l:

        .. math::

            P_k (m - s) - P_0 m - k c - w + l
        """
        parts = self.profit_parts(campaign, contacts, knowing, days)
        return parts.sum(axis=1).rename("expected_profit")

    def expected_profit(self, campaign, customers=None, contacts=1, knowing="state", days=365):
        """The expected profit of a campaign to these customers, against contacting nobody.

        Parameters
        ----------
        campaign : str
            Code of the campaign.
        customers : list, array or Series of customer_id, optional
            Who is contacted; without it, all who had bought before the campaign.
        contacts : int
            Contacts that each gets.
        knowing, days : object
            As in `profit_parts`.

        Returns
        -------
        float
            ¥; without luck, as it is a sum of expected values.

        Raises
        ------
        ValueError
            If a customer had not bought before the campaign, or is named twice.
        """
        profits = self.expected_profits(campaign, contacts, knowing, days)
        if customers is None:
            return float(profits.sum())
        wanted = pd.Index(np.atleast_1d(np.asarray(customers)))
        if wanted.has_duplicates:
            twice = wanted[wanted.duplicated()][0]
            raise ValueError(f"customers must name each customer once; got {twice} more than once")
        unknown = wanted.difference(profits.index)
        if len(unknown):
            raise ValueError(
                f"customers must have bought before campaign {campaign} began; got {describe(unknown[0])}, "
                f"who had not"
            )
        return float(profits.loc[wanted].sum())

    @checked(renewals=one(positive_count), plan=one_of("monthly", "yearly"))
    def satisfaction_effect(self, renewals=1, plan="monthly"):
        """What satisfaction does to the chance that a member has left the club after so many renewals.

        Parameters
        ----------
        renewals : int
            Renewals asked for, at least 1.
        plan : str
            "monthly" or "yearly".

        Returns
        -------
        SatisfactionEffect
            The true effect of one standard deviation, and what is found without adjusting for price
            sensitivity (differences of shares, mostly negative).

        Raises
        ------
        ValueError
            If renewals is no whole number of at least 1, or there is no such plan.

        Notes
        -----
        The propensity z to leave is linear in satisfaction s and price sensitivity c, all standard normal,
        and the chance f(z) of having left is increasing. By Stein's lemma the least-squares slope is the
        slope in z times the mean slope of f:

        .. math::

            \\beta = b \\, E[f'(z)] = b \\, E[z f(z)]

        with :math:`b = -k` adjusted and :math:`b = -(k + g \\rho)` not adjusted, for the effects k and g of
        satisfaction and price sensitivity and their correlation :math:`-\\rho`. With a bend in the effect the
        least-squares slopes are integrals.
        """
        pull = self.parameters.satisfaction
        if pull.bend:
            return SatisfactionEffect(*satisfaction_slopes(pull, self._left_by_score(renewals, plan)))
        share = (np.arange(QUANTILES) + 0.5) / QUANTILES
        left = self._left(share, renewals, plan)
        slope = float(np.mean(draws.normal(share) * left))
        confounding = pull.price_effect * pull.price_on_satisfaction
        return SatisfactionEffect(-pull.effect * slope, -(pull.effect + confounding) * slope)

    @checked(renewals=one(positive_count), plan=one_of("monthly", "yearly"))
    def left_by_satisfaction(self, levels, renewals=1, plan="monthly"):
        """The share of members who have left the club after so many renewals, if all were so satisfied.

        Parameters
        ----------
        levels : list or array
            Satisfaction in standard deviations from the average.
        renewals : int
            Renewals asked for, at least 1.
        plan : str
            "monthly" or "yearly".

        Returns
        -------
        pandas.Series
            Shares, by satisfaction: what raising satisfaction would do, with price sensitivity as it is. In
            a firm with a bend it falls more below the average than above it.

        Raises
        ------
        ValueError
            As `satisfaction_effect`.
        """
        levels = np.atleast_1d(_numbers("levels", levels, number)).astype(float)
        left = left_by_satisfaction(self.parameters.satisfaction, self._left_by_score(renewals, plan), levels)
        return pd.Series(left, index=pd.Index(levels, name="satisfaction"), name="left")

    def _left(self, share, renewals, plan):
        """The chance to have left after so many renewals, by the rank of the propensity."""
        a, b = (getattr(self.parameters.club, f"{plan}_{name}") for name in ("alpha", "beta"))
        return 1 - (1 - draws.beta(share, a, b)) ** renewals

    def _left_by_score(self, renewals, plan):
        return lambda score: self._left(draws.rank(score), renewals, plan)

    @checked(change=one(number), days=one(positive))
    def purchases_gained(self, change=1.0, days=365):
        """The further orders of each customer if she were more satisfied from now on.

        Parameters
        ----------
        change : float
            By how many standard deviations satisfaction rises; below 0 it falls.
        days : int
            How many days, at most ten years.

        Returns
        -------
        pandas.Series
            Orders on top of `expected_purchases(days)`, by customer_id; 0 for whoever has left.

        Raises
        ------
        ValueError
            If a number is out of range.

        Notes
        -----
        Satisfaction moves the propensity to leave alone, and not the purchase rate. With the effect k and the
        change c, a customer whose leaving probability lies at the quantile :math:`\\Phi(z)` of the population
        moves to :math:`\\Phi(z - k c)`.
        """
        from scipy.special import betainc

        settings, before = self.parameters.purchases, self.customers["leaving_probability"].to_numpy()
        pull, content = self.parameters.satisfaction, self.customers["satisfaction"].to_numpy()
        ranked = Propensity(pull)
        moved = bent(pull, content + change) - bent(pull, content)
        raw = ranked.raw(draws.normal(betainc(settings.a, settings.b, before))) - pull.effect * moved
        after = draws.beta(draws.rank(ranked.score(raw)), settings.a, settings.b)
        weeks = self._future_weeks(days)
        lives = self._first_life(after), self._first_life()
        more, usual = (orders_if_active(life, weeks, "state", settings) for life in lives)
        return self._series(chance_active(lives[0], "state", settings) * (more - usual))

    def complaint_effect(self):
        """The mean probability of leaving after a repeat order without complaint, and with one.

        Returns
        -------
        pandas.DataFrame
            A row for "no complaint", "well handled" and "badly handled": orders_share (of all orders, per
            customer), leaving_probability of the average customer if it happened to her, and
            leaving_probability_found among those to whom it happens. In the first edition means over the
            customers of this firm, in the second over all who could be.
        """
        people, leaving, weight = self._everyone()
        service = self.parameters.service
        rate, good = complaint_chances(people, service)
        well, badly = rate * good, rate * (1 - good)
        chances = leaving_after(leaving, well, badly, service)
        return _effects(
            ("no complaint", "well handled", "badly handled"), (1 - rate, well, badly), chances, weight
        )

    @checked(days=one(positive), discount_rate=one(nonnegative))
    def recovery_gains(self, days=1826, discount_rate=0.1):
        """What good handling in place of bad keeps of each customer's value, if she has a complaint.

        Parameters
        ----------
        days : int
            Horizon in days, at most ten years.
        discount_rate : float
            Cost of capital a year.

        Returns
        -------
        pandas.Series
            ¥ for a complaint about a repeat order, by customer_id; 0 for a prospect. As if the first life
            went on: whether she has left by now plays no part.

        Raises
        ------
        ValueError
            If a number is out of range.

        Notes
        -----
        .. math:: \\left( (1 - p)^{k_w} - (1 - p)^{k_b} \\right) V

        with p the probability of leaving after an order without complaint or with one (over all), the k of
        good and of bad handling, and V the value of a customer who goes on (as in `expected_value`). Who
        complains is no average customer: the mean over complaints is not the mean effect times the mean
        value.
        """
        life = self._first_life()
        kept = [
            (1 - life.leaving) ** odds
            for odds in (
                self.parameters.service.well_handled_odds,
                self.parameters.service.badly_handled_odds,
            )
        ]
        orders = _discounted_orders(life, self._future_weeks(days), _force(discount_rate))
        value = orders * self.customers["order_contribution"]
        return self._series(np.where(life.began, (kept[0] - kept[1]) * value, 0.0))

    def _everyone(self):
        """Quality, probability of leaving and weight: of the firm's customers, or of all who could be."""
        if self.parameters.edition == 1:
            quality, leaving = (
                self.customers[name].to_numpy() for name in ("quality", "leaving_probability")
            )
            return SimpleNamespace(quality=quality), leaving, np.ones(len(quality))
        _, quality, propensity, weight = population_nodes(self.parameters)
        purchases = self.parameters.purchases
        leaving = draws.beta(draws.rank(propensity), purchases.a, purchases.b)
        return SimpleNamespace(quality=quality), leaving, weight

    def late_parcel_effect(self):
        """The mean probability of leaving after a repeat order whose parcel came in time, or late.

        Returns
        -------
        pandas.DataFrame
            A row for "in time" and "late", of orders in the web shop without a complaint: orders_share (of
            them, per customer), leaving_probability of the average customer if it happened to her, and
            leaving_probability_found among those to whom it happens.

        Raises
        ------
        ValueError
            If the firm is of the first edition.
        """
        self._refuse_first_edition("late_parcel_effect")
        (people, leaving, weight), parameters = self._everyone(), self.parameters
        rate, good = complaint_chances(people, parameters.service)
        smooth, _, _ = leaving_after(leaving, rate * good, rate * (1 - good), parameters.service)
        late = late_chance(people, parameters.experience, parameters.service)
        chances = late_after(smooth, rate, late, parameters.experience)
        weights = (1 - late / (1 - rate), late / (1 - rate))
        return _effects(("in time", "late"), weights, chances, weight)

    @checked(plan=one_of("monthly", "yearly"))
    def renewal_effect(self, plan="monthly"):
        """The mean probability that a member does not renew, and what one event before makes of it.

        Parameters
        ----------
        plan : str
            "monthly" or "yearly".

        Returns
        -------
        pandas.Series
            Shares, for "on average", "late parcel", "well handled" and "badly handled".

        Raises
        ------
        ValueError
            If there is no such plan, or the firm is of the first edition.

        Notes
        -----
        With churn beta(a, b), and k to the power of the pull of a renewal:

        .. math::

            E[1 - (1 - \\theta)^k] = 1 - \\frac{B(a, b + k)}{B(a, b)}
        """
        self._refuse_first_edition("renewal_effect")
        club, service, experience = (
            getattr(self.parameters, name) for name in ("club", "service", "experience")
        )
        odds = {
            "on average": 1.0,
            "late parcel": experience.late_odds**experience.renewal_pull,
            "well handled": service.well_handled_odds**experience.renewal_pull,
            "badly handled": service.badly_handled_odds**experience.renewal_pull,
        }
        shares = {event: club_.renewal_after(club, plan, k) for event, k in odds.items()}
        return pd.Series(shares, name="not_renewed").rename_axis("event")

    @checked(cost_per_visit=one(nonnegative))
    def expected_account_profit(self, visits, cost_per_visit=0.0):
        """The expected margin of a quarter of each business customer less the cost of the visits.

        Parameters
        ----------
        visits : int, list, array or Series
            Visits in the quarter, one number for all accounts or one each in the order of the accounts.
        cost_per_visit : float
            ¥ a visit.

        Returns
        -------
        pandas.Series
            ¥ a quarter, by account_id.

        Raises
        ------
        ValueError
            If a number of visits is negative, or there are not as many as accounts.
        """
        table = self.accounts
        visits = _numbers("visits", visits, nonnegative)
        if visits.ndim and visits.shape != (len(table),):
            raise ValueError(f"visits must be one number or {len(table)}, one an account; got {len(visits)}")
        columns = (table[name].to_numpy() for name in ("potential", "base_share", "share_per_visit"))
        profit = accounts_.expected_quarter(*columns, visits) * table["margin_rate"] - cost_per_visit * visits
        return pd.Series(
            profit.to_numpy(), index=pd.Index(table["account_id"], name="account_id"), name="profit"
        )

    def _future_weeks(self, days):
        if days > 3650:
            raise ValueError(f"days must be at most 3650 (ten years); got {describe(days)}")
        return self._calendar.future_weeks(days)

    def _refuse_first_edition(self, name):
        if self.parameters.edition == 1:
            raise ValueError(f"{name} needs a firm of the second edition, simulate.firm(..., edition=2)")

    def _first_life(self, leaving=None):
        """The first lives up to the last day; with another probability of leaving if it is given."""
        table = self.customers
        columns = ("purchase_rate", "leaving_probability", "active", "frequency", "recency_weeks")
        values = [table[name].to_numpy() for name in columns]
        if leaving is not None:
            values[1] = leaving
        age = np.where(table["buyer"], table["age_weeks"], np.nan)
        tried = table["not_won_back"].to_numpy() if "not_won_back" in table else np.ones(len(table))
        if "won_back_on" in table:
            # Who was won back had left.
            tried = np.where(table["won_back_on"].notna(), np.inf, tried)
        return Life(*values, age, tried)

    def _orders(self, knowing, if_active):
        """The orders to come of each customer, over both lives: those of an active one times the chance."""
        purchases = self.parameters.purchases

        def answer(life):
            return chance_active(life, knowing, purchases) * if_active(life)

        found, table = answer(self._first_life()), self.customers
        if "won_back_on" not in table or table["won_back_on"].isna().all():
            return found
        columns = ("rate", "leaving_probability", "active", "frequency", "recency_weeks", "age_weeks")
        values = [table[f"second_{name}"].astype(float).to_numpy() for name in columns]
        return found + np.nan_to_num(answer(Life(*values, np.ones(len(table)))))

    def _series(self, values):
        return pd.Series(
            np.asarray(values), index=pd.Index(self.customers["customer_id"], name="customer_id")
        )


def _numbers(name, values, kind):
    """One number or several, each checked by its kind."""
    values = np.asarray(values)
    check(name, values if values.ndim else values.item(), kind)
    return values


def _force(discount_rate):
    """The discount rate a week, continuously compounded."""
    return np.log1p(discount_rate) / WEEKS_A_YEAR


def _discounted_orders(life, weeks, force):
    """The expected orders of a customer whose life goes on, each at its present value."""
    ending = life.rate * life.leaving + force
    with np.errstate(invalid="ignore", divide="ignore"):
        return life.rate * np.where(ending > 0, -np.expm1(-ending * weeks) / ending, weeks)


def _effects(states, shares, chances, weight):
    """For each state its share of the orders, and the probability of leaving after it, caused and found."""
    return pd.DataFrame(
        {
            "state": list(states),
            "orders_share": [np.average(share, weights=weight) for share in shares],
            "leaving_probability": [np.average(chance, weights=weight) for chance in chances],
            "leaving_probability_found": [
                np.average(chance, weights=weight * (share + 1e-12))
                for chance, share in zip(chances, shares, strict=True)
            ],
        }
    )
