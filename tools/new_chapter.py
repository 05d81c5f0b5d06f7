"""Begin a chapter: `python tools/new_chapter.py 09-tiers "Tiers and migration"`.

Makes the notebook with its frame and the one that goes deeper, both parts of the bank, the solution and the
exercise, and their places in the table of contents, the introduction, the timetables and the instructor
guide. It overwrites nothing. The chapter builds; its tests fail with a list of what is left
(`python tools/new_chapter.py --gaps 09-tiers`).
"""

import argparse
import re
import subprocess
import sys

import jupytext
from gaps import FORMS, bank_of, gaps
from notebook_files import ROOT, write


def main(arguments=None):
    """Make a chapter, or list the gaps of one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", help="number and topic, such as 09-tiers")
    parser.add_argument("title", nargs="?", help="such as 'Tiers and migration'")
    parser.add_argument("--gaps", action="store_true", help="list what a chapter still lacks")
    given = parser.parse_args(arguments)
    if given.gaps:
        sys.exit("\n".join(gaps(given.name)) or None)
    if not given.title:
        parser.error(f'say the title: python tools/new_chapter.py {given.name} "..."')
    make(given.name, given.title)


def make(name, title):
    """Write everything that a chapter needs to be built."""
    refuse(name)
    for path, form in files(name).items():
        text = filled(form, name, title)
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".ipynb":
            write(with_kernel(jupytext.reads(text, fmt="md:myst")), path)
        else:
            path.write_text(text, encoding="utf-8")
        print(f"made {path.relative_to(ROOT).as_posix()}")
    for document, place in PLACES.items():
        path = ROOT / document
        path.write_text(place(path.read_text(encoding="utf-8"), name, title), encoding="utf-8")
        print(f"named in {document}")
    for command in (
        ["tools/draw_variants.py", bank_of(name)],
        ["tools/refresh.py", f"chapters/{name}.ipynb", f"chapters/{name}-deeper.ipynb"],
        ["tools/refresh.py", f"solutions/{name}/{bank_of(name)}.ipynb"],
        ["tools/derive.py", name],
    ):
        subprocess.run([sys.executable, *command], cwd=ROOT, check=True)
    print(f"\nWhat is left: python tools/new_chapter.py --gaps {name}")


def refuse(name):
    """Stop where the name is none, or something of it is there already."""
    if not re.fullmatch(r"\d\d-[a-z]+(-[a-z]+)*", name):
        sys.exit(f"{name!r} is no name of a chapter: two digits, a hyphen, small letters, such as 09-tiers")
    number = name.partition("-")[0]
    there = [path for path in files(name) if path.exists()] + list(
        (ROOT / "chapters").glob(f"{number}-*.ipynb")
    )
    if there:
        sys.exit(f"{there[0].relative_to(ROOT).as_posix()} is there already; nothing was changed")


def files(name):
    """Where a chapter's files go, and the form of each."""
    bank = bank_of(name)
    return {
        ROOT / "chapters" / f"{name}.ipynb": "chapter.md",
        ROOT / "chapters" / f"{name}-deeper.ipynb": "deeper.md",
        ROOT / "solutions" / name / f"{bank}.ipynb": "solution.md",
        ROOT / "crmlib" / "workbook" / "banks" / f"{bank}.py": "bank.txt",
        ROOT / "crmlib" / "workbook" / "keys" / f"{bank}.py": "key.txt",
    }


def filled(form, name, title):
    """A form with a chapter's name, number, topic and title in its places."""
    text = (FORMS / form).read_text(encoding="utf-8")
    words = {
        "<name>": name,
        "<number>": str(int(name[:2])),
        "<topic>": bank_of(name),
        "<title>": title,
        "<lower>": title[:1].lower() + title[1:],
    }
    for mark, word in words.items():
        text = text.replace(mark, word)
    return text


def with_kernel(notebook):
    """A notebook that names its kernel, with cell ids that do not change from run to run."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    }
    for place, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{place:03d}"
    notebook.nbformat_minor = 5
    return notebook


def in_contents(text, name, title):
    """The table of contents with the chapter behind the one before it."""
    number, bank = int(name[:2]), bank_of(name)
    entry = (
        f'      - file: chapters/{name}\n        title: "{number}. {title}"\n        sections:\n'
        f'          - file: chapters/{name}-deeper\n            title: "Going deeper into chapter {number}"\n'
        f'          - file: exercises/{name}/{bank}\n            title: "Exercises of chapter {number}"\n'
        f'          - file: solutions/{name}/{bank}\n            title: "Solutions of chapter {number}"\n'
    )
    return after_chapter(text, number, r"      - file: chapters/(\d\d)-.*\n(?:        .*\n)*", entry)


def in_introduction(text, name, title):
    """The introduction with a row for the chapter."""
    number = int(name[:2])
    row = f"| [{number}. {title}](chapters/{name}.ipynb) | GAP: what one can decide afterwards |\n"
    return after_chapter(text, number, r"\| \[(\d+)\. .*\n", row)


def in_guide(text, name, title):
    """The instructor guide with a part on the chapter."""
    number = int(name[:2])
    parts = r"\(instructor-(\d+)\)=\n(?:(?!\(instructor-).*\n)*"
    return after_chapter(text, number, parts, filled("guide.md", name, title))


def in_timetables(text, name, title):
    """The timetables with the chapter among those that they leave out."""

    def more(found):
        numbers = sorted({*map(int, re.findall(r"\d+", found[1])), int(name[:2])})
        return f"elsewhere = {numbers}"

    return re.sub(r"^elsewhere = \[([\d, ]*)\]$", more, text, flags=re.MULTILINE)


def after_chapter(text, number, pattern, new):
    """A text with a new part behind that of the last chapter before it."""
    before = [found for found in re.finditer(pattern, text) if int(found[1]) < number]
    place = before[-1].end()
    return text[:place] + new + text[place:]


PLACES = {
    "_toc.yml": in_contents,
    "intro.md": in_introduction,
    "reference/instructor-guide.md": in_guide,
    "reference/timetables.toml": in_timetables,
}

if __name__ == "__main__":
    main()
