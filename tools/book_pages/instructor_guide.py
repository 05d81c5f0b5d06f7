"""The tables of the instructor guide that are made from the chapters: minutes, needs, timetables, keys."""

import re

from book_pages import claim_checks, course, timetables

PAGE = "reference/instructor-guide"


PART = re.compile(r"^\(instructor-(\d+)\)=\n.*?(?=^\(instructor-)", re.MULTILINE | re.DOTALL)


def filled(text, solutions=True):
    """The guide on the chapters of the book, each table in its place; without solutions it names no key."""
    text = PART.sub(lambda part: part[0] if int(part[1]) in course.chapters() else "", text)
    tables = {
        "minutes": minutes_table,
        "counts": counts_table,
        "prerequisites": prerequisite_table,
        "weeks": timetables.weeks,
        "days": timetables.days,
        "claims": claim_checks.summary,
        "keys": key_table if solutions else no_keys,
    }
    for name, table in tables.items():
        text = text.replace(f"<!-- generated: {name} -->", table())
    return text


def minutes_table():
    """The minutes of each chapter, and their sums."""
    return table(["chapter", "core", "optional", "exercise"], minutes)


def minutes(chapter):
    """Core minutes, optional minutes, minutes of the exercise: of its core and of all."""
    own = chapter.exercise
    return chapter.core, chapter.optional, (own.core_minutes, own.minutes) if own else (0, 0)


def counts_table():
    """What there is to do in each chapter, and the sums."""
    return table(["chapter", "labs", "quiz", "exercise"], counts)


def counts(chapter):
    """Labs, questions of quizzes, questions of the exercise: core and all."""
    own = chapter.exercise
    return chapter.labs, chapter.quiz_questions, (own.core, own.core + own.optional) if own else (0, 0)


def table(head, numbers_of):
    """A table with a row a chapter, and a last row of sums."""
    found = course.chapters().values()
    rows = [[chapter.link, *numbers_of(chapter)] for chapter in found]
    sums = ["all", *map(total, zip(*map(numbers_of, found), strict=True))]
    return "\n".join([line(head), "| --- |" + " ---: |" * (len(head) - 1), *map(line, [*rows, sums])])


def total(column):
    """The sum of a column of numbers, or of pairs."""
    if isinstance(column[0], tuple):
        return tuple(map(sum, zip(*column, strict=True)))
    return sum(column)


def line(cells):
    """A row of a table; a pair is the core and all."""
    return "| " + " | ".join(shown(cell) for cell in cells) + " |"


def shown(cell):
    """A number, a text, or a pair: "100–120", and one number where both are the same."""
    if not isinstance(cell, tuple):
        return str(cell)
    core, everything = cell
    return "none yet" if not everything else f"{core:,}" if core == everything else f"{core:,}–{everything:,}"


def prerequisite_table():
    """Which chapters each chapter needs, which help it, and which need it."""
    found = course.chapters()
    rows = [
        line([chapter.link, numbers(chapter.needs), numbers(chapter.helped_by), numbers(needing(number))])
        for number, chapter in found.items()
    ]
    return "\n".join(
        [line(["chapter", "needs", "is helped by", "is needed by"]), "| --- |" + " --- |" * 3, *rows]
    )


def needing(number):
    """The chapters that need a chapter."""
    return [other for other, chapter in course.chapters().items() if number in chapter.needs]


def numbers(found):
    """Numbers of chapters as text."""
    return ", ".join(map(str, found)) or "–"


def key_table():
    """The page of solutions of each exercise."""
    rows = [
        line(
            [
                f"[exercise {number}](../exercises/{own.page}.ipynb)",
                f"[key of exercise {number}](../solutions/{own.page}.ipynb)",
            ]
        )
        for number, chapter in course.chapters().items()
        if (own := chapter.exercise)
    ]
    says = (
        "Each exercise has a page with its solutions: the way, an alternative, the reading in money and a "
        "model memo, all in the book's own numbers."
    )
    return "\n".join([f"{says}\n", line(["exercise", "key"]), "| --- | --- |", *rows])


def no_keys():
    """What stands in place of the keys in a book without solutions."""
    return "This book was built without solutions. The keys are in the folder `solutions/` of the repository."
