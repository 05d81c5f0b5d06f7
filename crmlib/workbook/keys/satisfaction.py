"""The answers to the questions of chapter 13, satisfaction."""

import math
from statistics import NormalDist

import numpy as np
import pandas as pd

from crmlib import satisfaction
from crmlib.satisfaction.slopes import slope_interval
from crmlib.workbook.banks import satisfaction as asked
from crmlib.workbook.banks.satisfaction import ARITHMETIC, SOURCE, TESTABLE, firm_of_the_decision
from crmlib.workbook.marking.choice import AuditKey, ChoiceKey
from crmlib.workbook.marking.decision import DecisionKey
from crmlib.workbook.marking.function import FunctionKey
from crmlib.workbook.marking.interval import IntervalKey
from crmlib.workbook.marking.key import Slip
from crmlib.workbook.marking.match import MatchKey
from crmlib.workbook.marking.memo import MemoKey
from crmlib.workbook.marking.number import NumberKey
from crmlib.workbook.marking.value import ValueKey

# The state ----------------------------------------------------------------------------------------

same_room = ChoiceKey(
    asked.same_room,
    answer="expected",
    whys={
        "expected": "The state comes from a comparison, and they compared the room with different expectations.",
        "room": "They had the same room and the same service.",
        "error": "Chance is always there, but three points of five need no error.",
    },
    after="Which of the two would a leaflet with finer pictures have made less satisfied?",
)

disconfirmation = NumberKey(
    asked.disconfirmation,
    where=lambda many, expected, happy, low: abs(6 * happy + low * (many - happy) - expected * many) > 2,
    answer=lambda many, expected, happy, low: satisfaction.disconfirmation(
        expected, (6 * happy + low * (many - happy)) / many
    ),
    tolerance=0.01,
    turned="This is expectation less perception. Disconfirmation is what was found less what was expected.",
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
        Slip(
            lambda many, expected, happy, low: (low * happy + 6 * (many - happy)) / many - expected,
            "This is the number you get with the two groups exchanged. How many gave 6 points?",
            because="weights of two groups exchanged",
        ),
        Slip(
            lambda many, expected, happy, low: 6 - expected,
            "This is the number of those alone who gave 6 points. The others count, too.",
            because="one group taken for all",
        ),
        Slip(
            lambda many, expected, happy, low: low - expected,
            "This is the number of those alone who gave fewer points. The others count, too.",
            because="one group taken for all",
        ),
    ],
    twin=lambda many, expected, happy, low: (
        f"A twin: {happy} guests with 6 points and {many - happy} with {low}: the mean is "
        f"{(6 * happy + low * (many - happy)) / many:.2f}. Less an expectation of {expected}: "
        f"{(6 * happy + low * (many - happy)) / many - expected:.2f}."
    ),
    means="Below 0 the guests found less than they had expected, on average; some of them found more.",
    after="What would a humbler brochure do to this number, and what to next year's bookings?",
)

# Three scores -------------------------------------------------------------------------------------


def _scores(promoters, passives, six, low):
    return [10] * promoters + [8] * passives + [6] * six + [3] * low


nps = NumberKey(
    asked.nps,
    where=lambda promoters, passives, six, low: (
        abs(promoters - 2 * (six + low)) > 3 and abs(passives - 2 * (promoters - six - low)) > 3
    ),
    routes=[
        lambda promoters, passives, six, low: (
            100 * (promoters - six - low) / (promoters + passives + six + low)
        )
    ],
    answer=lambda **counts: satisfaction.nps(_scores(**counts)),
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
        Slip(
            lambda promoters, passives, six, low: 100 * (six + low) / (promoters + passives + six + low),
            "This is the percentage of detractors. From what is it taken?",
            because="detractors reported as the score",
        ),
        Slip(
            lambda promoters, passives, six, low: (
                100 * (promoters - passives - six - low) / (promoters + passives + six + low)
            ),
            "This is the number you get if the passives count as detractors, too. They count on neither side.",
            because="all who are no promoters taken off",
        ),
    ],
    twin=lambda promoters, passives, six, low: (
        f"A twin: {promoters} promoters, {passives} passives, {six + low} detractors, {promoters + passives + six + low} "
        f"in all. ({promoters} − {six + low}) ÷ {promoters + passives + six + low} × 100 = "
        f"{satisfaction.nps(_scores(promoters, passives, six, low)):.1f}."
    ),
    means="The same score can come from many enthusiasts and many enemies, or from few of both.",
    after="Name another split of the same answers that gives the same score.",
)


def _interval(promoters, detractors, answers, z, spread=None):
    """From the score, z standard errors each way; the spread of one value unless another is given."""
    p, d = promoters, detractors
    variance = p + d - (p - d) ** 2 if spread is None else spread
    half = 100 * z * (variance / answers) ** 0.5
    return 100 * (p - d) - half, 100 * (p - d) + half


def _without_root(promoters, detractors, answers):
    half = 164.5 * (promoters + detractors - (promoters - detractors) ** 2) / answers
    return 100 * (promoters - detractors) - half, 100 * (promoters - detractors) + half


nps_interval = IntervalKey(
    asked.nps_interval,
    plain=lambda answers, promoters, detractors: _interval(promoters, detractors, answers, 1),
    answer=lambda answers, promoters, detractors: _interval(promoters, detractors, answers, 1.645),
    tolerance=0.05,
    slips=[
        Slip(
            lambda answers, promoters, detractors: _interval(
                promoters, detractors, answers, 1.645, promoters * (1 - promoters)
            ),
            "This is the interval you get with the spread of one share. The score is a difference of two shares.",
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
            "This is the interval you get if the two shares had nothing to do with each other. A promoter cannot be a detractor.",
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
        Slip(
            lambda answers, promoters, detractors: tuple(
                end + 100 * detractors for end in _interval(promoters, detractors, answers, 1.645)
            ),
            "This is the interval you get around the share of promoters. What is the score?",
            because="the middle of an NPS",
        ),
        Slip(
            lambda answers, promoters, detractors: _without_root(promoters, detractors, answers),
            "This is the interval you get without the root: a variance in place of a standard error.",
            because="the root left out",
        ),
    ],
    twin=lambda answers, promoters, detractors: (
        f"A twin: p = {promoters:.2f}, d = {detractors:.2f}, n = {answers}. Variance "
        f"{promoters + detractors - (promoters - detractors) ** 2:.4f}; half width 164.5 × √(variance ÷ n) = "
        f"{(_interval(promoters, detractors, answers, 1.645)[1] - 100 * (promoters - detractors)):.1f}; so "
        f"{_interval(promoters, detractors, answers, 1.645)[0]:.1f} to "
        f"{_interval(promoters, detractors, answers, 1.645)[1]:.1f}."
    ),
    means="A rise by three points from one survey of this size to the next is no news.",
    after="Does this interval say anything about those who did not answer?",
)

ces_versions = NumberKey(
    asked.ces_versions,
    where=lambda hotline, chat: abs((chat - 1) / 6 - (5 - hotline) / 4) > 0.02,
    answer=lambda hotline, chat: (chat - 1) / 6 - (5 - hotline) / 4,
    tolerance=0.02,
    turned="This is by how much the hotline lies above the chat. Which of the two is taken from the other?",
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
            lambda hotline, chat: chat / 7 - hotline / 5,
            "This is the number you get dividing by the highest answer, with a high answer good in both versions. Two things to "
            "look at again: where the scales begin, and which end is good.",
            because="scales divided by their top, versions not turned",
        ),
        Slip(
            lambda hotline, chat: chat - hotline,
            "This is the difference of the two means. They are points of different scales.",
            because="a line drawn through a change of version",
        ),
        Slip(
            lambda hotline, chat: chat - (6 - hotline),
            "This is the number you get turning version 1.0 round and taking points from points. The two scales are not of the same length.",
            because="reverse coding without a common scale",
        ),
        Slip(
            lambda hotline, chat: (chat - 1) / 7 - (5 - hotline) / 5,
            "This is the number you get dividing by how many answers there are. How many steps lie between the lowest and the highest?",
            because="answers counted in place of steps",
        ),
    ],
    twin=lambda hotline, chat: (
        f"A twin: hotline {hotline} gives (5 − {hotline}) ÷ 4 = {(5 - hotline) / 4:.3f}; chat {chat} gives "
        f"({chat} − 1) ÷ 6 = {(chat - 1) / 6:.3f}; the chat lies {(chat - 1) / 6 - (5 - hotline) / 4:+.3f}."
    ),
    means="The larger number belonged to the chat all along; that by itself says nothing.",
    after="Would you trust the comparison? Who uses the hotline, and who the chat?",
)

which_needs_more = ChoiceKey(
    asked.which_needs_more,
    answer="share",
    whys={
        "share": "It is uncertain by 4.9 percentage points, the NPS by 9.8 points.",
        "nps": "Both use all answers. The NPS adds the noise of two ends.",
        "same": "n is the same, and the spread of a value is not.",
    },
    after="For which firm would the NPS be known more exactly than in this one, with as many answers?",
)


def _needed(margin, promoters, detractors):
    return satisfaction.nps_sample_size(margin, promoters, detractors)


def _answers(promoters, detractors, margin, z, variance=None):
    """How many answers a margin needs at z standard errors; the variance of one value unless another is given."""
    own = promoters + detractors - (promoters - detractors) ** 2
    return math.ceil((z * 100 / margin) ** 2 * (own if variance is None else variance))


def _invited(promoters, detractors, margin, response):
    variance = promoters + detractors - (promoters - detractors) ** 2
    return math.ceil((NormalDist().inv_cdf(0.975) * 100 / margin) ** 2 * variance) / response


invitations = NumberKey(
    asked.invitations,
    where=lambda promoters, detractors, margin, response: promoters - detractors > 0.12,
    routes=[_invited],
    answer=lambda promoters, detractors, margin, response: _needed(margin, promoters, detractors) / response,
    tolerance=0.01,
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
                satisfaction.csat_sample_size(margin / 100, 0.5) / response
            ),
            "This is the number you get for a share in the worst case. The score is a difference of two shares, and the firm expects "
            "others.",
            because="0.25 for the variance, as for any share",
        ),
        Slip(
            lambda promoters, detractors, margin, response: (
                _needed(margin / 2, promoters, detractors) / response
            ),
            "This is the number you get if the margin is the whole width of the interval. It counts on each side.",
            because="width and margin of an interval",
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
        Slip(
            lambda promoters, detractors, margin, response: (
                _answers(promoters, detractors, margin, 1.645) / response
            ),
            "This is the number you get for a confidence of 90 %. Which is asked?",
            because="1.645 in place of 1.96",
        ),
        Slip(
            lambda promoters, detractors, margin, response: (
                _answers(promoters, detractors, margin, 1.96**0.5) / response
            ),
            "This is the number you get if 1.96 is not squared.",
            because="the square of z left out",
        ),
        Slip(
            lambda promoters, detractors, margin, response: (
                _answers(promoters, detractors, margin, 1.96, promoters + detractors) / response
            ),
            "This is the number you get if the variance is p + d. What is taken off it?",
            because="the square of the mean left out of the variance",
        ),
    ],
    twin=lambda promoters, detractors, margin, response: (
        f"A twin: {promoters:.0%} and {detractors:.0%}, {margin} points: {_needed(margin, promoters, detractors):,} answers. "
        f"At a response of {response:.0%}: {_needed(margin, promoters, detractors):,} ÷ {response:.2f} = "
        f"{_needed(margin, promoters, detractors) / response:,.0f} invitations."
    ),
    means="Chance is bought off with answers. The silent are not bought off at all.",
    after="The same money could buy telephone calls to fifty of the silent. Which would you choose?",
)


def _without_passives(scores):
    promoters, detractors = sum(x >= 9 for x in scores), sum(x <= 6 for x in scores)
    return 100 * (promoters - detractors) / max(promoters + detractors, 1)


def _nps_by_hand(scores):
    promoters = sum(score >= 9 for score in scores)
    detractors = sum(score <= 6 for score in scores)
    return 100 * (promoters - detractors) / len(scores)


nps_function = FunctionKey(
    asked.nps_function,
    answer=satisfaction.nps,
    plain=[_nps_by_hand],
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
    means="Three boxes, one line. What a report calls NPS should pass this check.",
    after="What does your function do with an empty list, and what should it do?",
)

# Gaps and Kano ------------------------------------------------------------------------------------


def _gap(expected, perceived, other_expected, other_perceived, weight):
    gaps = satisfaction.servqual_gaps(
        [expected, other_expected], [perceived, other_perceived], [weight, 1 - weight]
    )
    return float(gaps.sum())


def _weighted_once(expected, perceived, other_expected, other_perceived, weight):
    """The gap of reliability times its weight, and that of the tangibles whole."""
    return weight * (perceived - expected) + other_perceived - other_expected


servqual = NumberKey(
    asked.servqual,
    where=lambda **drawn: abs(_weighted_once(**drawn) - _gap(**{**drawn, "weight": 0.5})) > 0.02,
    routes=[
        lambda expected, perceived, other_expected, other_perceived, weight: (
            weight * (perceived - expected) + (1 - weight) * (other_perceived - other_expected)
        )
    ],
    answer=_gap,
    tolerance=0.01,
    turned="This is expectation less perception, as some reports have it. Here a gap is perception less expectation, so that "
    "a minus is bad.",
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
        Slip(
            lambda expected, perceived, other_expected, other_perceived, weight: (
                weight * (expected - perceived) + (1 - weight) * (other_perceived - other_expected)
            ),
            "This is the number you get if both gaps count with a plus. One of the two falls short.",
            because="sizes of gaps, signs dropped",
        ),
        Slip(
            _weighted_once,
            "This is the number you get with the gap of the tangibles whole. It has a weight, too.",
            because="one weight left out",
        ),
        Slip(
            lambda expected, perceived, other_expected, other_perceived, weight: (
                perceived - expected + (1 - weight) * (other_perceived - other_expected)
            ),
            "This is the number you get with the gap of reliability whole. It has a weight, too.",
            because="one weight left out",
        ),
        Slip(
            lambda expected, perceived, other_expected, other_perceived, weight: (
                weight * perceived + (1 - weight) * other_perceived
            ),
            "This is the weighted mean of what is perceived. With what is it compared?",
            because="perception reported as quality, as SERVPERF does",
        ),
        Slip(
            lambda **drawn: _gap(**drawn) / 2,
            "This is the number you get dividing by two once more. The weights add up to 1 already.",
            because="weighted, then averaged",
        ),
    ],
    twin=lambda expected, perceived, other_expected, other_perceived, weight: (
        f"A twin: gaps {perceived - expected:.1f} and {other_perceived - other_expected:+.1f}, weights {weight:.2f} and "
        f"{1 - weight:.2f}: {weight:.2f} × {perceived - expected:.1f} + {1 - weight:.2f} × "
        f"{other_perceived - other_expected:.1f} = "
        f"{_gap(expected, perceived, other_expected, other_perceived, weight):.3f}."
    ),
    means="The good looks of the shop have paid for part of what reliability lacks. No customer is served by that.",
    after="Which of the two gaps would you show to the head of delivery?",
)

average_gap = ChoiceKey(
    asked.average_gap,
    answer="both",
    whys={
        "both": "The gaps by item say what to do. The mean says what to do about neither.",
        "fine": "At no item do they. A minus and a plus do not cancel for anyone who is not understood.",
        "slight": "It falls short by 0.7 where it falls short. Long opening hours do not make that little.",
    },
    after="What would the mean of the absolute gaps say?",
)

kano_pair = ChoiceKey(
    asked.kano_pair,
    answer="M",
    whys={
        "M": "Its presence is not noticed, and its absence angers.",
        "R": "This is the pair read the wrong way: dislike if it is there, neutral if it is not.",
        "A": "That would be: I like it if it is there, and I am neutral if it is not.",
        "O": "That would be: I like it if it is there, and I dislike it if it is not.",
        "I": "Somebody who dislikes its absence is not indifferent.",
    },
    means="Free returns earn no praise here. Taking them away would be noticed at once.",
    after="What would you expect the same customers to have answered ten years ago?",
    pool=(
        dict(
            answer="A",
            whys={
                "A": "Its presence delights, and nobody misses it.",
                "R": "This is the pair read the wrong way: live with, if it is there, and like, if it is not.",
                "M": "That would be: I dislike it if it is not there, and its presence leaves me cold.",
                "O": "That would be: I like it if it is there, and I dislike it if it is not.",
                "I": "Somebody who likes its presence is not indifferent.",
            },
            means="The call may delight today. Nobody would complain if it never came.",
            after="What will the same customers answer when every courier rings?",
        ),
        dict(
            answer="R",
            whys={
                "R": "Its presence annoys, and its absence is what she expects.",
                "M": "This is the pair read the wrong way: it must be there, and I dislike it if it is not.",
                "A": "That would be: I like it if it is there, and I am neutral if it is not.",
                "O": "That would be: I like it if it is there, and I dislike it if it is not.",
                "I": "Somebody who dislikes its presence is not indifferent.",
            },
            means="She wants the opposite of the feature: a chat that waits until it is called.",
            after="Which numbers of the shop might make its manager keep the window all the same?",
        ),
    ),
)


def _counts(attractive, one, must, indifferent, reverse):
    return ["A"] * attractive + ["O"] * one + ["M"] * must + ["I"] * indifferent + ["R"] * reverse


kano_coefficient = NumberKey(
    asked.kano_coefficient,
    routes=[
        lambda attractive, one, must, indifferent, reverse: (
            -(one + must) / (attractive + one + must + indifferent)
        )
    ],
    answer=lambda **counts: satisfaction.kano_coefficients(_counts(**counts))[1],
    turned="This is the coefficient without its minus. By convention absence counts below 0.",
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
            "This is the number you get with only the must-be answers. Who else dislikes its absence?",
            because="O forgotten",
        ),
        Slip(
            lambda attractive, one, must, indifferent, reverse: -(one + must) / (attractive + one + must),
            "This is the number you get with the I left out of the base. Only R and Q are left out.",
            because="the base of the coefficients",
        ),
        Slip(
            lambda attractive, one, must, indifferent, reverse: (
                (attractive - must) / (attractive + one + must + indifferent)
            ),
            "This is the sum of the two coefficients. One of them is asked: who would miss the feature?",
            because="the two coefficients added up",
        ),
        Slip(
            lambda attractive, one, must, indifferent, reverse: (
                -(one + must + reverse) / (attractive + one + must + indifferent + reverse)
            ),
            "This is the number you get if R counts as well. Does somebody who answered R dislike its absence?",
            because="R among those who miss the feature",
        ),
    ],
    twin=lambda attractive, one, must, indifferent, reverse: (
        f"A twin: O + M = {one + must}, A + O + M + I = {attractive + one + must + indifferent}: "
        f"−{(one + must) / (attractive + one + must + indifferent):.3f}."
    ),
    means="The nearer to −1, the more customers would be angry without it.",
    after="What does the number hide about those who answered R?",
)


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


def _kano_twin(pairs):
    """The first feature of another sample, from its letters."""
    feature, category, pleased, missed = _kano(pairs).iloc[0]
    own = pairs[pairs["feature"] == feature]
    letters = list(satisfaction.kano_classify(own["functional"], own["dysfunctional"]))
    a, o, m, i = map(letters.count, "AOMI")
    return (
        f"A twin: the pairs of one feature of another sample give {a} A, {o} O, {m} M and {i} I beside R and Q. The most "
        f"frequent is {category}. Pleased: ({a} + {o}) ÷ {a + o + m + i} = {pleased:.3f}. Missed: "
        f"−({o} + {m}) ÷ {a + o + m + i} = {missed:.3f}."
    )


def _plain_kano(pairs):
    grid = {1: "QAAAO", 2: "RIIIM", 3: "RIIIM", 4: "RIIIM", 5: "RRRRQ"}
    answers = zip(pairs["functional"], pairs["dysfunctional"], strict=True)
    letter = pd.Series([grid[functional][dysfunctional - 1] for functional, dysfunctional in answers])
    counts = pd.crosstab(pairs["feature"].to_numpy(), letter.to_numpy())
    base = counts.reindex(columns=list("AOMI"), fill_value=0).sum(axis=1)
    pleased = counts.reindex(columns=list("AO"), fill_value=0).sum(axis=1) / base
    missed = -counts.reindex(columns=list("OM"), fill_value=0).sum(axis=1) / base
    table = pd.DataFrame(dict(category=counts.idxmax(axis=1), pleased=pleased, missed=missed))
    return table.rename_axis("feature").reset_index()


kano_table = ValueKey(
    asked.kano_table,
    where=_kano_is_telling,
    answer=_kano,
    row="feature",
    plain=_plain_kano,
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
    twin=_kano_twin,
    means="One letter a feature is what a meeting can use. The two coefficients say how divided the customers are.",
    after="Which of the four would you spend on first, and which only keep from failing?",
)

halo = ChoiceKey(
    asked.halo,
    answer="together",
    whys={
        "together": "Why, it does not say. Punctual delivery may satisfy; satisfied customers may also judge delivery kindly (a halo).",
        "lever": "A correlation is not a slope, and a slope is not an effect.",
        "half": "Shares of variance of items that go together do not add up, and do not cause.",
    },
    after="Which trial would show it, and how long would it have to run?",
)


def _grid(items, performance_cut=5, importance_cut=None, exchanged=False):
    first, second = ("performance", "importance") if exchanged else ("importance", "performance")
    cuts = dict(importance_cut=importance_cut, performance_cut=performance_cut)
    if exchanged:
        cuts = dict(importance_cut=performance_cut, performance_cut=importance_cut)
    return satisfaction.importance_performance(items[first], items[second], items["item"], **cuts)[
        ["item", "quadrant"]
    ]


def _ipa_is_telling(items):
    right = _grid(items)["quadrant"]
    return (
        1 <= (right == "concentrate here").sum() <= 3
        and (right != _grid(items, None)["quadrant"]).any()
        and (right != _grid(items, exchanged=True)["quadrant"]).any()
        and (right != _grid(items, importance_cut=items["importance"].median())["quadrant"]).any()
        and (items["performance"] - 5).abs().min() > 0.05
    )


def _plain_grid(items):
    important = items["importance"] >= items["importance"].mean()
    good = items["performance"] >= 5
    names = {(1, 1): "keep up the good work", (1, 0): "concentrate here"}
    names |= {(0, 1): "possible overkill", (0, 0): "low priority"}
    quadrant = [names[pair] for pair in zip(important, good, strict=True)]
    return pd.DataFrame(dict(item=items["item"], quadrant=quadrant))


ipa = ValueKey(
    asked.ipa,
    where=_ipa_is_telling,
    answer=_grid,
    row="item",
    plain=_plain_grid,
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
            lambda items: _grid(items, importance_cut=items["importance"].median()),
            "is what you get with importance cut at its median. The firm cuts it at its mean.",
            because="median and mean",
        ),
        Slip(
            lambda items: _grid(items, 4),
            "is what you get with the cut at the middle of the scale. The firm has agreed on 5 points.",
            because="the other usual cut",
        ),
    ],
    twin=lambda items: (
        f"A twin: an item with importance {items['importance'][0]}, where the mean is {items['importance'].mean():.2f}, "
        f"and performance {items['performance'][0]}, where 5 is good enough: “{_grid(items)['quadrant'][0]}”."
    ),
    means="A fixed line says what is good enough. A mean says who is behind the others, and somebody always is.",
    after="What would all items have to do to empty “concentrate here” under each of the two lines?",
)

# Surveys ------------------------------------------------------------------------------------------

_HOTEL_FAULTS = {
    "delighted / very pleased / pleased / not pleased": "unbalanced answers",
    "“How do you like our hotels?”, asked while the lift is stuck": "timing",
    "Were the bed and the bathroom clean? (yes / no)": "double-barrelled",
    "0 = excellent … 10 = terrible, under four marks with 10 = excellent": "scale direction",
    "How did you enjoy our famous breakfast?": "leading",
}

_SCHOOL_FAULTS = {
    "1 = fully agree … 6 = not at all, on a page with 6 = fully agree": "scale direction",
    "Most learners love our new app. How do you find it?": "leading",
    "loved it / liked it a lot / liked it / did not like it": "unbalanced answers",
    "Did the teacher speak clearly and correct you enough? (yes / no)": "double-barrelled",
    "“How good was this year's course?”, sent minutes after a failed test": "timing",
}


def _slips_of_faults(faults, of_fault):
    """A row's wrong cells: what is said where a fault is taken for another one."""
    row = {fault: text for text, fault in faults.items()}
    return {(row[fault], wrong): says for (fault, wrong), says in of_fault.items()}


_HOTEL_SLIPS = _slips_of_faults(
    _HOTEL_FAULTS,
    {
        ("unbalanced answers", "leading"): "No question stands here. Count the steps up and down.",
        ("unbalanced answers", "scale direction"): (
            "It runs one way. How many steps praise, and how many complain?"
        ),
        ("unbalanced answers", "double-barrelled"): (
            "All four are about one feeling. How many ways up are there, and how many down?"
        ),
        ("timing", "leading"): "The words are fair. What is on the guest's mind?",
        ("timing", "double-barrelled"): (
            "It asks one thing, about all hotels of the group. What answers for them?"
        ),
        ("timing", "unbalanced answers"): "No answers are shown. When is it asked?",
        (
            "double-barrelled",
            "unbalanced answers",
        ): "One way up and one down. But of which of the two things?",
        (
            "double-barrelled",
            "leading",
        ): "It does not push. What does a guest tick whose bed alone was clean?",
        (
            "double-barrelled",
            "timing",
        ): "Both can be seen at any hour. What does a guest tick whose bed alone was clean?",
        ("scale direction", "unbalanced answers"): (
            "There are as many steps up as down. What does a habitual 10 mean now?"
        ),
        ("scale direction", "leading"): "It praises nothing. What does a habitual 10 mean now?",
        ("scale direction", "timing"): (
            "It is the place under the other marks, not the hour. What has changed since those four?"
        ),
        ("leading", "double-barrelled"): "It asks one thing. Which of its words has an opinion already?",
        ("leading", "unbalanced answers"): "No answers are shown. Look at the words of the question.",
        ("leading", "scale direction"): "No scale is shown. Look at the words of the question.",
        ("leading", "timing"): "It would push at any hour. Which word does it?",
        (
            "unbalanced answers",
            "timing",
        ): "The list is the same at any hour. How many ways up are there, and how many down?",
        ("timing", "scale direction"): "No scale is shown. When is it asked?",
        (
            "scale direction",
            "double-barrelled",
        ): "It is one mark for one thing. What does a habitual 10 mean now?",
        (
            "double-barrelled",
            "scale direction",
        ): "Yes is good and no is bad, as ever. But of which of the two things?",
    },
)

_SCHOOL_SLIPS = _slips_of_faults(
    _SCHOOL_FAULTS,
    {
        ("scale direction", "unbalanced answers"): (
            "There are as many steps up as down. What does a habitual 6 mean now?"
        ),
        ("scale direction", "leading"): "It praises nothing. What does a habitual 6 mean now?",
        ("scale direction", "timing"): (
            "It is the place on the page, not the hour. What do the other lines of the page mean by 6?"
        ),
        ("leading", "double-barrelled"): (
            "Two sentences, but only the second one asks. What does the first one do?"
        ),
        ("leading", "unbalanced answers"): "No answers are shown. Look at the first sentence.",
        ("leading", "scale direction"): "No scale is shown. Look at the first sentence.",
        ("leading", "timing"): "It would push at any hour. Which sentence does it?",
        ("unbalanced answers", "leading"): "No question stands here. Count the steps up and down.",
        ("unbalanced answers", "scale direction"): (
            "It runs one way. How many steps praise, and how many complain?"
        ),
        ("unbalanced answers", "double-barrelled"): (
            "All four are about one feeling. How many ways up are there, and how many down?"
        ),
        (
            "double-barrelled",
            "unbalanced answers",
        ): "One way up and one down. But of which of the two things?",
        (
            "double-barrelled",
            "leading",
        ): "It does not push. What does a learner tick whose teacher spoke clearly and let all pass?",
        (
            "double-barrelled",
            "timing",
        ): "Both can be judged at any hour. What does a learner tick for whom only one of the two is true?",
        ("timing", "leading"): "The words are fair. What is on the learner's mind?",
        ("timing", "double-barrelled"): "It asks one thing. What answers for the year?",
        ("timing", "unbalanced answers"): "No answers are shown. When does it arrive?",
        (
            "unbalanced answers",
            "timing",
        ): "The list is the same at any hour. How many ways up are there, and how many down?",
        ("timing", "scale direction"): "No scale is shown. When is it asked?",
        (
            "scale direction",
            "double-barrelled",
        ): "It is one mark for one thing. What does a habitual 6 mean now?",
        (
            "double-barrelled",
            "scale direction",
        ): "Yes is good and no is bad, as ever. But of which of the two things?",
    },
)

faults = MatchKey(
    asked.faults,
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
        ("Was the courier punctual and polite? (yes / no)", "timing"): (
            "Both can be judged at any hour. What does a late and polite courier get?"
        ),
        ("Was the courier punctual and polite? (yes / no)", "scale direction"): (
            "Yes is good and no is bad, as ever. But of which of the two qualities?"
        ),
        ("1 = very good … 5 = very bad, after ten questions with 5 = best", "double-barrelled"): (
            "It is one mark for one thing. What does a habitual 5 mean now?"
        ),
        ("“How was your year with us?”, sent an hour after a complaint", "unbalanced answers"): (
            "No answers are shown. When is it sent?"
        ),
        ("“How was your year with us?”, sent an hour after a complaint", "scale direction"): (
            "No scale is shown. When is it sent?"
        ),
        ("excellent / very good / good / poor", "double-barrelled"): (
            "All four are marks of one thing. How many ways up are there, and how many down?"
        ),
        ("excellent / very good / good / poor", "timing"): (
            "The list is the same at any hour. How many ways up are there, and how many down?"
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
    means="None of the five is repaired by more answers.",
    after="Which of the five would raise the score, and which only blur it?",
    pool=(dict(answer=_HOTEL_FAULTS, slips=_HOTEL_SLIPS), dict(answer=_SCHOOL_FAULTS, slips=_SCHOOL_SLIPS)),
)


def _weighted(regulars, occasional, response, low_response, happy, less_happy):
    return (regulars * happy + occasional * less_happy) / (regulars + occasional)


def _by_weights(regulars, occasional, response, low_response, happy, less_happy):
    """The same, with each answer counted one divided by the response rate times."""
    answers = regulars * response, occasional * low_response
    yes = answers[0] * happy / response + answers[1] * less_happy / low_response
    return yes / (answers[0] / response + answers[1] / low_response)


weighted = NumberKey(
    asked.weighted,
    routes=[_by_weights],
    answer=_weighted,
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
        Slip(
            lambda regulars, occasional, response, low_response, happy, less_happy: (
                (occasional * happy + regulars * less_happy) / (regulars + occasional)
            ),
            "This is the number you get with the sizes of the two groups exchanged. Which of the two is larger?",
            because="sizes of two groups exchanged",
        ),
        Slip(
            lambda regulars, occasional, response, low_response, happy, less_happy: (
                (response * happy + low_response * less_happy) / (response + low_response)
            ),
            "This is the number you get weighting the two shares by the response rates. For how many customers does each group stand?",
            because="response rates taken for weights",
        ),
        Slip(
            lambda regulars, occasional, response, low_response, happy, less_happy: (
                (happy / response + less_happy / low_response) / (1 / response + 1 / low_response)
            ),
            "This is the number you get with one weight for each group. Each answer has this weight: how many answers did a group give?",
            because="shares weighted in place of answers",
        ),
        Slip(
            lambda regulars, occasional, response, low_response, happy, less_happy: (
                (regulars * happy + occasional * less_happy)
                / (regulars * response + occasional * low_response)
            ),
            "This is the number you get dividing by the answers without their weights. What do the weights add up to?",
            because="weights above the line only",
        ),
    ],
    twin=lambda regulars, occasional, response, low_response, happy, less_happy: (
        f"A twin: {regulars:,} × {happy:.2f} + {occasional:,} × {less_happy:.2f} = "
        f"{regulars * happy + occasional * less_happy:,.0f} of {regulars + occasional:,}: "
        f"{_weighted(regulars, occasional, response, low_response, happy, less_happy):.3f}."
    ),
    means="The weights repair what depends on the group. Within a group the silent may still differ from the others.",
    after="What would you have to know to check that they do not?",
)

silent = NumberKey(
    asked.silent,
    routes=[lambda asked, answered, satisfied: 1 - (answered - satisfied) / asked],
    answer=lambda asked, answered, satisfied: (satisfied + asked - answered) / asked,
    slips=[
        Slip(
            lambda asked, answered, satisfied: satisfied / answered,
            "This is the share among the answers. It assumes that the silent are like those who answered.",
            because="answers taken for all who were asked",
        ),
        Slip(
            lambda asked, answered, satisfied: satisfied / asked,
            "This is the lowest share, with none of the silent satisfied. The highest is asked.",
            because="the other end of what is possible",
        ),
        Slip(
            lambda asked, answered, satisfied: (asked - answered) / asked,
            "This is the share of the silent. Some of those who answered are satisfied, too.",
            because="non-response reported as the result",
        ),
        Slip(
            lambda asked, answered, satisfied: (satisfied + (asked - answered) / 2) / asked,
            "This is the number you get with half of the silent satisfied. What is the most that they could be?",
            because="the middle of what is possible",
        ),
        Slip(
            lambda asked, answered, satisfied: float(satisfied + asked - answered),
            "This is the number of customers. As a share of all who were asked?",
            because="count given for share",
        ),
    ],
    twin=lambda asked, answered, satisfied: (
        f"A twin: {asked:,} asked, {answered} answers, {satisfied} satisfied. {asked - answered:,} were silent, so at most "
        f"({satisfied} + {asked - answered:,}) ÷ {asked:,} = {(satisfied + asked - answered) / asked:.3f}."
    ),
    means="By itself a survey says no more than this and its lowest twin. Everything narrower assumes something about the silent.",
    after="How would the two ends move if fifty of the silent could be reached?",
)


def _three(overall, compared, ideal, first, second):
    """The weighted mean of the three answers, from 1 to 10."""
    return first * overall + second * compared + (1 - first - second) * ideal


index = NumberKey(
    asked.index,
    where=lambda overall, compared, ideal, first, second: abs(1 - first - 2 * second) > 0.01,
    routes=[
        lambda overall, compared, ideal, first, second: (
            100 * (first * overall + second * compared + (1 - first - second) * ideal - 1) / 9
        )
    ],
    answer=lambda overall, compared, ideal, first, second: satisfaction.acsi(
        overall, compared, ideal, (first, second, 1 - first - second)
    ),
    slips=[
        Slip(
            lambda **drawn: 10 * _three(**drawn),
            "This is the number you get if the scale began at 0. If everybody answered 1, what would it be?",
            because="a scale from 1 to 10 taken for one from 0 to 10",
        ),
        Slip(
            lambda **drawn: 10 * (_three(**drawn) - 1),
            "This is the number you get dividing by ten. How many steps are there from 1 to 10?",
            because="points counted in place of steps",
        ),
        Slip(
            lambda **drawn: 100 * _three(**drawn) / 9,
            "This is the number you get dividing by nine steps with the first point left on. Where does the scale begin?",
            because="the point of the lowest answer not taken off",
        ),
        Slip(
            lambda **drawn: (_three(**drawn) - 1) / 9,
            "This is the index as a share of 1. It is asked in points from 0 to 100.",
            because="a share given for points",
        ),
        Slip(
            lambda overall, compared, ideal, first, second: satisfaction.acsi(overall, compared, ideal),
            "This is the number you get with equal weights. The first question weighs most.",
            because="weights left out",
        ),
        Slip(
            lambda **drawn: _three(**drawn),
            "This is the weighted mean, in points of the scale from 1 to 10. The index runs from 0 to 100.",
            because="the mean reported as the index",
        ),
        Slip(
            lambda overall, compared, ideal, first, second: satisfaction.acsi(
                ideal, compared, overall, (first, second, 1 - first - second)
            ),
            "This is the number you get with the weights in the other order. Which question weighs most?",
            because="weights in the other order",
        ),
    ],
    twin=lambda overall, compared, ideal, first, second: (
        f"A twin: {first:.2f} × {overall - 1:.1f} + {second:.2f} × {compared - 1:.1f} + {1 - first - second:.2f} × "
        f"{ideal - 1:.1f} = {_three(overall, compared, ideal, first, second) - 1:.3f} of 9 steps: "
        f"{100 * (_three(overall, compared, ideal, first, second) - 1) / 9:.1f}."
    ),
    means="The index is one number with a choice of weights inside. Another firm's index has another choice.",
    after="Which weights would the head of service choose, and which her successor?",
)

# Why it matters -----------------------------------------------------------------------------------

kinds = MatchKey(
    asked.kinds,
    answer={
        "our satisfied customers complain less often": TESTABLE,
        "our satisfied customers bring more friends": TESTABLE,
        "4.3 visits a month at 4.06 US dollars make 209 US dollars a year": ARITHMETIC,
        "firms with satisfied customers lose less on the stock market in a crisis": SOURCE,
        "NPS predicts the growth of firms better than other scores": SOURCE,
    },
    slips={
        (
            "our satisfied customers complain less often",
            ARITHMETIC,
        ): "Can it be known without counting a complaint?",
        (
            "our satisfied customers bring more friends",
            ARITHMETIC,
        ): "A pencil does not know who brought whom.",
        (
            "our satisfied customers bring more friends",
            SOURCE,
        ): "The file says who was brought by whom.",
        (
            "4.3 visits a month at 4.06 US dollars make 209 US dollars a year",
            SOURCE,
        ): "The factors come from a source. Does the product?",
        (
            "firms with satisfied customers lose less on the stock market in a crisis",
            ARITHMETIC,
        ): "Which numbers would you multiply to know it?",
        (
            "NPS predicts the growth of firms better than other scores",
            ARITHMETIC,
        ): "Which numbers would you multiply to know it?",
        (
            "our satisfied customers complain less often",
            SOURCE,
        ): "The firm has both the answers and the complaints.",
        (
            "4.3 visits a month at 4.06 US dollars make 209 US dollars a year",
            TESTABLE,
        ): "It needs no customer, only a pencil.",
        (
            "NPS predicts the growth of firms better than other scores",
            TESTABLE,
        ): "How many firms does the file hold?",
        (
            "firms with satisfied customers lose less on the stock market in a crisis",
            TESTABLE,
        ): "One shop is one firm.",
    },
    means="What cannot be tested here may be true. It has to be said as “claimed by”.",
    after="Which of the five would you spend money on testing?",
)

why_smaller = ChoiceKey(
    asked.why_smaller,
    answer="confounder",
    whys={
        "confounder": "A part of the 10 points is price sensitivity at work, and would not move with satisfaction.",
        "fewer": "Both lines use the same 1,282 members. Fewer would widen the interval, not shrink the effect.",
        "mediator": "It might, elsewhere. Then one should not adjust. Here price sensitivity was scored first, at sign-up.",
    },
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


confounding = NumberKey(
    asked.confounding,
    answer=_standardised,
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
        Slip(
            lambda loyal, satisfied_loyal, effect, bargain, satisfied_bargain, effect_bargain: (
                (loyal * (1 - satisfied_loyal) * effect + bargain * (1 - satisfied_bargain) * effect_bargain)
                / (loyal * (1 - satisfied_loyal) + bargain * (1 - satisfied_bargain))
            ),
            "This is the number you get weighting by the dissatisfied of each group. All members of a group count here.",
            because="effect on the untreated taken for the effect on all",
        ),
        Slip(
            lambda loyal, satisfied_loyal, effect, bargain, satisfied_bargain, effect_bargain: (
                (bargain * effect + loyal * effect_bargain) / (loyal + bargain)
            ),
            "This is the number you get with the sizes of the two groups exchanged. To which group does each difference belong?",
            because="sizes of two groups exchanged",
        ),
        Slip(
            lambda loyal, satisfied_loyal, effect, bargain, satisfied_bargain, effect_bargain: (
                (satisfied_loyal * effect + satisfied_bargain * effect_bargain)
                / (satisfied_loyal + satisfied_bargain)
            ),
            "This is the number you get weighting by the two shares of the satisfied. How many members has each group?",
            because="shares taken for sizes",
        ),
    ],
    twin=lambda loyal, satisfied_loyal, effect, bargain, satisfied_bargain, effect_bargain: (
        f"A twin: ({loyal} × {effect:.2f} + {bargain} × {effect_bargain:.2f}) ÷ {loyal + bargain:,} = "
        f"{_standardised(loyal, satisfied_loyal, effect, bargain, satisfied_bargain, effect_bargain):.4f}. Thrown "
        f"together it would have been "
        f"{_naive(loyal, satisfied_loyal, effect, bargain, satisfied_bargain, effect_bargain):.3f}."
    ),
    means="The larger number compares bargain hunters with others and calls the difference satisfaction.",
    after="Which other group, that nobody recorded, might do the same to the smaller number?",
)


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


def _outcome_exchanged(members):
    """The slopes of CSAT for leaving, in place of those of leaving for CSAT."""
    csat, left, price = members["csat"] / members["csat"].std(), members["left"], members["price_sensitivity"]
    rows = [("naive", *slope_interval(csat, left)), ("adjusted", *slope_interval(csat, left, price))]
    return pd.DataFrame(rows, columns=_SLOPES)


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


def _plain_slopes(members):
    left, price = members["left"], members["price_sensitivity"]
    csat = members["csat"] / members["csat"].std(ddof=1)
    rows = []
    for estimate, held_equal in (("naive", []), ("adjusted", [price])):
        rows.append((estimate, *slope_interval(left, csat, *held_equal, confidence=0.95)))
    return pd.DataFrame(rows, columns=["estimate", "slope", "low", "high"])


slopes = ValueKey(
    asked.slopes,
    where=lambda members: abs(_two_slopes(members)["slope"]).min() > 0.02,
    answer=_two_slopes,
    row="estimate",
    plain=_plain_slopes,
    instead="Fit this line again: what is explained, by which cause, and what is held equal?",
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
            _outcome_exchanged,
            "is what you get with outcome and cause exchanged. The outcome is the first argument.",
            because="arguments in the other order",
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
    twin=_slopes_twin,
    means="The step from the first number to the second is what price sensitivity did under the name of satisfaction.",
    after="How wide are the two intervals, and would you decide on them?",
)

multiply_out = NumberKey(
    asked.multiply_out,
    answer=lambda visits, ticket, years: 12 * visits * ticket * years,
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
    twin=lambda visits, ticket, years: (
        f"A twin: {visits} × 12 × {ticket} × {years} = {12 * visits * ticket * years:,}."
    ),
    means="The product is right. Name two reasons why it is not what making a customer happy would bring.",
    after="What would be left of it with a margin of 30 % and a cost of capital of 10 %?",
)

slide = AuditKey(
    asked.slide,
    answer="effect",
    whys={
        "visits": "The product is right, for that many visits.",
        "margin": "The margin is that share of the revenue.",
        "effect": "Fives and fours are different people. Nobody was moved, so the comparison cannot say what moving brings.",
        "break-even": "That is what breaking even means.",
    },
    twin=lambda more, ticket, margin, cost: (
        f"A twin: people who own a piano for ¥{100 * cost:,} go to {more} more concerts a year at ¥{ticket}, of which the "
        f"hall keeps {margin:.0%}. That a piano, given away, would send its new owner to {more} more concerts is another "
        "sentence."
    ),
    means="A comparison of groups can be the start of a trial. It is not its result.",
    after="How many customers would a randomised trial need, roughly, and for how long?",
    pool=(
        dict(
            answer="effect",
            whys={
                "visits": "The product is right, for that many nights.",
                "margin": "The margin is that share of the revenue.",
                "effect": "Fives and threes are different guests. The training has moved nobody yet, so the comparison cannot say "
                "what moving brings.",
                "break-even": "Revenue times the margin has to reach the cost. Nothing is said of whether it does.",
            },
            twin=lambda more, ticket, margin, cost: (
                f"A twin: people who own a tent for ¥{4 * ticket:,} sleep {10 * more} more nights a year outdoors, and a night costs "
                f"them ¥{cost}. That a tent, given away, would send its new owner outdoors for {10 * more} nights is another sentence."
            ),
            after="In which of its hotels would the group train first, so that it can compare?",
        ),
        dict(
            answer="effect",
            whys={
                "visits": "The product is right, for that many orders.",
                "break-even": "Revenue times the margin has to reach the cost. Nothing is said of whether it does.",
                "margin": "The margin is that share of the revenue.",
                "effect": "Fives may order more because they drink more coffee. Nobody was made a five, so the difference is not "
                "what parcels earn.",
            },
            twin=lambda more, ticket, margin, cost: (
                f"A twin: people with a season ticket for ¥{10 * ticket:,} ride {10 * more} more times a month, of which {margin:.0%} "
                f"are at night, and a ride costs ¥{cost}. That a ticket, given away, would send its new owner on {10 * more} rides is "
                "another sentence."
            ),
            after="To which customers would you send better parcels first, so that you can compare?",
        ),
    ),
)


def _needed_rise(orders, contribution, cost, years):
    return cost / (orders * contribution)


break_even_effect = NumberKey(
    asked.break_even_effect,
    where=lambda **drawn: _needed_rise(**drawn) > 0.035,
    answer=_needed_rise,
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
        Slip(
            lambda orders, contribution, cost, years: orders * contribution / cost,
            "This is the number of times that her orders pay for the programme. Turn it round.",
            because="an inverted ratio",
        ),
        Slip(
            lambda orders, contribution, cost, years: cost / (orders * contribution - cost),
            "This is the number you get if the cost is taken off what she brings first. The rise is a share of all that she orders now.",
            because="the cost taken off the base",
        ),
        Slip(
            lambda orders, contribution, cost, years: 1 + cost / (orders * contribution),
            "This is the factor by which her orders must grow. Which share is the rise?",
            because="a factor given for a rise",
        ),
    ],
    twin=lambda orders, contribution, cost, years: (
        f"A twin: ¥{cost} a year need {cost} ÷ {contribution} = {cost / contribution:.3f} further orders a year; of {orders} "
        f"that is {_needed_rise(orders, contribution, cost, years):.4f}."
    ),
    means="The more a customer orders, the smaller the rise that pays for her care: begin with those who have most at stake.",
    after="Why is it a mistake to begin with the unhappiest?",
)

# The decision -------------------------------------------------------------------------------------

_TRUE_RISE, _NAIVE_RISE = 0.048, 0.097


def _programme_profit(customers, cost):
    """By customer, what the programme earns in three years (¥)."""
    return firm_of_the_decision()[1].loc[customers["customer_id"].to_list()] - 3 * cost


def _worth_treating(customers, cost, rise=_TRUE_RISE):
    stake = customers["expected_orders"] * customers["contribution"]
    return customers.loc[rise * stake > 3 * cost, "customer_id"].tolist()


def _rule_is_best(customers, cost):
    """Whether the rule earns a quarter more than treating everyone and than believing the comparison."""
    profit = _programme_profit(customers, cost)
    best, naive = _worth_treating(customers, cost), _worth_treating(customers, cost, _NAIVE_RISE)
    return profit[best].sum() > 1.25 * max(profit[naive].sum(), profit.sum(), 0) and len(best) >= 60


treat = DecisionKey(
    asked.treat,
    where=_rule_is_best,
    profit=_programme_profit,
    policy=_worth_treating,
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
            "You treat the unhappy. Their orders would rise most, but many of them have left or order little.",
            because="“help the unhappiest first”",
        ),
        Slip(
            lambda customers, cost: customers["customer_id"].tolist(),
            "You treat everyone. For most customers the programme costs more than all the orders that it could save.",
            because="the average gain applied to all",
        ),
    ],
    twin=lambda customers, cost: (
        f"At ¥{cost} a year the stake must exceed 3 × {cost} ÷ 0.048 = ¥{3 * cost / _TRUE_RISE:,.0f}: "
        f"{len(_worth_treating(customers, cost))} of {len(customers)} customers."
    ),
    after="What would you pay for a trial before you begin? What would you have lost without one?",
)

memo = MemoKey(
    asked.memo,
    model="Do not start with everyone; start with the 390 customers who have most at stake. The 28 is the score of 211 who "
    "answered, of 758 asked. Chance makes it 18 to 38. The happy may well answer more often than the unhappy, and then the score of "
    "all is lower; only the silent can tell. That the delighted bring a fifth more revenue compares people, and 56 of them. In a "
    "larger chain customers who were half a standard deviation happier placed 9.7 % more orders afterwards, but price-sensitive "
    "customers are both less satisfied and quicker to go, and frequent ones tick a higher box. The trial showed 4.8 %. That is "
    "¥22,200 in three years against ¥28,600 of cost for all 1,905, a loss of ¥6,400. For the 390 customers who are expected to "
    "contribute more than ¥312 it earns about ¥11,500. I turned down the unhappiest first: their orders would rise most, but "
    "nearly half of them have left, and it just breaks even. If the effect is half of what the trial showed, the 390 still earn "
    "¥3,700; if there is none, we lose ¥5,850. The trial is uncertain itself, and leaves the gain between a loss of ¥2,000 and ¥25,000. Call fifty of "
    "the silent before the next survey.",
)

# Only in the chapter ------------------------------------------------------------------------------

good_question = ChoiceKey(
    asked.good_question,
    answer="none",
    whys={
        "none": "It asks one thing, soon after it happened, on a scale with as many steps down as up that runs like the others.",
        "leading": "It names punctuality and does not praise it.",
        "double": "It asks about the punctuality of one delivery, and nothing else.",
        "timing": "It asks about the delivery of two days ago, and not about the year.",
    },
    after="What would you still want to know of the customers who do not answer it?",
)

kano_reverse = ChoiceKey(
    asked.kano_reverse,
    answer="R",
    whys={
        "R": "She would rather have the feature away: she likes its absence.",
        "A": "This is the pair read the wrong way: like if it is there, live with if it is not.",
        "I": "Somebody who likes its absence is not indifferent.",
        "Q": "Questionable are pairs that contradict each other, such as like and like.",
    },
    after="What do the two coefficients make of this answer?",
)

thank_you = ChoiceKey(
    asked.thank_you,
    answer="card",
    whys={
        "card": "The halves differ by chance and by the card, and the interval leaves chance little room.",
        "nothing": "Both halves are satisfied customers, so that is the same for both. Doubt is not always wisdom.",
        "satisfaction": "Nobody's satisfaction was moved or measured. The card may have worked as a reminder.",
        "everyone": "Only customers who said 4 or 5 were drawn. Others may answer differently.",
    },
    after="How would you find out whether the card pays for the unhappy, too?",
)

straight_table = ChoiceKey(
    asked.straight_table,
    answer="open",
    whys={
        "open": "An even table hid a bend in the chapter's chain. A trial, or an honest adjustment, would have to show it.",
        "yes": "The rows hold different people, and an answer is a noisy picture of the state. Both can straighten a bend.",
        "top": "In this table they are not: each step adds as much. What holds in one market need not hold in another.",
    },
    after="Which customers would you draw for a trial that shows whether the effect bends?",
)

# Labs ---------------------------------------------------------------------------------------------

lab_promise = ChoiceKey(
    asked.lab_promise,
    answer="below",
    whys={
        "below": "Enough come, and they are pleased: about 3.6 points here.",
        "five": "Half of many. A little less wins fewer and keeps more.",
        "seven": "Most first orders, and few who return.",
        "one": "Nearly all return, of very few.",
    },
    after="Why is the best promise higher where the service is better, but by less than the service?",
)

lab_margin = ChoiceKey(
    asked.lab_margin,
    answer="four",
    whys={
        "four": "The margin falls with the root of the answers: four times as many for half.",
        "two": "Twice as many answers leave 71 % of the margin.",
        "three": "Three times as many leave 58 % of the margin.",
    },
    after="What do four times the invitations cost, and what else could be bought for that?",
)

lab_cut = ChoiceKey(
    asked.lab_cut,
    answer="none",
    whys={
        "none": "All ten items lie above 4. By that line the firm is good at everything.",
        "half": "Below the mean, yes. A fixed line knows no quota.",
        "same": "The data have not, and the line has.",
    },
    after="Which cut would you write into next year's targets, and when would you move it?",
)

lab_converts = ChoiceKey(
    asked.lab_converts,
    answer="344",
    whys={
        "344": "52 ÷ 0.3 ÷ 0.5: the two assumptions multiply.",
        "104": "Only the causal share has been taken in.",
        "173": "Only the margin has been taken in.",
    },
    after="Which of the two shares could be read from the books?",
)
