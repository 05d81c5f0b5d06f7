"""The student's own folder: known by what lies in it, found once and kept for the kernel's life."""

import os
import shutil
from types import SimpleNamespace

import pytest
from toy import EXERCISE

from crmlib.workbook import ask, question
from crmlib.workbook.record import place, store
from crmlib.workbook.record.place import (
    enclosing_work,
    exercise_folder,
    is_page_of_the_book,
    is_released,
    project_folder,
    work_folder,
)
from crmlib.workbook.record.start import start
from crmlib.workbook.record.student import student_id

STUDENT = "20260017"


@pytest.fixture
def begun(project):
    """A project in which a student has begun an exercise."""
    start(EXERCISE, STUDENT)
    return project


@pytest.fixture
def kernel(monkeypatch):
    """A notebook's kernel that began in a folder."""

    def begin(folder, named=""):
        monkeypatch.chdir(folder)
        shell = SimpleNamespace(starting_dir=os.getcwd(), kernel=object())
        monkeypatch.setattr(place, "_shell", lambda: shell)
        monkeypatch.setenv("JPY_SESSION_NAME", str(named))

    return begin


def mine():
    return question("rfm.break-even").numbers(STUDENT)


# Kept for the kernel's life -----------------------------------------------------------------------


@pytest.mark.parametrize("elsewhere", ["work", ".", "exercises", f"exercises/{EXERCISE}", "work/05-clv"])
def test_a_kernel_keeps_its_folder_wherever_it_goes(begun, kernel, monkeypatch, elsewhere):
    start("04-rfm", folder=begun)
    (begun / "work" / "05-clv").mkdir()
    own = begun / "work" / EXERCISE
    kernel(own)
    monkeypatch.chdir(begun / elsewhere)  # before the first question already
    for _ in range(2):
        assert exercise_folder() == own and store.record_path() == own / "record.jsonl"
        assert student_id() == STUDENT and ask("rfm.break-even").numbers == mine()
        monkeypatch.chdir(begun.parent)


def test_a_kernel_outside_may_still_go_to_the_own_folder(begun, kernel, monkeypatch):
    kernel(begun)
    assert exercise_folder() is None
    monkeypatch.chdir(begun / "work" / EXERCISE)
    assert exercise_folder() == begun / "work" / EXERCISE
    monkeypatch.chdir(begun)
    assert exercise_folder() == begun / "work" / EXERCISE


def test_a_program_keeps_its_folder_until_it_enters_another(begun, monkeypatch):
    first, second = begun / "work" / EXERCISE, begun / "work" / "05-clv"
    second.mkdir()
    for folder, expected in [(first, first), (begun, first), (second, second), (begun.parent, second)]:
        monkeypatch.chdir(folder)
        assert exercise_folder() == expected


def test_a_folder_that_is_gone_is_not_kept(begun, kernel):
    own = begun / "work" / EXERCISE
    kernel(own)
    assert exercise_folder() == own
    own.rename(own.with_name("04-rfm-old"))
    assert exercise_folder() == own.with_name("04-rfm-old")  # where the kernel now is
    shutil.rmtree(begun / "work")
    assert exercise_folder() is None and student_id() is None


# By what lies in it -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["work (1)", "work-anna", "Work", "OneDrive/CRM", "客户", "x/work"])
def test_a_work_folder_may_have_any_name(begun, monkeypatch, name):
    moved = begun / "elsewhere" / name
    shutil.copytree(begun / "work", moved)
    monkeypatch.chdir(moved / EXERCISE)
    assert exercise_folder() == moved / EXERCISE and work_folder() == enclosing_work() == moved
    assert student_id() == STUDENT and ask("rfm.break-even").numbers == mine()


@pytest.mark.parametrize("name", ["04-rfm", "04-rfm (1)", "my rfm"])
def test_an_exercise_folder_alone_is_known_by_its_record(begun, tmp_path_factory, monkeypatch, name):
    alone = tmp_path_factory.mktemp("desktop") / name
    shutil.copytree(begun / "work" / EXERCISE, alone)
    monkeypatch.chdir(alone)
    assert exercise_folder() == alone and student_id() == STUDENT


def test_a_student_file_beside_the_notebook_counts(project, tmp_path_factory, monkeypatch):
    alone = tmp_path_factory.mktemp("desktop")
    shutil.copy(project / "exercises" / EXERCISE / "rfm.ipynb", alone)
    (alone / "student.toml").write_text(f'student = "{STUDENT}"\n', encoding="utf-8")
    monkeypatch.chdir(alone)
    assert exercise_folder() == work_folder() == alone and student_id() == STUDENT


def test_the_work_folder_itself_is_no_exercise(begun):
    assert exercise_folder(begun / "work") is None
    assert student_id(begun / "work") == STUDENT and student_id(begun) is None


def test_without_a_student_file_the_record_says_whose_it_is(begun, monkeypatch):
    (begun / "work" / "student.toml").unlink()
    monkeypatch.chdir(begun / "work" / EXERCISE)
    assert student_id() == STUDENT and ask("rfm.break-even").numbers == mine()
    (begun / "exercises").rename(begun / "exercises-old")
    place.forget()
    assert student_id() == STUDENT


def test_started_before_there_was_a_record_is_known_by_its_place(project):
    folder, other = project / "work" / EXERCISE, project / "elsewhere" / EXERCISE
    for each in (folder, other):
        each.mkdir(parents=True)
    assert exercise_folder(folder) == folder and exercise_folder(other) is None


def test_a_renamed_work_folder_is_the_one_that_goes_on(begun):
    (begun / "work").rename(begun / "work-anna")
    assert work_folder() == begun / "work-anna"
    shutil.copytree(begun / "work-anna", begun / "work-berta")
    assert work_folder() == begun / "work"  # whose of the two?


# Links --------------------------------------------------------------------------------------------


def test_a_work_folder_that_is_a_link(project, monkeypatch):
    cloud = project / "OneDrive" / "CRM"
    cloud.mkdir(parents=True)
    (project / "work").symlink_to(cloud)
    start(EXERCISE, STUDENT)
    monkeypatch.chdir(project / "work" / EXERCISE)  # the system says OneDrive/CRM/04-rfm
    assert exercise_folder().samefile(cloud / EXERCISE) and student_id() == STUDENT


def linked(project):
    """An exercise folder that lies elsewhere, without a record yet; work/ holds a link to it."""
    (project / "work").mkdir()
    (project / "work" / "student.toml").write_text(f'student = "{STUDENT}"\n', encoding="utf-8")
    real = project / "large disk" / EXERCISE
    real.mkdir(parents=True)
    link = project / "work" / EXERCISE
    link.symlink_to(real)
    return link


def test_an_exercise_folder_that_is_a_link_is_known_by_the_path_as_given(project):
    link = linked(project)
    assert exercise_folder(link) == link and student_id(link) == STUDENT


def test_jupyter_says_how_the_folder_of_the_notebook_is_called(project, kernel):
    link = linked(project)
    kernel(link, named=link / "rfm.ipynb")
    assert exercise_folder() == link and student_id() == STUDENT


def test_the_shell_says_how_the_folder_is_called(project, monkeypatch):
    link = linked(project)
    monkeypatch.chdir(link)
    monkeypatch.setenv("PWD", str(link))
    assert exercise_folder() == link and student_id() == STUDENT


@pytest.mark.parametrize("named", ["", "relative/rfm.ipynb", "/nowhere/rfm.ipynb"])
def test_a_session_of_another_place_does_not_count(begun, kernel, named, monkeypatch):
    monkeypatch.setenv("PWD", str(begun))
    kernel(begun.parent, named=named or begun / "work" / EXERCISE / "rfm.ipynb")
    assert exercise_folder() is None


# The project --------------------------------------------------------------------------------------


@pytest.fixture
def book(begun):
    for page in ("chapters/04-rfm", f"solutions/{EXERCISE}/rfm", f"exercises/{EXERCISE}/rfm"):
        (begun / page).parent.mkdir(parents=True, exist_ok=True)
    pages = [
        f"- file: chapters/{EXERCISE}",
        f"- file: solutions/{EXERCISE}/rfm",
        f"- file: exercises/{EXERCISE}/rfm",
    ]
    (begun / "_toc.yml").write_text("\n".join(pages), encoding="utf-8")
    return begun


def test_pages_of_the_book_are_those_that_its_table_of_contents_names(book):
    (book / "mine").mkdir()
    found = {
        folder: is_page_of_the_book(book / folder)
        for folder in ("chapters", f"solutions/{EXERCISE}", f"exercises/{EXERCISE}", "mine", ".", "..")
    }
    assert [folder for folder, is_page in found.items() if is_page] == ["chapters", f"solutions/{EXERCISE}"]
    (book / "_toc.yml").unlink()
    assert not is_page_of_the_book(book / "chapters")


def test_the_released_exercises_are_known(book):
    assert is_released(book / "exercises" / EXERCISE) and is_released(book / "exercises")
    assert not is_released(book) and not is_released(book / "work" / EXERCISE)
    assert exercise_folder(book / "exercises" / EXERCISE) is None


def test_a_current_folder_that_is_gone_is_no_error(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    monkeypatch.delenv("PWD", raising=False)
    gone.rmdir()
    assert exercise_folder() is None and project_folder() is not None and student_id() is None
    monkeypatch.chdir(tmp_path)
