"""The answers to the questions of chapter 6, predicting lifetime value."""

import functools
from datetime import date

import numpy as np
import pandas as pd

from crmlib import btyd, rfm
from crmlib.workbook.banks import predicting as asked
from crmlib.workbook.banks.predicting import TODAY, firm, own_orders
from crmlib.workbook.marking.choice import AuditKey, ChoiceKey, DefinitionKey
from crmlib.workbook.marking.decision import DecisionKey
from crmlib.workbook.marking.function import FunctionKey
from crmlib.workbook.marking.key import Slip
from crmlib.workbook.marking.match import MatchKey
from crmlib.workbook.marking.memo import MemoKey
from crmlib.workbook.marking.number import NumberKey
from crmlib.workbook.marking.order import OrderKey, sequence, swap
from crmlib.workbook.marking.reverse import ReverseKey
from crmlib.workbook.marking.several import SeveralKey
from crmlib.workbook.marking.value import ValueKey

# The published estimates for CDNOW, in weeks and US dollars.
CLOCKS = dict(r=0.243, alpha=4.414)

CDNOW = CLOCKS | dict(a=0.793, b=2.426)

SPENDS = dict(p=6.25, q=3.74, v=15.44)

# Contracts ----------------------------------------------------------------------------------------

_SEEN_AT_OCCASIONS, _SEEN_ANY_DAY = "shifted beta-geometric", "survival curve"

_UNSEEN_AT_OCCASIONS, _UNSEEN_ANY_DAY = "BG/BB", "BG/NBD"

cases = MatchKey(
    asked.cases,
    answer={
        asked.MAGAZINE: _SEEN_AT_OCCASIONS,
        asked.RESTAURANT: _UNSEEN_ANY_DAY,
        asked.APPEAL: _UNSEEN_AT_OCCASIONS,
        asked.TELEPHONE: _SEEN_ANY_DAY,
        asked.SHOES: _UNSEEN_ANY_DAY,
    },
    slips={
        (asked.RESTAURANT, _SEEN_AT_OCCASIONS): "Which guest of a restaurant cancels?",
        (
            asked.SHOES,
            _SEEN_ANY_DAY,
        ): "A survival curve needs the day on which she left. Who tells the shop?",
        (
            asked.APPEAL,
            _SEEN_AT_OCCASIONS,
        ): "A donor who skips a year may give in the next. With a contract she could not.",
        (asked.APPEAL, _UNSEEN_ANY_DAY): "The appeal comes once a year. On how many days of it can she give?",
        (asked.TELEPHONE, _UNSEEN_ANY_DAY): "Here the firm is told when a customer leaves.",
        (
            asked.TELEPHONE,
            _SEEN_AT_OCCASIONS,
        ): "A contract it is. But this model knows leaving at a renewal only, and here every day will do.",
        (
            asked.MAGAZINE,
            _SEEN_ANY_DAY,
        ): "She can leave once a year only. Which of the two models of contracts counts renewals?",
        (asked.MAGAZINE, _UNSEEN_AT_OCCASIONS): "Who does not renew is gone, and the publisher sees it.",
    },
    means="Contract or not decides whether leaving is seen or must be inferred.",
    after="Your firm has both a shop and a club. Which of its customers would you put where?",
    pool=(
        dict(
            answer={
                asked.HOTEL: _UNSEEN_ANY_DAY,
                asked.CONGRESS: _UNSEEN_AT_OCCASIONS,
                asked.HOUSEHOLD: _SEEN_AT_OCCASIONS,
                asked.LUNCHES: _UNSEEN_ANY_DAY,
                asked.CARD: _SEEN_ANY_DAY,
            },
            slips={
                (asked.HOTEL, _UNSEEN_AT_OCCASIONS): "A guest may come on any day, not once a year.",
                (asked.HOTEL, _SEEN_ANY_DAY): "Which guest tells a hotel that she will never come again?",
                (
                    asked.CONGRESS,
                    _SEEN_AT_OCCASIONS,
                ): "Who buys no ticket this year may buy one next year. Nobody has cancelled anything.",
                (asked.CONGRESS, _UNSEEN_ANY_DAY): "There is one congress a year, so one occasion a year.",
                (
                    asked.HOUSEHOLD,
                    _SEEN_ANY_DAY,
                ): "This contract ends on one day of the year only. Which model counts renewals?",
                (asked.LUNCHES, _SEEN_ANY_DAY): "An office that calls no more has told nobody.",
                (asked.CARD, _UNSEEN_ANY_DAY): "The card is ended by a message, so the firm sees it.",
                (
                    asked.CARD,
                    _SEEN_AT_OCCASIONS,
                ): "A contract it is. But this model knows leaving at a renewal only, and here every day will do.",
            },
            after="A hotel sells a yearly pass. Which model changes?",
        ),
        dict(
            answer={
                asked.PARKING: _SEEN_ANY_DAY,
                asked.PLANTS: _UNSEEN_ANY_DAY,
                asked.SEASON: _SEEN_AT_OCCASIONS,
                asked.FESTIVAL: _UNSEEN_AT_OCCASIONS,
                asked.TAXI: _UNSEEN_ANY_DAY,
            },
            slips={
                (
                    asked.PARKING,
                    _SEEN_AT_OCCASIONS,
                ): "A contract it is. But this model knows leaving at a renewal only, and here every day will do.",
                (asked.PARKING, _UNSEEN_ANY_DAY): "The tenant gives notice, so the owner sees it.",
                (asked.PLANTS, _SEEN_ANY_DAY): "Who tells the market garden that she will buy no more?",
                (
                    asked.PLANTS,
                    _UNSEEN_AT_OCCASIONS,
                ): "Most plants are sold in spring, but no calendar says when she may order.",
                (
                    asked.SEASON,
                    _UNSEEN_AT_OCCASIONS,
                ): "A ticket that is given up is a contract that has ended, and the theatre sees it.",
                (
                    asked.SEASON,
                    _SEEN_ANY_DAY,
                ): "It can be given up in June only. Which of the two models of contracts counts renewals?",
                (
                    asked.FESTIVAL,
                    _SEEN_AT_OCCASIONS,
                ): "Who stays away this autumn may come next autumn. No contract ends.",
                (asked.FESTIVAL, _UNSEEN_ANY_DAY): "One festival a year is one occasion a year.",
                (asked.TAXI, _SEEN_ANY_DAY): "The app stays on the telephone of one who takes no more taxis.",
            },
            after="The theatre sells single tickets, too. Which model do their buyers need?",
        ),
    ),
)

seen_leaving = SeveralKey(
    asked.seen_leaving,
    answer={"power", "nursery", "software"},
    overlooked={
        "power": "Can one change one's supplier of electricity without telling the old one?",
        "nursery": "What happens to a fee when the child no longer comes?",
        "software": "What is due at the end of the year?",
    },
    whys={
        "bakery": "The card stays in her purse. The bakery learns nothing.",
        "power": "The contract must be ended, or taken over by another supplier.",
        "hotel": "The bonus account stays open. Nobody closes it when she books elsewhere.",
        "nursery": "The place is given notice, and the fee stops.",
        "marketplace": "A follower who has lost interest remains a follower.",
        "software": "The licence is renewed or it ends.",
    },
    means="Where leaving is seen, count it. Where it is not, a model must infer it.",
    after="What does your own firm see on the day after a customer has gone?",
)


def _kinds(share, steady, restless, years):
    """Who is left of one customer after some years, and the retention rate of the last of them."""
    left = [share * steady**year + (1 - share) * restless**year for year in (years - 1, years)]
    return left[1], left[1] / left[0]


two_kinds = NumberKey(
    asked.two_kinds,
    answer=lambda share, steady, restless: _kinds(share, steady, restless, 2)[1],
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
        Slip(
            lambda share, steady, restless: 1 - _kinds(share, steady, restless, 2)[1],
            "This is the share that leaves at the second renewal.",
            because="churn given for retention",
        ),
        Slip(
            lambda share, steady, restless: share * steady / _kinds(share, steady, restless, 1)[0],
            "This is the part of the first kind among those who are left. How many of each kind renew again?",
            because="the mix taken for the rate",
        ),
        Slip(
            lambda share, steady, restless: _kinds(share, steady, restless, 2)[0] ** 0.5,
            "This is the number you get as one rate for both renewals, the root of what is left after two. The second rate is higher than the first.",
            because="one retention rate for all years",
        ),
    ],
    twin=lambda share, steady, restless: (
        f"Take 1,000 members, {share:.0%} at {steady:.0%} and the others at {restless:.0%}. After one renewal "
        f"{1000 * _kinds(share, steady, restless, 1)[0]:.1f} are left, after two "
        f"{1000 * _kinds(share, steady, restless, 2)[0]:.2f}. The second divided by the first: "
        f"{_kinds(share, steady, restless, 2)[1]:.4f}."
    ),
    means="It is higher than at the first renewal, and nobody has become more loyal.",
    after="Where does the rate go in the end?",
)

renewal = NumberKey(
    asked.renewal,
    routes=[lambda alpha, beta, number: (beta + number - 1) / (alpha + beta + number - 1)],
    answer=lambda alpha, beta, number: btyd.renewal_rate(number, alpha, beta),
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
        Slip(
            lambda alpha, beta, number: btyd.renewal_rate(1, alpha, beta) ** number,
            "This is the first rate, multiplied by itself: a share of all who began, if all were alike.",
            because="one retention rate for all years: an observed answer",
        ),
        Slip(
            lambda alpha, beta, number: alpha / (alpha + beta),
            "This is the share that leaves at the first renewal.",
            because="the mean of the beta distribution taken for the rate",
        ),
        Slip(
            lambda alpha, beta, number: (beta + number - 1) / (alpha + beta + 2 * (number - 1)),
            "This is the number you get if renewals are added to α as well as to β. A renewal is no sign of leaving.",
            because="both parameters moved by the renewals",
        ),
    ],
    twin=lambda alpha, beta, number: (
        f"With α = {alpha}, β = {beta} and renewal {number}, there were {number - 1} before it: "
        f"({beta} + {number - 1}) ÷ ({alpha} + {beta} + {number - 1}) = "
        f"{btyd.renewal_rate(number, alpha, beta):.4f}."
    ),
    means=lambda alpha, beta, number: (
        f"At the first renewal it was {btyd.renewal_rate(1, alpha, beta):.2f}: those who leave easily have gone."
    ),
    after="Which of the two parameters would a better product move?",
)

rising = ChoiceKey(
    asked.rising,
    answer="nothing",
    whys={
        "nothing": "Those who leave easily go first, so later rates belong to another mix of people.",
        "loyal": "The three rates belong to three different groups of people. Has anyone been followed?",
        "refuted": "Sorting would explain the rates, but it does not exclude that people change as well.",
        "price": "A decision about prices needs what a price does to them, which no retention rate shows.",
    },
    after="Which data would let you tell sorting from change?",
)


def _staying(renewals, alpha, beta):
    return btyd.share_staying(int(renewals), alpha, beta)


def _staying_by_hand(renewals, alpha, beta):
    share = 1
    for renewal in range(1, renewals + 1):
        share *= (beta + renewal - 1) / (alpha + beta + renewal - 1)
    return share


share_function = FunctionKey(
    asked.share_function,
    answer=_staying,
    plain=[_staying_by_hand],
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
    means="With it you can project any group of contracts.",
    after="What does your function say of α = 0.001? Is that sensible?",
)

# Purchases ----------------------------------------------------------------------------------------


def _weeks(first, last):
    return (last - first).days / 7


recency = NumberKey(
    asked.recency,
    where=lambda first, middle, last: (last - first).days % 7,
    answer=lambda first, middle, last: _weeks(first, last),
    tolerance=0.002,
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
        Slip(
            lambda first, middle, last: _weeks(middle, last),
            "This is the time between her last two purchases. The model counts from the first.",
            because="a difference of neighbouring rows, as `diff` gives it: an observed answer",
        ),
    ],
    twin=lambda first, middle, last: (
        f"A customer bought first {(TODAY - first).days} days ago and last {(TODAY - last).days} days ago. From the "
        f"one to the other it is {(last - first).days} days, which is {_weeks(first, last):.2f} weeks."
    ),
    means="She was seen to come back during all that time; how long she has been silent is T less recency.",
    after="What are her frequency and her T?",
)


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


def _plain_history(orders):
    end = pd.Timestamp("1997-09-30")
    days = orders.groupby(["customer_id", "date"], as_index=False)["amount"].sum()
    dates = days.groupby("customer_id")["date"]
    first, last, frequency = dates.min(), dates.max(), dates.size() - 1
    recency, T = (last - first).dt.days / 7, (end - first).dt.days / 7
    repeats = days[days["date"] > days["customer_id"].map(first)]
    monetary_value = repeats.groupby("customer_id")["amount"].mean().reindex(first.index).fillna(0)
    table = dict(frequency=frequency, recency=recency, T=T, monetary_value=monetary_value)
    return pd.DataFrame(table).reset_index()


history = ValueKey(
    asked.history,
    where=lambda orders: (
        (orders.groupby("customer_id").size() != orders.groupby("customer_id")["date"].nunique()).any()
        and orders["date"].max() < pd.Timestamp(TODAY)
    ),
    answer=_history,
    row="customer_id",
    plain=_plain_history,
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
    twin=lambda orders: (
        "Customer {customer_id} of another sample bought on {days}. That makes {frequency:.0f} repeat purchases; "
        "from her first to her last it is {recency:.2f} weeks, from her first to 30 September {T:.2f} weeks; her repeat "
        "purchases brought {monetary_value:.2f} US dollars each on average.".format(**_one_by_hand(orders))
    ),
    means="Three numbers and a mean: all that the models will ever know of a customer.",
    after="How many of your customers have a frequency of 0? What can the models know of them?",
)

WEEKS_AHEAD = 13


def _alive(frequency, recency, silence):
    return btyd.chance_alive(frequency, recency, silence, **CDNOW)


def _alive_by(below, power, recency, silence, alpha=CDNOW["alpha"]):
    """P(alive) with another number below the coin's a, another power of the stretch or another α."""
    stretch = (alpha + recency + silence) / (alpha + recency)
    return 1 / (1 + CDNOW["a"] / below * stretch**power)


alive = NumberKey(
    asked.alive,
    answer=_alive,
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
        Slip(
            lambda frequency, recency, silence: _alive_by(
                CDNOW["b"] + frequency - 1, CDNOW["r"] + frequency, recency, silence, alpha=0
            ),
            "This is the number you get without α, which stands above and below the line.",
            because="the plain ratio of two times: an observed answer",
        ),
        Slip(
            lambda frequency, recency, silence: _alive_by(
                CDNOW["a"], CDNOW["r"] + frequency, recency, silence
            ),
            "This is the number you get without the odds of the coin. How probable was it that she left after her last purchase?",
            because="the first of two factors forgotten",
        ),
        Slip(
            lambda frequency, recency, silence: _alive_by(
                CDNOW["a"] + CDNOW["b"], CDNOW["r"] + frequency, recency, silence
            ),
            "This is the number you get with a/(a + b), the chance that a new customer's coin says “leave”. She has come back since.",
            because="the mean of the coins taken for the odds of hers",
        ),
        Slip(
            lambda frequency, recency, silence: 2 - 1 / _alive(frequency, recency, silence),
            "This is the number you get as 1 less the odds of having left. Odds are no probability: divide 1 by 1 plus them.",
            because="odds taken for a probability",
        ),
    ],
    twin=lambda frequency, recency, silence: (
        f"With {frequency} repeat purchases, recency {recency} and silence {silence}: coin "
        f"{0.793 / (2.426 + frequency - 1):.4f}, stretch "
        f"{(4.414 + recency + silence) / (4.414 + recency):.4f}, to the power {0.243 + frequency:.3f}. The odds are "
        f"{1 / _alive(frequency, recency, silence) - 1:.4f}, so P(alive) is "
        f"{_alive(frequency, recency, silence):.4f}."
    ),
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


_BUYS, _VALUES, _ALIVE = "probability of buying within a time", "sum of lifetime values", "P(alive)"

_PURCHASES, _RANGE = "sum of expected purchases", "interval of the outcome"

which_number = MatchKey(
    asked.which_number,
    answer={
        asked.WAREHOUSE: _PURCHASES,
        asked.LAWYER: _ALIVE,
        asked.CAMPAIGN: _BUYS,
        asked.FINANCE: _VALUES,
        asked.SALESMAN: _RANGE,
    },
    slips={
        (
            asked.CAMPAIGN,
            _ALIVE,
        ): "She may be there and not order within four weeks. P(alive) has no horizon.",
        (asked.CAMPAIGN, _PURCHASES): "Marketing asks whether, not how often. Two orders are one yes.",
        (asked.WAREHOUSE, _BUYS): "A customer who orders three times needs three parcels.",
        (asked.WAREHOUSE, _VALUES): "Parcels are counted in pieces, not in money.",
        (
            asked.SALESMAN,
            _VALUES,
        ): "He has one account, and asks how far it may lie from what is expected.",
        (asked.LAWYER, _BUYS): "A slow customer may be there and not buy for long.",
        (asked.FINANCE, _PURCHASES): "Finance asks for money of today. Purchases are pieces.",
    },
    means="One model answers all five, with five different numbers.",
    after="Which of the five would you never give for a single customer?",
    pool=(
        dict(
            answer={
                asked.BANK: _VALUES,
                asked.BRANCH: _ALIVE,
                asked.AGENT: _RANGE,
                asked.COURIER: _BUYS,
                asked.PRINTER: _PURCHASES,
            },
            slips={
                (asked.BANK, _PURCHASES): "A security is counted in money, and purchases are pieces.",
                (
                    asked.BANK,
                    _RANGE,
                ): "The chances of single customers even out over all of them. The bank asks what all are worth.",
                (asked.BRANCH, _BUYS): "A slow customer may be there and not buy for long.",
                (
                    asked.AGENT,
                    _VALUES,
                ): "He has one client, and asks how far he may lie from what is expected.",
                (asked.COURIER, _ALIVE): "She may be there and not order this week. P(alive) has no horizon.",
                (asked.COURIER, _PURCHASES): "He asks whether, not how often. Two parcels are one yes.",
                (asked.PRINTER, _BUYS): "A customer who orders three times fills in three forms.",
                (asked.PRINTER, _VALUES): "Forms are counted in pieces, not in money.",
            },
            after="To which of the five would you give an interval as well?",
        ),
        dict(
            answer={
                asked.HEIR: _VALUES,
                asked.COUPON: _BUYS,
                asked.PACKER: _PURCHASES,
                asked.BUDGET: _RANGE,
                asked.FILE: _ALIVE,
            },
            slips={
                (asked.HEIR, _PURCHASES): "A price is money of today, and purchases are pieces.",
                (
                    asked.HEIR,
                    _RANGE,
                ): "The chances of single customers even out over all of them. The heir asks what all bring.",
                (
                    asked.COUPON,
                    _ALIVE,
                ): "She may be there and not order within ten days. P(alive) has no horizon.",
                (asked.COUPON, _PURCHASES): "The question is whether, not how often. Two orders are one yes.",
                (asked.PACKER, _BUYS): "A customer who orders three times needs three boxes.",
                (asked.PACKER, _VALUES): "Boxes are counted in pieces, not in money.",
                (
                    asked.BUDGET,
                    _VALUES,
                ): "It is one customer, and asked is how far she may lie from what is expected.",
                (asked.FILE, _BUYS): "A slow customer may be there and not buy for long.",
            },
            after="From which P(alive) down would you strike an address off?",
        ),
    ),
)

which_chance = DefinitionKey(
    asked.which_chance,
    answer="buys",
    says="{:.3f}",
    values={
        "alive": _alive,
        "buys": _buys,
        "expected": _expects,
        "rate": lambda frequency, recency, silence: frequency / (recency + silence) * WEEKS_AHEAD,
    },
    whys={
        "alive": "She may be there and still not order within 13 weeks: P(alive) has no horizon.",
        "buys": "She must be there, and her clock must ring within the time.",
        "expected": "That counts a customer who orders three times three times. It can be above 1.",
        "rate": "That takes for granted that she is there, and it is not a probability.",
    },
    twin=lambda frequency, recency, silence: (
        f"Another customer: {frequency} repeat purchases, recency {recency}, silence {silence}. She is there with "
        f"{_alive(frequency, recency, silence):.3f}; if so, she buys within 13 weeks with "
        f"{_buys(frequency, recency, silence) / _alive(frequency, recency, silence):.3f}. Both together: "
        f"{_buys(frequency, recency, silence):.3f}."
    ),
    means="The warehouse needs an event within a time.",
    after="Which of the four would a plan for sales need?",
)


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


def _plain_forecast(table, weeks):
    model = btyd.BetaGeoNBD.from_parameters(r=0.243, alpha=4.414, a=0.793, b=2.426)
    frequency, recency, T = table["frequency"], table["recency"], table["T"]
    alive = model.probability_alive(frequency, recency, T)
    expected = model.conditional_expected_purchases(weeks, frequency, recency, T)
    return pd.DataFrame(dict(customer_id=table["customer_id"], alive=alive, expected=expected))


forecast = ValueKey(
    asked.forecast,
    answer=lambda table, weeks: _forecast(table, weeks),
    row="customer_id",
    plain=_plain_forecast,
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
                expected=lambda found: found["alive"] * table["frequency"] / table["T"] * weeks
            ),
            "is what you get as P(alive) times the past rate. A past rate is also luck, and she may still leave on the way.",
            because="a forecast made by hand of two numbers that are known: an observed answer",
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
    twin=lambda table, weeks: (
        "A customer of another table, with frequency {frequency}, recency {recency:.2f} and T {T:.2f}: "
        "P(alive) is {alive:.4f}, and in {weeks} weeks {expected:.4f} purchases are expected of her. One call answers for a "
        "whole column.".format(weeks=weeks, **_one_forecast(table, weeks))
    ),
    means="A column that can be added up, ranked and checked later.",
    after="What is the sum of `expected`? How would you find out whether it was right?",
)

needed_silence = ReverseKey(
    asked.needed_silence,
    forward=lambda given, frequency, recency, target: _alive(frequency, recency, given),
    target=lambda frequency, recency, target: target,
    answer=lambda frequency, recency, target: _silence(frequency, recency, target),
    says="a P(alive) of {:.1%}",
    tolerance=0.0075,
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
        Slip(
            lambda frequency, recency, target: _silence(
                frequency, recency, target, below=CDNOW["b"] + frequency
            ),
            "This is the number you get with b + x below a. It is b + x − 1: of one toss nobody knows how it fell.",
            because="b + x is what all tosses survived would give",
        ),
        Slip(
            lambda frequency, recency, target: _silence(frequency, recency, target, below=CDNOW["a"]),
            "This is the number you get without the odds of the coin. Divide by them before you take the root.",
            because="the first of two factors forgotten",
        ),
        Slip(
            lambda frequency, recency, target: (
                _silence(frequency, recency, target) + recency + CDNOW["alpha"]
            ),
            "This is the sum α + T. What must be taken off to leave the silence?",
            because="a question left one step early",
        ),
        Slip(
            lambda frequency, recency, target: _silence(frequency, recency, target) + CDNOW["alpha"],
            "This is the number you get if α is not taken off again.",
            because="a question left one step early",
        ),
    ],
    twin=lambda frequency, recency, target: (
        f"With {frequency} repeat purchases, recency {recency} and {target:.0%}: odds {(1 - target) / target:.4f}, "
        f"divided by the coin's {0.793 / (2.426 + frequency - 1):.4f}, to the power 1/{0.243 + frequency:.3f}: the "
        f"stretch is {_silence(frequency, recency, target) / (4.414 + recency) + 1:.4f}. Times (4.414 + {recency}), "
        f"less (4.414 + {recency}): {_silence(frequency, recency, target):.2f} weeks."
    ),
    means="The more often she used to come, the sooner her silence says something.",
    after="Would you set one alarm for all customers?",
)


def _silence(frequency, recency, target, below=None):
    """The silence after which P(alive) has fallen to a target, or with another number below the coin's a."""
    coin = CDNOW["a"] / (below or CDNOW["b"] + frequency - 1)
    stretch = ((1 - target) / target / coin) ** (1 / (CDNOW["r"] + frequency))
    return (CDNOW["alpha"] + recency) * (stretch - 1)


def _next(frequency, recency, silence, weeks):
    return btyd.chance_to_buy(weeks, frequency, recency, silence, **CDNOW)


def _if_alive(frequency, age, weeks):
    return btyd.chance_to_buy_if_alive(weeks, frequency, age, **CLOCKS)


next_month = NumberKey(
    asked.next_month,
    where=lambda frequency, recency, silence, weeks: _next(frequency, recency, silence, weeks) > 0.05,
    answer=_next,
    slips=[
        Slip(
            lambda frequency, recency, silence, weeks: _alive(frequency, recency, silence),
            "This is the probability that she is still there. A customer who is there may be slow.",
            because="P(alive) read as the probability of buying, lifetimes issue 340",
        ),
        Slip(
            lambda frequency, recency, silence, weeks: _if_alive(frequency, recency + silence, weeks),
            "This is the probability that she buys if she is still there. Is she?",
            because="the first of two factors forgotten",
        ),
        Slip(
            lambda frequency, recency, silence, weeks: btyd.BetaGeoNBD.from_parameters(
                **CDNOW
            ).conditional_expected_purchases(weeks, frequency, recency, recency + silence),
            "This is the number of orders to expect. Some customers order twice, and then it is more than the probability of any.",
            because="expected purchases taken for a probability, lifetimes issue 340",
        ),
        Slip(
            lambda frequency, recency, silence, weeks: (
                _alive(frequency, recency, silence) * _if_alive(frequency, recency, weeks)
            ),
            "This is the number you get if T is taken to end with her last purchase. The silence belongs to it.",
            because="recency taken for T in the second factor",
        ),
        Slip(
            lambda frequency, recency, silence, weeks: (
                _alive(frequency, recency, silence) * (1 - _if_alive(frequency, recency + silence, weeks))
            ),
            "This is the probability that she is there and does not order.",
            because="the complement is taken in the second factor",
        ),
        Slip(
            lambda frequency, recency, silence, weeks: 1 - _next(frequency, recency, silence, weeks),
            "This is the probability that no order comes.",
            because="the complement is taken",
        ),
        Slip(
            lambda frequency, recency, silence, weeks: _alive(frequency, recency, silence + weeks),
            "This is the P(alive) that she will have if she stays silent until then.",
            because="the silence made longer, as in the way by two likelihoods",
        ),
        Slip(
            lambda frequency, recency, silence, weeks: _next(frequency + 1, recency, silence, weeks),
            "This is the number you get if the first purchase is counted as a repeat.",
            because="lifetimes issues 56, 244 and 276",
        ),
        Slip(
            lambda frequency, recency, silence, weeks: frequency / (recency + silence) * weeks,
            "This is the number of orders to expect if she goes on at her past rate. She may have left, and a number of orders is "
            "not a probability.",
            because="the past rate, which knows no leaving",
        ),
        Slip(
            lambda frequency, recency, silence, weeks: (
                _alive(frequency, recency, silence)
                * (1 - (CDNOW["alpha"] + recency + silence) / (CDNOW["alpha"] + recency + silence + weeks))
            ),
            "This is the number you get without the power r + x in the second factor.",
            because="the power overlooked",
        ),
        Slip(
            lambda frequency, recency, silence, weeks: (
                _alive(frequency, recency, silence) * _if_alive(frequency, recency + silence, 7 * weeks)
            ),
            "This is the number you get with the weeks ahead in days. The model was fitted in weeks.",
            because="days for weeks",
        ),
        Slip(
            lambda frequency, recency, silence, weeks: (
                _alive(frequency, recency, silence) * _if_alive(frequency, silence, weeks)
            ),
            "This is the number you get if the silence is taken for T in the second factor. T begins with the first purchase.",
            because="T and silence are mixed up",
        ),
        Slip(
            lambda frequency, recency, silence, weeks: (
                (1 - _alive(frequency, recency, silence)) * _if_alive(frequency, recency + silence, weeks)
            ),
            "This is the number you get with the probability that she has left. Who orders is there.",
            because="the complement is taken in the first factor",
        ),
        Slip(
            lambda frequency, recency, silence, weeks: (
                _alive(frequency, recency, silence) * frequency / (recency + silence) * weeks
            ),
            "This is the number you get as P(alive) times the orders of her past rate. A number of orders is not a probability.",
            because="a forecast made by hand of two numbers that are known",
        ),
    ],
    twin=lambda frequency, recency, silence, weeks: (
        f"With {frequency} repeat purchases, recency {recency}, silence {silence} and {weeks} weeks: P(alive) is "
        f"{_alive(frequency, recency, silence):.4f}. The ratio is (4.414 + {recency + silence})/(4.414 + "
        f"{recency + silence + weeks}), and 1 less its power {0.243 + frequency:.3f} is "
        f"{_if_alive(frequency, recency + silence, weeks):.4f}. The product is "
        f"{_next(frequency, recency, silence, weeks):.4f}."
    ),
    means=lambda frequency, recency, silence, weeks: (
        f"Of a hundred such customers about {100 * _next(frequency, recency, silence, weeks):.0f} order within the time."
    ),
    after="Towards which number does it go if the campaign may last for years?",
)

# Validation ---------------------------------------------------------------------------------------


def _steps_slips(leaks, early, late):
    """The foreseen orders of an honest test, each with what it means: three differ from item to item."""
    return [
        Slip(
            sequence("day", "split", "refit", "forecast", "compare", "fit"),
            leaks,
            because="a model tested on the data that made it",
        ),
        Slip(
            swap("day", "split"),
            early,
            because="the default end of most functions is the last date in the data",
        ),
        Slip(
            swap("fit", "forecast"),
            "This is the order in which a forecast is made by a model that has no parameters yet.",
            because="an order of steps that cannot be done",
        ),
        Slip(
            swap("split", "fit"),
            "This is the order in which the model is fitted before it has anything to be fitted to.",
            because="an order of steps that cannot be done",
        ),
        Slip(
            swap("forecast", "compare"),
            "This is the order in which a comparison is made before there is a forecast to compare.",
            because="an order of steps that cannot be done",
        ),
        Slip(
            swap("compare", "refit"),
            late,
            because="refitted before the test was looked at: an observed answer",
        ),
    ]


honest = OrderKey(
    asked.honest,
    answer=["day", "split", "fit", "forecast", "compare", "refit"],
    slips=_steps_slips(
        "This is the order in which the model has seen the time that it forecasts.",
        "This is the order in which T is computed before its end is known.",
        "This is the order in which the model is fitted for the real forecast before anyone knows whether it deserves one.",
    ),
    means="What the model has not seen is the only fair judge of it.",
    after="Which rule of thumb would your firm have used?",
    pool=(
        dict(
            slips=_steps_slips(
                "This is the order in which the curve has seen the years that it projects.",
                "This is the order in which shares are taken before it is clear up to which year.",
                "This is the order in which the plan is fitted before anyone knows whether the curve can be trusted.",
            ),
            after="By how many years may a curve of ten years be prolonged?",
        ),
        dict(
            slips=_steps_slips(
                "This is the order in which the model has seen the purchases that it puts a number on.",
                "This is the order in which means are made before it is clear up to which day.",
                "This is the order in which the model is put to use before anyone knows whether it is nearer than her own mean.",
            ),
            after="For which customers would you expect her own mean to do as well?",
        ),
    ),
)

leak = AuditKey(
    asked.leak,
    answer="chosen",
    whys={
        "end": "A last day of the calibration must be fixed.",
        "ahead": "The forecast begins on the day after it.",
        "chosen": "To have ordered twice in *all* weeks is known only at the end. It leaves out who would have ordered once and stopped.",
        "rule": "The past rate uses the calibration only, and it is what the firm would do without a model.",
        "measure": "Both numbers are of the weeks that the model has not seen.",
    },
    twin=lambda customers, weeks, ahead: (
        f"In another report a model is tested on {customers:,} customers over weeks {weeks - ahead + 1} to {weeks}, with mean order "
        f"values of all {weeks} weeks as an input. The values of the last {ahead} weeks were not known when the forecast was due."
    ),
    after="Would the error have come out too small or too large with this choice of customers?",
)

rival_forecast = AuditKey(
    asked.rival_forecast,
    answer="settings",
    whys={
        "columns": "All of it was known on the last day before the test.",
        "lessons": "A past and its future, and both end before the test begins.",
        "settings": "The best of 60 in the test is the luckiest of 60 as well. Choose by a cut before the test.",
        "model": "The model has seen the same weeks as the machine.",
        "interval": "It says how far the difference may be chance, which one number cannot.",
    },
    twin=lambda customers, weeks, ahead: (
        f"In another report the columns hold a customer's share of all orders of the {weeks} weeks. The orders of the last {ahead} "
        "were not known when the forecast was due."
    ),
    means="What was chosen by the test cannot be judged by it.",
    after="How would you choose among 60 settings without looking at the test?",
    pool=(
        dict(
            answer="columns",
            whys={
                "columns": "Orders and spend of the test are among them, and so is what the forest is asked to forecast.",
                "lessons": "A past and its future, and both end before the test begins.",
                "settings": "The choice was made in weeks before the test. So the test has not chosen anything.",
                "model": "The model may use all weeks before the test, as the forest may.",
                "measure": "Who bought nothing belongs to the test. Nobody knew before who that would be.",
            },
            twin=lambda customers, weeks, ahead: (
                f"In another report of {customers:,} customers a cluster is found for each from all {weeks} weeks, and the forecast of "
                f"the last {ahead} begins from her cluster. Who bought much in these weeks is in a cluster of those who buy much."
            ),
            means="A column that knows the test passes it.",
            after="How good would the forest look, if one of its columns were the answer itself?",
        ),
        dict(
            answer="model",
            whys={
                "columns": "All of it was known on the last day before the test.",
                "interval": "It says how far the difference may be chance, which one number cannot.",
                "stop": "The weeks that stopped it lie before the test.",
                "lessons": "A past and its future, and both end before the test begins.",
                "model": "The network has seen half a year more. Who wins may have won by these weeks.",
            },
            twin=lambda customers, weeks, ahead: (
                f"In another report a rule of thumb forecasts {ahead} weeks of {customers:,} customers from their last 13 weeks, and a machine from "
                f"all {weeks - ahead} before. If the machine is nearer, nobody knows whether by its method or by its weeks."
            ),
            means="A race is fair if both have seen the same, and neither the test.",
            after="What would you report if the network were nearer with the same weeks, too?",
        ),
    ),
)

what_holds = SeveralKey(
    asked.what_holds,
    answer={"amount", "twice", "burst"},
    overlooked={
        "amount": "Look at the table of errors again.",
        "twice": "Compare what the best tenth promised with what came.",
        "burst": "For which customers did the model fail?",
    },
    whys={
        "amount": "1.61 against 2.2 purchases of error.",
        "who": "0.777 against 0.779: a silence of 13 weeks says as much.",
        "twice": "It knows no leaving and no luck.",
        "burst": "41 % of those to whom it gave almost no chance bought.",
        "exact": "It is right on average over many.",
    },
    means="A rank is cheap; a number needs a model.",
    after="Which of these findings would you expect in your own data?",
)

alert_list = ChoiceKey(
    asked.alert_list,
    answer="none",
    whys={
        "none": "The model has no coin before the first repeat purchase: P(alive) is 1.",
        "old": "Silence moves P(alive) only after a repeat purchase.",
        "all": "Then one purchase would count as a sign of leaving. In this model it counts as none.",
        "third": "The threshold says nothing about a share of customers.",
    },
    after="What would you use for these customers instead?",
)

# Spend and value ----------------------------------------------------------------------------------

shrink = NumberKey(
    asked.shrink,
    answer=lambda frequency, mean: btyd.shrunk_spend(frequency, mean, **SPENDS),
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
        Slip(
            lambda frequency, mean: (
                (SPENDS["v"] + SPENDS["p"] * frequency * mean) / (SPENDS["p"] * frequency + SPENDS["q"] - 1)
            ),
            "This is the number you get if p multiplies her purchases only. It stands before the bracket and multiplies v as well.",
            because="p not multiplied with v: an observed answer",
        ),
        Slip(
            lambda frequency, mean: SPENDS["p"] * frequency / (SPENDS["p"] * frequency + SPENDS["q"] - 1),
            "This is the weight of her own mean. What does the rest of the weight belong to?",
            because="a question left one step early",
        ),
        Slip(
            lambda frequency, mean: (
                btyd.shrunk_spend(0, 0, **SPENDS) + mean - btyd.shrunk_spend(frequency, mean, **SPENDS)
            ),
            "This is the number you get with the two weights exchanged. Which of them grows with her purchases?",
            because="the weight of her own mean given to the mean of all",
        ),
    ],
    twin=lambda frequency, mean: (
        f"With {frequency} purchases of {mean}: 6.25 × (15.44 + {frequency} × {mean}) = "
        f"{6.25 * (15.44 + frequency * mean):,.1f}; 6.25 × {frequency} + 3.74 − 1 = {6.25 * frequency + 2.74:.2f}; "
        f"divided, {btyd.shrunk_spend(frequency, mean, **SPENDS):.2f} US dollars."
    ),
    means=lambda frequency, mean: (
        f"A mean of {mean} is news, but part of it is luck: {mean - btyd.shrunk_spend(frequency, mean, **SPENDS):.0f} "
        "US dollars of it are not expected to return."
    ),
    after="After how many purchases would you believe her own mean?",
)

pull = ChoiceKey(
    asked.pull,
    answer="anna",
    whys={
        "anna": "Anna's mean rests on one purchase, so it is pulled more to the mean of all.",
        "same": "A mean of 100 is partly luck, and that of one purchase more so than that of eight.",
        "berta": "Luck does not turn. Eight purchases of 100 are better evidence than one.",
        "middle": "The weights are not one half. They depend on the number of purchases.",
    },
    after="After how many purchases of 100 would you expect 95?",
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
        lambda orders, spend, week, margin, yearly: _margin(orders, spend, margin),
        "This is the margin itself, whenever it comes. What does waiting take off it?",
        because="a question left one step early: an observed answer",
    ),
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
        "This is the interest on the whole margin for that time. Only today's worth earns interest until then, and it is smaller.",
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

discounted = NumberKey(
    asked.discounted,
    answer=_waiting,
    slips=_WAITING_SLIPS,
    twin=lambda orders, spend, week, margin, yearly: (
        f"{orders} × {spend} × {margin:.2f} = {orders * spend * margin:,.2f}. Week {week} is {_years(week):.4f} "
        f"years away: (1 + {yearly:.2f}) to that power is {(1 + yearly) ** _years(week):.5f}. Divided: "
        f"{orders * spend * margin / (1 + yearly) ** _years(week):,.2f}. Waiting takes the difference, "
        f"{_waiting(orders, spend, week, margin, yearly):,.2f}."
    ),
    means=lambda orders, spend, week, margin, yearly: (
        f"Waiting takes {_waiting(1, 1, week, 1, yearly):.1%} of the margin; leaving and chance take far more."
    ),
    after="What would the slip of a weekly rate do to a horizon of five years?",
)

clv_slide = AuditKey(
    asked.clv_slide,
    answer="factor",
    whys={
        "orders": "The expected number of purchases of all is the sum over the customers.",
        "margin": "The margin is that share of the expected spend.",
        "undiscounted": "Purchases times margin of a purchase.",
        "factor": "It charges the yearly rate every week. Half a year at 10 % a year is a factor of about 0.95.",
        "per-customer": "A mean over the customers, not a promise about one.",
    },
    twin=lambda customers, purchases, spend: (
        f"Another slide, with {customers:,} customers, {purchases} purchases of {spend}: half a year at 10 % a year is a factor "
        f"of 1 ÷ 1.10^0.5 = 0.953, so about {0.953 * customers * purchases * spend * 0.2:,.0f} US dollars of "
        f"{customers * purchases * spend * 0.2:,.0f}."
    ),
    after="How would you have found the line without computing anything?",
)

which_interval = ChoiceKey(
    asked.which_interval,
    answer="outcome",
    whys={
        "outcome": "His bonus depends on what she does, and she may be gone.",
        "parameters": "It says where the mean of many customers like her lies. He has one.",
        "none": "The expected value is a mean over futures; he will see one of them.",
        "both": "The two answer different questions; a mean of both answers none.",
    },
    after="Which of the two would you give to the head of finance, who owns the whole base?",
)

# Donations ----------------------------------------------------------------------------------------

DONATIONS = dict(alpha=1.204, beta=0.750, gamma=0.657, delta=2.783)


@functools.cache
def _gifts_to_come(gifts, last, years, ahead):
    model = btyd.BetaGeoBetaBernoulli.from_parameters(**DONATIONS)
    return float(model.conditional_expected_purchases(ahead, gifts, last, years))


@functools.cache
def _still_gives(gifts, last, years):
    return float(btyd.BetaGeoBetaBernoulli.from_parameters(**DONATIONS).probability_alive(gifts, last, years))


@functools.cache
def _of_a_new_donor(ahead):
    return float(btyd.BetaGeoBetaBernoulli.from_parameters(**DONATIONS).expected_purchases(ahead))


donor = NumberKey(
    asked.donor,
    where=lambda years, gifts, last, ahead: last < years <= last + 3,
    answer=lambda years, gifts, last, ahead: _gifts_to_come(gifts, last, years, ahead),
    slips=[
        Slip(
            lambda years, gifts, last, ahead: gifts / years * ahead,
            "This is the number you get if she goes on as before. She has given nothing since, and may have stopped.",
            because="the past rate, which knows no leaving",
        ),
        Slip(
            lambda years, gifts, last, ahead: _gifts_to_come(gifts, last, last, ahead),
            "This is the number you get if she was watched until her last gift only. The years without a gift count too.",
            because="observation that ends with the last purchase hides every silence",
        ),
        Slip(
            lambda years, gifts, last, ahead: _still_gives(gifts, last, years),
            "This is the probability that she is still a donor. How many gifts does that mean?",
            because="P(alive) given for an expected number",
        ),
        Slip(
            lambda years, gifts, last, ahead: (
                _gifts_to_come(gifts, last, years, ahead) * _still_gives(gifts, last, years)
            ),
            "This is the number you get if the forecast is multiplied by P(alive) once more. It knows already that she may have "
            "stopped.",
            because="conditional expected purchases taken for those of a living customer",
        ),
        Slip(
            lambda years, gifts, last, ahead: (
                _gifts_to_come(gifts, last, years, ahead) / _still_gives(gifts, last, years)
            ),
            "This is the number you get of a donor who surely still gives.",
            because="purchases of a living customer taken for those of a customer",
        ),
        Slip(
            lambda years, gifts, last, ahead: _gifts_to_come(gifts, last, years, 1),
            "This is the number you get for the next year only.",
            because="the horizon left at one occasion",
        ),
        Slip(
            lambda years, gifts, last, ahead: gifts + _gifts_to_come(gifts, last, years, ahead),
            "This is the number you get with the gifts that she has made already. Only those to come are asked.",
            because="the whole life in place of what is left of it",
        ),
        Slip(
            lambda years, gifts, last, ahead: _still_gives(gifts, last, years) * ahead,
            "This is the number you get if she gives every year, as long as she is a donor. Did she?",
            because="P(alive) times the occasions",
        ),
        Slip(
            lambda years, gifts, last, ahead: _still_gives(gifts, last, years) * gifts / years * ahead,
            "This is the number you get as P(alive) times the past rate. She may still stop on the way, and a past rate is also luck.",
            because="a forecast made by hand of two numbers that are known",
        ),
        Slip(
            lambda years, gifts, last, ahead: _of_a_new_donor(ahead),
            "This is the number you get of a new donor. What has this one done?",
            because="two functions of one name: of a new donor, and of a known one",
        ),
    ],
    twin=lambda years, gifts, last, ahead: (
        f"A donor with {gifts} gifts in {years} years, the last in year {last}: "
        f"`conditional_expected_purchases({ahead}, {gifts}, {last}, {years})` gives "
        f"{_gifts_to_come(gifts, last, years, ahead):.4f}. Her P(alive) is {_still_gives(gifts, last, years):.3f}."
    ),
    means=lambda years, gifts, last, ahead: (
        f"Her past rate would promise {gifts / years * ahead:.2f}; with P(alive) at {_still_gives(gifts, last, years):.2f} it is less."
    ),
    after="What would be expected of her if her last gift had been a year later?",
)

passed_test = ChoiceKey(
    asked.passed_test,
    answer="if",
    whys={
        "if": "The firm was made by the model, so the test shows the method and not the story.",
        "same": "Two shops can have the same orders and other customers behind them. Who had left at CDNOW?",
        "nothing": "It shows that the method finds the truth where its story holds, and that is worth knowing.",
        "wrong": "Customers who rest and come back err in the other direction. The model writes them off.",
    },
    after="Which table of the hold-out at CDNOW tells whether real customers keep to the story?",
)

# The gift -----------------------------------------------------------------------------------------

gift_logic = ChoiceKey(
    asked.gift_logic,
    answer="lift",
    whys={
        "lift": "Half the lift takes more than four fifths of it.",
        "model": "The list hardly moves when a parameter moves by its error.",
        "interval": "A policy for many lives on means; luck cancels out.",
        "rank": "Both get the gift anyway. Only the cut matters.",
    },
    after="How would you find out the lift before giving 241 gifts?",
)

FIVE_YEARS = dict(horizon=261, purchase_period="week", discount_rate=0.1, discount_period="year")


@functools.cache
def _predicted_value(share, cost, weekly=False, past_rate=False, weeks=261):
    """The value of each customer by the model, or as a foreseen error gives it."""
    base = rfm.purchase_summary(own_orders(), observation_end="2025-12-31", zero_orders="count")
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


@functools.cache
def _known_of_each():
    """What a student may compute for each customer: her history, and what the models say of her."""
    base = rfm.purchase_summary(own_orders(), observation_end="2025-12-31", zero_orders="count")
    base = base.set_index("customer_id")
    past = base["frequency"], base["recency"], base["T"]
    orders, spend = btyd.BetaGeoNBD().fit(*past), btyd.GammaGamma()
    spend.fit(base["frequency"], base["monetary_value"])
    return base.assign(
        silence=base["T"] - base["recency"],
        **{
            "past rate": base["frequency"] / base["T"],
            "P(alive)": orders.probability_alive(*past),
            "expected orders": orders.discounted_purchases(*past, **FIVE_YEARS),
            "expected amount of an order": spend.expected_spend(base["frequency"], base["monetary_value"]),
        },
    )


MARGIN_SHARE, COST_PER_ORDER = 0.38, 21.0


def _gift_list(gift, lift, **error):
    value = _predicted_value(MARGIN_SHARE, COST_PER_ORDER, **error)
    return value.index[lift * value > gift].tolist()


@functools.cache
def _best_value():
    """The value of each customer to someone who knows the populations exactly, and no more of her than her orders."""
    of_all = firm().truth.parameters
    populations = [
        {name: getattr(group, name) for name in names}
        for group, names in ((of_all.purchases, ("r", "alpha", "a", "b")), (of_all.spend, ("p", "q", "v")))
    ]
    orders = btyd.BetaGeoNBD.from_parameters(**populations[0])
    spend = btyd.GammaGamma.from_parameters(**populations[1])
    seen = own_orders().groupby("customer_id")["amount"].agg(["size", "mean"])
    clock = firm().truth.customers.set_index("customer_id").loc[seen.index]
    past = clock["frequency"], clock["recency_weeks"], clock["age_weeks"]
    an_order = spend.expected_spend(seen["size"], seen["mean"])
    ahead = orders.discounted_purchases(*past, **FIVE_YEARS)
    return pd.Series(ahead * (MARGIN_SHARE * an_order - COST_PER_ORDER), index=seen.index)


def _best_list(gift, lift):
    return _best_value().index[lift * _best_value() > gift].tolist()


def _true_gain(orders, gift, lift):
    """What a gift to each customer who ordered earns in expectation, by the firm's truth (¥)."""
    value = firm().truth.expected_value(days=1826, discount_rate=0.1)
    return lift * value.loc[sorted(orders["customer_id"].unique())] - gift


def _other_margin_list(gift, lift, share, cost):
    value = _predicted_value(share, cost)
    return value.index[lift * value > gift].tolist()


gift = DecisionKey(
    asked.gift,
    profit=_true_gain,
    policy=lambda orders, gift, lift: _best_list(gift, lift),
    knows=lambda orders, gift, lift: _known_of_each(),
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
    twin=lambda orders, gift, lift: (
        f"With a gift of ¥{gift} and a lift of {lift:.0%} the customer must be worth ¥{gift / lift:,.0f}. The model "
        f"finds {len(_gift_list(gift, lift))} such customers among {orders['customer_id'].nunique():,}."
    ),
    after="What would you do before you believe the lift?",
)

report = MemoKey(
    asked.report,
    model="Each of the four sentences goes further than its data. First, P(alive) is not being active. In the BG/NBD every customer "
    "without a repeat purchase has a P(alive) of 1, however long ago she bought, so the 7,440 may be mostly people who bought once. The "
    "number asked for is how many will buy within, say, three months. Second, the model had seen May and June when it reproduced them. "
    "Fit it to the orders until April, forecast May and June, and set the past rate beside it. Third, the 100 highest of 12,000 "
    "forecasts are good and lucky, so ¥2.4 million is likely to be too high. What the 100 best of April's ranking brought in May and "
    "June would tell by how much. Fourth, a voucher pays by what it adds to these orders and not by their size. Leave half of the 100, "
    "drawn at random, without one. With 50 on each side only a very large effect will be seen, so I would take 1,000 customers and not "
    "the top 100, and decide after a quarter.",
)

memo = MemoKey(
    asked.memo,
    model="We should give the gift to the 207 of 1,905 customers whose contribution over the next five years is put above "
    "560 yuan. At 140 yuan a gift and a quarter more contribution this earns about 44,000 yuan, against a loss of 131,000 for a "
    "gift to everyone. The number is uncertain: with other customers of the same kind it would lie between 31,000 and 58,000. The "
    "single forecasts add up to 46,000, a little too much, because the head of a ranked list was lucky as well as good. "
    "I turned down the gift to RFM's champions, a list that needs no model, because it earns about 10,000 less. If we are wrong about a "
    "customer, a gift too many costs at most 140 yuan, and one too few the quarter of what she would have brought. All of this "
    "rests on the lift. If it is half as large, the same list earns 7,700, and below a tenth it loses. So before we buy the gifts "
    "I ask for the interval of the trial that promised a quarter.",
)

# Predictions of the labs --------------------------------------------------------------------------

lab_contracts = ChoiceKey(
    asked.lab_contracts,
    answer="differ",
    whys={
        "differ": "Its restless members have gone; the steady ones are left.",
        "alike": "Its rate stays where it began: nobody is sorted out.",
        "same": "They begin alike and part at the second renewal.",
    },
    after="Which club would you rather own, and what would you pay more for it?",
)

lab_alive = ChoiceKey(
    asked.lab_alive,
    answer="two",
    whys={
        "two": "For her 10 weeks are nothing unusual.",
        "twelve": "She is the better customer, and for just that reason her silence is worse news.",
        "same": "The silence must be compared with each one's own rhythm.",
    },
    after="At which silence would you telephone each of them?",
)

lab_calibration = ChoiceKey(
    asked.lab_calibration,
    answer="52",
    whys={
        "52": "It has seen more, and has less to forecast.",
        "13": "It is lucky to be within 7 %; the next weeks made it worse.",
        "26": "It took the end of the first rush for leaving, and is too low.",
    },
    after="Why can more data make a forecast worse?",
)
