"""Chapter 10: wrong answers of a reader of chapter and questions, written before any run."""

from math import log, log10

import pandas as pd

WATCHED = pd.Timestamp("1998-06-30")


def gaps_of(orders, last_day=WATCHED, of_gaps="mean", once_a_day=True):
    """The table asked, with one of its steps made in another way."""
    days = orders[["customer_id"]].assign(date=orders["date"].dt.normalize())
    days = days.drop_duplicates() if once_a_day else days
    days = days.sort_values(["customer_id", "date"])
    gaps = days.groupby("customer_id")["date"].diff().dt.days.dropna()
    by_customer = gaps.groupby(days["customer_id"])
    last = days.groupby("customer_id")["date"].max()
    table = {"closed_gaps": by_customer.size(), "usual_gap": by_customer.agg(of_gaps)}
    return pd.DataFrame(table | {"silence": (last_day - last).dt.days}).reset_index()


def drops(spend, limit, drop):
    """The table asked, by another measure of the drop."""
    alert = (drop >= limit).astype(int)
    return pd.DataFrame({"customer_id": spend["customer_id"], "drop": drop, "alert": alert})


def called(table, who):
    return list(table.loc[who, "customer_id"])


WRONG = {
    "retention.cell": [
        ("first", "the column before", lambda customers, february: february / customers),
        ("first", "who bought in both months", lambda customers, both: both / customers),
        ("first", "of those of February, who bought in March", lambda february, both: both / february),
        ("second", "March over February", lambda february, march: march / february),
        (
            "second",
            "who bought in either month",
            lambda customers, february, march, both: (february + march - both) / customers,
        ),
    ],
    "retention.km-by-hand": [
        (
            "first",
            "those not watched stay",
            lambda members, first, second: 1 - (first + second) / members,
        ),
        (
            "first",
            "those not watched left out from the start",
            lambda members, first, late, second: 1 - (first + second) / (members - late),
        ),
        (
            "first",
            "those not watched counted as gone",
            lambda members, first, late, second: (members - first - late - second) / members,
        ),
        (
            "second",
            "the second month only",
            lambda members, first, late, second: 1 - second / (members - first - late),
        ),
        (
            "second",
            "the two shares added up",
            lambda members, first, late, second: 1 - first / members - second / (members - first - late),
        ),
    ],
    "retention.third-renewal": [
        (
            "first",
            "the risk of those who are still there",
            lambda alpha, beta: alpha / (alpha + beta + 2),
        ),
        (
            "first",
            "who is still there after the third",
            lambda alpha, beta: (
                beta * (beta + 1) * (beta + 2) / ((alpha + beta) * (alpha + beta + 1) * (alpha + beta + 2))
            ),
        ),
        (
            "first",
            "the same risk each time",
            lambda alpha, beta: alpha / (alpha + beta) * (beta / (alpha + beta)) ** 2,
        ),
        (
            "second",
            "the second renewal",
            lambda alpha, beta: alpha * beta / ((alpha + beta) * (alpha + beta + 1)),
        ),
        (
            "second",
            "all who have left by then",
            lambda alpha, beta: (
                1
                - beta * (beta + 1) * (beta + 2) / ((alpha + beta) * (alpha + beta + 1) * (alpha + beta + 2))
            ),
        ),
    ],
    "retention.log-likelihood": [
        (
            "first",
            "those who still run left out",
            lambda first, second: first * log(1 / 2) + second * log(1 / 6),
        ),
        (
            "first",
            "the risk at the second renewal for the share",
            lambda members, first, second: (
                first * log(1 / 2) + second * log(1 / 3) + (members - first - second) * log(1 / 3)
            ),
        ),
        (
            "first",
            "the sign dropped",
            lambda members, first, second: (
                first * log(2) + second * log(6) + (members - first - second) * log(3)
            ),
        ),
        (
            "second",
            "those who still run leave at the third",
            lambda members, first, second: (
                first * log(1 / 2) + second * log(1 / 6) + (members - first - second) * log(1 / 12)
            ),
        ),
        (
            "second",
            "logarithms to base ten",
            lambda members, first, second: (
                first * log10(1 / 2) + second * log10(1 / 6) + (members - first - second) * log10(1 / 3)
            ),
        ),
    ],
    "retention.nrr": [
        (
            "first",
            "new customers counted, too",
            lambda start, churned, contraction, expansion, new: (
                (start - churned - contraction + expansion + new) / start
            ),
        ),
        (
            "first",
            "gross revenue retention",
            lambda start, churned, contraction: (start - churned - contraction) / start,
        ),
        (
            "first",
            "only those who left are taken off",
            lambda start, churned, expansion: (start - churned + expansion) / start,
        ),
        (
            "second",
            "the share that is lost, net",
            lambda start, churned, contraction, expansion: (churned + contraction - expansion) / start,
        ),
        (
            "second",
            "over the revenue at the end",
            lambda start, churned, contraction, expansion, new: (
                (start - churned - contraction + expansion)
                / (start - churned - contraction + expansion + new)
            ),
        ),
    ],
    "retention.hold-revenue": [
        ("first", "the two losses added up", lambda churned, contraction: churned + contraction),
        ("first", "the cuts forgotten", lambda churned: churned / (1 - churned)),
        (
            "first",
            "growth of what is left after the cuts",
            lambda churned, contraction: 1 / ((1 - churned) * (1 - contraction)) - 1,
        ),
        (
            "second",
            "the cuts in shares of the start, too",
            lambda churned, contraction: (churned + contraction) / (1 - churned),
        ),
        (
            "second",
            "in shares of the start",
            lambda churned, contraction: churned + (1 - churned) * contraction,
        ),
    ],
    "retention.alert-by-hand": [
        ("first", "the median of the closed gaps", lambda first, step: first + 1.5 * step),
        ("first", "open gaps counted as closed", lambda running: running),
        ("first", "the day by which half of the closed have ended", lambda first, step: first + step),
        ("second", "open gaps stay at risk", lambda first, step: first + 3 * step),
        (
            "second",
            "the mean of all seven",
            lambda first, step, running: (4 * first + 6 * step + 3 * running) / 7,
        ),
    ],
    "retention.precision": [
        ("first", "the base forgotten", lambda recall, false_rate: recall / (recall + false_rate)),
        ("first", "found, of all customers", lambda left, recall: left * recall),
        ("first", "one less the share of false alarms", lambda false_rate: 1 - false_rate),
        (
            "second",
            "the share of false alarms among the alerts",
            lambda left, recall, false_rate: (
                (1 - left) * false_rate / (left * recall + (1 - left) * false_rate)
            ),
        ),
        (
            "second",
            "right in all cases",
            lambda left, recall, false_rate: left * recall + (1 - left) * (1 - false_rate),
        ),
    ],
    "retention.call-break-even": [
        ("first", "the gift forgotten", lambda call, success, worth: call / (success * worth)),
        (
            "first",
            "the gift for everyone",
            lambda call, success, worth, gift: (call + gift) / (success * worth),
        ),
        (
            "first",
            "each who had left comes back",
            lambda call, worth, gift: (call + gift) / (worth + gift),
        ),
        (
            "second",
            "the gift taken off the value",
            lambda call, success, worth, gift: call / (success * worth - gift),
        ),
        (
            "second",
            "the gift below only",
            lambda call, success, worth, gift: call / (success * worth + gift),
        ),
    ],
    "retention.half-life": [
        ("first", "half of the mean lifetime", lambda: lambda retention_rate: 0.5 / (1 - retention_rate)),
        ("first", "log 2 over the churn", lambda: lambda retention_rate: log(2) / (1 - retention_rate)),
        ("second", "the mean lifetime", lambda: lambda retention_rate: 1 / (1 - retention_rate)),
    ],
    "retention.usual-gaps": [
        (
            "first",
            "two orders of a day are two days",
            lambda orders: gaps_of(orders, once_a_day=False),
        ),
        (
            "first",
            "silence until the last order of the table",
            lambda orders: gaps_of(orders, last_day=orders["date"].max().normalize()),
        ),
        ("second", "the median gap", lambda orders: gaps_of(orders, of_gaps="median")),
    ],
    "retention.value-drop": [
        (
            "first",
            "the share that is left",
            lambda spend, limit: drops(spend, limit, spend["now"] / spend["usual"]),
        ),
        (
            "first",
            "the sign of a change",
            lambda spend, limit: drops(spend, limit, 1 - spend["now"] / spend["usual"]).assign(
                drop=spend["now"] / spend["usual"] - 1
            ),
        ),
        (
            "second",
            "over what she spends now",
            lambda spend, limit: drops(spend, limit, (spend["usual"] - spend["now"]) / spend["now"]),
        ),
    ],
    "retention.call-list": [
        ("first", "silent for 90 days", lambda table: called(table, table["silence"] > 90)),
        (
            "first",
            "three usual gaps",
            lambda table: called(table, table["silence"] > 3 * table["usual_gap"]),
        ),
        ("second", "P(alive) below one half", lambda table: called(table, table["p_alive"] < 0.5)),
    ],
}
