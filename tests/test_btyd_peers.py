"""Models of future purchases beside lifetimes, on what broke there and elsewhere, and on degenerate data."""

import json
import math
import warnings
from pathlib import Path

import numpy as np
import pytest

from crmlib.btyd import (
    BetaGeoBetaBernoulli,
    BetaGeoNBD,
    GammaGamma,
    IdentificationWarning,
    ModifiedBetaGeoNBD,
)

FIXTURE = Path(__file__).parent / "fixtures" / "lifetimes.json"
LIFETIMES = json.loads(FIXTURE.read_text(encoding="utf-8"))
PURCHASES = ("r", "alpha", "a", "b")
HISTORIES = [np.array(column) for column in LIFETIMES["histories"].values()]
OCCASIONS = [np.array(column) for column in LIFETIMES["occasions"].values()]
both_models = pytest.mark.parametrize("model", [BetaGeoNBD, ModifiedBetaGeoNBD])


def cases(model):
    return [(model, case) for case in LIFETIMES[model.__name__]]


def given(model, names, case):
    return model.from_parameters(**dict(zip(names, case["parameters"], strict=True)))


@pytest.mark.parametrize(("model", "case"), cases(BetaGeoNBD) + cases(ModifiedBetaGeoNBD))
def test_lifetimes_purchases(model, case):
    ours = given(model, PURCHASES, case)
    assert ours.log_likelihood(*HISTORIES) == pytest.approx(case["log_likelihood"], rel=1e-10)
    assert ours.probability_alive(*HISTORIES) == pytest.approx(case["probability_alive"], rel=1e-8)
    assert ours.expected_purchases(13) == pytest.approx(case["expected_purchases_13"], rel=1e-8)
    expected = ours.conditional_expected_purchases(13, *HISTORIES)
    assert expected == pytest.approx(case["conditional_expected_purchases_13"], rel=1e-8)


@pytest.mark.parametrize(("model", "case"), cases(BetaGeoBetaBernoulli))
def test_lifetimes_donations(model, case):
    ours = given(model, ("alpha", "beta", "gamma", "delta"), case)
    assert ours.log_likelihood(*OCCASIONS) == pytest.approx(case["log_likelihood"], rel=1e-9)
    assert ours.probability_alive(*OCCASIONS) == pytest.approx(case["probability_alive"], rel=1e-8)
    expected = ours.conditional_expected_purchases(5, *OCCASIONS)
    assert expected == pytest.approx(case["conditional_expected_purchases_5"], rel=1e-8)


@pytest.mark.parametrize(("model", "case"), cases(GammaGamma))
def test_lifetimes_spends(model, case):
    ours = given(model, ("p", "q", "v"), case)
    spends = [np.array(column) for column in LIFETIMES["spends"].values()]
    assert ours.log_likelihood(*spends) == pytest.approx(case["log_likelihood"], rel=1e-10)
    assert ours.expected_spend(*spends) == pytest.approx(case["expected_spend"], rel=1e-10)


# --- what broke elsewhere ------------------------------------------------------------


@both_models
def test_lifetimes_issue_302_no_expectation_for_customers_without_repeat_purchase(model):
    # With a + b below 1 the hypergeometric function there is negative, and its logarithm no number.
    ours = model.from_parameters(r=0.11, alpha=2.24, a=0.31, b=0.50)
    expected = ours.conditional_expected_purchases(30, [0, 0, 1], [0, 0, 1], [1, 50, 50])
    assert np.isfinite(expected).all() and (expected > 0).all()
    assert (expected < (0.11 + np.array([0, 0, 1])) * 30 / (2.24 + np.array([1, 50, 50]))).all()


@both_models
def test_lifetimes_issue_332_overflow_in_the_frequency_recency_matrix(model):
    ours = model.from_parameters(r=0.10, alpha=50.16, a=0.40, b=0.81)
    x, t_x = (column.ravel() for column in np.meshgrid(np.arange(1, 3000, 50), np.arange(1, 1000, 20)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        alive = ours.probability_alive(x, t_x, 1000)
        expected = ours.conditional_expected_purchases(30, x, t_x, 1000)
    assert ((alive >= 0) & (alive <= 1)).all() and np.isfinite(expected).all() and (expected >= 0).all()


@both_models
def test_lifetimes_issue_25_and_405_frequencies_of_hundreds(model):
    # Frequencies up to 501 in 501 days, which stopped the search there.
    truth = dict(r=1.2, alpha=3.0, a=0.6, b=90.0)
    drawn = model.from_parameters(**truth).simulate(np.full(3000, 501.0), seed=405)
    assert drawn["frequency"].max() > 501
    table = model().fit(drawn["frequency"], drawn["recency"], drawn["T"]).summary(confidence=0.999)
    assert ((table["lower"] < list(truth.values())) & (table["upper"] > list(truth.values()))).all()


def test_lifetimes_issue_55_modified_model_on_data_of_its_own():
    truth = dict(r=0.24, alpha=4.41, a=0.8, b=2.43)
    drawn = ModifiedBetaGeoNBD.from_parameters(**truth).simulate(np.full(20_000, 40.0), seed=55)
    table = ModifiedBetaGeoNBD().fit(drawn["frequency"], drawn["recency"], drawn["T"]).summary(0.999)
    assert ((table["lower"] < list(truth.values())) & (table["upper"] > list(truth.values()))).all()


def test_lifetimes_issue_259_donations_converge_from_any_counts():
    drawn = BetaGeoBetaBernoulli.from_parameters(alpha=0.3, beta=6, gamma=0.2, delta=4).simulate(
        np.arange(3000) % 60, seed=259
    )
    model = BetaGeoBetaBernoulli().fit(drawn["frequency"], drawn["recency"], drawn["opportunities"])
    assert math.isfinite(model.log_likelihood_)
    assert model.alpha_ / (model.alpha_ + model.beta_) == pytest.approx(0.3 / 6.3, rel=0.2)


def test_lifetimes_issue_370_and_pymc_marketing_issue_594_no_negative_spend():
    # With q below 1 the mean of a new customer is infinite; the formula would give a negative number.
    model = GammaGamma.from_parameters(p=0.5, q=0.79, v=30)
    with pytest.raises(
        ValueError, match=r"^frequency is too low: with p 0.5 and q 0.79 the mean spend is not"
    ):
        model.expected_spend(0, 0)
    assert model.expected_spend(1, 50) > 0


def test_lifetimes_issue_336_customers_without_repeat_purchase_are_no_trouble():
    drawn = BetaGeoNBD.from_parameters(r=0.1, alpha=50, a=1, b=2).simulate(np.full(5000, 40.0), seed=336)
    assert (drawn["frequency"] == 0).mean() > 0.9
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        warnings.simplefilter("ignore", IdentificationWarning)
        model = BetaGeoNBD().fit(drawn["frequency"], drawn["recency"], drawn["T"])
    assert model.r_ / model.alpha_ == pytest.approx(0.1 / 50, rel=0.3)


# --- degenerate data -----------------------------------------------------------------

ALIKE = "all customers have the same history"
DEGENERATE = {
    "one customer": (([3], [10], [20]), ALIKE),
    "one pattern": (([2] * 50, [10] * 50, [20] * 50), ALIKE),
    "no repeat purchase": (([0] * 50, [0] * 50, list(range(1, 51))), "no customer bought again"),
    "one customer who did not buy again": (([0], [0], [20]), "no customer bought again"),
    "each left at once": (([1] * 500 + [0] * 500, [1.0] * 500 + [0] * 500, [520.0] * 1000), "the customers "),
}


@both_models
@pytest.mark.parametrize("case", DEGENERATE)
def test_degenerate_data_are_named(model, case):
    columns, why = DEGENERATE[case]
    with pytest.warns(IdentificationWarning, match=f"of {model.__name__}: {why}") as caught:
        fitted = model().fit(*columns)
    assert caught[0].filename == __file__
    assert np.isfinite([getattr(fitted, f"{name}_") for name in PURCHASES]).all()
    assert math.isfinite(fitted.expected_purchases(10))


def test_no_dropout_is_named():
    drawn = BetaGeoNBD.from_parameters(r=1, alpha=10, a=1e-9, b=1).simulate(np.full(2000, 52.0), seed=1)
    with pytest.warns(IdentificationWarning, match="a, b of BetaGeoNBD: hardly anyone seems to stop buying"):
        model = BetaGeoNBD().fit(drawn["frequency"], drawn["recency"], drawn["T"])
    assert model.probability_alive(5, 40, 52) == pytest.approx(1, abs=1e-3)


def test_one_rate_for_all_is_named():
    drawn = BetaGeoNBD.from_parameters(r=1e6, alpha=1e7, a=1, b=3).simulate(np.full(2000, 52.0), seed=1)
    with pytest.warns(
        IdentificationWarning, match="r, alpha of BetaGeoNBD: the customers seem to buy at one"
    ):
        model = BetaGeoNBD().fit(drawn["frequency"], drawn["recency"], drawn["T"])
    assert model.r_ / model.alpha_ == pytest.approx(0.1, rel=0.03)


@both_models
@pytest.mark.parametrize("unit", [1e-300, 1e-9, 1e9, 1e300])
def test_huge_and_tiny_times_are_a_matter_of_units(model, unit):
    drawn = model.from_parameters(r=1, alpha=10, a=1, b=3).simulate(np.full(1000, 52.0), seed=1)
    usual = model().fit(drawn["frequency"], drawn["recency"], drawn["T"])
    scaled = model().fit(drawn["frequency"], drawn["recency"] * unit, drawn["T"] * unit)
    assert scaled.alpha_ == pytest.approx(usual.alpha_ * unit, rel=1e-4)
    assert [scaled.r_, scaled.a_, scaled.b_] == pytest.approx([usual.r_, usual.a_, usual.b_], rel=1e-4)
    expected = scaled.conditional_expected_purchases(13 * unit, 2, 30 * unit, 39 * unit)
    assert expected == pytest.approx(usual.conditional_expected_purchases(13, 2, 30, 39), rel=1e-4)


@both_models
def test_frequencies_in_the_thousands(model):
    draw = np.random.default_rng(1)
    x, T = draw.integers(1000, 9000, 500), np.full(500, 52.0)
    t_x = T * draw.random(500)
    with pytest.warns(IdentificationWarning, match=rf"{model.__name__}.*Do not read its parameters$"):
        fitted = model().fit(x, t_x, T)
    assert ((fitted.probability_alive(x, t_x, T) >= 0) & (fitted.probability_alive(x, t_x, T) <= 1)).all()
    assert np.isfinite(fitted.conditional_expected_purchases(52, x, t_x, T)).all()
