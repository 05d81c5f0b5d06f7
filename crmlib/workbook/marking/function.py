"""The keys of questions answered by a function, which is compared with the right one on drawn inputs."""

import contextlib
import copy
import inspect
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from crmlib._guard.checks import describe
from crmlib.workbook.finding.functions import Tried, named
from crmlib.workbook.kinds.draws import generator
from crmlib.workbook.kinds.patience import TooSlow, patience
from crmlib.workbook.marking.key import UNTRIED, KeyWithSlips, Verdict

MOST_SHOWN = 60  # characters of one value in a message


@dataclass(frozen=True, kw_only=True, repr=False)
class FunctionKey(KeyWithSlips):
    """The key of a question whose answer is a function.

    Parameters
    ----------
    answer : callable
        The right function; it is called with the inputs in their order.
    plain : sequence of callable
        The same as a student would write it, in one way or several: functions of a few lines that stand in
        the key's file by ``def``. Her errors are changes of these.
    edges : sequence of dict
        Inputs to be tried before the drawn ones, such as a rate of 0.
    slips : sequence of Slip
        ``wrong`` is a rival function; the input on which it differs is shown.
    cases : int
        How many inputs are drawn. What is right for the edges and the first of them may be shown; the
        others are drawn anew at each check.
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
    plain: Sequence[Callable] = ()
    edges: Sequence[Mapping] = ()
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

    def tried(self, before=UNTRIED):
        """The inputs on which functions are compared, as dictionaries: the edges, then the drawn ones.

        The first of these is always the same, for what is right for it may be told; the others are drawn anew
        for each student and answer.
        """
        first = self._drawn(generator("inputs", self.id), 1)
        fresh = generator("inputs", self.id, before.student, before.attempts)
        return [*map(dict, self.edges), *first, *self._drawn(fresh, self.cases - 1)]

    def _drawn(self, rng, number):
        """Some inputs that are allowed."""
        drawn = []
        while len(drawn) < number:
            case = {name: draw.draw(rng) for name, draw in self.question.inputs.items()}
            if self.allowed is None or self.allowed(**case):
                drawn.append(case)
        return drawn

    def first_difference(self, function, other):
        """The first tried input on which two functions differ, with both results; None if there is none."""
        for case in self.tried():
            one, two = _result(function, case), _result(other, case)
            if not alike(one, two, self.tolerance):
                return case, one, two
        return None

    def _mark(self, given, numbers, before):
        if not callable(given) or isinstance(given, type):
            return Verdict(
                "unreadable", f"A function is asked: its name, without brackets. Got {describe(given)}."
            )
        if problem := self._signature(given):
            return Verdict("unreadable", problem)
        try:
            return self._compare(given, numbers, before)
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
            inspect.signature(given).bind(*self.question.inputs)
        except ValueError:  # some built-in functions do not say what they take
            return None
        except TypeError:
            wanted = ", ".join(self.question.inputs)
            count = f"{len(self.question.inputs)} argument{'s' if len(self.question.inputs) > 1 else ''}"
            taken = inspect.signature(given)
            return f"Your function must take {count} ({wanted}), in this order; it takes {taken}."
        return None

    def _compare(self, given, numbers, before):
        """Call by call: does it stop, return, leave its input alone, and give the right result?"""
        cases = self.tried(before)
        with patience(self.seconds):
            tried = self._beside(cases, [run(given, case) for case in cases])
            verdict = self._on_arrays(given, cases) if self.arrays and not tried.wrong else None
        return verdict or self._verdict(tried, numbers, lambda case: run(given, case))

    def _beside(self, cases, got):
        """What a function gave, beside what is right."""
        right = [_result(self.answer, case) for case in cases]
        return Tried(cases, got, right, lambda one, other: alike(one, other, self.tolerance))

    def compare(self, cases, got, numbers):
        """The verdict on what a function gave for some inputs; it may have been called elsewhere.

        Parameters
        ----------
        cases : list of dict
            The inputs, as `tried` gives them.
        got : list
            What the function returned for each of them.
        numbers : dict
            The student's numbers.
        """
        return self._verdict(self._beside(cases, got), numbers)

    def _verdict(self, tried, numbers, again=None):
        """Right, or what is wrong; `again` calls the function once more, where it can be called."""
        if not tried.wrong:
            return self._right(numbers)
        first, number = tried.wrong[0], len(tried.cases)
        told = tried.cases[first], tried.got[first], tried.right[first]
        shown = self._shown(*told, may_be_told=first <= len(self.edges))
        if found := self._named(tried, numbers, again):
            message, name = found
            return Verdict("slip", f"{message} {shown}", name)
        agree = number - len(tried.wrong)
        return Verdict("wrong", f"{shown} It is right for {agree} of {number} inputs that were tried.")

    def _named(self, tried, numbers, again):
        """What can be said of a wrong function and the name of it: a rival first, if it agrees everywhere."""
        rivals = [
            (tried.fit(lambda place, rival=rival: _result(rival, tried.cases[place])), name, message)
            for name, rival, message in self.foreseen(numbers)
        ]
        agree, name, message = max(rivals, key=lambda one: one[0], default=(0, None, ""))
        if agree < len(tried.cases):
            found = named(tried.got, tried.cases, tried.right, self.plain, tried.same, again)
            if found and found.agree > agree:
                agree, name, message = found.agree, "edited", found.says
        if not agree:
            return None
        so_far = f" So it looks on {agree} of {len(tried.cases)} inputs." if agree < len(tried.cases) else ""
        return message + so_far, name

    @staticmethod
    def _shown(case, got, right, may_be_told):
        """What a function gives for an input; what is right is said of a few alone, or a table would do."""
        shown, wanted = short(got), short(right)
        if shown == wanted:
            shown, wanted = repr(got), repr(right)
        gives = f"For {in_words(case)} your function gives {shown}"
        return f"{gives}; {wanted} is right." if may_be_told else f"{gives}, which is not right."

    def _on_arrays(self, given, cases):
        """A verdict if the function fails when each argument is an array of numbers; None otherwise."""
        columns = {
            name: np.array([case[name] for case in cases], dtype=float) for name in self.question.inputs
        }
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
    """Whether two results are the same: numbers within the tolerance, everything else exactly.

    The kind is looked at first, and the right result compares: an object that calls itself equal to
    everything is equal to nothing here.
    """
    if isinstance(right, bool | np.bool_):
        return isinstance(got, bool | np.bool_) and bool(got) is bool(right)
    if isinstance(right, str | bytes):
        kind = str if isinstance(right, str) else bytes
        return issubclass(type(got), kind) and kind.__eq__(right, got)
    if isinstance(right, Mapping):
        return issubclass(type(got), Mapping) and _same_items(dict(got), right, tolerance)
    if (numbers := _as_numbers(right)) is not None:
        return _same_numbers(_as_numbers(got), numbers, tolerance)
    if isinstance(right, list | tuple | np.ndarray):
        both = issubclass(type(got), list | tuple | np.ndarray) and len(got) == len(right)
        return both and all(alike(*pair, tolerance) for pair in zip(got, right, strict=True))
    return type(got) is type(right) and _equal(got, right)


def _same_items(got, right, tolerance):
    return got.keys() == right.keys() and all(alike(got[name], right[name], tolerance) for name in right)


def _as_numbers(value):
    """A value as an array of numbers; None if it is none."""
    if value is None or issubclass(type(value), str | bytes | Mapping | set | frozenset):
        return None
    try:
        return np.asarray(value, dtype=float)
    except Exception:  # no numbers, or a student's object that fails at any look
        return None


def _same_numbers(got, right, tolerance):
    same_shape = got is not None and got.shape == right.shape
    return same_shape and bool(np.allclose(got, right, tolerance, 1e-9, equal_nan=True))


def _equal(got, right):
    """Whether objects of one kind that are no numbers are equal."""
    try:
        return bool(right.equals(got)) if hasattr(right, "equals") else bool(right == got)
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
