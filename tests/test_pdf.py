"""The PDF of the book.

Building it takes minutes and needs TeX, half a gigabyte that neither `make system` nor continuous integration
installs. So these tests skip without xelatex, also with CI=true, and they look at a finished PDF only if
`make pdf` has made one.
"""

import re
import shutil
import subprocess

import build_pdf
import pytest
from book_pages import print_pages
from docutils import nodes
from docutils.utils import new_document
from notebook_files import ROOT
from sphinx.util import texescape

needs_tex = pytest.mark.skipif(
    bool(build_pdf.lacking()), reason="TeX is not there: `make pdf` says what it needs"
)
LETTERS = re.compile(r"[\u3400-\u9fff]")


def test_missing_programs_are_named_with_the_packages(monkeypatch, capsys):
    monkeypatch.setattr(build_pdf.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit) as stop:
        build_pdf.main()
    assert "xelatex" in str(stop.value) and "texlive-xetex" in str(stop.value)


def test_problems_of_a_log_are_found():
    log = "fine\nMissing character: There is no 客!\nLaTeX Warning: Reference `a' on page 1 undefined\n"
    assert len(build_pdf.problems(log)) == 2
    assert build_pdf.problems("Overfull box\n") == []


def test_box_becomes_a_box_of_print():
    texescape.init()
    box = nodes.admonition(
        "", nodes.title("", "Decision: 5 % & more"), nodes.paragraph("", "Mail."), classes=["decision"]
    )
    begin, paragraph, end = print_pages.in_print(box, "decision")
    assert begin.astext() == r"\begin{bookbox}{box-decision}{Decision: 5 \% \& more}"
    assert (paragraph.astext(), end.astext()) == ("Mail.", r"\end{bookbox}")


def test_first_page_is_known_from_the_pages_put_into_it():
    book, other = new_document("intro"), new_document("chapter")
    book += nodes.section()
    other += nodes.section()
    assert print_pages.first_page(book[0], book) and not print_pages.first_page(other[0], book)


def test_a_drawing_becomes_a_pdf_for_tex(tmp_path):
    drawing, target = ROOT / "_static" / "cover-light.svg", tmp_path / "cover.pdf"
    assert print_pages.DrawnAsPdf(new_document("intro")).convert(drawing, target)
    assert target.read_bytes().startswith(b"%PDF-")


@needs_tex
def test_tex_sets_every_chinese_character_of_the_glossary(tmp_path):
    glossary = (ROOT / "reference" / "glossary.md").read_text(encoding="utf-8")
    letters = "".join(sorted(set(LETTERS.findall(glossary))))
    chinese = "\n".join(line for line in print_pages.PREAMBLE.splitlines() if "CJK" in line)
    head = r"\documentclass{article}\usepackage{fontspec}\setmainfont{FreeSerif}[Extension=.otf]"
    body = f"{letters} \\textsf{{{letters}}} \\texttt{{{letters}}} “A”"
    page = f"{head}\n{chinese}\n\\begin{{document}}{body}\\end{{document}}\n"
    (tmp_path / "page.tex").write_text(page, encoding="utf-8")
    command = ["xelatex", "-interaction=nonstopmode", "-halt-on-error", "page.tex"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True).returncode == 0
    log = (tmp_path / "page.log").read_text(encoding="utf-8", errors="replace")
    assert build_pdf.problems(log) == []


@pytest.fixture(scope="module")
def printed():
    """The text of the finished PDF."""
    if not build_pdf.PDF.exists() or shutil.which("pdftotext") is None:
        pytest.skip("no PDF: `make pdf` makes it, pdftotext (poppler-utils) reads it")
    run = subprocess.run(["pdftotext", "-layout", build_pdf.PDF, "-"], capture_output=True, encoding="utf-8")
    return run.stdout


def test_pdf_has_the_chapters_and_no_lost_reference(printed):
    assert "RFM: who buys again" in printed
    assert "最近一次购买" in printed and "盈亏平衡响应率" in printed
    assert "??" not in printed


def test_pdf_shows_questions_and_no_widget(printed):
    assert "Question: Recency by hand" in printed
    assert "interactive(children" not in printed and "VBox(children" not in printed
