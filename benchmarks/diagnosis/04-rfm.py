"""Chapter 4: wrong answers of a reader of chapter and questions, written before any run."""

from datetime import date
from math import exp

import numpy as np
import pandas as pd

TODAY = date(1997, 9, 30)
CUTS = {"r": [30, 90, 180, 270], "f": [1, 2, 4, 8], "m": [20, 50, 100, 200]}
QUINTILES = [0.2, 0.4, 0.6, 0.8]


def below(value, cuts):
    return sum(cut < value for cut in cuts)


def up_to(value, cuts):
    return sum(cut <= value for cut in cuts)


def code(first, second, third):
    return 100 * first + 10 * second + third


def scored(recency, frequency, monetary):
    """The three scores as asked."""
    return (
        5 - below(recency, CUTS["r"]),
        1 + below(frequency, CUTS["f"]),
        1 + below(monetary, CUTS["m"]),
    )


def from_the_wrong_end(recency, frequency, monetary):
    right, f, m = scored(recency, frequency, monetary)
    return code(6 - right, f, m)


def on_the_cut_above(recency, frequency, monetary):
    r, m = 5 - up_to(recency, CUTS["r"]), 1 + up_to(monetary, CUTS["m"])
    return code(r, 1 + up_to(frequency, CUTS["f"]), m)


def counted_from_nought(recency, frequency, monetary):
    r, f, m = scored(recency, frequency, monetary)
    return code(r - 1, f - 1, m - 1)


def in_other_order(recency, frequency, monetary):
    r, f, m = scored(recency, frequency, monetary)
    return code(f, r, m)


def added_up(recency, frequency, monetary):
    return sum(scored(recency, frequency, monetary))


def table(orders, as_of="1998-07-31", frequency="size", monetary="sum"):
    """The RFM table as asked, one of its measures taken in another way."""
    groups = orders.groupby("customer_id")
    days = (pd.Timestamp(as_of) - groups["date"].max()).dt.days
    columns = {
        "recency": days,
        "frequency": groups.size() if frequency == "size" else frequency(groups),
        "monetary": groups["amount"].agg(monetary),
    }
    return pd.DataFrame(columns).reset_index()


def quintile_scores(table, recency=None, others=None):
    """The scores as asked, one of the ways to score replaced."""

    def usual(values, side="left"):
        return 1 + np.searchsorted(values.quantile(QUINTILES), values, side=side)

    recency = recency or (lambda values: 6 - usual(values))
    others = others or usual
    return pd.DataFrame(
        {
            "customer_id": table["customer_id"],
            "recency_score": recency(table["recency"]),
            "frequency_score": others(table["frequency"]),
            "monetary_score": others(table["monetary"]),
        }
    )


def rising(values):
    return 1 + np.searchsorted(values.quantile(QUINTILES), values)


def five_equal(values):
    return pd.qcut(values.rank(method="first"), 5, labels=range(1, 6)).astype(int)


def above_on_cut(values):
    return 1 + np.searchsorted(values.quantile(QUINTILES), values, side="right")


def ordered(orders, keep):
    """The customers whose orders pass a rule."""
    groups = orders.groupby("customer_id")
    found = keep(groups)
    return list(found.index[found])


def paid_back(orders, cost, margin):
    return ordered(orders, lambda groups: groups["amount"].mean() * margin > cost)


WRONG = {
    "rfm.recency": [
        ("first", "from the first order to the last", lambda first, last: (last - first).days),
        ("first", "the first day counted", lambda last: (TODAY - last).days + 1),
        ("first", "since the first order", lambda first: (TODAY - first).days),
        ("second", "the mean interval between visits", lambda first, last: (last - first).days / 2),
        ("second", "since the second order", lambda second: (TODAY - second).days),
    ],
    "rfm.order-value": [
        ("first", "per customer", lambda customers, revenue: revenue / customers),
        ("first", "orders per customer", lambda customers, orders: orders / customers),
        (
            "first",
            "per customer, times the orders of each",
            lambda customers, orders, revenue: revenue / customers * orders / customers,
        ),
        (
            "second",
            "per order and customer",
            lambda customers, orders, revenue: revenue / orders / customers,
        ),
        ("second", "the other way round", lambda orders, revenue: orders / revenue),
    ],
    "rfm.cell": [
        ("first", "recency from the wrong end", from_the_wrong_end),
        ("first", "a value on a cut point is above it", on_the_cut_above),
        ("first", "counted from nought", counted_from_nought),
        ("second", "frequency before recency", in_other_order),
        ("second", "the sum of the three", added_up),
    ],
    "rfm.weighted-score": [
        ("first", "equal weights", lambda r, f, m: (r + f + m) / 3),
        ("first", "the sum, not divided", lambda r, f, m, wr, wf, wm: r * wr + f * wf + m * wm),
        ("first", "divided by three", lambda r, f, m, wr, wf, wm: (r * wr + f * wf + m * wm) / 3),
        (
            "second",
            "a share of the best",
            lambda r, f, m, wr, wf, wm: (r * wr + f * wf + m * wm) / (wr + wf + wm) / 5,
        ),
        (
            "second",
            "the weights of recency and money exchanged",
            lambda r, f, m, wr, wf, wm: (r * wm + f * wf + m * wr) / (wr + wf + wm),
        ),
    ],
    "rfm.recency-score": [
        ("first", "from the wrong end", lambda: lambda recency, cuts: 1 + below(recency, cuts)),
        ("first", "on a cut point above it", lambda: lambda recency, cuts: 5 - up_to(recency, cuts)),
        ("second", "counted from nought", lambda: lambda recency, cuts: 4 - below(recency, cuts)),
    ],
    "rfm.table": [
        (
            "first",
            "as of the last order there is",
            lambda orders: table(orders, as_of=orders["date"].max()),
        ),
        ("first", "mean spend an order", lambda orders: table(orders, monetary="mean")),
        (
            "first",
            "the orders of a day are one",
            lambda orders: table(orders, frequency=lambda groups: groups["date"].nunique()),
        ),
        (
            "second",
            "repeat orders only",
            lambda orders: table(orders, frequency=lambda groups: groups.size() - 1),
        ),
        (
            "second",
            "articles, not orders",
            lambda orders: table(orders, frequency=lambda groups: groups["quantity"].sum()),
        ),
    ],
    "rfm.scores": [
        ("first", "recency from the wrong end", lambda table: quintile_scores(table, recency=rising)),
        (
            "first",
            "five equal groups, ties spread",
            lambda table: quintile_scores(table, lambda days: 6 - five_equal(days), five_equal),
        ),
        (
            "second",
            "on a cut point above it",
            lambda table: quintile_scores(table, lambda days: 6 - above_on_cut(days), above_on_cut),
        ),
    ],
    "rfm.two-orders": [
        ("first", "two orders, two points", lambda: 2),
        (
            "first",
            "on a cut point above it",
            lambda once, twice: 1 + sum(cut < once + twice for cut in QUINTILES),
        ),
        ("first", "the cut points below, none added", lambda once: sum(cut < once for cut in QUINTILES)),
        ("second", "low, as nearly all have at most two", lambda: 1),
        ("second", "the middle", lambda: 3),
    ],
    "rfm.lift": [
        ("first", "the other way round", lambda top, gain: top / gain),
        ("first", "the difference", lambda top, gain: gain - top),
        ("first", "the product", lambda top, gain: gain * top),
        (
            "second",
            "against the rest",
            lambda top, gain: gain / top / ((1 - gain) / (1 - top)),
        ),
        ("second", "one taken off", lambda top, gain: gain / top - 1),
    ],
    "rfm.pooled-rate": [
        ("first", "the mean of two rates", lambda high, low: (high + low) / 2),
        (
            "first",
            "the sizes exchanged",
            lambda many, high, few, low: (few * high + many * low) / (many + few),
        ),
        ("first", "the sum of the rates", lambda high, low: high + low),
        ("second", "buyers, no share", lambda many, high, few, low: many * high + few * low),
        (
            "second",
            "the buyers of the better cell over all",
            lambda many, high, few: many * high / (many + few),
        ),
    ],
    "rfm.break-even": [
        ("first", "revenue for margin", lambda cost, order: cost / order),
        ("first", "the other way round", lambda cost, order, margin: order * margin / cost),
        ("first", "the goods for the margin", lambda cost, order, margin: cost / (order * (1 - margin))),
        ("second", "the margin of the letter", lambda cost, order, margin: cost * margin / order),
        (
            "second",
            "the margin after the letter",
            lambda cost, order, margin: cost / (order * margin - cost),
        ),
    ],
    "rfm.added": [
        (
            "first",
            "all who ordered",
            lambda with_letter, cost, margin: with_letter * margin - cost,
        ),
        (
            "first",
            "the letter not paid",
            lambda with_letter, without, margin: (with_letter - without) * margin,
        ),
        (
            "first",
            "the letter paid by those added",
            lambda with_letter, without, cost, margin: (with_letter - without) * (margin - cost),
        ),
        (
            "second",
            "the letter paid by those who ordered",
            lambda with_letter, without, cost, margin: (with_letter - without) * margin - with_letter * cost,
        ),
        (
            "second",
            "half of it, for half got it",
            lambda with_letter, without, cost, margin: ((with_letter - without) * margin - cost) / 2,
        ),
    ],
    "rfm.mail": [
        (
            "first",
            "all with two orders",
            lambda orders: ordered(orders, lambda groups: groups.size() >= 2),
        ),
        (
            "first",
            "all who came in the last 90 days",
            lambda orders: ordered(orders, lambda groups: groups["date"].max() > pd.Timestamp("1997-07-02")),
        ),
        ("second", "all whose mean order pays the letter", paid_back),
    ],
    "rfm.drawn-rate": [
        ("first", "its own rate", lambda bought, customers: bought / customers),
        (
            "first",
            "all added ones buy",
            lambda bought, customers, added: (bought + added) / (customers + added),
        ),
        (
            "first",
            "none of the added ones buys",
            lambda bought, customers, added: bought / (customers + added),
        ),
        (
            "second",
            "the mean of two rates",
            lambda bought, customers, rate: (bought / customers + rate) / 2,
        ),
        (
            "second",
            "the weights exchanged",
            lambda bought, customers, rate, added: (
                (added * bought / customers + customers * rate) / (customers + added)
            ),
        ),
    ],
    "rfm.odds": [
        (
            "first",
            "the odds",
            lambda constant, recency, frequency, monetary, r, f, m: exp(
                recency * r + frequency * f + monetary * m - constant
            ),
        ),
        (
            "first",
            "the logarithm of the odds",
            lambda constant, recency, frequency, monetary, r, f, m: (
                recency * r + frequency * f + monetary * m - constant
            ),
        ),
        (
            "first",
            "no constant",
            lambda recency, frequency, monetary, r, f, m: (
                1 / (1 + exp(-recency * r - frequency * f - monetary * m))
            ),
        ),
        (
            "second",
            "not to buy",
            lambda constant, recency, frequency, monetary, r, f, m: (
                1 / (1 + exp(recency * r + frequency * f + monetary * m - constant))
            ),
        ),
        (
            "second",
            "powers of ten",
            lambda constant, recency, frequency, monetary, r, f, m: (
                1 / (1 + 10 ** -(recency * r + frequency * f + monetary * m - constant))
            ),
        ),
    ],
}
