"""Figures and small tables of the book: `figures` and `results` hold them, `style` how they look."""

from crmlib.plots.figures import (
    calibration_plot,
    cell_responses,
    distribution,
    gains_chart,
    gains_compared,
    profit_curve,
    score_counts,
    score_map,
    segment_map,
    segment_shares,
    then_and_later,
    tracking_plot,
)
from crmlib.plots.results import shown
from crmlib.plots.style import BLUE, COLOURS, GREEN, GREY, INK, MARKERS, STYLE, VERMILION, book_style

__all__ = [
    "BLUE",
    "COLOURS",
    "GREEN",
    "GREY",
    "INK",
    "MARKERS",
    "STYLE",
    "VERMILION",
    "book_style",
    "calibration_plot",
    "cell_responses",
    "distribution",
    "gains_chart",
    "gains_compared",
    "profit_curve",
    "score_counts",
    "score_map",
    "segment_map",
    "segment_shares",
    "shown",
    "then_and_later",
    "tracking_plot",
]
