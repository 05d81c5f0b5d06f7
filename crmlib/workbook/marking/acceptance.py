"""Which numbers of a question will do, found with its key at hand."""

import functools

from crmlib.workbook.kinds.draws import BOOK, Sample, generator
from crmlib.workbook.kinds.questions import spaced
from crmlib.workbook.kinds.variants import FULL, Solved, Variants, farthest

SCALARS, TABLES = FULL, 30  # variants of a question: of plain numbers, and of tables, which take longer
TWINS, FEW = 6, 10  # worked twins; beside the book's no more than one for every ten different draws
SPARE = 20  # draws more than are wanted, of which one may fit where another does not
MOST_DRAWS, MOST_TABLES = 3_000, 300
TRIED = 60  # draws among which the twin of the book is looked for
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
    twin = _books_twin(key, numbers)
    if key.any_draw_will_do:
        return Variants(book, None, _written(key, [twin, *_few_twins(key, twin[1])]))
    return _row(key, known, book, numbers, twin)


def _first(key, rng, accepts):
    """How many draws are passed over until one is accepted, and this one."""
    for passed in range(MOST_DRAWS):
        numbers = key.question.drawn(rng)
        if accepts(numbers):
            return passed, numbers
    raise Refused(f"{key.id}: `where`, the range or the foreseen errors refuse all of {MOST_DRAWS} draws.")


def _books_twin(key, book):
    """The twin of the book's numbers: it has another answer, and as few numbers in common as can be."""
    rng, found, tried = generator("twin", BOOK, key.id), [], FEW if _has_table(key) else TRIED
    shown = key.question.shown(book)
    for passed in range(MOST_DRAWS):
        numbers = key.question.drawn(rng)
        if key.accepts(numbers) and key.is_other(numbers, book):
            found.append((_equal(shown, key.question.shown(numbers)), passed, numbers))
            if found[-1][0] == 0 or len(found) == tried:
                break
    if not found:
        raise Refused(f"{key.id}: no numbers are found for its twin. Draw from more.")
    return min(found, key=lambda one: one[:2])[1:]


def _few_twins(key, first):
    """Beside the first twin of a question whose every draw will do, two with other single numbers."""
    chosen, taken = [], [key.question.shown(first)]
    for place in range(SPARE if taken[0] else 0):
        numbers = key.question.variant(place)
        shown = key.question.shown(numbers)
        if len(chosen) < 2 and not any(_equal(shown, other) for other in taken):
            chosen.append((place, numbers))
            taken.append(shown)
    return chosen


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
    """Further twins, with other answers than the first: those known before, then those that help most.

    A twin helps where it has fewer numbers in common with a student's than the twins before it.
    """
    texts = {place: key.question.shown(numbers) for place, numbers in pool.items()}
    before = [
        twin.place for twin in known.twins[1:] if twin.place in pool and twin.shown == texts[twin.place]
    ]
    free = [place for place in sorted(pool) if place not in (known.places or ())] or sorted(pool)
    students = [texts[place] for place in known.places or texts if place in texts]
    chosen = {}
    for _ in range(min(TWINS - 1, len(pool) // FEW)):
        twins = [key.question.shown(first), *(texts[one] for one in chosen)]
        in_common = [min(_equal(twin, student) for twin in twins) for student in students]
        place = _next_twin(key, pool, [*before, *_helpful(free, texts, students, in_common)], first, chosen)
        if place is None:
            break
        chosen[place] = pool[place]
    return chosen.items()


def _next_twin(key, pool, places, first, chosen):
    """The first of some places whose numbers have other answers than the twins that are chosen."""
    others = [first, *chosen.values()]
    return next((one for one in places if all(key.is_other(pool[one], other) for other in others)), None)


def _helpful(places, texts, students, in_common):
    """Places in the order of how few numbers the students and their nearest twin would have in common."""

    def left(place):
        pairs = zip(students, in_common, strict=True)
        return sum(min(now, _equal(texts[place], student)) for student, now in pairs)

    return sorted(places, key=left)


def _equal(shown, other):
    """How many numbers are shown alike."""
    return sum(other[name] == text for name, text in shown.items())


def _beside(key, pool, twins, known, wanted):
    """The places in a row, each with another answer than the twin that falls to it; known ones stay."""
    shown = [Solved(0, "", key.question.shown(numbers)) for numbers in twins]

    @functools.cache
    def fits(place, position):
        if place not in pool:
            return False
        return key.is_other(pool[place], twins[farthest(shown, key.question.shown(pool[place]), position)])

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
    if not key.twin:
        return []
    return [
        Solved(place, spaced(key.twin(**numbers)), key.question.shown(numbers)) for place, numbers in twins
    ]
