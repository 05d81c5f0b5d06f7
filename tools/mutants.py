"""Do the tests notice a wrong formula? `make mutants` turns operators, one at a time, and expects a failure.

`tests/mutants.toml` lists the places: a file of crmlib, a piece of its text that stands there once, what is
put in its place, and the test file that must fail. The working tree is not changed: a mutant lives in a copy.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from notebook_files import ROOT

LIST = ROOT / "tests" / "mutants.toml"


def mutants():
    """The listed mutants, in order."""
    return tomllib.loads(LIST.read_text(encoding="utf-8"))["mutants"]


def main(names):
    """Try all mutants, or those of some files, and exit 1 if one survives."""
    tried = [mutant for mutant in mutants() if not names or mutant["file"] in names]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT / "crmlib", copy / "crmlib", ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("tests", "tools", "datasets", "reference", "pyproject.toml"):
            (copy / name).symlink_to(ROOT / name)
        for test in sorted({mutant["test"] for mutant in tried}):
            if not passes(test, copy):
                sys.exit(f"tests/{test} fails without a mutant, so it can catch none")
        survivors = [mutant for mutant in tried if survives(mutant, copy)]
    print(f"{len(tried) - len(survivors)} of {len(tried)} mutants were caught")
    sys.exit(1 if survivors else 0)


def survives(mutant, copy):
    """Whether the test file passes in spite of the mutant; says which."""
    path = copy / "crmlib" / mutant["file"]
    right = path.read_text(encoding="utf-8")
    path.write_text(right.replace(mutant["right"], mutant["wrong"]), encoding="utf-8")
    survived = passes(mutant["test"], copy)
    path.write_text(right, encoding="utf-8")
    if survived:
        print(f"survived: {mutant['file']}: {mutant['right']} -> {mutant['wrong']} in tests/{mutant['test']}")
    return survived


def passes(test, copy):
    """Whether a test file passes in the copy."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", f"tests/{test}"]
    environment = os.environ | {"PYTHONPATH": str(copy)}
    return not subprocess.run(command, cwd=copy, env=environment, capture_output=True).returncode


if __name__ == "__main__":
    main(sys.argv[1:])
