"""The answers to the small questions."""

import functools
import tempfile
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from crmlib.workbook.banks import toy as asked
from crmlib.workbook.marking.choice import AuditKey, ChoiceKey, DefinitionKey
from crmlib.workbook.marking.decision import DecisionKey
from crmlib.workbook.marking.function import FunctionKey
from crmlib.workbook.marking.interval import IntervalKey
from crmlib.workbook.marking.key import Slip
from crmlib.workbook.marking.match import MatchKey
from crmlib.workbook.marking.memo import MemoKey
from crmlib.workbook.marking.number import NumberKey
from crmlib.workbook.marking.order import OrderKey, sequence, swap
from crmlib.workbook.marking.query import QueryKey
from crmlib.workbook.marking.reverse import ReverseKey
from crmlib.workbook.marking.several import SeveralKey
from crmlib.workbook.marking.value import ValueKey

number = NumberKey(
    asked.number,
    answer=lambda margin, kept: margin * kept,
    slips=[
        Slip(lambda margin, kept: margin * (1 - kept), "This is the number you get with churn.", "churn"),
        Slip(lambda margin, kept: margin / kept, "This is the number you get dividing.", "upside down"),
    ],
    early_rounding=lambda margin, kept: margin * round(kept, 1),
    twin=lambda margin, kept: f"With {margin} and {kept}: {margin * kept:.0f}.",
    means="So much is left.",
    after="And next year?",
)

share = NumberKey(
    asked.share,
    answer=lambda: 0.25,
    slips=[Slip(lambda: 0.75, "This is the number you get the other way round.", "the complement")],
)

count = NumberKey(asked.count, answer=lambda: 57, tolerance=0)

choice = ChoiceKey(
    asked.choice,
    answer="right",
    whys={
        "right": "It fits.",
        "wrong": "It does not fit.",
        "other": "It is about something else.",
    },
    after="Why?",
)

match = MatchKey(
    asked.match,
    answer={"grass": "green", "sky": "blue", "sea": "blue"},
    slips={("sky", "red"): "Only at sunset."},
    means="Colours.",
)


def _right():
    return pd.DataFrame({"customer_id": [1, 2, 3], "recency": [10, 20, 30], "name": ["a", "b", "c"]})


value = ValueKey(
    asked.value,
    answer=_right,
    row="customer_id",
    slips=[
        Slip(
            lambda: _right().assign(recency=[11, 21, 31]), "is what you get counting both ends.", "off by one"
        )
    ],
    means="A table.",
)

PROFIT = pd.Series({101: 5.0, 102: 3.0, 103: -1.0, 104: -4.0})

decision = DecisionKey(
    asked.decision,
    profit=lambda: PROFIT,
    policy=lambda: [102, 101],
    slips=[Slip(lambda: [101, 102, 103, 104], "You choose everyone.", "the habit")],
    after="And now?",
)

memo = MemoKey(asked.memo, model="Mail 3 of them, 2 at random.")

several = SeveralKey(
    asked.several,
    answer={"two", "four"},
    whys={
        "two": "It is twice 1.",
        "three": "It is odd.",
        "four": "It is twice 2.",
        "five": "It is odd, too.",
    },
    overlooked={"two": "Begin with the smallest."},
    means="Pairs.",
)

order = OrderKey(
    asked.order,
    answer=["ant", "cat", "cow", "whale"],
    slips=[
        Slip(swap("ant", "cat"), "This is the order of their names' sound.", "sound"),
        Slip(sequence("ant", "cow", "cat", "whale"), "This is the order of their legs.", "legs"),
    ],
    means="Animals.",
)

lines = OrderKey(
    asked.lines,
    answer=["start", "loop", "add"],
    slips=[Slip(swap("start", "loop"), "This is the order that starts anew each time.", "a loop")],
)

reverse = ReverseKey(
    asked.reverse,
    forward=lambda given, asked, margin: margin * given,
    target=lambda asked, margin: asked,
    says="¥{:,.0f}",
    slips=[Slip(lambda asked, margin: margin / asked, "This is the number you get upside down.", "a ratio")],
    means="So long.",
)

audit = AuditKey(
    asked.audit,
    answer="double",
    whys={
        "half": "Two halves make it.",
        "double": "That is three times.",
        "same": "It is itself.",
    },
    after="And four times?",
)

definition = DefinitionKey(
    asked.definition,
    answer="mean",
    values={"mean": lambda a, b: (a + b) / 2, "sum": lambda a, b: a + b},
    whys={"mean": "It lies in the middle.", "sum": "It lies above both."},
    says="¥{:.1f}",
)

interval = IntervalKey(
    asked.interval,
    answer=lambda n: (0.5 - 1.645 * 0.5 / n**0.5, 0.5 + 1.645 * 0.5 / n**0.5),
    slips=[
        Slip(
            lambda n: (0.5 - 0.5 / n**0.5, 0.5 + 0.5 / n**0.5),
            "This is the interval you get with one standard error.",
            "one error",
        )
    ],
    means="A coin.",
)

function = FunctionKey(
    asked.function,
    answer=lambda margin, orders: np.divide(
        margin, orders, where=np.asarray(orders) > 0, out=np.zeros(np.shape(orders))
    ),
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
)


@functools.cache
def _folder():
    """A database of three people in two cities and one in none, who placed six orders."""
    folder = tempfile.TemporaryDirectory()
    with duckdb.connect(str(Path(folder.name) / "toy.duckdb")) as connection:
        connection.execute("""
            CREATE TABLE person AS FROM (VALUES
                (1, 'Lyon'), (2, 'Lyon'), (3, 'Xi''an'), (4, NULL)) AS t (id, city);
            CREATE TABLE purchase AS FROM (VALUES
                (1, 10.0), (1, 20.0), (2, 5.0), (3, 7.5), (3, 2.5), (4, 1.0)) AS t (id, amount);
        """)
    return folder


_TOTAL = """
SELECT city, count(DISTINCT id) AS people, sum(amount) AS spent
FROM person JOIN purchase USING (id)
"""

query = QueryKey(
    asked.query,
    database=lambda: str(Path(_folder().name) / "toy.duckdb"),
    answer=lambda: f"{_TOTAL} WHERE city IS NOT NULL GROUP BY city",
    slips=[
        Slip(
            lambda: f"{_TOTAL} WHERE city IS NOT NULL GROUP BY city".replace("DISTINCT", ""),
            "This is the table you get counting purchases.",
            "a join",
        ),
    ],
    means="Cities.",
)
