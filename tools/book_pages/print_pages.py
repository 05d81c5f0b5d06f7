"""The book in print: boxes by kind, equations and pictures that TeX accepts, Chinese characters, paper."""

from pathlib import Path

from docutils import nodes
from sphinx.transforms.post_transforms.images import ImageConverter
from sphinx.util.texescape import escape

# Red, green, blue of each kind of box, as on the page.
BOXES = {
    "definition": "005A8F",
    "question": "005A8F",
    "quiz": "005A8F",
    "claim-check": "8B3F8F",
    "mistake": "B84A00",
    "decision": "00744F",
    "case": "7A5C00",
    "discussion": "1F6F8B",
    "group-task": "1F6F8B",
    "lab": "A05A00",
    "optional": "616161",
}
COLOURS = "\n".join(rf"\definecolor{{box-{kind}}}{{HTML}}{{{colour}}}" for kind, colour in BOXES.items())
PREAMBLE = (
    r"""
\usepackage{xeCJK}
\setCJKmainfont{Noto Serif CJK SC}
\setCJKsansfont{Noto Sans CJK SC}
\setCJKmonofont{Noto Sans CJK SC}
\xeCJKsetup{CJKmath=true}
% Quotation marks, dashes and dots belong to the English text.
\xeCJKDeclareCharClass{Default}{"2018,"2019,"201C,"201D,"2013,"2014,"2026,"00B7,"2212,"00D7,"00F7,"00B1}
\usepackage[most]{tcolorbox}
\newtcolorbox{bookbox}[2]{enhanced, breakable, sharp corners, boxrule=0pt, leftrule=3pt, colframe=#1,
  colback=#1!5!white, colbacktitle=#1!12!white, coltitle=black, fonttitle=\bfseries\sffamily,
  title={#2}, before skip=10pt, after skip=10pt, left=6pt, right=6pt}
\setcounter{tocdepth}{1}
% The chapters carry their own numbers.
\setcounter{secnumdepth}{-2}
\sphinxsetup{verbatimwithframe=false, VerbatimColor={HTML}{F4F6F8}, verbatimforcewraps=true,
  TitleColor={HTML}{003A5D}, InnerLinkColor={HTML}{005A8F}, OuterLinkColor={HTML}{005A8F}}
"""
    + COLOURS
)
ELEMENTS = {
    "papersize": "a4paper",
    "pointsize": "10pt",
    "extraclassoptions": "openany,oneside",
    "fncychap": "",
    "preamble": PREAMBLE,
    "tableofcontents": r"\renewcommand{\contentsname}{Contents}\sphinxtableofcontents",
}


class DrawnAsPdf(ImageConverter):
    """Drawings, which TeX does not take as SVG."""

    conversion_rules = (("image/svg+xml", "application/pdf"),)

    def is_available(self):
        return True

    def convert(self, source, target):
        import vl_convert

        Path(target).write_bytes(vl_convert.svg_to_pdf(Path(source).read_text(encoding="utf-8")))
        return True


def configure(app, config):
    """Give Sphinx what the print needs."""
    config.latex_elements = ELEMENTS | config.latex_elements
    config.latex_show_urls = "footnote"
    config.latex_table_style = ["booktabs"]


def adapt(app, doctree, docname):
    """Turn the assembled book into what TeX sets well."""
    if app.builder.format != "latex":
        return
    plain_first_page(doctree)
    for picture in list(doctree.findall(nodes.image)):
        if "only-dark" in picture["classes"]:
            picture.parent.remove(picture)
    for equation in list(doctree.findall(nodes.math_block)):
        text = equation.astext()
        # Sphinx would put "split" around it, which allows one mark of alignment a line.
        if "\\\\" in text and "\\begin{" not in text:
            equation.children = [nodes.Text("\\begin{aligned}\n" + text + "\n\\end{aligned}")]
    for box in list(doctree.findall(nodes.admonition)):
        kind = next((kind for kind in BOXES if kind in box["classes"]), None)
        if kind:
            box.replace_self(in_print(box, kind))


def plain_first_page(tree):
    """Turn the sections of the first page into headings, not chapters; leave out its cards."""
    for section in [one for one in tree.findall(nodes.section) if first_page(one, tree)][1:]:
        title, *content = section.children
        section.replace_self([nodes.rubric("", "", *title.children, ids=section["ids"]), *content])
    for grid in [one for one in tree.findall(nodes.container) if first_page(one, tree)]:
        if "sd-container-fluid" in grid["classes"]:
            grid.parent.remove(grid)


def first_page(node, tree):
    """Whether a node is of the first page: those of the other pages still know their own documents."""
    while node.parent is not None:
        node = node.parent
    return node is tree


def in_print(box, kind):
    """The parts of a box between the commands that draw it."""
    title, *content = box.children
    begin = rf"\begin{{bookbox}}{{box-{kind}}}{{{escape(title.astext(), 'xelatex')}}}"
    return [tex(begin), *content, tex(r"\end{bookbox}")]


def tex(text):
    """A command of TeX in a page."""
    return nodes.raw("", text, format="latex")
