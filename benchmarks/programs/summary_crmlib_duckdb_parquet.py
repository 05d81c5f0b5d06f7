"""crmlib sums up orders per customer in DuckDB, from a Parquet file that is read while the sums are made."""

import data
import duckdb
import frames
from measure import serve

from crmlib.rfm import purchase_summary


def run(file):
    return purchase_summary(duckdb.read_parquet(str(file)), observation_end=data.END).fetchnumpy()


def describe(columns):
    return frames.totals(frames.pd.DataFrame(columns))


if __name__ == "__main__":
    serve(frames.parquet, run, describe)
