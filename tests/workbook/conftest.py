"""What the workbook's tests share: a small project in a temporary folder, with a student's own work in it."""

import os

import pytest
from toy import EXERCISE, FOLDER

from crmlib.workbook.kinds.bank_folders import BANKS_VARIABLE
from crmlib.workbook.record import attempts, place, student, told


@pytest.fixture(autouse=True)
def nobody(monkeypatch):
    """No instructor's id from outside, and nothing that the test before left: its folder, hints, notices.

    The small questions can be asked beside those of the course.
    """
    monkeypatch.delenv(student.STUDENT_VARIABLE, raising=False)
    named = filter(None, [os.environ.get(BANKS_VARIABLE), str(FOLDER)])
    monkeypatch.setenv(BANKS_VARIABLE, os.pathsep.join(named))
    for kept in (attempts, place, told):
        kept.forget()


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder that holds `exercises/04-rfm/rfm.ipynb`, as the current folder."""
    released = tmp_path / "exercises" / EXERCISE
    released.mkdir(parents=True)
    (released / "rfm.ipynb").write_text('{"cells": [], "metadata": {"title": "客户"}}\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def own(project, monkeypatch):
    """A student's own exercise folder, as the current folder."""
    folder = project / "work" / EXERCISE
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def outside(tmp_path, monkeypatch):
    """A folder that is no student's own work, as the current folder."""
    folder = tmp_path / "chapters"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder
