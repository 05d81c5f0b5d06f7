"""The book's own firm: its files are those that the seed gives, described as the schema says."""

import json
import runpy
from pathlib import Path

import pandas as pd
import pytest

from crmlib import datasets, simulate
from crmlib.simulate import files

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "datasets" / "firm"


@pytest.fixture(scope="module")
def made():
    return simulate.firm(simulate.BOOK_SEED)


@pytest.fixture(scope="module")
def script():
    return runpy.run_path(str(ROOT / "tools" / "make_firm.py"))


@pytest.mark.parametrize("name", files.FILES)
def test_the_files_hold_the_firm_of_the_books_seed(made, read, name):
    pd.testing.assert_frame_equal(files.frames(read)[name], files.frames(made)[name])


@pytest.fixture(scope="module")
def read():
    return datasets.load_firm()


def test_the_truth_read_answers_as_the_truth_made(made, read):
    assert read.truth.parameters == made.truth.parameters
    assert read.truth.expected_profit("C3") == made.truth.expected_profit("C3")
    assert read.truth.expected_value().equals(made.truth.expected_value())


def test_writing_twice_gives_the_same_bytes(made, tmp_path):
    files.write(made, tmp_path / "firm")
    for name in files.FILES:
        written = (tmp_path / "firm" / files.file_name(name)).read_bytes()
        assert files.gzip.decompress(written) == files.gzip.decompress(
            (FOLDER / files.file_name(name)).read_bytes()
        )
        assert written[3:9] == b"\x00\x00\x00\x00\x00\x02"


def test_a_firm_with_other_parameters_is_read_with_them(tmp_path):
    purchases = simulate.Purchases(r=1.0)
    files.write(simulate.firm(1, customers=20, purchases=purchases), tmp_path)
    assert simulate.read_firm(tmp_path, purchases=purchases).truth.parameters.purchases.r == 1.0


def test_each_load_is_a_copy_of_its_own(read):
    other = datasets.load_firm()
    other.orders.loc[:, "amount"] = 0.0
    assert read.orders["amount"].gt(0).all()


def test_the_firm_is_small():
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < 2_000_000


def test_descriptions_are_those_of_the_schema(script):
    package = json.loads((ROOT / "datasets" / "datapackage.json").read_text(encoding="utf-8"))
    described = {resource["name"]: resource for resource in package["resources"]}
    for name, table in files.FILES.items():
        made = script["resource"](name, table)
        assert made == {key: described[made["name"]][key] for key in made}


def test_the_reference_page_shows_the_parameters_as_they_are(script):
    text = (ROOT / "reference" / "simulated-firm.md").read_text(encoding="utf-8")
    assert script["page"](text) == text
    for group in script["GROUPS"]:
        named = [name for names, _ in script["documented"](group) for name in names]
        assert named == [field.name for field in script["dataclasses"].fields(group)], group


def test_a_file_of_the_same_name_is_not_overwritten(tmp_path):
    made = simulate.firm(1, customers=20)
    files.write(made, tmp_path)
    files.write(made, tmp_path)
    (tmp_path / files.file_name("orders")).write_bytes(b"mine")
    with pytest.raises(ValueError, match=r"holds a file 'orders\.csv\.gz' with other content"):
        files.write(made, tmp_path)
    assert (tmp_path / files.file_name("orders")).read_bytes() == b"mine"
