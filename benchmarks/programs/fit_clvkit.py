"""clvkit fits the BG/NBD."""

import frames
import pandas as pd
from clvkit import BGNBD, CustomerBase
from measure import serve


def prepare(folder):
    return CustomerBase(
        frames.customers(folder),
        time_unit="W",
        collapse="D",
        observation_period_end=pd.Timestamp("1997-09-30"),
        has_monetary=False,
        on_negative="net",
        amount_col=None,
    )


def run(base):
    return BGNBD().fit(base)


def describe(model):
    return {name: float(model.params_[name]) for name in ("r", "alpha", "a", "b")}


if __name__ == "__main__":
    serve(prepare, run, describe)
