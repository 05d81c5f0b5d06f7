"""The package that others install: what a built wheel and a built sdist hold, and what they must not hold."""

import json
import subprocess
import sys
import tarfile
import zipfile

import package_data
import pytest
from notebook_files import ROOT

MINIMAL = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "crmlib"
version = "0"
[tool.hatch.build.hooks.custom]
path = "tools/package_data.py"
[tool.hatch.build.targets.wheel]
packages = ["crmlib"]
[tool.hatch.build.targets.sdist]
include = ["crmlib", "tools/package_data.py"]
"""
FREE = {"name": "free", "path": "free.csv", "licenses": [{"name": "CC0-1.0"}]}
COPYLEFT = [
    {"name": "GPL-2.0-or-later"},
    {"name": "GPLv3"},
    {"name": "lgpl-2.1"},
    {"name": "other", "title": "GNU General Public License"},
    {"name": "other", "path": "https://example.org/agpl-3.0.html"},
]


def built(project, kind, folder):
    """What a package built from a project holds: the bytes of each file, by its name in the package."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    run = subprocess.run(command, cwd=project, capture_output=True, encoding="utf-8", errors="replace")
    assert run.returncode == 0, run.stdout + run.stderr
    (package,) = folder.iterdir()
    if kind == "wheel":
        with zipfile.ZipFile(package) as opened:
            return {name: opened.read(name) for name in opened.namelist()}
    with tarfile.open(package) as opened:
        files = [member for member in opened.getmembers() if member.isfile()]
        return {member.name.partition("/")[2]: opened.extractfile(member).read() for member in files}


def small_project(folder, *resources):
    """A project with the build of this one and data of its own."""
    for name in ("crmlib", "datasets", "tools"):
        (folder / name).mkdir(parents=True)
    (folder / "pyproject.toml").write_text(MINIMAL, encoding="utf-8")
    (folder / "crmlib" / "__init__.py").touch()
    hook = (ROOT / "tools" / "package_data.py").read_text(encoding="utf-8")
    (folder / "tools" / "package_data.py").write_text(hook, encoding="utf-8")
    (folder / "datasets" / "README.md").write_text("Data.\n", encoding="utf-8")
    (folder / "datasets" / "undescribed.csv").write_text("1\n", encoding="utf-8")
    description = {"name": "data", "resources": list(resources)}
    (folder / "datasets" / "datapackage.json").write_text(json.dumps(description), encoding="utf-8")
    for resource in resources:
        (folder / "datasets" / resource["path"]).write_text(f"{resource['name']}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return built(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


def described(files, folder):
    """The resources that a package describes."""
    return json.loads(files[f"{folder}/datapackage.json"])["resources"]


def test_the_wheel_holds_the_data_that_it_describes_and_no_others(wheel):
    resources = described(wheel, "crmlib/_data")
    paths = {f"crmlib/_data/{one['path']}" for one in resources}
    held = {name for name in wheel if name.startswith("crmlib/_data/")}
    assert held == paths | {"crmlib/_data/datapackage.json", "crmlib/_data/README.md"}
    for path in paths:
        assert wheel[path] == (ROOT / "datasets" / path.removeprefix("crmlib/_data/")).read_bytes(), path


def test_the_wheel_holds_no_data_under_a_gpl_and_all_others(wheel):
    whole = json.loads((ROOT / "datasets" / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    kept = {one["name"] for one in described(wheel, "crmlib/_data")}
    assert kept == {one["name"] for one in whole if package_data.may_travel(one)}
    for resource in described(wheel, "crmlib/_data"):
        assert "GPL" not in json.dumps(resource["licenses"]).upper(), resource["name"]


def test_the_wheel_holds_code_exercises_and_both_licences(wheel):
    assert {"crmlib/__init__.py", "crmlib/_exercises/04-rfm/rfm.ipynb"} <= wheel.keys()
    licences = {name.rpartition("/")[2] for name in wheel if "/licenses/" in name}
    assert licences == {"LICENSE", "LICENSE-TEXT"}
    assert not [name for name in wheel if name.startswith(("tools/", "tests/", "solutions/"))]


@pytest.mark.parametrize("licence", COPYLEFT, ids=str)
@pytest.mark.parametrize(("kind", "folder"), [("wheel", "crmlib/_data"), ("sdist", "datasets")])
def test_data_under_a_gpl_stay_out_of_a_package(tmp_path, licence, kind, folder):
    bound = {"name": "bound", "path": "bound.csv", "licenses": [licence]}
    files = built(small_project(tmp_path / "project", FREE, bound), kind, tmp_path / "package")
    data = {name for name in files if name.startswith(f"{folder}/")}
    assert data == {f"{folder}/free.csv", f"{folder}/README.md", f"{folder}/datapackage.json"}
    assert [one["name"] for one in described(files, folder)] == ["free"]
    assert files[f"{folder}/free.csv"] == b"free\n"


def test_one_gpl_among_licences_is_enough_to_keep_data_back():
    both = [{"name": "MIT"}, {"name": "GPL-3.0-only"}]
    assert not package_data.may_travel({"name": "two", "licenses": both})


def test_data_without_a_licence_are_named():
    with pytest.raises(ValueError, match=r"The resource orphan names no licence"):
        package_data.may_travel({"name": "orphan"})


def test_an_sdist_gives_the_same_wheel(tmp_path, wheel):
    files = built(ROOT, "sdist", tmp_path / "sdist")
    unpacked = tmp_path / "unpacked"
    for name, content in files.items():
        (unpacked / name).parent.mkdir(parents=True, exist_ok=True)
        (unpacked / name).write_bytes(content)
    again = built(unpacked, "wheel", tmp_path / "again")
    assert again.keys() == wheel.keys()
    assert [name for name in wheel if name.startswith("crmlib/") and again[name] != wheel[name]] == []
