"""Mathematics drawn at build time: a page carries its formulas, and loads no script to draw them.

MathJax comes from its wheel and runs in a small JavaScript engine, QuickJS. What it writes is what it would
write in a browser, with the MathML that screen readers read. Its fonts are cut down to the characters that
the book's formulas use (SIL OFL 1.1: a cut font bears another name, and the licence stands beside it).
"""

import base64
import functools
import html
import importlib.resources
import re
import shutil
from pathlib import Path

from book_pages import style_rules

SCRIPT = Path(__file__).parent / "mathematics.js"
PARTS = (
    "startup.js",
    "core.js",
    "adaptors/liteDOM.js",
    "input/tex.js",
    "output/chtml.js",
    "output/chtml/fonts/tex.js",
    "a11y/assistive-mml.js",
)
# No \newcommand: a formula means the same wherever it stands.
PACKAGES = "['base', 'ams']"
# Text between tags; scripts, styles and code are no text.
PIECE = re.compile(
    r"(?P<kept><(?P<tag>script|style|pre|code|textarea|svg)\b.*?</(?P=tag)\s*>|<!--.*?-->|<[^>]*>)", re.DOTALL
)
FORMULA = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
PACKED = re.compile(r'<script type="text/plain">([\w+/=]+)</script>')
FACE = re.compile(r"@font-face[^{]*\{([^}]*)\}")
FAMILY = re.compile(r'font-family:\s*"?([\w-]+)')
SOURCE = re.compile(r'url\("?[^")]*/([\w-]+\.woff)"?\)')
CHARACTER = re.compile(r'content:\s*"((?:\\.|[^"\\])*)"')
ESCAPE = re.compile(r"\\([0-9A-Fa-f]{1,6}) ?|\\?(.)")
# The size at which an "x" of the formula is as high as an "x" of the text around it, as MathJax has it.
SIZE = "mjx-container.MathJax{font-size:calc(1ex / .442)}\n"
# Comes first everywhere and draws nothing: lines get the height of the formula, not that of the font.
NO_HEIGHT = "MJXZERO"


def folder():
    """MathJax in its wheel."""
    return Path(str(importlib.resources.files("mathjax"))) / "static" / "mathjax" / "es5"


@functools.cache
def engine():
    """MathJax in a JavaScript engine."""
    import dukpy

    interpreter = dukpy.JSInterpreter()
    for path in (SCRIPT, *(folder() / part for part in PARTS)):
        interpreter.evaljs(path.read_text(encoding="utf-8") + ";0")
    interpreter.evaljs(f"Mathematics.start({PACKAGES}); 0")
    return interpreter


@functools.cache
def drawn(formula, display=False):
    """A formula in TeX as a piece of page.

    Raises
    ------
    ValueError
        If MathJax does not understand it.
    """
    import dukpy

    try:
        call = "Mathematics.drawn(dukpy.formula, dukpy.display)"
        return engine().evaljs(call, formula=formula, display=display)
    except dukpy.JSRuntimeError as error:
        reason = str(error).splitlines()[0]
        raise ValueError(f"This formula is not understood ({reason}): {formula}") from None


def with_formulas(text):
    """A page, or a piece of one, with each formula drawn: those between \\( and \\), or \\[ and \\]."""
    place = max(text.find("<body"), 0)
    parts = [text[:place]]
    for piece in PIECE.finditer(text, place):
        parts += [FORMULA.sub(_drawing, text[place : piece.start()]), piece[0]]
        place = piece.end()
    return "".join(parts) + FORMULA.sub(_drawing, text[place:])


def _drawing(found):
    display = found[2] is not None
    return drawn(html.unescape(found[2] if display else found[1]).strip(), display)


def style(texts):
    """The rules for the formulas of some pages, and the font faces that these rules use."""
    rules = engine().evaljs("Mathematics.style()")
    faces = {FAMILY.search(face)[1]: face for face in FACE.findall(rules)}
    rules = style_rules.needed(FACE.sub("", rules), style_rules.words([*texts, *_unpacked(texts)]))
    shown = characters(rules, faces)
    kept = "".join(f"@font-face{{{face.strip()}}}\n" for name, face in faces.items() if name in shown)
    return f"{kept}{SIZE}{rules}"


def _unpacked(texts):
    """What the quizzes say after an answer."""
    return [base64.b64decode(found).decode() for text in texts for found in PACKED.findall(text)]


def characters(rules, families):
    """For each font family the characters that the rules draw with it."""
    shown = {NO_HEIGHT: set()}
    for head, body in style_rules.rules(rules):
        if found := CHARACTER.search(body):
            letters = {chr(int(code, 16)) if code else plain for code, plain in ESCAPE.findall(found[1])}
            for family in _families(head, families):
                shown.setdefault(family, set()).update(letters)
    return shown


def _families(selector, families):
    """The fonts of a rule: that of its class; a part of a tall bracket may be of two."""
    named = [f"MJX{name}" for name in re.findall(r"\.(TEX-[\w-]+)", selector)]
    if named := [name for name in named if name in families]:
        return named
    return ["MJXTEX", "MJXTEX-S4"] if "stretchy" in selector else ["MJXTEX"]


def write_fonts(style, target):
    """Cut the fonts that a style sheet names to the characters that it draws with them."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.woff"):
        old.unlink()
    faces = {FAMILY.search(face)[1]: SOURCE.search(face) for face in FACE.findall(style)}
    faces = {name: source[1] for name, source in faces.items() if source and name.startswith("MJX")}
    whole = folder() / "output" / "chtml" / "fonts" / "woff-v2"
    for family, letters in characters(style, faces).items():
        if family == NO_HEIGHT:
            shutil.copy2(whole / faces[family], target / faces[family])
            continue
        font = TTFont(whole / faces[family], recalcTimestamp=False)
        cutter = subset.Subsetter(
            subset.Options(name_IDs=[0, 13, 14], layout_features=[], drop_tables=["FFTM"])
        )
        cutter.populate(text="".join(letters))
        cutter.subset(font)
        for number in (1, 4, 6):
            font["name"].setName(family.replace("MJX", "BookMathematics"), number, 3, 1, 0x409)
        font.flavor = "woff"
        font.save(target / faces[family])
