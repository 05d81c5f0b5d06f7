"""crmlib against what people use: the same work in turns, in one run, as ratios.

    python benchmarks/compare.py                         all sizes; results go to benchmarks/results
    python benchmarks/compare.py --sizes small --out _build/bench/results

Each peer runs in its own environment, .venv/peers/<name>, which `make bench` makes; a peer without one is
left out. Wall time suffers when the machine is busy; processor time suffers less. Both are kept.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from pathlib import Path

import data
import report
from likelihood import log_likelihood
from measure import HERE, ONE_THREAD, Program, Refused, take_turns

ROOT = HERE.parent
WORK = ROOT / "_build" / "bench"
FIT = {
    "crmlib": "crmlib",
    "lifetimes": "lifetimes",
    "pymc-marketing": "pymc_marketing",
    "clvkit": "clvkit",
}
SUMMARY = {
    "crmlib on Polars": "crmlib_polars",
    "Polars by hand": "polars_by_hand",
    "crmlib on pandas": "crmlib_pandas",
    "pandas by hand": "pandas_by_hand",
    "lifetimes": "lifetimes",
    "clvkit": "clvkit",
    "crmlib on DuckDB": "crmlib_duckdb",
    "crmlib on Polars, Parquet": "crmlib_polars_parquet",
    "crmlib on DuckDB, Parquet": "crmlib_duckdb_parquet",
    "crmlib on Dask, Parquet": "crmlib_dask_parquet",
}
SIZES = {
    "full": {
        "fit": (1_000, 10_000, "CDNOW", 100_000, 1_000_000),
        "summary": (10_000, 100_000, 1_000_000, 10_000_000),
        "imports": 21,
    },
    "small": {"fit": (500,), "summary": (2_000,), "imports": 3},
}
# clvkit needs half a minute at a tenth of the largest size.
MOST = {("fit", "clvkit"): 100_000}
MANY = 10_000


def python_of(name):
    """The interpreter that runs a program: this one, or that of the peer; None if the peer is not there."""
    if name not in ("lifetimes", "clvkit", "pymc-marketing"):
        return sys.executable
    python = ROOT / ".venv" / "peers" / name / "bin" / "python"
    return str(python) if python.exists() else None


def measure(task, titles, size):
    """One record per program: what its runs cost on data of one size, and what came out."""
    folder, number = draw(task, size)
    programs = []
    for title, name in titles.items():
        python = python_of(title)
        if python and number <= MOST.get((task, title), number):
            programs.append((title, Program(f"{task}_{name}", python, folder)))
    programs = that_start(programs)
    costs = take_turns([program for _, program in programs], rounds=5 if number <= MANY else 3)
    return [
        {"task": task, "size": size, "number": number, "program": title} | costs[program.name]
        for title, program in programs
    ]


def that_start(programs):
    """Leave out programs that cannot start, with the last line of what they said."""
    working = []
    for title, program in programs:
        try:
            program.ready()
            working.append((title, program))
        except Refused as refused:
            print(f"  left out: {title} ({refused})", flush=True)
    return working


def draw(task, size):
    """The folder with the data of one size, drawn when it is not there, and how many rows it has."""
    folder = WORK / "data" / f"{task}-{size}"
    if not (folder / "complete").exists():
        if size == "CDNOW":
            data.cdnow(folder)
        else:
            (data.customers if task == "fit" else data.orders)(folder, size)
        (folder / "complete").touch()
    return folder, 2_357 if size == "CDNOW" else size


def judge(records):
    """The log-likelihood of each program's parameters, by one formula for all."""
    import frames

    for record in records:
        table = frames.customers(WORK / "data" / f"fit-{record['size']}")
        columns = (table[name].to_numpy() for name in frames.CUSTOMERS)
        record["log_likelihood"] = log_likelihood(*columns, **record["result"])


def import_costs(rounds):
    """Seconds of an interpreter that does nothing, and of one that imports crmlib, in turns."""
    costs = {"nothing": {"wall": [], "cpu": []}, "crmlib": {"wall": [], "cpu": []}}
    for _ in range(rounds):
        for name, words in (("nothing", "pass"), ("crmlib", "import crmlib")):
            before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            subprocess.run([sys.executable, "-c", words], check=True)
            costs[name]["wall"].append(time.perf_counter() - start)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            costs[name]["cpu"].append(used)
    return costs


def machine():
    """What the numbers depend on: processor, memory, system, versions. No names, no paths."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    model = [line.split(":")[1].strip() for line in read("/proc/cpuinfo") if line.startswith("model name")]
    system = [line.split('"')[1] for line in read("/etc/os-release") if line.startswith("PRETTY_NAME")]
    return {
        "processor": (model or [platform.processor() or "unknown"])[0],
        "cores": os.cpu_count(),
        "memory_gigabytes": round(memory / 2**30),
        "system": (system or [platform.system()])[0],
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
        "versions": versions(),
    }


def read(name):
    path = Path(name)
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


PACKAGES = (
    *("crmlib", "numpy", "scipy", "pandas", "polars", "duckdb", "dask", "narwhals"),
    *("lifetimes", "clvkit", "pymc-marketing", "pymc", "pytensor"),
)


def versions():
    """The versions of the packages that count, in each environment."""
    words = (
        "import importlib.metadata as m, json, sys\n"
        "found = {}\n"
        "for name in sys.argv[1:]:\n"
        "    try: found[name] = m.version(name)\n"
        "    except m.PackageNotFoundError: pass\n"
        "print(json.dumps(found))"
    )
    pythons = {"crmlib": sys.executable} | {name: python_of(name) for name in FIT if name != "crmlib"}
    return {
        name: json.loads(
            subprocess.run([python, "-c", words, *PACKAGES], capture_output=True, check=True).stdout
        )
        for name, python in pythons.items()
        if python
    }


def main(sizes, out, only=()):
    """Run everything, or the programs that are named, and write the results."""
    os.environ.update(ONE_THREAD)
    results = {"sizes": sizes, "machine": machine(), "records": []}
    for task, titles in (("fit", FIT), ("summary", SUMMARY)):
        titles = {title: name for title, name in titles.items() if not only or title in only}
        for size in SIZES[sizes][task]:
            print(f"{task}, {size} ...", flush=True)
            results["records"] += measure(task, titles, size)
    judge([record for record in results["records"] if record["task"] == "fit"])
    results["imports"] = import_costs(SIZES[sizes]["imports"])
    out.mkdir(parents=True, exist_ok=True)
    (out / "results.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    report.write(results, out)
    print((out / "targets.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="crmlib against what people use")
    parser.add_argument("--sizes", choices=SIZES, default="full")
    parser.add_argument("--out", type=Path, default=None)
    parser.add_argument("--only", nargs="*", default=(), help="the programs to run, by title")
    arguments = parser.parse_args()
    default = HERE / "results" if arguments.sizes == "full" else WORK / "results"
    main(arguments.sizes, arguments.out or default, arguments.only)
