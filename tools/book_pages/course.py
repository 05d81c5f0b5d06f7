"""What the chapters and exercises say of themselves: sections, minutes, needs, labs, quizzes, boxes."""

import functools
import json
import re
from dataclasses import dataclass, field

import yaml
from notebook_files import ROOT, notebooks_of

from crmlib.workbook import question

HEADING = re.compile(r"^(#{2,3}) (.+)$")
LABEL = re.compile(r"^\(([\w-]+)\)=$")
TIME = re.compile(r"^\*(Core|Optional), (\d+) minutes\b(.*)\*$")
OPTIONAL_PART = re.compile(r"(\d+) of them\b.*\boptional")
BOX = re.compile(r"^(:{3,})\{admonition\} (.+)$")
OPTIONAL_BOX = re.compile(r"^Optional: .*?(\d+) minutes")
NEEDS = re.compile(r"^\*\*You need before:\*\*(.*)$", re.MULTILINE)
READING = re.compile(r"^\*\*Time:\*\* about (.+)$", re.MULTILINE)
ADDRESS = re.compile(r"\]\([^)]*\)")
CHAPTERS_NAMED = re.compile(r"\bchapters? (\d+(?:(?:,| and| to) \d+)*)")
HELPS = re.compile(r"\bhelps?\b|\bexplained\b|\buseful\b")
LAB = re.compile(r"\blab\(\s*[\"']")
LIVE_CHART = "application/vnd.vegalite.v5+json"
QUIZ = re.compile(r"\bquiz\(([^)]*)\)")
CHECK = re.compile(r"\bcheck\(\s*[\"']([^\"']+)[\"']")
EXERCISE_TIME = re.compile(r"\bAbout ([^.]+)\.")
WORDS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
FRACTIONS = {"": 0, " and a half": 0.5, " and a quarter": 0.25}
DURATION = re.compile(rf"\b(\d+|{'|'.join(WORDS)})\b( and a half| and a quarter)?( hours?| minutes)?")


@dataclass
class Section:
    """A section of a chapter with the minutes that it takes, those of its optional parts apart."""

    label: str
    title: str
    core: int = 0
    optional: int = 0


@dataclass(frozen=True)
class Box:
    """A box: its kind and title as written, its words, and the section in which it stands."""

    kind: str
    title: str
    text: str
    section: str


@dataclass(frozen=True)
class Exercise:
    """An exercise: its page, the minutes of all and of the core alone, and how many questions are which."""

    page: str
    minutes: int
    core_minutes: int
    core: int
    optional: int


@dataclass(frozen=True)
class Chapter:
    """A chapter of the book."""

    name: str
    title: str
    sections: list
    boxes: list
    needs: tuple
    helped_by: tuple
    labs: int
    quiz_questions: int
    exercise: Exercise | None
    words: str = field(repr=False)

    @property
    def number(self):
        """The number in its name: 4 of "04-rfm"."""
        return int(self.name.partition("-")[0])

    @property
    def core(self):
        """The minutes of all that is core."""
        return sum(section.core for section in self.sections)

    @property
    def optional(self):
        """The minutes of all that is optional."""
        return sum(section.optional for section in self.sections)

    @property
    def link(self):
        """A link to the chapter from a page of the reference."""
        return f"[{self.title}](../chapters/{self.name}.ipynb)"


@functools.cache
def chapters():
    """The chapters that the table of contents names, by number."""
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    found = (read(entry) for part in contents["parts"] for entry in part["chapters"] if is_chapter(entry))
    return {chapter.number: chapter for chapter in found}


def is_chapter(entry):
    """Whether an entry of the table of contents is a chapter that is there."""
    return entry["file"].startswith("chapters/") and (ROOT / f"{entry['file']}.ipynb").exists()


def read(entry):
    """A chapter from its notebook, and from the one that goes deeper, whose sections are optional."""
    name = entry["file"].removeprefix("chapters/")
    cells = [cell for path in notebooks_of(name) for cell in cells_of(path)]
    words = "\n\n".join(source for kind, source, _ in cells if kind == "markdown")
    code = [(source, outputs) for kind, source, outputs in cells if kind == "code"]
    needs, helped_by = needed(words)
    return Chapter(
        name=name,
        title=entry.get("title", name),
        sections=sections(words),
        boxes=boxes(words),
        needs=needs,
        helped_by=helped_by,
        labs=sum(is_lab(source, outputs) for source, outputs in code),
        quiz_questions=sum(quiz_questions(source) for source, _ in code),
        exercise=exercise(name),
        words=words,
    )


def cells_of(path):
    """The cells of a notebook: kind, source, outputs."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [(cell["cell_type"], "".join(cell["source"]), cell.get("outputs", [])) for cell in cells]


def is_lab(source, outputs):
    """Whether a cell is a lab: it asks for a prediction, or shows a live chart."""
    return bool(LAB.search(source)) or any(LIVE_CHART in output.get("data", {}) for output in outputs)


def quiz_questions(source):
    """How many questions a cell of a chapter asks in a quiz."""
    return sum(len(re.findall(r"[\"'][^\"']+[\"']", ids)) for ids in QUIZ.findall(source))


def sections(words):
    """The sections that name their minutes, or that hold an optional box that does.

    A line of minutes counts for the text down to the next. Minutes named inside a line ("6 of them are
    optional") or by an optional box within a core section are part of the core minutes above them.
    """
    found, label = [], ""
    for line in words.splitlines():
        if mark := LABEL.match(line):
            label = mark[1]
        elif heading := HEADING.match(line):
            if heading[1] == "##":
                found.append(Section(label, heading[2]))
            label = ""
        elif found:
            add_minutes(found[-1], line)
    return [section for section in found if section.core or section.optional]


def add_minutes(section, line):
    """Add to a section what a line says of its minutes, if it says any."""
    if time := TIME.match(line):
        part = OPTIONAL_PART.search(time[3])
        inside = int(part[1]) if part else 0
        optional = int(time[2]) if time[1] == "Optional" else inside
        section.optional += optional
        section.core += int(time[2]) - optional
    elif (box := BOX.match(line)) and (optional := OPTIONAL_BOX.match(box[2])):
        minutes = int(optional[1])
        if section.core or not section.optional:
            section.core -= min(minutes, section.core)
            section.optional += minutes


def boxes(words):
    """The boxes of a text, each with the label of the section in which it stands."""
    found, section, label, begun = [], "", "", None
    for line in words.splitlines():
        if begun and line.strip() == begun[0]:
            kind, _, title = begun[1].partition(":")
            found.append(Box(kind.strip(), title.strip(), "\n".join(begun[2]).strip(), section))
            begun = None
        elif begun:
            begun[2].append(line)
        elif box := BOX.match(line):
            begun = (box[1], box[2], [])
        elif mark := LABEL.match(line):
            label = mark[1]
        elif heading := HEADING.match(line):
            section, label = (label if heading[1] == "##" else label or section), ""
    return found


def needed(words):
    """The numbers of the chapters that a chapter needs, and of those that only help."""
    said = NEEDS.search(words)
    text = ADDRESS.sub("]", said[1] if said else "").replace("[", "").replace("]", "")
    clauses = [(list(numbers_of(clause)), bool(HELPS.search(clause))) for clause in re.split(r"[.;]", text)]
    needs = {number for numbers, helps in clauses for number in numbers if not helps}
    helped_by = {number for numbers, helps in clauses for number in numbers if helps} - needs
    return tuple(sorted(needs)), tuple(sorted(helped_by))


def numbers_of(clause):
    """The numbers of the chapters that a clause names: "chapters 4 to 6 and 8"."""
    for named in CHAPTERS_NAMED.findall(clause):
        for first, last in re.findall(r"(\d+)(?: to (\d+))?", named):
            yield from range(int(first), int(last or first) + 1)


def reading_time(chapter):
    """The minutes of reading that the opening of a chapter names: all, and without what is optional."""
    said = READING.search(chapter.words)
    reading = ADDRESS.sub("]", said[1]).partition("xercises")[0] if said else ""
    numbers = [int(number) for number in re.findall(r"\b\d+\b", reading)]
    return tuple([*numbers, *numbers][:2]) if numbers else None


def exercise(name):
    """The exercise of a chapter; None while there is none."""
    path = next(iter(sorted((ROOT / "exercises" / name).glob("*.ipynb"))), None)
    if path is None:
        return None
    cells = cells_of(path)
    asked = [question(id) for _, source, _ in cells for id in CHECK.findall(source)]
    core = sum(one.core for one in asked)
    minutes, core_minutes = exercise_minutes(cells[0][1])
    page = path.relative_to(ROOT / "exercises").with_suffix("").as_posix()
    return Exercise(page, minutes, core_minutes, core, len(asked) - core)


def exercise_minutes(opening):
    """The minutes of an exercise and of its core: "About two hours; the core alone takes 100 minutes."."""
    said = EXERCISE_TIME.search(opening)
    if not said:
        return 0, 0
    minutes, unit = [], " minutes"
    for part in said[1].split(";"):
        found = DURATION.findall(part)
        if found:
            number, more, named = found[-1]
            unit = named or unit
            amount = (WORDS.get(number) or int(number)) + FRACTIONS[more]
            minutes.append(round(amount * (60 if "hour" in unit else 1)))
    return tuple([*minutes, *minutes][:2]) if minutes else (0, 0)
