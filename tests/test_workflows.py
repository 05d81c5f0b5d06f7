"""Continuous integration and pre-commit: least rights, pinned actions, and the same tools as `make lint`."""

import re
import tomllib

import pytest
import yaml
from notebook_files import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED_ACTION = re.compile(r"^\s*(?:- )?uses: [\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*$")
LINTERS = ("ruff check", "ruff format", "codespell")
each = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)


def read(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def steps(path):
    return [step for job in read(path)["jobs"].values() for step in job["steps"]]


def test_there_are_workflows():
    assert len(WORKFLOWS) >= 2


@each
def test_a_workflow_may_read_and_nothing_more(path):
    workflow = read(path)
    assert workflow["permissions"] == {"contents": "read"}, "give more rights to one job, and say why here"
    assert all("permissions" not in job for job in workflow["jobs"].values())


@each
def test_every_job_ends_by_itself(path):
    for name, job in read(path)["jobs"].items():
        assert 0 < job["timeout-minutes"] <= 90, name


@each
def test_actions_are_pinned_by_commit_with_their_version_beside(path):
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    assert lines and [line for line in lines if not PINNED_ACTION.match(line)] == []


def test_an_action_has_one_commit():
    used = {
        tuple(re.search(r"uses: (\S+)@(\S+)", line).groups())
        for path in WORKFLOWS
        for line in path.read_text(encoding="utf-8").splitlines()
        if "uses:" in line
    }
    assert len({action for action, _ in used}) == len(used)


@each
def test_no_credential_stays_behind_the_checkout(path):
    checkouts = [step for step in steps(path) if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


@each
def test_no_step_puts_the_text_of_others_into_a_shell(path):
    for step in steps(path):
        assert "${{" not in step.get("run", ""), "hand it over by `env:`"


def test_dependabot_looks_at_actions_and_at_every_folder_with_pins():
    updates = {one["package-ecosystem"]: one for one in read(ROOT / ".github" / "dependabot.yml")["updates"]}
    assert updates.keys() == {"github-actions", "pip"}
    listed = [*ROOT.glob("requirements*.txt"), *ROOT.glob("benchmarks/**/*.txt")]
    pinned = {path.parent for path in listed if "--hash" in path.read_text(encoding="utf-8")}
    assert {ROOT / folder.lstrip("/") for folder in updates["pip"]["directories"]} == pinned


def hooks():
    """The hooks of pre-commit by their id, each with its repository."""
    repositories = read(ROOT / ".pre-commit-config.yaml")["repos"]
    return {hook["id"]: (repository, hook) for repository in repositories for hook in repository["hooks"]}


def test_pre_commit_takes_the_pinned_tools_of_the_environment():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    packages = {re.split(r"[<>=\[]", wanted)[0] for wanted in project["optional-dependencies"]["dev"]}
    for name, (repository, hook) in hooks().items():
        tool = hook.get("entry", name).split()[0]
        if any(package in name or package == tool for package in packages):
            of_environment = repository["repo"] == "local" and hook["language"] == "system"
            assert of_environment, f"{name} has a version of its own: take that of the environment"


def test_pre_commit_and_make_lint_look_at_the_same():
    recipe = re.search(r"^lint:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)[1]
    entries = [hook.get("entry", "") for _, hook in hooks().values()]
    for linter in LINTERS:
        assert f"$(BIN)/{linter}" in recipe, linter
        assert any(entry.startswith(linter) for entry in entries), linter


def test_make_test_begins_with_the_linters():
    assert re.search(r"^test: lint ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
