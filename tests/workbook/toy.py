"""Small questions of every kind, for tests that need one whose numbers can be done in the head."""

import numpy as np
import pandas as pd

from crmlib.workbook.kinds.audit import Audit
from crmlib.workbook.kinds.choice import Choice, Match, Option
from crmlib.workbook.kinds.decision import Decision
from crmlib.workbook.kinds.definition import Definition, Rival
from crmlib.workbook.kinds.draws import money, rate, whole
from crmlib.workbook.kinds.function import Function
from crmlib.workbook.kinds.interval import Interval
from crmlib.workbook.kinds.memo import Memo
from crmlib.workbook.kinds.number import Number
from crmlib.workbook.kinds.order import Order, Step, sequence, swap
from crmlib.workbook.kinds.questions import Slip, Twin
from crmlib.workbook.kinds.reverse import Reverse
from crmlib.workbook.kinds.several import Several
from crmlib.workbook.kinds.value import Value

EXERCISE = "04-rfm"
HINTS = ("Look at the unit.", "Divide.", Twin(lambda **_: "A twin: 6 ÷ 3 = 2."))
SHARED = dict(section="04-rfm#toy", title="A toy", hints=HINTS)

number = Number(
    id="toy.number",
    prompt="A customer brings {margin}; {kept} stay. What is expected?",
    draws=dict(margin=money(1_000, 4_000, 10), kept=rate(0.6, 0.9)),
    answer=lambda margin, kept: margin * kept,
    unit="¥",
    low=0,
    high=10_000,
    slips=[
        Slip(lambda margin, kept: margin * (1 - kept), "This is the number you get with churn.", "churn"),
        Slip(lambda margin, kept: margin / kept, "This is the number you get dividing.", "upside down"),
    ],
    early_rounding=lambda margin, kept: margin * round(kept, 1),
    means="So much is left.",
    after="And next year?",
    **SHARED,
)
NUMBERS = dict(margin=2_000, kept=0.75)

share = Number(
    id="toy.share",
    prompt="How many stay?",
    answer=lambda: 0.25,
    unit="share",
    low=0,
    high=1,
    slips=[Slip(lambda: 0.75, "This is the number you get the other way round.", "the complement")],
    **SHARED,
)

count = Number(
    id="toy.count",
    prompt="How many days?",
    answer=lambda: 57,
    unit="days",
    tolerance=0,
    low=0,
    high=365,
    **SHARED,
)

choice = Choice(
    id="toy.choice",
    prompt="Which?",
    options=[
        Option("right", "the right one", "It fits."),
        Option("wrong", "the wrong one", "It does not fit."),
        Option("other", "another one", "It is about something else."),
    ],
    answer="right",
    after="Why?",
    **SHARED,
)

match = Match(
    id="toy.match",
    prompt="Which colour?",
    answer={"grass": "green", "sky": "blue", "sea": "blue"},
    options=["green", "blue", "red"],
    slips={("sky", "red"): "Only at sunset."},
    means="Colours.",
    **SHARED,
)


def _right():
    return pd.DataFrame({"customer_id": [1, 2, 3], "recency": [10, 20, 30], "name": ["a", "b", "c"]})


value = Value(
    id="toy.value",
    prompt="Make the table.",
    answer=_right,
    key="customer_id",
    slips=[
        Slip(
            lambda: _right().assign(recency=[11, 21, 31]), "is what you get counting both ends.", "off by one"
        )
    ],
    means="A table.",
    **SHARED,
)

PROFIT = pd.Series({101: 5.0, 102: 3.0, 103: -1.0, 104: -4.0})

decision = Decision(
    id="toy.decision",
    prompt="Whom?",
    profit=lambda: PROFIT,
    policy=lambda: [102, 101],
    slips=[Slip(lambda: [101, 102, 103, 104], "You choose everyone.", "the habit")],
    after="And now?",
    **SHARED,
)

memo = Memo(id="toy.memo", prompt="Why?", words=(5, 10), model="Mail 3 of them, 2 at random.", **SHARED)

several = Several(
    id="toy.several",
    prompt="Which are even?",
    options=[
        Option("two", "2", "It is twice 1."),
        Option("three", "3", "It is odd."),
        Option("four", "4", "It is twice 2."),
        Option("five", "5", "It is odd, too."),
    ],
    answer={"two", "four"},
    overlooked={"two": "Begin with the smallest."},
    means="Pairs.",
    **SHARED,
)

order = Order(
    id="toy.order",
    prompt="From small to large?",
    steps=[Step("ant", "an ant"), Step("cat", "a cat"), Step("cow", "a cow"), Step("whale", "a whale")],
    slips=[
        Slip(swap("ant", "cat"), "This is the order of their names' sound.", "sound"),
        Slip(sequence("ant", "cow", "cat", "whale"), "This is the order of their legs.", "legs"),
    ],
    means="Animals.",
    **SHARED,
)

lines = Order(
    id="toy.lines",
    prompt="Add them up.",
    code=True,
    steps=[
        Step("start", "total = 0"),
        Step("loop", "for value in {1, 2}:"),
        Step("add", "    total += value"),
    ],
    slips=[Slip(swap("start", "loop"), "This is the order that starts anew each time.", "a loop")],
    **SHARED,
)

reverse = Reverse(
    id="toy.reverse",
    prompt="Which lifetime gives {asked} at {margin} a year?",
    draws=dict(asked=money(1_000, 4_000, 100), margin=money(120, 240, 20)),
    forward=lambda given, asked, margin: margin * given,
    target=lambda asked, margin: asked,
    says="¥{:,.0f}",
    unit="years",
    low=0,
    high=100,
    slips=[Slip(lambda asked, margin: margin / asked, "This is the number you get upside down.", "a ratio")],
    means="So long.",
    **SHARED,
)

audit = Audit(
    id="toy.audit",
    prompt="A sum of {a}:",
    draws=dict(a=money(10, 20)),
    options=[
        Option("half", lambda a: f"half of it is {a / 2:g}", "Two halves make it."),
        Option("double", lambda a: f"twice is {3 * a:g}", "That is three times."),
        Option("same", "once is {a}", "It is itself."),
    ],
    answer="double",
    after="And four times?",
    **SHARED,
)

definition = Definition(
    id="toy.definition",
    prompt="{a} and {b}: what is the middle?",
    draws=dict(a=money(10, 20), b=money(30, 90)),
    options=[
        Rival("mean", "the mean", "It lies in the middle.", lambda a, b: (a + b) / 2),
        Rival("sum", "the sum", "It lies above both.", lambda a, b: a + b),
    ],
    answer="mean",
    says="¥{:.1f}",
    **SHARED,
)

interval = Interval(
    id="toy.interval",
    prompt="{n} tosses, 90 %?",
    draws=dict(n=whole(100, 400, 100)),
    answer=lambda n: (0.5 - 1.645 * 0.5 / n**0.5, 0.5 + 1.645 * 0.5 / n**0.5),
    unit="share",
    slips=[
        Slip(
            lambda n: (0.5 - 0.5 / n**0.5, 0.5 + 0.5 / n**0.5),
            "This is the interval you get with one standard error.",
            "one error",
        )
    ],
    means="A coin.",
    **SHARED,
)

function = Function(
    id="toy.function",
    prompt="Divide the margin by the orders, and give 0 for no order.",
    answer=lambda margin, orders: np.divide(
        margin, orders, where=np.asarray(orders) > 0, out=np.zeros(np.shape(orders))
    ),
    inputs=dict(margin=money(10, 90), orders=whole(1, 9)),
    edges=[dict(margin=5, orders=0)],
    slips=[
        Slip(lambda margin, orders: margin * orders, "This function multiplies.", "the wrong sign"),
        Slip(
            lambda margin, orders: margin // orders if orders else 0.0,
            "This function gives whole numbers.",
            "whole division",
        ),
    ],
    arrays=True,
    means="A function.",
    **SHARED,
)

ALL = (
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
)


def files_below(folder):
    """Every file below a folder with its bytes."""
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
