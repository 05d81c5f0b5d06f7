"""What a student is told of her record: whose numbers these are, and whether anything is kept here."""

import os

from crmlib.workbook.record import store
from crmlib.workbook.record.place import STUDENT_FILE, exercise_folder, is_page_of_the_book, is_released
from crmlib.workbook.record.student import as_counted, instructors_id, student_id

_told = set()


def greeting(door):
    """Who the student is, and the line above her question.

    Parameters
    ----------
    door : str
        Who tells; each door tells a reason once in a kernel.

    Returns
    -------
    tuple
        The id, or None for the book's own numbers; then the line, which names the id and says what is not as
        she may think. It is empty if all is usual.
    """
    with store.telling() as said:
        student = student_id()
        line = [whose(student), notice(door, student)]
    return student, " ".join(filter(None, [*line, *said]))


def whose(student):
    """The student's id as a sentence; empty for the book's own numbers."""
    return f"Student {student}." if student else ""


def notice(door, student):
    """One sentence if nothing is recorded here or the numbers are others than before; else empty."""
    sentence = _sentence(student)
    if (door, sentence) in _told:
        return ""
    _told.add((door, sentence))
    return sentence


def forget():
    """Tell everything again, as a new kernel does."""
    _told.clear()


def _sentence(student):
    own = exercise_folder()
    if own:
        return _of_another(own / store.RECORD_FILE, student) or _without_file(own, student)
    if is_page_of_the_book():
        return ""
    numbers = f"the numbers are those of {student}" if student else "these are the book's numbers"
    if is_released():
        return (
            f"Nothing is recorded here, and {numbers}: this is the course's own copy of the exercise. "
            "`python -m crmlib start` with its name gives you yours."
        )
    return f"Nothing is recorded here, and {numbers}."


def _of_another(path, student):
    others = [other for other in store.students(path) if as_counted(other) != student]
    if not others:
        return ""
    numbers = f"the numbers are now those of {student}"
    return f"The record beside this notebook holds answers of {others[-1]}; {numbers}."


def _without_file(own, student):
    files = [folder / STUDENT_FILE for folder in (own, own.parent)]
    if not student or instructors_id() or any(map(os.path.lexists, files)):
        return ""
    return f"There is no {STUDENT_FILE} any more: the id is taken from the record."
