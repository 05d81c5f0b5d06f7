"""The questions of chapter 10, retention and churn measured."""

import functools
import math

import numpy as np
import pandas as pd

from crmlib import btyd, clv, datasets, intervals, rates, retention, rfm
from crmlib.retention import alerts
from crmlib.workbook.kinds.audit import Audit
from crmlib.workbook.kinds.choice import Choice, Match, Option
from crmlib.workbook.kinds.decision import Decision
from crmlib.workbook.kinds.definition import Definition, Rival
from crmlib.workbook.kinds.draws import Sample, money, rate, told_apart, whole
from crmlib.workbook.kinds.function import Function
from crmlib.workbook.kinds.interval import Interval
from crmlib.workbook.kinds.memo import Memo
from crmlib.workbook.kinds.number import Number
from crmlib.workbook.kinds.order import Order, Step, sequence, swap
from crmlib.workbook.kinds.questions import Slip, Twin
from crmlib.workbook.kinds.reverse import Reverse
from crmlib.workbook.kinds.several import Several
from crmlib.workbook.kinds.value import Value

# What counts as lost, and cohorts -----------------------------------------------------------------

what_is_lost = Match(
    id="retention.what-is-lost",
    section="10-retention#retention-lost",
    title="What is known of the lost?",
    prompt="For each of the five, ask: who would say that the customer has left? Choose what the firm can measure.",
    answer={
        "a gym by the month": "the day of leaving",
        "a hairdresser": "silence",
        "a mobile phone contract": "the day of leaving",
        "a web shop for garden tools": "silence",
        "a newspaper by subscription": "the day of leaving",
    },
    slips={
        (
            "a hairdresser",
            "the day of leaving",
        ): "Which client tells the hairdresser that she will not come again?",
        (
            "a web shop for garden tools",
            "the day of leaving",
        ): "Nobody cancels a web shop. In winter most of its customers are silent.",
        ("a gym by the month", "silence"): "Many members pay and stay away: silent, and not lost.",
        (
            "a mobile phone contract",
            "silence",
        ): "A phone that is not used is still paid for. The contract ends with a notice.",
        (
            "a newspaper by subscription",
            "silence",
        ): "The paper comes until somebody cancels it. That letter has a date.",
    },
    hints=[
        "Is there something that must be cancelled?",
        "Where nothing must be cancelled the firm sees only that no purchase comes.",
        Twin(
            lambda: (
                "A twin: an insurance policy must be cancelled, so the day of leaving is in the files. A bakery is never "
                "cancelled: it sees silence."
            )
        ),
    ],
    means="Where leaving is not seen, every churn rate rests on a length of silence that somebody chose.",
    after="Which length of silence does your firm use, and who chose it?",
)


def _later_share(customers, february, march, both):
    return march / customers


_CELL_SLIPS = [
    Slip(
        lambda customers, february, march, both: march / february,
        "This is the number you get dividing by those who bought in February. A cell is a share of the whole cohort.",
        because="the cell before taken for the base",
    ),
    Slip(
        lambda customers, february, march, both: february / customers,
        "This is the number you get in the column before it: February is period 1.",
        because="periods counted from 1 in place of 0",
    ),
    Slip(
        lambda customers, february, march, both: both / customers,
        "This is the number you get if who was away in February no longer counts. Not buying in a month is not leaving.",
        because="a cell of a cohort table taken for survival",
    ),
    Slip(
        lambda customers, february, march, both: both / february,
        "This is the number you get for February's buyers who came back in March: a repeat rate from month to month.",
        because="month-to-month repeat rate taken for the cell",
    ),
    Slip(
        lambda customers, february, march, both: (february + march - both) / customers,
        "This is the number you get for those who bought in one of the two months or in both.",
        because="cumulative share in place of the share of one period",
    ),
    Slip(
        lambda customers, february, march, both: (march - both) / customers,
        "This is the number you get if those who bought in February too are left out. The cell counts everyone who bought.",
        because="first returns in place of buyers of the period",
    ),
    Slip(
        lambda customers, february, march, both: 1 - march / customers,
        "This is the share that did not buy. The cell holds the share that did.",
        because="the complement is taken",
    ),
]

cell = Number(
    id="retention.cell",
    section="10-retention#retention-cohorts",
    title="A cell of the cohort table",
    prompt="{customers} customers first bought in January. {february} of them bought in February and {march} in March; {both} "
    "are in both of these numbers. What stands in the cohort's row under 2? Give a share.",
    draws=dict(
        customers=whole(200, 400, 20),
        february=whole(70, 100, 5),
        march=whole(50, 68, 3),
        both=whole(20, 40, 4),
    ),
    where=told_apart(_later_share, _CELL_SLIPS),
    answer=_later_share,
    unit="share",
    low=0,
    high=1,
    slips=_CELL_SLIPS,
    hints=[
        "Which month is period 0, and which is period 2?",
        "Buyers of that month from the cohort, divided by the customers of the cohort.",
        Twin(
            lambda customers, february, march, both: (
                f"A cohort of {customers}: {february} buy a month later, {march} two months later. Under 0 stands 1, under 1 "
                f"{february}/{customers}, under 2 {march}/{customers} = {march / customers:.4f}."
            )
        ),
    ],
    means="It is activity in one month. It may be higher again in the next.",
    after="Could the cell under 3 be larger than this one?",
)

triangle = Choice(
    id="retention.triangle",
    section="10-retention#retention-cohorts",
    title="Reading the triangle",
    prompt="In a monthly cohort table the last filled cell of every row is half as large as the one before it. What is the most "
    "likely reason?",
    options=[
        Option(
            "unfinished",
            "the table was drawn in the middle of a month",
            "The last cells lie on one diagonal: one month of the calendar, and it is not over.",
        ),
        Option(
            "cohorts",
            "the newest cohorts are worse",
            "Then whole rows would be low, and the old cohorts would not be hit.",
        ),
        Option(
            "age",
            "customers leave at that age",
            "Each row ends at another age. A fall at one age would stand in one column.",
        ),
        Option("loyal", "the loyal ones have been served", "Nothing in a table of shares says so."),
    ],
    answer="unfinished",
    hints=[
        "Do the cells in question lie in a row, in a column or on a diagonal?",
        "What do all cells of a diagonal have in common?",
        Twin(
            lambda: (
                "A twin: in the school reports of all classes the last column is half empty. The pupils have not become lazy "
                "at five ages at once; the term is not over."
            )
        ),
    ],
    after="Where would a campaign in May be seen?",
)


def _normal(successes, trials, z):
    share = successes / trials
    half = z * math.sqrt(share * (1 - share) / trials)
    return share - half, share + half


cell_interval = Interval(
    id="retention.cell-interval",
    section="10-retention#retention-cohorts",
    title="How sure is a cell?",
    prompt="Of a cohort of {customers} customers {active} bought in the next quarter. Give a 90 % interval for the share at which "
    "such customers buy, as two shares. Between −1.645 and 1.645 lies 90 % of a normal distribution.",
    draws=dict(customers=whole(120, 200, 20), active=whole(50, 90, 5)),
    answer=lambda customers, active: intervals.wilson_interval(active, customers, confidence=0.9),
    unit="share",
    tolerance=0.08,
    slips=[
        Slip(
            lambda customers, active: _normal(active, customers, 1),
            "This is the interval you get with one standard error on each side. How sure is that?",
            because="standard error taken for interval",
        ),
        Slip(
            lambda customers, active: _normal(active, customers, 1.96),
            "This is the interval you get with 1.96 standard errors. That is 95 %.",
            because="1.96 by habit",
        ),
        Slip(
            lambda customers, active: intervals.wilson_interval(active, customers),
            "This is the interval that `wilson_interval` gives unless told otherwise: 95 %. Which is asked?",
            because="the default of the function",
        ),
    ],
    hints=[
        "The share is the middle, or nearly. How far does chance carry a share of so many customers?",
        "A share has the standard error √(p(1 − p)/n).",
        Twin(
            lambda customers, active: (
                f"A twin: {active} of {customers}, p = {active / customers:.3f}. 1.645 standard errors are "
                f"{_normal(active, customers, 1.645)[1] - active / customers:.3f}: from "
                f"{_normal(active, customers, 1.645)[0]:.3f} to {_normal(active, customers, 1.645)[1]:.3f}."
            )
        ),
    ],
    core=False,
    means="Two neighbouring cells of a column usually differ by less than this.",
    after="How many customers would halve the interval?",
)

# Survival -----------------------------------------------------------------------------------------


def _staying(members, first, late, second):
    return (1 - first / members) * (1 - second / (members - first - late))


_KM_SLIPS = [
    Slip(
        lambda members, first, late, second: 1 - (first + second) / members,
        "This is the number you get if the new members count as at risk in month 2. They were not watched then.",
        because="the censored kept in the number at risk after they were last seen",
    ),
    Slip(
        lambda members, first, late, second: 1 - (first + second) / (members - late),
        "This is the number you get if the new members are left out of both months. In month 1 they were there.",
        because="dropping the censored, the trap of the chapter",
    ),
    Slip(
        lambda members, first, late, second: 1 - (first + late + second) / members,
        "This is the number you get if the new members count as lost. They have not left.",
        because="censoring taken for leaving",
    ),
    Slip(
        lambda members, first, late, second: 1 - second / (members - first - late),
        "This is the number you get for month 2 alone: the share of those who were still there. It is a retention rate.",
        because="retention of one period taken for survival",
    ),
    Slip(
        lambda members, first, late, second: 1 - first / members - second / (members - first - late),
        "This is the number you get if the shares that leave are added up. Who left in month 1 cannot leave again.",
        because="hazards added in place of shares multiplied",
    ),
    Slip(
        lambda members, first, late, second: (1 - first / members) * (1 - second / members),
        "This is the number you get with all members at risk in both months. Who left or was not watched is not at risk.",
        because="the number at risk not brought up to date",
    ),
    Slip(
        lambda members, first, late, second: (1 - first / members) * (1 - second / (members - late)),
        "This is the number you get if those who left in month 1 still count as at risk in month 2.",
        because="leavers not taken out of the number at risk",
    ),
    Slip(
        lambda members, first, late, second: 1 - _staying(members, first, late, second),
        "This is the share that has left by then. The share that stays is asked.",
        because="the complement is taken",
    ),
]

km = Number(
    id="retention.km-by-hand",
    section="10-retention#retention-survival",
    title="A survival curve by hand",
    prompt="{members} members began. {first} of them left at the end of month 1; of the others {late} had joined so late that "
    "they were not watched any longer. {second} of those still watched left at the end of month 2. Which share stays longer "
    "than two months?",
    draws=dict(
        members=whole(60, 120, 10), first=whole(10, 20, 2), late=whole(16, 40, 3), second=whole(6, 14, 2)
    ),
    where=told_apart(
        _staying,
        _KM_SLIPS,
        lambda members, first, late, second: first + late + second < 0.8 * members,
    ),
    answer=_staying,
    unit="share",
    low=0,
    high=1,
    slips=_KM_SLIPS,
    hints=[
        "How many are at risk in month 1, and how many in month 2?",
        "Multiply the two shares that stay.",
        Twin(
            lambda members, first, late, second: (
                f"{members} begin, {first} leave: {1 - first / members:.4f} stay. {members} − {first} − {late} = "
                f"{members - first - late} are at risk in month 2, {second} leave: "
                f"{1 - second / (members - first - late):.4f}. The product is "
                f"{_staying(members, first, late, second):.4f}."
            )
        ),
    ],
    means="Each member counts for as long as she was watched, and no longer.",
    after="Would the curve still be right if those who were no longer watched had been left out because they complained?",
)

censored = Choice(
    id="retention.censored",
    section="10-retention#retention-survival",
    title="The average lifetime",
    prompt="A club that is two years old reports: “Of the members who have left, the average stayed 7.3 months. So a member stays "
    "7.3 months.” What is wrong?",
    options=[
        Option(
            "short",
            "those who have left are the ones with short lives",
            "Long lives have not ended yet, so they cannot be in the average.",
        ),
        Option("median", "the median should be taken", "The median of the finished lives is too short, too."),
        Option(
            "few", "too few have left for an average", "With a thousand leavers it would be just as wrong."
        ),
        Option(
            "nothing", "nothing, it is what the data say", "It is what the data say of those who have left."
        ),
    ],
    answer="short",
    hints=[
        "Can someone who stays for five years be among those who have left a club of two years?",
        "Whose life is missing from the average?",
        Twin(
            lambda: (
                "A twin: in a young town the average age at death is 31, because no one old lives there yet. The people are not "
                "dying young."
            )
        ),
    ],
    after="In which direction will the number move as the club grows older?",
)


def _half_life(retention_rate):
    return math.log(0.5) / math.log(retention_rate)


half_life = Function(
    id="retention.half-life",
    section="10-retention#retention-hazard",
    title="A function for the half-life",
    prompt="Write a function that takes a retention rate per period, the same for all and always, and returns the half-life: the "
    "time, in periods, after which half are left. It need not be a whole number.",
    answer=_half_life,
    inputs=dict(retention_rate=rate(0.5, 0.9, step=0.02)),
    edges=[dict(retention_rate=0.5), dict(retention_rate=0.8)],
    slips=[
        Slip(
            lambda retention_rate: clv.expected_lifetime(retention_rate),
            "This function gives the mean lifetime. A few who stay very long make it larger than the half-life.",
            because="mean taken for median",
        ),
        Slip(
            lambda retention_rate: clv.expected_renewals(retention_rate),
            "This function counts the renewals of the mean customer. After how many periods is half of them gone?",
            because="expected renewals taken for the half-life",
        ),
        Slip(
            lambda retention_rate: 0.5 / (1 - retention_rate),
            "This function loses the same number each period: half of them in 0.5/churn. Fewer are left to leave.",
            because="a straight line in place of a power",
        ),
        Slip(
            lambda retention_rate: math.log(0.5) / math.log(1 - retention_rate),
            "This function takes the retention rate for churn.",
            because="churn and retention exchanged",
        ),
        Slip(
            lambda retention_rate: math.log(retention_rate) / math.log(0.5),
            "This function is turned upside down: with a high retention it gives a short time.",
            because="logarithms divided the wrong way round",
        ),
        Slip(
            lambda retention_rate: -_half_life(retention_rate),
            "This function gives a negative time. Log 0.5 and log r are both below 0.",
            because="sign of one logarithm lost",
        ),
        Slip(
            lambda retention_rate: math.ceil(_half_life(retention_rate) - 1e-9),
            "This function counts whole periods. The half-life need not be a whole number.",
            because="periods counted one by one",
        ),
        Slip(
            lambda retention_rate: math.log(2) / (1 - retention_rate),
            "This function takes churn for a risk at every moment. It is the share that leaves in a whole period.",
            because="the formula of radioactive decay with a rate per period",
        ),
    ],
    hints=[
        "After t periods the share r to the power t is left. When is it one half?",
        "Take logarithms on both sides: t × log r = log 0.5.",
        Twin(
            lambda: (
                "A twin, money at interest: it has doubled when (1 + i) to the power t is 2, so t = log 2 / log(1 + i). At 7 % "
                "that is 10.2 years."
            )
        ),
    ],
    means="It can be read from a curve as soon as half have left; the mean cannot.",
    after="If members differ, is the half-life of those who joined a year ago, counted from today, longer or shorter?",
)

lifetime_claim = Choice(
    id="retention.lifetime-claim",
    section="10-retention#retention-hazard",
    title="Five years?",
    prompt="A firm keeps 80 % of its customers a year, and its customers differ much from one another. “So a customer who joins "
    "today stays five years on average.” What holds?",
    options=[
        Option(
            "not",
            "the sentence does not follow: 1/(1 − r) needs one rate for all",
            "The 80 % is a mix of new and old. Those who join today leave sooner at first, and a few stay very long.",
        ),
        Option(
            "five",
            "it follows: 1/(1 − 0.8) = 5",
            "That is the sum of 1, 0.8, 0.64 and so on: everyone leaves at the same rate for ever.",
        ),
        Option(
            "half",
            "she stays half as long: the median counts",
            "The half-life at one rate of 80 % is 3.1 years; but again one rate is assumed.",
        ),
        Option(
            "four", "four years: r/(1 − r)", "That counts renewals in place of years, with the same one rate."
        ),
    ],
    answer="not",
    hints=[
        "From which assumption did chapter 5 derive 1/(1 − r)?",
        "Who is in the 80 %: only those who joined today?",
        Twin(
            lambda: (
                "A twin: 80 % of the people in a café at noon are still there ten minutes later. Most of them sit over a book. "
                "Of those who come through the door now most take a coffee away."
            )
        ),
    ],
    after="Which picture would you ask for in place of the number?",
)

# Revenue, activity --------------------------------------------------------------------------------


def _nrr(start, churned, contraction, expansion, new):
    return rates.net_revenue_retention(start, expansion, contraction, churned)


_NRR_SLIPS = [
    Slip(
        lambda start, churned, contraction, expansion, new: (
            (start - churned - contraction + expansion + new) / start
        ),
        "This is the number you get with the new customers in it: the growth of the firm, not what the old customers bring.",
        because="end over start taken for net revenue retention",
    ),
    Slip(
        lambda start, churned, contraction, expansion, new: rates.gross_revenue_retention(
            start, contraction, churned
        ),
        "This is the number you get without expansion: gross revenue retention.",
        because="gross and net exchanged",
    ),
    Slip(
        lambda start, churned, contraction, expansion, new: (start - churned + expansion) / start,
        "This is the number you get if those who stay and buy less are forgotten.",
        because="contraction left out",
    ),
    Slip(
        lambda start, churned, contraction, expansion, new: (start - churned) / start,
        "This is the number you get if only those who left count.",
        because="revenue retention taken for one minus revenue churn",
    ),
    Slip(
        lambda start, churned, contraction, expansion, new: (
            (start - churned - contraction + expansion) / (start + new)
        ),
        "This is the number you get if new revenue counts in the base. The base is what there was at the start.",
        because="the wrong denominator",
    ),
    Slip(
        lambda start, churned, contraction, expansion, new: (start - contraction + expansion) / start,
        "This is the number you get if those who left are forgotten.",
        because="churn left out",
    ),
    Slip(
        lambda start, churned, contraction, expansion, new: (start - churned - contraction + new) / start,
        "This is the number you get if new customers' revenue takes the place of what old ones bought more.",
        because="new revenue taken for expansion",
    ),
    Slip(
        lambda start, churned, contraction, expansion, new: (churned + contraction) / start,
        "This is the share of the old revenue that went. How much is there after that, with the growth of old customers?",
        because="loss in place of retention",
    ),
]

nrr = Number(
    id="retention.nrr",
    section="10-retention#retention-revenue",
    title="Net revenue retention",
    prompt="A firm had {start} thousand of revenue in the first year. In the second, customers worth {churned} thousand had left; "
    "others bought {contraction} thousand less, others {expansion} thousand more; new customers brought {new} thousand. What is "
    "its net revenue retention? Give a share.",
    draws=dict(
        start=money(800, 1200, step=50),
        churned=money(80, 160, step=10),
        contraction=money(50, 110, step=10),
        expansion=money(60, 170, step=10),
        new=money(150, 300, step=25),
    ),
    where=told_apart(_nrr, _NRR_SLIPS),
    answer=_nrr,
    unit="share",
    low=0,
    high=3,
    slips=_NRR_SLIPS,
    hints=[
        "Which of the five numbers belong to customers who were there at the start?",
        "Start − churned − contraction + expansion, divided by start.",
        Twin(
            lambda start, churned, contraction, expansion, new: (
                f"({start} − {churned} − {contraction} + {expansion}) ÷ {start} = "
                f"{_nrr(start, churned, contraction, expansion, new):.4f}. The {new} of new customers stay outside."
            )
        ),
    ],
    means=lambda start, churned, contraction, expansion, new: (
        "Without new customers the firm would "
        + ("grow." if expansion > churned + contraction else "shrink.")
        + f" With them its revenue goes from ¥{start:,} to ¥{start - churned - contraction + expansion + new:,} thousand."
    ),
    after="Could the firm keep fewer customers than this share?",
)

nrr_reading = Choice(
    id="retention.nrr-reading",
    section="10-retention#retention-revenue",
    title="100 % net",
    prompt="A firm reports a net revenue retention of 104 % and a gross revenue retention of 62 %. What is true of the year?",
    options=[
        Option(
            "few",
            "more than a third of the old revenue went, and some customers grew by more than that",
            "Gross says what went: 38 %. Net says that 42 % of the old revenue was added by others.",
        ),
        Option("all", "nearly all customers stayed", "Neither rate counts customers."),
        Option("new", "new customers made up for the losses", "New customers are in neither of the two."),
        Option(
            "error",
            "one of the two must be wrong",
            "Gross leaves the growth of old customers out, so net can be far above it.",
        ),
    ],
    answer="few",
    hints=[
        "What is in net that is not in gross?",
        "Take net less gross.",
        Twin(
            lambda: (
                "A twin: gross 90 %, net 95 %. A tenth of the old revenue went, and other old customers added a twentieth of it."
            )
        ),
    ],
    after="What would happen to net if the three largest customers stopped growing?",
)


def _needed_growth(churned, contraction):
    return 1 / (1 - churned) - 1 + contraction


_HOLD_SLIPS = [
    Slip(
        lambda churned, contraction: churned + contraction,
        "This is the share you get by adding the two up. Those who stay are fewer than all, so they must grow more.",
        because="shares of different bases added up",
    ),
    Slip(
        lambda churned, contraction: (churned + contraction) / (1 - churned),
        "This is the number you get if the cut were a share of what all had spent. Those who left cannot cut.",
        because="the cut of those who stay taken on the whole base",
    ),
    Slip(
        lambda churned, contraction: 1 / (1 - churned) - 1,
        "This is the share you get without the cut of those who stay.",
        because="contraction left out",
    ),
    Slip(
        lambda churned, contraction: churned + contraction * (1 - churned),
        "This is the share of the *old* revenue that was lost. It is asked as a share of what those who stay had spent.",
        because="the wrong base",
    ),
    Slip(
        lambda churned, contraction: 1 / ((1 - churned) * (1 - contraction)) - 1,
        "This is the share of what those who stay spend *after* the cut. It is asked as a share of what they had spent.",
        because="growth on the reduced spend",
    ),
    Slip(
        lambda churned, contraction: 1 + _needed_growth(churned, contraction),
        "This is the factor of growth and not the share by which they must buy more.",
        because="factor in place of growth",
    ),
]

hold = Reverse(
    id="retention.hold-revenue",
    section="10-retention#retention-revenue",
    title="Holding the revenue",
    prompt="All customers spend the same. {churned} of them leave, and together those who stay cut {contraction} of what they "
    "spent. By which share of what they spent must those who stay buy more, so that net revenue retention is 100 %?",
    draws=dict(churned=rate(0.1, 0.3, step=0.02), contraction=rate(0.05, 0.15, step=0.01)),
    where=told_apart(_needed_growth, _HOLD_SLIPS),
    forward=lambda given, churned, contraction: rates.net_revenue_retention(
        1, given * (1 - churned), contraction * (1 - churned), churned
    ),
    target=lambda churned, contraction: 1.0,
    answer=_needed_growth,
    says="a net revenue retention of {:.3f}",
    unit="share",
    low=0,
    high=2,
    tolerance=0.005,
    result_tolerance=0.002,
    slips=_HOLD_SLIPS,
    hints=[
        "Take 100 customers at ¥100. How much is lost, and how many are left to make up for it?",
        "(1 − churned) × (1 − contraction + x) = 1.",
        Twin(
            lambda churned, contraction: (
                f"With {churned:.0%} and {contraction:.0%}: 1 ÷ {1 - churned:.2f} = {1 / (1 - churned):.4f}, less "
                f"{1 - contraction:.2f}: {_needed_growth(churned, contraction):.4f}."
            )
        ),
    ],
    core=False,
    means="The fewer stay, the more each of them has to make up for.",
    after="Which of the three would you try to move first?",
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
        Rival(
            "kept",
            "members of 1 January still members ÷ members on 1 January",
            "It counts who is still a customer: 保持率.",
            lambda start, left, joined, active: (start - left) / start,
        ),
        Rival(
            "active",
            "members of 1 January who used the app in the last week ÷ members on 1 January",
            "It counts who was active in one week: 留存率. Who pays and stays away that week has not left.",
            lambda start, left, joined, active: active / start,
        ),
        Rival(
            "end",
            "members at the end ÷ members on 1 January",
            "The new members are in it. They were not there to be kept.",
            lambda start, left, joined, active: (start - left + joined) / start,
        ),
        Rival(
            "of-all",
            "members of 1 January still members ÷ members at the end",
            "That says how old the base is, not how many stayed.",
            lambda start, left, joined, active: (start - left) / (start - left + joined),
        ),
    ],
    answer="kept",
    says="{:.3f}",
    hints=[
        "The formula follows customers of the start until they are gone for good. Which number counts those?",
        "New customers belong neither above nor below the line.",
        Twin(
            lambda start, left, joined, active: (
                f"Of {start} members {left} leave: ({start} − {left}) ÷ {start} = {(start - left) / start:.3f}. The {joined} "
                f"new ones and the {active} active ones are other questions."
            )
        ),
    ],
    means="Activity in a week says whether she uses it; the contract says whether she is there.",
    after="Which of the four would the maker of an app report?",
)

# The alert ----------------------------------------------------------------------------------------


def _point(first, step, running):
    gaps = [first + step * place for place in range(4)] + [running] * 3
    return float(retention.alert_point(gaps, [1] * 4 + [0] * 3, share=0.5)["alert_point"].iloc[0])


_POINT_SLIPS = [
    Slip(
        lambda first, step, running: first + step,
        "This is the number you get from the closed gaps alone. Three more have already lasted longer than half of them.",
        because="the naive quantile of closed gaps",
    ),
    Slip(
        lambda first, step, running: running,
        "This is the number you get if the open gaps count as closed today.",
        because="censoring taken for an end",
    ),
    Slip(
        lambda first, step, running: first + 1.5 * step,
        "This is the number you get as the mean, or the middle one, of the closed gaps. Where are the open ones?",
        because="mean or median of the closed gaps, and the open gaps dropped",
    ),
    Slip(
        lambda first, step, running: first + 3 * step,
        "This is the number you get if an open gap still counts as running after the day on which it was last seen.",
        because="the open gaps kept in the number at risk; or the last step of the curve read",
    ),
]

alert_by_hand = Number(
    id="retention.alert-by-hand",
    section="10-retention#retention-alert",
    title="An alert point by hand",
    prompt="Seven gaps between orders. Four are closed: the shortest took {first} days, and each next one {step} days more. Three are "
    "open, each for {running} days so far. What is the alert point for a share of 0.5, with the open gaps censored, in days?",
    draws=dict(first=whole(10, 20, 2), step=whole(20, 40, 5), running=whole(40, 90, 3)),
    where=told_apart(
        _point,
        _POINT_SLIPS,
        lambda first, step, running: first + step + 2 < running < first + 2 * step - 2,
    ),
    answer=_point,
    unit="days",
    low=1,
    high=1000,
    slips=_POINT_SLIPS,
    hints=[
        "Put the seven gaps in order. How many are still running at each day on which one ends?",
        "The first day on which the product is 0.5 or less.",
        Twin(
            lambda first, step, running: (
                f"Ends at {first}, {first + step}, {first + 2 * step} and {first + 3 * step}; open at {running}. Products: 6/7 = "
                f"0.857, × 5/6 = 0.714, then only 2 are still running: × 1/2 = 0.357 at day {first + 2 * step}. That is the "
                "first at or below 0.5."
            )
        ),
    ],
    means="The closed gaps alone would ring too early: the slow ones are those still open.",
    after="What happens to the point if the three open gaps belong to customers who have left?",
)

alert_bias = Choice(
    id="retention.alert-bias",
    section="10-retention#retention-alert",
    title="Too early or too late",
    prompt="In a web shop one order in ten is the last: the customer leaves for good, and nobody is told. The analyst takes the "
    "quantile 0.95 of all gaps, with the open ones censored. What comes out?",
    options=[
        Option(
            "infinite",
            "no point, or an absurdly late one",
            "One gap in ten never ends, so the curve stays near 0.1 and does not reach 0.05.",
        ),
        Option(
            "right",
            "the right point: censoring corrects for open gaps",
            "It corrects for gaps that will end one day. These never will.",
        ),
        Option(
            "early",
            "a point that is too early",
            "That is what closed gaps alone give: they leave out the slow customers.",
        ),
        Option(
            "mean", "the mean gap of the customers", "A quantile near 1 lies far beyond the mean in any case."
        ),
    ],
    answer="infinite",
    hints=[
        "What does censoring assume about an open gap?",
        "Where does the survival curve of the gaps end if a tenth of them never ends?",
        Twin(
            lambda: (
                "A twin: how long do lost umbrellas take to come back to the office? If a fifth of them never comes back, no "
                "number of days is enough for nine in ten."
            )
        ),
    ],
    after="What would you tell a manager who asks for one number of days all the same?",
)

TODAY = "1998-06-30"


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


def _usual_gaps(orders, until=TODAY):
    """Closed gaps, their mean and the silence of each customer who has ordered on two days."""
    days = orders.drop_duplicates(["customer_id", "date"]).groupby("customer_id")["date"]
    closed = days.size() - 1
    table = pd.DataFrame({"closed_gaps": closed, "usual_gap": (days.max() - days.min()).dt.days / closed})
    table["silence"] = (pd.Timestamp(until) - days.max()).dt.days
    return table.reset_index()


def _with_open_gap(orders):
    table = _usual_gaps(orders)
    together = table["closed_gaps"] * table["usual_gap"] + table["silence"]
    return table.assign(usual_gap=together / (table["closed_gaps"] + 1))


def _per_order(orders):
    """The same with each order, not each day, as a purchase."""
    table, rows = _usual_gaps(orders), orders.groupby("customer_id").size().to_numpy() - 1
    return table.assign(usual_gap=table["closed_gaps"] * table["usual_gap"] / rows, closed_gaps=rows)


def _median_gaps(orders):
    days = orders.drop_duplicates(["customer_id", "date"]).sort_values(["customer_id", "date"])
    gaps = days.groupby("customer_id")["date"].diff().dt.days
    return _usual_gaps(orders).assign(usual_gap=gaps.groupby(days["customer_id"]).median().to_numpy())


def _over_whole_watch(orders):
    """The time from the first order to the end of the watch, divided by the closed gaps."""
    table = _usual_gaps(orders)
    return table.assign(usual_gap=table["usual_gap"] + table["silence"] / table["closed_gaps"])


usual_gaps = Value(
    id="retention.usual-gaps",
    section="10-retention#retention-own",
    title="Each customer's own rhythm",
    prompt="`q.orders` holds {orders} from CDNOW, each with orders on two days at least. Everyone was watched until 30 June 1998. "
    "Leave a DataFrame with `customer_id`, `closed_gaps` (gaps between two days with an order), `usual_gap` (their mean, in days) "
    "and `silence` (days since the last order).",
    draws=dict(orders=Sample(_orders_of_some, "the {rows:,} orders of 50 customers")),
    where=lambda orders: (
        orders.duplicated(["customer_id", "date"]).any() and orders["date"].max() < pd.Timestamp(TODAY)
    ),
    key="customer_id",
    answer=_usual_gaps,
    slips=[
        Slip(
            _per_order,
            "is what you get if two orders of one day have a gap of 0 days between them. They are one purchase.",
            because="rows counted in place of days",
        ),
        Slip(
            _with_open_gap,
            "is what you get if the open gap is averaged with the closed ones. It has not ended.",
            because="the open gap counted as closed",
        ),
        Slip(
            _median_gaps,
            "is what you get with the median of the gaps. The mean is asked.",
            because="median in place of mean",
        ),
        Slip(
            _over_whole_watch,
            "is what you get if the time runs to the end of the watch. The closed gaps end with the last order.",
            because="silence added to the closed gaps",
        ),
        Slip(
            lambda orders: _usual_gaps(orders, until=orders["date"].max()),
            "is what you get if the watch ends with the last order in the data. It ended on 30 June.",
            because="the default end of most functions is the last date in the data",
        ),
        Slip(
            lambda orders: _usual_gaps(orders).assign(
                usual_gap=lambda table: table["closed_gaps"] * table["usual_gap"] / (table["closed_gaps"] + 1)
            ),
            "is what you get dividing the time by the number of orders. Five orders have four gaps.",
            because="posts and fences",
        ),
        Slip(
            lambda orders: _usual_gaps(orders).assign(closed_gaps=lambda table: table["closed_gaps"] + 1),
            "is what you get counting days with an order. Between five days lie four gaps.",
            because="posts and fences",
        ),
    ],
    hints=[
        "First one row per customer and day. How many gaps lie between n days?",
        "First to last day, divided by the gaps. Or `retention.purchase_gaps(q.orders, as_of=...)` and a group-by.",
        Twin(
            lambda orders: (
                "Customer {customer_id:.0f} of another sample has {closed_gaps:.0f} closed gaps of {usual_gap:.2f} days on "
                "average, and has been silent for {silence:.0f} days.".format(**_usual_gaps(orders).iloc[0])
            )
        ),
    ],
    means="Silence divided by the usual gap is an alert that a spreadsheet can make.",
    after="Whose silence is longer than three of her gaps?",
)

# Precision, recall, money -------------------------------------------------------------------------


def _precision(left, recall, false_rate):
    return recall * left / (recall * left + false_rate * (1 - left))


_PRECISION_SLIPS = [
    Slip(
        lambda left, recall, false_rate: recall,
        "This is the recall: the share of the lost that is alerted. Of the alerts, how many are right?",
        because="precision and recall exchanged",
    ),
    Slip(
        lambda left, recall, false_rate: recall / (recall + false_rate),
        "This is the number you get if as many have left as have not.",
        because="the base rate left out",
    ),
    Slip(
        lambda left, recall, false_rate: recall * left,
        "This is the share of all customers who are alerted and have left. Divide by the share that is alerted.",
        because="joint share taken for a conditional one",
    ),
    Slip(
        lambda left, recall, false_rate: 1 - _precision(left, recall, false_rate),
        "This is the share of the alerts that is false.",
        because="the complement is taken",
    ),
    Slip(
        lambda left, recall, false_rate: recall * left / (recall * left + false_rate),
        "This is the number you get if the rate of false alarms holds of all customers. It holds of those who have not left.",
        because="false alarms counted on the whole base",
    ),
    Slip(
        lambda left, recall, false_rate: recall * left + false_rate * (1 - left),
        "This is the share of all customers who are alerted. How many of these alerts are right?",
        because="the alert rate taken for precision",
    ),
    Slip(
        lambda left, recall, false_rate: recall * left + (1 - false_rate) * (1 - left),
        "This is the share of all customers of whom the rule is right, alerted or not: accuracy. Precision looks at alerts alone.",
        because="accuracy taken for precision",
    ),
    Slip(
        lambda left, recall, false_rate: 1 - false_rate,
        "This is the specificity: the share of those who have not left that is left alone.",
        because="specificity taken for precision",
    ),
]

precision = Number(
    id="retention.precision",
    section="10-retention#retention-quality",
    title="How many alerts are right?",
    prompt="In a base {left} of the customers have left. A rule alerts {recall} of those who have left, and {false_rate} of those "
    "who have not. What is its precision? Give a share.",
    draws=dict(
        left=rate(0.05, 0.3, step=0.01),
        recall=rate(0.6, 0.85, step=0.01),
        false_rate=rate(0.08, 0.2, step=0.01),
    ),
    where=told_apart(_precision, _PRECISION_SLIPS),
    answer=_precision,
    unit="share",
    low=0,
    high=1,
    slips=_PRECISION_SLIPS,
    hints=[
        "Take 1,000 customers. How many have left, how many of them are alerted, and how many of the others?",
        "Found, divided by found plus false alarms.",
        Twin(
            lambda left, recall, false_rate: (
                f"Of 1,000 customers {1000 * left:.0f} have left; {1000 * left * recall:.1f} of them are alerted, and "
                f"{1000 * (1 - left) * false_rate:.1f} of the others. {1000 * left * recall:.1f} ÷ "
                f"{1000 * (left * recall + (1 - left) * false_rate):.1f} = {_precision(left, recall, false_rate):.4f}."
            )
        ),
    ],
    means=lambda left, recall, false_rate: (
        f"Of 100 calls {100 * (1 - _precision(left, recall, false_rate)):.0f} go to someone who has not left."
    ),
    after="What would it be in a base where half have left?",
)

move_threshold = Several(
    id="retention.move-threshold",
    section="10-retention#retention-quality",
    title="The alert comes later",
    prompt="A firm moves its alert from 90 to 180 days of silence; nothing else changes. What follows for certain?",
    options=[
        Option(
            "fewer", "there are fewer alerts, or as many", "Whoever is silent for 180 days is for 90, too."
        ),
        Option("recall", "recall falls, or stays", "The new list is a part of the old one."),
        Option(
            "precision",
            "precision rises",
            "Usually, as in the chapter; but not for certain: it depends on who drops out of the list.",
        ),
        Option("churn", "fewer customers leave", "An alert changes the list and not the customers."),
        Option(
            "false",
            "there are fewer false alarms, or as many",
            "The false alarms of the new list were false alarms of the old one.",
        ),
    ],
    answer={"fewer", "recall", "false"},
    overlooked={
        "fewer": "Compare the two lists: which one holds the other?",
        "recall": "Can a shorter list find someone new?",
        "false": "Think of those who have not left. How many of them are on each list?",
    },
    hints=[
        "Is everyone on the new list on the old one?",
        "Counts of a part cannot be larger than counts of the whole. Is that true of shares?",
        Twin(
            lambda: (
                "A twin: a fisherman takes a net with wider meshes. He catches fewer fish, and fewer of the good ones. Whether a "
                "larger *share* is good depends on the fish."
            )
        ),
    ],
    means="A later alert finds fewer. Whether it is more often right must be measured.",
    after="Which of the two errors is the dearer one in your firm?",
)

back_test = Order(
    id="retention.back-test",
    section="10-retention#retention-quality",
    title="Testing an alert rule",
    prompt="Without a truth to look up, you want to know how good an alert rule of your shop is. Put the steps in order.",
    steps=[
        Step("day", "choose a day a year ago"),
        Step("known", "keep the orders up to that day"),
        Step("rule", "set the alert point from these orders"),
        Step("list", "list who was past it on that day"),
        Step("later", "see who on and off the list ordered later"),
        Step("count", "count the alerts that were certainly false"),
    ],
    slips=[
        Slip(
            sequence("day", "rule", "known", "list", "later", "count"),
            "This is the order in which the rule is set with orders that came after the day.",
            because="look-ahead: a rule tested on the data that made it",
        ),
        Slip(
            sequence("day", "known", "list", "rule", "later", "count"),
            "This is the order in which the list is made before there is a rule.",
            because="an order of steps that cannot be done",
        ),
        Slip(
            swap("list", "later"),
            "This is the order in which later orders are looked at before the list is made. Then the list may know what it "
            "is to foretell.",
            because="look-ahead",
        ),
        Slip(
            swap("later", "count"),
            "This is the order in which false alarms are counted before anyone has looked who ordered later.",
            because="an order of steps that cannot be done",
        ),
        Slip(
            swap("day", "known"),
            "This is the order in which orders are cut off before the day is chosen.",
            because="an order of steps that cannot be done",
        ),
    ],
    hints=[
        "What was known on that day, and what came later?",
        "The rule may use the first, and is judged by the second.",
        Twin(
            lambda: (
                "A twin, from a bank: take the applications of 2022, decide with what was known then, and only after that look "
                "who had paid back by 2024."
            )
        ),
    ],
    core=False,
    means="Who orders later was a false alarm for certain. Who does not may have left or be slow.",
    after="Why does this test never give the exact precision?",
)


def _call_limit(call, success, worth, gift):
    return alerts.break_even_precision(success * worth, call, gift)


_CALL_SLIPS = [
    Slip(
        lambda call, success, worth, gift: call / (success * worth),
        "This is the number you get if those who have not left do not take the gift.",
        because="the cost of a false alarm left out",
    ),
    Slip(
        lambda call, success, worth, gift: (call + gift) / (success * worth),
        "This is the number you get if everyone takes the gift as a cost. Those who had left are counted net of it already.",
        because="the gift charged to hits and false alarms alike",
    ),
    Slip(
        lambda call, success, worth, gift: (call + gift) / (worth + gift),
        "This is the number you get if every call wins. Only some of those called come back.",
        because="success rate left out",
    ),
    Slip(
        lambda call, success, worth, gift: (call + gift) / (success * (worth - gift) + gift),
        "This is the number you get if the gift is taken off the worth once more. Read how the worth is given.",
        because="the gift taken off twice",
    ),
    Slip(
        lambda call, success, worth, gift: call / (success * worth + gift),
        "This is the number you get if the gift is saved on those who had left and costs nothing with the others. Set what a "
        "call brings equal to what it costs, and solve again.",
        because="the gift on one side of the equation only",
    ),
    Slip(
        lambda call, success, worth, gift: 1 - _call_limit(call, success, worth, gift),
        "This is the P(alive) below which the call pays. The probability that she has left is asked.",
        because="the complement is taken",
    ),
]

call_limit = Number(
    id="retention.call-break-even",
    section="10-retention#retention-decision",
    title="How sure must one be?",
    prompt="A call costs {call}. {success} of those who had left come back because of it, and are then worth {worth} each, the gift "
    "for them already taken off. Those who had not left take a gift of {gift} that they would not have needed. From which "
    "probability that she has left does a call pay? Give a share.",
    draws=dict(
        call=money(10, 25, step=5),
        success=rate(0.1, 0.2, step=0.05),
        worth=money(350, 600, step=50),
        gift=money(10, 30, step=5),
    ),
    where=told_apart(
        _call_limit,
        _CALL_SLIPS,
        lambda call, success, worth, gift: _call_limit(call, success, worth, gift) < 0.9,
    ),
    answer=_call_limit,
    unit="share",
    low=0,
    high=1,
    slips=_CALL_SLIPS,
    hints=[
        "What does the call bring if she had left, and what does it cost if she had not?",
        "p × success × worth − call − (1 − p) × gift = 0.",
        Twin(
            lambda call, success, worth, gift: (
                f"Brought back: {success:.2f} × {worth} = {success * worth:.1f}. ({call} + {gift}) ÷ "
                f"({success * worth:.1f} + {gift}) = {_call_limit(call, success, worth, gift):.4f}."
            )
        ),
    ],
    means=lambda call, success, worth, gift: (
        f"Call from a P(alive) of {1 - _call_limit(call, success, worth, gift):.2f} downwards, and leave the others alone."
    ),
    after="Which of the four numbers is known least well?",
)


def _whole_counts(customers, left, recall, false_rate):
    """No rounded count may look like the wrong line."""
    counts = customers * left * recall, customers * (1 - left) * false_rate
    return all(math.isclose(count, round(count)) for count in counts)


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
    where=_whole_counts,
    options=[
        Option(
            "found",
            lambda customers, left, recall, **_: (
                f"Lost customers who are alerted: {customers:,} × {left:.2f} × {recall:.2f} = {customers * left * recall:,.0f}"
            ),
            "Customers, times the share that has left, times recall.",
        ),
        Option(
            "false",
            lambda customers, left, false_rate, **_: (
                f"False alarms: {customers:,} × {1 - left:.2f} × {false_rate:.2f} = {customers * (1 - left) * false_rate:,.0f}"
            ),
            "The others, times the share of them that is alerted.",
        ),
        Option(
            "cost",
            lambda customers, left, recall, false_rate: (
                f"Cost of all calls: ¥{20 * customers * (left * recall + (1 - left) * false_rate):,.0f}"
            ),
            "Both kinds of alerts are called, at ¥20.",
        ),
        Option(
            "brought",
            lambda customers, left, recall, **_: (
                f"Brought back: ¥400 for each lost customer who is called, ¥{400 * customers * left * recall:,.0f}"
            ),
            "Only one in ten of them comes back: the value must be multiplied by 0.1.",
        ),
        Option(
            "missed",
            lambda customers, left, recall, **_: (
                f"Lost customers without a call: {customers:,} × {left:.2f} × {1 - recall:.2f} = "
                f"{customers * left * (1 - recall):,.0f}"
            ),
            "What recall leaves over.",
        ),
    ],
    answer="brought",
    hints=[
        "Check each line against the sentence that it comes from.",
        "Which line would be right only if every call won a customer back?",
        Twin(
            lambda customers, left, recall, false_rate: (
                f"A twin: {customers:,} × {left:.2f} × {recall:.2f} = {customers * left * recall:,.0f} lost customers are called (and {false_rate:.0%} of the others, in vain); a tenth of the lost comes back, worth ¥400 each: "
                f"¥{40 * customers * left * recall:,.0f}."
            )
        ),
    ],
    after="Is the plan still worth doing with the right line?",
)


@functools.cache
def _firm():
    return datasets.load_firm()


@functools.cache
def _known():
    """What the firm knows of each customer with orders on two days or more, at the end of 2025."""
    orders = _firm().orders
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
    worth = (1 + model.discounted_purchases(0, 0, 0, **five_years)) * (0.411 * an_order - 21.93)
    table["worth"] = pd.Series(worth, history.index).round(2)
    return table[history["frequency"] > 0].round({"usual_gap": 2}).reset_index()


def _base(rng):
    """The same customers for everyone, in an order of one's own."""
    return _known().sample(frac=1, random_state=rng.randint(0, 10**6)).reset_index(drop=True)


def _expected(table, call, success, gift, everything=False):
    """The expected profit of a call to each customer."""
    brought = (1.0 if everything else success) * table["worth"]
    return (1 - table["p_alive"]) * brought - call - table["p_alive"] * gift


def _listed(table, chosen):
    return table.loc[chosen, "customer_id"].tolist()


def _true_profit(table, call, success, gift):
    truth = _firm().truth.customers.set_index("customer_id").loc[table["customer_id"]]
    worth = _firm().truth.value_on_joining(days=1826, discount_rate=0.1)[truth.index]
    return (success * worth).where(~truth["active"], -float(gift)) - call


def _choice_matters(table, call, success, gift):
    """Whether forgetting the gift, or a rule of silence, costs a tenth of what the best list earns."""
    profit = _true_profit(table, call, success, gift).to_numpy()
    simple = table["p_alive"] < 0.5, table["silence"] > 3 * table["usual_gap"]
    lists = (_expected(table, call, success, 0) > 0, *simple)
    best = profit[_expected(table, call, success, gift) > 0].sum()
    return all(profit[chosen].sum() < 0.9 * best for chosen in lists)


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
    where=_choice_matters,
    profit=_true_profit,
    policy=lambda table, call, success, gift: _listed(table, _expected(table, call, success, gift) > 0),
    unit="¥",
    enough=0.9,
    slips=[
        Slip(
            lambda table, call, success, gift: table["customer_id"].tolist(),
            "You call everyone. Most of them have not left.",
            because="a call for all is what call centres propose",
        ),
        Slip(
            lambda table, call, success, gift: _listed(table, table["silence"] > 90),
            "This is the list you get with 90 days of silence for everyone. Compare the silence with her usual gap.",
            because="the handbook's rule",
        ),
        Slip(
            lambda table, call, success, gift: _listed(
                table, _expected(table, call, success, gift, everything=True) > 0
            ),
            "This is the list you get if every call wins the customer back.",
            because="the success rate left out",
        ),
        Slip(
            lambda table, call, success, gift: _listed(table, _expected(table, call, success, 0) > 0),
            "This is the list you get if those who had not left take no gift. What does a false alarm cost?",
            because="the cost of a false alarm left out",
        ),
        Slip(
            lambda table, call, success, gift: _listed(table, table["p_alive"] < 0.5),
            "This is the list of all who have probably left. How much must a second life be worth to pay for a call?",
            because="a line at one half, whatever a call costs and brings",
        ),
        Slip(
            lambda table, call, success, gift: _listed(table, table["silence"] > 3 * table["usual_gap"]),
            "This is the list by three times the usual gap. It serves where no more is known; here you also know what each "
            "one is worth.",
            because="the simple rule of the chapter",
        ),
        Slip(
            lambda table, call, success, gift: _listed(table, table["p_alive"] > 0.5),
            "This is the list you get with those who are probably still there. P(alive) is the probability that she has *not* "
            "left.",
            because="the wrong end of P(alive)",
        ),
    ],
    hints=[
        "What does a call bring if she had left, and what does it cost if she had not?",
        "(1 − p_alive) × success × worth − call − p_alive × gift, for each customer. Who is above 0?",
        Twin(
            lambda table, call, success, gift: (
                f"With a call at ¥{call}, {success:.0%} success and a gift of ¥{gift} the expected profit is above 0 for "
                f"{len(_listed(table, _expected(table, call, success, gift) > 0))} of {len(table):,} customers."
            )
        ),
    ],
    after="Which of your three assumptions would you test first, and how?",
)

memo = Memo(
    id="retention.memo",
    section="10-retention#retention-decision",
    title="The memo",
    prompt="The head of service asks: “Whom do we call, and why not simply everyone who has been silent for 90 days?” Answer in a "
    "memo: your number, how uncertain it is, the alternative you turned down, and what an error would cost.",
    words=(60, 250),
    model="We should call the 468 of 1,478 regular customers for whom a call is expected to bring more than the 20 yuan that it "
    "costs. In the test on the simulated firm this earns about 10,000 yuan. I turned down the rule of 90 days: it would take 900 "
    "calls, 338 of them to people who had not left, and earn 3,700 yuan; with other customers of the same kind it stays between "
    "5,500 and 7,400 behind. Calling everyone would lose 5,000. A call too many costs 20 yuan, a call too few forgoes about 19, so "
    "one should call from a probability of about one half that she has left. The forecast of the list itself, 12,000, is too high, "
    "because the best of a ranked list were lucky as well as good; I would budget with 10,000. All of this rests on one in ten "
    "coming back because of the call. If it is one in twenty only 194 calls pay, and the old list of 468 would earn next to nothing. So leave a "
    "tenth of the list without a call, by lot, and count in three months who came back.",
    hints=[
        "Begin with the decision and what it earns, not with precision and recall.",
        "One sentence each: number, uncertainty, alternative, cost of either error, and the assumption that it all rests on.",
        Twin(
            lambda: (
                "A twin, on reminders: “Remind the 120 of 800 dealers who are past twice their usual gap. This brings about "
                "30,000 and costs 2,400. I turned down reminding all after 60 days: 500 letters for 6,000 more. A letter too many "
                "costs 20. Leave twelve out by lot, and we shall see what letters do.”"
            )
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
        Option("three", "after about three", "0.8 × 0.8 × 0.8 is 0.51."),
        Option(
            "five",
            "after five, the mean lifetime",
            "After five years a third is left. Those who stay long pull the mean up.",
        ),
        Option("half", "after two and a half, half of five", "Then 57 % are still there."),
    ],
    answer="three",
    hints=[
        "Multiply 0.8 by itself until it falls to one half.",
        Twin(
            lambda: (
                "At 90 %: 0.9, 0.81, 0.73, 0.66, 0.59, 0.53, 0.48. After between six and seven years, and the mean is ten."
            )
        ),
    ],
    after="Which of the two would you tell the head of finance?",
)

lab_revenue = Choice(
    id="retention.lab-revenue",
    section="10-retention#retention-revenue",
    title="Lab: what growth moves",
    prompt="Before you move anything: those who stay buy more. Which of the three rates rise?",
    options=[
        Option("net", "net revenue retention alone", "Gross leaves growth out, and customers are not money."),
        Option(
            "both",
            "net and gross revenue retention",
            "Gross counts what is left of the old revenue, at most.",
        ),
        Option("all", "all three", "A customer who buys twice as much is still one customer."),
    ],
    answer="net",
    hints=[
        "Which of the formulas has the expansion in it?",
        Twin(lambda: "If a branch doubles its sales, the number of branches does not change."),
    ],
    after="Which of the three would a seller of subscriptions put on the first page?",
)

lab_alert_share = Choice(
    id="retention.lab-alert-share",
    section="10-retention#retention-quality",
    title="Lab: a later alert",
    prompt="Before you move anything: with closed gaps the share goes from 0.8 to 0.9, so the alert comes after 166 days in place of "
    "99. What happens?",
    options=[
        Option(
            "trade", "precision rises and recall falls", "Fewer alerts, more often right: 0.705 and 0.810."
        ),
        Option("both", "both rise", "A shorter list cannot find more of those who left."),
        Option("none", "both fall", "Those who drop out of the list are the ones least likely to have left."),
    ],
    answer="trade",
    hints=[
        "Who drops out of the list when the alert comes later?",
        Twin(
            lambda: "An examiner who raises the pass mark passes fewer, and is more often right about those."
        ),
    ],
    after="Who pays for each of the two errors?",
)

lab_call = Choice(
    id="retention.lab-call",
    section="10-retention#retention-decision",
    title="Lab: a cheaper call",
    prompt="Before you move anything: a call brings back ¥39 on average from someone who had left, and costs ¥20. It gets cheaper, "
    "¥10. From which probability that she has left does it pay?",
    options=[
        Option(
            "quarter", "from about one in four", "10 ÷ 39. Half the price, half the certainty that is needed."
        ),
        Option("half", "from one half, as before", "That was the price of ¥20: 20 ÷ 39."),
        Option("always", "always", "A call to someone who has not left still costs ¥10 and brings nothing."),
    ],
    answer="quarter",
    hints=[
        "Probability × 39 must pay for the call.",
        Twin(
            lambda: (
                "A ticket of 2 for a prize of 10 pays from a chance of one in five; a ticket of 1 from one in ten."
            )
        ),
    ],
    after="Which would you rather improve: the price of the call or the alert?",
)

QUESTIONS = (
    what_is_lost,
    cell,
    cell_interval,
    km,
    half_life,
    nrr,
    hold,
    which_rate,
    alert_by_hand,
    usual_gaps,
    precision,
    move_threshold,
    back_test,
    call_limit,
    slide,
    call_list,
    memo,
)
LABS = (lab_half_life, lab_revenue, lab_alert_share, lab_call)
QUIZ = (triangle, censored, lifetime_claim, nrr_reading, alert_bias)
