"""How fair the exercises are: how many draws and items a question has, and how often students share them.

python tools/fair_draws.py           every exercise
python tools/fair_draws.py 05-clv    some exercises

It says how many pairs of students share all numbers of more than two questions, in a hundred made-up
classes of thirty. Then it names each question with fewer than a hundred different draws, and each choice,
match, order or audit without a pool.
"""

import sys
from collections import defaultdict

import numpy as np

from crmlib.workbook.banks import all_exercise_questions, chapter_of
from crmlib.workbook.kinds.choice import Choice, Match, Several
from crmlib.workbook.kinds.number import Interval, Number
from crmlib.workbook.kinds.order import Order
from crmlib.workbook.kinds.variants import variants

DRAWS, ITEMS, SHARED = 100, 3, 2
CLASSES, STUDENTS = 100, 30
PAIRS = CLASSES * STUDENTS * (STUDENTS - 1) // 2


def exercises():
    """Exercise to its questions."""
    found = defaultdict(list)
    for question in all_exercise_questions():
        found[chapter_of(question)].append(question)
    return dict(sorted(found.items()))


def numeric(questions):
    """Those that are answered by numbers and draw theirs from a row of places."""
    return [
        one for one in questions if isinstance(one, Number | Interval) and variants(one.id).places is not None
    ]


def few(questions):
    """Id to number of different draws, of those with fewer than a hundred."""
    counts = {one.id: len(set(variants(one.id).places)) for one in numeric(questions)}
    return {id: count for id, count in counts.items() if count < DRAWS}


def without_pool(questions):
    """The ids of those that are answered by choosing or sorting, and have no pool of three items."""
    chosen = [one for one in questions if isinstance(one, Choice | Several | Match | Order)]
    return [one.id for one in chosen if len(one.items()) < ITEMS]


def sharing(questions):
    """How many pairs of students of one class share all numbers of more than two questions."""
    rows = [_place(one) for one in numeric(questions)]
    return sum(_pairs(np.array([[place(name) for place in rows] for name in names])) for names in classes())


def classes():
    """The ids of the students of each made-up class."""
    return [[f"class{number}-{student}" for student in range(STUDENTS)] for number in range(CLASSES)]


def _place(question):
    """A student's id to where her numbers stand."""
    found = variants(question.id)
    return lambda student: question.position(student, found)


def _pairs(places):
    """How many pairs of rows are the same at more than two places."""
    same = (places[:, None, :] == places[None, :, :]).sum(axis=2)
    return int((np.triu(same, k=1) > SHARED).sum())


def report(exercise, questions):
    """What is said of one exercise."""
    of = len(numeric(questions))
    lines = [f"{exercise}: {sharing(questions)} of {PAIRS:,} pairs share more than {SHARED} of {of}"]
    lines += [f"  {id}: {count} different draws" for id, count in few(questions).items()]
    lines += [f"  {id}: no pool" for id in without_pool(questions)]
    return "\n".join(lines)


def main(names):
    """Report on all exercises, or on those named."""
    known = exercises()
    if unknown := sorted(set(names) - set(known)):
        sys.exit(f"There is no exercise {', '.join(unknown)}.")
    for name in names or known:
        print(report(name, known[name]))


if __name__ == "__main__":
    main(sys.argv[1:])
