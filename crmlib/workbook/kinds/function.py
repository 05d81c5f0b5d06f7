"""Questions answered by a function, compared with the right one on drawn inputs."""

import contextlib
import copy
import inspect
import io
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from crmlib._guard.checks import describe
from crmlib.workbook.kinds.draws import generator
from crmlib.workbook.kinds.patience import TooSlow, patience
from crmlib.workbook.kinds.questions import Question, Verdict

MOST_SHOWN = 60  # characters of one value in a message


@dataclass(frozen=True, kw_only=True)
class Function(Question):
    """A question whose answer is a function.

    Parameters
    ----------
    answer : callable
        The right function; it is called with the inputs in their order.
    inputs : mapping
        Name of each argument to what is drawn for it (`crmlib.workbook.kinds.draws`).
    edges : sequence of dict
        Inputs to be tried before the drawn ones, such as a rate of 0.
    slips : sequence of Slip
        ``wrong`` is a rival function; the input on which it differs is shown.
    cases : int
        How many inputs are drawn.
    allowed : callable, optional
        Inputs, by name, to whether they will do; others are drawn again.
    arrays : bool
        Whether the function must take arrays of numbers, too.
    tolerance : float
        Relative, for numbers.
    seconds : float
        How long all calls together may take.
    """

    answer: Callable
    inputs: Mapping
    edges: Sequence[Mapping] = ()
    slips: Sequence = ()
    cases: int = 25
    allowed: Callable | None = None
    arrays: bool = False
    tolerance: float = 1e-6
    seconds: float = 5.0

    def solution(self, numbers):
        """The right function."""
        return self.answer

    def foreseen(self, numbers):
        """Each rival function, with its message."""
        return [(index, slip.wrong, slip.message) for index, slip in enumerate(self.slips)]

    def recorded(self, given):
        """The source of the function, where it can be had."""
        with contextlib.suppress(OSError, TypeError):
            return inspect.getsource(given)
        return given

    def statement(self, student=None):
        """The prompt and the arguments in their order."""
        arguments = ", ".join(f"`{name}`" for name in self.inputs)
        return f"{super().statement(student)}\n\nArguments, in this order: {arguments}."

    def tried(self):
        """The inputs on which functions are compared, as dictionaries: the edges, then the drawn ones."""
        rng, drawn = generator("inputs", self.id), []
        while len(drawn) < self.cases:
            case = {name: draw.draw(rng) for name, draw in self.inputs.items()}
            if self.allowed is None or self.allowed(**case):
                drawn.append(case)
        return [*map(dict, self.edges), *drawn]

    def first_difference(self, function, other):
        """The first tried input on which two functions differ, with both results; None if there is none."""
        for case in self.tried():
            one, two = _result(function, case), _result(other, case)
            if not alike(one, two, self.tolerance):
                return case, one, two
        return None

    def _mark(self, given, numbers):
        if not callable(given) or isinstance(given, type):
            return Verdict(
                "unreadable", f"A function is asked: its name, without brackets. Got {describe(given)}."
            )
        if problem := self._signature(given):
            return Verdict("unreadable", problem)
        try:
            with patience(self.seconds):
                return self._compare(given, numbers)
        except TooSlow:
            return Verdict(
                "wrong",
                f"Your function does not come to an end in {self.seconds:g} seconds. Does a loop never stop?",
            )
        except Wrong as found:
            return Verdict("wrong", str(found))

    def _signature(self, given):
        """A sentence if the function cannot be called with the arguments asked; None otherwise."""
        try:
            inspect.signature(given).bind(*self.inputs)
        except ValueError:  # some built-in functions do not say what they take
            return None
        except TypeError:
            wanted = ", ".join(self.inputs)
            count = f"{len(self.inputs)} argument{'s' if len(self.inputs) > 1 else ''}"
            taken = inspect.signature(given)
            return f"Your function must take {count} ({wanted}), in this order; it takes {taken}."
        return None

    def _compare(self, given, numbers):
        """Call by call: does it stop, return, leave its input alone, and give the right result?"""
        results = [(case, run(given, case), _result(self.answer, case)) for case in self.tried()]
        wrong = [found for found in results if not alike(*found[1:], self.tolerance)]
        if not wrong:
            return (self._on_arrays(given) if self.arrays else None) or self._right(numbers)
        case, got, right = wrong[0]
        shown = f"For {in_words(case)} your function gives {short(got)}; {short(right)} is right."
        for name, rival, message in self.foreseen(numbers):
            if all(alike(got, _result(rival, case), self.tolerance) for case, got, _ in results):
                return Verdict("slip", f"{message} {shown}", name)
        if _only_rounded(wrong):
            return Verdict(
                "wrong", "Your function rounds its result. Return all digits, and round where you print."
            )
        agree = len(results) - len(wrong)
        return Verdict("wrong", f"{shown} It is right for {agree} of {len(results)} inputs that were tried.")

    def _on_arrays(self, given):
        """A verdict if the function fails when each argument is an array of numbers; None otherwise."""
        cases = self.tried()
        columns = {name: np.array([case[name] for case in cases], dtype=float) for name in self.inputs}
        try:
            got = run(given, columns)
        except Wrong as found:
            return Verdict("wrong", f"Right for single numbers, not for arrays. {found}")
        right = np.array([_result(self.answer, case) for case in cases])
        if alike(got, right, self.tolerance):
            return None
        return Verdict(
            "wrong", f"Right for single numbers; for arrays of {len(cases)} numbers it gives {short(got)}."
        )


def _only_rounded(found):
    """Whether each wrong result is the right one with fewer decimals."""
    return any(all(_is_round(got, right, digits) for _, got, right in found) for digits in range(1, 7))


def _is_round(got, right, digits):
    try:
        return math.isclose(got, round(float(right), digits), rel_tol=0, abs_tol=1e-9)
    except (TypeError, ValueError):  # no numbers
        return False


class Wrong(Exception):
    """What is wrong with a function, in one sentence."""


def run(function, case):
    """What a student's function returns for an input.

    Raises
    ------
    Wrong
        If it stops with an error, returns nothing, or changes what it was given.
    """
    given, printed = copy.deepcopy(list(case.values())), io.StringIO()
    try:
        with contextlib.redirect_stdout(printed), np.errstate(all="ignore"):
            result = function(*given)
    except TooSlow:
        raise
    except (Exception, SystemExit) as problem:
        said = f": {short(str(problem), str)}" if _can_be_said(problem) else ""
        raise Wrong(
            f"For {in_words(case)} your function stops with {type(problem).__name__}{said}."
        ) from None
    if result is None and printed.getvalue().strip():
        raise Wrong(
            "Your function prints its result and returns nothing. End it with `return` in place of `print`."
        )
    if result is None:
        raise Wrong(
            f"For {in_words(case)} your function returns nothing. Does each of its ways end with `return`?"
        )
    for (name, value), after in zip(case.items(), given, strict=True):
        if not alike(after, value, 0):
            raise Wrong(f"Your function changes the `{name}` that it is given. Work on a copy.")
    return result


def _result(function, case):
    """What one of our own functions returns."""
    return function(*copy.deepcopy(list(case.values())))


def alike(got, right, tolerance):
    """Whether two results are the same: numbers within the tolerance, everything else exactly."""
    try:
        if isinstance(right, bool | str | bytes) or isinstance(got, str | bytes):
            return type(got).__name__.rstrip("_") == type(right).__name__ and bool(got == right)
        if isinstance(right, Mapping):
            same = isinstance(got, Mapping) and got.keys() == right.keys()
            return same and all(alike(got[name], right[name], tolerance) for name in right)
        if np.shape(got) != np.shape(right):
            return False
        return bool(
            np.allclose(np.asarray(got, float), np.asarray(right, float), tolerance, 1e-9, equal_nan=True)
        )
    except (TypeError, ValueError):  # no numbers
        return _equal(got, right)


def _equal(got, right):
    """Whether objects that are no numbers are equal."""
    try:
        return bool(got.equals(right)) if hasattr(right, "equals") else bool(np.all(got == right))
    except Exception:  # a student's object may fail at any look
        return False


def in_words(case):
    """An input as a sentence can show it.

    >>> in_words({"margin": 100, "retention": 0.8})
    'margin = 100, retention = 0.8'
    """
    return ", ".join(f"{name} = {short(value)}" for name, value in case.items())


def short(value, text=repr):
    """A value as a sentence can show it: numbers to six digits, everything in one line, long text cut."""
    if isinstance(value, np.ndarray | np.number):
        value = value.tolist()
    if isinstance(value, float):
        return f"{value:.6g}"
    shown = " ".join(text(value).split())
    return shown if len(shown) <= MOST_SHOWN else f"{shown[:MOST_SHOWN]}…"


def _can_be_said(problem):
    """Whether an error has a text, and the text can be made."""
    try:
        return bool(str(problem))
    except Exception:
        return False
