"""The one look of the figures: colours, dashes, sizes that a phone can show, a font with Chinese characters.

Colours come from the palette of Okabe and Ito, which readers with colour-blindness can tell apart. Lines also
differ in their dashes and points in their shapes, so that a figure can be read without colour.

References
----------
Okabe, M. and Ito, K. (2008). Color Universal Design. https://jfly.uni-koeln.de/color/
"""

import importlib.util
from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib import font_manager
from matplotlib.colors import LinearSegmentedColormap

BLUE, ORANGE, GREEN, VERMILION, SKY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9"
GREY, INK = "#767676", "#222222"
COLOURS = (BLUE, VERMILION, GREEN, ORANGE, SKY)
DASHES = ("-", "--", "-.", (0, (1, 1)), (0, (5, 1, 1, 1, 1, 1)))
MARKERS = ("o", "s", "^", "D", "v")

SHADES = LinearSegmentedColormap.from_list("shades", ["#F4F8FB", SKY, "#00466E"])

CHINESE_FONTS = ("Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "SimHei")

# A figure 5.2 inches wide shrinks to two thirds on a phone 390 pixels wide: 12 points are then still read.
STYLE = {
    "figure.figsize": (5.2, 3.9),
    "figure.dpi": 144,
    "figure.facecolor": "white",
    "figure.constrained_layout.use": True,
    "font.size": 12,
    "axes.titlesize": 12,
    "axes.titlelocation": "left",
    "axes.labelsize": 12,
    "axes.edgecolor": GREY,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "axes.prop_cycle": plt.cycler(color=COLOURS, linestyle=DASHES),
    "legend.frameon": False,
    "legend.fontsize": 12,
    "lines.linewidth": 2,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


def book_style():
    """Switch to the figure style of the book: sizes for a phone, no frame, white paper, Chinese characters.

    Examples
    --------
    >>> book_style()
    >>> plt.rcParams["axes.spines.top"]
    False
    """
    _add_shipped_font()
    known = {font.name for font in font_manager.fontManager.ttflist}
    families = ["DejaVu Sans", *[name for name in CHINESE_FONTS if name in known][:1]]
    plt.rcParams.update(STYLE | {"font.family": families})


def _add_shipped_font():
    """Tell matplotlib of the font in the package pylopdf-fonts-zh-cn, once, if the package is there."""
    package = importlib.util.find_spec("pylopdf_fonts_zh_cn")
    if package is None or any(font.name == CHINESE_FONTS[0] for font in font_manager.fontManager.ttflist):
        return
    font_manager.fontManager.addfont(Path(package.origin).with_name("NotoSansSC-Regular.otf"))
