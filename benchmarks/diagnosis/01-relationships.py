"""Chapter 1: wrong answers of a reader of chapter and questions, written before any run."""

from math import exp

from scipy.stats import norm


def worth(margin, churn):
    """The worth of a customer whose next margin comes in a year, at 10 %."""
    return margin * (1 - churn) / (0.1 + churn)


def chosen(accounts, gain, cost):
    """The accounts whose gain is more than the cost."""
    return list(accounts.loc[gain(accounts) > cost, "account_id"])


def margins(accounts):
    return accounts["revenue"] * accounts["margin_rate"]


WRONG = {
    "relationships.dpmo": [
        ("first", "the ways left out", lambda units, defects: defects / units * 1e6),
        ("first", "a share, not a million", lambda units, ways, defects: defects / (units * ways)),
        ("first", "times the ways", lambda units, ways, defects: defects * ways / units * 1e6),
        ("second", "in per cent", lambda units, ways, defects: 100 * defects / (units * ways)),
        ("second", "what went right", lambda units, ways, defects: 1e6 * (1 - defects / (units * ways))),
    ],
    "relationships.sigma": [
        ("first", "no shift", lambda late: norm.ppf(1 - late)),
        ("first", "the shift taken off", lambda late: norm.ppf(1 - late) - 1.5),
        ("first", "the quantile of the late ones", lambda late: norm.ppf(late) + 1.5),
        ("second", "two-sided", lambda late: norm.ppf(1 - late / 2) + 1.5),
        ("second", "the late ones in a million", lambda late: late * 1e6),
    ],
    "relationships.next-base": [
        (
            "first",
            "those who join leave, too",
            lambda customers, inflow, churn: (customers + inflow) * (1 - churn),
        ),
        ("first", "where it settles", lambda inflow, churn: inflow / churn),
        (
            "first",
            "churn taken for retention",
            lambda customers, inflow, churn: customers * churn + inflow,
        ),
        ("second", "those who stay only", lambda customers, churn: customers * (1 - churn)),
        (
            "second",
            "those who join leave at half the rate",
            lambda customers, inflow, churn: customers * (1 - churn) + inflow * (1 - churn / 2),
        ),
    ],
    "relationships.settled-base": [
        (
            "first",
            "the base of next year",
            lambda customers, inflow, churn: customers * (1 - churn) + inflow,
        ),
        ("first", "divided by the share that stays", lambda inflow, churn: inflow / (1 - churn)),
        (
            "first",
            "the members of today on top",
            lambda customers, inflow, churn: customers + inflow / churn,
        ),
        ("second", "those who join leave at once", lambda inflow, churn: inflow * (1 - churn) / churn),
        (
            "second",
            "the change of the first year",
            lambda customers, inflow, churn: inflow - customers * churn,
        ),
    ],
    "relationships.needed-churn": [
        ("first", "the retention", lambda target, inflow: 1 - inflow / target),
        ("first", "those who join are in the base", lambda target, inflow: inflow / (target + inflow)),
        ("first", "the other way round", lambda target, inflow: target / inflow),
        ("second", "of those who were there before", lambda target, inflow: inflow / (target - inflow)),
        ("second", "per cent without a sign", lambda target, inflow: 100 * inflow / target),
    ],
    "relationships.base-function": [
        (
            "first",
            "those who join leave at once",
            lambda: (
                lambda customers, inflow, churn_rate: (
                    ((customers + inflow) * (1 - churn_rate) + inflow) * (1 - churn_rate)
                )
            ),
        ),
        (
            "first",
            "two inflows, of whom nobody leaves",
            lambda: lambda customers, inflow, churn_rate: customers * (1 - churn_rate) ** 2 + 2 * inflow,
        ),
        (
            "first",
            "one year only",
            lambda: lambda customers, inflow, churn_rate: customers * (1 - churn_rate) + inflow,
        ),
        (
            "second",
            "twice the change of one year",
            lambda: lambda customers, inflow, churn_rate: customers + 2 * (inflow - customers * churn_rate),
        ),
    ],
    "relationships.which-firm": [
        ("first", "the cut taken for the growth", lambda cut, claim: cut / claim),
        ("first", "the growth of the long run", lambda cut, claim: (1 / (1 - cut) - 1) / claim),
        ("first", "the other way round", lambda churn, cut, claim: claim / (churn * cut)),
        ("second", "fixed cost as a share", lambda churn, cut, claim: 1 - churn * cut / claim),
        ("second", "the churn that is left", lambda churn, cut, claim: churn * (1 - cut) / claim),
    ],
    "relationships.highest-spend": [
        ("first", "the margin saved in one year", lambda margin, churn, after: margin * (churn - after)),
        (
            "first",
            "lifetimes, no cost of capital",
            lambda margin, churn, after: margin / after - margin / churn,
        ),
        ("first", "her whole worth after", lambda margin, after: worth(margin, after)),
        (
            "second",
            "the saving of a year, for ever",
            lambda margin, churn, after: margin * (churn - after) / 0.1,
        ),
        (
            "second",
            "retention forgotten above",
            lambda margin, churn, after: margin / (0.1 + after) - margin / (0.1 + churn),
        ),
    ],
    "relationships.causal-third": [
        (
            "first",
            "a third of the full limit",
            lambda margin, churn, after: (worth(margin, after) - worth(margin, churn)) / 3,
        ),
        (
            "first",
            "all of it causal",
            lambda margin, churn, after: worth(margin, after) - worth(margin, churn),
        ),
        (
            "first",
            "a third taken away, not left",
            lambda margin, churn, after: worth(margin, after + (churn - after) / 3) - worth(margin, churn),
        ),
        (
            "second",
            "a third of the points, in one year",
            lambda margin, churn, after: margin * (churn - after) / 3,
        ),
        (
            "second",
            "lifetimes, no cost of capital",
            lambda margin, churn, after: margin / (churn - (churn - after) / 3) - margin / churn,
        ),
    ],
    "relationships.yearly-limit": [
        (
            "first",
            "the first payment in a year",
            lambda once, after: once * (0.1 + after) / (1 - after),
        ),
        ("first", "divided by the mean lifetime", lambda once, after: once * after),
        ("first", "discounted and not brought to now", lambda once, after: once * (0.1 + after)),
        ("second", "paid for ever", lambda once: once * 0.1 / 1.1),
        ("second", "times the factor", lambda once, after: once * 1.1 / (0.1 + after)),
    ],
    "relationships.silent-year": [
        ("first", "a buyer in a year", lambda purchases: 1 - exp(-purchases)),
        (
            "first",
            "buys in this year and not in the next",
            lambda purchases: (1 - exp(-purchases)) * exp(-purchases),
        ),
        ("first", "one purchase", lambda purchases: purchases * exp(-purchases)),
        ("second", "two years of silence", lambda purchases: exp(-2 * purchases)),
        ("second", "one over the mean", lambda purchases: exp(-1 / purchases)),
    ],
    "relationships.first-year": [
        ("first", "nobody leaves", lambda fee: 12 * fee),
        ("first", "all renew at once", lambda fee, renews: 12 * fee * renews),
        (
            "first",
            "the first fee is renewed, too",
            lambda fee, renews: fee * renews * (1 - renews**12) / (1 - renews),
        ),
        ("second", "for ever", lambda fee, renews: fee / (1 - renews)),
        (
            "second",
            "eleven fees",
            lambda fee, renews: fee * (1 - renews**11) / (1 - renews),
        ),
    ],
    "relationships.accounts": [
        (
            "first",
            "all of the difference is causal",
            lambda cost, accounts: chosen(
                accounts, lambda some: worth(margins(some), 0.12) - worth(margins(some), 0.15), cost
            ),
        ),
        (
            "first",
            "revenue for margin",
            lambda cost, accounts: chosen(
                accounts, lambda some: worth(some["revenue"], 0.14) - worth(some["revenue"], 0.15), cost
            ),
        ),
        (
            "second",
            "lifetimes, no cost of capital",
            lambda cost, accounts: chosen(
                accounts, lambda some: margins(some) / 0.14 - margins(some) / 0.15, cost
            ),
        ),
    ],
}
