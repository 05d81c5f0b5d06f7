"""The notation page agrees with the formulas of the chapters and with the arguments of crmlib."""

import ast
import json
import re

import pytest
from notebook_files import ROOT, chapters

PAGE, TWICE = (ROOT / "reference" / "notation.md").read_text(encoding="utf-8").split("(notation-twice)=")
ROW = re.compile(r"^\| (?P<symbols>\$.+?) \| (?P<rest>.+) \|$", re.MULTILINE)
NAME = re.compile(r"`(\w+)`")
TOKEN = re.compile(r"\\[A-Za-z]+|[A-Za-z0-9]|[_^()*]")
WORDS = re.compile(r"\\(?:text|mathrm)\{[^}]*\}")


def tokens(formula):
    r"""A formula as its letters, commands and marks: "p^{*}" and "p^*" are the same, "\rho" holds no r."""
    return TOKEN.findall(WORDS.sub(" ", formula))


def uses(symbol, formula):
    """Whether a symbol stands in a formula."""
    wanted, given = tokens(symbol), tokens(formula)
    return any(given[start : start + len(wanted)] == wanted for start in range(len(given)))


def formulas_in(text):
    """The formulas of a text, those on lines of their own and those within a sentence."""
    displayed = re.findall(r"\$\$(.+?)\$\$", text, re.DOTALL)
    return displayed + re.findall(r"\$([^$]+)\$", re.sub(r"\$\$.+?\$\$", " ", text, flags=re.DOTALL))


def words_of(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def numbers_in(text):
    return [int(number) for number in re.findall(r"\d+", text)]


FORMULAS = {}
for notebook in chapters():
    FORMULAS.setdefault(int(notebook.stem[:2]), []).extend(formulas_in(words_of(notebook)))
ROWS = [(row["symbols"], [cell.strip() for cell in row["rest"].split("|")]) for row in ROW.finditer(PAGE)]
LETTERS = [(row["symbols"], row["rest"]) for row in ROW.finditer(TWICE)]


def arguments():
    """The arguments of all public functions of crmlib."""
    found = set()
    for path in sorted((ROOT / "crmlib").rglob("*.py")):
        if not {"workbook", "_guard"} & set(path.relative_to(ROOT).parts) and not path.name.startswith("_"):
            for part in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(part, ast.FunctionDef) and not part.name.startswith("_"):
                    found |= {argument.arg for argument in [*part.args.args, *part.args.kwonlyargs]}
    return found


def lacking(symbols, numbers):
    """The symbols, each with a chapter, that the formulas of the chapter do not have."""
    return [
        (symbol, number)
        for symbol in re.findall(r"\$(.+?)\$", symbols)
        for number in numbers
        if not any(uses(symbol, formula) for formula in FORMULAS[number])
    ]


def test_symbols_by_hand():
    assert uses("t_x", r"\frac{\alpha + T}{\alpha + t_x}")
    assert uses("p^{*}", "p^* = c/m")
    assert not uses("r", r"\rho + \text{rate} + \mathrm{DERL}")
    assert not uses("p_1", "p_0 + p")
    assert formulas_in("With $a$:\n\n$$\nb = c\n$$\n\nand $d$.") == ["\nb = c\n", "a", "d"]


def test_a_symbol_that_a_chapter_lacks_is_found():
    assert lacking("$r$, $d_{99}$", [5]) == [("d_{99}", 5)]


def test_every_row_can_be_read():
    assert len(ROWS) > 80
    assert len(ROWS) == PAGE.count("\n| $")
    assert all(len(rest) == 4 for _, rest in ROWS)
    assert len(LETTERS) == TWICE.count("\n| $")


@pytest.mark.parametrize(
    ("symbols", "rest"), ROWS, ids=lambda part: part if isinstance(part, str) else part[0]
)
def test_a_symbol_stands_in_the_chapters_that_are_named(symbols, rest):
    numbers = numbers_in(rest[-1])
    assert numbers == sorted(numbers) != []
    assert not lacking(symbols, numbers)


@pytest.mark.parametrize(
    ("symbols", "rest"), ROWS, ids=lambda part: part if isinstance(part, str) else part[0]
)
def test_a_meaning_is_bilingual_and_has_a_unit(symbols, rest):
    meaning, unit = rest[:2]
    if "from each term" not in meaning:
        assert re.search("[\u4e00-\u9fff]", meaning)
    assert unit.strip()


def test_every_argument_exists():
    named = {name for _, rest in ROWS for name in NAME.findall(rest[2])}
    assert len(named) > 60
    assert not named - arguments()


@pytest.mark.parametrize(("symbols", "meanings"), LETTERS, ids=lambda part: part[:8])
def test_a_letter_stands_in_the_chapters_of_each_meaning(symbols, meanings):
    named = [numbers_in(inside) for inside in re.findall(r"\(([\d, ]+)\)", meanings)]
    assert len(named) > 1
    assert not [one for numbers in named for one in lacking(symbols, numbers)]


def test_the_page_is_in_the_contents_and_linked():
    assert "- file: reference/notation\n" in (ROOT / "_toc.yml").read_text(encoding="utf-8")
    assert "(reference/notation.md)" in (ROOT / "intro.md").read_text(encoding="utf-8")
