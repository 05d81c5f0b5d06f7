"""The questions of chapter 6, predicting lifetime value: what is asked."""

import functools
from datetime import date

import pandas as pd

from crmlib import datasets, rfm
from crmlib.workbook.kinds.choice import Audit, Choice, Definition, Match, Option, Several
from crmlib.workbook.kinds.code import Decision, Function, Value
from crmlib.workbook.kinds.draws import DayBefore, OneOf, Sample, money, rate, whole
from crmlib.workbook.kinds.memo import OPEN_RUBRIC, Memo
from crmlib.workbook.kinds.number import Number, Reverse
from crmlib.workbook.kinds.order import Order, Step
from crmlib.workbook.kinds.questions import Twin

US_DOLLARS = "US dollars"

TODAY = date(1997, 9, 30)

STATED = "r = 0.243, α = 4.414, a = 0.793 and b = 2.426"

# Contracts ----------------------------------------------------------------------------------------

MAGAZINE = "magazine subscriptions by the year"

RESTAURANT = "a restaurant"

APPEAL = "a charity's yearly appeal to those who once gave"

TELEPHONE = "telephone contracts that can be cancelled on any day"

SHOES = "a web shop for running shoes"

HOTEL = "a hotel by the sea"

CONGRESS = "a yearly trade congress with single tickets"

HOUSEHOLD = "insurance of household goods, renewed every 1 January"

LUNCHES = "a service that delivers lunches to offices on call"

CARD = "a credit card with a monthly fee, ended by a message on any day"

SEASON = "season tickets of a theatre, which run on or are given up in June"

TAXI = "an app for taxis"

PARKING = "parking spaces let until the tenant gives notice, on any day"

PLANTS = "a market garden that sells plants on the net"

FESTIVAL = "a film festival each autumn, with tickets for one year"

cases = Match(
    id="predicting.cases",
    section="06-predicting#predicting-cases",
    title="Which model fits?",
    prompt="For each of the five, ask: does the firm see when a customer leaves, and can something happen on any day or at "
    "fixed occasions only? Choose the model that fits.",
    rows=[MAGAZINE, RESTAURANT, APPEAL, TELEPHONE, SHOES],
    options=[
        "survival curve",
        "BG/NBD",
        "BG/BB",
        "shifted beta-geometric",
    ],
    hints=[
        "First: would the firm notice at once that a customer has left?",
        "Then: is there a calendar of occasions, or does each day count?",
        Twin(
            "Another business: a gym by the year. A member who leaves does not renew, and the gym sees it; renewals come once a "
            "year. A contract at fixed occasions: the shifted beta-geometric."
        ),
    ],
    pool=(
        dict(rows=[HOTEL, CONGRESS, HOUSEHOLD, LUNCHES, CARD]),
        dict(rows=[PARKING, PLANTS, SEASON, FESTIVAL, TAXI]),
    ),
)

seen_leaving = Several(
    id="predicting.seen-leaving",
    section="06-predicting#predicting-cases",
    title="Who is seen to leave?",
    prompt="Which of these firms sees the day on which a customer leaves?",
    options=[
        Option("bakery", "a bakery with a stamp card"),
        Option("power", "an electricity supplier"),
        Option("hotel", "a hotel with a bonus programme"),
        Option("nursery", "a nursery school with a monthly fee"),
        Option("marketplace", "a seller on Tmall with 3,000 followers"),
        Option("software", "a maker of accounting software, by the year"),
    ],
    hints=[
        "What would each firm have in its files on the day after a customer has decided never to come back?",
        "A card, a bonus account or a follower costs nothing to keep. A fee does.",
        Twin(
            "Another firm: a library has readers with cards and readers with a yearly fee. A reader with a card who stops coming "
            "stays on file. The one with a fee does not renew, and the library sees it."
        ),
    ],
)

two_kinds = Number(
    id="predicting.two-kinds",
    section="06-predicting#predicting-contracts",
    title="Two kinds of customers",
    prompt="{share} of a club's members renew with probability {steady} every year, the others with probability {restless}. "
    "Nobody ever changes. What is the retention rate of the whole group at its *second* renewal? Give a share.",
    draws=dict(
        share=rate(0.3, 0.7, step=0.02, says="the part of the first kind"),
        steady=rate(0.84, 0.95, says="the probability of the first kind"),
        restless=rate(0.3, 0.56, step=0.02, says="the probability of the others"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "Follow 1,000 members: how many of each kind are there after one renewal, and after two?",
        "Members after two renewals divided by members after one.",
    ],
)

renewal = Number(
    id="predicting.renewal",
    section="06-predicting#predicting-contracts",
    title="A renewal of the shifted beta-geometric",
    prompt="Probabilities of leaving are spread by a beta distribution with α = {alpha} and β = {beta}. What is the retention "
    "rate of renewal number {number}? Give a share.",
    draws=dict(
        alpha=OneOf((0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.1, 1.2, 1.3, 1.4), says="the parameter α"),
        beta=OneOf((1.2, 1.5, 1.6, 1.7, 1.8, 2.1, 2.2, 2.3, 2.4, 2.5, 2.7), says="the parameter β"),
        number=OneOf((3, 4, 5, 6), says="the number of the renewal"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "The rate of the first renewal is β/(α + β). What does each renewal add above and below?",
        "Add the number of renewals already made to β, above and below the line.",
    ],
)

rising = Choice(
    id="predicting.rising",
    section="06-predicting#predicting-contracts",
    title="Retention rises",
    prompt="A streaming service reports: of the subscribers in their first year 60 % renew, in their second 75 %, in their fifth "
    "90 %. “The longer people are with us, the more loyal they become.” What follows from the three rates?",
    options=[
        Option("loyal", "that people become more loyal the longer they stay with the service"),
        Option("price", "that long-standing subscribers should get a higher price"),
        Option("nothing", "nothing about change, as sorting would give such rates"),
        Option("refuted", "that nobody becomes more loyal"),
    ],
    hints=[
        "Make a group of two kinds who never change, and work out its rates.",
        "What can three rates of three different sets of people say about one person?",
        Twin(
            "Another curve: of the runners of a marathon the mean speed at kilometre 35 is higher among those still running than "
            "at kilometre 5 among all. Nobody became faster: the slow ones gave up."
        ),
    ],
)

share_function = Function(
    id="predicting.share-staying",
    section="06-predicting#predicting-renewed",
    title="A function for the share still there",
    prompt="Write a function that takes a number of renewals, α and β, and returns the share of those who began that is still "
    "there after so many renewals, by the shifted beta-geometric. After 0 renewals it is 1.",
    inputs=dict(renewals=whole(0, 12), alpha=rate(0.4, 1.5, step=0.1), beta=rate(0.8, 4, step=0.2)),
    hints=[
        "The share is a product: one retention rate for each renewal.",
        "Begin with 1, and multiply by (β + t − 1)/(α + β + t − 1) for t = 1, 2, … up to the number of renewals.",
        Twin(
            "The value of money: `value = 1.0`, then `for year in range(1, years + 1): value = value / (1 + rate)`, "
            "then `return value`. Here the factor changes from renewal to renewal."
        ),
    ],
)

# Purchases ----------------------------------------------------------------------------------------

recency = Number(
    id="predicting.recency",
    section="06-predicting#predicting-purchases",
    title="Recency for the model",
    prompt="A customer bought on {first}, on {middle} and on {last}, and at no other time. Today is 30 September 1997. What is her "
    "recency as the BG/NBD wants it, in weeks? (Two decimals will do.)",
    draws=dict(
        first=DayBefore(TODAY, 200, 260, says="the day of her first purchase"),
        middle=DayBefore(TODAY, 120, 180, says="the day of her second purchase"),
        last=DayBefore(TODAY, 20, 70, says="the day of her last purchase"),
    ),
    unit="weeks",
    low=0,
    high=520,
    hints=[
        "Which two of the four days enter? Today is not one of them.",
        "Days from the first purchase to the last, divided by 7.",
    ],
)


@functools.cache
def _cdnow():
    return datasets.load_cdnow()


def _orders_of_some(rng, customers=60):
    """CDNOW orders until today of some customers, drawn at random; each group has repeat buyers."""
    known = _cdnow()[_cdnow()["date"] <= pd.Timestamp(TODAY)]
    everyone = sorted(known["customer_id"].unique().tolist())
    return known[known["customer_id"].isin(rng.sample(everyone, customers))].reset_index(drop=True)


history = Value(
    id="predicting.history",
    section="06-predicting#predicting-purchases",
    title="The input of the models",
    prompt="`q.orders` holds {orders} from CDNOW until 30 September 1997. Make the input of the models: a DataFrame with "
    "`customer_id`, `frequency` (repeat purchases; orders of one day count once), `recency` and `T` in exact weeks, and "
    "`monetary_value` (mean spend of the repeat purchases, US dollars; 0 without one).",
    draws=dict(orders=Sample(_orders_of_some, "the {rows:,} orders of 60 customers")),
    hints=[
        "Add up the orders of each customer and day first. Then count days, not orders.",
        "Per customer: count the days after the first one; take the time from the first to the last, and from the first to the end, in weeks; and average what the later days brought. Or look up the two options of `rfm.purchase_summary` for the end and for the mean of who came once.",
    ],
)

alive = Number(
    id="predicting.alive",
    section="06-predicting#predicting-alive",
    title="P(alive) by hand",
    prompt=f"The BG/NBD of CDNOW has {STATED} (weeks). A customer has made {{frequency}} repeat purchases, the last of them "
    "{recency} weeks after her first purchase, and she has been silent for {silence} weeks since. What is her P(alive)? "
    "Give a share.",
    draws=dict(
        frequency=whole(2, 7, says="her repeat purchases"),
        recency=whole(16, 36, says="the weeks from her first purchase to her last"),
        silence=whole(6, 20, says="the weeks of silence"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "First the odds of having left: those of the coin, a/(b + x − 1), times the stretch of the silence to the power r + x.",
        "The stretch is (α + T)/(α + recency), where T is recency plus silence.",
    ],
)

WAREHOUSE = "the warehouse: how many parcels will these 400 customers need next quarter?"

LAWYER = "a lawyer: is this person still a customer at all?"

CAMPAIGN = "marketing: will she order within the four weeks of the campaign?"

FINANCE = "finance: what are the orders of all customers worth today?"

SALESMAN = "a salesman: within which limits will this one account bring money next year?"

BANK = "a bank: what are all customers worth as a security for a loan?"

BRANCH = "a branch manager: may we still call this silent person our customer?"

AGENT = "an agent with one client: how little and how much may he bring next year?"

COURIER = "a courier: will this address get anything at all this week?"

PRINTER = "a printer: how many order forms will these customers fill in by December?"

HEIR = "an heir who sells the shop: what do its customers bring in all years to come, in money of today?"

COUPON = "a coupon for ten days: will this customer order while it lasts?"

PACKER = "a packer: how many boxes do the orders of the next month take?"

BUDGET = "a consultant: between which sums will this customer's spending of next year lie?"

FILE = "the address file: has this person left for good?"

which_number = Match(
    id="predicting.which-number",
    section="06-predicting#predicting-buying",
    title="Which number for which question?",
    prompt="Five people ask something about the same customers of a shop without contracts. Which number answers each?",
    rows=[WAREHOUSE, LAWYER, CAMPAIGN, FINANCE, SALESMAN],
    options=[
        "probability of buying within a time",
        "sum of lifetime values",
        "P(alive)",
        "sum of expected purchases",
        "interval of the outcome",
    ],
    hints=[
        "Is a number asked, a probability, money or a range? Of one customer, or of many?",
        "Two of the five need a horizon and are no money. One of them is a probability.",
        Twin(
            "Another question, of a printer of catalogues: “How many of the 400 will get one in vain?” A customer orders within the "
            "time or not: 400 less the sum of the probabilities of buying within it."
        ),
    ],
    pool=(
        dict(rows=[BANK, BRANCH, AGENT, COURIER, PRINTER]),
        dict(rows=[HEIR, COUPON, PACKER, BUDGET, FILE]),
    ),
)

which_chance = Definition(
    id="predicting.which-chance",
    section="06-predicting#predicting-buying",
    title="Which number answers the question?",
    prompt="A customer has made {frequency} repeat purchases, the last of them {recency} weeks after her first, and has been "
    "silent for {silence} weeks. The warehouse asks: how probable is it that she orders at all in the next 13 weeks?",
    draws=dict(frequency=whole(2, 4), recency=whole(20, 30, 2), silence=whole(8, 14, 2)),
    options=[
        Option("rate", "the past rate, repeat purchases ÷ weeks so far, times 13 weeks"),
        Option("alive", "P(alive)"),
        Option("expected", "the expected number of purchases in the next 13 weeks"),
        Option("buys", "P(alive) × the chance to buy in 13 weeks if alive"),
    ],
    hints=[
        "Two things must happen before she orders. Which?",
        "A probability needs a horizon here: 13 weeks. Which of the four have one, and which are probabilities?",
    ],
)


def _some_histories(rng, customers=80):
    """Histories of some CDNOW customers, at least two of them repeat buyers."""
    known = _cdnow()[_cdnow()["date"] <= pd.Timestamp(TODAY)]
    everyone = rfm.purchase_summary(known, observation_end=TODAY.strftime("%Y-%m-%d"), zero_orders="count")
    chosen = rng.sample(range(len(everyone)), customers)
    return everyone.iloc[sorted(chosen)].drop(columns="monetary_value").reset_index(drop=True)


forecast = Value(
    id="predicting.forecast",
    section="06-predicting#predicting-buying",
    title="A forecast for each customer",
    prompt=f"`q.table` is {{table}}, in weeks. The BG/NBD of CDNOW has {STATED}. Leave a DataFrame with `customer_id`, `alive` "
    "(P(alive)) and `expected` (the purchases expected in the next {weeks} weeks).",
    draws=dict(
        table=Sample(_some_histories, "the input of the models for {rows} customers"), weeks=whole(20, 40, 4)
    ),
    hints=[
        "How often, when last, and watched for how long: which column is which? The model of the chapter can be made from its four parameters, without a fit.",
        "Ask the model twice with the three columns: for the probability that a customer is there, and for the purchases expected in so many weeks.",
    ],
)

needed_silence = Reverse(
    id="predicting.needed-silence",
    section="06-predicting#predicting-alive",
    title="How long a silence?",
    prompt=f"The BG/NBD of CDNOW has {STATED} (weeks). A customer has made {{frequency}} repeat purchases, the last "
    "{recency} weeks after her first. After how many weeks of silence does P(alive) fall to {target}? (One decimal will do.)",
    draws=dict(
        frequency=whole(3, 9, says="her repeat purchases"),
        recency=whole(18, 34, 2, says="the weeks from her first purchase to her last"),
        target=rate(0.3, 0.6, step=0.05, says="the P(alive) that is asked for"),
    ),
    unit="weeks",
    low=0,
    high=200,
    hints=[
        "Try a silence of 10 weeks, then a longer or a shorter one. The lab of the chapter does it with a slider.",
        "Turn the formula round: the odds of having left must be (1 − P)/P. Divide by the odds of the coin, take the root "
        "r + x, and you have the stretch.",
    ],
    core=False,
)

next_month = Number(
    id="predicting.next-month",
    section="06-predicting#predicting-next-month",
    title="An order in the next weeks",
    prompt=f"The BG/NBD of CDNOW has {STATED} (weeks). A customer has made {{frequency}} repeat purchases, the last of them "
    "{recency} weeks after her first purchase, and she has been silent for {silence} weeks since. How probable is it that she "
    "orders at all in the next {weeks} weeks? Give a share.",
    draws=dict(
        frequency=whole(2, 7, says="her repeat purchases"),
        recency=whole(18, 32, says="the weeks from her first purchase to her last"),
        silence=whole(8, 14, 2, says="the weeks of silence"),
        weeks=OneOf((4, 5, 6, 8), says="the weeks ahead"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "Two things must happen. What is the probability of the first, and of the second if the first is so?",
        "P(alive), times 1 less the ratio (α + T)/(α + T + weeks) to the power r + x, where T is recency plus silence.",
    ],
    core=False,
)

# Validation ---------------------------------------------------------------------------------------

honest = Order(
    id="predicting.honest-forecast",
    section="06-predicting#predicting-validation",
    title="An honest forecast",
    prompt="You want to know how far the forecasts of a model can be trusted. Put the steps in order.",
    steps=[
        Step("refit", "fit again on all data, for the real forecast"),
        Step("forecast", "forecast the time after that day"),
        Step("day", "fix the last day of the calibration"),
        Step("compare", "compare with what came, beside a rule of thumb"),
        Step("split", "make frequency, recency and T up to that day"),
        Step("fit", "fit the model to them"),
    ],
    hints=[
        "What must be fixed before T can be computed?",
        "The hold-out may be looked at once, after the forecast. What do you use in the end, when the test is passed?",
        Twin(
            "At the weather service: choose a past morning, use what was known that morning, make the forecast, "
            "compare it with the day and with “as yesterday”, and only then forecast tomorrow with all you know."
        ),
    ],
    pool=(
        dict(
            prompt="A club with yearly contracts has counted for ten years how many of those who once joined are still members. You want "
            "to know how far the shifted beta-geometric can be trusted to say how many stay. Put the steps in order.",
            steps=[
                Step("compare", "compare with who was left, beside one rate for all years"),
                Step("split", "take the shares still there up to that year"),
                Step("refit", "fit again on all ten years, for the plan"),
                Step("fit", "find the α and β that fit these shares"),
                Step("day", "fix the last year that the fit may see"),
                Step("forecast", "project the shares of the years after it"),
            ],
            hints=[
                "What must be fixed before it is clear which shares the fit may use?",
                "The years put away may be looked at once, after the projection. What do you use in the end, when the test is passed?",
                Twin(
                    "In a class: close the solutions, learn from the exercises of the first eight chapters, solve those of the ninth, compare, and "
                    "only then learn from all nine for the examination."
                ),
            ],
        ),
        dict(
            prompt="You want to know how far the gamma-gamma model can be trusted to say what customers will spend on a purchase. Put "
            "the steps in order.",
            steps=[
                Step("forecast", "put a number on the mean of her later purchases"),
                Step("fit", "estimate p, q and v from these means"),
                Step("compare", "compare with what she then spent, beside her own mean so far"),
                Step("day", "choose a day; later purchases are put away"),
                Step("refit", "estimate again from all purchases, and use the result"),
                Step("split", "make each customer's mean of repeat purchases so far"),
            ],
            hints=[
                "Which step decides what belongs to “so far” and what to “later”?",
                "What was put away is taken out once, when the numbers stand. What do you do with it after that?",
                Twin(
                    "In a kitchen: note what last week's guests ate, guess what this week's will eat, buy by the guess, count what is left over, beside "
                    "“as much as last week”, and guess for next week with both weeks."
                ),
            ],
        ),
    ),
)

leak = Audit(
    id="predicting.leak",
    section="06-predicting#predicting-validation",
    title="Where the future leaks in",
    prompt="An analyst tests a model on a shop's {customers} customers. She has {weeks} weeks of orders, and keeps the "
    "last {ahead} for the test. One line of her report lets the future into it. Which?",
    draws=dict(customers=whole(2_000, 6_000, 500), weeks=whole(78, 104, 26), ahead=whole(20, 40, 10)),
    options=[
        Option("end", lambda weeks, ahead, **_: f"Calibration: weeks 1 to {weeks - ahead}"),
        Option("ahead", lambda weeks, ahead, **_: f"Forecast: weeks {weeks - ahead + 1} to {weeks}"),
        Option(
            "chosen",
            lambda customers, weeks, **_: (
                f"Customers: those of the {customers:,} who ordered at least twice in the {weeks} weeks"
            ),
        ),
        Option("rule", lambda ahead, **_: f"Beside the model: the past rate, times {ahead} weeks"),
        Option(
            "measure",
            lambda ahead, **_: f"Measure: purchases expected less purchases made in the {ahead} weeks",
        ),
    ],
    hints=[
        "Ask of each line: could it have been written on the last day of the calibration?",
        "For each line name the weeks that one must know to write it down.",
    ],
)


def _before(kept):
    """A line of the weeks before the test, of the number of all weeks and of those kept for it."""
    return lambda weeks, ahead, **_: kept(weeks - ahead)


_RIVAL_DRAWS = dict(customers=whole(2_000, 6_000, 500), weeks=OneOf((78, 91, 104)), ahead=whole(26, 39, 13))

_RIVAL_LESSONS = Option(
    "lessons",
    _before(
        lambda last: (
            f"Lessons: pasts cut in weeks {last - 26} and {last - 13}, with what followed until week {last}"
        )
    ),
)

_RIVAL_MODEL = Option("model", _before(lambda last: f"Beside it: the BG/NBD, fitted on weeks 1 to {last}"))

_RIVAL_INTERVAL = Option(
    "interval",
    lambda customers, **_: (
        f"Interval: the difference of the two errors, the {customers:,} customers drawn anew 1,000 times"
    ),
)

rival_forecast = Audit(
    id="predicting.rival-forecast",
    section="06-predicting#predicting-rival",
    title="A machine beside the model",
    prompt="An analyst lets gradient boosting compete with the BG/NBD. She has {weeks} weeks of orders of {customers} customers, "
    "and keeps the last {ahead} for the test. One line of her report makes the machine look better than it is. Which?",
    draws=_RIVAL_DRAWS,
    options=[
        Option(
            "columns", _before(lambda last: f"Columns: orders, spend and silence, all counted in week {last}")
        ),
        _RIVAL_LESSONS,
        Option(
            "settings",
            lambda weeks, ahead, **_: (
                f"Settings: of 60 kinds of trees the one with the smallest error in weeks {weeks - ahead + 1} to {weeks}"
            ),
        ),
        _RIVAL_MODEL,
        _RIVAL_INTERVAL,
    ],
    hints=[
        "Ask of each line on which day it could have been written.",
        "For each step that made the forecast ask which weeks it used: those before the day of the forecast, those after it, or none.",
    ],
    core=False,
    pool=(
        dict(
            prompt="An analyst lets a random forest compete with the BG/NBD. Of {customers} customers she has the orders of {weeks} "
            "weeks, and keeps the last {ahead} for the test. One line of her report makes the forest look better than it is. Which?",
            options=[
                Option(
                    "columns",
                    lambda weeks, **_: f"Columns: orders, spend and longest pause, of weeks 1 to {weeks}",
                ),
                _RIVAL_LESSONS,
                Option(
                    "settings",
                    _before(
                        lambda last: (
                            f"Settings: of 40 forests the one with the smallest error in weeks {last - 12} to {last}"
                        )
                    ),
                ),
                _RIVAL_MODEL,
                Option(
                    "measure",
                    lambda customers, ahead, **_: (
                        f"Measure: the error of all {customers:,} customers in the {ahead} weeks, also of those who bought nothing"
                    ),
                ),
            ],
        ),
        dict(
            prompt="An analyst lets a neural network compete with the BG/NBD. She has the orders of {customers} customers in {weeks} "
            "weeks, and keeps the last {ahead} for the test. One line of her report makes the network look better than it is. Which?",
            options=[
                Option(
                    "columns",
                    _before(lambda last: f"Columns: the orders of each of the weeks 1 to {last}, one by one"),
                ),
                _RIVAL_INTERVAL,
                Option(
                    "stop",
                    _before(
                        lambda last: (
                            f"Training: stopped when the error in weeks {last - 12} to {last} no longer fell"
                        )
                    ),
                ),
                _RIVAL_LESSONS,
                Option(
                    "model",
                    _before(lambda last: f"Beside it: the BG/NBD, fitted on weeks 1 to {last - 26}"),
                ),
            ],
            hints=[
                "Name for each line the weeks that it used.",
                "A fair race needs two things: nobody knows the test, and both start with the same weeks. Hold each line against both.",
            ],
        ),
    ),
)

what_holds = Several(
    id="predicting.what-holds",
    section="06-predicting#predicting-failure",
    title="What the hold-out showed",
    prompt="At CDNOW the BG/NBD stood beside two rules of thumb for 39 weeks. What did the hold-out show?",
    options=[
        Option("burst", "the model wrote off customers who came back after a burst"),
        Option("exact", "the model forecast each customer to within one purchase"),
        Option("who", "the model was clearly better at saying who would buy at all"),
        Option("amount", "the model was nearer in how many purchases"),
        Option("twice", "the past rate promised about twice what its best customers then bought"),
    ],
    hints=[
        "Read each line beside a table of the section: by kind, in total, customer by customer, by chance of buying.",
        "Ranking and amounts are two different questions.",
        Twin(
            "Two weather services agree on 78 of 100 days whether it rains. One of them also says how much, and is "
            "nearer. So for an umbrella take either; for a dam take the second."
        ),
    ],
)

alert_list = Choice(
    id="predicting.alert-list",
    section="06-predicting#predicting-alerts",
    title="The alert list",
    prompt="A team lists as “at risk” all customers whose P(alive) by the BG/NBD is below 0.3. 60 % of the firm's customers "
    "have bought exactly once, many of them two years ago. How many of these are on the list?",
    options=[
        Option("old", "those who bought two years ago"),
        Option("none", "none of them"),
        Option("all", "all of them"),
        Option("third", "about 30 % of them"),
    ],
    hints=[
        "When does a customer of the BG/NBD toss her coin for the first time?",
        "Write down P(alive) for frequency 0.",
        Twin(
            "Think of a burglar alarm that is armed by the second opening of a door. A house whose door was opened once "
            "has no alarm, however long the door stands open."
        ),
    ],
)

# Spend and value ----------------------------------------------------------------------------------

shrink = Number(
    id="predicting.shrink",
    section="06-predicting#predicting-spend",
    title="Expected spend",
    prompt="The gamma-gamma model of CDNOW has p = 6.25, q = 3.74 and v = 15.44 US dollars. A customer made {frequency} repeat "
    "purchases, with a mean of {mean}. What is she expected to spend on her next purchase, in US dollars?",
    draws=dict(
        frequency=whole(2, 3, says="her repeat purchases"),
        mean=money(80, 240, unit=US_DOLLARS, says="the mean of her repeat purchases"),
    ),
    unit=US_DOLLARS,
    low=0,
    high=10_000,
    hints=[
        "The result lies between her own mean and 35.2, the mean of all.",
        "p (v + x z̄) above, p x + q − 1 below.",
    ],
)

pull = Choice(
    id="predicting.pull",
    section="06-predicting#predicting-spend",
    title="Whose mean is believed?",
    prompt="Two customers' repeat purchases had a mean of 100 US dollars. Anna made one of them, Berta eight. The mean of all "
    "customers is 35. What does the gamma-gamma model expect of their next purchases?",
    options=[
        Option("same", "100 of both, because that is the mean of each of them"),
        Option("anna", "less than 100 of both, and less of Anna than of Berta"),
        Option("berta", "less than 100 of both, and less of Berta, whose luck must turn after eight"),
        Option("middle", "67.5 of both, the middle between 100 and the mean of all"),
    ],
    hints=[
        "Which of the two means may be one lucky purchase?",
        "The weight of a customer's own mean grows with the number of her purchases.",
        Twin(
            "A new restaurant has one review with five stars, an old one two hundred with a mean of five. Of the next guest at the new "
            "one fewer stars are expected, and of one at the old one hardly fewer."
        ),
    ],
)

discounted = Number(
    id="predicting.discount",
    section="06-predicting#predicting-clv",
    title="Two periods",
    prompt="{orders} purchases of {spend} are expected in week {week} from now; {margin} of spend is margin. The cost of "
    "capital is {yearly} a *year*. How much less is this margin worth today than if it were paid today, in US dollars? (A "
    "year has 365.25/7 weeks.)",
    draws=dict(
        orders=OneOf((200, 300, 400), says="the number of purchases"),
        spend=money(30, 40, step=2, unit=US_DOLLARS, says="the spend of a purchase"),
        week=OneOf((13, 20, 26, 30), says="the weeks until then"),
        margin=rate(0.2, 0.3, step=0.05, says="the part of spend that is margin"),
        yearly=rate(0.1, 0.2, step=0.02, says="the yearly cost of capital"),
    ),
    unit=US_DOLLARS,
    low=0,
    high=100_000,
    hints=[
        "How much of a year has gone by in that week?",
        "Divide the margin by 1 plus the yearly rate, to the power weeks ÷ (365.25/7). What is missing from the margin?",
    ],
)

clv_slide = Audit(
    id="predicting.clv-slide",
    section="06-predicting#predicting-clv",
    title="The wrong line on the slide",
    prompt="A slide values {customers} customers over the next 52 weeks. The model expects {purchases} purchases of each; "
    "expected spend is {spend} a purchase, margin 20 % of it, the cost of capital 10 % a year. One line is wrong. Which?",
    draws=dict(
        customers=whole(1_000, 2_000, 500),
        purchases=OneOf((0.8, 1.0, 1.2)),
        spend=money(30, 40, step=5, unit=US_DOLLARS),
    ),
    options=[
        Option(
            "orders",
            lambda customers, purchases, **_: (
                f"Purchases: {customers:,} × {purchases} = {customers * purchases:,.0f}"
            ),
        ),
        Option(
            "margin",
            lambda spend, **_: f"Margin of a purchase: {spend} × 0.20 = {spend * 0.2:.2f} US dollars",
        ),
        Option(
            "undiscounted",
            lambda customers, purchases, spend: (
                f"Before discounting: {customers * purchases:,.0f} × {spend * 0.2:.2f} = "
                f"{customers * purchases * spend * 0.2:,.0f} US dollars"
            ),
        ),
        Option("factor", lambda **_: "Discount factor of week 26, the middle: 1 ÷ 1.10²⁶ = 0.084"),
        Option(
            "per-customer",
            lambda purchases, spend, **_: (
                f"For each customer, before discounting: {purchases} × {spend * 0.2:.2f} = "
                f"{purchases * spend * 0.2:.2f} US dollars"
            ),
        ),
    ],
    hints=[
        "Check each line's unit first, then what it multiplies.",
        "Work out the line beside each claim with its units: purchases, money for a purchase, money of today. Keep your numbers and compare.",
    ],
    core=False,
)

which_interval = Choice(
    id="predicting.which-interval",
    section="06-predicting#predicting-interval",
    title="Which interval?",
    prompt="A customer's value over the next year is put at 57 US dollars; from 47 to 69 by the uncertainty of the parameters, "
    "from 0 to 214 by what may come. A salesman is promised a bonus if *this* customer brings more than 50. Which interval "
    "tells how safe his bonus is?",
    options=[
        Option("none", "neither: 57 is above 50"),
        Option("parameters", "the narrow one, 47 to 69"),
        Option("outcome", "the wide one, 0 to 214"),
        Option("both", "the mean of the two"),
    ],
    hints=[
        "Ask what would have to be repeated for the narrow interval to matter.",
        "One customer, one year: what is uncertain even if every parameter were known?",
        Twin(
            "The mean height of a class is known to a centimetre. How tall is the pupil who comes in next? The "
            "interval for a pupil is far wider than that for the mean."
        ),
    ],
)

# Donations ----------------------------------------------------------------------------------------

donor = Number(
    id="predicting.donor",
    section="06-predicting#predicting-donations",
    title="A donor's next years",
    prompt="The BG/BB of the charity has α = 1.204, β = 0.750, γ = 0.657 and δ = 2.783. In the {years} years since her first "
    "gift a donor gave {gifts} times, the last time in year {last}. How many gifts are expected of her in the next {ahead} years? "
    "(`btyd.BetaGeoBetaBernoulli.from_parameters` makes the model.)",
    draws=dict(
        years=whole(6, 11, says="the years since her first gift"),
        gifts=whole(2, 4, says="the number of her gifts"),
        last=whole(4, 9, says="the year of her last gift"),
        ahead=whole(3, 8, says="the years ahead"),
    ),
    unit="gifts",
    low=0,
    high=100,
    hints=[
        "Three numbers of the donor enter: how often, when last, and how many occasions there were.",
        "Ask the model for the gifts that are expected over the occasions ahead: the horizon first, then the donor's three numbers.",
    ],
    core=False,
)

passed_test = Choice(
    id="predicting.passed-test",
    section="06-predicting#predicting-firm",
    title="A test that was passed",
    prompt="In the simulated firm P(alive) agrees with the truth in every group of customers. What does this say about P(alive) in "
    "a real shop with the same orders?",
    options=[
        Option("same", "that it agrees with the truth there as well, as the orders are the same"),
        Option("nothing", "nothing, because no simulated firm can teach anything about a method"),
        Option("if", "that it may be trusted as far as its customers keep to the story"),
        Option("wrong", "that it will be too high, since real customers leave more easily"),
    ],
    hints=[
        "By which rules were the customers of the simulated firm made?",
        "What would one have to see in a real shop, and can it be seen?",
        Twin(
            "A compass was tested in a garden without iron, and it points north. On a ship of iron the test says how good the "
            "compass is, and not whether the ship bends the needle."
        ),
    ],
)

# The gift -----------------------------------------------------------------------------------------

gift_logic = Choice(
    id="predicting.gift-logic",
    section="06-predicting#predicting-decision",
    title="What the gift rests on",
    prompt="The list of customers with a predicted value above 500 yuan earned nearly as much as the best list that their orders "
    "allow. What would lower its profit most?",
    options=[
        Option("interval", "wider intervals for the values of single customers"),
        Option("rank", "two customers near the head of the list change places"),
        Option("model", "a slightly worse estimate of b"),
        Option("lift", "the gift raises contribution by a tenth, not a fifth"),
    ],
    hints=[
        "Which number did nobody estimate from the data?",
        "Look at the table in which the lift is changed.",
        Twin(
            "The best route to the sea was found to the metre, for a day without traffic. What decides the time of "
            "arrival is the traffic."
        ),
    ],
)


@functools.cache
def firm():
    return datasets.load_firm()


def own_orders():
    """Completed orders of the customers' own accord, those of a second life left out."""
    orders = firm().orders
    return orders[(orders["status"] == "completed") & orders["campaign_id"].isna() & (orders["life"] == 1)]


def _firm_orders(rng):
    """All of the firm's own orders: the same for everyone, in an order of rows of one's own."""
    return own_orders()[["customer_id", "date", "amount"]].sample(frac=1, random_state=rng.randint(0, 10**6))


gift = Decision(
    id="predicting.gift",
    section="06-predicting#predicting-decision",
    title="Who gets the gift?",
    prompt="`q.orders` is {orders} of the simulated firm until 31 December 2025, of the customers' own accord and completed. "
    "A personal gift costs {gift}; it raises what a customer contributes over the next five years by {lift}. After returns 38 % "
    "of an order is margin, and serving an order costs ¥21; the cost of capital is 10 % a year. Who gets the gift? Leave a list "
    "of `customer_id`. It is scored by expected profit under the truth.",
    draws=dict(
        orders=Sample(_firm_orders, "all {rows:,} orders"),
        gift=money(80, 140, step=10),
        lift=rate(0.15, 0.25, step=0.05),
    ),
    unit="¥",
    hints=[
        "For which future value does the gift just pay? Gift ÷ lift.",
        "Three models in a row: a history of each customer, a forecast of her orders over the years, and one of her spend. Her value is the orders times what an order leaves after its cost. Compare it with gift ÷ lift.",
    ],
)

report = Memo(
    id="predicting.report",
    section="06-predicting#predicting-validation",
    title="Your own orders, or a text with flaws",
    prompt="Fit the BG/NBD to orders of a shop that you know, keep the last months for the test, and say in words what it got right "
    "and wrong. Or find the flaws in this report: “Our model gives 62 % of the 12,000 customers a P(alive) above 0.9, so 7,440 are "
    "active. It was fitted to all orders until June and reproduces those of May and June to 3 %. The 100 customers with the highest "
    "forecast will bring ¥2.4 million next year. A voucher for these 100 therefore pays.”",
    words=(80, 350),
    rubric=OPEN_RUBRIC,
    hints=[
        "There are four sentences, and each draws a conclusion. Which data could have shown it to be wrong?",
        "Alive and buying; a fit and a forecast; the head of a ranked list; a value and what a voucher changes.",
        Twin(
            "A flaw in another text, “Our forecast was within 1 % for last year's sales, from which it was made”: any curve can be "
            "bent through points that it has seen. Forecast the months after the last point, and count then."
        ),
    ],
)

memo = Memo(
    id="predicting.memo",
    section="06-predicting#predicting-decision",
    title="The memo",
    prompt="The head of sales asks: “Who gets the gift, what does it bring, and why should I trust a formula?” Answer in a memo: "
    "your number, how uncertain it is, the alternative you turned down, and what an error would cost.",
    words=(60, 250),
    hints=[
        "Begin with the decision and its cost, not with the method.",
        "One sentence each: number, uncertainty, alternative, cost of an error, and the assumption that it all rests on.",
        Twin(
            "A memo on visits: “Visit 40 of our 300 dealers each quarter. By last year's orders this brings about 90,000, "
            "give or take 25,000, for 32,000 of travel. I turned down visiting all, which would cost 240,000. If I am wrong "
            "about a dealer, a visit too many costs 800. Leave five of the 40 out at random, and we shall see what visits do.”"
        ),
    ],
)

# Predictions of the labs --------------------------------------------------------------------------

lab_contracts = Choice(
    id="predicting.lab-contracts",
    section="06-predicting#predicting-contracts",
    title="Lab: what differences do",
    prompt="Before you move anything: two clubs lose the same 35 % of their members at the first renewal. In one the members "
    "are nearly alike, in the other they differ much. Which has the higher retention rate at the tenth renewal?",
    options=[
        Option("same", "both the same: they began alike"),
        Option("differ", "the club whose members differ"),
        Option("alike", "the club whose members are alike"),
    ],
    hints=[
        "What happens to the mix of members in each club?",
        Twin(
            "In the extreme: 35 % leave at once for sure and 65 % stay for ever. The rate is 65 % at the first renewal and "
            "100 % at each later one. If all are alike it is 65 % at each."
        ),
    ],
)

lab_alive = Choice(
    id="predicting.lab-alive",
    section="06-predicting#predicting-alive",
    title="Lab: two customers, one silence",
    prompt="Before you move anything: two customers made their last purchase 30 weeks after their first, and both have been "
    "silent for 10 weeks. One came back 2 times, the other 12 times. Who is more likely to be still there?",
    options=[
        Option("same", "both the same: the silence is the same"),
        Option("twelve", "the one who came back 12 times"),
        Option("two", "the one who came back 2 times"),
    ],
    hints=[
        "How long is the usual pause of each of them?",
        Twin(
            "A newspaper seller sees one customer every day and one every month. Both have been away for two weeks. About "
            "which of them does he worry?"
        ),
    ],
)

lab_calibration = Choice(
    id="predicting.lab-calibration",
    section="06-predicting#predicting-weeks",
    title="Lab: how long must one watch?",
    prompt="Before you move anything: the model is fitted on 13, on 26 and on 52 weeks of purchases. Whose forecast of all "
    "purchases up to June 1998 comes nearest to what came?",
    options=[
        Option("13", "the one from 13 weeks"),
        Option("26", "the one from 26 weeks"),
        Option("52", "the one from 52 weeks"),
    ],
    hints=[
        "What does a model learn about leaving in the first weeks?",
        Twin(
            "To guess how long guests stay at a party, is it better to look after one hour, two or five? And does the second "
            "hour always help, if the first train leaves in it?"
        ),
    ],
)

QUESTIONS = (
    cases,
    two_kinds,
    renewal,
    share_function,
    recency,
    history,
    alive,
    which_number,
    needed_silence,
    forecast,
    honest,
    shrink,
    discounted,
    donor,
    next_month,
    rival_forecast,
    gift,
    report,
    memo,
)

LABS = (lab_contracts, lab_alive, lab_calibration)

QUIZ = (
    seen_leaving,
    rising,
    which_chance,
    leak,
    what_holds,
    pull,
    clv_slide,
    which_interval,
    alert_list,
    passed_test,
    gift_logic,
)
