"""The record of a student's attempts: one JSON-lines file per exercise, only ever appended to."""

import json
import os
import warnings
from datetime import UTC, datetime

from crmlib.workbook.student import exercise_folder

RECORD_FILE = "record.jsonl"


class RecordWarning(UserWarning):
    """A record was damaged; the message says what was kept and where."""


def record_path(folder=None):
    """The record of the exercise we are in; None outside a student's own work."""
    own = exercise_folder(folder)
    return own / RECORD_FILE if own else None


def append(path, **entry):
    """Append one entry in a single write, so that a crash loses at most this line.

    Parameters
    ----------
    path : Path or None
        The record; None records nothing.
    **entry
        What happened: `question`, `event`, and whatever belongs to it.
    """
    if path is None:
        return
    _end_last_line(path)
    line = json.dumps(
        {"time": datetime.now(UTC).isoformat(timespec="seconds"), **entry}, ensure_ascii=False, default=str
    )
    _write(path, line + "\n")


def read(path):
    """All whole entries in order; a damaged record is mended and its original kept.

    Parameters
    ----------
    path : Path or None
        The record.

    Returns
    -------
    list of dict
        A broken last line is skipped. A broken line before it sets the whole file aside under another
        name, with a `RecordWarning`, and the whole lines go on in a new record.
    """
    if path is None or not path.is_file():
        return []
    lines = path.read_bytes().split(b"\n")
    entries = [_entry(line) for line in lines if line.strip()]
    whole = [entry for entry in entries if entry is not None]
    if None in entries[:-1]:
        _set_aside(path, whole, len(entries) - len(whole))
    return whole


def shown(value, most=500):
    """A value as the record keeps it: as it is if JSON can hold it, else as short text."""
    if isinstance(value, bool | int | float | str | type(None)):
        return value if not isinstance(value, str) else value[:20_000]
    if isinstance(value, dict) and len(value) <= 50:
        return {str(name): shown(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set) and len(value) <= 5_000:
        return [shown(item) for item in value]
    return repr(value)[:most]


def _entry(line):
    try:
        entry = json.loads(line.decode("utf-8"))
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and "question" in entry else None


def _end_last_line(path):
    """A last line that a crash left without its end is ended (if whole) or set aside (if torn)."""
    if not path.is_file() or not (content := path.read_bytes()) or content.endswith(b"\n"):
        return
    if _entry(content.rsplit(b"\n", 1)[-1]) is not None:
        _write(path, "\n")
    else:
        _set_aside(path, read(path), 1)


def _set_aside(path, whole, broken):
    aside = _free_name(path)
    aside.write_bytes(path.read_bytes())
    mended = path.with_suffix(".new")
    mended.write_text(
        "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in whole), encoding="utf-8"
    )
    os.replace(mended, path)
    lines = "one line" if broken == 1 else f"{broken} lines"
    warnings.warn(
        f"{path.name} held {lines} that could not be read. The file as it was is kept as {aside.name}; "
        f"the {len(whole)} whole entries go on in {path.name}.",
        RecordWarning,
        stacklevel=3,
    )


def _free_name(path):
    numbers = range(1, 10_000)
    return next(
        name for n in numbers if not (name := path.with_name(f"{path.stem}.damaged-{n}.jsonl")).exists()
    )


def _write(path, text):
    """One write of a whole line; `O_APPEND` puts it at the end whoever else writes."""
    handle = os.open(path, os.O_APPEND | os.O_CREAT | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o644)
    try:
        os.write(handle, text.encode("utf-8"))
    finally:
        os.close(handle)
