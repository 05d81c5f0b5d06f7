"""How often do 95 % intervals from the simulated firm's tables cover its truth?

    python benchmarks/firm_recovery.py              60 firms of 3,000 customers
    python benchmarks/firm_recovery.py 200 3000     200 firms of 3,000 customers
    python benchmarks/firm_recovery.py 60 3000 1    60 firms of the first edition

For each estimate: the share of firms whose interval covers the truth, and the mean estimate beside the truth.
An honest interval covers 95 %; with 60 firms anything from 87 to 100 % may be luck. The last column marks
what rarely is; look at it with other seeds.
"""

import sys
from collections import defaultdict

import numpy as np

from crmlib import simulate
from crmlib.btyd import BetaGeoNBD, GammaGamma, ShiftedBetaGeometric
from crmlib.experiments import uplift_table

WANTED = ["orders", "subscriptions", "campaigns", "campaign_members"]
NORMAL = 1.959964


def main(firms=60, customers=3_000, edition=2):
    """Print a line an estimate."""
    from tqdm import tqdm

    found = defaultdict(list)
    for seed in tqdm(range(firms), disable=None):
        for name, estimate, lower, upper, true in estimates(
            simulate.firm(seed, customers, edition=edition, tables=WANTED)
        ):
            found[name].append((estimate, true, lower <= true <= upper))
    print(f"{'estimate':<28} {'mean':>9} {'truth':>9} {'covered':>8}")
    for name, rows in found.items():
        estimate, true, covered = np.array(rows, dtype=float).mean(axis=0)
        odd = abs(covered - 0.95) > 3 * np.sqrt(0.95 * 0.05 / len(rows))
        print(f"{name:<28} {estimate:>9.4f} {true:>9.4f} {covered:>8.1%}{'  <- rarely luck' if odd else ''}")


def estimates(firm):
    """Name, estimate, lower, upper, truth of everything that is estimated."""
    yield from rates(firm)
    yield from order_values(firm)
    yield from club(firm)
    yield from uplifts(firm)
    yield from satisfaction(firm)


def of_model(name, model, true):
    """A fitted model's parameters."""
    for row in model.summary().itertuples():
        yield f"{name} {row.parameter}", row.estimate, row.lower, row.upper, getattr(true, row.parameter)


def rates(firm):
    """BG/NBD on the histories in weeks of the firm's clock."""
    buyers = firm.truth.customers[firm.truth.customers["buyer"]]
    model = BetaGeoNBD().fit(buyers["frequency"], buyers["recency_weeks"], buyers["age_weeks"])
    yield from of_model("BG/NBD", model, firm.truth.parameters.purchases)


def order_values(firm):
    """Gamma-gamma on completed orders of the customers' own accord."""
    orders = firm.orders[(firm.orders["status"] == "completed") & firm.orders["campaign_id"].isna()]
    if "life" in orders:
        orders = orders[orders["life"] == 1]
    spend = orders.groupby("customer_id")["amount"].agg(["size", "mean"])
    yield from of_model(
        "gamma-gamma", GammaGamma().fit(spend["size"], spend["mean"]), firm.truth.parameters.spend
    )


def club(firm, months=13):
    """Shifted beta-geometric on the monthly subscriptions that were watched for a year."""
    first = firm.subscriptions.drop_duplicates("customer_id")
    watched = first[(first["plan"] == "monthly") & (first["start"] < "2024-12-01")]
    lasted = np.where(watched["end"].isna(), 1000, watched["periods_paid"])
    model = ShiftedBetaGeometric().fit([(lasted > month).sum() for month in range(months)])
    settings = firm.truth.parameters.club
    true = {"alpha": settings.monthly_alpha, "beta": settings.monthly_beta}
    for row in model.summary().itertuples():
        yield f"sBG {row.parameter}", row.estimate, row.lower, row.upper, true[row.parameter]


def uplifts(firm):
    """Uplift by segment in the campaigns with one contact."""
    for campaign, members in firm.campaign_members.groupby("campaign_id"):
        if campaign == "C6":
            continue
        segment = members["segment"].astype(str).to_numpy()
        true = firm.truth.uplift(campaign).reindex(members["customer_id"]).groupby(segment).mean()
        table = uplift_table(members["treated"], members["responded"], segment).set_index("segment")
        for name, value in true.items():
            row = table.loc[name]
            yield f"uplift {campaign} {name}", row["uplift"], row["lower"], row["upper"], value


def satisfaction(firm):
    """The first renewal of the club on satisfaction: adjusted for price sensitivity, and not."""
    first = firm.subscriptions.drop_duplicates("customer_id")
    watched = first[(first["plan"] == "monthly") & (first["start"] < "2025-11-30")]
    members = watched.merge(firm.truth.customers, on="customer_id")
    left = ((members["periods_paid"] == 1) & members["end"].notna()).to_numpy(dtype=float)
    content, price = members["satisfaction"].to_numpy(), members["price_sensitivity"].to_numpy()
    effect = firm.truth.satisfaction_effect(1)
    yield "satisfaction, adjusted", *slope(left, content, price), effect.true
    yield "satisfaction, naive", *slope(left, content), effect.naive
    yield "naive taken for the truth", *slope(left, content), effect.true


def slope(outcome, *columns):
    """The first least-squares slope with its interval, robust to unequal spread."""
    design = np.column_stack([np.ones(len(outcome)), *columns])
    inverse = np.linalg.inv(design.T @ design)
    coefficients = inverse @ design.T @ outcome
    spread = design * (outcome - design @ coefficients)[:, None]
    error = np.sqrt((inverse @ spread.T @ spread @ inverse)[1, 1])
    return coefficients[1], coefficients[1] - NORMAL * error, coefficients[1] + NORMAL * error


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
