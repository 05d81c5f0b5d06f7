"""Satisfaction as a comparison with expectation: disconfirmation, SERVQUAL, the ACSI index."""

import numpy as np

from crmlib._guard.checks import (
    Kind,
    check,
    formula,
    nonnegative,
    number,
)
from crmlib._guard.columns import (
    is_column,
    read_column,
    read_single,
    refuse_lengths,
)
from crmlib.satisfaction.scales import read_ratings, refuse_off_scale

_TEN_POINTS = Kind("a number from 1 to 10", low=1, high=10)


@formula(expected=number, perceived=number)
def disconfirmation(expected, perceived, *, scale=None):
    """Disconfirmation: how far what was perceived lies above (plus) or below (minus) what was expected.

    Parameters
    ----------
    expected, perceived : float, array, Series or expression
        Ratings on the same scale (points), in the same order; the higher the better.
    scale : tuple of two int, optional
        The lowest and the highest rating, such as (1, 7). With it, a rating off the scale is refused. Without
        it, only a code for no answer that stands far off the others is (99, -9 and the like).

    Returns
    -------
    float, array or expression
        Points of the scale. Above 0: better than expected (positive
        disconfirmation). 0: as expected.

    Raises
    ------
    TypeError, ValueError
        If a rating is missing or no number, or off the scale, or the two differ in length or row labels.

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
    refuse_off_scale(scale, expected=expected, perceived=perceived)
    return perceived - expected


def servqual_gaps(expectations, perceptions, weights=None, *, scale=None):
    """SERVQUAL gaps: perception less expectation, one per item or dimension of service quality.

    Parameters
    ----------
    expectations, perceptions : list, array, Series or DataFrame
        The mean rating of each item on one scale (points), in the same order of items. Or the answers
        themselves, a row per respondent and a column per item, from which the means are taken.
    weights : list, array or Series, optional
        How much each item matters, at least 0 and not all 0; only their ratios count (100 points shared out
        will do). Without it, the gaps are unweighted.
    scale : tuple of two int, optional
        The lowest and the highest rating, such as (1, 7). With it, a rating off the scale is refused. Without
        it, only a code for no answer that stands far off the others is (99, -9 and the like).

    Returns
    -------
    numpy.ndarray
        One gap per item, one-dimensional (points). Below 0: the service falls short. With weights each gap is
        multiplied by its share of the weights, so that their sum is the weighted overall gap.

    Raises
    ------
    TypeError, ValueError
        If a rating or weight is missing or no number, or off the scale, or the numbers of items differ.

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
    expected = _item_means("expectations", expectations, scale)
    perceived = _item_means("perceptions", perceptions, scale)
    refuse_lengths(expectations=expected, perceptions=perceived)
    gaps = perceived - expected
    return gaps if weights is None else gaps * _weight_shares(weights, len(gaps))


def _item_means(name, ratings, scale):
    """The mean rating of each item, from means or from a row of answers per respondent."""
    values = read_ratings(name, ratings, scale)
    return values if values.ndim == 1 else values.mean(axis=0)


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
    >>> round(acsi([7, 9], [6, 8], [6, 6], weights=(0.5, 0.3, 0.2)), 1)
    70.0
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
