"""Small questions of every kind, for tests that need one whose numbers can be done in the head."""

import pandas as pd

from crmlib.workbook.choice import Choice, Match, Option
from crmlib.workbook.decision import Decision
from crmlib.workbook.draws import money, rate
from crmlib.workbook.memo import Memo
from crmlib.workbook.number import Number
from crmlib.workbook.questions import Slip, Twin
from crmlib.workbook.value import Value

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

ALL = (number, share, count, choice, match, value, decision, memo)
