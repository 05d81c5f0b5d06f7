"""The record of a student's attempts: one JSON-lines file per exercise, only ever appended to."""

import contextlib
import json
import math
import os
import warnings
from datetime import UTC, datetime

from crmlib.workbook.record.student import exercise_folder

try:
    import fcntl
except ImportError:  # Windows
    import msvcrt

    fcntl = None

RECORD_FILE = "record.jsonl"


class RecordWarning(UserWarning):
    """A record was damaged or could not be written; the message says what was kept and where."""


def record_path(folder=None):
    """The record of the exercise we are in; None outside a student's own work."""
    own = exercise_folder(folder)
    return own / RECORD_FILE if own else None


def append(path, **entry):
    """Append one entry in a single write, so that a crash loses at most this line.

    Where the record cannot be written, a `RecordWarning` says so, and the work goes on.

    Parameters
    ----------
    path : Path or None
        The record; None records nothing.
    **entry
        What happened: `question`, `event`, and whatever belongs to it.
    """
    if path is None:
        return
    stamped = {"time": datetime.now(UTC).isoformat(timespec="seconds"), **shown(entry)}
    line = json.dumps(stamped, ensure_ascii=False, allow_nan=False)
    try:
        with _alone(path):
            _end_last_line(path)
            _write(path, line + "\n")
    except OSError as problem:
        _warn(f"{path} cannot be written ({problem.strerror}): what you just did is not recorded.")


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
    entries = []
    try:
        entries = [_entry(line) for line in _lines(path)]
        if None in entries[:-1]:
            with _alone(path):
                _mend(path)
    except OSError as problem:
        _warn(f"{path} cannot be read or mended ({problem.strerror}).")
    return [entry for entry in entries if entry is not None]


def shown(value, most=500, depth=8):
    """A value as the record keeps it: as it is if JSON can hold it, else as short text."""
    if isinstance(value, str):
        return value[:20_000]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else str(value)
    if isinstance(value, bool | type(None)) or (isinstance(value, int) and abs(value) < 10**most):
        return value
    if isinstance(value, dict) and len(value) <= 50 and depth:
        return {_text(name, most): shown(item, most, depth - 1) for name, item in value.items()}
    if isinstance(value, list | tuple | set) and len(value) <= 5_000 and depth:
        return [shown(item, most, depth - 1) for item in value]
    if hasattr(value, "item") and getattr(value, "shape", None) == () and depth:
        return shown(value.item(), most, depth - 1)
    return _text(value, most)


def _text(value, most):
    """Short text of any object, also of one whose text cannot be made."""
    try:
        return (value if isinstance(value, str) else repr(value))[:most]
    except Exception:
        return f"a {type(value).__name__} that cannot be shown"


def _lines(path):
    return [line for line in path.read_bytes().split(b"\n") if line.strip()]


def _entry(line):
    """The entry in a line; None if the line is broken."""
    try:
        entry = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    whole = isinstance(entry, dict) and "question" in entry and isinstance(entry.get("hint", 0), int)
    whole = whole and ("hint" in entry or entry.get("event") != "hint")
    return entry if whole else None


@contextlib.contextmanager
def _alone(path):
    """Nobody else appends or mends meanwhile, where the system can lock a file."""
    with path.with_name(f".{path.stem}.lock").open("ab") as handle:
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX) if fcntl else msvcrt.locking(
                handle.fileno(), msvcrt.LK_LOCK, 1
            )
        yield


def _end_last_line(path):
    """A last line that a crash left without its end is ended (if whole) or set aside (if torn)."""
    if not path.is_file() or not (content := path.read_bytes()) or content.endswith(b"\n"):
        return
    if _entry(content.rsplit(b"\n", 1)[-1]) is not None:
        _write(path, "\n")
    else:
        _mend(path)


def _mend(path):
    """Keep the file as it was under another name, and go on with its whole lines."""
    lines = _lines(path)
    whole = [line for line in lines if _entry(line) is not None]
    if len(whole) == len(lines):
        return  # somebody else has mended it meanwhile
    aside = _set_aside(path)
    mended = path.with_suffix(".new")
    mended.write_bytes(b"".join(line + b"\n" for line in whole))
    os.replace(mended, path)
    broken = len(lines) - len(whole)
    _warn(
        f"{path.name} held {'one line' if broken == 1 else f'{broken} lines'} that could not be read. "
        f"The file as it was is kept as {aside.name}; the {len(whole)} whole entries go on in {path.name}."
    )


def _set_aside(path):
    """A copy under a name that nobody has taken."""
    for n in range(1, 10_000):
        aside = path.with_name(f"{path.stem}.damaged-{n}.jsonl")
        with contextlib.suppress(FileExistsError), aside.open("xb") as copy:
            copy.write(path.read_bytes())
            return aside
    raise OSError(f"too many damaged copies beside {path}")


def _warn(message):
    warnings.warn(message, RecordWarning, stacklevel=3)


def _write(path, text):
    """One write of a whole line; `O_APPEND` puts it at the end whoever else writes."""
    handle = os.open(path, os.O_APPEND | os.O_CREAT | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o644)
    try:
        os.write(handle, text.encode("utf-8", "backslashreplace"))  # half a surrogate pair stays valid JSON
    finally:
        os.close(handle)
