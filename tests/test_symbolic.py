"""The closed forms give the same number for a float, an array, a Series, a Polars or an Altair expression.

Every function with `@formula` is tried, with the numbers of the first example in its docstring.
"""

import re
import subprocess
import sys
from pathlib import Path

import altair as alt
import docstring_examples
import numpy as np
import pandas as pd
import polars as pl
import pytest
import topics
import vl_convert

from crmlib import clv, loyalty, value
from crmlib._guard.checks import Kind

ROOT = Path(__file__).resolve().parent.parent
CLOSED_FORMS = ("rates", "clv", "value", "loyalty")


def closed_forms():
    """Every public function marked by `@formula` whose docstring promises to take an expression."""
    found = [function for module in topics.walked() for function in topics.own(module).values()]
    return [
        function
        for function in found
        if getattr(function, "kinds", None) and "expression" in function.__doc__
    ]


def example(function, **more):
    """A function, the numbers that may be expressions, and the options, from its first example and more."""
    given = docstring_examples.first_call(function)
    assert given, f"begin the examples in the docstring of {function.__name__} with a call of it"
    given = given | more
    free = [name for name, kind in function.kinds.items() if is_free(kind, given.get(name))]
    numbers = {name: float(given[name]) for name in free}
    return function, numbers, {name: value for name, value in given.items() if name not in numbers}


def is_free(kind, value):
    """Whether a number may be an expression and any number near it does as well."""
    return isinstance(kind, Kind) and not kind.single and not kind.whole and isinstance(value, int | float)


CALLS = [
    *map(example, closed_forms()),
    # What the first example leaves out.
    *(
        example(function, first_margin=first)
        for first in ("certain", "now")
        for function in (
            clv.margin_multiple,
            clv.growing_margin_multiple,
            clv.break_even_retention,
            clv.break_even_acquisition_cost,
        )
    ),
    *(
        example(clv.retention_clv, growth=0.05, acquisition_cost=50.0, first_margin=first)
        for first in ("retained", "certain", "now")
    ),
    example(clv.retention_clv, growth=0.05, horizon=4),
    example(value.base_after, periods=3),
    example(value.loyalty_effect, profit_share=0.5),
    example(value.customer_equity_elasticities, acquisition_cost=150.0),
    example(loyalty.break_even_lift, fixed_cost_rate=0.01, cannibalised_share=0.2),
    example(loyalty.threshold_programme, cannibalised_share=0.2),
]
IDS = [" ".join([function.__name__, *map(str, options.values())]) for function, _, options in CALLS]
# Every argument of the second row is a tenth smaller, so that no rule between arguments breaks.
ROWS = (1.0, 0.9)
each_call = pytest.mark.parametrize(("function", "arguments", "options"), CALLS, ids=IDS)


def parts(result):
    """A result as a list: a named tuple has several numbers."""
    return list(result) if isinstance(result, tuple) else [result]


def by_row(function, arguments, options):
    """What the function gives for the plain numbers of each row."""
    return [
        parts(function(**{name: number * row for name, number in arguments.items()}, **options))
        for row in ROWS
    ]


def in_columns(arguments):
    return {name: [number * row for row in ROWS] for name, number in arguments.items()}


@pytest.mark.parametrize("kind", [np.array, pd.Series, pl.Series, lambda x: pd.Series(x, dtype="Float64")])
@each_call
def test_data_give_what_floats_give(function, arguments, options, kind):
    columns = {name: kind(numbers) for name, numbers in in_columns(arguments).items()}
    result = parts(function(**columns, **options))
    assert all(isinstance(part, type(kind([1.0]))) for part in result)
    expected = np.transpose(by_row(function, arguments, options))
    np.testing.assert_allclose(np.array([np.asarray(part, dtype=float) for part in result]), expected)


@each_call
def test_one_argument_as_an_array_is_enough(function, arguments, options):
    for name, number in arguments.items():
        result = parts(function(**(arguments | {name: np.full(2, number)}), **options))
        expected = parts(function(**arguments, **options))
        for part, one in zip(result, expected, strict=True):
            np.testing.assert_allclose(part, np.broadcast_to(one, np.shape(part)))


@each_call
def test_a_polars_expression_gives_what_floats_give(function, arguments, options):
    result = parts(function(**{name: pl.col(name) for name in arguments}, **options))
    assert all(isinstance(part, pl.Expr) for part in result)
    frame = pl.DataFrame(in_columns(arguments))
    table = frame.select(part.alias(str(position)) for position, part in enumerate(result))
    np.testing.assert_allclose(table.to_numpy(), by_row(function, arguments, options))


def altair_expressions(function, arguments, options, prefix=""):
    """The browser's expressions, as text."""
    parameters = {name: alt.param(name=prefix + name, value=number) for name, number in arguments.items()}
    return [part.to_dict()["expr"] for part in parts(function(**parameters, **options))]


@each_call
def test_an_altair_parameter_gives_what_floats_give(function, arguments, options):
    expressions = altair_expressions(function, arguments, options)
    assert all(re.fullmatch(r"[\w .+*/(),-]+", text) for text in expressions)
    numbers = [eval(text, {"__builtins__": {}, "pow": pow}, dict(arguments)) for text in expressions]
    np.testing.assert_allclose(numbers, parts(function(**arguments, **options)))


def test_the_browsers_own_engine_gives_what_floats_give():
    parameters, expressions, expected = [], [], []
    for position, (function, arguments, options) in enumerate(CALLS):
        prefix = f"p{position}_"
        parameters += [{"name": prefix + name, "value": number} for name, number in arguments.items()]
        expressions += altair_expressions(function, arguments, options, prefix)
        expected += parts(function(**arguments, **options))
    names = [f"v{position}" for position in range(len(expressions))]
    chart = {
        "data": {"values": [{}]},
        "params": parameters,
        "transform": [
            *(
                {"calculate": f"'' + ({text})", "as": name}
                for name, text in zip(names, expressions, strict=True)
            ),
            {"fold": names},
        ],
        "mark": "text",
        "encoding": {
            "text": {"field": "value", "type": "nominal"},
            "y": {"field": "key", "type": "nominal", "axis": None, "sort": names},
        },
    }
    drawn = dict(re.findall(r"key: (v\d+); value: ([^\"]+)\"", vl_convert.vegalite_to_svg(chart)))
    np.testing.assert_allclose([float(drawn[name]) for name in names], expected)


def test_an_altair_expression_reads_like_the_formula():
    margin, retention, discount = (alt.param(name=name) for name in "mrd")
    worth = margin * clv.margin_multiple(retention, discount)
    assert worth.to_dict()["expr"] == "(m * (r / ((1 + d) - r)))"


def test_rules_between_arguments_hold_for_data_and_pass_for_expressions():
    with pytest.raises(ValueError, match=r"retention_rate × .1 . growth. must be below 1 . discount_rate"):
        clv.retention_clv(100, np.array([0.8, 1.0]), 0.05, growth=0.1)
    assert isinstance(clv.retention_clv(100, pl.col("r"), 0.0), pl.Expr)
    assert clv.retention_clv(100, alt.param(name="r"), 0.0, growth=0.1).to_dict()["expr"]


def test_a_range_is_checked_in_data_and_not_in_expressions():
    with pytest.raises(ValueError, match="each value of retention_rate must be a share"):
        clv.expected_lifetime(pd.Series([0.5, 80]))
    assert isinstance(clv.expected_lifetime(pl.lit(80)), pl.Expr)


@pytest.mark.parametrize("function", [clv.payback_period, value.sigma_level])
@pytest.mark.parametrize("expression", [pl.col("x"), alt.param(name="x")], ids=["polars", "altair"])
def test_formulas_with_steps_refuse_expressions(function, expression):
    with pytest.raises(TypeError, match="must be a number, an array or a Series here; got"):
        function(expression, 1.5)


def test_row_labels_that_differ_are_refused():
    margins, rates_of = pd.Series([100, 90]), pd.Series([0.8, 0.7], index=[1, 2])
    with pytest.raises(ValueError, match="margin and retention_rate must have the same row labels"):
        clv.retention_clv(margins, rates_of, 0.1)


def test_a_column_and_a_row_make_a_table():
    table = clv.margin_multiple(np.array([[0.6], [0.7], [0.8]]), np.array([0.10, 0.12]))
    assert table.shape == (3, 2)
    assert table[2, 0] == clv.margin_multiple(0.8, 0.10)


def test_closed_forms_need_the_standard_library_alone():
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        f"from crmlib import {', '.join(CLOSED_FORMS)}\n"
        "assert abs(clv.margin_multiple(0.8, 0.1) - 8 / 3) < 1e-12\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "print(sorted(loaded - set(sys.stdlib_module_names) - {'crmlib', '__main__'}))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
