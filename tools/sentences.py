"""Write down what can be said of the wrong numbers of a bank, so that a person reads it.

python tools/sentences.py                 all banks
python tools/sentences.py value clv       some banks
python tools/sentences.py --read value    the same, and mark every line as read

Each file in `tests/workbook/sentences` holds a bank's sentences for the book's own numbers, sorted. A line
begins with "read" or "new "; a sentence that has changed is new again. Mark a bank as read when you have read
its lines: is each one true, can a student understand it, and does none show the whole way to the answer? Who
read them, and when, is told by `git blame`.
"""

import argparse
from pathlib import Path

from crmlib.workbook import banks, marking
from crmlib.workbook.finding.finder import finder
from crmlib.workbook.kinds.number import Number

FOLDER = Path(__file__).parents[1] / "tests" / "workbook" / "sentences"
READ, NEW = "read", "new "


def sentences(bank):
    """What the finder can say of the book's numbers: pairs of an id and a sentence, sorted."""
    asked = [id for id, question in banks.bank(bank).items() if isinstance(question, Number)]
    return sorted({(id, text) for id in asked for text in _of(marking.key(id))})


def _of(key):
    """The sentences of one question: those of every wrong number that no hand-written slip names first."""
    numbers = key.question.numbers()
    one = finder(key, numbers)
    for number in {number for _, number in one.candidates}:
        if key.mark(number, numbers).slip == "edited":
            yield from one.names(number)


def written(bank, read=()):
    """The lines of a bank's file; those that are among the ones read say so."""
    return "".join(f"{READ if (id, text) in read else NEW} {id}: {text}\n" for id, text in sentences(bank))


def read_before(bank, folder=FOLDER):
    """The pairs of id and sentence that a person has read."""
    file = folder / f"{bank}.txt"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return {tuple(line.removeprefix(f"{READ} ").split(": ", 1)) for line in lines if line.startswith(READ)}


def main():
    """Write the files of all banks, or of those that are named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("banks", nargs="*", help="names of banks; all without")
    parser.add_argument("--read", action="store_true", help="a person has read every line")
    given = parser.parse_args()
    FOLDER.mkdir(exist_ok=True)
    for bank in given.banks or banks.bank_names():
        text = written(bank, sentences(bank) if given.read else read_before(bank))
        (FOLDER / f"{bank}.txt").write_text(text, encoding="utf-8", newline="\n")
        lines = text.splitlines()
        print(f"{bank}: {len(lines)} sentences, {sum(line.startswith(NEW) for line in lines)} new")


if __name__ == "__main__":
    main()
