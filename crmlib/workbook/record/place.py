"""Which folder is the student's own: known by what lies in it, found once and kept for the kernel's life."""

import os
import sys
from pathlib import Path

STUDENT_FILE = "student.toml"
RECORD_FILE = "record.jsonl"

_kept = {}  # the exercise folder that was found


def exercise_folder(folder=None):
    """The student's own folder of one exercise, with her notebook and her record; None outside of it.

    Parameters
    ----------
    folder : path, optional
        Where to look from. If not given, the folder in which the notebook's kernel began; once found there,
        it is kept, whatever `%cd` and `os.chdir` do. A program that is no kernel may go on into another
        exercise folder.
    """
    if folder is not None:
        return _own(folder)
    known = _kept.get("folder")
    known = known if known and known.is_dir() else None
    if known and _shell():
        return known
    found = next((own for start in _starts() if (own := _own(start))), None)
    _kept["folder"] = found or known
    return _kept["folder"]


def forget():
    """Look anew at the next question, as a new kernel does."""
    _kept.clear()


def work_folder(folder=None):
    """The folder of a student's own copies.

    It is the one we are in; else the project's `work/`; else the one folder of the project that holds
    `student.toml`, whatever its name; else a `work/` that is still to be made.
    """
    if inside := enclosing_work(folder):
        return inside
    if own := exercise_folder(folder):
        return own.parent
    project = project_folder(folder)
    renamed = [] if (project / "work").exists() else _folders_with_a_student(project)
    return renamed[0] if len(renamed) == 1 else project / "work"


def enclosing_work(folder=None):
    """The nearest folder, the one we are in or a parent, that holds `student.toml`; None without one."""
    here = exercise_folder(folder) or _here(folder)
    return next((parent for parent in _upwards(here) if _has(parent, STUDENT_FILE)), None)


def project_folder(folder=None):
    """The nearest folder, this one or a parent, that holds `exercises/`; else this one."""
    here = _here(folder)
    return next((parent for parent in _upwards(here) if os.path.isdir(parent / "exercises")), here)


def is_released(folder=None):
    """Whether we are among the released exercises, which belong to the course and hold nobody's work."""
    here = _here(folder)
    return (project_folder(here) / "exercises").resolve() in (here.resolve(), *here.resolve().parents)


def is_page_of_the_book(folder=None):
    """Whether the book's table of contents names pages where we are: nothing is recorded there by design."""
    here, project = _here(folder).resolve(), project_folder(folder).resolve()
    contents = project / "_toc.yml"
    if here == project or is_released(here) or not contents.is_file():
        return False
    return f"file: {here.relative_to(project).parts[0]}/" in contents.read_text(encoding="utf-8")


def _own(start):
    folders = filter(os.path.isdir, _upwards(_here(start)))
    return next((folder for folder in folders if _is_own(folder)), None)


def _is_own(folder):
    """Whether a folder is a student's copy of one exercise: it holds a record, or her id lies beside it."""
    if _has(folder, RECORD_FILE):
        return True
    if _has(folder, STUDENT_FILE):  # the folder of all her exercises, unless a notebook lies in it
        return any(folder.glob("*.ipynb"))
    work = folder.parent
    of_project = work.name.casefold() == "work" and os.path.isdir(work.parent / "exercises")
    return _has(work, STUDENT_FILE) or of_project


def _has(folder, name):
    return os.path.lexists(folder / name)


def _folders_with_a_student(project):
    try:
        return sorted(inner for inner in project.iterdir() if _has(inner, STUDENT_FILE))
    except OSError:
        return []


def _upwards(here):
    """A folder and its parents: first along the path as it was given, then along the one without links."""
    real = here.resolve()
    return dict.fromkeys([here, *here.parents, real, *real.parents])


def _here(folder=None):
    if folder is not None:
        return Path(os.path.abspath(folder))
    return next(iter(_starts()), Path(os.sep))


def _starts():
    """Where we may have begun, likeliest first.

    The system gives the current folder without links. Jupyter and the shell say how it was named.
    """
    begun = [path for path in (getattr(_shell(), "starting_dir", None), _current()) if path]
    named = [os.path.dirname(os.environ.get("JPY_SESSION_NAME", "")), os.environ.get("PWD", "")]
    same = [name for name in named if begun and _is_same(name, begun[0])]
    return [Path(path) for path in dict.fromkeys([*same, *begun])]


def _current():
    try:
        return os.getcwd()
    except OSError:  # the folder is gone
        return None


def _is_same(name, folder):
    try:
        return os.path.isabs(name) and os.path.samefile(name, folder)
    except OSError:
        return False


def _shell():
    """The shell of the notebook's kernel; None in a program."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell if getattr(shell, "kernel", None) is not None else None
