"""A result as a small table with labels."""

import pandas as pd


def shown(found, what, digits=2):
    """Named numbers as a table, under what they are.

    Parameters
    ----------
    found : dict or Series
        What each number is called, and the number.
    what : str
        The column's heading: what is counted, with its unit.
    digits : int
        Decimals that are kept.

    Returns
    -------
    DataFrame
        One row a number.

    Examples
    --------
    >>> shown({"margin": 266.667, "cost": 200.0}, "¥ a year")
            ¥ a year
    margin    266.67
    cost      200.00
    """
    return pd.Series(found).round(digits).to_frame(what)
