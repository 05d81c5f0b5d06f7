"""The results as tables and a figure that the book shows: `python benchmarks/report.py` makes them again."""

import json
import sys
from pathlib import Path

from measure import HERE, ratios, spread

PEERS = ("lifetimes", "pymc-marketing", "clvkit")
PARQUET = ", Parquet"


def write(results, out):
    """A file of Markdown for each table, and the figure."""
    pages = {
        "machine": machine_table,
        "targets": targets_table,
        "fit": fit_table,
        "parameters": parameters_table,
        "summary": summary_table,
        "memory": memory_table,
        "engines": engines_table,
    }
    for name, table in pages.items():
        (out / f"{name}.md").write_text("\n".join(table(results)) + "\n", encoding="utf-8")
    draw_costs(results, out / "cost.svg")


# --- what is asked of the records ------------------------------------------------------------------------


def of(results, task, size=None):
    """The records of one task, by program; of one size, or of the largest."""
    records = [record for record in results["records"] if record["task"] == task]
    size = size or max(records, key=lambda record: record["number"])["size"]
    return {record["program"]: record for record in records if record["size"] == size}


def sizes(results, task):
    records = sorted((each for each in results["records"] if each["task"] == task), key=lambda r: r["number"])
    return list(dict.fromkeys(record["size"] for record in records))


def times(values):
    """Median, and the least and the greatest of the turns."""
    middle, least, most = map(digits, spread(values))
    return f"{middle} ({least}–{most})"


def digits(number):
    """Two digits that count, or three."""
    return f"{number:.0f}" if number >= 100 else f"{number:.2g}" if number < 10 else f"{number:.3g}"


def seconds(values):
    return digits(spread(values)[0])


def megabytes(number):
    return f"{number / 2**20:,.0f}"


def size_name(size):
    return size if isinstance(size, str) else f"{size:,}"


def table(titles, rows):
    yield "| " + " | ".join(titles) + " |"
    yield "| --- |" + " ---: |" * (len(titles) - 1)
    yield from ("| " + " | ".join(map(str, row)) + " |" for row in rows)


# --- tables ----------------------------------------------------------------------------------------------


def machine_table(results):
    facts = results["machine"]
    yield f"- Processor: {facts['processor']}, {facts['cores']} cores."
    yield f"- Memory: {facts['memory_gigabytes']} GB."
    yield f"- {facts['system']}, Python {facts['python']}. One thread for BLAS."
    yield f"- Programs waiting for a core when the run began (load average): {facts['load']}."
    for name, versions in facts["versions"].items():
        found = ", ".join(f"{package} {version}" for package, version in versions.items())
        yield f"- Environment of {name}: {found}."


def fit_table(results):
    rows = []
    for size in sizes(results, "fit"):
        records = of(results, "fit", size)
        for program, record in records.items():
            row = [size_name(size), program, times(record["wall"]), seconds(record["cpu"])]
            row += [times(ratios(record, records["crmlib"])), times(ratios(record, records["crmlib"], "cpu"))]
            rows.append(row)
    titles = ("customers", "program", "seconds", "processor seconds", "times crmlib", "by processor")
    return table(titles, rows)


def parameters_table(results):
    rows = []
    for size in sizes(results, "fit"):
        records = of(results, "fit", size)
        best = max(record["log_likelihood"] for record in records.values())
        for program, record in records.items():
            found = [f"{record['result'][name]:.4g}" for name in ("r", "alpha", "a", "b")]
            below = best - record["log_likelihood"]
            rows.append(
                [size_name(size), program, *found, f"{record['log_likelihood']:,.2f}", f"{below:.4f}"]
            )
    titles = ("customers", "program", "r", "alpha", "a", "b", "log-likelihood", "below the best")
    return table(titles, rows)


def summary_table(results):
    rows = []
    for size in sizes(results, "summary"):
        records = {name: one for name, one in of(results, "summary", size).items() if PARQUET not in name}
        for program, record in records.items():
            own = records["crmlib on Polars"]
            row = [size_name(size), program, times(record["wall"]), seconds(record["cpu"])]
            rows.append([*row, times(ratios(record, own)), times(ratios(record, own, "cpu"))])
    titles = ("orders", "program", "seconds", "processor seconds", "times crmlib on Polars", "by processor")
    return table(titles, rows)


def memory_table(results):
    rows = [
        [program, megabytes(record["held"]), megabytes(record["peak"])]
        for program, record in of(results, "summary").items()
    ]
    return table(("program", "held before, MB", "on top at the peak, MB"), rows)


def engines_table(results):
    """What each engine costs, size by size: seconds and memory."""
    rows = []
    for size in sizes(results, "summary"):
        for program, record in of(results, "summary", size).items():
            if program.startswith("crmlib on "):
                engine = program.removeprefix("crmlib on ").replace(PARQUET, " from a Parquet file")
                whole = record["held"] + record["peak"]
                rows.append([size_name(size), engine, seconds(record["wall"]), megabytes(whole)])
    return table(("orders", "engine", "seconds", "memory of the whole program at the peak, MB"), rows)


# --- targets ---------------------------------------------------------------------------------------------

FIT_TARGETS = (("CDNOW", 10), (100_000, 20), (1_000_000, 40))


def targets_table(results):
    titles = ("what was asked", "by the clock", "by processor time", "met by the clock")
    return table(titles, list(target_rows(results)))


def target_rows(results):
    for size, least in FIT_TARGETS:
        if size in sizes(results, "fit"):
            records = of(results, "fit", size)
            what = f"fit, {size_name(size)} customers: lifetimes takes at least {least} times as long"
            yield from ratio_row(what, records, "lifetimes", "crmlib", least=least)
    yield from fit_rows(results)
    records = of(results, "summary")
    rows = f"purchase summary, {size_name(next(iter(records.values()))['number'])} orders: "
    own, pandas = "crmlib on Polars", "crmlib on pandas"
    yield from ratio_row(
        rows + "at most 1.2 times the Polars query by hand", records, own, "Polars by hand", most=1.2
    )
    yield from ratio_row(
        rows + "lifetimes takes at least 8 times as long", records, "lifetimes", own, least=8
    )
    what = rows + "on pandas no slower than two groupbys by hand"
    yield from ratio_row(what, records, pandas, "pandas by hand", most=1.0)
    yield import_row(results["imports"])


def ratio_row(what, records, above, below, least=0.0, most=float("inf")):
    """A line of the targets, if both programs ran."""
    if above in records and below in records:
        clock, processor = (ratios(records[above], records[below], name) for name in ("wall", "cpu"))
        met = least <= spread(clock)[0] <= most
        yield [what, times(clock), times(processor), "yes" if met else "no"]


def fit_rows(results):
    """How far crmlib's likelihood and parameters lie from the best that any program found."""
    below, apart = [], []
    for size in sizes(results, "fit"):
        records = of(results, "fit", size)
        best = max(records.values(), key=lambda record: record["log_likelihood"])
        below.append(best["log_likelihood"] - records["crmlib"]["log_likelihood"])
        apart += [
            abs(records["crmlib"]["result"][name] / best["result"][name] - 1) for name in best["result"]
        ]
    yield ["fit: log-likelihood within 0.01 of the best", f"{max(below):.4f}", "", met(max(below) <= 0.01)]
    what = "fit: parameters to four digits of those of the best, relative difference"
    yield [what, f"{max(apart):.1e}", "", met(max(apart) <= 5e-4)]


def import_row(imports):
    milliseconds = [
        1000 * (spread(imports["crmlib"][clock])[0] - spread(imports["nothing"][clock])[0])
        for clock in ("wall", "cpu")
    ]
    shown = (f"{each:.1f} ms" for each in milliseconds)
    return ["`import crmlib` within 30 ms of a bare interpreter", *shown, met(milliseconds[0] <= 30)]


def met(is_met):
    return "yes" if is_met else "no"


# --- figure ----------------------------------------------------------------------------------------------


def draw_costs(results, file):
    """Seconds against size, both axes by powers of ten: the fit on the left, the summary on the right."""
    import matplotlib

    matplotlib.use("svg")
    import matplotlib.pyplot as plt

    from crmlib.plots.style import book_style

    book_style()
    plt.rcParams.update({"svg.hashsalt": "costs", "svg.fonttype": "path"})
    figure, axes = plt.subplots(2, 1, figsize=(5.6, 8.4))
    parts = {
        "fit": ("BG/NBD fit", "customers", ("crmlib", *PEERS)),
        "summary": (
            "Purchase summary",
            "orders",
            ("crmlib on Polars", "crmlib on pandas", "lifetimes", "clvkit"),
        ),
    }
    for ax, (task, (title, unit, programs)) in zip(axes, parts.items(), strict=True):
        draw_task(ax, [record for record in results["records"] if record["task"] == task], programs)
        ax.set(title=title, xlabel=unit, ylabel="seconds", xscale="log", yscale="log")
    figure.savefig(file, metadata={"Date": None, "Creator": None})
    plt.close(figure)


def draw_task(ax, records, programs):
    for program, marker in zip(programs, "os^D", strict=True):
        own = sorted(
            (each for each in records if each["program"] == program), key=lambda each: each["number"]
        )
        if own:
            ax.plot([each["number"] for each in own], [spread(each["wall"])[0] for each in own],
                    marker=marker, markersize=5, label=program)  # fmt: skip
    ax.grid(alpha=0.3)
    ax.legend()


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if sys.argv[1:] else HERE / "results"
    write(json.loads((folder / "results.json").read_text(encoding="utf-8")), folder)
