"""lifetimes fits the BG/NBD."""

import frames
from lifetimes import BetaGeoFitter
from measure import serve


def run(table):
    return BetaGeoFitter().fit(table["frequency"], table["recency"], table["T"])


def describe(model):
    return {name: float(model.params_[name]) for name in ("r", "alpha", "a", "b")}


if __name__ == "__main__":
    serve(frames.customers, run, describe)
