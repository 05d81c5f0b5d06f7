"""The section that teaches a question: its heading, and the way to it from where the student works."""

import functools
import json
import os
import re
from pathlib import Path
from typing import NamedTuple

from crmlib.workbook.record.place import exercise_folder, project_folder

_HEADING = r"^\({label}\)=\s*\n+#+ +(.+)$"


class Section(NamedTuple):
    """A section of a chapter.

    Parameters
    ----------
    heading : str
        Its heading; empty if the chapter is not at hand.
    link : str
        Its place in JupyterLab, seen from the student's notebook; empty if the chapter is not at hand.
    """

    heading: str
    link: str


NOWHERE = Section("", "")


def section_of(question):
    """The section of a question, looked up in the chapters that lie beside the student's work."""
    chapter, _, label = question.section.partition("#")
    for file in sorted((project_folder() / "chapters").glob(f"{chapter}*.ipynb")):
        if heading := _headings(file, _changed(file)).get(label):
            return Section(heading, f"{_from_here(file)}#{label}")
    return NOWHERE


@functools.lru_cache(maxsize=16)
def _headings(file, changed):
    """Label to heading of a chapter, read again only when it has changed; nothing if it cannot be read."""
    try:
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
        words = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    except (OSError, ValueError, LookupError, TypeError):
        return {}
    return dict(re.findall(_HEADING.format(label=r"([\w-]+)"), words, re.MULTILINE))


def _changed(file):
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return None


def _from_here(file):
    """The path of a file seen from the folder of the notebook, as a link has it."""
    return Path(os.path.relpath(file, exercise_folder() or Path.cwd())).as_posix()
