"""Does a model predict? Tables that set what was expected beside what came."""

import datetime

import numpy as np

from crmlib._guard.checks import checked, describe, nonnegative, one, one_of, positive_count
from crmlib._guard.columns import refuse_lengths
from crmlib._guard.tables import result_table
from crmlib.btyd.beta_geo_beta_bernoulli import BetaGeoBetaBernoulli
from crmlib.btyd.histories import as_columns, as_floats, refuse_labels
from crmlib.rfm.summary import DAYS_PER_PERIOD, PERIOD, purchase_days

_MOST_PERIODS = 10_000


@checked(most=one(positive_count))
def calibration_table(frequency, actual, predictions, most=7):
    """Purchases in the hold-out by the number of purchases before: what came, and what was expected.

    Parameters
    ----------
    frequency : list, array or Series
        Repeat purchases of each customer in the calibration period.
    actual : list, array or Series
        Her purchases in the hold-out (`rfm.holdout_split`).
    predictions : dict or DataFrame
        By name the columns of expected purchases, one for each model or rule; no name may be a column of the
        result.
    most : int
        Customers with so many repeat purchases or more share the last row, at least 1.

    Returns
    -------
    pandas.DataFrame
        A row per frequency that occurs: `frequency` (the last one stands for `most` and more), `customers`,
        `actual` (mean purchases in the hold-out), and a column of means for each prediction.

    Raises
    ------
    TypeError, ValueError
        If the columns differ in length, or hold something else than numbers of at least 0.

    Notes
    -----
    With :math:`C_f` the customers of frequency :math:`f` and :math:`y_i` the purchases of each in the
    hold-out, actual or expected, each mean is

    .. math:: \\frac{1}{|C_f|} \\sum_{i \\in C_f} y_i

    References
    ----------
    Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005). "Counting your customers" the easy way: an
    alternative to the Pareto/NBD model. Marketing Science 24(2).

    Examples
    --------
    >>> calibration_table([0, 0, 1, 5], actual=[0, 1, 2, 4], predictions={"rule": [0, 0, 1, 5]}, most=2)
       frequency  customers  actual  rule
    0          0          2     0.5   0.0
    1          1          1     2.0   1.0
    2          2          1     4.0   5.0
    """
    x, came = as_columns(frequency=frequency, actual=actual)
    rows, group = np.unique(np.minimum(np.atleast_1d(x), most), return_inverse=True)
    expected = _predictions(predictions, frequency=frequency)
    if taken := expected.keys() & {"frequency", "customers", "actual"}:
        raise ValueError(f"predictions must not be named {min(taken)!r}, a column of the table")
    means = {"actual": came} | expected
    customers = np.bincount(group)
    columns = {"frequency": rows.astype(int), "customers": customers}
    weights = ((name, np.broadcast_to(column, group.shape)) for name, column in means.items())
    return result_table(
        columns | {name: np.bincount(group, weights=weight) / customers for name, weight in weights}
    )


def error_table(actual, predictions):
    """How far predictions are from what came, customer by customer: models and rules side by side.

    Parameters
    ----------
    actual : list, array or Series
        Purchases of each customer in the hold-out.
    predictions : dict or DataFrame
        By name the columns of what was expected, one for each model or rule.

    Returns
    -------
    pandas.DataFrame
        A row per prediction: `prediction` (its name), `mean_absolute_error`, `root_mean_squared_error` and
        `bias` (expected less actual in the mean, above 0 where too much was expected), in the unit of
        `actual`.

    Raises
    ------
    TypeError, ValueError
        If the columns differ in length, or hold something else than numbers of at least 0.

    Notes
    -----
    With :math:`e_i` the expected less the actual number of customer :math:`i` of :math:`n`:

    .. math::

        \\text{MAE} = \\frac{1}{n} \\sum |e_i| \\qquad \\text{RMSE} = \\sqrt{\\frac{1}{n} \\sum e_i^2} \\qquad
        \\text{bias} = \\frac{1}{n} \\sum e_i

    Most customers buy nothing in the hold-out. An absolute error then favours a rule that expects too little;
    look at the bias too.

    Examples
    --------
    >>> error_table([0, 2], {"nothing": [0, 0], "one each": [1, 1]})
      prediction  mean_absolute_error  root_mean_squared_error  bias
    0    nothing                  1.0                 1.414214  -1.0
    1   one each                  1.0                 1.000000   0.0
    """
    (came,) = as_columns(actual=actual)
    columns = _predictions(predictions, actual=actual)
    errors = np.array([column - came for column in columns.values()])
    return result_table(
        {
            "prediction": list(columns),
            "mean_absolute_error": abs(errors).mean(axis=1),
            "root_mean_squared_error": np.sqrt((errors**2).mean(axis=1)),
            "bias": errors.mean(axis=1),
        }
    )


def _predictions(predictions, **other):
    """Columns of expected numbers by name, whose rows go with those of another column."""
    if hasattr(predictions, "iter_columns"):  # a Polars frame
        predictions = predictions.to_dict()
    if not hasattr(predictions, "items") or not len(predictions):
        allowed = "a dictionary of columns by name, such as {'BG/NBD': expected}"
        raise TypeError(f"predictions must be {allowed}; got {describe(predictions)}")
    columns = {}
    for name, column in predictions.items():
        columns[name] = np.atleast_1d(as_floats(f"predictions[{name!r}]", column, nonnegative))
        refuse_lengths(
            **{label: np.atleast_1d(values) for label, values in other.items()},
            **{f"predictions[{name!r}]": columns[name]},
        )
        refuse_labels(**other, **{f"predictions[{name!r}]": column})
    return columns


@checked(period=PERIOD, zero_orders=one_of("count", "drop"))
def tracking_table(
    model,
    transactions,
    customer="customer_id",
    date="date",
    amount="amount",
    period="week",
    observation_end=None,
    *,
    calibration_end=None,
    zero_orders=None,
):
    """Repeat purchases of all customers together, period by period: what came, and what a model expects.

    Parameters
    ----------
    model : BetaGeoNBD or ModifiedBetaGeoNBD
        The fitted model; its unit of time is `period`.
    transactions : DataFrame
        As for `rfm.purchase_summary`, of any kind. Days with several orders count as one purchase, returns
        are no purchases.
    customer, date : str
        The names of the columns: who bought, when.
    amount : str or None
        The name of the column of amounts; None if each row is an order.
    period : {"day", "week", "month", "quarter", "year"}
        The periods to count in, from the first day in the data.
    observation_end : date, datetime, numpy.datetime64 or str, optional
        The last day that was observed; without it, the last date in the data.
    calibration_end : date, datetime, numpy.datetime64 or str, optional
        Customers first seen after this day are left out, as the model did not see them either. Without it all
        customers count.
    zero_orders : {"count", "drop"}, optional
        As for `rfm.purchase_summary`.

    Returns
    -------
    pandas.DataFrame
        A row per whole period: `period` (1, 2, …), `end` (its last day), `actual` and `expected` repeat
        purchases in it, `actual_cumulative` and `expected_cumulative` up to its end.

    Raises
    ------
    TypeError, ValueError
        As `rfm.purchase_summary`; if the model expects nothing of new customers (a rule of thumb); or if less
        than one period was observed.

    Warns
    -----
    DataWarning
        When rows or customers are left out.

    Notes
    -----
    With :math:`b_i` the time of the first purchase of customer :math:`i`, the expected number up to time
    :math:`t` is

    .. math:: \\sum_{i: \\, b_i < t} E[X(t - b_i)]

    References
    ----------
    Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005). "Counting your customers" the easy way: an
    alternative to the Pareto/NBD model. Marketing Science 24(2).

    Examples
    --------
    One customer, two purchases, two weeks; a model in which everybody buys once a week and nobody leaves.

    >>> import pandas as pd
    >>> from crmlib.btyd import BetaGeoNBD
    >>> orders = pd.DataFrame({"customer_id": [1, 1], "date": pd.to_datetime(["1997-01-01", "1997-01-09"])})
    >>> model = BetaGeoNBD.from_parameters(r=7000, alpha=7000, a=1e-9, b=1)
    >>> table = tracking_table(model, orders, amount=None, observation_end="1997-01-14")
    >>> table[["period", "actual", "expected"]].round(2)
       period  actual  expected
    0       1       0      0.86
    1       2       1      1.00
    """
    # Occasions are not weeks.
    if isinstance(model, type | BetaGeoBetaBernoulli) or not hasattr(model, "expected_purchases"):
        raise TypeError(f"model must be a fitted model such as BetaGeoNBD; got {describe(model)}")
    days = purchase_days(
        transactions, customer, date, amount, observation_end, calibration_end, zero_orders, stacklevel=4
    )
    length = DAYS_PER_PERIOD[period]
    start = min(days.births)
    ends = _period_ends((days.last - start + 1) / length, length, period)
    cumulative = {
        "actual": _counts_until(days.repeats, start, ends),
        "expected": _expected_until(model, days.births, start, ends, length),
    }
    dates = [datetime.date.fromordinal(start + int(np.ceil(end)) - 1) for end in ends]
    columns = {"period": np.arange(1, len(ends) + 1), "end": dates}
    columns |= {name: np.diff(counts, prepend=0) for name, counts in cumulative.items()}
    return result_table(columns | {f"{name}_cumulative": counts for name, counts in cumulative.items()})


def _period_ends(periods, length, period):
    """Days from the start to the end of each whole period."""
    if periods + 1e-9 < 1:
        raise ValueError(f"period is longer than the time observed: {periods:.2f} of a {period}")
    if periods > _MOST_PERIODS:
        raise ValueError(
            f"observation_end must leave at most {_MOST_PERIODS:,} periods; got {int(periods):,}: "
            f"is it the right date, and is a {period} long enough?"
        )
    return length * np.arange(1, int(periods + 1e-9) + 1)


def _counts_until(counts, start, ends):
    """How many there were on the days before each end."""
    days, numbers = np.array(sorted(counts.items()), dtype=np.int64).reshape(-1, 2).T
    total = np.concatenate([[0], np.cumsum(numbers)])
    return total[np.searchsorted(days - start, np.ceil(ends))]


def _expected_until(model, births, start, ends, length):
    """The expected repeat purchases of all customers up to the last day before each end."""
    born, customers = np.array(sorted(births.items()), dtype=np.int64).T
    time = np.maximum(np.ceil(ends)[:, np.newaxis] - 1 - (born - start), 0) / length
    # Days repeat from row to row, and an expectation takes long.
    times, place = np.unique(time, return_inverse=True)
    return np.reshape(model.expected_purchases(times)[place], time.shape) @ customers
