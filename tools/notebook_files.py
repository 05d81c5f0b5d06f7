"""Which notebooks the course has, and what a committed notebook carries.

`python tools/notebook_files.py PATH...` checks notebooks and takes out what does not belong in them
(pre-commit calls it); it exits 1 if it changed one.
"""

import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def chapters(root=ROOT):
    """The chapter notebooks, in order."""
    return sorted(root.glob("chapters/*.ipynb"))


def notebooks_of(chapter, root=ROOT):
    """The notebooks of a chapter such as "05-clv": its own, and what goes deeper, if it has one."""
    both = [root / "chapters" / f"{chapter}.ipynb", root / "chapters" / f"{chapter}-deeper.ipynb"]
    return [path for path in both if path.exists()]


def reference_pages(root=ROOT):
    """The reference pages that are notebooks, in order."""
    return sorted(root.glob("reference/*.ipynb"))


def in_chinese(root=ROOT):
    """The notebooks in Chinese, in order."""
    return sorted(root.glob("zh/*.ipynb"))


def solutions(root=ROOT):
    """The solution notebooks, in order."""
    return sorted(root.glob("solutions/*/*.ipynb"))


def stored(root=ROOT):
    """The notebooks that are committed with their outputs."""
    return [*chapters(root), *reference_pages(root), *in_chinese(root), *solutions(root)]


def exercises(root=ROOT):
    """The exercise notebooks, in order."""
    return sorted(root.glob("exercises/*/*.ipynb"))


def read(path):
    """A notebook, in the current format."""
    return nbformat.read(path, as_version=4)


def code_of(cells):
    """The code of some cells, one text."""
    return "\n".join(cell.source for cell in cells if cell.cell_type == "code")


def write(notebook, path):
    """Write a notebook without what differs from run to run or belongs to a kernel."""
    without_run_details(notebook)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(nbformat.writes(notebook).rstrip("\n") + "\n", encoding="utf-8", newline="\n")


def without_run_details(notebook):
    """Drop widget state, times of execution, the version of Python and jupytext's notes, in place."""
    for name in ("widgets", "execution", "celltoolbar", "jupytext"):
        notebook.metadata.pop(name, None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    for cell in notebook.cells:
        for name in ("execution", "collapsed", "trusted"):
            cell.metadata.pop(name, None)
        if cell.cell_type == "code":
            cell.outputs = [output for output in map(without_widget_view, cell.outputs) if output]


def without_widget_view(output):
    """An output without its widget view; None if nothing but the widget's name is left to show."""
    data = output.get("data", {})
    if WIDGET_VIEW not in data:
        return output
    del data[WIDGET_VIEW]
    return output if data.keys() - {"text/plain"} else None


def tidy(path):
    """Check a notebook and clean it; whether that changed the file."""
    before = Path(path).read_bytes()
    notebook = read(path)
    nbformat.validate(notebook)
    write(notebook, path)
    return Path(path).read_bytes() != before


if __name__ == "__main__":
    changed = [path for path in sys.argv[1:] if tidy(path)]
    sys.exit(f"cleaned: {', '.join(changed)}" if changed else 0)
