"""Chapter 14: wrong answers of a reader of chapter and questions, written before any run."""

from math import sqrt

import pandas as pd
from scipy.optimize import brentq
from scipy.stats import norm

from crmlib.service.waiting_lines import erlang_b, hang_up_share

COUNTED = pd.Timestamp("2026-03-31 18:00")


def thermometer(week, distance, spread=None, power=0.5, below_only=False, centre="usual"):
    """The table asked, with another spread, another root, another centre or another side."""
    score = week["satisfied"] / week["answers"]
    share = week["usual"] if spread is None else spread(week)
    half = distance * (share * (1 - share) / week["answers"]) ** power
    middle = week["usual"] if centre == "usual" else score
    lower, upper = middle - half, (middle + half)
    low, high = lower.clip(0), upper.clip(upper=1)
    beyond = week["usual"] if centre != "usual" else score
    signal = (beyond < low) | ((beyond > high) & (not below_only))
    columns = {"touchpoint": week["touchpoint"], "score": score, "lower": low, "upper": high}
    return pd.DataFrame(columns | {"signal": signal.astype(int)})


def clocks(complaints, target, closed_only=False, resolve_from="opened", days=False):
    """The table asked, open ones counted as watched or left out."""
    rows = []
    for clock, end in (("answer", "answered"), ("resolve", "resolved")):
        start = complaints["opened" if clock == "answer" else resolve_from]
        hours = (complaints[end] - start).dt.total_seconds() / 3600
        until = (complaints[end].fillna(COUNTED) - start).dt.total_seconds() / 3600
        within = (hours <= target).sum() / (hours.notna().sum() if closed_only else len(hours))
        median = hours.median() if closed_only else until.median()
        rows.append((clock, hours.isna().sum(), within, median / 24 if days else median))
    return pd.DataFrame(rows, columns=["clock", "open", "share_within", "median_hours"])


def of_kind(measures, *kinds):
    return list(measures.loc[measures["kind"].isin(kinds), "measure_id"])


def calls_that_lose(agents, lost, handling, patience):
    return brentq(lambda calls: hang_up_share(calls, handling, agents, patience) - lost, 0.1, 2_000)


WRONG = {
    "touchpoints.limit": [
        (
            "first",
            "the upper limit",
            lambda usual, answers, distance: usual + distance * sqrt(usual * (1 - usual) / answers),
        ),
        (
            "first",
            "not divided by the answers",
            lambda usual, distance: usual - distance * sqrt(usual * (1 - usual)),
        ),
        ("first", "one standard error", lambda usual, answers: usual - sqrt(usual * (1 - usual) / answers)),
        (
            "second",
            "no root",
            lambda usual, answers, distance: usual - distance * usual * (1 - usual) / answers,
        ),
        (
            "second",
            "how far the limit lies",
            lambda usual, answers, distance: distance * sqrt(usual * (1 - usual) / answers),
        ),
    ],
    "touchpoints.false-alarms": [
        (
            "first",
            "one side only",
            lambda touchpoints, distance, cost: touchpoints * 52 * norm.sf(distance) * cost,
        ),
        (
            "first",
            "how many, not what they cost",
            lambda touchpoints, distance: touchpoints * 52 * 2 * norm.sf(distance),
        ),
        ("first", "one touchpoint", lambda distance, cost: 52 * 2 * norm.sf(distance) * cost),
        (
            "second",
            "a false alarm in 5 % of the weeks",
            lambda touchpoints, cost: touchpoints * 52 * 0.05 * cost,
        ),
        (
            "second",
            "one week",
            lambda touchpoints, distance, cost: touchpoints * 2 * norm.sf(distance) * cost,
        ),
    ],
    "touchpoints.which-limits": [
        (
            "first",
            "both sides",
            lambda touchpoints, alarms: norm.isf(alarms / (touchpoints * 52) / 2),
        ),
        (
            "first",
            "one touchpoint",
            lambda alarms: norm.isf(alarms / 52),
        ),
        (
            "first",
            "the chance of a false alarm",
            lambda touchpoints, alarms: alarms / (touchpoints * 52),
        ),
        (
            "second",
            "the chance doubled",
            lambda touchpoints, alarms: norm.isf(alarms / (touchpoints * 52) * 2),
        ),
        (
            "second",
            "twelve checks a year",
            lambda touchpoints, alarms: norm.isf(min(alarms / (touchpoints * 12), 0.999)),
        ),
    ],
    "touchpoints.signal-calls": [
        (
            "first",
            "all who ordered",
            lambda signals, followed, margin, cost: followed / signals * margin - cost,
        ),
        (
            "first",
            "beyond the base, not by the call",
            lambda signals, followed, base, margin, cost: (followed / signals - base) * margin - cost,
        ),
        (
            "first",
            "the base taken off the effect",
            lambda base, lift, margin, cost: (lift - base) * margin - cost,
        ),
        (
            "second",
            "the effect on those who order",
            lambda signals, followed, lift, margin, cost: followed / signals * lift * margin - cost,
        ),
        (
            "second",
            "all calls together",
            lambda signals, lift, margin, cost: signals * (lift * margin - cost),
        ),
    ],
    "touchpoints.next-contact": [
        (
            "first",
            "one letter too late",
            lambda potential, taken, cost, annoyed, worth, number: (
                potential * taken * (1 - taken) ** number - cost - annoyed * worth
            ),
        ),
        (
            "first",
            "opting out left out",
            lambda potential, taken, cost, number: potential * taken * (1 - taken) ** (number - 1) - cost,
        ),
        (
            "first",
            "all letters together",
            lambda potential, taken, cost, annoyed, worth, number: (
                potential * (1 - (1 - taken) ** number) - number * (cost + annoyed * worth)
            ),
        ),
        (
            "second",
            "a letter on average",
            lambda potential, taken, cost, annoyed, worth, number: (
                potential * (1 - (1 - taken) ** number) / number - cost - annoyed * worth
            ),
        ),
        (
            "second",
            "all that is still to be gained",
            lambda potential, taken, cost, annoyed, worth, number: (
                potential * (1 - taken) ** (number - 1) - cost - annoyed * worth
            ),
        ),
    ],
    "touchpoints.follow-up": [
        (
            "first",
            "spend taken for margin",
            lambda complaints, badly, well, cost, turned, spend: (
                complaints * (turned * (badly - well) * spend - cost)
            ),
        ),
        (
            "first",
            "all calls turn it",
            lambda complaints, badly, well, cost, spend, rate: (
                complaints * ((badly - well) * spend * rate - cost)
            ),
        ),
        (
            "first",
            "all who leave are kept",
            lambda complaints, badly, cost, turned, spend, rate: (
                complaints * (turned * badly * spend * rate - cost)
            ),
        ),
        (
            "second",
            "a call paid only where it turns",
            lambda complaints, badly, well, cost, turned, spend, rate: (
                complaints * turned * ((badly - well) * spend * rate - cost)
            ),
        ),
        (
            "second",
            "the calls cost nothing",
            lambda complaints, badly, well, turned, spend, rate: (
                complaints * turned * (badly - well) * spend * rate
            ),
        ),
    ],
    "touchpoints.hang-ups": [
        (
            "first",
            "the difference of the shares",
            lambda arrivals, handling, patience: (
                hang_up_share(arrivals, handling, 2, patience)
                - hang_up_share(arrivals, handling, 3, patience)
            ),
        ),
        (
            "first",
            "with two agents only",
            lambda arrivals, handling, patience: arrivals * hang_up_share(arrivals, handling, 2, patience),
        ),
        (
            "first",
            "with three agents only",
            lambda arrivals, handling, patience: arrivals * hang_up_share(arrivals, handling, 3, patience),
        ),
        (
            "second",
            "nobody waits (Erlang B)",
            lambda arrivals, handling: (
                arrivals * (erlang_b(arrivals * handling / 60, 2) - erlang_b(arrivals * handling / 60, 3))
            ),
        ),
        (
            "second",
            "the minutes exchanged",
            lambda arrivals, handling, patience: (
                arrivals
                * (
                    hang_up_share(arrivals, patience, 2, handling)
                    - hang_up_share(arrivals, patience, 3, handling)
                )
            ),
        ),
    ],
    "touchpoints.uneven": [
        (
            "first",
            "the mean of the two shares",
            lambda quiet, busy: (hang_up_share(quiet, 6, 2, 3) + hang_up_share(busy, 6, 2, 3)) / 2,
        ),
        ("first", "the mean number of calls", lambda quiet, busy: hang_up_share((quiet + busy) / 2, 6, 2, 3)),
        ("first", "the busy hours", lambda busy: hang_up_share(busy, 6, 2, 3)),
        (
            "second",
            "the minutes exchanged",
            lambda quiet, busy: (
                (quiet * hang_up_share(quiet, 3, 2, 6) + busy * hang_up_share(busy, 3, 2, 6)) / (quiet + busy)
            ),
        ),
        ("second", "the quiet hours", lambda quiet: hang_up_share(quiet, 6, 2, 3)),
    ],
    "touchpoints.arrivals": [
        (
            "first",
            "those who are served",
            lambda agents, lost, handling, patience: (
                (1 - lost) * calls_that_lose(agents, lost, handling, patience)
            ),
        ),
        (
            "first",
            "agents busy all the time",
            lambda agents, lost, handling: agents * 60 / handling / (1 - lost),
        ),
        ("first", "what the agents can take", lambda agents, handling: agents * 60 / handling),
        (
            "second",
            "the minutes exchanged",
            lambda agents, lost, handling, patience: calls_that_lose(agents, lost, patience, handling),
        ),
        (
            "second",
            "those who hang up",
            lambda agents, lost, handling, patience: lost * calls_that_lose(agents, lost, handling, patience),
        ),
    ],
    "touchpoints.break-even": [
        ("first", "the calls left out", lambda two, three, wage: wage / (two - three)),
        ("first", "all who hang up with two", lambda calls, two, wage: wage / (calls * two)),
        ("first", "all who hang up with three", lambda calls, three, wage: wage / (calls * three)),
        ("second", "all callers", lambda calls, wage: wage / calls),
        ("second", "three wages", lambda calls, two, three, wage: 3 * wage / (calls * (two - three))),
    ],
    "touchpoints.kappa": [
        (
            "first",
            "the agreement, chance not taken off",
            lambda both, first, second, neither: (both + neither) / (both + first + second + neither),
        ),
        (
            "first",
            "chance at one half",
            lambda both, first, second, neither: 2 * (both + neither) / (both + first + second + neither) - 1,
        ),
        (
            "first",
            "not divided by what chance leaves",
            lambda both, first, second, neither: (
                (both + neither) / (both + first + second + neither)
                - ((both + first) * (both + second) + (neither + first) * (neither + second))
                / (both + first + second + neither) ** 2
            ),
        ),
        (
            "second",
            "the agreement by chance",
            lambda both, first, second, neither: (
                ((both + first) * (both + second) + (neither + first) * (neither + second))
                / (both + first + second + neither) ** 2
            ),
        ),
        (
            "second",
            "agreement on “listens” of all who said it",
            lambda both, first, second: both / (both + first + second),
        ),
    ],
    "touchpoints.thermometer": [
        (
            "first",
            "the spread of this week's share",
            lambda week, distance: thermometer(week, distance, lambda one: one["satisfied"] / one["answers"]),
        ),
        (
            "first",
            "the lower side only",
            lambda week, distance: thermometer(week, distance, below_only=True),
        ),
        (
            "first",
            "limits around this week's share",
            lambda week, distance: thermometer(
                week, distance, lambda one: one["satisfied"] / one["answers"], centre="score"
            ),
        ),
        ("second", "no root", lambda week, distance: thermometer(week, distance, power=1)),
        ("second", "three standard errors", lambda week: thermometer(week, 3)),
    ],
    "touchpoints.alarm": [
        (
            "first",
            "the spread of this week's share",
            lambda: (
                lambda satisfied, answers, usual, distance: int(
                    satisfied / answers
                    < usual - distance * sqrt(satisfied / answers * (1 - satisfied / answers) / answers)
                )
            ),
        ),
        (
            "first",
            "below the usual share",
            lambda: lambda satisfied, answers, usual, distance: int(satisfied / answers < usual),
        ),
        (
            "first",
            "not divided by the answers",
            lambda: (
                lambda satisfied, answers, usual, distance: int(
                    satisfied / answers < usual - distance * sqrt(usual * (1 - usual))
                )
            ),
        ),
        (
            "second",
            "rings on both sides",
            lambda: (
                lambda satisfied, answers, usual, distance: int(
                    abs(satisfied / answers - usual) > distance * sqrt(usual * (1 - usual) / answers)
                )
            ),
        ),
    ],
    "touchpoints.clocks": [
        (
            "first",
            "open ones left out",
            lambda complaints, target: clocks(complaints, target, closed_only=True),
        ),
        (
            "first",
            "resolved counted from the answer",
            lambda complaints, target: clocks(complaints, target, resolve_from="answered"),
        ),
        ("second", "days", lambda complaints, target: clocks(complaints, target, days=True)),
    ],
    "touchpoints.measures": [
        ("first", "everything", lambda measures: list(measures["measure_id"])),
        ("first", "a third agent at all hours", lambda measures: of_kind(measures, "third agent")),
        (
            "second",
            "charts and calls everywhere",
            lambda measures: of_kind(measures, "control chart", "follow-up calls"),
        ),
    ],
}
