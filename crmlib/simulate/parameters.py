"""The parameters of the simulated firm, by topic: frozen groups, each value with its default and reason.

The reasons stand behind the semicolon; where no source is named, the value is our choice.
"""

from dataclasses import dataclass, field, fields, replace
from datetime import date

from crmlib._guard.checks import (
    check,
    describe,
    nonnegative,
    number,
    open_share,
    positive,
    positive_count,
    require,
    share,
    share_below_one,
)
from crmlib.simulate.tables import CAMPAIGN_CHANNELS, CAMPAIGN_KINDS, TOUCHPOINTS


def _of(kind, default, moves=None):
    """A parameter: its kind, its default, and which number of the firm a fifth more moves, up or down."""
    return field(default=default, metadata={"kind": kind, "moves": moves})


class Parameters:
    """A group of parameters, each checked by its kind."""

    def __post_init__(self):
        for parameter in fields(self):
            if kind := parameter.metadata.get("kind"):
                check(f"{type(self).__name__}.{parameter.name}", getattr(self, parameter.name), kind)
        self._check_together()

    def _check_together(self):
        """Rules between the parameters of the group."""


def _numbers(name, values, length, kind):
    if not isinstance(values, tuple) or len(values) != length:
        raise ValueError(f"{name} must be a tuple of {length} numbers; got {describe(values)}")
    for value in values:
        check(f"each value of {name}", value, kind)


@dataclass(frozen=True)
class Population(Parameters):
    """Who the customers are.

    Parameters
    ----------
    prospect_share : float
        Share of the registered who never buy; some register and only look.
    female_share : float
        Share of women; home, beauty and clothing shops sell to more women than men.
    mean_age, age_spread : float
        Mean and standard deviation of age in years, cut at 18 and 85; grown-ups of working age.
    median_income, income_spread : float
        Median household income in ¥ a year and the standard deviation of its logarithm; ¥150,000 is a
        middle-class household in a large city.
    no_email_share, no_income_share : float
        Share without an e-mail address, and of those who do not state their income; gaps as in any form.
    email_consent, sms_consent, phone_consent : float
        Share who agreed to each channel; consent falls as a channel gets closer to the person.
    panel_share : float
        Share whose spend in all shops is known from a household panel; a firm never knows it of everyone.
    wallet_a, wallet_b : float
        Share of the category spend that goes to this firm while a customer is active ~ beta; mean 0.3.
    habit_shape : float
        Returns and enquiries an order differ from customer to customer by a factor ~ gamma with this shape
        and mean 1; with 0.6 a few customers make most of the work.
    referral_pull : float
        Growth of the logarithm of a customer's weight as a referrer with one standard deviation of
        satisfaction; with 0.6 a very satisfied customer refers three times as often as an average one.
    """

    prospect_share: float = _of(share_below_one, 0.05, "prospects up")
    female_share: float = _of(share, 0.58, "women up")
    mean_age: float = _of(positive, 38.0, "mean age up")
    age_spread: float = _of(positive, 12.0, "spread of age up")
    median_income: float = _of(positive, 150_000.0, "median income up")
    income_spread: float = _of(positive, 0.5, "spread of income up")
    no_email_share: float = _of(share, 0.08, "customers without e-mail up")
    no_income_share: float = _of(share, 0.2, "customers without income up")
    email_consent: float = _of(share, 0.72, "consent to e-mail up")
    sms_consent: float = _of(share, 0.55, "consent to SMS up")
    phone_consent: float = _of(share, 0.3, "consent to calls up")
    panel_share: float = _of(share, 0.4, "customers in the panel up")
    wallet_a: float = _of(positive, 3.0, "share of wallet up")
    wallet_b: float = _of(positive, 7.0, "share of wallet down")
    habit_shape: float = _of(positive, 0.6, "spread of returns down")
    referral_pull: float = _of(number, 0.6, "referrals by the satisfied up")


@dataclass(frozen=True)
class Purchases(Parameters):
    """When customers buy: the BG/NBD population (Fader, Hardie and Lee 2005), time in weeks.

    Parameters
    ----------
    r, alpha : float
        Purchase rate a week ~ gamma(r, alpha); mean r / alpha = 0.089, about 4.6 orders a year, and most
        customers below it.
    a, b : float
        Probability of leaving after a repeat order ~ beta(a, b); mean a / (a + b) = 0.13, many far below it.
    store_share : float
        Share of orders in a store, all within opening hours; a retailer whose web shop is the larger part.
    cancelled_share : float
        Orders cancelled and placed again, for each completed order; few, but enough to spoil a count.
    """

    r: float = _of(positive, 0.8, "purchase rate up")
    alpha: float = _of(positive, 9.0, "purchase rate down")
    a: float = _of(positive, 0.7, "leaving probability up")
    b: float = _of(positive, 4.7, "leaving probability down")
    store_share: float = _of(share, 0.3, "contribution of an order up")
    cancelled_share: float = _of(share, 0.015, "cancelled orders up")


@dataclass(frozen=True)
class Spend(Parameters):
    """What an order is worth: the gamma-gamma population (Fader, Hardie and Lee 2005), money in ¥.

    Parameters
    ----------
    p, q, v : float
        Order value ~ gamma(p, nu), nu ~ gamma(q, v); mean p v / (q - 1) = ¥180, q above 1.
    income_effect : float
        Correlation of income and mean order value (on the scale of normal ranks), -1 to 1; the rich spend
        more, but not by much.
    favourite_share : float
        Chance that a line is from the customer's favourite category; else the categories are drawn alike.
    discount_rate : float
        Chance of a discount for a customer of average price sensitivity; doubled odds for each standard
        deviation above.
    """

    p: float = _of(positive, 4.0, "mean order up")
    q: float = _of(positive, 4.0, "mean order down")
    v: float = _of(positive, 135.0, "mean order up")
    income_effect: float = _of(number, 0.4, "tie of income and mean order up")
    favourite_share: float = _of(share, 0.4, "spread of margin rates up")
    discount_rate: float = _of(open_share, 0.25, "margin rate down")

    def _check_together(self):
        require(self.q > 1, "Spend.q must be above 1, or the mean order has no finite value", q=self.q)
        require(
            abs(self.income_effect) <= 1,
            "Spend.income_effect must be from -1 to 1",
            effect=self.income_effect,
        )


@dataclass(frozen=True)
class Seasonality(Parameters):
    """When in the year, the week and the day orders fall.

    The clock of the purchases runs faster on busy days: BG/NBD holds in that clock (the busy-day weeks of
    `truth.weeks`), and each calendar year has as many of its weeks as of the calendar's.

    Parameters
    ----------
    months : tuple
        Weight of each month, January first; a quiet spring, a busy November.
    weekdays : tuple
        Weight of each weekday, Monday first; more at the weekend.
    singles_day, mid_year, spring_festival : float
        Factor on 11 November (双十一) and 18 June (618), and on the seven days of the Spring Festival; the
        two large sales, and a week in which parcels rest.
    """

    months: tuple = _of(
        None,
        (0.95, 0.85, 0.95, 0.9, 1.0, 1.1, 0.95, 0.95, 1.0, 1.05, 1.2, 1.1),
        "weeks of the clock in the month up",
    )
    weekdays: tuple = _of(None, (0.9, 0.9, 0.9, 0.95, 1.05, 1.2, 1.1), "weeks of the clock on the weekday up")
    singles_day: float = _of(positive, 4.0, "weeks of the clock on 11 November up")
    mid_year: float = _of(positive, 2.5, "weeks of the clock on 18 June up")
    spring_festival: float = _of(positive, 0.4, "weeks of the clock in the Spring Festival up")

    def _check_together(self):
        _numbers("Seasonality.months", self.months, 12, positive)
        _numbers("Seasonality.weekdays", self.weekdays, 7, positive)


@dataclass(frozen=True)
class Satisfaction(Parameters):
    """What drives leaving: satisfaction (a cause) and price sensitivity (a cause of both).

    All three are standard normal in the population. The propensity to leave is
    - effect × satisfaction + price_effect × price sensitivity + a rest that makes its variance 1; its rank
    gives the leaving probability in the beta population, so that the population stays what it is.

    Parameters
    ----------
    effect : float
        Fall of the propensity to leave with one standard deviation of satisfaction; a moderate effect.
    price_effect : float
        Rise of the propensity to leave with one standard deviation of price sensitivity; larger than
        satisfaction's, so that who does not adjust is misled.
    price_on_satisfaction : float
        Fall of satisfaction with one standard deviation of price sensitivity, at least 0 and below 1; who
        watches prices is less easily pleased.
    bend : float
        Bend of the effect of satisfaction, from 0 to below 1: times 1 + bend below the average, times
        1 - bend above it; 0 is the straight line of edition 1. Edition 2 has 0.4: what disappoints
        weighs more than what pleases (Mittal, Ross and Baldasare 1998; the size is our choice).
    """

    effect: float = _of(number, 0.3, "effect of satisfaction up")
    price_effect: float = _of(number, 0.5, "overstatement by the naive effect up")
    price_on_satisfaction: float = _of(share_below_one, 0.5, "overstatement by the naive effect up")
    bend: float = _of(share_below_one, 0.0, "bend of leaving by satisfaction up")

    @property
    def explained(self):
        """Share of the variance of the propensity to leave that satisfaction and prices explain."""
        both = 2 * self.effect * self.price_effect * self.price_on_satisfaction
        return self.effect**2 + self.price_effect**2 + both

    def _check_together(self):
        require(
            self.explained <= 1,
            "Satisfaction.effect and Satisfaction.price_effect are too large together: the variance that "
            "they explain must be at most 1",
            effect=self.effect,
            price_effect=self.price_effect,
        )


@dataclass(frozen=True)
class Club(Parameters):
    """The subscription club: shifted beta-geometric populations (Fader and Hardie 2007).

    Parameters
    ----------
    join_share : float
        Share of the buyers who join; frequent buyers more often, and joining changes nothing in what they
        buy (selection, not effect).
    yearly_share : float
        Share of members who pay by the year.
    monthly_alpha, monthly_beta : float
        Probability not to renew a month ~ beta; mean 0.08.
    yearly_alpha, yearly_beta : float
        Probability not to renew a year ~ beta; mean 0.3.
    monthly_fee, yearly_fee : float
        Price of a period in ¥; the year costs about nine months.
    cost_share : float
        Share of the fee that its services cost (free delivery, gifts).
    return_share : float
        Share of those who ended that subscribe once more, two to eight months later.
    """

    join_share: float = _of(share, 0.4, "members up")
    yearly_share: float = _of(share, 0.25, "yearly members up")
    monthly_alpha: float = _of(positive, 0.8, "churn of monthly members up")
    monthly_beta: float = _of(positive, 9.2, "churn of monthly members down")
    yearly_alpha: float = _of(positive, 0.9, "churn of yearly members up")
    yearly_beta: float = _of(positive, 2.1, "churn of yearly members down")
    monthly_fee: float = _of(nonnegative, 18.0, "value of the club up")
    yearly_fee: float = _of(nonnegative, 168.0, "value of the club up")
    cost_share: float = _of(share, 0.55, "value of the club down")
    return_share: float = _of(share, 0.08, "value of the club up")


@dataclass(frozen=True)
class Service(Parameters):
    """Complaints, how they are handled, and the scores at the touchpoints.

    A complaint changes the probability p of leaving after that order to 1 - (1 - p)^k, with k for handled
    well or badly; orders without complaint make up for it, so that over all orders p stays p.

    Parameters
    ----------
    complaint_rate : float
        Complaints an order, for the average customer; a few in a hundred.
    well_handled_share : float
        Share handled well, for the average customer.
    badly_handled_odds : float
        The k of a complaint handled badly; leaving becomes about three times as likely.
    well_handled_odds : float
        The k of a complaint handled well; below 1 is the recovery paradox (McCollough and Bharadwaj 1992):
        recovered customers stay more often than those without a problem. 1.2 says: not here.
    quality_pull : float
        Fall of the logarithm of the complaint rate, and rise of the log odds of good handling, with one
        standard deviation of the quality that a customer meets; it makes handling look better than it is.
    enquiry_rate : float
        Calls and chats an order that are no complaint, for the average customer; one order in eight.
    incidents : tuple
        What went wrong at a touchpoint: (touchpoint, first day, last day, change of the scores); peaks and a
        shortage of staff, for a control chart to find.
    """

    complaint_rate: float = _of(share, 0.03, "complaints an order up")
    well_handled_share: float = _of(open_share, 0.55, "complaints handled well up")
    badly_handled_odds: float = _of(positive, 3.5, "leaving after bad handling up")
    well_handled_odds: float = _of(positive, 1.2, "leaving after good handling up")
    quality_pull: float = _of(number, 0.4, "overstatement of good handling up")
    enquiry_rate: float = _of(share, 0.12, "contribution of an order down")
    incidents: tuple = _of(
        None,
        (
            ("delivery", "2024-11-11", "2024-12-01", -0.9),
            ("hotline", "2025-09-08", "2025-10-12", -1.2),
            ("app", "2025-04-07", "2025-04-20", -1.0),
        ),
        "scores in incidents down",
    )

    def _check_together(self):
        for incident in self.incidents if isinstance(self.incidents, tuple) else [self.incidents]:
            _refuse_incident(incident)
        odds = max(self.badly_handled_odds, self.well_handled_odds)
        sentence = "Service.complaint_rate times the odds must stay below 0.2"
        require(self.complaint_rate * odds < 0.2, sentence, complaint_rate=self.complaint_rate, odds=odds)


def _refuse_incident(incident):
    allowed = "(touchpoint, first day, last day, change of the scores)"
    if not isinstance(incident, tuple) or len(incident) != 4:
        raise ValueError(f"each incident of Service.incidents must be {allowed}; got {describe(incident)}")
    check("each touchpoint of Service.incidents", incident[0], TOUCHPOINTS)
    for day in incident[1:3]:
        _refuse_day("each day of Service.incidents", day)
    check("each change of Service.incidents", incident[3], number)


def _refuse_day(name, day):
    try:
        date.fromisoformat(day)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be text such as '2024-11-11'; got {describe(day)}") from None


@dataclass(frozen=True)
class Surveys(Parameters):
    """Who is asked, who answers, and how answers follow from satisfaction.

    Parameters
    ----------
    order_share : float
        Share of orders after which a survey is sent.
    yearly_share : float
        Share of the year's buyers who get the yearly survey of the relationship, on 15 March.
    response_rate : float
        Chance of an answer at average satisfaction; three in ten.
    response_pull : float
        Rise of the log odds of an answer with satisfaction, and with its distance from the average: the
        happy and the angry answer; so the mean of the answers is not the mean of the customers.
    csat_mean, csat_slope, csat_noise : float
        Latent CSAT on the scale 1 to 5: mean, slope in satisfaction, standard deviation of the rest; a
        third of the variance of an answer is noise.
    nps_mean, nps_slope, nps_noise : float
        The same for the 0-to-10 question.
    familiarity : float
        Rise of the latent CSAT with the logarithm of the orders so far; loyalty raises the answers too
        (reverse causation).
    """

    order_share: float = _of(share, 0.2, "invitations after orders up")
    yearly_share: float = _of(share, 0.7, "yearly invitations up")
    response_rate: float = _of(open_share, 0.3, "answers up")
    response_pull: float = _of(number, 0.35, "satisfaction of who answers up")
    csat_mean: float = _of(number, 3.7, "mean CSAT up")
    csat_slope: float = _of(number, 0.7, "slope of CSAT in satisfaction up")
    csat_noise: float = _of(nonnegative, 0.5, "tie of CSAT and satisfaction down")
    nps_mean: float = _of(number, 7.6, "mean of the 0-to-10 question up")
    nps_slope: float = _of(number, 1.5, "slope of the 0-to-10 question in satisfaction up")
    nps_noise: float = _of(nonnegative, 1.1, "tie of the 0-to-10 question and satisfaction down")
    familiarity: float = _of(number, 0.1, "mean CSAT up")


@dataclass(frozen=True)
class Points(Parameters):
    """The loyalty programme's points.

    Parameters
    ----------
    points_per_yuan : float
        Points for each ¥ of a completed order; 1 is the plainest rule.
    value_per_point : float
        What a point is worth when redeemed, in ¥; with 0.01 the nominal reward is 1 %.
    least_redeemed : float
        Points needed to redeem, and then all full hundreds go; a threshold of ¥5.
    redemption_rate : float
        Chance to redeem at an order, if there are enough points; many forget.
    """

    points_per_yuan: float = _of(nonnegative, 1.0, "points earned up")
    value_per_point: float = _of(nonnegative, 0.01, "cost of redemptions up")
    least_redeemed: int = _of(positive_count, 500, "cost of redemptions down")
    redemption_rate: float = _of(share, 0.25, "cost of redemptions up")


@dataclass(frozen=True)
class Costs(Parameters):
    """What serving a customer costs: ¥ for one of each activity.

    Parameters
    ----------
    web_order, store_order : float
        Picking, packing and delivery; the till and the shelf.
    return_ : float
        Taking back a line, with transport.
    phone_contact, chat_contact, email_contact : float
        Minutes of an agent.
    complaint : float
        Work on a complaint without the compensation.
    campaign_contact : float
        Mean cost of a contact in a campaign, in the year's cost to serve.
    fixed_share : float
        Share of these costs that stays if the activity stops; buildings and shifts.
    """

    web_order: float = _of(nonnegative, 18.0, "contribution of an order down")
    store_order: float = _of(nonnegative, 9.0, "contribution of an order down")
    return_: float = _of(nonnegative, 25.0, "contribution of an order down")
    phone_contact: float = _of(nonnegative, 15.0, "contribution of an order down")
    chat_contact: float = _of(nonnegative, 6.0, "contribution of an order down")
    email_contact: float = _of(nonnegative, 5.0, "contribution of an order down")
    complaint: float = _of(nonnegative, 45.0, "contribution of an order down")
    campaign_contact: float = _of(nonnegative, 1.0, "cost of campaign contacts up")
    fixed_share: float = _of(share, 0.4, "share of costs that stays up")


@dataclass(frozen=True)
class Accounts(Parameters):
    """The business customers and their managers.

    Parameters
    ----------
    accounts, managers : int
        How many; forty accounts fit on a page.
    median_potential, potential_spread : float
        What an account buys a year from all suppliers: median in ¥ and standard deviation of the logarithm;
        a few large, many small.
    share_per_visit : float
        Share of the potential still open that a visit in a quarter wins, on average (concave response:
        Lodish 1971).
    base_share : float
        Share of the potential that comes without any visit.
    visits_a_quarter : float
        Mean number of visits of an account in a quarter, by habit rather than by potential.
    noise : float
        Standard deviation of the logarithm of a quarter's revenue.
    """

    accounts: int = _of(positive_count, 40, "accounts up")
    managers: int = _of(positive_count, 5, "managers up")
    median_potential: float = _of(positive, 600_000.0, "potential of accounts up")
    potential_spread: float = _of(nonnegative, 0.8, "spread of potentials up")
    share_per_visit: float = _of(open_share, 0.1, "gain of a visit up")
    base_share: float = _of(share_below_one, 0.12, "profit of accounts without visits up")
    visits_a_quarter: float = _of(positive, 3.0, "visits to accounts up")
    noise: float = _of(nonnegative, 0.25, "spread of revenue up")


@dataclass(frozen=True)
class Activity(Parameters):
    """What customers do week by week.

    Parameters
    ----------
    weeks : int
        Full weeks before the last day; a year.
    visits_per_order : float
        Visits to web shop and app for each order that the customer's rate leads one to expect.
    half_life_weeks : float
        After how many weeks half of the visits of a customer who left are gone; some go on looking.
    warning_weeks : int
        Weeks before the end of a subscription in which visits fall; what a health score can see coming.
    warning_drop : float
        Share of the visits that is lost in these weeks.
    open_rate : float
        Chance that a newsletter a week is opened, given consent.
    """

    weeks: int = _of(positive_count, 52, "weeks of activity up")
    visits_per_order: float = _of(positive, 15.0, "visits up")
    half_life_weeks: float = _of(positive, 5.0, "visits up")
    warning_weeks: int = _of(positive_count, 6, "visits down")
    warning_drop: float = _of(share, 0.6, "visits down")
    open_rate: float = _of(share, 0.3, "newsletters opened up")


@dataclass(frozen=True)
class Experience(Parameters):
    """How satisfaction is made and moves (edition 2).

    Satisfaction follows from expectation and performance, falls with a late parcel and a complaint, and comes
    back. A late parcel changes the probability p of leaving after its order to 1 - (1 - p)^k, and parcels in
    time make up for it.

    Parameters
    ----------
    expectation_effect : float
        Fall of satisfaction with one standard deviation of expectation; who expects more is harder to please.
    expectation_shown : float
        Correlation of what customers answer as expected with what they expect; the rest is the day's mood.
    late_share : float
        Share of parcels that come late, for the average customer; one in twenty.
    late_odds : float
        The k of a late parcel; leaving becomes about half as likely again.
    renewal_pull : float
        Power of each k at the next renewal of the club, after a late parcel or a complaint; 1 would be as
        strong as after an order, 0 nothing: an order touches the club, and is not the club.
    late_fall, complaint_fall : float
        By how many standard deviations satisfaction falls with a late parcel, and with a complaint; a parcel
        annoys, and a complaint is what angers.
    repaired_share : float
        Share of the fall that good handling of a complaint gives back when it is closed; most, and not all.
    half_life_weeks : float
        After how many weeks half of a change is gone; a quarter of a year.
    """

    expectation_effect: float = _of(share_below_one, 0.35, "tie of expectation and satisfaction down")
    expectation_shown: float = _of(share, 0.8, "tie of the answered and the true expectation up")
    late_share: float = _of(share, 0.05, "late parcels up")
    late_odds: float = _of(positive, 1.5, "leaving after a late parcel up")
    renewal_pull: float = _of(nonnegative, 0.5, "not renewing after bad handling up")
    late_fall: float = _of(nonnegative, 0.6, "satisfaction on the last day down")
    complaint_fall: float = _of(nonnegative, 1.2, "satisfaction on the last day down")
    repaired_share: float = _of(share, 0.7, "satisfaction on the last day up")
    half_life_weeks: float = _of(positive, 13.0, "satisfaction on the last day down")

    def _check_together(self):
        sentence = "Experience.late_share times Experience.late_odds must stay below 0.2"
        product = self.late_share * self.late_odds
        require(product < 0.2, sentence, late_share=self.late_share, late_odds=self.late_odds)


@dataclass(frozen=True)
class Signals(Parameters):
    """How far the activity before the end of a subscription can be trusted (edition 2).

    Parameters
    ----------
    missed_share : float
        Share of the ends of subscriptions that no fall of the visits announces; some decide on the day.
    false_alarm_rate : float
        Chance a week that the visits of a customer fall, for as many weeks as before an end, and nothing
        ends; holidays, examinations, another telephone.
    """

    missed_share: float = _of(share, 0.35, "visits up")
    false_alarm_rate: float = _of(share, 0.01, "visits down")


@dataclass(frozen=True)
class Campaign(Parameters):
    """A campaign with randomised treatment, and what kinds of customers it meets.

    Parameters
    ----------
    campaign_id, name, kind, channel : str
        Code, name, kind and channel.
    start : str
        First day.
    contact_cost, incentive : float
        ¥ for a contact, and ¥ for each treated member who responds.
    recent, cooling, lapsed : tuple
        For customers whose last order is at most 90 days, at most 270 days, or longer ago: the shares of
        sure things, persuadables and sleeping dogs, at average price sensitivity; the rest are lost causes.
    price_pull : float
        Rise of the logarithm of the share of persuadables with one standard deviation of price sensitivity.
    days : int
        Length of the observed response.
    member_share, treated_share : float
        Share of the buyers who are drawn as members, and of the members who are treated.
    contacts : tuple
        Numbers of contacts that the treated get, drawn alike; (1,) for one each.
    success_per_contact, harm_per_contact : float
        Chance that a contact wins a persuadable, or drives off a sleeping dog; 1 where one contact decides.
    won_back : float
        Chance that a contacted customer who had left begins a second life, at most 0.1 and however many
        contacts she gets (edition 2); who has left for good does not answer.
    waiting_odds : float
        Factor on the odds of a discount on what contacted customers order of their own accord in the
        `waiting_days`, at least 1 (edition 2); who was once made an offer asks for the next.
    waiting_days : int
        How long contacted customers wait for offers; two months.
    """

    campaign_id: str
    name: str
    kind: str
    channel: str
    start: str
    contact_cost: float = _of(nonnegative, 1.0, "expected profit down")
    incentive: float = _of(nonnegative, 0.0, "expected profit down")
    recent: tuple = _of(
        None, (0.1, 0.1, 0.0), "sure things answer, persuadables and sleeping dogs move uplift"
    )
    cooling: tuple = _of(
        None, (0.05, 0.1, 0.0), "sure things answer, persuadables and sleeping dogs move uplift"
    )
    lapsed: tuple = _of(
        None, (0.02, 0.05, 0.0), "sure things answer, persuadables and sleeping dogs move uplift"
    )
    price_pull: float = _of(number, 0.3, "uplift of the price-sensitive up")
    days: int = _of(positive_count, 30, "response down")
    member_share: float = _of(share, 0.8, "members of the campaign up")
    treated_share: float = _of(open_share, 0.5, "treated members up")
    contacts: tuple = _of(None, (1,), "contacts up")
    success_per_contact: float = _of(share, 1.0, "uplift up")
    harm_per_contact: float = _of(share, 1.0, "uplift down")
    won_back: float = _of(share, 0.0, "uplift up")
    waiting_odds: float = _of(positive, 1.0, "expected profit down")
    waiting_days: int = _of(positive_count, 60, "expected profit down")

    def _check_together(self):
        for name in ("campaign_id", "name"):
            if not isinstance(getattr(self, name), str) or not getattr(self, name):
                raise ValueError(f"Campaign.{name} must be text; got {describe(getattr(self, name))}")
        check("Campaign.kind", self.kind, CAMPAIGN_KINDS)
        check("Campaign.channel", self.channel, CAMPAIGN_CHANNELS)
        _refuse_day("Campaign.start", self.start)
        for segment in ("recent", "cooling", "lapsed"):
            values = getattr(self, segment)
            _numbers(f"Campaign.{segment}", values, 3, share)
            require(
                sum(values) < 1, f"the shares in Campaign.{segment} must add up to less than 1", shares=values
            )
        require(self.won_back <= 0.1, "Campaign.won_back must be at most 0.1", won_back=self.won_back)
        require(self.waiting_odds >= 1, "Campaign.waiting_odds must be at least 1", odds=self.waiting_odds)
        doses = self.contacts if isinstance(self.contacts, tuple) else ()
        _numbers("Campaign.contacts", self.contacts, max(len(doses), 1), positive_count)


FIRST_CAMPAIGNS = (
    Campaign(
        *("C1", "Spring catalogue", "mail", "post", "2024-03-04"),
        contact_cost=6.0,
        recent=(0.14, 0.06, 0.0),
        cooling=(0.06, 0.12, 0.0),
        lapsed=(0.02, 0.04, 0.0),
    ),
    Campaign(
        *("C2", "Come back", "win-back", "SMS", "2024-09-02"),
        contact_cost=0.5,
        incentive=20.0,
        recent=(0.16, 0.03, 0.02),
        cooling=(0.06, 0.12, 0.01),
        lapsed=(0.02, 0.1, 0.0),
    ),
    Campaign(
        *("C3", "Stay with us", "retention offer", "phone", "2025-02-24"),
        contact_cost=9.0,
        incentive=15.0,
        recent=(0.12, 0.05, 0.07),
        cooling=(0.05, 0.2, 0.02),
        lapsed=(0.02, 0.06, 0.01),
    ),
    Campaign(
        *("C4", "New in home", "cross-selling", "e-mail", "2025-05-12"),
        contact_cost=0.1,
        recent=(0.1, 0.05, 0.06),
        cooling=(0.04, 0.07, 0.01),
        lapsed=(0.01, 0.02, 0.0),
    ),
    Campaign(
        *("C5", "Double points", "points", "e-mail", "2025-08-04"),
        contact_cost=0.1,
        incentive=20.0,
        recent=(0.2, 0.06, 0.0),
        cooling=(0.05, 0.08, 0.0),
        lapsed=(0.01, 0.03, 0.0),
    ),
    Campaign(
        *("C6", "How many messages", "SMS frequency", "SMS", "2025-09-15"),
        contact_cost=0.5,
        days=56,
        recent=(0.12, 0.1, 0.08),
        cooling=(0.05, 0.14, 0.03),
        lapsed=(0.02, 0.06, 0.01),
        treated_share=0.8,
        contacts=(1, 2, 4, 8),
        success_per_contact=0.45,
        harm_per_contact=0.15,
    ),
)

# An offer that asks customers back may bring a second life, and one with money teaches to wait for the next.
_SECOND = {
    "C2": dict(won_back=0.08, waiting_odds=1.5),
    "C3": dict(won_back=0.04, waiting_odds=1.5),
    "C5": dict(waiting_odds=1.3),
}
CAMPAIGNS = tuple(replace(one, **_SECOND.get(one.campaign_id, {})) for one in FIRST_CAMPAIGNS)

# What differs between the editions; all else is alike.
OF_EDITION = {
    1: dict(campaigns=FIRST_CAMPAIGNS, satisfaction=Satisfaction(), experience=None, signals=None),
    2: dict(
        campaigns=CAMPAIGNS,
        satisfaction=Satisfaction(bend=0.4),
        experience=Experience(),
        signals=Signals(),
    ),
}
