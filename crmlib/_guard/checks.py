"""The guard: arguments are checked by kind before a formula runs.

A formula names the kind of each argument in a decorator, so that its body stays the formula alone:

>>> @checked(retention_rate=share)
... def expected_renewals(retention_rate):
...     return retention_rate / (1 - retention_rate)
>>> expected_renewals(0.75)
3.0
>>> expected_renewals(80)
Traceback (most recent call last):
ValueError: retention_rate must be a share from 0 to 1; got 80 (for 80 %, write 0.8)

A number, and each number in an array or a Series, is checked. A symbolic value (a Polars expression,
an Altair parameter) has no values yet and passes unchecked.
"""

import functools
import inspect
import itertools
import math
import numbers
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

_TEXT = (str, bytes)
MISSING = {"NAType", "NaTType", "MaskedConstant"}
_NO_NUMBERS = {"bool", "timedelta", "Timedelta", "timedelta64"}
MOST_CHARACTERS = 40


@dataclass(frozen=True)
class Kind:
    """A kind of number: the values it allows, in words and as bounds.

    Parameters
    ----------
    words : str
        What is allowed, as it reads after "must be".
    low, high : float
        The bounds.
    open_low, open_high : bool
        Whether a bound is itself left out.
    whole : bool
        Whether only whole numbers are allowed.
    single : bool
        Whether only one number is allowed: no data and no expression.
    """

    words: str
    low: float = -math.inf
    high: float = math.inf
    open_low: bool = False
    open_high: bool = False
    whole: bool = False
    single: bool = False

    def allows(self, value):
        """Whether one finite number is of this kind."""
        above = value > self.low if self.open_low else value >= self.low
        below = value < self.high if self.open_high else value <= self.high
        return above and below and not (self.whole and value != math.floor(value))


number = Kind("a number")
positive = Kind("a number above 0", low=0, open_low=True)
nonnegative = Kind("a number of at least 0", low=0)
share = Kind("a share from 0 to 1", low=0, high=1)
open_share = Kind("a share above 0 and below 1", low=0, high=1, open_low=True, open_high=True)
share_above_zero = Kind("a share above 0 and at most 1", low=0, high=1, open_low=True)
share_below_one = Kind("a share from 0 to below 1", low=0, high=1, open_high=True)
rate = Kind("a rate from 0 to 1", low=0, high=1)
count = Kind("a whole number of at least 0", low=0, whole=True)
positive_count = Kind("a whole number of at least 1", low=1, whole=True)


def one(kind):
    """A kind that allows a single number only: no data, and no expression."""
    return replace(kind, single=True)


one_number = one(number)


def one_of(*options):
    """A kind that allows the named options only."""
    return tuple(options)


def checked(**kinds):
    """Check the named arguments of a function by kind, each time it is called.

    Parameters
    ----------
    **kinds : Kind or tuple
        For each argument its kind, or the tuple of options that `one_of` gives.

    Returns
    -------
    callable
        A decorator.

    Raises
    ------
    TypeError
        At the decoration, if a kind names no argument of the function.
    """

    def decorate(function):
        signature = inspect.signature(function)
        if unknown := kinds.keys() - signature.parameters.keys():
            raise TypeError(f"{function.__name__} has no argument {', '.join(sorted(unknown))}")

        @functools.wraps(function)
        def guarded(*args, **kwargs):
            bound = signature.bind(*args, **kwargs)
            given = bound.arguments
            for name, kind in kinds.items():
                if name in given and not _is_default(given[name], signature.parameters[name]):
                    given[name] = check(name, given[name], kind)
            return function(*bound.args, **bound.kwargs)

        return guarded

    return decorate


def formula(**kinds):
    """Mark a closed form: arguments checked by kind, data that go together row by row, a finite result.

    Parameters
    ----------
    **kinds : Kind or tuple
        As for `checked`.

    Returns
    -------
    callable
        A decorator. The function that it gives raises a `ValueError` also for empty data, for data of
        different lengths or row labels, and where numbers too large or too small leave no finite result.

    Examples
    --------
    >>> @formula(defects=nonnegative, units=positive)
    ... def defects_per_unit(defects, units):
    ...     return defects / units
    >>> defects_per_unit(3, 1000)
    0.003
    >>> defects_per_unit(1e300, 1e-300)
    Traceback (most recent call last):
    ValueError: defects_per_unit has no finite result for defects 1e+300, units 1e-300
    """

    def decorate(function):
        signature = inspect.signature(function)

        @functools.wraps(function)
        def computed(*args, **kwargs):
            given = signature.bind(*args, **kwargs)
            _check_rows({name: given.arguments[name] for name in kinds if name in given.arguments})
            given.arguments |= {name: as_number(value) for name, value in given.arguments.items()}
            try:
                result = function(*given.args, **given.kwargs)
            except ArithmeticError:
                result = math.inf
            if not all(map(_no_infinity, result if isinstance(result, tuple | list) else [result])):
                raise ValueError(f"{function.__name__} has no finite result for {listed(given.arguments)}")
            return result

        # By this the tests know a closed form, and which of its arguments are numbers.
        computed.kinds = kinds
        return checked(**kinds)(computed)

    return decorate


def rule(holds, sentence):
    """A rule between the arguments of a formula, checked before it runs.

    Parameters
    ----------
    holds : callable
        A comparison; its own arguments, by name, are those of the formula that it compares.
    sentence : str
        The rule in words.

    Returns
    -------
    callable
        A decorator, placed below `formula`. A comparison of expressions is not known yet, and passes.

    Examples
    --------
    >>> @formula(customers_start=positive, customers_lost=nonnegative)
    ... @rule(lambda customers_lost, customers_start: customers_lost <= customers_start,
    ...       "customers_lost must not exceed customers_start")
    ... def churn_rate(customers_start, customers_lost):
    ...     return customers_lost / customers_start
    >>> churn_rate(100, 101)
    Traceback (most recent call last):
    ValueError: customers_lost must not exceed customers_start; got customers_lost 101, customers_start 100
    """
    compared = inspect.signature(holds).parameters

    def decorate(function):
        signature = inspect.signature(function)

        @functools.wraps(function)
        def ruled(*args, **kwargs):
            given = signature.bind(*args, **kwargs)
            given.apply_defaults()
            values = {name: given.arguments[name] for name in compared}
            require(holds(**values), sentence, **values)
            return function(*args, **kwargs)

        return ruled

    return decorate


def by_element(*names):
    """Let a function of plain numbers take data in the named arguments: it is computed row by row.

    Parameters
    ----------
    *names : str
        The arguments that may be arrays or Series. An expression is refused in them.

    Returns
    -------
    callable
        A decorator. The function that it gives returns data of the kind that it was given.
    """

    def decorate(function):
        signature = inspect.signature(function)

        @functools.wraps(function)
        def mapped(*args, **kwargs):
            given = signature.bind(*args, **kwargs)
            given.apply_defaults()
            values = {name: as_number(given.arguments[name]) for name in names}
            _refuse_expressions(values)
            _check_rows(values)
            zeros = sum(0.0 * value for value in values.values())
            if not _has_rows(zeros):
                return function(**(given.arguments | values))
            columns = [(zeros + value).__array__().ravel().tolist() for value in values.values()]
            rows = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
            results = zeros.__array__().astype(float)
            results.flat = [function(**(given.arguments | row)) for row in rows]
            return zeros + results

        return mapped

    return decorate


def require(condition, rule, **values):
    """Raise the rule as a sentence unless a comparison holds, in each row if there are many.

    Parameters
    ----------
    condition : bool, array, Series or expression
        A comparison of arguments. One of expressions is not known yet, and passes.
    rule : str
        The comparison in words.
    **values : object
        The arguments that it compares, for the sentence.

    Raises
    ------
    ValueError
        If the comparison does not hold.

    Examples
    --------
    >>> require(90 <= 85, "customers_new must not exceed customers_end", customers_new=90, customers_end=85)
    Traceback (most recent call last):
    ValueError: customers_new must not exceed customers_end; got customers_new 90, customers_end 85
    """
    known = isinstance(condition, bool) or hasattr(condition, "__array__")
    if known and not (condition.__array__().all() if hasattr(condition, "__array__") else condition):
        raise ValueError(f"{rule}; got {listed(values)}")


def each(name, values, kind):
    """The numbers of a list, an array or a Series, each checked; there must be at least one.

    Parameters
    ----------
    name : str
        The argument's name.
    values : list, tuple, array or Series
        What was given.
    kind : Kind
        What is allowed of each.

    Returns
    -------
    list
        The values.

    Raises
    ------
    TypeError, ValueError
        If there is no list, it is empty, a value in it is not of the kind, or data in it differ in length.

    Examples
    --------
    >>> each("profits", [100, 80], number)
    [100, 80]
    >>> each("profits", 100, number)
    Traceback (most recent call last):
    TypeError: profits must be a list of numbers; got 100
    """
    if hasattr(values, "__array__"):
        refuse_masked(name, values)
    is_column = hasattr(values, "__array__") and values.__array__().ndim == 1
    row = values.__array__().tolist() if is_column else values
    if not isinstance(row, Sequence) or isinstance(row, _TEXT):
        raise TypeError(f"{name} must be a list of numbers; got {describe(values)}")
    if not len(row):
        raise ValueError(f"{name} must hold at least one number; got none")
    for value in row:
        check(f"each value of {name}", value, kind)
    _check_rows({f"{name}[{position}]": value for position, value in enumerate(row)})
    return list(map(as_number, row))


def check(name, value, kind):
    """The value as a function can use it, or a sentence with argument, value and what is allowed.

    Parameters
    ----------
    name : str
        The argument's name.
    value : object
        What was given.
    kind : Kind or tuple
        What is allowed.

    Returns
    -------
    object
        The value; numbers of other kinds (decimals, short floats, those of PyArrow) as plain ones, a matrix
        as an array, categories and decimals in a column as floats.

    Raises
    ------
    TypeError
        If the value is not a number (or data made of numbers).
    ValueError
        If a number is missing, infinite or out of range, or an option is unknown.

    Examples
    --------
    >>> check("weeks", 52.0, one(positive_count))
    52
    >>> check("first_margin", "later", one_of("now", "certain"))
    Traceback (most recent call last):
    ValueError: first_margin must be one of 'now', 'certain'; got 'later'
    """
    value = _from_arrow(value)
    if isinstance(kind, tuple):
        _check_option(name, value, kind)
    elif _is_number(value):
        _check_number(name, value, kind)
    elif type(value).__name__ in MISSING:
        raise ValueError(f"{name} must be {kind.words}; got a missing value ({value})")
    elif hasattr(value, "__array__") and not kind.single:
        _check_data(name, value, kind)
    elif kind.single or not _is_symbolic(value):
        raise TypeError(f"{name} must be {kind.words}; got {describe(value)}")
    return _as_kind(value, kind)


def refuse_no_firm(firm, *tables):
    """Refuse what is no simulated firm with these tables.

    Parameters
    ----------
    firm : object
        What was given as the firm.
    *tables : str
        Names of tables that are used, such as "orders" or "truth".

    Raises
    ------
    TypeError
        If one of them is not there.

    Examples
    --------
    >>> refuse_no_firm(2, "orders")
    Traceback (most recent call last):
    TypeError: firm must be a simulated firm, as from datasets.load_firm(); got 2
    """
    if not all(hasattr(firm, table) for table in tables):
        raise TypeError(f"firm must be a simulated firm, as from datasets.load_firm(); got {describe(firm)}")


def describe(value):
    """A value as a sentence can show it: short, and with its type where the type is the point.

    >>> describe(True), describe([1, 2]), describe("80 %")
    ('True (a boolean)', '[1, 2] (a list)', "'80 %' (text)")
    """
    if value is None:
        return "None"
    if hasattr(value, "__len__") and hasattr(value, "__array__") and getattr(value, "shape", None) != ():
        return f"a {type(value).__name__} of {len(value)} rows"
    shown = short(value)
    if isinstance(value, bool):
        return f"{shown} (a boolean)"
    if isinstance(value, _TEXT):
        return f"{shown} (text)"
    if isinstance(value, numbers.Number):
        return short(value, str)
    article = "an" if type(value).__name__[0] in "aeiouAEIO" else "a"
    return f"{shown} ({article} {type(value).__name__})"


def short(value, form=repr):
    """A value's text, cut where it grows long; any object may come, also one whose text cannot be made."""
    try:
        text = form(value)
    except Exception:
        return "something that cannot be shown"
    return text if len(text) <= MOST_CHARACTERS else text.splitlines()[0][: MOST_CHARACTERS - 3] + "..."


def _is_default(value, parameter):
    """Whether None was given where None is the default: nothing to check."""
    return value is None and parameter.default is None


def listed(values):
    """Arguments and their values, as a sentence can show them."""
    return ", ".join(f"{name} {describe(value)}" for name, value in values.items())


def _no_infinity(value):
    if hasattr(value, "__array__"):
        values = value.__array__().ravel()
        return values.dtype.kind != "f" or all(map(_is_finite, _extremes(values, number)))
    return not _is_number(value) or _is_finite(value)


def as_number(value):
    """A number or data that calculate as on paper; an expression, an option or text stays as it is.

    Whole numbers of a few bits run over, short floats round, decimals do not mix with floats, categories
    do not calculate, and a matrix multiplies as a matrix.

    >>> from decimal import Decimal
    >>> as_number(Decimal("0.8")), as_number("retained")
    (0.8, 'retained')
    """
    value = _from_arrow(value)
    if _is_number(value):
        return value if isinstance(value, int | float) or not _is_finite(value) else float(value)
    # A PyArrow array has no shape, and does not calculate at all.
    if not hasattr(value, "__array__") or not hasattr(value, "shape"):
        return value
    if _hidden(value):
        return value
    if hasattr(value, "filled") or type(value).__name__ == "matrix":
        value = value.__array__()
    return value if _is_plain(value) else _as_floats(value)


def _from_arrow(value):
    """A single value of PyArrow as Python's own: divided by another, its whole numbers would stay whole."""
    return value.as_py() if type(value).__module__ == "pyarrow.lib" and hasattr(value, "as_py") else value


def _hidden(data):
    """How many values are masked."""
    return int(data.mask.sum()) if hasattr(data, "filled") else 0


def _is_plain(data):
    """Whether data are floats of full length already, or nothing to calculate with."""
    dtype = data.__array__().dtype
    if dtype.kind not in "iufO" or (dtype.kind == "O" and not all(map(_is_number, data.__array__().flat))):
        return True
    return dtype.kind == "f" and dtype.itemsize == 8 and dtype.isnative and not _has_categories(data)


def _has_categories(data):
    kinds = data.dtypes if hasattr(data, "columns") else [getattr(data, "dtype", "")]
    return any(str(kind) == "category" for kind in kinds)


def _as_floats(data):
    """The same data as floats, in the kind of column that they came in."""
    if hasattr(data, "cast"):
        return data.cast(float)
    # A whole number times a float keeps what pandas knows of missing values.
    return (
        data * 1.0
        if data.__array__().dtype.kind in "iu" and not _has_categories(data)
        else data.astype(float)
    )


def _as_kind(value, kind):
    """A value that was checked, as the function can use it: a whole number as one, an option as it is."""
    if isinstance(kind, tuple):
        return value
    return int(as_number(value)) if kind.whole and kind.single else as_number(value)


def refuse_masked(name, data):
    """Refuse an array in which a value is masked: NumPy would calculate with what lies behind the mask."""
    if hidden := _hidden(data):
        raise ValueError(f"{name} must have no missing value; got {hidden} masked; drop or fill them first")


def _refuse_expressions(values):
    for name, value in values.items():
        if _is_expression(value):
            raise TypeError(f"{name} must be a number, an array or a Series here; got {describe(value)}")


def _check_rows(arguments):
    """Refuse data that are empty or do not go together row by row."""
    data = {name: value for name, value in arguments.items() if _has_rows(value)}
    for name, value in data.items():
        # A PyArrow array has no shape, and compares with nothing.
        if not hasattr(value, "shape"):
            raise TypeError(f"{name} must be a number, an array or a Series; got {describe(value)}")
        if not len(value):
            raise ValueError(f"{name} must hold at least one number; got an empty {type(value).__name__}")
    _check_libraries(data | {name: value for name, value in arguments.items() if _is_expression(value)})
    for (first, ours), (second, theirs) in itertools.combinations(data.items(), 2):
        if not _go_together(ours, theirs):
            found = f"{len(ours)} and {len(theirs)}" if len(ours) != len(theirs) else "other shapes"
            raise ValueError(f"{first} and {second} must have the same length; got {found}")
        if hasattr(ours, "index") and hasattr(theirs, "index") and not ours.index.equals(theirs.index):
            raise ValueError(f"{first} and {second} must have the same row labels (index); reset one of them")


def _check_libraries(arguments):
    """Refuse data and expressions of libraries that do not calculate with each other; NumPy and pandas do."""
    libraries = {name: type(value).__module__.partition(".")[0] for name, value in arguments.items()}
    for (first, ours), (second, theirs) in itertools.combinations(libraries.items(), 2):
        if ours != theirs and {ours, theirs} != {"numpy", "pandas"}:
            raise TypeError(f"{first} and {second} must come from the same library; got {ours} and {theirs}")


def _has_rows(value):
    """Whether a value is data of more than one number; an Altair parameter answers to any attribute."""
    return hasattr(value, "__array__") and value.__array__().ndim > 0


def _go_together(ours, theirs):
    """Whether two shapes are equal or, without row labels, one is stretched to the other as NumPy does it."""
    if hasattr(ours, "index") or hasattr(theirs, "index"):
        return ours.shape == theirs.shape
    pairs = zip(reversed(ours.shape), reversed(theirs.shape), strict=False)
    return all(rows == others or 1 in (rows, others) for rows, others in pairs)


def _is_expression(value):
    return _is_symbolic(value) and not _is_number(value) and not hasattr(value, "__array__")


def _is_number(value):
    return isinstance(value, numbers.Real | Decimal) and type(value).__name__ not in _NO_NUMBERS


def _is_symbolic(value):
    """Whether a value is an expression: it takes part in arithmetic but is no data, text or flag."""
    plain = isinstance(value, (*_TEXT, bool, complex, list, tuple, dict, set, type(None)))
    plain = plain or type(value).__name__ in _NO_NUMBERS
    return not plain and hasattr(value, "__truediv__") and hasattr(value, "__rsub__")


def _check_option(name, value, options):
    if not isinstance(value, str) or value not in options:
        allowed = ", ".join(repr(option) for option in options)
        shown = repr(value) if isinstance(value, str) else describe(value)
        raise ValueError(f"{name} must be one of {allowed}; got {shown}")


def _check_number(name, value, kind):
    if not _is_finite(value) or not kind.allows(value):
        raise ValueError(f"{name} must be {kind.words}; got {describe(value)}{_per_cent_hint(value, kind)}")


def _is_finite(value):
    """Whether a number is one that a float can hold; a signalling NaN and a huge integer are not."""
    try:
        return math.isfinite(value)
    except (OverflowError, ValueError):
        return False


def _per_cent_hint(value, kind):
    """A reading of 80 as 80 %, where only a share is allowed."""
    per_cent = kind.high == 1 and _is_finite(value) and 1 < value <= 100
    return f" (for {value} %, write {float(value / 100):g})" if per_cent else ""


def _check_data(name, data, kind):
    refuse_masked(name, data)
    values = data.__array__().ravel()
    if values.dtype.kind in "iuf":
        for extreme in _extremes(values, kind):
            _check_number(f"each value of {name}", extreme, kind)
    elif values.dtype.kind == "O":
        for item in values.tolist():
            check(f"each value of {name}", _missing_as_nan(item), one(kind))
    else:
        raise TypeError(f"{name} must hold numbers only; got values of type {values.dtype}")


def _extremes(values, kind):
    """The numbers that decide whether a whole array is of a kind (NaN is both its minimum and maximum)."""
    if values.size:
        yield values.min().item()
        yield values.max().item()
    if kind.whole:
        yield from values[values % 1 != 0][:1].tolist()


def _missing_as_nan(item):
    return math.nan if item is None or type(item).__name__ in MISSING else item
