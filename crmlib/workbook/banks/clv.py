"""The questions of chapter 5, customer lifetime value: what is asked."""

import functools

import pandas as pd

from crmlib import clv, datasets, rates
from crmlib.firm.contributions import first_two_years
from crmlib.workbook.kinds.choice import Audit, Choice, Definition, Match, Option
from crmlib.workbook.kinds.code import Decision, Function, Value
from crmlib.workbook.kinds.draws import Sample, money, rate, whole
from crmlib.workbook.kinds.memo import Memo
from crmlib.workbook.kinds.number import Number, Reverse
from crmlib.workbook.kinds.order import Order, Step
from crmlib.workbook.kinds.questions import Twin

CHANNELS = ("search", "social", "store", "referral", "marketplace")

# How long do they stay? ---------------------------------------------------------------------------

retention = Number(
    id="clv.retention",
    section="05-clv#clv-stay",
    title="Retention from counts",
    prompt="On 1 January a club had {start} members. In the year {joined} people joined, and {gone} of these left "
    "again before the year was over. On 31 December the club had {end} members. What was its retention rate?",
    draws=dict(
        start=whole(400, 800, 50, says="the members at the start"),
        joined=whole(120, 240, 10, says="those who joined"),
        gone=whole(30, 80, 10, says="those who left again"),
        end=whole(360, 800, 20, says="the members at the end"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "How many of the members of 31 December were there on 1 January already?",
        "Newcomers who are still there: those who joined less those who left again. Take them off the end count.",
    ],
)

month_to_year = Number(
    id="clv.month-to-year",
    section="05-clv#clv-months",
    title="From month to year",
    prompt="A streaming service loses {churn} of its subscribers a month, the same share of all who are left. "
    "Which share of today's subscribers will have left in a year?",
    draws=dict(churn=rate(0.01, 0.082, step=0.0005, says="the share lost a month")),
    unit="share",
    low=0,
    high=1,
    hints=[
        "Follow those who stay: which share is left after one month, after two?",
        "Multiply the share that stays twelve times by itself, then take it from 1.",
    ],
)

# The definition -----------------------------------------------------------------------------------

npv = Number(
    id="clv.npv",
    section="05-clv#clv-definition",
    title="A stream of profits",
    prompt="A customer will bring {first} in one year, {second} in two years and {third} in three years, and then leave. "
    "The cost of capital is {discount} a year. What is she worth today?",
    draws=dict(
        first=money(100, 300, step=10, says="the profit of the first year"),
        second=money(100, 300, step=10, says="the profit of the second year"),
        third=money(100, 300, step=10, says="the profit of the third year"),
        discount=rate(0.06, 0.15, says="the cost of capital"),
    ),
    unit="¥",
    low=0,
    high=10_000,
    hints=[
        "What is each of the three profits worth today, by itself?",
        "Divide the first by 1 + the rate, the second by its square, the third by its cube; then add.",
    ],
)

# The averages formula -----------------------------------------------------------------------------

averages = Number(
    id="clv.averages",
    section="05-clv#clv-averages",
    title="The averages formula",
    prompt="In a year {customers} customers placed {orders} orders for {revenue} in all. A customer stays {months} months "
    "on average; {margin} of revenue is margin. What is a customer worth by the averages formula, without discounting?",
    draws=dict(
        customers=whole(1_100, 2_000, 100, says="the number of customers"),
        orders=whole(4_000, 9_000, 500, says="the number of orders"),
        revenue=money(300_000, 900_000, step=50_000, says="the revenue"),
        months=whole(18, 54, 6, says="the months that a customer stays"),
        margin=rate(0.2, 0.4, step=0.05, says="the part of revenue that is margin"),
    ),
    unit="¥",
    low=0,
    high=100_000,
    hints=[
        "Three factors: money per order, orders per customer and year, years. Then the margin.",
        "The lifespan is given in months, the orders are those of a year. Bring them to one unit first.",
    ],
)

lifespan = Definition(
    id="clv.lifespan",
    section="05-clv#clv-averages",
    title="Which mean lifespan?",
    prompt="A firm has lost {left} customers, who had stayed {left_years} years in all. {running} customers are still "
    "there; they have been customers for {running_years} years in all so far. Each customer leaves with the same chance "
    "every year. Which figure estimates how long a customer stays?",
    draws=dict(
        left=whole(200, 400, 20, says="the customers lost"),
        left_years=whole(300, 500, 20, says="the years that they had stayed"),
        running=whole(600, 1_000, 50, says="the customers still there"),
        running_years=whole(2_000, 3_000, 100, says="the years that they have stayed so far"),
    ),
    options=[
        Option("left", "the mean stay of those who have left already"),
        Option("running", "the mean stay so far of those who are still there"),
        Option("all", "the mean stay of everyone so far"),
        Option("exposure", "all years stayed so far ÷ all departures"),
    ],
    hints=[
        "What do we know of the stay of a customer who is still there? At least what she has shown.",
        "Departures per customer-year are a churn rate. What is its inverse?",
    ],
)

stay_length = Number(
    id="clv.stay-length",
    section="05-clv#clv-averages",
    title="How long a customer stays",
    prompt="A club has lost {left} members, who had stayed {left_years} years in all. It has {running} members today, who "
    "have stayed {running_years} years in all so far. Each member leaves with the same chance every year. How many years "
    "does a member stay on average?",
    draws=dict(
        left=whole(150, 400, 10, says="the members lost"),
        left_years=whole(250, 600, 10, says="the years that they had stayed"),
        running=whole(400, 900, 20, says="the members of today"),
        running_years=whole(1_400, 3_200, 50, says="the years that they have stayed so far"),
    ),
    unit="years",
    low=0,
    high=100,
    hints=[
        "In how many years of membership did how many members leave?",
        "Departures divided by the years of all members are a churn rate. What is its inverse?",
    ],
)

# With retention -----------------------------------------------------------------------------------

lifetime_value = Number(
    id="clv.lifetime-value",
    section="05-clv#clv-multiple",
    title="The lifetime value",
    prompt="A customer brings {margin} a year and renews each year with probability {retention}. The cost of capital is "
    "{discount} a year. The first margin comes in a year, if she renews. What is she worth today?",
    draws=dict(
        margin=money(80, 400, step=10, says="the yearly margin"),
        retention=rate(0.60, 0.90, says="the probability that she renews"),
        discount=rate(0.06, 0.15, says="the cost of capital"),
    ),
    unit="¥",
    low=0,
    high=100_000,
    hints=[
        "What are her first three years worth, one by one?",
        "Each year is worth the year before times the retention, discounted by one more year. Add up such a series without an end.",
    ],
)

MEMBER = "a gym member who has just paid for this year; what will she still bring?"

NEW = "a new subscriber who pays on joining; what is she worth before she joins?"

SIGNED = "a firm with a signed contract that pays at the end of its first year"

FIXED = "a customer who stays for exactly five years, paid at the end of each"

TENANT = "a tenant with a lease of exactly five years, who pays at the end of each"

DONOR = "a donor who gave this year's gift last week; what will she still give?"

LICENSEE = "a clinic that pays for a software licence on signing; what is it worth the day before?"

INSURED = "a driver whose first premium is agreed and due in a year; later ones, if he stays"

GUARANTEED = (
    "a pupil whose first yearly fee, due in a year, is guaranteed by the city; she may leave after it"
)

CELLAR = "a guest who joins a wine club tonight and pays at once; what will she be worth at the door?"

LEASED = "a copier leased out for exactly five years, with an instalment at the end of each"

BOOKED = "a client whose fee of this year was booked yesterday; what is still to come from him?"

which_convention = Match(
    id="clv.which-convention",
    section="05-clv#clv-multiple",
    title="Which convention?",
    prompt="Which multiple of the yearly margin values each of these customers?",
    rows=[
        MEMBER,
        NEW,
        SIGNED,
        FIXED,
    ],
    options=[
        "now: (1+d)/(1+d−r)",
        "certain: 1/(1+d−r)",
        "annuity: (1−(1+d)⁻⁵)/d",
        "retained: r/(1+d−r)",
    ],
    hints=[
        "Ask of each: when does the first payment come, and can she leave before it?",
        "At once: “now”. In a year, for sure: “certain”. In a year, if she stays: “retained”. A known end: an annuity.",
        Twin(
            "The same with other numbers: a magazine reader gets a free first year and then decides whether to pay. Her first payment comes in "
            "a year, if she stays: r/(1+d−r)."
        ),
    ],
    pool=(
        dict(rows=[TENANT, DONOR, LICENSEE, INSURED]),
        dict(rows=[GUARANTEED, CELLAR, LEASED, BOOKED]),
    ),
)

finite_multiple = Function(
    id="clv.finite-multiple",
    section="05-clv#clv-multiple",
    title="A function with a horizon",
    prompt="Write a function that takes a retention rate, a discount rate and a number of years, and returns the present "
    "value of ¥1 a year over that many years. The first yuan comes in a year, if the customer stays.",
    inputs=dict(retention_rate=rate(0.5, 0.95), discount_rate=rate(0.04, 0.2), horizon=whole(2, 12)),
    hints=[
        "Each year is worth the year before times retention ÷ (1 + discount rate). What is the first one worth?",
        "The second year's yuan has waited twice, so its factor is the same one, multiplied by itself. Add such powers, one for each year up to the horizon. Which power is the first?",
        Twin(
            "The same with other numbers: savings of ¥1 at the end of each of n years grow at 5 %. "
            "`def savings(years): return sum(1.05**year for year in range(years))`: the last yuan has no time to grow, so "
            "its power is 0. Here the first yuan has waited a year already, so the powers begin at 1."
        ),
    ],
)

# Does she pay back? -------------------------------------------------------------------------------

needed_retention = Reverse(
    id="clv.needed-retention",
    section="05-clv#clv-break-even",
    title="Which retention would that need?",
    prompt="A plan buys customers at {cost} each and says that they pay for themselves. A customer brings {margin} a year, "
    "first in a year, if she stays; capital costs {discount} a year. Which retention rate a year does the plan need?",
    draws=dict(
        cost=money(200, 600, step=20, says="the cost of a customer"),
        margin=money(80, 240, step=10, says="the yearly margin"),
        discount=rate(0.06, 0.15, says="the cost of capital"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "At break-even the lifetime value equals the cost. Which formula holds the retention rate?",
        "Solve cost = margin × r/(1+d−r) for r: multiply out, and bring r to one side.",
    ],
)

payback = Number(
    id="clv.payback",
    section="05-clv#clv-break-even",
    title="Payback with leaving",
    prompt="A customer costs {cost} to win and brings {margin} at the end of each year in which she is still there. She "
    "stays each year with probability {retention}; capital costs {discount} a year. After how many whole years have her "
    "expected margins, at present value, repaid the cost?",
    draws=dict(
        cost=money(150, 360, step=10, says="the cost of winning her"),
        margin=money(80, 160, step=10, says="the yearly margin"),
        retention=rate(0.66, 0.84, step=0.02, says="the probability that she stays"),
        discount=rate(0.04, 0.1, says="the cost of capital"),
    ),
    unit="years",
    low=0,
    high=200,
    hints=[
        "What is her first margin worth today, if she may leave before it?",
        "Each year is worth the year before times r/(1+d). Add them until they reach the cost, and count the years.",
    ],
)

slide = Audit(
    id="clv.slide",
    section="05-clv#clv-months",
    title="The wrong line on the slide",
    prompt="A subscription costs {price} a month; serving a member costs {cost} a month; {churn} of the members leave a "
    "month; capital costs 1 % a month. One line of the slide is wrong. Which?",
    draws=dict(price=money(40, 90, step=10), cost=money(10, 30, step=5), churn=rate(0.02, 0.06, step=0.01)),
    options=[
        Option("margin", lambda price, cost, **_: f"Margin: {price} − {cost} = ¥{price - cost} a month"),
        Option(
            "lifetime",
            lambda churn, **_: (
                f"Expected lifetime: 1 ÷ {churn:.2f} = {clv.expected_lifetime(1 - churn):.1f} months"
            ),
        ),
        Option("year", lambda churn, **_: f"Churn of a year: 12 × {churn:.2f} = {12 * churn:.2f}"),
        Option(
            "multiple",
            lambda churn, **_: (
                f"Multiple: {1 - churn:.2f} ÷ (1.01 − {1 - churn:.2f}) = "
                f"{clv.margin_multiple(1 - churn, 0.01):.2f} months of margin"
            ),
        ),
        Option(
            "value",
            lambda price, cost, churn: (
                f"Lifetime value: {price - cost} × {clv.margin_multiple(1 - churn, 0.01):.2f} = "
                f"¥{(price - cost) * clv.margin_multiple(1 - churn, 0.01):,.0f}"
            ),
        ),
    ],
    hints=[
        "Write the period beside each number, and work each line out from the line above it.",
        "Follow 1,000 members from month to month: how many are there, what do they bring, and what is it worth on the first day? Then read each line again.",
    ],
)


def _quarters(churn, discount):
    """The margin multiple in quarters, of a churn of a quarter and a cost of capital of a year."""
    return clv.margin_multiple(1 - churn, rates.convert_discount_rate(discount, "year", "quarter"))


def _kept_a_year(churn):
    return rates.convert_retention_rate(1 - churn, "month", "year")


deck = Audit(
    id="clv.deck",
    section="05-clv#clv-multiple",
    title="The wrong line in the deck",
    prompt="A member brings a margin of {margin} a month, paid on joining and then in every month in which she stays; "
    "{churn} of the members leave a month; capital costs {discount} a year. One line of the deck is wrong. Which?",
    draws=dict(
        margin=money(20, 60, step=5), churn=rate(0.02, 0.06, step=0.005), discount=rate(0.08, 0.16, step=0.01)
    ),
    options=[
        Option("stay", lambda churn, **_: f"Retention of a month: 1 − {churn:.3f} = {1 - churn:.3f}"),
        Option(
            "year",
            lambda churn, **_: (
                f"Retention of a year: {1 - churn:.3f} to the power 12 = {(1 - churn) ** 12:.3f}"
            ),
        ),
        Option(
            "capital",
            lambda discount, **_: (
                f"Capital of a month: {1 + discount:.2f} to the power 1/12, less 1 = {(1 + discount) ** (1 / 12) - 1:.4f}"
            ),
        ),
        Option(
            "multiple",
            lambda churn, discount, **_: (
                f"Multiple: {1 + discount:.2f} ÷ ({1 + discount:.2f} − {1 - churn:.3f}) = "
                f"{clv.margin_multiple(1 - churn, discount, 'now'):.2f} months of margin"
            ),
        ),
        Option(
            "value",
            lambda margin, churn, discount: (
                f"Value of a new member: {margin} × {clv.margin_multiple(1 - churn, discount, 'now'):.2f} = "
                f"¥{margin * clv.margin_multiple(1 - churn, discount, 'now'):,.0f}"
            ),
        ),
    ],
    hints=[
        "Write the period beside each number of the deck.",
        "Say for each line which period its numbers belong to, and what it does with them.",
    ],
    pool=(
        dict(
            prompt="A subscriber to coffee beans brings a margin of {margin} at the end of each quarter in which she stays; "
            "{churn} of the subscribers leave a quarter; capital costs {discount} a year. One line of the deck is wrong. Which?",
            draws=dict(
                margin=money(40, 120, step=5),
                churn=rate(0.03, 0.08, step=0.005),
                discount=rate(0.08, 0.16, step=0.01),
            ),
            options=[
                Option(
                    "stay", lambda churn, **_: f"Retention of a quarter: 1 − {churn:.3f} = {1 - churn:.3f}"
                ),
                Option(
                    "length",
                    lambda churn, **_: (
                        f"Expected stay: 1 ÷ {churn:.3f} = {clv.expected_lifetime(1 - churn):.1f} months"
                    ),
                ),
                Option(
                    "capital",
                    lambda discount, **_: (
                        f"Capital of a quarter: {1 + discount:.2f} to the power 1/4, less 1 = "
                        f"{rates.convert_discount_rate(discount, 'year', 'quarter'):.4f}"
                    ),
                ),
                Option(
                    "multiple",
                    lambda churn, discount, **_: (
                        f"Multiple: {1 - churn:.3f} ÷ "
                        f"({1 + rates.convert_discount_rate(discount, 'year', 'quarter'):.4f} − {1 - churn:.3f}) = "
                        f"{_quarters(churn, discount):.2f} quarters of margin"
                    ),
                ),
                Option(
                    "value",
                    lambda margin, churn, discount: (
                        f"Value of a subscriber: {margin} × {_quarters(churn, discount):.2f} = "
                        f"¥{margin * _quarters(churn, discount):,.0f}"
                    ),
                ),
            ],
            hints=[
                "Write the period beside each number of the deck.",
                "Say for each line of which period its numbers are, and which period its result should be of.",
            ],
        ),
        dict(
            prompt="A member of a climbing hall brings a margin of {margin} a month; {churn} of the members leave a month; capital "
            "costs {discount} a year. The deck counts the margin of a whole year at its end, if the member is still there then. "
            "One line of it is wrong. Which?",
            draws=dict(
                margin=money(20, 60, step=5),
                churn=rate(0.015, 0.04, step=0.005),
                discount=rate(0.08, 0.16, step=0.01),
            ),
            options=[
                Option(
                    "length", lambda churn, **_: f"Expected stay: 1 ÷ {churn:.3f} = {1 / churn:.1f} months"
                ),
                Option(
                    "gone",
                    lambda churn, **_: (
                        f"Churn of a year: 1 − {1 - churn:.3f} to the power 12 = "
                        f"{rates.convert_churn_rate(churn, 'month', 'year'):.3f}"
                    ),
                ),
                Option(
                    "stay",
                    lambda churn, **_: f"Retention of a year: 1 less the churn = {_kept_a_year(churn):.3f}",
                ),
                Option(
                    "multiple",
                    lambda churn, discount, **_: (
                        f"Multiple: {_kept_a_year(churn):.3f} ÷ ({1 + discount:.2f} − {_kept_a_year(churn):.3f}) = "
                        f"{clv.margin_multiple(_kept_a_year(churn), discount):.2f} years of margin"
                    ),
                ),
                Option(
                    "value",
                    lambda margin, churn, discount: (
                        f"Value of a member: {margin} × "
                        f"{clv.margin_multiple(_kept_a_year(churn), discount):.2f} = "
                        f"¥{margin * clv.margin_multiple(_kept_a_year(churn), discount):,.0f}"
                    ),
                ),
            ],
            hints=[
                "Write the period beside each number of the deck.",
                "Say for each line of which period its numbers are, and whether they may stand in one formula.",
            ],
        ),
    ),
)

# The base -----------------------------------------------------------------------------------------

equity = Number(
    id="clv.equity",
    section="05-clv#clv-equity",
    title="The worth of a base",
    prompt="A firm has {customers} customers, whose next margin comes in a year, if they stay. At the end of each year, for "
    "ever, {inflow} more join; each costs {cost} to win and brings the first margin on joining. The margin is {margin} a "
    "year, retention {retention}, the cost of capital {discount} a year. What is the customer equity, in ¥?",
    draws=dict(
        customers=whole(1_000, 5_000, 500, says="the customers of today"),
        inflow=whole(200, 800, 100, says="the customers who join each year"),
        margin=money(80, 200, step=20, says="the yearly margin"),
        retention=rate(0.7, 0.88, step=0.02, says="the retention"),
        discount=rate(0.08, 0.14, step=0.02, says="the cost of capital"),
        cost=money(60, 200, step=20, says="the cost of winning one"),
    ),
    unit="¥",
    low=0,
    high=1e9,
    hints=[
        "Two parts: the customers of today, and a stream of newcomers.",
        "Value a newcomer on the day she joins, net of her cost. One year's newcomers, every year for ever, are worth "
        "that ÷ the discount rate.",
    ],
)

which_lever = Choice(
    id="clv.which-lever",
    section="05-clv#clv-equity",
    title="Which lever?",
    prompt="A firm's customer equity of ¥10 million grows by 4 % with one per cent more retention, by 1 % with one per cent "
    "more margin and by 0.5 % with one per cent more newcomers a year. One per cent more costs ¥500,000 for retention, ¥80,000 "
    "for margin and ¥20,000 for newcomers. There is money for one programme only. Which does it choose?",
    options=[
        Option("equal", "the money in equal parts, so that no lever is neglected"),
        Option("newcomers", "newcomers: a gain of ¥50,000 for ¥20,000"),
        Option("retention", "retention: its elasticity is the largest"),
        Option("margin", "margin: a gain of ¥100,000 for ¥80,000"),
    ],
    hints=[
        "What is one per cent of each driver worth in ¥? The equity is ¥10 million.",
        "Take the cost off each gain and compare what remains.",
        Twin(
            "The same with other numbers: equity ¥2 million; retention adds 3 % for ¥70,000, margin 1 % for ¥5,000. Retention: 60,000 − 70,000 = "
            "−10,000. Margin: 20,000 − 5,000 = 15,000. The smaller elasticity wins."
        ),
    ],
)

lever_cost = Number(
    id="clv.lever-cost",
    section="05-clv#clv-equity",
    title="What may a per cent of retention cost?",
    prompt="A firm's customer equity is {equity}. It grows by {retention_gain} with one per cent more retention and by "
    "{margin_gain} with one per cent more margin. One per cent more margin costs {cost}. There is money for one programme "
    "only. What is the most that one per cent of retention may cost, so that it is no worse than the other programme?",
    draws=dict(
        equity=money(4_000_000, 20_000_000, step=1_000_000, says="the customer equity"),
        retention_gain=rate(0.03, 0.05, step=0.005, says="the growth with more retention"),
        margin_gain=rate(0.008, 0.014, step=0.001, says="the growth with more margin"),
        cost=money(10_000, 30_000, step=5_000, says="the cost of more margin"),
    ),
    unit="¥",
    low=0,
    high=10_000_000,
    hints=[
        "What does the margin programme earn, after its cost?",
        "Retention must leave as much after its own cost. Its gain less this amount is the most that it may cost.",
    ],
)

settled = Number(
    id="clv.settled",
    section="05-clv#clv-path",
    title="The equity of a base that has settled",
    prompt="A firm has {customers} customers today. At the end of each year, for ever, {inflow} more join; each costs {cost} "
    "to win and brings the first margin on joining. The margin is {margin} a year, retention {retention}, the cost of "
    "capital {discount} a year. Once the base has settled, what will the customer equity be, in ¥?",
    draws=dict(
        customers=whole(3_000, 6_000, 500, says="the customers of today"),
        inflow=whole(200, 500, 50, says="the customers who join each year"),
        margin=money(80, 200, step=20, says="the yearly margin"),
        retention=rate(0.7, 0.85, step=0.05, says="the retention"),
        discount=rate(0.08, 0.14, step=0.02, says="the cost of capital"),
        cost=money(60, 160, step=20, says="the cost of winning one"),
    ),
    unit="¥",
    low=0,
    high=1e9,
    hints=[
        "At which size do as many leave in a year as join?",
        "Inflow ÷ churn customers will be there. Value them and the newcomers as in the chapter.",
    ],
    core=False,
)

growing = Number(
    id="clv.growing",
    section="05-clv#clv-growth",
    title="A margin that grows",
    prompt="A customer stays each year with probability {retention}. If she stays, she brings {margin} in a year, and {growth} "
    "more in every further year than in the year before. Capital costs {discount} a year. What is she worth today?",
    draws=dict(
        margin=money(80, 300, step=10, says="the first margin"),
        retention=rate(0.7, 0.9, step=0.02, says="the probability that she stays"),
        growth=rate(0.06, 0.12, says="the growth of the margin"),
        discount=rate(0.08, 0.18, says="the cost of capital"),
    ),
    unit="¥",
    low=0,
    high=100_000,
    hints=[
        "What are her first three years worth, one by one? The first margin has not grown yet.",
        "Each year is worth the year before times r(1+g)/(1+d). Where does such a series begin?",
    ],
    core=False,
)

stop_mailing = Number(
    id="clv.stop-mailing",
    section="05-clv#clv-migration",
    title="One more mailing",
    prompt="A customer has been silent for so long that this would be her last catalogue. It costs {mail}, is paid now, and "
    "she buys with probability {chance} a period later. Then she is a fresh buyer, worth {fresh} at that time, the margin "
    "of {margin} of the purchase included. If she does not buy, she is given up. Capital costs {discount} a period. What is "
    "this last mailing worth today, in US dollars?",
    draws=dict(
        mail=money(3, 6, step=0.5, unit="US dollars", says="the cost of the catalogue"),
        chance=rate(0.03, 0.2, step=0.01, says="the probability that she buys"),
        fresh=money(50, 70, step=1, unit="US dollars", says="what a fresh buyer is worth"),
        margin=money(30, 44, step=2, unit="US dollars", says="the margin of the purchase"),
        discount=rate(0.1, 0.25, step=0.05, says="the cost of capital"),
    ),
    unit="US dollars",
    low=-10,
    high=100,
    hints=[
        "What will have happened a period from now, and what is it worth then?",
        "Expected worth a period later, discounted once, less the catalogue today.",
    ],
    core=False,
)

# What may a customer cost? ------------------------------------------------------------------------

cost_per_buyer = Number(
    id="clv.cost-per-buyer",
    section="05-clv#clv-channels",
    title="Value to cost of a channel",
    prompt="A campaign cost {spend} and brought {registered} registrations. {buying} of them became buyers. A buyer's "
    "lifetime value is {worth}. What is the ratio of CLV to acquisition cost?",
    draws=dict(
        spend=money(20_000, 60_000, step=5_000, says="the cost of the campaign"),
        registered=whole(400, 1_000, 100, says="the number of registrations"),
        buying=rate(0.4, 0.8, step=0.05, says="the share who became buyers"),
        worth=money(150, 500, step=25, says="what a buyer is worth"),
    ),
    unit="",
    low=0,
    high=1_000,
    hints=[
        "How many buyers did the campaign bring? What did each cost?",
        "The cost of those who registered and never bought is part of the cost of those who did.",
    ],
)

steps = Order(
    id="clv.channel-steps",
    section="05-clv#clv-channels",
    title="Valuing a channel",
    prompt="You want to know what a registration from each channel may cost. Put the steps in order.",
    steps=[
        Step("years", "add up what each contributed in years one and two"),
        Step("means", "average by channel; never bought counts as 0"),
        Step("compare", "set the value and its interval beside the price"),
        Step("ratio", "divide the mean of year two by that of year one"),
        Step("value", "multiply year one by the margin multiple"),
        Step("people", "take all who registered at least two years ago"),
    ],
    hints=[
        "Which people can have a second year at all? Begin with them.",
        "Ratios come after averages; values come after ratios; comparisons come last.",
        Twin(
            "The same on apple trees: choose trees planted at least two years ago, weigh the crop of each year, average by "
            "variety, divide the second year by the first, extrapolate, and only then compare with the price of a sapling."
        ),
    ],
    core=False,
    pool=(
        dict(
            prompt="You want to know what a new member of a swimming club may cost, from the club's list of members. Put the steps "
            "in order.",
            steps=[
                Step("share", "divide this count by the number of people you took"),
                Step("joined", "take all who joined at least a year ago"),
                Step("value", "multiply the margin of a year by the multiple"),
                Step("left", "count those of them who left within a year of joining"),
                Step("compare", "set the value and its interval beside the price of a new member"),
                Step("multiple", "put 1 less this churn into the margin multiple"),
            ],
            hints=[
                "Who has been observed for a whole year? Begin with them.",
                "A rate comes after its count; a multiple comes after its rate; comparisons come last.",
                Twin(
                    "The same on light bulbs: take all that were lit at least a thousand hours ago, count those of them that failed "
                    "within a thousand hours, divide, turn the failure rate into a mean life, turn the life into money saved, and "
                    "only then compare with the price of a bulb."
                ),
            ],
        ),
        dict(
            prompt="You want to know which of four newsletters to advertise in again, from what their readers have bought. Put the "
            "steps in order.",
            steps=[
                Step("long", "multiply this average by the multiple of five years"),
                Step("people", "take all who signed up at least a year ago"),
                Step("decide", "book the newsletters whose lower end exceeds the price of a sign-up"),
                Step("mean", "average these margins by newsletter; never bought counts as 0"),
                Step("interval", "work out an interval for the value of five years"),
                Step("margin", "add up what each of them brought in the first year"),
            ],
            hints=[
                "Who can have brought a whole first year? Begin with them.",
                "Sums come before averages, averages before values, and a value has its interval before anyone decides.",
                Twin(
                    "The same on hens: take those that have laid for a year, count the eggs of each, average by breed with those that "
                    "never laid, extrapolate to the years of a hen, put an interval around it, and only then buy."
                ),
            ],
        ),
    ),
)


@functools.cache
def simulated_firm():
    return datasets.load_firm()


@functools.cache
def _contributions():
    """What each of the 700 people of 2023 brought in her first and second year, as in the chapter."""
    found = first_two_years(simulated_firm())[["channel", "first", "second"]]
    return found.astype({"channel": str}).round(2).reset_index()


def _people(rng):
    """The same 700 people for everyone."""
    return _contributions()


def _redrawn(rng):
    """A third of the people left out, so that each student's channels differ."""
    chosen = rng.sample(range(len(_contributions())), 460)
    return _contributions().iloc[sorted(chosen)].reset_index(drop=True)


channel_values = Value(
    id="clv.channel-values",
    section="05-clv#clv-channels",
    title="The value of each channel",
    prompt="`q.people` holds {people} of the simulated firm: `channel`, and what each contributed in her `first` and `second` "
    "year (¥). Take the ratio of the second year's mean to the first year's as retention and compute for each channel the "
    "value of a registration: five margins, the first one now, at 10 % a year. Leave a DataFrame with `channel` and `value`.",
    draws=dict(people=Sample(_redrawn, "{rows:,} people who registered in 2023")),
    hints=[
        "Bring the people of a channel together first: what did they bring on average in the first year, and what in the second?",
        '`clv.finite_margin_multiple(ratio, 0.1, horizon=5, first_margin="now")` takes the whole column of ratios; multiply '
        "it by the first year's mean, name the result `value` and reset the index.",
    ],
)


def _offers(rng):
    """Three hundred further registrations, each with its channel and its price."""
    rows = [(number, rng.choice(CHANNELS), rng.randrange(200, 620, 10)) for number in range(1001, 1301)]
    return pd.DataFrame(rows, columns=["offer_id", "channel", "price"])


registrations = Decision(
    id="clv.registrations",
    section="05-clv#clv-channels",
    title="Which registrations to buy",
    prompt="The growth team could win {offers} more (`q.offers`: `offer_id`, `channel`, `price` in ¥), with advertisements, staff "
    "at the sign-up desks and bonuses. `q.people` holds {people}, as before. Which do you buy? Leave a list of `offer_id`. It is "
    "scored by the expected value of a registration of that channel under the rules of the firm, over five years at 10 %, less the price.",
    draws=dict(
        people=Sample(_people, "the {rows:,} people of 2023"),
        offers=Sample(_offers, "{rows:,} registrations"),
    ),
    unit="¥",
    things="registrations",
    hints=[
        "How far can you trust five values that rest on a hundred people each? Chapter 5 compares rules.",
        "Compute the value of all people together, too, and draw each of the five values towards it, the half of the way, say. Then compare the price of each offer with the value of its channel.",
    ],
)

SLIDE = (
    "“Our customers stay 14 months on average: we took all who cancelled last year. Each pays ¥25 a month. So a customer is worth "
    "¥350, and at ¥300 our new campaign is a bargain. It also brings better people: 62 % of them bought again within a quarter, "
    "against 55 % before.”"
)

own = Memo(
    id="clv.own",
    section="05-clv#clv-channels",
    title="A text of your own",
    prompt="Find a report, a slide or an article that states what a customer is worth, from your own firm if you can. If you have "
    f"none, take this one: {SLIDE} Write which formula it uses, when its first margin comes, the gravest flaw and one more, what "
    "the number becomes when the gravest is put right (or which number you would need), and whether the decision changes.",
    words=(80, 300),
    rubric=("formula and convention", "gravest flaw", "number put right", "decision"),
    hints=[
        "Go through the five traps, then through the periods and the first margin.",
        "Put one flaw right, and leave the rest as it is: does the number rise or fall?",
        Twin(
            "The same on a gym: “A member stays 9 months, the mean of those who left, and pays ¥200, so she is worth ¥1,800.” The "
            "stays of those who are still there are left out, so 9 months are too few; fees are not margin, so ¥1,800 are too much. "
            "With 5 % leaving a month she stays 20 months, and with ¥60 of margin she is worth ¥1,200 before discounting."
        ),
    ],
)

memo = Memo(
    id="clv.memo",
    section="05-clv#clv-channels",
    title="The memo",
    prompt="The head of marketing asks: “What may a new customer cost us, and from which channel should the next thousand "
    "come?” Answer in a memo: your number, how uncertain it is, the alternative you turned down, and what an error would cost.",
    words=(60, 250),
    hints=[
        "Begin with the decision, not with the method.",
        "One sentence each: number, uncertainty, alternative, cost of an error, and the assumption it all rests on.",
        Twin(
            "The same on hiring: “Pay up to ¥30,000 for a recruiter's candidate. Ours stay 2.6 years on average, give or take "
            "0.5, and bring ¥15,000 a year. I turned down ¥45,000 for the best agency: its lead is within chance. If I am wrong "
            "we lose about ¥10,000 a head and notice it within two years.”"
        ),
    ],
)

# Predictions of the labs --------------------------------------------------------------------------

lab_retention = Choice(
    id="clv.lab-retention",
    section="05-clv#clv-points",
    title="Lab: ten points of retention",
    prompt="Before you move anything: retention rises by ten points, once from 50 to 60 %, once from 80 to 90 %. Margin and "
    "discount rate stay. Which step adds more lifetime value, in ¥?",
    options=[
        Option("high", "from 80 to 90 %, several times as much"),
        Option("same", "both the same: ten points are ten points"),
        Option("low", "from 50 to 60 %: there is more room for improvement"),
    ],
    hints=[
        "How long does a customer stay on average at 50, 60, 80 and 90 %?",
        Twin(
            "Without discounting the value of ¥1 a year is r/(1−r): 1.0 at 50 %, 1.5 at 60 %, 4.0 at 80 %, 9.0 at 90 %. "
            "The first step adds 0.5, the second 5."
        ),
    ],
)

lab_frontier = Choice(
    id="clv.lab-frontier",
    section="05-clv#clv-border",
    title="Lab: where it begins to pay",
    prompt="Before you move anything: the margin doubles from ¥100 to ¥200 a year. At 80 % retention, what happens to the "
    "highest acquisition cost that still pays?",
    options=[
        Option("less", "it rises, but by less than double, because customers leave"),
        Option("doubles", "it doubles"),
        Option("same", "it stays: acquisition cost depends only on retention"),
    ],
    hints=[
        "Write the highest acquisition cost as margin times something.",
        Twin(
            "At 70 % retention and 10 % the multiple is 0.7 ÷ 0.4 = 1.75: ¥175 for a margin of ¥100 a year, ¥350 for ¥200, "
            "¥525 for ¥300."
        ),
    ],
)

# Quizzes of the chapter ---------------------------------------------------------------------------

certain_life = Choice(
    id="clv.certain-life",
    section="05-clv#clv-definition",
    title="Valued at the mean life",
    prompt="Customers of a bank stay eight years on average; some leave after one, some stay for thirty. The bank values each as "
    "eight certain years of margin, discounted at 8 %. How does its number compare with the mean value of its customers?",
    options=[
        Option("equal", "It is right, because longer and shorter lives cancel out"),
        Option("low", "It is too low, because some customers stay for thirty years"),
        Option("high", "It is too high, because late years count little"),
    ],
    hints=[
        "Take one customer who stays two years and one who stays fourteen. What are their sums worth together?",
        Twin(
            "At 10 %, one year and nine years of ¥1 are worth 0.91 and 5.76, on average 3.33. Five certain years are worth 3.79. "
            "Without discounting both would be 5."
        ),
    ],
)

doubt = Choice(
    id="clv.doubt",
    section="05-clv#clv-points",
    title="A claim about five points",
    prompt="A consultant writes: “Five points more retention raise what a customer is worth to you by at least a quarter.” The "
    "firm keeps 85 % of its customers a year, and capital costs it 10 %. What do you answer?",
    options=[
        Option("false", "It is false, as the popular claim of 25 to 85 % is known to be an exaggeration"),
        Option("true", "It is true for this firm, and says nothing of the cost"),
        Option("churn", "It is true only if the firm cuts its churn by 5 per cent"),
        Option("profit", "It is true, and the profit of this year grows by a quarter as well"),
    ],
    hints=[
        "Compute the multiple at the retention of today and at five points more.",
        Twin(
            "At 60 % kept and 10 % the multiple is 0.6 ÷ 0.5 = 1.20, and at 65 % it is 0.65 ÷ 0.45 = 1.44: a fifth more, so that "
            "there a quarter would be too much to say."
        ),
    ],
)

five_values = Choice(
    id="clv.five-values",
    section="05-clv#clv-channels",
    title="Five values in a table",
    prompt="A report values five channels at ¥520, ¥430, ¥300, ¥290 and ¥280, each from about a hundred people, with intervals "
    "of ± ¥150. All people together are worth ¥370, ± ¥60. Which values should the next purchase rest on?",
    options=[
        Option("best", "on the highest of the five, and buy only from that channel"),
        Option("five", "on the five as they stand, since each is the best estimate of its own channel"),
        Option("drawn", "on the five, each drawn towards the common value"),
        Option("none", "on none, until a trial of 50 people a channel has been made"),
    ],
    hints=[
        "How much of the distance between ¥520 and ¥280 would chance alone make?",
        Twin(
            "Five dice are thrown once each and show 6, 5, 3, 2, 1. The best forecast of the next throw of each is 3.5, the common "
            "mean, because all of the distance was chance. Where some of it is real, the best forecast lies between."
        ),
    ],
)

trial_size = Number(
    id="clv.trial-size",
    section="05-clv#clv-trial",
    title="The size of a trial",
    prompt="A trial of {people} registrations tells the value of a channel to ± {wide} (95 %). How many registrations would tell it "
    "to ± {narrow}?",
    draws=dict(
        people=whole(40, 120, 10, says="the registrations of the trial"),
        wide=money(160, 320, step=20, says="the precision of the trial"),
        narrow=money(30, 80, step=10, says="the precision that is asked"),
    ),
    unit="",
    low=0,
    high=100_000,
    hints=[
        "What happens to a standard error when there are four times as many people?",
        "The interval shrinks with the root of the number, so the number grows with the square of the ratio.",
    ],
)

QUESTIONS = (
    retention,
    month_to_year,
    npv,
    averages,
    stay_length,
    lifetime_value,
    which_convention,
    finite_multiple,
    deck,
    needed_retention,
    payback,
    equity,
    lever_cost,
    settled,
    growing,
    stop_mailing,
    cost_per_buyer,
    steps,
    channel_values,
    registrations,
    trial_size,
    own,
    memo,
)

LABS = (lab_retention, lab_frontier)

QUIZ = (lifespan, slide, which_lever, certain_life, doubt, five_values)
