"""The questions of chapter 6, predicting lifetime value."""

import functools
from datetime import date

import numpy as np
import pandas as pd

from crmlib import btyd, datasets, rfm
from crmlib.workbook.kinds.audit import Audit
from crmlib.workbook.kinds.choice import Choice, Match, Option
from crmlib.workbook.kinds.decision import Decision
from crmlib.workbook.kinds.definition import Definition, Rival
from crmlib.workbook.kinds.draws import DayBefore, OneOf, Sample, apart, money, rate, told_apart, whole
from crmlib.workbook.kinds.function import Function
from crmlib.workbook.kinds.memo import Memo
from crmlib.workbook.kinds.number import Number
from crmlib.workbook.kinds.order import Order, Step, sequence, swap
from crmlib.workbook.kinds.questions import Slip, Twin
from crmlib.workbook.kinds.reverse import Reverse
from crmlib.workbook.kinds.several import Several
from crmlib.workbook.kinds.value import Value

US_DOLLARS = "US dollars"
TODAY = date(1997, 9, 30)
# The published estimates for CDNOW, in weeks and US dollars.
CLOCKS = dict(r=0.243, alpha=4.414)
CDNOW = CLOCKS | dict(a=0.793, b=2.426)
SPENDS = dict(p=6.25, q=3.74, v=15.44)
STATED = "r = 0.243, α = 4.414, a = 0.793 and b = 2.426"


# Contracts ----------------------------------------------------------------------------------------

cases = Match(
    id="predicting.cases",
    section="06-predicting#predicting-cases",
    title="Which model fits?",
    prompt="For each of the five, ask: does the firm see when a customer leaves, and can something happen on any day or at "
    "fixed occasions only? Choose the model that fits.",
    answer={
        "magazine subscriptions by the year": "shifted beta-geometric",
        "a restaurant": "BG/NBD",
        "a charity's yearly appeal to those who once gave": "BG/BB",
        "telephone contracts that can be cancelled on any day": "survival curve",
        "a web shop for running shoes": "BG/NBD",
    },
    slips={
        ("a restaurant", "shifted beta-geometric"): "Which guest of a restaurant cancels?",
        (
            "a web shop for running shoes",
            "survival curve",
        ): "A survival curve needs the day on which she left. Who tells the shop?",
        (
            "a charity's yearly appeal to those who once gave",
            "shifted beta-geometric",
        ): "A donor who skips a year may give in the next. With a contract she could not.",
        (
            "telephone contracts that can be cancelled on any day",
            "BG/NBD",
        ): "Here the firm is told when a customer leaves.",
    },
    hints=[
        "First: would the firm notice at once that a customer has left?",
        "Then: is there a calendar of occasions, or does each day count?",
        Twin(
            lambda: (
                "A twin: a gym by the year. A member who leaves does not renew, and the gym sees it; renewals come once a "
                "year. A contract at fixed occasions: the shifted beta-geometric."
            )
        ),
    ],
    means="Contract or not decides whether leaving is seen or must be inferred.",
    after="Your firm has both a shop and a club. Which of its customers would you put where?",
)


def _kinds(share, steady, restless, years):
    """Who is left of one customer after some years, and the retention rate of the last of them."""
    left = [share * steady**year + (1 - share) * restless**year for year in (years - 1, years)]
    return left[1], left[1] / left[0]


two_kinds = Number(
    id="predicting.two-kinds",
    section="06-predicting#predicting-contracts",
    title="Two kinds of customers",
    prompt="{share} of a club's members renew with probability {steady} every year, the others with probability {restless}. "
    "Nobody ever changes. What is the retention rate of the whole group at its *second* renewal? Give a share.",
    draws=dict(
        share=rate(0.3, 0.7, step=0.1), steady=rate(0.85, 0.95, step=0.05), restless=rate(0.3, 0.5, step=0.1)
    ),
    where=lambda share, steady, restless: apart(
        _kinds(share, steady, restless, 2)[1],
        _kinds(share, steady, restless, 1)[1],
        _kinds(share, steady, restless, 2)[0],
        _kinds(share, steady, restless, 1)[1] ** 2,
        (steady + restless) / 2,
        _kinds(1 - share, steady, restless, 2)[1],  # at 50 % it would be the answer
        _kinds(share, steady, restless, 3)[1],
    ),
    answer=lambda share, steady, restless: _kinds(share, steady, restless, 2)[1],
    unit="share",
    low=0,
    high=1,
    slips=[
        Slip(
            lambda share, steady, restless: _kinds(share, steady, restless, 1)[1],
            "This is the rate of the first renewal. Who is still there to renew the second time?",
            because="one retention rate for all years, the slip that the chapter is about",
        ),
        Slip(
            lambda share, steady, restless: _kinds(share, steady, restless, 2)[0],
            "This is the share of those who began that is there after two renewals. The second renewal is open only to those "
            "who made the first.",
            because="survival taken for retention",
        ),
        Slip(
            lambda share, steady, restless: _kinds(share, steady, restless, 3)[1],
            "This is the rate of the third renewal.",
            because="the shift of the shifted beta-geometric: renewals counted from 0 or from 1",
        ),
        Slip(
            lambda share, steady, restless: _kinds(1 - share, steady, restless, 2)[1],
            "This is the number you get with the two shares exchanged. Which of the two kinds is the larger?",
            because="the share given to the other kind",
        ),
        Slip(
            lambda share, steady, restless: (steady + restless) / 2,
            "This is the middle of the two probabilities. How many of each kind are still there?",
            because="a mean of rates in place of a rate of sums",
        ),
        Slip(
            lambda share, steady, restless: _kinds(share, steady, restless, 1)[1] ** 2,
            "This is the number you get as the square of the first renewal's rate: a share of all who began, if all were alike.",
            because="one retention rate for all years",
        ),
    ],
    hints=[
        "Follow 1,000 members: how many of each kind are there after one renewal, and after two?",
        "Members after two renewals divided by members after one.",
        Twin(
            lambda share, steady, restless: (
                f"Take 1,000 members, {share:.0%} at {steady:.0%} and the others at {restless:.0%}. After one renewal "
                f"{1000 * _kinds(share, steady, restless, 1)[0]:.1f} are left, after two "
                f"{1000 * _kinds(share, steady, restless, 2)[0]:.2f}. The second divided by the first: "
                f"{_kinds(share, steady, restless, 2)[1]:.4f}."
            )
        ),
    ],
    means="It is higher than at the first renewal, and nobody has become more loyal.",
    after="Where does the rate go in the end?",
)

renewal = Number(
    id="predicting.renewal",
    section="06-predicting#predicting-contracts",
    title="A renewal of the shifted beta-geometric",
    prompt="Probabilities of leaving are spread by a beta distribution with α = {alpha} and β = {beta}. What is the retention "
    "rate of renewal number {number}? Give a share.",
    draws=dict(
        alpha=OneOf((0.5, 0.6, 0.7, 0.8, 0.9)), beta=OneOf((1.2, 1.5, 2.0, 2.5)), number=OneOf((3, 4, 5))
    ),
    where=lambda alpha, beta, number: apart(
        btyd.renewal_rate(number, alpha, beta),
        btyd.renewal_rate(1, alpha, beta),
        btyd.renewal_rate(number, beta, alpha),
        btyd.renewal_rate(number + 1, alpha, beta),
        btyd.renewal_rate(number - 1, alpha, beta),
        btyd.share_staying(number, alpha, beta),
        1 - btyd.renewal_rate(number, alpha, beta),
        beta / (alpha + beta + number - 1),
    ),
    answer=lambda alpha, beta, number: btyd.renewal_rate(number, alpha, beta),
    unit="share",
    low=0,
    high=1,
    slips=[
        Slip(
            lambda alpha, beta, number: btyd.renewal_rate(1, alpha, beta),
            "This is the rate of the first renewal. Each further renewal sorts the group once more.",
            because="one rate for all years",
        ),
        Slip(
            lambda alpha, beta, number: btyd.renewal_rate(number, beta, alpha),
            "This is the number you get with α and β exchanged. The mean α/(α + β) is that of *leaving*.",
            because="two parameters of one distribution; packages differ in their order",
        ),
        Slip(
            lambda alpha, beta, number: btyd.renewal_rate(number + 1, alpha, beta),
            "This is the rate of the renewal after it: renewals before this one are counted, and this one too.",
            because="t or t − 1: the shift in the name of the model",
        ),
        Slip(
            lambda alpha, beta, number: btyd.renewal_rate(number - 1, alpha, beta),
            "This is the rate of the renewal before it. How many renewals has she made when this one comes?",
            because="t − 1 in place of t: renewals counted from 0",
        ),
        Slip(
            lambda alpha, beta, number: btyd.share_staying(number, alpha, beta),
            "This is the share of all who began that is still there. The retention rate is a share of those who came so far.",
            because="S(t) and r(t) are taken for one another",
        ),
        Slip(
            lambda alpha, beta, number: 1 - btyd.renewal_rate(number, alpha, beta),
            "This is the share that leaves at this renewal.",
            because="churn given for retention",
        ),
        Slip(
            lambda alpha, beta, number: beta / (alpha + beta + number - 1),
            "This is the number you get if the renewals are added below the line only. They count above it too.",
            because="(β + t − 1)/(α + β + t − 1) half remembered",
        ),
    ],
    hints=[
        "The rate of the first renewal is β/(α + β). What does each renewal add above and below?",
        "Add the number of renewals already made to β, above and below the line.",
        Twin(
            lambda alpha, beta, number: (
                f"With α = {alpha}, β = {beta} and renewal {number}, there were {number - 1} before it: "
                f"({beta} + {number - 1}) ÷ ({alpha} + {beta} + {number - 1}) = "
                f"{btyd.renewal_rate(number, alpha, beta):.4f}."
            )
        ),
    ],
    means=lambda alpha, beta, number: (
        f"At the first renewal it was {btyd.renewal_rate(1, alpha, beta):.2f}: those who leave easily have gone."
    ),
    after="Which of the two parameters would a better product move?",
)

rising = Choice(
    id="predicting.rising",
    section="06-predicting#predicting-contracts",
    title="Retention rises",
    prompt="A streaming service reports: of the subscribers in their first year 60 % renew, in their second 75 %, in their fifth "
    "90 %. “The longer people are with us, the more loyal they become.” What follows from the three rates?",
    options=[
        Option(
            "nothing",
            "nothing about change: sorting alone would give such rates",
            "Those who leave easily go first, so later rates belong to another mix of people.",
        ),
        Option(
            "loyal",
            "that people become more loyal with time",
            "The three rates belong to three different groups of people. Has anyone been followed?",
        ),
        Option(
            "refuted",
            "that nobody becomes more loyal",
            "Sorting would explain the rates, but it does not exclude that people change as well.",
        ),
        Option(
            "price",
            "that long-standing subscribers should get a higher price",
            "A decision about prices needs what a price does to them, which no retention rate shows.",
        ),
    ],
    answer="nothing",
    hints=[
        "Make a group of two kinds who never change, and work out its rates.",
        "What can three rates of three different sets of people say about one person?",
        Twin(
            lambda: (
                "A twin: of the runners of a marathon the mean speed at kilometre 35 is higher among those still running than "
                "at kilometre 5 among all. Nobody became faster: the slow ones gave up."
            )
        ),
    ],
    after="Which data would let you tell sorting from change?",
)


def _staying(renewals, alpha, beta):
    return btyd.share_staying(int(renewals), alpha, beta)


share_function = Function(
    id="predicting.share-staying",
    section="06-predicting#predicting-contracts",
    title="A function for the share still there",
    prompt="Write a function that takes a number of renewals, α and β, and returns the share of those who began that is still "
    "there after so many renewals, by the shifted beta-geometric. After 0 renewals it is 1.",
    answer=_staying,
    inputs=dict(renewals=whole(0, 12), alpha=rate(0.4, 1.5, step=0.1), beta=rate(0.8, 4, step=0.2)),
    edges=[
        dict(renewals=0, alpha=1.0, beta=1.0),
        dict(renewals=1, alpha=1.0, beta=3.0),
        dict(renewals=2, alpha=1.0, beta=1.0),
    ],
    slips=[
        Slip(
            lambda renewals, alpha, beta: (beta / (alpha + beta)) ** renewals,
            "This function takes the retention rate of the first renewal for all of them.",
            because="one rate for all years",
        ),
        Slip(
            lambda renewals, alpha, beta: _staying(renewals, beta, alpha),
            "This function has α and β exchanged: with α small few leave.",
            because="packages differ in the order of the two",
        ),
        Slip(
            lambda renewals, alpha, beta: btyd.renewal_rate(renewals + 1, alpha, beta),
            "This function gives a retention rate, not the share of those who began.",
            because="S(t) and r(t) are taken for one another",
        ),
        Slip(
            lambda renewals, alpha, beta: (
                _staying(renewals + 1, alpha, beta) / btyd.renewal_rate(1, alpha, beta)
            ),
            "This function begins with the second renewal: its first factor should be β/(α + β).",
            because="range(1, n + 1) with t in place of t − 1",
        ),
        Slip(
            lambda renewals, alpha, beta: _staying(max(renewals - 1, 0), alpha, beta),
            "This function stops one renewal too early.",
            because="range(1, n) ends before n",
        ),
        Slip(
            lambda renewals, alpha, beta: 1 - _staying(renewals, alpha, beta),
            "This function gives the share that has left.",
            because="the complement is taken",
        ),
    ],
    hints=[
        "The share is a product: one retention rate for each renewal.",
        "Begin with 1, and multiply by (β + t − 1)/(α + β + t − 1) for t = 1, 2, … up to the number of renewals.",
        Twin(
            lambda: (
                "A twin, the value of money: `value = 1.0`, then `for year in range(1, years + 1): value = value / (1 + rate)`, "
                "then `return value`. Here the factor changes from renewal to renewal."
            )
        ),
    ],
    means="With it you can project any group of contracts.",
    after="What does your function say of α = 0.001? Is that sensible?",
)

# Purchases ----------------------------------------------------------------------------------------


def _weeks(first, last):
    return (last - first).days / 7


recency = Number(
    id="predicting.recency",
    section="06-predicting#predicting-purchases",
    title="Recency for the model",
    prompt="A customer bought on {first}, on {middle} and on {last}, and never else. Today is 30 September 1997. What is her "
    "recency as the BG/NBD wants it, in weeks? (Two decimals will do.)",
    draws=dict(
        first=DayBefore(TODAY, 200, 260), middle=DayBefore(TODAY, 120, 180), last=DayBefore(TODAY, 20, 70)
    ),
    where=lambda first, middle, last: apart(
        _weeks(first, last),
        _weeks(last, TODAY),
        _weeks(first, TODAY),
        7 * _weeks(first, last),
        _weeks(first, last) / 2,
        7 * _weeks(last, TODAY),
    ),
    answer=lambda first, middle, last: _weeks(first, last),
    unit="weeks",
    tolerance=0.002,
    low=0,
    high=520,
    slips=[
        Slip(
            lambda first, middle, last: _weeks(last, TODAY),
            "This is the time since her last purchase: recency of chapter 4. The model counts from the first purchase to the "
            "last.",
            because="lifetimes issues 264 and 448; pymc-marketing issues 304 and 583: recency from the wrong end",
        ),
        Slip(
            lambda first, middle, last: 7 * _weeks(last, TODAY),
            "This is the number of days since her last purchase, recency of chapter 4. The model counts weeks, from the first "
            "purchase to the last.",
            because="the same, left in days",
        ),
        Slip(
            lambda first, middle, last: _weeks(first, TODAY),
            "This is the number you get from the first purchase to today: T, her age as a customer.",
            because="T and recency are mixed up (lifetimes issue 264)",
        ),
        Slip(
            lambda first, middle, last: 7 * _weeks(first, last),
            "This is the number you get in days. Weeks are asked.",
            because="days for weeks: the commonest difference between a package's example and one's own data",
        ),
        Slip(
            lambda first, middle, last: _weeks(first, last) / 2,
            "This is the mean interval between her purchases.",
            because="光顾间歇 is called recency in one of the course's sources",
        ),
    ],
    hints=[
        "Which two of the four days enter? Today is not one of them.",
        "Days from the first purchase to the last, divided by 7.",
        Twin(
            lambda first, middle, last: (
                f"A customer bought first {(TODAY - first).days} days ago and last {(TODAY - last).days} days ago. From the "
                f"one to the other it is {(last - first).days} days, which is {_weeks(first, last):.2f} weeks."
            )
        ),
    ],
    means="She was seen to come back during all that time; how long she has been silent is T less recency.",
    after="What are her frequency and her T?",
)


@functools.cache
def _cdnow():
    return datasets.load_cdnow()


def _orders_of_some(rng, customers=60):
    """CDNOW orders until today of some customers, drawn at random; each group has repeat buyers."""
    known = _cdnow()[_cdnow()["date"] <= pd.Timestamp(TODAY)]
    everyone = sorted(known["customer_id"].unique().tolist())
    return known[known["customer_id"].isin(rng.sample(everyone, customers))].reset_index(drop=True)


def _history(orders, end=TODAY):
    return rfm.purchase_summary(orders, observation_end=end.strftime("%Y-%m-%d"), zero_orders="count")


def _first_day_counts(orders):
    """The mean spend of all days with a purchase, the first included; 0 without a repeat purchase."""
    days = orders.groupby(["customer_id", "date"])["amount"].sum().groupby("customer_id").mean()
    table = _history(orders)
    return np.where(table["frequency"] > 0, days.loc[table["customer_id"]], 0.0)


def _one_by_hand(orders):
    """The first customer with two repeat purchases or more, and her days."""
    table = _history(orders)
    row = table[table["frequency"] > 1].iloc[0].to_dict()
    days = orders.loc[orders["customer_id"] == row["customer_id"], "date"].dt.strftime("%d/%m/%Y").unique()
    return row | dict(days=", ".join(days), customer_id=int(row["customer_id"]))


history = Value(
    id="predicting.history",
    section="06-predicting#predicting-purchases",
    title="The input of the models",
    prompt="`q.orders` holds {orders} from CDNOW until 30 September 1997. Make the input of the models: a DataFrame with "
    "`customer_id`, `frequency` (repeat purchases; orders of one day count once), `recency` and `T` in exact weeks, and "
    "`monetary_value` (mean spend of the repeat purchases, US dollars; 0 without one).",
    draws=dict(orders=Sample(_orders_of_some, "the {rows:,} orders of 60 customers")),
    where=lambda orders: (
        (orders.groupby("customer_id").size() != orders.groupby("customer_id")["date"].nunique()).any()
        and orders["date"].max() < pd.Timestamp(TODAY)
    ),
    key="customer_id",
    answer=_history,
    slips=[
        Slip(
            lambda orders: _history(orders).assign(frequency=lambda table: table["frequency"] + 1),
            "is what you get if the first purchase counts as a repeat. It brought her; she came back later, or not.",
            because="lifetimes issues 56, 244 and 276: the first purchase",
        ),
        Slip(
            lambda orders: _history(orders).assign(
                frequency=orders.groupby("customer_id").size().to_numpy() - 1
            ),
            "is what you get if two orders of one day are two purchases. For the clock they are one.",
            because="lifetimes merges by period; users who count rows get other estimates",
        ),
        Slip(
            lambda orders: _history(orders).assign(frequency=orders.groupby("customer_id").size().to_numpy()),
            "is what you get counting all orders. The first brought her, and two of one day are one return.",
            because="frequency of chapter 4 put into the model: lifetimes issues 56, 244 and 276",
        ),
        Slip(
            lambda orders: _history(orders).assign(recency=lambda table: table["T"] - table["recency"]),
            "is what you get counting from the last purchase to today. The model counts from the first to the last.",
            because="lifetimes issues 264 and 448",
        ),
        Slip(
            lambda orders: _history(orders).assign(recency=lambda table: 7 * table["recency"]),
            "is what you get counting days from the first purchase to the last. Weeks are asked.",
            because="days for weeks",
        ),
        Slip(
            lambda orders: _history(orders).assign(recency=lambda table: 7 * (table["T"] - table["recency"])),
            "is what you get as recency of chapter 4, days since the last purchase. The model counts weeks from the first to the last.",
            because="the RFM table handed to the model: lifetimes issues 264 and 448",
        ),
        Slip(
            lambda orders: _history(orders).assign(T=lambda table: 7 * table["T"]),
            "is what you get counting days from the first purchase to today. Weeks are asked.",
            because="days for weeks",
        ),
        Slip(
            lambda orders: _history(orders).assign(T=lambda table: table["recency"]),
            "is what you get until her last purchase. She was watched until 30 September, also while she was silent.",
            because="observation that ends with the last purchase hides every silence",
        ),
        Slip(
            lambda orders: _history(orders).assign(T=(TODAY - date(1997, 1, 1)).days / 7),
            "is what you get counting from 1 January for everyone. Each customer's time begins with her own first purchase.",
            because="the age of the data taken for the age of the customer",
        ),
        Slip(
            lambda orders: _history(orders, end=orders["date"].max()),
            "is what you get until the last date in the data. Everyone was watched until 30 September.",
            because="the default end of most functions is the last date in the data",
        ),
        Slip(
            lambda orders: _history(orders).assign(monetary_value=_first_day_counts(orders)),
            "is what you get with the first purchase in the mean. The frequency does not count it, so the mean must not either.",
            because="lifetimes issues 244 and 276: monetary value with the first purchase",
        ),
        Slip(
            lambda orders: _history(orders).assign(
                monetary_value=orders.groupby("customer_id")["amount"].mean().to_numpy()
            ),
            "is what you get as the mean of all orders. The first purchase does not count, and without a repeat it is 0.",
            because="the average order value taken for the mean of the repeat purchases",
        ),
        Slip(
            lambda orders: _history(orders).assign(
                monetary_value=lambda table: table["monetary_value"] * table["frequency"]
            ),
            "is what you get as the sum of the repeat purchases. Their mean is asked.",
            because="monetary value as total or as mean: the sources use both",
        ),
    ],
    hints=[
        "Add up the orders of each customer and day first. Then count days, not orders.",
        "Per customer: days less 1; (last − first)/7; (30 September − first)/7; the mean of all days but the first. "
        'Or one call of `rfm.purchase_summary` with `observation_end` and `zero_orders="count"`.',
        Twin(
            lambda orders: (
                "Customer {customer_id} of another sample bought on {days}. That makes {frequency:.0f} repeat purchases; "
                "from her first to her last it is {recency:.2f} weeks, from her first to 30 September {T:.2f} weeks; her repeat "
                "purchases brought {monetary_value:.2f} US dollars each on average.".format(
                    **_one_by_hand(orders)
                )
            )
        ),
    ],
    means="Three numbers and a mean: all that the models will ever know of a customer.",
    after="How many of your customers have a frequency of 0? What can the models know of them?",
)

WEEKS_AHEAD = 13


def _alive(frequency, recency, silence):
    return btyd.chance_alive(frequency, recency, silence, **CDNOW)


def _alive_by(below, power, recency, silence):
    """P(alive) with another number below the coin's a, or another power of the stretch."""
    stretch = (CDNOW["alpha"] + recency + silence) / (CDNOW["alpha"] + recency)
    return 1 / (1 + CDNOW["a"] / below * stretch**power)


alive = Number(
    id="predicting.alive",
    section="06-predicting#predicting-alive",
    title="P(alive) by hand",
    prompt=f"The BG/NBD of CDNOW has {STATED} (weeks). A customer has made {{frequency}} repeat purchases, the last of them "
    "{recency} weeks after her first purchase, and she has been silent for {silence} weeks since. What is her P(alive)? "
    "Give a share.",
    draws=dict(frequency=whole(2, 6), recency=whole(20, 30, 2), silence=whole(8, 16, 2)),
    where=lambda frequency, recency, silence: apart(
        _alive(frequency, recency, silence),
        _alive(frequency + 1, recency, silence),
        1 - _alive(frequency, recency, silence),
        1 / _alive(frequency, recency, silence) - 1,
        _alive(frequency, silence, recency),
        _alive(frequency, 7 * recency, 7 * silence),
        _alive_by(CDNOW["b"] + frequency, CDNOW["r"] + frequency, recency, silence),
        _alive_by(CDNOW["b"] + frequency - 1, 1, recency, silence),
        _alive(frequency, recency, silence)
        * btyd.chance_to_buy_if_alive(WEEKS_AHEAD, frequency, recency + silence, **CLOCKS),
    ),
    answer=_alive,
    unit="share",
    low=0,
    high=1,
    slips=[
        Slip(
            lambda frequency, recency, silence: _alive(frequency + 1, recency, silence),
            "This is the number you get if the first purchase is counted as a repeat.",
            because="lifetimes issues 56, 244 and 276",
        ),
        Slip(
            lambda frequency, recency, silence: _alive(frequency, silence, recency),
            "This is the number you get with recency from the wrong end: the silence taken for the time from first to last.",
            because="lifetimes issues 264 and 448",
        ),
        Slip(
            lambda frequency, recency, silence: _alive(frequency, 7 * recency, 7 * silence),
            "This is the number you get with days in a model that was fitted in weeks: α is in weeks.",
            because="days for weeks",
        ),
        Slip(
            lambda frequency, recency, silence: 1 / _alive(frequency, recency, silence) - 1,
            "This is the number you get as the odds of having left. Divide 1 by 1 plus them.",
            because="odds taken for a probability",
        ),
        Slip(
            lambda frequency, recency, silence: 1 - _alive(frequency, recency, silence),
            "This is the probability that she has left.",
            because="the complement is taken",
        ),
        Slip(
            lambda frequency, recency, silence: _alive_by(
                CDNOW["b"] + frequency, CDNOW["r"] + frequency, recency, silence
            ),
            "This is the number you get with b + x below a. It is b + x − 1: of one toss nobody knows how it fell.",
            because="b + x is what all tosses survived would give",
        ),
        Slip(
            lambda frequency, recency, silence: _alive_by(CDNOW["b"] + frequency - 1, 1, recency, silence),
            "This is the number you get without the power r + x. The same silence says more of someone who came often.",
            because="the power overlooked",
        ),
    ],
    hints=[
        "First the odds of having left: those of the coin, a/(b + x − 1), times the stretch of the silence to the power r + x.",
        "The stretch is (α + T)/(α + recency), where T is recency plus silence.",
        Twin(
            lambda frequency, recency, silence: (
                f"With {frequency} repeat purchases, recency {recency} and silence {silence}: coin "
                f"{0.793 / (2.426 + frequency - 1):.4f}, stretch "
                f"{(4.414 + recency + silence) / (4.414 + recency):.4f}, to the power {0.243 + frequency:.3f}. The odds are "
                f"{1 / _alive(frequency, recency, silence) - 1:.4f}, so P(alive) is "
                f"{_alive(frequency, recency, silence):.4f}."
            )
        ),
    ],
    means="It is the probability that she is still a customer, not that she will buy soon.",
    after="What would it be if she had come twice as often before the same silence?",
)


def _buys(frequency, recency, silence):
    return _alive(frequency, recency, silence) * btyd.chance_to_buy_if_alive(
        WEEKS_AHEAD, frequency, recency + silence, **CLOCKS
    )


def _expects(frequency, recency, silence):
    model = btyd.BetaGeoNBD.from_parameters(**CDNOW)
    return model.conditional_expected_purchases(WEEKS_AHEAD, frequency, recency, recency + silence)


which_chance = Definition(
    id="predicting.which-chance",
    section="06-predicting#predicting-alive",
    title="Which number answers the question?",
    prompt="A customer has made {frequency} repeat purchases, the last of them {recency} weeks after her first, and has been "
    "silent for {silence} weeks. The warehouse asks: how probable is it that she orders at all in the next 13 weeks?",
    draws=dict(frequency=whole(2, 4), recency=whole(20, 30, 2), silence=whole(8, 14, 2)),
    options=[
        Rival(
            "alive",
            "P(alive)",
            "She may be there and still not order within 13 weeks: P(alive) has no horizon.",
            _alive,
        ),
        Rival(
            "buys",
            "P(alive) × the probability that a living customer buys within 13 weeks",
            "She must be there, and her clock must ring within the time.",
            _buys,
        ),
        Rival(
            "expected",
            "the expected number of purchases in 13 weeks",
            "That counts a customer who orders three times three times. It can be above 1.",
            _expects,
        ),
        Rival(
            "rate",
            "the past rate: repeat purchases ÷ weeks × 13",
            "That takes for granted that she is there, and is no probability.",
            lambda frequency, recency, silence: frequency / (recency + silence) * WEEKS_AHEAD,
        ),
    ],
    answer="buys",
    says="{:.3f}",
    hints=[
        "Two things must happen before she orders. Which?",
        "A probability needs a horizon here: 13 weeks. Which of the four have one, and which are probabilities?",
        Twin(
            lambda frequency, recency, silence: (
                f"A twin: {frequency} repeat purchases, recency {recency}, silence {silence}. She is there with "
                f"{_alive(frequency, recency, silence):.3f}; if so, she buys within 13 weeks with "
                f"{_buys(frequency, recency, silence) / _alive(frequency, recency, silence):.3f}. Both together: "
                f"{_buys(frequency, recency, silence):.3f}."
            )
        ),
    ],
    means="The warehouse needs an event within a time.",
    after="Which of the four would a plan for sales need?",
)


def _some_histories(rng, customers=80):
    """Histories of some CDNOW customers, at least two of them repeat buyers."""
    everyone = _history(_cdnow()[_cdnow()["date"] <= pd.Timestamp(TODAY)])
    chosen = rng.sample(range(len(everyone)), customers)
    return everyone.iloc[sorted(chosen)].drop(columns="monetary_value").reset_index(drop=True)


def _forecast(table, weeks, frequency=0, wrong_end=False, days=False):
    """P(alive) and expected purchases of each customer, or what a misread history gives."""
    model = btyd.BetaGeoNBD.from_parameters(**CDNOW)
    x, t_x, T = table["frequency"] + frequency, table["recency"], table["T"]
    if wrong_end:
        t_x = (T - t_x).where((x > 0) & (t_x < T), t_x)
    t_x = t_x.where((x == 0) | (t_x > 0), 1e-9)
    past, ahead = (x, t_x, T), 7 * weeks if days else weeks
    return table[["customer_id"]].assign(
        alive=model.probability_alive(*past), expected=model.conditional_expected_purchases(ahead, *past)
    )


def _one_forecast(table, weeks):
    """The first repeat buyer of a table, and what is forecast of her."""
    rows = table.merge(_forecast(table, weeks), on="customer_id")
    return rows[rows["frequency"] > 0].iloc[0].to_dict()


forecast = Value(
    id="predicting.forecast",
    section="06-predicting#predicting-purchases",
    title="A forecast for each customer",
    prompt=f"`q.table` is {{table}}, in weeks. The BG/NBD of CDNOW has {STATED}. Leave a DataFrame with `customer_id`, `alive` "
    "(P(alive)) and `expected` (the purchases expected in the next {weeks} weeks).",
    draws=dict(
        table=Sample(_some_histories, "the input of the models for {rows} customers"), weeks=whole(20, 40, 4)
    ),
    key="customer_id",
    answer=lambda table, weeks: _forecast(table, weeks),
    slips=[
        Slip(
            lambda table, weeks: _forecast(table, weeks, frequency=1),
            "is what you get if the first purchase is counted as a repeat. The frequency in the table leaves it out already.",
            because="lifetimes issues 56, 244 and 276",
        ),
        Slip(
            lambda table, weeks: _forecast(table, weeks, wrong_end=True),
            "is what you get if the silence T − recency is given as recency.",
            because="lifetimes issues 264 and 448",
        ),
        Slip(
            lambda table, weeks: _forecast(table, weeks, days=True),
            "is what you get if the coming time is given in days. The model was fitted in weeks.",
            because="days for weeks; lifetimes issues 27 and 43",
        ),
        Slip(
            lambda table, weeks: _forecast(table, weeks).assign(
                expected=btyd.PastRate().conditional_expected_purchases(
                    weeks, table["frequency"], table["recency"], table["T"]
                )
            ),
            "is what you get if everybody goes on at her past rate. Some have left.",
            because="the rule of thumb that the chapter tests",
        ),
        Slip(
            lambda table, weeks: _forecast(table, weeks).assign(
                expected=lambda found: found["expected"] * found["alive"]
            ),
            "is what you get if the forecast is multiplied by P(alive) once more. It knows already that some have left.",
            because="conditional expected purchases taken for those of a living customer",
        ),
        Slip(
            lambda table, weeks: _forecast(table, weeks).assign(
                expected=lambda found: found["expected"] / found["alive"]
            ),
            "is what you get of customers who are surely there. Some have left.",
            because="purchases of a living customer taken for those of a customer",
        ),
        Slip(
            lambda table, weeks: _forecast(table, weeks).assign(
                expected=btyd.BetaGeoNBD.from_parameters(**CDNOW).expected_purchases(weeks)
            ),
            "is what you get for a new customer, the same for everyone. What has each of these done?",
            because="two functions of one name: of a new customer, and of a known one",
        ),
        Slip(
            lambda table, weeks: _forecast(table, weeks).assign(
                alive=lambda found: (
                    found["alive"]
                    * btyd.chance_to_buy_if_alive(weeks, table["frequency"], table["T"], **CLOCKS)
                )
            ),
            "is what you get as the probability that she buys within the time. P(alive) asks only whether she is still there.",
            because="alive taken for buying, the confusion that the chapter warns of",
        ),
        Slip(
            lambda table, weeks: _forecast(table, weeks).assign(alive=lambda found: 1 - found["alive"]),
            "is what you get as the probability that she has left.",
            because="the complement is taken",
        ),
    ],
    hints=[
        "`btyd.BetaGeoNBD.from_parameters(r=..., alpha=..., a=..., b=...)` is a model that needs no fit.",
        "Ask it for `probability_alive(...)` and `conditional_expected_purchases(weeks, ...)` with the three columns.",
        Twin(
            lambda table, weeks: (
                "A customer of another table, with frequency {frequency}, recency {recency:.2f} and T {T:.2f}: "
                "P(alive) is {alive:.4f}, and in {weeks} weeks {expected:.4f} purchases are expected of her. One call answers for a "
                "whole column.".format(weeks=weeks, **_one_forecast(table, weeks))
            )
        ),
    ],
    means="A column that can be added up, ranked and checked later.",
    after="What is the sum of `expected`? How would you find out whether it was right?",
)

needed_silence = Reverse(
    id="predicting.needed-silence",
    section="06-predicting#predicting-alive",
    title="How long a silence?",
    prompt=f"The BG/NBD of CDNOW has {STATED} (weeks). A customer has made {{frequency}} repeat purchases, the last "
    "{recency} weeks after her first. After how many weeks of silence does P(alive) fall to {target}? (One decimal will do.)",
    draws=dict(frequency=whole(3, 9), recency=whole(20, 30, 2), target=rate(0.3, 0.5, step=0.1)),
    forward=lambda given, frequency, recency, target: _alive(frequency, recency, given),
    target=lambda frequency, recency, target: target,
    answer=lambda frequency, recency, target: _silence(frequency, recency, target),
    says="a P(alive) of {:.1%}",
    unit="weeks",
    tolerance=0.0075,
    low=0,
    high=200,
    where=lambda frequency, recency, target: apart(
        _silence(frequency, recency, target),
        _silence(frequency, recency, target) + recency,
        _silence(frequency, recency, target) * 7,
        _silence(frequency, recency, 1 - target) if target != 0.5 else 1.0,
        _silence(frequency + 1, recency, target),
    ),
    slips=[
        Slip(
            lambda frequency, recency, target: _silence(frequency, recency, target) + recency,
            "This is the number you get counting from her first purchase, T. The silence begins with the last.",
            because="T and silence are mixed up",
        ),
        Slip(
            lambda frequency, recency, target: 7 * _silence(frequency, recency, target),
            "This is the number you get in days.",
            because="days for weeks",
        ),
        Slip(
            lambda frequency, recency, target: _silence(frequency + 1, recency, target),
            "This is the number you get if the first purchase is counted as a repeat.",
            because="lifetimes issues 56, 244 and 276",
        ),
    ],
    hints=[
        "Try a silence of 10 weeks, then a longer or a shorter one. The lab of the chapter does it with a slider.",
        "Turn the formula round: the odds of having left must be (1 − P)/P. Divide by the odds of the coin, take the root "
        "r + x, and you have the stretch.",
        Twin(
            lambda frequency, recency, target: (
                f"With {frequency} repeat purchases, recency {recency} and {target:.0%}: odds {(1 - target) / target:.4f}, "
                f"divided by the coin's {0.793 / (2.426 + frequency - 1):.4f}, to the power 1/{0.243 + frequency:.3f}: the "
                f"stretch is {_silence(frequency, recency, target) / (4.414 + recency) + 1:.4f}. Times (4.414 + {recency}), "
                f"less (4.414 + {recency}): {_silence(frequency, recency, target):.2f} weeks."
            )
        ),
    ],
    means="The more often she used to come, the sooner her silence says something.",
    core=False,
    after="Would you set one alarm for all customers?",
)


def _silence(frequency, recency, target):
    """The silence after which P(alive) has fallen to a target."""
    coin = CDNOW["a"] / (CDNOW["b"] + frequency - 1)
    stretch = ((1 - target) / target / coin) ** (1 / (CDNOW["r"] + frequency))
    return (CDNOW["alpha"] + recency) * (stretch - 1)


# Validation ---------------------------------------------------------------------------------------

honest = Order(
    id="predicting.honest-forecast",
    section="06-predicting#predicting-validation",
    title="An honest forecast",
    prompt="You want to know how far the forecasts of a model can be trusted. Put the steps in order.",
    steps=[
        Step("day", "fix the last day of the calibration"),
        Step("split", "make frequency, recency and T up to that day"),
        Step("fit", "fit the model to them"),
        Step("forecast", "forecast the time after that day"),
        Step("compare", "compare with what came, beside a rule of thumb"),
        Step("refit", "fit again on all data, for the real forecast"),
    ],
    slips=[
        Slip(
            sequence("day", "split", "refit", "forecast", "compare", "fit"),
            "This is the order in which the model has seen the time that it forecasts.",
            because="a model tested on the data that made it",
        ),
        Slip(
            swap("day", "split"),
            "This is the order in which T is computed before its end is known.",
            because="the default end of most functions is the last date in the data",
        ),
        Slip(
            swap("fit", "forecast"),
            "This is the order in which a forecast is made by a model that has no parameters yet.",
            because="an order of steps that cannot be done",
        ),
    ],
    hints=[
        "What must be fixed before T can be computed?",
        "The hold-out may be looked at once, after the forecast. What do you use in the end, when the test is passed?",
        Twin(
            lambda: (
                "A twin, from the weather service: choose a past morning, use what was known that morning, make the forecast, "
                "compare it with the day and with “as yesterday”, and only then forecast tomorrow with all you know."
            )
        ),
    ],
    means="What the model has not seen is the only fair judge of it.",
    after="Which rule of thumb would your firm have used?",
)

what_holds = Several(
    id="predicting.what-holds",
    section="06-predicting#predicting-validation",
    title="What the hold-out showed",
    prompt="At CDNOW the BG/NBD stood beside two rules of thumb for 39 weeks. What did the hold-out show?",
    options=[
        Option(
            "amount", "the model was nearer in how many purchases", "1.61 against 2.2 purchases of error."
        ),
        Option(
            "who",
            "the model was clearly better at saying who would buy at all",
            "0.777 against 0.779: a silence of 13 weeks says as much.",
        ),
        Option(
            "twice",
            "the past rate promised about twice too much of its best customers",
            "It knows no leaving and no luck.",
        ),
        Option(
            "burst",
            "the model wrote off customers who came back after a burst",
            "41 % of those to whom it gave almost no chance bought.",
        ),
        Option(
            "exact",
            "the model forecast each customer to within one purchase",
            "It is right on average over many.",
        ),
    ],
    answer={"amount", "twice", "burst"},
    overlooked={
        "amount": "Look at the table of errors again.",
        "twice": "Compare what the best tenth promised with what came.",
        "burst": "For which customers did the model fail?",
    },
    hints=[
        "Read each line beside a table of the section: by kind, in total, customer by customer, by chance of buying.",
        "Ranking and amounts are two different questions.",
        Twin(
            lambda: (
                "A twin: two weather services agree on 78 of 100 days whether it rains. One of them also says how much, and is "
                "nearer. So for an umbrella take either; for a dam take the second."
            )
        ),
    ],
    means="A rank is cheap; a number needs a model.",
    after="Which of these findings would you expect in your own data?",
)

alert_list = Choice(
    id="predicting.alert-list",
    section="06-predicting#predicting-alerts",
    title="The alert list",
    prompt="A team lists as “at risk” all customers whose P(alive) by the BG/NBD is below 0.3. 60 % of the firm's customers "
    "have bought exactly once, many of them two years ago. How many of these are on the list?",
    options=[
        Option(
            "none", "none of them", "The model has no coin before the first repeat purchase: P(alive) is 1."
        ),
        Option(
            "old", "those who bought two years ago", "Silence moves P(alive) only after a repeat purchase."
        ),
        Option(
            "all",
            "all of them",
            "Then one purchase would count as a sign of leaving. In this model it counts as none.",
        ),
        Option("third", "about 30 % of them", "The threshold says nothing about a share of customers."),
    ],
    answer="none",
    hints=[
        "When does a customer of the BG/NBD toss her coin for the first time?",
        "Write down P(alive) for frequency 0.",
        Twin(
            lambda: (
                "A twin: a burglar alarm that is armed by the second opening of a door. A house whose door was opened once "
                "has no alarm, however long the door stands open."
            )
        ),
    ],
    after="What would you use for these customers instead?",
)

# Spend and value ----------------------------------------------------------------------------------

shrink = Number(
    id="predicting.shrink",
    section="06-predicting#predicting-spend",
    title="Expected spend",
    prompt="The gamma-gamma model of CDNOW has p = 6.25, q = 3.74 and v = 15.44 US dollars. A customer's {frequency} repeat "
    "purchases brought {mean} each on average. What is she expected to spend on her next purchase, in US dollars?",
    draws=dict(frequency=whole(1, 2), mean=money(80, 200, step=10, unit=US_DOLLARS)),
    where=lambda frequency, mean: apart(
        btyd.shrunk_spend(frequency, mean, **SPENDS),
        mean,
        btyd.shrunk_spend(0, 0, **SPENDS),
        btyd.shrunk_spend(frequency + 1, mean, **SPENDS),
        (mean + btyd.shrunk_spend(0, 0, **SPENDS)) / 2,
        frequency * btyd.shrunk_spend(frequency, mean, **SPENDS) if frequency > 1 else 1.0,
        btyd.shrunk_spend(frequency, mean, SPENDS["p"], SPENDS["q"] + 1, SPENDS["v"]),
    ),
    answer=lambda frequency, mean: btyd.shrunk_spend(frequency, mean, **SPENDS),
    unit=US_DOLLARS,
    low=0,
    high=10_000,
    slips=[
        Slip(
            lambda frequency, mean: mean,
            "This is the number you get if her own mean is believed. How sure is a mean of so few purchases?",
            because="the raw mean, as in the averages formula",
        ),
        Slip(
            lambda frequency, mean: btyd.shrunk_spend(0, 0, **SPENDS),
            "This is the mean of all customers. She has told you something about herself.",
            because="one average order value for everybody",
        ),
        Slip(
            lambda frequency, mean: btyd.shrunk_spend(frequency + 1, mean, **SPENDS),
            "This is the number you get if the first purchase is counted as well.",
            because="lifetimes issues 244 and 276",
        ),
        Slip(
            lambda frequency, mean: (mean + btyd.shrunk_spend(0, 0, **SPENDS)) / 2,
            "This is the middle between her mean and everybody's. The weights depend on the number of her purchases.",
            because="shrinkage taken for an average of two",
        ),
        Slip(
            lambda frequency, mean: btyd.shrunk_spend(
                frequency, mean, SPENDS["p"], SPENDS["q"] + 1, SPENDS["v"]
            ),
            "This is the number you get with q below the line. It is q − 1 there.",
            because="the −1 of the mean of an inverse gamma distribution is easily lost",
        ),
    ],
    hints=[
        "The result lies between her own mean and 35.2, the mean of all.",
        "p (v + x z̄) above, p x + q − 1 below.",
        Twin(
            lambda frequency, mean: (
                f"With {frequency} purchases of {mean}: 6.25 × (15.44 + {frequency} × {mean}) = "
                f"{6.25 * (15.44 + frequency * mean):,.1f}; 6.25 × {frequency} + 3.74 − 1 = {6.25 * frequency + 2.74:.2f}; "
                f"divided, {btyd.shrunk_spend(frequency, mean, **SPENDS):.2f} US dollars."
            )
        ),
    ],
    means=lambda frequency, mean: (
        f"A mean of {mean} is news, but part of it is luck: {mean - btyd.shrunk_spend(frequency, mean, **SPENDS):.0f} "
        "US dollars of it are not expected to return."
    ),
    after="After how many purchases would you believe her own mean?",
)


def _margin(orders, spend, margin):
    return orders * spend * margin


def _years(weeks):
    return weeks * 7 / 365.25


def _waiting(orders, spend, week, margin, yearly):
    """What discounting takes off a margin that comes some weeks from now."""
    return _margin(orders, spend, margin) * (1 - (1 + yearly) ** -_years(week))


_WAITING_SLIPS = [
    Slip(
        lambda orders, spend, week, margin, yearly: (
            _margin(orders, spend, margin) * (1 - (1 + yearly) ** -week)
        ),
        "This is the number you get if the yearly rate is charged every week. How much is left of a dollar after a year then?",
        because="lifetimes issues 27, 43, 180, 215 and 300: discount period against purchase period",
    ),
    Slip(
        lambda orders, spend, week, margin, yearly: (
            _margin(orders, spend, margin) * (1 - (1 + yearly / 12) ** -week)
        ),
        "This is the number you get if weeks are taken for months.",
        because="months against weeks; lifetimes asks for a monthly rate",
    ),
    Slip(
        lambda orders, spend, week, margin, yearly: (
            _margin(orders, spend, margin) * (1 - (1 + yearly / 52) ** -week)
        ),
        "This is the number you get if the yearly rate is divided by 52. Charged every week, that is more in a year than the "
        "yearly rate.",
        because="a rate divided in place of its root taken",
    ),
    Slip(
        lambda orders, spend, week, margin, yearly: (
            _margin(orders, spend, margin) * (1 - 1 / (1 + yearly * _years(week)))
        ),
        "This is the number you get with simple interest, the rate times the part of the year. The rate compounds: a part of a "
        "year is a power.",
        because="simple discounting within a year, as banks quote it",
    ),
    Slip(
        lambda orders, spend, week, margin, yearly: _margin(orders, spend, margin) * yearly * _years(week),
        "This is the interest on the whole margin for that time. Today's worth grows to the margin, so it alone earns interest.",
        because="rate times time taken off, a banker's discount",
    ),
    Slip(
        lambda orders, spend, week, margin, yearly: _margin(orders, spend, margin) * (1 - 1 / (1 + yearly)),
        "This is the number you get if the purchases come in a year. They come earlier.",
        because="a whole year discounted, whenever the money comes",
    ),
    Slip(
        lambda orders, spend, week, margin, yearly: (
            _margin(orders, spend, margin) - _waiting(orders, spend, week, margin, yearly)
        ),
        "This is the margin's worth today. What waiting takes off the margin is asked.",
        because="what is left taken for what is gone",
    ),
    Slip(
        lambda orders, spend, week, margin, yearly: _waiting(orders, spend, week, 1, yearly),
        "This is the number you get for the revenue. What is left of it once the goods are paid for?",
        because="revenue taken for margin",
    ),
]

discounted = Number(
    id="predicting.discount",
    section="06-predicting#predicting-clv",
    title="Two periods",
    prompt="{orders} purchases of {spend} are expected in week {week} from now; {margin} of spend is margin. The cost of "
    "capital is {yearly} a *year*. How much less is this margin worth today than if it were paid today, in US dollars? (A "
    "year has 365.25/7 weeks.)",
    draws=dict(
        orders=OneOf((200, 300, 400)),
        spend=money(30, 40, step=2, unit=US_DOLLARS),
        week=OneOf((13, 20, 26, 30)),
        margin=rate(0.2, 0.3, step=0.05),
        yearly=rate(0.1, 0.2, step=0.02),
    ),
    where=told_apart(_waiting, _WAITING_SLIPS),
    answer=_waiting,
    unit=US_DOLLARS,
    low=0,
    high=100_000,
    slips=_WAITING_SLIPS,
    hints=[
        "How much of a year has gone by in that week?",
        "Divide the margin by 1 plus the yearly rate, to the power weeks ÷ (365.25/7). What is missing from the margin?",
        Twin(
            lambda orders, spend, week, margin, yearly: (
                f"{orders} × {spend} × {margin:.2f} = {orders * spend * margin:,.2f}. Week {week} is {_years(week):.4f} "
                f"years away: (1 + {yearly:.2f}) to that power is {(1 + yearly) ** _years(week):.5f}. Divided: "
                f"{orders * spend * margin / (1 + yearly) ** _years(week):,.2f}. Waiting takes the difference, "
                f"{_waiting(orders, spend, week, margin, yearly):,.2f}."
            )
        ),
    ],
    means=lambda orders, spend, week, margin, yearly: (
        f"Waiting takes {_waiting(1, 1, week, 1, yearly):.1%} of the margin; leaving and chance take far more."
    ),
    after="What would the slip of a weekly rate do to a horizon of five years?",
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
            "The expected number of purchases of all is the sum over the customers.",
        ),
        Option(
            "margin",
            lambda spend, **_: f"Margin of a purchase: {spend} × 0.20 = {spend * 0.2:.2f} US dollars",
            "The margin is that share of the expected spend.",
        ),
        Option(
            "undiscounted",
            lambda customers, purchases, spend: (
                f"Before discounting: {customers * purchases:,.0f} × {spend * 0.2:.2f} = "
                f"{customers * purchases * spend * 0.2:,.0f} US dollars"
            ),
            "Purchases times margin of a purchase.",
        ),
        Option(
            "factor",
            lambda **_: "Discount factor of week 26, the middle: 1 ÷ 1.10²⁶ = 0.084",
            "It charges the yearly rate every week. Half a year at 10 % a year is a factor of about 0.95.",
        ),
        Option(
            "per-customer",
            lambda purchases, spend, **_: (
                f"For each customer, before discounting: {purchases} × {spend * 0.2:.2f} = "
                f"{purchases * spend * 0.2:.2f} US dollars"
            ),
            "A mean over the customers, not a promise about one.",
        ),
    ],
    answer="factor",
    hints=[
        "Check each line's unit first, also the unit of time.",
        "Which line says that a dollar in half a year is worth less than a tenth of a dollar today?",
        Twin(
            lambda customers, purchases, spend: (
                f"A twin with {customers:,} customers, {purchases} purchases of {spend}: half a year at 10 % a year is a factor "
                f"of 1 ÷ 1.10^0.5 = 0.953, so about {0.953 * customers * purchases * spend * 0.2:,.0f} US dollars of "
                f"{customers * purchases * spend * 0.2:,.0f}."
            )
        ),
    ],
    core=False,
    after="How would you have found the line without computing anything?",
)

which_interval = Choice(
    id="predicting.which-interval",
    section="06-predicting#predicting-interval",
    title="Which interval?",
    prompt="A customer's value over the next year is put at 57 US dollars; from 47 to 69 by the uncertainty of the parameters, "
    "from 0 to 214 by what may come. A salesman is promised a bonus if *this* customer brings more than 50. Which interval "
    "tells how safe his bonus is?",
    options=[
        Option("outcome", "the wide one, 0 to 214", "His bonus hangs on what she does, and she may be gone."),
        Option(
            "parameters",
            "the narrow one, 47 to 69",
            "It says where the mean of many customers like her lies. He has one.",
        ),
        Option(
            "none",
            "neither: 57 is above 50",
            "The expected value is a mean over futures; he will see one of them.",
        ),
        Option(
            "both", "the mean of the two", "The two answer different questions; a mean of both answers none."
        ),
    ],
    answer="outcome",
    hints=[
        "Ask what would have to be repeated for the narrow interval to matter.",
        "One customer, one year: what is uncertain even if every parameter were known?",
        Twin(
            lambda: (
                "A twin: the mean height of a class is known to a centimetre. How tall is the pupil who comes in next? The "
                "interval for a pupil is far wider than that for the mean."
            )
        ),
    ],
    after="Which of the two would you give to the head of finance, who owns the whole base?",
)

# The gift -----------------------------------------------------------------------------------------

gift_logic = Choice(
    id="predicting.gift-logic",
    section="06-predicting#predicting-decision",
    title="What the gift rests on",
    prompt="The list of customers with a predicted value above 500 yuan earned nearly as much as the best list possible on the "
    "information. What would lower its profit most?",
    options=[
        Option(
            "lift",
            "the gift raises contribution by a tenth, not a fifth",
            "Half the lift takes more than four fifths of it.",
        ),
        Option(
            "model",
            "a slightly worse estimate of b",
            "The list hardly moves when a parameter moves by its error.",
        ),
        Option(
            "interval",
            "wider intervals for single customers",
            "A policy for many lives on means; luck cancels out.",
        ),
        Option(
            "rank",
            "two customers at the head of the list change places",
            "Both get the gift anyway. Only the cut matters.",
        ),
    ],
    answer="lift",
    hints=[
        "Which number did nobody estimate from the data?",
        "Look at the table in which the lift is changed.",
        Twin(
            lambda: (
                "A twin: the best route to the sea was found to the metre, for a day without traffic. What decides the time of "
                "arrival is the traffic."
            )
        ),
    ],
    after="How would you find out the lift before giving 258 gifts?",
)

FIVE_YEARS = dict(horizon=261, purchase_period="week", discount_rate=0.1, discount_period="year")


@functools.cache
def _firm():
    return datasets.load_firm()


def _own_orders():
    """Completed orders of the customers' own accord."""
    orders = _firm().orders
    return orders[(orders["status"] == "completed") & orders["campaign_id"].isna()]


def _firm_orders(rng):
    """All of the firm's own orders: the same for everyone, in an order of rows of one's own."""
    return _own_orders()[["customer_id", "date", "amount"]].sample(frac=1, random_state=rng.randint(0, 10**6))


@functools.cache
def _predicted_value(share, cost, weekly=False, past_rate=False, weeks=261):
    """The value of each customer by the model, or as a foreseen error gives it."""
    base = rfm.purchase_summary(_own_orders(), observation_end="2025-12-31", zero_orders="count")
    base = base.set_index("customer_id")
    past = base["frequency"], base["recency"], base["T"]
    terms = FIVE_YEARS | dict(horizon=weeks) | (dict(discount_period="week") if weekly else {})
    spend = btyd.GammaGamma().fit(base["frequency"], base["monetary_value"])
    an_order = spend.expected_spend(base["frequency"], base["monetary_value"])
    if past_rate:
        ahead = btyd.PastRate().conditional_expected_purchases(261, *past)
    else:
        ahead = btyd.BetaGeoNBD().fit(*past).discounted_purchases(*past, **terms)
    return pd.Series(ahead * (share * an_order - cost), index=base.index)


MARGIN_SHARE, COST_PER_ORDER = 0.41, 22.0


def _gift_list(gift, lift, **error):
    value = _predicted_value(MARGIN_SHARE, COST_PER_ORDER, **error)
    return value.index[lift * value > gift].tolist()


@functools.cache
def _best_value():
    """The value of each customer to someone who knows the populations exactly, and no more of her than her orders."""
    of_all = _firm().truth.parameters
    populations = [
        {name: getattr(group, name) for name in names}
        for group, names in ((of_all.purchases, ("r", "alpha", "a", "b")), (of_all.spend, ("p", "q", "v")))
    ]
    orders = btyd.BetaGeoNBD.from_parameters(**populations[0])
    spend = btyd.GammaGamma.from_parameters(**populations[1])
    seen = _own_orders().groupby("customer_id")["amount"].agg(["size", "mean"])
    clock = _firm().truth.customers.set_index("customer_id").loc[seen.index]
    past = clock["frequency"], clock["recency_weeks"], clock["age_weeks"]
    an_order = spend.expected_spend(seen["size"], seen["mean"])
    ahead = orders.discounted_purchases(*past, **FIVE_YEARS)
    return pd.Series(ahead * (MARGIN_SHARE * an_order - COST_PER_ORDER), index=seen.index)


def _best_list(gift, lift):
    return _best_value().index[lift * _best_value() > gift].tolist()


def _true_gain(orders, gift, lift):
    """What a gift to each customer who ordered earns in expectation, by the firm's truth (¥)."""
    value = _firm().truth.expected_value(days=1826, discount_rate=0.1)
    return lift * value.loc[sorted(orders["customer_id"].unique())] - gift


def _other_margin_list(gift, lift, share, cost):
    value = _predicted_value(share, cost)
    return value.index[lift * value > gift].tolist()


gift = Decision(
    id="predicting.gift",
    section="06-predicting#predicting-decision",
    title="Who gets the gift?",
    prompt="`q.orders` is {orders} of the simulated firm until 31 December 2025, of the customers' own accord and completed. "
    "A personal gift costs {gift}; it raises what a customer contributes over the next five years by {lift}. 41 % of an order "
    "is margin, and serving an order costs ¥22; the cost of capital is 10 % a year. Leave a list of `customer_id`. It is "
    "scored by expected profit under the truth.",
    draws=dict(
        orders=Sample(_firm_orders, "all {rows:,} orders"),
        gift=money(80, 140, step=10),
        lift=rate(0.15, 0.25, step=0.05),
    ),
    profit=_true_gain,
    policy=lambda orders, gift, lift: _best_list(gift, lift),
    unit="¥",
    enough=0.9,
    slips=[
        Slip(
            lambda orders, gift, lift: sorted(orders["customer_id"].unique().tolist()),
            "You give it to everyone. What does it bring from a customer who has left?",
            because="a gift for all is what firms do at the New Year",
        ),
        Slip(
            lambda orders, gift, lift: _other_margin_list(gift, lift, 1.0, 0.0),
            "This is the list you get if revenue is taken for contribution: goods and service cost nothing then.",
            because="revenue taken for margin",
        ),
        Slip(
            lambda orders, gift, lift: _other_margin_list(gift, lift, MARGIN_SHARE, 0.0),
            "This is the list you get if serving an order costs nothing. Small orders look worth having then.",
            because="gross margin taken for contribution",
        ),
        Slip(
            lambda orders, gift, lift: _gift_list(gift, lift, weeks=52),
            "This is the list you get if only one year counts. The gift works for five.",
            because="the horizon of the chapter's first example kept",
        ),
        Slip(
            lambda orders, gift, lift: _gift_list(gift, 1.0),
            "This is the list you get if the gift need only cost less than the customer is worth. It brings a part of her value.",
            because="the whole value credited to the gift: increment and level are mixed up",
        ),
        Slip(
            lambda orders, gift, lift: _gift_list(gift, lift, weekly=True),
            "This is the list you get if 10 % a year is charged every week.",
            because="lifetimes issues 27, 43, 180, 215 and 300",
        ),
        Slip(
            lambda orders, gift, lift: _gift_list(gift, lift, past_rate=True),
            "This is the list you get if everybody goes on at her past rate for five years.",
            because="the rule of thumb that knows no leaving",
        ),
    ],
    hints=[
        "For which future value does the gift just pay? Gift ÷ lift.",
        "`rfm.purchase_summary`, then `btyd.BetaGeoNBD` for orders (`discounted_purchases`, 261 weeks) and `btyd.GammaGamma` for "
        "spend. Value: orders × (0.41 × spend − 22).",
        Twin(
            lambda orders, gift, lift: (
                f"With a gift of ¥{gift} and a lift of {lift:.0%} the customer must be worth ¥{gift / lift:,.0f}. The model "
                f"finds {len(_gift_list(gift, lift))} such customers among {orders['customer_id'].nunique():,}."
            )
        ),
    ],
    after="What would you do before you believe the lift?",
)

memo = Memo(
    id="predicting.memo",
    section="06-predicting#predicting-decision",
    title="The memo",
    prompt="The head of sales asks: “Who gets the gift, what does it bring, and why should I trust a formula?” Answer in a memo: "
    "your number, how uncertain it is, the alternative you turned down, and what an error would cost.",
    words=(60, 250),
    model="We should give the gift to the 220 of 1,905 customers whose contribution over the next five years is put above "
    "560 yuan. At 140 yuan a gift and a quarter more contribution this earns about 46,000 yuan, against a loss of 130,000 for a "
    "gift to everyone. The number is uncertain in two ways. With other customers of the same kind it would lie between 33,000 and "
    "59,000; and the sum of the single forecasts, 51,000, is too high, because the head of a ranked list was lucky as well as good. "
    "I turned down the gift to RFM's champions, a list that needs no model, because it earns about 16,000 less. If we are wrong about a "
    "customer, a gift too many costs at most 140 yuan, and one too few the quarter of what she would have brought. All of this "
    "rests on the lift: if it is half as large, the same list earns 7,500, and below a tenth it loses. So before we buy the gifts "
    "I ask for the interval of the trial that promised a quarter.",
    hints=[
        "Begin with the decision and its cost, not with the method.",
        "One sentence each: number, uncertainty, alternative, cost of an error, and the assumption that it all rests on.",
        Twin(
            lambda: (
                "A twin, on visits: “Visit 40 of our 300 dealers each quarter. By last year's orders this brings about 90,000, "
                "give or take 25,000, for 32,000 of travel. I turned down visiting all, which would cost 240,000. If I am wrong "
                "about a dealer, a visit too many costs 800. Leave five of the 40 out by lot, and we shall see what visits do.”"
            )
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
        Option(
            "differ",
            "the club whose members differ",
            "Its restless members have gone; the steady ones are left.",
        ),
        Option(
            "alike",
            "the club whose members are alike",
            "Its rate stays where it began: nobody is sorted out.",
        ),
        Option(
            "same", "both the same: they began alike", "They begin alike and part from the second renewal on."
        ),
    ],
    answer="differ",
    hints=[
        "What happens to the mix of members in each club?",
        Twin(
            lambda: (
                "In the extreme: 35 % leave at once for sure and 65 % stay for ever. The rate is 65 % at the first renewal and "
                "100 % at each later one. If all are alike it is 65 % at each."
            )
        ),
    ],
    after="Which club would you rather own, and what would you pay more for it?",
)

lab_alive = Choice(
    id="predicting.lab-alive",
    section="06-predicting#predicting-alive",
    title="Lab: two customers, one silence",
    prompt="Before you move anything: two customers made their last purchase 30 weeks after their first, and both have been "
    "silent for 10 weeks. One came back 2 times, the other 12 times. Who is more likely to be still there?",
    options=[
        Option("two", "the one who came back 2 times", "For her 10 weeks are nothing unusual."),
        Option(
            "twelve",
            "the one who came back 12 times",
            "She is the better customer, and for just that reason her silence is worse news.",
        ),
        Option(
            "same",
            "both the same: the silence is the same",
            "The silence must be compared with each one's own rhythm.",
        ),
    ],
    answer="two",
    hints=[
        "How long is the usual pause of each of them?",
        Twin(
            lambda: (
                "A newspaper seller sees one customer every day and one every month. Both have been away for two weeks. About "
                "which of them does he worry?"
            )
        ),
    ],
    after="At which silence would you telephone each of them?",
)

lab_calibration = Choice(
    id="predicting.lab-calibration",
    section="06-predicting#predicting-validation",
    title="Lab: how long must one watch?",
    prompt="Before you move anything: the model is fitted on 13, on 26 and on 52 weeks of purchases. Whose forecast of all "
    "purchases up to June 1998 comes nearest to what came?",
    options=[
        Option("52", "the one from 52 weeks", "It has seen more, and has less to forecast."),
        Option("13", "the one from 13 weeks", "It is lucky to be within 7 %; the next weeks made it worse."),
        Option(
            "26", "the one from 26 weeks", "It took the end of the first rush for leaving, and is too low."
        ),
    ],
    answer="52",
    hints=[
        "What does a model learn about leaving in the first weeks?",
        Twin(
            lambda: (
                "To guess how long guests stay at a party, is it better to look after one hour, two or five? And does the second "
                "hour always help, if the first train leaves in it?"
            )
        ),
    ],
    after="Why can more data make a forecast worse?",
)

QUESTIONS = (
    cases,
    two_kinds,
    renewal,
    rising,
    share_function,
    recency,
    history,
    alive,
    which_chance,
    needed_silence,
    forecast,
    honest,
    shrink,
    discounted,
    clv_slide,
    gift,
    memo,
)
LABS = (lab_contracts, lab_alive, lab_calibration)
QUIZ = (what_holds, alert_list, which_interval, gift_logic)
