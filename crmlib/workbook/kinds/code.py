"""Questions answered in code: by data, by a query, by a function, by a decision about many customers."""

import contextlib
import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crmlib.workbook.kinds.questions import CODE, Question


@dataclass(frozen=True, kw_only=True, repr=False)
class Value(Question):
    """A question whose answer is data: a table, a Series, a list or a dictionary."""

    counts: str = CODE


@dataclass(frozen=True, kw_only=True, repr=False)
class Query(Question):
    """A question whose answer is a table that SQL gives: the text of the query, or the table itself.

    Parameters
    ----------
    columns : sequence of str
        The columns that are asked; others do no harm.
    order : sequence of str
        The columns whose order from row to row is asked; empty if the rows may stand in any order.
    """

    columns: Sequence
    order: Sequence = ()

    def statement(self, student=None):
        """The prompt, the columns and whether the order of the rows counts."""
        columns = ", ".join(f"`{name}`" for name in self.columns)
        rows = "The order of the rows counts." if self.order else "The order of the rows does not count."
        return f"{super().statement(student)}\n\nColumns: {columns}. {rows}"

    def recorded(self, given):
        """The text of a query as it is; what a query has found as a table."""
        with contextlib.suppress(Exception):
            return given.df()
        return given


@dataclass(frozen=True, kw_only=True, repr=False)
class Function(Question):
    """A question whose answer is a function.

    Parameters
    ----------
    inputs : mapping
        Name of each argument, in their order, to what is drawn for it (`crmlib.workbook.kinds.draws`).
    """

    inputs: Mapping
    counts: str = CODE

    def statement(self, student=None):
        """The prompt and the arguments in their order."""
        arguments = ", ".join(f"`{name}`" for name in self.inputs)
        return f"{super().statement(student)}\n\nArguments, in this order: {arguments}."

    def recorded(self, given):
        """The source of the function, where it can be had."""
        with contextlib.suppress(OSError, TypeError):
            return inspect.getsource(given)
        return given


@dataclass(frozen=True, kw_only=True, repr=False)
class Decision(Question):
    """Whom to choose: a question whose answer is a list, scored in money.

    Parameters
    ----------
    unit : str
        The currency.
    things : str
        What is chosen, in the plural, as the messages call it.
    """

    unit: str = "¥"
    things: str = "customers"
    counts: str = CODE
