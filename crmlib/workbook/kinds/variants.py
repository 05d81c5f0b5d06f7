"""Which draws of a question will do, found beforehand with its key at hand, so that none is needed later.

A question's row of draws has places 0, 1, 2, …; not all make a good question: a foreseen error may meet the
answer. `tools/draw_variants.py` tries them and keeps the places that will do, in one file for each bank. A
student's numbers are those of one place. Worked twins are kept as text, of draws that no student gets.
"""

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crmlib.workbook.kinds.bank_folders import bank_folders

FOLDER = "variants"
FULL = 101  # places in a full row: a prime, so that polynomials of its remainders meet seldom
SEPARATOR = " "


@dataclass(frozen=True)
class Solved:
    """A worked twin.

    Parameters
    ----------
    place : int
        The place of its draw.
    text : str
        Its text.
    shown : mapping
        Its numbers as a prompt shows them, tables left out.
    """

    place: int
    text: str
    shown: Mapping = field(default_factory=dict)


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
        The worked twins. The one that is `farthest` from a variant has another answer; the first is the
        book's.
    slot : int
        A number of its own in its bank, by which students are given different places in a full row.
    """

    book: int = 0
    places: Sequence[int] | None = None
    twins: Sequence[Solved] = ()
    slot: int = 0


class NotDrawn(LookupError):
    """The variants of a question are not stored, and without its key they cannot be found."""


def farthest(twins, shown, position):
    """Which of some worked twins has the fewest numbers in common with a student's.

    Parameters
    ----------
    twins : sequence of Solved
        The twins.
    shown : mapping
        The student's numbers as her prompt shows them.
    position : int
        Where her numbers stand in their row: twins that are equally far take turns.

    Returns
    -------
    int
    """

    def in_common(one):
        theirs = twins[one].shown
        return sum(theirs.get(name) == text for name, text in shown.items()), (one - position) % len(twins)

    return min(range(len(twins)), key=in_common)


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
    return {"book": one.book, "slot": one.slot, **places, "twins": [_listed(twin) for twin in one.twins]}


def _listed(twin):
    return [twin.place, twin.text, *([twin.shown] if twin.shown else [])]


def _as_variants(data):
    places = data.get("places")
    places = None if places is None else tuple(map(int, places.split(SEPARATOR)))
    return Variants(data["book"], places, tuple(Solved(*twin) for twin in data["twins"]), data.get("slot", 0))


def _not_here(id):
    raise NotDrawn(f"{id}: its numbers are not drawn yet. Run python tools/draw_variants.py {id}")


_finders = [_not_here]
