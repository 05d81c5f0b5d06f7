"""The wrong answers of a class that have no name yet."""

import pytest
from toy import number

from crmlib.__main__ import main
from crmlib.workbook.banks import question
from crmlib.workbook.record import store
from crmlib.workbook.record.unnamed import MOST_SHOWN, records, unnamed

ID = number.question.id


@pytest.fixture
def class_of_three(tmp_path):
    """The records of three students, each in a folder of her own."""

    def save(student, **entry):
        folder = tmp_path / student
        folder.mkdir(exist_ok=True)
        entry = dict(question=ID, event="attempt", student=student, slip=None) | entry
        assert store.append(folder / "record.jsonl", **entry)

    return save


def entries_of(text):
    """What the Python that was written defines."""
    found = {}
    exec(compile(text, "unnamed", "exec"), found)
    return found["WRONG"]


def test_answers_without_a_name_wait_for_their_meaning(class_of_three, tmp_path):
    class_of_three("zhang3", given=7.5, stage="wrong")
    class_of_three("zhang3", given=7.5, stage="wrong")
    class_of_three("zhang3", given=8.25, stage="slip", slip=0)
    class_of_three("li4", given=9.5, stage="right")
    class_of_three("li4", given=-3, stage="range")
    class_of_three("li4", given="rfm", stage="unreadable")
    class_of_three("wang5", question="no.such-question", given=1, stage="wrong")
    class_of_three("wang5", event="hint", hint=1)
    text = unnamed([tmp_path])
    assert list(entries_of(text)) == [ID]
    assert [one[:2] for one in entries_of(text)[ID]] == [("first", "")] * 2
    assert text.count("# 7.5, by 1 student, with ") == 1 and "# -3, by 1 student" in text
    assert not any(shown in text for shown in ("8.25", "9.5", "rfm", "zhang3", "li4", "wang5"))
    (formula,) = {one[2].__code__.co_varnames for one in entries_of(text)[ID]}
    assert formula == tuple(question(ID).draws)
    drawn = question(ID).numbers("zhang3")
    assert all(f"{name}={value}" in text for name, value in drawn.items())


def test_the_most_frequent_stand_first(class_of_three, tmp_path):
    other = "loyalty.mistakes"
    for student in ("zhang3", "li4", "wang5"):
        class_of_three(student, question=other, given={"a": "b"}, stage="wrong")
    class_of_three("li4", question=other, given={"c": "d"}, stage="wrong")
    class_of_three("li4", given=1, stage="close")
    text = unnamed([tmp_path / "li4", tmp_path / "zhang3", tmp_path / "wang5" / "record.jsonl"])
    assert list(entries_of(text)) == [other, ID]
    assert text.index("4 wrong answers") < text.index('{"a": "b"}, by 3 students') < text.index('{"c": "d"}')


def test_texts_are_short_and_name_nobody(class_of_three, tmp_path):
    class_of_three("zhang3", given=f"def f():  # by zhang3\n    return {'1 + ' * 200}1", stage="wrong")
    text = unnamed([tmp_path])
    assert "zhang3" not in text and "by …" in text
    assert max(map(len, text.splitlines())) < MOST_SHOWN + 200 and len(entries_of(text)[ID]) == 1


def test_nothing_to_name(class_of_three, tmp_path):
    class_of_three("li4", given=9.5, stage="right")
    assert unnamed([tmp_path]) == "# Every wrong answer in these records has a name."
    assert records(tmp_path) == [tmp_path / "li4" / "record.jsonl"]


def test_the_command_writes_them(class_of_three, tmp_path, capsys):
    class_of_three("li4", given=1.5, stage="wrong")
    assert main(["unnamed", str(tmp_path)]) == 0
    assert "# 1.5, by 1 student" in capsys.readouterr().out
    assert main(["unnamed", str(tmp_path / "nowhere")]) == 1
    error = capsys.readouterr().err
    assert error.startswith("crmlib: ") and "holds no record" in error and error.count("\n") == 1
