"""The questions of chapter 3, customer data and the customer database: what is asked."""

import functools
import tempfile
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from crmlib import database, datasets
from crmlib.workbook.kinds.choice import Audit, Choice, Match, Option, Several
from crmlib.workbook.kinds.code import Decision, Function, Query, Value
from crmlib.workbook.kinds.draws import MONTHS, Grid, OneOf, Sample, money, rate, whole
from crmlib.workbook.kinds.memo import OPEN_RUBRIC, Memo
from crmlib.workbook.kinds.number import Number, Reverse
from crmlib.workbook.kinds.order import Order, Step
from crmlib.workbook.kinds.questions import Twin

# All pairs of records that share a number, an address, a name, or city and year of birth, and the truth.
FIELDS = ["phone", "email", "name", "city", "birth_year"]
CANDIDATES = """
WITH whose AS (
    SELECT p.record, any_value(k.customer_id) AS customer_id
    FROM lineage AS l JOIN person_record AS p USING (record)
    JOIN silo_key AS k ON k.record = coalesce(p.account, l.number)
    GROUP BY p.record
)
SELECT a.record AS first, b.record AS second, a.phone = b.phone AS phone, a.email = b.email AS email,
       a.sound = b.sound AS name, a.city = b.city AS city, a.birth_year = b.birth_year AS birth_year,
       x.customer_id = y.customer_id AS same
FROM person_record AS a JOIN person_record AS b ON a.record < b.record
JOIN whose AS x ON x.record = a.record JOIN whose AS y ON y.record = b.record
WHERE a.phone = b.phone OR a.email = b.email OR a.sound = b.sound
   OR (a.city = b.city AND a.birth_year = b.birth_year)
ORDER BY ALL
"""


class Built(NamedTuple):
    """A database: the folder that is gone when Python ends, the path, and the pairs of records to be decided."""

    folder: object
    path: str
    pairs: object


@functools.cache
def customer_database():
    """The customer database of the book's silos."""
    folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)  # who asks may have it open
    path = Path(folder.name) / "customers.duckdb"
    database.build(datasets.silo_folder(), path, secret=bytes(32))
    with database.connect(path) as connection:
        connection.register("silo_key", datasets.silo_key().dropna())
        pairs = connection.execute(CANDIDATES).df()
    return Built(folder, str(path), pairs.astype(dict.fromkeys([*FIELDS, "same"], "boolean")))


# The database ------------------------------------------------------------------------------------------

steps = Order(
    id="data.steps",
    section="03-data#data-build",
    title="Five steps to a database",
    prompt="A hotel wants a customer database (客户信息库). Put what it does into the order of the five steps.",
    steps=[
        Step("sources", "find out which of its systems holds each of these facts, and how well"),
        Step("functions", "agree on what it is for: one view of a guest, and whom it may write to"),
        Step("update", "load every night, judge the quality, and correct"),
        Step("platform", "choose where it runs, and who may see what"),
        Step("types", "list the facts that this needs: stays, complaints, consent"),
    ],
    hints=[
        "Which step can be done without any of the others?",
        "What it is for decides what it holds; what it holds decides where to look; only then comes the machine.",
        Twin(
            "The same on a kitchen: decide which dishes are cooked, list what they need, find out who sells it, buy the stove, "
            "and then cook and restock every day. A stove that is bought first decides what is eaten."
        ),
    ],
    pool=(
        dict(
            prompt="A chain of swimming schools wants a customer database (客户信息库). Put what it does into the order of the five steps.",
            steps=[
                Step("platform", "decide between its own server and a rented one, and who logs in"),
                Step("types", "write down which facts that takes: course, level, a parent's number, consent"),
                Step("update", "read in the new forms each evening, check them, and mend what is wrong"),
                Step(
                    "functions", "settle what it should do: show a family as one, and say who may be called"
                ),
                Step("sources", "see which of these facts stand at the desk, in the till and in the app"),
            ],
        ),
        dict(
            prompt="A bookshop in Chengdu wants a customer database (客户信息库). Put what it does into the order of the five steps.",
            steps=[
                Step("types", "name what must be known for that: purchases, topics, permission to write"),
                Step("platform", "pick the software, and set who may read which column"),
                Step(
                    "functions", "say what it wants of it: to tell a regular when her author has a new book"
                ),
                Step("update", "add the day's sales every night, and look at the ratios of quality"),
                Step("sources", "go through till, web shop and letters: where does each of these facts lie?"),
            ],
        ),
    ),
)

YEAR = "{:d}".format  # a year has no comma

best_mailed = Query(
    id="data.best-mailed",
    section="03-data#data-build",
    title="The best whom we may write to",
    prompt="Write one query on `customer_view`: the {rows} customers with the highest `revenue`, from the highest down, among "
    "those who agreed to e-mail (`consent_email`) and were born in {year} or later.",
    columns=("customer_id", "revenue"),
    order=("revenue",),
    draws=dict(rows=whole(10, 30), year=Grid(1970, 1990, 1, YEAR)),
    hints=[
        "Which clause chooses the rows, which puts them in order, and which cuts them off?",
        "Two conditions join with `AND`. The order comes after them, the number of rows at the very end. Which way does SQL sort if nothing is said?",
    ],
)

MONTH = Grid(1, 8, 1, lambda month: f"{MONTHS[month - 1]} 2025")

by_city = Query(
    id="data.by-city",
    section="03-data#data-build",
    title="Customers by city",
    prompt="Write one query on `customer_view`. Take the customers who were last seen (`last_seen`) on 1 {month} or later. "
    "For each `city` that is known and has at least {least} of them: how many `customers`, how many of these answered the survey "
    "(`answered`: those with a `satisfaction`), and their mean `satisfaction`.",
    columns=("city", "customers", "answered", "satisfaction"),
    draws=dict(month=MONTH, least=whole(14, 28)),
    hints=[
        "A customer without an answer has NULL as satisfaction. Does a count of rows see her, does a count of a column, does a mean?",
        "`WHERE` chooses among customers, `HAVING` among groups. Where `city` is NULL, nobody knows it.",
    ],
)

callers = Query(
    id="data.callers",
    section="03-data#data-build",
    title="What callers bring",
    prompt="Write one query: for each customer with at least {contacts} contacts (rows of `ticket` whose `kind` is 'contact'), her "
    "`customer_id`, how many `contacts` there were, and the `revenue` of her orders since 1 {month} (`customer_order`: the sum of "
    "`amount` where `order_date` is that day or later, without orders whose `status` is 'cancelled' or 'returned'; 0 if there are none).",
    columns=("customer_id", "contacts", "revenue"),
    draws=dict(contacts=whole(2, 4), month=MONTH),
    hints=[
        "Join a customer with 3 orders to her 2 contacts: how many rows are there, and what is the sum of the amounts?",
        "Count the contacts in one subquery and add up the orders in another, each with a row a customer. Then join the second to the first so that nobody of the first is lost, and write 0 where no order stands.",
    ],
)

# Quality -----------------------------------------------------------------------------------------------

ratio = Number(
    id="data.ratio",
    section="03-data#data-quality",
    title="Validity of what is there",
    prompt="A form insists on a telephone number. Still, of {rows} customers {missing} have none, and {wrong} of the numbers "
    "that are there cannot exist. What is the validity of the telephone numbers?",
    draws=dict(
        rows=whole(400, 1_000, 50, says="the number of customers"),
        missing=whole(100, 300, 10, says="those without a number"),
        wrong=whole(60, 200, 10, says="the numbers that cannot exist"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "Which of the customers can be judged at all? A missing number is a matter of completeness.",
        "Take the numbers that cannot exist from those that are there, and divide by those that are there.",
    ],
)

# Duplicates --------------------------------------------------------------------------------------------

recall = Number(
    id="data.recall",
    section="03-data#data-duplicates",
    title="How many duplicates are found",
    prompt="Among {records} records, {true} pairs are one person. A rule links {found} pairs, of which {right} are one person. "
    "What is the recall of the rule?",
    draws=dict(
        records=whole(300, 900, 50, says="the number of records"),
        true=whole(60, 200, 10, says="the pairs that are one person"),
        found=whole(30, 160, 5, says="the pairs that the rule links"),
        right=whole(20, 150, 5, says="the links that are right"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "Recall asks of the true pairs. How many of them were found?",
        "Recall is the part of the true pairs that was found, and precision the part of the links that is right.",
    ],
)

blocked_pairs = Number(
    id="data.blocked-pairs",
    section="03-data#data-duplicates",
    title="Pairs within blocks",
    prompt="{records} records are put into {blocks} blocks of the same size, and only records of one block are compared, each "
    "with each other once. How many pairs are compared?",
    draws=dict(
        records=whole(600, 6_000, 60, says="the number of records"),
        blocks=OneOf((30, 40, 50, 60, 80, 100, 120, 150, 200), says="the number of blocks"),
    ),
    unit="",
    low=0,
    high=20_000_000,
    hints=[
        "How many records are in a block? In how many ways can two of them be chosen?",
        "Each record of a block meets all the others of it, and each pair counts once. Then count the blocks.",
    ],
    core=False,
)

slide = Audit(
    id="data.slide",
    section="03-data#data-duplicates",
    title="The wrong line on the vendor's slide",
    prompt="A vendor tested a matching program on {records} records, in which {true} pairs are one person. It linked {found} "
    "pairs, {right} of them rightly. One line of its slide is wrong. Which?",
    draws=dict(records=whole(400, 900, 50), true=whole(50, 90, 10), found=whole(15, 30), right=whole(12, 28)),
    options=[
        Option("pairs", lambda records, **_: f"{records:,} records make {_pairs(records):,} pairs"),
        Option(
            "errors",
            lambda true, found, right, **_: (
                f"Errors: {found - right} wrong links and {true - right} missed pairs, {found + true - 2 * right} in all"
            ),
        ),
        Option(
            "accuracy",
            lambda records, true, found, right: (
                f"Accuracy: 1 − {found + true - 2 * right} ÷ {_pairs(records):,} = "
                f"{1 - (found + true - 2 * right) / _pairs(records):.2%}"
            ),
        ),
        Option(
            "found",
            lambda records, true, found, right: (
                f"So {1 - (found + true - 2 * right) / _pairs(records):.2%} of the duplicates in your data are found"
            ),
        ),
        Option(
            "precision",
            lambda found, right, **_: f"Of the links that it makes, {right / found:.0%} are right",
        ),
    ],
    hints=[
        "Work out each line from the four numbers above.",
        "Name for each share the pairs that it is a share of: those that were linked, those that are one person, or all of them.",
    ],
    pool=(
        dict(
            prompt="A chain of pharmacies had a rule of its own judged: among {records} loyalty cards, {true} pairs are one person (true pairs). The "
            "rule linked {found} pairs, {right} of them rightly. One line of the report is wrong. Which?",
            options=[
                Option(
                    "precision",
                    lambda found, right, **_: f"Precision: {right} ÷ {found} = {right / found:.0%}",
                ),
                Option(
                    "missed",
                    lambda found, right, **_: f"Of the true pairs, {1 - right / found:.0%} are missed",
                ),
                Option("pairs", lambda records, **_: f"{records:,} cards make {_pairs(records):,} pairs"),
                Option(
                    "errors",
                    lambda true, found, right, **_: (
                        f"Of the links {found - right} are wrong, and {true - right} true pairs are missed: {found + true - 2 * right} errors"
                    ),
                ),
                Option(
                    "accuracy",
                    lambda records, true, found, right: (
                        f"Accuracy: {1 - (found + true - 2 * right) / _pairs(records):.2%} of all pairs are judged rightly"
                    ),
                ),
            ],
        ),
        dict(
            prompt="A start-up tested its matching program on {records} contacts of a museum, in which {true} pairs are one person. It "
            "linked {found} pairs, {right} of them rightly. One line of its leaflet is wrong. Which?",
            options=[
                Option("pairs", lambda records, **_: f"{records:,} contacts make {_pairs(records):,} pairs"),
                Option(
                    "recall",
                    lambda true, right, **_: (
                        f"Of the duplicates, {right} ÷ {true} = {right / true:.0%} are found"
                    ),
                ),
                Option("idle", "A program that links nothing is right in 0 % of all pairs"),
                Option(
                    "accuracy",
                    lambda records, true, found, right: (
                        f"Ours is right in {1 - (found + true - 2 * right) / _pairs(records):.2%} of all pairs"
                    ),
                ),
                Option(
                    "wrong",
                    lambda found, right, **_: (
                        f"Of its links, {found - right} ÷ {found} = {1 - right / found:.0%} join two people"
                    ),
                ),
            ],
        ),
    ),
)


def _pairs(records):
    """How many pairs some records make."""
    return records * (records - 1) // 2


# Weights -----------------------------------------------------------------------------------------------

weight = Number(
    id="data.weight",
    section="03-data#data-weights",
    title="The weight of a pair",
    prompt="Two records have the same telephone number, but different cities. Of the pairs of one person, {phone_same} agree in the "
    "number and {city_same} in the city. Of the pairs of two people, {phone_chance} and {city_chance} do. What is the weight of "
    "this pair, in bits?",
    draws=dict(
        phone_same=rate(0.6, 0.9, step=0.05, says="the agreement in the number for one person"),
        phone_chance=rate(0.002, 0.01, step=0.002, says="the agreement in the number for two people"),
        city_same=rate(0.8, 0.95, step=0.05, says="the agreement in the city for one person"),
        city_chance=rate(0.1, 0.25, step=0.05, says="the agreement in the city for two people"),
    ),
    unit="bits",
    low=-50,
    high=50,
    hints=[
        "Each field has a weight of its own: one agrees, the other does not.",
        "Where a field agrees: log₂ of the first share ÷ the second. Where it does not: the same with 1 − share. Then add.",
    ],
)

probability = Number(
    id="data.probability",
    section="03-data#data-weights",
    title="From weight to probability",
    prompt="Of the pairs that are compared, {prior} are one person. A pair has the weight {weight}. With which probability is it "
    "one person?",
    draws=dict(
        prior=rate(0.03, 0.2, step=0.005, says="the share of pairs that are one person"),
        weight=Grid(1.5, 6, 0.5, "{:g} bits".format, says="the weight of the pair"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "What are the odds before anything is compared? Each bit doubles them.",
        "Make odds of the share: those that are one person to each that is not. Double them once for each bit, and make a share of them again.",
    ],
)


def _labelled(rng):
    """Pairs that a clerk has judged: whether each field agrees (nothing where it is missing), and the verdict."""
    rows = []
    for number in range(1, 401):
        same = number <= 120
        share = {
            "phone": 0.75 if same else 0.03,
            "email": 0.65 if same else 0.02,
            "city": 0.9 if same else 0.2,
        }
        cells = [None if rng.random() < 0.25 else rng.random() < share[field] for field in share]
        rows.append((*cells, same))
    rng.shuffle(rows)
    table = pd.DataFrame(rows, columns=["phone", "email", "city", "same"])
    table.insert(0, "pair_id", range(1, len(table) + 1))
    return table.astype({"phone": "boolean", "email": "boolean", "city": "boolean"})


field_weights = Value(
    id="data.field-weights",
    section="03-data#data-weights",
    title="Weights from judged pairs",
    prompt="A clerk has judged {pairs} of records (`q.pairs`). For each, `phone`, `email` and `city` say whether the two agree in it; "
    "it is missing where one of them has nothing there. `same` says whether they are one person. Leave a DataFrame with "
    "a row for each `field` (phone, email, city) and its `agreement` and `disagreement`: the two weights, in bits. Where a field is "
    "missing, it says nothing: the pair does not count for this field. No share is 0 here, so nothing is added to a count.",
    draws=dict(pairs=Sample(_labelled, "{rows} pairs")),
    hints=[
        "Two shares a field: of the pairs with `same`, and of the pairs without, how many agree? The mean of a column of True and "
        "False leaves out what is missing.",
        "Group the pairs by `same`: the means of the three columns are both shares of each field. From them come two weights, one for an agreement and one for a difference.",
    ],
)

# The threshold -----------------------------------------------------------------------------------------

threshold = Number(
    id="data.threshold",
    section="03-data#data-threshold",
    title="From which probability on?",
    prompt="A person who stands twice in the list costs {duplicate}: she gets a second gift. Two people in one record cost {merge}: "
    "one of them gets nothing and loses her history. Above which probability of being one person are two records linked?",
    draws=dict(
        duplicate=money(10, 60, step=5, says="the cost of a duplicate"),
        merge=money(60, 300, step=10, says="the cost of a wrong merge"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "A pair is one person with probability p. What is lost on average if it is linked, and what if it is left apart?",
        "Linking loses (1 − p) × the one cost, leaving apart p × the other. At which p are the two equal?",
    ],
)

assumed_cost = Reverse(
    id="data.assumed-cost",
    section="03-data#data-threshold",
    title="Which cost is behind the threshold?",
    prompt="A supplier's program links two records when it is at least {p} sure. A duplicate costs the firm {duplicate}. Which cost "
    "of a wrong merge would make this threshold the right one?",
    draws=dict(
        p=rate(0.7, 0.97, step=0.01, says="the threshold of the program"),
        duplicate=money(10, 60, step=5, says="the cost of a duplicate"),
    ),
    unit="¥",
    low=0,
    high=100_000,
    hints=[
        "At the right threshold both ways of being wrong cost the same on average.",
        "Write (1 − p) × the cost you look for = p × the cost of a duplicate.",
    ],
)

least_weight = Function(
    id="data.least-weight",
    section="03-data#data-threshold",
    title="A function for the least weight",
    prompt="Write a function that takes the cost of a wrong merge, the cost of a duplicate and the share of compared pairs that are one "
    "person. It returns the weight, in bits, above which linking two records costs less than leaving them apart.",
    inputs=dict(
        wrong_merge_cost=money(40, 400, step=20), duplicate_cost=money(5, 60, step=5), prior=rate(0.01, 0.2)
    ),
    hints=[
        "A weight w turns prior odds into odds × 2ʷ. Which odds must be reached?",
        "The odds at the threshold are the ratio of the two costs. Divide them by the odds before, and take `math.log2`.",
        Twin(
            "The same on a fire alarm: a false alarm costs 2, a fire that is missed 100, and one night in 50 has a fire. The odds at "
            "which to call are 2 ÷ 100 = 0.02, the odds before 1 ÷ 49. So the evidence must reach log₂(0.02 × 49) = −0.03 bits: "
            "hardly any is needed."
        ),
    ],
    core=False,
)

# The decision ------------------------------------------------------------------------------------------

error_cost = Number(
    id="data.error-cost",
    section="03-data#data-decision",
    title="What the errors cost",
    prompt="A card goes to each of the {pieces} customers of a database, which holds {people} people. {duplicates} cards go to somebody "
    "who has one already; each costs {card} for nothing. Every person without a card costs {lost}. What do the errors cost in all?",
    draws=dict(
        people=whole(700, 1_000, 50, says="the number of people"),
        pieces=whole(720, 1_100, 10, says="the number of cards"),
        duplicates=whole(60, 200, 5, says="the cards too many"),
        card=money(10, 25, step=5, says="the cost of a card"),
        lost=money(60, 160, step=20, says="the cost of a person without a card"),
    ),
    unit="¥",
    low=0,
    high=100_000,
    hints=[
        "Every card goes to somebody. To how many different people do the cards go?",
        "Cards less those that are one too many are people with a card; the others have none.",
    ],
)

JUDGED = 300


def _drawn_pairs(rng):
    """Candidate pairs in which no record stands twice; the first of them were judged by a clerk."""
    pairs, taken, chosen = customer_database().pairs, set(), []
    ends = list(zip(pairs["first"], pairs["second"], strict=True))
    for row in rng.sample(range(len(ends)), len(ends)):
        if taken.isdisjoint(ends[row]):
            taken.update(ends[row])
            chosen.append(row)
    table = pairs.loc[chosen, [*FIELDS, "same"]].reset_index(drop=True)
    table.loc[JUDGED:, "same"] = None
    table.insert(0, "pair_id", range(1, len(table) + 1))
    return table


merge = Decision(
    id="data.merge",
    section="03-data#data-decision",
    title="Which records to link",
    prompt="`q.pairs` holds {pairs} of records of the three silos that share something. For each, `phone`, `email`, `name`, `city` and "
    "`birth_year` say whether the two agree in it (names, whether they sound the same); it is missing where one of them has nothing there. A clerk has looked at the first "
    "300: `same` says whether they are one person. Which of the others do you link? Leave a list of `pair_id`. A right link saves ¥15, "
    "a card that would be sent twice. A wrong link costs ¥120: one of two people gets no card and loses her history. It is scored by how "
    "many of all pairs of the firm that agree in the same fields are one person.",
    draws=dict(pairs=Sample(_drawn_pairs, "{rows:,} pairs")),
    unit="¥",
    things="pairs",
    hints=[
        "Learn from the first 300, field by field, how much an agreement and a difference say. From which probability on does a link "
        "pay, if it wins ¥15 or loses ¥120?",
        "Add the weights of a pair (a missing field adds 0). Link what is above the least weight; `quality.linking_weight` takes the two costs and the share of one person among the pairs that were judged.",
    ],
)

# The profile -------------------------------------------------------------------------------------------


def _people(rng):
    """Customers with a year's spend, the shares of discounted lines and of the first category, and visits a week."""
    rows = []
    for customer in range(1, 161):
        lines = rng.randint(5, 20)
        visits = rng.choice([0, 0.125, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 5, 6, 7, 9])
        spend = 100 * rng.randint(2, 50)
        rows.append((customer, spend, rng.randint(0, lines) / lines, rng.randint(3, lines) / lines, visits))
    table = pd.DataFrame(
        rows, columns=["customer_id", "spend", "discounted", "in_one_category", "visits_per_week"]
    )
    return table.sample(frac=1, random_state=rng.randrange(1_000)).reset_index(drop=True)


profile = Value(
    id="data.profile",
    section="03-data#data-profile",
    title="Three words for each customer",
    prompt="`q.people` holds {people}. Give each of them three words. `value`: high from {high} of `spend` on, medium from {middle} on, "
    "low below. `need`: price if at least half of her lines were `discounted`; of the others, brand if at least 60 % of her lines are "
    "`in_one_category`; function for the rest. `behaviour`: daily from 5 `visits_per_week` on, weekly from 1 on, monthly from 0.25 on, "
    "rarer below. Leave a DataFrame with `customer_id`, `value`, `need` and `behaviour`.",
    draws=dict(
        people=Sample(_people, "{rows} customers"),
        high=money(2_800, 4_000, step=200),
        middle=money(1_000, 2_000, step=200),
    ),
    hints=[
        "`pd.cut` takes the cuts and the words. On which side does it close its intervals, unless it is told otherwise?",
        "`right=False` puts who stands at a cut above it. `np.select` takes the first condition that holds, so the order of its "
        "conditions is the order of the rules.",
    ],
)

# A text of your own ------------------------------------------------------------------------------------

TEXT = (
    "“Our new platform has merged 84,000 records of shop, hotline and app into 52,000 golden profiles. Accuracy is 99.9 %. "
    "Every profile has a telephone number, because the form insists on one. Names are replaced by a hash of the number, so the table is "
    "anonymous and may be used by all departments.”"
)

own = Memo(
    id="data.own",
    section="03-data#data-quality",
    title="Data of your own",
    prompt="Take a table of customers that you may use: of your firm, a club, a list of contacts. Write what each row is, how complete, "
    f"unique and valid its keys are, and what you would do. If you have none, take this text: {TEXT}",
    words=(80, 300),
    rubric=OPEN_RUBRIC,
    hints=[
        "What is counted as one: a person, an account, a telephone number? Then go through the four ratios.",
        "For each claim ask which number would settle it, and whether anybody could know that number.",
        Twin(
            "The same on a library: “All 9,000 readers have a card number.” A reader who lost a card has two, so cards were counted and "
            "not readers. The number that would settle it: of 200 readers asked at the desk, how many hold two cards?"
        ),
    ],
)

memo = Memo(
    id="data.memo",
    section="03-data#data-decision",
    title="The memo",
    prompt="The head of marketing asks: “To whom do we send the card: to the shop's accounts, or to the customers of the new database? "
    "And how sure must it be before it makes one customer of two records?” Answer in a memo: your number, how uncertain it is, the "
    "alternative you turned down, and what an error would cost.",
    words=(60, 250),
    hints=[
        "Begin with the decision, not with the method.",
        "One sentence each: the list, its cost beside the next best, the threshold and the two costs behind it, what nobody can know.",
        Twin(
            "The same on keys: “Change the locks of the 40 flats whose keys may be lost, for ¥8,000. About 6 of them are open to "
            "strangers, give or take 3. I turned down changing all 200, ¥40,000. If a flat is robbed that we left out, we pay some "
            "¥20,000.”"
        ),
    ],
)

# Predictions of the labs -------------------------------------------------------------------------------

lab_threshold = Choice(
    id="data.lab-threshold",
    section="03-data#data-threshold",
    title="Lab: a costlier merge",
    prompt="Before you move anything: a wrong merge comes to cost twice as much as before. By how much does the weight rise from which two "
    "records are linked?",
    options=[
        Option("double", "it doubles, like the cost"),
        Option("bit", "by one bit, whatever it was before"),
        Option("less", "by less and less, the higher it was"),
        Option("same", "not at all, because weights come from the data"),
    ],
    hints=[
        "How much evidence turns the odds 4 to 1 into 8 to 1?",
        Twin(
            "If a duplicate comes to cost four times as much, odds of a quarter are enough: the weight falls by two bits."
        ),
    ],
)

lab_cut = Choice(
    id="data.lab-cut",
    section="03-data#data-decision",
    title="Lab: a lower threshold",
    prompt="Before you move anything: the threshold is lowered, so that more records are linked. What happens to the two errors?",
    options=[
        Option("both", "both fall, because more is known of each customer"),
        Option("trade", "duplicates fall, and wrong merges rise"),
        Option("merges", "duplicates rise, and wrong merges fall"),
        Option("neither", "neither moves; only the number of links does"),
    ],
    hints=[
        "Which pairs are linked now that were left apart before? Some of them are one person, some are two.",
        Twin("A smoke detector that rings sooner misses fewer fires, and rings more often for toast."),
    ],
)

# Quizzes of the chapter --------------------------------------------------------------------------------

TEA = "two tins of tea, every third Friday, at the branch in Xi'an"
OPENED = "opened the mail of 3 March and used its code on 5 March"
CHAT = "wrote in the chat on Tuesday evening, for eleven minutes"
BROKEN = "the cup came broken; ¥40 were paid back, and she was asked later whether all was well"

groups = Match(
    id="data.groups",
    section="03-data#data-sources",
    title="Four groups of behaviour",
    prompt="Into which group of behaviour information (行为信息) does each note belong?",
    rows=[CHAT, TEA, BROKEN, OPENED],
    options=["purchase habits", "responses", "contacts", "complaints and their resolution"],
    hints=[
        "Who began it: the firm with an offer, the customer with a wish, or something that went wrong?",
        "A response answers an offer. A contact is any meeting, by whatever way and at whatever time.",
        Twin(
            "The same on a hotel: always a room to the yard, purchase habits; came because of the autumn offer, response; rang twice "
            "about parking, contact; the heating failed and a night was refunded, complaint and its resolution."
        ),
    ],
)

layers = Several(
    id="data.layers",
    section="03-data#data-law",
    title="Which needs a consent of its own?",
    prompt="A shop in Shanghai may use what it needs to fulfil an order. For which of these does the Personal Information Protection Law "
    "(PIPL) ask for a separate consent (单独同意)?",
    options=[
        Option("address", "keeping her address until the parcel has arrived"),
        Option("face", "knowing her again by her face at the door"),
        Option("insurer", "giving the list of her purchases to an insurance company"),
        Option("return", "noting why she sent an order back"),
        Option("places", "keeping a day-by-day record of where her telephone has been"),
    ],
    hints=[
        "Without which of these could the order not be fulfilled, or the return not be settled?",
        "A separate consent is asked for sensitive information, such as biometrics or whereabouts, and for handing data to others.",
        Twin(
            "The same in a clinic: the date of the appointment is needed for the appointment. The diagnosis is sensitive, and sending it to "
            "an employer hands it to another: each needs a consent of its own."
        ),
    ],
)

query = Choice(
    id="data.query",
    section="03-data#data-build",
    title="What does this query give?",
    prompt="A customer has three orders of ¥100 each and two complaints. A query joins `customer_order` with `ticket` by `customer_id` "
    "and adds up `amount`. What does it give for her?",
    options=[
        Option("orders", "¥300: she has three orders"),
        Option("sum", "¥500: three orders and two complaints make five rows"),
        Option("product", "¥600: each order meets each complaint"),
        Option("complaints", "¥200: one order for each complaint"),
    ],
    hints=[
        "Write the rows of the join down. How many are there?",
        Twin(
            "With two orders of ¥50 and four contacts the join has eight rows, and the sum is ¥400 where ¥100 were paid."
        ),
    ],
)

accuracy = Choice(
    id="data.accuracy",
    section="03-data#data-duplicates",
    title="A program that does nothing",
    prompt="Of 1,000 records, 300 pairs are one person. A program links nothing at all. What is its accuracy over all 499,500 pairs?",
    options=[
        Option("zero", "0 %, because it finds none of the duplicates"),
        Option("seventy", "70 %, because 300 of 1,000 are missed"),
        Option("high", "99.94 %"),
        Option("none", "it has none, because nothing was linked"),
    ],
    hints=[
        "How many pairs does it judge wrongly, and how many in all?",
        Twin(
            "Of 100 records, which make 4,950 pairs, 10 pairs are one person. Linking nothing is right 4,940 times: 99.8 %."
        ),
    ],
)

silos = Choice(
    id="data.silos",
    section="03-data#data-decision",
    title="As many customers as people",
    prompt="A firm knows from elsewhere that 1,000 people buy from it. Its new database holds 1,000 customers. What does that say about the "
    "matching?",
    options=[
        Option("perfect", "each customer is one person, and each person one customer"),
        Option("recall", "all duplicates were found; precision is another matter"),
        Option("cancel", "little: as many may be doubled as are lost"),
        Option("precision", "nobody was merged wrongly; recall is another matter"),
    ],
    hints=[
        "Think of four people: one of them twice in the list, two others in one record.",
        Twin(
            "Ten coats hang on ten hooks. That says nothing about whose coat is whose: one guest may have brought two, and one gone home "
            "cold."
        ),
    ],
)

pseudonym = Several(
    id="data.pseudonym",
    section="03-data#data-privacy",
    title="A code in place of a name",
    prompt="The analysts' table has an HMAC of the telephone number in place of the name; the secret is kept elsewhere. Which of these are "
    "true?",
    options=[
        Option("personal", "the table is still personal data"),
        Option("follow", "one person can be followed from table to table"),
        Option("try", "whoever has the table can find the numbers by trying all"),
        Option("forget", "a customer's wish to be forgotten does not reach this table"),
        Option("rare", "a rare mixture of city and age may still point to her"),
    ],
    hints=[
        "What can be done with the table only, and what with table and secret?",
        "A plain hash can be tried for every number that exists. What is missing for that here?",
        Twin(
            "The same on a cloakroom: a ticket in place of a name still belongs to one guest, and the red fur coat gives her away. But nobody "
            "can work out her name from the number on the ticket."
        ),
    ],
)

LID = "six of ten complaints are about one lid, so the lid is changed"
NEXT = "whoever bought the teapot is shown the cups that go with it"
CALL = "a complaint that is still open is answered before the next mailing goes out"
BABY = "customers who agreed to it get the leaflet on children's cups in the month of birth"

uses = Match(
    id="data.uses",
    section="03-data#data-profile",
    title="Three uses",
    prompt="Which use of customer data is each of these?",
    rows=[CALL, NEXT, LID, BABY],
    options=["personal marketing", "better service", "better products"],
    hints=[
        "What changes for the customer: what she is offered, how she is treated, or what everybody can buy?",
        "One of the three uses stands here twice.",
        Twin(
            "The same in a bank: a loan is offered to those who look at houses, personal marketing; the caller is not asked for her number "
            "again, service; the form that everybody breaks off is made shorter, product."
        ),
    ],
)

QUESTIONS = [
    steps,
    ratio,
    recall,
    blocked_pairs,
    slide,
    best_mailed,
    by_city,
    callers,
    weight,
    probability,
    field_weights,
    threshold,
    assumed_cost,
    least_weight,
    error_cost,
    merge,
    profile,
    own,
    memo,
]
LABS = [lab_threshold, lab_cut]
QUIZ = [groups, layers, query, accuracy, silos, pseudonym, uses]
