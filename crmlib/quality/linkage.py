"""Is this pair one person? Weights of evidence, the threshold that costs set, and whom errors hit."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping

import numpy as np

from crmlib._guard.checks import describe, formula, nonnegative, number, open_share, positive, rule
from crmlib._guard.columns import is_missing


@formula(match_agreement=open_share, chance_agreement=open_share)
def agreement_weight(match_agreement, chance_agreement):
    """How much it speaks for one person that a field of two records agrees.

    Parameters
    ----------
    match_agreement : float, array or Series
        The share of pairs of one person in which the field agrees, above 0 and below 1 (often called m).
    chance_agreement : float, array or Series
        The share of pairs of two people in which it agrees, above 0 and below 1 (often called u).

    Returns
    -------
    float, array or Series
        The weight in bits: each bit doubles the odds that the two are one person. Below 0 where the field
        agrees less often for one person than for two.

    Raises
    ------
    TypeError, ValueError
        If a share is missing or out of range.

    Notes
    -----
    .. math:: w_{+} = \\log_2 \\frac{m}{u}

    Weights of fields that err independently of one another are added up. Where they do not, as with a city
    and its dialling code, the sum counts the same evidence twice.

    References
    ----------
    Fellegi, I. P. and Sunter, A. B. (1969). A theory for record linkage. Journal of the American Statistical
    Association 64(328).

    Examples
    --------
    The month of birth agrees in 95 % of the pairs of one person, and by chance in one pair of twelve:

    >>> round(agreement_weight(match_agreement=0.95, chance_agreement=1 / 12), 2)
    3.51
    """
    return _bits(match_agreement / chance_agreement)


@formula(match_agreement=open_share, chance_agreement=open_share)
def disagreement_weight(match_agreement, chance_agreement):
    """How much it speaks for one person that a field of two records disagrees: mostly against it.

    Parameters
    ----------
    match_agreement : float, array or Series
        The share of pairs of one person in which the field agrees, above 0 and below 1 (often called m).
    chance_agreement : float, array or Series
        The share of pairs of two people in which it agrees, above 0 and below 1 (often called u).

    Returns
    -------
    float, array or Series
        The weight in bits, below 0 where the field agrees more often for one person than for two.

    Raises
    ------
    TypeError, ValueError
        If a share is missing or out of range.

    Notes
    -----
    .. math:: w_{-} = \\log_2 \\frac{1 - m}{1 - u}

    with the shares of `agreement_weight`. A field that is missing in one of the records says nothing: its
    weight is 0.

    References
    ----------
    Fellegi, I. P. and Sunter, A. B. (1969). A theory for record linkage. Journal of the American Statistical
    Association 64(328).

    Examples
    --------
    >>> round(disagreement_weight(match_agreement=0.95, chance_agreement=1 / 12), 2)
    -4.2
    """
    return _bits((1 - match_agreement) / (1 - chance_agreement))


def _bits(odds):
    """The logarithm to base 2, which NumPy has for no expression."""
    return math.log2(odds) if isinstance(odds, float) else np.log(odds) / math.log(2)


@formula(weight=number, prior=open_share)
def match_probability(weight, prior):
    """The probability that a pair is one person, from its weight and the share of such pairs.

    Parameters
    ----------
    weight : float, array, Series or expression
        The sum of the fields' weights, in bits.
    prior : float, array, Series or expression
        The share of pairs of one person among the pairs that are compared, above 0 and below 1.

    Returns
    -------
    float, array, Series or expression
        The probability, 0 to 1.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range. An expression passes unchecked.

    Notes
    -----
    .. math:: p = \\frac{1}{1 + \\frac{1 - \\lambda}{\\lambda} \\, 2^{-w}}

    with the weight :math:`w` and the prior :math:`\\lambda`. It is as good as the assumption that the fields
    err independently of one another.

    References
    ----------
    Fellegi, I. P. and Sunter, A. B. (1969). A theory for record linkage. Journal of the American Statistical
    Association 64(328).

    Examples
    --------
    One pair in a hundred is one person. Ten bits multiply the odds by 1,024:

    >>> round(match_probability(weight=10, prior=0.01), 4)
    0.9118
    """
    return 1 / (1 + (1 - prior) / prior * 2.0**-weight)


@formula(wrong_merge_cost=nonnegative, duplicate_cost=nonnegative)
@rule(
    lambda wrong_merge_cost, duplicate_cost: wrong_merge_cost + duplicate_cost > 0,
    "wrong_merge_cost and duplicate_cost must not both be 0",
)
def linking_threshold(wrong_merge_cost, duplicate_cost):
    """The probability from which linking two records costs less than leaving them apart.

    Parameters
    ----------
    wrong_merge_cost : float, array, Series or expression
        What two people in one record cost (money).
    duplicate_cost : float, array, Series or expression
        What one person in two records costs (money).

    Returns
    -------
    float, array, Series or expression
        A probability, 0 to 1: link above it.

    Raises
    ------
    TypeError, ValueError
        If a cost is missing or negative, or both are 0. An expression passes unchecked.

    Notes
    -----
    .. math:: p^{*} = \\frac{c_w}{c_w + c_d}

    Linking is wrong with probability :math:`1 - p` and then costs :math:`c_w`; leaving apart is wrong with
    probability :math:`p` and then costs :math:`c_d`. Only the ratio of the costs matters.

    References
    ----------
    Fellegi, I. P. and Sunter, A. B. (1969). A theory for record linkage. Journal of the American Statistical
    Association 64(328).

    Examples
    --------
    >>> round(linking_threshold(wrong_merge_cost=120, duplicate_cost=15), 3)
    0.889
    """
    return wrong_merge_cost / (wrong_merge_cost + duplicate_cost)


@formula(wrong_merge_cost=positive, duplicate_cost=positive, prior=open_share)
def linking_weight(wrong_merge_cost, duplicate_cost, prior):
    """The weight from which linking two records costs less than leaving them apart.

    Parameters
    ----------
    wrong_merge_cost : float, array or Series
        What two people in one record cost (money), above 0.
    duplicate_cost : float, array or Series
        What one person in two records costs (money), above 0.
    prior : float, array or Series
        The share of pairs of one person among the pairs that are compared, above 0 and below 1.

    Returns
    -------
    float, array or Series
        The weight in bits: link above it.

    Raises
    ------
    TypeError, ValueError
        If a number is missing or out of range.

    Notes
    -----
    .. math:: w^{*} = \\log_2 \\left( \\frac{c_w}{c_d} \\cdot \\frac{1 - \\lambda}{\\lambda} \\right)

    It is the weight at which `match_probability` reaches `linking_threshold`. A wrong merge of twice the cost
    raises it by one bit.

    References
    ----------
    Fellegi, I. P. and Sunter, A. B. (1969). A theory for record linkage. Journal of the American Statistical
    Association 64(328).

    Examples
    --------
    >>> round(linking_weight(wrong_merge_cost=120, duplicate_cost=15, prior=0.01), 2)
    9.63
    """
    return _bits(wrong_merge_cost / duplicate_cost * (1 - prior) / prior)


def merge_errors(found, truth):
    """Whom the errors of matching hit when each piece gets one letter: who gets several, who none.

    Parameters
    ----------
    found : dict
        From each record to the piece (the customer of the database) that it was put into.
    truth : dict
        From each record to the person whose it is; the same records.

    Returns
    -------
    dict
        `people`, `pieces`, `duplicates` (letters beyond a person's first) and `lost` (people without one).

    Raises
    ------
    TypeError, ValueError
        If one of the two is no dictionary or names nobody, or they hold different records.

    Notes
    -----
    The letter of a piece goes to the person who has most of its records; of several, to the one whose record
    comes first in `truth`. So

    .. math:: \\text{pieces} = \\text{people} + \\text{duplicates} - \\text{lost}

    and a count of pieces that equals the count of people proves nothing: the two errors may cancel.

    Examples
    --------
    Ann stands in two pieces, and Cai is lost in a piece of Bob's:

    >>> truth = {"a1": "Ann", "a2": "Ann", "b1": "Bob", "b2": "Bob", "c1": "Cai"}
    >>> merge_errors({"a1": 1, "a2": 2, "b1": 3, "b2": 3, "c1": 3}, truth)
    {'people': 3, 'pieces': 3, 'duplicates': 1, 'lost': 1}
    """
    _refuse_other_records(found, truth)
    records = defaultdict(Counter)
    for record, person in truth.items():
        records[found[record]][person] += 1
    letters = Counter(max(persons, key=persons.get) for persons in records.values())
    people = len(set(truth.values()))
    return {
        "people": people,
        "pieces": len(records),
        "duplicates": len(records) - len(letters),
        "lost": people - len(letters),
    }


def _refuse_other_records(found, truth):
    for name, persons in (("found", found), ("truth", truth)):
        if not isinstance(persons, Mapping) or not persons:
            raise TypeError(f"{name} must be a dictionary from record to person; got {describe(persons)}")
        if any(map(is_missing, persons.values())):
            raise ValueError(f"{name} must name a piece or a person for each record; one is missing")
    if other := sorted(set(found) ^ set(truth), key=str):
        raise ValueError(f"found and truth must hold the same records; only one has {describe(other[0])}")
