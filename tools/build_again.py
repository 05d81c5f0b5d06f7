"""Build the book again, elsewhere and otherwise, and compare it with the one in _build, byte for byte.

Elsewhere is a folder with blanks and Chinese letters and without git; otherwise is another time, time zone,
locale and hash seed. Run by `make same`, after `make book`.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from build_book import HTML, PDF, ROOT

LEFT_BEHIND = shutil.ignore_patterns(
    ".git", ".venv", "_build", "work", "grading", "dist", ".*_cache", "__pycache__"
)
OTHERWISE = {"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONHASHSEED": "12345"}


def main():
    """Build again and name each file that differs."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "客户 价值" / "the course"
        shutil.copytree(ROOT, copy, ignore=LEFT_BEHIND)
        if PDF.exists():
            (copy / PDF.relative_to(ROOT)).parent.mkdir(parents=True)
            shutil.copy2(PDF, copy / PDF.relative_to(ROOT))
        command = [sys.executable, "tools/build_book.py"]
        built = subprocess.run(command, cwd=copy, env={**os.environ, **OTHERWISE, "PYTHONPATH": str(copy)})
        if built.returncode:
            sys.exit("The book was not built in a folder with blanks and Chinese letters: see above.")
        found = differing(HTML, copy / HTML.relative_to(ROOT))
    if found:
        sys.exit("Not the same when built again:\n" + "\n".join(found))
    print("Built again elsewhere, the book is the same, byte for byte.")


def differing(one, other):
    """The files that are not the same in two folders, by their names."""
    contents = [
        {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
        for folder in (one, other)
    ]
    names = sorted(contents[0].keys() | contents[1].keys())
    return [name for name in names if contents[0].get(name) != contents[1].get(name)]


if __name__ == "__main__":
    main()
