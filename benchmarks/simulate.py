"""Time and memory of the simulated firm, from two thousand to a million customers.

    python benchmarks/simulate.py                    all sizes; the largest takes some minutes and 14 GB
    python benchmarks/simulate.py 2000 20000         these sizes
    python benchmarks/simulate.py 2000 --edition=1   of the first edition
    python benchmarks/simulate.py --save             all sizes, into benchmarks/results/simulate.md

Each size runs in an interpreter of its own, so that the peak of memory is its own, once with all tables and
once with customers and orders alone. Wall time suffers when the machine is busy; processor time does not.
"""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

SIZES = (2_000, 20_000, 200_000, 1_000_000)
FEW = ("customers", "orders")
RESULT = Path(__file__).parent / "results" / "simulate.md"


def main(arguments):
    """Print a line a size, and keep the table if asked."""
    save = "--save" in arguments
    sizes = [int(argument) for argument in arguments if not argument.startswith("--")] or SIZES
    edition = "1" if "--edition=1" in arguments else "2"
    load = os.getloadavg()[0]
    costs = []
    print(f"{'customers':>10} {'tables':>7} {'rows':>12} {'wall s':>8} {'cpu s':>8} {'peak MB':>8}")
    for size in sizes:
        for tables in ("all", "few"):
            costs.append(cost := cost_of(size, tables, edition))
            times = f"{cost['wall']:>8.1f} {cost['cpu']:>8.1f}"
            print(f"{size:>10,} {tables:>7} {cost['rows']:>12,} {times} {cost['peak']:>8,.0f}", flush=True)
    if save:
        RESULT.write_text(table(costs, load), encoding="utf-8")


def cost_of(size, tables, edition):
    """The cost of one firm in an interpreter of its own."""
    command = [sys.executable, __file__, "--one", str(size), tables, edition]
    found = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    return {"customers": size, "tables": tables, **json.loads(found)}


def one(customers, tables, edition):
    """Make one firm and say what it cost; importing is not counted."""
    from crmlib import simulate

    wall, cpu = time.perf_counter(), time.process_time()
    wanted = None if tables == "all" else FEW
    firm = simulate.firm(seed=1, customers=customers, edition=edition, tables=wanted)
    cost = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(cost | {"peak": peak, "rows": sum(map(len, firm.tables.values()))}))


def table(costs, load):
    """The table that the book shows."""
    lines = [
        "| customers | tables | rows | seconds | processor seconds | peak of memory, GB |",
        "| ---: | --- | ---: | ---: | ---: | ---: |",
    ]
    for cost in costs:
        tables = "all" if cost["tables"] == "all" else "customers and orders"
        figures = f"{cost['rows']:,} | {cost['wall']:.1f} | {cost['cpu']:.1f} | {cost['peak'] / 1024:.2f}"
        lines.append(f"| {cost['customers']:,} | {tables} | {figures} |")
    cores = os.cpu_count()
    note = f"Programs waiting for a core when the run began (load average): {load:.1f}, on {cores} cores."
    return "\n".join([*lines, "", note]) + "\n"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(int(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
    else:
        main(sys.argv[1:])
