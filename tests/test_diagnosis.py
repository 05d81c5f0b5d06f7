"""The benchmark of wrong answers judges names as it says, and its answers can be made for any student."""

import importlib.util
import sys

import pytest
from notebook_files import ROOT

BENCHMARKS = ROOT / "benchmarks"
FILES = sorted((BENCHMARKS / "diagnosis").glob("*.py"))


@pytest.fixture(scope="module")
def diagnosis():
    """The program as a module, with the folder of the benchmarks on the path as it has it itself."""
    sys.path.insert(0, str(BENCHMARKS))
    spec = importlib.util.spec_from_file_location("diagnosis", BENCHMARKS / "diagnosis.py")
    module = sys.modules["diagnosis"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(BENCHMARKS))
    del sys.modules["diagnosis"]


@pytest.fixture
def classes(diagnosis):
    """How the answers of an entry are judged: their classes, each once."""

    def found(id, formula):
        entry = diagnosis.Entry(id, "first", "what is tested", formula)
        return {one.judged for one in diagnosis.answers(entry)}

    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_answer_has_a_meaning_and_can_be_made(diagnosis, file):
    entries = diagnosis.entries([file.stem])
    assert entries
    for entry in entries:
        assert entry.reader in {"first", "second"} and entry.meaning, entry
        assert diagnosis.chapter_of(entry.question) == file.stem, entry
        assert entry.given("any student") is not None, entry
    assert len({(entry.id, entry.meaning) for entry in entries}) == len(entries)


def test_a_name_that_means_the_error_is_named(classes):
    assert classes("data.recall", lambda found, right: right / found) == {"named"}


def test_an_edit_of_the_formula_is_judged_by_the_formula(diagnosis, classes, monkeypatch):
    def inverted(margin, retention, discount):
        return (1 + discount - retention) / (margin * retention)

    assert "named" in classes("clv.lifetime-value", inverted)
    monkeypatch.setattr(diagnosis.formulas, "value", lambda *_: 1.0)
    assert classes("clv.lifetime-value", inverted) <= {"misnamed", "generic"}


def test_a_chance_hit_is_misnamed(diagnosis, classes):
    entry = diagnosis.entries(["03-data"])[0]
    drawn = entry.question.numbers(diagnosis.STUDENTS[0])
    hit = entry.given(diagnosis.STUDENTS[0])
    assert entry.id == "data.ratio" and drawn["wrong"] / drawn["rows"] == pytest.approx(1 - hit)
    found = classes("data.ratio", lambda rows: hit + 0.37 * (rows - drawn["rows"]) / rows)
    assert "misnamed" in found and "named" not in found


def test_a_stranger_is_generic_and_the_answer_accepted(diagnosis, classes):
    assert classes("data.threshold", lambda duplicate, merge: 0.0123 + duplicate / 1e6 + merge / 1e7) == {
        "generic"
    }
    assert classes("data.threshold", lambda duplicate, merge: merge / (merge + duplicate)) == {"accepted"}


def test_functions_are_judged_on_other_inputs(diagnosis):
    def no_prior():
        return lambda wrong_merge_cost, duplicate_cost, prior: diagnosis.math.log2(
            wrong_merge_cost / duplicate_cost
        )

    entry = diagnosis.Entry("data.least-weight", "first", "the prior left out", no_prior)
    name = entry.marked("any student", no_prior()).slip
    assert diagnosis.is_same_function(entry, name)
    others = [other for other, *_ in diagnosis.key(entry.id).foreseen({}) if other != name]
    assert others and not any(diagnosis.is_same_function(entry, other) for other in others)


def test_lists_without_a_formula_are_left_to_a_person(classes):
    found = classes("loyalty.whom", lambda members: list(members.nlargest(50, "spend_before")["customer_id"]))
    assert found == {"not judged"}


def test_digits_and_counts(diagnosis):
    assert [diagnosis.rounded(1234.5678, digits) for digits in (None, 4, 3)] == [1234.5678, 1235, 1230]
    count = diagnosis.Entry("clv.payback", "first", "a count", lambda: 7)
    assert diagnosis.typed_as(7, count) == [("all digits", 7.0)]


def test_right_answers_are_given_in_every_way(diagnosis):
    found = list(diagnosis.right_answers("data.recall"))
    assert [words for words, *_ in found[:4]] == [
        "all digits",
        "3 digits",
        "3 decimals",
        "per cent to one decimal",
    ]
    assert len(found) == 4 * len(diagnosis.STUDENTS) and all(verdict.right for *_, verdict in found)


def test_shares_by_hand(diagnosis):
    entry = diagnosis.entries(["03-data"])[0]
    some = [
        diagnosis.Answer(entry, "3 digits", 1.0, judged, "")
        for judged in ("named", "named", "generic", "accepted")
    ]
    (row,) = diagnosis.by(some, diagnosis.chapter, diagnosis.reader)
    assert row == ["03-data", "first", "4", "50 %", "0 %", "0 %", "25 %", "0 %", "25 %"]
    text = diagnosis.tables(some, [])
    assert (
        "\n| first | 4 | 50 % |" in text
        and "| 03-data | first | 4 | 50 % |" in text
        and "| 3 digits | first | 4 | 50 % |" in text
    )
