"""pymc-marketing fits the BG/NBD: the maximum a posteriori under flat priors, that of the likelihood."""

import frames
from measure import serve
from pymc_extras.prior import Prior
from pymc_marketing.clv import BetaGeoModel

FLAT = {name: Prior("HalfFlat") for name in ("r", "alpha", "a", "b")}


def prepare(folder):
    table = frames.customers(folder)
    return table.assign(customer_id=range(len(table)))


def run(table):
    model = BetaGeoModel(table, model_config=FLAT)
    model.fit(method="map", progressbar=False)
    return model


def describe(model):
    return {name: float(model.fit_result[name].values.item()) for name in ("r", "alpha", "a", "b")}


if __name__ == "__main__":
    serve(prepare, run, describe)
