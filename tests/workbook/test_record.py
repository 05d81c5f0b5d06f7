"""The record: one line a write; whatever happens to the file, no whole entry and no original byte is lost."""

import contextlib
import json
import math
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmlib.workbook import NotYet, ask, check, progress
from crmlib.workbook.record import store
from crmlib.workbook.record.keeping import shown
from crmlib.workbook.record.store import RecordWarning, append, read, record_path

fresh_folder_not_needed = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def path(tmp_path):
    return tmp_path / "record.jsonl"


def write(path, count=3, start=0):
    for number in range(start, start + count):
        append(path, question="rfm.cell", event="attempt", given=number, note="客户")


def given_in(entries):
    return [entry["given"] for entry in entries]


def kept(path):
    """The bytes of every file beside the record."""
    return [file.read_bytes() for file in path.parent.glob(f"{path.stem}.damaged-*.jsonl")]


def strictly(text):
    def refuse(name):
        raise ValueError(name)

    return json.loads(text, parse_constant=refuse)


# Writing ------------------------------------------------------------------------------------------


def test_an_entry_is_one_line_with_its_time(path):
    write(path, 2)
    lines = path.read_bytes().splitlines(keepends=True)
    assert len(lines) == 2 and all(line.endswith(b"}\n") for line in lines)
    entry = strictly(lines[0])
    assert entry["given"] == 0 and entry["note"] == "客户"
    assert pd.Timestamp(entry["time"]).tzinfo is not None
    assert "客户".encode() in lines[0]


def test_an_entry_is_one_write(path, monkeypatch):
    writes = []
    monkeypatch.setattr(store.os, "write", lambda handle, content: writes.append(content) or len(content))
    write(path, 1)
    assert len(writes) == 1 and writes[0].endswith(b"}\n")


def test_entries_are_only_ever_appended(path):
    for number in range(5):
        before = path.read_bytes() if path.exists() else b""
        write(path, 1, number)
        assert path.read_bytes().startswith(before)


def test_without_a_path_nothing_is_written_or_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    append(None, question="rfm.cell")
    assert read(None) == [] and list(tmp_path.iterdir()) == []


def test_a_record_that_is_not_there_yet_is_empty_and_is_not_made_by_reading(path):
    assert read(path) == [] and not path.exists()


ODD = {
    "nan": (math.nan, "nan"),
    "infinity": (-math.inf, "-inf"),
    "NumPy float": (np.float64(0.25), 0.25),
    "NumPy integer": (np.int64(3), 3),
    "NumPy boolean": (np.bool_(True), True),
    "NumPy nan": (np.float64("nan"), "nan"),
    "0-d array": (np.array(3), 3),
    "missing": (pd.NA, "<NA>"),
    "list with nan": ([1, math.nan, np.int64(2)], [1, "nan", 2]),
    "tuple": ((1, "a"), [1, "a"]),
    "dictionary": ({"a": np.float32(0.5)}, {"a": 0.5}),
    "lines": ("one\ntwo\u2028three\r\n", "one\ntwo\u2028three\r\n"),
    "half a surrogate pair": ("\ud800", "\ud800"),
    "null character": ("\0", "\0"),
    "long text": ("x" * 30_000, "x" * 30_000),
    "huge integer": (10**6000, "a int that cannot be shown"),
    "long list": (list(range(6_000)), list(range(6_000))),
    "function": (len, "<built-in function len>"),
}


@pytest.mark.parametrize("name", ODD)
def test_whatever_a_student_gives_is_kept_as_valid_json_on_one_line(path, name):
    given, stored = ODD[name]
    append(path, question="rfm.cell", given=given)
    assert path.read_bytes().count(b"\n") == 1
    assert strictly(path.read_text(encoding="utf-8"))["given"] == stored
    assert given_in(read(path)) == [stored]


def test_a_list_that_holds_itself_is_cut(path):
    endless = []
    endless.append(endless)
    append(path, question="rfm.cell", given=endless)
    assert len(read(path)) == 1 and len(path.read_bytes()) < 1_000


class Mute:
    def __repr__(self):
        raise RuntimeError("no text")


def test_an_object_whose_text_cannot_be_made_is_named():
    assert shown(Mute()) == "a Mute that cannot be shown"
    assert shown({Mute(): 1}) == {"crmlib": "dict", "keys": ["a Mute that cannot be shown"], "values": [1]}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner),
        max_leaves=10,
    )
)
@fresh_folder_not_needed
def test_anything_is_kept_as_valid_json(tmp_path, value):
    path = tmp_path / "record.jsonl"
    path.unlink(missing_ok=True)
    append(path, question="rfm.cell", given=value)
    line = path.read_bytes()
    assert line.count(b"\n") == 1
    assert strictly(line.decode("utf-8"))["given"] == read(path)[0]["given"]


# Damage -------------------------------------------------------------------------------------------


def test_a_torn_last_line_is_skipped_and_left_where_it_is(path):
    write(path)
    torn = path.read_bytes()[:-5]
    path.write_bytes(torn)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert given_in(read(path)) == [0, 1]
    assert path.read_bytes() == torn


def test_a_torn_last_line_is_set_aside_by_the_next_write(path):
    write(path)
    torn = path.read_bytes()[:-5]
    path.write_bytes(torn)
    with pytest.warns(RecordWarning, match=r"held one line .* kept as record\.damaged-1\.jsonl; the 2 whole"):
        write(path, 1, 7)
    assert given_in(read(path)) == [0, 1, 7]
    assert kept(path) == [torn]


def test_a_whole_last_line_without_its_end_is_ended(path):
    write(path)
    path.write_bytes(path.read_bytes()[:-1])
    write(path, 1, 7)
    assert given_in(read(path)) == [0, 1, 2, 7]
    assert kept(path) == []


BROKEN = {
    "words": b"not json",
    "half a line": b'{"time": "2026-01-01", "quest',
    "another object": b'{"a": 1}',
    "a list": b'["question"]',
    "bytes": b"\xff\xfe\x00\x81",
    "nulls": b"\0" * 40,
    "depth": b"[" * 100_000,
    "a hint that is no number": b'{"question": "rfm.cell", "event": "hint", "hint": "two"}',
    "a hint without number": b'{"question": "rfm.cell", "event": "hint"}',
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_broken_line_sets_the_file_aside_and_the_whole_lines_go_on(path, name, place):
    write(path)
    lines = path.read_bytes().splitlines(keepends=True)
    lines.insert(place, BROKEN[name] + b"\n")
    original = b"".join(lines)
    path.write_bytes(original)
    with pytest.warns(RecordWarning, match=r"held one line .* the 3 whole entries go on in record\.jsonl"):
        assert given_in(read(path)) == [0, 1, 2]
    assert kept(path) == [original]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert given_in(read(path)) == [0, 1, 2]
        write(path, 1, 3)
    assert given_in(read(path)) == [0, 1, 2, 3]
    assert path.read_bytes().startswith(b"".join(line for line in lines if line.rstrip() != BROKEN[name]))


def test_each_damage_is_kept_under_a_name_of_its_own(path):
    for number in (1, 2, 3):
        write(path, 1, number)
        path.write_bytes(b"broken\n" + path.read_bytes())
        with pytest.warns(RecordWarning, match=rf"record\.damaged-{number}\.jsonl"):
            read(path)
    assert len(kept(path)) == 3 and given_in(read(path)) == [1, 2, 3]


def test_a_file_of_broken_lines_only(path):
    path.write_bytes(b"one\ntwo\nthree\n")
    with pytest.warns(RecordWarning, match="held 3 lines .* the 0 whole entries"):
        assert read(path) == []
    assert kept(path) == [b"one\ntwo\nthree\n"]


def test_windows_line_ends_empty_lines_and_a_byte_order_mark_are_no_damage(path):
    write(path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n\r\n"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert given_in(read(path)) == [0, 1, 2]
        write(path, 1, 3)
        assert given_in(read(path)) == [0, 1, 2, 3]


@given(st.data())
@fresh_folder_not_needed
def test_a_crash_at_any_byte_loses_the_line_in_hand_at_most(tmp_path, data):
    folder = tmp_path / "crash"
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    path = folder / "record.jsonl"
    write(path, 4)
    whole = path.read_bytes()
    cut = whole[: data.draw(st.integers(0, len(whole)))]
    path.write_bytes(cut)
    survivors = cut.count(b"\n") + (whole[len(cut) :].startswith(b"\n") if cut else 0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RecordWarning)
        assert given_in(read(path)) == list(range(survivors))
        write(path, 1, 9)
        assert given_in(read(path)) == [*range(survivors), 9]
    torn = cut and not cut.endswith(b"\n") and not whole[len(cut) :].startswith(b"\n")
    assert kept(path) == ([cut] if torn else [])
    assert torn or path.read_bytes().startswith(cut)


@given(st.binary(max_size=200), st.integers(0, 3))
@fresh_folder_not_needed
def test_whatever_stands_in_the_file_no_byte_is_lost(tmp_path, rubbish, place):
    folder = tmp_path / "rubbish"
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    path = folder / "record.jsonl"
    write(path, 3)
    lines = path.read_bytes().splitlines(keepends=True)
    original = b"".join([*lines[:place], rubbish, b"\n", *lines[place:]])
    path.write_bytes(original)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RecordWarning)
        assert given_in(read(path)) == [0, 1, 2]
        write(path, 1, 9)
        assert given_in(read(path)) == [0, 1, 2, 9]
    assert any(content.startswith(original) for content in [path.read_bytes(), *kept(path)])


# Others at work -----------------------------------------------------------------------------------


def test_two_programs_write_at_once_and_nothing_is_lost(path):
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=write, args=(path, 60, start)) for start in (0, 100)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert sorted(given_in(read(path))) == [*range(60), *range(100, 160)]


def test_many_threads_write_and_mend_at_once_and_nothing_is_lost(path):
    write(path, 5)
    original = b"broken\n" + path.read_bytes() + b'{"torn'
    path.write_bytes(original)

    def work(start):
        read(path)
        write(path, 20, start)
        read(path)

    threads = [threading.Thread(target=work, args=(start,)) for start in (100, 200, 300, 400)]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    entries = given_in(read(path))
    assert sorted(entries) == [*range(5), *(start + n for start in (100, 200, 300, 400) for n in range(20))]
    assert kept(path) == [original]
    assert sum(warning.category is RecordWarning for warning in caught) == 1


def test_an_entry_written_while_another_program_mends_is_not_lost(path, monkeypatch):
    write(path, 2)
    path.write_bytes(b"broken\n" + path.read_bytes())
    other = threading.Thread(target=write, args=(path, 1, 7))
    set_aside = store._set_aside

    def slowly(*given):
        other.start()
        other.join(0.2)  # long enough to write, if nothing held it back
        return set_aside(*given)

    monkeypatch.setattr(store, "_set_aside", slowly)
    with pytest.warns(RecordWarning):
        read(path)
    other.join()
    assert given_in(read(path)) == [0, 1, 7]


def test_a_copy_set_aside_never_overwrites_another(path):
    path.with_name("record.damaged-1.jsonl").write_bytes(b"from last year")
    path.write_bytes(b"broken\nbroken\n")
    with pytest.warns(RecordWarning, match="damaged-2"):
        read(path)
    assert path.with_name("record.damaged-1.jsonl").read_bytes() == b"from last year"


# Where nothing can be written ---------------------------------------------------------------------


def test_a_record_that_cannot_be_written_is_said_and_nothing_is_raised(path):
    path.mkdir()
    with pytest.warns(
        RecordWarning, match=r"record\.jsonl cannot be written .*: what you just did is not recorded"
    ):
        write(path, 1)
    assert read(path) == []


def test_a_folder_that_is_gone_is_said_too(tmp_path):
    with pytest.warns(RecordWarning, match="cannot be written"):
        write(tmp_path / "gone" / "record.jsonl", 1)


def test_a_record_that_cannot_be_read_is_said(path, monkeypatch):
    write(path, 1)

    def refuse(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "read_bytes", refuse)
    with pytest.warns(RecordWarning, match=r"cannot be read or mended \(Permission denied\)"):
        assert read(path) == []


def test_a_record_that_cannot_be_mended_is_read_all_the_same(path, monkeypatch):
    write(path)
    path.write_bytes(b"broken\n" + path.read_bytes())

    def refuse(*given):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(store, "_set_aside", refuse)
    with pytest.warns(RecordWarning, match="cannot be read or mended"):
        assert given_in(read(path)) == [0, 1, 2]


# Which record -------------------------------------------------------------------------------------


def test_the_record_lies_in_the_students_own_exercise_folder(own):
    assert record_path() == own / "record.jsonl"
    assert record_path(own / "figures") == own / "record.jsonl"


def test_elsewhere_there_is_none(project):
    assert record_path(project) is None
    assert record_path(project / "exercises" / "04-rfm") is None
    assert record_path(project / "work") is None


# A full disk --------------------------------------------------------------------------------------


def test_a_short_write_is_undone_and_told(path, monkeypatch):
    write(path, 2)
    before, whole = path.read_bytes(), os.write
    monkeypatch.setattr(store.os, "write", lambda handle, content: whole(handle, content[:17]))
    with pytest.warns(RecordWarning, match="No space left .*: what you just did is not recorded"):
        assert not append(path, question="rfm.cell", given="lost")
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert append(path, question="rfm.cell", given=7)
    assert given_in(read(path)) == [0, 1, 7] and kept(path) == []


def test_a_short_write_behind_which_others_wrote_is_left_and_told(path, monkeypatch):
    write(path, 1)
    whole, others = os.write, b'{"question": "rfm.cell", "given": "theirs"}\n'

    def short(handle, content):
        whole(handle, content[:17])
        whole(handle, b"\n" + others)
        return 17

    monkeypatch.setattr(store.os, "write", short)
    with pytest.warns(RecordWarning, match="not recorded"):
        append(path, question="rfm.cell", given="lost")
    monkeypatch.undo()
    with pytest.warns(RecordWarning, match="one line that could not be read"):
        assert given_in(read(path)) == [0, "theirs"]


FULL = """
import resource, sys, warnings
from pathlib import Path
from crmlib.workbook.record import store
path = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (3_000, 3_000))
for number in range(60):
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        kept = store.append(path, question="rfm.cell", event="attempt", given=number, note="why " * 10)
    print(number, kept, len(said))
"""


@pytest.mark.skipif(os.name == "nt", reason="POSIX only")
def test_on_a_full_disk_no_attempt_is_lost_without_a_word(path):
    run = subprocess.run([sys.executable, "-c", FULL, path], capture_output=True, text=True, check=True)
    told = [line.split() for line in run.stdout.splitlines()]
    assert {(kept, said) for _, kept, said in told} == {("True", "0"), ("False", "1")}
    assert given_in(read(path)) == [int(number) for number, kept, _ in told if kept == "True"]
    assert kept(path) == [] and path.read_bytes().endswith(b"\n")


def test_a_copy_that_cannot_be_set_aside_leaves_no_empty_file(path, monkeypatch):
    path.write_bytes(b"broken\nbroken\n")

    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("crmlib._guard.whole_files.os.fsync", refuse)
    with pytest.warns(RecordWarning, match="cannot be read or mended"):
        read(path)
    assert [file.name for file in path.parent.iterdir() if "lock" not in file.name] == ["record.jsonl"]


def test_each_attempt_that_is_lost_is_told(path):
    path.mkdir()
    for _ in range(3):
        with store.telling() as said:
            write(path, 1)
        assert len(said) == 1 and "not recorded" in said[0]


# Another program that does not go on --------------------------------------------------------------

HOLD = """
import sys, time, filelock
lock = filelock.FileLock(sys.argv[1])
lock.acquire()
print("held", flush=True)
time.sleep(600)
"""


@pytest.fixture
def held(path, monkeypatch):
    """A program that holds the lock of the record and has stopped."""
    monkeypatch.setattr(store, "WAIT", 0.2)
    program = subprocess.Popen(
        [sys.executable, "-c", HOLD, path.with_name(".record.lock")], stdout=subprocess.PIPE
    )
    program.stdout.readline()
    yield program
    program.kill()
    program.wait()
    program.stdout.close()


def test_a_lock_that_is_held_has_an_end_and_the_attempt_is_recorded(path, held):
    with pytest.warns(RecordWarning, match="has held record.jsonl for 0.2 seconds"):
        assert append(path, question="rfm.cell", given=7)
    assert given_in(read(path)) == [7]


def test_without_the_lock_nothing_is_mended_and_nothing_is_lost(path, held):
    torn = b'{"question": "rfm.cell", "given": 1}\nbroken\n{"question": "rfm.c'
    path.write_bytes(torn)
    with pytest.warns(RecordWarning, match="has held"):
        assert append(path, question="rfm.cell", given=7)
        assert given_in(read(path)) == [1, 7]
    assert path.read_bytes().startswith(torn + b"\n") and kept(path) == []


def test_what_is_written_while_the_record_is_mended_without_waiting_is_kept(path, monkeypatch):
    write(path, 2)
    path.write_bytes(b"broken\n" + path.read_bytes())
    write_over = store.write_over

    def late(target, content):
        with target.open("ab") as file:
            file.write(b'{"question": "rfm.cell", "given": "late"}\n')
        write_over(target, content)

    monkeypatch.setattr(store, "write_over", late)
    with pytest.warns(RecordWarning):
        read(path)
    assert given_in(read(path)) == [0, 1, "late"]


# Odd lines ----------------------------------------------------------------------------------------

ODD_VALUES = ["[]", "{}", "3", "2.5", "true", "null", '"x"', "NaN", "1e400", "-5", "10" * 60, '"\\ud800"']


@pytest.mark.parametrize("field", ["question", *store.FIELDS, "given", "exercise"])
def test_no_line_of_the_record_gives_a_traceback(own, field):
    path, whole = own / "record.jsonl", b'{"question": "rfm.recency", "event": "attempt", "given": 3}\n'
    for event in ("attempt", "hint", "start"):
        for value in ODD_VALUES:
            line = {"question": '"rfm.recency"', "event": f'"{event}"', "hint": "1", field: value}
            odd = "{" + ", ".join(f'"{name}": {text}' for name, text in line.items()) + "}\n"
            path.write_bytes(odd.encode() + whole)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", RecordWarning)
                everybody_reads(own)
            assert any(odd.encode() in content for content in [path.read_bytes(), *kept(path)])
            assert read(path)[-1]["given"] == 3
            for file in own.iterdir():
                file.unlink()


def everybody_reads(own):
    repr(progress()), repr(ask("rfm.recency")), ask("rfm.memo").view(), ask("rfm.recency").view()
    store.last_student(own / "record.jsonl")
    with contextlib.suppress(NotYet):
        check("rfm.recency")


# Read once, and other people's files --------------------------------------------------------------


def test_only_new_lines_are_read_again_and_an_edit_is_seen(path, monkeypatch):
    write(path, 50)
    read(path)
    parsed, entry = [], store._entry
    monkeypatch.setattr(store, "_entry", lambda line: parsed.append(line) or entry(line))
    assert len(read(path)) == 50 and parsed == []
    write(path, 1, 50)
    parsed.clear()
    assert len(read(path)) == 51 and len(parsed) == 1
    path.write_bytes(path.read_bytes().replace(b'"given": 7', b'"given": 8'))  # as long as before
    assert given_in(read(path))[7] == 8
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    assert given_in(read(path)) == [0]


def test_files_of_her_own_beside_the_record_stay(path):
    mine = {name: path.with_name(name) for name in ("record.new", "record.jsonl.tmp", "record.jsonl~")}
    for file in mine.values():
        file.write_text("mine", encoding="utf-8")
    path.write_bytes(b"broken\nbroken\n")
    with pytest.warns(RecordWarning):
        read(path)
    assert {file.read_text(encoding="utf-8") for file in mine.values()} == {"mine"}


def test_a_record_that_is_a_link_stays_one(path, tmp_path):
    real = tmp_path / "cloud" / "mine.jsonl"
    real.parent.mkdir()
    write(real, 2)
    real.write_bytes(b"broken\n" + real.read_bytes())
    path.symlink_to(real)
    with pytest.warns(RecordWarning):
        write(path, 1, 7)
        assert given_in(read(path)) == [0, 1, 7]
    assert path.is_symlink() and given_in(read(real)) == [0, 1, 7]


# Killed -------------------------------------------------------------------------------------------

WRITER = """
import sys, warnings
from pathlib import Path
from crmlib.workbook.record import store
warnings.simplefilter("ignore")
print("begun", flush=True)
for number in range(10**9):
    store.append(Path(sys.argv[1]), question="rfm.cell", given=f"{sys.argv[2]}-{number}", note="客" * 50)
    print(number, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="POSIX only")
@pytest.mark.parametrize("state", ["empty", "torn", "broken"])
def test_what_was_recorded_before_a_kill_is_there(path, state):
    start = {"empty": b"", "torn": b'{"question": "rfm.c', "broken": b"#\n"}[state]
    path.write_bytes(start)
    command = [sys.executable, "-c", WRITER, path]
    writers = [subprocess.Popen([*command, name], stdout=subprocess.PIPE, text=True) for name in "ab"]
    for writer in writers:
        for _ in range(25):
            writer.stdout.readline()
    for writer in writers:
        writer.send_signal(signal.SIGKILL)
    recorded = set()
    for name, writer in zip("ab", writers, strict=True):
        rest = writer.communicate()[0].splitlines()
        recorded |= {f"{name}-{number}" for number in range(24 + len(rest))}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RecordWarning)
        found = given_in(read(path))
    assert recorded <= set(found) and len(found) == len(set(found))
