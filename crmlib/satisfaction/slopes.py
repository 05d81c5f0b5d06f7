"""How much an outcome changes with a cause: naive, or at an equal third thing that moves both."""

from typing import NamedTuple

import numpy as np

from crmlib._guard.checks import checked, number, open_share
from crmlib._guard.columns import read_column, refuse_lengths
from crmlib.intervals import normal_quantile


class Slope(NamedTuple):
    """A least-squares slope with its interval.

    Parameters
    ----------
    slope : float
        Change of the outcome with one unit more of the cause.
    low, high : float
        The ends of the interval.
    """

    slope: float
    low: float
    high: float


@checked(confidence=open_share)
def slope_interval(outcome, cause, adjust_for=None, confidence=0.95):
    """The least-squares slope of an outcome on a cause, with an interval that stands unequal spread.

    Parameters
    ----------
    outcome : list, array or Series
        What changes, a number a row; 1 and 0 for happened and not.
    cause : list, array or Series
        What is held to change it, in the same order of rows.
    adjust_for : list, array or Series, optional
        A third thing that may move both: the slope is then that at equal values of it. Without it, the slope
        is naive.
    confidence : float
        How often such an interval holds the slope of the population, above 0 and below 1.

    Returns
    -------
    Slope
        `slope`, `low`, `high`: units of the outcome for one unit of the cause.

    Raises
    ------
    TypeError, ValueError
        If a value is missing or no number, the columns differ in length, there are fewer than four rows, or
        the cause does not vary by itself.

    Notes
    -----
    With a row :math:`(1, x_i, w_i)` of the matrix X for each case and :math:`b = (X'X)^{-1}X'y`, the variance
    is that of White, with rests :math:`e_i` and the correction for k columns:

    .. math:: (X'X)^{-1} \\, X' \\, \\mathrm{diag}(e_i^2) \\, X \\, (X'X)^{-1} \\, \\frac{n}{n - k}

    The slope is an effect only if nothing else moves cause and outcome, and the outcome does not move the
    cause. The interval takes the rows as independent: with several rows of one customer it is too narrow.

    References
    ----------
    White, H. (1980). A heteroskedasticity-consistent covariance matrix estimator and a direct test for
    heteroskedasticity. Econometrica 48(4).

    MacKinnon, J. G. and White, H. (1985). Some heteroskedasticity-consistent covariance matrix estimators
    with improved finite sample properties. Journal of Econometrics 29(3). (The correction, HC1.)

    Examples
    --------
    The outcome is 2 for each unit of the cause less 1 for each unit of the third thing:

    >>> cause, third = [1, 2, 3, 4], [0, 2, 2, 4]
    >>> outcome = [2, 2, 4, 4]
    >>> round(slope_interval(outcome, cause).slope, 2), round(slope_interval(outcome, cause, third).slope, 2)
    (0.8, 2.0)
    """
    third = {} if adjust_for is None else {"adjust_for": adjust_for}
    columns = {
        name: read_column(name, values, number)
        for name, values in {"outcome": outcome, "cause": cause, **third}.items()
    }
    refuse_lengths(**columns)
    y, *regressors = columns.values()
    design = np.column_stack([np.ones(len(y)), *(_standard(x) for x in regressors)])
    if len(y) < 4 or np.linalg.matrix_rank(design) < design.shape[1]:
        raise ValueError(
            "outcome and cause must have at least four rows, and cause must vary by itself: not be one "
            "value, nor go up and down with adjust_for alone"
        )
    slope, error = _white(y, design)
    slope, half = slope / regressors[0].std(), normal_quantile(confidence) * error / regressors[0].std()
    return Slope(float(slope), float(slope - half), float(slope + half))


def _standard(column):
    """A column in standard deviations, so that its unit does not decide what counts as no spread."""
    return (column - column.mean()) / (column.std() or 1)


def _white(outcome, design):
    """The second coefficient, and its standard error robust to unequal spread."""
    inverse = np.linalg.inv(design.T @ design)
    coefficients = inverse @ design.T @ outcome
    spread = design * (outcome - design @ coefficients)[:, None]
    variance = inverse @ spread.T @ spread @ inverse * len(outcome) / (len(outcome) - design.shape[1])
    return coefficients[1], variance[1, 1] ** 0.5
