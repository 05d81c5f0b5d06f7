"""What the forms of live charts draw: the layers, in Vega-Lite."""

import math

from crmlib.explore.border import COLUMNS, Border
from crmlib.explore.chart import datum
from crmlib.explore.expressions import written
from crmlib.explore.quantities import axis, is_per_cent, quoted, shown_in_browser
from crmlib.explore.reach import reach
from crmlib.explore.start import GREY, ghost, with_data

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#E69F00", "#56B4E9")
INK = "#222222"
_DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [1, 3])
_POINTS = 120
_START = 40  # most points of a curve of the start
_ROOM_FOR_LABEL = 1.2
_WORDS = 12  # points a side of a map, from which the middle of each of its parts is taken
_TINT = 0.25


def lines(model, over):
    """Curves and the points where the sliders stand; the same of the start."""
    axes = _axes(model, over)
    curves = [
        _layer(
            _sequence(model.sliders[over], _POINTS),
            {"y": model.text(formula, **{over: datum("x")})},
            {"type": "line", "strokeWidth": 2.5, "color": COLOURS[place], "strokeDash": _DASHES[place]},
            axes | _colour(model, name),
        )
        for place, (name, formula) in enumerate(model.formulas.items())
    ]
    points = [
        _layer(
            {"values": [{}]},
            {"x": over, "y": f"answer_{place}"},
            {"type": "point", "filled": True, "size": 110, "opacity": 1, "color": COLOURS[place]},
            axes | _colour(model, name),
        )
        for place, name in enumerate(model.formulas)
    ]
    return [
        *_start_of_lines(model, over, axes),
        _to_reach(model, _heights(model, over), axes),
        *curves,
        *points,
    ]


def _start_of_lines(model, over, axes):
    stood = [{"x": model.start[over], "y": model.number(one)} for one in model.formulas.values()]
    curves = [
        ghost("line", [{"x": x, "y": model.number(one, **{over: x})} for x in _across(model, over)], axes)
        for one in model.formulas.values()
    ]
    return [*curves, ghost("point", stood, axes), ghost("text", stood[:1], axes, align="right", dx=-8, dy=-8)]


def _across(model, over):
    """Places of a curve of the start, all of them steps of its slider: some formulas take whole numbers."""
    slider = model.sliders[over]
    steps = round((slider.high - slider.low) / slider.step)
    return [
        round(slider.low + place * slider.step, 9)
        for place in sorted({*range(0, steps, math.ceil(steps / _START)), steps})
    ]


def _heights(model, over):
    """What the curves show, from end to end, when sliders have moved."""
    slider = model.sliders[over]

    def shown(**settings):
        places = (slider.low, settings.get(over, slider.value), slider.high)
        return [model.number(one, **settings | {over: x}) for one in model.formulas.values() for x in places]

    return shown


def stack(model, over):
    """Areas on top of each other, the line of where the slider stands, and both of the start."""
    axes, areas, below = _axes(model, over), [], "0"
    for place, (name, formula) in enumerate(model.formulas.items()):
        above = f"({below} + {model.text(formula, **{over: datum('x')})})"
        areas.append(
            _layer(
                _sequence(model.sliders[over], _POINTS),
                {"y": above, "below": below},
                {"type": "area", "opacity": 0.75, "color": COLOURS[place]},
                axes | {"y2": {"field": "below"}} | _colour(model, name),
            )
        )
        below = above
    rule = {"x": axes["x"]}
    stands = _layer({"values": [{}]}, {"x": over}, {"type": "rule", "color": GREY, "size": 2}, rule)
    total = [{"x": x, "y": model.total(**{over: x})} for x in _across(model, over)]
    stood = [{"x": model.start[over]}]
    return [
        _to_reach(model, _totals_of(model, over), axes),
        *areas,
        stands,
        ghost("line", total, axes),
        ghost("rule", stood, rule),
        ghost("text", stood, rule | {"y": {"value": 8}}, align="left", dx=5),
    ]


def _totals_of(model, over):
    slider = model.sliders[over]
    return lambda **settings: [model.total(**settings | {over: x}) for x in (slider.low, slider.high)]


def path_lines(model, over, steps, over_unit):
    """A line with a point for each period, and that of the start."""
    data = {"values": [{"period": step, "place": place} for place, step in enumerate(steps)]}
    x = {"field": "period", "type": "quantitative", "axis": {"title": over_unit, "tickMinStep": 1}}
    axes = {"x": x, "y": {"field": "y", "type": "quantitative", "axis": axis(model.answer, model.unit)}}
    drawn = [
        _layer(
            data,
            {"y": f"path_{place}[datum.place]"},
            {
                "type": "line",
                "color": COLOURS[place],
                "strokeDash": _DASHES[place],
                "point": {"size": 40, "filled": True, "color": COLOURS[place]},
            },
            axes | _colour(model, name),
        )
        for place, name in enumerate(model.formulas)
    ]
    before = [
        [{"period": step, "y": model.number(one, **{over: step})} for step in steps]
        for one in model.formulas.values()
    ]
    return [
        *(ghost("line", points, axes) for points in before),
        ghost("text", before[0][-1:], axes, align="right", dy=-10),
        _to_reach(model, _at_periods(model, over, steps), axes),
        *drawn,
    ]


def _at_periods(model, over, steps):
    places = (steps[0], steps[len(steps) // 2], steps[-1])
    return lambda **settings: [
        model.number(one, **settings | {over: step}) for one in model.formulas.values() for step in places
    ]


def level_line(model, limit):
    """The dashed line where a path settles: the first of the further numbers."""
    if not limit:
        return []
    y = {"field": "y", "type": "quantitative", "axis": axis(model.answer, model.unit)}
    mark = {"type": "rule", "strokeDash": [6, 4], "color": GREY, "size": 1.5}
    return [_layer({"values": [{}]}, {"y": "also_0"}, mark, {"y": y})]


def tornado_body(model, start, per_cent):
    """Bars from the answer to where an input takes it, and those of the start."""
    sort = {"field": "width", "order": "descending"}
    y = {"field": "name", "type": "nominal", "sort": sort, "axis": {"title": None, "labelLimit": 200}}
    value = {"type": "quantitative", "axis": axis(model.answer, model.unit), "scale": {"zero": False}}
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
    inputs = [
        {"name": model.label(name), "place": place, "from": low, "to": high}
        for place, (name, (low, high)) in enumerate(start.items())
    ]
    columns = {
        "base": "answer_0",
        "lower": "moved_lower[datum.place]",
        "upper": "moved_upper[datum.place]",
        "width": "abs(datum.upper - datum.lower)",
    }
    before = {"x": value | {"field": "from"}, "x2": {"field": "to"}, "y": y}
    last = {"x": value | {"field": "to"}, "y": y}
    stood = [
        ghost("bar", None, before, height=20),
        ghost("text", None, last, dy=-17) | {"transform": [{"filter": "datum.place == 0"}]},
    ]
    return {"data": {"values": inputs}, "transform": _calculate(columns), "layer": [*layers, *stood]}


def map_layers(model, formula, across, up, level, words):
    """Two tinted parts with their names, the border between them, and the point where the sliders stand."""
    border = Border(model, formula, across, up, level)
    axes = {side: _between_ends(model, name, side, grid=False) for side, name in (("x", across), ("y", up))}
    drawn = {
        "data": _sequence(model.sliders[across], COLUMNS),
        "transform": [{"calculate": one, "as": "y"} for one in border.steps()],
    }
    colours = (COLOURS[3], COLOURS[0]) if border.reached_above else (COLOURS[0], COLOURS[3])
    before = border.points()
    stood = [{"x": model.start[across], "y": model.start[up]}]
    point = {"type": "point", "filled": True, "size": 140, "opacity": 1, "color": INK, "stroke": "#ffffff"}
    return [
        drawn | {"mark": _part(colours[0]), "encoding": axes | {"y2": {"datum": model.sliders[up].low}}},
        drawn | {"mark": _part(colours[1]), "encoding": axes | {"y2": {"datum": model.sliders[up].high}}},
        drawn | {"mark": {"type": "line", "strokeWidth": 2, "color": GREY}, "encoding": axes},
        ghost("line", before, axes),
        ghost("text", before[len(before) // 2 :][:1], axes, align="right", dx=-6, dy=-6),
        ghost("point", stood, axes),
        _names_of_parts(border, words, axes, model.sliders[across], model.sliders[up]),
        _layer({"values": [{}]}, {"x": across, "y": up}, point, axes),
    ]


def _part(colour):
    return {"type": "area", "color": colour, "opacity": _TINT}


def _names_of_parts(border, words, axes, x, y):
    """What each part is called, in its middle; a part that is as good as gone has no name."""
    across, up = (written((one.high - one.low) / _WORDS) for one in (x, y))
    columns = {
        "x": f"{written(x.low)} + ((datum.cell % {_WORDS}) + 0.5) * {across}",
        "y": f"{written(y.low)} + (floor(datum.cell / {_WORDS}) + 0.5) * {up}",
        "part": f"{border.reached()} ? {quoted(words[0])} : {quoted(words[1])}",
    }
    middle = [{"op": "mean", "field": side, "as": side} for side in ("x", "y")]
    named = [
        *_calculate(columns),
        {"aggregate": [*middle, {"op": "count", "as": "size"}], "groupby": ["part"]},
        {"filter": f"datum.size >= {_WORDS // 2}"},
    ]
    return {
        "data": {"sequence": {"start": 0, "stop": _WORDS**2, "as": "cell"}},
        "transform": named,
        "mark": {"type": "text", "fontSize": 14, "fontWeight": "bold", "color": INK},
        "encoding": axes | {"text": {"field": "part", "type": "nominal"}},
    }


def bar_layers(model, rivals, answer, unit):
    """A bar and a number for each, and the bars of the start; what they share: data and transform."""
    place = {"field": "name", "type": "nominal", "sort": None, "axis": {"title": None, "labelLimit": 200}}
    value = {"field": "value", "type": "quantitative", "axis": axis(answer, unit)}
    before = [{"name": one.label, "value": one.value} for one in rivals]
    encoding = {"x": value, "y": place}
    return {
        "data": {"values": [{"name": one.label, "place": i} for i, one in enumerate(rivals)]},
        "transform": _calculate(
            {
                "value": _pick(one.signal for one in rivals),
                "shown": _pick(_bare_number(one) for one in rivals),
                "right": "max(datum.value, 0)",
                "end": f"{_ROOM_FOR_LABEL} * datum.right",
            }
        ),
        "layer": [
            {"mark": {"type": "bar", "color": COLOURS[0], "height": {"band": 0.6}}, "encoding": encoding},
            ghost("bar", before, encoding, height={"band": 0.6}),
            ghost("text", before[:1], encoding, dy=-25),
            *_bars_to_reach(model, value),
            # The scale reaches further than the longest bar, which has room for its number.
            _unseen(None, encoding | {"x": value | {"field": "end"}}),
            _bar_label(value | {"field": "right"}, place),
        ],
    }


def _bars_to_reach(model, value):
    ends = reach(model.sliders, model.numbers)
    far = [{"value": end * (_ROOM_FOR_LABEL if end > 0 else 1)} for end in ends]
    return [_unseen(far, {"x": value})] if far else []


def cut_layers(points, start, step, label, x_unit, answer, unit):
    """A curve filled up to the cut, the cut, and where it stood."""
    data = {"values": points}
    encoding = {
        "x": {"field": "x", "type": "quantitative", "axis": axis(label, x_unit)},
        "y": {"field": "y", "type": "quantitative", "axis": axis(answer, unit)},
    }
    area = {"mark": {"type": "area", "color": COLOURS[4], "opacity": 0.5}, "encoding": encoding}
    line = {"mark": {"type": "line", "color": COLOURS[0]}, "encoding": encoding, "data": data}
    across = {"x": encoding["x"]}
    rule = _layer({"values": [{}]}, {"x": "cut"}, {"type": "rule", "color": COLOURS[1], "size": 2}, across)
    up_to_cut = f"datum.x <= cut + {written(step / 2)}"  # Half a step: where x and the cut were rounded, too.
    stood = [{"x": start}]
    return [
        {"data": data, "transform": [{"filter": up_to_cut}], **area},
        line,
        ghost("rule", stood, across),
        ghost("text", stood, across | {"y": {"value": 8}}, align="left", dx=5),
        rule,
    ]


def _to_reach(model, shown, axes):
    """The ends of an axis that no slider moves."""
    return _unseen([{"y": end} for end in reach(model.sliders, shown)], {"y": axes["y"]})


def _unseen(points, encoding):
    """Points that nobody sees, and that the scale reaches; None where the layer has the data of its chart."""
    return with_data(points) | {"mark": {"type": "point", "opacity": 0}, "encoding": encoding}


def _layer(data, columns, mark, encoding):
    return {"data": data, "transform": _calculate(columns), "mark": mark, "encoding": encoding}


def _calculate(columns):
    return [{"calculate": text, "as": name} for name, text in columns.items()]


def _sequence(slider, parts):
    step = (slider.high - slider.low) / parts
    return {"sequence": {"start": slider.low, "stop": slider.high + step / 2, "step": step, "as": "x"}}


def _axes(model, over):
    return {
        "x": _between_ends(model, over, "x"),
        "y": {"field": "y", "type": "quantitative", "axis": axis(model.answer, model.unit)},
    }


def _between_ends(model, name, field, **look):
    """The axis of an argument, from end to end of its slider."""
    slider = model.sliders[name]
    return {
        "field": field,
        "type": "quantitative",
        "axis": axis(model.label(name), slider.unit) | look,
        "scale": {"domain": [slider.low, slider.high], "nice": False},
    }


def _colour(model, name):
    """The colour and legend entry of one of several formulas."""
    if len(model.formulas) == 1:
        return {}
    names = list(model.formulas)
    scale = {"domain": names, "range": list(COLOURS[: len(names)])}
    legend = {"title": None, "orient": "top", "direction": "vertical", "labelLimit": 300}
    return {"color": {"datum": name, "type": "nominal", "scale": scale, "legend": legend}}


def _bar_label(value, place):
    """The number right of its bar; a bar below zero has it right of zero, beside the bar and not on it."""
    mark = {"type": "text", "align": "left", "dx": 5, "fontSize": 13}
    return {"mark": mark, "encoding": {"x": value, "y": place, "text": {"field": "shown", "type": "nominal"}}}


def _bare_number(one):
    """The text of a number without its unit, which the axis names."""
    return shown_in_browser(one.signal, "%" if is_per_cent(one.unit) else "", one.digits)


def _pick(names):
    return f"[{', '.join(names)}][datum.place]"
