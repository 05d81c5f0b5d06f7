"""What a live chart computes: formulas, the arguments that move, those that are fixed."""

import functools
import inspect
import itertools
import math

from crmlib._guard.checks import describe
from crmlib.explore.expressions import Expression, written
from crmlib.explore.quantities import Answer, Slider, check_text, usual_digits
from crmlib.explore.start import MOVED

_MOST_SLIDERS = 6
# What Vega calls its own.
_RESERVED = {"autosize", "background", "cursor", "datum", "event", "height", "padding", "parent", "width"}


class Model:
    """Formulas by name, and their arguments: the moving ones with their sliders, the fixed ones.

    Parameters
    ----------
    formulas : callable or dict
        One closed form, or rival ones by the name that the reader sees.
    sliders : dict
        The argument's name to its `Slider`.
    fixed : dict, optional
        The argument's name to its value.
    answer, unit, digits : str, str, int
        What the formulas give, and how it is shown.
    also : dict, optional
        Further numbers that follow the sliders: the label to its `Answer`.
    given : dict, optional
        Values that the chart itself gives a formula, such as the period of a path.

    Raises
    ------
    TypeError, ValueError
        If a name fits no argument, an argument has no value, a formula refuses a place that the sliders
        reach, or a formula cannot be written as an expression.
    """

    def __init__(self, formulas, sliders, fixed, answer, unit, digits, also=None, given=None):
        check_text("answer", answer)
        self.formulas = _named(formulas, answer)
        self.sliders = _checked_sliders(sliders)
        self.fixed = dict(fixed or {})
        self.answer, self.unit = answer, Answer(len, unit, digits).unit
        self.digits = usual_digits(unit) if digits is None else digits
        self.also = _checked_answers(also or {})
        self.given = given or {}
        self._check_names()
        self._check_range()

    @property
    def start(self):
        """The arguments where the sliders stand at first."""
        return {name: slider.value for name, slider in self.sliders.items()}

    @property
    def symbols(self):
        """The arguments as the browser names them."""
        return {name: Expression(name) for name in self.sliders}

    def label(self, name):
        """What an argument is called."""
        slider = self.sliders.get(name)
        return (slider.label if slider else None) or name.replace("_", " ")

    def number(self, formula, **changes):
        """What a formula gives for plain numbers: the start, and what is changed."""
        return _one_number(formula, self._call(formula, self.start | changes))

    def total(self, **changes):
        """The sum of what the formulas give."""
        return sum(self.numbers(**changes))

    def numbers(self, **changes):
        """What each formula gives."""
        return [self.number(formula, **changes) for formula in self.formulas.values()]

    def text(self, formula, **changes):
        """What a formula gives for the sliders' names, as text for the browser."""
        try:
            return written(self._call(formula, self.symbols | changes))
        except (TypeError, AttributeError) as error:
            reason = f"{_name(formula)} cannot move in a live chart, which needs operators alone"
            raise TypeError(f"{reason}: {error}") from error

    def all_formulas(self):
        """Every formula of the chart."""
        return [*self.formulas.values(), *(answer.formula for answer in self.also.values())]

    def check_at(self, **changes):
        """Refuse a place, within reach of the reader, where a formula has no finite value."""
        for formula in self.all_formulas():
            try:
                self.number(formula, **changes)
            except (ValueError, ArithmeticError) as error:
                where = ", ".join(f"{name} {value:g}" for name, value in (self.start | changes).items())
                raise ValueError(
                    f"the sliders reach {where}, where {_name(formula)} fails: {error}"
                ) from None

    def _call(self, formula, values):
        accepted = _arguments(formula)
        everything = self.fixed | self.given | values
        return formula(**{name: value for name, value in everything.items() if name in accepted})

    def _check_names(self):
        used = {name for formula in self.all_formulas() for name in _arguments(formula)}
        for name in (*self.sliders, *self.fixed):
            if name not in used:
                raise ValueError(
                    f"no formula here has an argument {name!r}; there are {', '.join(sorted(used))}"
                )
        if reserved := sorted((_RESERVED | {MOVED}) & self.sliders.keys()):
            raise ValueError(
                f"{reserved[0]!r} has a meaning of its own in a chart; name the argument otherwise"
            )
        if both := self.sliders.keys() & self.fixed.keys():
            raise ValueError(f"{', '.join(sorted(both))} cannot both move and be fixed")
        for formula in self.all_formulas():
            missing = _required(formula) - (self.sliders.keys() | self.fixed.keys() | self.given.keys())
            if missing:
                raise ValueError(
                    f"{_name(formula)} needs {', '.join(sorted(missing))}: a slider or a fixed value"
                )

    def _check_range(self):
        ends = [(slider.low, slider.high) for slider in self.sliders.values()]
        for corner in itertools.product(*ends):
            self.check_at(**dict(zip(self.sliders, corner, strict=True)))
        for formula in self.all_formulas():
            self.text(formula)


def _named(formulas, answer):
    """Formulas by name; a single one has the name of the answer."""
    named = formulas if isinstance(formulas, dict) else {answer: formulas}
    if not named:
        raise ValueError("formulas must hold at least one function; got none")
    for name, formula in named.items():
        check_text("the name of a formula", name)
        if not callable(formula):
            raise TypeError(f"formulas must be a function, or functions by name; got {describe(formula)}")
    return dict(named)


def _checked_sliders(sliders):
    if not isinstance(sliders, dict) or not all(isinstance(one, Slider) for one in sliders.values()):
        raise TypeError("sliders must be a dictionary of Slider objects, by the name of their argument")
    if not 1 <= len(sliders) <= _MOST_SLIDERS:
        raise ValueError(f"a chart has 1 to {_MOST_SLIDERS} sliders; got {len(sliders)}")
    return dict(sliders)


def _checked_answers(also):
    if not isinstance(also, dict) or not all(isinstance(one, Answer) for one in also.values()):
        raise TypeError("also must be a dictionary of Answer objects, by the label that the reader sees")
    return dict(also)


def _arguments(formula):
    """The names of a function's arguments."""
    return inspect.signature(formula).parameters


def _required(formula):
    """The arguments that a function must be given."""
    return {name for name, argument in _arguments(formula).items() if argument.default is argument.empty}


def _name(formula):
    """A function's name, also where some of its arguments are set."""
    while isinstance(formula, functools.partial):
        formula = formula.func
    return getattr(formula, "__name__", "the formula")


def _one_number(formula, result):
    try:
        number = float(result)
    except (TypeError, ValueError):
        raise ValueError(f"{_name(formula)} must give one number; got {describe(result)}") from None
    if not math.isfinite(number):
        raise ValueError(f"the result is not finite ({number})")
    return number
