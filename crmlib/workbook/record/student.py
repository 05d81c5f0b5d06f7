"""Who the student is and where her own work lies."""

import os
import tomllib
from pathlib import Path

STUDENT_FILE = "student.toml"
STUDENT_VARIABLE = "CRMLIB_STUDENT"


class StudentFileError(ValueError):
    """`student.toml` cannot be read; it shows as one plain sentence, without a traceback."""

    def _render_traceback_(self):
        return [str(self)]


def project_folder(folder=None):
    """The nearest folder, this one or a parent, that holds `exercises/`; else this one."""
    here = Path(folder or Path.cwd()).resolve()
    return next((parent for parent in (here, *here.parents) if (parent / "exercises").is_dir()), here)


def work_folder(folder=None):
    """The folder of a student's own copies: the one we are in, else `work/` of the project."""
    here = Path(folder or Path.cwd()).resolve()
    own = (
        parent
        for parent in (here, *here.parents)
        if parent.name == "work" and (parent / STUDENT_FILE).is_file()
    )
    return next(own, project_folder(here) / "work")


def exercise_folder(folder=None):
    """The folder of the exercise we are in, below `work/`; None outside it."""
    here = Path(folder or Path.cwd()).resolve()
    work = work_folder(here)
    return next((parent for parent in (here, *here.parents) if parent.parent == work), None)


def student_id(folder=None):
    """The student's id: the instructor's (environment) before the student's own; None without one.

    Outside a student's own work (a chapter, a solution) the book's own numbers are used: None.
    """
    own = read_student(work_folder(folder)) if exercise_folder(folder) else ""
    return os.environ.get(STUDENT_VARIABLE) or own or None


def read_student(work):
    """The id in a work folder's `student.toml`; empty without one.

    Raises
    ------
    StudentFileError
        If the file cannot be read as TOML, or its id is no text.
    """
    file = work / STUDENT_FILE
    if not file.is_file():
        return ""
    try:
        student = tomllib.loads(file.read_text(encoding="utf-8-sig")).get("student", "")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise StudentFileError(
            f'{file} cannot be read: {problem}. It should hold one line, student = "your id".'
        ) from None
    if not isinstance(student, str):
        raise StudentFileError(f'{file}: the id must be in quotes, as in student = "{student}".')
    return student


def write_student(work, student):
    """Write `student.toml`, unless it says this already.

    Raises
    ------
    ValueError
        If another id is there: the numbers of all exercises would change under the student's hands.
    """
    present, file = read_student(work), work / STUDENT_FILE
    if not student.isprintable():
        raise ValueError(f"student must be printable text; got {student!r}")
    if present and student and present != student:
        raise ValueError(
            f"{file} already names the student {present}. Another id would change the numbers of every "
            f"exercise begun. Edit the file by hand if you mean it."
        )
    if not file.is_file():
        file.write_text(_line(student), encoding="utf-8")
    elif student and not present:
        text = file.read_text(encoding="utf-8-sig")
        if _line("") not in text:
            raise ValueError(
                f"{file} holds no line {_line('').strip()} to put the id into. Add {_line(student).strip()}"
            )
        file.write_text(text.replace(_line(""), _line(student)), encoding="utf-8")


def _line(student):
    escaped = student.replace("\\", "\\\\").replace('"', '\\"')
    return f'student = "{escaped}"\n'
