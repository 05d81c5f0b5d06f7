"""The questions of chapter 11, keeping customers: what is asked."""

import functools

import pandas as pd

from crmlib import datasets, simulate
from crmlib.firm import campaigns as firm_campaigns
from crmlib.workbook.kinds.choice import Audit, Choice, Definition, Match, Option, Several
from crmlib.workbook.kinds.code import Decision, Function, Value
from crmlib.workbook.kinds.draws import OneOf, Sample, money, rate, whole
from crmlib.workbook.kinds.memo import Memo
from crmlib.workbook.kinds.number import Interval, Number, Reverse
from crmlib.workbook.kinds.order import Order, Step
from crmlib.workbook.kinds.questions import Twin

# 1 ------------------------------------------------------------------------------------------------

steps = Order(
    id="keeping.steps",
    section="11-keeping#keeping-steps",
    title="What to do about lost customers",
    prompt="A bank sees that customers move their salary accounts away. Put what it does in order.",
    steps=[
        Step("causes", "ask and look why"),
        Step("lot", "make the offer to half of them, drawn at random"),
        Step("alert", "find who has become silent"),
        Step("loss", "estimate what their leaving costs"),
        Step("roll", "make it to all whom it was seen to change"),
        Step("response", "compute which offer could pay, and for whom"),
    ],
    hints=[
        "The four steps of managing lost customers begin with an alert point.",
        "Between a response that could pay and one that goes to everyone stands an experiment.",
        Twin(
            "A twin, a leaking roof: see the stain; find the tile; ask what the damage costs; compute whether to mend or "
            "to live with it; mend one side and wait for rain; mend the other."
        ),
    ],
    pool=(
        dict(
            prompt="A grocer in Chengdu brings vegetables to the door and sees that many customers have stopped ordering. Put what he "
            "does in order.",
            steps=[
                Step("offer", "compute which voucher could pay"),
                Step("silent", "find who has waited longer than she used to"),
                Step("budget", "plan the voucher for all later ones, or drop it"),
                Step("draw", "send it to some of them, drawn at random"),
                Step("why", "look at their last orders, and ask some of them why"),
                Step("compare", "compare both groups once the voucher has lapsed"),
            ],
            hints=[
                "Nobody can be asked, and nothing be computed, before it is clear whom the list is about.",
                "A voucher is chosen for a reason, tried on some, and judged after it has ended.",
                Twin(
                    "A twin, a teacher whose pupils yawn: see who yawns, ask when they went to bed, work out what half an hour of sleep "
                    "may cost the timetable, start later with one class drawn by lot, compare the marks after a term, and only then "
                    "change the timetable of the school."
                ),
            ],
        ),
        dict(
            prompt="A mobile network in Nairobi sees that customers with a contract give notice. It might offer them more data. Put what "
            "it does in order.",
            steps=[
                Step("value", "work out what one who is kept would bring"),
                Step("hold", "draw at random who gets it and who is held out"),
                Step("less", "mark who has begun to use the telephone less"),
                Step("stay", "count who of both groups is there after half a year"),
                Step("common", "look for what they have in common, and ask"),
                Step("offer", "choose an offer that fits the reason and costs less"),
            ],
            hints=[
                "Which customers is it about? Begin with them.",
                "An offer needs a reason and a highest price, and only then some who get it and some who do not.",
                Twin(
                    "A twin, a gardener and yellow leaves: mark the trees, look at their soil, work out what a tree is worth, choose a "
                    "fertiliser that costs less than that, give it to half of the trees drawn by lot, and count leaves in autumn."
                ),
            ],
        ),
    ),
)

# 2 ------------------------------------------------------------------------------------------------

bounds = Number(
    id="keeping.bounds",
    section="11-keeping#keeping-steps",
    title="What silence may hide",
    prompt="{asked} customers left. {answered} of them filled in the exit form, and {named} of these ticked “service”. "
    "What is the highest share of all who left that may have left over service?",
    draws=dict(
        asked=whole(200, 400, 20, says="the number of all who left"),
        answered=whole(50, 120, 5, says="the number who filled in the form"),
        named=whole(10, 40, 2, says="the number who ticked service"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "Suppose that every silent one would have ticked it.",
        "Those who ticked it and those who said nothing, divided by all who left.",
    ],
)

# 3 ------------------------------------------------------------------------------------------------


@functools.cache
def firm():
    return datasets.load_firm()


def _some_complaints(rng, rows=80):
    reasons = firm().complaints["reason"].tolist()
    return pd.DataFrame({"reason": rng.sample(reasons, rows)})


pareto = Value(
    id="keeping.pareto",
    section="11-keeping#keeping-steps",
    title="A Pareto table",
    prompt="`q.complaints` holds {complaints} with their `reason`. Leave a DataFrame with a row per reason and the columns "
    "`reason`, `count`, `share` and `cumulative_share` (shares from 0 to 1, the most frequent reason first).",
    draws=dict(complaints=Sample(_some_complaints, "{rows} complaints")),
    hints=[
        "How often does each reason stand there? Which comes first in such a table?",
        "Count the reasons and put the most frequent first. Turn the counts into shares of all complaints, and add them up from the top.",
    ],
)

# 4 ------------------------------------------------------------------------------------------------

odds = Number(
    id="keeping.odds",
    section="11-keeping#keeping-causes",
    title="An odds ratio by hand",
    prompt="Of the members whose complaint was handled badly {left_with} left and {stayed_with} stayed. Of the members "
    "without a complaint {left_without} left and {stayed_without} stayed. What is the odds ratio of leaving, bad handling "
    "against no complaint?",
    draws=dict(
        left_with=whole(15, 40, 5, says="the number who left after bad handling"),
        stayed_with=whole(40, 80, 5, says="the number who stayed after bad handling"),
        left_without=whole(100, 160, 10, says="the number who left without a complaint"),
        stayed_without=whole(600, 1000, 50, says="the number who stayed without a complaint"),
    ),
    unit="times",
    low=0,
    high=100,
    hints=[
        "Odds are those who left divided by those who stayed.",
        "Compute the odds in each group; divide those of the complainers by the others'.",
    ],
)

# 5 ------------------------------------------------------------------------------------------------

loss_view = Definition(
    id="keeping.loss-view",
    section="11-keeping#keeping-loss",
    title="Which loss is asked for?",
    prompt="{lost} customers left. Each brought {margin} of margin a year and would have stayed each year with probability "
    "{stay} (cost of capital 10 % a year). To win a new one costs {cost}. The board asks what the firm should have been "
    "ready to pay, at most, to keep all of them for certain when they left. Which number answers?",
    draws=dict(
        lost=whole(20, 80, 5), margin=money(60, 150, 10), stay=rate(0.7, 0.9, 0.05), cost=money(80, 200, 10)
    ),
    options=[
        Option("sum", "the sum of the three"),
        Option("replacement", "the cost to replace them"),
        Option("margin", "the lost margin of a year"),
        Option("value", "their lifetime value, the next margin certain"),
        Option("uncertain", "their lifetime value, the next margin as uncertain as the others"),
    ],
    hints=[
        "What does the firm get if they stay?",
        "A price for keeping is bounded by what is kept, over all years.",
    ],
    pool=(
        dict(
            prompt="{lost} pupils of a language school in Hangzhou did not come back. Each brought {margin} of margin a year and would "
            "have stayed each year with probability {stay} (cost of capital 10 % a year). To win a new one costs {cost}. The bookkeeper "
            "asks how much margin next year's result will lack, beside one with all of them still there, if nobody takes their place. "
            "Which number answers?",
            hints=[
                "Which years does the bookkeeper look at?",
                "A result counts what comes in within its year. What would have come in, had nobody left?",
            ],
        ),
        dict(
            prompt="{lost} subscribers of a coffee roaster in Porto cancelled. Each brought {margin} of margin a year and would have "
            "stayed each year with probability {stay} (cost of capital 10 % a year). To win a new one costs {cost}. The owner has "
            "promised her bank as many subscribers at the end of the year as at its beginning, and asks what this promise costs her in "
            "advertising. Which number answers?",
            hints=[
                "What does she have to buy to keep her promise?",
                "Nobody is brought back here. How many are to be won, and at which price?",
            ],
        ),
    ),
)

loss_slide = Audit(
    id="keeping.loss-slide",
    section="11-keeping#keeping-loss",
    title="A slide on losses",
    prompt="{lost} members left in a year. A member brings {margin} of margin a year and, once kept, a lifetime value of {worth}; "
    "winning a new one costs {cost}. One line of the slide is wrong. Which?",
    draws=dict(
        lost=whole(40, 160, 10),
        margin=money(60, 120, 10),
        worth=money(250, 400, 10),
        cost=money(80, 160, 10),
    ),
    options=[
        Option(
            "total",
            lambda lost, margin, worth, **_: (
                f"Lost margin and lifetime value together: {lost} × {margin + worth} = ¥{lost * (margin + worth):,}"
            ),
        ),
        Option("gap", lambda lost, margin, **_: f"Missing next year: {lost} × {margin} = ¥{lost * margin:,}"),
        Option(
            "worth", lambda lost, worth, **_: f"Worth of keeping them: {lost} × {worth} = ¥{lost * worth:,}"
        ),
        Option(
            "replace", lambda lost, cost, **_: f"To have as many again: {lost} × {cost} = ¥{lost * cost:,}"
        ),
        Option("ceiling", lambda worth, **_: f"Most that a certain success may cost, per member: ¥{worth}"),
    ],
    hints=[
        "What does each of the amounts measure, and over which time?",
        "Say for each line what the firm would have if the customers stayed, and compare it with what the line says.",
    ],
)

# 6 ------------------------------------------------------------------------------------------------

winback = Number(
    id="keeping.winback",
    section="11-keeping#keeping-response",
    title="What is a letter worth?",
    prompt="With a letter {back} of the lost customers return, without one {anyway}. A second life is worth {worth}. A "
    "letter costs {letter}, and who returns after it takes an offer that costs {offer}. What is a letter expected to earn, "
    "in ¥?",
    draws=dict(
        back=rate(0.15, 0.3, 0.01, says="the share who return with a letter"),
        anyway=rate(0.04, 0.12, 0.01, says="the share who return without a letter"),
        worth=money(60, 200, 10, says="what a second life is worth"),
        letter=money(2, 8, says="what a letter costs"),
        offer=money(10, 30, 2, says="what the offer costs"),
    ),
    unit="¥",
    low=-100,
    high=200,
    hints=[
        "What would 100 letters bring and cost? And what would have come without them?",
        "Returns × (worth − offer) − returns anyway × worth − letters.",
    ],
)

# 7 ------------------------------------------------------------------------------------------------

needed_return = Reverse(
    id="keeping.needed-return",
    section="11-keeping#keeping-response",
    title="From which rate on does it pay?",
    prompt="Without a letter {anyway} of the lost customers return. A second life is worth {worth}, a letter costs {letter}, "
    "the offer {offer} for each who returns after it. Which share must return with the letter for it to earn exactly "
    "nothing?",
    draws=dict(
        anyway=rate(0.04, 0.12, 0.01, says="the share who return without a letter"),
        worth=money(60, 150, 10, says="what a second life is worth"),
        letter=money(3, 8, says="what a letter costs"),
        offer=money(10, 24, 2, says="what the offer costs"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "Set the worth of a letter to zero and solve for the return rate.",
        "What must be earned: the letter, and what would have come anyway. What a return brings: its worth less the offer.",
    ],
)

# 8 ------------------------------------------------------------------------------------------------

TIE, LOCK = "a tie: she would stay if leaving were free", "a lock-in: leaving itself costs her"

ties = Match(
    id="keeping.ties",
    section="11-keeping#keeping-ties",
    title="Tie or lock-in?",
    prompt="Eight arrangements of a club. For each ask: if leaving cost nothing, would this still be a reason to stay?",
    rows=[
        "an adviser who knows her kitchen",
        "cancelling by registered letter only",
        "points that expire when she cancels",
        "a monthly workshop with other members",
        "a fee for leaving before the year is over",
        "members vote on the next products",
        "a machine that takes only the club's capsules",
        "a saved list that she reorders with one click, and can take along as a file",
    ],
    options=[
        LOCK,
        TIE,
    ],
    hints=[
        "Think of the day on which leaving is free, quick and without loss.",
        "Four are ties, four are lock-ins.",
        Twin(
            "A twin, two gyms: in one a trainer knows your back; in the other you pay until December whatever you do. Open "
            "all doors: from which of them does nobody run?"
        ),
    ],
)

STRATEGIES = ("meet and exceed expectations", "extra value", "create ties", "build commitment")

strategies = Match(
    id="keeping.strategies",
    section="11-keeping#keeping-ties",
    title="Which of the four strategies?",
    prompt="A garden centre has a club. To which of the four positive retention strategies does each of its measures belong?",
    rows=[
        "plants that were ordered arrive on the day that was named",
        "members have their tools sharpened for nothing",
        "a gardener who has seen her soil answers her questions",
        "members choose which old apple trees are grown next",
        "a message before a delayed delivery, with a new day",
        "a planting plan of her own garden, which she can take along",
        "members look after the beds of the city together",
        "members may borrow a hedge trimmer",
    ],
    options=list(STRATEGIES),
    hints=[
        "Was it promised, is it added, does it know her, or does she take part?",
        "Two measures belong to each.",
        Twin(
            "A twin, a bookshop: the book is there on Tuesday as promised (expectations), a cup of tea comes with it (extra "
            "value), the bookseller knows what she liked last (ties), and her reading circle meets upstairs (commitment)."
        ),
    ],
    pool=(
        dict(
            prompt="A bicycle shop in Suzhou has a club. To which of the four positive retention strategies does each of its measures belong?",
            rows=[
                "members vote on the route of the yearly tour",
                "a mechanic who knows how she rides, and how her saddle was set",
                "a repair promised for Friday is ready on Friday",
                "members get air and oil at the door for nothing",
                "members teach children of the quarter to ride",
                "a diary of her own rides, which she can take along as a file",
                "a call when a part comes late, before she sets out",
                "members may take the cargo bicycle for a day",
            ],
            hints=[
                "Was it promised, is it added, does it know her, or does she take part?",
                "Two measures belong to each.",
                Twin(
                    "A twin, a bakery: the bread is there at seven as the sign says (expectations), a roll comes with it (extra value), the "
                    "baker knows whose loaf is to be sliced (ties), and customers name the bread of the month (commitment)."
                ),
            ],
        ),
        dict(
            prompt="A group of small hotels has members. To which of the four positive retention strategies does each of its measures "
            "belong?",
            rows=[
                "members may leave their luggage for a week, free of charge",
                "the room is ready at three, as the booking says",
                "her notes on each town, kept for her and hers to export",
                "members choose which old house is restored next",
                "a message that the lift is out of order, before she packs",
                "breakfast on the day of leaving is a present to members",
                "members show newcomers the town in which they live",
                "the same host in each town, who knows that she works at night",
            ],
            hints=[
                "Was it promised, is it added, does it know her, or does she take part?",
                "Two measures belong to each.",
                Twin(
                    "A twin, a dentist: nobody waits longer than was said (expectations), children get a brush (extra value), the dentist "
                    "knows which tooth was sore (ties), and patients plan the open day (commitment)."
                ),
            ],
        ),
    ),
)

# 9 ------------------------------------------------------------------------------------------------

uplift_interval = Interval(
    id="keeping.uplift-interval",
    section="11-keeping#keeping-experiments",
    title="How sure is the uplift?",
    prompt="Of {called} customers called {ordered} ordered; of {held} held out at random, {ordered_anyway}. Give a 95 % "
    "interval for the uplift, as two shares.",
    draws=dict(
        called=whole(300, 700, 25, says="the number called"),
        ordered=whole(60, 110, 2, says="the number of those called who ordered"),
        held=whole(200, 600, 25, says="the number held out"),
        ordered_anyway=whole(20, 50, 2, says="the number of those held out who ordered"),
    ),
    unit="share",
    confidence=0.95,
    hints=[
        "The middle is the difference of two rates. Each of them has a standard error.",
        "Root of p₁(1 − p₁) ÷ n₁ + p₀(1 − p₀) ÷ n₀, times 1.96, on each side; `experiments.uplift_interval` is a little "
        "better where rates are small.",
    ],
)

# 10 -----------------------------------------------------------------------------------------------

drawn = Number(
    id="keeping.drawn",
    section="11-keeping#keeping-drawn",
    title="As they were drawn",
    prompt="Half of the members were drawn at random to be called. {reached} of those drawn were reached. Of the reached "
    "{stayed} stayed, of the drawn but not reached {others}, of the half not drawn {control}. What did the programme add to "
    "the share who stay, among all who were drawn? (A share.)",
    draws=dict(
        reached=rate(0.5, 0.7, 0.05, says="the share of the drawn who were reached"),
        stayed=rate(0.8, 0.9, 0.01, says="the share of the reached who stayed"),
        others=rate(0.62, 0.72, 0.01, says="the share who stayed of those not reached"),
        control=rate(0.72, 0.76, 0.01, says="the share who stayed of those not drawn"),
    ),
    unit="share",
    low=-1,
    high=1,
    hints=[
        "Which two groups did the draw make?",
        "How many of all who were drawn stayed, reached or not?",
    ],
    core=False,
)

encouraged = Number(
    id="keeping.encouraged",
    section="11-keeping#keeping-drawn",
    title="Those whom an invitation moved",
    prompt="Half of the members were drawn at random and invited to use the app. Of those invited {use} use it, and {stayed} of all "
    "invited stay. Of those not invited {use_anyway} use it, and {control} of all not invited stay. The invitation acts only through "
    "the app. By how much does the app raise the share who stay, among those who use it because they were invited? (A share.)",
    draws=dict(
        use=rate(0.3, 0.6, 0.05, says="the share of the invited who use the app"),
        stayed=rate(0.76, 0.84, 0.01, says="the share of the invited who stay"),
        use_anyway=rate(0.05, 0.2, 0.05, says="the share of the not invited who use the app"),
        control=rate(0.7, 0.75, 0.01, says="the share of the not invited who stay"),
    ),
    unit="share",
    low=-1,
    high=1,
    hints=[
        "What did the invitation change in the share who stay, and what did it change in the share who use the app?",
        "All of the change in staying comes from those whom the invitation made use the app. Divide the first by the second.",
    ],
    core=False,
)

# 11 -----------------------------------------------------------------------------------------------

group_size = Number(
    id="keeping.group-size",
    section="11-keeping#keeping-size",
    title="How many customers?",
    prompt="{control} of the customers order without a call. You do not want to miss it if a call raises this to {treated}. "
    "How many customers does each of two equal groups need, for a power of 80 % and 5 % false alarms?",
    draws=dict(
        control=rate(0.05, 0.12, 0.005, says="the rate without a call"),
        treated=rate(0.14, 0.2, 0.005, says="the rate with a call"),
    ),
    unit="customers",
    low=1,
    high=1_000_000,
    hints=[
        "What is to be told apart from chance? How far apart are the two rates, and how much does a rate swing in a group of some size?",
        "1.96 times the root of 2 p̄(1 − p̄), plus 0.84 times the root of p₀(1 − p₀) + p₁(1 − p₁); divide by the uplift and "
        "square the whole.",
    ],
    core=False,
)

test_for_a_base = Number(
    id="keeping.test-size",
    section="11-keeping#keeping-test-size",
    title="A test for a small base",
    prompt="A shop writes to {customers} customers and has two texts that cost the same. The margins of customers have a standard "
    "deviation of {outcome}, and the mean margins of many such texts have one of {effect}. The text that does better in the test goes "
    "to all others. How many customers should each of two equal groups have, so that test and roll-out together earn most?",
    draws=dict(
        customers=whole(5_000, 12_000, 500, says="the number of customers"),
        outcome=money(15, 40, says="the standard deviation of the customers"),
        effect=money(1, 2, 0.25, says="the standard deviation of the texts"),
    ),
    unit="customers",
    low=1,
    high=100_000,
    hints=[
        "The square of the ratio of the two standard deviations says how hard it is to see which text is better.",
        "With N customers and r the square of the ratio: the root of N ÷ 4 × r + (3 ÷ 4 × r)², less 3 ÷ 4 × r. Or "
        "`experiments.best_test_size`.",
    ],
    core=False,
)

# 12 -----------------------------------------------------------------------------------------------

gain = Number(
    id="keeping.gain",
    section="11-keeping#keeping-targeting",
    title="The gain of one call",
    prompt="In a segment {response} of those called order, and {control} of those not called. An order brings a margin of "
    "{margin}. Every customer who was called and orders gets {incentive}. A call costs {cost}. What does a call to one of "
    "them gain, in ¥?",
    draws=dict(
        response=rate(0.2, 0.35, 0.01, says="the share of those called who order"),
        control=rate(0.03, 0.1, 0.01, says="the share of those not called who order"),
        margin=money(60, 140, 5, says="the margin of an order"),
        incentive=money(10, 30, 5, says="the incentive"),
        cost=money(2, 12, says="what a call costs"),
    ),
    unit="¥",
    low=-100,
    high=100,
    hints=[
        "Write what a called customer brings, and what she would have brought anyway.",
        "Response × (margin − incentive) − response without a call × margin − call.",
    ],
)

gain_function = Function(
    id="keeping.gain-function",
    section="11-keeping#keeping-targeting",
    title="A function for the gain",
    prompt="Write a function that returns what a contact gains (¥): response with it, response without it, margin of an "
    "order, incentive for everyone contacted who orders, cost of the contact, in this order. It must take numbers and NumPy "
    "arrays.",
    inputs=dict(
        response=rate(0.05, 0.4, 0.01),
        control=rate(0.01, 0.3, 0.01),
        margin=money(20, 200, 5),
        incentive=money(0, 30, 5),
        cost=money(0, 15),
    ),
    hints=[
        "Two products and a cost, with operators only.",
        "Everyone contacted who orders takes the incentive; who would have ordered anyway is taken off at full margin.",
        Twin("A twin: 0.3, 0.1, 100, 20 and 5 give 0.3 × 80 − 0.1 × 100 − 5 = 9."),
    ],
)

# 13 -----------------------------------------------------------------------------------------------


@functools.cache
def campaign_results(code):
    return firm_campaigns.campaign_table(firm(), code)


def _some_members(rng, code="C2", rows=400):
    members = campaign_results(code)
    return members.loc[sorted(rng.sample(range(len(members)), rows))].reset_index(drop=True)


uplifts = Value(
    id="keeping.uplift-table",
    section="11-keeping#keeping-uplift",
    title="Uplift by segment",
    prompt="`q.members` holds {members} of the campaign “come back”, with `segment`, `treated` and `responded` (0 or 1). "
    "Leave a DataFrame with a row per segment, none for all, and the columns `segment`, `treated_rate`, `control_rate` and `uplift`.",
    draws=dict(members=Sample(_some_members, "{rows} members")),
    hints=[
        "What does the treatment change within one segment? Which two groups of it do you compare?",
        "The mean of a column of 0 and 1 is a rate. Work out one for each segment and arm, put the two arms side by side, and take one from the other; or see what `experiments.uplift_table` does.",
    ],
)

# 14 -----------------------------------------------------------------------------------------------

campaign = Number(
    id="keeping.campaign",
    section="11-keeping#keeping-campaign",
    title="Does the campaign pay?",
    prompt="Of {customers} customers {churn} leave in a year. A score picks the tenth in which {lift} times as many leave. "
    "All of them get a contact for ¥1 and an offer that costs {offer} when taken. {success} of the would-be leavers take it "
    "and stay, each worth {worth}; the other leavers do not take it; all who would have stayed take it. What does the "
    "campaign earn, in ¥?",
    draws=dict(
        customers=whole(5_000, 20_000, 1_000, says="the number of customers"),
        churn=rate(0.04, 0.08, 0.01, says="the share of all customers who leave"),
        lift=OneOf((2, 3, 4), says="the lift of the score"),
        success=rate(0.2, 0.4, 0.05, says="the share of the leavers who stay for the offer"),
        worth=money(200, 500, 20, says="what one who is kept is worth"),
        offer=money(6, 20, 2, says="what the offer costs"),
    ),
    unit="¥",
    low=-1_000_000,
    high=10_000_000,
    hints=[
        "Split those contacted into three groups: kept, lost all the same, would have stayed.",
        "Count each group, then what one customer of it brings and costs.",
    ],
    core=False,
)

# 15 -----------------------------------------------------------------------------------------------


@functools.cache
def trial():
    """The renewal trial of the chapter."""
    return datasets.load_trial("renewal")


@functools.cache
def next_members():
    """Members of the same club who were not in the trial."""
    return simulate.trial("renewal", seed=2026, customers=6_000)


def _the_trial(rng):
    return trial().customers


def _some_next_members(rng, rows=1_000):
    known = next_members().customers[["customer_id", "tenure", "price_sensitivity", "visits"]]
    return known.loc[sorted(rng.sample(range(len(known)), rows))].reset_index(drop=True)


whom = Decision(
    id="keeping.whom",
    section="11-keeping#keeping-targeting",
    title="Who gets the letter?",
    prompt="The letter of the renewal trial is sent again, to members of the same club whose next renewal is near. A letter costs "
    "{cost}, and each renewal leaves {margin}. `q.results` holds {results} of the trial with `tenure`, `price_sensitivity`, "
    "`visits` (in the month before), `arm`, `months` and `left`; a member made `months - left` renewals in the year. Decide for "
    "the {members} of `q.members`. Leave a list of their `customer_id`. It is scored by the truth, as the expected profit of a "
    "year.",
    draws=dict(
        cost=money(1, 1.5, 0.25),
        margin=money(13, 16),
        results=Sample(_the_trial, "the {rows:,} members"),
        members=Sample(_some_next_members, "{rows:,} members"),
    ),
    unit="¥",
    hints=[
        "On average the letter does nothing. Is that so for members with 0 or 1 visits, with 2 to 4, and with more?",
        "Mean renewals with the letter − mean renewals in the control group, times the margin, − the letter: in each class of visits.",
    ],
)

# 16 -----------------------------------------------------------------------------------------------

memo = Memo(
    id="keeping.memo",
    section="11-keeping#keeping-targeting",
    title="The memo",
    prompt="The head of customer service: “Our churn score marks the 50 customers most likely to leave. My team has time for "
    "50 calls. May we start on Monday?” Answer in a memo: your number, how uncertain it is, the alternative you turned "
    "down, and what an error would cost.",
    words=(60, 250),
    hints=[
        "Begin with the answer she needs: may the team start, and with whom?",
        "One sentence each: number, uncertainty, alternative, cost of an error, and how you will know.",
        Twin(
            "A twin, on umbrellas: “Put them at the exit, not at the entrance. In the trial 14 of 200 bought there, give or "
            "take 7, against 3. I turned down both places, which needs a second stand for ¥900. If I am wrong we lose a "
            "week's sales of umbrellas, ¥300.”"
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
        Option("negative", "it falls below zero"),
        Option("same", "it stays as it is: 20 come back in both cases"),
        Option("quarter", "it falls to a quarter"),
    ],
    hints=[
        "Count for 100 letters: what comes back because of them, and what they cost.",
        Twin(
            "A twin: 30 of 100 take a free coffee, 29 of them were on their way in. One guest more, 30 coffees less."
        ),
    ],
)

lab_size = Choice(
    id="keeping.lab-size",
    section="11-keeping#keeping-size",
    title="Lab: what can you afford to see?",
    prompt="Before you move anything: each group needs 1,600 customers to find an uplift of 3 points. How many for one of 1.5 "
    "points?",
    options=[
        Option("same", "as many: the test is the same"),
        Option("half", "about half as many"),
        Option("four", "about four times as many"),
        Option("two", "about twice as many"),
    ],
    hints=[
        "A standard error falls with the root of the number of customers.",
        Twin("A twin: a scale that is right to 10 grams after one weighing is right to 5 grams after four."),
    ],
)

lab_campaign = Choice(
    id="keeping.lab-campaign",
    section="11-keeping#keeping-campaign",
    title="Lab: which number makes the campaign?",
    prompt="Before you move anything: the campaign earns ¥3,550 with an offer of ¥10 to 1,000 customers, of whom 15 % would "
    "leave. The offer is raised to ¥20 and keeps nobody in addition. What becomes of the profit?",
    options=[
        Option("loss", "it becomes a loss"),
        Option("same", "it stays: nobody else is kept"),
        Option("less", "it falls by the offers to those kept, ¥450"),
    ],
    hints=[
        "Who takes an offer?",
        Twin(
            "A twin: a theatre gives ¥5 off to win back 20 guests, and 600 who come anyway show the voucher. At ¥10 the "
            "voucher costs ¥3,100 more."
        ),
    ],
)

# Quizzes of the chapter's page --------------------------------------------------------------------

short_look = Choice(
    id="keeping.short-look",
    section="11-keeping#keeping-staying",
    title="Ten of a hundred",
    prompt="A discount, given at random, runs for six months. At its end 90 of 100 who had it are still members, and 80 of 100 "
    "who had not. “It keeps ten of a hundred.” Why is that too early?",
    options=[
        Option("price", "some of the ten may go when the old price is back"),
        Option("selection", "those who got the discount may have been the more loyal ones before it began"),
        Option("median", "a survival curve can be read only when half of the members have left"),
        Option("nothing", "it is not: chance decided who got it, so the ten are its effect for good"),
    ],
    hints=[
        "What changes for them in the seventh month?",
        Twin(
            "A twin: with a crutch ten more of a hundred walk. How many of them walk a month after it is taken away?"
        ),
    ],
)

stated = Several(
    id="keeping.stated",
    section="11-keeping#keeping-causes",
    title="What does a model of leavers say?",
    prompt="In the firm's orders a complaint handled badly went with an odds ratio of silence of 3.1 (1.8 to 5.5), price "
    "sensitivity and pace held equal. Which statements follow?",
    options=[
        Option("double", "silence is 3.1 times as probable"),
        Option("reasons", "late deliveries drive customers away"),
        Option("wide", "how much higher is known only roughly"),
        Option("cause", "handling well would have kept the difference"),
        Option("odds", "the odds of silence are higher after bad handling"),
    ],
    hints=[
        "Two of the five follow from the line itself.",
        "Odds are not probabilities, and association is not cause.",
        Twin(
            "A twin: people who own a lighter have four times the odds of a bad cough (2 to 8). It follows that they cough "
            "more, give or take. It does not follow that lighters should be taken away."
        ),
    ],
)

observation = Choice(
    id="keeping.observation",
    section="11-keeping#keeping-experiments",
    title="Twice as many left",
    prompt="A firm calls all customers with a high churn score. 30 % of those called leave, 10 % of the others. What does this "
    "say of the calls?",
    options=[
        Option("harm", "they drive customers away: three times as many leave among those called"),
        Option("nothing", "nothing: those called were picked as likely to leave"),
        Option("fail", "they work: 70 % of those with a high score were kept"),
        Option("good", "the score is right, so the calls go where they are needed"),
    ],
    hints=[
        "Who decided who was called?",
        Twin(
            "A twin: patients in intensive care die more often than those at home. Does intensive care kill?"
        ),
    ],
)

kinds = Match(
    id="keeping.kinds",
    section="11-keeping#keeping-uplift",
    title="Four kinds of customers",
    prompt="Which kind is each of the four?",
    rows=[
        "orders with a call and without one",
        "orders with a call only",
        "orders neither with a call nor without one",
        "orders only if nobody calls",
    ],
    options=[
        "sleeping dog",
        "sure thing",
        "persuadable",
        "lost cause",
    ],
    hints=[
        "Ask for each what the call changes: for two of them, nothing.",
        "One kind is won by the call, one is driven away by it.",
        Twin(
            "A twin, four guests and a waiter's “dessert?”: one wanted it anyway, one says why not, one never eats sweets, "
            "and one remembers her diet."
        ),
    ],
)

peeking = Choice(
    id="keeping.peeking",
    section="11-keeping#keeping-size",
    title="Stopping at the first good week",
    prompt="An experiment is planned for ten weeks. In week four p is 0.03 for the first time, and the manager stops. Why is "
    "“p = 0.03” too good?",
    options=[
        Option("looks", "5 % false alarms hold for one look, and this was the fourth"),
        Option("segments", "too many segments were compared, and one of eighteen is always below 0.05"),
        Option("power", "a power of 80 % misses one effect in five, so the groups are too small"),
        Option("small", "in week four the groups are smaller than planned, and p is too low in small groups"),
    ],
    hints=[
        "How many times could the manager have stopped by then?",
        Twin(
            "A twin: a coin is thrown until heads lead by three. With enough patience any fair coin gets there."
        ),
    ],
)

QUESTIONS = [
    steps,
    bounds,
    pareto,
    odds,
    loss_view,
    winback,
    needed_return,
    strategies,
    uplift_interval,
    drawn,
    encouraged,
    group_size,
    test_for_a_base,
    gain_function,
    uplifts,
    campaign,
    whom,
    memo,
]

LABS = [lab_winback, lab_size, lab_campaign]

QUIZ = [loss_slide, ties, short_look, gain, stated, observation, kinds, peeking]
