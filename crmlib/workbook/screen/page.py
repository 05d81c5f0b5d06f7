"""The question on a page that runs no Python: every answer's verdict, worked out beforehand.

A page item is plain data: what is shown, and what a script needs to give the same verdicts as `mark`.
All words are Python's; the page's script (`tools/book_pages/quizzes.js`) only looks them up.
"""

import math

from crmlib.workbook.kinds.audit import Audit
from crmlib.workbook.kinds.choice import Choice, Match, shuffle
from crmlib.workbook.kinds.function import Function, in_words, short
from crmlib.workbook.kinds.interval import Interval
from crmlib.workbook.kinds.number import CLOSE, EXACT, UNFORESEEN, Number
from crmlib.workbook.kinds.order import Order, in_place, rotate
from crmlib.workbook.kinds.questions import Verdict
from crmlib.workbook.kinds.reverse import Reverse
from crmlib.workbook.kinds.several import Several

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
        ``"choice"``, ``"several"``, ``"order"``, ``"match"`` or ``"read"``) and what this form needs.
    """
    numbers = question.numbers()
    shown = {
        "id": question.id,
        "title": question.title,
        "prompt": question.fill(question.prompt, numbers),
        "hints": question.hint_texts(),
    }
    for kind, make in FORMS.items():
        if isinstance(question, kind):
            return shown | make(question, numbers)
    return shown | {"kind": "read", "prompt": question.statement()}


class Words:
    """Texts, each kept once and named by its place."""

    def __init__(self):
        self.texts = []

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
    words = Words()
    right = question.solution(numbers)
    slips = [
        [_plain(wrong), *words.place(*parts)]
        for _, wrong, parts in question.candidates(numbers)
        if math.isfinite(wrong)
    ]
    return {
        "kind": "number",
        "unit": question.unit,
        "answer": _plain(right),
        "right": words.verdict(question.mark(right, numbers)),
        "between": [_plain(end) for end in _accepted(question, numbers, right)],
        "range": [_plain(question.low), _plain(question.high)],
        # Of a claim to be made true, "close" is said by what the input gives, and the page has no formula.
        "tolerances": [EXACT, question.tolerance, 0 if isinstance(question, Reverse) else CLOSE],
        "slips": slips,
        "says": {name: _ends_filled(text, question) for name, text in UNFORESEEN.items()}
        | {"unreadable": "The answer must be a number."},
        "words": words.texts,
    }


def _ends_filled(text, question):
    return text.replace("{low:g}", f"{question.low:g}").replace("{high:g}", f"{question.high:g}")


def _accepted(question, numbers, right):
    """The ends between which every number is right; of a `Reverse`, as far as its result comes near."""
    if not isinstance(question, Reverse):
        return right, right
    return tuple(_last_right(question, numbers, right, end) for end in (question.low, question.high))


def _last_right(question, numbers, right, end):
    """The last number that is right on the way from the answer to an end of the range, by halving."""
    inside, outside = right, end if math.isfinite(end) else right * 2
    for _ in range(60):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if question.is_right(middle, numbers) else (inside, middle)
    return inside


def _choice(question, numbers):
    words, fill = Words(), question.fill_with(numbers)
    options = question.shuffled()
    return {
        "kind": "choice",
        "numbered": isinstance(question, Audit),
        "options": [fill(option.text) for option in options],
        "verdicts": [words.verdict(question.mark(option.key, numbers)) for option in options],
        "words": words.texts,
    }


def _several(question, numbers):
    """A verdict for each set of options, named by the sum of 1, 2, 4, … of what is chosen."""
    words, fill = Words(), question.fill_with(numbers)
    options = question.shuffled()
    chosen = [
        [option.key for place, option in enumerate(options) if mask >> place & 1]
        for mask in range(2 ** len(options))
    ]
    verdicts = [words.verdict(question.mark(keys, numbers)) for keys in chosen[1:]]
    return {
        "kind": "several",
        "options": [fill(option.text) for option in options],
        "verdicts": [None, *verdicts],
        "words": words.texts,
    }


def _order(question, numbers):
    """A verdict for each order that has one of its own, and one for each count of steps in place."""
    words, fill = Words(), question.fill_with(numbers)
    steps = question.shuffled()
    place = {step.key: str(index) for index, step in enumerate(steps)}
    right = question.solution(numbers)
    own = [
        *question._right_orders(),
        *(wrong for _, wrong, _ in question.foreseen(numbers)),
        *(rotate(by)(right) for by in range(1, len(right))),
        right[::-1],
    ]
    counts = [Verdict("wrong", in_place(count, len(right))) for count in range(len(right))]
    return {
        "kind": "order",
        "code": question.code,
        "options": [fill(step.text) for step in steps],
        "right": [int(place[key]) for key in right],
        "own": {
            " ".join(place[key] for key in keys): words.verdict(question.mark(keys, numbers)) for keys in own
        },
        "counts": [words.verdict(verdict) for verdict in counts],
        "words": words.texts,
    }


def _match(question, numbers):
    """The parts of each message: how many rows are right, then the row that is spoken of."""
    words, options, rows = Words(), question.choices(), list(question.answer)
    cells = [[question.slips.get((row, option)) for option in options] for row in rows]
    counts = [question.count(right) for right in range(len(rows) + 1)]
    return {
        "kind": "match",
        "rows": rows,
        "options": options,
        "answer": [options.index(question.answer[row]) for row in rows],
        "right": words.verdict(question.mark(question.solution(numbers), numbers)),
        "counts": words.place(*counts),
        "slips": [
            [None if text is None else words.place(question.at(row, text))[0] for text in texts]
            for row, texts in zip(rows, cells, strict=True)
        ],
        "again": words.place(*(question.again(row) for row in rows)),
        "missing": words.place(*(f"The row “{row}” is missing." for row in rows)),
        "words": words.texts,
    }


def _interval(question, numbers):
    """The right interval among those that foreseen errors give."""
    wrong = [(ends, Verdict("slip", message)) for _, ends, message in question.foreseen(numbers)]
    right = question.solution(numbers)
    given = [(right, question.mark(right, numbers)), *wrong]
    return _one_of(question, [(f"{low:#.4g} to {high:#.4g}", verdict) for (low, high), verdict in given])


def _function(question, numbers):
    """One input on which the right function and its rivals all differ: what comes out?"""
    rivals = [(rival, message) for _, rival, message in question.foreseen(numbers)]
    case = max(
        question.tried(), key=lambda case: len({_out(one, case) for one in (question.answer, *dict(rivals))})
    )
    told = {}
    for rival, message in reversed(rivals):
        told[_out(rival, case)] = Verdict("slip", message)
    told[_out(question.answer, case)] = question._right(numbers)
    asked = f"{question.fill(question.prompt, numbers)}\n\nWhat does this function give for {in_words(case)}?"
    return _one_of(question, list(told.items())) | {"prompt": asked}


def _out(function, case):
    return short(function(*case.values()))


def _one_of(question, given):
    """A choice among texts, each with its verdict, in the book's own order."""
    words, given = Words(), shuffle(given, question.id, None)
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


FORMS = {
    Number: _number,
    Choice: _choice,
    Several: _several,
    Order: _order,
    Match: _match,
    Interval: _interval,
    Function: _function,
}
