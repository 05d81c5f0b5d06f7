"""The questions of chapter 10, retention and churn measured: what is asked."""

import functools

import numpy as np
import pandas as pd

from crmlib import btyd, datasets, rfm
from crmlib.workbook.kinds.choice import Audit, Choice, Definition, Match, Option, Several
from crmlib.workbook.kinds.code import Decision, Function, Value
from crmlib.workbook.kinds.draws import Grid, Sample, money, rate, whole
from crmlib.workbook.kinds.memo import Memo
from crmlib.workbook.kinds.number import Interval, Number, Reverse
from crmlib.workbook.kinds.order import Order, Step
from crmlib.workbook.kinds.questions import Twin

# What counts as lost, and cohorts -----------------------------------------------------------------

what_is_lost = Match(
    id="retention.what-is-lost",
    section="10-retention#retention-lost",
    title="What is known of the lost?",
    prompt="For each of the five, ask: who would say that the customer has left? Choose what the firm can measure.",
    rows=[
        "a gym by the month",
        "a hairdresser",
        "a mobile phone contract",
        "a web shop for garden tools",
        "a newspaper by subscription",
    ],
    options=[
        "silence",
        "the day of leaving",
    ],
    hints=[
        "Is there something that must be cancelled?",
        "Where nothing must be cancelled the firm sees only that no purchase comes.",
        Twin(
            "A twin: an insurance policy must be cancelled, so the day of leaving is in the files. A bakery is never "
            "cancelled: it sees silence."
        ),
    ],
)

ninety_days = Match(
    id="retention.ninety-days",
    section="10-retention#retention-lost",
    title="The same rule in five shops",
    prompt="Five firms call a customer lost when she has been silent for 90 days. What is the first trouble with the rule in each?",
    rows=[
        "a bakery on the way to work",
        "a dentist whose patients come for two check-ups a year",
        "an online shop for Christmas decorations",
        "a canteen for office workers",
        "a dealer in tyres",
    ],
    options=[
        "it rings too late: the lost are gone long before",
        "it rings too early: most of those it calls lost will be back",
    ],
    hints=[
        "How long is the usual gap between two purchases in each?",
        "A rule shorter than the usual gap calls nearly everyone lost.",
        Twin(
            "A twin: a rule of 30 days. At a petrol station, where drivers come every ten days, it rings late. At an "
            "optician's, where they come every three years, it rings for everyone."
        ),
    ],
    pool=(
        dict(
            title="One rule in five firms",
            prompt="Five firms call a customer lost when she has been silent for 60 days. What is the first trouble with the rule in "
            "each?",
            rows=[
                "a hairdresser whose clients come every ten weeks",
                "a lunch delivery for offices",
                "a shop for school uniforms",
                "a maker of winter coats",
                "a kiosk in a metro station used by commuters",
            ],
        ),
        dict(
            title="Half a year in five shops",
            prompt="Five shops call a customer lost when she has been silent for 180 days. What is the first trouble with the rule in "
            "each?",
            rows=[
                "a fishmonger whose customers come every weekend",
                "a piano tuner who is called once a year",
                "a pharmacy for a medicine that is refilled each month",
                "a dairy that delivers on two days a week",
                "a shop for ski boots",
            ],
        ),
    ),
)

cell = Number(
    id="retention.cell",
    section="10-retention#retention-cohorts",
    title="A cell of the cohort table",
    prompt="{customers} customers first bought in January. {february} of them bought in February and {march} in March; {both} "
    "are in both of these numbers. What stands in the cohort's row under 2? Give a share.",
    draws=dict(
        customers=whole(200, 400, 20, says="the customers of the cohort"),
        february=whole(70, 100, 5, says="the buyers of February"),
        march=whole(50, 68, 3, says="the buyers of March"),
        both=whole(20, 40, 4, says="those who bought in both months"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "Which month is period 0, and which is period 2?",
        "Buyers of that month from the cohort, divided by the customers of the cohort.",
    ],
)

triangle = Choice(
    id="retention.triangle",
    section="10-retention#retention-cohorts",
    title="Reading the triangle",
    prompt="In a monthly cohort table the last filled cell of every row is half as large as the one before it. What is the most "
    "likely reason?",
    options=[
        Option("cohorts", "the newest cohorts are worse than the older ones were"),
        Option("age", "customers leave at that age, whichever cohort they are of"),
        Option("loyal", "the loyal ones have been served"),
        Option("unfinished", "the table was drawn in the middle of a month"),
    ],
    hints=[
        "Do the cells in question lie in a row, in a column or on a diagonal?",
        "What do all cells of a diagonal have in common?",
        Twin(
            "A twin: in the school reports of all classes the last column is half empty. The pupils have not become lazy "
            "at five ages at once; the term is not over."
        ),
    ],
)

cell_interval = Interval(
    id="retention.cell-interval",
    section="10-retention#retention-cohorts",
    title="How sure is a cell?",
    prompt="Of a cohort of {customers} customers {active} bought in the next quarter. Give a 90 % interval for the share at which "
    "such customers buy, as two shares. Between −1.645 and 1.645 lies 90 % of a normal distribution.",
    draws=dict(
        customers=whole(120, 240, 10, says="the customers of the cohort"),
        active=whole(40, 100, 4, says="those who bought in the next quarter"),
    ),
    unit="share",
    hints=[
        "The share is the middle, or nearly. How far does chance carry a share of so many customers?",
        "A share has the standard error √(p(1 − p)/n).",
    ],
    core=False,
)

# Survival -----------------------------------------------------------------------------------------

km = Number(
    id="retention.km-by-hand",
    section="10-retention#retention-survival",
    title="A survival curve by hand",
    prompt="{members} members began. {first} of them left at the end of month 1; of the others {late} had joined so late that "
    "they were not watched any longer. {second} of those still watched left at the end of month 2. Which share stays longer "
    "than two months?",
    draws=dict(
        members=whole(60, 120, 10, says="the members who began"),
        first=whole(10, 20, 2, says="those who left in the first month"),
        late=whole(16, 40, 3, says="those who had joined late"),
        second=whole(6, 14, 2, says="those who left in the second month"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "How many are at risk in month 1, and how many in month 2?",
        "Multiply the two shares that stay.",
    ],
)

censored = Choice(
    id="retention.censored",
    section="10-retention#retention-survival",
    title="The average lifetime",
    prompt="A club that is two years old reports: “Of the members who have left, the average stayed 7.3 months. So a member stays "
    "7.3 months.” What is wrong?",
    options=[
        Option("few", "too few members have left for an average to say anything"),
        Option("median", "the median should be taken"),
        Option("short", "those who have left are the ones with short lives"),
        Option("nothing", "nothing, it is what the data say"),
    ],
    hints=[
        "Can someone who stays for five years be among those who have left a club of two years?",
        "Whose life is missing from the average?",
        Twin(
            "A twin: in a young town the average age at death is 31, because no one old lives there yet. The people are not "
            "dying young."
        ),
    ],
)

half_life = Function(
    id="retention.half-life",
    section="10-retention#retention-hazard",
    title="A function for the half-life",
    prompt="Write a function that takes a retention rate per period, the same for all and always, and returns the half-life: the "
    "time, in periods, after which half are left. It need not be a whole number.",
    inputs=dict(retention_rate=rate(0.5, 0.9, step=0.02)),
    hints=[
        "After t periods the share r to the power t is left. When is it one half?",
        "Take logarithms on both sides: t × log r = log 0.5.",
        Twin(
            "A twin, money at interest: it has doubled when (1 + i) to the power t is 2, so t = log 2 / log(1 + i). At 7 % "
            "that is 10.2 years."
        ),
    ],
)

lifetime_claim = Choice(
    id="retention.lifetime-claim",
    section="10-retention#retention-hazard",
    title="Five years?",
    prompt="A firm keeps 80 % of its customers a year, and its customers differ much from one another. “So a customer who joins "
    "today stays five years on average.” What holds?",
    options=[
        Option("not", "it does not follow: 1/(1 − r) needs one rate for all"),
        Option("five", "it follows: 1/(1 − 0.8) = 5, whatever the customers are like"),
        Option("half", "she stays half as long: the median counts"),
        Option("four", "four years: r/(1 − r)"),
    ],
    hints=[
        "From which assumption did chapter 5 derive 1/(1 − r)?",
        "Who is in the 80 %: only those who joined today?",
        Twin(
            "A twin: 80 % of the people in a café at noon are still there ten minutes later. Most of them sit over a book. "
            "Of those who come through the door now most take a coffee away."
        ),
    ],
)

third_renewal = Number(
    id="retention.third-renewal",
    section="10-retention#retention-likelihood",
    title="To leave at the third renewal",
    prompt="A shifted beta-geometric has α = {alpha} and β = {beta}. Which share of those who begin does it expect to leave at the "
    "third renewal?",
    draws=dict(
        alpha=Grid(0.5, 3, 0.1, "{:.1f}".format, says="the parameter α"),
        beta=whole(2, 9, says="the parameter β"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "She must renew twice, and then leave. Which share renews the first time, and which of these the second time?",
        "r(1) × r(2) × (1 − r(3)), with r(t) = (β + t − 1) ÷ (α + β + t − 1).",
    ],
    core=False,
)

log_likelihood = Number(
    id="retention.log-likelihood",
    section="10-retention#retention-likelihood",
    title="How likely are these losses?",
    prompt="Of {members} contracts {first} ended at the first renewal and {second} at the second. The others still run. What is the "
    "log-likelihood (natural logarithm) of a shifted beta-geometric with α = 1 and β = 1?",
    draws=dict(
        members=whole(60, 120, 10, says="the number of contracts"),
        first=whole(20, 34, 2, says="the losses of the first renewal"),
        second=whole(8, 18, 2, says="the losses of the second renewal"),
    ),
    unit="",
    low=-1000,
    high=0,
    hints=[
        "By this model one half leaves at the first renewal, one sixth at the second, and one third is left.",
        "Each contract adds the logarithm of the probability of what it did, and those that still run did something, too.",
    ],
    core=False,
)

# Revenue, activity --------------------------------------------------------------------------------

nrr = Number(
    id="retention.nrr",
    section="10-retention#retention-revenue",
    title="Net revenue retention",
    prompt="A firm had {start} thousand of revenue in the first year. In the second, customers worth {churned} thousand had left; "
    "others bought {contraction} thousand less, others {expansion} thousand more; new customers brought {new} thousand. What is "
    "its net revenue retention? Give a share.",
    draws=dict(
        start=money(800, 1200, step=50, says="the revenue of the first year"),
        churned=money(80, 160, step=10, says="the revenue of those who left"),
        contraction=money(50, 110, step=10, says="what others bought less"),
        expansion=money(60, 170, step=10, says="what others bought more"),
        new=money(150, 300, step=25, says="what new customers brought"),
    ),
    unit="share",
    low=0,
    high=3,
    hints=[
        "Which of the five numbers belong to customers who were there at the start?",
        "From the revenue of the start take what went with those who left and what others bought less; add what others bought more. What is it a share of?",
    ],
)

nrr_reading = Choice(
    id="retention.nrr-reading",
    section="10-retention#retention-revenue",
    title="100 % net",
    prompt="A firm reports a net revenue retention of 104 % and a gross revenue retention of 62 %. What is true of the year?",
    options=[
        Option("new", "new customers made up for what the old ones had taken away"),
        Option("error", "one of the two must be wrong"),
        Option("all", "nearly all customers stayed"),
        Option("few", "over a third of the old revenue went, and others grew more"),
    ],
    hints=[
        "What is in net that is not in gross?",
        "Take net less gross.",
        Twin(
            "A twin: gross 90 %, net 95 %. A tenth of the old revenue went, and other old customers added a twentieth of it."
        ),
    ],
)

hold = Reverse(
    id="retention.hold-revenue",
    section="10-retention#retention-revenue",
    title="Holding the revenue",
    prompt="All customers spend the same. {churned} of them leave, and together those who stay cut {contraction} of what they "
    "spent. By which share of what they had spent before the cut must those who stay buy more, so that net revenue retention is 100 %?",
    draws=dict(
        churned=rate(0.1, 0.3, step=0.01, says="the share that leaves"),
        contraction=rate(0.04, 0.16, step=0.01, says="the cut of those who stay"),
    ),
    unit="share",
    low=0,
    high=2,
    hints=[
        "Take 100 customers at ¥100. How much is lost, and how many are left to make up for it?",
        "Each who stays spends what she had spent, less the cut, plus what she buys more. All who stay together must come to what all had spent.",
    ],
    core=False,
)

which_rate = Definition(
    id="retention.which-rate",
    section="10-retention#retention-day-n",
    title="Which rate belongs into the lifetime value?",
    prompt="A club had {start} members on 1 January. In the year {left} of them cancelled and {joined} others joined, all of whom "
    "were still members at its end. In the last week {active} of the members of 1 January used the app. Which number is the "
    "retention rate that the formula of chapter 5 wants?",
    draws=dict(
        start=whole(400, 800, 50),
        left=whole(80, 140, 20),
        joined=whole(150, 200, 25),
        active=whole(150, 230, 10),
    ),
    options=[
        Option("of-all", "members of 1 January still members ÷ members at the end"),
        Option("end", "members at the end ÷ members on 1 January"),
        Option("active", "members of 1 January who used the app in the last week ÷ members on 1 January"),
        Option("kept", "members of 1 January still members ÷ members on 1 January"),
    ],
    hints=[
        "The formula follows customers of the start until they are gone for good. Which number counts those?",
        "New customers belong neither above nor below the line.",
    ],
    pool=(
        dict(
            title="Which rate does the formula want?",
            prompt="A video service had {start} subscribers on 1 April. By 30 June {left} of them had given notice and {joined} others had "
            "subscribed, all of whom were still there. Of the subscribers of 1 April {active} watched something in the last week. "
            "Which number is the quarterly retention rate that the formula of chapter 5 wants?",
            draws=dict(
                start=whole(2_000, 3_600, 100),
                left=whole(500, 900, 50),
                joined=whole(900, 1_500, 50),
                active=whole(700, 1_050, 50),
            ),
            options=[
                Option("end", "subscribers on 30 June ÷ subscribers on 1 April"),
                Option("kept", "subscribers of 1 April still subscribed ÷ subscribers on 1 April"),
                Option("ever", "subscribers on 30 June ÷ all who were subscribed at any time in the quarter"),
                Option(
                    "active",
                    "subscribers of 1 April who watched in the last week ÷ subscribers on 1 April",
                ),
            ],
        ),
        dict(
            title="Which number is the retention rate?",
            prompt="A maker of booking software had {start} hotels as customers on 1 July. In the year {left} of them gave notice and "
            "{joined} others joined, all of whom were still customers at its end. The hotels of 1 July that stayed pay {money} of "
            "what all hotels of 1 July had paid. Which number is the retention rate that the formula of chapter 5 multiplies a "
            "customer's yearly margin with?",
            draws=dict(
                start=whole(300, 600, 20),
                left=whole(60, 120, 10),
                joined=whole(150, 240, 10),
                money=rate(0.9, 1.1, step=0.01),
            ),
            options=[
                Option("kept", "hotels of 1 July still customers ÷ hotels on 1 July"),
                Option("money", "what the hotels of 1 July pay now ÷ what they had paid then"),
                Option("of-all", "hotels of 1 July still customers ÷ hotels at the end of the year"),
                Option("end", "hotels at the end of the year ÷ hotels on 1 July"),
            ],
        ),
    ),
)

# The alert ----------------------------------------------------------------------------------------

alert_by_hand = Number(
    id="retention.alert-by-hand",
    section="10-retention#retention-alert",
    title="An alert point by hand",
    prompt="Seven gaps between orders. Four are closed: the shortest lasted {first} days, and each of the others {step} days longer than the one "
    "before it. Three are open, each for {running} days so far. What is the alert point for a share of 0.5, with the open gaps censored, in days?",
    draws=dict(
        first=whole(10, 20, 2, says="the shortest gap"),
        step=whole(20, 40, 5, says="the days from one closed gap to the next"),
        running=whole(40, 90, 3, says="the days of an open gap so far"),
    ),
    unit="days",
    low=1,
    high=1000,
    hints=[
        "Put the seven gaps in order. How many are still running at each day on which one ends?",
        "The first day on which the product is 0.5 or less.",
    ],
)

alert_bias = Choice(
    id="retention.alert-bias",
    section="10-retention#retention-alert",
    title="Too early or too late",
    prompt="In a web shop one order in ten is the last: the customer leaves for good, and nobody is told. The analyst takes the "
    "quantile 0.95 of all gaps, with the open ones censored. What comes out?",
    options=[
        Option("infinite", "no point, or an absurdly late one"),
        Option("early", "a point that is too early"),
        Option("mean", "the mean gap of the customers"),
        Option("right", "the right point: censoring corrects for open gaps"),
    ],
    hints=[
        "What does censoring assume about an open gap?",
        "Where does the survival curve of the gaps end if a tenth of them never ends?",
        Twin(
            "A twin: how long do lost umbrellas take to come back to the office? If a fifth of them never comes back, no "
            "number of days is enough for nine in ten."
        ),
    ],
)


@functools.cache
def _cdnow():
    return datasets.load_cdnow()


@functools.cache
def _returning():
    days = _cdnow().groupby("customer_id")["date"].nunique()
    return sorted(days.index[days > 1].tolist())


def _orders_of_some(rng, customers=50):
    """CDNOW orders of some customers who ordered on two days or more."""
    chosen = rng.sample(_returning(), customers)
    return _cdnow()[_cdnow()["customer_id"].isin(chosen)].reset_index(drop=True)


@functools.cache
def _spenders():
    """Spend of the grocer's households in a usual quarter of the first half-year and in the third quarter."""
    baskets = datasets.load_journey()
    quarter = baskets["date"].dt.quarter
    spend = baskets.pivot_table("amount", "customer_id", quarter, aggfunc="sum", fill_value=0)
    table = pd.DataFrame({"usual": (spend[1] + spend[2]) / 2, "now": spend[3]}).round(2)
    return table[(table["usual"] > 50) & (table["now"] > 0)].reset_index()


def _some_spenders(rng, households=60):
    return _spenders().loc[sorted(rng.sample(range(len(_spenders())), households))].reset_index(drop=True)


value_drops = Value(
    id="retention.value-drop",
    section="10-retention#retention-drop",
    title="Who still buys, but less?",
    prompt="`q.spend` holds {spend} of Complete Journey: `usual`, the spend of a usual quarter in the first half of 2017, and `now`, "
    "that of the third quarter (US dollars). Leave a DataFrame with `customer_id`, `drop` (the share by which her spend fell, below "
    "0 if it rose) and `alert` (1 if it fell by {limit} or more, else 0).",
    draws=dict(spend=Sample(_some_spenders, "{rows} households"), limit=rate(0.4, 0.7, step=0.05)),
    hints=[
        "By how much did she fall, and what is it a share of?",
        "What is left is now ÷ usual, and the drop is the rest to 1. An alert is a drop that reaches the limit.",
    ],
)

usual_gaps = Value(
    id="retention.usual-gaps",
    section="10-retention#retention-own",
    title="Each customer's own rhythm",
    prompt="`q.orders` holds {orders} from CDNOW, each with orders on two days at least. Everyone was watched until 30 June 1998. "
    "Leave a DataFrame with `customer_id`, `closed_gaps` (gaps between two days with an order), `usual_gap` (their mean, in days) "
    "and `silence` (days since the last order).",
    draws=dict(orders=Sample(_orders_of_some, "the {rows:,} orders of 50 customers")),
    hints=[
        "First one row per customer and day. How many gaps lie between n days?",
        "Her usual gap is the time from her first to her last day, divided by the gaps between her days; her silence runs from her last day to the day of the count. `retention.purchase_gaps` lists the gaps.",
    ],
)

own_rhythm = Number(
    id="retention.own-rhythm",
    section="10-retention#retention-own",
    title="How many usual gaps?",
    prompt="A customer has ordered on {days} days. From the first of them to the last {span} days went by, and since the last one "
    "she has been silent for {silence} days. How many of her usual gaps is that?",
    draws=dict(
        days=whole(4, 8, says="the days with an order"),
        span=whole(60, 180, 12, says="the days from the first order to the last"),
        silence=whole(90, 240, 10, says="the days of silence"),
    ),
    unit="",
    low=0,
    high=100,
    hints=[
        "How many gaps lie between the days of her orders?",
        "Her usual gap is the time from the first to the last day, divided by the gaps.",
    ],
)

fallen = Choice(
    id="retention.fallen",
    section="10-retention#retention-drop",
    title="A coupon for the fallen",
    prompt="A grocer sends a coupon to every household whose spend has fallen by three quarters or more. In the next quarter their mean "
    "spend doubles. What does this say of the coupon?",
    options=[
        Option("works", "that it works, since their spend had fallen before it and rose after it"),
        Option("nothing", "nothing yet, since such households rise without a coupon as well"),
        Option("wasted", "that it was wasted, since these households would have left anyway"),
        Option("half", "that it works for half of them, since the mean doubled"),
    ],
    hints=[
        "Whose quarters were chosen, good ones or bad ones?",
        "What would the same households have spent without the coupon?",
        Twin(
            "A twin: pupils with the worst marks in one test get extra lessons and do better in the next one. So did the worst of "
            "the other class, which got none."
        ),
    ],
)

# Precision, recall, money -------------------------------------------------------------------------

precision = Number(
    id="retention.precision",
    section="10-retention#retention-quality",
    title="How many alerts are right?",
    prompt="In a base {left} of the customers have left. A rule alerts {recall} of those who have left, and {false_rate} of those "
    "who have not. What is its precision? Give a share.",
    draws=dict(
        left=rate(0.05, 0.3, step=0.01, says="the share that has left"),
        recall=rate(0.6, 0.85, step=0.01, says="the share of the lost that is alerted"),
        false_rate=rate(0.08, 0.2, step=0.01, says="the share of the others that is alerted"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "Take 1,000 customers. How many have left, how many of them are alerted, and how many of the others?",
        "Found, divided by found plus false alarms.",
    ],
)

move_threshold = Several(
    id="retention.move-threshold",
    section="10-retention#retention-quality",
    title="The alert comes later",
    prompt="A firm moves its alert from 90 to 180 days of silence; nothing else changes. What follows for certain?",
    options=[
        Option("fewer", "there are fewer alerts, or as many"),
        Option("churn", "fewer customers leave"),
        Option("recall", "recall falls, or stays"),
        Option("false", "there are fewer false alarms, or as many"),
        Option("precision", "precision rises"),
    ],
    hints=[
        "Is everyone on the new list on the old one?",
        "Counts of a part cannot be larger than counts of the whole. Is that true of shares?",
        Twin(
            "A twin: a fisherman takes a net with wider meshes. He catches fewer fish, and fewer of the good ones. Whether a "
            "larger *share* is good depends on the fish."
        ),
    ],
)

sweep_or_process = Several(
    id="retention.sweep-or-process",
    section="10-retention#retention-decision",
    title="From a list to an alarm",
    prompt="A rule of silence is scored once, on the customers of one day: of those past the line 80 % have left. From "
    "tomorrow it is to ring day by day, whenever somebody passes the line. Which statements hold?",
    options=[
        Option("same", "of the rings of the next month about 80 % will be right, as on the list of one day"),
        Option("pile", "the one-day list holds the lost of years, and not those who came back"),
        Option("delay", "how late a ring comes cannot be read from the 80 %"),
        Option("churn", "fewer customers will leave"),
        Option("cost", "what a month costs cannot be read from the 80 %"),
    ],
    hints=[
        "Who is past the line today, and since when?",
        "Someone who passes the line and orders a week later: is she a ring? Is she on the list of one day?",
        Twin(
            "A twin: of the umbrellas in the lost-property office nine in ten will never be fetched. Of those handed in "
            "this morning most will be fetched tonight."
        ),
    ],
    pool=(
        dict(
            title="From one day to every day",
            prompt="A vendor tried his alert on a shop: he listed all who were past the line on 1 January, and 72 % of them had really "
            "left. The shop wants to call each customer on the day on which she passes the line. Which statements hold?",
            options=[
                Option("long", "many on the list had passed the line long before 1 January"),
                Option("late", "a call on the day comes later than a call by such a list would have come"),
                Option("many", "how many calls a month it takes cannot be read from the 72 %"),
                Option(
                    "slow",
                    "slow customers who are soon back are called, and most of them were not on the list",
                ),
                Option("never", "of the customers called in January about 72 % will have left"),
            ],
            hints=[
                "Who stands on a list of one day, and since when? Who passes the line within a month?",
                "Follow two customers past the line: one who has left, and one who orders a week later. On which days would a list hold each?",
                Twin(
                    "A twin: of the letters that lie at the post office uncollected eight in ten have lain there for months. Of "
                    "those that arrive today most are fetched this week."
                ),
            ],
        ),
        dict(
            title="A list, and a message each morning",
            prompt="On 31 December a bank lists the depositors without any transaction for 120 days: 65 % of them have moved to another "
            "bank. From January on a clerk is told each morning who has just reached 120 days. Which statements hold?",
            options=[
                Option("once", "the clerk learns of a move on the day on which it is made"),
                Option("stay", "who has moved stays on such a list, and who comes back drops off it"),
                Option("most", "65 % of the depositors who have moved are on the list"),
                Option("fewer", "among those of the mornings a smaller share has moved than on the list"),
                Option("work", "the clerk's work in a month cannot be read from the 65 %"),
            ],
            hints=[
                "Who has been silent for 120 days or more, and who for exactly 120?",
                "Follow two depositors past the 120 days: one who has moved, and one who comes back in a week. On which days would a list hold each?",
                Twin(
                    "A twin: of the coats in a theatre's cloakroom at noon nearly all were forgotten. Of those handed in tonight "
                    "hardly one will be."
                ),
            ],
        ),
    ),
)

back_test = Order(
    id="retention.back-test",
    section="10-retention#retention-quality",
    title="Testing an alert rule",
    prompt="Without a truth to look up, you want to know how good an alert rule of your shop is. Put the steps in order.",
    steps=[
        Step("rule", "set the alert point from these orders"),
        Step("day", "choose a day a year ago"),
        Step("known", "keep the orders up to that day"),
        Step("list", "list who was past it on that day"),
        Step("count", "count the alerts that were certainly false"),
        Step("later", "see who on and off the list ordered later"),
    ],
    hints=[
        "What was known on that day, and what came later?",
        "The rule may use the first, and is judged by the second.",
        Twin(
            "A twin, from a bank: take the applications of 2022, decide with what was known then, and only after that look "
            "who had paid back by 2024."
        ),
    ],
    core=False,
    pool=(
        dict(
            title="Testing a vendor's score",
            prompt="A vendor offers a score that says which of your customers will leave. You want to know how good it is on your own "
            "files before you buy. Put the steps in order.",
            steps=[
                Step("mark", "mark the tenth with the highest scores"),
                Step("share", "work out which share of those marked has left"),
                Step("file", "cut the files off at that day"),
                Step("score", "let the vendor score the customers from the cut files"),
                Step("moment", "choose a day half a year ago"),
                Step("outcome", "look up who has left since that day"),
            ],
            hints=[
                "Which facts may the score know, and which must it foretell?",
                "What the score may use is fixed first, what is done with the score comes next, and what came later is opened last.",
                Twin(
                    "A twin, on weather: take a Monday of last year, give the forecaster the charts up to that Monday, let her write "
                    "down the week, and only then open the record of it."
                ),
            ],
        ),
        dict(
            title="Testing an alert on visits",
            prompt="A gym wants to know whether an alert on falling visits would have found those who cancel. Put the steps in order.",
            steps=[
                Step("flag", "list the members who have fallen by so much on that day"),
                Step("end", "look up who cancelled in the half-year after it"),
                Step("day", "choose the first day of last October"),
                Step("false", "count the listed who are members still"),
                Step("fall", "set from these visits the fall that is to ring"),
                Step("visits", "take the visits of the year before that day"),
            ],
            hints=[
                "What could the gym have known on the day of the alert, and what only half a year later?",
                "The alert may be made of the first only, and is judged by the second.",
                Twin(
                    "A twin, from a school: take the marks up to Christmas, name the pupils who need help by them, and only then look "
                    "at the reports of the summer."
                ),
            ],
        ),
    ),
)

call_limit = Number(
    id="retention.call-break-even",
    section="10-retention#retention-errors",
    title="How sure must one be?",
    prompt="A call costs {call}. {success} of those who had left come back because of it, and are then worth {worth} each, the gift "
    "for them already taken off. Those who had not left take a gift of {gift} that they would not have needed. From which "
    "probability that she has left does a call pay? Give a share.",
    draws=dict(
        call=money(10, 25, step=5, says="the cost of a call"),
        success=rate(0.1, 0.2, step=0.05, says="the share that comes back"),
        worth=money(350, 600, step=50, says="what one who comes back is worth"),
        gift=money(10, 30, step=5, says="the gift"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "What does the call bring if she had left, and what does it cost if she had not?",
        "At the limit a call earns nothing: what it brings if she had left, times the chance of that, is as much as the call and the gift, "
        "the gift times the chance that she had not left.",
    ],
)

slide = Audit(
    id="retention.slide",
    section="10-retention#retention-decision",
    title="The wrong line on the slide",
    prompt="A slide plans calls to {customers} customers, of whom {left} have really left. The rule alerts {recall} of those and "
    "{false_rate} of the others. A call costs ¥20; one in ten of those who had left comes back, worth ¥400. One line is wrong. "
    "Which?",
    draws=dict(
        customers=whole(1_000, 3_000, 500),
        left=rate(0.2, 0.4, step=0.1),
        recall=rate(0.7, 0.8, step=0.05),
        false_rate=rate(0.1, 0.2, step=0.05),
    ),
    options=[
        Option(
            "found",
            lambda customers, left, recall, **_: (
                f"Lost customers who are alerted: {customers:,} × {left:.2f} × {recall:.2f} = {customers * left * recall:,.0f}"
            ),
        ),
        Option(
            "false",
            lambda customers, left, false_rate, **_: (
                f"False alarms: {customers:,} × {1 - left:.2f} × {false_rate:.2f} = {customers * (1 - left) * false_rate:,.0f}"
            ),
        ),
        Option(
            "cost",
            lambda customers, left, recall, false_rate: (
                f"Cost of all calls: ¥{20 * customers * (left * recall + (1 - left) * false_rate):,.0f}"
            ),
        ),
        Option(
            "missed",
            lambda customers, left, recall, **_: (
                f"Lost customers without a call: {customers:,} × {left:.2f} × {1 - recall:.2f} = "
                f"{customers * left * (1 - recall):,.0f}"
            ),
        ),
        Option(
            "brought",
            lambda customers, left, recall, **_: (
                f"Brought back: ¥400 for each lost customer who is called, ¥{400 * customers * left * recall:,.0f}"
            ),
        ),
    ],
    hints=[
        "Check each line against the sentence that it comes from.",
        "Follow 1,000 customers through the sentence: who has left, who is alerted, who comes back. Work out each line for them.",
    ],
    pool=(
        dict(
            prompt="A tea shop plans parcels with a sample to some of its {customers} customers, of whom {left} have really left. Its rule "
            "alerts {recall} of those and {false_rate} of the others, and each who is alerted gets a parcel for ¥30. One in five of "
            "those who had left orders again, worth ¥250. One line of its slide is wrong. Which?",
            draws=dict(
                customers=whole(1_000, 4_000, 500),
                left=rate(0.2, 0.4, step=0.05),
                recall=rate(0.7, 0.8, step=0.05),
                false_rate=rate(0.1, 0.2, step=0.05),
            ),
            options=[
                Option(
                    "others",
                    lambda customers, left, **_: (
                        f"Customers who have not left: {customers:,} × {1 - left:.2f} = {customers * (1 - left):,.0f}"
                    ),
                ),
                Option(
                    "false",
                    lambda customers, false_rate, **_: (
                        f"False alarms: {customers:,} × {false_rate:.2f} = {customers * false_rate:,.0f}"
                    ),
                ),
                Option(
                    "found",
                    lambda customers, left, recall, **_: (
                        f"Lost customers who get a parcel: {customers:,} × {left:.2f} × {recall:.2f} = "
                        f"{customers * left * recall:,.0f}"
                    ),
                ),
                Option(
                    "brought",
                    lambda customers, left, recall, **_: (
                        f"Brought back: ¥250 for one in five of the lost who get a parcel, ¥{50 * customers * left * recall:,.0f}"
                    ),
                ),
                Option(
                    "cost",
                    lambda customers, left, recall, false_rate: (
                        f"Cost of all parcels: ¥{30 * customers * (left * recall + (1 - left) * false_rate):,.0f}"
                    ),
                ),
            ],
        ),
        dict(
            prompt="A pharmacy chain tests an alert on {customers} customers, of whom {left} have really left. It rings for {recall} of "
            "those and for {false_rate} of the others. A letter to each alert costs ¥12; one in ten of those who had left comes "
            "back, worth ¥300. One line of the slide is wrong. Which?",
            draws=dict(
                customers=whole(1_000, 4_000, 500),
                left=rate(0.2, 0.4, step=0.05),
                recall=rate(0.7, 0.8, step=0.05),
                false_rate=rate(0.1, 0.2, step=0.05),
            ),
            options=[
                Option(
                    "cost",
                    lambda customers, left, recall, false_rate: (
                        f"Cost of all letters: ¥{12 * customers * (left * recall + (1 - left) * false_rate):,.0f}"
                    ),
                ),
                Option(
                    "missed",
                    lambda customers, left, recall, **_: (
                        f"Lost customers without an alert: {customers:,} × {left:.2f} × {1 - recall:.2f} = "
                        f"{customers * left * (1 - recall):,.0f}"
                    ),
                ),
                Option(
                    "share",
                    lambda customers, left, recall, **_: (
                        f"Share of the alerts that are right: {customers * left * recall:,.0f} ÷ {customers * left:,.0f} = "
                        f"{recall:.2f}"
                    ),
                ),
                Option(
                    "false",
                    lambda customers, left, false_rate, **_: (
                        f"False alarms: {customers:,} × {1 - left:.2f} × {false_rate:.2f} = {customers * (1 - left) * false_rate:,.0f}"
                    ),
                ),
                Option(
                    "brought",
                    lambda customers, left, recall, **_: (
                        f"Brought back: ¥300 for one in ten of the lost with a letter, ¥{30 * customers * left * recall:,.0f}"
                    ),
                ),
            ],
        ),
    ),
)


@functools.cache
def firm():
    return datasets.load_firm()


@functools.cache
def _known():
    """What the firm knows of each customer with orders on two days or more, at the end of 2025."""
    orders = firm().orders
    own = orders[(orders["status"] == "completed") & orders["campaign_id"].isna()]
    history = rfm.purchase_summary(own, observation_end="2025-12-31").set_index("customer_id")
    past = history["frequency"], history["recency"], history["T"]
    model = btyd.BetaGeoNBD().fit(*past)
    five_years = dict(horizon=261, discount_rate=0.1, discount_period="year", purchase_period="week")
    spend = btyd.GammaGamma().fit(history["frequency"], history["monetary_value"])
    an_order = spend.expected_spend(history["frequency"], history["monetary_value"])
    table = pd.DataFrame({"usual_gap": 7 * history["recency"] / history["frequency"].replace(0, np.nan)})
    table["silence"] = (7 * (history["T"] - history["recency"])).round().astype(int)
    table["p_alive"] = pd.Series(model.probability_alive(*past), history.index).round(4)
    worth = (1 + model.discounted_purchases(0, 0, 0, **five_years)) * (0.379 * an_order - 20.74)
    table["worth"] = pd.Series(worth, history.index).round(2)
    return table[history["frequency"] > 0].round({"usual_gap": 2}).reset_index()


def _base(rng):
    """The same customers for everyone, in an order of one's own."""
    return _known().sample(frac=1, random_state=rng.randint(0, 10**6)).reset_index(drop=True)


call_list = Decision(
    id="retention.call-list",
    section="10-retention#retention-decision",
    title="Whom to call?",
    prompt="`q.table` holds {table} of the simulated firm who have ordered on two days or more, on 31 December 2025: `usual_gap` and "
    "`silence` in days, `p_alive` (P(alive) by the BG/NBD), and `worth` (five-year value of a new life, by the model, in yuan). A "
    "call costs {call}. Of those who had left {success} come back because of it; those who had not left take a gift of {gift} that "
    "they did not need. Leave a list of `customer_id`. It is scored under the truth: who had really left, and what each is worth.",
    draws=dict(
        table=Sample(_base, "the {rows:,} customers"),
        call=money(15, 25, step=5),
        success=rate(0.1, 0.15, step=0.05),
        gift=money(15, 40, step=5),
    ),
    unit="¥",
    hints=[
        "What does a call bring if she had left, and what does it cost if she had not?",
        "P(alive) is the chance that she has not left, so the rest to one is the chance that a success can happen. Weigh what a call brings and what the gift costs by these two, and take the call off. For whom is something left?",
    ],
)

memo = Memo(
    id="retention.memo",
    section="10-retention#retention-decision",
    title="The memo",
    prompt="The head of service asks: “Whom do we call, and why not simply everyone who has been silent for 90 days?” Answer in a "
    "memo: your number, how uncertain it is, the alternative you turned down, and what an error would cost.",
    words=(60, 250),
    hints=[
        "Begin with the decision and what it earns, not with precision and recall.",
        "One sentence each: number, uncertainty, alternative, cost of either error, and the assumption that it all rests on.",
        Twin(
            "A twin, on reminders: “Remind the 120 of 800 dealers who are past twice their usual gap. This brings about "
            "30,000 and costs 2,400. I turned down reminding all after 60 days: 500 letters for 6,000 more. A letter too many "
            "costs 20. Leave twelve out at random, and we shall see what letters do.”"
        ),
    ],
)

# Predictions of the labs --------------------------------------------------------------------------

lab_half_life = Choice(
    id="retention.lab-half-life",
    section="10-retention#retention-hazard",
    title="Lab: half-life and mean",
    prompt="Before you move anything: a firm keeps 80 % a year, so the mean lifetime is five years, if all are alike. After how many "
    "years are half of its customers gone?",
    options=[
        Option("five", "after five, the mean lifetime"),
        Option("half", "after two and a half, half of five"),
        Option("three", "after about three"),
    ],
    hints=[
        "Multiply 0.8 by itself until it falls to one half.",
        Twin(
            "At 90 %: 0.9, 0.81, 0.73, 0.66, 0.59, 0.53, 0.48. After between six and seven years, and the mean is ten."
        ),
    ],
)

lab_revenue = Choice(
    id="retention.lab-revenue",
    section="10-retention#retention-revenue",
    title="Lab: what growth moves",
    prompt="Before you move anything: those who stay buy more. Which of the three rates rise?",
    options=[
        Option("all", "all three"),
        Option("both", "net and gross revenue retention"),
        Option("net", "only net revenue retention"),
    ],
    hints=[
        "Which of the formulas has the expansion in it?",
        Twin("If a branch doubles its sales, the number of branches does not change."),
    ],
)

lab_alert_share = Choice(
    id="retention.lab-alert-share",
    section="10-retention#retention-quality",
    title="Lab: a later alert",
    prompt="Before you move anything: with closed gaps the share goes from 0.8 to 0.9, so the alert comes after 166 days in place of "
    "100. What happens?",
    options=[
        Option("none", "both fall, because the list gets shorter"),
        Option("trade", "precision rises and recall falls"),
        Option("both", "both rise, because the alert is surer"),
    ],
    hints=[
        "Who drops out of the list when the alert comes later?",
        Twin("An examiner who raises the pass mark passes fewer, and is more often right about those."),
    ],
)

lab_call = Choice(
    id="retention.lab-call",
    section="10-retention#retention-errors",
    title="Lab: a cheaper call",
    prompt="Before you move anything: a call brings back ¥42 on average from someone who had left, and costs ¥20. It gets cheaper, "
    "¥10. From which probability that she has left does it pay?",
    options=[
        Option("always", "always"),
        Option("quarter", "from about one in four"),
        Option("half", "from one half, as before"),
    ],
    hints=[
        "Probability × 42 must pay for the call.",
        Twin(
            "A ticket of 2 for a prize of 10 pays from a chance of one in five; a ticket of 1 from one in ten."
        ),
    ],
)

QUESTIONS = (
    ninety_days,
    cell,
    cell_interval,
    km,
    half_life,
    third_renewal,
    log_likelihood,
    nrr,
    hold,
    which_rate,
    alert_by_hand,
    usual_gaps,
    value_drops,
    precision,
    back_test,
    call_limit,
    slide,
    call_list,
    sweep_or_process,
    memo,
)

LABS = (lab_half_life, lab_revenue, lab_alert_share, lab_call)

QUIZ = (
    what_is_lost,
    move_threshold,
    triangle,
    censored,
    lifetime_claim,
    nrr_reading,
    alert_bias,
    own_rhythm,
    fallen,
)
