"""Is the truth of the trials and of the chain the mean of many of them?

    python benchmarks/around_firm.py        100 trials of 30,000 customers each, 100 years of the chain
    python benchmarks/around_firm.py 20     20 of each

For each number: the mean over the replications, the truth, and their difference in standard errors of the
mean. Beyond 3 in either direction is rarely luck; with some sixty numbers one such line may be.
"""

import sys

import pandas as pd

from crmlib import simulate

ODD = 3


def main(replications=100):
    """Print a line a number."""
    print(f"{'number':<44} {'mean':>10} {'truth':>10} {'errors':>7}")
    for collect, truth in (renewal(), tiers(), next_product(), chain()):
        found = pd.DataFrame([collect(seed) for seed in progress(replications)])
        for name, true in truth.items():
            error = found[name].sem()
            errors = (found[name].mean() - true) / error if error else 0.0
            mark = "  <- rarely luck" if abs(errors) > ODD else ""
            print(f"{name:<44} {found[name].mean():>10.4f} {true:>10.4f} {errors:>7.2f}{mark}")


def progress(replications):
    """The seeds, with a bar."""
    from tqdm import tqdm

    return tqdm(range(replications), disable=None)


def renewal():
    """Staying by arm after the trial and after six months."""
    truth = simulate.trial("renewal", 0, 1).truth

    def collect(seed):
        table = simulate.trial("renewal", seed).customers
        stays = table.assign(year=~table["left"], half=(table["months"] > 6) | ~table["left"])
        means = stays.groupby("arm", observed=True)[["year", "half"]].mean()
        return {f"renewal {arm} {time}": means.at[arm, time] for arm in means.index for time in means.columns}

    true = {}
    for time, months in (("year", 12), ("half", 6)):
        effects = truth.effects(months).set_index("arm")["staying"]
        true |= {f"renewal {arm} {time}": effects[arm] for arm in effects.index}
    return collect, true


def tiers():
    """Orders and spend by tier and benefit."""
    effects = simulate.trial("tiers", 0, 1).truth.effects().set_index(["tier", "benefit"])

    def collect(seed):
        table = simulate.trial("tiers", seed).customers
        everyone = pd.concat([table.astype({"tier": str}), table.assign(tier="all")])
        means = everyone.groupby(["tier", "benefit"])[["orders", "spend"]].mean()
        return {f"tiers {tier} ¥{level} {name}": means.at[(tier, level), name] for tier, level, name in cells}

    cells = [(*cell, name) for cell in effects.index for name in ("orders", "spend")]
    return collect, {
        f"tiers {tier} ¥{level} {name}": effects.at[(tier, level), name] for tier, level, name in cells
    }


def next_product():
    """Purchases by arm, and who buys what the rules would offer."""
    effects = simulate.trial("next product", 0, 1).truth.effects().set_index("arm")

    def collect(seed):
        table = simulate.trial("next product", seed).customers
        bought = table.filter(like="bought_").sum(axis=1).groupby(table["arm"], observed=True).mean()
        return {f"next product {arm} purchases": bought[arm] for arm in effects.index}

    return collect, {f"next product {arm} purchases": effects.at[arm, "purchases"] for arm in effects.index}


def chain():
    """Calls a year around one firm, and their unevenness."""
    firm = simulate.firm(simulate.BOOK_SEED, tables=["contacts"])
    truth = simulate.chain(firm, 0).truth
    usual = truth.usual().set_index("touchpoint")["satisfied"]

    def collect(seed):
        made = simulate.chain(firm, seed)
        quiet = made.touchpoint_weeks[made.touchpoint_weeks["week"] < "2024-11-04"]
        sums = quiet.groupby("touchpoint", observed=True)[["satisfied", "answers"]].sum()
        shares = {
            f"chain satisfied {name}": sums["satisfied"][name] / sums["answers"][name] for name in usual.index
        }
        return shares | {"chain calls": made.calls["calls"].sum()}

    true = {f"chain satisfied {name}": share for name, share in usual.items()}
    return collect, true | {"chain calls": truth.arrivals()["rate"].sum()}


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
