"""Which numbers of a question will do, found with its key at hand."""

from crmlib.workbook.kinds.draws import BOOK, Sample, generator
from crmlib.workbook.kinds.questions import spaced
from crmlib.workbook.kinds.variants import Solved, Variants

SCALARS, TABLES = 100, 30  # variants of a question: of plain numbers, and of tables, which take longer
TWINS, FEW = 3, 10  # worked twins; beside the book's no more than one for every ten different draws
SPARE = 20  # draws more than are wanted, of which one may fit where another does not
MOST_DRAWS, MOST_TABLES = 3_000, 300
NOTHING_KNOWN = Variants()


class Refused(RuntimeError):
    """`where`, the range or what was foreseen refuses all draws of a question."""


def find(key, known=NOTHING_KNOWN):
    """The variants of a question.

    Parameters
    ----------
    key : Key
        Its key.
    known : Variants
        What was found before: what still will do keeps its place, so that students keep their numbers.

    Returns
    -------
    Variants
    """
    if not key.question.draws:
        return Variants(twins=_written(key, [(0, {})]))
    book, numbers = _first(key, generator(BOOK, key.id), key.accepts)
    twin = _first(
        key, generator("twin", BOOK, key.id), lambda one: key.accepts(one) and key.is_other(one, numbers)
    )
    if key.any_draw_will_do:
        return Variants(book, None, _written(key, [twin]))
    return _row(key, known, book, numbers, twin)


def _first(key, rng, accepts):
    """How many draws are passed over until one is accepted, and this one."""
    for passed in range(MOST_DRAWS):
        numbers = key.question.drawn(rng)
        if accepts(numbers):
            return passed, numbers
    raise Refused(f"{key.id}: `where`, the range or the foreseen errors refuse all of {MOST_DRAWS} draws.")


def _row(key, known, book, book_numbers, book_twin):
    """Places of numbers that are neither the book's nor a twin's, no two the same, beside fitting twins."""
    wanted = max(len(known.places or ()), TABLES if _has_table(key) else SCALARS)
    before = [*(twin.place for twin in known.twins[1:]), *(known.places or ())]
    pool = _different(key, before, [book_numbers, book_twin[1]], wanted + TWINS + SPARE)
    twins = [book_twin, *_other_twins(key, pool, book_twin[1], known)]
    for place, _ in twins[1:]:
        del pool[place]
    places = _beside(key, pool, [numbers for _, numbers in twins], known.places or (), wanted)
    if not places:
        raise Refused(f"{key.id}: no numbers are left beside the book's and its twin's. Draw from more.")
    return Variants(book, tuple(places), _written(key, twins))


def _different(key, before, taken, number):
    """Place to numbers, of as many as are asked: those known before first, none like one that is taken."""
    pool, seen = {}, {_print(numbers) for numbers in taken}
    most = MOST_TABLES if _has_table(key) else MOST_DRAWS
    for place in dict.fromkeys([*before, *range(most)]):
        if len(pool) == number:
            break
        numbers = key.question.variant(place)
        if _print(numbers) in seen:
            continue
        seen.add(_print(numbers))
        if key.accepts(numbers) and not key.hides_an_error(numbers):
            pool[place] = numbers
    return pool


def _other_twins(key, pool, first, known):
    """Further twins, with other answers than the first: those known before if they will do."""
    places = [place for place in (twin.place for twin in known.twins[1:]) if place in pool]
    chosen = {}
    for place in [*places, *sorted(pool)]:
        if len(chosen) == min(TWINS - 1, len(pool) // FEW):
            break
        if all(key.is_other(pool[place], numbers) for numbers in [first, *chosen.values()]):
            chosen[place] = pool[place]
    return chosen.items()


def _beside(key, pool, twins, known, wanted):
    """The places in a row, each with another answer than the twin that falls to it; known ones stay."""

    def fits(place, position):
        return place in pool and key.is_other(pool[place], twins[position % len(twins)])

    stay = {position: place for position, place in enumerate(known) if fits(place, position)}
    free = [place for place in sorted(pool) if place not in stay.values()]
    row = []
    for position in range(wanted):
        last = [stay[there] for there in sorted(stay, reverse=True)]  # a gap is filled from the end
        candidates = [stay[position]] if position in stay else [*free, *last]
        place = next((one for one in candidates if fits(one, position)), None)
        if place is None:
            break
        row.append(place)
        free = [one for one in free if one != place]
        stay = {there: one for there, one in stay.items() if one != place}
    return row


def _has_table(key):
    return any(isinstance(draw, Sample) for draw in key.question.draws.values())


def _print(numbers):
    """A text that two draws share if they are the same."""
    return "|".join(
        value.to_csv() if hasattr(value, "to_csv") else repr(value) for _, value in sorted(numbers.items())
    )


def _written(key, twins):
    """Worked twins with their texts; none where a `Twin` stands among the hints."""
    return [Solved(place, spaced(key.twin(**numbers))) for place, numbers in twins] if key.twin else []
