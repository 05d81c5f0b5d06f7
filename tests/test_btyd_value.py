"""Intervals for the value of a customer: coverage of a known truth, limits, what narrows them, bad input."""

import math

import numpy as np
import pytest

from crmlib.btyd import BetaGeoNBD, GammaGamma, ModifiedBetaGeoNBD

TRUTH = dict(r=2.0, alpha=8.0, a=1.0, b=6.0)
SPENDS = dict(p=4.0, q=5.0, v=60.0)
TERMS = dict(horizon=26, discount_rate=0.10, purchase_period="week", discount_period="year")


def futures(model, spends, customers, T, horizon, growth, seed):
    """Customers with their past and what comes after it, one purchase after the other."""
    draw = np.random.default_rng(seed)
    rate, leaving = (
        draw.gamma(model.r_, 1 / model.alpha_, customers),
        draw.beta(model.a_, model.b_, customers),
    )
    spread = draw.gamma(spends.q_, 1 / spends.v_, customers)
    rows = []
    for customer in range(customers):
        x, t_x, spent, value, time, there = 0, 0.0, 0.0, 0.0, 0.0, True
        while there and (time := time + draw.exponential(1 / rate[customer])) <= T + horizon:
            spend = draw.gamma(spends.p_) / spread[customer]
            if time <= T:
                x, t_x, spent = x + 1, time, spent + spend
            else:
                value += spend / growth ** math.ceil(time - T)
            there = draw.random() >= leaving[customer]
        rows.append((x, t_x, T, spent / x if x else 0.0, value))
    return np.array(rows).T


@pytest.fixture(scope="module")
def customers():
    model, spends = BetaGeoNBD.from_parameters(**TRUTH), GammaGamma.from_parameters(**SPENDS)
    return futures(model, spends, 4000, 52.0, 26, 1.1 ** (7 / 365.25), seed=3)


@pytest.fixture(scope="module")
def fitted(customers):
    x, t_x, T, z, _ = customers
    return BetaGeoNBD().fit(x, t_x, T), GammaGamma().fit(x, z)


def test_outcomes_lie_in_their_intervals(customers, fitted):
    *history, value = customers
    model, spends = fitted
    interval = model.lifetime_value_interval(*history, spends, **TERMS, confidence=0.9, seed=1)
    # An outcome of exactly 0 is common, so the lower end holds more than it has to.
    assert 0.9 <= ((value >= interval.lower) & (value <= interval.upper)).mean() <= 0.97
    # Where both ends are 0 she has left for more than 95 %.
    open_ = interval.upper > 0
    assert (value > interval.upper)[open_].mean() == pytest.approx(0.05, abs=0.012)
    assert (value > interval.upper)[~open_].mean() < 0.05


def test_outcomes_lie_in_intervals_above_nothing_as_often_as_said(customers, fitted):
    *history, value = customers
    model, spends = fitted
    interval = model.lifetime_value_interval(*history, spends, **TERMS, confidence=0.8, seed=1)
    sure = interval.lower > 0
    inside = ((value >= interval.lower) & (value <= interval.upper))[sure]
    # 0.055 is two standard errors and a half of a share among 366.
    assert sure.sum() > 300
    assert inside.mean() == pytest.approx(0.8, abs=0.055)


def test_the_mean_of_outcomes_is_the_expected_value(customers, fitted):
    *history, value = customers
    model, spends = fitted
    expected = model.lifetime_value_interval(*history, spends, **TERMS, draws=100, seed=1).expected
    assert value.mean() == pytest.approx(expected.mean(), rel=0.03)
    by_hand = model.lifetime_value(*history[:3], spends.expected_spend(history[0], history[3]), **TERMS)
    assert expected.tolist() == by_hand.tolist()


def test_parameter_intervals_hold_the_expected_value_of_the_truth(customers, fitted):
    model, spends = fitted
    some = [column[:60] for column in customers[:4]]
    interval = model.lifetime_value_interval(
        *some, spends, **TERMS, uncertainty="parameters", confidence=0.999, draws=400, seed=1
    )
    truth, true_spends = BetaGeoNBD.from_parameters(**TRUTH), GammaGamma.from_parameters(**SPENDS)
    true_value = truth.lifetime_value(*some[:3], true_spends.expected_spend(some[0], some[3]), **TERMS)
    assert ((interval.lower <= true_value) & (true_value <= interval.upper)).mean() > 0.95
    assert ((interval.lower <= interval.expected) & (interval.expected <= interval.upper)).all()


def test_more_customers_narrow_the_parameters_and_hardly_the_outcome(customers, fitted):
    past = [5, 40.0, 52.0, 15.0]
    few = [column[:250] for column in customers[:4]]
    small = BetaGeoNBD().fit(*few[:3]), GammaGamma().fit(few[0], few[3])
    width = {}
    for uncertainty in ("parameters", "outcome"):
        for size, (model, spends) in {"few": small, "many": fitted}.items():
            found = model.lifetime_value_interval(*past, spends, **TERMS, uncertainty=uncertainty, seed=1)
            width[uncertainty, size] = found.upper - found.lower
    # Sixteen times the customers: a quarter of the width, roughly.
    assert 0.15 < width["parameters", "many"] / width["parameters", "few"] < 0.4
    assert 0.7 < width["outcome", "many"] / width["outcome", "few"] < 1.3
    assert width["parameters", "few"] < width["outcome", "many"]


def test_more_confidence_is_wider_and_seeds_repeat(fitted):
    model, spends = fitted
    usual, sure = (
        model.lifetime_value_interval(5, 40, 52, 15, spends, **TERMS, confidence=level, seed=1)
        for level in (0.8, 0.99)
    )
    assert sure.lower <= usual.lower <= usual.expected <= usual.upper < sure.upper
    assert usual == model.lifetime_value_interval(5, 40, 52, 15, spends, **TERMS, confidence=0.8, seed=1)
    assert usual != model.lifetime_value_interval(5, 40, 52, 15, spends, **TERMS, confidence=0.8, seed=2)


def test_a_number_for_numbers_and_an_array_for_columns(fitted):
    model, spends = fitted
    one = model.lifetime_value_interval(5, 40, 52, 15, spends, **TERMS, seed=1)
    assert [type(number) for number in one] == [float] * 3
    many = model.lifetime_value_interval([5, 0, 5], [40, 0, 40], 52, [15, 0, 15], spends, **TERMS, seed=1)
    assert [column.shape for column in many] == [(3,)] * 3
    assert many.upper[0] == many.upper[2] == pytest.approx(one.upper, rel=0.1)


def test_margin_scales_and_a_loss_turns_the_ends(fitted):
    model, spends = fitted
    plain, double, loss = (
        model.lifetime_value_interval(5, 40, 52, 15, spends, **TERMS, margin=margin, seed=1)
        for margin in (1, 2, -1)
    )
    assert list(double) == pytest.approx([2 * number for number in plain])
    assert list(loss) == pytest.approx([-plain.expected, -plain.upper, -plain.lower])


def test_who_has_left_is_worth_nothing_nearly_for_sure():
    model, spends = BetaGeoNBD.from_parameters(**TRUTH), GammaGamma.from_parameters(**SPENDS)
    interval = model.lifetime_value_interval(20, 10, 200, 15, spends, **TERMS, seed=1)
    assert (interval.lower, interval.upper) == (0, 0)
    assert 0 < interval.expected < 0.01


def test_the_modified_model_has_intervals_too():
    model, spends = ModifiedBetaGeoNBD.from_parameters(**TRUTH), GammaGamma.from_parameters(**SPENDS)
    interval = model.lifetime_value_interval([0, 5], [0, 40], [30, 52], [0, 15], spends, **TERMS, seed=1)
    assert (interval.lower <= interval.expected).all() and (interval.expected <= interval.upper).all()


def test_parameters_that_are_given_count_as_exact():
    model, spends = BetaGeoNBD.from_parameters(**TRUTH), GammaGamma.from_parameters(**SPENDS)
    assert model.lifetime_value_interval(5, 40, 52, 15, spends, **TERMS, seed=1).upper > 0
    with pytest.raises(
        ValueError, match=r"^uncertainty='parameters' needs data: this BetaGeoNBD was not fitted$"
    ):
        model.lifetime_value_interval(5, 40, 52, 15, spends, **TERMS, uncertainty="parameters", seed=1)


@pytest.mark.filterwarnings("ignore:the data do not identify")
def test_parameters_that_the_data_do_not_identify_have_no_interval():
    model, spends = BetaGeoNBD().fit([2] * 50, [10] * 50, [20] * 50), GammaGamma.from_parameters(**SPENDS)
    with pytest.raises(
        ValueError, match=r"^the data do not identify the parameters of BetaGeoNBD: there is no"
    ):
        model.lifetime_value_interval(2, 10, 20, 15, spends, **TERMS, seed=1)


@pytest.mark.parametrize(
    ("change", "error", "sentence"),
    [
        (dict(spend_model=15), TypeError, "^spend_model must be a fitted GammaGamma; got 15$"),
        (
            dict(uncertainty="both"),
            ValueError,
            "^uncertainty must be one of 'outcome', 'parameters'; got 'both'$",
        ),
        (dict(confidence=95), ValueError, r"^confidence must be a share above 0 and below 1; got 95"),
        (dict(draws=10), ValueError, "^draws must be a whole number of at least 100; got 10$"),
        (dict(seed=-1), ValueError, "^seed must be a whole number of at least 0; got -1$"),
        (dict(monetary_value=-1), ValueError, "^monetary_value must be a number of at least 0; got -1$"),
        (dict(monetary_value=0), ValueError, "^monetary_value must be above 0 where frequency is; got"),
        (
            dict(recency=60),
            ValueError,
            "^recency must not exceed T, the time observed; got recency 60, T 52$",
        ),
        (dict(horizon=0), ValueError, "^horizon must be a whole number of at least 1; got 0$"),
        (dict(discount_rate=10), ValueError, "^discount_rate must be a rate from 0 to 1; got 10"),
        (dict(frequency=[1, 2], recency=[3, 3, 3]), ValueError, "must have the same length"),
    ],
)
def test_bad_questions(change, error, sentence):
    call = dict(frequency=5, recency=40, T=52, monetary_value=15, seed=1, **TERMS)
    call |= dict(spend_model=GammaGamma.from_parameters(**SPENDS))
    with pytest.raises(error, match=sentence):
        BetaGeoNBD.from_parameters(**TRUTH).lifetime_value_interval(**call | change)
