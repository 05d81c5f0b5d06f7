"""The answers to the questions of chapter 10, retention and churn measured."""

import math

import pandas as pd

from crmlib import btyd, clv, intervals, rates, retention
from crmlib.retention import alerts
from crmlib.workbook.banks import retention as asked
from crmlib.workbook.banks.retention import firm
from crmlib.workbook.finding.tracing import log
from crmlib.workbook.marking.choice import AuditKey, ChoiceKey, DefinitionKey
from crmlib.workbook.marking.decision import DecisionKey
from crmlib.workbook.marking.function import FunctionKey
from crmlib.workbook.marking.interval import IntervalKey
from crmlib.workbook.marking.key import Slip
from crmlib.workbook.marking.match import MatchKey
from crmlib.workbook.marking.memo import MemoKey
from crmlib.workbook.marking.number import NumberKey
from crmlib.workbook.marking.order import OrderKey, sequence, swap
from crmlib.workbook.marking.reverse import ReverseKey
from crmlib.workbook.marking.several import SeveralKey
from crmlib.workbook.marking.value import ValueKey

# What counts as lost, and cohorts -----------------------------------------------------------------

what_is_lost = MatchKey(
    asked.what_is_lost,
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
    means="Where leaving is not seen, every churn rate rests on a length of silence that somebody chose.",
    after="Which length of silence does your firm use, and who chose it?",
)


_LATE, _EARLY = asked.ninety_days.options

ninety_days = MatchKey(
    asked.ninety_days,
    answer={
        "a bakery on the way to work": _LATE,
        "a dentist whose patients come for two check-ups a year": _EARLY,
        "an online shop for Christmas decorations": _EARLY,
        "a canteen for office workers": _LATE,
        "a dealer in tyres": _EARLY,
    },
    slips={
        ("a bakery on the way to work", _EARLY): "How many weeks of rolls are in 90 days?",
        (
            "a dentist whose patients come for two check-ups a year",
            _LATE,
        ): "Between two check-ups lie 180 days. Where is a good patient on day 100?",
        (
            "an online shop for Christmas decorations",
            _LATE,
        ): "Who buys in December is silent in May, and not lost.",
        ("a canteen for office workers", _EARLY): "She ate there every day. When would you have missed her?",
        ("a dealer in tyres", _LATE): "How often does a driver buy tyres?",
    },
    means="A length of silence means nothing without the usual gap.",
    after="What is the usual gap in your firm, and what does your rule say?",
    pool=(
        dict(
            answer={
                "a hairdresser whose clients come every ten weeks": _EARLY,
                "a lunch delivery for offices": _LATE,
                "a shop for school uniforms": _EARLY,
                "a maker of winter coats": _EARLY,
                "a kiosk in a metro station used by commuters": _LATE,
            },
            slips={
                (
                    "a hairdresser whose clients come every ten weeks",
                    _LATE,
                ): "Ten weeks are 70 days. Where is a good client on day 60?",
                ("a lunch delivery for offices", _EARLY): "How many lunches are in 60 days?",
                (
                    "a shop for school uniforms",
                    _LATE,
                ): "Uniforms are bought before a school year. Is a family lost in between?",
                ("a maker of winter coats", _LATE): "Who buys a coat in November is silent in January.",
                (
                    "a kiosk in a metro station used by commuters",
                    _EARLY,
                ): "He passed it every working day. When would you have missed him?",
            },
        ),
        dict(
            answer={
                "a fishmonger whose customers come every weekend": _LATE,
                "a piano tuner who is called once a year": _EARLY,
                "a pharmacy for a medicine that is refilled each month": _LATE,
                "a dairy that delivers on two days a week": _LATE,
                "a shop for ski boots": _EARLY,
            },
            slips={
                (
                    "a fishmonger whose customers come every weekend",
                    _EARLY,
                ): "How many weekends are in 180 days?",
                (
                    "a piano tuner who is called once a year",
                    _LATE,
                ): "Half a year after the last tuning, is anything the matter?",
                (
                    "a pharmacy for a medicine that is refilled each month",
                    _EARLY,
                ): "How many refills has she missed by then?",
                (
                    "a dairy that delivers on two days a week",
                    _EARLY,
                ): "Two weeks without milk would be noticed. How many are in 180 days?",
                ("a shop for ski boots", _LATE): "How often does a skier buy boots?",
            },
        ),
    ),
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
        lambda customers, february, march, both: (february + march) / customers,
        "This is the number you get by adding the two months up. The cell counts one month, and some bought in both.",
        because="cumulative share in place of the share of one period, with repeats",
    ),
    Slip(
        lambda customers, february, march, both: (march - both) / (customers - february),
        "This is the share of those away in February who came in March. A cell is a share of the whole cohort.",
        because="a transition taken for a cell",
    ),
    Slip(
        lambda customers, february, march, both: 1 - march / customers,
        "This is the share that did not buy. The cell holds the share that did.",
        because="the complement is taken",
    ),
]

cell = NumberKey(
    asked.cell,
    answer=_later_share,
    slips=_CELL_SLIPS,
    twin=lambda customers, february, march, both: (
        f"A cohort of {customers}: {february} buy a month later, {march} two months later. Under 0 stands 1, under 1 "
        f"{february}/{customers}, under 2 {march}/{customers} = {march / customers:.4f}."
    ),
    means="It is activity in one month. It may be higher again in the next.",
    after="Could the cell under 3 be larger than this one?",
)

triangle = ChoiceKey(
    asked.triangle,
    answer="unfinished",
    whys={
        "unfinished": "The last cells lie on one diagonal: one month of the calendar, and it is not over.",
        "cohorts": "Then whole rows would be low, and the old cohorts would not be hit.",
        "age": "Each row ends at another age. A fall at one age would stand in one column.",
        "loyal": "Nothing in a table of shares says so.",
    },
    after="Where would a campaign in May be seen?",
)


def _normal(successes, trials, z, under_the_root=None):
    share = successes / trials
    half = z * math.sqrt(share * (1 - share) / (under_the_root or trials))
    return share - half, share + half


def _around_the_count(successes, trials):
    low, high = _normal(successes, trials, 1.645)
    return successes - (high - low) / 2, successes + (high - low) / 2


cell_interval = IntervalKey(
    asked.cell_interval,
    plain=lambda customers, active: _normal(active, customers, 1),
    answer=lambda customers, active: intervals.wilson_interval(active, customers, confidence=0.9),
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
        Slip(
            lambda customers, active: _normal(active, customers, 1.645, under_the_root=1),
            "This is the interval you get with the spread of one customer. The share of many varies less.",
            because="the standard deviation taken for the standard error",
        ),
        Slip(
            lambda customers, active: _normal(active, customers, 1.645, under_the_root=active),
            "This is the interval you get with those who bought under the root. The share is one of all customers of the cohort.",
            because="the successes taken for the trials",
        ),
        Slip(
            lambda customers, active: _around_the_count(active, customers),
            "This is the interval you get with the half width of a share around a number of customers. Two shares are asked.",
            because="a count and a share added up",
        ),
        Slip(
            lambda customers, active: tuple(customers * end for end in _normal(active, customers, 1.645)),
            "This is the interval you get for the number of those who buy. Two shares are asked.",
            because="a count given for a share",
        ),
        Slip(
            lambda customers, active: (
                active / customers - 1.645 * math.sqrt(active * (customers - active)) / customers**2,
                active / customers + 1.645 * math.sqrt(active * (customers - active)) / customers**2,
            ),
            "This is the interval you get if the root is taken of p(1 − p) alone. The number of customers stands under it, too.",
            because="the root taken too early",
        ),
    ],
    twin=lambda customers, active: (
        f"A twin: {active} of {customers}, p = {active / customers:.3f}. 1.645 standard errors are "
        f"{_normal(active, customers, 1.645)[1] - active / customers:.3f}: from "
        f"{_normal(active, customers, 1.645)[0]:.3f} to {_normal(active, customers, 1.645)[1]:.3f}."
    ),
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
        "This is the number you get for month 2 by itself: the share of those who were still there. It is a retention rate.",
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
        lambda members, first, late, second: (
            (1 - first / members) * (1 - second / (members - first - late / 2))
        ),
        "This is the number you get if half of the late joiners count as at risk in month 2. None of them was watched in it.",
        because="the actuarial half of the censored",
    ),
    Slip(
        lambda members, first, late, second: 1 - first / members,
        "This is the share that stays longer than one month. Who of them stays longer than two?",
        because="the first of two factors",
    ),
    Slip(
        lambda members, first, late, second: 1 - _staying(members, first, late, second),
        "This is the share that has left by then. The share that stays is asked.",
        because="the complement is taken",
    ),
]

km = NumberKey(
    asked.km,
    # Half of the late joiners must not be as many as those who left: each of the two may be forgotten.
    where=lambda members, first, late, second: (
        first + late + second < 0.8 * members and abs(late / 2 - first) > 2
    ),
    answer=_staying,
    slips=_KM_SLIPS,
    twin=lambda members, first, late, second: (
        f"{members} begin, {first} leave: {1 - first / members:.4f} stay. {members} − {first} − {late} = "
        f"{members - first - late} are at risk in month 2, {second} leave: "
        f"{1 - second / (members - first - late):.4f}. The product is "
        f"{_staying(members, first, late, second):.4f}."
    ),
    means="Each member counts for as long as she was watched, and no longer.",
    after="Would the curve still be right if those who were no longer watched had been left out because they complained?",
)

censored = ChoiceKey(
    asked.censored,
    answer="short",
    whys={
        "short": "Long lives have not ended yet, so they cannot be in the average.",
        "median": "The median of the finished lives is too short, too.",
        "few": "With a thousand leavers it would be just as wrong.",
        "nothing": "It is what the data say of those who have left.",
    },
    after="In which direction will the number move as the club grows older?",
)


def _half_life(retention_rate):
    return math.log(0.5) / math.log(retention_rate)


half_life = FunctionKey(
    asked.half_life,
    answer=_half_life,
    plain=[_half_life],
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
    means="It can be read from a curve as soon as half have left; the mean cannot.",
    after="If members differ, is the half-life of those who joined a year ago, counted from today, longer or shorter?",
)

lifetime_claim = ChoiceKey(
    asked.lifetime_claim,
    answer="not",
    whys={
        "not": "The 80 % is a mix of new and old. Those who join today leave sooner at first, and a few stay very long.",
        "five": "That is the sum of 1, 0.8, 0.64 and so on: everyone leaves at the same rate for ever.",
        "half": "The half-life at one rate of 80 % is 3.1 years; but again one rate is assumed.",
        "four": "That counts renewals in place of years, with the same one rate.",
    },
    after="Which picture would you ask for in place of the number?",
)


def _still_there(alpha, beta, renewals):
    return btyd.ShiftedBetaGeometric.from_parameters(alpha=alpha, beta=beta).survival(renewals)


def _third_renewal(alpha, beta):
    return _still_there(alpha, beta, renewals=2) - _still_there(alpha, beta, renewals=3)


third_renewal = NumberKey(
    asked.third_renewal,
    routes=[
        lambda alpha, beta: (
            beta / (alpha + beta) * (beta + 1) / (alpha + beta + 1) * alpha / (alpha + beta + 2)
        )
    ],
    answer=_third_renewal,
    slips=[
        Slip(
            lambda alpha, beta: alpha / (alpha + beta + 2),
            "This is the share of those who are still there before it. Of how many of those who began is it a share?",
            because="the hazard of a renewal taken for its share of the whole cohort",
        ),
        Slip(
            lambda alpha, beta: alpha / (alpha + beta) * (beta / (alpha + beta)) ** 2,
            "This is the number you get if everyone leaves with the mean probability. Who is left after two renewals?",
            because="one rate for all, as in chapter 5",
        ),
        Slip(
            lambda alpha, beta: alpha / (alpha + beta) * beta / (alpha + beta + 1),
            "This is the share that leaves at the second renewal. Count once more.",
            because="the first renewal counted from 0",
        ),
        Slip(
            lambda alpha, beta: _still_there(alpha, beta, renewals=3),
            "This is the share that is still there after the third renewal. Which of those who began leave at it?",
            because="the survival curve read in place of its step",
        ),
        Slip(
            lambda alpha, beta: 1 - _still_there(alpha, beta, renewals=3),
            "This is the share that leaves at one of the first three renewals. How many leave at the third?",
            because="all who have left by then taken for those who leave then",
        ),
        Slip(
            lambda alpha, beta: (beta + 2) / (alpha + beta + 2),
            "This is the share of those still there that renews the third time. How many come so far, and how many then leave?",
            because="the retention rate of a renewal given for the share that leaves",
        ),
        Slip(
            lambda alpha, beta: _still_there(alpha, beta, renewals=3) - _still_there(alpha, beta, renewals=4),
            "This is the share that leaves at the fourth renewal. How often did she renew before the third?",
            because="counted one renewal too far",
        ),
        Slip(
            lambda alpha, beta: _still_there(alpha, beta, renewals=2) * alpha / (alpha + beta + 1),
            "This is the number you get with the share that leaves at the second renewal, after two that went well. Which one comes next?",
            because="the hazard of one renewal too early",
        ),
        Slip(
            lambda alpha, beta: (
                (beta + 1) / (alpha + beta + 1) * (beta + 2) / (alpha + beta + 2) * alpha / (alpha + beta + 3)
            ),
            "This is the number you get with all renewals counted one too far. Which t has the first one?",
            because="the first renewal counted from 0",
        ),
    ],
    twin=lambda alpha, beta: (
        f"With {alpha} and {beta}: r(1) = {beta} ÷ {alpha + beta}, r(2) = {beta + 1} ÷ {alpha + beta + 1}, and 1 − r(3) = {alpha} ÷ "
        f"{alpha + beta + 2}. The product is {_third_renewal(alpha, beta):.4f}."
    ),
    means=lambda alpha, beta: (
        f"Of 1,000 who begin the model expects {1000 * _third_renewal(alpha, beta):.0f} to leave then."
    ),
    after="Which share is still there after the third renewal?",
)


def _log_likelihood(members, first, second):
    model = btyd.ShiftedBetaGeometric.from_parameters(alpha=1, beta=1)
    return model.log_likelihood([members, members - first, members - first - second])


log_likelihood = NumberKey(
    asked.log_likelihood,
    routes=[
        lambda members, first, second: (
            first * log(1 / 2) + second * log(1 / 6) + (members - first - second) * log(1 / 3)
        )
    ],
    where=lambda members, first, second: members - first - second >= 10,
    answer=_log_likelihood,
    turned="This is the number with its sign turned round. The logarithm of a probability is below 0.",
    slips=[
        Slip(
            lambda members, first, second: first * math.log(1 / 2) + second * math.log(1 / 6),
            "This is the number you get from those who left. What is the probability of what the others did?",
            because="the contracts that still run left out, as a censored lifetime often is",
        ),
        Slip(
            lambda members, first, second: first * math.log(1 / 2) + (members - first) * math.log(1 / 3),
            "This is the number you get if one third of all leave at the second renewal. It is one third of those who renewed once.",
            because="the hazard of the second renewal in place of its share of all",
        ),
        Slip(
            lambda members, first, second: _log_likelihood(members, first, second) / math.log(10),
            "This is the number you get with logarithms to the base of 10. Take the natural ones.",
            because="log10 of a calculator or a spreadsheet",
        ),
        Slip(
            lambda members, first, second: (
                first * math.log(1 / 2)
                + second * math.log(1 / 6)
                + (members - first - second) * math.log(1 / 12)
            ),
            "This is the number you get if those who still run left at the third renewal. All that is known is that they are still there.",
            because="a censored lifetime taken to end at once",
        ),
        Slip(
            lambda members, first, second: first * math.log(1 / 2),
            "This is the number of those who left at the first renewal alone. What did the others do?",
            because="one of three parts given for the sum",
        ),
        Slip(
            lambda members, first, second: second * math.log(1 / 6),
            "This is the number of those who left at the second renewal alone. What did the others do?",
            because="one of three parts given for the sum",
        ),
        Slip(
            lambda members, first, second: (members - first - second) * math.log(1 / 3),
            "This is the number of the contracts that still run. What did the others do?",
            because="one of three parts given for the sum",
        ),
        Slip(
            lambda members, first, second: (
                second * math.log(1 / 3) + (members - first - second) * math.log(2 / 3)
            ),
            "This is the number you get if every contract began at the second renewal. What did each do at the first one?",
            because="the second renewal by itself, its shares taken of those who were still there",
        ),
        Slip(
            lambda members, first, second: (
                first * math.log(1 / 2) + second * math.log(1 / 6) + members * math.log(1 / 3)
            ),
            "This is the number you get if all contracts count as still running. How many run after the second renewal?",
            because="those that ended counted twice",
        ),
        Slip(
            lambda members, first, second: (
                first * math.log(1 / 2)
                + second * math.log(1 / 6)
                + (members - first - second) * math.log(2 / 3)
            ),
            "This is the number you get if two thirds still run. They are two thirds of those who had renewed once; which share of all is it?",
            because="the retention of the second renewal in place of the share of all",
        ),
        Slip(
            lambda members, first, second: (
                first * math.log(first / members)
                + second * math.log(second / members)
                + (members - first - second) * math.log(1 - (first + second) / members)
            ),
            "This is the number you get with the shares that were counted. Which shares does the model give?",
            because="the data's own shares in place of the model's",
        ),
    ],
    twin=lambda members, first, second: (
        f"With {members}, {first} and {second}: {first} × ln(1/2) + {second} × ln(1/6) + {members - first - second} × ln(1/3) = "
        f"{_log_likelihood(members, first, second):.2f}."
    ),
    means="One number alone says little: it is for comparing this pair of α and β with others on the same data.",
    after="In which direction would you move α and β to raise it?",
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
        lambda start, churned, contraction, expansion, new: (
            (start - churned + contraction + expansion) / start
        ),
        "This is the number you get if what others bought less is added. It went.",
        because="the sign of the contraction",
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
        lambda start, churned, contraction, expansion, new: (
            (start - churned - contraction + expansion) / (start - churned - contraction + expansion + new)
        ),
        "This is the share of the second year's revenue that comes from old customers. The base is what there was at the start.",
        because="the wrong denominator: the revenue of the end",
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
        lambda start, churned, contraction, expansion, new: (
            (start - churned - contraction + expansion - new) / start
        ),
        "This is the number you get by taking off what new customers brought. It was not in the start's revenue, so there is nothing to take off.",
        because="new revenue taken off where it was never counted",
    ),
    Slip(
        lambda start, churned, contraction, expansion, new: (churned + contraction) / start,
        "This is the share of the old revenue that went. How much is there after that, with the growth of old customers?",
        because="loss in place of retention",
    ),
    Slip(
        lambda start, churned, contraction, expansion, new: (
            1 - _nrr(start, churned, contraction, expansion, new)
        ),
        "This is the share by which the old revenue shrank. How much of it is there?",
        because="the complement is taken",
    ),
]

nrr = NumberKey(
    asked.nrr,
    answer=_nrr,
    slips=_NRR_SLIPS,
    twin=lambda start, churned, contraction, expansion, new: (
        f"({start:,} − {churned} − {contraction} + {expansion}) ÷ {start:,} = "
        f"{_nrr(start, churned, contraction, expansion, new):.4f}. The {new} of new customers stay outside."
    ),
    means=lambda start, churned, contraction, expansion, new: (
        "Without new customers the firm would "
        + ("grow." if expansion > churned + contraction else "shrink.")
        + f" With them its revenue goes from ¥{start:,} to ¥{start - churned - contraction + expansion + new:,} thousand."
    ),
    after="Could the firm keep fewer customers than this share?",
)

nrr_reading = ChoiceKey(
    asked.nrr_reading,
    answer="few",
    whys={
        "few": "Gross says what went: 38 %. Net says that 42 % of the old revenue was added by others.",
        "all": "Neither rate counts customers.",
        "new": "New customers are in neither of the two.",
        "error": "Gross leaves the growth of old customers out, so net can be far above it.",
    },
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
        lambda churned, contraction: churned + contraction / (1 - churned),
        "This is the number you get if the cut is divided by the share that stays. Which of the two losses is a share of what all had spent?",
        because="the bases of the two losses exchanged",
    ),
    Slip(
        lambda churned, contraction: 1 / (1 - churned - contraction) - 1,
        "This is the number you get if both losses are shares of what all had spent, and growth is counted on the rest. Two things to look at again.",
        because="both bases taken wrongly",
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

hold = ReverseKey(
    asked.hold,
    # Where the two shares are nearly equal, each may be put under the line with the same result.
    where=lambda churned, contraction: abs(churned - contraction) > 0.03,
    forward=lambda given, churned, contraction: rates.net_revenue_retention(
        1, given * (1 - churned), contraction * (1 - churned), churned
    ),
    target=lambda churned, contraction: 1.0,
    answer=_needed_growth,
    says="a net revenue retention of {:.3f}",
    tolerance=0.005,
    result_tolerance=0.002,
    slips=_HOLD_SLIPS,
    twin=lambda churned, contraction: (
        f"With {churned:.0%} and {contraction:.0%}: 1 ÷ {1 - churned:.2f} = {1 / (1 - churned):.4f}, less "
        f"{1 - contraction:.2f}: {_needed_growth(churned, contraction):.4f}."
    ),
    means="The fewer stay, the more each of them has to make up for.",
    after="Which of the three would you try to move first?",
)

which_rate = DefinitionKey(
    asked.which_rate,
    answer="kept",
    says="{:.3f}",
    values={
        "kept": lambda start, left, joined, active: (start - left) / start,
        "active": lambda start, left, joined, active: active / start,
        "end": lambda start, left, joined, active: (start - left + joined) / start,
        "of-all": lambda start, left, joined, active: (start - left) / (start - left + joined),
    },
    whys={
        "kept": "It counts who is still a customer: 保持率.",
        "active": "It counts who was active in one week: 留存率. Who pays and stays away that week has not left.",
        "end": "The new members are in it. They were not there to be kept.",
        "of-all": "That says how old the base is, not how many stayed.",
    },
    twin=lambda start, left, joined, active: (
        f"Of {start} members {left} leave: ({start} − {left}) ÷ {start} = {(start - left) / start:.3f}. The {joined} "
        f"new ones and the {active} active ones are other questions."
    ),
    means="Activity in a week says whether she uses it; the contract says whether she is there.",
    after="Which of the four would the maker of an app report?",
    pool=(
        dict(
            values={
                "end": lambda start, left, joined, active: (start - left + joined) / start,
                "kept": lambda start, left, joined, active: (start - left) / start,
                "ever": lambda start, left, joined, active: (start - left + joined) / (start + joined),
                "active": lambda start, left, joined, active: active / start,
            },
            whys={
                "end": "The new subscribers are in it. They were not there to be kept.",
                "kept": "It counts who is still a subscriber: 保持率.",
                "ever": "The new subscribers are above and below the line, and none of them has had a whole quarter in which to leave.",
                "active": "It counts who watched in one week: 留存率. Who pays and watches nothing that week has not left.",
            },
            twin=lambda start, left, joined, active: (
                f"Of {start:,} subscribers {left} give notice: ({start:,} − {left}) ÷ {start:,} = {(start - left) / start:.3f}. The "
                f"{joined:,} new ones and the {active:,} who watched are other questions."
            ),
        ),
        dict(
            values={
                "kept": lambda start, left, joined, money: (start - left) / start,
                "money": lambda start, left, joined, money: money,
                "of-all": lambda start, left, joined, money: (start - left) / (start - left + joined),
                "end": lambda start, left, joined, money: (start - left + joined) / start,
            },
            whys={
                "kept": "It counts who is still a customer: 保持率.",
                "money": "That is net revenue retention (净收入留存率). It mixes who stayed with how much more they buy, and the growth belongs "
                "into the margin.",
                "of-all": "That says how old the base is, not how many stayed.",
                "end": "The new hotels are in it. They were not there to be kept.",
            },
            twin=lambda start, left, joined, money: (
                f"Of {start} hotels {left} give notice: ({start} − {left}) ÷ {start} = {(start - left) / start:.3f}. That {joined} others "
                f"join, and that those who stay pay {money:.0%} of the old revenue, are other questions."
            ),
            means="What a customer pays may grow while customers leave. The formula asks for each apart.",
            after="Which of the four would a seller of software report?",
        ),
    ),
)

# The alert ----------------------------------------------------------------------------------------


def _point(first, step, running):
    gaps = [first + step * place for place in range(4)] + [running] * 3
    return float(retention.alert_point(gaps, [1] * 4 + [0] * 3, share=0.5)["alert_point"].iloc[0])


_POINT_SLIPS = [
    Slip(
        lambda first, step, running: first + step,
        "This is the number you get from only the closed gaps. Three more have already lasted longer than half of them.",
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
        lambda first, step, running: (4 * first + 6 * step + 3 * running) / 7,
        "This is the mean of all seven gaps, as if the open ones had ended. They are longer than that, and a day is asked by which half have ended.",
        because="the mean with the open gaps counted as closed",
    ),
    Slip(
        lambda first, step, running: first + 3 * step,
        "This is the number you get if an open gap still counts as running after the day on which it was last seen.",
        because="the open gaps kept in the number at risk; or the last step of the curve read",
    ),
]

alert_by_hand = NumberKey(
    asked.alert_by_hand,
    where=lambda first, step, running: first + step + 2 < running < first + 2 * step - 2,
    answer=_point,
    slips=_POINT_SLIPS,
    twin=lambda first, step, running: (
        f"Ends at {first}, {first + step}, {first + 2 * step} and {first + 3 * step}; open at {running}. Products: 6/7 = "
        f"0.857, × 5/6 = 0.714, then only 2 are still running: × 1/2 = 0.357 at day {first + 2 * step}. That is the "
        "first at or below 0.5."
    ),
    means="Only the closed gaps would ring too early: the slow ones are those still open.",
    after="What happens to the point if the three open gaps belong to customers who have left?",
)

alert_bias = ChoiceKey(
    asked.alert_bias,
    answer="infinite",
    whys={
        "infinite": "One gap in ten never ends, so the curve stays near 0.1 and does not reach 0.05.",
        "right": "It corrects for gaps that will end one day. These never will.",
        "early": "That is what only closed gaps give: they leave out the slow customers.",
        "mean": "A quantile near 1 lies far beyond the mean in any case.",
    },
    after="What would you tell a manager who asks for one number of days all the same?",
)

TODAY = "1998-06-30"


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


def _gaps_twin(orders):
    """One customer of another sample, from her days."""
    table = _usual_gaps(orders)
    row = table.loc[(table["closed_gaps"] - 3).abs().idxmin()]
    days = sorted(orders.loc[orders["customer_id"] == row["customer_id"], "date"].unique())
    span, gaps = (days[-1] - days[0]).days, int(row["closed_gaps"])
    shown = [f"{day.day} {day:%B %Y}" for day in days]
    return (
        f"A customer of another sample ordered on {', '.join(shown)}. From the first to the last day it is {span} days, in "
        f"{gaps} {'gap' if gaps == 1 else 'gaps'}: {span} ÷ {gaps} = {row['usual_gap']:.2f} days. From the last day to "
        f"30 June 1998 it is {row['silence']:.0f}."
    )


def _plain_gaps(orders):
    days = orders.drop_duplicates(["customer_id", "date"]).groupby("customer_id")["date"]
    first, last, closed_gaps = days.min(), days.max(), days.size() - 1
    usual_gap = (last - first).dt.days / closed_gaps
    silence = (pd.Timestamp("1998-06-30") - last).dt.days
    return pd.DataFrame(dict(closed_gaps=closed_gaps, usual_gap=usual_gap, silence=silence)).reset_index()


usual_gaps = ValueKey(
    asked.usual_gaps,
    where=lambda orders: (
        orders.duplicated(["customer_id", "date"]).any() and orders["date"].max() < pd.Timestamp(TODAY)
    ),
    answer=_usual_gaps,
    row="customer_id",
    plain=_plain_gaps,
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
    twin=_gaps_twin,
    means="Silence divided by the usual gap is an alert that a spreadsheet can make.",
    after="Whose silence is longer than three of her gaps?",
)

own_rhythm = NumberKey(
    asked.own_rhythm,
    answer=lambda days, span, silence: silence * (days - 1) / span,
    slips=[
        Slip(
            lambda days, span, silence: silence * days / span,
            "This is the number you get if each day with an order has a gap. How many gaps lie between them?",
            because="days counted in place of the gaps between them",
        ),
        Slip(
            lambda days, span, silence: silence / span,
            "This is the silence in units of her whole history. Divide that by its gaps first.",
            because="the span taken for the usual gap",
        ),
        Slip(
            lambda days, span, silence: silence * (days - 1) / (span + silence),
            "This is the number you get if her history runs to today. Her usual gap comes from the gaps that are closed.",
            because="silence added to the closed gaps",
        ),
        Slip(
            lambda days, span, silence: silence * days / (span + silence),
            "This is the number you get if the silence is averaged with the closed gaps. It has not ended.",
            because="the open gap counted as closed",
        ),
        Slip(
            lambda days, span, silence: span / (days - 1),
            "This is the usual gap in days. How many of them fit into the silence?",
            because="the last step left out",
        ),
        Slip(
            lambda days, span, silence: span / (days - 1) / silence,
            "This is the usual gap as a share of the silence. Turn it round.",
            because="an inverted ratio, seen in class",
        ),
    ],
    twin=lambda days, span, silence: (
        f"{days} days have {days - 1} gaps. {span} ÷ {days - 1} = {span / (days - 1):.1f} days is the usual one, and {silence} ÷ "
        f"{span / (days - 1):.1f} = {silence * (days - 1) / span:.2f}."
    ),
    means=lambda days, span, silence: (
        f"If she orders at random times and has not left, so long a gap has a probability of about {math.exp(-silence * (days - 1) / span):.1%}."
    ),
    after="What would the common line of 226 days say of her?",
)

fallen = ChoiceKey(
    asked.fallen,
    answer="nothing",
    whys={
        "nothing": "They were chosen in an unusually bad quarter, and a usual one follows.",
        "works": "Spend rises after a bad quarter whatever is sent. Leave some without a coupon, at random.",
        "wasted": "Nine in ten of such households buy again.",
        "half": "A mean says nothing of how many, and not even its rise is the coupon's.",
    },
    after="How many households would you leave without a coupon?",
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
        lambda left, recall, false_rate: recall * left / (false_rate * (1 - left)),
        "This is the number of right alerts for each false one. Which share of all alerts is right?",
        because="odds given for a share",
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
        "This is the share of all customers of whom the rule is right, alerted or not: accuracy. Precision looks only at alerts.",
        because="accuracy taken for precision",
    ),
    Slip(
        lambda left, recall, false_rate: 1 - false_rate,
        "This is the specificity: the share of those who have not left that is left alone.",
        because="specificity taken for precision",
    ),
]


def _drops(spend, limit):
    drop = alerts.value_drop(spend["usual"], spend["now"])
    return pd.DataFrame(
        {"customer_id": spend["customer_id"], "drop": drop, "alert": (drop >= limit).astype(int)}
    )


def _drops_by(rule):
    def drops(spend, limit):
        drop = rule(spend)
        return pd.DataFrame(
            {"customer_id": spend["customer_id"], "drop": drop, "alert": (drop >= limit).astype(int)}
        )

    return drops


def _plain_drops(spend, limit):
    usual, now = spend["usual"], spend["now"]
    drop = (usual - now) / usual
    alert = (drop >= limit).astype(int)
    return spend[["customer_id"]].assign(drop=drop, alert=alert)


value_drops = ValueKey(
    asked.value_drops,
    # No household may lie so near to the limit that rounding decides, and some must lie beyond it.
    where=lambda spend, limit: (
        (abs(_drops(spend, limit)["drop"] - limit) > 0.005).all() and _drops(spend, limit)["alert"].sum() >= 3
    ),
    answer=_drops,
    row="customer_id",
    plain=_plain_drops,
    slips=[
        Slip(
            _drops_by(lambda spend: (spend["usual"] - spend["now"]) / spend["now"]),
            "is what you get dividing by what she spends now. Her usual quarter is the base.",
            because="the later value taken for the base",
        ),
        Slip(
            _drops_by(lambda spend: spend["usual"] - spend["now"]),
            "is what you get in dollars. A share of her usual spend is asked.",
            because="a difference taken for a share",
        ),
        Slip(
            _drops_by(lambda spend: spend["now"] / spend["usual"]),
            "is what you get for the share that is left. The share by which it fell is asked.",
            because="the complement is taken",
        ),
        Slip(
            _drops_by(lambda spend: spend["now"] / spend["usual"] - 1),
            "is what you get with the sign of a growth rate: a fall is below 0.",
            because="growth taken for drop",
        ),
        Slip(
            _drops_by(lambda spend: (1 - spend["now"] / spend["usual"]).clip(lower=0)),
            "is what you get if those who spend more are cut off at 0. Leave them below 0.",
            because="negative drops cut off",
        ),
        Slip(
            lambda spend, limit: _drops(spend, limit).assign(alert=lambda table: 1 - table["alert"]),
            "is what you get for those who did *not* fall so far.",
            because="the flag read the wrong way round",
        ),
    ],
    twin=lambda spend, limit: (
        f"At a limit of {limit:.0%} another {len(spend)} households give {_drops(spend, limit)['alert'].sum()} alerts. One that spent "
        f"${spend['usual'][0]:.2f} and now ${spend['now'][0]:.2f} has a drop of 1 − {spend['now'][0]:.2f} ÷ "
        f"{spend['usual'][0]:.2f} = {_drops(spend, limit)['drop'][0]:.3f}."
    ),
    means="Part of every fall is chance, and ends by itself.",
    after="How would you find out whether a letter to them does anything?",
)

precision = NumberKey(
    asked.precision,
    answer=_precision,
    slips=_PRECISION_SLIPS,
    twin=lambda left, recall, false_rate: (
        f"Of 1,000 customers {1000 * left:.0f} have left; {1000 * left * recall:.1f} of them are alerted, and "
        f"{1000 * (1 - left) * false_rate:.1f} of the others. {1000 * left * recall:.1f} ÷ "
        f"{1000 * (left * recall + (1 - left) * false_rate):.1f} = {_precision(left, recall, false_rate):.4f}."
    ),
    means=lambda left, recall, false_rate: (
        f"Of 100 calls {100 * (1 - _precision(left, recall, false_rate)):.0f} go to someone who has not left."
    ),
    after="What would it be in a base where half have left?",
)

move_threshold = SeveralKey(
    asked.move_threshold,
    answer={"fewer", "recall", "false"},
    overlooked={
        "fewer": "Compare the two lists: which one holds the other?",
        "recall": "Can a shorter list find someone new?",
        "false": "Think of those who have not left. How many of them are on each list?",
    },
    whys={
        "fewer": "A customer who is silent for 180 days is for 90, too.",
        "recall": "The new list is a part of the old one.",
        "precision": "Usually, as in the chapter; but not for certain: it depends on who drops out of the list.",
        "churn": "An alert changes the list and not the customers.",
        "false": "The false alarms of the new list were false alarms of the old one.",
    },
    means="A later alert finds fewer. Whether it is more often right must be measured.",
    after="Which of the two errors costs more in your firm?",
)

sweep_or_process = SeveralKey(
    asked.sweep_or_process,
    answer={"pile", "delay", "cost"},
    overlooked={
        "pile": "Who of those that passed the line a year ago is still on the list today?",
        "delay": "Is there a day of leaving in the 80 %?",
        "cost": "Calls are paid by the ring. How many are there in a month?",
    },
    whys={
        "same": "Those who have left stay on the list, and those who come back leave it. A month of rings has both.",
        "pile": "It is what makes the list look better than the alarm.",
        "delay": "It takes the day on which she left, and the day of the ring.",
        "churn": "An alert changes the list and not the customers.",
        "cost": "A share says nothing of how many.",
    },
    means="In the chapter 79 of 100 on the list had left, and 37 of 100 rings were right.",
    after="How many calls a month does your alert ask for?",
    pool=(
        dict(
            answer={"long", "many", "slow"},
            overlooked={
                "long": "Who left two years ago: on which days since then would a list have held her?",
                "many": "Calls are paid one by one. Does a share say how many there are?",
                "slow": "Someone passes the line and orders a week later. On how many days would a list hold her?",
            },
            whys={
                "long": "Those who have left stay on it, so it holds the lost of years.",
                "late": "On the day she has just passed the line. Many on the list had passed it long before.",
                "many": "A share says nothing of how many.",
                "slow": "Each of them passes the line, and is past it for a short time only.",
                "never": "Those who have left stay on the list, and those who come back leave it. The calls of a month go to both.",
            },
        ),
        dict(
            answer={"stay", "fewer", "work"},
            overlooked={
                "stay": "Follow one who has moved and one who comes back. Which of the two does the list lose?",
                "fewer": "The list holds the moved of years. Whom do the mornings hold beside them?",
                "work": "How many depositors are told in a month? Is that in the 65 %?",
            },
            whys={
                "once": "He learns of it after 120 days without a transaction, and then not for certain.",
                "stay": "It is what makes a list look better than a message of the morning.",
                "most": "That would be recall. The 65 % are of those on the list.",
                "fewer": "The mornings bring everyone who reaches 120 days, also those who are soon back. The list keeps the others.",
                "work": "A share says nothing of how many.",
            },
        ),
    ),
)

back_test = OrderKey(
    asked.back_test,
    answer=["day", "known", "rule", "list", "later", "count"],
    slips=[
        Slip(
            sequence("day", "rule", "known", "list", "later", "count"),
            "This is the order in which the rule is set with orders that came after the day.",
            because="look-ahead: a rule tested on the data that made it",
        ),
        Slip(
            sequence("rule", "day", "known", "list", "later", "count"),
            "This is the order in which the rule is set from all orders, before the day is chosen. Then it has seen what came after the day.",
            because="look-ahead: a rule tested on the data that made it",
        ),
        Slip(
            sequence("day", "known", "list", "later", "count", "rule"),
            "This is the order in which the rule is set last, when it is known who ordered. It is to be judged by that, not made from it.",
            because="look-ahead: a rule fitted to the outcome",
        ),
        Slip(
            sequence("day", "known", "rule", "later", "list", "count"),
            "This is the order in which later orders are looked at before the list is made. Then the list may know what it "
            "is to foretell.",
            because="look-ahead",
        ),
        Slip(
            sequence("day", "known", "list", "rule", "later", "count"),
            "This is the order in which the list is made before there is a rule.",
            because="an order of steps that cannot be done",
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
    means="Who orders later was a false alarm for certain. Who does not may have left or be slow.",
    after="Why does this test never give the exact precision?",
    pool=(
        dict(
            answer=["moment", "file", "score", "mark", "outcome", "share"],
            slips=[
                Slip(
                    sequence("moment", "score", "file", "mark", "outcome", "share"),
                    "This is the order in which the vendor scores before the files are cut off. Then the score knows what came after the day.",
                    because="look-ahead: a score tested on the data that made it",
                ),
                Slip(
                    sequence("score", "moment", "file", "mark", "outcome", "share"),
                    "This is the order in which the vendor scores before a day is chosen. From which files, then?",
                    because="look-ahead: a score tested on the data that made it",
                ),
                Slip(
                    sequence("moment", "file", "score", "outcome", "mark", "share"),
                    "This is the order in which the outcome is looked up before anyone is marked. Then the mark may know what it is to "
                    "foretell.",
                    because="look-ahead",
                ),
                Slip(
                    sequence("moment", "outcome", "file", "score", "mark", "share"),
                    "This is the order in which the outcome is on the table before the vendor scores. Keep it shut until the marks are made.",
                    because="look-ahead",
                ),
                Slip(
                    swap("score", "mark"),
                    "This is the order in which the highest scores are marked before there are scores.",
                    because="an order of steps that cannot be done",
                ),
                Slip(
                    swap("outcome", "share"),
                    "This is the order in which the share is worked out before anyone has looked who left.",
                    because="an order of steps that cannot be done",
                ),
                Slip(
                    swap("moment", "file"),
                    "This is the order in which the files are cut off before the day is chosen.",
                    because="an order of steps that cannot be done",
                ),
            ],
            means="A score that has seen the outcome always looks good. On a day of the past it must do without.",
            after="How many days of the past would you try before you buy?",
        ),
        dict(
            answer=["day", "visits", "fall", "flag", "end", "false"],
            slips=[
                Slip(
                    sequence("day", "fall", "visits", "flag", "end", "false"),
                    "This is the order in which the fall is set before there are visits to set it from.",
                    because="an order of steps that cannot be done",
                ),
                Slip(
                    sequence("day", "visits", "end", "fall", "flag", "false"),
                    "This is the order in which the fall is set when it is known who cancelled. Then the rule may be fitted to what it is to "
                    "foretell.",
                    because="look-ahead: a rule tested on the data that made it",
                ),
                Slip(
                    sequence("day", "visits", "fall", "end", "flag", "false"),
                    "This is the order in which the cancellations are looked up before the list is made. Then the list may know what it is to "
                    "foretell.",
                    because="look-ahead",
                ),
                Slip(
                    swap("fall", "flag"),
                    "This is the order in which members are listed before there is a rule.",
                    because="an order of steps that cannot be done",
                ),
                Slip(
                    swap("end", "false"),
                    "This is the order in which false alarms are counted before anyone has looked who cancelled.",
                    because="an order of steps that cannot be done",
                ),
                Slip(
                    swap("day", "visits"),
                    "This is the order in which the visits before a day are taken before the day is chosen.",
                    because="an order of steps that cannot be done",
                ),
            ],
            means="Who is still a member was a false alarm for that half-year. With a contract the end is on file, so the share is exact.",
            after="And how many of those who cancelled were not on the list?",
        ),
    ),
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
        lambda call, success, worth, gift: (call + gift) / worth,
        "This is the number you get if every call wins, and with the gift as a cost for all. Two things to look at again.",
        because="success rate left out, the gift charged to all",
    ),
    Slip(
        lambda call, success, worth, gift: (call + gift) / (success * (worth - gift) + gift),
        "This is the number you get if the gift is taken off the worth once more. Read how the worth is given.",
        because="the gift taken off twice",
    ),
    Slip(
        lambda call, success, worth, gift: call / (success * worth - gift),
        "This is the number you get if the gift is taken off what a call brings, and not off what it loses. Who takes a gift without need?",
        because="the gift charged to those who had left",
    ),
    Slip(
        lambda call, success, worth, gift: (call + gift) / (success * worth - gift),
        "This is the number you get with the sign of one gift turned round. Set what a call brings equal to what it costs, and solve again.",
        because="the sign of the gift when it is brought to the other side",
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

call_limit = NumberKey(
    asked.call_limit,
    where=lambda call, success, worth, gift: _call_limit(call, success, worth, gift) < 0.9,
    answer=_call_limit,
    slips=_CALL_SLIPS,
    twin=lambda call, success, worth, gift: (
        f"A call at {call}, {success:.0%} success, a worth of {worth} and a gift of {gift}. A lost customer who is called "
        f"brings {success:.2f} × {worth} = {success * worth:.1f}. p × {success * worth:.1f} = {call} + (1 − p) × {gift}, so p = "
        f"({call} + {gift}) ÷ "
        f"({success * worth:.1f} + {gift}) = {_call_limit(call, success, worth, gift):.4f}."
    ),
    means=lambda call, success, worth, gift: (
        f"Call from a P(alive) of {1 - _call_limit(call, success, worth, gift):.2f} downwards, and leave the others alone."
    ),
    after="Which of the four numbers is known least well?",
)


def _whole_counts(customers, left, recall, false_rate):
    """No rounded count may look like the wrong line."""
    lost = customers * left
    counts = lost, lost * recall, (customers - lost) * false_rate
    return all(math.isclose(count, round(count)) for count in counts)


def _other_precision(customers, left, recall, false_rate):
    """Precision must not be what recall is: then the wrong line would be right."""
    alerted = left * recall + (1 - left) * false_rate
    return _whole_counts(customers, left, recall, false_rate) and abs(alerted - left) > 0.1 * left


slide = AuditKey(
    asked.slide,
    where=_whole_counts,
    answer="brought",
    whys={
        "found": "Customers, times the share that has left, times recall.",
        "false": "The others, times the share of them that is alerted.",
        "cost": "Both kinds of alerts are called, at ¥20.",
        "brought": "Only one in ten of them comes back: the value must be multiplied by 0.1.",
        "missed": "What recall leaves over.",
    },
    twin=lambda customers, left, recall, false_rate: (
        f"A twin: {customers:,} × {left:.2f} × {recall:.2f} = {customers * left * recall:,.0f} lost customers are called (and {false_rate:.0%} of the others, in vain); a tenth of the lost comes back, worth ¥400 each: "
        f"¥{40 * customers * left * recall:,.0f}."
    ),
    after="Is the plan still worth doing with the right line?",
    pool=(
        dict(
            answer="false",
            whys={
                "others": "What is left when those who have left are taken off.",
                "false": "The share of the others is taken of all customers, the lost among them. It holds of those who have not left.",
                "found": "Customers, times the share that has left, times recall.",
                "brought": "One fifth of ¥250, for each of the lost who get a parcel.",
                "cost": "Both kinds of alerts get a parcel, at ¥30.",
            },
            twin=lambda customers, left, recall, false_rate: (
                f"A twin: of {customers:,} customers {customers * left:,.0f} have left and {customers * (1 - left):,.0f} have not. The rule "
                f"alerts {customers * left * recall:,.0f} of the first, {recall:.0%}, and {customers * (1 - left) * false_rate:,.0f} of the "
                f"second, {false_rate:.0%}: ¥{30 * customers * (left * recall + (1 - left) * false_rate):,.0f} for parcels, and "
                f"¥{50 * customers * left * recall:,.0f} back."
            ),
            after="Would the decision change with the right line?",
        ),
        dict(
            where=_other_precision,
            answer="share",
            whys={
                "cost": "Both kinds of alerts get a letter, at ¥12.",
                "missed": "What recall leaves over.",
                "share": "Below the line stand the lost, and not the alerts: this is the recall. Divide by all alerts, the false ones among "
                "them.",
                "false": "The others, times the share of them for whom it rings.",
                "brought": "One tenth of ¥300, for each of the lost who get a letter.",
            },
            twin=lambda customers, left, recall, false_rate: (
                f"A twin: of {customers:,} customers {customers * left:,.0f} have left. It rings for {customers * left * recall:,.0f} of "
                f"them, is silent for {customers * left * (1 - recall):,.0f}, and rings for "
                f"{customers * (1 - left) * false_rate:,.0f} others. So of "
                f"{customers * (left * recall + (1 - left) * false_rate):,.0f} alerts "
                f"{left * recall / (left * recall + (1 - left) * false_rate):.3f} are right, letters cost "
                f"¥{12 * customers * (left * recall + (1 - left) * false_rate):,.0f}, and ¥{30 * customers * left * recall:,.0f} come back."
            ),
            after="In a base where fewer have left, which of the lines would change most?",
        ),
    ),
)


def _expected(table, call, success, gift, everything=False):
    """The expected profit of a call to each customer."""
    brought = (1.0 if everything else success) * table["worth"]
    return (1 - table["p_alive"]) * brought - call - table["p_alive"] * gift


def _listed(table, chosen):
    return table.loc[chosen, "customer_id"].tolist()


def _true_profit(table, call, success, gift):
    """Under the truth: a second life has the orders of a new customer, each worth what hers are worth."""
    people = firm().truth.customers.set_index("customer_id")
    contribution = people["order_contribution"]
    joining = firm().truth.value_on_joining(days=1826, discount_rate=0.1)
    worth = (joining / contribution.where(people["buyer"])).mean() * contribution
    left = ~(people["active"] | people["second_active"])
    return ((success * worth).where(left, -float(gift)) - call).loc[table["customer_id"]]


def _choice_matters(table, call, success, gift):
    """Whether forgetting the gift, or a rule of silence, costs a tenth of what the best list earns."""
    profit = _true_profit(table, call, success, gift).to_numpy()
    simple = table["p_alive"] < 0.5, table["silence"] > 3 * table["usual_gap"]
    lists = (_expected(table, call, success, 0) > 0, *simple)
    best = profit[_expected(table, call, success, gift) > 0].sum()
    return all(profit[chosen].sum() < 0.9 * best for chosen in lists)


def _list_twin(table, call, success, gift):
    """One customer of another table who is called, and one who is not."""
    expected = _expected(table, call, success, gift)
    lines = []
    for place in (expected.idxmax(), expected.idxmin()):
        alive, worth = table.loc[place, ["p_alive", "worth"]]
        lines.append(
            f"P(alive) {alive:.2f}, worth ¥{worth:,.0f}: {1 - alive:.2f} × {success:.2f} × {worth:,.0f} − {call} − "
            f"{alive:.2f} × {gift} = {(1 - alive) * success * worth - call - alive * gift:,.1f}"
        )
    return (
        f"With a call at ¥{call}, {success:.0%} success and a gift of ¥{gift}. {lines[0]}: she is called. {lines[1]}: "
        "she is not."
    )


call_list = DecisionKey(
    asked.call_list,
    where=_choice_matters,
    profit=_true_profit,
    policy=lambda table, call, success, gift: _listed(table, _expected(table, call, success, gift) > 0),
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
    twin=_list_twin,
    after="Which of your three assumptions would you test first, and how?",
)

memo = MemoKey(
    asked.memo,
    model="We should call the 398 of 1,478 regular customers for whom a call is expected to bring more than the 20 yuan that it "
    "costs. In the test on the simulated firm this earns about 10,600 yuan. I turned down the rule of 90 days: it would take 879 "
    "calls, 329 of them to people who had not left, and earn 5,600 yuan. With other customers of the same kind it stays between "
    "3,800 and 6,100 behind. Calling everyone would lose 3,400. A call too many costs 20 yuan, a call too few forgoes about 22, so "
    "one should call from a probability of about one half that she has left. The list itself forecast 10,100. "
    "It earned more because a few more had left than expected, which is chance; I would budget with 10,000. All of this rests on one in ten "
    "coming back because of the call. If it is one in twenty, only 158 calls pay, and the old list of 398 would earn about 1,300. So leave a "
    "tenth of the list without a call, drawn at random, and count in three months who came back. Please do not turn the list into a "
    "daily alarm at this price: of the rings of a month only 37 in 100 are right.",
)

# Predictions of the labs --------------------------------------------------------------------------

lab_half_life = ChoiceKey(
    asked.lab_half_life,
    answer="three",
    whys={
        "three": "0.8 × 0.8 × 0.8 is 0.51.",
        "five": "After five years a third is left. Those who stay long pull the mean up.",
        "half": "Then 57 % are still there.",
    },
    after="Which of the two would you tell the head of finance?",
)

lab_revenue = ChoiceKey(
    asked.lab_revenue,
    answer="net",
    whys={
        "net": "Gross leaves growth out, and customers are not money.",
        "both": "Gross counts what is left of the old revenue, at most.",
        "all": "A customer who buys twice as much is still one customer.",
    },
    after="Which of the three would a seller of subscriptions put on the first page?",
)

lab_alert_share = ChoiceKey(
    asked.lab_alert_share,
    answer="trade",
    whys={
        "trade": "Fewer alerts, more often right: a precision of 0.717 in place of 0.636, a recall of 0.809 in place of 0.870.",
        "both": "A shorter list cannot find more of those who left.",
        "none": "Those who drop out of the list are the ones least likely to have left.",
    },
    after="Who pays for each of the two errors?",
)

lab_call = ChoiceKey(
    asked.lab_call,
    answer="quarter",
    whys={
        "quarter": "10 ÷ 42. Half the price, half the certainty that is needed.",
        "half": "That was the price of ¥20: 20 ÷ 42.",
        "always": "A call to someone who has not left still costs ¥10 and brings nothing.",
    },
    after="Which would you rather improve: the price of the call or the alert?",
)
