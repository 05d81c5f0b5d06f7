"""The tables that an error in one place gives: computed at the first wrong answer, and kept."""

import time
import warnings
from itertools import chain

import pandas as pd

from crmlib.workbook.finding.data_edits import data_edits
from crmlib.workbook.finding.mutants import mutants
from crmlib.workbook.finding.relations import Rival

PATIENCE = 0.2  # seconds, for edits of the data and again for those of the reference
MOST_KEPT, MOST_CELLS = 16, 2_000_000
_kept = {}  # of an id and a fingerprint of the numbers: the key and its rivals


def edited_tables(key, numbers, target, in_shape, took):
    """The rivals that edits of the student's data and of the plain reference give.

    Parameters
    ----------
    key : ValueKey
        The key; its ``plain`` is the reference.
    numbers : dict
        The student's numbers.
    target : DataFrame
        The right table.
    in_shape : callable
        What an answer's function returns to a table such as the right one; it may fail.
    took : float
        Seconds that the answer took; what takes too long is not tried.

    Returns
    -------
    list of Rival
    """
    fingerprint = key.id, tuple(_fingerprint(one) for one in numbers.values())
    known = _kept.get(fingerprint)
    if known is None or known[0] is not key:
        if len(_kept) >= MOST_KEPT:
            _kept.pop(next(iter(_kept)))
        known = _kept[fingerprint] = key, _computed(key, numbers, target, in_shape, took)
    return known[1]


def _fingerprint(value):
    if isinstance(value, pd.DataFrame):
        return int(pd.util.hash_pandas_object(value).sum())
    return repr(value)


def _computed(key, numbers, target, in_shape, took):
    """Each table that is made in time, is not the right one, and was not there before."""
    found, cells = {}, 0
    plain = key.plain or key.answer
    for runs in (_of_reference(key, numbers), _of_data(key, plain, numbers)):
        until = time.perf_counter() + PATIENCE - took
        for says, function, given in runs:
            if time.perf_counter() > until or cells > MOST_CELLS:
                break
            table = _run(function, given, in_shape)
            if table is None or not table.index.equals(target.index) or table.equals(target):
                continue
            found.setdefault(_fingerprint(table), []).append(Rival(says, table, whole=True))
            cells += table.size
    return list(chain.from_iterable(found.values()))


def _of_reference(key, numbers):
    """The plain reference changed in one place."""
    if key.plain is None:
        return
    tables = [one for one in numbers.values() if isinstance(one, pd.DataFrame)]
    columns = list(dict.fromkeys(name for table in tables for name in table if isinstance(name, str)))
    for one in mutants(key.plain, columns=columns):
        yield f"is what you get if {one.says}.", one.function, numbers


def _of_data(key, function, numbers):
    """The student's data changed in one place."""
    for says, changed in data_edits(numbers, key.row, lambda name, one: key.question.draws[name].show(one)):
        yield f"is what you get if {says}.", function, changed


def _run(function, numbers, in_shape):
    """What a function gives, as a table; None if it fails."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return in_shape(function(**{name: _copied(one) for name, one in numbers.items()}))
    except Exception:  # a changed function may do anything
        return None


def _copied(value):
    return value.copy() if isinstance(value, pd.DataFrame) else value
