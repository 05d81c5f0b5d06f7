"""The questions of chapter 13, satisfaction."""

import functools

import numpy as np
import pandas as pd

from crmlib import datasets, satisfaction
from crmlib.firm import club as firm_club
from crmlib.satisfaction.slopes import slope_interval
from crmlib.workbook.kinds.audit import Audit
from crmlib.workbook.kinds.choice import Choice, Match, Option
from crmlib.workbook.kinds.decision import Decision
from crmlib.workbook.kinds.draws import Grid, OneOf, Sample, apart, money, rate, told_apart, whole
from crmlib.workbook.kinds.function import Function
from crmlib.workbook.kinds.interval import Interval
from crmlib.workbook.kinds.memo import Memo
from crmlib.workbook.kinds.number import Number
from crmlib.workbook.kinds.questions import Slip, Twin
from crmlib.workbook.kinds.value import Value

POINTS = "points"


def _number(answer, slips, where=lambda **_: True, **rest):
    """A number; no slip is another one, or the right one, with a wrong sign."""
    formulas = [answer, *(slip.wrong for slip in slips)]

    def sizes_differ(**numbers):
        return where(**numbers) and apart(*(abs(formula(**numbers)) for formula in formulas))

    return Number(answer=answer, slips=slips, where=told_apart(answer, slips, sizes_differ), **rest)


# The state ----------------------------------------------------------------------------------------

same_room = Choice(
    id="satisfaction.same-room",
    section="13-satisfaction#satisfaction-state",
    title="The same room",
    prompt="Two guests had the same room. One says 2 of 5, the other 5 of 5. Both are honest. What explains it best?",
    options=[
        Option(
            "expected",
            "they expected different things",
            "The state comes from a comparison, and they compared the room with different expectations.",
        ),
        Option(
            "room", "one of them did not see the whole room", "They had the same room and the same service."
        ),
        Option(
            "error",
            "one of the answers is an error of measurement",
            "Chance is always there, but three points of five need no error.",
        ),
    ],
    answer="expected",
    hints=[
        "What is compared with what?",
        Twin(
            lambda: (
                "A twin: two people get a present worth ¥50. One had hoped for nothing, the other for a bicycle. The present "
                "is the same, the joy is not."
            )
        ),
    ],
    after="Which of the two would a leaflet with finer pictures have made less satisfied?",
)

disconfirmation = _number(
    id="satisfaction.disconfirmation",
    section="13-satisfaction#satisfaction-state",
    title="Disconfirmation by hand",
    prompt="Before a journey {many} guests expected {expected} points of 7 on average. After it they rated what they found: "
    "{happy} of them gave 6 points, the others {low}. What is the mean disconfirmation, in points?",
    draws=dict(
        many=OneOf((20, 25, 40)),
        expected=OneOf((5, 5.5)),
        happy=whole(4, 9),
        low=whole(2, 4),
    ),
    answer=lambda many, expected, happy, low: satisfaction.disconfirmation(
        expected, (6 * happy + low * (many - happy)) / many
    ),
    unit=POINTS,
    low=-7,
    high=7,
    tolerance=0.01,
    slips=[
        Slip(
            lambda many, expected, happy, low: (6 + low) / 2 - expected,
            "This is the number you get if as many guests gave the one rating as the other. How many gave each?",
            because="mean of group means in place of the mean of all",
        ),
        Slip(
            lambda many, expected, happy, low: (6 * happy + low * (many - happy)) / many,
            "This is the mean perception. With what is it compared?",
            because="perception reported as satisfaction",
        ),
    ],
    hints=[
        "First the mean of what they found, over all guests.",
        "Then take off what they had expected.",
        Twin(
            lambda many, expected, happy, low: (
                f"A twin: {happy} guests with 6 points and {many - happy} with {low}: the mean is "
                f"{(6 * happy + low * (many - happy)) / many:.2f}. Less an expectation of {expected}: "
                f"{(6 * happy + low * (many - happy)) / many - expected:.2f}."
            )
        ),
    ],
    turned="This is expectation less perception. Disconfirmation is what was found less what was expected.",
    means="Below 0 the guests found less than they had expected, on average; some of them found more.",
    after="What would a humbler brochure do to this number, and what to next year's bookings?",
)

# Three scores -------------------------------------------------------------------------------------


def _scores(promoters, passives, six, low):
    return [10] * promoters + [8] * passives + [6] * six + [3] * low


nps = _number(
    id="satisfaction.nps",
    section="13-satisfaction#satisfaction-measures",
    title="An NPS by hand",
    prompt="“How likely is it that you would recommend us?” {promoters} customers answered 9 or 10, {passives} answered 7 or 8, "
    "{six} answered 6, and {low} answered 5 or less. What is the Net Promoter Score, in points to one decimal?",
    draws=dict(
        promoters=whole(70, 110, 2),
        passives=whole(40, 80, 2),
        six=whole(12, 24, 2),
        low=whole(16, 34, 2),
    ),
    answer=lambda **counts: satisfaction.nps(_scores(**counts)),
    unit=POINTS,
    low=-100,
    high=100,
    slips=[
        Slip(
            lambda promoters, passives, six, low: satisfaction.nps(
                _scores(promoters + passives, 0, six, low)
            ),
            "This is the number you get if 7 and 8 count as promoters. They are passives.",
            because="passives taken for promoters, the commonest mis-scoring",
        ),
        Slip(
            lambda promoters, passives, six, low: satisfaction.nps(
                _scores(promoters, passives + six, 0, low)
            ),
            "This is the number you get if 6 counts as passive. Where do the detractors end?",
            because="6 of 10 feels like a pass mark",
        ),
        Slip(
            lambda promoters, passives, six, low: satisfaction.nps(_scores(promoters, 0, six, low)),
            "This is the number you get if the passives are left out of all answers. They count below the line.",
            because="the base without passives",
        ),
        Slip(
            lambda promoters, passives, six, low: 100 * promoters / (promoters + passives + six + low),
            "This is the percentage of promoters. Who is taken off?",
            because="promoters reported as the score",
        ),
        Slip(
            lambda **counts: satisfaction.nps(_scores(**counts)) / 100,
            "This is the number you get as a difference of shares. Points are a hundred times as many.",
            because="share and points",
        ),
        Slip(
            lambda promoters, passives, six, low: float(promoters - six - low),
            "This is the number of promoters less that of detractors. The score is counted per hundred answers.",
            because="counts taken for per cent",
        ),
    ],
    hints=[
        "Three boxes: 9 and 10, 7 and 8, 0 to 6. In which is the 6?",
        "100 × (promoters − detractors) ÷ all answers.",
        Twin(
            lambda promoters, passives, six, low: (
                f"A twin: {promoters} promoters, {passives} passives, {six + low} detractors, {promoters + passives + six + low} "
                f"in all. ({promoters} − {six + low}) ÷ {promoters + passives + six + low} × 100 = "
                f"{satisfaction.nps(_scores(promoters, passives, six, low)):.1f}."
            )
        ),
    ],
    means="The same score can come from many enthusiasts and many enemies, or from few of both.",
    after="Name another split of the same answers that gives the same score.",
)


def _interval(promoters, detractors, answers, z, spread=None):
    """From the score, z standard errors each way; the spread of one value unless another is given."""
    p, d = promoters, detractors
    variance = p + d - (p - d) ** 2 if spread is None else spread
    half = 100 * z * (variance / answers) ** 0.5
    return 100 * (p - d) - half, 100 * (p - d) + half


nps_interval = Interval(
    id="satisfaction.nps-interval",
    section="13-satisfaction#satisfaction-measures",
    title="How sure is the score?",
    prompt="Of {answers} answers {promoters} are promoters and {detractors} detractors (shares). Give a 90 % interval for the "
    "NPS, in points. Between −1.645 and 1.645 lies 90 % of a normal distribution.",
    draws=dict(
        answers=whole(100, 300, 20),
        promoters=rate(0.5, 0.65, step=0.05),
        detractors=rate(0.1, 0.15, step=0.05),
    ),
    answer=lambda answers, promoters, detractors: _interval(promoters, detractors, answers, 1.645),
    unit=POINTS,
    tolerance=0.05,
    slips=[
        Slip(
            lambda answers, promoters, detractors: _interval(
                promoters, detractors, answers, 1.645, promoters * (1 - promoters)
            ),
            "This is the interval you get with the spread of the promoters alone. The score is a difference of two shares.",
            because="the interval of a share used for an NPS",
        ),
        Slip(
            lambda answers, promoters, detractors: _interval(
                promoters,
                detractors,
                answers,
                1.645,
                promoters * (1 - promoters) + detractors * (1 - detractors),
            ),
            "This is the interval you get if the two shares had nothing to do with each other. Whoever promotes cannot detract.",
            because="variances of dependent shares added up",
        ),
        Slip(
            lambda answers, promoters, detractors: _interval(
                promoters, detractors, answers, 1.645, promoters + detractors
            ),
            "This is the interval you get if the variance is p + d. What is taken off it?",
            because="the square of the mean left out of the variance",
        ),
        Slip(
            lambda answers, promoters, detractors: _interval(promoters, detractors, answers, 1.96),
            "This is the interval you get with 1.96 standard errors. That is 95 %.",
            because="1.96 by habit",
        ),
        Slip(
            lambda answers, promoters, detractors: _interval(promoters, detractors, answers, 1),
            "This is the interval you get with one standard error on each side. How sure is that?",
            because="standard error taken for interval",
        ),
        Slip(
            lambda answers, promoters, detractors: tuple(
                end / 100 for end in _interval(promoters, detractors, answers, 1.645)
            ),
            "This is the interval you get as differences of shares. Points are a hundred times as many.",
            because="share and points",
        ),
    ],
    hints=[
        "Give each answer +1, 0 or −1. The score is 100 times the mean of these values.",
        "The variance of one value is p + d − (p − d)². Divide by n, take the root, times 100 × 1.645.",
        Twin(
            lambda answers, promoters, detractors: (
                f"A twin: p = {promoters:.2f}, d = {detractors:.2f}, n = {answers}. Variance "
                f"{promoters + detractors - (promoters - detractors) ** 2:.4f}; half width 164.5 × √(variance ÷ n) = "
                f"{(_interval(promoters, detractors, answers, 1.645)[1] - 100 * (promoters - detractors)):.1f}; so "
                f"{_interval(promoters, detractors, answers, 1.645)[0]:.1f} to "
                f"{_interval(promoters, detractors, answers, 1.645)[1]:.1f}."
            )
        ),
    ],
    means="A rise by three points from one survey of this size to the next is no news.",
    after="Does this interval say anything about those who did not answer?",
)

ces_versions = _number(
    id="satisfaction.ces-versions",
    section="13-satisfaction#satisfaction-measures",
    title="Two versions of effort",
    prompt="The hotline still asks version 1.0 of the Customer Effort Score (effort, 1 to 5) and has a mean of {hotline}. The "
    "chat asks version 2.0 (made it easy, 1 to 7) and has a mean of {chat}. Put both on one scale on which 0 is the worst "
    "possible and 1 the best. By how much does the chat lie above the hotline (below: a minus)?",
    draws=dict(hotline=OneOf((1.6, 1.8, 2.0, 2.2, 2.4)), chat=OneOf((4.3, 4.6, 4.9, 5.2))),
    where=lambda hotline, chat: abs((chat - 1) / 6 - (5 - hotline) / 4) > 0.02,
    answer=lambda hotline, chat: (chat - 1) / 6 - (5 - hotline) / 4,
    unit="share",
    low=-1,
    high=1,
    tolerance=0.02,
    slips=[
        Slip(
            lambda hotline, chat: (chat - 1) / 6 - (hotline - 1) / 4,
            "This is the number you get if a high answer is good in both versions. In which is it bad?",
            because="versions 1.0 and 2.0 run in opposite directions",
        ),
        Slip(
            lambda hotline, chat: chat / 7 - (5 - hotline) / 5,
            "This is the number you get dividing by the highest answer. The lowest answer is 1, not 0.",
            because="scales that begin at 1 divided by their top",
        ),
        Slip(
            lambda hotline, chat: chat / 7 - (6 - hotline) / 5,
            "This is the number you get turning version 1.0 round and dividing by the highest answer. Both scales begin at 1, "
            "and the worst is to be 0.",
            because="reverse coding, then scales that begin at 1 divided by their top",
        ),
        Slip(
            lambda hotline, chat: chat - hotline,
            "This is the difference of the two means. They are points of different scales.",
            because="a line drawn through a change of version",
        ),
    ],
    hints=[
        "Where does each scale begin and end, and which end is good?",
        "Version 1.0: (5 − mean) ÷ 4. Version 2.0: (mean − 1) ÷ 6.",
        Twin(
            lambda hotline, chat: (
                f"A twin: hotline {hotline} gives (5 − {hotline}) ÷ 4 = {(5 - hotline) / 4:.3f}; chat {chat} gives "
                f"({chat} − 1) ÷ 6 = {(chat - 1) / 6:.3f}; the chat lies {(chat - 1) / 6 - (5 - hotline) / 4:+.3f}."
            )
        ),
    ],
    turned="This is by how much the hotline lies above the chat. Which of the two is taken from the other?",
    means="The larger number belonged to the chat all along; that alone says nothing.",
    after="Would you trust the comparison? Who uses the hotline, and who the chat?",
)

which_needs_more = Choice(
    id="satisfaction.which-needs-more",
    section="13-satisfaction#satisfaction-measures",
    title="Which score needs more answers?",
    prompt="A survey has 400 answers. Half of the customers are promoters, half are detractors. Which is known more exactly: the "
    "share of promoters (in percentage points) or the NPS (in points)?",
    options=[
        Option(
            "share",
            "the share of promoters",
            "It is uncertain by 4.9 percentage points, the NPS by 9.8 points.",
        ),
        Option(
            "nps",
            "the NPS, because it uses all answers",
            "Both use all answers. The NPS adds the noise of two ends.",
        ),
        Option(
            "same", "both alike, because n is the same", "n is the same, and the spread of a value is not."
        ),
    ],
    answer="share",
    hints=[
        "If one customer changes from detractor to promoter, by how much does each number move?",
        Twin(
            lambda: (
                "With 100 answers, one change moves the one number by 1 point and the other by 2. So chance moves it by "
                "twice as much too."
            )
        ),
    ],
    after="For which firm would the NPS be known more exactly than in this one, with as many answers?",
)


def _needed(margin, promoters, detractors):
    return satisfaction.nps_sample_size(margin, promoters, detractors)


invitations = _number(
    id="satisfaction.invitations",
    section="13-satisfaction#satisfaction-measures",
    title="How many invitations?",
    prompt="A firm expects {promoters} promoters and {detractors} detractors and wants its NPS within {margin} points either way "
    "(95 %). {response} of those invited answer. How many must it invite?",
    draws=dict(
        promoters=rate(0.4, 0.5, step=0.05),
        detractors=rate(0.15, 0.25, step=0.05),
        margin=OneOf((4, 5, 6)),
        response=rate(0.2, 0.4, step=0.05),
    ),
    answer=lambda promoters, detractors, margin, response: _needed(margin, promoters, detractors) / response,
    unit="invitations",
    tolerance=0.01,
    low=1,
    high=100_000,
    slips=[
        Slip(
            lambda promoters, detractors, margin, response: _needed(margin, promoters, detractors),
            "This is the number of answers. Not everyone who is invited answers.",
            because="answers taken for invitations",
        ),
        Slip(
            lambda promoters, detractors, margin, response: (
                satisfaction.csat_sample_size(margin / 100, promoters) / response
            ),
            "This is the number you get for the share of promoters. The score is a difference of two shares.",
            because="the sample size of a share used for an NPS",
        ),
        Slip(
            lambda promoters, detractors, margin, response: _needed(margin, 0.5, 0.5) / response,
            "This is the number you get in the worst case, half promoters and half detractors. The firm expects other shares.",
            because="the default shares of the function",
        ),
        Slip(
            lambda promoters, detractors, margin, response: (
                _needed(2 * margin, promoters, detractors) / response
            ),
            "This is the number you get for a margin of twice as many points. The margin asked for counts on each side.",
            because="margin and width of an interval",
        ),
        Slip(
            lambda promoters, detractors, margin, response: _needed(margin, promoters, detractors) * response,
            "This is the number you get multiplying by the response rate. Are more people invited than answer, or fewer?",
            because="the response rate on the wrong side",
        ),
    ],
    hints=[
        "First the answers: z² × (p + d − (p − d)²) ÷ (margin ÷ 100)².",
        "`satisfaction.nps_sample_size(margin, promoters, detractors)` gives the answers. Then divide.",
        Twin(
            lambda promoters, detractors, margin, response: (
                f"A twin: {promoters:.0%} and {detractors:.0%}, {margin} points: {_needed(margin, promoters, detractors)} answers. "
                f"At a response of {response:.0%}: {_needed(margin, promoters, detractors)} ÷ {response:.2f} = "
                f"{_needed(margin, promoters, detractors) / response:,.0f} invitations."
            )
        ),
    ],
    means="Chance is bought off with answers. The silent are not bought off at all.",
    after="The same money could buy telephone calls to fifty of the silent. Which would you choose?",
)


def _without_passives(scores):
    promoters, detractors = sum(x >= 9 for x in scores), sum(x <= 6 for x in scores)
    return 100 * (promoters - detractors) / max(promoters + detractors, 1)


nps_function = Function(
    id="satisfaction.nps-function",
    section="13-satisfaction#satisfaction-measures",
    title="A function for the NPS",
    prompt="Write a function that takes a list of answers from 0 to 10 and returns the Net Promoter Score, in points.",
    answer=satisfaction.nps,
    inputs=dict(
        scores=OneOf(([10, 9, 8, 6, 2], [9, 9, 7, 7, 6, 5, 10], [0, 6, 7, 8, 9, 9], [10, 8, 8, 7, 6, 6, 3]))
    ),
    edges=[dict(scores=[6]), dict(scores=[7, 8]), dict(scores=[9])],
    slips=[
        Slip(
            lambda scores: 100 * (sum(x >= 7 for x in scores) - sum(x <= 6 for x in scores)) / len(scores),
            "This function counts 7 and 8 as promoters.",
            because="passives taken for promoters",
        ),
        Slip(
            lambda scores: 100 * (sum(x >= 9 for x in scores) - sum(x < 6 for x in scores)) / len(scores),
            "This function lets the detractors end at 5. A 6 is one of them.",
            because="6 of 10 feels like a pass mark",
        ),
        Slip(
            lambda scores: (sum(x >= 9 for x in scores) - sum(x <= 6 for x in scores)) / len(scores),
            "This function gives a share from −1 to 1. Points are asked, from −100 to 100.",
            because="share and points",
        ),
        Slip(
            lambda scores: 100 * sum(x >= 9 for x in scores) / len(scores),
            "This function gives the percentage of promoters and takes nobody off.",
            because="promoters reported as the score",
        ),
        Slip(
            lambda scores: 100 * (sum(x <= 6 for x in scores) - sum(x >= 9 for x in scores)) / len(scores),
            "This function takes the promoters from the detractors.",
            because="the sign turned round",
        ),
        Slip(
            _without_passives,
            "This function leaves the passives out of all answers. They count below the line.",
            because="the base without passives",
        ),
        Slip(
            lambda scores: 100 * (sum(x >= 8 for x in scores) - sum(x <= 6 for x in scores)) / len(scores),
            "This function lets the promoters begin at 8. An 8 is a passive.",
            because="the boxes moved by one",
        ),
        Slip(
            lambda scores: sum(x >= 9 for x in scores) - sum(x <= 6 for x in scores),
            "This function takes one count from the other. The score is counted per hundred answers.",
            because="counts taken for per cent",
        ),
        Slip(
            lambda scores: 100 * (sum(x > 9 for x in scores) - sum(x <= 6 for x in scores)) / len(scores),
            "This function lets the promoters begin at 10. A 9 is one of them.",
            because="> in place of >=",
        ),
    ],
    hints=[
        "`sum(score >= 9 for score in scores)` counts the promoters.",
        "Divide by `len(scores)`: the passives are in it.",
        Twin(
            lambda: (
                "A twin, the balance of a vote with abstentions: `def balance(votes): return 100 * (votes.count('yes') - "
                "votes.count('no')) / len(votes)`."
            )
        ),
    ],
    means="Three boxes, one line. What a report calls NPS should pass this check.",
    after="What does your function do with an empty list, and what should it do?",
)

# Gaps and Kano ------------------------------------------------------------------------------------


def _gap(expected, perceived, other_expected, other_perceived, weight):
    gaps = satisfaction.servqual_gaps(
        [expected, other_expected], [perceived, other_perceived], [weight, 1 - weight]
    )
    return float(gaps.sum())


servqual = _number(
    id="satisfaction.servqual",
    section="13-satisfaction#satisfaction-servqual",
    title="A weighted gap",
    prompt="Reliability: customers expect {expected} and perceive {perceived}. Tangibles: they expect {other_expected} and perceive "
    "{other_perceived} (means, 1 to 7). Reliability weighs {weight} of the two, tangibles the rest. What is the weighted overall "
    "SERVQUAL gap, in points?",
    draws=dict(
        expected=OneOf((6.2, 6.4, 6.6)),
        perceived=OneOf((4.6, 4.8, 5.0)),
        other_expected=OneOf((4.8, 5.0)),
        other_perceived=OneOf((5.4, 5.6, 5.8)),
        weight=rate(0.65, 0.8, step=0.05),
    ),
    answer=_gap,
    unit=POINTS,
    low=-7,
    high=7,
    tolerance=0.01,
    slips=[
        Slip(
            lambda expected, perceived, other_expected, other_perceived, weight: _gap(
                expected, perceived, other_expected, other_perceived, 0.5
            ),
            "This is the number you get with equal weights. Reliability weighs more.",
            because="gaps averaged",
        ),
        Slip(
            lambda expected, perceived, other_expected, other_perceived, weight: _gap(
                expected, perceived, other_expected, other_perceived, 1 - weight
            ),
            "This is the number you get with the two weights exchanged.",
            because="weights in the other order",
        ),
        Slip(
            lambda expected, perceived, other_expected, other_perceived, weight: (
                perceived - expected + other_perceived - other_expected
            ),
            "This is the sum of the two gaps. Each has a weight, and the weights add up to 1.",
            because="weights left out",
        ),
    ],
    hints=[
        "Perception less expectation, for each of the two.",
        "Then each gap times its weight, and add.",
        Twin(
            lambda expected, perceived, other_expected, other_perceived, weight: (
                f"A twin: gaps {perceived - expected:.1f} and {other_perceived - other_expected:+.1f}, weights {weight:.2f} and "
                f"{1 - weight:.2f}: {weight:.2f} × {perceived - expected:.1f} + {1 - weight:.2f} × "
                f"{other_perceived - other_expected:.1f} = "
                f"{_gap(expected, perceived, other_expected, other_perceived, weight):.3f}."
            )
        ),
    ],
    turned="This is expectation less perception, as some reports have it. Here a gap is perception less expectation, so that "
    "a minus is bad.",
    means="The good looks of the shop have paid for part of what reliability lacks. No customer is served by that.",
    after="Which of the two gaps would you show to the head of delivery?",
)

average_gap = Choice(
    id="satisfaction.average-gap",
    section="13-satisfaction#satisfaction-servqual",
    title="A mean gap of −0.1",
    prompt="Empathy has two items, with gaps of −0.7 (“understands what I need”) and +0.5 (“opening hours”). A report gives their "
    "mean, −0.1. What may it say about empathy?",
    options=[
        Option(
            "both",
            "one thing is missed, of another there is more than expected",
            "The gaps by item say what to do. The mean says what to do about neither.",
        ),
        Option(
            "fine",
            "customers get about what they expect",
            "At no item do they. A minus and a plus do not cancel for anyone who is not understood.",
        ),
        Option(
            "slight",
            "empathy falls short a little",
            "It falls short by 0.7 where it falls short. Long opening hours do not make that little.",
        ),
    ],
    answer="both",
    hints=[
        "Is there a customer who meets the mean of the two items?",
        Twin(
            lambda: (
                "A twin: one foot in ice, the other in hot water. The mean temperature is 30 °C, and neither foot is "
                "comfortable."
            )
        ),
    ],
    after="What would the mean of the absolute gaps say?",
)

kano_pair = Choice(
    id="satisfaction.kano-pair",
    section="13-satisfaction#satisfaction-kano",
    title="Read a pair",
    prompt="“If returns are free: I am neutral.” “If returns are not free: I dislike it.” Which Kano category is this answer?",
    options=[
        Option("M", "must-be", "Its presence is not noticed, and its absence angers."),
        Option(
            "R",
            "reverse",
            "This is the pair read the wrong way: dislike if it is there, neutral if it is not.",
        ),
        Option("A", "attractive", "That would be: I like it if it is there, and I am neutral if it is not."),
        Option(
            "O", "one-dimensional", "That would be: I like it if it is there, and I dislike it if it is not."
        ),
        Option("I", "indifferent", "Somebody who dislikes its absence is not indifferent."),
    ],
    answer="M",
    hints=[
        "Which of the two answers is about the feature being there?",
        "Row: neutral, if there. Column: dislike, if not there.",
        Twin(
            lambda: (
                "A twin, gift wrapping: I like it if there, I am neutral if not. Row 1, column 3: A, attractive. Read the wrong "
                "way, neutral and like, it would be R."
            )
        ),
    ],
    means="Free returns earn no praise here. Taking them away would be noticed at once.",
    after="What would you expect the same customers to have answered ten years ago?",
)


def _counts(attractive, one, must, indifferent, reverse):
    return ["A"] * attractive + ["O"] * one + ["M"] * must + ["I"] * indifferent + ["R"] * reverse


kano_coefficient = _number(
    id="satisfaction.kano-coefficient",
    section="13-satisfaction#satisfaction-kano",
    title="Who would miss it?",
    prompt="A feature got these letters: A {attractive}, O {one}, M {must}, I {indifferent}, R {reverse}. What is its "
    "coefficient of dissatisfaction?",
    draws=dict(
        attractive=whole(10, 25, 5),
        one=whole(20, 40, 5),
        must=whole(45, 80, 5),
        indifferent=whole(10, 30, 5),
        reverse=whole(20, 40, 5),
    ),
    answer=lambda **counts: satisfaction.kano_coefficients(_counts(**counts))[1],
    unit="share",
    low=-1,
    high=1,
    slips=[
        Slip(
            lambda attractive, one, must, indifferent, reverse: (
                -(one + must) / (attractive + one + must + indifferent + reverse)
            ),
            "This is the number you get with the R in the base. R and Q are left out.",
            because="the base of the coefficients",
        ),
        Slip(
            lambda **counts: satisfaction.kano_coefficients(_counts(**counts))[0],
            "This is the coefficient of satisfaction: who would be pleased by it.",
            because="the two coefficients exchanged",
        ),
        Slip(
            lambda attractive, one, must, indifferent, reverse: (
                -must / (attractive + one + must + indifferent)
            ),
            "This is the number you get with the must-be answers alone. Who else dislikes its absence?",
            because="O forgotten",
        ),
    ],
    hints=[
        "Who dislikes its absence? Two of the letters.",
        "−(O + M) ÷ (A + O + M + I).",
        Twin(
            lambda attractive, one, must, indifferent, reverse: (
                f"A twin: O + M = {one + must}, A + O + M + I = {attractive + one + must + indifferent}: "
                f"−{(one + must) / (attractive + one + must + indifferent):.3f}."
            )
        ),
    ],
    turned="This is the coefficient without its minus. By convention absence counts below 0.",
    means="The nearer to −1, the more customers would be angry without it.",
    after="What does the number hide about those who answered R?",
)

_KANO_FEATURES = ("free returns", "chat at night", "gift wrapping", "paper catalogue")


def _kano_pairs(rng):
    """Forty pairs for each of four features, a main pair and a mixture of others."""
    kinds = {
        "M": ((2, 3, 4), (5,)),
        "O": ((1,), (5,)),
        "A": ((1,), (2, 3, 4)),
        "I": ((2, 3, 4), (2, 3, 4)),
        "R": ((5,), (1, 2)),
    }
    rows = []
    for feature, own in zip(_KANO_FEATURES, rng.sample(["M", "O", "A", "I"], 4), strict=True):
        for _ in range(40):
            there, missing = kinds[own if rng.random() < 0.55 else rng.choice("MOAIR")]
            rows.append((feature, rng.choice(there), rng.choice(missing)))
    return pd.DataFrame(rows, columns=["feature", "functional", "dysfunctional"])


def _kano(pairs, turned=False, all_in_base=False):
    there, missing = ("dysfunctional", "functional") if turned else ("functional", "dysfunctional")
    letters = pairs.assign(letter=satisfaction.kano_classify(pairs[there], pairs[missing]))
    rows = []
    for feature, group in letters.groupby("feature", sort=False)["letter"]:
        pleased, missed = satisfaction.kano_coefficients(group)
        if all_in_base:
            share = group.isin(list("AOMI")).mean()
            pleased, missed = pleased * share, missed * share
        rows.append((feature, satisfaction.kano_category(group), pleased, missed))
    return pd.DataFrame(rows, columns=["feature", "category", "pleased", "missed"])


def _kano_is_telling(pairs):
    return (
        not set(_kano(pairs)["category"]) & set("RQ")
        and (_kano(pairs)["category"] != _kano(pairs, turned=True)["category"]).any()
    )


kano_table = Value(
    id="satisfaction.kano-table",
    section="13-satisfaction#satisfaction-kano",
    title="Four features, by majority",
    prompt="`q.pairs` holds {pairs} of Kano answers (1 to 5) on four features: `feature`, `functional` (if it is there), "
    "`dysfunctional` (if it is not). Make a DataFrame with `feature`, `category` (the letter that most give), `pleased` and "
    "`missed` (the coefficients of satisfaction and of dissatisfaction).",
    draws=dict(pairs=Sample(_kano_pairs, "{rows} pairs")),
    where=_kano_is_telling,
    key="feature",
    answer=_kano,
    slips=[
        Slip(
            lambda pairs: _kano(pairs, turned=True),
            "is what you get with the two columns exchanged. `functional` is the row of the table.",
            because="Kano pairs read the wrong way",
        ),
        Slip(
            lambda pairs: _kano(pairs, all_in_base=True),
            "is what you get with all answers in the base. R and Q are left out.",
            because="the base of the coefficients",
        ),
        Slip(
            lambda pairs: _kano(pairs).assign(missed=lambda table: -table["missed"]),
            "is what you get with the sign turned round. By convention absence counts below 0.",
            because="sign of the coefficient",
        ),
        Slip(
            lambda pairs: _kano(pairs).rename(columns={"pleased": "missed", "missed": "pleased"}),
            "is what you get with the two coefficients exchanged. Which letters are pleased by its presence?",
            because="the two coefficients exchanged",
        ),
        Slip(
            lambda pairs: _kano(pairs).assign(pleased=lambda table: 100 * table["pleased"]),
            "is what you get in per cent. Shares are asked.",
            because="share and per cent",
        ),
        Slip(
            lambda pairs: _kano(pairs).replace({"category": satisfaction.KANO_CATEGORIES}),
            "is what you get with words. One letter is asked, such as A.",
            because="words in place of letters",
        ),
    ],
    hints=[
        "`satisfaction.kano_classify(pairs['functional'], pairs['dysfunctional'])` gives a letter for each row.",
        "Group the letters by feature; `kano_category` and `kano_coefficients` take one feature's letters.",
        Twin(
            lambda pairs: (
                "A twin, the first feature of another sample: category {}, pleased {:.3f}, missed {:.3f}. Its letters were "
                "counted, with R and Q left out of the base.".format(*_kano(pairs).iloc[0, 1:])
            )
        ),
    ],
    means="One letter a feature is what a meeting can use. The two coefficients say how divided the customers are.",
    after="Which of the four would you spend on first, and which only keep from failing?",
)

halo = Choice(
    id="satisfaction.halo",
    section="13-satisfaction#satisfaction-ipa",
    title="A correlation of 0.71",
    prompt="The rating of “delivers when promised” correlates with overall satisfaction at 0.71, more than any other item. The "
    "head of logistics asks for ¥2 million. What does the 0.71 show?",
    options=[
        Option(
            "together",
            "satisfied customers rate delivery better; why, it does not say",
            "Punctual delivery may satisfy; satisfied customers may also judge delivery kindly (a halo).",
        ),
        Option(
            "lever",
            "that punctual delivery raises satisfaction by 0.71",
            "A correlation is no slope, and a slope is no effect.",
        ),
        Option(
            "half",
            "that delivery makes up half of satisfaction (0.71² = 0.5)",
            "Shares of variance of items that go together do not add up, and do not cause.",
        ),
    ],
    answer="together",
    hints=[
        "Could the arrow run the other way?",
        Twin(
            lambda: (
                "A twin: pupils who like a teacher find the classroom brighter. Painting the classroom would not make them like "
                "the teacher."
            )
        ),
    ],
    after="Which trial would show it, and how long would it have to run?",
)


def _ipa_items(rng):
    """Eight items, all well done on a scale from 1 to 7, so that cut and mean disagree."""
    names = ("delivery", "answers", "returns", "packaging", "choice", "safety", "hours", "advice")
    return pd.DataFrame(
        {
            "item": rng.sample(names, 8),
            "importance": [round(rng.uniform(0.3, 0.75), 2) for _ in names],
            "performance": [round(rng.uniform(4.4, 6.4), 1) for _ in names],
        }
    )


def _grid(items, performance_cut=5, exchanged=False):
    first, second = ("performance", "importance") if exchanged else ("importance", "performance")
    cuts = dict(importance_cut=performance_cut) if exchanged else dict(performance_cut=performance_cut)
    return satisfaction.importance_performance(items[first], items[second], items["item"], **cuts)[
        ["item", "quadrant"]
    ]


def _ipa_is_telling(items):
    right = _grid(items)["quadrant"]
    return (
        1 <= (right == "concentrate here").sum() <= 3
        and (right != _grid(items, None)["quadrant"]).any()
        and (right != _grid(items, exchanged=True)["quadrant"]).any()
        and (items["performance"] - 5).abs().min() > 0.05
    )


ipa = Value(
    id="satisfaction.ipa",
    section="13-satisfaction#satisfaction-ipa",
    title="Whose line is it?",
    core=False,
    prompt="`q.items` holds {items}: `item`, `importance` (derived) and `performance` (1 to 7). The firm has agreed that 5 points "
    "are good enough, and cuts importance at its mean. Make a DataFrame with `item` and `quadrant` (the words of the chapter).",
    draws=dict(items=Sample(_ipa_items, "{rows} items")),
    where=_ipa_is_telling,
    key="item",
    answer=_grid,
    slips=[
        Slip(
            lambda items: _grid(items, None),
            "is what you get with performance cut at its mean. The firm has agreed on 5 points.",
            because="the default cut of most programs",
        ),
        Slip(
            lambda items: _grid(items, exchanged=True),
            "is what you get with importance and performance exchanged.",
            because="the axes of the grid exchanged",
        ),
        Slip(
            lambda items: _grid(items, 4),
            "is what you get with the cut at the middle of the scale. The firm has agreed on 5 points.",
            because="the other usual cut",
        ),
    ],
    hints=[
        "Which argument of `satisfaction.importance_performance` sets the line of performance?",
        "`performance_cut=5`; the other cut is at the mean if nothing is said.",
        Twin(
            lambda items: (
                f"A twin: an item with importance {items['importance'][0]}, where the mean is {items['importance'].mean():.2f}, "
                f"and performance {items['performance'][0]}, where 5 is good enough: “{_grid(items)['quadrant'][0]}”."
            )
        ),
    ],
    means="A fixed line says what is good enough. A mean says who is behind the others, and somebody always is.",
    after="What would all items have to do to empty “concentrate here” under each of the two lines?",
)

# Surveys ------------------------------------------------------------------------------------------

faults = Match(
    id="satisfaction.faults",
    section="13-satisfaction#satisfaction-survey",
    title="What is wrong with the question?",
    prompt="A questionnaire holds these five questions. Name the fault of each.",
    answer={
        "How much do you value our prize-winning hotline?": "leading",
        "Was the courier punctual and polite? (yes / no)": "double-barrelled",
        "1 = very good … 5 = very bad, after ten questions with 5 = best": "scale direction",
        "“How was your year with us?”, sent an hour after a complaint": "timing",
        "excellent / very good / good / poor": "unbalanced answers",
    },
    slips={
        ("How much do you value our prize-winning hotline?", "double-barrelled"): (
            "It asks one thing. Which of its words has an opinion already?"
        ),
        ("How much do you value our prize-winning hotline?", "unbalanced answers"): (
            "No answers are shown. Look at the words of the question."
        ),
        ("How much do you value our prize-winning hotline?", "scale direction"): (
            "No scale is shown. Look at the words of the question."
        ),
        ("How much do you value our prize-winning hotline?", "timing"): (
            "It would push at any hour. Which word does it?"
        ),
        ("Was the courier punctual and polite? (yes / no)", "unbalanced answers"): (
            "One way up and one down. But of which of the two qualities?"
        ),
        ("1 = very good … 5 = very bad, after ten questions with 5 = best", "leading"): (
            "It praises nothing. What does a habitual 5 mean now?"
        ),
        ("1 = very good … 5 = very bad, after ten questions with 5 = best", "timing"): (
            "It is the place among the questions, not the hour. What has changed since the ten before?"
        ),
        ("“How was your year with us?”, sent an hour after a complaint", "double-barrelled"): (
            "It asks one thing. What answers for the year?"
        ),
        ("excellent / very good / good / poor", "scale direction"): (
            "It runs one way. How many steps praise, and how many complain?"
        ),
        (
            "Was the courier punctual and polite? (yes / no)",
            "leading",
        ): "It does not push. What does a late and polite courier get?",
        (
            "excellent / very good / good / poor",
            "leading",
        ): "The question does not praise; count the steps up and down among the answers.",
        (
            "1 = very good … 5 = very bad, after ten questions with 5 = best",
            "unbalanced answers",
        ): "There are as many steps up as down. What does a habitual 5 mean now?",
        (
            "“How was your year with us?”, sent an hour after a complaint",
            "leading",
        ): "The words are fair. What is on the customer's mind?",
    },
    hints=[
        "Read each as a customer who is a little angry and in a hurry.",
        "One pushes, one asks two things, one turns its scale, one comes at the wrong hour, one has three ways up.",
        Twin(
            lambda: (
                "A twin: “Don't you agree that our bread is fresh?” is leading; “Is it fresh and cheap?” is double-barrelled; "
                "asked at the end of a fast, its timing is wrong."
            )
        ),
    ],
    means="None of the five is repaired by more answers.",
    after="Which of the five would raise the score, and which only blur it?",
)


def _weighted(regulars, occasional, response, low_response, happy, less_happy):
    return (regulars * happy + occasional * less_happy) / (regulars + occasional)


weighted = _number(
    id="satisfaction.weighted",
    section="13-satisfaction#satisfaction-survey",
    title="Let the answers stand for the silent",
    prompt="A firm asks {regulars} regulars and {occasional} occasional customers. Of the regulars {response} answer, and {happy} "
    "of the answers say “satisfied”. Of the occasional customers {low_response} answer, and {less_happy} of the answers say so. "
    "Weight each answer by 1 ÷ response rate of its group. Which share of all who were asked is satisfied?",
    draws=dict(
        regulars=whole(300, 500, 50),
        occasional=whole(700, 1_200, 100),
        response=rate(0.45, 0.6, step=0.05),
        low_response=rate(0.1, 0.2, step=0.05),
        happy=rate(0.8, 0.9, step=0.05),
        less_happy=rate(0.4, 0.55, step=0.05),
    ),
    answer=_weighted,
    unit="share",
    low=0,
    high=1,
    slips=[
        Slip(
            lambda regulars, occasional, response, low_response, happy, less_happy: (
                (regulars * response * happy + occasional * low_response * less_happy)
                / (regulars * response + occasional * low_response)
            ),
            "This is the share among the answers. The regulars answered more often.",
            because="answers taken for all who were asked",
        ),
        Slip(
            lambda regulars, occasional, response, low_response, happy, less_happy: (happy + less_happy) / 2,
            "This is the mean of the two shares. The groups are not of the same size.",
            because="mean of rates in place of the rate of sums",
        ),
        Slip(
            lambda regulars, occasional, response, low_response, happy, less_happy: (
                (regulars * response**2 * happy + occasional * low_response**2 * less_happy)
                / (regulars * response**2 + occasional * low_response**2)
            ),
            "This is the number you get multiplying by the response rate. The weight is one divided by it.",
            because="the weight turned over",
        ),
        Slip(
            lambda regulars, occasional, response, low_response, happy, less_happy: (
                (regulars * response * happy + occasional * low_response * less_happy)
                / (regulars + occasional)
            ),
            "This is the share of all who were asked that answered “satisfied”. All the silent count as dissatisfied in it.",
            because="silence taken for dissatisfaction",
        ),
    ],
    hints=[
        "After weighting, for how many customers does each group stand?",
        "An answer of a group of 400 with 200 answers stands for two. So each group counts with all whom it was asked of.",
        Twin(
            lambda regulars, occasional, response, low_response, happy, less_happy: (
                f"A twin: {regulars} × {happy:.2f} + {occasional} × {less_happy:.2f} = "
                f"{regulars * happy + occasional * less_happy:.0f} of {regulars + occasional}: "
                f"{_weighted(regulars, occasional, response, low_response, happy, less_happy):.3f}."
            )
        ),
    ],
    means="The weights repair what hangs on the group. Within a group the silent may still differ from the others.",
    after="What would you have to know to check that they do not?",
)

# Why it matters -----------------------------------------------------------------------------------

_TESTABLE = "testable on the firm's own data"
_ARITHMETIC = "implied by arithmetic"
_SOURCE = "source criticism only"

kinds = Match(
    id="satisfaction.kinds",
    section="13-satisfaction#satisfaction-five",
    title="Which kind of claim?",
    prompt="A shop with its own customer file hears five sentences. Of which kind is each?",
    answer={
        "our satisfied customers complain less often": _TESTABLE,
        "our satisfied customers bring more friends": _TESTABLE,
        "4.3 visits a month at 4.06 US dollars make 209 US dollars a year": _ARITHMETIC,
        "firms with satisfied customers lose less on the stock market in a crisis": _SOURCE,
        "NPS predicts the growth of firms better than other scores": _SOURCE,
    },
    slips={
        (
            "our satisfied customers complain less often",
            _ARITHMETIC,
        ): "Can it be known without counting a complaint?",
        (
            "our satisfied customers bring more friends",
            _ARITHMETIC,
        ): "A pencil does not know who brought whom.",
        (
            "our satisfied customers bring more friends",
            _SOURCE,
        ): "The file says who was brought by whom.",
        (
            "4.3 visits a month at 4.06 US dollars make 209 US dollars a year",
            _SOURCE,
        ): "The factors come from a source. Does the product?",
        (
            "firms with satisfied customers lose less on the stock market in a crisis",
            _ARITHMETIC,
        ): "Which numbers would you multiply to know it?",
        (
            "NPS predicts the growth of firms better than other scores",
            _ARITHMETIC,
        ): "Which numbers would you multiply to know it?",
        (
            "our satisfied customers complain less often",
            _SOURCE,
        ): "The firm has both the answers and the complaints.",
        (
            "4.3 visits a month at 4.06 US dollars make 209 US dollars a year",
            _TESTABLE,
        ): "It needs no customer, only a pencil.",
        (
            "NPS predicts the growth of firms better than other scores",
            _TESTABLE,
        ): "How many firms does the file hold?",
        (
            "firms with satisfied customers lose less on the stock market in a crisis",
            _TESTABLE,
        ): "One shop is one firm.",
    },
    hints=[
        "Could the shop count it? Could a pencil settle it? Or only somebody with data on many firms?",
        Twin(
            lambda: (
                "A twin, on bread: “ours keeps longer than last year's” can be tested; “2 loaves at ¥5 cost ¥10” is arithmetic; "
                "“bakers live longer” is for those who study bakers."
            )
        ),
    ],
    means="What cannot be tested here may be true. It has to be said as “claimed by”.",
    after="Which of the five would you spend money on testing?",
)

why_smaller = Choice(
    id="satisfaction.why-smaller",
    section="13-satisfaction#satisfaction-loyalty",
    title="Why did the effect shrink?",
    prompt="Satisfied members leave less often by 14 points; at equal price sensitivity by 8. Why is the second number smaller?",
    options=[
        Option(
            "confounder",
            "price-sensitive members are both less satisfied and quicker to leave",
            "A part of the 14 points is price sensitivity at work, and would not move with satisfaction.",
        ),
        Option(
            "fewer",
            "adjusting uses fewer members",
            "Both lines use the same 189 members. Fewer would widen the interval, not shrink the effect.",
        ),
        Option(
            "mediator",
            "satisfaction makes members less price-sensitive, and this part is lost",
            "It might, elsewhere. Then one should not adjust. Here price sensitivity comes first.",
        ),
    ],
    answer="confounder",
    hints=[
        "What does price sensitivity do to each of the two?",
        Twin(
            lambda: (
                "A twin: people with umbrellas slip more often. At equal weather they do not. Rain moves both."
            )
        ),
    ],
    after="How could one tell the first option from the third?",
)


def _standardised(loyal, satisfied_loyal, effect, bargain, satisfied_bargain, effect_bargain):
    return (loyal * effect + bargain * effect_bargain) / (loyal + bargain)


def _naive(loyal, satisfied_loyal, effect, bargain, satisfied_bargain, effect_bargain):
    """Leaving of the dissatisfied less that of the satisfied, groups thrown together; base rates .30 and .60."""
    happy = loyal * satisfied_loyal, bargain * satisfied_bargain
    others = loyal - happy[0], bargain - happy[1]
    left = (others[0] * 0.3 + others[1] * 0.6) / sum(others)
    return left - (happy[0] * (0.3 - effect) + happy[1] * (0.6 - effect_bargain)) / sum(happy)


def _points(low, high):
    """A difference of two shares."""
    return Grid(low, high, 0.02, lambda share: f"{100 * share:.0f} percentage points")


confounding = _number(
    id="satisfaction.confounding",
    section="13-satisfaction#satisfaction-loyalty",
    title="Two groups, taken together and apart",
    prompt="A club has {loyal} members who do not watch prices; {satisfied_loyal} of them are satisfied. Of the dissatisfied "
    "30 % leave; among the satisfied the share is lower by {effect}. It also has {bargain} bargain hunters; "
    "{satisfied_bargain} of them are satisfied. Of the dissatisfied 60 % leave; among the satisfied the share is lower by "
    "{effect_bargain}. By how much do the satisfied leave less at equal price sensitivity, with the two "
    "groups weighted by their size? (a share, above 0)",
    draws=dict(
        loyal=whole(300, 600, 100),
        satisfied_loyal=rate(0.7, 0.85, step=0.05),
        effect=_points(0.04, 0.08),
        bargain=whole(300, 600, 100),
        satisfied_bargain=rate(0.2, 0.35, step=0.05),
        effect_bargain=_points(0.06, 0.14),
    ),
    answer=_standardised,
    unit="share",
    low=0,
    high=1,
    slips=[
        Slip(
            _naive,
            "This is the number you get with both groups thrown together. Most of the dissatisfied are bargain hunters.",
            because="confounding by price sensitivity",
        ),
        Slip(
            lambda loyal, satisfied_loyal, effect, bargain, satisfied_bargain, effect_bargain: (
                effect + effect_bargain
            ),
            "This is the sum of the two differences. A member belongs to one group.",
            because="effects of groups added up",
        ),
        Slip(
            lambda loyal, satisfied_loyal, effect, bargain, satisfied_bargain, effect_bargain: (
                (effect + effect_bargain) / 2
            ),
            "This is the number you get if both groups weigh the same. They are not of the same size.",
            because="mean of group effects without their sizes",
        ),
        Slip(
            lambda loyal, satisfied_loyal, effect, bargain, satisfied_bargain, effect_bargain: (
                (loyal * satisfied_loyal * effect + bargain * satisfied_bargain * effect_bargain)
                / (loyal * satisfied_loyal + bargain * satisfied_bargain)
            ),
            "This is the number you get weighting by the satisfied of each group. All members of a group count here.",
            because="effect on the treated taken for the effect on all",
        ),
    ],
    hints=[
        "Within a group price sensitivity is equal. What is the difference there?",
        "Weight the two differences by the size of the groups.",
        Twin(
            lambda loyal, satisfied_loyal, effect, bargain, satisfied_bargain, effect_bargain: (
                f"A twin: ({loyal} × {effect:.2f} + {bargain} × {effect_bargain:.2f}) ÷ {loyal + bargain} = "
                f"{_standardised(loyal, satisfied_loyal, effect, bargain, satisfied_bargain, effect_bargain):.4f}. Thrown "
                f"together it would have been "
                f"{_naive(loyal, satisfied_loyal, effect, bargain, satisfied_bargain, effect_bargain):.3f}."
            )
        ),
    ],
    means="The larger number compares bargain hunters with others and calls the difference satisfaction.",
    after="Which other group, that nobody recorded, might do the same to the smaller number?",
)


@functools.cache
def _club():
    """The firm's monthly members who answered: mean CSAT (points), price sensitivity, left in a year or not."""
    firm = datasets.load_firm()
    prices = firm.customers[["customer_id", "price_sensitivity"]]
    club = firm_club.first_year(firm).dropna(subset=["csat"]).merge(prices, on="customer_id")
    return club[["customer_id", "csat", "price_sensitivity", "left"]].round({"csat": 2})


def _some_members(rng):
    return _club().loc[sorted(rng.sample(range(len(_club())), 150))].reset_index(drop=True)


def _two_slopes(members, unit=None):
    csat, price = members["csat"] / (unit or members["csat"].std()), members["price_sensitivity"]
    found = {
        "naive": slope_interval(members["left"], csat),
        "adjusted": slope_interval(members["left"], csat, price),
    }
    return pd.DataFrame([(name, *slope) for name, slope in found.items()], columns=_SLOPES)


_SLOPES = ["estimate", "slope", "low", "high"]


def _one_error(members):
    """The slopes with one standard error on each side."""
    return _two_slopes(members).assign(
        low=lambda table: table["slope"] - (table["slope"] - table["low"]) / 1.96,
        high=lambda table: table["slope"] + (table["high"] - table["slope"]) / 1.96,
    )


def _causes_exchanged(members):
    """The adjusted slope of price sensitivity at equal CSAT, in place of that of CSAT at equal price sensitivity."""
    csat = members["csat"] / members["csat"].std()
    exchanged = slope_interval(members["left"], members["price_sensitivity"], csat)
    return pd.DataFrame(
        [("naive", *slope_interval(members["left"], csat)), ("adjusted", *exchanged)], columns=_SLOPES
    )


def _equal_spread(members):
    """The slopes with the interval that takes the spread as equal everywhere."""
    from scipy.special import stdtrit

    csat = members["csat"] / members["csat"].std()
    rows = []
    for name, causes in {"naive": [csat], "adjusted": [csat, members["price_sensitivity"]]}.items():
        design = np.column_stack([np.ones(len(members)), *causes])
        inverse, free = np.linalg.inv(design.T @ design), len(members) - design.shape[1]
        found = inverse @ design.T @ members["left"].to_numpy()
        rest = members["left"].to_numpy() - design @ found
        half = stdtrit(free, 0.975) * (rest @ rest / free * inverse[1, 1]) ** 0.5
        rows.append((name, found[1], found[1] - half, found[1] + half))
    return pd.DataFrame(rows, columns=_SLOPES)


def _slopes_twin(members):
    naive, adjusted = _two_slopes(members)["slope"]
    return (
        f"A twin on {len(members)} other members: `slope_interval(left, csat / csat.std())` gives {naive:.3f}, and with "
        f"`price_sensitivity` as third argument {adjusted:.3f}. Each call gives its low and high end as well."
    )


slopes = Value(
    id="satisfaction.slopes",
    section="13-satisfaction#satisfaction-loyalty",
    title="Naive and adjusted",
    prompt="`q.members` holds {members} of the club: `csat`, `price_sensitivity` and `left` (1 if she left within twelve months). "
    "Make a DataFrame with `estimate` (`naive` or `adjusted`), `slope`, `low` and `high`: the slope of `left` for one standard "
    "deviation of `csat` (`csat / csat.std()`) with its 95 % interval, as `slope_interval` gives it, alone and at equal price "
    "sensitivity.",
    draws=dict(members=Sample(_some_members, "{rows} members")),
    where=lambda members: abs(_two_slopes(members)["slope"]).min() > 0.02,
    key="estimate",
    answer=_two_slopes,
    slips=[
        Slip(
            lambda members: _two_slopes(members, unit=1),
            "is what you get for one point of CSAT. One standard deviation is asked.",
            because="the unit of the cause",
        ),
        Slip(
            lambda members: _two_slopes(members, unit=members["csat"].std(ddof=0)),
            "is what you get with the standard deviation that divides by n, as NumPy's does. `csat.std()` divides by n − 1.",
            because="two standard deviations of the same name",
        ),
        Slip(
            lambda members: _two_slopes(members, unit=100 * members["csat"].std()),
            "is what you get in percentage points. `left` is 1 or 0, so its slope is a share.",
            because="share and percentage points",
        ),
        Slip(
            lambda members: _two_slopes(members).assign(estimate=["adjusted", "naive"]),
            "is what you get with the two exchanged.",
            because="naive and adjusted exchanged",
        ),
        Slip(
            lambda members: _two_slopes(members).assign(slope=float(members["left"].corr(members["csat"]))),
            "is what you get as a correlation. It has no unit; a slope says by how many points leaving changes.",
            because="correlation taken for effect",
        ),
        Slip(
            lambda members: _two_slopes(members.assign(left=1 - members["left"])),
            "is what you get for staying. The slope of leaving is asked.",
            because="the outcome turned round",
        ),
        Slip(
            _causes_exchanged,
            "is what you get with the cause and what is held equal exchanged. The cause is the second argument.",
            because="arguments in the other order",
        ),
        Slip(
            _equal_spread,
            "is what you get if the spread is taken as equal everywhere, as most programs do. An outcome of 0 and 1 spreads "
            "most where both are frequent; `slope_interval` allows for that.",
            because="the default interval of most programs",
        ),
        Slip(
            _one_error,
            "is what you get with one standard error on each side. 95 % take 1.96 of them.",
            because="standard error taken for interval",
        ),
    ],
    hints=[
        "`slope_interval(outcome, cause)` gives slope, low and high.",
        "The third argument is what is held equal.",
        Twin(_slopes_twin),
    ],
    means="The step from the first number to the second is what price sensitivity did under the name of satisfaction.",
    after="How wide are the two intervals, and would you decide on them?",
)

multiply_out = _number(
    id="satisfaction.multiply-out",
    section="13-satisfaction#satisfaction-starbucks",
    title="Multiply out",
    prompt="Highly satisfied customers of a café come {visits} times a month, spend {ticket} a visit and have come for {years} years on average. "
    "What is the revenue over all these years, as the usual slide computes it, in ¥?",
    draws=dict(visits=whole(4, 8), ticket=money(24, 40, step=2), years=whole(5, 9)),
    answer=lambda visits, ticket, years: 12 * visits * ticket * years,
    unit="¥",
    low=0,
    high=1_000_000,
    slips=[
        Slip(
            lambda visits, ticket, years: visits * ticket * years,
            "This is the number you get with one month a year.",
            because="months taken for years",
        ),
        Slip(
            lambda visits, ticket, years: 12 * visits * ticket,
            "This is the revenue of one year.",
            because="a year taken for a lifetime",
        ),
        Slip(
            lambda visits, ticket, years: 52 * visits * ticket * years,
            "This is the number you get with visits a week. They are visits a month.",
            because="weeks and months",
        ),
    ],
    hints=[
        "How many visits in a year?",
        "Visits a month × 12 × ticket × years.",
        Twin(
            lambda visits, ticket, years: (
                f"A twin: {visits} × 12 × {ticket} × {years} = {12 * visits * ticket * years:,}."
            )
        ),
    ],
    means="The product is right. Name two reasons why it is not what making a customer happy would bring.",
    after="What would be left of it with a margin of 30 % and a cost of capital of 10 %?",
)

slide = Audit(
    id="satisfaction.slide",
    section="13-satisfaction#satisfaction-starbucks",
    title="The wrong line on the slide",
    prompt="A slide compares customers who say 5 with those who say 4: {more} more visits a month at {ticket} each, a margin of "
    "{margin}. A programme costs {cost} a customer and year. One line does not follow from the others. Which?",
    draws=dict(
        more=whole(2, 4),
        ticket=money(26, 40, step=2),
        margin=rate(0.25, 0.4, step=0.05),
        cost=money(60, 100, step=10),
    ),
    options=[
        Option(
            "visits",
            lambda more, ticket, **_: (
                f"More revenue of a five: 12 × {more} × {ticket} = ¥{12 * more * ticket:,} a year"
            ),
            "It is the difference of two groups, and computed rightly.",
        ),
        Option(
            "margin",
            lambda more, ticket, margin, **_: (
                f"More margin of a five: {margin:.2f} × {12 * more * ticket:,} = ¥{12 * more * ticket * margin:,.0f} a year"
            ),
            "The margin is that share of the revenue.",
        ),
        Option(
            "effect",
            lambda more, ticket, margin, **_: (
                f"So a customer moved from 4 to 5 will bring ¥{12 * more * ticket * margin:,.0f} more a year"
            ),
            "Fives and fours are different people. Nobody was moved, so the table cannot say what moving brings.",
        ),
        Option(
            "break-even",
            lambda more, ticket, margin, cost: (
                f"At ¥{cost} a customer, ¥{cost} of margin a year must come from it"
            ),
            "That is what breaking even means.",
        ),
    ],
    answer="effect",
    hints=[
        "Which line speaks of a change, and which of a difference?",
        "What would have had to be done to know it?",
        Twin(
            lambda more, ticket, margin, cost: (
                f"A twin: people who own a piano for ¥{100 * cost:,} go to {more} more concerts a year at ¥{ticket}, of which the "
                f"hall keeps {margin:.0%}. That a piano, given away, would send its new owner to {more} more concerts is another "
                "sentence."
            )
        ),
    ],
    means="A comparison of groups can be the start of a trial. It is not its result.",
    after="How many customers would a trial by lot need, roughly, and for how long?",
)


def _needed_rise(orders, contribution, cost, years):
    return cost * years / (orders * years * contribution)


break_even_effect = _number(
    id="satisfaction.break-even-effect",
    section="13-satisfaction#satisfaction-decision",
    title="What must it bring?",
    prompt="A customer places {orders} orders a year that contribute {contribution} each. A programme for her costs {cost} a year for "
    "{years} years. By which share must her orders rise for the programme to pay?",
    draws=dict(
        orders=whole(2, 6),
        contribution=money(40, 70, step=5),
        cost=money(8, 20, step=2),
        years=whole(2, 4),
    ),
    answer=_needed_rise,
    unit="share",
    low=0,
    high=10,
    slips=[
        Slip(
            lambda orders, contribution, cost, years: cost / (orders * years * contribution),
            "This is the number you get with one year of cost and all years of orders.",
            because="a year's cost set against a lifetime's orders",
        ),
        Slip(
            lambda orders, contribution, cost, years: cost * years / (orders * contribution),
            "This is the number you get with all years of cost and one year of orders.",
            because="a year of orders set against the whole cost",
        ),
        Slip(
            lambda orders, contribution, cost, years: cost * years / contribution,
            "This is the number of further orders over all years. As a share of what she orders in that time?",
            because="orders taken for a share",
        ),
        Slip(
            lambda orders, contribution, cost, years: cost / contribution,
            "This is the number of further orders a year. As a share of what she orders now?",
            because="orders taken for a share",
        ),
    ],
    hints=[
        "How many further orders a year pay for the cost of a year?",
        "Divide by the orders that she places anyway.",
        Twin(
            lambda orders, contribution, cost, years: (
                f"A twin: ¥{cost} a year need {cost} ÷ {contribution} = {cost / contribution:.3f} further orders a year; of {orders} "
                f"that is {_needed_rise(orders, contribution, cost, years):.4f}."
            )
        ),
    ],
    means="The more a customer orders, the smaller the rise that pays for her care: begin with those who have most at stake.",
    after="Why is it a mistake to begin with the unhappiest?",
)

# The decision -------------------------------------------------------------------------------------

_DAYS = 1_095
_TRUE_RISE, _NAIVE_RISE = 0.056, 0.103


@functools.cache
def _firm_of_the_decision():
    """What the firm knows of each buyer, and the contribution that half a standard deviation would bring."""
    firm = datasets.load_firm()
    truth = firm.truth.customers.set_index("customer_id")
    buyers = truth.index[truth["buyer"]]
    orders = firm.orders[firm.orders["status"] == "completed"]
    typical = orders.groupby("customer_id")["amount"].mean().reindex(buyers)
    told = firm.surveys[firm.surveys["answered"]].groupby("customer_id")["csat"].mean().astype(float)
    rate = truth["order_contribution"].mean() / truth["mean_order_value"].mean()
    known = pd.DataFrame(
        {
            "expected_orders": firm.truth.expected_purchases(_DAYS, knowing="population")[buyers].round(2),
            "contribution": (typical.fillna(typical.mean()) * rate).round(1),
            "csat": told.reindex(buyers).round(1),
        }
    )
    gain = firm.truth.purchases_gained(0.5, days=_DAYS)[buyers] * truth.loc[buyers, "order_contribution"]
    return known.reset_index(), gain


def _some_customers(rng):
    known, _ = _firm_of_the_decision()
    return known.loc[sorted(rng.sample(range(len(known)), 600))].reset_index(drop=True)


def _programme_profit(customers, cost):
    """By customer, what the programme earns in three years (¥)."""
    return _firm_of_the_decision()[1].loc[customers["customer_id"].to_list()] - 3 * cost


def _worth_treating(customers, cost, rise=_TRUE_RISE):
    stake = customers["expected_orders"] * customers["contribution"]
    return customers.loc[rise * stake > 3 * cost, "customer_id"].tolist()


def _treating_pays(customers, cost):
    profit = _programme_profit(customers, cost)
    best, naive = _worth_treating(customers, cost), _worth_treating(customers, cost, _NAIVE_RISE)
    return profit[best].sum() > 1.25 * max(profit[naive].sum(), profit.sum(), 0) and len(best) >= 60


treat = Decision(
    id="satisfaction.treat",
    section="13-satisfaction#satisfaction-decision",
    title="For whom is the programme?",
    prompt="`q.customers` holds {customers} of the simulated firm: `customer_id`, `expected_orders` (in the next three years, if "
    "nothing is done), `contribution` (¥ an order) and `csat` (missing if she never answered). A programme raises satisfaction "
    "by half a standard deviation and costs {cost} a customer and year, for three years. A trial by lot showed 5.6 % more "
    "orders; a comparison of happy and unhappy customers had promised 10.3 %. Whom do you treat? Leave a list of `customer_id`.",
    draws=dict(customers=Sample(_some_customers, "{rows} customers"), cost=money(5, 7)),
    where=_treating_pays,
    profit=_programme_profit,
    policy=_worth_treating,
    enough=0.98,
    slips=[
        Slip(
            lambda customers, cost: _worth_treating(customers, cost, _NAIVE_RISE),
            "You trust the comparison. The trial showed about half as much, and those at the margin do not pay.",
            because="association taken for effect",
        ),
        Slip(
            lambda customers, cost: _worth_treating(customers, cost / 3),
            "You charge one year of cost against three years of orders.",
            because="a year's cost set against three years of orders",
        ),
        Slip(
            lambda customers, cost: customers.loc[customers["csat"] <= 3, "customer_id"].tolist(),
            "You treat the unhappy. Many of them order little, so there is little to keep.",
            because="“help the unhappiest first”",
        ),
        Slip(
            lambda customers, cost: customers["customer_id"].tolist(),
            "You treat everyone. For most customers the programme costs more than all the orders that it could save.",
            because="the average gain applied to all",
        ),
    ],
    hints=[
        "What is at stake at a customer? Expected orders times the contribution of an order.",
        "Treat her if 0.056 × expected orders × contribution is more than three years of cost.",
        Twin(
            lambda customers, cost: (
                f"At ¥{cost} a year the stake must exceed 3 × {cost} ÷ 0.056 = ¥{3 * cost / _TRUE_RISE:,.0f}: "
                f"{len(_worth_treating(customers, cost))} of {len(customers)} customers."
            )
        ),
    ],
    after="What would you pay for a trial before you begin? What would you have lost without one?",
)

memo = Memo(
    id="satisfaction.memo",
    section="13-satisfaction#satisfaction-decision",
    title="The memo",
    prompt="The head of service writes: “Our NPS is 28, and delighted customers bring twice the revenue of unhappy ones. ¥5 a "
    "customer and year for the care programme pays for itself. Shall we start with everyone?” Answer in a memo: your number, "
    "how uncertain it is, the alternative you turned down, and what an error would cost.",
    words=(60, 260),
    model="Do not start with everyone; start with about 430 customers. The 28 is the score of 224 who answered, of 785 asked. "
    "Chance alone makes it 18 to 38, and the happy answered more than twice as often as the unhappy, so the score of all is "
    "likely lower; in our firm it is 12. That the delighted bring twice the revenue compares people, and 57 of them. In the "
    "club one standard deviation of satisfaction goes with 13.7 points less leaving, but price-sensitive members are both less "
    "satisfied and quicker to go; at equal price sensitivity it is 8.3 points (1.2 to 15.4). Half a standard deviation brings "
    "about 5.6 % more orders, ¥25,700 in three years, against ¥28,600 of cost for all 1,905: a loss of ¥2,900. For the 430 "
    "customers who are expected to contribute more than ¥268 it earns about ¥14,500. I turned down the unhappiest first: they "
    "order little, and it loses. If the effect is half of what we think, the 430 still earn ¥4,200; if there is none, we lose "
    "¥6,450. Leave a tenth of the 430 out by lot, so that we know in a year. Call fifty of the silent before the next survey.",
    hints=[
        "Begin with the decision. Then take the two numbers of the mail apart, one sentence each.",
        "One sentence each: number, uncertainty, alternative, cost of an error, and the assumption it all rests on.",
        Twin(
            lambda: (
                "A twin, on training: “Train the twenty who see most customers, not all ninety. Trained staff sell 12 % more, but "
                "the able were sent to training first; among equals it is 4 % (1 to 7). At ¥3,000 each, twenty pay back ¥90,000. I "
                "turned down training the weakest: they see few customers. If it does nothing we lose ¥60,000.”"
            )
        ),
    ],
)

# Labs ---------------------------------------------------------------------------------------------

lab_promise = Choice(
    id="satisfaction.lab-promise",
    section="13-satisfaction#satisfaction-state",
    title="Lab: how much should one promise?",
    prompt="Before you move anything: service stands at 5 points. At which promise do most customers come back?",
    options=[
        Option(
            "below",
            "somewhat below 5",
            "Enough come, and they are pleased: about 3.6 points here.",
        ),
        Option(
            "five", "at 5: promise what you keep", "Half of many. A little less wins fewer and keeps more."
        ),
        Option("seven", "at 7: as many first orders as possible", "Most first orders, and few who return."),
        Option("one", "at 1: nobody can be disappointed", "Nearly all return, of very few."),
    ],
    answer="below",
    hints=[
        "Two shares are multiplied: who comes, and who returns. Which way does each run?",
        Twin(
            lambda: (
                "With service at 6 the promises 3, 5 and 7 bring 587, 635 and 160 customers back; the best lies between the first "
                "two."
            )
        ),
    ],
    after="Why is the best promise higher where the service is better, but by less than the service?",
)

lab_margin = Choice(
    id="satisfaction.lab-margin",
    section="13-satisfaction#satisfaction-measures",
    title="Lab: how sure is an NPS?",
    prompt="Before you move anything: with 225 answers the NPS is uncertain by 9.8 points. How many answers halve that?",
    options=[
        Option("four", "900", "The margin falls with the root of the answers: four times as many for half."),
        Option("two", "450", "Twice as many answers leave 71 % of the margin."),
        Option("three", "675", "Three times as many leave 58 % of the margin."),
    ],
    answer="four",
    hints=[
        "The margin holds √n below the line.",
        Twin(
            lambda: (
                "With 100 answers the margin is 14.7 points; with 400 it is 7.4, with 200 it is 10.4: the root of 2 is 1.41."
            )
        ),
    ],
    after="What do four times the invitations cost, and what else could be bought for that?",
)

lab_cut = Choice(
    id="satisfaction.lab-cut",
    section="13-satisfaction#satisfaction-ipa",
    title="Lab: who draws the line?",
    prompt="Before you move anything: performance is cut at 4, the middle of the scale, in place of 5.6, the mean of the items. "
    "How many of the ten items remain under “concentrate here”?",
    options=[
        Option("none", "none", "All ten items lie above 4. By that line the firm is good at everything."),
        Option(
            "half",
            "about half: some items are always below",
            "Below the mean, yes. A fixed line knows no quota.",
        ),
        Option("same", "the same ones: the data have not changed", "The data have not, and the line has."),
    ],
    answer="none",
    hints=[
        "The lowest item stands at 4.93.",
        Twin(
            lambda: (
                "With marks from 80 to 95 and a cut at the mean, half of a class “fails”; with a cut at 60 nobody does."
            )
        ),
    ],
    after="Which cut would you write into next year's targets, and when would you move it?",
)

lab_converts = Choice(
    id="satisfaction.lab-converts",
    section="13-satisfaction#satisfaction-starbucks",
    title="Lab: how many converts does a store need?",
    prompt="Before you move anything: 52 converts a store are needed if all revenue is margin and all of the difference is causal. "
    "Let 30 % be margin and half be causal. How many are needed?",
    options=[
        Option("344", "about 340", "52 ÷ 0.3 ÷ 0.5: the two assumptions multiply."),
        Option("104", "about 100", "Only the causal share has been taken in."),
        Option("173", "about 170", "Only the margin has been taken in."),
    ],
    answer="344",
    hints=[
        "Each convert now brings 0.3 × 0.5 of what was assumed.",
        Twin(
            lambda: "With a margin of 50 % and a causal share of 40 % each brings a fifth, so 52 become 258."
        ),
    ],
    after="Which of the two shares could be read from the books?",
)

QUESTIONS = (
    disconfirmation,
    nps,
    nps_interval,
    ces_versions,
    invitations,
    nps_function,
    servqual,
    kano_pair,
    kano_table,
    ipa,
    faults,
    weighted,
    confounding,
    slopes,
    slide,
    treat,
    memo,
)
LABS = (lab_promise, lab_margin, lab_cut, lab_converts)
QUIZ = (
    same_room,
    which_needs_more,
    average_gap,
    kano_coefficient,
    halo,
    kinds,
    why_smaller,
    multiply_out,
    break_even_effect,
)
