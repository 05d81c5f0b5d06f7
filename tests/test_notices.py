"""Notices: every script, style and font of others in the built book is named, with its licence."""

import re

import pytest
import vl_convert
from book_pages import live_charts, notices

FONTS_AND_SCRIPTS = ["vendor/charts", "vendor/fontawesome", "icons", "mathematics", "scripts"]


@pytest.fixture(scope="module")
def static(built_book):
    return built_book / "_static"


@pytest.fixture(scope="module")
def said(static):
    return (static / notices.NAME).read_text(encoding="utf-8")


def test_every_file_of_others_has_a_notice(static):
    unnamed = notices.without_notice(static)
    assert unnamed == [], "say in tools/book_pages/notices.py whose they are"


def test_a_file_that_nobody_names_is_found(tmp_path):
    (tmp_path / "vendor" / "charts").mkdir(parents=True)
    for name in ("vendor/other.js", "vendor/charts/other.js", "vendor/charts/vega.js", "doctools.js"):
        (tmp_path / name).touch()
    assert notices.without_notice(tmp_path) == ["vendor/charts/other.js", "vendor/other.js"]


def test_each_file_stands_in_one_part(static, said):
    parts = said.split(notices.LINE)[1:]
    listed = [line for part in parts for line in re.search(r"^Files: (.*)$", part, re.M)[1].split(", ")]
    for name in notices.files(static):
        places = [line for line in listed if line == name or (line.endswith("/") and name.startswith(line))]
        assert len(places) == (0 if notices.is_own(name) else 1), name


@pytest.mark.parametrize("folder", FONTS_AND_SCRIPTS)
def test_the_licence_lies_beside(static, folder):
    text = (static / folder / notices.BESIDE).read_text(encoding="utf-8")
    assert "Copyright" in text and len(text) > 1000


@pytest.mark.parametrize(
    "words",
    [
        "University of Washington Interactive Data Lab",
        "Mike Bostock",
        "The Bootstrap Authors",
        "Fonticons, Inc.",
        "Design Science, Inc.",
        "SIL OPEN FONT LICENSE",
        "Zeno Rocha",
        "pandas",
        "Apache License",
        "License for Sphinx",
    ],
)
def test_who_made_it_is_said(said, words):
    assert words in said


def test_every_package_brings_a_licence():
    assert all(len(notices.licence_of(package)) > 500 for package in notices.DISTRIBUTIONS)


def test_the_licences_of_vega_are_those_of_its_version():
    text = (notices.LICENCES / "vega.txt").read_text(encoding="utf-8")
    assert text.startswith(f"vega {vl_convert.get_vega_version()}, "), "renew licences/vega.txt"
    assert live_charts.FOLDER in "".join(notices.BUNDLED)


def test_the_icons_do_not_bear_a_reserved_name(static):
    from fontTools.ttLib import TTFont

    names = TTFont(static / "icons" / "icons.woff")["name"].names
    assert {str(name) for name in names if name.nameID in (1, 4, 6)} == {"BookIcons"}
