"""The dataframe engines that are always installed: how each makes its frame from one of pandas."""

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

# DuckDB, Dask and Spark are tried in test_engines.py.
ENGINES = {
    "pandas": lambda frame: frame,
    "pandas nullable": pd.DataFrame.convert_dtypes,
    "pandas arrow": lambda frame: frame.convert_dtypes(dtype_backend="pyarrow"),
    "polars": pl.from_pandas,
    "polars lazy": lambda frame: pl.from_pandas(frame).lazy(),
    "pyarrow": lambda frame: pa.Table.from_pandas(frame, preserve_index=False),
}


def on(engines):
    """A test on each of these engines, given to it as `engine`."""
    return pytest.mark.parametrize("engine", engines.values(), ids=engines)


every_engine = on(ENGINES)
