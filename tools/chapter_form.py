"""How long and how dense a chapter is: `python tools/chapter_form.py 05-clv` prints it beside its limits.

A chapter of the model form has a section *In ten minutes*. Prose is what stands in its Markdown cells, tables
and the text of boxes included, without formulas, code, addresses and names of directives. Code is what a page
shows unfolded.
"""

import re
import sys

from book_pages import course
from book_pages.short_ways import FOLDED, in_ten_minutes
from notebook_files import notebooks_of, read

NOT_PROSE = re.compile(
    r"^```[\s\S]*?^```|\$\$[\s\S]*?\$\$|\$[^$\n]+\$|`[^`\n]*`|\{[\w:-]+\}|\]\([^)\n]*\)"
    r"|^\([\w-]+\)=$|^:{3,}.*$|^:[a-z]+:.*$|^\s*\|[-: |]+\|$",
    re.MULTILINE,
)
WORD = re.compile(r"[A-Za-z'’]+")
NUMBER = re.compile(r"(?<![A-Za-z\d])\d[\d,.]*")
COLON = re.compile(r"(?<=[a-z)])[:;] (?=[a-z])")
ASIDE = re.compile(r"[–—]|\((?=\w)")
# The most that a chapter may have of each; the least where a pair stands.
LIMITS = {
    "words": 5_000,
    "words in ten minutes": (350, 500),
    "words that go deeper": 2_500,
    "numbers in 100 words": 4.5,
    "colons and semicolons in 1,000 words": 5,
    "with dashes and brackets": 15,
    "sentences of at most 8 words (%)": 18,
    "words of a cell, 90th percentile": 110,
    "lines of visible code, 90th percentile": 8,
    "lines of visible code, most": 14,
    "minutes of a section, most": 12,
}


def prose(cell):
    """The prose of a Markdown cell, without marks."""
    return re.sub(r"[#*_>|\[\]]", " ", NOT_PROSE.sub(" ", cell.source))


def count(text):
    """The words of a text.

    >>> count("A customer's value is 2.7 years of margin.")
    7
    """
    return len(WORD.findall(text))


def sentences(text):
    """The sentences of a text that hold a word."""
    return [one for one in re.split(r"(?<=[.!?])\s+", text) if WORD.search(one)]


def percentile(values, share):
    """The value below which a share of the values lies; 0 where there are none."""
    ordered = sorted(values) or [0]
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def measure(name):
    """What is limited, of a chapter such as "05-clv": name of the limit to what was counted."""
    cells = read(notebooks_of(name)[0]).cells
    texts = [prose(cell) for cell in cells if cell.cell_type == "markdown"]
    whole = " ".join(texts)
    words, found = count(whole), sentences(whole)
    colons, asides = len(COLON.findall(whole)), len(ASIDE.findall(whole))
    lines = [shown for cell in cells if cell.cell_type == "code" and (shown := visible_lines(cell))]
    return {
        "words": words,
        "words in ten minutes": words_of(in_ten_minutes(cells)),
        "words that go deeper": sum(words_of(read(path).cells) for path in notebooks_of(name)[1:]),
        "numbers in 100 words": round(100 * len(NUMBER.findall(whole)) / words, 1),
        "colons and semicolons in 1,000 words": round(1_000 * colons / words, 1),
        "with dashes and brackets": round(1_000 * (colons + asides) / words, 1),
        "sentences of at most 8 words (%)": round(100 * sum(map(is_short, found)) / len(found), 1),
        "words of a cell, 90th percentile": percentile(map(count, texts), 0.9),
        "lines of visible code, 90th percentile": percentile(lines, 0.9),
        "lines of visible code, most": max(lines, default=0),
        "minutes of a section, most": longest_sitting(texts_of(cells)),
    }


def words_of(cells):
    """The words of the prose of some cells."""
    return sum(count(prose(cell)) for cell in cells if cell.cell_type == "markdown")


def texts_of(cells):
    """The Markdown of some cells, one text."""
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def visible_lines(cell):
    """The lines of code that a page shows unfolded."""
    if FOLDED & set(cell.metadata.get("tags", [])):
        return 0
    return sum(1 for line in cell.source.splitlines() if line.strip())


def is_short(sentence):
    """Whether a sentence has at most eight words."""
    return len(sentence.split()) <= 8


def longest_sitting(text):
    """The minutes of the longest section."""
    return max((one.core + one.optional for one in course.sections(text)), default=0)


def faults(found):
    """The limits that are not kept, a sentence each."""
    kept = {name: limit if isinstance(limit, tuple) else (0, limit) for name, limit in LIMITS.items()}
    return [
        f"{name}: {found[name]:,}, and {low:,} to {high:,} are the limits"
        for name, (low, high) in kept.items()
        if not low <= found[name] <= high
    ]


def main(names):
    """Print what was counted of some chapters beside the limits."""
    for name in names:
        print(name)
        for what, number in measure(name).items():
            limit = LIMITS[what]
            least_and_most = " to ".join(
                f"{one:,}" for one in (limit if isinstance(limit, tuple) else (limit,))
            )
            print(f"  {what:42}{number:>8,}   limit {least_and_most}")


if __name__ == "__main__":
    main(sys.argv[1:])
