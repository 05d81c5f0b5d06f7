"""Build the book into _build/html; a warning is an error.

Run by `make book`; on Windows, `python tools/build_book.py` in the environment.
With `--without-solutions` (`make book SOLUTIONS=no`) into _build/without-solutions/html, made anew each time.
With `--both`, as `make test` has it, each on a core of its own.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import yaml
from book_pages import chapter_pages, without_solutions

ROOT = Path(__file__).resolve().parent.parent
HTML = ROOT / "_build" / "html"
WITHOUT_SOLUTIONS = ROOT / "_build" / "without-solutions"
PDF = ROOT / "_build" / "print" / "_build" / "latex" / "customer-value-workbook.pdf"
BOOKLETS = ROOT / "_build" / "booklets"
MARK = "<!-- pdf -->"
# What a page offers to print, once it was made: the file, and the sentence that links it.
OFFERS = {
    "intro": (PDF, 'The whole book is also <a href="{}">one PDF</a> to print or to keep.'),
    "reference/evening": (
        BOOKLETS / "course-in-an-evening.pdf",
        'There is also <a href="{}">a booklet</a> (PDF) to print or to keep.',
    ),
    "zh/evening": (
        BOOKLETS / "course-in-an-evening-zh.pdf",
        '也可以下载<a href="{}">小册子</a>（PDF），打印或保存。',
    ),
}
# jupyter_book has no __main__, and its console script is on the PATH of an activated environment only.
JUPYTER_BOOK = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]


def main():
    """Build one of the two books, or both."""
    if "--both" in sys.argv[1:]:
        build_both()
    elif "--without-solutions" in sys.argv[1:]:
        build_without_solutions()
    else:
        build(HTML, contents())
        offer_files()


def build_both():
    """Build the two books at once; they share no file that a build writes."""
    commands = [[sys.executable, __file__, *options] for options in ((), ("--without-solutions",))]
    runs = [subprocess.Popen(command, cwd=ROOT) for command in commands]
    sys.exit(max(run.wait() for run in runs))


def build(html, contents, *options, root=ROOT):
    """Build, and show the log only if something is wrong: an exit code alone is no proof of a book.

    Nothing of an earlier build is used. Sphinx would lose what the search knows of pages that it does not
    read again, and it does not notice that a tool of ours has changed.
    """
    for part in ("html", ".doctrees", "jupyter_execute"):
        shutil.rmtree(html.parent / part, ignore_errors=True)
    toc = html.parent / "_toc.yml"
    html.parent.mkdir(parents=True, exist_ok=True)
    toc.write_text(yaml.safe_dump(contents, allow_unicode=True, sort_keys=False), encoding="utf-8")
    command = [*JUPYTER_BOOK, "build", str(root), "-W", "-n", "--keep-going", "--toc", str(toc), *options]
    run = subprocess.run(
        command, cwd=root, env=environment(), capture_output=True, encoding="utf-8", errors="replace"
    )
    log = run.stdout + run.stderr
    missing = [page for page in pages(contents) if not (html / f"{page}.html").exists()]
    if run.returncode or missing or "Traceback" in log:
        print(log)
        sys.exit(f"The book was not built: see above. Missing pages: {', '.join(missing) or 'none'}.")
    # A note for Sphinx's next build, which names the folder.
    (html / ".buildinfo").unlink()


def build_without_solutions():
    """Build the book that names no solution, in a folder of its own and with nothing of another build."""
    shutil.rmtree(WITHOUT_SOLUTIONS, ignore_errors=True)
    WITHOUT_SOLUTIONS.mkdir(parents=True)
    made = WITHOUT_SOLUTIONS / "_build"
    kept = without_solutions.table_of_contents(contents())
    build(made / "html", kept, "--path-output", str(WITHOUT_SOLUTIONS))
    shutil.move(made / "html", WITHOUT_SOLUTIONS / "html")
    shutil.rmtree(made)


def offer_files():
    """Put what was made to print beside the pages that link it."""
    for page, (path, sentence) in OFFERS.items():
        offer(HTML / f"{page}.html", path, sentence.format(path.name))


def offer(page, path, sentence):
    """Put a file beside a page, and a sentence that links it where the mark is; if both are there."""
    if not (path.exists() and page.exists()):
        return
    shutil.copy2(path, page.with_name(path.name))
    said, text = f"{MARK}<p>{sentence}</p>", page.read_text(encoding="utf-8")
    page.write_text(text if said in text else text.replace(MARK, said), encoding="utf-8")


def environment():
    """The environment of a build: the page shows the book's own numbers, also on the machine of a student."""
    return {name: value for name, value in os.environ.items() if name != "CRMLIB_STUDENT"}


def contents():
    """The table of contents of the book: `_toc.yml`, and below each chapter its pages."""
    return chapter_pages.with_pages(yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8")))


def pages(entry=None):
    """The pages of a table of contents, in order; without one, of the book."""
    entry = contents() if entry is None else entry
    if isinstance(entry, list):
        return [page for one in entry for page in pages(one)]
    own = [str(entry[name]) for name in ("root", "file") if name in entry]
    below = [pages(entry[name]) for name in ("parts", "chapters", "sections") if name in entry]
    return [*own, *(page for part in below for page in part)]


if __name__ == "__main__":
    main()
