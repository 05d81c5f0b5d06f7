"""Build the book into _build/html; a warning is an error.

Run by `make book`; on Windows, `python tools/build_book.py` in the environment.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HTML = ROOT / "_build" / "html"
PDF = ROOT / "_build" / "print" / "_build" / "latex" / "customer-value-workbook.pdf"
PDF_MARK = "<!-- pdf -->"
# jupyter_book has no __main__, and its console script is on the PATH of an activated environment only.
JUPYTER_BOOK = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]


def main():
    """Build, and show the log only if something is wrong: an exit code alone is no proof of a book."""
    command = [*JUPYTER_BOOK, "build", str(ROOT), "-W", "-n", "--keep-going"]
    run = subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, encoding="utf-8", errors="replace"
    )
    log = run.stdout + run.stderr
    missing = [page for page in pages() if not (HTML / f"{page}.html").exists()]
    if run.returncode or missing or "Traceback" in log:
        print(log)
        sys.exit(f"The book was not built: see above. Missing pages: {', '.join(missing) or 'none'}.")
    offer_pdf()


def offer_pdf():
    """Put the PDF beside the pages and link it from the first page, if `make pdf` has made one."""
    first = HTML / "intro.html"
    if not (PDF.exists() and first.exists()):
        return
    shutil.copy2(PDF, HTML / PDF.name)
    link = f'{PDF_MARK}<p>The whole book is also <a href="{PDF.name}">one PDF</a> to print or to keep.</p>'
    text = first.read_text(encoding="utf-8")
    first.write_text(text if link in text else text.replace(PDF_MARK, link), encoding="utf-8")


def environment():
    """The environment of a build: the page shows the book's own numbers, also on the machine of a student."""
    return {name: value for name, value in os.environ.items() if name != "CRMLIB_STUDENT"}


def pages():
    """The pages of the table of contents."""
    return re.findall(r"(?:root|file): *(\S+)", (ROOT / "_toc.yml").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
