"""The questions of chapter 16, CRM systems and technology: what is asked."""

import functools

import numpy as np
import pandas as pd

from crmlib import simulate
from crmlib.simulate.tables import CATEGORIES
from crmlib.workbook.kinds.choice import Audit, Choice, Match, Option
from crmlib.workbook.kinds.code import Decision, Function, Query, Value
from crmlib.workbook.kinds.draws import Grid, OneOf, Sample, money, rate, whole
from crmlib.workbook.kinds.memo import Memo
from crmlib.workbook.kinds.number import Number, Reverse
from crmlib.workbook.kinds.order import Order, Step
from crmlib.workbook.kinds.questions import Twin

# What a system does -------------------------------------------------------------------------------

FILE = "at two in the morning the shop's new file goes into `staging`"
VIEW = "`star.rfm` is read before the weekly meeting"
TEXTING = "the list of offers is handed to the texting program"
OPEN = "the agent who is called sees that a complaint is open"

parts = Match(
    id="systems.parts",
    section="16-systems#systems-functions",
    title="Four functions",
    prompt="Which of the four functions of a CRM system is each of these?",
    rows=[FILE, VIEW, TEXTING, OPEN],
    options=["collection", "analysis", "interaction", "service"],
    hints=[
        "Ask of each part: does the firm learn a fact, work something out, say something to customers, or solve their problem?",
        "Each function stands here once.",
        Twin(
            "The same in a library: a loan is noted, collection; the books of the year are counted by shelf, analysis; readers of crime "
            "get a letter on a new one, interaction; the desk finds a lost card, service."
        ),
    ],
)

# The star -----------------------------------------------------------------------------------------

grain = Choice(
    id="systems.grain",
    section="16-systems#systems-star",
    title="Which products were in it?",
    prompt="A warehouse has one row an order in `fact_order`, with `amount` and `items`. Marketing wants revenue by product. What does "
    "the star need?",
    options=[
        Option("column", "a column `product` in `fact_order`, with the dearest product of the order"),
        Option("dimension", "a dimension of products, joined to `fact_order` by the customer who bought"),
        Option("lines", "a fact with a row for each product in an order"),
        Option(
            "view", "a view that divides each amount by the number of its items and groups them by product"
        ),
    ],
    hints=[
        "How many products can an order hold, and how many rows has it?",
        Twin(
            "The same on a hotel: with a row a bill, nobody can tell breakfasts from rooms. With a row a line of the bill, everybody can, and "
            "the bills are still the sums of their lines."
        ),
    ],
)

fan_out = Number(
    id="systems.fan-out",
    section="16-systems#systems-star",
    title="Two facts in one join",
    prompt="Each of {customers} customers has placed {orders} orders of {amount} and opened {tickets} tickets. An analyst joins the fact of "
    "orders and the fact of tickets on the customer and sums up the amounts. By how much does her sum lie above the revenue?",
    draws=dict(
        customers=whole(200, 900, 50, says="the number of customers"),
        orders=whole(3, 9, says="the orders of each customer"),
        amount=money(80, 240, step=20, says="the amount of an order"),
        tickets=whole(3, 6, says="the tickets of each customer"),
    ),
    unit="¥",
    low=0,
    high=100_000_000,
    hints=[
        "How many rows has the join for one customer, and how often does each of her orders stand there?",
        "Each order stands there once for each ticket. One of these times is right.",
    ],
)

CITIES = OneOf(
    (
        "Shanghai",
        "Beijing",
        "Guangzhou",
        "Shenzhen",
        "Hangzhou",
        "Chengdu",
        "Wuhan",
        "Nanjing",
        "Suzhou",
        "Qingdao",
        "Changsha",
        "Kunming",
    )
)
YEAR = Grid(2024, 2025, 1, "{:d}".format)
KIND = OneOf(("complaint", "contact"))

query = Query(
    id="systems.query",
    section="16-systems#systems-star",
    title="Two facts by month",
    prompt="Write one query on the star of the customer database, for customers in {city} and the year {year}: for each `month` its "
    "`revenue` (from `star.fact_order`, where a cancelled or returned order has a revenue of 0) and its `tickets` of the kind '{kind}' "
    "(from `star.fact_ticket`). All twelve months stand there; where nothing happened, there is a 0. The dimensions are "
    "`star.dim_date` (`day`, `year`, `month`) and `star.dim_customer` (`customer_key`, `city`).",
    columns=("month", "revenue", "tickets"),
    draws=dict(city=CITIES, year=YEAR, kind=KIND),
    hints=[
        "Two facts share the dimensions and not their rows. What happens to an order if it is joined to the tickets of its month?",
        "Sum up each fact by month in a subquery of its own. Then join both to a list of all months, in a way that keeps a month without any, and write 0 where nothing is there.",
    ],
)

# The load -----------------------------------------------------------------------------------------

twice = Number(
    id="systems.twice",
    section="16-systems#systems-load",
    title="A job that only appends",
    prompt="Each night {rows} orders of {amount} on average come in, and a job appends them to a table. In {nights} of 30 nights it was "
    "killed after {part} of the rows and begun again from the first row. Which revenue does the table show for the 30 nights?",
    draws=dict(
        rows=whole(200, 900, 50, says="the orders of a night"),
        amount=money(100, 240, step=20, says="the amount of an order"),
        nights=whole(4, 12, says="the number of nights in which the job was killed"),
        part=rate(0.2, 0.8, step=0.1, says="the part of the rows written before"),
    ),
    unit="¥",
    low=0,
    high=100_000_000,
    hints=[
        "What stands in the table of a night in which the job was killed and begun again?",
        "Such a night counts 1 + the part that was written before. The others count 1.",
    ],
)

night = Order(
    id="systems.night",
    section="16-systems#systems-load",
    title="A night of the small system",
    prompt="Put what the small system does at night into its order.",
    steps=[
        Step("rank", "offers are ranked from the views"),
        Step("publish", "who is one person is decided, and the tables are replaced in one transaction"),
        Step("find", "files are compared with what was loaded before, by name and checksum"),
        Step("clean", "dates, money and numbers get their types, or a reason why not"),
        Step("load", "the rows of new files go into staging as they are, a transaction a file"),
    ],
    hints=[
        "What must be known before a row is written at all?",
        "A wrong rule of cleaning can be mended only if staging keeps what came in. And nobody reads what is half done.",
        Twin(
            "The same in a kitchen: see what was delivered, put it into the cold room as it came, wash and cut it, put the dishes on the "
            "counter all at once, and then let the waiters choose."
        ),
    ],
)

# Rules --------------------------------------------------------------------------------------------

lift = Number(
    id="systems.lift",
    section="16-systems#systems-rules",
    title="The lift of a rule",
    prompt="Of {baskets} baskets {tea} hold tea, {cups} hold cups, and {both} hold both. What is the lift of the rule “who buys tea buys "
    "cups”?",
    draws=dict(
        baskets=whole(400, 1_000, 50, says="the number of all baskets"),
        tea=whole(80, 200, 10, says="the baskets with tea"),
        cups=whole(40, 120, 10, says="the baskets with cups"),
        both=whole(10, 60, 2, says="the baskets with both"),
    ),
    unit="",
    low=0,
    high=100,
    hints=[
        "Which share of the baskets with tea hold cups? And which share of all baskets?",
        "Lift is the first share ÷ the second.",
    ],
)

ITEMS = ("noodles", "sauce", "eggs", "beer", "nuts", "soap")


def _baskets(rng):
    """Baskets of a small shop; sauce goes with noodles and nuts with beer, and some items were scanned twice."""
    rows = []
    for basket in range(1, 121):
        noodles, beer = rng.random() < 0.4, rng.random() < 0.3
        share = {
            "noodles": 1.0 if noodles else 0.0,
            "sauce": 0.6 if noodles else 0.15,
            "eggs": 0.55,
            "beer": 1.0 if beer else 0.0,
            "nuts": 0.5 if beer else 0.1,
            "soap": 0.08 if noodles else 0.25,
        }
        held = [item for item in ITEMS if rng.random() < share[item]] or ["eggs"]
        held += [item for item in held if rng.random() < 0.15]
        rows += [(basket, item) for item in held]
    return pd.DataFrame(rows, columns=["basket_id", "item"])


rules = Value(
    id="systems.rules",
    section="16-systems#systems-rules",
    title="What goes with it?",
    prompt="`q.baskets` holds {baskets} of 120 baskets, `basket_id` and `item`; what was scanned twice stands there twice. Take the rules "
    "“who buys {given} buys the item”. Leave a DataFrame with a row for each other `item` and its `confidence` and `lift`.",
    draws=dict(given=OneOf(("noodles", "beer")), baskets=Sample(_baskets, "{rows} rows")),
    hints=[
        "How many baskets hold the item that is given, how many hold both, and how many hold the other?",
        "Make a table with a row a basket and a column an item that says whether it is held. A confidence is a share of the baskets with the item that is given; a lift compares it with the share of all baskets.",
    ],
)

# The next product ---------------------------------------------------------------------------------

offer = Number(
    id="systems.offer",
    section="16-systems#systems-next",
    title="What does an offer earn?",
    prompt="{customers} customers are offered a category that they lack. In a trial {control} of those like them without the offer bought it, "
    "and {treated} of those with it. A purchase brings {margin}; all who buy with the offer use a voucher of {voucher}; a contact costs "
    "{contact}. What do the offers earn?",
    draws=dict(
        customers=whole(2_000, 20_000, 1_000, says="the number of customers with an offer"),
        control=rate(0.04, 0.12, 0.01, says="the share that buys without the offer"),
        treated=rate(0.12, 0.24, 0.01, says="the share that buys with the offer"),
        margin=money(30, 90, 5, says="the margin of a purchase"),
        voucher=money(6, 14, 2, says="the voucher"),
        contact=money(0.4, 1.2, 0.2, says="the cost of a contact"),
    ),
    unit="¥",
    low=-10_000_000,
    high=10_000_000,
    hints=[
        "How many purchases are there because of the offer, and how many vouchers are used?",
        "The margin counts for treated − control, the voucher for all who buy with the offer, the contact for everybody.",
    ],
)

offer_profit = Function(
    id="systems.offer-profit",
    section="16-systems#systems-next",
    title="A function for an offer",
    prompt="Write a function that returns what an offer earns on average with a customer. Without the offer she buys with the chance `anyway`. "
    "Of those who would not have bought, the offer wins the share `won`. A purchase brings `margin`, whoever buys uses the `voucher`, and "
    "`contact` is paid for everyone.",
    inputs=dict(
        anyway=rate(0.02, 0.3, 0.01),
        won=rate(0.02, 0.12, 0.01),
        margin=money(20, 90, 5),
        voucher=money(5, 20, 5),
        contact=money(0.2, 2, 0.2),
    ),
    hints=[
        "Out of 100 customers: how many buy anyway, how many more because of the offer, and how many vouchers is that?",
        "Those who are won are a share of those who would not buy anyway. The margin counts for them, the voucher for both kinds of buyers, the contact for everybody.",
        Twin(
            "Of 100 visitors 20 eat dessert anyway. A sign wins a tenth of the other 80, so 8 more, and all 28 get 1 off. With 4 earned on a "
            "dessert and no cost of the sign: 8 × 4 − 28 × 1 = 4 for the hundred, .04 each."
        ),
    ],
)

needed_won = Reverse(
    id="systems.needed-won",
    section="16-systems#systems-next",
    title="How many must it win?",
    prompt="An offer costs {contact} and comes with a voucher of {voucher}, which all who buy use. A purchase brings {margin}. {anyway} of the "
    "customers buy anyway. Which further share of all customers must buy because of the offer, so that it earns {goal} a customer?",
    draws=dict(
        contact=money(0.4, 1.2, 0.2, says="the cost of an offer"),
        voucher=money(6, 14, 2, says="the voucher"),
        margin=money(40, 90, 5, says="the margin of a purchase"),
        anyway=rate(0.05, 0.2, 0.01, says="the share that buys anyway"),
        goal=money(1, 4, 0.5, says="the goal for each customer"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "What does the offer lose before it has won anybody?",
        "Each customer won brings the margin less the voucher. How many of them pay for the rest and for the goal?",
    ],
    core=False,
)

GOODS = {"lamps": 60.0, "rugs": 80.0, "tea": 20.0, "shoes": 45.0, "games": 30.0}


def _offered(rng):
    """Customers of whom half, drawn at random, were offered one category that they lack."""
    rows = []
    for category, margin in GOODS.items():
        anyway, won = rng.choice((0.03, 0.06, 0.12, 0.18)), rng.choice((0.02, 0.04, 0.07, 0.1))
        for number in range(400 + 40 * rng.randrange(5)):
            offered = number % 2 == 0
            rows.append((category, margin, offered, rng.random() < anyway + offered * won))
    rng.shuffle(rows)
    table = pd.DataFrame(rows, columns=["category", "margin", "offered", "bought"])
    table.insert(0, "customer_id", range(1, len(table) + 1))
    return table


offer_table = Value(
    id="systems.offer-table",
    section="16-systems#systems-next",
    title="What an offer earns, by category",
    prompt="`q.customers` holds {customers}: each lacks a `category`, whose purchase brings a `margin`. Half of them, drawn at random, were "
    "`offered` it with a voucher of {voucher} for all who buy; the contact cost {contact}. `bought` says who bought it. Leave a DataFrame with a "
    "row for each `category`: the share that the offer `won` (of all who were offered it) and the `profit` of an offer, in yuan.",
    draws=dict(
        customers=Sample(_offered, "{rows:,} customers"),
        voucher=money(6, 14, 2),
        contact=money(0.4, 1.2, 0.2),
    ),
    hints=[
        "Compare the buyers among those with the offer and those without, in each category.",
        "Work out the share of buyers for each category and arm, and put the two arms side by side. The margin counts for their difference, the voucher for all who bought with the offer.",
    ],
)

MARGINS = dict(zip(CATEGORIES, simulate.NextProductTrial().margins, strict=True))


@functools.cache
def trial():
    """A trial of another year, with the same plan as the one of the chapter."""
    return simulate.trial("next product", seed=16)


@functools.cache
def next_trial(contact_cost=0.5):
    """Customers of the same firm who were not in the trial."""
    parameters = simulate.NextProductTrial(contact_cost=contact_cost)
    return simulate.trial("next product", seed=2028, customers=9_000, parameters=parameters)


def had(table):
    """Which categories each customer has: a column a category."""
    return table[[f"had_{name.replace(' ', '_')}" for name in CATEGORIES]].set_axis(CATEGORIES, axis=1)


@functools.cache
def pair_rules():
    """The rules of the trial's customers: who has this has that."""
    owned = had(trial().customers)
    rows = [
        (one, other, owned.loc[owned[one], other].mean(), owned[other].mean())
        for one in CATEGORIES
        for other in CATEGORIES
        if one != other
    ]
    table = pd.DataFrame(rows, columns=["has", "category", "confidence", "share"])
    return table.assign(lift=table["confidence"] / table["share"])


@functools.cache
def possible_offers():
    """All offers that could be made: each category that a customer lacks, with the best rule for it."""
    owned = had(next_trial().customers)
    owned.index = next_trial().customers["customer_id"]
    rows = owned.stack()
    offers = rows[~rows].rename_axis(["customer_id", "category"]).reset_index()[["customer_id", "category"]]
    for measure in ("confidence", "lift"):
        table = pair_rules().pivot(index="has", columns="category", values=measure)
        table = table.reindex(index=list(CATEGORIES), columns=list(CATEGORIES)).fillna(0.0)
        best = np.where(owned.to_numpy()[:, :, None], table.to_numpy()[None], 0.0).max(axis=1)
        found = pd.DataFrame(best, index=owned.index, columns=list(CATEGORIES)).stack()
        offers[measure] = found.loc[
            list(zip(offers["customer_id"], offers["category"], strict=True))
        ].to_numpy()
    offers.insert(0, "offer_id", range(1, len(offers) + 1))
    return offers.astype({"category": str}).round({"confidence": 3, "lift": 2})


def _some_offers(rng, customers=400):
    table = possible_offers()
    chosen = rng.sample(range(1, 9_001), customers)
    return table[table["customer_id"].isin(chosen)].reset_index(drop=True)


def _the_trial(rng):
    return trial().customers


PRICES = ", ".join(f"{name} {margin:.0f}" for name, margin in MARGINS.items())

offers = Decision(
    id="systems.offers",
    section="16-systems#systems-next",
    title="Which offers go out?",
    prompt="`q.results` holds {results} of a next-product trial: what they had (`had_...`), the `arm`, what each rule would offer them "
    "(`best_seller`, `next_product`) and what they bought in 60 days (`bought_...`). `q.offers` holds the {offers} that could be made to 400 "
    "others: `offer_id`, `customer_id`, the `category`, and `confidence` and `lift` of the best rule that leads to it. An offer is a printed "
    "card for {contact}, with a voucher of ¥10 that all who buy the category use. A purchase brings in yuan: "
    f"{PRICES}. "
    "Leave the list of the `offer_id` that go out; a customer may get several. It is scored by the truth, as expected profit; right begins at "
    "90 % of what the reference policy earns.",
    draws=dict(
        contact=money(1.5, 2.5, 0.1),
        results=Sample(_the_trial, "the {rows:,} customers"),
        offers=Sample(_some_offers, "{rows:,} offers"),
    ),
    unit="¥",
    things="offers",
    hints=[
        "Who of the `control` arm would have been offered clothing by the best-seller rule? How many of them bought clothing, and how many of those "
        "who were offered it?",
        "For each category: (bought with the offer − bought without) × margin − bought with it × voucher − card. The rule's own column says whom "
        "to compare. Take the offers of the categories above 0.",
    ],
)

lift_or_money = Choice(
    id="systems.lift-or-money",
    section="16-systems#systems-next",
    title="The highest lift",
    prompt="Books go with sports at a lift of 3, beauty goes with clothing at a lift of 2. Of those who lack it, an offer of books wins 6 of 100 "
    "and 15 buy anyway; an offer of beauty wins 9 of 100 and 15 buy anyway. Books bring ¥30, beauty ¥88; all who buy take ¥10 off. What do you "
    "offer?",
    options=[
        Option("books", "books, where the rule is surest to be more than chance"),
        Option("beauty", "beauty, since the offer earns most there"),
        Option("both", "both: a lift above 1 says that each of the two offers will bring more than it costs"),
        Option("neither", "neither, since 15 buy anyway"),
    ],
    hints=[
        "Work out for 100 customers: margin of those who are won, less ¥10 for all who buy.",
        Twin(
            "A shop's umbrellas go with raincoats at a lift of 5. A sign wins 2 of 100 at ¥8 each and gives ¥3 to 30 who buy anyway. The "
            "highest lift loses ¥80."
        ),
    ],
)

# Churn scoring ------------------------------------------------------------------------------------

calls = Number(
    id="systems.calls",
    section="16-systems#systems-churn",
    title="Two lists of calls",
    prompt="Two models were tried on a hold-out cut in time. By its risks, model A has the higher AUC: of the {calls_a} on its list, {left_a} had "
    "left, and a customer on it is worth {worth_a} if she comes back. Model B ranks by risk times worth: of its {calls_b}, {left_b} had left, worth "
    "{worth_b} each. A call costs {call}, and one in ten of those who had left comes back. By how much do the calls of B earn more than those of A?",
    draws=dict(
        calls_a=whole(500, 700, 20, says="the calls on the list of model A"),
        left_a=whole(400, 480, 10, says="the leavers on the list of model A"),
        worth_a=money(320, 440, 20, says="the worth of a customer of model A"),
        calls_b=whole(360, 480, 20, says="the calls on the list of model B"),
        left_b=whole(280, 350, 10, says="the leavers on the list of model B"),
        worth_b=money(500, 680, 20, says="the worth of a customer of model B"),
        call=money(15, 25, 5, says="the cost of a call"),
    ),
    unit="¥",
    low=-100_000,
    high=100_000,
    hints=[
        "What does each list bring, what does it cost, and where does the AUC come in?",
        "Left × one tenth × worth − calls × cost of a call, for each list. Then B less A.",
    ],
)

hold_out = Choice(
    id="systems.hold-out",
    section="16-systems#systems-churn",
    title="Too good",
    prompt="“Left” means: no order from July to December. A model knows of each customer the orders of the whole year and the days since the last "
    "one on 31 December. A fifth of the customers, drawn at random, is held out, and the AUC there is .99. What will it be next year?",
    options=[
        Option("same", "about the same, since those held out were drawn at random"),
        Option("sample", "a little lower, since a fifth of the customers is a small sample"),
        Option("past", "much lower, since on the day of the calls half of what it used has not happened yet"),
        Option(
            "calibrated", "about the same for the ranking, while the probabilities will have to be calibrated"
        ),
    ],
    hints=[
        "On which day would the calls be made, and which of the columns are known on that day?",
        Twin(
            "Somebody foretells from the whole day's rain gauge whether the afternoon was wet, and is tested on days drawn at random. He is nearly always "
            "right, and at noon he knows nothing."
        ),
    ],
)

auc_or_money = Choice(
    id="systems.auc-or-money",
    section="16-systems#systems-churn",
    title="AUC or money",
    prompt="Cut in time, a boosted model has an AUC of .93 and a logistic regression .92. Each calls those whose call is expected to pay: 569 and 582 "
    "customers. Which number decides between them?",
    options=[
        Option("auc", "the AUC: it uses all customers and all thresholds"),
        Option("profit", "what the two lists earn on the hold-out, with the interval of the difference"),
        Option(
            "precision",
            "the share of each list that had left, since each call that is made in vain costs money",
        ),
        Option("simple", "none: the simpler model is to be taken in any case"),
    ],
    hints=[
        "An AUC counts pairs of customers. Are all pairs worth the same?",
        Twin(
            "Two sieves part stones from gold equally often. One loses the dust and the other the nuggets. The share of right partings says nothing "
            "of it; the scales do."
        ),
    ],
)

# Fresh data ---------------------------------------------------------------------------------------

stale = Number(
    id="systems.stale",
    section="16-systems#systems-fresh",
    title="What is nightly worth?",
    prompt="Offers made from data of {age} ago earn {loss} a customer less than offers from fresh data. {customers} customers get {rounds} rounds a "
    "year. Nightly loading costs {cost} a year more than loading before each round from data of that age. What does it earn in a year, its cost taken off?",
    draws=dict(
        age=OneOf(("two weeks", "a month", "two months")),
        loss=money(0.04, 0.18, 0.02, says="the loss of an offer from old data"),
        customers=whole(20_000, 90_000, 10_000, says="the number of customers"),
        rounds=whole(3, 6, says="the rounds of a year"),
        cost=money(30_000, 90_000, 10_000, says="the cost of nightly loading"),
    ),
    unit="¥",
    low=-10_000_000,
    high=10_000_000,
    hints=[
        "What do all customers together lose in a round, and in a year?",
        "Loss × customers × rounds, less what the nights cost.",
    ],
)

# Build, buy or wait -------------------------------------------------------------------------------

pays_from = Number(
    id="systems.pays-from",
    section="16-systems#systems-decision",
    title="From which size does it pay?",
    prompt="By hand the offers cost {hand} a year, with a system of one's own {built}. Its data are fresher, which brings {gain} a customer and round, in "
    "{rounds} rounds a year. From how many customers does the system pay?",
    draws=dict(
        hand=money(24_000, 60_000, 6_000, says="the cost by hand"),
        built=money(150_000, 300_000, 10_000, says="the cost with the system"),
        gain=money(0.05, 0.3, 0.05, says="the gain of a customer in a round"),
        rounds=whole(3, 6, says="the rounds of a year"),
    ),
    unit="",
    low=1,
    high=100_000_000,
    hints=[
        "What does the system cost more than today, and what does it bring a customer in a year?",
        "(Cost of the system − cost by hand) ÷ (gain × rounds).",
    ],
)

RULES = ("best seller", "lift", "confidence", "money")
SYSTEM_ROUNDS = 4
HAND_ROUNDS = 2
ADAPTED = 30_000  # ¥ a year to put a rule of one's own into a bought system
SCORE = {"none": 0, "risk": 10_000, "risk x worth": 12_000}  # ¥ a year to run the list of calls
REGULARS = 0.1  # of the customers
CALL, SUCCESS = 20, 0.1


@functools.cache
def offered_by():
    """What each rule offers: the share of the customers by category."""
    table = trial().customers
    owned = had(table)
    lacking = {name: ~owned[name] for name in CATEGORIES}
    rows = {
        "best seller": table["best_seller"].astype(object),
        "lift": table["next_product"].astype(object),
        "confidence": _surest(owned),
        "money": _first_of(lacking, ("beauty", "sports", "clothing", "home")),
    }
    counts = [(rule, name, (offer == name).mean()) for rule, offer in rows.items() for name in CATEGORIES]
    return pd.DataFrame(counts, columns=["rule", "category", "share"])


def _surest(owned):
    """The category with the highest confidence, of those that she lacks."""
    table = pair_rules().pivot(index="has", columns="category", values="confidence")
    table = table.reindex(index=list(CATEGORIES), columns=list(CATEGORIES)).fillna(0.0)
    best = np.where(owned.to_numpy()[:, :, None], table.to_numpy()[None], 0.0).max(axis=1)
    best[owned.to_numpy()] = 0
    found = np.array(CATEGORIES, dtype=object)[best.argmax(axis=1)]
    return pd.Series(np.where(best.max(axis=1) > 0, found, None), index=owned.index, dtype=object)


def _first_of(lacking, order):
    """The first category of a list that she lacks."""
    found = pd.Series(None, index=lacking[order[0]].index, dtype=object)
    for name in reversed(order):
        found[lacking[name]] = name
    return found


@functools.cache
def regulars():
    """The customers of the simulated firm with two orders or more: risk and worth, as in chapter 10."""
    from crmlib.workbook.banks import retention

    known = retention._known()
    return known.assign(risk=1 - known["p_alive"])[["customer_id", "risk", "worth"]]


def _the_offered(rng):
    return offered_by()


def _the_regulars(rng):
    return regulars()


@functools.cache
def all_plans():
    """Every plan but to go on as today: by hand with another rule, bought or built, with or without calls."""
    rows = [("by hand", rule, "none") for rule in ("lift", "money")]
    rows += [("bought", rule, score) for rule in RULES[1:] for score in SCORE]
    rows += [("built", rule, score) for rule in RULES for score in SCORE]
    plans = pd.DataFrame(rows, columns=["platform", "rule", "calls"])
    plans.insert(0, "plan_id", range(1, len(plans) + 1))
    plans["rounds"] = np.where(plans["platform"] == "by hand", HAND_ROUNDS, SYSTEM_ROUNDS)
    return plans


def _the_plans(rng):
    return all_plans()


platform = Decision(
    id="systems.platform",
    section="16-systems#systems-decision",
    title="Build, buy or wait?",
    prompt=f"A shop has {{customers}} customers. Today an analyst offers them the best seller that they lack, by hand, in {HAND_ROUNDS} rounds a year. "
    "`q.plans` holds {plans}: `plan_id`, the `platform`, the `rule` of the offers, the `rounds` a year and the list of `calls`. By hand another "
    "rule costs nothing more. A bought system costs {licence} a customer and year more than today, and "
    f"¥{ADAPTED:,} a year if the rule is to be money, which it does not ship. A built one costs {{built}} a year more than today. Calls cost "
    f"¥{SCORE['risk']:,} a year to run by risk (everyone above one half) and ¥{SCORE['risk x worth']:,} by risk × worth (everyone whose call is "
    "expected to pay). `q.results` holds {results} of the trial, `q.offered` in {offered} to which share of the customers each rule offers what, `q.regulars` "
    f"the `risk` and `worth` of {{regulars}}, who stand for the {REGULARS:.0%} of the customers that can be called once a year. A call costs ¥{CALL}, and "
    f"{SUCCESS:.0%} of those who had left come back; a contact costs ¥0.50, a voucher ¥10, and a purchase brings in yuan: {PRICES}. Leave a list "
    "with the one `plan_id` that you choose, or an empty list to go on as today. It is scored by the truth: what the plan earns in a year beyond today, its cost taken off, if each round "
    "earns what the one of the trial did; right begins at 95 % of what the reference policy earns.",
    draws=dict(
        customers=whole(30_000, 70_000, 5_000),
        licence=money(6, 13, 0.5),
        built=money(240_000, 640_000, 20_000),
        plans=Sample(_the_plans, "{rows} plans"),
        results=Sample(_the_trial, "the {rows:,} customers"),
        offered=Sample(_the_offered, "{rows} rows"),
        regulars=Sample(_the_regulars, "{rows:,} customers"),
    ),
    unit="¥",
    things="plans",
    hints=[
        "What does an offer of each category earn, by the trial? With `q.offered` that gives what each rule earns a customer and round.",
        "Earnings = customers × (rounds × earnings of the rule − 2 × those of the best seller) + a tenth of the customers × what a list brings a "
        "regular − cost. Which plan has the most?",
    ],
)

whose_credit = Choice(
    id="systems.whose-credit",
    section="16-systems#systems-decision",
    title="Whose credit is it?",
    prompt="A shop offered the best seller by hand and earned ¥130,000 a year. It bought a system, put a rule by money into it, and earned ¥440,000. In "
    "a region that kept the work by hand, the new rule earned as much a customer. What has the system earned?",
    options=[
        Option("all", "¥440,000, since all offers now run through it"),
        Option("difference", "¥310,000, the rise since it was bought"),
        Option("nothing", "nothing so far, and its cost is to be taken off"),
        Option("half", "half of the ¥310,000, as rule and system need each other"),
    ],
    hints=[
        "What would have been earned without the system and with the new rule?",
        Twin(
            "A cook gets a new stove and a new recipe in one week, and twice as many guests come. Next door the same recipe on the old stove draws as "
            "many. The guests came for the recipe."
        ),
    ],
)

# Why projects fail, and what is told --------------------------------------------------------------

luckin = Audit(
    id="systems.luckin",
    section="16-systems#systems-fail",
    title="A retold success",
    prompt="A vendor of CRM software retells the success of 瑞幸 (Luckin). A reader works out what the numbers mean. One line of hers does not "
    "follow. Which?",
    options=[
        Option("scans", "6,000 shops × 120 scans a day × 365 days are 262.8 million scans a year"),
        Option("each", "With 18 million users in the groups that is 14.6 scans for each of them a year"),
        Option("month", "14.6 scans a year are 1.2 a month"),
        Option("members", "So the groups win 262.8 million new users a year"),
        Option("often", "If each user buys 48 times a year, 18 million users buy 864 million times"),
    ],
    hints=[
        "What is counted in each line: shops, scans, users or purchases?",
        Twin(
            "The same at a museum: 3 doors × 400 tickets × 300 days are 360,000 visits a year. With 40,000 holders of a card that is 9 each. It is "
            "not 360,000 new holders of a card."
        ),
    ],
)


def _all_orders(customers, users, inside, outside):
    """How often all customers order, those with the app and the others."""
    return (users * inside + (customers - users) * outside) / customers


slide = Audit(
    id="systems.slide",
    section="16-systems#systems-fail",
    title="The vendor's case",
    prompt="A vendor tells of a chain of tea shops with {shops} shops, of which each lets {scans} people a day scan the code of its group, and of "
    "{users} million users in the groups. They buy {inside} times a month, other customers {outside} times. One line of the slide does not follow. Which?",
    draws=dict(
        shops=whole(2_000, 8_000, 500),
        scans=whole(40, 140, 10),
        users=whole(6, 18),
        inside=Grid(3.0, 4.5, 0.1, "{:.1f}".format),
        outside=Grid(1.6, 2.8, 0.1, "{:.1f}".format),
    ),
    options=[
        Option(
            "scans",
            lambda shops, scans, **_: (
                f"{shops:,} shops × {scans} scans × 365 days are {shops * scans * 365 / 1e6:.1f} million scans a year"
            ),
        ),
        Option(
            "each",
            lambda shops, scans, users, **_: (
                f"A user of a group scans {shops * scans * 365 / 1e6 / users:.1f} times a year on average"
            ),
        ),
        Option(
            "cups",
            lambda users, inside, **_: (
                f"The users of the groups buy {users * inside * 12:.0f} million times a year"
            ),
        ),
        Option(
            "more",
            lambda inside, outside, **_: (
                f"Users of the groups buy {inside / outside - 1:.0%} more often than other customers"
            ),
        ),
        Option(
            "brought",
            lambda users, inside, outside, **_: (
                f"So the groups bring the chain {users * (inside - outside) * 12:.0f} million purchases a year"
            ),
        ),
    ],
    hints=[
        "Work out each line from the numbers above it.",
        "Ask of each line whether it is counted, worked out or concluded, and from which numbers.",
    ],
    pool=(
        dict(
            prompt="A vendor tells of a chain of bakeries in Nanjing. Of its {customers} thousand customers {users} thousand have the vendor's app. They order "
            "{inside} times a month, the others {outside} times. One line of the slide does not follow. Which?",
            draws=dict(
                customers=whole(400, 900, 50),
                users=whole(100, 300, 20),
                inside=Grid(3.0, 4.5, 0.1, "{:.1f}".format),
                outside=Grid(1.6, 2.8, 0.1, "{:.1f}".format),
            ),
            options=[
                Option(
                    "share",
                    lambda customers, users, **_: (
                        f"{users} of {customers} thousand customers have the app, {users / customers:.0%}"
                    ),
                ),
                Option(
                    "orders",
                    lambda users, inside, **_: (
                        f"Those with the app order {users * inside * 12:,.0f} thousand times a year"
                    ),
                ),
                Option(
                    "brought",
                    lambda inside, outside, **_: (
                        f"Who gets the app orders {inside - outside:.1f} times a month more than she did without it"
                    ),
                ),
                Option(
                    "more",
                    lambda inside, outside, **_: (
                        f"Customers with the app order {inside / outside - 1:.0%} more often than those without it"
                    ),
                ),
                Option(
                    "all",
                    lambda customers, users, inside, outside: (
                        f"All customers together order {_all_orders(customers, users, inside, outside):.1f} times a month on average"
                    ),
                ),
            ],
            hints=[
                "Work out each line from the numbers of the text.",
                "Say for each line which people it speaks of, and whether they were compared with others or with themselves.",
            ],
        ),
        dict(
            prompt="A vendor tells of an online shop for toys with {visits} million visits a month. In {share} of the visits somebody clicks on a recommendation, and "
            "{inside} of these visits end in an order. Of the others {outside} do. One line of the slide does not follow. Which?",
            draws=dict(
                visits=whole(2, 9),
                share=rate(0.1, 0.3, 0.02),
                inside=rate(0.06, 0.12, 0.005),
                outside=rate(0.02, 0.04, 0.005),
            ),
            options=[
                Option(
                    "clicks",
                    lambda visits, share, **_: (
                        f"{visits} million visits × {share:.0%} are {visits * share * 1_000:,.0f} thousand visits with a click"
                    ),
                ),
                Option(
                    "orders",
                    lambda visits, share, inside, **_: (
                        f"{visits * share * inside * 1_000:,.1f} thousand of the visits with a click end in an order"
                    ),
                ),
                Option(
                    "times",
                    lambda inside, outside, **_: (
                        f"A visit with a click ends in an order {inside / outside:.1f} times as often as one without"
                    ),
                ),
                Option(
                    "brought",
                    lambda inside, outside, **_: (
                        f"So without recommendations {1 - outside / inside:.0%} of the orders after a click would not have come"
                    ),
                ),
                Option(
                    "all",
                    lambda share, inside, outside, **_: (
                        f"Of all visits {share * inside + (1 - share) * outside:.1%} end in an order"
                    ),
                ),
            ],
            hints=[
                "Work out each line from the numbers of the text.",
                "Say for each line which visits it speaks of, and what was done so that they differ.",
            ],
        ),
    ),
)

PICKED = "“AI picks the offer for each customer”"
CHANNELS = "“all channels know what the others know”"
FORECAST = "“budgets follow each customer's forecast value”"

trend = Match(
    id="systems.trend",
    section="16-systems#systems-fail",
    title="Which experiment would show it?",
    prompt="Three trends are announced. Which comparison would show whether each of them earns anything?",
    rows=[PICKED, CHANNELS, FORECAST],
    options=[
        "customers drawn at random go on with the best seller",
        "shops drawn at random get it a year before the others",
        "customers drawn at random go on with last year's revenue",
        "forecasts are laid beside what was spent two years later",
        "customers who use it are compared with those who do not",
    ],
    hints=[
        "What can be given to one customer and withheld from the next, and what can only be given to a whole shop?",
        "Two of the comparisons fit none. In one customers choose for themselves, and the other shows whether a number is right and not what is "
        "earned by acting on it.",
        Twin(
            "The same in a school: a new exercise goes to pupils drawn at random, a new timetable to schools drawn at random. Lessons "
            "by forecast marks go to pupils drawn at random, and the others get them by last year's marks."
        ),
    ],
)

TEXT = (
    "“Our new platform knows every customer in real time. In the first quarter 35 % of the customers who opened a recommendation bought the product "
    "that was recommended. Churn among those with the app is half of what it is among the others, and our model finds leavers with an AUC of .97. "
    "The platform has therefore paid for itself in one quarter.”"
)

own = Memo(
    id="systems.own",
    section="16-systems#systems-fail",
    title="A system of your own",
    prompt="Find a report on what a CRM system earned, from your own firm if you can. If you have none, take this one: "
    f"{TEXT} Write what was compared with what, the gravest flaw and one more, which number would be needed, and whether the decision changes.",
    words=(80, 300),
    rubric=("what is compared", "gravest flaw", "number needed", "decision"),
    hints=[
        "Who would have bought anyway, and who would have stayed anyway?",
        "Go through each number: which others does it need beside it, and was it measured on days to come?",
        Twin(
            "The same on a gym: “Of those who opened our plan, 60 % came the next day.” They opened it because they wanted to come. Needed is how many came of "
            "those who were drawn and got no plan. If that is 60 % as well, the plan brought nothing, and it is not bought again."
        ),
    ],
)

memo = Memo(
    id="systems.memo",
    section="16-systems#systems-decision",
    title="The memo",
    prompt="The managing director: “Everybody buys a platform with artificial intelligence. Why do we not have one yet?” Answer in a memo, for the "
    "size and the costs of your decision: your number, how uncertain it is, the alternative you turned down, and what an error would cost.",
    words=(60, 250),
    hints=[
        "Begin with what you do and what it earns beyond today. Then part the rule from the platform.",
        "One sentence each: number, uncertainty, alternative, cost of an error, and how you will know.",
        Twin(
            "The same on a bakery: “Bake two more trays at four o'clock. That brings about ¥300 a day, by the two weeks in which we tried it on days drawn at "
            "random, give or take 90. I turned down a new oven, which bakes no better and costs ¥200 a day. If I am wrong, we throw away ¥80 of rolls.”"
        ),
    ],
)

# Predictions of the labs --------------------------------------------------------------------------

lab_size = Choice(
    id="systems.lab-size",
    section="16-systems#systems-decision",
    title="Lab: from which size?",
    prompt="Before you move anything: a vendor asks ¥0.50 a customer and year for loading every night. Fresh data bring ¥0.25 a customer and year. From "
    "which size on does it pay?",
    options=[
        Option("hundred", "from about 100,000 customers on"),
        Option("million", "from about a million customers on"),
        Option("never", "at no size"),
    ],
    hints=[
        "What is left of each customer after the vendor is paid?",
        Twin(
            "A stall earns ¥2 on a cup and pays ¥3 for the cup of paper. Selling more cups makes it poorer."
        ),
    ],
)

lab_baskets = Choice(
    id="systems.lab-baskets",
    section="16-systems#systems-rules",
    title="Lab: lift and the size of the basket",
    prompt="Before you move anything: over all baskets, the lift of pasta and pasta sauce is 7.7. What is it among baskets of 21 to 40 products?",
    options=[
        Option("higher", "higher, as there is more of both"),
        Option("same", "about the same"),
        Option("lower", "less than half of it"),
    ],
    hints=[
        "How often does a large basket hold pasta by chance, and how often does one of two products?",
        Twin(
            "Among all readers, those with one rare book have another rare one far more often than others: they are the ones with many books. Among readers "
            "with many books, much of that is gone."
        ),
    ],
)

QUESTIONS = (
    fan_out,
    twice,
    lift,
    offer,
    needed_won,
    calls,
    pays_from,
    slide,
    query,
    rules,
    offer_profit,
    offer_table,
    offers,
    platform,
    own,
    memo,
)

LABS = (lab_size, lab_baskets)

QUIZ = (
    parts,
    grain,
    night,
    lift_or_money,
    hold_out,
    auc_or_money,
    stale,
    whose_credit,
    luckin,
    trend,
)
