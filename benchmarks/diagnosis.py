"""Does the workbook name what a student did? Wrong answers with their meaning, judged without a person.

    python benchmarks/diagnosis.py                   all chapters; the tables go to benchmarks/results
    python benchmarks/diagnosis.py 03-data 09-tiers  some chapters; the tables are printed
    python benchmarks/diagnosis.py --all             prints each answer that was not named rightly

The files in `benchmarks/diagnosis` hold the wrong answers of readers who saw a chapter and its questions, and
no message; each was committed before it was first marked. An answer is a formula of the drawn numbers, so
that it can be made again for any student:

    WRONG = {"data.recall": [("first", "precision", lambda found, right: right / found), ...]}

"first" is what comes to mind first, "second" what comes next. Each is given for a few students, a number in
full, to four digits and to three. A name is right if it names the same formula, table, function or list for
other students, too. What is only a sentence, without a formula behind it, is left to a person.
"""

import argparse
import inspect
import math
import numbers
import re
import runpy
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import report

from crmlib.workbook.banks import chapter_of, question
from crmlib.workbook.finding import formulas, weighing
from crmlib.workbook.finding.finder import finder
from crmlib.workbook.kinds.code import Decision, Function
from crmlib.workbook.kinds.number import Number
from crmlib.workbook.marking import key, mark
from crmlib.workbook.marking.function import Wrong, alike, run
from crmlib.workbook.marking.key import Before

HERE = Path(__file__).resolve().parent
STUDENTS = [f"asked {number}" for number in range(1, 6)]
OTHERS, FEWEST, MOST_OTHERS = 9, 5, 30  # students for whom a name is compared; of how many they are taken
ENOUGH = 8 / 9  # of them, for whom it must mean the same
SAME = 1e-3  # how far numbers of one meaning may lie apart: by 1.96 or a longer one, a step rounded or not
SLOW, TABLES = ("table", "decision"), 2  # and how many students give one of these, which take longer
DIGITS = {"all digits": None, "4 digits": 4, "3 digits": 3}
CLASSES = ("named", "not judged", "could be", "generic", "misnamed", "accepted")
COULD_BE, PARTLY = re.compile("could be (one of|what)"), "So it looks on"  # a message that is not all sure
CODE = "code"  # in place of the digits of a table, a function or a list


@dataclass(frozen=True)
class Entry:
    """A wrong answer, what it means and who came to it."""

    id: str
    reader: str
    meaning: str
    formula: object = field(repr=False)

    @cached_property
    def question(self):
        return question(self.id)

    @property
    def kind(self):
        kinds = ((Number, "number"), (Function, "function"), (Decision, "decision"))
        return next((name for kind, name in kinds if isinstance(self.question, kind)), "table")

    def given(self, student):
        """What a student with this error gives."""
        drawn = self.question.numbers(student)
        return self.formula(**{name: drawn[name] for name in inspect.signature(self.formula).parameters})

    def marked(self, student, given, attempts=0):
        """What is said to a student; functions are tried on other inputs at another attempt."""
        return mark(self.question, given, self.question.numbers(student), Before(attempts))

    @cached_property
    def others(self):
        """What is said to other students with this error, of those whose answer is wrong and possible."""
        found = {}
        for place in range(1, MOST_OTHERS + 1):
            student = f"compared {place}"
            verdict = self.marked(student, self.given(student), place)
            if not verdict.right and verdict.stage != "range":
                found[student] = verdict
            if len(found) == OTHERS:
                break
        return found

    def is_meant(self, agrees):
        """Whether a name means this error: it does for nearly all others. None if there are too few."""
        if len(self.others) < FEWEST:
            return None
        return sum(map(agrees, self.others)) >= ENOUGH * len(self.others)


@dataclass(frozen=True)
class Answer:
    """A wrong answer of one student, and how it was marked."""

    entry: Entry
    digits: str
    given: object
    judged: str
    message: str


def entries(chapters=()):
    """All wrong answers of some chapters; of all if none is named."""
    files = sorted((HERE / "diagnosis").glob("*.py"))
    return [
        Entry(id, *one)
        for file in files
        if not chapters or file.stem in chapters
        for id, some in runpy.run_path(str(file))["WRONG"].items()
        for one in some
    ]


def answers(entry):
    """The answers of an entry: for each student, and a number in several lengths."""
    for place, student in enumerate(STUDENTS[: TABLES if entry.kind in SLOW else None]):
        given = entry.given(student)
        for digits, typed in typed_as(given, entry):
            verdict = entry.marked(student, typed, place if entry.kind == "function" else 0)
            yield Answer(entry, digits, typed, judged(verdict, entry, student, typed), verdict.message)


def typed_as(given, entry):
    """What is typed of an answer: a count as it is, another number to some digits."""
    if not isinstance(given, numbers.Real):
        return [(CODE, given)]
    if not key(entry.id).tolerance:
        return [("all digits", float(given))]
    return [(words, rounded(given, digits)) for words, digits in DIGITS.items()]


def rounded(number, digits):
    """A number to some digits; all of them without."""
    return float(number) if digits is None else float(f"{number:.{digits}g}")


def judged(verdict, entry, student, given):
    """The class of a verdict on a wrong answer."""
    if verdict.right:
        return "accepted"
    if verdict.stage != "slip":
        return "generic"
    if entry.kind == "number" and verdict.slip == "edited":
        return judged_edits(entry, student, given)
    if PARTLY in verdict.message or (entry.kind != "number" and not isinstance(verdict.slip, int)):
        return "not judged"
    if entry.kind == "function":
        return in_words(is_same_function(entry, verdict.slip))
    if entry.kind == "number":
        return judged_foreseen(verdict, entry, entry.question.numbers(student))
    meant = in_words(entry.is_meant(lambda other: entry.others[other].slip == verdict.slip))
    return "could be" if COULD_BE.search(verdict.message) and meant == "named" else meant


def in_words(meant):
    return "not judged" if meant is None else "named" if meant else "misnamed"


def judged_foreseen(verdict, entry, drawn):
    """Whether a formula of the key that was named gives the same as the wrong formula, for others too."""
    known = [(name, " ".join(parts)) for name, _, parts in key(entry.id).candidates(drawn)]
    unsure = bool(COULD_BE.search(verdict.message))
    named = [name for name, text in known if text in verdict.message] if unsure else [verdict.slip]
    meant = [entry.is_meant(lambda other, name=name: is_foreseen(name, entry, other)) for name in named]
    return "could be" if unsure and True in meant else in_words(None if None in meant else any(meant))


def is_foreseen(name, entry, student):
    """Whether a formula of the key, by its name, gives what a student with this error gives."""
    known = {other: wrong for other, wrong, _ in key(entry.id).candidates(entry.question.numbers(student))}
    found = known.get(name, math.nan)
    return math.isclose(found, entry.given(student), rel_tol=SAME) or entry.others[student].slip == name


def is_same_function(entry, name):
    """Whether a rival function gives what the wrong one gives, whatever inputs are drawn."""
    own, wrong = key(entry.id), entry.given(STUDENTS[0])
    rival = next(rival for other, rival, _ in own.foreseen({}) if other == name)
    cases = [case for place in range(OTHERS) for case in own.tried(Before(place))]
    return all(alike(result(wrong, case), result(rival, case), own.tolerance) for case in cases)


def result(function, case):
    """What a function gives for an input, or how it stops."""
    try:
        return run(function, case)
    except Wrong as stops:
        return str(stops)


def judged_edits(entry, student, given):
    """Whether an edit of the formula that was named gives the same as the wrong formula, for others too."""
    own = finder(key(entry.id), entry.question.numbers(student))
    found = weighing.matches(given, own.candidates, own.others, own.known)
    named = weighing.named(given, found, len(own.candidates))
    meant = [entry.is_meant(lambda other, edit=edit: gives(edit.formula, entry, other)) for edit in named]
    if True in meant and len(named) > 1:
        return "could be"
    return in_words(None if None in meant else any(meant))


def gives(formula, entry, student):
    """Whether a formula gives what a student with this error gives."""
    found = formulas.value(formula, entry.question.numbers(student))
    return math.isclose(found, entry.given(student), rel_tol=1e-6, abs_tol=1e-12)


def right_answers(id):
    """Right answers of some students: in which form, what is given, and the verdict."""
    asked, own = question(id), key(id)
    for student in STUDENTS:
        drawn = asked.numbers(student)
        right = own.solution(drawn)
        if isinstance(asked, Number):
            yield from ((form, given, mark(asked, given, drawn)) for form, given in written(right, own))
        elif student in STUDENTS[:TABLES]:
            yield CODE, right, mark(asked, right, drawn)


def written(right, own):
    """A right number in all ways in which the workbook takes it."""
    yield "all digits", float(right)
    if not own.tolerance:
        return
    yield "3 digits", rounded(right, 3)
    if own.question.unit == "share":
        yield "3 decimals", round(right, 3)
        yield "per cent to one decimal", f"{100 * right:.1f} %"


# --- tables ----------------------------------------------------------------------------------------------


def shares(some):
    """How many answers, and which share of them is in each class."""
    count = Counter(one.judged for one in some)
    return [f"{len(some):,}", *(f"{100 * count[name] / len(some):.0f} %" for name in CLASSES)]


def by(some, *words):
    """A row for each group of answers, in the order in which the groups appear."""
    groups = {}
    for one in some:
        groups.setdefault(tuple(word(one) for word in words), []).append(one)
    return [[*name, *shares(group)] for name, group in groups.items()]


def reader(one):
    return one.entry.reader


def chapter(one):
    return chapter_of(one.entry.question)


def kind(one):
    return one.entry.kind


def tables(found, right):
    """The tables of the results, as Markdown."""
    found = sorted(found, key=lambda one: (chapter(one), reader(one)))
    parts = [
        table(["comes to mind"], by(sorted(found, key=reader), reader)),
        table(["chapter", "comes to mind"], by(found, chapter, reader)),
        table(
            ["kind", "comes to mind"],
            by(sorted(found, key=lambda one: (kind(one), reader(one))), kind, reader),
        ),
        table(["typed with", "comes to mind"], by(in_order_of_digits(found), lambda one: one.digits, reader)),
        right_table(right),
    ]
    return "\n\n".join(parts) + "\n"


def table(columns, rows):
    return "\n".join(report.table([*columns, "answers", *CLASSES], rows))


def in_order_of_digits(found):
    order = [*DIGITS, CODE]
    return sorted(found, key=lambda one: (order.index(one.digits), reader(one)))


def right_table(right):
    """How many right answers were given, and how many were refused."""
    given, refused = Counter(words for words, *_ in right), Counter()
    for words, _, verdict in right:
        refused[words] += not verdict.right
    rows = [[words, f"{number:,}", str(refused[words])] for words, number in given.items()]
    return "\n".join(report.table(["right answers, typed with", "answers", "refused"], rows))


def details(found, right):
    """Each answer that a person may want to look at, once: not judged, misnamed, accepted, generic."""
    lines = []
    for name in ("misnamed", "not judged", "accepted", "could be", "generic"):
        own = [one for one in found if one.judged == name]
        seen = {}
        for one in own:
            seen.setdefault((one.entry.id, one.entry.meaning), []).append(one)
        lines.append(f"\n{name}: {len(own)} answers")
        lines += [line(some) for some in seen.values()]
    lines += [f"refused: {given}: {one.message}" for _, given, one in right if not one.right]
    return "\n".join(lines)


def line(some):
    one = some[0]
    lengths = ", ".join(
        f"{number} × {words}" for words, number in Counter(each.digits for each in some).items()
    )
    given = f"{one.given:.6g}" if isinstance(one.given, float) else ""
    return f"  {one.entry.id} ({reader(one)}): {one.entry.meaning} [{lengths}] {given}: {one.message[:300]}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("chapters", nargs="*", help="such as 03-data")
    parser.add_argument("--all", action="store_true", help="print the answers that were not named rightly")
    options = parser.parse_args()
    some = entries(options.chapters)
    found = [answer for entry in some for answer in answers(entry)]
    right = [one for id in dict.fromkeys(entry.id for entry in some) for one in right_answers(id)]
    text = tables(found, right)
    print(text)
    if options.all:
        print(details(found, right))
    if not options.chapters:
        (HERE / "results" / "diagnosis.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
