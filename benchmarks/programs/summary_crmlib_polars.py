"""crmlib sums up orders per customer in Polars."""

import data
import frames
import polars as pl
from measure import serve

from crmlib.rfm import purchase_summary


def prepare(folder):
    return pl.DataFrame(frames.columns(folder, frames.ORDERS))


def run(orders):
    return purchase_summary(orders, observation_end=data.END)


if __name__ == "__main__":
    serve(prepare, run, frames.totals)
