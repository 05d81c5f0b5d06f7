"""crmlib sums up orders per customer in Polars, from a Parquet file that is read while the sums are made."""

import data
import frames
import polars as pl
from measure import serve

from crmlib.rfm import purchase_summary


def run(file):
    return purchase_summary(pl.scan_parquet(file), observation_end=data.END).collect(engine="streaming")


if __name__ == "__main__":
    serve(frames.parquet, run, frames.totals)
