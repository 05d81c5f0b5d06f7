"""The answers to the questions of chapter 11, keeping customers."""

import functools
import math
from itertools import product
from statistics import NormalDist

import pandas as pd

from crmlib import clv, experiments, retention
from crmlib.retention import causes
from crmlib.workbook.banks import keeping as asked
from crmlib.workbook.banks.keeping import LOCK, STRATEGIES, TIE, next_members
from crmlib.workbook.kinds.draws import apart
from crmlib.workbook.marking.choice import AuditKey, ChoiceKey, DefinitionKey
from crmlib.workbook.marking.decision import DecisionKey
from crmlib.workbook.marking.function import FunctionKey
from crmlib.workbook.marking.interval import IntervalKey
from crmlib.workbook.marking.key import Slip
from crmlib.workbook.marking.match import MatchKey
from crmlib.workbook.marking.memo import MemoKey
from crmlib.workbook.marking.number import NumberKey, no_mirror
from crmlib.workbook.marking.order import OrderKey, rotate, sequence, swap
from crmlib.workbook.marking.reverse import ReverseKey
from crmlib.workbook.marking.several import SeveralKey
from crmlib.workbook.marking.value import ValueKey

# 1 ------------------------------------------------------------------------------------------------

steps = OrderKey(
    asked.steps,
    answer=["alert", "causes", "loss", "response", "lot", "roll"],
    # What was lost can be counted before anybody is asked why.
    also=[("alert", "loss", "causes", "response", "lot", "roll")],
    slips=[
        Slip(
            swap("lot", "roll"),
            "This is the order in which everyone gets the offer before anyone knows what it does. Whom would you "
            "compare with afterwards?",
            because="campaigns rolled out without a control group",
        ),
        Slip(
            swap("loss", "response"),
            "This is the order in which an offer is chosen before its worth is known. What may it cost?",
            because="offers sized by habit",
        ),
        Slip(
            swap("causes", "response"),
            "This is the order in which the offer comes before the reason. A discount does not cure a rude adviser.",
            because="a discount as the answer to every loss",
        ),
        Slip(
            swap("response", "lot"),
            "This is the order in which the offer goes out before anyone computed whether it could pay.",
            because="an experiment with any offer at hand",
        ),
        Slip(
            swap("alert", "causes"),
            "This is the order in which the bank asks why before it knows who has become silent. Whom does it ask?",
            because="reasons collected from those who happen to complain",
        ),
        Slip(
            sequence("alert", "loss", "response", "causes", "lot", "roll"),
            "This is the order in which the offer is computed before anybody knows why they go. What is it to cure?",
            because="a discount as the answer to every loss",
        ),
        Slip(
            sequence("loss", "alert", "causes", "response", "lot", "roll"),
            "This is the order in which a loss is estimated before it is clear who is silent. Whose leaving is it?",
            because="an estimate of the market in place of a list of customers",
        ),
        Slip(
            rotate(1),
            "This is the order with the first step at the end. Whose reasons are asked?",
            because="rotation",
        ),
    ],
    means="Alert point, causes and loss (in either order), response, and a trial before the roll-out.",
    after="Which of the six does your firm leave out?",
    pool=(
        dict(
            answer=["silent", "why", "offer", "draw", "compare", "budget"],
            also=[],
            slips=[
                Slip(
                    swap("compare", "budget"),
                    "This is the order in which the voucher is planned for all before anyone knows what it did to some.",
                    because="campaigns rolled out without a control group",
                ),
                Slip(
                    swap("draw", "compare"),
                    "This is the order in which two groups are compared before there are two. Who makes them?",
                    because="a before-and-after comparison taken for an experiment",
                ),
                Slip(
                    swap("offer", "draw"),
                    "This is the order in which a voucher goes out before anyone computed whether it could pay.",
                    because="an experiment with any offer at hand",
                ),
                Slip(
                    swap("why", "offer"),
                    "This is the order in which the voucher comes before the reason. It does not freshen limp lettuce.",
                    because="a discount as the answer to every loss",
                ),
                Slip(
                    swap("silent", "why"),
                    "This is the order in which the grocer asks why before he knows who has become silent. Whom does he ask?",
                    because="reasons collected from those who happen to complain",
                ),
                Slip(
                    swap("draw", "budget"),
                    "This is the order in which all get it first and some are drawn afterwards. Who is left to be held out?",
                    because="a control group wished for after the roll-out",
                ),
                Slip(
                    sequence("silent", "offer", "draw", "compare", "why", "budget"),
                    "This is the order in which the reason is asked once the voucher has been tried. Could it have told which offer to try?",
                    because="reasons asked for to explain a failure",
                ),
                Slip(
                    rotate(1),
                    "This is the order with the first step at the end. Whose orders are looked at?",
                    because="rotation",
                ),
            ],
            means="Alert point, causes, response, and a trial that is read after the voucher has lapsed.",
            after="How long after the voucher would you look?",
        ),
        dict(
            answer=["less", "common", "value", "offer", "hold", "stay"],
            also=[("less", "value", "common", "offer", "hold", "stay")],
            slips=[
                Slip(
                    swap("hold", "stay"),
                    "This is the order in which those who stayed are counted before anyone is held out. With whom are they compared?",
                    because="a rate of those kept without a control group",
                ),
                Slip(
                    swap("offer", "hold"),
                    "This is the order in which customers are drawn for an offer that nobody has chosen yet.",
                    because="an experiment before there is anything to try",
                ),
                Slip(
                    swap("value", "offer"),
                    "This is the order in which an offer is chosen before it is known what it may cost.",
                    because="offers sized by habit",
                ),
                Slip(
                    swap("common", "offer"),
                    "This is the order in which the offer comes before the reason. More data do not mend a dead spot.",
                    because="a discount as the answer to every loss",
                ),
                Slip(
                    sequence("less", "value", "offer", "common", "hold", "stay"),
                    "This is the order in which the price of the offer is known, and what it is to cure is not.",
                    because="an offer by its budget alone",
                ),
                Slip(
                    swap("less", "common"),
                    "This is the order in which the network looks for what they have in common before it knows who they are.",
                    because="reasons collected from those who happen to complain",
                ),
                Slip(
                    sequence("value", "less", "common", "offer", "hold", "stay"),
                    "This is the order in which a value is worked out before it is clear for whom. Those who use less differ from the mean.",
                    because="the value of an average customer for that of those who leave",
                ),
                Slip(
                    rotate(1),
                    "This is the order with the first step at the end. Who is asked, and who gets the offer?",
                    because="rotation",
                ),
            ],
            means="Alert point, causes and loss (in either order), response, and a trial whose outcome is staying.",
            after="Why half a year, and not the day on which the offer ends?",
        ),
    ),
)

# 2 ------------------------------------------------------------------------------------------------


def _highest(asked, answered, named):
    return causes.share_bounds(named, answered, asked).upper


_HIGHEST_SLIPS = [
    Slip(
        lambda asked, answered, named: named / (asked - answered),
        "This is the number you get dividing by the silent ones. All who left are the whole.",
        because="a share of another whole",
    ),
    Slip(
        lambda asked, answered, named: (asked - answered) * named / answered / asked,
        "This is the part of all who are silent and would tick it, if they were like those who answered. The highest share is asked, of all who left.",
        because="the silent taken to be like those who answer",
    ),
    Slip(
        lambda asked, answered, named: (asked - answered + named) / answered,
        "This is the number you get dividing by those who answered. All who left are the whole.",
        because="a share of another whole",
    ),
    Slip(
        lambda asked, answered, named: named / answered,
        "This is the share among those who answered. What might the silent ones have said?",
        because="answers taken for all leavers: the usual exit report",
    ),
    Slip(
        lambda asked, answered, named: named / asked,
        "This is the lowest share there can be. The highest is asked.",
        because="lower and upper bound exchanged",
    ),
    Slip(
        lambda asked, answered, named: (asked - answered) / asked,
        "This is the share of the silent ones. Some of those who answered named it too.",
        because="those who did name it left out",
    ),
    Slip(
        lambda asked, answered, named: 1 - named / answered,
        "This is the share of the answers that did not name it.",
        because="the complement is taken",
    ),
    Slip(
        lambda asked, answered, named: (asked - answered) / asked + named / answered,
        "This is the number you get adding two shares of different wholes: one of all who left, one of the answers.",
        because="shares of different wholes added",
    ),
    Slip(
        lambda asked, answered, named: 1 - named / asked,
        "This is the share that the lowest one leaves of 1. It counts those who answered something else, too.",
        because="complement of the lowest share",
    ),
    Slip(
        lambda asked, answered, named: (named + (asked - answered) / 2) / asked,
        "This is the number you get if half of the silent would have ticked it. How many of them may have done so at most?",
        because="the middle of the two bounds",
    ),
]

bounds = NumberKey(
    asked.bounds,
    where=lambda asked, answered, named: named < 0.6 * answered,
    answer=_highest,
    routes=[lambda asked, answered, named: 1 - (answered - named) / asked],
    slips=_HIGHEST_SLIPS,
    twin=lambda asked, answered, named: (
        f"Take {asked} who left, {answered} answers, {named} of them “service”. Silent: {asked} − {answered} = "
        f"{asked - answered}. Highest: ({named} + {asked - answered}) ÷ {asked} = "
        f"{_highest(asked, answered, named):.4f}. Lowest: {named} ÷ {asked} = {named / asked:.4f}."
    ),
    means=lambda asked, answered, named: (
        f"Between {named / asked:.0%} and {_highest(asked, answered, named):.0%}: that is all the form says without an "
        f"assumption about the silent."
    ),
    after="Whom would you call to narrow the range most cheaply?",
)

# 3 ------------------------------------------------------------------------------------------------


def _pareto(complaints):
    return causes.pareto_table(complaints["reason"])


def _upside_down(complaints):
    table = _pareto(complaints)
    return table.assign(cumulative_share=table["share"][::-1].cumsum()[::-1])


def _by_alphabet(complaints):
    table = _pareto(complaints).sort_values("reason")
    return table.assign(cumulative_share=table["share"].cumsum())


def _pareto_twin(complaints):
    """The first three reasons of a table, line by line."""
    counts, number = complaints["reason"].value_counts(), len(complaints)
    first = [f"{count} “{reason}”" for reason, count in counts.head(3).items()]
    sums = counts.cumsum()
    return (
        f"Of {number} other complaints, the most frequent first: {', '.join(first)}, and so on. Shares: "
        + ", ".join(f"{count} ÷ {number} = {count / number:.3f}" for count in counts.head(3))
        + f". So far: {sums.iloc[0] / number:.3f}; ({counts.iloc[0]} + {counts.iloc[1]}) ÷ {number} = "
        f"{sums.iloc[1] / number:.3f}; ({sums.iloc[1]} + {counts.iloc[2]}) ÷ {number} = {sums.iloc[2] / number:.3f}."
    )


def _plain_pareto(complaints):
    count = complaints["reason"].value_counts(ascending=False)
    share = count / count.sum()
    cumulative_share = share.cumsum()
    return pd.DataFrame(dict(count=count, share=share, cumulative_share=cumulative_share)).reset_index()


pareto = ValueKey(
    asked.pareto,
    where=lambda complaints: _pareto(complaints)["count"].is_unique and len(_pareto(complaints)) >= 5,
    answer=_pareto,
    row="reason",
    plain=_plain_pareto,
    slips=[
        Slip(
            lambda complaints: _pareto(complaints).assign(
                share=lambda table: 100 * table["share"],
                cumulative_share=lambda table: 100 * table["cumulative_share"],
            ),
            "is what you get in per cent. Shares are asked, from 0 to 1.",
            because="per cent given for share",
        ),
        Slip(
            _upside_down,
            "is what you get adding up from the rarest reason. Begin with the most frequent.",
            because="value_counts sorted in ascending order",
        ),
        Slip(
            lambda complaints: _pareto(complaints).assign(
                cumulative_share=lambda table: table["count"].cumsum()
            ),
            "is what you get adding up counts. A share of all complaints is asked.",
            because="running count for running share",
        ),
        Slip(
            _by_alphabet,
            "is what you get adding up in alphabetical order. Sort by count before you add up.",
            because="groupby sorts by name",
        ),
    ],
    twin=_pareto_twin,
    means="It says what is said most often. What drives customers away is another question.",
    after="What would you have to join to this table to see who left?",
)

# 4 ------------------------------------------------------------------------------------------------


def _odds_ratio(left_with, stayed_with, left_without, stayed_without):
    return (left_with / stayed_with) / (left_without / stayed_without)


_ODDS_SLIPS = [
    Slip(
        lambda left_with, stayed_with, left_without, stayed_without: (
            left_with / (left_with + stayed_with) - left_without / (left_without + stayed_without)
        ),
        "This is the difference of the two probabilities. A ratio of odds is asked.",
        because="difference of probabilities in place of ratio of odds",
    ),
    Slip(
        lambda **numbers: math.log(_odds_ratio(**numbers)),
        "This is the logarithm of the ratio, the number b that a logistic model shows. The ratio itself is asked.",
        because="a coefficient of the model read as an odds ratio",
    ),
    Slip(
        lambda left_with, stayed_with, left_without, stayed_without: (
            left_with / (left_with + stayed_with) / (left_without / (left_without + stayed_without))
        ),
        "This is the ratio of the two probabilities. Odds divide by those who did not leave.",
        because="odds ratio read as a ratio of probabilities",
    ),
    Slip(
        lambda left_with, stayed_with, left_without, stayed_without: (
            1 / _odds_ratio(left_with, stayed_with, left_without, stayed_without)
        ),
        "This is the ratio upside down: the odds without a complaint against those with one.",
        because="an inverted ratio",
    ),
    Slip(
        lambda left_with, stayed_with, left_without, stayed_without: left_with / stayed_with,
        "This is the odds of only those who complained. Against whom are they to be compared?",
        because="half of the ratio",
    ),
    Slip(
        lambda left_with, stayed_with, left_without, stayed_without: left_with / left_without,
        "This is the ratio of two counts. The groups differ in size.",
        because="counts compared across groups of different size",
    ),
    Slip(
        lambda left_with, stayed_with, left_without, stayed_without: (
            left_with / stayed_with - left_without / stayed_without
        ),
        "This is the difference of the two odds. A ratio is asked.",
        because="difference in place of ratio",
    ),
    Slip(
        lambda left_with, stayed_with, left_without, stayed_without: left_with / (left_with + stayed_with),
        "This is the probability of leaving after bad handling. Odds are asked, and against those of another group.",
        because="probability taken for an odds ratio",
    ),
    Slip(
        lambda left_with, stayed_with, left_without, stayed_without: (
            left_with / stayed_with / (left_without / (left_without + stayed_without))
        ),
        "This is the number you get dividing odds by a probability. Both groups need odds.",
        because="odds in one group, a probability in the other",
    ),
]

odds = NumberKey(
    asked.odds,
    where=lambda left_with, stayed_with, **_: left_with < stayed_with,
    answer=_odds_ratio,
    routes=[
        lambda left_with, stayed_with, left_without, stayed_without: (
            left_with * stayed_without / (stayed_with * left_without)
        )
    ],
    slips=_ODDS_SLIPS,
    twin=lambda left_with, stayed_with, left_without, stayed_without: (
        f"Take {left_with} to {stayed_with} and {left_without} to {stayed_without:,}: "
        f"{left_with / stayed_with:.4f} ÷ {left_without / stayed_without:.4f} = "
        f"{_odds_ratio(left_with, stayed_with, left_without, stayed_without):.3f}."
    ),
    means="It says how much the odds differ between the groups, not what handling did.",
    after="Name one thing that could make complainers differ from the others before they complain.",
)

# 5 ------------------------------------------------------------------------------------------------


def _views(lost, margin, stay, cost):
    worth = clv.retention_clv(margin, stay, 0.1, first_margin="certain")
    views = retention.churn_loss(lost, margin, worth, cost)
    return (*views, sum(views), lost * clv.retention_clv(margin, stay, 0.1))


loss_view = DefinitionKey(
    asked.loss_view,
    where=lambda **numbers: apart(*_views(**numbers)),
    answer="value",
    says="¥{:,.0f}",
    values={
        "margin": lambda **numbers: _views(**numbers)[0],
        "value": lambda **numbers: _views(**numbers)[1],
        "replacement": lambda **numbers: _views(**numbers)[2],
        "sum": lambda **numbers: _views(**numbers)[3],
        "uncertain": lambda **numbers: _views(**numbers)[4],
    },
    whys={
        "margin": "They would have brought it for more than a year. This is the gap in next year's result.",
        "value": "The next margin for certain, and the later ones each with its probability, at their present value: the most "
        "that keeping was worth.",
        "replacement": "This answers what it takes to have as many customers again.",
        "sum": "The three are views of one loss. The first overlaps with the second.",
        "uncertain": "This is the value of a customer who may leave again before her next margin. A customer who is kept for "
        "certain brings that one.",
    },
    twin=lambda lost, margin, stay, cost: (
        f"A twin: {lost} customers, {margin} a year, {stay:.0%} stay. Next year's gap {_views(lost, margin, stay, cost)[0]:,.0f}; "
        f"worth of keeping {_views(lost, margin, stay, cost)[1]:,.0f}; replacing {_views(lost, margin, stay, cost)[2]:,.0f}. "
        "Ask which of them one would get back by keeping."
    ),
    after="When would you offer less than this?",
    pool=(
        dict(
            answer="margin",
            whys={
                "margin": "That is what does not come in within the year if nobody takes their place.",
                "value": "It holds the margins of all years to come, and next year's is one of them.",
                "replacement": "This is what as many new pupils would cost. Nobody takes their place here.",
                "sum": "The three are views of one loss. The second holds the first, and nothing is replaced here.",
                "uncertain": "It holds all years to come, and counts the next one by a probability. In the comparison all are still there.",
            },
            twin=lambda lost, margin, stay, cost: (
                f"A twin: {lost} pupils, {margin} a year, {stay:.0%} stay, {cost} to win one. Over all years keeping them was worth "
                f"{_views(lost, margin, stay, cost)[1]:,.0f}; as many again cost {_views(lost, margin, stay, cost)[2]:,.0f}; and within "
                f"one year {lost} × {margin} = {_views(lost, margin, stay, cost)[0]:,.0f} do not come in. Ask which of the years is planned."
            ),
            after="Which of the other numbers belongs into a plan for ten years?",
        ),
        dict(
            answer="replacement",
            whys={
                "replacement": "That is the price of as many new ones, and the promise is about their number.",
                "margin": "This is the gap in the margin of a year. The promise is about a number of subscribers.",
                "value": "This is what it would have been worth to keep them. Now they are gone, and others are to be won.",
                "sum": "The three are views of one loss. Only one of them is paid for advertising.",
                "uncertain": "This is a value of those who left. What do those cost who are to come?",
            },
            twin=lambda lost, margin, stay, cost: (
                f"A twin: {lost} subscribers, {margin} a year, {stay:.0%} stay, {cost} to win one. Next year's gap "
                f"{_views(lost, margin, stay, cost)[0]:,.0f}; worth of keeping {_views(lost, margin, stay, cost)[1]:,.0f}; as many new ones "
                f"{lost} × {cost} = {_views(lost, margin, stay, cost)[2]:,.0f}. Ask which of them is an invoice."
            ),
            after="When is it wise to break such a promise?",
        ),
    ),
)

loss_slide = AuditKey(
    asked.loss_slide,
    answer="total",
    whys={
        "gap": "That is the gap in next year's margin.",
        "worth": "An upper limit for what keeping may cost.",
        "replace": "What winning as many costs.",
        "total": "The lifetime value holds the margins to come, next year's too. Adding them counts it twice.",
        "ceiling": "Nobody should pay more than a member who is kept is worth.",
    },
    twin=lambda lost, margin, worth, cost: (
        f"A flat burns down. A year's rent of {margin} is lost, the flat was worth {worth}, building it again costs "
        f"{cost}. Would an insurer pay {margin + worth}?"
    ),
    after="Which of the right lines belongs into next year's budget?",
)

# 6 ------------------------------------------------------------------------------------------------


def _attempt(back, anyway, worth, letter, offer):
    return retention.winback_value(back, worth, letter, offer, would_return=anyway)


_ATTEMPT_SLIPS = [
    Slip(
        lambda back, anyway, worth, letter, offer: back * worth - letter,
        "This is the number you get with credit for every return, and without the cost of the offer. Two things to look at again.",
        because="no control group, and the incentive forgotten",
    ),
    Slip(
        lambda back, anyway, worth, letter, offer: back * (worth - offer - letter),
        "This is the number you get with credit for every return, and if only those who return cost a letter. Two things to look at again.",
        because="no control group, and contact cost counted only for responders",
    ),
    Slip(
        lambda back, anyway, worth, letter, offer: (back - anyway) * (worth - offer - letter),
        "This is the number you get counting the additional ones only, for the offer and for the letter. Who else gets them?",
        because="costs counted only for the additional ones",
    ),
    Slip(
        lambda back, anyway, worth, letter, offer: back * worth - letter - offer,
        "This is the number you get with credit for every return, and if everyone takes the offer. Two things to look at again.",
        because="no control group, and the incentive counted like a contact cost",
    ),
    Slip(
        lambda back, anyway, worth, letter, offer: _attempt(back, 0.0, worth, letter, offer),
        "This is the number you get with credit for every return. Some come back without a letter.",
        because="no control group: the offer gets the credit for all",
    ),
    Slip(
        lambda back, anyway, worth, letter, offer: _attempt(back - anyway, 0.0, worth, letter, offer),
        "This is the number you get if only the additional ones take the offer. Who would have come anyway takes it too.",
        because="incentive paid to the sure things forgotten",
    ),
    Slip(
        lambda back, anyway, worth, letter, offer: back * (worth - offer - letter) - anyway * worth,
        "This is the number you get if a letter is paid only for those who return. Every letter costs.",
        because="contact cost counted only for responders",
    ),
    Slip(
        lambda back, anyway, worth, letter, offer: back * worth - anyway * worth - letter - offer,
        "This is the number you get if everyone takes the offer. Only those who return do.",
        because="incentive counted like a contact cost",
    ),
    Slip(
        lambda back, anyway, worth, letter, offer: (back - anyway) * worth - letter,
        "This is the number you get without the cost of the offer.",
        because="incentive forgotten",
    ),
    Slip(
        lambda back, anyway, worth, letter, offer: back * (worth - offer) - anyway * worth,
        "This is the number you get without the cost of the letter.",
        because="contact cost forgotten",
    ),
]


winback = NumberKey(
    asked.winback,
    where=no_mirror(_attempt, _ATTEMPT_SLIPS, 1),
    answer=_attempt,
    routes=[
        lambda back, anyway, worth, letter, offer: (back - anyway) * worth - back * offer - letter,
        lambda back, anyway, worth, letter, offer: (
            (back - anyway) * (worth - offer) - anyway * offer - letter
        ),
    ],
    slips=_ATTEMPT_SLIPS,
    twin=lambda back, anyway, worth, letter, offer: (
        f"Take {back:.0%} and {anyway:.0%}, a worth of {worth}, a letter for {letter}, an offer for {offer}: "
        f"{back:.2f} × ({worth} − {offer}) − {anyway:.2f} × {worth} − {letter} = "
        f"{_attempt(back, anyway, worth, letter, offer):.2f}."
    ),
    means=lambda **numbers: (
        "The letter pays."
        if _attempt(**numbers) > 0
        else "Accept the loss: the letter costs more than it brings."
    ),
    after="How would you find out how many return anyway?",
)

# 7 ------------------------------------------------------------------------------------------------

_NEEDED_SLIPS = [
    Slip(
        lambda anyway, worth, letter, offer: (letter + offer) / (worth - offer),
        "This is the rate you get counting the offer twice, and nobody who comes back without the letter. Two things to look at again.",
        because="incentive counted twice, and no control group",
    ),
    Slip(
        lambda anyway, worth, letter, offer: (letter + offer) / worth,
        "This is the rate you need if everyone takes the offer and nobody comes back without the letter. Two things to look at again.",
        because="incentive counted like a contact cost, and no control group",
    ),
    Slip(
        lambda anyway, worth, letter, offer: retention.break_even_winback(worth, letter, offer),
        "This is the rate you need if nobody comes back without the letter.",
        because="those who return anyway left out",
    ),
    Slip(
        lambda anyway, worth, letter, offer: retention.break_even_winback(worth, letter, offer) + anyway,
        "This is the rate you get adding the two. Those who come anyway take the offer too.",
        because="incentive paid to the sure things forgotten",
    ),
    Slip(
        lambda anyway, worth, letter, offer: (letter + offer + anyway * worth) / worth,
        "This is the rate you get if everyone takes the offer. Only those who return do.",
        because="incentive counted like a contact cost",
    ),
    Slip(
        lambda anyway, worth, letter, offer: (letter + anyway * worth) / worth,
        "This is the rate you need if the offer costs nothing.",
        because="incentive forgotten",
    ),
    Slip(
        lambda anyway, worth, letter, offer: _needed(anyway, worth, letter, offer) - anyway,
        "This is the additional rate that is needed. The share of all who return with the letter is asked.",
        because="uplift taken for the response rate",
    ),
]


def _needed(anyway, worth, letter, offer):
    return retention.break_even_winback(worth, letter, offer, anyway)


needed_return = ReverseKey(
    asked.needed_return,
    forward=lambda given, anyway, worth, letter, offer: _attempt(given, anyway, worth, 0, offer),
    target=lambda anyway, worth, letter, offer: letter,
    answer=_needed,
    says="¥{:,.2f} a letter before its cost",
    slips=_NEEDED_SLIPS,
    twin=lambda anyway, worth, letter, offer: (
        f"Take {anyway:.0%}, {worth}, {letter} and {offer}: ({letter} + {anyway:.2f} × {worth}) ÷ ({worth} − "
        f"{offer}) = {_needed(anyway, worth, letter, offer):.4f}."
    ),
    means=lambda anyway, worth, letter, offer: (
        f"Below {_needed(anyway, worth, letter, offer):.1%} accept the loss; only what lies above {anyway:.0%} is the "
        f"letter's doing."
    ),
    after="What happens to this rate if the offer is doubled?",
)

# 8 ------------------------------------------------------------------------------------------------

ties = MatchKey(
    asked.ties,
    answer={
        "an adviser who knows her kitchen": TIE,
        "cancelling by registered letter only": LOCK,
        "points that expire when she cancels": LOCK,
        "a monthly workshop with other members": TIE,
        "a fee for leaving before the year is over": LOCK,
        "members vote on the next products": TIE,
        "a machine that takes only the club's capsules": LOCK,
        "a saved list that she reorders with one click, and can take along as a file": TIE,
    },
    slips={
        (
            "points that expire when she cancels",
            TIE,
        ): "She earned them already. What does leaving do to them?",
        (
            "a machine that takes only the club's capsules",
            TIE,
        ): "What would she have to buy again if she left?",
        (
            "a saved list that she reorders with one click, and can take along as a file",
            LOCK,
        ): "She can take it along. What is lost is the click, not the data.",
        ("an adviser who knows her kitchen", LOCK): "Nothing stops her from going. What would she miss?",
        (
            "cancelling by registered letter only",
            TIE,
        ): "What does she gain from the letter on the day on which leaving is free?",
        (
            "a monthly workshop with other members",
            LOCK,
        ): "What does leaving cost her, beside what she liked?",
        (
            "a fee for leaving before the year is over",
            TIE,
        ): "Take the fee away. What is left that would keep her?",
        (
            "members vote on the next products",
            LOCK,
        ): "She may stop voting at any time. Does going cost her money, time or nerves?",
    },
    means="A lock-in shows as retention. It does not show as satisfaction, referrals or second lives.",
    after="Which of your firm's lock-ins would a law on easy cancelling end?",
)

_PROMISE, _EXTRA, _KNOWN, _PART = STRATEGIES

strategies = MatchKey(
    asked.strategies,
    answer={
        "plants that were ordered arrive on the day that was named": _PROMISE,
        "members have their tools sharpened for nothing": _EXTRA,
        "a gardener who has seen her soil answers her questions": _KNOWN,
        "members choose which old apple trees are grown next": _PART,
        "a message before a delayed delivery, with a new day": _PROMISE,
        "a planting plan of her own garden, which she can take along": _KNOWN,
        "members look after the beds of the city together": _PART,
        "members may borrow a hedge trimmer": _EXTRA,
    },
    slips={
        (
            "plants that were ordered arrive on the day that was named",
            _EXTRA,
        ): "She was told the day. What does she get beyond what was promised?",
        (
            "a message before a delayed delivery, with a new day",
            _EXTRA,
        ): "Nothing is added. What does the message do to what she expects?",
        (
            "a message before a delayed delivery, with a new day",
            _KNOWN,
        ): "Does the firm need to know her for that, or only the parcel?",
        (
            "members have their tools sharpened for nothing",
            _PROMISE,
        ): "Nobody expects a garden centre to sharpen tools. Is it a promise kept, or something on top?",
        (
            "members may borrow a hedge trimmer",
            _KNOWN,
        ): "The trimmer does not know her. What would she miss: it, or someone who knows her?",
        (
            "a gardener who has seen her soil answers her questions",
            _EXTRA,
        ): "Another shop can give advice, too. What can only this gardener know?",
        (
            "a planting plan of her own garden, which she can take along",
            _EXTRA,
        ): "A plan could be sold to anyone. Whose garden is on this one?",
        (
            "members choose which old apple trees are grown next",
            _KNOWN,
        ): "Does the firm learn something about her, or does she decide with it?",
        (
            "members look after the beds of the city together",
            _EXTRA,
        ): "Who does the work here, and with whom?",
    },
    means="Each can be tested: give it to some, drawn at random, and see who stays.",
    after="Which of the eight would be the cheapest to test?",
    pool=(
        dict(
            answer={
                "members vote on the route of the yearly tour": _PART,
                "a mechanic who knows how she rides, and how her saddle was set": _KNOWN,
                "a repair promised for Friday is ready on Friday": _PROMISE,
                "members get air and oil at the door for nothing": _EXTRA,
                "members teach children of the quarter to ride": _PART,
                "a diary of her own rides, which she can take along as a file": _KNOWN,
                "a call when a part comes late, before she sets out": _PROMISE,
                "members may take the cargo bicycle for a day": _EXTRA,
            },
            slips={
                (
                    "members vote on the route of the yearly tour",
                    _KNOWN,
                ): "Does the shop learn something about her, or does she decide with it?",
                (
                    "members vote on the route of the yearly tour",
                    _EXTRA,
                ): "Is something handed to her, or does she have a say?",
                (
                    "a mechanic who knows how she rides, and how her saddle was set",
                    _EXTRA,
                ): "Any shop can mend a bicycle. What can only this mechanic know?",
                (
                    "a mechanic who knows how she rides, and how her saddle was set",
                    _PROMISE,
                ): "Nobody promised that. What would she have to tell again elsewhere?",
                (
                    "a repair promised for Friday is ready on Friday",
                    _EXTRA,
                ): "She was told Friday. What does she get beyond what was promised?",
                (
                    "members get air and oil at the door for nothing",
                    _PROMISE,
                ): "Is it what she pays for, or something on top?",
                (
                    "members get air and oil at the door for nothing",
                    _KNOWN,
                ): "Does the pump know her? What does the shop have to know for it?",
                (
                    "members teach children of the quarter to ride",
                    _EXTRA,
                ): "Who does the work here, and for whom?",
                (
                    "members teach children of the quarter to ride",
                    _KNOWN,
                ): "Does the shop know something about her, or does she do something with it?",
                (
                    "a diary of her own rides, which she can take along as a file",
                    _EXTRA,
                ): "A diary could be sold to anyone. Whose rides are in this one?",
                (
                    "a diary of her own rides, which she can take along as a file",
                    _PART,
                ): "She rides for herself. Does she share in anything of the club?",
                (
                    "a call when a part comes late, before she sets out",
                    _EXTRA,
                ): "Nothing is added. What does the call do to what she expects?",
                (
                    "a call when a part comes late, before she sets out",
                    _KNOWN,
                ): "Does the shop need to know her for that, or only the part?",
                (
                    "members may take the cargo bicycle for a day",
                    _KNOWN,
                ): "The bicycle does not know her. What would she miss: it, or someone who knows her?",
                (
                    "members may take the cargo bicycle for a day",
                    _PART,
                ): "She takes something along. Does she decide or do anything for the club?",
            },
        ),
        dict(
            answer={
                "members may leave their luggage for a week, free of charge": _EXTRA,
                "the room is ready at three, as the booking says": _PROMISE,
                "her notes on each town, kept for her and hers to export": _KNOWN,
                "members choose which old house is restored next": _PART,
                "a message that the lift is out of order, before she packs": _PROMISE,
                "breakfast on the day of leaving is a present to members": _EXTRA,
                "members show newcomers the town in which they live": _PART,
                "the same host in each town, who knows that she works at night": _KNOWN,
            },
            slips={
                (
                    "members may leave their luggage for a week, free of charge",
                    _PROMISE,
                ): "Does a room for a night include that, or is it on top?",
                (
                    "members may leave their luggage for a week, free of charge",
                    _KNOWN,
                ): "A cellar keeps any suitcase. Whom does it have to know?",
                (
                    "the room is ready at three, as the booking says",
                    _EXTRA,
                ): "She was told three. What does she get beyond what was promised?",
                (
                    "her notes on each town, kept for her and hers to export",
                    _EXTRA,
                ): "A guide book could be given to anyone. Whose notes are these?",
                (
                    "her notes on each town, kept for her and hers to export",
                    _PART,
                ): "She writes for herself. Does she share in anything of the group?",
                (
                    "members choose which old house is restored next",
                    _KNOWN,
                ): "Does the group learn something about her, or does she decide with it?",
                (
                    "members choose which old house is restored next",
                    _EXTRA,
                ): "Is something handed to her, or does she have a say?",
                (
                    "a message that the lift is out of order, before she packs",
                    _EXTRA,
                ): "Nothing is added. What does the message do to what she expects?",
                (
                    "a message that the lift is out of order, before she packs",
                    _KNOWN,
                ): "Does the hotel need to know her for that, or only the lift?",
                (
                    "breakfast on the day of leaving is a present to members",
                    _PROMISE,
                ): "Is it what she booked, or something on top?",
                (
                    "breakfast on the day of leaving is a present to members",
                    _KNOWN,
                ): "Every member gets the same. What does the hotel have to know of her?",
                (
                    "members show newcomers the town in which they live",
                    _EXTRA,
                ): "Who does the work here, and for whom?",
                (
                    "members show newcomers the town in which they live",
                    _KNOWN,
                ): "Does the group know something about her, or does she do something with it?",
                (
                    "the same host in each town, who knows that she works at night",
                    _EXTRA,
                ): "Every hotel has a host. What would she have to tell again elsewhere?",
                (
                    "the same host in each town, who knows that she works at night",
                    _PROMISE,
                ): "Nobody promised that. What can only this host know?",
            },
        ),
    ),
)

# 9 ------------------------------------------------------------------------------------------------


def _uplift_ends(called, ordered, held, ordered_anyway):
    return experiments.uplift_interval(ordered, called, ordered_anyway, held)


def _by_hand(called, ordered, held, ordered_anyway, z=1.96, root=True):
    p1, p0 = ordered / called, ordered_anyway / held
    spread = p1 * (1 - p1) / called + p0 * (1 - p0) / held
    reach = z * (math.sqrt(spread) if root else spread)
    return p1 - p0 - reach, p1 - p0 + reach


def _errors_added(called, ordered, held, ordered_anyway):
    p1, p0 = ordered / called, ordered_anyway / held
    reach = 1.96 * (math.sqrt(p1 * (1 - p1) / called) + math.sqrt(p0 * (1 - p0) / held))
    return p1 - p0 - reach, p1 - p0 + reach


def _pooled(called, ordered, held, ordered_anyway):
    p1, p0, both = ordered / called, ordered_anyway / held, (ordered + ordered_anyway) / (called + held)
    reach = 1.96 * math.sqrt(both * (1 - both) * (1 / called + 1 / held))
    return p1 - p0 - reach, p1 - p0 + reach


def _sizes_exchanged(called, ordered, held, ordered_anyway):
    p1, p0 = ordered / called, ordered_anyway / held
    reach = 1.96 * math.sqrt(p1 * (1 - p1) / held + p0 * (1 - p0) / called)
    return p1 - p0 - reach, p1 - p0 + reach


def _only_the_called(called, ordered, held, ordered_anyway):
    p1 = ordered / called
    reach = 1.96 * math.sqrt(p1 * (1 - p1) / called)
    return p1 - reach, p1 + reach


def _are_told_apart(**numbers):
    """Whether two intervals that come near to others lie off them, and apart, by more than rounding does."""
    low, high = _uplift_ends(**numbers)
    by_hand, pooled, exchanged = (way(**numbers)[1] for way in (_by_hand, _pooled, _sizes_exchanged))
    less_sure = _by_hand(**numbers, z=1.645)[1]
    pairs = [(pooled, exchanged), *product((high, by_hand, less_sure), (pooled, exchanged))]
    return all(abs(one - other) > 0.015 * (high - low) for one, other in pairs)


uplift_interval = IntervalKey(
    asked.uplift_interval,
    where=_are_told_apart,
    plain=functools.partial(_by_hand, z=1),
    answer=_uplift_ends,
    tolerance=0.08,
    slips=[
        Slip(
            functools.partial(_by_hand, z=1),
            "This is the interval you get with one standard error on each side. How often does that hold the truth?",
            because="standard error taken for interval",
        ),
        Slip(
            functools.partial(_by_hand, z=1.645),
            "This is the interval you get with 1.645 standard errors on each side. It holds the truth in 90 of 100 cases.",
            because="90 % in place of 95 %",
        ),
        Slip(
            functools.partial(_by_hand, root=False),
            "This is the interval you get without the root: variances in place of standard errors.",
            because="the root left out",
        ),
        Slip(
            _errors_added,
            "This is the interval you get adding the two standard errors. Their squares add up.",
            because="standard errors added",
        ),
        Slip(
            _pooled,
            "This is the interval you get with one rate for both groups under the root. A test asks what happens if the two rates "
            "are the same; an interval has no reason to.",
            because="standard error of the test, from a pooled rate",
        ),
        Slip(
            _sizes_exchanged,
            "This is the interval you get with the sizes of the two groups exchanged under the root. Each rate stands over its own group.",
            because="the two n exchanged",
        ),
        Slip(
            _only_the_called,
            "This is the interval of the rate of those called. What would they have ordered without a call?",
            because="a rate in place of a difference",
        ),
        Slip(
            lambda called, ordered, held, ordered_anyway: experiments.uplift_interval(
                ordered_anyway, held, ordered, called
            ),
            "This is the interval of what holding out adds. Which group is taken from which?",
            because="the groups exchanged",
        ),
    ],
    twin=lambda called, ordered, held, ordered_anyway: (
        f"Take {ordered} of {called} and {ordered_anyway} of {held}: {ordered / called:.4f} − "
        f"{ordered_anyway / held:.4f} = {ordered / called - ordered_anyway / held:.4f}. By hand the ends are "
        + " and ".join(f"{end:.4f}" for end in _by_hand(called, ordered, held, ordered_anyway))
        + "."
    ),
    means="Wherever in this interval the truth lies, multiply it by the margin before you decide.",
    after="Does a call pay at the low end?",
)

# 10 -----------------------------------------------------------------------------------------------


def _as_drawn(reached, stayed, others, control):
    return reached * stayed + (1 - reached) * others - control


_DRAWN_SLIPS = [
    Slip(
        lambda reached, stayed, others, control: others - control,
        "This is the number you get comparing those not reached with those not drawn. Where are those who were reached?",
        because="a part of the drawn taken for all of them",
    ),
    Slip(
        lambda reached, stayed, others, control: reached * stayed + others - control,
        "This is the number you get if those not reached count in full. They are a part of the drawn.",
        because="a rate added without its weight",
    ),
    Slip(
        lambda reached, stayed, others, control: stayed - control,
        "This is the number you get comparing those reached with those held out. Do people who answer calls stay more "
        "anyway?",
        because="per-protocol comparison: who answers selects itself",
    ),
    Slip(
        lambda reached, stayed, others, control: stayed - others,
        "This is the number you get comparing those reached with those not reached. The draw did not make these groups.",
        because="reached against not reached",
    ),
    Slip(
        lambda reached, stayed, others, control: _as_drawn(reached, stayed, others, control) / reached,
        "This is the effect on those reached, if a call that reaches nobody does nothing. The effect of the programme on "
        "all who were drawn is asked.",
        because="effect on the treated taken for the effect of the programme",
    ),
    Slip(
        lambda reached, stayed, others, control: (stayed + others) / 2 - control,
        "This is the number you get with the mean of the two rates. The two groups are not equally large.",
        because="averages of rates in place of rates of sums",
    ),
    Slip(
        lambda reached, stayed, others, control: reached * stayed + (1 - reached) * others,
        "This is the share who stayed of all who were drawn. How many would have stayed without the programme?",
        because="a rate taken for an effect",
    ),
    Slip(
        lambda reached, stayed, others, control: reached * (stayed - control),
        "This is the number you get if those not reached stay like those not drawn. Their share is given.",
        because="part of the drawn left out of the comparison",
    ),
    Slip(
        lambda reached, stayed, others, control: reached * stayed - control,
        "This is the number you get if nobody stays who was not reached.",
        because="those not reached left out",
    ),
    Slip(
        lambda reached, stayed, others, control: _as_drawn(reached, stayed, others, control) / control,
        "This is the change in relation to the control group. A difference of two shares is asked.",
        because="relative lift taken for uplift",
    ),
]

drawn = NumberKey(
    asked.drawn,
    where=no_mirror(_as_drawn, _DRAWN_SLIPS, 0.01),
    answer=_as_drawn,
    routes=[
        lambda reached, stayed, others, control: (
            reached * (stayed - control) + (1 - reached) * (others - control)
        ),
        lambda reached, stayed, others, control: others + reached * (stayed - others) - control,
    ],
    slips=_DRAWN_SLIPS,
    twin=lambda reached, stayed, others, control: (
        f"Take {reached:.0%} reached, {stayed:.0%} and {others:.0%}, {control:.0%} of those not drawn. Of the drawn: "
        f"{reached:.2f} × {stayed:.2f} + {1 - reached:.2f} × {others:.2f} = "
        f"{reached * stayed + (1 - reached) * others:.4f}. Less {control:.2f}: "
        f"{_as_drawn(reached, stayed, others, control):.4f}."
    ),
    means=lambda **numbers: f"Intention to treat: {100 * _as_drawn(**numbers):+.1f} points.",
    after="Which of the numbers changes if more people answer their telephones?",
)


def _moved(use, stayed, use_anyway, control):
    return (stayed - control) / (use - use_anyway)


_ENCOURAGED_SLIPS = [
    Slip(
        lambda use, stayed, use_anyway, control: (stayed - control) / use_anyway,
        "This is the number you get dividing by those who use the app without an invitation. How many did the invitation move?",
        because="the wrong share below the line",
    ),
    Slip(
        lambda use, stayed, use_anyway, control: (use - use_anyway) / (stayed - control),
        "This is the ratio upside down: users moved for each one who stays because of it.",
        because="an inverted ratio",
    ),
    Slip(
        lambda use, stayed, use_anyway, control: stayed - control,
        "This is the change among all who were invited. Many of them did not change what they use.",
        because="effect of the invitation taken for the effect of the app",
    ),
    Slip(
        lambda use, stayed, use_anyway, control: (stayed - control) / use,
        "This is the number you get if nobody uses the app without an invitation. Some do.",
        because="use in the control group left out",
    ),
    Slip(
        lambda use, stayed, use_anyway, control: (stayed - control) * (use - use_anyway),
        "This is the number you get multiplying the two changes. Those who were moved are a part of all, and made all of the difference.",
        because="a share of the effect in place of the effect on a share",
    ),
    Slip(
        lambda use, stayed, use_anyway, control: use - use_anyway,
        "This is the change in the use of the app. What did the invitation change in staying?",
        because="the first stage taken for the effect",
    ),
    Slip(
        lambda use, stayed, use_anyway, control: (stayed - control) / control,
        "This is the change in relation to those not invited. A difference of shares is asked, for those whom the invitation "
        "moved.",
        because="relative lift taken for an effect",
    ),
    Slip(
        lambda use, stayed, use_anyway, control: (stayed - control) / (1 - use_anyway),
        "This is the number you get if the invitation had moved all who do not use the app anyway. It moved some of them.",
        because="all others taken for those moved",
    ),
    Slip(
        lambda use, stayed, use_anyway, control: (stayed - control) / (use + use_anyway),
        "This is the number you get adding the two shares of users. How many use the app because they were invited?",
        because="sum in place of difference",
    ),
    Slip(
        lambda use, stayed, use_anyway, control: (stayed - control) * use,
        "This is the number you get multiplying the change in staying by the share who use the app. Those who were moved made all "
        "of it, and they are fewer than all.",
        because="a share of the effect in place of the effect on a share",
    ),
    Slip(
        lambda use, stayed, use_anyway, control: (stayed / control - 1) / (use - use_anyway),
        "This is the number you get with the change in relation to those not invited. A difference of shares is asked.",
        because="relative lift taken for an effect",
    ),
]

encouraged = NumberKey(
    asked.encouraged,
    where=lambda use, stayed, use_anyway, control: 0.02 < _moved(use, stayed, use_anyway, control) < 0.4,
    answer=_moved,
    slips=_ENCOURAGED_SLIPS,
    twin=lambda use, stayed, use_anyway, control: (
        f"Take {use:.0%} and {use_anyway:.0%} who use the app, {stayed:.0%} and {control:.0%} who stay. Staying changed by "
        f"{stayed:.2f} − {control:.2f} = {stayed - control:.2f}, use by {use:.2f} − {use_anyway:.2f} = {use - use_anyway:.2f}. "
        f"{stayed - control:.2f} ÷ {use - use_anyway:.2f} = {_moved(use, stayed, use_anyway, control):.4f}."
    ),
    means=lambda **numbers: (
        f"{100 * _moved(**numbers):+.0f} points for those whom the invitation moved, and nothing is said of the others."
    ),
    after="What if the invitation also reminded people that they may cancel?",
)

# 11 -----------------------------------------------------------------------------------------------


def _group(control, treated):
    return experiments.experiment_sample_size(control, treated)


def _group_by_hand(control, treated):
    """Both rates alike where there is no effect, each with its own spread where there is one."""
    mean, z = (control + treated) / 2, NormalDist().inv_cdf
    none = z(0.975) * (2 * mean * (1 - mean)) ** 0.5
    some = z(0.8) * (control * (1 - control) + treated * (1 - treated)) ** 0.5
    return math.ceil((none + some) ** 2 / (treated - control) ** 2)


def _two_variances(control, treated):
    return control * (1 - control) + treated * (1 - treated)


def _twice_the_variance(rate, control, treated):
    return (1.96 + 0.8416) ** 2 * 2 * rate * (1 - rate) / (treated - control) ** 2


_GROUP_SLIPS = [
    Slip(
        lambda control, treated: math.ceil(_twice_the_variance(control, control, treated) / 2),
        "This is the number you get with the spread of one group. Both rates swing.",
        because="one variance in place of two",
    ),
    Slip(
        lambda control, treated: math.ceil(_twice_the_variance(control, control, treated)),
        "This is the number you get with the spread of the lower rate for both groups. Each rate has its own.",
        because="the variance of the control group twice",
    ),
    Slip(
        lambda control, treated: math.ceil(_twice_the_variance(treated, control, treated)),
        "This is the number you get with the spread of the higher rate for both groups. Each rate has its own.",
        because="the variance of the treated group twice",
    ),
    Slip(
        lambda control, treated: math.ceil(
            (1.96**2 + 0.8416**2) * _two_variances(control, treated) / (treated - control) ** 2
        ),
        "This is the number you get adding the squares of 1.96 and 0.84. Their sum is squared.",
        because="squares added in place of the square of a sum",
    ),
    Slip(
        lambda control, treated: math.ceil(
            (1.96 + 0.8) ** 2 * _two_variances(control, treated) / (treated - control) ** 2
        ),
        "This is the number you get taking the power itself for its quantile. Which number of standard errors belongs to 80 %?",
        because="0.8 in place of 0.84",
    ),
    Slip(
        lambda control, treated: math.ceil(1.96**2 * control * (1 - control) / (treated - control) ** 2),
        "This is the number you get for one rate by itself, to be known as closely as the uplift. Here two rates are told apart.",
        because="the sample size of a survey",
    ),
    Slip(
        lambda control, treated: 2 * _group(control, treated),
        "This is the number of customers in both groups. One group is asked.",
        because="one group or both",
    ),
    Slip(
        lambda control, treated: experiments.experiment_sample_size(control, treated, power=0.5),
        "This is the number you get leaving out the 0.84 of the power. Half of such experiments miss the uplift.",
        because="a sample size from only the interval: a power of 50 %",
    ),
    Slip(
        lambda control, treated: experiments.experiment_sample_size(control, treated, power=0.9),
        "This is the number you get for a power of 90 %. Which quantile belongs to 80?",
        because="1.28 in place of 0.84",
    ),
    Slip(
        lambda control, treated: experiments.experiment_sample_size(control, treated, significance=0.1),
        "This is the number you get with 1.645 in place of 1.96. False alarms are possible in both directions.",
        because="a quantile of one side",
    ),
    Slip(
        lambda control, treated: _group(control, control + (treated - control) / 2),
        "This is the number you get for half the uplift.",
        because="half the uplift taken for it",
    ),
    Slip(
        lambda control, treated: _group(control, treated) * (treated - control),
        "This is the number you get dividing by the uplift. It stands squared below the line.",
        because="the square left out",
    ),
]

group_size = NumberKey(
    asked.group_size,
    routes=[_group_by_hand],
    answer=_group,
    slips=_GROUP_SLIPS,
    twin=lambda control, treated: (
        f"From {control:.0%} to {treated:.0%}: the mean rate is {(control + treated) / 2:.3f}, the first root "
        f"{math.sqrt((control + treated) * (1 - (control + treated) / 2)):.4f}, the second "
        f"{math.sqrt(control * (1 - control) + treated * (1 - treated)):.4f}. In each group: {_group(control, treated):,}."
    ),
    means=lambda control, treated: f"{2 * _group(control, treated):,} customers in all, before anyone looks.",
    after="How long does your firm need to have as many?",
)


def _test_size(customers, outcome, effect):
    return round(experiments.best_test_size(customers, outcome, effect))


def _from_ratio(customers, ratio):
    return math.sqrt(customers / 4 * ratio + (0.75 * ratio) ** 2) - 0.75 * ratio


_TEST_SIZE_SLIPS = [
    Slip(
        lambda customers, outcome, effect: 2 * _test_size(customers, outcome, effect),
        "This is the number of customers in both groups. One group is asked.",
        because="one group or both",
    ),
    Slip(
        lambda customers, outcome, effect: _from_ratio(customers, outcome / effect),
        "This is the number you get if the ratio of the two standard deviations is not squared.",
        because="the square left out",
    ),
    Slip(
        lambda customers, outcome, effect: (
            _from_ratio(customers, (outcome / effect) ** 2) + 0.75 * (outcome / effect) ** 2
        ),
        "This is the root. Something is to be taken off it.",
        because="last term of the formula left out",
    ),
    Slip(
        lambda customers, outcome, effect: math.sqrt(customers) / 2 * outcome / effect,
        "This is the number you get for a base without end. This base is small, and the customers in the test are missing later.",
        because="both terms of three quarters left out",
    ),
    Slip(
        lambda customers, outcome, effect: 2 * (1.96 + 0.8416) ** 2 * (outcome / effect) ** 2,
        "This is the number you get for a test that finds such a difference with a power of 80 %. Is anything to be proved "
        "here?",
        because="a power calculation where a choice is asked",
    ),
    Slip(
        lambda customers, outcome, effect: (
            math.sqrt(customers / 4 * (outcome / effect) ** 2 + 0.75 * (outcome / effect) ** 2)
            - 0.75 * (outcome / effect) ** 2
        ),
        "This is the number you get if only one of the two terms under the root is squared as it should be.",
        because="a square left out under the root",
    ),
    Slip(
        lambda customers, outcome, effect: _from_ratio(4 * customers, (outcome / effect) ** 2),
        "This is the number you get with all customers under the root. A quarter of them stands there.",
        because="the quarter left out",
    ),
    Slip(
        lambda customers, outcome, effect: _from_ratio(customers, 2 * (outcome / effect) ** 2),
        "This is the number you get if the spread is that of the difference of two texts. It is given for the texts.",
        because="spread of the difference in place of that of the texts",
    ),
    Slip(
        lambda customers, outcome, effect: _from_ratio(customers, (effect / outcome) ** 2),
        "This is the number you get with the ratio turned round. The spread of customers stands above that of the texts.",
        because="ratio turned round",
    ),
    Slip(
        lambda customers, outcome, effect: customers / 6,
        "This is the sixth of all that is right only if the two texts can hardly be told from each other.",
        because="the limit taken for the answer",
    ),
    Slip(
        lambda customers, outcome, effect: customers / 2,
        "This is the number you get testing all customers. Who would be left to get the better text?",
        because="the whole base tested",
    ),
]

test_for_a_base = NumberKey(
    asked.test_for_a_base,
    answer=_test_size,
    routes=[
        lambda customers, outcome, effect: round(
            (customers / 4 * outcome**2 / effect**2 + (3 * outcome**2 / (4 * effect**2)) ** 2) ** 0.5
            - 3 * outcome**2 / (4 * effect**2)
        )
    ],
    slips=_TEST_SIZE_SLIPS,
    twin=lambda customers, outcome, effect: (
        f"{customers:,} customers, {outcome:g} ÷ {effect:g} squared is {(outcome / effect) ** 2:.1f}. Its three quarters are "
        f"{0.75 * (outcome / effect) ** 2:.1f}. √({customers / 4 * (outcome / effect) ** 2:,.0f} + "
        f"{0.75 * (outcome / effect) ** 2:.1f}²) − {0.75 * (outcome / effect) ** 2:.1f} = "
        f"{_test_size(customers, outcome, effect):,}."
    ),
    means=lambda customers, outcome, effect: (
        f"{2 * _test_size(customers, outcome, effect) / customers:.0%} of the base are in the test, and all others get the better text."
    ),
    after="What if one of the texts cost more than the other?",
)

# 12 -----------------------------------------------------------------------------------------------


def _gain(response, control, margin, incentive, cost):
    return retention.winback_value(response, margin, cost, incentive, would_return=control)


_GAIN_SLIPS = [
    Slip(
        lambda response, control, margin, incentive, cost: (response - control) * (margin - incentive) - cost,
        "This is the number you get if only additional orders take the incentive. The sure things take it too.",
        because="incentive times uplift: the sure things forgotten",
    ),
    Slip(
        lambda response, control, margin, incentive, cost: (response - control) * margin - cost,
        "This is the number you get without the incentive.",
        because="incentive forgotten",
    ),
    Slip(
        lambda response, control, margin, incentive, cost: response * (margin - incentive) - cost,
        "This is the number you get with credit for every order. What would have come without the call?",
        because="response taken for incremental response",
    ),
    Slip(
        lambda response, control, margin, incentive, cost: (
            response * (margin - incentive - cost) - control * margin
        ),
        "This is the number you get if only those who order cost a call.",
        because="contact cost counted only for responders",
    ),
    Slip(
        lambda response, control, margin, incentive, cost: (response - control) * margin - incentive - cost,
        "This is the number you get if everyone who is called gets the incentive. Only those who order do.",
        because="incentive counted like a contact cost",
    ),
    Slip(
        lambda response, control, margin, incentive, cost: response * (margin - incentive) - control * margin,
        "This is the number you get without the cost of the call.",
        because="contact cost forgotten",
    ),
]

gain = NumberKey(
    asked.gain,
    where=no_mirror(_gain, _GAIN_SLIPS, 0.5),
    answer=_gain,
    routes=[
        lambda response, control, margin, incentive, cost: (
            (response - control) * margin - response * incentive - cost
        ),
        lambda response, control, margin, incentive, cost: (
            (response - control) * (margin - incentive) - control * incentive - cost
        ),
    ],
    slips=_GAIN_SLIPS,
    twin=lambda response, control, margin, incentive, cost: (
        f"Take {response:.2f}, {control:.2f}, {margin}, {incentive} and {cost}: {response:.2f} × ({margin} − "
        f"{incentive}) − {control:.2f} × {margin} − {cost} = "
        f"{_gain(response, control, margin, incentive, cost):.2f}."
    ),
    means=lambda **numbers: "Call her." if _gain(**numbers) > 0 else "Leave her alone.",
    after="From which margin on would the sign change?",
)


def _gain_by_hand(response, control, margin, incentive, cost):
    return response * (margin - incentive) - control * margin - cost


gain_function = FunctionKey(
    asked.gain_function,
    answer=_gain,
    plain=[_gain_by_hand],
    edges=[dict(response=0.3, control=0.1, margin=100, incentive=20, cost=5)],
    arrays=True,
    slips=[
        Slip(
            slip.wrong,
            slip.message.replace("This is the number you get", "This function computes the gain"),
            because=slip.because,
        )
        for slip in _GAIN_SLIPS
    ]
    + [
        Slip(
            lambda response, control, *money: _gain(control, response, *money),
            "This function takes the response without a contact for the one with it. Look at the order of the arguments.",
            because="arguments in another order",
        ),
        Slip(
            lambda response, control, margin, incentive, cost: (
                (response - control) * (margin - incentive - cost)
            ),
            "This function lets only additional orders pay for incentive and call. Who takes the incentive, and who is called?",
            because="uplift times what an order leaves after all costs",
        ),
        Slip(
            lambda response, control, margin, incentive, cost: (
                (response - control) * margin - control * incentive - cost
            ),
            "This function gives the incentive only to as many as order anyway. Who takes it?",
            because="incentive taken for the sure things alone",
        ),
        Slip(
            lambda *numbers: max(_gain(*numbers), 0),
            "This function never goes below 0. A contact that loses must show its loss.",
            because="a loss cut off at 0",
        ),
    ],
    means="One formula for a customer, a segment, or a whole list at once.",
    after="What does your function give for a sleeping dog: 0 with, 1 without?",
)

# 13 -----------------------------------------------------------------------------------------------


def _uplifts(members):
    table = experiments.uplift_table(members["treated"], members["responded"], members["segment"])
    return table[table["segment"] != "all"][
        ["segment", "treated_rate", "control_rate", "uplift"]
    ].reset_index(drop=True)


def _shares_of_all(members):
    """Responders divided by the whole segment, not by their group."""
    grouped = members.groupby("segment")
    rates = {
        f"{group}_rate": grouped.apply(
            lambda rows, flag=flag: (rows["responded"] * (rows["treated"] == flag)).mean()
        )
        for group, flag in (("treated", 1), ("control", 0))
    }
    table = pd.DataFrame(rates).reset_index()
    return table.assign(uplift=table["treated_rate"] - table["control_rate"])


def _uplift_twin(members):
    """The first segment of a table, counted by hand."""
    row = _uplifts(members).iloc[0]
    arms = members[members["segment"] == row["segment"]].groupby("treated")["responded"].agg(["sum", "size"])
    (held, without), (called, with_it) = arms.to_numpy().astype(int)
    return (
        f"Of other members, {row['segment']}: {called} of {with_it} who were treated responded, {called / with_it:.3f}, and "
        f"{held} of {without} who were not, {held / without:.3f}. The uplift is {called / with_it:.3f} − "
        f"{held / without:.3f} = {row['uplift']:.3f}. Each segment has such a line."
    )


def _plain_uplifts(members):
    treated_rate = members[members["treated"] == 1].groupby("segment")["responded"].mean()
    control_rate = members[members["treated"] == 0].groupby("segment")["responded"].mean()
    uplift = treated_rate - control_rate
    rates = dict(treated_rate=treated_rate, control_rate=control_rate, uplift=uplift)
    return pd.DataFrame(rates).reset_index()


uplifts = ValueKey(
    asked.uplifts,
    # A ratio needs somebody who ordered without an SMS.
    where=lambda members: (_uplifts(members)["control_rate"] > 0).all(),
    answer=_uplifts,
    row="segment",
    plain=_plain_uplifts,
    slips=[
        Slip(
            _shares_of_all,
            "is what you get dividing by the whole segment. Divide by those contacted, and by those held out.",
            because="responders over all in place of over their group",
        ),
        Slip(
            lambda members: _uplifts(members).assign(
                uplift=lambda table: table["control_rate"] - table["treated_rate"]
            ),
            "is what you get subtracting the contacted from those held out. Which is taken from which?",
            because="the groups exchanged",
        ),
        Slip(
            lambda members: _uplifts(members).assign(
                uplift=lambda table: table["treated_rate"] / table["control_rate"] - 1
            ),
            "is what you get as a ratio. The uplift is a difference of two rates.",
            because="relative lift taken for uplift",
        ),
        Slip(
            lambda members: _uplifts(members).assign(
                uplift=lambda table: table["treated_rate"] / table["control_rate"]
            ),
            "is what you get dividing one rate by the other. The uplift is their difference.",
            because="ratio taken for uplift",
        ),
        Slip(
            lambda members: _uplifts(members).rename(
                columns={"treated_rate": "control_rate", "control_rate": "treated_rate"}
            ),
            "is what you get taking 1 for held out. `treated` is 1 for those who got the SMS.",
            because="the flag read the wrong way round",
        ),
        Slip(
            lambda members: _uplifts(members).assign(
                treated_rate=lambda table: 100 * table["treated_rate"],
                control_rate=lambda table: 100 * table["control_rate"],
                uplift=lambda table: 100 * table["uplift"],
            ),
            "is what you get in per cent. Shares are asked, from 0 to 1.",
            because="per cent given for share",
        ),
    ],
    twin=_uplift_twin,
    means="Each uplift is uncertain: look at its interval before you act on its sign.",
    after="Which segment would you not contact, and how sure are you?",
)

# 14 -----------------------------------------------------------------------------------------------


def _profit(customers, churn, lift, success, worth, offer):
    return experiments.campaign_profit(customers, 0.1, churn, success, worth, 1, offer, lift=lift)


_PROFIT_SLIPS = [
    Slip(
        lambda customers, churn, lift, success, worth, offer: (
            customers * 0.1 * churn * lift * (success * (worth - offer) - 1)
        ),
        "This is the number you get counting only the would-be leavers. All of the tenth are contacted, and the others take the offer.",
        because="those who would have stayed left out",
    ),
    Slip(
        lambda customers, churn, lift, success, worth, offer: _profit(
            customers, churn, 1, success, worth, offer
        ),
        "This is the number you get with customers picked by chance. What does the score do?",
        because="lift forgotten",
    ),
    Slip(
        lambda customers, churn, lift, success, worth, offer: (
            customers * 0.1 * (churn * lift * success * (worth - offer) - 1)
        ),
        "This is the number you get if only those kept take the offer. Who would have stayed takes it too.",
        because="offers to those who would have stayed forgotten",
    ),
    Slip(
        lambda customers, churn, lift, success, worth, offer: (
            customers * 0.1 * (churn * lift * success * worth - offer - 1)
        ),
        "This is the number you get if those who leave take the offer as well.",
        because="offer counted for all contacted",
    ),
    Slip(
        lambda customers, churn, lift, success, worth, offer: (
            customers * 0.1 * (success * worth - 1) - customers * 0.1 * offer * success
        ),
        "This is the number you get if everyone contacted were about to leave.",
        because="the churn rate left out",
    ),
    Slip(
        lambda customers, churn, lift, success, worth, offer: (
            _profit(customers, churn, lift, success, worth, offer)
            + 0.1 * customers * churn * lift * success * offer
        ),
        "This is the number you get if those who are kept cost no offer. They stay because they take it.",
        because="the offer to those kept forgotten",
    ),
    Slip(
        lambda customers, churn, lift, success, worth, offer: (
            _profit(customers, churn, lift, success, worth, offer) + 0.1 * customers
        ),
        "This is the number you get without the cost of the contacts.",
        because="contact cost forgotten",
    ),
    Slip(
        lambda customers, churn, lift, success, worth, offer: _profit(
            customers, churn, lift, success, worth, 0
        ),
        "This is the number you get without the cost of the offers.",
        because="incentive forgotten",
    ),
    Slip(
        lambda customers, churn, lift, success, worth, offer: (
            10 * _profit(customers, churn, lift, success, worth, offer)
        ),
        "This is the number you get for ten times as many contacts. The score picks a tenth of the customers.",
        because="share contacted forgotten",
    ),
    Slip(
        lambda customers, churn, lift, success, worth, offer: _profit(
            customers, churn, lift, 1, worth, offer
        ),
        "This is the number you get if all would-be leavers took the offer and stayed. How many of them do?",
        because="success rate forgotten",
    ),
]


def _profit_by_groups(customers, churn, lift, success, worth, offer):
    """Those kept and those who would have stayed take the offer; all are contacted, for ¥1 each."""
    contacted = 0.1 * customers
    leavers = contacted * churn * lift
    kept = leavers * success
    return kept * worth - (kept + contacted - leavers) * offer - contacted


def _profit_a_contact(customers, churn, lift, success, worth, offer):
    leave = churn * lift
    return customers / 10 * (leave * success * (worth - offer) - (1 - leave) * offer - 1)


campaign = NumberKey(
    asked.campaign,
    where=no_mirror(_profit, _PROFIT_SLIPS, 1000),
    answer=_profit,
    routes=[_profit_by_groups, _profit_a_contact],
    slips=_PROFIT_SLIPS,
    twin=lambda customers, churn, lift, success, worth, offer: (
        f"Take {customers:,} customers, {churn:.0%}, a lift of {lift}, {success:.0%} success, {worth} and an offer of "
        f"{offer}. Contacted {customers // 10:,}; leavers among them {customers * 0.1 * churn * lift:,.0f}; kept "
        f"{customers * 0.1 * churn * lift * success:,.1f}. Profit "
        f"{_profit(customers, churn, lift, success, worth, offer):,.0f}."
    ),
    means=lambda **numbers: (
        "It pays, if the success rate holds among those at the highest risk."
        if _profit(**numbers) > 0
        else "It does not pay: most offers go to people who were not leaving."
    ),
    after="Which of the numbers can only an experiment tell?",
)

# 15 -----------------------------------------------------------------------------------------------


def _class_of(visits):
    """Few visits, some, or many, as in the first hint."""
    return pd.cut(visits, [-1, 1, 4, math.inf], labels=["0 to 1", "2 to 4", "5 or more"])


def _letter_gains(cost, margin, results, members):
    """What a letter earns in each class of visits, by the trial."""
    table = results.assign(made=results["months"] - results["left"], visits=_class_of(results["visits"]))
    made = table.groupby(["visits", "arm"], observed=True)["made"].mean().unstack()
    return (made["letter"] - made["control"]) * margin - cost


def _by_gain(**numbers):
    gains = _letter_gains(**numbers)
    return _in_classes(*gains.index[gains > 0])(**numbers)


def _in_classes(*names):
    def chosen(cost, margin, results, members):
        return members.loc[_class_of(members["visits"]).isin(names), "customer_id"].tolist()

    return chosen


def _fewest_visits(**numbers):
    """As many as the policy writes to, those at the highest risk first."""
    return numbers["members"].nsmallest(len(_by_gain(**numbers)), "visits")["customer_id"].tolist()


def _true_letter_gains(cost, margin, results, members):
    """What a letter to each is expected to earn in a year, given what is known of her."""
    club = next_members()
    terms, truth = club.arms.set_index("arm").loc["letter"], club.truth
    parameters = truth.parameters
    renewals = (truth.expected_profits("letter") + terms["contact_cost"]) / (
        parameters.fee * (1 - parameters.cost_share)
    )
    return (renewals * margin - cost).loc[members["customer_id"]]


whom = DecisionKey(
    asked.whom,
    where=lambda **numbers: _true_letter_gains(**numbers)[_by_gain(**numbers)].sum() > 100,
    profit=_true_letter_gains,
    policy=_by_gain,
    enough=0.85,
    slips=[
        Slip(
            lambda **numbers: numbers["members"]["customer_id"].tolist(),
            "You write to everyone. Whom does the letter remind of what she pays for and does not use?",
            because="a letter for all",
        ),
        Slip(
            _in_classes("0 to 1"),
            "This is the list of the members with the fewest visits, who are at the highest risk. What did the letter do to them in the trial?",
            because="risk taken for uplift: the usual churn score",
        ),
        Slip(
            _fewest_visits,
            "This is the list of the right length, with those at the highest risk. Risk says who leaves without a letter. What "
            "does a letter change?",
            because="the list by churn score, as long as the budget",
        ),
        Slip(
            _in_classes("5 or more"),
            "You name the members who visit most. Nearly all of them stay, with and without a letter.",
            because="best customers taken for best targets",
        ),
        Slip(
            _in_classes("0 to 1", "2 to 4"),
            "You leave out only those who visit most. Look at those with the fewest visits again: how many renewals did they make "
            "with the letter, and without?",
            because="everyone at risk",
        ),
    ],
    twin=lambda cost, margin, results, members: (
        f"A twin: with a letter at ¥{cost:.2f} and ¥{margin} a renewal a class that makes 9.2 renewals without it and 9.5 with it "
        f"gains 0.3 × {margin} − {cost:.2f} = ¥{0.3 * margin - cost:.2f} a letter. One that makes 7.4 without it and 7.2 with it "
        f"loses ¥{0.2 * margin + cost:.2f}."
    ),
    after="How would you find out whether the letter still works next year?",
)

# 16 -----------------------------------------------------------------------------------------------

memo = MemoKey(
    asked.memo,
    model="Please start on Monday, with another list. The 50 customers silent for longest are at the highest risk, but the "
    "experiment of February shows that a call hardly changes such customers: 5.3 against 1.1 % order, an uplift of 4.2 points (95 % "
    "interval 0.5 to 8.7). Among those silent for three to nine months a call raises orders from 5.5 to 17.6 %, by "
    "12.1 points (5.5 to 18.9). Calling the 50 with the highest expected gain, nearly all of them from this group and with large "
    "orders, earns about ¥580 in a year after calls and vouchers; calling your list loses about ¥170. Over 300 "
    "ways to split the experiment, the first lay between ¥160 and 740 and the second between −¥220 and −40, so the order does not "
    "depend on the split, and the amount does. Without the experiment, the largest margins among those who are not recent would do "
    "nearly as well. I turned down calling everyone, which loses ¥2,900, mostly on customers who would order anyway. If "
    "the experiment is out of date, we risk the price of 50 calls and some vouchers, about ¥600. These are orders; nobody who is "
    "with us stays longer because of a call. Please leave 12 of the 50 uncalled, drawn at random, in this campaign and in the next ones: "
    "one by itself is too small to show anything.",
)

# Labs ---------------------------------------------------------------------------------------------

lab_winback = ChoiceKey(
    asked.lab_winback,
    answer="negative",
    whys={
        "negative": "What is left of five returns does not pay for 100 letters and 20 offers.",
        "quarter": "The letters and offers are paid in full, not for a quarter.",
        "same": "15 of them would have brought their ¥70 without a letter.",
    },
    after="Which of your campaigns has never had a group that got nothing?",
)

lab_size = ChoiceKey(
    asked.lab_size,
    answer="four",
    whys={
        "four": "The uplift stands squared below the line.",
        "two": "It would be so if the uplift stood below the line unsquared.",
        "half": "A smaller effect is harder to tell from chance, not easier.",
        "same": "The test is; its chance of finding anything is not.",
    },
    after="Would you rather look for a smaller effect, or make the effect larger?",
)

lab_campaign = ChoiceKey(
    asked.lab_campaign,
    answer="loss",
    whys={
        "loss": "Nearly 900 of the 1,000 take the offer; ten yuan more for each is more than ¥3,550.",
        "less": "Those who would have stayed take it too, and they are many more.",
        "same": "Nobody else is kept, and everybody costs more.",
    },
    after="How could the offer reach fewer of those who would have stayed?",
)

# Quizzes of the chapter's page --------------------------------------------------------------------

stated = SeveralKey(
    asked.stated,
    answer={"odds", "wide"},
    overlooked={
        "odds": "Read the number for what it is, first of all.",
        "wide": "Look at the two numbers in brackets.",
    },
    whys={
        "odds": "That is what the ratio says.",
        "double": "Odds are multiplied by 3.1; the probability by less.",
        "wide": "From 1.8 to 5.5 times.",
        "cause": "Those who are handled badly may differ in what the model does not know.",
        "reasons": "The reason of the complaint is not in the model.",
    },
    means="An association, with its size and its uncertainty.",
    after="Which experiment would tell what handling does?",
)

short_look = ChoiceKey(
    asked.short_look,
    answer="price",
    whys={
        "price": "In the chapter half of the effect was gone six months later.",
        "selection": "Chance decided who got it, so both groups were alike before.",
        "median": "It can be read at any month, as long as members were watched until then.",
        "nothing": "They are its effect so far. An effect may fade.",
    },
    after="When does your firm look whether an offer has kept anyone?",
)

observation = ChoiceKey(
    asked.observation,
    answer="nothing",
    whys={
        "nothing": "Without a control group from among them nobody knows what they would have done.",
        "harm": "They may, but the two groups differed before anyone was called.",
        "good": "That they would leave says nothing of whether a call changes it.",
        "fail": "How many would have stayed without a call?",
    },
    after="What is the smallest change to the programme that would tell?",
)

kinds = MatchKey(
    asked.kinds,
    answer={
        "orders with a call and without one": "sure thing",
        "orders with a call only": "persuadable",
        "orders neither with a call nor without one": "lost cause",
        "orders only if nobody calls": "sleeping dog",
    },
    slips={
        (
            "orders with a call and without one",
            "persuadable",
        ): "What does the call change in what she does?",
        (
            "orders only if nobody calls",
            "lost cause",
        ): "She orders, if left in peace.",
        ("orders only if nobody calls", "sure thing"): "What becomes of her order when the telephone rings?",
        ("orders only if nobody calls", "persuadable"): "In which of the two cases does she order?",
        ("orders neither with a call nor without one", "sure thing"): "Does she order at all?",
        ("orders neither with a call nor without one", "persuadable"): "What does the call win from her?",
        (
            "orders neither with a call nor without one",
            "sleeping dog",
        ): "A call does no harm to her order: there is none.",
        (
            "orders with a call and without one",
            "lost cause",
        ): "She does order. What of it is the call's doing?",
        (
            "orders with a call and without one",
            "sleeping dog",
        ): "Does the call cost the firm her order?",
        (
            "orders with a call only",
            "sure thing",
        ): "What does she do if nobody calls?",
        (
            "orders with a call only",
            "lost cause",
        ): "She orders after a call. Is she lost?",
        (
            "orders with a call only",
            "sleeping dog",
        ): "Does the call win her order, or lose it?",
    },
    means="The uplift of a segment is the share of persuadables less that of sleeping dogs.",
    after="Which two kinds can no experiment tell apart in a single customer?",
)

peeking = ChoiceKey(
    asked.peeking,
    answer="looks",
    whys={
        "looks": "Each further look is another chance to be fooled; ten of them made it 19 % in the chapter.",
        "small": "Smaller groups have wider intervals, and the p-value takes that into account.",
        "power": "That is about effects that are there and not found.",
        "segments": "Only one comparison was made here, but again and again.",
    },
    after="What would you have to fix beforehand to be allowed to look every week?",
)
