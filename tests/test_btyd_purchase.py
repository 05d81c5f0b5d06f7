"""The probability of a purchase: by hand, in the limit, by the likelihood, and as drawn customers do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib.btyd import BetaGeoBetaBernoulli, BetaGeoNBD, ModifiedBetaGeoNBD

sizes = st.floats(0.2, 5)
CDNOW = BetaGeoNBD.from_parameters(r=0.243, alpha=4.414, a=0.793, b=2.426)
MODIFIED = ModifiedBetaGeoNBD.from_parameters(r=0.525, alpha=6.183, a=0.891, b=1.614)
DONATIONS = BetaGeoBetaBernoulli.from_parameters(alpha=1.204, beta=0.750, gamma=0.657, delta=2.783)
HISTORIES = [0, 2, 7], [0, 30.43, 29.43], [38.86, 38.86, 38.86]
each_model = pytest.mark.parametrize("model", [CDNOW, MODIFIED], ids=["BG/NBD", "MBG/NBD"])


def test_by_hand_for_the_first_customer_of_cdnow():
    """P(alive) of 0.727 from the table of the chapter, and the clock of one who is alive."""
    odds = 0.793 / (2.426 + 2 - 1) * ((4.414 + 38.86) / (4.414 + 30.43)) ** 2.243
    by_hand = 1 / (1 + odds) * (1 - ((4.414 + 38.86) / (4.414 + 38.86 + 4)) ** 2.243)
    found = CDNOW.probability_of_purchase(4, 2, 30.43, 38.86)
    assert found == pytest.approx(by_hand, rel=1e-12)
    assert found == pytest.approx(0.1307, abs=1e-4)


@each_model
def test_nobody_buys_in_no_time_and_whoever_is_alive_buys_in_the_end(model):
    assert model.probability_of_purchase(0, *HISTORIES) == pytest.approx(0)
    alive = model.probability_alive(*HISTORIES)
    assert model.probability_of_purchase(1e60, *HISTORIES) == pytest.approx(alive, rel=1e-9)


@each_model
@given(st.floats(0, 200), st.integers(1, 30), st.floats(1, 50), st.floats(0, 50))
def test_it_is_one_less_a_ratio_of_likelihoods(model, t, x, t_x, silence):
    """A month in vain is the same history with a longer silence."""
    T = t_x + silence
    longer = model.log_likelihood([x], [t_x], [T + t]) - model.log_likelihood([x], [t_x], [T])
    assert model.probability_of_purchase(t, x, t_x, T) == pytest.approx(-np.expm1(longer), abs=1e-9)


@each_model
def test_of_a_new_customer_it_is_what_the_distribution_leaves_for_none(model):
    weeks = np.array([1.0, 13.0, 39.0])
    assert model.probability_of_purchase(weeks, 0, 0, 0) == pytest.approx(1 - model.pmf(0, weeks))


@each_model
def test_it_is_at_most_the_purchases_expected(model):
    assert (
        model.probability_of_purchase(13, *HISTORIES) <= model.conditional_expected_purchases(13, *HISTORIES)
    ).all()
    # In a short time nobody buys twice.
    expected = model.conditional_expected_purchases(1e-4, *HISTORIES)
    assert model.probability_of_purchase(1e-4, *HISTORIES) == pytest.approx(expected, rel=1e-3)


def test_drawn_customers_buy_as_often_as_it_says():
    """Draw rates and coins, play 20 weeks, and let those who came back play 8 more."""
    rng, people = np.random.default_rng(6), 200_000
    rate, leaving = rng.gamma(0.8, 1 / 6, people), rng.beta(0.9, 2.5, people)
    x, t_x, later = np.zeros(people), np.zeros(people), np.zeros(people, dtype=bool)
    clock, there = np.zeros(people), np.ones(people, dtype=bool)
    while there.any():
        clock = np.where(there, clock + rng.exponential(1 / rate), clock)
        later |= there & (clock > 20) & (clock <= 28)
        there &= clock <= 20
        x, t_x = x + there, np.where(there, clock, t_x)
        there &= rng.random(people) >= leaving
    model = BetaGeoNBD.from_parameters(r=0.8, alpha=6, a=0.9, b=2.5)
    said = model.probability_of_purchase(8, x, t_x, 20)
    for low, high in ((0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.8)):
        some = (said >= low) & (said < high)
        assert later[some].mean() == pytest.approx(said[some].mean(), abs=0.01)


@given(st.integers(1, 6), st.integers(0, 5), st.integers(1, 5), sizes, sizes, sizes, sizes)
def test_occasions_are_a_ratio_of_likelihoods_and_come_one_by_one(t, silence, x, alpha, beta, gamma, delta):
    model = BetaGeoBetaBernoulli.from_parameters(alpha=alpha, beta=beta, gamma=gamma, delta=delta)
    n = x + silence
    longer = model.log_likelihood([x], [x], [n + t]) - model.log_likelihood([x], [x], [n])
    assert model.probability_of_purchase(t, x, x, n) == pytest.approx(-np.expm1(longer), abs=1e-9)
    # At a single occasion, to buy at least once is to buy once.
    once = model.conditional_expected_purchases(1, x, x, n)
    assert model.probability_of_purchase(1, x, x, n) == pytest.approx(once, rel=1e-6)


def test_a_donor_by_hand():
    ones = BetaGeoBetaBernoulli.from_parameters(alpha=1, beta=1, gamma=1, delta=1)
    # In vain: gone at the first (1/2), gone at the second (1/6 × 1/2), there and twice no (1/3 × 1/3).
    assert ones.probability_of_purchase(2, 0, 0, 0) == pytest.approx(1 - 1 / 2 - 1 / 12 - 1 / 9)
    assert ones.probability_of_purchase(0, 3, 5, 6) == 0
    assert DONATIONS.probability_of_purchase(5_000, 5, 5, 6) <= DONATIONS.probability_alive(5, 5, 6)


@pytest.mark.parametrize(
    ("model", "history"), [(CDNOW, (2, 30.43, 38.86)), (MODIFIED, (2, 30.43, 38.86)), (DONATIONS, (3, 5, 6))]
)
def test_columns_are_taken_row_by_row(model, history):
    found = model.probability_of_purchase([1, 4, 13], *history)
    assert found == pytest.approx([model.probability_of_purchase(t, *history) for t in (1, 4, 13)])
    assert type(model.probability_of_purchase(4, *history)) is float


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: CDNOW.probability_of_purchase(-1, 2, 30.43, 38.86), "^t must be"),
        (lambda: CDNOW.probability_of_purchase([1, 2], [2, 2, 2], 30.43, 38.86), "length"),
        (lambda: CDNOW.probability_of_purchase(4, 2, 40, 38.86), "^recency must not exceed T"),
        (lambda: DONATIONS.probability_of_purchase(1.5, 3, 5, 6), "^t must be a whole number"),
        (lambda: DONATIONS.probability_of_purchase(1, 3, 7, 6), "^recency must not exceed"),
    ],
)
def test_bad_input(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
