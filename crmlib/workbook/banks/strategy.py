"""The questions of chapter 8, the segmentation strategy table: what is asked."""

import functools

from crmlib import datasets
from crmlib.firm import strategy as firm_strategy
from crmlib.workbook.kinds.choice import Audit, Choice, Definition, Match, Option, Several
from crmlib.workbook.kinds.code import Decision, Function, Value
from crmlib.workbook.kinds.draws import OneOf, Sample, money, rate, whole
from crmlib.workbook.kinds.memo import Memo
from crmlib.workbook.kinds.number import Number, Reverse
from crmlib.workbook.kinds.order import Order, Step
from crmlib.workbook.kinds.questions import Twin

# 1 ------------------------------------------------------------------------------------------------

PARTS = ("relationship", "strategy", "focus")

COFFEE = (
    "a bakery chain that buys its coffee here and all its tea elsewhere",
    "an office that buys one bag a year, when it is on sale",
    "an airline that takes two tonnes a month, and only wants them on time",
    "a barista champion whose followers buy what he brews",
    "a café owner, here for nine years, who comes to each tasting",
)

BICYCLES = (
    "a cycling teacher who tells her pupils where to buy",
    "a rider of fourteen years who answers each survey of the shop",
    "a student who buys one inner tube a year",
    "a family that has its bicycles repaired here and buys new ones elsewhere",
    "a courier firm that buys 300 tyres a month and never calls",
)


def _lines(customers):
    """Three lines to fill for each customer."""
    return [f"{customer}: {part}" for customer in customers for part in PARTS]


table = Match(
    id="strategy.table",
    section="08-strategy-table#strategy-table",
    title="Fill the table",
    prompt="Five segments, and for each of them the relationship (关系), the strategy (战略) and the focus (重点). "
    "Fill the whole table as the chapter has it.",
    rows=[
        "profitable large customers (盈利的大客户): relationship",
        "profitable large customers (盈利的大客户): strategy",
        "profitable large customers (盈利的大客户): focus",
        "loyal long-standing customers (忠诚的老客户): relationship",
        "loyal long-standing customers (忠诚的老客户): strategy",
        "loyal long-standing customers (忠诚的老客户): focus",
        "customers with growth potential (有增值潜力的客户): relationship",
        "customers with growth potential (有增值潜力的客户): strategy",
        "customers with growth potential (有增值潜力的客户): focus",
        "strategically significant customers (有战略意义的客户): relationship",
        "strategically significant customers (有战略意义的客户): strategy",
        "strategically significant customers (有战略意义的客户): focus",
        "low-value customers (低价值客户): relationship",
        "low-value customers (低价值客户): strategy",
        "low-value customers (低价值客户): focus",
    ],
    options=[
        "close or loose (密切或松散)",
        "depends on development potential (根据发展潜力而定)",
        "participation and communication (参与和沟通)",
        "develop (发展)",
        "convenience and efficiency (便利与效率)",
        "depends on behaviour pattern (根据行为模式而定)",
        "depends on the firm's needs and the market (根据企业需要和市场变化而定)",
        "keep (保持)",
        "ordinary (一般关系)",
        "maintain or leave alone (维持或放任)",
        "partnership (伙伴关系)",
        "close or partnership (密切或伙伴)",
        "loose or none (松散或无)",
    ],
    hints=[
        "Begin with the strategy: whom does one keep, whom does one develop, and who is left?",
        "Three of the five entries of the focus begin with “depends on”. The two rows that are kept know what "
        "they want.",
        Twin(
            "A twin, a gym. Members who come daily and pay: keep, and let nothing get in their way. Members of ten "
            "years: keep, and ask them what to change. New members: develop, by what they use. The trainer of the "
            "national team: develop, by whom she may bring. Members who come in January: charge and leave alone."
        ),
    ],
    pool=(
        dict(
            prompt="Five customers of a coffee roaster in Kunming, each of another row of the strategy table. Give each the "
            "relationship (关系), the strategy (战略) and the focus (重点) of her row, as the chapter has it.",
            rows=_lines(COFFEE),
        ),
        dict(
            prompt="Five customers of a bicycle shop in Leipzig, each of another row of the strategy table. Give each the "
            "relationship (关系), the strategy (战略) and the focus (重点) of her row, as the chapter has it.",
            rows=_lines(BICYCLES),
        ),
    ),
)

against_a_cell = Choice(
    id="strategy.against-a-cell",
    section="08-strategy-table#strategy-table",
    title="What would speak against a cell?",
    prompt="The table gives profitable large customers an ordinary relationship (一般关系). Nobody derived that. Which finding "
    "would speak against this cell?",
    options=[
        Option("share", "large customers bring two thirds of the whole profit of the firm"),
        Option("have", "large customers who have an adviser buy more than large ones without"),
        Option("random", "advisers given to some of them at random earned more than they cost"),
        Option("wish", "in a survey most large customers say that they would like an adviser"),
    ],
    hints=[
        "Which finding says what a closer relationship changes?",
        Twin(
            "A twin, a hospital: “no visits after nine.” That patients like visits does not speak against the rule, and that "
            "visited patients recover faster does not either. Wards with later hours drawn at random could."
        ),
    ],
)

# 2 ------------------------------------------------------------------------------------------------

rows_fitting = Several(
    id="strategy.rows-fitting",
    section="08-strategy-table#strategy-rules",
    title="Which rows does she fit?",
    prompt="The chapter's rules: large from ¥220 of profit a year; loyal from 2 years and 4 orders a year; growth from "
    "¥3,000 a year spent elsewhere; strategic with at least one customer brought; low below ¥50 of profit. A customer of "
    "2.6 years placed 7 orders last year with a profit of ¥190. She spends ¥5,100 elsewhere. A neighbour came through "
    "her. Which rows fit?",
    options=[
        Option("strategic", "strategically significant customers"),
        Option("large", "profitable large customers"),
        Option("growth", "customers with growth potential"),
        Option("low", "low-value customers"),
        Option("loyal", "loyal long-standing customers"),
    ],
    hints=[
        "Go through the five rules one by one. Several may hold.",
        "A rule with two conditions holds if both do.",
        Twin(
            "A twin: 1.2 years, 9 orders, a profit of ¥400, ¥900 elsewhere, nobody brought. Large fits (400 is at least "
            "220). Loyal does not: the orders do, the years do not. Growth, strategic and low do not. One row fits."
        ),
    ],
    pool=(
        dict(
            prompt="The chapter's rules: large from ¥220 of profit a year; loyal from 2 years and 4 orders a year; growth from "
            "¥3,000 a year spent elsewhere; strategic with at least one customer brought; low below ¥50 of profit. A customer of "
            "1.7 years placed 11 orders last year with a profit of ¥240. She spends ¥2,900 elsewhere. Two of her colleagues "
            "came through her. Which rows fit?",
            options=[
                Option("growth", "customers with growth potential"),
                Option("loyal", "loyal long-standing customers"),
                Option("strategic", "strategically significant customers"),
                Option("low", "low-value customers"),
                Option("large", "profitable large customers"),
            ],
            hints=[
                "Go through the five rules one by one. Several may hold.",
                "A rule with two conditions holds if both do.",
                Twin(
                    "A twin: 3 years, 4 orders, a profit of ¥41, ¥3,800 elsewhere, nobody brought. Loyal fits (4 is at least 4). "
                    "Growth fits (3,800 is at least 3,000), and low (41 is below 50). Large and strategic do not. Three rows fit."
                ),
            ],
        ),
        dict(
            prompt="The chapter's rules: large from ¥220 of profit a year; loyal from 2 years and 4 orders a year; growth from "
            "¥3,000 a year spent elsewhere; strategic with at least one customer brought; low below ¥50 of profit. A customer of "
            "3.4 years placed 4 orders last year with a profit of ¥45, because she buys on sale. She spends ¥3,600 elsewhere. Her "
            "brother came in with her and did not register. Which rows fit?",
            options=[
                Option("low", "low-value customers"),
                Option("large", "profitable large customers"),
                Option("growth", "customers with growth potential"),
                Option("loyal", "loyal long-standing customers"),
                Option("strategic", "strategically significant customers"),
            ],
        ),
    ),
)

# 3 ------------------------------------------------------------------------------------------------

potential = Number(
    id="strategy.potential",
    section="08-strategy-table#strategy-columns",
    title="Potential without a panel",
    prompt="The members of a household panel spend {category} a year on the category, of which {panel} at your firm "
    "(means per member). A customer outside the panel spent {own} with you last year. What is her potential, by the ratio "
    "of the panel, in ¥ a year?",
    draws=dict(
        category=money(2000, 4000, 200, says="what a panel member spends on the category"),
        panel=money(400, 900, 50, says="what a panel member spends at your firm"),
        own=money(200, 1500, 100, says="what this customer spent with you"),
    ),
    unit="¥",
    low=0,
    high=50_000,
    hints=[
        "For each yuan that a panel member spends with you, how many does she spend in all?",
        "Her category spend by that ratio, less what she spends with you.",
    ],
)

# 4 ------------------------------------------------------------------------------------------------

steps = Order(
    id="strategy.steps",
    section="08-strategy-table#strategy-rules",
    title="From data to a programme",
    prompt="A firm wants to give each customer one programme of the strategy table. Put the steps in order.",
    steps=[
        Step("fits", "mark for each customer all rows that fit"),
        Step("money", "compare in money with another precedence"),
        Step("columns", "one row a customer: profit, years, orders"),
        Step("thresholds", "take thresholds from these columns"),
        Step("precedence", "state which row counts first, give one row"),
        Step("remainder", "count who fits none, and decide for them"),
    ],
    hints=[
        "What must be there before a threshold can be found?",
        "One must know all rows that fit before one of them can be chosen.",
        Twin(
            "A twin, an emergency ward: measure pulse and pressure; fix from which value on they alarm; note every sign "
            "that a patient shows; let the worst sign decide the queue; see who shows none; ask whether another "
            "rule would have cost lives."
        ),
    ],
    pool=(
        dict(
            prompt="A bank in Suzhou wants to give each client one of the five programmes of the strategy table. Put the steps in order.",
            steps=[
                Step("money", "work out what another ranking would earn"),
                Step("precedence", "rank the programmes, keep each client's first"),
                Step("thresholds", "read from these data where “large” begins"),
                Step("remainder", "look at clients without a tick, and choose"),
                Step("columns", "put profit, years and products into a table"),
                Step("fits", "tick each programme that a client meets"),
            ],
        ),
        dict(
            prompt="A tour operator wants to know for each traveller in which one row of the strategy table she belongs. Put the steps "
            "in order.",
            steps=[
                Step("thresholds", "set the cut of each rule by its quantiles"),
                Step("remainder", "see who meets no rule, say what they get"),
                Step("columns", "bring margin, years and trips together"),
                Step("money", "set its profit against that of another order"),
                Step("fits", "list for each traveller the rules she meets"),
                Step("precedence", "say which rule wins where several are met"),
            ],
        ),
    ),
)

# 5 ------------------------------------------------------------------------------------------------

rule_list = Audit(
    id="strategy.rule-list",
    section="08-strategy-table#strategy-overlap",
    title="A list of rules that overlap",
    prompt="A slide: {large} customers fit the row “large” and {loyal} the row “loyal”; {both} of them fit both. A large "
    "customer gets a programme of {cost}. Large comes before loyal. One line is wrong. Which?",
    draws=dict(
        large=whole(250, 350, 10), loyal=whole(110, 170, 10), both=whole(40, 70, 5), cost=money(40, 80, 10)
    ),
    options=[
        Option(
            "only-large", lambda large, both, **_: f"Large but not loyal: {large} − {both} = {large - both}"
        ),
        Option(
            "either",
            lambda large, loyal, **_: f"In at least one of the two rows: {large} + {loyal} = {large + loyal}",
        ),
        Option(
            "programme",
            lambda large, cost, **_: (
                f"Cost of the large customers' programme: {large} × {cost} = ¥{large * cost:,}"
            ),
        ),
        Option(
            "loyal-left",
            lambda loyal, both, **_: f"Left for the row “loyal”: {loyal} − {both} = {loyal - both}",
        ),
        Option(
            "turned",
            lambda large, both, **_: (
                f"Left for the row “large” if loyal came first: {large} − {both} = {large - both}"
            ),
        ),
    ],
    hints=[
        "Draw two circles that overlap, and write a number into each of their three parts.",
        "Work out each line from the parts of your drawing. Which parts does it add, and what does one of them cost?",
    ],
    pool=(
        dict(
            prompt="A slide of a theatre: {large} guests fit the row “large” and {loyal} the row “loyal”; {both} of them fit both. "
            "Each guest in the row “large” gets a programme of {cost}. Loyal comes before large. One line is wrong. Which?",
            options=[
                Option(
                    "only-loyal",
                    lambda loyal, both, **_: f"Loyal but not large: {loyal} − {both} = {loyal - both}",
                ),
                Option(
                    "either",
                    lambda large, loyal, both, **_: (
                        f"In at least one of the two rows: {large} + {loyal} − {both} = {large + loyal - both}"
                    ),
                ),
                Option(
                    "turned",
                    lambda loyal, both, **_: (
                        f"Left for the row “loyal” if large came first: {loyal} − {both} = {loyal - both}"
                    ),
                ),
                Option(
                    "programme",
                    lambda large, cost, **_: (
                        f"Cost of the programme for the row “large”: {large} × {cost} = ¥{large * cost:,}"
                    ),
                ),
                Option(
                    "large-left",
                    lambda large, both, **_: f"Left for the row “large”: {large} − {both} = {large - both}",
                ),
            ],
        ),
        dict(
            prompt="A slide of a wine merchant: {large} customers fit the row “large” and {loyal} the row “loyal”; {both} of them fit "
            "both. A loyal customer gets a programme of {cost}. Loyal comes before large. One line is wrong. Which?",
            draws=dict(
                large=whole(180, 260, 10),
                loyal=whole(95, 155, 10),
                both=whole(30, 60, 5),
                cost=money(20, 50, 10),
            ),
            options=[
                Option(
                    "programme",
                    lambda loyal, cost, **_: (
                        f"Cost of the loyal customers' programme: {loyal} × {cost} = ¥{loyal * cost:,}"
                    ),
                ),
                Option(
                    "large-left",
                    lambda large, both, **_: f"Left for the row “large”: {large} − {both} = {large - both}",
                ),
                Option(
                    "exactly-one",
                    lambda large, loyal, both, **_: (
                        f"In one of the two rows, but not in both: {large} + {loyal} − {both} = {large + loyal - both}"
                    ),
                ),
                Option(
                    "only-loyal",
                    lambda loyal, both, **_: f"Loyal but not large: {loyal} − {both} = {loyal - both}",
                ),
                Option(
                    "turned",
                    lambda loyal, both, **_: (
                        f"Left for the row “loyal” if large came first: {loyal} − {both} = {loyal - both}"
                    ),
                ),
            ],
        ),
    ),
)

# 6 ------------------------------------------------------------------------------------------------

leave_alone = Definition(
    id="strategy.leave-alone",
    section="08-strategy-table#strategy-low",
    title="What does 放任 mean?",
    prompt="The low-value customers of a shop bring a margin of {margin} a year. Serving them costs {service}, of which "
    "{fixed} would stay without them; marketing to them costs {marketing}. Without marketing {lost} of margin and volume "
    "goes. The table says 维持或放任. Which number belongs to 放任?",
    draws=dict(
        margin=money(80_000, 120_000, 5000),
        service=money(50_000, 70_000, 5000),
        fixed=rate(0.3, 0.5, 0.05),
        marketing=money(20_000, 30_000, 2000),
        lost=rate(0.2, 0.4, 0.05),
    ),
    options=[
        Option("drop", "send them away"),
        Option("leave-alone", "serve who comes, and market to nobody"),
        Option("maintain", "serve them and market to them as before"),
        Option("no-service", "take their money and serve nobody"),
    ],
    hints=[
        "放 is to let go, 任 to let be. Who acts in it, the firm or the customer?",
        "Go through the margin and the costs: which of them stop if the firm stops acting?",
    ],
    pool=(
        dict(
            title="What does 维持 mean?",
            prompt="The small accounts of a bank in Jinan bring a margin of {margin} a year. Serving them costs {service}, of which "
            "{fixed} would stay without them; marketing to them costs {marketing}. Without marketing {lost} of margin and volume "
            "goes. The table says 维持或放任. Which number belongs to 维持?",
            draws=dict(
                margin=money(300_000, 500_000, 20_000),
                service=money(200_000, 280_000, 20_000),
                fixed=rate(0.3, 0.5, 0.05),
                marketing=money(50_000, 90_000, 10_000),
                lost=rate(0.2, 0.4, 0.05),
            ),
            options=[
                Option("no-service", "take their money and serve nobody"),
                Option("drop", "send them away, and refuse whoever comes all the same"),
                Option("maintain", "serve them and market to them as before"),
                Option("leave-alone", "serve who comes, and market to nobody"),
            ],
            hints=[
                "维 is to hold together, 持 to go on. What changes for these customers?",
                "Go through the margin and the costs: which of them are there as long as the firm goes on?",
            ],
        ),
        dict(
            title="What does 放弃 mean?",
            prompt="The guests of a hostel who come once a year bring a margin of {margin} a year. Serving them costs {service}, of "
            "which {fixed} would stay without them; marketing to them costs {marketing}. Without marketing {lost} of margin and "
            "volume goes. The table says 维持或放任, and a manager wants 放弃. Which number belongs to 放弃?",
            draws=dict(
                margin=money(30_000, 60_000, 2000),
                service=money(20_000, 36_000, 2000),
                fixed=rate(0.3, 0.5, 0.05),
                marketing=money(6000, 12_000, 1000),
                lost=rate(0.2, 0.4, 0.05),
            ),
            options=[
                Option("leave-alone", "serve who comes, and market to nobody"),
                Option("maintain", "serve them and market to them as before"),
                Option("no-service", "take their money and serve nobody"),
                Option("drop", "refuse them, market to nobody"),
            ],
            hints=[
                "放 is to let go, 弃 to throw away. What becomes of a guest who comes all the same?",
                "Go through the margin and the costs: which of them are still there without these guests?",
            ],
        ),
    ),
)

# 7 ------------------------------------------------------------------------------------------------

better_by = Number(
    id="strategy.leave-or-drop",
    section="08-strategy-table#strategy-low",
    title="Leave alone or drop",
    prompt="A segment brings a margin of {margin} a year before a cost to serve of {service}. Without the customers "
    "{fixed} of this cost would stay. Left alone, {lost} of margin and volume goes. By how much a year is leaving alone "
    "better than dropping, in ¥? (A negative number if it is worse.)",
    draws=dict(
        margin=money(40_000, 90_000, 5000, says="the margin"),
        service=money(60_000, 100_000, 5000, says="the cost to serve"),
        fixed=rate(0.3, 0.6, 0.05, says="the part of the cost that would stay"),
        lost=rate(0.1, 0.4, 0.05, says="the part that goes if they are left alone"),
    ),
    unit="¥",
    low=-200_000,
    high=200_000,
    hints=[
        "Which cost is the same in both cases? It does not enter the difference.",
        "What stays: the share not lost, times margin less the avoidable part of the cost to serve.",
    ],
)

# 8 ------------------------------------------------------------------------------------------------

avoidable = Reverse(
    id="strategy.avoidable-share",
    section="08-strategy-table#strategy-low",
    title="When would dropping pay?",
    prompt="A segment brings a margin of {margin} a year and costs {service} a year to serve. Left alone, {lost} of margin "
    "and volume goes. Which share of the cost to serve must be avoidable for dropping to be exactly as good as leaving "
    "alone?",
    draws=dict(
        margin=money(30_000, 60_000, 5000, says="the margin"),
        service=money(70_000, 100_000, 5000, says="the cost to serve"),
        lost=rate(0.1, 0.4, 0.05, says="the part that goes if they are left alone"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "Dropping saves the avoidable cost and gives up the margin.",
        "Does the share that is lost without marketing matter to the sign of the difference?",
    ],
)

# 9 ------------------------------------------------------------------------------------------------

leave_function = Function(
    id="strategy.leave-function",
    section="08-strategy-table#strategy-low",
    title="A function for leaving alone",
    prompt="Write a function that returns the profit of customers who are left alone (¥ a year): margin before the cost to "
    "serve, cost to serve, the share of margin and volume that is lost, and the share of the cost to serve that stays "
    "whatever the volume. It must take numbers and NumPy arrays.",
    inputs=dict(
        margin=money(20, 400, 10),
        service_cost=money(10, 300, 10),
        margin_lost=rate(0.05, 0.6, 0.05),
        fixed_share=rate(0.1, 0.8, 0.1),
    ),
    hints=[
        "Split the cost to serve: one part stays, one part goes with the volume.",
        "What stays of the margin and of the avoidable cost is the same share of both.",
        Twin(
            "A twin with a margin of 200, a cost of 100 of which half is fixed, and a quarter lost: "
            "0.75 × (200 − 50) − 50 = 62.5."
        ),
    ],
)

# 10 -----------------------------------------------------------------------------------------------

marketing_pays = Number(
    id="strategy.marketing-pays",
    section="08-strategy-table#strategy-drop",
    title="When would marketing pay?",
    prompt="A row of low-value customers brings a margin of {margin} a year. Serving them costs {service} a year, of which "
    "{fixed} would stay without them, and marketing to them costs {marketing} a year. From which share of margin and volume "
    "lost without marketing does the marketing pay?",
    draws=dict(
        margin=money(80_000, 140_000, 5000, says="the margin"),
        service=money(40_000, 70_000, 5000, says="the cost to serve"),
        fixed=rate(0.3, 0.5, 0.05, says="the part of the cost to serve that would stay"),
        marketing=money(6000, 16_000, 1000, says="the cost of marketing"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "If one per cent of margin and volume goes, which part of the cost to serve goes with it?",
        "Marketing pays where the share that it holds, times margin less avoidable cost, is more than it costs.",
    ],
    core=False,
)

# 11 -----------------------------------------------------------------------------------------------


@functools.cache
def firm():
    return datasets.load_firm()


@functools.cache
def rule_columns():
    return firm_strategy.strategy_columns(firm()).drop(columns=["potential_known"])


def _some_customers(rng, customers=200):
    chosen = rng.sample(rule_columns()["customer_id"].tolist(), customers)
    return rule_columns()[rule_columns()["customer_id"].isin(chosen)].reset_index(drop=True)


assign = Value(
    id="strategy.assign",
    section="08-strategy-table#strategy-rules",
    title="Rows from data",
    prompt="`q.customers` holds {customers}. Rules: “large” from ¥{value} of profit; “loyal” from 2 years *and* 4 orders; "
    "“growth” from ¥{elsewhere} of potential; “strategic” from 1 referral; “low” below ¥50 of profit. Where several fit, the "
    "order in which they stand here decides; who fits none gets “none”. Leave a DataFrame with `customer_id` and "
    "`strategy_row`.",
    draws=dict(
        customers=Sample(
            _some_customers, "{rows} customers of the simulated firm with the columns of the rules"
        ),
        value=OneOf((150, 200, 250, 300)),
        elsewhere=OneOf((2000, 2500, 3500, 4000)),
    ),
    hints=[
        "One list of true and false values a rule, then the first that is true.",
        "`strategy.assign_strategy(q.customers, rules, precedence)` takes a list of `StrategyRule`; or `numpy.select`, which "
        "takes the first condition that holds.",
    ],
)

# 12 -----------------------------------------------------------------------------------------------

keep_or_develop = Number(
    id="strategy.keep-or-develop",
    section="08-strategy-table#strategy-programmes",
    title="Keep or develop?",
    prompt="A customer fits “large” and “growth”. The programme of “large” costs {keep_cost} and is expected to bring {kept} "
    "of margin over {years} years, because she stays longer. That of “growth” costs {develop_cost} and wins {won} of the "
    "{elsewhere} a year that she spends elsewhere, in each of the {years} years, at a margin of {margin}. By how much is the "
    "programme of “growth” better over the {years} years, in ¥, without discounting?",
    draws=dict(
        kept=money(80, 200, 20, says="the margin that “large” brings"),
        keep_cost=money(40, 80, 10, says="the cost of “large”"),
        elsewhere=money(3000, 8000, 500, says="what she spends elsewhere"),
        won=rate(0.01, 0.03, 0.005, says="the part of her spend elsewhere that is won"),
        margin=rate(0.3, 0.5, 0.05, says="the part of what is won that is margin"),
        years=whole(3, 5, says="the number of years"),
        develop_cost=money(20, 40, 10, says="the cost of “growth”"),
    ),
    unit="¥",
    low=-5000,
    high=20_000,
    hints=[
        "Write both programmes as gain less cost, over the same years.",
        "What is won a year is a share of what she spends elsewhere, and only the margin of it counts.",
    ],
)

# 13 -----------------------------------------------------------------------------------------------

mix = Number(
    id="strategy.mix-risk",
    section="08-strategy-table#strategy-portfolio",
    title="Two segments together",
    prompt="{first} of a firm's contribution comes from a segment whose quarterly contribution has a standard deviation of "
    "{steady} of its mean; the rest comes from one with {wild}. Their correlation is {correlation}. What is the standard "
    "deviation of the whole, as a share of its mean?",
    draws=dict(
        first=rate(0.3, 0.7, 0.1, says="the share of the first segment"),
        steady=rate(0.08, 0.2, 0.02, says="the standard deviation of the first segment"),
        wild=rate(0.25, 0.4, 0.05, says="the standard deviation of the other segment"),
        correlation=OneOf((-0.4, -0.2, 0.2, 0.4), says="the correlation"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "Weigh each risk by its share first. Then square, add, and do not forget the term with the correlation.",
        "The square of the whole is a² + b² + 2 × correlation × a × b, with a and b the weighted risks.",
    ],
    core=False,
)

# 14 -----------------------------------------------------------------------------------------------

least_risk = Number(
    id="strategy.least-risk",
    section="08-strategy-table#strategy-portfolio",
    title="The steadiest mix",
    prompt="The quarterly contribution of one segment has a standard deviation of {first} of its mean, that of another segment "
    "{second}. Their correlation is {correlation}. Which share of the whole must come from the first segment for the whole to "
    "vary least?",
    draws=dict(
        first=rate(0.2, 0.4, 0.01, says="the standard deviation of the first segment"),
        second=rate(0.1, 0.3, 0.01, says="the standard deviation of the other segment"),
        correlation=OneOf((-0.5, -0.4, -0.3, -0.2, 0.2, 0.3), says="the correlation"),
    ),
    unit="share",
    low=0,
    high=1,
    hints=[
        "Which of the two varies less? It must have the larger share.",
        "Square both risks first, and take the correlation times both risks off each square. The share of the first segment is "
        "what is left of the *other* segment's square, divided by the sum of both rests.",
    ],
    core=False,
)

# 15 -----------------------------------------------------------------------------------------------


def _twelve_hundred(rng):
    return _some_customers(rng, 1200)


first_growth = Decision(
    id="strategy.growth-first",
    section="08-strategy-table#strategy-money",
    title="Who gets the growth programme?",
    prompt="`q.customers` holds {customers}. This year the firm can pay for the programme of “growth” and for no other. It costs "
    "{cost} a customer, once, and wins {won} of what she spends elsewhere, while she is active. The firm reckons that a quarter "
    "of what is won is margin, and that a customer who still orders stays for two more years. Whom should it invite? Leave a list "
    "of `customer_id`. It is scored by the firm's truth, as an expected value over five years; only the columns are yours.",
    draws=dict(
        cost=money(20, 50, 5),
        won=rate(0.015, 0.03, 0.005),
        customers=Sample(
            _twelve_hundred, "{rows:,} customers of the simulated firm with the columns of the rules"
        ),
    ),
    unit="¥",
    hints=[
        "What must be true of a customer for the programme to win anything from her? Two things, and you have a column for each.",
        "From which spend elsewhere does it pay for itself, if she stays for two years?",
    ],
)

# 16 -----------------------------------------------------------------------------------------------


@functools.cache
def _offers():
    """The columns of the rules, and what the programme of each row would truly add less its cost."""
    table = rule_columns().copy()
    for row, programme in firm_strategy.FIRM_PROGRAMMES.items():
        effects = programme.keeping, programme.developing, programme.referring
        gain = firm_strategy.programme_gains(firm(), *effects) - programme.cost
        table[f"{row}_net"] = gain.round(2).to_numpy()
    return table


def _all_offers(rng):
    """The same 2,000 customers for everyone."""
    return _offers()


two_orders = Value(
    id="strategy.two-orders",
    section="08-strategy-table#strategy-money",
    title="Two orders in money",
    prompt="`q.customers` holds {customers}: the columns of the rules, and in `large_net`, `loyal_net`, `growth_net` and "
    "`strategic_net` what the programme of each row would truly add over five years, less its cost (¥). The rules are the "
    "chapter's, with “large” from ¥{value} of profit and “growth” from ¥{elsewhere} of potential; “low” and “none” get no "
    "programme. Leave a DataFrame with `customer_id`, `printed` (her row under the printed order: large, loyal, growth, "
    "strategic, low), `development` (her row under strategic, growth, large, loyal, low), and `printed_net` and "
    "`development_net` (what she adds under each, ¥; 0 without a programme).",
    draws=dict(
        customers=Sample(_all_offers, "the {rows:,} customers of the simulated firm"),
        value=OneOf((150, 180, 200, 260, 280, 300)),
        elsewhere=OneOf((2000, 2500, 3500, 4000)),
    ),
    hints=[
        "Find each customer's row under both orders first, as in the exercise on rows from data.",
        "For each of the four programmes: where her row is that one, take the programme's column; everywhere else 0.",
    ],
)

# 17 -----------------------------------------------------------------------------------------------

memo = Memo(
    id="strategy.memo",
    section="08-strategy-table#strategy-money",
    title="The memo",
    prompt="The managing director: “Our table has five rows, and sales and marketing quarrel over who owns the large "
    "customers. Which row comes first, and what is it worth?” Answer in a memo: your number, how uncertain it is, the "
    "alternative you turned down, and what an error would cost.",
    words=(60, 250),
    hints=[
        "Begin with the decision, not with the table.",
        "One sentence each: number, uncertainty, alternative, cost of an error, and the assumption it all rests on.",
        Twin(
            "A twin, on two ways to staff a hotline: “Answer complaints before orders. Last month it kept 41 customers, "
            "give or take 15, worth ¥270 each. I turned down first come, first served, which is fairer to see. If I am "
            "wrong we lose four orders a day and can turn it back at once.”"
        ),
    ],
)

# Labs ---------------------------------------------------------------------------------------------

lab_rules = Choice(
    id="strategy.lab-rules",
    section="08-strategy-table#strategy-overlap",
    title="Lab: thresholds and precedence",
    prompt="Before you move anything: the precedence changes from the printed order to the one with “strategic” and “growth” "
    "first; the thresholds stay. What happens to the number of customers who fit no row?",
    options=[
        Option("same", "it stays as it is"),
        Option("falls", "it falls by some dozens"),
        Option("rises", "it rises by some dozens"),
    ],
    hints=[
        "Think of one customer who fits no row. What can an order of rows do for her?",
        Twin(
            "A queue of three doors, two of them closed to you, and all three to your friend. Whichever door is tried first, "
            "you go through the third, and your friend stays outside."
        ),
    ],
)

lab_low = Choice(
    id="strategy.lab-low",
    section="08-strategy-table#strategy-drop",
    title="Lab: when does dropping pay?",
    prompt="Before you move anything: a customer brings a margin of ¥40 a year and costs ¥60 to serve, a loss of ¥20 at full "
    "cost. 40 % of the cost to serve would stay without her. Is it better to leave her alone, or to drop her?",
    options=[
        Option("equal", "it makes no difference"),
        Option("drop", "drop her"),
        Option("alone", "leave her alone"),
    ],
    hints=[
        "How much of the ¥60 goes if she goes?",
        Twin(
            "A margin of 30 against a cost of 60, of which a quarter stays: 45 are avoidable. 30 is less than 45, so she "
            "costs 15 more than she brings, and dropping pays."
        ),
    ],
)

# Quizzes of the chapter's page --------------------------------------------------------------------

keep_or_not = Match(
    id="strategy.which-strategy",
    section="08-strategy-table#strategy-table",
    title="Five examples, five rows",
    prompt="To which strategy (战略) of the table does each of these belong? A strategy may stand more than once.",
    rows=[
        "an office that orders paper every week and never calls",
        "a guest of twelve years who answers every invitation",
        "a runner who buys shoes here and all other gear elsewhere",
        "a dancing teacher whose pupils buy what she wears",
        "a household that buys one lamp a year, on sale",
    ],
    options=["develop (发展)", "maintain or leave alone (维持或放任)", "keep (保持)"],
    hints=[
        "First find the row of the table for each example.",
        "Two of the five are kept, two are developed.",
        Twin(
            "A twin: a hotel that takes 400 towels a month is profitable and large, so it is kept. A student who buys one towel "
            "a year is low in value: maintained or left alone."
        ),
    ],
)

two_customers = Several(
    id="strategy.fits-low",
    section="08-strategy-table#strategy-rules",
    title="A customer of eight months",
    prompt="The chapter's rules: large from ¥220 of profit a year; loyal from 2 years and 4 orders a year; growth from "
    "¥3,000 a year spent elsewhere; strategic with at least one customer brought; low below ¥50 of profit. A customer of "
    "8 months placed 5 orders with a profit of ¥12, because she sent much back. She spends ¥4,200 elsewhere and has brought "
    "nobody. Which rows fit?",
    options=[
        Option("loyal", "loyal long-standing customers"),
        Option("low", "low-value customers"),
        Option("strategic", "strategically significant customers"),
        Option("large", "profitable large customers"),
        Option("growth", "customers with growth potential"),
    ],
    hints=[
        "Go through the five rules one by one. Several may hold.",
        "A rule with two conditions holds if both do.",
        Twin(
            "A twin: 3 years, 2 orders, a profit of ¥20, ¥1,000 elsewhere, two customers brought. Strategic and low fit. "
            "Loyal does not: the years do, the orders do not."
        ),
    ],
)

before_precedence = Choice(
    id="strategy.before-precedence",
    section="08-strategy-table#strategy-overlap",
    title="What must be counted first?",
    prompt="A team is about to decide which row counts first. Which count should lie on the table before it decides?",
    options=[
        Option("budget", "how many customers each programme could pay for, row by row, with its cost"),
        Option("overlap", "how many customers fit two rows or more"),
        Option("after", "how many customers each row holds once the precedence is applied"),
    ],
    hints=[
        "For which customers does a precedence decide anything?",
        Twin(
            "A twin: two buses leave at the same minute, and the timetable is to say which goes first. It matters to those who "
            "could take either. Count them before you quarrel."
        ),
    ],
)

from_data = Several(
    id="strategy.relationship-from-data",
    section="08-strategy-table#strategy-closeness",
    title="What the data say of a relationship",
    prompt="At the simulated firm, what did the data show about the relationship with a customer?",
    options=[
        Option("tenure", "that she has been here for long, so that she is worth more"),
        Option("traffic", "the number of contacts is nearly the number of orders"),
        Option("referral", "whether another customer came through her"),
        Option("wish", "whether she wants a partnership"),
        Option("satisfaction", "contacts per order say how satisfied she is"),
    ],
    hints=[
        "Which of these stand in a table, and which would you have to ask for?",
        "Two of the five are right.",
        Twin(
            "A twin: a phone bill shows how often two people spoke, not whether they are friends. A wedding photograph "
            "with both of them shows more."
        ),
    ],
)

analogy = Several(
    id="strategy.analogy",
    section="08-strategy-table#strategy-portfolio",
    title="Customers are not shares",
    prompt="Which of these hold for shares in companies, and not for customers?",
    options=[
        Option("sell", "one can sell them again"),
        Option("mean", "returns differ in their mean"),
        Option("mix", "a mix of two varies less than the mean of both if they are not perfectly correlated"),
        Option("passive", "what one does changes nothing in the returns"),
        Option("amount", "one can buy any amount at the day's price"),
    ],
    hints=[
        "Two of the five hold for both.",
        "Ask of each: is it arithmetic, or is it a fact about a market?",
        Twin(
            "A twin, fields and shares: a farmer can plant wheat and potatoes, and drought harms them unequally (arithmetic "
            "of the mix). But a field cannot be sold by the minute, and it yields more if one works it."
        ),
    ],
)

same_programme = Choice(
    id="strategy.same-programme",
    section="08-strategy-table#strategy-money",
    title="One programme, two results",
    prompt="In the printed order the growth programme lost money, and with development first it earned more than ¥14,000. What "
    "was different?",
    options=[
        Option("share", "the share of the spend elsewhere that it wins from a customer"),
        Option("customers", "the customers who were left for it"),
        Option("cost", "what it costs the firm for each customer who gets it"),
    ],
    hints=[
        "Which of these does an order of rows change, and which did the firm assume once for both?",
        Twin(
            "A twin: a teacher's class reads badly this year and read well last year. The teacher and the books are the same. This "
            "year another class chose its pupils first."
        ),
    ],
)

what_to_measure = Choice(
    id="strategy.what-to-measure",
    section="08-strategy-table#strategy-depends",
    title="Which number would end the quarrel?",
    prompt="Sales wants to ask “large” first, marketing “growth”. Which of these numbers would do most to decide between them?",
    options=[
        Option("satisfied", "how satisfied large customers say they are with the express service"),
        Option("profit", "which share of the firm's profit the large customers bring"),
        Option("leaving", "how much of their leaving the express service prevents"),
        Option("both", "how many customers fit both of the rows"),
    ],
    hints=[
        "Which of the numbers says what a programme changes?",
        Twin(
            "A twin: two doctors quarrel over two drugs. How ill the patients are, and how many could take either, they know. What "
            "they lack is how many recover *because* of each."
        ),
    ],
)

next_yuan = Choice(
    id="strategy.next-yuan",
    section="08-strategy-table#strategy-develop",
    title="For whom is the next yuan?",
    prompt="One more yuan can be spent on one of three customers. Anna spends ¥40,000 a year elsewhere and has not ordered for two "
    "years. Bella is the largest customer, has had ¥60 spent on her, and the last ten yuan of it won four. Cora has had nothing "
    "spent on her, and with customers like her the first yuan won two. Who should get it?",
    options=[
        Option("anna", "Anna"),
        Option("bella", "Bella"),
        Option("cora", "Cora"),
    ],
    hints=[
        "What would one yuan more win from each of them?",
        Twin(
            "A twin: three fields and one sack of manure. One is a lake by now, one has had ten sacks and hardly grew on the last, "
            "and one has had none. The third field gets it."
        ),
    ],
)

QUESTIONS = [
    table,
    rows_fitting,
    potential,
    steps,
    rule_list,
    assign,
    leave_alone,
    better_by,
    avoidable,
    leave_function,
    marketing_pays,
    keep_or_develop,
    two_orders,
    mix,
    least_risk,
    first_growth,
    memo,
]

LABS = [lab_rules, lab_low]

QUIZ = [
    keep_or_not,
    against_a_cell,
    from_data,
    two_customers,
    before_precedence,
    same_programme,
    what_to_measure,
    next_yuan,
    analogy,
]
