"""Agreement of two coders: by hand, as published, against other programs, limits, identities, bad input."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa

from crmlib.service import coder_agreement

codes = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=60)


def columns_of(table):
    """The two columns of codes that a table of counts comes from."""
    pairs = [(row, column) for (row, column), n in np.ndenumerate(np.array(table)) for _ in range(n)]
    return tuple(map(list, zip(*pairs, strict=True)))


def test_by_hand():
    """Alike 14 of 20; yes 10 and 12 times: 0.5 × 0.6 + 0.5 × 0.4 = 0.5 by chance, (0.7 − 0.5) / 0.5 = 0.4."""
    found = coder_agreement(*columns_of([[8, 2], [4, 6]]))
    assert found[:4] == pytest.approx((20, 0.7, 0.5, 0.4))


def test_the_table_of_fleiss_cohen_and_everitt():
    """Their 200 patients, as R's psych has them: 0.7 alike, 0.475 by chance, 0.225 / 0.525 = 0.4286."""
    found = coder_agreement(*columns_of([[106, 10, 4], [22, 28, 10], [2, 12, 6]]))
    assert found.kappa == pytest.approx(0.4286, abs=1e-4)


@given(codes)
def test_other_programs_say_the_same(pairs):
    first, second = map(list, zip(*pairs, strict=True))
    if len({*first, *second}) == 1:
        return
    found = coder_agreement(first, second)
    assert found.kappa == pytest.approx(cohen_kappa_score(first, second), abs=1e-9)
    labels = sorted({*first, *second})
    counts = pd.crosstab(pd.Categorical(first, labels), pd.Categorical(second, labels), dropna=False)
    with np.errstate(invalid="ignore"):
        theirs = cohens_kappa(counts.to_numpy().astype(float))
    error = np.sqrt(max(theirs.var_kappa, 0))
    assert found.lower == pytest.approx(max(found.kappa - 1.959964 * error, -1), abs=1e-6)
    assert found.upper == pytest.approx(min(found.kappa + 1.959964 * error, 1), abs=1e-6)


@given(codes)
def test_the_order_of_coders_and_the_words_play_no_part(pairs):
    first, second = map(list, zip(*pairs, strict=True))
    if len({*first, *second}) == 1:
        return
    words = {"a": "solves", "b": "listens", "c": "neither"}
    found = coder_agreement(first, second)
    assert coder_agreement(second, first) == pytest.approx(found, abs=1e-6)
    in_words = coder_agreement([words[code] for code in first], pd.Series(second).map(words))
    assert in_words == pytest.approx(found, abs=1e-6)


def test_limits():
    assert coder_agreement([1, 0, 1], [1, 0, 1])[1:] == pytest.approx((1, 5 / 9, 1, 1, 1))
    assert coder_agreement([1, 0], [0, 1]).kappa == -1
    # One says always the same: as much agreement as chance brings.
    assert coder_agreement([1, 1, 1, 1], [1, 0, 1, 0]).kappa == 0


def test_a_rare_code_makes_kappa_low_though_most_are_coded_alike():
    found = coder_agreement(*columns_of([[1, 5], [4, 90]]))
    assert found.observed == 0.91 and found.kappa < 0.2


def test_the_interval_holds_what_is_true():
    """400 samples of 200 dialogues from known shares: 95 % within three errors."""
    shares = np.array([[0.35, 0.1], [0.15, 0.4]])
    by_chance = shares.sum(axis=1) @ shares.sum(axis=0)
    true = (np.trace(shares) - by_chance) / (1 - by_chance)
    random, held = np.random.default_rng(1), 0
    for table in random.multinomial(200, shares.ravel(), size=400):
        found = coder_agreement(*columns_of(table.reshape(2, 2)))
        held += found.lower <= true <= found.upper
    assert abs(held / 400 - 0.95) < 3 * np.sqrt(0.95 * 0.05 / 400)


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        (["a", "b"], ["a"], "first and second must have the same length; got first 2, second 1"),
        (["a", None], ["a", "b"], "first is missing in 1 of 2 rows; drop or fill them first"),
        (["a", "a"], ["a", "a"], "first and second hold one and the same code throughout; there is no kappa"),
        ([], [], "first must be a column of names, at least one; got "),
    ],
)
def test_bad_input_gets_a_sentence(first, second, sentence):
    with pytest.raises(ValueError, match=sentence):
        coder_agreement(first, second)
