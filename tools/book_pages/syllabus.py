"""The syllabus, made from `reference/syllabus.toml`: each point, where it stands, what is open."""

import functools
import re
import tomllib
from dataclasses import dataclass

from notebook_files import ROOT

from book_pages import course, formula_index
from book_pages.claim_checks import cell

LABELLED = re.compile(r"^\(([\w-]+)\)=\n+#{2,} (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Point:
    """A point of the syllabus: what is to be covered, and all that the book has of it."""

    id: str
    bullet: str
    terms: str = ""
    asks: tuple = ()
    sections: tuple = ()
    pages: tuple = ()
    formulas: tuple = ()
    questions: tuple = ()
    labs: tuple = ()
    claims: tuple = ()
    open: str = ""
    thin: str = ""


@functools.cache
def written():
    """The file as it stands."""
    return tomllib.loads((ROOT / "reference" / "syllabus.toml").read_text(encoding="utf-8"))


def points(chapter):
    """The points of one chapter of the file."""
    return [Point(**entry) for entry in chapter["bullets"]]


def every_point():
    """All points, in the order of the file."""
    return [point for chapter in written()["chapters"] for point in points(chapter)]


def titles(chapter):
    """The title of each section of a chapter that has a label: label to title."""
    return dict(LABELLED.findall(chapter.words))


def page():
    """The page as MyST text: how much stands, then a table a chapter."""
    return "\n".join([summary(every_point()), *map(part, written()["chapters"])])


def summary(found):
    """How many points stand, and how many of them are thin or open."""
    unfinished = [point for point in found if point.open]
    thin = [point for point in found if point.thin]
    return (
        f"The syllabus has {len(found)} points. {len(found) - len(unfinished)} stand in the book, "
        f"{len(thin)} of them thin in one place; {len(unfinished)} are open, in whole or in part.\n"
    )


def part(chapter):
    """The points of a chapter in a table of three columns, so that a phone can show it."""
    head = ["| point | where it stands, and with what | open or thin |", "| --- | --- | --- |"]
    return "\n".join([f"## {heading(chapter)}\n", *head, *map(row, points(chapter)), ""])


def heading(chapter):
    """The title of a part; a chapter that the book does not have yet is said to come."""
    if not chapter["name"].isdigit():
        return chapter["title"]
    to_come = "" if int(chapter["name"]) in course.chapters() else " (to come)"
    return f"Chapter {chapter['name']}. {chapter['title']}{to_come}"


def row(point):
    """A point with its terms, and what the book has of it."""
    terms = f" ({point.terms})" if point.terms else ""
    missing = point.open or (f"Thin. {point.thin}" if point.thin else "")
    cells = [cell(point.bullet + terms), "; ".join(stands(point)), cell(missing)]
    return "| " + " | ".join(text or "–" for text in cells) + " |"


def stands(point):
    """What the book has of a point: sections and pages, formulas, questions, how many labs and claims."""
    return [
        *map(section_link, point.sections),
        *map(page_link, point.pages),
        *listed("formula", map(formula_link, point.formulas)),
        *listed("question", (f"`{id}`" for id in point.questions)),
        *counted("lab", point.labs),
        *counted("claim check", point.claims),
    ]


def section_link(section):
    """A section of a chapter by its title, linked; "05-clv#clv-stay" names it."""
    name, _, label = section.partition("#")
    chapter = next(one for one in course.chapters().values() if one.name == name)
    return f"[{cell(titles(chapter)[label])}](#{label})"


def page_link(name):
    """A page of the reference, linked by its own title."""
    suffix = "md" if (ROOT / "reference" / f"{name}.md").exists() else "ipynb"
    return f"[]({name}.{suffix})"


def formula_link(name):
    """A formula as a user calls it, linked to its entry in the formula index if it has one."""
    found, shown = labels().get(name), ".".join(name.split(".")[-2:])
    return f"[`{shown}`](#{found})" if found else f"`{shown}`"


@functools.cache
def labels():
    """The label of each formula that the index shows: public name to label."""
    return {
        f"{module}.{member.__qualname__}": formula_index.label(module, member)
        for module, members in formula_index.formulas().items()
        for member in members
    }


def listed(what, found):
    """What is there, named: "formulas a, b"; nothing if there is none."""
    found = list(found)
    return [f"{what}{'s' * (len(found) > 1)} {', '.join(found)}"] if found else []


def counted(what, found):
    """How many there are, in words: "2 labs"; nothing if there is none."""
    return [f"{len(found)} {what}{'s' * (len(found) > 1)}"] if found else []
