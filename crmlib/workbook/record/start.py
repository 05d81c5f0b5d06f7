"""Giving a student her own copy of an exercise, never over what she has."""

import difflib
from pathlib import Path

from crmlib.workbook.record.student import project_folder, work_folder, write_student

PACKAGED = Path(__file__).parents[2] / "_exercises"


def exercises_folder(folder=None):
    """Where the released exercises lie: in the project, else in the installed package."""
    own = project_folder(folder) / "exercises"
    return own if own.is_dir() else PACKAGED


def exercise_names(folder=None):
    """The names of all released exercises."""
    found = exercises_folder(folder)
    return (
        sorted(path.name for path in found.iterdir() if any(path.glob("*.ipynb"))) if found.is_dir() else []
    )


def start(exercise, student="", fresh=False, folder=None):
    """Copy an exercise into the student's work folder.

    Parameters
    ----------
    exercise : str
        Such as ``"04-rfm"``.
    student : str
        The student's id, kept in `work/student.toml`.
    fresh : bool
        Whether to write a numbered copy beside one that is there.
    folder : path, optional
        Where the command is given; the current folder if not given.

    Returns
    -------
    str
        What was done, with the path of each notebook.

    Raises
    ------
    ValueError
        If there is no such exercise, or another student's id is there already.
    """
    _require(exercise, exercise_names(folder))
    work = work_folder(folder)
    own = work / exercise
    work.mkdir(parents=True, exist_ok=True)
    write_student(work, student.strip())
    own.mkdir(exist_ok=True)
    sources = sorted(path for path in (exercises_folder(folder) / exercise).iterdir() if path.is_file())
    return "\n".join(_copy(source, own, fresh) for source in sources)


def _require(exercise, names):
    if not names:
        raise ValueError("there are no exercises here; go to the course's folder, which holds `exercises`")
    if exercise not in names:
        near = difflib.get_close_matches(exercise, names, n=1, cutoff=0.4)
        hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(names)}."
        raise ValueError(f"there is no exercise {exercise!r}. {hint}")


def _copy(source, own, fresh):
    target = own / source.name
    if target.exists() and not (fresh and source.suffix == ".ipynb"):
        return f"{target} is there already and was left as it is (--fresh writes a new copy beside it)."
    if target.exists():
        target = next(
            path for n in range(2, 10_000) if not (path := own / f"{source.stem}-{n}{source.suffix}").exists()
        )
    _copy_whole(source, target)
    return f"{target} is ready."


def _copy_whole(source, target):
    """Copy all of a file or nothing, and never over a file that is there."""
    content = source.read_bytes()
    with target.open("xb") as copy:
        try:
            copy.write(content)
        except BaseException:
            copy.close()
            target.unlink()
            raise
