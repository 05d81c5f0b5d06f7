"""Mutants: the source of a short plain function, changed in one place or wherever the same thing stands."""

import ast
import inspect
import textwrap
import warnings
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace

MOST_SHOWN = 2  # names and numbers of a place that a sentence shows; of a longer one it tells the names alone
SMALL = 60  # up to here a whole number may be missed by one
OPERATORS = {
    ast.Add: "{1} is added to {0}",
    ast.Sub: "{1} is taken from {0}",
    ast.Mult: "{0} is multiplied by {1}",
    ast.Div: "{0} is divided by {1}",
}
TURNED = {ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE}
EDGE = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
OPPOSITE = {ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}
NUMBERS = {
    100: (1,),
    7: (1, 30, 365.25),
    12: (1, 52, 365),
    365.25: (7, 12, 52, 365),
    0.9: (0.5, 0.8, 0.95, 0.99),
    0.95: (0.5, 0.8, 0.9, 0.99),
    0.5: (0.25, 0.75, 0.9, 1),
}
RIVALS = {
    "sum": ("max", "min", "len", "mean", "median", "first", "last"),
    "mean": ("median", "sum", "max", "min", "first", "last"),
    "median": ("mean", "max", "min"),
    "max": ("min", "sum", "mean", "last"),
    "min": ("max", "sum", "first"),
    "len": ("sum", "max"),
    "size": ("nunique",),
    "count": ("nunique", "size"),
    "nunique": ("size", "count"),
    "std": ("var", "mean"),
    "cumsum": ("cummax",),
    "log": ("log2", "log10"),
    "log2": ("log", "log10"),
    "log10": ("log", "log2"),
    "ceil": ("floor",),
    "floor": ("ceil",),
    "quantile": ("percentile",),
    "all": ("any",),
    "any": ("all",),
}
ALL_ROUNDED = "each step is rounded"
NOT_LEFT_OUT = {"range", "zip", "list", "enumerate", "sum", "len"}  # what they are given is no result


@dataclass(frozen=True)
class Mutant:
    """A changed function.

    Parameters
    ----------
    function : callable
        Takes what the plain one takes; it may fail.
    kind : str
        What was changed, such as ``"left out"``.
    says : str
        The place, as it goes on after "if": "`cost` is left out".
    """

    function: Callable
    kind: str
    says: str


@dataclass(frozen=True)
class Place:
    """Where a part of the source stands: a field of what is above it."""

    above: ast.AST
    field: str
    index: int | None = None

    @property
    def part(self):
        """What stands there now."""
        found = getattr(self.above, self.field)
        return found if self.index is None else found[self.index]

    def put(self, part):
        """Let something else stand there."""
        if self.index is None:
            setattr(self.above, self.field, part)
        else:
            getattr(self.above, self.field)[self.index] = part


@dataclass(frozen=True)
class Change:
    """What can stand in a place, and how this is said."""

    kind: str
    says: str
    part: ast.AST
    place: Place
    everywhere: str = ""  # what is said if it is made wherever the same thing stands; empty if it is not


@dataclass(frozen=True)
class Known:
    """The names that a function has: its own, and those of columns."""

    own: tuple
    columns: tuple


def mutants(function, scope=None, columns=()):
    """What a plain function becomes if one place of its source is changed; made one by one, when asked for.

    Parameters
    ----------
    function : callable or str
        A function that stands in a file, by ``def``, or the text of one.
    scope : dict, optional
        The names that the source uses; those of the function's own module if left out.
    columns : sequence of str
        Texts of which one may stand for another, such as the columns of a table.

    Yields
    ------
    Mutant

    Examples
    --------
    >>> [one.says for one in mutants("def more(cost): return cost + 1") if one.function(5) == 4]
    ['`1` is taken from `cost`']
    """
    source, scope = (function, scope or {}) if isinstance(function, str) else _source(function, scope)
    tree = ast.parse(textwrap.dedent(source))
    body = tree.body[0]
    known = Known(_own_names(body), tuple(columns))
    places = [place for statement in _statements(body) for place in _places(statement)]
    single = [change for place in places for change in _changes(place, known)]
    seen = {ast.unparse(body)}
    for changes in [*([one] for one in single), *_everywhere(single)]:
        if (changed := _changed(tree, changes, scope, seen)) is not None:
            yield Mutant(changed, changes[0].kind, changes[0].says)


def _source(function, scope):
    """The text of a function, and the names that it uses."""
    return inspect.getsource(function), scope or function.__globals__


def _own_names(body):
    """The arguments, then what is assigned, in order."""
    assigned = [one.id for one in ast.walk(body) if isinstance(one, ast.Name) and _is_stored(one)]
    return tuple(dict.fromkeys([*(one.arg for one in body.args.args), *assigned]))


def _is_stored(name):
    return isinstance(name.ctx, ast.Store)


def _statements(body):
    """The places of the statements, without the one that says what the function does."""
    first = ast.get_docstring(body) is not None
    return [Place(body, "body", index) for index in range(first, len(body.body))]


def _places(place):
    """A place and all that lie within it, the outer ones first."""
    yield place
    for field, value in ast.iter_fields(place.part):
        if isinstance(value, ast.AST):
            yield from _places(Place(place.part, field))
        elif isinstance(value, list):
            for index in range(len(value)):
                yield from _places(Place(place.part, field, index))


def _everywhere(single):
    """Changes that can be made wherever the same thing stands."""
    groups = defaultdict(list)
    for change in single:
        if change.everywhere:
            groups[change.everywhere].append(change)
    for says, group in groups.items():
        if len(group) > 1:
            yield [replace(group[0], says=says), *group[1:]]


def _changed(tree, changes, scope, seen):
    """The function with some changes made; None if it was there already, or cannot be."""
    before = [(change.place, change.place.part) for change in changes]
    for change in changes:
        change.place.put(change.part)
    try:
        return _made(tree, scope, seen)
    finally:
        for place, part in reversed(before):
            place.put(part)


def _made(tree, scope, seen):
    source = ast.unparse(tree.body[0])
    if source in seen:
        return None
    seen.add(source)
    names = dict(scope)
    try:
        with warnings.catch_warnings(action="ignore"):  # Python warns of calls that can only fail
            exec(compile(source, "<a changed function>", "exec"), names)
    except (SyntaxError, ValueError, NameError):
        return None
    return names[tree.body[0].name]


def _changes(place, known):
    """What can stand in a place in place of what stands there."""
    for kind in type(place.part).__mro__:
        if kind in CHANGES:
            yield from CHANGES[kind](place, place.part, known)
            return


def _of_operation(place, node, known):
    """Operands left out, other operators, sides exchanged, other brackets."""
    if isinstance(node.op, ast.Pow):
        yield from _of_power(place, node)
        return
    yield from _of_operands(place, node)
    yield from _of_brackets(place, node)
    left, right = shown(node.left), shown(node.right)
    for other, words in OPERATORS.items():
        if not isinstance(node.op, other):
            yield Change("operator", words.format(left, right), other(), Place(place.part, "op"))


def _of_operands(place, node):
    """One of two left out, or the two exchanged."""
    left, right, whole = shown(node.left), shown(node.right), shown(node)
    of = f" of {whole}" if "part" not in whole else ""
    yield Change("left out", f"{right} is left out{of}", node.left, place)
    if _is_one(node.left) and isinstance(node.op, ast.Sub):
        yield Change("complement", f"{right} stands in place of {whole}", node.right, place)
    yield Change("left out", f"{left} is left out{of}", node.right, place)
    if isinstance(node.op, ast.Sub):
        yield Change("sign", f"{left} is left out{of}", ast.UnaryOp(ast.USub(), node.right), place)
    if isinstance(node.op, ast.Div):
        below = ast.BinOp(ast.Constant(1), ast.Div(), node.right)
        yield Change("left out", f"{left} is left out{of}", below, place)
        yield from _of_discount(place, node)
    if isinstance(node.op, ast.Sub | ast.Div):
        words = OPERATORS[type(node.op)].format(right, left)
        yield Change("turned", words, ast.BinOp(node.right, node.op, node.left), place)


def _of_discount(place, node):
    """1 − d times, in place of 1 + d below the line, to a power or not."""
    base, power = node.right, None
    if isinstance(base, ast.BinOp) and isinstance(base.op, ast.Pow):
        base, power = base.left, base.right
    if not _is_one_and(base) or not isinstance(base.op, ast.Add):
        return
    factor = ast.BinOp(base.left, ast.Sub(), base.right)
    words = f"`{ast.unparse(factor)}` times stands in place of a division by {shown(base)}"
    raised = ast.BinOp(factor, ast.Pow(), power) if power else factor
    yield Change("complement", words, ast.BinOp(node.left, ast.Mult(), raised), place)


def _of_power(place, node):
    base, power = shown(node.left), shown(node.right)
    yield Change("left out", f"the power {power} of {base} is left out", node.left, place)
    yield Change("operator", f"{base} is multiplied by {power}", ast.Mult(), Place(node, "op"))
    if _is_one_and(node.left):
        simple = ast.BinOp(node.left.left, node.left.op, ast.BinOp(node.left.right, ast.Mult(), node.right))
        yield Change("operator", f"{shown(node.left.right)} is not compounded", simple, place)
    for step, word in ((ast.Add(), "high"), (ast.Sub(), "low")):
        moved = ast.BinOp(node.right, step, ast.Constant(1))
        yield Change("off by one", f"the power of {base} is too {word} by 1", moved, Place(node, "right"))
    if isinstance(node.left, ast.BinOp):
        one, two = node.left.left, node.left.right
        first, second = ast.BinOp(one, node.op, node.right), ast.BinOp(two, node.op, node.right)
        yield Change(
            "brackets", f"the power holds for {shown(two)} alone", ast.BinOp(one, node.left.op, second), place
        )
        yield Change(
            "brackets", f"the power holds for {shown(one)} alone", ast.BinOp(first, node.left.op, two), place
        )


def _of_brackets(place, node):
    """Brackets left out or set elsewhere: (a + b) × c, and a + b × c."""
    left, right, op = node.left, node.right, node.op
    if isinstance(op, ast.Mult | ast.Div) and _is_sum(left):
        yield Change(
            "brackets", f"the brackets around {shown(left)} are left out", _to_the_right(node), place
        )
    if _needs_brackets(op, right):
        yield Change(
            "brackets", f"the brackets around {shown(right)} are left out", _to_the_left(node), place
        )
    if isinstance(op, ast.Add | ast.Sub) and _is_product(left):
        yield Change("brackets", f"{shown(right)} stands within the brackets", _to_the_right(node), place)
    if isinstance(op, ast.Add | ast.Sub) and _is_product(right):
        yield Change("brackets", f"{shown(left)} stands within the brackets", _to_the_left(node), place)


def _to_the_right(node):
    """(a + b) × c as a + (b × c)."""
    left = node.left
    return ast.BinOp(left.left, left.op, ast.BinOp(left.right, node.op, node.right))


def _to_the_left(node):
    """a × (b + c) as (a × b) + c."""
    right = node.right
    return ast.BinOp(ast.BinOp(node.left, node.op, right.left), right.op, right.right)


def _needs_brackets(op, right):
    """Whether an operation on the right of an operator is another without its brackets."""
    if isinstance(op, ast.Div):
        return _is_sum(right) or _is_product(right)
    return isinstance(op, ast.Mult | ast.Sub) and _is_sum(right)


def _is_one(node):
    return isinstance(node, ast.Constant) and node.value == 1


def _is_one_and(node):
    """Whether something is added to 1 or taken from it."""
    return _is_sum(node) and _is_one(node.left)


def _is_sum(node):
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub)


def _is_product(node):
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div)


def _of_comparison(place, node, known):
    """What is equal counted on the other side, or the whole comparison turned round."""
    left, right, op = shown(node.left), shown(node.comparators[-1]), type(node.ops[0])
    if len(node.ops) > 1:
        return
    here = Place(node, "ops", 0)
    if op in EDGE:
        other, turned = EDGE[op], TURNED[op]
        words = f"{left} equal to {right} is on the other side"
        yield Change("edge", words, other(), here, "whatever is equal is on the other side")
        yield Change("turned", f"the comparison of {left} with {right} points the other way", turned(), here)
        yield Change("turned", f"the comparison of {left} with {right} is its opposite", EDGE[turned](), here)
    if op in OPPOSITE:
        words = f"the comparison of {left} with {right} is its opposite"
        yield Change("turned", words, OPPOSITE[op](), here)


def _of_constant(place, node, known):
    """Another number, text or truth value."""
    value = node.value
    if isinstance(value, bool):
        words = f"`{not value}` stands in place of `{value}`"
        yield Change("constant", words, ast.Constant(not value), place)
    elif isinstance(value, str):
        for other in known.columns if value in known.columns else ():
            if other != value:
                yield _in_place_of("column", f"`{other}`", f"`{value}`", ast.Constant(other), place)
    elif isinstance(value, int | float):
        for other in _other_numbers(value):
            words = f"in one place {other:g} stands where another number belongs"
            everywhere = f"{other:g} stands everywhere in place of {value:g}"
            yield Change("constant", words, ast.Constant(other), place, everywhere)


def _other_numbers(value):
    by_one = (value + 1, value - 1) if isinstance(value, int) and value < SMALL else ()
    complement = (round(1 - value, 12),) if 0 < value < 1 else ()
    return dict.fromkeys([*by_one, *complement, *NUMBERS.get(value, ())])


def _of_name(place, node, known):
    """Another of the function's own names, or 1 less it."""
    if node.id not in known.own or _is_stored(node):
        return
    for other in known.own:
        if other != node.id:
            yield _in_place_of("name", f"`{other}`", f"`{node.id}`", ast.Name(other, ast.Load()), place)
    complement = ast.BinOp(ast.Constant(1), ast.Sub(), node)
    yield _in_place_of("complement", f"`1 - {node.id}`", f"`{node.id}`", complement, place)


def _in_place_of(kind, other, own, part, place):
    """A change that can be made in one place or everywhere."""
    says = f"{other} stands in place of {own}"
    return Change(kind, f"in one place {says}", part, place, f"{says} everywhere")


def _of_attribute(place, node, known):
    """Another method or function of the same module."""
    for other in RIVALS.get(node.attr, ()):
        part = ast.Attribute(node.value, other, node.ctx)
        yield _in_place_of("function", f"`{other}`", f"`{node.attr}`", part, place)


def _of_call(place, node, known):
    """Another function, no function, its arguments exchanged, a keyword left out, a range off by one."""
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name == "range":
        yield from _of_range(place, node)
    if name == "sorted":
        yield from _of_sorted(place, node)
    for other in RIVALS.get(name, ()):
        part = ast.Name(other, ast.Load())
        yield _in_place_of("function", f"`{other}`", f"`{name}`", part, Place(node, "func"))
    yield from _without_function(place, node, known)
    for index, keyword in enumerate(node.keywords):
        rest = [*node.keywords[:index], *node.keywords[index + 1 :]]
        words = f"`{keyword.arg}` is left out of `{_called(node)}`"
        yield Change("left out", words, ast.Call(node.func, node.args, rest), place)
    for one in range(len(node.args)):
        for two in range(one + 1, len(node.args)):
            args = list(node.args)
            args[one], args[two] = args[two], args[one]
            words = f"{shown(node.args[one])} and {shown(node.args[two])} are exchanged"
            yield Change("exchanged", words, ast.Call(node.func, args, node.keywords), place)


def _without_function(place, node, known):
    """What a function is given, or what a method belongs to, alone."""
    called = _called(node)
    if called in NOT_LEFT_OUT or called == "sorted":
        return
    words = f"`{called}` is left out"
    if isinstance(node.func, ast.Attribute) and not _is_module(node.func.value, known):
        yield Change("left out", words, node.func.value, place)
        return
    for arg in node.args:
        if not isinstance(arg, ast.GeneratorExp | ast.Starred):
            yield Change("left out", words, arg, place)


def _called(call):
    return call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)


def _is_module(node, known):
    return isinstance(node, ast.Name) and node.id not in known.own


def _of_sorted(place, node):
    yield Change("order", "nothing is sorted", node.args[0], place)
    if any(one.arg == "reverse" for one in node.keywords):
        turned = ast.Call(node.func, node.args, [one for one in node.keywords if one.arg != "reverse"])
    else:
        reverse = ast.keyword("reverse", ast.Constant(True))
        turned = ast.Call(node.func, node.args, [*node.keywords, reverse])
    yield Change("order", "the order is turned round", turned, place)


def _of_range(place, node):
    """A loop that begins or ends one too early or too late."""
    ends = min(len(node.args), 2) - 1
    for step, word in ((ast.Add(), "late"), (ast.Sub(), "early")):
        last = ast.BinOp(node.args[ends], step, ast.Constant(1))
        yield Change("off by one", f"the loop ends one too {word}", last, Place(node, "args", ends))
        if ends:
            first = ast.BinOp(node.args[0], step, ast.Constant(1))
            yield Change("off by one", f"the loop begins one too {word}", first, Place(node, "args", 0))
    if ends:
        first, last = (ast.BinOp(arg, ast.Sub(), ast.Constant(1)) for arg in node.args[:2])
        moved = ast.Call(node.func, [first, last, *node.args[2:]], [])
        yield Change("off by one", "the loop begins and ends one too early", moved, place)
    else:
        moved = ast.Call(node.func, [ast.Constant(1), *node.args], [])
        yield Change("off by one", "the loop begins one too late", moved, place)


def _of_comprehension(place, node, known):
    """A condition left out."""
    for index, condition in enumerate(node.ifs):
        rest = [*node.ifs[:index], *node.ifs[index + 1 :]]
        kept = ast.comprehension(node.target, node.iter, rest, node.is_async)
        yield Change("left out", f"the condition on {shown(condition)} is left out", kept, place)


def _of_choice(place, node, known):
    """One of two ways for all, or the two exchanged."""
    words = f"the condition on {shown(node.test)} is left out"
    yield Change("left out", words, node.body, place)
    yield Change("left out", words, node.orelse, place)
    words = f"the two ways of the condition on {shown(node.test)} are exchanged"
    yield Change("turned", words, ast.IfExp(node.test, node.orelse, node.body), place)


def _of_branch(place, node, known):
    """A condition that is never or always met."""
    words = f"the condition on {shown(node.test)} is left out"
    for always in (False, True):
        yield Change("left out", words, ast.Constant(always), Place(node, "test"))


def _of_both(place, node, known):
    """And for or, or one of several conditions left out."""
    other, words = ast.Or(), "`or` stands in place of `and`"
    if isinstance(node.op, ast.Or):
        other, words = ast.And(), "`and` stands in place of `or`"
    yield Change("operator", words, other, Place(node, "op"))
    for index, one in enumerate(node.values):
        rest = [*node.values[:index], *node.values[index + 1 :]]
        left = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
        yield Change("left out", f"the condition on {shown(one)} is left out", left, place)


def _of_sign(place, node, known):
    """A minus or a not left out; a minus before a number is a part of it."""
    if not isinstance(node.operand, ast.Constant):
        words = "a `not` is left out" if isinstance(node.op, ast.Not) else "a minus is left out"
        yield Change("sign", words, node.operand, place)


def _of_loop(place, node, known):
    """A loop that is left after its first turn."""
    once = ast.For(node.target, node.iter, [*node.body, ast.Break()], node.orelse, lineno=0)
    yield Change("early", "the loop ends after its first turn", once, place)


def _of_assignment(place, node, known):
    """A step that is rounded, or at which the function stops."""
    name = shown(node.targets[0])
    yield Change("step", f"the function stops at {name}", ast.Return(node.value), place)
    rounded = ast.Call(ast.Name("round", ast.Load()), [node.value], [])
    yield Change("rounded", f"{name} is rounded on the way", rounded, Place(node, "value"), ALL_ROUNDED)


def _of_update(place, node, known):
    """A step of a loop that forgets what was before, or goes the other way."""
    name, value = shown(node.target), shown(node.value)
    fresh = ast.Assign([node.target], node.value, lineno=0)
    yield Change("left out", f"{name} keeps nothing but the last turn of the loop", fresh, place)
    load = ast.Name(node.target.id, ast.Load()) if isinstance(node.target, ast.Name) else node.target
    rounded = ast.Call(ast.Name("round", ast.Load()), [ast.BinOp(load, node.op, node.value)], [])
    words = f"{name} is rounded on the way"
    yield Change("rounded", words, ast.Assign([node.target], rounded, lineno=0), place, ALL_ROUNDED)
    for other, words in OPERATORS.items():
        if not isinstance(node.op, other):
            yield Change("operator", words.format(name, value), other(), Place(node, "op"))


def _of_selection(place, node, known):
    """A filter left out."""
    if any(isinstance(one, ast.Compare) for one in ast.walk(node.slice)):
        yield Change("left out", f"the condition on {shown(node.slice)} is left out", node.value, place)


CHANGES = {
    ast.BinOp: _of_operation,
    ast.Compare: _of_comparison,
    ast.Constant: _of_constant,
    ast.Name: _of_name,
    ast.Attribute: _of_attribute,
    ast.Call: _of_call,
    ast.comprehension: _of_comprehension,
    ast.IfExp: _of_choice,
    ast.If: _of_branch,
    ast.BoolOp: _of_both,
    ast.UnaryOp: _of_sign,
    ast.For: _of_loop,
    ast.Assign: _of_assignment,
    ast.AugAssign: _of_update,
    ast.Subscript: _of_selection,
}


def shown(node):
    """A place as a sentence can show it: a short one whole, of a longer one its names.

    >>> shown(ast.parse("1 - rate", mode="eval").body), shown(ast.parse("a * (b - c)", mode="eval").body)
    ('`1 - rate`', 'the part with `a`, `b`, `c`')
    """
    parts = [one for one in ast.walk(node) if isinstance(one, ast.Name | ast.Constant)]
    if len(parts) <= MOST_SHOWN and not isinstance(node, ast.GeneratorExp):
        return f"`{ast.unparse(node)}`"
    if columns := _columns(node):
        return f"the part with {', '.join(f'`{name}`' for name in sorted(columns))}"
    called = {id(one.func) for one in ast.walk(node) if isinstance(one, ast.Call)}
    names = dict.fromkeys(one.id for one in parts if isinstance(one, ast.Name) and id(one) not in called)
    return f"the part with {', '.join(f'`{name}`' for name in sorted(names))}" if names else "a part"


def _columns(node):
    """The columns of tables that a place names."""
    slices = [one.slice for one in ast.walk(node) if isinstance(one, ast.Subscript)]
    return {one.value for one in slices if isinstance(one, ast.Constant) and isinstance(one.value, str)}
