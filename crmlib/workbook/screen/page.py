"""The question on a page that runs no Python: every answer's verdict, worked out beforehand.

A page item is plain data: what is shown, made of the statement alone, and what a script needs to give
the same verdicts as `mark`, made with the key.
All words are Python's; the page's script (`tools/book_pages/quizzes.js`) only looks them up.
"""

import math

from crmlib.workbook.kinds.choice import Audit, Choice, Match, Several
from crmlib.workbook.kinds.code import Function
from crmlib.workbook.kinds.draws import BOOK, generator
from crmlib.workbook.kinds.number import Interval, Number, Reverse
from crmlib.workbook.kinds.order import Order
from crmlib.workbook.marking import key_of
from crmlib.workbook.marking.function import in_words, short
from crmlib.workbook.marking.key import Verdict
from crmlib.workbook.marking.number import CLOSE, COULD_BE, UNFORESEEN, agrees, with_limits
from crmlib.workbook.marking.order import in_place, rotate

DIGITS = 12  # of a number on the page: enough for every tolerance, few enough to be the same everywhere


def page_item(question):
    """A question, with the book's own numbers, as plain data.

    Parameters
    ----------
    question : Question
        Of any kind; one that is answered by data, a decision or a memo can be read on the page only.

    Returns
    -------
    dict
        ``id``, ``title``, ``prompt`` and ``hints`` (Markdown), ``kind`` (of the page's form: ``"number"``,
        ``"choice"``, ``"several"``, ``"order"``, ``"match"`` or ``"read"``) and what this form needs. Where
        the answers are not here, what tells them is left out.
    """
    question = question.own()
    numbers = question.numbers()
    return shown_item(question, numbers, question.hint_texts()) | marked_item(question, numbers)


def shown_item(question, numbers, hints):
    """What a page shows of a question with some numbers; it is made of the statement alone."""
    shown = {
        "id": question.id,
        "title": question.title,
        "prompt": question.fill(question.prompt, numbers),
        "hints": hints,
    }
    for kind, make in SHOWN.items():
        if isinstance(question, kind):
            return shown | make(question, numbers)
    return shown | {"kind": "read", "prompt": question.statement()}


def marked_item(question, numbers):
    """What a page needs to mark a question; nothing where the answers are not here."""
    found = key_of(question)
    for kind, make in MARKED.items() if found else ():
        if isinstance(question, kind):
            return make(found, question, numbers)
    return {}


class Words:
    """Texts, each kept once and named by its place."""

    def __init__(self, texts=()):
        self.texts = list(texts)

    def place(self, *parts):
        """The places of some texts."""
        for part in parts:
            if part not in self.texts:
                self.texts.append(part)
        return [self.texts.index(part) for part in parts]

    def verdict(self, verdict):
        """A verdict as its stage and the place of its text."""
        return [verdict.stage, *self.place(verdict.message)]


def _number(question, numbers):
    return {"kind": "number", "unit": question.unit, "range": [_plain(question.low), _plain(question.high)]}


def _number_marks(key, question, numbers):
    return number_marks(key, question, numbers, key.candidates(numbers))


def number_marks(key, question, numbers, candidates):
    """What marks a number, with some of the wrong numbers that were foreseen."""
    words = Words()
    right = key.solution(numbers)
    finite = [(name, wrong, parts) for name, wrong, parts in candidates if math.isfinite(wrong)]
    slips = [[_plain(wrong), *words.place(*parts)] for _, wrong, parts in finite]
    return {
        "answer": _plain(right),
        "right": words.verdict(key.mark(right, numbers)),
        "between": [_plain(end) for end in _accepted(key, numbers, right)],
        # Of a claim to be made true, "close" is said by what the input gives, and the page has no formula.
        "tolerances": [key.tolerance, 0 if isinstance(question, Reverse) else CLOSE],
        "slips": slips,
        "own": sum(isinstance(name, int) for name, _, _ in finite),  # of which one number may fit several
        "says": {name: with_limits(text, question) for name, text in UNFORESEEN.items()}
        | {"unreadable": "The answer must be a number.", "either": COULD_BE[0], "or": COULD_BE[1]},
        "words": words.texts,
    }


def _accepted(key, numbers, right):
    """The ends between which every number is right; of a `Reverse`, as far as its result comes near."""
    asked = key.question
    if not isinstance(asked, Reverse):
        return right, right
    return tuple(_last_right(key, numbers, right, end) for end in (asked.low, asked.high))


def _last_right(key, numbers, right, end):
    """The last number that is right on the way from the answer to an end of the range, by halving."""
    inside, outside = right, end if math.isfinite(end) else right * 2
    for _ in range(60):
        middle = (inside + outside) / 2
        near = agrees(middle, right, key.tolerance) or key.gives_the_claim(middle, numbers)
        inside, outside = (middle, outside) if near else (inside, middle)
    return inside


def _choice(question, numbers):
    return {"kind": "choice", "numbered": isinstance(question, Audit)} | _options(question, numbers)


def _options(question, numbers):
    return {"options": [question.fill(option.text, numbers) for option in question.shuffled()]}


def _choice_marks(key, question, numbers):
    words = Words()
    verdicts = [words.verdict(key.mark(option.key, numbers)) for option in question.shuffled()]
    return {"verdicts": verdicts, "words": words.texts}


def _several(question, numbers):
    return {"kind": "several"} | _options(question, numbers)


def _several_marks(key, question, numbers):
    """A verdict for each set of options, named by the sum of 1, 2, 4, … of what is chosen."""
    words = Words()
    verdicts = [words.verdict(key.mark(keys, numbers)) for keys in sets_of(question.shuffled())]
    return {"verdicts": [None, *verdicts], "words": words.texts}


def sets_of(options):
    """The keys of each set of some options, in the order of the sum of 1, 2, 4, …; without the empty set."""
    masks = range(1, 2 ** len(options))
    return [[option.key for place, option in enumerate(options) if mask >> place & 1] for mask in masks]


def _order(question, numbers):
    steps = [question.fill(step.text, numbers) for step in question.shuffled()]
    return {"kind": "order", "code": question.code, "options": steps}


def _order_marks(key, question, numbers):
    """A verdict for each order that has one of its own, and one for each count of steps in place."""
    words = Words()
    place = {step.key: str(index) for index, step in enumerate(question.shuffled())}
    right = key.solution(numbers)
    own = [
        *key.right_orders(),
        *(wrong for _, wrong, _ in key.foreseen(numbers)),
        *(rotate(by)(right) for by in range(1, len(right))),
        right[::-1],
    ]
    counts = [Verdict("wrong", in_place(count, len(right))) for count in range(len(right))]
    return {
        "right": [int(place[step]) for step in right],
        "own": {
            " ".join(place[step] for step in steps): words.verdict(key.mark(steps, numbers)) for steps in own
        },
        "counts": [words.verdict(verdict) for verdict in counts],
        "words": words.texts,
    }


def _match(question, numbers):
    return {"kind": "match", "rows": list(question.rows), "options": question.choices()}


def _match_marks(key, question, numbers):
    """The parts of each message: how many rows are right, then the row that is spoken of."""
    words, options, rows = Words(), question.choices(), list(question.rows)
    cells = [[key.slips.get((row, option)) for option in options] for row in rows]
    counts = [key.count(right) for right in range(len(rows) + 1)]
    return {
        "answer": [options.index(key.answer[row]) for row in rows],
        "right": words.verdict(key.mark(key.solution(numbers), numbers)),
        "counts": words.place(*counts),
        "slips": [
            [None if text is None else words.place(key.at(row, text))[0] for text in texts]
            for row, texts in zip(rows, cells, strict=True)
        ],
        "again": words.place(*(key.again(row) for row in rows)),
        "missing": words.place(*(f"The row “{row}” is missing." for row in rows)),
        "words": words.texts,
    }


def _interval_marks(key, question, numbers):
    """The right interval among those that foreseen errors give."""
    wrong = [(ends, Verdict("slip", message)) for _, ends, message in key.foreseen(numbers)]
    right = key.solution(numbers)
    given = [(right, key.mark(right, numbers)), *wrong]
    told = [(f"{low:#.4g} to {high:#.4g}", verdict) for (low, high), verdict in given]
    return _one_of(question, told) | {"prompt": question.fill(question.prompt, numbers)}


def _function_marks(key, question, numbers):
    """One input on which the right function and its rivals all differ: what comes out?"""
    rivals = [(rival, message) for _, rival, message in key.foreseen(numbers)]
    case = max(key.tried(), key=lambda case: len({_out(one, case) for one in (key.answer, *dict(rivals))}))
    told = {}
    for rival, message in reversed(rivals):
        told[_out(rival, case)] = Verdict("slip", message)
    told[_out(key.answer, case)] = key.mark(key.answer, numbers)
    asked = f"{question.fill(question.prompt, numbers)}\n\nWhat does this function give for {in_words(case)}?"
    return _one_of(question, list(told.items())) | {"prompt": asked}


def _out(function, case):
    return short(function(*case.values()))


def _one_of(question, given):
    """A choice among texts, each with its verdict, in the book's own order."""
    words = Words()
    given = generator("options", BOOK, question.id).sample(given, len(given))
    return {
        "kind": "choice",
        "numbered": False,
        "options": [text for text, _ in given],
        "verdicts": [words.verdict(verdict) for _, verdict in given],
        "words": words.texts,
    }


def _plain(number):
    """A number as JSON holds it on every machine; an infinite end as nothing."""
    return float(f"{number:.{DIGITS}g}") if math.isfinite(number) else None


SHOWN = {Number: _number, Choice: _choice, Several: _several, Order: _order, Match: _match}
MARKED = {
    Number: _number_marks,
    Choice: _choice_marks,
    Several: _several_marks,
    Order: _order_marks,
    Match: _match_marks,
    Interval: _interval_marks,
    Function: _function_marks,
}
