"""Data and results of the programs, as pandas sees them. Runs in every environment: NumPy and pandas only."""

import os

import numpy as np
import pandas as pd

ORDERS = ("customer_id", "date", "amount")
CUSTOMERS = ("frequency", "recency", "T")


def columns(folder, names):
    return {name: np.load(folder / f"{name}.npy") for name in names}


def orders(folder):
    return pd.DataFrame(columns(folder, ORDERS))


def parquet(folder):
    """The orders as a Parquet file, in parts of 250,000 rows; written here when it is not there."""
    file = folder / "orders.parquet"
    if not file.exists():
        import pyarrow as pa
        from pyarrow import parquet

        # Two programs may write at once.
        part = file.with_suffix(f".{os.getpid()}")
        parquet.write_table(pa.table(columns(folder, ORDERS)), part, row_group_size=250_000)
        part.replace(file)
    return file


def customers(folder):
    return pd.DataFrame(columns(folder, CUSTOMERS))


def totals(table):
    """How many customers there are, and the sum of each column: two programs agree, or they do not."""
    names = ("frequency", "recency", "T", "monetary_value")
    return {"customers": len(table)} | {name: float(np.sum(np.asarray(table[name]))) for name in names}
