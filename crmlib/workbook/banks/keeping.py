"""The questions of chapter 11, keeping customers."""

import functools
import math

import pandas as pd

from crmlib import clv, datasets, experiments, retention
from crmlib.firm import campaigns as firm_campaigns
from crmlib.retention import causes
from crmlib.workbook.kinds.audit import Audit
from crmlib.workbook.kinds.choice import Choice, Match, Option
from crmlib.workbook.kinds.decision import Decision
from crmlib.workbook.kinds.definition import Definition, Rival
from crmlib.workbook.kinds.draws import OneOf, Sample, apart, money, rate, told_apart, whole
from crmlib.workbook.kinds.function import Function
from crmlib.workbook.kinds.interval import Interval
from crmlib.workbook.kinds.memo import Memo
from crmlib.workbook.kinds.number import Number
from crmlib.workbook.kinds.order import Order, Step, rotate, swap
from crmlib.workbook.kinds.questions import Slip, Twin
from crmlib.workbook.kinds.reverse import Reverse
from crmlib.workbook.kinds.several import Several
from crmlib.workbook.kinds.value import Value

# 1 ------------------------------------------------------------------------------------------------

steps = Order(
    id="keeping.steps",
    section="11-keeping#keeping-steps",
    title="What to do about lost customers",
    prompt="A bank sees that customers move their salary accounts away. Put what it does in order.",
    steps=[
        Step("alert", "find who has become silent"),
        Step("causes", "ask and look why"),
        Step("loss", "estimate what their leaving costs"),
        Step("response", "compute which offer could pay, and for whom"),
        Step("lot", "make the offer to half of them, by lot"),
        Step("roll", "make it to all whom it was seen to change"),
    ],
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
            swap("causes", "loss"),
            "This is the order in which a price is put on the loss before anyone asked why. Which of the losses could the "
            "bank have prevented at all?",
            because="causes looked at last, or not at all",
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
            rotate(1),
            "This is the order with the first step at the end. Whose reasons are asked?",
            because="rotation",
        ),
    ],
    hints=[
        "The four steps of managing lost customers begin with an alert point.",
        "Between a response that could pay and one that goes to everyone stands an experiment.",
        Twin(
            lambda: (
                "A twin, a leaking roof: see the stain; find the tile; ask what the damage costs; compute whether to mend or "
                "to live with it; mend one side and wait for rain; mend the other."
            )
        ),
    ],
    means="Alert point, causes, loss, response, and a trial before the roll-out.",
    after="Which of the six does your firm leave out?",
)

# 2 ------------------------------------------------------------------------------------------------


def _highest(asked, answered, named):
    return causes.share_bounds(named, answered, asked).upper


_HIGHEST_SLIPS = [
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
]

bounds = Number(
    id="keeping.bounds",
    section="11-keeping#keeping-causes",
    title="What silence may hide",
    prompt="{asked} customers left. {answered} of them filled in the exit form, and {named} of these ticked “service”. "
    "What is the highest share of all who left that may have left over service?",
    draws=dict(asked=whole(200, 400, 20), answered=whole(50, 120, 5), named=whole(10, 40, 2)),
    where=told_apart(_highest, _HIGHEST_SLIPS, also=lambda asked, answered, named: named < 0.6 * answered),
    answer=_highest,
    unit="share",
    low=0,
    high=1,
    slips=_HIGHEST_SLIPS,
    hints=[
        "Suppose that every silent one would have ticked it.",
        "Those who ticked it and those who said nothing, divided by all who left.",
        Twin(
            lambda asked, answered, named: (
                f"Take {asked} who left, {answered} answers, {named} of them “service”. Silent: {asked} − {answered} = "
                f"{asked - answered}. Highest: ({named} + {asked - answered}) ÷ {asked} = "
                f"{_highest(asked, answered, named):.4f}. Lowest: {named} ÷ {asked} = {named / asked:.4f}."
            )
        ),
    ],
    means=lambda asked, answered, named: (
        f"Between {named / asked:.0%} and {_highest(asked, answered, named):.0%}: that is all the form says without an "
        f"assumption about the silent."
    ),
    after="Whom would you call to narrow the range most cheaply?",
)

# 3 ------------------------------------------------------------------------------------------------


@functools.cache
def _firm():
    return datasets.load_firm()


def _some_complaints(rng, rows=80):
    reasons = _firm().complaints["reason"].tolist()
    return pd.DataFrame({"reason": rng.sample(reasons, rows)})


def _pareto(complaints):
    return causes.pareto_table(complaints["reason"])


def _upside_down(complaints):
    table = _pareto(complaints)
    return table.assign(cumulative_share=table["share"][::-1].cumsum()[::-1])


def _by_alphabet(complaints):
    table = _pareto(complaints).sort_values("reason")
    return table.assign(cumulative_share=table["share"].cumsum())


pareto = Value(
    id="keeping.pareto",
    section="11-keeping#keeping-causes",
    title="A Pareto table",
    prompt="`q.complaints` holds {complaints} with their `reason`. Leave a DataFrame with a row per reason and the columns "
    "`reason`, `count`, `share` and `cumulative_share` (shares from 0 to 1, the most frequent reason first).",
    draws=dict(complaints=Sample(_some_complaints, "{rows} complaints")),
    where=lambda complaints: _pareto(complaints)["count"].is_unique and len(_pareto(complaints)) >= 5,
    key="reason",
    answer=_pareto,
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
    hints=[
        "`value_counts` counts and sorts; `cumsum` adds up.",
        "Divide by the number of complaints before you add up.",
        Twin(
            lambda complaints: (
                f"Of {len(complaints)} other complaints: "
                + "; ".join(
                    f"{row.reason} {row.share:.3f}, so far {row.cumulative_share:.3f}"
                    for row in _pareto(complaints).itertuples()
                )
                + ". Yours are other complaints."
            )
        ),
    ],
    means="It says what is said most often. What drives customers away is another question.",
    after="What would you have to join to this table to see who left?",
)

# 4 ------------------------------------------------------------------------------------------------


def _odds_ratio(left_with, stayed_with, left_without, stayed_without):
    return (left_with / stayed_with) / (left_without / stayed_without)


_ODDS_SLIPS = [
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
        "This is the odds of those who complained alone. Against whom are they to be compared?",
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
]

odds = Number(
    id="keeping.odds",
    section="11-keeping#keeping-causes",
    title="An odds ratio by hand",
    prompt="Of the members whose complaint was handled badly {left_with} left and {stayed_with} stayed. Of the members "
    "without a complaint {left_without} left and {stayed_without} stayed. What is the odds ratio of leaving, bad handling "
    "against no complaint?",
    draws=dict(
        left_with=whole(15, 40, 5),
        stayed_with=whole(40, 80, 5),
        left_without=whole(100, 160, 10),
        stayed_without=whole(600, 1000, 50),
    ),
    where=told_apart(
        _odds_ratio, _ODDS_SLIPS, also=lambda left_with, stayed_with, **_: left_with < stayed_with
    ),
    answer=_odds_ratio,
    unit="times",
    low=0,
    high=100,
    slips=_ODDS_SLIPS,
    hints=[
        "Odds are those who left divided by those who stayed.",
        "Compute the odds in each group; divide those of the complainers by the others'.",
        Twin(
            lambda left_with, stayed_with, left_without, stayed_without: (
                f"Take {left_with} to {stayed_with} and {left_without} to {stayed_without}: "
                f"{left_with / stayed_with:.4f} ÷ {left_without / stayed_without:.4f} = "
                f"{_odds_ratio(left_with, stayed_with, left_without, stayed_without):.3f}."
            )
        ),
    ],
    means="It says how much the odds differ between the groups, not what handling did.",
    after="Name one thing that could make complainers differ from the others before they complain.",
)

# 5 ------------------------------------------------------------------------------------------------


def _views(lost, margin, stay, cost):
    worth = clv.retention_clv(margin, stay, 0.1)
    views = retention.churn_loss(lost, margin, worth, cost)
    return (*views, sum(views))


loss_view = Definition(
    id="keeping.loss-view",
    section="11-keeping#keeping-loss",
    title="Which loss is asked for?",
    prompt="{lost} customers left. Each brought {margin} of margin a year and would have stayed each year with probability "
    "{stay} (cost of capital 10 % a year). To win a new one costs {cost}. The board asks what the firm should have been "
    "ready to pay, at most, to keep all of them. Which number answers?",
    draws=dict(
        lost=whole(20, 80, 5), margin=money(60, 150, 10), stay=rate(0.7, 0.9, 0.05), cost=money(80, 200, 10)
    ),
    where=lambda **numbers: apart(*_views(**numbers)),
    options=[
        Rival(
            "margin",
            "the lost margin of a year",
            "They would have brought it for more than a year. This is the gap in next year's result.",
            lambda **numbers: _views(**numbers)[0],
        ),
        Rival(
            "value",
            "the lost lifetime value",
            "All margins to come, each with its probability and at its present value: the most that keeping was worth.",
            lambda **numbers: _views(**numbers)[1],
        ),
        Rival(
            "replacement",
            "the cost to replace them",
            "This answers what it takes to have as many customers again.",
            lambda **numbers: _views(**numbers)[2],
        ),
        Rival(
            "sum",
            "the sum of the three",
            "The three are views of one loss. The first overlaps with the second.",
            lambda **numbers: _views(**numbers)[3],
        ),
    ],
    answer="value",
    says="¥{:,.0f}",
    hints=[
        "What does the firm get if they stay?",
        "A price for keeping is bounded by what is kept, over all years.",
        Twin(
            lambda lost, margin, stay, cost: (
                f"A twin: {lost} customers, {margin} a year, {stay:.0%} stay. Next year's gap {_views(lost, margin, stay, cost)[0]:,.0f}; "
                f"worth of keeping {_views(lost, margin, stay, cost)[1]:,.0f}; replacing {_views(lost, margin, stay, cost)[2]:,.0f}. "
                "Ask which of them one would get back by keeping."
            )
        ),
    ],
    after="When would you offer less than this even if keeping were certain?",
)

loss_slide = Audit(
    id="keeping.loss-slide",
    section="11-keeping#keeping-loss",
    title="A slide on losses",
    prompt="{lost} members left in a year. A member brings {margin} of margin a year and has a lifetime value of {worth}; "
    "winning a new one costs {cost}. One line of the slide is wrong. Which?",
    draws=dict(
        lost=whole(40, 160, 10),
        margin=money(60, 120, 10),
        worth=money(250, 400, 10),
        cost=money(80, 160, 10),
    ),
    options=[
        Option(
            "gap",
            lambda lost, margin, **_: f"Missing next year: {lost} × {margin} = ¥{lost * margin:,}",
            "That is the gap in next year's margin.",
        ),
        Option(
            "worth",
            lambda lost, worth, **_: f"Worth of keeping them: {lost} × {worth} = ¥{lost * worth:,}",
            "An upper limit for what keeping may cost.",
        ),
        Option(
            "replace",
            lambda lost, cost, **_: f"To have as many again: {lost} × {cost} = ¥{lost * cost:,}",
            "What winning as many costs.",
        ),
        Option(
            "total",
            lambda lost, margin, worth, **_: (
                f"Lost margin and lifetime value together: {lost} × {margin + worth} = ¥{lost * (margin + worth):,}"
            ),
            "The lifetime value holds the margins to come, next year's too. Adding them counts it twice.",
        ),
        Option(
            "ceiling",
            lambda worth, **_: f"Most that a certain success may cost, per member: ¥{worth}",
            "Nobody should pay more than a member is worth.",
        ),
    ],
    answer="total",
    hints=[
        "Which of the amounts is part of another?",
        "Three views of one loss do not have a total.",
        Twin(
            lambda lost, margin, worth, cost: (
                f"A flat burns down. A year's rent of {margin} is lost, the flat was worth {worth}, building it again costs "
                f"{cost}. Would an insurer pay {margin + worth}?"
            )
        ),
    ],
    after="Which of the right lines belongs into next year's budget?",
)

# 6 ------------------------------------------------------------------------------------------------


def _attempt(back, anyway, worth, letter, offer):
    return retention.winback_value(back, worth, letter, offer, would_return=anyway)


_ATTEMPT_SLIPS = [
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
        "This is the number you get if a letter is paid for those alone who return. Every letter costs.",
        because="contact cost counted for responders alone",
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


def _clear(answer, slips, least):
    """Whether the answer is clearly not 0, and no slip is it with the other sign."""

    def holds(**numbers):
        right = answer(**numbers)
        others = [slip.wrong(**numbers) for slip in slips]
        return abs(right) > least and all(abs(right + other) > 0.03 * abs(right) for other in others)

    return holds


winback = Number(
    id="keeping.winback",
    section="11-keeping#keeping-response",
    title="What is a letter worth?",
    prompt="With a letter {back} of the lost customers return, without one {anyway}. A second life is worth {worth}. A "
    "letter costs {letter}, and who returns after it takes an offer that costs {offer}. What is a letter expected to earn, "
    "in ¥?",
    draws=dict(
        back=rate(0.15, 0.3, 0.01),
        anyway=rate(0.04, 0.12, 0.01),
        worth=money(60, 200, 10),
        letter=money(2, 8),
        offer=money(10, 30, 2),
    ),
    where=told_apart(_attempt, _ATTEMPT_SLIPS, also=_clear(_attempt, _ATTEMPT_SLIPS, 1)),
    answer=_attempt,
    unit="¥",
    low=-100,
    high=200,
    slips=_ATTEMPT_SLIPS,
    hints=[
        "What would 100 letters bring and cost? And what would have come without them?",
        "Returns × (worth − offer) − returns anyway × worth − letters.",
        Twin(
            lambda back, anyway, worth, letter, offer: (
                f"Take {back:.0%} and {anyway:.0%}, a worth of {worth}, a letter for {letter}, an offer for {offer}: "
                f"{back:.2f} × ({worth} − {offer}) − {anyway:.2f} × {worth} − {letter} = "
                f"{_attempt(back, anyway, worth, letter, offer):.2f}."
            )
        ),
    ],
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


needed_return = Reverse(
    id="keeping.needed-return",
    section="11-keeping#keeping-response",
    title="From which rate on does it pay?",
    prompt="Without a letter {anyway} of the lost customers return. A second life is worth {worth}, a letter costs {letter}, "
    "the offer {offer} for each who returns after it. Which share must return with the letter for it to earn exactly "
    "nothing?",
    draws=dict(
        anyway=rate(0.04, 0.12, 0.01),
        worth=money(60, 150, 10),
        letter=money(3, 8),
        offer=money(10, 24, 2),
    ),
    where=told_apart(_needed, _NEEDED_SLIPS),
    forward=lambda given, anyway, worth, letter, offer: _attempt(given, anyway, worth, 0, offer),
    target=lambda anyway, worth, letter, offer: letter,
    answer=_needed,
    says="¥{:,.2f} a letter before its cost",
    unit="share",
    low=0,
    high=1,
    slips=_NEEDED_SLIPS,
    hints=[
        "Set the worth of a letter to zero and solve for the return rate.",
        "What must be earned: the letter, and what would have come anyway. What a return brings: its worth less the offer.",
        Twin(
            lambda anyway, worth, letter, offer: (
                f"Take {anyway:.0%}, {worth}, {letter} and {offer}: ({letter} + {anyway:.2f} × {worth}) ÷ ({worth} − "
                f"{offer}) = {_needed(anyway, worth, letter, offer):.4f}."
            )
        ),
    ],
    means=lambda anyway, worth, letter, offer: (
        f"Below {_needed(anyway, worth, letter, offer):.1%} accept the loss; only what lies above {anyway:.0%} is the "
        f"letter's doing."
    ),
    after="What happens to this rate if the offer is doubled?",
)

# 8 ------------------------------------------------------------------------------------------------

_TIE, _LOCK = "a tie: she would stay if leaving were free", "a lock-in: leaving itself costs her"

ties = Match(
    id="keeping.ties",
    section="11-keeping#keeping-ties",
    title="Tie or lock-in?",
    prompt="Eight arrangements of a club. For each ask: if leaving cost nothing, would this still be a reason to stay?",
    answer={
        "an adviser who knows her kitchen": _TIE,
        "cancelling by registered letter only": _LOCK,
        "points that expire when she cancels": _LOCK,
        "a monthly workshop with other members": _TIE,
        "a fee for leaving before the year is over": _LOCK,
        "members vote on the next products": _TIE,
        "a machine that takes the club's capsules alone": _LOCK,
        "her order history, which she can take along as a file": _TIE,
    },
    slips={
        (
            "points that expire when she cancels",
            _TIE,
        ): "She earned them already. What does leaving do to them?",
        (
            "a machine that takes the club's capsules alone",
            _TIE,
        ): "What would she have to buy again if she left?",
        (
            "her order history, which she can take along as a file",
            _LOCK,
        ): "She can take it along. What is lost is the click, not the data.",
        ("an adviser who knows her kitchen", _LOCK): "Nothing stops her from going. What would she miss?",
        (
            "cancelling by registered letter only",
            _TIE,
        ): "What does she gain from the letter on the day on which leaving is free?",
        (
            "a monthly workshop with other members",
            _LOCK,
        ): "What does leaving cost her, beside what she liked?",
        (
            "a fee for leaving before the year is over",
            _TIE,
        ): "Take the fee away. What is left that would keep her?",
        (
            "members vote on the next products",
            _LOCK,
        ): "She may stop voting at any time. Does going cost her money, time or nerves?",
    },
    hints=[
        "Think of the day on which leaving is free, quick and without loss.",
        "Four are ties, four are lock-ins.",
        Twin(
            lambda: (
                "A twin, two gyms: in one a trainer knows your back; in the other you pay until December whatever you do. Open "
                "all doors: from which of them does nobody run?"
            )
        ),
    ],
    means="A lock-in shows as retention. It does not show as satisfaction, referrals or second lives.",
    after="Which of your firm's lock-ins would a law on easy cancelling end?",
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


uplift_interval = Interval(
    id="keeping.uplift-interval",
    section="11-keeping#keeping-experiments",
    title="How sure is the uplift?",
    prompt="Of {called} customers called {ordered} ordered; of {held} held out by lot, {ordered_anyway}. Give a 95 % "
    "interval for the uplift, as two shares.",
    draws=dict(
        called=whole(300, 600, 50),
        ordered=whole(60, 100, 5),
        held=whole(300, 600, 50),
        ordered_anyway=whole(25, 50, 5),
    ),
    answer=_uplift_ends,
    unit="share",
    confidence=0.95,
    tolerance=0.08,
    slips=[
        Slip(
            functools.partial(_by_hand, z=1),
            "This is the interval you get with one standard error on each side. How often does that hold the truth?",
            because="standard error taken for interval",
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
            lambda called, ordered, held, ordered_anyway: experiments.uplift_interval(
                ordered_anyway, held, ordered, called
            ),
            "This is the interval of what holding out adds. Which group is taken from which?",
            because="the groups exchanged",
        ),
    ],
    hints=[
        "The middle is the difference of two rates. Each of them has a standard error.",
        "Root of p₁(1 − p₁) ÷ n₁ + p₀(1 − p₀) ÷ n₀, times 1.96, on each side; `experiments.uplift_interval` is a little "
        "better where rates are small.",
        Twin(
            lambda called, ordered, held, ordered_anyway: (
                f"Take {ordered} of {called} and {ordered_anyway} of {held}: {ordered / called:.4f} − "
                f"{ordered_anyway / held:.4f} = {ordered / called - ordered_anyway / held:.4f}. By hand the ends are "
                + " and ".join(f"{end:.4f}" for end in _by_hand(called, ordered, held, ordered_anyway))
                + "."
            )
        ),
    ],
    means="Wherever in this interval the truth lies, multiply it by the margin before you decide.",
    after="Does a call pay at the low end?",
)

# 10 -----------------------------------------------------------------------------------------------


def _as_drawn(reached, stayed, others, control):
    return reached * stayed + (1 - reached) * others - control


_DRAWN_SLIPS = [
    Slip(
        lambda reached, stayed, others, control: stayed - control,
        "This is the number you get comparing those reached with those held out. Do people who answer calls stay more "
        "anyway?",
        because="per-protocol comparison: who answers selects itself",
    ),
    Slip(
        lambda reached, stayed, others, control: stayed - others,
        "This is the number you get comparing those reached with those not reached. The lot did not make these groups.",
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

drawn = Number(
    id="keeping.drawn",
    section="11-keeping#keeping-experiments",
    title="As they were drawn",
    prompt="By lot half of the members were drawn to be called. {reached} of those drawn were reached. Of the reached "
    "{stayed} stayed, of the drawn but not reached {others}, of the half not drawn {control}. What did the programme add to "
    "the share who stay, among all who were drawn? (A share.)",
    draws=dict(
        reached=rate(0.5, 0.7, 0.05),
        stayed=rate(0.8, 0.9, 0.01),
        others=rate(0.62, 0.72, 0.01),
        control=rate(0.72, 0.76, 0.01),
    ),
    where=told_apart(_as_drawn, _DRAWN_SLIPS, also=_clear(_as_drawn, _DRAWN_SLIPS, 0.01)),
    answer=_as_drawn,
    unit="share",
    low=-1,
    high=1,
    slips=_DRAWN_SLIPS,
    hints=[
        "Which two groups did the lot make?",
        "How many of all who were drawn stayed, reached or not?",
        Twin(
            lambda reached, stayed, others, control: (
                f"Take {reached:.0%} reached, {stayed:.0%} and {others:.0%}, {control:.0%} of those not drawn. Of the drawn: "
                f"{reached:.2f} × {stayed:.2f} + {1 - reached:.2f} × {others:.2f} = "
                f"{reached * stayed + (1 - reached) * others:.4f}. Less {control:.2f}: "
                f"{_as_drawn(reached, stayed, others, control):.4f}."
            )
        ),
    ],
    means=lambda **numbers: f"Intention to treat: {100 * _as_drawn(**numbers):+.1f} points.",
    after="Which of the numbers changes if more people answer their telephones?",
)

# 11 -----------------------------------------------------------------------------------------------


def _group(control, treated):
    return experiments.experiment_sample_size(control, treated)


_GROUP_SLIPS = [
    Slip(
        lambda control, treated: 2 * _group(control, treated),
        "This is the number of customers in both groups. One group is asked.",
        because="one group or both",
    ),
    Slip(
        lambda control, treated: experiments.experiment_sample_size(control, treated, power=0.5),
        "This is the number you get leaving out the 0.84 of the power. Half of such experiments miss the uplift.",
        because="a sample size from the interval alone: a power of 50 %",
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

group_size = Number(
    id="keeping.group-size",
    section="11-keeping#keeping-size",
    title="How many customers?",
    core=False,
    prompt="{control} of the customers order without a call. You do not want to miss it if a call raises this to {treated}. "
    "How many customers does each of two equal groups need, for a power of 80 % and 5 % false alarms?",
    draws=dict(control=rate(0.06, 0.12, 0.01), treated=rate(0.14, 0.18, 0.01)),
    where=told_apart(_group, _GROUP_SLIPS),
    answer=_group,
    unit="customers",
    low=1,
    high=1_000_000,
    slips=_GROUP_SLIPS,
    hints=[
        "`experiments.experiment_sample_size(control_rate, treated_rate)`, or the formula of the chapter.",
        "1.96 times the root of 2 p̄(1 − p̄), plus 0.84 times the root of p₀(1 − p₀) + p₁(1 − p₁); divide by the uplift and "
        "square the whole.",
        Twin(
            lambda control, treated: (
                f"From {control:.0%} to {treated:.0%}: the mean rate is {(control + treated) / 2:.3f}, the first root "
                f"{math.sqrt((control + treated) * (1 - (control + treated) / 2)):.4f}, the second "
                f"{math.sqrt(control * (1 - control) + treated * (1 - treated)):.4f}. In each group: {_group(control, treated):,}."
            )
        ),
    ],
    means=lambda control, treated: f"{2 * _group(control, treated):,} customers in all, before anyone looks.",
    after="How long does your firm need to have as many?",
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
        because="contact cost counted for responders alone",
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

gain = Number(
    id="keeping.gain",
    section="11-keeping#keeping-targeting",
    title="The gain of one call",
    prompt="In a segment {response} of those called order, and {control} of those not called. An order brings a margin of "
    "{margin}. Every customer who was called and orders gets {incentive}. A call costs {cost}. What does a call to one of "
    "them gain, in ¥?",
    draws=dict(
        response=rate(0.2, 0.35, 0.01),
        control=rate(0.03, 0.1, 0.01),
        margin=money(60, 140, 5),
        incentive=money(10, 30, 5),
        cost=money(2, 12),
    ),
    where=told_apart(_gain, _GAIN_SLIPS, also=_clear(_gain, _GAIN_SLIPS, 0.5)),
    answer=_gain,
    unit="¥",
    low=-100,
    high=100,
    slips=_GAIN_SLIPS,
    hints=[
        "Write what a called customer brings, and what she would have brought anyway.",
        "Response × (margin − incentive) − response without a call × margin − call.",
        Twin(
            lambda response, control, margin, incentive, cost: (
                f"Take {response:.2f}, {control:.2f}, {margin}, {incentive} and {cost}: {response:.2f} × ({margin} − "
                f"{incentive}) − {control:.2f} × {margin} − {cost} = "
                f"{_gain(response, control, margin, incentive, cost):.2f}."
            )
        ),
    ],
    means=lambda **numbers: "Call her." if _gain(**numbers) > 0 else "Leave her alone.",
    after="From which margin on would the sign change?",
)

gain_function = Function(
    id="keeping.gain-function",
    section="11-keeping#keeping-targeting",
    title="A function for the gain",
    prompt="Write a function that returns what a contact gains (¥): response with it, response without it, margin of an "
    "order, incentive for everyone contacted who orders, cost of the contact, in this order. It must take numbers and NumPy "
    "arrays.",
    answer=_gain,
    inputs=dict(
        response=rate(0.05, 0.4, 0.01),
        control=rate(0.01, 0.3, 0.01),
        margin=money(20, 200, 5),
        incentive=money(0, 30, 5),
        cost=money(0, 15),
    ),
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
            lambda *numbers: max(_gain(*numbers), 0),
            "This function never goes below 0. A contact that loses must show its loss.",
            because="a loss cut off at 0",
        ),
    ],
    hints=[
        "Two products and a cost, with operators alone.",
        "Everyone contacted who orders takes the incentive; who would have ordered anyway is taken off at full margin.",
        Twin(lambda: "A twin: 0.3, 0.1, 100, 20 and 5 give 0.3 × 80 − 0.1 × 100 − 5 = 9."),
    ],
    means="One formula for a customer, a segment, or a whole list at once.",
    after="What does your function give for a sleeping dog: 0 with, 1 without?",
)

# 13 -----------------------------------------------------------------------------------------------


@functools.cache
def _campaign(code):
    return firm_campaigns.campaign_table(_firm(), code)


def _some_members(rng, code="C2", rows=400):
    members = _campaign(code)
    return members.loc[sorted(rng.sample(range(len(members)), rows))].reset_index(drop=True)


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


uplifts = Value(
    id="keeping.uplift-table",
    section="11-keeping#keeping-uplift",
    title="Uplift by segment",
    prompt="`q.members` holds {members} of the campaign “come back”, with `segment`, `treated` and `responded` (0 or 1). "
    "Leave a DataFrame with a row per segment, none for all, and the columns `segment`, `treated_rate`, `control_rate` and `uplift`.",
    draws=dict(members=Sample(_some_members, "{rows} members")),
    key="segment",
    answer=_uplifts,
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
    hints=[
        "Group by segment and treatment; the mean of 0 and 1 is a rate.",
        "`members.groupby(['segment', 'treated'])['responded'].mean().unstack()`, then rename and subtract; or "
        "`experiments.uplift_table`.",
        Twin(
            lambda members: (
                f"Other {len(members)} members give: "
                + ", ".join(f"{row.segment} {row.uplift:+.3f}" for row in _uplifts(members).itertuples())
                + ". Yours are other customers."
            )
        ),
    ],
    means="Each uplift is uncertain: look at its interval before you act on its sign.",
    after="Which segment would you not contact, and how sure are you?",
)

# 14 -----------------------------------------------------------------------------------------------


def _profit(customers, churn, lift, success, worth, offer):
    return experiments.campaign_profit(customers, 0.1, churn, success, worth, 1, offer, lift=lift)


_PROFIT_SLIPS = [
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
]

campaign = Number(
    id="keeping.campaign",
    section="11-keeping#keeping-campaign",
    title="Does the campaign pay?",
    prompt="Of {customers} customers {churn} leave in a year. A score picks the tenth in which {lift} times as many leave. "
    "All of them get a contact for ¥1 and an offer that costs {offer} when taken. {success} of the would-be leavers take it "
    "and stay, each worth {worth}; the other leavers do not take it; all who would have stayed take it. What does the "
    "campaign earn, in ¥?",
    draws=dict(
        customers=whole(5_000, 20_000, 1_000),
        churn=rate(0.04, 0.08, 0.01),
        lift=OneOf((2, 3, 4)),
        success=rate(0.2, 0.4, 0.05),
        worth=money(200, 500, 20),
        offer=money(6, 20, 2),
    ),
    where=told_apart(_profit, _PROFIT_SLIPS, also=_clear(_profit, _PROFIT_SLIPS, 1000)),
    answer=_profit,
    unit="¥",
    low=-1_000_000,
    high=10_000_000,
    slips=_PROFIT_SLIPS,
    hints=[
        "Split those contacted into three groups: kept, lost all the same, would have stayed.",
        "Count each group, then what one customer of it brings and costs.",
        Twin(
            lambda customers, churn, lift, success, worth, offer: (
                f"Take {customers:,} customers, {churn:.0%}, a lift of {lift}, {success:.0%} success, {worth} and an offer of "
                f"{offer}. Contacted {customers // 10:,}; leavers among them {customers * 0.1 * churn * lift:,.0f}; kept "
                f"{customers * 0.1 * churn * lift * success:,.1f}. Profit "
                f"{_profit(customers, churn, lift, success, worth, offer):,.0f}."
            )
        ),
    ],
    means=lambda **numbers: (
        "It pays, if the success rate holds among those at the highest risk."
        if _profit(**numbers) > 0
        else "It does not pay: most offers go to people who were not leaving."
    ),
    after="Which of the numbers can only an experiment tell?",
)

# 15 -----------------------------------------------------------------------------------------------


def _halves(rng):
    """The members of the even numbers, the same for everyone, with the result of the first half."""
    return _campaign("C2")[lambda table: table["customer_id"] % 2 == 0].reset_index(drop=True)


def _others():
    return _campaign("C2")[lambda table: table["customer_id"] % 2 == 1]


def _true_gains(cost, incentive, results):
    """What an SMS to each of the other members is expected to gain, by the firm's truth."""
    truth, others = _firm().truth, _others()["customer_id"]
    people = truth.customers.set_index("customer_id").loc[others]
    worth = people["mean_order_value"] * people["margin_rate"]
    chance = [truth.response_chance("C2", contacts)[others] for contacts in (1, 0)]
    return chance[0] * (worth - incentive) - chance[1] * worth - cost


def _expected_gains(cost, incentive, results, control=True):
    others = _others()
    found = _uplifts(results).set_index("segment").loc[others["segment"]]
    left_alone = found["control_rate"].to_numpy() if control else 0.0
    values = retention.winback_value(
        found["treated_rate"].to_numpy(),
        others["margin"].to_numpy(),
        cost,
        incentive,
        would_return=left_alone,
    )
    return pd.Series(values, index=others["customer_id"].to_numpy())


def _by_gain(cost, incentive, results):
    gains = _expected_gains(cost, incentive, results)
    return gains.index[gains > 0].tolist()


def _in_segments(*names):
    return _others().loc[lambda table: table["segment"].isin(names), "customer_id"].tolist()


def _earned(who, **numbers):
    return _true_gains(**numbers)[who].sum()


whom = Decision(
    id="keeping.whom",
    section="11-keeping#keeping-targeting",
    title="Who gets the SMS?",
    prompt="The campaign “come back” is sent again, with an SMS for {cost} and {incentive} for everyone who got it and "
    "orders within 30 days. `q.results` holds {results} of whom you know `treated` and `responded`. Decide for the others: "
    '`firm_campaigns.campaign_table(datasets.load_firm(), "C2")`, those with odd `customer_id`. Leave a list of their '
    "`customer_id`. It is scored by the firm's truth, as an expected profit.",
    draws=dict(
        cost=money(0.5, 2, 0.5),
        incentive=money(16, 24, 2),
        results=Sample(_halves, "{rows} members with even numbers,"),
    ),
    where=lambda **numbers: (
        _earned(_in_segments("recent", "cooling", "lapsed"), **numbers)
        < 0.7 * _earned(_by_gain(**numbers), **numbers)
    ),
    profit=_true_gains,
    policy=_by_gain,
    unit="¥",
    enough=0.85,
    slips=[
        Slip(
            lambda **numbers: _in_segments("recent", "cooling", "lapsed"),
            "You name everyone. Who of them would have ordered anyway, and takes the money along?",
            because="a campaign for all",
        ),
        Slip(
            lambda **numbers: _in_segments("lapsed"),
            "This is the list of the lapsed, those at the highest risk. Who else can be moved?",
            because="risk taken for uplift: the usual churn score",
        ),
        Slip(
            lambda **numbers: (lambda gains: gains.index[gains > 0].tolist())(
                _expected_gains(**numbers, control=False)
            ),
            "This is the list you get with credit for every order. What did those do who got no SMS?",
            because="response taken for incremental response",
        ),
        Slip(
            lambda **numbers: _in_segments("recent"),
            "You name the recent customers. They order most, with and without an SMS.",
            because="best customers taken for best targets",
        ),
    ],
    hints=[
        "What did the SMS change, in each segment of `q.results`?",
        "Response × (margin − incentive) − response without × margin − cost, with each customer's own margin.",
        Twin(
            lambda cost, incentive, results: (
                f"A twin: with an SMS at ¥{cost:.2f} and ¥{incentive} a segment that goes from 2 to 10 % gains "
                f"0.10 × (m − {incentive}) − 0.02 × m − {cost:.2f}, above zero from a margin of "
                f"¥{(0.10 * incentive + cost) / 0.08:.0f} on. One that goes from 18 to 12 % gains at no margin."
            )
        ),
    ],
    after="Whom would you hold out next time, and how many?",
)

# 16 -----------------------------------------------------------------------------------------------

memo = Memo(
    id="keeping.memo",
    section="11-keeping#keeping-targeting",
    title="The memo",
    prompt="The head of customer service: “Our churn score marks the 104 customers most likely to leave. My team has time for "
    "104 calls. May we start on Monday?” Answer in a memo: your number, how uncertain it is, the alternative you turned "
    "down, and what an error would cost.",
    words=(60, 250),
    model="Please start on Monday, with another list. The 104 customers silent for longest are at the highest risk, but the "
    "experiment of February shows that a call hardly changes such customers: 5.2 against 1.6 % order, an uplift of 3.6 points (95 % "
    "interval from −0.3 to 8.2). Among those silent for three to nine months a call raises orders from 4.8 to 25.3 %, by "
    "20.5 points (13.2 to 27.7). Calling the 104 with the highest expected gain, nearly all of them from this group, earns "
    "about ¥550 after calls and vouchers; calling your list loses about ¥660. Over 300 ways to split the experiment, the "
    "first lay between ¥370 and 705 and the second between −¥730 and −320, so the order of the two does not hang on the split, "
    "and the amount does. I turned down calling everyone, which loses ¥3,700, mostly on customers who would order anyway. If "
    "the experiment is out of date, we risk the price of 104 calls and some vouchers, about ¥1,300. Please leave 26 of the "
    "104 uncalled, by lot: an effect like this one would then show in two of three such campaigns.",
    hints=[
        "Begin with the answer she needs: may the team start, and with whom?",
        "One sentence each: number, uncertainty, alternative, cost of an error, and how you will know.",
        Twin(
            lambda: (
                "A twin, on umbrellas: “Put them at the exit, not at the entrance. In the trial 14 of 200 bought there, give or "
                "take 7, against 3. I turned down both places, which needs a second stand for ¥900. If I am wrong we lose a "
                "week's sales of umbrellas, ¥300.”"
            )
        ),
    ],
)

# Labs ---------------------------------------------------------------------------------------------

lab_winback = Choice(
    id="keeping.lab-winback",
    section="11-keeping#keeping-response",
    title="Lab: win back or accept?",
    prompt="Before you move anything: with a letter 20 of 100 come back, and none would have come without it. The letter "
    "pays well. Now 15 of the 20 would have come back anyway. A second life is worth ¥70, a letter costs ¥6, the offer ¥10. "
    "What happens to the worth of a letter?",
    options=[
        Option(
            "negative",
            "it falls below zero",
            "What is left of five returns does not pay for 100 letters and 20 offers.",
        ),
        Option(
            "quarter", "it falls to a quarter", "The letters and offers are paid in full, not for a quarter."
        ),
        Option(
            "same",
            "it stays as it is: 20 come back in both cases",
            "15 of them would have brought their ¥70 without a letter.",
        ),
    ],
    answer="negative",
    hints=[
        "Count for 100 letters: what comes back because of them, and what they cost.",
        Twin(
            lambda: (
                "A twin: 30 of 100 take a free coffee, 29 of them were on their way in. One guest more, 30 coffees less."
            )
        ),
    ],
    after="Which of your campaigns has never had a group that got nothing?",
)

lab_size = Choice(
    id="keeping.lab-size",
    section="11-keeping#keeping-size",
    title="Lab: what can you afford to see?",
    prompt="Before you move anything: each group needs 1,600 customers to find an uplift of 3 points. How many for one of 1.5 "
    "points?",
    options=[
        Option("four", "about four times as many", "The uplift stands squared below the line."),
        Option("two", "about twice as many", "It would be so if the uplift stood below the line unsquared."),
        Option("half", "about half as many", "A smaller effect is harder to tell from chance, not easier."),
        Option(
            "same", "as many: the test is the same", "The test is; its chance of finding anything is not."
        ),
    ],
    answer="four",
    hints=[
        "A standard error falls with the root of the number of customers.",
        Twin(
            lambda: (
                "A twin: a scale that is right to 10 grams after one weighing is right to 5 grams after four."
            )
        ),
    ],
    after="Would you rather look for a smaller effect, or make the effect larger?",
)

lab_campaign = Choice(
    id="keeping.lab-campaign",
    section="11-keeping#keeping-campaign",
    title="Lab: which number makes the campaign?",
    prompt="Before you move anything: the campaign earns ¥3,550 with an offer of ¥10 to 1,000 customers, of whom 15 % would "
    "leave. The offer is raised to ¥20 and keeps nobody in addition. What becomes of the profit?",
    options=[
        Option(
            "loss",
            "it becomes a loss",
            "Nearly 900 of the 1,000 take the offer; ten yuan more for each is more than ¥3,550.",
        ),
        Option(
            "less",
            "it falls by the offers to those kept, ¥450",
            "Those who would have stayed take it too, and they are many more.",
        ),
        Option("same", "it stays: nobody else is kept", "Nobody else is kept, and everybody costs more."),
    ],
    answer="loss",
    hints=[
        "Who takes an offer?",
        Twin(
            lambda: (
                "A twin: a theatre gives ¥5 off to win back 20 guests, and 600 who come anyway show the voucher. At ¥10 the "
                "voucher costs ¥3,100 more."
            )
        ),
    ],
    after="How could the offer reach fewer of those who would have stayed?",
)

# Quizzes of the chapter's page --------------------------------------------------------------------

stated = Several(
    id="keeping.stated",
    section="11-keeping#keeping-causes",
    title="What does a model of leavers say?",
    prompt="In the firm's orders a complaint handled badly went with an odds ratio of silence of 2.7 (1.4 to 5.2), price "
    "sensitivity and pace held equal. Which statements follow?",
    options=[
        Option("odds", "the odds of silence are higher after bad handling", "That is what the ratio says."),
        Option(
            "double",
            "silence is 2.7 times as probable",
            "Odds are multiplied by 2.7; the probability by less.",
        ),
        Option("wide", "how much higher is known only roughly", "From 1.4 to 5.2 times."),
        Option(
            "cause",
            "handling well would have kept the difference",
            "Those who are handled badly may differ in what the model does not know.",
        ),
        Option(
            "reasons",
            "late deliveries drive customers away",
            "The reason of the complaint is not in the model.",
        ),
    ],
    answer={"odds", "wide"},
    overlooked={
        "odds": "Read the number for what it is, first of all.",
        "wide": "Look at the two numbers in brackets.",
    },
    hints=[
        "Two of the five follow from the line alone.",
        "Odds are not probabilities, and association is not cause.",
        Twin(
            lambda: (
                "A twin: people who own a lighter have four times the odds of a bad cough (2 to 8). It follows that they cough "
                "more, give or take. It does not follow that lighters should be taken away."
            )
        ),
    ],
    means="An association, with its size and its uncertainty.",
    after="Which experiment would tell what handling does?",
)

observation = Choice(
    id="keeping.observation",
    section="11-keeping#keeping-experiments",
    title="Twice as many left",
    prompt="A firm calls all customers with a high churn score. 30 % of those called leave, 10 % of the others. What does this "
    "say of the calls?",
    options=[
        Option(
            "nothing",
            "nothing: those called were chosen because they were likely to leave",
            "Without a control group from among them nobody knows what they would have done.",
        ),
        Option(
            "harm",
            "they drive customers away",
            "They may, but the two groups differed before anyone was called.",
        ),
        Option(
            "good",
            "the score is good, so the calls are needed",
            "That they would leave says nothing of whether a call changes it.",
        ),
        Option("fail", "they kept 70 %", "How many would have stayed without a call?"),
    ],
    answer="nothing",
    hints=[
        "Who decided who was called?",
        Twin(
            lambda: (
                "A twin: patients in intensive care die more often than those at home. Does intensive care kill?"
            )
        ),
    ],
    after="What is the smallest change to the programme that would tell?",
)

kinds = Match(
    id="keeping.kinds",
    section="11-keeping#keeping-uplift",
    title="Four kinds of customers",
    prompt="Which kind is each of the four?",
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
    hints=[
        "Ask for each what the call changes: for two of them, nothing.",
        "One kind is won by the call, one is driven away by it.",
        Twin(
            lambda: (
                "A twin, four guests and a waiter's “dessert?”: one wanted it anyway, one says why not, one never eats sweets, "
                "and one remembers her diet."
            )
        ),
    ],
    means="The uplift of a segment is the share of persuadables less that of sleeping dogs.",
    after="Which two kinds can no experiment tell apart in a single customer?",
)

peeking = Choice(
    id="keeping.peeking",
    section="11-keeping#keeping-size",
    title="Stopping at the first good week",
    prompt="An experiment is planned for ten weeks. In week four p is 0.03 for the first time, and the manager stops. Why is "
    "“p = 0.03” too good?",
    options=[
        Option(
            "looks",
            "the test allows 5 % false alarms for one look, and this was the fourth chance",
            "Each further look is another chance to be fooled; ten of them made it 19 % in the chapter.",
        ),
        Option(
            "small",
            "the groups were smaller than planned",
            "Smaller groups have wider intervals, and the p-value takes that into account.",
        ),
        Option(
            "power",
            "a power of 80 % misses one in five",
            "That is about effects that are there and not found.",
        ),
        Option(
            "segments",
            "too many segments were compared",
            "Only one comparison was made here, but again and again.",
        ),
    ],
    answer="looks",
    hints=[
        "How many times could the manager have stopped by then?",
        Twin(
            lambda: (
                "A twin: a coin is thrown until heads lead by three. With enough patience any fair coin gets there."
            )
        ),
    ],
    after="What would you have to fix beforehand to be allowed to look every week?",
)

QUESTIONS = [
    steps,
    bounds,
    pareto,
    odds,
    loss_view,
    winback,
    needed_return,
    ties,
    uplift_interval,
    drawn,
    group_size,
    gain_function,
    uplifts,
    campaign,
    whom,
    memo,
]
LABS = [lab_winback, lab_size, lab_campaign]
QUIZ = [loss_slide, gain, stated, observation, kinds, peeking]
