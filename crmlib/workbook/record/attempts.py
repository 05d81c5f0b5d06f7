"""What the record says of one question: attempts and hints, written and read."""

from crmlib.workbook.record import store
from crmlib.workbook.record.student import student_id

_OPENED = {}  # in this session, also where nothing can be recorded


def save_attempt(question, path, given, verdict, confidence=None):
    """Append an attempt to the record; a placeholder is no attempt."""
    if verdict.stage == "placeholder":
        return
    store.append(
        path,
        question=question.id,
        version=question.version,
        event="attempt",
        student=student_id(),
        given=store.shown(question.recorded(given)),
        stage=verdict.stage,
        slip=verdict.slip,
        hints=hints_opened(question, path),
        confidence=confidence,
    )


def save_hint(question, path, opened):
    """Append that a hint was opened."""
    store.append(path, question=question.id, version=question.version, event="hint", hint=opened)
    _OPENED[path, question.id] = opened


def hints_opened(question, path):
    """How many hints of a question were opened so far."""
    recorded = [entry["hint"] for entry in history(question, path) if entry.get("event") == "hint"]
    return max([_OPENED.get((path, question.id), 0), *recorded])


def history(question, path):
    """The entries of one question, in order."""
    return [entry for entry in store.read(path) if entry["question"] == question.id]


def solved_at(entries):
    """The number of the attempt that solved a question; 0 if none did."""
    stages = [entry.get("stage") for entry in entries if entry.get("event") == "attempt"]
    return next((number for number, stage in enumerate(stages, 1) if stage in {"right", "handed in"}), 0)
