"""What the finder knows of a question, as data: a script then names a wrong number as it does.

The edits of a formula are the same for all students, but for a few. So they stand here once, as parts that
are computed from any numbers; what is said of each has a place for every number. The script's `named` in
`named-edits.js` weighs them as `crmlib.workbook.finding.weighing` does.
"""

import math

from crmlib.workbook.finding import edits as editing
from crmlib.workbook.finding import formulas, tracing
from crmlib.workbook.finding.finder import Finder, units_of
from crmlib.workbook.finding.formulas import Call, Constant, Input, Product, Sum, inner_parts, parts
from crmlib.workbook.marking.number import ROUNDED_STEP

FUNCTIONS = {math.exp: "exp", math.log: "log", math.ceil: "ceil", math.floor: "floor"}
SHORT_IS_ENOUGH = editing.LESS | {"complement"}


class Template(Finder):
    """A finder whose sentences have a place, such as «margin», for each number.

    In «?margin» what the number is follows it where another one looks the same.
    """

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.texts = {name: f"«{name}»" for name in self.plain}

    def _input(self, name):
        return f"«?{name}»"


def drawn(question, numbers):
    """The numbers from which edits are computed: name to number and text."""
    plain = {name: one for name, one in numbers.items() if tracing.is_traceable(one)}
    return {name: [one, question.fill(f"{{{name}}}", {name: one})] for name, one in plain.items()}


def named_edits(key, rows):
    """The edits of a question's formulas for a script.

    Parameters
    ----------
    key : NumberKey
        The key.
    rows : list of dict
        The drawn numbers of each variant.

    Returns
    -------
    dict
        ``of``: which of the ``sets`` each variant has. A set has ``parts``, each of which needs only those
        before it; ``edits``: the place of the formula, which formulas are the same elsewhere, the weight
        (negative where four digits are needed), the place of the sentence, of the parts that it shows, and
        the variants that have it, if not all; ``rounded``: the parts in whose order steps are rounded.
        Empty where nothing is traced, or a script cannot compute it.
    """
    if not Finder(key.question, key.ways, rows[0]).formulas:
        return {}
    traced = [tuple(tracing.traced(way, numbers) for way in key.ways) for numbers in rows]
    kinds = list(dict.fromkeys(traced))
    sets = [
        _set(key, {place: rows[place] for place, one in enumerate(traced) if one == kind}) for kind in kinds
    ]
    if not all(sets):
        return {}
    phrases = {name: key.question.draws[name].says for name in drawn(key.question, rows[0])}
    return {
        "of": [kinds.index(one) for one in traced],
        "sets": sets,
        "phrases": phrases,
        "step": ROUNDED_STEP,
    }


def _set(key, rows):
    """The edits of variants with the same formulas; nothing where a script cannot compute them."""
    template = Template(key.question, key.ways, next(iter(rows.values())), whole=not key.tolerance)
    table = Parts()
    try:
        found = [_edit(template, table, edit, places) for edit, places in _edits_of_all(template, rows)]
        rounded = [_rounding(table, formula) for formula in template.formulas]
    except KeyError:  # a function that the script does not know
        return None
    classes, sentences = _distinct(found, 1), _distinct(found, 3)
    for one in found:
        one[1], one[3] = classes[one[1]], sentences[one[3]]
    return found and {"parts": table.nodes, "edits": found, "sentences": list(sentences), "rounded": rounded}


def _distinct(found, field):
    """The values of a field, each with its number."""
    return {value: place for place, value in enumerate(dict.fromkeys(one[field] for one in found))}


class Parts:
    """Parts of formulas, each once, after all that stands within it."""

    def __init__(self):
        self.nodes, self.places = [], {}

    def place(self, part):
        """The place of a part."""
        if part not in self.places:
            node = self._node(part)
            self.places[part] = len(self.nodes)
            self.nodes.append(node)
        return self.places[part]

    def _node(self, part):
        match part:
            case Input(name):
                return name
            case Constant(number):
                return number if math.isfinite(number) else None
            case Sum(terms):
                return ["+", *(one for sign, term in terms for one in (sign, self.place(term)))]
            case Product(factors):
                return ["*", *(self.place(one) for factor in factors for one in factor)]
            case Call(function, arguments):
                return [FUNCTIONS[function], *map(self.place, arguments)]


def _edits_of_all(template, rows):
    """Each edit with the places of the variants that have it; None for all."""
    alike, lists, having = {}, {}, {}
    for place, numbers in rows.items():
        plain = {name: numbers[name] for name in template.plain}
        units = units_of(template.question, plain)
        facts = tuple(editing.facts(formula, plain, units) for formula in template.formulas)
        alike.setdefault(facts, []).append(place)
        if facts not in lists:
            lists[facts] = template.edits(plain)
    for facts, edits in lists.items():
        for edit in edits:
            having.setdefault(edit, []).extend(alike[facts])
    ranked = sorted(_merged(*lists.values()), key=lambda edit: -edit.weight)
    return [(edit, None if len(having[edit]) == len(rows) else sorted(having[edit])) for edit in ranked]


def _merged(first, *others):
    """All that stands in some lists, in an order that is each list's own."""
    merged, known = list(first), set(first)
    for each in others:
        place = 0
        for one in each:
            if one not in known:
                known.add(one)
                merged.insert(place, one)
            place = merged.index(one) + 1
    return merged


def _edit(template, table, edit, places):
    """The place of an edit's formula, what it is elsewhere, weight, sentence, shown parts, and who has it."""
    elsewhere = tuple(f"{formulas.value(edit.formula, one):.9g}" for one in template.others)
    shown = [table.place(part) for part in edit.shown]
    weight = edit.weight if edit.kind in SHORT_IS_ENOUGH else -edit.weight
    return [
        table.place(edit.formula),
        elsewhere,
        weight,
        template.sentence(edit),
        shown,
        *([places] if places else []),
    ]


def _rounding(table, formula):
    """A formula and the parts on the way to it that are rounded, in their order."""
    steps = [[table.place(part), bool(inner_parts(part))] for part in reversed(parts(formula)[1:])]
    return [table.place(formula), steps]
