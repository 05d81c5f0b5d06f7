"""Live charts: formulas write themselves down, and the numbers at the start are Python's."""

import json
import math
import os
import random
import re
import subprocess
import sys

import nbformat
import numpy as np
import pytest
import test_symbolic
import vl_convert
from hypothesis import given
from hypothesis import strategies as st
from live_charts_demos import MARGIN, RATES, demos
from notebook_files import ROOT

from crmlib import clv, explore, value
from crmlib.explore import Answer, Expression, Slider, expressions, quantities
from crmlib.explore.border import Border
from crmlib.explore.chart import VEGALITE
from crmlib.explore.model import Model

CHARTS = demos()
JAVASCRIPT = {"pow": pow, "exp": math.exp, "log": math.log, "min": min, "max": max, "sqrt": math.sqrt}
each_chart = pytest.mark.parametrize("name", CHARTS)


def computed(text, **numbers):
    """What a browser's expression gives."""
    return eval(text, {"__builtins__": {}}, JAVASCRIPT | numbers)


# Expressions


def test_a_formula_writes_itself_down():
    x = Expression("x")
    assert repr(-x + 2 * (1 - x) ** 0.5 / 3) == "((0 - x) + ((2 * pow((1 - x), 0.5)) / 3))"
    assert repr(x - -1) == "(x - (-1))" and repr(np.float64(0.1) * x) == "(0.1 * x)"
    assert repr(x < 1) == "(x < 1)"


@test_symbolic.each_call
def test_every_symbolic_formula_can_move(monkeypatch, function, arguments, options):
    """To the last digit; a stored chart writes its constants in fewer."""
    monkeypatch.setattr(expressions, "_DIGITS", 17)
    symbols = {name: Expression(name) for name in arguments}
    for part, expected in zip(
        test_symbolic.parts(function(**symbols, **options)),
        test_symbolic.parts(function(**arguments, **options)),
        strict=True,
    ):
        assert isinstance(part, Expression)
        assert computed(part.text, **arguments) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("name", ["exp", "log", "smaller", "larger"])
def test_functions_take_numbers_and_expressions(name):
    function = getattr(expressions, name)
    arguments = (0.4, 0.7)[: 2 if name in ("smaller", "larger") else 1]
    text = function(*map(Expression, "xy"[: len(arguments)])).text
    assert computed(text, **dict(zip("xy", arguments, strict=False))) == function(*arguments)


@pytest.mark.parametrize("name", ["exp", "log", "sqrt"])
def test_numpy_takes_expressions(name):
    assert computed(getattr(np, name)(Expression("x")).text, x=0.3) == pytest.approx(getattr(np, name)(0.3))


def test_a_formula_that_asks_if_cannot_be_written():
    with pytest.raises(TypeError, match="asks `if`"):
        bool(Expression("x") > 1)


def test_infinity_is_no_number_of_a_formula():
    with pytest.raises(ValueError, match="must be finite; got inf"):
        Expression("x") * math.inf


def test_a_text_does_not_mix_with_an_expression():
    with pytest.raises(TypeError):
        Expression("x") + "1"


# Numbers with units


@pytest.mark.parametrize(
    ("number", "unit", "digits", "text"),
    [
        (1234.5, "¥ per year", 0, "¥1,235 per year"),
        (-0.5, "¥", 0, "−¥1"),
        (-0.4, "¥", 0, "¥0"),
        (0.155, "%", 1, "15.5 %"),
        (0.02, "% per year", 0, "2 % per year"),
        (2, "US dollars", 2, "2.00 US dollars"),
        (1e6, "", 0, "1,000,000"),
    ],
)
def test_numbers_are_shown_with_their_unit(number, unit, digits, text):
    assert quantities.shown(number, unit, digits) == text


@given(st.floats(-1e9, 1e9), st.sampled_from(["¥ per year", "%", "orders", ""]), st.integers(0, 3))
def test_a_shown_number_is_within_half_a_unit_of_its_last_digit(number, unit, digits):
    text = quantities.shown(number, unit, digits)
    read = float(re.sub(r"[^\d.]", "", text)) * (-1 if "−" in text else 1)
    scaled = number * (100 if unit == "%" else 1)
    assert abs(read - scaled) <= 0.5000001 * 10.0**-digits + 1e-9 * abs(scaled)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((80, 0, 1, 0.01), "low <= value <= high must hold; got 0, 80, 1"),
        ((0.5, 0.5, 0.5, 0.1), "low <= value <= high"),
        ((0.805, 0, 0.9, 0.01), "value must lie a whole number of steps above low, at most 2000; got 80.5"),
        ((0, 0, 1, 0.3), "high must lie a whole number of steps"),
        ((0, 0, 1, 1e-6), "at most 2000"),
        ((0, 0, 1, 0), "step must be a number above 0; got 0"),
        (("a", 0, 1, 0.1), "value must be a number; got 'a'"),
        ((math.nan, 0, 1, 0.1), "value must be a number; got nan"),
        ((0, 0, 1, 0.1, None), "unit must be one line of text; got None"),
        ((0, 0, 1, 0.1, "", 5), "label must be one line of text; got 5"),
    ],
)
def test_a_bad_slider_is_refused(arguments, sentence):
    with pytest.raises((ValueError, TypeError), match=re.escape(sentence)):
        Slider(*arguments)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((5,), "formula must be a function; got 5"),
        ((abs, 5), "unit must be one line of text"),
        ((abs, "", 1.5), "digits must be a whole number from 0 to 6; got 1.5"),
    ],
)
def test_a_bad_answer_is_refused(arguments, sentence):
    with pytest.raises((ValueError, TypeError), match=re.escape(sentence)):
        Answer(*arguments)


# Charts


@each_chart
def test_a_chart_is_a_specification_and_a_table(name):
    chart = CHARTS[name]
    bundle = chart._repr_mimebundle_()
    assert list(bundle) == [VEGALITE, "text/plain"]
    assert bundle["text/plain"] == repr(chart)
    for one in chart.about["answers"]:
        assert f"{one['label']}  " in chart.text and one["text"] in chart.text


@each_chart
def test_a_chart_is_the_same_each_time(name):
    again = demos()[name]
    assert again.specification == CHARTS[name].specification and again.text == CHARTS[name].text


@each_chart
def test_a_chart_is_drawn(name):
    svg = vl_convert.vegalite_to_svg(CHARTS[name].specification, vl_version="5.21")
    assert svg.count("<path") > 5 and "NaN" not in svg and "undefined" not in svg
    for one in CHARTS[name].about["answers"]:
        assert f"{one['label']}: {one['text']}" in svg


def test_the_numbers_are_the_functions():
    numbers = CHARTS["curve"].numbers(margin=50, retention_rate=0.75)
    assert list(numbers.values()) == [
        clv.retention_clv(50, 0.75, 0.1, acquisition_cost=120),
        clv.expected_lifetime(0.75),
    ]
    assert CHARTS["path"].numbers(inflow=100) == {
        "after 20 years": value.base_after(1000, 100, 0.2, periods=20),
        "where it settles": value.steady_base(100, 0.2),
    }
    assert CHARTS["cutoff"].numbers(cut=0.25) == {"cumulative profit": 125.0}


def numbers_of(part, path=()):
    """The numbers of a specification with the way to each; those of sliders are left out."""
    if isinstance(part, dict) and "bind" not in part:
        for name, one in part.items():
            yield from numbers_of(one, (*path, name)) if name != "sliders" else ()
    elif isinstance(part, list):
        for place, one in enumerate(part):
            yield from numbers_of(one, (*path, place))
    elif isinstance(part, float):
        yield path, part


@each_chart
def test_a_stored_number_has_no_digits_that_differ_from_one_processor_to_another(name):
    for path, number in numbers_of(CHARTS[name].specification):
        assert number == float(f"{number:.6g}") or number.is_integer(), path


@each_chart
def test_a_formula_has_no_digits_that_differ_from_one_processor_to_another(name):
    for found in re.findall(r"(?<![\w.])\d+\.\d+(?:e-?\d+)?", json.dumps(CHARTS[name].specification)):
        assert float(found) == float(f"{float(found):.12g}"), found


def in_the_last_bits(number, seed):
    """A number as another processor may compute it."""
    return number * (1 + random.Random(seed).choice((-3, -2, -1, 1, 2, 3)) * sys.float_info.epsilon)


def test_a_chart_of_data_and_its_formulas_is_the_same_on_another_processor():
    def made(change):
        heights = [change(10_000 * (1 + math.sin(k / 11)), k) for k in range(1, 31)]
        cost = change(1000 / 7, 0)
        return [
            explore.cutoff(range(30), heights, label="x", start=10, answer="y", unit="¥").specification,
            explore.curve(
                clv.retention_clv,
                over="retention_rate",
                sliders={"margin": MARGIN, **RATES},
                fixed={"acquisition_cost": cost},
                answer="lifetime value",
            ).specification,
        ]

    assert made(in_the_last_bits) == made(lambda number, seed: number)


def test_sliders_are_stored_exactly():
    step = 1 / 512
    chart = explore.curve(
        clv.expected_lifetime,
        over="retention_rate",
        sliders={"retention_rate": Slider(256 * step, 0, 500 * step, step)},
        answer="lifetime",
    )
    assert chart.about["sliders"][0]["step"] == chart.specification["params"][0]["bind"]["step"]
    assert chart.about["sliders"][0]["step"] == step != quantities.usable(step)


@given(st.floats(-1e12, 1e12), st.sampled_from(["¥", "%", ""]), st.integers(0, 3))
def test_a_number_is_rounded_once(number, unit, digits):
    """Six digits, and fewer where they would show another number than all digits do."""
    used = quantities.usable_as_shown(number, unit, digits)
    assert used == quantities.usable(used) == pytest.approx(number, rel=5.01e-6, abs=0.51 * 10.0**-digits)
    if abs(number) * (100 if unit == "%" else 1) < 10.0 ** (5 - digits):
        assert quantities.shown(used, unit, digits) == quantities.shown(number, unit, digits)


def test_a_changed_formula_changes_the_chart(monkeypatch):
    def growing(margin, retention_rate, discount_rate, acquisition_cost=0.0):
        return margin * retention_rate / (1 + discount_rate - retention_rate) * 1.01 - acquisition_cost

    monkeypatch.setattr(clv, "retention_clv", growing)
    changed = demos()["curve"]
    assert changed.specification != CHARTS["curve"].specification
    assert changed.text != CHARTS["curve"].text


def notebook(tmp_path):
    """A notebook with a chart, its output stored."""
    source = (
        "from crmlib import clv\nfrom crmlib.explore import Slider, curve\n"
        "curve(clv.expected_renewals, 'retention_rate', "
        "{'retention_rate': Slider(0.8, 0.5, 0.9, 0.01, '%')}, answer='renewals')"
    )
    space = {}
    *lines, last = source.split("\n")
    exec("\n".join(lines), space)
    output = nbformat.v4.new_output(
        "execute_result", eval(last, space)._repr_mimebundle_(), execution_count=1, metadata={}
    )
    cell = nbformat.v4.new_code_cell(source, outputs=[output], execution_count=1)
    path = tmp_path / "chart.ipynb"
    book = nbformat.v4.new_notebook(
        cells=[cell], metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    )
    path.write_text(nbformat.writes(book), encoding="utf-8")
    return path


@pytest.mark.parametrize("change", ["", "retention_rate / (1 - retention_rate) + 0 * retention_rate"])
def test_the_strict_comparison_fails_when_a_formula_changes(tmp_path, change):
    """Even one that gives the same number: the stored formula differs."""
    path = notebook(tmp_path)
    if change:
        (tmp_path / "sitecustomize.py").write_text(
            f"from crmlib import clv\nclv.expected_renewals = lambda retention_rate: {change}\n",
            encoding="utf-8",
        )
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider"]
    paths = [str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    run = subprocess.run(
        [*command, path], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8"
    )
    assert (run.returncode == 0) == (not change), run.stdout
    assert not change or "mismatch" in run.stdout


def test_arguments_of_two_formulas_share_a_slider():
    assert [one["signal"] for one in CHARTS["curve"].about["sliders"]] == [
        "margin",
        "retention_rate_shown",
        "discount_rate_shown",
    ]


def test_live_charts_load_nothing_heavy():
    code = (
        "import sys, crmlib.explore\n"
        "print(sorted({'altair', 'numpy', 'pandas', 'IPython', 'ipywidgets'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", cwd=ROOT)
    assert run.stdout.strip() == "[]", run.stderr


# Bad input

WORKS = dict(
    formulas=clv.retention_clv, over="retention_rate", sliders={"margin": MARGIN, **RATES}, answer="value"
)


def several_numbers(retention_rate):
    return retention_rate, 1


def with_if(retention_rate):
    return 1 if retention_rate > 0.5 else 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"formulas": 5}, "formulas must be a function, or functions by name; got 5"),
        ({"formulas": {}}, "formulas must hold at least one function"),
        ({"formulas": dict.fromkeys("abcdef", clv.retention_clv)}, "at most 5 formulas; got 6"),
        ({"over": "churn"}, "over must be an argument with a slider ('margin', 'retention_rate', 'discount"),
        ({"sliders": {"margin": 100}}, "sliders must be a dictionary of Slider objects"),
        ({"sliders": {}}, "a chart has 1 to 6 sliders; got 0"),
        ({"sliders": RATES}, "retention_clv needs margin: a slider or a fixed value"),
        ({"sliders": WORKS["sliders"] | {"colour": MARGIN}}, "no formula here has an argument 'colour'"),
        ({"fixed": {"margin": 1}}, "margin cannot both move and be fixed"),
        ({"fixed": {"colour": 1}}, "no formula here has an argument 'colour'"),
        ({"also": {"renewals": clv.expected_renewals}}, "also must be a dictionary of Answer objects"),
        ({"answer": 5}, "answer must be one line of text; got 5"),
        (
            {"sliders": WORKS["sliders"] | {"retention_rate": Slider(0.8, 0, 1.2, 0.1)}},
            "where retention_clv fails: retention_rate must be a share from 0 to 1; got 1.2",
        ),
        (
            {"formulas": with_if, "sliders": {"retention_rate": RATES["retention_rate"]}},
            "with_if cannot move in a live chart, which needs operators alone: a formula that asks `if`",
        ),
        (
            {"formulas": several_numbers, "sliders": {"retention_rate": RATES["retention_rate"]}},
            "several_numbers must give one number; got (0.3, 1)",
        ),
        (
            {"formulas": lambda width: width, "sliders": {"width": MARGIN}, "over": "width"},
            "'width' has a meaning",
        ),
    ],
)
def test_a_bad_curve_is_refused(changes, sentence):
    with pytest.raises((ValueError, TypeError), match=re.escape(sentence)) as caught:
        explore.curve(**(WORKS | changes))
    assert len(str(caught.value)) < 400 and "\n" not in str(caught.value)


def test_a_formula_with_steps_says_so():
    sliders = {"acquisition_cost": Slider(100, 10, 200, 10), "margin": Slider(50, 10, 90, 10)}
    with pytest.raises(TypeError, match="payback_period cannot move in a live chart, which needs operators"):
        explore.curve(clv.payback_period, "margin", sliders, answer="payback")


def a_map(words):
    sliders = {"margin": MARGIN, "retention_rate": RATES["retention_rate"]}
    return explore.frontier(
        clv.retention_clv,
        "margin",
        "retention_rate",
        sliders,
        fixed={"discount_rate": 0.1},
        answer="x",
        words=words,
    )


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: explore.path(value.base_after, "periods", 20, {}, answer="x"), "periods must be a range"),
        (lambda: explore.path(value.base_after, "periods", [3, 2], {}, answer="x"), "2 to 60 rising whole"),
        (lambda: explore.path(value.base_after, "periods", range(80), {}, answer="x"), "2 to 60 rising"),
        (
            lambda: explore.tornado(
                clv.expected_renewals, {"retention_rate": Slider(0.8, 0, 0.95, 0.01)}, answer="x"
            ),
            "where expected_renewals fails: retention_rate must be",
        ),
        (
            lambda: explore.tornado(clv.expected_renewals, RATES, answer="x", change=10),
            "change must be a share above 0 and below 1; got 10",
        ),
        (
            lambda: explore.frontier(clv.margin_multiple, "retention_rate", "x", RATES, answer="x"),
            "up must be an argument with a slider",
        ),
        (lambda: a_map("pays"), "words must be two, for the part that reaches the level"),
        (lambda: a_map(("pays", 3)), "each of words must be one line of text; got 3"),
        (lambda: explore.cutoff([0, 1], [1], label="x", start=0, answer="y"), "same length; got 2 and 1"),
        (lambda: explore.cutoff([0, 1, 3], [1, 1, 1], label="x", start=0, answer="y"), "rise in equal steps"),
        (
            lambda: explore.cutoff([0, 1, 2], [1, 1, 1], label="x", start=0.5, answer="y"),
            "whole number of steps",
        ),
        (lambda: explore.cutoff([0, 1], [1, "b"], label="x", start=0, answer="y"), "each value of y"),
    ],
)
def test_other_bad_charts_are_refused(call, sentence):
    with pytest.raises((ValueError, TypeError), match=re.escape(sentence)):
        call()


# What stays of the start, and how far an axis reaches


def chart_of_margin(high, **more):
    return explore.bars(
        {"now": lambda margin: margin, "double": lambda margin: 2 * margin},
        sliders={"margin": Slider(100, 0, high, 10, "¥")},
        answer="margin",
        unit="¥",
        **more,
    ).specification


def layers_of(specification, **wanted):
    return [
        layer
        for layer in specification["layer"]
        if wanted.items() <= {"kind": layer["mark"]["type"], **layer["mark"]}.items()
    ]


@each_chart
def test_every_chart_keeps_its_start_with_its_name(name):
    specification = CHARTS[name].specification
    (word,) = layers_of(specification, kind="text", text="start")
    assert word["mark"]["opacity"] == {"expr": "moved ? 1 : 0"}
    moved = next(one["expr"] for one in specification["params"] if one["name"] == "moved")
    assert all(one["signal"] in moved for one in CHARTS[name].about["sliders"])


def test_the_bars_of_the_start_stay_where_they_were():
    (before,) = layers_of(chart_of_margin(200), kind="bar", filled=False)
    assert before["data"]["values"] == [{"name": "now", "value": 100}, {"name": "double", "value": 200}]


def test_an_axis_reaches_as_far_as_the_sliders_unless_that_makes_the_start_small():
    def reached(high):
        return [
            point["value"]
            for layer in layers_of(chart_of_margin(high), kind="point", opacity=0)
            for point in layer.get("data", {"values": []})["values"]
        ]

    assert reached(200) == [0, 480]  # twice 200, and a fifth for the number beside the bar
    assert reached(1000) == []


def test_a_border_is_where_the_formula_passes_the_level():
    sliders = {"margin": Slider(100, 10, 300, 10), "cost": Slider(200, 0, 600, 10)}
    model = Model(lambda margin, cost: 2 * margin - cost, sliders, None, "gain", "¥", 0)
    (formula,) = model.formulas.values()
    border = Border(model, formula, "margin", "cost", 0.0)
    assert not border.reached_above
    assert border.at(100) == pytest.approx(200, abs=600 / 2**12)
    assert border.at(300) == 600 and border.at(10) == pytest.approx(20, abs=600 / 2**12)


def test_a_level_that_is_passed_twice_has_no_border():
    with pytest.raises(ValueError, match="passed 2 times on the way up"):
        explore.frontier(
            lambda x, y: x - (y - 5) ** 2,
            across="x",
            up="y",
            sliders={"x": Slider(4, 4, 5, 1), "y": Slider(5, 0, 10, 1)},
            answer="gain",
        )


def test_no_axis_says_its_unit_twice():
    assert quantities.named("mean purchases", "purchases") == "mean purchases"
    assert quantities.named("years", "years") == "years"
    assert quantities.named("¥ per member", "¥") == "¥ per member"
    assert quantities.named("purchase", "purchases") == "purchase (purchases)"
