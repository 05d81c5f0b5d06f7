"""The trials: files, assignment, power, the truth against many replications, and sentences for bad input."""

import dataclasses
import json
import runpy
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from crmlib import datasets, simulate
from crmlib.experiments import experiment_power, uplift_test
from crmlib.simulate import files, trials

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "datasets" / "trials"
NAMES = tuple(trials.KINDS)
MOST_BYTES = 400_000
each_trial = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def made():
    return {name: simulate.trial(name) for name in NAMES}


@pytest.fixture(scope="module")
def script():
    return runpy.run_path(str(ROOT / "tools" / "make_trials.py"))


# Files


@each_trial
def test_the_file_holds_the_trial_of_the_books_seed(made, name):
    pd.testing.assert_frame_equal(datasets.load_trial(name).customers, made[name].customers)


@each_trial
def test_writing_gives_the_same_text_and_a_header_without_time(made, name, tmp_path):
    text = files.as_text(made[name].customers, trials.KINDS[name].TABLE).encode("utf-8")
    stored = (FOLDER / files.file_name(name)).read_bytes()
    assert files.gzip.decompress(stored) == text
    assert stored[3:9] == b"\x00\x00\x00\x00\x00\x02"


@each_trial
def test_a_file_is_small_and_whole(name):
    assert (FOLDER / files.file_name(name)).stat().st_size < MOST_BYTES
    assert len(datasets.load_trial(name).customers) == 30_000


def test_two_writings_give_the_same_bytes(tmp_path):
    trials.write_trials(tmp_path)
    first = [(tmp_path / files.file_name(name)).read_bytes() for name in NAMES]
    trials.write_trials(tmp_path)
    assert first == [(tmp_path / files.file_name(name)).read_bytes() for name in NAMES]


@each_trial
def test_descriptions_are_those_of_the_tables(script, name):
    package = json.loads((ROOT / "datasets" / "datapackage.json").read_text(encoding="utf-8"))
    described = {resource["name"]: resource for resource in package["resources"]}
    made = script["resource"](name, trials.KINDS[name].TABLE)
    assert made == {key: described[made["name"]][key] for key in made}
    assert script["GROUP"] in package["groups"]


def test_the_reference_page_shows_parameters_and_tables_as_they_are(script):
    text = (ROOT / "reference" / "around-the-firm.md").read_text(encoding="utf-8")
    assert script["page"](text) == text
    make_firm = runpy.run_path(str(ROOT / "tools" / "make_firm.py"))
    for group in script["PARAMETERS"]:
        named = [name for names, _ in make_firm["documented"](group) for name in names]
        assert named == [field.name for field in dataclasses.fields(group)], group
        for parameter in dataclasses.fields(group):
            assert parameter.metadata["moves"].rsplit(maxsplit=1)[1] in ("up", "down"), parameter.name


def test_the_numbers_on_the_reference_page_are_those_of_the_truth(made):
    text = (ROOT / "reference" / "around-the-firm.md").read_text(encoding="utf-8")
    renewal, tiers, offers = (made[name].truth for name in NAMES)
    discount = {months: renewal.effects(months).set_index("arm").loc["discount"] for months in (6, 12)}
    letter, usage = renewal.uplift("letter").to_numpy(), renewal.members.usage
    cells = tiers.effects().set_index(["tier", "benefit"])
    moves = tiers.status_effects()["effect"].round(1).tolist()
    partner = offers.offers()[lambda table: table["has_partner"]].set_index("category")["profit"]
    rules = offers.effects()["profit_effect"]
    best = offers.expected_profit(offers.best_offers()) / 30_000
    split = tiers.expected_profit({"A": 80, "B": 45, "C": 3})
    assert 0.45 < tiers.expected_profit(20) / split < 0.55
    for sentence in (
        f"keeps {100 * discount[6]['effect']:.1f} points more for six months, and "
        f"{100 * discount[12]['effect']:.1f} for twelve",
        f"loses ¥{-discount[12]['profit_effect']:.0f} a member",
        f"nothing on average ({100 * renewal.effects()['effect'][1]:.1f} points). It harms the idle "
        f"(−{-100 * letter[usage == 0].mean():.1f} points)",
        f"the orders of tier B by {cells.loc[('B', 60), 'orders_effect']:.1f} "
        f"(from {cells.loc[('B', 0), 'orders']:.1f}) and earn ¥{cells.loc[('B', 60), 'profit_effect']:.0f}; "
        f"in tier C they lose ¥{-cells.loc[('C', 60), 'profit_effect']:.0f}",
        f"A move down costs {-moves[1]} orders at the lower cut; a move up brings {moves[0]}",
        f"lose ¥{-partner['books and toys']:.2f} an offer, beauty to those with clothing (lift 1.5) earns "
        f"¥{partner['beauty']:.2f}",
        f"earns ¥{rules[2]:.2f} a customer, the best seller ¥{rules[1]:.2f}, the best offer to each "
        f"¥{best:.2f}",
    ):
        assert sentence in text


@each_trial
def test_each_load_is_a_copy_of_its_own(name):
    first = datasets.load_trial(name)
    first.customers.iloc[:, 0] = 0
    assert datasets.load_trial(name).customers["customer_id"].tolist() == list(range(1, 30_001))


@each_trial
def test_the_truth_of_a_loaded_trial_is_that_of_the_made_one(made, name):
    pd.testing.assert_frame_equal(datasets.load_trial(name).truth.effects(), made[name].truth.effects())


# Seeds and assignment


@each_trial
def test_the_same_seed_gives_the_same_trial_and_another_another(name):
    one, again, other = (simulate.trial(name, seed, 300).customers for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one, again)
    assert not one.equals(other)


@each_trial
def test_more_customers_leave_the_rules_as_they_are(name):
    """The truth of the population does not depend on who was drawn."""
    few, many = (simulate.trial(name, 1, size).truth.effects() for size in (20, 200))
    pd.testing.assert_frame_equal(few, many)


def test_the_groups_are_equal_within_each_stratum():
    strata = np.repeat([0, 1, 2], [7, 9, 400])
    arm = trials.shared.at_random(1, "any", strata, 4)
    counts = pd.crosstab(strata, arm).to_numpy()
    assert (counts.max(axis=1) - counts.min(axis=1) <= 1).all()
    assert counts[2].tolist() == [100] * 4


def test_the_arm_has_nothing_to_do_with_what_was_before(made):
    """Means before the trial by arm: all within 3.5 standard errors of the control group's."""
    columns = {
        "renewal": ("arm", ["tenure", "price_sensitivity", "visits"]),
        "tiers": ("benefit", ["orders_before", "spend_before", "store_nearby"]),
        "next product": ("arm", ["had_home", "had_clothing", "had_sports"]),
    }
    for name, (arm, before) in columns.items():
        table = made[name].customers
        for column in before:
            groups = table[column].astype(float).groupby(table[arm], observed=True)
            mean, error = groups.mean().to_numpy(), groups.sem().to_numpy()
            assert (abs(mean - mean[0])[1:] < 3.5 * np.hypot(error, error[0])[1:]).all(), (name, column)


# Power


def test_five_points_less_leaving_are_found_in_every_class_of_usage(made):
    """At the trial's own control rates and group sizes, by the course's own formula: at least 80 %."""
    table = made["renewal"].customers
    usage = pd.cut(table["visits"], [-1, 1, 4, np.inf])
    groups = {"all": table} | {str(label): rows for label, rows in table.groupby(usage, observed=True)}
    for rows in groups.values():
        left = rows.groupby("arm", observed=True)["left"]
        leaving, size = left.mean()["control"], left.size()
        power = experiment_power(leaving, leaving - 0.05, int(size["discount"]), int(size["control"]))
        assert power > 0.8


def test_the_power_formula_holds_in_simulated_trials():
    """100 trials of 900 members: the share in which the discount is found, against the formula.

    At 300 a group the formula says 45 %, so that chance can fail in both directions.
    """
    truth = simulate.trial("renewal", 1, 10).truth.effects().set_index("arm")["staying"]
    expected = experiment_power(1 - truth["control"], 1 - truth["discount"], treated=300, control=300)
    found = 0
    for seed in range(100):
        left = simulate.trial("renewal", seed, 900).customers.groupby("arm", observed=True)["left"].sum()
        found += uplift_test(int(left["discount"]), 300, int(left["control"]), 300).p_value < 0.05
    assert 0.2 < expected < 0.8
    assert abs(found / 100 - expected) < 3.3 * np.sqrt(expected * (1 - expected) / 100)


def normal_power(effect, error):
    """Power of a two-sided test at 5 % of a difference with a standard error."""
    from scipy.stats import norm

    return norm.cdf(effect / error - norm.ppf(0.975)) + norm.cdf(-effect / error - norm.ppf(0.975))


def test_ten_per_cent_more_orders_are_found_in_every_tier(made):
    table = made["tiers"].customers
    for _, rows in table[table["benefit"] == 0].groupby("tier", observed=True):
        error = np.sqrt(2 * rows["orders"].var() / len(rows))
        assert normal_power(0.1 * rows["orders"].mean(), error) > 0.8


def test_ten_per_cent_more_purchases_are_found(made):
    table = made["next product"].customers
    bought = table.filter(like="bought_").sum(axis=1)[table["arm"] == "control"]
    assert normal_power(0.1 * bought.mean(), np.sqrt(2 * bought.var() / len(bought))) > 0.99


def test_the_power_for_ten_per_cent_more_orders_holds_in_simulated_trials():
    """100 trials of 1,200 customers: ¥60 against nothing in tier B, as the truth leads to expect."""
    found, errors = 0, []
    effects = simulate.trial("tiers", 1, 10).truth.effects().set_index(["tier", "benefit"])
    for seed in range(100):
        table = simulate.trial("tiers", seed, 1_200).customers
        groups = table[table["tier"] == "B"].groupby("benefit")["orders"]
        errors.append(np.hypot(groups.sem()[0], groups.sem()[60]))
        found += abs(groups.mean()[60] - groups.mean()[0]) > 1.959964 * errors[-1]
    expected = normal_power(effects.loc[("B", 60), "orders_effect"], np.mean(errors))
    assert 0.2 < expected < 0.8
    assert abs(found / 100 - expected) < 3.3 * np.sqrt(expected * (1 - expected) / 100)


# Sentences


@pytest.mark.parametrize("name", ["referral", "", None, 3, ["tiers"], "Renewal"])
def test_an_unknown_trial_is_refused_in_one_sentence(name):
    sentence = r"^name must be one of 'renewal', 'tiers', 'next product'; got "
    for load in (datasets.load_trial, simulate.trial):
        with pytest.raises(ValueError, match=sentence):
            load(name)


@each_trial
def test_parameters_of_another_trial_are_refused(name):
    other = simulate.Club()
    with pytest.raises(TypeError, match=r"^parameters must be \w+Trial\(\.\.\.\); got Club"):
        simulate.trial(name, 1, 10, parameters=other)


@each_trial
@pytest.mark.parametrize(
    ("customers", "sentence"),
    [
        ([0], "customers must be from 1 to 30; got 0"),
        ([31], "customers must be from 1 to 30; got 31"),
        ([2, 2], "customers must name each customer once; got 2 more than once"),
        (["Wang"], "customers must be from 1 to 30; got 'Wang'"),
        ("all", "customers must be a column of customer_id; got 'all'"),
        (3, "customers must be a column of customer_id; got 3"),
    ],
)
def test_unknown_customers_get_a_sentence(name, customers, sentence):
    arm = {"renewal": "letter", "tiers": 60, "next product": "best seller"}[name]
    truth = simulate.trial(name, 1, 30).truth
    with pytest.raises((TypeError, ValueError), match=sentence):
        truth.expected_profit(arm, customers)
    assert truth.expected_profit(arm, []) == 0


def test_a_trial_says_what_it_is(made):
    assert repr(made["tiers"]) == "Trial 'tiers' with 30000 customers in 4 arms"
