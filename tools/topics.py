"""Where each module of crmlib belongs: `reference/topics.toml`, read for the formula index and the tests."""

import functools
import importlib
import inspect
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@functools.cache
def registry():
    """The list as it stands in the file."""
    return tomllib.loads((ROOT / "reference" / "topics.toml").read_text(encoding="utf-8"))


def pages():
    """The pages of the formula index: page to its modules, in the order of the course."""
    return registry()["formulas"]


def walked():
    """The modules whose public functions the walk calls."""
    return [module for modules in pages().values() for module in modules] + registry()["public"]["modules"]


def listed():
    """Every module that the list names."""
    return {*walked(), *registry()["inner"]["modules"]}


def own(module):
    """The names that a listed module, or a package in its files, defines for its users.

    A name of a file that is listed itself belongs to that file, not to its package.
    """
    found = importlib.import_module(f"crmlib.{module}")
    others = listed() - {module}
    return {
        name: value
        for name, value in vars(found).items()
        if not name.startswith("_")
        and f"{getattr(value, '__module__', '')}.".startswith(f"{found.__name__}.")
        and value.__module__.removeprefix("crmlib.") not in others
    }


def files():
    """The modules of crmlib, a file each, such as "segmentation.tiers"."""
    paths = sorted((ROOT / "crmlib").rglob("*.py"))
    names = [".".join(path.relative_to(ROOT / "crmlib").with_suffix("").parts) for path in paths]
    return [name for name in names if not name.endswith("__init__")]


def unplaced():
    """The public names that no listed module shows: file to names."""
    shown = {id(value) for module in walked() for value in own(module).values()}
    return {
        file: missing
        for file in files()
        if not is_closed(file)
        and (missing := [name for name, value in functions(file).items() if id(value) not in shown])
    }


def is_closed(file):
    """Whether a file is the business of its package, or listed as inner."""
    closed = {*registry()["closed"]["packages"], *registry()["inner"]["modules"]}
    parts = file.split(".")
    return any(".".join(parts[:length]) in closed for length in range(1, len(parts) + 1))


def functions(file):
    """The public functions that one file defines."""
    module = importlib.import_module(f"crmlib.{file}")
    return {
        name: value
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
    }
