"""The answers to the questions of chapter 5, customer lifetime value."""

import functools
import math

import pandas as pd

from crmlib import clv, rates, value
from crmlib.workbook.banks import clv as asked
from crmlib.workbook.banks.clv import (
    BOOKED,
    CELLAR,
    DONOR,
    FIXED,
    GUARANTEED,
    INSURED,
    LEASED,
    LICENSEE,
    MEMBER,
    NEW,
    SIGNED,
    TENANT,
    simulated_firm,
)
from crmlib.workbook.finding.tracing import log
from crmlib.workbook.marking.choice import AuditKey, ChoiceKey, DefinitionKey
from crmlib.workbook.marking.decision import DecisionKey
from crmlib.workbook.marking.function import FunctionKey
from crmlib.workbook.marking.key import Slip
from crmlib.workbook.marking.match import MatchKey
from crmlib.workbook.marking.memo import MemoKey
from crmlib.workbook.marking.number import NumberKey
from crmlib.workbook.marking.order import OrderKey, swap
from crmlib.workbook.marking.reverse import ReverseKey
from crmlib.workbook.marking.value import ValueKey

DISCOUNT, HORIZON = 0.1, 5

# How long do they stay? ---------------------------------------------------------------------------

retention = NumberKey(
    asked.retention,
    where=lambda start, joined, gone, end: 0.05 < (start + joined - gone - end) / start < 0.45,
    answer=lambda start, joined, gone, end: rates.retention_rate(start, end, joined - gone),
    slips=[
        Slip(
            lambda start, joined, gone, end: (end - joined) / start,
            "This is the number you get if all who joined are subtracted. Some of them are not in the end count any more.",
            because="gross new customers subtracted: the syllabus' 85 % for a true 90 %",
        ),
        Slip(
            lambda start, joined, gone, end: 1 - gone / start,
            "This is the number you get if those who left again are all who left. They had joined in the year; how many of the "
            "members of January left must be worked out.",
            because="1 − departures ÷ start with the only departures that are named",
        ),
        Slip(
            lambda start, joined, gone, end: (end - gone) / start,
            "This is the number you get taking off those who left again. Which newcomers are in the end count?",
            because="departures of newcomers subtracted in place of those who are still there",
        ),
        Slip(
            lambda start, joined, gone, end: end / start,
            "This is the number you get without subtracting the newcomers. It says how the club grew, not who stayed.",
            because="new customers not subtracted from the end count",
        ),
        Slip(
            lambda start, joined, gone, end: (end - joined + gone) / end,
            "This is the number you get dividing by the members of 31 December. Of which members is it asked how many stayed?",
            because="the base of a rate: end for start",
        ),
        Slip(
            lambda start, joined, gone, end: rates.churn_rate(start, start + joined - gone - end),
            "This is the share that left. Retention is asked.",
            because="churn given for retention",
        ),
        Slip(
            lambda start, joined, gone, end: end / (start + joined),
            "This is the number you get if all who were there in the year are the base. Of which members is it asked how many stayed?",
            because="the base of a rate: everybody who was ever there",
        ),
    ],
    twin=lambda start, joined, gone, end: (
        f"Take {start} at the start, {joined} joined, {gone} of them left again, {end} at the end. "
        f"Newcomers still there: {joined - gone}. Members of the start still there: {end - joined + gone}. "
        f"{end - joined + gone} ÷ {start} = {rates.retention_rate(start, end, joined - gone):.4f}."
    ),
    means=lambda start, joined, gone, end: (
        f"Of {start} members {end - joined + gone} stayed and {start - end + joined - gone} left."
    ),
    after="What would a free trial month do to the rate that subtracts all newcomers?",
)

month_to_year = NumberKey(
    asked.month_to_year,
    answer=lambda churn: rates.convert_churn_rate(churn, "month", "year"),
    slips=[
        Slip(
            lambda churn: 12 * churn,
            "This is the number you get by multiplying by 12. Who has left in spring cannot leave again in autumn.",
            because="months taken for years: rates multiplied in place of compounded",
        ),
        Slip(
            lambda churn: (1 + churn) ** 12 - 1,
            "This is the number you get if the losses grow like interest. Each month the base that can leave is smaller.",
            because="a growth rate's formula, 1 plus the rate to the power 12, less 1",
        ),
        Slip(
            lambda churn: rates.convert_retention_rate(1 - churn, "month", "year"),
            "This is the share that is still there after a year. The share that has left is asked.",
            because="retention given for churn",
        ),
        Slip(
            lambda churn: 1 - (1 - churn) ** 11,
            "This is the number you get for eleven months. How many months are there until the same day of next year?",
            because="the first month not counted",
        ),
        Slip(
            lambda churn: rates.convert_churn_rate(churn, "quarter", "year"),
            "This is the number you get if the rate is one of a quarter. How many months has a year?",
            because="the period of a rate is left unsaid in the sources",
        ),
        Slip(
            lambda churn: 1 - 12 * churn,
            "This is the number you get by taking twelve times the churn from 1. Who has left in spring cannot leave again in autumn, and it is asked who has left.",
            because="rates multiplied in place of compounded, and retention given for churn",
        ),
    ],
    twin=lambda churn: (
        f"With {churn:.1%} a month {1 - churn:.3f} stay each month. {1 - churn:.3f} to the power 12 is "
        f"{(1 - churn) ** 12:.4f}. So {1 - (1 - churn) ** 12:.4f} have left."
    ),
    means=lambda churn: f"After a year {(1 - churn) ** 12:.1%} of today's subscribers are left.",
    after="Would the answer be larger or smaller if newcomers leave faster than old subscribers?",
)

# The definition -----------------------------------------------------------------------------------

npv = NumberKey(
    asked.npv,
    answer=lambda first, second, third, discount: clv.npv_clv([first, second, third], discount),
    tolerance=0.002,  # simple interest comes near
    slips=[
        Slip(
            lambda first, second, third, discount: clv.npv_clv(
                [first, second, third], discount, first_period=0
            ),
            "This is the number you get if the first profit comes today. It comes in a year.",
            because="discounting from the wrong period: lifetimes issues 27 and 215",
        ),
        Slip(
            lambda first, second, third, discount: first + second + third,
            "This is the number you get without discounting: a yuan in three years counted like a yuan today.",
            because="the averages formula does not discount",
        ),
        Slip(
            lambda first, second, third, discount: (first + second + third) / (1 + discount),
            "This is the number you get if all of it comes in one year. Each profit has its own year.",
            because="one discount factor for the whole sum",
        ),
        Slip(
            lambda first, second, third, discount: (first + second + third) / (1 + discount) ** 3,
            "This is the number you get if all of it comes in three years. Each profit has its own year.",
            because="one discount factor for the whole sum",
        ),
        Slip(
            lambda first, second, third, discount: (
                (first + second + third) / 3 * clv.annuity_factor(3, discount)
            ),
            "This is the number you get if each year brings the mean of the three. It matters which of them comes early.",
            because="an annuity of the mean profit",
        ),
        Slip(
            lambda first, second, third, discount: (
                first * (1 + discount) + second * (1 + discount) ** 2 + third * (1 + discount) ** 3
            ),
            "This is the number you get multiplying by 1 + the rate. Is a yuan of next year worth more than a yuan today?",
            because="compounding in place of discounting",
        ),
    ],
    twin=lambda first, second, third, discount: (
        f"{first} ÷ {1 + discount:.2f} = {first / (1 + discount):.2f}; "
        f"{second} ÷ {1 + discount:.2f}² = {second / (1 + discount) ** 2:.2f}; "
        f"{third} ÷ {1 + discount:.2f}³ = {third / (1 + discount) ** 3:.2f}. Together "
        f"¥{clv.npv_clv([first, second, third], discount):.2f}."
    ),
    means="That is the most one could pay today for these three payments.",
    after="Would you pay as much if three years were only her mean length of stay?",
)

# The averages formula -----------------------------------------------------------------------------


def _averages(customers, orders, revenue, months, margin):
    return clv.average_clv(revenue / orders, orders / customers, months / 12, margin)


averages = NumberKey(
    asked.averages,
    answer=_averages,
    slips=[
        Slip(
            lambda customers, orders, revenue, months, margin: (
                _averages(customers, orders, revenue, months, margin) * orders / customers
            ),
            "This is the number you get with spend per *customer* times orders per customer: the frequency is in it twice. "
            "Write the units beside the factors.",
            because="one of the course's sources defines average spend per customer and multiplies by frequency",
        ),
        Slip(
            lambda customers, orders, revenue, months, margin: _averages(
                customers, orders, revenue, months, 1.0
            ),
            "This is the number you get for revenue. What is left of it after variable cost?",
            because="revenue taken for margin: the averages formula of the sources has no margin",
        ),
        Slip(
            lambda customers, orders, revenue, months, margin: (
                12 * _averages(customers, orders, revenue, months, margin)
            ),
            "This is the number you get if the months are taken for years. The orders are those of a year.",
            because="months taken for years: lifetimes issues 43 and 180",
        ),
        Slip(
            lambda customers, orders, revenue, months, margin: (
                _averages(customers, orders, revenue, months, margin) * customers / orders
            ),
            "This is the number you get for one order a year. How often does a customer come?",
            because="the frequency left out",
        ),
        Slip(
            lambda customers, orders, revenue, months, margin: _averages(
                customers, orders, revenue, 12, margin
            ),
            "This is the number you get for one year. How long does a customer stay?",
            because="the lifespan left out",
        ),
        Slip(
            lambda customers, orders, revenue, months, margin: _averages(
                customers, orders, revenue, months, 1 - margin
            ),
            "This is the number you get for what the goods cost. Which part of the revenue is margin?",
            because="margin and cost of goods are exchanged",
        ),
        Slip(
            lambda customers, orders, revenue, months, margin: revenue * months / 12 * margin,
            "This is the number you get for all customers together. One of them is asked.",
            because="a total given for a mean",
        ),
    ],
    twin=lambda customers, orders, revenue, months, margin: (
        f"{revenue:,} ÷ {orders:,} = ¥{revenue / orders:.2f} per order; {orders:,} ÷ {customers:,} = "
        f"{orders / customers:.3f} orders a year; {months} months are {months / 12:g} years. The product is "
        f"¥{_averages(customers, orders, revenue, months, 1.0):,.2f} of revenue, and {margin:.0%} of it is "
        f"¥{_averages(customers, orders, revenue, months, margin):,.2f}."
    ),
    means="It is an undiscounted sum over a whole stay, and right only where frequency and stay do not go together.",
    after="Frequent buyers stay longer here. Is the true mean larger or smaller?",
)

lifespan = DefinitionKey(
    asked.lifespan,
    where=lambda left, left_years, running, running_years: running_years / running > 1.3 * left_years / left,
    answer="exposure",
    says="{:.2f} years",
    values={
        "left": lambda left, left_years, **_: left_years / left,
        "all": lambda left, left_years, running, running_years: (
            (left_years + running_years) / (left + running)
        ),
        "running": lambda running, running_years, **_: running_years / running,
        "exposure": lambda left, left_years, running, running_years: (left_years + running_years) / left,
    },
    whys={
        "left": "Only short stays can have ended already. The long ones are still running.",
        "all": "It counts the running stays as if they ended today.",
        "running": "Nobody of these has left, so their stays are not over; and those who left early are missing.",
        "exposure": "It is 1 ÷ churn: years at risk for each departure. The running customers count with what they have shown.",
    },
    twin=lambda left, left_years, running, running_years: (
        f"The same on light bulbs: {left} have failed after {left_years:,} years of burning in all, {running} still "
        f"burn after {running_years:,} years in all. That is {left} failures in {left_years + running_years:,} years, "
        f"one in {(left_years + running_years) / left:.2f} years."
    ),
    after="What does the estimate become for a firm that nobody has left yet?",
)

stay_length = NumberKey(
    asked.stay_length,
    where=lambda left, left_years, running, running_years: running_years / running > 1.3 * left_years / left,
    answer=lambda left, left_years, running, running_years: (left_years + running_years) / left,
    slips=[
        Slip(
            lambda left, left_years, running, running_years: left_years / left,
            "This is the number you get for those who left. Only short stays can have ended already.",
            because="the mean lifespan of lost customers, as most reports compute it",
        ),
        Slip(
            lambda left, left_years, running, running_years: (left_years + running_years) / (left + running),
            "This is the number you get for everyone so far. The stays of today's members are not over.",
            because="running lifespans taken for complete ones",
        ),
        Slip(
            lambda left, left_years, running, running_years: running_years / running,
            "This is the number you get for the members of today. Their stays are not over, and those who left are missing.",
            because="the mean age of the running lifespans",
        ),
        Slip(
            lambda left, left_years, running, running_years: running_years / left,
            "This is the number you get without the years of those who left. They were at risk, too.",
            because="exposure counted for the running members only",
        ),
        Slip(
            lambda left, left_years, running, running_years: left / (left_years + running_years),
            "This is the share that leaves in a year. How long a member stays is asked.",
            because="churn given for the lifetime: an inverted ratio",
        ),
        Slip(
            lambda left, left_years, running, running_years: (left_years + running_years) / running,
            "This is the number you get dividing by the members of today. How many departures were there in all these years?",
            because="the base of a rate: those who are there for those who left",
        ),
    ],
    twin=lambda left, left_years, running, running_years: (
        f"The same with other numbers: {left} departures in {left_years:,} + {running_years:,} = "
        f"{left_years + running_years:,} years of membership. One departure in {(left_years + running_years) / left:.2f} years."
    ),
    means=lambda left, left_years, running, running_years: (
        f"Those who left had stayed {left_years / left:.1f} years, so their mean hides most of the loyalty."
    ),
    after="What does the estimate become for a firm that nobody has left yet?",
)

# With retention -----------------------------------------------------------------------------------


def _series(margin, retention, discount, growth=0):
    """A first margin, and a series of which each is a part of the one before."""
    first, factor = margin * retention / (1 + discount), retention * (1 + growth) / (1 + discount)
    return first / (1 - factor)


lifetime_value = NumberKey(
    asked.lifetime_value,
    where=lambda retention, discount, **_: abs(discount - (1 - retention)) > 0.02,
    answer=lambda margin, retention, discount: clv.retention_clv(margin, retention, discount),
    routes=[_series],
    slips=[
        Slip(
            lambda margin, retention, discount: clv.retention_clv(
                margin, retention, discount, first_margin="now"
            ),
            "This is the number you get if the first margin comes today. Here it comes in a year, and only if she renews.",
            because="first-margin conventions: three are in use",
        ),
        Slip(
            lambda margin, retention, discount: clv.retention_clv(
                margin, retention, discount, first_margin="certain"
            ),
            "This is the number you get if next year's margin is certain. She may leave before it.",
            because="first-margin conventions: three are in use",
        ),
        Slip(
            lambda margin, retention, discount: margin * clv.expected_renewals(retention),
            "This is the number you get without discounting: a yuan in five years counted like a yuan today.",
            because="lifetime value as margin times lifetime",
        ),
        Slip(
            lambda margin, retention, discount: margin * clv.expected_lifetime(retention),
            "This is the number you get without discounting and with a certain margin today. Two things to look at again.",
            because="margin ÷ churn, the commonest formula of the software trade",
        ),
        Slip(
            lambda margin, retention, discount: margin * retention / (1 + discount),
            "This is the worth of the next year only. She may renew again.",
            because="stopped after the first year",
        ),
        Slip(
            lambda margin, retention, discount: (
                margin * (1 - (1 + discount) ** -clv.expected_lifetime(retention)) / discount
            ),
            "This is the number you get if she stays for the mean number of years and not a day less or more. Some leave before the first "
            "margin.",
            because="an uncertain stay valued like a certain one of the mean length",
        ),
        Slip(
            lambda margin, retention, discount: margin / discount,
            "This is the number you get for a customer who never leaves. Where does the retention rate come in?",
            because="a perpetuity",
        ),
        Slip(
            lambda margin, retention, discount: clv.retention_clv(margin, 1 - retention, discount),
            "This is the number you get with churn in place of retention.",
            because="churn given for retention",
        ),
        Slip(
            lambda margin, retention, discount: margin * retention / (discount + retention),
            "This is the number you get with 1 − r below the line, where the formula has r. Can more retention make it larger?",
            because="an answer observed when the exercise was read: 1 + d − (1 − r) as the denominator",
        ),
        Slip(
            lambda margin, retention, discount: margin / clv.margin_multiple(retention, discount),
            "This is the number you get with the multiple upside down. Can more retention make her worth less?",
            because="an inverted ratio",
        ),
        Slip(
            lambda margin, retention, discount: clv.margin_multiple(retention, discount),
            "This is the number of yearly margins that she is worth. How much is that in ¥?",
            because="stopped one step early",
        ),
    ],
    twin=lambda margin, retention, discount: (
        f"Take ¥{margin}, {retention:.0%} and {discount:.0%}. The multiple is {retention:.2f} ÷ "
        f"({1 + discount:.2f} − {retention:.2f}) = {clv.margin_multiple(retention, discount):.4f}; times {margin}: "
        f"¥{clv.retention_clv(margin, retention, discount):,.2f}."
    ),
    means=lambda margin, retention, discount: (
        f"She is worth {clv.margin_multiple(retention, discount):.2f} years of margin."
    ),
    after="Would you still pay ¥250 to acquire her if the cost of capital were 15 %?",
)

which_convention = MatchKey(
    asked.which_convention,
    answer={
        MEMBER: "retained: r/(1+d−r)",
        NEW: "now: (1+d)/(1+d−r)",
        SIGNED: "certain: 1/(1+d−r)",
        FIXED: "annuity: (1−(1+d)⁻⁵)/d",
    },
    slips={
        (
            MEMBER,
            "now: (1+d)/(1+d−r)",
        ): "Her payment of this year is in the bank; it is not to come.",
        (MEMBER, "certain: 1/(1+d−r)"): "She may leave before the next payment.",
        (
            NEW,
            "retained: r/(1+d−r)",
        ): "Her first payment comes at once. Is it in your multiple?",
        (
            SIGNED,
            "retained: r/(1+d−r)",
        ): "The first payment is signed: nobody leaves before it.",
        (SIGNED, "now: (1+d)/(1+d−r)"): "The first payment is sure, but it comes in a year.",
        (FIXED, "certain: 1/(1+d−r)"): "That is a life of uncertain length. Hers is known.",
    },
    means="The three conventions of one customer differ by up to one whole year of margin.",
    after="Which of them would an agency use that is paid by the value of the customers it brings?",
    pool=(
        dict(
            answer={
                TENANT: "annuity: (1−(1+d)⁻⁵)/d",
                DONOR: "retained: r/(1+d−r)",
                LICENSEE: "now: (1+d)/(1+d−r)",
                INSURED: "certain: 1/(1+d−r)",
            },
            slips={
                (
                    TENANT,
                    "certain: 1/(1+d−r)",
                ): "That is a stay of uncertain length. The lease says how long this one is.",
                (
                    TENANT,
                    "retained: r/(1+d−r)",
                ): "The tenant cannot leave before the lease ends. Is there a chance of staying in it?",
                (DONOR, "now: (1+d)/(1+d−r)"): "This year's gift is in the bank; it is not to come.",
                (DONOR, "certain: 1/(1+d−r)"): "Nothing binds her to give again.",
                (LICENSEE, "retained: r/(1+d−r)"): "It pays on signing. Is this payment in your multiple?",
                (
                    LICENSEE,
                    "certain: 1/(1+d−r)",
                ): "Its first payment is sure. How long is there to wait for it?",
                (INSURED, "retained: r/(1+d−r)"): "The first premium is agreed: he cannot leave before it.",
                (INSURED, "now: (1+d)/(1+d−r)"): "The first premium is sure, but it is not paid today.",
            },
        ),
        dict(
            answer={
                GUARANTEED: "certain: 1/(1+d−r)",
                CELLAR: "now: (1+d)/(1+d−r)",
                LEASED: "annuity: (1−(1+d)⁻⁵)/d",
                BOOKED: "retained: r/(1+d−r)",
            },
            slips={
                (GUARANTEED, "retained: r/(1+d−r)"): "Somebody pays the first fee whatever she does.",
                (GUARANTEED, "now: (1+d)/(1+d−r)"): "The first fee is sure, but it is not paid today.",
                (CELLAR, "retained: r/(1+d−r)"): "She pays tonight. Is this payment in your multiple?",
                (
                    CELLAR,
                    "certain: 1/(1+d−r)",
                ): "Her first payment is sure. How long is there to wait for it?",
                (
                    LEASED,
                    "certain: 1/(1+d−r)",
                ): "That is a stay of uncertain length. The contract says when this one ends.",
                (BOOKED, "now: (1+d)/(1+d−r)"): "This year's fee is in the books; it is not to come.",
                (BOOKED, "certain: 1/(1+d−r)"): "He may leave before the next fee.",
            },
        ),
    ),
)


def _multiple_by_hand(retention_rate, discount_rate, horizon):
    total = 0
    for year in range(1, horizon + 1):
        total += retention_rate**year / (1 + discount_rate) ** year
    return total


finite_multiple = FunctionKey(
    asked.finite_multiple,
    answer=lambda retention_rate, discount_rate, horizon: clv.finite_margin_multiple(
        retention_rate, discount_rate, horizon
    ),
    plain=[_multiple_by_hand],
    edges=[dict(retention_rate=0.8, discount_rate=0.1, horizon=1)],
    slips=[
        Slip(
            lambda retention_rate, discount_rate, horizon: clv.finite_margin_multiple(
                retention_rate, discount_rate, horizon, first_margin="now"
            ),
            "This function pays the first yuan at once.",
            because="range(n) begins at 0: the first year is neither discounted nor at risk",
        ),
        Slip(
            lambda retention_rate, discount_rate, horizon: clv.finite_margin_multiple(
                retention_rate, discount_rate, horizon, first_margin="certain"
            ),
            "This function pays the yuan of the first year for certain. She may leave before it.",
            because="first-margin conventions: three are in use",
        ),
        Slip(
            lambda retention_rate, discount_rate, horizon: clv.finite_margin_multiple(
                retention_rate, discount_rate, horizon + 1
            ),
            "This function goes on for a year too long.",
            because="range(1, n + 2), or the horizon counted from today's year",
        ),
        Slip(
            lambda retention_rate, discount_rate, horizon: sum(
                (retention_rate / (1 + discount_rate)) ** year for year in range(1, horizon)
            ),
            "This function stops a year too early.",
            because="range(1, n) ends before n",
        ),
        Slip(
            lambda retention_rate, discount_rate, horizon: clv.annuity_factor(horizon, discount_rate),
            "This function lets nobody leave.",
            because="an annuity taken for a lifetime value",
        ),
        Slip(
            lambda retention_rate, discount_rate, horizon: clv.finite_margin_multiple(
                retention_rate, 0.0, horizon
            ),
            "This function discounts nothing.",
            because="survival added up without discounting",
        ),
        Slip(
            lambda retention_rate, discount_rate, horizon: clv.margin_multiple(retention_rate, discount_rate),
            "This function has no end: it counts all years.",
            because="the closed form of the infinite sum",
        ),
    ],
    means="With a horizon the sum has an end for every retention rate, even 100 %.",
    after="From which horizon on does your function agree with the endless sum to 1 %?",
)

# Does she pay back? -------------------------------------------------------------------------------

needed_retention = ReverseKey(
    asked.needed_retention,
    where=lambda cost, margin, discount: (
        0.45 < clv.break_even_retention(cost, margin, discount) < 0.93
        and clv.break_even_retention(cost, margin, discount, "certain") > 0.1
        and abs(clv.break_even_retention(cost, margin, discount) - 0.5) > 0.02
        and margin < 0.9 * cost
    ),
    forward=lambda given, cost, margin, discount: clv.retention_clv(margin, given, discount),
    target=lambda cost, margin, discount: cost,
    answer=lambda cost, margin, discount: clv.break_even_retention(cost, margin, discount),
    says="a lifetime value of ¥{:,.1f}",
    slips=[
        Slip(
            lambda cost, margin, discount: clv.break_even_retention(cost, margin, discount, "certain"),
            "This is the number you get if the first margin is certain. She may leave before it.",
            because="first-margin conventions: three are in use",
        ),
        Slip(
            lambda cost, margin, discount: clv.break_even_retention(cost, margin, 0.0),
            "This is the number you get without the cost of capital.",
            because="the first margin if she stays, undiscounted",
        ),
        Slip(
            lambda cost, margin, discount: clv.break_even_retention(cost, margin, discount, "now"),
            "This is the number you get if the first margin comes today. It comes in a year, if she stays.",
            because="first-margin conventions: three are in use",
        ),
        Slip(
            lambda cost, margin, discount: cost / (cost + margin) / (1 + discount),
            "This is the number you get dividing by 1 + the rate. If capital costs more, must more of them stay, or fewer?",
            because="discounting turned round",
        ),
        Slip(
            lambda cost, margin, discount: 1 - margin / cost,
            "This is the number you get from cost = margin ÷ churn: nothing is discounted, and the first margin is certain.",
            because="margin ÷ churn, the commonest formula of the software trade",
        ),
        Slip(
            lambda cost, margin, discount: 1 - clv.break_even_retention(cost, margin, discount),
            "This is the highest churn that the plan can bear. Retention is asked.",
            because="churn given for retention",
        ),
    ],
    twin=lambda cost, margin, discount: (
        f"Take {cost}, {margin} and {discount:.0%}. {cost} × ({1 + discount:.2f} − r) = {margin} r, so r = {cost} × "
        f"{1 + discount:.2f} ÷ ({margin} + {cost}) = {clv.break_even_retention(cost, margin, discount):.4f}."
    ),
    means="Below this rate each customer whom the plan buys is a loss, and more of them are a larger loss.",
    after="Which rate did the firm see last year, and of which customers?",
)


def _payback(cost, margin, retention, discount, **changed):
    return clv.payback_period(
        cost, margin, **(dict(retention_rate=retention, discount_rate=discount) | changed)
    )


def _payback_at_once(cost, margin, retention, discount):
    """The years after which a geometric series of margins exceeds the cost."""
    factor = retention / (1 + discount)
    return math.ceil(log(1 - cost * (1 - factor) / (margin * factor)) / log(factor))


def _years_if_nobody_leaves(cost, margin, retention, discount):
    """Whether the years in which everybody stays are the same with and without discounting."""
    return clv.payback_period(cost, margin, discount_rate=discount) == clv.payback_period(cost, margin)


payback = NumberKey(
    asked.payback,
    routes=[_payback_at_once],
    where=lambda **numbers: 3 <= _payback(**numbers) <= 15 and _years_if_nobody_leaves(**numbers),
    answer=_payback,
    tolerance=0,
    slips=[
        Slip(
            lambda cost, margin, retention, discount: clv.payback_period(cost, margin),
            "This is the number you get if nobody ever leaves, with or without discounting. What is left of a margin that may not come?",
            because="payback as cost ÷ margin, as most reports compute it",
        ),
        Slip(
            lambda cost, margin, retention, discount: _payback(
                cost, margin, retention, discount, discount_rate=0.0
            ),
            "This is the number you get without discounting. Part of her margins comes late.",
            because="survival without discounting",
        ),
        Slip(
            lambda cost, margin, retention, discount: _payback(
                cost, margin, retention, discount, first_margin="certain"
            ),
            "This is the number you get if she cannot leave before the first margin, or only before it. How likely is she to be there for each of "
            "them?",
            because="first-margin conventions: three are in use",
        ),
        Slip(
            lambda cost, margin, retention, discount: _payback(cost, margin, retention, discount) - 1,
            "This is the number you get rounding down. Is the cost repaid at the end of this year?",
            because="whole years rounded down",
        ),
    ],
    twin=lambda cost, margin, retention, discount: (
        f"Take ¥{cost}, ¥{margin}, {retention:.0%} and {discount:.0%}. The years are worth "
        + ", ".join(f"{margin * (retention / (1 + discount)) ** year:.1f}" for year in (1, 2, 3))
        + f", … Their sum passes {cost} in year {_payback(cost, margin, retention, discount)}."
    ),
    means="Until then a departure costs the firm part of what it paid for her.",
    after="At which cost would she never pay back?",
)

slide = AuditKey(
    asked.slide,
    answer="year",
    whys={
        "margin": "What is left of the price after serving her is the margin.",
        "lifetime": "With the same churn each month the mean stay is its inverse, the first month counted.",
        "year": "Churn compounds: who has left cannot leave again. It is 1 less the twelfth power of the share that stays.",
        "multiple": "Retention and the discount rate are both of a month, so the multiple counts months of margin.",
        "value": "Margin of a month times months of margin: the units fit.",
    },
    twin=lambda price, cost, churn: (
        f"The same with other numbers: at ¥{price} a month and ¥{cost} of cost the margin is ¥{price - cost}. With {churn:.0%} leaving a month, "
        f"{(1 - churn) ** 6:.3f} are left after half a year, so {1 - (1 - churn) ** 6:.3f} are gone, and not six "
        f"times {churn:.2f}."
    ),
    after="Which decision would change with the right line, and which would not?",
)

deck = AuditKey(
    asked.deck,
    answer="multiple",
    whys={
        "stay": "Who does not leave stays.",
        "year": "Retention compounds: twelve months in a row.",
        "capital": "Interest compounds as well, so the month's rate is the twelfth root.",
        "multiple": "It puts the discount rate of a year beside the retention of a month. With both of a month it is far larger.",
        "value": "Margin of a month times months of margin; the product follows from the line above it.",
    },
    twin=lambda margin, churn, discount: (
        f"The same with other numbers: {1 - churn:.3f} stay a month, and {discount:.0%} a year are "
        f"{(1 + discount) ** (1 / 12) - 1:.4f} a month. These two belong into one formula, and {discount:.2f} does not."
    ),
    after="By which factor is the value of the deck too small?",
    pool=(
        dict(
            answer="length",
            whys={
                "stay": "Who does not leave stays.",
                "length": "The inverse of a churn counts the periods of this churn, and this one is of a quarter.",
                "capital": "Interest compounds, so the rate of a quarter is the fourth root.",
                "multiple": "Retention and capital are both of a quarter here, so it counts quarters.",
                "value": "Margin of a quarter times quarters of margin: the units fit.",
            },
            twin=lambda margin, churn, discount: (
                f"The same with other numbers: {churn:.1%} leave a quarter, so the mean stay is 1 ÷ {churn:.3f} = {1 / churn:.1f}, "
                f"counted in quarters; that is {1 / churn / 4:.1f} years. A rate of a quarter never gives months by itself."
            ),
            after="Who in the firm would decide otherwise by the wrong line?",
        ),
        dict(
            answer="value",
            whys={
                "length": "The inverse of the churn of a month counts months.",
                "gone": "Churn compounds: the share that stays is multiplied twelve times by itself.",
                "stay": "Who has not left in the year is still there.",
                "multiple": "Retention and capital are both of a year, so it counts years of margin.",
                "value": "It puts the margin of a month beside a multiple that counts years of margin.",
            },
            twin=lambda margin, churn, discount: (
                f"The same with other numbers: with {churn:.1%} leaving a month {(1 - churn) ** 12:.3f} stay a year, and the multiple "
                f"is {clv.margin_multiple((1 - churn) ** 12, discount):.2f} years. ¥{margin} a month are ¥{12 * margin} a year, so a "
                f"member is worth ¥{12 * margin * clv.margin_multiple((1 - churn) ** 12, discount):,.0f}."
            ),
            after="By which factor is the value of the deck too small?",
        ),
    ),
)

# The base -----------------------------------------------------------------------------------------


def _equity(customers, inflow, margin, retention, discount, cost):
    return value.customer_equity(customers, inflow, margin, retention, discount, cost)


equity = NumberKey(
    asked.equity,
    where=lambda customers, inflow, margin, retention, discount, cost: (
        margin * clv.margin_multiple(retention, discount, "now") > 1.5 * cost and margin != cost
    ),
    answer=_equity,
    slips=[
        Slip(
            lambda customers, inflow, margin, retention, discount, cost: (
                customers * clv.retention_clv(margin, retention, discount)
            ),
            "This is the number you get for the customers of today. Others will join.",
            because="customer equity as the sum over present customers",
        ),
        Slip(
            lambda customers, inflow, margin, retention, discount, cost: _equity(
                0, inflow, margin, retention, discount, cost
            ),
            "This is the number you get for those who will join. The firm has customers already.",
            because="one of two parts left out",
        ),
        Slip(
            lambda customers, inflow, margin, retention, discount, cost: (
                customers * clv.retention_clv(margin, retention, discount)
                + inflow
                * clv.retention_clv(margin, retention, discount, first_margin="now", acquisition_cost=cost)
            ),
            "This is the number you get for one year of newcomers, not for all the years to come.",
            because="the inflow is a perpetuity",
        ),
        Slip(
            lambda customers, inflow, margin, retention, discount, cost: (
                _equity(customers, inflow, margin, retention, discount, 0) - inflow * cost
            ),
            "This is the number you get with the cost of one year's newcomers. Those of each later year must be won, too.",
            because="a perpetuity of margins set against one year's cost",
        ),
        Slip(
            lambda customers, inflow, margin, retention, discount, cost: _equity(
                customers, inflow, margin, retention, discount, 0
            ),
            "This is the number you get without the cost of winning newcomers. Theirs is not sunk yet.",
            because="acquisition cost is sunk for present customers and not for future ones",
        ),
        Slip(
            lambda customers, inflow, margin, retention, discount, cost: (
                customers * clv.retention_clv(margin, retention, discount)
                + inflow / discount * clv.retention_clv(margin, retention, discount, acquisition_cost=cost)
            ),
            "This is the number you get if newcomers bring their first margin a year after joining, if they stay. "
            "Here it comes on joining.",
            because="first-margin conventions: present and future customers differ",
        ),
        Slip(
            lambda customers, inflow, margin, retention, discount, cost: (
                _equity(customers, inflow, margin, retention, discount, cost) + customers * margin
            ),
            "This is the number you get if the customers of today pay at once. Their next margin comes in a year, if they stay.",
            because="one convention for present and future customers: both “now”",
        ),
        Slip(
            lambda customers, inflow, margin, retention, discount, cost: (
                (customers + inflow) * clv.retention_clv(margin, retention, discount)
            ),
            "This is the number you get adding one year's newcomers to the customers of today. They join every year, cost something, and pay on joining.",
            because="customer equity as heads times lifetime value",
        ),
        Slip(
            lambda customers, inflow, margin, retention, discount, cost: (
                _equity(customers, inflow, margin, retention, discount, cost)
                + inflow
                * clv.retention_clv(margin, retention, discount, first_margin="now", acquisition_cost=cost)
            ),
            "This is the number you get if the first newcomers join today. They join at the end of the year.",
            because="a perpetuity that begins at once",
        ),
        Slip(
            lambda customers, inflow, margin, retention, discount, cost: (
                _equity(customers, inflow, margin, retention, discount, cost) - customers * cost
            ),
            "This is the number you get taking off what the customers of today cost, too. That money is spent, whatever they bring.",
            because="sunk cost counted",
        ),
    ],
    twin=lambda customers, inflow, margin, retention, discount, cost: (
        f"{customers:,} × ¥{clv.retention_clv(margin, retention, discount):.2f} = "
        f"¥{customers * clv.retention_clv(margin, retention, discount):,.0f}. A newcomer is worth "
        f"¥{clv.retention_clv(margin, retention, discount, first_margin='now', acquisition_cost=cost):.2f} net; "
        f"times {inflow} ÷ {discount:.2f}, and both together: "
        f"¥{_equity(customers, inflow, margin, retention, discount, cost):,.0f}."
    ),
    means=lambda customers, inflow, margin, retention, discount, cost: (
        f"{1 - customers * clv.retention_clv(margin, retention, discount) / _equity(customers, inflow, margin, retention, discount, cost):.0%} "
        "of it are customers whom the firm has not met."
    ),
    after="Which of the six numbers would an auditor doubt first?",
)

which_lever = ChoiceKey(
    asked.which_lever,
    answer="newcomers",
    whys={
        "margin": "It earns ¥20,000. Look at the third programme, too.",
        "retention": "It adds ¥400,000 and costs ¥500,000. An elasticity is not a profit.",
        "newcomers": "It earns ¥30,000, the most of the three, although its elasticity is the smallest.",
        "equal": "A third of a programme that loses money still loses a third of it.",
    },
    after="How could the firm find out what one per cent of retention costs?",
)

lever_cost = NumberKey(
    asked.lever_cost,
    answer=lambda equity, retention_gain, margin_gain, cost: equity * (retention_gain - margin_gain) + cost,
    routes=[
        lambda equity, retention_gain, margin_gain, cost: (
            equity * retention_gain - (equity * margin_gain - cost)
        )
    ],
    slips=[
        Slip(
            lambda equity, retention_gain, margin_gain, cost: equity * retention_gain,
            "This is the number at which retention earns nothing. The other programme earns something.",
            because="break-even in place of the better of two programmes",
        ),
        Slip(
            lambda equity, retention_gain, margin_gain, cost: equity * (retention_gain - margin_gain),
            "This is the number you get if the other programme cost nothing.",
            because="gains compared, costs left out",
        ),
        Slip(
            lambda equity, retention_gain, margin_gain, cost: cost * retention_gain / margin_gain,
            "This is the number you get if cost may grow with the elasticity. Compare what is left in ¥, not the ratios.",
            because="the elasticities taken for profits",
        ),
        Slip(
            lambda equity, retention_gain, margin_gain, cost: equity * retention_gain - cost,
            "This is the number you get taking off what the other programme costs. It is what the other *earns* that is given up.",
            because="cost taken for opportunity cost",
        ),
        Slip(
            lambda equity, retention_gain, margin_gain, cost: equity * (retention_gain - margin_gain) - cost,
            "This is the number you get from the difference of the two gains, less what the other programme costs. If the other becomes "
            "dearer, does it earn more, or less?",
            because="a sign: the rival's cost lowers what it earns",
        ),
        Slip(
            lambda equity, retention_gain, margin_gain, cost: equity * margin_gain - cost,
            "This is the profit of the other programme. How much may retention cost and still leave as much?",
            because="a step of the way given as the answer",
        ),
    ],
    twin=lambda equity, retention_gain, margin_gain, cost: (
        f"The same with other numbers: margin adds {margin_gain:.1%} of ¥{equity:,}, ¥{equity * margin_gain:,.0f}, and leaves "
        f"¥{equity * margin_gain - cost:,.0f}. Retention adds ¥{equity * retention_gain:,.0f}, so it may cost "
        f"¥{equity * (retention_gain - margin_gain) + cost:,.0f}."
    ),
    means="Above that the lever with the smaller elasticity is the better one.",
    after="How could the firm find out what one per cent of retention costs?",
)

settled = NumberKey(
    asked.settled,
    where=lambda customers, inflow, margin, retention, discount, cost: (
        margin * clv.margin_multiple(retention, discount, "now") > 1.5 * cost
        and customers > 1.2 * value.steady_base(inflow, 1 - retention)
        and margin != cost
    ),
    answer=lambda customers, inflow, margin, retention, discount, cost: _equity(
        value.steady_base(inflow, 1 - retention), inflow, margin, retention, discount, cost
    ),
    slips=[
        Slip(
            lambda customers, inflow, margin, retention, discount, cost: _equity(
                customers, inflow, margin, retention, discount, cost
            ),
            "This is the equity of today. The base will not keep its size.",
            because="a base taken as constant that shrinks",
        ),
        Slip(
            lambda customers, inflow, margin, retention, discount, cost: _equity(
                value.steady_base(inflow, retention), inflow, margin, retention, discount, cost
            ),
            "This is the number you get dividing the inflow by retention. At which size do as many leave as join?",
            because="retention put where churn belongs",
        ),
        Slip(
            lambda customers, inflow, margin, retention, discount, cost: (
                value.steady_base(inflow, 1 - retention) * clv.retention_clv(margin, retention, discount)
            ),
            "This is the number you get for those who will be there. Others will go on joining.",
            because="customer equity as the sum over present customers",
        ),
        Slip(
            lambda customers, inflow, margin, retention, discount, cost: _equity(
                value.steady_base(inflow, 1 - retention), inflow, margin, retention, discount, 0
            ),
            "This is the number you get without the cost of winning newcomers. Theirs is not sunk yet.",
            because="acquisition cost is sunk for present customers and not for future ones",
        ),
        Slip(
            lambda customers, inflow, margin, retention, discount, cost: (
                value.steady_base(inflow, 1 - retention) * clv.retention_clv(margin, retention, discount)
                + inflow / discount * clv.retention_clv(margin, retention, discount, acquisition_cost=cost)
            ),
            "This is the number you get if newcomers bring their first margin a year after joining, if they stay. "
            "Here it comes on joining.",
            because="first-margin conventions: present and future customers differ",
        ),
        Slip(
            lambda customers, inflow, margin, retention, discount, cost: _equity(
                0, inflow, margin, retention, discount, cost
            ),
            "This is the number you get for those who will join. Some customers will be there already.",
            because="one of two parts left out",
        ),
        Slip(
            lambda customers, inflow, margin, retention, discount, cost: (
                value.steady_base(inflow, 1 - retention) * clv.retention_clv(margin, retention, discount)
                + inflow
                * clv.retention_clv(margin, retention, discount, first_margin="now", acquisition_cost=cost)
            ),
            "This is the number you get for one year of newcomers, not for all the years to come.",
            because="the inflow is a perpetuity",
        ),
        Slip(
            lambda customers, inflow, margin, retention, discount, cost: (
                _equity(value.steady_base(inflow, 1 - retention), inflow, margin, retention, discount, cost)
                + value.steady_base(inflow, 1 - retention) * margin
            ),
            "This is the number you get if those who are there pay at once. Their next margin comes in a year, if they stay.",
            because="one convention for present and future customers: both “now”",
        ),
    ],
    twin=lambda customers, inflow, margin, retention, discount, cost: (
        f"The same with other numbers: {inflow} ÷ {1 - retention:.2f} = {value.steady_base(inflow, 1 - retention):,.0f} customers, "
        f"each worth ¥{clv.retention_clv(margin, retention, discount):.2f}, and the newcomers for ever, together "
        f"¥{_equity(value.steady_base(inflow, 1 - retention), inflow, margin, retention, discount, cost):,.0f}."
    ),
    means="The base of today plays no part in it: in the end inflow and churn decide.",
    after="What would one point of churn less do to it?",
)

growing = NumberKey(
    asked.growing,
    answer=lambda margin, retention, growth, discount: (
        margin * clv.growing_margin_multiple(retention, discount, growth)
    ),
    routes=[_series],
    slips=[
        Slip(
            lambda margin, retention, growth, discount: clv.retention_clv(margin, retention, discount),
            "This is the number you get if the margin stays as it is. It grows.",
            because="growth left out",
        ),
        Slip(
            lambda margin, retention, growth, discount: (
                margin * (1 + growth) * clv.growing_margin_multiple(retention, discount, growth)
            ),
            "This is the number you get if the first margin has grown already.",
            because="growth from the wrong period",
        ),
        Slip(
            lambda margin, retention, growth, discount: (
                margin * clv.growing_margin_multiple(retention, discount, growth, "now")
            ),
            "This is the number you get if the first margin comes today. It comes in a year, if she stays.",
            because="first-margin conventions: three are in use",
        ),
        Slip(
            lambda margin, retention, growth, discount: margin / (1 + discount - retention * (1 + growth)),
            "This is the number you get if next year's margin is certain. She may leave before it.",
            because="first-margin conventions: three are in use",
        ),
        Slip(
            lambda margin, retention, growth, discount: (
                margin * retention / (1 + discount - growth - retention)
            ),
            "This is the number you get taking growth off the discount rate. Only those who stay bring the margin that grows.",
            because="the perpetuity's d − g used with a retention rate",
        ),
        Slip(
            lambda margin, retention, growth, discount: margin * retention / (1 + discount),
            "This is the worth of the next year only. She may stay longer.",
            because="stopped after the first year",
        ),
    ],
    twin=lambda margin, retention, growth, discount: (
        f"The same with other numbers: {retention:.2f} ÷ ({1 + discount:.2f} − {retention:.2f} × {1 + growth:.2f}) = "
        f"{clv.growing_margin_multiple(retention, discount, growth):.4f}; times {margin}: "
        f"¥{margin * clv.growing_margin_multiple(retention, discount, growth):,.2f}."
    ),
    means="Growth helps as long as leaving and discounting are faster.",
    after="Who pays the higher margin in ten years, and did anyone ask her?",
)

stop_mailing = NumberKey(
    asked.stop_mailing,
    where=lambda mail, chance, fresh, margin, discount: (
        abs(clv.npv_clv([-mail, chance * fresh], discount, first_period=0)) > 0.4
    ),
    turned="This is the number with its sign turned round. What comes in is positive, and what the catalogue costs negative.",
    answer=lambda mail, chance, fresh, margin, discount: clv.npv_clv(
        [-mail, chance * fresh], discount, first_period=0
    ),
    slips=[
        Slip(
            lambda mail, chance, fresh, margin, discount: chance * fresh - mail,
            "This is the number you get without discounting. She buys a period later.",
            because="discounting from the wrong period",
        ),
        Slip(
            lambda mail, chance, fresh, margin, discount: clv.npv_clv([chance * fresh - mail], discount),
            "This is the number you get if the catalogue is discounted, too. It is paid now.",
            because="the whole of a period's balance discounted",
        ),
        Slip(
            lambda mail, chance, fresh, margin, discount: clv.npv_clv(
                [-mail, chance * margin], discount, first_period=0
            ),
            "This is the number you get with the margin of this one purchase. A purchase makes her a fresh buyer again.",
            because="a mailing judged by its own order, without what the customer may bring later",
        ),
        Slip(
            lambda mail, chance, fresh, margin, discount: clv.npv_clv(
                [-mail, chance * (fresh + margin)], discount, first_period=0
            ),
            "This is the number you get if the margin is added to what a fresh buyer is worth. It is in there already.",
            because="a state's value holds the reward of that state: adding the margin counts it twice",
        ),
        Slip(
            lambda mail, chance, fresh, margin, discount: chance * fresh / (1 + discount),
            "This is the number you get without the cost of the catalogue.",
            because="the reward of a mailed state is negative",
        ),
        Slip(
            lambda mail, chance, fresh, margin, discount: clv.npv_clv(
                [-mail, chance * (fresh - margin)], discount, first_period=0
            ),
            "This is the number you get taking the margin off what a fresh buyer is worth. It comes with the purchase, so it belongs to it.",
            because="a reward taken off the value of its state",
        ),
        Slip(
            lambda mail, chance, fresh, margin, discount: (
                chance * clv.npv_clv([-mail, fresh], discount, first_period=0)
            ),
            "This is the number you get if the catalogue is paid only when she buys. It is paid now, whatever she does.",
            because="a sure cost weighed with a probability",
        ),
    ],
    twin=lambda mail, chance, fresh, margin, discount: (
        f"{chance:.0%} of {fresh} are {chance * fresh:.2f} a period later, {chance * fresh / (1 + discount):.2f} today. "
        f"Less {mail:.2f}: {chance * fresh / (1 + discount) - mail:.2f} US dollars."
    ),
    means=lambda mail, chance, fresh, margin, discount: (
        "Send it: it brings more than it costs."
        if clv.npv_clv([-mail, chance * fresh], discount, first_period=0) > 0
        else "Do not send it: it costs more than it will bring."
    ),
    after="Who would buy without the catalogue, and what does that do to the number?",
)

# What may a customer cost? ------------------------------------------------------------------------

cost_per_buyer = NumberKey(
    asked.cost_per_buyer,
    where=lambda spend, registered, buying, worth: buying != 0.5,  # the share that did not buy
    answer=lambda spend, registered, buying, worth: clv.clv_to_cac(worth, spend / (registered * buying)),
    slips=[
        Slip(
            lambda spend, registered, buying, worth: clv.clv_to_cac(worth, spend / registered),
            "This is the number you get with the cost of a registration. The value is that of a buyer.",
            because="cost per registration set beside value per buyer",
        ),
        Slip(
            lambda spend, registered, buying, worth: spend / (registered * buying) / worth,
            "This is the number you get upside down: cost ÷ value.",
            because="an inverted ratio",
        ),
        Slip(
            lambda spend, registered, buying, worth: clv.clv_to_cac(
                worth * buying, spend / (registered * buying)
            ),
            "This is the number you get if the share of buyers is counted twice.",
            because="the share taken into the value and into the cost",
        ),
        Slip(
            lambda spend, registered, buying, worth: spend / (registered * buying),
            "This is the cost of a buyer. How many times as much is she worth?",
            because="stopped one step early",
        ),
        Slip(
            lambda spend, registered, buying, worth: clv.clv_to_cac(worth, spend / (registered / buying)),
            "This is the number you get dividing the registrations by the share. Are there more buyers than registrations?",
            because="a share divided by where it is to be multiplied",
        ),
        Slip(
            lambda spend, registered, buying, worth: worth - spend / (registered * buying),
            "This is the gain of a buyer in ¥, her value less her cost. A ratio is asked: value ÷ cost.",
            because="a difference in place of a ratio",
        ),
        Slip(
            lambda spend, registered, buying, worth: (
                100 * clv.clv_to_cac(worth, spend / (registered * buying))
            ),
            "This is the number you get in per cent. A plain ratio is asked: 1 is break-even.",
            because="a ratio reported as a percentage",
        ),
        Slip(
            lambda spend, registered, buying, worth: clv.clv_to_cac(worth, spend / (registered * buying)) - 1,
            "This is the gain for each yuan that was spent. The ratio of value and cost is asked.",
            because="a return given for a ratio",
        ),
        Slip(
            lambda spend, registered, buying, worth: worth * buying - spend / registered,
            "This is the gain of a registration in ¥. A ratio is asked: value ÷ cost.",
            because="a difference in place of a ratio",
        ),
    ],
    twin=lambda spend, registered, buying, worth: (
        f"{registered} × {buying:.2f} = {registered * buying:.0f} buyers for ¥{spend:,}: "
        f"¥{spend / (registered * buying):.2f} each. {worth} ÷ {spend / (registered * buying):.2f} = "
        f"{clv.clv_to_cac(worth, spend / (registered * buying)):.3f}."
    ),
    means=lambda spend, registered, buying, worth: (
        f"A buyer costs ¥{spend / (registered * buying):.2f} and is worth ¥{worth}."
    ),
    after="The last tenth of the budget brought a thirtieth of the buyers. What is their ratio?",
)

steps = OrderKey(
    asked.steps,
    answer=["people", "years", "means", "ratio", "value", "compare"],
    slips=[
        Slip(
            swap("people", "years"),
            "This is the order in which contributions are added up before it is clear whose. Newcomers have no second year yet.",
            because="people observed for less than the window make every later year look bad",
        ),
        Slip(
            swap("means", "ratio"),
            "This is the order in which each customer gets a ratio, and the ratios are averaged. Who brought nothing in year "
            "one has none.",
            because="mean of ratios in place of the ratio of sums",
        ),
        Slip(
            swap("value", "compare"),
            "This is the order in which the price is compared before there is a value to set beside it.",
            because="payback in the first year taken for value",
        ),
    ],
    means="Fix who counts, then sum, then divide, then extrapolate.",
    after="From which step does the interval come?",
    pool=(
        dict(
            answer=["joined", "left", "share", "multiple", "value", "compare"],
            slips=[
                Slip(
                    swap("joined", "left"),
                    "This is the order in which departures are counted before it is clear among whom. Who joined last month has "
                    "had no year to leave in.",
                    because="people observed for less than the window make churn look low",
                ),
                Slip(
                    swap("multiple", "value"),
                    "This is the order in which a margin is multiplied before there is a multiple.",
                    because="margin times an assumed number of years in place of a multiple from the data",
                ),
                Slip(
                    swap("value", "compare"),
                    "This is the order in which the price is compared before there is a value to set beside it.",
                    because="payback in the first year taken for value",
                ),
            ],
            means="Fix who counts, then count, then divide, then extrapolate.",
            after="Which step would change if the club counted by months?",
        ),
        dict(
            answer=["people", "margin", "mean", "long", "interval", "decide"],
            slips=[
                Slip(
                    swap("people", "margin"),
                    "This is the order in which margins are added up before it is clear whose. Who signed up last month has "
                    "brought no whole year.",
                    because="people observed for less than the window make a recent newsletter look bad",
                ),
                Slip(
                    swap("long", "interval"),
                    "This is the order in which the interval comes before the value that it belongs to.",
                    because="the uncertainty of the first year set beside a value of five",
                ),
                Slip(
                    swap("interval", "decide"),
                    "This is the order in which one decides and asks afterwards how sure the values were.",
                    because="noisy values read as a ranking: the winner's curse",
                ),
            ],
            means="Fix who counts, then sum, then average, then extrapolate, and decide last.",
            after="How many people a newsletter would halve the interval?",
        ),
    ),
)


def _means(people):
    return people.groupby("channel")[["first", "second"]].mean()


def _five_year_value(people, first_margin="now", ratio=None, discount=DISCOUNT, horizon=HORIZON):
    """The value of a registration of each channel over five years, or without a horizon."""
    means = _means(people)
    ratio = (means["second"] / means["first"]).clip(upper=1) if ratio is None else ratio
    if horizon is None:
        multiple = clv.margin_multiple(ratio, discount, first_margin)
    else:
        multiple = clv.finite_margin_multiple(ratio, discount, horizon=horizon, first_margin=first_margin)
    return (means["first"] * multiple).rename("value").reset_index()


def _mean_of_ratios(people):
    bought = people[people["first"] > 0]
    return (bought["second"] / bought["first"]).groupby(bought["channel"]).mean().clip(0, 1)


def _share_who_came_back(people):
    buyers = people[people["first"] > 0]
    return (buyers["second"] > 0).groupby(buyers["channel"]).mean()


def _share_who_bought_later(people):
    return (people["second"] > 0).groupby(people["channel"]).mean()


def _plain_values(people):
    means = people.groupby("channel")[["first", "second"]].mean()
    first = means["first"]
    retention = (means["second"] / first).clip(upper=1)
    value = sum(first * (retention / (1 + 0.1)) ** year for year in range(0, 5))
    return value.rename("value").reset_index()


channel_values = ValueKey(
    asked.channel_values,
    answer=_five_year_value,
    row="channel",
    plain=_plain_values,
    slips=[
        Slip(
            lambda people: _five_year_value(people, first_margin="retained"),
            "is what you get if the first margin comes in a year, if she stays. It starts on joining.",
            because="first-margin conventions",
        ),
        Slip(
            lambda people: _five_year_value(people, first_margin="certain"),
            "is what you get if the first margin comes in a year, for sure. It starts on joining.",
            because="first-margin conventions",
        ),
        Slip(
            lambda people: _five_year_value(people, discount=0.0),
            "is what you get without discounting. A yuan of the fifth year is counted like one of the first.",
            because="survival added up without discounting",
        ),
        Slip(
            lambda people: _five_year_value(people, horizon=6),
            "is what you get with six margins, the first now and five to come. Five are asked, the first among them.",
            because="the horizon counted from the second margin",
        ),
        Slip(
            lambda people: _five_year_value(people, horizon=None),
            "is what you get without a horizon. The firm counts five margins.",
            because="the closed form of the infinite sum",
        ),
        Slip(
            lambda people: _five_year_value(people, ratio=_share_who_came_back(people)),
            "is what you get if the share of the first year's buyers who bought again stands in for retention. The ratio of the "
            "two means also holds that they bought less.",
            because="customers counted in place of money",
        ),
        Slip(
            lambda people: _five_year_value(people, ratio=_share_who_bought_later(people)),
            "is what you get if the share of all people who bought in the second year stands in for retention. Divide the two means.",
            because="customers counted in place of money",
        ),
        Slip(
            lambda people: _five_year_value(people, ratio=_mean_of_ratios(people)),
            "is what you get from the mean of each customer's ratio. Divide the means.",
            because="mean of ratios in place of the ratio of sums",
        ),
        Slip(
            lambda people: _five_year_value(people, ratio=people["second"].sum() / people["first"].sum()),
            "is what you get with one ratio for all channels. Does everybody stay as long, wherever she came from?",
            because="the ratio of the whole sample taken for that of a group: an observed answer",
        ),
        Slip(
            lambda people: _five_year_value(people[people["first"] != 0]),
            "is what you get without those who never bought. Their cost was paid, too.",
            because="value per buyer set beside cost per registration",
        ),
        Slip(
            lambda people: _means(people)["first"].rename("value").reset_index(),
            "is what you get counting only the first year.",
            because="payback in the first year taken for value",
        ),
        Slip(
            lambda people: _means(people)["first"].mul(HORIZON).rename("value").reset_index(),
            "is what you get if everyone stays five years and nothing is discounted.",
            because="margin times years",
        ),
        Slip(
            lambda people: _means(people).sum(axis=1).rename("value").reset_index(),
            "is what you get adding up the two years that were observed. Five margins are asked.",
            because="what was seen taken for what is to come",
        ),
    ],
    twin=lambda people: (
        "By hand for one channel of another sample, {}: ratio {:.3f}, multiple {:.3f}, value ¥{:.1f}.".format(
            *_one_channel(people)
        )
    ),
    means="With a hundred people a channel, each of these numbers is uncertain by a third.",
    after="Which channel's value would change most if its best customer were left out?",
)


def _one_channel(people):
    """One channel's numbers in words' order: its name, ratio, multiple and value."""
    row, means = _five_year_value(people).iloc[0], _means(people)
    first, second = means.loc[row["channel"]]
    return row["channel"], second / first, row["value"] / first, row["value"]


@functools.cache
def _true_value():
    """The expected five-year value of a registration by channel, which nobody in the firm knows."""
    return simulated_firm().truth.value_of_channel(days=1826, discount_rate=DISCOUNT)


def _offer_profit(people, offers):
    profit = offers["channel"].map(_true_value()) - offers["price"]
    return pd.Series(profit.to_numpy(), index=pd.Index(offers["offer_id"], name="offer_id"))


def _bought(offers, value):
    return offers.loc[offers["channel"].map(value) > offers["price"], "offer_id"].tolist()


def _half_way(people, discount=DISCOUNT):
    """Each channel's value, drawn half-way to the common one: a hundred people leave it that uncertain."""
    return (_by_channel(_five_year_value(people, discount=discount)) + _pooled(people, discount)) / 2


def _pooled(people, discount=DISCOUNT):
    """The value of all people together."""
    return _five_year_value(people.assign(channel="all"), discount=discount)["value"].iloc[0]


def _by_channel(table):
    return table.set_index("channel")["value"]


def _half_way_twin(people, offers):
    """One channel of half of the people, worked out, and two of its offers."""
    people = people.iloc[::2]
    own = _by_channel(_five_year_value(people))
    common = _five_year_value(people.assign(channel="all"))["value"].iloc[0]
    channel, value = own.index[0], _half_way(people).iloc[0]
    prices = offers.loc[offers["channel"] == channel, "price"]
    return (
        f"One channel of every second of these people, {channel}: by itself a registration is worth ¥{own.iloc[0]:.0f}, and ¥{common:.0f} if "
        f"all people are taken together. Half-way: ({own.iloc[0]:.0f} + {common:.0f}) ÷ 2 = ¥{value:.0f}. An offer of it at "
        f"¥{prices[prices < value].max():.0f} is bought, and one at ¥{prices[prices > value].min():.0f} is not."
    )


registrations = DecisionKey(
    asked.registrations,
    profit=_offer_profit,
    policy=lambda people, offers: _bought(offers, _half_way(people)),
    enough=0.9,
    slips=[
        Slip(
            lambda people, offers: offers["offer_id"].tolist(),
            "You buy everything, whatever it costs. The price of some exceeds what any channel brings.",
            because="growth at any price",
        ),
        Slip(
            lambda people, offers: _bought(offers, _by_channel(_five_year_value(people))),
            "This is the list you get from the five values as they stand. A hundred people a channel leave them to chance.",
            because="five noisy values read as a ranking: the winner's curse",
        ),
        Slip(
            lambda people, offers: _bought(offers, _by_channel(_five_year_value(people, "certain"))),
            "This is the list you get if the first margin comes a year after joining. It starts on joining.",
            because="first-margin conventions",
        ),
        Slip(
            lambda people, offers: _bought(offers, _means(people)["first"]),
            "This is the list you get if the price must be back within the first year.",
            because="payback in a year taken for value",
        ),
        Slip(
            lambda people, offers: _bought(offers, _means(people).sum(axis=1)),
            "This is the list you get if the price must be back within two years. Five are counted.",
            because="payback in two years taken for value",
        ),
        Slip(
            lambda people, offers: _bought(offers, _by_channel(_five_year_value(people, discount=0.0))),
            "This is the list you get from the five values without discounting, as they stand. A yuan of the fifth year is "
            "counted like one of the first.",
            because="survival added up without discounting",
        ),
        Slip(
            lambda people, offers: _bought(
                offers, _by_channel(_five_year_value(people[people["first"] != 0]))
            ),
            "This is the list you get from the values of those who bought. A registration is paid for whether she buys or not.",
            because="value per buyer set beside cost per registration",
        ),
    ],
    simple="That is luck: the true values lie above what these people show, so that whatever buys more looks better.",
    lucky=[
        Slip(
            lambda people, offers: _bought(offers, dict.fromkeys(offers["channel"], _pooled(people))),
            "You pay the same for every channel. That does better than five values that rest on a hundred people each, and it "
            "does not see that channels differ.",
            because="the mean of all channels set beside the price",
        ),
        Slip(
            lambda people, offers: offers.loc[
                offers["price"] <= offers["price"].median(), "offer_id"
            ].tolist(),
            "You buy the cheaper half, whatever a channel is worth. That is luck: the true values lie above all that these "
            "people show, so that buying more looks better.",
            because="a rule without values earned more than the reference policy",
        ),
        Slip(
            lambda people, offers: _bought(offers, _half_way(people, discount=0.0)),
            "This is the list you get without discounting. That is luck: two errors cancel, for the values of these people are "
            "too low, and counting later years in full raises them.",
            because="survival added up without discounting",
        ),
    ],
    twin=_half_way_twin,
    after="The values are also too low on average. Would you bet on that?",
)

own = MemoKey(
    asked.own,
    model="The slide uses margin × lifetime, without discounting. Its first payment comes on joining, and it does not say so. The "
    "gravest flaw is the lifetime. Those who cancelled last year had stayed 14 months, but members who are still there are left "
    "out, so 14 months are too few: I would need all months of membership and all departures. Put right, this makes the number "
    "larger. The second flaw works the other way. ¥25 are revenue, and I do not know the margin. If it were 40 %, a customer of "
    "14 months would bring ¥140 and not ¥350, and the campaign at ¥300 would lose money on each; she would have to stay 30 months to "
    "repay it, before discounting. The 62 % are a repurchase rate of one quarter and not a retention rate, and of other people. "
    "So I would not start the campaign before the margin and the churn of a month are on the table.",
)

memo = MemoKey(
    asked.memo,
    model="Pay up to ¥290 for a registration, from any of our five channels. Over five years at 10 % a registration is worth about "
    "¥350 by the 700 people of 2023, and the 95 % interval of all together begins at ¥288. Today we pay less than ¥70, so there is "
    "room. I would not send the next thousand through the stores or search only, although their estimates are the highest: with a "
    "hundred people a channel, a few large buyers decide them, and the intervals are up to ¥480 wide. I turned down the plan at ¥380. It "
    "may pay, since our method probably understates the loyal, but the data cannot show it. If ¥290 is too high for a channel, we "
    "lose at most the difference, and see it within two years; if it is too low, others win customers who would have brought us "
    "some ¥60 more each. A trial of 50 would not help: its standard error is some ¥170, and to prove ¥100 takes some 700 registrations a "
    "channel and two years.",
)

# Predictions of the labs --------------------------------------------------------------------------

lab_retention = ChoiceKey(
    asked.lab_retention,
    answer="high",
    whys={
        "high": "Each year that follows depends on all years before it; near 90 % many follow.",
        "same": "The value is not a straight line in retention: it has 1 + d − r below the line.",
        "low": "There is more room, but those kept at 60 % do not stay long.",
    },
    after="Which of the two steps costs a firm more?",
)

lab_frontier = ChoiceKey(
    asked.lab_frontier,
    answer="doubles",
    whys={
        "doubles": "The border is margin times the multiple, so it scales with the margin.",
        "less": "Leaving is in the multiple, and the multiple stays as it is.",
        "same": "The border is a lifetime value, and that is money.",
    },
    after="And if retention doubles its distance from 100 %?",
)

# Quizzes of the chapter ---------------------------------------------------------------------------

certain_life = ChoiceKey(
    asked.certain_life,
    answer="high",
    whys={
        "equal": "Their years cancel out. What the years are worth today does not.",
        "low": "Those years are there, but they are far away and count little.",
        "high": "A long life adds far years, and a short life takes off near ones.",
    },
    after="Which discount rate would make the bank's number right?",
)

doubt = ChoiceKey(
    asked.doubt,
    answer="true",
    whys={
        "false": "The arithmetic decides, and not the fame of a claim. Compute the two multiples.",
        "true": "At this retention the multiple grows from 3.40 to 4.50, by a third.",
        "churn": "Five per cent less churn is less than one point here, and adds a few per cent.",
        "profit": "In the first year there are a few per cent more customers, and no more.",
    },
    after="At which retention would the consultant be wrong?",
)

five_values = ChoiceKey(
    asked.five_values,
    answer="drawn",
    whys={
        "best": "The highest of five noisy values is high by luck as well as by merit.",
        "five": "Each is the best guess of one channel by itself. Of five together the extremes are too extreme.",
        "drawn": "Some of the distance is real and some is chance, so each value is moved towards the common one.",
        "none": "A trial of 50 knows less than the hundred people who are there already.",
    },
    after="What would you do with a thousand people a channel?",
)

trial_size = NumberKey(
    asked.trial_size,
    where=lambda people, wide, narrow: wide > 2 * narrow,
    answer=lambda people, wide, narrow: people * (wide / narrow) ** 2,
    slips=[
        Slip(
            lambda people, wide, narrow: people * wide / narrow,
            "This is the number you get if the interval shrinks with the number of people. It shrinks with the root.",
            because="precision taken as proportional to the sample",
        ),
        Slip(
            lambda people, wide, narrow: (wide / narrow) ** 2,
            "This is the number of times by which the trial must grow. How many registrations are that?",
            because="stopped one step early",
        ),
        Slip(
            lambda people, wide, narrow: people * ((wide / narrow) ** 2 - 1),
            "This is the number that is still lacking beside the trial. All of them are asked.",
            because="the increase given for the whole",
        ),
        Slip(
            lambda people, wide, narrow: people * (wide / narrow) ** 0.5,
            "This is the number you get taking the root where a square belongs.",
            because="the square-root law turned round",
        ),
        Slip(
            lambda people, wide, narrow: people * (narrow / wide) ** 2,
            "This is the number you get with the ratio upside down. Does a narrow interval need fewer people?",
            because="an inverted ratio",
        ),
    ],
    twin=lambda people, wide, narrow: (
        f"The same with other numbers: {wide} ÷ {narrow} = {wide / narrow:.3f}, squared {(wide / narrow) ** 2:.2f}; times "
        f"{people}: {people * (wide / narrow) ** 2:,.0f}."
    ),
    means=lambda people, wide, narrow: f"That is {(wide / narrow) ** 2:.0f} times the trial.",
    after="How long would the firm have to wait for so many?",
)
