"""The interval of Wilson for shares, and what intervals and tests share: quantile and p-value of a z."""

from statistics import NormalDist

import numpy as np

from crmlib._guard.checks import check, checked, count, describe, open_share, positive_count
from crmlib._guard.columns import as_numbers, read_single, refuse_lengths


@checked(successes=count, trials=positive_count)
def wilson_interval(successes, trials, confidence=0.95):
    """The interval of Wilson for a share: sensible with few trials, and never below 0 or above 1.

    Parameters
    ----------
    successes : int or array
        How many responded.
    trials : int or array
        How many were asked, at least 1.
    confidence : float
        How often such an interval holds the true share, above 0 and below 1.

    Returns
    -------
    tuple
        The lower and the upper end, each a share from 0 to 1, of the shape of the input.

    Raises
    ------
    ValueError
        If there are more successes than trials, or a number is out of range.

    Notes
    -----
    With p = successes / trials, n trials and z the normal quantile (1.96 for 95 %):

    .. math::

        \\frac{p + \\frac{z^2}{2n} \\pm z \\sqrt{\\frac{p(1-p)}{n} + \\frac{z^2}{4n^2}}}{1 + \\frac{z^2}{n}}

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the
    American Statistical Association 22(158).

    Examples
    --------
    >>> lower, upper = wilson_interval(0, 20)
    >>> round(float(lower), 3), round(float(upper), 3)
    (0.0, 0.161)
    """
    successes, trials = as_numbers("successes", successes), as_numbers("trials", trials)
    refuse_lengths(successes=successes, trials=trials)
    _refuse_more(successes, trials)
    z = normal_quantile(confidence)
    share, spread = successes / trials, z**2 / trials
    centre = (share + spread / 2) / (1 + spread)
    half = np.sqrt(share * (1 - share) * spread + spread**2 / 4) / (1 + spread)
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)


def _refuse_more(successes, trials):
    pairs = np.column_stack(np.broadcast_arrays(successes.ravel(), trials.ravel()))
    if (more := pairs[pairs[:, 0] > pairs[:, 1]]).size:
        raise ValueError(f"successes must not exceed trials; got {more[0, 0]:g} of {more[0, 1]:g}")


def normal_quantile(confidence):
    """The z of a two-sided interval: 1.96 for 95 %."""
    check("confidence", confidence, open_share)
    tail = (1 - float(read_single("confidence", confidence))) / 2
    if not tail > 0:
        raise ValueError(f"confidence must be a share above 0 and below 1; got {describe(confidence)}")
    return -NormalDist().inv_cdf(tail)


def two_sided_p(z):
    """How often chance alone gives a z at least this far from 0: 0.05 for 1.96 and for -1.96."""
    from scipy.special import ndtr

    return 2 * ndtr(-np.abs(z))
