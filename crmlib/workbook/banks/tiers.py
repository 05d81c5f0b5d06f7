"""The questions of chapter 9, tiers: rules, movement, budget: what is asked."""

import functools
import math

import pandas as pd

from crmlib import rates, simulate
from crmlib.workbook.kinds.choice import Audit, Choice, Option
from crmlib.workbook.kinds.code import Decision, Function, Value
from crmlib.workbook.kinds.draws import Grid, OneOf, Sample, money, rate, whole
from crmlib.workbook.kinds.memo import Memo
from crmlib.workbook.kinds.number import Number, Reverse
from crmlib.workbook.kinds.questions import Twin

CUT_B, CUT_A = 1_100, 2_600  # ¥ of spend in a year, the cuts of the trial
STEP = 10_000  # ¥ a year
REVIEWS = tuple(f"review_{number}" for number in range(1, 7))


def orders(low, high, says):
    """A mean number of orders, to one decimal."""
    return Grid(low, high, 0.1, "{:.1f}".format, says)


# Goals --------------------------------------------------------------------------------------------

churn_slide = Audit(
    id="tiers.churn-slide",
    section="09-tiers#tiers-goals",
    title="A slide of goals",
    prompt="A bank wants for its gold customers: churn of at most {churn} a quarter, retention of {kept} a year, and {growth} more "
    "income from gold next year. An analyst checks what the three goals say together. One line is wrong. Which?",
    draws=dict(churn=rate(0.02, 0.04, 0.005), kept=rate(0.85, 0.92, 0.01), growth=rate(0.1, 0.3, 0.05)),
    options=[
        Option(
            "quarter",
            lambda churn, **_: (
                f"The churn goal keeps {1 - churn:.3f} to the power 4 = {(1 - churn) ** 4:.3f} of them over a year"
            ),
        ),
        Option(
            "month",
            lambda churn, **_: (
                f"Were it a month's churn, it would keep {1 - churn:.3f} to the power 12 = {(1 - churn) ** 12:.3f}"
            ),
        ),
        Option(
            "needed",
            lambda kept, **_: (
                f"Retention of {kept:.2f} a year allows a churn of 1 − {kept:.2f} to the power 1/4 = "
                f"{rates.convert_churn_rate(1 - kept, 'year', 'quarter'):.3f} a quarter"
            ),
        ),
        Option(
            "income",
            lambda kept, growth, **_: (
                f"Without new gold customers each who stays must bring {1 + growth:.2f} × {kept:.2f} = "
                f"{(1 + growth) * kept:.3f} times as much"
            ),
        ),
        Option(
            "left",
            lambda kept, **_: (
                f"Of 1,000 gold customers the retention goal lets {1_000 * (1 - kept):,.0f} go in a year"
            ),
        ),
    ],
    hints=[
        "Follow 1,000 gold customers and their income of ¥1,000 each from January to December, line by line.",
        "Each line has a share, a number of periods and what the share is taken of. Say for each which of them its words ask for.",
    ],
    pool=(
        dict(
            prompt="An airline wants for its platinum members: churn of at most {churn} a half-year, retention of {kept} a year, and "
            "{growth} more income from platinum next year. It expects that each who stays spends {more} more. An analyst checks what the "
            "goals say together. One line is wrong. Which?",
            draws=dict(
                churn=rate(0.03, 0.07, 0.005),
                kept=rate(0.85, 0.92, 0.01),
                growth=rate(0.2, 0.35, 0.05),
                more=rate(0.05, 0.14, 0.01),
            ),
            options=[
                Option(
                    "half",
                    lambda churn, **_: (
                        f"The churn goal keeps {1 - churn:.3f} to the power 2 = {(1 - churn) ** 2:.3f} of them over a year"
                    ),
                ),
                Option(
                    "income",
                    lambda growth, more, **_: (
                        f"If none joins, the income goal asks for a retention of {1 + more:.2f} ÷ {1 + growth:.2f} = "
                        f"{(1 + more) / (1 + growth):.3f} a year"
                    ),
                ),
                Option(
                    "quarter",
                    lambda churn, **_: (
                        f"Were it a quarter's churn, it would keep {1 - churn:.3f} to the power 4 = {(1 - churn) ** 4:.3f}"
                    ),
                ),
                Option(
                    "needed",
                    lambda kept, **_: (
                        f"Retention of {kept:.2f} a year allows a churn of 1 − {kept:.2f} to the power 1/2 = "
                        f"{1 - math.sqrt(kept):.3f} a half-year"
                    ),
                ),
                Option(
                    "left",
                    lambda kept, **_: (
                        f"Of 2,000 members the retention goal lets {2_000 * (1 - kept):,.0f} go in a year"
                    ),
                ),
            ],
            hints=[
                "Follow 2,000 members and the ¥1,000 of each from January to December, line by line.",
                "Each line has a share, a number of periods and what the share is taken of. Say for each which of them its words ask for.",
            ],
        ),
        dict(
            prompt="A chain of tea houses in Kunming wants for its gold members: churn of at most {churn} a month, retention of {kept} a "
            "year, the same each year, and {growth} more income from gold next year. An analyst checks what the three goals say "
            "together. One line is wrong. Which?",
            draws=dict(
                churn=rate(0.01, 0.03, 0.005), kept=rate(0.74, 0.84, 0.01), growth=rate(0.1, 0.3, 0.05)
            ),
            options=[
                Option(
                    "month",
                    lambda churn, **_: (
                        f"The churn goal keeps {1 - churn:.3f} to the power 12 = {(1 - churn) ** 12:.3f} of them over a year"
                    ),
                ),
                Option(
                    "needed",
                    lambda kept, **_: (
                        f"Retention of {kept:.2f} a year allows a churn of 1 − {kept:.2f} to the power 1/12 = "
                        f"{rates.convert_churn_rate(1 - kept, 'year', 'month'):.4f} a month"
                    ),
                ),
                Option(
                    "three",
                    lambda kept, **_: (
                        f"Over three years the retention goal keeps 1 − 3 × {1 - kept:.2f} = {1 - 3 * (1 - kept):.2f} of them"
                    ),
                ),
                Option(
                    "left",
                    lambda kept, **_: (
                        f"Of 3,000 members the retention goal lets {3_000 * (1 - kept):,.0f} go in the first year"
                    ),
                ),
                Option(
                    "income",
                    lambda kept, growth, **_: (
                        f"Without new members each who stays must bring {1 + growth:.2f} ÷ {kept:.2f} = "
                        f"{(1 + growth) / kept:.3f} times as much"
                    ),
                ),
            ],
            hints=[
                "Follow 3,000 members and their income of ¥1,000 each from one January to the next ones, line by line.",
                "Each line has a share, a number of periods and what the share is taken of. Say for each which of them its words ask for.",
            ],
        ),
    ),
)

quarter = Number(
    id="tiers.quarter",
    section="09-tiers#tiers-goals",
    title="From a quarter to a year",
    prompt="A firm loses {churn} of its gold customers a quarter, the same share of all who are left. Which share of today's "
    "gold customers will have left in a year?",
    draws=dict(churn=rate(0.025, 0.07, 0.001, says="the churn of a quarter")),
    unit="share",
    low=0,
    high=1,
    hints=[
        "How many quarters has a year, and what happens to those who are left in each of them?",
        "Multiply the share that stays four times by itself, and take it from 1.",
    ],
)

satisfaction_rise = Choice(
    id="tiers.satisfaction-rise",
    section="09-tiers#tiers-goals",
    title="Satisfaction up by a quarter",
    prompt="A goal reads: “Satisfaction of gold customers up by 25 %.” The mean is 4.2 on a scale from 1 to 5. What is to be "
    "said of the goal?",
    options=[
        Option("reach", "It is ambitious and can be reached with a mean of 4.6"),
        Option("points", "It asks for 4.45, a quarter of a point more"),
        Option("scale", "It asks for 5.25, beyond the end of the scale"),
        Option("share", "It asks that 25 % more customers tick 5, and nothing else"),
    ],
    hints=[
        "What is 4.2 and a quarter of it?",
        Twin(
            "The same on a thermometer: 20 degrees Celsius and 25 % more would be 25, and the same day in Fahrenheit is 68, with "
            "25 % more 85, which is 29 degrees Celsius. A per cent of a scale without a true zero says nothing."
        ),
    ],
)

# Why tiers ----------------------------------------------------------------------------------------

deck_figure = Choice(
    id="tiers.deck-figure",
    section="09-tiers#tiers-why",
    title="Example or criterion?",
    prompt="A deck describes tier C by the figures of one supermarket: 90 % of its C customers buy in discounts. A manager "
    "of a hotel wants to sort her guests by it. What is the figure?",
    options=[
        Option("criterion", "a criterion: guests who buy in discounts belong to C"),
        Option("target", "a target: nine of ten C customers should get discounts"),
        Option("example", "an example: one firm's finding about a tier cut by another rule"),
        Option("law", "a regularity of low tiers that holds in any trade until it is refuted"),
    ],
    hints=[
        "By what had the supermarket cut its tiers before it counted the discounts?",
        Twin(
            "The same on schools: “90 % of our weak pupils walk to school.” It describes one school, and nobody would "
            "sort pupils by how they come."
        ),
    ],
)

# What a benefit brings ----------------------------------------------------------------------------

extra_order = Number(
    id="tiers.extra-order",
    section="09-tiers#tiers-benefits",
    title="What does a further order cost?",
    prompt="In a trial, customers of tier B with benefits worth {benefit} a year placed {treated} orders on average, and those "
    "without benefits {control}. What does the firm pay for each order that would not have come without the benefits?",
    draws=dict(
        benefit=money(15, 60, 5, says="what the benefits are worth"),
        treated=orders(9, 11, says="the orders with benefits"),
        control=orders(7.5, 9.2, says="the orders without benefits"),
    ),
    unit="¥",
    low=1,
    high=1_000,
    hints=[
        "How many of the orders would have come anyway?",
        "Divide what a customer's benefits cost by the further orders that she places.",
    ],
)

anyway = Number(
    id="tiers.anyway",
    section="09-tiers#tiers-benefits",
    title="Who would have moved up anyway",
    prompt="Half of {customers} silver customers, drawn at random, are promised {gift} if they reach gold this year. {moved} of "
    "those with the promise reach it, {control} of the others do. A customer who is moved to gold brings {worth} of margin more. "
    "What does the promise earn, in ¥, with all who got it?",
    draws=dict(
        customers=whole(1_000, 4_000, 200, says="the number of silver customers"),
        gift=money(20, 60, 5, says="the gift"),
        moved=rate(0.15, 0.25, 0.01, says="the share that reaches gold with the promise"),
        control=rate(0.08, 0.13, 0.01, says="the share that reaches gold without it"),
        worth=money(120, 240, 10, says="what a move to gold brings"),
    ),
    unit="¥",
    low=-1_000_000,
    high=1_000_000,
    hints=[
        "How many have the promise, how many of them reach gold, and how many of these because of it?",
        "Those who reach gold because of it bring the margin. All who reach it take the gift.",
    ],
)

# The budget ---------------------------------------------------------------------------------------

halves = Number(
    id="tiers.halves",
    section="09-tiers#tiers-budget",
    title="Half of what is missing",
    prompt="No service could gain more than {ceiling} a year from a customer of a tier. The first {half} a head bring half of it, "
    "and each further {half} bring half of what is still missing. What do {times} times {half} a head bring?",
    draws=dict(
        ceiling=money(40, 240, 10, says="the most that service can gain"),
        half=money(4, 20, 2, says="one step a head"),
        times=OneOf((3, 4), says="the number of steps"),
    ),
    unit="¥",
    low=0,
    high=200,
    hints=[
        "What is still missing after the first step, and after the second?",
        "What is missing is halved at each step. Take what is missing in the end from the ceiling.",
    ],
)

next_yuan = Number(
    id="tiers.next-yuan",
    section="09-tiers#tiers-budget",
    title="The last yuan",
    prompt="A tier of {customers} customers gets {budget} of service a year. A customer can gain the firm {ceiling} a year at "
    "most, and the speed of the tier's curve is {speed} per yuan a head. What does one more yuan of the budget bring, in ¥?",
    draws=dict(
        customers=whole(200, 800, 50, says="the number of customers"),
        budget=money(6_000, 24_000, 1_000, says="the service of the whole tier"),
        ceiling=money(80, 300, 20, says="the most that a customer can gain the firm"),
        speed=rate(0.01, 0.05, 0.005, says="the speed of the curve"),
    ),
    unit="¥",
    low=0,
    high=20,
    hints=[
        "How much a head is spent already, and which share of the ceiling is still missing there?",
        "At so much a head the share e^(−kx) of the ceiling is still missing. One more yuan a head brings the share k of that; how many customers share one yuan of the budget, and how many gain?",
    ],
)

needed_ceiling = Reverse(
    id="tiers.needed-ceiling",
    section="09-tiers#tiers-budget",
    title="When would 80 % be right?",
    prompt="A firm spends 80 % of its service budget of {budget} a year on the {customers} customers of its top tier, whose "
    "curve has a speed of {speed} per yuan a head. In the lower tiers the last yuan brings {last}. How much would a top "
    "customer have to be able to gain the firm a year, at most, for the split to be the best one?",
    draws=dict(
        budget=money(20_000, 50_000, 5_000, says="the whole service budget"),
        customers=whole(200, 400, 50, says="the number of top customers"),
        speed=rate(0.015, 0.03, 0.005, says="the speed of the curve"),
        last=money(1.2, 2.4, 0.2, says="what the last yuan brings in the lower tiers"),
    ),
    unit="¥",
    low=0,
    high=1e6,
    hints=[
        "What do the last yuan of all tiers have in common in the best split?",
        "At x yuan a head the share e^(−kx) of the ceiling is still missing. What is missing, times the speed, is what the last yuan brings; it "
        "must be as much as elsewhere. Solve for the ceiling.",
    ],
)

last_yuan = Choice(
    id="tiers.last-yuan",
    section="09-tiers#tiers-budget",
    title="Average and last yuan",
    prompt="A report: in tier A a yuan of service brings ¥10 on average, in tier B ¥4. The last yuan in A brings ¥0.80, in B "
    "¥2.50. The budget is fixed. What do you do?",
    options=[
        Option("to-a", "move money from B to A, which has by far the better ratio of the two"),
        Option("to-b", "move money from A to B until the last yuan brings the same"),
        Option("stay", "leave it, since both ratios are above 1"),
        Option("all-b", "move all of the budget of A to B"),
    ],
    hints=[
        "What is lost if one yuan is taken away from A, and what does it bring in B?",
        Twin(
            "The same on a field: the north has yielded 9 sacks for each sack of dung, the south 5. The last sack brought one in "
            "the north and three in the south. The next one goes to the south, until the two are level."
        ),
    ],
)

quicker = Choice(
    id="tiers.quicker",
    section="09-tiers#tiers-budget",
    title="A tier that is quicker",
    prompt="In the best split 80 % of a budget goes to tier A, ¥240 a head. Now the speed of A doubles, from 2 to 4 % of what is missing per yuan, and "
    "its ceiling stays. How much does the best split give to A now?",
    options=[
        Option("more", "more than before, since each yuan works faster there"),
        Option("less", "less than before, since the ceiling is reached sooner"),
        Option("same", "the same, since the most that A can gain has not changed"),
    ],
    hints=[
        "How much of the ceiling is still missing at ¥240 a head, before and after?",
        Twin(
            "A bath of 100 litres that fills at 2 litres a minute is worth watching after 40 minutes. At 4 litres a minute it has "
            "run over by then."
        ),
    ],
)

# The split ----------------------------------------------------------------------------------------


@functools.cache
def trial():
    """A trial of another year, with the same plan as the one of the chapter."""
    return simulate.trial("tiers", seed=9)


@functools.cache
def split_trial():
    """One more trial of the same plan, in which chance moved the plain means of tier A far from the truth."""
    return simulate.trial("tiers", seed=40)


@functools.cache
def next_customers():
    """Customers of the same firm who were not in the trial."""
    return simulate.trial("tiers", seed=2027, customers=12_000)


def _the_trial(rng):
    return trial().customers


def _the_split_trial(rng):
    return split_trial().customers


@functools.cache
def all_steps(most=60):
    """What the budget could be spent on: steps of equal cost, the first of each tier first."""
    sizes = split_trial().customers["tier"].value_counts()
    rows = [
        (
            f"{tier}{number}",
            tier,
            number,
            int(sizes[tier]),
            STEP * (number - 1) / sizes[tier],
            STEP * number / sizes[tier],
        )
        for tier in "ABC"
        for number in range(1, most + 1)
    ]
    return pd.DataFrame(
        rows, columns=["step_id", "tier", "step", "customers", "from_per_head", "to_per_head"]
    )


def _the_steps(rng):
    return all_steps()


split = Decision(
    id="tiers.split",
    section="09-tiers#tiers-split",
    title="Split the budget",
    prompt="`q.results` holds {results} of a tiers trial: `tier`, `benefit` (0, 15, 60 or 240 yuan a year, drawn at random), `orders` and "
    "`spend` of the year, `orders_before` and `spend_before`; 40 % of spend is margin. Next year the same customers share a budget of "
    "{budget}. It is spent in steps of ¥10,000, each for all customers of one tier: `q.steps` holds {steps} with `step_id`, `tier` and from "
    "how much a head to how much a head a step leads. Leave the list of the `step_id` that you take, those of a tier in their order. "
    "It is scored by the truth, as the expected profit of the year; right begins at 92 % of what the reference policy earns.",
    draws=dict(
        budget=money(240_000, 420_000, 20_000),
        results=Sample(_the_split_trial, "the {rows:,} customers"),
        steps=Sample(_the_steps, "{rows} possible steps"),
    ),
    unit="¥",
    things="steps",
    hints=[
        "What did each benefit gain a customer over none, in each tier? Chance in last year's spend hides it, so regress `spend` on it, too.",
        "`tiers.fit_gain` makes a curve of three gains. The gain at the end of a step less the gain at its beginning is what the step brings. "
        "Take those that bring most, whatever their tier.",
    ],
)

fit_assumes = Choice(
    id="tiers.fit-assumes",
    section="09-tiers#tiers-split",
    title="What the curve takes for granted",
    prompt="A trial of one year had benefits of ¥0, ¥15, ¥60 and ¥240. A curve through the gains of tier A is used to choose ¥90 a "
    "head. What does the choice take for granted that the trial did not see?",
    options=[
        Option("random", "that the benefits were given out at random"),
        Option("shape", "that between ¥60 and ¥240 the gain follows the form of the curve"),
        Option("control", "that customers without benefits would have ordered less or more by chance"),
        Option("margin", "that a benefit costs its full amount"),
    ],
    hints=[
        "Which customers of the trial got ¥90?",
        Twin(
            "A child is measured at 2, 6 and 18 years. Her height at 12 is read off a curve through the three: the curve is a form that "
            "somebody chose, and no measurement."
        ),
    ],
)

# Reviews ------------------------------------------------------------------------------------------

flips = Number(
    id="tiers.flips",
    section="09-tiers#tiers-flips",
    title="Moves made by chance",
    prompt="{customers} customers stand exactly at a cut. From review to review their scores vary by chance, independently, with a "
    "standard deviation of {spread} points. A customer moves only if her score lies {band} points beyond the cut. How many moves does "
    "chance make in a year of {reviews} reviews?",
    draws=dict(
        customers=whole(100, 500, 50, says="the number of customers"),
        spread=whole(80, 160, 20, says="the standard deviation"),
        band=whole(40, 160, 20, says="the points beyond the cut"),
        reviews=OneOf((4, 12), says="the reviews of a year"),
    ),
    unit="",
    low=0,
    high=10_000,
    hints=[
        "With which probability does one customer move at one review?",
        "At the cut it is the chance that a normal number exceeds band ÷ standard deviation. Then multiply by customers and reviews.",
    ],
)


def _scores(rng, rows=60):
    """Scores of six reviews; half of the customers stand near a cut."""
    made = []
    for number in range(1, rows + 1):
        level = rng.choice((500, 1_000)) + rng.randint(-60, 60) if number % 2 else rng.randint(250, 1_250)
        made.append((number, *(round(level + rng.gauss(0, 75)) for _ in REVIEWS)))
    return pd.DataFrame(made, columns=["customer_id", *REVIEWS])


history = Value(
    id="tiers.history",
    section="09-tiers#tiers-flips",
    title="A history with a band",
    prompt="`q.scores` holds the scores of {scores} at six reviews, `review_1` to `review_6`. Tier 1 begins at 500 points, tier 2 at 1,000; "
    "below is tier 0. The first review uses the cuts. At each later one a customer moves only if her score lies {band} points or more "
    "beyond a cut above her, or more than {band} points below a cut that she holds. Leave a DataFrame with `customer_id`, `tier` (after "
    "the last review) and `moves` (how often the tier changed).",
    draws=dict(scores=Sample(_scores, "{rows} customers"), band=whole(30, 80, 10)),
    hints=[
        "Keep the tier that each customer has, and go through the reviews in their order.",
        "`tiers.tier_history` takes a row per review, so turn the table round first. A move is where a tier differs from the one before it.",
    ],
)

next_tier = Function(
    id="tiers.next-tier",
    section="09-tiers#tiers-flips",
    title="A function for a review",
    prompt="Write a function that returns the tier of a customer after a review, 1 for gold and 0 for silver. A silver customer rises if her "
    "score reaches the cut plus the band. A gold customer falls if her score lies below the cut less the band. Everyone else keeps her "
    "tier, `current`.",
    inputs=dict(
        score=whole(300, 700, 10), current=OneOf((0, 1)), cut=whole(450, 550, 50), band=whole(0, 100, 20)
    ),
    hints=[
        "Two questions, one after the other: does a silver customer rise, does a gold one fall?",
        "To rise, a silver customer must pass the cut by the band; to fall, a gold one must fail it by the band. Where neither happens, the tier stays as it was.",
        Twin(
            "A heating with a band of 1 degree around 20: it goes on below 19, off from 21, and stays as it is between. "
            "`def heats(degrees, on): return 0 if degrees >= 21 else 1 if degrees < 19 else on`."
        ),
    ],
)

rhythm = Choice(
    id="tiers.rhythm",
    section="09-tiers#tiers-flips",
    title="Real time or once a month?",
    prompt="A shop turns its monthly review of tiers into one in real time: each night, by the spend of the last 365 days. Neither the cuts "
    "nor the customers change. What do you expect?",
    options=[
        Option("fewer", "fewer moves in a year, since the tiers are always up to date"),
        Option("same", "as many moves, only earlier"),
        Option("more", "more moves in a year, and more that are soon taken back"),
    ],
    hints=[
        "A customer crosses a cut on the 5th and back on the 20th. Who sees it?",
        Twin(
            "A scale in the kitchen says every morning whether you are above 70 kg, another once a month. The first one counts every glass "
            "of water."
        ),
    ],
)

# Luck ---------------------------------------------------------------------------------------------

before_after = Number(
    id="tiers.before-after",
    section="09-tiers#tiers-luck",
    title="Before and after",
    prompt="Last year's gold customers had spent {before} each on average. Half of them, drawn at random, got benefits worth {benefit} and "
    "spent {treated} this year; the others spent {control}. {margin} of spend is margin. What did the benefits earn with a customer, "
    "their own cost taken off?",
    draws=dict(
        before=money(4_600, 5_000, 50, says="the spend of last year"),
        benefit=money(30, 90, 10, says="what the benefits are worth"),
        treated=money(4_350, 4_700, 50, says="the spend with benefits"),
        control=money(3_950, 4_250, 50, says="the spend of the others"),
        margin=rate(0.3, 0.5, 0.05, says="the part of spend that is margin"),
    ),
    unit="¥",
    low=-1_000,
    high=1_000,
    hints=[
        "What would those with benefits have spent without them?",
        "The margin on the difference of the two halves this year, less the benefits.",
    ],
)

# Who moves up -------------------------------------------------------------------------------------

break_even_spend = Number(
    id="tiers.break-even-spend",
    section="09-tiers#tiers-moves",
    title="From which spend does a move pay?",
    prompt="A move up makes a customer order {lift} more, and her new status costs {cost} a year. {margin} of spend is margin. From which "
    "spend a year, without the move, does it pay?",
    draws=dict(
        lift=rate(0.03, 0.09, 0.01, says="what the move adds to her orders"),
        cost=money(20, 60, 5, says="what the status costs"),
        margin=rate(0.25, 0.5, 0.05, says="the part of spend that is margin"),
    ),
    unit="¥",
    low=0,
    high=20_000,
    hints=[
        "What does the move add to her spend, and how much of that is margin?",
        "The margin on what the move adds must be as much as the status costs. At which spend is it so?",
    ],
)


@functools.cache
def candidates():
    """Those who could move up: of tier C the ones near the cut, and all of tier B."""
    table = next_customers().customers
    table = table[(table["tier"] == "B") | (table["spend_before"].between(0.75 * CUT_B, CUT_B - 1))]
    return table[["customer_id", "tier", "orders_before", "spend_before"]].astype({"tier": str})


def _some_candidates(rng, rows=500):
    table = candidates()
    return table.iloc[sorted(rng.sample(range(len(table)), rows))].reset_index(drop=True)


movers = Decision(
    id="tiers.movers",
    section="09-tiers#tiers-moves",
    title="Who moves up next quarter",
    prompt="The cuts are ¥1,100 for tier B and ¥2,600 for tier A. `q.results` holds {results} of another tiers trial: of those whose `spend_before` lay "
    "within 25 % of a cut, half were moved across it at random (`status`). Next quarter {customers} could be moved up by one tier "
    "(`q.customers`: `customer_id`, `tier`, `orders_before`, `spend_before`): those of tier B, and those of C near their cut; none of "
    "them gets benefits. The status costs {cost} a customer and year; 40 % of spend is margin. Leave a list of `customer_id`. It is scored by the truth, as the expected "
    "profit of a year; right begins at 88 % of what the reference policy earns.",
    draws=dict(
        cost=money(32, 35),
        results=Sample(_the_trial, "the {rows:,} customers"),
        customers=Sample(_some_candidates, "{rows} customers"),
    ),
    unit="¥",
    hints=[
        "By how many per cent did a move up raise orders below each cut, against those who were kept there? The two cuts together say it "
        "more surely.",
        "A move brings lift × margin × the spend that she would have next year anyway. Regress `spend` on `spend_before` and `orders_before` "
        "among those who were kept and had no benefits, and compare with the cost.",
    ],
)

# Migration ----------------------------------------------------------------------------------------


def _moves(rng, rows=500, newcomers=60):
    """Customers of the trial with their tier in two years, and newcomers of the second."""
    table = trial().customers
    some = table.iloc[sorted(rng.sample(range(len(table)), rows))]
    after = [tier_of(spend) if spend else None for spend in some["spend"]]
    new = [rng.choices("CBA", (80, 16, 4))[0] for _ in range(newcomers)]
    columns = {"before": [*some["tier"].astype(str), *[None] * newcomers], "after": [*after, *new]}
    return pd.DataFrame(columns, dtype=object).rename_axis("customer_id").reset_index()


def tier_of(spend):
    """The tier of a spend in a year."""
    return "A" if spend >= CUT_A else "B" if spend >= CUT_B else "C"


base_table = Value(
    id="tiers.base-table",
    section="09-tiers#tiers-migration",
    title="The base in a year",
    prompt="`q.customers` holds the tier of {customers} last year (`before`) and this year (`after`); None means that somebody was no customer. "
    "If the same shares of each tier move and leave again, and as many newcomers enter each tier, how many customers will each tier have "
    "next year? Leave a DataFrame with `tier` and `next_year` (numbers need not be whole).",
    draws=dict(customers=Sample(_moves, "{rows} customers")),
    hints=[
        "Three pieces: who is in each tier this year, the shares that move, and the newcomers of a year.",
        "`migration_matrix` counts who moves where, and has a row for who `entered`. Shares of the tiers of the start carry the customers of today on; the newcomers of a year are added.",
    ],
)

upgrade_time = Number(
    id="tiers.upgrade-time",
    section="09-tiers#tiers-migration",
    title="How long until gold?",
    prompt="Each year {up} of the silver customers rise to gold and {leave} leave; the others stay silver. Of those who ever rise, how many "
    "years does it take on average?",
    draws=dict(
        up=rate(0.04, 0.12, 0.005, says="the share that rises"),
        leave=rate(0.15, 0.35, 0.01, says="the share that leaves"),
    ),
    unit="years",
    low=0,
    high=100,
    hints=[
        "Each year some silver customers go, up or away. Does it matter for the wait which of the two it is?",
        "Add up the two ways to go. What happens with the same chance each year comes, on average, after the inverse of this chance.",
    ],
)

ever = Number(
    id="tiers.ever",
    section="09-tiers#tiers-migration",
    title="Who ever becomes gold?",
    prompt="Each year {up} of the silver customers rise to gold and {leave} leave; the others stay silver. Which share of today's silver "
    "customers ever rises to gold?",
    draws=dict(
        up=rate(0.04, 0.12, 0.01, says="the share that rises"),
        leave=rate(0.15, 0.35, 0.05, says="the share that leaves"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "Everyone goes in the end, up or away. In which proportion?",
        "Of all who go in a year, up or away, which part goes up? It is the same part every year.",
    ],
)

# Fairness -----------------------------------------------------------------------------------------

ITEMS = {"rice": 30, "oil": 60, "tea": 120, "cooker": 300, "phone": 900}


def _prices(rng):
    """Prices that members and newcomers were shown; members look at more expensive things, and some items cost them more."""
    gaps = {item: rng.choice((-0.04, 0.0, 0.05, 0.08)) for item in ITEMS}
    rows = []
    for group, weights in (("member", (1, 2, 3, 4, 5)), ("new", (5, 4, 3, 2, 1))):
        for item, weight in zip(ITEMS, weights, strict=True):
            for _ in range(8 * weight):
                level = ITEMS[item] * (1 + gaps[item] * (group == "member"))
                rows.append((group, item, round(level * rng.uniform(0.97, 1.03), 2)))
    rng.shuffle(rows)
    return pd.DataFrame(rows, columns=["group", "item", "price"])


price_gaps = Value(
    id="tiers.price-gaps",
    section="09-tiers#tiers-fairness",
    title="The same thing at the same price?",
    prompt="`q.prices` holds {prices} that a shop showed to members (`member`) and to newcomers (`new`), with `item` and `price`. Leave a DataFrame "
    "with `item` and `gap`: by which share the mean price that members saw for an item lies above that of newcomers (below: a minus). Do not round.",
    draws=dict(prices=Sample(_prices, "{rows} prices")),
    hints=[
        "Members look at more expensive things. What is to be compared with what?",
        "Work out the mean price of each item for members and for newcomers, side by side. Then compare within an item: how much more, as a share of what newcomers saw?",
    ],
    core=False,
)

like_with_like = Choice(
    id="tiers.like-with-like",
    section="09-tiers#tiers-fairness",
    title="Do members pay more?",
    prompt="Old customers of a travel site paid ¥780 for a hotel night on average, new customers ¥610. A journalist calls it 大数据杀熟. Which "
    "comparison would show whether she is right?",
    options=[
        Option("means", "the two means, with an interval for their difference"),
        Option("same", "the price of one room on one night, asked for at one time by both"),
        Option(
            "richer", "the spend of old and new customers on all things in a year, each with its interval"
        ),
        Option("complaints", "how often old and new customers complain of the price"),
    ],
    hints=[
        "For which reasons could ¥780 and ¥610 differ although everybody sees the same prices?",
        Twin(
            "Tall people pay more for clothes on average. To see whether a shop charges them more, look at the price of one shirt in one "
            "size on one day, asked for by a tall and by a short customer."
        ),
    ],
)

# The policy ---------------------------------------------------------------------------------------

rules_table = Audit(
    id="tiers.rules-table",
    section="09-tiers#tiers-policy",
    title="A policy with a hole",
    prompt="Tiers go by the spend of a year in ¥. Staff and code read the same lines. One of them does not fit the others. Which?",
    options=[
        Option("a", "A is reached at 2,600 and kept down to 2,000"),
        Option("b", "B is reached at 1,100 and kept down to 1,250"),
        Option("c", "C is everyone else who ordered in the year"),
        Option("left", "Who has not ordered in the year has no tier"),
        Option("review", "A review is made on the first day of each quarter"),
    ],
    hints=[
        "Draw the limits on one line of spend, and move a customer along it, up and down again, for each of the lines.",
        Twin(
            "The same on a fridge: it starts to cool at 6 degrees and stops at 4. Were it to stop at 7, it would stop before it had begun, "
            "and start again at once."
        ),
    ],
)

TEXT = (
    "“Last spring we moved our 400 best silver customers to gold. In the year before, they had spent ¥2,300 each, in the year after ¥2,450. So "
    "gold status brought ¥150 a head, ¥60,000 in all, for cards that cost ¥12,000. We shall move the next 4,000, and put 80 % of the budget on gold.”"
)

own = Memo(
    id="tiers.own",
    section="09-tiers#tiers-policy",
    title="A text of your own",
    prompt="Find a tier programme's rules or a report on its success, from your own firm if you can. If you have none, take this one: "
    f"{TEXT} Write what was compared with what, the gravest flaw and one more, which number would be needed, and whether the decision changes.",
    words=(80, 300),
    rubric=("what is compared", "gravest flaw", "number needed", "decision"),
    hints=[
        "Who would have spent more anyway? How do the next 4,000 differ from the best 400?",
        "Go through the goals, the average and the last yuan, luck, and who would have come anyway.",
        Twin(
            "The same on a gym: “Those who got a trainer came 9 times a month, and 7 before.” They were chosen in January, when everyone comes. "
            "Needed are the visits of members who were drawn and got none. If they came 9 times as well, the trainer brought nothing."
        ),
    ],
)

memo = Memo(
    id="tiers.memo",
    section="09-tiers#tiers-policy",
    title="The memo",
    prompt="The managing director: “Eighty per cent of the service budget for A, that is what everybody does. And move everyone up who comes near a "
    "cut; it costs us only a card.” Answer in a memo, for the budget and the cost of your two decisions: your number, how uncertain it is, the "
    "alternative you turned down, and what an error would cost.",
    words=(60, 250),
    hints=[
        "Begin with the two decisions: how much for A, B and C, and who moves up.",
        "One sentence each: number, uncertainty, alternative, cost of an error, and how you will know.",
        Twin(
            "The same on buses: “Put ¥40,000 on the north line and ¥60,000 on the south. By the test weeks that brings 900 riders more, give or take 300. "
            "I turned down all for the north, which has more riders, because its last ¥10,000 brought 20. If I am wrong, we lose 300 riders a year.”"
        ),
    ],
)

# Predictions of the labs --------------------------------------------------------------------------

lab_split = Choice(
    id="tiers.lab-split",
    section="09-tiers#tiers-budget",
    title="Lab: how much for the top?",
    prompt="Before you move anything: 200, 800 and 4,000 customers share ¥60,000. A top customer could gain the firm ¥300 a year, the others ¥120 "
    "and ¥20. How much does the best split earn beside the one that gives the top 80 %?",
    options=[
        Option("little", "a few per cent more"),
        Option("half", "about half as much again"),
        Option("less", "less, since the top brings most"),
    ],
    hints=[
        "¥48,000 for 200 customers are ¥240 a head. How much of ¥300 is still missing there, at 2 % a yuan?",
        Twin(
            "At 5 % a yuan and ¥100 a head, e to the power −5 or 0.7 % of the ceiling is missing. Further money brings next to nothing "
            "there, and elsewhere all is still to be gained."
        ),
    ],
)

lab_band = Choice(
    id="tiers.lab-band",
    section="09-tiers#tiers-flips",
    title="Lab: a band or a slower review?",
    prompt="Before you move anything: the firm reviews its tiers every day, without a band. Which change takes away more of the moves in a year?",
    options=[
        Option("band", "a band of ¥100 on each side of the cuts, still every day"),
        Option("month", "no band, and a review on the first day of each month only"),
        Option("both", "neither: customers move because their spend changes"),
    ],
    hints=[
        "What can a customer near a cut do within a month, and what within a band?",
        Twin(
            "A heating that is looked at every minute and switches at exactly 20 degrees goes on and off all day. Looked at once an hour, it still "
            "switches often. With a band of one degree it mostly stays as it is."
        ),
    ],
)

QUESTIONS = (
    churn_slide,
    extra_order,
    anyway,
    halves,
    before_after,
    break_even_spend,
    next_yuan,
    needed_ceiling,
    flips,
    upgrade_time,
    history,
    next_tier,
    base_table,
    price_gaps,
    split,
    movers,
    own,
    memo,
)

LABS = (lab_split, lab_band)

QUIZ = (
    deck_figure,
    quarter,
    satisfaction_rise,
    last_yuan,
    quicker,
    fit_assumes,
    rhythm,
    ever,
    like_with_like,
    rules_table,
)
