"""The list of mutants names what is there; `make mutants` tries them, apart from the other tests."""

import mutants
import pytest
from notebook_files import ROOT

each_mutant = pytest.mark.parametrize("mutant", mutants.mutants(), ids=lambda mutant: mutant["right"][:40])


@each_mutant
def test_a_mutant_turns_one_place_of_one_file(mutant):
    text = (ROOT / "crmlib" / mutant["file"]).read_text(encoding="utf-8")
    found = text.count(mutant["right"])
    assert found == 1, f"tests/mutants.toml: {mutant['file']} has this text {found} times: {mutant['right']}"
    assert mutant["wrong"] != mutant["right"]
    assert (ROOT / "tests" / mutant["test"]).is_file()


def test_there_are_36_mutants_of_many_files():
    assert len(mutants.mutants()) == 36
    assert len({mutant["file"] for mutant in mutants.mutants()}) >= 10
