"""What is solved, at which attempt, and with how many hints."""

import contextlib

from crmlib.workbook.banks import UnknownQuestion, all_exercise_questions, chapter_of, exercise_questions
from crmlib.workbook.banks import question as find
from crmlib.workbook.record import store
from crmlib.workbook.record.attempts import counts, solved_at
from crmlib.workbook.record.place import exercise_folder, work_folder
from crmlib.workbook.record.start import refuse_unknown

COLUMNS = ("question", "kind", "state", "attempts", "hints")


SOLVED, TRIED, OPEN = "■", "◧", "□"


class Table(list):
    """Rows of text, shown in columns below a heading, a square for each question, and what comes next."""

    def __init__(self, rows, heading, columns=COLUMNS, squares="", following=""):
        super().__init__(rows)
        self.heading, self.columns, self.squares, self.following = heading, columns, squares, following

    def __repr__(self):
        if not self.columns:
            return self.heading
        rows = [self.columns, *self]
        widths = [max(len(str(row[i])) for row in rows) for i in range(len(self.columns))]
        lines = [
            "  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
        following = f"Next: {self.following}" if self.following else ""
        return "\n".join([self.heading, *filter(None, [self.squares, following]), "", *lines])

    def _repr_markdown_(self):
        if not self.columns:
            return self.heading
        lines = ["| " + " | ".join(str(cell) for cell in row) + " |" for row in (self.columns, *self)]
        place = self.following.replace(" ", "-")
        following = f"Next: [{self.following}](<#{place}>)" if self.following else ""
        above = [one for line in (self.squares, following) if line for one in ("", line)]
        return "\n".join([self.heading, *above, "", lines[0], "|" + " --- |" * len(self.columns), *lines[1:]])


def progress(exercise=None):
    """The state of each question of an exercise.

    Parameters
    ----------
    exercise : str, optional
        Such as ``"04-rfm"``; the one we are in if not given.

    Returns
    -------
    Table
        A row a question: title, core or optional, state, attempts, hints opened; then a row for each
        question of the warm-up that was tried.

    Raises
    ------
    UnknownExercise
        If there is no such exercise: one sentence with the nearest name.
    """
    own = exercise_folder()
    if exercise is None and own is None:
        return Table([], "Nothing is recorded here: progress is kept for exercises opened from work/.", ())
    if exercise is None:
        return _table(own)
    require_exercise(exercise)
    return _table(own if own and exercise_of(own) == exercise else work_folder() / exercise)


def all_progress(folder=None):
    """The progress of every exercise in the work folder, as text."""
    work = work_folder(folder)
    exercises = sorted(path for path in work.iterdir() if path.is_dir()) if work.is_dir() else []
    tables = [repr(_table(path)) for path in exercises if exercise_of(path)]
    return "\n\n".join(tables) or "No exercise was started yet. Begin with: python -m crmlib start 04-rfm"


def require_exercise(exercise):
    """Refuse what is no exercise of the course, with the nearest name."""
    refuse_unknown(exercise, _exercises())


def exercise_of(folder):
    """Which exercise a folder holds, such as ``"04-rfm"`` for ``04-rfm (1)``; None if it holds none.

    Its name says it, or else the record in it.
    """
    known = _exercises()
    if named := next((exercise for exercise in known if folder.name.startswith(exercise)), None):
        return named
    begun = [entry.get("exercise") for entry in store.read(folder / store.RECORD_FILE)]
    return next((exercise for exercise in begun if exercise in known), None)


def _exercises():
    return sorted({chapter_of(question) for question in all_exercise_questions()})


def _table(folder):
    exercise, entries = exercise_of(folder), {}
    for entry in store.read(folder / store.RECORD_FILE):
        entries.setdefault(entry["question"], []).append(entry)
    rows = [_row(question, entries) for question in exercise_questions(exercise)]
    again = [_row(question, entries, "warm-up") for question in _warm_ups(exercise, entries)]
    heading = f"{folder.name}: {_solved(rows)} of {len(rows)} solved{_and(again)}"
    return Table([*rows, *again], heading, COLUMNS, _squares(rows), _next(rows))


def _squares(rows):
    """A square for each question: solved, tried or open; the signs are said beside it."""
    signs = [SOLVED if _solved([row]) else TRIED if row[2] == "tried" else OPEN for row in rows]
    return f"{''.join(signs)} ({SOLVED} solved, {TRIED} tried, {OPEN} open)"


def _next(rows):
    """The heading, in the exercise, of the first core question that is not solved; else of any."""
    left = [(row[1] != "core", place, row) for place, row in enumerate(rows, 1) if not _solved([row])]
    return f"{min(left)[1]}. {min(left)[2][0]} ({min(left)[2][1]})" if left else ""


def _warm_ups(exercise, entries):
    """The questions of earlier chapters that were tried in this exercise, in the order of their chapters."""
    known = []
    for id in filter(lambda id: id.endswith(f"@{exercise}"), entries):
        with contextlib.suppress(UnknownQuestion):  # the course may have dropped it since
            known.append(find(id))
    return sorted(known, key=chapter_of)


def _solved(rows):
    """How many rows are done."""
    return sum(row[2] != "open" and not row[2].startswith("tried") for row in rows)


def _and(again):
    """What the heading adds on the warm-up."""
    return f", and {_solved(again)} of {len(again)} of the warm-up" if again else ""


def _row(question, entries, kind=None):
    own = [entry for entry in entries.get(question.id, []) if counts(question, entry)]
    attempts = sum(entry.get("event") == "attempt" for entry in own)
    hints = min(max((entry.get("hint") or 0 for entry in own), default=0), question.number_of_hints)
    kind = kind or ("core" if question.core else "optional")
    return (question.title, kind, _state(own, attempts), attempts, f"{hints} of {question.number_of_hints}")


def _state(own, attempts):
    if not attempts:
        return "open"
    at = solved_at(own)
    handed_in = any(entry.get("stage") == "handed in" for entry in own)
    return "handed in" if handed_in else f"solved at attempt {at}" if at else "tried"
