"""The answers to the questions of chapter 1, from transactions to relationships."""

import math

from crmlib import clv, value
from crmlib.workbook.banks import relationships as asked
from crmlib.workbook.finding.tracing import exp
from crmlib.workbook.kinds.draws import apart
from crmlib.workbook.marking.choice import AuditKey, ChoiceKey
from crmlib.workbook.marking.decision import DecisionKey
from crmlib.workbook.marking.function import FunctionKey
from crmlib.workbook.marking.key import Slip
from crmlib.workbook.marking.match import MatchKey
from crmlib.workbook.marking.memo import MemoKey
from crmlib.workbook.marking.number import NumberKey
from crmlib.workbook.marking.order import OrderKey, rotate, swap
from crmlib.workbook.marking.reverse import ReverseKey
from crmlib.workbook.marking.several import SeveralKey

DISCOUNT_RATE = 0.10

# The words ----------------------------------------------------------------------------------------

_TRADITIONAL, _RELATIONSHIP = "traditional", "relationship"

traditional = MatchKey(
    asked.traditional,
    answer={
        "focus": "keep existing customers",
        "tools": "7P",
        "who does it": "everyone (cross-functional)",
        "whom it addresses": "six markets",
    },
    slips={
        ("focus", "attract new customers"): "That is the focus of the left-hand column.",
        ("tools", "4P"): "Four of them are old. Which three does a service need besides?",
        ("who does it", "the marketing department"): "Who has most of the contacts with customers?",
        ("whom it addresses", "the customer market"): "Customers are one of several. How many are there?",
        ("whom it addresses", "keep existing customers"): "That is what is done, not for whom.",
    },
    means="Four rows, four differences; none of them says yet that the right-hand column earns more.",
    after="In which column does your firm's budget stand?",
    pool=(
        dict(
            answer={
                "focus": "last year's guests come again",
                "tools": "people, process and the look of the lobby stand beside room and price",
                "who does it": "the whole house does it, from porter to cook",
                "whom it addresses": "travel agents, staff and applicants are in the plan",
            },
            slips={
                (
                    "focus",
                    "strangers book for the first time",
                ): "That is the focus of the left-hand column.",
                (
                    "tools",
                    "rooms, price, place and promotion are planned",
                ): "Those are four. Which three does a service need besides?",
                ("who does it", "two people in sales do it"): "Who has most of the contacts with guests?",
                (
                    "whom it addresses",
                    "only those who may book are in the plan",
                ): "Guests are one of several markets. Who else makes the hotel's promises possible?",
                (
                    "whom it addresses",
                    "last year's guests come again",
                ): "That is what is aimed at, not who is addressed.",
                (
                    "tools",
                    "the whole house does it, from porter to cook",
                ): "That says whose task it is. With what do they work?",
            },
        ),
        dict(
            answer={
                "focus": "fewer firms cancel each year",
                "tools": "user meetings, help desk and set-up stand beside price and product",
                "who does it": "programmers who answer users share in it",
                "whom it addresses": "part of the budget is for associations, schools and partners",
            },
            slips={
                (
                    "focus",
                    "more firms sign up each month",
                ): "That is the focus of the left-hand column.",
                (
                    "tools",
                    "product, price, place and promotion fill the plan",
                ): "Those are four. Which three does a service need besides?",
                (
                    "who does it",
                    "advertising has its team, and the team does it",
                ): "Who has most of the contacts with users?",
                (
                    "whom it addresses",
                    "all of the budget goes to firms that might buy",
                ): "Those who buy are one of several markets. Who else is there?",
                (
                    "whom it addresses",
                    "fewer firms cancel each year",
                ): "That is what is aimed at, not who is addressed.",
                (
                    "tools",
                    "programmers who answer users share in it",
                ): "That says whose task it is. With what do they work?",
            },
        ),
    ),
)

six_markets = MatchKey(
    asked.six_markets,
    answer={
        "a member of the club orders tea": "customer",
        "an architect recommends the shop to her clients": "referral",
        "a mill agrees to deliver towels within a week": "supplier",
        "a journalist compares web shops": "influence",
        "a student asks for an internship": "recruitment",
        "the hotline team is told of a new tariff before customers are": "internal",
    },
    slips={
        (
            "an architect recommends the shop to her clients",
            "influence",
        ): "She sends buyers to the shop herself. The other market shapes what the public thinks.",
        (
            "a journalist compares web shops",
            "referral",
        ): "She sends nobody in particular. She shapes what many think.",
        (
            "a student asks for an internship",
            "internal",
        ): "Not yet: she is outside and may come in.",
        (
            "the hotline team is told of a new tariff before customers are",
            "customer",
        ): "They serve customers; they are not customers. Whose market are they?",
        (
            "a mill agrees to deliver towels within a week",
            "internal",
        ): "The mill is another firm.",
        (
            "a mill agrees to deliver towels within a week",
            "customer",
        ): "The mill sells to the firm; it buys nothing from it.",
        (
            "an architect recommends the shop to her clients",
            "customer",
        ): "Her clients buy. What does she herself do for the firm?",
        (
            "the hotline team is told of a new tariff before customers are",
            "recruitment",
        ): "That market is for those who might come to work here. These people do already.",
    },
    means="Six markets, and each of them makes promises and gets some.",
    after="For which of the six does your firm have a figure?",
    pool=(
        dict(
            answer={
                "a farmer sends vegetables each morning": "supplier",
                "cooks taste a new dish before it stands on the menu": "internal",
                "a guest orders her usual soup": "customer",
                "a tour guide brings a group every week": "referral",
                "a cook of another chain asks for a job": "recruitment",
                "a food inspector publishes her marks": "influence",
            },
            slips={
                (
                    "a tour guide brings a group every week",
                    "influence",
                ): "He brings buyers himself. The other market shapes what the public thinks.",
                (
                    "a tour guide brings a group every week",
                    "customer",
                ): "His group eats. What does he do for the chain?",
                (
                    "a food inspector publishes her marks",
                    "referral",
                ): "She sends nobody in particular. She shapes what many think.",
                (
                    "a food inspector publishes her marks",
                    "internal",
                ): "She works for the state. The chain can only read her marks.",
                (
                    "a cook of another chain asks for a job",
                    "internal",
                ): "Not yet: he is outside and may come in.",
                (
                    "cooks taste a new dish before it stands on the menu",
                    "customer",
                ): "They eat, and do not buy. Whose market are they?",
                (
                    "cooks taste a new dish before it stands on the menu",
                    "recruitment",
                ): "That market is for those who might come to work here. These people do already.",
                (
                    "a farmer sends vegetables each morning",
                    "customer",
                ): "The farmer sells to the chain. Who buys?",
                (
                    "a farmer sends vegetables each morning",
                    "internal",
                ): "The farm is another firm.",
            },
        ),
        dict(
            answer={
                "an official of the trade association drafts a safety standard": "influence",
                "an owner sends her brother to the shop": "referral",
                "a school leaver looks for an apprenticeship": "recruitment",
                "mechanics hear first which model is called back": "internal",
                "a maker of batteries promises a new cell": "supplier",
                "a commuter buys a second battery": "customer",
            },
            slips={
                (
                    "an owner sends her brother to the shop",
                    "customer",
                ): "She bought once. What does she do for the maker here?",
                (
                    "an owner sends her brother to the shop",
                    "influence",
                ): "She sends one buyer. The other market shapes what the public thinks.",
                (
                    "an official of the trade association drafts a safety standard",
                    "referral",
                ): "He sends nobody. He shapes what many think is safe.",
                (
                    "an official of the trade association drafts a safety standard",
                    "internal",
                ): "He works for the association, not for the maker.",
                (
                    "a school leaver looks for an apprenticeship",
                    "internal",
                ): "Not yet: she is outside and may come in.",
                (
                    "mechanics hear first which model is called back",
                    "supplier",
                ): "They work for the maker. Whose market are they?",
                (
                    "mechanics hear first which model is called back",
                    "customer",
                ): "They repair the bicycles of customers. For whom do they work?",
                (
                    "a maker of batteries promises a new cell",
                    "customer",
                ): "It sells to the firm; it buys nothing from it.",
                (
                    "a commuter buys a second battery",
                    "supplier",
                ): "Batteries are sold to him. In which direction does the money go?",
            },
        ),
    ),
)

crm = SeveralKey(
    asked.crm,
    answer={"centre", "integrate", "long-term", "profitable"},
    overlooked={
        "centre": "Around whom is everything arranged?",
        "integrate": "What has to happen between the departments?",
        "long-term": "How long is the view?",
        "profitable": "What makes it a matter of business?",
    },
    whys={
        "centre": "It is the first half of the definition.",
        "integrate": "Shop, store, hotline and warehouse see one customer, not four.",
        "long-term": "One sale is not a relationship.",
        "profitable": "Without it the firm is a charity.",
        "software": "It may help. Firms had the thing before they had the system, and many have the system without the thing.",
        "keep-all": "The relationships are to be profitable. For some customers that fails.",
    },
    means="Two of the four parts can be measured at once: how long, and how profitable.",
    after="Which of the four would you look for first in a firm that says it has CRM?",
    pool=(
        dict(
            whys={
                "centre": "It is the first half of the definition.",
                "integrate": "Whoever looks after him, the guest is one guest.",
                "long-term": "One night is not a relationship.",
                "profitable": "Without it the group is a charity.",
                "database": "It may help. A firm can have the data without the thing, and the thing with few data.",
                "discount": "A lower price may keep guests, and it may also keep those on whom the group loses money.",
            },
        ),
        dict(
            whys={
                "centre": "It is the first half of the definition.",
                "integrate": "A client should not have to explain to each department who he is.",
                "long-term": "One lift sold is not a relationship.",
                "profitable": "Without it the firm is a charity.",
                "newcomers": "Newcomers are welcome. A relationship is what comes after them.",
                "contacts": "How often a client hears from a firm says nothing of what he gets from it.",
            },
        ),
    ),
)

process = OrderKey(
    asked.process,
    answer=["portfolio", "information", "design", "delivery", "life-cycle", "evaluation"],
    slips=[
        Slip(
            swap("portfolio", "information"),
            "This is the order in which data are collected before anyone knows about whom. It is how data warehouses fill "
            "up without use.",
            because="“collect first, ask later”: a system before a strategy (Rigby, Reichheld and Schefter 2002)",
        ),
        Slip(
            swap("design", "delivery"),
            "This is the order in which something is delivered before it is decided for whom it should be worth what.",
            because="design and delivery sound alike in a list that is learned by heart",
        ),
        Slip(
            swap("information", "design"),
            "This is the order in which an offer is designed before anything is known about those whom it is for.",
            because="a new product looks for its customers: the usual order of a product department",
        ),
        Slip(
            swap("life-cycle", "evaluation"),
            "This is the order in which the books are closed before the years after the delivery have begun. What would "
            "they leave out?",
            because="campaigns are judged at their end, relationships later",
        ),
        Slip(
            swap("delivery", "life-cycle"),
            "This is the order in which relations are looked after before anything has been delivered. What would a customer "
            "come back for?",
            because="the life cycle begins with the first contact, so it is put before the promises",
        ),
        Slip(
            swap("delivery", "evaluation"),
            "This is the order in which results are judged before there are any. What has to happen before a figure can say "
            "whether it worked?",
            because="evaluation read as the choice among designs",
        ),
        Slip(
            rotate(-1),
            "This is the order that begins with the evaluation. It does begin the next round, but what is there to "
            "evaluate in the first?",
            because="the process is drawn as a circle, so its start is lost",
        ),
        Slip(
            rotate(1),
            "This is the order that ends with the portfolio. Whose data were collected, and for whom was anything designed, "
            "before anyone had looked at who the customers are?",
            because="the process is drawn as a circle, so its start is lost",
        ),
    ],
    means="Each step leaves behind what the next one needs.",
    after="Which step does your firm skip?",
    pool=(
        dict(after="At which of the six steps would a new hotel begin?"),
        dict(
            after="Which of the six steps could the firm take with ten clients as well as with ten thousand?"
        ),
    ),
)

# Six Sigma ----------------------------------------------------------------------------------------

dpmo = NumberKey(
    asked.dpmo,
    answer=lambda units, ways, defects: value.dpmo(defects, units, opportunities=ways),
    slips=[
        Slip(
            lambda units, ways, defects: value.dpmo(defects, units, opportunities=1),
            "This is the number you get per million parcels. A parcel has several opportunities to go wrong.",
            because="opportunities left out: defects per million units (DPPM) taken for DPMO",
        ),
        Slip(
            lambda units, ways, defects: 1e6 * defects * ways / units,
            "This is the number you get multiplying by the ways to go wrong. More opportunities make the same "
            "defects *rarer* per opportunity.",
            because="opportunities put on the wrong side of the fraction line",
        ),
        Slip(
            lambda units, ways, defects: 1e3 * defects / units / ways,
            "This is the number you get per thousand.",
            because="per mille taken for per million",
        ),
        Slip(
            lambda units, ways, defects: 1e6 * (1 - defects / units / ways),
            "This is the number of opportunities in a million that went *well*.",
            because="yield and defects exchanged, as in tables of sigma levels that list both",
        ),
        Slip(
            lambda units, ways, defects: defects / units / ways,
            "This is the share of the opportunities that went wrong. How many is that in a million?",
            because="the last step, times a million, forgotten",
        ),
        Slip(
            lambda units, ways, defects: 1e2 * defects / units / ways,
            "This is the number you get per hundred, a percentage. How many is that in a million?",
            because="per cent taken for per million",
        ),
        Slip(
            lambda units, ways, defects: units * ways / defects,
            "This is the number of opportunities for each defect. How many defects are there in a million opportunities?",
            because="the fraction upside down",
        ),
    ],
    twin=lambda units, ways, defects: (
        f"Take {defects} defects in {units:,} parcels with {ways} ways each. Opportunities: {units:,} × {ways} = "
        f"{units * ways:,}. {defects} ÷ {units * ways:,} × 1,000,000 = {value.dpmo(defects, units, ways):,.0f}."
    ),
    means=lambda units, ways, defects: f"One opportunity in {units * ways / defects:,.0f} goes wrong.",
    after="A firm counts twice as many ways to go wrong and finds the same defects. Is its process better?",
)

sigma = NumberKey(
    asked.sigma,
    answer=lambda late: value.sigma_level(1e6 * late),
    tolerance=0.005,
    slips=[
        Slip(
            lambda late: value.sigma_level(1e6 * late, shift=0),
            "This is the level of the data themselves. The customary shift is not in it.",
            because="the shift left out, as statistical software does (NormalDist().inv_cdf)",
        ),
        Slip(
            lambda late: value.sigma_level(1e6 * late, shift=-1.5),
            "This is the number you get taking the shift off. By convention it is added.",
            because="the drift makes the long run worse, so many subtract it from a level that is long-run already",
        ),
        Slip(
            lambda late: value.sigma_level(1e6 * late / 2),
            "This is the number you get with half of the defects on each side of the curve. A call is late on one side only.",
            because="the two-sided quantile of a 95 % interval used for a one-sided limit",
        ),
        Slip(
            lambda late: value.sigma_level(1e6 * (1 - late)),
            "This is the number you get taking the calls in time for the late ones.",
            because="yield and defects exchanged",
        ),
        Slip(
            lambda late: value.sigma_level(1e4 * late),
            "This is the number you get with a hundredth of the share. A per cent is one call in a hundred.",
            because="per cent divided by a hundred twice",
        ),
        Slip(
            lambda late: value.sigma_level(1e6 * late / 2, shift=0),
            "This is the number you get with half of the late calls at each end and without the shift. A call is late on one side, and by custom the shift is added.",
            because="the quantile of a two-sided test",
        ),
    ],
    twin=lambda late: (
        f"Take {100 * late:g} % late. DPMO = {1e6 * late:,.0f}. A normal distribution has {100 * late:g} % of its area beyond "
        f"{value.sigma_level(1e6 * late, shift=0):.2f} standard deviations; with the shift "
        f"{value.sigma_level(1e6 * late):.2f}."
    ),
    means=lambda late: (
        f"In every {1 / late:.0f} calls one waits too long; the level says the same in other words."
    ),
    after="Would you show your manager the level or the share of late calls?",
)

# The base -----------------------------------------------------------------------------------------

next_base = NumberKey(
    asked.next_base,
    answer=lambda customers, inflow, churn: value.base_after(customers, inflow, churn),
    slips=[
        Slip(
            lambda customers, inflow, churn: (customers + inflow) * (1 - churn),
            "This is the number you get if those who have just joined leave at the same rate. Churn counts those who were "
            "there at the start.",
            because="churn applied to start plus new: the base of the rate is mistaken",
        ),
        Slip(
            lambda customers, inflow, churn: customers * (1 - churn),
            "This is the number you get without those who joined.",
            because="survivors taken for the base",
        ),
        Slip(
            lambda customers, inflow, churn: customers * churn + inflow,
            "This is the number you get if those who leave are kept and the others go.",
            because="churn given for retention",
        ),
        Slip(
            lambda customers, inflow, churn: value.steady_base(inflow, churn),
            "This is the number at which the base settles in the long run. One year is asked.",
            because="the long run quoted for year one",
        ),
        Slip(
            lambda customers, inflow, churn: customers + inflow,
            "This is the number you get if nobody leaves.",
            because="gross growth reported as growth",
        ),
        Slip(
            lambda customers, inflow, churn: inflow - customers * churn,
            "This is the number by which the base changes in the year. How many customers are there then?",
            because="the change of the base given for the base",
        ),
        Slip(
            lambda customers, inflow, churn: customers * (1 - churn) + inflow * (1 - churn / 2),
            "This is the number you get if those who join leave at half the churn in their first year. Here they stay to its end.",
            because="newcomers counted for half a year on average",
        ),
        Slip(
            lambda customers, inflow, churn: customers - 100 * churn + inflow,
            "This is the number you get taking the per cent for a number of customers. Per cent of whom?",
            because="per cent read as a count",
        ),
        Slip(
            lambda customers, inflow, churn: customers * (1 - churn) - inflow,
            "This is the number you get if those who join are taken off. They are added.",
            because="two flows, one sign",
        ),
        Slip(
            lambda customers, inflow, churn: value.base_after(customers, inflow, churn, periods=2),
            "This is the number after *two* years. One is asked.",
            because="off by one: a first step before a loop",
        ),
    ],
    twin=lambda customers, inflow, churn: (
        f"Take {customers} customers, {inflow} who join and a churn of {100 * churn:.1f} %. Leave: {customers} × {churn:.3f} = "
        f"{customers * churn:g}. At the end: {customers} − {customers * churn:g} + {inflow} = "
        f"{value.base_after(customers, inflow, churn):g}."
    ),
    means=lambda customers, inflow, churn: (
        f"{customers * churn:g} leave and {inflow} join, so the base {'grows' if inflow > customers * churn else 'shrinks'}."
    ),
    after="In which direction will it go in the year after, and by more or by less?",
)

settled_base = NumberKey(
    asked.settled_base,
    where=lambda customers, inflow, churn: apart(customers, 2 * value.steady_base(inflow, churn)),
    answer=lambda customers, inflow, churn: value.steady_base(inflow, churn),
    slips=[
        Slip(
            lambda customers, inflow, churn: inflow / (1 - churn),
            "This is the number you get dividing by the share that stays. At which number do as many leave as join?",
            because="retention and churn exchanged in A/c",
        ),
        Slip(
            lambda customers, inflow, churn: value.base_after(customers, inflow, churn),
            "This is the club after one year. It goes on from there.",
            because="year one quoted for the long run",
        ),
        Slip(
            lambda customers, inflow, churn: customers + value.steady_base(inflow, churn),
            "This is the number you get adding today's members. They leave as well, in the course of the years.",
            because="the starting base added to the level",
        ),
        Slip(
            lambda customers, inflow, churn: customers,
            "This is the number of today. Do as many leave in a year as join?",
            because="a base is taken for settled because nobody looks at its flows",
        ),
        Slip(
            lambda customers, inflow, churn: inflow * (1 - churn) / churn,
            "This is the number you get if those who join can leave in the year in which they join.",
            because="churn applied to start plus new",
        ),
        Slip(
            lambda customers, inflow, churn: inflow / (100 * churn),
            "This is the number you get with the churn in per cent. As a share it lies between 0 and 1.",
            because="per cent put into a formula for shares",
        ),
        Slip(
            lambda customers, inflow, churn: customers / churn,
            "This is the number you get from today's members in place of those who join. When does the number of members stand still?",
            because="the start taken for the inflow in A/c",
        ),
        Slip(
            lambda customers, inflow, churn: inflow / churn - customers,
            "This is the number of members by which today's club is still to change. At how many does it settle?",
            because="the way to the level given for the level",
        ),
        Slip(
            lambda customers, inflow, churn: (customers + inflow) / churn,
            "This is the number you get adding today's members to those who join each year. They do not join again.",
            because="all known numbers put above the line",
        ),
        Slip(
            lambda customers, inflow, churn: value.steady_base(inflow, churn) + inflow,
            "This is the number you get adding a year's joiners to the settled club. They are counted in it.",
            because="the settled base read at the start of a year and the joiners put on top",
        ),
    ],
    twin=lambda customers, inflow, churn: (
        f"Take {inflow} who join and a churn of {100 * churn:.1f} %. {churn:.3f} × members = {inflow}, so members = "
        f"{inflow} ÷ {churn:.3f} = {value.steady_base(inflow, churn):,.1f}, whether there are {customers} today or none."
    ),
    means=lambda customers, inflow, churn: (
        f"At that number {inflow} leave each year and {inflow} join: nothing moves any more."
    ),
    after="What would have to change for the club to be twice as large?",
)

needed_churn = ReverseKey(
    asked.needed_churn,
    where=lambda target, inflow: inflow / target < 0.45,
    forward=lambda given, target, inflow: value.steady_base(inflow, given),
    target=lambda target, inflow: target,
    answer=lambda target, inflow: inflow / target,
    says="a settled base of {:,.0f} members",
    slips=[
        Slip(
            lambda target, inflow: 1 - inflow / target,
            "This is the share that must *stay*. The churn is asked.",
            because="retention given for churn",
        ),
        Slip(
            lambda target, inflow: inflow / (target + inflow),
            "This is the number you get if those who join can leave at once. They leave from the year after.",
            because="churn taken on start plus new",
        ),
        Slip(
            lambda target, inflow: inflow / (target - inflow),
            "This is the number you get leaving this year's joiners out of the base below the line.",
            because="the settled base read without its newest members",
        ),
        Slip(
            lambda target, inflow: target / inflow,
            "This is the number of years a member would stay on average. The share that leaves in a year is asked.",
            because="expected lifetime given for churn: the fraction upside down",
        ),
        Slip(
            lambda target, inflow: 1 - (1 - inflow / target) ** (1 / 12),
            "This is the number you get as the churn of a *month*. The plan counts years.",
            because="months taken for years",
        ),
    ],
    twin=lambda target, inflow: (
        f"Take a target of {target:,} and an inflow of {inflow}. {inflow} leave each year out of {target:,}: "
        f"{inflow} ÷ {target:,} = {inflow / target:.4f}."
    ),
    means=lambda target, inflow: f"A member would stay {target / inflow:.1f} years on average.",
    after="Is that what the club's members have shown so far?",
)


def _base_in_two_lines(customers, inflow, churn_rate):
    after_one = customers * (1 - churn_rate) + inflow
    return after_one * (1 - churn_rate) + inflow


def _base_in_a_loop(customers, inflow, churn_rate):
    for _ in range(2):
        customers = customers * (1 - churn_rate) + inflow
    return customers


base_function = FunctionKey(
    asked.base_function,
    answer=lambda customers, inflow, churn_rate: value.base_after(customers, inflow, churn_rate, periods=2),
    plain=[_base_in_two_lines, _base_in_a_loop],
    edges=[
        dict(customers=100, inflow=15, churn_rate=0.1275),
        dict(customers=0, inflow=15, churn_rate=0.2),
        dict(customers=100, inflow=0, churn_rate=1.0),
    ],
    slips=[
        Slip(
            lambda customers, inflow, churn_rate: value.base_after(customers, inflow, churn_rate),
            "This function stops after one year.",
            because="one step of the recursion",
        ),
        Slip(
            lambda customers, inflow, churn_rate: customers * (1 - churn_rate) ** 2 + 2 * inflow,
            "This function lets nobody leave of those who joined in the first year. In the second year they were there "
            "at the start.",
            because="inflow added up as if it stayed for good",
        ),
        Slip(
            lambda customers, inflow, churn_rate: customers * (1 - 2 * churn_rate) + 2 * inflow,
            "This function doubles the churn. In the second year there are fewer left who can leave.",
            because="rates added over periods, not compounded",
        ),
        Slip(
            lambda customers, inflow, churn_rate: customers * (1 - churn_rate) ** 2 + inflow,
            "This function lets people join in one of the two years only.",
            because="the inflow of the first year forgotten when its line is applied again",
        ),
        Slip(
            lambda customers, inflow, churn_rate: (customers * churn_rate + inflow) * churn_rate + inflow,
            "This function keeps those who leave and lets the others go.",
            because="churn given for retention",
        ),
        Slip(
            lambda customers, inflow, churn_rate: value.base_after(customers, inflow, churn_rate, periods=3),
            "This function goes on for three years.",
            because="off by one: a first step before a loop of two",
        ),
        Slip(
            lambda customers, inflow, churn_rate: customers * (1 - churn_rate) ** 2,
            "This function follows only today's customers. Those who join are missing.",
            because="survivors taken for the base",
        ),
        Slip(
            lambda customers, inflow, churn_rate: (
                ((customers + inflow) * (1 - churn_rate) + inflow) * (1 - churn_rate)
            ),
            "This function lets those who join leave in the same year.",
            because="churn applied to start plus new",
        ),
    ],
    means="The same line, applied to its own result: that is all a forecast of the base is.",
    after="How would you let the function take the number of years as well?",
)

# Profit -------------------------------------------------------------------------------------------


def _long_run_growth(churn, cut):
    """The growth of a settled base in the long run when churn falls by a share of itself."""
    return value.loyalty_effect(1 / churn, 1, churn, churn * (1 - cut)).customer_growth_long_run


which_firm = NumberKey(
    asked.which_firm,
    where=lambda churn, cut, claim: churn * cut / claim < 0.8 and churn != cut != claim != churn,
    answer=lambda churn, cut, claim: value.implied_profit_share(churn * cut, claim),
    slips=[
        Slip(
            lambda churn, cut, claim: value.implied_profit_share(_long_run_growth(churn, cut), claim),
            "This is the number you get with the growth of the long run. The first year is asked.",
            because="the claim names no year; the two readings differ by a factor of eight at 15 %",
        ),
        Slip(
            lambda churn, cut, claim: cut / claim,
            "This is the number you get taking the cut in churn for the growth of the base.",
            because="15 % less churn read as 15 % more customers",
        ),
        Slip(
            lambda churn, cut, claim: 1 - churn * cut / claim,
            "This is the share of *fixed cost* in the contribution. What is left is asked.",
            because="profit share and fixed-cost share exchanged",
        ),
        Slip(
            lambda churn, cut, claim: churn * (1 - cut) / claim,
            "This is the number you get with the churn that is left. How many customers more does the firm have?",
            because="the new churn taken for the change in churn",
        ),
        Slip(
            lambda churn, cut, claim: churn * cut,
            "This is the growth of the base in the first year. How thin must profit be for it to lift profit by the claim?",
            because="the first of two steps given for the result",
        ),
        Slip(
            lambda churn, cut, claim: claim / (churn * cut),
            "This is the number of times that profit would have to grow as fast as the base. Its share of the contribution is asked.",
            because="the fraction upside down",
        ),
        Slip(
            lambda churn, cut, claim: churn * cut * claim,
            "This is the number you get multiplying by the claim. Profit grows by the growth of the base ÷ profit's share. Which of the three is unknown?",
            because="a product where an equation has to be solved",
        ),
        Slip(
            lambda churn, cut, claim: churn * cut / claim * (1 + claim) / (1 + churn * cut),
            "This is the share of profit *after* the first year. Today's is asked.",
            because="before and after mixed up: both grow, and profit by more",
        ),
        Slip(
            lambda churn, cut, claim: cut * (1 - churn) / claim,
            "This is the number you get if the cut is a share of those who *stay*. It is a share of those who leave.",
            because="retention and churn exchanged",
        ),
        Slip(
            lambda churn, cut, claim: churn * (1 - cut) * cut / claim,
            "This is the number you get taking the cut of the churn that is *left*. It is a cut of today's churn.",
            because="the new churn put where the old one belongs",
        ),
    ],
    twin=lambda churn, cut, claim: (
        f"Take a churn of {100 * churn:.0f} %, a cut of {100 * cut:.0f} % and a claim of {100 * claim:.0f} %. Of 100 customers "
        f"{100 * churn:g} would have left; {100 * churn * cut:g} fewer do. The base grows by {100 * (churn * cut):.2f} %. "
        f"{churn * cut:.4f} ÷ {claim:.2f} = {churn * cut / claim:.4f}."
    ),
    means=lambda churn, cut, claim: (
        f"Of 100 yuan of contribution {100 - 100 * churn * cut / claim:.0f} go into fixed cost."
    ),
    after="Which firms do you know of which that is true?",
)

slide = AuditKey(
    asked.slide,
    answer="profit",
    whys={
        "churn-after": "The cut is a share of the churn, not points.",
        "year-one": "Those who would have left and stay.",
        "contribution": "Each customer more brings her contribution.",
        "profit": "It divides by the contribution. Profit is what fixed cost leaves of it, so profit grows by more.",
        "long-run": "The settled base is inflow over churn, so it grows as 1 over what is left of the churn.",
    },
    twin=lambda customers, churn, cut, margin, fixed_share: (
        f"A twin: {customers:,} customers at ¥{margin} bring ¥{customers * margin:,}, of which fixed cost takes "
        f"{100 * fixed_share:.0f} % and leaves a profit of ¥{customers * margin * (1 - fixed_share):,.0f}. "
        f"¥{customers * churn * cut * margin:,.0f} more is {100 * churn * cut / (1 - fixed_share):.1f} % of it."
    ),
    after="Which cost has the slide left out altogether?",
    pool=(
        dict(
            answer="long-run",
            whys={
                "joining": "In a settled club the flows are equal.",
                "long-run": "The settled base is inflow over churn, so it is divided by what is left of the churn. A share "
                "less below the line is more than this share above it.",
                "year-one": "Those who would have left and stay.",
                "before": "Profit is what fixed cost leaves of the contribution.",
                "profit": "What is added to contribution is added to profit, since fixed cost stays.",
            },
            twin=lambda customers, churn, cut, margin, fixed_share: (
                f"A twin: {customers:,} members, {churn:g} leave, so {customers * churn:,g} join. With {cut:g} less churn they "
                f"settle at {customers * churn:,g} ÷ {churn * (1 - cut):g} = {customers / (1 - cut):,.0f} members. "
                f"In the first year profit grows by {churn * cut:g} ÷ {1 - fixed_share:g} = "
                f"{100 * churn * cut / (1 - fixed_share):.1f} %."
            ),
            after="After how many years would you look at the club again?",
        ),
        dict(
            answer="year-one",
            whys={
                "year-one": "It takes the share of the churn that goes for a share of the homes. Most homes would have stayed "
                "anyway.",
                "leaving": "The cut is a share of the churn, not points.",
                "long-run": "At that number as many leave as join.",
                "fixed": "Fixed cost does not grow with the homes.",
                "profit": "Growth of the base over profit's share of contribution is the growth of profit.",
            },
            twin=lambda customers, churn, cut, margin, fixed_share: (
                f"A twin: of {customers:,} homes {customers * churn:,g} would leave in a year, and {cut:g} of these stay: "
                f"{customers * churn * cut:,g} homes more. In the long run {customers * churn:,g} ÷ {churn * (1 - cut):g} = "
                f"{customers / (1 - cut):,.0f}. Profit is {1 - fixed_share:.1f} of contribution, so it grows "
                f"{1 / (1 - fixed_share):.1f} times as fast as the base."
            ),
            after="Which cost has the slide left out altogether?",
        ),
    ),
)

# Fair comparisons ---------------------------------------------------------------------------------

cheaper = ChoiceKey(
    asked.cheaper,
    answer="per-order",
    whys={
        "per-order": "The same service is compared. Those who no longer order do not make their group look cheap.",
        "per-head": "Many of the old ones no longer order. Serving someone who does not come is cheap.",
        "total": "The groups differ in size and in how many of them still order.",
        "active-now": "Better, but the new ones had less of the year in which to order.",
    },
    after="What else might differ between the orders of the two groups?",
    pool=(
        dict(
            whys={
                "per-order": "The same service is compared. Those who no longer come do not make their group look cheap.",
                "per-head": "Many of 2022 no longer come. Looking after someone who stays at home is cheap.",
                "total": "The groups differ in size and in how many of them still come.",
                "active-now": "Better, but the new ones had less of the year in which to stay.",
            },
            after="What else might differ between the nights of the two groups?",
        ),
        dict(
            whys={
                "per-order": "The same service is compared. Those who have stopped do not make their group look cheap.",
                "per-head": "Many of the old ones have stopped, and an account that sleeps needs no tutor.",
                "total": "The groups differ in size and in how many of them still learn.",
                "active-now": "Better, but the new ones had less of the year in which to take lessons.",
            },
            after="What else might differ between the lessons of the two groups?",
        ),
    ),
)

more_orders = ChoiceKey(
    asked.more_orders,
    answer="same",
    whys={
        "same": "Same people, equal times. Those who have left should be reported beside them, not left out in silence.",
        "calendar": "Those who came last year had on average half a year in which to order.",
        "to-date": "Those who have been there longer have had more time, and time makes the sum grow.",
        "best": "They were chosen by what they bought. Those who stayed long and bought little are not among them.",
    },
    after="What would you do with the customers who left after half a year?",
)

kinds = MatchKey(
    asked.kinds,
    answer={
        "“In our shop, members order 40 % more because they are members.”": "testable on our data",
        "“Churn down 10 % made profit rise 25 %”, of an unnamed firm": "implied by arithmetic",
        "“The market for loyalty software is 12 billion US dollars.”": "source criticism only",
        "“Customers who get a call within an hour stay longer with us.”": "testable on our data",
    },
    slips={
        (
            "“Churn down 10 % made profit rise 25 %”, of an unnamed firm",
            "testable on our data",
        ): "Our data cannot contradict a sentence about another firm. What can be computed about it?",
        (
            "“The market for loyalty software is 12 billion US dollars.”",
            "testable on our data",
        ): "Our customers do not know how large a market is.",
        (
            "“In our shop, members order 40 % more because they are members.”",
            "implied by arithmetic",
        ): "No sum decides it. What would you look at, or try out, in the shop?",
        (
            "“In our shop, members order 40 % more because they are members.”",
            "source criticism only",
        ): "It speaks of our own shop. Could anything in our records, or a trial, contradict it?",
        (
            "“Churn down 10 % made profit rise 25 %”, of an unnamed firm",
            "source criticism only",
        ): "One may ask who counted. But the sentence holds two numbers that are tied together by a third.",
        (
            "“The market for loyalty software is 12 billion US dollars.”",
            "implied by arithmetic",
        ): "With one number there is nothing to compute it from, and nothing that it must agree with.",
        (
            "“Customers who get a call within an hour stay longer with us.”",
            "source criticism only",
        ): "It speaks of our own customers. Could anything in our records contradict it?",
        (
            "“Customers who get a call within an hour stay longer with us.”",
            "implied by arithmetic",
        ): "No sum decides it. What would you look at, or try out?",
    },
    means="Only the first kind can be settled by looking; the second can be narrowed; the third can be questioned.",
    after="What would you need for the sentence about members: more data, or an experiment?",
)

jeopardy = ChoiceKey(
    asked.jeopardy,
    answer="size",
    whys={
        "size": "In the simulated market a brand of this size lost as many, and nobody was dissatisfied with anything.",
        "service": "The same gap arises where all brands are equally good. Size makes it.",
        "retain": "A brand of 6 % that loses 16 % would be a rare one. The leader's churn is not a target for it.",
        "measure": "It may be right. A brand that people buy rarely is easily skipped for a year.",
    },
    after="With which firm would you compare yours?",
)

# How much may it cost? ----------------------------------------------------------------------------


def _worth(margin, churn):
    return clv.retention_clv(margin, 1 - churn, DISCOUNT_RATE)


def _rise(margin, churn, after):
    """What a customer is worth more when her churn falls."""
    return _worth(margin, after) - _worth(margin, churn)


def _certain(margin, churn, after):
    """The same if next year's margin comes for sure."""
    worth = [clv.margin_multiple(1 - rate, DISCOUNT_RATE, first_margin="certain") for rate in (churn, after)]
    return margin * (worth[1] - worth[0])


highest_spend = NumberKey(
    asked.highest_spend,
    routes=[
        lambda margin, churn, after: (
            margin * (1 - after) / (after + 0.1) - margin * (1 - churn) / (churn + 0.1)
        )
    ],
    where=lambda margin, churn, after: churn - after >= 0.02,
    answer=_rise,
    tolerance=0.005,
    slips=[
        Slip(
            lambda margin, churn, after: margin * (churn - after),
            "This is the number you get for the first year only. She who stays brings margins in later years as well.",
            because="a cut in churn valued by the margins of one year",
        ),
        Slip(
            lambda margin, churn, after: margin * (1 / after - 1 / churn),
            "This is the number you get from the longer lifetime without discounting.",
            because="expected lifetime times margin, the averages formula, in place of a present value",
        ),
        Slip(
            _certain,
            "This is the number you get if next year's margin is certain. She may leave before it.",
            because="the conventions of the first margin (Farris et al., Gupta and Lehmann) mixed up",
        ),
        Slip(
            lambda margin, churn, after: _worth(margin, after),
            "This is the number that she is worth after the cut. Most of it she was worth before.",
            because="the whole lifetime value spent on keeping: value taken for the change in value",
        ),
        Slip(
            lambda margin, churn, after: _worth(margin, churn),
            "This is the number that she is worth before the programme. What does it add?",
            because="value taken for the change in value",
        ),
        Slip(
            lambda margin, churn, after: margin * (churn - after) / DISCOUNT_RATE,
            "This is the number you get if those who are saved stay for ever. They leave in later years, too.",
            because="a saved margin valued as a perpetuity",
        ),
        Slip(
            lambda margin, churn, after: _rise(margin, 1 - churn, 1 - after),
            "This is the number you get putting the churn where the formula has the retention rate.",
            because="churn given for retention",
        ),
        Slip(
            lambda margin, churn, after: _worth(margin, 1 - (churn - after)),
            "This is the number that she is worth if her *retention* is the difference of the two churn rates. Work out two worths first, and then their difference.",
            because="differences are taken before a formula that bends",
        ),
        Slip(
            lambda margin, churn, after: margin * (churn - after) / (1 + DISCOUNT_RATE),
            "This is the number you get for the first year only, discounted. She who stays brings margins in later years as well.",
            because="a cut in churn valued by the margins of one year",
        ),
    ],
    twin=lambda margin, churn, after: (
        f"Take a margin of ¥{margin} and a churn of {100 * churn:.0f} %, then {100 * after:.0f} %. Before: {margin} × {1 - churn:.2f} ÷ "
        f"{0.1 + churn:.2f} = {_worth(margin, churn):,.1f}. After: {margin} × {1 - after:.2f} ÷ {0.1 + after:.2f} = "
        f"{_worth(margin, after):,.1f}. The difference is ¥{_rise(margin, churn, after):,.1f}."
    ),
    means="One yuan more than that, and the programme loses money even if everything about it is true.",
    after="And if the cut lasts for one year only?",
)


def _causal(margin, churn, after, part):
    return _rise(margin, churn, churn - (churn - after) * part)


def _longer(margin, churn, after, part):
    """What a customer brings more over her longer life, without discounting."""
    return margin / (churn - (churn - after) * part) - margin / churn


causal_third = NumberKey(
    asked.causal_third,
    where=lambda margin, churn, after: churn - after >= 0.06,
    answer=lambda margin, churn, after: _rise(margin, churn, churn - (churn - after) / 3),
    tolerance=0.005,
    slips=[
        Slip(
            lambda margin, churn, after: _rise(margin, churn, after) / 3,
            "This is the number you get as a third of the full limit. Take a third of the *churn* first: value rises ever "
            "faster as churn falls, so the first third of the way is worth less than a third.",
            because="a third of the chapter's 60 is 20, but a third of the points is worth 18.3",
        ),
        Slip(
            lambda margin, churn, after: _rise(margin, churn, after),
            "This is the limit if all of the difference is causal.",
            because="association taken for effect, the commonest error with loyalty programmes",
        ),
        Slip(
            lambda margin, churn, after: _causal(margin, churn, after, 2 / 3),
            "This is the limit if two thirds are causal. Which third belongs to the programme?",
            because="the part explained by selection taken for the effect",
        ),
        Slip(
            lambda margin, churn, after: margin * (churn - after) / 3,
            "This is the number you get for the first year only.",
            because="a cut in churn valued by the margins of one year",
        ),
        Slip(
            lambda margin, churn, after: _worth(margin, churn - (churn - after) / 3),
            "This is the number that she is worth in the programme. Most of it she was worth without it.",
            because="value taken for the change in value",
        ),
        Slip(
            lambda margin, churn, after: _rise(margin, churn, churn * 2 / 3),
            "This is the number you get if a third of the churn itself goes. The third is of the difference.",
            because="a share of a difference read as a share of the level",
        ),
        Slip(
            lambda margin, churn, after: _longer(margin, churn, after, 1 / 3),
            "This is the number you get from the longer lifetime without discounting.",
            because="expected lifetime times margin, the averages formula, in place of a present value",
        ),
        Slip(
            lambda margin, churn, after: _certain(margin, churn, churn - (churn - after) / 3),
            "This is the number you get if next year's margin is certain. She may leave before it.",
            because="the conventions of the first margin (Farris et al., Gupta and Lehmann) mixed up",
        ),
        Slip(
            lambda margin, churn, after: _rise(margin, churn - (churn - after) / 3, after),
            "This is the number that is left of the full limit: the part that the programme does *not* cause. Which churn would she have without it?",
            because="the rest given for the part",
        ),
        Slip(
            lambda margin, churn, after: _rise(margin, after + (churn - after) / 3, after),
            "This is the number you get with the last third of the way, next to the lower churn. The programme starts from the churn of the others.",
            because="a third taken from the wrong end of a curve",
        ),
        Slip(
            lambda margin, churn, after: margin * (churn - after) / 3 / DISCOUNT_RATE,
            "This is the number you get if those who are saved stay for ever. They leave in later years, too.",
            because="a saved margin valued as a perpetuity",
        ),
    ],
    twin=lambda margin, churn, after: (
        f"Take ¥{margin}, {100 * churn:.0f} % and {100 * after:.0f} %. A third of the {100 * (churn - after):.0f} points leaves a churn of "
        f"{100 * (churn - (churn - after) / 3):.0f} %. Worth {_worth(margin, churn - (churn - after) / 3):,.1f} less "
        f"{_worth(margin, churn):,.1f} is ¥{_causal(margin, churn, after, 1 / 3):.1f}."
    ),
    means="Two thirds of the difference were in the customers before the programme began.",
    after="How would you find out the share that is causal?",
)


def _yearly(once, after, first_margin="now"):
    """The yearly payment, from today, whose present value is a limit that is paid once."""
    return once / clv.margin_multiple(1 - after, DISCOUNT_RATE, first_margin=first_margin)


yearly_limit = NumberKey(
    asked.yearly_limit,
    answer=_yearly,
    tolerance=0.005,
    slips=[
        Slip(
            lambda once, after: _yearly(once, after, "retained"),
            "This is the number you get if the first payment comes in a year. It is made today.",
            because="the conventions of the first margin (Farris et al., Gupta and Lehmann) mixed up",
        ),
        Slip(
            lambda once, after: _yearly(once, after, "certain"),
            "This is the number you get if all payments come at the end of a year. The first is made today.",
            because="the conventions of the first margin (Farris et al., Gupta and Lehmann) mixed up",
        ),
        Slip(
            lambda once, after: once * after,
            "This is the number you get spreading the limit over her expected lifetime. Later payments weigh less than "
            "today's.",
            because="expected lifetime in place of a present value",
        ),
        Slip(
            lambda once, after: once * DISCOUNT_RATE,
            "This is the number you get if she pays for ever. Payments end when she leaves.",
            because="a cost spread as a perpetuity, as interest on a debt",
        ),
        Slip(
            lambda once, after: once,
            "This is the limit if it is paid once. How often will it be paid?",
            because="a cost without a period: a yearly cost read as a cost paid once",
        ),
        Slip(
            lambda once, after: once * clv.margin_multiple(1 - after, DISCOUNT_RATE, first_margin="now"),
            "This is the number you get multiplying by what ¥1 a year is worth. A payment that comes back has to be smaller than "
            "one that is made once.",
            because="the last step turned round: a present value taken of what is a present value already",
        ),
        Slip(
            lambda once, after: clv.margin_multiple(1 - after, DISCOUNT_RATE, first_margin="now"),
            "This is the number of yuan that ¥1 a year is worth today. How often does that fit into the limit?",
            because="the first of two steps given for the result",
        ),
        Slip(
            lambda once, after: _yearly(once, 1 - after),
            "This is the number you get putting the churn where the formula has the retention rate.",
            because="churn given for retention",
        ),
    ],
    twin=lambda once, after: (
        f"Take ¥{once} once and a churn of {100 * after:.0f} %. ¥1 a year, the first one now, is worth 1.1 ÷ {0.1 + after:.2f} = "
        f"{1.1 / (0.1 + after):.3f}. So ¥{once} ÷ {1.1 / (0.1 + after):.3f} = ¥{_yearly(once, after):.2f} a year."
    ),
    means=lambda once, after: f"What may cost ¥{once} once may cost ¥{_yearly(once, after):.1f} a year.",
    after="Which of your programmes are paid once, and which every year?",
)

# The decision -------------------------------------------------------------------------------------

CHURN, CLAIMED = 0.15, 0.12

CAUSAL_CHURN = CHURN - (CHURN - CLAIMED) / 3


def _account_profits(cost, accounts, churn_after=CAUSAL_CHURN, base="margin"):
    """What the programme earns with each account, by the churn that it leads to."""
    accounts = accounts.set_index("account_id")
    yearly = accounts["revenue"] * (accounts["margin_rate"] if base == "margin" else 1)
    return yearly * _rise(1, CHURN, churn_after) - cost


def _paying(cost, accounts, **how):
    profits = _account_profits(cost, accounts, **how)
    return profits.index[profits > 0].tolist()


accounts_to_keep = DecisionKey(
    asked.accounts_to_keep,
    profit=_account_profits,
    policy=_paying,
    enough=0.999,
    slips=[
        Slip(
            lambda cost, accounts: accounts["account_id"].tolist(),
            "You give it to all. What does the programme add with the smallest account?",
            because="a programme rolled out to everyone is what most firms do",
        ),
        Slip(
            lambda cost, accounts: _paying(cost, accounts, churn_after=CLAIMED),
            "This is the list you get if all of the difference is causal. A third is.",
            because="association taken for effect",
        ),
        Slip(
            lambda cost, accounts: _paying(3 * cost, accounts, churn_after=CLAIMED),
            "This is the list you get taking a third of the full gain. Take a third of the *churn*: value rises ever faster as "
            "churn falls, so the first third of the way is worth less than a third.",
            because="a third of the chapter's 60 is 20, but a third of the points is worth 18.3",
        ),
        Slip(
            lambda cost, accounts: _paying(cost, accounts, churn_after=CHURN - (CHURN - CLAIMED) * 2 / 3),
            "This is the list you get if two thirds of the difference are causal. Which third belongs to the programme?",
            because="the part explained by selection taken for the effect",
        ),
        Slip(
            lambda cost, accounts: _paying(
                cost / _longer(1, CHURN, CLAIMED, 1 / 3) * _rise(1, CHURN, CAUSAL_CHURN), accounts
            ),
            "This is the list you get from the longer lifetime without discounting.",
            because="expected lifetime times margin, the averages formula, in place of a present value",
        ),
        Slip(
            lambda cost, accounts: _paying(cost, accounts, base="revenue"),
            "This is the list you get if revenue is taken for margin.",
            because="revenue taken for margin, the commonest slip of the field",
        ),
        Slip(
            lambda cost, accounts: [id for id in accounts["account_id"] if id not in _paying(cost, accounts)],
            "This is the list of the accounts that the programme does *not* pay for.",
            because="a mask with the wrong sign",
        ),
        Slip(
            lambda cost, accounts: [],
            "You give it to nobody. This is the list you get if only the margin of next year counts; an account that stays "
            "brings later ones as well.",
            because="a cut in churn valued by the margins of one year",
        ),
    ],
    twin=lambda cost, accounts: (
        f"At a cost of ¥{cost:,}: a yuan of yearly margin gains {_rise(1, CHURN, CAUSAL_CHURN):.4f}. So an account must "
        f"bring a margin of ¥{cost / _rise(1, CHURN, CAUSAL_CHURN):,.0f} a year, which "
        f"{len(_paying(cost, accounts))} of the {len(accounts)} do."
    ),
    after="Which accounts change sides if half of the difference is causal?",
)

own = MemoKey(
    asked.own,
    model="The claim is testable on our own records, but not in this way. Its gravest flaw is the comparison: customers who join a club "
    "were more loyal before, so the 12 points hold what the club causes and who joined. If a third is caused, the club keeps 40 of "
    "1,000 members and not 120. The second flaw is the amount: ¥600 are revenue. At a margin of 30 % a member brings ¥180, so 40 "
    "members bring ¥7,200 in the first year, and the club costs ¥30,000 for 1,000 members, if the ¥30 are due every year. The slide "
    "does not say so. A member who is kept brings margins in later years as well. At a churn of 17 % she is worth some four times ¥180, so "
    "the 40 bring ¥29,000, against a cost that also comes back every year. I would not enrol everybody. I would invite a random half of the next "
    "2,000 newcomers and compare both halves after a year, whether or not the invited joined.",
)

memo = MemoKey(
    asked.memo,
    model="First: is the ¥10 paid once or every year? If every year, a member must not cost more than ¥10.4 even if all of the "
    "promised cut is caused by the programme, and ¥3.5 if a third is. Then put all ¥4,100 into advertising, which returns 0.83 yuan "
    "beyond each yuan. If once, put ¥2,030 into the programme for half of the 407 members, drawn at random, and the rest into "
    "advertising. If all of the cut is the programme's merit, a member becomes worth ¥29.0 more, ¥19.0 beyond her cost; if a third is, "
    "¥8.9, and each ¥10 lose ¥1.1. It beats the advertisement only if about two thirds are. Nobody knows that share, because it rests on "
    "members who chose to take part elsewhere. I turned down the roll-out to all 407 for ¥4,070, which could lose ¥460 and would "
    "teach us nothing. I also turned down advertising only, which earns some ¥4,300 less than the roll-out if the consultant is right. "
    "One year of the test shows a real cut one time in five, so new members are assigned at random as well, and the day of the "
    "comparison is settled now. If I am wrong, the half in the programme loses some ¥230.",
)

# Going deeper -------------------------------------------------------------------------------------

silent_year = NumberKey(
    asked.silent_year,
    routes=[lambda purchases: exp(-purchases)],
    answer=lambda purchases: math.exp(-purchases),
    tolerance=0.01,
    slips=[
        Slip(
            lambda purchases: 1 - math.exp(-purchases),
            "This is the chance that she buys at least once. The year without any is asked.",
            because="the complement: buying again given for lost",
        ),
        Slip(
            lambda purchases: purchases * math.exp(-purchases),
            "This is the chance of exactly one purchase. How likely is none?",
            because="the Poisson formula read at one in place of nought",
        ),
        Slip(
            lambda purchases: math.exp(-2 * purchases),
            "This is the chance of two years without any. She did buy in the first.",
            because="both years multiplied, though the first is known",
        ),
        Slip(
            lambda purchases: 1 / (1 + purchases),
            "This is the number you get if rates differ widely from buyer to buyer. Here one buyer with one rate is meant.",
            because="the geometric distribution of a mixed market taken for one buyer",
        ),
        Slip(
            lambda purchases: math.exp(-1 / purchases),
            "This is the number you get with the years between two purchases in place of the purchases a year.",
            because="rate and mean gap exchanged, as libraries that ask for a scale invite",
        ),
        Slip(
            lambda purchases: math.exp(-purchases / 12),
            "This is the chance of a *month* without any. A year is asked.",
            because="months taken for years",
        ),
        Slip(
            lambda purchases: math.exp(-purchases) * (1 - math.exp(-purchases)),
            "This is the chance of one year with a purchase and one without, for a buyer of whom nothing is known yet. She did buy in the first.",
            because="both years multiplied, though the first is known",
        ),
        Slip(
            lambda purchases: 1 / purchases,
            "This is the number of years between two purchases, on average. A chance is asked.",
            because="rate and mean gap exchanged",
        ),
    ],
    twin=lambda purchases: (
        f"Take {purchases:g} purchases a year. A year without any has the chance e to the power −{purchases:g} = "
        f"{math.exp(-purchases):.3f}."
    ),
    means=lambda purchases: (
        f"Of a hundred such buyers {100 * math.exp(-purchases):.0f} are counted as lost, and none of them has left."
    ),
    after="Over which period would your firm have to count so that few are only silent?",
)


def _months_paid(renews, months=12):
    return sum(renews**month for month in range(months))


first_year = NumberKey(
    asked.first_year,
    answer=lambda fee, renews: fee * (1 - renews**12) / (1 - renews),
    tolerance=0.005,
    slips=[
        Slip(
            lambda fee, renews: 12 * fee,
            "This is the number you get if nobody leaves within the year.",
            because="a monthly fee times twelve, as in the plan of nearly every subscription",
        ),
        Slip(
            lambda fee, renews: 12 * fee * renews,
            "This is the number you get if a share of the members leaves once, at the start. They leave month by month.",
            because="one month's rate taken for the year",
        ),
        Slip(
            lambda fee, renews: fee / (1 - renews),
            "This is the number that she pays over all months to come. Twelve are asked.",
            because="expected lifetime times fee, without a horizon",
        ),
        Slip(
            lambda fee, renews: fee * (_months_paid(renews, 13) - 1),
            "This is the number you get if she must renew before her first payment. She pays on joining.",
            because="the conventions of the first margin mixed up",
        ),
        Slip(
            lambda fee, renews: 12 * fee * renews**12,
            "This is the number that those pay who stay the whole year. Those who leave pay for some months, too.",
            because="only the survivors counted",
        ),
        Slip(
            lambda fee, renews: fee * _months_paid(renews, 11),
            "This is the number you get for eleven months. On joining she pays for the first.",
            because="off by one: eleven renewals taken for eleven payments",
        ),
        Slip(
            lambda fee, renews: fee * _months_paid(1 - renews),
            "This is the number you get if the share that renews is the share that leaves.",
            because="churn given for retention",
        ),
        Slip(
            lambda fee, renews: fee * (1 - renews**12),
            "This is the number you get without the division by 1 − r. A new member pays at least the first fee.",
            because="the formula cut off at the fraction line",
        ),
        Slip(
            lambda fee, renews: fee * renews / (1 - renews),
            "This is the number that she pays over all months to come, the first one left out. The first twelve are asked.",
            because="expected renewals times fee, without a horizon",
        ),
        Slip(
            lambda fee, renews: _months_paid(renews),
            "This is the number of months that she pays for. What does she pay?",
            because="the first of two steps given for the result",
        ),
        Slip(
            lambda fee, renews: fee * _months_paid(renews, 13),
            "This is the number you get for thirteen months. The first payment is due on joining.",
            because="off by one: the months 0 to 12 added up",
        ),
        Slip(
            lambda fee, renews: 6 * fee * (1 + renews**12),
            "This is the number you get with the mean of those who are there at the start and those who are left after the year. The number falls fastest at first, so it is mostly below this mean.",
            because="the mean of first and last for a curve that bends",
        ),
        Slip(
            lambda fee, renews: 12 * fee * (1 - renews),
            "This is the number you get with the share that leaves, and once for the whole year.",
            because="churn given for retention, one month's rate taken for the year",
        ),
        Slip(
            lambda fee, renews: 12 * fee * renews**11,
            "This is the number you get if only those pay who make the twelfth payment. Those who leave pay for some months, too.",
            because="only the survivors counted",
        ),
    ],
    twin=lambda fee, renews: (
        f"Take ¥{fee} a month and a renewal of {100 * renews:g} %. (1 − {renews:g}¹²) ÷ {1 - renews:g} = "
        f"{_months_paid(renews):.3f} months. Times ¥{fee} is ¥{fee * _months_paid(renews):.1f}."
    ),
    means=lambda fee, renews: f"She pays for {_months_paid(renews):.1f} of her first twelve months.",
    after="Which of your plans multiply a month by twelve?",
)

# Only in the chapter -------------------------------------------------------------------------------

principle = ChoiceKey(
    asked.principle,
    answer="churn",
    whys={
        "churn": "It rises when customers are not kept, whatever the firm says.",
        "campaigns": "That is effort. It rises whether or not anybody stays.",
        "sales": "New customers can make sales grow while the old ones leave.",
        "training": "All may know the principle while the members leave.",
    },
    after="Which figure would show that your firm's favourite principle has failed?",
)

first_step = ChoiceKey(
    asked.first_step,
    answer="contact",
    whys={
        "contact": "The other two steps can reach only one customer in three.",
        "tailor": "It would be tailored for a third of the customers. How many more could there be?",
        "raise": "How would the shop ask those to whom it may not write?",
    },
    after="Which share of your customers may you write to?",
)

next_step = ChoiceKey(
    asked.next_step,
    answer="design",
    whys={
        "design": "Portfolio and information are there. Value has to be designed before it can be delivered.",
        "delivery": "What would be delivered to which group?",
        "portfolio": "The chain knows its groups. That step is done.",
        "evaluation": "Nothing has been done yet that could be judged.",
    },
    after="At which of the six steps does your firm stand with its best customers?",
)

letters = ChoiceKey(
    asked.letters,
    answer="letters",
    whys={
        "letters": "Campaigns are paid for all, and of the old customers many no longer order.",
        "demanding": "Then the difference would stay when campaigns are taken out.",
        "mix": "Then the difference would stay when campaigns are taken out.",
        "nothing": "Look at what changes between the first two numbers and the last two.",
    },
    after="To how many customers who will never order again does your firm write?",
)

# Labs ---------------------------------------------------------------------------------------------

lab_base = ChoiceKey(
    asked.lab_base,
    answer="both",
    whys={
        "both": "Inflow over churn doubles both ways.",
        "inflow": "That doubles it. Does nothing else?",
        "churn": "That doubles it. Does nothing else?",
        "start": "The start is forgotten in the end.",
    },
    after="Which of the two gets there faster?",
)

lab_profit = ChoiceKey(
    asked.lab_profit,
    answer="year-one",
    whys={
        "year-one": "More customers are saved in one year. In the long run 1/0.85 times as many stay, whatever the churn.",
        "long-run": "There only the ratio of the two churn rates counts.",
        "both": "One of them depends on nothing but the ratio of the two churn rates.",
        "none": "How many customers does the cut save in one year, at 15 % and at 40 %?",
    },
    after="Which kind of firm sees a retention programme work at once?",
)

lab_spend = ChoiceKey(
    asked.lab_spend,
    answer="less",
    whys={
        "less": "Value rises ever faster as churn falls, so the first half of the way is worth less than the second.",
        "half": "That would be so if value were a straight line in churn.",
        "more": "The curve bends the other way.",
    },
    twin=lambda: (
        f"With a margin of 100: {_worth(100, 0.3):.0f}, {_worth(100, 0.2):.0f} and {_worth(100, 0.1):.0f} at a churn of "
        "30, 20 and 10 %. The second step is larger than the first."
    ),
    after="Does the bend matter for a small cut?",
)
