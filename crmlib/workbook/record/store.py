"""The record of a student's attempts: one JSON-lines file per exercise, only ever appended to."""

import contextlib
import errno
import json
import os
import warnings
from datetime import UTC, datetime

import filelock

from crmlib._guard.whole_files import write_new, write_over
from crmlib.workbook.record.keeping import Kept, kept
from crmlib.workbook.record.place import RECORD_FILE, exercise_folder

WAIT = 5.0  # seconds for another program to be done with the record
_TEXT, _WHOLE = (str, type(None)), (int, type(None))
# The kinds that each field may have; what else stands in a line may be anything.
FIELDS = {
    "time": _TEXT,
    "version": _TEXT,
    "event": _TEXT,
    "student": _TEXT,
    "where": _TEXT,
    "stage": _TEXT,
    "confidence": _TEXT,
    "hint": _WHOLE,
    "hints": _WHOLE,
    "slip": (str, int, type(None)),
}

_last_read = {}  # the record that was read last: its bytes and its entries


class RecordWarning(UserWarning):
    """A record was damaged or could not be written; the message says what was kept and where."""


# Each of them counts: Python would show a repeated one once.
warnings.simplefilter("always", RecordWarning)


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
        What happened: `question`, `event`, and whatever belongs to it, as it is or as `kept` gives it.

    Returns
    -------
    bool
        Whether the entry stands in the record now.
    """
    if path is None:
        return False
    fields = {name: (value if type(value) is Kept else kept(value)).value for name, value in entry.items()}
    stamped = {"time": datetime.now(UTC).isoformat(timespec="seconds"), **fields}
    line = json.dumps(stamped, ensure_ascii=False, allow_nan=False)
    # Half a surrogate pair stays valid JSON.
    content = (line + "\n").encode("utf-8", "backslashreplace")
    try:
        path = path.resolve()
        if not path.parent.is_dir():  # the lock would make it anew
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        with _alone(path) as alone:
            _write(path, _end_of_last_line(path, alone) + content)
    except OSError as problem:
        _warn(f"{path} cannot be written ({problem.strerror}): what you just did is not recorded.")
        return False
    return True


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
    if path is None or not os.path.isfile(path):
        return []
    entries = []
    try:
        entries = _entries(path)
        if None in entries[:-1]:
            with _alone(path.resolve()) as alone:
                if alone:
                    _mend(path.resolve())
    except OSError as problem:
        _warn(f"{path} cannot be read or mended ({problem.strerror}).")
    return _whole(entries)


def whole_entries(path):
    """All whole entries in order, of a file that is left as it is."""
    return _whole(_entries(path))


def _whole(entries):
    return [entry for entry in entries if entry is not None]


def students(path):
    """The ids that a record names, each once, the latest last."""
    named = [entry.get("student") for entry in read(path)]
    return list(dict.fromkeys(reversed([id for id in named if id and id.isprintable()])))[::-1]


def last_student(path):
    """The id that a record named last; empty if it names none."""
    return (students(path) or [""])[-1]


@contextlib.contextmanager
def telling():
    """A list of what the record has to say inside of this context, as sentences for the student."""
    said = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", RecordWarning)
        yield said
    said.extend(
        dict.fromkeys(str(each.message) for each in caught if issubclass(each.category, RecordWarning))
    )


def _entries(path):
    """The entry of each line, None for a broken one; of a record that has grown the new lines are read."""
    content = path.read_bytes()
    known, entries = _last_read.get(path, (b"", []))
    if not content.startswith(known):
        known, entries = b"", []
    end = content.rfind(b"\n") + 1
    entries = [*entries, *map(_entry, _lines(content[len(known) : end]))]
    _last_read.clear()
    _last_read[path] = content[:end], entries
    return [*entries, *map(_entry, _lines(content[end:]))]


def _lines(content):
    return [line for line in content.split(b"\n") if line.strip()]


def _entry(line):
    """The entry in a line; None if the line is broken."""
    try:
        entry = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    whole = isinstance(entry, dict) and isinstance(entry.get("question"), str)
    whole = whole and all(_is_kind(entry.get(name), kinds) for name, kinds in FIELDS.items())
    whole = whole and (entry.get("hint") is not None or entry.get("event") != "hint")
    return entry if whole else None


def _is_kind(value, kinds):
    return type(value) in kinds


@contextlib.contextmanager
def _alone(path):
    """Nobody else appends or mends meanwhile; gives whether that is so.

    Another program that was stopped, on a laptop asleep, say, may hold the lock for hours.
    """
    lock = filelock.FileLock(path.with_name(f".{path.stem}.lock"))
    try:
        lock.acquire(timeout=WAIT)
    except filelock.Timeout:
        _warn(
            f"Another program has held {path.name} for {WAIT:g} seconds: is a second notebook of this "
            "exercise open? This one goes on without waiting."
        )
        yield False
        return
    except (OSError, NotImplementedError):  # a folder in which nothing new may be made, a disk without locks
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def _end_of_last_line(path, alone):
    """What must stand before a new line; a last line that a crash has torn is set aside."""
    if not os.path.isfile(path) or _ends_whole(path):
        return b""
    if not alone or _entry(path.read_bytes().rsplit(b"\n", 1)[-1]) is not None:
        return b"\n"
    _mend(path)
    return b""


def _ends_whole(path):
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - 1, 0))
        return file.read() in (b"", b"\n")


def _mend(path):
    """Keep the file as it was under another name, and go on with its whole lines."""
    with path.open("rb") as file:
        content = file.read()
        lines = _lines(content)
        whole = [line for line in lines if _entry(line) is not None]
        if len(whole) == len(lines):
            return  # somebody else has mended it meanwhile
        aside = _set_aside(path, content)
        if os.name == "nt":  # Windows replaces no file that is open, so nobody can write late
            file.close()
        write_over(path, b"".join(line + b"\n" for line in whole))
        if late := b"" if file.closed else file.read():  # of a program that did not wait
            _write(path, late)
    broken = len(lines) - len(whole)
    _warn(
        f"{path.name} held {'one line' if broken == 1 else f'{broken} lines'} that could not be read. "
        f"The file as it was is kept as {aside.name}; the {len(whole)} whole entries go on in {path.name}."
    )


def _set_aside(path, content):
    """A copy under a name that nobody has taken."""
    for n in range(1, 10_000):
        aside = path.with_name(f"{path.stem}.damaged-{n}.jsonl")
        with contextlib.suppress(FileExistsError):
            write_new(aside, content)
            return aside
    raise OSError(errno.EEXIST, f"too many damaged copies beside {path}")


def _warn(message):
    warnings.warn(message, RecordWarning, stacklevel=3)


def _write(path, content):
    """One write of a whole line; `O_APPEND` puts it at the end whoever else writes.

    A full disk may take a part of it. Then the part is taken back, unless somebody has written since.
    """
    handle = os.open(path, os.O_APPEND | os.O_CREAT | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o644)
    try:
        before = os.fstat(handle).st_size
        written = os.write(handle, content)
        if written < len(content):
            if os.fstat(handle).st_size == before + written:
                os.ftruncate(handle, before)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    finally:
        os.close(handle)
