"""Are known parameters found again? Customers drawn from each model, many times, and fitted.

    python benchmarks/recovery.py --seeds 100

For each parameter: the median estimate beside the truth, and how often the 95 % interval holds the truth.
Then how often the 80 % interval for a customer's value holds what she turned out to be worth. The tables come
from `recovery(seeds)` and `value_coverage(seeds)`.
"""

import argparse
import math
import warnings

import numpy as np
import pandas as pd

from crmlib import btyd

PURCHASES = dict(r=0.8, alpha=6.0, a=1.2, b=3.0)
DONATIONS = dict(alpha=1.2, beta=0.8, gamma=0.7, delta=2.8)
SPENDS = dict(p=6.0, q=4.0, v=15.0)
CONTRACTS = dict(alpha=0.7, beta=1.2)
CUSTOMERS = 5_000
WEEKS, OCCASIONS, RENEWALS = 52.0, 10, 8
TERMS = dict(horizon=26, discount_rate=0.10, purchase_period="week", discount_period="year")


def draw_purchases(model, seed):
    drawn = model.simulate(np.full(CUSTOMERS, WEEKS), seed)
    return drawn["frequency"], drawn["recency"], drawn["T"]


def draw_donations(model, seed):
    drawn = model.simulate(np.full(CUSTOMERS, OCCASIONS), seed)
    return drawn["frequency"], drawn["recency"], drawn["opportunities"]


def draw_spends(model, seed):
    frequency = np.random.default_rng(seed).integers(1, 12, CUSTOMERS)
    return frequency, model.simulate(frequency, seed)


def draw_contracts(model, seed):
    draw = np.random.default_rng(seed)
    renewals = draw.geometric(draw.beta(model.alpha_, model.beta_, CUSTOMERS)) - 1
    return ([int((renewals >= t).sum()) for t in range(RENEWALS + 1)],)


CASES = (
    (btyd.BetaGeoNBD, PURCHASES, draw_purchases),
    (btyd.ModifiedBetaGeoNBD, PURCHASES, draw_purchases),
    (btyd.BetaGeoBetaBernoulli, DONATIONS, draw_donations),
    (btyd.GammaGamma, SPENDS, draw_spends),
    (btyd.ShiftedBetaGeometric, CONTRACTS, draw_contracts),
)


def recovery(seeds):
    """A row per parameter: the truth, the median estimate, how often the 95 % interval holds the truth."""
    rows = []
    for kind, truth, draw in CASES:
        model = kind.from_parameters(**truth)
        tables = [kind().fit(*draw(model, seed)).summary() for seed in range(1, seeds + 1)]
        for place, (name, value) in enumerate(truth.items()):
            found = pd.DataFrame([table.iloc[place] for table in tables])
            held = ((found["lower"] <= value) & (value <= found["upper"])).mean()
            rows.append((kind.__name__, name, value, found["estimate"].median(), held))
    return pd.DataFrame(
        rows, columns=["model", "parameter", "truth", "median_estimate", "interval_holds_truth"]
    )


def draw_future(model, spends, draw):
    """One customer: her past as the models read it, and the discounted spend of the coming weeks."""
    rate, leaving = draw.gamma(model.r_, 1 / model.alpha_), draw.beta(model.a_, model.b_)
    spread = draw.gamma(spends.q_, 1 / spends.v_)
    x, t_x, spent, value, time, there = 0, 0.0, 0.0, 0.0, 0.0, True
    while there and (time := time + draw.exponential(1 / rate)) <= WEEKS + TERMS["horizon"]:
        spend = draw.gamma(spends.p_) / spread
        if time <= WEEKS:
            x, t_x, spent = x + 1, time, spent + spend
        else:
            value += spend / 1.1 ** (math.ceil(time - WEEKS) * 7 / 365.25)
        there = draw.random() >= leaving
    return x, t_x, WEEKS, spent / x if x else 0.0, value


def value_coverage(seeds, confidence=0.8):
    """A row per seed: how often the interval holds what came, where its lower end is above 0."""
    model = btyd.BetaGeoNBD.from_parameters(r=2.0, alpha=8.0, a=1.0, b=6.0)
    spends = btyd.GammaGamma.from_parameters(p=4.0, q=5.0, v=60.0)
    rows = []
    for seed in range(1, seeds + 1):
        draw = np.random.default_rng(seed)
        customers = np.array([draw_future(model, spends, draw) for _ in range(CUSTOMERS)]).T
        past, value = customers[:4], customers[4]
        fitted = btyd.BetaGeoNBD().fit(*past[:3]), btyd.GammaGamma().fit(past[0], past[3])
        interval = fitted[0].lifetime_value_interval(
            *past, fitted[1], **TERMS, confidence=confidence, seed=seed
        )
        sure = interval.lower > 0
        held = ((interval.lower <= value) & (value <= interval.upper))[sure].mean()
        rows.append((seed, int(sure.sum()), held, value.mean() / interval.expected.mean()))
    return pd.DataFrame(rows, columns=["seed", "customers", "interval_holds_outcome", "actual_by_expected"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=100, help="how often each model is drawn and fitted")
    seeds = parser.parse_args().seeds
    warnings.simplefilter("error", btyd.IdentificationWarning)
    print(recovery(seeds).round(3).to_string(index=False))
    coverage = value_coverage(max(1, seeds // 10))
    print(f"\n80 % intervals for a customer's value, {len(coverage)} seeds:")
    print(coverage.drop(columns="seed").mean().round(3).to_string())


if __name__ == "__main__":
    main()
