"""What an experiment says: the uplift, its interval, its test, its segments."""

from typing import NamedTuple

import numpy as np

from crmlib._guard.checks import (
    checked,
    count,
    describe,
    positive_count,
)
from crmlib._guard.columns import (
    as_array,
    as_numbers,
    groups_in_order,
    is_column,
    read_flags,
    refuse_lengths,
    unwrap,
)
from crmlib._guard.tables import result_table
from crmlib.intervals import two_sided_p, wilson_interval


@checked(treated_responses=count, treated=positive_count, control_responses=count, control=positive_count)
def uplift_interval(treated_responses, treated, control_responses, control, confidence=0.95):
    """The interval of Newcombe for an uplift, the difference of the response rates of two random groups.

    Parameters
    ----------
    treated_responses, control_responses : int or array
        How many responded (or stayed) of those contacted, and of those held out.
    treated, control : int or array
        How many customers are in each group, at least 1.
    confidence : float
        How often such an interval holds the true uplift, above 0 and below 1.

    Returns
    -------
    tuple of two float or array
        The lower and the upper end, differences of shares from -1 to 1.

    Raises
    ------
    TypeError, ValueError
        If a group has more responses than customers, a number is missing or out of range, or lengths differ.

    Notes
    -----
    With rates :math:`p_1, p_0` and their Wilson intervals :math:`(l_1, u_1), (l_0, u_0)`:

    .. math::

        p_1 - p_0 - \\sqrt{(p_1 - l_1)^2 + (u_0 - p_0)^2} \\quad \\text{to} \\quad
        p_1 - p_0 + \\sqrt{(u_1 - p_1)^2 + (p_0 - l_0)^2}

    Newcombe's method 10. It holds for groups drawn at random, and for customers who do not influence one
    another.

    References
    ----------
    Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions: comparison
    of eleven methods. Statistics in Medicine 17(8).

    Examples
    --------
    80 % against 60 %, in groups of 70 and 80:

    >>> [round(end, 4) for end in uplift_interval(56, 70, 48, 80)]
    [0.0524, 0.3339]
    """
    treated_rate, control_rate = _rates(treated_responses, treated, control_responses, control)
    low, high = wilson_interval(treated_responses, treated, confidence)
    control_low, control_high = wilson_interval(control_responses, control, confidence)
    uplift = treated_rate - control_rate
    lower = uplift - np.hypot(treated_rate - low, control_high - control_rate)
    upper = uplift + np.hypot(high - treated_rate, control_rate - control_low)
    return unwrap(np.clip(lower, -1, 1)), unwrap(np.clip(upper, -1, 1))


def _rates(treated_responses, treated, control_responses, control):
    """The response rates of the two groups, once the four numbers make sense together."""
    counts = dict(
        treated_responses=as_numbers("treated_responses", treated_responses),
        treated=as_numbers("treated", treated),
        control_responses=as_numbers("control_responses", control_responses),
        control=as_numbers("control", control),
    )
    refuse_lengths(**counts)
    for group in ("treated", "control"):
        if np.any(counts[f"{group}_responses"] > counts[group]):
            raise ValueError(f"{group}_responses must not exceed {group}: not more respond than are there")
    return (counts[f"{group}_responses"] / counts[group] for group in ("treated", "control"))


class UpliftTest(NamedTuple):
    """A two-sided test of no uplift."""

    z: float
    p_value: float


@checked(treated_responses=count, treated=positive_count, control_responses=count, control=positive_count)
def uplift_test(treated_responses, treated, control_responses, control):
    """Test whether two random groups respond at the same rate.

    Parameters
    ----------
    treated_responses, control_responses : int or array
        How many responded (or stayed) of those contacted, and of those held out.
    treated, control : int or array
        How many customers are in each group, at least 1.

    Returns
    -------
    UpliftTest
        A named tuple: `z`, the uplift in standard errors, and `p_value`, how often chance alone would give
        one at least as far from 0. Where all respond or none does, 0 and 1.

    Raises
    ------
    TypeError, ValueError
        As `uplift_interval`.

    Notes
    -----
    With rates :math:`p_1, p_0` of :math:`n_1, n_0` customers, and p the rate of both together:

    .. math::

        z = \\frac{p_1 - p_0}{\\sqrt{p (1 - p) \\left( \\frac{1}{n_1} + \\frac{1}{n_0} \\right)}} \\qquad
        2 \\, \\Phi(-|z|)

    The normal approximation, two-sided, without correction for continuity. A small p-value says that there is
    an effect, not that it is large enough to pay.

    References
    ----------
    Fleiss, J. L., Levin, B. and Paik, M. C. (2003). Statistical Methods for Rates and Proportions, 3rd
    edition. Wiley.

    Examples
    --------
    0.2 / √(0.6933 × 0.3067 × (1/70 + 1/80)):

    >>> test = uplift_test(56, 70, 48, 80)
    >>> round(test.z, 2), round(test.p_value, 3)
    (2.65, 0.008)
    """
    treated_rate, control_rate = _rates(treated_responses, treated, control_responses, control)
    sizes = as_numbers("treated", treated), as_numbers("control", control)
    together = (treated_rate * sizes[0] + control_rate * sizes[1]) / (sizes[0] + sizes[1])
    error = np.sqrt(together * (1 - together) * (1 / sizes[0] + 1 / sizes[1]))
    z = (treated_rate - control_rate) / np.where(error > 0, error, 1)
    return UpliftTest(unwrap(z), unwrap(two_sided_p(z)))


def uplift_table(treated, responded, segment=None, confidence=0.95):
    """What a randomised contact changed, in each segment and in all, with intervals.

    Parameters
    ----------
    treated : list, array or Series
        For each customer 1 if she was contacted, 0 if she was held out; drawn at random.
    responded : list, array or Series
        In the same order: 1 if she responded (or stayed), 0 if not.
    segment : list, array or Series, optional
        In the same order: her segment, known before the contact.
    confidence : float
        How often such an interval holds the true uplift, above 0 and below 1.

    Returns
    -------
    pandas.DataFrame
        A row per segment, sorted (numbers by size, categories in their own order, text as text), and a last
        row "all": `segment` (text), `treated` and `control` (customers), `treated_rate` and `control_rate`
        (shares who responded), `uplift` (their difference), `lower` and `upper` (Newcombe), `p_value`
        (two-sided test of no uplift).

    Raises
    ------
    TypeError, ValueError
        If the columns differ in length, hold anything but 0 and 1, or a segment lacks one of the groups or is
        missing.

    Notes
    -----
    .. math:: \\text{uplift}_s = p_{1s} - p_{0s}

    Each interval is for one segment. Of twenty segments without any effect, one is expected to have a 95 %
    interval without 0; the best of many looks better than it is (winner's curse). That one segment's interval
    leaves 0 out and another's does not is no proof that the two differ. If segments were contacted in
    different shares, the row "all" mixes the effect with the segments.

    References
    ----------
    Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions: comparison
    of eleven methods. Statistics in Medicine 17(8).

    Examples
    --------
    >>> table = uplift_table([1, 1, 0, 0] * 2, [1, 1, 0, 1, 0, 1, 1, 0], ["new"] * 4 + ["old"] * 4)
    >>> table[["segment", "treated", "control", "treated_rate", "control_rate", "uplift"]]
      segment  treated  control  treated_rate  control_rate  uplift
    0     new        2        2          1.00           0.5    0.50
    1     old        2        2          0.50           0.5    0.00
    2     all        4        4          0.75           0.5    0.25
    """
    contacted, outcome = read_flags("treated", treated), read_flags("responded", responded)
    refuse_lengths(treated=contacted, responded=outcome)
    labels, place = _segments(segment, len(contacted))
    groups = [
        np.bincount(place, weights=weights, minlength=len(labels)).astype(int)
        for weights in (contacted * outcome, contacted, (1 - contacted) * outcome, 1 - contacted)
    ]
    groups = [np.append(numbers, numbers.sum()) for numbers in groups]
    _refuse_no_group([*labels, "all"], groups[1], groups[3])
    lower, upper = uplift_interval(*groups, confidence)
    treated_rate, control_rate = _rates(*groups)
    columns = {"segment": [*labels, "all"], "treated": groups[1], "control": groups[3]}
    columns |= {"treated_rate": treated_rate, "control_rate": control_rate}
    columns |= {"uplift": treated_rate - control_rate, "lower": lower, "upper": upper}
    table = result_table(columns | {"p_value": uplift_test(*groups).p_value})
    return table if segment is not None else table.tail(1).reset_index(drop=True)


def _segments(segment, customers):
    """The segments in order, and the place of each customer among them; one segment if none are given."""
    if segment is None:
        return ["all"], np.zeros(customers, dtype=int)
    if not is_column(segment) or as_array(segment).ndim != 1:
        raise TypeError(f"segment must be a column with one label a customer; got {describe(segment)}")
    labels, place = groups_in_order("segment", segment)
    refuse_lengths(treated=np.zeros(customers), segment=place)
    return list(map(str, labels)), place


def _refuse_no_group(labels, treated, control):
    for label, contacted, held_out in zip(labels, treated, control, strict=True):
        if not contacted or not held_out:
            group = "no customer who was held out (treated 0)" if contacted else "no customer with treated 1"
            raise ValueError(f"treated: segment {label!r} has {group}, so there is nothing to compare with")
