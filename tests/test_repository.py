"""The repository keeps its own promises: commands, floors, what is committed, what `make clean` spares."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib

import pytest
from notebook_files import ROOT

CLOSED_FORMS = ("clv", "value", "rates", "loyalty")
MODELS = (
    "rfm",
    "btyd",
    "segmentation",
    "retention",
    "experiments",
    "satisfaction",
    "service",
    "health",
    "quality",
    "simulate",
    "datasets",
)
SERVICE_TOPICS = (
    "touchpoints",
    "complaints",
    "waiting_lines",
    "recovery",
    "contact_frequency",
    "account_managers",
)
FLOORS = {
    "checks": 0,
    **dict.fromkeys(CLOSED_FORMS, 1),
    "columns": 1,
    "survival": 1,
    "tables": 1,
    "intervals": 1.1,
    "concentration": 1.25,
    "transactions": 1.5,
    "summary": 1.75,
    "bases": 1.5,
    "wallet": 1.5,
    "firm_targets": 2.4,
    "firm_campaigns": 2.4,
    "firm_club": 2.4,
    "causes": 1.5,
    "slopes": 1.5,
    "alerts": 1.5,
    "revenue": 1.5,
    "clusters": 1.5,
    "migration": 1.5,
    "strategy": 1.5,
    "portfolio": 1,
    "firm_strategy": 2.4,
    "tiers": 1.5,
    "headings": 1.1,
    "written_values": 1.25,
    "heading_units": 1.5,
    "own_doubts": 1.5,
    "file_formats": 1.5,
    "own_files": 1.75,
    "online_retail": 1.75,
    **dict.fromkeys(SERVICE_TOPICS, 1.5),
    **dict.fromkeys(MODELS, 2),
    "simulate": 2.25,
    "datasets": 2.5,
    "style": 2,
    "silos": 1.75,
    "database": 2.5,
    "plots": 3,
    "explore": 4,
    "workbook": 4,
    "__main__": 5,
}
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
# Written in pieces, so that this file does not find itself.
SPLIT_MARKS = [
    ("/", "root/"),
    ("/", "home/"),
    ("/", "tmp/"),
    ("C:", "\\Users"),
    ("--index", "-url"),
    ("files.python", "hosted"),
]
MODULES = sorted(path for path in (ROOT / "crmlib").rglob("*.py"))


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def tracked():
    """The files that git knows; the test skips outside a clone."""
    command = ["git", "ls-files", "-z"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if run.returncode:
        pytest.skip("not a git clone")
    return [name for name in run.stdout.split("\0") if name and (ROOT / name).exists()]


def part(path):
    """Which part of crmlib a file belongs to."""
    return path.relative_to(ROOT / "crmlib").parts[0].removesuffix(".py")


def crmlib_imports(path):
    """The parts of crmlib that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "crmlib":
            names = [f"crmlib.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        yield from (name.split(".")[1] for name in names if name.startswith("crmlib."))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_imports_from_lower_floors_only(path):
    own = part(path)
    if own == "__init__":
        assert list(crmlib_imports(path)) == []
        return
    for imported in crmlib_imports(path):
        if imported in FLOORS and imported != own:
            assert FLOORS[imported] < FLOORS[own], f"{own} imports {imported}"


def test_every_part_has_a_floor():
    assert {part(path) for path in MODULES} - {"__init__"} <= FLOORS.keys()


@pytest.mark.parametrize("path", [path for path in MODULES if part(path) in {"checks", *CLOSED_FORMS}])
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


def test_requirements_name_no_address():
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-engines.txt"):
        assert "://" not in text(name)


def test_development_pins_include_the_course_pins():
    course, development = (
        {line for line in text(name).splitlines() if "==" in line}
        for name in ("requirements.txt", "requirements-dev.txt")
    )
    assert course <= development


def test_pins_of_the_engines_agree_with_those_of_the_tests():
    development, engines = (
        {tuple(line.split("==")) for line in text(name).splitlines() if "==" in line and ";" not in line}
        for name in ("requirements-dev.txt", "requirements-engines.txt")
    )
    names = {package for package, _ in development}
    assert {(package, pin) for package, pin in engines if package in names} <= development


def test_notebooks_have_unix_line_ends():
    for name in tracked():
        if name.endswith((".ipynb", ".py", ".md")):
            assert b"\r\n" not in (ROOT / name).read_bytes(), name


def test_the_table_of_contents_names_files_that_exist():
    import build_book

    for page in build_book.pages():
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
