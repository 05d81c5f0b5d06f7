"""Whose work a built book carries: `_static/NOTICES.txt`, and licences beside fonts and scripts of others.

A file of `_static` is the book's own, is named in `BUNDLED` (what other packages carry themselves), or comes
from one of `DISTRIBUTIONS`, whose licence stands in its own metadata. `without_notice` names the others.
"""

import functools
import importlib.metadata
import itertools
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LICENCES = Path(__file__).parent / "licences"
NAME = "NOTICES.txt"
BESIDE = "LICENSE.txt"

# Files of others inside the packages below: what they are, the file in `licences/` with their licence,
# and the folder that gets a copy of it.
BUNDLED = {
    "vendor/charts/vega.js": ("Vega and D3, from vl-convert-python", "vega.txt", "vendor/charts"),
    "vendor/fontawesome/*": ("Font Awesome Free", "font-awesome.txt", "vendor/fontawesome"),
    "scripts/fontawesome.js*": ("Font Awesome Free", "font-awesome.txt", "vendor/fontawesome"),
    "icons/*": ("Font Awesome Free, cut to the icons in use", "font-awesome.txt", "icons"),
    "mathematics/*": ("MathJax TeX fonts, cut down and renamed", "mathjax-fonts.txt", "mathematics"),
    "scripts/bootstrap.js*": ("Bootstrap and Popper", "bootstrap.txt", "scripts"),
    "clipboard.min.js": ("clipboard.js", "clipboard.txt", None),
}
# Packages whose files Sphinx copies or joins into the book.
DISTRIBUTIONS = (
    "django-static-mathjax",
    "myst-nb",
    "pydata-sphinx-theme",
    "Pygments",
    "Sphinx",
    "sphinx-book-theme",
    "sphinx-copybutton",
    "sphinx-design",
    "sphinx-thebe",
    "sphinx-togglebutton",
)
# Files that a package writes under a name which its list of files does not have.
WRITTEN_BY = {"pygments.css": "Pygments", "mystnb.*.css": "myst-nb"}
OWN = (
    "book.*.css",
    "style-sheets.json",
    "vendor/charts/live-charts.js",
    "vendor/quizzes/quizzes.js",
    "exercise-pages.js",
    "exercises/*",
    NAME,
)
HEAD = """Notices
=======

Text and figures of this book: Creative Commons Attribution 4.0. Its code: MIT.
The data have licences of their own, which the data dictionary names.

This folder also carries the work of others, which the parts below name with their licences. The style
sheet book.*.css joins style sheets of the same packages, and rules made by MathJax (django-static-mathjax).
"""
LINE = "\n\n" + "=" * 100 + "\n\n"


def write(app, exception):
    """Write the notices into the book."""
    if exception or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    names = files(static)
    for pattern, (_, licence, folder) in BUNDLED.items():
        if folder and any(fnmatch(name, pattern) for name in names):
            (static / folder).mkdir(parents=True, exist_ok=True)
            copy = (LICENCES / licence).read_text(encoding="utf-8")
            (static / folder / BESIDE).write_text(copy, encoding="utf-8")
    text = LINE.join([HEAD, *bundled_parts(names), *distribution_parts(names)])
    (static / NAME).write_text(text + "\n", encoding="utf-8")


def files(static):
    """The files of a folder, as names below it, without the licences beside them."""
    found = (path.relative_to(static) for path in static.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in found if path.name != BESIDE)


def bundled_parts(names):
    """For each licence in `licences/` what stands under it, the files, and the text."""
    for licence in dict.fromkeys(licence for _, licence, _ in BUNDLED.values()):
        patterns = [pattern for pattern, entry in BUNDLED.items() if entry[1] == licence]
        held = [name for name in names if any(fnmatch(name, pattern) for pattern in patterns)]
        if held:
            title = BUNDLED[patterns[0]][0]
            yield part(title, held, (LICENCES / licence).read_text(encoding="utf-8"))


def distribution_parts(names):
    """For each package its version, its files in the book, and its licence."""
    origin = {name: found for name in names if not is_bundled(name) and (found := owner(name))}
    for package in DISTRIBUTIONS:
        held = [name for name in names if origin.get(name) == package]
        title = f"{package} {importlib.metadata.version(package)}"
        yield part(title, held or ["(in the style sheet)"], licence_of(package))


def part(title, held, licence):
    """One part of the notices."""
    shown = sorted({"locales/" if name.startswith("locales/") else name for name in held})
    return f"{title}\n\nFiles: {', '.join(shown)}\n\n{licence.strip()}"


def is_bundled(name):
    """Whether a file is one of those in `BUNDLED`."""
    return any(fnmatch(name, pattern) for pattern in BUNDLED)


def is_own(name):
    """Whether a file is the book's own work."""
    return any(fnmatch(name, pattern) for pattern in OWN) or (ROOT / "_static" / name).is_file()


def owner(name):
    """The package that a file of `_static` comes from, or None."""
    if is_own(name):
        return None
    written = (package for pattern, package in WRITTEN_BY.items() if fnmatch(name, pattern))
    shipped_by = (package for package in DISTRIBUTIONS if ships(package, name))
    return next(itertools.chain(written, shipped_by), None)


def ships(package, name):
    """Whether a package has a file for `_static`."""
    return any(file.endswith(f"/{name}") for file in shipped(package))


@functools.cache
def shipped(package):
    """The files of a package, templates under the names of what is made from them."""
    listed = importlib.metadata.files(package) or []
    return [file.as_posix().removesuffix("_t").removesuffix(".jinja") for file in listed]


def licence_of(package):
    """The text of a package's licence, from its metadata.

    Raises
    ------
    ValueError
        If the package brings none.
    """
    listed = importlib.metadata.files(package) or []
    found = sorted(file for file in listed if ".dist-info" in str(file) and "licen" in file.name.lower())
    found = found or sorted(file for file in listed if file.name.lower() in ("license", "licence"))
    if not found:
        raise ValueError(f"{package} brings no text of its licence: put one into tools/book_pages/licences")
    return "\n\n".join(file.locate().read_text(encoding="utf-8") for file in found)


def without_notice(static):
    """The files of a built `_static` whose origin nobody names."""
    return [name for name in files(static) if not (is_own(name) or is_bundled(name) or owner(name))]
