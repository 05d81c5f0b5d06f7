"""What the record keeps of an answer marks it again, and a cut is said."""

import datetime
import json
import math
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from both import remembering
from hypothesis import given
from hypothesis import strategies as st
from toy import ALL

from crmlib.workbook.banks import bank, bank_names
from crmlib.workbook.kinds.code import Function
from crmlib.workbook.record.keeping import MOST_CHARACTERS, MOST_VALUES, kept, restored, shown, type_name

BANKS = [remembering(id) for name in bank_names() for id in bank(name)]


def through_a_file(value):
    """What comes back from a line of the record, which must be whole."""
    held = kept(value)
    assert held.cut == ""
    return restored(json.loads(json.dumps(held.value, allow_nan=False)))


@pytest.mark.parametrize("question", [*ALL, *BANKS], ids=lambda question: question.id)
def test_each_right_answer_marks_again_from_the_record(question):
    numbers = question.numbers("20260017")
    solution = question.solution(numbers)
    if isinstance(question.question, Function):
        source = kept(question.recorded(solution))
        assert source.cut == "" and ("def " in source.value or "lambda" in source.value)
        return
    again = question.mark(through_a_file(question.recorded(solution)), numbers)
    assert again == question.mark(solution, numbers) and again.right


@pytest.mark.parametrize("question", [*ALL, *BANKS], ids=lambda question: question.id)
def test_each_foreseen_wrong_answer_marks_again_as_it_did(question):
    numbers = question.numbers("20260017")
    if not isinstance(question.question, Function):
        for name, wrong, _ in question.foreseen(numbers):
            again = question.mark(through_a_file(question.recorded(wrong)), numbers)
            assert again.message == question.mark(wrong, numbers).message, name


TABLES = {
    "numbers and texts": pd.DataFrame({"a": [1, 2], "b": [0.5, math.nan], "c": ["x", None]}),
    "an index of ids": pd.DataFrame({"a": [1, 2]}, index=pd.Index([101, 102], name="customer_id")),
    "two levels": pd.DataFrame(
        {"a": [1, 2]}, index=pd.MultiIndex.from_tuples([(1, "x"), (2, "y")], names=["i", None])
    ),
    "dates": pd.DataFrame({"day": pd.to_datetime(["1997-01-01", None])}),
    "true and false": pd.DataFrame({"a": [True, False]}),
    "missing whole numbers": pd.DataFrame({"a": pd.array([1, None], dtype="Int64")}),
    "categories": pd.DataFrame({"a": pd.Categorical(["x", "y"])}),
    "two columns of one name": pd.DataFrame([[1, 2.5]], columns=["a", "a"]),
    "columns of two levels": pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_product([["a"], ["b", "c"]])),
    "columns that are numbers": pd.DataFrame({0: [1], 1: ["x"]}),
    "no rows": pd.DataFrame({"a": pd.Series([], dtype="float64")}),
    "nothing": pd.DataFrame(),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_comes_back(name):
    again = through_a_file(TABLES[name])
    assert isinstance(again, pd.DataFrame)
    left, right = (table.astype(object).where(table.notna(), None) for table in (again, TABLES[name]))
    pd.testing.assert_frame_equal(
        left,
        right,
        check_dtype=False,
        check_index_type=False,
        check_column_type=False,
    )


def test_the_types_of_columns_come_back():
    table = TABLES["numbers and texts"]
    assert through_a_file(table).dtypes.tolist() == table.dtypes.tolist()
    dates = through_a_file(TABLES["dates"])["day"]
    assert pd.api.types.is_datetime64_any_dtype(dates) and dates[0] == pd.Timestamp("1997-01-01")


def test_tables_of_other_engines_come_back_as_those_of_pandas():
    table = pd.DataFrame({"a": [1, 2], "b": ["x", "y"]})
    for other in (pl.from_pandas(table), pl.from_pandas(table).lazy(), pa.Table.from_pandas(table)):
        pd.testing.assert_frame_equal(through_a_file(other), table, check_dtype=False, check_index_type=False)


class Own(pd.DataFrame):
    """A table of somebody's own making."""


def test_other_kinds_of_data_come_back():
    series = pd.Series([1.5, 2.5], index=["x", "y"], name="spend")
    pd.testing.assert_series_equal(through_a_file(series), series)
    assert through_a_file(np.array([[1, 2], [3, 4]])).tolist() == [[1, 2], [3, 4]]
    assert through_a_file({1: "a", (2, 3): [4]}) == {1: "a", (2, 3): [4]}
    assert through_a_file({"crmlib": "DataFrame"}) == {"crmlib": "DataFrame"}
    assert sorted(through_a_file({3, 1, 2})) == [1, 2, 3] and through_a_file((1, "a")) == [1, "a"]
    assert through_a_file(Own({"a": [1]}))["a"].tolist() == [1]
    for value, text in [
        (Decimal("12.50"), "12.50"),
        (datetime.date(2026, 3, 1), "2026-03-01"),
        (pd.Timestamp("2026-03-01"), "2026-03-01 00:00:00"),
        (np.int8(3), 3),
        (np.bool_(True), True),
        (pd.NA, "<NA>"),
    ]:
        assert through_a_file(value) == text


@given(
    st.recursive(
        st.booleans()
        | st.integers(-(10**30), 10**30)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(st.text() | st.integers(), inner, max_size=4)
        ),
        max_leaves=12,
    )
)
def test_lists_and_dictionaries_come_back(value):
    if not kept(value).cut:
        assert through_a_file(value) == value


# What cannot be kept whole ------------------------------------------------------------------------


def endless():
    items = []
    items.append(items)
    return items


CUT = {
    "a generator": ((number for number in [1]), "a generator cannot be kept whole"),
    "an object": (object(), "a object cannot be kept whole"),
    "an object in a list": ([1, object()], "a object cannot be kept whole"),
    "a long list": (list(range(MOST_VALUES + 1)), "more than 200,000 values"),
    "long lists in a list": ([list(range(150_000))] * 3, "too long to be recorded whole"),
    "a large table": (pd.DataFrame(np.zeros((MOST_VALUES, 2))), "more than 200,000 values"),
    "a long text": ("x" * MOST_CHARACTERS, "1,000,002 characters"),
    "a huge number": (10**6_000, "a int cannot be kept whole"),
    "a list that holds itself": (endless(), "a list cannot be kept whole"),
    "a table with an object": (pd.DataFrame({"a": [object()]}), "a object cannot be kept whole"),
}


@pytest.mark.parametrize("name", CUT)
def test_what_is_cut_is_said_and_stays_short(name):
    value, said = CUT[name]
    held = kept(value)
    assert said in held.cut
    assert len(json.dumps(held.value, allow_nan=False)) <= MOST_CHARACTERS
    json.dumps(restored(held.value), default=str)


def test_the_other_values_beside_one_that_is_cut_stay():
    first, second, third = shown([1, object(), {"a": 2}])
    assert first == 1 and second.startswith("<object object") and third == {"a": 2}


# Objects that do not want to be looked at ---------------------------------------------------------


class Meta(type):
    def __getattribute__(cls, name):
        raise RuntimeError(name)


def hostile(**methods):
    return type("Hostile", (), methods)()


def raising(problem):
    def method(*_):
        raise problem

    return method


HOSTILE = {
    "a repr that raises": hostile(__repr__=raising(RuntimeError())),
    "a repr that exits": hostile(__repr__=raising(SystemExit(3))),
    "a repr that is interrupted": hostile(__repr__=raising(KeyboardInterrupt())),
    "a repr that is no text": hostile(__repr__=lambda self: 3),
    "no attributes at all": hostile(__getattribute__=raising(RuntimeError())),
    "a class that lies": hostile(__class__=property(lambda self: float)),
    "a class that raises": hostile(__class__=property(raising(SystemExit()))),
    "a type that hides": Meta("Hidden", (), {})(),
    "an item that exits": hostile(shape=(), item=raising(SystemExit())),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_object_stops_the_record(name):
    for value in (HOSTILE[name], [HOSTILE[name]], {"a": HOSTILE[name]}):
        held = kept(value)
        assert held.cut and len(json.dumps(held.value)) < 1_000


class Lies(list):
    def __len__(self):
        return 10**9

    def __iter__(self):
        raise SystemExit


class Text(str):
    def __str__(self):
        raise SystemExit

    __repr__ = __str__


class Number(float):
    def __float__(self):
        raise SystemExit

    __eq__ = __float__


def test_what_is_a_list_a_text_or_a_number_is_kept_as_such_whatever_it_says():
    assert kept(Lies([1, 2])) == ([1, 2], "") and kept(Text("abc")) == ("abc", "")
    assert math.isclose(kept(Number(2.5)).value, 2.5)
    assert type_name(Lies()) == "Lies" and type_name(HOSTILE["a type that hides"]) == "Hidden"
