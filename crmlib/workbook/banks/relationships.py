"""The questions of chapter 1, from transactions to relationships: what is asked."""

import functools

from crmlib import datasets
from crmlib.workbook.kinds.choice import Audit, Choice, Match, Option, Several
from crmlib.workbook.kinds.code import Decision, Function
from crmlib.workbook.kinds.draws import Grid, Sample, money, rate, whole
from crmlib.workbook.kinds.memo import Memo
from crmlib.workbook.kinds.number import Number, Reverse
from crmlib.workbook.kinds.order import Order, Step
from crmlib.workbook.kinds.questions import Twin

# The words ----------------------------------------------------------------------------------------

traditional = Match(
    id="relationships.traditional",
    section="01-relationships#relationships-marketing",
    title="Traditional and relationship marketing",
    prompt="Fill the four rows of the comparison: what stands in the column of *relationship* marketing?",
    rows=[
        "focus",
        "tools",
        "who does it",
        "whom it addresses",
    ],
    options=[
        "the customer market",
        "7P",
        "six markets",
        "everyone (cross-functional)",
        "keep existing customers",
        "4P",
        "attract new customers",
        "the marketing department",
    ],
    hints=[
        "Each row has two candidates, one for each column.",
        "The right-hand column is the wider one: more tools, more people, more markets.",
        Twin(
            "A twin, a row that the table does not have: the time that counts. Traditional: this quarter's sales. "
            "Relationship: what a customer brings over the years."
        ),
    ],
    pool=(
        dict(
            prompt="A hotel in Chengdu writes its plan anew. Which sentence stands in each row if it turns to *relationship* "
            "marketing?",
            options=[
                "travel agents, staff and applicants are in the plan",
                "last year's guests come again",
                "rooms, price, place and promotion are planned",
                "the whole house does it, from porter to cook",
                "people, process and the look of the lobby stand beside room and price",
                "two people in sales do it",
                "strangers book for the first time",
                "only those who may book are in the plan",
            ],
        ),
        dict(
            prompt="A firm in Hangzhou sells bookkeeping software. Which sentence describes each row if it follows *relationship* "
            "marketing?",
            options=[
                "advertising has its team, and the team does it",
                "programmers who answer users share in it",
                "user meetings, help desk and set-up stand beside price and product",
                "product, price, place and promotion fill the plan",
                "more firms sign up each month",
                "part of the budget is for associations, schools and partners",
                "all of the budget goes to firms that might buy",
                "fewer firms cancel each year",
            ],
        ),
    ),
)

six_markets = Match(
    id="relationships.six-markets",
    section="01-relationships#relationships-marketing",
    title="The six markets",
    prompt="Six people meet the firm in one week. To which of the six markets does each belong?",
    rows=[
        "a member of the club orders tea",
        "an architect recommends the shop to her clients",
        "a mill agrees to deliver towels within a week",
        "a journalist compares web shops",
        "a student asks for an internship",
        "the hotline team is told of a new tariff before customers are",
    ],
    options=[
        "referral",
        "supplier",
        "influence",
        "recruitment",
        "internal",
        "customer",
    ],
    hints=[
        "Begin with those inside the firm and those who want to get in.",
        "Who sends a buyer is one market; who forms opinions in general is another.",
        Twin(
            "A twin: a bank that lends to the firm. It buys nothing, sends nobody and delivers no goods, but what it "
            "thinks opens or shuts doors: the influence market."
        ),
    ],
    pool=(
        dict(
            prompt="Six people deal with a noodle chain in Wuhan on one day. To which of the six markets does each belong?",
            rows=[
                "a farmer sends vegetables each morning",
                "cooks taste a new dish before it stands on the menu",
                "a guest orders her usual soup",
                "a tour guide brings a group every week",
                "a cook of another chain asks for a job",
                "a food inspector publishes her marks",
            ],
        ),
        dict(
            prompt="Six people deal with a maker of electric bicycles in one week. To which of the six markets does each belong?",
            rows=[
                "an official of the trade association drafts a safety standard",
                "an owner sends her brother to the shop",
                "a school leaver looks for an apprenticeship",
                "mechanics hear first which model is called back",
                "a maker of batteries promises a new cell",
                "a commuter buys a second battery",
            ],
        ),
    ),
)

crm = Several(
    id="relationships.crm",
    section="01-relationships#relationships-crm",
    title="What belongs to CRM?",
    prompt="Which of these belong to the *definition* of customer relationship management?",
    options=[
        Option("long-term", "the relationships are long-term"),
        Option("profitable", "the relationships are profitable"),
        Option("integrate", "the firm's resources are integrated around her"),
        Option("software", "a system of software is in place"),
        Option("centre", "the customer is at the centre"),
        Option("keep-all", "every customer is kept, at any cost"),
    ],
    hints=[
        "There are four parts. Two say what the firm does, two say what the relationships are.",
        "Would it still be CRM if it were done on paper? If customers without profit were let go?",
        Twin(
            "A twin, on customer value management: understanding needs, raising quality and satisfaction, and a growing "
            "value of the firm belong to it. A low price does not: it may serve it or harm it."
        ),
    ],
    pool=(
        dict(
            prompt="A hotel group in Xi'an says that it has customer relationship management. Which of these would you look for, "
            "going by the *definition*?",
            options=[
                Option("integrate", "desk, kitchen and web site share what they can do for one guest"),
                Option("discount", "guests pay less each time that they come"),
                Option("long-term", "a guest is thought of in years, not in nights"),
                Option("database", "all bookings stand in a large database"),
                Option("centre", "work is arranged around the guest"),
                Option("profitable", "what it does for guests pays"),
            ],
            hints=[
                "There are four parts. Two say what the firm does, two say what the relationships are.",
                "Would it still be CRM if the group used a card index? If its prices never changed?",
                Twin(
                    "A twin, on customer value management: understanding needs, raising quality and satisfaction, and a growing "
                    "value of the firm belong to it. A large advertising budget does not: it may serve it or harm it."
                ),
            ],
        ),
        dict(
            prompt="A maker of lifts in Suzhou lists what it does. Which lines belong to the *definition* of customer relationship "
            "management?",
            options=[
                Option("centre", "plans begin with the client, not with the lift"),
                Option("newcomers", "more clients are won each year than in the year before"),
                Option("profitable", "relations with clients are meant to pay"),
                Option("integrate", "sales, workshop and accounts pull together for a client"),
                Option("contacts", "each client hears from the firm once a week"),
                Option("long-term", "relations are meant to last"),
            ],
            hints=[
                "There are four parts. Two say what the firm does, two say what the relationships are.",
                "Would it still be CRM if clients heard from the firm only when they need it? If no new ones came?",
                Twin(
                    "A twin, on customer value management: understanding needs, raising quality and satisfaction, and a growing "
                    "value of the firm belong to it. A short delivery time does not: it may serve it, if customers need it."
                ),
            ],
        ),
    ),
)

process = Order(
    id="relationships.process",
    section="01-relationships#relationships-crm",
    title="The customer-oriented process",
    prompt="Put the six core steps of the customer-oriented process in order.",
    steps=[
        Step("information", "accumulate information"),
        Step("delivery", "deliver value"),
        Step("evaluation", "evaluate performance"),
        Step("portfolio", "analyse the customer portfolio"),
        Step("life-cycle", "manage the life cycle"),
        Step("design", "design value"),
    ],
    hints=[
        "Who, what about them, what for them, then do it.",
        "The last two look at what happens after the delivery: over the years, and in the books.",
        Twin(
            "A twin, at a doctor's: know your patients, take the history, plan a treatment, treat, follow up over the "
            "years, and look at the year's results. Nobody plans a treatment before the history."
        ),
    ],
    pool=(
        dict(
            prompt="A hotel chain goes through the six core steps of the customer-oriented process. Put what it does in order.",
            steps=[
                Step("design", "decide what each group is to be offered"),
                Step("evaluation", "see in the books whether all of it worked"),
                Step("information", "ask the groups worth knowing better what they miss"),
                Step("life-cycle", "keep, develop and win back guests over the years"),
                Step("portfolio", "find out who the guests are, and what each group brings"),
                Step("delivery", "keep what was offered at the desk and in the room"),
            ],
        ),
        dict(
            prompt="A firm sells bookkeeping software to small firms. It works by the six core steps of the customer-oriented "
            "process. Put them in order.",
            steps=[
                Step("life-cycle", "look after firms that grow, fall silent or cancel"),
                Step("information", "record how the chosen kinds of firm work with the program"),
                Step("delivery", "set the package up and answer the telephone as agreed"),
                Step("portfolio", "sort the client firms, and see what each kind brings"),
                Step("evaluation", "compare cost and result of the whole round"),
                Step("design", "put together a package for each kind of firm"),
            ],
        ),
    ),
)

# Six Sigma ----------------------------------------------------------------------------------------

dpmo = Number(
    id="relationships.dpmo",
    section="01-relationships#relationships-six-sigma",
    title="Late deliveries in a million",
    prompt="A shop delivered {units} parcels. Each can go wrong in {ways} ways, such as late, damaged or to the wrong "
    "address. {defects} defects were found. How many defects per million opportunities (DPMO)?",
    draws=dict(
        units=whole(1_500, 6_000, 500, says="the number of parcels"),
        ways=whole(3, 5, says="the ways in which a parcel can go wrong"),
        defects=whole(20, 120, 10, says="the number of defects"),
    ),
    unit="",
    low=0,
    high=1_000_000,
    hints=[
        "How many opportunities to go wrong were there in all?",
        "Defects divided by units times ways, times a million.",
    ],
)

sigma = Number(
    id="relationships.sigma",
    section="01-relationships#relationships-sigma",
    title="The sigma level",
    prompt="A hotline answers {late} of its calls too late. A call has one way to go wrong. What is its sigma level, with "
    "the customary shift of 1.5?",
    draws=dict(late=rate(0.02, 0.20, step=0.001, says="the part of the calls that is late")),
    unit="",
    low=-3,
    high=8,
    hints=[
        "First the DPMO: late calls in a million.",
        "How far from the middle must a normal distribution go to leave that share beyond it? Add the usual shift; `value.sigma_level` does both.",
    ],
    core=False,
)

# The base -----------------------------------------------------------------------------------------

next_base = Number(
    id="relationships.next-base",
    section="01-relationships#relationships-base",
    title="The base after a year",
    prompt="A firm has {customers} customers. {inflow} join in the year and stay to its end, and {churn} of those who were "
    "there at its start leave. How many customers has it after the year?",
    draws=dict(
        customers=whole(200, 900, 50, says="the number of customers at the start"),
        inflow=whole(40, 160, 10, says="the number that joins in a year"),
        churn=rate(0.10, 0.30, step=0.025, says="the churn"),
    ),
    unit="customers",
    low=0,
    high=2_000,
    hints=[
        "How many of today's customers are still there after a year?",
        "Add those who joined. They do not leave in the year in which they join.",
    ],
)

settled_base = Number(
    id="relationships.settled-base",
    section="01-relationships#relationships-base",
    title="Where the base settles",
    prompt="A club has {customers} members. Each year {inflow} join and are still there at its end, and {churn} of "
    "those who were members at its start leave. At how many members does it settle?",
    draws=dict(
        customers=whole(200, 900, 50, says="the number of members today"),
        inflow=whole(40, 160, 10, says="the number that joins in a year"),
        churn=rate(0.10, 0.30, step=0.025, says="the churn"),
    ),
    unit="members",
    low=0,
    high=5_000,
    hints=[
        "When the club has settled, as many leave in a year as join.",
        "Churn times members equals inflow. Today's number does not matter.",
    ],
)

needed_churn = Reverse(
    id="relationships.needed-churn",
    section="01-relationships#relationships-club",
    title="Which churn would that need?",
    prompt="The plan says: {target} members in the long run. {inflow} join each year. Which yearly churn does the plan assume? "
    "Give a share.",
    draws=dict(
        target=whole(400, 1_200, 50, says="the number of members in the long run"),
        inflow=whole(60, 240, 10, says="the number that joins in a year"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "In the long run as many leave as join. How many is that a year?",
        "So many of the target, as a share.",
    ],
)

base_function = Function(
    id="relationships.base-function",
    section="01-relationships#relationships-base",
    title="A function for the base",
    prompt="Write a function that takes the customers of today, the inflow of a year and the churn rate of a year, and "
    "returns the customers after *two* years with the same inflow and churn.",
    inputs=dict(customers=whole(0, 1_000, 50), inflow=whole(0, 300, 10), churn_rate=rate(0.05, 0.6, 0.05)),
    hints=[
        "Write the line for one year first. Then do it again with its result.",
        "In a year those who do not leave stay, and the newcomers are added. The second year does the same to what the first one left, not to the base of today.",
        Twin(
            "A twin, on savings: `def two_years(money, paid_in, interest): one = money * (1 + interest) + paid_in; "
            "return one * (1 + interest) + paid_in`. Two steps of one line."
        ),
    ],
)

# Profit -------------------------------------------------------------------------------------------

which_firm = Number(
    id="relationships.which-firm",
    section="01-relationships#relationships-profit",
    title="Which firm could that be?",
    prompt="A firm's base has settled, with a churn of {churn} a year. A programme takes {cut} *of the churn* away. The firm "
    "reports: profit up {claim} *in the first year*. How large must its profit be today, as a share of its "
    "contribution? (The cost of the programme is left out.)",
    draws=dict(
        churn=rate(0.10, 0.30, step=0.02, says="the churn"),
        cut=rate(0.10, 0.30, step=0.05, says="the part of the churn that goes"),
        claim=rate(0.12, 0.32, step=0.02, says="the growth of profit"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "By what share is the base larger after a year? The customers saved are a share of the churn.",
        "Growth of profit = growth of the base ÷ profit's share. Solve it for the share.",
    ],
)

slide = Audit(
    id="relationships.slide",
    section="01-relationships#relationships-profit",
    title="The wrong line on the slide",
    prompt="A slide defends a programme for {customers} customers whose number has settled. Churn falls from {churn} by "
    "{cut} of itself. A customer brings a contribution of {margin} a year; fixed cost is {fixed_share} of today's "
    "contribution. One line is wrong. Which?",
    draws=dict(
        customers=whole(1_000, 4_000, 1_000),
        churn=rate(0.20, 0.30, step=0.05),
        cut=rate(0.10, 0.20, step=0.05),
        margin=money(100, 300, step=50),
        fixed_share=rate(0.5, 0.8, step=0.1),
    ),
    options=[
        Option(
            "churn-after",
            lambda churn, cut, **_: f"Churn after: {churn:g} × (1 − {cut:g}) = {churn * (1 - cut):g} a year",
        ),
        Option(
            "year-one",
            lambda customers, churn, cut, **_: (
                f"Customers more after a year: {customers:,} × {churn:g} × {cut:g} = {customers * churn * cut:,g}"
            ),
        ),
        Option(
            "contribution",
            lambda customers, churn, cut, margin, **_: (
                f"Contribution more, with the base of then: {customers * churn * cut:,g} × ¥{margin} = "
                f"¥{customers * churn * cut * margin:,.0f} a year"
            ),
        ),
        Option(
            "profit",
            lambda customers, churn, cut, margin, fixed_share, **_: (
                f"Growth of profit: ¥{customers * churn * cut * margin:,.0f} ÷ ¥{customers * margin:,.0f} = "
                f"{100 * churn * cut:g} %"
            ),
        ),
        Option(
            "long-run",
            lambda customers, cut, **_: (
                f"In the long run: {customers:,} ÷ (1 − {cut:g}) = {customers / (1 - cut):,.0f} customers"
            ),
        ),
    ],
    hints=[
        "Say for each line what it counts, or what it is a share of.",
        "Write down the customers, their contribution and the fixed cost before the programme, and again after it. Then work out each line from the two columns.",
    ],
    pool=(
        dict(
            prompt="A slide defends a programme of a club with {customers} members, whose number has settled. Churn falls from "
            "{churn} by {cut} of itself. A member brings a contribution of {margin} a year; fixed cost is {fixed_share} of "
            "today's contribution. One line is wrong. Which?",
            options=[
                Option(
                    "joining",
                    lambda customers, churn, **_: (
                        f"Joining each year, as many as leave: {customers:,} × {churn:g} = {customers * churn:,g}"
                    ),
                ),
                Option(
                    "long-run",
                    lambda customers, cut, **_: (
                        f"In the long run: {customers:,} × (1 + {cut:g}) = {customers * (1 + cut):,.0f} members"
                    ),
                ),
                Option(
                    "year-one",
                    lambda customers, churn, cut, **_: (
                        f"Members more after a year: {customers:,} × {churn:g} × {cut:g} = {customers * churn * cut:,g}"
                    ),
                ),
                Option(
                    "before",
                    lambda customers, margin, fixed_share, **_: (
                        f"Profit before: ¥{customers * margin:,} × (1 − {fixed_share:g}) = "
                        f"¥{customers * margin * (1 - fixed_share):,.0f} a year"
                    ),
                ),
                Option(
                    "profit",
                    lambda customers, churn, cut, margin, fixed_share: (
                        f"Growth of profit, with the base after a year: ¥{customers * churn * cut * margin:,.0f} ÷ "
                        f"¥{customers * margin * (1 - fixed_share):,.0f} = {100 * churn * cut / (1 - fixed_share):.1f} %"
                    ),
                ),
            ],
        ),
        dict(
            prompt="A bakery delivers bread to {customers} homes, and the number has settled. A slide praises a programme that "
            "lowers churn from {churn} by {cut} of itself. A home brings a contribution of {margin} a year; fixed cost is "
            "{fixed_share} of today's contribution. One line is wrong. Which?",
            options=[
                Option(
                    "year-one",
                    lambda customers, cut, **_: (
                        f"Homes more after a year: {customers:,} × {cut:g} = {customers * cut:g}"
                    ),
                ),
                Option(
                    "leaving",
                    lambda customers, churn, cut, **_: (
                        f"Leaving a year, of as many homes: {customers:,} × {churn:g} × (1 − {cut:g}) = "
                        f"{customers * churn * (1 - cut):,g}, before it {customers * churn:,g}"
                    ),
                ),
                Option(
                    "long-run",
                    lambda customers, churn, cut, **_: (
                        f"In the long run: {customers * churn:,g} who join ÷ {churn * (1 - cut):g} = "
                        f"{customers / (1 - cut):,.0f} homes"
                    ),
                ),
                Option(
                    "fixed",
                    lambda customers, margin, fixed_share, **_: (
                        f"Fixed cost: {fixed_share:g} × ¥{customers * margin:,} = "
                        f"¥{customers * margin * fixed_share:,.0f} a year, as before"
                    ),
                ),
                Option(
                    "profit",
                    lambda cut, fixed_share, **_: (
                        f"Growth of profit in the long run: {100 * cut / (1 - cut):.1f} % ÷ (1 − {fixed_share:g}) = "
                        f"{100 * cut / (1 - cut) / (1 - fixed_share):.1f} %"
                    ),
                ),
            ],
            hints=[
                "Say for each line what it counts, or what it is a share of.",
                "Write down homes, those who leave, contribution and fixed cost without the programme and with it. Then work "
                "out each line from the two columns.",
            ],
        ),
    ),
)

# Fair comparisons ---------------------------------------------------------------------------------

cheaper = Choice(
    id="relationships.cheaper",
    section="01-relationships#relationships-loyal",
    title="Are old customers cheaper?",
    prompt="“Customers of three years ago cost us 44 yuan each to serve last year, those of last year 64. So loyalty saves "
    "20 yuan a head.” Which figure would tell whether an old customer is cheaper to serve?",
    options=[
        Option("total", "the total cost of each group"),
        Option("active-now", "the cost per customer, of those who ordered last year"),
        Option("per-order", "the cost per order of each group"),
        Option("per-head", "the cost per customer of each group, as above"),
    ],
    hints=[
        "What does someone cost who stopped ordering two years ago?",
        "Divide the money by what it was spent on.",
        Twin(
            "A twin: old cars use less petrol per car than new ones, because many of them stand in the garage. Litres "
            "per 100 kilometres is the fair figure."
        ),
    ],
    pool=(
        dict(
            prompt="“Guests who first stayed with us in 2022 cost ¥61 each to look after last year, those who first came last year "
            "¥97. So regulars save us ¥36 a head.” Which figure would tell whether a regular is cheaper to look after?",
            options=[
                Option("per-head", "the cost per guest of each group, as above"),
                Option("per-order", "the cost per night of each group"),
                Option("total", "the cost of all nights of each group together"),
                Option("active-now", "the cost per guest, of those who stayed last year"),
            ],
            hints=[
                "What does a guest cost who has not come for two years?",
                "Divide the money by what it was spent on.",
                Twin(
                    "A twin: old library cards cause less work per card than new ones, because many of them lie in a drawer. "
                    "Minutes of work for each loan are the fair figure."
                ),
            ],
        ),
        dict(
            prompt="“Learners who signed up four years ago cost us ¥12 each in tutoring last year, those of last year ¥31. So "
            "experience saves ¥19 a head.” Which figure would tell whether tutoring an experienced learner costs less?",
            options=[
                Option("active-now", "the cost per learner, of those who took any lesson last year"),
                Option("total", "the whole cost of tutoring for each group"),
                Option("per-head", "the cost per learner of each group, as above"),
                Option("per-order", "the cost per lesson of each group"),
            ],
            hints=[
                "What does a learner cost who has stopped, and still has an account?",
                "Divide the money by what it was spent on.",
                Twin(
                    "A twin: old telephones use less power per telephone than new ones, because many of them lie in a drawer. "
                    "Power for each hour of use is the fair figure."
                ),
            ],
        ),
    ),
)

more_orders = Choice(
    id="relationships.more-orders",
    section="01-relationships#relationships-loyal",
    title="Do they buy more with time?",
    prompt="Which comparison shows whether customers order more the longer they stay?",
    options=[
        Option("same", "the same customers, their first and their second twelve months"),
        Option("to-date", "all orders so far, by the year of the first order"),
        Option("calendar", "the orders of last year, of customers of 2023 beside those who came last year"),
        Option("best", "how long the customers with most orders have been there"),
    ],
    hints=[
        "Two things must be equal in a fair comparison: the people and the time.",
        "Who is missing in each of the four?",
        Twin(
            "A twin: do children read more as they grow? Compare the same children's books at eight and at nine. Comparing "
            "all books read so far by eight- and nine-year-olds would find growth even if nobody read more."
        ),
    ],
)

kinds = Match(
    id="relationships.kinds",
    section="01-relationships#relationships-firm",
    title="Which kind of claim?",
    prompt="Four sentences from slides. Of which kind is each?",
    rows=[
        "“In our shop, members order 40 % more because they are members.”",
        "“Churn down 10 % made profit rise 25 %”, of an unnamed firm",
        "“The market for loyalty software is 12 billion US dollars.”",
        "“Customers who get a call within an hour stay longer with us.”",
    ],
    options=[
        "testable on our data",
        "source criticism only",
        "implied by arithmetic",
    ],
    hints=[
        "Is the sentence about us, or about someone else?",
        "About someone else: can one compute what would have to be true? If not, ask who counted what.",
        Twin(
            "A twin: “our parcels arrive in two days”: testable. “At 2 % margin a discount of 5 % loses money”: "
            "arithmetic. “90 % of consumers love parcels”: who asked whom?"
        ),
    ],
)

jeopardy = Choice(
    id="relationships.jeopardy",
    section="01-relationships#relationships-double-jeopardy",
    title="Whose churn is too high?",
    prompt="In a market where customers buy several brands, the leader (40 % of the market) loses 16 % of its buyers a year; "
    "your brand (6 %) loses 33 %. What follows?",
    options=[
        Option("measure", "the churn was measured wrongly"),
        Option("size", "nothing yet: compare with brands of your size"),
        Option("service", "your service is about half as good as the leader's"),
        Option("retain", "put the whole budget into retention until you reach 16 %"),
    ],
    hints=[
        "How often does a buyer of a small brand buy it in a year?",
        "Someone who buys once a year is quickly counted as lost.",
        Twin(
            "A twin: a small theatre sees fewer of its guests again next year than a large one. Before the actors are "
            "blamed, look at small theatres elsewhere."
        ),
    ],
)

# How much may it cost? ----------------------------------------------------------------------------

highest_spend = Number(
    id="relationships.highest-spend",
    section="01-relationships#relationships-decision",
    title="The highest sensible spend",
    prompt="A customer brings {margin} a year while she stays; the next margin comes in a year, if she is still there. The "
    "cost of capital is 10 %. A programme takes her churn from {churn} to {after} a year, for good. What may it cost "
    "for each customer, once?",
    draws=dict(
        margin=money(80, 400, step=20, says="the yearly margin"),
        churn=rate(0.15, 0.30, step=0.01, says="the churn without the programme"),
        after=rate(0.10, 0.24, step=0.01, says="the churn with the programme"),
    ),
    unit="¥",
    low=0,
    high=20_000,
    hints=[
        "What is she worth before, and what after? The worth is margin × r ÷ (1.1 − r), with r = 1 − churn.",
        "The programme may cost the difference.",
    ],
)

causal_third = Number(
    id="relationships.causal-third",
    section="01-relationships#relationships-decision",
    title="If a third of it is causal",
    prompt="The same sum with doubt in it: a margin of {margin} a year, the next one in a year if she stays, a cost of capital "
    "of 10 %. Customers in the programme leave at {after}, the others at {churn}. Suppose that *a third* of the difference "
    "is caused by the programme. What may it cost for each customer, once?",
    draws=dict(
        margin=money(100, 400, step=20, says="the yearly margin"),
        churn=rate(0.18, 0.33, step=0.03, says="the churn outside the programme"),
        after=rate(0.06, 0.21, step=0.03, says="the churn within the programme"),
    ),
    unit="¥",
    low=0,
    high=20_000,
    hints=[
        "What is the churn of someone in the programme, if a third of the difference is its merit?",
        "Her worth at that churn, less her worth at the churn of the others.",
    ],
)

yearly_limit = Number(
    id="relationships.yearly-limit",
    section="01-relationships#relationships-choice",
    title="Paid every year",
    prompt="A programme lowers a customer's churn to {after} a year, for good. Paid once, it may cost {once} a customer. It is "
    "now to be paid every year in which she is still a customer, for the first time today. The cost of capital is 10 %. What "
    "may it cost a year?",
    draws=dict(
        once=money(20, 120, step=5, says="the highest single payment"),
        after=rate(0.15, 0.40, step=0.01, says="the churn with the programme"),
    ),
    unit="¥",
    low=0,
    high=1_000,
    hints=[
        "Of every hundred customers, how many payments of ¥1 are made today, and how many a year later?",
        "¥1 a year, the first one now, is worth 1.1 ÷ (1.1 − r) today, with r = 1 − churn.",
    ],
)

# The decision -------------------------------------------------------------------------------------


@functools.cache
def _accounts():
    accounts = datasets.load_firm().accounts
    return accounts[["account_id", "industry", "revenue", "margin_rate"]].copy()


def _all_accounts(rng):
    """The firm's business customers; the same for everyone."""
    return _accounts()


accounts_to_keep = Decision(
    id="relationships.accounts",
    section="01-relationships#relationships-decision",
    title="Which accounts get the programme?",
    prompt="`q.accounts` holds {accounts} of the firm: yearly revenue (¥) and margin rate. A service programme costs {cost} an "
    "account, once. Accounts that have such a service elsewhere leave at 12 % a year, others at 15 %; you assume that a "
    "*third* of the difference is causal, and a cost of capital of 10 %. The next margin comes in a year, if the account "
    "stays. Which accounts get the programme? Leave a list of `account_id`. It is scored by expected profit under the "
    "assumption.",
    draws=dict(
        cost=money(10_500, 13_000, step=500),
        accounts=Sample(_all_accounts, "the {rows} business customers"),
    ),
    unit="¥",
    things="accounts",
    hints=[
        "What is one yuan of yearly margin worth at a churn of 15 %, and what at 14 %? The difference, times the margin of an "
        "account, is what the programme adds there.",
        "`clv.retention_clv` gives what a whole column of margins is worth at one rate. Take the worth at today's churn from the worth at the lower one, and compare the difference with the cost.",
    ],
)

SLIDE = (
    "“Members of our loyalty club leave at 9 % a year, other customers at 21 %. So the club more than halves churn. We keep "
    "120 of every 1,000 members whom we would have lost, and each spends ¥600 a year: ¥72,000 for a club that costs ¥30 a "
    "member. Let us enrol everybody.”"
)

own = Memo(
    id="relationships.own",
    section="01-relationships#relationships-choice",
    title="A text of your own",
    prompt="Find a report, a slide or an article that says what loyal customers or a programme are worth, from your own firm if you "
    f"can. If you have none, take this one: {SLIDE} Write of which kind the claim is, the gravest flaw and one more, what the number "
    "becomes when one flaw is put right (or which number you would need), and whether the decision changes.",
    words=(80, 300),
    rubric=("kind of claim", "gravest flaw", "number put right", "decision"),
    hints=[
        "Who is compared with whom, and who chose to be where?",
        "Look at every amount: is it revenue or margin, and paid once or every year?",
        Twin(
            "The same on a gym: “Those who use our app stay 14 months, the others 8, so the app is worth six monthly fees.” Those "
            "who train anyway install the app, so a part of the six months came with them. Fees are not margin. A trial in which "
            "chance decides who is invited to the app would tell the part that it causes."
        ),
    ],
)

memo = Memo(
    id="relationships.memo",
    section="01-relationships#relationships-choice",
    title="The memo",
    prompt="The owner asks: “The consultant promises 15 % less churn in the club for ¥10 a member. An advertisement wins a member "
    "for ¥120. Where do I put next year's ¥4,100?” She does not say whether the ¥10 is paid once or every year; treat both. Answer in a memo with the chapter's numbers: your number, how uncertain "
    "it is, the alternative you turned down, and what an error would cost.",
    words=(60, 250),
    hints=[
        "Begin with the decision, not with the method.",
        "One sentence each: number, uncertainty, alternative, cost of an error, and the assumption it all rests on.",
        Twin(
            "A twin, on parcels: “Switch half of the parcels to the second courier for a quarter. It costs ¥0.40 more a "
            "parcel and may halve late deliveries. If it does not, we lose ¥800 and know it. I turned down the full switch, "
            "which would cost ¥1,600 before we know.”"
        ),
    ],
)

# Going deeper -------------------------------------------------------------------------------------

silent_year = Number(
    id="relationships.silent-year",
    section="01-relationships#relationships-double-jeopardy",
    title="Lost, or only silent?",
    prompt="A buyer of a small brand buys it {purchases} times a year on average, at random times, this year and the next. She "
    "has bought this year. A report counts everyone as lost who buys in one year and not in the next. With what chance is such a buyer counted as "
    "lost next year, although nothing has changed?",
    draws=dict(purchases=Grid(0.5, 3.2, 0.01, "{:g}".format, says="the mean number of purchases a year")),
    unit="share",
    low=0,
    high=1,
    hints=[
        "How likely is a year without any purchase at such a rate?",
        "Purchases at random come with the chance e to the power minus λ not at all in a year: `math.exp(-purchases)`.",
    ],
    core=False,
)

first_year = Number(
    id="relationships.first-year",
    section="01-relationships#relationships-new-member",
    title="The first year of a monthly member",
    prompt="A member pays {fee} a month, in advance. She pays on joining, and each month a share of {renews} of those who are "
    "still there renews. What does a new member pay on average in her first twelve months? (No discounting.)",
    draws=dict(
        fee=money(10, 60, step=2, says="the monthly fee"),
        renews=rate(0.84, 0.97, step=0.005, says="the part that renews each month"),
    ),
    unit="¥",
    low=0,
    high=1_000,
    hints=[
        "What share of the newcomers makes the first payment, what share the second, and the third?",
        "Add twelve shares, from 1 to renewal to the power 11, or use (1 − r¹²) ÷ (1 − r).",
    ],
    core=False,
)

# Only in the chapter -------------------------------------------------------------------------------

principle = Choice(
    id="relationships.principle",
    section="01-relationships#relationships-marketing",
    title="A principle that can fail",
    prompt="“We value customer retention”, says a firm. Which figure could show that it does not?",
    options=[
        Option("campaigns", "the number of campaigns that were sent to customers"),
        Option("churn", "the share of its members who left last year"),
        Option("sales", "the growth of last year's sales, new customers included"),
        Option("training", "the share of its staff who have been told of the principle"),
    ],
    hints=[
        "Which of the four would get worse if customers were not kept?",
        "Effort is not a result, and growth can come from new customers.",
        Twin(
            "The same for “we keep our promises”: the number of promises says nothing, and a score for friendliness says "
            "something else. The share of late answers can show that a promise was broken."
        ),
    ],
)

first_step = Choice(
    id="relationships.first-step",
    section="01-relationships#relationships-marketing",
    title="Which step first?",
    prompt="A shop may write to 35 % of its customers. Of these it knows what each one buys; 20 % of all customers have ordered "
    "twice. With which of the three steps does it begin?",
    options=[
        Option("raise", "raise value: win a second order from the other 80 %"),
        Option("tailor", "tailor service: an offer for each of those it may write to"),
        Option("contact", "build contact: ask more customers for consent"),
    ],
    hints=[
        "For how many customers could the other two steps do anything?",
        "The steps follow one another: contact, service, value.",
        Twin(
            "The same with 95 % who may be written to, nothing known of what they buy and 20 % with a second order: contact "
            "is there, so the shop would begin with what differs between customers."
        ),
    ],
)

next_step = Choice(
    id="relationships.next-step",
    section="01-relationships#relationships-crm",
    title="What comes next?",
    prompt="A hotel chain knows its groups of guests, and holds the data that it wants on each. No group has an offer of its own "
    "yet. Which of the six steps comes next?",
    options=[
        Option("delivery", "value delivery: promises kept at each touchpoint"),
        Option("portfolio", "portfolio analysis: who the guests are"),
        Option("design", "value design: an offer for each group"),
        Option("evaluation", "performance evaluation: did it work?"),
    ],
    hints=[
        "Which two steps are done?",
        "What must be there before it can be delivered?",
        Twin(
            "The same for a doctor who knows her patients and has taken the history: she plans the treatment before she "
            "treats."
        ),
    ],
)

letters = Choice(
    id="relationships.letters",
    section="01-relationships#relationships-loyal",
    title="Why does an old customer's order cost more?",
    prompt="An order of the customers of three years ago cost ¥22.9 to serve, an order of last year's ¥21.1. Without what "
    "campaigns cost it is ¥20.9 and ¥20.5. What explains most of the first difference?",
    options=[
        Option("demanding", "customers ask for more, the longer they have been there"),
        Option("mix", "old customers order more often in the web shop, which costs more"),
        Option("letters", "the firm also writes to those who have left"),
        Option("nothing", "nothing that the four numbers could show"),
    ],
    hints=[
        "Which part of the cost was taken out between the first two numbers and the last two?",
        "On whom is that part spent, and do all of them order?",
        Twin(
            "The same in a gym: a visit of old members costs more, and no longer so without the heating. The heating is paid "
            "for members who stay at home, too."
        ),
    ],
)

# Labs ---------------------------------------------------------------------------------------------

lab_base = Choice(
    id="relationships.lab-base",
    section="01-relationships#relationships-base",
    title="Lab: how a base grows",
    prompt="Before you move anything: 300 join each year and 20 % leave, so the base settles at 1,500. Which change makes it "
    "settle at 3,000?",
    options=[
        Option("inflow", "only 600 joining"),
        Option("start", "starting with twice as many customers as now"),
        Option("both", "600 joining or a churn of 10 %"),
        Option("churn", "only a churn of 10 %"),
    ],
    hints=[
        "At which number do as many leave as join?",
        Twin(
            "With 100 joining and 25 % leaving: 400. With 200 joining: 800. With 12.5 % leaving: 100 ÷ 0.125 = 800 "
            "as well."
        ),
    ],
)

lab_profit = Choice(
    id="relationships.lab-profit",
    section="01-relationships#relationships-profit",
    title="Lab: which firm could that be?",
    prompt="Before you move anything: churn falls by 15 % of itself. The churn before the cut was 40 % a year in place of 15 %. "
    "Which line moves?",
    options=[
        Option("long-run", "only the long run"),
        Option("none", "neither"),
        Option("both", "both"),
        Option("year-one", "only year one"),
    ],
    hints=[
        "Year one: how many of 100 customers stay who would have left?",
        Twin(
            "A cut of 10 %: at a churn of 20 % it saves 2 of 100 in a year, at 50 % it saves 5. The settled base grows by "
            "1 ÷ 0.9 − 1 = 11 % both times."
        ),
    ],
)

lab_spend = Choice(
    id="relationships.lab-spend",
    section="01-relationships#relationships-decision",
    title="Lab: the assumption on a slider",
    prompt="Before you move anything: half of the claimed cut is causal. The highest spend per member is …",
    options=[
        Option("less", "less than half of the full limit"),
        Option("more", "more than half of the full limit"),
        Option("half", "half of the full limit"),
    ],
    hints=[
        "Compare the worth at a churn of 30 %, 20 % and 10 %. Which step is larger?",
    ],
)

QUESTIONS = (
    traditional,
    six_markets,
    crm,
    process,
    dpmo,
    sigma,
    next_base,
    settled_base,
    needed_churn,
    base_function,
    which_firm,
    slide,
    cheaper,
    highest_spend,
    causal_third,
    yearly_limit,
    silent_year,
    first_year,
    accounts_to_keep,
    own,
    memo,
)

LABS = (lab_base, lab_profit, lab_spend)

QUIZ = (principle, first_step, next_step, letters, more_orders, kinds, jeopardy)
