"""The questions of chapter 2, customer value and the customer asset: what is asked."""

import functools

import pandas as pd

from crmlib import datasets
from crmlib.workbook.kinds.choice import Audit, Choice, Definition, Match, Option, Several
from crmlib.workbook.kinds.code import Decision, Function, Value
from crmlib.workbook.kinds.draws import Grid, OneOf, Sample, money, rate, whole
from crmlib.workbook.kinds.memo import OPEN_RUBRIC, Memo
from crmlib.workbook.kinds.number import Number, Reverse
from crmlib.workbook.kinds.order import Order, Step
from crmlib.workbook.kinds.questions import Twin

# The four sources ---------------------------------------------------------------------------------

sources = Number(
    id="value.sources",
    section="02-customer-value#value-both-ways",
    title="Four sources by hand",
    prompt="In her first year a customer spent {first}, now she spends {now} a year. {margin} of what she spends is margin "
    "before the cost to serve. Serving her cost {serve_first} in her first year and costs {serve_now} now. A friend whom she "
    "brought contributes {friend} a year. What does she contribute now, word of mouth included, in ¥ a year?",
    draws=dict(
        first=money(300, 500, step=20, says="what she spent in her first year"),
        now=money(560, 800, step=20, says="what she spends now"),
        margin=rate(0.35, 0.5, step=0.05, says="the part of her spending that is margin"),
        serve_first=money(60, 90, step=5, says="what serving her cost in her first year"),
        serve_now=money(30, 50, step=5, says="what serving her costs now"),
        friend=money(40, 80, step=10, says="what her friend contributes"),
    ),
    unit="¥",
    low=-1_000,
    high=10_000,
    hints=[
        "What was left of her first year? Then: what has growing spend added, what has cheaper service saved?",
        "Margin of what she spends now, less what serving her costs now, plus the friend.",
    ],
)

# The asset ----------------------------------------------------------------------------------------

EXPLICIT, IMPLICIT, HERS = (
    "explicit asset (显性资产)",
    "implicit asset (隐性资产)",
    "value to the customer",
)

assets = Match(
    id="value.asset-kinds",
    section="02-customer-value#value-asset",
    title="Which part of the asset?",
    prompt="A firm lists what its customers are worth to it and what it is worth to them. Where does each line belong?",
    rows=[
        "names, addresses and consents of 40,000 customers",
        "five years of orders, line by line",
        "customers come back without being written to",
        "customers speak well of the firm to their friends",
        "ordering here saves her an hour a week",
    ],
    options=[
        EXPLICIT,
        HERS,
        IMPLICIT,
    ],
    hints=[
        "Could the line be copied to a disk and handed over?",
        "Information and purchase records are explicit; loyalty and word of mouth are implicit.",
        Twin(
            "A twin, a doctor's practice for sale: the patients' files are explicit, the patients' trust in the doctor "
            "is implicit, and the short way to the practice is value to the patients. The buyer of the practice gets "
            "the files for certain, and the trust only if it survives the sale."
        ),
    ],
    pool=(
        dict(
            prompt="A hotel lists what its guests are worth to it and what it is worth to them. Where does each line belong?",
            rows=[
                "guests book again without a look at other hotels",
                "nobody waits at the desk after a long flight",
                "the wishes of 9,000 guests, from pillow to floor",
                "guests tell colleagues where they slept well",
                "bills of all stays since 2019",
            ],
        ),
        dict(
            prompt="A supplier of dental tools lists what dentists are worth to it and what it is worth to them. Where does each "
            "line belong?",
            rows=[
                "drills that hold let a dentist treat one patient more a day",
                "a list of 600 practices with chairs, fields and telephone numbers",
                "practices forgive a late parcel and stay",
                "a practice need not keep spare parts of its own",
                "what each practice bought, by item and month",
            ],
        ),
    ),
)

needed_retention = Reverse(
    id="value.needed-retention",
    section="02-customer-value#value-asset",
    title="Which retention would that need?",
    prompt="A firm has {customers} customers who bring {margin} of margin a year each. The cost of capital is {discount} a "
    "year. Its annual report says that these customers are worth {worth}. A customer's next margin comes in a year, if she "
    "stays. Which yearly retention rate would make the sentence true? Leave out customers still to come.",
    draws=dict(
        customers=whole(2_000, 6_000, 500, says="the number of customers"),
        margin=money(100, 200, step=20, says="the yearly margin of a customer"),
        discount=rate(0.08, 0.14, step=0.02, says="the cost of capital"),
        worth=money(900_000, 2_400_000, step=100_000, says="what the report says that they are worth"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "How many yearly margins is one customer said to be worth?",
        "One customer is worth margin × r ÷ (1 + d − r). Try r = 0.8, then move towards the number in the report.",
    ],
)

steps = Order(
    id="value.steps",
    section="02-customer-value#value-four-ways",
    title="Four steps to value a base",
    prompt="A firm wants to know which of its customers are worth most. Put the steps in order.",
    steps=[
        Step("value", "value each customer with a model fed by these figures"),
        Step("analyse", "describe each group: orders, margin, cost, how many stay"),
        Step("rank", "rank the customers by that value (价值排序)"),
        Step("segment", "divide the customers into groups that behave alike"),
    ],
    hints=[
        "What does a model of value need to be fed with?",
        "Groups, then figures by group, then a value for each customer. What is done with the values?",
        Twin(
            "A twin, a coin collection: sort the coins by kind, look up age and condition of each kind, value each coin "
            "by the catalogue, and only then lay them out, the most valuable first."
        ),
    ],
    pool=(
        dict(
            prompt="A hotel has few suites and wants to know for which guests to hold them. Put the steps in order.",
            steps=[
                Step("rank", "put the guests in line by what they are worth"),
                Step("segment", "part tourists, families and business travellers by how they book"),
                Step("value", "work out what each guest will leave, by a model with these figures"),
                Step("analyse", "count nights and margin of each kind of guest, and how many come again"),
            ],
        ),
        dict(
            prompt="A wholesaler of dental supplies wants to know which practices its two managers should visit first. Put the "
            "steps in order.",
            steps=[
                Step("analyse", "find margin, cost to serve and loyalty of each kind of practice"),
                Step("value", "let a model turn these figures into a value of each practice"),
                Step("segment", "sort the practices into kinds that order alike"),
                Step("rank", "write the list of visits, the highest value on top"),
            ],
        ),
    ),
)

# Contribution -------------------------------------------------------------------------------------

contribution = Number(
    id="value.contribution",
    section="02-customer-value#value-contribution",
    title="Contribution of an account",
    prompt="A business customer brings {revenue} of revenue a year, of which {margin} is gross margin. It places {orders} "
    "orders, sends back {returns} and is visited {visits} times. An order costs ¥150 to handle, a return ¥400, a visit "
    "¥1,200. What does it contribute, in ¥ a year?",
    draws=dict(
        revenue=money(60_000, 140_000, step=10_000, says="the revenue"),
        margin=rate(0.16, 0.3, step=0.02, says="the part of the revenue that is gross margin"),
        orders=whole(15, 40, 5, says="the number of orders"),
        returns=whole(2, 8, says="the number of returns"),
        visits=whole(6, 16, 2, says="the number of visits"),
    ),
    unit="¥",
    low=-1_000_000,
    high=1_000_000,
    hints=[
        "Begin with the gross margin in ¥.",
        "Then take off: orders × 150, returns × 400, visits × 1,200.",
    ],
)

lost_profit = Function(
    id="value.lost-profit",
    section="02-customer-value#value-whale",
    title="A function for what is lost behind the peak",
    prompt="Write a function that takes a list with the profit of each customer and returns how much profit is lost behind "
    "the peak of the whale curve: a number of at least 0, in the same money.",
    inputs=dict(
        profits=Sample(lambda rng: [rng.randrange(-80, 125, 5) for _ in range(rng.randint(3, 7))], "profits")
    ),
    hints=[
        "Only customers with a profit below 0 pull the curve down from its peak.",
        "Leave out all whose profit is 0 or more. What the others lose is their profit with its sign turned; add it up.",
        Twin(
            "A twin, on water: `def spilt(changes): return sum(-change for change in changes if change < 0)` gives how much "
            "left a tank over the day, whatever flowed in."
        ),
    ],
)

# Six accounts -------------------------------------------------------------------------------------


def _six_accounts(rng):
    """Six accounts: two good, two middling, two that cost more than they bring."""
    kinds = [(320, 0.30, 4), (180, 0.26, 6), (100, 0.28, 9), (90, 0.22, 10), (70, 0.20, 13), (60, 0.16, 16)]
    rows = [
        {
            "revenue": 1_000.0 * (thousands + rng.randint(-4, 4) * 5),
            "margin_rate": round(margin + rng.choice([-0.01, 0.0, 0.01]), 2),
            "orders": rng.randint(8, 20) + thousands // 20,
            "returns": rng.randint(1, 6),
            "visits": visits + rng.randint(-1, 2),
        }
        for thousands, margin, visits in kinds
    ]
    rng.shuffle(rows)
    return pd.DataFrame(rows).assign(account=list("ABCDEF"))[["account", *rows[0]]]


_SIX = (
    "`q.accounts` holds {accounts}: `account`, `revenue` (¥ a year), `margin_rate`, `orders`, `returns`, `visits`. "
    "An order costs ¥150, a return ¥400, a visit ¥1,200. "
)

whale = Value(
    id="value.whale",
    section="02-customer-value#value-whale",
    title="The whale of six accounts",
    prompt=_SIX
    + "Make a DataFrame with `account`, `profit` (¥ a year) and `cumulative_profit`: the profit of all accounts "
    "up to this one, the most profitable first.",
    draws=dict(accounts=Sample(_six_accounts, "{rows} accounts")),
    hints=[
        "Profit first: revenue × margin rate, less what orders, returns and visits cost.",
        "Then put the accounts in order, the most profitable first, and add up from the top. Where does the sum no longer rise?",
    ],
)

options = Value(
    id="value.options",
    section="02-customer-value#value-decision",
    title="Reprice, serve more cheaply, or drop",
    prompt=_SIX
    + "Of these costs 40 % stay if the account leaves. For each account there are four ways: `keep` it as it is; "
    "`reprice` by 5 %, which loses 10 % of its volume and with it of its variable cost to serve; `serve cheaper`, which "
    "saves 30 % of the variable cost to serve; "
    "`drop` it. Make a DataFrame with `account`, `option` (the best of the four) and `profit` (¥ a year under it).",
    draws=dict(accounts=Sample(_six_accounts, "{rows} accounts")),
    hints=[
        "Work out the four profits of one account by hand first. Dropped, it still costs 40 % of its cost to serve.",
        "Four times margin less cost to serve: as now; with the higher price and the customers that it costs; with the cheaper service; and with no margin and the cost that stays. `concentration.account_options` gives all four.",
    ],
)

drop_all = Number(
    id="value.drop-all",
    section="02-customer-value#value-decision",
    title="What dropping changes",
    prompt="The accounts behind the peak bring {margin} of gross margin a year and are charged {serve} of cost to serve; "
    "{fixed} of this cost stays if they leave. By how much does the firm's profit change if all of them are dropped? In ¥ a "
    "year; a fall is a negative number.",
    draws=dict(
        margin=money(200_000, 360_000, step=20_000, says="the gross margin of these accounts"),
        serve=money(400_000, 600_000, step=20_000, says="their cost to serve"),
        fixed=rate(0.2, 0.6, step=0.05, says="the part of the cost that stays"),
    ),
    unit="¥",
    low=-10_000_000,
    high=10_000_000,
    hints=[
        "Two things go: the margin, and the part of the cost that is not fixed.",
        "Change = cost that goes − margin that goes.",
    ],
)

# Concentration ------------------------------------------------------------------------------------

luck = Reverse(
    id="value.luck",
    section="02-customer-value#value-luck",
    title="How few purchases make it luck?",
    prompt="A slide says: 20 % of our customers make {top} of the repeat purchases. Suppose all customers are alike and buy at "
    "random at one rate (Poisson). At which mean number of repeat purchases a customer would luck make the "
    "sentence true? (`concentration.poisson_top_share` gives the share for a mean.)",
    draws=dict(top=rate(0.4, 0.8, step=0.002, says="what the best fifth make of the purchases")),
    unit="",
    low=0.01,
    high=20,
    hints=[
        "With a mean of 1, what share do the top 20 % make by luck? Does a smaller mean make it more or less?",
        "Try 0.4, 0.7 and 1 in `concentration.poisson_top_share`, and close in. Or use its inverse, "
        "`concentration.mean_purchases_for_top_share`.",
    ],
)

next_year = Number(
    id="value.next-year",
    section="02-customer-value#value-luck",
    title="The best fifth next year",
    prompt="Customers bought {mean} times on average this year; the best fifth of them {best} times. From one year to the next "
    "the purchases of a customer correlate with {correlation}, and mean and spread stay the same. How often do you expect "
    "this year's best fifth to buy next year, on average?",
    draws=dict(
        mean=Grid(2, 6, 0.5, "{:g}".format, says="the mean of all"),
        best=whole(8, 18, says="the mean of the best fifth"),
        correlation=Grid(0.3, 0.7, 0.05, "{:g}".format, says="the correlation"),
    ),
    unit="",
    low=0,
    high=100,
    hints=[
        "How far above the mean were they this year?",
        "Next year they are expected to be the correlation times as far above it.",
    ],
)


def _signed(amount):
    """A number with its sign as the book writes it."""
    return f"{amount:,}".replace("-", "−")


slide = Audit(
    id="value.slide",
    section="02-customer-value#value-whale",
    title="The wrong line on the whale slide",
    prompt="A slide on {customers} accounts: the profitable ones earn {peak} together, all of them {total}. Those behind the "
    "peak are charged {serve} of cost to serve. One line of the slide is wrong. Which?",
    draws=dict(
        customers=OneOf((40, 50, 60)),
        peak=money(1_500_000, 1_900_000, step=100_000),
        total=money(900_000, 1_200_000, step=100_000),
        serve=money(800_000, 1_000_000, step=50_000),
    ),
    options=[
        Option("height", lambda peak, **_: f"The curve peaks at ¥{peak:,}"),
        Option("end", lambda total, **_: f"It ends at ¥{total:,}, the profit of all accounts"),
        Option("loss", lambda peak, total, **_: f"The accounts behind the peak lose ¥{peak - total:,}"),
        Option(
            "margin",
            lambda peak, total, serve, **_: (
                f"They bring ¥{serve - peak + total:,} of gross margin (¥{serve:,} less ¥{peak - total:,})"
            ),
        ),
        Option("gain", lambda peak, total, **_: f"Dropping them raises profit by ¥{peak - total:,} a year"),
    ],
    hints=[
        "Read each line as a sentence about today's accounts, and name for each what it was computed from.",
        "Work each line out with the numbers above it, and ask what would have to be true of the cost for it to hold.",
    ],
    pool=(
        dict(
            prompt="A slide of a bank in Shanghai on {customers} branches: those that earn make {peak} together, all of them "
            "{total}. The best fifth make {top}. Those behind the peak are charged {serve} of cost to serve. One line of the slide "
            "is wrong. Which?",
            draws=dict(
                customers=OneOf((40, 50, 60)),
                peak=money(1_500_000, 1_900_000, step=100_000),
                total=money(900_000, 1_200_000, step=100_000),
                serve=money(800_000, 1_000_000, step=50_000),
                top=money(1_250_000, 1_450_000, step=50_000),
            ),
            options=[
                Option(
                    "fifth",
                    lambda customers, **_: f"The best fifth are {customers // 5} of {customers} branches",
                ),
                Option(
                    "share",
                    lambda peak, top, **_: (
                        f"The best fifth make {top / peak:.0%} of the profit of the bank: ¥{top:,} ÷ ¥{peak:,}".replace(
                            "%", " %"
                        )
                    ),
                ),
                Option(
                    "loss", lambda peak, total, **_: f"The branches behind the peak lose ¥{peak - total:,}"
                ),
                Option(
                    "margin",
                    lambda peak, total, serve, **_: f"Their gross margin is ¥{serve - peak + total:,}",
                ),
                Option(
                    "gain",
                    lambda peak, total, **_: (
                        f"If all that they are charged went with them, closing them would gain ¥{peak - total:,}"
                    ),
                ),
            ],
            hints=[
                "Read each line as a sentence about one year, and name for each what it was computed from.",
                "Draw the curve: its peak, its end, and where the best branches stand. Then work out each line anew.",
            ],
        ),
        dict(
            prompt="A slide of a wholesaler in Hamburg on {customers} restaurants: those that earn bring {peak} of profit together, "
            "all of them {total}. Those behind the peak are charged {serve} of cost to serve. One line of the slide is wrong. "
            "Which?",
            draws=dict(
                customers=OneOf((80, 100, 120)),
                peak=money(1_500_000, 1_900_000, step=100_000, unit="euros"),
                total=money(900_000, 1_200_000, step=100_000, unit="euros"),
                serve=money(800_000, 1_000_000, step=50_000, unit="euros"),
            ),
            options=[
                Option("height", lambda peak, **_: f"At its highest the curve stands at {peak:,} euros"),
                Option("loss", lambda peak, total, **_: f"Behind the peak {peak - total:,} euros are lost"),
                Option(
                    "margin",
                    lambda peak, total, serve, **_: (
                        f"The restaurants behind it bring {serve + peak - total:,} euros of gross margin "
                        f"({serve:,} and {peak - total:,})"
                    ),
                ),
                Option("end", lambda total, **_: f"With all restaurants the curve stands at {total:,} euros"),
                Option(
                    "half",
                    lambda peak, total, serve, **_: (
                        f"If half of their cost stays, dropping them changes profit by {peak - total:,} − {serve // 2:,} = "
                        f"{_signed(peak - total - serve // 2)} euros"
                    ),
                ),
            ],
        ),
    ),
)

which_top = Definition(
    id="value.which-top",
    section="02-customer-value#value-lorenz",
    title="Which share of the top 20 %?",
    prompt="The top 20 % of a bank's customers bring {revenue} of its revenue and {orders} of its transactions. They earn "
    "{top}, all profitable customers together earn {peak}, and the bank as a whole earns {total}. The board asks: what part "
    "of *our profit* comes from the top 20 %? Which figure answers it?",
    draws=dict(
        revenue=rate(0.5, 0.6, step=0.02),
        orders=rate(0.3, 0.4, step=0.02),
        top=money(90, 100, step=2, unit="million yuan"),
        peak=money(120, 130, step=5, unit="million yuan"),
        total=money(60, 70, step=5, unit="million yuan"),
    ),
    options=[
        Option("total", "their profit ÷ the profit of the bank"),
        Option("peak", "their profit ÷ the profit of all profitable customers"),
        Option("revenue", "their share of revenue"),
        Option("transactions", "their share of transactions"),
    ],
    hints=[
        "Whose profit stands below the line in the board's question?",
        "A share above 100 % is not an error here. What does it say about the others?",
    ],
)

negative_profit = Several(
    id="value.negative-profit",
    section="02-customer-value#value-lorenz",
    title="When some profits are negative",
    prompt="Some of a firm's customers bring losses, and all together bring a profit. What can happen if Lorenz curve, Gini "
    "coefficient and the share of the top 20 % are computed from profit all the same?",
    options=[
        Option("peak", "the peak of the whale curve lies below its end"),
        Option("diagonal", "the Lorenz curve rises above the diagonal"),
        Option("share", "the share of the top 20 % exceeds 100 %"),
        Option("below", "the Lorenz curve falls below zero"),
        Option("gini", "the Gini coefficient exceeds 1"),
    ],
    hints=[
        "Take three customers with profits 10, 1 and −6 and compute.",
        "Their sum is 5. The best of them brings twice that. The worst comes first in a Lorenz curve.",
        Twin(
            "A twin with profits 8 and −4: sum 4. The Lorenz curve goes through −4 ÷ 4 = −1. The best half brings 8 ÷ 4 = "
            "200 %. The Gini coefficient is (12 + 12) ÷ (2 × 2² × 2) = 1.5."
        ),
    ],
)

# The value chain ----------------------------------------------------------------------------------

chain = Match(
    id="value.chain",
    section="02-customer-value#value-chain",
    title="Place the nine activities",
    prompt="A tea merchant's firm does all of this. Which of the nine activities of the value chain (价值链) is each?",
    rows=[
        "pallets of tea are received and stored",
        "tea is blended and packed",
        "parcels go out to shops and homes",
        "a campaign for the spring tea",
        "a broken pot is replaced",
        "accounts are closed, taxes paid",
        "packers are hired and trained",
        "a machine that weighs more exactly is built",
        "contracts with growers are negotiated",
    ],
    options=[
        "outbound logistics (外部后勤)",
        "inbound logistics (内部后勤)",
        "service (服务)",
        "infrastructure (基础设施)",
        "operations (生产经营)",
        "human resources (人力资源)",
        "technology development (技术开发)",
        "marketing and sales (市场营销)",
        "procurement (采购)",
    ],
    hints=[
        "Follow the goods first: in, made, out, sold, looked after. These five are primary.",
        "The four that serve all the others are support: management, people, technology, buying.",
        Twin(
            "A twin, a hospital's laundry: dirty linen arrives (inbound), is washed (operations), is brought to the wards "
            "(outbound), wards sign a contract (marketing and sales), a lost sheet is traced (service). Bookkeeping, hiring, "
            "a new washing programme and the buying of soap support them."
        ),
    ],
    pool=(
        dict(
            prompt="A maker of bicycles in Tianjin does all of this. Which of the nine activities of the value chain (价值链) is each?",
            rows=[
                "frames are painted, wheels are fitted",
                "a broken lock is exchanged for a rider",
                "bids of three makers of tyres are compared",
                "steel tubes are unloaded and counted",
                "a test bench for brakes is designed",
                "finished bicycles travel to the dealers",
                "a loan is agreed with a bank",
                "welders learn a new method",
                "dealers get a catalogue and a price list",
            ],
        ),
        dict(
            prompt="A chain of bakeries in Guangzhou does all of this. Which of the nine activities of the value chain (价值链) is "
            "each?",
            rows=[
                "leases and insurance are looked after",
                "a tasting is held in front of the shop",
                "flour is weighed in and put into silos",
                "an oven that uses less gas is developed",
                "a wrong birthday cake is made good",
                "night bakers are found and taken on",
                "vans bring bread to forty shops",
                "a contract for a year of butter is negotiated",
                "dough is kneaded and baked",
            ],
        ),
    ),
)

chain_margin = Number(
    id="value.chain-margin",
    section="02-customer-value#value-chain",
    title="A margin along the chain",
    prompt="A grower sells a kilo of tea to a blender for {bought}. The blender adds {own} of cost and sells it to a shop for "
    "{sold}; the shop sells it for {shop}. What is the blender's margin, in ¥ a kilo?",
    draws=dict(
        bought=money(40, 80, step=10, says="what the blender pays for the tea"),
        own=money(15, 30, step=5, says="the cost that the blender adds"),
        sold=money(120, 180, step=10, says="the price at which the blender sells"),
        shop=money(220, 300, step=10, says="the price in the shop"),
    ),
    unit="¥",
    low=-1_000,
    high=1_000,
    hints=[
        "Each stage pays the price of the stage before.",
        "Its selling price, less what it paid, less its own cost.",
    ],
    core=False,
)

# Going deeper ---------------------------------------------------------------------------------------

yearly_limit = Number(
    id="value.yearly-limit",
    section="02-customer-value#value-keeping",
    title="A programme that is paid every year",
    prompt="A customer brings {margin} a year while she stays; the next margin comes in a year, if she is still there. A "
    "programme raises her retention from {before} to {after} a year. It is paid now, and again at the beginning of every "
    "further year in which she is there. Capital costs {discount} a year. What may the programme cost at most, in ¥ a year?",
    draws=dict(
        margin=money(80, 300, step=20, says="her yearly margin"),
        before=rate(0.6, 0.8, step=0.02, says="the retention without the programme"),
        after=rate(0.7, 0.9, step=0.02, says="the retention with the programme"),
        discount=rate(0.08, 0.14, step=0.02, says="the cost of capital"),
    ),
    unit="¥",
    low=0,
    high=10_000,
    hints=[
        "By how much does her value grow? That is what the programme may cost if it is paid once.",
        "What is a payment of ¥1 now and in every year in which she is there worth today? At which retention?",
    ],
    core=False,
)

added_order = Number(
    id="value.added-order",
    section="02-customer-value#value-repurchase",
    title="The cost of one more order",
    prompt="A letter costs {contact} a customer, and each who orders gets a gift that costs {gift}. Of the customers who got "
    "the letter {treated} ordered; of those who did not, drawn at random, {control} ordered all the same. What did one "
    "*added* order cost, in ¥?",
    draws=dict(
        contact=money(1, 6, step=0.5, says="the cost of a letter"),
        gift=money(4, 20, step=2, says="the cost of a gift"),
        treated=rate(0.1, 0.24, step=0.01, says="the part that orders with the letter"),
        control=rate(0.04, 0.16, step=0.01, says="the part that orders without the letter"),
    ),
    unit="¥",
    low=0,
    high=10_000,
    hints=[
        "Of a hundred letters, what do all of them cost with their gifts? Who gets a gift?",
        "How many orders of the hundred would not have come without the letter?",
    ],
    core=False,
)

gini = Number(
    id="value.gini",
    section="02-customer-value#value-gini",
    title="A Gini coefficient by hand",
    prompt="Four customers bring {first}, {second}, {third} and {fourth} of revenue. What is the Gini coefficient?",
    draws=dict(
        first=money(60, 120, step=10, says="the first customer"),
        second=money(4, 14, step=2, says="the second customer"),
        third=money(25, 50, step=5, says="the third customer"),
        fourth=money(8, 24, step=4, says="the fourth customer"),
    ),
    unit="",
    low=0,
    high=1,
    hints=[
        "Write the revenues in a row, the smallest first. Which weights do four customers have?",
        "Weighted sum ÷ (number of customers × all revenue).",
    ],
    core=False,
)

# The decision -------------------------------------------------------------------------------------


@functools.cache
def _accounts_of_the_firm():
    accounts = datasets.load_firm().accounts
    return accounts[
        [
            "account_id",
            "revenue",
            "margin_rate",
            "orders",
            "returns",
            "visits",
            "hours_per_visit",
        ]
    ]


def _forty(rng):
    """The forty accounts of the firm; the same for everyone."""
    return _accounts_of_the_firm().copy()


drop = Decision(
    id="value.drop",
    section="02-customer-value#value-decision",
    title="Which of the forty accounts to drop",
    prompt="`q.accounts` holds {accounts} of the simulated firm, with revenue, margin rate, orders, returns, visits and hours a "
    "visit. An order costs ¥150, a return ¥400, an hour with the customer {hour}. {fixed} of these costs stay if the account "
    "leaves. Which accounts do you drop? Leave a list of `account_id`. It is scored by what dropping earns, in ¥ a year.",
    draws=dict(
        accounts=Sample(_forty, "the {rows} business accounts"),
        hour=money(590, 710, step=20),
        fixed=rate(0.3, 0.45, step=0.05),
    ),
    things="accounts",
    hints=[
        "For each account: which cost goes with it, and which margin?",
        "Drop where (1 − fixed share) × cost to serve is larger than revenue × margin rate.",
    ],
)

REPORT = (
    "“We charged all ¥6.0 million of sales and service to our 300 business customers, by the hours that we spent with each. After that "
    "they earn ¥4.0 million. The top fifth bring 110 % of it, which a Gini coefficient of profit of 1.1 confirms. 90 customers, with "
    "¥1.2 million of gross margin, lose ¥0.8 million. From January we drop them. Profit rises to ¥4.8 million, and we look after the "
    "top fifth, who will bring their 110 % again.”"
)

own = Memo(
    id="value.own",
    section="02-customer-value#value-decision",
    title="A report of your own",
    prompt="Take a report on the profit of customers, products or branches, or an article on what the best fifth bring, from your own firm if "
    f"you can. If you have none, take this report: {REPORT} Write what was counted, what is wrong or missing (the gravest first), "
    "the number that would settle it, and what you would do.",
    words=(80, 300),
    rubric=OPEN_RUBRIC,
    hints=[
        "Read each line as a sentence about last year. Which of them describe, and which promise?",
        "For each promise ask which cost would really go, and who will be on top next year.",
        Twin(
            "The same on buses: “20 of our 60 lines lose ¥9 million, so we close them and save ¥9 million.” Counted are fares less a "
            "share of all depots. Closing gives up ¥14 million of fares and saves ¥11 million of drivers and fuel, so it loses ¥3 "
            "million. I would ask which depot could close as well, and try fewer buses on five lines drawn at random."
        ),
    ],
)

memo = Memo(
    id="value.memo",
    section="02-customer-value#value-decision",
    title="The memo",
    prompt="The head of sales writes: “Finance says that 17 of our 40 accounts lose ¥344,890. When do we drop them?” Answer in a "
    "memo: your number, how uncertain it is, the alternative you turned down, and what an error would cost.",
    words=(60, 250),
    hints=[
        "Begin with the decision. Then say what the loss is made of.",
        "One sentence each: number, uncertainty, alternative, cost of an error, and the assumption it all rests on.",
        Twin(
            "A twin, on branches: “Keep the three branches. Their loss of 2.1 million contains 1.8 million of head office; "
            "closing saves 0.9 million and loses 1.2 million of margin, give or take 0.3. I turned down shorter hours, "
            "which save 0.1. If I am wrong we lose 0.3 million a year and can close next spring.”"
        ),
    ],
)

# Only in the chapter -------------------------------------------------------------------------------

equity_parts = Choice(
    id="value.equity-parts",
    section="02-customer-value#value-asset",
    title="Two parts of one number",
    prompt="A report puts customer equity at ¥2.7 million, of which ¥0.36 million are customers of today. Next month the firm "
    "stops all advertising for new customers, and nobody joins any more. What is the equity by the same formula?",
    options=[
        Option("all", "¥2.7 million: the customers are still the same"),
        Option("today", "¥0.36 million"),
        Option("future", "¥2.34 million"),
        Option("nothing", "nothing: an asset that does not grow has no value"),
    ],
    hints=[
        "Which of the two parts needs customers who have not come yet?",
        "Take away what was promised, and keep what is there.",
        Twin(
            "The same with ¥5 million, of which 1 million are customers of today: without newcomers ¥1 million is left, and "
            "the 4 million were a promise."
        ),
    ],
)

which_step = Choice(
    id="value.which-step",
    section="02-customer-value#value-raise",
    title="A point of retention, and its bill",
    prompt="By the formula one point more retention is worth ¥76,836 today. A programme promises the point for as long as it "
    "runs and costs ¥20,000 at the end of every year. Capital costs 10 % a year. What follows, if the formula were right?",
    options=[
        Option("pays", "it pays nearly four times, since ¥20,000 buys ¥76,836"),
        Option("loses", "it loses money, since its cost comes every year"),
        Option("years", "it pays if it is stopped after the third year"),
        Option("ranks", "it comes first, since retention is the best of the levers"),
    ],
    hints=[
        "The gain is a value today. In which unit is the cost?",
        "What is a yearly amount for ever worth today? Divide it by the cost of capital.",
        Twin(
            "The same with a shop window that would bring a value of ¥50,000 and costs ¥8,000 every year: 8,000 ÷ 0.10 = "
            "80,000, so it costs more than it brings, and a window for ¥8,000 once would pay six times."
        ),
    ],
)

single_order = Choice(
    id="value.single-order",
    section="02-customer-value#value-four-ways",
    title="Why did nobody see her?",
    prompt="Customer 1931 joined in November, has placed one order, and is worth more than any other of the ten in truth. RFM and "
    "CLV rank her in the lower half. Why?",
    options=[
        Option("margin", "her orders carry a small margin, and the truth does not know it"),
        Option("loyal", "she is loyal to another shop, which no order shows"),
        Option("early", "one order says too little of how often she will come"),
        Option("wrong", "the truth is an average over all customers with one order"),
    ],
    hints=[
        "What do the two ways know of her, and since when?",
        "A customer who orders every month has placed one order in her first month, too.",
        Twin(
            "The same for a new employee after one day at work: she has done less than all others, and nobody would rank her "
            "by it."
        ),
    ],
)

idle_hours = Choice(
    id="value.idle-hours",
    section="02-customer-value#value-whale",
    title="The price of an hour, next year",
    prompt="Finance divides the pay of all managers by the hours that were used, and the firm drops every account that loses money "
    "at this price. Pay and rule stay. What happens to the price of an hour?",
    options=[
        Option("stays", "it stays: pay and managers are the same"),
        Option("falls", "it falls: the accounts that cost most have gone"),
        Option("rises", "it rises, and new accounts show a loss"),
    ],
    hints=[
        "What is divided by what? Which of the two has changed?",
        "The accounts that were dropped had used hours.",
        Twin(
            "The same in a house: ten families share the rent of the lift. When those who pay more than it is worth to them "
            "move out, each of the others pays more, and some of them now pay too much."
        ),
    ],
)

net = Choice(
    id="value.net",
    section="02-customer-value#value-chain",
    title="Whose margin goes?",
    prompt="A café stops buying from a tea firm. Its guests used to buy the same tea in the shops. Which loss stands in the café's "
    "own account at the tea firm?",
    options=[
        Option("account", "the tea firm's margin on what the café bought"),
        Option("guests", "the tea firm's margin on what the guests bought in the shops"),
        Option("shops", "the margin of the shops on what the guests bought there"),
        Option("grower", "the margin of the grower on all tea that is not sold any more"),
    ],
    hints=[
        "An account holds what one customer bought from one firm.",
        "Three of the four losses are made by someone else's purchases, or fall on someone else.",
        Twin(
            "The same for Ms Lin: her account holds her own orders. What her friend buys stands in the friend's, and what the "
            "courier earns stands in no account of the shop."
        ),
    ],
)

# Labs ---------------------------------------------------------------------------------------------

lab_rates = Choice(
    id="value.lab-rates",
    section="02-customer-value#value-contribution",
    title="Lab: which rate moves the account?",
    prompt="Before you move anything: account 15 brings ¥99,250 of revenue at a margin of 19 %, places 14 orders (¥150 each) and "
    "is visited 11 times (¥1,520 each). One input rises by a tenth. Which changes its contribution most, in ¥?",
    options=[
        Option("visits", "the visits, or the cost of a visit"),
        Option("orders", "the orders, or the cost of an order"),
        Option("margin", "the margin rate, or the revenue"),
    ],
    hints=[
        "A tenth of a product is a tenth of its total. Which total is the largest?",
        Twin(
            "An account with ¥50,000 at 20 %, 10 orders at ¥150 and 9 visits at ¥1,400: margin 10,000, orders 1,500, visits "
            "12,600. A tenth of each is 1,000, 150 and 1,260, so there the visits weigh most."
        ),
    ],
)

lab_luck = Choice(
    id="value.lab-luck",
    section="02-customer-value#value-luck",
    title="Lab: how much concentration is luck?",
    prompt="Before you move anything: all customers are alike and buy once a year on average, at random. What share of the "
    "purchases do this year's best 20 % make, and what share will the same customers make next year?",
    options=[
        Option("same", "about half, then about half"),
        Option("fifth", "20 %, then 20 %"),
        Option("half", "about half, then 20 %"),
    ],
    hints=[
        "Roll a die for each of ten friends. Do they get the same number? Do the two best win again?",
        Twin(
            "A twin with a mean of 4 purchases: the best 20 % make about 35 % by luck, and next year 20 %. More purchases "
            "leave less to luck."
        ),
    ],
)

lab_options = Choice(
    id="value.lab-options",
    section="02-customer-value#value-decision",
    title="Lab: reprice, serve more cheaply, or drop?",
    prompt="Before you move anything: account 15 shows a loss of ¥39,304 with a cost to serve of ¥58,161. The share of that cost "
    "which stays if it leaves rises from 0 to 100 %. What happens to the profit of dropping it?",
    options=[
        Option("gain", "it is the loss saved, ¥39,304, whatever the share"),
        Option("zero", "it stays 0: no account, no profit, no loss"),
        Option("falls", "it falls from 0 to −¥58,161"),
    ],
    hints=[
        "What does the firm earn with her after she has left? What does it still pay?",
        Twin(
            "An account with ¥10,000 of cost to serve: at a fixed share of 0 dropping leaves 0, at 40 % it leaves "
            "−¥4,000, at 100 % −¥10,000."
        ),
    ],
)

QUESTIONS = (
    sources,
    assets,
    needed_retention,
    steps,
    contribution,
    lost_profit,
    whale,
    slide,
    drop_all,
    options,
    luck,
    next_year,
    chain,
    chain_margin,
    gini,
    added_order,
    yearly_limit,
    drop,
    own,
    memo,
)

LABS = (lab_rates, lab_luck, lab_options)

QUIZ = (equity_parts, which_step, single_order, idle_hours, which_top, negative_profit, net)
