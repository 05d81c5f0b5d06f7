"""Build the whole book as one PDF with xelatex, and put it beside the built book.

Run by `make pdf`. It needs TeX and fonts of the operating system, and says which are missing.
"""

import re
import shutil
import subprocess
import sys

from build_book import JUPYTER_BOOK, PDF, ROOT, environment, offer_files

LATEX = PDF.parent
# Not where the pages are built: what is read for a page is not what is read for the print.
OUTPUT = LATEX.parent.parent
NAME = PDF.stem
PACKAGES = (
    "texlive-xetex texlive-latex-recommended texlive-latex-extra texlive-fonts-recommended "
    "texlive-lang-chinese latexmk xindy fonts-noto-cjk fonts-freefont-otf"
)
PROGRAMS = ("xelatex", "latexmk", "xindy", "fc-list", "make")
FONTS = ("Noto Sans CJK SC", "FreeSerif")


def main():
    """Write the TeX, run it, and copy the PDF to where the book's first page links."""
    missing = lacking()
    if missing:
        sys.exit(f"Missing: {', '.join(missing)}. On Debian: apt-get install {PACKAGES}")
    shutil.rmtree(OUTPUT, ignore_errors=True)
    options = ["--builder", "latex", "--keep-going", "--path-output", str(OUTPUT)]
    run([*JUPYTER_BOOK, "build", str(ROOT), *options], ROOT)
    run(["make", "all-pdf", "LATEXMKOPTS=-silent -interaction=nonstopmode"], LATEX)
    log = (LATEX / f"{NAME}.log").read_text(encoding="utf-8", errors="replace")
    faults = problems(log)
    if faults or not PDF.exists():
        sys.exit("The PDF is not whole:\n" + "\n".join(faults[:20]))
    offer_files()
    print(f"The book as PDF: {PDF}")


def lacking():
    """The programs and fonts that are not there."""
    programs = [name for name in PROGRAMS if shutil.which(name) is None]
    if "fc-list" in programs:
        return programs
    known = subprocess.run(["fc-list", ":", "family"], capture_output=True, encoding="utf-8").stdout
    return programs + [f"the font {font}" for font in FONTS if font not in known]


def run(command, folder):
    """Run a command; show what it printed only if it fails."""
    done = subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, encoding="utf-8", errors="replace"
    )
    if done.returncode:
        print((done.stdout + done.stderr)[-6000:])
        sys.exit(f"{command[0]} failed: see above.")


def problems(log):
    """What the log says of missing characters, unknown references and lost text."""
    marks = r"^(?:Missing character:.*|.*Reference `[^']*' .* undefined.*|! .*|.*multiply defined.*)$"
    return list(dict.fromkeys(re.findall(marks, log, flags=re.MULTILINE)))


if __name__ == "__main__":
    main()
