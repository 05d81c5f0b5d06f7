"""The timetables of the instructor guide: `reference/timetables.toml` with titles, links and minutes."""

import re
import tomllib
from dataclasses import dataclass

from notebook_files import ROOT

from book_pages import course

PART = re.compile(r"(discussion|group task|exercise|chapter) (\d+)( half)?")
MINUTES = re.compile(r"(\d+) minutes")
# Minutes where the title of a chapter's box names none.
PLANNED = {"discussion": 20, "group task": 40}


@dataclass(frozen=True)
class Item:
    """One thing that a unit treats: how it is shown, the minutes it takes, its chapter."""

    shown: str
    minutes: int
    chapter: int


def plan(name):
    """A timetable as written: what its unit is called, class minutes, units."""
    return tomllib.loads((ROOT / "reference" / "timetables.toml").read_text(encoding="utf-8"))[name]


def items(unit, place):
    """The items of a unit, in class or at home."""
    return [item(text) for text in unit.get(place, [])]


def item(text):
    """An item from its name in the timetable.

    Raises
    ------
    ValueError
        If the name is neither a section of a chapter nor a part of one.
    """
    if not (part := PART.fullmatch(text)):
        return section(text)
    kind, number = part[1], int(part[2])
    chapter = course.chapters().get(number)
    if chapter is None or kind == "chapter":
        return Item(chapter.link if chapter else f"chapter {number}, to come", 0, number)
    if kind == "exercise":
        return exercise(chapter, bool(part[3]))
    return Item(f"{kind} of chapter {number}", box_minutes(chapter, kind), number)


def section(label):
    """A section by its label, with its core minutes."""
    for number, chapter in course.chapters().items():
        for one in chapter.sections:
            if one.label == label:
                return Item(f"[{one.title}](#{label})", one.core, number)
    raise ValueError(f"the timetables name {label!r}, which is no section with minutes in any chapter")


def exercise(chapter, half):
    """The exercise of a chapter, or half of it, with the minutes of its core."""
    if chapter.exercise is None:
        return Item(f"exercise of chapter {chapter.number}, to come", 0, chapter.number)
    link = f"[exercise {chapter.number}](../exercises/{chapter.exercise.page}.ipynb)"
    minutes = chapter.exercise.core_minutes
    return Item(f"half of {link}" if half else link, round(minutes / 2) if half else minutes, chapter.number)


def box_minutes(chapter, kind):
    """The minutes that the title of a chapter's discussion or group task names."""
    titles = [box.title for box in chapter.boxes if box.kind.lower() == kind]
    named = [int(found[1]) for title in titles if (found := MINUTES.search(title))]
    return sum(named) or PLANNED[kind]


def weeks():
    """The timetable by weeks: what is done in class and at home."""
    rows = [
        f"| {number} | {in_class(unit)} | {cell(items(unit, 'home'))} |"
        for number, unit in enumerate(plan("weeks")["units"], start=1)
    ]
    return "\n".join(["| week | in class | at home |", "| ---: | --- | --- |", *rows])


def days(units_a_day=4):
    """The timetable by days, a row a unit."""
    rows = [
        f"| {1 + place // units_a_day}.{1 + place % units_a_day} | {in_class(unit)} |"
        for place, unit in enumerate(plan("days")["units"])
    ]
    return "\n".join(["| day and unit | in class |", "| ---: | --- |", *rows])


def in_class(unit):
    """What a unit does in class, headed by its chapters."""
    found = items(unit, "class")
    chapters = sorted({one.chapter for one in found})
    named = any(one.minutes for one in found)
    return f"**Chapter {' and '.join(map(str, chapters))}.** {cell(found)}" if named else cell(found)


def cell(found):
    """Items in a cell of a table, each with its minutes, and their sum."""
    if not found:
        return ""
    shown = [f"{one.shown} ({one.minutes})" if one.minutes else one.shown for one in found]
    total = sum(one.minutes for one in found)
    return ", ".join(shown) + (f": **{total} minutes**" if total else "")
