"""Chapter 7: wrong answers of a reader of chapter and questions, written before any run."""

from math import exp

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans


def sums(a, b, c, d):
    """Squares within the cities, between them, and in all."""
    all_of = np.array([a, b, c, d])
    of_city = np.array([(a + b) / 2] * 2 + [(c + d) / 2] * 2)
    between = ((of_city - all_of.mean()) ** 2).sum()
    total = ((all_of - all_of.mean()) ** 2).sum()
    return total - between, between, total


def classes(spenders, before):
    """The table asked, with the classes by a share given."""
    number = np.select([before < 0.7, before < 0.9], [1, 2], 3)
    return pd.DataFrame(
        {"customer_id": spenders["customer_id"], "share_before": before, "class_number": number}
    )


def share_with_her(spenders):
    ordered = spenders.sort_values("spend", ascending=False)
    return classes(ordered, ordered["spend"].cumsum() / ordered["spend"].sum())


def in_order_of_the_table(spenders):
    return classes(spenders, spenders["spend"].cumsum().shift(fill_value=0) / spenders["spend"].sum())


def from_the_smallest(spenders):
    ordered = spenders.sort_values("spend")
    return classes(ordered, ordered["spend"].cumsum().shift(fill_value=0) / ordered["spend"].sum())


def clustered(habits, measures, highest_first=False):
    """The table asked, by some measures."""
    labels = KMeans(n_clusters=3, n_init=10, random_state=0).fit_predict(measures)
    means = habits["orders"].groupby(labels).mean()
    rank = means.rank(ascending=not highest_first).astype(int)
    return pd.DataFrame({"customer_id": habits["customer_id"], "cluster": rank.loc[labels].to_numpy()})


def standardised(habits):
    measures = habits[["orders", "silent"]]
    return (measures - measures.mean()) / measures.std()


def as_they_come(habits):
    labels = KMeans(n_clusters=3, n_init=10, random_state=0).fit_predict(standardised(habits))
    return pd.DataFrame({"customer_id": habits["customer_id"], "cluster": labels + 1})


def first_places(buyers, score, places):
    return list(buyers.loc[score.nlargest(places).index, "customer_id"])


def grid(buyers, places):
    spends_most = buyers["spend"] >= buyers["spend"].quantile(2 / 3)
    return first_places(buyers, buyers["potential"].where(spends_most, -1), places)


def back(active, here, gone, cost):
    """The share of those who have left, by the formula asked."""
    return (cost / 0.025 - active * here) / ((1 - active) * gone)


WRONG = {
    "segmentation.explained": [
        (
            "first",
            "the share that is left within the cities",
            lambda a, b, c, d: sums(a, b, c, d)[0] / sums(a, b, c, d)[2],
        ),
        (
            "first",
            "each city counted once, not each customer",
            lambda a, b, c, d: sums(a, b, c, d)[1] / 2 / sums(a, b, c, d)[2],
        ),
        (
            "first",
            "between divided by within",
            lambda a, b, c, d: sums(a, b, c, d)[1] / sums(a, b, c, d)[0],
        ),
        (
            "second",
            "corrected for the number of groups",
            lambda a, b, c, d: 1 - sums(a, b, c, d)[0] / sums(a, b, c, d)[2] * 3 / 2,
        ),
        (
            "second",
            "the root of the share",
            lambda a, b, c, d: (sums(a, b, c, d)[1] / sums(a, b, c, d)[2]) ** 0.5,
        ),
    ],
    "segmentation.potential": [
        ("first", "the whole category spend", lambda own, wallet: own / wallet),
        ("first", "the other share of her own spend", lambda own, wallet: own * (1 - wallet)),
        ("first", "divided by the other share", lambda own, wallet: own / (1 - wallet)),
        ("second", "the share of her own spend", lambda own, wallet: own * wallet),
        ("second", "divided by the other share, less her own", lambda own, wallet: own / (1 - wallet) - own),
    ],
    "segmentation.break-even": [
        ("first", "no margin, spend pays the place", lambda cost, potential: cost / potential),
        (
            "first",
            "times the margin",
            lambda cost, margin, potential: cost * margin / potential,
        ),
        (
            "first",
            "what is not margin pays the place",
            lambda cost, margin, potential: cost / ((1 - margin) * potential),
        ),
        (
            "second",
            "the share of the margin that the place costs, turned over",
            lambda cost, margin, potential: 1 - cost / (margin * potential),
        ),
        (
            "second",
            "margin added to the share",
            lambda cost, margin, potential: cost / potential + margin,
        ),
    ],
    "segmentation.silence": [
        ("first", "the smallest share", lambda answered, yes: answered * yes),
        ("first", "the silent are like the others", lambda yes: yes),
        ("first", "all but those who said yes", lambda answered, yes: 1 - answered * yes),
        ("second", "the silent only", lambda answered: 1 - answered),
        ("second", "half of the silent", lambda answered, yes: answered * yes + (1 - answered) / 2),
    ],
    "segmentation.won-back": [
        (
            "first",
            "a share of all, not of those who have left",
            lambda active, here, gone, cost: (cost / 0.025 - active * here) / gone,
        ),
        (
            "first",
            "those who are still here forgotten",
            lambda active, gone, cost: cost / 0.025 / ((1 - active) * gone),
        ),
        (
            "first",
            "a place is paid by who comes back, by herself",
            lambda gone, cost: cost / (0.025 * gone),
        ),
        (
            "second",
            "those who come back spend like those who are here",
            lambda active, here, cost: back(active, here, here, cost),
        ),
        (
            "second",
            "the two shares exchanged",
            lambda active, here, gone, cost: back(1 - active, here, gone, cost),
        ),
    ],
    "segmentation.smearing": [
        ("first", "the residuals are 0 on average, so nothing changes", lambda median: median),
        (
            "first",
            "the correction for normal errors",
            lambda median, error: median * exp(error**2 / 3),
        ),
        ("first", "the largest residual only", lambda median, error: median * exp(error)),
        (
            "second",
            "the residual of 0 left out",
            lambda median, error: median * (exp(-error) + exp(error)) / 2,
        ),
        (
            "second",
            "powers of ten",
            lambda median, error: median * (10**-error + 1 + 10**error) / 3,
        ),
    ],
    "segmentation.peer-potential": [
        (
            "first",
            "below 0 for who spends more",
            lambda: lambda own_spend, peer_spends: np.quantile(peer_spends, 0.9) - own_spend,
        ),
        (
            "first",
            "the percentile itself",
            lambda: lambda own_spend, peer_spends: max(np.quantile(peer_spends, 0.9), 0),
        ),
        (
            "second",
            "the mean of the peers",
            lambda: lambda own_spend, peer_spends: max(np.mean(peer_spends) - own_spend, 0),
        ),
    ],
    "segmentation.abc": [
        ("first", "the share with her", share_with_her),
        ("first", "not sorted", in_order_of_the_table),
        ("second", "sorted from the smallest", from_the_smallest),
    ],
    "segmentation.clusters": [
        ("first", "not standardised", lambda habits: clustered(habits, habits[["orders", "silent"]])),
        ("first", "the numbers as K-means gave them", as_they_come),
        (
            "second",
            "1 has the most orders",
            lambda habits: clustered(habits, standardised(habits), highest_first=True),
        ),
    ],
    "segmentation.targets": [
        (
            "first",
            "the largest potential",
            lambda buyers, places: first_places(buyers, buyers["potential"], places),
        ),
        (
            "first",
            "those who spend most",
            lambda buyers, places: first_places(buyers, buyers["spend"], places),
        ),
        ("second", "the value-potential grid", grid),
    ],
}
