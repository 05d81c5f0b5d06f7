"""Whether two columns of a table agree, row by row: numbers within a tolerance, words by their letters."""

import math

import numpy as np
import pandas as pd

MOST_DECIMALS = 6  # to which a column is rounded


def agreement(values, target, tolerance):
    """Row by row, whether two columns agree.

    Parameters
    ----------
    values, target : Series
        What was given and what is asked.
    tolerance : float
        Relative, for numbers.

    Returns
    -------
    array of bool
    """
    if is_numeric(target):
        numbers = to_numbers(values).to_numpy()
        return np.isclose(numbers, target.to_numpy(dtype=float), rtol=tolerance, atol=1e-9, equal_nan=True)
    both_missing = (values.isna() & target.isna()).to_numpy()
    return (words(values) == words(target)) | both_missing


def is_numeric(values):
    """Whether a column or an index holds numbers, and not yes or no."""
    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)


def to_numbers(values):
    """Numbers, from text too; what is no number becomes a missing value."""
    if is_numeric(values) and not pd.api.types.is_complex_dtype(values):
        return values.astype(float)
    return values.astype(object).map(_to_number).astype(float)


def _to_number(value):
    try:
        return math.nan if pd.isna(value) is True else float(value)
    except (TypeError, ValueError, OverflowError):
        return math.nan


def words(values):
    """Texts as they are compared: capitals and spaces at the ends do not count."""
    return values.astype(str).str.strip().str.casefold().to_numpy()


def is_rounded(values, target):
    """Whether a column is the right one, rounded to some number of decimals that it has more of."""
    numbers, right = to_numbers(values).to_numpy(), target.to_numpy(dtype=float)
    return any(
        np.allclose(numbers, right.round(digits), rtol=0, atol=1e-9, equal_nan=True)
        for digits in range(MOST_DECIMALS + 1)
    )
