"""The wrong answers in a class's records that have no name yet, as entries that wait for their meaning."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import NamedTuple

from crmlib.workbook.banks import UnknownQuestion
from crmlib.workbook.banks import question as find
from crmlib.workbook.record import store

WITHOUT_NAME = {"wrong", "close", "range"}
MOST_SHOWN = 300  # characters of an answer
SHORTEST_ID = 3  # of a student; a shorter one may be any digit of her answer


class Given(NamedTuple):
    """A wrong answer without a name, as text, with the numbers of its question."""

    id: str
    answer: str
    numbers: str


def unnamed(paths):
    """The wrong answers of some records that have no name, by question, the most frequent first.

    Parameters
    ----------
    paths : sequence of path
        Records, or folders in which they lie.

    Returns
    -------
    str
        Python that defines ``WRONG``, as the files in `benchmarks/diagnosis` do. Each answer is an entry that
        waits for its meaning and its formula. Above it stand how many students gave it and the numbers that
        they had, and no student's id.

    Raises
    ------
    ValueError
        If a path holds no record.
    """
    found = Counter(one for path in paths for record in records(path) for one in unnamed_of(record))
    if not found:
        return "# Every wrong answer in these records has a name."
    questions = Counter()
    for given, students in found.items():
        questions[given.id] += students
    lines = [
        line
        for id, students in questions.most_common()
        for line in _entries(id, students, {one: n for one, n in found.most_common() if one.id == id})
    ]
    return "\n".join(["WRONG = {", *lines, "}"])


def records(path):
    """The records at a path: the file itself, or all below a folder.

    Raises
    ------
    ValueError
        If there is none.
    """
    path = Path(path)
    found = [path] if path.is_file() else sorted(path.rglob(store.RECORD_FILE))
    if not found:
        raise ValueError(f"{path} holds no record: give files like {store.RECORD_FILE}, or their folders.")
    return found


def unnamed_of(record):
    """The answers without a name in one record, each once a student."""
    students = store.students(record)
    attempts = [one for one in store.read(record) if one.get("event") == "attempt"]
    wrong = [one for one in attempts if one.get("stage") in WITHOUT_NAME and one.get("slip") is None]
    found = [(one.get("student"), _given(one, students)) for one in wrong]
    return [given for _, given in dict.fromkeys(found) if given]


def _given(entry, students):
    """An attempt as what may be shown of it; None where its question is not known here."""
    try:
        question = find(entry["question"])
    except UnknownQuestion:
        return None
    numbers = question.numbers(entry.get("student"))
    shown = [
        f"{name}={value}" for name, value in numbers.items() if isinstance(value, int | float | str | date)
    ]
    return Given(question.base_id, _text(entry.get("given"), students), ", ".join(shown))


def _text(given, students):
    """An answer on one line, without the ids of students."""
    text = json.dumps(given, ensure_ascii=False)
    if not isinstance(given, int | float):
        for student in students:
            text = text.replace(student, "…") if len(student) >= SHORTEST_ID else text
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]} …"


def _entries(id, students, answers):
    """The lines of one question."""
    arguments = ", ".join(find(id).draws)
    yield f"    # {_counted(students, 'wrong answer')} without a name"
    yield f'    "{id}": ['
    for given, number in answers.items():
        numbers = f", with {given.numbers}" if given.numbers else ""
        yield f"        # {given.answer}, by {_counted(number, 'student')}{numbers}"
        yield f'        ("first", "", lambda{" " if arguments else ""}{arguments}: ...),'
    yield "    ],"


def _counted(number, what):
    return f"{number:,} {what}{'s' * (number != 1)}"
