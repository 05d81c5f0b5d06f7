"""The small closed forms say what the models say, for numbers, arrays and expressions."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from crmlib.btyd import (
    BetaGeoNBD,
    GammaGamma,
    ShiftedBetaGeometric,
    chance_alive,
    chance_to_buy,
    chance_to_buy_if_alive,
    renewal_rate,
    share_staying,
    shrunk_spend,
)
from crmlib.explore import Expression

sizes = st.floats(0.05, 20)
CDNOW = dict(r=0.243, alpha=4.414, a=0.793, b=2.426)


@given(sizes, sizes, st.integers(0, 60))
def test_contracts_are_those_of_the_model(alpha, beta, renewals):
    model = ShiftedBetaGeometric.from_parameters(alpha=alpha, beta=beta)
    assert share_staying(renewals, alpha, beta) == pytest.approx(model.survival(renewals), rel=1e-9)
    assert renewal_rate(renewals + 1, alpha, beta) == pytest.approx(model.retention_rate(renewals + 1))


@given(st.integers(1, 60), st.floats(0.1, 200), st.floats(0, 200), sizes, sizes, sizes, sizes)
def test_alive_is_that_of_the_model(frequency, recency, silence, r, alpha, a, b):
    model = BetaGeoNBD.from_parameters(r=r, alpha=alpha, a=a, b=b)
    found = chance_alive(frequency, recency, silence, r, alpha, a, b)
    assert found == pytest.approx(model.probability_alive(frequency, recency, recency + silence), rel=1e-7)


@pytest.mark.parametrize("customer", [(0, 38.86), (2, 38.86), (10, 5.0)])
def test_buying_equals_the_integral_over_her_rate(customer):
    frequency, T = customer
    rates = stats.gamma(CDNOW["r"] + frequency, scale=1 / (CDNOW["alpha"] + T))
    # The first next purchase does not depend on the probability of leaving after it.
    none = integrate.quad(lambda level: math.exp(-13 * rates.ppf(level)), 0, 1)[0]
    found = chance_to_buy_if_alive(13, frequency, T, CDNOW["r"], CDNOW["alpha"])
    assert found == pytest.approx(1 - none, abs=1e-6)


def test_buying_is_what_simulated_customers_do():
    # New customers: none has left, and who buys by week 13 has a repeat purchase.
    drawn = BetaGeoNBD.from_parameters(**CDNOW).simulate(np.full(40_000, 13.0), seed=6)
    found = chance_to_buy_if_alive(13, 0, 0, CDNOW["r"], CDNOW["alpha"])
    assert (drawn["frequency"] > 0).mean() == pytest.approx(found, abs=0.01)


@given(
    st.floats(0, 300), st.integers(1, 60), st.floats(0.1, 200), st.floats(0, 200), sizes, sizes, sizes, sizes
)
def test_a_purchase_is_that_of_the_model(t, frequency, recency, silence, r, alpha, a, b):
    model = BetaGeoNBD.from_parameters(r=r, alpha=alpha, a=a, b=b)
    found = chance_to_buy(t, frequency, recency, silence, r, alpha, a, b)
    said = model.probability_of_purchase(t, frequency, recency, recency + silence)
    assert found == pytest.approx(said, rel=1e-7, abs=1e-12)
    assert found <= chance_alive(frequency, recency, silence, r, alpha, a, b)


@given(st.integers(0, 60), st.floats(1, 500), sizes, st.floats(1.05, 20), st.floats(1, 200))
def test_spend_is_that_of_the_model(frequency, monetary_value, p, q, v):
    model = GammaGamma.from_parameters(p=p, q=q, v=v)
    expected = model.expected_spend(frequency, monetary_value)
    assert shrunk_spend(frequency, monetary_value, p, q, v) == pytest.approx(expected)


def test_arrays_are_taken_row_by_row():
    silence = np.array([0.0, 10.0, 20.0])
    found = chance_alive(2, 30.43, silence, **CDNOW)
    assert found.tolist() == [chance_alive(2, 30.43, one, **CDNOW) for one in silence]
    spend = shrunk_spend(np.array([0, 1]), np.array([0.0, 100.0]), p=1, q=2, v=20)
    assert spend.tolist() == [20.0, 60.0]


@pytest.mark.parametrize(
    "call",
    [
        lambda one: share_staying(3, one, 1.2),
        lambda one: renewal_rate(2, 0.7, one),
        lambda one: chance_alive(2, 30.43, one, **CDNOW),
        lambda one: chance_to_buy(4, 2, 30.43, one, **CDNOW),
        lambda one: chance_to_buy_if_alive(one, 0, 38.86, CDNOW["r"], CDNOW["alpha"]),
        lambda one: shrunk_spend(one, 30, p=6.25, q=3.74, v=15.44),
    ],
)
def test_expressions_pass(call):
    assert isinstance(call(Expression("moving")), Expression)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: share_staying(1.5, 1, 1), "^renewals must be a whole number from 0 to 10,000; got 1.5$"),
        (lambda: renewal_rate(0, 1, 1), "^renewal must be a whole number from 1 to 10,000; got 0$"),
        (
            lambda: chance_alive(0, 5, 1, **CDNOW),
            "^frequency must be a whole number of at least 1; got 0$",
        ),
        (
            lambda: chance_to_buy(4, 0, 5, 1, **CDNOW),
            "^frequency must be a whole number of at least 1; got 0$",
        ),
        (lambda: chance_to_buy(-1, 2, 5, 1, **CDNOW), "^t must be a number of at least 0; got -1$"),
        (lambda: chance_to_buy_if_alive(-1, 0, 5, 1, 1), "^t must be a number of at least 0; got -1$"),
        (lambda: shrunk_spend(0, 0, p=1, q=1, v=20), "^shrunk_spend has no finite result"),
    ],
)
def test_bad_input(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
