"""Private banks: a folder with statements and, where answers are kept, keys; asked only where it is named."""

import os
import re
import shutil

import pytest
from toy import FOLDER

from crmlib.workbook import ask, banks, check, marking
from crmlib.workbook.kinds.bank_folders import BANKS_VARIABLE, BankError


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A private bank of one question."""
    (tmp_path / "mine" / "banks").mkdir(parents=True)
    (tmp_path / "mine" / "keys").mkdir()
    write(tmp_path / "mine", "exam", id="exam.sum")
    monkeypatch.setenv(BANKS_VARIABLE, str(tmp_path / "mine"))
    return tmp_path / "mine"


def write(folder, name, id, title="A sum", more=""):
    (folder / "banks" / f"{name}.py").write_text(
        "from crmlib.workbook.kinds.draws import whole\n"
        "from crmlib.workbook.kinds.number import Number\n"
        f'total = Number(id="{id}", section="05-clv#clv-stay", title="{title}", unit="", low=0, high=500,\n'
        '    prompt="{a} and {b}?", draws=dict(a=whole(1, 90), b=whole(100, 190)), hints=["Add."])\n'
        f"QUESTIONS = (total,)\n{more}",
        encoding="utf-8",
    )
    (folder / "keys" / f"{name}.py").write_text(
        f"from crmlib.workbook.banks import {name} as asked\n"
        "from crmlib.workbook.marking.number import NumberKey\n"
        "total = NumberKey(asked.total, answer=lambda a, b: a + b,\n"
        '    twin=lambda a, b: f"{a} + {b} = {a + b}.", tolerance=0)\n',
        encoding="utf-8",
    )


def test_a_private_bank_is_asked_and_checked(folder, outside):
    asked = ask("exam.sum")
    assert repr(asked).endswith(f"{asked.a} and {asked.b}?")
    assert check("exam.sum", asked.a + asked.b).startswith("Right.")
    assert "exam.sum" in [one.id for one in banks.exercise_questions("05-clv")]


def test_its_numbers_and_twins_are_drawn_at_once_as_long_as_none_are_stored(folder):
    question, key = banks.question("exam.sum"), marking.key("exam.sum")
    for student in ("ada", "bob", None):
        numbers, twin = question.numbers(student), question.hint_texts(student)[-1]
        assert numbers == question.numbers(student) and key.accepts(numbers)
        assert not twin.endswith(f"= {key.solution(numbers)}.")


def test_it_is_listed_only_where_it_is_named(folder, monkeypatch):
    assert "exam" in banks.bank_names()
    monkeypatch.delenv(BANKS_VARIABLE)
    assert "exam" not in banks.bank_names()
    with pytest.raises(banks.UnknownQuestion):
        ask("exam.sum")


def test_several_folders_may_be_named(folder, monkeypatch):
    monkeypatch.setenv(BANKS_VARIABLE, os.pathsep.join([str(folder), str(FOLDER)]))
    assert {"exam", "toy", "clv"} <= set(banks.bank_names())


def test_without_its_keys_it_is_asked_and_kept(folder, outside):
    question = banks.question("exam.sum")
    shutil.rmtree(folder / "keys")
    with pytest.raises(
        LookupError, match="its numbers are not drawn yet, and without its key they cannot be"
    ):
        question.numbers("ada")
    stored = folder / "banks" / "variants"
    stored.mkdir()
    (stored / "exam.json").write_text(
        '{"exam.sum": {"book": 0, "places": "3 4", "twins": [[1, "1 + 2 = 3."]]}}', encoding="utf-8"
    )
    assert question.numbers("ada") in [question.variant(3), question.variant(4)]
    assert check("exam.sum", 12).startswith("Kept, not checked: the answers are not here.")


def test_a_changed_file_of_another_folder_is_read_anew(folder, tmp_path, monkeypatch):
    assert banks.question("exam.sum").title == "A sum"
    other = tmp_path / "other"
    (other / "banks").mkdir(parents=True)
    (other / "keys").mkdir()
    write(other, "exam", id="exam.sum", title="Another sum")
    monkeypatch.setenv(BANKS_VARIABLE, str(other))
    assert banks.question("exam.sum").title == "Another sum"
    assert marking.key("exam.sum").question is banks.question("exam.sum")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda folder: shutil.rmtree(folder), "which holds no folder `banks`"),
        (
            lambda folder: write(folder, "rfm", id="rfm.sum"),
            r"rfm\.py has the name of another file, .*collide",
        ),
        (lambda folder: write(folder, "exam", id="clv.npv"), r"the id clv\.npv must begin with exam"),
        (
            lambda folder: write(
                folder,
                "exam",
                id="exam.sum",
                more="import dataclasses\nQUIZ = (dataclasses.replace(total),)\n",
            ),
            r"two questions have the id exam\.sum",
        ),
        (
            lambda folder: (folder / "banks" / "exam.py").write_text("import nothing_of_the_kind\n"),
            r"exam\.py cannot be loaded: ModuleNotFoundError: No module named 'nothing_of_the_kind'",
        ),
        (lambda folder: (folder / "banks" / "exam.py").write_text("x = 1\n"), r"exam\.py lists no QUESTIONS"),
        (
            lambda folder: (folder / "keys" / "exam.py").write_text("1 / 0\n"),
            r"keys/exam\.py cannot be loaded: ZeroDivisionError",
        ),
    ],
)
def test_what_is_wrong_with_a_private_bank_is_one_sentence(folder, change, sentence):
    change(folder)
    with pytest.raises(BankError, match=sentence) as caught:
        marking.mark(banks.question("exam.sum"), 3, {"a": 1, "b": 2})
    assert "\n" not in str(caught.value) and caught.value._render_traceback_() == [str(caught.value)]
    assert re.search(re.escape(str(folder)), str(caught.value))
