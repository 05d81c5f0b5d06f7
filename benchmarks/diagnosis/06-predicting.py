"""Chapter 6: wrong answers of a reader of chapter and questions, written before any run."""

from datetime import date
from math import exp, prod

import pandas as pd

from crmlib import btyd

TODAY = date(1997, 9, 30)
CDNOW = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
R, ALPHA, A, B = CDNOW.values()
P, Q, V = 6.25, 3.74, 15.44
WEEKS = 365.25 / 7


def alive(frequency, recency, silence, shift=-1, power=R):
    """P(alive) of the chapter, with another coin or power."""
    stretch = (ALPHA + recency + silence) / (ALPHA + recency)
    return 1 / (1 + A / (B + frequency + shift) * stretch ** (power + frequency))


def silence_at(odds, frequency, recency, power=R):
    """The silence at which these are the odds of having left."""
    return (ALPHA + recency) * (stretch_at(odds, frequency, power) - 1)


def stretch_at(odds, frequency, power=R):
    return (odds * (B + frequency - 1) / A) ** (1 / (power + frequency))


def rings(frequency, age, weeks):
    """The chance that a customer who is there buys."""
    return 1 - ((ALPHA + age) / (ALPHA + age + weeks)) ** (R + frequency)


def history(orders, frequency=None, recency=None, monetary=None):
    """The input of the models as asked, a column made in another way."""
    days = orders.assign(day=orders["date"].dt.normalize())
    by_day = days.groupby(["customer_id", "day"])["amount"].sum().reset_index()
    groups, end = by_day.groupby("customer_id"), pd.Timestamp(TODAY)
    first, last = groups["day"].min(), groups["day"].max()
    repeats = by_day[by_day["day"] > by_day["customer_id"].map(first)]
    usual = {
        "frequency": groups.size() - 1,
        "recency": (last - first).dt.days / 7,
        "T": (end - first).dt.days / 7,
        "monetary_value": repeats.groupby("customer_id")["amount"].mean().reindex(first.index).fillna(0),
    }
    others = {"frequency": frequency, "recency": recency, "monetary_value": monetary}
    found = {name: make(by_day, days) for name, make in others.items() if make is not None}
    return pd.DataFrame(usual | found).rename_axis("customer_id").reset_index()


def all_purchases(by_day, days):
    return by_day.groupby("customer_id").size()


def each_order(by_day, days):
    return days.groupby("customer_id").size() - 1


def since_the_last(by_day, days):
    return (pd.Timestamp(TODAY) - by_day.groupby("customer_id")["day"].max()).dt.days / 7


def mean_of_all(by_day, days):
    return by_day.groupby("customer_id")["amount"].mean()


def forecast(table, weeks, chance=None, expected=None):
    """The table asked, a column made in another way."""
    model = btyd.BetaGeoNBD.from_parameters(**CDNOW)
    past = table["frequency"], table["recency"], table["T"]
    usual = model.probability_alive(*past), model.conditional_expected_purchases(weeks, *past)
    columns = {
        "customer_id": table["customer_id"],
        "alive": usual[0] if chance is None else chance(table, *usual),
        "expected": usual[1] if expected is None else expected(table, *usual),
    }
    return pd.DataFrame(columns)


def coin_without_repeats(table, chance, expected):
    stretch = (ALPHA + table["T"]) / (ALPHA + table["recency"])
    odds = A / (B + table["frequency"] - 1) * stretch ** (R + table["frequency"])
    return 1 / (1 + odds)


def donors():
    """The model of the charity."""
    names = {"alpha": 1.204, "beta": 0.750, "gamma": 0.657, "delta": 2.783}
    return btyd.BetaGeoBetaBernoulli.from_parameters(**names)


def five_years(orders, rate):
    """What customers bring in five years at a rate, orders a year."""
    groups = orders.groupby("customer_id")
    years = (pd.Timestamp("2025-12-31") - groups["date"].min()).dt.days / 365.25
    margin = 0.38 * groups["amount"].mean() - 21
    return rate(groups, years.clip(lower=1 / 12)) * margin * 5


def gifts(orders, gift, lift, rate):
    value = five_years(orders, rate)
    return list(value.index[value * lift > gift])


WRONG = {
    "predicting.two-kinds": [
        (
            "first",
            "the rate of the first renewal",
            lambda share, steady, restless: share * steady + (1 - share) * restless,
        ),
        (
            "first",
            "the share there after two",
            lambda share, steady, restless: share * steady**2 + (1 - share) * restless**2,
        ),
        (
            "first",
            "as many of each kind",
            lambda steady, restless: (steady**2 + restless**2) / (steady + restless),
        ),
        (
            "second",
            "the mean rate squared",
            lambda share, steady, restless: (share * steady + (1 - share) * restless) ** 2,
        ),
        (
            "second",
            "the third renewal",
            lambda share, steady, restless: (
                (share * steady**3 + (1 - share) * restless**3)
                / (share * steady**2 + (1 - share) * restless**2)
            ),
        ),
    ],
    "predicting.renewal": [
        (
            "first",
            "a renewal too late",
            lambda alpha, beta, number: (beta + number) / (alpha + beta + number),
        ),
        (
            "first",
            "the parameters exchanged",
            lambda alpha, beta, number: (alpha + number - 1) / (alpha + beta + number - 1),
        ),
        (
            "first",
            "the share still there",
            lambda alpha, beta, number: prod((beta + k) / (alpha + beta + k) for k in range(number)),
        ),
        (
            "second",
            "the share that leaves",
            lambda alpha, beta, number: alpha / (alpha + beta + number - 1),
        ),
        ("second", "the first renewal", lambda alpha, beta: beta / (alpha + beta)),
    ],
    "predicting.share-staying": [
        (
            "first",
            "the retention rate of the last renewal",
            lambda: lambda renewals, alpha, beta: (beta + renewals - 1) / (alpha + beta + renewals - 1),
        ),
        (
            "first",
            "a renewal too late",
            lambda: (
                lambda renewals, alpha, beta: prod(
                    (beta + k) / (alpha + beta + k) for k in range(1, renewals + 1)
                )
            ),
        ),
        (
            "second",
            "one rate for all renewals",
            lambda: lambda renewals, alpha, beta: (beta / (alpha + beta)) ** renewals,
        ),
    ],
    "predicting.recency": [
        ("first", "since the last purchase", lambda last: (TODAY - last).days / 7),
        ("first", "in days", lambda first, last: (last - first).days),
        ("first", "since the first purchase", lambda first: (TODAY - first).days / 7),
        ("second", "the last two purchases", lambda middle, last: (last - middle).days / 7),
        ("second", "the mean interval", lambda first, last: (last - first).days / 14),
    ],
    "predicting.history": [
        ("first", "the first purchase is counted", lambda orders: history(orders, all_purchases)),
        ("first", "recency since the last purchase", lambda orders: history(orders, recency=since_the_last)),
        ("first", "the mean of all purchases", lambda orders: history(orders, monetary=mean_of_all)),
        ("second", "two orders of a day are two", lambda orders: history(orders, each_order)),
    ],
    "predicting.alive": [
        (
            "first",
            "silence and recency exchanged",
            lambda frequency, recency, silence: alive(frequency, silence, recency),
        ),
        (
            "first",
            "one less forgotten",
            lambda frequency, recency, silence: alive(frequency, recency, silence, 0),
        ),
        (
            "first",
            "the chance that she left",
            lambda frequency, recency, silence: 1 - alive(frequency, recency, silence),
        ),
        (
            "second",
            "the silence taken for her age",
            lambda frequency, recency, silence: alive(frequency, recency, silence - recency),
        ),
        (
            "second",
            "the power of the purchases only",
            lambda frequency, recency, silence: alive(frequency, recency, silence, power=0),
        ),
    ],
    "predicting.needed-silence": [
        (
            "first",
            "from the first purchase on",
            lambda frequency, recency, target: (
                recency + silence_at((1 - target) / target, frequency, recency)
            ),
        ),
        (
            "first",
            "the chance that she left",
            lambda frequency, recency, target: silence_at(target / (1 - target), frequency, recency),
        ),
        (
            "first",
            "the first number forgotten",
            lambda frequency, recency, target: recency * (stretch_at((1 - target) / target, frequency) - 1),
        ),
        (
            "second",
            "one over the chance for the odds",
            lambda frequency, recency, target: silence_at(1 / target, frequency, recency),
        ),
        (
            "second",
            "the power of the purchases only",
            lambda frequency, recency, target: silence_at((1 - target) / target, frequency, recency, 0),
        ),
    ],
    "predicting.forecast": [
        (
            "first",
            "as if she were there for sure",
            lambda table, weeks: forecast(
                table, weeks, expected=lambda some, chance, expected: expected / chance
            ),
        ),
        (
            "first",
            "her rate so far, if she is there",
            lambda table, weeks: forecast(
                table,
                weeks,
                expected=lambda some, chance, expected: chance * some["frequency"] / some["T"] * weeks,
            ),
        ),
        (
            "second",
            "a coin without a repeat purchase",
            lambda table, weeks: forecast(table, weeks, coin_without_repeats),
        ),
    ],
    "predicting.shrink": [
        ("first", "her own mean", lambda mean: mean),
        (
            "first",
            "one less forgotten",
            lambda frequency, mean: P * (V + frequency * mean) / (P * frequency + Q),
        ),
        (
            "first",
            "the first purchase counted",
            lambda frequency, mean: P * (V + (frequency + 1) * mean) / (P * (frequency + 1) + Q - 1),
        ),
        ("second", "the mean of all", lambda: P * V / (Q - 1)),
        (
            "second",
            "midway between both",
            lambda mean: (mean + P * V / (Q - 1)) / 2,
        ),
    ],
    "predicting.discount": [
        (
            "first",
            "what it is worth today",
            lambda orders, spend, week, margin, yearly: (
                orders * spend * margin * (1 + yearly) ** (-week / WEEKS)
            ),
        ),
        (
            "first",
            "a yearly rate for every week",
            lambda orders, spend, week, margin, yearly: orders * spend * margin * (1 - (1 + yearly) ** -week),
        ),
        (
            "first",
            "simple interest",
            lambda orders, spend, week, margin, yearly: orders * spend * margin * yearly * week / WEEKS,
        ),
        (
            "second",
            "spend for margin",
            lambda orders, spend, week, yearly: orders * spend * (1 - (1 + yearly) ** (-week / WEEKS)),
        ),
        (
            "second",
            "a full year",
            lambda orders, spend, margin, yearly: orders * spend * margin * (1 - 1 / (1 + yearly)),
        ),
    ],
    "predicting.donor": [
        ("first", "her rate so far", lambda years, gifts, ahead: gifts / years * ahead),
        (
            "first",
            "her rate so far, if she is there",
            lambda years, gifts, last, ahead: (
                float(donors().probability_alive(gifts, last, years)) * gifts / years * ahead
            ),
        ),
        (
            "first",
            "the years since the last gift for its year",
            lambda years, gifts, last, ahead: float(
                donors().conditional_expected_purchases(ahead, gifts, max(years - last, gifts), years)
            ),
        ),
        (
            "second",
            "a new donor",
            lambda ahead: float(donors().expected_purchases(ahead)),
        ),
        (
            "second",
            "she gave this year",
            lambda years, gifts, ahead: float(
                donors().conditional_expected_purchases(ahead, gifts, years, years)
            ),
        ),
    ],
    "predicting.next-month": [
        (
            "first",
            "P(alive)",
            lambda frequency, recency, silence: alive(frequency, recency, silence),
        ),
        (
            "first",
            "as if she were there for sure",
            lambda frequency, recency, silence, weeks: rings(frequency, recency + silence, weeks),
        ),
        (
            "first",
            "her rate so far",
            lambda frequency, recency, silence, weeks: 1 - exp(-frequency / (recency + silence) * weeks),
        ),
        (
            "second",
            "recency for age",
            lambda frequency, recency, silence, weeks: (
                alive(frequency, recency, silence) * rings(frequency, recency, weeks)
            ),
        ),
        (
            "second",
            "her rate so far, if she is there",
            lambda frequency, recency, silence, weeks: (
                alive(frequency, recency, silence) * (1 - exp(-frequency / (recency + silence) * weeks))
            ),
        ),
    ],
    "predicting.gift": [
        (
            "first",
            "her rate so far goes on",
            lambda orders, gift, lift: gifts(orders, gift, lift, lambda groups, years: groups.size() / years),
        ),
        (
            "first",
            "her past spend pays the gift",
            lambda orders, gift, lift: list(
                orders.groupby("customer_id")["amount"].sum().loc[lambda spent: spent * lift > gift].index
            ),
        ),
        (
            "second",
            "everyone with three orders",
            lambda orders: list(orders.groupby("customer_id").size().loc[lambda some: some >= 3].index),
        ),
    ],
}
