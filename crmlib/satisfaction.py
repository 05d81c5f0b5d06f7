"""Satisfaction: what customers say of us, with its uncertainty, and what to do about it.

Three scores of one question each (CSAT, NPS, CES), with intervals and sample sizes; satisfaction as a
comparison with expectation (disconfirmation, SERVQUAL, the ACSI index); and which attributes to work on
(Kano's method, importance-performance analysis).

A survey answers for those who answered it. No interval here covers what non-respondents would have said.
"""

import numpy as np

from crmlib.checks import (
    Kind,
    check,
    checked,
    describe,
    formula,
    nonnegative,
    number,
    one_of,
    open_share,
    positive,
)
from crmlib.checks import share as a_share
from crmlib.columns import (
    as_array,
    elementwise,
    is_column,
    read_column,
    read_names,
    read_single,
    refuse_lengths,
    whole_up,
)
from crmlib.intervals import normal_quantile, wilson_interval

_LIKELIHOOD = Kind("a whole number from 0 to 10", low=0, high=10, whole=True)
_TEN_POINTS = Kind("a number from 1 to 10", low=1, high=10)
_POINTS = Kind("a number of NPS points above 0 and at most 200", low=0, high=200, open_low=True)
_SPREAD = Kind("a number from 0 to 1,000", low=0, high=1000)
_EFFORT = {
    "1.0": Kind("a whole number from 1 to 5 (CES 1.0)", low=1, high=5, whole=True),
    "2.0": Kind("a whole number from 1 to 7 (CES 2.0)", low=1, high=7, whole=True),
}
_VERSIONS = one_of(*_EFFORT)
# More respondents than there are people: the margin asked for is a slip.
_MOST_RESPONDENTS = 10**12


# ----------------------------------------------------------------------------------------------------------
# CSAT: a share


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
    try:
        low, high = scale
    except (TypeError, ValueError):
        raise ValueError(
            f"scale must be the lowest and the highest answer, such as (1, 5); got {describe(scale)}"
        ) from None
    for end in (low, high):
        check("each end of scale", end, Kind("a whole number", whole=True))
    low, high = read_single("scale", low), read_single("scale", high)
    if not low < high:
        raise ValueError(f"scale must rise, such as (1, 5); got {describe(scale)}")
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


# ----------------------------------------------------------------------------------------------------------
# NPS: a difference of two shares


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


# ----------------------------------------------------------------------------------------------------------
# CES: a mean


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


# ----------------------------------------------------------------------------------------------------------
# Satisfaction as a comparison with expectation


@formula(expected=number, perceived=number)
def disconfirmation(expected, perceived):
    """Disconfirmation: how far what was perceived lies above (plus) or below (minus) what was expected.

    Parameters
    ----------
    expected, perceived : float, array, Series or expression
        Ratings on the same scale (points), in the same order; the higher the better.

    Returns
    -------
    float, array or expression
        Points of the scale. Above 0: better than expected (positive
        disconfirmation). 0: as expected.

    Raises
    ------
    TypeError, ValueError
        If a rating is missing or no number, or the two differ in length or row labels.

    Notes
    -----
    .. math:: \\text{disconfirmation} = \\text{perceived} - \\text{expected}

    The same service disappoints whoever expected more. Raising a promise raises expectation at once.

    References
    ----------
    Oliver, R. L. (1980). A cognitive model of the antecedents and consequences of satisfaction decisions.
    Journal of Marketing Research 17(4).

    Examples
    --------
    >>> disconfirmation(expected=8, perceived=6)
    -2
    >>> import numpy as np
    >>> disconfirmation(np.array([8, 5]), np.array([6, 7])).tolist()
    [-2.0, 2.0]
    """
    return perceived - expected


def servqual_gaps(expectations, perceptions, weights=None):
    """SERVQUAL gaps: perception less expectation, one per item or dimension of service quality.

    Parameters
    ----------
    expectations, perceptions : list, array, Series or DataFrame
        The mean rating of each item on one scale (points), in the same order of items. Or the answers
        themselves, a row per respondent and a column per item, from which the means are taken.
    weights : list, array or Series, optional
        How much each item matters, at least 0 and not all 0; only their ratios count (100 points shared out
        will do). Without it, the gaps are unweighted.

    Returns
    -------
    numpy.ndarray
        One gap per item, one-dimensional (points). Below 0: the service falls short. With weights each gap is
        multiplied by its share of the weights, so that their sum is the weighted overall gap.

    Raises
    ------
    TypeError, ValueError
        If a rating or weight is missing or no number, or the numbers of items differ.

    Notes
    -----
    .. math:: G_j = P_j - E_j \\qquad G_j^{w} = \\frac{w_j}{\\sum_k w_k} (P_j - E_j)

    with :math:`P_j` the mean perception, :math:`E_j` the mean expectation and :math:`w_j` the weight of item
    j.

    References
    ----------
    Parasuraman, A., Zeithaml, V. A. and Berry, L. L. (1988). SERVQUAL: a multiple-item scale for measuring
    consumer perceptions of service quality. Journal of Retailing 64(1).

    Examples
    --------
    >>> servqual_gaps(expectations=[6, 7, 5], perceptions=[5, 4, 6]).tolist()
    [-1.0, -3.0, 1.0]
    >>> servqual_gaps([6, 7, 5], [5, 4, 6], weights=[50, 30, 20]).round(2).tolist()
    [-0.5, -0.9, 0.2]
    """
    expected = _item_means("expectations", expectations)
    perceived = _item_means("perceptions", perceptions)
    refuse_lengths(expectations=expected, perceptions=perceived)
    gaps = perceived - expected
    return gaps if weights is None else gaps * _weight_shares(weights, len(gaps))


def _item_means(name, ratings):
    """The mean rating of each item, from means or from a row of answers per respondent."""
    table = as_array(ratings)
    if table.ndim != 2:
        return read_column(name, ratings, number)
    if not table.size:
        raise ValueError(
            f"{name} must have a row per respondent and a column per item; got {describe(ratings)}"
        )
    return np.array([read_column(name, answers, number).mean() for answers in table.T])


def _weight_shares(weights, items):
    """Weights as shares of their sum, one per item."""
    values = read_column("weights", weights, nonnegative)
    if len(values) != items:
        raise ValueError(f"weights must be one number per item, {items} in all; got {len(values)}")
    if not values.any():
        raise ValueError("weights must not all be 0")
    largest = values / values.max()
    return largest / largest.sum()


def acsi(satisfaction, expectancy, ideal, weights=None):
    """A satisfaction index from 0 to 100 of the kind of the American Customer Satisfaction Index.

    Parameters
    ----------
    satisfaction : float, list, array or Series
        Overall satisfaction, from 1 (very dissatisfied) to 10 (very satisfied): a mean, or one answer a
        respondent.
    expectancy : float, list, array or Series
        Comparison with expectation, from 1 (falls short) to 10 (exceeds).
    ideal : float, list, array or Series
        Comparison with the ideal, from 1 (not very close) to 10 (very close).
    weights : list, array or Series of three numbers, optional
        The weights of the three questions, at least 0 and not all 0; only their ratios count. Without it, the
        three count alike. ACSI estimates its weights from a structural model, so they differ by firm.

    Returns
    -------
    float
        The index: 0 if all answer 1, 100 if all answer 10.

    Raises
    ------
    TypeError, ValueError
        If an answer is missing or not from 1 to 10, the questions differ in the number of answers, or the
        weights are not three numbers.

    Notes
    -----
    .. math:: 100 \\, \\frac{w_1 (\\bar{x}_1 - 1) + w_2 (\\bar{x}_2 - 1) + w_3 (\\bar{x}_3 - 1)}{9}

    with :math:`\\bar{x}_k` the mean of question k and weights that add up to 1; with equal weights
    :math:`100 (\\bar{x}_1 + \\bar{x}_2 + \\bar{x}_3 - 3) / 27`.

    References
    ----------
    Fornell, C., Johnson, M. D., Anderson, E. W., Cha, J. and Bryant, B. E. (1996). The American Customer
    Satisfaction Index: nature, purpose, and findings. Journal of Marketing 60(4).

    Examples
    --------
    (8 + 7 + 6 − 3) / 27 = 0.667:

    >>> round(acsi(8, 7, 6), 1)
    66.7
    >>> round(acsi([7, 9], [6, 8], [6, 6], weights=(0.3885, 0.3190, 0.2925)), 1)
    67.7
    """
    questions = {"satisfaction": satisfaction, "expectancy": expectancy, "ideal": ideal}
    answers = {name: _ratings(name, given) for name, given in questions.items()}
    refuse_lengths(**answers)
    x1, x2, x3 = (ratings.mean() for ratings in answers.values())
    w1, w2, w3 = _weight_shares((1, 1, 1) if weights is None else weights, 3).tolist()
    return min(float((x1 - 1) * w1 + (x2 - 1) * w2 + (x3 - 1) * w3) / 9 * 100, 100.0)


def _ratings(name, answers):
    """The answers to a question, or the mean that stands for them."""
    if is_column(answers):
        return read_column(name, answers, _TEN_POINTS)
    check(name, answers, _TEN_POINTS)
    return np.asarray(read_single(name, answers))


# ----------------------------------------------------------------------------------------------------------
# Kano: not every attribute works alike

# The five answers of Kano's questionnaire, from 1 to 5.
KANO_ANSWERS = ("like", "must-be", "neutral", "live with", "dislike")

# Kano's evaluation table: a row per answer to the functional question (the attribute is there), a letter per
# answer to the dysfunctional one (it is not), both in the order of KANO_ANSWERS.
KANO_TABLE = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")

KANO_CATEGORIES = {
    "M": "must-be",
    "O": "one-dimensional",
    "A": "attractive",
    "I": "indifferent",
    "R": "reverse",
    "Q": "questionable",
}


def kano_classify(functional, dysfunctional):
    """The Kano category of an attribute from a pair of answers.

    Parameters
    ----------
    functional : int, str, list, array or Series
        How the respondent feels if the attribute is there: 1 or "like" (I like it), 2 or "must-be" (it must
        be so, I expect it), 3 or "neutral", 4 or "live with" (I can live with it), 5 or "dislike".
    dysfunctional : int, str, list, array or Series
        The same if it is not there, in the same order of respondents.

    Returns
    -------
    str or numpy.ndarray of str
        One letter a pair: A attractive, O one-dimensional, M must-be, I indifferent, R reverse (she wants the
        opposite), Q questionable (she contradicts herself, or misread).

    Raises
    ------
    TypeError, ValueError
        If an answer is missing or none of the five, or the two differ in length.

    Notes
    -----
    Kano's evaluation table, a row per functional answer, a column per dysfunctional one:

    .. math::

        \\begin{array}{l|ccccc}
        & 1 & 2 & 3 & 4 & 5 \\\\ \\hline
        \\text{1 like} & Q & A & A & A & O \\\\
        \\text{2 must-be} & R & I & I & I & M \\\\
        \\text{3 neutral} & R & I & I & I & M \\\\
        \\text{4 live with} & R & I & I & I & M \\\\
        \\text{5 dislike} & R & R & R & R & Q
        \\end{array}

    References
    ----------
    Kano, N., Seraku, N., Takahashi, F. and Tsuji, S. (1984). Attractive quality and must-be quality. Journal
    of the Japanese Society for Quality Control 14(2).

    Berger, C. et al. (1993). Kano's methods for understanding customer-defined quality. Center for Quality of
    Management Journal 2(4).

    Examples
    --------
    Likes it if there, dislikes it if not: the more the better. Neutral if there, dislikes it if not: a must.

    >>> kano_classify("like", "dislike"), kano_classify(3, 5)
    ('O', 'M')
    >>> kano_classify([1, 1, 5], [3, 5, 1]).tolist()
    ['A', 'O', 'R']
    """
    there, missing = _kano_answers("functional", functional), _kano_answers("dysfunctional", dysfunctional)
    if np.shape(there) != np.shape(missing):
        found = f"{np.size(there)} and {np.size(missing)}"
        raise ValueError(f"functional and dysfunctional must have the same length; got {found}")
    letters = np.array([list(row) for row in KANO_TABLE])[there, missing]
    return letters if letters.ndim else str(letters)


def _kano_answers(name, answers):
    """Each answer as its place among the five."""
    if not is_column(answers):
        return _kano_answer(name, answers)
    values = list(answers)
    if not values or as_array(answers).ndim > 1:
        raise ValueError(f"{name} must be one answer, or a column of answers; got {describe(answers)}")
    return np.array([_kano_answer(f"each value of {name}", value) for value in values])


def _kano_answer(name, answer):
    allowed = "a whole number from 1 to 5 or one of " + ", ".join(map(repr, KANO_ANSWERS))
    if isinstance(answer, str) and answer in KANO_ANSWERS:
        return KANO_ANSWERS.index(answer)
    if isinstance(answer, str):
        raise ValueError(f"{name} must be {allowed}; got {describe(answer)}")
    check(name, answer, Kind(allowed, low=1, high=5, whole=True))
    return int(read_single(name, answer)) - 1


def kano_category(categories):
    """The category that most respondents give an attribute.

    Parameters
    ----------
    categories : list, array or Series of str
        One letter a respondent, as `kano_classify` gives them.

    Returns
    -------
    str
        The most frequent letter. Of equally frequent ones the first in the order M, O, A, I, then R, Q: the
        one whose absence would hurt most.

    Raises
    ------
    TypeError, ValueError
        If there is no category, or one is none of the six letters.

    Notes
    -----
    .. math:: \\arg\\max_{c \\in \\{M, O, A, I, R, Q\\}} n_c

    with :math:`n_c` the respondents in category c. The mode hides segments: half M and half A is no must-be.

    References
    ----------
    Sauerwein, E., Bailom, F., Matzler, K. and Hinterhuber, H. H. (1996). The Kano model: how to delight your
    customers. IX. International Working Seminar on Production Economics, Innsbruck. (Mode; M > O > A > I.)

    Examples
    --------
    >>> kano_category(["A", "O", "A", "I"])
    'A'
    >>> kano_category(["A", "M"])
    'M'
    """
    counts = _kano_counts(categories)
    return max(counts, key=counts.get)


def kano_coefficients(categories):
    """How far an attribute raises satisfaction if it is there, and lowers it if it is not.

    Parameters
    ----------
    categories : list, array or Series of str
        One letter a respondent, as `kano_classify` gives them.

    Returns
    -------
    tuple of two float
        The satisfaction coefficient (0 to 1; near 1: presence delights) and the dissatisfaction coefficient
        (-1 to 0; near -1: absence hurts).

    Raises
    ------
    TypeError, ValueError
        If there is no category, one is none of the six letters, or all are R or Q.

    Notes
    -----
    .. math::

        \\frac{A + O}{A + O + M + I} \\qquad -\\frac{O + M}{A + O + M + I}

    with :math:`A, O, M, I` the respondents in each category; R and Q are left out.

    References
    ----------
    Berger, C. et al. (1993). Kano's methods for understanding customer-defined quality. Center for Quality of
    Management Journal 2(4).

    Matzler, K. and Hinterhuber, H. H. (1998). How to make product development projects more successful by
    integrating Kano's model of customer satisfaction into quality function deployment. Technovation 18(1).

    Examples
    --------
    >>> kano_coefficients(["A", "O", "O", "M", "I", "Q"])
    (0.6, -0.6)
    """
    counts = _kano_counts(categories)
    usable = sum(counts[letter] for letter in "AOMI")
    if not usable:
        raise ValueError("categories must hold at least one A, O, M or I; all are R or Q")
    return (counts["A"] + counts["O"]) / usable, -(counts["O"] + counts["M"]) / usable


def _kano_counts(categories):
    """How many respondents give each category, in the order in which ties are settled."""
    if not is_column(categories) or not len(categories):
        raise ValueError(f"categories must be a column of letters, at least one; got {describe(categories)}")
    letters = list(categories)
    for letter in letters:
        if not isinstance(letter, str) or letter not in KANO_CATEGORIES:
            raise ValueError(
                f"each value of categories must be one of A, O, M, I, R, Q; got {describe(letter)}"
            )
    return {letter: letters.count(letter) for letter in KANO_CATEGORIES}


# ----------------------------------------------------------------------------------------------------------
# Importance and performance

# The four quadrants, by (high importance, high performance).
QUADRANTS = {
    (True, False): "concentrate here",
    (True, True): "keep up the good work",
    (False, False): "low priority",
    (False, True): "possible overkill",
}


@checked(importance_cut=number, performance_cut=number)
def importance_performance(importance, performance, items=None, importance_cut=None, performance_cut=None):
    """Importance-performance analysis: the quadrant of each attribute.

    Parameters
    ----------
    importance, performance : list, array or Series
        The mean rating of each attribute (points), in the same order of attributes.
    items : list, array or Series, optional
        The names of the attributes. Without it, they are numbered from 1.
    importance_cut, performance_cut : float, optional
        Where the grid is cut (points). Without it, at the mean of the attributes. That cut is relative: some
        attribute always lies below it, however good all are. The middle of the scale is the other choice.

    Returns
    -------
    pandas.DataFrame
        A row per attribute: `item`, `importance`, `performance`, `quadrant` ("concentrate here": important,
        done badly; "keep up the good work"; "low priority"; "possible overkill": done well, unimportant).

    Raises
    ------
    TypeError, ValueError
        If a rating is missing or no number, or the columns differ in length.

    Notes
    -----
    .. math:: \\text{important} \\iff I_j \\ge c_I \\qquad \\text{done well} \\iff P_j \\ge c_P

    with :math:`I_j` and :math:`P_j` the ratings of attribute j and :math:`c` the cuts. A rating equal to the
    cut counts as high.

    References
    ----------
    Martilla, J. A. and James, J. C. (1977). Importance-performance analysis. Journal of Marketing 41(1).

    Examples
    --------
    >>> importance_performance([5, 5, 2, 2], [2, 5, 2, 5], items=["speed", "price", "music", "coffee"])
         item  importance  performance               quadrant
    0   speed         5.0          2.0       concentrate here
    1   price         5.0          5.0  keep up the good work
    2   music         2.0          2.0           low priority
    3  coffee         2.0          5.0      possible overkill
    """
    import pandas as pd

    weight, rating = (
        read_column("importance", importance, number),
        read_column("performance", performance, number),
    )
    refuse_lengths(importance=weight, performance=rating)
    important = _high("importance_cut", weight, importance_cut)
    good = _high("performance_cut", rating, performance_cut)
    quadrants = [QUADRANTS[pair] for pair in zip(important.tolist(), good.tolist(), strict=True)]
    names = read_names("items", items, len(weight))
    return pd.DataFrame({"item": names, "importance": weight, "performance": rating, "quadrant": quadrants})


def _high(name, ratings, cut):
    """Whether each rating reaches the cut; a mean may lie a hair above the equal values it is made of."""
    cut = ratings.mean() if cut is None else read_single(name, cut)
    return (ratings > cut) | np.isclose(ratings, cut, rtol=1e-12, atol=0)
