"""What is true of the simulated firm, and nobody in it knows."""

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
from crmlib.btyd import BetaGeoNBD
from crmlib.simulate import accounts as accounts_
from crmlib.simulate import campaigns as campaigns_
from crmlib.simulate import draws
from crmlib.simulate.service import complaint_chances, leaving_after

WEEKS_A_YEAR = 365.25 / 7
QUANTILES = 20_001
KNOWING = one_of("state", "history", "population")


class SatisfactionEffect(NamedTuple):
    """What one standard deviation of satisfaction does to a chance of leaving (a difference of shares).

    Parameters
    ----------
    true : float
        The effect at equal price sensitivity: what raising satisfaction would do, and what a regression that
        adjusts for price sensitivity estimates.
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

    @checked(days=one(positive), knowing=KNOWING)
    def expected_purchases(self, days=365, knowing="state"):
        """The expected number of orders of each customer in the days after the last.

        Parameters
        ----------
        days : int
            How many days, at most ten years.
        knowing : str
            "state": the customer's own rates, and whether she has left; "history": her own rates and her
            orders; "population": her orders and the population's parameters, which is the most that can be
            known from the data.

        Returns
        -------
        pandas.Series
            Orders placed of their own accord (campaigns come on top), by customer_id; 0 for a prospect.

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
        weeks = self._future_weeks(days)
        if knowing == "population":
            return self._series(self._by_population(weeks))
        return self._series(self._chance_active(knowing) * self._purchases_if_active(weeks))

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
        orders = self._discounted_orders(days, discount_rate)
        return self._series(self._chance_active(knowing) * orders * self.customers["order_contribution"])

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
        orders = 1 + self._discounted_orders(days, discount_rate)
        return self._series(self.customers["buyer"] * orders * self.customers["order_contribution"])

    def _discounted_orders(self, days, discount_rate):
        """The expected orders of a customer who is active today, each at its present value."""
        table, weeks = self.customers, self._future_weeks(days)
        force = np.log1p(discount_rate) / WEEKS_A_YEAR
        ending = table["purchase_rate"] * table["leaving_probability"] + force
        with np.errstate(invalid="ignore", divide="ignore"):
            return table["purchase_rate"] * np.where(ending > 0, -np.expm1(-ending * weeks) / ending, weeks)

    def response_chance(self, campaign, contacts=1):
        """The probability that each eligible customer responds to a campaign.

        Parameters
        ----------
        campaign : str
            Code of the campaign, such as "C1".
        contacts : int
            Contacts that the customer gets; 0 for none.

        Returns
        -------
        pandas.Series
            The probability, by customer_id, of all who had bought before the campaign.

        Raises
        ------
        ValueError
            If there is no such campaign, or contacts is no whole number of at least 0.
        """
        settings, rows = self._campaign(campaign)
        if contacts != 0:
            check("contacts", contacts, one(positive_count))
        shares = rows[["sure_thing", "persuadable", "lost_cause", "sleeping_dog"]].to_numpy()
        chance = campaigns_.response_chance(settings, shares, contacts)
        return pd.Series(chance, index=pd.Index(rows["customer_id"], name="customer_id"), name="response")

    def uplift(self, campaign, contacts=1):
        """What contacts add to each eligible customer's probability to respond, by customer_id.

        Parameters
        ----------
        campaign : str
            Code of the campaign.
        contacts : int
            Contacts that the customer gets.

        Returns
        -------
        pandas.Series
            The difference of two probabilities; negative where sleeping dogs outweigh persuadables.

        Raises
        ------
        ValueError
            As `response_chance`.
        """
        return self.response_chance(campaign, contacts) - self.response_chance(campaign, 0)

    def expected_profits(self, campaign, contacts=1):
        """What contacting each eligible customer is expected to add, against not contacting her.

        Parameters
        ----------
        campaign : str
            Code of the campaign.
        contacts : int
            Contacts that the customer gets.

        Returns
        -------
        pandas.Series
            ¥ by customer_id: margin of the answers won or lost, less incentives and contacts.

        Raises
        ------
        ValueError
            As `response_chance`.

        Notes
        -----
        With the response probabilities :math:`P_k` after k contacts, the expected margin m of an order, the
        incentive s (every treated customer who responds gets it, the sure thing too) and the cost c:

        .. math::

            P_k (m - s) - P_0 m - k c
        """
        settings, rows = self._campaign(campaign)
        table = self.customers.set_index("customer_id").loc[rows["customer_id"]]
        margin = (table["mean_order_value"] * table["margin_rate"]).to_numpy()
        treated, left_alone = self.response_chance(campaign, contacts), self.response_chance(campaign, 0)
        cost = settings.contact_cost * contacts
        incentive = settings.incentive if contacts else 0.0
        return (treated * (margin - incentive) - left_alone * margin - cost).rename("expected_profit")

    def expected_profit(self, campaign, customers=None, contacts=1):
        """The expected profit of a campaign to these customers, against contacting nobody.

        Parameters
        ----------
        campaign : str
            Code of the campaign.
        customers : list, array or Series of customer_id, optional
            Who is contacted; without it, all who had bought before the campaign.
        contacts : int
            Contacts that each gets.

        Returns
        -------
        float
            ¥; without luck, as it is a sum of expected values.

        Raises
        ------
        ValueError
            If a customer had not bought before the campaign, or is named twice.
        """
        profits = self.expected_profits(campaign, contacts)
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
        satisfaction and price sensitivity and their correlation :math:`-\\rho`.
        """
        club, pull = self.parameters.club, self.parameters.satisfaction
        a, b = (getattr(club, f"{plan}_{name}") for name in ("alpha", "beta"))
        share = (np.arange(QUANTILES) + 0.5) / QUANTILES
        left = 1 - (1 - draws.beta(share, a, b)) ** renewals
        slope = float(np.mean(draws.normal(share) * left))
        confounding = pull.price_effect * pull.price_on_satisfaction
        return SatisfactionEffect(-pull.effect * slope, -(pull.effect + confounding) * slope)

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
        propensity = draws.normal(betainc(settings.a, settings.b, before))
        after = draws.beta(
            draws.rank(propensity - self.parameters.satisfaction.effect * change), settings.a, settings.b
        )
        weeks = self._future_weeks(days)
        more = self._purchases_if_active(weeks, after) - self._purchases_if_active(weeks)
        return self._series(self._chance_active("state") * more)

    def complaint_effect(self):
        """The mean probability of leaving after a repeat order without complaint, and with one.

        Returns
        -------
        pandas.DataFrame
            A row for "no complaint", "well handled" and "badly handled": orders_share (of all orders, per
            customer), leaving_probability of the average customer if it happened to her, and
            leaving_probability_found among those to whom it happens.
        """
        people, service = _Qualities(self.customers), self.parameters.service
        rate, good = complaint_chances(people, service)
        well, badly = rate * good, rate * (1 - good)
        chances = leaving_after(self.customers["leaving_probability"].to_numpy(), well, badly, service)
        weights = (1 - rate, well, badly)
        return pd.DataFrame(
            {
                "state": ["no complaint", "well handled", "badly handled"],
                "orders_share": [weight.mean() for weight in weights],
                "leaving_probability": [chance.mean() for chance in chances],
                "leaving_probability_found": [
                    np.average(chance, weights=weight + 1e-12)
                    for chance, weight in zip(chances, weights, strict=True)
                ],
            }
        )

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
        visits = np.asarray(visits)
        check("visits", visits if visits.ndim else visits.item(), nonnegative)
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

    def _purchases_if_active(self, weeks, probability=None):
        rate = self.customers["purchase_rate"].to_numpy()
        if probability is None:
            probability = self.customers["leaving_probability"].to_numpy()
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(
                probability > 0, -np.expm1(-rate * probability * weeks) / probability, rate * weeks
            )

    def _chance_active(self, knowing):
        table = self.customers
        if knowing == "state":
            return table["active"].to_numpy(dtype=float)
        rate, probability = (table[name].to_numpy() for name in ("purchase_rate", "leaving_probability"))
        silent = np.minimum(rate * (table["age_weeks"] - table["recency_weeks"]).to_numpy(), 700)
        with np.errstate(divide="ignore"):
            alive = 1 / (1 + probability / (1 - probability) * np.exp(silent))
        return np.where(table["frequency"] == 0, 1.0, alive) * table["buyer"]

    def _by_population(self, weeks):
        settings, table = self.parameters.purchases, self.customers
        model = BetaGeoNBD.from_parameters(
            **{name: getattr(settings, name) for name in ("r", "alpha", "a", "b")}
        )
        history = (table[name].to_numpy() for name in ("frequency", "recency_weeks", "age_weeks"))
        return model.conditional_expected_purchases(weeks, *history) * table["buyer"]

    def _campaign(self, campaign):
        if self.campaigns is None:
            raise ValueError(
                "campaign is not known: the firm was made without the table 'campaigns' in tables="
            )
        codes = [one.campaign_id for one in self.parameters.campaigns]
        if not codes:
            raise ValueError("campaign is not known: the firm was made without campaigns")
        check("campaign", campaign, tuple(codes))
        rows = self.campaigns[self.campaigns["campaign_id"] == campaign]
        return self.parameters.campaigns[codes.index(campaign)], rows

    def _series(self, values):
        return pd.Series(
            np.asarray(values), index=pd.Index(self.customers["customer_id"], name="customer_id")
        )


class _Qualities:
    """The one column that the chances of complaints need."""

    def __init__(self, customers):
        self.quality = customers["quality"].to_numpy()
