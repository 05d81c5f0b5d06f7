"""The benchmarks measure what they say: equal sums, ratios by hand, a run on tiny data, tables in step."""

import importlib
import json
import re
import subprocess
import sys

import numpy as np
import pytest
from notebook_files import ROOT

from crmlib.btyd import BetaGeoNBD

BENCHMARKS = ROOT / "benchmarks"
RESULTS = BENCHMARKS / "results"
HERE = ("polars_by_hand", "pandas_by_hand", "crmlib_polars", "crmlib_pandas", "crmlib_duckdb",
        "crmlib_polars_parquet", "crmlib_duckdb_parquet")  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def benchmark_modules():
    """The folders of the benchmarks on the path, as their own scripts have them."""
    added = [str(BENCHMARKS), str(BENCHMARKS / "programs")]
    sys.path[:0] = added
    yield
    for folder in added:
        sys.path.remove(folder)


@pytest.fixture(scope="module")
def orders(tmp_path_factory, benchmark_modules):
    folder = tmp_path_factory.mktemp("orders")
    importlib.import_module("data").orders(folder, 3_000)
    return folder


@pytest.fixture(scope="module")
def customers(tmp_path_factory, benchmark_modules):
    folder = tmp_path_factory.mktemp("customers")
    importlib.import_module("data").customers(folder, 400)
    return folder


def program(name):
    return importlib.import_module(f"summary_{name}")


@pytest.mark.parametrize("name", HERE)
def test_programs_come_to_the_same_sums(name, orders):
    frames = importlib.import_module("frames")
    module, plain = program(name), program("pandas_by_hand")
    prepare = frames.parquet if name.endswith("parquet") else getattr(module, "prepare", frames.orders)
    found = getattr(module, "describe", frames.totals)(module.run(prepare(orders)))
    expected = frames.totals(plain.run(frames.orders(orders)))
    assert found == pytest.approx(expected, rel=1e-12)
    assert expected["customers"] > 200 and expected["frequency"] > 2_000


def test_drawn_data_are_possible_and_the_same_each_time(customers, tmp_path):
    frames = importlib.import_module("frames")
    table = frames.customers(customers)
    assert (table["recency"] <= table["T"]).all()
    assert ((table["frequency"] == 0) == (table["recency"] == 0)).all()
    assert (table["frequency"] >= 0).all() and table["frequency"].max() > 3
    importlib.import_module("data").customers(tmp_path, 400)
    assert frames.customers(tmp_path).equals(table)


def test_the_likelihood_that_judges_agrees_with_the_model(customers):
    table = importlib.import_module("frames").customers(customers)
    columns = [table[name].to_numpy() for name in ("frequency", "recency", "T")]
    model = BetaGeoNBD().fit(*columns)
    judge = importlib.import_module("likelihood").log_likelihood
    found = judge(*columns, model.r_, model.alpha_, model.a_, model.b_)
    assert found == pytest.approx(model.log_likelihood_, abs=1e-6)


def test_ratios_and_spread_by_hand():
    measure = importlib.import_module("measure")
    slow, fast = {"wall": [10.0, 12.0, 30.0]}, {"wall": [1.0, 2.0, 2.0]}
    assert measure.ratios(slow, fast) == [10, 6, 15]
    assert measure.spread([10, 6, 15]) == (10, 6, 15)
    assert importlib.import_module("report").times([10, 6, 15]) == "10 (6–15)"


def test_a_run_costs_time_and_memory():
    cost = importlib.import_module("measure").cost_of_a_run(lambda size: np.ones(size), 3_000_000, len)
    assert cost["wall"] > 0 and cost["result"] == 3_000_000
    if sys.platform == "linux":
        assert 20e6 < cost["peak"] < 200e6


@pytest.mark.skipif(sys.platform != "linux", reason="the benchmarks read what Linux knows of a process")
def test_a_run_on_tiny_data(tmp_path):
    command = [sys.executable, str(BENCHMARKS / "compare.py"), "--sizes", "small", "--out", str(tmp_path)]
    only = ["crmlib", "crmlib on Polars", "Polars by hand"]
    subprocess.run([*command, "--only", *only], check=True, capture_output=True, cwd=ROOT)
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert [record["program"] for record in results["records"]] == only
    assert all(len(record["wall"]) == 5 and min(record["cpu"]) > 0 for record in results["records"])
    targets = (tmp_path / "targets.md").read_text(encoding="utf-8")
    assert "at most 1.2 times the Polars query by hand" in targets and "lifetimes" not in targets
    assert (tmp_path / "cost.svg").stat().st_size > 1_000


def test_the_tables_of_the_page_come_from_the_stored_results(tmp_path):
    results = json.loads((RESULTS / "results.json").read_text(encoding="utf-8"))
    assert results["sizes"] == "full"
    importlib.import_module("report").write(results, tmp_path)
    for file in sorted(tmp_path.glob("*.md")):
        assert file.read_text(encoding="utf-8") == (RESULTS / file.name).read_text(encoding="utf-8"), (
            file.name
        )


def test_the_page_shows_every_table():
    page = (ROOT / "reference" / "benchmarks.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"\.\./benchmarks/results/(\S+)", page))
    assert shown == {path.name for path in RESULTS.iterdir()} - {"results.json"}


def test_every_peer_is_pinned():
    named = [line for path in (BENCHMARKS / "peers").glob("*.in") for line in path.read_text().splitlines()]
    assert sorted(named) == ["clvkit==0.2.1", "lifetimes==0.11.3", "pymc-marketing==0.19.2"]
    for path in (BENCHMARKS / "peers").glob("*.txt"):
        pins = path.read_text(encoding="utf-8")
        assert re.match(r"\S+==", pins) and "://" not in pins
