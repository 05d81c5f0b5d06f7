"""The timetables of the instructor guide: `reference/timetables.toml` with titles, links and minutes."""

import re
import tomllib
from dataclasses import dataclass

from notebook_files import ROOT

from book_pages import course

MINUTES = re.compile(r"(\d+) minutes")
# Minutes where the title of a chapter's box names none.
PLANNED = {"discussion": 20, "group task": 40}


@dataclass(frozen=True)
class Item:
    """One thing that a unit treats: how it is shown, and the minutes it takes; None if it is not known."""

    shown: str
    minutes: int | None


def plan(name):
    """A timetable as written: its minutes and its units."""
    return tomllib.loads((ROOT / "reference" / "timetables.toml").read_text(encoding="utf-8"))[name]


def items(unit, place):
    """The items of a unit, in class or at home; none while its chapter is to come."""
    chapter = course.chapters().get(unit["chapter"])
    return [item(name, chapter) for name in unit.get(place, [])] if chapter else []


def item(name, chapter):
    """An item of a chapter from its name in the timetable."""
    if name in PLANNED:
        return Item(name, box_minutes(chapter, name))
    if name in {"exercise", "half of exercise"}:
        return exercise(name, chapter)
    found = (section for section in chapter.sections if section.label == name)
    section = next(found, None)
    return Item(f"[{section.title}](#{name})", section.core) if section else Item(f"`{name}`", None)


def exercise(name, chapter):
    """The exercise of a chapter, or half of it, with the minutes of its core."""
    own = chapter.exercise
    if own is None:
        return Item(f"{name} (to come)", 0)
    shown = name.replace("exercise", f"[exercise {chapter.number}](../exercises/{own.page}.ipynb)")
    return Item(shown, own.core_minutes if name == "exercise" else round(own.core_minutes / 2))


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
    return "\n".join(["| week | in class | at home |", "| ---: | --- | --- |", *rows, *left_out("weeks")])


def days(units_a_day=4):
    """The timetable by days, a row a unit."""
    rows = [
        f"| {1 + place // units_a_day}.{1 + place % units_a_day} | {in_class(unit)} |"
        for place, unit in enumerate(plan("days")["units"])
    ]
    return "\n".join(["| day and unit | in class |", "| ---: | --- |", *rows, *left_out("days")])


def left_out(name):
    """The lines that name the chapters for which a timetable has no unit."""
    known = course.chapters()
    links = [known[number].link for number in plan(name)["elsewhere"] if number in known]
    return ["", f"Not in this course: {', '.join(links)}."] if links else []


def in_class(unit):
    """What a unit does in class, headed by its chapter."""
    found = items(unit, "class")
    return f"**Chapter {unit['chapter']}.** {cell(found)}" if found else f"chapter {unit['chapter']}, to come"


def cell(found):
    """Items in a cell of a table, each with its minutes, and their sum."""
    shown = [f"{one.shown} ({one.minutes})" if one.minutes else one.shown for one in found]
    total = sum(one.minutes or 0 for one in found)
    return ", ".join(shown) + (f": **{total} minutes**" if total else "")
