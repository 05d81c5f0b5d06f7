"""Files are whole or not there, and nobody's own file is written over."""

import os
import signal
import subprocess
import sys
import time

import pytest

from crmlib._guard.whole_files import write_all_new, write_new, write_over

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX only")


def names(folder):
    return sorted(os.listdir(folder))


def test_a_new_file_is_whole_and_leaves_nothing_beside_it(tmp_path):
    write_new(tmp_path / "客户.txt", b"whole")
    assert (tmp_path / "客户.txt").read_bytes() == b"whole" and names(tmp_path) == ["客户.txt"]


@pytest.mark.parametrize("there", ["file", "folder", "link to nowhere"])
def test_what_is_there_stays(tmp_path, there):
    path = tmp_path / "mine"
    {"file": path.touch, "folder": path.mkdir, "link to nowhere": lambda: path.symlink_to("nowhere")}[there]()
    before = path.lstat()
    with pytest.raises(FileExistsError, match="mine is there already"):
        write_new(path, b"theirs")
    assert path.lstat() == before and names(tmp_path) == ["mine"]


def test_a_file_that_appears_meanwhile_stays(tmp_path, monkeypatch):
    path = tmp_path / "mine"
    path.write_bytes(b"mine")
    monkeypatch.setattr(os.path, "lexists", lambda _: False)
    with pytest.raises(FileExistsError):
        write_new(path, b"theirs")
    assert path.read_bytes() == b"mine" and names(tmp_path) == ["mine"]


def test_on_a_disk_without_links_it_is_the_same(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    write_new(tmp_path / "one", b"whole")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "one", b"other")
    assert (tmp_path / "one").read_bytes() == b"whole" and names(tmp_path) == ["one"]


@posix
def test_a_new_file_has_the_usual_rights(tmp_path):
    (tmp_path / "usual").touch()
    write_new(tmp_path / "new", b"")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_file_of_ours_gets_other_content_and_keeps_its_rights(tmp_path):
    path = tmp_path / "ours"
    path.write_bytes(b"old")
    path.chmod(0o600)
    write_over(path, b"new")
    assert path.read_bytes() == b"new" and names(tmp_path) == ["ours"]
    assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o600


@posix
def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    write_over(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "real").read_bytes() == b"new"


def test_several_files_or_none(tmp_path):
    files = {"a.csv": b"1", "b.csv": b"2"}
    write_all_new(tmp_path, files)
    write_all_new(tmp_path, files)  # the same again is no loss
    (tmp_path / "b.csv").write_bytes(b"cleaned by hand")
    with pytest.raises(ValueError, match=r"holds a file 'b\.csv' with other content, which"):
        write_all_new(tmp_path, {"0.csv": b"0", **files})
    assert names(tmp_path) == ["a.csv", "b.csv"] and (tmp_path / "b.csv").read_bytes() == b"cleaned by hand"


# A full disk and a kill ---------------------------------------------------------------------------

FULL = """
import resource, sys
from pathlib import Path
from crmlib._guard.whole_files import write_new, write_over
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))
for write in (write_new, write_over):
    try:
        write(Path(sys.argv[1]), b"x" * 100_000)
    except OSError as problem:
        print(problem.strerror)
"""


@posix
@pytest.mark.parametrize("there", [False, True])
def test_on_a_full_disk_nothing_of_it_is_left_and_the_old_stays(tmp_path, there):
    path = tmp_path / "file"
    if there:
        path.write_bytes(b"old")
    run = subprocess.run([sys.executable, "-c", FULL, path], capture_output=True, text=True, check=True)
    assert "File too large" in run.stdout
    assert [file.read_bytes() for file in tmp_path.iterdir()] == ([b"old"] if there else [])


ENDLESS = """
import sys
from pathlib import Path
from crmlib._guard.whole_files import write_new, write_over
folder, number = Path(sys.argv[1]), 0
print("begun", flush=True)
while True:
    write_new(folder / f"{number}.new", b"x" * 300_000)
    write_over(folder / "over", bytes([number % 256]) * 300_000)
    number += 1
"""


@posix
def test_a_program_killed_while_it_writes_leaves_whole_files(tmp_path):
    for trial in range(8):
        folder = tmp_path / str(trial)
        folder.mkdir()
        writer = subprocess.Popen([sys.executable, "-c", ENDLESS, folder], stdout=subprocess.PIPE)
        writer.stdout.readline()
        time.sleep(0.01 + 0.007 * trial)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        sizes = {file.stat().st_size for file in folder.iterdir() if not file.name.startswith(".")}
        assert sizes <= {300_000}
        assert len({*(folder / "over").read_bytes()} if (folder / "over").exists() else {0}) == 1
