"""The figures of the book: each function takes a table of crmlib, draws one message on one Axes, returns it.

The colours and the style are those of `crmlib.plots.style`.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import PercentFormatter

from crmlib import rfm
from crmlib._guard.checks import describe
from crmlib.plots.style import (
    BLUE,
    COLOURS,
    DASHES,
    GREY,
    INK,
    MARKERS,
    SHADES,
    SKY,
    VERMILION,
)


def distribution(values, label, cuts=(), bins=30, upper=None, ax=None):
    """How one measure is spread over the customers, with the cut points that make scores of it.

    Parameters
    ----------
    values : Series or array
        One number a customer, such as the column recency of the RFM table.
    label : str
        What is measured, with its unit: "days since the last order".
    cuts : sequence of float
        Cut points, drawn as dashed lines (same unit).
    bins : int or "whole"
        How many bars; "whole" gives each whole number its own.
    upper : float, optional
        Values above it are put into the last bar, whose right end it is.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure without it.

    Returns
    -------
    matplotlib.axes.Axes
        The bars add up to all customers.

    Raises
    ------
    ValueError
        If there are no values, or one is missing.

    Examples
    --------
    >>> ax = distribution([1, 1, 2, 30], "orders", bins=3, upper=4)
    >>> [int(bar.get_height()) for bar in ax.patches], ax.get_xlabel()
    ([2, 1, 1], 'orders [last bar: 4 and more]')
    """
    numbers = _numbers("values", values)
    ax = _axes(ax)
    top = numbers.max() if upper is None else upper
    low = numbers.min()
    edges = np.arange(low - 0.5, top + 1) if bins == "whole" else np.linspace(low, top, bins + 1)
    ax.hist(np.minimum(numbers, top), bins=edges, color=BLUE, ec="white")
    ax.xaxis.get_major_locator().set_params(integer=bins == "whole")
    for cut in cuts:
        ax.axvline(cut, color=VERMILION, linestyle="--")
    tail = "" if upper is None else f" [last bar: {upper:,.0f} and more]"
    ax.set(xlabel=label + tail, ylabel="customers")
    return ax


def score_counts(counts, label="score", ax=None):
    """How many customers each way of scoring puts into each score.

    Parameters
    ----------
    counts : pandas.DataFrame
        The scores as index, a column for each way of scoring, numbers of customers.
    label : str
        Which score it is.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
        One group of bars a score, one container of bars a column.

    Raises
    ------
    TypeError
        If `counts` is no table.

    Examples
    --------
    >>> import pandas as pd
    >>> ax = score_counts(pd.DataFrame({"share": [9, 0], "spread": [5, 4]}, index=[1, 2]))
    >>> [int(bar.get_height()) for bar in ax.containers[1]]
    [5, 4]
    """
    _table("counts", counts, ())
    ax = _axes(ax)
    width = 0.8 / counts.shape[1]
    for place, name in enumerate(counts.columns):
        left = np.arange(len(counts)) - 0.4 + width * (place + 0.5)
        bars = ax.bar(left, counts[name], width * 0.92, color=COLOURS[place % 5], label=name)
        ax.bar_label(bars, labels=["0" if height == 0 else "" for height in counts[name]], fontsize=10)
    ax.set_xticks(range(len(counts)), counts.index)
    ax.set(xlabel=label, ylabel="customers")
    ax.legend()
    return ax


def score_map(scores, values=None, label="customers", form="{:,.0f}", top=None, ax=None):
    """The recency and frequency scores as a 5 by 5 map of what lies in each cell.

    Parameters
    ----------
    scores : pandas.DataFrame
        The scored RFM table, a row per customer.
    values : Series or array, optional
        One number a customer; a cell shows its mean. Without it a cell shows its number of customers.
    label : str
        What the cells show, with its unit; the title of the map.
    form : str
        How a number is written.
    top : float, optional
        The value with the darkest shade; without it the largest of the map.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
        Its image holds the numbers, frequency score by recency score; empty cells are missing.

    Raises
    ------
    TypeError, ValueError
        If a score column is missing, or `values` does not fit the table.

    Examples
    --------
    >>> import pandas as pd
    >>> ax = score_map(pd.DataFrame({"recency_score": [5, 5, 1], "frequency_score": [4, 4, 1]}))
    >>> float(ax.images[0].get_array()[4 - 1, 5 - 1])
    2.0
    """
    grid = _cell_means(scores, values)
    ax = _axes(ax)
    ax.imshow(grid, origin="lower", cmap=SHADES, vmin=0, vmax=top or np.nanmax(grid), aspect="auto")
    for (frequency, recency), value in np.ndenumerate(grid):
        if np.isfinite(value):
            # White and black stand out equally from the shade at three quarters of the scale.
            dark = value > 0.75 * ax.images[0].norm.vmax
            ax.text(
                recency,
                frequency,
                form.format(value),
                color="white" if dark else "black",
                ha="center",
                va="center",
            )
    ax.set_title(label)
    return _score_axes(ax, len(grid))


def segment_map(scores, rules=rfm.SEGMENTS, ax=None):
    """The named segments as areas of the recency and frequency scores, with their customers.

    Parameters
    ----------
    scores : pandas.DataFrame
        The scored RFM table, a row per customer.
    rules : sequence of crmlib.rfm.Segment
        The segments.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
        Each area names its segments, with the number of customers; its image holds the customers of the area.
        Segments that differ in the monetary score only share an area.

    Raises
    ------
    TypeError, ValueError
        If the rules overlap or leave a gap, or a score column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> columns = ["recency_score", "frequency_score", "monetary_score"]
    >>> ax = segment_map(pd.DataFrame([[5, 5, 5], [5, 4, 1]], columns=columns))
    >>> [text.get_text() for text in ax.texts if "champions" in text.get_text()]
    ['champions 1\\nloyal 1']
    """
    _table("scores", scores, ("recency_score", "frequency_score", "monetary_score"))
    segmented = rfm.rfm_segment(scores, rules)
    grid = np.nan_to_num(_cell_means(scores, None))
    ax = _axes(ax)
    for positions, cells in _areas(rules).items():
        inside = tuple(np.transpose(cells))
        grid[inside] = grid[inside].sum()
        frequency, recency = np.mean(cells, axis=0)
        text = _area_text(segmented, [rules[position].name for position in positions], cells)
        ax.text(recency, frequency, text, ha="center", va="center", fontsize=11)
        _outline(ax, cells)
    ax.imshow(grid, origin="lower", cmap=SHADES, vmin=0, vmax=2 * grid.max(), aspect="auto")
    return _score_axes(ax, len(grid))


def segment_shares(scores, rules=rfm.SEGMENTS, ax=None):
    """Each segment's share of the customers beside its share of the money.

    Parameters
    ----------
    scores : pandas.DataFrame
        The scored RFM table with the columns `segment` (see `crmlib.rfm.rfm_segment`) and `monetary` (money).
    rules : sequence of crmlib.rfm.Segment
        The segments, in the order in which they are drawn from the top.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
        Two containers of bars: shares of customers, shares of spend.

    Raises
    ------
    TypeError, ValueError
        If `scores` is no table, or a column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> ax = segment_shares(pd.DataFrame({"segment": ["champions", "lost"], "monetary": [75.0, 25.0]}))
    >>> float(ax.containers[1][0].get_width())
    0.75
    """
    _table("scores", scores, ("segment", "monetary"))
    ax = _axes(ax)
    names = [rule.name for rule in rules]
    by_segment = scores.groupby("segment")["monetary"]
    for name, sizes, colour, shift in (
        ("customers", by_segment.size(), SKY, -0.2),
        ("spend", by_segment.sum(), BLUE, 0.2),
    ):
        shares = sizes.reindex(names).fillna(0) / sizes.sum()
        ax.barh(np.arange(len(names)) + shift, shares, 0.38, color=colour, label=f"share of {name}")
    ax.set_yticks(range(len(names)), names)
    ax.invert_yaxis()
    ax.xaxis.set_major_formatter(PercentFormatter(1))
    ax.set(xlabel="share of all (%)")
    ax.legend(loc="lower right")
    return ax


def gains_chart(tables, outcome="responses", ax=None):
    """How much of the outcome the best-scored customers bring, beside the diagonal of chance.

    Parameters
    ----------
    tables : dict
        Name of a line to its table from `crmlib.rfm.gains_table`.
    outcome : str
        What is gained, as it reads after "share of all".
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
        One line a table, in the order given, and the diagonal last.

    Raises
    ------
    TypeError, ValueError
        If a table is none, or lacks a column.

    Examples
    --------
    >>> ax = gains_chart({"RFM": rfm.gains_table([2, 1], [1, 0], groups=2)})
    >>> ax.lines[0].get_ydata().tolist()
    [0.0, 1.0, 1.0]
    """
    ax = _axes(ax)
    for place, (name, table) in enumerate(_named("tables", tables)):
        _table(f"tables[{name!r}]", table, ("cumulative_customers", "cumulative_responses"))
        ax.plot(
            [0, *table["cumulative_customers"]],
            [0, *table["cumulative_responses"]],
            **_line(place),
            markersize=5,
            label=name,
        )
    ax.plot([0, 1], [0, 1], color=GREY, linestyle=":", label="chance")
    _percent(ax)
    ax.set(xlabel="share of customers, best first (%)", ylabel=f"share of all {outcome} (%)")
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1))
    return ax


def gains_compared(gains, chance=0.2, label="share of all responses (%)", ax=None):
    """What different scores find in the same share of customers, beside what chance finds.

    Parameters
    ----------
    gains : pandas.DataFrame
        The scores as index, in the order from the top; a column for each data set or outcome; shares.
    chance : float
        The share of customers, which is what chance finds.
    label : str
        What is found, with its unit.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
        One line of points a column; the vertical line of chance last.

    Raises
    ------
    TypeError
        If `gains` is no table.

    Examples
    --------
    >>> import pandas as pd
    >>> ax = gains_compared(pd.DataFrame({"CDNOW": [0.5, 0.4]}, index=["R", "M"]))
    >>> ax.lines[0].get_xdata().tolist()
    [0.5, 0.4]
    """
    _table("gains", gains, ())
    ax = _axes(ax)
    for place, name in enumerate(gains.columns):
        look = _line(place) | {"linestyle": "none"}
        ax.plot(gains[name], range(len(gains)), **look, markersize=9, label=name)
    ax.axvline(chance, color=GREY, linestyle=":", label="chance")
    ax.set_yticks(range(len(gains)), gains.index)
    ax.set_ylim(len(gains) - 0.5, -0.5)
    ax.set_xlim(0, None)
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.grid(axis="y", color="#DDDDDD")
    ax.set_xlabel(label)
    ax.figure.legend(loc="outside upper left", ncols=3)
    return ax


def cell_responses(cells, break_even=None, label="response rate (%)", ax=None):
    """The response rate of each cell with its interval, against the break-even rate.

    Parameters
    ----------
    cells : pandas.DataFrame
        From `crmlib.rfm.response_by_cell`: `cell`, `customers`, `response_rate`, `lower`, `upper`.
    break_even : float, optional
        The break-even response rate (a share), drawn as a line.
    label : str
        The rate, with its unit.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
        A point and its interval a cell, the first cell at the top; cells above break-even are filled.

    Raises
    ------
    TypeError, ValueError
        If `cells` is no table, or a column is missing.

    Examples
    --------
    >>> ax = cell_responses(rfm.response_by_cell(["a", "a", "b"], [1, 0, 0]), break_even=0.1)
    >>> ax.collections[-1].get_offsets()[:, 0].tolist()
    [0.5, 0.0]
    """
    _table("cells", cells, ("cell", "customers", "response_rate", "lower", "upper"))
    ax = _axes(ax)
    rows = np.arange(len(cells))
    good = cells["response_rate"].to_numpy() > (0 if break_even is None else break_even)
    ax.hlines(rows, cells["lower"], cells["upper"], color=np.where(good, BLUE, GREY), linewidth=2)
    ax.scatter(
        cells["response_rate"],
        rows,
        s=55,
        zorder=3,
        c=np.where(good, BLUE, "white"),
        ec=np.where(good, BLUE, GREY),
    )
    if break_even is not None:
        ax.axvline(break_even, color=VERMILION, linestyle="--", label=f"break-even {break_even:.1%}")
        ax.figure.legend(loc="outside upper right")
    ax.set_yticks(
        rows,
        [f"{cell}  (n = {size:,})" for cell, size in zip(cells["cell"], cells["customers"], strict=True)],
    )
    ax.invert_yaxis()
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set(xlabel=label, ylabel="cell (customers)")
    return ax


def then_and_later(table, label="response rate (%)", ax=None):
    """What cells showed when they were ranked, and what they showed afterwards.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns `cell`, `ranked_on` and `checked_on` (rates), the best cell first.
    label : str
        The rate, with its unit.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
        Two lines of points; a bar joins the two of a cell.

    Raises
    ------
    TypeError, ValueError
        If `table` is none, or a column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> ax = then_and_later(pd.DataFrame({"cell": ["55"], "ranked_on": [0.6], "checked_on": [0.4]}))
    >>> [float(line.get_xdata()[0]) for line in ax.lines]
    [0.6, 0.4]
    """
    _table("table", table, ("cell", "ranked_on", "checked_on"))
    ax = _axes(ax)
    rows = np.arange(len(table))
    ax.hlines(rows, table["ranked_on"], table["checked_on"], color="#BBBBBB", linewidth=3, zorder=1)
    for place, (column, name) in enumerate(
        {"ranked_on": "where ranked", "checked_on": "where checked"}.items()
    ):
        look = _line(place) | {"linestyle": "none"}
        ax.plot(table[column], rows, **look, markersize=9, label=name)
    ax.set_yticks(rows, table["cell"])
    ax.invert_yaxis()
    ax.set_xlim(-0.03, None)
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set(xlabel=label, ylabel="cell")
    ax.figure.legend(loc="outside upper left", ncols=2)
    return ax


def profit_curve(curves, currency="US dollars", marks=None, ax=None):
    """The profit of a mailing against the share of customers mailed.

    Parameters
    ----------
    curves : dict
        Name of a line to a table with `mailed` (share of customers, rising) and `profit` (money).
    currency : str
        The unit of the money.
    marks : dict, optional
        Name of a single policy to its (share mailed, profit).
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
        One line a table in the order given, then the zero line, then one point a mark.

    Raises
    ------
    TypeError, ValueError
        If a table is none, or lacks a column.

    Examples
    --------
    >>> import pandas as pd
    >>> ax = profit_curve({"RFM": pd.DataFrame({"mailed": [0.0, 1.0], "profit": [0.0, 9.0]})})
    >>> ax.lines[0].get_ydata().tolist(), ax.get_ylabel()
    ([0.0, 9.0], 'profit (US dollars)')
    """
    ax = _axes(ax)
    for place, (name, table) in enumerate(_named("curves", curves)):
        _table(f"curves[{name!r}]", table, ("mailed", "profit"))
        look = _line(place) | {"marker": None}
        ax.plot(table["mailed"], table["profit"], **look, label=name)
    ax.axhline(0, color=GREY, linewidth=1)
    for place, (name, (mailed, profit)) in enumerate((marks or {}).items()):
        ax.plot([mailed], [profit], MARKERS[place % 5], color=INK, markersize=9, label=name)
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.set(xlabel="share of customers mailed, best first (%)", ylabel=f"profit ({currency})")
    ax.figure.legend(loc="outside lower left", ncols=2)
    return ax


def calibration_plot(table, label="mean purchases in the hold-out", ax=None):
    """What customers bought in the hold-out, and what was expected, by how often they had bought before.

    Parameters
    ----------
    table : pandas.DataFrame
        `btyd.calibration_table`: columns `frequency`, `customers`, `actual` and one a prediction.
    label : str
        What is drawn, with its unit.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
        One line for `actual`, then one a prediction.

    Raises
    ------
    TypeError, ValueError
        If `table` is none, or a column is missing.

    Examples
    --------
    >>> from crmlib import btyd
    >>> ax = calibration_plot(btyd.calibration_table([0, 1, 5], [0, 1, 4], {"rule": [0, 1, 5]}, most=2))
    >>> [line.get_label() for line in ax.lines], ax.lines[1].get_ydata().tolist()
    (['actual', 'rule'], [0.0, 1.0, 5.0])
    """
    _table("table", table, ("frequency", "customers", "actual"))
    ax = _axes(ax)
    places = np.arange(len(table))
    for place, name in enumerate(
        column for column in table.columns if column not in ("frequency", "customers")
    ):
        look = _line(place) | ({"color": INK} if name == "actual" else {})
        ax.plot(places, table[name], **look, label=name)
    names = [f"{frequency}" for frequency in table["frequency"]]
    ax.set_xticks(places, [*names[:-1], f"{names[-1]}+"])
    ax.set_ylim(0, None)
    ax.set(xlabel="repeat purchases before the hold-out", ylabel=label)
    ax.legend()
    return ax


def tracking_plot(table, calibration_end=None, cumulative=True, period="week", ax=None):
    """Repeat purchases of all customers together as time goes on: what came, and what a model expects.

    Parameters
    ----------
    table : pandas.DataFrame
        `btyd.tracking_table`.
    calibration_end : float, optional
        The number of the last period that the model was fitted to, drawn as a vertical line.
    cumulative : bool
        Purchases up to the end of each period; False draws those in it.
    period : str
        The name of a period.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
        One line for what came, one for what was expected.

    Raises
    ------
    TypeError, ValueError
        If `table` is none, or a column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> ax = tracking_plot(pd.DataFrame({"period": [1, 2], "actual": [3, 1], "expected": [2.5, 2.0]}),
    ...                    cumulative=False)
    >>> [line.get_ydata().tolist() for line in ax.lines], ax.get_xlabel()
    ([[3, 1], [2.5, 2.0]], 'week')
    """
    names = [f"{name}{'_cumulative' if cumulative else ''}" for name in ("actual", "expected")]
    _table("table", table, ("period", *names))
    ax = _axes(ax)
    for place, (name, label) in enumerate(zip(names, ("actual", "expected"), strict=True)):
        look = _line(place) | {"marker": None} | ({"color": INK} if place == 0 else {})
        ax.plot(table["period"], table[name], **look, label=label)
    if calibration_end is not None:
        ax.axvline(calibration_end, color=GREY, linewidth=1)
        ax.annotate(
            "hold-out →",
            (calibration_end, 0.02),
            xycoords=("data", "axes fraction"),
            xytext=(6, 0),
            textcoords="offset points",
            color=GREY,
        )
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.set_ylim(0, None)
    ax.set(xlabel=period, ylabel=f"repeat purchases {'so far' if cumulative else f'in the {period}'}")
    ax.legend()
    return ax


def _axes(ax):
    return plt.subplots()[1] if ax is None else ax


def _line(place):
    """Colour, dashes and marker of the n-th line."""
    return {"color": COLOURS[place % 5], "linestyle": DASHES[place % 5], "marker": MARKERS[place % 5]}


def _percent(ax):
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(PercentFormatter(1, decimals=0))


def _numbers(name, values):
    array = np.asarray(values, dtype=float)
    if array.ndim != 1 or not len(array) or not np.isfinite(array).all():
        raise ValueError(f"{name} must be a column of numbers, none missing; got {describe(values)}")
    return array


def _table(name, table, columns):
    """Refuse what is no pandas table, or lacks a column."""
    if not hasattr(table, "columns"):
        raise TypeError(f"{name} must be a table; got {describe(table)}")
    for column in columns:
        if column not in table.columns:
            raise ValueError(
                f"{name} has no column {column!r}; its columns are {', '.join(map(str, table.columns))}"
            )


def _named(name, tables):
    if not isinstance(tables, dict) or not tables:
        raise TypeError(f"{name} must be a dict of a line's name to its table; got {describe(tables)}")
    return tables.items()


def _cell_means(scores, values):
    """Frequency score by recency score: the mean of the values, or the number of customers."""
    _table("scores", scores, ("recency_score", "frequency_score"))
    cells = [scores["frequency_score"].to_numpy() - 1, scores["recency_score"].to_numpy() - 1]
    bins = max(5, int(np.max(cells)) + 1)
    customers, sums = np.zeros((2, bins, bins))
    np.add.at(customers, tuple(cells), 1)
    if values is None:
        return np.where(customers > 0, customers, np.nan)
    numbers = _numbers("values", values)
    if len(numbers) != len(scores):
        raise ValueError(
            f"values must have a number for each row of scores; got {len(numbers)} for {len(scores)}"
        )
    np.add.at(sums, tuple(cells), numbers)
    return np.divide(sums, customers, out=np.full_like(sums, np.nan), where=customers > 0)


def _score_axes(ax, bins):
    ax.set_xticks(range(bins), range(1, bins + 1))
    ax.set_yticks(range(bins), range(1, bins + 1))
    ax.set(xlabel="recency score (5: bought lately)", ylabel="frequency score (5: often)")
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    return ax


def _areas(rules):
    """The cells (frequency, recency) that the same segments share, by the positions of those segments."""
    grid = rfm.segment_grid(rules)
    areas = {}
    for recency, frequency in np.ndindex(grid.shape[:2]):
        names = tuple(np.unique(grid[recency, frequency]).tolist())
        areas.setdefault(names, []).append((frequency, recency))
    return areas


def _outline(ax, cells):
    """A white frame around an area."""
    low, high = np.min(cells, axis=0), np.max(cells, axis=0)
    height, width = high - low + 1
    ax.add_patch(plt.Rectangle((low[1] - 0.5, low[0] - 0.5), width, height, fill=False, ec="white", lw=5))
    ax.add_patch(plt.Rectangle((low[1] - 0.5, low[0] - 0.5), width, height, fill=False, ec=GREY, lw=1))


def _area_text(segmented, names, cells):
    """A segment and its customers a line; in an area one cell wide, a word a line."""
    places = list(zip(segmented["frequency_score"] - 1, segmented["recency_score"] - 1, strict=True))
    inside = segmented["segment"][[place in cells for place in places]].value_counts()
    lines = [f"{name} {inside.get(name, 0):,}" for name in names]
    narrow = len({recency for _, recency in cells}) == 1
    return "\n".join(line.replace(" ", "\n") if narrow else line for line in lines).replace("\nto\n", "\nto ")
