"""Lighthouse and weight of the book's pages, on a server that compresses: writes benchmarks/pages.md.

    python benchmarks/pages.py [page ...]

Without pages it takes the first page, of every chapter the opening and one section, and one page of each
other kind. Each is measured three times, and the run with the middle performance counts. It needs npm and
Debian's chromium; lighthouse is installed once into _build/lighthouse.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from book_pages import chapter_pages  # noqa: E402
from build_book import HTML, pages  # noqa: E402
from compressing_server import serving  # noqa: E402
from notebook_files import chapters  # noqa: E402

LIGHTHOUSE = ROOT / "_build" / "lighthouse"
TABLE = ROOT / "benchmarks" / "pages.md"
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"
CATEGORIES = ("performance", "accessibility", "best-practices")
PICTURES = re.compile(r"/_images/|/_static/cover")
HEAD = """# Pages of the book

Lighthouse {version} on {browser}, desktop settings, {day}; the middle of three runs.
The server compresses with gzip and stands on the same machine.
"kB" is what the page transfers before its figures, at most 400 is wanted; "figures" is what they add.
Made by `python benchmarks/pages.py`.

| page | performance | accessibility | best practices | kB | figures (kB) |
| --- | ---: | ---: | ---: | ---: | ---: |
"""


def chosen():
    """The first page, of every chapter the opening and a section, and one page of each other folder."""
    found, seen, some = [], {"chapters"}, set()
    for place, path in enumerate(chapters()):
        opening, *sections = chapter_pages.pages(f"chapters/{path.stem}")
        some |= {opening.docname, sections[place % len(sections)].docname}
    for page in pages():
        folder = page.rpartition("/")[0].split("/")[0]
        if page in some or folder not in seen:
            found.append(page)
        seen.add(folder)
    return found


def lighthouse():
    """The path of lighthouse's program, installed at the first call."""
    program = LIGHTHOUSE / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        LIGHTHOUSE.mkdir(parents=True, exist_ok=True)
        npm = [shutil.which("npm") or sys.exit("npm is missing: install it (Debian: apt-get install npm).")]
        subprocess.run(
            [*npm, "install", "--no-audit", "--no-fund", "--prefix", str(LIGHTHOUSE), "lighthouse"],
            check=True,
        )
    return str(program)


def measured(server, page):
    """The row of a page: name, three scores from 0 to 100, kilobytes without and of pictures."""
    report = LIGHTHOUSE / "report.json"
    server.sent.clear()
    command = [
        lighthouse(),
        f"http://127.0.0.1:{server.server_port}/{page}.html",
        "--preset=desktop",
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={FLAGS}",
    ]
    environment = os.environ | {"CHROME_PATH": shutil.which("chromium") or ""}
    subprocess.run(command, check=True, env=environment)
    result = json.loads(report.read_text(encoding="utf-8"))
    scores = [round(100 * result["categories"][name]["score"]) for name in CATEGORIES]
    sent = [
        (item["url"], item["transferSize"])
        for item in result["audits"]["network-requests"]["details"]["items"]
    ]
    pictures = sum(size for url, size in sent if PICTURES.search(url))
    faults = [
        audit["id"]
        for audit in result["audits"].values()
        if audit["score"] is not None and audit["score"] < 0.9 and audit["scoreDisplayMode"] == "binary"
    ]
    print(page, scores, faults, flush=True)
    return result, [
        page,
        *scores,
        round((sum(size for _, size in sent) - pictures) / 1000),
        round(pictures / 1000),
    ]


def middle(server, page):
    """The one of three runs with the middle performance: a busy machine spoils a single one."""
    return sorted((measured(server, page) for _ in range(3)), key=lambda run: run[1][1])[1]


def main():
    """Measure and write the table; end with an error if a page misses what is wanted."""
    with serving(HTML) as server:
        results = [middle(server, page) for page in sys.argv[1:] or chosen()]
    version = results[0][0]["lighthouseVersion"]
    browser = re.search(r"Chrome/\d+", results[0][0]["environment"]["hostUserAgent"])[0]
    rows = [row for _, row in results]
    text = HEAD.format(version=version, browser=browser.replace("/", " "), day=date.today().isoformat())
    TABLE.write_text(text + "".join(f"| {' | '.join(map(str, row))} |\n" for row in rows), encoding="utf-8")
    short = [row for row in rows if row[1] < 90 or row[2] < 100 or row[4] > 400]
    if short:
        sys.exit(f"Not what is wanted: {short}")


if __name__ == "__main__":
    main()
