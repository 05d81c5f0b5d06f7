"""The stored places: read and written without loss, read anew when the file changes, one for each student."""

import json
from collections import Counter

import pytest
from both import both

from crmlib.workbook import banks
from crmlib.workbook.kinds import variants
from crmlib.workbook.kinds.bank_folders import BANKS_VARIABLE
from crmlib.workbook.kinds.variants import NotDrawn, Solved, Variants, stored, written

ID = "clv.npv"
SOME = {
    "some.number": Variants(2, (0, 3, 7), (Solved(1, "A “twin”: 6 ÷ 3 = 2."), Solved(5, "Of two\nlines."))),
    "some.table": Variants(0, None, (Solved(0, "A twin."),)),
    "some.choice": Variants(),
}


def test_what_is_written_is_read_again(tmp_path, monkeypatch):
    (tmp_path / "banks" / "variants").mkdir(parents=True)
    file = tmp_path / "banks" / "variants" / "some.json"
    monkeypatch.setenv(BANKS_VARIABLE, str(tmp_path))
    assert stored("some") == {}
    file.write_text(written(SOME), encoding="utf-8")
    assert stored("some") == SOME
    assert file.read_text(encoding="utf-8").count("\n") == len(SOME) + 2
    file.write_text(written({}), encoding="utf-8")
    assert stored("some") == {}


@pytest.mark.parametrize("name", banks.bank_names())
def test_the_stored_files_are_as_the_tool_writes_them(name):
    (file,) = (folder / "banks" / "variants" / f"{name}.json" for folder in variants.bank_folders()[:1])
    text = file.read_text(encoding="utf-8")
    assert text == written(stored(name)) and json.loads(text)


def test_a_question_that_is_asked_again_has_other_numbers():
    again = both(f"{ID}@08-strategy-table")
    for student in ("ada", "bob", "eve", "20260017"):
        assert again.numbers(student) != both(ID).numbers(student)
        assert again.numbers(student) == again.numbers(student)


def test_students_are_spread_over_all_places():
    question = banks.question(ID)
    places = Counter(repr(question.numbers(f"student {number}")) for number in range(2_000))
    assert len(places) == len(stored("clv")[ID].places) and max(places.values()) < 45


def test_the_book_keeps_its_numbers():
    """The chapters and solutions are written with them."""
    assert banks.question(ID).numbers() == {"first": 290, "second": 180, "third": 100, "discount": 0.13}


def test_numbers_that_are_neither_stored_nor_can_be_found_are_a_sentence():
    with pytest.raises(NotDrawn, match=r"^clv\.no-such-question: its numbers are not drawn yet"):
        variants.variants("clv.no-such-question")
