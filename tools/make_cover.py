"""Draw the figure on the book's first page, for light pages, dark pages and print, into _static/.

    python tools/make_cover.py

A sample of CDNOW's customers, a row each, a dot for each order. The numbers come from crmlib, and a test
compares them with the words under the figure.
"""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from crmlib import datasets, rfm
from crmlib.plots import style
from crmlib.segmentation import concentration

STATIC = Path(__file__).resolve().parent.parent / "_static"
ROWS = 110
INKS = {
    "light": {"ink": "#222222", "once": "#8a8a8a", "again": "#005A8F", "best": "#D55E00"},
    "dark": {"ink": "#E6E6E6", "once": "#9a9a9a", "again": "#6CB8EC", "best": "#FF9A5C"},
}


def numbers():
    """Customers, share of them with one order, and the share of revenue of the best tenth."""
    table = rfm.rfm_table(datasets.load_cdnow(), zero_orders="count")
    once = float((table["frequency"] == 1).mean())
    return len(table), once, concentration.top_share(table["monetary"], 0.1)


def percent(share):
    """A share as the figure writes it."""
    return f"{100 * share:.0f} %"


def sample():
    """The orders of some customers, drawn at random, and the rank of each customer by revenue."""
    orders = datasets.load_cdnow()
    chosen = np.random.default_rng(7).choice(orders["customer_id"].unique(), ROWS, replace=False)
    orders = orders[orders["customer_id"].isin(chosen)]
    spent = orders.groupby("customer_id")["amount"].sum().sort_values()
    return orders, {customer: rank for rank, customer in enumerate(spent.index)}


def draw(inks):
    """The figure, in the inks of a light or a dark page."""
    orders, rank = sample()
    _, once, best = numbers()
    rows, times = orders["customer_id"].map(rank), orders.groupby("customer_id")["date"].transform("size")
    figure, ax = plt.subplots(figsize=(5.6, 4.4))
    top = rows >= 0.9 * ROWS
    for part, colour, size in (
        ((times == 1) & ~top, inks["once"], 9),
        ((times > 1) & ~top, inks["again"], 14),
        (top, inks["best"], 18),
    ):
        ax.scatter(orders["date"][part], rows[part], s=size, color=colour, linewidths=0)
    spans = orders.groupby(rows)["date"].agg(["min", "max"])
    ax.hlines(spans.index, spans["min"], spans["max"], color=inks["once"], linewidth=0.5, alpha=0.6)
    ax.axhline(0.9 * ROWS - 0.5, color=inks["best"], linewidth=1, linestyle="--")
    ax.set_title(f"The best tenth brings {percent(best)} of the money", color=inks["best"], pad=8)
    ax.set_xlabel(f"{percent(once)} of all customers order once in these 18 months", color=inks["ink"])
    ax.set_ylabel("customers, by what they spend", color=inks["ink"])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    months = np.array(["1997-01", "1997-07", "1998-01", "1998-07"], dtype="datetime64[M]")
    ax.set_xticks(months, ["Jan 1997", "July", "Jan 1998", "July"], color=inks["ink"])
    ax.tick_params(length=0)
    return figure


def main():
    """Write the pictures."""
    style.book_style()
    plt.rcParams.update({"svg.hashsalt": "cover", "font.size": 13, "axes.titlesize": 15})
    for name, inks in INKS.items():
        figure = draw(inks)
        figure.savefig(STATIC / f"cover-{name}.svg", transparent=True, metadata={"Date": None})
        plt.close(figure)


if __name__ == "__main__":
    main()
