"""Who the student is, and which folder is her own."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmlib.workbook.record.place import exercise_folder, project_folder, work_folder
from crmlib.workbook.record.student import (
    STUDENT_VARIABLE,
    StudentFileError,
    normal_id,
    read_student,
    student_id,
    write_student,
)


def test_the_project_is_the_nearest_folder_that_holds_exercises(project):
    inner = project / "work" / "04-rfm"
    inner.mkdir(parents=True)
    assert project_folder(inner) == project_folder(project / "exercises") == project_folder() == project
    assert work_folder(inner) == work_folder() == project / "work"


def test_without_exercises_the_current_folder_is_the_project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert project_folder() == tmp_path and work_folder() == tmp_path / "work"


def test_a_work_folder_taken_elsewhere_is_known_by_its_student_file(tmp_path):
    inner = tmp_path / "work" / "04-rfm"
    inner.mkdir(parents=True)
    assert work_folder(inner) == inner / "work"
    write_student(tmp_path / "work", "")
    assert work_folder(inner) == tmp_path / "work"
    assert exercise_folder(inner) == inner


def test_the_exercise_we_are_in(project, own):
    assert exercise_folder() == exercise_folder(own / "deeper" / "still") == own
    assert exercise_folder(project) is exercise_folder(project / "work") is None


def test_the_id_of_the_student_is_her_own_only_in_her_own_work(project, own):
    assert student_id() is None
    write_student(project / "work", "20260017")
    assert student_id() == "20260017"
    assert student_id(project) is None


def test_an_instructors_id_comes_first(project, own, monkeypatch):
    write_student(project / "work", "20260017")
    monkeypatch.setenv(STUDENT_VARIABLE, "class-7")
    assert student_id() == student_id(project) == "class-7"
    monkeypatch.setenv(STUDENT_VARIABLE, "")
    assert student_id() == "20260017"


def test_an_id_is_kept_and_another_is_refused(tmp_path):
    write_student(tmp_path, "20260017")
    write_student(tmp_path, "20260017")
    write_student(tmp_path, "")
    with pytest.raises(ValueError, match="already names the student 20260017"):
        write_student(tmp_path, "20260018")
    assert read_student(tmp_path) == "20260017"


def test_an_id_may_come_later_and_what_else_stands_there_stays(tmp_path):
    write_student(tmp_path, "")
    file = tmp_path / "student.toml"
    assert read_student(tmp_path) == ""
    file.write_text(file.read_text(encoding="utf-8") + 'group = "张"\n', encoding="utf-8")
    write_student(tmp_path, "20260017")
    assert read_student(tmp_path) == "20260017"
    assert 'group = "张"' in file.read_text(encoding="utf-8")


FILES = {
    "": 'student = "7"\n',
    'group = "B"\n': 'student = "7"\ngroup = "B"\n',
    'group = "B"\n[course]\nyear = 3': 'student = "7"\ngroup = "B"\n[course]\nyear = 3',
    'student = ""': 'student = "7"',
    "# mine\r\nstudent=''\r\n": '# mine\r\nstudent = "7"\r\n',
    'Student = ""  # my number\n': 'student = "7"  # my number\n',
}


@pytest.mark.parametrize("text", FILES)
def test_the_id_comes_into_a_file_however_it_was_left_and_all_else_stays(tmp_path, text):
    file = tmp_path / "student.toml"
    file.write_bytes(text.encode())
    write_student(tmp_path, "7")
    assert file.read_bytes().decode() == FILES[text] and read_student(tmp_path) == "7"


def test_a_file_in_which_the_place_for_the_id_cannot_be_found_is_left_alone(tmp_path):
    file = tmp_path / "student.toml"
    file.write_text('"student" = ""\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r'the place of the id is not found. Write there student = "7"$'):
        write_student(tmp_path, "7")
    assert file.read_text(encoding="utf-8") == '"student" = ""\n'


@pytest.mark.parametrize("content", [b"student = ", b"\xff\xfe", b"student 7", b'student = "7'])
def test_a_damaged_file_gets_a_sentence_and_is_left_as_it_is(tmp_path, content):
    file = tmp_path / "student.toml"
    file.write_bytes(content)
    for act in (read_student, lambda work: write_student(work, "7")):
        with pytest.raises(
            ValueError, match=r'cannot be read: .* It should hold one line, student = "your id"'
        ):
            act(tmp_path)
    assert file.read_bytes() == content


def test_an_id_without_quotes_gets_a_sentence(tmp_path):
    (tmp_path / "student.toml").write_text("student = 20260017\n", encoding="utf-8")
    with pytest.raises(ValueError, match='the id must be in quotes, as in student = "20260017"'):
        read_student(tmp_path)


def test_a_byte_order_mark_and_windows_line_ends_are_no_damage(tmp_path):
    (tmp_path / "student.toml").write_bytes(b'\xef\xbb\xbfstudent = ""\r\n')
    assert read_student(tmp_path) == ""
    write_student(tmp_path, "20260017")
    assert read_student(tmp_path) == "20260017"


@given(st.text(st.characters(exclude_categories=["C", "Z"])))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_printable_id_is_read_back(tmp_path, student):
    (tmp_path / "student.toml").unlink(missing_ok=True)
    write_student(tmp_path, student)
    assert read_student(tmp_path) == normal_id(student)


@pytest.mark.parametrize("student", ["a\nb", "a\0", "\x1b[31m", "\ud800"])
def test_an_id_that_cannot_be_printed_is_refused(tmp_path, student):
    with pytest.raises(ValueError, match="student must be printable text"):
        write_student(tmp_path, student)
    assert os.listdir(tmp_path) == []


def test_a_damaged_file_shows_as_one_sentence_in_a_notebook(tmp_path):
    (tmp_path / "student.toml").write_text("student = 7", encoding="utf-8")
    with pytest.raises(ValueError) as caught:
        read_student(tmp_path)
    assert caught.value._render_traceback_() == [str(caught.value)]


# One id, however it is written ------------------------------------------------------------------------


WRITTEN = [
    "20260017",
    " 20260017 ",
    "２０２６００１７",
    "20260017\u200b",
    "\ufeff20260017",
    "\u3000２０２６００１７",
]


@pytest.mark.parametrize("written", WRITTEN)
def test_an_id_is_one_however_it_is_written(own, monkeypatch, written):
    (own.parent / "student.toml").write_text(f'student = "{written}"\n', encoding="utf-8")
    assert student_id() == "20260017"
    write_student(own.parent, "20260017")  # it is the same, and nothing is refused
    (own.parent / "student.toml").unlink()
    monkeypatch.setenv(STUDENT_VARIABLE, written)
    assert student_id() == "20260017"


def test_accents_of_two_kinds_are_one_name(tmp_path):
    write_student(tmp_path, "Jose\u0301")
    write_student(tmp_path, "Jos\u00e9")
    assert read_student(tmp_path) == "Jos\u00e9" == normal_id("Jose\u0301")


def test_blanks_from_outside_are_no_id(own, monkeypatch):
    monkeypatch.setenv(STUDENT_VARIABLE, " ")
    assert student_id() is None


def test_the_key_may_have_a_capital(tmp_path):
    (tmp_path / "student.toml").write_text('Student = "7"\n', encoding="utf-8")
    assert read_student(tmp_path) == "7"


def test_nobody_is_called_as_the_book_is(own, monkeypatch):
    with pytest.raises(ValueError, match='cannot be "book"'):
        write_student(own.parent, " book ")
    assert not (own.parent / "student.toml").exists()
    monkeypatch.setenv(STUDENT_VARIABLE, "book")
    with pytest.raises(StudentFileError, match='cannot be "book"'):
        student_id()
