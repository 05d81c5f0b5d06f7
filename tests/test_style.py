"""The look of the figures: colours that colour-blind readers tell apart, a glyph for every Chinese term."""

import itertools
import json
import re
import warnings

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib import font_manager
from matplotlib.colors import to_rgb
from matplotlib.ft2font import FT2Font
from notebook_files import ROOT

from crmlib.plots import style

CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
# How colours look without one kind of cone: Machado, Oliveira and Fernandes (2009), IEEE Transactions on
# Visualization and Computer Graphics 15(6), severity 1, for linear red, green and blue.
EYES = {
    "full colour": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = [
    [0.4124564, 0.3575761, 0.1804375],
    [0.2126729, 0.7151522, 0.0721750],
    [0.0193339, 0.1191920, 0.9503041],
]


@pytest.fixture(autouse=True)
def book_style():
    with matplotlib.rc_context():
        style.book_style()
        yield
    plt.close("all")


def lab(colour, eye):
    """Lightness, a and b (CIE 1976) of a colour as an eye sees it."""
    channels = np.array(to_rgb(colour))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    x, y, z = np.asarray(TO_XYZ) @ np.clip(np.asarray(EYES[eye]) @ linear, 0, 1) / [0.95047, 1, 1.08883]
    fx, fy, fz = (np.cbrt(v) if v > 216 / 24389 else (24389 / 27 * v + 16) / 116 for v in (x, y, z))
    return np.array([116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)])


def test_lab_of_white_is_100_0_0():
    assert lab("white", "full colour") == pytest.approx([100, 0, 0], abs=0.02)


@pytest.mark.parametrize("eye", EYES)
def test_colours_are_told_apart(eye):
    """A distance of 2.3 is just seen; 15 is seen at a glance."""
    for one, other in itertools.combinations(style.COLOURS, 2):
        assert np.linalg.norm(lab(one, eye) - lab(other, eye)) > 15, (one, other)


@pytest.mark.parametrize("eye", EYES)
def test_shades_grow_darker_for_every_eye(eye):
    lightness = [lab(style.SHADES(step), eye)[0] for step in np.linspace(0, 1, 11)]
    assert np.all(np.diff(lightness) < -2)


def test_lines_differ_without_colour():
    assert len(set(map(str, style.DASHES))) == len(set(style.MARKERS)) == len(style.COLOURS)


def test_text_is_read_on_a_phone():
    """A phone 390 pixels wide gives a figure 358 of them: its letters are at least 11 high."""
    shrunk = 358 / (style.STYLE["figure.figsize"][0] * 72)
    for name in ("font.size", "axes.labelsize", "axes.titlesize", "legend.fontsize"):
        assert style.STYLE[name] * shrunk >= 11


def glossary_and_banks():
    """All Chinese that stands in the glossary and in the question banks."""
    workbook = ROOT / "crmlib" / "workbook"
    paths = [ROOT / "reference" / "glossary.md", *workbook.glob("banks/*.py"), *workbook.glob("keys/*.py")]
    return "".join(sorted(set(CHINESE.findall("".join(path.read_text(encoding="utf-8") for path in paths)))))


def test_chinese_font_draws_every_chinese_character_of_glossary_and_banks():
    family = plt.rcParams["font.family"][-1]
    assert family in style.CHINESE_FONTS
    font = FT2Font(font_manager.findfont(family, fallback_to_default=False))
    assert len(glossary_and_banks()) > 100
    assert [letter for letter in glossary_and_banks() if not font.get_char_index(ord(letter))] == []


def test_figure_draws_chinese_without_empty_boxes():
    figure, ax = plt.subplots()
    figure.set_layout_engine("none")
    ax.text(0, 0, glossary_and_banks())
    ax.set_xlabel("复购率 ≥ 5 % − ¥")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure.canvas.draw()


def test_missing_glyph_would_be_noticed():
    figure, ax = plt.subplots()
    ax.set_title("\ue123")
    with pytest.warns(UserWarning, match="missing from"):
        figure.canvas.draw()


def test_without_the_package_the_style_falls_back(monkeypatch):
    monkeypatch.setattr(style.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(style, "CHINESE_FONTS", ("No such font",))
    style.book_style()
    assert plt.rcParams["font.family"] == ["DejaVu Sans"]


NOTEBOOKS = sorted(
    path for folder in ("chapters", "reference", "solutions") for path in ROOT.glob(f"{folder}/**/*.ipynb")
)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_notebook_stores_a_warning_of_a_missing_glyph(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    printed = [
        output for cell in cells for output in cell.get("outputs", []) if output.get("name") == "stderr"
    ]
    assert [output for output in printed if "missing from" in "".join(output["text"])] == []


def test_cover_says_what_crmlib_computes():
    import make_cover

    customers, once, best = make_cover.numbers()
    words = (ROOT / "intro.md").read_text(encoding="utf-8")
    assert f"of the {customers:,} customers" in words and f"Here are {make_cover.ROWS} of" in words
    assert f"brought {make_cover.percent(best)} of the money" in words
    assert f"and {make_cover.percent(once)} of the customers ordered once" in words
