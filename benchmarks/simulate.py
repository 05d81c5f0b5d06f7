"""Time and memory of the simulated firm, from a thousand to a million customers.

    python benchmarks/simulate.py                    all sizes; the largest takes some minutes
    python benchmarks/simulate.py 1000 100000        these sizes
    python benchmarks/simulate.py --all 1000 10000   all tables at these sizes, not customers and orders alone

Each size runs in an interpreter of its own, so that the peak of memory is its own. Wall time suffers when the
machine is busy; processor time does not.
"""

import json
import resource
import subprocess
import sys
import time

SIZES = (1_000, 10_000, 100_000, 1_000_000)
FEW = ("customers", "orders")


def main(arguments):
    """Print a line a size."""
    everything = "--all" in arguments
    sizes = [int(argument) for argument in arguments if argument != "--all"] or SIZES
    print(f"{'customers':>10} {'rows':>12} {'wall s':>8} {'cpu s':>8} {'peak MB':>8}")
    for size in sizes:
        command = [sys.executable, __file__, "--one", str(size), "all" if everything else "few"]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout)
        times = f"{found['wall']:>8.1f} {found['cpu']:>8.1f}"
        print(f"{size:>10,} {found['rows']:>12,} {times} {found['peak']:>8,.0f}")


def one(customers, tables):
    """Make one firm and say what it cost; importing is not counted."""
    from crmlib import simulate

    wall, cpu = time.perf_counter(), time.process_time()
    firm = simulate.firm(seed=1, customers=customers, tables=None if tables == "all" else FEW)
    cost = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(cost | {"peak": peak, "rows": sum(map(len, firm.tables.values()))}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(int(sys.argv[2]), sys.argv[3])
    else:
        main(sys.argv[1:])
