"""Kano: not every attribute works alike."""

import numpy as np

from crmlib._guard.checks import (
    Kind,
    check,
    describe,
)
from crmlib._guard.columns import (
    as_array,
    is_column,
    read_single,
)

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
