"""Pins: a version and the hashes of its files for everything that is installed, and nothing without them."""

import re
import tomllib

import pytest
from notebook_files import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

COURSE, DEVELOPMENT, ENGINES = "requirements.txt", "requirements-dev.txt", "requirements-engines.txt"
PEERS = [path.relative_to(ROOT).as_posix() for path in sorted(ROOT.glob("benchmarks/peers/*.txt"))]
PINNED = [COURSE, DEVELOPMENT, ENGINES, *PEERS]
ENTRY = re.compile(
    r"(?P<pin>[a-z0-9][a-z0-9.-]*(\[[a-z,]+\])?==[^\s;]+( ; [^\\\n]+)?)"
    r"(?P<hashes>( \\\n    --hash=sha256:[0-9a-f]{64})+)\n"
)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = {"course": COURSE, "dev": DEVELOPMENT, "engines": ENGINES}
# Where people and machines read what to install; the monthly run takes the newest versions on purpose.
INSTALLING = ["Makefile", "README.md", "reference/guide.md", ".github/workflows/test.yml"]
each_file = pytest.mark.parametrize("name", PINNED)


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def pins(name):
    """The pins of a file, each as `name==version ; marker`."""
    return {entry["pin"].strip() for entry in ENTRY.finditer(text(name))}


@each_file
def test_a_file_holds_pins_with_hashes_and_nothing_else(name):
    assert ENTRY.sub("", text(name)) == "", "run `make pins`"
    assert len(pins(name)) > 5


@each_file
def test_pins_name_no_address(name):
    assert "://" not in text(name)


def test_development_pins_include_the_course_pins():
    assert pins(COURSE) <= pins(DEVELOPMENT)


def test_pins_of_the_engines_agree_with_those_of_the_tests():
    names = {canonicalize_name(Requirement(pin).name) for pin in pins(DEVELOPMENT)}
    common = {pin for pin in pins(ENGINES) if canonicalize_name(Requirement(pin).name) in names}
    # Who needs a package decides its marker, so markers may differ.
    versions = {pin.partition(" ;")[0] for pin in pins(DEVELOPMENT)}
    assert common and {pin.partition(" ;")[0] for pin in common} <= versions


def wanted():
    """Each requirement of pyproject.toml with the files that must pin it."""
    for requirement in [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]]:
        yield requirement, COURSE
    for extra, name in EXTRAS.items():
        for requirement in PROJECT["project"]["optional-dependencies"][extra]:
            yield requirement, name
    # Hatchling asks for it when it makes an editable installation.
    yield "editables", COURSE


@pytest.mark.parametrize(("requirement", "name"), list(wanted()))
def test_what_the_project_needs_is_pinned_within_its_range(requirement, name):
    needed = Requirement(requirement)
    found = [Requirement(pin) for pin in pins(name)]
    found = [pin for pin in found if canonicalize_name(pin.name) == canonicalize_name(needed.name)]
    assert found, f"{name} does not pin {needed.name}: run `make pins`"
    for pin in found:
        (version,) = (one.version for one in pin.specifier)
        assert needed.specifier.contains(version, prereleases=True), f"{pin} is not {needed}: run `make pins`"


def installations(name):
    """What stands after `pip install` in a file, with the Makefile's name for it put in."""
    said = text(name).replace("$(PIP)", "pip install")
    return re.findall(r"pip install((?: +[^\s`]+)+)", said)


@pytest.mark.parametrize("name", INSTALLING)
def test_every_installation_of_pins_checks_hashes(name):
    told = [told for told in installations(name) if "-r " in told]
    assert all("--require-hashes" in one for one in told), "add `--require-hashes`"
    # pip cannot check the hash of an editable project, and must install nothing else along with it.
    apart = [told for told in installations(name) if "-e " in told]
    assert told + apart
    assert all({"--no-deps", "--no-build-isolation"} <= set(one.split()) for one in apart)
    assert not [one for one in told if "-e " in one], "install the project in a command of its own"
