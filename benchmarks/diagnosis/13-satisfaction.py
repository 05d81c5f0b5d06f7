"""Chapter 13: wrong answers of a reader of chapter and questions, written before any run."""

from math import ceil

import pandas as pd

from crmlib import satisfaction
from crmlib.satisfaction.slopes import slope_interval


def needed(spread, margin, response=1.0, reach=1.96):
    return ceil(reach**2 * spread / (margin / 100) ** 2 / response)


def nps_spread(promoters, detractors):
    return promoters + detractors - (promoters - detractors) ** 2


def share_of(scores, low, high):
    return sum(low <= score <= high for score in scores) / len(scores)


def kano_table(pairs, functional="functional", dysfunctional="dysfunctional", sign=-1, all_letters=False):
    """The table asked, with columns exchanged, a plus for a minus or R and Q counted."""
    letters = satisfaction.kano_classify(pairs[functional], pairs[dysfunctional])
    rows = []
    for feature, given in pd.Series(letters, index=pairs.index).groupby(pairs["feature"]):
        counts = given.value_counts().reindex(list("AOMIRQ"), fill_value=0)
        base = counts.sum() if all_letters else counts[list("AOMI")].sum()
        pleased, missed = counts["A"] + counts["O"], counts["O"] + counts["M"]
        rows.append((feature, satisfaction.kano_category(list(given)), pleased / base, sign * missed / base))
    return pd.DataFrame(rows, columns=["feature", "category", "pleased", "missed"])


def grid(items, importance_cut=None, performance_cut=5, exchanged=False):
    columns = items["importance"], items["performance"]
    cuts = dict(importance_cut=importance_cut, performance_cut=performance_cut)
    found = satisfaction.importance_performance(*columns, items["item"], **cuts)[["item", "quadrant"]]
    words = {"concentrate here": "possible overkill", "possible overkill": "concentrate here"}
    return found.replace({"quadrant": words}) if exchanged else found


def slopes(members, unit="csat", scaled=True, other="price_sensitivity"):
    cause = members[unit] / (members[unit].std() if scaled else 1)
    rows = {
        "naive": slope_interval(members["left"], cause),
        "adjusted": slope_interval(members["left"], cause, members[other]),
    }
    table = pd.DataFrame([tuple(row) for row in rows.values()], columns=["slope", "low", "high"])
    return table.assign(estimate=list(rows))[["estimate", "slope", "low", "high"]]


def slopes_of_staying(members):
    return slopes(members.assign(left=1 - members["left"]))


def pays(customers, cost, lift, years=3):
    gain = lift * customers["expected_orders"] * customers["contribution"]
    return list(customers.loc[gain > cost * years, "customer_id"])


WRONG = {
    "satisfaction.disconfirmation": [
        (
            "first",
            "expectation less perception",
            lambda many, expected, happy, low: expected - (happy * 6 + (many - happy) * low) / many,
        ),
        (
            "first",
            "what they found",
            lambda many, happy, low: (happy * 6 + (many - happy) * low) / many,
        ),
        ("first", "the plain mean of the two ratings", lambda expected, low: (6 + low) / 2 - expected),
        (
            "second",
            "the two counts exchanged",
            lambda many, expected, happy, low: (happy * low + (many - happy) * 6) / many - expected,
        ),
        ("second", "the happy only", lambda many, expected, happy: happy / many * (6 - expected)),
    ],
    "satisfaction.nps": [
        (
            "first",
            "6 counts as passive",
            lambda promoters, passives, six, low: (
                100 * (promoters - low) / (promoters + passives + six + low)
            ),
        ),
        (
            "first",
            "passives left out of all",
            lambda promoters, six, low: 100 * (promoters - six - low) / (promoters + six + low),
        ),
        (
            "first",
            "7 and 8 count as promoters",
            lambda promoters, passives, six, low: (
                100 * (promoters + passives - six - low) / (promoters + passives + six + low)
            ),
        ),
        (
            "second",
            "the share of promoters",
            lambda promoters, passives, six, low: 100 * promoters / (promoters + passives + six + low),
        ),
        (
            "second",
            "passives count against",
            lambda promoters, passives, six, low: (
                100 * (promoters - passives - six - low) / (promoters + passives + six + low)
            ),
        ),
    ],
    "satisfaction.ces-versions": [
        (
            "first",
            "effort not turned",
            lambda hotline, chat: (chat - 1) / 6 - (hotline - 1) / 4,
        ),
        ("first", "divided by the highest answer", lambda hotline, chat: chat / 7 - (1 - hotline / 5)),
        ("first", "hotline less chat", lambda hotline, chat: (5 - hotline) / 4 - (chat - 1) / 6),
        ("second", "the plain difference", lambda hotline, chat: chat - hotline),
        ("second", "shares of the highest, not turned", lambda hotline, chat: chat / 7 - hotline / 5),
    ],
    "satisfaction.invitations": [
        (
            "first",
            "answers, not invitations",
            lambda promoters, detractors, margin: needed(nps_spread(promoters, detractors), margin),
        ),
        (
            "first",
            "the spread of a share",
            lambda promoters, margin, response: needed(promoters * (1 - promoters), margin, response),
        ),
        (
            "first",
            "the worst case",
            lambda margin, response: needed(1, margin, response),
        ),
        (
            "second",
            "the square of the difference left out",
            lambda promoters, detractors, margin, response: needed(promoters + detractors, margin, response),
        ),
        (
            "second",
            "times the response rate",
            lambda promoters, detractors, margin, response: needed(
                nps_spread(promoters, detractors), margin, 1 / response
            ),
        ),
    ],
    "satisfaction.nps-function": [
        (
            "first",
            "a share, not points",
            lambda: lambda scores: share_of(scores, 9, 10) - share_of(scores, 0, 6),
        ),
        (
            "first",
            "6 counts as passive",
            lambda: lambda scores: 100 * (share_of(scores, 9, 10) - share_of(scores, 0, 5)),
        ),
        (
            "first",
            "passives left out of all",
            lambda: (
                lambda scores: (
                    100
                    * (share_of(scores, 9, 10) - share_of(scores, 0, 6))
                    / (share_of(scores, 9, 10) + share_of(scores, 0, 6))
                )
            ),
        ),
        (
            "second",
            "7 and 8 count as promoters",
            lambda: lambda scores: 100 * (share_of(scores, 7, 10) - share_of(scores, 0, 6)),
        ),
        ("second", "the mean score", lambda: lambda scores: 10 * sum(scores) / len(scores)),
    ],
    "satisfaction.servqual": [
        (
            "first",
            "expectation less perception",
            lambda expected, perceived, other_expected, other_perceived, weight: (
                weight * (expected - perceived) + (1 - weight) * (other_expected - other_perceived)
            ),
        ),
        (
            "first",
            "not weighted",
            lambda expected, perceived, other_expected, other_perceived: (
                (perceived - expected + other_perceived - other_expected) / 2
            ),
        ),
        (
            "first",
            "the weights exchanged",
            lambda expected, perceived, other_expected, other_perceived, weight: (
                (1 - weight) * (perceived - expected) + weight * (other_perceived - other_expected)
            ),
        ),
        (
            "second",
            "sizes added",
            lambda expected, perceived, other_expected, other_perceived, weight: (
                weight * (perceived - expected) - (1 - weight) * (other_perceived - other_expected)
            ),
        ),
        (
            "second",
            "reliability only",
            lambda expected, perceived, weight: weight * (perceived - expected),
        ),
    ],
    "satisfaction.kano-table": [
        (
            "first",
            "the two questions exchanged",
            lambda pairs: kano_table(pairs, "dysfunctional", "functional"),
        ),
        ("first", "missed without its minus", lambda pairs: kano_table(pairs, sign=1)),
        ("second", "divided by all answers", lambda pairs: kano_table(pairs, all_letters=True)),
    ],
    "satisfaction.ipa": [
        ("first", "performance cut at its mean", lambda items: grid(items, performance_cut=None)),
        (
            "first",
            "the middle of the scale",
            lambda items: grid(items, performance_cut=4),
        ),
        ("second", "two quadrants exchanged", lambda items: grid(items, exchanged=True)),
        (
            "second",
            "importance cut at its median",
            lambda items: grid(items, importance_cut=items["importance"].median()),
        ),
    ],
    "satisfaction.weighted": [
        (
            "first",
            "all answers alike",
            lambda regulars, occasional, response, low_response, happy, less_happy: (
                (regulars * response * happy + occasional * low_response * less_happy)
                / (regulars * response + occasional * low_response)
            ),
        ),
        ("first", "the plain mean of the groups", lambda happy, less_happy: (happy + less_happy) / 2),
        (
            "first",
            "satisfied answers of all who were asked",
            lambda regulars, occasional, response, low_response, happy, less_happy: (
                (regulars * response * happy + occasional * low_response * less_happy)
                / (regulars + occasional)
            ),
        ),
        (
            "second",
            "weighted by the response rates",
            lambda response, low_response, happy, less_happy: (
                (response * happy + low_response * less_happy) / (response + low_response)
            ),
        ),
        (
            "second",
            "the two sizes exchanged",
            lambda regulars, occasional, happy, less_happy: (
                (occasional * happy + regulars * less_happy) / (regulars + occasional)
            ),
        ),
    ],
    "satisfaction.silent": [
        ("first", "of the answers", lambda answered, satisfied: satisfied / answered),
        ("first", "the lowest share", lambda asked, satisfied: satisfied / asked),
        ("first", "the silent only", lambda asked, answered: (asked - answered) / asked),
        (
            "second",
            "satisfied over silent",
            lambda asked, answered, satisfied: satisfied / (asked - answered),
        ),
        ("second", "the answers count as satisfied", lambda asked, answered: answered / asked),
    ],
    "satisfaction.index": [
        (
            "first",
            "times ten",
            lambda overall, compared, ideal, first, second: (
                10 * (first * overall + second * compared + (1 - first - second) * ideal)
            ),
        ),
        (
            "first",
            "on the scale from 1 to 10",
            lambda overall, compared, ideal, first, second: (
                first * overall + second * compared + (1 - first - second) * ideal
            ),
        ),
        (
            "first",
            "not weighted",
            lambda overall, compared, ideal: 100 * ((overall + compared + ideal) / 3 - 1) / 9,
        ),
        (
            "second",
            "divided by ten",
            lambda overall, compared, ideal, first, second: (
                100 * (first * overall + second * compared + (1 - first - second) * ideal - 1) / 10
            ),
        ),
        (
            "second",
            "the third left out",
            lambda overall, compared, first, second: (
                100 * (first * (overall - 1) + second * (compared - 1)) / 9
            ),
        ),
    ],
    "satisfaction.confounding": [
        ("first", "the plain mean of the two", lambda effect, effect_bargain: (effect + effect_bargain) / 2),
        (
            "first",
            "the plain comparison of all",
            lambda loyal, satisfied_loyal, effect, bargain, satisfied_bargain, effect_bargain: (
                (loyal * (1 - satisfied_loyal) * 0.3 + bargain * (1 - satisfied_bargain) * 0.6)
                / (loyal * (1 - satisfied_loyal) + bargain * (1 - satisfied_bargain))
                - (
                    loyal * satisfied_loyal * (0.3 - effect)
                    + bargain * satisfied_bargain * (0.6 - effect_bargain)
                )
                / (loyal * satisfied_loyal + bargain * satisfied_bargain)
            ),
        ),
        (
            "first",
            "weighted by the satisfied",
            lambda loyal, satisfied_loyal, effect, bargain, satisfied_bargain, effect_bargain: (
                (loyal * satisfied_loyal * effect + bargain * satisfied_bargain * effect_bargain)
                / (loyal * satisfied_loyal + bargain * satisfied_bargain)
            ),
        ),
        (
            "second",
            "weights exchanged",
            lambda loyal, effect, bargain, effect_bargain: (
                (bargain * effect + loyal * effect_bargain) / (loyal + bargain)
            ),
        ),
        (
            "second",
            "weighted by the dissatisfied",
            lambda loyal, satisfied_loyal, effect, bargain, satisfied_bargain, effect_bargain: (
                (loyal * (1 - satisfied_loyal) * effect + bargain * (1 - satisfied_bargain) * effect_bargain)
                / (loyal * (1 - satisfied_loyal) + bargain * (1 - satisfied_bargain))
            ),
        ),
    ],
    "satisfaction.slopes": [
        ("first", "a point, not a standard deviation", lambda members: slopes(members, scaled=False)),
        ("first", "who stayed, not who left", slopes_of_staying),
        (
            "second",
            "times the standard deviation in place of by it",
            lambda members: slopes(
                members.assign(wide=members["csat"] * members["csat"].std()), "wide", scaled=False
            ),
        ),
    ],
    "satisfaction.treat": [
        ("first", "everybody", lambda customers: list(customers["customer_id"])),
        (
            "first",
            "the unhappy",
            lambda customers: list(customers.loc[customers["csat"] <= 3, "customer_id"]),
        ),
        ("first", "by the comparison", lambda customers, cost: pays(customers, cost, 0.097)),
        ("second", "the cost of one year", lambda customers, cost: pays(customers, cost, 0.048, years=1)),
    ],
}
