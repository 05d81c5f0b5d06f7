"""The questions of chapter 1, from transactions to relationships."""

import functools

from crmlib import clv, datasets, value
from crmlib.workbook.kinds.audit import Audit
from crmlib.workbook.kinds.choice import Choice, Match, Option
from crmlib.workbook.kinds.decision import Decision
from crmlib.workbook.kinds.draws import Sample, apart, money, rate, whole
from crmlib.workbook.kinds.function import Function
from crmlib.workbook.kinds.memo import Memo
from crmlib.workbook.kinds.number import Number
from crmlib.workbook.kinds.order import Order, Step, rotate, swap
from crmlib.workbook.kinds.questions import Slip, Twin
from crmlib.workbook.kinds.reverse import Reverse
from crmlib.workbook.kinds.several import Several

DISCOUNT_RATE = 0.10


# The words ----------------------------------------------------------------------------------------

_TRADITIONAL, _RELATIONSHIP = "traditional", "relationship"

traditional = Match(
    id="relationships.traditional",
    section="01-relationships#relationships-marketing",
    title="Traditional and relationship marketing",
    prompt="Fill the four rows of the comparison: what stands in the column of *relationship* marketing?",
    answer={
        "focus": "keep existing customers",
        "tools": "7P",
        "who does it": "everyone (cross-functional)",
        "whom it addresses": "six markets",
    },
    options=[
        "keep existing customers",
        "attract new customers",
        "7P",
        "4P",
        "everyone (cross-functional)",
        "the marketing department",
        "six markets",
        "the customer market",
    ],
    slips={
        ("focus", "attract new customers"): "That is the focus of the left-hand column.",
        ("tools", "4P"): "Four of them are old. Which three does a service need besides?",
        ("who does it", "the marketing department"): "Who has most of the contacts with customers?",
        ("whom it addresses", "the customer market"): "Customers are one of several. How many are there?",
        ("whom it addresses", "keep existing customers"): "That is what is done, not for whom.",
    },
    hints=[
        "Each row has two candidates, one for each column.",
        "The right-hand column is the wider one: more tools, more people, more markets.",
        Twin(
            lambda: (
                "A twin, a row that the table does not have: the time that counts. Traditional: this quarter's sales. "
                "Relationship: what a customer brings over the years."
            )
        ),
    ],
    means="Four rows, four differences; none of them says yet that the right-hand column earns more.",
    after="In which column does your firm's budget stand?",
)

six_markets = Match(
    id="relationships.six-markets",
    section="01-relationships#relationships-marketing",
    title="The six markets",
    prompt="Six people meet the firm in one week. To which of the six markets does each belong?",
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
    hints=[
        "Begin with those inside the firm and those who want to get in.",
        "Who sends a buyer is one market; who forms opinions in general is another.",
        Twin(
            lambda: (
                "A twin: a bank that lends to the firm. It buys nothing, sends nobody and delivers no goods, but what it "
                "thinks opens or shuts doors: the influence market."
            )
        ),
    ],
    means="Six markets, and each of them makes promises and gets some.",
    after="For which of the six does your firm have a figure?",
)

crm = Several(
    id="relationships.crm",
    section="01-relationships#relationships-crm",
    title="What belongs to CRM?",
    prompt="Which of these belong to the *definition* of customer relationship management?",
    options=[
        Option("centre", "the customer is at the centre", "It is the first half of the definition."),
        Option(
            "integrate",
            "the firm's resources are integrated around her",
            "Shop, store, hotline and warehouse see one customer, not four.",
        ),
        Option("long-term", "the relationships are long-term", "One sale is no relationship."),
        Option("profitable", "the relationships are profitable", "Without it the firm is a charity."),
        Option(
            "software",
            "a system of software is in place",
            "It may help. Firms had the thing before they had the system, and many have the system without the thing.",
        ),
        Option(
            "keep-all",
            "every customer is kept, at any cost",
            "The relationships are to be profitable. For some customers that fails.",
        ),
    ],
    answer={"centre", "integrate", "long-term", "profitable"},
    overlooked={
        "centre": "Around whom is everything arranged?",
        "integrate": "What has to happen between the departments?",
        "long-term": "How long is the view?",
        "profitable": "What makes it a matter of business?",
    },
    hints=[
        "There are four parts. Two say what the firm does, two say what the relationships are.",
        "Would it still be CRM if it were done on paper? If customers without profit were let go?",
        Twin(
            lambda: (
                "A twin, on customer value management: understanding needs, raising quality and satisfaction, and a growing "
                "value of the firm belong to it. A low price does not: it may serve it or harm it."
            )
        ),
    ],
    means="Two of the four parts can be measured at once: how long, and how profitable.",
    after="Which of the four would you look for first in a firm that says it has CRM?",
)

process = Order(
    id="relationships.process",
    section="01-relationships#relationships-crm",
    title="The customer-oriented process",
    prompt="Put the six core steps of the customer-oriented process in order.",
    steps=[
        Step("portfolio", "analyse the customer portfolio"),
        Step("information", "accumulate information"),
        Step("design", "design value"),
        Step("delivery", "deliver value"),
        Step("life-cycle", "manage the life cycle"),
        Step("evaluation", "evaluate performance"),
    ],
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
    hints=[
        "Who, what about them, what for them, then do it.",
        "The last two look at what happens after the delivery: over the years, and in the books.",
        Twin(
            lambda: (
                "A twin, at a doctor's: know your patients, take the history, plan a treatment, treat, follow up over the "
                "years, and look at the year's results. Nobody plans a treatment before the history."
            )
        ),
    ],
    means="Each step leaves behind what the next one needs.",
    after="Which step does your firm skip?",
)

# Six Sigma ----------------------------------------------------------------------------------------

dpmo = Number(
    id="relationships.dpmo",
    section="01-relationships#relationships-six-sigma",
    title="Late deliveries in a million",
    prompt="A shop delivered {units} parcels. Each can go wrong in {ways} ways, such as late, damaged or to the wrong "
    "address. {defects} defects were found. How many defects per million opportunities (DPMO)?",
    draws=dict(
        units=whole(1_500, 6_000, 500),
        ways=whole(3, 5),
        defects=whole(20, 120, 10),
    ),
    where=lambda units, ways, defects: apart(
        *(factor * defects / units for factor in (1e6 / ways, 1e6, 1e6 * ways, 1e3 / ways, 1e2 / ways)),
        1e6 * (1 - defects / units / ways),
        1e3 * (1 - defects / units / ways),
    ),
    answer=lambda units, ways, defects: value.dpmo(defects, units, opportunities=ways),
    unit="",
    low=0,
    high=1_000_000,
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
    ],
    hints=[
        "How many opportunities to go wrong were there in all?",
        "Defects divided by units times ways, times a million.",
        Twin(
            lambda units, ways, defects: (
                f"Take {defects} defects in {units:,} parcels with {ways} ways each. Opportunities: {units:,} × {ways} = "
                f"{units * ways:,}. {defects} ÷ {units * ways:,} × 1,000,000 = {value.dpmo(defects, units, ways):,.0f}."
            )
        ),
    ],
    means=lambda units, ways, defects: f"One opportunity in {units * ways / defects:,.0f} goes wrong.",
    after="A firm counts twice as many ways to go wrong and finds the same defects. Is its process better?",
)

sigma = Number(
    id="relationships.sigma",
    section="01-relationships#relationships-six-sigma",
    title="The sigma level",
    prompt="A hotline answers {late} of its calls too late. A call has one way to go wrong. What is its sigma level, with "
    "the customary shift of 1.5?",
    draws=dict(late=rate(0.02, 0.20, step=0.01)),
    where=lambda late: apart(
        value.sigma_level(1e6 * late),
        value.sigma_level(1e6 * late, shift=0),
        abs(value.sigma_level(1e6 * late, shift=-1.5)),
        value.sigma_level(1e6 * late / 2),
        value.sigma_level(1e6 * (1 - late)),
    ),
    answer=lambda late: value.sigma_level(1e6 * late),
    unit="",
    tolerance=0.005,
    low=-3,
    high=8,
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
    ],
    hints=[
        "First the DPMO: late calls in a million.",
        "Then one command: `value.sigma_level(dpmo)`. Its shift is 1.5 if you say nothing.",
        Twin(
            lambda late: (
                f"Take {100 * late:.0f} % late. DPMO = {1e6 * late:,.0f}. A normal distribution has {100 * late:.0f} % of its area beyond "
                f"{value.sigma_level(1e6 * late, shift=0):.2f} standard deviations; with the shift "
                f"{value.sigma_level(1e6 * late):.2f}."
            )
        ),
    ],
    means=lambda late: (
        f"In every {1 / late:.0f} calls one waits too long; the level says the same in other words."
    ),
    after="Would you show your manager the level or the share of late calls?",
    core=False,
)

# The base -----------------------------------------------------------------------------------------

next_base = Number(
    id="relationships.next-base",
    section="01-relationships#relationships-base",
    title="The base after a year",
    prompt="A firm has {customers} customers. {inflow} join in the year and stay to its end, and {churn} of those who were "
    "there at its start leave. How many customers has it after the year?",
    draws=dict(customers=whole(200, 900, 100), inflow=whole(40, 160, 20), churn=rate(0.10, 0.30, step=0.025)),
    where=lambda customers, inflow, churn: apart(
        value.base_after(customers, inflow, churn),
        (customers + inflow) * (1 - churn),
        customers * (1 - churn),
        customers * churn + inflow,
        customers + inflow,
        value.steady_base(inflow, churn),
    ),
    answer=lambda customers, inflow, churn: value.base_after(customers, inflow, churn),
    unit="customers",
    low=0,
    high=2_000,
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
    ],
    hints=[
        "How many of today's customers are still there after a year?",
        "Add those who joined. They do not leave in the year in which they join.",
        Twin(
            lambda customers, inflow, churn: (
                f"Take {customers} customers, {inflow} who join and a churn of {100 * churn:.1f} %. Leave: {customers} × {churn:.3f} = "
                f"{customers * churn:g}. At the end: {customers} − {customers * churn:g} + {inflow} = "
                f"{value.base_after(customers, inflow, churn):g}."
            )
        ),
    ],
    means=lambda customers, inflow, churn: (
        f"{customers * churn:g} leave and {inflow} join, so the base {'grows' if inflow > customers * churn else 'shrinks'}."
    ),
    after="In which direction will it go in the year after, and by more or by less?",
)

settled_base = Number(
    id="relationships.settled-base",
    section="01-relationships#relationships-base",
    title="Where the base settles",
    prompt="A club has {customers} members. Each year {inflow} join and {churn} of the members leave. At how many members "
    "does it settle?",
    draws=dict(customers=whole(200, 900, 100), inflow=whole(40, 160, 20), churn=rate(0.10, 0.30, step=0.025)),
    where=lambda customers, inflow, churn: apart(
        value.steady_base(inflow, churn),
        inflow / (1 - churn),
        value.base_after(customers, inflow, churn),
        customers + value.steady_base(inflow, churn),
        customers * (1 - churn) / churn,
        customers,
        inflow * (1 - churn) / churn,
    ),
    answer=lambda customers, inflow, churn: value.steady_base(inflow, churn),
    unit="members",
    low=0,
    high=5_000,
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
    ],
    hints=[
        "When the club has settled, as many leave in a year as join.",
        "Churn times members equals inflow. Today's number does not matter.",
        Twin(
            lambda customers, inflow, churn: (
                f"Take {inflow} who join and a churn of {100 * churn:.1f} %. {churn:.3f} × members = {inflow}, so members = "
                f"{inflow} ÷ {churn:.3f} = {value.steady_base(inflow, churn):.1f}, whether there are {customers} today or none."
            )
        ),
    ],
    means=lambda customers, inflow, churn: (
        f"At that number {inflow} leave each year and {inflow} join: nothing moves any more."
    ),
    after="What would have to change for the club to be twice as large?",
)

needed_churn = Reverse(
    id="relationships.needed-churn",
    section="01-relationships#relationships-base",
    title="Which churn would that need?",
    prompt="The plan says: {target} members in the long run. {inflow} join each year. Which yearly churn does the plan assume? "
    "Give a share.",
    draws=dict(target=whole(400, 1_200, 100), inflow=whole(60, 240, 20)),
    where=lambda target, inflow: (
        apart(inflow / target, 1 - inflow / target, inflow / (target + inflow), inflow / (target - inflow))
        and inflow / target < 0.45
    ),
    forward=lambda given, target, inflow: value.steady_base(inflow, given),
    target=lambda target, inflow: target,
    answer=lambda target, inflow: inflow / target,
    says="a settled base of {:,.0f} members",
    unit="share",
    low=0,
    high=1,
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
    ],
    hints=[
        "In the long run as many leave as join. How many is that a year?",
        "So many of the target, as a share.",
        Twin(
            lambda target, inflow: (
                f"Take a target of {target} and an inflow of {inflow}. {inflow} leave each year out of {target}: "
                f"{inflow} ÷ {target} = {inflow / target:.4f}."
            )
        ),
    ],
    means=lambda target, inflow: f"A member would stay {target / inflow:.1f} years on average.",
    after="Is that what the club's members have shown so far?",
)

base_function = Function(
    id="relationships.base-function",
    section="01-relationships#relationships-base",
    title="A function for the base",
    prompt="Write a function that takes the customers of today, the inflow of a year and the churn rate of a year, and "
    "returns the customers after *two* years with the same inflow and churn.",
    answer=lambda customers, inflow, churn_rate: value.base_after(customers, inflow, churn_rate, periods=2),
    inputs=dict(customers=whole(0, 1_000, 50), inflow=whole(0, 300, 10), churn_rate=rate(0.05, 0.6, 0.05)),
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
            "This function follows today's customers alone. Those who join are missing.",
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
    hints=[
        "Write the line for one year first. Then do it again with its result.",
        "`after_one = customers * (1 - churn_rate) + inflow`, and the same line once more with `after_one`.",
        Twin(
            lambda: (
                "A twin, on savings: `def two_years(money, paid_in, interest): one = money * (1 + interest) + paid_in; "
                "return one * (1 + interest) + paid_in`. Two steps of one line."
            )
        ),
    ],
    means="The same line, applied to its own result: that is all a forecast of the base is.",
    after="How would you let the function take the number of years as well?",
)

# Profit -------------------------------------------------------------------------------------------


def _base_growth(churn, cut):
    """The growth of a settled base in year one and in the long run when churn falls by a share of itself."""
    effect = value.loyalty_effect(1 / churn, 1, churn, churn * (1 - cut))
    return effect.customer_growth_year_one, effect.customer_growth_long_run


which_firm = Number(
    id="relationships.which-firm",
    section="01-relationships#relationships-profit",
    title="Which firm could that be?",
    prompt="A firm's base has settled, with a churn of {churn} a year. A programme takes {cut} *of the churn* away. The firm "
    "reports: profit up {claim} *in the first year*. How large must its profit be, as a share of its contribution? "
    "(The cost of the programme is left out.)",
    draws=dict(
        churn=rate(0.10, 0.30, step=0.05), cut=rate(0.10, 0.30, step=0.05), claim=rate(0.10, 0.30, step=0.05)
    ),
    where=lambda churn, cut, claim: (
        apart(
            churn * cut / claim,
            min(cut / claim, 5),
            _base_growth(churn, cut)[1] / claim,
            claim / (churn * cut),
            1 - churn * cut / claim,
            churn * (1 - cut) / claim,
        )
        and churn * cut / claim < 0.8
    ),
    answer=lambda churn, cut, claim: value.implied_profit_share(_base_growth(churn, cut)[0], claim),
    unit="share",
    low=0,
    high=1,
    slips=[
        Slip(
            lambda churn, cut, claim: value.implied_profit_share(_base_growth(churn, cut)[1], claim),
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
    ],
    hints=[
        "By what share is the base larger after a year? The customers saved are a share of the churn.",
        "Growth of profit = growth of the base ÷ profit's share. Solve it for the share.",
        Twin(
            lambda churn, cut, claim: (
                f"Take a churn of {100 * churn:.0f} %, a cut of {100 * cut:.0f} % and a claim of {100 * claim:.0f} %. Of 100 customers "
                f"{100 * churn:g} would have left; {100 * churn * cut:g} fewer do. The base grows by {100 * (churn * cut):.2f} %. "
                f"{churn * cut:.4f} ÷ {claim:.2f} = {churn * cut / claim:.4f}."
            )
        ),
    ],
    means=lambda churn, cut, claim: (
        f"Of 100 yuan of contribution {100 - 100 * churn * cut / claim:.0f} go into fixed cost."
    ),
    after="Which firms do you know of which that is true?",
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
            "The cut is a share of the churn, not points.",
        ),
        Option(
            "year-one",
            lambda customers, churn, cut, **_: (
                f"Customers more after a year: {customers:,} × {churn:g} × {cut:g} = {customers * churn * cut:g}"
            ),
            "Those who would have left and stay.",
        ),
        Option(
            "contribution",
            lambda customers, churn, cut, margin, **_: (
                f"Contribution more, with the base of then: {customers * churn * cut:g} × ¥{margin} = "
                f"¥{customers * churn * cut * margin:,.0f} a year"
            ),
            "Each customer more brings her contribution.",
        ),
        Option(
            "profit",
            lambda customers, churn, cut, margin, fixed_share, **_: (
                f"Growth of profit: ¥{customers * churn * cut * margin:,.0f} ÷ ¥{customers * margin:,.0f} = "
                f"{100 * churn * cut:g} %"
            ),
            "It divides by the contribution. Profit is what fixed cost leaves of it, so profit grows by more.",
        ),
        Option(
            "long-run",
            lambda customers, cut, **_: (
                f"In the long run: {customers:,} ÷ (1 − {cut:g}) = {customers / (1 - cut):,.0f} customers"
            ),
            "The settled base is inflow over churn, so it grows as 1 over what is left of the churn.",
        ),
    ],
    answer="profit",
    hints=[
        "Check what each line divides by.",
        "Which line would look the same if there were no fixed cost?",
        Twin(
            lambda customers, churn, cut, margin, fixed_share: (
                f"A twin: {customers:,} customers at ¥{margin} bring ¥{customers * margin:,}, of which fixed cost takes "
                f"{100 * fixed_share:.0f} % and leaves a profit of ¥{customers * margin * (1 - fixed_share):,.0f}. "
                f"¥{customers * churn * cut * margin:,.0f} more is {100 * churn * cut / (1 - fixed_share):.1f} % of it."
            )
        ),
    ],
    after="Which cost has the slide left out altogether?",
)

# Fair comparisons ---------------------------------------------------------------------------------

cheaper = Choice(
    id="relationships.cheaper",
    section="01-relationships#relationships-loyal",
    title="Are old customers cheaper?",
    prompt="“Customers of three years ago cost us 41 yuan each to serve last year, those of last year 64. So loyalty saves "
    "23 yuan a head.” Which figure would tell whether an old customer is cheaper to serve?",
    options=[
        Option(
            "per-order",
            "the cost per order of each group",
            "The same service is compared. Those who no longer order do not make their group look cheap.",
        ),
        Option(
            "per-head",
            "the cost per customer of each group, as above",
            "Many of the old ones no longer order. Serving someone who does not come is cheap.",
        ),
        Option(
            "total",
            "the total cost of each group",
            "The groups differ in size and in how many of them still order.",
        ),
        Option(
            "active-now",
            "the cost per customer, of those who ordered last year",
            "Better, but the new ones had less of the year in which to order.",
        ),
    ],
    answer="per-order",
    hints=[
        "What does someone cost who stopped ordering two years ago?",
        "Divide the money by what it was spent on.",
        Twin(
            lambda: (
                "A twin: old cars use less petrol per car than new ones, because many of them stand in the garage. Litres "
                "per 100 kilometres is the fair figure."
            )
        ),
    ],
    after="What else might differ between the orders of the two groups?",
)

more_orders = Choice(
    id="relationships.more-orders",
    section="01-relationships#relationships-loyal",
    title="Do they buy more with time?",
    prompt="Which comparison shows whether customers order more the longer they stay?",
    options=[
        Option(
            "same",
            "the same customers' orders in their first and in their second twelve months",
            "Same people, equal times. Those who have left should be reported beside them, not left out in silence.",
        ),
        Option(
            "calendar",
            "last year's orders of customers of 2023 and of customers of last year",
            "Those who came last year had on average half a year in which to order.",
        ),
        Option(
            "to-date",
            "all orders so far, by the year of the first order",
            "Whoever has been there longer has had more time. That alone makes the sum grow.",
        ),
        Option(
            "best",
            "how long the customers with most orders have been there",
            "They were chosen by what they bought. Those who stayed long and bought little are not among them.",
        ),
    ],
    answer="same",
    hints=[
        "Two things must be equal in a fair comparison: the people and the time.",
        "Who is missing in each of the four?",
        Twin(
            lambda: (
                "A twin: do children read more as they grow? Compare the same children's books at eight and at nine. Comparing "
                "all books read so far by eight- and nine-year-olds would find growth even if nobody read more."
            )
        ),
    ],
    after="What would you do with the customers who left after half a year?",
)

kinds = Match(
    id="relationships.kinds",
    section="01-relationships#relationships-claims",
    title="Which kind of claim?",
    prompt="Four sentences from slides. Of which kind is each?",
    answer={
        "“In our shop, members order 40 % more because they are members.”": "testable on our data",
        "“Churn down 10 % made profit rise 25 %”, of an unnamed firm": "implied by arithmetic",
        "“The market for loyalty software is 12 billion US dollars.”": "source criticism only",
        "“Customers who get a call within an hour stay longer with us.”": "testable on our data",
    },
    options=["testable on our data", "implied by arithmetic", "source criticism only"],
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
        ): "One may ask who counted. But the sentence holds two numbers that hang together by a third.",
        (
            "“The market for loyalty software is 12 billion US dollars.”",
            "implied by arithmetic",
        ): "One number alone: there is nothing to compute it from, and nothing that it must agree with.",
        (
            "“Customers who get a call within an hour stay longer with us.”",
            "source criticism only",
        ): "It speaks of our own customers. Could anything in our records contradict it?",
        (
            "“Customers who get a call within an hour stay longer with us.”",
            "implied by arithmetic",
        ): "No sum decides it. What would you look at, or try out?",
    },
    hints=[
        "Is the sentence about us, or about someone else?",
        "About someone else: can one compute what would have to be true? If not, ask who counted what.",
        Twin(
            lambda: (
                "A twin: “our parcels arrive in two days”: testable. “At 2 % margin a discount of 5 % loses money”: "
                "arithmetic. “90 % of consumers love parcels”: who asked whom?"
            )
        ),
    ],
    means="Only the first kind can be settled by looking; the second can be narrowed; the third can be questioned.",
    after="What would you need for the sentence about members: more data, or an experiment?",
)

jeopardy = Choice(
    id="relationships.jeopardy",
    section="01-relationships#relationships-double-jeopardy",
    title="Whose churn is too high?",
    prompt="In a market where customers buy several brands, the leader (40 % of the market) loses 16 % of its buyers a year; "
    "your brand (6 %) loses 33 %. What follows?",
    options=[
        Option(
            "size",
            "nothing yet: small brands lose more, so compare with brands of your size",
            "In the simulated market a brand of this size lost as many, and nobody was dissatisfied with anything.",
        ),
        Option(
            "service",
            "your service is about half as good as the leader's",
            "The same gap arises where all brands are equally good. Size alone makes it.",
        ),
        Option(
            "retain",
            "put the whole budget into retention until you reach 16 %",
            "A brand of 6 % that loses 16 % would be a rare one. The leader's churn is no target for it.",
        ),
        Option(
            "measure",
            "the churn was measured wrongly",
            "It may be right. A brand that people buy rarely is easily skipped for a year.",
        ),
    ],
    answer="size",
    hints=[
        "How often does a buyer of a small brand buy it in a year?",
        "Someone who buys once a year is quickly counted as lost.",
        Twin(
            lambda: (
                "A twin: a small theatre sees fewer of its guests again next year than a large one. Before the actors are "
                "blamed, look at small theatres elsewhere."
            )
        ),
    ],
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


highest_spend = Number(
    id="relationships.highest-spend",
    section="01-relationships#relationships-decision",
    title="The highest sensible spend",
    prompt="A customer brings {margin} a year while she stays; the next margin comes in a year, if she is still there. The "
    "cost of capital is 10 %. A programme takes her churn from {churn} to {after} a year, for good. What may it cost "
    "for each customer, once?",
    draws=dict(
        margin=money(80, 400, step=20),
        churn=rate(0.15, 0.30, step=0.01),
        after=rate(0.10, 0.24, step=0.01),
    ),
    where=lambda margin, churn, after: (
        churn - after >= 0.02
        and apart(
            _rise(margin, churn, after),
            _worth(margin, after),
            margin * (churn - after),
            margin / after - margin / churn,
            _certain(margin, churn, after),
            _worth(margin, churn),
            margin * (churn - after) / DISCOUNT_RATE,
        )
    ),
    answer=_rise,
    unit="¥",
    tolerance=0.005,
    low=0,
    high=20_000,
    slips=[
        Slip(
            lambda margin, churn, after: margin * (churn - after),
            "This is the number you get for the first year alone. She who stays brings margins in later years as well.",
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
    ],
    hints=[
        "What is she worth before, and what after? The worth is margin × r ÷ (1.1 − r), with r = 1 − churn.",
        "The programme may cost the difference.",
        Twin(
            lambda margin, churn, after: (
                f"Take a margin of ¥{margin} and a churn of {100 * churn:.0f} %, then {100 * after:.0f} %. Before: {margin} × {1 - churn:.2f} ÷ "
                f"{0.1 + churn:.2f} = {_worth(margin, churn):.1f}. After: {margin} × {1 - after:.2f} ÷ {0.1 + after:.2f} = "
                f"{_worth(margin, after):.1f}. The difference is ¥{_rise(margin, churn, after):.1f}."
            )
        ),
    ],
    means="One yuan more than that, and the programme loses money even if everything about it is true.",
    after="And if the cut lasts for one year only?",
)


def _causal(margin, churn, after, part):
    return _rise(margin, churn, churn - (churn - after) * part)


def _longer(margin, churn, after, part):
    """What a customer brings more over her longer life, without discounting."""
    return margin / (churn - (churn - after) * part) - margin / churn


causal_third = Number(
    id="relationships.causal-third",
    section="01-relationships#relationships-decision",
    title="If a third of it is causal",
    prompt="The same sum with doubt in it: a margin of {margin} a year, the next one in a year if she stays, a cost of capital "
    "of 10 %. Customers in the programme leave at {after}, the others at {churn}. Suppose that *a third* of the difference "
    "is caused by the programme. What may it cost for each customer, once?",
    draws=dict(
        margin=money(100, 400, step=50),
        churn=rate(0.18, 0.33, step=0.03),
        after=rate(0.06, 0.21, step=0.03),
    ),
    where=lambda margin, churn, after: (
        churn - after >= 0.06
        and apart(
            _causal(margin, churn, after, 1 / 3),
            _rise(margin, churn, after) / 3,
            _rise(margin, churn, after),
            _causal(margin, churn, after, 2 / 3),
            margin * (churn - after) / 3,
            _worth(margin, churn - (churn - after) / 3),
            _rise(margin, churn, churn * 2 / 3),
            _longer(margin, churn, after, 1 / 3),
            _certain(margin, churn, churn - (churn - after) / 3),
        )
    ),
    answer=lambda margin, churn, after: _causal(margin, churn, after, 1 / 3),
    unit="¥",
    tolerance=0.005,
    low=0,
    high=20_000,
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
            "This is the number you get for the first year alone.",
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
    ],
    hints=[
        "What is the churn of someone in the programme, if a third of the difference is its merit?",
        "Her worth at that churn, less her worth at the churn of the others.",
        Twin(
            lambda margin, churn, after: (
                f"Take ¥{margin}, {100 * churn:.0f} % and {100 * after:.0f} %. A third of the {100 * (churn - after):.0f} points leaves a churn of "
                f"{100 * (churn - (churn - after) / 3):.0f} %. Worth {_worth(margin, churn - (churn - after) / 3):.1f} less "
                f"{_worth(margin, churn):.1f} is ¥{_causal(margin, churn, after, 1 / 3):.1f}."
            )
        ),
    ],
    means="Two thirds of the difference were in the customers before the programme began.",
    after="How would you find out the share that is causal?",
)

# The decision -------------------------------------------------------------------------------------

CHURN, CLAIMED = 0.15, 0.12
CAUSAL_CHURN = CHURN - (CHURN - CLAIMED) / 3


@functools.cache
def _accounts():
    accounts = datasets.load_firm().accounts
    return accounts[["account_id", "industry", "revenue", "margin_rate"]].copy()


def _all_accounts(rng):
    """The firm's business customers; the same for everyone."""
    return _accounts()


def _account_profits(cost, accounts, churn_after=CAUSAL_CHURN, base="margin"):
    """What the programme earns with each account, by the churn that it leads to."""
    accounts = accounts.set_index("account_id")
    yearly = accounts["revenue"] * (accounts["margin_rate"] if base == "margin" else 1)
    return yearly * _rise(1, CHURN, churn_after) - cost


def _paying(cost, accounts, **how):
    profits = _account_profits(cost, accounts, **how)
    return profits.index[profits > 0].tolist()


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
    profit=_account_profits,
    policy=_paying,
    unit="¥",
    enough=0.999,
    things="accounts",
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
    hints=[
        "What is one yuan of yearly margin worth at a churn of 15 %, and what at 14 %? The difference, times the margin of an "
        "account, is what the programme adds there.",
        "`clv.retention_clv(margin, 0.86, 0.10) - clv.retention_clv(margin, 0.85, 0.10)` takes a whole column. Keep the rows "
        "where it is above the cost.",
        Twin(
            lambda cost, accounts: (
                f"At a cost of ¥{cost:,}: a yuan of yearly margin gains {_rise(1, CHURN, CAUSAL_CHURN):.4f}. So an account must "
                f"bring a margin of ¥{cost / _rise(1, CHURN, CAUSAL_CHURN):,.0f} a year, which "
                f"{len(_paying(cost, accounts))} of the {len(accounts)} do."
            )
        ),
    ],
    after="Which accounts change sides if half of the difference is causal?",
)

memo = Memo(
    id="relationships.memo",
    section="01-relationships#relationships-decision",
    title="The memo",
    prompt="The owner asks: “The consultant promises 15 % less churn in the club for ¥10 a member. An advertisement wins a member "
    "for ¥120. Where do I put next year's ¥4,000?” Answer in a memo with the chapter's numbers: your number, how uncertain "
    "it is, the alternative you turned down, and what an error would cost.",
    words=(60, 250),
    model="Put ¥2,000 into the consultant's programme for half of the members, drawn by lot, and ¥2,000 into advertising. If all "
    "of the promised cut is caused by the programme, a member becomes worth ¥28.6 more, and ¥10 return ¥18.6 beyond their cost. If only a "
    "third is, she becomes worth ¥8.7 more and each ¥10 lose ¥1.3. The advertisement returns 0.79 yuan beyond each yuan, which the "
    "programme beats only if about two thirds of the cut are its own merit. Nobody knows that share: it rests on members "
    "who chose to take part elsewhere. I turned down the roll-out to all 406, because it could lose ¥500 and would teach us "
    "nothing, and I turned down advertising alone, because it earns some ¥4,400 less than the roll-out if the consultant is right. After a year "
    "the half without the programme will tell. With about 200 members on each side the answer will be rough: a difference of five points in churn "
    "may still be luck.",
    hints=[
        "Begin with the decision, not with the method.",
        "One sentence each: number, uncertainty, alternative, cost of an error, and the assumption it all rests on.",
        Twin(
            lambda: (
                "A twin, on parcels: “Switch half of the parcels to the second courier for a quarter. It costs ¥0.40 more a "
                "parcel and may halve late deliveries. If it does not, we lose ¥800 and know it. I turned down the full switch, "
                "which would cost ¥1,600 before we know.”"
            )
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
        Option("both", "either of the two: 600 join, or 10 % leave", "Inflow over churn doubles both ways."),
        Option("inflow", "only 600 joining", "That doubles it. Does nothing else?"),
        Option("churn", "only a churn of 10 %", "That doubles it. Does nothing else?"),
        Option("start", "starting with twice as many customers", "The start is forgotten in the end."),
    ],
    answer="both",
    hints=[
        "At which number do as many leave as join?",
        Twin(
            lambda: (
                "With 100 joining and 25 % leaving: 400. With 200 joining: 800. With 12.5 % leaving: 100 ÷ 0.125 = 800 "
                "as well."
            )
        ),
    ],
    after="Which of the two gets there faster?",
)

lab_profit = Choice(
    id="relationships.lab-profit",
    section="01-relationships#relationships-profit",
    title="Lab: which firm could that be?",
    prompt="Before you move anything: churn falls by 15 % of itself. The churn before the cut was 40 % a year in place of 15 %. "
    "Which line moves?",
    options=[
        Option(
            "year-one",
            "year one alone",
            "More customers are saved in one year. In the long run 1/0.85 times as many stay, whatever the churn.",
        ),
        Option("long-run", "the long run alone", "There only the ratio of the two churn rates counts."),
        Option("both", "both", "One of them depends on the ratio of the two churn rates alone."),
        Option("none", "neither", "How many customers does the cut save in one year, at 15 % and at 40 %?"),
    ],
    answer="year-one",
    hints=[
        "Year one: how many of 100 customers stay who would have left?",
        Twin(
            lambda: (
                "A cut of 10 %: at a churn of 20 % it saves 2 of 100 in a year, at 50 % it saves 5. The settled base grows by "
                "1 ÷ 0.9 − 1 = 11 % both times."
            )
        ),
    ],
    after="Which kind of firm sees a retention programme work at once?",
)

lab_spend = Choice(
    id="relationships.lab-spend",
    section="01-relationships#relationships-decision",
    title="Lab: the assumption on a slider",
    prompt="Before you move anything: half of the claimed cut is causal. The highest spend per member is …",
    options=[
        Option(
            "less",
            "less than half of the full limit",
            "Value rises ever faster as churn falls, so the first half of the way is worth less than the second.",
        ),
        Option("half", "half of the full limit", "That would be so if value were a straight line in churn."),
        Option("more", "more than half of the full limit", "The curve bends the other way."),
    ],
    answer="less",
    hints=[
        "Compare the worth at a churn of 30 %, 20 % and 10 %. Which step is larger?",
        Twin(
            lambda: (
                f"With a margin of 100: {_worth(100, 0.3):.0f}, {_worth(100, 0.2):.0f} and {_worth(100, 0.1):.0f} at a churn of "
                "30, 20 and 10 %. The second step is larger than the first."
            )
        ),
    ],
    after="Does the bend matter for a small cut?",
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
    accounts_to_keep,
    memo,
)
LABS = (lab_base, lab_profit, lab_spend)
QUIZ = (more_orders, kinds, jeopardy)
