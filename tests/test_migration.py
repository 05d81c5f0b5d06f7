"""Migration: hand values, Pfeifer and Carraway's case, identities, simulation, bad input."""

import itertools
import math

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmlib.segmentation import migration
from crmlib.value import steady_base

MANY = settings(max_examples=100, deadline=None)
MOVES = [[0.6, 0.1], [0.2, 0.7]]
MAILING = dict(purchase_probabilities=[0.30, 0.20, 0.15, 0.05], margin=40, contact_cost=4)
STATES = st.sampled_from(["gold", "silver", "basic", None])
PAIRS = st.lists(st.tuples(STATES, STATES), min_size=1, max_size=60)


def chains(smallest=2):
    """Square tables of shares whose rows add up to less than 1."""
    size = st.integers(smallest, 4)
    row = lambda n: st.lists(st.floats(0.01, 1), min_size=n + 1, max_size=n + 1)  # noqa: E731
    tables = size.flatmap(lambda n: st.lists(row(n), min_size=n, max_size=n))
    return tables.map(lambda rows: [[cell / sum(cells) for cell in cells[:-1]] for cells in rows])


def test_matrix_by_hand():
    before = ["gold", "gold", "gold", "gold", "basic", "basic", None, None, None]
    after = ["gold", "gold", "basic", None, "basic", "gold", "basic", "basic", "gold"]
    counts = migration.migration_matrix(before, after, cells="counts")
    assert counts.index.tolist() == ["basic", "gold", "entered"]
    assert counts.columns.tolist() == ["basic", "gold", "left"]
    assert counts.to_numpy().tolist() == [[1, 1, 0], [1, 2, 1], [2, 1, 0]]
    shares = migration.migration_matrix(before, after)
    assert shares.loc["gold"].tolist() == [0.25, 0.5, 0.25]
    assert shares.loc["entered"].tolist() == pytest.approx([2 / 3, 1 / 3, 0])


def test_matrix_by_customer():
    before = {"Ann": "gold", "Bob": "gold", "Cy": "basic"}
    after = {"Dee": "basic", "Ann": "gold", "Bob": "basic"}
    by_dict = migration.migration_matrix(before, after, cells="counts")
    by_series = migration.migration_matrix(pd.Series(before), pd.Series(after), cells="counts")
    assert by_dict.equals(by_series)
    assert by_dict.loc["entered"].tolist() == [1, 0, 0]
    assert by_dict["left"].tolist() == [1, 0, 0]


@pytest.mark.parametrize("kind", [list, tuple, np.array, pl.Series])
def test_any_column_will_do(kind):
    matrix = migration.migration_matrix(kind([0, 1, 1, 2]), kind([1, 1, 0, 2]), cells="counts")
    assert matrix.to_numpy().tolist() == [[0, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]]


def test_tiers_with_missing_values_stay_whole_numbers():
    matrix = migration.migration_matrix(
        np.array([0, 1, math.nan]), np.array([1, math.nan, 0]), cells="counts"
    )
    assert matrix.index.tolist() == [0, 1, "entered"]


def test_states_in_the_order_asked_for_also_empty_ones():
    matrix = migration.migration_matrix(["a", "b"], ["b", "b"], states=["b", "a", "c"], cells="counts")
    assert matrix.index.tolist() == ["b", "a", "c", "entered"]
    with pytest.raises(ValueError, match="before has no customer in 'c'"):
        migration.migration_matrix(["a", "b"], ["b", "b"], states=["b", "a", "c"])


def test_a_closed_system_has_no_row_of_those_who_entered():
    assert migration.migration_matrix(["a", "b"], ["b", "b"]).index.tolist() == ["a", "b"]


@MANY
@given(PAIRS)
def test_every_customer_is_counted_once(pairs):
    before, after = zip(*pairs, strict=True)
    customers = sum(pair != (None, None) for pair in pairs)
    if not customers:
        with pytest.raises(ValueError, match="name no state"):
            migration.migration_matrix(before, after)
        return
    counts = migration.migration_matrix(before, after, ["gold", "silver", "basic"], cells="counts")
    assert counts.to_numpy().sum() == customers
    assert counts.loc["entered", "left"] == 0
    assert counts.loc["gold"].sum() == before.count("gold")
    assert counts["left"].sum() == sum(then is not None and now is None for then, now in pairs)


@MANY
@given(PAIRS)
def test_rows_of_shares_add_up_to_one(pairs):
    full = [(state, "gold") for state in ("gold", "silver", "basic")] + pairs
    shares = migration.migration_matrix(*zip(*full, strict=True))
    assert shares.sum(axis=1).to_numpy() == pytest.approx(1)


def test_given_alive_by_hand():
    after_one = migration.distribution_given_alive(MOVES, [100, 0], periods=1)
    assert after_one.tolist() == pytest.approx([6 / 7, 1 / 7])
    assert migration.distribution_given_alive(MOVES, [3, 1], periods=0).tolist() == [0.75, 0.25]


@MANY
@given(chains())
def test_the_long_run_given_alive_stays_as_it_is(moves):
    long_run = migration.distribution_given_alive(moves, [1] * len(moves)).to_numpy()
    onward = long_run @ np.array(moves)
    assert long_run.sum() == pytest.approx(1)
    assert onward / onward.sum() == pytest.approx(long_run, abs=1e-9)
    values, vectors = np.linalg.eig(np.array(moves).T)
    eigenvector = np.abs(vectors[:, np.argmax(values.real)].real)
    assert long_run == pytest.approx(eigenvector / eigenvector.sum(), abs=1e-8)


@MANY
@given(chains(), st.integers(0, 20))
def test_given_alive_is_the_projection_without_inflow_as_shares(moves, periods):
    start = [1.0] * len(moves)
    base = migration.project_base(moves, start, [0] * len(moves), periods).iloc[-1].to_numpy()
    alive = migration.distribution_given_alive(moves, start, periods).to_numpy()
    assert alive == pytest.approx(base / base.sum(), abs=1e-9)


def test_a_swing_has_no_long_run():
    with pytest.raises(ValueError, match="transitions leads to no long run"):
        migration.distribution_given_alive([[0, 1], [1, 0]], [1, 0])


def test_projection_by_hand():
    base = migration.project_base(MOVES, [100, 0], [10, 5], 2)
    assert base.to_numpy().ravel().tolist() == pytest.approx([100, 0, 70, 15, 55, 22.5])


@MANY
@given(chains(smallest=1), st.floats(0.1, 1000))
def test_the_projection_settles_at_the_steady_base(moves, inflow):
    entering = [inflow] * len(moves)
    steady = migration.steady_base_by_state(moves, entering).to_numpy()
    base = migration.project_base(moves, steady, entering, 3)
    assert base.to_numpy() == pytest.approx(np.tile(steady, (4, 1)), rel=1e-9)


def test_one_state_settles_at_inflow_over_churn():
    assert migration.steady_base_by_state([[0.85]], [15])[1] == pytest.approx(steady_base(15, 0.15))


def test_time_to_upgrade_by_hand():
    table = migration.time_to_upgrade([[0.6, 0.1], [0.0, 0.9]], target=2)
    assert table["ever_upgrades"].tolist() == pytest.approx([0.25])
    assert table["periods"].tolist() == pytest.approx([2.5])


def test_time_to_upgrade_of_a_ladder():
    # From basic by way of silver only: both steps are geometric, and those who make them took 1 / (1 - stay).
    moves = pd.DataFrame(
        [[0.5, 0.2, 0.0], [0.0, 0.6, 0.1], [0.0, 0.0, 0.9]],
        index=["basic", "silver", "gold"],
        columns=["basic", "silver", "gold"],
    )
    table = migration.time_to_upgrade(moves, "gold").set_index("state")
    assert table.loc["silver"].tolist() == pytest.approx([0.1 / 0.4, 1 / 0.4])
    assert table.loc["basic"].tolist() == pytest.approx([0.4 * 0.25, 1 / 0.5 + 1 / 0.4])


def test_time_to_upgrade_equals_a_simulation():
    moves = np.array([[0.5, 0.2, 0.05], [0.2, 0.5, 0.2], [0, 0, 1]])
    steps, rng = np.cumsum(moves, axis=1), np.random.default_rng(4)
    state, period, arrived = np.zeros(100_000, dtype=int), np.zeros(100_000), np.zeros(100_000, dtype=bool)
    for now in range(1, 200):
        walking = np.flatnonzero(state < 2)
        state[walking] = (rng.random(len(walking))[:, None] > steps[state[walking]]).sum(axis=1)
        fresh = walking[state[walking] == 2]
        period[fresh], arrived[fresh] = now, True
    table = migration.time_to_upgrade(moves, 3)
    assert table["ever_upgrades"][0] == pytest.approx(arrived.mean(), abs=0.005)
    assert table["periods"][0] == pytest.approx(period[arrived].mean(), abs=0.05)


@MANY
@given(chains())
def test_ever_upgrading_is_a_probability_and_takes_a_period_at_least(moves):
    table = migration.time_to_upgrade(moves, target=len(moves))
    assert table["ever_upgrades"].between(0, 1).all()
    assert (table["periods"] >= 1 - 1e-9).all()


def test_who_cannot_upgrade_has_no_time():
    table = migration.time_to_upgrade([[0.9, 0.0, 0.0], [0.0, 0.5, 0.2], [0, 0, 0.9]], target=[3])
    assert table["ever_upgrades"].tolist() == pytest.approx([0, 0.4])
    assert np.isnan(table["periods"][0])
    certain = migration.time_to_upgrade([[1.0, 0.0], [0.0, 1.0]], target=2)
    assert certain["ever_upgrades"].tolist() == [0]


def test_two_targets():
    moves = [[0.5, 0.2, 0.1], [0, 0.9, 0], [0, 0, 0.9]]
    table = migration.time_to_upgrade(moves, target=[2, 3])
    assert table["ever_upgrades"].tolist() == pytest.approx([0.6])


def test_pfeifer_and_carraway_2000_mailing_case():
    chain = migration.recency_chain(**MAILING)
    values = migration.customer_migration_value(*chain, discount_rate=0.20)
    assert values.round(2).tolist() == [52.32, 5.55, 1.25, -1.82]


def test_pfeifer_and_carraway_2000_stop_mailing_the_last_state():
    table = migration.mailing_policies(**MAILING, discount_rate=0.20)
    assert table["mail_until"].tolist() == [0, 1, 2, 3, 4]
    assert table["value"].idxmax() == 3
    assert table["value"].round(2).tolist() == [40, 48, 51.57, 53.15, 52.32]


def test_the_matrix_of_pfeifer_and_carraway_with_a_former_state_gives_the_same():
    p = MAILING["purchase_probabilities"]
    moves, rewards = np.zeros((5, 5)), np.array([36.0, -4, -4, -4, 0])
    for state, buys in enumerate(p):
        moves[state, 0], moves[state, state + 1] = buys, 1 - buys
    moves[4, 4] = 1
    values = np.linalg.solve(np.eye(5) - moves / 1.2, rewards)
    ours = migration.customer_migration_value(moves, rewards, 0.2)
    assert ours.tolist() == pytest.approx(values.tolist())
    assert values[:4] == pytest.approx(
        migration.customer_migration_value(*migration.recency_chain(**MAILING), 0.2).to_numpy()
    )


@MANY
@given(chains(smallest=1), st.floats(0, 1), st.lists(st.floats(-100, 100), min_size=4, max_size=4))
def test_value_is_the_reward_and_the_discounted_value_of_the_next_state(moves, rate, rewards):
    rewards = np.array(rewards[: len(moves)])
    values = migration.customer_migration_value(moves, rewards, rate).to_numpy()
    assert values == pytest.approx(rewards + np.array(moves) @ values / (1 + rate), abs=1e-6)


def test_value_equals_the_sum_of_many_periods():
    moves, rewards = np.array(MOVES), np.array([10.0, -4.0])
    terms = [np.linalg.matrix_power(moves, t) @ rewards / 1.1**t for t in range(200)]
    ours = migration.customer_migration_value(MOVES, rewards, 0.1)
    assert ours.tolist() == pytest.approx(sum(terms).tolist())


def test_one_state_is_retention_clv_with_the_first_margin_now():
    from crmlib.clv import margin_multiple

    value = migration.customer_migration_value([[0.8]], [100], 0.1)[1]
    assert value == pytest.approx(100 * margin_multiple(0.8, 0.1, first_margin="now"))


def test_from_data_to_value():
    states = ["gold", "basic"]
    pairs = list(
        itertools.chain(
            *[
                [pair] * n
                for pair, n in [
                    (("gold", "gold"), 80),
                    (("gold", "basic"), 10),
                    (("gold", None), 10),
                    (("basic", "gold"), 5),
                    (("basic", "basic"), 70),
                    (("basic", None), 25),
                    ((None, "basic"), 40),
                ]
            ]
        )
    )
    shares = migration.migration_matrix(*zip(*pairs, strict=True), states=states)
    values = migration.customer_migration_value(shares, [300, 40], 0.1)
    assert values.index.tolist() == states
    by_hand = np.linalg.solve(np.eye(2) - np.array([[0.8, 0.1], [0.05, 0.7]]) / 1.1, [300, 40])
    assert values.tolist() == pytest.approx(by_hand.tolist())
    assert migration.steady_base_by_state(shares, [0, 40]).index.tolist() == states
    assert migration.time_to_upgrade(shares, "gold")["ever_upgrades"].tolist() == pytest.approx([0.05 / 0.3])


BAD = [
    (lambda: migration.migration_matrix(["a"], ["a", "b"]), "before and after must have the same length"),
    (lambda: migration.migration_matrix({1: "a"}, ["a"]), "must both be labelled"),
    (lambda: migration.migration_matrix(["a"], ["left"]), "after must not name a state 'left'"),
    (lambda: migration.migration_matrix(["a"], [1]), "mix names and numbers"),
    (
        lambda: migration.migration_matrix(["a"], [0.5]),
        "each value of after must be a name or a whole number",
    ),
    (lambda: migration.migration_matrix(["a"], ["b"], states=["a"]), "states lacks 'b'"),
    (lambda: migration.migration_matrix(["a"], ["b"], states=["a", "a"]), "states must be different"),
    (lambda: migration.migration_matrix(["a"], ["a"], cells="share"), "cells must be one of"),
    (
        lambda: migration.migration_matrix(pd.Series(["a", "b"], index=[1, 1]), {1: "a"}),
        "has customer 1 twice",
    ),
    (lambda: migration.migration_matrix(pd.Series(["a"]), pd.Series(["a", "b"])), "the same length"),
    (lambda: migration.steady_base_by_state([[0.9, 0.2], [0, 1]], [1, 1]), "row 1 adds up to 1.1"),
    (lambda: migration.steady_base_by_state([[0.5, 0.5], [0.5, 0.5]], [1, 1]), "must let customers leave"),
    (lambda: migration.steady_base_by_state([[35, 5], [2, 60]], [1, 1]), "each value of transitions"),
    (lambda: migration.steady_base_by_state([[0.5, 0.5]], [1]), "square table"),
    (
        lambda: migration.steady_base_by_state(MOVES, [1, 2, 3]),
        "inflow must be one number per state, 2 in all",
    ),
    (lambda: migration.steady_base_by_state(MOVES, [0, 0]), "inflow must not be 0 in every state"),
    (lambda: migration.distribution_given_alive([[0.0]], [1], 1), "everyone has left"),
    (
        lambda: migration.time_to_upgrade(MOVES, 3),
        "target must be one or more of the states 1, 2, but not all",
    ),
    (lambda: migration.time_to_upgrade(MOVES, [1, 2]), "but not all"),
    (lambda: migration.customer_migration_value([[1.0]], [1], 0), "discount_rate must be above 0"),
    (
        lambda: migration.customer_migration_value(MOVES, [1, 2], 10),
        r"discount_rate .*\(for 10 %, write 0.1\)",
    ),
    (lambda: migration.recency_chain([30, 20], 40, 4), r"\(for 30 %, write 0.3\)|\(for 20 %, write 0.2\)"),
    (
        lambda: migration.project_base(
            pd.DataFrame(MOVES, index=["a", "b"], columns=["a", "c"]), [1, 1], [0, 0], 1
        ),
        "the same states as rows",
    ),
]


@pytest.mark.parametrize(("call", "sentence"), BAD)
def test_bad_input_gets_a_sentence(call, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        call()
