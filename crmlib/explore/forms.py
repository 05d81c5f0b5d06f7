"""The forms of live charts. Each takes formulas and sliders, and gives an object that ends a cell."""

import itertools
from numbers import Integral

from crmlib._guard.checks import check, describe, each, number, open_share
from crmlib.explore.chart import Readout, assemble, datum, further_readouts, readout, readouts_of
from crmlib.explore.expressions import written
from crmlib.explore.model import Model
from crmlib.explore.quantities import (
    Answer,
    Slider,
    axis,
    is_per_cent,
    quoted,
    shown,
    shown_in_browser,
    usable_as_shown,
    usual_digits,
)

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#E69F00", "#56B4E9")
GREY, INK = "#767676", "#222222"
_DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [1, 3])
_POINTS = 120
_CELLS = 36
_ROOM_FOR_LABEL = 1.2
_MOST_PERIODS = 60


def curve(
    formulas, over, sliders, *, answer, unit="", digits=None, fixed=None, also=None, stacked=False,
    title=None, alt=None,
):  # fmt: skip
    """A formula drawn over one of its arguments, with the point where the sliders stand.

    Parameters
    ----------
    formulas : callable or dict
        A closed form of `crmlib` or your own, or up to five rival ones by name.
    over : str
        The argument on the horizontal axis. Its slider moves the marked point.
    sliders : dict
        Each argument that moves, by name, with its `Slider`.
    answer : str
        What the formula gives, such as "lifetime value".
    unit : str
        The unit of the answer: "¥", "¥ per year", "%" (a fraction, shown in per cent), "years".
    digits : int, optional
        Decimals of the answer; without them 0 for money, 1 for per cent and 2 for others.
    fixed : dict, optional
        Arguments that stay as they are, such as ``{"first_margin": "now"}``.
    also : dict, optional
        Further numbers that follow the sliders: the label to an `Answer`.
    stacked : bool
        Whether several formulas are drawn as areas on top of each other; the total is shown too.
    title, alt : str, optional
        The title, and what the picture shows in words for those who do not see it.

    Returns
    -------
    LiveChart
        The chart; it ends the cell. With one formula, a grey dashed line keeps the curve of the start.

    Raises
    ------
    TypeError, ValueError
        If a name is unknown, an argument has no value, a slider leaves the formula's range, or the formula
        cannot move.

    Examples
    --------
    >>> from crmlib import clv
    >>> curve(
    ...     clv.retention_clv,
    ...     over="retention_rate",
    ...     sliders={
    ...         "margin": Slider(100, 0, 500, 10, "¥ per year"),
    ...         "retention_rate": Slider(0.8, 0, 0.95, 0.01, "%"),
    ...         "discount_rate": Slider(0.1, 0.02, 0.3, 0.01, "%"),
    ...     },
    ...     answer="lifetime value",
    ...     unit="¥",
    ... )
    lifetime value by retention rate
    -------------------------------------
    margin                  ¥100 per year
    retention rate          80 %
    discount rate           10 %
    -------------------------------------
    lifetime value          ¥267
    -------------------------------------
    at retention rate 0 %   ¥0
    at retention rate 95 %  ¥633
    """
    model = Model(formulas, sliders, fixed, answer, unit, digits, also)
    _known(model, "over", over)
    _at_most_colours(model)
    draw = _stack if stacked else _lines
    readouts = [*_totals(model, stacked), *readouts_of(model)]
    label, slider = model.label(over), model.sliders[over]
    rows = [
        (f"at {label} {shown(end, slider.unit, slider.digits)}{_of(model, name)}",
         shown(model.number(formula, **{over: end}), unit, model.digits))
        for name, formula in model.formulas.items()
        for end in (slider.low, slider.high)
    ]  # fmt: skip
    return assemble(
        model,
        {"layer": draw(model, over)},
        title=title or f"{answer} by {label}",
        alt=alt or f"{answer} against {label}, as {'areas' if stacked else 'a curve'} that moves.",
        readouts=readouts,
        rows=rows,
    )


def bars(formulas, sliders, *, answer, unit="", digits=None, fixed=None, also=None, title=None, alt=None):
    """Rival formulas side by side: a bar and a number for each.

    Parameters
    ----------
    formulas : dict
        Closed forms by the name that the reader sees. To draw the options of one function, set each with
        `functools.partial`.
    sliders, answer, unit, digits, fixed, also, title, alt
        As for `curve`.

    Returns
    -------
    LiveChart

    Raises
    ------
    TypeError, ValueError
        As for `curve`.

    Examples
    --------
    >>> from functools import partial
    >>> from crmlib import clv
    >>> conventions = ("retained", "certain", "now")
    >>> bars(
    ...     {first: partial(clv.margin_multiple, first_margin=first) for first in conventions},
    ...     sliders={
    ...         "retention_rate": Slider(0.8, 0, 0.95, 0.01, "%"),
    ...         "discount_rate": Slider(0.1, 0.02, 0.3, 0.01, "%"),
    ...     },
    ...     answer="margin multiple",
    ...     unit="years of margin",
    ... )
    margin multiple
    ------------------------------------
    retention rate  80 %
    discount rate   10 %
    ------------------------------------
    retained        2.67 years of margin
    certain         3.33 years of margin
    now             3.67 years of margin
    """
    model = Model(formulas, sliders, fixed, answer, unit, digits, also)
    readouts = readouts_of(model)
    place = {"field": "name", "type": "nominal", "sort": None, "axis": {"title": None, "labelLimit": 200}}
    rivals = readouts[: len(model.formulas)]
    value = {"field": "value", "type": "quantitative", "axis": axis(answer, unit)}
    body = {
        "data": {"values": [{"name": one.label, "place": i} for i, one in enumerate(rivals)]},
        "transform": [
            {"calculate": _pick(one.signal for one in rivals), "as": "value"},
            {"calculate": _pick(_bare_number(one) for one in rivals), "as": "shown"},
            {"calculate": "max(datum.value, 0)", "as": "right"},
            {"calculate": f"{_ROOM_FOR_LABEL} * datum.right", "as": "end"},
        ],
        "layer": [
            {"mark": {"type": "bar", "color": COLOURS[0]}, "encoding": {"x": value, "y": place}},
            _unseen_end(value | {"field": "end"}, place),
            _bar_label(value | {"field": "right"}, place),
        ],
    }
    return assemble(
        model,
        body,
        title=title or answer,
        alt=alt or f"{answer} as bars, one for each of {', '.join(model.formulas)}.",
        readouts=readouts,
        rows=[],
        height=60 * len(rivals),
    )


def path(
    formulas, over, periods, sliders, *, answer, unit="", digits=None, over_unit="years", limit=None,
    fixed=None, also=None, title=None, alt=None,
):  # fmt: skip
    """A formula period by period: a base that settles, a value built up, a survival curve.

    Parameters
    ----------
    formulas : callable or dict
        As for `curve`. The formula may loop over its periods, because each period is written out.
    over : str
        The argument that counts the periods.
    periods : range or list
        The whole numbers that it takes, at most 60, such as ``range(21)``.
    sliders, answer, unit, digits, fixed, also, title, alt
        As for `curve`.
    over_unit : str
        What is counted: "years", "months".
    limit : callable, optional
        A closed form of the level where the path settles: a dashed line.

    Returns
    -------
    LiveChart

    Raises
    ------
    TypeError, ValueError
        As for `curve`.

    Examples
    --------
    >>> from crmlib import value
    >>> path(
    ...     value.base_after,
    ...     over="periods",
    ...     periods=range(11),
    ...     sliders={
    ...         "customers": Slider(1000, 0, 3000, 100, "customers"),
    ...         "inflow": Slider(300, 0, 600, 10, "customers per year"),
    ...         "churn_rate": Slider(0.2, 0.05, 0.6, 0.01, "% per year"),
    ...     },
    ...     limit=value.steady_base,
    ...     answer="customers",
    ...     digits=0,
    ... )
    customers by year
    ----------------------------------------
    customers         1,000 customers
    inflow            300 customers per year
    churn rate        20 % per year
    ----------------------------------------
    after 10 years    1,446
    where it settles  1,500
    ----------------------------------------
    after 0 years     1,000
    after 5 years     1,336
    """
    steps = _whole_periods(periods)
    settles = {"where it settles": Answer(limit, unit, digits)} if limit else {}
    model = Model(
        formulas, sliders, fixed, answer, unit, digits, settles | (also or {}), given={over: steps[-1]}
    )
    _at_most_colours(model)
    if over in sliders:
        raise ValueError(f"over must not be a slider; {over!r} counts the periods")
    last = [
        readout(model, f"answer_{place}", f"after {steps[-1]} {over_unit}{_of(model, name)}", formula,
                unit, model.digits, **{over: steps[-1]})
        for place, (name, formula) in enumerate(model.formulas.items())
    ]  # fmt: skip
    rows = [
        (f"after {step} {over_unit}{_of(model, name)}",
         shown(model.number(formula, **{over: step}), unit, model.digits))
        for name, formula in model.formulas.items()
        for step in (steps[0], steps[len(steps) // 2])
    ]  # fmt: skip
    paths = [
        {"name": f"path_{place}", "expr": f"[{', '.join(model.text(one, **{over: step}) for step in steps)}]"}
        for place, one in enumerate(model.formulas.values())
    ]
    return assemble(
        model,
        {"layer": [*_path_lines(model, steps, over_unit), *_level_line(model, limit)]},
        title=title or f"{answer} by {over_unit.removesuffix('s')}",
        alt=alt or f"{answer} for each of {len(steps)} {over_unit}, drawn as a line that the sliders move.",
        readouts=[*last, *further_readouts(model)],
        rows=rows,
        extra_parameters=paths,
    )


def tornado(
    formula, sliders, *, answer, unit="", digits=None, change=0.1, fixed=None, also=None, title=None, alt=None
):
    """How far the answer moves when each input alone moves by a tenth, down and up.

    Parameters
    ----------
    formula : callable
        A closed form.
    sliders : dict
        The inputs. Each of them, a tenth beyond its slider's ends, must still be allowed.
    change : float
        The relative change of each input, above 0 and below 1.
    answer, unit, digits, fixed, also, title, alt
        As for `curve`.

    Returns
    -------
    LiveChart
        Bars, the longest on top.

    Raises
    ------
    TypeError, ValueError
        As for `curve`.

    Examples
    --------
    >>> from crmlib import clv
    >>> tornado(
    ...     clv.retention_clv,
    ...     sliders={
    ...         "margin": Slider(100, 10, 500, 10, "¥ per year"),
    ...         "retention_rate": Slider(0.8, 0.3, 0.9, 0.01, "%"),
    ...         "discount_rate": Slider(0.1, 0.02, 0.3, 0.01, "%"),
    ...     },
    ...     answer="lifetime value",
    ...     unit="¥",
    ... )
    lifetime value when each input moves by 10 %
    --------------------------------------
    margin                   ¥100 per year
    retention rate           80 %
    discount rate            10 %
    --------------------------------------
    lifetime value           ¥267
    --------------------------------------
    margin down, up          ¥240 and ¥293
    retention rate down, up  ¥189 and ¥400
    discount rate down, up   ¥276 and ¥258
    """
    check("change", change, open_share)
    model = Model(formula, sliders, fixed, answer, unit, digits, also)
    ((_, formula),) = model.formulas.items() if len(model.formulas) == 1 else [_only_one()]
    _check_changes(model, change)
    ends = {"lower": 1 - change, "upper": 1 + change}
    moved = [
        {
            "name": f"moved_{end}",
            "expr": "["
            + ", ".join(model.text(formula, **{name: model.symbols[name] * times}) for name in model.sliders)
            + "]",
        }
        for end, times in ends.items()
    ]
    rows = []
    for name, start in model.start.items():
        both = [model.number(formula, **{name: start * times}) for times in ends.values()]
        texts = " and ".join(shown(one, unit, model.digits) for one in both)
        rows.append((f"{model.label(name)} down, up", texts))
    per_cent = f"{change * 100:g} %"
    return assemble(
        model,
        _tornado_body(model, answer, unit, per_cent),
        title=title or f"{answer} when each input moves by {per_cent}",
        alt=alt or f"Bars of {answer} when each input alone moves by {per_cent}; the longest on top.",
        readouts=readouts_of(model),
        rows=rows,
        height=55 * len(model.sliders),
        extra_parameters=moved,
    )


def frontier(
    formula, across, up, sliders, *, answer, unit="", digits=None, level=0.0, fixed=None, also=None,
    title=None, alt=None,
):  # fmt: skip
    """Where a formula of two arguments passes a level: worth it on one side, not on the other.

    Parameters
    ----------
    formula : callable
        A closed form.
    across, up : str
        The arguments on the two axes; each has a slider, which moves the marked point.
    level : float
        The level that decides, such as a value of 0 or a ratio of 3.
    sliders, answer, unit, digits, fixed, also, title, alt
        As for `curve`.

    Returns
    -------
    LiveChart
        A map: blue where the answer is at or above the level, orange where it is below.

    Raises
    ------
    TypeError, ValueError
        As for `curve`.

    Examples
    --------
    >>> from crmlib import clv
    >>> frontier(
    ...     clv.retention_clv,
    ...     across="retention_rate",
    ...     up="acquisition_cost",
    ...     sliders={
    ...         "margin": Slider(100, 10, 300, 10, "¥ per year"),
    ...         "retention_rate": Slider(0.8, 0.3, 0.9, 0.01, "%"),
    ...         "acquisition_cost": Slider(200, 0, 600, 10, "¥"),
    ...     },
    ...     fixed={"discount_rate": 0.1},
    ...     answer="lifetime value net of acquisition",
    ...     unit="¥",
    ... )
    lifetime value net of acquisition: at least ¥0, or below
    ------------------------------------------------
    margin                             ¥100 per year
    retention rate                     80 %
    acquisition cost                   ¥200
    ------------------------------------------------
    lifetime value net of acquisition  ¥67
    """
    check("level", level, number)
    model = Model(formula, sliders, fixed, answer, unit, digits, also)
    ((_, formula),) = model.formulas.items() if len(model.formulas) == 1 else [_only_one()]
    for name, argument in (("across", across), ("up", up)):
        _known(model, name, argument)
    threshold = shown(level, unit, model.digits)
    return assemble(
        model,
        {"layer": _map_layers(model, formula, across, up, level, threshold)},
        title=title or f"{answer}: at least {threshold}, or below",
        alt=alt or f"Map of {model.label(across)} and {model.label(up)}: is {answer} at least {threshold}?",
        readouts=readouts_of(model),
        rows=[],
    )


def cutoff(x, y, *, label, start, answer, x_unit="", unit="", digits=None, title=None, alt=None):
    """A curve through data, such as a whale or Lorenz curve, with a slider for where to cut.

    Parameters
    ----------
    x, y : list, array or Series
        The points of the curve, in rising order of x; at most 500.
    label : str
        What x is, such as "customers served".
    start : float
        Where the cut stands at first: one of x.
    answer : str
        What y is, such as "cumulative profit".
    x_unit, unit, digits, title, alt
        As for `curve`.

    Returns
    -------
    LiveChart
        The curve; what lies left of the cut is filled.

    Raises
    ------
    TypeError, ValueError
        If the points differ in number, x does not rise in equal steps, or the start is none of them.

    Examples
    --------
    >>> cutoff([0, 1, 2, 3], [0, 70, 90, 60], label="customers served", start=2, answer="profit", unit="¥")
    profit by customers served
    ---------------------
    customers served  2
    ---------------------
    profit            ¥90
    """
    across, heights = each("x", x, number), each("y", y, number)
    _check_points(across, heights)
    step = (across[-1] - across[0]) / (len(across) - 1)
    slider = Slider(start, across[0], across[-1], step, x_unit, label)
    digits = usual_digits(unit) if digits is None else digits
    # Python reads off what the browser will read off.
    heights = [usable_as_shown(height, unit, digits) for height in heights]
    place = f"round((cut - {written(across[0])}) / {written(step)})"
    model = _Cut(slider)
    points = [{"x": float(a), "y": float(b)} for a, b in zip(across, heights, strict=True)]
    table = {"name": "heights", "value": [one["y"] for one in points]}

    def height(cut=start):
        return float(heights[round((cut - across[0]) / step)])

    one = Readout("answer_0", answer, f"heights[{place}]", height, unit, digits)
    return assemble(
        model,
        {"layer": _cut_layers(points, step, label, x_unit, answer, unit)},
        title=title or f"{answer} by {label}",
        alt=alt or f"{answer} against {label}, filled up to the cut that the slider sets.",
        readouts=[one],
        rows=[],
        extra_parameters=[table],
    )


class _Cut:
    """The model of a chart of data: one slider and no formula."""

    def __init__(self, slider):
        self.sliders, self.also = {"cut": slider}, {}

    def label(self, name):
        return self.sliders[name].label


# ----------------------------------------------------------------------------------------------------------
# Layers


def _lines(model, over):
    """Curves, the curve of the start in grey, and the points where the sliders stand."""
    several = len(model.formulas) > 1
    start = next(iter(model.formulas.values()))
    before = [] if several else [_start_line(model, over, start)]
    for place, (name, formula) in enumerate(model.formulas.items()):
        before.append(
            _layer(
                _sequence(model, over),
                {"y": model.text(formula, **{over: datum("x")})},
                {"type": "line", "strokeWidth": 2.5, "color": COLOURS[place], "strokeDash": _DASHES[place]},
                _axes(model, over) | _colour(model, name),
            )
        )
    points = [
        _layer(
            {"values": [{}]},
            {"x": over, "y": f"answer_{place}"},
            {"type": "point", "filled": True, "size": 110, "opacity": 1, "color": COLOURS[place]},
            _axes(model, over) | _colour(model, name),
        )
        for place, name in enumerate(model.formulas)
    ]
    return [*before, *points]


def _start_line(model, over, formula):
    numbers = {name: value for name, value in model.start.items() if name != over}
    return _layer(
        _sequence(model, over),
        {"y": model.text(formula, **numbers, **{over: datum("x")})},
        {"type": "line", "strokeWidth": 1.5, "strokeDash": [3, 3], "color": GREY},
        _axes(model, over),
    )


def _stack(model, over):
    """Areas on top of each other, and the line of where the slider stands."""
    layers, below = [], "0"
    for place, (name, formula) in enumerate(model.formulas.items()):
        above = f"({below} + {model.text(formula, **{over: datum('x')})})"
        layers.append(
            _layer(
                _sequence(model, over),
                {"y": above, "below": below},
                {"type": "area", "opacity": 0.75, "color": COLOURS[place]},
                _axes(model, over) | {"y2": {"field": "below"}} | _colour(model, name),
            )
        )
        below = above
    rule = {"x": _axes(model, over)["x"]}
    layers.append(_layer({"values": [{}]}, {"x": over}, {"type": "rule", "color": GREY, "size": 2}, rule))
    return layers


def _totals(model, stacked):
    """The total of a stack, as a number of its own."""
    if not stacked:
        return []
    formula = " + ".join(f"answer_{place}" for place in range(len(model.formulas)))
    return [Readout("total", f"{model.answer}, total", formula, model.total, model.unit, model.digits)]


def _path_lines(model, steps, over_unit):
    data = {"values": [{"period": step, "place": place} for place, step in enumerate(steps)]}
    x = {"field": "period", "type": "quantitative", "axis": {"title": over_unit, "tickMinStep": 1}}
    y = {"field": "y", "type": "quantitative", "axis": axis(model.answer, model.unit)}
    return [
        _layer(
            data,
            {"y": f"path_{place}[datum.place]"},
            {
                "type": "line",
                "color": COLOURS[place],
                "strokeDash": _DASHES[place],
                "point": {"size": 40, "filled": True, "color": COLOURS[place]},
            },
            {"x": x, "y": y} | _colour(model, name),
        )
        for place, name in enumerate(model.formulas)
    ]


def _level_line(model, limit):
    """The dashed line where a path settles: the first of the further numbers."""
    if not limit:
        return []
    y = {"field": "y", "type": "quantitative", "axis": axis(model.answer, model.unit)}
    mark = {"type": "rule", "strokeDash": [6, 4], "color": GREY, "size": 1.5}
    return [_layer({"values": [{}]}, {"y": "also_0"}, mark, {"y": y})]


def _tornado_body(model, answer, unit, per_cent):
    sort = {"field": "width", "order": "descending"}
    y = {"field": "name", "type": "nominal", "sort": sort, "axis": {"title": None, "labelLimit": 200}}
    value = {"type": "quantitative", "axis": axis(answer, unit), "scale": {"zero": False}}
    names = {f"input −{per_cent}": (COLOURS[1], "lower"), f"input +{per_cent}": (COLOURS[0], "upper")}
    scale = {"domain": list(names), "range": [colour for colour, _ in names.values()]}
    legend = {"title": None, "orient": "top"}
    layers = [
        {
            "mark": {"type": "bar", "height": 20},
            "encoding": {
                "x": value | {"field": "base"},
                "x2": {"field": end},
                "y": y,
                "color": {"datum": name, "type": "nominal", "scale": scale, "legend": legend},
            },
        }
        for name, (_, end) in names.items()
    ]
    inputs = [{"name": model.label(name), "place": place} for place, name in enumerate(model.sliders)]
    columns = {
        "base": "answer_0",
        "lower": "moved_lower[datum.place]",
        "upper": "moved_upper[datum.place]",
        "width": "abs(datum.upper - datum.lower)",
    }
    return {"data": {"values": inputs}, "transform": _calculate(columns), "layer": layers}


def _map_layers(model, formula, across, up, level, threshold):
    sides = {across: "x", up: "y"}
    ends = {name: model.sliders[name] for name in sides}
    width = {name: (slider.high - slider.low) / _CELLS for name, slider in ends.items()}
    place = {across: f"(datum.cell % {_CELLS})", up: f"floor(datum.cell / {_CELLS})"}
    columns = {}
    for name, side in sides.items():
        columns[side] = f"({written(ends[name].low)} + {place[name]} * {written(width[name])})"
        # A little wider than a cell, so that no seam shows.
        columns[f"{side}2"] = f"(datum.{side} + {written(1.04 * width[name])})"
        columns[f"{side}_middle"] = f"(datum.{side} + {written(width[name] / 2)})"
    columns["answer"] = model.text(formula, **{name: datum(f"{side}_middle") for name, side in sides.items()})
    names = {f"at least {threshold}": COLOURS[0], f"below {threshold}": COLOURS[3]}
    good, bad = map(quoted, names)
    columns["side"] = f"datum.answer >= {written(level)} ? {good} : {bad}"
    scale = {"domain": list(names), "range": list(names.values())}
    encoding = {
        side: {
            "field": side,
            "type": "quantitative",
            "axis": axis(model.label(name), ends[name].unit) | {"grid": False},
            "scale": {"domain": [ends[name].low, ends[name].high], "nice": False},
        }
        for name, side in sides.items()
    }
    legend = {"title": None, "orient": "top"}
    cells = encoding | {
        "x2": {"field": "x2"},
        "y2": {"field": "y2"},
        "color": {"field": "side", "type": "nominal", "scale": scale, "legend": legend},
    }
    point = {
        "type": "point",
        "filled": True,
        "size": 140,
        "opacity": 1,
        "color": INK,
        "stroke": "#ffffff",
    }
    return [
        _layer({"sequence": {"start": 0, "stop": _CELLS**2, "as": "cell"}}, columns, {"type": "rect"}, cells),
        _layer({"values": [{}]}, {"x": across, "y": up}, point, encoding),
    ]


def _cut_layers(points, step, label, x_unit, answer, unit):
    data = {"values": points}
    encoding = {
        "x": {"field": "x", "type": "quantitative", "axis": axis(label, x_unit)},
        "y": {"field": "y", "type": "quantitative", "axis": axis(answer, unit)},
    }
    area = {"mark": {"type": "area", "color": COLOURS[4], "opacity": 0.5}, "encoding": encoding}
    line = {"mark": {"type": "line", "color": COLOURS[0]}, "encoding": encoding, "data": data}
    rule = _layer({"values": [{}]}, {"x": "cut"}, {"type": "rule", "color": COLOURS[1], "size": 2},
                  {"x": encoding["x"]})  # fmt: skip
    up_to_cut = f"datum.x <= cut + {written(step / 2)}"  # Half a step: where x and the cut were rounded, too.
    return [{"data": data, "transform": [{"filter": up_to_cut}], **area}, line, rule]


def _layer(data, columns, mark, encoding):
    return {"data": data, "transform": _calculate(columns), "mark": mark, "encoding": encoding}


def _calculate(columns):
    return [{"calculate": text, "as": name} for name, text in columns.items()]


def _sequence(model, over):
    slider = model.sliders[over]
    step = (slider.high - slider.low) / _POINTS
    return {"sequence": {"start": slider.low, "stop": slider.high + step / 2, "step": step, "as": "x"}}


def _axes(model, over):
    unit = model.sliders[over].unit
    slider = model.sliders[over]
    return {
        "x": {
            "field": "x",
            "type": "quantitative",
            "axis": axis(model.label(over), unit),
            "scale": {"domain": [slider.low, slider.high], "nice": False},
        },
        "y": {"field": "y", "type": "quantitative", "axis": axis(model.answer, model.unit)},
    }


def _colour(model, name):
    """The colour and legend entry of one of several formulas."""
    if len(model.formulas) == 1:
        return {}
    names = list(model.formulas)
    scale = {"domain": names, "range": list(COLOURS[: len(names)])}
    legend = {"title": None, "orient": "top", "direction": "vertical", "labelLimit": 300}
    return {"color": {"datum": name, "type": "nominal", "scale": scale, "legend": legend}}


def _unseen_end(value, place):
    """Points that nobody sees: the scale reaches them, and so leaves the longest bar room for its number."""
    return {"mark": {"type": "point", "opacity": 0}, "encoding": {"x": value, "y": place}}


def _bar_label(value, place):
    """The number right of its bar; a bar below zero has it right of zero, beside the bar and not on it."""
    mark = {"type": "text", "align": "left", "dx": 5, "fontSize": 13}
    return {"mark": mark, "encoding": {"x": value, "y": place, "text": {"field": "shown", "type": "nominal"}}}


def _bare_number(one):
    """The text of a number without its unit, which the axis names."""
    return shown_in_browser(one.signal, "%" if is_per_cent(one.unit) else "", one.digits)


def _pick(names):
    return f"[{', '.join(names)}][datum.place]"


# ----------------------------------------------------------------------------------------------------------
# Checks


def _of(model, name):
    """Which of several formulas a number belongs to."""
    return f", {name}" if len(model.formulas) > 1 else ""


def _known(model, name, argument):
    if argument not in model.sliders:
        allowed = ", ".join(map(repr, model.sliders))
        raise ValueError(f"{name} must be an argument with a slider ({allowed}); got {describe(argument)}")


def _at_most_colours(model):
    if len(model.formulas) > len(COLOURS):
        raise ValueError(f"a chart draws at most {len(COLOURS)} formulas; got {len(model.formulas)}")


def _only_one():
    raise ValueError("this chart draws one formula; got several")


def _whole_periods(periods):
    steps = list(periods) if isinstance(periods, range | list) else None
    if steps is None or not all(isinstance(step, Integral) for step in steps):
        raise TypeError(f"periods must be a range or a list of whole numbers; got {describe(periods)}")
    if not 2 <= len(steps) <= _MOST_PERIODS or any(b <= a for a, b in itertools.pairwise(steps)):
        raise ValueError(
            f"periods must be 2 to {_MOST_PERIODS} rising whole numbers; got {describe(periods)}"
        )
    return steps


def _check_changes(model, change):
    """Each input, moved from the ends of its slider, must still be allowed."""
    for name, slider in model.sliders.items():
        for end in (slider.low * (1 - change), slider.high * (1 + change)):
            model.check_at(**{name: end})


def _check_points(across, heights):
    if len(across) != len(heights):
        raise ValueError(f"x and y must have the same length; got {len(across)} and {len(heights)}")
    if not 2 <= len(across) <= 500:
        raise ValueError(f"the curve must have 2 to 500 points; got {len(across)}")
    steps = [b - a for a, b in itertools.pairwise(across)]
    if min(steps) <= 0 or max(steps) - min(steps) > 1e-6 * (across[-1] - across[0]):
        raise ValueError("x must rise in equal steps")
