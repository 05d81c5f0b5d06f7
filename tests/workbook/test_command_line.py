"""`python -m crmlib`, as a student calls it."""

import os
import shutil
import subprocess
import sys

import pytest

from crmlib.__main__ import main
from crmlib.workbook.record import store
from crmlib.workbook.record.student import read_student

ASCII_ONLY = {
    "PYTHONUTF8": "0",
    "LC_ALL": "C",
    "LANG": "C",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONIOENCODING": "",
}


def call(folder, *arguments, **environment):
    """The exit status, what was printed, and what was printed as an error."""
    run = subprocess.run(
        [sys.executable, "-m", "crmlib", *arguments],
        cwd=folder,
        env={name: value for name, value in (os.environ | environment).items() if value},
        capture_output=True,
        timeout=120,
    )
    return run.returncode, run.stdout.decode("utf-8"), run.stderr.decode("utf-8")


@pytest.fixture
def chinese(project, monkeypatch):
    """The project in a folder with a Chinese name."""
    folder = project / "客户"
    shutil.copytree(project / "exercises", folder / "exercises")
    monkeypatch.chdir(folder)
    return folder


def test_a_first_day_in_a_locale_that_knows_ascii_only(chinese):
    status, said, wrong = call(chinese, "start", "04-rfm", "--student", "张三", **ASCII_ONLY)
    assert (status, wrong) == (0, "") and said.strip().endswith("rfm.ipynb is ready.")
    assert read_student(chinese / "work") == "张三"

    status, said, wrong = call(chinese, "start", "04-rfm", "--student", "李四", **ASCII_ONLY)
    assert (status, said) == (1, "")
    assert wrong.startswith("crmlib: ") and "already names the student 张三" in wrong
    assert "Traceback" not in wrong

    store.append(chinese / "work/04-rfm/record.jsonl", question="rfm.lift", event="attempt", stage="right")
    status, said, wrong = call(chinese, "progress", **ASCII_ONLY)
    assert (status, wrong) == (0, "") and said.startswith("04-rfm: 1 of ")


def test_a_second_day(chinese, capsys):
    own = chinese / "work" / "04-rfm"
    said = []
    for arguments in ([], ["--student", "张三"], ["--fresh"]):
        assert main(["start", "04-rfm", *arguments]) == 0
        said.append(capsys.readouterr().out.strip())
    assert said[0] == f"{own / 'rfm.ipynb'} is ready."
    assert "was left as it is" in said[1]
    assert said[2] == f"{own / 'rfm-2.ipynb'} is ready."


def test_mistakes_get_one_line_each(project, capsys, monkeypatch):
    assert main(["start", "04-rmf"]) == 1
    assert capsys.readouterr().err == "crmlib: there is no exercise '04-rmf'. Did you mean 04-rfm?\n"
    (project / "work").write_text("a file where a folder should be", encoding="utf-8")
    assert main(["start", "04-rfm"]) == 1
    error = capsys.readouterr().err
    assert error.startswith("crmlib: ") and error.count("\n") == 1


def test_a_damaged_record_is_said_in_one_line(own, capsys):
    (own / "record.jsonl").write_bytes(b"broken\nbroken\n")
    assert main(["progress"]) == 0
    shown = capsys.readouterr()
    assert shown.err.startswith("crmlib: record.jsonl held 2 lines that could not be read.")
    assert shown.err.count("\n") == 1 and shown.out.startswith("04-rfm: 0 of ")


@pytest.mark.parametrize("arguments", [[], ["begin"], ["start"], ["progress", "--all"]])
def test_a_wrong_command_shows_the_usage(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2 and "usage: python -m crmlib" in capsys.readouterr().err


def test_help_names_both_commands(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    shown = capsys.readouterr().out
    assert "start" in shown and "progress" in shown
