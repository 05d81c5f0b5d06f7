"""What a chapter that was begun still lacks: the marks "GAP: ..." in its files, and what is too few."""

import functools
import json
import re
from pathlib import Path

from notebook_files import ROOT, notebooks_of

FORMS = Path(__file__).parent / "chapter_forms"
GAP = re.compile(r"GAP\b:?[^\n\"|]*")
FEWEST = {"questions in the exercise": 12, "questions in quizzes": 5, "misconceptions in the guide": 5}


def bank_of(name):
    """The bank of a chapter that begins: 09-loyal-tiers has loyal_tiers."""
    return name[3:].replace("-", "_")


@functools.cache
def gaps(name):
    """The gaps of a chapter, a line each; a chapter without a mark has none."""
    marks = [f"{place}: {mark}" for place, text in texts(name).items() for mark in GAP.findall(text)]
    return [*marks, *too_few(name)] if marks else []


def texts(name):
    """The texts in which a chapter may have gaps, by the name of the file."""
    bank, number = bank_of(name), int(name[:2])
    paths = [
        *notebooks_of(name),
        *sorted((ROOT / "solutions" / name).glob("*.ipynb")),
        *(ROOT / "crmlib" / "workbook" / part / f"{bank}.py" for part in ("banks", "keys")),
    ]
    found = {path.relative_to(ROOT).as_posix(): words(path) for path in paths if path.exists()}
    row = re.search(rf"^\| \[{number}\. .*$", (ROOT / "intro.md").read_text(encoding="utf-8"), re.MULTILINE)
    return found | {"intro.md": row[0] if row else "", "reference/instructor-guide.md": guide_part(number)}


def words(path):
    """A file's text; of a notebook the sources of its cells."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return text
    return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])


def guide_part(number):
    """The instructor guide's part on a chapter."""
    text = (ROOT / "reference" / "instructor-guide.md").read_text(encoding="utf-8")
    return text.partition(f"(instructor-{number})=")[2].partition("\n(instructor-")[0]


def too_few(name):
    """What a chapter has too few of, a line each."""
    solution = "\n".join(text for place, text in texts(name).items() if place.startswith("solutions/"))
    chapter = "\n".join(text for place, text in texts(name).items() if place.startswith("chapters/"))
    quizzes = re.findall(r"^quiz\(([^)]*)\)", chapter, re.MULTILINE)
    there = {
        "questions in the exercise": len(re.findall(r"^check\(", solution, re.MULTILINE)),
        "questions in quizzes": sum(len(re.findall(r'"[^"]+"', ids)) for ids in quizzes),
        "misconceptions in the guide": len(
            re.findall(r"^\| .*`[\w-]+` \|$", guide_part(int(name[:2])), re.MULTILINE)
        )
        - 1,
    }
    return [
        f"{there[what]} {what}; at least {least}" for what, least in FEWEST.items() if there[what] < least
    ]
