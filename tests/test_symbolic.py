"""The closed forms give the same number for a float, an array, a Series, a Polars or an Altair expression."""

import re
import subprocess
import sys
from pathlib import Path

import altair as alt
import numpy as np
import pandas as pd
import polars as pl
import pytest
import vl_convert

from crmlib import clv, loyalty, rates, value

ROOT = Path(__file__).resolve().parent.parent
CLOSED_FORMS = ("rates", "clv", "value", "loyalty")

EVER = {"margin": 100.0, "retention_rate": 0.8, "discount_rate": 0.1}
EQUITY = EVER | {"customers": 1000.0, "inflow": 100.0, "acquisition_cost": 150.0}
REVENUE = {"revenue_start": 1000.0, "contraction": 50.0, "churned": 80.0}
CUSTOMERS = {"customers_start": 100.0, "customers_end": 100.0, "customers_new": 10.0}
POINTS = {"deferred": 8676.0, "points_redeemed": 4500.0, "points_expected": 9500.0}
YEARLY = {"from_period": "month", "to_period": "year"}
ACTIVITIES = {f"{kind}s": 5.0 for kind in ("order", "return", "visit")}
ACTIVITY_RATES = {f"cost_per_{kind}": 30.0 for kind in ("order", "return", "visit")}

# Function, the arguments that may be expressions, and the options.
CALLS = [
    (
        clv.average_clv,
        {"average_order_value": 50.0, "orders_per_year": 4.0, "lifespan_years": 5.0, "margin": 0.3},
        {},
    ),
    (clv.npv_clv, {"discount_rate": 0.1}, {"profits": [110, 121]}),
    (clv.annuity_factor, {"discount_rate": 0.1}, {"periods": 5}),
    (clv.geometric_annuity_factor, {"expected_periods": 5.0, "discount_rate": 0.1}, {}),
    *(
        (function, arguments, {"first_margin": first})
        for first in ("retained", "certain", "now")
        for function, arguments in (
            (clv.margin_multiple, {"retention_rate": 0.8, "discount_rate": 0.1}),
            (clv.growing_margin_multiple, {"retention_rate": 0.8, "discount_rate": 0.1, "growth": 0.05}),
            (clv.retention_clv, EVER | {"growth": 0.05, "acquisition_cost": 50.0}),
            (clv.break_even_retention, {"acquisition_cost": 200.0, "margin": 100.0, "discount_rate": 0.1}),
            (clv.break_even_acquisition_cost, EVER),
        )
    ),
    (clv.retention_clv, EVER | {"growth": 0.05}, {"horizon": 4}),
    (clv.finite_margin_multiple, {"retention_rate": 0.8, "discount_rate": 0.1}, {"horizon": 4}),
    (clv.expected_lifetime, {"retention_rate": 0.75}, {}),
    (clv.expected_renewals, {"retention_rate": 0.75}, {}),
    (clv.clv_to_cac, {"clv": 300.0, "acquisition_cost": 120.0}, {}),
    (rates.retention_rate, CUSTOMERS, {}),
    (rates.churn_rate, {"customers_start": 100.0, "customers_lost": 10.0}, {}),
    (rates.net_revenue_retention, REVENUE | {"expansion": 150.0}, {}),
    (rates.gross_revenue_retention, REVENUE, {}),
    (rates.convert_retention_rate, {"rate": 0.97}, YEARLY),
    (rates.convert_churn_rate, {"rate": 0.03}, YEARLY),
    (rates.convert_discount_rate, {"rate": 0.01}, YEARLY),
    (value.steady_base, {"inflow": 15.0, "churn_rate": 0.15}, {}),
    (value.base_after, {"customers": 100.0, "inflow": 15.0, "churn_rate": 0.15}, {"periods": 3}),
    (
        value.loyalty_effect,
        {
            "customers": 100.0,
            "inflow": 15.0,
            "churn_before": 0.15,
            "churn_after": 0.1275,
            "profit_share": 0.5,
        },
        {},
    ),
    (value.implied_profit_share, {"customer_growth": 0.0225, "profit_growth": 0.2}, {}),
    (value.customer_equity, EQUITY, {}),
    (value.customer_equity_elasticities, EQUITY, {}),
    (
        value.contribution_by_source,
        {
            "first_spend": 200.0,
            "spend": 260.0,
            "margin_rate": 0.5,
            "first_cost_to_serve": 20.0,
            "cost_to_serve": 10.0,
            "referred_contribution": 15.0,
        },
        {},
    ),
    (
        value.customer_contribution,
        {"revenue": 10_000.0, "margin_rate": 0.3} | ACTIVITIES | ACTIVITY_RATES,
        {},
    ),
    (value.value_chain_margin, {"revenue": 100.0, "operations": 40.0, "infrastructure": 12.0}, {}),
    (value.dpmo, {"defects": 12.0, "units": 2000.0, "opportunities": 2.0}, {}),
    (
        loyalty.effective_reward_rate,
        {"points_per_money": 0.1, "value_per_point": 0.2, "redemption_rate": 0.8},
        {},
    ),
    (loyalty.breakage_rate, {"points_issued": 10_000.0, "points_redeemed": 9_500.0}, {}),
    (
        loyalty.points_liability,
        {"points_outstanding": 50_000.0, "value_per_point": 0.2, "redemption_rate": 0.8},
        {},
    ),
    (
        loyalty.allocate_revenue,
        {"sales": 100_000.0, "points_expected": 9_500.0, "value_per_point": 1.0},
        {},
    ),
    (loyalty.points_revenue, POINTS, {}),
    (loyalty.contract_liability, POINTS, {}),
    (loyalty.break_even_lift, {"margin_rate": 0.3, "reward_rate": 0.02, "fixed_cost_rate": 0.01}, {}),
    (
        loyalty.referral_value,
        {
            "referrals": 4.0,
            "clv": 200.0,
            "would_have_joined": 0.25,
            "acquisition_cost": 60.0,
            "reward": 25.0,
        },
        {},
    ),
    (loyalty.share_of_wallet, {"own_spend": 150.0, "category_spend": 600.0}, {}),
    (loyalty.repurchase_rate, {"customers": 400.0, "customers_again": 140.0}, {}),
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
