"""The record: one line a write; whatever happens to the file, no whole entry and no original byte is lost."""

import json
import math
import multiprocessing
import threading
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
