"""The course in an evening: every short way is there, and the Chinese says what the English says now."""

import ast
import json
import math
import re

import chapter_form
import pytest
from book_pages import course, short_ways
from notebook_files import ROOT, read

CHAPTERS = [one for one in course.chapters().values() if short_ways.short_way(one.name)]
CHINESE = short_ways.translations()
each_chinese = pytest.mark.parametrize("name", CHINESE)
HAN = re.compile(r"[\u4e00-\u9fff]")
TERM = re.compile(r"[\u4e00-\u9fff]{2,}")


def page(docname):
    """A gathered page, as the build reads it."""
    stub = (ROOT / f"{docname}.ipynb").read_text(encoding="utf-8")
    return json.loads(short_ways.gathered(stub, docname))["cells"]


def text_of(cells):
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


@pytest.mark.parametrize("docname", short_ways.PAGES)
def test_the_page_has_every_short_way_in_order_with_its_figure(docname):
    cells = page(docname)
    told = CHAPTERS if docname == "reference/evening" else [one for one in CHAPTERS if one.name in CHINESE]
    numbers = [int(number) for number in re.findall(r"^## (\d+)\. ", text_of(cells), re.MULTILINE)]
    assert numbers == [one.number for one in told]
    figures = [out for cell in cells for out in cell.get("outputs", []) if "image/png" in out.get("data", {})]
    assert len(figures) == len(told)
    assert len({cell["id"] for cell in cells}) == len(cells)


def test_the_page_counts_the_minutes():
    minutes = sum(short_ways.minutes_of(one) for one in CHAPTERS)
    assert f"about {minutes} minutes" in text_of(page("reference/evening"))


@pytest.mark.parametrize("docname", short_ways.PAGES)
def test_links_lead_to_files(docname):
    for target in re.findall(r"\]\(([^)#:]+)", text_of(page(docname))):
        assert (ROOT / docname).parent.joinpath(target).exists(), target


@pytest.mark.parametrize("docname", short_ways.PAGES)
def test_labels_of_the_chapters_are_not_given_twice(docname):
    assert not re.findall(r"^\([\w-]+\)=$", text_of(page(docname)), re.MULTILINE)


def test_another_page_stays_as_it_is():
    assert short_ways.gathered("{}", "chapters/05-clv") == "{}"


def test_a_fingerprint_changes_with_a_word_and_with_a_figure():
    cells = short_ways.short_way("05-clv")
    before = short_ways.fingerprint(cells)
    for cell in cells[:2]:
        cell.source += "."
        assert short_ways.fingerprint(cells) != before
        cell.source = cell.source[:-1]
    assert short_ways.fingerprint(cells) == before


@each_chinese
def test_the_chinese_says_what_the_english_says_now(name):
    told = read(CHINESE[name]).metadata.get("translates")
    assert told == short_ways.fingerprint(short_ways.short_way(name)), (
        f"The English of {name} (In ten minutes) has changed: bring zh/{name}.ipynb up to date, "
        f"then run python tools/translated.py {name}"
    )


@each_chinese
def test_the_chinese_keeps_the_form(name):
    cells = read(CHINESE[name]).cells
    text = text_of(cells)
    assert re.match(rf"# {course.chapters()[int(name[:2])].number}\. .*[\u4e00-\u9fff]", text)
    assert 500 <= len(HAN.findall(text)) <= 1_100
    assert "$" not in text
    kinds = [title.partition("：")[0] for title in re.findall(r"\{admonition\} (.+)", text)]
    assert kinds == ["决策", "常见错误"]
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert [cell.metadata.get("tags") for cell in code] == [["remove-input"]]
    assert all(HAN.search(cell.metadata["mystnb"]["image"]["alt"]) for cell in code)
    assert re.search(rf"^\*\*图{int(name[:2])}\.1\u3000", text, re.MULTILINE)


@each_chinese
def test_figures_are_labelled_in_chinese(name):
    code = "".join(cell.source for cell in read(CHINESE[name]).cells if cell.cell_type == "code")
    labels = re.findall(r"(?:xlabel|ylabel|title|label)=f?\"([^\"]*)\"", code)
    assert labels and all(HAN.search(label) or not re.search(r"[a-z]{3}", label) for label in labels), labels


@each_chinese
def test_chinese_terms_of_the_english_are_used(name):
    english = chapter_form.texts_of(short_ways.short_way(name))
    missing = [term for term in TERM.findall(english) if term not in text_of(read(CHINESE[name]).cells)]
    assert not missing


@each_chinese
def test_chinese_punctuation(name):
    text = text_of(read(CHINESE[name]).cells)
    prose = re.sub(r"\]\([^)]*\)|`[^`]*`|\{admonition\}|^:class:.*$", "", text, flags=re.MULTILINE)
    assert not re.findall(r"[\u4e00-\u9fff][,.;:?!()]", prose)
    # Chinese has no italics.
    assert not re.findall(r"(?<!\*)\*(?!\*)[^*\n]*[\u4e00-\u9fff]", re.sub(r"\*\*[^*\n]+\*\*", "", prose))


def shown_numbers(code):
    """The numbers that stand in the dictionaries and lists of a figure's code, in their order."""
    signed = (ast.Constant, ast.Tuple, ast.UnaryOp)
    values = [
        value
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Dict | ast.List)
        for value in (node.values if isinstance(node, ast.Dict) else node.elts)
        if isinstance(value, signed) and not any(isinstance(part, ast.Name) for part in ast.walk(value))
    ]
    found = [ast.literal_eval(value) for value in values]
    flat = [one for value in found for one in (value if isinstance(value, tuple) else [value])]
    return [one for one in flat if isinstance(one, int | float)]


def figure_code(cells):
    return "\n".join(cell.source for cell in cells if cell.cell_type == "code")


@each_chinese
def test_the_chinese_figure_shows_the_numbers_of_the_english_one(name):
    english = shown_numbers(figure_code(short_ways.short_way(name)))
    chinese = shown_numbers(figure_code(read(CHINESE[name]).cells))
    assert len(chinese) == len(english)
    # In Chinese money is counted in ten thousands, so all numbers of a figure may share another unit.
    same = [
        all(math.isclose(factor * one, other) for one, other in zip(chinese, english, strict=True))
        for factor in (1, 10, 10_000)
    ]
    assert any(same), f"zh/{name}.ipynb shows {chinese}, and the English shows {english}"


def test_numbers_of_a_figure_are_found_whatever_their_form():
    code = (
        'a = {"one": -6.5, "two": (3, 4), "names": (b, c)}\nplot([7, colours[1]], {"three": 2, "name": "x"})'
    )
    assert sorted(shown_numbers(code)) == [-6.5, 2, 3, 4, 7]
