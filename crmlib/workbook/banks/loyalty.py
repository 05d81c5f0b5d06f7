"""The questions of chapter 12, loyalty programmes and engagement: what is asked."""

import functools
import math

import numpy as np
import pandas as pd

from crmlib import loyalty, simulate
from crmlib.workbook.kinds.choice import Audit, Choice, Definition, Match, Option
from crmlib.workbook.kinds.code import Decision, Function, Value
from crmlib.workbook.kinds.draws import Grid, Sample, money, rate, whole
from crmlib.workbook.kinds.memo import Memo
from crmlib.workbook.kinds.number import Number, Reverse
from crmlib.workbook.kinds.questions import Twin

# Measures -----------------------------------------------------------------------------------------

wallet = Number(
    id="loyalty.wallet",
    section="12-loyalty#loyalty-measures",
    title="The wallet of a group",
    prompt="Of the customers in a panel, {regulars} regulars spend {regular_spend} a year each in the category, {regular_share} "
    "of it at our shop. The other {others} spend {other_spend} each, {other_share} of it at our shop. What is our share of "
    "wallet in this group?",
    draws=dict(
        regulars=whole(20, 60, 10, says="the number of regulars"),
        regular_spend=money(700, 1_500, step=100, says="what a regular spends in the category"),
        regular_share=rate(0.15, 0.35, step=0.05, says="the share that regulars spend at our shop"),
        others=whole(80, 160, 20, says="the number of the others"),
        other_spend=money(150, 400, step=50, says="what each of the others spends in the category"),
        other_share=rate(0.5, 0.8, step=0.05, says="the share that the others spend at our shop"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "How many yuan does the whole group spend in the category, and how many of them with us?",
        "Add up the money before you divide. A share of a group is a share of sums.",
    ],
)

# Rewards ------------------------------------------------------------------------------------------

reward_rate = Number(
    id="loyalty.reward-rate",
    section="12-loyalty#loyalty-rewards",
    title="What the programme gives back",
    prompt="A member earns a point for every {per_point} that she spends. At the till {bundle} points are worth {worth}. Of all "
    "points {breakage} are never redeemed. Which share of what members spend does the programme give back?",
    draws=dict(
        per_point=money(2, 10, says="what is spent for a point"),
        bundle=whole(100, 500, 100, says="the number of points in a bundle"),
        worth=money(5, 40, step=5, says="what a bundle is worth at the till"),
        breakage=rate(0.1, 0.4, step=0.05, says="the share of the points never redeemed"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "Follow ¥1,000 of spend: how many points, how many of them redeemed, worth how much?",
        "Points for a yuan, times the worth of a point, times the share that is redeemed.",
    ],
)

# Points that are owed -----------------------------------------------------------------------------

second_year = Number(
    id="loyalty.second-year",
    section="12-loyalty#loyalty-owed",
    title="The second year of the points",
    prompt="A shop has deferred {deferred} for its points. In year one {first} of them were redeemed and {expected} were expected to "
    "be redeemed in the end. By the end of year two {second} have been redeemed in all, and the estimate has risen to {later}. "
    "How much of the deferred money is revenue of year two?",
    draws=dict(
        deferred=money(4_000, 12_000, step=500, says="the deferred money"),
        first=whole(4_000, 6_000, 500, says="the number of points redeemed in year one"),
        expected=whole(14_000, 15_500, 500, says="the number of points expected in year one"),
        second=whole(9_000, 12_000, 500, says="the number of points redeemed in both years"),
        later=whole(16_500, 18_000, 500, says="the number of points expected by the later estimate"),
    ),
    unit="¥",
    low=0,
    high=20_000,
    hints=[
        "How much is revenue of both years together, by the estimate of today?",
        "Deferred × redeemed so far ÷ expected in the end. Then take off what year one has shown already.",
    ],
)

deferred = Value(
    id="loyalty.deferred",
    section="12-loyalty#loyalty-owed",
    title="Two years of points",
    prompt="In year one a shop sells for {sales} and gives {issued} points with it, each worth {worth} at the till. By the end of "
    "the year {first} are redeemed, and {expected} are expected to be redeemed in the end. By the end of year two {second} are "
    "redeemed in all, and {later} are expected by then. There are no new points. Leave a DataFrame for the points by IFRS 15, with "
    "the columns `year` (1 and 2), `revenue` (of that year) and `liability` (at its end), in ¥.",
    draws=dict(
        sales=money(150_000, 400_000, step=50_000),
        issued=whole(20_000, 24_000, 1_000),
        worth=money(1, 2, step=0.5),
        first=whole(4_000, 6_000, 500),
        expected=whole(14_000, 15_500, 500),
        second=whole(9_000, 12_000, 500),
        later=whole(16_500, 18_000, 500),
    ),
    hints=[
        "First split the sales between goods and points; this happens once. What is then shown in each year?",
        "`loyalty.allocate_revenue`, `loyalty.points_revenue` of all redeemed so far, `loyalty.contract_liability`. The revenue of "
        "year two is that of both years less that of year one.",
    ],
)


def _split(sales, expected, worth):
    return loyalty.allocate_revenue(sales, expected, worth).points


def _year_one(deferred, first, expected, **_):
    return loyalty.points_revenue(deferred, first, expected)


def _without_catching_up(deferred, first, second, later, **_):
    return loyalty.points_revenue(deferred, second - first, later)


teaching_site = Audit(
    id="loyalty.teaching-site",
    section="12-loyalty#loyalty-owed",
    title="A wrong line about points",
    prompt="A lesson on IFRS 15: goods for {sales}, and {issued} points worth ¥1 each, of which {expected} are expected to be "
    "redeemed. In year one {first} are. One line is wrong, and the line after it goes on with its number. Which is the wrong one?",
    draws=dict(
        sales=money(20_000, 60_000, step=5_000),
        issued=whole(2_000, 3_000, 100),
        expected=whole(1_400, 1_900, 100),
        first=whole(500, 1_100, 100),
    ),
    options=[
        Option(
            "price", lambda expected, **_: f"The points are to be sold at {expected:,} × 1 = ¥{expected:,}"
        ),
        Option(
            "deferred",
            lambda sales, expected, **_: (
                f"Deferred: {sales:,} × {expected:,} ÷ ({sales:,} + {expected:,}) = ¥{_split(sales, expected, 1):,.0f}"
            ),
        ),
        Option(
            "goods",
            lambda sales, expected, **_: (
                f"Revenue of the goods: {sales:,} − {_split(sales, expected, 1):,.0f} = "
                f"¥{sales - _split(sales, expected, 1):,.0f}"
            ),
        ),
        Option(
            "points",
            lambda sales, issued, expected, first: (
                f"Revenue of the points in year one: {_split(sales, expected, 1):,.0f} × {first:,} ÷ {issued:,} = "
                f"¥{_split(sales, expected, 1) * first / issued:,.0f}"
            ),
        ),
        Option(
            "owed",
            lambda sales, issued, expected, first: (
                f"Still owed: {_split(sales, expected, 1):,.0f} − {_split(sales, expected, 1) * first / issued:,.0f} = "
                f"¥{_split(sales, expected, 1) * (1 - first / issued):,.0f}"
            ),
        ),
    ],
    hints=[
        "Write beside each number of points whether it was issued, expected or redeemed.",
        "Say for each line what it works out, and of which points or money it is made.",
    ],
    pool=(
        dict(
            prompt="A hairdresser in Guangzhou sells for {sales} and gives {issued} points with it, worth ¥1 each, of which {expected} are "
            "expected to be redeemed. In year one {first} are. Her bookkeeper works by IFRS 15. One line is wrong, and the lines after it "
            "go on with its number. Which is the wrong one?",
            options=[
                Option(
                    "price",
                    lambda expected, **_: f"The points are to be sold at {expected:,} × 1 = ¥{expected:,}",
                ),
                Option(
                    "deferred",
                    lambda sales, expected, **_: f"Deferred, of the ¥{sales:,} that were paid: ¥{expected:,}",
                ),
                Option(
                    "goods",
                    lambda sales, expected, **_: (
                        f"Revenue of the haircuts: {sales:,} − {expected:,} = ¥{sales - expected:,}"
                    ),
                ),
                Option(
                    "points",
                    lambda expected, first, **_: (
                        f"Revenue of the points in year one: {expected:,} × {first:,} ÷ {expected:,} = ¥{first:,}"
                    ),
                ),
                Option(
                    "owed",
                    lambda expected, first, **_: (
                        f"Still owed: {expected:,} − {first:,} = ¥{expected - first:,}"
                    ),
                ),
            ],
            hints=[
                "Write beside each amount whether somebody paid it, or whether something is worth it by itself.",
                "The customers paid one sum for two things. Follow it through the lines: how is each amount made?",
            ],
        ),
        dict(
            prompt="A bookshop in Leeds has deferred {deferred} for its points, by IFRS 15. In year one {first} of them are redeemed, and "
            "{expected} are expected to be redeemed in the end. By the end of year two {second} are redeemed in all, and {later} are "
            "expected by then. One line is wrong, and the lines after it go on with its number. Which is the wrong one?",
            draws=dict(
                deferred=money(4_000, 12_000, step=500),
                first=whole(4_000, 6_000, 500),
                expected=whole(14_000, 15_500, 500),
                second=whole(9_000, 12_000, 500),
                later=whole(16_500, 18_000, 500),
            ),
            options=[
                Option(
                    "one",
                    lambda deferred, first, expected, **_: (
                        f"Revenue of year one: {deferred:,} × {first:,} ÷ {expected:,} = ¥{deferred * first / expected:,.0f}"
                    ),
                ),
                Option(
                    "left",
                    lambda deferred, first, expected, **_: (
                        f"Still owed after year one: {deferred:,} − {deferred * first / expected:,.0f} = "
                        f"¥{deferred * (1 - first / expected):,.0f}"
                    ),
                ),
                Option(
                    "two",
                    lambda deferred, first, second, later, **_: (
                        f"Revenue of year two: {deferred:,} × {second - first:,} ÷ {later:,} = "
                        f"¥{deferred * (second - first) / later:,.0f}"
                    ),
                ),
                Option(
                    "both",
                    lambda **numbers: (
                        f"Revenue of both years: {_year_one(**numbers):,.0f} + {_without_catching_up(**numbers):,.0f} = "
                        f"¥{_year_one(**numbers) + _without_catching_up(**numbers):,.0f}"
                    ),
                ),
                Option(
                    "owed",
                    lambda deferred, **numbers: (
                        f"Still owed after year two: {deferred:,} − "
                        f"{_year_one(deferred, **numbers) + _without_catching_up(deferred, **numbers):,.0f} = "
                        f"¥{deferred - _year_one(deferred, **numbers) - _without_catching_up(deferred, **numbers):,.0f}"
                    ),
                ),
            ],
            hints=[
                "Write beside each number of points whether it is of one year or of both, and when it was estimated.",
                "Say for each line what it works out, and which part of the promise is kept by then.",
            ],
        ),
    ),
)

assumed_redemption = Reverse(
    id="loyalty.assumed-redemption",
    section="12-loyalty#loyalty-owed",
    title="What did the accounts assume?",
    prompt="A chain sold goods for {sales} and gave {issued} points with them, worth {worth} each. Its accounts split the money by "
    "stand-alone prices, as IFRS 15 asks, and defer {deferred}. Which share of the points does it expect to be redeemed?",
    draws=dict(
        sales=money(200_000, 500_000, step=50_000, says="the money for the goods"),
        issued=whole(40_000, 80_000, 5_000, says="the number of points given"),
        worth=money(1, 2, step=0.5, says="what a point is worth"),
        deferred=money(20_000, 80_000, step=2_000, says="the deferred money"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "At which price P would the points be sold, so that their part of the money is the deferred one?",
        "Sales × P ÷ (sales + P) is deferred. Solve for P, and divide by what all points would be worth.",
    ],
    core=False,
)

# Lift ---------------------------------------------------------------------------------------------

lift = Number(
    id="loyalty.lift",
    section="12-loyalty#loyalty-lift",
    title="How much more must they buy?",
    prompt="A programme gives back {reward} of all that members spend. Its fixed cost is {fixed} of what they would spend without it. "
    "The margin is {margin} of spend before the reward. By which share must members spend more for it to pay?",
    draws=dict(
        reward=rate(0.01, 0.04, step=0.005, says="the reward"),
        fixed=rate(0.004, 0.01, step=0.002, says="the fixed cost"),
        margin=rate(0.2, 0.4, step=0.01, says="the margin before the reward"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "Take ¥100 of spend without the programme. What does the programme cost on it?",
        "What is left of each further yuan, after margin and reward? Divide the cost by it.",
    ],
)

break_even_lift = Function(
    id="loyalty.break-even-lift",
    section="12-loyalty#loyalty-lift",
    title="A function for the lift",
    prompt="Write a function that returns the lift at which a programme pays, as a share of what members would spend without it. The "
    "reward is paid on all that they spend, the fixed cost is a share of what they would spend without it, and of the growth a share "
    "is cannibalised: the firm would have sold it anyway.",
    inputs=dict(
        margin_rate=rate(0.2, 0.5, 0.05),
        reward_rate=rate(0.01, 0.05, 0.005),
        fixed_cost_rate=rate(0.0, 0.02, 0.004),
        cannibalised_share=rate(0.0, 0.6, 0.1),
    ),
    hints=[
        "Begin without cannibalising: reward and fixed cost on the old spend, over what is left of a further yuan.",
        "A yuan of growth costs a full reward, and only the part that is really added brings margin.",
        Twin(
            "The same with other numbers: a margin of 0.3, a reward of 0.02, fixed cost 0.004, half cannibalised. A yuan of growth "
            "leaves 0.3 × 0.5 − 0.02 = 0.13, and 0.024 is to be earned: 0.024 ÷ 0.13 = 0.185."
        ),
    ],
)

# Selection and effect -----------------------------------------------------------------------------

CLUB = simulate.TiersTrial(
    benefits=(0, 40),
    cut_b=800.0,
    cut_a=2_400.0,
    order_lift=(0.04, 0.15, 0.10),
    spend_lift=(0.0, 0.0, 0.0),
    speed=(0.06, 0.06, 0.06),
    band=0.0,
)
BANDS = {"light": 0, "moderate": 300, "regular": 800, "heavy": 2_000}


@functools.cache
def club():
    """The trial of a gift: half of the members had it, drawn at random."""
    return simulate.trial("tiers", seed=21, parameters=CLUB)


@functools.cache
def next_members():
    """Members of the same club, a year later."""
    return simulate.trial("tiers", seed=22, customers=6_000, parameters=CLUB)


def _customers(rng, rows=9_000):
    """Half of them in a trial; of the others, who spends more joins more readily."""
    table = club().customers.iloc[sorted(rng.sample(range(len(club().customers)), rows))]
    chance = np.array([rng.random() for _ in range(rows)])
    tried = np.array([rng.random() < 0.5 for _ in range(rows)])
    has = (table["benefit"] > 0).to_numpy()
    joins = 0.1 + 0.8 * np.minimum(table["spend_before"].to_numpy() / 3_000, 1)
    keeps = tried | (chance < np.where(has, joins, 1 - joins))
    groups = np.select([tried & has, tried, has], ["given the card", "held out", "joined"], "did not join")
    spend_before = table["spend_before"]
    band = pd.cut(spend_before, [*BANDS.values(), math.inf], labels=list(BANDS), right=False).astype(str)
    made = table.assign(group=groups, band=band)[["customer_id", "group", "band", "spend_before", "spend"]]
    return made[keeps].reset_index(drop=True)


estimates = Value(
    id="loyalty.estimates",
    section="12-loyalty#loyalty-selection",
    title="Three estimates of one effect",
    prompt="`q.customers` holds {customers}, with the `group`, the `band` by the spend of the year before, `spend_before` and `spend` "
    "(¥ a year). Some joined by themselves and some did not; to others the card was given or not, drawn at random. Estimate what the "
    "card does to the spend of a year. Leave a DataFrame with the columns `comparison` and `effect` and three rows: `naive` (joined "
    "against did not join), `adjusted` (the same within each band, weighted by how many joined in it) and `trial`.",
    draws=dict(customers=Sample(_customers, "{rows:,} customers")),
    hints=[
        "Each row compares two groups. Who made the groups in each: the customers, their spend of the year before, or chance?",
        "Two of the rows are a difference of two plain means. For the one in between take the difference within each `band`, and weigh the bands by the number of those who joined.",
    ],
)

joined = Choice(
    id="loyalty.joined",
    section="12-loyalty#loyalty-selection",
    title="Before the card there was a customer",
    prompt="Holders of a card spend ¥1,900 a year, other customers ¥700. In the year before the card existed, those who would take it "
    "spent ¥1,850, the others ¥690. What do the four numbers say of the card?",
    options=[
        Option("large", "it brings ¥1,200 a year, which is what its holders spend more than the others do"),
        Option("growth", "it brings ¥50 a year, by which the spend of its holders grew"),
        Option("both", "it brings ¥40 a year, if both groups would have grown alike"),
        Option("nothing", "nothing, since four means without a trial never say anything"),
    ],
    hints=[
        "What did the same people spend before they had a card?",
        Twin(
            "The same with other numbers: members of a choir can hold a note for 20 seconds, others for 10. Before they joined they "
            "held it for 19. Choirs find singers; they make few."
        ),
    ],
)

SELECTION = "selection"
REGRESSION = "before against after"
SALES = "sales for margin"
ANYWAY = "rewards of those who come anyway left out"
TWICE = "breakage counted twice"
FORGOTTEN = "breakage forgotten"

mistakes = Match(
    id="loyalty.mistakes",
    section="12-loyalty#loyalty-selection",
    title="Which mistake is it?",
    prompt="Six sentences from reviews of loyalty programmes. Which mistake does each make?",
    rows=[
        "“Our best thousand of last year spent 15 % less after we gave them gold cards, so gold cards drive people away.”",
        "“Drawn at random, the gift brings ¥55 more spend and costs ¥40, so it earns ¥15.”",
        "“Members fill baskets of ¥140, strangers of ¥95. The card is worth ¥45 a basket.”",
        "“1,900 reached the threshold, 200 of them because of the gift. So it cost us 200 gifts.”",
        "“We give 2 % in points and the margin is 30 %, so 2 ÷ 28 more spend is needed. A fifth of the points lapse, as always.”",
        "“A fifth of the points lapse, so we really give 1.6 %. Of this 1.6 % we book four fifths, since points lapse.”",
    ],
    options=[TWICE, SALES, SELECTION, FORGOTTEN, ANYWAY, REGRESSION],
    hints=[
        "Ask of each: compared with whom, counted in what money, and for how many people?",
        "Two of the six know of points that lapse. One uses it too often, the other not at all.",
        Twin(
            "The same on schools: “our pupils are taller than others” (a school for basketball); “the tallest of last year are no "
            "longer the tallest, so the school shrinks them”; “we count the shoes that were sold and not what they cost”."
        ),
    ],
    pool=(
        dict(
            prompt="Six sentences from a group of hotels on what it gives to its members. Which mistake does each make?",
            rows=[
                "“A point is worth 3 % of the bill, a quarter of the points lapse, and the margin is 40 %. So 3 ÷ 37 more nights are needed.”",
                "“The tenth night is free. 300 guests had one, and 40 of them stayed with us because of it. It cost us 40 nights.”",
                "“Guests with our app stay six nights a year, guests without it two. The app brings us four nights.”",
                "“A quarter of the points lapse, so of 3 % we give 2.25 %. Of these 2.25 % three quarters come back to us as nights.”",
                "“By lot, half of the guests found a basket of fruit. It costs ¥30 and brought ¥80 more in bills, so ¥50 are left.”",
                "“The 500 who stayed most last year got a suite, and stayed 12 % less. Suites make guests tired of us.”",
            ],
            hints=[
                "Ask of each: compared with whom, counted in what money, and for how many people?",
                "Two of the six know of points that lapse. One uses it too often, the other not at all.",
                Twin(
                    "The same on a library: “our readers know more words than others” (readers are those who like words); “the pupil "
                    "with most books last year reads less now, so prizes harm”; “we counted the books lent and not those that were read”."
                ),
            ],
        ),
        dict(
            prompt="Six sentences from a chain of drugstores with a card for stamps. Which mistake does each make?",
            rows=[
                "“Who has our card comes four times a month, who has none comes once. Give everybody a card, and all come four times.”",
                "“Two thirds of the cards come back, so a stamp costs us ¥1.33. Of 900 stamps 600 come back: 600 × 1.33 = ¥798.”",
                "“A towel went to each of the 600 baskets above ¥200. Without it 480 would have been as large, so we paid for 120.”",
                "“Those who bought least last year got double stamps, and bought 30 % more this year. Stamps wake sleepers.”",
                "“Each stamp is worth ¥2. For 900 stamps we expect a cost of ¥1,800. A third of the cards is lost, as ever.”",
                "“Drawn by lot, half of the shops gave double stamps. They took ¥9,000 more and gave stamps for ¥5,000: ¥4,000 are left.”",
            ],
            hints=[
                "Ask of each: compared with whom, counted in what money, and for how many people?",
                "Two of the six know of cards that are lost. One uses it too often, the other not at all.",
                Twin(
                    "The same on a swimming pool: “who has a season ticket swims faster” (fast swimmers buy one); “the slowest of last year "
                    "are faster now, so the new clock helps”; “we count the entries, and not the water that they cost”."
                ),
            ],
        ),
    ),
)

# Thresholds ---------------------------------------------------------------------------------------

stretch = Number(
    id="loyalty.stretch",
    section="12-loyalty#loyalty-threshold",
    title="How many must stretch?",
    prompt="A member who spends {threshold} in a year gets a gift, which costs the shop {reward}. {anyway} members would spend as much "
    "without any gift. Others lack {gap} each; the margin is {margin} of spend. How many of these must close the gap for the gift to pay?",
    draws=dict(
        threshold=money(800, 2_000, step=200, says="the threshold"),
        reward=money(10, 30, step=5, says="what a gift costs"),
        anyway=whole(60, 240, 20, says="the number who reach it anyway"),
        gap=money(150, 400, step=50, says="what each of the others lacks"),
        margin=rate(0.25, 0.4, step=0.05, says="the margin"),
    ),
    unit="members",
    low=0,
    high=10_000,
    hints=[
        "What do the gifts to those who reach the threshold anyway cost?",
        "What is left of one who closes the gap, after her own gift? Divide the cost by it.",
    ],
)

threshold_profit = Number(
    id="loyalty.threshold-profit",
    section="12-loyalty#loyalty-threshold",
    title="What a threshold earns",
    prompt="A gift that costs {reward} goes to each who spends {threshold} in a year. {anyway} members would spend as much without it. "
    "Because of it {closed} others spend {gap} more each, and so reach the threshold. {cannibalised} of what they spend more they "
    "would have bought next year. The margin is {margin} of spend. What does the gift earn, in ¥?",
    draws=dict(
        threshold=money(800, 2_000, step=200, says="the threshold"),
        reward=money(10, 30, step=5, says="what a gift costs"),
        anyway=whole(60, 240, 20, says="the number who reach it anyway"),
        closed=whole(80, 200, 20, says="the number who close the gap"),
        gap=money(150, 400, step=50, says="what a member who closes the gap spends more"),
        cannibalised=rate(0.2, 0.5, step=0.1, says="the share that is only bought earlier"),
        margin=rate(0.25, 0.4, step=0.05, says="the margin"),
    ),
    unit="¥",
    low=-20_000,
    high=50_000,
    hints=[
        "How many gifts are given in all?",
        "How much spend is really added, and what is its margin? Take off all gifts.",
    ],
)

believed_lift = Reverse(
    id="loyalty.believed-lift",
    section="12-loyalty#loyalty-threshold",
    title="Which lift does the rule assume?",
    prompt="A shop gives a present worth {benefit} a year to everyone who spends {threshold} or more. Its margin is {margin} of spend. "
    "Which lift of spend would make this the right threshold, if all customers are moved by the same share?",
    draws=dict(
        benefit=money(40, 80, step=5, says="what a present costs"),
        threshold=money(800, 1_600, step=100, says="the threshold"),
        margin=rate(0.25, 0.45, step=0.05, says="the margin"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "A customer who spends exactly the threshold should bring in margin what her present costs.",
        "Benefit = margin × lift × threshold. Solve for the lift.",
    ],
    core=False,
)

# The decision -------------------------------------------------------------------------------------


def _the_trial(rng):
    return club().customers[["customer_id", "orders_before", "spend_before", "benefit", "orders", "spend"]]


def _some_next_members(rng, rows=1_000):
    known = next_members().customers[["customer_id", "orders_before", "spend_before"]]
    return known.loc[sorted(rng.sample(range(len(known)), rows))].reset_index(drop=True)


whom = Decision(
    id="loyalty.whom",
    section="12-loyalty#loyalty-decision",
    title="From which spend?",
    prompt="A club tried a gift worth ¥40 a year: `q.results` holds {results}, with `spend_before` (the year before), `benefit` (40 or 0, "
    "at random) and `spend` (the year of the trial). The same gift now costs the club {cost} a member and year, and its margin is "
    "{margin} of spend. Who of the {members} in `q.members` gets it? Choose a threshold of `spend_before`, and leave a list of the "
    "`customer_id` of those who reach it. It is scored by the truth, as the expected profit of a year.",
    draws=dict(
        cost=money(30, 50, 5),
        margin=rate(0.35, 0.45, 0.05),
        results=Sample(_the_trial, "the {rows:,} members of the trial"),
        members=Sample(_some_next_members, "{rows:,} members"),
    ),
    unit="¥",
    hints=[
        "Cut the members of the trial into classes of `spend_before`. What does the gift change in each, in money spent?",
        "Difference of the mean `spend` with and without the gift, times the margin, less the cost. From which class is it above 0? "
        "The few who spend most are too uncertain to tell.",
    ],
)

heavy = Choice(
    id="loyalty.heavy",
    section="12-loyalty#loyalty-decision",
    title="Who deserves the reward?",
    prompt="In a trial a gift of ¥40 moves heavy buyers by 1 % (they spend ¥4,000), moderate buyers by 12 % (¥1,200) and light buyers by "
    "12 % (¥300). The margin is 40 %. The gift can go to one of the three groups. Which?",
    options=[
        Option("heavy", "heavy buyers: they bring most, and deserve it most"),
        Option("moderate", "moderate buyers: ¥57.60 for ¥40"),
        Option("light", "light buyers: they have the most room to grow, and are moved as much as anyone"),
        Option("none", "none of them, since no lift is above the 40 %"),
    ],
    hints=[
        "Margin × lift × spend, for each group.",
        Twin(
            "The same with other numbers: a gift of ¥10, margin 50 %. 1 % of ¥900 brings ¥4.50, 20 % of ¥150 brings ¥15, 20 % of "
            "¥40 brings ¥4."
        ),
    ],
)

# Referrals ----------------------------------------------------------------------------------------

referral = Number(
    id="loyalty.referral",
    section="12-loyalty#loyalty-referral",
    title="What the referrals are worth",
    prompt="{referrals} accounts were opened on a member's word, and for each the member was paid {reward}. {fake} of them are the members "
    "themselves under a second name, who bring nothing. Of the others {anyway} would have joined anyway; each of these saved the "
    "{cost} that an advertisement costs. The rest would not have come, and are worth {worth} each over their life. What did the "
    "programme earn, in ¥?",
    draws=dict(
        referrals=whole(200, 600, 50, says="the number of accounts"),
        fake=whole(20, 80, 10, says="the number of members who referred themselves"),
        anyway=rate(0.2, 0.5, step=0.05, says="the share who would have joined anyway"),
        worth=money(120, 300, step=20, says="what one who would not have come is worth"),
        cost=money(30, 80, step=10, says="what an advertisement costs"),
        reward=money(20, 60, step=5, says="the reward"),
    ),
    unit="¥",
    low=-50_000,
    high=200_000,
    hints=[
        "Sort the accounts into three groups. What does each group bring?",
        "The reward is paid for every account. Take it off once, for all.",
    ],
)

self_referral = Reverse(
    id="loyalty.self-referral",
    section="12-loyalty#loyalty-referral",
    title="How much fraud can it bear?",
    prompt="A programme pays {reward} for each account that a member brings. Of the genuine ones {anyway} would have joined anyway and save "
    "{cost} of advertising each; the others are worth {worth}. Members who refer themselves bring nothing. Up to which share of "
    "self-referrals among all accounts does the programme still pay?",
    draws=dict(
        anyway=rate(0.2, 0.5, step=0.05, says="the share who would have joined anyway"),
        worth=money(120, 300, step=20, says="what one who would not have come is worth"),
        cost=money(30, 80, step=10, says="the advertising that is saved"),
        reward=money(30, 80, step=5, says="the reward"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "What does a genuine account bring on average, before the reward?",
        "Share of genuine accounts × what one brings = reward. The share of the others is what remains to 1.",
    ],
    core=False,
)

# Engagement ---------------------------------------------------------------------------------------

community = Definition(
    id="loyalty.community",
    section="12-loyalty#loyalty-engagement",
    title="Which comparison?",
    prompt="A chain of coffee shops opens groups on WeChat and invites half of its customers, drawn at random. Cups a month afterwards: "
    "those who joined {joined}, those invited who did not {declined}; all who were invited {invited}, all who were not {control}. Before "
    "the groups, those who would join drank {before}. Which figure says what an invitation brings, in cups a month?",
    draws=dict(
        joined=Grid(9.0, 12.0, 0.5, "{:.1f}".format),
        declined=Grid(4.0, 5.0, 0.5, "{:.1f}".format),
        invited=Grid(6.1, 6.9, 0.1, "{:.1f}".format),
        control=Grid(5.4, 5.8, 0.1, "{:.1f}".format),
        before=Grid(8.0, 8.8, 0.2, "{:.1f}".format),
    ),
    options=[
        Option("joined", "cups of those who joined, less cups of those who declined"),
        Option("growth", "cups of those who joined, afterwards less before"),
        Option("drawn", "cups of all who were invited, less cups of all who were not"),
        Option("control", "cups of those who joined, less cups of those who were not invited"),
    ],
    hints=[
        "Who made the two groups of each comparison: the customers, or chance?",
        "Those who join drink more coffee anyway, and perhaps it is winter.",
    ],
    pool=(
        dict(
            prompt="A shop for sports in Munich opens a running club and invites half of its customers, drawn at random; {accepted} of them "
            "join, and nobody else can. Orders a year afterwards: those who joined {joined}; all who were invited {invited}, all who were "
            "not {control}. Before the club, those who would join ordered {before} times. Which figure says what the club brings from a "
            "member who joined, in orders a year?",
            draws=dict(
                accepted=rate(0.2, 0.4, step=0.05),
                joined=Grid(7.0, 10.0, 0.5, "{:.1f}".format),
                invited=Grid(5.2, 6.0, 0.1, "{:.1f}".format),
                control=Grid(4.8, 5.4, 0.1, "{:.1f}".format),
                before=Grid(6.0, 7.6, 0.2, "{:.1f}".format),
            ),
            options=[
                Option("drawn", "orders of all who were invited, less orders of all who were not"),
                Option("joined", "orders of those who joined, less orders of all who were not invited"),
                Option("growth", "orders of those who joined, afterwards less before the club was there"),
                Option("scaled", "invited less not invited, divided by the share who joined"),
            ],
            hints=[
                "Which two groups did chance make, and what did each of them do?",
                "An invitation changes only those who accept. How many of the invited share the whole difference?",
            ],
        ),
        dict(
            prompt="A chain of noodle shops in Xi'an sets up a table for regulars in half of its branches, drawn at random. Visits a guest and "
            "month afterwards: in the branches with a table {drawn}, in the others {rest}; guests who sit at such a table {seated}, the "
            "other guests of these branches {aside}. Before, the branches with a table had {before}. Which figure says what a table brings "
            "to its branch, in visits a guest and month?",
            draws=dict(
                drawn=Grid(2.6, 3.2, 0.1, "{:.1f}".format),
                rest=Grid(2.1, 2.5, 0.1, "{:.1f}".format),
                seated=Grid(4.5, 6.5, 0.5, "{:.1f}".format),
                aside=Grid(1.6, 2.2, 0.1, "{:.1f}".format),
                before=Grid(2.0, 2.4, 0.1, "{:.1f}".format),
            ),
            options=[
                Option("seated", "visits of those at the table, less visits of the others in these branches"),
                Option("branches", "visits in branches with a table, less visits in the others"),
                Option("spread", "visits of those at the table, less visits in branches without one"),
                Option("growth", "visits in branches with a table, afterwards less before"),
            ],
            hints=[
                "Who made the two groups of each comparison: the guests, the calendar, or chance?",
                "Who sits at a table for regulars came often before there was one, and in some months everyone eats noodles.",
            ],
        ),
    ),
)

followers = Choice(
    id="loyalty.followers",
    section="12-loyalty#loyalty-engagement",
    title="Against what control?",
    prompt="“Members of our groups order 30 % more often after they join.” What would show that the groups bring it?",
    options=[
        Option(
            "drawn",
            "inviting some of the customers, drawn at random, and comparing all invited with all others",
        ),
        Option(
            "more",
            "following more members, for a year and in every city, and seeing the same 30 % in each of them",
        ),
        Option(
            "others",
            "members of the groups compared with those customers who declined to join, in the same months",
        ),
        Option("survey", "asking members of the groups whether they order more because of them"),
    ],
    hints=[
        "Why does somebody join a group of a coffee shop in the month in which she does?",
        Twin(
            "The same with other numbers: people who buy running shoes run 50 % more in the month after. Giving shoes to some, drawn at "
            "random, shows what shoes do."
        ),
    ],
)

# Double jeopardy ----------------------------------------------------------------------------------

jeopardy = Choice(
    id="loyalty.jeopardy",
    section="12-loyalty#loyalty-jeopardy",
    title="A small brand's buyers",
    prompt="A small brand of tea is bought by 6 % of the households, 2.1 times a year; the market leader by 40 %, 3.4 times. The brand manager "
    "wants a loyalty programme, because “our buyers are disloyal”. What do the numbers of other brands suggest?",
    options=[
        Option("programme", "she is right: with a programme her buyers could buy 3.4 times a year, too"),
        Option("usual", "small brands have few buyers, who also buy less often; hers look usual"),
        Option("leader", "that the leader must have a programme, or its buyers would not come back so often"),
        Option("niche", "that her brand is a niche, with few buyers who are more loyal than those of others"),
    ],
    hints=[
        "Place both brands on the line of the chapter: share of households across, purchases a buyer up.",
        Twin(
            "The same with other numbers: a channel watched by 5 % of a town is watched 40 minutes by its viewers, one watched by half of "
            "the town 80 minutes. The small one is not badly liked; most of its viewers also watch the large one."
        ),
    ],
)

# Memos --------------------------------------------------------------------------------------------

REPORT = (
    "“Since the start of our card its 40,000 holders have spent ¥1,640 a year, other customers ¥610. Last year the holders spent 8 % more "
    "than in the year before. They redeemed points for ¥410,000. At a margin of 30 % the card therefore earned us more than "
    "¥12 million.”"
)

own = Memo(
    id="loyalty.own",
    section="12-loyalty#loyalty-decision",
    title="A programme of your own",
    prompt="Take a loyalty programme whose terms you can read, from your own firm or as a member, or a report that praises one. If you have "
    f"none, take this report: {REPORT} Write what it gives back (promised and effective, with what you had to assume), which lift it "
    "needs to pay at a margin that you state, with whom its members are compared, and what would have to be drawn at random to know more.",
    words=(80, 300),
    rubric=("reward rate", "break-even lift", "comparison", "trial"),
    hints=[
        "Begin with the rate: points for a yuan, yuan for a point, and the share that is redeemed.",
        "Then ask of every success: compared with whom, and would they have bought it anyway?",
        Twin(
            "The same on a bakery: “The tenth loaf is free, so it promises 10 % and gives some 6 %, if four cards in ten are lost. At a "
            "margin of 50 % the lift has to be 0.06 ÷ 0.44 = 14 %. Its owner compares people with a card with people without. I would "
            "hand out cards on even days only.”"
        ),
    ],
)

memo = Memo(
    id="loyalty.memo",
    section="12-loyalty#loyalty-decision",
    title="The memo",
    prompt="The managing director asks: “Our card costs us every year. Does it pay, and who should get the gift?” Answer in a memo about the "
    "club of question “From which spend?”: your threshold and what it earns, how uncertain it is, the alternative you turned down, "
    "and what an error would cost.",
    words=(60, 250),
    hints=[
        "Begin with the threshold, not with the method.",
        "One sentence each: number, uncertainty, alternative, cost of an error, and what will be tried next.",
        Twin(
            "The same on a gym: “Give the free towel from eight visits a month. In the trial it brought these members 1.1 visits more, give or "
            "take 0.4, and earns ¥3 each. I turned down towels for all, which lose ¥2 a member. If eight is too low, we lose ¥900.”"
        ),
    ],
)

# Labs ---------------------------------------------------------------------------------------------

lab_threshold = Choice(
    id="loyalty.lab-threshold",
    section="12-loyalty#loyalty-threshold",
    title="Lab: half the lift",
    prompt="Before you move anything: a gift pays best from ¥800 of yearly spend, and nobody stretches to reach it. Now it turns out that it "
    "lifts spend by half as much as was thought. Where is the best threshold?",
    options=[
        Option("same", "where it was: all members are moved less, those above and those below"),
        Option("lower", "at ¥400, so that twice as many members make up for it"),
        Option("double", "at ¥1,600"),
        Option(
            "little", "somewhat higher, near ¥1,000, because most of the profit comes from the heavy buyers"
        ),
    ],
    hints=[
        "A member who spends exactly the threshold brings as much margin as her gift costs.",
        Twin(
            "A twin: if a lamp saves half as much an hour as was thought, it has to burn twice as many hours to pay for itself."
        ),
    ],
)

lab_cut = Choice(
    id="loyalty.lab-cut",
    section="12-loyalty#loyalty-decision",
    title="Lab: from which spend?",
    prompt="Before you move anything: a gift that costs ¥40 goes to all who spent at least T last year. Light buyers are moved by it but spend "
    "little; heavy buyers spend much and are hardly moved. Which T earns most?",
    options=[
        Option("all", "0: everybody is moved at least a little"),
        Option("moderate", "about ¥700: moderate and heavy buyers"),
        Option("best", "¥2,000: only the heavy buyers, who bring most"),
    ],
    hints=[
        "A gift of ¥40 needs ¥100 more spend at a margin of 40 %. Who spends so much more because of it?",
        Twin(
            "A twin: a free towel for ¥2. Monthly guests come a tenth more often, daily guests as before. Those who "
            "repay the towel are in between."
        ),
    ],
)

QUESTIONS = [
    wallet,
    reward_rate,
    deferred,
    teaching_site,
    assumed_redemption,
    break_even_lift,
    mistakes,
    estimates,
    stretch,
    threshold_profit,
    believed_lift,
    whom,
    referral,
    self_referral,
    community,
    own,
    memo,
]

LABS = [lab_threshold, lab_cut]

QUIZ = [jeopardy, second_year, lift, joined, heavy, followers]
