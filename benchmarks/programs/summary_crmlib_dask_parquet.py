"""crmlib sums up orders per customer in Dask, from a Parquet file that is read in parts."""

import dask.dataframe as dd
import data
import frames
from measure import serve

from crmlib.rfm import purchase_summary


def run(file):
    return purchase_summary(dd.read_parquet(file), observation_end=data.END).compute()


if __name__ == "__main__":
    serve(frames.parquet, run, frames.totals)
