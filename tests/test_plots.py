"""What the figures hold: the numbers of their tables, labels with units, a sentence for bad input."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from crmlib import plots, rfm

CUSTOMERS = 200


@pytest.fixture(autouse=True)
def closed_figures():
    """Each test draws on fresh figures in the style of the book and leaves none open."""
    with matplotlib.rc_context():
        plots.book_style()
        yield
    plt.close("all")


@pytest.fixture(scope="module")
def scores():
    """200 made-up customers, scored; half of them have one order."""
    rng = np.random.default_rng(7)
    frequency = np.where(rng.random(CUSTOMERS) < 0.5, 1, rng.poisson(5, CUSTOMERS) + 1)
    table = pd.DataFrame(
        {
            "customer_id": np.arange(CUSTOMERS),
            "recency": rng.integers(0, 500, CUSTOMERS),
            "frequency": frequency,
            "monetary": np.round(frequency * rng.uniform(5, 40, CUSTOMERS), 2),
        }
    )
    return rfm.rfm_segment(rfm.rfm_score(table, ties="share"))


def x_and_y(line):
    return np.asarray(line.get_xdata(), float), np.asarray(line.get_ydata(), float)


def test_named_numbers_are_rounded_in_a_table_under_their_unit():
    table = plots.shown({"margin": 266.667, "cost": 200}, "¥ a year", digits=1)
    assert table.to_dict() == {"¥ a year": {"margin": 266.7, "cost": 200.0}}
    assert plots.shown(table["¥ a year"], "¥").equals(table.set_axis(["¥"], axis=1))


# Distributions ----------------------------------------------------------------------------------------


def test_distribution_counts_every_customer_once(scores):
    ax = plots.distribution(scores["recency"], "recency (days)", bins=17)
    assert len(ax.patches) == 17
    assert sum(bar.get_height() for bar in ax.patches) == CUSTOMERS


def test_distribution_puts_what_is_above_the_upper_end_into_the_last_bar(scores):
    ax = plots.distribution(scores["monetary"], "monetary (US dollars)", bins=10, upper=50)
    left = ax.patches[-1].get_x()
    assert ax.patches[-1].get_height() == (scores["monetary"] >= left).sum()
    assert sum(bar.get_height() for bar in ax.patches) == CUSTOMERS
    assert ax.get_xlabel() == "monetary (US dollars) [last bar: 50 and more]"


def test_distribution_gives_each_whole_number_its_bar():
    ax = plots.distribution([1, 1, 1, 2, 4, 9], "orders", bins="whole", upper=4)
    centres = [bar.get_x() + bar.get_width() / 2 for bar in ax.patches]
    assert np.allclose(centres, [1, 2, 3, 4])
    assert [bar.get_height() for bar in ax.patches] == [3, 1, 0, 2]


def test_distribution_of_equal_values_is_drawn():
    ax = plots.distribution([3.0, 3.0], "orders")
    assert sum(bar.get_height() for bar in ax.patches) == 2


def test_distribution_draws_a_line_at_each_cut_point(scores):
    ax = plots.distribution(scores["recency"], "recency (days)", cuts=[30, 90])
    assert [x_and_y(line)[0][0] for line in ax.lines] == [30, 90]


# Scores -----------------------------------------------------------------------------------------------


def test_score_counts_draws_the_table():
    counts = pd.DataFrame({"share": [9, 0, 3], "spread": [4, 4, 4]}, index=[1, 2, 3])
    ax = plots.score_counts(counts, "frequency score")
    for bars, name in zip(ax.containers, counts, strict=True):
        assert [bar.get_height() for bar in bars] == counts[name].tolist()
    assert [label.get_text() for label in ax.get_xticklabels()] == ["1", "2", "3"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["share", "spread"]


def test_score_map_counts_the_customers_of_each_cell(scores):
    grid = plots.score_map(scores).images[0].get_array()
    for frequency in range(1, 6):
        for recency in range(1, 6):
            inside = (scores["frequency_score"] == frequency) & (scores["recency_score"] == recency)
            drawn = grid[frequency - 1, recency - 1]
            assert inside.sum() == (0 if np.ma.is_masked(drawn) or np.isnan(drawn) else drawn)


def test_score_map_shows_the_mean_of_values(scores):
    ax = plots.score_map(scores, scores["monetary"], label="mean spend (US dollars)")
    cell = scores[(scores["frequency_score"] == 5) & (scores["recency_score"] == 3)]
    assert ax.images[0].get_array()[4, 2] == pytest.approx(cell["monetary"].mean())
    assert ax.get_title(loc="left") == "mean spend (US dollars)"


def test_score_map_writes_a_number_into_each_cell_that_has_customers(scores):
    ax = plots.score_map(scores)
    cells = scores.groupby(["recency_score", "frequency_score"]).size()
    assert sorted(int(text.get_text()) for text in ax.texts) == sorted(cells.tolist())


def test_five_is_at_the_right_and_at_the_top(scores):
    ax = plots.score_map(scores)
    assert ax.get_xlim()[0] < ax.get_xlim()[1] and ax.get_ylim()[0] < ax.get_ylim()[1]
    assert "5: bought lately" in ax.get_xlabel() and "5: often" in ax.get_ylabel()


# Segments ---------------------------------------------------------------------------------------------


def test_segment_map_accounts_for_every_customer(scores):
    ax = plots.segment_map(scores)
    drawn = sum(int(word) for text in ax.texts for word in text.get_text().split() if word.isdigit())
    assert drawn == CUSTOMERS


def test_segment_map_names_every_segment_with_its_customers(scores):
    written = " ".join(" ".join(text.get_text().split()) for text in plots.segment_map(scores).texts)
    for rule in rfm.SEGMENTS:
        assert rule.name in written
    assert f"champions {(scores['segment'] == 'champions').sum()}" in written


def test_segment_map_shades_an_area_by_its_customers(scores):
    grid = plots.segment_map(scores).images[0].get_array()
    top = scores[(scores["recency_score"] >= 4) & (scores["frequency_score"] >= 4)]
    assert (grid[3:, 3:] == len(top)).all()


def test_segment_shares_are_shares_of_the_whole(scores):
    ax = plots.segment_shares(scores)
    for bars in ax.containers:
        assert sum(bar.get_width() for bar in bars) == pytest.approx(1)
    spend = scores.loc[scores["segment"] == "champions", "monetary"].sum() / scores["monetary"].sum()
    assert ax.containers[1][0].get_width() == pytest.approx(spend)


# Prediction -------------------------------------------------------------------------------------------


def test_gains_chart_draws_the_tables_and_the_diagonal():
    table = rfm.gains_table([4, 3, 2, 1], [1, 1, 0, 1], groups=4)
    ax = plots.gains_chart({"RFM": table, "again": table}, "buyers")
    across, up = x_and_y(ax.lines[0])
    assert across.tolist() == [0, *table["cumulative_customers"]]
    assert up.tolist() == [0, *table["cumulative_responses"]]
    assert [x_and_y(ax.lines[-1])[k].tolist() for k in (0, 1)] == [[0, 1], [0, 1]]
    assert ax.get_ylabel() == "share of all buyers (%)"


def test_gains_compared_draws_each_column():
    gains = pd.DataFrame({"CDNOW": [0.5, 0.4], "Journey": [0.3, 0.2]}, index=["R", "M"])
    ax = plots.gains_compared(gains)
    for line, name in zip(ax.lines, gains, strict=False):
        assert x_and_y(line)[0].tolist() == gains[name].tolist()
    assert x_and_y(ax.lines[-1])[0][0] == 0.2
    assert ax.get_ylim()[0] > ax.get_ylim()[1], "the first score is at the top"


def test_cell_responses_draws_rates_intervals_and_break_even():
    cells = rfm.response_by_cell(["a"] * 4 + ["b"] * 6, [1, 1, 1, 0] + [0] * 6)
    ax = plots.cell_responses(cells, break_even=0.25)
    intervals, points = ax.collections
    assert points.get_offsets()[:, 0].tolist() == cells["response_rate"].tolist()
    ends = [segment[:, 0].tolist() for segment in intervals.get_segments()]
    assert np.allclose(ends, cells[["lower", "upper"]])
    assert x_and_y(ax.lines[0])[0].tolist() == [0.25, 0.25]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["a  (n = 4)", "b  (n = 6)"]


def test_cells_above_break_even_are_filled_the_others_hollow():
    cells = rfm.response_by_cell(["a", "a", "b", "b"], [1, 1, 0, 0])
    faces = plots.cell_responses(cells, break_even=0.25).collections[-1].get_facecolor()
    assert [tuple(face[:3]) for face in faces] == [to_rgb(plots.BLUE), (1, 1, 1)]


def test_then_and_later_draws_both_rates():
    table = pd.DataFrame({"cell": ["55", "54"], "ranked_on": [0.6, 0.5], "checked_on": [0.4, 0.45]})
    ax = plots.then_and_later(table)
    drawn = [x_and_y(line)[0].tolist() for line in ax.lines]
    assert drawn == [[0.6, 0.5], [0.4, 0.45]]


# Decision ---------------------------------------------------------------------------------------------


def test_profit_curve_draws_curves_zero_and_marks():
    curve = pd.DataFrame({"mailed": [0.0, 0.5, 1.0], "profit": [0.0, 30.0, 10.0]})
    ax = plots.profit_curve({"RFM": curve}, marks={"rule": (0.4, 28.0)})
    assert x_and_y(ax.lines[0])[1].tolist() == [0, 30, 10]
    assert x_and_y(ax.lines[1])[1].tolist() == [0, 0]
    assert [float(part[0]) for part in x_and_y(ax.lines[2])] == [0.4, 28]
    assert ax.get_ylabel() == "profit (US dollars)"


def test_profit_curve_says_another_currency():
    curve = pd.DataFrame({"mailed": [0.0, 1.0], "profit": [0.0, 10.0]})
    assert plots.profit_curve({"RFM": curve}, currency="yuan").get_ylabel() == "profit (yuan)"


# Every figure -----------------------------------------------------------------------------------------


def figures(scores):
    cells = rfm.response_by_cell(["a", "a", "b"], [1, 0, 0])
    curve = pd.DataFrame({"mailed": [0.0, 1.0], "profit": [0.0, 10.0]})
    pair = pd.DataFrame({"cell": ["55"], "ranked_on": [0.6], "checked_on": [0.4]})
    gains = rfm.gains_table([2, 1], [1, 0], groups=2)
    return {
        "distribution": lambda ax: plots.distribution([1, 2, 9], "orders", ax=ax),
        "score_counts": lambda ax: plots.score_counts(pd.DataFrame({"share": [1, 2]}), ax=ax),
        "score_map": lambda ax: plots.score_map(scores, ax=ax),
        "segment_map": lambda ax: plots.segment_map(scores, ax=ax),
        "segment_shares": lambda ax: plots.segment_shares(scores, ax=ax),
        "gains_chart": lambda ax: plots.gains_chart({"RFM": gains}, ax=ax),
        "gains_compared": lambda ax: plots.gains_compared(pd.DataFrame({"a": [0.2]}), ax=ax),
        "cell_responses": lambda ax: plots.cell_responses(cells, 0.1, ax=ax),
        "then_and_later": lambda ax: plots.then_and_later(pair, ax=ax),
        "profit_curve": lambda ax: plots.profit_curve({"RFM": curve}, ax=ax),
    }


NAMES = list(figures(None))


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_draws_on_the_axes_it_is_given_and_labels_them(name, scores):
    ax = plt.subplots()[1]
    assert figures(scores)[name](ax) is ax
    assert ax.get_xlabel()
    assert ax.get_ylabel() or name in ("segment_shares", "gains_compared")


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_makes_its_own_axes_and_can_be_drawn(name, scores):
    ax = figures(scores)[name](None)
    ax.figure.canvas.draw()
    assert ax.figure.get_size_inches().tolist() == list(plots.STYLE["figure.figsize"])


@pytest.mark.parametrize("name", NAMES)
def test_no_text_is_too_small_for_a_phone(name, scores):
    """At 360 pixels a text of 10 points in a figure 6 inches wide is 8 pixels high."""
    ax = figures(scores)[name](None)
    sizes = [text.get_fontsize() for text in ax.figure.findobj(plt.Text) if text.get_text()]
    assert min(sizes) >= 10


def luminance(colour):
    channels = np.array(to_rgb(colour))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


@pytest.mark.parametrize("colour", [plots.BLUE, plots.VERMILION, plots.GREEN, plots.GREY])
def test_lines_stand_out_from_white_paper(colour):
    assert 1.05 / (luminance(colour) + 0.05) >= 3


def test_numbers_on_a_map_can_be_read_on_every_shade(scores):
    """At least 4.5 to 1 between a number and its cell, the level of WCAG for text."""
    values = np.linspace(0, 100, CUSTOMERS)
    ax = plots.score_map(scores, values, top=100)
    image = ax.images[0]
    for text in ax.texts:
        column, row = (int(place) for place in text.get_position())
        cell = luminance(image.cmap(image.norm(image.get_array()[row, column]))[:3])
        light, dark = sorted([cell, luminance(text.get_color())], reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5


# Bad input --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("draw", "sentence"),
    [
        (lambda: plots.distribution([], "days"), "values must be a column of numbers, none missing"),
        (lambda: plots.distribution([1, np.nan], "days"), "values must be a column of numbers, none missing"),
        (lambda: plots.score_counts([1, 2]), r"counts must be a table; got \[1, 2\]"),
        (
            lambda: plots.score_map(pd.DataFrame({"recency_score": [1]})),
            "scores has no column 'frequency_score'",
        ),
        (lambda: plots.segment_map("55"), "scores must be a table"),
        (
            lambda: plots.segment_shares(pd.DataFrame({"segment": ["lost"]})),
            "scores has no column 'monetary'",
        ),
        (lambda: plots.gains_chart([1]), "tables must be a dict of a line's name to its table"),
        (
            lambda: plots.gains_chart({"RFM": pd.DataFrame({"a": [1]})}),
            "has no column 'cumulative_customers'",
        ),
        (lambda: plots.gains_compared(None), "gains must be a table"),
        (lambda: plots.cell_responses(pd.DataFrame({"cell": ["a"]})), "cells has no column 'customers'"),
        (lambda: plots.then_and_later(pd.DataFrame({"cell": ["a"]})), "table has no column 'ranked_on'"),
        (lambda: plots.profit_curve({}), "curves must be a dict of a line's name to its table"),
    ],
)
def test_bad_input_gets_a_sentence(draw, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        draw()


def test_values_of_another_length_are_refused(scores):
    with pytest.raises(ValueError, match="values must have a number for each row of scores; got 2 for 200"):
        plots.score_map(scores, [1, 2])


# --- purchases expected and made -----------------------------------------------------

CALIBRATION = pd.DataFrame(
    {"frequency": [0, 1, 7], "customers": [9, 5, 2], "actual": [0.2, 0.7, 6.4], "BG/NBD": [0.2, 0.5, 6.2]}
)
TRACKING = pd.DataFrame(
    {
        "period": [1, 2, 3],
        "actual": [3, 1, 2],
        "expected": [2.5, 2.0, 1.5],
        "actual_cumulative": [3, 4, 6],
        "expected_cumulative": [2.5, 4.5, 6.0],
    }
)


def test_calibration_plot_has_a_line_for_what_came_and_each_prediction():
    ax = plots.calibration_plot(CALIBRATION)
    assert [line.get_label() for line in ax.lines] == ["actual", "BG/NBD"]
    assert ax.lines[0].get_ydata().tolist() == [0.2, 0.7, 6.4]
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["0", "1", "7+"]
    assert ax.get_ylabel() == "mean purchases in the hold-out"


@pytest.mark.parametrize(("cumulative", "ending"), [(True, "_cumulative"), (False, "")])
def test_tracking_plot_draws_both_lines(cumulative, ending):
    ax = plots.tracking_plot(TRACKING, calibration_end=2, cumulative=cumulative)
    for line, name in zip(ax.lines, ("actual", "expected"), strict=False):
        assert line.get_ydata().tolist() == TRACKING[name + ending].tolist()
    assert ax.lines[2].get_xdata() == [2, 2]
    assert ax.get_ylim()[0] == 0


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: plots.calibration_plot(CALIBRATION.drop(columns="actual")), "table has no column 'actual'"),
        (lambda: plots.tracking_plot(TRACKING.drop(columns="period")), "table has no column 'period'"),
    ],
)
def test_plots_of_predictions_refuse_other_tables(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
    with pytest.raises(TypeError, match=r"^table must be a table; got 3$"):
        plots.tracking_plot(3)
