"""Taking what was answered on an exercise's page into a student's work: over nothing, and nothing twice."""

import json
from pathlib import Path

from crmlib.workbook.banks import UnknownQuestion, chapter_of
from crmlib.workbook.banks import question as find
from crmlib.workbook.record import store
from crmlib.workbook.record.place import work_folder
from crmlib.workbook.record.start import start
from crmlib.workbook.record.student import as_counted, read_student

PAGE = "page"


def take_in(file, folder=None):
    """Append the answers of exercises that a page has saved to the records in the work folder.

    Parameters
    ----------
    file : path
        What "Save them as a file" on the page of an exercise has written.
    folder : path, optional
        Where the command is given; the current folder if not given.

    Returns
    -------
    str
        For each exercise, how much was taken in. An exercise that was not begun is begun.

    Raises
    ------
    ValueError
        If there is no such file, no answer in it, or the answers are another student's.
    """
    path, work = Path(file), work_folder(folder)
    if not path.is_file():
        raise ValueError(f"there is no file {path}.")
    found = _by_exercise(store.whole_entries(path))
    if not found:
        raise ValueError(f"{path} holds no answer that was given on the page of an exercise.")
    student = _whose([entry for entries in found.values() for entry in entries], work, path)
    return "\n".join(_into(exercise, entries, student, work, folder) for exercise, entries in found.items())


def _by_exercise(entries):
    """The entries of exercises' pages, by exercise; what the course does not know any more is left out."""
    found = {}
    for entry in entries:
        if entry.get("where") == PAGE and (exercise := _exercise_of(entry["question"])):
            found.setdefault(exercise, []).append(entry)
    return dict(sorted(found.items()))


def _exercise_of(id):
    try:
        return id.partition("@")[2] or chapter_of(find(id))
    except UnknownQuestion:
        return ""


def _whose(entries, work, path):
    """The one student whose answers these are; empty if they were given to the book's own numbers."""
    named = {as_counted(entry["student"]) for entry in entries if entry.get("student")}
    own = read_student(work)
    others = sorted(named - {own} if own else named)
    if others and (own or len(others) > 1):
        whose = f"{work.name} is the work of {own}" if own else "they cannot all be yours"
        raise ValueError(f"{path} holds answers of {' and of '.join(others)}, and {whose}.")
    return own or "".join(others)


def _into(exercise, entries, student, work, folder):
    """Append what is not there yet to the record of an exercise."""
    record = work / exercise / store.RECORD_FILE
    if not record.exists():
        start(exercise, student, folder=folder)
    known = {_as_text(entry) for entry in store.read(record)}
    fresh = [entry for entry in entries if _as_text(entry) not in known]
    done = [store.append(record, **entry) for entry in fresh]
    return f"{exercise}: {sum(done)} taken in, {len(entries) - len(fresh)} known already."


def _as_text(entry):
    return json.dumps(entry, sort_keys=True)
