"""The tables that an error in one place gives: computed from the first wrong answer on, and kept."""

import time
import warnings
from functools import cached_property
from itertools import chain

import pandas as pd

from crmlib.workbook.finding.agreement import is_numeric
from crmlib.workbook.finding.data_edits import data_edits
from crmlib.workbook.finding.mutants import mutants
from crmlib.workbook.finding.relations import Rival, rivals

PATIENCE = 0.2  # seconds at one answer; the next wrong answer goes on
MOST_KEPT, MOST_CELLS = 8, 2_000_000
_kept = {}  # of an id and a fingerprint of the numbers: the key and its tables


class EditedTables:
    """What errors in one place give for one student.

    Parameters
    ----------
    key : ValueKey
        The key; its ``plain`` is the reference that is edited.
    numbers : dict
        The student's numbers.
    foreseen : list of Rival
        The tables of its slips.
    target : DataFrame
        The right table.
    order : Index
        Its rows in the order of the right answer.
    in_shape : callable
        What an answer's function returns to a table such as the right one; it may fail.
    """

    def __init__(self, key, numbers, foreseen, target, order, in_shape):
        self.key, self.numbers, self.target, self.in_shape = key, numbers, target, in_shape
        self.foreseen, self.order = foreseen, order
        self.edited, self.cells, self.seen = [], 0, set()
        self.runs = chain(self._of_data(), self._of_reference())

    @cached_property
    def related(self):
        """The columns that are related to the right ones."""
        return list(rivals(self.target, self.order, self.numbers))

    def known(self, took=0.0):
        """The rivals so far, after some more time of looking for others.

        Parameters
        ----------
        took : float
            Seconds that an answer takes; what takes too long is not tried.
        """
        until = time.thread_time() + PATIENCE - took
        while time.thread_time() < until and self.cells < MOST_CELLS:
            if (run := next(self.runs, None)) is None:
                break
            self._try(*run)
        return [*self.edited, *self.related]

    def _try(self, says, function, numbers):
        """Keep a table that can be compared, is not the right one, and was not there with the same words."""
        table = self._run(function, numbers)
        if table is None or table.equals(self.target):
            return
        words = says.replace("in one place ", "").replace("everywhere ", ""), _fingerprint(table)
        if words not in self.seen:
            self.seen.add(words)
            self.edited.append(Rival(says, table, whole=True, weak=1))
            self.cells += table.size

    def _run(self, function, numbers):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                table = self.in_shape(function(**{name: _copied(one) for name, one in numbers.items()}))
                return self._of_one_kind(table[list(self.target)])
        except Exception:  # a changed function may do anything
            return None

    def _of_one_kind(self, table):
        """A table with the rows that are asked, and numbers where they are; else None."""
        alike = all(is_numeric(table[name]) for name in self.target if is_numeric(self.target[name]))
        words = {name: str for name in self.target if not is_numeric(self.target[name])}
        return table.astype(words) if alike and table.index.equals(self.target.index) else None

    def _of_reference(self):
        """The plain reference changed in one place."""
        if self.key.plain is None:
            return
        tables = [one for one in self.numbers.values() if isinstance(one, pd.DataFrame)]
        columns = list(dict.fromkeys(name for table in tables for name in table if isinstance(name, str)))
        for one in mutants(self.key.plain, columns=columns):
            yield f"is what you get if {one.says}.", one.function, self.numbers

    def _of_data(self):
        """The student's data changed in one place."""
        function = self.key.plain or self.key.answer
        for says, changed in data_edits(self.numbers, self.key.row, self.key.question.draws):
            yield f"is what you get if {says}.", function, changed


def edited_tables(key, numbers, make):
    """What errors in one place give; kept, because a student tries more than once.

    Parameters
    ----------
    key : ValueKey
        The key.
    numbers : dict
        The student's numbers.
    make : callable
        Makes the tables, where they are not kept.

    Returns
    -------
    EditedTables
    """
    fingerprint = key.id, tuple(_fingerprint(one) for one in numbers.values())
    known = _kept.get(fingerprint)
    if known is None or known[0] is not key:
        if len(_kept) >= MOST_KEPT:
            _kept.pop(next(iter(_kept)))
        known = _kept[fingerprint] = key, make()
    return known[1]


def _fingerprint(value):
    if isinstance(value, pd.DataFrame):
        return int(pd.util.hash_pandas_object(value).sum())
    return repr(value)


def _copied(value):
    return value.copy() if isinstance(value, pd.DataFrame) else value
