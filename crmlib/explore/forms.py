"""The forms of live charts. Each takes formulas and sliders, and gives an object that ends a cell."""

import itertools
from numbers import Integral

from crmlib._guard.checks import check, describe, each, number, open_share
from crmlib.explore import layers
from crmlib.explore.chart import Readout, assemble, further_readouts, readout, readouts_of
from crmlib.explore.expressions import written
from crmlib.explore.model import Model
from crmlib.explore.quantities import (
    Answer,
    Slider,
    check_text,
    shown,
    usable_as_shown,
    usual_digits,
)

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
        The chart; it ends the cell. Once a slider has moved, the start stays in grey.

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
    draw = layers.stack if stacked else layers.lines
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
    rivals = readouts[: len(model.formulas)]
    return assemble(
        model,
        layers.bar_layers(model, rivals, answer, unit),
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
        {"layer": [*layers.path_lines(model, over, steps, over_unit), *layers.level_line(model, limit)]},
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
    start = {
        name: [model.number(formula, **{name: value * times}) for times in ends.values()]
        for name, value in model.start.items()
    }
    rows = [
        (f"{model.label(name)} down, up", " and ".join(shown(one, unit, model.digits) for one in both))
        for name, both in start.items()
    ]
    per_cent = f"{change * 100:g} %"
    return assemble(
        model,
        layers.tornado_body(model, start, per_cent),
        title=title or f"{answer} when each input moves by {per_cent}",
        alt=alt or f"Bars of {answer} when each input alone moves by {per_cent}; the longest on top.",
        readouts=readouts_of(model),
        rows=rows,
        height=55 * len(model.sliders),
        extra_parameters=moved,
    )


def frontier(
    formula, across, up, sliders, *, answer, unit="", digits=None, level=0.0, words=None, fixed=None,
    also=None, title=None, alt=None,
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
    words : tuple of str, optional
        What is written into the part that reaches the level, and into the other, such as
        ``("pays", "does not pay")``.
    sliders, answer, unit, digits, fixed, also, title, alt
        As for `curve`.

    Returns
    -------
    LiveChart
        A map: blue where the answer reaches the level, orange where it is below, the border between.

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
    words = _two_words(words or (f"at least {threshold}", f"below {threshold}"))
    return assemble(
        model,
        {"layer": layers.map_layers(model, formula, across, up, level, words)},
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
        {"layer": layers.cut_layers(points, float(start), step, label, x_unit, answer, unit)},
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
# Checks


def _totals(model, stacked):
    """The total of a stack, as a number of its own."""
    if not stacked:
        return []
    formula = " + ".join(f"answer_{place}" for place in range(len(model.formulas)))
    return [Readout("total", f"{model.answer}, total", formula, model.total, model.unit, model.digits)]


def _of(model, name):
    """Which of several formulas a number belongs to."""
    return f", {name}" if len(model.formulas) > 1 else ""


def _known(model, name, argument):
    if argument not in model.sliders:
        allowed = ", ".join(map(repr, model.sliders))
        raise ValueError(f"{name} must be an argument with a slider ({allowed}); got {describe(argument)}")


def _at_most_colours(model):
    if len(model.formulas) > len(layers.COLOURS):
        raise ValueError(f"a chart draws at most {len(layers.COLOURS)} formulas; got {len(model.formulas)}")


def _only_one():
    raise ValueError("this chart draws one formula; got several")


def _two_words(words):
    if not isinstance(words, tuple | list) or len(words) != 2:
        raise TypeError(
            f"words must be two, for the part that reaches the level and the other; got {words!r}"
        )
    for one in words:
        check_text("each of words", one)
    return words


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
