"""The answers to the questions of chapter 9, tiers: rules, movement, budget."""

import functools
import math
from itertools import pairwise

import numpy as np
import pandas as pd

from crmlib import rates
from crmlib.segmentation import migration, tiers
from crmlib.workbook.banks import tiers as asked
from crmlib.workbook.banks.tiers import CUT_A, CUT_B, REVIEWS, STEP, next_customers, split_trial
from crmlib.workbook.finding.tracing import exp
from crmlib.workbook.marking.choice import AuditKey, ChoiceKey
from crmlib.workbook.marking.decision import DecisionKey
from crmlib.workbook.marking.function import FunctionKey
from crmlib.workbook.marking.key import Slip
from crmlib.workbook.marking.memo import MemoKey
from crmlib.workbook.marking.number import NumberKey
from crmlib.workbook.marking.reverse import ReverseKey
from crmlib.workbook.marking.value import ValueKey

MARGIN = 0.4  # of spend, in the trial

# Goals --------------------------------------------------------------------------------------------

churn_slide = AuditKey(
    asked.churn_slide,
    answer="income",
    whys={
        "quarter": "Four quarters, each of those who are left: the share that stays is multiplied by itself.",
        "month": "Twelve months in a year. The goal does not say its period, and this is what the other reading gives.",
        "needed": "The fourth root takes a year's retention apart into four equal quarters.",
        "income": "Fewer customers are to bring more in all. So each must bring the quotient of the two, which is above the growth; a "
        "product would let each bring less than the growth asks.",
        "left": "What is not kept goes, and the goal names a year.",
    },
    twin=lambda churn, kept, growth: (
        f"With {kept:.0%} kept and {growth:.0%} more income, 1,000 customers of ¥1,000 become {1_000 * kept:,.0f}, who are to bring "
        f"¥{1_000_000 * (1 + growth):,.0f} in all: ¥{1_000 * (1 + growth) / kept:,.0f} each."
    ),
    after="Which of the three goals would you drop, or from which newcomers would the income come?",
    pool=(
        dict(
            answer="income",
            whys={
                "half": "Two half-years, each of those who are left: the share that stays is multiplied by itself.",
                "income": "Members times income each must reach the goal. So the retention that it asks for is the goal's factor divided by "
                "the factor of each, which is above 1: without newcomers the goals do not go together.",
                "quarter": "Four quarters in a year. The line says what the other reading of the goal would give.",
                "needed": "The square root takes a year's retention apart into two equal half-years.",
                "left": "What is not kept goes, and the goal names a year.",
            },
            twin=lambda churn, kept, growth, more: (
                f"2,000 members of ¥1,000 bring ¥2,000,000, and ¥{2_000_000 * (1 + growth):,.0f} is {growth:.0%} more. If each brings "
                f"{more:.0%} more, ¥{1_000 * (1 + more):,.0f}, that takes {2_000 * (1 + growth) / (1 + more):,.0f} members, more than "
                f"there were; a churn of {churn:.1%} a half-year leaves {2_000 * (1 - churn) ** 2:,.0f} of them, and a retention of "
                f"{kept:.0%} a year {2_000 * kept:,.0f}."
            ),
        ),
        dict(
            answer="three",
            whys={
                "month": "Twelve months, each of those who are left: the share that stays is multiplied by itself.",
                "needed": "The twelfth root takes a year's retention apart into twelve equal months.",
                "three": "In the second and third year fewer are left who can go. The share that stays is multiplied by itself, so more stay "
                "than the line says.",
                "left": "What is not kept goes, and the line is about one year.",
                "income": "Fewer members are to bring more in all, so each must bring the quotient of the two.",
            },
            twin=lambda churn, kept, growth: (
                f"Of 3,000 members a retention of {kept:.0%} keeps {3_000 * kept:,.0f} in the first year and {3_000 * kept**2:,.0f} in the "
                f"second. The first of these would have to bring ¥{3_000_000 * (1 + growth):,.0f} for {growth:.0%} more, and a churn of {churn:.1%} a "
                f"month keeps {3_000 * (1 - churn) ** 12:,.0f} over a year."
            ),
        ),
    ),
)

quarter = NumberKey(
    asked.quarter,
    answer=lambda churn: rates.convert_churn_rate(churn, "quarter", "year"),
    slips=[
        Slip(
            lambda churn: 4 * churn,
            "This is the number you get by taking four quarters' churn together. A customer who left in spring cannot leave in autumn.",
            because="rates multiplied in place of compounded",
        ),
        Slip(
            lambda churn: rates.convert_churn_rate(churn, "month", "year"),
            "This is the number you get if the churn is a month's. How many quarters has a year?",
            because="the period of a goal is left unsaid in the sources: 69.4 % stay for 88.5 %",
        ),
        Slip(
            lambda churn: (1 - churn) ** 4,
            "This is the share that is still there. The share that has left is asked.",
            because="retention given for churn",
        ),
        Slip(
            lambda churn: (1 + churn) ** 4 - 1,
            "This is the number you get if the losses grow like interest. Each quarter fewer are left who can leave.",
            because="a growth rate's formula",
        ),
        Slip(
            lambda churn: 1 - 1 / (1 + churn) ** 4,
            "This is the number you get by dividing by 1 + churn, as with interest. Each quarter keeps 1 − churn of those who are left.",
            because="discounting taken for leaving",
        ),
        Slip(
            lambda churn: 12 * churn,
            "This is the number you get by taking a month's churn twelve times. The churn is a quarter's, and nobody leaves twice.",
            because="the period of a rate left unsaid, and multiplied",
        ),
        Slip(
            lambda churn: 1 - (1 - churn) ** 3,
            "This is the number you get for three quarters. A quarter has three months, and a year four quarters.",
            because="months of a quarter taken for quarters of a year",
        ),
        Slip(
            lambda churn: rates.convert_churn_rate(churn, "year", "quarter"),
            "This is the number you get if the churn is a year's, brought to a quarter. It is a quarter's, and a year is asked.",
            because="the conversion turned round",
        ),
    ],
    twin=lambda churn: (
        f"With {churn:.1%} a quarter: {1 - churn:.3f} to the power 4 = {(1 - churn) ** 4:.4f}, so {1 - (1 - churn) ** 4:.4f} have left."
    ),
    means=lambda churn: f"Of 1,000 gold customers {1000 * (1 - churn) ** 4:.0f} are left after a year.",
    after="Does that meet a goal of 90 % retention?",
)

satisfaction_rise = ChoiceKey(
    asked.satisfaction_rise,
    answer="scale",
    whys={
        "reach": "A mean of 4.6 is less than 10 % above 4.2.",
        "points": "A quarter of a point is 6 % of 4.2.",
        "scale": "4.2 × 1.25 = 5.25, and nobody can tick more than 5. Written from 0 to 100 the same goal would be 100, everybody at the top.",
        "share": "That would be another goal, and it would have to say so.",
    },
    after="How would you write a goal for satisfaction that can be met or missed?",
)

# Why tiers ----------------------------------------------------------------------------------------

deck_figure = ChoiceKey(
    asked.deck_figure,
    answer="example",
    whys={
        "criterion": "One supermarket counted discounts in a tier that it had already made. A guest who takes offers may still spend much.",
        "target": "A finding of what people do says nothing of what they should be given.",
        "example": "It says what one supermarket found in a tier that it had made by a rule of its own. Another firm has to count anew.",
        "law": "One firm is one observation. Nothing says that a hotel's guests behave so.",
    },
    after="Which figure of your own firm would part its tiers, and which would describe them?",
)

# What a benefit brings ----------------------------------------------------------------------------

extra_order = NumberKey(
    asked.extra_order,
    where=lambda benefit, treated, control: 0.5 <= treated - control <= 2.2,
    answer=lambda benefit, treated, control: benefit / (treated - control),
    slips=[
        Slip(
            lambda benefit, treated, control: benefit / treated,
            "This is the number you get by dividing by all orders. Most of them would have come without benefits.",
            because="who would have come anyway counted as won",
        ),
        Slip(
            lambda benefit, treated, control: benefit / control,
            "This is the number you get by dividing by the orders of those without benefits.",
            because="the control group taken for the effect",
        ),
        Slip(
            lambda benefit, treated, control: (treated - control) / benefit,
            "This is the number of further orders for one yuan. Turn it round.",
            because="an inverted ratio",
        ),
        Slip(
            lambda benefit, treated, control: benefit * (treated - control),
            "This is the number you get by multiplying. Does an order cost more or less if the same benefits bring more of them?",
            because="multiplied in place of divided",
        ),
        Slip(
            lambda benefit, treated, control: benefit * control / (treated - control),
            "This is the number you get by dividing by the lift in per cent. Divide by the number of further orders.",
            because="the relative lift taken for the number of orders",
        ),
        Slip(
            lambda benefit, treated, control: benefit * treated / (treated - control),
            "This is the number you get by dividing by a share of all orders with benefits. Divide by the number of further orders.",
            because="the relative lift taken for the number of orders, on the other base",
        ),
        Slip(
            lambda benefit, treated, control: treated - control,
            "This is the number of further orders of a customer. What does one of them cost?",
            because="the effect given for its cost",
        ),
    ],
    twin=lambda benefit, treated, control: (
        f"Take benefits of {benefit}, {treated:.1f} orders with and {control:.1f} without: {treated:.1f} − {control:.1f} = "
        f"{treated - control:.1f} orders more, and {benefit} ÷ {treated - control:.1f} = ¥{benefit / (treated - control):.2f}."
    ),
    means=lambda benefit, treated, control: (
        f"The benefits pay where an order leaves more margin than ¥{benefit / (treated - control):.0f}."
    ),
    after="And what would the next ten yuan of benefits cost for an order?",
)


def _promise(customers, gift, moved, control, worth):
    return customers / 2 * ((moved - control) * worth - moved * gift)


anyway = NumberKey(
    asked.anyway,
    where=lambda **numbers: abs(_promise(**numbers)) > 500,
    answer=_promise,
    slips=[
        Slip(
            lambda customers, gift, moved, control, worth: customers / 2 * moved * (worth - gift),
            "This is the number you get with credit for everyone who reached gold. How many would have reached it without the promise?",
            because="movers who would have come anyway counted as moved",
        ),
        Slip(
            lambda customers, gift, moved, control, worth: customers / 2 * (moved - control) * (worth - gift),
            "This is the number you get if only those who moved because of the promise take the gift. The others who reach gold take it, too.",
            because="the gift to those who would have come anyway forgotten",
        ),
        Slip(
            lambda customers, gift, moved, control, worth: customers / 2 * ((moved - control) * worth - gift),
            "This is the number you get if everyone with the promise gets the gift. Only those who reach gold do.",
            because="an incentive counted like the cost of a contact",
        ),
        Slip(
            lambda customers, gift, moved, control, worth: (
                2 * _promise(customers, gift, moved, control, worth)
            ),
            "This is the number you get if all customers had the promise. Half of them have it.",
            because="the held-out half counted",
        ),
        Slip(
            lambda customers, gift, moved, control, worth: customers / 2 * (moved - control) * worth,
            "This is the number you get without the gifts.",
            because="incentive forgotten",
        ),
        Slip(
            lambda customers, gift, moved, control, worth: (
                _promise(customers, gift, moved, control, worth) / (customers / 2)
            ),
            "This is the number for one customer with the promise. All who got it are asked.",
            because="per head given for the total",
        ),
        Slip(
            lambda customers, gift, moved, control, worth: customers * moved * (worth - gift),
            "This is the number you get if all customers had the promise, and with credit for everyone who reached gold. Two things to look at again.",
            because="the held-out half counted, and movers who would have come anyway",
        ),
        Slip(
            lambda customers, gift, moved, control, worth: customers * (moved - control) * (worth - gift),
            "This is the number you get if all customers had the promise, and only those who moved because of it took the gift. Two things to look at again.",
            because="the held-out half counted, and gifts to those who would have come anyway forgotten",
        ),
        Slip(
            lambda customers, gift, moved, control, worth: (
                customers / 2 * ((moved - control) * worth - (moved + control) * gift)
            ),
            "This is the number you get if the others who reach gold take a gift, too. They had no promise.",
            because="the cost counted in both arms",
        ),
        Slip(
            lambda customers, gift, moved, control, worth: (
                customers / 2 * ((moved / control - 1) * worth - moved * gift)
            ),
            "This is the number you get with the rise in per cent of the others. How many of each hundred reach gold because of the promise?",
            because="a relative lift taken for a difference of shares",
        ),
        Slip(
            lambda customers, gift, moved, control, worth: customers / 2 * moved * worth,
            "This is the number you get with credit for everyone who reached gold, and without the gifts. Two things to look at again.",
            because="naive count without cost",
        ),
    ],
    twin=lambda customers, gift, moved, control, worth: (
        f"Take {customers:,} customers, a gift of {gift}, {moved:.0%} against {control:.0%} and a worth of {worth}. Of "
        f"{customers // 2:,} with the promise {customers / 2 * moved:.0f} reach gold, {customers / 2 * (moved - control):.0f} of them because of "
        f"it: {customers / 2 * (moved - control):.0f} × {worth} − {customers / 2 * moved:.0f} × {gift} = "
        f"{_promise(customers, gift, moved, control, worth):,.0f}."
    ),
    means=lambda **numbers: (
        f"The promise {'pays' if _promise(**numbers) > 0 else 'loses'}, and {numbers['control'] / numbers['moved']:.0%} of the gifts go to people "
        "who would have reached gold without it."
    ),
    after="To which customers would you make the promise, so that fewer gifts are given away?",
)

# The budget ---------------------------------------------------------------------------------------

halves = NumberKey(
    asked.halves,
    answer=lambda ceiling, half, times: ceiling * (1 - 0.5**times),
    slips=[
        Slip(
            lambda ceiling, half, times: times * ceiling / 2,
            "This is the number you get if each step brings as much as the first. Then the ceiling would be passed.",
            because="a straight line in place of diminishing returns",
        ),
        Slip(
            lambda ceiling, half, times: ceiling / 2,
            "This is the gain of the first step. The others bring something, too.",
            because="the first step given for all",
        ),
        Slip(
            lambda ceiling, half, times: ceiling * (1 - 0.5**times) - half * times,
            "This is the number you get if what is spent is taken off. What the steps bring is asked.",
            because="net given for gain",
        ),
        Slip(
            lambda ceiling, half, times: ceiling,
            "This is the ceiling, which is reached by no sum. After each step half of the rest is still missing.",
            because="the ceiling taken for reached",
        ),
        Slip(
            lambda ceiling, half, times: ceiling * 0.5**times,
            "This is the part that is still missing. What has been gained is asked.",
            because="the missing part given for the gain",
        ),
        Slip(
            lambda ceiling, half, times: ceiling * times / (times + 1),
            "This is the number you get if each yuan divides the rest in proportion, x ÷ (x + half). Here each step halves what is missing.",
            because="a hyperbola in place of halving",
        ),
        Slip(
            lambda ceiling, half, times: ceiling * (1 - 0.5 ** (times - 1)),
            "This is the number you get with one step too few.",
            because="a power one off",
        ),
        Slip(
            lambda ceiling, half, times: ceiling * (1 - 0.5 ** (times + 1)),
            "This is the number you get with one step too many.",
            because="a power one off",
        ),
    ],
    twin=lambda ceiling, half, times: (
        f"With a ceiling of {ceiling} and {times} steps of ¥{half}: missing are "
        + ", ".join(f"{ceiling * 0.5**step:g}" for step in range(1, times + 1))
        + f", so {ceiling} − {ceiling * 0.5**times:g} = {ceiling * (1 - 0.5**times):g}."
    ),
    means=lambda ceiling, half, times: (
        f"The last step of ¥{half} brought ¥{ceiling * 0.5**times:g}, the first ¥{ceiling / 2:g}."
    ),
    after="Which is the first step that costs more than it brings?",
)


def _last(customers, budget, ceiling, speed):
    return ceiling * speed * math.exp(-speed * budget / customers)


next_yuan = NumberKey(
    asked.next_yuan,
    routes=[lambda customers, budget, ceiling, speed: ceiling * speed * exp(-speed * budget / customers)],
    where=lambda **numbers: 0.05 < _last(**numbers) < 5,
    answer=_last,
    slips=[
        Slip(
            lambda customers, budget, ceiling, speed: (
                tiers.tier_gain(budget, customers, ceiling, speed) / budget
            ),
            "This is the number that a yuan has brought on average. The next one finds less that is still missing.",
            because="average return taken for the marginal one",
        ),
        Slip(
            lambda customers, budget, ceiling, speed: ceiling * speed,
            "This is the number that the first yuan brought, when all was still missing.",
            because="the slope at 0",
        ),
        Slip(
            lambda customers, budget, ceiling, speed: ceiling * math.exp(-speed * budget / customers),
            "This is the sum that is still missing with a customer. Which share of it does a yuan a head bring?",
            because="the rest of the ceiling given for the slope",
        ),
        Slip(
            lambda customers, budget, ceiling, speed: customers * _last(customers, budget, ceiling, speed),
            "This is the number you get with one more yuan for each customer. One more yuan of the budget is shared by all.",
            because="per head and in all exchanged",
        ),
        Slip(
            lambda customers, budget, ceiling, speed: ceiling * (1 - math.exp(-speed * budget / customers)),
            "This is the gain of a customer by now, and not what one more yuan adds.",
            because="the gain given for its slope",
        ),
        Slip(
            lambda customers, budget, ceiling, speed: (
                ceiling * speed * (1 - math.exp(-speed * budget / customers))
            ),
            "This is the number you get with the share that is reached already. The next yuan works on what is still missing.",
            because="1 − e in place of e",
        ),
        Slip(
            lambda customers, budget, ceiling, speed: speed * math.exp(-speed * budget / customers),
            "This is the share of the ceiling that one more yuan a head brings. How much is that in money?",
            because="the ceiling left out",
        ),
        Slip(
            lambda customers, budget, ceiling, speed: (
                ceiling * (1 - math.exp(-speed * budget / customers)) / budget
            ),
            "This is the gain of one customer divided by the budget of all. And it would be an average, where the next yuan is asked.",
            because="average return taken for the marginal one, per head and in all exchanged",
        ),
        Slip(
            lambda customers, budget, ceiling, speed: ceiling * speed * (1 - speed * budget / customers),
            "This is the number you get if each yuan takes off as much of what is missing as the first. It takes a share of what is left.",
            because="a straight line in place of the exponential",
        ),
    ],
    twin=lambda customers, budget, ceiling, speed: (
        f"With {customers} customers, {budget:,} of budget, a ceiling of {ceiling} and {speed:.3f}: {budget / customers:.1f} a head, of "
        f"the ceiling {math.exp(-speed * budget / customers):.3f} is missing, and {ceiling} × {speed:.3f} × "
        f"{math.exp(-speed * budget / customers):.3f} = {_last(customers, budget, ceiling, speed):.3f}."
    ),
    means=lambda **numbers: (
        "The last yuan earns more than it costs."
        if _last(**numbers) > 1
        else "The last yuan costs more than it brings, whatever the average says."
    ),
    after="In which of two tiers would you rather take it away?",
)


def _per_head(budget, customers):
    return 0.8 * budget / customers


needed_ceiling = ReverseKey(
    asked.needed_ceiling,
    forward=lambda given, budget, customers, speed, last: _last(customers, 0.8 * budget, given, speed),
    target=lambda budget, customers, speed, last: last,
    answer=lambda budget, customers, speed, last: tiers.ceiling_that_justifies(
        0.8 * budget, customers, speed, last
    ),
    says="a last yuan that brings ¥{:.2f}",
    where=lambda budget, customers, speed, last: speed * _per_head(budget, customers) < 5,
    slips=[
        Slip(
            lambda budget, customers, speed, last: tiers.ceiling_that_justifies(
                budget, customers, speed, last
            ),
            "This is the number you get if the top tier has all of the budget. It has 80 % of it.",
            because="the whole budget put into the formula",
        ),
        Slip(
            lambda budget, customers, speed, last: last / speed,
            "This is the number you get for the first yuan. Most of the ceiling is reached when the last one is spent.",
            because="the slope at 0 in place of the slope at the budget",
        ),
        Slip(
            lambda budget, customers, speed, last: last * math.exp(speed * _per_head(budget, customers)),
            "This is the number you get without the speed in the slope. A yuan a head brings only a share of what is missing.",
            because="the speed left out of the slope",
        ),
        Slip(
            lambda budget, customers, speed, last: (
                last * _per_head(budget, customers) / (1 - math.exp(-speed * _per_head(budget, customers)))
            ),
            "This is the number you get if a yuan in the top tier brings as much on average as the last one elsewhere.",
            because="average return set equal to the marginal one",
        ),
        Slip(
            lambda budget, customers, speed, last: tiers.ceiling_that_justifies(
                0.8 * budget, customers, speed, 1
            ),
            "This is the ceiling at which the last yuan of the top tier brings just its cost. In the other tiers it brings more.",
            because="a last yuan of 1 taken for the best split",
        ),
        Slip(
            lambda budget, customers, speed, last: (
                last / speed * math.exp(-speed * _per_head(budget, customers))
            ),
            "This is the number you get with the exponent's sign turned round. Must the ceiling be higher or lower if more is spent?",
            because="the sign of the exponent",
        ),
        Slip(
            lambda budget, customers, speed, last: tiers.ceiling_that_justifies(
                0.2 * budget, customers, speed, last
            ),
            "This is the number you get if the top tier has 20 % of the budget. That is what the others have.",
            because="the two shares exchanged",
        ),
        Slip(
            lambda budget, customers, speed, last: _per_head(budget, customers),
            "This is the number of yuan that a top customer gets. How much is still missing with her when the last of them is spent?",
            because="a step on the way given for the answer",
        ),
        Slip(
            lambda budget, customers, speed, last: (
                last * speed * math.exp(speed * _per_head(budget, customers))
            ),
            "This is the number you get by multiplying with the speed. Solve for the ceiling again: the speed stands beside it.",
            because="multiplied in place of divided",
        ),
    ],
    twin=lambda budget, customers, speed, last: (
        f"With {budget:,} for {customers} customers at {speed:.3f}, and {last:.1f} elsewhere: x = {_per_head(budget, customers):.1f}, "
        f"e to the power {speed * _per_head(budget, customers):.3f} is {math.exp(speed * _per_head(budget, customers)):.3f}, and "
        f"{last:.1f} ÷ {speed:.3f} × that is ¥{tiers.ceiling_that_justifies(0.8 * budget, customers, speed, last):,.0f}."
    ),
    means=lambda budget, customers, speed, last: (
        f"Each of {customers} customers would have to be able to bring "
        f"¥{tiers.ceiling_that_justifies(0.8 * budget, customers, speed, last):,.0f} more a year because of service."
    ),
    after="Is there a speed at which a lower ceiling would do?",
)

last_yuan = ChoiceKey(
    asked.last_yuan,
    answer="to-b",
    whys={
        "to-a": "The ratio is an average over all yuan. The next one in A brings 80 fen.",
        "to-b": "Each yuan that is moved loses ¥0.80 and brings ¥2.50 at first, then less, until the two meet.",
        "stay": "A ratio above 1 says that the tier pays as a whole. It does not say that the split is right.",
        "all-b": "The first yuan in A bring far more than ¥2.50. Only the last ones do not.",
    },
    after="What would the report have to show, so that you see it at once?",
)

quicker = ChoiceKey(
    asked.quicker,
    answer="less",
    whys={
        "more": "The first yuan work faster. The last ones find almost nothing that is still missing.",
        "less": "At ¥240 a head 0.8 % of the ceiling was missing, and now 0.007 %. The last yuan bring more elsewhere.",
        "same": "The ceiling has stayed, and it is reached with less money.",
    },
    after="And if the ceiling doubled in place of the speed?",
)

# The split ----------------------------------------------------------------------------------------

LEVELS = (15, 60, 240)


def _adjusted_gains(rows):
    """Margin of each benefit over none, a customer: what last year's spend and orders foretell is taken out."""
    arms = np.column_stack([rows["benefit"] == level for level in (0, *LEVELS)]).astype(float)
    design = np.column_stack([arms, rows["spend_before"], rows["orders_before"]])
    found = np.linalg.lstsq(design, rows["spend"].to_numpy(float), rcond=None)[0]
    return MARGIN * (found[1:4] - found[0])


def _plain_gains(rows):
    """Margin of each benefit over none, a customer, by the plain means of spend."""
    means = rows.groupby("benefit")["spend"].mean()
    return MARGIN * (means.loc[list(LEVELS)] - means[0]).to_numpy()


def _naive_gains(rows):
    """Before and after: what those with each benefit spent more than the year before."""
    with_benefit = rows[rows["benefit"] > 0]
    change = with_benefit["spend"] - with_benefit["spend_before"]
    return MARGIN * change.groupby(with_benefit["benefit"]).mean().to_numpy()


def _order_gains(rows):
    """Further orders in place of further margin."""
    means = rows.groupby("benefit")["orders"].mean()
    return (means.loc[list(LEVELS)] - means[0]).to_numpy()


@functools.cache
def _curve(tier, gains):
    """Ceiling and speed of a tier by one way to measure the gains; nothing where no curve fits them."""
    rows = split_trial().customers
    try:
        return tiers.fit_gain(LEVELS, gains(rows[rows["tier"] == tier]))
    except ValueError:
        return None


def _step_gains(steps, gains):
    """What each step brings by the curves."""
    brought = []
    for row in steps.itertuples():
        curve = _curve(row.tier, gains)
        low, high = row.from_per_head * row.customers, row.to_per_head * row.customers
        brought.append(
            tiers.tier_gain(high, row.customers, *curve) - tiers.tier_gain(low, row.customers, *curve)
            if curve
            else -math.inf
        )
    return pd.Series(brought, index=steps["step_id"])


def _best_steps(gains):
    def chosen(budget, results, steps):
        brought = _step_gains(steps, gains)
        return brought.nlargest(_places(budget)).index.tolist()

    return chosen


def _places(budget, **others):
    return round(budget / STEP)


def _in_shares(weights):
    """The steps of a split in fixed shares, the largest remainder rounded up."""

    def chosen(budget, results, steps):
        shares = weights(steps.drop_duplicates("tier").set_index("tier")["customers"])
        exact = shares / shares.sum() * _places(budget)
        whole = np.floor(exact)
        up = (exact - whole).nlargest(_places(budget) - int(whole.sum())).index
        whole[up] += 1
        return steps.loc[steps["step"] <= steps["tier"].map(whole), "step_id"].tolist()

    return chosen


def _by_average(budget, results, steps):
    """All for the tier in which a yuan of benefits has brought most on average."""
    average = {tier: (_adjusted_gains(rows) / LEVELS).mean() for tier, rows in results.groupby("tier")}
    return steps.loc[(steps["tier"] == max(average, key=average.get)), "step_id"].tolist()[: _places(budget)]


@functools.cache
def _true_steps():
    """The expected profit of each step by the truth, its cost taken off."""
    steps, truth = asked.all_steps(), split_trial().truth
    profit = {}
    for tier, rows in steps.groupby("tier"):
        none = dict.fromkeys("ABC", 0.0)
        reached = [truth.expected_profit(none | {tier: per_head}) for per_head in rows["to_per_head"]]
        profit |= dict(zip(rows["step_id"], np.diff(reached, prepend=0.0), strict=True))
    return pd.Series(profit).loc[steps["step_id"]]


def _step_profits(budget, results, steps):
    return _true_steps()


split = DecisionKey(
    asked.split,
    profit=_step_profits,
    policy=_best_steps(_adjusted_gains),
    most=_places,
    enough=0.92,
    redrawn=False,
    slips=[
        Slip(
            _in_shares(lambda customers: pd.Series({"A": 0.80, "B": 0.15, "C": 0.05})),
            "This is the 80 % rule, with 15 % for B and 5 % for C. What does the last step of A bring, and what the first that B does not get?",
            because="“80 % of resources on high-value customers”, a goal of the sources",
        ),
        Slip(
            _in_shares(lambda customers: customers),
            "This is the same sum for every customer. Most of it goes to tier C, where it brings least.",
            because="equal shares per head",
        ),
        Slip(
            _in_shares(lambda customers: customers * 0 + 1),
            "You give each tier a third. In C the last steps cost more than they bring.",
            because="equal shares per tier",
        ),
        Slip(
            _by_average,
            "You give all to the tier with the best return on average. Its last steps bring less than the first ones of another.",
            because="ranking by average in place of marginal return",
        ),
        Slip(
            _best_steps(_plain_gains),
            "This is the list you get from the plain means of spend. In tier A a few large buyers decide each mean, and chance put them into "
            "one arm or another. What had they spent the year before?",
            because="noise that last year's spend foretells left in",
        ),
        Slip(
            _best_steps(_naive_gains),
            "This is the list you get from before and after. Last year's best fall back and the others rise with nothing done; compare with "
            "those who had no benefits.",
            because="regression to the mean taken for an effect",
        ),
        Slip(
            _best_steps(_order_gains),
            "This is the list you get by counting orders. An order of tier A is worth more than twice one of tier C.",
            because="orders counted in place of money",
        ),
    ],
    twin=lambda budget, results, steps: (
        f"With ¥{budget:,} the same way takes {_places(budget)} steps: "
        + ", ".join(
            f"{count} of {tier}"
            for tier, count in _counted(_best_steps(_adjusted_gains)(budget, results, steps))
        )
        + ". With your budget it is another number of them."
    ),
    after="What would a yuan more of the budget bring, and would you ask for it?",
)


def _counted(ids):
    return pd.Series([one[0] for one in ids]).value_counts().sort_index().items()


fit_assumes = ChoiceKey(
    asked.fit_assumes,
    answer="shape",
    whys={
        "random": "The trial gave them out at random, so this is known and not assumed.",
        "shape": "Nobody got ¥90. The curve says what lies between, and three points cannot tell its form from others.",
        "control": "What they would have ordered is what the arm of ¥0 shows.",
        "margin": "What a benefit costs is in the books.",
    },
    after="Which fifth arm would you add to the next trial?",
)

# Reviews ------------------------------------------------------------------------------------------


def _flips(customers, spread, band, reviews):
    return customers * reviews * tiers.flip_probability(0, band, spread)


flips = NumberKey(
    asked.flips,
    answer=_flips,
    slips=[
        Slip(
            lambda customers, spread, band, reviews: _flips(customers, spread, 0, reviews),
            "This is the number you get without a band: half of them move at each review.",
            because="the band left out",
        ),
        Slip(
            lambda customers, spread, band, reviews: 2 * _flips(customers, spread, band, reviews),
            "This is the number you get counting both tails. A gold customer can only fall, a silver one only rise.",
            because="a two-sided probability where one side counts",
        ),
        Slip(
            lambda customers, spread, band, reviews: (
                customers * reviews - _flips(customers, spread, band, reviews)
            ),
            "This is the number of times that a customer keeps her tier. The moves are asked.",
            because="the probability below the band in place of beyond it",
        ),
        Slip(
            lambda customers, spread, band, reviews: _flips(customers, spread, band, 1),
            "This is the number of one review. How many are there in a year?",
            because="per review given for a year",
        ),
        Slip(
            lambda customers, spread, band, reviews: _flips(customers, spread, band / 2, reviews),
            "This is the number you get if the band is its whole width. It lies on each side of the cut.",
            because="half a band on each side",
        ),
        Slip(
            lambda customers, spread, band, reviews: _flips(1, spread, band, reviews),
            "This is the number for one customer.",
            because="per head given for the total",
        ),
        Slip(
            lambda customers, spread, band, reviews: tiers.flip_probability(0, band, spread),
            "This is the probability of one customer at one review. How many customers and reviews are there?",
            because="a probability given for a count",
        ),
        Slip(
            lambda customers, spread, band, reviews: (
                customers * (1 - (1 - tiers.flip_probability(0, band, spread)) ** reviews)
            ),
            "This is the number of customers who move at least once. A customer who moves twice counts twice.",
            because="movers given for moves",
        ),
        Slip(
            lambda customers, spread, band, reviews: customers * reviews * band / spread,
            "This is the number you get if band ÷ standard deviation is taken for the probability. It says how many standard deviations the band is; what is the chance to lie beyond?",
            because="a standardised distance taken for a probability",
        ),
        Slip(
            lambda customers, spread, band, reviews: _flips(customers, band, spread, reviews),
            "This is the number you get with standard deviation ÷ band. How many standard deviations does a score have to move?",
            because="an inverted ratio",
        ),
        Slip(
            lambda customers, spread, band, reviews: (
                customers * reviews - 2 * _flips(customers, spread, band, reviews)
            ),
            "This is the number of times that a score lies within the band, above or below the cut. The moves are made beyond it.",
            because="the middle of a normal distribution in place of a tail",
        ),
    ],
    twin=lambda customers, spread, band, reviews: (
        f"With {customers} customers, a standard deviation of {spread}, a band of {band} and {reviews} reviews: {band} ÷ {spread} = "
        f"{band / spread:.3f}, which a normal number exceeds with probability {tiers.flip_probability(0, band, spread):.4f}; times "
        f"{customers} × {reviews} that is {_flips(customers, spread, band, reviews):,.1f}."
    ),
    means=lambda customers, spread, band, reviews: (
        f"Without a band it would be {_flips(customers, spread, 0, reviews):,.0f}, and each of them is a letter that says gold, or no longer gold."
    ),
    after="What does a wide band cost a customer who has really changed?",
)

CUTS = (500, 1_000)


def _one_history(scores, rises=0, falls=0, first=False):
    """The tiers of one customer, with bands of their own for a rise and a fall."""
    at = [int(np.searchsorted(CUTS, scores[0], side="right"))]
    for score in scores[1:]:
        held = at[0] if first else at[-1]
        up = int(np.searchsorted(np.add(CUTS, rises), score, side="right"))
        down = int(np.searchsorted(np.subtract(CUTS, falls), score, side="right"))
        at.append(min(max(held, up), down))
    return at


def _histories(scores, **bands):
    rows = [_one_history(row, **bands) for row in scores[list(REVIEWS)].to_numpy()]
    return pd.DataFrame(
        {
            "customer_id": scores["customer_id"],
            "tier": [row[-1] for row in rows],
            "moves": [sum(one != other for one, other in pairwise(row)) for row in rows],
        }
    )


def _history(scores, band):
    """By the library: a row per review."""
    found = tiers.tier_history(scores[list(REVIEWS)].T.to_numpy(), CUTS, band)
    moves = (np.diff(found, axis=0) != 0).sum(axis=0)
    return pd.DataFrame({"customer_id": scores["customer_id"], "tier": found[-1], "moves": moves})


def _net(scores, band):
    found = tiers.tier_history(scores[list(REVIEWS)].T.to_numpy(), CUTS, band)
    return _history(scores, band).assign(moves=(found[-1] != found[0]).astype(int))


def _afresh(scores, band):
    """The last review with the cuts, as if she were new."""
    return _history(scores, band).assign(tier=_histories(scores)["tier"])


history = ValueKey(
    asked.history,
    answer=_history,
    row="customer_id",
    slips=[
        Slip(
            lambda scores, band: _histories(scores),
            "is what you get without the band: each review by the cuts.",
            because="hysteresis left out",
        ),
        Slip(
            lambda scores, band: _histories(scores, rises=band),
            "is what you get with the band only for those who rise. A customer who falls must be beyond it, too.",
            because="a band on one side",
        ),
        Slip(
            lambda scores, band: _histories(scores, falls=band),
            "is what you get with the band only for those who fall. A customer who rises must be beyond it, too.",
            because="a band on one side: a soft landing only",
        ),
        Slip(
            lambda scores, band: _histories(scores, rises=band / 2, falls=band / 2),
            "is what you get with half of the band on each side.",
            because="the band read as its whole width",
        ),
        Slip(
            lambda scores, band: _histories(scores, rises=band, falls=band, first=True),
            "is what you get if each review starts from the tier of the first one. She keeps the tier of the review before.",
            because="the tier before taken from the wrong review",
        ),
        Slip(
            _net,
            "is what you get by comparing the last tier with the first one. A customer who moved away and back has moved twice.",
            because="net moves in place of moves",
        ),
        Slip(
            _afresh,
            "is what you get from the cuts at the last review. Which tier did she have before it?",
            because="the last review without its history",
        ),
    ],
    twin=lambda scores, band: (
        "Customer {} of other scores, by hand with a band of {}: {} give the tiers {}.".format(
            int(scores["customer_id"][0]),
            band,
            ", ".join(str(score) for score in scores.loc[0, list(REVIEWS)]),
            ", ".join(map(str, _one_history(scores.loc[0, list(REVIEWS)].to_numpy(), band, band))),
        )
    ),
    means=lambda scores, band: (
        f"The band leaves {_history(scores, band)['moves'].sum()} moves of {_histories(scores)['moves'].sum()}."
    ),
    after="Whom does the band hold in a tier that she has really left?",
)


def _next(score, current, cut, band):
    return int(tiers.assign_tier([score], [cut], current=[current], band=band)[0])


def _next_by_hand(score, current, cut, band):
    if current == 0 and score >= cut + band:
        return 1
    if current == 1 and score < cut - band:
        return 0
    return current


next_tier = FunctionKey(
    asked.next_tier,
    answer=_next,
    plain=[_next_by_hand],
    edges=[
        dict(score=520, current=0, cut=500, band=40),
        dict(score=540, current=0, cut=500, band=40),
        dict(score=460, current=1, cut=500, band=40),
        dict(score=450, current=1, cut=500, band=40),
        dict(score=500, current=0, cut=500, band=0),
        dict(score=480, current=0, cut=500, band=40),
    ],
    cases=60,
    slips=[
        Slip(
            lambda score, current, cut, band: int(score >= cut),
            "This function does not know the band.",
            because="hysteresis left out",
        ),
        Slip(
            lambda score, current, cut, band: int(score >= cut + band),
            "This function wants the cut plus the band of everyone. A gold customer keeps gold down to the cut less the band.",
            because="one cut moved in place of two",
        ),
        Slip(
            lambda score, current, cut, band: int(score >= cut - band),
            "This function gives gold at the cut less the band already, to silver customers as well.",
            because="one cut moved in place of two",
        ),
        Slip(
            lambda score, current, cut, band: int(score >= (cut if current else cut + band)),
            "This function has the band only for those who rise.",
            because="a band on one side",
        ),
        Slip(
            lambda score, current, cut, band: int(score >= (cut - band if current else cut)),
            "This function has the band only for those who fall.",
            because="a band on one side",
        ),
        Slip(
            lambda score, current, cut, band: int(score >= (cut + band if current else cut - band)),
            "This function has the two sides exchanged: it lets people move before they reach the cut.",
            because="the signs of the band exchanged",
        ),
        Slip(
            lambda score, current, cut, band: int(score > (cut - band if current else cut + band)),
            "This function leaves out the score that lies exactly at the edge. A score of exactly the cut plus the band rises.",
            because="above taken for at least",
        ),
        Slip(
            lambda score, current, cut, band: int(score >= (cut - band / 2 if current else cut + band / 2)),
            "This function puts half of the band on each side.",
            because="the band read as its whole width",
        ),
        Slip(
            lambda score, current, cut, band: 1 if score >= cut + band else current,
            "This function lets nobody fall.",
            because="only the rise written down",
        ),
    ],
    means="Two comparisons, and a tier that stays put between them.",
    after="What does your function do with a customer who is new and has no tier?",
)

rhythm = ChoiceKey(
    asked.rhythm,
    answer="more",
    whys={
        "fewer": "Up to date means that every crossing is seen, also that of three days.",
        "same": "A monthly review does not see who has crossed and come back in between.",
        "more": "Each crossing counts, and near a cut many of them are soon crossed back. A band takes most of them away.",
    },
    after="For which benefits is a day's delay worse than a letter that has to be taken back?",
)

# Luck ---------------------------------------------------------------------------------------------


def _earned(before, benefit, treated, control, margin):
    return margin * (treated - control) - benefit


before_after = NumberKey(
    asked.before_after,
    where=lambda **numbers: abs(_earned(**numbers)) > 10,
    answer=_earned,
    turned="This is the number you get by taking the half with benefits from the half without, and adding their cost.",
    slips=[
        Slip(
            lambda before, benefit, treated, control, margin: margin * (treated - before) - benefit,
            "This is the number you get from before and after. Last year's best would have spent less this year in any case.",
            because="regression to the mean taken for a failure of the programme",
        ),
        Slip(
            lambda before, benefit, treated, control, margin: treated - control - benefit,
            "This is the number you get for spend. How much of the spend is margin?",
            because="revenue taken for margin",
        ),
        Slip(
            lambda before, benefit, treated, control, margin: margin * (treated - control),
            "This is the number you get before the benefits are paid.",
            because="the cost of the benefit forgotten",
        ),
        Slip(
            lambda before, benefit, treated, control, margin: margin * (treated - control - benefit),
            "This is the number you get if only a part of the benefits is paid. They cost their full amount.",
            because="margin taken of the cost, too",
        ),
        Slip(
            lambda before, benefit, treated, control, margin: margin * (treated - control) + benefit,
            "This is the number you get by adding the benefits. The firm pays for them.",
            because="the sign of the cost",
        ),
        Slip(
            lambda before, benefit, treated, control, margin: (1 - margin) * (treated - control) - benefit,
            "This is the number you get with the cost of the goods in place of the margin.",
            because="margin and cost exchanged",
        ),
        Slip(
            lambda before, benefit, treated, control, margin: margin * (treated - control) - benefit / 2,
            "This is the number you get if the benefits are shared out over both halves. A customer who got them costs their full amount.",
            because="the cost spread over those who got nothing",
        ),
        Slip(
            lambda before, benefit, treated, control, margin: margin * treated - benefit,
            "This is the number you get with credit for all that they spent. What would they have spent without benefits?",
            because="who would have come anyway counted as won",
        ),
        Slip(
            lambda before, benefit, treated, control, margin: margin * (control - before),
            "This is the loss of those without benefits. It is luck going back, and nobody's effect.",
            because="the fall of the control group given for the effect",
        ),
        Slip(
            lambda before, benefit, treated, control, margin: treated - control,
            "This is the number you get for spend, and before the benefits are paid. Two things to look at again.",
            because="revenue for margin and the cost forgotten",
        ),
        Slip(
            lambda before, benefit, treated, control, margin: margin * (treated - before),
            "This is the number you get from before and after, and before the benefits are paid. Two things to look at again.",
            because="regression to the mean, and the cost forgotten",
        ),
    ],
    twin=lambda before, benefit, treated, control, margin: (
        f"Take {before:,} before, {treated:,} with and {control:,} without benefits of {benefit}, and {margin:.0%} of margin: "
        f"{margin:.2f} × ({treated:,} − {control:,}) − {benefit} = {_earned(before, benefit, treated, control, margin):,.1f}."
    ),
    means=lambda before, benefit, treated, control, margin: (
        f"Both halves fell, by ¥{before - treated:,} and by ¥{before - control:,}. Only the difference is the programme's."
    ),
    after="What would before and after have said of customers whom you had chosen for a bad year?",
)

# Who moves up -------------------------------------------------------------------------------------

break_even_spend = NumberKey(
    asked.break_even_spend,
    answer=lambda lift, cost, margin: cost / (lift * margin),
    slips=[
        Slip(
            lambda lift, cost, margin: cost / lift,
            "This is the number you get if all further spend is margin.",
            because="revenue taken for margin",
        ),
        Slip(
            lambda lift, cost, margin: cost / margin,
            "This is the number you get if all of her spend came because of the move. Most would have come anyway.",
            because="who would have come anyway counted as won",
        ),
        Slip(
            lambda lift, cost, margin: cost / (lift * (1 - margin)),
            "This is the number you get with the cost of the goods in place of the margin.",
            because="margin and cost exchanged",
        ),
        Slip(
            lambda lift, cost, margin: cost / (lift * margin) * (1 + lift),
            "This is the spend with the move. The spend without it is asked.",
            because="the spend after the move given for the one before",
        ),
        Slip(
            lambda lift, cost, margin: cost * lift / margin,
            "This is the number you get by multiplying with the lift. Does a larger lift ask for more spend or for less?",
            because="multiplied in place of divided",
        ),
        Slip(
            lambda lift, cost, margin: cost / ((1 + lift) * margin),
            "This is the number you get with credit for all of her spend after the move. What does the move add?",
            because="1 + lift in place of the lift",
        ),
        Slip(
            lambda lift, cost, margin: cost / (lift + margin),
            "This is the number you get by adding the two shares. Of the further spend only a part is margin: a share of a share.",
            because="shares added in place of multiplied",
        ),
        Slip(
            lambda lift, cost, margin: cost * margin / lift,
            "This is the number you get by multiplying with the margin. Does a larger margin ask for more spend or for less?",
            because="multiplied in place of divided",
        ),
        Slip(
            lambda lift, cost, margin: cost * lift * margin,
            "This is the number you get by multiplying. What does the move bring of each yuan that she spends, and how many yuan does it take?",
            because="multiplied in place of divided",
        ),
    ],
    twin=lambda lift, cost, margin: (
        f"With {lift:.0%}, {cost} and {margin:.0%}: {cost} ÷ ({lift:.2f} × {margin:.2f}) = ¥{cost / (lift * margin):,.0f}."
    ),
    means=lambda lift, cost, margin: (
        f"Of each ¥100 that she would spend anyway the move adds ¥{100 * lift * margin:.2f} of margin."
    ),
    after="Is that the spend of last year, or the one to be expected next year?",
)


def _below(table, cut):
    return table[table["spend_before"].between(0.75 * cut, cut - 1)]


def _lift(results):
    """By which share a move up raises orders, of the two cuts together."""
    near = [_below(results, cut) for cut in (CUT_B, CUT_A)]
    means = [rows.groupby("status", observed=True)["orders"].mean() for rows in near]
    lifts = [mean["moved up"] / mean["kept"] - 1 for mean in means]
    return float(np.average(lifts, weights=[len(rows) for rows in near]))


def _expected_spend(results, customers, benefits=(0,)):
    """Next year's spend by last year's, as it was with those who were kept and had these benefits."""
    kept = results[(results["status"] == "kept") & results["benefit"].isin(benefits)]
    design = np.column_stack([np.ones(len(kept)), kept["spend_before"], kept["orders_before"]])
    found = np.linalg.lstsq(design, kept["spend"].to_numpy(float), rcond=None)[0]
    return found[0] + found[1] * customers["spend_before"] + found[2] * customers["orders_before"]


def _that_pay(cost, results, customers, spend):
    return customers.loc[MARGIN * _lift(results) * spend > cost, "customer_id"].tolist()


def _by_profit(cost, results, customers):
    return _that_pay(cost, results, customers, _expected_spend(results, customers))


def _expected_of_each(cost, results, customers):
    """What a student may compute for each customer."""
    spend = _expected_spend(results, customers).to_frame("expected spend")
    return spend.set_index(pd.Index(customers["customer_id"], name="customer_id"))


def _nearest(cost, results, customers):
    """As many as the policy moves, those nearest to their cut first."""
    cut = customers["tier"].map({"C": CUT_B, "B": CUT_A})
    order = (customers["spend_before"] / cut).sort_values(ascending=False, kind="stable").index
    return customers.loc[order[: len(_by_profit(cost, results, customers))], "customer_id"].tolist()


def _true_moves(cost, results, customers):
    """What a move up is expected to earn in a year with each of them, by the truth."""
    truth = next_customers().truth
    profit = truth.expected_profits(status="moved up") + truth.parameters.status_cost - cost
    return profit.loc[customers["customer_id"]]


movers = DecisionKey(
    asked.movers,
    where=lambda **numbers: _true_moves(**numbers)[_by_profit(**numbers)].sum() > 500,
    profit=_true_moves,
    policy=_by_profit,
    knows=_expected_of_each,
    enough=0.88,
    slips=[
        Slip(
            lambda cost, results, customers: customers["customer_id"].tolist(),
            "You move up everyone, as before and after says: those moved up spent more than the year before. Those who were kept did, too. What "
            "does the move itself add?",
            because="who would have come anyway taken as moved, and luck going back taken for an effect",
        ),
        Slip(
            lambda cost, results, customers: customers.loc[customers["tier"] == "B", "customer_id"].tolist(),
            "You move up the whole of tier B. A lift in per cent brings little where little is spent.",
            because="a rule by tier in place of one by money",
        ),
        Slip(
            lambda cost, results, customers: customers.loc[customers["tier"] == "C", "customer_id"].tolist(),
            "You move up those of C, where most customers are. A lift in per cent brings little where little is spent.",
            because="the middle of the pyramid is to be filled from below",
        ),
        Slip(
            lambda cost, results, customers: [
                *_below(customers, CUT_B)["customer_id"],
                *_below(customers, CUT_A)["customer_id"],
            ],
            "You move up everyone who is near a cut, as the trial did at random. Below the lower cut the status costs more than it adds.",
            because="near the cut taken for worth it",
        ),
        Slip(
            lambda cost, results, customers: _below(customers, CUT_A)["customer_id"].tolist(),
            "You move up only those who are near the upper cut. Which of the others would bring more than her status costs?",
            because="the trial's groups taken for the border of what pays",
        ),
        Slip(
            lambda cost, results, customers: _that_pay(cost, results, customers, customers["spend_before"]),
            "You count on the spend of last year. Customers who spent much by luck fall back: which spend is to be expected next year?",
            because="regression to the mean left out",
        ),
        Slip(
            lambda cost, results, customers: _that_pay(
                cost, results, customers, _expected_spend(results, customers, (0, *LEVELS))
            ),
            "You count on what customers with benefits spent, too. Those who could be moved get none.",
            because="the other treatment of the trial left in",
        ),
        Slip(
            _nearest,
            "You move up those nearest to their cut, who would soonest have come over it themselves. Nearness is not money.",
            because="movers who would have come anyway preferred",
        ),
    ],
    twin=lambda cost, results, customers: (
        f"With a status of {cost} and {len(customers)} other customers: a lift of {_lift(results):.1%} and {MARGIN:.0%} of margin ask for a spend of "
        f"¥{cost / MARGIN / _lift(results):,.0f}, and {len(_by_profit(cost, results, customers))} of them are expected to spend it."
    ),
    after="And whom would you move down, if a move down costs 15 % of the orders?",
)

# Migration ----------------------------------------------------------------------------------------

NAMES = ["A", "B", "C"]


def _counts(customers):
    return migration.migration_matrix(
        customers["before"].tolist(), customers["after"].tolist(), NAMES, "counts"
    )


def _as_table(numbers):
    return pd.DataFrame({"tier": NAMES, "next_year": np.asarray(numbers, dtype=float)})


def _now(counts):
    """How many are in each tier this year."""
    return counts[NAMES].sum()


def _staying(counts):
    """The shares that move among the tiers; what is missing from 1 leaves."""
    return counts.loc[NAMES, NAMES].div(counts.loc[NAMES].sum(axis=1), axis=0)


def _new(counts):
    return counts.loc["entered", NAMES]


def _next_base(customers):
    counts = _counts(customers)
    shares = migration.migration_matrix(customers["before"].tolist(), customers["after"].tolist(), NAMES)
    return _as_table(migration.project_base(shares, _now(counts), _new(counts), 1)[NAMES].iloc[1])


def _rival_base(rule):
    return lambda customers: _as_table(rule(_counts(customers)))


def _plain_base(customers):
    counts = customers.groupby(["before", "after"], dropna=False).size().unstack(fill_value=0)
    stayed = counts.loc[list("ABC"), list("ABC")]
    shares = stayed.div(counts.loc[list("ABC")].sum(axis=1), axis=0)
    now = customers["after"].value_counts()[list("ABC")]
    newcomers = customers[customers["before"].isna()]["after"].value_counts()[list("ABC")]
    next_year = shares.mul(now, axis=0).sum() + newcomers
    return next_year.rename("next_year").rename_axis("tier").reset_index()


base_table = ValueKey(
    asked.base_table,
    answer=_next_base,
    row="tier",
    plain=_plain_base,
    slips=[
        Slip(
            _rival_base(_now),
            "is what you get for this year: the moves applied to last year's customers. Go one year further.",
            because="the base of last year taken as the start",
        ),
        Slip(
            _rival_base(lambda counts: _now(counts) @ _staying(counts)),
            "is what you get without newcomers. Some enter each year.",
            because="an open system taken as closed: no inflow",
        ),
        Slip(
            _rival_base(
                lambda counts: (
                    _now(counts) @ _staying(counts).div(_staying(counts).sum(axis=1), axis=0) + _new(counts)
                )
            ),
            "is what you get if nobody leaves: the shares are of those who stayed. Divide by all who were in the tier.",
            because="leavers left out below the line",
        ),
        Slip(
            _rival_base(lambda counts: (_now(counts) + _new(counts)) @ _staying(counts)),
            "is what you get if the newcomers of next year move in the same year. They are counted where they enter.",
            because="the inflow moved a year too early",
        ),
        Slip(
            _rival_base(lambda counts: _staying(counts).to_numpy() @ _now(counts).to_numpy() + _new(counts)),
            "is what you get with the matrix turned round. Rows say where customers come from.",
            because="the matrix multiplied from the wrong side",
        ),
        Slip(
            _rival_base(
                lambda counts: _now(counts) @ (counts.loc[NAMES, NAMES] / _now(counts)) + _new(counts)
            ),
            "is what you get with shares of the columns: where those of this year came from. Where do those of last year go?",
            because="column shares in place of row shares",
        ),
        Slip(
            _rival_base(lambda counts: counts.loc[NAMES].sum(axis=1)),
            "is what you get by counting last year's customers.",
            because="the base of last year given for the next",
        ),
    ],
    twin=lambda customers: (
        "By hand for tier A of other customers: "
        + " + ".join(
            f"{_now(_counts(customers))[name]} × {_staying(_counts(customers)).loc[name, 'A']:.3f}"
            for name in NAMES
        )
        + f" + {_new(_counts(customers))['A']} new = {_next_base(customers)['next_year'][0]:.2f}."
    ),
    means="A base is open: who leaves and who enters decides where it settles.",
    after="Which of the three tiers lives on newcomers, and which on those who rise?",
)

upgrade_time = NumberKey(
    asked.upgrade_time,
    routes=[lambda up, leave: 1 / (up + leave)],
    answer=lambda up, leave: float(
        migration.time_to_upgrade([[1 - up - leave, up], [0, 1]], target=2)["periods"][0]
    ),
    slips=[
        Slip(
            lambda up, leave: 1 / up,
            "This is the number you get if nobody left. Most of those who would take long to rise have left before.",
            because="the mean over all, as if everyone rose in the end",
        ),
        Slip(
            lambda up, leave: 1 / leave,
            "This is the number you get from those who leave only. Customers go up as well.",
            because="one of two exits left out",
        ),
        Slip(
            lambda up, leave: up / (up + leave),
            "This is the share that ever rises. How long it takes them is asked.",
            because="a probability given for a time",
        ),
        Slip(
            lambda up, leave: 1 / (up + leave) - 1,
            "This is the number of whole years before the one in which it happens. The year of the rise counts.",
            because="counted from zero",
        ),
        Slip(
            lambda up, leave: 1 / (1 - up - leave),
            "This is the number you get from those who stay silver. What ends the wait?",
            because="the complement taken for the rate",
        ),
        Slip(
            lambda up, leave: math.log(2) / (up + leave),
            "This is the time after which half of them have risen. The mean is asked.",
            because="median taken for mean",
        ),
        Slip(
            lambda up, leave: 1 / (up * (1 - leave)),
            "This is the number you get by taking the leavers off once. They leave every year.",
            because="one period in place of all",
        ),
        Slip(
            lambda up, leave: (up + leave) / up,
            "This is the share that ever rises, turned upside down. How long they wait is asked.",
            because="an inverted ratio given for a time",
        ),
        Slip(
            lambda up, leave: up + leave,
            "This is the share that goes in a year, up or away. In how many years do they go on average?",
            because="a rate given for a time",
        ),
        Slip(
            lambda up, leave: 1 - up - leave,
            "This is the share that stays silver in a year. How long does it take until one rises?",
            because="a share given for a time",
        ),
        Slip(
            lambda up, leave: 1 / (leave - up),
            "This is the number you get by taking those who rise off those who leave. Both end her time in silver.",
            because="the two exits subtracted",
        ),
        Slip(
            lambda up, leave: math.log(0.5) / math.log(1 - up - leave),
            "This is the time after which half of them have gone. The mean is asked.",
            because="median taken for mean",
        ),
        Slip(
            lambda up, leave: leave / (up + leave),
            "This is the share that leaves without having been gold. How long the others take is asked.",
            because="a probability given for a time",
        ),
    ],
    twin=lambda up, leave: (
        f"With {up:.0%} up and {leave:.0%} away a year: {up:.2f} + {leave:.2f} = {up + leave:.2f}, and 1 ÷ {up + leave:.2f} = "
        f"{1 / (up + leave):.3f} years."
    ),
    means=lambda up, leave: (
        f"Only {up / (up + leave):.0%} ever rise. Those who do are quick, because the slow ones have left before."
    ),
    after="How would the wait change if a campaign kept half of those who leave?",
)

ever = NumberKey(
    asked.ever,
    routes=[lambda up, leave: up / (up + leave)],
    answer=lambda up, leave: float(
        migration.time_to_upgrade([[1 - up - leave, up], [0, 1]], target=2)["ever_upgrades"][0]
    ),
    slips=[
        Slip(
            lambda up, leave: leave / (up + leave),
            "This is the share that leaves without having been gold.",
            because="the other exit",
        ),
        Slip(
            lambda up, leave: up / leave,
            "This is the ratio of those who rise to those who leave. Which share of both together rises?",
            because="odds given for a share",
        ),
        Slip(
            lambda up, leave: up,
            "This is the share of one year. More rise in the years that follow.",
            because="a year taken for ever",
        ),
        Slip(
            lambda up, leave: up * (1 - leave),
            "This is the number you get by taking the leavers off once. They leave every year, and the others rise every year.",
            because="one period in place of all",
        ),
        Slip(
            lambda up, leave: up / (1 - up - leave),
            "This is the number you get by dividing by those who stay silver. Divide by those who go, up or away.",
            because="the wrong base of a share",
        ),
        Slip(
            lambda up, leave: up / (1 - leave),
            "This is the share that rises in a year, of those who do not leave. Others rise in the years that follow.",
            because="one period in place of all",
        ),
        Slip(
            lambda up, leave: up + leave,
            "This is the share that goes in a year, up or away. Which share of them goes up?",
            because="both exits taken together",
        ),
    ],
    twin=lambda up, leave: (
        f"With {up:.0%} and {leave:.0%}: {up:.2f} ÷ {up + leave:.2f} = {up / (up + leave):.4f}."
    ),
    means=lambda up, leave: f"{1000 * leave / (up + leave):.0f} of 1,000 leave before they are ever gold.",
    after="What would a firm have to change, so that half of them become gold?",
)

# Fairness -----------------------------------------------------------------------------------------


def _by_item(prices):
    return prices.groupby(["item", "group"])["price"].mean().unstack()


def _gap_table(prices, gap):
    means = _by_item(prices)
    return gap(means["member"], means["new"]).rename("gap").reset_index()


def _pooled_gap(prices):
    means = prices.groupby("group")["price"].mean()
    return _gap_table(prices, lambda member, new: 0 * member + means["member"] / means["new"] - 1)


def _plain_gaps(prices):
    means = prices.groupby(["item", "group"])["price"].mean().unstack()
    member, new = means["member"], means["new"]
    gap = (member - new) / new
    return gap.rename("gap").reset_index()


price_gaps = ValueKey(
    asked.price_gaps,
    # A gap that is as good as none would look alike by any formula.
    where=lambda prices: _gap_table(prices, lambda member, new: member / new - 1)["gap"].abs().max() > 0.03,
    answer=lambda prices: _gap_table(prices, lambda member, new: member / new - 1),
    row="item",
    plain=_plain_gaps,
    slips=[
        Slip(
            lambda prices: _gap_table(prices, lambda member, new: member - new),
            "is what you get in yuan. A share is asked, so that rice and phones can be compared.",
            because="a difference given for a relative one",
        ),
        Slip(
            lambda prices: _gap_table(prices, lambda member, new: new / member - 1),
            "is what you get with the two groups exchanged.",
            because="the reference group turned round",
        ),
        Slip(
            lambda prices: _gap_table(prices, lambda member, new: 1 - new / member),
            "is what you get as a share of the members' price. How far does it lie above that of newcomers?",
            because="the wrong base of a percentage",
        ),
        Slip(
            lambda prices: _gap_table(prices, lambda member, new: member / new),
            "is what you get without taking 1 off: a ratio of 1 is no gap.",
            because="a ratio given for a gap",
        ),
        Slip(
            lambda prices: _gap_table(prices, lambda member, new: 100 * (member / new - 1)),
            "is what you get in per cent. A share is asked.",
            because="per cent given for share",
        ),
        Slip(
            _pooled_gap,
            "is what you get from all prices together. Members look at more expensive things: compare each item with itself.",
            because="the mix of items taken for a difference of prices",
        ),
    ],
    twin=lambda prices: (
        "For other prices of rice: members saw {:.2f} on average and newcomers {:.2f}, so {:.2f} ÷ {:.2f} − 1 = {:.4f}.".format(
            *(_by_item(prices).loc["rice", name] for name in ("member", "new", "member", "new")),
            _by_item(prices).loc["rice", "member"] / _by_item(prices).loc["rice", "new"] - 1,
        )
    ),
    means="A gap of a few per cent may be chance. An interval over the items, or a price asked for again, says more.",
    after="Which other reason than the group could make such a gap?",
)

like_with_like = ChoiceKey(
    asked.like_with_like,
    answer="same",
    whys={
        "means": "An interval tells chance from a difference. It does not tell the price of a room from the choice of a better room.",
        "same": "If room, night and time are the same, what is left is who asks.",
        "richer": "Customers who spend more may buy more, or better things.",
        "complaints": "Complaints show what people feel, and old customers may know where to complain.",
    },
    after="How many rooms and nights would you ask for, and who may ask?",
)

# The policy ---------------------------------------------------------------------------------------

rules_table = AuditKey(
    asked.rules_table,
    answer="b",
    whys={
        "a": "A tier that is kept below where it is reached is a soft landing.",
        "b": "B is lost at 1,250 and won at 1,100. A customer with 1,150 would rise and fall at every other review.",
        "c": "Everyone else who ordered: no hole is left below B.",
        "left": "Together with the line on C everybody has one place.",
        "review": "It says when, and nothing of the scores.",
    },
    after="Which lines of your own policy could a computer not read?",
)

own = MemoKey(
    asked.own,
    model="The text compares the 400 with themselves a year before. It says that gold status brought ¥150 a head. The gravest flaw is that nobody "
    "was held out. Silver customers of that rank might have spent ¥2,450 without a card as well, because some of them were growing or prices rose; then "
    "the cards lost ¥12,000. The second flaw is revenue for margin: even if all of the ¥150 came from the card, at 40 % they are ¥60 a head and ¥24,000 in "
    "all, so the programme would still have earned ¥12,000. The number I need is the spend of the same rank without the card: of the next 800 near the cut I "
    "would move 400, drawn at random. The next 4,000 spend less than the best 400, so a lift of the same per cent brings less than the card costs with many "
    "of them. The decision changes: no 4,000 cards now, a trial first. And 80 % for gold does not follow from any of it, since it says nothing of the last yuan.",
)

memo = MemoKey(
    asked.memo,
    model="Of ¥360,000 I would give ¥130,000 to A, ¥190,000 to B and ¥40,000 to C. By the curves of the trial that earns ¥770,000 beyond its cost; I "
    "would promise ¥600,000, since what looks best in noisy numbers looks better than it is. I turned down 80 % for A: by the same curves its last ¥10,000 in A "
    "would bring less than ¥5,000, and the next ¥10,000 in B ¥32,000. Each curve rests on three benefits, and in A chance is large, but an error of ¥40,000 "
    "between A and B costs about ¥20,000 by the curves. Of the 500 customers I would move up 191, those from whom I expect ¥1,360 of spend or more. A move adds 6 % of orders, "
    "and the interval goes from 2 to 10 %. At 3 % most of these cards would lose, up to ¥18 each, which is ¥3,400 at worst. I turned down moving everyone near a cut: "
    "below the lower cut a card adds about ¥25 and costs ¥35. I would keep a tenth of both groups as they are, at random, and look again in a year.",
)

# Predictions of the labs --------------------------------------------------------------------------

lab_split = ChoiceKey(
    asked.lab_split,
    answer="half",
    whys={
        "little": "Around the best split little changes. 80 % for the top is far away from it.",
        "half": "At ¥240 a head all but 1 % of the ceiling of the top is reached, so most of the 80 % brings nothing.",
        "less": "The top brings most on average, and its last yuan next to nothing.",
    },
    after="How far may the share of the top lie from the best one before a tenth is lost?",
)

lab_band = ChoiceKey(
    asked.lab_band,
    answer="band",
    whys={
        "band": "A band holds her who goes back and forth at a cut, on every day of the year.",
        "month": "A slower review misses what is taken back within a month, and counts the rest.",
        "both": "Some do. Most moves near a cut are taken back.",
    },
    after="What do the moves that are left have in common?",
)
