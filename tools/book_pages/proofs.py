"""Which tests prove a formula: those that name it, themselves or by what they are made from."""

import ast
import functools
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WALK = "test_walk.py"


def tests_of(module, name):
    """The test file that proves a function of a module, and its tests that name it.

    That is the module's twin, or its package's; for what they do not name, the first other file that does.
    """
    package, _, last = module.rpartition(".")
    names = (f"test_{'_'.join(module.split('.'))}.py", f"test_{last}.py", f"test_{package or last}.py")
    twins = [file for file in dict.fromkeys(names) if (ROOT / "tests" / file).is_file()]
    others = sorted(
        path.name for path in (ROOT / "tests").glob("test_*.py") if path.name not in {*twins, WALK}
    )
    for file in (*twins, *others):
        if found := [test for test, names in names_in_tests(file).items() if name in names]:
            return file, found
    return twins[0], []


@functools.cache
def names_in_tests(file):
    """For each test of a file the names that it uses, those behind its helpers and tables included."""
    path = ROOT / "tests" / file
    body = ast.parse(path.read_text(encoding="utf-8")).body if path.is_file() else []
    used = {defined: names_in(node) for node in body for defined in names_defined(node)}
    return {test: closure(test, used) for test in used if test.startswith("test_")}


def names_defined(node):
    """The names that a statement of a module defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = getattr(node, "targets", [])
    return [part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)]


def names_in(node):
    """The names, attributes and arguments in a statement."""
    kinds = {ast.Name: "id", ast.Attribute: "attr", ast.arg: "arg"}
    return {getattr(part, kinds[type(part)]) for part in ast.walk(node) if type(part) in kinds}


def closure(name, used):
    """All names that a name leads to within its module."""
    found, waiting = set(), [name]
    while waiting:
        new = used.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found
