"""Is each answer of the firm's truth the mean over many firms of the same rules?

    python benchmarks/firm_truth.py                 100 firms of 2,000 customers, second edition
    python benchmarks/firm_truth.py 40 2000 1       40 firms, first edition
    python benchmarks/firm_truth.py 100 2000 2 101  firms of the seeds from 101 on

For each answer: what the truth expects and what happened, as means over the firms, and their difference in
standard errors. Of many differences one in three is above 1, and one in 370 above 3.
The last answer is no answer of the truth: it is the forecast of a fitted model, to lie within 2 % on average.
"""

import sys
from collections import defaultdict

import numpy as np

from crmlib import simulate
from crmlib.btyd import BetaGeoNBD

WANTED = ["customers", "orders", "order_lines", "campaigns", "campaign_members"]
HALF_YEAR = 182


def main(firms=100, customers=2_000, edition=2, first=1):
    """Print a line an answer."""
    from tqdm import tqdm

    found = defaultdict(list)
    for seed in tqdm(range(first, first + firms), disable=None):
        for name, expected, happened in answers(
            simulate.firm(seed, customers, edition=edition, tables=WANTED)
        ):
            found[name].append((expected, happened))
    print(f"{'answer':<44} {'expected':>12} {'happened':>12} {'errors':>7}")
    worst = 0.0
    for name, pairs in found.items():
        expected, happened = np.array(pairs, dtype=float).T
        off = errors(expected, happened)
        worst = max(worst, abs(off))
        print(f"{name:<44} {expected.mean():>12.4f} {happened.mean():>12.4f} {off:>7.2f}")
    print(f"largest difference: {worst:.2f} standard errors, of {len(found)} answers")


def errors(expected, happened):
    """The mean difference in standard errors; 0 where both are always the same."""
    difference = np.asarray(happened) - np.asarray(expected)
    spread = difference.std(ddof=1) / np.sqrt(len(difference))
    return float(difference.mean() / spread) if spread > 0 else 0.0


def answers(firm):
    """Name, what the truth expects, what happened."""
    yield from responses(firm)
    yield from second_lives(firm)
    yield from knowledge(firm)
    yield from channels(firm)
    yield from forecast(firm)


def responses(firm):
    """How many of each group of a campaign respond, and what the answers earn."""
    margins = firm.order_lines.groupby("order_id")["margin"].sum()
    answered = firm.orders.dropna(subset="campaign_id").assign(margin=lambda t: t["order_id"].map(margins))
    for campaign, members in firm.campaign_members.groupby("campaign_id"):
        paid = answered[answered["campaign_id"] == campaign].groupby("customer_id")["margin"].sum()
        for contacts, group in members.groupby("contacts"):
            who = group["customer_id"]
            for knowing in ("state", "firm"):
                chance = firm.truth.response_chance(campaign, int(contacts), knowing)[who]
                yield f"{campaign}, {contacts} contacts, {knowing}", chance.sum(), group["responded"].sum()
        treated = members.loc[members["treated"], "customer_id"]
        if members.loc[members["treated"], "contacts"].nunique() == 1:
            chance = firm.truth.response_chance(campaign, 1)[treated]
            table = firm.truth.customers.set_index("customer_id").loc[treated]
            margin = (chance * table["mean_order_value"] * table["margin_rate"]).sum()
            yield f"{campaign}, margin of answers", margin, paid.reindex(treated).sum()


def second_lives(firm):
    """Who is won back, what they order, and the discounts of those who wait."""
    if firm.truth.parameters.edition == 1:
        return
    firm.orders["margin"] = firm.orders["order_id"].map(firm.order_lines.groupby("order_id")["margin"].sum())
    for campaign in firm.truth.parameters.campaigns:
        code, start = campaign.campaign_id, np.datetime64(campaign.start)
        members = firm.campaign_members[firm.campaign_members["campaign_id"] == code]
        treated = members.loc[members["treated"], "customer_id"]
        orders = firm.orders[firm.orders["customer_id"].isin(treated) & (firm.orders["date"] >= start)]
        if campaign.won_back:
            parts = firm.truth.profit_parts(code, 1, days=HALF_YEAR).loc[treated]
            began = orders[(orders["campaign_id"] == code) & (orders["life"] == 2)]["customer_id"]
            before = firm.orders[(firm.orders["life"] == 2) & (firm.orders["date"] < start)]["customer_id"]
            later = orders[(orders["life"] == 2) & orders["campaign_id"].isna()]
            later = later[~later["customer_id"].isin(before)]
            later = later[later["customer_id"].isin(began) & (later["date"] < start + HALF_YEAR)]
            yield f"{code}, margin of second lives", parts["second_life"].sum(), later["margin"].sum()
        if campaign.waiting_odds > 1:
            own = orders[orders["campaign_id"].isna() & (orders["life"] == 1)]
            own = own[(own["status"] == "completed") & (own["date"] < start + campaign.waiting_days)]
            table = firm.truth.customers.set_index("customer_id").loc[own["customer_id"]]
            usual = (own["amount"].to_numpy() * table["margin_rate"].to_numpy()).sum()
            lost = firm.truth.profit_parts(code, 1)["waiting"].loc[treated].sum()
            yield f"{code}, margin lost by waiting", lost, own["margin"].sum() - usual


def knowledge(firm):
    """Less knowledge, the same total."""
    by = {name: firm.truth.expected_purchases(365, name).sum() for name in ("state", "history", "orders")}
    yield "orders of a year, knowing history", by["history"], by["state"]
    yield "orders of a year, knowing orders", by["orders"], by["state"]


def channels(firm):
    """Values of channels beside those of the people who came."""
    came = firm.customers["acquisition_channel"].astype(str).to_numpy()
    joined = firm.truth.value_on_joining().groupby(came).mean()
    for channel, value in firm.truth.value_of_channel().items():
        yield f"value of {channel}", value, joined[channel]


def forecast(firm):
    """The forecast of a fitted BG/NBD, beside the most that the orders tell."""
    buyers = firm.truth.customers[firm.truth.customers["buyer"]]
    history = [buyers[name] for name in ("frequency", "recency_weeks", "age_weeks")]
    weeks = firm.truth.parameters.calendar().future_weeks(365)
    made = BetaGeoNBD().fit(*history).conditional_expected_purchases(weeks, *history)
    yield (
        "orders of a year, forecast by a fit",
        firm.truth.expected_purchases(365, "orders").sum(),
        np.sum(made),
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
