"""Stored notebooks are complete, comparable and free of what leaks; exercises come from their solutions.

That a stored output is what its cell gives is tested by nbval, which `make test` runs on the same notebooks.
"""

import re
import subprocess
import sys

import derive
import nbformat
import pytest
from nbclient import NotebookClient
from notebook_files import (
    ROOT,
    WIDGET_VIEW,
    chapters,
    exercises,
    in_chinese,
    read,
    reference_pages,
    solutions,
    stored,
    without_run_details,
)

STORED = stored()
ALL = [*STORED, *exercises()]
FIGURE = "image/png"


def name(path):
    """A notebook as a test's name shows it."""
    return path.relative_to(ROOT).as_posix()


each_stored = pytest.mark.parametrize("path", STORED, ids=name)
each_exercise = pytest.mark.parametrize("path", exercises(), ids=name)
each_solution = pytest.mark.parametrize("path", solutions(), ids=name)
each = pytest.mark.parametrize("path", ALL, ids=name)


def code_cells(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code" and cell.source.strip()]


def tags(cell):
    return cell.metadata.get("tags", [])


def grades(cell):
    return cell.metadata.get("nbgrader", {}).get("grade", False)


def test_the_course_has_notebooks():
    assert chapters() and reference_pages() and solutions() and exercises()
    assert {*chapters(), *reference_pages(), *in_chinese(), *solutions()} == set(STORED)


def test_nbval_compares_every_stored_notebook():
    """The workflows name the folders; `make test` runs what `processors.py` and its test divide."""
    assert "tests $$($(BIN)/python tools/processors.py --others)" in (ROOT / "Makefile").read_text("utf-8")
    for file in (".github/workflows/test.yml", ".github/workflows/monthly.yml"):
        for folder in {path.parent.relative_to(ROOT).parts[0] for path in STORED}:
            assert re.search(rf"\b{folder}/(\*/)?\*\.ipynb", (ROOT / file).read_text(encoding="utf-8")), file


@pytest.mark.parametrize("path", chapters(), ids=lambda path: path.stem)
def test_code_fits_a_small_laptop(path):
    """`ruff format --isolated --line-length 84` folds what is longer; browser tests look at one chapter."""
    lines = [line for cell in code_cells(path) for line in cell.source.splitlines()]
    assert [line for line in lines if len(line) > 84 and '"""' not in line] == []


@each
def test_notebook_is_valid(path):
    nbformat.validate(read(path))


@each_stored
def test_every_code_cell_was_run_in_order(path):
    counts = [cell.execution_count for cell in code_cells(path)]
    assert counts == list(range(1, len(counts) + 1)), "run `make refresh`"


@each_stored
def test_four_fifths_of_the_outputs_are_compared(path):
    cells = [cell for cell in code_cells(path) if cell.outputs]
    compared = [cell for cell in cells if not {"nbval-ignore-output", "nbval-skip"} & set(tags(cell))]
    assert cells or path.stem == "evening", "no cell has an output: nbval would compare nothing"
    assert len(compared) >= 0.8 * len(cells)


@each_stored
def test_errors_stand_in_marked_cells_only(path):
    for cell in code_cells(path):
        failed = any(output.output_type == "error" for output in cell.outputs)
        assert not failed or "raises-exception" in tags(cell), cell.source


@each_stored
def test_no_warning_is_stored(path):
    for cell in code_cells(path):
        assert all(output.get("name") != "stderr" for output in cell.outputs), cell.source


@each_stored
def test_every_figure_has_alt_text_and_a_caption(path):
    cells = read(path).cells
    for cell, following in zip(cells, [*cells[1:], None], strict=True):
        if any(FIGURE in output.get("data", {}) for output in cell.get("outputs", [])):
            assert len(cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")) > 20, cell.source
            assert following and following.source.startswith(("**Figure", "**图")), cell.source


@each
def test_no_run_details_are_stored(path):
    stored, cleaned = read(path), read(path)
    without_run_details(cleaned)
    assert stored == cleaned, f"`.venv/bin/python tools/notebook_files.py {path.relative_to(ROOT)}` cleans it"
    assert WIDGET_VIEW not in path.read_text(encoding="utf-8")


@each_exercise
def test_exercise_carries_no_outputs_and_no_solutions(path):
    assert all(not cell.outputs and cell.execution_count is None for cell in code_cells(path))
    for mark in ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "solution-only"):
        assert mark not in path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """The exercises as their solutions give them now."""
    return derive.derive(ROOT / "solutions", tmp_path_factory.mktemp("derived"))


def test_exercises_are_what_their_solutions_give(fresh):
    assert derive.notebooks(fresh)
    assert derive.differences(fresh, ROOT / "exercises") == [], "run `make exercises`"


def test_a_changed_exercise_is_noticed(fresh, tmp_path):
    changed = tmp_path / derive.notebooks(fresh)[0]
    changed.parent.mkdir()
    changed.write_text("{}", encoding="utf-8")
    assert derive.notebooks(fresh)[0] in derive.differences(fresh, tmp_path)


def run_all(path, folder, monkeypatch):
    """A notebook run to its end in an empty folder; cells that fail are kept."""
    monkeypatch.chdir(folder)
    notebook = read(path)
    client = NotebookClient(
        notebook,
        timeout=600,
        allow_errors=True,
        kernel_name="python3",
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(folder)}},
    )
    return client.execute()


def fails(cell):
    return any(output.output_type == "error" for output in cell.outputs)


@each_exercise
def test_no_check_passes_on_an_unsolved_exercise(path, tmp_path, monkeypatch):
    cells = [cell for cell in run_all(path, tmp_path, monkeypatch).cells if cell.cell_type == "code"]
    graded = [cell for cell in cells if grades(cell)]
    assert graded, "no cell is graded"
    assert [cell.source for cell in graded if not fails(cell)] == []
    assert [cell.source for cell in cells if fails(cell) and not grades(cell)] == []


@each_solution
def test_every_check_passes_on_the_solution(path):
    graded = [cell for cell in code_cells(path) if grades(cell)]
    assert graded, "no cell is graded"
    assert [cell.source for cell in graded if fails(cell)] == []


@each_solution
def test_grade_ids_are_unique(path):
    ids = [cell.metadata.nbgrader.grade_id for cell in read(path).cells if "nbgrader" in cell.metadata]
    assert len(ids) == len(set(ids))


def test_nbval_notices_a_changed_digit(tmp_path):
    """The comparison that `make test` relies on is able to fail."""
    cell = nbformat.v4.new_code_cell("6 * 7")
    cell.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "43"}, execution_count=1)]
    notebook = nbformat.v4.new_notebook(cells=[cell])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, tmp_path / "wrong.ipynb")
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider"]
    run = subprocess.run([*command, "wrong.ipynb"], cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert run.returncode == 1
    assert "1 failed" in run.stdout
