"""What is true of campaigns: who responds, and what contacts earn, with two kinds of knowledge."""

import numpy as np
import pandas as pd

from crmlib._guard.checks import check, one, one_of, positive_count
from crmlib.simulate import baskets
from crmlib.simulate import campaigns as campaigns_
from crmlib.simulate.knowledge import ByOrders, ByState, Life, population_model
from crmlib.simulate.population import scores_given_price

KNOWING = ("state", "firm")
KINDS = ["sure_thing", "persuadable", "lost_cause", "sleeping_dog"]
WAITS = 12
SCORES = 81


class CampaignTruth:
    """The answers about campaigns.

    Parameters
    ----------
    customers, campaigns : pandas.DataFrame
        The truth by row; campaigns is None if the firm was made without them.
    parameters : Settings
        Of the firm.
    calendar : Calendar
        Of the firm.
    """

    def __init__(self, customers, campaigns, parameters, calendar):
        self.customers, self.campaigns, self.parameters = customers, campaigns, parameters
        self.calendar = calendar

    def response_chance(self, campaign, contacts, knowing):
        """The probability that each eligible customer responds, by customer_id."""
        settings, rows = self._campaign(campaign)
        if contacts != 0:
            check("contacts", contacts, one(positive_count))
        _, there, returns = self._standing(settings, rows, knowing)
        chance = there * campaigns_.response_chance(settings, rows[KINDS].to_numpy(), contacts)
        return self._series(rows, chance + returns * (contacts > 0), "response")

    def profit_parts(self, campaign, contacts, knowing, days):
        """What contacting each eligible customer adds, part by part."""
        treated, alone = (self.response_chance(campaign, k, knowing) for k in (contacts, 0))
        settings, rows = self._campaign(campaign)
        table = self.customers.set_index("customer_id").loc[rows["customer_id"]]
        margin = (table["mean_order_value"] * table["margin_rate"]).to_numpy()
        known, _, returns = self._standing(settings, rows, knowing)
        asked = contacts > 0
        return pd.DataFrame(
            {
                "answers": (treated - alone) * margin,
                "incentives": -settings.incentive * asked * treated,
                "contacts": -settings.contact_cost * contacts,
                "waiting": -asked * self._waiting(settings, rows, table, known),
                "second_life": asked * returns * self._second_orders(settings, days) * margin,
            },
            index=treated.index,
        )

    def _standing(self, settings, rows, knowing):
        """What is known of each eligible customer, and the chances to be there to answer, and to return."""
        check("knowing", knowing, one_of(*KNOWING))
        if self.parameters.edition == 1:
            return None, np.ones(len(rows)), np.zeros(len(rows))
        known = self._known(rows, knowing)
        there = np.mean([known.there(weeks) for weeks in self._waits(settings)], axis=0)
        gone = np.maximum(1 - known.active, 0.0)
        return known, there, gone * (rows["life"].to_numpy() == 1) * settings.won_back

    def _known(self, rows, knowing):
        """Customers by their state, or by their orders, answers and price sensitivity."""
        life, purchases = self._life(rows), self.parameters.purchases
        if knowing == "state":
            return ByState(life, purchases)
        node = np.linspace(-5, 5, SCORES)
        weights = np.exp(-(node**2) / 2)
        people = self.customers.set_index("customer_id").loc[rows["customer_id"]]
        scores = scores_given_price(
            self.parameters.satisfaction, people["price_sensitivity"].to_numpy(), node
        )
        # The rates of a second life are drawn anew, whatever the price sensitivity.
        scores = np.where((rows["life"].to_numpy() == 2)[:, None], node, scores)
        return ByOrders(life, scores, weights, purchases)

    def _life(self, rows):
        """The life of each eligible customer on the first day."""
        people = self.customers.set_index("customer_id").loc[rows["customer_id"]]
        again = rows["life"].to_numpy() == 2
        rate = np.where(again, people["second_rate"], people["purchase_rate"])
        leaving = np.where(again, people["second_leaving_probability"], people["leaving_probability"])
        columns = ("active", "frequency", "recency_weeks", "age_weeks", "likelihood_left")
        return Life(rate, leaving, *(rows[name].to_numpy() for name in columns))

    def _waits(self, settings):
        """How long answers take, in weeks of the clock: the means of twelve equal parts of the answers."""
        uniform = (np.arange(WAITS * 200) + 0.5) / (WAITS * 200)
        weeks = self.calendar.weeks(campaigns_.answer_moments(settings, uniform))
        return (weeks - self._start(settings)).reshape(WAITS, -1).mean(axis=1)

    def _waiting(self, settings, rows, table, known):
        """The margin that is lost by discounts on what contacted customers order of their own accord."""
        if known is None or settings.waiting_odds == 1:
            return np.zeros(len(rows))
        orders = known.orders(self._weeks_on(settings, settings.waiting_days))
        price, spend = table["price_sensitivity"].to_numpy(), self.parameters.spend
        usual, waiting = (baskets.mean_gross(price, spend, odds) for odds in (1.0, settings.waiting_odds))
        cost = (1 - table["margin_rate"].to_numpy()) * (waiting / usual - 1)
        # Only orders of the first life are placed with the offers in mind.
        return (rows["life"].to_numpy() == 1) * orders * cost * table["mean_order_value"].to_numpy()

    def _second_orders(self, settings, days):
        """The expected orders of a second life in the days from the first day on, but for its first."""
        left = np.maximum(self._weeks_on(settings, days) - self._waits(settings), 0.0)
        return float(np.mean(population_model(self.parameters.purchases).expected_purchases(left)))

    def _start(self, settings):
        return float(self.calendar.weeks(np.datetime64(settings.start, "D")))

    def _weeks_on(self, settings, days):
        """What the clock runs in the days from the first day on."""
        return float(self.calendar.weeks(np.datetime64(settings.start, "D") + int(days))) - self._start(
            settings
        )

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

    @staticmethod
    def _series(rows, values, name):
        return pd.Series(values, index=pd.Index(rows["customer_id"], name="customer_id"), name=name)
