"""What one run of a program costs: wall time, processor time, memory. Standard library only.

A program is a file in `programs/` with a function `prepare(folder)`, which reads its data and is not timed,
`run(data)`, which is timed, and `describe(result)`, which says what came out. It runs in an environment of
its own and stays alive, so that programs can take turns: one run of each, then the next run of each.
"""

import contextlib
import gc
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
# The peers use the processor by one thread; what an engine does beyond BLAS is its own business.
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"
)


class Refused(RuntimeError):
    """A program that did not answer."""


def serve(prepare, run, describe):
    """Answer each line of standard input with the cost of one run, as a line of JSON."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # What a library prints must not mix with the answers.
    os.dup2(2, 1)
    data = prepare(Path(sys.argv[1]))
    answers.write('"ready"\n')
    answers.flush()
    for _ in sys.stdin:
        answers.write(json.dumps(cost_of_a_run(run, data, describe)) + "\n")
        answers.flush()


def cost_of_a_run(run, data, describe):
    """Seconds by the clock and of the processor, bytes above what was held before, and what came out."""
    gc.collect()
    held = forget_peak()
    wall, processor = time.perf_counter(), time.process_time()
    result = run(data)
    cost = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - processor}
    cost["peak"] = max(0, memory("VmHWM") - held)
    return cost | {"held": held, "result": describe(result)}


def forget_peak():
    """Let the highest memory use count from now on; return what is held now."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return memory("VmRSS")


def memory(field):
    """A line of what Linux knows of this process, in bytes; 0 on another system."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith(field):
                return int(line.split()[1]) * 1024
    return 0


class Program:
    """A program that waits in its own process for its next turn."""

    def __init__(self, name, python, folder):
        path = [str(HERE), os.environ.get("PYTHONPATH", "")]
        self.name, self._folder = name, folder
        self._log = open(folder / f"{name}.log", "w", encoding="utf-8")  # noqa: SIM115
        self._process = subprocess.Popen(
            [python, str(HERE / "programs" / f"{name}.py"), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            encoding="utf-8",
            env=os.environ | ONE_THREAD | {"PYTHONPATH": os.pathsep.join(filter(None, path))},
        )

    def ready(self):
        """Wait until the program has read its data."""
        answer = self._process.stdout.readline()
        if not answer:
            self.stop()
            raise Refused(self._last_words())
        return json.loads(answer)

    def run(self):
        """The cost of the next run."""
        with contextlib.suppress(OSError):
            self._process.stdin.write("run\n")
            self._process.stdin.flush()
        return self.ready()

    def stop(self):
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()
        self._log.close()

    def _last_words(self):
        words = (self._folder / f"{self.name}.log").read_text(encoding="utf-8").splitlines()
        return (words or ["no answer"])[-1]


def take_turns(programs, rounds):
    """The runs of each program. A first run warms up and is not timed; the others alternate.

    Memory is that of the first run: a later one is given back what an earlier one had taken.
    """
    first = {program.name: program.run() for program in programs}
    runs = {program.name: [] for program in programs}
    for _ in range(rounds):
        for program in programs:
            runs[program.name].append(program.run())
    for program in programs:
        program.stop()
    return {
        name: {
            "wall": [run["wall"] for run in costs],
            "cpu": [run["cpu"] for run in costs],
            "peak": first[name]["peak"],
            "held": first[name]["held"],
            "result": costs[-1]["result"],
        }
        for name, costs in runs.items()
    }


def spread(values):
    """Median, least and greatest."""
    return statistics.median(values), min(values), max(values)


def ratios(slow, fast, clock="wall"):
    """How many times as long one program took as another, turn by turn."""
    return [above / below for above, below in zip(slow[clock], fast[clock], strict=True)]
