"""The answers to the questions of chapter 14, touchpoints, communication and complaints."""

import functools
import math

import numpy as np
import pandas as pd

from crmlib import datasets, experiments, service
from crmlib.service import complaints as clocks_
from crmlib.service import waiting_lines
from crmlib.service.waiting_lines import hang_up_share
from crmlib.workbook.banks import touchpoints as asked
from crmlib.workbook.marking.choice import AuditKey, ChoiceKey
from crmlib.workbook.marking.decision import DecisionKey
from crmlib.workbook.marking.function import FunctionKey
from crmlib.workbook.marking.interval import IntervalKey
from crmlib.workbook.marking.key import Slip
from crmlib.workbook.marking.memo import MemoKey
from crmlib.workbook.marking.number import NumberKey
from crmlib.workbook.marking.reverse import ReverseKey
from crmlib.workbook.marking.value import ValueKey

WEEKS = 52

# The journey --------------------------------------------------------------------------------------


def _gap_ends(shop, happy_shop, online, happy_online, z=1.959964, combined=np.hypot):
    """The interval by hand: the difference of two shares, their standard errors combined."""
    first, second = happy_shop / shop, happy_online / online
    errors = [math.sqrt(p * (1 - p) / n) for p, n in ((first, shop), (second, online))]
    half = z * combined(*errors)
    return first - second - half, first - second + half


def _shop_alone(shop, happy_shop):
    share = happy_shop / shop
    half = 1.959964 * math.sqrt(share * (1 - share) / shop)
    return share - half, share + half


experience_gap = IntervalKey(
    asked.experience_gap,
    plain=functools.partial(_gap_ends, z=1),
    where=lambda shop, happy_shop, online, happy_online: (
        happy_shop < 0.9 * shop
        and happy_online < 0.9 * online
        and 0.05 < happy_shop / shop - happy_online / online < 0.25
    ),
    answer=lambda shop, happy_shop, online, happy_online: experiments.uplift_interval(
        happy_shop, shop, happy_online, online
    ),
    tolerance=0.08,
    slips=[
        Slip(
            functools.partial(_gap_ends, z=1),
            "This is the interval you get with one standard error on each side. How often does that hold the truth?",
            because="standard error taken for interval",
        ),
        Slip(
            functools.partial(_gap_ends, z=1.644854),
            "This is the interval of 90 %. A 95 % interval is wider.",
            because="another confidence than the one asked",
        ),
        Slip(
            lambda shop, happy_shop, online, happy_online: _gap_ends(
                shop, happy_shop, online, happy_online, combined=lambda first, second: second
            ),
            "This is the interval you get if the share in the shop were known exactly. It rests on few answers.",
            because="the error of one share left out",
        ),
        Slip(
            functools.partial(_gap_ends, combined=lambda first, second: first + second),
            "This is the interval you get adding the two standard errors. Their squares add up.",
            because="standard errors added",
        ),
        Slip(
            lambda shop, happy_shop, online, happy_online: experiments.uplift_interval(
                happy_online, online, happy_shop, shop
            ),
            "This is the interval of how far online lies above the shop. Which is taken from which?",
            because="the groups exchanged",
        ),
        Slip(
            functools.partial(_gap_ends, combined=lambda first, second: first**2 + second**2),
            "This is the interval you get without the root: variances in place of standard errors.",
            because="the root left out",
        ),
        Slip(
            functools.partial(_gap_ends, combined=lambda first, second: first),
            "This is the interval you get if the share online were known exactly. It is an estimate, too.",
            because="the error of one share left out",
        ),
        Slip(
            lambda shop, happy_shop, online, happy_online: _gap_ends(online, happy_online, shop, happy_shop),
            "This is the interval of online less the shop. Which of the two is to be taken from the other?",
            because="the groups exchanged",
        ),
        Slip(
            lambda shop, happy_shop, online, happy_online: _shop_alone(shop, happy_shop),
            "This is the interval of the share in the shop. How far it lies above the other is asked.",
            because="one share in place of the difference",
        ),
    ],
    twin=lambda shop, happy_shop, online, happy_online: (
        f"Take {happy_shop} of {shop} and {happy_online} of {online}: {happy_shop / shop:.4f} − {happy_online / online:.4f} = "
        f"{happy_shop / shop - happy_online / online:.4f}. By hand the ends are "
        + " and ".join(f"{end:.4f}" for end in _gap_ends(shop, happy_shop, online, happy_online))
        + "."
    ),
    means="One number with its interval says more than two thermometers: a standard for both channels begins here.",
    after="Who goes to a shop, and would she be as satisfied online?",
)

journey_says = ChoiceKey(
    asked.journey_says,
    answer="look",
    whys={
        "desk": "That would be so if the desk were the cause. Its guests had something to return before they came.",
        "close": "Those who may not return their goods were not satisfied with them either.",
        "look": "A map shows who passes where. What a touchpoint changes is seen if something is changed there, for some of its guests.",
        "score": "Answers may be missing, and still the question is who comes to the desk.",
    },
    after="How would you try it at your own returns desk?",
)

# Limits -------------------------------------------------------------------------------------------


def _error(usual, answers):
    return math.sqrt(usual * (1 - usual) / answers)


limit = NumberKey(
    asked.limit,
    where=lambda usual, answers, distance: usual + distance * _error(usual, answers) < 1,
    routes=[lambda usual, answers, distance: usual - distance * (usual * (1 - usual) / answers) ** 0.5],
    answer=lambda usual, answers, distance: service.share_limits(usual, answers, distance)[0],
    slips=[
        Slip(
            lambda usual, answers, distance: service.share_limits(usual, answers, distance)[1],
            "This is the upper limit. On which side does trouble lie?",
            because="the two limits exchanged",
        ),
        Slip(
            lambda usual, answers, distance: usual - _error(usual, answers),
            "This is the number you get with one standard error. How many does the chart ask for?",
            because="standard error taken for limit",
        ),
        Slip(
            lambda usual, answers, distance: usual - distance * usual * (1 - usual) / answers,
            "This is the number you get without the root.",
            because="variance in place of standard error",
        ),
        Slip(
            lambda usual, answers, distance: usual * (1 - distance * _error(usual, answers)),
            "This is the number you get taking the standard errors as a share of the usual share. Take them off as they are.",
            because="points taken for per cent",
        ),
        Slip(
            lambda usual, answers, distance: distance * _error(usual, answers),
            "This is the distance of the limit from the usual share. Where does the limit lie?",
            because="half width given for the limit",
        ),
        Slip(
            lambda usual, answers, distance: usual - distance * math.sqrt(usual * (1 - usual)) / answers,
            "This is the number you get if n is not under the root.",
            because="the root over the numerator alone",
        ),
    ],
    twin=lambda usual, answers, distance: (
        f"With {usual:.2f} and {answers} answers: √({usual:.2f} × {1 - usual:.2f} ÷ {answers}) = {_error(usual, answers):.4f}, and "
        f"{usual:.2f} − {distance} × {_error(usual, answers):.4f} = {usual - distance * _error(usual, answers):.4f}."
    ),
    means=lambda usual, answers, distance: (
        f"A week may fall by {100 * distance * _error(usual, answers):.0f} points here, and nothing has happened."
    ),
    after="How low may it fall with four times as many answers?",
)

fixed_cut = ChoiceKey(
    asked.fixed_cut,
    answer="noise",
    whys={
        "fair": "The same cut is no equal treatment where one share swings five times as far by chance as the other.",
        "noise": "One standard error is 9 points in the app and 1.6 at the website. The app falls below 60 % by chance in four weeks of ten.",
        "site": "More answers make a share steadier. 60 % lies three standard errors below 65 % there.",
        "both": "In the app three standard errors reach down to 35 %.",
    },
    after="From how many answers a week would one cut do no harm?",
)


def _thermometer(
    week, distance, answers=lambda week: week["answers"], usual=lambda week: week["usual"], root=True
):
    """The table, by the right limits or by others."""
    n, p = answers(week).to_numpy(float), usual(week).to_numpy(float)
    half = distance * (np.sqrt(p * (1 - p) / n) if root else p * (1 - p) / n)
    score = (week["satisfied"] / week["answers"]).to_numpy()
    lower, upper = np.clip(p - half, 0, 1), np.clip(p + half, 0, 1)
    rings = ((score < lower - 1e-12) | (score > upper + 1e-12)).astype(int)
    return pd.DataFrame(
        {"touchpoint": week["touchpoint"], "score": score, "lower": lower, "upper": upper, "signal": rings}
    )


def _right_thermometer(week, distance):
    table = _thermometer(week, distance)
    lower, upper = service.share_limits(week["usual"].to_numpy(), week["answers"].to_numpy(), distance)
    return table.assign(lower=lower, upper=upper)


def _rival_week(**changes):
    return lambda week, distance: _thermometer(week, distance, **changes)


def _pooled(week):
    share = np.average(week["usual"], weights=week["answers"])
    return week["usual"] * 0 + share


def _plain_thermometer(week, distance):
    answers, satisfied, usual = week["answers"], week["satisfied"], week["usual"]
    score = satisfied / answers
    half = distance * (usual * (1 - usual) / answers) ** 0.5
    lower, upper = (usual - half).clip(lower=0), (usual + half).clip(upper=1)
    signal = ((score < lower) | (score > upper)).astype(int)
    return week[["touchpoint"]].assign(score=score, lower=lower, upper=upper, signal=signal)


thermometer = ValueKey(
    asked.thermometer,
    answer=_right_thermometer,
    row="touchpoint",
    plain=_plain_thermometer,
    slips=[
        Slip(
            _rival_week(answers=lambda week: week["answers"] * 0 + week["answers"].mean()),
            "is what you get with the mean number of answers everywhere. Each touchpoint has its own, and limits of its own.",
            because="one width for all, as with a fixed cut",
        ),
        Slip(
            _rival_week(usual=lambda week: week["satisfied"] / week["answers"]),
            "is what you get around this week's own score. Then nothing could ever lie outside: around what is it to be compared?",
            because="a confidence interval taken for control limits",
        ),
        Slip(
            _rival_week(usual=_pooled),
            "is what you get around one usual share for all. Each touchpoint is compared with itself.",
            because="touchpoints compared with one another",
        ),
        Slip(
            _rival_week(root=False),
            "is what you get without the root of the variance.",
            because="variance in place of standard error",
        ),
        Slip(
            lambda week, distance: _thermometer(week, 1),
            "is what you get at one standard error. How many are asked for?",
            because="the distance of the limits left out",
        ),
        Slip(
            lambda week, distance: _thermometer(week, distance, answers=lambda week: week["answers"] * 0 + 1),
            "is what you get for a single answer: the spread of answers, not of their share.",
            because="standard deviation in place of standard error",
        ),
    ],
    twin=lambda week, distance: (
        "For the first line of another week: {0} of {1} with {2:.3f} as usual, so √({2:.3f} × {3:.3f} ÷ {1}) = {4:.4f}, and {5} of them "
        "to either side.".format(
            week["satisfied"][0],
            week["answers"][0],
            week["usual"][0],
            1 - week["usual"][0],
            _error(week["usual"][0], week["answers"][0]),
            distance,
        )
    ),
    means="A touchpoint with few answers may look red for years, and nothing has happened.",
    after="Which touchpoint would a cut at 55 % accuse?",
)


def _rings(satisfied, answers, usual, distance):
    return int(satisfied / answers < service.share_limits(usual, answers, distance)[0] - 1e-12)


def _rings_by_hand(satisfied, answers, usual, distance):
    error = (usual * (1 - usual) / answers) ** 0.5
    return int(satisfied / answers < usual - distance * error)


alarm = FunctionKey(
    asked.alarm,
    answer=_rings,
    plain=[_rings_by_hand],
    edges=[
        dict(satisfied=52, answers=100, usual=0.6, distance=2.0),
        dict(satisfied=49, answers=100, usual=0.6, distance=2.0),
        dict(satisfied=80, answers=100, usual=0.6, distance=2.0),
        dict(satisfied=11, answers=20, usual=0.56, distance=2.0),
        dict(satisfied=11, answers=20, usual=0.75, distance=2.0),
    ],
    cases=60,
    slips=[
        Slip(
            lambda satisfied, answers, usual, distance: int(
                abs(satisfied / answers - usual) > distance * _error(usual, answers)
            ),
            "This function rings above the upper limit, too.",
            because="both sides in place of the bad one",
        ),
        Slip(
            lambda satisfied, answers, usual, distance: int(
                satisfied / answers < usual - _error(usual, answers)
            ),
            "This function rings at one standard error.",
            because="the distance left out",
        ),
        Slip(
            lambda satisfied, answers, usual, distance: int(satisfied / answers < usual),
            "This function rings whenever the score is below the usual share, in half of all weeks.",
            because="any fall taken for a change",
        ),
        Slip(
            lambda satisfied, answers, usual, distance: 1 - _rings(satisfied, answers, usual, distance),
            "This function rings where nothing is wrong, and is silent where something is.",
            because="1 and 0 exchanged",
        ),
        Slip(
            lambda satisfied, answers, usual, distance: (
                bool(satisfied / answers < usual - distance * math.sqrt(usual * (1 - usual))) * 1
            ),
            "This function takes the spread of a single answer for that of the share, and never rings.",
            because="standard deviation in place of standard error",
        ),
    ],
    means="Four lines of code watch any touchpoint, however many answers it has.",
    after="What would you change for a mean in place of a share?",
)

# Alarms -------------------------------------------------------------------------------------------


def _yearly_cost(touchpoints, distance, cost, sides="both", checks=WEEKS):
    chance = service.false_alarm_probability(distance, sides)
    return service.expected_false_alarms(touchpoints, checks, chance) * cost


false_alarms = NumberKey(
    asked.false_alarms,
    answer=_yearly_cost,
    slips=[
        Slip(
            functools.partial(_yearly_cost, sides="one"),
            "This is the number you get if the chart rings on one side only. It rings on both.",
            because="one tail in place of two",
        ),
        Slip(
            lambda touchpoints, distance, cost: _yearly_cost(1, distance, cost),
            "This is the number for one touchpoint. How many are checked?",
            because="one series in place of all",
        ),
        Slip(
            functools.partial(_yearly_cost, checks=12),
            "This is the number you get with a check a month. They are checked every week.",
            because="months for weeks",
        ),
        Slip(
            functools.partial(_yearly_cost, checks=365),
            "This is the number you get with a check a day.",
            because="days for weeks",
        ),
        Slip(
            lambda touchpoints, distance, cost: _yearly_cost(touchpoints, distance, 1),
            "This is the number of false alarms. Each of them costs money.",
            because="the cost left out",
        ),
        Slip(
            lambda touchpoints, distance, cost: (
                (1 - (1 - service.false_alarm_probability(distance)) ** touchpoints) * WEEKS * cost
            ),
            "This is the number you get by counting weeks with an alarm. Two alarms in a week cost twice.",
            because="any alarm in a week in place of all alarms",
        ),
        Slip(
            lambda touchpoints, distance, cost: _yearly_cost(touchpoints, distance, cost, checks=1),
            "This is the number for one week. A year of them is asked.",
            because="a week in place of a year",
        ),
        Slip(
            lambda touchpoints, distance, cost: _yearly_cost(touchpoints, 3, cost),
            "This is the number you get with the usual three standard errors. How far do the limits lie here?",
            because="the convention in place of the distance",
        ),
        Slip(
            lambda touchpoints, distance, cost: touchpoints * WEEKS * 0.05 * cost,
            "This is the number you get if one check in twenty rings, as at 1.96 standard errors. How far do the limits lie here?",
            because="5 % by habit",
        ),
    ],
    twin=lambda touchpoints, distance, cost: (
        f"With {touchpoints} touchpoints at {distance:.1f} and {cost} an alarm: a check rings with {service.false_alarm_probability(distance):.5f}, so "
        f"{touchpoints} × 52 × that = {_yearly_cost(touchpoints, distance, 1):.3f} alarms, and × {cost} = ¥{_yearly_cost(touchpoints, distance, cost):,.0f}."
    ),
    means=lambda touchpoints, distance, cost: (
        f"Nothing ever happens, and staff run {_yearly_cost(touchpoints, distance, 1):.0f} times a year."
    ),
    after="How far away would the limits have to be for one false alarm a year?",
)


def _distance(checks, alarms, sides="one"):
    return service.control_sigmas(alarms / checks, sides)


which_limits = ReverseKey(
    asked.which_limits,
    where=lambda touchpoints, alarms: alarms / touchpoints / 12 < 0.45 and alarms < 25,
    forward=lambda given, touchpoints, alarms: service.expected_false_alarms(
        touchpoints, WEEKS, service.false_alarm_probability(given, "one")
    ),
    target=lambda touchpoints, alarms: alarms,
    answer=lambda touchpoints, alarms: _distance(touchpoints * WEEKS, alarms),
    says="{:.1f} false alarms a year",
    slips=[
        Slip(
            lambda touchpoints, alarms: _distance(touchpoints * WEEKS, alarms, "both"),
            "This is the number you get if the chart rings on both sides. It rings on one.",
            because="two tails in place of one",
        ),
        Slip(
            lambda touchpoints, alarms: _distance(WEEKS, alarms),
            "This is the number you get if one touchpoint alone is watched. How many checks does a year have?",
            because="one series in place of all",
        ),
        Slip(
            lambda touchpoints, alarms: _distance(12 * touchpoints, alarms),
            "This is the number you get with a check a month. They check every week.",
            because="months for weeks",
        ),
        Slip(
            lambda touchpoints, alarms: 3.0,
            "This is the usual distance, three. With it, how many of their checks would ring in a year?",
            because="the convention given for the answer",
        ),
        Slip(
            lambda touchpoints, alarms: alarms / touchpoints / WEEKS,
            "This is the share of checks that ring. Beyond how many standard errors does that share lie?",
            because="the share given for the distance",
        ),
        Slip(
            lambda touchpoints, alarms: _distance(365 * touchpoints, alarms),
            "This is the number you get with a check a day. They check every week.",
            because="days for weeks",
        ),
        Slip(
            lambda touchpoints, alarms: _distance(touchpoints * WEEKS, 2 * alarms),
            "This is the number you get with twice the share in the tail. The chart rings on one side, and all of the share lies there.",
            because="the share of one side doubled",
        ),
        Slip(
            lambda touchpoints, alarms: alarms / touchpoints,
            "This is the number of false alarms of one touchpoint in a year. Which share of its checks is that?",
            because="alarms given for the distance",
        ),
    ],
    twin=lambda touchpoints, alarms: (
        f"With {touchpoints} touchpoints and {alarms} alarms: {alarms} ÷ ({touchpoints} × 52) = {alarms / touchpoints / WEEKS:.5f}, and beyond "
        f"{_distance(touchpoints * WEEKS, alarms):.3f} standard errors lies that share on one side."
    ),
    means="Whoever counts the false alarms of a year knows the limits, even if nobody has written them down.",
    after="What would each of two firms say if one of them had twice as many alarms?",
)

narrow = ChoiceKey(
    asked.narrow,
    answer="own",
    whys={
        "three": "The convention comes from machines. At the hotline it would miss a week of trouble in seven of ten.",
        "two": "At the website nothing is gained, and a false alarm comes once in 22 weeks in place of once in seven years.",
        "own": "Narrow where trouble would be missed and is costly, wide where it is seen anyway.",
        "none": "At two standard errors twelve answers find trouble in its first week with 78 %.",
    },
    after="What would you change at the hotline besides the limits?",
)

# Signals ------------------------------------------------------------------------------------------


def _of_call(share, margin, cost):
    return share * margin - cost


signal_calls = NumberKey(
    asked.signal_calls,
    where=lambda signals, followed, base, lift, margin, cost: (
        followed / signals > base + 0.04
        and abs(followed / signals - base - lift) > 0.015
        and abs((2 * lift - base) * margin - 2 * cost) > 0.5
    ),
    answer=lambda signals, followed, base, lift, margin, cost: _of_call(lift, margin, cost),
    slips=[
        Slip(
            lambda signals, followed, base, lift, margin, cost: _of_call(followed / signals, margin, cost),
            "This is the number you get with credit for everyone who ordered after the signal. They did so without a call.",
            because="precision taken for effect",
        ),
        Slip(
            lambda signals, followed, base, lift, margin, cost: _of_call(
                followed / signals - base, margin, cost
            ),
            "This is the number you get from what the signal tells beyond any day. It tells who is about to order, not what a call adds.",
            because="lift of a signal taken for lift of a call",
        ),
        Slip(
            lambda signals, followed, base, lift, margin, cost: _of_call(
                followed / signals + lift, margin, cost
            ),
            "This is the number you get from all orders of those who are called. Some would have come anyway.",
            because="response in place of uplift",
        ),
        Slip(
            lambda signals, followed, base, lift, margin, cost: lift * margin,
            "This is the number you get without the call's cost.",
            because="cost left out",
        ),
        Slip(
            lambda signals, followed, base, lift, margin, cost: lift * (margin - cost),
            "This is the number you get if only calls that bring an order cost something.",
            because="a contact's cost taken for an incentive's",
        ),
        Slip(
            lambda signals, followed, base, lift, margin, cost: _of_call(
                followed / signals * lift, margin, cost
            ),
            "This is the number you get by taking the call's effect from those alone who order anyway.",
            because="points taken for per cent",
        ),
        Slip(
            lambda signals, followed, base, lift, margin, cost: signals * _of_call(lift, margin, cost),
            "This is the number for all of them. What does one call earn?",
            because="all in place of one",
        ),
        Slip(
            lambda signals, followed, base, lift, margin, cost: _of_call(lift - base, margin, cost),
            "This is the number you get by taking the usual orders off the effect of the call. The trial has done so already.",
            because="the base taken off twice",
        ),
        Slip(
            lambda signals, followed, base, lift, margin, cost: _of_call(lift + base, margin, cost),
            "This is the number you get with the usual orders of two weeks added. They come without a call.",
            because="response in place of uplift",
        ),
    ],
    twin=lambda signals, followed, base, lift, margin, cost: (
        f"With {lift:.2f} because of the call, {margin} of margin and {cost} a call: {lift:.2f} × {margin} − {cost} = "
        f"{_of_call(lift, margin, cost):.2f}. The {followed} of {signals} who order after a signal play no part."
    ),
    means=lambda signals, followed, base, lift, margin, cost: (
        f"The signal finds people of whom {followed / signals:.0%} order anyway. What a call earns is another question."
    ),
    after="Which customers without the signal would you call in a trial?",
)

precision = NumberKey(
    asked.precision,
    where=lambda alerts, found, leavers: found < 0.8 * alerts and leavers > 1.2 * found,
    answer=lambda alerts, found, leavers: found / alerts,
    slips=[
        Slip(
            lambda alerts, found, leavers: found / leavers,
            "This is the recall: the share of those who left that the signal marked.",
            because="precision and recall exchanged",
        ),
        Slip(
            lambda alerts, found, leavers: 1 - found / alerts,
            "This is the share of false alarms.",
            because="the complement given",
        ),
        Slip(
            lambda alerts, found, leavers: alerts / leavers,
            "This is the number of alerts for each who left. How many of them were right?",
            because="the right ones left out",
        ),
        Slip(
            lambda alerts, found, leavers: found / (alerts + leavers - found),
            "This is the share of those who were marked or left, or both.",
            because="an overlap in place of precision",
        ),
    ],
    twin=lambda alerts, found, leavers: (
        f"With {found} right of {alerts} alerts: {found} ÷ {alerts} = {found / alerts:.4f}."
    ),
    means=lambda alerts, found, leavers: (
        f"Of ten calls {10 * (1 - found / alerts):.0f} go to customers who would have stayed."
    ),
    after="And how many of those who left did it miss?",
)

late_signal = ChoiceKey(
    asked.late_signal,
    answer="lead",
    whys={
        "many": "It does not say that either, but a signal that comes too late is useless even if it comes for all.",
        "lead": "It comes when she has gone. A call can only ask why.",
        "sure": "If it has always been so, the next one has left, too.",
        "chance": "It is no chance: who returns the card has decided.",
    },
    after="Which signal of your firm comes early enough, and how often is it right?",
)

# Frequency ----------------------------------------------------------------------------------------


def _letter(potential, taken, cost, annoyed, worth, number):
    before, after = (service.contact_gain(count, potential, taken) for count in (number - 1, number))
    return after - before - cost - annoyed * worth


def _all_that_is_left(potential, taken, cost, annoyed, worth, number):
    return potential * (1 - taken) ** (number - 1) - cost - annoyed * worth


def _of_the_letter_before(potential, taken, cost, annoyed, worth, number):
    return potential * taken**number - cost - annoyed * worth


def _gain_of_all(potential, taken, cost, annoyed, worth, number):
    return service.contact_gain(number, potential, taken) - cost - annoyed * worth


_LETTERS = (_all_that_is_left, _of_the_letter_before, _gain_of_all)

next_contact = NumberKey(
    asked.next_contact,
    routes=[
        lambda potential, taken, cost, annoyed, worth, number: (
            potential * taken * (1 - taken) ** (number - 1) - cost - annoyed * worth
        )
    ],
    # With half taken each time, what a letter takes and what it leaves are one number.
    where=lambda **numbers: (
        abs(_letter(**numbers)) > 0.2
        and numbers["taken"] < 0.5
        and all(abs(_letter(**numbers) + wrong(**numbers)) > 0.2 for wrong in _LETTERS)
    ),
    answer=_letter,
    slips=[
        Slip(
            lambda potential, taken, cost, annoyed, worth, number: _letter(
                potential, taken, cost, 0, worth, number
            ),
            "This is the number you get if nobody is annoyed. What does it cost if she opts out?",
            because="opt-outs left out",
        ),
        Slip(
            lambda potential, taken, cost, annoyed, worth, number: _letter(
                potential, taken, 0, annoyed, worth, number
            ),
            "This is the number you get without the letter's cost.",
            because="cost left out",
        ),
        Slip(
            lambda potential, taken, cost, annoyed, worth, number: _letter(
                potential, taken, cost, annoyed, worth, 1
            ),
            "This is the number of the first letter. What have the letters before left to gain?",
            because="no diminishing returns",
        ),
        Slip(
            lambda potential, taken, cost, annoyed, worth, number: _letter(
                potential, taken, cost, annoyed, worth, number + 1
            ),
            "This is the number of the letter after it: a power one off.",
            because="a power one off",
        ),
        Slip(
            lambda potential, taken, cost, annoyed, worth, number: _letter(
                potential, taken, cost, annoyed, worth, number - 1
            ),
            "This is the number of the letter before it: a power one off.",
            because="a power one off",
        ),
        Slip(
            lambda potential, taken, cost, annoyed, worth, number: (
                service.contact_gain(number, potential, taken) / number - cost - annoyed * worth
            ),
            "This is the mean that a letter earns. The last one finds less than the first.",
            because="average taken for the next one",
        ),
        Slip(
            lambda potential, taken, cost, annoyed, worth, number: (
                service.contact_gain(number, potential, taken) - number * (cost + annoyed * worth)
            ),
            "This is the sum that all letters earn together. The last one alone is asked.",
            because="total in place of the next one",
        ),
        Slip(
            lambda potential, taken, cost, annoyed, worth, number: _letter(
                potential, taken, 0, 0, worth, number
            ),
            "This is the gain of the letter. What does it cost, and what does it risk?",
            because="gain in place of profit",
        ),
        Slip(
            _all_that_is_left,
            "This is the number you get if the letter brought all that is left. Which part of it does a letter bring?",
            because="what is left taken for what is gained",
        ),
        Slip(
            _of_the_letter_before,
            "This is the number you get if each letter brought that part of what the letter before it brought. It brings a part of what is left.",
            because="the power of the wrong share",
        ),
        Slip(
            _gain_of_all,
            "This is the number you get from the gain of all letters and the cost of one. What does the last one alone bring?",
            because="total gain against one cost",
        ),
    ],
    twin=lambda potential, taken, cost, annoyed, worth, number: (
        f"Letter {number} with a potential of {potential} and {taken:.2f} each: {potential} × {taken:.2f} × {1 - taken:.2f} to the power {number - 1} = "
        f"{potential * taken * (1 - taken) ** (number - 1):.3f}, less {cost:.1f}, less {annoyed:.3f} × {worth} = {_letter(potential, taken, cost, annoyed, worth, number):.3f}."
    ),
    means=lambda **numbers: (
        "It still pays."
        if _letter(**numbers) > 0
        else "One letter fewer earns more, though the letters together may still pay."
    ),
    after="How many letters are best?",
)

quiet_hours = ChoiceKey(
    asked.quiet_hours,
    answer="no",
    whys={
        "yes": "Who did not complain has not agreed. Consent is given for a purpose.",
        "no": "Messages about orders are one purpose, marketing is another. It needs a consent of its own.",
        "hours": "Quiet hours are a courtesy to those who agreed. They do not replace consent.",
        "law": "A present with an offer is marketing.",
    },
    after="How would you ask for it, and how could she take it back?",
)

# Waiting ------------------------------------------------------------------------------------------


def _two_clocks(complaints, target, judged=None):
    """The two clocks, by the right treatment of open complaints or by another."""
    rows = []
    answered = complaints["answered"]
    for clock, ends in (("answer", answered), ("resolve", complaints["resolved"])):
        hours = (ends - complaints["opened"]) / pd.Timedelta(hours=1)
        share, median = (judged or _censored)(complaints, ends, hours, target)
        rows.append((clock, int(ends.isna().sum()), share, median))
    return pd.DataFrame(rows, columns=["clock", "open", "share_within", "median_hours"])


def _censored(complaints, ends, hours, target):
    opened = complaints["opened"]
    return (
        clocks_.share_within(opened, ends, target, asked.AS_OF),
        clocks_.median_hours(opened, ends, asked.AS_OF),
    )


def _right_clocks(complaints, target):
    found = clocks_.complaint_clocks(
        complaints["opened"], complaints["answered"], complaints["resolved"], target, target, asked.AS_OF
    )
    return found[["clock", "open", "share_within", "median_hours"]]


def _closed_only(complaints, ends, hours, target):
    closed = hours.dropna()
    return (closed <= target).mean(), closed.median()


def _open_as_missed(complaints, ends, hours, target):
    endless = hours.fillna(np.inf).sort_values().to_numpy()
    return (hours <= target).mean(), endless[(len(endless) - 1) // 2]


def _open_as_closed(complaints, ends, hours, target):
    lasted = hours.fillna((asked.AS_OF - complaints["opened"]) / pd.Timedelta(hours=1))
    return (lasted <= target).mean(), lasted.median()


def _told_apart(complaints, target):
    tables = [_right_clocks(complaints, target)] + [
        _two_clocks(complaints, target, judged) for judged in (_closed_only, _open_as_missed, _open_as_closed)
    ]
    values = np.array([table[["share_within", "median_hours"]].to_numpy() for table in tables])
    if not np.isfinite(values).all():
        return False
    apart = [abs(values[0] / np.maximum(other, 1e-9) - 1)[1].min() > 0.03 for other in values[1:]]
    return all(apart)


clocks = ValueKey(
    asked.clocks,
    where=_told_apart,
    answer=_right_clocks,
    row="clock",
    slips=[
        Slip(
            lambda complaints, target: _two_clocks(complaints, target, _closed_only),
            "is what you get from the closed complaints alone. The slow ones are among the open ones, so you look too quick.",
            because="open complaints left out",
        ),
        Slip(
            lambda complaints, target: _two_clocks(complaints, target, _open_as_missed),
            "is what you get if every open complaint counts as missed. Some of them came in an hour ago.",
            because="open complaints counted as late",
        ),
        Slip(
            lambda complaints, target: _two_clocks(complaints, target, _open_as_closed),
            "is what you get if every open complaint is closed at the moment of the count.",
            because="censoring taken for the event",
        ),
        Slip(
            lambda complaints, target: _right_clocks(complaints, target).assign(
                share_within=lambda table: 1 - table["share_within"]
            ),
            "is what you get for those who waited longer than the target.",
            because="the complement given",
        ),
        Slip(
            lambda complaints, target: _right_clocks(complaints, target).assign(
                share_within=lambda table: 100 * table["share_within"]
            ),
            "is what you get in per cent. A share is asked.",
            because="per cent given for share",
        ),
        Slip(
            lambda complaints, target: _right_clocks(complaints, target).assign(
                open=len(complaints) - _right_clocks(complaints, target)["open"]
            ),
            "is what you get by counting the closed complaints.",
            because="closed counted for open",
        ),
    ],
    twin=lambda complaints, target: (
        f"Of {len(complaints)} other complaints {int(complaints['resolved'].isna().sum())} are not yet resolved. Of the closed ones "
        f"{_closed_only(complaints, None, (complaints['resolved'] - complaints['opened']) / pd.Timedelta(hours=1), target)[0]:.3f} were resolved within {target} hours; with the open "
        f"ones watched until the count it is {_right_clocks(complaints, target)['share_within'][1]:.3f}."
    ),
    means="Whoever leaves out what is open promises customers a speed that the slow ones never see.",
    after="On which of the two clocks would you promise something, and how many hours?",
)


def _saved(arrivals, handling, patience, lost=hang_up_share):
    return arrivals * (lost(arrivals, handling, 2, patience) - lost(arrivals, handling, 3, patience))


def _has_to_wait(calls, handling, agents, patience):
    return waiting_lines.erlang_c(calls * handling / 60, agents)


def _is_blocked(calls, handling, agents, patience):
    return waiting_lines.erlang_b(calls * handling / 60, agents)


hang_ups = NumberKey(
    asked.hang_ups,
    answer=_saved,
    slips=[
        Slip(
            functools.partial(_saved, lost=_has_to_wait),
            "This is the number of callers fewer who wait, if all waited until they are served (Erlang C). These callers hang up, and some who wait do not.",
            because="Erlang C where people hang up",
        ),
        Slip(
            functools.partial(_saved, lost=_is_blocked),
            "This is the number you get if nobody waits at all: whoever finds all agents busy is lost (Erlang B).",
            because="Erlang B where people wait",
        ),
        Slip(
            lambda arrivals, handling, patience: _saved(arrivals, handling, patience) / arrivals,
            "This is the share of the callers. How many are they in an hour?",
            because="share given for number",
        ),
        Slip(
            lambda arrivals, handling, patience: arrivals * hang_up_share(arrivals, handling, 2, patience),
            "This is the number of those who hang up with two agents. With three some still do.",
            because="all losses taken for avoidable",
        ),
        Slip(
            lambda arrivals, handling, patience: arrivals * hang_up_share(arrivals, handling, 3, patience),
            "This is the number of those who still hang up with three agents.",
            because="what is left given for what is saved",
        ),
        Slip(
            lambda arrivals, handling, patience: (
                arrivals
                * (
                    hang_up_share(arrivals, handling, 1, patience)
                    - hang_up_share(arrivals, handling, 2, patience)
                )
            ),
            "This is the number that the second agent saves. The third is asked.",
            because="one agent off",
        ),
        Slip(
            lambda arrivals, handling, patience: _saved(arrivals, patience, handling),
            "This is the number you get with handling time and patience exchanged.",
            because="arguments exchanged",
        ),
        Slip(
            lambda arrivals, handling, patience: hang_up_share(arrivals, handling, 2, patience),
            "This is the share that hangs up with two agents. How many callers fewer are they with three?",
            because="a step on the way",
        ),
        Slip(
            lambda arrivals, handling, patience: (
                arrivals
                * (
                    hang_up_share(arrivals, handling, 3, patience)
                    - hang_up_share(arrivals, handling, 4, patience)
                )
            ),
            "This is the number that a fourth agent saves. The third is asked.",
            because="one agent off",
        ),
    ],
    twin=lambda arrivals, handling, patience: (
        f"With {arrivals} calls of {handling} minutes and a patience of {patience}: {hang_up_share(arrivals, handling, 2, patience):.4f} hang up with two agents and "
        f"{hang_up_share(arrivals, handling, 3, patience):.4f} with three, and {arrivals} times the difference is {_saved(arrivals, handling, patience):.3f}."
    ),
    means=lambda arrivals, handling, patience: (
        f"At ¥30 an hour the third agent pays if a caller who hangs up loses more than ¥{30 / _saved(arrivals, handling, patience):.1f}."
    ),
    after="And what would a fourth agent save?",
)


def _day(quiet, busy, lost=lambda calls: hang_up_share(calls, 6, 2, 3)):
    return (quiet * lost(quiet) + busy * lost(busy)) / (quiet + busy)


def _lost(calls):
    return hang_up_share(calls, 6, 2, 3)


uneven = NumberKey(
    asked.uneven,
    answer=_day,
    slips=[
        Slip(
            lambda quiet, busy: _lost((quiet + busy) / 2),
            "This is the number you get at the mean number of calls. The busy hours lose more than the quiet ones save.",
            because="the formula of the mean in place of the mean of the formula",
        ),
        Slip(
            lambda quiet, busy: (_lost(quiet) + _lost(busy)) / 2,
            "This is the mean of two shares. More callers come in the busy hours.",
            because="hours weighted in place of callers",
        ),
        Slip(
            lambda quiet, busy: _lost(busy),
            "This is the share in the busy hours.",
            because="the peak taken for the day",
        ),
        Slip(
            functools.partial(_day, lost=lambda calls: waiting_lines.erlang_c(calls / 10, 2)),
            "This is the share who wait, if nobody ever hangs up (Erlang C). Here they do.",
            because="Erlang C where people hang up",
        ),
        Slip(
            functools.partial(_day, lost=lambda calls: waiting_lines.erlang_b(calls / 10, 2)),
            "This is the share who find both agents busy and do not wait (Erlang B). Here they wait a while.",
            because="Erlang B where people wait",
        ),
        Slip(
            lambda quiet, busy: _lost(quiet),
            "This is the share in the quiet hours.",
            because="the quiet hours taken for the day",
        ),
        Slip(
            lambda quiet, busy: quiet * _lost(quiet) + busy * _lost(busy),
            "This is the number of callers who hang up in a quiet and a busy hour together. As a share of all callers?",
            because="callers given for a share",
        ),
        Slip(
            lambda quiet, busy: (quiet * _lost(quiet) + busy * _lost(busy)) / 2,
            "This is the number of callers who hang up in an hour, on average. As a share of all callers?",
            because="callers given for a share",
        ),
        Slip(
            lambda quiet, busy: (busy * _lost(quiet) + quiet * _lost(busy)) / (quiet + busy),
            "This is the number you get with the calls of the two kinds of hours exchanged. In which are more of the callers?",
            because="weights exchanged",
        ),
    ],
    twin=lambda quiet, busy: (
        f"With {quiet} and {busy} calls: {_lost(quiet):.4f} and {_lost(busy):.4f} hang up, so ({quiet} × {_lost(quiet):.4f} + {busy} × {_lost(busy):.4f}) ÷ {quiet + busy} = "
        f"{_day(quiet, busy):.4f}."
    ),
    means=lambda quiet, busy: (
        f"A plan made from the mean says {_lost((quiet + busy) / 2):.0%}, and {_day(quiet, busy):.0%} hang up."
    ),
    after="How would you spread three agents over two such hours?",
)


def _calls_at(lost, share):
    """The calls an hour at which a rising share of them is lost."""
    from scipy.optimize import brentq

    return brentq(lambda calls: lost(calls) - share, 0.01, 400)


arrivals = ReverseKey(
    asked.arrivals,
    where=lambda agents, lost, handling, patience: handling != patience,
    forward=lambda given, agents, lost, handling, patience: hang_up_share(given, handling, agents, patience),
    target=lambda agents, lost, handling, patience: lost,
    answer=lambda agents, lost, handling, patience: _calls_at(
        lambda calls: hang_up_share(calls, handling, agents, patience), lost
    ),
    says="{:.1%} who hang up",
    slips=[
        Slip(
            lambda agents, lost, handling, patience: _calls_at(
                lambda calls: _is_blocked(calls, handling, agents, patience), lost
            ),
            "This is the number you get if nobody waits at all (Erlang B). These callers wait a while.",
            because="Erlang B where people wait",
        ),
        Slip(
            lambda agents, lost, handling, patience: _calls_at(
                lambda calls: _has_to_wait(calls, handling, agents, patience), lost
            ),
            "This is the number of calls at which that share has to wait (Erlang C). Not all who wait hang up.",
            because="waiting taken for hanging up",
        ),
        Slip(
            lambda agents, lost, handling, patience: (
                _calls_at(lambda calls: hang_up_share(calls, handling, agents, patience), lost)
                * handling
                / 60
            ),
            "This is the load in erlangs. How many calls bring it?",
            because="load given for arrivals",
        ),
        Slip(
            lambda agents, lost, handling, patience: agents * 60 / handling / (1 - lost),
            "This is the number you get if the agents were busy all the time. Between calls they wait, too.",
            because="capacity over the share served",
        ),
        Slip(
            lambda agents, lost, handling, patience: agents * 60 / handling,
            "This is the most that the agents can answer in an hour.",
            because="capacity taken for arrivals",
        ),
        Slip(
            lambda agents, lost, handling, patience: _calls_at(
                lambda calls: hang_up_share(calls, handling, agents + 1, patience), lost
            ),
            "This is the number for one agent more.",
            because="one agent off",
        ),
        Slip(
            lambda agents, lost, handling, patience: (
                (1 - lost) * _calls_at(lambda calls: hang_up_share(calls, handling, agents, patience), lost)
            ),
            "This is the number of calls that are answered. Those who hang up have called as well.",
            because="answered taken for arrived",
        ),
        Slip(
            lambda agents, lost, handling, patience: _calls_at(
                lambda calls: hang_up_share(calls, handling, agents - 1, patience), lost
            ),
            "This is the number for one agent fewer.",
            because="one agent off",
        ),
        Slip(
            lambda agents, lost, handling, patience: _calls_at(
                lambda calls: hang_up_share(calls, patience, agents, handling), lost
            ),
            "This is the number you get with handling time and patience exchanged.",
            because="arguments exchanged",
        ),
        Slip(
            lambda agents, lost, handling, patience: (
                lost * _calls_at(lambda calls: hang_up_share(calls, handling, agents, patience), lost)
            ),
            "This is the number of calls that are lost. How many came?",
            because="lost taken for arrived",
        ),
    ],
    twin=lambda agents, lost, handling, patience: (
        f"With {agents} agents, {handling} and {patience} minutes: "
        + ", ".join(
            f"{calls} calls lose {hang_up_share(calls, handling, agents, patience):.4f}"
            for calls in _around(agents, lost, handling, patience)
        )
        + f". So {lost:.2f} lie between the two."
    ),
    means="A report of one share tells an outsider how busy the centre is.",
    after="What would the report say if the patience were twice as long?",
)


def _around(agents, lost, handling, patience):
    place = math.floor(_calls_at(lambda calls: hang_up_share(calls, handling, agents, patience), lost))
    return place, place + 1


worse = ChoiceKey(
    asked.worse,
    answer="few",
    whys={
        "much": "25 is rare among the hours, and not among the callers: that is when they call.",
        "right": "The share bends upwards with the load, and most callers come when it is high.",
        "few": "The busy hour loses more than the quiet one saves, and it has more callers.",
        "wait": "Waiting and hanging up rise together.",
    },
    after="What would the planner need in place of 18?",
)

# Recovery -----------------------------------------------------------------------------------------


def _calls_earn(complaints, badly, well, cost, turned, spend, rate):
    return service.recovery_profit(complaints, turned * spend * rate, 1 - well, 1 - badly, cost)


follow_up = NumberKey(
    asked.follow_up,
    routes=[
        lambda complaints, badly, well, cost, turned, spend, rate: (
            complaints * turned * (badly - well) * spend * rate - complaints * cost
        )
    ],
    where=lambda **numbers: abs(_calls_earn(**numbers)) > 500,
    answer=_calls_earn,
    slips=[
        Slip(
            lambda complaints, badly, well, cost, turned, spend, rate: _calls_earn(
                complaints, badly, well, cost, turned, spend, 1
            ),
            "This is the number you get from revenue. Which part of it stays with the firm?",
            because="CLV of revenue",
        ),
        Slip(
            lambda complaints, badly, well, cost, turned, spend, rate: (
                complaints * (turned * spend * rate - cost)
            ),
            "This is the number you get with credit for everyone whose complaint is turned. Most of them would have stayed anyway.",
            because="those who would have stayed counted",
        ),
        Slip(
            lambda complaints, badly, well, cost, turned, spend, rate: _calls_earn(
                complaints, badly, 0, cost, turned, spend, rate
            ),
            "This is the number you get if nobody leaves after good handling.",
            because="recovery taken for perfect",
        ),
        Slip(
            lambda complaints, badly, well, cost, turned, spend, rate: _calls_earn(
                complaints, badly, well, cost, 1, spend, rate
            ),
            "This is the number you get if each call succeeds.",
            because="success taken for granted",
        ),
        Slip(
            lambda complaints, badly, well, cost, turned, spend, rate: (
                complaints * turned * (spend * rate * (badly - well) - cost)
            ),
            "This is the number you get if only successful calls cost something. All are made.",
            because="cost of successes only",
        ),
        Slip(
            lambda complaints, badly, well, cost, turned, spend, rate: _calls_earn(
                complaints, badly, well, 0, turned, spend, rate
            ),
            "This is the number you get without the cost of the calls.",
            because="cost left out",
        ),
        Slip(
            lambda complaints, badly, well, cost, turned, spend, rate: (
                _calls_earn(complaints, badly, well, cost, turned, spend, rate) / complaints
            ),
            "This is the number for one complaint. A year of them is asked.",
            because="one in place of all",
        ),
        Slip(
            lambda complaints, badly, well, cost, turned, spend, rate: _calls_earn(
                complaints, well, badly, cost, turned, spend, rate
            ),
            "This is the number you get with good and bad handling exchanged. After which do more leave?",
            because="the two shares exchanged",
        ),
    ],
    twin=lambda complaints, badly, well, cost, turned, spend, rate: (
        f"{complaints:,} complaints, {turned:.0%} turned: {complaints * turned:.0f} × ({badly:.2f} − {well:.2f}) = {complaints * turned * (badly - well):.2f} more stay, each worth "
        f"{spend:,} × {rate:.1f} = {spend * rate:,.0f}: {complaints * turned * (badly - well) * spend * rate:,.0f}, less {complaints:,} × {cost} = "
        f"{_calls_earn(complaints, badly, well, cost, turned, spend, rate):,.0f}."
    ),
    means=lambda **numbers: (
        f"A call {'pays' if _calls_earn(**numbers) > 0 else 'loses'}: it keeps "
        f"{numbers['turned'] * (numbers['badly'] - numbers['well']):.1%} of those called."
    ),
    after="Up to which cost of a call would you go?",
)

most = NumberKey(
    asked.most,
    answer=lambda worth, well, without: service.most_for_recovery(worth, well, without),
    slips=[
        Slip(
            lambda worth, well, without: worth * well,
            "This is the number you get if nobody stayed without it. Most do.",
            because="those who would have stayed counted",
        ),
        Slip(
            lambda worth, well, without: worth * (1 - without),
            "This is the number you get if everyone stayed with it.",
            because="recovery taken for perfect",
        ),
        Slip(
            lambda worth, well, without: worth * (well / without - 1),
            "This is the number you get from the relative rise. How many more of a hundred stay?",
            because="per cent taken for points",
        ),
        Slip(
            lambda worth, well, without: worth * without,
            "This is the value of a customer without a recovery.",
            because="the value without effect given",
        ),
        Slip(
            lambda worth, well, without: worth * (1 - well),
            "This is the loss with those who leave even after a good recovery. What does the recovery change?",
            because="those who leave anyway counted",
        ),
        Slip(
            lambda worth, well, without: 100 * (well - without),
            "This is the number that more of a hundred stay because of it. What is one of them worth?",
            because="the effect given for its value",
        ),
    ],
    twin=lambda worth, well, without: (
        f"With {worth}: {worth} × ({well:.2f} − {without:.2f}) = ¥{worth * (well - without):.1f}."
    ),
    means=lambda worth, well, without: (
        f"Of ten customers with a good recovery {10 * (well - without):.1f} stay because of it."
    ),
    after="May it cost more than the product did?",
)

paradox = ChoiceKey(
    asked.paradox,
    answer="often",
    whys={
        "chance": "With few complaints figures swing, and the same finding comes again in firm after firm.",
        "often": "Complaints come with orders. Compare customers with as many orders, or let chance decide who is called.",
        "gift": "Then it would have cost as much as it brought.",
        "answer": "Orders are counted here, and nobody has to be asked for them.",
    },
    after="Whom would you compare with whom?",
)

# The decision -------------------------------------------------------------------------------------

break_even = NumberKey(
    asked.break_even,
    where=lambda calls, two, three, wage: two - three > 0.06,
    answer=lambda calls, two, three, wage: wage / (calls * (two - three)),
    slips=[
        Slip(
            lambda calls, two, three, wage: wage / (calls * two),
            "This is the number you get if nobody hung up with three agents. Some still do.",
            because="all losses taken for avoidable",
        ),
        Slip(
            lambda calls, two, three, wage: wage / (two - three),
            "This is the number you get for one call an hour.",
            because="calls left out",
        ),
        Slip(
            lambda calls, two, three, wage: wage / calls,
            "This is the wage for each call. Only those count who hang up with two agents and not with three.",
            because="cost per contact in place of cost per effect",
        ),
        Slip(
            lambda calls, two, three, wage: 3 * wage / (calls * (two - three)),
            "This is the number you get with the wages of all three. Two of them are there anyway.",
            because="average in place of marginal cost",
        ),
        Slip(
            lambda calls, two, three, wage: calls * (two - three) / wage,
            "This is the number of hang-ups that a yuan of wage avoids. Turn it round.",
            because="an inverted ratio",
        ),
        Slip(
            lambda calls, two, three, wage: wage / (calls * three),
            "This is the number you get from those who hang up with three agents.",
            because="what is left taken for what is saved",
        ),
        Slip(
            lambda calls, two, three, wage: calls * (two - three),
            "This is the number of callers fewer who hang up in the hour. From which loss for each do they pay the wage?",
            because="callers given for money",
        ),
        Slip(
            lambda calls, two, three, wage: wage * (two - three),
            "This is the wage times the difference of the shares. How many callers have to bring the wage?",
            because="multiplied in place of divided",
        ),
    ],
    twin=lambda calls, two, three, wage: (
        f"With {calls} calls, {two:.2f} and {three:.2f}: {calls} × {two - three:.2f} = {calls * (two - three):.2f} fewer hang up, and {wage} ÷ {calls * (two - three):.2f} = "
        f"¥{wage / (calls * (two - three)):.2f}."
    ),
    means=lambda calls, two, three, wage: (
        f"Whoever knows that a hang-up costs more than ¥{wage / (calls * (two - three)):.0f} takes the agent, and needs no other number."
    ),
    after="In which hours of your day is it lowest?",
)

where_first = ChoiceKey(
    asked.where_first,
    answer="delivery",
    whys={
        "hotline": "A low usual score is no trouble to be found by a chart: it is there every week.",
        "delivery": "A week of trouble meets nine times as many customers there.",
        "same": "It is as likely, and it does not meet as many.",
    },
    after="What would you do about the hotline's low score instead?",
)

WAGE, YEAR = 30, 365
TROUBLE, FALL, SAVED = 3 / 16, 0.40, 4
KEEP, ALARM, RATE = 2_000, 400, 0.025
TURNED, LOSS, WORTH = 0.3, 54, 424


def _agent_gains(calls, hang_up, rate=None, lost=hang_up_share):
    """What a third agent earns in each hour by the formula, at the calls of that hour."""
    hour = calls["start"].dt.hour
    days = calls["start"].dt.normalize().nunique()
    found = calls.groupby(hour)["calls"].sum() / days
    saved = found * [lost(each, 6, 2, 3) - lost(each, 6, 3, 3) for each in found]
    return (YEAR * (saved * hang_up - WAGE)).rename(index=lambda name: f"agent-{name}")


def _chart_gains(touchpoints, unhappy):
    table = touchpoints.set_index("measure_id" if "measure_id" in touchpoints else "touchpoint")
    found = TROUBLE * table["visits"] * FALL * SAVED * unhappy
    return (found - service.expected_false_alarms(1, WEEKS, RATE) * ALARM - KEEP).rename(
        index=lambda name: f"chart-{name}"
    )


def _call_gains(complaints, call, each=TURNED * LOSS):
    bad = complaints.assign(bad=~complaints["well_handled"]).groupby("measure_id")["bad"]
    return asked.SHARE_A_YEAR * (each * bad.sum() - call * bad.size())


def _expected(hang_up, unhappy, call, calls, touchpoints, complaints, **others):
    """What each measure earns by what a manager can know."""
    return _agent_gains(calls, hang_up), _chart_gains(touchpoints, unhappy), _call_gains(complaints, call)


def _list(*gains):
    return [name for part in gains for name in part.index[part > 0]]


def _policy(**numbers):
    return _list(*_expected(**numbers))


@functools.cache
def _truth():
    """Hang-ups that a third agent avoids by hour, what charts find, what bad handling costs by class."""
    chain, firm = asked.other_chain(), datasets.load_firm()
    two, three = (chain.truth.staffing_by_hour(agents).set_index("hour")["hung_up"] for agents in (2, 3))
    watch = chain.truth.watch(sigmas=service.control_sigmas(RATE, "one")).set_index("touchpoint")
    classes = asked.complaints_by_class()
    who = classes["complaint_id"].map(firm.complaints.set_index("complaint_id")["customer_id"])
    kept = who.map(firm.truth.recovery_gains()) * ~classes["well_handled"]
    kept = kept.groupby(classes["measure_id"]).sum()
    return two - three, watch, kept, classes.groupby("measure_id").size()


def _true_profit(hang_up, unhappy, call, **others):
    avoided, watch, kept, size = _truth()
    visits = asked.visits().set_index("touchpoint")["visits"]
    found = visits * (watch["usual"] - watch["satisfied"]) * watch["weeks_saved"]
    agents = hang_up * avoided - WAGE * YEAR
    charts = TROUBLE * found * unhappy - ALARM * watch["false_alarms"] - KEEP
    calls = asked.SHARE_A_YEAR * (TURNED * kept - call * size)
    parts = (
        agents.rename(index=lambda name: f"agent-{name}"),
        charts.rename(index=lambda name: f"chart-{name}"),
        calls,
    )
    return pd.concat(parts)[asked.all_measures()["measure_id"]]


def _with(agents=None, charts=None, calls=None):
    """The list of the reference policy with one of its three parts taken in another way."""

    def chosen(**numbers):
        parts = _expected(**numbers)
        others = [rule and rule(**numbers) for rule in (agents, charts, calls)]
        return [
            name
            for part, other in zip(parts, others, strict=True)
            for name in (_list(part) if other is None else other)
        ]

    return chosen


def _all_hours(calls, **others):
    return [f"agent-{hour}" for hour in sorted(calls["start"].dt.hour.unique())]


def _all_charts(touchpoints, **others):
    return [f"chart-{name}" for name in touchpoints["touchpoint"]]


def _lowest_scores(touchpoints, **others):
    return [f"chart-{name}" for name in touchpoints.nsmallest(3, "usual")["touchpoint"]]


def _all_classes(**others):
    return list(asked.CLASSES)


def _nothing(**others):
    return []


measures = DecisionKey(
    asked.measures,
    profit=_true_profit,
    policy=_policy,
    enough=0.97,
    redrawn=False,
    slips=[
        Slip(
            _with(agents=_all_hours),
            "You take the third agent at all hours. That is what one mean load for the day says, and Erlang C, whose callers never hang up. "
            "Does he earn his wage at eight in the morning?",
            because="average wait at mean load; Erlang C where people hang up",
        ),
        Slip(
            _with(agents=_nothing),
            "You take no third agent. Over the whole day she earns little beyond her wage. And in the busiest hours?",
            because="all or nothing in place of where",
        ),
        Slip(
            _with(charts=_all_charts),
            "You put a chart at every touchpoint. At some too few customers pass: the chart costs more there than it saves.",
            because="cost of charts and false alarms forgotten",
        ),
        Slip(
            _with(charts=_lowest_scores),
            "You put charts where the usual score is lowest. What is always low is no trouble that a chart finds; where does a week of trouble meet most customers?",
            because="low level taken for a fall",
        ),
        Slip(
            _with(charts=_nothing),
            "You take no chart. Count the customers whom a week of trouble meets at the largest touchpoints.",
            because="a measure left out",
        ),
        Slip(
            _with(calls=_all_classes),
            "You call after every complaint. Most of those that are answered quickly were handled well, and a call changes nothing there.",
            because="calls to those who would have stayed",
        ),
        Slip(
            _with(
                calls=lambda complaints, call, **others: _list(_call_gains(complaints, call, TURNED * WORTH))
            ),
            "This is the list you get if each call that turns a complaint keeps a whole customer. Most would have stayed anyway.",
            because="counting those who would have stayed",
        ),
        Slip(
            _with(calls=_nothing),
            "You make no calls. What does a call bring where every complaint was handled badly?",
            because="a measure left out",
        ),
        Slip(
            _with(agents=_nothing, charts=_nothing),
            "You take nothing but calls. The other two earn something too, in their places.",
            because="which earns most, taken as a choice of one",
        ),
        Slip(
            lambda **numbers: asked.all_measures()["measure_id"].tolist(),
            "You take everything. Each measure pays in some places and loses in others.",
            because="all in place of where",
        ),
    ],
    twin=lambda **numbers: (
        "With ¥{:.1f} a hang-up, ¥{:.1f} an unhappy customer and ¥{:.1f} a call the three parts earn ¥{:,.0f}, ¥{:,.0f} and ¥{:,.0f} by this way of counting, with {} hours, {} "
        "charts and {} classes.".format(
            numbers["hang_up"],
            numbers["unhappy"],
            numbers["call"],
            *(part[part > 0].sum() for part in _expected(**numbers)),
            *((part > 0).sum() for part in _expected(**numbers)),
        )
    ),
    after="Which of the three prices would you have to be most wrong about, to change the list?",
)

# Empathy and the 68 % -----------------------------------------------------------------------------

legend = AuditKey(
    asked.legend,
    answer="because",
    whys={
        "share": "A count divided by all that were drawn.",
        "error": "The standard error of a share, 1.96 times.",
        "kappa": "Agreement beyond chance, over what is left above chance.",
        "left": "The two groups, each with its share of those who left.",
        "because": "Of those after such a conversation most who left would have left after another one as well. Only the difference of the two shares can be its doing, "
        "and not even that is sure where nobody drew who got which conversation.",
    },
    twin=lambda coded, settled, left, others, alike: (
        f"With {settled:.2f}, {left:.2f} and {others:.2f}: at most {settled:.2f} × ({left:.2f} − {others:.2f}) = {settled * (left - others):.4f} of the customers can be lost because of it."
    ),
    after="How would you draw who gets which conversation?",
    pool=(
        dict(
            answer="because",
            whys={
                "share": "A count divided by all that were drawn.",
                "error": "The standard error of a share, 1.96 times.",
                "kappa": "Agreement beyond chance, over what is left above chance.",
                "left": "The two groups, each with its share of those who closed their account.",
                "because": "With a next step some would have closed it, too, as after the other chats. Only the difference of the two "
                "shares can be its doing, and not even that is sure where nobody drew who was offered one.",
            },
            twin=lambda coded, settled, left, others, alike: (
                f"With {settled:.2f}, {left:.2f} and {others:.2f}: a next step for everyone can keep at most {settled:.2f} × "
                f"({left:.2f} − {others:.2f}) = {settled * (left - others):.4f} of the customers."
            ),
            after="To whom would you offer a next step, so that its effect can be seen?",
        ),
        dict(
            answer="because",
            whys={
                "share": "A count divided by all that were drawn.",
                "error": "The standard error of a share, 1.96 times.",
                "kappa": "Agreement beyond chance, over what is left above chance.",
                "left": "The two groups, each with its share of those who did not fly again.",
                "because": "Without a script some would not have flown again, either, as after the other calls. Only the difference of "
                "the two shares can be its doing, and not even that is sure where nobody drew who heard the script.",
            },
            twin=lambda coded, settled, left, others, alike: (
                f"With {settled:.2f}, {left:.2f} and {others:.2f}: the script can have cost at most {settled:.2f} × ({left:.2f} − "
                f"{others:.2f}) = {settled * (left - others):.4f} of the passengers."
            ),
            after="Which calls would you draw for talk without a script?",
        ),
    ),
)


def _coded(both, first, second, neither):
    """The two columns of codes behind the four counts."""
    counts = (both, first, second, neither)
    return [np.repeat(codes, counts).tolist() for codes in ((1, 1, 0, 0), (1, 0, 1, 0))]


def _alike(both, first, second, neither):
    return (both + neither) / (both + first + second + neither)


def _chance(both, first, second, neither):
    return service.coder_agreement(*_coded(both, first, second, neither)).by_chance


def _listens_only(both, first, second, neither):
    """Kappa, if chance agreed on “listens” only."""
    coded = both + first + second + neither
    chance = (both + first) * (both + second) / coded**2
    return (_alike(both, first, second, neither) - chance) / (1 - chance)


def _kappa_by_hand(both, first, second, neither):
    coded = both + first + second + neither
    listens = (both + first) / coded * ((both + second) / coded)
    does_not = (second + neither) / coded * ((first + neither) / coded)
    chance = listens + does_not
    return ((both + neither) / coded - chance) / (1 - chance)


kappa = NumberKey(
    asked.kappa,
    routes=[_kappa_by_hand],
    where=lambda **counts: (
        service.coder_agreement(*_coded(**counts)).kappa > 0.05 and abs(_chance(**counts) - 0.5) > 0.012
    ),
    answer=lambda **counts: service.coder_agreement(*_coded(**counts)).kappa,
    slips=[
        Slip(
            _alike,
            "This is the share that is coded alike. How much of it would come by chance?",
            because="raw agreement taken for agreement beyond chance",
        ),
        Slip(
            lambda **counts: _alike(**counts) - _chance(**counts),
            "This is the agreement above chance. Set it in proportion to what is left above chance.",
            because="not divided by 1 − chance",
        ),
        Slip(
            _chance,
            "This is the agreement that chance would bring.",
            because="chance given for kappa",
        ),
        Slip(
            lambda **counts: 2 * _alike(**counts) - 1,
            "This is the number you get if chance made half alike. It does so only where both say “listens” of half.",
            because="chance taken as one half",
        ),
        Slip(
            lambda both, first, second, neither: both / (both + first + second),
            "This is the share of dialogues of which both say “listens” among those of which one does.",
            because="the dialogues coded “does not” left out",
        ),
        Slip(
            lambda both, first, second, neither: _listens_only(both, first, second, neither),
            "This is the number you get if chance could only make both say “listens”. They can agree on “does not” by chance, too.",
            because="half of the agreement by chance left out",
        ),
        Slip(
            lambda **counts: (_alike(**counts) - _chance(**counts)) / _alike(**counts),
            "This is the number you get in proportion to what is coded alike. Kappa has what is left above chance below the line.",
            because="another base",
        ),
        Slip(
            lambda **counts: (_alike(**counts) - _chance(**counts)) / (1 - _alike(**counts)),
            "This is the number you get in proportion to what is not coded alike. Kappa has what is left above chance below the line.",
            because="another base",
        ),
        Slip(
            lambda both, first, second, neither: both / (both + first),
            "This is the share of the first person's “listens” that the second shares.",
            because="one person taken for the truth",
        ),
    ],
    twin=lambda both, first, second, neither: (
        f"With {both}, {first}, {second} and {neither}: alike {_alike(both, first, second, neither):.4f}, by chance {_chance(both, first, second, neither):.4f}, so "
        f"{_alike(both, first, second, neither) - _chance(both, first, second, neither):.4f} ÷ {1 - _chance(both, first, second, neither):.4f} = "
        f"{service.coder_agreement(*_coded(both, first, second, neither)).kappa:.4f}."
    ),
    means=lambda **counts: (
        f"Of {_alike(**counts):.0%} alike, chance would have made {_chance(**counts):.0%}. The rest is what the two see in common."
    ),
    after="Which sentence of the instructions would you write anew?",
)

sixty_eight = ChoiceKey(
    asked.sixty_eight,
    answer="sample",
    whys={
        "again": "Copies of a figure without a source are no second source.",
        "sample": "Then it is known what was counted, of which conversations, how far chance reaches and whether others would count the same.",
        "survey": "Managers say what they think of conversations that they have not heard.",
        "leave": "That would be another 68 %, of other people, and says nothing of how was spoken.",
    },
    after="How many conversations would you code for an interval of five points to either side?",
)

own = MemoKey(
    asked.own,
    model="The text counts the wait of those who were answered, two shares of satisfied in three weeks, and reasons for leaving without a source. The gravest flaw is that a fall of 6 points is "
    "read as a change. With 100 answers a week one standard error is 4.5 points, so neither the fall nor the rise says anything; after a bad week by chance the next is better with nothing done. The "
    "second flaw is the average wait: callers who hung up are not in it, and the busy hours are not seen. The number I need is the answers a week and the usual share of a year, for limits. The 68 % "
    "names no sample and no year, and even a true share of reasons would not say how many the script keeps: those who leave for a reason may leave for another one. The decision changes: keep the old script "
    "for half of the calls, drawn at random, and compare.",
)

memo = MemoKey(
    asked.memo,
    model="I would take the third agent in seven hours, from nine to twelve, from two to four and from seven to nine, charts at the website, in the app, the store, at the checkout and the delivery, and calls after complaints that wait a "
    "day or longer for an answer. By my account that earns some ¥60,000 a year. I turned down the agent for the whole day: at eight in the morning he would lose ¥5,000. The hotline has a low score every week, and too few customers for "
    "a chart to earn its ¥2,500. Calls to all complaints lose, since nine of ten quick answers were good ones. The cost of a hang-up is the least sure: at ¥9 in place of ¥10.50 only three of the seven hours would pay, and the others would lose up to "
    "¥1,400 each. The calls rest on three of ten being turned; I would leave a fifth of the late complaints without a call, drawn at random, and count after a year who is still there.",
)

# Predictions of the labs --------------------------------------------------------------------------

lab_limits = ChoiceKey(
    asked.lab_limits,
    answer="hotline",
    whys={
        "delivery": "With 400 answers three standard errors are 7 points, and the share fell by 33.",
        "app": "With 30 answers three standard errors are 27 points, and the share fell by 37.",
        "hotline": "With 12 answers three standard errors are 43 points, and the share fell by 38. So a week rings in three of ten cases only.",
    },
    after="What would you do to find trouble there sooner?",
)
