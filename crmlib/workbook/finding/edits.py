"""Changes of a formula in one place, as people make them: a step left out, two numbers exchanged.

Each kind has a weight: how many of a thousand such edits were the error that a student had made, in the wrong
answers of readers who solved the questions of ten chapters cold.
"""

import itertools
import re
from dataclasses import dataclass

from crmlib.workbook.finding.formulas import (
    MINUS,
    ONE,
    ZERO,
    Constant,
    Input,
    Product,
    Sum,
    inner_parts,
    is_number,
    minus,
    negative,
    over,
    parts,
    plus,
    product,
    replaced,
    rewritten,
    times,
    to_power,
    total,
    upside_down,
    value,
)

WEIGHTS = {
    "complement": 105,
    "nothing": 89,
    "upside down": 78,
    "left out": 77,
    "sign": 50,
    "given back": 49,
    "step": 47,
    "discounting": 43,
    "power": 40,
    "one more": 33,
    "exchanged": 33,
    "in place of": 31,
    "bracket": 21,
    "odds": 12,
    "further": 7.5,
    "two numbers": 5.4,
    "period": 5.0,
}
# What is less than the answer: it may be said as a formula, and its numbers need no four digits.
LESS = {"given back", "step", "two numbers"}
CURRENCY = re.compile("[¥$€£]|dollars|yuan")
MULTIPLY = "Multiply by {:the}, or divide by it?"
# What is said of a part that is too long to be shown.
BRIEFLY = {
    "step": "Your number is a part of the way, and not the answer yet.",
    "left out": "A part of the way is left out.",
    "sign": "One part is added where it is to be taken off, or taken off where it is to be added.",
    "upside down": "What is divided by what? Something stands upside down.",
    "power": "One period too many or too few is counted.",
    "discounting": "Something is not compounded, or not discounted as it should be.",
    "bracket": "A factor belongs to one part only, or to a whole bracket: which?",
}
NO_PERIODS = {0.5, 1, 2}  # powers that are roots and squares, and count no periods
PERIODS = (7, 12, 30, 52, 365)


@dataclass(frozen=True)
class Edit:
    """One change: its kind, the formula that it makes, and what is said, with `{}` for each part shown."""

    kind: str
    formula: object
    says: str
    shown: tuple = ()

    @property
    def weight(self):
        """The weight of its kind."""
        return WEIGHTS[self.kind]


def edits(formula, numbers, units):
    """All edits of a formula, the likely kinds first.

    Parameters
    ----------
    formula : formula
        How the answer is computed.
    numbers : dict
        The numbers of the question that are numbers: input to number.
    units : dict
        Input to its unit; only inputs of one unit are exchanged.

    Returns
    -------
    list of Edit
        No two with the same formula, and none that is the formula itself.
    """
    ways = (of_inputs, of_steps, of_the_whole, of_terms, of_factors, of_powers, of_two_inputs)
    found = {}
    for edit in itertools.chain.from_iterable(way(formula, numbers, units) for way in ways):
        known = found.get(edit.formula)
        if edit.formula != formula and (known is None or known.weight < edit.weight):
            found[edit.formula] = edit
    return sorted(found.values(), key=lambda edit: -edit.weight)


def facts(formula, numbers, units):
    """All that `edits` asks of the numbers: where these are the same, the edits are."""
    pairs = itertools.permutations(numbers, 2)
    return (
        tuple((is_share(number), is_small_count(number)) for number in numbers.values()),
        tuple(numbers[name] < numbers[other] for name, other in pairs),
        is_share(value(formula, numbers)),
        tuple(units.items()),
    )


def is_share(number):
    """Whether a number is a share."""
    return 0 < number < 1


def is_small_count(number):
    """Whether a number may be a count of which one more or less is counted."""
    return number == int(number) and 0 < number <= 60


def of_inputs(formula, numbers, units):
    """A number given back, left out, turned into the rest, counted once more, exchanged with another."""
    for name, number in numbers.items():
        one, is_part = Input(name), is_share(number) and not CURRENCY.search(units[name])
        yield Edit("given back", one, "Your number is a number of the question: {}.", (one,))
        if is_part:
            yield Edit(
                "complement",
                minus(ONE, one),
                "Your number is {}, the rest of a number of the question.",
                (minus(ONE, one),),
            )
            yield Edit(
                "complement",
                replaced(formula, one, minus(ONE, one)),
                "You took {} for {:the}.",
                (minus(ONE, one), one),
            )
            yield Edit("nothing", replaced(formula, one, ZERO), "{:the} plays no part in it.", (one,))
            yield Edit("nothing", replaced(formula, one, ONE), "{:the} counts as 100 % in it.", (one,))
        elif is_small_count(number) and not CURRENCY.search(units[name]):
            for step, word in ((ONE, "more"), (MINUS, "less")):
                yield Edit(
                    "one more",
                    replaced(formula, one, plus(one, step)),
                    f"One {word} than {{}} is counted.",
                    (one,),
                )
        else:
            yield Edit("nothing", replaced(formula, one, ZERO), "{:the} plays no part in it.", (one,))
    yield from _exchanges(formula, numbers, units)


def _exchanges(formula, numbers, units):
    used = [name for name in numbers if Input(name) in parts(formula)]
    for name, other in itertools.permutations(used, 2):
        if units[name] != units[other]:
            continue
        a, b = Input(name), Input(other)
        yield Edit("in place of", replaced(formula, a, b), "{:the} stands where {:the} belongs.", (b, a))
        if name < other:
            turned = rewritten(formula, lambda part, a=a, b=b: {a: b, b: a}.get(part))
            yield Edit("exchanged", turned, "{:the} and {:the} are exchanged.", (a, b))
    for name in (one for one in numbers if one not in used):
        for other in used:
            if units[name] == units[other]:
                a, b = Input(other), Input(name)
                yield Edit(
                    "in place of", replaced(formula, a, b), "{:the} stands where {:the} belongs.", (b, a)
                )


def of_steps(formula, numbers, units):
    """A part of the formula, on the way to the answer."""
    for part in [*parts(formula)[1:], formula]:
        if inner_parts(part):
            yield Edit("step", part, "Your number is {}, a step on the way.", (part,))
        for step in _shorter(part):
            yield Edit("step", step, "Your number is {}, and not the answer yet.", (step,))


def _shorter(part):
    """Sums and products of some of a part's terms or factors."""
    match part:
        case Sum(terms) if 2 < len(terms) <= 6:
            for size in range(2, len(terms)):
                yield from map(total, itertools.combinations(terms, size))
        case Product(factors) if 2 < len(factors) <= 6:
            for size in range(2, len(factors)):
                yield from map(product, itertools.combinations(factors, size))


def of_the_whole(formula, numbers, units):
    """The answer turned: the rest, upside down, as odds, in another period, with an input once more."""
    right = value(formula, numbers)
    if is_share(right):
        yield Edit("complement", minus(ONE, formula), "Your number is the rest: what is asked, taken from 1.")
        yield Edit("odds", over(formula, minus(ONE, formula)), "Your number is odds, and a share is asked.")
    if isinstance(formula, Product):
        yield Edit(
            "upside down", upside_down(formula), "Your number is upside down: what is divided by what?"
        )
    for periods in PERIODS:
        yield Edit("period", times(formula, Constant(float(periods))), _of_a_period("multiplying", periods))
        yield Edit("period", over(formula, Constant(float(periods))), _of_a_period("dividing", periods))
    for name in numbers:
        one = Input(name)
        yield Edit("further", times(formula, one), "It is multiplied by {:the} once too often.", (one,))
        yield Edit("further", over(formula, one), "It is divided by {:the} once too often.", (one,))
        if units[name] == units.get(""):
            yield Edit("further", plus(formula, one), "{:the} is added once too often.", (one,))
            yield Edit("further", minus(formula, one), "{:the} is taken off once too often.", (one,))


def _of_a_period(how, periods):
    return f"This is the number you get by {how} by {periods}. Which period does each number belong to?"


def of_terms(formula, numbers, units):
    """A term left out or with the other sign; a factor of one term applied to others as well."""
    for part in parts(formula):
        if not isinstance(part, Sum) or len(part.terms) < 2:
            continue
        for place, (sign, term) in enumerate(part.terms):
            rest = part.terms[:place] + part.terms[place + 1 :]
            yield _left_out(term, replaced(formula, part, total(rest)))
            turned = total([*part.terms[:place], (-sign, term), *part.terms[place + 1 :]])
            yield Edit(
                "sign", replaced(formula, part, turned), "Is {:the} to be added or taken off?", (term,)
            )
            yield from _brackets(formula, part, place)


def _left_out(one, formula):
    """The formula without a term or a factor in one place, said so if it stands in another as well."""
    where = " in one place" if one in parts(formula) else ""
    return Edit("left out", formula, f"{{:the}} is left out{where}.", (one,))


def _brackets(formula, part, place):
    sign, term = part.terms[place]
    if not isinstance(term, Product):
        return
    for factor in term.factors:
        own = product([factor])
        bare = product([one for one in term.factors if one is not factor])
        whole = total([*part.terms[:place], (sign, bare), *part.terms[place + 1 :]])
        yield Edit(
            "bracket",
            replaced(formula, part, times(own, whole)),
            "{:the} belongs to one part only, and is applied to others as well.",
            (factor[0],),
        )


def of_factors(formula, numbers, units):
    """A factor left out or on the wrong side; a ratio turned; brackets forgotten."""
    for part in parts(formula):
        if not isinstance(part, Product):
            continue
        for place, (base, power) in enumerate(part.factors):
            rest = part.factors[:place] + part.factors[place + 1 :]
            if rest:
                yield _left_out(base, replaced(formula, part, product(rest)))
            turned = product([*rest, (base, times(power, MINUS))])
            yield Edit(
                "upside down",
                replaced(formula, part, turned),
                MULTIPLY,
                (base,),
            )
            if isinstance(base, Sum) and power == ONE and rest:
                yield from _forgotten_brackets(formula, part, place)
        if part != formula:
            yield Edit(
                "upside down",
                replaced(formula, part, upside_down(part)),
                *_turned(part),
            )


def _turned(part):
    """What is said of a part turned upside down, and what is shown."""
    if any(is_number(power) and power.number < 0 for _, power in part.factors):
        return "{} stands upside down.", (upside_down(part),)
    return MULTIPLY, (part,)


def _forgotten_brackets(formula, part, place):
    base, _ = part.factors[place]
    rest = product(part.factors[:place] + part.factors[place + 1 :])
    for sign, term in base.terms:
        others = minus(base, term if sign > 0 else negative(term))
        alone = times(rest, term if sign > 0 else negative(term))
        yield Edit(
            "bracket",
            replaced(formula, part, plus(alone, others)),
            "Only {:the} is multiplied or divided, and not the whole bracket.",
            (term,),
        )


def of_powers(formula, numbers, units):
    """A power one more or less; simple for compound interest; 1 − d for ÷ (1 + d), and the reverse."""
    bases = {base for part in parts(formula) if isinstance(part, Product) for base, _ in part.factors}
    bases |= {part for part in inner_parts(formula) if isinstance(part, Sum)}
    for base in sorted((one for one in bases if isinstance(one, Sum) and len(one.terms) == 2), key=repr):
        rate = _rate(base)
        if rate is None:
            continue
        grows, over_time = base.terms != ((1, ONE), (-1, _term(base))), _over_time(formula, base)
        changes = _changes_of_a_power(rate, grows) if grows or over_time else _once_more(rate)
        for kind, change, says in changes:
            yield Edit(kind, _with_base(formula, base, change), says, (_term(base),))


def _over_time(formula, base):
    """Whether a base has a power that may count periods."""
    powers = {
        power
        for part in parts(formula)
        if isinstance(part, Product)
        for one, power in part.factors
        if one == base
    }
    return any(not is_number(power) or abs(power.number) not in NO_PERIODS for power in powers)


def _once_more(rate):
    """What people do to a part that stays: it is counted twice."""
    twice = "What is left after {:the} is counted once too often."
    return (("power", lambda base, power: to_power(base, plus(power, power)), twice),)


def _changes_of_a_power(rate, grows):
    """What people do to a base with the rate and its power: the kind, the change, what is said."""
    periods = "Of {:the} one period too many or too few is counted."

    def once(base, power):
        return to_power(base, ONE if _positive(power) else MINUS)

    def simple(base, power):
        if _positive(power):
            return plus(ONE, times(rate, power))
        return upside_down(plus(ONE, times(rate, times(power, MINUS))))

    return (
        ("power", lambda base, power: to_power(base, plus(power, ONE)), periods),
        ("power", lambda base, power: to_power(base, minus(power, ONE)), periods),
        ("power", once, "{:the} counts for one period only."),
        ("discounting", simple, "{:the} is not compounded."),
        (
            "discounting",
            lambda base, power: to_power(minus(ONE, rate), times(power, MINUS)),
            "{:the} is used as × (1 − d), in place of ÷ (1 + d)."
            if grows
            else "{:the} is used as ÷ (1 + d), in place of × (1 − d).",
        ),
    )


def _rate(base):
    """The rate d of a base 1 + d, and −d of 1 − d; None for another sum."""
    rest = [(sign, term) for sign, term in base.terms if (sign, term) != (1, ONE)]
    return total(rest) if len(rest) == 1 else None


def _term(base):
    return next(term for sign, term in base.terms if (sign, term) != (1, ONE))


def _positive(power):
    return not (is_number(power) and power.number < 0) and not (
        isinstance(power, Sum) and power.terms[0][0] < 0
    )


def _with_base(formula, base, change):
    """The formula with each power of a base changed."""

    def changed(part):
        if not isinstance(part, Product) or not any(one == base for one, _ in part.factors):
            return None
        return product(
            [
                (change(one, power), ONE) if one == base else (_with_base(one, base, change), power)
                for one, power in part.factors
            ]
        )

    return rewritten(formula, changed)


def of_two_inputs(formula, numbers, units):
    """Two numbers of the question combined, and nothing else."""
    for name, other in itertools.permutations(numbers, 2):
        a, b = Input(name), Input(other)
        alike, once = units[name] == units[other], name < other
        combined = [over(a, b)]
        if once and not (alike and CURRENCY.search(units[name])):
            combined.append(times(a, b))
        if alike:
            combined += [minus(a, b)] + ([plus(a, b)] if once else [])
        if alike and numbers[name] < numbers[other]:
            combined.append(minus(ONE, over(a, b)))
        for one in combined:
            yield Edit(
                "two numbers",
                one,
                "Your number is {}: two numbers of the question, and not its answer yet.",
                (one,),
            )
