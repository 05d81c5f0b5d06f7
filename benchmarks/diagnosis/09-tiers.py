"""Chapter 9: wrong answers of a reader of chapter and questions, written before any run."""

from itertools import pairwise
from math import exp

import pandas as pd
from scipy.stats import norm

REVIEWS = [f"review_{number}" for number in range(1, 7)]
CUTS = (500, 1_000)


def plain_tier(score):
    return sum(score >= cut for cut in CUTS)


def history(scores, move):
    """The table asked, each later review by `move` of tier and score."""
    rows = []
    for customer in scores.itertuples():
        tiers = [plain_tier(customer.review_1)]
        for review in REVIEWS[1:]:
            tiers.append(move(tiers[-1], getattr(customer, review)))
        moves = sum(left != right for left, right in pairwise(tiers))
        rows.append((customer.customer_id, tiers[-1], moves))
    return pd.DataFrame(rows, columns=["customer_id", "tier", "moves"])


def band_above_only(band):
    def move(tier, score):
        rises = sum(score >= cut + band for cut in CUTS)
        return max(rises, min(tier, plain_tier(score)))

    return move


def one_step(band):
    def move(tier, score):
        if tier < 2 and score >= CUTS[tier] + band:
            return tier + 1
        if tier > 0 and score < CUTS[tier - 1] - band:
            return tier - 1
        return tier

    return move


def change_of_last(scores, band):
    """Moves counted as reviews that differ from the first."""
    found = history(scores, one_step(band))
    first = scores["review_1"].map(plain_tier).to_numpy()
    return found.assign(moves=abs(found["tier"] - first))


def counts(customers):
    """How many of each tier before and after, newcomers and leavers left out."""
    return customers["before"].value_counts(), customers["after"].value_counts()


def next_year(values):
    return pd.DataFrame({"tier": values.index, "next_year": values.to_numpy(dtype=float)})


def moved(customers, new=True):
    """Last year's shares of moves put on this year's counts."""
    before, after = counts(customers)
    known = customers.dropna()
    shares = pd.crosstab(known["before"], known["after"]).div(before, axis=0)
    newcomers = customers.loc[customers["before"].isna(), "after"].value_counts()
    return (shares.T @ after.reindex(shares.index)).add(newcomers if new else 0, fill_value=0)


def moved_among_stayers(customers):
    """Shares of those who stayed customers: leaving is forgotten."""
    known = customers.dropna()
    shares = pd.crosstab(known["before"], known["after"], normalize="index")
    after = customers["after"].value_counts().reindex(shares.index)
    newcomers = customers.loc[customers["before"].isna(), "after"].value_counts()
    return (shares.T @ after).add(newcomers, fill_value=0)


def trend(customers):
    before, after = counts(customers)
    return 2 * after - before


def gaps(prices, centre="mean", gap=lambda member, new: member / new - 1):
    means = prices.pivot_table(index="item", columns="group", values="price", aggfunc=centre)
    return gap(means["member"], means["new"]).rename("gap").reset_index()


def steps_up_to(steps, budget, shares):
    """The first steps of each tier, so many of all as its share of the budget buys."""
    taken = [steps[(steps["tier"] == tier) & (steps["step"] <= round(share * budget / 10_000))]
             for tier, share in shares.items()]  # fmt: skip
    return list(pd.concat(taken)["step_id"])


def by_heads(steps, budget):
    """The same a head for everyone."""
    heads = steps.drop_duplicates("tier").set_index("tier")["customers"]
    return steps_up_to(steps, budget, heads / heads.sum())


WRONG = {
    "tiers.extra-order": [
        ("first", "divided by all orders", lambda benefit, treated: benefit / treated),
        (
            "first",
            "times the further orders",
            lambda benefit, treated, control: benefit * (treated - control),
        ),
        ("first", "divided by the orders without", lambda benefit, control: benefit / control),
        ("second", "further orders a yuan", lambda benefit, treated, control: (treated - control) / benefit),
        (
            "second",
            "divided by the relative rise",
            lambda benefit, treated, control: benefit / (treated / control - 1),
        ),
    ],
    "tiers.anyway": [
        (
            "first",
            "all customers got the promise",
            lambda customers, gift, moved, control, worth: (
                customers * ((moved - control) * worth - moved * gift)
            ),
        ),
        (
            "first",
            "the gift is paid to those moved by it only",
            lambda customers, gift, moved, control, worth: customers / 2 * (moved - control) * (worth - gift),
        ),
        (
            "first",
            "all who reach gold count as won",
            lambda customers, gift, moved, worth: customers / 2 * moved * (worth - gift),
        ),
        (
            "second",
            "the gift is paid to all who got the promise",
            lambda customers, gift, moved, control, worth: customers / 2 * ((moved - control) * worth - gift),
        ),
        (
            "second",
            "the gift costs nothing",
            lambda customers, moved, control, worth: customers / 2 * (moved - control) * worth,
        ),
    ],
    "tiers.halves": [
        ("first", "what is still missing", lambda ceiling, times: ceiling * 0.5**times),
        ("first", "one step too few", lambda ceiling, times: ceiling * (1 - 0.5 ** (times - 1))),
        (
            "first",
            "less what was spent",
            lambda ceiling, half, times: ceiling * (1 - 0.5**times) - half * times,
        ),
        ("second", "half of it each time", lambda ceiling, times: ceiling / 2 * times),
        ("second", "one step too many", lambda ceiling, times: ceiling * (1 - 0.5 ** (times + 1))),
    ],
    "tiers.before-after": [
        (
            "first",
            "compared with the year before",
            lambda before, benefit, treated, margin: margin * (treated - before) - benefit,
        ),
        (
            "first",
            "spend taken for margin",
            lambda benefit, treated, control: treated - control - benefit,
        ),
        ("first", "the cost left out", lambda treated, control, margin: margin * (treated - control)),
        (
            "second",
            "the margin on the benefits as well",
            lambda benefit, treated, control, margin: margin * (treated - control - benefit),
        ),
        (
            "second",
            "all that the treated spend",
            lambda benefit, treated, margin: margin * treated - benefit,
        ),
    ],
    "tiers.break-even-spend": [
        ("first", "the margin left out", lambda lift, cost: cost / lift),
        ("first", "the lift left out", lambda cost, margin: cost / margin),
        ("first", "all spend, not the lift of it", lambda lift, cost, margin: cost / ((1 + lift) * margin)),
        (
            "second",
            "the spend with the move",
            lambda lift, cost, margin: (1 + lift) * cost / (lift * margin),
        ),
        ("second", "what is no margin", lambda lift, cost, margin: cost / (lift * (1 - margin))),
    ],
    "tiers.next-yuan": [
        (
            "first",
            "the mean yuan",
            lambda customers, budget, ceiling, speed: (
                customers * ceiling * (1 - exp(-speed * budget / customers)) / budget
            ),
        ),
        ("first", "the first yuan", lambda ceiling, speed: ceiling * speed),
        (
            "first",
            "what is still missing of a head",
            lambda customers, budget, ceiling, speed: ceiling * exp(-speed * budget / customers),
        ),
        (
            "second",
            "the yuan itself taken off",
            lambda customers, budget, ceiling, speed: ceiling * speed * exp(-speed * budget / customers) - 1,
        ),
        (
            "second",
            "times the customers",
            lambda customers, budget, ceiling, speed: (
                customers * ceiling * speed * exp(-speed * budget / customers)
            ),
        ),
    ],
    "tiers.needed-ceiling": [
        (
            "first",
            "the whole budget for the top tier",
            lambda budget, customers, speed, last: last / speed * exp(speed * budget / customers),
        ),
        ("first", "the first yuan, not the last", lambda speed, last: last / speed),
        (
            "first",
            "the speed left out",
            lambda budget, customers, speed, last: last * exp(speed * 0.8 * budget / customers),
        ),
        (
            "second",
            "the sign of the exponent",
            lambda budget, customers, speed, last: last / speed * exp(-speed * 0.8 * budget / customers),
        ),
        (
            "second",
            "the 20 % of the others",
            lambda budget, customers, speed, last: last / speed * exp(speed * 0.2 * budget / customers),
        ),
    ],
    "tiers.flips": [
        (
            "first",
            "both sides",
            lambda customers, spread, band, reviews: 2 * customers * reviews * norm.sf(band / spread),
        ),
        ("first", "one review", lambda customers, spread, band: customers * norm.sf(band / spread)),
        ("first", "no band", lambda customers, reviews: customers * reviews / 2),
        (
            "second",
            "those within the band",
            lambda customers, spread, band, reviews: customers * reviews * norm.cdf(band / spread),
        ),
        (
            "second",
            "the spread of a difference",
            lambda customers, spread, band, reviews: customers * reviews * norm.sf(band / spread / 2**0.5),
        ),
    ],
    "tiers.upgrade-time": [
        ("first", "leaving left out", lambda up: 1 / up),
        ("first", "the share who ever rise", lambda up, leave: up / (up + leave)),
        ("first", "the time until she leaves", lambda leave: 1 / leave),
        ("second", "divided by who stays", lambda up, leave: 1 / (1 - up - leave)),
        ("second", "years passed before the year of the rise", lambda up, leave: 1 / (up + leave) - 1),
    ],
    "tiers.history": [
        (
            "first",
            "no band: the tier of each review",
            lambda scores: history(scores, lambda tier, score: plain_tier(score)),
        ),
        (
            "first",
            "the band for rising only",
            lambda scores, band: history(scores, band_above_only(band)),
        ),
        ("second", "one tier a review at most", lambda scores, band: history(scores, one_step(band))),
        ("second", "moves: first tier against last", change_of_last),
    ],
    "tiers.next-tier": [
        ("first", "no band", lambda: lambda score, current, cut, band: int(score >= cut)),
        (
            "first",
            "more than the cut plus the band",
            lambda: (
                lambda score, current, cut, band: (
                    1 if score > cut + band else 0 if score < cut - band else current
                )
            ),
        ),
        (
            "first",
            "gold falls at the cut",
            lambda: (
                lambda score, current, cut, band: 1 if score >= cut + band else 0 if score < cut else current
            ),
        ),
        (
            "second",
            "gold falls below the cut plus the band",
            lambda: lambda score, current, cut, band: int(score >= cut + band),
        ),
    ],
    "tiers.base-table": [
        ("first", "the same change once more", lambda customers: next_year(trend(customers))),
        ("first", "no newcomers", lambda customers: next_year(moved(customers, new=False))),
        ("second", "leaving forgotten", lambda customers: next_year(moved_among_stayers(customers))),
    ],
    "tiers.price-gaps": [
        (
            "first",
            "divided by the members' price",
            lambda prices: gaps(prices, gap=lambda member, new: 1 - new / member),
        ),
        ("first", "yuan, not a share", lambda prices: gaps(prices, gap=lambda member, new: member - new)),
        ("second", "medians", lambda prices: gaps(prices, "median")),
        (
            "second",
            "newcomers against members",
            lambda prices: gaps(prices, gap=lambda member, new: new / member - 1),
        ),
    ],
    "tiers.split": [
        (
            "first",
            "80 % for the best",
            lambda steps, budget: steps_up_to(steps, budget, {"A": 0.8, "B": 0.15, "C": 0.05}),
        ),
        ("first", "the same for everyone", by_heads),
        ("second", "all for tier A", lambda steps, budget: steps_up_to(steps, budget, {"A": 1})),
    ],
    "tiers.movers": [
        ("first", "everybody", lambda customers: list(customers["customer_id"])),
        (
            "first",
            "all of tier B",
            lambda customers: list(customers.loc[customers["tier"] == "B", "customer_id"]),
        ),
        (
            "second",
            "the half with the highest spend",
            lambda customers: list(customers.nlargest(len(customers) // 2, "spend_before")["customer_id"]),
        ),
    ],
}
