"""The answers to the questions of chapter 12, loyalty programmes and engagement."""

import math
from itertools import combinations

import numpy as np
import pandas as pd

from crmlib import loyalty
from crmlib.workbook.banks import loyalty as asked
from crmlib.workbook.banks.loyalty import ANYWAY, FORGOTTEN, REGRESSION, SALES, SELECTION, TWICE, next_members
from crmlib.workbook.marking.choice import AuditKey, ChoiceKey, DefinitionKey
from crmlib.workbook.marking.decision import DecisionKey
from crmlib.workbook.marking.function import FunctionKey
from crmlib.workbook.marking.key import Slip
from crmlib.workbook.marking.match import MatchKey
from crmlib.workbook.marking.memo import MemoKey
from crmlib.workbook.marking.number import NumberKey, no_mirror
from crmlib.workbook.marking.reverse import ReverseKey
from crmlib.workbook.marking.value import ValueKey

# Measures -----------------------------------------------------------------------------------------


def _wallet(regulars, regular_spend, regular_share, others, other_spend, other_share):
    category = regulars * regular_spend + others * other_spend
    own = regulars * regular_spend * regular_share + others * other_spend * other_share
    return loyalty.share_of_wallet(own, category)


wallet = NumberKey(
    asked.wallet,
    answer=_wallet,
    slips=[
        Slip(
            lambda regulars, regular_spend, regular_share, others, other_spend, other_share: (
                regulars * regular_spend * regular_share + others * other_spend * other_share
            ),
            "This is the money that the group spends at our shop, in ¥. Which whole is it a part of?",
            because="a sum taken for a share",
        ),
        Slip(
            lambda regulars, regular_spend, regular_share, others, other_spend, other_share: (
                regulars * regular_spend * regular_share / (regulars * regular_spend + others * other_spend)
            ),
            "This is the part of the group's wallet that regulars bring to us. The others bring something, too.",
            because="half of the numerator",
        ),
        Slip(
            lambda regular_share, other_share, **_: (regular_share + other_share) / 2,
            "This is the number you get with the mean of the two shares. The groups do not spend alike.",
            because="mean of ratios in place of the ratio of sums",
        ),
        Slip(
            lambda regulars, regular_share, others, other_share, **_: (
                (regulars * regular_share + others * other_share) / (regulars + others)
            ),
            "This is the number you get weighting by customers. A wallet holds money: weight by what each spends.",
            because="mean share of the customers taken for the share of the group",
        ),
        Slip(
            lambda regular_spend, regular_share, other_spend, other_share, **_: (
                (regular_spend * regular_share + other_spend * other_share) / (regular_spend + other_spend)
            ),
            "This is the number you get with one customer of each group. How many are there of each?",
            because="sizes of the groups left out",
        ),
        Slip(
            lambda regulars, regular_spend, regular_share, others, other_spend, other_share: (
                regulars
                * regular_spend
                * regular_share
                / (regulars * regular_spend * regular_share + others * other_spend * other_share)
            ),
            "This is the regulars' part of what our shop sells to the group. The group's wallet stands below the line.",
            because="a share of our sales taken for a share of wallet",
        ),
        Slip(
            lambda **numbers: 1 - _wallet(**numbers),
            "This is the share that goes to the other shops.",
            because="the complement is taken",
        ),
    ],
    twin=lambda regulars, regular_spend, regular_share, others, other_spend, other_share: (
        f"The same with other numbers: {regulars} × {regular_spend:,} + {others} × {other_spend:,} = "
        f"¥{regulars * regular_spend + others * other_spend:,} in the category, of which "
        f"¥{regulars * regular_spend * regular_share + others * other_spend * other_share:,.0f} with us: "
        f"{_wallet(regulars, regular_spend, regular_share, others, other_spend, other_share):.4f}."
    ),
    means=lambda **numbers: (
        f"Of every ¥100 that the group spends, ¥{100 * _wallet(**numbers):.1f} come to us."
    ),
    after="Which of the two groups would you rather ask where the rest goes?",
)

# Rewards ------------------------------------------------------------------------------------------


def _effective(per_point, bundle, worth, breakage):
    return loyalty.effective_reward_rate(1 / per_point, worth / bundle, 1 - breakage)


def _whole_thousandths(**numbers):
    """Whether the rate has one decimal in per cent, as a student gives it."""
    rate = _effective(**numbers)
    return 0.004 <= rate <= 0.06 and math.isclose(round(rate, 3), rate)


reward_rate = NumberKey(
    asked.reward_rate,
    where=_whole_thousandths,
    answer=_effective,
    routes=[lambda per_point, bundle, worth, breakage: worth * (1 - breakage) / (bundle * per_point)],
    slips=[
        Slip(
            lambda per_point, bundle, worth, breakage: per_point * worth / bundle,
            "This is the number you get with so many points for a yuan, and if all were redeemed. Two things to look at again.",
            because="yuan per point taken for points per yuan, and breakage forgotten",
        ),
        Slip(
            lambda per_point, bundle, worth, breakage: worth * (1 - breakage) / per_point,
            "This is the number you get if each point is worth a whole bundle. What is one point worth?",
            because="value of a bundle taken for that of a point",
        ),
        Slip(
            lambda per_point, bundle, worth, breakage: loyalty.effective_reward_rate(
                1 / per_point, worth / bundle
            ),
            "This is the rate that is promised. Some of the points are never redeemed.",
            because="breakage forgotten",
        ),
        Slip(
            lambda per_point, bundle, worth, breakage: loyalty.effective_reward_rate(
                1 / per_point, worth / bundle, (1 - breakage) ** 2
            ),
            "This is the number you get taking the breakage off twice.",
            because="breakage counted twice",
        ),
        Slip(
            lambda per_point, bundle, worth, breakage: loyalty.effective_reward_rate(
                1 / per_point, worth / bundle, breakage
            ),
            "This is the number you get for the points that are never redeemed. What do the others cost?",
            because="breakage taken for the redemption rate",
        ),
        Slip(
            lambda per_point, bundle, worth, breakage: per_point * worth / bundle * (1 - breakage),
            "This is the number you get with so many points for a yuan. Here it takes so many yuan for a point.",
            because="yuan per point taken for points per yuan",
        ),
        Slip(
            lambda per_point, bundle, worth, breakage: worth / bundle * (1 - breakage),
            "This is the worth of a point after breakage. How many points does a yuan of spend earn?",
            because="value of a point taken for the reward rate",
        ),
    ],
    twin=lambda per_point, bundle, worth, breakage: (
        f"The same with other numbers: 1 ÷ {per_point} points for a yuan, ¥{worth} ÷ {bundle} a point, {1 - breakage:.2f} of them "
        f"redeemed: 1 ÷ {per_point} × {worth / bundle:.4g} × {1 - breakage:.2f} = {_effective(per_point, bundle, worth, breakage):.5f}."
    ),
    means=lambda **numbers: (
        f"The programme costs {_effective(**numbers):.2%} of what its members spend, whatever it brings."
    ),
    after="What happens to this rate if the firm reminds its members of their points?",
)

# Points that are owed -----------------------------------------------------------------------------


def _second_year(deferred, first, expected, second, later):
    both = loyalty.points_revenue(deferred, second, later)
    return both - loyalty.points_revenue(deferred, first, expected)


second_year = NumberKey(
    asked.second_year,
    answer=_second_year,
    routes=[lambda deferred, first, expected, second, later: deferred * (second / later - first / expected)],
    slips=[
        Slip(
            lambda deferred, first, expected, second, later: deferred * second / expected,
            "This is the revenue of both years together by the old estimate. Two things to look at again.",
            because="revenue so far for that of the year, and the estimate not renewed",
        ),
        Slip(
            lambda deferred, first, expected, second, later: deferred * (first + second) / later,
            "This is the number you get adding the points of year one to a count that holds them already, for both years together.",
            because="a running total taken for the number of the year, and no year taken off",
        ),
        Slip(
            lambda deferred, first, expected, second, later: (
                loyalty.contract_liability(deferred, first, expected) * second / later
            ),
            "This is the number you get taking the redeemed part of both years from what was left. It is a part of all that was deferred.",
            because="declining balance with the running total",
        ),
        Slip(
            lambda deferred, first, expected, second, later: loyalty.points_revenue(deferred, second, later),
            "This is the revenue of both years together. Year one has shown a part of it.",
            because="revenue so far taken for the revenue of the year",
        ),
        Slip(
            lambda deferred, first, expected, second, later: deferred * (second - first) / later,
            "This is the number you get if the new estimate holds only from year two on. It corrects year one as well.",
            because="no catching up when the estimate changes",
        ),
        Slip(
            lambda deferred, first, expected, second, later: deferred * (second - first) / expected,
            "This is the number you get with the old estimate. More points are expected now.",
            because="the estimate of breakage not renewed",
        ),
        Slip(
            lambda deferred, first, expected, second, later: loyalty.contract_liability(
                deferred, second, later
            ),
            "This is the money that is still owed at the end of year two.",
            because="liability taken for revenue",
        ),
        Slip(
            lambda deferred, first, expected, second, later: (
                loyalty.contract_liability(deferred, first, expected) * (second - first) / later
            ),
            "This is the number you get applying this year's part to what was left. Redeemed so far and expected in all belong together.",
            because="declining balance: parts of different wholes",
        ),
        Slip(
            lambda deferred, first, expected, second, later: (
                loyalty.contract_liability(deferred, first, expected) * (second - first) / (later - first)
            ),
            "This is the number you get spreading what was left over the points that are still to come. The new estimate corrects year one, "
            "too.",
            because="prospective in place of cumulative catch-up",
        ),
        Slip(
            lambda deferred, first, expected, second, later: (
                deferred * (min((first + second) / later, 1) - first / expected)
            ),
            "This is the number you get adding the points of year one to the second count. That count holds them already.",
            because="a running total taken for the number of the year",
        ),
    ],
    twin=lambda deferred, first, expected, second, later: (
        f"The same with other numbers: both years {deferred:,} × {second:,} ÷ {later:,} = {deferred * second / later:,.0f}; year one "
        f"{deferred:,} × {first:,} ÷ {expected:,} = {deferred * first / expected:,.0f}; year two "
        f"¥{_second_year(deferred, first, expected, second, later):,.0f}."
    ),
    means="A higher estimate makes each point earn less, and the points of year one as well.",
    after="What would year two show if the estimate had fallen?",
)


def _years(first, second):
    """Two years of points from the revenue so far and the liability at the end of each."""
    revenue = [first[0], second[0] - first[0]]
    return pd.DataFrame({"year": [1, 2], "revenue": revenue, "liability": [first[1], second[1]]})


def _shown(deferred, redeemed, expected):
    """Revenue so far and liability."""
    earned = deferred * redeemed / expected
    return earned, deferred - earned


def _deferred(sales, issued, worth, first, expected, second, later):
    owed = loyalty.allocate_revenue(sales, expected, worth).points
    return pd.DataFrame(
        {
            "year": [1, 2],
            "revenue": [
                loyalty.points_revenue(owed, first, expected),
                _second_year(owed, first, expected, second, later),
            ],
            "liability": [
                loyalty.contract_liability(owed, first, expected),
                loyalty.contract_liability(owed, second, later),
            ],
        }
    )


def _owed(sales, points, worth):
    return loyalty.allocate_revenue(sales, points, worth).points


def _plain_deferred(sales, issued, worth, first, expected, second, later):
    points = worth * expected
    owed = sales * points / (sales + points)
    year_one = owed * first / expected
    both_years = owed * second / later
    revenue = [year_one, both_years - year_one]
    return pd.DataFrame(dict(year=[1, 2], revenue=revenue, liability=[owed - year_one, owed - both_years]))


deferred = ValueKey(
    asked.deferred,
    answer=_deferred,
    row="year",
    plain=_plain_deferred,
    slips=[
        Slip(
            lambda sales, issued, worth, first, expected, second, later: _years(
                _shown(_owed(sales, expected, worth), first, issued),
                _shown(_owed(sales, expected, worth), second, issued),
            ),
            "is what you get dividing the redeemed points by all that were issued. Those that lapse earn nothing, so they do not stand "
            "below the line.",
            because="redeemed over issued: a lesson on the web divides by all 2,000 points",
        ),
        Slip(
            lambda sales, issued, worth, first, expected, second, later: _years(
                _shown(_owed(sales, expected, worth), first, expected),
                _shown(_owed(sales, expected, worth), second, expected),
            ),
            "is what you get with the estimate of year one in both years. It has changed.",
            because="the estimate of breakage not renewed",
        ),
        Slip(
            lambda sales, issued, worth, first, expected, second, later: _years(
                _shown(_owed(sales, issued, worth), first, expected),
                _shown(_owed(sales, issued, worth), second, later),
            ),
            "is what you get deferring for all points that were issued. Only those expected to be redeemed have a price.",
            because="breakage forgotten in the allocation",
        ),
        Slip(
            lambda sales, issued, worth, first, expected, second, later: _years(
                _shown(expected * worth, first, expected), _shown(expected * worth, second, later)
            ),
            "is what you get deferring the worth of the points at the till. The money that was paid is split in proportion to the two "
            "prices.",
            because="stand-alone price taken for the allocated part",
        ),
        Slip(
            lambda sales, issued, worth, first, expected, second, later: _years(
                _shown(_owed(sales, expected, worth), first, expected),
                _shown(_owed(sales, later, worth), second, later),
            ),
            "is what you get splitting the sales again in year two. The split of the price is made once, at the sale.",
            because="allocation repeated with the new estimate",
        ),
        Slip(
            lambda sales, issued, worth, first, expected, second, later: _deferred(
                sales, issued, worth, first, expected, second, later
            ).assign(revenue=lambda table: table["revenue"].cumsum()),
            "is what you get adding up the years. The second row is to show the revenue of year two, without year one.",
            because="revenue so far taken for the revenue of the year",
        ),
        Slip(
            lambda sales, issued, worth, first, expected, second, later: _deferred(
                sales, issued, worth, first, expected, second, later
            ).assign(
                revenue=lambda table: [
                    table["revenue"].iloc[0],
                    _owed(sales, expected, worth) * (second - first) / later,
                ]
            ),
            "is what you get if the new estimate counts only for the points of year two. It corrects year one, too.",
            because="no catching up when the estimate changes",
        ),
        Slip(
            lambda sales, issued, worth, first, expected, second, later: _deferred(
                sales, issued, worth, first, expected, second, later
            ).assign(
                liability=[
                    loyalty.points_liability(expected - first, worth, 1.0),
                    loyalty.points_liability(later - second, worth, 1.0),
                ]
            ),
            "is what you get counting what the open points will cost at the till. The accounts hold deferred revenue, the manager the cost.",
            because="expected cost of the points taken for the contract liability",
        ),
        Slip(
            lambda sales, issued, worth, first, expected, second, later: _deferred(
                sales, issued, worth, first, expected, second, later
            ).assign(
                revenue=lambda table: [
                    table["revenue"].iloc[0] + loyalty.allocate_revenue(sales, expected, worth).products,
                    table["revenue"].iloc[1],
                ]
            ),
            "is what you get with the goods in it. The revenue of the points is asked.",
            because="all revenue of the year in place of that of the points",
        ),
        Slip(
            lambda sales, issued, worth, first, expected, second, later: _years(
                _shown(_owed(sales, expected, worth), first, expected),
                _shown(_owed(sales, expected, worth), first + second, later),
            ),
            "is what you get adding the points of year one to the second count. That count holds them already.",
            because="a running total taken for the number of the year",
        ),
    ],
    twin=lambda sales, issued, worth, first, expected, second, later: (
        f"The same with other numbers: {expected:,} points × {worth} are ¥{expected * worth:,.0f}, so ¥{_owed(sales, expected, worth):,.0f} of "
        f"{sales:,} are deferred. Year one: {first:,} of {expected:,}. Both years: {second:,} of {later:,}. Revenue "
        + " and ".join(
            f"{value:,.0f}"
            for value in _deferred(sales, issued, worth, first, expected, second, later)["revenue"]
        )
        + ", then still owed "
        + f"{_deferred(sales, issued, worth, first, expected, second, later)['liability'].iloc[1]:,.0f}."
    ),
    means="Revenue of both years and what is still owed add up to what was deferred.",
    after="What becomes of the liability on the day on which the last points lapse?",
)

teaching_site = AuditKey(
    asked.teaching_site,
    answer="points",
    whys={
        "price": "Only the points that are expected to be redeemed are sold, so only these have a price.",
        "deferred": "The money is split in proportion to the two prices.",
        "goods": "What is not deferred is revenue of the goods.",
        "points": "When all the points that are expected have come back, this line would still leave money deferred, for ever. Expected "
        "points belong below the line.",
        "owed": "It subtracts correctly what the line before it says.",
    },
    twin=lambda sales, issued, expected, first: (
        f"The same with other numbers: {expected:,} of {issued:,} points are expected and {first:,} redeemed. By then "
        f"{first / expected:.1%} of the promise is kept, not {first / issued:.1%}."
    ),
    means="Published lessons contain this line.",
    after="How large is the error when half of all points lapse?",
    pool=(
        dict(
            answer="deferred",
            whys={
                "price": "Only the points that are expected to be redeemed are sold, so only these have a price.",
                "deferred": "That is what the points are worth by themselves. Customers paid one sum for haircuts and points, so it is split "
                "in proportion to the two prices, and a little less is deferred.",
                "goods": "It subtracts correctly what the line before it says.",
                "points": "Redeemed points as a part of those expected: this is how the deferred money becomes revenue.",
                "owed": "What is deferred and not yet revenue is owed; the line goes on with the numbers above it.",
            },
            twin=lambda sales, issued, expected, first: (
                f"The same with other numbers: haircuts for {sales:,} and points worth {expected:,} were sold together for {sales:,}. So "
                f"whatever is worth ¥1 by itself was paid with {sales:,} ÷ ({sales:,} + {expected:,}) = ¥{sales / (sales + expected):.4f}, "
                "be it a haircut or a point."
            ),
            means="The error is small where points are few, and grows with them.",
            after="How large is the error if the points are worth as much as the haircuts?",
        ),
        dict(
            answer="two",
            whys={
                "one": "By the estimate of year one so many of the points that will come back have come back.",
                "left": "What is deferred and not yet revenue is owed.",
                "two": "It takes the new estimate for the points of year two alone. The new estimate holds for year one as well: both years "
                "together have earned the redeemed points as a part of those expected now, and year two shows what is missing of that.",
                "both": "It adds correctly what the lines before it say.",
                "owed": "It subtracts correctly what the line before it says.",
            },
            twin=lambda deferred, first, expected, second, later: (
                f"The same with other numbers: of the {later:,} points that will come back, {second:,} have, {second / later:.1%}. As much of "
                f"the {deferred:,} is revenue by the end of year two. Year one has shown {first / expected:.1%} of it."
            ),
            means="A new estimate is caught up with in the year in which it is made.",
            after="What would the line show if the estimate had fallen?",
        ),
    ),
)


def _assumed(sales, issued, worth, deferred):
    return sales * deferred / (sales - deferred) / (issued * worth)


assumed_redemption = ReverseKey(
    asked.assumed_redemption,
    where=lambda **numbers: 0.55 <= _assumed(**numbers) <= 0.97,
    forward=lambda given, sales, issued, worth, deferred: _owed(sales, given * issued, worth),
    target=lambda deferred, **_: deferred,
    answer=_assumed,
    says="¥{:,.0f} deferred",
    tolerance=0.005,
    slips=[
        Slip(
            lambda sales, issued, worth, deferred: 1 - deferred / (issued * worth),
            "This is the breakage you get if the points are deferred at their full worth. Two things to look at again.",
            because="breakage for redemption, and the stand-alone price for the allocated part",
        ),
        Slip(
            lambda sales, issued, worth, deferred: deferred / (issued * worth),
            "This is the number you get if the points are deferred at their full worth. The money that was paid is split, so less is deferred.",
            because="stand-alone price taken for the allocated part",
        ),
        Slip(
            lambda **numbers: 1 - _assumed(**numbers),
            "This is the breakage. The share that is redeemed is asked.",
            because="breakage taken for the redemption rate",
        ),
        Slip(
            lambda sales, issued, worth, deferred: sales * deferred / (sales + deferred) / (issued * worth),
            "This is the number you get with sales + deferred below the line. Which price P gives S × P ÷ (S + P) = deferred?",
            because="the split applied once more in place of being solved",
        ),
        Slip(
            lambda sales, issued, worth, deferred: deferred / sales,
            "This is the deferred share of the sales. A share of the points is asked.",
            because="a share of another whole",
        ),
    ],
    twin=lambda sales, issued, worth, deferred: (
        f"The same with other numbers: P = {sales:,} × {deferred:,} ÷ ({sales:,} − {deferred:,}) = ¥{sales * deferred / (sales - deferred):,.0f}. "
        f"All points would be worth ¥{issued * worth:,.0f}: {_assumed(sales, issued, worth, deferred):.4f}."
    ),
    means=lambda **numbers: f"They count on {1 - _assumed(**numbers):.0%} of the points to lapse.",
    after="What would you ask the auditor if last year's points came back more often?",
)

# Lift ---------------------------------------------------------------------------------------------

lift = NumberKey(
    asked.lift,
    answer=lambda reward, fixed, margin: loyalty.break_even_lift(margin, reward, fixed),
    slips=[
        Slip(
            lambda reward, fixed, margin: (reward + fixed) / (1 - margin),
            "This is the number you get with the cost of the goods in place of the margin.",
            because="the complement is taken",
        ),
        Slip(
            lambda reward, fixed, margin: reward / (margin - reward) + fixed,
            "This is the number you get adding the fixed cost to the lift. It is earned by the growth as the reward is, with what each yuan leaves.",
            because="a cost added to a lift",
        ),
        Slip(
            lambda reward, fixed, margin: loyalty.break_even_lift(margin, reward),
            "This is the number you get without the fixed cost.",
            because="fixed cost forgotten",
        ),
        Slip(
            lambda reward, fixed, margin: (reward + fixed) / margin,
            "This is the number you get if the reward is not paid on the growth. Members collect points on that as well.",
            because="reward on the additional spend forgotten",
        ),
        Slip(
            lambda reward, fixed, margin: fixed / (margin - reward),
            "This is the number you get if only the growth is rewarded. Members get points for what they would have bought anyway.",
            because="rewards of those who would have bought anyway left out",
        ),
        Slip(
            lambda reward, fixed, margin: reward + fixed,
            "This is the number you get if every yuan of growth were profit. Only the margin is.",
            because="sales taken for margin",
        ),
        Slip(
            lambda reward, fixed, margin: (reward + fixed) / (1 - reward),
            "This is the number you get from sales after the reward. Goods cost something, too: take the margin.",
            because="sales taken for margin",
        ),
        Slip(
            lambda reward, fixed, margin: (reward + fixed) / (margin - reward - fixed),
            "This is the number you get taking the fixed cost off every yuan of growth. It is paid once.",
            because="fixed cost counted like a reward",
        ),
        Slip(
            lambda reward, fixed, margin: reward / margin,
            "This is the number you get without the fixed cost, and if the reward is not paid on the growth.",
            because="reward over margin, the first thing that comes to mind",
        ),
    ],
    twin=lambda reward, fixed, margin: (
        f"The same with other numbers: ({reward:.3f} + {fixed:.3f}) ÷ ({margin:.2f} − {reward:.3f}) = "
        f"{loyalty.break_even_lift(margin, reward, fixed):.4f}."
    ),
    means="Below this lift the programme costs more than it brings.",
    after="What does the lift become if half of the growth is bought at the cost of next year?",
)


def _lift_by_hand(margin_rate, reward_rate, fixed_cost_rate, cannibalised_share):
    earned = margin_rate * (1 - cannibalised_share) - reward_rate
    return (reward_rate + fixed_cost_rate) / earned


break_even_lift = FunctionKey(
    asked.break_even_lift,
    answer=loyalty.break_even_lift,
    allowed=lambda margin_rate, reward_rate, cannibalised_share, **_: (
        reward_rate < 0.8 * margin_rate * (1 - cannibalised_share)
        and abs(margin_rate * cannibalised_share - reward_rate) > 0.001
    ),
    plain=[_lift_by_hand],
    edges=[
        dict(margin_rate=0.3, reward_rate=0.02, fixed_cost_rate=0.004, cannibalised_share=0.5),
        dict(margin_rate=0.3, reward_rate=0.02, fixed_cost_rate=0.0, cannibalised_share=0.0),
    ],
    slips=[
        Slip(
            lambda q, w, f, c: (w + f) / (q - w),
            "This function leaves out what is cannibalised: growth that would have been sold anyway brings no margin.",
            because="cannibalised margin forgotten",
        ),
        Slip(
            lambda q, w, f, c: (w + f) / ((q - w) * (1 - c)),
            "This function takes the reward off before it cannibalises. The reward is paid on all of the growth.",
            because="reward of cannibalised spend saved",
        ),
        Slip(
            lambda q, w, f, c: (w + f) / (q * (1 - c)),
            "This function pays no reward on the growth. Members collect points on that as well.",
            because="reward on the additional spend forgotten",
        ),
        Slip(
            lambda q, w, f, c: f / (q * (1 - c) - w),
            "This function rewards only the growth. What members would have bought anyway is rewarded, too.",
            because="rewards of those who would have bought anyway left out",
        ),
        Slip(
            lambda q, w, f, c: w / (q * (1 - c) - w),
            "This function leaves out the fixed cost.",
            because="fixed cost forgotten",
        ),
        Slip(
            lambda q, w, f, c: (w + f) / (1 - c - w),
            "This function takes sales for margin.",
            because="sales taken for margin",
        ),
        Slip(
            lambda q, w, f, c: (w + f) / (q * c - w),
            "This function gives margin to the cannibalised part of the growth, and none to the part that is added.",
            because="the complement is taken",
        ),
        Slip(
            lambda q, w, f, c: 100 * (w + f) / (q * (1 - c) - w),
            "This function returns per cent. A share is asked.",
            because="per cent given for share",
        ),
        Slip(
            lambda q, w, f, c: (w + f) / (q * (1 - c) - w - f),
            "This function takes the fixed cost off every yuan of growth. It is paid once.",
            because="fixed cost counted like a reward",
        ),
        Slip(
            lambda q, w, f, c: (q + f) / (w * (1 - c) - q),
            "This function takes the margin for the reward. Look at the order of the arguments.",
            because="arguments in another order",
        ),
        Slip(
            lambda q, w, f, c: (w + c) / (q * (1 - f) - w),
            "This function takes the cannibalised share for the fixed cost. Look at the order of the arguments.",
            because="arguments in another order",
        ),
    ],
    means="A reward of 2 % can need more than a tenth of growth, as soon as a part of the growth is only moved.",
    after="At which cannibalised share does no lift suffice?",
)

# Selection and effect -----------------------------------------------------------------------------

_GOLD, _GIFT, _STRANGERS, _REACHED, _LAPSE, _BOOKED = asked.mistakes.rows
_NIGHTS, _TENTH, _APP, _THREE_QUARTERS, _FRUIT, _SUITE = asked.mistakes.with_item(1).rows
_CARD, _TWO_THIRDS, _TOWEL, _SLEEPERS, _STAMPS, _SHOPS = asked.mistakes.with_item(2).rows

mistakes = MatchKey(
    asked.mistakes,
    answer={
        _GOLD: REGRESSION,
        _GIFT: SALES,
        _STRANGERS: SELECTION,
        _REACHED: ANYWAY,
        _LAPSE: FORGOTTEN,
        _BOOKED: TWICE,
    },
    slips={
        (_GOLD, SELECTION): "The same people stand on both sides. How were they picked, and in which year?",
        (_GOLD, ANYWAY): "What does it say of last year's best, whom chance had helped?",
        (_GIFT, SELECTION): "They were drawn at random, so the groups were alike.",
        (
            _GIFT,
            REGRESSION,
        ): "Two groups of one year are compared. In what is the ¥55 counted, and in what the ¥40?",
        (
            _GIFT,
            ANYWAY,
        ): "The ¥55 are a mean over all who got the gift, and all gifts are paid. What of ¥55 is left to the shop?",
        (_STRANGERS, REGRESSION): "No two years are compared. Who becomes a member?",
        (_STRANGERS, SALES): "Margin would make it smaller. Would members fill small baskets without a card?",
        (_REACHED, SELECTION): "The effect, 200, is taken as known. How many gifts were handed out?",
        (_REACHED, SALES): "No sales are named. How many gifts were handed out?",
        (_LAPSE, TWICE): "Does the fifth that lapses enter the lift at all?",
        (_LAPSE, SALES): "The margin is in it. Is 2 % what is really given back?",
        (_BOOKED, FORGOTTEN): "The 1.6 % know of it already. And then?",
    },
    means="Four of the six make a programme look better than it is, and two make it look worse.",
    after="Which of the six have you met in your own firm?",
    pool=(
        dict(
            answer={
                _NIGHTS: FORGOTTEN,
                _TENTH: ANYWAY,
                _APP: SELECTION,
                _THREE_QUARTERS: TWICE,
                _FRUIT: SALES,
                _SUITE: REGRESSION,
            },
            slips={
                (_NIGHTS, TWICE): "Does the quarter that lapses enter the 3 ÷ 37 at all?",
                (_NIGHTS, SALES): "The margin is in it. Is 3 % what is really given back?",
                (_NIGHTS, ANYWAY): "A reward on all nights is in it. Is it 3 % that comes back?",
                (_TENTH, SELECTION): "The effect, 40, is taken as known. How many free nights were slept?",
                (_TENTH, SALES): "No sales are named. How many free nights were slept?",
                (_TENTH, REGRESSION): "No two years are compared. How many free nights were slept?",
                (_APP, REGRESSION): "No two years are compared. Who loads the app of a hotel?",
                (_APP, SALES): "Nights are compared. Would those with the app stay two nights without it?",
                (_APP, ANYWAY): "No reward is counted. Would those with the app stay two nights without it?",
                (_THREE_QUARTERS, FORGOTTEN): "The 2.25 % know of it already. And then?",
                (_FRUIT, SELECTION): "The lot decided, so both groups were alike.",
                (
                    _FRUIT,
                    REGRESSION,
                ): "Two groups of one time are compared. In what are the ¥80 counted, and in what the ¥30?",
                (
                    _FRUIT,
                    ANYWAY,
                ): "The ¥80 are a mean over all who found a basket. What of ¥80 is left to the hotel?",
                (
                    _SUITE,
                    SELECTION,
                ): "The same guests stand on both sides. How were they picked, and in which year?",
                (_SUITE, ANYWAY): "What does it say of last year's best, whom chance had helped?",
            },
            means="Four of the six make the gift look better than it is, and two make it look worse.",
        ),
        dict(
            answer={
                _CARD: SELECTION,
                _TWO_THIRDS: TWICE,
                _TOWEL: ANYWAY,
                _SLEEPERS: REGRESSION,
                _STAMPS: FORGOTTEN,
                _SHOPS: SALES,
            },
            slips={
                (_CARD, REGRESSION): "No two years are compared. Who asks for a card?",
                (_CARD, SALES): "Visits are compared. Would those with a card come once without it?",
                (_CARD, ANYWAY): "No reward is counted. Would those with a card come once without it?",
                (_TWO_THIRDS, FORGOTTEN): "The ¥1.33 know of it already. And then?",
                (
                    _TOWEL,
                    SELECTION,
                ): "What would have been without the towel is taken as known. How many towels were handed out?",
                (_TOWEL, SALES): "No sales are set beside a cost. How many towels were handed out?",
                (_TOWEL, REGRESSION): "No two years are compared. How many towels were handed out?",
                (
                    _SLEEPERS,
                    SELECTION,
                ): "The same people stand on both sides. How were they picked, and in which year?",
                (
                    _SLEEPERS,
                    SALES,
                ): "Margin would make it smaller. What happens to those who had a poor year by chance?",
                (_STAMPS, TWICE): "Does the third that is lost enter the ¥1,800 at all?",
                (_STAMPS, SALES): "Nothing is sold in it. How many stamps will be handed in?",
                (_STAMPS, ANYWAY): "All 900 stamps are in it. How many of them will be handed in?",
                (_SHOPS, SELECTION): "The lot decided, so the shops were alike.",
                (
                    _SHOPS,
                    REGRESSION,
                ): "Shops of one time are compared. In what are the ¥9,000 counted, and in what the ¥5,000?",
                (_SHOPS, ANYWAY): "All stamps of these shops are paid. What of ¥9,000 is left to them?",
            },
            means="Five of the six make the stamps look better than they are, and one makes them look worse.",
        ),
    ),
)

joined = ChoiceKey(
    asked.joined,
    answer="both",
    whys={
        "large": "They spent ¥1,160 more before there was a card.",
        "growth": "The others grew by ¥10 without a card.",
        "both": "1,900 − 1,850 less 700 − 690. What cannot be seen is whether they would have grown alike.",
        "nothing": "They show that nearly all of the difference was there before.",
    },
    after="What would make the holders grow faster than others even without a card?",
)

ROWS = ("naive", "adjusted", "trial")
JOINED, STAYED_OUT, GIVEN, HELD = "joined", "did not join", "given the card", "held out"


def _by_band(customers, more=JOINED, less=STAYED_OUT):
    """The difference of mean spends in each band, and how many customers of each group are in it."""
    grouped = customers.groupby(["band", "group"])["spend"]
    means, sizes = grouped.mean().unstack(), grouped.size().unstack()
    return means[more] - means[less], sizes


def _rows(customers, naive=None, adjusted=None, trial=None):
    """The table of three, with what is given in place of its own row."""
    means = customers.groupby("group")["spend"].mean()
    difference, sizes = _by_band(customers)
    own = (
        means[JOINED] - means[STAYED_OUT],
        np.average(difference, weights=sizes[JOINED]),
        means[GIVEN] - means[HELD],
    )
    effects = [
        mine if other is None else other for mine, other in zip(own, (naive, adjusted, trial), strict=True)
    ]
    return pd.DataFrame({"comparison": ROWS, "effect": effects})


def _weighted(customers, weights):
    difference, sizes = _by_band(customers)
    return float(np.average(difference, weights=weights(sizes)))


def _growth(customers, group):
    rows = customers[customers["group"] == group]
    return float((rows["spend"] - rows["spend_before"]).mean())


def _medians(customers):
    typical = customers.groupby("group")["spend"].median()
    return dict(naive=typical[JOINED] - typical[STAYED_OUT], trial=typical[GIVEN] - typical[HELD])


def _difference(customers, more, less):
    """The mean spend of some groups less that of others."""
    groups, spend = customers["group"], customers["spend"]
    return float(spend[groups.isin(more)].mean() - spend[groups.isin(less)].mean())


def _at_equal_spend(customers):
    """Joined against did not join on a straight line of the spend before, in place of bands."""
    rows = customers[customers["group"].isin([JOINED, STAYED_OUT])]
    joined = (rows["group"] == JOINED).to_numpy(dtype=float)
    columns = np.column_stack([np.ones(len(rows)), joined, rows["spend_before"]])
    return float(np.linalg.lstsq(columns, rows["spend"], rcond=None)[0][1])


def _trial_by_band(customers):
    difference, sizes = _by_band(customers, GIVEN, HELD)
    return float(np.average(difference, weights=sizes[[GIVEN, HELD]].sum(axis=1)))


def _well_ordered(customers):
    naive, adjusted, trial = _rows(customers)["effect"]
    return naive > 1.5 * adjusted and adjusted > 1.3 * trial and 40 < trial < 180


def _estimates_twin(customers):
    """The three rows of other customers, step by step."""
    means = customers.groupby("group")["spend"].mean()
    difference, sizes = _by_band(customers)
    joined, effects = sizes[JOINED], _rows(customers)["effect"]
    products = " + ".join(f"{joined[band]:,} × {gap:,.0f}" for band, gap in difference.items())
    return (
        f"Of other customers those who joined spent {means[JOINED]:,.0f} on average, those who stayed out "
        f"{means[STAYED_OUT]:,.0f}: naive {effects[0]:,.0f}. Band by band, with the number who joined: ({products}) ÷ "
        f"{joined.sum():,} = {effects[1]:,.0f}. In the trial {means[GIVEN]:,.0f} − {means[HELD]:,.0f} = {effects[2]:,.0f}."
    )


estimates = ValueKey(
    asked.estimates,
    where=_well_ordered,
    answer=_rows,
    row="comparison",
    instead="Work this comparison out again: who is compared with whom, and weighted by what?",
    slips=[
        Slip(
            lambda customers: _rows(customers, adjusted=float(_by_band(customers)[0].mean())),
            "is what you get counting each band alike. Weight the bands by how many joined in each.",
            because="mean over strata without weights",
        ),
        Slip(
            lambda customers: _rows(
                customers, adjusted=_weighted(customers, lambda sizes: sizes.sum(axis=1))
            ),
            "is what you get weighting by all customers of a band. The effect on those who joined is asked.",
            because="another population: everyone in place of those who joined",
        ),
        Slip(
            lambda customers: _rows(
                customers, adjusted=_weighted(customers, lambda sizes: sizes[STAYED_OUT])
            ),
            "is what you get weighting by those who did not join.",
            because="effect on those outside taken for the effect on members",
        ),
        Slip(
            lambda customers: _rows(customers, naive=_growth(customers, JOINED)),
            "is what you get from those who joined, this year less the year before. Compare them with those who did not join.",
            because="before against after",
        ),
        Slip(
            lambda customers: _rows(customers, trial=_growth(customers, GIVEN)),
            "is what you get from those who were given the card, this year less the year before. Compare them with those held out.",
            because="before against after",
        ),
        Slip(
            lambda customers: _rows(
                customers,
                adjusted=_growth(customers, JOINED) - _growth(customers, STAYED_OUT),
            ),
            "is what you get as a difference of two growths. It is another adjustment: heavy buyers fall back more than light ones. Compare "
            "within the bands.",
            because="difference in differences with regression to the mean",
        ),
        Slip(
            lambda customers: _rows(
                customers, naive=_difference(customers, [JOINED, GIVEN], [STAYED_OUT, HELD])
            ),
            "is what you get from all who have the card against all others. Those to whom it was given by chance belong to the trial.",
            because="two kinds of holders in one group",
        ),
        Slip(
            lambda customers: _rows(customers, naive=_difference(customers, [JOINED], [HELD])),
            "is what you get comparing those who joined with those held out. Compare them with those who did not join.",
            because="groups of two comparisons mixed",
        ),
        Slip(
            lambda customers: _rows(customers, trial=_difference(customers, [GIVEN], [STAYED_OUT])),
            "is what you get comparing those who were given the card with those who did not join. Compare them with those held out.",
            because="groups of two comparisons mixed",
        ),
        Slip(
            lambda customers: _rows(customers, adjusted=_at_equal_spend(customers)),
            "is what you get from a straight line of `spend_before`. It adjusts, too, but the comparison within the bands is asked.",
            because="a regression in place of strata",
        ),
        Slip(
            lambda customers: _rows(customers, trial=_trial_by_band(customers)),
            "is what you get adjusting the trial by bands. That is allowed and a little sharper; the plain difference of the two groups is asked.",
            because="the trial adjusted as well",
        ),
        Slip(
            lambda customers: _rows(customers).assign(effect=lambda table: -table["effect"]),
            "is what you get with the sign turned round. Which group is taken from which?",
            because="the groups exchanged",
        ),
        Slip(
            lambda customers: _rows(customers, **_medians(customers)),
            "is what you get from medians. Money adds up, so means are compared.",
            because="median in place of mean",
        ),
    ],
    twin=_estimates_twin,
    means="Bands take away a part of the selection. What differs inside a band is still in it.",
    after="Which further column would you adjust for, and how would you know that it is enough?",
)

# Thresholds ---------------------------------------------------------------------------------------


def _whole_members(threshold, reward, anyway, gap, margin):
    """Whether the gap is a part of the way, and the answer a whole number, as a student gives members."""
    if reward >= 0.6 * margin * gap or gap >= threshold / 2:
        return False
    members = loyalty.break_even_stretch(anyway, gap, reward, margin)
    return math.isclose(round(members), members)


stretch = NumberKey(
    asked.stretch,
    where=_whole_members,
    answer=lambda threshold, reward, anyway, gap, margin: loyalty.break_even_stretch(
        anyway, gap, reward, margin
    ),
    slips=[
        Slip(
            lambda threshold, reward, anyway, gap, margin: anyway * reward / (margin * gap + reward),
            "This is the number you get adding her own gift to what she leaves. The shop pays it.",
            because="a cost added",
        ),
        Slip(
            lambda threshold, reward, anyway, gap, margin: anyway * (margin * gap - reward) / reward,
            "This is the ratio upside down: what one leaves stands above what a gift costs.",
            because="an inverted ratio",
        ),
        Slip(
            lambda threshold, reward, anyway, gap, margin: anyway * reward / gap,
            "This is the number you get if all of the gap were profit, and those who close it got no gift. Two things to look at again.",
            because="sales taken for margin, and their own reward forgotten",
        ),
        Slip(
            lambda threshold, reward, anyway, gap, margin: reward / (margin * gap - reward),
            "This is the number for one member who reaches the threshold anyway. How many of them get a gift?",
            because="the number of those who come anyway left out",
        ),
        Slip(
            lambda threshold, reward, anyway, gap, margin: reward / (margin * gap),
            "This is the part of the margin of one who closes the gap that her own gift takes. Who else gets a gift?",
            because="a ratio for one member",
        ),
        Slip(
            lambda threshold, reward, anyway, gap, margin: anyway * reward,
            "This is the cost of the gifts to those who reach it anyway, in ¥. What is left of one who closes the gap?",
            because="a step on the way",
        ),
        Slip(
            lambda threshold, reward, anyway, gap, margin: anyway * reward / (margin * gap),
            "This is the number you get if those who close the gap get no gift.",
            because="their own reward forgotten",
        ),
        Slip(
            lambda threshold, reward, anyway, gap, margin: anyway * reward / (gap - reward),
            "This is the number you get if all of the gap were profit. Only the margin is.",
            because="sales taken for margin",
        ),
        Slip(
            lambda threshold, reward, anyway, gap, margin: anyway * reward / (margin * (gap - reward)),
            "This is the number you get taking the gift off what she spends, before the margin. The gift is a cost in full.",
            because="reward treated as a discount on the price",
        ),
        Slip(
            lambda threshold, reward, anyway, gap, margin: anyway * reward / (margin * threshold - reward),
            "This is the number you get with the margin of all that they spend. Most of it they would have spent anyway.",
            because="whole spend taken for additional spend",
        ),
        Slip(
            lambda threshold, reward, anyway, gap, margin: (
                anyway + loyalty.break_even_stretch(anyway, gap, reward, margin)
            ),
            "This is the number of all who get the gift. How many of them are moved by it?",
            because="all rewarded taken for those moved",
        ),
        Slip(
            lambda threshold, reward, anyway, gap, margin: anyway * margin * gap / reward,
            "This is the number you get with the ratio upside down.",
            because="an inverted ratio",
        ),
    ],
    twin=lambda threshold, reward, anyway, gap, margin: (
        f"The same with other numbers: {anyway} × {reward} = ¥{anyway * reward:,} for nothing; one who closes the gap leaves "
        f"{margin:.2f} × {gap} − {reward} = ¥{margin * gap - reward:.2f}. So "
        f"{loyalty.break_even_stretch(anyway, gap, reward, margin):.0f} members."
    ),
    means=lambda threshold, reward, anyway, gap, margin: (
        f"One who stretches pays for {(margin * gap - reward) / reward:.1f} gifts to those who would have come anyway."
    ),
    after="How does the number change if a third of the gap is only bought earlier?",
)


def _threshold_profit(reward, anyway, closed, gap, cannibalised, margin, **_):
    return closed * gap * (1 - cannibalised) * margin - (anyway + closed) * reward


_THRESHOLD_SLIPS = [
    Slip(
        lambda reward, anyway, closed, gap, cannibalised, margin, **_: (
            (anyway + closed) * (gap * (1 - cannibalised) * margin - reward)
        ),
        "This is the number you get if all who reach the threshold spend more because of it. Some would have reached it anyway.",
        because="all rewarded counted as moved",
    ),
    Slip(
        lambda reward, closed, gap, cannibalised, margin, **_: (
            closed * (gap * (1 - cannibalised) * margin - reward)
        ),
        "This is the number you get without the gifts of those who come anyway. They get one, too.",
        because="rewards of those who would have bought anyway left out",
    ),
    Slip(
        lambda reward, anyway, closed, gap, margin, **_: closed * gap * margin - (anyway + closed) * reward,
        "This is the number you get if nothing is bought earlier. A part of it will be missing next year.",
        because="purchases brought forward counted as added",
    ),
    Slip(
        lambda reward, anyway, closed, gap, cannibalised, **_: (
            closed * gap * (1 - cannibalised) - (anyway + closed) * reward
        ),
        "This is the number you get taking sales for margin.",
        because="sales taken for margin",
    ),
    Slip(
        lambda reward, anyway, closed, gap, cannibalised, margin, **_: (
            closed * gap * (1 - cannibalised) * margin - anyway * reward
        ),
        "This is the number you get if those who close the gap get no gift.",
        because="their own reward forgotten",
    ),
    Slip(
        lambda closed, gap, cannibalised, margin, **_: closed * gap * (1 - cannibalised) * margin,
        "This is the margin of what is really added. The gifts are to be taken off.",
        because="cost of the reward forgotten",
    ),
    Slip(
        lambda reward, anyway, closed, gap, cannibalised, margin, **_: (
            closed * (1 - cannibalised) * (gap * margin - reward) - anyway * reward
        ),
        "This is the number you get if nothing bought earlier earned a gift. All who reach the threshold get one.",
        because="reward of cannibalised spend saved",
    ),
    Slip(
        lambda reward, anyway, closed, gap, cannibalised, margin, **_: (
            closed * gap * cannibalised * margin - (anyway + closed) * reward
        ),
        "This is the number you get with the margin of what is only bought earlier.",
        because="the complement is taken",
    ),
    Slip(
        lambda reward, anyway, closed, threshold, cannibalised, margin, **_: (
            closed * threshold * (1 - cannibalised) * margin - (anyway + closed) * reward
        ),
        "This is the number you get with all that they spend. Most of it they would have spent anyway.",
        because="whole spend taken for additional spend",
    ),
]


threshold_profit = NumberKey(
    asked.threshold_profit,
    where=no_mirror(_threshold_profit, _THRESHOLD_SLIPS, 200),
    answer=_threshold_profit,
    routes=[
        lambda reward, anyway, closed, gap, cannibalised, margin, **_: (
            closed * (gap * (1 - cannibalised) * margin - reward) - anyway * reward
        ),
        lambda reward, anyway, closed, gap, cannibalised, margin, **_: (
            closed * gap * margin - closed * gap * cannibalised * margin - (anyway + closed) * reward
        ),
    ],
    slips=_THRESHOLD_SLIPS,
    twin=lambda **numbers: (
        "The same with other numbers: really added {closed} × {gap} × {rest:.1f} = ¥{added:,.0f}, margin ¥{earned:,.0f}; {all} gifts for "
        "¥{gifts:,}. Left: {left:,.0f}.".format(
            **numbers,
            rest=1 - numbers["cannibalised"],
            added=numbers["closed"] * numbers["gap"] * (1 - numbers["cannibalised"]),
            earned=numbers["closed"] * numbers["gap"] * (1 - numbers["cannibalised"]) * numbers["margin"],
            all=numbers["anyway"] + numbers["closed"],
            gifts=(numbers["anyway"] + numbers["closed"]) * numbers["reward"],
            left=_threshold_profit(**numbers),
        )
    ),
    means=lambda **numbers: (
        "The threshold pays, if so many really stretched because of it."
        if _threshold_profit(**numbers) > 0
        else "The threshold does not pay: the gifts cost more than the stretch brings."
    ),
    after="How would you learn how many stretched because of the gift?",
)

believed_lift = ReverseKey(
    asked.believed_lift,
    forward=lambda given, benefit, threshold, margin: loyalty.break_even_spend(benefit, given, margin),
    target=lambda threshold, **_: threshold,
    answer=lambda benefit, threshold, margin: benefit / (margin * threshold),
    says="a threshold of ¥{:,.0f}",
    tolerance=0.01,
    result_tolerance=0.01,
    slips=[
        Slip(
            lambda benefit, threshold, margin: margin * threshold / benefit,
            "This is the ratio upside down: presents that the margin of the threshold pays.",
            because="an inverted ratio",
        ),
        Slip(
            lambda benefit, threshold, margin: benefit / margin,
            "This is the spend that she has to add, in ¥. Which share of the threshold is it?",
            because="an amount taken for a share",
        ),
        Slip(
            lambda benefit, threshold, margin: benefit / (margin * (threshold - benefit)),
            "This is the number you get taking the present off what she spends. It costs the shop, and changes nothing of what she pays.",
            because="reward treated as a discount",
        ),
        Slip(
            lambda benefit, threshold, margin: benefit / threshold,
            "This is the number you get if all of the growth were profit. Only the margin is.",
            because="sales taken for margin",
        ),
        Slip(
            lambda benefit, threshold, margin: benefit * margin / threshold,
            "This is the number you get multiplying by the margin. The smaller the margin, the more growth is needed.",
            because="margin on the wrong side",
        ),
        Slip(
            lambda benefit, threshold, margin: benefit / (margin * threshold - benefit),
            "This is the lift at which a reward on all spend would pay. This benefit is the same for everyone, however much she spends.",
            because="break-even lift of a rate used for a fixed benefit",
        ),
        Slip(
            lambda benefit, threshold, margin: benefit / ((1 - margin) * threshold),
            "This is the number you get with the cost of the goods in place of the margin.",
            because="the complement is taken",
        ),
    ],
    twin=lambda benefit, threshold, margin: (
        f"The same with other numbers: {benefit} ÷ ({margin:.2f} × {threshold:,}) = {benefit / (margin * threshold):.4f}."
    ),
    means=lambda benefit, threshold, margin: (
        f"The shop that set this threshold believes in {benefit / (margin * threshold):.1%} more spend, knowingly or not."
    ),
    after="What if heavy buyers are moved by less than moderate ones?",
)

# The decision -------------------------------------------------------------------------------------

CUTS = (0, 200, 400, 600, 800, 1_100, 1_500)
HEAVY = 2_400


def _classes(spend_before):
    """Classes of spend in the year before; the few who spend most are in one class with all above ¥1,500."""
    return pd.cut(spend_before, [*CUTS, math.inf], labels=list(CUTS), right=False).astype(int)


def _lifts(results):
    """What the gift changes in the spend of each class, in the trial."""
    means = results.groupby([_classes(results["spend_before"]), "benefit"])["spend"].mean().unstack()
    return means[40] - means[0]


def _threshold(results, members, worth, cost):
    """The cut from which on the gift earns most among the members, if spend is worth so much."""
    sizes = _classes(members["spend_before"]).value_counts().reindex(CUTS, fill_value=0)
    gains = (worth * _lifts(results) - cost) * sizes
    return max(CUTS, key=lambda cut: gains.loc[cut:].sum())


def _from(members, cut):
    return members.loc[members["spend_before"] >= cut, "customer_id"].tolist()


def _policy(cost, margin, results, members):
    return _from(members, _threshold(results, members, margin, cost))


def _true_gains(cost, margin, results, members):
    """What the gift to each is expected to earn in a year, given what is known of her."""
    truth = next_members().truth
    spend = (truth.expected_profits(40) + 40) / truth.parameters.margin_rate
    return (margin * spend - cost).loc[members["customer_id"]]


def _who_grew(cost, margin, results, members):
    """The classes that spent more with the gift than in the year before."""
    given = results[results["benefit"] > 0]
    growth = (given["spend"] - given["spend_before"]).groupby(_classes(given["spend_before"])).mean()
    return members.loc[_classes(members["spend_before"]).map(growth) > 0, "customer_id"].tolist()


def _at_one_lift(cost, margin, results, members):
    means = results.groupby("benefit")["spend"].mean()
    return _from(members, loyalty.break_even_spend(cost, means[40] / means[0] - 1, margin))


def _without_the_heavy(**numbers):
    members = numbers["members"]
    return sorted(set(_policy(**numbers)) - set(_from(members, HEAVY)))


ENOUGH = 0.88


def _worth_deciding(**numbers):
    """Whether the gift earns something, and neither one lift for all nor a rule without the heavy nearly as much."""
    gains = _true_gains(**numbers)
    least = gains[_policy(**numbers)].sum()
    rivals = (_at_one_lift(**numbers), _without_the_heavy(**numbers))
    return least > 3_000 and all(gains[rival].sum() < ENOUGH * least for rival in rivals)


whom = DecisionKey(
    asked.whom,
    where=_worth_deciding,
    profit=_true_gains,
    policy=_policy,
    enough=ENOUGH,
    slips=[
        Slip(
            lambda members, **_: members["customer_id"].tolist(),
            "You give it to everyone. That pays only if nobody's gift counts who would have bought as much without it.",
            because="rewards of those who would have bought anyway left out",
        ),
        Slip(
            lambda cost, margin, results, members: _from(members, _threshold(results, members, 1.0, cost)),
            "This is the list you get if a yuan of sales pays for a yuan of gift. Only the margin does.",
            because="sales taken for margin",
        ),
        Slip(
            lambda members, **_: _from(members, HEAVY),
            "You reward the best customers. They would have spent nearly as much without a gift, and there are few of them.",
            because="a reward for those who spend most: members against others",
        ),
        Slip(
            _who_grew,
            "This is the list of those who spent more in the year of the trial than before. Light buyers rise and heavy ones fall without "
            "any gift. Compare with those who got none.",
            because="before against after: regression to the mean",
        ),
        Slip(
            lambda cost, margin, results, members: _from(members, cost / margin),
            "This is the list of those whose whole margin exceeds the cost of the gift. What of it does the gift bring?",
            because="whole spend taken for additional spend",
        ),
        Slip(
            _at_one_lift,
            "This is the list you get from one lift for all. In the trial moderate buyers are moved by more than the mean, and heavy ones by "
            "less: estimate it by class.",
            because="the break-even spend with the mean lift of the trial",
        ),
        Slip(
            _without_the_heavy,
            "You leave out those who spend most. They are few and their spend differs by thousands, so the trial is silent about them: look at "
            "the interval. A threshold includes them.",
            because="a noisy class read as a loss",
        ),
        Slip(
            lambda **_: [],
            "You give it to nobody. A mean over all members hides the classes in which the gift pays.",
            because="one mean for all: the programme given up",
        ),
    ],
    twin=lambda cost, margin, results, members: (
        f"The same with other numbers: at a cost of ¥{cost} and a margin of {margin:.2f} a class has to spend "
        f"{cost} ÷ {margin:.2f} = ¥{cost / margin:.0f} more because of the gift. In the trial that is reached in the classes from "
        f"¥{_threshold(results, members, margin, cost):,}."
    ),
    after="The trial lasted a year. What would you have to try to learn what the gift does in the second?",
)


heavy = ChoiceKey(
    asked.heavy,
    answer="moderate",
    whys={
        "heavy": "0.4 × 1 % × 4,000 = ¥16. They bring most with the gift and without it.",
        "moderate": "0.4 × 12 % × 1,200 = ¥57.60: it moves them, and there is something to move.",
        "light": "0.4 × 12 % × 300 = ¥14.40: the same lift of little money.",
        "none": "A lift is a share of spend and the gift is money: multiply before you compare.",
    },
    after="What would your best customers say if they saw this rule?",
)

# Referrals ----------------------------------------------------------------------------------------


def _programme(referrals, fake, anyway, worth, cost, reward):
    return loyalty.referral_value(referrals - fake, worth, anyway, cost, reward) - fake * reward


def _programme_by_groups(referrals, fake, anyway, worth, cost, reward):
    genuine = referrals - fake
    return genuine * (1 - anyway) * worth + genuine * anyway * cost - referrals * reward


_REFERRAL_SLIPS = [
    Slip(
        lambda referrals, fake, anyway, worth, cost, reward: (referrals - fake) * (worth - reward),
        "This is the number you get with credit for every genuine account, and without the rewards of the others. Two things to look at again.",
        because="those who would have joined anyway counted as won, and the reward of the fraud forgotten",
    ),
    Slip(
        lambda referrals, fake, anyway, worth, cost, reward: (
            (referrals - fake) * ((1 - anyway) * worth - anyway * cost) - referrals * reward
        ),
        "This is the number you get taking the advertisements off. They were saved: nobody had to pay them.",
        because="a saving taken for a cost",
    ),
    Slip(
        lambda referrals, fake, anyway, worth, cost, reward: loyalty.referral_value(
            referrals, worth, anyway, cost, reward
        ),
        "This is the number you get if every account is a genuine one. Some members have brought themselves.",
        because="self-referrals counted as customers",
    ),
    Slip(
        lambda referrals, fake, anyway, worth, cost, reward: loyalty.referral_value(
            referrals - fake, worth, anyway, cost, reward
        ),
        "This is the number you get if self-referrals were not paid for. The reward went to them, too.",
        because="reward of the fraud forgotten",
    ),
    Slip(
        lambda referrals, fake, anyway, worth, cost, reward: _programme(
            referrals, fake, 0.0, worth, cost, reward
        ),
        "This is the number you get with credit for everybody who came. Some would have come anyway.",
        because="those who would have joined anyway counted as won",
    ),
    Slip(
        lambda referrals, fake, anyway, worth, cost, reward: _programme(
            referrals, fake, anyway, worth, 0.0, reward
        ),
        "This is the number you get without the advertising that was saved.",
        because="saved acquisition cost forgotten",
    ),
    Slip(
        lambda referrals, fake, anyway, worth, cost, reward: _programme(
            referrals, fake, anyway, worth, cost, 0.0
        ),
        "This is the number you get without the rewards.",
        because="reward forgotten",
    ),
    Slip(
        lambda referrals, fake, anyway, worth, cost, reward: (
            (referrals - fake) * ((1 - anyway) * worth + cost) - referrals * reward
        ),
        "This is the number you get if each of them saved an advertisement. Those who would not have come would not have been won by one either.",
        because="saved cost credited to all, as Kumar, Petersen and Leone do on top of the value",
    ),
    Slip(
        lambda referrals, fake, anyway, worth, cost, reward: (
            (referrals - fake) * (anyway * worth + (1 - anyway) * cost) - referrals * reward
        ),
        "This is the number you get with the two groups exchanged.",
        because="the complement is taken",
    ),
    Slip(
        lambda referrals, fake, anyway, worth, cost, reward: (
            (referrals * (1 - anyway) - fake) * worth + referrals * anyway * cost - referrals * reward
        ),
        "This is the number you get with the share of all accounts. It is one of the genuine ones.",
        because="a share of another whole",
    ),
    Slip(
        lambda referrals, fake, anyway, worth, cost, reward: (
            (referrals - fake) * (1 - anyway) * (worth - reward)
        ),
        "This is the number you get counting only those who would not have come, and only their rewards. The reward was paid for every account.",
        because="only the won ones counted, with their rewards",
    ),
    Slip(
        lambda referrals, fake, anyway, worth, cost, reward: (
            (referrals - fake) * ((1 - anyway) * worth - reward)
        ),
        "This is the number you get without the saved advertising, and without the rewards of the self-referrals.",
        because="saved acquisition cost and reward of the fraud forgotten",
    ),
]

referral = NumberKey(
    asked.referral,
    where=no_mirror(_programme, _REFERRAL_SLIPS, 1_000),
    answer=_programme,
    routes=[_programme_by_groups],
    slips=_REFERRAL_SLIPS,
    twin=lambda referrals, fake, anyway, worth, cost, reward: (
        f"The same with other numbers: {referrals} − {fake} = {referrals - fake} genuine. On average one brings {1 - anyway:.2f} × {worth} + "
        f"{anyway:.2f} × {cost} = ¥{(1 - anyway) * worth + anyway * cost:.2f}. Less {referrals} × {reward}: "
        f"{_programme(referrals, fake, anyway, worth, cost, reward):,.0f}."
    ),
    means=lambda fake, reward, **_: (
        f"The self-referrals cost ¥{fake * reward:,}, and no customer came with them."
    ),
    after="What may it cost to check each account before the reward is paid?",
)


def _genuine(anyway, worth, cost):
    return loyalty.referral_value(1, worth, anyway, cost)


self_referral = ReverseKey(
    asked.self_referral,
    where=lambda anyway, worth, cost, reward: 0.1 < 1 - reward / _genuine(anyway, worth, cost) < 0.9,
    forward=lambda given, anyway, worth, cost, reward: (1 - given) * _genuine(anyway, worth, cost),
    target=lambda reward, **_: reward,
    answer=lambda anyway, worth, cost, reward: 1 - reward / _genuine(anyway, worth, cost),
    says="¥{:,.2f} brought by an account on average",
    slips=[
        Slip(
            lambda anyway, worth, cost, reward: _genuine(anyway, worth, cost) - reward,
            "This is the money that a genuine account leaves after its reward. How many frauds does it pay for?",
            because="an amount taken for a share",
        ),
        Slip(
            lambda anyway, worth, cost, reward: (_genuine(anyway, worth, cost) - reward) / worth,
            "This is the number you get dividing by the worth of one who would not have come. The whole is what a genuine account brings on average.",
            because="a share of another whole",
        ),
        Slip(
            lambda anyway, worth, cost, reward: reward / _genuine(anyway, worth, cost),
            "This is the share of genuine accounts that is needed. The share of the others is asked.",
            because="the complement is taken",
        ),
        Slip(
            lambda anyway, worth, cost, reward: 1 - reward / worth,
            "This is the number you get if nobody would have joined anyway.",
            because="those who would have joined anyway counted as won",
        ),
        Slip(
            lambda anyway, worth, cost, reward: 1 - reward / ((1 - anyway) * worth),
            "This is the number you get without the advertising that was saved.",
            because="saved acquisition cost forgotten",
        ),
        Slip(
            lambda anyway, worth, cost, reward: _genuine(anyway, worth, cost) / reward - 1,
            "This is the number of self-referrals that there may be for each genuine account. A share of all accounts is asked.",
            because="odds taken for a share",
        ),
        Slip(
            lambda anyway, worth, cost, reward: 1 - reward / ((1 - anyway) * worth + cost),
            "This is the number you get if each genuine account saved an advertisement.",
            because="saved cost credited to all",
        ),
        Slip(
            lambda anyway, worth, cost, reward: 1 - reward / _genuine(1 - anyway, worth, cost),
            "This is the number you get with the two kinds of genuine accounts exchanged.",
            because="the complement is taken",
        ),
    ],
    twin=lambda anyway, worth, cost, reward: (
        f"The same with other numbers: a genuine account brings {1 - anyway:.2f} × {worth} + {anyway:.2f} × {cost} = "
        f"¥{_genuine(anyway, worth, cost):.2f}. {reward} ÷ {_genuine(anyway, worth, cost):.2f} = {reward / _genuine(anyway, worth, cost):.4f} "
        f"have to be genuine, so {1 - reward / _genuine(anyway, worth, cost):.4f} may be not."
    ),
    means="A larger reward draws more friends and more frauds, and bears a smaller share of frauds.",
    after="Why does a reward that is paid after the second order lower this share in practice?",
)

# Engagement ---------------------------------------------------------------------------------------


def _club_is_plausible(accepted, joined, invited, control, before):
    """Whether those who declined order less than those who joined, and the effect is none of the rivals."""
    declined = (invited - accepted * joined) / (1 - accepted)
    effect = (invited - control) / accepted
    rivals = (invited - control, joined - control, joined - before)
    plausible = 3.5 < declined < control and effect > 0.3
    return plausible and all(abs(one - other) > 0.05 for one, other in combinations((effect, *rivals), 2))


community = DefinitionKey(
    asked.community,
    where=lambda joined, before, invited, control, **_: abs((joined - before) - (invited - control)) > 0.25,
    answer="drawn",
    says="{:+.1f} cups",
    values={
        "joined": lambda joined, declined, **_: joined - declined,
        "growth": lambda joined, before, **_: joined - before,
        "drawn": lambda invited, control, **_: invited - control,
        "control": lambda joined, control, **_: joined - control,
    },
    whys={
        "joined": "Those who join are the ones who drink more anyway: they chose themselves.",
        "growth": "She may join in a month in which she drinks much, and fall back without any group. The season changes, too.",
        "drawn": "Chance made these two groups, so they differ by the invitation and by luck.",
        "control": "Chance made one of the two groups; those who joined are a choice within the other.",
    },
    twin=lambda joined, declined, invited, control, before: (
        f"The same with other numbers: all invited {invited:.1f}, all others {control:.1f}: the invitation brings {invited - control:.1f}. "
        f"Those who joined {joined:.1f} and those who declined {declined:.1f} differ by much more."
    ),
    after="Which share of the invited must join for the groups to bring each of them a whole cup?",
    pool=(
        dict(
            where=_club_is_plausible,
            answer="scaled",
            says="{:+.2f} orders",
            values={
                "drawn": lambda invited, control, **_: invited - control,
                "joined": lambda joined, control, **_: joined - control,
                "growth": lambda joined, before, **_: joined - before,
                "scaled": lambda accepted, invited, control, **_: (invited - control) / accepted,
            },
            whys={
                "drawn": "That is what an invitation brings on average, over those who joined and those who did not.",
                "joined": "Chance made one of the two groups; those who joined are a choice within the other.",
                "growth": "She may join in a year in which she runs much. Who runs less never joins, and some years are better for all.",
                "scaled": "Chance made the two halves, and the whole difference comes from those whom the invitation moved.",
            },
            twin=lambda accepted, joined, invited, control, before: (
                f"The same with other numbers: all invited {invited:.1f}, all others {control:.1f}, a difference of {invited - control:.1f}. "
                f"If {accepted:.0%} of the invited make all of it, it is {invited - control:.1f} ÷ {accepted:.2f} = "
                f"{(invited - control) / accepted:.2f} for each of them."
            ),
            after="What if being invited pleases those who do not join?",
        ),
        dict(
            where=lambda drawn, rest, seated, aside, before: (
                abs(rest - before) > 0.05 and abs(rest - aside) > 0.05
            ),
            answer="branches",
            says="{:+.1f} visits",
            values={
                "seated": lambda seated, aside, **_: seated - aside,
                "branches": lambda drawn, rest, **_: drawn - rest,
                "spread": lambda seated, rest, **_: seated - rest,
                "growth": lambda drawn, before, **_: drawn - before,
            },
            whys={
                "seated": "Those who sit there came often before there was a table: they chose themselves.",
                "branches": "Chance made these two groups of branches, so they differ by the table and by luck.",
                "spread": "Chance drew the branches, and the guests chose the table. Compare all guests of these branches.",
                "growth": "The season changes, too. What did the branches without a table do in these months?",
            },
            twin=lambda drawn, rest, seated, aside, before: (
                f"The same with other numbers: branches with a table {drawn:.1f}, the others {rest:.1f}: the table brings {drawn - rest:.1f}. "
                f"Those who sit at it, with {seated:.1f}, and the other guests, with {aside:.1f}, differ by much more."
            ),
            after="How many branches would you draw, and why do guests not count as many?",
        ),
    ),
)

followers = ChoiceKey(
    asked.followers,
    answer="drawn",
    whys={
        "drawn": "Then both sides hold people who would join, people who would not, and the same months.",
        "more": "The same selection in every city gives the same 30 % in every city.",
        "others": "Those who decline differ from those who join, in the same months as well.",
        "survey": "She knows what she orders. What she would order without the group she can only guess.",
    },
    after="What would your firm have to stop doing to everyone, so that some can be drawn?",
)

jeopardy = ChoiceKey(
    asked.jeopardy,
    answer="usual",
    whys={
        "programme": "What the leader has is buyers in every second house. No programme gives her that.",
        "usual": "Double jeopardy: few buyers, and a little less often. She should compare with brands of her size.",
        "leader": "Size by itself goes with more purchases a buyer, with a programme and without.",
        "niche": "A niche has few buyers who buy more often than its size suggests. Hers buy less often than the leader's.",
    },
    after="What would a niche look like on the line?",
)

# Memos --------------------------------------------------------------------------------------------

own = MemoKey(
    asked.own,
    model="The report names no terms, so the rate has to be found from its money: 40,000 holders spent ¥65.6 million and redeemed ¥410,000, so "
    "the programme gave back 0.6 % last year, whatever it promises. What was earned and is not yet redeemed is missing; if that is as much again, "
    "it is 1.25 %. At a margin of 30 % the break-even lift is then between 2.1 % and 4.3 %, without any fixed cost. The ¥12 million are the "
    "margin on the ¥1,030 that holders spend more than others, without the points taken off, and holders chose themselves: those who spend "
    "much take a card. Nor do the 8 % show an effect. We do not know by how much other customers grew, and newcomers of the year before "
    "have their first full year in it. I would hold the card back from half of the new customers, drawn at random, for a year, and compare "
    "margins after points. With a standard deviation of some ¥1,500 a difference of ¥60 takes about 10,000 in each group. Until then I would "
    "neither enlarge the programme nor close it.",
)

memo = MemoKey(
    asked.memo,
    model="Give the gift from ¥800 of last year's spend, and to nobody below. By the trial of 30,000 members, half of them with the gift, "
    "members between ¥800 and ¥2,400 spend ¥105 to ¥215 more a year because of it, which at 40 % of margin is more than the ¥40 that it costs. For a "
    "thousand members the gift from ¥800 earns about ¥10,000 a year; for all of them it loses about ¥5,000. It is uncertain. From ¥600 to "
    "¥1,500 each class lies within two standard errors of break-even, so a threshold of ¥1,000 would do nearly as well, and of those above "
    "¥2,400 the trial says next to nothing: ± ¥220. I turned down rewarding only the best. They spend most, but they are few, and most of what "
    "they spend comes without a gift. I also turned down reading last year's best against this year's: they fall back anyway. If the lift is "
    "half of what we saw, the gift from ¥800 loses some ¥3,000 in a thousand members, and we would see it within a year if a tenth of them, "
    "drawn at random, stay without it.",
)

# Labs ---------------------------------------------------------------------------------------------

lab_threshold = ChoiceKey(
    asked.lab_threshold,
    answer="double",
    whys={
        "same": "All are moved less, so those just above the threshold no longer bring what their gift costs.",
        "lower": "More gifts, each to somebody who brings less.",
        "double": "Benefit ÷ (margin × lift): half the lift, twice the spend.",
        "little": "The profit of the others does not help: each gift has to pay for itself.",
    },
    after="What would a stretch just below the threshold change?",
)

lab_cut = ChoiceKey(
    asked.lab_cut,
    answer="moderate",
    whys={
        "all": "A tenth of little does not repay ¥40, and most customers are light buyers.",
        "moderate": "They are moved, and there is something to move. That the heavy buyers get it too costs little.",
        "best": "They bring most with the gift and without it, and they are few.",
    },
    after="What would a gift for the moderate buyers only do to the heavy ones?",
)

KEYS = [
    wallet,
    reward_rate,
    second_year,
    deferred,
    teaching_site,
    assumed_redemption,
    lift,
    break_even_lift,
    mistakes,
    joined,
    estimates,
    stretch,
    threshold_profit,
    believed_lift,
    whom,
    heavy,
    referral,
    self_referral,
    community,
    followers,
    jeopardy,
    own,
    memo,
    lab_threshold,
    lab_cut,
]
