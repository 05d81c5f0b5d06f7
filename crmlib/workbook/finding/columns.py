"""What a student can see of what she chooses among: columns, sums over rows, two columns as one."""

from itertools import combinations

import numpy as np
import pandas as pd

from crmlib.workbook.finding.agreement import is_numeric


def seen(numbers, index):
    """The columns of all tables with a row, or many rows, for each thing.

    Parameters
    ----------
    numbers : dict
        The student's numbers, with the tables that she decides on.
    index : Index
        What can be chosen.

    Returns
    -------
    DataFrame
        A row each, in the order of the index; without columns that hold nothing here.
    """
    found = {}
    for table in (one for one in numbers.values() if hasattr(one, "columns")):
        if (name := id_column(table, index)) is None:
            continue
        rows = table.rename_axis(None)
        if rows[name].is_unique:
            found |= dict(rows.set_index(name).reindex(index).items())
        else:
            found |= summed(rows, name, index)
    return pd.DataFrame(found, index=index).dropna(axis="columns", how="all")


def pairs(columns):
    """The products, ratios, sums and differences of every two columns that hold numbers.

    Returns
    -------
    DataFrame
        The index of the columns.
    """
    found = {}
    plain = {name: columns[name].astype(float) for name in columns if is_numeric(columns[name])}
    for (one, first), (other, second) in combinations(plain.items(), 2):
        found[f"{one} × {other}"] = first * second
        found[f"{one} + {other}"] = first + second
        for above, below, top, base in ((one, other, first, second), (other, one, second, first)):
            found[f"{above} ÷ {below}"] = (top / base).replace([np.inf, -np.inf], np.nan)
        found[f"{one} − {other}"] = first - second
    return pd.DataFrame(found, index=columns.index).dropna(axis="columns", how="all")


def id_column(table, index):
    """The column that names each of the things; None without one."""
    return next(
        (name for name in table if table[name].dtype == index.dtype and index.isin(table[name]).all()), None
    )


def summed(rows, name, index):
    """Of many rows a thing: how many, first and last day, and total, mean and largest of each number."""
    by = rows.groupby(name)
    found = {"number of rows": by.size()}
    for column in rows.columns.drop(name):
        values = rows[column]
        if pd.api.types.is_datetime64_any_dtype(values):
            found |= {f"last {column}": by[column].max(), f"first {column}": by[column].min()}
        elif is_numeric(values):
            found |= {f"total {column}": by[column].sum(), f"mean {column}": by[column].mean()}
            found[f"largest {column}"] = by[column].max()
    return {label: column.reindex(index) for label, column in found.items()}
