"""BG/BB: published donations, slow direct formulas, limits, recovery, bad input."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from crmlib._guard.tables import DataWarning
from crmlib.btyd import BetaGeoBetaBernoulli, IdentificationWarning
from crmlib.btyd.beta_geo_beta_bernoulli import _grouped

# The donors of Fader, Hardie and Shang (2010): gifts, year of the last one, donors; six years.
DONORS = np.array(
    [
        *[(0, 0, 3464), (1, 1, 1091), (1, 2, 277), (1, 3, 129), (1, 4, 78), (1, 5, 119), (1, 6, 129)],
        *[(2, 2, 613), (2, 3, 255), (2, 4, 155), (2, 5, 173), (2, 6, 234)],
        *[(3, 3, 322), (3, 4, 181), (3, 5, 225), (3, 6, 357), (4, 4, 240), (4, 5, 284), (4, 6, 512)],
        *[(5, 5, 335), (5, 6, 728), (6, 6, 1203)],
    ]
)
PUBLISHED = dict(alpha=1.204, beta=0.750, gamma=0.657, delta=2.783)
ONES = BetaGeoBetaBernoulli.from_parameters(alpha=1, beta=1, gamma=1, delta=1)
sizes = st.floats(0.05, 20)


@st.composite
def histories(draw):
    n = draw(st.integers(0, 12))
    t_x = draw(st.integers(0, n))
    return (draw(st.integers(1, t_x)) if t_x else 0), t_x, n


@pytest.fixture(scope="module")
def donors():
    x, t_x, donors = DONORS.T
    return np.repeat(x, donors), np.repeat(t_x, donors)


@pytest.fixture(scope="module")
def donor_model(donors):
    return BetaGeoBetaBernoulli().fit(*donors, 6)


def test_fader_hardie_shang_parameters(donor_model, donors):
    assert len(donors[0]) == 11_104
    found = [donor_model.alpha_, donor_model.beta_, donor_model.gamma_, donor_model.delta_]
    assert np.round(found, 3).tolist() == pytest.approx(list(PUBLISHED.values()), abs=1e-9)


def test_btyd_walkthrough_parameters_and_log_likelihood(donor_model):
    found = [donor_model.alpha_, donor_model.beta_, donor_model.gamma_, donor_model.delta_]
    assert found == pytest.approx([1.2035, 0.7497, 0.6568, 2.7838], abs=1e-3)
    assert donor_model.log_likelihood_ == pytest.approx(-33225.58, abs=0.005)


def test_fader_hardie_shang_table_6_and_their_spreadsheet(donor_model):
    # P(alive) in 2002 for 1995 only, 2 gifts to 1999, and 6 to 2001, as the tests of lifetimes quote table 6.
    alive = donor_model.probability_alive([0, 2, 6], [0, 4, 6], 6)
    assert alive.round(2).tolist() == [0.11, 0.59, 0.93]
    # Sheets "Conditional Expectations (II)" and "In-Sample Fit" of the spreadsheet of note 010.
    x, t_x, donors = DONORS.T
    assert donors @ donor_model.conditional_expected_purchases(5, x, t_x, 6) == pytest.approx(
        12884.2, abs=0.1
    )
    assert 11_104 * donor_model.pmf([0, 6], 6) == pytest.approx([3454.9, 1253.1], abs=0.05)


def test_btyd_walkthrough_two_donors(donor_model):
    expected = donor_model.conditional_expected_purchases(10, [0, 4], [0, 5], 6)
    assert expected == pytest.approx([0.1302169, 3.627858], rel=5e-5)


def likelihood_by_integration(alpha, beta, gamma, delta, x, t_x, n):
    """The likelihood of a history, both probabilities integrated out by adding up."""

    def buying(occasions):
        law = stats.beta(alpha, beta)
        return integrate.quad(lambda p: p**x * (1 - p) ** (occasions - x) * law.pdf(p), 0, 1)[0]

    def leaving(occasions, left):
        law = stats.beta(gamma, delta)
        return integrate.quad(lambda q: q**left * (1 - q) ** occasions * law.pdf(q), 0, 1)[0]

    return buying(n) * leaving(n, 0) + sum(buying(i) * leaving(i, 1) for i in range(t_x, n))


@pytest.mark.parametrize("customer", [(0, 0, 4), (1, 1, 4), (2, 4, 4), (3, 4, 7), (0, 0, 0)])
def test_likelihood_equals_the_integral_of_its_story(customer):
    parameters = dict(alpha=1.5, beta=2.5, gamma=2.0, delta=3.0)
    model = BetaGeoBetaBernoulli.from_parameters(**parameters)
    slow = likelihood_by_integration(*parameters.values(), *customer)
    assert math.exp(model.log_likelihood(*customer)) == pytest.approx(slow, rel=1e-7)


@given(sizes, sizes, sizes, sizes, st.lists(histories(), min_size=1, max_size=8))
def test_the_slope_equals_differences_of_the_log_likelihood(alpha, beta, gamma, delta, drawn):
    data, _ = _grouped(*(np.array(column, dtype=float) for column in zip(*drawn, strict=True)))
    parameters = np.array([alpha, beta, gamma, delta])
    _, slope = BetaGeoBetaBernoulli._log_likelihood(parameters, data)
    for place, value in enumerate(parameters):
        step = np.zeros(4)
        step[place] = 1e-5 * value
        above, below = (
            BetaGeoBetaBernoulli._log_likelihood(parameters + sign * step, data)[0] for sign in (1, -1)
        )
        size = 1e-5 * (1 + abs(above))
        assert slope[place] * value == pytest.approx((above - below) / 2e-5, rel=1e-5, abs=size)


@given(sizes, sizes, sizes, sizes, st.integers(0, 30))
def test_probabilities_add_up_and_their_mean_is_the_expectation(alpha, beta, gamma, delta, t):
    model = BetaGeoBetaBernoulli.from_parameters(alpha=alpha, beta=beta, gamma=gamma, delta=delta)
    n = np.arange(t + 1)
    pmf = model.pmf(n, t)
    assert pmf.sum() == pytest.approx(1, abs=1e-9)
    assert pmf @ n == pytest.approx(model.expected_purchases(t), rel=1e-8, abs=1e-12)


@given(sizes, sizes, sizes, sizes, st.integers(1, 8))
def test_all_histories_of_a_length_have_probability_one(alpha, beta, gamma, delta, n):
    model = BetaGeoBetaBernoulli.from_parameters(alpha=alpha, beta=beta, gamma=gamma, delta=delta)
    patterns = [(0, 0, 1)] + [
        (x, t_x, math.comb(t_x - 1, x - 1)) for t_x in range(1, n + 1) for x in range(1, t_x + 1)
    ]
    total = sum(ways * math.exp(model.log_likelihood(x, t_x, n)) for x, t_x, ways in patterns)
    assert total == pytest.approx(1, rel=1e-9)


@given(
    st.lists(histories(), min_size=1, max_size=6),
    st.tuples(*4 * [st.floats(-7, 9)]).map(np.exp),
    st.integers(0, 200),
)
def test_every_answer_is_finite(drawn, parameters, t):
    names = ("alpha", "beta", "gamma", "delta")
    model = BetaGeoBetaBernoulli.from_parameters(**dict(zip(names, parameters.tolist(), strict=True)))
    past = list(map(np.array, zip(*drawn, strict=True)))
    assert math.isfinite(model.log_likelihood(*past))
    alive = model.probability_alive(*past)
    assert ((alive >= 0) & (alive <= 1)).all()
    expected = model.conditional_expected_purchases(t, *past)
    assert ((expected >= 0) & (expected <= t * alive + 1e-9)).all()
    assert 0 <= model.pmf(3, t) <= 1 + 1e-12


def test_a_new_customer_is_one_without_a_past():
    model = BetaGeoBetaBernoulli.from_parameters(**PUBLISHED)
    t = np.arange(8)
    assert model.conditional_expected_purchases(t, 0, 0, 0) == pytest.approx(model.expected_purchases(t))
    assert model.pmf(0, 6) == pytest.approx(math.exp(model.log_likelihood(0, 0, 6)))


def test_expectations_add_up_over_what_may_happen():
    # E[X(5)] is E[X(2)] and what is expected of the next 3, over all histories of 2.
    model = BetaGeoBetaBernoulli.from_parameters(**PUBLISHED)
    patterns = np.array([(0, 0), (1, 1), (1, 2), (2, 2)])
    chances = [math.exp(model.log_likelihood(x, t_x, 2)) for x, t_x in patterns]
    later = model.conditional_expected_purchases(3, *patterns.T, 2)
    assert model.expected_purchases(2) + chances @ later == pytest.approx(model.expected_purchases(5))


def test_without_dropout_it_is_the_beta_binomial():
    model = BetaGeoBetaBernoulli.from_parameters(alpha=1.3, beta=2.1, gamma=1e-10, delta=1)
    n = np.arange(7)
    assert model.pmf(n, 6) == pytest.approx(stats.betabinom.pmf(n, 6, 1.3, 2.1), abs=1e-8)
    assert model.probability_alive(1, 1, 6) == pytest.approx(1, abs=1e-7)
    assert model.expected_purchases(6) == pytest.approx(6 * 1.3 / 3.4)


def test_no_occasions_no_purchases():
    assert ONES.expected_purchases(0) == 0
    assert ONES.conditional_expected_purchases(0, 2, 3, 4) == 0
    assert ONES.pmf([0, 1], 0).tolist() == [1, 0]


def test_alive_falls_with_silence_and_not_with_gifts():
    model = BetaGeoBetaBernoulli.from_parameters(**PUBLISHED)
    assert (np.diff(model.probability_alive(2, 2, [2, 3, 4, 6])) < 0).all()
    lately = model.probability_alive([1, 3, 6], 6, 6)
    assert lately == pytest.approx([lately[0]] * 3)
    # Silent for four years, the frequent giver has the lower chance.
    assert model.probability_alive(1, 1, 5) > model.probability_alive(2, 2, 6)


def test_a_number_for_numbers_and_an_array_for_columns():
    assert type(ONES.probability_alive(1, 1, 3)) is float
    assert type(ONES.pmf(1, 3)) is float
    assert ONES.conditional_expected_purchases([1, 2], 1, 2, 3).shape == (2,)
    assert ONES.conditional_expected_purchases(2, [1, 0], [2, 0], 3)[0] == pytest.approx(
        ONES.conditional_expected_purchases(2, 1, 2, 3)
    )


def test_known_parameters_are_recovered():
    truth = dict(alpha=1.2, beta=0.8, gamma=0.7, delta=2.8)
    drawn = BetaGeoBetaBernoulli.from_parameters(**truth).simulate(np.full(20_000, 10), seed=1)
    model = BetaGeoBetaBernoulli().fit(drawn["frequency"], drawn["recency"], drawn["opportunities"])
    table = model.summary(confidence=0.999)
    assert ((table["lower"] < list(truth.values())) & (table["upper"] > list(truth.values()))).all()


def test_simulated_customers_follow_the_model():
    model = BetaGeoBetaBernoulli.from_parameters(**PUBLISHED)
    drawn = model.simulate(np.full(50_000, 6), seed=4)
    assert drawn["frequency"].mean() == pytest.approx(model.expected_purchases(6), rel=0.02)
    assert (drawn["frequency"] == 0).mean() == pytest.approx(model.pmf(0, 6), abs=0.01)
    alive = model.probability_alive(drawn["frequency"], drawn["recency"], 6)
    # The model's answer is one occasion later.
    assert alive.mean() < drawn["alive"].mean() < alive.mean() + 0.1


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        (([1], [2], [3]), "all customers have the same history"),
        (([0] * 50, [0] * 50, list(range(1, 51))), "no customer bought"),
        (([0] * 50 + [1] * 20, [0] * 50 + [1] * 20, 1), "one occasion cannot tell how customers differ"),
    ],
)
def test_degenerate_data_are_named(columns, why):
    with pytest.warns(IdentificationWarning, match=f"of BetaGeoBetaBernoulli: {why}") as caught:
        model = BetaGeoBetaBernoulli().fit(*columns)
    assert caught[0].filename == __file__
    assert math.isfinite(model.expected_purchases(10))


def test_one_probability_of_buying_for_all_is_named():
    drawn = BetaGeoBetaBernoulli.from_parameters(alpha=1e6, beta=2e6, gamma=1, delta=3).simulate(
        [12] * 2000, 1
    )
    with pytest.warns(IdentificationWarning, match="alpha, beta of .* seem to buy with one probability"):
        BetaGeoBetaBernoulli().fit(drawn["frequency"], drawn["recency"], drawn["opportunities"])


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        (
            ([1], [4], [3]),
            "^recency must not exceed opportunities; got frequency 1, recency 4, opp.* in row 0$",
        ),
        (([2], [1], [3]), "^frequency must not exceed recency, the number of the last occasion; got"),
        (([0], [1], [3]), "^recency must be 0 where frequency is 0; got"),
        (([1], [1.5], [3]), "^each value of recency must be a whole number of at least 0; got 1.5$"),
        (([1.5], [2], [3]), "^each value of frequency must be a whole number of at least 0; got 1.5$"),
        (([1], [2], [3.5]), "^each value of opportunities must be a whole number of at least 0; got 3.5$"),
        (([1, 2], [2], [3, 3]), "^frequency and recency and opportunities must have the same length"),
        (([math.nan], [2], [3]), "^each value of frequency must be a whole number of at least 0; got nan$"),
        (([0, 0], [0, 0], 0), "^opportunities must be above 0 for at least one customer; got 0 for all$"),
        (([1], [2], [10**9]), "^opportunities are too many for this model: 1e.09 occasions after the last"),
    ],
)
def test_bad_histories(columns, sentence):
    with pytest.raises(ValueError, match=sentence):
        BetaGeoBetaBernoulli().fit(*columns)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: ONES.expected_purchases(-1), "^t must be a whole number from 0 to 10,000; got -1$"),
        (lambda: ONES.expected_purchases(1.5), "^t must be a whole number from 0 to 10,000; got 1.5$"),
        (lambda: ONES.expected_purchases(10**6), "^t must be a whole number from 0 to 10,000; got 1000000$"),
        (lambda: ONES.pmf(-1, 3), "^n must be a whole number of at least 0; got -1$"),
        (lambda: ONES.pmf([1, 2], [1, 2, 3]), "^n and t must have the same length; got n 2, t 3$"),
        (lambda: ONES.simulate([3, -1], 1), "^each value of opportunities must be a whole number from 0 to"),
        (lambda: ONES.simulate([3], -1), "^seed must be a whole number of at least 0; got -1$"),
        (
            lambda: ONES.conditional_expected_purchases([1, 2], [1] * 3, [1] * 3, 5),
            "^t and frequency and recency must have the same length",
        ),
    ],
)
def test_bad_questions(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def test_a_fit_on_donors_who_gave_again_only_is_told(donors):
    x, t_x = donors
    with pytest.warns(DataWarning, match=r"no customer has frequency 0, though BetaGeoBetaBernoulli expects"):
        BetaGeoBetaBernoulli().fit(x[x > 0], t_x[x > 0], 6)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        BetaGeoBetaBernoulli().fit(x, t_x, 6)
