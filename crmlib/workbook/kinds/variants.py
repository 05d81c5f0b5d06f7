"""Which draws of a question will do, found beforehand with its key at hand, so that none is needed later.

A question's row of draws has places 0, 1, 2, …; not all make a good question: a foreseen error may meet the
answer. `tools/draw_variants.py` tries them and keeps the places that will do, in one file for each bank. A
student's numbers are those of one place. Worked twins are kept as text, of draws that no student gets.
"""

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass

from crmlib.workbook.kinds.bank_folders import bank_folders

FOLDER = "variants"
SEPARATOR = " "


@dataclass(frozen=True)
class Solved:
    """A worked twin: the place of its draw, and its text."""

    place: int
    text: str


@dataclass(frozen=True)
class Variants:
    """What is kept of one question.

    Parameters
    ----------
    book : int
        How many draws of the book's own numbers are passed over.
    places : sequence of int, optional
        The places that will do; None if any draw does.
    twins : sequence of Solved
        The worked twins. The one at ``position % len(twins)`` has other numbers and another answer than the
        variant at this position; the first is the book's.
    """

    book: int = 0
    places: Sequence[int] | None = None
    twins: Sequence[Solved] = ()


class NotDrawn(LookupError):
    """The variants of a question are not stored, and without its key they cannot be found."""


def variants(id):
    """The variants of a question, stored or, for who is writing it and has its key, found at once.

    Parameters
    ----------
    id : str
        Of a question, or of a further item of its pool, such as ``"clv.slide~1"``.
    """
    return stored(id.partition(".")[0]).get(id) or _finders[-1](id)


def stored(bank):
    """What is stored of a bank: id to variants; nothing where there is no file."""
    for folder in bank_folders():
        file = folder / "banks" / FOLDER / f"{bank}.json"
        if file.is_file():
            return _read(file, file.stat().st_mtime_ns)
    return {}


def written(found):
    """The text of a file that holds the variants of a bank: a line for each question."""
    lines = [
        f"{json.dumps(id)}: {json.dumps(_as_data(one), ensure_ascii=False)}" for id, one in found.items()
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def found_by(finder):
    """Let a function of the id find the variants that are not stored."""
    _finders.append(finder)


@functools.lru_cache(maxsize=64)
def _read(file, changed):
    """The content of a file, read again only when it has changed."""
    content = json.loads(file.read_text(encoding="utf-8"))
    return {id: _as_variants(data) for id, data in content.items()}


def _as_data(one):
    places = {} if one.places is None else {"places": SEPARATOR.join(map(str, one.places))}
    return {"book": one.book, **places, "twins": [[twin.place, twin.text] for twin in one.twins]}


def _as_variants(data):
    places = data.get("places")
    places = None if places is None else tuple(map(int, places.split(SEPARATOR)))
    return Variants(data["book"], places, tuple(Solved(*twin) for twin in data["twins"]))


def _not_here(id):
    raise NotDrawn(f"{id}: its numbers are not drawn yet. Run python tools/draw_variants.py {id}")


_finders = [_not_here]
