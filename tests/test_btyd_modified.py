"""MBG/NBD: slow direct formulas, limits, recovery."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import integrate, stats

from crmlib import datasets, rfm
from crmlib.btyd import BetaGeoNBD, ModifiedBetaGeoNBD
from crmlib.btyd.beta_geo_likelihood import group_histories

sizes = st.floats(0.05, 20)
histories = st.tuples(st.integers(0, 50), st.floats(0.01, 1), st.floats(0.1, 200))


def history(frequency, share, T):
    """A customer whose last purchase came after a share of the time."""
    return frequency, (share * T if frequency else 0.0), T


def likelihood_by_integration(r, alpha, a, b, x, t_x, T):
    """The likelihood of a history, rate and probability of leaving integrated out by adding up."""
    rates, leaving = stats.gamma(r, scale=1 / alpha), stats.beta(a, b)

    def of_customer(p, rate):
        stayed = (1 - p) ** (x + 1) * math.exp(-rate * T)
        left = p * (1 - p) ** x * math.exp(-rate * t_x)
        return (stayed + left) * rate**x * rates.pdf(rate) * leaving.pdf(p)

    return integrate.dblquad(of_customer, 0, 8 * (r + x) / alpha + 8 / alpha, 0, 1)[0]


@pytest.fixture(scope="module")
def cdnow():
    orders = datasets.load_cdnow()
    known = orders[orders["date"] <= "1997-09-30"]
    return rfm.purchase_summary(known, observation_end="1997-09-30", zero_orders="count")


def test_btydplus_parameters_of_cdnow(cdnow):
    model = ModifiedBetaGeoNBD().fit(cdnow["frequency"], cdnow["recency"], cdnow["T"])
    found = [model.r_, model.alpha_, model.a_, model.b_]
    assert np.round(found, 3).tolist() == pytest.approx([0.525, 6.183, 0.891, 1.614], abs=1e-9)


def test_lifetimes_modified_fit_of_cdnow(cdnow):
    # lifetimes 0.11.3 on weeks rounded to two decimals.
    rounded = cdnow[["recency", "T"]].round(2)
    model = ModifiedBetaGeoNBD().fit(cdnow["frequency"], rounded["recency"], rounded["T"])
    found = [model.r_, model.alpha_, model.a_, model.b_]
    assert found == pytest.approx([0.5248377, 6.1829885, 0.8913563, 1.614], rel=1e-4)


@pytest.mark.parametrize("customer", [(0, 0, 5), (3, 4, 5)])
def test_likelihood_equals_the_integral_of_its_story(customer):
    parameters = dict(r=2.0, alpha=3.0, a=1.5, b=2.5)
    slow = likelihood_by_integration(*parameters.values(), *customer)
    ours = ModifiedBetaGeoNBD.from_parameters(**parameters).log_likelihood(*customer)
    assert math.exp(ours) == pytest.approx(slow, rel=1e-5)


@given(sizes, sizes, sizes, sizes, st.lists(histories, min_size=1, max_size=8))
def test_the_slope_equals_differences_of_the_log_likelihood(r, alpha, a, b, drawn):
    x, t_x, T = map(np.array, zip(*(history(*one) for one in drawn), strict=True))
    data, parameters = group_histories(x.astype(float), t_x, T, 1), np.array([r, alpha, a, b])
    _, slope = ModifiedBetaGeoNBD._log_likelihood(parameters, data)
    for place, value in enumerate(parameters):
        step = np.zeros(4)
        step[place] = 1e-5 * value
        above, below = (
            ModifiedBetaGeoNBD._log_likelihood(parameters + sign * step, data)[0] for sign in (1, -1)
        )
        assert slope[place] * value == pytest.approx(
            (above - below) / 2e-5, rel=1e-5, abs=1e-5 + 1e-5 * abs(above)
        )


@given(sizes, sizes, sizes, sizes, st.floats(0.01, 100))
def test_probabilities_add_up_and_their_mean_is_the_expectation(r, alpha, a, b, t):
    assume(r * t / alpha < 20)
    assume(stats.nbinom.sf(2000, r, alpha / (alpha + t)) < 1e-12)
    model = ModifiedBetaGeoNBD.from_parameters(r=r, alpha=alpha, a=a, b=b)
    n = np.arange(3000)
    pmf = model.pmf(n, t)
    assert pmf.min() >= 0
    assert pmf.sum() == pytest.approx(1, abs=1e-9)
    assert pmf @ n == pytest.approx(model.expected_purchases(t), rel=1e-5, abs=1e-9)


def test_a_new_customer_is_one_without_a_past():
    model = ModifiedBetaGeoNBD.from_parameters(r=0.52, alpha=6.18, a=0.89, b=1.61)
    t = np.array([1.0, 10, 50])
    assert model.conditional_expected_purchases(t, 0, 0, 0) == pytest.approx(model.expected_purchases(t))
    assert model.pmf(0, 39) == pytest.approx(math.exp(model.log_likelihood(0, 0, 39)))


def test_no_time_no_purchases_though_some_have_left():
    model = ModifiedBetaGeoNBD.from_parameters(r=0.52, alpha=6.18, a=1, b=3)
    assert model.expected_purchases(0) == 0
    assert model.probability_alive(0, 0, 0) == pytest.approx(0.75)
    assert model.pmf([0, 1], 0).tolist() == [1, 0]


def test_without_dropout_it_is_the_bg_nbd_and_the_negative_binomial():
    parameters = dict(r=0.8, alpha=5, a=1e-9, b=1)
    model, usual = (kind.from_parameters(**parameters) for kind in (ModifiedBetaGeoNBD, BetaGeoNBD))
    assert model.pmf(np.arange(8), 10) == pytest.approx(stats.nbinom.pmf(np.arange(8), 0.8, 5 / 15), abs=1e-8)
    assert model.conditional_expected_purchases(10, 3, 9, 10) == pytest.approx(
        usual.conditional_expected_purchases(10, 3, 9, 10), rel=1e-6
    )


def test_alive_without_a_repeat_purchase_falls_with_silence():
    model = ModifiedBetaGeoNBD.from_parameters(r=0.52, alpha=6.18, a=0.89, b=1.61)
    alive = model.probability_alive(0, 0, [0, 10, 40, 400])
    assert (np.diff(alive) < 0).all() and alive[0] < 1


def test_known_parameters_are_recovered():
    truth = dict(r=0.8, alpha=6.0, a=1.2, b=3.0)
    drawn = ModifiedBetaGeoNBD.from_parameters(**truth).simulate(np.full(20_000, 52.0), seed=1)
    table = ModifiedBetaGeoNBD().fit(drawn["frequency"], drawn["recency"], drawn["T"]).summary(0.999)
    assert ((table["lower"] < list(truth.values())) & (table["upper"] > list(truth.values()))).all()


def test_simulated_customers_follow_the_model():
    model = ModifiedBetaGeoNBD.from_parameters(r=0.8, alpha=6, a=1.2, b=3)
    drawn = model.simulate(np.full(50_000, 30.0), seed=4)
    assert drawn["frequency"].mean() == pytest.approx(model.expected_purchases(30), rel=0.03)
    assert (drawn["frequency"] == 0).mean() == pytest.approx(model.pmf(0, 30), rel=0.02)
    alive = model.probability_alive(drawn["frequency"], drawn["recency"], drawn["T"])
    assert alive.mean() == pytest.approx(drawn["alive"].mean(), abs=0.01)


@given(
    st.lists(histories, min_size=1, max_size=6),
    st.tuples(*4 * [st.floats(-7, 9)]).map(np.exp),
    st.floats(0, 500),
)
def test_every_answer_is_finite(drawn, parameters, t):
    names = ("r", "alpha", "a", "b")
    model = ModifiedBetaGeoNBD.from_parameters(**dict(zip(names, parameters.tolist(), strict=True)))
    x, t_x, T = map(np.array, zip(*(history(*one) for one in drawn), strict=True))
    assert math.isfinite(model.log_likelihood(x, t_x, T))
    alive = model.probability_alive(x, t_x, T)
    assert ((alive >= 0) & (alive <= 1)).all()
    expected = model.conditional_expected_purchases(t, x, t_x, T)
    most = (model.r_ + x) / (model.alpha_ + T) * t
    assert ((expected >= 0) & (expected <= most * 1.001 + 1e-6)).all()
    assert 0 <= model.pmf(3, t) <= 1
