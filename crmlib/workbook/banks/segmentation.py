"""The questions of chapter 7, segmentation and targets: what is asked."""

import functools

from crmlib import datasets
from crmlib.firm import targets as firm_targets
from crmlib.segmentation import wallet
from crmlib.workbook.kinds.choice import Audit, Choice, Definition, Match, Option, Several
from crmlib.workbook.kinds.code import Decision, Function, Value
from crmlib.workbook.kinds.draws import OneOf, Sample, money, rate, whole
from crmlib.workbook.kinds.memo import Memo
from crmlib.workbook.kinds.number import Number, Reverse
from crmlib.workbook.kinds.order import Order, Step
from crmlib.workbook.kinds.questions import Twin


@functools.cache
def known_buyers():
    return firm_targets.target_table(datasets.load_firm())


def _some(rng, customers):
    """Some buyers of the simulated firm, drawn at random, the index a column."""
    chosen = sorted(rng.sample(known_buyers().index.tolist(), customers))
    return known_buyers().loc[chosen].reset_index()


# 1 ------------------------------------------------------------------------------------------------

explained = Number(
    id="segmentation.explained",
    section="07-segmentation#segmentation-bases",
    title="What does the city explain?",
    prompt="Two customers in the north spend {a} and {b}, two in the south {c} and {d}. "
    "What share of the differences in spend (sum of squares, not corrected for the number of groups) does the city explain?",
    draws=dict(
        a=money(10, 30, 5, says="the spend of the first in the north"),
        b=money(20, 50, 5, says="the spend of the second in the north"),
        c=money(40, 70, 5, says="the spend of the first in the south"),
        d=money(60, 100, 5, says="the spend of the second in the south"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "Find the mean of all four, and the mean of each city.",
        "Add the four squared distances from the mean of all: that is the whole. Then put each customer at her city's mean "
        "and add again: that is the part between.",
    ],
)

# 2 ------------------------------------------------------------------------------------------------

fails = Several(
    id="segmentation.fails",
    section="07-segmentation#segmentation-useful",
    title="Which criteria fail?",
    prompt="A bank proposes the segment “clients who feel insecure about money”. It was found in a survey of 400 of 90,000 clients; "
    "of the others nobody knows who belongs to it. The share in the survey is 30 %. Those in it hold 40 % more in savings than "
    "the rest (interval 25 to 55 %). All clients read the bank's app. Advisers have no offer that differs for them, and nothing "
    "was tried on them. A programme of its own would pay from 5,000 clients. Which of the five criteria fail, or are not shown?",
    options=[
        Option("accessible", "accessible (可接近性)"),
        Option("differentiable", "differentiable (可区分性)"),
        Option("measurable", "measurable (可衡量性)"),
        Option("substantial", "substantial (足量性)"),
        Option("actionable", "actionable (可操作性)"),
    ],
    hints=[
        "Go through the five one by one, and underline the words in the text that answer each.",
        "A survey can show that a segment exists. Can it say who of the 90,000 is in it?",
        Twin(
            "A twin: “left-handed customers” of a knife shop. Substantial (one in ten), accessible (they come in), actionable "
            "(left-handed knives exist). If the shop has never asked who is left-handed, measurable fails until it does."
        ),
    ],
    pool=(
        dict(
            prompt="A chain of tea shops proposes the segment “members who live in Hainan”. The address of each of its 60,000 members is "
            "on file, and 400 of them live there. All 400 read its messages. They spend 18 % less a year than the other members "
            "(interval 9 to 27 %). A programme of its own would pay from 2,000 members. A voucher, sent to half of all members at random, "
            "brought as many more orders among them as among the others (difference 0 points, interval −4 to 4). Which of the five "
            "criteria fail, or are not shown?",
            options=[
                Option("measurable", "measurable (可衡量性)"),
                Option("actionable", "actionable (可操作性)"),
                Option("accessible", "accessible (可接近性)"),
                Option("differentiable", "differentiable (可区分性)"),
                Option("substantial", "substantial (足量性)"),
            ],
            hints=[
                "Go through the five one by one, and underline the words in the text that answer each.",
                "Compare each count with what is needed, and ask of each interval whether it holds 0. Does it speak of what these members "
                "do, or of what an offer changes?",
                Twin(
                    "A twin: “members born on 29 February” of a bakery. They are known (measurable), read its letters (accessible), and spend "
                    "5 % more, interval 1 to 9 % (differentiable). Free cakes for half of all members at random changed 6 points more "
                    "among them, interval 2 to 10 (actionable). They are 14, and a programme pays from 300: substantial fails."
                ),
            ],
        ),
        dict(
            prompt="A hotel group proposes the segment “guests on business”. Each of its 50,000 guests is asked for the reason of the "
            "journey, and 97 % of the answers are on file. 12,000 guests are on business, and a programme of its own would pay from "
            "2,000. One in five of them may be written to. In the year after, they spent 3 % more than the other guests (interval −4 to "
            "10 %). A voucher, sent to a random half of all who may be written to, brought back 5 points more of them than of the "
            "others (interval 2 to 8 points). Which of the five criteria fail, or are not shown?",
            options=[
                Option("substantial", "substantial (足量性)"),
                Option("differentiable", "differentiable (可区分性)"),
                Option("actionable", "actionable (可操作性)"),
                Option("measurable", "measurable (可衡量性)"),
                Option("accessible", "accessible (可接近性)"),
            ],
            hints=[
                "Go through the five one by one, and underline the words in the text that answer each.",
                "Compare each count with what is needed, and ask of each interval whether it holds 0. Does it speak of what these guests "
                "do, or of what an offer changes?",
                Twin(
                    "A twin: “night readers” of a news site. All readers are known by their log-in (measurable), 30 % read at night "
                    "(substantial), and all read the site (accessible). A shorter page for half of all readers at random kept 4 "
                    "points more of them, interval 1 to 7 (actionable). They pay 2 % more, interval −5 to 9 %: differentiable is not shown."
                ),
            ],
        ),
    ),
)

# 3 ------------------------------------------------------------------------------------------------

stage = Match(
    id="segmentation.stage",
    section="07-segmentation#segmentation-life-cycle",
    title="Name the stage",
    prompt="Which life-cycle stage does each customer have by the chapter's rules: lost after 365 days without an order, new for 90 "
    "days, a change of 20 % between the two years for growing and declining? The two amounts are the spend of the year before "
    "and of the last year.",
    rows=[
        "registered a year ago, has never ordered",
        "first order 40 days ago, last order 10 days ago",
        "customer for 3 years, last order 15 days ago; ¥400, then ¥900",
        "customer for 3 years, last order 20 days ago; ¥500, then ¥540",
        "customer for 3 years, last order 200 days ago; ¥800, then ¥300",
        "customer for 3 years, last order 400 days ago; ¥800, then ¥0",
    ],
    options=[
        "lost",
        "mature",
        "prospect",
        "declining",
        "growing",
        "new",
    ],
    hints=[
        "Ask the rules in their order and stop at the first that fits: prospect, lost, new, growing, declining, mature.",
        "For growing and declining, divide the last year's spend by that of the year before.",
    ],
    pool=(
        dict(
            rows=[
                "first order 3 years ago, last order 380 days ago; ¥900, then ¥0",
                "customer for 4 years, last order 25 days ago; ¥600, then ¥510",
                "customer for 2 years, last order 300 days ago; ¥1,000, then ¥450",
                "first order 75 days ago, last order 5 days ago",
                "on the mailing list for three years, has never ordered",
                "customer for 5 years, last order 60 days ago; ¥300, then ¥420",
            ]
        ),
        dict(
            rows=[
                "first order 20 days ago, and no other since",
                "customer for 6 years, last order 500 days ago; ¥700, then ¥0",
                "customer for 2 years, last order 10 days ago; ¥250, then ¥325",
                "opened an account last month, no order yet",
                "customer for 4 years, last order 5 days ago; ¥1,200, then ¥1,080",
                "customer for 3 years, last order 340 days ago; ¥640, then ¥80",
            ]
        ),
    ),
)

# 4 ------------------------------------------------------------------------------------------------

potential = Number(
    id="segmentation.potential",
    section="07-segmentation#segmentation-potential",
    title="Potential from the share of wallet",
    prompt="A customer spends {own} a year with us. A survey says that this is {wallet} of what she spends on the category. "
    "What is her potential, in ¥ a year?",
    draws=dict(
        own=money(200, 1200, step=50, says="what she spends with us"),
        wallet=rate(0.15, 0.45, step=0.05, says="her share of wallet"),
    ),
    unit="¥",
    low=0,
    high=100_000,
    hints=[
        "Own spend = share of wallet × category spend. Which of the three is missing?",
        "Category spend first, by dividing; then take off what is spent here.",
    ],
)

# 5 ------------------------------------------------------------------------------------------------

needed_share = Reverse(
    id="segmentation.break-even",
    section="07-segmentation#segmentation-decision",
    title="Which share must be won?",
    prompt="A place in a programme costs {cost} a year; {margin} of the spend that is won is margin. A customer who is surely active "
    "spends {potential} a year elsewhere. Which share of it must the programme win to pay exactly for her place?",
    draws=dict(
        cost=money(40, 90, step=10, says="the cost of a place"),
        margin=rate(0.2, 0.4, step=0.05, says="the part of what is won that is margin"),
        potential=money(1500, 6000, step=500, says="what she spends elsewhere"),
    ),
    unit="share",
    low=0.0005,
    high=1,
    hints=[
        "How much spend must be won to leave the cost of the place as margin?",
        "Divide that spend by what she spends elsewhere.",
    ],
)

# 6 ------------------------------------------------------------------------------------------------

silence = Number(
    id="segmentation.silence",
    section="07-segmentation#segmentation-standards",
    title="What the silent may think",
    prompt="{answered} of the customers invited to a survey answered, and {yes} of the answers call a dedicated agent a core need. "
    "Nothing is known of those who did not answer. What is the *largest* share of all invited customers that may call it so?",
    draws=dict(
        answered=rate(0.2, 0.6, step=0.01, says="the part of the invited who answered"),
        yes=rate(0.7, 0.9, step=0.01, says="the part of the answers that call it a core need"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "Divide all invited customers into three: answered yes, answered no, silent.",
        "The share is largest if every silent customer would have said yes.",
    ],
)

# 7 ------------------------------------------------------------------------------------------------


def _peers(rng):
    return [rng.randrange(0, 1000, 10) for _ in range(rng.randint(4, 14))]


peer_function = Function(
    id="segmentation.peer-potential",
    section="07-segmentation#segmentation-potential",
    title="A function for potential by peers",
    prompt="Write a function that takes a customer's own spend and the list of her peers' spends (¥ a year), and returns her potential "
    "by the 90th percentile of the peers (as `np.quantile` gives it), never below 0.",
    inputs=dict(own_spend=whole(0, 1000, 25), peer_spends=Sample(_peers, "spends")),
    hints=[
        "The benchmark is one number, the same for all peers. What is left of it for this customer?",
        "The benchmark is the 90 % quantile of the peers. What she lacks to it is the result, unless she is above it already: then it is 0.",
        Twin(
            "A twin, on heights: `def to_grow(own, others): return max(0, np.quantile(others, 0.5) - own)` gives what a "
            "child lacks to the median of the class."
        ),
    ],
)

# 8 ------------------------------------------------------------------------------------------------


def _spenders(rng):
    table = _some(rng, 160)
    return table.loc[table["spend"] > 0, ["customer_id", "spend"]].reset_index(drop=True)


abc = Value(
    id="segmentation.abc",
    section="07-segmentation#segmentation-abc",
    title="ABC classes",
    prompt="`q.spenders` holds {spenders} of the simulated firm and their spend of 2025. Leave a DataFrame with `customer_id`, "
    "`share_before` (the cumulative share of spend *before* each customer, from the largest) and `class_number`: 1 (A) while "
    "that share is below 70 %, 2 (B) from 70 % on, 3 (C) from 90 % on.",
    draws=dict(spenders=Sample(_spenders, "{rows:,} buyers")),
    hints=[
        "Sort by spend, largest first; `cumsum()` adds up. Then `shift` moves it one row down.",
        "Divide by the total. Count how many of the cuts 0.7 and 0.9 lie at or below the share before, and add 1.",
    ],
)

# 9 ------------------------------------------------------------------------------------------------

MEASURES = ["orders", "silent"]


def _habits(rng):
    return _some(rng, 150)[["customer_id", *MEASURES]]


three_clusters = Value(
    id="segmentation.clusters",
    section="07-segmentation#segmentation-clusters",
    title="Three clusters",
    prompt="`q.habits` holds `orders` and `silent` (days since the last order) of {habits}. Standardise both, make three clusters by "
    "K-means, and leave a DataFrame with `customer_id` and `cluster`. K-means gives the clusters any numbers: rename them so that "
    "1 has the lowest mean of `orders`, 3 the highest.",
    draws=dict(habits=Sample(_habits, "{rows:,} buyers")),
    hints=[
        "In which units do the columns stand? What does a distance mean in which one column counts orders and the other counts days?",
        "Standardise each column: mean 0, standard deviation 1. Begin K-means at several random starts, so that the result does not depend on luck, and name the clusters by their mean orders. `BehaviourClusters` of the chapter does all of it.",
    ],
)

# 10 -----------------------------------------------------------------------------------------------

project = Order(
    id="segmentation.project-order",
    section="07-segmentation#segmentation-clusters",
    title="The order of a segmentation project",
    prompt="A firm wants segments for a programme. Put the steps in order.",
    steps=[
        Step("goal", "fix the goal, and what may be done differently"),
        Step("check", "check them, on resamples and on later behaviour"),
        Step("data", "choose the base and collect the data"),
        Step("cut", "make the segments, by rules or by clusters"),
        Step("criteria", "write down the five checks and their levels"),
        Step("test", "test a treatment at random, then roll it out"),
    ],
    hints=[
        "Which step could you do without a single row of data? There are two of them.",
        "If the pass mark is written after the exam, everyone will have passed.",
        Twin(
            "A twin, a dinner: who comes and what may it cost; what must not be in it; shop; cook; taste; serve. "
            "Tasting after serving is an apology."
        ),
    ],
    pool=(
        dict(
            prompt="A city library wants groups of readers, each with invitations of its own. Put the steps in order.",
            steps=[
                Step("data", "choose what to divide by, collect a year of it"),
                Step("test", "invite half of a group at random, then all"),
                Step("goal", "say what the groups are for, what may differ"),
                Step("check", "see if resamples and next year agree"),
                Step("criteria", "set what a group must reach to be used"),
                Step("cut", "form the groups of readers"),
            ],
        ),
        dict(
            prompt="An online grocer in Chengdu wants segments of households for its offers. Put the steps in order.",
            steps=[
                Step("check", "divide resamples, follow the groups in time"),
                Step("cut", "divide the households"),
                Step("test", "try the offers on a random half, then on all"),
                Step("criteria", "set the least size, reach and stability"),
                Step("goal", "decide what the offers are to achieve"),
                Step("data", "pick the columns, and load the baskets"),
            ],
        ),
    ),
)

# 11 -----------------------------------------------------------------------------------------------

slide = Audit(
    id="segmentation.slide",
    section="07-segmentation#segmentation-decision",
    title="The wrong line on the slide",
    prompt="A slide proposes a programme for {customers} customers at {cost} a place. They spend {spend} a year with the firm on average, "
    "{wallet} of their wallets. The programme is to win {won} of their potential from each, at a margin of {margin}. "
    "One line of the slide is wrong. Which?",
    draws=dict(
        customers=whole(200, 500, 100),
        cost=money(30, 60, step=10),
        spend=money(400, 900, step=100),
        wallet=rate(0.2, 0.4, step=0.1),
        won=rate(0.05, 0.15, step=0.05),
        margin=rate(0.2, 0.3, step=0.05),
    ),
    options=[
        Option(
            "budget", lambda customers, cost, **_: f"Budget: {customers} × {cost} = ¥{customers * cost:,.0f}"
        ),
        Option(
            "wallet",
            lambda spend, wallet, **_: (
                f"Category spend: {spend} ÷ {wallet:.2f} = ¥{spend / wallet:,.0f} a customer"
            ),
        ),
        Option(
            "won",
            lambda spend, wallet, won, **_: (
                f"Spend won: {won:.2f} × {spend / wallet:,.0f} = ¥{won * spend / wallet:,.0f} a customer"
            ),
        ),
        Option(
            "margin",
            lambda spend, wallet, won, margin, **_: (
                f"Margin of it: {margin:.2f} × {won * spend / wallet:,.0f} = ¥{margin * won * spend / wallet:,.2f} a customer"
            ),
        ),
        Option(
            "break-even",
            lambda cost, won, margin, **_: (
                f"Break-even potential: {cost} ÷ ({won:.2f} × {margin:.2f}) = ¥{wallet.break_even_potential(cost, won, margin):,.0f}"
            ),
        ),
    ],
    hints=[
        "Write beside each amount what it is an amount *of*: spend here, spend elsewhere, or both.",
        "Work out each line for one customer who spends ¥100 here, with the shares of the slide. Which part of her money does each speak of?",
    ],
    pool=(
        dict(
            prompt="A bookshop chain in Wuhan plans a programme for {customers} readers at {cost} a place. They spend {spend} a year with it "
            "on average, {wallet} of their wallets. The programme is to win {won} of their potential from each, at a margin of {margin}. "
            "One line of the slide is wrong. Which?",
            options=[
                Option(
                    "break-even",
                    lambda cost, won, margin, **_: (
                        f"Break-even potential: {cost} ÷ ({won:.2f} × {margin:.2f}) = ¥{wallet.break_even_potential(cost, won, margin):,.0f}"
                    ),
                ),
                Option(
                    "elsewhere",
                    lambda spend, wallet, **_: (
                        f"Potential: {1 - wallet:.2f} × {spend} = ¥{(1 - wallet) * spend:,.0f} a reader"
                    ),
                ),
                Option(
                    "won",
                    lambda spend, wallet, won, **_: (
                        f"Spend won: {won:.2f} × {(1 - wallet) * spend:,.0f} = ¥{won * (1 - wallet) * spend:,.2f} a reader"
                    ),
                ),
                Option(
                    "margin",
                    lambda spend, wallet, won, margin, **_: (
                        f"Margin of it: {margin:.2f} × {won * (1 - wallet) * spend:,.2f} = "
                        f"¥{margin * won * (1 - wallet) * spend:,.2f} a reader"
                    ),
                ),
                Option(
                    "budget",
                    lambda customers, cost, **_: f"Budget: {customers} × {cost} = ¥{customers * cost:,.0f}",
                ),
            ],
        ),
        dict(
            prompt="A pharmacy in Lyon plans a programme that costs {cost} a place. Its customers spend {spend} a year with it on average, "
            "{wallet} of their wallets. The programme is to win {won} of their potential from each, at a margin of {margin}. One line of "
            "the slide is wrong. Which?",
            draws=dict(
                cost=money(30, 60, step=5),
                spend=money(400, 900, step=50),
                wallet=rate(0.2, 0.4, step=0.1),
                won=rate(0.05, 0.15, step=0.05),
                margin=rate(0.2, 0.3, step=0.05),
            ),
            options=[
                Option(
                    "wallet",
                    lambda spend, wallet, **_: (
                        f"Category spend: {spend} ÷ {wallet:.2f} = ¥{spend / wallet:,.0f} a customer"
                    ),
                ),
                Option(
                    "elsewhere",
                    lambda spend, wallet, **_: (
                        f"Potential: {spend / wallet:,.0f} − {spend} = ¥{spend / wallet - spend:,.0f} a customer"
                    ),
                ),
                Option(
                    "won",
                    lambda spend, wallet, won, **_: (
                        f"Spend won: {won:.2f} × {spend / wallet - spend:,.0f} = "
                        f"¥{won * (spend / wallet - spend):,.2f} a customer"
                    ),
                ),
                Option(
                    "leaves",
                    lambda cost, spend, wallet, won, **_: (
                        f"A place leaves: {won * (spend / wallet - spend):,.2f} − {cost} = "
                        f"¥{won * (spend / wallet - spend) - cost:,.2f} a year".replace("¥-", "−¥")
                    ),
                ),
                Option(
                    "break-even",
                    lambda cost, won, margin, **_: (
                        f"Break-even potential: {cost} ÷ ({won:.2f} × {margin:.2f}) = ¥{wallet.break_even_potential(cost, won, margin):,.0f}"
                    ),
                ),
            ],
            hints=[
                "Write beside each amount what it is an amount *of*: spend or margin, here or elsewhere.",
                "Work out each line for one customer who spends ¥100 here, with the shares of the slide. Whose money does each line count, "
                "the customer's or what the firm keeps of it?",
            ],
        ),
    ),
)

# 12 -----------------------------------------------------------------------------------------------

wallet_share = Definition(
    id="segmentation.wallet-share",
    section="07-segmentation#segmentation-potential",
    title="Which share of wallet?",
    prompt="A family spends {own} a year with a grocer, {category} on groceries in all, and {budget} on everything it buys. The grocer wants "
    "to know which part of what it *could* sell to the family it sells already. Which share is meant?",
    draws=dict(
        own=money(4000, 8000, 500),
        category=money(15000, 25000, 1000),
        budget=money(90000, 140000, 10000),
    ),
    options=[
        Option("of-category", "own spend ÷ category spend"),
        Option("of-potential", "own spend ÷ spend elsewhere"),
        Option("open", "spend elsewhere ÷ category spend"),
        Option("of-budget", "own spend ÷ all that the family spends"),
    ],
    hints=[
        "Which of the amounts is the whole of what a grocer can sell?",
        "A share of a whole lies between 0 and 1, and is 1 if nothing is bought elsewhere.",
    ],
    core=False,
    pool=(
        dict(
            prompt="A student spends {own} a year at a canteen, {category} on meals outside the home in all, and {budget} on everything. The "
            "canteen wants to know which part of what it *could* sell to the student it does not sell yet. Which share is meant?",
            draws=dict(
                own=money(2000, 4000, 250),
                category=money(6000, 12000, 500),
                budget=money(30000, 50000, 2000),
            ),
            options=[
                Option("of-potential", "own spend ÷ spend elsewhere"),
                Option("of-category", "own spend ÷ category spend"),
                Option("of-budget", "own spend ÷ all that the student spends"),
                Option("open", "spend elsewhere ÷ category spend"),
            ],
            hints=[
                "Which of the amounts is the whole of what a canteen can sell, and which part of it is still to be won?",
                "A share of a whole lies between 0 and 1. This one is 0 if nothing is bought elsewhere.",
            ],
        ),
        dict(
            prompt="A cat owner spends {own} a year at a pet shop, {category} on her cats in all, and {budget} on everything. The shop wants a "
            "number that rises above 1 as soon as it sells her more than all its rivals together. Which number is meant?",
            draws=dict(
                own=money(1500, 3500, 250),
                category=money(4000, 7000, 500),
                budget=money(60000, 90000, 5000),
            ),
            options=[
                Option("open", "spend elsewhere ÷ category spend"),
                Option("of-budget", "own spend ÷ all that she spends"),
                Option("of-category", "own spend ÷ category spend"),
                Option("of-potential", "own spend ÷ spend elsewhere"),
            ],
            hints=[
                "Which two amounts are to be equal when the number is 1?",
                "A part of a whole is never above 1. So the number must compare two parts with one another.",
            ],
        ),
    ),
)

# 13 -----------------------------------------------------------------------------------------------


def _candidates(rng):
    """What the firm knows of 1,200 of its buyers."""
    return _some(rng, 1200)[["customer_id", "spend", "orders", "silent", "potential", "peers", "active"]]


targets = Decision(
    id="segmentation.targets",
    section="07-segmentation#segmentation-decision",
    title="Who gets a place?",
    prompt="`q.buyers` holds what the firm knows of {buyers}: `spend` of 2025, `orders`, `silent` days, estimated `potential`, potential by "
    "`peers`, and the probability of being `active`. A place in the programme costs {cost} and wins {won} of what an *active* customer "
    "spends elsewhere; a quarter of that is margin. The budget pays for {places} places. Leave a list of `customer_id`. "
    "It is scored under the truth: who is active, and what she really spends elsewhere.",
    draws=dict(
        cost=money(40, 60, step=5),
        won=rate(0.1, 0.12, step=0.01),
        places=whole(150, 250, 50),
        buyers=Sample(_candidates, "{rows:,} buyers"),
    ),
    hints=[
        "What must be true of a customer for a place to earn anything? Two things, and you have an estimate of each.",
        "Multiply the probability of being active by the potential, sort, and take as many as the budget pays for.",
    ],
)

# 14 -----------------------------------------------------------------------------------------------

memo = Memo(
    id="segmentation.memo",
    section="07-segmentation#segmentation-decision",
    title="The memo",
    prompt="The managing director asks: “We have money for 300 places. Why not simply give them to our best customers?” Answer in a memo: "
    "your number, how uncertain it is, the alternative you turned down, and what an error would cost.",
    words=(60, 250),
    hints=[
        "Begin with the decision, not with the method.",
        "One sentence each: number, uncertainty, alternative, cost of an error, and the assumption it all rests on.",
        Twin(
            "A twin, on shelves: “Give the end of the aisle to tea, not to our best-selling rice. In eight weeks drawn at random tea earned ¥310 a "
            "week more, give or take ¥140. I turned down rice because it sells as well from its own shelf. If I am wrong we lose about "
            "¥200 a week and can change back on any Monday.”"
        ),
    ],
)

# 15 -----------------------------------------------------------------------------------------------

won_back = Number(
    id="segmentation.won-back",
    section="07-segmentation#segmentation-left",
    title="How many must come back?",
    prompt="Of the customers with the largest potential {active} are still customers. These spend {here} a year elsewhere on average, and "
    "those who have left spend {gone}. A place costs {cost} a year and wins 10 % of the potential of a customer who is still here. A "
    "quarter of this is margin. Suppose that some of those who have left come back, and that 10 % of their potential is won, too. Which "
    "share of *those who have left* must come back, so that the places pay exactly for themselves?",
    draws=dict(
        active=rate(0.3, 0.5, step=0.05, says="the share of those who are still here"),
        here=money(2000, 4000, step=500, says="what those still here spend elsewhere"),
        gone=money(4000, 9000, step=500, says="what those who have left spend"),
        cost=money(50, 80, step=10, says="the cost of a place"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "Take 100 places. What do they cost, and what do those who are still here bring?",
        "What is missing must come from those who have left. How much would they bring if all of them came back?",
    ],
    core=False,
)

# 16 -----------------------------------------------------------------------------------------------

smearing = Number(
    id="segmentation.smearing",
    section="07-segmentation#segmentation-panel",
    title="Back from logarithms",
    prompt="A regression on logarithms estimates a customer's category spend. Taken back from its logarithm, the estimate is {median} a year. "
    "In the panel the residuals, as natural logarithms, were −{error}, 0 and {error}, each equally often. What does she spend on the "
    "category by Duan's smearing, in ¥ a year?",
    draws=dict(
        median=money(800, 4000, step=100, says="the estimate taken back from its logarithm"),
        error=OneOf((1.05, 1.1, 1.15, 1.2, 1.25, 1.3), says="the size of the residuals"),
    ),
    unit="¥",
    low=0,
    high=100_000,
    hints=[
        "Which three amounts would three customers with this estimate spend, one for each residual?",
        "The smearing factor is the mean of the exponentials of the residuals.",
    ],
    core=False,
)

# Labs ---------------------------------------------------------------------------------------------

lab_abc = Choice(
    id="segmentation.lab-abc",
    section="07-segmentation#segmentation-abc",
    title="Lab: the best buyers",
    prompt="Before you move anything: 28 % of the buyers bring 70 % of the revenue. How many further buyers does it take to "
    "get from 70 % to 90 %?",
    options=[
        Option("as-many", "about as many again"),
        Option("all", "nearly all of the rest"),
        Option("fewer", "fewer: 20 % is less than 70 %"),
    ],
    hints=[
        "The buyers stand in order of their spend. Who comes next, and what does each add?",
        Twin(
            "With spends of 50, 20, 10, 8, 6, 4 and 2 two buyers bring 70 of 100, and two more bring 88. "
            "It takes as many again for 18 as it took for 70."
        ),
    ],
)

lab_grid = Choice(
    id="segmentation.lab-grid",
    section="07-segmentation#segmentation-grid",
    title="Lab: the cut of value",
    prompt="Before you move anything: the cut of value rises from ¥500 to ¥1,500, that of potential stays. What happens to the "
    "cell “high value, high potential”?",
    options=[
        Option("larger", "it gains customers"),
        Option("smaller-same", "it loses customers, and as many in a hundred are active as before"),
        Option("smaller-safer", "it loses customers, and more in a hundred are active"),
    ],
    hints=[
        "Who can have spent more than ¥1,500 in 2025? When will she have ordered last?",
        Twin(
            "A twin: of pupils who read at least five books last term fewer are left than of those who read one. And more of "
            "the five-book readers still hold a library card. A higher bar of use leaves the livelier ones."
        ),
    ],
)

lab_break_even = Choice(
    id="segmentation.lab-break-even",
    section="07-segmentation#segmentation-decision",
    title="Lab: half the share won",
    prompt="Before you move anything: the programme wins 5 % of what a customer spends elsewhere instead of 10 %. A place still "
    "costs ¥60. What happens to the potential from which on a place pays, ¥2,400 so far?",
    options=[
        Option("doubles", "it doubles, to ¥4,800"),
        Option("half-more", "it rises by half, to ¥3,600"),
        Option("halves", "it falls by half, to ¥1,200"),
    ],
    hints=[
        "How much margin does ¥1,000 of potential bring at 10 %, and at 5 %?",
        Twin(
            "With a cost of ¥30 and a margin of 20 %: at 15 % won the break-even is 30 ÷ 0.03 = ¥1,000; at 5 % it is "
            "30 ÷ 0.01 = ¥3,000. A third of the share won, three times the potential."
        ),
    ],
)

# Quizzes of the chapter's page --------------------------------------------------------------------

which_base = Choice(
    id="segmentation.which-base",
    section="07-segmentation#segmentation-bases",
    title="Twelve signs",
    prompt="An agency divides 300 customers of a firm by zodiac sign, twelve groups, and reports that the sign explains 4 % of the differences in "
    "spend, without any correction. How do you read it?",
    options=[
        Option("larger-sample", "with more customers the sign would explain more"),
        Option("small-real", "the sign has a small but real effect on spend"),
        Option("chance", "twelve random groups explain as much"),
    ],
    hints=[
        "Uncorrected, the share grows with the number of groups.",
        "Drawn at random, k groups of n customers explain (k − 1) ÷ (n − 1) on average.",
        Twin(
            "A twin: 5 groups of 101 customers explain 4 ÷ 100 = 4 % if they are drawn at random. A report of 12 % would be worth a second look, one of 4 % "
            "is not."
        ),
    ],
)

actionable = Choice(
    id="segmentation.actionable",
    section="07-segmentation#segmentation-useful",
    title="Different, and so what?",
    prompt="Frequent buyers respond to an e-mail at 12 %, others at 5 %; both intervals are narrow. Without any e-mail 11 % of the frequent buyers "
    "and 2 % of the others would have ordered. To whom should the e-mail go, if it costs the same for all?",
    options=[
        Option("frequent", "to the frequent buyers: 12 % is more than 5 %"),
        Option("both", "to both alike: the e-mail works in both groups"),
        Option("others", "to the others: it changes more there"),
    ],
    hints=[
        "Four numbers are given. Which two of them belong together?",
        Twin(
            "A twin: with a coupon 30 % of regulars and 9 % of newcomers come; without it 29 and 3 %. The coupon adds 1 point "
            "among regulars and 6 among newcomers."
        ),
    ],
)

peer_rank = Choice(
    id="segmentation.peer-rank",
    section="07-segmentation#segmentation-potential",
    title="What peers rank",
    prompt="All customers of one peer group are compared with the same 90th percentile. Who gets the largest estimated potential?",
    options=[
        Option("middle", "the customer nearest to the median of the group"),
        Option("needy", "the customer who needs most of the category"),
        Option("smallest", "the customer who spends least with us"),
    ],
    hints=[
        "Write the estimate for two customers of the same group.",
        Twin(
            "A twin: the class's best jump is 4 m. By the gap to it the child who jumped 1 m has the largest “potential”, 3 m. "
            "Whether she can jump 4 m the gap does not say."
        ),
    ],
)

kmeans_says = Choice(
    id="segmentation.kmeans-says",
    section="07-segmentation#segmentation-clusters",
    title="What K-means proves",
    prompt="K-means with k = 4 gives four groups of similar size with a silhouette of 0.24. What follows?",
    options=[
        Option("types", "there are four types of customers in this firm"),
        Option("noise", "the groups are useless, because 0.24 is low"),
        Option("cut", "the customers can be cut in four"),
    ],
    hints=[
        "What did K-means answer when there was nothing to find?",
        Twin(
            "A twin: a cake without any lines can be cut in four equal pieces. The pieces are there afterwards; they may be very useful; "
            "they were not in the cake."
        ),
    ],
)

boundary = Choice(
    id="segmentation.boundary",
    section="07-segmentation#segmentation-abc",
    title="Who is in A?",
    prompt="Four customers spend ¥40, ¥35, ¥15 and ¥10. Class A is to bring 70 % of the revenue, and ends with the customer who reaches the cut. "
    "Who is in it?",
    options=[
        Option("three", "the first three customers"),
        Option("first", "only the first customer"),
        Option("two", "the first two customers"),
    ],
    hints=[
        "Write the share of the revenue *before* each customer.",
        Twin(
            "A twin: ¥60, ¥25 and ¥15. The shares before them are 0, 60 and 85 %. The first two begin below 70 %, so they are in A, "
            "and bring 85 %."
        ),
    ],
)

sleeping = Choice(
    id="segmentation.sleeping",
    section="07-segmentation#segmentation-grid",
    title="The cell of many promises",
    prompt="A bank's grid puts 400 clients into “low value, high potential”. It rings up thirty of them at random, and nine still use their "
    "account. What comes first?",
    options=[
        Option("advisers", "to give each an adviser, for nowhere is more to be won"),
        Option("ask", "to ask who is still a client"),
        Option("drop", "to strike the cell, for nothing can be won in it"),
    ],
    hints=[
        "Where do those spend who have left?",
        Twin(
            "A twin: a gym wants to sell courses to members who “could come much more often”. Most of them have moved away. The list needs the "
            "addresses before it needs a course."
        ),
    ],
)

promise = Choice(
    id="segmentation.promise",
    section="07-segmentation#segmentation-sure",
    title="What to promise",
    prompt="A firm estimates the profit of a place for each of 5,000 customers. Over all customers the estimates are right on average. It takes the "
    "200 with the largest estimates, which add up to ¥40,000. What will these places probably earn?",
    options=[
        Option("same", "about ¥40,000, since the errors cancel"),
        Option("less", "less than ¥40,000"),
        Option("more", "more than ¥40,000, since these are the best"),
    ],
    hints=[
        "Which errors help a customer into the first 200?",
        Twin(
            "A twin: of a hundred pupils take the ten with the best marks in a short test. In a second test of the same kind their mean is lower. "
            "Luck helped them into the ten, and does not help them again."
        ),
    ],
)

which_fails = Choice(
    id="segmentation.which-fails",
    section="07-segmentation#segmentation-useful",
    title="Which criterion fails?",
    prompt="A gym marks all members who came less than once a week in the last month: 900 of 4,000, each known by card. Their margin "
    "would carry a programme, all have agreed to text messages, and they leave twice as often as the others. A free hour with a "
    "trainer, offered to half of *all* members at random, changed leaving as much among them as among the others. Which criterion "
    "does the segment fail?",
    options=[
        Option("substantial", "substantial (足量性)"),
        Option("actionable", "actionable (可操作性)"),
        Option("differentiable", "differentiable (可区分性)"),
        Option("measurable", "measurable (可衡量性)"),
    ],
    hints=[
        "Go through the criteria one by one. Four of the five are answered with a yes.",
        Twin(
            "A twin: night owls of a video shop are known, many, reached by the app, and rent longer films. A discount on long films "
            "raised rentals as much by day. Different, and not different in what the discount does."
        ),
    ],
)

when_levels = Choice(
    id="segmentation.when-levels",
    section="07-segmentation#segmentation-clusters",
    title="When are the levels written?",
    prompt="A project has a goal, and four clusters with a stability of 0.7. Management asks whether 0.7 is enough. When should that have "
    "been decided?",
    options=[
        Option(
            "data", "with the clusters in hand, by comparing 0.7 with what other numbers of clusters reach"
        ),
        Option("before", "before the data were looked at"),
        Option("test", "after the first campaign, by what the segments earned"),
    ],
    hints=[
        "Who would set a level that the own result fails?",
        Twin(
            "A twin: a jumper knocks the bar down, and then asks how high it should have been. The height is fixed before the jump."
        ),
    ],
)

one_stage = Choice(
    id="segmentation.one-stage",
    section="07-segmentation#segmentation-life-cycle",
    title="One customer, one stage",
    prompt="By the chapter's rules (lost after 365 days without an order, new for 90 days, a change of 20 % for growing and declining): "
    "a customer for 5 years spent ¥1,000 in the year before and ¥850 in the last year; her last order was 300 days ago. Which stage "
    "has she?",
    options=[
        Option("lost", "lost"),
        Option("declining", "declining"),
        Option("mature", "mature"),
    ],
    hints=[
        "Ask the rules in their order, and stop at the first that fits.",
        Twin(
            "A twin: ¥500 and then ¥390, last order 20 days ago. Not lost, not new; 390 ÷ 500 = 0.78 is below 0.8: declining."
        ),
    ],
)

growing = Choice(
    id="segmentation.growing",
    section="07-segmentation#segmentation-life-cycle",
    title="What growing promises",
    prompt="A manager wants to give advisers to the customers in the stage “growing”, because “they will grow further”. Which number would tell?",
    options=[
        Option("count", "how many customers are growing"),
        Option("past-change", "by how much they grew in the year that made them “growing”"),
        Option("next-change", "how last year's growing customers changed since"),
    ],
    hints=[
        "Which of the numbers is about a year that had no part in choosing them?",
        Twin(
            "A twin: of the players with the best first half of a season most do worse in the second. Whether form lasts is seen only in the "
            "second half."
        ),
    ],
)

QUESTIONS = (
    explained,
    fails,
    stage,
    potential,
    needed_share,
    silence,
    wallet_share,
    project,
    peer_function,
    abc,
    three_clusters,
    slide,
    targets,
    memo,
    won_back,
    smearing,
)

LABS = (lab_abc, lab_grid, lab_break_even)

QUIZ = (
    which_base,
    which_fails,
    actionable,
    boundary,
    peer_rank,
    sleeping,
    kmeans_says,
    when_levels,
    one_stage,
    growing,
    promise,
)
