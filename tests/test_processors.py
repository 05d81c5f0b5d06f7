"""Stored outputs are those of other processors, too; here chapters with fits, as the oldest computes."""

import json
import platform
import subprocess
import sys

import nbformat
import processors
import pytest
from notebook_files import chapters, solutions

on_x86 = pytest.mark.skipif(
    platform.machine() not in {"x86_64", "AMD64"}, reason="these are processors of the kind x86"
)
FITTED = processors.with_fits(chapters())
STATE = """
import json, sys
import numpy as np, scipy.linalg
from threadpoolctl import threadpool_info
print(json.dumps({
    "cores": sorted({one["architecture"] for one in threadpool_info() if one["user_api"] == "blas"}),
    "numpy": [name for name in sys.argv[1:] if np._core._multiarray_umath.__cpu_features__[name]],
}))
"""


def test_chapters_that_fit_a_model_have_the_outputs_of_an_old_processor():
    run = processors.compare(FITTED, processors.OLDEST, capture_output=True, encoding="utf-8")
    assert run.returncode == 0, f"round what differs, and refresh the chapter.\n{run.stdout[-9000:]}"


@pytest.mark.parametrize("processor", processors.PROCESSORS)
@on_x86
def test_the_environment_makes_the_machine_compute_like_another(processor):
    if not processors.available(processor):
        pytest.skip("this machine lacks its instructions")
    absent = [name for name in processors.dispatched() if processors.PROCESSORS[processor].search(name)]
    command = [sys.executable, "-c", STATE, *absent]
    run = subprocess.run(command, env=processors.environment(processor), capture_output=True, check=True)
    # OpenBLAS has the same code for Katmai and Prescott, and gives it the older name.
    cores = ["Katmai" if processor == "Prescott" else processor]
    assert json.loads(run.stdout) == {"cores": cores, "numpy": []}
    assert run.stderr == b""


def test_outputs_of_another_processor_are_told(tmp_path):
    """A last bit that a notebook shows: what the oldest processor computes is not what is stored."""
    cell = nbformat.v4.new_code_cell("import os\nos.environ['OPENBLAS_CORETYPE']", execution_count=1)
    cell.outputs = [
        nbformat.v4.new_output("execute_result", {"text/plain": "'Haswell'"}, execution_count=1, metadata={})
    ]
    path = tmp_path / "stored.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    codes = {
        name: processors.compare([path], name, capture_output=True).returncode
        for name in ("Prescott", "Haswell")
    }
    strict = processors.strictness.STRICT
    assert codes == {"Prescott": 1 if strict else 0, "Haswell": 0}


def test_chapters_with_fits_are_found_by_what_they_use():
    found = {path.stem for path in processors.with_fits([*chapters(), *solutions()])}
    assert {"04-rfm-deeper", "06-predicting", "07-segmentation", "predicting", "segmentation"} <= found
    assert found & {"02-customer-value", "rfm", "strategy"} == set()


def test_each_notebook_is_run_once_as_one_processor_or_another():
    assert sorted([*FITTED, *processors.others()]) == sorted(processors.stored())


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("from crmlib.segmentation import clusters\nclusters.elbow_table(1)", True),
        ("from crmlib.segmentation.clusters import elbow_table as table\ntable(1)", True),
        ("from crmlib import btyd\nbtyd.BetaGeoNBD().fit(table)", True),
        ("from sklearn.cluster import KMeans", True),
        ("from crmlib import clv\nclv.retention_clv(1, 0.5, 0.1)", False),
        ("from crmlib import btyd, plots\nplots.book_style()", False),
        ("1 + 1", False),
    ],
)
def test_what_fits(source, told):
    assert processors.fits(source) == told


def test_each_processor_is_run_and_one_that_differs_is_named(monkeypatch, capfd):
    ran = []

    def compare(notebooks, processor, *options):
        ran.append((processor, notebooks))
        return subprocess.CompletedProcess([], int(processor == "Prescott"))

    monkeypatch.setattr(processors, "compare", compare)
    monkeypatch.setattr(processors, "available", lambda processor: processor != "SkylakeX")
    with pytest.raises(SystemExit, match="not those of Prescott: round"):
        processors.main(["one.ipynb"])
    assert ran == [("Prescott", ["one.ipynb"]), ("Haswell", ["one.ipynb"])]
    assert "SkylakeX: this machine lacks AVX512_SKX" in capfd.readouterr().out
