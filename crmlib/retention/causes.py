"""Why customers leave: reasons counted, reasons of those who do not answer, and what goes with leaving.

None of the three says what causes leaving. `pareto_table` counts what was said, `share_bounds` shows what
silence may hide, and `odds_ratios` finds what goes together with leaving when other things are held equal.
What tells causes is an experiment (`crmlib.experiments`).
"""

from typing import NamedTuple

import numpy as np

from crmlib._guard.checks import describe, formula, nonnegative, positive, require
from crmlib._guard.columns import as_array, as_list, is_missing, read_flags, read_numbers, refuse_lengths
from crmlib._guard.tables import result_table
from crmlib.intervals import normal_quantile, two_sided_p

_STEPS = 50
# Log odds beyond this are no finding: e^15 is odds of three million to one.
_FARTHEST = 15


def pareto_table(reasons):
    """How often each reason was given, the most frequent first, with the running share (帕累托图).

    Parameters
    ----------
    reasons : list, array or Series
        One reason a row, a text.

    Returns
    -------
    pandas.DataFrame
        A row per reason: `reason`, `count`, `share`, `cumulative_share` (0 to 1). Equal counts stand in
        alphabetical order.

    Raises
    ------
    TypeError, ValueError
        If there is no row, or a reason is missing.

    Notes
    -----
    With counts :math:`n_1 \\ge n_2 \\ge \\dots`, the cumulative share of the first k reasons is

    .. math:: \\frac{n_1 + \\dots + n_k}{\\sum_j n_j}

    It ranks what was said. What was said most often need not drive away the most customers.

    Examples
    --------
    >>> pareto_table(["late", "price", "late", "damaged", "late"])
        reason  count  share  cumulative_share
    0     late      3    0.6               0.6
    1  damaged      1    0.2               0.8
    2    price      1    0.2               1.0
    """
    labels, counts = np.unique(_read_reasons(reasons), return_counts=True)
    first = np.argsort(-counts, kind="stable")
    share = counts[first] / counts.sum()
    columns = {"reason": labels[first].tolist(), "count": counts[first], "share": share}
    return result_table(columns | {"cumulative_share": np.cumsum(counts[first]) / counts.sum()})


def _read_reasons(reasons):
    if isinstance(reasons, str | bytes) or as_array(reasons).ndim != 1 or not len(reasons):
        raise TypeError(f"reasons must be a column with one reason a row; got {describe(reasons)}")
    reasons = as_list(reasons)
    missing = sum(map(is_missing, reasons))
    if missing:
        raise ValueError(f"reasons is missing in {missing} of {len(reasons)} rows; drop them or name them")
    for reason in reasons:
        if not isinstance(reason, str):
            raise TypeError(f"each of reasons must be a text; got {describe(reason)}")
    return np.array(reasons, dtype=str)


class ShareBounds(NamedTuple):
    """The lowest and the highest share that the answers leave open."""

    lower: float
    upper: float


@formula(named=nonnegative, answered=nonnegative, asked=positive)
def share_bounds(named, answered, asked):
    """Between which bounds the share of a reason lies if not everyone answered.

    Parameters
    ----------
    named : float, array, Series or expression
        How many of those who answered named the reason.
    answered : float, array, Series or expression
        How many answered.
    asked : float, array, Series or expression
        How many left, answered or not, above 0.

    Returns
    -------
    ShareBounds
        A named tuple, shares of all who left: `lower` if none of the silent would have named it, `upper` if
        all of them would.

    Raises
    ------
    TypeError, ValueError
        If more named it than answered, or more answered than were asked. An expression passes unchecked.

    Notes
    -----
    With k who named it and s who did not answer, of n who left:

    .. math:: \\frac{k}{n} \\quad \\text{to} \\quad \\frac{k + s}{n}

    No assumption about the silent is made. Any narrower statement makes one.

    References
    ----------
    Manski, C. F. (1989). Anatomy of the selection problem. Journal of Human Resources 24(3).

    Examples
    --------
    27 of 60 answers say "price"; 200 left.

    >>> share_bounds(named=27, answered=60, asked=200)
    ShareBounds(lower=0.135, upper=0.835)
    """
    require(
        named <= answered,
        "named must not exceed answered: no more name a reason than answer",
        named=named,
        answered=answered,
    )
    require(
        answered <= asked,
        "answered must not exceed asked: no more answer than are asked",
        answered=answered,
        asked=asked,
    )
    return ShareBounds(named / asked, (named + asked - answered) / asked)


def odds_ratios(outcome, factors, confidence=0.95):
    """What goes with an outcome when the other factors are equal: a logistic model's odds ratios.

    Parameters
    ----------
    outcome : list, array or Series
        For each customer 1 if it happened (she left), 0 if not.
    factors : DataFrame or dict of columns
        In the same order: one column a factor, numbers or yes and no, without missing values.
    confidence : float
        How often such an interval holds the ratio that the model would find in all such customers.

    Returns
    -------
    pandas.DataFrame
        A row per factor: `factor`, `odds_ratio` (for one unit more of it), `lower`, `upper`, `p_value`
        (two-sided test of a ratio of 1).

    Raises
    ------
    TypeError, ValueError
        If lengths differ, something is missing, the outcome never changes, a factor is constant or follows
        from the others, or a factor separates the outcomes so that no finite ratio fits.

    Notes
    -----
    .. math:: \\log \\frac{p}{1 - p} = b_0 + b_1 x_1 + \\dots + b_k x_k

    The odds ratio of factor j is :math:`e^{b_j}`, its interval :math:`e^{b_j \\pm z\\,s_j}` with the standard
    error of maximum likelihood, by Newton's method. A ratio of 2 doubles the odds, not the probability. It is
    association: whatever is not among the factors may stand behind it.

    References
    ----------
    Hosmer, D. W., Lemeshow, S. and Sturdivant, R. X. (2013). Applied Logistic Regression, 3rd edition. Wiley.

    Examples
    --------
    Of 4 who complained 3 left, of 8 others 2: odds of 3 against 1/3.

    >>> left = [1, 1, 1, 0] + [1, 1, 0, 0, 0, 0, 0, 0]
    >>> odds_ratios(left, {"complained": [1] * 4 + [0] * 8})[["factor", "odds_ratio"]].round(3)
           factor  odds_ratio
    0  complained         9.0
    """
    happened = read_flags("outcome", outcome)
    if happened.min() == happened.max():
        raise ValueError("outcome must hold both 0 and 1, or there is nothing to compare")
    names, columns = _read_factors(factors, len(happened))
    logs, errors = _logistic_fit(happened, columns)
    reach = normal_quantile(confidence) * errors
    table = {"factor": names, "odds_ratio": np.exp(logs)}
    table |= {"lower": np.exp(logs - reach), "upper": np.exp(logs + reach)}
    return result_table(table | {"p_value": two_sided_p(logs / errors)})


def _read_factors(factors, rows):
    """The names of the factors, and their columns beside one of ones."""
    if not (isinstance(factors, dict) or hasattr(factors, "columns")) or not len(factors.keys()):
        raise TypeError(f"factors must be a table or a dictionary of columns; got {describe(factors)}")
    names = [str(name) for name in factors]
    columns = [read_numbers(f"factors[{str(name)!r}]", factors[name]) for name in factors]
    for name, column in zip(names, columns, strict=True):
        refuse_lengths(outcome=np.zeros(rows), **{f"factors[{name!r}]": column})
        if column.min() == column.max():
            raise ValueError(f"factors[{name!r}] must vary; it is {column[0]:g} in every row")
    together = np.column_stack([np.ones(rows), *columns])
    if np.linalg.matrix_rank(together) < len(columns) + 1:
        raise ValueError("factors must not follow from one another: leave one of them out")
    return names, together


def _logistic_fit(happened, columns):
    """Log odds ratios without the constant, and their standard errors, on factors of equal spread."""
    spread = np.append(1, columns[:, 1:].std(axis=0))
    scaled, logs = columns / spread, np.zeros(columns.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-scaled @ logs))
        information = (scaled * (chance * (1 - chance))[:, None]).T @ scaled
        step = np.linalg.solve(information, scaled.T @ (happened - chance))
        logs = logs + step
        if np.abs(logs[1:]).max() > _FARTHEST:
            break
        if np.abs(step).max() < 1e-10:
            return (logs / spread)[1:], (np.sqrt(np.diag(np.linalg.inv(information))) / spread)[1:]
    raise ValueError(
        "factors separate the outcomes: some value of them comes with one outcome alone, so no finite odds "
        "ratio fits"
    )
