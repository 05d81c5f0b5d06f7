"""Run stored notebooks as other processors compute them, and compare their outputs.

The last bits of a sum or a logarithm depend on the processor, and on how many there are.
`make same` runs every notebook as each of `PROCESSORS` does (continuous integration's last step).
`make test` runs the chapters that fit a model as the oldest of them does (`tests/test_processors.py`), and
all others as this machine does: `--others` prints these.
"""

import ast
import os
import platform
import re
import subprocess
import sys
from functools import cache

import strictness
from notebook_files import ROOT, chapters, code_of, read, stored

# What fits, clusters and solves: there a last bit grows to a digit that one can see.
FITTING = re.compile(r"\b(sklearn|statsmodels|linalg|minimize\w*|curve_fit|polyfit)\b")
# By the name that OpenBLAS has for a processor: what NumPy has to leave out to compute like it.
PROCESSORS = {
    "Prescott": re.compile(""),
    "Haswell": re.compile("512|V4"),
    "SkylakeX": re.compile("_ICL|_SPR"),
}
OLDEST = "Prescott"
NEEDS = {"Haswell": ("AVX2", "FMA3"), "SkylakeX": ("AVX512_SKX",)}
# The C library's functions, Arrow's sums, and one processor where a sum is split among several.
LIKE_THE_OLDEST = {
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4",
    "ARROW_USER_SIMD_LEVEL": "NONE",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}


def main(paths):
    """Run the notebooks that are named (all, if none is) as each processor that this machine can be."""
    failed = []
    for processor in PROCESSORS:
        if not available(processor):
            print(f"{processor}: this machine lacks {' and '.join(NEEDS[processor])}, so it is left out.")
            continue
        print(f"Notebooks as {processor} computes them:", flush=True)
        if compare(paths or stored(), processor, "-n", "2", "--dist", "loadfile").returncode:
            failed.append(processor)
    if failed:
        sys.exit(f"Stored outputs are not those of {' and '.join(failed)}: round what differs, and refresh.")


def compare(notebooks, processor, *options, **how):
    """Run notebooks as a processor does and compare their stored outputs."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options, strictness.option()]
    return subprocess.run(
        [*command, "--nbval-current-env", *map(str, notebooks)], cwd=ROOT, env=environment(processor), **how
    )


def environment(processor):
    """The environment in which this machine computes like a processor, as far as it can.

    Where OpenBLAS does not know the name (ARM), it changes nothing.
    """
    features = cpu_features()
    left_out = [name for name in dispatched() if features[name] and PROCESSORS[processor].search(name)]
    return {
        **{name: value for name, value in os.environ.items() if name != "CRMLIB_STUDENT"},
        "OPENBLAS_CORETYPE": processor,
        "NPY_DISABLE_CPU_FEATURES": " ".join(left_out),
        **(LIKE_THE_OLDEST if processor == OLDEST else {}),
    }


def available(processor):
    """Whether this machine has the instructions that a processor of this name uses."""
    if processor == OLDEST:
        return True
    features = cpu_features()
    return platform.machine() in {"x86_64", "AMD64"} and all(features[name] for name in NEEDS[processor])


def cpu_features():
    """The instructions that NumPy finds on this machine, by name."""
    from numpy._core import _multiarray_umath

    return _multiarray_umath.__cpu_features__


def dispatched():
    """The groups of instructions that NumPy uses where the machine has them."""
    from numpy._core import _multiarray_umath

    return _multiarray_umath.__cpu_dispatch__


def with_fits(notebooks):
    """Those of some notebooks that fit, cluster or solve: themselves, or by what they use of `crmlib`."""
    return [path for path in notebooks if fits(code_of(read(path).cells))]


def fits(source):
    """Whether code fits something, itself or by what it uses of `crmlib`."""
    return bool(FITTING.search(source)) or any(map(module_fits, used(source)))


def used(source):
    """The modules of the functions and classes of `crmlib` that code uses."""
    tree, space = ast.parse(source), {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module.split(".")[0] == "crmlib":
            exec(compile(ast.Module([node], type_ignores=[]), "import", "exec"), space)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in space:
            found = getattr(space[node.value.id], node.attr, None)
        else:
            found = space.get(node.id) if isinstance(node, ast.Name) else None
        if module := getattr(found, "__module__", None):
            yield module


@cache
def module_fits(name):
    """Whether a module of `crmlib`, or one that it imports, fits something."""
    file = ROOT.joinpath(*name.split(".")).with_suffix(".py")
    if not (name.startswith("crmlib.") and file.exists()):
        return False
    text = file.read_text(encoding="utf-8")
    return bool(FITTING.search(text)) or any(map(module_fits, imported(text)))


def imported(text):
    """What a module imports, by its dotted names: modules, and what may be one."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


def others():
    """The notebooks that `make test` runs as this machine computes."""
    fitted = set(with_fits(chapters()))
    return [path for path in stored() if path not in fitted]


if __name__ == "__main__":
    if sys.argv[1:] == ["--others"]:
        print(*(path.relative_to(ROOT).as_posix() for path in others()))
    else:
        main(sys.argv[1:])
