"""The object that a cell ends with: a specification for the browser, and its numbers as text."""

import functools
import json
from dataclasses import dataclass
from typing import Any

from crmlib.explore.expressions import Expression
from crmlib.explore.quantities import around, named, shown, shown_in_browser, usable, usual_digits
from crmlib.explore.start import moved

VEGALITE = "application/vnd.vegalite.v5+json"
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
WIDTH, HEIGHT = 520, 280


@dataclass(frozen=True)
class Readout:
    """A number beside the picture: its name in the browser, its formula there, and in Python."""

    signal: str
    label: str
    formula: str
    compute: Any
    unit: str
    digits: int

    @property
    def value(self):
        """The value at the start."""
        return self.compute()

    @property
    def text(self):
        """The value at the start, with its unit."""
        return shown(self.value, self.unit, self.digits)

    def entry(self):
        """What the page must know."""
        return {"signal": self.signal, "label": self.label, "value": self.value, "text": self.text}

    def parameters(self):
        """The number and its text, as the browser computes them."""
        return [
            {"name": self.signal, "expr": self.formula},
            {
                "name": f"{self.signal}_text",
                "expr": shown_in_browser(self.signal, self.unit, self.digits),
            },
        ]


class LiveChart:
    """A chart that a reader moves. It ends a cell; JupyterLab and the book's page draw it.

    Made by `curve`, `bars`, `path`, `tornado`, `frontier` and `cutoff`.

    Attributes
    ----------
    specification : dict
        The chart in Vega-Lite.
    text : str
        The settings and the numbers at the start, as a table.
    """

    def __init__(self, specification, text, readouts):
        # Through JSON, so that what is stored is what is shown.
        self.specification = _in_usable_digits(json.loads(json.dumps(specification, allow_nan=False)))
        self.text, self._readouts = text, readouts

    @property
    def about(self):
        """Title, alternative text, sliders and readouts."""
        return self.specification["usermeta"]["explore"]

    def asking(self, prompt, options, then, after):
        """The same chart, locked on the page until the reader has predicted.

        Parameters
        ----------
        prompt : str
            What is asked, as Markdown.
        options : list of str
            What the reader chooses from.
        then : list of str
            What is said of each option once the reader has moved the chart.
        after : str
            What to explain in the end.

        Returns
        -------
        LiveChart
        """
        predict = {"prompt": prompt, "options": list(options), "then": list(then), "after": after}
        explore = self.about | {"predict": predict}
        specification = self.specification | {"usermeta": {"explore": explore}}
        return LiveChart(specification, self.text, self._readouts)

    def numbers(self, **settings):
        """The numbers beside the picture, computed by Python, with the sliders somewhere else.

        Parameters
        ----------
        **settings : float
            Arguments that differ from the start, by name.

        Returns
        -------
        dict
            The label to the number.

        Examples
        --------
        >>> from crmlib import clv, explore
        >>> lifetime = explore.curve(
        ...     clv.expected_lifetime,
        ...     over="retention_rate",
        ...     sliders={"retention_rate": explore.Slider(0.8, 0.5, 0.95, 0.01, "%")},
        ...     answer="expected lifetime",
        ... )
        >>> lifetime.numbers(retention_rate=0.75)
        {'expected lifetime': 4.0}
        """
        return {one.label: one.compute(**settings) for one in self._readouts}

    def __repr__(self):
        return self.text

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {VEGALITE: self.specification, "text/plain": self.text}


def assemble(model, body, *, title, alt, readouts, rows, height=HEIGHT, extra_parameters=()):
    """A live chart from a picture (data, transform, layers) and the numbers beside it.

    Parameters
    ----------
    model : Model
        The sliders.
    body : dict
        What Vega-Lite draws: `layer`, and `data` and `transform` where the layers share them.
    title, alt : str
        The title, and what the picture shows in words.
    readouts : list of Readout
        The numbers beside the picture.
    rows : list of tuple
        Further lines of the text: a label and a number with its unit.
    height : int
        Pixels.
    extra_parameters : sequence of dict
        Numbers that the picture needs.

    Returns
    -------
    LiveChart
    """
    sliders = [slider_entry(model, name) for name in model.sliders]
    specification: dict[str, Any] = {
        "$schema": SCHEMA,
        "description": alt,
        "title": {
            "text": title,
            "subtitle": {"expr": "[" + ", ".join(_line(one) for one in readouts) + "]"},
            "anchor": "start",
        },
        "width": WIDTH,
        "height": height,
        "params": [
            *(part for name in model.sliders for part in slider_parameters(model, name)),
            moved(sliders),
            *(part for one in readouts for part in one.parameters()),
            *extra_parameters,
        ],
        **body,
        "config": {
            "axis": {"labelFontSize": 12, "titleFontSize": 13, "titleFontWeight": "normal"},
            "legend": {"labelFontSize": 12, "symbolStrokeWidth": 2},
        },
        "usermeta": {
            "explore": {
                "title": title,
                "alt": alt,
                "sliders": sliders,
                "answers": [one.entry() for one in readouts],
            }
        },
    }
    settings = [(model.label(name), slider.text) for name, slider in model.sliders.items()]
    answers = [(one.label, one.text) for one in readouts]
    return LiveChart(specification, _table(title, settings, answers, rows), readouts)


def slider_entry(model, name):
    """What the page must know of a slider: all numbers as the reader sees them."""
    slider = model.sliders[name]
    return {
        "signal": f"{name}_shown" if slider.factor != 1 else name,
        "label": model.label(name),
        "unit": slider.unit,
        "digits": slider.digits,
        "low": slider.shown(slider.low),
        "high": slider.shown(slider.high),
        "step": slider.shown(slider.step),
        "value": slider.shown(slider.value),
        "text": slider.text,
        "around": around(slider.unit),
    }


def slider_parameters(model, name):
    """A slider's parameters; one in per cent moves in per cent and gives a fraction."""
    slider, entry = model.sliders[name], slider_entry(model, name)
    bound = {
        "name": entry["signal"],
        "value": entry["value"],
        "bind": {
            "input": "range",
            "min": entry["low"],
            "max": entry["high"],
            "step": entry["step"],
            "name": f"{named(entry['label'], slider.unit)} ",
        },
    }
    if slider.factor == 1:
        return [bound]
    return [bound, {"name": name, "expr": f"{entry['signal']} / {slider.factor}"}]


def readouts_of(model):
    """The answer of each formula, then the further numbers."""
    return [
        *(
            readout(model, f"answer_{place}", name, formula, model.unit, model.digits)
            for place, (name, formula) in enumerate(model.formulas.items())
        ),
        *further_readouts(model),
    ]


def further_readouts(model):
    """The further numbers that the author asked for."""
    return [
        readout(
            model,
            f"also_{place}",
            label,
            one.formula,
            one.unit,
            usual_digits(one.unit) if one.digits is None else one.digits,
        )
        for place, (label, one) in enumerate(model.also.items())
    ]


def readout(model, signal, label, formula, unit, digits, **changes):
    """A number beside the picture, from a formula; what is changed is a number in it."""
    compute = functools.partial(model.number, formula, **changes)
    return Readout(signal, label, model.text(formula, **changes), compute, unit, digits)


def _in_usable_digits(part):
    """Part of a specification, its numbers rounded; a slider moves in exact steps and stays as it is."""
    if isinstance(part, dict) and "bind" not in part:
        return {name: one if name == "sliders" else _in_usable_digits(one) for name, one in part.items()}
    if isinstance(part, list):
        return [_in_usable_digits(one) for one in part]
    return usable(part) if isinstance(part, float) else part


def datum(field):
    """A column of the picture's data, in a formula."""
    return Expression(f"datum.{field}")


def _line(one):
    return f"{json.dumps(one.label + ': ', ensure_ascii=False)} + {one.signal}_text"


def _table(title, settings, answers, rows):
    """Title, settings, answers and further numbers in two columns."""
    width = max(len(label) for label, _ in (*settings, *answers, *rows))
    blocks = [block for block in (settings, answers, rows) if block]
    lines = [[f"{label:<{width}}  {text}" for label, text in block] for block in blocks]
    rule = "-" * max(len(line) for block in lines for line in block)
    return "\n".join([title, rule, f"\n{rule}\n".join("\n".join(block) for block in lines)])
