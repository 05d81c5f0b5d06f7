"""A walk over every public function: each bad value, in each argument, gives one clear sentence.

The walk finds the functions itself; `reference/topics.toml` lists the modules. A call that works is the first
example in the function's docstring. What a docstring cannot say stands in `tests/valid_calls/<topic>.py`, or
in the files of `tests/valid_calls/<topic>/` together:

- `CALLS` (optional): for a function further arguments by name, which the example leaves out, or a whole call
  where an example needs files, takes long or has no column;
- `ALLOWED` (optional): under "function.argument" the labels of `BAD` that are no mistake there. Such a value
  must give a finite result.
- `ENDLESS` (optional): functions whose result may be or hold infinity, because they say so.
- `INTERNAL` (optional): functions without an underscore that only other modules of crmlib call.

None where it is the default is always allowed. 80 is a mistake in every argument that is a rate or a share by
its name, and 10 in every discount rate; elsewhere they are numbers like others.
"""

import functools
import importlib
import importlib.util
import inspect
import itertools
import math
import numbers
import re
import traceback
import warnings
from pathlib import Path
from typing import NamedTuple

import docstring_examples
import kinds_of_data
import numpy as np
import pandas as pd
import pytest
import topics

import crmlib

VALID_CALLS = Path(__file__).parent / "valid_calls"
RATE = re.compile(r"(^|_)(rate|share|churn|retention|confidence|growth|probability)(_|$)")
LONGEST_SENTENCE = 250

BAD = {
    "negative": -1,
    "eighty": 80,
    "ten per cent": 10,
    "nan": math.nan,
    "numpy nan": np.float64("nan"),
    "missing": pd.NA,
    "missing time": pd.NaT,
    "infinite": math.inf,
    "minus infinite": -math.inf,
    "beyond floats": 10**400,
    "none": None,
    "true": True,
    "text": "abc",
    "number as text": "0.5",
    "empty text": "",
    "list": [0.5],
    "empty list": [],
    "dictionary": {"a": 0.5},
    "complex": 1j,
    "object": object(),
    "empty array": np.array([]),
    "empty Series": pd.Series([], dtype=float),
    "array with nan": np.array([0.5, math.nan]),
    "array with infinity": np.array([0.5, math.inf]),
    "Series with NA": pd.Series([0.5, pd.NA], dtype="Float64"),
    "array of text": np.array(["a", "b"]),
    "array of booleans": np.array([True, False]),
    "masked array": np.ma.array([0.5, 0.7], mask=[True, False]),
    "masked number": np.ma.masked,
}


OTHER_CHANGES = {"wrong length", "nan inside", "numbered columns"}


@functools.cache
def public_functions(topic):
    """The functions that a topic's modules define for their users."""
    found = {}
    for module in topics.walked():
        if module.partition(".")[0] == topic:
            functions = {
                name: value for name, value in topics.own(module).items() if inspect.isfunction(value)
            }
            assert not found.keys() & functions, (
                f"{topic} has two functions {found.keys() & functions.keys()}"
            )
            found |= functions
    return found


def registry(topic):
    """The valid calls of a topic, and what is allowed in them."""
    calls, allowed, endless, internal = {}, {}, set(), set()
    for path in files_of(topic):
        spec = importlib.util.spec_from_file_location(f"valid_calls_{topic}_{path.stem}", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        calls |= getattr(module, "CALLS", {})
        allowed |= getattr(module, "ALLOWED", {})
        endless |= set(getattr(module, "ENDLESS", ()))
        internal |= set(getattr(module, "INTERNAL", ()))
    return Registry(calls, allowed, endless, internal)


def files_of(topic):
    """The files with a topic's valid calls."""
    single = VALID_CALLS / f"{topic}.py"
    return [single] if single.exists() else sorted((VALID_CALLS / topic).glob("*.py"))


class Registry(NamedTuple):
    """What a file of `tests/valid_calls` says."""

    calls: dict
    allowed: dict
    endless: set
    internal: set


MODULES = list(dict.fromkeys(module.partition(".")[0] for module in topics.walked()))
REGISTRY = {name: registry(name) for name in MODULES}
WALKED = [
    (topic, name)
    for topic in MODULES
    for name in sorted(public_functions(topic).keys() - REGISTRY[topic].internal)
]
each_module = pytest.mark.parametrize("name", MODULES)
each_function = pytest.mark.parametrize(("module", "name"), WALKED, ids=[".".join(pair) for pair in WALKED])


def valid_call(topic, name):
    """The arguments of a call that works: the docstring's first example, and what the topic's file adds."""
    given, function = REGISTRY[topic].calls.get(name, {}), public_functions(topic)[name]
    required = {
        argument
        for argument, parameter in inspect.signature(function).parameters.items()
        if parameter.default is parameter.empty and parameter.kind is not parameter.VAR_KEYWORD
    }
    if name in REGISTRY[topic].calls and required <= given.keys():
        return given
    example = docstring_examples.first_call(function)
    return None if example is None else example | given


@functools.cache
def valid_result(topic, name):
    """What the valid call gives, or the exception; several tests compare with it."""
    return outcome(public_functions(topic)[name], valid_call(topic, name))


def arguments_of(function, call):
    """Every argument with its value in the valid call, or its default."""
    parameters = inspect.signature(function).parameters
    defaults = {name: parameter.default for name, parameter in parameters.items()}
    return {name: value for name, value in (defaults | call).items() if value is not inspect.Parameter.empty}


def outcome(function, call):
    """What a call gives: a result, or the exception."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return function(**call)
        except Exception as problem:
            return problem


def what_is_wrong(result, arguments, allowed, endless):
    """Why an outcome is not what a student should meet, or None."""
    if not isinstance(result, Exception):
        if not allowed:
            return f"is not refused: {result!r:.80}"
        return None if endless or is_finite(result) else f"gives {result!r:.80}"
    sentence = str(result)
    if type(result) not in (TypeError, ValueError):
        return f"raises {result!r:.120}"
    if allowed:
        return f"is refused, though it is listed as allowed: {sentence}"
    if not any(names(sentence, argument) for argument in arguments):
        return f"has a sentence that names no {' or '.join(arguments)}: {sentence}"
    if "\n" in sentence or len(sentence) > LONGEST_SENTENCE:
        return f"has no short sentence: {sentence}"
    last = Path(traceback.extract_tb(result.__traceback__)[-1].filename)
    if Path(crmlib.__file__).parent not in last.parents:
        return f"fails deep inside another library: {sentence}"
    return None


def is_finite(result):
    """Whether there is no NaN or infinity in numbers, and no infinity in a table."""
    if isinstance(result, numbers.Number):
        return math.isfinite(result)
    if isinstance(result, dict):
        return all(map(is_finite, result.values()))
    if isinstance(result, list | tuple):
        return all(map(is_finite, result))
    if isinstance(result, pd.DataFrame):
        return not np.isinf(result.select_dtypes("number").to_numpy(dtype=float)).any()
    if hasattr(result, "__array__"):
        values = result.__array__()
        return values.dtype.kind not in "fc" or bool(np.isfinite(values).all())
    return True


@each_function
def test_no_public_function_is_forgotten(module, name):
    assert valid_call(module, name) is not None, (
        f"nothing calls {name}: begin the examples of its docstring with a call; if it needs files or long "
        f"data, write one into CALLS of tests/valid_calls/{module}, or into INTERNAL if it is not public"
    )


@each_module
def test_the_registry_names_what_exists(name):
    functions = public_functions(name)
    named = REGISTRY[name].calls.keys() | REGISTRY[name].internal | REGISTRY[name].endless
    assert named <= functions.keys(), f"no such function of {name}: take it out of tests/valid_calls/{name}"
    for key, labels in REGISTRY[name].allowed.items():
        function, _, argument = key.partition(".")
        assert argument in inspect.signature(functions[function]).parameters, f"ALLOWED: no argument {key}"
        assert labels <= BAD.keys() | kinds_of_data.KINDS.keys() | OTHER_CHANGES, key


def test_no_file_of_calls_is_left_over():
    known = {path.stem for path in VALID_CALLS.iterdir() if path.name != "__pycache__"}
    assert known <= set(MODULES), f"calls of no topic: {known - set(MODULES)}"


@each_function
def test_the_valid_call_works(module, name):
    result = valid_result(module, name)
    assert not isinstance(result, Exception), repr(result)
    assert name in REGISTRY[module].endless or is_finite(result)


@each_function
def test_bad_values_get_a_sentence(module, name):
    refuse_problems(module, name, bad_values)


@each_function
def test_data_of_different_lengths_get_a_sentence(module, name):
    refuse_problems(module, name, wrong_lengths)


@each_function
def test_a_missing_value_among_others_gets_a_sentence(module, name):
    refuse_problems(module, name, holes)


@each_function
def test_other_kinds_of_the_same_numbers_say_the_same(module, name):
    function, call = public_functions(module)[name], valid_call(module, name)
    tried = [(call, valid_result(module, name)), *in_rows(function, call)]
    wrong = [
        problem for pair in tried for problem in kind_problems(function, *pair, REGISTRY[module].allowed)
    ]
    assert not wrong, "\n".join(wrong)


@each_function
def test_a_table_may_have_any_row_labels(module, name):
    function, call = public_functions(module)[name], valid_call(module, name)
    for argument, table in tables_of(call).items():
        if not isinstance(table.index, pd.RangeIndex):
            continue  # The labels are the names of the rows.
        labels = pd.Index([1] * len(table), name=table.columns[0])
        result = outcome(function, call | {argument: table.set_axis(labels)})
        assert kinds_of_data.is_same(result, valid_result(module, name)), f"{argument}: {result!r:.200}"


@each_function
def test_columns_named_by_numbers_get_a_sentence(module, name):
    refuse_problems(module, name, numbered_columns)


@each_function
def test_a_column_named_like_one_of_the_result_is_not_lost(module, name):
    function, call = public_functions(module)[name], valid_call(module, name)
    for argument, table in tables_of(call).items():
        result = valid_result(module, name)
        found, roles = list(getattr(result, "columns", [])), arguments_of(function, call).items()
        for (role, column), new in itertools.product(roles, found):
            if isinstance(column, str) and column in found and new not in table.columns:
                renamed = {argument: table.rename(columns={column: new}), role: new}
                other = outcome(function, call | renamed)
                problem = what_is_wrong(other, [role, argument], False, True)
                if not isinstance(other, Exception):
                    same = kinds_of_data.is_same(other, result.rename(columns={column: new}))
                    problem = None if same else f"gives {other!r:.200}"
                assert not problem, f"{role}={new!r}: {problem}"


def tables_of(call):
    return {argument: value for argument, value in call.items() if isinstance(value, pd.DataFrame)}


def numbered_columns(function, call):
    """Each table with the numbers 0, 1, 2, … in place of names, as from a file without a header."""
    for argument, table in tables_of(call).items():
        yield "numbered columns", {argument: table.set_axis(range(table.shape[1]), axis="columns")}


def in_rows(function, call):
    """A formula's call with each number as an array of two rows, as far as arrays are allowed; its result."""
    numbers_only = {argument: value for argument, value in call.items() if is_plain(value)}
    if any(kinds_of_data.is_column(value) or isinstance(value, pd.DataFrame) for value in call.values()):
        return
    rows = {argument: np.full(2, float(value)) for argument, value in numbers_only.items()}
    refused = True
    while rows and refused:
        result = outcome(function, call | rows)
        if not isinstance(result, Exception):
            yield call | rows, result
        refused = {argument for argument in rows if isinstance(result, Exception) and names(result, argument)}
        rows = {argument: value for argument, value in rows.items() if argument not in refused}


def kind_problems(function, call, valid, permitted):
    """Where numbers of another kind give another result, or no sentence; first all arguments at once."""
    call = {name: value for name, value in arguments_of(function, call).items() if value is not None}
    for kind in kinds_of_data.KINDS:
        others = {argument: kinds_of_data.changed(value, kind) for argument, value in call.items()}
        others = {
            argument: value
            for argument, value in others.items()
            if value is not None and kind not in permitted.get(f"{function.__name__}.{argument}", ())
        }
        called = [
            *others,
            *(repr(column) for value in others.values() for column in getattr(value, "columns", [])),
        ]
        while others:
            result = outcome(function, call | others)
            if not isinstance(result, Exception):
                rounded = {argument: kinds_of_data.as_rounded(call[argument], kind) for argument in others}
                unchanged = all(kinds_of_data.is_same(call[name], value) for name, value in rounded.items())
                right = valid if unchanged else outcome(function, call | rounded)
                if not kinds_of_data.is_same(result, right):
                    yield f"{' and '.join(others)}, {kind}: {result!r:.80} in place of {right!r:.80}"
                break
            if problem := what_is_wrong(result, called, False, True):
                yield f"{' and '.join(others)}, {kind}: {problem}"
                break
            others = {
                argument: value for argument, value in others.items() if not is_named(result, argument, value)
            }


def is_named(sentence, argument, value):
    return any(names(sentence, name) for name in [argument, *map(repr, getattr(value, "columns", []))])


def names(sentence, argument):
    """Whether a sentence names an argument, or in quotes a column of its table."""
    return argument in str(sentence) if argument[0] == "'" else re.search(rf"\b{argument}\b", str(sentence))


def refuse_problems(module, name, changes):
    """Try every change of the valid call, and list what came out wrong."""
    function, call = public_functions(module)[name], valid_call(module, name)
    permitted, endless = REGISTRY[module].allowed, REGISTRY[module].endless
    wrong = []
    for label, changed in changes(function, call):
        allowed = any(label in permitted.get(f"{name}.{argument}", ()) for argument in changed)
        if allowed or is_mistake(label, changed, function):
            result = outcome(function, call | changed)
            problem = what_is_wrong(result, list(changed), allowed, name in endless)
            wrong += [f"{' and '.join(changed)}, {label}: {problem}"] if problem else []
    assert not wrong, "\n".join(wrong)


def is_mistake(label, changed, function):
    """Whether a change is wrong, as far as the argument's name and its default tell."""
    if label == "eighty":
        return any(map(RATE.search, changed))
    if label == "ten per cent":
        return any("discount_rate" in argument for argument in changed)
    parameters = inspect.signature(function).parameters
    return not (label == "none" and any(parameters[argument].default is None for argument in changed))


def bad_values(function, call):
    """Each bad value in each argument."""
    for argument, (label, value) in itertools.product(inspect.signature(function).parameters, BAD.items()):
        yield label, {argument: value}


def wrong_lengths(function, call):
    """Pairs of arguments as data of lengths that do not go together."""
    arguments = arguments_of(function, call)
    plain = [key for key, value in arguments.items() if is_plain(value)]
    columns = [key for key, value in arguments.items() if is_column(value)]
    for one, other in itertools.combinations(plain, 2):
        lengths = {one: np.full(2, float(arguments[one])), other: np.full(3, float(arguments[other]))}
        yield "wrong length", lengths
    for one, other in itertools.permutations(columns, 2):
        if len(arguments[one]) == len(arguments[other]):
            yield "wrong length", {one: arguments[one][:-1], other: arguments[other]}


def holes(function, call):
    """Each column of numbers with its first number missing."""
    for argument, value in arguments_of(function, call).items():
        if is_column(value) and all(map(is_plain, value)):
            holed = [math.nan, *list(value)[1:]]
            yield "nan inside", {argument: kind_of(value)(holed)}
            yield "nan inside", {argument: np.ma.array([*value], mask=[True] + [False] * (len(value) - 1))}


def kind_of(column):
    return np.array if isinstance(column, np.ndarray) else type(column)


def is_plain(value):
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def is_column(value):
    """Whether a value is many single values."""
    row = isinstance(value, list | tuple | pd.Series | np.ndarray) and getattr(value, "ndim", 1) == 1
    return row and len(value) > 1 and not any(isinstance(part, list | tuple | np.ndarray) for part in value)
