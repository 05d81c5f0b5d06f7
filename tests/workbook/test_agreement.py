"""Whether two columns agree: numbers within a tolerance, words by their letters."""

import numpy as np
import pandas as pd

from crmlib.workbook.finding.agreement import agreement, is_rounded, to_numbers


def test_numbers_agree_within_the_tolerance_and_in_any_spelling():
    target = pd.Series([100.0, 0.0, np.nan])
    assert list(agreement(pd.Series([100.05, 0, np.nan]), target, 0.001)) == [True] * 3
    assert list(agreement(pd.Series(["100", "1", "x"]), target, 0.001)) == [True, False, True]


def test_words_agree_by_their_letters():
    target = pd.Series(["low", "High", None])
    assert list(agreement(pd.Series([" LOW ", "higher", None]), target, 0.001)) == [True, False, True]


def test_what_is_no_number_is_missing():
    assert list(to_numbers(pd.Series([1, "2.5", "x", None, [3]])).fillna(-1)) == [1, 2.5, -1, -1, -1]


def test_a_column_is_rounded_only_if_all_of_it_is():
    right = pd.Series([1.26, 2.71, 30.0])
    assert is_rounded(right.round(1), right)
    assert not is_rounded(pd.Series([1.3, 2.71, 31.0]), right)
    assert not is_rounded(right + 0.1, right)


def test_a_small_number_may_be_rounded_to_four_decimals():
    right = pd.Series([0.00123, 0.4])
    assert is_rounded(right.round(4), right)
    assert not is_rounded(pd.Series([0.0013, 0.4]), right)
