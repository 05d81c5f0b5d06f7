"""The questions of chapter 15, KPIs, health scores and the account manager: what is asked."""

import functools

import numpy as np
import pandas as pd

from crmlib import btyd, datasets, rfm, simulate
from crmlib.workbook.kinds.choice import Audit, Choice, Match, Option
from crmlib.workbook.kinds.code import Decision, Function, Value
from crmlib.workbook.kinds.draws import OneOf, Sample, money, rate, whole
from crmlib.workbook.kinds.memo import Memo
from crmlib.workbook.kinds.number import Number, Reverse
from crmlib.workbook.kinds.order import Order, Step
from crmlib.workbook.kinds.questions import Twin

MOST_VISITS = 50  # to one account in a quarter
GROUPS = 5

# Indicators ---------------------------------------------------------------------------------------

kpi_gamed = Choice(
    id="health.kpi-gamed",
    section="15-health#health-kpi",
    title="Which target spoils itself?",
    prompt="Each of these targets is set for the staff of a shop, with a bonus. Which of them can be reached most easily without any "
    "good to a customer or to the firm?",
    options=[
        Option("margin", "margin of the quarter from customers who were there a year ago"),
        Option("cards", "loyalty cards opened a week, per member of staff"),
        Option("returns", "share of this quarter's orders that are kept for sixty days"),
        Option("visits", "spend a customer over the year after her first order, returns taken off"),
    ],
    hints=[
        "Imagine that you need the bonus on Friday. What would you do for each of the four?",
        Twin(
            "The same at a school: “books borrowed a week” is reached by borrowing books that nobody opens. “Pages that a child can "
            "retell” asks for more."
        ),
    ],
)

# The driver tree ----------------------------------------------------------------------------------

drivers = Number(
    id="health.drivers",
    section="15-health#health-tree",
    title="Three branches of a tree",
    prompt="Revenue is customers × orders a customer × value of an order. In a year customers rise by {customers}, orders a customer "
    "fall by {orders}, and the value of an order rises by {value}. By which share does revenue change?",
    draws=dict(
        customers=rate(0.06, 0.3, 0.02, says="the rise of customers"),
        orders=rate(0.04, 0.2, 0.01, says="the fall of orders a customer"),
        value=rate(0.03, 0.25, 0.01, says="the rise of an order's value"),
    ),
    unit="share",
    low=-1,
    high=1,
    hints=[
        "Start from a revenue of 100. What is left after each of the three changes?",
        "The branches multiply, so the factors do, too: one plus each change.",
    ],
)

contribution = Number(
    id="health.contribution",
    section="15-health#health-tree",
    title="Who made the change?",
    prompt="Last year {before} customers placed {often} orders each, this year {after} customers placed {now} each. An order is worth "
    "¥100 in both years. Which part of the change of revenue did the number of customers make, by logarithmic means?",
    draws=dict(
        before=whole(800, 1_200, 50, says="the customers of last year"),
        often=OneOf((3.5, 4, 4.5, 5, 5.5, 6), says="the orders of each customer last year"),
        after=whole(1_300, 2_000, 50, says="the customers of this year"),
        now=OneOf((1.5, 2, 2.5, 3), says="the orders of each customer this year"),
    ),
    unit="¥",
    low=-1_000_000,
    high=1_000_000,
    hints=[
        "The parts of customers, orders and value add up to the whole change.",
        "The part of a driver is the logarithmic mean of the two revenues times the logarithm of how it changed; `driver_contributions` has a row for each driver.",
    ],
)

clv_plus = Reverse(
    id="health.clv-plus",
    section="15-health#health-tree",
    title="What “CLV up” needs",
    prompt="A goal reads: “CLV {rise} up.” A customer's margin stays, she renews each year with probability {retention}, and the cost "
    "of capital is {discount} a year. By how much must retention rise, as a share: 0.05 for five points?",
    draws=dict(
        rise=rate(0.05, 0.3, 0.01, says="the rise of CLV that is wanted"),
        retention=rate(0.6, 0.82, 0.01, says="the retention of today"),
        discount=rate(0.06, 0.14, 0.01, says="the cost of capital"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "The value is margin × r ÷ (1 + d − r). By which factor is r ÷ (1 + d − r) to grow?",
        "With m for the wanted multiple, r = m (1 + d) ÷ (1 + m). Take the retention of today off.",
    ],
)

# The page -----------------------------------------------------------------------------------------

page = Audit(
    id="health.page",
    section="15-health#health-page",
    title="A page of figures",
    prompt="A page for the quarterly meeting. Of {customers} customers {left} left in the quarter. Before it began, the {alerts} who scored below 40 "
    "were alerted, and {found} of these left. Nobody was called. One line is wrong. Which?",
    draws=dict(
        customers=whole(2_000, 6_000, 500),
        left=whole(160, 300, 20),
        alerts=whole(300, 600, 50),
        found=whole(90, 140, 10),
    ),
    options=[
        Option(
            "churn",
            lambda customers, left, **_: (
                f"Churn of the quarter: {left} of {customers:,} left, {left / customers:.1%}"
            ),
        ),
        Option(
            "share",
            lambda customers, alerts, **_: (
                f"Workload: {alerts} were alerted, {alerts / customers:.1%} of all customers"
            ),
        ),
        Option(
            "alerts",
            lambda left, alerts, found, **_: (
                f"Right alerts: {found} of the {alerts} alerted left, {found / left:.1%} of the alerts"
            ),
        ),
        Option(
            "missed",
            lambda left, found, **_: f"Missed: {left - found} of the {left} who left had scored 40 or more",
        ),
        Option(
            "others",
            lambda customers, left, alerts, found: (
                f"The others: {(left - found) / (customers - alerts):.1%} of those who were not alerted left"
            ),
        ),
    ],
    hints=[
        "Draw a table of two by two: alerted or not, left or not. Which two numbers make each share?",
        "Each line names whose share it is. Name for each the group that stands below the fraction.",
    ],
    pool=(
        dict(
            prompt="A parcel service in Xi'an writes a page on its quarter. Of {customers} customers {problem} had a problem. Of these {complained} "
            "complained, and {solved} of the complaints were solved within a day. One line is wrong. Which?",
            draws=dict(
                customers=whole(3_000, 8_000, 500),
                problem=whole(400, 900, 50),
                complained=whole(120, 300, 10),
                solved=whole(40, 110, 10),
            ),
            options=[
                Option(
                    "problem",
                    lambda customers, problem, **_: (
                        f"Problems: {problem} of {customers:,} customers had one, {problem / customers:.1%}"
                    ),
                ),
                Option(
                    "voice",
                    lambda customers, problem, complained, **_: (
                        f"Complaints: {complained} complained, {complained / customers:.1%} of those with a problem"
                    ),
                ),
                Option(
                    "solved",
                    lambda complained, solved, **_: (
                        f"Fast: {solved} complaints were solved within a day, {solved / complained:.1%} of them all"
                    ),
                ),
                Option(
                    "silent",
                    lambda problem, complained, **_: (
                        f"Silent: {problem - complained} of the {problem} with a problem never said so"
                    ),
                ),
                Option(
                    "waiting",
                    lambda customers, complained, solved, **_: (
                        f"Slow: {(complained - solved) / customers:.1%} of all customers complained and waited for more than a day"
                    ),
                ),
            ],
            hints=[
                "Draw a tree: all customers, then who had a problem, then who complained, then what became of it.",
                "Each line names whose share it is. Name for each the group that stands below the fraction.",
            ],
        ),
        dict(
            prompt="A software firm in Penang looks back on a quarter. Of {contracts} contracts {ended} ended. Before it began, the score had marked {red} as "
            "red, and {gone} of these ended. No owner of a contract was called. One line is wrong. Which?",
            draws=dict(
                contracts=whole(1_200, 2_400, 100),
                ended=whole(150, 240, 10),
                red=whole(250, 500, 50),
                gone=whole(60, 120, 10),
            ),
            options=[
                Option(
                    "churn",
                    lambda contracts, ended, **_: (
                        f"Churn: {ended} of {contracts:,} contracts ended, {ended / contracts:.1%}"
                    ),
                ),
                Option(
                    "found",
                    lambda ended, gone, **_: (
                        f"Found: {gone} of the {ended} that ended had been red, {gone / ended:.1%}"
                    ),
                ),
                Option(
                    "right",
                    lambda red, gone, **_: f"Right alerts: of the {red} red contracts {gone / red:.1%} ended",
                ),
                Option(
                    "load",
                    lambda contracts, red, **_: (
                        f"Workload: {red} calls would have reached {red / contracts:.1%} of all contracts"
                    ),
                ),
                Option(
                    "others",
                    lambda contracts, ended, red, gone: (
                        f"The others: {(ended - gone) / contracts:.1%} of those that were not red ended"
                    ),
                ),
            ],
            hints=[
                "Draw a table of two by two: red or not, ended or not, with the sums at its edges.",
                "Each line names whose share it is. Name for each the group that stands below the fraction.",
            ],
        ),
    ),
)

page_rise = Choice(
    id="health.page-rise",
    section="15-health#health-page",
    title="Five points more",
    prompt="The page says: satisfied answers 81 %, after 76 % in the quarter before, each of about 70 answers. The head of service wants to "
    "thank his team for the rise. What should stand beside the two numbers?",
    options=[
        Option("second", "a second decimal, so that small rises can be seen"),
        Option("interval", "an interval for each, which reaches nine or ten points to either side"),
        Option("goal", "the goal of the year, for a rise towards a goal is an achievement of the team"),
        Option("colour", "a green field, since the number has risen"),
    ],
    hints=[
        "By how many points would the share differ if seventy other customers had answered?",
        Twin(
            "A player hits 15 of 20 throws on Monday and 16 of 20 on Tuesday. Nobody would say that he has learned it overnight."
        ),
    ],
)

# The score ----------------------------------------------------------------------------------------

missing = Number(
    id="health.missing",
    section="15-health#health-score",
    title="A score with a gap",
    prompt="A health score weighs visits with {weight}, orders with 20 % and the last survey with the rest, each on a scale from 0 to 100. "
    "Mr Zhou has {visits} for visits and {orders} for orders, and has answered no survey. Which score has he, if the weight of what "
    "is missing goes to what is there?",
    draws=dict(
        weight=rate(0.4, 0.6, 0.05, says="the weight of visits"),
        visits=whole(50, 95, 5, says="the points for visits"),
        orders=whole(10, 45, 5, says="the points for orders"),
    ),
    unit="points",
    low=0,
    high=100,
    hints=[
        "How much of the weight is there?",
        "The weighted sum of what is there, divided by its weights.",
    ],
)

SCALES = {"visits": (0, 10), "silence": (180, 0), "survey": (1, 5)}


def _indicators(rng, rows=60):
    """Indicators of a week; some have no survey, some refuse to be counted in the app, some have neither."""
    made = []
    for number in range(1, rows + 1):
        survey = rng.randint(1, 5) if rng.random() < 0.6 else None
        visits = rng.choice((0, 1, 2, 3, 4, 6, 8, 12, 15)) if rng.random() < 0.75 else None
        made.append((number, visits, rng.choice((5, 20, 45, 80, 120, 170, 210, 300)), survey))
    return pd.DataFrame(made, columns=["customer_id", "visits", "silence", "survey"], dtype=float).astype(
        {"customer_id": int}
    )


scores = Value(
    id="health.scores",
    section="15-health#health-score",
    title="Scores with missing data",
    prompt="`q.customers` holds {customers} with `visits` (a week), `silence` (days since the last order) and `survey` (1 to 5); some values "
    "are missing. Scale each from 0 to 100: visits from 0 to 10, silence from 180 to 0 days, survey from 1 to 5; beyond the ends it "
    "stays 0 or 100. The weights are {visits} for visits, 35 % for silence, and the rest for the survey. Leave a DataFrame with "
    "`customer_id`, `score` and `coverage` (the share of the weight that is there) of those with at least half of the weight.",
    draws=dict(
        customers=Sample(_indicators, "{rows} customers"),
        visits=rate(0.4, 0.5, 0.05),
    ),
    hints=[
        "Which of the three is good when it is low? What becomes of the weight of a missing value?",
        "Turn each sign into 0 to 100 between its worst and its best. Add up what is there by its weight, and divide by the weight that is there. `health.health_score` does it where its options say how little is too little.",
    ],
)

# Tested in time -----------------------------------------------------------------------------------

looks_ahead = Choice(
    id="health.looks-ahead",
    section="15-health#health-test",
    title="A test that knows too much",
    prompt="A vendor shows a health score that finds 97 % of those who left between July and December. Which sentence of his report "
    "should worry you most?",
    options=[
        Option("weights", "“All indicators have the same weight, since nobody could agree on better ones.”"),
        Option("calls", "“No customer was called in the half-year, and 14 % of the alerts were false.”"),
        Option("window", "“Visits, orders and app use are those of the whole year to 31 December.”"),
        Option(
            "old", "“The scale of each indicator was fixed in spring, on the customers of the year before.”"
        ),
    ],
    hints=[
        "Which of the numbers could nobody have known on 30 June?",
        Twin(
            "A forecast of rain that uses the wet streets of the afternoon is right every day. In the morning, when it is needed, the "
            "streets are dry."
        ),
    ],
)

new_buyers = Choice(
    id="health.new-buyers",
    section="15-health#health-test",
    title="P(alive) of 1",
    prompt="A list of 4,000 customers is sorted by the P(alive) of a BG/NBD. At its healthy end stand 1,100 customers with P(alive) = 1. All of "
    "them have ordered once, some of them two years ago. What is to be made of it?",
    options=[
        Option("safe", "they are the safest customers, and need no call"),
        Option(
            "assumed", "the model lets customers leave only after a repeat order, so it says nothing of them"
        ),
        Option(
            "error", "the fit has failed, for a probability of exactly 1 cannot come out of data of any kind"
        ),
        Option("new", "they are new, and will order again"),
    ],
    hints=[
        "At which moments can a customer leave in the story of the BG/NBD?",
        Twin(
            "A smoke detector that is only switched on after the first fire has never rung in new houses. Its silence there is no proof that "
            "nothing burns."
        ),
    ],
)

alerts_week = Number(
    id="health.alerts-week",
    section="15-health#health-test",
    title="How many alerts are right?",
    prompt="Of a firm's customers {leaving} leave in a quarter. A health score alerts {found} of those who will leave and {false} of those "
    "who will stay. Which share of the alerts is right?",
    draws=dict(
        leaving=rate(0.04, 0.16, 0.01, says="the share of the customers that leaves"),
        found=rate(0.55, 0.9, 0.05, says="the alerted share of those who will leave"),
        false=rate(0.08, 0.3, 0.01, says="the alerted share of those who will stay"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "Take 1,000 customers. How many of them leave and are alerted, how many stay and are alerted?",
        "Right alerts divided by all alerts.",
    ],
)

auc_money = Choice(
    id="health.auc-money",
    section="15-health#health-test",
    title="Which of the two scores?",
    prompt="A team can make 200 calls a week. On last year's data score A has an AUC of 0.84 and score B of 0.81. Of the 200 lowest "
    "by A 90 left, of the 200 lowest by B 112. The customers of both lists are worth about the same. Which score do you take?",
    options=[
        Option("a", "A, since it puts a leaver below a stayer more often"),
        Option("both", "the mean of both, because errors of two scores always cancel out"),
        Option("b", "B, since its list holds more leavers where the team calls"),
        Option("none", "neither, since both find fewer than half of the leavers"),
    ],
    hints=[
        "Which customers does the AUC look at, and to which of them is a call made?",
        "A ranking is judged over all pairs of customers, a campaign by the few at its top. What does each of the two models do there?",
        Twin(
            "Two scouts rank 2,000 players. The first is right more often about any two players, the second about the best eleven. A team "
            "of eleven is to be hired."
        ),
    ],
    pool=(
        dict(
            prompt="The agents of an insurer in Kuala Lumpur can visit 50 policyholders a month. Last year score A had an AUC of 0.78 and score B of 0.83. Of "
            "the 50 lowest by A 31 let their policy lapse, of the 50 lowest by B 24. All policies bring about the same. Which score do you take?",
            options=[
                Option("a", "A, for the visits that can be made meet more of those who lapse"),
                Option("b", "B, as it puts more of all the pairs of customers into their right order"),
                Option("both", "A in one month and B in the next, so that the errors of both even out"),
                Option("none", "neither, before one of them has an AUC of 0.9"),
            ],
            hints=[
                "How many customers have a part in the AUC, and how many are visited?",
                "Compare what the two lists hold where the agents go, and leave aside how the rest of the customers is ordered.",
                Twin(
                    "Two guides to 300 restaurants. The first is right more often about any two of them, the second about the best five. A guest stays for "
                    "five evenings."
                ),
            ],
        ),
        dict(
            prompt="A mail-order nursery in Kunming writes to 600 customers a month. By last year's data score A has an AUC of 0.79 and score B of 0.82. Of the 600 "
            "lowest by A 150 left, and of the 600 lowest by B as many. Those of A were worth ¥900 each, those of B ¥420. Which score do you take?",
            options=[
                Option("b", "B, because its AUC is higher, so that it is the better score for every use"),
                Option("either", "either, for both lists hold the same number of leavers"),
                Option("a", "A, since its list holds the leavers with more to lose"),
                Option("none", "neither, since three in four of both lists stay"),
            ],
            hints=[
                "What does the AUC count of a customer who is worth ¥900, and what of one who is worth ¥420?",
                "Letters are paid for from what the customers are worth who are kept. Set the two lists side by side in money.",
                Twin(
                    "Two divers bring up ten shells each. Those of the first hold more pearls, and the second finds shells faster. Who lives from pearls hires "
                    "the first."
                ),
            ],
        ),
    ),
)


def _risks(rng, rows=150):
    """Risks that a score gave in spring, and who has left; the risks are too high by a factor."""
    factor = rng.choice((0.5, 0.6, 0.7, 0.8))
    risks = sorted({rng.randint(20, 950) for _ in range(2 * rows)})
    risks = rng.sample(risks, rows)
    left = [int(rng.random() < factor * risk / 1_000) for risk in risks]
    table = pd.DataFrame({"risk": np.array(risks) / 1_000, "left": left})
    return table.rename_axis("customer_id").reset_index()


calibration = Value(
    id="health.calibration",
    section="15-health#health-test",
    title="Do the risks mean what they say?",
    prompt="`q.customers` holds {customers}, each with the `risk` of leaving that a score gave in spring, and `left` (1 or 0) in autumn. Make "
    "five groups of equal size by risk. Leave a DataFrame with `group` (1 for the lowest risks, to 5), `expected` (mean risk) and "
    "`observed` (share that left).",
    draws=dict(customers=Sample(_risks, "{rows} customers")),
    hints=[
        "Groups of equal size hold the same number of customers, whatever their risks.",
        "Put the customers in the order of their risk, cut them into five, and compare in each fifth the mean risk with the share that left. `health.risk_calibration` does so.",
    ],
    core=False,
)

# The threshold ------------------------------------------------------------------------------------

break_even = Number(
    id="health.break-even",
    section="15-health#health-threshold",
    title="From which risk does a call pay?",
    prompt="A call costs {cost} and keeps {success} of those who would leave. A customer who is kept is worth {clv}. From which risk "
    "of leaving on does a call pay?",
    draws=dict(
        cost=money(8, 20, 2, says="the cost of a call"),
        success=rate(0.12, 0.24, 0.04, says="the share of the leavers that a call keeps"),
        clv=money(240, 480, 20, says="the worth of a customer who is kept"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "What does a call bring with a customer who would surely leave?",
        "Risk × success × value = cost. Solve for the risk.",
    ],
)

call_profit = Number(
    id="health.call-profit",
    section="15-health#health-threshold",
    title="What does the list earn?",
    prompt="A threshold of 75 alerts {alerts} customers, of whom {leaving} will leave if nobody calls. A call costs {cost} and keeps {success} "
    "of those who would leave; who is kept is worth {clv}. What does calling the whole list earn, its cost taken off?",
    draws=dict(
        alerts=whole(400, 1_200, 50, says="the number of customers alerted"),
        leaving=rate(0.12, 0.34, 0.02, says="the share of them that will leave"),
        cost=money(8, 20, 2, says="the cost of a call"),
        success=rate(0.1, 0.25, 0.05, says="the share of the leavers that a call keeps"),
        clv=money(240, 480, 20, says="the worth of a customer who is kept"),
    ),
    unit="¥",
    low=-1e6,
    high=1e6,
    hints=[
        "How many leavers does the list hold, and how many of them does the call keep?",
        "What they are worth, less a call to everyone on the list.",
    ],
)

right_75 = Reverse(
    id="health.right-75",
    section="15-health#health-threshold",
    title="When would 75 be right?",
    prompt="Of all who score below 75, {mean} leave; of those who score just 75, {edge} do. A call costs {cost}, and a customer who is "
    "kept is worth {clv}. Which share of the would-be leavers must a call keep, so that 75 is the best threshold?",
    draws=dict(
        mean=rate(0.3, 0.44, 0.02, says="the risk of the whole list"),
        edge=rate(0.12, 0.2, 0.01, says="the risk at the threshold"),
        cost=money(8, 20, 2, says="the cost of a call"),
        clv=money(300, 600, 20, says="the worth of a customer who is kept"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "Whom does one point more of the threshold add to the list?",
        "At the best threshold the last call just earns its cost: risk × success × value = cost.",
    ],
)

pays_below = Function(
    id="health.pays-below",
    section="15-health#health-threshold",
    title="A threshold from costs",
    prompt="The risk of leaving falls in a straight line with the score, from `risk_at_0` at a score of 0 to `risk_at_100` at 100. A call "
    "has a `cost` and keeps the share `success` of those who would leave, each worth `clv`. Write a function that returns the score below "
    "which a call pays: 0 if it pays with nobody, 100 if it pays with everybody.",
    inputs=dict(
        cost=whole(5, 40, 5),
        success=rate(0.05, 0.3, 0.05),
        clv=whole(150, 600, 50),
        risk_at_0=rate(0.5, 0.95, 0.05),
        risk_at_100=rate(0.0, 0.2, 0.05),
    ),
    hints=[
        "From which risk on does a call pay? At which score does the line have this risk?",
        "The score is 100 × (risk_at_0 − needed) ÷ (risk_at_0 − risk_at_100). Hold it between 0 and 100 with `min` and `max`.",
        Twin(
            "A pond is 20 cm deep at the edge and 120 cm at 10 m. Where is it 70 cm deep? At 10 × (70 − 20) ÷ (120 − 20) = 5 m. For 150 cm "
            "the line would say 13 m, outside of the pond, so the answer is 10 m, its end."
        ),
    ],
)

# Whom to call -------------------------------------------------------------------------------------

capacity = Choice(
    id="health.capacity",
    section="15-health#health-decision",
    title="More alerts than callers",
    prompt="On Monday 180 customers are below the threshold, and two people can make 60 calls. The threshold comes from costs, so each of the "
    "180 calls is expected to pay. Whom do they call?",
    options=[
        Option("lowest", "the 60 with the lowest scores, who will leave most surely"),
        Option("valuable", "the 60 who are worth most among all customers, since most can be lost with them"),
        Option("profit", "the 60 with the largest product of risk and value"),
        Option("lot", "60 drawn at random, since all of the calls pay"),
    ],
    hints=[
        "What is a call to someone with a risk of 0.9 and a value of ¥50 expected to save, and to someone with 0.4 and ¥800?",
        Twin(
            "Three boats take in water: an old one that will surely sink, a yacht that may, a ferry that will not. One pump is at hand. The "
            "chance of sinking times the worth of the boat says where it goes."
        ),
    ],
)


@functools.cache
def firm():
    """The firm of the book."""
    return datasets.load_firm()


def _known(day):
    """What the firm knows on a day of each customer with orders on two days or more."""
    orders = firm().orders
    own = orders[(orders["status"] == "completed") & orders["campaign_id"].isna()]
    history = rfm.purchase_summary(
        own[own["date"] < pd.Timestamp(day) + pd.Timedelta(days=1)], observation_end=day
    )
    history = history.set_index("customer_id")
    past = history["frequency"], history["recency"], history["T"]
    model, spend = (
        btyd.BetaGeoNBD().fit(*past),
        btyd.GammaGamma().fit(history["frequency"], history["monetary_value"]),
    )
    an_order = spend.expected_spend(history["frequency"], history["monetary_value"])
    five_years = dict(horizon=261, discount_rate=0.1, discount_period="year", purchase_period="week")
    worth = (1 + model.discounted_purchases(0, 0, 0, **five_years)) * (0.379 * an_order - 20.74)
    table = _visits(day).reindex(history.index).fillna({"weeks_since_visit": 26, "visits_8_weeks": 0})
    table["usual_gap"] = (7 * history["recency"] / history["frequency"].replace(0, np.nan)).round(2)
    table["silence"] = (7 * (history["T"] - history["recency"])).round()
    table["worth"] = np.round(worth, 2)
    whole_numbers = dict.fromkeys(["weeks_since_visit", "visits_8_weeks", "silence"], int)
    return table[history["frequency"] > 0].astype(whole_numbers)


def _visits(day):
    """Weeks since the last visit, at most 26, and visits of the last eight weeks."""
    activity = firm().weekly_activity
    seen = activity[activity["week"] + pd.Timedelta(days=6) <= pd.Timestamp(day)]
    weeks = seen.pivot(index="customer_id", columns="week", values="visits").iloc[:, -26:].fillna(0)
    came = weeks.to_numpy()[:, ::-1] > 0
    since = np.where(came.any(axis=1), came.argmax(axis=1), 26)
    columns = {"weeks_since_visit": since, "visits_8_weeks": weeks.iloc[:, -8:].sum(axis=1)}
    return pd.DataFrame(columns, index=weeks.index)


@functools.cache
def past_customers():
    """The customers of 30 June, and who had neither ordered in the half-year after nor visited in its second half."""
    table = _known("2025-06-30").drop(columns="worth")
    orders, activity = firm().orders, firm().weekly_activity
    ordered = orders.loc[(orders["status"] == "completed") & (orders["date"] > "2025-07-01"), "customer_id"]
    visited = activity.loc[(activity["visits"] > 0) & (activity["week"] >= "2025-09-29"), "customer_id"]
    table["left"] = (~table.index.isin(ordered) & ~table.index.isin(visited)).astype(int)
    return table.reset_index()


@functools.cache
def present_customers():
    """The customers of 31 December."""
    return _known("2025-12-31").reset_index()


def _the_past(rng):
    return past_customers()


def _some_present(rng, rows=900):
    table = present_customers()
    return table.iloc[sorted(rng.sample(range(len(table)), rows))].reset_index(drop=True)


calls = Decision(
    id="health.calls",
    section="15-health#health-decision",
    title="Whom do we call this week?",
    prompt="`q.customers` holds {customers} of the simulated firm on 31 December: `weeks_since_visit` (26 for longer), `visits_8_weeks`, "
    "`usual_gap` and `silence` in days, and `worth` (the value of a new life, by the model, in yuan). `q.past` holds the {past} of 30 June "
    "with the same columns, `worth` left out, and `left`: 1 for no order in the half-year after and no visit in its second half. There is time for "
    "{places} calls. A call costs {cost}, and {success} of those who had left come back because of it. Leave a list of `customer_id`. It "
    "is scored by the truth: who had really left, and what each is worth. Right begins at 90 % of what the reference policy earns.",
    draws=dict(
        customers=Sample(_some_present, "{rows} customers"),
        past=Sample(_the_past, "{rows:,} customers"),
        places=whole(100, 180, 20),
        cost=money(15, 25, 5),
        success=rate(0.08, 0.12, 0.02),
    ),
    unit="¥",
    hints=[
        "Make a score of the signs, and see on the customers of June which share left at which score. What does a call bring at such a risk?",
        "Risk × success × worth − cost, for each customer. Call those with the most, as long as it is above 0 and there is time.",
    ],
)

drift = Number(
    id="health.drift",
    section="15-health#health-decision",
    title="Has the score drifted?",
    prompt="When the threshold was set, {before} of the customers scored below 40. Now it is {after}. What is the population stability index, with the "
    "two groups below 40 and from 40 on?",
    draws=dict(
        before=rate(0.2, 0.4, 0.01, says="the share of low scores when the threshold was set"),
        after=rate(0.25, 0.6, 0.01, says="the share of low scores now"),
    ),
    unit="",
    low=0,
    high=2,
    hints=[
        "For each group: the share now less the share then, times the logarithm of their ratio.",
        "Add the two up. The natural logarithm is `math.log` or `np.log`.",
    ],
    core=False,
)

# Whom does a contact keep? ------------------------------------------------------------------------

whom_kept = Choice(
    id="health.whom-kept",
    section="15-health#health-whom",
    title="The riskiest first?",
    prompt="In a trial half of each group gets a letter at random. Of the members who hardly come, 40 % of the others leave and 44 % of those with a "
    "letter. Of those who come now and then, 20 % and 14 %. Of those who come often, 4 % and 4 %. Who should get letters?",
    options=[
        Option("hardly", "those who hardly come, since most of them leave"),
        Option("now", "those who come now and then"),
        Option("often", "those who come often, since they are worth most"),
        Option("two", "those who hardly come and those who come now and then, for both have a high risk"),
    ],
    hints=[
        "What does the letter change in each group?",
        Twin(
            "A coach has an hour. The best player wins with or without it, the weakest loses with or without it. The hour goes to the one "
            "with whom it changes the match."
        ),
    ],
)

contact_keeps = Number(
    id="health.contact-keeps",
    section="15-health#health-whom",
    title="What does a letter to the riskiest earn?",
    prompt="Of {members} members who hardly come, half, drawn at random, got a letter: {letter} of these left within the year, and {control} of "
    "the others. A member who stays is worth {worth}, a letter costs {cost}. What would letters to all of them earn, against letters to none?",
    draws=dict(
        members=whole(1_000, 4_000, 200, says="the number of members"),
        letter=rate(0.4, 0.5, 0.01, says="the share that left with a letter"),
        control=rate(0.34, 0.39, 0.01, says="the share that left without a letter"),
        worth=money(60, 160, 10, says="the worth of a member who stays"),
        cost=money(1, 4, 0.5, says="the cost of a letter"),
    ),
    unit="¥",
    low=-1e6,
    high=1e6,
    hints=[
        "How many more stay with a letter than without one? It may be fewer.",
        "Members × (share that leaves without − share that leaves with) × worth, less the letters.",
    ],
)

# The account manager ------------------------------------------------------------------------------

qualities = Match(
    id="health.qualities",
    section="15-health#health-manager",
    title="Six qualities, seen",
    prompt="A structured interview asks each candidate for what she has done. Which quality does each answer show?",
    rows=[
        "told a buyer that the cheaper pump would do, and lost the bonus",
        "heard from three buyers that a rival delivers on Sundays, and reported it with their volumes",
        "was shouted at over a late truck, and asked for the order number",
        "handed her largest account to a colleague who knows the trade better",
        "read the drawing, and saw that the valve would not fit",
        "knew who in the buyer's office decides, and whom he listens to",
    ],
    options=[
        "market insight",
        "interpersonal skill",
        "self-control",
        "ethics",
        "teamwork",
        "professional skill",
    ],
    hints=[
        "What would have been easier for her in each case?",
        Twin(
            "The same for a waiter: sending back his own mistake before the guest has seen it shows ethics; carrying a colleague's plates "
            "shows teamwork; knowing what is in the sauce shows professional skill."
        ),
    ],
)

# The call plan ------------------------------------------------------------------------------------

managers = Number(
    id="health.managers",
    section="15-health#health-calls",
    title="Managers by workload",
    prompt="{large} large accounts get 12 calls a year, {small} small ones get 3. A call takes {hours} hours with travel, and a manager has "
    "1,300 hours a year for calls. How many managers does this service take? Give a whole number.",
    draws=dict(
        large=whole(60, 160, 5, says="the number of large accounts"),
        small=whole(240, 480, 10, says="the number of small accounts"),
        hours=OneOf((3, 3.5, 4, 4.5), says="the hours of a call"),
    ),
    unit="",
    low=1,
    high=50,
    hints=[
        "How many calls are there in a year, and how many hours?",
        "Hours of all calls ÷ hours of a manager. What does a part of a manager mean?",
    ],
)

last_visit = Number(
    id="health.last-visit",
    section="15-health#health-calls",
    title="How many visits pay?",
    prompt="Without visits an account buys little. What it could bring beyond that is {open} of margin a quarter, and each visit in a quarter wins "
    "{taken} of what is still open. A visit costs {cost}. How many visits a quarter earn most? Give a whole number.",
    draws=dict(
        open=money(12_000, 40_000, 2_000, says="the margin that is open"),
        taken=rate(0.08, 0.15, 0.01, says="the share that a visit wins"),
        cost=money(600, 1_200, 100, says="the cost of a visit"),
    ),
    unit="",
    low=0,
    high=100,
    hints=[
        "What does the first visit bring, and the second, and when does the next one bring less than it costs?",
        "The k-th visit brings open × taken × (1 − taken) to the power k − 1.",
    ],
)


def _accounts(rng, rows=8):
    """Eight accounts with what they could bring and how they answer to a visit."""
    names = rng.sample(
        ["Anhui", "Bohai", "Chengdu", "Dalian", "Emei", "Fuzhou", "Guilin", "Harbin", "Jilin"], rows
    )
    open_ = rng.sample(range(10, 100, 4), rows)
    taken = [rng.choice((0.08, 0.12, 0.16, 0.2, 0.25, 0.3)) for _ in names]
    return pd.DataFrame({"account": names, "open": [1_000 * one for one in open_], "taken": taken})


plan = Value(
    id="health.plan",
    section="15-health#health-calls",
    title="A call plan",
    prompt="`q.accounts` holds {accounts}: `open` is the margin in ¥ that each could bring beyond what comes without visits, and each visit in a "
    "quarter wins the share `taken` of what is still open. There is time for {visits} visits. Leave a DataFrame with `account` and `visits`, with which "
    "the accounts together bring most.",
    draws=dict(accounts=Sample(_accounts, "{rows} accounts"), visits=whole(16, 28, 2)),
    hints=[
        "Where does the first visit bring most? And the second one, wherever it goes?",
        "Give the visits one by one. After each, less is open at that account, so the next may go elsewhere. `call_plan` does so with what `call_gains` says.",
    ],
)

staff = Number(
    id="health.staff",
    section="15-health#health-calls",
    title="How many managers earn most?",
    prompt="A firm has {accounts} accounts that are alike. Each could bring {open} of margin a year beyond what comes by itself, and each call of a year "
    "wins {taken} of what is still open. A manager makes {calls} calls a year and costs ¥260,000. How many managers earn most? Give a whole number.",
    draws=dict(
        accounts=whole(200, 600, 50, says="the number of accounts"),
        open=money(10_000, 24_000, 2_000, says="the margin that is open at an account"),
        taken=rate(0.1, 0.2, 0.02, says="the share that a call wins"),
        calls=whole(320, 560, 40, says="the calls of a manager in a year"),
    ),
    unit="",
    low=0,
    high=30,
    hints=[
        "What does the last call of each manager have to bring?",
        "Give the visits of all accounts in the order of what they bring. Each further manager adds a year of calls and costs a salary: `manager_plan` has a row for each number of them. Which has the highest profit?",
    ],
)

# Forty accounts -----------------------------------------------------------------------------------

no_visit = Choice(
    id="health.no-visit",
    section="15-health#health-forty",
    title="The account without a visit",
    prompt="In the best plan the account with the third-largest revenue gets no visit. Its manager calls this an insult. Which reason would make the "
    "plan right?",
    options=[
        Option("rich", "it has brought so much revenue that a thank-you letter is enough for it"),
        Option("buys", "nearly all that it can buy comes without a visit"),
        Option("equal", "each account has had three visits so far"),
        Option("far", "it has bought for longer than any other account"),
    ],
    hints=[
        "What does a visit change there?",
        Twin(
            "The best pupil gets no extra lesson, and a middling one gets two. The lesson goes where it changes a mark."
        ),
    ],
)


@functools.cache
def business():
    """Another firm of the same kind, with forty accounts of its own."""
    return simulate.firm(seed=17, customers=300)


@functools.cache
def possible_visits():
    """Every visit that could be made to an account in the quarter, the first one first."""
    accounts = business().accounts["account_id"].to_numpy()
    number = np.tile(np.arange(1, MOST_VISITS + 1), len(accounts))
    account = np.repeat(accounts, MOST_VISITS)
    names = [f"{one}-{k}" for one, k in zip(account, number, strict=True)]
    return pd.DataFrame({"visit_id": names, "account_id": account, "visit": number})


def _forty(rng):
    columns = ["account_id", "industry", "city", "revenue", "margin_rate", "visits", "potential"]
    return business().accounts[columns]


def _quarters(rng):
    return business().account_quarters[["account_id", "quarter", "visits", "revenue"]]


def _the_visits(rng):
    return possible_visits()


visits = Decision(
    id="health.visits",
    section="15-health#health-forty",
    title="Which accounts get visits?",
    prompt="`q.accounts` holds the {accounts} of another firm, with `revenue` and `visits` of the last four quarters, `margin_rate` (margin as a share of "
    "revenue) and `potential` (what it buys a year from all suppliers, as its manager guesses). `q.quarters` holds {quarters} with `visits` and `revenue`. "
    "There is time for {places} visits in the next quarter, and a visit costs {cost}. `q.steps` holds {steps}: `visit_id`, `account_id`, and which "
    "`visit` of the quarter it is. Leave the list of the `visit_id` that you make, those to an account from the first on. It is scored by the truth, as "
    "the expected margin of the quarter that the visits add, less their cost; right begins at 92 % of what the reference policy earns.",
    draws=dict(
        accounts=Sample(_forty, "{rows} accounts"),
        quarters=Sample(_quarters, "their {rows} rows of a quarter"),
        steps=Sample(_the_visits, "the {rows:,} visits that could be made"),
        places=whole(100, 160, 10),
        cost=money(800, 1_100, 50),
    ),
    unit="¥",
    things="visits",
    hints=[
        "Which share of what is still open does a visit win? In `q.quarters` the same account has quarters with few and with many visits.",
        "With a share q for all, visit k adds margin × open × q × (1 − q) to the power k − 1, where `open` follows from an account's own revenue and "
        "visits. Make the visits that add most, as long as they add more than they cost.",
    ],
)

shape = Number(
    id="health.shape",
    section="15-health#health-shape",
    title="A response in the shape of an S",
    prompt="A manager estimates what each visit of a quarter to a new account adds: the first {first}, the second {second}, the third {third}, the fourth "
    "{fourth}, the fifth {fifth}. A visit costs ¥1,200. What does the best number of visits earn, their cost taken off?",
    draws=dict(
        first=money(200, 600, 100, says="what the first visit adds"),
        second=money(700, 1_000, 100, says="what the second visit adds"),
        third=money(5_000, 9_000, 500, says="what the third visit adds"),
        fourth=money(1_600, 3_000, 200, says="what the fourth visit adds"),
        fifth=money(300, 900, 100, says="what the fifth visit adds"),
    ),
    unit="¥",
    low=-20_000,
    high=20_000,
    hints=[
        "What is earned in all after one visit, after two, and so on?",
        "The first visits are paid for, too: nobody can make the third one without them.",
    ],
    core=False,
)

# The path -----------------------------------------------------------------------------------------

path = Order(
    id="health.path",
    section="15-health#health-path",
    title="From a score to a habit",
    prompt="A firm wants a weekly call list by health score. Put the steps in order.",
    steps=[
        Step("threshold", "set the threshold from the cost and the effect of a call"),
        Step("owner", "name who calls, who decides, and which goal the list serves"),
        Step("review", "look each quarter at calibration, drift and money, and change or stop the list"),
        Step("test", "test the score on customers of a later time"),
        Step("half", "call at first only half of the list, drawn at random"),
        Step("data", "bring the indicators together, and see what is missing"),
    ],
    hints=[
        "What must be known before anything is computed? What can only be set once the score has been tested?",
        Twin(
            "The same for a new bus line: who wants it and who pays; counts of riders; a trial on paper with last year's days; the timetable; a "
            "month on every other day; a review each quarter."
        ),
    ],
)

TEXT = (
    "“Our health score is the mean of visits, orders and survey, where a missing survey counts 0. Below 75 a customer is red, as with our vendor's other "
    "clients. In December we looked back: of those who were red at the end of the year, 90 % had left in the year. So the score works. Each agent now has a "
    "target of 40 red customers called a week, the lowest scores first.”"
)

own = Memo(
    id="health.own",
    section="15-health#health-path",
    title="A text of your own",
    prompt="Find a page of figures, a health score or a target for account managers, from your own firm if you can. If you have none, take this one: "
    f"{TEXT} Write which goal it serves, the gravest flaw and one more, which number would be needed, and whether the decision changes.",
    words=(80, 300),
    rubric=("goal", "gravest flaw", "number needed", "decision"),
    hints=[
        "What was known when? Who is called, and what changes because of it? How can the target be met without any good?",
        "Go through missing data, the cut in time, the threshold, whom a contact keeps, and the target.",
        Twin(
            "The same on a gym: “Who has not come for a month is called; 80 % of them had left.” They had left before the call, so the list is right and "
            "useless. Needed is the share of those who are called that comes back, beside others drawn at random who are not. A target of 30 calls a day "
            "makes calls, and no visits."
        ),
    ],
)

memo = Memo(
    id="health.memo",
    section="15-health#health-path",
    title="The memo",
    prompt="The head of sales: “My people visit whom they know, and the agents call everyone who is red. What would you change?” Answer in a memo on your two "
    "decisions: the number, how uncertain it is, the alternative you turned down, and what an error would cost.",
    words=(60, 250),
    hints=[
        "Begin with the decisions and what they earn, for the quarter and for the week.",
        "One sentence each: number, uncertainty, alternative, cost of an error, and how you will know.",
        Twin(
            "The same on ambulances: “Keep three at the hospital and move two to the motorway. By last year's calls that saves four minutes on average, give or "
            "take one. I turned down one for each district, since two districts call once a week. If I am wrong, these wait three minutes longer.”"
        ),
    ],
)

# Predictions of the labs --------------------------------------------------------------------------

lab_threshold = Choice(
    id="health.lab-threshold",
    section="15-health#health-threshold",
    title="Lab: 75 or 30?",
    prompt="Before you move anything: with the score of the signs, calling everyone below 30 earns about ¥10,500 by the truth. What does calling everyone below "
    "75 earn?",
    options=[
        Option("more", "more, since more of the leavers are found"),
        Option("less", "about half as much"),
        Option("same", "about as much, since the score ranks the same customers in the same way"),
    ],
    hints=[
        "Who is added between 30 and 75, and what does a call to a stayer cost?",
        Twin(
            "A net with finer meshes catches a few more of the large fish, and all of the small ones, which have to be thrown back one by one."
        ),
    ],
)

lab_visits = Choice(
    id="health.lab-visits",
    section="15-health#health-forty",
    title="Lab: an account twice as large",
    prompt="Before you move anything: an account gets its best number of visits. Another one answers in the same way and is twice as large. How many visits "
    "should it get?",
    options=[
        Option("double", "twice as many"),
        Option("same", "as many, since it answers to a visit in the same way"),
        Option("fixed", "a fixed number more, whatever the size"),
    ],
    hints=[
        "Each visit leaves less open. How many further visits halve what is open?",
        Twin(
            "Tea cools to room temperature. A pot twice as far above it takes a fixed number of minutes more to be drinkable: the time in which the "
            "difference halves."
        ),
    ],
)

QUESTIONS = (
    drivers,
    alerts_week,
    call_profit,
    right_75,
    contact_keeps,
    auc_money,
    page,
    contribution,
    last_visit,
    staff,
    scores,
    calibration,
    pays_below,
    plan,
    drift,
    shape,
    calls,
    visits,
    own,
    memo,
)

LABS = (lab_threshold, lab_visits)

QUIZ = (
    kpi_gamed,
    clv_plus,
    page_rise,
    missing,
    looks_ahead,
    new_buyers,
    break_even,
    capacity,
    whom_kept,
    qualities,
    managers,
    no_visit,
    path,
)
