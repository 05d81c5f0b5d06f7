"""Chapter 11: wrong answers of a reader of chapter and questions, written before any run."""

from math import ceil

import pandas as pd


def counted(complaints, alphabetic=False, of_shares=True, scale=1):
    """The table asked, with one of its steps made in another way."""
    counts = complaints["reason"].value_counts()
    counts = counts.sort_index() if alphabetic else counts
    share = scale * counts / counts.sum()
    running = (share if of_shares else counts).cumsum()
    columns = {"count": counts, "share": share, "cumulative_share": running}
    return pd.DataFrame(columns).rename_axis("reason").reset_index()


def by_segment(members, uplift=lambda treated, control: treated - control):
    """The table asked, with another uplift."""
    table = members.groupby(["segment", "treated"])["responded"].mean().unstack()
    return in_columns(table[1], table[0], uplift)


def in_columns(treated, control, uplift=lambda treated, control: treated - control):
    columns = {"treated_rate": treated, "control_rate": control, "uplift": uplift(treated, control)}
    return pd.DataFrame(columns).rename_axis("segment").reset_index()


def of_all_in_segment(members):
    """Orders of each group over the customers of both."""
    orders = members.groupby(["segment", "treated"])["responded"].sum().unstack()
    size = members.groupby("segment").size()
    return in_columns(orders[1] / size, orders[0] / size)


def with_all(members):
    rates = members.groupby("treated")["responded"].mean()
    row = in_columns(pd.Series({"all": rates[1]}), pd.Series({"all": rates[0]}))
    return pd.concat([row, by_segment(members)], ignore_index=True)


def variance(rate):
    return rate * (1 - rate)


def group(control, treated, quantiles=(1.96, 0.8416)):
    """Customers of a group, by quantiles of the normal distribution."""
    false_alarms, power = quantiles
    mean = (control + treated) / 2
    null, real = 2 * variance(mean), variance(control) + variance(treated)
    return ((false_alarms * null**0.5 + power * real**0.5) / (treated - control)) ** 2


def tested(customers, spread, minus=0.75):
    return (customers / 4 * spread + (0.75 * spread) ** 2) ** 0.5 - minus * spread


def identifiers(members, who):
    return list(members.loc[who, "customer_id"])


WRONG = {
    "keeping.bounds": [
        ("first", "the share of the answers", lambda answered, named: named / answered),
        ("first", "the lowest share", lambda asked, named: named / asked),
        ("first", "the silent only", lambda asked, answered: (asked - answered) / asked),
        ("second", "all who did not name it", lambda asked, named: 1 - named / asked),
        (
            "second",
            "half of the silent",
            lambda asked, answered, named: (named + (asked - answered) / 2) / asked,
        ),
    ],
    "keeping.odds": [
        (
            "first",
            "the ratio of the probabilities",
            lambda left_with, stayed_with, left_without, stayed_without: (
                left_with / (left_with + stayed_with) * (left_without + stayed_without) / left_without
            ),
        ),
        (
            "first",
            "turned over",
            lambda left_with, stayed_with, left_without, stayed_without: (
                left_without / stayed_without * stayed_with / left_with
            ),
        ),
        ("first", "the odds after bad handling", lambda left_with, stayed_with: left_with / stayed_with),
        (
            "second",
            "the difference of the odds",
            lambda left_with, stayed_with, left_without, stayed_without: (
                left_with / stayed_with - left_without / stayed_without
            ),
        ),
        (
            "second",
            "odds over a probability",
            lambda left_with, stayed_with, left_without, stayed_without: (
                left_with / stayed_with * (left_without + stayed_without) / left_without
            ),
        ),
    ],
    "keeping.winback": [
        (
            "first",
            "credit for all who return",
            lambda back, worth, letter, offer: back * (worth - offer) - letter,
        ),
        (
            "first",
            "the offer for the additional ones only",
            lambda back, anyway, worth, letter, offer: (back - anyway) * (worth - offer) - letter,
        ),
        (
            "first",
            "the offer in each letter",
            lambda back, anyway, worth, letter, offer: (back - anyway) * worth - offer - letter,
        ),
        (
            "second",
            "the offer forgotten",
            lambda back, anyway, worth, letter: (back - anyway) * worth - letter,
        ),
        (
            "second",
            "the letter paid by who returns",
            lambda back, anyway, worth, letter, offer: back * (worth - offer - letter) - anyway * worth,
        ),
    ],
    "keeping.needed-return": [
        (
            "first",
            "those who come anyway forgotten",
            lambda worth, letter, offer: letter / (worth - offer),
        ),
        (
            "first",
            "the offer for the additional ones only",
            lambda anyway, worth, letter, offer: anyway + letter / (worth - offer),
        ),
        ("first", "the offer forgotten", lambda anyway, worth, letter: anyway + letter / worth),
        (
            "second",
            "the offer in each letter",
            lambda anyway, worth, letter, offer: anyway + (letter + offer) / worth,
        ),
        (
            "second",
            "the additional ones only",
            lambda anyway, worth, letter, offer: (letter + anyway * worth) / (worth - offer) - anyway,
        ),
    ],
    "keeping.drawn": [
        ("first", "the reached against the half not drawn", lambda stayed, control: stayed - control),
        ("first", "the reached against the not reached", lambda stayed, others: stayed - others),
        (
            "first",
            "the effect on the reached",
            lambda reached, stayed, others, control: (
                (reached * stayed + (1 - reached) * others - control) / reached
            ),
        ),
        (
            "second",
            "the plain mean of the two",
            lambda stayed, others, control: (stayed + others) / 2 - control,
        ),
        (
            "second",
            "the share reached times the difference",
            lambda reached, stayed, control: reached * (stayed - control),
        ),
    ],
    "keeping.encouraged": [
        ("first", "invited against not invited", lambda stayed, control: stayed - control),
        ("first", "over all users", lambda use, stayed, control: (stayed - control) / use),
        (
            "first",
            "times the additional users",
            lambda use, stayed, use_anyway, control: (stayed - control) * (use - use_anyway),
        ),
        ("second", "times all users", lambda use, stayed, control: (stayed - control) * use),
        (
            "second",
            "in shares of who stays anyway",
            lambda use, stayed, use_anyway, control: (stayed / control - 1) / (use - use_anyway),
        ),
    ],
    "keeping.group-size": [
        (
            "first",
            "both groups together",
            lambda control, treated: 2 * ceil(group(control, treated)),
        ),
        (
            "first",
            "no power",
            lambda control, treated: ceil(group(control, treated, (1.96, 0))),
        ),
        (
            "first",
            "a one-sided test",
            lambda control, treated: ceil(group(control, treated, (1.645, 0.8416))),
        ),
        (
            "second",
            "the variance of the control group twice",
            lambda control, treated: ceil(
                (1.96 + 0.8416) ** 2 * 2 * variance(control) / (treated - control) ** 2
            ),
        ),
        (
            "second",
            "a power of 90 per cent",
            lambda control, treated: ceil(group(control, treated, (1.96, 1.2816))),
        ),
    ],
    "keeping.test-size": [
        (
            "first",
            "both groups together",
            lambda customers, outcome, effect: 2 * tested(customers, (outcome / effect) ** 2),
        ),
        (
            "first",
            "the spreads not squared",
            lambda customers, outcome, effect: tested(customers, outcome / effect),
        ),
        (
            "first",
            "nothing taken off the root",
            lambda customers, outcome, effect: tested(customers, (outcome / effect) ** 2, minus=0),
        ),
        (
            "second",
            "the root without its second part",
            lambda customers, outcome, effect: (customers / 4) ** 0.5 * outcome / effect,
        ),
        (
            "second",
            "all customers for a fourth of them",
            lambda customers, outcome, effect: tested(4 * customers, (outcome / effect) ** 2),
        ),
    ],
    "keeping.campaign": [
        (
            "first",
            "the offers of those who would have stayed forgotten",
            lambda customers, churn, lift, success, worth, offer: (
                customers / 10 * (churn * lift * success * (worth - offer) - 1)
            ),
        ),
        (
            "first",
            "no lift",
            lambda customers, churn, success, worth, offer: (
                customers / 10 * (churn * success * (worth - offer) - (1 - churn) * offer - 1)
            ),
        ),
        (
            "first",
            "the offer for everyone who is contacted",
            lambda customers, churn, lift, success, worth, offer: (
                customers / 10 * (churn * lift * success * worth - offer - 1)
            ),
        ),
        (
            "second",
            "those who are kept take no offer",
            lambda customers, churn, lift, success, worth, offer: (
                customers / 10 * (churn * lift * success * worth - (1 - churn * lift) * offer - 1)
            ),
        ),
        (
            "second",
            "all who would leave stay",
            lambda customers, churn, lift, worth, offer: (
                customers / 10 * (churn * lift * (worth - offer) - (1 - churn * lift) * offer - 1)
            ),
        ),
    ],
    "keeping.gain-function": [
        (
            "first",
            "the incentive for the additional orders only",
            lambda: (
                lambda response, control, margin, incentive, cost: (
                    (response - control) * (margin - incentive) - cost
                )
            ),
        ),
        (
            "first",
            "the incentive for each who is contacted",
            lambda: (
                lambda response, control, margin, incentive, cost: (
                    (response - control) * margin - incentive - cost
                )
            ),
        ),
        (
            "second",
            "credit for all orders",
            lambda: lambda response, control, margin, incentive, cost: response * (margin - incentive) - cost,
        ),
    ],
    "keeping.pareto": [
        ("first", "per cent", lambda complaints: counted(complaints, scale=100)),
        ("first", "counts added up", lambda complaints: counted(complaints, of_shares=False)),
        ("second", "in the order of the alphabet", lambda complaints: counted(complaints, alphabetic=True)),
    ],
    "keeping.uplift-table": [
        ("first", "over all customers of the segment", of_all_in_segment),
        ("first", "a row for all, too", with_all),
        (
            "second",
            "relative to the control group",
            lambda members: by_segment(members, lambda treated, control: treated / control - 1),
        ),
    ],
    "keeping.whom": [
        ("first", "everybody", lambda members: list(members["customer_id"])),
        (
            "first",
            "those who hardly come any more",
            lambda members: identifiers(members, members["visits"] <= 3),
        ),
        (
            "second",
            "those in their first year",
            lambda members: identifiers(members, members["tenure"] < 12),
        ),
    ],
}
