"""Chapter 15: wrong answers of a reader of chapter and questions, written before any run."""

from math import ceil, floor, log, log2, log10

import numpy as np
import pandas as pd


def useful(potential, taken, cost):
    """How many steps bring more than they cost."""
    return sum(potential * taken * (1 - taken) ** step > cost for step in range(200))


def last_that_pays_on_average(potential, taken, cost):
    """The most steps that together bring what they cost."""
    return max(n for n in range(200) if potential * (1 - (1 - taken) ** n) >= n * cost)


def where_equal(potential, taken, cost):
    """The number of steps at which the next brings just its cost, not rounded."""
    return log(cost / (potential * taken)) / log(1 - taken)


def scores(customers, visits, missing="shared", silence=(180, 0), clipped=True, counted=False):
    """The table asked, with another way of missing values, of scales or of coverage."""
    scales = {"visits": (0, 10), "silence": silence, "survey": (1, 5)}
    weights = pd.Series({"visits": visits, "silence": 0.35, "survey": 1 - visits - 0.35})
    scaled = pd.DataFrame({name: 100 * (customers[name] - worst) / (best - worst)
                           for name, (worst, best) in scales.items()})  # fmt: skip
    scaled = scaled.clip(0, 100) if clipped else scaled
    there = scaled.notna()
    covered = there.mul(weights).sum(axis=1)
    total = scaled.mul(weights).sum(axis=1)
    score = total if missing == "zero" else total / covered
    coverage = there.mean(axis=1) if counted else covered
    found = pd.DataFrame({"customer_id": customers["customer_id"], "score": score, "coverage": coverage})
    return found[covered >= 0.5 - 1e-9].reset_index(drop=True)


def calibration(customers, groups, observed="mean"):
    """The table asked, by other groups or another count."""
    by = customers.groupby(groups)
    table = pd.DataFrame({"expected": by["risk"].mean(), "observed": by["left"].agg(observed)})
    return table.rename_axis("group").reset_index().astype({"group": int})


def equal_fifths(customers):
    return pd.Series(np.arange(len(customers)) * 5 // len(customers) + 1,
                     index=customers.sort_values("risk").index).reindex(customers.index)  # fmt: skip


def equal_widths(customers):
    return pd.cut(customers["risk"], 5, labels=[1, 2, 3, 4, 5]).astype(int)


def plan(accounts, visits, order):
    """Visits given one by one to the account for which `order` of account and visits so far is highest."""
    given = pd.Series(0, index=accounts.index)
    for _ in range(visits):
        given[order(accounts, given).astype(float).idxmax()] += 1
    return pd.DataFrame({"account": accounts["account"], "visits": given})


def in_proportion(accounts, visits, column):
    return plan(accounts, visits, lambda table, given: table[column] / (given + 0.5))


def top(table, number, column, largest=True):
    ranked = table.sort_values([column, "customer_id"], ascending=[not largest, True])
    return list(ranked["customer_id"].head(number))


def first_visits(accounts, steps, number, column):
    """Visits in proportion to a column of the accounts."""
    table = accounts.rename(columns={"account_id": "account"})
    given = in_proportion(table, number, column).set_index("account")["visits"]
    return list(steps.loc[steps["visit"] <= steps["account_id"].map(given), "visit_id"])


WRONG = {
    "health.drivers": [
        ("first", "the changes added up", lambda customers, orders, value: customers - orders + value),
        (
            "first",
            "revenue as a share of the old one",
            lambda customers, orders, value: (1 + customers) * (1 - orders) * (1 + value),
        ),
        (
            "first",
            "the fall taken for a rise",
            lambda customers, orders, value: (1 + customers) * (1 + orders) * (1 + value) - 1,
        ),
        ("second", "orders left out", lambda customers, value: (1 + customers) * (1 + value) - 1),
        (
            "second",
            "divided by one more for the fall",
            lambda customers, orders, value: (1 + customers) * (1 + value) / (1 + orders) - 1,
        ),
    ],
    "health.alerts-week": [
        ("first", "base rate left out", lambda found, false: found / (found + false)),
        ("first", "right alerts among all customers", lambda leaving, found: leaving * found),
        (
            "first",
            "customers who are alerted",
            lambda leaving, found, false: leaving * found + (1 - leaving) * false,
        ),
        (
            "second",
            "the share that is wrong",
            lambda leaving, found, false: (1 - leaving) * false / (leaving * found + (1 - leaving) * false),
        ),
        (
            "second",
            "false alerts of all customers",
            lambda leaving, found, false: leaving * found / (leaving * found + false),
        ),
    ],
    "health.call-profit": [
        (
            "first",
            "all called would leave",
            lambda alerts, cost, success, clv: alerts * (success * clv - cost),
        ),
        (
            "first",
            "calls paid for leavers only",
            lambda alerts, leaving, cost, success, clv: alerts * leaving * (success * clv - cost),
        ),
        ("first", "every leaver is kept", lambda alerts, leaving, cost, clv: alerts * (leaving * clv - cost)),
        (
            "second",
            "calls paid for those kept only",
            lambda alerts, leaving, cost, success, clv: alerts * leaving * success * (clv - cost),
        ),
        ("second", "a call", lambda leaving, cost, success, clv: leaving * success * clv - cost),
    ],
    "health.right-75": [
        ("first", "the mean of all below", lambda mean, cost, clv: cost / (mean * clv)),
        ("first", "everybody at the edge leaves", lambda cost, clv: cost / clv),
        ("first", "of all customers, not of leavers", lambda edge, cost, clv: edge * cost / clv),
        ("second", "those at the edge who stay", lambda edge, cost, clv: cost / ((1 - edge) * clv)),
        ("second", "the mean of the two", lambda mean, edge, cost, clv: cost / ((mean + edge) / 2 * clv)),
    ],
    "health.contact-keeps": [
        (
            "first",
            "a gain where it is a loss",
            lambda members, letter, control, worth, cost: members * ((letter - control) * worth - cost),
        ),
        (
            "first",
            "the half that got a letter",
            lambda members, letter, control, worth, cost: members / 2 * ((control - letter) * worth - cost),
        ),
        (
            "first",
            "the letters cost nothing",
            lambda members, letter, control, worth: members * (control - letter) * worth,
        ),
        (
            "second",
            "all who stayed with a letter",
            lambda members, letter, worth, cost: members * ((1 - letter) * worth - cost),
        ),
        (
            "second",
            "a member",
            lambda letter, control, worth, cost: (control - letter) * worth - cost,
        ),
    ],
    "health.contribution": [
        ("first", "at the orders of last year", lambda before, often, after: (after - before) * often * 100),
        (
            "first",
            "the whole change of revenue",
            lambda before, often, after, now: (after * now - before * often) * 100,
        ),
        ("first", "at the orders of this year", lambda before, after, now: (after - before) * now * 100),
        (
            "second",
            "at the mean of the two",
            lambda before, often, after, now: (after - before) * (often + now) / 2 * 100,
        ),
        (
            "second",
            "the part of the orders",
            lambda before, often, after, now: (
                100 * (after * now - before * often) / log(after * now / (before * often)) * log(now / often)
            ),
        ),
    ],
    "health.last-visit": [
        ("first", "one too many", lambda open, taken, cost: useful(open, taken, cost) + 1),
        ("first", "the exact place, not whole", lambda open, taken, cost: where_equal(open, taken, cost)),
        (
            "first",
            "as long as all together pay",
            lambda open, taken, cost: last_that_pays_on_average(open, taken, cost),
        ),
        ("second", "one too few", lambda open, taken, cost: useful(open, taken, cost) - 1),
        ("second", "what is open over the cost", lambda open, cost: open // cost),
    ],
    "health.staff": [
        ("first", "calls to an account", lambda open, taken, calls: useful(open, taken, 260_000 / calls)),
        (
            "first",
            "one more than pays",
            lambda accounts, open, taken, calls: (
                floor(accounts * useful(open, taken, 260_000 / calls) / calls) + 2
            ),
        ),
        (
            "first",
            "as long as all together pay",
            lambda accounts, open, taken, calls: floor(
                accounts * last_that_pays_on_average(open, taken, 260_000 / calls) / calls
            ),
        ),
        ("second", "an account a call", lambda accounts, calls: ceil(accounts / calls)),
        (
            "second",
            "all that is open over the wage",
            lambda accounts, open: floor(accounts * open / 260_000),
        ),
    ],
    "health.scores": [
        ("first", "missing counts as zero", lambda customers, visits: scores(customers, visits, "zero")),
        (
            "first",
            "silence not turned",
            lambda customers, visits: scores(customers, visits, silence=(0, 180)),
        ),
        (
            "first",
            "beyond the ends not cut",
            lambda customers, visits: scores(customers, visits, clipped=False),
        ),
        (
            "second",
            "coverage by the number of columns",
            lambda customers, visits: scores(customers, visits, counted=True),
        ),
    ],
    "health.calibration": [
        ("first", "groups of equal width", lambda customers: calibration(customers, equal_widths(customers))),
        (
            "first",
            "numbered from the highest risk",
            lambda customers: calibration(customers, 6 - equal_fifths(customers)),
        ),
        (
            "second",
            "how many left, not the share",
            lambda customers: calibration(customers, equal_fifths(customers), "sum"),
        ),
    ],
    "health.pays-below": [
        (
            "first",
            "success left out",
            lambda: (
                lambda cost, success, clv, risk_at_0, risk_at_100: min(
                    max(100 * (risk_at_0 - cost / clv) / (risk_at_0 - risk_at_100), 0), 100
                )
            ),
        ),
        (
            "first",
            "ends not cut",
            lambda: (
                lambda cost, success, clv, risk_at_0, risk_at_100: (
                    100 * (risk_at_0 - cost / (success * clv)) / (risk_at_0 - risk_at_100)
                )
            ),
        ),
        (
            "first",
            "the risk, not the score",
            lambda: lambda cost, success, clv, risk_at_0, risk_at_100: cost / (success * clv),
        ),
        (
            "second",
            "counted from the other end",
            lambda: (
                lambda cost, success, clv, risk_at_0, risk_at_100: min(
                    max(100 * (cost / (success * clv) - risk_at_100) / (risk_at_0 - risk_at_100), 0), 100
                )
            ),
        ),
    ],
    "health.plan": [
        (
            "first",
            "in proportion to what is open",
            lambda accounts, visits: in_proportion(accounts, visits, "open"),
        ),
        (
            "first",
            "the same for all",
            lambda accounts, visits: plan(accounts, visits, lambda table, given: -given),
        ),
        (
            "second",
            "all to the best first visit",
            lambda accounts, visits: plan(
                accounts, visits, lambda table, given: table["open"] * table["taken"]
            ),
        ),
    ],
    "health.drift": [
        (
            "first",
            "the first group only",
            lambda before, after: (after - before) * log(after / before),
        ),
        ("first", "the change of the share", lambda before, after: after - before),
        (
            "first",
            "shares, not their differences, weighed",
            lambda before, after: after * log(after / before) + (1 - after) * log((1 - after) / (1 - before)),
        ),
        (
            "second",
            "logarithms to the base 2",
            lambda before, after: (
                (after - before) * (log2(after / before) - log2((1 - after) / (1 - before)))
            ),
        ),
        (
            "second",
            "logarithms to the base 10",
            lambda before, after: (
                (after - before) * (log10(after / before) - log10((1 - after) / (1 - before)))
            ),
        ),
    ],
    "health.shape": [
        ("first", "the visits that pay by themselves", lambda third, fourth: third + fourth - 2 * 1_200),
        (
            "first",
            "the costs left out",
            lambda first, second, third, fourth: first + second + third + fourth,
        ),
        (
            "first",
            "all five visits",
            lambda first, second, third, fourth, fifth: first + second + third + fourth + fifth - 5 * 1_200,
        ),
        ("second", "three visits", lambda first, second, third: first + second + third - 3 * 1_200),
        ("second", "the best visit", lambda third: third - 1_200),
    ],
    "health.calls": [
        ("first", "the longest silence", lambda customers, places: top(customers, places, "silence")),
        ("first", "the highest worth", lambda customers, places: top(customers, places, "worth")),
        (
            "second",
            "the fewest visits",
            lambda customers, places: top(customers, places, "visits_8_weeks", largest=False),
        ),
    ],
    "health.visits": [
        (
            "first",
            "as it has always been",
            lambda accounts, steps, places: first_visits(accounts, steps, places, "visits"),
        ),
        (
            "first",
            "by revenue",
            lambda accounts, steps, places: first_visits(accounts, steps, places, "revenue"),
        ),
        (
            "second",
            "by potential",
            lambda accounts, steps, places: first_visits(accounts, steps, places, "potential"),
        ),
    ],
}
