"""Find the numbers that the questions of the banks may be asked with, and keep them beside the banks.

python tools/draw_variants.py              every question of every bank
python tools/draw_variants.py clv rfm      of some banks
python tools/draw_variants.py clv.npv      of some questions

What still will do stays, so that students keep their numbers; to draw afresh, take the question's line out of
the file in `banks/variants` before. Run it when a question is new, or when its draws, answer, slips or twin
have changed; `tests/workbook/test_banks.py` says when.
"""

import sys
from dataclasses import replace

from crmlib.workbook.banks import bank, bank_names, question
from crmlib.workbook.kinds.bank_folders import files_of
from crmlib.workbook.kinds.variants import FOLDER, Variants, stored, written
from crmlib.workbook.marking import key
from crmlib.workbook.marking.acceptance import find


def draw(name, ids):
    """Write the variants of a bank: those of some of its questions found anew, the others as they are."""
    known, found = stored(name), {}
    for id in bank(name):
        for one in key(id).items():
            place = one.question.drawn_id
            found[place] = find(one, known.get(place, Variants())) if id in ids else known[place]
    found = with_slots(found, known)
    file = files_of("banks")[name].parent / FOLDER / f"{name}.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(written(found), encoding="utf-8", newline="\n")
    return f"{file.name}: {len(ids)} of {len(bank(name))} questions drawn"


def with_slots(found, known):
    """Each question with a number of its own in its bank: the one it had, or the next that is free."""
    taken = {id: known[id].slot for id in found if id in known and known[id].slot}
    free = iter(sorted(set(range(1, len(found) + 1)) - set(taken.values())))
    return {id: replace(one, slot=taken.get(id) or next(free)) for id, one in found.items()}


def is_stored(id):
    """Whether numbers of every item of a question are kept."""
    known = stored(id.partition(".")[0])
    return all(one.drawn_id in known for one in question(id).items())


def main(names):
    """Draw all, or what is named."""
    known = {*bank_names(), *(id for name in bank_names() for id in bank(name))}
    if unknown := sorted(set(names) - known):
        sys.exit(f"There is no bank and no question {', '.join(unknown)}.")
    for name in bank_names():
        ids = [id for id in bank(name) if not names or {name, id} & set(names) or not is_stored(id)]
        if not names or any(one == name or one.startswith(f"{name}.") for one in names):
            print(draw(name, ids))


if __name__ == "__main__":
    main(sys.argv[1:])
