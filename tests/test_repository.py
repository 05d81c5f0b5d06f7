"""The repository keeps its own promises: commands, floors, what is committed, what `make clean` spares."""

import ast
import functools
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib

import pytest
import topics
from notebook_files import ROOT

CLOSED_FORMS = ("clv", "value", "rates", "loyalty")
HEAVY = {
    "numpy",
    "pandas",
    "polars",
    "narwhals",
    "matplotlib",
    "scipy",
    "sklearn",
    "ipywidgets",
    "IPython",
    "importlib.resources",
}
MODULES = sorted(path for path in (ROOT / "crmlib").rglob("*.py"))


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def tracked():
    """The files that git knows; the test skips where it knows none."""
    if shutil.which("git") is None:
        pytest.skip("git is missing")
    command = ["git", "ls-files", "-z"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if run.returncode:
        pytest.skip(f"git lists no files: {run.stderr.strip()}")
    return [name for name in run.stdout.split("\0") if name and (ROOT / name).exists()]


def part(path):
    """Which part of crmlib a file belongs to."""
    return path.relative_to(ROOT / "crmlib").parts[0].removesuffix(".py")


def test_the_layers_hold():
    """`[tool.importlinter]` in pyproject.toml lists them; a name imports only from those below its own."""
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ]
    run = subprocess.run(
        [*command, "--no-cache"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_module_has_a_place():
    for file, names in topics.unplaced().items():
        pytest.fail(
            f"crmlib/{file.replace('.', '/')}.py has {', '.join(names)}, which no topic shows: "
            "name the module in reference/topics.toml (its page of the formula index, or public, or inner), "
            "or the functions in the __init__ of its package"
        )


def test_the_list_of_topics_names_what_is_there():
    known = {*topics.files(), *(file.rpartition(".")[0] for file in topics.files())}
    assert topics.listed() <= known, (
        f"reference/topics.toml names {sorted(topics.listed() - known)}: no such module"
    )


PACKAGES = sorted(
    path.parent for path in (ROOT / "crmlib").glob("*/__init__.py") if path.parent.name != "_guard"
)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_a_package_names_nothing_that_nobody_calls_through_it(package):
    named = getattr(importlib.import_module(f"crmlib.{package.name}"), "__all__", ())
    idle = [name for name in named if not is_called(package, name)]
    assert not idle, (
        f"crmlib/{package.name}/__init__.py names {', '.join(idle)}; nobody takes them from there"
    )


# What people outside this repository call by these names.
NAMES_THAT_STAY = [
    "clv.average_clv",
    "clv.npv_clv",
    "clv.margin_multiple",
    "clv.retention_clv",
    "clv.expected_lifetime",
    "clv.expected_renewals",
    "clv.payback_period",
    "value.customer_equity",
    "value.loyalty_effect",
    "value.dpmo",
    "value.sigma_level",
    "rates.retention_rate",
    "rates.churn_rate",
    "rates.convert_retention_rate",
    "rates.convert_churn_rate",
    "rates.convert_discount_rate",
    "rfm.rfm_table",
    "rfm.purchase_summary",
    "rfm.rfm_score",
    "rfm.rfm_segment",
    "rfm.gains_table",
    "rfm.DataWarning",
    "btyd.BetaGeoNBD",
    "btyd.GammaGamma",
    "btyd.ShiftedBetaGeometric",
    "retention.survival_curve",
    "retention.cohort_table",
    "retention.churn_loss",
    "segmentation.abc_classes",
    "segmentation.STRATEGY_TABLE",
    "segmentation.assign_strategy",
    "segmentation.migration_matrix",
    "satisfaction.nps",
    "satisfaction.nps_interval",
    "satisfaction.csat",
    "satisfaction.ces",
    "satisfaction.acsi",
    "satisfaction.servqual_gaps",
    "satisfaction.kano_classify",
    "satisfaction.disconfirmation",
    "health.health_score",
    "health.alerts",
    "datasets.load_cdnow",
    "datasets.load_journey",
    "datasets.load_firm",
    "datasets.read_transactions",
]


@pytest.mark.parametrize("name", NAMES_THAT_STAY)
def test_names_that_stay_are_there(name):
    module, _, function = name.partition(".")
    assert hasattr(importlib.import_module(f"crmlib.{module}"), function), (
        f"crmlib.{name} is promised to users"
    )


def is_called(package, name):
    """Whether some file outside a package takes a name from the package."""
    dotted = re.compile(rf"\b{package.name}\.{name}\b")
    taken = re.compile(rf"from crmlib\.{package.name} import (\([^)]*\b{name}\b|[^(\n]*\b{name}\b)")
    alias = re.compile(rf"from crmlib import [^\n]*\b{package.name} as (\w+)")
    for path, code in callers():
        if name in code and package not in path.parents:
            other = alias.search(code)
            if dotted.search(code) or taken.search(code) or (other and f"{other[1]}.{name}" in code):
                return True
    return False


@functools.cache
def callers():
    """The text of everything that may call crmlib."""
    folders = ("crmlib", "chapters", "exercises", "solutions", "reference", "tests", "tools", "benchmarks")
    found = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    found += ROOT.glob("*.md")
    return [
        (path, path.read_text(encoding="utf-8").replace("\\n", "\n"))
        for path in found
        if path.suffix in {".py", ".md", ".ipynb"} and ".ipynb_checkpoints" not in path.parts
    ]


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in MODULES
        if part(path) in {"_guard", *CLOSED_FORMS} and path.stem not in {"columns", "tables"}
    ],
)
def test_closed_forms_need_the_standard_library_alone(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names | {"crmlib"}


def loaded_by(statement):
    """The modules that a fresh interpreter has loaded after a statement, beyond those at its start."""
    code = f"import sys; before = set(sys.modules); {statement}; print(*set(sys.modules) - before, sep='\\n')"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, cwd=ROOT
    )
    return set(run.stdout.split())


def test_importing_crmlib_loads_nothing_heavy():
    loaded = loaded_by("import crmlib")
    assert not loaded & HEAVY
    assert {name for name in loaded if name.startswith("crmlib.")} == set()


def test_no_resources_module_is_used():
    for path in MODULES:
        assert "importlib.resources" not in path.read_text(encoding="utf-8"), path


def make_targets():
    return set(re.findall(r"^([a-z]+):", text("Makefile"), flags=re.MULTILINE))


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "reference/guide.md", ".ci/run"])
def test_named_commands_exist(document):
    commands = set(re.findall(r"(?:`|^)make ([a-z]+)", text(document), flags=re.MULTILINE))
    assert commands
    assert commands <= make_targets()


def test_named_files_exist():
    for document in ("README.md", "CONTRIBUTING.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", text(document)):
            assert target.startswith("http") or (ROOT / target).exists(), f"{document}: {target}"


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_clean_spares_the_work_of_people(tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    kept = [
        "work/04-rfm/rfm.ipynb",
        "work/04-rfm/__pycache__/x.pyc",
        "grading/gradebook.db",
        ".venv/bin/python",
    ]
    removed = ["_build/html/index.html", "tools/__pycache__/x.pyc", ".pytest_cache/x"]
    for name in kept + removed:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("mine", encoding="utf-8")
    subprocess.run(["make", "clean"], cwd=tmp_path, check=True, capture_output=True)
    assert [name for name in kept if not (tmp_path / name).exists()] == []
    assert [name for name in removed if (tmp_path / name).exists()] == []


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_a_wrong_python_is_named_in_one_line(tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("requirements.txt", "pyproject.toml"):
        (tmp_path / name).touch()
    # The make that runs the tests hands its own variables down in MAKEFLAGS.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", "book", "PYTHON=no-such-python"]
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8")
    assert run.returncode != 0
    assert "Python 3.11 to 3.14" in run.stdout
    assert "Traceback" not in run.stdout + run.stderr


def test_what_is_made_is_not_committed():
    for name in tracked():
        assert not name.startswith(("work/", "grading/", "_build/", ".venv/")), name
        assert "__pycache__" not in name and ".ipynb_checkpoints" not in name, name


def test_no_file_names_a_machine_or_a_registry():
    # Written in pieces, so that this file does not find itself.
    marks = [
        "/" + "root/",
        "/" + "home/",
        "C:" + "\\Users",
        "/" + "tmp/",
        "--index" + "-url",
        "files.python" + "hosted",
    ]
    for name in tracked():
        if not name.endswith((".gz", ".png", ".ico", ".xlsx")):
            # One of the raw silos is in GB18030; what is looked for is ASCII.
            content = (ROOT / name).read_text(encoding="utf-8", errors="replace")
            assert [mark for mark in marks if mark in content] == [], name


def test_no_file_is_large():
    for name in tracked():
        assert (ROOT / name).stat().st_size < 4_000_000, name


def test_versions_agree():
    version = tomllib.loads(text("pyproject.toml"))["project"]["version"]
    assert f'__version__ = "{version}"' in text("crmlib/__init__.py")
    assert f"## [{version}]" in text("CHANGELOG.md")
    assert f"version: {version}" in text("CITATION.cff")


def test_notebooks_have_unix_line_ends():
    for name in tracked():
        if name.endswith((".ipynb", ".py", ".md")):
            assert b"\r\n" not in (ROOT / name).read_bytes(), name


def test_the_table_of_contents_names_files_that_exist():
    for page in re.findall(r"(?:root|file): *(\S+)", text("_toc.yml")):
        assert any((ROOT / f"{page}{suffix}").exists() for suffix in (".md", ".ipynb")), page


def test_the_data_description_is_valid_json():
    assert json.loads(text("datasets/datapackage.json"))["resources"]


def bibliography():
    """The key and the bare title of each entry, in the order of the file."""
    entries = re.findall(
        r"^@\w+\{(\w+),.*?^\s*title\s*= \{(.*?)\},$", text("reference/references.bib"), flags=re.M | re.S
    )
    return [(key, re.sub(r"\W+", " ", title).strip().lower()) for key, title in entries]


def test_every_source_cited_has_an_entry_and_every_entry_is_cited():
    pages = [name for name in tracked() if name.endswith((".md", ".ipynb")) and name != "CONTRIBUTING.md"]
    cited = {
        key.strip()
        for name in pages
        for keys in re.findall(r"\{cite:\w+\}`([^`]+)`", text(name))
        for key in keys.split(",")
    }
    assert cited == {key for key, _ in bibliography()}


def test_no_source_stands_twice_in_the_bibliography():
    keys, titles = zip(*bibliography(), strict=True)
    assert len(keys) == text("reference/references.bib").count("\n@") + 1
    assert [key for key in keys if keys.count(key) > 1] == []
    assert [title for title in titles if titles.count(title) > 1] == []


def test_citations_have_one_form():
    """A name, then a number in brackets: no other role than cite:p."""
    for name in tracked():
        if name.endswith((".md", ".ipynb")):
            assert not re.search(r"\{cite(:[^p][^}]*)?\}`", text(name)), name
