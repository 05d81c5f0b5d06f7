"""Derive the exercises from the solutions with nbgrader: `make exercises`, or one with `LESSON=04-rfm`.

`python tools/derive.py 04-rfm` does the same. `python tools/derive.py --check` changes nothing and exits 1 if
a committed exercise differs from a fresh one.
"""

import logging
import os
import shutil
import sys
import tempfile
from pathlib import Path

from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from notebook_files import ROOT, read, write
from traitlets.config import Config


def main(arguments):
    """Write the exercises, or compare them."""
    with tempfile.TemporaryDirectory() as folder:
        lessons = [name for name in arguments if not name.startswith("--")]
        fresh = derive(ROOT / "solutions", Path(folder), lessons)
        if "--check" in arguments:
            sys.exit(report(differences(fresh, ROOT / "exercises")))
        for path in notebooks(fresh):
            target = ROOT / "exercises" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(fresh / path, target)
            print(f"derived exercises/{path.as_posix()}")


def derive(source, folder, lessons=()):
    """Make the exercises of all lessons, or of some, in a temporary folder; the gradebook is thrown away."""
    there = sorted(path.name for path in source.iterdir() if path.is_dir())
    for lesson in lessons:
        if lesson not in there:
            raise SystemExit(f"there is no solutions/{lesson}; there are {', '.join(there)}")
    for lesson in lessons or there:
        shutil.copytree(source / lesson, folder / "solutions" / lesson, ignore=shutil.ignore_patterns(".*"))
    # nbgrader calls `alembic` by its bare name: the environment may not be activated.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    for path in (folder / "solutions").glob("*/*.ipynb"):
        write(without_explanations(read(path)), path)
    api = NbGraderAPI(coursedir=CourseDirectory(config=configuration(folder)), config=configuration(folder))
    api.log_level = logging.ERROR
    for assignment in sorted(path.name for path in (folder / "solutions").iterdir() if path.is_dir()):
        outcome = api.generate_assignment(assignment, force=True, create=True)
        if not outcome["success"]:
            raise SystemExit(f"{assignment}: nbgrader could not derive the exercise.\n{outcome['log']}")
    fresh = folder / "exercises"
    for path in notebooks(fresh):
        notebook = read(fresh / path)
        write(notebook, fresh / path)
    return fresh


def without_explanations(notebook):
    """A solution without the cells tagged `solution-only`: what explains an answer is not released."""
    notebook.cells = [cell for cell in notebook.cells if "solution-only" not in cell.metadata.get("tags", [])]
    return notebook


def configuration(folder):
    """What nbgrader needs to know: the folders, and that nothing replaces a cut solution."""
    config = Config()
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.source_directory = "solutions"
    config.CourseDirectory.release_directory = "exercises"
    config.CourseDirectory.db_url = f"sqlite:///{(folder / 'gradebook.db').as_posix()}"
    config.ClearSolutions.code_stub = {"python": ""}
    config.ClearSolutions.text_stub = "*Write here.*"
    return config


def notebooks(folder):
    """The notebooks under a folder, relative to it."""
    return sorted(path.relative_to(folder) for path in folder.glob("*/*.ipynb"))


def differences(fresh, committed):
    """The notebooks that are not the same in both folders, or stand in one alone."""
    names = {*notebooks(fresh), *notebooks(committed)}
    return sorted(name for name in names if content(fresh / name) != content(committed / name))


def content(path):
    """A file's text, None if there is no such file."""
    return path.read_text(encoding="utf-8") if path.exists() else None


def report(different):
    """The exit code, and a line for each difference."""
    for name in different:
        print(f"exercises/{name.as_posix()} is not what its solution gives: run `make exercises`.")
    return 1 if different else 0


if __name__ == "__main__":
    main(sys.argv[1:])
