"""Small questions of every kind, whose numbers can be done in the head: what is asked."""

from crmlib.workbook.kinds.choice import Audit, Choice, Definition, Match, Option, Several
from crmlib.workbook.kinds.code import Decision, Function, Query, Value
from crmlib.workbook.kinds.draws import money, rate, whole
from crmlib.workbook.kinds.memo import Memo
from crmlib.workbook.kinds.number import Interval, Number, Reverse
from crmlib.workbook.kinds.order import Order, Step
from crmlib.workbook.kinds.questions import Twin

HINTS = ("Look at the unit.", "Divide.", Twin("A twin: 6 ÷ 3 = 2."))
SHARED = dict(section="04-rfm#toy", title="A toy", hints=HINTS)

number = Number(
    id="toy.number",
    prompt="A customer brings {margin}; {kept} stay. What is expected?",
    draws=dict(margin=money(1_000, 4_000, 10), kept=rate(0.6, 0.9)),
    unit="¥",
    low=0,
    high=10_000,
    section="04-rfm#toy",
    title="A toy",
    hints=("Look at the unit.", "Multiply."),
)

share = Number(id="toy.share", prompt="How many stay?", unit="share", low=0, high=1, **SHARED)

count = Number(id="toy.count", prompt="How many days?", unit="days", low=0, high=365, **SHARED)

choice = Choice(
    id="toy.choice",
    prompt="Which?",
    options=[
        Option("other", "another one"),
        Option("right", "the right one"),
        Option("wrong", "the wrong one"),
    ],
    **SHARED,
)

match = Match(
    id="toy.match",
    prompt="Which colour?",
    rows=["grass", "sky", "sea"],
    options=["red", "green", "blue"],
    **SHARED,
)

value = Value(id="toy.value", prompt="Make the table.", **SHARED)

decision = Decision(id="toy.decision", prompt="Whom?", **SHARED)

memo = Memo(id="toy.memo", prompt="Why?", words=(5, 10), **SHARED)

several = Several(
    id="toy.several",
    prompt="Which are even?",
    options=[Option("three", "3"), Option("two", "2"), Option("five", "5"), Option("four", "4")],
    **SHARED,
)

order = Order(
    id="toy.order",
    prompt="From small to large?",
    steps=[Step("cow", "a cow"), Step("ant", "an ant"), Step("whale", "a whale"), Step("cat", "a cat")],
    **SHARED,
)

lines = Order(
    id="toy.lines",
    prompt="Add them up.",
    code=True,
    steps=[
        Step("loop", "for value in {1, 2}:"),
        Step("start", "total = 0"),
        Step("add", "    total += value"),
    ],
    **SHARED,
)

reverse = Reverse(
    id="toy.reverse",
    prompt="Which lifetime gives {asked} at {margin} a year?",
    draws=dict(asked=money(1_000, 4_000, 100), margin=money(120, 240, 20)),
    unit="years",
    low=0,
    high=100,
    **SHARED,
)

audit = Audit(
    id="toy.audit",
    prompt="A sum of {a}:",
    draws=dict(a=money(10, 20)),
    options=[
        Option("half", lambda a: f"half of it is {a / 2:g}"),
        Option("double", lambda a: f"twice is {3 * a:g}"),
        Option("same", "once is {a}"),
    ],
    **SHARED,
)

definition = Definition(
    id="toy.definition",
    prompt="{a} and {b}: what is the middle?",
    draws=dict(a=money(10, 20), b=money(30, 90)),
    options=[Option("sum", "the sum"), Option("mean", "the mean")],
    **SHARED,
)

interval = Interval(
    id="toy.interval",
    prompt="{n} tosses, 90 %?",
    draws=dict(n=whole(100, 400, 100)),
    unit="share",
    **SHARED,
)

function = Function(
    id="toy.function",
    prompt="Divide the margin by the orders, and give 0 for no order.",
    inputs=dict(margin=money(10, 90), orders=whole(1, 9)),
    **SHARED,
)

query = Query(
    id="toy.query",
    prompt="How many live in each city, and what did they spend?",
    columns=("city", "people", "spent"),
    **SHARED,
)

QUESTIONS = ()
QUIZ = (
    number,
    share,
    count,
    choice,
    match,
    value,
    decision,
    memo,
    several,
    order,
    lines,
    reverse,
    audit,
    definition,
    interval,
    function,
    query,
)
