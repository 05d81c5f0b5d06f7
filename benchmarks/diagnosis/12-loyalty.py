"""Chapter 12: wrong answers of a reader of chapter and questions, written before any run."""

import numpy as np
import pandas as pd


def deferred(sales, issued, worth, first, expected, second, later, **other):
    """The table asked; `issued_for`, `base_1` and `base_2` replace the expected points."""
    price = other.get("priced", expected) * worth
    points = other.get("owed", sales * price / (sales + price))
    so_far = [
        points * first / other.get("base_1", expected),
        points * second / other.get("base_2", later),
    ]
    revenue = so_far if other.get("summed") else [so_far[0], so_far[1] - so_far[0]]
    return pd.DataFrame({"year": [1, 2], "revenue": revenue, "liability": [points - one for one in so_far]})


def at_full_worth(sales, issued, worth, first, expected, second, later):
    return deferred(sales, issued, worth, first, expected, second, later, owed=expected * worth)


def of_issued(sales, issued, worth, first, expected, second, later):
    return deferred(sales, issued, worth, first, expected, second, later, base_1=issued, base_2=issued)


def old_estimate(sales, issued, worth, first, expected, second, later):
    return deferred(sales, issued, worth, first, expected, second, later, base_2=expected)


def all_priced(sales, issued, worth, first, expected, second, later):
    return deferred(sales, issued, worth, first, expected, second, later, priced=issued)


def not_less_year_one(sales, issued, worth, first, expected, second, later):
    return deferred(sales, issued, worth, first, expected, second, later, summed=True)


def estimates(customers, weights="joined", value="spend"):
    """The table asked, bands weighted by some group, or by nothing."""
    values = customers.assign(change=customers["spend"] - customers["spend_before"])
    mean = values.groupby("group")[value].mean()
    by_band = values.groupby(["band", "group"])[value].mean().unstack()
    gap = by_band["joined"] - by_band["did not join"]
    sizes = {
        "joined": customers.loc[customers["group"] == "joined", "band"].value_counts(),
        "all": customers["band"].value_counts(),
        "not": customers.loc[customers["group"] == "did not join", "band"].value_counts(),
        "none": pd.Series(1, index=gap.index),
    }[weights].reindex(gap.index)
    effects = [
        mean["joined"] - mean["did not join"],
        np.average(gap, weights=sizes),
        mean["given the card"] - mean["held out"],
    ]
    return pd.DataFrame({"comparison": ["naive", "adjusted", "trial"], "effect": effects})


def against_all(customers):
    """Joined against all others, and given the card against all others."""
    found = estimates(customers).set_index("comparison")
    joined = customers["group"] == "joined"
    found.loc["naive", "effect"] = (
        customers.loc[joined, "spend"].mean() - customers.loc[~joined, "spend"].mean()
    )
    return found.reset_index()


WRONG = {
    "loyalty.wallet": [
        (
            "first",
            "the mean of the shares, by people",
            lambda regulars, regular_share, others, other_share: (
                (regulars * regular_share + others * other_share) / (regulars + others)
            ),
        ),
        (
            "first",
            "the plain mean of the two shares",
            lambda regular_share, other_share: (regular_share + other_share) / 2,
        ),
        (
            "first",
            "one customer of each kind",
            lambda regular_spend, regular_share, other_spend, other_share: (
                (regular_spend * regular_share + other_spend * other_share) / (regular_spend + other_spend)
            ),
        ),
        (
            "second",
            "the part of the regulars only",
            lambda regulars, regular_spend, regular_share, others, other_spend: (
                regulars * regular_spend * regular_share / (regulars * regular_spend + others * other_spend)
            ),
        ),
        (
            "second",
            "the share of the regulars in what we sell",
            lambda regulars, regular_spend, regular_share, others, other_spend, other_share: (
                regulars
                * regular_spend
                * regular_share
                / (regulars * regular_spend * regular_share + others * other_spend * other_share)
            ),
        ),
    ],
    "loyalty.reward-rate": [
        ("first", "breakage left out", lambda per_point, bundle, worth: worth / bundle / per_point),
        (
            "first",
            "breakage in place of what is redeemed",
            lambda per_point, bundle, worth, breakage: worth / bundle / per_point * breakage,
        ),
        (
            "first",
            "a yuan taken for a point",
            lambda bundle, worth, breakage: worth / bundle * (1 - breakage),
        ),
        (
            "second",
            "points a yuan inverted",
            lambda per_point, bundle, worth, breakage: per_point * worth / bundle * (1 - breakage),
        ),
        (
            "second",
            "what is kept of the spend",
            lambda per_point, bundle, worth, breakage: 1 - worth / bundle / per_point * (1 - breakage),
        ),
    ],
    "loyalty.deferred": [
        ("first", "the full worth of the points is owed", at_full_worth),
        ("first", "redeemed over issued", of_issued),
        ("first", "the old estimate in year two", old_estimate),
        ("second", "all points issued are priced", all_priced),
        ("second", "year one not taken off in year two", not_less_year_one),
    ],
    "loyalty.assumed-redemption": [
        (
            "first",
            "deferred over the worth of all points",
            lambda issued, worth, deferred: deferred / (issued * worth),
        ),
        ("first", "deferred over sales", lambda sales, deferred: deferred / sales),
        (
            "first",
            "the share that is never redeemed",
            lambda sales, issued, worth, deferred: (
                1 - deferred * sales / (sales - deferred) / (issued * worth)
            ),
        ),
        (
            "second",
            "sales plus deferred below the line",
            lambda sales, issued, worth, deferred: deferred * sales / (sales + deferred) / (issued * worth),
        ),
        (
            "second",
            "deferred over what counts at once",
            lambda sales, deferred: deferred / (sales - deferred),
        ),
    ],
    "loyalty.break-even-lift": [
        (
            "first",
            "cannibalisation left out",
            lambda: (
                lambda margin_rate, reward_rate, fixed_cost_rate, cannibalised_share: (
                    (reward_rate + fixed_cost_rate) / (margin_rate - reward_rate)
                )
            ),
        ),
        (
            "first",
            "no reward on the growth",
            lambda: (
                lambda margin_rate, reward_rate, fixed_cost_rate, cannibalised_share: (
                    (reward_rate + fixed_cost_rate) / (margin_rate * (1 - cannibalised_share))
                )
            ),
        ),
        (
            "first",
            "the reward cannibalised as well",
            lambda: (
                lambda margin_rate, reward_rate, fixed_cost_rate, cannibalised_share: (
                    (reward_rate + fixed_cost_rate) / ((margin_rate - reward_rate) * (1 - cannibalised_share))
                )
            ),
        ),
        (
            "second",
            "the share for one less the share",
            lambda: (
                lambda margin_rate, reward_rate, fixed_cost_rate, cannibalised_share: (
                    (reward_rate + fixed_cost_rate)
                    / (margin_rate * max(cannibalised_share, 0.01) - reward_rate)
                )
            ),
        ),
        (
            "second",
            "the fixed cost left out",
            lambda: (
                lambda margin_rate, reward_rate, fixed_cost_rate, cannibalised_share: (
                    reward_rate / (margin_rate * (1 - cannibalised_share) - reward_rate)
                )
            ),
        ),
    ],
    "loyalty.estimates": [
        ("first", "bands weighted by all customers", lambda customers: estimates(customers, "all")),
        ("first", "the plain mean of the bands", lambda customers: estimates(customers, "none")),
        ("second", "changes since last year", lambda customers: estimates(customers, value="change")),
        ("second", "joined against everybody else", against_all),
    ],
    "loyalty.stretch": [
        (
            "first",
            "no gift for those who close the gap",
            lambda reward, anyway, gap, margin: anyway * reward / (gap * margin),
        ),
        ("first", "the margin left out", lambda reward, anyway, gap: anyway * reward / (gap - reward)),
        (
            "first",
            "margin on all that they spend",
            lambda threshold, reward, anyway, margin: anyway * reward / (threshold * margin - reward),
        ),
        (
            "second",
            "the gift added, not taken off",
            lambda reward, anyway, gap, margin: anyway * reward / (gap * margin + reward),
        ),
        (
            "second",
            "all who get a gift",
            lambda reward, anyway, gap, margin: anyway * reward / (gap * margin - reward) + anyway,
        ),
    ],
    "loyalty.threshold-profit": [
        (
            "first",
            "nothing cannibalised",
            lambda reward, anyway, closed, gap, margin: closed * gap * margin - (anyway + closed) * reward,
        ),
        (
            "first",
            "gifts to those moved only",
            lambda reward, closed, gap, cannibalised, margin: (
                closed * gap * (1 - cannibalised) * margin - closed * reward
            ),
        ),
        (
            "first",
            "spend taken for margin",
            lambda reward, anyway, closed, gap, cannibalised: (
                closed * gap * (1 - cannibalised) - (anyway + closed) * reward
            ),
        ),
        (
            "second",
            "the cannibalised part kept",
            lambda reward, anyway, closed, gap, cannibalised, margin: (
                closed * gap * cannibalised * margin - (anyway + closed) * reward
            ),
        ),
        (
            "second",
            "gifts to the others only",
            lambda reward, anyway, closed, gap, cannibalised, margin: (
                closed * gap * (1 - cannibalised) * margin - anyway * reward
            ),
        ),
    ],
    "loyalty.believed-lift": [
        ("first", "the margin left out", lambda benefit, threshold: benefit / threshold),
        (
            "first",
            "what is no margin",
            lambda benefit, threshold, margin: benefit / (threshold * (1 - margin)),
        ),
        ("first", "times the margin", lambda benefit, threshold, margin: benefit / threshold * margin),
        (
            "second",
            "the benefit taken off the margin",
            lambda benefit, threshold, margin: benefit / (threshold * margin - benefit),
        ),
        ("second", "inverted", lambda benefit, threshold, margin: threshold * margin / benefit),
    ],
    "loyalty.whom": [
        ("first", "everybody", lambda members: list(members["customer_id"])),
        (
            "first",
            "the best tenth",
            lambda members: list(members.nlargest(len(members) // 10, "spend_before")["customer_id"]),
        ),
        (
            "second",
            "those with many orders",
            lambda members: list(members.nlargest(300, "orders_before")["customer_id"]),
        ),
    ],
    "loyalty.referral": [
        (
            "first",
            "nothing paid for the fakes",
            lambda referrals, fake, anyway, worth, cost, reward: (
                (referrals - fake) * (anyway * cost + (1 - anyway) * worth - reward)
            ),
        ),
        (
            "first",
            "the saved advertisement left out",
            lambda referrals, fake, anyway, worth, reward: (
                (referrals - fake) * (1 - anyway) * worth - referrals * reward
            ),
        ),
        (
            "first",
            "all genuine ones would not have come",
            lambda referrals, fake, worth, reward: (referrals - fake) * worth - referrals * reward,
        ),
        (
            "second",
            "the fakes count as genuine",
            lambda referrals, anyway, worth, cost, reward: (
                referrals * (anyway * cost + (1 - anyway) * worth - reward)
            ),
        ),
        (
            "second",
            "the two kinds exchanged",
            lambda referrals, fake, anyway, worth, cost, reward: (
                (referrals - fake) * ((1 - anyway) * cost + anyway * worth) - referrals * reward
            ),
        ),
    ],
    "loyalty.self-referral": [
        (
            "first",
            "the genuine share",
            lambda anyway, worth, cost, reward: reward / (anyway * cost + (1 - anyway) * worth),
        ),
        (
            "first",
            "the saved advertising left out",
            lambda anyway, worth, reward: 1 - reward / ((1 - anyway) * worth),
        ),
        ("first", "every genuine one is worth all", lambda worth, reward: 1 - reward / worth),
        (
            "second",
            "selves for each genuine one",
            lambda anyway, worth, cost, reward: (anyway * cost + (1 - anyway) * worth) / reward - 1,
        ),
        (
            "second",
            "the two kinds exchanged",
            lambda anyway, worth, cost, reward: 1 - reward / ((1 - anyway) * cost + anyway * worth),
        ),
    ],
}
