"""The questions of an exercise for a page that runs no Python: each with all numbers that a student can get.

The page's script finds out by itself which of them are a student's: by the same hash, in the same row, as
`Question.own`, `Question.position` and `shuffle` do.
"""

import dataclasses
import math

from crmlib.workbook.kinds.choice import Audit, Match, Several, WithOptions
from crmlib.workbook.kinds.code import Decision, Function, Query, Value
from crmlib.workbook.kinds.memo import Memo
from crmlib.workbook.kinds.number import Interval, Number, Reverse
from crmlib.workbook.kinds.order import Order
from crmlib.workbook.kinds.variants import Variants, variants
from crmlib.workbook.marking import key_of
from crmlib.workbook.marking.memo import SAYS, said
from crmlib.workbook.marking.number import NOT_TOLD, TWO_THINGS
from crmlib.workbook.screen.named_edits import drawn, named_edits
from crmlib.workbook.screen.page import Words, marked_item, number_marks, sets_of, shown_item

CODE, MEMO, DECISION = "code", "memo", "decision"
ONLY_SHOWN = {Value: CODE, Query: CODE, Decision: DECISION, Memo: MEMO}


def page_question(asked, checked=True):
    """A question of an exercise as plain data.

    Parameters
    ----------
    asked : Question
        As the exercise asks it: its id may name the exercise in which it is asked again.
    checked : bool
        Whether answers can be marked; else they are only kept, and nothing that tells them is here.

    Returns
    -------
    dict
        ``id``, and ``items``, one for each of its pool. Each has the ``slot`` and the ``count`` of its row of
        numbers, how its options are ``mixed``, its ``variants`` (a page item for each place of the row, the
        book's last), and what the finder ``names``.
    """
    whole = dataclasses.replace(asked, id=asked.base_id)
    return {"id": asked.id, "items": [_item(one, checked) for one in whole.items()]}


def _item(question, checked):
    found = variants(question.drawn_id) if question.draws else Variants()
    places = () if only_shown(question) else found.places or ()
    rows = [(question.variant(place), position) for position, place in enumerate(places)]
    if not (question.item and rows):
        rows.append((question.numbers(), None))
    key = key_of(question) if checked else None
    return {
        "slot": found.slot,
        "count": len(places),
        "mixed": mixed(question),
        "version": question.version,
        "title": question.title,
        "variants": [variant(question, key, *row) for row in rows],
        "names": named_edits(key, [numbers for numbers, _ in rows])
        if key and isinstance(question, Number)
        else {},
    }


def variant(question, key, numbers, position):
    """The page item of a question with the numbers that stand at a position; None is the book's."""
    item = shown_item(question, numbers, question.hints_with(numbers, position))
    item |= {} if key else {"unchecked": True}
    if kind := only_shown(question):
        return item | {"kind": kind} | FACES.get(kind, lambda question: {})(question)
    item |= _marks(question, key, numbers) if key else {}
    if item["kind"] == "read":
        return item | {"kind": CODE}  # a function or an interval whose right answer is not here
    return item | {"keys": keys(question, item)}


def _memo(question):
    says = {stage: said(stage, question) for stage in SAYS}
    return {"limits": list(question.words), "says": says}


# What the page needs of a kind that has no form of the common ones.
FACES = {MEMO: _memo}


def _marks(question, key, numbers):
    """What marks an answer, and what the record calls each error."""
    if isinstance(question, Number):
        return _number_marks(question, key, numbers)
    marks = marked_item(question, numbers)
    if isinstance(question, Order):
        place = {step.key: str(index) for index, step in enumerate(question.steps)}
        return marks | {
            "called": {
                " ".join(place[step] for step in wrong): name for name, wrong, _ in key.foreseen(numbers)
            }
        }
    if isinstance(question, Several):
        chosen = sets_of(question.options)
        return marks | {"called": [None, *(key.mark(one, numbers).slip for one in chosen)]}
    return marks


def _number_marks(question, key, numbers):
    """The errors in one place; those in two, of which one is general, the script works out."""
    general = dict(key.generals())
    single = [one for one in key.single_slips(numbers) if one[0] not in general and math.isfinite(one[1])]
    marks = number_marks(key, question, numbers, single)
    words = Words(marks["words"])
    marks["generals"] = [
        [name, one.change(1000) / 1000, 1000 if math.isnan(one.change(1)) else 0, *words.place(one.message)]
        for name, one in general.items()
    ]
    if not isinstance(question, Reverse):
        del marks["between"]
    return marks | {
        "says": marks["says"] | {"enough": NOT_TOLD},
        "together": words.place(*TWO_THINGS),
        "words": words.texts,
        "called": [name for name, _, _ in single],
        "drawn": drawn(question, numbers),
    }


def only_shown(question):
    """The page's kind of a question that has no form of the common kinds; None for the others."""
    return next((kind for asked, kind in ONLY_SHOWN.items() if isinstance(question, asked)), None)


def mixed(question):
    """How a student's own order of the options comes about: see `shuffle` and `Order.shuffled`."""
    if isinstance(question, Order):
        return "begun elsewhere"
    drawn = isinstance(question, WithOptions | Match | Interval | Function) and not isinstance(
        question, Audit
    )
    return "sampled" if drawn else ""


def keys(question, item):
    """What code gives for each option, step or row, in the order of the page item."""
    if isinstance(question, WithOptions):
        return [option.key for option in question.options]
    if isinstance(question, Order):
        return [step.key for step in question.steps]
    return list(item.get("rows", item.get("options", ())))
