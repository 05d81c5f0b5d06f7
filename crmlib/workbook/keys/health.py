"""The answers to the questions of chapter 15, KPIs, health scores and the account manager."""

import functools
import math

import numpy as np
import pandas as pd

from crmlib import clv, health
from crmlib.firm.lives import still_customer
from crmlib.service.account_managers import call_gains, call_plan, manager_plan, managers_needed
from crmlib.workbook.banks import health as asked
from crmlib.workbook.banks.health import (
    GROUPS,
    MOST_VISITS,
    SCALES,
    business,
    firm,
    past_customers,
    possible_visits,
    present_customers,
)
from crmlib.workbook.finding.tracing import log
from crmlib.workbook.marking.choice import AuditKey, ChoiceKey
from crmlib.workbook.marking.decision import DecisionKey
from crmlib.workbook.marking.function import FunctionKey
from crmlib.workbook.marking.key import Slip
from crmlib.workbook.marking.match import MatchKey
from crmlib.workbook.marking.memo import MemoKey
from crmlib.workbook.marking.number import NumberKey
from crmlib.workbook.marking.order import OrderKey, sequence, swap
from crmlib.workbook.marking.reverse import ReverseKey
from crmlib.workbook.marking.value import ValueKey

# Indicators ---------------------------------------------------------------------------------------

kpi_gamed = ChoiceKey(
    asked.kpi_gamed,
    answer="cards",
    whys={
        "margin": "Old customers who bring margin are what the firm wants. It can be pushed from one quarter into another, but not made of nothing.",
        "cards": "A card can be opened for anyone, and for the same person twice. No customer need come back for the bonus.",
        "returns": "Keeping what was ordered is close to what the customer wants.",
        "visits": "A year's spend with returns taken off comes only from customers who buy and keep.",
    },
    after="Which second figure beside the cards would show that they are empty?",
)

# The driver tree ----------------------------------------------------------------------------------


def _revenue_change(customers, orders, value):
    """The share by which revenue changes, from a tree with 1 in each branch."""
    branches = {
        "customers": 1 + customers,
        "orders_per_customer": 1 - orders,
        "average_order_value": 1 + value,
    }
    return health.driver_value(health.REVENUE_TREE, branches) - 1


def _rounds_well(value):
    """Whether a share given with three decimals is still within the tolerance."""
    return abs(round(value, 3) - value) < 0.008 * abs(value)


def _no_loss_as_large(customers, orders, value):
    """Whether orders and one other branch do not lose as much as all three gain, or the reverse."""
    change = _revenue_change(customers, orders, value)
    two = (_revenue_change(customers, orders, 0), _revenue_change(0, orders, value))
    return all(abs(one + change) > 0.02 * abs(change) for one in two)


drivers = NumberKey(
    asked.drivers,
    routes=[lambda customers, orders, value: (1 + customers) * (1 - orders) * (1 + value) - 1],
    where=lambda **numbers: (
        abs(_revenue_change(**numbers)) > 0.05
        and _rounds_well(_revenue_change(**numbers))
        and _no_loss_as_large(**numbers)
    ),
    answer=_revenue_change,
    tolerance=0.01,
    slips=[
        Slip(
            lambda customers, orders, value: customers - orders + value,
            "This is the number you get by adding up the changes. The branches multiply: the lower orders fall on more customers.",
            because="changes of factors added up",
        ),
        Slip(
            lambda customers, orders, value: (1 + customers) * (1 - orders) * (1 + value),
            "This is the number you get for this year's revenue, if last year's is 1. By how much has it changed?",
            because="a factor given for a change",
        ),
        Slip(
            lambda customers, orders, value: (1 + customers) * (1 + orders) * (1 + value) - 1,
            "This is the number you get if all three rise. One of them falls.",
            because="the sign of a driver lost",
        ),
        Slip(
            lambda customers, orders, value: (customers - orders + value) / 3,
            "This is the number you get as a mean of the three changes. Each of them acts on the whole revenue.",
            because="a mean of growth rates",
        ),
        Slip(
            lambda customers, orders, value: (1 + customers) * (1 + value) / (1 + orders) - 1,
            "This is the number you get by dividing by one plus the fall. What is left after a fall by a share?",
            because="a fall undone as if it were a rise",
        ),
        Slip(
            lambda customers, orders, value: (1 + customers) * (1 + value) - 1,
            "This is the number you get without the orders a customer.",
            because="a branch left out",
        ),
        Slip(
            lambda customers, orders, value: (1 + customers) * (1 - orders) - 1,
            "This is the number you get without the value of an order.",
            because="a branch left out",
        ),
        Slip(
            lambda customers, orders, value: (1 - orders) * (1 + value) - 1,
            "This is the number you get without the customers.",
            because="a branch left out",
        ),
        Slip(
            lambda customers, orders, value: -customers * orders * value,
            "This is the product of the three changes. What multiplies are the factors, one plus each change.",
            because="changes multiplied in place of factors",
        ),
        Slip(
            lambda customers, orders, value: customers + orders + value,
            "This is the number you get by adding up three rises. One of the three is a fall, and the branches multiply.",
            because="changes added up, and the sign of a driver lost",
        ),
        Slip(
            lambda customers, orders, value: (1 + customers - orders) * (1 + value) - 1,
            "This is the number you get by adding up the first two changes. All three branches multiply.",
            because="changes of two factors added up",
        ),
    ],
    twin=lambda customers, orders, value: (
        f"With {customers:+.0%}, {-orders:+.0%} and {value:+.0%}: {1 + customers:.2f} × {1 - orders:.2f} × {1 + value:.2f} = "
        f"{1 + _revenue_change(customers, orders, value):.4f}, a change of {_revenue_change(customers, orders, value):+.4f}."
    ),
    after="Are the customers who came the same people whose orders fell?",
)


def _tree(customers, often):
    return {"customers": customers, "orders_per_customer": often, "average_order_value": 100}


def _contributions(before, often, after, now):
    table = health.driver_contributions(health.REVENUE_TREE, _tree(before, often), _tree(after, now))
    return table.set_index("driver")["contribution"]


def _by_plain_mean(before, often, after, now):
    """The part of the customers with the plain mean of both revenues in place of the logarithmic one."""
    return 50 * (before * often + after * now) * math.log(after / before)


def _by_mean_orders(before, often, after, now):
    """The part of the customers at the mean of the orders then and now."""
    return 50 * (after - before) * (often + now)


def _told_apart(before, often, after, now):
    """Whether no part looks like another one with its sign turned round, and the change is none of them."""
    parts = _contributions(before, often, after, now)
    change = parts["revenue"]
    others = (change, change / 2, parts["orders_per_customer"])
    others += (_by_plain_mean(before, often, after, now), _by_mean_orders(before, often, after, now))
    return all(abs(abs(other) - parts["customers"]) > 0.015 * parts["customers"] for other in others)


contribution = NumberKey(
    asked.contribution,
    routes=[
        lambda before, often, after, now: (
            100 * (after * now - before * often) / log(after * now / (before * often)) * log(after / before)
        )
    ],
    where=_told_apart,
    answer=lambda before, often, after, now: float(_contributions(before, often, after, now)["customers"]),
    slips=[
        Slip(
            lambda before, often, after, now: 100 * (after - before) * often,
            "This is the number you get if the new customers order as often as before. Then the fall of orders counts for the new ones, too.",
            because="the other drivers held at the old level",
        ),
        Slip(
            lambda before, often, after, now: 100 * (after - before) * now,
            "This is the number you get if all orders had been as few as now from the beginning. It depends on which driver moves first.",
            because="the other drivers held at the new level",
        ),
        Slip(
            lambda before, often, after, now: 100 * (after * now - before * often),
            "This is the whole change of revenue. Orders a customer have a part in it.",
            because="the change given for a contribution",
        ),
        Slip(
            lambda before, often, after, now: float(
                _contributions(before, often, after, now)["orders_per_customer"]
            ),
            "This is the part of the orders a customer. The part of the number of customers is asked.",
            because="the row of another driver",
        ),
        Slip(
            _by_plain_mean,
            "This is the number you get with the plain mean of the two revenues. The parts then do not add up to the change.",
            because="an arithmetic mean for a logarithmic one",
        ),
        Slip(
            _by_mean_orders,
            "This is the number you get with the mean of the orders then and now. It is another fair split, and not the one by logarithmic means.",
            because="a split at the mean of the other driver",
        ),
        Slip(
            lambda before, often, after, now: 50 * (after * now - before * often),
            "This is the half of the change, as if two drivers shared it equally. Here they pull in opposite directions.",
            because="an equal split",
        ),
        Slip(
            lambda before, often, after, now: 100 * (after - before),
            "This is the number you get if each of the new customers orders once.",
            because="orders a customer left out",
        ),
    ],
    twin=lambda before, often, after, now: (
        f"With {before:,} customers of {often} orders and then {after:,} of {now}: revenue goes from ¥{100 * before * often:,.0f} to ¥{100 * after * now:,.0f}. "
        f"Their logarithmic mean is ¥{health.log_mean(100 * before * often, 100 * after * now):,.0f}, times ln({after:,} ÷ {before:,}) = {math.log(after / before):.4f} "
        f"makes ¥{_contributions(before, often, after, now)['customers']:,.0f}."
    ),
    means="The parts add up to the change without a remainder, in whatever order the drivers stand.",
    after="The two parts have opposite signs. Could one and the same action have made both?",
)


def _multiple(retention, discount):
    return clv.margin_multiple(retention, discount)


def _points_needed(rise, retention, discount):
    wanted = (1 + rise) * _multiple(retention, discount)
    return wanted * (1 + discount) / (1 + wanted) - retention


clv_plus = ReverseKey(
    asked.clv_plus,
    forward=lambda given, rise, retention, discount: (
        _multiple(retention + given, discount) / _multiple(retention, discount) - 1
    ),
    target=lambda rise, retention, discount: rise,
    where=lambda **numbers: _rounds_well(_points_needed(**numbers)),
    answer=_points_needed,
    tolerance=0.01,
    says="a CLV {:.1%} higher",
    slips=[
        Slip(
            lambda rise, retention, discount: rise * retention,
            "This is the number you get if retention has to rise in the same proportion as the value. The value rises faster than that.",
            because="value taken as proportional to retention",
        ),
        Slip(
            lambda rise, retention, discount: _points_needed(rise, retention, discount) + retention,
            "This is the retention that is needed. By how much must it rise?",
            because="a level given for a change",
        ),
        Slip(
            lambda rise, retention, discount: rise,
            "This is the rise of the value. How much of it does one point of retention bring?",
            because="points of retention for per cent of value",
        ),
        Slip(
            lambda rise, retention, discount: (1 + discount - retention) * rise / (1 + rise),
            "This is the number you get if only the denominator moves: a first margin that is certain. Here she must renew for the first one, too.",
            because="the convention with a certain first margin",
        ),
        Slip(
            lambda rise, retention, discount: (1 - retention) * rise / (1 + rise),
            "This is the number you get for a lifetime that is longer by this share, without discounting.",
            because="expected lifetime taken for value",
        ),
        Slip(
            lambda rise, retention, discount: rise * (1 - retention),
            "This is the number you get if the share that leaves has to fall in this proportion. Put the retention that you get into the multiple.",
            because="churn taken as inversely proportional to value, in the wrong direction of the ratio",
        ),
        Slip(
            lambda rise, retention, discount: rise * _multiple(retention, discount),
            "This is the number by which the multiple must grow. Which retention has such a multiple?",
            because="the rise of the multiple given for the rise of retention",
        ),
    ],
    twin=lambda rise, retention, discount: (
        f"With {rise:.0%} more, {retention:.0%} and {discount:.0%}: {retention:.2f} ÷ {1 + discount - retention:.2f} = {_multiple(retention, discount):.4f}, times "
        f"{1 + rise:.2f} = {(1 + rise) * _multiple(retention, discount):.4f}. Then r = {retention + _points_needed(rise, retention, discount):.4f}, "
        f"which is {_points_needed(rise, retention, discount):.4f} more."
    ),
    means=lambda rise, retention, discount: (
        f"A margin {rise:.0%} higher would do the same. What either costs decides."
    ),
    after="What would you pay a customer and year for these points, at most?",
)

# The page -----------------------------------------------------------------------------------------

page = AuditKey(
    asked.page,
    where=lambda customers, left, alerts, found: found < left - 20,
    answer="alerts",
    whys={
        "churn": "Who left in the quarter, of the customers it began with.",
        "share": "Those who were alerted, of all customers.",
        "alerts": "The share is of those who left: it says how many of them were found. Of the alerts it is found ÷ alerted, which is less.",
        "missed": "Who left without having been alerted.",
        "others": "The missed leavers, of all who were not alerted.",
    },
    twin=lambda customers, left, alerts, found: (
        f"On another page {found} of {alerts} alerted left: the alerts are right in {found / alerts:.1%}. Of the {left} who left, {found / left:.1%} were found. "
        f"Of the {customers - alerts:,} others {left - found} left, {(left - found) / (customers - alerts):.1%}."
    ),
    after="Which of the five lines would you give to the head of the call centre, and which to the director?",
    pool=(
        dict(
            where=lambda customers, problem, complained, solved: (
                complained < problem - 100 and solved < complained - 40
            ),
            answer="voice",
            whys={
                "problem": "Those with a problem, of all customers.",
                "voice": "The share is of all customers. Of those with a problem it is complained ÷ problem, which is more.",
                "solved": "The fast ones, of all complaints.",
                "silent": "Those with a problem, less those who complained.",
                "waiting": "The complaints that took longer, of all customers, as the line says.",
            },
            twin=lambda customers, problem, complained, solved: (
                f"On another page {problem} of {customers:,} had a problem, {problem / customers:.1%}, and {complained} complained: {complained / problem:.1%} of those with a "
                f"problem, {complained / customers:.1%} of all. Fast were {solved / complained:.1%} of the complaints, and {problem - complained} were silent."
            ),
            after="Which of the five numbers does a firm never learn from its complaints alone?",
        ),
        dict(
            where=lambda contracts, ended, red, gone: (
                gone < ended - 40 and (ended - gone) * red > 0.006 * contracts * (contracts - red)
            ),
            answer="others",
            whys={
                "churn": "What ended in the quarter, of the contracts it began with.",
                "found": "Those that had been red, of those that ended.",
                "right": "Those that ended, of the red ones.",
                "load": "The red ones, of all contracts.",
                "others": "The share is of all contracts. Those that were not red are fewer, so more of them ended.",
            },
            twin=lambda contracts, ended, red, gone: (
                f"On another page {ended} of {contracts:,} ended, {ended / contracts:.1%}. Of {red} red ones {gone} ended, {gone / red:.1%}; of the other {contracts - red:,} it was "
                f"{ended - gone}, {(ended - gone) / (contracts - red):.1%}. The red ones are {red / contracts:.1%} of all, and {gone / ended:.1%} of those that ended."
            ),
            after="By how many times more often did a red contract end than another?",
        ),
    ),
)

page_rise = ChoiceKey(
    asked.page_rise,
    answer="interval",
    whys={
        "second": "More digits make a number look sure. They do not make it so.",
        "interval": "With about seventy answers the rise lies well within chance, and the page should say so.",
        "goal": "A goal tells where one wants to be. It does not tell whether anything has moved.",
        "colour": "A field that turns green by chance will turn red by chance.",
    },
    after="How many answers a quarter would it take to see a rise of five points?",
)

# The score ----------------------------------------------------------------------------------------

missing = NumberKey(
    asked.missing,
    routes=[lambda weight, visits, orders: (weight * visits + 0.2 * orders) / (weight + 0.2)],
    answer=lambda weight, visits, orders: health.health_score(
        {"visits": visits, "orders": orders}, {"visits": weight, "orders": 0.2}
    ),
    slips=[
        Slip(
            lambda weight, visits, orders: weight * visits + 0.2 * orders,
            "This is the number you get if the missing survey counts 0, as the worst answer.",
            because="a missing value filled with 0",
        ),
        Slip(
            lambda weight, visits, orders: weight * visits + 0.2 * orders + (0.8 - weight) * 50,
            "This is the number you get if the missing survey counts 50. Here its weight goes to what is there.",
            because="a missing value filled with the middle of the scale",
        ),
        Slip(
            lambda weight, visits, orders: weight * visits + 0.2 * orders + (0.8 - weight) * 100,
            "This is the number you get if the missing survey counts 100.",
            because="a missing value filled with the best",
        ),
        Slip(
            lambda weight, visits, orders: (visits + orders) / 2,
            "This is the number you get without weights.",
            because="the weights left out",
        ),
        Slip(
            lambda weight, visits, orders: weight * visits + (1 - weight) * orders,
            "This is the number you get if all of the missing weight goes to the orders. Each present one takes its part.",
            because="the weight of a missing value given to one neighbour",
        ),
        Slip(
            lambda weight, visits, orders: (0.2 * visits + weight * orders) / (weight + 0.2),
            "This is the number you get with the two weights exchanged.",
            because="weights exchanged",
        ),
        Slip(
            lambda weight, visits, orders: (weight * visits + 0.2 * orders) / 2,
            "This is the number you get by dividing by how many there are. Weighted points are divided by their weights.",
            because="a weighted sum divided by a count",
        ),
        Slip(
            lambda weight, visits, orders: (weight * visits + 0.2 * orders) / (weight + 0.2) / 100,
            "This is the number you get on a scale from 0 to 1. Here the scale goes to 100.",
            because="a score given as a share",
        ),
    ],
    twin=lambda weight, visits, orders: (
        f"With {weight:.0%} and 20 %, {visits} and {orders}: ({weight:.1f} × {visits} + 0.2 × {orders}) ÷ {weight + 0.2:.1f} = "
        f"{(weight * visits + 0.2 * orders) / (weight + 0.2):.2f}."
    ),
    means=lambda weight, visits, orders: f"It stands on {weight + 0.2:.0%} of the weight.",
    after="Do customers who answer no survey leave as often as those who answer?",
)


def _weights(visits):
    return {"visits": visits, "silence": 0.35, "survey": 0.65 - visits}


def _scores(customers, visits, scales=SCALES, weights=_weights):
    """The score and the coverage of those with half of the weight."""
    table = health.health_score(customers, weights(visits), scales, minimum_coverage=0.5, not_scored="drop")
    return table[["customer_id", "score", "coverage"]]


def _rival_scores(change):
    """The scores of those who should have one, with some values changed before."""

    def rival(customers, visits):
        kept = _scores(customers, visits)
        changed = _scores(change(customers), visits)
        return kept[["customer_id"]].merge(changed, on="customer_id")

    return rival


def _unclipped(customers, visits):
    """Scores that go beyond 0 and 100."""
    points = pd.DataFrame(
        {name: 100 * (customers[name] - worst) / (best - worst) for name, (worst, best) in SCALES.items()}
    )
    weights = pd.Series(_weights(visits))
    right = _scores(customers, visits).set_index("customer_id")
    score = (points * weights).sum(axis=1) / (points.notna() * weights).sum(axis=1)
    score.index = customers["customer_id"]
    return right.assign(score=score).reset_index()


def _one_by_hand(customers, visits):
    """The score of the first customer who answered no survey, line by line."""
    row = customers[customers["survey"].isna() & customers["visits"].notna()].iloc[0]
    points = [float(health.min_max_score(row[name], *SCALES[name])) for name in ("visits", "silence")]
    return (
        f"Of other customers, number {row['customer_id']:.0f} has {row['visits']:.0f} visits, {row['silence']:.0f} days of silence and no survey: "
        f"{points[0]:.1f} and {points[1]:.1f} points, ({visits:.2f} × {points[0]:.1f} + 0.35 × {points[1]:.1f}) ÷ {visits + 0.35:.2f} = "
        f"{(visits * points[0] + 0.35 * points[1]) / (visits + 0.35):.2f}, on {visits + 0.35:.2f} of the weight."
    )


scores = ValueKey(
    asked.scores,
    answer=_scores,
    row="customer_id",
    slips=[
        Slip(
            _rival_scores(lambda customers: customers.fillna({"visits": 0, "silence": 180, "survey": 1})),
            "is what you get if what is missing counts as the worst. Its weight goes to what is there.",
            because="missing values filled with 0",
        ),
        Slip(
            _rival_scores(lambda customers: customers.fillna(customers.mean())),
            "is what you get if what is missing is filled with the mean. Its weight goes to what is there.",
            because="missing values filled with the mean: the habit of many notebooks",
        ),
        Slip(
            lambda customers, visits: _scores(customers, visits, SCALES | {"silence": (0, 180)}),
            "is what you get if long silence is good. Which end of its scale is the worst?",
            because="an indicator scored from the wrong end",
        ),
        Slip(
            _unclipped,
            "is what you get if a scale goes on beyond its ends. What is beyond stays 0 or 100.",
            because="points below 0 or above 100 left standing",
        ),
        Slip(
            lambda customers, visits: _scores(
                customers,
                visits,
                {
                    name: (low, high) if name != "silence" else (high, low)
                    for name, low, high in zip(
                        SCALES, customers[list(SCALES)].min(), customers[list(SCALES)].max(), strict=True
                    )
                },
            ),
            "is what you get with the smallest and the largest value of this week as the ends. They would move each week.",
            because="ends of a scale taken from the data",
        ),
        Slip(
            lambda customers, visits: _scores(customers, visits)[["customer_id", "coverage"]].merge(
                health.health_score(
                    customers, dict.fromkeys(SCALES, 1), SCALES, minimum_coverage=0, not_scored="drop"
                )[["customer_id", "score"]],
                on="customer_id",
            ),
            "is what you get without the weights: all three count alike.",
            because="the weights left out",
        ),
        Slip(
            lambda customers, visits: _scores(customers, visits).assign(
                coverage=lambda table: (
                    (customers.set_index("customer_id").loc[table["customer_id"], list(SCALES)].notna())
                    .mean(axis=1)
                    .to_numpy()
                )
            ),
            "is what you get by counting what is there. Each indicator counts with its weight.",
            because="a share of columns given for a share of weight",
        ),
        Slip(
            lambda customers, visits: _scores(customers, visits).assign(
                coverage=lambda table: 1 - table["coverage"]
            ),
            "is what you get for the weight that is missing. The weight that is there is asked.",
            because="the complement",
        ),
    ],
    twin=lambda customers, visits: _one_by_hand(customers, visits),
    means="A score on little of the weight is little of a score: show the coverage beside it.",
    after="Who is left out, and would you call them?",
)

# Tested in time -----------------------------------------------------------------------------------

looks_ahead = ChoiceKey(
    asked.looks_ahead,
    answer="window",
    whys={
        "weights": "Equal weights do nearly as well as others, and often better than fitted ones.",
        "calls": "That nobody was called keeps the test clean, and false alerts are honest to name.",
        "window": "Who had left by October hardly visits in November. The score has seen what it is to foretell.",
        "old": "A scale fixed beforehand is what one wants.",
    },
    after="What would the score have found on 30 June?",
)

new_buyers = ChoiceKey(
    asked.new_buyers,
    answer="assumed",
    whys={
        "safe": "Most of those who ordered once, long ago, will not come back. The model cannot say so.",
        "assumed": "With no repeat order there was no moment at which they could have left. The 1 is an assumption.",
        "error": "The 1 comes out of every fit of this model.",
        "new": "Some of them ordered two years ago.",
    },
    after="Which other sign could tell those who will come back from the others?",
)


def _precision(leaving, found, false):
    return leaving * found / (leaving * found + (1 - leaving) * false)


alerts_week = NumberKey(
    asked.alerts_week,
    answer=_precision,
    tolerance=0.01,
    slips=[
        Slip(
            lambda leaving, found, false: found,
            "This is the share of the leavers who are alerted. Which share of the alerted leaves?",
            because="recall given for precision",
        ),
        Slip(
            lambda leaving, found, false: found / (found + false),
            "This is the number you get if as many customers leave as stay. There are many more who stay.",
            because="the base rate left out",
        ),
        Slip(
            lambda leaving, found, false: leaving * found,
            "This is the share of all customers who leave and are alerted.",
            because="a joint probability given for a conditional one",
        ),
        Slip(
            lambda leaving, found, false: 1 - _precision(leaving, found, false),
            "This is the share of the alerts that is wrong.",
            because="the complement",
        ),
        Slip(
            lambda leaving, found, false: 1 - false,
            "This is the share of the stayers who are left alone.",
            because="specificity given for precision",
        ),
        Slip(
            lambda leaving, found, false: leaving * found + (1 - leaving) * false,
            "This is the share of all customers who are alerted.",
            because="the denominator alone",
        ),
        Slip(
            lambda leaving, found, false: leaving * found / (leaving * found + false),
            "This is the number you get if the false alerts are a share of all customers. They are a share of those who stay.",
            because="a rate put on the wrong base",
        ),
    ],
    twin=lambda leaving, found, false: (
        f"With {leaving:.0%}, {found:.0%} and {false:.0%}: of 1,000 customers {1000 * leaving:.0f} leave, of whom {1000 * leaving * found:.1f} are alerted, and "
        f"{1000 * (1 - leaving) * false:.1f} who stay are alerted, too. {1000 * leaving * found:.1f} ÷ {1000 * (leaving * found + (1 - leaving) * false):.1f} = "
        f"{_precision(leaving, found, false):.4f}."
    ),
    means=lambda leaving, found, false: f"Without the score {leaving:.0%} of the calls would meet a leaver.",
    after="What happens to the share if the firm lowers its churn by half?",
)

auc_money = ChoiceKey(
    asked.auc_money,
    answer="b",
    whys={
        "a": "The AUC counts all pairs, also those far away from the 200 who are called.",
        "both": "Errors that two scores share do not cancel out, and the mean has not been tested.",
        "b": "The calls go to the lowest 200, and there B holds 22 leavers more.",
        "none": "Nobody has said that half is needed. What a call costs and saves decides.",
    },
    after="How far could chance make 90 and 112 differ?",
    pool=(
        dict(
            answer="a",
            whys={
                "a": "The agents see 50 customers, and among the lowest 50 A finds seven more who lapse.",
                "b": "The AUC counts all pairs, and nearly all of them are of customers whom nobody visits.",
                "both": "Every second month the visits would meet fewer of those who lapse.",
                "none": "An AUC has no mark that makes a score good. What the visits bring and cost decides.",
            },
            after="How far could chance make 31 and 24 differ?",
        ),
        dict(
            answer="a",
            whys={
                "b": "The AUC counts all pairs alike, those of 600 letters and those of everybody else, and what a customer is worth plays no part in it.",
                "either": "As many may leave. What is lost with them is not the same.",
                "a": "Where the letters go, as many leave by both, and each of them takes more than twice as much along by A.",
                "none": "A letter costs little beside a customer. Which share must leave follows from cost, success and worth.",
            },
            after="Which list would you take if B's 600 held 330 leavers?",
        ),
    ),
)


def _calibrated(customers, change=lambda table: table, **columns):
    table = health.risk_calibration(customers["risk"], customers["left"], GROUPS)
    return change(table[["group", "expected", "observed"]].assign(**columns))


def _equal_widths(customers):
    """Groups of equal width, from the lowest to the highest risk."""
    group = pd.cut(customers["risk"], GROUPS, labels=range(1, GROUPS + 1)).astype(int)
    means = customers.groupby(group)[["risk", "left"]].mean().reindex(range(1, GROUPS + 1))
    return means.set_axis(["expected", "observed"], axis=1).rename_axis("group").reset_index()


def _differs(customers):
    """Whether the groups differ, and a group is not as large as all who left."""
    many = abs(customers["left"].sum() * GROUPS / len(customers) - 1) > 0.02
    return many and _calibrated(customers)["observed"].nunique() == GROUPS


def _calibration_twin(customers):
    """The highest fifth of other customers, added up."""
    top = customers.nlargest(len(customers) // GROUPS, "risk")
    return (
        f"Of other customers, the {len(top)} of the highest risks: these add up to {top['risk'].sum():.2f}, and "
        f"{top['left'].sum():.0f} left. Expected: {top['risk'].sum():.2f} ÷ {len(top)} = {top['risk'].mean():.3f}. Observed: "
        f"{top['left'].sum():.0f} ÷ {len(top)} = {top['left'].mean():.3f}."
    )


def _plain_calibration(customers):
    place = customers["risk"].rank(method="first", ascending=True) - 1
    group = 1 + (place * 5 // len(customers)).astype(int)
    expected = customers["risk"].groupby(group).mean()
    observed = customers["left"].groupby(group).mean()
    return pd.DataFrame(dict(expected=expected, observed=observed)).rename_axis("group").reset_index()


calibration = ValueKey(
    asked.calibration,
    where=_differs,
    answer=_calibrated,
    row="group",
    plain=_plain_calibration,
    slips=[
        Slip(
            _equal_widths,
            "is what you get from groups of equal width. They are to hold equally many customers.",
            because="`cut` in place of `qcut`",
        ),
        Slip(
            lambda customers: _calibrated(customers, group=lambda table: GROUPS + 1 - table["group"]),
            "is what you get if group 1 has the highest risks.",
            because="labels reversed",
        ),
        Slip(
            lambda customers: _calibrated(customers, observed=lambda table: 1 - table["observed"]),
            "is what you get for those who stayed.",
            because="retention given for churn",
        ),
        Slip(
            lambda customers: _calibrated(
                customers, observed=lambda table: table["observed"] * len(customers) / GROUPS
            ),
            "is what you get by counting. A share of the group is asked.",
            because="a count given for a share",
        ),
        Slip(
            lambda customers: _calibrated(
                customers,
                observed=lambda table: table["observed"] * len(customers) / GROUPS / customers["left"].sum(),
            ),
            "is what you get as a share of all who left. Divide by the customers of the group.",
            because="column shares in place of row shares",
        ),
        Slip(
            lambda customers: _calibrated(
                customers,
                expected=lambda table: (
                    customers["risk"]
                    .groupby(pd.qcut(customers["risk"], GROUPS, labels=False))
                    .median()
                    .to_numpy()
                ),
            ),
            "is what you get with the median. The mean risk times the customers is how many are expected to leave.",
            because="a median for an expectation",
        ),
        Slip(
            lambda customers: (
                customers.assign(group=np.arange(len(customers)) * GROUPS // len(customers) + 1)
                .groupby("group")
                .agg(expected=("risk", "mean"), observed=("left", "mean"))
                .reset_index()
            ),
            "is what you get with the customers in the order of the table. Sort them by risk first.",
            because="groups made without sorting",
        ),
    ],
    twin=_calibration_twin,
    means=lambda customers: (
        f"Expected were {customers['risk'].sum():.0f} leavers, and {customers['left'].sum()} came."
    ),
    after="The score ranks them well. For which use would that be enough?",
)

# The threshold ------------------------------------------------------------------------------------

break_even = NumberKey(
    asked.break_even,
    where=lambda cost, success, clv: cost < 0.8 * success * clv,
    answer=lambda cost, success, clv: cost / health.call_value(1, success, clv),
    tolerance=0.01,
    slips=[
        Slip(
            lambda cost, success, clv: cost / clv,
            "This is the number you get if a call keeps everyone who would leave.",
            because="the success rate left out",
        ),
        Slip(
            lambda cost, success, clv: 1 - cost / (success * clv),
            "This is the probability of staying below which a call pays. The risk of leaving is asked.",
            because="the complement",
        ),
        Slip(
            lambda cost, success, clv: success * cost / clv,
            "This is the number you get by multiplying with the success. A call that keeps few needs a higher risk, so divide.",
            because="a rate on the wrong side of the fraction",
        ),
        Slip(
            lambda cost, success, clv: cost / ((1 - success) * clv),
            "This is the number you get with the share that leaves in spite of the call.",
            because="the complement of the success",
        ),
        Slip(
            lambda cost, success, clv: cost / (success * (clv - cost)),
            "This is the number you get if the cost is taken off the worth, too. Every call is paid for once.",
            because="a cost counted twice",
        ),
    ],
    twin=lambda cost, success, clv: (
        f"With {cost}, {success:.0%} and {clv}: {success:.2f} × {clv} = {success * clv:.1f} for a sure leaver, and {cost} ÷ {success * clv:.1f} = {cost / (success * clv):.4f}."
    ),
    means="A score is no risk: the threshold is the score at which the customers have this risk.",
    after="What happens to the threshold if half of those who are called are annoyed?",
)

call_profit = NumberKey(
    asked.call_profit,
    routes=[
        lambda alerts, leaving, cost, success, clv: alerts * leaving * success * clv - alerts * cost,
    ],
    where=lambda alerts, leaving, cost, success, clv: abs(leaving * success * clv - cost) > 1,
    answer=lambda alerts, leaving, cost, success, clv: (
        alerts * (health.call_value(leaving, success, clv) - cost)
    ),
    turned="This is the number you get as a loss for a profit, or the reverse. What is taken from what?",
    slips=[
        Slip(
            lambda alerts, leaving, cost, success, clv: alerts * (leaving * clv - cost),
            "This is the number you get if a call keeps everyone who would leave.",
            because="the success rate left out",
        ),
        Slip(
            lambda alerts, leaving, cost, success, clv: alerts * (success * clv - cost),
            "This is the number you get if everyone on the list would leave.",
            because="alerts taken for leavers",
        ),
        Slip(
            lambda alerts, leaving, cost, success, clv: alerts * leaving * success * clv,
            "This is the number you get before the calls are paid for.",
            because="the cost left out",
        ),
        Slip(
            lambda alerts, leaving, cost, success, clv: alerts * leaving * (success * clv - cost),
            "This is the number you get if only the leavers are called. Nobody knows beforehand who they are.",
            because="false alarms that cost nothing",
        ),
        Slip(
            lambda alerts, leaving, cost, success, clv: alerts * leaving * success * (clv - cost),
            "This is the number you get if only those are paid for whom a call keeps.",
            because="the cost put on the successes",
        ),
        Slip(
            lambda alerts, leaving, cost, success, clv: leaving * success * clv - cost,
            "This is the number that one call earns. The whole list is asked.",
            because="one customer for all",
        ),
        Slip(
            lambda alerts, leaving, cost, success, clv: alerts * leaving * success,
            "This is the number of customers whom the calls keep. What are they worth, and what do the calls cost?",
            because="a head count given for money",
        ),
        Slip(
            lambda alerts, leaving, cost, success, clv: alerts * leaving * (clv - cost),
            "This is the number you get if only the leavers are called, and a call keeps each of them. Two things to look at again.",
            because="false alarms that cost nothing, and the success rate left out",
        ),
    ],
    twin=lambda alerts, leaving, cost, success, clv: (
        f"With {alerts} alerts, {leaving:.0%} leavers, {cost}, {success:.0%} and {clv}: {alerts} × {leaving:.2f} × {success:.2f} × {clv} = "
        f"{alerts * leaving * success * clv:,.0f} saved, less {alerts} × {cost} = {alerts * cost:,} for calls: {alerts * (leaving * success * clv - cost):,.0f}."
    ),
    means=lambda alerts, leaving, cost, success, clv: (
        f"A call pays from a risk of {cost / (success * clv):.1%} on, and the list has {leaving:.0%} on average."
    ),
    after="Could a part of the list earn more than the whole?",
)

right_75 = ReverseKey(
    asked.right_75,
    where=lambda mean, edge, cost, clv: cost < 0.9 * edge * clv and abs(mean - edge - 0.25) > 0.015,
    forward=lambda given, mean, edge, cost, clv: health.call_value(edge, given, clv),
    target=lambda mean, edge, cost, clv: cost,
    answer=lambda mean, edge, cost, clv: cost / (edge * clv),
    tolerance=0.01,
    says="¥{:.2f} saved by the last call",
    slips=[
        Slip(
            lambda mean, edge, cost, clv: cost / (mean * clv),
            "This is the number at which the whole list just pays. The threshold is right where the last call just pays.",
            because="the average in place of the last call",
        ),
        Slip(
            lambda mean, edge, cost, clv: cost / clv,
            "This is the number you get if everyone with 75 would leave.",
            because="the risk left out",
        ),
        Slip(
            lambda mean, edge, cost, clv: cost / ((1 - edge) * clv),
            "This is the number you get with the share that stays. A call saves something only with those who would leave.",
            because="the complement of the risk",
        ),
        Slip(
            lambda mean, edge, cost, clv: edge * cost / clv,
            "This is the number you get by multiplying with the risk. The lower the risk, the more a call must keep, so divide.",
            because="a rate on the wrong side of the fraction",
        ),
        Slip(
            lambda mean, edge, cost, clv: cost / ((mean - edge) * clv),
            "This is the number you get with the difference of the two risks. Whom does the last point add?",
            because="the difference of average and edge",
        ),
        Slip(
            lambda mean, edge, cost, clv: cost / (0.25 * clv),
            "This is the number you get if 25 % of those with a score of 75 leave. A score is no risk: how many leave is told.",
            because="100 less the score taken for the risk",
        ),
        Slip(
            lambda mean, edge, cost, clv: cost / (0.75 * clv),
            "This is the number you get if 75 % of those with a score of 75 leave. A score is no risk: how many leave is told.",
            because="a score taken for the risk",
        ),
        Slip(
            lambda mean, edge, cost, clv: cost / ((mean + edge) / 2 * clv),
            "This is the number you get with the mean of the two risks. Whom does the last point add?",
            because="the mean of average and edge",
        ),
    ],
    twin=lambda mean, edge, cost, clv: (
        f"With {edge:.0%} at the edge, a call at {cost} and a value of {clv}: {edge:.2f} × {clv} = {edge * clv:.1f}, and {cost} ÷ {edge * clv:.1f} = {cost / (edge * clv):.4f}."
    ),
    means=lambda mean, edge, cost, clv: (
        f"If a call keeps 10 %, it pays from a risk of {cost / (0.1 * clv):.0%} on, and who scores 75 has {edge:.0%}."
    ),
    after="By which trial would you find out what share a call keeps?",
)


def _pays_below(cost, success, clv, risk_at_0, risk_at_100):
    """The score at which the risk has fallen to what a call needs."""
    needed = cost / (success * clv)
    return min(max(100 * (risk_at_0 - needed) / (risk_at_0 - risk_at_100), 0.0), 100.0)


pays_below = FunctionKey(
    asked.pays_below,
    answer=_pays_below,
    plain=[_pays_below],
    edges=[
        dict(cost=20, success=0.2, clv=400, risk_at_0=0.75, risk_at_100=0.0),
        dict(cost=40, success=0.05, clv=200, risk_at_0=0.9, risk_at_100=0.1),
        dict(cost=5, success=0.3, clv=600, risk_at_0=0.8, risk_at_100=0.2),
        dict(cost=20, success=0.2, clv=200, risk_at_0=0.9, risk_at_100=0.1),
    ],
    slips=[
        Slip(
            lambda cost, success, clv, risk_at_0, risk_at_100: (
                100 * (risk_at_0 - cost / (success * clv)) / (risk_at_0 - risk_at_100)
            ),
            "This function leaves the scale of scores where a call pays with nobody or with everybody.",
            because="the ends of the scale left out",
        ),
        Slip(
            lambda cost, success, clv, risk_at_0, risk_at_100: _pays_below(
                cost, 1, clv, risk_at_0, risk_at_100
            ),
            "This function takes it that every call succeeds.",
            because="the success rate left out",
        ),
        Slip(
            lambda cost, success, clv, risk_at_0, risk_at_100: (
                100 - _pays_below(cost, success, clv, risk_at_0, risk_at_100)
            ),
            "This function counts the score from the other end.",
            because="a low score taken for the healthy one",
        ),
        Slip(
            lambda cost, success, clv, risk_at_0, risk_at_100: 100 * min(cost / (success * clv), 1),
            "This function returns the risk that a call needs, times 100. At which score have customers this risk?",
            because="a score taken for a risk",
        ),
        Slip(
            lambda cost, success, clv, risk_at_0, risk_at_100: max(100 * (1 - cost / (success * clv)), 0),
            "This function takes 100 less the score for the risk in per cent. The line goes through `risk_at_0` and `risk_at_100`.",
            because="a score taken for a probability",
        ),
        Slip(
            lambda cost, success, clv, risk_at_0, risk_at_100: min(
                max(100 * (risk_at_0 - cost / (success * clv)) / risk_at_0, 0), 100
            ),
            "This function lets the risk fall to 0 at a score of 100. It falls to `risk_at_100`.",
            because="the end of the line left out",
        ),
        Slip(
            lambda cost, success, clv, risk_at_0, risk_at_100: 75,
            "This function returns 75 whatever a call costs and keeps.",
            because="“the threshold is 75”",
        ),
        Slip(
            lambda cost, success, clv, risk_at_0, risk_at_100: (
                0 if (risk_at_0 + risk_at_100) / 2 * success * clv < cost else 100
            ),
            "This function decides for all by the average risk: nobody or everybody.",
            because="the average in place of the last call",
        ),
    ],
    means="Where cost, success or value change, the threshold does.",
    after="Which of the five inputs does your firm know least well?",
)

# Whom to call -------------------------------------------------------------------------------------

capacity = ChoiceKey(
    asked.capacity,
    answer="profit",
    whys={
        "lowest": "Some of them are worth less than another leaver who is a little less sure to go.",
        "valuable": "Most of the most valuable are healthy, and a call changes nothing there.",
        "profit": "A call saves risk × success × value. Success is the same for all here, so the product of the other two says where it saves most.",
        "lot": "They all pay, and some pay ten times as much as others.",
    },
    after="What would a third person bring, and does she cost less?",
)


def _score_of_signs(table):
    """A score of visits and silence, equal weights."""
    signs = pd.DataFrame(
        {
            "weeks_since_visit": table["weeks_since_visit"],
            "visits_a_week": table["visits_8_weeks"] / 8,
            "silence_to_gap": table["silence"] / table["usual_gap"],
        }
    )
    scales = {"weeks_since_visit": (8, 0), "visits_a_week": (0, 1), "silence_to_gap": (4, 0)}
    return health.health_score(signs, dict.fromkeys(scales, 1), scales)["score"]


@functools.cache
def _risk():
    """The risk of each customer of December, by what came of the same score in June."""
    from sklearn.linear_model import LogisticRegression

    past, now = past_customers(), present_customers()
    fitted = LogisticRegression(C=1e6).fit(_score_of_signs(past).to_frame(), past["left"])
    risk = fitted.predict_proba(_score_of_signs(now).to_frame())[:, 1]
    return pd.Series(risk, now["customer_id"])


def _score_and_risk(customers, past, places, cost, success):
    """What a student may compute for each customer."""
    score = _score_of_signs(customers).set_axis(customers["customer_id"])
    risk = _risk()[customers["customer_id"]]
    return pd.DataFrame({"score of the signs": score, "risk": risk}).rename_axis("customer_id")


def _most(customers, measure, places):
    """The customers with the most of something."""
    return customers.loc[measure.nlargest(places).index, "customer_id"].tolist()


def _by_profit(customers, past, places, cost, success):
    expected = success * _risk()[customers["customer_id"]].to_numpy() * customers["worth"] - cost
    return _most(customers, expected[expected > 0], places)


@functools.cache
def _worth_if_left():
    """What a second life is worth by the truth, 0 for who has not left."""
    people = firm().truth.customers.set_index("customer_id")
    contribution = people["order_contribution"]
    joining = firm().truth.value_on_joining(days=1826, discount_rate=0.1)
    worth = (joining / contribution.where(people["buyer"])).mean() * contribution
    return worth.where(~still_customer(firm()), 0.0)


def _call_profits(customers, past, places, cost, success):
    return success * _worth_if_left()[customers["customer_id"]] - cost


calls = DecisionKey(
    asked.calls,
    profit=_call_profits,
    policy=_by_profit,
    knows=_score_and_risk,
    most=lambda places, **_: places,
    enough=0.9,
    slips=[
        Slip(
            lambda customers, past, places, cost, success: _most(
                customers, -_score_of_signs(customers), places
            ),
            "You call the lowest scores first, those most at risk. Many of them are worth less than a call costs.",
            because="an alert list worked off from its top: risk alone",
        ),
        Slip(
            lambda customers, past, places, cost, success: _most(customers, customers["worth"], places),
            "You call the most valuable first. Most of them have not left, and a call changes nothing there.",
            because="most valuable first",
        ),
        Slip(
            lambda customers, past, places, cost, success: _most(
                customers, customers["worth"].where(_score_of_signs(customers) < 75, 0), places
            ),
            "You call the most valuable of those below 75. That is most of the customers: which risk has a score of 75?",
            because="the threshold 75, without costs",
        ),
        Slip(
            lambda customers, past, places, cost, success: _most(customers, customers["silence"], places),
            "You call those who have been silent longest. Compare silence with the usual gap, and look at what each is worth.",
            because="silence in days for everyone",
        ),
        Slip(
            lambda customers, past, places, cost, success: _most(
                customers, customers["silence"] / customers["usual_gap"], places
            ),
            "You call those with the longest silence in usual gaps. That is a sign of risk, and the value is left out.",
            because="the simple rule of chapter 10, taken for money",
        ),
        Slip(
            lambda customers, past, places, cost, success: _most(
                customers,
                (1 - _risk()[customers["customer_id"]]).set_axis(customers.index) * customers["worth"],
                places,
            ),
            "You call those who bring most as long as they stay. They would have stayed without a call.",
            because="the probability of staying in place of leaving",
        ),
    ],
    twin=lambda customers, past, places, cost, success: (
        f"With {places} places, a call at ¥{cost} and {success:.0%} success, of {len(customers)} others "
        f"{int((success * _risk()[customers['customer_id']].to_numpy() * customers['worth'] > cost).sum())} are expected to pay, and the {len(_by_profit(customers, past, places, cost, success))} "
        "with the most are called."
    ),
    after="What would twenty more calls bring, and what would you pay for them?",
)


def _two_groups(before, after):
    """The index with two groups of these shares below a score."""
    return sum(
        (now - then) * math.log(now / then) for then, now in ((before, after), (1 - before, 1 - after))
    )


def _far_from_a_square(before, after):
    """Whether the share has risen clearly, and the square of the rise over the share then is not the index."""
    square, index = (after - before) ** 2 / before, _two_groups(before, after)
    return after > before + 0.06 and abs(square - index) > 0.03 * index


drift = NumberKey(
    asked.drift,
    routes=[
        lambda before, after: (
            (after - before) * log(after / before) + (before - after) * log((1 - after) / (1 - before))
        )
    ],
    where=_far_from_a_square,
    answer=_two_groups,
    tolerance=0.02,
    slips=[
        Slip(
            lambda before, after: (after - before) * math.log(after / before),
            "This is the number you get from the group below 40 alone. The other one has shrunk.",
            because="one group in place of all",
        ),
        Slip(
            lambda before, after: after - before,
            "This is the number you get by taking one share from the other. The index weighs each difference by a logarithm.",
            because="a difference of shares given for the index",
        ),
        Slip(
            lambda before, after: _two_groups(before, after) / math.log(10),
            "This is the number you get with logarithms to the base 10.",
            because="`log10` in a spreadsheet",
        ),
        Slip(
            lambda before, after: math.log(after / before) + math.log((1 - after) / (1 - before)),
            "This is the number you get from the logarithms without the differences of the shares.",
            because="the weights left out",
        ),
        Slip(
            lambda before, after: (
                after * math.log(after / before) + (1 - after) * math.log((1 - after) / (1 - before))
            ),
            "This is the number you get by weighing with the shares of now. Each logarithm is weighed with the difference of the two shares.",
            because="the divergence of Kullback and Leibler, one half of the index",
        ),
        Slip(
            lambda before, after: (before - after) * math.log((1 - after) / (1 - before)),
            "This is the number you get from the group from 40 on alone. The other one has grown.",
            because="one group in place of all",
        ),
        Slip(
            lambda before, after: after / before - 1,
            "This is the share by which the group below 40 has grown. The index weighs each difference by a logarithm, and has two groups.",
            because="a relative change given for the index",
        ),
        Slip(
            lambda before, after: after * math.log(after / before),
            "This is the number you get from the group below 40 alone, with its share of now as the weight. Two things to look at again.",
            because="one group, and a share in place of a difference",
        ),
    ],
    twin=lambda before, after: (
        f"With {before:.0%} and then {after:.0%}: {after - before:+.2f} × ln({after:.2f} ÷ {before:.2f}) = {(after - before) * math.log(after / before):.4f}, and "
        f"{before - after:+.2f} × ln({1 - after:.2f} ÷ {1 - before:.2f}) = {(before - after) * math.log((1 - after) / (1 - before)):.4f}, together {_two_groups(before, after):.4f}."
    ),
    means="Banks call less than 0.1 little and more than 0.25 much. Whether the score still finds the leavers, the index does not say.",
    after="Which action of the firm itself could have moved the scores?",
)

# Whom does a contact keep? ------------------------------------------------------------------------

whom_kept = ChoiceKey(
    asked.whom_kept,
    answer="now",
    whys={
        "hardly": "Most of them leave, and more with a letter: it reminds them of what they pay for.",
        "now": "Six in a hundred more stay with the letter. In the other groups nobody is kept.",
        "often": "The letter changes nothing there.",
        "two": "Risk is not what a letter changes. In the first group it drives members away.",
    },
    after="How many members would each group of the trial have to have, to show a difference of two points?",
)

contact_keeps = NumberKey(
    asked.contact_keeps,
    routes=[
        lambda members, letter, control, worth, cost: (
            members * control * worth - members * letter * worth - members * cost
        ),
    ],
    answer=lambda members, letter, control, worth, cost: members * ((control - letter) * worth - cost),
    turned="This is the number you get with a gain for a loss. Who stays more often, those with a letter or those without?",
    slips=[
        Slip(
            lambda members, letter, control, worth, cost: members * (control - letter) * worth,
            "This is the number you get before the letters are paid for.",
            because="the cost left out",
        ),
        Slip(
            lambda members, letter, control, worth, cost: members * ((1 - letter) * worth - cost),
            "This is the number you get if everyone who stays has stayed because of the letter.",
            because="who stays anyway taken as kept",
        ),
        Slip(
            lambda members, letter, control, worth, cost: members / 2 * ((control - letter) * worth - cost),
            "This is the number you get for the half that got a letter in the trial. Letters to all are asked.",
            because="the trial's half for all",
        ),
        Slip(
            lambda members, letter, control, worth, cost: members * ((letter - control) * worth - cost),
            "This is the number you get if the letter keeps as many as it drives away. Compare the two shares again.",
            because="the sign of an effect taken for granted",
        ),
        Slip(
            lambda members, letter, control, worth, cost: members * (letter * worth - cost),
            "This is the number you get if the share that left with a letter had been kept by it.",
            because="risk taken for what a contact changes",
        ),
        Slip(
            lambda members, letter, control, worth, cost: (control - letter) * worth - cost,
            "This is the number for one member. What do letters to all of them earn?",
            because="per head given for the total",
        ),
        Slip(
            lambda members, letter, control, worth, cost: members * (control - letter),
            "This is the number of members whom the letters make stay. What are they worth, and what do the letters cost?",
            because="a head count given for money",
        ),
        Slip(
            lambda members, letter, control, worth, cost: members * ((control - letter) * worth - cost / 2),
            "This is the number you get with an effect on all of them and letters to half.",
            because="the trial's half for the letters only",
        ),
        Slip(
            lambda members, letter, control, worth, cost: members * (control - letter) * (worth - cost),
            "This is the number you get if a letter costs only where it changes something. Each letter is paid for.",
            because="the cost put on the effect",
        ),
        Slip(
            lambda members, letter, control, worth, cost: members * (control * worth - cost),
            "This is the number you get if a letter kept everyone who would leave. Compare those with a letter and those without.",
            because="risk taken for what a contact changes",
        ),
    ],
    twin=lambda members, letter, control, worth, cost: (
        f"With {members:,} members, {letter:.0%} and {control:.0%}, {worth} and {cost}: {control:.2f} − {letter:.2f} = {control - letter:.2f}, times {worth} is "
        f"{(control - letter) * worth:.2f} a member, less {cost}: {(control - letter) * worth - cost:.2f}, times {members:,} = "
        f"{members * ((control - letter) * worth - cost):,.0f}."
    ),
    means="The list of the riskiest is the list of those who leave. It is not the list of those whom a letter keeps.",
    after="Which members would you try a letter on next?",
)

# The account manager ------------------------------------------------------------------------------

_PUMP, _SUNDAY, _TRUCK, _HANDED, _VALVE, _OFFICE = asked.qualities.rows

qualities = MatchKey(
    asked.qualities,
    answer={
        _PUMP: "ethics",
        _SUNDAY: "market insight",
        _TRUCK: "self-control",
        _HANDED: "teamwork",
        _VALVE: "professional skill",
        _OFFICE: "interpersonal skill",
    },
    slips={
        (_PUMP, "professional skill"): "She had to know her pumps for it. What did it cost her to say so?",
        (_PUMP, "market insight"): "She knew what the buyer needs. What did it cost her to say so?",
        (_PUMP, "interpersonal skill"): "The buyer will like her for it. What did it cost her to say so?",
        (_PUMP, "self-control"): "Nobody had provoked her. What did she set above her bonus?",
        (_SUNDAY, "interpersonal skill"): "The buyers talked to her. What did she make of what they said?",
        (_SUNDAY, "teamwork"): "She reported it. What did she report on?",
        (_TRUCK, "interpersonal skill"): "She is talking to him. What did she do with her own anger?",
        (_TRUCK, "professional skill"): "The order number is what one asks for. At which moment did she?",
        (_TRUCK, "ethics"): "She did nothing for which she had to give something up. What did she keep down?",
        (_TRUCK, "teamwork"): "She was alone with him. What did she keep down?",
        (_HANDED, "professional skill"): "Her colleague knows the trade. What did she do with that?",
        (_HANDED, "interpersonal skill"): "No buyer is won over by it. Who works with whom?",
        (_HANDED, "self-control"): "Giving it away may be hard. Who serves the account now, and with what?",
        (_HANDED, "market insight"): "She knew who knows the trade. What did she do with that?",
        (_VALVE, "teamwork"): "She read it by herself. What must she know for that?",
        (_HANDED, "ethics"): "It was decent. What does the customer, and what does the team, gain from it?",
        (_VALVE, "market insight"): "It is about a product in front of her, and not about the market.",
        (_OFFICE, "professional skill"): "No product plays a part in it. What does she know about people?",
        (_OFFICE, "teamwork"): "They are people of the buyer, and not her colleagues.",
        (_OFFICE, "market insight"): "It is about people in one office, and not about the market.",
    },
    after="Which question would you ask every candidate, to hear such an answer?",
)

# The call plan ------------------------------------------------------------------------------------

HOURS = 1_300
MANAGER = 260_000  # ¥ a year


def _hours(large, small, hours):
    return (12 * large + 3 * small) * hours


managers = NumberKey(
    asked.managers,
    routes=[lambda large, small, hours: math.ceil((12 * large + 3 * small) * hours / HOURS)],
    answer=lambda large, small, hours: managers_needed([large, small], [12, 3], hours, HOURS),
    where=lambda large, small, hours: 0.15 < _hours(large, small, hours) / HOURS % 1 < 0.45,
    slips=[
        Slip(
            lambda large, small, hours: math.floor(_hours(large, small, hours) / HOURS),
            "This is the number you get by rounding down. Some of the calls would not be made.",
            because="a part of a person rounded away",
        ),
        Slip(
            lambda large, small, hours: _hours(large, small, hours) / HOURS,
            "This is the number of managers with a part of one. Nobody can hire a part, and all calls are to be made.",
            because="hours divided and not rounded to people",
        ),
        Slip(
            lambda large, small, hours: math.ceil(_hours(large, small, 1) / HOURS),
            "This is the number you get if a call takes an hour.",
            because="the hours of a call left out",
        ),
        Slip(
            lambda large, small, hours: math.ceil((large + small) * 12 * hours / HOURS),
            "This is the number you get if every account gets 12 calls.",
            because="one service for all classes",
        ),
        Slip(
            lambda large, small, hours: math.ceil((large + small) * 7.5 * hours / HOURS),
            "This is the number you get with the mean of 12 and 3 calls for everyone. There are more small accounts than large ones.",
            because="a mean without weights",
        ),
        Slip(
            lambda large, small, hours: math.ceil((3 * large + 12 * small) * hours / HOURS),
            "This is the number you get with the calls of the two classes exchanged.",
            because="classes exchanged",
        ),
        Slip(
            lambda large, small, hours: math.ceil(12 * large * hours / HOURS),
            "This is the number you get without the small accounts.",
            because="a class left out",
        ),
        Slip(
            lambda large, small, hours: (
                math.ceil(12 * large * hours / HOURS) + math.ceil(3 * small * hours / HOURS)
            ),
            "This is the number you get by rounding up in each class. One manager can have accounts of both.",
            because="rounded before adding up",
        ),
    ],
    twin=lambda large, small, hours: (
        f"With {large} and {small} accounts and {hours} hours: {12 * large:,} + {3 * small:,} calls are {_hours(large, small, hours):,.0f} hours, and ÷ 1,300 = "
        f"{_hours(large, small, hours) / HOURS:.2f}, so {managers_needed([large, small], [12, 3], hours, HOURS)}."
    ),
    means="It says what a service takes that somebody has decided. Whether the last call earns its cost is not asked.",
    after="From which account would you take a call away first?",
)


def _even_visit(open_, taken, cost):
    """The visit, with its part, that brings just what it costs."""
    return 1 + math.log(cost / (open_ * taken)) / math.log(1 - taken)


def _best_visits(open_, taken, cost):
    """How many visits bring more than they cost."""
    return math.floor(_even_visit(open_, taken, cost))


last_visit = NumberKey(
    asked.last_visit,
    routes=[
        lambda open, taken, cost: math.floor(1 + log(open * taken / cost) / log(1 / (1 - taken))),
    ],
    where=lambda open, taken, cost: (
        open * taken > 2 * cost and 0.1 < _even_visit(open, taken, cost) % 1 < 0.9
    ),
    answer=lambda open, taken, cost: _best_visits(open, taken, cost),
    slips=[
        Slip(
            lambda open, taken, cost: _even_visit(open, taken, cost),
            "This is the number at which a visit brings just what it costs. How many whole visits bring more than they cost?",
            because="the solution of the equation given for a number of visits",
        ),
        Slip(
            lambda open, taken, cost: math.floor(_even_visit(open, taken, cost)) + 1,
            "This is the number you get with one visit that costs more than it brings. Work out what the last one adds.",
            because="rounded up, or the first visit counted from 0",
        ),
        Slip(
            lambda open, taken, cost: math.floor(open / cost),
            "This is the number of visits that could be paid for with all that is open. What does the last of them bring?",
            because="the whole potential set against the cost",
        ),
        Slip(
            lambda open, taken, cost: max(
                k for k in range(1, 100) if open * (1 - (1 - taken) ** k) > k * cost
            ),
            "This is the number up to which the visits pay on average. The last of them cost more than they bring.",
            because="average in place of marginal return",
        ),
        Slip(
            lambda open, taken, cost: math.floor(open * taken / cost),
            "This is the number of visits that the first one pays for.",
            because="the gain of the first visit divided by the cost",
        ),
        Slip(
            lambda open, taken, cost: math.ceil(1 / taken),
            "This is the number at which everything would be won if each visit won the same. Each wins a share of what is left.",
            because="a straight line for the response",
        ),
        Slip(
            lambda open, taken, cost: _best_visits(open, taken, cost) - 1,
            "This is the number you get if the first visit counts as visit 0. Work out what one more adds.",
            because="the power k − 1 taken for the visit k",
        ),
        Slip(
            lambda open, taken, cost: _even_visit(open, taken, cost) - 1,
            "This is the power at which a visit brings just what it costs. Which visit has it, and how many whole ones pay?",
            because="the power k − 1 taken for the visit k, and not rounded",
        ),
        Slip(
            lambda open, taken, cost: math.floor(math.log(cost / open) / math.log(1 - taken)),
            "This is the number of visits after which what is open is no more than a visit costs. The next visit wins only a share of it.",
            because="what is open set against the cost",
        ),
    ],
    twin=lambda open, taken, cost: (
        f"With {open:,}, {taken:.0%} and {cost:,}: visit {_best_visits(open, taken, cost)} brings "
        f"{open * taken * (1 - taken) ** (_best_visits(open, taken, cost) - 1):,.0f}, and visit {_best_visits(open, taken, cost) + 1} "
        f"{open * taken * (1 - taken) ** _best_visits(open, taken, cost):,.0f}. So {_best_visits(open, taken, cost)} visits."
    ),
    means=lambda open, taken, cost: (
        f"They bring {open * (1 - (1 - taken) ** _best_visits(open, taken, cost)):,.0f} yuan together."
    ),
    after="How many visits would a second account of half the size get?",
)


def _gains(accounts):
    return call_gains(accounts["open"], accounts["taken"], MOST_VISITS)


def _clear(accounts, visits):
    """Whether the last visit of the plan brings more than the first one left out."""
    steps = -np.sort(-np.diff(_gains(accounts), axis=1), axis=None)
    return steps[visits - 1] > 1.01 * steps[visits]


def _planned(accounts, visits):
    return _given(accounts, call_plan(_gains(accounts), visits)["calls"].to_numpy())


def _given(accounts, numbers):
    return pd.DataFrame({"account": accounts["account"], "visits": np.asarray(numbers).astype(int)})


def in_shares(weights, places, most=MOST_VISITS):
    """Whole numbers in the proportion of some weights, the largest remainders rounded up; none above the most."""
    exact = np.asarray(weights, dtype=float) / np.sum(weights) * places
    given = np.floor(exact).astype(int)
    given[np.argsort(given - exact, kind="stable")[: places - given.sum()]] += 1
    return np.minimum(given, most)


def _shares_of(weights):
    return lambda accounts, visits: _given(accounts, in_shares(weights(accounts), visits))


plan = ValueKey(
    asked.plan,
    where=_clear,
    answer=_planned,
    row="account",
    slips=[
        Slip(
            _shares_of(lambda accounts: accounts["open"] * 0 + 1),
            "is what you get with equal visits, as far as they can be equal.",
            because="equal visits",
        ),
        Slip(
            _shares_of(lambda accounts: accounts["open"]),
            "is what you get in proportion to what is open. What does the last visit to the largest account bring?",
            because="visits in proportion to the size",
        ),
        Slip(
            _shares_of(lambda accounts: accounts["open"] * accounts["taken"]),
            "is what you get in proportion to what the first visit brings. Each further one brings less, and at another speed.",
            because="the first gain taken for all",
        ),
        Slip(
            lambda accounts, visits: _planned(accounts.assign(taken=0.15), visits),
            "is what you get if all accounts answer in the same way. Look at `taken`.",
            because="one response for all accounts",
        ),
        Slip(
            lambda accounts, visits: _given(
                accounts, np.where(accounts["open"] == accounts["open"].max(), visits, 0)
            ),
            "is what you get by giving all to the largest account.",
            because="most valuable first",
        ),
        Slip(
            lambda accounts, visits: _planned(accounts.assign(open=1_000), visits),
            "is what you get if all accounts are of one size. A share of more is more.",
            because="the response without the size",
        ),
    ],
    twin=lambda accounts, visits: (
        f"With {visits} visits to other accounts, each next one where it brings most: "
        + ", ".join(f"{row.account} {row.visits}" for row in _planned(accounts, visits).itertuples())
        + "."
    ),
    means=lambda accounts, visits: (
        f"Together they bring ¥{_gains(accounts)[np.arange(len(accounts)), _planned(accounts, visits)['visits']].sum():,.0f}; equal visits "
        f"bring ¥{_gains(accounts)[np.arange(len(accounts)), in_shares(np.ones(len(accounts)), visits)].sum():,.0f}."
    ),
    after="Which account would get the next visit, and what may it cost?",
)


@functools.cache
def _manager_plan(accounts, open_, taken, calls):
    return manager_plan(call_gains([open_] * accounts, taken, 40), 30, calls, MANAGER)


def _most_profit(accounts, open, taken, calls):
    table = _manager_plan(accounts, open, taken, calls)
    return int(table.loc[table["profit"].idxmax(), "managers"])


def _last_above_0(accounts, open, taken, calls):
    table = _manager_plan(accounts, open, taken, calls)
    return int(table.loc[table["profit"] > 0, "managers"].max())


def _brings(accounts, open, taken, calls):
    """What the best number of managers earns beside the others, a manager more or fewer."""
    table = _manager_plan(accounts, open, taken, calls).set_index("managers")
    best = _most_profit(accounts, open, taken, calls)
    return [table.loc[one, "profit"] for one in (best - 1, best, best + 1)]


def _clearly_best(accounts, open, taken, calls):
    """Whether the number is inside of the range, and a manager more or fewer earns clearly less."""
    if not 2 <= _most_profit(accounts, open, taken, calls) <= 20:
        return False
    fewer, best, more = _brings(accounts, open, taken, calls)
    return best > 1.002 * max(fewer, more) and _last_above_0(accounts, open, taken, calls) < 30


staff = NumberKey(
    asked.staff,
    where=_clearly_best,
    answer=_most_profit,
    slips=[
        Slip(
            _last_above_0,
            "This is the number up to which the managers together earn more than they cost. The last of them costs more than she brings.",
            because="average in place of marginal return",
        ),
        Slip(
            lambda accounts, open, taken, calls: math.floor(accounts * open * taken / MANAGER),
            "This is the number that one call to every account would pay for. Accounts get more than one call.",
            because="one round of calls taken for a year",
        ),
        Slip(
            lambda accounts, open, taken, calls: math.ceil(accounts / calls),
            "This is the number that it takes to call every account once. Does a second call pay?",
            because="workload in place of marginal profit",
        ),
        Slip(
            lambda accounts, open, taken, calls: math.floor(accounts * open / MANAGER),
            "This is the number that all that is open could pay for. No number of calls brings all of it.",
            because="the potential set against the cost",
        ),
    ],
    twin=lambda accounts, open, taken, calls: (
        f"With {accounts} accounts, {open:,}, {taken:.0%} and {calls} calls: {_most_profit(accounts, open, taken, calls)} managers earn "
        f"¥{_brings(accounts, open, taken, calls)[1]:,.0f}, one fewer ¥{_brings(accounts, open, taken, calls)[0]:,.0f}, and one more "
        f"¥{_brings(accounts, open, taken, calls)[2]:,.0f}."
    ),
    means=lambda accounts, open, taken, calls: (
        f"One manager more would cost ¥260,000 and bring "
        f"¥{MANAGER + _brings(accounts, open, taken, calls)[2] - _brings(accounts, open, taken, calls)[1]:,.0f}."
    ),
    after="How sure would you have to be of the share that a call wins, before you hire?",
)

# Forty accounts -----------------------------------------------------------------------------------

no_visit = ChoiceKey(
    asked.no_visit,
    answer="buys",
    whys={
        "rich": "What it has brought is past. What a visit would add counts.",
        "buys": "A visit can only win what is still open. If little is open, the visit brings more elsewhere.",
        "equal": "Equal visits are a habit and no reason.",
        "far": "How long it has bought does not say what a visit changes.",
    },
    after="How would you find out that the account buys as much without visits?",
)


def _table(quarters, column):
    return quarters.pivot(index="account_id", columns="quarter", values=column).to_numpy(dtype=float)


def _won(visits, base, taken):
    """The share of its potential that an account buys with so many visits in a quarter."""
    return base + (1 - base) * (1 - (1 - taken) ** visits)


@functools.cache
def _response():
    """The base and the share per visit that fit the quarters best, each account with a level of its own."""
    quarters = business().account_quarters
    revenue, made = np.log(_table(quarters, "revenue")), _table(quarters, "visits")

    def error(base, taken):
        rest = revenue - np.log(_won(made, base, taken))
        return np.var(rest, axis=1).sum()

    tried = [(base / 100, taken / 1000) for base in range(2, 42, 2) for taken in range(40, 252, 4)]
    return min(tried, key=lambda pair: round(error(*pair), 9))


def _brought(accounts, quarters):
    """What each number of visits is expected to bring with each account: margin in ¥ a quarter."""
    base, taken = _response()
    level = _table(quarters, "revenue").sum(axis=1) / _won(_table(quarters, "visits"), base, taken).sum(
        axis=1
    )
    numbers = _won(np.arange(MOST_VISITS + 1), base, taken) - base
    return (level * accounts["margin_rate"].to_numpy())[:, None] * numbers


def _chosen(steps, numbers):
    """The first visits to each account, as many as a number for each says."""
    wanted = steps["account_id"].map(dict(zip(business().accounts["account_id"], numbers, strict=True)))
    return steps.loc[steps["visit"] <= wanted, "visit_id"].tolist()


def _best_visits_to_all(accounts, quarters, steps, places, cost):
    return _chosen(steps, call_plan(_brought(accounts, quarters), places, cost)["calls"])


def _by(weights):
    """Visits in the proportion of something."""

    def chosen(accounts, quarters, steps, places, cost):
        return _chosen(steps, in_shares(weights(accounts), places))

    return chosen


def _eighty(accounts):
    """80 % for the fifth with the largest revenue."""
    top = accounts["revenue"].rank(ascending=False) <= len(accounts) / 5
    return np.where(top, 0.8 / top.sum(), 0.2 / (~top).sum())


def _largest_first(accounts, quarters, steps, places, cost):
    """As many visits as can be made to the largest account, then to the next one."""
    rank = accounts["revenue"].rank(ascending=False).to_numpy()
    return _chosen(steps, np.clip(places - MOST_VISITS * (rank - 1), 0, MOST_VISITS))


def _unfinished(accounts, quarters, steps, places, cost):
    """By the same plan, with all visits paid for, whatever they bring."""
    gains = _brought(accounts, quarters) / accounts["margin_rate"].to_numpy()[:, None]
    return _chosen(steps, call_plan(gains, places, cost)["calls"])


@functools.cache
def _true_steps():
    """What each visit adds by the truth, before its cost."""
    truth = business().truth
    margin = np.array([truth.expected_account_profit(number) for number in range(MOST_VISITS + 1)])
    return pd.Series(np.diff(margin, axis=0).T.ravel(), possible_visits()["visit_id"])


visits = DecisionKey(
    asked.visits,
    profit=lambda accounts, quarters, steps, places, cost: _true_steps() - cost,
    policy=_best_visits_to_all,
    most=lambda places, **_: places,
    enough=0.92,
    redrawn=False,
    slips=[
        Slip(
            _by(lambda accounts: np.ones(len(accounts))),
            "You make about as many visits to every account. What does a visit to the smallest one bring?",
            because="equal visits",
        ),
        Slip(
            _by(lambda accounts: accounts["visits"]),
            "You go on as in the last year, in the same proportion. These visits follow habit, and not what they bring.",
            because="visits by habit: managers visit whom they know",
        ),
        Slip(
            _by(_eighty),
            "This is the 80 % rule, for the fifth with the largest revenue. What does the last visit there bring, and the first one elsewhere?",
            because="“80 % of resources on the most valuable”, a goal of the sources",
        ),
        Slip(
            _largest_first,
            "You make all the visits that can be made to the largest accounts, one after the other. The fiftieth visit of a quarter brings nothing.",
            because="most valuable first",
        ),
        Slip(
            _by(lambda accounts: accounts["revenue"]),
            "You visit in proportion to revenue. That leaves out the margin, and that visits to a small account may not pay at all.",
            because="visits in proportion to the size",
        ),
        Slip(
            _by(lambda accounts: accounts["revenue"] * accounts["margin_rate"]),
            "You visit in proportion to margin. What comes without a visit is part of it, and small accounts get visits that do not pay.",
            because="contribution of the past in place of the gain of a visit",
        ),
        Slip(
            _by(lambda accounts: accounts["potential"]),
            "You visit in proportion to the potential, as the managers guess it. Look at the quarters, and at the margin.",
            because="visits in proportion to a guess",
        ),
        Slip(
            _by(lambda accounts: accounts["revenue"] / accounts["visits"].clip(lower=1)),
            "You visit where a visit has brought most revenue on average. Much of that revenue comes without visits: what does one more add?",
            because="average in place of marginal return",
        ),
        Slip(
            _unfinished,
            "You take revenue for margin. A visit adds revenue, and the firm keeps a quarter of it.",
            because="revenue taken for margin",
        ),
    ],
    twin=lambda accounts, quarters, steps, places, cost: (
        f"With {places} visits at ¥{cost:,} each the same way visits "
        f"{(call_plan(_brought(accounts, quarters), places, cost)['calls'] > 0).sum()} of the 40 accounts, and the last visit is expected to add "
        f"¥{_last_gain(accounts, quarters, places, cost):,.0f}."
    ),
    after="What would ten visits more bring, and how would you tell a manager that her account gets none?",
)


def _last_gain(accounts, quarters, places, cost):
    """What the last visit of the plan is expected to add."""
    steps = -np.sort(-np.diff(_brought(accounts, quarters), axis=1), axis=None)[:places]
    return steps[steps > cost][-1]


VISIT = 1_200  # ¥, in the question of the shape


def _in_all(*steps):
    """What is earned after no visit, after one, after two and so on."""
    return np.concatenate([[0], np.cumsum(np.array(steps) - VISIT)])


shape = NumberKey(
    asked.shape,
    routes=[lambda first, second, third, fourth, fifth: first + second + third + fourth - 4 * VISIT],
    where=lambda first, second, third, fourth, fifth: abs(first + second + fourth - 3 * VISIT) > 250,
    answer=lambda first, second, third, fourth, fifth: float(
        _in_all(first, second, third, fourth, fifth).max()
    ),
    slips=[
        Slip(
            lambda first, second, third, fourth, fifth: 0,
            "This is the number you get by asking of the next visit only: the first one does not pay, so nobody goes. Look at three visits together.",
            because="the best first step in a response of the shape of an S",
        ),
        Slip(
            lambda first, second, third, fourth, fifth: third + fourth - 2 * VISIT,
            "This is the number you get from the two visits that bring more than they cost. They come only after the first two.",
            because="only the visits that pay",
        ),
        Slip(
            lambda first, second, third, fourth, fifth: third - VISIT,
            "This is the number you get from the best visit only. It comes after the first two, and the fourth may pay as well.",
            because="the best visit taken for the plan",
        ),
        Slip(
            lambda first, second, third, fourth, fifth: first + second + third - 3 * VISIT,
            "This is the number you get with three visits. What does the next one bring?",
            because="stopped at the best visit",
        ),
        Slip(
            lambda first, second, third, fourth, fifth: float(
                _in_all(first, second, third, fourth, fifth)[-1]
            ),
            "This is the number you get with all five visits. Does the last one pay?",
            because="all estimates taken",
        ),
        Slip(
            lambda first, second, third, fourth, fifth: first + second + third + fourth,
            "This is the number you get before the visits are paid for.",
            because="the cost left out",
        ),
        Slip(
            lambda first, second, third, fourth, fifth: first + second + third + fourth - VISIT,
            "This is the number you get with the cost of one visit.",
            because="a cost taken once",
        ),
        Slip(
            lambda first, second, third, fourth, fifth: first + second + third + fourth + fifth,
            "This is the number that all five visits add before they are paid for.",
            because="all estimates taken, and the cost left out",
        ),
        Slip(
            lambda first, second, third, fourth, fifth: first - VISIT,
            "This is the number you get with one visit only. What is earned in all after the next ones?",
            because="stopped after the first visit",
        ),
        Slip(
            lambda first, second, third, fourth, fifth: first + second + third + fourth - 3 * VISIT,
            "This is the number you get with the gains of one visit more than are paid for.",
            because="the cost of a visit forgotten",
        ),
        Slip(
            lambda first, second, third, fourth, fifth: first + second + third + fourth - 2 * VISIT,
            "This is the number you get if only those visits are paid for that bring more than they cost. The first two have to be paid for, too.",
            because="only the visits that pay are charged",
        ),
    ],
    twin=lambda first, second, third, fourth, fifth: (
        f"With {first}, {second}, {third:,}, {fourth:,} and {fifth} more: earned in all are "
        + ", ".join(f"{one:,.0f}" for one in _in_all(first, second, third, fourth, fifth)[1:])
        + f". The highest of them is {_in_all(first, second, third, fourth, fifth).max():,.0f}."
    ),
    means="A plan that looks one visit ahead would never have begun. CALLPLAN puts the concave curve over such an S.",
    after="What would you let the manager show, before the account gets its first two visits?",
)

# The path -----------------------------------------------------------------------------------------

path = OrderKey(
    asked.path,
    answer=["owner", "data", "test", "threshold", "half", "review"],
    slips=[
        Slip(
            swap("test", "threshold"),
            "This is the order in which a threshold is set for a score that nobody has tested. Which share leaves at which score?",
            because="“75” before any back-test",
        ),
        Slip(
            swap("owner", "data"),
            "This is the order in which data are gathered before it is clear for whom. Which data would be enough?",
            because="projects that begin with the technology",
        ),
        Slip(
            swap("half", "review"),
            "This is the order in which the list is judged before anybody was left out at random. With whom would you compare?",
            because="no control group",
        ),
        Slip(
            swap("threshold", "half"),
            "This is the order in which calls are made before it is known whom it pays to call.",
            because="calls first, costs later",
        ),
        Slip(
            sequence("owner", "threshold", "data", "test", "half", "review"),
            "This is the order in which a threshold is set before there are any data. From what would it follow?",
            because="a threshold by convention",
        ),
        Slip(
            sequence("owner", "data", "half", "test", "threshold", "review"),
            "This is the order in which customers are called by a score that nobody has tested.",
            because="calls first, a test of the score later",
        ),
        Slip(
            sequence("data", "test", "threshold", "owner", "half", "review"),
            "This is the order in which somebody to own the list is looked for when it is finished. Who has said which goal it serves?",
            because="projects that begin with the technology",
        ),
        Slip(
            sequence("owner", "data", "threshold", "half", "test", "review"),
            "This is the order in which the score is tested after the calls have begun. A customer who was called no longer shows whether she would have left.",
            because="a test on customers who were treated",
        ),
    ],
    means="A purpose, data, a test in time, money, a trial, and a date on which the list may end.",
    after="Who in your firm would be glad if the list failed, and what would you ask her now?",
)

own = MemoKey(
    asked.own,
    model="The list serves the goal that customers stay, which the text never names with a number. The gravest flaw is the look back: visits and orders of the whole "
    "year stand in the score, so those who had left in spring were red in December because they had left. 90 % says nothing of a list that is known beforehand. The second flaw "
    "is the target. Forty calls a week to the lowest scores are reached by short calls to people who are long gone; nobody is paid for keeping one. The missing survey that counts 0 "
    "makes those red who answer no surveys. The number needed is the profit of a call: of the customers who were red on 30 June, half drawn at random and called, how many more "
    "ordered by December than of the other half, times what they are worth, less the calls. And 75 cannot be right for a vendor's other clients and for us: it follows from cost, success "
    "and value. The decision changes: no target now, a score cut in June, a threshold from costs, and half of the list, drawn at random, called for a quarter.",
)

memo = MemoKey(
    asked.memo,
    model="In the next quarter I would make the 110 visits to 22 of the 40 accounts, at most 13 to one of them. That adds about ¥556,000 of margin beyond the cost of the visits; "
    "the plan itself had promised ¥577,000. Visits as in the last year would add ¥316,000. I turned down 80 % for the eight largest, ¥434,000, because the last visits there bring little. "
    "The plan rests on one response for all accounts; knowing each account's own would add some ¥18,000. So a manager who can say why her account is different may exchange visits. "
    "This week I would call the 160 customers with the largest product of risk and value. That earns about ¥7,100, with other customers of the same kind between ¥5,500 and ¥8,600. "
    "Everyone who is red, the lowest scores first, would earn ¥3,400 with as many calls, since many of them are worth less than a call costs. All of it rests on 12 % who come back because of a call. If it is 6 %, "
    "the same list earns ¥1,600, and only 112 calls would pay. So a tenth of the list should be left without a call, drawn at random, and counted in three months. I would set no target of calls made: it "
    "is met with calls to people who are long gone.",
)

# Predictions of the labs --------------------------------------------------------------------------

lab_threshold = ChoiceKey(
    asked.lab_threshold,
    answer="less",
    whys={
        "more": "More leavers are found, and many more stayers are called for each of them.",
        "less": "Between 30 and 75 few leave, so most of the further calls cost more than they bring.",
        "same": "The ranking is the same. How far down the list one calls is not.",
    },
    after="At which threshold does the profit change least?",
)

lab_visits = ChoiceKey(
    asked.lab_visits,
    answer="fixed",
    whys={
        "double": "The first of them would bring twice as much, and each visit still wins the same share of what is left.",
        "same": "The last visit would bring twice as much as it costs. One more pays.",
        "fixed": "Visits go on until the next one brings what it costs. Twice as much is open, and as many visits as halve it are added: between six and seven, at a tenth a visit.",
    },
    after="And an account that answers twice as strongly to a visit: does it get more visits, or fewer?",
)
