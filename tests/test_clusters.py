"""Clusters: agreement with scikit-learn, order and repeatability, stability with and without clusters."""

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.preprocessing import StandardScaler

from crmlib.segmentation import clusters

COLUMNS = ["orders", "spend"]
CENTRES = np.array([[2, 20], [10, 50], [20, 300]])


def three_groups(seed=0, each=60):
    rng = np.random.default_rng(seed)
    rows = np.concatenate([centre + rng.normal(0, [0.5, 4], (each, 2)) for centre in CENTRES])
    order = rng.permutation(len(rows))
    truth = np.repeat([1, 2, 3], each)[order]
    return pd.DataFrame(rows[order], columns=COLUMNS), truth


GROUPS, TRUTH = three_groups()
SCALED = StandardScaler().fit_transform(GROUPS)


def fitted(**options):
    return clusters.BehaviourClusters(**({"clusters": 3} | options)).fit(GROUPS, COLUMNS)


def test_clusters_that_are_there_are_found_and_in_order():
    model = fitted()
    assert model.labels_.tolist() == TRUTH.tolist()
    assert model.centres_.to_numpy() == pytest.approx(CENTRES, rel=0.05)
    assert model.centres_.index.tolist() == [1, 2, 3]


def test_kmeans_equals_scikit_learn():
    model = fitted(seed=7, n_init=10)
    theirs = KMeans(3, n_init=10, random_state=7).fit(SCALED)
    assert adjusted_rand_score(model.labels_, theirs.labels_) == 1
    assert model.inertia_ == pytest.approx(theirs.inertia_)


@pytest.mark.parametrize("seed", range(5))
def test_labels_do_not_depend_on_the_seed_where_clusters_are_clear(seed):
    assert fitted(seed=seed).labels_.tolist() == TRUTH.tolist()


def test_the_same_seed_gives_the_same_clusters_also_where_there_are_none():
    cloud = pd.DataFrame(np.random.default_rng(5).normal(size=(200, 2)), columns=COLUMNS)
    first, second = (clusters.BehaviourClusters(5, seed=3, n_init=1).fit(cloud, COLUMNS) for _ in range(2))
    assert first.labels_.tolist() == second.labels_.tolist()
    assert first.centres_.equals(second.centres_)


def test_the_first_column_gives_the_order():
    model = clusters.BehaviourClusters(3).fit(GROUPS.assign(orders=-GROUPS["orders"]), COLUMNS)
    assert model.labels_.tolist() == (4 - TRUTH).tolist()


def test_prediction_repeats_the_labels():
    model = fitted()
    assert model.predict(GROUPS).tolist() == model.labels_.tolist()
    assert model.predict(pd.DataFrame({"spend": [310.0], "orders": [21]})).tolist() == [3]


def test_summary_in_the_units_of_the_table():
    summary = fitted().summary()
    assert summary["customers"].tolist() == [60, 60, 60]
    assert summary["share"].sum() == pytest.approx(1)
    by_hand = GROUPS.groupby(TRUTH)[COLUMNS].mean()
    assert summary[COLUMNS].to_numpy() == pytest.approx(by_hand.to_numpy())


def test_units_do_not_matter():
    cents = GROUPS.assign(spend=GROUPS["spend"] * 100)
    assert clusters.BehaviourClusters(3).fit(cents, COLUMNS).labels_.tolist() == TRUTH.tolist()


@pytest.mark.parametrize("kind", [pl.from_pandas, pa.Table.from_pandas])
def test_other_frames(kind):
    model = clusters.BehaviourClusters(3).fit(kind(GROUPS), COLUMNS)
    assert model.labels_.tolist() == TRUTH.tolist()


def test_elbow_equals_scikit_learn():
    table = clusters.elbow_table(GROUPS, COLUMNS, most_clusters=4, n_init=5)
    theirs = [KMeans(k, n_init=5, random_state=0).fit(SCALED).inertia_ for k in range(1, 5)]
    assert table["inertia"].tolist() == pytest.approx(theirs)
    assert table["inertia"][0] == pytest.approx(SCALED.size)
    assert table["explained"].iloc[0] == pytest.approx(0)
    assert (np.diff(table["inertia"]) < 0).all()


def test_silhouette_equals_scikit_learn():
    table = clusters.silhouette_table(GROUPS, COLUMNS, most_clusters=4, n_init=5)
    for row in table.itertuples():
        labels = KMeans(row.clusters, n_init=5, random_state=0).fit(SCALED).labels_
        assert row.silhouette == pytest.approx(silhouette_score(SCALED, labels))
    assert table.loc[table["silhouette"].idxmax(), "clusters"] == 3


def test_silhouette_of_a_sample_is_near_that_of_all():
    large, _ = three_groups(seed=1, each=400)
    whole = clusters.silhouette_table(large, COLUMNS, most_clusters=3, n_init=2)
    part = clusters.silhouette_table(large, COLUMNS, most_clusters=3, n_init=2, sample=200)
    assert part["silhouette"].tolist() == pytest.approx(whole["silhouette"].tolist(), abs=0.03)


def test_stability_tells_clusters_from_a_cloud():
    cloud = pd.DataFrame(np.random.default_rng(6).normal(size=(180, 2)), columns=COLUMNS)
    there = clusters.stability_table(GROUPS, COLUMNS, most_clusters=3, pairs=6).set_index("clusters")
    absent = clusters.stability_table(cloud, COLUMNS, most_clusters=3, pairs=6).set_index("clusters")
    assert there.loc[3, "stability"] == 1
    assert absent.loc[3, "stability"] < 0.9
    assert (absent["lowest"] <= absent["stability"]).all() and (
        absent["stability"] <= absent["highest"]
    ).all()


def test_stability_equals_scikit_learn_by_hand():
    draws = np.random.default_rng(0).integers(len(GROUPS), size=(2, len(GROUPS)))
    first, second = (KMeans(2, n_init=5, random_state=0).fit(SCALED[rows]).predict(SCALED) for rows in draws)
    table = clusters.stability_table(GROUPS, COLUMNS, most_clusters=2, pairs=1)
    assert table["stability"][0] == pytest.approx(adjusted_rand_score(first, second))


def test_stability_is_repeatable_and_depends_on_the_seed():
    cloud = pd.DataFrame(np.random.default_rng(6).normal(size=(80, 2)), columns=COLUMNS)
    first, again, other = (
        clusters.stability_table(cloud, COLUMNS, 2, seed=seed, pairs=3)["stability"][0] for seed in (1, 1, 2)
    )
    assert first == again != other


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=4, max_size=40), st.integers(1, 4))
def test_every_customer_is_in_one_cluster_or_a_sentence_says_why_not(rows, number):
    table = pd.DataFrame(rows, columns=COLUMNS)
    try:
        model = clusters.BehaviourClusters(number, n_init=1).fit(table, COLUMNS)
    except ValueError as problem:
        assert "the same for all" in str(problem) or "different customers" in str(problem)
        return
    assert set(model.labels_) == set(range(1, number + 1))
    assert model.centres_["orders"].is_monotonic_increasing


def test_clustering_does_not_load_scikit_learn_before_it_is_used():
    import subprocess
    import sys

    code = "import sys; import crmlib.segmentation; print('sklearn' in sys.modules, 'scipy' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert run.stdout.split() == ["False", "False"]


BAD = [
    (lambda: clusters.BehaviourClusters(0), "clusters must be a whole number from 1 to 100"),
    (lambda: clusters.BehaviourClusters(2.5), "clusters must be a whole number"),
    (lambda: clusters.BehaviourClusters(3, seed=-1), "seed must be a whole number"),
    (lambda: clusters.BehaviourClusters(3).summary(), "call fit"),
    (lambda: clusters.BehaviourClusters(3).predict(GROUPS), "call fit"),
    (lambda: fitted().predict(GROUPS[["orders"]]), "no column 'spend'"),
    (lambda: clusters.BehaviourClusters(3).fit(GROUPS, "orders"), "columns must be a list of column names"),
    (
        lambda: clusters.BehaviourClusters(3).fit(GROUPS, ["order"]),
        "no column 'order'.*did you mean 'orders'",
    ),
    (lambda: clusters.BehaviourClusters(3).fit(GROUPS, ["orders", "orders"]), "different from one another"),
    (
        lambda: clusters.BehaviourClusters(3).fit(GROUPS.assign(spend=1), COLUMNS),
        "'spend' .* the same for all",
    ),
    (lambda: clusters.BehaviourClusters(3).fit(GROUPS.assign(spend="x"), COLUMNS), "'spend' holds text"),
    (lambda: clusters.BehaviourClusters(3).fit(GROUPS.assign(spend=np.nan), COLUMNS), "column 'spend'"),
    (lambda: clusters.BehaviourClusters(3).fit(GROUPS[:2], COLUMNS), "2 different customers"),
    (lambda: clusters.BehaviourClusters(3).fit(GROUPS[:0], COLUMNS), "table has no rows"),
    (lambda: clusters.elbow_table(GROUPS, COLUMNS, most_clusters=1), "most_clusters"),
    (lambda: clusters.silhouette_table(GROUPS[:4], COLUMNS, most_clusters=4), "4 different customers"),
]


@pytest.mark.parametrize(("call", "sentence"), BAD)
def test_bad_input_gets_a_sentence(call, sentence):
    with pytest.raises((TypeError, ValueError), match=sentence):
        call()
