"""The renewal trial: closed forms by hand, the truth against 100 trials, who is harmed, what is known."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.special import betaln

from crmlib import simulate
from crmlib.btyd import ShiftedBetaGeometric
from crmlib.retention import survival_curve
from crmlib.simulate.trials import renewal

SMALL = 1_500


@pytest.fixture(scope="module")
def trial():
    return simulate.trial("renewal")


@pytest.fixture(scope="module")
def replications():
    """100 trials of 1,500 members: by arm the share that stayed and the profit a member."""
    rows = []
    for seed in range(100):
        one = simulate.trial("renewal", seed, SMALL)
        table, arms = one.customers, one.arms.set_index("arm")
        renewals = table["months"] - table["left"]
        off = np.minimum(renewals, table["arm"].map(arms["discount_months"]).astype(int))
        margin = one.parameters.fee * (1 - one.parameters.cost_share)
        profit = margin * renewals - table["arm"].map(arms["discount"]).astype(float) * off
        profit -= table["arm"].map(arms["contact_cost"]).astype(float)
        means = pd.DataFrame({"arm": table["arm"], "staying": ~table["left"], "profit": profit})
        rows.append(means.groupby("arm", observed=True).mean().stack())
    return pd.DataFrame(rows)


def test_the_truth_is_the_mean_of_100_trials(trial, replications):
    truth = trial.truth.effects().set_index("arm")
    for arm in renewal.ARMS:
        for column in ("staying", "profit"):
            found = replications[arm, column]
            assert abs(found.mean() - truth.loc[arm, column]) < 3 * found.sem(), (arm, column)


def test_survival_by_arm_is_inside_its_intervals_over_most_months(trial):
    """99.9 % intervals of the stored trial, all months and arms."""
    for arm, rows in trial.customers.groupby("arm", observed=True):
        curve = survival_curve(rows["months"], rows["left"], confidence=0.999).set_index("time")
        true = trial.truth.survival(arm).reindex(curve.index)
        assert ((curve["lower"] <= true) & (true <= curve["upper"])).all(), arm


def test_the_control_group_is_shifted_beta_geometric(trial):
    """Members of one month of tenure: the club's beta with one more month survived."""
    p = trial.parameters
    table = trial.customers
    new = table[(table["arm"] == "control") & (table["tenure"] <= 2)]
    survivors = [(new["months"] - new["left"] >= month).sum() for month in range(p.months + 1)]
    model = ShiftedBetaGeometric().fit(survivors)
    mixed = [p.beta + 1, p.beta + 2]
    assert model.alpha_ / (model.alpha_ + model.beta_) == pytest.approx(
        np.mean([p.alpha / (p.alpha + beta) for beta in mixed]), abs=0.02
    )


def test_survival_of_new_members_by_hand():
    """Tenure 1, one month: E(1 - p) = (beta + 1) / (alpha + beta + 1) with beta one more."""
    one = simulate.RenewalTrial(most_tenure=1, alpha=1.0, beta=3.0, price_pull=0.0)
    truth = simulate.trial("renewal", 1, 5, parameters=one).truth
    assert truth.survival("control")[1] == pytest.approx(4 / 5, abs=1e-4)
    assert truth.survival("control")[2] == pytest.approx(4 / 5 * 5 / 6, abs=1e-4)


def test_staying_without_an_offer_is_a_sum_of_beta_functions(trial):
    """Members of each tenure k by the share that is still there: B(a, b + k + t) over B(a, b + k)."""
    p, tenure = trial.parameters, np.arange(1, 25)
    there = np.exp(betaln(p.alpha, p.beta + tenure) - betaln(p.alpha, p.beta))
    stays = np.exp(betaln(p.alpha, p.beta + tenure + 12) - betaln(p.alpha, p.beta + tenure))
    expected = (there * stays).sum() / there.sum()
    assert trial.truth.effects()["staying"][0] == pytest.approx(expected, abs=2e-5)


def test_exponents_by_hand():
    """Letter: half the hazard for two months; woken members twice for one; then all as before."""
    one = simulate.RenewalTrial(offer_months=2, after_months=1, woken_months=1, woken_factor=2.0)
    assert one.exponents("control", 3).tolist() == [[1, 2, 3]] * 3
    assert one.exponents("letter", 4).tolist() == [[1, 2, 3, 4], [0.5, 1, 2, 3], [2, 3, 4, 5]]
    assert one.exponents("discount", 4)[1] == pytest.approx([0.1, 0.2, 1.5, 2.5])
    assert one.margins("discount", 3).tolist() == [11, 11, 15]


def test_kinds_add_up_and_follow_prices():
    p = simulate.RenewalTrial()
    usage, price = np.array([0, 1, 2, 1]), np.array([0.0, 0.0, 0.0, 2.0])
    for arm in renewal.ARMS:
        assert p.kinds(arm, usage, price).sum(axis=-1) == pytest.approx(np.ones(4))
    shares = p.kinds("discount", usage, price)
    assert shares[0].tolist() == pytest.approx([0.43, 0.45, 0.12])
    assert shares[3, 1] > shares[1, 1] and shares[3, 2] == pytest.approx(shares[1, 2])


def test_a_letter_harms_the_idle_and_helps_the_others(trial):
    """Sleeping dogs: in the truth, and visible in the trial."""
    uplift = trial.truth.uplift("letter").to_numpy()
    usage = trial.truth.members.usage
    means = [uplift[usage == number].mean() for number in range(3)]
    assert means[0] < -0.02 and means[1] > 0.005 and means[2] > 0
    table = trial.customers[usage == 0]
    left = table.groupby("arm", observed=True)["left"].mean()
    assert left["letter"] > left["control"]


def test_a_short_look_overstates_the_discount(trial):
    effects = {months: trial.truth.effects(months)["effect"][2] for months in (6, 12, 36)}
    assert effects[6] > 1.4 * effects[12] > 2 * effects[36] > 0


@pytest.mark.parametrize("arm", ["letter", "discount"])
def test_what_is_known_does_not_change_the_mean(trial, arm):
    """The law of total expectation: less knowledge, the same mean, less spread."""
    for answer in (trial.truth.uplift, trial.truth.expected_profits):
        state, firm = answer(arm, knowing="state"), answer(arm)
        error = (state - firm).std() / np.sqrt(len(state))
        assert abs(state.mean() - firm.mean()) < 3.3 * error + 1e-5
        assert firm.std() < state.std()


def test_what_the_firm_knows_is_right_on_average_in_every_cell(trial):
    """Among members that look alike the mean of the own probabilities is what the firm expects."""
    truth = trial.truth
    state, firm = truth.staying("control", knowing="state"), truth.staying("control")
    looks = [truth.members.usage, np.searchsorted([4, 12], truth.members.tenure), truth.members.price > 0.5]
    groups = pd.DataFrame({"gap": state - firm}).groupby(looks)["gap"]
    assert len(groups) == 18
    assert (groups.mean().abs() < 3.5 * groups.sem()).all()


def test_the_mean_over_the_members_is_the_populations(trial):
    truth = trial.truth
    for row in truth.effects().itertuples():
        staying = truth.staying(row.arm)
        assert staying.mean() == pytest.approx(row.staying, abs=3.3 * staying.std() / np.sqrt(len(staying)))


def test_a_finer_grid_changes_nothing(monkeypatch):
    truth = simulate.trial("renewal", 1, 200).truth
    usual, known = truth.effects(), truth.uplift("discount")
    monkeypatch.setattr(renewal, "GRID", 2_000)
    finer = simulate.trial("renewal", 1, 200).truth
    assert np.allclose(finer.effects()["staying"], usual["staying"], atol=2e-4)
    assert np.allclose(finer.uplift("discount"), known, atol=2e-3)


def test_profit_adds_up(trial):
    truth = trial.truth
    profits = truth.expected_profits("letter")
    assert truth.expected_profit("letter", [3, 5]) == pytest.approx(profits[[3, 5]].sum())
    assert truth.expected_profit("letter") == pytest.approx(profits.sum())
    assert (truth.expected_profits("control") == 0).all()


def test_profit_by_hand():
    """Nobody is moved: a discount of ¥4 costs ¥4 a renewal and the contact."""
    still = dict.fromkeys((f"{arm}_{use}" for arm in renewal.ARMS[1:] for use in renewal.USAGE), (1e-12, 0.0))
    one = replace(simulate.RenewalTrial(), **still)
    truth = simulate.trial("renewal", 1, 50, parameters=one).truth
    survival = truth.survival("control").to_numpy()
    effects = truth.effects().set_index("arm")["profit_effect"]
    assert effects["letter"] == pytest.approx(-1)
    assert effects["discount"] == pytest.approx(-0.5 - 4 * survival[1:7].sum())


@pytest.mark.parametrize(
    ("parameter", "value", "arm", "sign"),
    [
        ("beta", 11.04, "control", 1),
        ("alpha", 0.96, "control", -1),
        ("visits", 3.0, "letter", 1),
        ("visits_fall", 0.72, "letter", -1),
        ("price_pull", 0.48, "discount", 1),
        # The kept share is concave where it is high: more pull, fewer kept on average.
        ("discount_pull", 0.72, "discount", -1),
        ("letter_factor", 0.6, "letter", -1),
        ("discount_factor", 0.12, "discount", -1),
        ("after_factor", 1.56, "discount", -1),
        ("after_months", 4, "discount", -1),
        ("woken_factor", 3.6, "letter", -1),
        ("woken_months", 4, "letter", -1),
        ("offer_months", 7, "discount", 1),
        ("most_tenure", 29, "control", 1),
        ("months", 14, "control", -1),
        ("letter_idle", (0.06, 0.36), "letter", -1),
        ("letter_some", (0.36, 0.072), "letter", 1),
        ("letter_active", (0.24, 0.0), "letter", 1),
        ("discount_idle", (0.54, 0.144), "discount", 1),
        ("discount_some", (0.9, 0.036), "discount", 1),
        ("discount_active", (0.78, 0.0), "discount", 1),
    ],
)
def test_a_parameter_raised_by_a_fifth_moves_staying(parameter, value, arm, sign):
    usual, moved = (
        simulate.trial("renewal", 1, 3, parameters=parameters).truth.effects().set_index("arm")["staying"]
        for parameters in (simulate.RenewalTrial(), simulate.RenewalTrial(**{parameter: value}))
    )
    column = moved[arm] - usual[arm]
    if arm != "control":
        column -= moved["control"] - usual["control"]
    assert sign * column > 1e-5


@pytest.mark.parametrize(
    ("parameter", "value", "arm", "sign"),
    [
        ("fee", 30.0, "discount", 1),
        ("cost_share", 0.48, "discount", -1),
        ("letter_cost", 1.2, "letter", -1),
        ("discount_cost", 0.6, "discount", -1),
        ("discount", 4.8, "discount", -1),
    ],
)
def test_a_parameter_raised_by_a_fifth_moves_profit(parameter, value, arm, sign):
    usual, moved = (
        simulate.trial("renewal", 1, 3, parameters=one).truth.effects().set_index("arm")["profit_effect"]
        for one in (simulate.RenewalTrial(), simulate.RenewalTrial(**{parameter: value}))
    )
    assert sign * (moved[arm] - usual[arm]) > 1e-5


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (dict(alpha=0), "RenewalTrial.alpha must be a number above 0; got 0"),
        (dict(price_pull=1), "RenewalTrial.price_pull must be between -1 and 1"),
        (dict(months=121), "RenewalTrial.months and RenewalTrial.most_tenure must be at most 120"),
        (dict(letter_idle=0.3), "RenewalTrial.letter_idle must be a tuple of 2 numbers; got 0.3"),
        (dict(letter_idle=(0.5, 0.5)), "RenewalTrial.letter_idle must keep some and not all"),
        (dict(discount_some=(0.5, -0.1)), "each value of RenewalTrial.discount_some must be a share"),
    ],
)
def test_bad_parameters_get_a_sentence(changes, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        simulate.RenewalTrial(**changes)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda t: t.survival("mail"), "arm must be one of 'control', 'letter', 'discount'; got 'mail'"),
        (lambda t: t.uplift(None), "arm must be one of 'control', 'letter', 'discount'; got None"),
        (lambda t: t.uplift("letter", knowing="all"), "knowing must be one of 'state', 'firm'; got 'all'"),
        (lambda t: t.effects(0), "months must be a whole number of at least 1; got 0"),
        (lambda t: t.staying("letter", 121), "months must be at most 120; got 121"),
        (lambda t: t.staying("letter", "a year"), "months must be a whole number of at least 1"),
    ],
)
def test_bad_questions_get_a_sentence(call, sentence):
    truth = simulate.trial("renewal", 1, 10).truth
    with pytest.raises((TypeError, ValueError), match=sentence):
        call(truth)
