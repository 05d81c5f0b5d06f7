"""Chapter 2: wrong answers of a reader of chapter and questions, written before any run."""

from math import log

import numpy as np
import pandas as pd

from crmlib.segmentation import concentration


def gini(values):
    """The Gini coefficient of values in the order in which they stand."""
    places, count = np.arange(1, len(values) + 1), len(values)
    return 2 * float(places @ np.array(values)) / (count * sum(values)) - (count + 1) / count


def profits(accounts):
    service = 150 * accounts["orders"] + 400 * accounts["returns"] + 1200 * accounts["visits"]
    return accounts["revenue"] * accounts["margin_rate"] - service


def whale(accounts, sort=None, cumulate=None):
    """The table asked, its rows sorted or its profit cumulated in another way."""
    table = accounts[["account", "revenue"]].assign(profit=profits(accounts))
    table = table.sort_values("profit", ascending=False) if sort is None else sort(table)
    cumulated = table["profit"].cumsum() if cumulate is None else cumulate(table["profit"])
    return table.assign(cumulative_profit=cumulated)[["account", "profit", "cumulative_profit"]]


def four_ways(accounts, repriced=None, cheaper=None, dropped=None):
    """The table asked, one of the four ways computed in another way."""
    revenue, rate = accounts["revenue"], accounts["margin_rate"]
    service = 150 * accounts["orders"] + 400 * accounts["returns"] + 1200 * accounts["visits"]
    fixed, variable = 0.4 * service, 0.6 * service
    ways = pd.DataFrame(
        {
            "keep": revenue * rate - service,
            "reprice": ((rate + 0.05) * revenue - variable) * 0.9 - fixed,
            "serve cheaper": revenue * rate - service + 0.3 * variable,
            "drop": -fixed,
        }
    )
    others = {"reprice": repriced, "serve cheaper": cheaper, "drop": dropped}
    for name, other in others.items():
        if other is not None:
            ways[name] = other(revenue, rate, service)
    best = {"account": accounts["account"], "option": ways.idxmax(axis=1), "profit": ways.max(axis=1)}
    return pd.DataFrame(best)


def dropped(accounts, cost):
    """The accounts whose gross margin is below a cost."""
    return list(accounts.loc[accounts["revenue"] * accounts["margin_rate"] < cost(accounts), "account_id"])


def charged(accounts, hour):
    hours = accounts["visits"] * accounts["hours_per_visit"]
    return 150 * accounts["orders"] + 400 * accounts["returns"] + hour * hours


def rise(margin, before, after, discount):
    """What the programme adds to a customer's worth."""
    return margin * after / (1 + discount - after) - margin * before / (1 + discount - before)


def walked(profits):
    total = peak = 0
    for one in profits:
        total += one
        peak = max(peak, total)
    return peak - total


WRONG = {
    "value.sources": [
        ("first", "no word of mouth", lambda now, margin, serve_now: now * margin - serve_now),
        (
            "first",
            "what has been added since the first year",
            lambda first, now, margin, serve_first, serve_now, friend: (
                (now - first) * margin + serve_first - serve_now + friend
            ),
        ),
        (
            "first",
            "the margin rate on what is left after serving",
            lambda now, margin, serve_now, friend: (now - serve_now) * margin + friend,
        ),
        (
            "second",
            "the saving counted twice",
            lambda now, margin, serve_first, serve_now, friend: (
                now * margin - serve_now + serve_first - serve_now + friend
            ),
        ),
        (
            "second",
            "a margin of the friend",
            lambda now, margin, serve_now, friend: (now + friend) * margin - serve_now,
        ),
    ],
    "value.needed-retention": [
        (
            "first",
            "no retention above the line",
            lambda customers, margin, discount, worth: 1 + discount - customers * margin / worth,
        ),
        (
            "first",
            "the first margin now",
            lambda customers, margin, discount, worth: (1 + discount) * (1 - customers * margin / worth),
        ),
        (
            "first",
            "no cost of capital",
            lambda customers, margin, worth: worth / (customers * margin + worth),
        ),
        ("second", "lifetimes", lambda customers, margin, worth: 1 - customers * margin / worth),
        (
            "second",
            "the churn",
            lambda customers, margin, discount, worth: (
                1 - worth * (1 + discount) / (customers * margin + worth)
            ),
        ),
    ],
    "value.contribution": [
        (
            "first",
            "revenue for margin",
            lambda revenue, orders, returns, visits: revenue - 150 * orders - 400 * returns - 1200 * visits,
        ),
        (
            "first",
            "the returns left out",
            lambda revenue, margin, orders, visits: revenue * margin - 150 * orders - 1200 * visits,
        ),
        (
            "first",
            "what comes back is no order",
            lambda revenue, margin, orders, returns, visits: (
                revenue * margin - 150 * (orders - returns) - 400 * returns - 1200 * visits
            ),
        ),
        (
            "second",
            "the margin rate on what is left",
            lambda revenue, margin, orders, returns, visits: (
                (revenue - 150 * orders - 400 * returns - 1200 * visits) * margin
            ),
        ),
        ("second", "gross margin", lambda revenue, margin: revenue * margin),
    ],
    "value.lost-profit": [
        ("first", "a negative number", lambda: lambda profits: sum(min(one, 0) for one in profits)),
        ("first", "the peak", lambda: lambda profits: sum(max(one, 0) for one in profits)),
        ("first", "not sorted", lambda: walked),
        (
            "second",
            "the largest less the sum",
            lambda: lambda profits: max(profits) - sum(profits),
        ),
    ],
    "value.whale": [
        ("first", "not sorted", lambda accounts: whale(accounts, sort=lambda table: table)),
        (
            "first",
            "sorted by revenue",
            lambda accounts: whale(accounts, lambda table: table.sort_values("revenue", ascending=False)),
        ),
        (
            "second",
            "shares of the whole",
            lambda accounts: whale(accounts, cumulate=lambda profit: profit.cumsum() / profit.sum()),
        ),
    ],
    "value.drop-all": [
        ("first", "the loss taken for the gain", lambda margin, serve: serve - margin),
        ("first", "the wrong sign", lambda margin, serve, fixed: margin - (1 - fixed) * serve),
        ("first", "the share that stays is saved", lambda margin, serve, fixed: fixed * serve - margin),
        (
            "second",
            "a share of the loss",
            lambda margin, serve, fixed: (1 - fixed) * (serve - margin),
        ),
        ("second", "only what stays", lambda serve, fixed: -fixed * serve),
    ],
    "value.options": [
        (
            "first",
            "nothing stays after dropping",
            lambda accounts: four_ways(accounts, dropped=lambda revenue, rate, service: 0 * service),
        ),
        (
            "first",
            "cheaper service saves on all of the cost",
            lambda accounts: four_ways(
                accounts, cheaper=lambda revenue, rate, service: revenue * rate - 0.7 * service
            ),
        ),
        (
            "second",
            "the new price earns the old margin rate",
            lambda accounts: four_ways(
                accounts,
                lambda revenue, rate, service: (1.05 * revenue * rate - 0.6 * service) * 0.9 - 0.4 * service,
            ),
        ),
    ],
    "value.luck": [
        ("first", "how far the best lie above the mean", lambda top: top / 0.2),
        ("first", "the chance of no purchase", lambda top: -log(top)),
        ("first", "the share that luck gives at this mean", lambda top: concentration.poisson_top_share(top)),
        ("second", "the chance of a purchase", lambda top: -log(1 - top)),
        ("second", "the fifth over its share", lambda top: 0.2 / top),
    ],
    "value.next-year": [
        ("first", "the correlation times the best", lambda best, correlation: correlation * best),
        ("first", "they stay the best", lambda best: best),
        (
            "first",
            "the rest of the correlation",
            lambda mean, best, correlation: mean + (1 - correlation) * (best - mean),
        ),
        ("second", "all of it luck", lambda mean: mean),
        ("second", "the mean on top", lambda mean, best, correlation: mean + correlation * best),
    ],
    "value.chain-margin": [
        ("first", "its own cost left out", lambda bought, sold: sold - bought),
        ("first", "the shop's margin", lambda sold, shop: shop - sold),
        ("first", "up to the price of the shop", lambda bought, own, shop: shop - bought - own),
        ("second", "what it bought left out", lambda own, sold: sold - own),
        ("second", "a share of its price", lambda bought, own, sold: (sold - bought - own) / sold),
    ],
    "value.gini": [
        (
            "first",
            "the area only",
            lambda first, second, third, fourth: gini(sorted([first, second, third, fourth])) / 2,
        ),
        (
            "first",
            "not sorted",
            lambda first, second, third, fourth: gini([first, second, third, fourth]),
        ),
        (
            "first",
            "the area below the curve",
            lambda first, second, third, fourth: (1 - gini(sorted([first, second, third, fourth]))) / 2,
        ),
        (
            "second",
            "the correction for few",
            lambda first, second, third, fourth: gini(sorted([first, second, third, fourth])) * 4 / 3,
        ),
        (
            "second",
            "steps for the curve",
            lambda first, second, third, fourth: gini(sorted([first, second, third, fourth])) - 1 / 4,
        ),
    ],
    "value.added-order": [
        (
            "first",
            "no control group",
            lambda contact, gift, treated: (contact + treated * gift) / treated,
        ),
        ("first", "no gift", lambda contact, treated, control: contact / (treated - control)),
        (
            "first",
            "a gift for the added orders only",
            lambda contact, gift, treated, control: contact / (treated - control) + gift,
        ),
        (
            "second",
            "a gift for everyone",
            lambda contact, gift, treated, control: (contact + gift) / (treated - control),
        ),
        ("second", "letter and gift, once", lambda contact, gift: contact + gift),
    ],
    "value.yearly-limit": [
        ("first", "once", rise),
        (
            "first",
            "the margin saved in one year",
            lambda margin, before, after: margin * (after - before),
        ),
        (
            "first",
            "she pays as long as before",
            lambda margin, before, after, discount: (
                rise(margin, before, after, discount) * (1 + discount - before) / (1 + discount)
            ),
        ),
        (
            "second",
            "the first payment in a year",
            lambda margin, before, after, discount: (
                rise(margin, before, after, discount) * (1 + discount - after) / after
            ),
        ),
        (
            "second",
            "paid for ever",
            lambda margin, before, after, discount: (
                rise(margin, before, after, discount) * discount / (1 + discount)
            ),
        ),
    ],
    "value.drop": [
        (
            "first",
            "all who lose by the report",
            lambda accounts, hour: dropped(accounts, lambda some: charged(some, hour)),
        ),
        (
            "first",
            "the price of a visit from the exercise before",
            lambda accounts, fixed: dropped(
                accounts,
                lambda some: (1 - fixed) * charged(some.assign(hours_per_visit=1), 1200),
            ),
        ),
        (
            "second",
            "the share that stays is saved",
            lambda accounts, hour, fixed: dropped(accounts, lambda some: fixed * charged(some, hour)),
        ),
    ],
}
