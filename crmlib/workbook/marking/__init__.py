"""Answers beside their questions: how each kind is read, marked and told what is wrong.

Where the keys are not here (a page, a sandbox, an exercise handed out without answers), nothing is marked.
"""

import functools

from crmlib.workbook.kinds import variants
from crmlib.workbook.kinds.bank_folders import BankError, load
from crmlib.workbook.marking.acceptance import find
from crmlib.workbook.marking.key import PLACEHOLDER, UNTRIED, Key, Verdict, is_placeholder

KEYS = "crmlib.workbook.keys"
KEPT = Verdict("kept", "Kept, not checked: the answers are not here.")


def key(id):
    """The key of a question; None where the answers are not here.

    Parameters
    ----------
    id : str
        Such as ``"rfm.recency"``, with or without the exercise in which it is asked again.
    """
    base = str(id).partition("@")[0]
    return keys(base.partition(".")[0]).get(base)


def key_of(question):
    """The key of a question as a student got it, of her item; None where the answers are not here."""
    found = key(question.id)
    return found and found.with_item(question.item)


def keys(bank):
    """The keys of a bank: id to key; nothing where the answers are not here."""
    load("banks", bank)  # its keys import it
    try:
        module = load("keys", bank)
    except ImportError as problem:
        if not (problem.name or "").startswith(KEYS):
            raise
        return {}
    return {} if module is None else _listed(module)


def mark(question, given, numbers, before=UNTRIED):
    """Check an answer where the answers are here, and say that it is only kept where they are not.

    Parameters
    ----------
    question : Question
        What was asked: the item that the student got.
    given : object
        What the student gave.
    numbers : dict
        The student's numbers.
    before : Before
        How often she has tried.

    Returns
    -------
    Verdict
    """
    found = key_of(question)
    if found is not None:
        return found.mark(given, numbers, before)
    return PLACEHOLDER if is_placeholder(given) else KEPT


@functools.cache
def _listed(module):
    """The keys that stand in a module, by the ids of their questions."""
    found = [one for one in vars(module).values() if isinstance(one, Key)]
    for one in found:
        if not one.id.startswith(f"{module.__name__.rpartition('.')[2]}."):
            raise BankError(f"{module.__file__} holds the key of {one.id}, a question of another bank.")
    return {one.id: one for one in found}


def _found(id):
    """The variants of a question that has none stored yet, for who is writing it."""
    base, _, item = id.partition("~")
    found = key(base)
    if found is None:
        raise variants.NotDrawn(
            f"{id}: its numbers are not drawn yet, and without its key they cannot be. "
            f"Where the key is: python tools/draw_variants.py {id}"
        )
    if _found_before.get(id, (None,))[0] is not found:
        _found_before[id] = found, find(found.with_item(int(item or 0)))
    return _found_before[id][1]


_found_before = {}  # id to its key and what was found for it: a key is a new object when its file is changed
variants.found_by(_found)
