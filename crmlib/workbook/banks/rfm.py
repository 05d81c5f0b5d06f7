"""The questions of chapter 4, RFM: what is asked."""

import functools
from datetime import date

from crmlib import datasets, rfm
from crmlib.workbook.kinds.choice import Audit, Choice, Definition, Match, Option, Several
from crmlib.workbook.kinds.code import Decision, Function, Value
from crmlib.workbook.kinds.draws import DayBefore, OneOf, Sample, money, rate, whole
from crmlib.workbook.kinds.memo import OPEN_RUBRIC, Memo
from crmlib.workbook.kinds.number import Interval, Number, Reverse
from crmlib.workbook.kinds.order import Order, Step
from crmlib.workbook.kinds.questions import Twin

US_DOLLARS = "US dollars"

TODAY = date(1997, 9, 30)

TABLE_DAY = "1998-07-31"


@functools.cache
def cdnow():
    return datasets.load_cdnow()


def _orders_of_some(rng, customers=120):
    """The orders of some CDNOW customers, drawn at random."""
    everyone = sorted(cdnow()["customer_id"].unique().tolist())
    return cdnow()[cdnow()["customer_id"].isin(rng.sample(everyone, customers))].reset_index(drop=True)


# 1 ------------------------------------------------------------------------------------------------

recency = Number(
    id="rfm.recency",
    section="04-rfm#rfm-definitions",
    title="Recency by hand",
    prompt="A customer ordered on {first}, on {second} and on {last}, and at no other time. "
    "It is 30 September 1997. What is her recency, as the time since her last purchase, in days?",
    draws=dict(
        first=DayBefore(TODAY, 190, 260, says="the day of her first order"),
        second=DayBefore(TODAY, 100, 170, says="the day of her second order"),
        last=DayBefore(TODAY, 12, 75, says="the day of her last order"),
    ),
    unit="days",
    low=0,
    high=3650,
    hints=[
        "Only one of the three dates matters for this definition.",
        "Count the days from {last} to 30 September: first to the end of that month, then on.",
    ],
)

# 2 ------------------------------------------------------------------------------------------------

definition = Choice(
    id="rfm.definition",
    section="04-rfm#rfm-definitions",
    title="Which recency?",
    prompt="A chain of tea shops wants a list of the customers who have stayed away unusually long *for them*: "
    "a daily guest after a week, a monthly guest after two months. Which figures does the list need?",
    options=[
        Option("since-last", "days since the last visit, with the longest absence at the head of the list"),
        Option("both", "days since the last visit, divided by the guest's own mean interval"),
        Option("interval", "the mean interval between visits (光顾间歇), with the longest at the head"),
        Option("first-to-last", "days from the first visit to the last, divided by the number of visits"),
    ],
    hints=[
        "The words “for them” decide it: the same absence means different things for different guests.",
        "Write down a daily guest away for 7 days and a monthly guest away for 7 days. Which figure tells them apart?",
        Twin(
            "Another case: a gym wants members who come less often *than before*. Days since the last visit cannot say, "
            "and the number of visits cannot say. Visits this month divided by the member's own usual month can. "
            "A change is always measured against the person's own past."
        ),
    ],
    pool=(
        dict(
            prompt="A pharmacy on the net wants to remind buyers of contact lenses when their lenses run out. Some order every "
            "month, others twice a year. On which figures should the day of a customer's reminder rest?",
            options=[
                Option("since-last", "the days since her last order: everyone is reminded after 60 of them"),
                Option(
                    "of-all", "the mean interval between the orders of all customers, from her last order on"
                ),
                Option("orders", "the number of her orders: those with more are reminded earlier"),
                Option("both", "her own mean interval between orders, from her last order on"),
            ],
            hints=[
                "What would happen to a customer who orders twice a year, and to one who orders every month?",
                "The reminder needs a day from which to count, and a number of days to count. Whose number?",
                Twin(
                    "Another case: a nursery school calls parents whose child is late. “Late” is not one time for all: one child comes at "
                    "seven each day, another at nine. Who is usually there at seven and is missing at eight is late."
                ),
            ],
        ),
        dict(
            prompt="A wholesaler in Guangzhou sells paper to print shops. One orders every week, another every half-year. A clerk "
            "is to telephone those who seem to have stopped. By which figure should the list be sorted?",
            options=[
                Option("both", "silence, as a multiple of the usual pause of the same shop"),
                Option(
                    "since-last",
                    "silence in days, with the shops at the head that have not ordered for longest",
                ),
                Option("fewer", "orders of last year less orders of this year"),
                Option("interval", "usual pause between orders, with the longest at the head of the list"),
            ],
            hints=[
                "A pause of eight weeks: what does it mean for each of the two shops?",
                "The list is to show first who is latest by a shop's own measure, not by that of the others.",
                Twin(
                    "Another case: two buses are 10 minutes behind. One runs every 5 minutes, the other every hour. At the first stop two "
                    "buses have failed to come: 10 ÷ 5 = 2. At the other hardly anybody notices: 10 ÷ 60 = 0.17."
                ),
            ],
        ),
    ),
)

# 3 ------------------------------------------------------------------------------------------------

order_value = Number(
    id="rfm.order-value",
    section="04-rfm#rfm-definitions",
    title="Average order value",
    prompt="In a year {customers} customers placed {orders} orders for {revenue} in all. "
    "What is the average order value (笔单价), in US dollars?",
    draws=dict(
        customers=whole(1_500, 2_500, 100, says="the number of customers"),
        orders=whole(4_000, 7_200, 100, says="the number of orders"),
        revenue=money(
            120_000, 260_000, step=5_000, unit=US_DOLLARS, says="the money that they brought in all"
        ),
    ),
    unit=US_DOLLARS,
    low=0,
    high=100_000,
    hints=[
        "The unit of the answer is US dollars per order. Which two of the three numbers have these units?",
        "Total money on top, number of orders below.",
    ],
)

# 4 ------------------------------------------------------------------------------------------------

cell = Number(
    id="rfm.cell",
    section="04-rfm#rfm-scores",
    title="Score one customer",
    prompt="The cut points are 30, 90, 180 and 270 days for recency, 1, 2, 4 and 8 orders for frequency, "
    "and 20, 50, 100 and 200 US dollars for monetary value. Above a cut point begins the next class; "
    "5 is best in all three. A customer has a recency of {recency} days, {frequency} orders and a total "
    "of {monetary}. Write her three scores as one number, R first, such as 325.",
    draws=dict(
        recency=whole(10, 260, 5, says="her recency"),
        frequency=OneOf((2, 4, 8), says="the number of her orders"),
        monetary=money(15, 195, step=10, unit=US_DOLLARS, says="her total"),
    ),
    unit="",
    low=111,
    high=555,
    hints=[
        "Score one measure at a time: count how many cut points lie strictly below the value, then add 1.",
        "For recency, turn the count round: 5 minus the number of cut points strictly below.",
    ],
)

# 5 ------------------------------------------------------------------------------------------------

table = Value(
    id="rfm.table",
    section="04-rfm#rfm-table",
    title="The RFM table",
    prompt="`q.orders` holds {orders} from CDNOW. Make the RFM table as of 31 July 1998: a DataFrame with the columns "
    "`customer_id`, `recency` (days since the last order), `frequency` (orders) and `monetary` (total spend, US dollars).",
    draws=dict(orders=Sample(_orders_of_some, "the {rows:,} orders of 120 customers")),
    hints=[
        "Group the orders by customer; you need the last date, the number of rows and the sum of the amounts.",
        "Recency is the distance from the last date of a customer to 31 July 1998, in days. Or see what one call of `crmlib.rfm.rfm_table` does with its option `as_of`.",
    ],
)

# 6 ------------------------------------------------------------------------------------------------


def _table_of_some(rng):
    table = rfm.rfm_table(
        _orders_of_some(rng, customers=200), as_of=TABLE_DAY, returns="net", zero_orders="count"
    )
    return table.drop(columns="average_order_value")


scores = Value(
    id="rfm.scores",
    section="04-rfm#rfm-scores",
    title="Quintile scores",
    prompt="`q.table` is the RFM table of {table}. Score the three measures by quintiles, cut where `quantile` of pandas cuts: `recency_score`, "
    "`frequency_score` and `monetary_score`, 1 to 5, 5 best in all three, customers with equal values sharing a score "
    "(a value *on* a cut point belongs below it). Keep `customer_id`.",
    draws=dict(table=Sample(_table_of_some, "{rows:,} customers")),
    hints=[
        "The 20, 40, 60 and 80 % quantiles are the cut points. Count how many lie strictly below a value.",
        "Frequency and monetary: more is better, so the score rises by one at each cut. Recency: less is better, so it falls. Or see what `crmlib.rfm.rfm_score` does with its option `ties`.",
    ],
)

# 7 ------------------------------------------------------------------------------------------------

ties = Choice(
    id="rfm.ties",
    section="04-rfm#rfm-scores",
    title="What ties do",
    prompt="65 % of a shop's customers have bought exactly once. You score frequency by quintiles, and equal values "
    "share a score. What happens?",
    options=[
        Option("three", "the one-time buyers all score 3"),
        Option("error", "the scores cannot be computed"),
        Option("empty", "the one-time buyers all score 1, and the scores 2 and 3 stay empty"),
        Option(
            "fifths",
            "each score goes to a fifth of the customers, as quintiles always do, whatever the values",
        ),
    ],
    hints=[
        "Write down the 20, 40, 60 and 80 % quantiles of the number of orders.",
        "The score is 1 plus the number of cut points strictly below the value.",
        Twin(
            "Another case: if 30 % had bought once and the rest at least twice, only the 20 % quantile would be 1. "
            "Customers with one purchase lie above no cut point and score 1. Those with two lie above one at least and "
            "score 2 or more. The lowest class holds 30 % of the customers, not 20 %."
        ),
    ],
)

two_orders = Number(
    id="rfm.two-orders",
    section="04-rfm#rfm-scores",
    title="The score of two orders",
    prompt="Of {customers} customers {once} have ordered once, {twice} twice and the others more often. You score frequency by "
    "quintiles, and equal values share a score (a value *on* a cut point belongs below it). Which frequency score does a "
    "customer with two orders get?",
    draws=dict(
        customers=whole(1_000, 5_000, 500, says="the number of customers"),
        once=rate(0.42, 0.78, step=0.02, says="the part that has ordered once"),
        twice=rate(0.06, 0.3, step=0.02, says="the part that has ordered twice"),
    ),
    unit="",
    low=1,
    high=5,
    hints=[
        "Sort the customers by their number of orders. Who stands at 20, 40, 60 and 80 % of the row?",
        "Add 1 to the number of cut points that are smaller than 2.",
    ],
)

# 8 ------------------------------------------------------------------------------------------------

# Customers with their scores of recency, frequency and monetary value, for the three items.
SEGMENTED = (
    {
        (5, 5, 5): "ordered last week, for the twelfth time, a large sum (555)",
        (5, 1, 2): "ordered last week for the first time, a small sum (512)",
        (4, 2, 3): "came back this month for a second order (423)",
        (3, 3, 4): "two orders, good sums, away for half a season (334)",
        (1, 5, 5): "ten orders and large sums, none for a year (155)",
        (1, 1, 2): "one small order, more than a year ago (112)",
    },
    {
        (2, 1, 1): "one small order, ten months ago (211)",
        (5, 4, 2): "here last week, a regular who spends little (542)",
        (2, 5, 5): "eleven orders and large sums, the last ten months ago (255)",
        (4, 1, 3): "a first order this month, neither small nor large (413)",
        (2, 4, 2): "seven small orders, the last ten months ago (242)",
        (3, 1, 2): "one small order, half a season ago (312)",
    },
    {
        (1, 3, 4): "three orders, good sums, none for a year (134)",
        (5, 3, 2): "here last week with a third order, small sums (532)",
        (1, 2, 1): "two very small orders, more than a year ago (121)",
        (5, 1, 3): "a first order last week, neither small nor large (513)",
        (3, 2, 2): "two small orders, away for half a season (322)",
        (5, 5, 4): "here last week, orders all the time, good sums (554)",
    },
)

segments = Match(
    id="rfm.segments",
    section="04-rfm#rfm-segments",
    title="Name the segments",
    prompt="Six customers, each with her scores for recency, frequency and monetary value (5 is best). "
    "Which of the chapter's segments does each belong to?",
    rows=list(SEGMENTED[0].values()),
    options=[
        "need attention",
        "new customers",
        "lost",
        "champions",
        "potential loyalists",
        "cannot lose them",
    ],
    hints=[
        "Read the first digit first: 4 or 5 is here, 3 is going, 1 or 2 is gone.",
        "Then the second: is there a habit (4 or 5), a beginning (2 or 3) or a single order (1)? "
        "Last the third: was the money much?",
    ],
    pool=(
        dict(
            rows=list(SEGMENTED[1].values()),
            options=["at risk", "promising", "loyal", "hibernating", "cannot lose them", "about to sleep"],
        ),
        dict(
            rows=list(SEGMENTED[2].values()),
            options=[
                "champions",
                "at risk",
                "potential loyalists",
                "about to sleep",
                "new customers",
                "lost",
            ],
        ),
    ),
)

# 9 ------------------------------------------------------------------------------------------------

break_even = Number(
    id="rfm.break-even",
    section="04-rfm#rfm-break-even",
    title="Break-even response",
    prompt="A mailing costs {cost}. An order brings {order}, of which {margin} is margin. "
    "What response rate does it need to pay for itself? Give a share.",
    draws=dict(
        cost=money(1.2, 2.6, step=0.2, unit=US_DOLLARS, says="the cost of a mailing"),
        order=money(20, 60, step=5, unit=US_DOLLARS, says="what an order brings"),
        margin=rate(0.15, 0.4, step=0.05, says="the part of an order that is margin"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "How much margin does one order bring, in US dollars?",
        "At break-even, the margin of the orders that come equals the cost of all the mailings sent.",
    ],
)

added = Number(
    id="rfm.added",
    section="04-rfm#rfm-effect",
    title="What a letter adds",
    prompt="A random half of a cell got a letter, and {with_letter} of them ordered; of the other half {without} ordered. "
    "A letter costs {cost}, and an order brings {margin} of margin. What does a letter earn, in US dollars a customer?",
    draws=dict(
        with_letter=rate(0.2, 0.36, step=0.02, says="the part that ordered with a letter"),
        without=rate(0.06, 0.18, step=0.02, says="the part that ordered without a letter"),
        cost=money(0.8, 2.4, step=0.2, unit=US_DOLLARS, says="the cost of a letter"),
        margin=money(8, 24, step=2, unit=US_DOLLARS, says="the margin of an order"),
    ),
    unit=US_DOLLARS,
    low=-10,
    high=10,
    hints=[
        "Of 100 customers with a letter, how many would have ordered without it?",
        "Only the other orders bring margin that the letter made. All 100 letters cost.",
    ],
)

# 10 -----------------------------------------------------------------------------------------------

lift = Number(
    id="rfm.lift",
    section="04-rfm#rfm-prediction",
    title="Lift",
    prompt="The best-scored {top} of the customers hold {gain} of the later buyers. What is the lift of this group?",
    draws=dict(
        top=rate(0.1, 0.3, step=0.02, says="the part of the customers"),
        gain=rate(0.34, 0.78, step=0.02, says="the part of the later buyers"),
    ),
    unit="",
    low=0,
    high=100,
    hints=[
        "If the score knew nothing, which share of the buyers would this group hold?",
        "Lift is the share of the buyers divided by the share of the customers.",
    ],
)

# 11 -----------------------------------------------------------------------------------------------

pooled = Number(
    id="rfm.pooled-rate",
    section="04-rfm#rfm-cells",
    title="Two cells together",
    prompt="In cell 555, {many} customers were mailed and {high} of them bought; in cell 554, {few} were mailed and "
    "{low} bought. What is the response rate of the two cells together? Give a share.",
    draws=dict(
        many=whole(60, 120, 10, says="the customers of the first cell"),
        high=rate(0.4, 0.6, step=0.05, says="the part of the first cell that bought"),
        few=whole(200, 400, 20, says="the customers of the second cell"),
        low=rate(0.1, 0.3, step=0.05, says="the part of the second cell that bought"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "How many people bought in each cell?",
        "Buyers of both cells, divided by customers of both cells.",
    ],
)

# 12 -----------------------------------------------------------------------------------------------

weighted = Number(
    id="rfm.weighted-score",
    section="04-rfm#rfm-weights",
    title="Weighted score",
    prompt="A customer scores R {r}, F {f}, M {m}. Recency weighs {wr}, frequency {wf}, monetary value {wm}. "
    "What is her weighted score, on the scale from 1 to 5?",
    draws=dict(
        r=whole(1, 5, says="her recency score"),
        f=whole(1, 5, says="her frequency score"),
        m=whole(1, 5, says="her monetary score"),
        wr=whole(4, 9, says="the weight of recency"),
        wf=whole(2, 6, says="the weight of frequency"),
        wm=whole(1, 4, says="the weight of monetary value"),
    ),
    unit="",
    low=1,
    high=5,
    hints=[
        "Multiply each score by its weight and add the three.",
        "Then divide by the sum of the weights, so that three equal scores keep their value.",
    ],
    core=False,
)

# 13 -----------------------------------------------------------------------------------------------

cause = Choice(
    id="rfm.cause",
    section="04-rfm#rfm-effect",
    title="Does it pay?",
    prompt="On the hold-out, 52 % of the champions buy within a quarter; break-even is 20 %. A colleague concludes: "
    "“Mail the champions: the mailing pays.” What is missing?",
    options=[
        Option("margin", "nothing, as 52 % lie far above the 20 % that are needed"),
        Option("increment", "how many of the champions would buy without the mailing"),
        Option("score", "a better score than RFM"),
        Option("sample", "a larger sample of champions, so that the 52 % are known exactly"),
    ],
    hints=[
        "Was anyone mailed on the hold-out?",
        "Think of a champion who buys every month. What does a mailing change for her?",
        Twin(
            "Another case: umbrellas sell best on days on which forecasts promise rain. Stopping the forecasts would not "
            "stop the sales. People who buy after a message may have bought without it. Only a comparison with others who "
            "got no message, chosen at random, tells the two apart."
        ),
    ],
    pool=(
        dict(
            prompt="A chain of bakeries in Chengdu sent a message to its best-scored members, and 70 % of them came within a week; "
            "break-even is 15 %. A colleague concludes: “A message every week: it pays.” What is missing?",
            options=[
                Option("low", "how many of the members with low scores came after the same message"),
                Option("margin", "nothing, as 70 % are far more than the 15 % that are needed"),
                Option("increment", "how many of them come in a week without a message"),
                Option("weeks", "further weeks with a message, so that the 70 % cannot be an accident"),
            ],
            hints=[
                "Who are the best-scored members of a bakery, and how often do they come?",
                "The message is paid by what would not have happened without it. Has anybody seen a week without it?",
                Twin(
                    "Another case: of the passengers who were told the time of departure 95 % caught the train. Of a random half who were "
                    "told nothing 93 % caught it. The message moved 2 of 100, not 95."
                ),
            ],
        ),
        dict(
            prompt="A shop for work clothes telephones all customers whose recency score has fallen to 2. Of those who were reached "
            "18 % order within a month; a call pays from 6 % on. A colleague concludes: “Calls pay three times over.” What is missing?",
            options=[
                Option("increment", "how many order if chance decides that they are not called"),
                Option("margin", "nothing, as 18 % are three times what a call needs to pay for itself"),
                Option("unreached", "how many of those order whom the calls did not reach"),
                Option("rising", "whether 18 % is more than in the calls of the year before"),
            ],
            hints=[
                "Some of these customers would have come back by themselves. Who shows how many?",
                "The others must be like those who were called, but for the call. Which group of the options is?",
                Twin(
                    "Another case: of the children who took part in a reading club 40 % read a book in the month. Those who did not want to take part "
                    "are other children. If 120 want to and only 60 places are drawn by lot, the 60 without a place show "
                    "what would have been: 31 %. The club adds 9 points."
                ),
            ],
        ),
    ),
)

# 14 -----------------------------------------------------------------------------------------------

LEARN_FROM, DECIDE_ON, SCORE_UNTIL = "1997-06-30", "1997-09-30", "1997-12-31"


def _known_orders(rng):
    """All CDNOW orders until the day of the decision; the same for everyone."""
    return cdnow()[cdnow()["date"] <= DECIDE_ON].reset_index(drop=True)


mail = Decision(
    id="rfm.mail",
    section="04-rfm#rfm-decision",
    title="Whom to mail",
    prompt="It is 30 September 1997. `q.orders` holds {orders} until today. A mailing costs {cost}; {margin} of what a "
    "customer spends is margin. Whom do you mail for October to December? Leave a list of `customer_id`. "
    "It is scored on what the customers really bought, under the stated assumption: no mail, no purchase. So it "
    "rewards finding buyers, not moving them.",
    draws=dict(
        cost=money(1.6, 2.4, step=0.1, unit=US_DOLLARS),
        margin=rate(0.16, 0.22, step=0.01),
        orders=Sample(_known_orders, "all {rows:,} CDNOW orders"),
    ),
    unit=US_DOLLARS,
    hints=[
        "What did each cell bring in the quarter before, July to September, less the mailing?",
        "Make the RFM table as of 30 June 1997 from the orders until then, score it, and average margin less cost by cell "
        "over July to September. Then score the customers as of 30 September with the same cut points (`rfm.rfm_cuts`) and "
        "mail the cells that paid.",
    ],
)

# 15 -----------------------------------------------------------------------------------------------

drawn_rate = Number(
    id="rfm.drawn-rate",
    section="04-rfm#rfm-curse",
    title="A rate drawn towards the rest",
    prompt="In a small cell {bought} of {customers} customers bought. Of all customers {rate} bought. The cell's rate is drawn "
    "towards that of all by {added} imaginary customers who buy like all. What rate does the cell get? Give a share.",
    draws=dict(
        bought=whole(4, 8, says="the customers of the cell who bought"),
        customers=whole(9, 16, says="all customers of the cell"),
        rate=rate(0.1, 0.24, step=0.02, says="the rate of all customers"),
        added=whole(10, 30, 5, says="the imaginary customers"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "How many of the imaginary customers buy?",
        "All who buy, real and imaginary, divided by all customers, real and imaginary.",
    ],
    core=False,
)

# 16 -----------------------------------------------------------------------------------------------

odds = Number(
    id="rfm.odds",
    section="04-rfm#rfm-logistic",
    title="From weights to a chance",
    prompt="A logistic model says who buys in the next quarter. Its constant is −{constant}, and a point of the scores adds "
    "{recency} for recency, {frequency} for frequency and {monetary} for monetary value to the logarithm of the odds. "
    "A customer has the scores {r}-{f}-{m}. What chance to buy does the model give her? Give a share.",
    draws=dict(
        constant=OneOf((4.0, 3.5, 3.0), says="the constant without its minus sign"),
        recency=OneOf((0.2, 0.25, 0.3), says="what a point of recency adds"),
        frequency=OneOf((0.35, 0.4, 0.45), says="what a point of frequency adds"),
        monetary=OneOf((0.05, 0.1), says="what a point of monetary value adds"),
        r=whole(2, 5, says="her recency score"),
        f=whole(3, 5, says="her frequency score"),
        m=whole(1, 5, says="her monetary score"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "Add the constant and the three products. That is the logarithm of the odds.",
        "The odds are e to this power. A chance is the odds divided by one more than the odds.",
    ],
    core=False,
)

own = Memo(
    id="rfm.own",
    section="04-rfm#rfm-limits",
    title="Your own orders, or a text with flaws",
    prompt="Score the customers of a shop whose orders you have, test the score on its last three months, and say in words what "
    "it found and what it missed. Or find the flaws in this report: “We scored our 40,000 customers on 2 January. The 555s are "
    "6 % of them and brought 48 % of last year's revenue, so the score explains half of our revenue. In December 31 % of the 555s "
    "ordered after our letter, and 4 % of the 111s. From now on the 555s get a letter every week.”",
    words=(80, 350),
    rubric=OPEN_RUBRIC,
    hints=[
        "Ask of each number in the text: from which days is it, and which people would have done the same anyway?",
        "Revenue is part of the score. December and 2 January are near each other. Nobody was left without a letter.",
        Twin(
            "A flaw in another text, “Members of our gym who use the sauna stay twice as long, so we build a second sauna”: "
            "those who stay long have more days on which to use it. A random group with free entry to the sauna would tell."
        ),
    ],
)

# 17 -----------------------------------------------------------------------------------------------

memo = Memo(
    id="rfm.memo",
    section="04-rfm#rfm-decision",
    title="The memo",
    prompt="The head of marketing asks in one sentence: “Whom should we mail in October, and why should I believe it?” "
    "Answer in a memo: your number, how uncertain it is, the alternative you turned down, and what an error would cost.",
    words=(60, 250),
    hints=[
        "Begin with the decision, not with the method.",
        "One sentence each: number, uncertainty, alternative, cost of an error, and the assumption it all rests on.",
        Twin(
            "A memo on prices: “Raise the delivery fee to 4.90 for orders below 30. Last spring's test on 2,000 "
            "orders earned 0.31 more an order, give or take 0.12. I turned down a fee for all, which would have hit the "
            "best customers. If I am wrong we lose some 600 orders a month and can undo it in a day.”"
        ),
    ],
)

lab_weights = Choice(
    id="rfm.lab-weights",
    section="04-rfm#rfm-weights",
    title="Lab: what weights do",
    prompt="Before you move anything: the weight of recency rises from 1 to 5, those of frequency and monetary value "
    "stay at 1. Who enters the best fifth of the customers by weighted score?",
    options=[
        Option("nobody", "nobody: the ranks stay as they are"),
        Option("spenders", "big spenders who have not bought for long"),
        Option("recent", "customers who bought lately"),
    ],
    hints=[
        "Compare a customer 5-1-1 with a customer 1-5-5 under both weights.",
        Twin(
            "With weights 1, 1, 1 the customer 1-5-5 scores 3.67 and 5-1-1 scores 2.33. With 1, 5, 1 on frequency "
            "1-5-5 scores 4.43 and 5-1-1 scores 1.57. The weight pulls the score towards its own digit."
        ),
    ],
)

lab_break_even = Choice(
    id="rfm.lab-break-even",
    section="04-rfm#rfm-break-even",
    title="Lab: what a better order does",
    prompt="Before you move anything: the margin per response doubles from 10 to 20 US dollars, and a letter still "
    "costs 2 US dollars. What happens to the break-even response rate?",
    options=[
        Option("straight", "it falls from 20 % to 0 %: a straight line downwards"),
        Option("doubles", "it doubles, from 20 % to 40 %"),
        Option("halves", "it falls by half, from 20 % to 10 %"),
    ],
    hints=[
        "How many responses out of 100 letters bring the 200 US dollars back that the letters cost?",
        Twin(
            "With a letter of 3 and a margin of 15: 3 ÷ 15 = 0.20. With a margin of 30: 3 ÷ 30 = 0.10. "
            "With a margin of 60: 0.05. Each doubling halves the rate."
        ),
    ],
)

# Quizzes of the chapter's page --------------------------------------------------------------------

recency_for = Definition(
    id="rfm.which-recency",
    section="04-rfm#rfm-definitions",
    title="Which recency?",
    prompt="A customer ordered first {first} days ago and last {last} days ago. In all she came {visits} times, each time on "
    "another day. You hand her history to a model of repeat buying (chapter 6). Which number is its recency?",
    draws=dict(first=whole(200, 400, 10), last=whole(20, 80, 5), visits=whole(4, 8)),
    options=[
        Option("since-last", "the days since her last order"),
        Option("interval", "the mean interval between her visits (光顾间歇)"),
        Option("since-first", "the days since her first order"),
        Option("first-to-last", "the days from her first order to her last"),
    ],
    hints=[
        "Such a model wants to know how long she was *seen* to come back.",
        "It learns how long she has been silent from another column.",
    ],
)

boundary = Choice(
    id="rfm.boundary",
    section="04-rfm#rfm-cuts",
    title="Two programs, two scores",
    prompt="The cut points of frequency are 1, 2, 4 and 8 orders. A customer has 4 orders. One program gives her a 3, "
    "another a 4, from the same table. What is behind it?",
    options=[
        Option("ties", "one of them breaks ties between equal customers by the order of the rows"),
        Option("side", "a value on a cut point belongs below it in one, and above it in the other"),
        Option("direction", "one of them scores frequency from the wrong end, with 5 for the fewest orders"),
        Option("nested", "one of them cuts frequency within each recency group"),
    ],
    hints=[
        "How many cut points lie below 4? How many lie at 4 or below?",
        "With cut points that are given, does the score of one customer depend on the others?",
        Twin(
            "Another case: the cut points of recency are 30, 90, 180 and 270 days, and a customer ordered 90 days ago. One cut "
            "point lies strictly below 90, two at 90 or below. One program gives 5 − 1 = 4, the other 5 − 2 = 3."
        ),
    ],
)

eight_classes = Match(
    id="rfm.eight-classes",
    section="04-rfm#rfm-segments",
    title="Six of the eight classes",
    prompt="Each of the three measures is high or low. Which class of the scheme of two by two by two is it?",
    rows=[
        "came last month, comes often, spends much",
        "came last month, has come once, spent much",
        "has been away for long, came often, spent much",
        "has been away for long, came once, spent much",
        "came last month, comes often, spends little",
        "has been away for long, came once, spent little",
    ],
    options=[
        "重要保持客户",
        "一般挽留客户",
        "重要价值客户",
        "一般价值客户",
        "重要挽留客户",
        "重要发展客户",
    ],
    hints=[
        "The first two characters tell the money: 重要 is much, 一般 is little.",
        "The next two tell recency and frequency: 价值 both high, 发展 only recency, 保持 only frequency, 挽留 neither.",
    ],
)

frequency_for = Definition(
    id="rfm.which-frequency",
    section="04-rfm#rfm-definitions",
    title="Which frequency?",
    prompt="A customer placed {orders} orders on {days} different days and bought {items} CDs in all. A model of "
    "repeat buying asks: on how many days did she *come back* after her first purchase? Which frequency is meant?",
    draws=dict(orders=whole(9, 12), days=whole(5, 7), items=whole(15, 30)),
    options=[
        Option("days", "the number of days with a purchase"),
        Option("orders", "the number of orders, two on one day counted as two"),
        Option("repeats", "the number of days with a purchase, without the first"),
        Option("items", "the number of CDs, whatever the number of orders and days"),
    ],
    hints=[
        "What should a customer with a single order get?",
        "Two things are to be left out: a second order on the same day, and the day on which she came first.",
    ],
)

told = Several(
    id="rfm.what-it-tells",
    section="04-rfm#rfm-table",
    title="What an RFM table tells",
    prompt="You are given an RFM table (recency in days, frequency in orders, total spend) and the day as of which it was "
    "made; the orders themselves are lost. What can still be worked out for each customer?",
    options=[
        Option("order-value", "her average order value (笔单价)"),
        Option("trend", "whether she spends more per order than she used to"),
        Option("active", "whether she ordered in the last 90 days"),
        Option("margin", "the margin that she brought"),
        Option("last-day", "the date of her last order"),
        Option("interval", "the mean interval between her orders (光顾间歇)"),
    ],
    hints=[
        "Go through the options: which columns would you need for each?",
        "Three numbers and one day are all there is. The first order's date and the course of the orders are gone.",
        Twin(
            "Another table: of a library card you know the day of issue, the number of loans and the day of the last loan. "
            "Loans per year can be worked out; the day of the second loan cannot."
        ),
    ],
)

sent_back = Number(
    id="rfm.returns",
    section="04-rfm#rfm-orders",
    title="An order sent back",
    prompt="A customer ordered three times: for {first}, for {second} and for {third}. The order of {second} she cancelled "
    "before it was sent; of the order of {first} she sent goods for {back} back. What is her monetary value?",
    draws=dict(
        first=money(150, 300, step=10, says="the first order"),
        second=money(100, 250, step=10, says="the second order"),
        third=money(60, 140, step=10, says="the third order"),
        back=money(30, 120, step=10, says="what she sent back"),
    ),
    unit="¥",
    low=-1_000,
    high=10_000,
    hints=[
        "Which of the three orders was sent, and what of it did she keep?",
        "A cancelled order does not count. What was sent back is taken off.",
    ],
)

honest = Order(
    id="rfm.honest-test",
    section="04-rfm#rfm-decision",
    title="An honest test",
    prompt="It is January 1998. You want to know what a mailing rule, learned by 30 September 1997, would have earned from "
    "October to December. Put the steps in order.",
    steps=[
        Step("learn", "see which cells paid from July to September"),
        Step("score", "score the customers of 30 September, same cut points"),
        Step("judge", "count the profit from October to December"),
        Step("table", "make the RFM table of the orders until that day"),
        Step("date", "fix an earlier observation date, 30 June"),
        Step("cuts", "find the cut points and the cells of that table"),
    ],
    hints=[
        "What must be known before the first row of a table can be written?",
        "Learn from months that lie before the decision; judge on months that lie after it.",
        Twin(
            "A recipe: taste the soup of Monday, write down how much salt it needs, cook Tuesday's soup by what is "
            "written, and let the guests of Tuesday judge. Nobody judges a recipe by the soup that it was made from."
        ),
    ],
)

needed_margin = Reverse(
    id="rfm.needed-margin",
    section="04-rfm#rfm-break-even",
    title="Which margin would that need?",
    prompt="{response} of the customers of a cell answer a letter with an order of {order}. A letter costs {cost}. "
    "Which margin, as a share of the order, makes the letters pay exactly for themselves?",
    draws=dict(
        response=rate(0.08, 0.2, step=0.02, says="the part that answers"),
        order=money(30, 60, step=5, unit=US_DOLLARS, says="what an order brings"),
        cost=money(1, 2, step=0.25, unit=US_DOLLARS, says="the cost of a letter"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "How many letters are sent for each order that comes?",
        "One order's margin must pay for all of these letters.",
    ],
)

slide = Audit(
    id="rfm.slide",
    section="04-rfm#rfm-break-even",
    title="The wrong line on the slide",
    prompt="A slide proposes to write to the {customers} customers of a cell. A letter costs {cost}, {response} of the "
    "customers answer, an order brings {order}, and {margin} of it is margin. One line of the slide is wrong. Which?",
    draws=dict(
        customers=whole(300, 600, 100),
        cost=money(1, 2, step=0.5, unit=US_DOLLARS),
        response=rate(0.1, 0.2, step=0.01),
        order=money(40, 80, step=10, unit=US_DOLLARS),
        margin=rate(0.2, 0.3, step=0.05),
    ),
    options=[
        Option(
            "letters",
            lambda customers, cost, **_: (
                f"Letters: {customers} × {cost:.2f} = {customers * cost:,.0f} US dollars"
            ),
        ),
        Option(
            "orders",
            lambda customers, response, **_: (
                f"Orders: {customers} × {response:.2f} = {customers * response:.0f}"
            ),
        ),
        Option(
            "per-order",
            lambda order, margin, **_: (
                f"Margin of an order: {order} × {margin:.2f} = {order * margin:.2f} US dollars"
            ),
        ),
        Option(
            "profit",
            lambda customers, cost, response, order, **_: (
                f"Profit: {customers * response:.0f} × {order} − {customers * cost:,.0f} = "
                f"{customers * response * order - customers * cost:,.0f} US dollars"
            ),
        ),
        Option(
            "break-even",
            lambda cost, order, margin, **_: (
                f"Break-even response: {cost:.2f} ÷ {order * margin:.2f} = "
                f"{rfm.break_even_response_rate(cost, order * margin):.3f}"
            ),
        ),
    ],
    hints=[
        "Check each line's unit first, then what it multiplies.",
        "Name for each line the numbers of the proposal that belong into it, and work it out.",
    ],
)

response_interval = Interval(
    id="rfm.response-interval",
    section="04-rfm#rfm-cells",
    title="How sure is a rate?",
    prompt="Of {mailed} customers of a cell {bought} bought. Give a 90 % interval for the rate at which such customers "
    "buy, as two shares. Between −1.645 and 1.645 lies 90 % of a normal distribution.",
    draws=dict(
        mailed=whole(200, 400, 20, says="all customers who were mailed"),
        bought=whole(40, 80, 4, says="the customers who bought"),
    ),
    unit="share",
    hints=[
        "The rate is the middle, or nearly. How far does chance carry a rate from so many customers?",
        "A rate has the standard error √(p(1 − p)/n).",
    ],
)

two_scores = Choice(
    id="rfm.two-scores",
    section="04-rfm#rfm-rivals",
    title="A slide on two scores",
    prompt="A slide says: “On the hold-out the best fifth by our combined score held 54 % of the buyers. By recency only it "
    "held 52 %, and chance gives 20 %. So the combined score is the better one.” Which objection holds?",
    options=[
        Option("half", "54 % is about one half, and one half of the buyers is what chance would find"),
        Option("noise", "a lead of 2 points may be chance, and its interval is not given"),
        Option("past", "a score has to be tested on the same months from which it was made"),
        Option("combined", "a combined score always beats each of its parts, so the test shows nothing"),
    ],
    hints=[
        "Which two numbers does the last sentence of the slide compare?",
        "Would the same two lists of other customers of this shop differ by 2 points again?",
        Twin(
            "Another slide: of 400 people who saw a red button 41 ordered, of 400 who saw a blue one 36. The difference of 1.25 "
            "points has an interval from about −3 to 5 points. So the slide may not call red the better colour."
        ),
    ],
)

seasonal = Choice(
    id="rfm.seasonal",
    section="04-rfm#rfm-limits",
    title="Silent in January",
    prompt="A garden centre scores its customers by quintiles on 31 January. Three hundred people who came each spring for years "
    "have a recency score of 1. What should be done first?",
    options=[
        Option("lost", "write them off, because a recency score of 1 says that they have left for good"),
        Option("compare", "compare their silence with the same months of earlier years"),
        Option("spread", "spread the ties, so that fewer of them get a score of 1"),
        Option("weight", "lower the weight of recency until they come into the best fifth"),
    ],
    hints=[
        "What did the recency of the same people look like on 31 January a year ago?",
        "A score compares customers on one day. Which days would a fair comparison need?",
        Twin(
            "Another case: a ski school finds in October that its best customers have been away for seven months. So they had "
            "in each October before, and most came back in December. The silence is usual for them."
        ),
    ],
)

fitted = Choice(
    id="rfm.fitted",
    section="04-rfm#rfm-logistic",
    title="What the tables allow",
    prompt="Fitted weights found 55 % of the buyers in the best fifth of a hold-out, and equal weights 54 %. The 95 % interval of "
    "the lead reaches from below zero to 2.5 points. Which sentence do these numbers allow?",
    options=[
        Option("equal", "the two lists are equally good, because the interval holds the zero"),
        Option("better", "fitted weights find more buyers, though the difference is a small one"),
        Option("open", "which list is better is open, but the lead is at most a small one"),
        Option("cause", "a heavier weight on frequency would make more of the customers buy again"),
    ],
    hints=[
        "What does an interval that holds the zero rule out, and what does it leave open?",
        "Look at both ends of the interval, and at the word “equally”.",
        Twin(
            "Another case: a new recipe was liked by 3 points more of the guests, give or take 5. It may be worse by 2 points or "
            "better by 8. Nobody has shown that the recipes are equally good, or that the new one is better."
        ),
    ],
)

# A function to write ------------------------------------------------------------------------------

score_function = Function(
    id="rfm.recency-score",
    section="04-rfm#rfm-scores",
    title="A function that scores recency",
    prompt="Write a function that takes a recency in days and a list of four cut points in rising order, and returns the "
    "score from 1 to 5, 5 for the shortest absence. A recency *on* a cut point belongs below it.",
    inputs=dict(
        recency=whole(0, 400, 5), cuts=OneOf(([30, 90, 180, 270], [10, 20, 40, 80], [60, 120, 240, 365]))
    ),
    hints=[
        "How many cut points lie strictly below the recency? The score falls by one for each.",
        "A comparison that is true counts as 1, so comparisons can be added up over the cuts. Begin at the best score and take off that number.",
        Twin(
            "A function for marks: `def mark(errors, limits): return 1 + sum(errors > limit for limit in limits)` gives 1 for "
            "the fewest errors and one more for each limit passed. Turn the direction round for recency."
        ),
    ],
)

QUESTIONS = (
    recency,
    definition,
    order_value,
    cell,
    weighted,
    score_function,
    table,
    scores,
    two_orders,
    segments,
    lift,
    pooled,
    break_even,
    added,
    cause,
    mail,
    drawn_rate,
    odds,
    own,
    memo,
)

LABS = (lab_weights, lab_break_even)

QUIZ = (
    recency_for,
    frequency_for,
    told,
    sent_back,
    ties,
    boundary,
    eight_classes,
    honest,
    needed_margin,
    slide,
    response_interval,
    two_scores,
    seasonal,
    fitted,
)
