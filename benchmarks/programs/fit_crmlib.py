"""crmlib fits the BG/NBD."""

import frames
from measure import serve

from crmlib.btyd import BetaGeoNBD


def run(table):
    return BetaGeoNBD().fit(table["frequency"], table["recency"], table["T"])


def describe(model):
    return {"r": model.r_, "alpha": model.alpha_, "a": model.a_, "b": model.b_}


if __name__ == "__main__":
    serve(frames.customers, run, describe)
