"""The guard: every kind of value that may be given, and the sentence for what is not allowed."""

import math
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib._guard import checks, columns, tables
from crmlib._guard.checks import (
    by_element,
    check,
    checked,
    describe,
    each,
    formula,
    one,
    one_of,
    require,
    rule,
)

KINDS = {
    "number": checks.number,
    "positive": checks.positive,
    "nonnegative": checks.nonnegative,
    "share": checks.share,
    "open_share": checks.open_share,
    "share_above_zero": checks.share_above_zero,
    "share_below_one": checks.share_below_one,
    "rate": checks.rate,
    "count": checks.count,
    "positive_count": checks.positive_count,
}
ALLOWED = {
    "number": (-2.5, 0, 7),
    "positive": (0.001, 3, 1e12),
    "nonnegative": (0, 0.5, 3),
    "share": (0, 0.25, 1),
    "open_share": (0.001, 0.5, 0.999),
    "share_above_zero": (0.001, 0.5, 1),
    "share_below_one": (0, 0.5, 0.999),
    "rate": (0, 0.1, 1),
    "count": (0, 1, 12.0),
    "positive_count": (1, 2, 12.0),
}
REFUSED = {
    "positive": (0, -1),
    "nonnegative": (-0.001,),
    "share": (-0.1, 1.001, 80),
    "open_share": (0, 1),
    "share_above_zero": (0, 1.001),
    "share_below_one": (1, -0.1),
    "rate": (-0.01, 10),
    "count": (-1, 1.5),
    "positive_count": (0, 2.5),
}
FORMS = {
    "float": float,
    "numpy float": np.float64,
    "numpy float32": np.float32,
    "fraction": Fraction,
    "decimal": lambda value: Decimal(str(value)),
    "0-d array": np.array,
    "array": lambda value: np.array([value, value]),
    "two-dimensional array": lambda value: np.array([[value], [value]]),
    "object array": lambda value: np.array([value, Decimal(str(value))], dtype=object),
    "pandas Series": lambda value: pd.Series([value, value]),
    "nullable pandas Series": lambda value: pd.Series([value, value], dtype="Float64"),
    "pandas Index": lambda value: pd.Index([value]),
    "Polars Series": lambda value: pl.Series([value, value]),
    "PyArrow array": lambda value: pa.array([value, value]),
}
NO_NUMBERS = {
    "none": None,
    "true": True,
    "numpy true": np.bool_(True),
    "text": "0.5",
    "bytes": b"0.5",
    "list": [0.5],
    "tuple": (0.5,),
    "set": {0.5},
    "dictionary": {"rate": 0.5},
    "complex": 1j,
    "numpy complex": np.complex128(1j),
    "time span": timedelta(days=1),
    "pandas time span": pd.Timedelta(days=1),
    "numpy time span": np.timedelta64(1, "D"),
    "date": date(2020, 1, 1),
    "function": math.sqrt,
    "object": object(),
    "array of text": np.array(["0.5"]),
    "Series of text": pd.Series(["0.5"]),
    "Polars Series of text": pl.Series(["0.5"]),
    "array of booleans": np.array([True, False]),
    "objects with a boolean": np.array([True, 0.5], dtype=object),
}
NOT_FINITE = {
    "nan": math.nan,
    "infinity": math.inf,
    "minus infinity": -math.inf,
    "numpy nan": np.float64("nan"),
    "decimal nan": Decimal("nan"),
    "signalling decimal nan": Decimal("sNaN"),
    "decimal infinity": Decimal("inf"),
    "integer beyond floats": 10**400,
    "integer beyond text": 10**6000,
    "fraction beyond floats": Fraction(10**400),
    "pandas missing": pd.NA,
    "pandas missing time": pd.NaT,
    "array with nan": np.array([0.5, math.nan]),
    "array with infinity": np.array([0.5, math.inf]),
    "0-d nan": np.array(math.nan),
    "Series with nan": pd.Series([0.5, None]),
    "nullable Series with NA": pd.Series([0.5, pd.NA], dtype="Float64"),
    "whole numbers with NA": pd.Series([1, pd.NA], dtype="Int64"),
    "Polars Series with null": pl.Series([0.5, None]),
    "PyArrow array with null": pa.array([0.5, None]),
}
PAIRS = [(name, value) for name in REFUSED for value in REFUSED[name]]
each_kind = pytest.mark.parametrize("name", KINDS)
each_form = pytest.mark.parametrize("form", FORMS)


@each_form
@each_kind
def test_allowed_values_pass_in_every_form(name, form):
    for value in ALLOWED[name]:
        checked_value = check("x", FORMS[form](value), KINDS[name])
        assert np.asarray(checked_value, dtype=float) == pytest.approx(float(np.float32(value)), rel=1e-6)


@each_form
@pytest.mark.parametrize(("name", "value"), PAIRS)
def test_refused_values_get_a_sentence_in_every_form(name, value, form):
    with pytest.raises(ValueError, match=r"^(each value of )?x must be a .*; got -?\d"):
        check("x", FORMS[form](value), KINDS[name])


@each_kind
@pytest.mark.parametrize("value", NO_NUMBERS.values(), ids=NO_NUMBERS)
def test_what_is_no_number_is_a_type_error(name, value):
    with pytest.raises(TypeError, match=r"^(each value of )?x must (be|hold) .*; got "):
        check("x", value, KINDS[name])


@pytest.mark.filterwarnings("error")
@each_kind
@pytest.mark.parametrize("value", NOT_FINITE.values(), ids=NOT_FINITE)
def test_missing_and_infinite_numbers_are_refused(name, value):
    with pytest.raises(ValueError, match=r"^(each value of )?x must be .*; got ") as caught:
        check("x", value, KINDS[name])
    assert len(str(caught.value)) < 120


@pytest.mark.parametrize("whole", [np.int8(3), np.uint64(3), np.array([3], dtype="uint8"), pl.Series([3])])
def test_whole_numbers_of_every_width_are_counts(whole):
    assert np.all(np.asarray(check("x", whole, checks.count)) == 3)


@each_kind
def test_empty_data_passes(name):
    assert not check("x", np.array([]), KINDS[name]).size


@each_kind
def test_a_polars_expression_has_no_values_yet_and_passes(name):
    rate = pl.col("rate") * 2
    assert check("x", rate, KINDS[name]) is rate


@pytest.mark.parametrize("eighty", [80, 80.0, np.float64(80), Decimal(80), Fraction(80), np.array([0.5, 80])])
def test_eighty_for_a_share_suggests_per_cent(eighty):
    with pytest.raises(ValueError, match=r"got 80(\.0)? \(for 80(\.0)? %, write 0\.8\)"):
        check("x", eighty, checks.share)


@pytest.mark.parametrize("value", [-1, 101, 1e9])
def test_no_per_cent_is_suggested_where_none_can_be_meant(value):
    with pytest.raises(ValueError, match=r"got \S+$"):
        check("x", value, checks.share)


def test_counts_suggest_no_per_cent():
    with pytest.raises(ValueError, match=r"got 2\.5$"):
        check("x", 2.5, checks.count)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_share_allows_exactly_zero_to_one(value):
    allowed = 0 <= value <= 1
    try:
        check("x", value, checks.share)
    except ValueError:
        assert not allowed
    else:
        assert allowed


@given(st.lists(st.floats(-2, 2), min_size=1), st.sampled_from(sorted(KINDS)))
def test_data_pass_exactly_if_each_number_does(values, name):
    def passes(value):
        try:
            check("x", value, KINDS[name])
        except ValueError:
            return False
        return True

    assert passes(np.array(values)) == all(passes(value) for value in values)


@given(
    st.one_of(
        st.none(),
        st.booleans(),
        st.text(),
        st.binary(),
        st.integers(),
        st.floats(),
        st.decimals(),
        st.dates(),
    )
)
def test_whatever_is_given_passes_or_gets_one_short_sentence(value):
    try:
        check("x", value, checks.positive)
    except (TypeError, ValueError) as problem:
        assert str(problem).startswith("x must be a number above 0; got ")
        assert len(str(problem)) < 120
        assert "\n" not in str(problem)


def test_options():
    kind = one_of("now", "certain")
    assert check("x", "now", kind) == "now"
    for wrong in ("later", None, 1, ["now"], np.array(["now"])):
        with pytest.raises(ValueError, match=r"^x must be one of 'now', 'certain'; got "):
            check("x", wrong, kind)


@checked(rate=checks.share, periods=checks.count)
def decay(rate, periods=1, label=None, horizon=None):
    """The share that is left."""
    return (1 - rate) ** periods


@checked(horizon=checks.positive_count)
def with_horizon(horizon=None):
    return horizon


def test_a_guarded_function_keeps_name_doc_and_result():
    assert decay.__name__ == "decay" and decay.__doc__ == "The share that is left."
    assert decay(0.5, 2) == decay(rate=0.5, periods=2) == 0.25
    assert decay(0.5, label="not checked") == 0.5


def test_a_guarded_function_works_on_data():
    np.testing.assert_array_equal(decay(np.array([0.0, 0.5]), 1), [1.0, 0.5])
    assert decay(pd.Series([0.0, 0.5])).tolist() == [1.0, 0.5]
    left = pl.DataFrame({"rate": [0.0, 0.5]}).select(decay(pl.col("rate")).alias("left"))
    assert left["left"].to_list() == [1.0, 0.5]


def test_the_argument_is_named_however_it_is_given():
    with pytest.raises(ValueError, match=r"^rate must be"):
        decay(2)
    with pytest.raises(ValueError, match=r"^periods must be"):
        decay(0.5, -1)
    with pytest.raises(TypeError, match=r"^rate must be"):
        decay(rate="half")


def test_none_passes_only_where_it_is_the_default():
    assert with_horizon() is None and with_horizon(None) is None
    with pytest.raises(TypeError, match=r"^periods must be .*; got None"):
        decay(0.5, None)


def test_a_kind_for_an_unknown_argument_is_refused_at_once():
    with pytest.raises(TypeError, match="decay has no argument speed"):
        checked(speed=checks.share)(decay)


class Mute:
    """An object whose text cannot be made."""

    def __repr__(self):
        raise RuntimeError("no text")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "None"),
        (2.5, "2.5"),
        (np.float64(2.5), "2.5"),
        (True, "True (a boolean)"),
        ("80 %", "'80 %' (text)"),
        ([1, 2], "[1, 2] (a list)"),
        (pd.Series([1, 2]), "a Series of 2 rows"),
        (np.zeros(3), "a ndarray of 3 rows"),
        (np.array(5), "array(5) (a ndarray)"),
        (pd.NA, "<NA> (a NAType)"),
        (Mute(), "something that cannot be shown (a Mute)"),
        (10**6000, "something that cannot be shown"),
    ],
    ids=str.split("none float numpy bool text list Series array 0-d NA mute huge"),
)
def test_values_are_described(value, words):
    assert describe(value) == words


@given(st.one_of(st.text(), st.lists(st.integers()), st.integers(), st.binary()))
def test_descriptions_are_one_short_line(value):
    assert len(describe(value)) < 80 and "\n" not in describe(value)


# ----------------------------------------------------------------------------------------------------------
# Formulas


@formula(part=checks.nonnegative, whole=checks.positive)
@rule(lambda part, whole: part <= whole, "part must not exceed whole")
def part_of(part, whole=1.0):
    """A share of a whole."""
    return part / whole


def test_a_formula_keeps_name_doc_and_result():
    assert part_of.__name__ == "part_of" and part_of.__doc__ == "A share of a whole."
    assert part_of(1, 4) == part_of(whole=4, part=1) == 0.25
    assert part_of(Decimal("0.1"), 0.4) == pytest.approx(0.25)
    assert part_of(np.array([[1], [2]]), np.array([4, 8])).tolist() == [[0.25, 0.125], [0.5, 0.25]]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((-1, 4), "part must be a number of at least 0; got -1"),
        ((np.array([]), 4), "part must hold at least one number; got an empty ndarray"),
        ((np.ones(2), np.ones(3)), "part and whole must have the same length; got 2 and 3"),
        ((pd.Series([1]), pd.Series([1], index=[7])), "part and whole must have the same row labels (index)"),
        ((5, 4), "part must not exceed whole; got part 5, whole 4"),
        ((5,), "part must not exceed whole; got part 5, whole 1.0"),
        ((np.array([1, 5]), 4), "part must not exceed whole; got part a ndarray of 2 rows, whole 4"),
        ((pd.Series([1, 2]), np.full((3, 1), 9)), "part and whole must have the same length; got 2 and 3"),
        (
            (pd.DataFrame({"a": [1]}), pd.Series([1])),
            "part and whole must have the same length; got other shapes",
        ),
        ((pa.array([1, 2]), 4), "part must be a number, an array or a Series; got a "),
        (
            (pd.Series([1, 2]), pl.Series([3, 4])),
            "part and whole must come from the same library; got pandas",
        ),
        ((np.array([1, 2]), pl.Series([3, 4])), "part and whole must come from the same library; got numpy"),
        ((pd.Series([1, 2]), pl.col("a")), "part and whole must come from the same library; got pandas"),
    ],
)
def test_a_formula_refuses_with_a_sentence(arguments, sentence):
    with pytest.raises((TypeError, ValueError)) as caught:
        part_of(*arguments)
    assert str(caught.value).startswith(sentence)


@formula(base=checks.number, exponent=checks.number)
def power(base, exponent):
    return base**exponent


@pytest.mark.filterwarnings("ignore:overflow")
@pytest.mark.parametrize("base", [1e300, np.float64(1e300), np.array([1.0, 1e300]), pd.Series([1e300])])
def test_numbers_too_large_for_a_result_are_named(base):
    with pytest.raises(ValueError, match=r"^power has no finite result for base .*, exponent 2.0"):
        power(base, 2.0)


def test_a_division_by_nothing_is_no_result():
    with pytest.raises(ValueError, match=r"^power has no finite result for base 0, exponent -1$"):
        power(0, -1)


@pytest.mark.parametrize(
    "condition", [True, np.bool_(True), np.array([True, True]), pd.Series([True]), pl.col("a") < 1]
)
def test_a_rule_that_holds_or_is_not_known_yet_passes(condition):
    assert require(condition, "a must be below b") is None


@pytest.mark.parametrize("condition", [False, np.bool_(False), np.array([True, False]), pl.Series([False])])
def test_a_rule_that_fails_in_one_row_fails(condition):
    with pytest.raises(ValueError, match=r"^a must be below b; got a 2, b 1$"):
        require(condition, "a must be below b", a=2, b=1)


@by_element("x", "y")
def larger(x, y):
    return max(x, y)


def test_a_function_of_plain_numbers_takes_data_row_by_row():
    assert larger(1, 2) == 2 and larger(Decimal(3), 2) == 3.0
    assert larger(np.array([1, 5]), 2).tolist() == [2, 5]
    labelled = larger(pd.Series([1.0, 5.0], index=["a", "b"]), np.array([3, 4]))
    assert labelled.to_dict() == {"a": 3.0, "b": 5.0}
    assert isinstance(larger(pl.Series([1, 5]), 2), pl.Series)
    with pytest.raises(TypeError, match=r"^y must be a number, an array or a Series here; got "):
        larger(1, pl.col("y"))
    with pytest.raises(ValueError, match=r"^x and y must have the same length; got 2 and 3$"):
        larger(np.ones(2), np.ones(3))


@pytest.mark.parametrize(
    "values", [[1, 2], (1, 2), np.array([1, 2]), pd.Series([1, 2]), pl.Series([1, 2]), range(1, 3)]
)
def test_the_numbers_of_a_list(values):
    assert each("x", values, checks.count) == [1, 2]


@pytest.mark.parametrize(
    "values", [5, None, "12", {"a": 1}, {1, 2}, np.ones((2, 2)), np.array(1), pl.col("x")]
)
def test_what_is_no_list_of_numbers(values):
    with pytest.raises(TypeError, match=r"^x must be a list of numbers; got "):
        each("x", values, checks.number)


@pytest.mark.parametrize(
    "values", [[1, None], [1, "2"], [1, math.nan], [1, True], [], [1, pd.NA], np.array([])]
)
def test_each_number_of_a_list_is_checked(values):
    with pytest.raises((TypeError, ValueError), match=r"x must (be a number|hold at least one number); got "):
        each("x", values, checks.number)


@pytest.mark.parametrize("value", [np.array([1]), pd.Series([1]), pl.col("x"), np.array(1), [1]])
def test_one_number_is_no_data_and_no_expression(value):
    assert check("x", 1, one(checks.count)) == 1
    with pytest.raises(TypeError, match=r"^x must be a whole number of at least 0; got "):
        check("x", value, one(checks.count))


def test_whole_numbers_of_few_bits_do_not_run_over():
    @formula(high=checks.number, low=checks.number)
    def difference(high, low):
        return high - low

    few, many = np.array([6], dtype=np.uint8), np.array([8], dtype=np.uint8)
    assert difference(few, many).tolist() == [-2]
    assert difference(pd.Series(few), pd.Series(many)).tolist() == [-2]
    assert difference(np.uint8(6), np.uint8(8)) == -2


RATES = [0.5, 0.75]
OTHER_KINDS = {
    "decimals": pd.Series([Decimal("0.5"), Decimal("0.75")]),
    "categories": pd.Series(RATES, dtype="category"),
    "short floats": np.array(RATES, dtype="float16"),
    "matrix": np.array(RATES).view(np.matrix),
    "turned bytes": np.array(RATES, dtype=">f8"),
    "mixed numbers": np.array([Fraction(1, 2), Decimal("0.75")], dtype=object),
    "masked array, nothing masked": np.ma.array(RATES, mask=[False, False]),
    "Arrow in pandas": pd.Series(RATES, dtype="double[pyarrow]"),
    "short floats of Polars": pl.Series(RATES, dtype=pl.Float32),
    "decimals of Polars": pl.Series([Decimal("0.50"), Decimal("0.75")]),
}


@formula(rate=checks.share, times=checks.positive)
def compounded(rate, times):
    """A formula that multiplies an array with an array, and takes a power."""
    return 100 * rate * (1 - rate) ** times


@pytest.mark.parametrize("rates", OTHER_KINDS.values(), ids=OTHER_KINDS)
def test_other_kinds_of_numbers_calculate_as_floats_do(rates):
    result = np.asarray(compounded(rates, 0.5), dtype=float).ravel()
    np.testing.assert_array_equal(result, compounded(np.array(RATES), 0.5))


@pytest.mark.parametrize("number", [pa.scalar(1), np.int64(1), Decimal(1), Fraction(1), np.float16(1)])
def test_other_kinds_of_a_number_calculate_as_floats_do(number):
    quarter = formula(x=checks.positive)(lambda x: x / 4)
    assert quarter(number) == 0.25 and isinstance(quarter(number), float)


@pytest.mark.parametrize("whole", [3.0, np.float64(3), np.uint64(3), Decimal(3), pa.scalar(3)])
def test_a_whole_number_given_as_another_kind_counts(whole):
    letters = checked(bins=one(checks.count))(lambda bins: list("abcdef"[:bins]))
    assert letters(whole) == ["a", "b", "c"]


def test_a_masked_value_is_missing():
    masked = np.ma.array([0.5, 0.75], mask=[False, True])
    for call in (
        lambda: check("rate", masked, checks.share),
        lambda: each("rate", masked, checks.share),
        lambda: compounded(masked, 2),
        lambda: columns.as_numbers("rate", masked),
    ):
        with pytest.raises(ValueError, match=r"^rate must have no missing value; got 1 masked; drop or fill"):
            call()
    with pytest.raises(ValueError, match="rate must be a share from 0 to 1; got a missing value"):
        check("rate", np.ma.masked, checks.share)


def test_a_formula_of_one_number_at_a_time_has_a_finite_result():
    inverse = columns.elementwise(lambda x: 1 / x)
    with pytest.raises(ValueError, match=r"^<lambda> has no finite result for x 0$"):
        inverse(0)


def test_labels_come_in_their_own_order():
    ordered = columns.groups_in_order
    assert ordered("x", [10, 2, 9, 2])[0] == [2, 9, 10] and ordered("x", [10, 2, 9, 2])[1].tolist() == [
        2,
        0,
        1,
        0,
    ]
    assert ordered("x", pd.Categorical(["b", "a"], categories=["b", "c", "a"]))[0] == ["b", "a"]
    assert ordered("x", pl.Series(["b", "a"], dtype=pl.Enum(["b", "a"])))[0] == ["b", "a"]
    assert ordered("x", pa.array(["b", "a"]).dictionary_encode())[0] == ["a", "b"]
    assert ordered("x", [7, "a", 12])[0] == ["12", "7", "a"]
    with pytest.raises(ValueError, match=r"^x is missing in 1 of 2 rows; drop or fill them first$"):
        ordered("x", ["a", None])


def test_names_from_pyarrow_are_text():
    assert columns.read_names("x", pa.array(["a", "b"]), 2) == ["a", "b"]


def test_a_table_may_have_row_labels_with_the_name_of_a_column():
    table = pd.DataFrame({"a": [1.0, 2.0]}, index=pd.Index([7, 7], name="a")).astype("float16")
    frame = tables.as_frame(table)
    assert frame["a"].to_list() == [1.0, 2.0] and str(frame["a"].dtype) == "Float64"
    assert table.index.name == "a" and table["a"].dtype == "float16"


def test_numbers_as_names_of_columns_get_a_sentence():
    with pytest.raises(
        TypeError, match=r"^table must have words as the names of its columns; got 0: name them"
    ):
        tables.as_frame(pd.DataFrame([[1, 2]]), "table")
