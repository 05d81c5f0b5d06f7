"""The questions of chapter 5, customer lifetime value."""

import functools

import pandas as pd

from crmlib import clv, datasets, rates, value
from crmlib.workbook.kinds.audit import Audit
from crmlib.workbook.kinds.choice import Choice, Match, Option
from crmlib.workbook.kinds.decision import Decision
from crmlib.workbook.kinds.definition import Definition, Rival
from crmlib.workbook.kinds.draws import Sample, apart, money, rate, told_apart, whole
from crmlib.workbook.kinds.function import Function
from crmlib.workbook.kinds.memo import Memo
from crmlib.workbook.kinds.number import Number
from crmlib.workbook.kinds.order import Order, Step, swap
from crmlib.workbook.kinds.questions import Slip, Twin
from crmlib.workbook.kinds.reverse import Reverse
from crmlib.workbook.kinds.value import Value

DISCOUNT, HORIZON = 0.1, 5
CHANNELS = ("search", "social", "store", "referral", "marketplace")


def _number(answer, slips, where=lambda **_: True, kind=Number, **rest):
    return kind(answer=answer, slips=slips, where=told_apart(answer, slips, where), **rest)


# How long do they stay? ---------------------------------------------------------------------------


retention = _number(
    id="clv.retention",
    section="05-clv#clv-stay",
    title="Retention from counts",
    prompt="On 1 January a club had {start} members. In the year {joined} people joined, and {gone} of these left "
    "again before the year was over. On 31 December the club had {end} members. What was its retention rate?",
    draws=dict(
        start=whole(400, 800, 50),
        joined=whole(120, 240, 10),
        gone=whole(30, 80, 10),
        end=whole(360, 800, 20),
    ),
    where=lambda start, joined, gone, end: 0.05 < (start + joined - gone - end) / start < 0.45,
    answer=lambda start, joined, gone, end: rates.retention_rate(start, end, joined - gone),
    unit="share",
    low=0,
    high=1,
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
    ],
    hints=[
        "How many of the members of 31 December were there on 1 January already?",
        "Newcomers who are still there: those who joined less those who left again. Take them off the end count.",
        Twin(
            lambda start, joined, gone, end: (
                f"Take {start} at the start, {joined} joined, {gone} of them left again, {end} at the end. "
                f"Newcomers still there: {joined - gone}. Members of the start still there: {end - joined + gone}. "
                f"{end - joined + gone} ÷ {start} = {rates.retention_rate(start, end, joined - gone):.4f}."
            )
        ),
    ],
    means=lambda start, joined, gone, end: (
        f"Of {start} members {end - joined + gone} stayed and {start - end + joined - gone} left."
    ),
    after="What would a free trial month do to the rate that subtracts all newcomers?",
)

month_to_year = _number(
    id="clv.month-to-year",
    section="05-clv#clv-stay",
    title="From month to year",
    prompt="A streaming service loses {churn} of its subscribers a month, the same share of all who are left. "
    "Which share of today's subscribers will have left in a year?",
    draws=dict(churn=rate(0.015, 0.06, step=0.005)),
    answer=lambda churn: rates.convert_churn_rate(churn, "month", "year"),
    unit="share",
    low=0,
    high=1,
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
            lambda churn: rates.convert_churn_rate(churn, "quarter", "year"),
            "This is the number you get if the rate is one of a quarter. How many months has a year?",
            because="the period of a rate is left unsaid in the sources",
        ),
    ],
    hints=[
        "Follow those who stay: which share is left after one month, after two?",
        "Multiply the share that stays twelve times by itself, then take it from 1.",
        Twin(
            lambda churn: (
                f"With {churn:.1%} a month {1 - churn:.3f} stay each month. {1 - churn:.3f} to the power 12 is "
                f"{(1 - churn) ** 12:.4f}. So {1 - (1 - churn) ** 12:.4f} have left."
            )
        ),
    ],
    means=lambda churn: f"After a year {(1 - churn) ** 12:.1%} of today's subscribers are left.",
    after="Would the answer be larger or smaller if newcomers leave faster than old subscribers?",
)

# The definition -----------------------------------------------------------------------------------

npv = _number(
    id="clv.npv",
    section="05-clv#clv-definition",
    title="A stream of profits",
    prompt="A customer will bring {first} in one year, {second} in two years and {third} in three years, and then leave. "
    "The cost of capital is {discount} a year. What is she worth today?",
    draws=dict(
        first=money(100, 300, step=10),
        second=money(100, 300, step=10),
        third=money(100, 300, step=10),
        discount=rate(0.06, 0.15),
    ),
    answer=lambda first, second, third, discount: clv.npv_clv([first, second, third], discount),
    unit="¥",
    tolerance=0.002,  # simple interest comes near
    low=0,
    high=10_000,
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
    hints=[
        "What is each of the three profits worth today, by itself?",
        "Divide the first by 1 + the rate, the second by its square, the third by its cube; then add.",
        Twin(
            lambda first, second, third, discount: (
                f"{first} ÷ {1 + discount:.2f} = {first / (1 + discount):.2f}; "
                f"{second} ÷ {1 + discount:.2f}² = {second / (1 + discount) ** 2:.2f}; "
                f"{third} ÷ {1 + discount:.2f}³ = {third / (1 + discount) ** 3:.2f}. Together "
                f"¥{clv.npv_clv([first, second, third], discount):.2f}."
            )
        ),
    ],
    means="That is the most one could pay today for these three payments.",
    after="Would you pay as much if three years were only her mean length of stay?",
)

# The averages formula -----------------------------------------------------------------------------


def _averages(customers, orders, revenue, months, margin):
    return clv.average_clv(revenue / orders, orders / customers, months / 12, margin)


averages = _number(
    id="clv.averages",
    section="05-clv#clv-averages",
    title="The averages formula",
    prompt="In a year {customers} customers placed {orders} orders for {revenue} in all. A customer stays {months} months "
    "on average; {margin} of revenue is margin. What is a customer worth by the averages formula, without discounting?",
    draws=dict(
        customers=whole(1_000, 2_000, 100),
        orders=whole(4_000, 9_000, 500),
        revenue=money(300_000, 900_000, step=50_000),
        months=whole(18, 54, 6),
        margin=rate(0.2, 0.4, step=0.05),
    ),
    answer=_averages,
    unit="¥",
    low=0,
    high=100_000,
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
    ],
    hints=[
        "Three factors: money per order, orders per customer and year, years. Then the margin.",
        "The lifespan is given in months, the orders are those of a year. Bring them to one unit first.",
        Twin(
            lambda customers, orders, revenue, months, margin: (
                f"{revenue:,} ÷ {orders:,} = ¥{revenue / orders:.2f} per order; {orders:,} ÷ {customers:,} = "
                f"{orders / customers:.3f} orders a year; {months} months are {months / 12:g} years. The product is "
                f"¥{_averages(customers, orders, revenue, months, 1.0):,.2f} of revenue, and {margin:.0%} of it is "
                f"¥{_averages(customers, orders, revenue, months, margin):,.2f}."
            )
        ),
    ],
    means="It is an undiscounted sum over a whole stay, and right only where frequency and stay do not go together.",
    after="Frequent buyers stay longer here. Is the true mean larger or smaller?",
)

lifespan = Definition(
    id="clv.lifespan",
    section="05-clv#clv-averages",
    title="Which mean lifespan?",
    prompt="A firm has lost {left} customers, who had stayed {left_years} years in all. {running} customers are still "
    "there; they have been customers for {running_years} years in all so far. Each customer leaves with the same chance "
    "every year. Which figure estimates how long a customer stays?",
    draws=dict(
        left=whole(200, 400, 20),
        left_years=whole(300, 500, 20),
        running=whole(600, 1_000, 50),
        running_years=whole(2_000, 3_000, 100),
    ),
    where=lambda left, left_years, running, running_years: running_years / running > 1.3 * left_years / left,
    options=[
        Rival(
            "left",
            "the mean stay of those who left",
            "Only short stays can have ended already. The long ones are still running.",
            lambda left, left_years, **_: left_years / left,
        ),
        Rival(
            "all",
            "the mean stay of everyone so far",
            "It counts the running stays as if they ended today.",
            lambda left, left_years, running, running_years: (left_years + running_years) / (left + running),
        ),
        Rival(
            "running",
            "the mean stay so far of those who are still there",
            "Nobody of these has left, so their stays are not over; and those who left early are missing.",
            lambda running, running_years, **_: running_years / running,
        ),
        Rival(
            "exposure",
            "all years stayed so far, divided by the number of departures",
            "It is 1 ÷ churn: years at risk for each departure. The running customers count with what they have shown.",
            lambda left, left_years, running, running_years: (left_years + running_years) / left,
        ),
    ],
    answer="exposure",
    says="{:.2f} years",
    hints=[
        "What do we know of the stay of a customer who is still there? At least what she has shown.",
        "Departures per customer-year are a churn rate. What is its inverse?",
        Twin(
            lambda left, left_years, running, running_years: (
                f"A twin, on light bulbs: {left} have failed after {left_years} years of burning in all, {running} still "
                f"burn after {running_years} years in all. That is {left} failures in {left_years + running_years} years, "
                f"one in {(left_years + running_years) / left:.2f} years."
            )
        ),
    ],
    after="What does the estimate become for a firm that nobody has left yet?",
)

# With retention -----------------------------------------------------------------------------------

lifetime_value = _number(
    id="clv.lifetime-value",
    section="05-clv#clv-multiple",
    title="The lifetime value",
    prompt="A customer brings {margin} a year and renews each year with probability {retention}. The cost of capital is "
    "{discount} a year. The first margin comes in a year, if she renews. What is she worth today?",
    draws=dict(margin=money(80, 400, step=10), retention=rate(0.60, 0.90), discount=rate(0.06, 0.15)),
    where=lambda retention, discount, **_: abs(discount - (1 - retention)) > 0.02,
    answer=lambda margin, retention, discount: clv.retention_clv(margin, retention, discount),
    unit="¥",
    low=0,
    high=100_000,
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
            lambda margin, retention, discount: margin / clv.margin_multiple(retention, discount),
            "This is the number you get with the multiple upside down. Can more retention make her worth less?",
            because="an inverted ratio",
        ),
    ],
    hints=[
        "What are her first three years worth, one by one?",
        "Each year is worth the year before times r/(1+d). Such a series adds up to r/(1+d−r).",
        Twin(
            lambda margin, retention, discount: (
                f"Take ¥{margin}, {retention:.0%} and {discount:.0%}. The multiple is {retention:.2f} ÷ "
                f"({1 + discount:.2f} − {retention:.2f}) = {clv.margin_multiple(retention, discount):.4f}; times {margin}: "
                f"¥{clv.retention_clv(margin, retention, discount):.2f}."
            )
        ),
    ],
    means=lambda margin, retention, discount: (
        f"She is worth {clv.margin_multiple(retention, discount):.2f} years of margin."
    ),
    after="Would you still pay ¥250 to acquire her if the cost of capital were 15 %?",
)

_SITUATIONS = {
    "a gym member who has just paid for this year; what will she still bring?": "retained: r/(1+d−r)",
    "a new subscriber who pays on joining; what is she worth before she joins?": "now: (1+d)/(1+d−r)",
    "a firm with a signed contract that pays at the end of its first year": "certain: 1/(1+d−r)",
    "a customer who stays for exactly five years, paid at the end of each": "annuity: (1−(1+d)⁻⁵)/d",
}

_MEMBER, _NEW, _SIGNED, _FIXED = _SITUATIONS

which_convention = Match(
    id="clv.which-convention",
    section="05-clv#clv-multiple",
    title="Which convention?",
    prompt="Which multiple of the yearly margin values each of these customers?",
    answer=_SITUATIONS,
    slips={
        (
            _MEMBER,
            "now: (1+d)/(1+d−r)",
        ): "Her payment of this year is in the bank; it is not to come.",
        (_MEMBER, "certain: 1/(1+d−r)"): "She may leave before the next payment.",
        (
            _NEW,
            "retained: r/(1+d−r)",
        ): "Her first payment comes at once. Is it in your multiple?",
        (
            _SIGNED,
            "retained: r/(1+d−r)",
        ): "The first payment is signed: nobody leaves before it.",
        (_SIGNED, "now: (1+d)/(1+d−r)"): "The first payment is sure, but it comes in a year.",
        (_FIXED, "certain: 1/(1+d−r)"): "That is a life of uncertain length. Hers is known.",
    },
    hints=[
        "Ask of each: when does the first payment come, and can she leave before it?",
        "At once: “now”. In a year, for sure: “certain”. In a year, if she stays: “retained”. A known end: an annuity.",
        Twin(
            lambda: (
                "A twin: a magazine reader gets a free first year and then decides whether to pay. Her first payment comes in "
                "a year, if she stays: r/(1+d−r)."
            )
        ),
    ],
    means="The three conventions of one customer differ by up to one whole year of margin.",
    after="Which of them would an agency use that is paid by the value of the customers it brings?",
)

finite_multiple = Function(
    id="clv.finite-multiple",
    section="05-clv#clv-multiple",
    title="A function with a horizon",
    prompt="Write a function that takes a retention rate, a discount rate and a number of years, and returns the present "
    "value of ¥1 a year over that many years. The first yuan comes in a year, if the customer stays.",
    answer=lambda retention_rate, discount_rate, horizon: clv.finite_margin_multiple(
        retention_rate, discount_rate, horizon
    ),
    inputs=dict(retention_rate=rate(0.5, 0.95), discount_rate=rate(0.04, 0.2), horizon=whole(2, 12)),
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
    hints=[
        "Each year is worth the year before times retention ÷ (1 + discount rate). What is the first one worth?",
        "`sum(factor**year for year in range(1, horizon + 1))` adds up the powers from 1 to the horizon.",
        Twin(
            lambda: (
                "A twin: savings of ¥1 at the end of each of n years grow at 5 %. "
                "`def savings(years): return sum(1.05**year for year in range(years))`: the last yuan has no time to grow, so "
                "its power is 0. Here the first yuan has waited a year already, so the powers begin at 1."
            )
        ),
    ],
    means="With a horizon the sum has an end for every retention rate, even 100 %.",
    after="From which horizon on does your function agree with the endless sum to 1 %?",
)

# Does she pay back? -------------------------------------------------------------------------------

needed_retention = _number(
    kind=Reverse,
    id="clv.needed-retention",
    section="05-clv#clv-break-even",
    title="Which retention would that need?",
    prompt="A plan buys customers at {cost} each and says that they pay for themselves. A customer brings {margin} a year, "
    "first in a year, if she stays; capital costs {discount} a year. Which retention rate a year does the plan need?",
    draws=dict(cost=money(200, 600, step=20), margin=money(80, 240, step=10), discount=rate(0.06, 0.15)),
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
    unit="share",
    low=0,
    high=1,
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
    hints=[
        "At break-even the lifetime value equals the cost. Which formula holds the retention rate?",
        "Solve cost = margin × r/(1+d−r) for r: multiply out, and bring r to one side.",
        Twin(
            lambda cost, margin, discount: (
                f"Take {cost}, {margin} and {discount:.0%}. {cost} × ({1 + discount:.2f} − r) = {margin} r, so r = {cost} × "
                f"{1 + discount:.2f} ÷ ({margin} + {cost}) = {clv.break_even_retention(cost, margin, discount):.4f}."
            )
        ),
    ],
    means="Below this rate each customer whom the plan buys is a loss, and more of them are a larger loss.",
    after="Which rate did the firm see last year, and of which customers?",
)


def _payback(cost, margin, retention, discount, **changed):
    return clv.payback_period(
        cost, margin, **(dict(retention_rate=retention, discount_rate=discount) | changed)
    )


payback = _number(
    id="clv.payback",
    section="05-clv#clv-break-even",
    title="Payback with leaving",
    prompt="A customer costs {cost} to win and brings {margin} at the end of each year in which she is still there. She "
    "stays each year with probability {retention}; capital costs {discount} a year. After how many whole years have her "
    "expected margins, at present value, repaid the cost?",
    draws=dict(
        cost=money(150, 400, step=10),
        margin=money(80, 200, step=10),
        retention=rate(0.7, 0.9, step=0.05),
        discount=rate(0.05, 0.12),
    ),
    where=lambda **numbers: 3 <= _payback(**numbers) <= 15,
    answer=_payback,
    unit="years",
    tolerance=0,
    low=0,
    high=200,
    slips=[
        Slip(
            lambda cost, margin, retention, discount: clv.payback_period(cost, margin),
            "This is the number you get as cost ÷ margin, rounded up to whole years. It lets nobody leave and discounts nothing.",
            because="payback as cost ÷ margin, as most reports compute it",
        ),
        Slip(
            lambda cost, margin, retention, discount: _payback(
                cost, margin, retention, discount, discount_rate=0.0
            ),
            "This is the number you get without discounting. Part of her margins comes late.",
            because="survival without discounting",
        ),
    ],
    hints=[
        "What is her first margin worth today, if she may leave before it?",
        "Each year is worth the year before times r/(1+d). Add them until they reach the cost, and count the years.",
        Twin(
            lambda cost, margin, retention, discount: (
                f"Take ¥{cost}, ¥{margin}, {retention:.0%} and {discount:.0%}. The years are worth "
                + ", ".join(f"{margin * (retention / (1 + discount)) ** year:.1f}" for year in (1, 2, 3))
                + f", … Their sum passes {cost} in year {_payback(cost, margin, retention, discount)}."
            )
        ),
    ],
    means="Until then a departure costs the firm part of what it paid for her.",
    after="At which cost would she never pay back?",
)

slide = Audit(
    id="clv.slide",
    section="05-clv#clv-averages",
    title="The wrong line on the slide",
    prompt="A subscription costs {price} a month; serving a member costs {cost} a month; {churn} of the members leave a "
    "month; capital costs 1 % a month. One line of the slide is wrong. Which?",
    draws=dict(price=money(40, 90, step=10), cost=money(10, 30, step=5), churn=rate(0.02, 0.06, step=0.01)),
    options=[
        Option(
            "margin",
            lambda price, cost, **_: f"Margin: {price} − {cost} = ¥{price - cost} a month",
            "What is left of the price after serving her is the margin.",
        ),
        Option(
            "lifetime",
            lambda churn, **_: (
                f"Expected lifetime: 1 ÷ {churn:.2f} = {clv.expected_lifetime(1 - churn):.1f} months"
            ),
            "With the same churn each month the mean stay is its inverse, the first month counted.",
        ),
        Option(
            "year",
            lambda churn, **_: f"Churn of a year: 12 × {churn:.2f} = {12 * churn:.2f}",
            "Churn compounds: who has left cannot leave again. It is 1 less the twelfth power of the share that stays.",
        ),
        Option(
            "multiple",
            lambda churn, **_: (
                f"Multiple: {1 - churn:.2f} ÷ (1.01 − {1 - churn:.2f}) = "
                f"{clv.margin_multiple(1 - churn, 0.01):.2f} months of margin"
            ),
            "Retention and the discount rate are both of a month, so the multiple counts months of margin.",
        ),
        Option(
            "value",
            lambda price, cost, churn: (
                f"Lifetime value: {price - cost} × {clv.margin_multiple(1 - churn, 0.01):.2f} = "
                f"¥{(price - cost) * clv.margin_multiple(1 - churn, 0.01):,.0f}"
            ),
            "Margin of a month times months of margin: the units fit.",
        ),
    ],
    answer="year",
    hints=[
        "Which lines mix a month and a year?",
        "Follow 1,000 members for two months. How many leave in the second?",
        Twin(
            lambda price, cost, churn: (
                f"A twin: at ¥{price} a month and ¥{cost} of cost the margin is ¥{price - cost}. With {churn:.0%} leaving a month, "
                f"{(1 - churn) ** 6:.3f} are left after half a year, so {1 - (1 - churn) ** 6:.3f} are gone, and not six "
                f"times {churn:.2f}."
            )
        ),
    ],
    after="Which decision would change with the right line, and which would not?",
)

# The base -----------------------------------------------------------------------------------------


def _equity(customers, inflow, margin, retention, discount, cost):
    return value.customer_equity(customers, inflow, margin, retention, discount, cost)


equity = _number(
    id="clv.equity",
    section="05-clv#clv-equity",
    title="The worth of a base",
    prompt="A firm has {customers} customers, whose next margin comes in a year, if they stay. At the end of each year, for "
    "ever, {inflow} more join; each costs {cost} to win and brings the first margin on joining. The margin is {margin} a "
    "year, retention {retention}, the cost of capital {discount} a year. What is the customer equity, in ¥?",
    draws=dict(
        customers=whole(1_000, 5_000, 500),
        inflow=whole(200, 800, 100),
        margin=money(80, 200, step=20),
        retention=rate(0.7, 0.88, step=0.02),
        discount=rate(0.08, 0.14, step=0.02),
        cost=money(60, 200, step=20),
    ),
    where=lambda customers, inflow, margin, retention, discount, cost: (
        margin * clv.margin_multiple(retention, discount, "now") > 1.5 * cost and margin != cost
    ),
    answer=_equity,
    unit="¥",
    low=0,
    high=1e9,
    slips=[
        Slip(
            lambda customers, inflow, margin, retention, discount, cost: (
                customers * clv.retention_clv(margin, retention, discount)
            ),
            "This is the number you get for the customers of today. Others will join.",
            because="customer equity as the sum over present customers alone",
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
    ],
    hints=[
        "Two parts: the customers of today, and a stream of newcomers.",
        "Value a newcomer on the day she joins, net of her cost. One year's newcomers, every year for ever, are worth "
        "that ÷ the discount rate.",
        Twin(
            lambda customers, inflow, margin, retention, discount, cost: (
                f"{customers:,} × ¥{clv.retention_clv(margin, retention, discount):.2f} = "
                f"¥{customers * clv.retention_clv(margin, retention, discount):,.0f}. A newcomer is worth "
                f"¥{clv.retention_clv(margin, retention, discount, first_margin='now', acquisition_cost=cost):.2f} net; "
                f"times {inflow} ÷ {discount:.2f}, and both together: "
                f"¥{_equity(customers, inflow, margin, retention, discount, cost):,.0f}."
            )
        ),
    ],
    means=lambda customers, inflow, margin, retention, discount, cost: (
        f"{1 - customers * clv.retention_clv(margin, retention, discount) / _equity(customers, inflow, margin, retention, discount, cost):.0%} "
        "of it are customers whom the firm has not met."
    ),
    after="Which of the six numbers would an auditor doubt first?",
)

which_lever = Choice(
    id="clv.which-lever",
    section="05-clv#clv-equity",
    title="Which lever?",
    prompt="A firm's customer equity of ¥10 million grows by 4 % with one per cent more retention, by 1 % with one per cent "
    "more margin and by 0.5 % with one per cent more newcomers a year. One per cent more costs ¥500,000 for retention, ¥80,000 "
    "for margin and ¥20,000 for newcomers. There is money for one programme only. Which does it choose?",
    options=[
        Option(
            "margin",
            "margin: a gain of ¥100,000 for ¥80,000",
            "It earns ¥20,000. Look at the third programme, too.",
        ),
        Option(
            "retention",
            "retention: its elasticity is the largest",
            "It adds ¥400,000 and costs ¥500,000. An elasticity is no profit.",
        ),
        Option(
            "newcomers",
            "newcomers: a gain of ¥50,000 for ¥20,000",
            "It earns ¥30,000, the most of the three, although its elasticity is the smallest.",
        ),
        Option(
            "equal",
            "the money in equal parts, so that no lever is neglected",
            "A third of a programme that loses money still loses a third of it.",
        ),
    ],
    answer="newcomers",
    hints=[
        "What is one per cent of each driver worth in ¥? The equity is ¥10 million.",
        "Take the cost off each gain and compare what remains.",
        Twin(
            lambda: (
                "A twin: equity ¥2 million; retention adds 3 % for ¥70,000, margin 1 % for ¥5,000. Retention: 60,000 − 70,000 = "
                "−10,000. Margin: 20,000 − 5,000 = 15,000. The smaller elasticity wins."
            )
        ),
    ],
    after="How could the firm find out what one per cent of retention costs?",
)

stop_mailing = _number(
    id="clv.stop-mailing",
    section="05-clv#clv-migration",
    title="One more mailing",
    prompt="A customer has been silent for so long that this would be her last catalogue. It costs {mail}, is paid now, and "
    "she buys with probability {chance} a period later. Then she is a fresh buyer, worth {fresh} at that time, the margin "
    "of {margin} of the purchase included. If she does not buy, she is given up. Capital costs {discount} a period. What is "
    "this last mailing worth today, in US dollars?",
    draws=dict(
        mail=money(3, 6, step=0.5, unit="US dollars"),
        chance=rate(0.03, 0.2, step=0.01),
        fresh=money(50, 70, step=1, unit="US dollars"),
        margin=money(30, 44, step=2, unit="US dollars"),
        discount=rate(0.1, 0.25, step=0.05),
    ),
    where=lambda mail, chance, fresh, margin, discount: (
        abs(clv.npv_clv([-mail, chance * fresh], discount, first_period=0)) > 0.4
        and apart(
            *(
                abs(clv.npv_clv([-mail, chance * later], discount, first_period=0))
                for later in (fresh, margin, fresh + margin)
            ),
            abs(chance * fresh - mail),
            abs(chance * fresh - mail) / (1 + discount),
            chance * fresh / (1 + discount),
        )
    ),
    answer=lambda mail, chance, fresh, margin, discount: clv.npv_clv(
        [-mail, chance * fresh], discount, first_period=0
    ),
    unit="US dollars",
    low=-10,
    high=100,
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
            "This is the number you get with the margin of the purchase alone. A purchase makes her a fresh buyer again.",
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
    ],
    hints=[
        "What will have happened a period from now, and what is it worth then?",
        "Expected worth a period later, discounted once, less the catalogue today.",
        Twin(
            lambda mail, chance, fresh, margin, discount: (
                f"{chance:.0%} of {fresh} are {chance * fresh:.2f} a period later, {chance * fresh / (1 + discount):.2f} today. "
                f"Less {mail:.2f}: {chance * fresh / (1 + discount) - mail:.2f} US dollars."
            )
        ),
    ],
    means=lambda mail, chance, fresh, margin, discount: (
        "Send it: it brings more than it costs."
        if clv.npv_clv([-mail, chance * fresh], discount, first_period=0) > 0
        else "Do not send it: it costs more than it will bring."
    ),
    after="Who would buy without the catalogue, and what does that do to the number?",
    core=False,
)

# What may a customer cost? ------------------------------------------------------------------------

cost_per_buyer = _number(
    id="clv.cost-per-buyer",
    section="05-clv#clv-channels",
    title="Value to cost of a channel",
    prompt="A campaign cost {spend} and brought {registered} registrations. {buying} of them became buyers. A buyer's "
    "lifetime value is {worth}. What is the ratio of CLV to acquisition cost?",
    draws=dict(
        spend=money(20_000, 60_000, step=5_000),
        registered=whole(400, 1_000, 100),
        buying=rate(0.4, 0.8, step=0.05),
        worth=money(150, 500, step=25),
    ),
    where=lambda spend, registered, buying, worth: buying != 0.5,  # the share that did not buy
    answer=lambda spend, registered, buying, worth: clv.clv_to_cac(worth, spend / (registered * buying)),
    unit="",
    low=0,
    high=1_000,
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
    ],
    hints=[
        "How many buyers did the campaign bring? What did each cost?",
        "The cost of those who registered and never bought is part of the cost of those who did.",
        Twin(
            lambda spend, registered, buying, worth: (
                f"{registered} × {buying:.2f} = {registered * buying:.0f} buyers for ¥{spend:,}: "
                f"¥{spend / (registered * buying):.2f} each. {worth} ÷ {spend / (registered * buying):.2f} = "
                f"{clv.clv_to_cac(worth, spend / (registered * buying)):.3f}."
            )
        ),
    ],
    means=lambda spend, registered, buying, worth: (
        f"A buyer costs ¥{spend / (registered * buying):.2f} and is worth ¥{worth}."
    ),
    after="The last tenth of the budget brought a thirtieth of the buyers. What is their ratio?",
)

steps = Order(
    id="clv.channel-steps",
    section="05-clv#clv-channels",
    title="Valuing a channel",
    prompt="You want to know what a registration from each channel may cost. Put the steps in order.",
    steps=[
        Step("people", "take all who registered at least two years ago"),
        Step("years", "add up what each contributed in years one and two"),
        Step("means", "average by channel; never bought counts as 0"),
        Step("ratio", "divide the mean of year two by that of year one"),
        Step("value", "multiply year one by the margin multiple"),
        Step("compare", "set the value and its interval beside the price"),
    ],
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
    hints=[
        "Which people can have a second year at all? Begin with them.",
        "Ratios come after averages; values come after ratios; comparisons come last.",
        Twin(
            lambda: (
                "A twin, on apple trees: choose trees planted at least two years ago, weigh the crop of each year, average by "
                "variety, divide the second year by the first, extrapolate, and only then compare with the price of a sapling."
            )
        ),
    ],
    means="Fix who counts, then sum, then divide, then extrapolate.",
    after="From which step does the interval come?",
    core=False,
)


@functools.cache
def _firm():
    return datasets.load_firm()


@functools.cache
def _contributions():
    """What each of the 700 people of 2023 brought in her first and second year, as in the chapter."""
    firm = _firm()
    returned = firm.returns.set_index(["order_id", "line"]).index
    lines = firm.order_lines.set_index(["order_id", "line"])["margin"]
    kept = lines.where(~lines.index.isin(returned), 0).groupby("order_id").sum()
    orders = firm.orders[firm.orders["status"] == "completed"].merge(firm.customers, on="customer_id")
    served = firm.cost_to_serve[firm.cost_to_serve["activity"] != "campaign contact"]["cost"].sum()
    serving = served / (orders["date"] >= "2025").sum()
    contribution = orders["order_id"].map(kept) - serving
    year = (orders["date"] - orders["first_purchase"]).dt.days // 365.25
    people = firm.customers[firm.customers["joined"] < "2024-01-01"].set_index("customer_id")
    found = pd.DataFrame({"channel": people["acquisition_channel"].astype(str)})
    for number, name in enumerate(["first", "second"]):
        sums = contribution[year == number].groupby(orders["customer_id"]).sum()
        found[name] = sums.reindex(found.index).fillna(0.0).round(2)
    return found.reset_index()


def _people(rng):
    """The same 700 people for everyone."""
    return _contributions()


def _redrawn(rng):
    """A third of the people left out, so that each student's channels differ."""
    chosen = rng.sample(range(len(_contributions())), 460)
    return _contributions().iloc[sorted(chosen)].reset_index(drop=True)


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


channel_values = Value(
    id="clv.channel-values",
    section="05-clv#clv-channels",
    title="The value of each channel",
    prompt="`q.people` holds {people} of the simulated firm: `channel`, and what each contributed in her `first` and `second` "
    "year (¥). Take the ratio of the second year's mean to the first year's as retention and compute for each channel the "
    "value of a registration: five margins, the first one now, at 10 % a year. Leave a DataFrame with `channel` and `value`.",
    draws=dict(people=Sample(_redrawn, "{rows:,} people who registered in 2023")),
    key="channel",
    answer=_five_year_value,
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
            lambda people: _five_year_value(people, ratio=_mean_of_ratios(people)),
            "is what you get from the mean of each customer's ratio. Divide the means.",
            because="mean of ratios in place of the ratio of sums",
        ),
        Slip(
            lambda people: _five_year_value(people[people["first"] != 0]),
            "is what you get without those who never bought. Their cost was paid, too.",
            because="value per buyer set beside cost per registration",
        ),
        Slip(
            lambda people: _means(people)["first"].rename("value").reset_index(),
            "is what you get counting the first year alone.",
            because="payback in the first year taken for value",
        ),
        Slip(
            lambda people: _means(people)["first"].mul(HORIZON).rename("value").reset_index(),
            "is what you get if everyone stays five years and nothing is discounted.",
            because="margin times years",
        ),
    ],
    hints=[
        'Group by channel and take the mean of `first` and of `second`: `people.groupby("channel")[["first", "second"]].mean()`.',
        '`clv.finite_margin_multiple(ratio, 0.1, horizon=5, first_margin="now")` takes the whole column of ratios; multiply '
        "it by the first year's mean, name the result `value` and reset the index.",
        Twin(
            lambda people: (
                "By hand for one channel of another sample, {}: ratio {:.3f}, multiple {:.3f}, value ¥{:.1f}.".format(
                    *_one_channel(people)
                )
            )
        ),
    ],
    means="With a hundred people a channel, each of these numbers is uncertain by a third.",
    after="Which channel's value would change most if its best customer were left out?",
)


def _one_channel(people):
    """One channel's numbers in words' order: its name, ratio, multiple and value."""
    row, means = _five_year_value(people).iloc[0], _means(people)
    first, second = means.loc[row["channel"]]
    return row["channel"], second / first, row["value"] / first, row["value"]


def _offers(rng):
    """Three hundred registrations on offer, each with its channel and its price."""
    rows = [(number, rng.choice(CHANNELS), rng.randrange(200, 620, 10)) for number in range(1001, 1301)]
    return pd.DataFrame(rows, columns=["offer_id", "channel", "price"])


@functools.cache
def _true_value():
    """The expected five-year value of a registration of each channel, which nobody in the firm knows."""
    firm = _firm()
    joining = firm.truth.value_on_joining(days=1826, discount_rate=DISCOUNT)
    return joining.groupby(firm.customers.set_index("customer_id")["acquisition_channel"]).mean()


def _offer_profit(people, offers):
    profit = offers["channel"].map(_true_value()) - offers["price"]
    return pd.Series(profit.to_numpy(), index=pd.Index(offers["offer_id"], name="offer_id"))


def _bought(offers, value):
    return offers.loc[offers["channel"].map(value) > offers["price"], "offer_id"].tolist()


def _by_channel(table):
    return table.set_index("channel")["value"]


registrations = Decision(
    id="clv.registrations",
    section="05-clv#clv-channels",
    title="Which registrations to buy",
    prompt="An agency offers {offers} (`q.offers`: `offer_id`, `channel`, `price` in ¥). `q.people` holds {people}, as "
    "before. Which do you buy? Leave a list of `offer_id`. It is scored by the truth of the simulated firm: the "
    "expected value of a registration of that channel over five years at 10 %, less its price.",
    draws=dict(
        people=Sample(_people, "the {rows:,} people of 2023"),
        offers=Sample(_offers, "{rows:,} registrations"),
    ),
    profit=_offer_profit,
    policy=lambda people, offers: _bought(offers, _by_channel(_five_year_value(people))),
    unit="¥",
    things="registrations",
    enough=0.9,
    slips=[
        Slip(
            lambda people, offers: offers["offer_id"].tolist(),
            "You buy everything, whatever it costs. The price of some exceeds what any channel brings.",
            because="growth at any price",
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
    ],
    hints=[
        "What is a registration of each channel worth? You computed it in the question before.",
        'Buy an offer if the value of its channel exceeds its price: `offers["channel"].map(value) > offers["price"]`.',
        Twin(
            lambda people, offers: (
                "With other offers the same rule buys "
                f"{len(_bought(offers, _by_channel(_five_year_value(people))))} of 300: those below ¥"
                + ", ¥".join(f"{v:.0f} ({c})" for c, v in _by_channel(_five_year_value(people)).items())
                + "."
            )
        ),
    ],
    after="The values are too low on average and too different from one another. Which rule would use both facts?",
)

memo = Memo(
    id="clv.memo",
    section="05-clv#clv-channels",
    title="The memo",
    prompt="The head of marketing asks: “What may a new customer cost us, and from which channel should the next thousand "
    "come?” Answer in a memo: your number, how uncertain it is, the alternative you turned down, and what an error would cost.",
    words=(60, 250),
    model="Pay up to ¥200 for a registration from any of our five channels. Over five years at 10 % a registration is worth "
    "about ¥360 by the people of 2023, and between ¥288 (social) and ¥450 (stores) by channel. These numbers are uncertain: the "
    "95 % intervals are some ¥180 to ¥350 wide and all overlap, so I would not rank the channels by them. The lowest lower end "
    "is ¥209; below that every channel pays. Today we pay between ¥26 and ¥65, so there is room. I turned down moving the whole "
    "budget to the stores: their lead over the marketplace fails in one redraw of seven. If ¥200 is too high for a "
    "channel, we lose at most the difference, and we see it within two years; if it is too low, competitors get customers who "
    "would have brought us ¥160 more each. The method assumes one ratio for every year, which probably understates the loyal. "
    "Before we pay ¥380, I ask for 50 registrations from each channel, and a year.",
    hints=[
        "Begin with the decision, not with the method.",
        "One sentence each: number, uncertainty, alternative, cost of an error, and the assumption it all rests on.",
        Twin(
            lambda: (
                "A twin, on hiring: “Pay up to ¥30,000 for a recruiter's candidate. Ours stay 2.6 years on average, give or take "
                "0.5, and bring ¥15,000 a year. I turned down ¥45,000 for the best agency: its lead is within chance. If I am wrong "
                "we lose about ¥10,000 a head and notice it within two years.”"
            )
        ),
    ],
)

# Predictions of the labs --------------------------------------------------------------------------

lab_retention = Choice(
    id="clv.lab-retention",
    section="05-clv#clv-multiple",
    title="Lab: ten points of retention",
    prompt="Before you move anything: retention rises by ten points, once from 50 to 60 %, once from 80 to 90 %. Margin and "
    "discount rate stay. Which step adds more lifetime value, in ¥?",
    options=[
        Option(
            "high",
            "from 80 to 90 %, several times as much",
            "Each year that follows hangs on all years before it; near 90 % many follow.",
        ),
        Option(
            "same",
            "both the same: ten points are ten points",
            "The value is no straight line in retention: it has 1 + d − r below the line.",
        ),
        Option(
            "low",
            "from 50 to 60 %: there is more room for improvement",
            "There is more room, but those kept at 60 % do not stay long.",
        ),
    ],
    answer="high",
    hints=[
        "How long does a customer stay on average at 50, 60, 80 and 90 %?",
        Twin(
            lambda: (
                "Without discounting the value of ¥1 a year is r/(1−r): 1.0 at 50 %, 1.5 at 60 %, 4.0 at 80 %, 9.0 at 90 %. "
                "The first step adds 0.5, the second 5."
            )
        ),
    ],
    after="Which of the two steps costs a firm more?",
)

lab_frontier = Choice(
    id="clv.lab-frontier",
    section="05-clv#clv-break-even",
    title="Lab: where it begins to pay",
    prompt="Before you move anything: the margin doubles from ¥100 to ¥200 a year. At 80 % retention, what happens to the "
    "highest acquisition cost that still pays?",
    options=[
        Option(
            "doubles",
            "it doubles",
            "The border is margin times the multiple, so it scales with the margin.",
        ),
        Option(
            "less",
            "it rises, but by less than double, because customers leave",
            "Leaving is in the multiple, and the multiple stays as it is.",
        ),
        Option(
            "same",
            "it stays: acquisition cost depends on retention alone",
            "The border is a lifetime value, and that is money.",
        ),
    ],
    answer="doubles",
    hints=[
        "Write the highest acquisition cost as margin times something.",
        Twin(
            lambda: (
                "At 70 % retention and 10 % the multiple is 0.7 ÷ 0.4 = 1.75: ¥175 for a margin of ¥100 a year, ¥350 for ¥200, "
                "¥525 for ¥300."
            )
        ),
    ],
    after="And if retention doubles its distance from 100 %?",
)

QUESTIONS = (
    retention,
    month_to_year,
    npv,
    averages,
    lifespan,
    slide,
    lifetime_value,
    which_convention,
    finite_multiple,
    needed_retention,
    payback,
    equity,
    which_lever,
    stop_mailing,
    cost_per_buyer,
    steps,
    channel_values,
    registrations,
    memo,
)
LABS = (lab_retention, lab_frontier)
QUIZ = ()
