"""Who the student is: the instructor's word before her own file, and her own file before her record."""

import os
import re
import tomllib
import unicodedata

from crmlib._guard.whole_files import write_new, write_over
from crmlib.workbook.record import store
from crmlib.workbook.record.place import STUDENT_FILE, enclosing_work, exercise_folder

STUDENT_VARIABLE = "CRMLIB_STUDENT"
BOOK = "book"  # stands for nobody: the book's own numbers
_NO_ID = re.compile(
    r"""^[ \t]*student[ \t]*=[ \t]*(?:""|'')(?=[ \t]*(?:\#|\r?$))""", re.MULTILINE | re.IGNORECASE
)


class StudentFileError(ValueError):
    """A student's id cannot be read; it shows as one plain sentence, without a traceback."""

    def _render_traceback_(self):
        return [str(self)]


def normal_id(text):
    """An id as it counts: of its ways to be written, one.

    Parameters
    ----------
    text : str
        As it was typed.

    Returns
    -------
    str
        Full-width digits are plain ones, accents are joined to their letters, blanks at the ends and marks
        that nobody sees are gone.

    Raises
    ------
    StudentFileError
        If the id is "book", which stands for the book's own numbers.

    Examples
    --------
    >>> normal_id(" ２０２６００１７ "), normal_id("Jose\\u0301") == normal_id("Jos\\u00e9")
    ('20260017', True)
    """
    plain = as_counted(text)
    if plain == BOOK:
        raise StudentFileError('the id of a student cannot be "book": it stands for the book\'s own numbers.')
    return plain


def as_counted(text):
    """`normal_id` of a text that may name nobody."""
    return " ".join(_visible(text).split())


def student_id(folder=None):
    """The student's id: the instructor's (environment) before the student's own; None without one.

    Outside a student's own work (a chapter, a solution) the book's own numbers are used: None.
    """
    return instructors_id() or own_id(folder) or None


def instructors_id():
    """The id that an instructor gives from outside; empty without one."""
    return normal_id(os.environ.get(STUDENT_VARIABLE, ""))


def own_id(folder=None):
    """The id in the student's own work; empty without one.

    Where `student.toml` is gone, her record still says whose it is, so that her numbers stay.
    """
    own = exercise_folder(folder)
    if own is None:
        work = enclosing_work(folder)
        return read_student(work) if work else ""
    return read_student(own) or read_student(own.parent) or store.last_student(own / store.RECORD_FILE)


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
        lines = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise StudentFileError(
            f'{file} cannot be read: {problem}. It should hold one line, student = "your id".'
        ) from None
    except OSError as problem:
        raise StudentFileError(f"{file} cannot be read ({problem.strerror}).") from None
    student = next((value for name, value in lines.items() if name.casefold() == "student"), "")
    if not isinstance(student, str):
        raise StudentFileError(f'{file}: the id must be in quotes, as in student = "{student}".')
    return normal_id(student)


def write_student(work, student):
    """Write `student.toml`, unless it says this already; what else stands in it stays.

    Raises
    ------
    ValueError
        If another id is there: the numbers of all exercises would change under the student's hands.
    """
    if not _visible(student).isprintable():
        raise ValueError(f"student must be printable text; got {student!r}")
    student, present, file = normal_id(student), read_student(work), work / STUDENT_FILE
    if present and student and present != student:
        raise ValueError(
            f"{file} already names the student {present}. Another id would change the numbers of every "
            f"exercise begun. Edit the file by hand if you mean it."
        )
    if not file.is_file():
        write_new(file, _line(student).encode())
    elif student and not present:
        text = _with_id(file.read_bytes().decode("utf-8-sig"), _line(student))
        if not _reads_as(text, student):
            raise ValueError(
                f"{file}: the place of the id is not found. Write there {_line(student).strip()}"
            )
        write_over(file, text.encode())


def _with_id(text, line):
    """The text of a student's file with her id in its place; at the top if there is none."""
    changed, places = _NO_ID.subn(lambda _: line.strip(), text, count=1)
    return changed if places else line + text


def _reads_as(text, student):
    try:
        return tomllib.loads(text).get("student") == student
    except tomllib.TOMLDecodeError:
        return False


def _visible(text):
    plain = unicodedata.normalize("NFKC", text)
    return "".join(each for each in plain if unicodedata.category(each) != "Cf").strip()


def _line(student):
    escaped = student.replace("\\", "\\\\").replace('"', '\\"')
    return f'student = "{escaped}"\n'
