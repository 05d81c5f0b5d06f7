"""Models of future purchases: published values, slow direct formulas, limits, recovery, bad input."""

import math
import pickle
import warnings

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import integrate, stats

from crmlib import btyd, datasets, rfm
from crmlib.btyd import BetaGeoNBD, GammaGamma, IdentificationWarning, ShiftedBetaGeometric
from crmlib.btyd.beta_geo_likelihood import group_histories

# Fader, Hardie and Lee (2005), as their spreadsheet gives them.
CDNOW = dict(r=0.2425982, alpha=4.4136842, a=0.7929899, b=2.4261667)
REGULAR = [100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1, 22.3, 20.7, 19.4, 18.3, 17.3]
HIGH_END = [100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1, 46.8, 44.5, 42.7, 40.9, 39.4]
PERIODS = dict(horizon=52, discount_rate=0.1, purchase_period="week", discount_period="year")

sizes = st.floats(0.05, 20)
histories = st.tuples(st.integers(0, 50), st.floats(0.01, 1), st.floats(0.1, 200))


@pytest.fixture(scope="module")
def cdnow():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rfm.DataWarning)
        return rfm.purchase_summary(datasets.load_cdnow(), observation_end="1997-09-30")


@pytest.fixture(scope="module")
def cdnow_model(cdnow):
    return BetaGeoNBD().fit(cdnow["frequency"], cdnow["recency"], cdnow["T"])


@pytest.fixture
def published():
    return BetaGeoNBD.from_parameters(**CDNOW)


def history(frequency, share, T):
    """A customer whose last purchase came after a share of the time."""
    return frequency, (share * T if frequency else 0.0), T


# --- BG/NBD: published ---------------------------------------------------------------


def test_fader_hardie_lee_parameters(cdnow_model):
    found = [cdnow_model.r_, cdnow_model.alpha_, cdnow_model.a_, cdnow_model.b_]
    assert np.round(found, 3).tolist() == [0.243, 4.414, 0.793, 2.426]


def test_clvtools_parameters_and_log_likelihood(cdnow_model):
    # Their search stops a little early: the maximum differs in the sixth digit.
    found = [cdnow_model.r_, cdnow_model.alpha_, cdnow_model.a_, cdnow_model.b_]
    assert found == pytest.approx([0.2425945, 4.4136019, 0.7929199, 2.4258881], abs=5e-5)
    assert cdnow_model.log_likelihood_ == pytest.approx(-9582.429, abs=1e-3)


def test_log_likelihood_at_the_maximum_of_cdnow(cdnow_model):
    assert cdnow_model.log_likelihood_ == pytest.approx(-9582.42920667, abs=1e-7)


def test_lifetimes_log_likelihood_and_standard_errors_on_rounded_weeks(cdnow):
    model = BetaGeoNBD().fit(cdnow["frequency"], cdnow["recency"].round(2), cdnow["T"].round(2))
    table = model.summary()
    assert model.log_likelihood_ == pytest.approx(-9582.4256, abs=1e-4)
    assert table["estimate"].to_numpy() == pytest.approx([0.242593, 4.413531, 0.792886, 2.425753], abs=5e-5)
    assert table["standard_error"].to_numpy() == pytest.approx(
        [0.012557, 0.378221, 0.185719, 0.705345], rel=2e-4
    )


def test_hardie_conditional_expected_purchases(published):
    assert published.conditional_expected_purchases(39, 2, 30.43, 38.86) == pytest.approx(1.226, abs=6e-4)


def test_hardie_expected_purchases(published):
    # The last one is printed a little lower than these parameters give.
    expected = published.expected_purchases([0.1429, 1, 3, 31.8571, 32, 78])
    assert expected[:5] == pytest.approx([0.0078, 0.0532, 0.1506, 1.0405, 1.0437], abs=6e-5)
    assert expected[5] == pytest.approx(1.8576, abs=6e-4)


def test_btyd_walkthrough_means_and_variances(cdnow_model):
    r, alpha, a, b = (getattr(cdnow_model, name) for name in ("r_", "alpha_", "a_", "b_"))
    rates, leaving = stats.gamma(r, scale=1 / alpha), stats.beta(a, b)
    found = [rates.mean(), rates.var(), leaving.mean(), leaving.var()]
    assert found == pytest.approx([0.0550, 0.0125, 0.2463, 0.0440], abs=6e-5)


def test_r_btyd_manual_probabilities_of_purchases():
    # As the manual of R package BTYD prints them for bgnbd.pmf.
    model = BetaGeoNBD.from_parameters(r=0.243, alpha=4.414, a=0.793, b=2.426)
    assert model.pmf([10, 0], [2, 39]) == pytest.approx([1.07869e-07, 0.5737864], rel=1e-6)
    printed = [0.0019995214, 0.0015170236, 0.0011633150, 0.0009003148, 0.0007023638]
    printed += [0.0005517902, 0.0004361913, 0.0003467171, 0.0002769613, 0.0002222260]
    assert model.pmf(np.arange(11, 21), 30) == pytest.approx(printed, abs=5e-10)


def test_lifetimes_quickstart_five_best_customers_of_the_next_week(cdnow):
    model = BetaGeoNBD().fit(cdnow["frequency"], cdnow["recency"].round(2), cdnow["T"].round(2))
    past = [18, 19, 17, 29, 26], [35.14, 34, 28.43, 37.71, 30.86], [35.86, 34.14, 28.86, 38, 31]
    printed = [0.424877, 0.474738, 0.486526, 0.662396, 0.710623]
    assert model.conditional_expected_purchases(1, *past) == pytest.approx(printed, abs=2e-6)


def test_lifetimes_quickstart_customer_lifetime_values(cdnow):
    # It takes the weeks for days, and 30 of them for a month.
    month = 30
    past = cdnow["frequency"], cdnow["recency"].round(2) / month, cdnow["T"].round(2) / month
    model = BetaGeoNBD().fit(*past)
    spends = GammaGamma().fit(cdnow["frequency"], cdnow["monetary_value"])
    terms = dict(horizon=12, discount_rate=0.01, purchase_period="month", discount_period="month")
    values = model.lifetime_value(
        *past, spends.expected_spend(cdnow["frequency"], cdnow["monetary_value"]), **terms
    )
    printed = [140.096211, 18.943467, 38.180574, 38.180574, 38.180574]
    printed += [1003.868107, 28.109683, 38.180574, 167.418216, 38.180574]
    assert values[:10] == pytest.approx(printed, rel=3e-4)


# --- BG/NBD: hand values, slow formulas, identities ----------------------------------


def likelihood_by_integration(parameters, x, t_x, T):
    """The likelihood of a history, rate and probability of leaving integrated out by adding up."""
    r, alpha, a, b = parameters
    rates, leaving = stats.gamma(r, scale=1 / alpha), stats.beta(a, b)

    def of_customer(p, rate):
        stayed = (1 - p) ** x * rate**x * math.exp(-rate * T)
        left = p * (1 - p) ** (x - 1) * rate**x * math.exp(-rate * t_x) if x else 0
        return (stayed + left) * rates.pdf(rate) * leaving.pdf(p)

    return integrate.dblquad(of_customer, 0, 8 * (r + x) / alpha + 8 / alpha, 0, 1)[0]


@pytest.mark.parametrize("customer", [(0, 0, 5), (1, 2, 5), (3, 4, 5), (2, 5, 5)])
def test_likelihood_equals_the_integral_of_its_story(customer):
    parameters = dict(r=2.0, alpha=3.0, a=1.5, b=2.5)
    model = BetaGeoNBD.from_parameters(**parameters)
    slow = likelihood_by_integration(parameters.values(), *customer)
    assert math.exp(model.log_likelihood(*customer)) == pytest.approx(slow, rel=1e-5)


def log_likelihood_by_hand(parameters, x, t_x, T):
    """The published formula with Python's own functions, customer by customer."""
    r, alpha, a, b = parameters

    def beta(first, second):
        return math.lgamma(first) + math.lgamma(second) - math.lgamma(first + second)

    common = math.lgamma(r + x) - math.lgamma(r) + r * math.log(alpha)
    alive = math.exp(beta(a, b + x) - beta(a, b)) / (alpha + T) ** (r + x)
    left = math.exp(beta(a + 1, b + x - 1) - beta(a, b)) / (alpha + t_x) ** (r + x) if x else 0
    return common + math.log(alive + left)


@given(sizes, sizes, sizes, sizes, st.lists(histories, min_size=1, max_size=8))
def test_log_likelihood_equals_the_formula_customer_by_customer(r, alpha, a, b, drawn):
    customers = [history(*one) for one in drawn]
    model = BetaGeoNBD.from_parameters(r=r, alpha=alpha, a=a, b=b)
    slow = sum(log_likelihood_by_hand((r, alpha, a, b), *customer) for customer in customers)
    assert model.log_likelihood(*map(list, zip(*customers, strict=True))) == pytest.approx(slow, rel=1e-9)


@given(sizes, sizes, sizes, sizes, st.lists(histories, min_size=1, max_size=8))
def test_the_slope_equals_differences_of_the_log_likelihood(r, alpha, a, b, drawn):
    x, t_x, T = map(np.array, zip(*(history(*one) for one in drawn), strict=True))
    data, parameters = group_histories(x.astype(float), t_x, T), np.array([r, alpha, a, b])
    assert_slope(BetaGeoNBD, parameters, data)


def assert_slope(model, parameters, data):
    _, slope = model._log_likelihood(parameters, data)
    for place, value in enumerate(parameters):
        step = np.zeros(len(parameters))
        step[place] = 1e-5 * value
        above, below = (model._log_likelihood(parameters + sign * step, data)[0] for sign in (1, -1))
        size = 1 + abs(above)
        assert slope[place] * value == pytest.approx((above - below) / 2e-5, rel=1e-5, abs=1e-5 * size)


def test_equal_customers_are_grouped_and_counted(cdnow, cdnow_model):
    parameters = [getattr(cdnow_model, name) for name in ("r_", "alpha_", "a_", "b_")]
    rows = cdnow[["frequency", "recency", "T"]].itertuples(index=False)
    slow = sum(log_likelihood_by_hand(parameters, *row) for row in rows)
    assert cdnow_model.log_likelihood_ == pytest.approx(slow, abs=1e-6)
    assert cdnow_model.log_likelihood(
        *(cdnow[name] for name in ("frequency", "recency", "T"))
    ) == pytest.approx(slow, abs=1e-6)


def expected_by_integration(model, t, x, T):
    """The expected purchases of a customer who is alive, integrated over her probability of leaving."""
    leaving = stats.beta(model.a_, model.b_ + x)

    def of_customer(p):
        return leaving.pdf(p) * -math.expm1(-(model.r_ + x) * math.log1p(p * t / (model.alpha_ + T))) / p

    return integrate.quad(of_customer, 0, 1, epsabs=1e-11, limit=200)[0]


@pytest.mark.parametrize("a", [0.9, 0.9999, 1.0, 1.3, 2.0, 6.0])
@pytest.mark.parametrize(("x", "T"), [(0, 0.0), (0, 12.0), (1, 12.0), (7, 30.0), (1000, 30.0)])
def test_expected_purchases_equal_the_integral(a, x, T):
    model = BetaGeoNBD.from_parameters(r=0.7, alpha=4, a=a, b=2.4)
    slow = expected_by_integration(model, 26, x, T)
    assert float(model._expected_while_alive(26.0, float(x), T)) == pytest.approx(slow, rel=1e-5)


# r, alpha, a, b; t, x, T; and the expectation of a customer who is alive, by mpmath with 60 digits.
EXACT = [
    (5.0, 0.0001, 0.793, 1000.0, 100000.0, 0, 0.0, 110893.46518358974),
    (0.243, 4.4, 1.000003, 1000.0, 1e-06, 0, 0.0, 5.5227272719479635e-08),
    (0.001, 4.4, 1.0, 1000.0, 1e-06, 0, 0.0, 2.272727272469008e-10),
    (1000.0, 10000.0, 1.0, 0.0001, 0.001, 200, 52.0, 0.00011937919253357048),
    (5.0, 10000.0, 1.0, 0.207, 1e-06, 0, 0.0, 4.999999998757249e-10),
    (1000.0, 10000.0, 1.000003, 2.4, 13.0, 3, 39.0, 1.1807575056898656),
    (1000.0, 10000.0, 0.0001, 0.207, 1e-06, 0, 0.0, 9.999999999758329e-08),
    (0.001, 10000.0, 0.0001, 1000.0, 1e-06, 0, 0.0, 1e-13),
]


@pytest.mark.parametrize("row", EXACT, ids=str)
def test_expected_purchases_keep_their_digits_at_extreme_parameters(row):
    *parameters, t, x, T, exact = row
    model = BetaGeoNBD.from_parameters(**dict(zip(("r", "alpha", "a", "b"), parameters, strict=True)))
    assert float(model._expected_while_alive(t, float(x), T)) == pytest.approx(exact, rel=1e-6)


def test_expected_purchases_where_a_and_b_add_up_to_one():
    model = BetaGeoNBD.from_parameters(r=0.7, alpha=4, a=0.4, b=0.6)
    beside = BetaGeoNBD.from_parameters(r=0.7, alpha=4, a=0.4, b=0.60001)
    assert model.expected_purchases(26) == pytest.approx(beside.expected_purchases(26), rel=1e-4)


def test_a_new_customer_is_one_without_a_past(published):
    t = np.array([1.0, 10, 50])
    assert (
        published.conditional_expected_purchases(t, 0, 0, 0).tolist()
        == published.expected_purchases(t).tolist()
    )


@given(sizes, sizes, sizes, sizes, st.floats(0.01, 100))
def test_probabilities_add_up_and_their_mean_is_the_expectation(r, alpha, a, b, t):
    assume(r * t / alpha < 20)
    model = BetaGeoNBD.from_parameters(r=r, alpha=alpha, a=a, b=b)
    n = np.arange(3000)
    pmf = model.pmf(n, t)
    assert pmf.min() >= 0
    assume(stats.nbinom.sf(2000, r, alpha / (alpha + t)) < 1e-12)
    assert pmf.sum() == pytest.approx(1, abs=1e-9)
    assert pmf @ n == pytest.approx(model.expected_purchases(t), rel=1e-5, abs=1e-9)


def test_the_probability_of_no_purchase_is_the_likelihood_of_none(published):
    assert published.pmf(0, 39) == pytest.approx(math.exp(published.log_likelihood(0, 0, 39)))


def test_probability_alive_is_one_without_a_repeat_purchase(published):
    assert published.probability_alive(0, 0, 1e6) == 1
    assert published.probability_alive([0, 0], [0, 0], [1, 500]).tolist() == [1, 1]


def test_probability_alive_falls_with_silence(published):
    alive = published.probability_alive(3, 10, [10, 20, 40, 80])
    assert (np.diff(alive) < 0).all()
    # Right after a purchase: she stays with the mean of Beta(a, b + x) less those who just left.
    assert alive[0] == pytest.approx(1 / (1 + CDNOW["a"] / (CDNOW["b"] + 2)))


def test_many_purchases_do_not_overflow(published):
    alive = published.probability_alive([1000, 1000, 100_000], [50, 80, 30], [80, 80, 80])
    assert alive.tolist() == pytest.approx([0, 1, 0], abs=1e-3)
    expected = published.conditional_expected_purchases(52, [1000, 1000], [80, 79.9], 80)
    assert np.isfinite(expected).all() and 0 < expected[1] < expected[0] < 1000
    assert math.isfinite(published.log_likelihood(1000, 80, 80))


@given(
    st.lists(histories, min_size=1, max_size=6),
    st.tuples(*4 * [st.floats(-7, 9)]).map(np.exp),
    st.floats(0, 500),
)
def test_every_answer_is_finite(drawn, parameters, t):
    model = BetaGeoNBD.from_parameters(
        **dict(zip(("r", "alpha", "a", "b"), parameters.tolist(), strict=True))
    )
    x, t_x, T = map(np.array, zip(*(history(*one) for one in drawn), strict=True))
    assert math.isfinite(model.log_likelihood(x, t_x, T))
    alive = model.probability_alive(x, t_x, T)
    assert ((alive >= 0) & (alive <= 1)).all()
    expected = model.conditional_expected_purchases(t, x, t_x, T)
    most = (model.r_ + x) / (model.alpha_ + T) * t
    assert ((expected >= -1e-6 * (1 + most)) & (expected <= most * 1.001 + 1e-6)).all()
    assert math.isfinite(model.expected_purchases(t))
    assert 0 <= model.pmf(3, t) <= 1


def test_no_time_no_purchases(published):
    assert published.expected_purchases(0) == 0
    assert published.conditional_expected_purchases(0, 2, 30.43, 38.86) == 0
    assert published.pmf([0, 1, 2], 0).tolist() == [1, 0, 0]


def test_without_dropout_it_is_the_negative_binomial():
    model = BetaGeoNBD.from_parameters(r=0.8, alpha=5, a=1e-9, b=1)
    n = np.arange(8)
    assert model.pmf(n, 10) == pytest.approx(stats.nbinom.pmf(n, 0.8, 5 / 15), abs=1e-8)
    assert model.expected_purchases(10) == pytest.approx(0.8 / 5 * 10, rel=1e-6)
    assert model.probability_alive(3, 1, 10) == pytest.approx(1, abs=1e-5)
    assert model.conditional_expected_purchases(10, 3, 1, 10) == pytest.approx((0.8 + 3) / 15 * 10, rel=1e-5)


def test_the_unit_of_time_does_not_matter(cdnow, cdnow_model):
    days = BetaGeoNBD().fit(cdnow["frequency"], 7 * cdnow["recency"], 7 * cdnow["T"])
    assert days.alpha_ == pytest.approx(7 * cdnow_model.alpha_, rel=1e-5)
    assert [days.r_, days.a_, days.b_] == pytest.approx(
        [cdnow_model.r_, cdnow_model.a_, cdnow_model.b_], rel=1e-5
    )
    assert days.log_likelihood_ == pytest.approx(
        cdnow_model.log_likelihood_ - cdnow["frequency"].sum() * math.log(7), abs=1e-6
    )


def test_fit_returns_the_model_and_takes_any_columns(cdnow, cdnow_model):
    model = BetaGeoNBD()
    columns = [cdnow[name] for name in ("frequency", "recency", "T")]
    assert model.fit(*(column.tolist() for column in columns)) is model
    polars = BetaGeoNBD().fit(*(pl.Series(column.to_numpy()) for column in columns))
    assert model.alpha_ == polars.alpha_ == cdnow_model.alpha_
    assert pickle.loads(pickle.dumps(model)).alpha_ == model.alpha_
    assert repr(model) == "BetaGeoNBD(r=0.2426, alpha=4.414, a=0.7929, b=2.426)"


def test_a_number_for_numbers_and_an_array_for_columns(published, cdnow):
    assert type(published.probability_alive(2, 30.43, 38.86)) is float
    assert type(published.pmf(2, 39)) is float
    many = published.conditional_expected_purchases(39, cdnow["frequency"], cdnow["recency"], cdnow["T"])
    assert many.shape == (2357,)
    row = cdnow.iloc[5]
    one = published.conditional_expected_purchases(39, *row[["frequency", "recency", "T"]])
    assert many[5] == one


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_known_parameters_are_recovered(seed):
    truth = dict(r=0.8, alpha=6.0, a=1.2, b=3.0)
    drawn = BetaGeoNBD.from_parameters(**truth).simulate(np.full(20_000, 52.0), seed)
    table = BetaGeoNBD().fit(drawn["frequency"], drawn["recency"], drawn["T"]).summary(confidence=0.999)
    assert (table["lower"] < list(truth.values())).all() and (table["upper"] > list(truth.values())).all()


def test_simulated_customers_follow_the_model():
    model = BetaGeoNBD.from_parameters(r=0.8, alpha=6, a=1.2, b=3)
    drawn = model.simulate(np.full(50_000, 30.0), seed=4)
    assert drawn["frequency"].mean() == pytest.approx(model.expected_purchases(30), rel=0.03)
    assert (drawn["frequency"] == 2).mean() == pytest.approx(model.pmf(2, 30), rel=0.05)
    alive = model.probability_alive(drawn["frequency"], drawn["recency"], drawn["T"])
    assert alive.mean() == pytest.approx(drawn["alive"].mean(), abs=0.01)
    assert drawn.equals(model.simulate(np.full(50_000, 30.0), seed=4))


# --- BG/NBD: money -------------------------------------------------------------------


def test_lifetime_value_by_hand(published):
    two_weeks = dict(horizon=2, discount_rate=0.01, purchase_period="week", discount_period="week")
    first, second = np.diff(published.conditional_expected_purchases([0, 1, 2], 2, 30.43, 38.86))
    by_hand = 0.3 * 35 * (first / 1.01 + second / 1.01**2)
    assert published.lifetime_value(2, 30.43, 38.86, 35, margin=0.3, **two_weeks) == pytest.approx(by_hand)


def test_without_discounting_it_is_spend_times_purchases(published, cdnow):
    past = cdnow["frequency"], cdnow["recency"], cdnow["T"]
    value = published.lifetime_value(*past, 10, **PERIODS | {"discount_rate": 0})
    assert value == pytest.approx(10 * published.conditional_expected_purchases(52, *past))


def test_a_year_of_weeks_discounts_like_the_year(published):
    yearly = published.lifetime_value(2, 30.43, 38.86, 35, **PERIODS)
    weekly_rate = 1.1 ** (7 / 365.25) - 1
    weekly = PERIODS | {"discount_rate": weekly_rate, "discount_period": "week"}
    assert yearly == pytest.approx(published.lifetime_value(2, 30.43, 38.86, 35, **weekly))


def test_periods_are_asked_for(published):
    with pytest.raises(TypeError, match="purchase_period"):
        published.lifetime_value(2, 30.43, 38.86, 35, horizon=52, discount_rate=0.1)


# --- BG/NBD: what the data do not tell ----------------------------------------------


def fit_with_warning(model, sentence, *columns):
    end = "[.] Do not read its parameters$"
    with pytest.warns(IdentificationWarning, match=sentence.replace("$", end)) as caught:
        model.fit(*columns)
    assert caught[0].filename == __file__
    assert all(math.isfinite(value) for value in model._values())
    return model


def test_nobody_bought_again():
    model = fit_with_warning(
        BetaGeoNBD(), "BetaGeoNBD: no customer bought again$", [0] * 50, [0] * 50, np.arange(1, 51)
    )
    assert model.expected_purchases(10) < 0.01
    assert np.isinf(model.summary()["standard_error"]).any()


def test_everybody_has_one_history():
    fit_with_warning(BetaGeoNBD(), "all customers have the same history$", [2] * 50, [10] * 50, [20] * 50)


def test_nobody_leaves():
    draw = np.random.default_rng(5)
    times = np.cumsum(draw.exponential(1 / draw.gamma(2, 0.1, (400, 1)), (400, 200)), axis=1)
    frequency = (times < 50).sum(axis=1)
    recency = np.where(frequency > 0, times[np.arange(400), np.maximum(frequency - 1, 0)], 0)
    model = fit_with_warning(
        BetaGeoNBD(),
        "do not identify .*a.*: hardly anyone seems to stop buying$",
        frequency,
        recency,
        [50] * 400,
    )
    assert model.r_ / model.alpha_ == pytest.approx(0.2, rel=0.1)


def test_everybody_buys_at_one_rate():
    drawn = BetaGeoNBD.from_parameters(r=1e6, alpha=5e6, a=1.2, b=3).simulate([60] * 500, seed=8)
    columns = drawn["frequency"], drawn["recency"], drawn["T"]
    model = fit_with_warning(
        BetaGeoNBD(), "r, alpha of BetaGeoNBD: the customers seem to buy at one rate$", *columns
    )
    assert model.r_ / model.alpha_ == pytest.approx(0.2, rel=0.1)


def test_everybody_leaves_with_one_probability():
    drawn = BetaGeoNBD.from_parameters(r=1, alpha=5, a=2e6, b=8e6).simulate([60] * 500, seed=3)
    sentence = "a, b of BetaGeoNBD: the customers seem to leave with one probability$"
    fit_with_warning(BetaGeoNBD(), sentence, drawn["frequency"], drawn["recency"], drawn["T"])


@pytest.mark.filterwarnings("error")
def test_good_data_are_silent(cdnow):
    BetaGeoNBD().fit(cdnow["frequency"], cdnow["recency"], cdnow["T"])
    buyers = cdnow[cdnow["frequency"] > 0]
    GammaGamma().fit(buyers["frequency"], buyers["monetary_value"])
    ShiftedBetaGeometric().fit(REGULAR)


@given(st.lists(histories, min_size=1, max_size=10))
def test_any_few_customers_are_fitted_or_warned_of(drawn):
    x, t_x, T = map(np.array, zip(*(history(*one) for one in drawn), strict=True))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model = BetaGeoNBD().fit(x, t_x, T)
    assert all(math.isfinite(value) for value in model._values())
    assert {warning.category for warning in caught} <= {IdentificationWarning}
    if not caught:
        relative = model.summary()["standard_error"] / model.summary()["estimate"]
        assert relative.max() <= 3.1


# --- gamma-gamma ---------------------------------------------------------------------


def test_gamma_gamma_note_parameters(cdnow):
    buyers = cdnow[cdnow["frequency"] > 0]
    model = GammaGamma().fit(buyers["frequency"], buyers["monetary_value"])
    assert [round(value, 2) for value in (model.p_, model.q_, model.v_)] == [6.25, 3.74, 15.44]


def test_gamma_gamma_population_mean():
    model = GammaGamma.from_parameters(p=6.25, q=3.74, v=15.44)
    assert model.expected_spend(0, 0) == pytest.approx(35.22, abs=5e-3)


def test_clvtools_gamma_gamma_log_likelihood(cdnow):
    model = GammaGamma().fit(cdnow["frequency"], cdnow["monetary_value"])
    assert model.log_likelihood_ == pytest.approx(-4055.9177, abs=1e-4)


def test_lifetimes_quickstart_expected_spend(cdnow):
    # Of the first ten customers, and the mean of all 2,357.
    model = GammaGamma().fit(cdnow["frequency"], cdnow["monetary_value"])
    printed = [24.658619, 18.911489, 35.170981, 35.170981, 35.170981]
    printed += [71.462843, 18.911489, 35.170981, 27.282408, 35.170981]
    expected = model.expected_spend(cdnow["frequency"], cdnow["monetary_value"])
    assert expected[:10] == pytest.approx(printed, rel=2e-4)
    assert expected.mean() == pytest.approx(35.2529588, rel=3e-5)
    assert cdnow.loc[cdnow["frequency"] > 0, "monetary_value"].mean() == pytest.approx(35.078551797, rel=3e-5)


def test_those_who_bought_once_say_nothing_about_spend(cdnow):
    buyers = cdnow[cdnow["frequency"] > 0]
    everyone = GammaGamma().fit(cdnow["frequency"], cdnow["monetary_value"])
    assert everyone.v_ == GammaGamma().fit(buyers["frequency"], buyers["monetary_value"]).v_


def spend_by_integration(p, q, v, x, z):
    """The likelihood of a mean spend, the scale of the customer integrated out by adding up."""
    scales = stats.gamma(q, scale=1 / v)
    return integrate.quad(
        lambda scale: stats.gamma.pdf(z, p * x, scale=1 / (scale * x)) * scales.pdf(scale),
        0,
        200 / v,
        limit=200,
    )[0]


@pytest.mark.parametrize(("x", "z"), [(1, 12.0), (3, 30.0), (10, 4.0)])
def test_spend_likelihood_equals_the_integral_of_its_story(x, z):
    model = GammaGamma.from_parameters(p=2, q=3, v=20)
    assert math.exp(model.log_likelihood(x, z)) == pytest.approx(
        spend_by_integration(2, 3, 20, x, z), rel=1e-6
    )


@given(
    sizes, sizes, sizes, st.lists(st.tuples(st.integers(1, 60), st.floats(0.1, 500)), min_size=1, max_size=8)
)
def test_the_slope_of_spend_equals_differences(p, q, v, drawn):
    x, z = map(np.array, zip(*drawn, strict=True))
    assert_slope(GammaGamma, np.array([p, q, v]), GammaGamma._spends(x, z))


def test_expected_spend_lies_between_own_and_general_mean():
    model = GammaGamma.from_parameters(p=6.25, q=3.74, v=15.44)
    expected = model.expected_spend([1, 10, 10**6], 100)
    assert (np.diff([model.expected_spend(0, 0), *expected, 100]) > 0).all()
    assert expected[2] == pytest.approx(100, rel=1e-4)
    assert type(model.expected_spend(1, 100)) is float


@pytest.mark.parametrize("seed", [1, 2])
def test_known_spend_parameters_are_recovered(seed):
    truth = dict(p=4.0, q=3.0, v=25.0)
    frequency = np.random.default_rng(seed).integers(0, 8, 10_000)
    spend = GammaGamma.from_parameters(**truth).simulate(frequency, seed)
    assert (spend[frequency == 0] == 0).all()
    table = GammaGamma().fit(frequency, spend).summary(confidence=0.999)
    assert (table["lower"] < list(truth.values())).all() and (table["upper"] > list(truth.values())).all()


def test_one_spend_for_all():
    fit_with_warning(GammaGamma(), "all customers have the same mean spend$", [1, 2, 3] * 20, [30.0] * 60)


def test_a_mean_spend_that_is_not_finite():
    model = GammaGamma.from_parameters(p=0.2, q=0.7, v=10)
    with pytest.raises(
        ValueError, match=r"^frequency is too low: with p 0.2 and q 0.7 the mean spend is not"
    ):
        model.expected_spend([0, 5], [0, 20])
    assert model.expected_spend(5, 20) == pytest.approx(0.2 * 110 / 0.7)


def test_spend_hardly_goes_with_frequency_in_cdnow(cdnow):
    every = btyd.spend_frequency_correlation(cdnow["frequency"], cdnow["monetary_value"])
    rest = cdnow[cdnow["monetary_value"] < 299]
    without_the_largest = btyd.spend_frequency_correlation(rest["frequency"], rest["monetary_value"])
    assert (round(every.correlation, 2), round(without_the_largest.correlation, 2)) == (0.11, 0.06)
    assert without_the_largest.lower < 0 < every.lower < every.correlation < every.upper
    buyers = cdnow[cdnow["frequency"] > 0]
    slow = stats.pearsonr(buyers["frequency"], buyers["monetary_value"])
    assert every.correlation == pytest.approx(slow.statistic)
    assert every[1:] == pytest.approx(slow.confidence_interval(0.95), rel=1e-3)


def test_a_perfect_correlation_and_too_few_buyers():
    assert btyd.spend_frequency_correlation([1, 2, 3, 4], [10, 20, 30, 40]).correlation == pytest.approx(1)
    with pytest.raises(ValueError, match=r"must differ among at least four repeat buyers; got 2$"):
        btyd.spend_frequency_correlation([0, 1, 2], [0, 10, 20])
    with pytest.raises(ValueError, match=r"must differ among at least four repeat buyers; got 5$"):
        btyd.spend_frequency_correlation([1, 1, 1, 1, 1], [10, 20, 30, 40, 50])


# --- shifted beta-geometric ----------------------------------------------------------


@pytest.mark.parametrize(
    ("survivors", "parameters", "log_likelihood"),
    [(REGULAR, (0.704, 1.182), -1680.265), (HIGH_END, (0.668, 3.806), -1611.158)],
    ids=["regular", "high end"],
)
def test_fader_hardie_2007_parameters_on_seven_years(survivors, parameters, log_likelihood):
    model = ShiftedBetaGeometric().fit(survivors[:8], customers=1000)
    assert (round(model.alpha_, 3), round(model.beta_, 3)) == parameters
    assert model.log_likelihood_ == pytest.approx(log_likelihood, abs=1e-3)


@pytest.mark.parametrize(
    ("survivors", "parameters"),
    [(REGULAR, (0.763665062, 1.295830267)), (HIGH_END, (1.28097683, 7.79038721))],
    ids=["regular", "high end"],
)
def test_parameters_on_four_years(survivors, parameters):
    model = ShiftedBetaGeometric().fit(survivors[:5])
    assert (model.alpha_, model.beta_) == pytest.approx(parameters, rel=1e-4)


def test_fader_hardie_note_032_retention_of_the_first_years():
    # 631, 468, 382 and 326 of 1,000 customers stay; the model smooths them.
    model = ShiftedBetaGeometric().fit([1000, 631, 468, 382, 326])
    assert model.survival([1, 2, 3, 4]) == pytest.approx([0.631, 0.468, 0.382, 0.326], abs=0.01)


# Year by year, years 0 to 6 and 7 to 12.
REGULAR_PROJECTED = [
    *[1, 0.626706, 0.473819, 0.387974, 0.332068, 0.292347, 0.262456],
    *[0.239024, 0.220085, 0.204411, 0.191190, 0.179865, 0.170037],
]
HIGH_END_PROJECTED = [
    *[1, 0.850679, 0.746859, 0.669789, 0.609919, 0.561834, 0.522216],
    *[0.488906, 0.460440, 0.435780, 0.414172, 0.395055, 0.377999],
]


@pytest.mark.parametrize(
    ("survivors", "projected"),
    [(REGULAR, REGULAR_PROJECTED), (HIGH_END, HIGH_END_PROJECTED)],
    ids=["regular", "high end"],
)
def test_projection_from_seven_years_to_twelve(survivors, projected):
    model = ShiftedBetaGeometric().fit(survivors[:8])
    assert model.survival(np.arange(13)) == pytest.approx(projected, abs=1e-5)
    assert model.survival(np.arange(13)) == pytest.approx(np.array(survivors) / 100, abs=0.021)


def test_counts_shares_and_per_cent_give_the_same():
    counts, shares, per_cent = ([one * scale for one in REGULAR] for scale in (10, 0.01, 1))
    models = [ShiftedBetaGeometric().fit(survivors) for survivors in (counts, shares, per_cent)]
    assert [model.alpha_ for model in models] == pytest.approx([models[0].alpha_] * 3, rel=1e-6)
    named = ShiftedBetaGeometric().fit(shares, customers=1000).summary()
    expected = models[0].summary()["standard_error"].to_numpy()
    assert named["standard_error"].to_numpy() == pytest.approx(expected, rel=1e-4)


def test_survival_is_the_mean_of_geometric_lifetimes():
    model = ShiftedBetaGeometric.from_parameters(alpha=1.7, beta=3.2)
    slow = [stats.beta(1.7, 3.2).expect(lambda p, t=t: (1 - p) ** t) for t in range(6)]
    assert model.survival(list(range(6))) == pytest.approx(slow)


def test_retention_is_the_ratio_of_survival_and_rises():
    model = ShiftedBetaGeometric.from_parameters(alpha=0.704, beta=1.182)
    t = np.arange(1, 30)
    assert model.retention_rate(t) == pytest.approx(model.survival(t) / model.survival(t - 1))
    assert (np.diff(model.retention_rate(t)) > 0).all()


@pytest.mark.parametrize("renewals", [0, 1, 4])
@pytest.mark.parametrize("parameters", [(0.668, 3.806), (3.8, 15.2), (1, 1)])
def test_residual_lifetime_equals_the_sum(parameters, renewals):
    model = ShiftedBetaGeometric.from_parameters(alpha=parameters[0], beta=parameters[1])
    t = np.arange(renewals + 1, 2000)
    slow = (model.survival(t) / model.survival(renewals) / 1.1 ** (t - renewals - 1)).sum()
    assert model.residual_lifetime(renewals, 0.1) == pytest.approx(slow)


def test_fader_hardie_2010_table_3_residual_lifetimes():
    # After 0 to 4 renewals at 10 %. The paper prints the second pair as 0.067 and 0.267.
    alike, unlike = (
        ShiftedBetaGeometric.from_parameters(alpha=alpha, beta=beta).residual_lifetime(np.arange(5), 0.1)
        for alpha, beta in [(3.80, 15.20), (1 / 15, 4 / 15)]
    )
    assert alike.round(2).tolist() == [3.31, 3.45, 3.59, 3.72, 3.84]
    assert unlike.round(2).tolist() == [7.68, 9.46, 9.86, 10.06, 10.19]


def test_maturen_residual_lifetime_of_high_end_customers():
    # The README of shifted_beta_geometric_py, after seven years at 10 %.
    model = ShiftedBetaGeometric().fit(HIGH_END[:8])
    assert round(model.residual_lifetime(7, 0.1), 3) == 7.530


def test_residual_lifetime_without_discounting_is_exact():
    # (beta + k) / (alpha - 1)
    model = ShiftedBetaGeometric.from_parameters(alpha=1.0001, beta=2)
    assert model.residual_lifetime([0, 3], 0) == pytest.approx([20_000, 50_000])


def test_residual_lifetime_of_equal_customers_is_the_geometric_sum():
    # Everybody stays with 0.8 a year: the margin multiple with the first margin at once, if she renews.
    model = ShiftedBetaGeometric.from_parameters(alpha=2e5, beta=8e5)
    assert model.residual_lifetime(3, 0.1) == pytest.approx(0.8 * 1.1 / (1.1 - 0.8), rel=1e-3)


def test_a_residual_lifetime_without_end():
    model = ShiftedBetaGeometric.from_parameters(alpha=0.9, beta=2)
    with pytest.raises(
        ValueError, match=r"^discount_rate must be above 0: with alpha 0.9 the sum is infinite$"
    ):
        model.residual_lifetime(1, 0)


@given(sizes, sizes, st.lists(st.floats(0, 100), min_size=1, max_size=8))
def test_the_slope_of_survival_equals_differences(alpha, beta, drawn):
    survivors = sorted([*drawn, 101.0], reverse=True)
    assert_slope(
        ShiftedBetaGeometric, np.array([alpha, beta]), ShiftedBetaGeometric._contracts(survivors, None)
    )


@pytest.mark.parametrize(
    ("survivors", "why"),
    [
        ([100, 100, 100], "nobody left"),
        ([100, 0], "everybody left at once"),
        ([100, 80], "one renewal cannot tell how customers differ"),
        ([1000, 800, 640, 512, 409.6], "the retention rate hardly rises, as if all customers left with one"),
    ],
)
def test_survivors_that_leave_parameters_open(survivors, why):
    model = fit_with_warning(ShiftedBetaGeometric(), f"of ShiftedBetaGeometric: {why}", survivors)
    assert model.survival(1) == pytest.approx(survivors[1] / survivors[0], abs=0.01)


# --- what all models share -----------------------------------------------------------


def test_questions_before_the_fit():
    with pytest.raises(AttributeError, match=r"^BetaGeoNBD has no ._ yet: call fit first$"):
        BetaGeoNBD().expected_purchases(3)
    with pytest.raises(AttributeError, match=r"^GammaGamma has no attribute 'predict'$"):
        GammaGamma().predict(3)
    with pytest.raises(ValueError, match=r"^summary needs data: this GammaGamma was not fitted$"):
        GammaGamma.from_parameters(p=1, q=2, v=3).summary()
    assert repr(GammaGamma()) == "GammaGamma()"


@pytest.mark.parametrize(
    ("parameters", "error", "sentence"),
    [
        (dict(p=1, q=2), TypeError, "^parameters of GammaGamma are p, q, v; got p, q$"),
        (dict(p=1, q=2, gamma=3), TypeError, "^parameters of GammaGamma are p, q, v; got p, q, gamma$"),
        (dict(p=1, q=2, v=-3), ValueError, "^v must be a number above 0; got -3$"),
        (dict(p=1, q=2, v="3"), TypeError, r"^v must be a number above 0; got '3' \(text\)$"),
    ],
)
def test_bad_parameters(parameters, error, sentence):
    with pytest.raises(error, match=sentence):
        GammaGamma.from_parameters(**parameters)


def test_the_summary_shows_wider_intervals_for_more_confidence(cdnow_model):
    usual, sure = cdnow_model.summary(), cdnow_model.summary(confidence=0.99)
    assert usual.columns.tolist() == ["parameter", "estimate", "standard_error", "lower", "upper"]
    assert (sure["lower"] < usual["lower"]).all() and (sure["upper"] > usual["upper"]).all()
    assert (usual["lower"] > 0).all()


# --- bad input -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        (([1], [5], [4]), "^recency must not exceed T, the time observed; got recency 5, T 4 in row 0$"),
        (
            ([0, 2], [0, 0], [4, 4]),
            "^recency must be above 0 where frequency is; got frequency 2, recency 0 in row 1",
        ),
        (([0], [3], [4]), "^recency must be 0 where frequency is 0; got frequency 0, recency 3 in row 0$"),
        (([-1], [3], [4]), "^each value of frequency must be a whole number of at least 0; got -1"),
        (([1.5], [3], [4]), "^each value of frequency must be a whole number of at least 0; got 1.5$"),
        (
            ([1, 2], [3], [4, 4]),
            "^frequency and recency and T must have the same length; got frequency 2, recency 1",
        ),
        (([1, math.nan], [3, 3], [4, 4]), "^each value of frequency must be a whole number .* got nan$"),
        (([1], [math.nan], [4]), "^each value of recency must be a number of at least 0; got nan$"),
        (([1], [3], [math.inf]), "^each value of T must be a number of at least 0; got inf$"),
        (([1], [-3], [4]), "^each value of recency must be a number of at least 0; got -3"),
        (([0, 0], [0, 0], [0, 0]), "^T must be above 0 for at least one customer; got 0 for all$"),
        (([], [], []), "^frequency must be a number or one column of numbers; got "),
        (([[1]], [[1]], [[2]]), "^frequency must be a number or one column of numbers; got "),
        (
            ([1], [9.0000000001], [9]),
            "^recency must not exceed T, .* got recency 9.0000000001, T 9 in row",
        ),
        (([1], [1e-320], [9e-320]), "^T is too small or too large to compute with: 8.9.*e-320; take another"),
        (
            ([1, 1], [1e308, 1e308], [1.7e308, 1e308]),
            "^T is too small or too large to compute with: 1.7e",
        ),
        ((np.ma.array([1, 2], mask=[0, 1]), [3, 3], [4, 4]), "^each value of frequency must .* got nan$"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_bad_histories(columns, sentence):
    with pytest.raises(ValueError, match=sentence):
        BetaGeoNBD().fit(*columns)


@pytest.mark.parametrize(
    "bad", [None, "abc", True, [None], ["a"], {"a": 1}, 1j, object(), np.array(["a", "b"])]
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_histories_of_another_type(place, bad):
    columns = [[1, 2], [3.0, 3.0], [4.0, 4.0]]
    columns[place] = bad
    with pytest.raises((TypeError, ValueError), match=("frequency", "recency", r"\bT\b")[place]):
        BetaGeoNBD().fit(*columns)


def test_an_expression_is_no_column(published):
    with pytest.raises(TypeError, match=r"^t must be a number or a column of numbers; got <Expr"):
        published.expected_purchases(pl.col("weeks"))


def test_rows_that_do_not_go_together(cdnow):
    shuffled = cdnow.sample(frac=1, random_state=1)
    with pytest.raises(ValueError, match=r"^frequency and recency must have the same row labels \(index\)"):
        BetaGeoNBD().fit(cdnow["frequency"], shuffled["recency"], shuffled["T"])


def test_a_customer_in_two_rows(cdnow):
    by_customer = cdnow.set_index("customer_id")
    twice = by_customer.iloc[[0, 1, 1, 2]]
    sentence = r"^frequency has customer_id 2 in more than one row; merge the rows, or call .reset_index"
    with pytest.raises(ValueError, match=sentence):
        BetaGeoNBD().fit(twice["frequency"], twice["recency"], twice["T"])
    # Rows drawn again and again, as a bootstrap does it, have an index without a name.
    drawn = cdnow.sample(500, replace=True, random_state=1)
    assert BetaGeoNBD().fit(drawn["frequency"], drawn["recency"], drawn["T"]).r_ > 0


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda model: model.expected_purchases(-1), "^t must be a number of at least 0; got -1$"),
        (
            lambda model: model.expected_purchases([1, -1]),
            "^each value of t must be a number of at least 0; got -1",
        ),
        (lambda model: model.expected_purchases(math.nan), "^t must be a number of at least 0; got nan$"),
        (lambda model: model.pmf(1.5, 3), "^n must be a whole number of at least 0; got 1.5$"),
        (lambda model: model.pmf([1, 2], [1, 2, 3]), "^n and t must have the same length; got n 2, t 3$"),
        (
            lambda model: model.probability_alive(2, 9, 8),
            "^recency must not exceed T, .* got recency 9, T 8$",
        ),
        (
            lambda model: model.conditional_expected_purchases([1, 2], [1] * 3, [1] * 3, 5),
            "^t and frequency and rec",
        ),
        (
            lambda model: model.lifetime_value(1, 2, 3, -5, **PERIODS),
            "^spend must be a number of at least 0; got -5",
        ),
        (
            lambda model: model.lifetime_value(1, 2, 3, 5, **PERIODS | {"discount_rate": 10}),
            r"^discount_rate must be a rate from 0 to 1; got 10 \(for 10 %, write 0.1\)$",
        ),
        (
            lambda model: model.lifetime_value(1, 2, 3, 5, **PERIODS | {"horizon": 0}),
            "^horizon must be a whole number of at least 1; got 0$",
        ),
        (
            lambda model: model.lifetime_value(1, 2, 3, 5, **PERIODS | {"purchase_period": "weeks"}),
            "^purchase_period must be one of 'day', 'week', 'month', 'quarter', 'year'; got 'weeks'$",
        ),
        (lambda model: model.simulate([1, -1], 1), "^each value of T must be a number of at least 0; got -1"),
        (lambda model: model.simulate([1, 1], -1), "^seed must be a whole number of at least 0; got -1$"),
        (
            lambda model: model.summary(confidence=95),
            r"^confidence must be a share above 0 and below 1; got 95",
        ),
    ],
)
def test_bad_questions(published, call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call(published)


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        (
            ([1, 2], [5, 0]),
            "^monetary_value must be above 0 where frequency is: .* got frequency 2, monetary_value 0",
        ),
        (([0, 0], [0, 0]), "^frequency must be above 0 for at least one customer; got 0 for all$"),
        (([1, 2], [5, -1]), "^each value of monetary_value must be a number of at least 0; got -1"),
        (
            ([1, 2], [5]),
            "^frequency and monetary_value must have the same length; got frequency 2, monetary_value 1$",
        ),
    ],
)
def test_bad_spends(columns, sentence):
    with pytest.raises(ValueError, match=sentence):
        GammaGamma().fit(*columns)


@pytest.mark.parametrize(
    ("survivors", "sentence"),
    [
        (
            [100, 80, 85],
            "^survivors must not rise: nobody who left comes back; got survivors 80, then 85 in row 1$",
        ),
        ([100], "^survivors must be at least two numbers, t = 0, 1, …; got"),
        (100, "^survivors must be at least two numbers, t = 0, 1, …; got 100$"),
        ([0, 0], "^survivors must begin with the whole group, above 0; got 0$"),
        ([100, math.nan], "^each value of survivors must be a number of at least 0; got nan$"),
        ([100, -1], "^each value of survivors must be a number of at least 0; got -1"),
    ],
)
def test_bad_survivors(survivors, sentence):
    with pytest.raises(ValueError, match=sentence):
        ShiftedBetaGeometric().fit(survivors)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda model: model.survival(1.5), "^t must be a whole number of at least 0; got 1.5$"),
        (lambda model: model.retention_rate(0), "^t must be a whole number of at least 1; got 0$"),
        (
            lambda model: model.residual_lifetime(-1, 0.1),
            "^renewals must be a whole number of at least 0; got -1$",
        ),
        (lambda model: model.residual_lifetime(1, 10), "^discount_rate must be a rate from 0 to 1; got 10"),
    ],
)
def test_bad_questions_about_contracts(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call(ShiftedBetaGeometric.from_parameters(alpha=1, beta=2))


@pytest.mark.parametrize("model", [BetaGeoNBD, btyd.ModifiedBetaGeoNBD])
def test_a_fit_on_repeat_buyers_only_is_told(cdnow, model):
    some = cdnow[cdnow["frequency"] > 0]
    sentence = rf"no customer has frequency 0, though {model.__name__} expects \d+ of 946: were those"
    with pytest.warns(rfm.DataWarning, match=sentence) as caught:
        cut = model().fit(some["frequency"], some["recency"], some["T"])
    assert caught[0].filename == __file__
    assert cut.expected_purchases(39) > 2 * model().fit(
        cdnow["frequency"], cdnow["recency"], cdnow["T"]
    ).expected_purchases(39)


def test_a_fit_on_customers_who_all_come_back_by_nature_is_not():
    drawn = BetaGeoNBD.from_parameters(r=10, alpha=5, a=0.5, b=20).simulate(np.full(500, 52.0), seed=1)
    assert drawn["frequency"].min() > 0
    with warnings.catch_warnings():
        warnings.simplefilter("error", rfm.DataWarning)
        BetaGeoNBD().fit(drawn["frequency"], drawn["recency"], drawn["T"])
