"""Formulas as trees: sums of signed terms and products of powers, of any length.

Equal formulas are equal objects, so that an edit is made at every place where a part stands.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Input:
    """A number of the question, by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A number that is the same for every student."""

    number: float


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms, each with the sign 1 or -1."""

    terms: tuple


@dataclass(frozen=True, slots=True)
class Product:
    """Factors, each with its power, which is a formula."""

    factors: tuple


@dataclass(frozen=True, slots=True)
class Call:
    """A function of formulas, such as a rounding."""

    function: Callable
    arguments: tuple


ZERO, ONE, MINUS = Constant(0.0), Constant(1.0), Constant(-1.0)


def total(terms):
    """The sum of signed terms; sums among them are opened, constants are added up.

    >>> total([(1, Input("a")), (-1, total([(1, Input("b")), (-1, ONE)])), (1, ONE)])
    Sum(terms=((1, Input(name='a')), (-1, Input(name='b')), (1, Constant(number=2.0))))
    """
    opened = [(sign * own, term) for sign, part in terms for own, term in terms_of(part)]
    number = sum(sign * term.number for sign, term in opened if isinstance(term, Constant))
    rest = [(sign, term) for sign, term in opened if not isinstance(term, Constant)]
    if not rest:
        return Constant(float(number))
    if number:
        first = next(i for i, (_, term) in enumerate(opened) if isinstance(term, Constant))
        before = sum(not isinstance(term, Constant) for _, term in opened[:first])
        rest.insert(before, (1 if number > 0 else -1, Constant(abs(float(number)))))
    return rest[0][1] if len(rest) == 1 and rest[0][0] == 1 else Sum(tuple(rest))


def terms_of(part):
    """The signed terms of a formula; one, if it is not a sum."""
    return part.terms if isinstance(part, Sum) else ((1, part),)


def product(factors):
    """The product of powers; products among them are opened, a power of 0 and a factor 1 vanish."""
    sign, opened = 1, []
    for base, power in factors:
        if base == ONE or power == ZERO:
            continue
        if is_number(power) and abs(power.number) == 1 and is_negative(base):
            sign, base = -sign, negative(base)
        if isinstance(base, Product) and is_number(power):
            opened += [(inner, times(own, power)) for inner, own in base.factors]
        else:
            opened.append((base, power))
    opened = [factor for factor in opened if factor[0] != ONE]
    if all(is_number(base) and is_number(power) for base, power in opened) and not _is_infinite(opened):
        return Constant(float(sign * math.prod(base.number**power.number for base, power in opened)))
    whole = opened[0][0] if len(opened) == 1 and opened[0][1] == ONE else Product(tuple(opened))
    return whole if sign > 0 else negative(whole)


def _is_infinite(factors):
    return any(base == ZERO and power.number < 0 for base, power in factors)


def factors_of(part):
    """The factors of a formula with their powers; one, if it is not a product."""
    return part.factors if isinstance(part, Product) else ((part, ONE),)


def is_number(part):
    """Whether a formula is a constant."""
    return isinstance(part, Constant)


def is_negative(part):
    """Whether a formula is a negative number, or one term with a minus."""
    if isinstance(part, Constant):
        return part.number < 0
    return isinstance(part, Sum) and len(part.terms) == 1 and part.terms[0][0] < 0


def plus(left, right):
    """left + right."""
    return total([(1, left), (1, right)])


def minus(left, right):
    """left − right."""
    return total([(1, left), (-1, right)])


def negative(part):
    """The formula with every sign turned round."""
    return total([(-sign, term) for sign, term in terms_of(part)])


def times(left, right):
    """left × right."""
    return product([*factors_of(left), *factors_of(right)])


def over(left, right):
    """left ÷ right."""
    return times(left, upside_down(right))


def upside_down(part):
    """1 ÷ the formula."""
    return product([(base, times(power, MINUS)) for base, power in factors_of(part)])


def to_power(base, power):
    """The formula to a power."""
    return product([(base, power)])


def call(function, *arguments):
    """A function of formulas; of numbers it is a number, NaN where it has no value."""
    if not all(map(is_number, arguments)):
        return Call(function, arguments)
    try:
        return Constant(float(function(*(one.number for one in arguments))))
    except (ValueError, OverflowError):
        return Constant(math.nan)


def value(formula, numbers, known=None):
    """What a formula gives; NaN where it cannot be computed.

    Parameters
    ----------
    formula : formula
        What is computed.
    numbers : dict
        Input to number.
    known : dict, optional
        Values of parts that were computed already, for many formulas of the same numbers.

    Examples
    --------
    >>> value(over(Input("a"), plus(ONE, Input("d"))), {"a": 11, "d": 0.1})
    10.0
    """
    try:
        found = _computed(formula, numbers, {} if known is None else known)
    except (ArithmeticError, ValueError, TypeError):
        return math.nan
    return math.nan if isinstance(found, complex) else found


def value_rounding(formula, numbers, pattern):
    """What a formula gives if each step on the way is rounded, and the result is not.

    Parameters
    ----------
    formula : formula
        What is computed.
    numbers : dict
        Input to number.
    pattern : str
        How each step is written before it is used further.

    Examples
    --------
    >>> value_rounding(times(Input("a"), minus(ONE, Input("b"))), {"a": 100, "b": 0.375}, ".1f")
    60.0
    """
    known = {}
    for part in reversed(parts(formula)[1:]):
        known[part] = value(part, numbers, known)
        if inner_parts(part) and math.isfinite(known[part]):
            known[part] = float(f"{known[part]:{pattern}}")
    return value(formula, numbers, known)


def _computed(part, numbers, known):
    if part not in known:
        known[part] = _compute(part, numbers, known)
    return known[part]


def _compute(part, numbers, known):
    match part:
        case Input(name):
            return float(numbers[name])
        case Constant(number):
            return number
        case Sum(terms):
            return sum(sign * _computed(term, numbers, known) for sign, term in terms)
        case Product(factors):
            powers = ((_computed(a, numbers, known), _computed(b, numbers, known)) for a, b in factors)
            return math.prod(base**power for base, power in powers)
        case Call(function, arguments):
            return float(function(*(_computed(one, numbers, known) for one in arguments)))


def parts(formula):
    """The formula and all that stands within it, each once, the outer before the inner."""
    found = dict.fromkeys([formula])
    for inner in inner_parts(formula):
        found |= dict.fromkeys(parts(inner))
    return list(found)


def inner_parts(formula):
    """What stands directly within a formula; powers that are plain numbers are no parts."""
    match formula:
        case Sum(terms):
            return [term for _, term in terms]
        case Product(factors):
            return [one for pair in factors for one in pair if one is pair[0] or not is_number(one)]
        case Call(_, arguments):
            return list(arguments)
    return []


def replaced(formula, old, new):
    """The formula with another part at every place where one stands."""
    return rewritten(formula, lambda part: new if part == old else None)


def rewritten(formula, change):
    """The formula with each part changed for which `change` gives another one; inside it is left alone."""
    if (new := change(formula)) is not None:
        return new
    match formula:
        case Sum(terms):
            return total([(sign, rewritten(term, change)) for sign, term in terms])
        case Product(factors):
            return product(
                [
                    (rewritten(base, change), power if is_number(power) else rewritten(power, change))
                    for base, power in factors
                ]
            )
        case Call(function, arguments):
            return call(function, *(rewritten(one, change) for one in arguments))
    return formula
