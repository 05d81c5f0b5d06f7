"""`start` copies an exercise into the student's own folder and never over what is there."""

import contextlib
import importlib
import os
import shutil
import subprocess
import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from toy import EXERCISE, files_below

from crmlib.workbook.record import store
from crmlib.workbook.record.start import exercise_names, start
from crmlib.workbook.record.student import read_student

NOTEBOOK = "rfm.ipynb"
start_module = importlib.import_module("crmlib.workbook.record.start")  # its function hides it in the package


def test_the_first_call_copies_and_says_where(project):
    said = start(EXERCISE)
    copy = project / "work" / EXERCISE / NOTEBOOK
    assert said == f"{copy} is ready."
    assert copy.read_bytes() == (project / "exercises" / EXERCISE / NOTEBOOK).read_bytes()
    assert read_student(project / "work") == ""


def test_a_second_call_says_so_and_changes_nothing(project):
    start(EXERCISE)
    (project / "work" / EXERCISE / NOTEBOOK).write_text("my own work", encoding="utf-8")
    before = files_below(project)
    said = start(EXERCISE)
    assert "is there already and was left as it is (--fresh writes a new copy beside it)." in said
    assert files_below(project) == before


def test_a_course_update_touches_no_copy(project):
    start(EXERCISE)
    (project / "exercises" / EXERCISE / NOTEBOOK).write_text("a new edition", encoding="utf-8")
    start(EXERCISE)
    assert "a new edition" not in (project / "work" / EXERCISE / NOTEBOOK).read_text(encoding="utf-8")


def test_fresh_copies_are_numbered(project):
    start(EXERCISE)
    said = [start(EXERCISE, fresh=True) for _ in range(3)]
    own = project / "work" / EXERCISE
    assert said == [f"{own / f'rfm-{number}.ipynb'} is ready." for number in (2, 3, 4)]
    copies = sorted(path.name for path in own.iterdir() if path.suffix == ".ipynb")
    assert copies == ["rfm-2.ipynb", "rfm-3.ipynb", "rfm-4.ipynb", NOTEBOOK]


def test_fresh_is_the_first_copy_where_there_is_none(project):
    assert start(EXERCISE, fresh=True).endswith("rfm.ipynb is ready.")


def test_data_beside_a_notebook_are_copied_once(project):
    (project / "exercises" / EXERCISE / "orders.csv").write_text("a\n1\n", encoding="utf-8")
    start(EXERCISE)
    mine = project / "work" / EXERCISE / "orders.csv"
    mine.write_text("mine", encoding="utf-8")
    start(EXERCISE, fresh=True)
    assert mine.read_text(encoding="utf-8") == "mine"
    assert not (project / "work" / EXERCISE / "orders-2.csv").exists()


def test_the_students_id_is_kept(project):
    start(EXERCISE, " 20260017 ")
    start(EXERCISE)
    start(EXERCISE, "20260017")
    assert read_student(project / "work") == "20260017"


def test_another_id_is_refused_before_anything_is_written(project):
    start(EXERCISE, "20260017")
    before = files_below(project)
    with pytest.raises(ValueError, match="already names the student 20260017"):
        start(EXERCISE, "20260018", fresh=True)
    assert files_below(project) == before


def test_a_damaged_student_file_is_left_and_nothing_is_written(project):
    (project / "work").mkdir()
    (project / "work" / "student.toml").write_text("student = ", encoding="utf-8")
    before = files_below(project)
    with pytest.raises(ValueError, match="cannot be read"):
        start(EXERCISE, "7")
    assert files_below(project) == before and not (project / "work" / EXERCISE).exists()


@pytest.mark.parametrize("name", ["04-rmf", "04_rfm", "rfm", "04-RFM"])
def test_a_misspelt_name_is_guessed(project, name):
    with pytest.raises(ValueError, match=f"there is no exercise '{name}'. Did you mean 04-rfm?"):
        start(name)
    assert not (project / "work").exists()


@pytest.mark.parametrize("name", ["", ".", "..", "../exercises/04-rfm", "zzz", "04-rfm/", "/"])
def test_a_name_that_is_none_is_refused(project, name):
    with pytest.raises(ValueError, match="there is no exercise"):
        start(name)
    assert not (project / "work").exists()


def test_called_from_inside_the_own_folder(project, own):
    assert start(EXERCISE) == f"{own / NOTEBOOK} is ready."
    assert not (own / "work").exists()


def test_called_from_the_exercises(project, monkeypatch):
    monkeypatch.chdir(project / "exercises" / EXERCISE)
    assert start(EXERCISE) == f"{project / 'work' / EXERCISE / NOTEBOOK} is ready."


def test_an_exercise_that_is_not_released_is_said_to_be_missing(project):
    (project / "exercises" / EXERCISE / NOTEBOOK).unlink()
    assert exercise_names() == []
    with pytest.raises(ValueError, match="no exercises here; go to the course's folder"):
        start(EXERCISE)


def test_without_exercises_the_packaged_ones_are_used(project, tmp_path_factory, monkeypatch):
    empty = tmp_path_factory.mktemp("empty")
    monkeypatch.chdir(empty)
    monkeypatch.setattr(start_module, "PACKAGED", project / "exercises")
    assert exercise_names() == [EXERCISE]
    assert start(EXERCISE) == f"{empty / 'work' / EXERCISE / NOTEBOOK} is ready."


def test_without_any_exercises_there_is_a_sentence(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(start_module, "PACKAGED", tmp_path / "none")
    with pytest.raises(ValueError, match="no exercises here; go to the course's folder"):
        start(EXERCISE)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_appears_meanwhile_is_not_overwritten(project, monkeypatch):
    target = project / "work" / EXERCISE / NOTEBOOK
    start(EXERCISE)
    target.write_text("mine", encoding="utf-8")
    monkeypatch.setattr(type(target), "exists", lambda path: False)
    with pytest.raises(FileExistsError):
        start(EXERCISE)
    monkeypatch.undo()
    assert target.read_text(encoding="utf-8") == "mine"


COMMANDS = st.tuples(
    st.sampled_from([EXERCISE, "04-rmf"]), st.sampled_from(["", "20260017", "张三", "a\nb"]), st.booleans()
)


@given(st.lists(st.one_of(COMMANDS, st.just("edit"), st.just("answer")), max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_sequence_of_commands_changes_what_is_there(project, tmp_path_factory, steps):
    place = tmp_path_factory.mktemp("student")
    exercises = place / "exercises" / EXERCISE
    exercises.mkdir(parents=True)
    (exercises / NOTEBOOK).write_text("{}", encoding="utf-8")
    own = place / "work" / EXERCISE
    for number, step in enumerate(steps):
        if step == "edit" and (own / NOTEBOOK).exists():
            (own / NOTEBOOK).write_text(f"edit {number}", encoding="utf-8")
        elif step == "answer" and own.exists():
            store.append(own / "record.jsonl", question="rfm.cell", event="attempt", given=number)
        elif isinstance(step, tuple):
            obey(place, step)


def obey(place, command):
    """Give one command; whatever it says, each file that was there is the same, or has a line more."""
    before = files_below(place)
    with contextlib.suppress(ValueError):
        start(*command, folder=place)
    after = files_below(place)
    grown = {path for path in before if path.name == "record.jsonl" and after[path].startswith(before[path])}
    changed = {path.name for path, content in before.items() if path not in grown and after[path] != content}
    named = read_student(place / "work") if (place / "work").exists() else ""
    assert changed <= ({"student.toml"} if named == command[1].strip() != "" else set())


# Whole or not at all --------------------------------------------------------------------------------


def test_the_record_begins_with_whose_it_is(project):
    path = project / "work" / EXERCISE / "record.jsonl"
    start(EXERCISE)
    start(EXERCISE)
    assert [(entry["event"], entry["exercise"], entry["student"]) for entry in store.read(path)] == [
        ("start", EXERCISE, None)
    ]
    start(EXERCISE, "20260017")
    start(EXERCISE, "20260017", fresh=True)
    assert [entry["student"] for entry in store.read(path)] == [None, "20260017"]


COURSE = """
import sys
from pathlib import Path
from crmlib.workbook.record.start import start
print("begun", flush=True)
start("04-rfm", "7", folder=Path(sys.argv[1]))
"""


@pytest.mark.skipif(os.name == "nt", reason="POSIX only")
def test_a_start_that_is_killed_leaves_whole_files_and_can_be_done_again(project):
    content = b"x" * 20_000_000
    (project / "exercises" / EXERCISE / NOTEBOOK).write_bytes(content)
    for trial in range(6):
        place = project / str(trial)
        shutil.copytree(project / "exercises", place / "exercises")
        program = subprocess.Popen([sys.executable, "-c", COURSE, place], stdout=subprocess.PIPE)
        program.stdout.readline()
        time.sleep(0.006 * trial)
        program.kill()
        program.communicate()
        notebook, named = place / "work" / EXERCISE / NOTEBOOK, place / "work" / "student.toml"
        assert not notebook.exists() or notebook.stat().st_size == len(content)
        assert not named.exists() or named.read_text(encoding="utf-8") == 'student = "7"\n'
        start(EXERCISE, "7", folder=place)
        assert notebook.stat().st_size == len(content) and read_student(place / "work") == "7"
        shutil.rmtree(place)


def test_on_a_full_disk_nothing_stands_under_the_final_name(project, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk, pytest.raises(OSError, match="No space left"):
        disk.setattr("crmlib._guard.whole_files.os.fsync", full)
        start(EXERCISE, "7")
    assert [path for path in (project / "work").rglob("*") if path.is_file()] == []
    assert start(EXERCISE, "7").endswith("rfm.ipynb is ready.")
