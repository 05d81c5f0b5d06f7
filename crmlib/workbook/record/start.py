"""Giving a student her own copy of an exercise, never over what she has."""

import difflib
from pathlib import Path

from crmlib._guard.checks import describe
from crmlib._guard.whole_files import write_new
from crmlib.workbook.record import store
from crmlib.workbook.record.place import project_folder, work_folder
from crmlib.workbook.record.student import read_student, write_student

PACKAGED = Path(__file__).parents[1] / "_exercises"


class UnknownExercise(ValueError):
    """There is no exercise of this name; it shows as one plain sentence, without a traceback."""

    def _render_traceback_(self):
        return [str(self)]


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
    FileExistsError
        If a file of this name appears meanwhile; it stays as it is.
    """
    names = exercise_names(folder)
    if not names:
        raise ValueError("there are no exercises here; go to the course's folder, which holds `exercises`")
    refuse_unknown(exercise, names)
    work = work_folder(folder)
    own = work / exercise
    work.mkdir(parents=True, exist_ok=True)
    write_student(work, student.strip())
    own.mkdir(exist_ok=True)
    sources = sorted(path for path in (exercises_folder(folder) / exercise).iterdir() if path.is_file())
    done = [_copy(source, own, fresh) for source in sources]
    _begin_record(own / store.RECORD_FILE, exercise, read_student(work))
    return "\n".join(done)


def refuse_unknown(exercise, names):
    """Refuse what is none of the exercises, in a sentence with the nearest name."""
    if exercise in names:
        return
    if not isinstance(exercise, str):
        raise UnknownExercise(f'exercise must be a name such as "{names[0]}"; got {describe(exercise)}')
    near = difflib.get_close_matches(exercise.casefold(), names, n=1, cutoff=0.4)
    hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(names)}."
    raise UnknownExercise(f"there is no exercise {exercise!r}. {hint}")


def _begin_record(path, exercise, student):
    """The record says from its first line on whose it is and of which exercise, wherever the folder goes."""
    if not path.exists() or (student and store.last_student(path) != student):
        store.append(path, question="", event="start", exercise=exercise, student=student or None)


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
    write_new(target, source.read_bytes())
