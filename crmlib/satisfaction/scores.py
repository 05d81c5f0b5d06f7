"""Scores of one question: CSAT a share, NPS a difference of two shares, CES a mean."""

import numpy as np

from crmlib._guard.checks import (
    Kind,
    check,
    checked,
    one_of,
    open_share,
    positive,
)
from crmlib._guard.checks import share as a_share
from crmlib._guard.columns import (
    elementwise,
    read_column,
    read_single,
    whole_up,
)
from crmlib.intervals import normal_quantile, wilson_interval
from crmlib.satisfaction.scales import scale_ends

_LIKELIHOOD = Kind("a whole number from 0 to 10", low=0, high=10, whole=True)
_POINTS = Kind("a number of NPS points above 0 and at most 200", low=0, high=200, open_low=True)
_SPREAD = Kind("a number from 0 to 1,000", low=0, high=1000)
_EFFORT = {
    "1.0": Kind("a whole number from 1 to 5 (CES 1.0)", low=1, high=5, whole=True),
    "2.0": Kind("a whole number from 1 to 7 (CES 2.0)", low=1, high=7, whole=True),
}
_VERSIONS = one_of(*_EFFORT)
# More respondents than there are people: the margin asked for is a slip.
_MOST_RESPONDENTS = 10**12


def csat(scores, satisfied_from=4, scale=(1, 5)):
    """Customer satisfaction score: the share of respondents who are satisfied (top boxes).

    Parameters
    ----------
    scores : list, array or Series
        One answer a respondent, a whole number on the scale; the higher the more satisfied.
    satisfied_from : int
        The lowest answer that counts as satisfied. On a five-point scale 4 gives the usual top-two-box share,
        5 the top-box share: say which.
    scale : tuple of two int
        The lowest and the highest answer possible.

    Returns
    -------
    float
        A share from 0 to 1.

    Raises
    ------
    TypeError, ValueError
        If there is no answer, an answer is missing or off the scale, or `satisfied_from` is not on the scale.

    Notes
    -----
    .. math:: \\text{CSAT} = \\frac{\\#\\{x_i \\ge c\\}}{n}

    with :math:`x_i` the answers, :math:`c` the lowest satisfied answer and :math:`n` the respondents. A four
    and a five count alike, and so do a one and a three.

    References
    ----------
    Farris, P. W., Bendle, N. T., Pfeifer, P. E. and Reibstein, D. J. (2010). Marketing Metrics, 2nd edition.
    Pearson.

    Examples
    --------
    >>> csat([5, 4, 4, 3, 1])
    0.6
    >>> csat([5, 4, 4, 3, 1], satisfied_from=5)
    0.2
    """
    return float(np.mean(_satisfied(scores, satisfied_from, scale)))


def csat_interval(scores, satisfied_from=4, scale=(1, 5), confidence=0.95):
    """The interval of Wilson for a customer satisfaction score.

    Parameters
    ----------
    scores : list, array or Series
        One answer a respondent, a whole number on the scale.
    satisfied_from : int
        The lowest answer that counts as satisfied.
    scale : tuple of two int
        The lowest and the highest answer possible.
    confidence : float
        How often such an interval holds the true share, above 0 and below 1.

    Returns
    -------
    tuple of two float
        The lower and the upper end, shares from 0 to 1.

    Raises
    ------
    TypeError, ValueError
        As `csat`; or if `confidence` is not above 0 and below 1.

    Notes
    -----
    With p the CSAT, n respondents and z the normal quantile (1.96 for 95 %):

    .. math::

        \\frac{p + \\frac{z^2}{2n} \\pm z \\sqrt{\\frac{p(1-p)}{n} + \\frac{z^2}{4n^2}}}{1 + \\frac{z^2}{n}}

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the
    American Statistical Association 22(158).

    Examples
    --------
    Three of five are satisfied. The true share may be 23 % or 88 %:

    >>> [round(end, 2) for end in csat_interval([5, 4, 4, 3, 1])]
    [0.23, 0.88]
    """
    satisfied = _satisfied(scores, satisfied_from, scale)
    lower, upper = wilson_interval(int(satisfied.sum()), len(satisfied), confidence)
    return float(lower), float(upper)


def _satisfied(scores, satisfied_from, scale):
    """Whether each respondent is satisfied."""
    answer = _scale(scale)
    check("satisfied_from", satisfied_from, answer)
    return read_column("scores", scores, answer) >= read_single("satisfied_from", satisfied_from)


def _scale(scale):
    """The kind of an answer on a scale."""
    low, high = scale_ends(scale)
    return Kind(f"on the scale, a whole number from {low:g} to {high:g}", low=low, high=high, whole=True)


@checked(margin_of_error=open_share, share=a_share, confidence=open_share)
@elementwise
def csat_sample_size(margin_of_error, share=0.5, confidence=0.95):
    """How many answers a share needs for a given margin of error.

    Parameters
    ----------
    margin_of_error : float or array
        Half the width of the interval wanted: 0.05 for plus or minus 5 percentage points.
    share : float or array
        The share expected. 0.5 is the worst case.
    confidence : float
        How often the interval is to hold the true share, above 0 and below 1.

    Returns
    -------
    int or array
        Answers (not invitations: divide by the response rate).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or the answer is more than there are people.

    Notes
    -----
    .. math:: n = \\left\\lceil \\frac{z^2 \\, p (1 - p)}{e^2} \\right\\rceil

    with :math:`p` the share expected, :math:`e` the margin of error and :math:`z` the normal quantile. At
    least 1. More answers make chance smaller; they do nothing about who did not answer.

    References
    ----------
    Cochran, W. G. (1977). Sampling Techniques, 3rd edition. Wiley.

    Examples
    --------
    1.96² · 0.25 / 0.05² = 384.1:

    >>> csat_sample_size(0.05)
    385
    """
    return _respondents(confidence, (share * (1 - share)) ** 0.5, margin_of_error)


def nps(scores):
    """Net Promoter Score: the percentage of promoters (9, 10) less that of detractors (0 to 6).

    Parameters
    ----------
    scores : list, array or Series
        One answer a respondent to "how likely is it that you would recommend us?", a whole number 0 to 10.

    Returns
    -------
    float
        Points from -100 to 100.

    Raises
    ------
    TypeError, ValueError
        If there is no answer, or an answer is missing or not a whole number from 0 to 10.

    Notes
    -----
    .. math:: \\text{NPS} = 100 \\, \\frac{\\#\\{x_i \\ge 9\\} - \\#\\{x_i \\le 6\\}}{n}

    with :math:`x_i` the answers and :math:`n` all respondents. The passives (7, 8) count in :math:`n` alone.
    It is no percentage: 30 may be 30 promoters and no detractor in 100, or 65 and 35.

    References
    ----------
    Reichheld, F. F. (2003). The one number you need to grow. Harvard Business Review 81(12).

    Keiningham, T. L., Cooil, B., Andreassen, T. W. and Aksoy, L. (2007). A longitudinal examination of net
    promoter and firm revenue growth. Journal of Marketing 71(3). (Its critique.)

    Examples
    --------
    Five promoters, three passives and two detractors of ten:

    >>> nps([10, 10, 9, 9, 9, 8, 8, 7, 6, 0])
    30.0
    """
    promoters, detractors, respondents = _promoters(scores)
    return 100 * (promoters - detractors) / respondents


@checked(confidence=open_share, method=one_of("multinomial", "adjusted"))
def nps_interval(scores, confidence=0.95, method="multinomial"):
    """An interval for the Net Promoter Score, by the variance of a difference of multinomial shares.

    Parameters
    ----------
    scores : list, array or Series
        One answer a respondent, a whole number 0 to 10.
    confidence : float
        How often such an interval holds the true score, above 0 and below 1.
    method : {"multinomial", "adjusted"}
        "multinomial" takes the shares as observed: with few answers it is too narrow, and where everyone
        agrees it has no width at all. "adjusted" first adds three made-up respondents (3/4 promoters, 3/2
        passives, 3/4 detractors), which mends both.

    Returns
    -------
    tuple of two float
        The lower and the upper end in points, cut off at -100 and 100.

    Raises
    ------
    TypeError, ValueError
        As `nps`; or if `confidence` or `method` is none of those allowed.

    Notes
    -----
    .. math:: 100 \\left( p - d \\pm z \\sqrt{\\frac{p + d - (p - d)^2}{n}} \\right)

    with :math:`p` and :math:`d` the shares of promoters and detractors, :math:`n` the respondents and
    :math:`z` the normal quantile. The two shares are not independent: whoever promotes cannot detract, which
    is why :math:`p + d - (p - d)^2` stands in place of :math:`p(1-p) + d(1-d)`.

    References
    ----------
    Rocks, B. (2016). Interval estimation for the "Net Promoter Score". The American Statistician 70(4).

    Examples
    --------
    Five promoters and two detractors of ten, an NPS of 30: 1.96 √((0.7 − 0.09) / 10) = 0.484.

    >>> [round(end, 1) for end in nps_interval([10, 10, 9, 9, 9, 8, 8, 7, 6, 0])]
    [-18.4, 78.4]
    """
    promoters, detractors, respondents = _promoters(scores)
    if method == "adjusted":
        promoters, detractors, respondents = promoters + 0.75, detractors + 0.75, respondents + 3
    score = (promoters - detractors) / respondents
    variance = ((promoters + detractors) / respondents - score**2) / respondents
    half = normal_quantile(confidence) * max(variance, 0) ** 0.5
    return max(100 * (score - half), -100.0), min(100 * (score + half), 100.0)


def _promoters(scores):
    """How many promoters, detractors and respondents."""
    answers = read_column("scores", scores, _LIKELIHOOD)
    return int((answers >= 9).sum()), int((answers <= 6).sum()), len(answers)


@checked(margin_of_error=_POINTS, promoters=a_share, detractors=a_share, confidence=open_share)
@elementwise
def nps_sample_size(margin_of_error, promoters=0.5, detractors=0.5, confidence=0.95):
    """How many answers a Net Promoter Score needs for a given margin of error.

    Parameters
    ----------
    margin_of_error : float or array
        Half the width of the interval wanted, in points: 5 for plus or minus 5 points.
    promoters, detractors : float or array
        The shares expected, together at most 1. One half each is the worst case.
    confidence : float
        How often the interval is to hold the true score, above 0 and below 1.

    Returns
    -------
    int or array
        Answers (not invitations: divide by the response rate).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, the shares add up to more than 1, or the answer is more than
        there are people.

    Notes
    -----
    .. math:: n = \\left\\lceil \\frac{z^2 \\, (p + d - (p - d)^2)}{(e / 100)^2} \\right\\rceil

    with :math:`p` and :math:`d` the shares of promoters and detractors, :math:`e` the margin in points and
    :math:`z` the normal quantile. In the worst case an NPS within 10 points takes as many answers as a share
    within 5 percentage points.

    References
    ----------
    Rocks, B. (2016). Interval estimation for the "Net Promoter Score". The American Statistician 70(4).

    Examples
    --------
    1.96² · 1 / 0.1² = 384.1:

    >>> nps_sample_size(10)
    385
    >>> nps_sample_size(10, promoters=0.5, detractors=0.2)
    235
    """
    if promoters + detractors > 1 + 1e-12:
        raise ValueError(
            f"promoters and detractors must add up to at most 1; got {promoters:g} and {detractors:g}"
        )
    variance = promoters + detractors - (promoters - detractors) ** 2
    return _respondents(confidence, max(variance, 0) ** 0.5, margin_of_error / 100)


@checked(version=_VERSIONS)
def ces(scores, version="2.0"):
    """Customer Effort Score: the mean answer. Its two versions run in opposite directions.

    Parameters
    ----------
    scores : list, array or Series
        One answer a respondent, a whole number on the version's scale.
    version : {"1.0", "2.0"}
        "1.0" asks "how much effort did you personally have to put forth to handle your request?", from 1
        (very low effort) to 5 (very high effort): *low* is good. "2.0" asks for agreement with "the company
        made it easy for me to handle my issue", from 1 (strongly disagree) to 7 (strongly agree): *high* is
        good.

    Returns
    -------
    float
        The mean, from 1 to 5 (version 1.0) or from 1 to 7 (version 2.0).

    Raises
    ------
    TypeError, ValueError
        If there is no answer, an answer is missing or off the version's scale, or `version` is neither.

    Notes
    -----
    .. math:: \\text{CES} = \\frac{1}{n} \\sum_{i=1}^{n} x_i

    with :math:`x_i` the answers and :math:`n` the respondents.

    References
    ----------
    Dixon, M., Freeman, K. and Toman, N. (2010). Stop trying to delight your customers. Harvard Business
    Review 88(7/8). (Version 1.0.)

    Dixon, M., Toman, N. and DeLisi, R. (2013). The Effortless Experience. Portfolio. (Version 2.0.)

    Examples
    --------
    >>> ces([1, 2, 2, 5], version="1.0")
    2.5
    >>> ces([7, 6, 6, 1], version="2.0")
    5.0
    """
    return float(np.mean(read_column("scores", scores, _EFFORT[version])))


@checked(version=_VERSIONS, confidence=open_share)
def ces_interval(scores, version="2.0", confidence=0.95):
    """Student's interval for the mean of a Customer Effort Score.

    Parameters
    ----------
    scores : list, array or Series
        One answer a respondent, a whole number on the version's scale; at least two respondents.
    version : {"1.0", "2.0"}
        The version of the question, as in `ces`.
    confidence : float
        How often such an interval holds the true mean, above 0 and below 1.

    Returns
    -------
    tuple of two float
        The lower and the upper end, cut off at the ends of the scale. It has no width if all answers are
        equal.

    Raises
    ------
    TypeError, ValueError
        As `ces`; or if there are fewer than two answers.

    Notes
    -----
    .. math:: \\bar{x} \\pm t_{n-1} \\frac{s}{\\sqrt{n}}

    with :math:`\\bar{x}` the mean, :math:`s` the standard deviation (divisor n − 1), :math:`n` the
    respondents and :math:`t_{n-1}` the quantile of Student's distribution.

    References
    ----------
    Student (1908). The probable error of a mean. Biometrika 6(1).

    Examples
    --------
    Mean 5, standard deviation √(22/3) = 2.71, t = 3.18; the upper end is cut off at 7:

    >>> [round(end, 2) for end in ces_interval([7, 6, 6, 1])]
    [1.0, 7.0]
    >>> [round(end, 2) for end in ces_interval([7, 6, 6, 1], confidence=0.5)]
    [3.96, 6.04]
    """
    from scipy.stats import t

    answers = read_column("scores", scores, _EFFORT[version])
    if len(answers) < 2:
        raise ValueError("scores must have at least two answers: one answer says nothing of their spread")
    tail = (1 - read_single("confidence", confidence)) / 2
    half = -t.ppf(tail, len(answers) - 1) * answers.std(ddof=1) / len(answers) ** 0.5
    lowest, highest = _EFFORT[version].low, _EFFORT[version].high
    return max(float(answers.mean() - half), float(lowest)), min(float(answers.mean() + half), float(highest))


@checked(margin_of_error=positive, standard_deviation=_SPREAD, confidence=open_share)
@elementwise
def ces_sample_size(margin_of_error, standard_deviation, confidence=0.95):
    """How many answers a mean needs for a given margin of error.

    Parameters
    ----------
    margin_of_error : float or array
        Half the width of the interval wanted, in points of the scale.
    standard_deviation : float or array
        The spread of the answers expected, in points of the scale, from an earlier survey.
    confidence : float
        How often the interval is to hold the true mean, above 0 and below 1.

    Returns
    -------
    int or array
        Answers (not invitations: divide by the response rate).

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range, or the answer is more than there are people.

    Notes
    -----
    .. math:: n = \\left\\lceil \\left( \\frac{z \\, s}{e} \\right)^2 \\right\\rceil

    with :math:`s` the standard deviation, :math:`e` the margin of error and :math:`z` the normal quantile. At
    least 1.

    References
    ----------
    Cochran, W. G. (1977). Sampling Techniques, 3rd edition. Wiley.

    Examples
    --------
    (1.96 · 1.5 / 0.2)² = 216.1:

    >>> ces_sample_size(0.2, standard_deviation=1.5)
    217
    """
    return _respondents(confidence, standard_deviation, margin_of_error)


def _respondents(confidence, spread, margin_of_error):
    """Answers that bring the margin of error of a mean down to the one wanted."""
    root = normal_quantile(confidence) * spread / margin_of_error
    if root > _MOST_RESPONDENTS**0.5:
        raise ValueError(f"margin_of_error {margin_of_error:g} is too small: no survey is that exact")
    return max(1, whole_up(root**2))
